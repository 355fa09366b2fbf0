//! The structure of a PDF: what each kind of block becomes, and that it is sound,
//! however hard the article.

use crate::cases;
use crate::harness::Desk;
use crate::proof::pdf::{Pdf, text_string};
use crate::{hard, soundness};
use lopdf::Object;

/// How many hard articles are looked at here; the outside judges look at more.
const HARD: u64 = 40;

/// The structure of a PDF as indented text: an element a line, with what stands
/// for it, its language, its attributes, and how many marks it has.
pub fn structure(pdf: &Pdf) -> String {
    let catalog = pdf.document.catalog().unwrap();
    let root = pdf.dictionary(catalog, "StructTreeRoot").unwrap();
    let mut text = String::new();
    elements(pdf, pdf.get(root, "K").unwrap(), 0, &mut text);
    text
}

fn elements(pdf: &Pdf, kids: &Object, depth: usize, text: &mut String) {
    for element in list(pdf, kids)
        .into_iter()
        .filter_map(|kid| kid.as_dict().ok())
    {
        let Some(role) = pdf.get(element, "S") else {
            continue;
        };
        let role = String::from_utf8_lossy(role.as_name().unwrap());
        text.push_str(&format!("{}{role}", "  ".repeat(depth)));
        for key in ["Lang", "Alt", "E"] {
            if let Some(said) = pdf.get(element, key) {
                text.push_str(&format!(" {key}={:?}", text_string(said.as_str().unwrap())));
            }
        }
        if let Some(attributes) = pdf.dictionary(element, "A") {
            for key in ["ListNumbering", "Scope", "ColSpan", "RowSpan", "Placement"] {
                match pdf.get(attributes, key) {
                    Some(Object::Name(name)) => {
                        text.push_str(&format!(" {key}={}", String::from_utf8_lossy(name)));
                    }
                    Some(Object::Integer(number)) => text.push_str(&format!(" {key}={number}")),
                    _ => {}
                }
            }
        }
        let kids = pdf.get(element, "K");
        let all = kids.map(|kids| list(pdf, kids)).unwrap_or_default();
        let is_mark = |kid: &&&Object| match kid {
            Object::Integer(_) => true,
            Object::Dictionary(kid) => kid.has(b"MCID"),
            _ => false,
        };
        let is_object = |kid: &&&Object| matches!(kid, Object::Dictionary(kid) if kid.has(b"Obj"));
        text.push_str(&" •".repeat(all.iter().filter(is_mark).count()));
        text.push_str(&" @".repeat(all.iter().filter(is_object).count()));
        text.push('\n');
        if let Some(kids) = kids {
            elements(pdf, kids, depth + 1, text);
        }
    }
}

/// One thing or a list of them, references followed.
fn list<'a>(pdf: &'a Pdf, kids: &'a Object) -> Vec<&'a Object> {
    match kids {
        Object::Array(kids) => kids.iter().map(|kid| pdf.follow(kid)).collect(),
        one => vec![one],
    }
}

#[test]
fn every_kind_of_block_has_its_place_in_the_structure() {
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 2'><rect width='4' height='2'/></svg>";
    cases::check_by("tags.txt", 20, |case| {
        let desk = Desk::new()
            .file("a.svg", drawing)
            .file("a.md", &case.input)
            .export("a.md --pdf --lang en --proof -o out.pdf")
            .status(0);
        let bytes = desk.bytes("out.pdf");
        assert_eq!(soundness::faults(&bytes), [""; 0], "{}", case.name);
        structure(&Pdf::open(&bytes))
    });
}

#[test]
fn a_picture_that_is_missing_has_a_place_or_is_words() {
    let desk = Desk::new()
        .article(
            "a.md",
            "A",
            "Text ![a sign](none.png) text.\n\n![A field](none.png \"Under it\")",
        )
        .export("a.md --pdf --proof -o out.pdf")
        .status(0)
        .never_says("[text-");
    let bytes = desk.bytes("out.pdf");
    assert_eq!(soundness::faults(&bytes), [""; 0]);
    let tree = structure(&Pdf::open(&bytes));
    let expected = "    P • •\n      Span •\n    Div\n      Figure Alt=\"A field\" Placement=Block • •\n      Caption •\n";
    assert!(tree.contains(expected), "{tree}");
}

#[test]
fn hard_articles_are_sound_and_proved() {
    let desk = Desk::new();
    hard::write(&desk.path("."), 0..HARD);
    let desk = desk.export(". --pdf --proof --message-format short -o out");
    let mut faults = Vec::new();
    for number in 0..HARD {
        let name = format!("out/hard-{number:03}.pdf");
        let found = soundness::faults(&desk.bytes(&name));
        faults.extend(found.into_iter().map(|fault| format!("{number}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let _ = desk
        .never_says("[text-")
        .never_says("[file-fault]")
        .never_says("[unreadable]");
}
