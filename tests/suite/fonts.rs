//! Faces: the user's own, those of the binary, and what goes into an EPUB.

use crate::harness::Desk;
use crate::proof::{epub, pdf::Pdf};
use pressroom::diag::Report;
use pressroom::font::FontSet;
use pressroom::internals::placed::{Owner, Piece, PieceKind, ThingKind};
use pressroom::internals::{Gallery, lay_out};
use pressroom::model::Publication;
use pressroom::read;
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, parse_paper};
use std::path::Path;

const ARTICLE: &str = "---\ntitle: Hélix\nlang: en\n---\n\nHxa filé, **Hxa**.\n";

/// A face of `tests/faces`.
pub fn face(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faces");
    std::fs::read(folder.join(name)).unwrap()
}

/// A desk with an article and a folder of one face.
pub fn desk(name: &str) -> Desk {
    Desk::new()
        .file("a.md", ARTICLE)
        .file(&format!("faces/{name}"), face(name))
}

/// The same face under another name of the same length, which no other face has.
fn renamed(name: &str) -> Vec<u8> {
    let utf16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let (from, to) = (utf16("Noto Serif"), utf16("Nono Serif"));
    let mut bytes = face(name);
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(&from) {
            bytes[at..at + to.len()].copy_from_slice(&to);
        }
    }
    bytes
}

/// The fonts in the EPUB of an article.
pub fn files(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let entries = epub::entries(&desk.bytes("out/a.epub"));
    let fonts = entries.into_iter().filter(|e| e.name.contains("/fonts/"));
    fonts.map(|entry| (entry.name, entry.bytes)).collect()
}

#[test]
fn a_face_of_any_form_can_be_named() {
    for name in [
        "static.ttf",
        "static.woff",
        "static.woff2",
        "static-cff.otf",
        "variable.ttf",
        "variable.woff2",
        "variable-cff2.otf",
        "collection.ttc",
    ] {
        let desk = desk(name).export("a.md --font-dir faces --text-family Nono-Serif --proof");
        desk.status(3).says("unknown font family `Nono-Serif`");
        let desk = self::desk(name)
            .run([
                "fonts",
                "--font-dir",
                "faces",
                "--text-family",
                "noto serif",
                "--for",
                "a.md",
            ])
            .status(0)
            .prints("Noto Serif ");
        assert!(
            desk.printed().contains("(from a folder)"),
            "{name}: {}",
            desk.printed()
        );
        let desk = self::desk(name)
            .run([
                "export",
                "a.md",
                "--font-dir",
                "faces",
                "--text-family",
                "Noto Serif",
                "--proof",
            ])
            .status(0);
        let text = Pdf::open(&desk.bytes("out/a.pdf")).text();
        assert!(text.contains("Hxa filé, Hxa."), "{name}: {text}");
    }
}

#[test]
fn a_variable_face_gives_the_bold_it_is_asked_for() {
    desk("variable.ttf")
        .run([
            "fonts",
            "--font-dir",
            "faces",
            "--text-family",
            "Noto Serif",
            "--for",
            "a.md",
        ])
        .status(0)
        .prints("Noto Serif regular (from a folder)")
        .prints("Noto Serif bold (from a folder)");
}

#[test]
fn a_flag_goes_before_front_matter() {
    let article = ARTICLE.replace(
        "lang: en",
        "lang: en\ntext: {family: Source Sans 3}\ncode: {family: noto sans mono}",
    );
    Desk::new()
        .file("a.md", &article)
        .run(["fonts", "--for", "a.md"])
        .status(0)
        .prints("Source Sans 3 regular");
    let desk = Desk::new()
        .file("a.md", &article)
        .run(["fonts", "--text-family", "Noto Serif", "--for", "a.md"])
        .status(0)
        .prints("Noto Serif regular");
    assert!(
        !desk.printed().contains("Source Sans 3 regular"),
        "{}",
        desk.printed()
    );
}

#[test]
fn a_family_that_is_not_there_is_told_with_the_nearest() {
    let article = ARTICLE.replace(
        "lang: en",
        "lang: en\ntext: {family: Source Serif}\nheadings: {font: X}",
    );
    Desk::new()
        .file("a.md", article)
        .export("a.md --pdf --ignore-system-fonts --message-format short")
        .status(1)
        .says("a.md:4:16: error[unknown-family]: unknown font family `Source Serif`")
        .says("a.md:5:12: warning[unknown-key]: `headings` has no key `font`");
    Desk::new()
        .file("a.md", ARTICLE)
        .run([
            "export",
            "a.md",
            "--code-family",
            "Source Kode Pro",
            "--ignore-system-fonts",
        ])
        .status(3)
        .says("did you mean `Source Code Pro`?")
        .holds(&["a.md"]);
}

