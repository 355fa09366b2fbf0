use super::*;
use crate::proof::said::Generated::*;
use crate::proof::said::{Generated, Kind};
use std::io::Write;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const CONTAINER: &str = r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>"#;
const PACKAGE: &str = r#"<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a%20b.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>"#;

fn archive_with(files: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, text) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    archive_with(files, CompressionMethod::Stored)
}

fn page(body: &str) -> String {
    format!(
        r#"<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>T</title></head><body>{body}</body></html>"#
    )
}

/// What a book of one chapter says, which has the pictures `x` and `y`.
fn chapter(body: &str) -> Said {
    let files = [
        ("META-INF/container.xml", CONTAINER),
        ("O/p.opf", PACKAGE),
        ("O/a b.xhtml", &page(body)),
        ("O/x", ""),
        ("y", ""),
    ];
    read(&archive(&files)).unwrap()
}

/// The same, with nothing at fault.
fn sound(body: &str) -> Said {
    let said = chapter(body);
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    said
}

fn shown(said: &Said) -> Vec<(&str, Kind, bool)> {
    let pieces = said.pieces.iter();
    pieces.map(|p| (p.text.as_str(), p.kind, p.opens)).collect()
}

fn texts(said: &Said) -> Vec<&str> {
    said.pieces.iter().map(|p| p.text.as_str()).collect()
}

fn generated(said: &Said) -> Vec<(&str, Generated)> {
    let pieces = said.pieces.iter();
    let generated = pieces.filter_map(|p| match p.kind {
        Kind::Generated(kind) => Some((p.text.as_str(), kind)),
        Kind::Text | Kind::Decoration(_) | Kind::Framed | Kind::Alternative | Kind::Blank => None,
    });
    generated.collect()
}

fn faults(said: &Said) -> Vec<&str> {
    said.faults.iter().map(|f| f.message.as_str()).collect()
}

#[test]
fn white_space_is_as_a_browser_shows_it() {
    let said = sound(
        "<p> One\n  <em>two </em> three\u{a0} </p>\n<p>f<b>o</b>ur <br/> five\t<i> </i></p><p>\n</p>",
    );
    assert_eq!(
        shown(&said),
        [
            ("One ", Kind::Text, true),
            ("two ", Kind::Text, false),
            ("three\u{a0}", Kind::Text, false),
            ("f", Kind::Text, true),
            ("o", Kind::Text, false),
            ("ur", Kind::Text, false),
            ("five", Kind::Text, true),
        ]
    );
}

#[test]
fn spaces_that_are_no_white_space_are_kept_and_a_soft_hyphen_is_not_seen() {
    let said = sound("<p>\u{a0}a\u{202f}\u{2009}\u{2009}b\u{3000} co\u{ad}opt</p>");
    assert_eq!(
        texts(&said),
        ["\u{a0}a\u{202f}\u{2009}\u{2009}b\u{3000} coopt"]
    );
}

#[test]
fn white_space_is_kept_where_the_element_keeps_it() {
    let said = sound(
        "<pre><code>a  b\n\n\tc </code></pre><p style='white-space: pre-wrap'> d  e</p><p> f  g</p>",
    );
    assert_eq!(texts(&said), ["a  b", "\tc ", " d  e", "f g"]);
    assert!(said.pieces.iter().all(|piece| piece.opens));
}

#[test]
fn characters_may_be_written_as_entities() {
    assert_eq!(
        texts(&sound("<p>&amp;&lt;&#233;&#x2019;<![CDATA[<b>]]></p>")).concat(),
        "&<é’<b>"
    );
    let own = "<!DOCTYPE html [<!ENTITY oe 'œ'>]>".to_owned() + &page("<p>&oe;uvre</p>");
    let files = [
        ("META-INF/container.xml", CONTAINER),
        ("O/p.opf", PACKAGE),
        ("O/a b.xhtml", &own),
    ];
    let said = read(&archive(&files)).unwrap();
    assert_eq!(texts(&said).concat(), "œuvre");
    // HTML's names are none of XML's.
    let said = chapter("<p>&nbsp;</p>");
    assert!(faults(&said)[0].starts_with("it is not well-formed: "));
}

