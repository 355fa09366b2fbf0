//! Small PDFs made by hand, and what is read of them.

mod content;
mod marks;
mod tree;

use super::*;
use crate::proof::said::Generated;
use lopdf::dictionary;

const PROGRAM: &[u8] = include_bytes!("../../../../tests/faces/static.ttf");

/// What the codes of the test font say. Up to 15 its program has glyphs: that of
/// 1 is a space's, all others leave ink.
const TEXTS: [(u16, &str); 16] = [
    (1, " "),
    (2, "H"),
    (3, "a"),
    (4, "e"),
    (5, "f"),
    (6, "i"),
    (7, "l"),
    (8, "x"),
    (9, "\u{ad}"),
    (10, "é"),
    (11, "1"),
    (12, "."),
    (13, "0"),
    (14, "E"),
    (15, "9"),
    (16, "z"),
];
/// A code that says nothing.
const DUMB: &str = "<0063>";

/// A text as the codes of its glyphs.
fn codes(text: &str) -> String {
    let code = |c: char| {
        let found = TEXTS.iter().find(|(_, text)| *text == c.to_string());
        format!("{:04X}", found.unwrap().0)
    };
    format!("<{}>", text.chars().map(code).collect::<String>())
}

/// The operators that show a text in a size of 10 at a place, where every glyph
/// is 5 wide.
fn at(x: i32, y: i32, text: &str) -> String {
    format!("BT /F 10 Tf 1 0 0 1 {x} {y} Tm {} Tj ET\n", codes(text))
}

/// A PDF in the making.
struct Specimen {
    document: Document,
    pages: Vec<ObjectId>,
    resources: ObjectId,
}

impl Specimen {
    /// A PDF with pages of this content.
    fn of(contents: &[&str]) -> Specimen {
        let mut document = Document::with_version("1.7");
        let font = font(&mut document);
        let resources = document.add_object(dictionary! {
            "Font" => dictionary! { "F" => font },
            "Properties" => dictionary! {
                "P1" => dictionary! { "ActualText" => Object::string_literal("fi") },
            },
        });
        let tree = document.new_object_id();
        let pages: Vec<ObjectId> = contents
            .iter()
            .map(|content| {
                let content = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
                let content = document.add_object(content);
                document.add_object(dictionary! {
                    "Type" => "Page", "Parent" => tree, "Contents" => content,
                })
            })
            .collect();
        let kids: Vec<Object> = pages.iter().map(|id| (*id).into()).collect();
        let node = dictionary! {
            "Type" => "Pages", "Count" => kids.len() as i64, "Kids" => kids,
            "Resources" => resources,
        };
        document.objects.insert(tree, node.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
        document.trailer.set("Root", catalog);
        Specimen {
            document,
            pages,
            resources,
        }
    }

    /// The dictionary of a numbered object.
    #[expect(clippy::wildcard_enum_match_arm, reason = "lopdf's enum")]
    fn change(&mut self, id: ObjectId) -> &mut Dictionary {
        match self.document.get_object_mut(id).unwrap() {
            Object::Stream(stream) => &mut stream.dict,
            other => other.as_dict_mut().unwrap(),
        }
    }

    /// The object of the first dictionary with this key.
    fn having(&self, key: &str) -> ObjectId {
        let mut objects = self.document.objects.iter();
        let has = |object: &Object| object.as_dict().is_ok_and(|d| d.has(key.as_bytes()));
        *objects.find(|(_, object)| has(object)).unwrap().0
    }

    /// A form under a name.
    fn form(&mut self, name: &str, content: &str) -> ObjectId {
        let form = dictionary! { "Type" => "XObject", "Subtype" => "Form" };
        let form = Stream::new(form, content.as_bytes().to_vec());
        let id = self.document.add_object(form);
        let resources = self.resources;
        let resources = self.change(resources);
        let mut forms = match resources.get(b"XObject") {
            Ok(forms) => forms.as_dict().unwrap().clone(),
            Err(_) => Dictionary::new(),
        };
        forms.set(name, id);
        resources.set("XObject", forms);
        id
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.document.clone().save_to(&mut bytes).unwrap();
        bytes
    }

    fn read(&self) -> Said {
        read(&self.bytes()).unwrap()
    }
}

/// A composite font with a program and a map to text.
fn font(document: &mut Document) -> ObjectId {
    let mut map = format!("{} beginbfchar\n", TEXTS.len());
    for (code, text) in TEXTS {
        let units = text.encode_utf16().map(|unit| format!("{unit:04X}"));
        map += &format!("<{code:04X}> <{}>\n", units.collect::<String>());
    }
    map += "endbfchar\n";
    let map = document.add_object(Stream::new(Dictionary::new(), map.into_bytes()));
    let program = document.add_object(Stream::new(Dictionary::new(), PROGRAM.to_vec()));
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor", "FontName" => "Test", "FontFile2" => program,
    });
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Test",
        "CIDToGIDMap" => "Identity", "FontDescriptor" => descriptor, "DW" => 500,
    });
    document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Test",
        "Encoding" => "Identity-H", "DescendantFonts" => vec![descendant.into()],
        "ToUnicode" => map,
    })
}