#[test]
fn a_face_that_may_not_be_embedded_is_refused() {
    let desk = Desk::new()
        .file("a.md", ARTICLE)
        .file("faces/r.ttf", renamed("restricted.ttf"))
        .file("faces/broken.otf", "OTTO and no more")
        .run([
            "export",
            "a.md",
            "--font-dir",
            "faces",
            "--text-family",
            "Nono Serif",
        ]);
    desk.status(3)
        .says("its licence forbids embedding (OS/2 fsType 0x0002)")
        .says("note[refused-font]: the font `faces/broken.otf` cannot be used")
        .holds(&["a.md", "faces/broken.otf", "faces/r.ttf"]);
}

#[test]
fn the_families_at_hand_are_listed_with_what_they_cover() {
    Desk::new()
        .file("faces/r.ttf", renamed("static.ttf"))
        .run(["fonts", "--font-dir", "faces", "--ignore-system-fonts"])
        .status(0)
        .prints("Built in:\n")
        .prints("  Source Serif 4: regular, italic, bold, bold italic\n")
        .prints("Thai complete")
        .prints("From folders:\n  Nono Serif: regular\n    Latin 7 of");
}

#[test]
fn signs_and_emoji_in_no_word_stay_out_of_an_epub() {
    let article = "---\ntitle: A\nlang: en\n---\n\nThe end 🦀 is near.\n";
    let names = |flags: &str| {
        let desk = Desk::new().file("a.md", article);
        let desk = desk.export(&format!("a.md --epub {flags}")).status(0);
        let names: Vec<String> = files(&desk).into_iter().map(|(name, _)| name).collect();
        names.join(" ")
    };
    assert!(!names("").contains("NotoEmoji"));
    assert!(names("").contains("SourceSerif4-Regular.ttf"));
    assert!(names("--epub-fonts all").contains("NotoEmoji"));
    assert_eq!(names("--epub-fonts none"), "");
}

#[test]
fn a_narrow_space_is_written_where_a_face_in_the_book_has_it() {
    let article = "---\ntitle: A\nlang: fr\n---\n\nQuoi ! Rien.\n";
    let shown = |flags: &str| {
        let desk = Desk::new().file("a.md", article);
        let desk = desk
            .export(&format!("a.md --epub --proof {flags}"))
            .status(0);
        let chapter = epub::entry(&desk.bytes("out/a.epub"), "article-1.xhtml");
        chapter.text().contains("Quoi\u{202f}!")
    };
    assert!(shown(""), "Source Serif has it");
    assert!(shown("--epub-fonts none --epub-spaces fine"));
    assert!(!shown("--epub-fonts none"));
    assert!(!shown("--epub-spaces nbsp"));
}

#[test]
fn a_script_that_falls_back_often_changes_its_face_as_a_whole() {
    // Ewe's letters are not in Source Serif: a word in three would flicker.
    let article = "---\ntitle: A\nlang: ee\n---\n\nNye ŋkɔe nye Kofi eye ɖevi la le ƒeme kple fofo kple dada.\n\nOne word, ŋkɔ, among a great many others that are quite plain and so stay in the face that they have always had.\n";
    let desk = Desk::new()
        .file("a.md", article)
        .export("a.md --pdf")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let content = pdf.content(0);
    let faces: Vec<&[u8]> = content
        .operations
        .iter()
        .filter(|o| o.operator == "Tf")
        .map(|o| o.operands[0].as_name().unwrap())
        .collect();
    // The headline, the whole of the first paragraph, then the second with one
    // word in the other face, and the folio.
    assert_eq!(faces.len(), 6, "{faces:?}");
    assert_eq!(faces[1], faces[3]);
    assert_eq!(faces[2], faces[4]);
}

#[test]
fn a_point_does_not_decide_on_the_face_of_a_word() {
    let article = "---\ntitle: A\nlang: ar\n---\n\nعلامات (أقواس) هنا!\n";
    Desk::new()
        .file("a.md", article)
        .run(["fonts", "--for", "a.md", "--ignore-system-fonts"])
        .status(0)
        .prints("Noto Naskh Arabic regular")
        .prints("Source Serif 4 regular (built in): 2 words; symbols 2");
}