#[test]
fn what_the_file_generates_is_told_by_kind() {
    let said = sound(
        r##"<section epub:type="cover"><img alt="A" src="x"/></section><section epub:type="titlepage"><h1>B</h1></section><p>x<sup><a role="doc-noteref" href="#n">1</a></sup><a epub:type="noteref" href="#n">2</a></p><section epub:type="footnotes"><h2>Notes</h2><aside epub:type="footnote"><h3>own</h3><p><a role="doc-backlink" href="#m">1.</a> z</p></aside></section><nav><ol><li>C</li></ol></nav>"##,
    );
    assert_eq!(
        shown(&said),
        [
            ("A", Kind::Generated(Cover), true),
            ("B", Kind::Generated(TitlePage), true),
            ("x", Kind::Text, true),
            ("1", Kind::Generated(NoteMark), false),
            ("2", Kind::Generated(NoteMark), false),
            ("Notes", Kind::Generated(NotesHeading), true),
            ("own", Kind::Text, true),
            ("1.", Kind::Generated(NoteLabel), true),
            (" z", Kind::Text, false),
            ("C", Kind::Generated(Contents), true),
        ]
    );
    let said = sound("<section role='doc-endnotes'><h2>N</h2><ol><li>a</li></ol></section>");
    assert_eq!(generated(&said), [("N", NotesHeading), ("1.", ListNumber)]);
}

#[test]
fn a_body_may_be_the_cover_and_an_attribute_called_type_is_no_word_on_it() {
    let xhtml = page("<p>a</p>").replace("<body>", "<body epub:type='cover'>");
    let files = [
        ("META-INF/container.xml", CONTAINER),
        ("O/p.opf", PACKAGE),
        ("O/a b.xhtml", &xhtml),
    ];
    assert_eq!(generated(&read(&archive(&files)).unwrap()), [("a", Cover)]);
    let said = sound("<p type='cover'>a</p>");
    assert_eq!(generated(&said), []);
}

#[test]
fn ordered_items_have_the_numbers_that_are_drawn_before_them() {
    let numbers = |list: &str| {
        let said = sound(list);
        let numbers = generated(&said);
        let number = |(text, kind): &(&str, Generated)| {
            assert_eq!(*kind, ListNumber);
            (*text).to_owned()
        };
        numbers.iter().map(number).collect::<Vec<_>>()
    };
    let items = "<li>a</li><li value='9'><p>b</p></li>\n<li>c</li>";
    assert_eq!(numbers(&format!("<ol>{items}</ol>")), ["1.", "9.", "10."]);
    assert_eq!(
        numbers(&format!("<ol start='3'>{items}</ol>")),
        ["3.", "9.", "10."]
    );
    assert_eq!(
        numbers(&format!("<ol reversed=''>{items}</ol>")),
        ["3.", "9.", "8."]
    );
    assert_eq!(
        numbers("<ol><li>a<ol start='-1'><li>b</li></ol></li><li>c</li></ol>"),
        ["1.", "-1.", "2."]
    );
    assert!(numbers("<ul><li>a</li></ul>").is_empty());
}

#[test]
fn a_number_and_what_is_numbered_begin_lines_of_their_own() {
    let said = sound("<ol><li>a <b>b</b></li></ol>");
    let opens: Vec<bool> = said.pieces.iter().map(|p| p.opens).collect();
    assert_eq!(texts(&said), ["1.", "a ", "b"]);
    assert_eq!(opens, [true, true, false]);
}

#[test]
fn a_box_to_tick_is_said_as_it_stands() {
    let said = sound(
        "<p><input type='checkbox' checked=''/> a</p><p><input type='checkbox'/> b</p><p><input type='text'/>c</p>",
    );
    assert_eq!(generated(&said), [("[x]", ListNumber), ("[ ]", ListNumber)]);
    assert_eq!(texts(&said), ["[x]", " a", "[ ]", " b", "c"]);
}

#[test]
fn pictures_are_said_by_their_descriptions() {
    let said = sound(
        "<p>a <img src='x' alt='B'/> c<img src='../y' alt=''/></p>\
         <svg xmlns='http://www.w3.org/2000/svg'><title>D</title><text>no</text></svg>\
         <div role='img' aria-label='E'>E</div>",
    );
    assert_eq!(
        shown(&said),
        [
            ("a ", Kind::Text, true),
            ("B", Kind::Alternative, false),
            (" c", Kind::Text, false),
            ("D", Kind::Alternative, true),
            ("E", Kind::Alternative, true),
        ]
    );
}

