//! The tree of a document's structure.

use super::*;

/// An element in the making: its type, other entries, what is in it.
struct Element(&'static str, Dictionary, Vec<Kid>);

enum Kid {
    /// A mark of the page that the element names.
    Mark(i64),
    /// A mark of another page.
    On(usize, i64),
    /// A mark of a form.
    Form(usize, ObjectId, i64),
    Child(Element),
}
use Kid::{Child, Form, Mark, On};

fn element(role: &'static str, kids: Vec<Kid>) -> Element {
    Element(role, Dictionary::new(), kids)
}

fn with(mut element: Element, key: &str, text: &str) -> Element {
    element.1.set(key, lopdf::text_string(text));
    element
}

/// The number of an element of the structure, written into the document.
fn add(specimen: &mut Specimen, element: Element, page: Option<usize>) -> ObjectId {
    let Element(role, mut entries, kids) = element;
    let kids: Vec<Object> = kids
        .into_iter()
        .map(|kid| match kid {
            Mark(number) => number.into(),
            On(page, number) => dictionary! {
                "Type" => "MCR", "Pg" => specimen.pages[page], "MCID" => number,
            }
            .into(),
            Form(page, form, number) => dictionary! {
                "Type" => "MCR", "Pg" => specimen.pages[page], "Stm" => form, "MCID" => number,
            }
            .into(),
            Child(child) => add(specimen, child, None).into(),
        })
        .collect();
    entries.set("S", Object::Name(role.as_bytes().to_vec()));
    entries.set("K", kids);
    if let Some(page) = page {
        entries.set("Pg", specimen.pages[page]);
    }
    specimen.document.add_object(entries)
}

/// Gives a document this structure, whose pages are the first unless they are
/// named.
fn structured(specimen: &mut Specimen, elements: Vec<Element>) {
    let kids: Vec<Object> = elements
        .into_iter()
        .map(|element| add(specimen, element, Some(0)).into())
        .collect();
    let root = specimen.document.add_object(dictionary! {
        "Type" => "StructTreeRoot", "K" => kids,
        "RoleMap" => dictionary! { "Hinweis" => "Fussnote", "Fussnote" => "Note", "O" => "O" },
    });
    specimen
        .document
        .catalog_mut()
        .unwrap()
        .set("StructTreeRoot", root);
}

/// Gives a document a structure of one element for each mark of its first page.
pub(super) fn tag(specimen: &mut Specimen, roles: &[&'static str]) {
    let marks = roles.iter().zip(0..);
    let elements = marks.map(|(role, number)| element(role, vec![Mark(number)]));
    structured(specimen, elements.collect());
}

/// A numbered mark around a text.
fn mark(number: i32, x: i32, y: i32, text: &str) -> String {
    format!("/P <</MCID {number}>> BDC {} EMC\n", at(x, y, text))
}

fn read_as(contents: &[&str], elements: Vec<Element>) -> Said {
    let mut specimen = Specimen::of(contents);
    structured(&mut specimen, elements);
    specimen.read()
}

#[test]
fn the_order_of_the_tree_is_the_order_of_reading() {
    let first = mark(0, 0, 700, "a") + &mark(1, 0, 600, "e") + &mark(2, 0, 500, "f");
    let second = mark(0, 0, 700, "i");
    let paragraph = element("P", vec![Mark(2), On(1, 0), Mark(0)]);
    let section = element("Sect", vec![Child(element("P", vec![On(0, 1)]))]);
    let said = read_as(&[&first, &second], vec![paragraph, section]);
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    let shown: Vec<(&str, &Place)> = said
        .pieces
        .iter()
        .map(|p| (p.text.as_str(), &p.place))
        .collect();
    let (one, two) = (Place::Page(1), Place::Page(2));
    assert_eq!(shown, [("f", &one), ("i", &two), ("a", &one), ("e", &one)]);
}

#[test]
fn blocks_open_and_inlines_do_not() {
    let line = mark(0, 0, 700, "a") + &mark(1, 5, 700, "e") + &mark(2, 10, 700, "f");
    let emphasis = Child(element("Span", vec![On(0, 1)]));
    let said = read_as(
        &[&line],
        vec![element("P", vec![Mark(0), emphasis, Mark(2)])],
    );
    let opens: Vec<bool> = said.pieces.iter().map(|p| p.opens).collect();
    assert_eq!(opens, [true, false, false]);
    let blocks = [0, 1, 2].map(|number| element("P", vec![Mark(number)]));
    let said = read_as(&[&line], blocks.into());
    assert!(said.pieces.iter().all(|piece| piece.opens));
}

#[test]
fn a_word_parted_by_a_page_goes_on_past_the_notes_at_its_foot() {
    let first = mark(0, 0, 700, "Ha\u{ad}") + &mark(1, 0, 600, "x");
    let second = mark(0, 0, 700, "lf");
    let body = element("P", vec![Mark(0), On(1, 0)]);
    let said = read_as(
        &[&first, &second],
        vec![body, element("Note", vec![Mark(1)])],
    );
    use Decoration::Hyphen;
    assert_eq!(
        shown(&said.pieces),
        [
            ("Ha", Kind::Text, true),
            ("\u{ad}", Kind::Decoration(Hyphen), false),
            ("lf", Kind::Text, false),
            ("x", Kind::Text, true),
        ]
    );
}

#[test]
fn types_of_elements_tell_what_is_generated() {
    let content: String = "1a.xe9ilEf"
        .chars()
        .zip(0..)
        .map(|(c, number)| mark(number, 0, 700 - 14 * number, &c.to_string()))
        .collect();
    let on = |role, number| Child(element(role, vec![On(0, number)]));
    let item = element("LI", vec![on("Lbl", 0), on("LBody", 1)]);
    let term = element("LI", vec![on("Lbl", 9)]);
    let mut numbered = element("L", vec![Child(item)]);
    let numbering = dictionary! {"O" => "List", "ListNumbering" => "Decimal"};
    numbered.1.set("A", numbering);
    let note = element("Hinweis", vec![on("Lbl", 2), on("P", 3)]);
    let reference = Child(element("Reference", vec![on("Link", 5)]));
    let entry = element("TOCI", vec![on("Reference", 6)]);
    let said = read_as(
        &[&content],
        vec![
            numbered,
            note,
            element("P", vec![Mark(4), reference]),
            element("TOC", vec![Child(entry), on("Lbl", 7)]),
            element("Caption", vec![on("Lbl", 8)]),
            element("L", vec![Child(term)]),
        ],
    );
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    use Generated::{ListNumber, NoteLabel, NoteMark};
    let kinds: Vec<(&str, Kind)> = said.pieces.iter().map(|p| (&*p.text, p.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("1", Kind::Generated(ListNumber)),
            ("a", Kind::Text),
            (".", Kind::Generated(NoteLabel)),
            ("x", Kind::Text),
            ("e", Kind::Text),
            ("9", Kind::Generated(NoteMark)),
            ("i", Kind::Text),
            ("l", Kind::Text),
            ("E", Kind::Text),
            ("f", Kind::Text),
        ]
    );
}

#[test]
fn a_figure_is_described_before_its_caption() {
    let caption = Child(element("Caption", vec![On(0, 1)]));
    let figure = with(
        element("Figure", vec![Mark(0), caption]),
        "Alt",
        "Une presse",
    );
    let content = "/Figure <</MCID 0>> BDC 0 0 9 9 re f EMC\n".to_owned() + &mark(1, 0, 700, "a");
    let said = read_as(&[&content], vec![figure]);
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    assert_eq!(
        shown(&said.pieces),
        [
            ("Une presse", Kind::Alternative, true),
            ("a", Kind::Text, true)
        ]
    );
}

#[test]
fn the_text_of_an_element_is_said_in_place_of_what_is_in_it() {
    let content = mark(0, 0, 700, "x") + &mark(1, 5, 700, "e") + &mark(2, 10, 700, "a");
    let spoken = with(
        element("Span", vec![On(0, 0), On(0, 1)]),
        "ActualText",
        "fi",
    );
    let mute = with(element("Span", vec![]), "ActualText", "é");
    let kids = vec![Child(spoken), Mark(2), Child(mute)];
    let said = read_as(&[&content], vec![element("P", kids)]);
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    assert_eq!(texts(&said.pieces), ["fi", "a", "é"]);
    let frame = mark(0, 0, 708, "00") + &mark(1, 0, 700, "E9");
    let framed = with(element("Span", vec![Mark(0), Mark(1)]), "ActualText", "é");
    let said = read_as(&[&frame], vec![framed]);
    assert_eq!(shown(&said.pieces), [("é", Kind::Framed, true)]);
}

#[test]
fn marks_of_a_form_are_its_own() {
    let content = format!("{}/X Do", mark(0, 0, 700, "a"));
    let mut specimen = Specimen::of(&[&content]);
    let form = specimen.form("X", &mark(0, 0, 600, "x"));
    let paragraph = element("P", vec![Form(0, form, 0), Mark(0)]);
    structured(&mut specimen, vec![paragraph]);
    let said = specimen.read();
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    assert_eq!(texts(&said.pieces), ["x", "a"]);
}

#[test]
fn what_the_tree_does_not_have_comes_after_its_page_and_is_a_fault() {
    let artifact = format!("/Artifact BMC {} EMC", at(0, 20, "1"));
    let first = mark(5, 0, 700, "x") + &at(0, 650, "z") + &artifact + &mark(0, 0, 600, "a");
    let second = mark(0, 0, 700, "e");
    let body = element("P", vec![Mark(0), On(1, 0), On(1, 7)]);
    let said = read_as(&[&first, &second], vec![body]);
    assert_eq!(texts(&said.pieces), ["a", "x", "z", "1", "e"]);
    assert!(said.pieces[4].opens);
    assert_eq!(
        faults(&said),
        [
            "the structure tree has marked content that is not on its page",
            "marked content is not in the structure tree",
            "text is outside the structure tree",
        ]
    );
}

#[test]
fn an_element_or_a_mark_in_two_places_is_read_once() {
    let content = mark(0, 0, 700, "a");
    let said = read_as(
        &[&content],
        vec![element("P", vec![Mark(0)]), element("P", vec![Mark(0)])],
    );
    assert_eq!(texts(&said.pieces), ["a"]);
    assert_eq!(
        faults(&said),
        ["marked content is in the structure tree twice"]
    );

    let mut specimen = Specimen::of(&[&content]);
    tag(&mut specimen, &["P"]);
    let element = specimen.having("S");
    let kids: Vec<Object> = vec![0.into(), element.into()];
    specimen.change(element).set("K", kids);
    let said = specimen.read();
    assert_eq!(texts(&said.pieces), ["a"]);
    assert_eq!(faults(&said), ["a structure element has two parents"]);
}

#[test]
fn a_tree_without_elements_is_none() {
    let content = mark(1, 0, 700, "a") + &at(5, 700, "x");
    let said = read_as(&[&content], vec![]);
    assert!(said.faults.is_empty());
    assert_eq!(texts(&said.pieces), ["a", "x"]);
}

#[test]
fn a_tree_of_any_depth_is_survived() {
    // Building and dropping it takes more stack than a test has.
    let thread = std::thread::Builder::new().stack_size(64 << 20);
    let outcome = thread
        .spawn(survive_a_deep_tree)
        .map(|thread| thread.join());
    assert!(matches!(outcome, Ok(Ok(()))));
}

fn survive_a_deep_tree() {
    let mut deep = element("P", vec![Mark(0)]);
    for _ in 0..2000 {
        deep = element("Div", vec![Child(deep)]);
    }
    let said = read_as(&[&mark(0, 0, 700, "a")], vec![deep]);
    assert_eq!(texts(&said.pieces), ["a"]);
    assert_eq!(
        faults(&said),
        [
            "the structure tree is too deep to be read",
            "marked content is not in the structure tree"
        ]
    );
}