/// What pages of this content say, of which nothing is at fault.
fn said(contents: &[&str]) -> Vec<Piece> {
    let said = Specimen::of(contents).read();
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    said.pieces
}

/// Text, kind and whether a piece opens.
fn shown(pieces: &[Piece]) -> Vec<(&str, Kind, bool)> {
    let pieces = pieces.iter();
    pieces.map(|p| (p.text.as_str(), p.kind, p.opens)).collect()
}

/// The texts of pieces.
fn texts(pieces: &[Piece]) -> Vec<&str> {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// What is at fault, in words.
fn faults(said: &Said) -> Vec<&str> {
    said.faults.iter().map(|f| f.message.as_str()).collect()
}

#[test]
fn pages_are_read_in_their_order_and_pieces_know_theirs() {
    let first = at(0, 700, "a");
    let pieces = said(&[&first, "", &at(0, 700, "x")]);
    let shown: Vec<(&str, &Place)> = pieces.iter().map(|p| (p.text.as_str(), &p.place)).collect();
    assert_eq!(shown, [("a", &Place::Page(1)), ("x", &Place::Page(3))]);
}

#[test]
fn what_is_no_pdf_is_refused_in_words() {
    assert!(read(b"%PDF-1.7 and nothing more").is_err());
    assert!(read(b"").is_err());
    assert_eq!(
        read(&Specimen::of(&[]).bytes()).unwrap_err(),
        "it has no pages"
    );
}

#[test]
fn what_a_font_lacks_is_told_once() {
    let mut specimen = Specimen::of(&[&at(0, 700, "a"), &at(0, 700, "x")]);
    let font = specimen.having("ToUnicode");
    specimen.change(font).remove(b"ToUnicode");
    let descriptor = specimen.having("FontFile2");
    specimen.change(descriptor).remove(b"FontFile2");
    let said = specimen.read();
    assert_eq!(texts(&said.pieces), ["\u{fffd}", "\u{fffd}"]);
    assert_eq!(
        faults(&said),
        [
            "the font Test has no Unicode map",
            "the font Test is not embedded",
            "a glyph has no Unicode value",
            "a glyph has no Unicode value",
        ]
    );
}

#[test]
fn a_program_that_cannot_be_read_and_a_foreign_encoding_are_faults() {
    let mut specimen = Specimen::of(&[&at(0, 700, "a")]);
    let broken = Stream::new(Dictionary::new(), b"no font".to_vec());
    let broken = specimen.document.add_object(broken);
    let descriptor = specimen.having("FontFile2");
    specimen.change(descriptor).set("FontFile2", broken);
    let font = specimen.having("ToUnicode");
    specimen
        .change(font)
        .set("Encoding", Object::Name(b"UniJIS-UTF16-H".to_vec()));
    let said = specimen.read();
    assert_eq!(
        faults(&said),
        [
            "the font Test has an unreadable font program",
            "the font Test has an unsupported encoding",
        ]
    );
    assert_eq!(shown(&said.pieces), [("a", Kind::Text, true)]);
}

#[test]
fn a_font_that_is_no_object_of_its_own_is_read_and_one_that_nobody_uses_is_not() {
    let mut specimen = Specimen::of(&[&at(0, 700, "a")]);
    let font = specimen.having("ToUnicode");
    let direct = specimen.change(font).clone();
    specimen.change(font).remove(b"ToUnicode");
    let resources = specimen.resources;
    let unused = dictionary! { "F" => direct, "G" => font };
    specimen.change(resources).set("Font", unused);
    let said = specimen.read();
    assert!(said.faults.is_empty(), "{:?}", said.faults);
    assert_eq!(texts(&said.pieces), ["a"]);
}

#[test]
fn a_damaged_file_is_survived() {
    let content = format!(
        "/Span <</MCID 0>> BDC {} EMC /Span <</ActualText (fi)>> BDC {} EMC",
        at(0, 700, "Hall"),
        at(20, 700, "x"),
    );
    let mut specimen = Specimen::of(&[&content]);
    tree::tag(&mut specimen, &["P"]);
    let whole = specimen.bytes();
    // The program of the font is most of the file, and has a test of its own.
    let step = whole.len() / 250;
    let dense = (0..whole.len()).filter(|at| at % step == 0 || *at > whole.len() - 2000);
    for (turn, at) in dense.enumerate() {
        let mut flipped = whole.clone();
        flipped[at] ^= [0x01, 0x20, 0x80, 0xff][turn % 4];
        let _ = read(&flipped);
        if turn % 4 == 0 {
            let _ = read(&whole[..at]);
        }
    }
}

#[test]
fn a_picture_in_the_content_without_a_colour_space_is_survived() {
    let content = format!("BI /W 1 /H 1 /BPC 8 ID x EI\n{}", at(0, 700, "a"));
    let said = Specimen::of(&[&content]).read();
    assert_eq!(faults(&said), ["its content is damaged"]);
}