#[test]
fn no_line_of_japanese_begins_with_a_point_or_a_small_kana() {
    let text = "日本語の組版では、行の頭に句読点を置かない。これを「禁則処理」という。ちょっと、きゃりー、ヴァイオリン、ティッシュ。（丸括弧）も『二重』も、行末に開きの括弧が残らない。".repeat(6);
    let article = format!("---\ntitle: A\nlang: ja\n---\n\n{text}\n");
    let source = Source::new(SourceId(0), "a.md", &article);
    let mut report = Report::new();
    let article = read::read(&source, &read::Options::default(), &mut report);
    let publication = Publication::single(article);
    let gallery = Gallery::default();
    let pages = lay_out(
        &publication,
        &Style::article(parse_paper("a6").unwrap()),
        &FontSet::embedded(),
        &gallery,
        0.0,
        &mut report,
    );
    let lines: Vec<String> = pages.pages[0]
        .things
        .iter()
        .filter(|thing| matches!(thing.owner, Owner::Node(..)))
        .filter_map(|thing| match &thing.kind {
            ThingKind::Line(placed) => Some(text_of(&placed.line.pieces)),
            _ => None,
        })
        .collect();
    assert!(lines.len() > 12, "{lines:?}");
    for line in &lines[1..] {
        let (first, last) = (line.chars().next(), line.chars().next_back());
        assert!(
            !"、。」』）ーっゃょッィァ".contains(first.unwrap()),
            "{line}"
        );
        assert!(!"「『（".contains(last.unwrap()), "{line}");
    }
}

fn text_of(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match &piece.kind {
        PieceKind::Word(shaped) => shaped.text.to_string(),
        _ => String::new(),
    };
    pieces.iter().map(text).collect()
}

/// The rule of a style sheet that has these words.
fn rule<'a>(sheet: &'a str, words: &[&str]) -> Option<&'a str> {
    let mut rules = sheet.split_inclusive('}');
    rules.find(|rule| words.iter().all(|word| rule.contains(word)))
}

#[test]
fn a_kicker_and_a_byline_are_set_in_a_face_of_their_own_in_an_epub() {
    let desk = Desk::new()
        .file(
            "a.md",
            "---\ntitle: A title\nkicker: Trade\nbyline: By Anna Nowak\nlang: en\n---\n\nText.\n",
        )
        .export("a.md --epub")
        .status(0);
    let entries = epub::entries(&desk.bytes("out/a.epub"));
    let sheet = entries.iter().find(|entry| entry.name.ends_with(".css"));
    let sheet = String::from_utf8(sheet.unwrap().bytes.clone()).unwrap();
    for selector in ["p.kicker {", "p.byline {"] {
        assert!(rule(&sheet, &[selector, "font-weight: 600;"]).is_some());
    }
    let asked = "p.kicker, p.byline, p.dateline";
    assert!(rule(&sheet, &[asked, "font-family: \"Source Sans 3\""]).is_some());
    let face = ["@font-face", "\"Source Sans 3\"", "font-weight: 600;"];
    let face = rule(&sheet, &face).unwrap();
    let path = face.split("url(\"").nth(1).unwrap();
    let path = path.split('"').next().unwrap();
    let embedded = entries.iter().any(|entry| entry.name.ends_with(path));
    assert!(embedded && path.contains("Semibold"), "{path}");
}

#[test]
fn slanted_and_heavy_words_are_set_in_faces_of_their_own_in_an_epub() {
    let names = |markdown: &str| -> Vec<String> {
        let desk = Desk::new()
            .article("a.md", "A title", markdown)
            .export("a.md --epub")
            .status(0);
        files(&desk).into_iter().map(|(name, _)| name).collect()
    };
    for (markdown, face) in [
        ("Text.\n\n## A `word` of code", "SourceCodePro-Bold.ttf"),
        (
            "Text.\n\n## A\n\n### B\n\n#### C\n\n##### D\n\n###### E",
            "SourceSans3-SemiboldIt.ttf",
        ),
        (
            "::: {.epigraph}\nWords.\n:::\n\nText.",
            "SourceSerif4-It.ttf",
        ),
    ] {
        let names = names(markdown);
        let found = names.iter().any(|name| name.ends_with(face));
        assert!(found, "{face}: {names:?}");
    }
}