#[test]
fn struck_text_stays_and_what_is_no_text_does_not() {
    let said = sound(
        "<p>a<del>b</del><s>c</s><!-- no --><wbr/>d</p><script>no</script><style>no</style><template>no</template>",
    );
    assert_eq!(texts(&said).concat(), "abcd");
}

#[test]
fn cells_and_terms_are_blocks() {
    let said = sound(
        "<table><caption>a</caption><tr><th>b</th><td>c</td></tr></table><dl><dt>d</dt><dd>e</dd></dl>",
    );
    assert_eq!(texts(&said), ["a", "b", "c", "d", "e"]);
    assert!(said.pieces.iter().all(|piece| piece.opens));
}

#[test]
fn what_is_hidden_is_not_said_and_a_fault() {
    for hidden in ["hidden=''", "style='display: none'"] {
        let said = chapter(&format!("<p {hidden}>a<b>b</b></p><p>c</p>"));
        assert_eq!(texts(&said), ["c"]);
        assert_eq!(
            faults(&said),
            ["the text of a hidden element cannot be read"]
        );
    }
    let said = sound("<nav hidden='hidden'><ol><li>a</li></ol></nav>");
    assert!(said.pieces.is_empty());
}

#[test]
fn the_navigation_in_the_spine_is_a_list_of_contents() {
    let package = PACKAGE.replace("id=\"a\"", "id=\"a\" properties=\"scripted nav\"");
    let files = [
        ("META-INF/container.xml", CONTAINER),
        ("O/p.opf", &package),
        ("O/a b.xhtml", &page("<h1>a</h1><p>b</p>")),
    ];
    let said = read(&archive(&files)).unwrap();
    assert_eq!(generated(&said), [("a", Contents), ("b", Contents)]);
}

#[test]
fn chapters_are_read_in_the_order_of_the_spine() {
    let package = r#"<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"/><item id="b" href="t/../b.xhtml"/></manifest><spine><itemref idref="b"/><itemref idref="a"/><itemref idref="c"/></spine></package>"#;
    let files = [
        ("META-INF/container.xml", CONTAINER),
        ("O/p.opf", package),
        ("O/a.xhtml", &page("<p>a </p>")),
        ("O/b.xhtml", &page(" ")),
    ];
    let said = read(&archive_with(&files, CompressionMethod::Deflated)).unwrap();
    assert_eq!(texts(&said), ["a"]);
    assert_eq!(said.pieces[0].place, Place::File("O/a.xhtml".into()));
    assert_eq!(
        faults(&said),
        ["`c` is in the spine but not in the manifest"]
    );
}

#[test]
fn what_the_archive_lacks_is_told_once() {
    let package = PACKAGE.replace("</manifest>", "<item id='p' href='p.png'/></manifest>");
    let files = [("META-INF/container.xml", CONTAINER), ("O/p.opf", &package)];
    let said = read(&archive(&files)).unwrap();
    let places: Vec<&Place> = said.faults.iter().map(|f| &f.place).collect();
    assert_eq!(
        places,
        [
            &Place::File("O/a b.xhtml".into()),
            &Place::File("O/p.png".into())
        ]
    );
    let said = chapter(
        "<p><img src='z.png' alt=''/><img src='data:image/png;base64,' alt=''/><img src='https://e.org/a.png' alt=''/></p>",
    );
    assert_eq!(faults(&said), ["`O/z.png` is shown but not in the archive"]);
    assert!(read(b"PK\x03\x04 no archive").is_err());
    let empty = [("META-INF/container.xml", "<container/>")];
    assert!(
        read(&archive(&empty))
            .unwrap_err()
            .contains("names no package")
    );
}

#[test]
fn elements_of_any_depth_are_survived() {
    let deep = "<b>".repeat(20_000) + "a" + &"</b>".repeat(20_000);
    let said = chapter(&format!("<p>b{deep}</p>"));
    assert!(!said.faults.is_empty());
}

#[test]
fn a_damaged_archive_is_survived() {
    let body = page("<ol start='3'><li>a<br/>b</li></ol><p hidden=''>c</p><img src='x' alt='d'/>");
    let files = [
        ("META-INF/container.xml", CONTAINER),
        ("O/p.opf", PACKAGE),
        ("O/a b.xhtml", &body),
    ];
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let whole = archive_with(&files, method);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= [0x55, 0x01, 0x80, 0xff][at % 4];
            let _ = read(&bytes);
            let _ = read(&whole[..at]);
        }
    }
}
