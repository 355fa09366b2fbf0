//! The proof can fail: files are broken on purpose, and each time it says what
//! is broken and where the text came from.

use crate::harness::Desk;
use lopdf::content::Content;
use lopdf::{Document, Object};
use pressroom::diag::Report;
use pressroom::model::Publication;
use pressroom::source::{Source, SourceId};
use pressroom::{proof, read};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const ARTICLE: &str = "\
---
title: Four wagons
byline: Ada Lister
lang: en
source: The Goods Office
---

The first wagon carries apples, and nothing else has room in it.[^a]

The second wagon carries books, of which the last is a timetable.

1. The third is empty.
2. The fourth is late.

| Wagon | Load   |
|-------|-------:|
| one   | apples |
| two   | books  |

[^a]: Apples of three kinds, none of them ripe.
";

fn exported() -> Desk {
    Desk::new()
        .file("wagons.md", ARTICLE)
        .export("wagons.md -o .")
        .status(0)
}

#[test]
fn what_html_sets_in_a_line_is_in_every_file() {
    let text = "\
---
title: Above <ruby>words<rt>mots</rt></ruby>
lang: fr
---

The base of <ruby>Tokyo<rt>the eastern capital</rt></ruby> is narrow, that of
<ruby>a longer stretch of words<rt>small</rt></ruby> is wide.

<p>word<em> stressed</em> and<b> bold </b>next, <q>one <q>two</q></q>, <time>noon</time>.</p>

- An item with <ruby>ruby<rp>(</rp><rt>above</rt><rp>)</rp></ruby>.

<ol type=\"a\" start=\"26\"><li>zulu</li><li>double</li></ol>

<ol reversed><li>two</li><li>one</li></ol>

<ol type=\"I\"><li>first</li><li value=\"8\">eighth</li><li>ninth</li></ol>
";
    let desk = Desk::new().file("line.md", text);
    let desk = desk.run("export --pdf --epub --txt --strict --proof line.md -o .".split(' '));
    desk.status(0)
        .shows("line.txt", " z. zulu\naa. double\n")
        .shows("line.txt", "2. two\n1. one\n")
        .shows("line.txt", "VIII. eighth\n  IX. ninth\n")
        .shows("line.txt", "Tokyo(the eastern capital)")
        .shows(
            "line.txt",
            "word stressed and bold next, «\u{a0}one “two”\u{a0}»",
        );
}

/// Proves one file of the desk.
fn prove(desk: Desk, file: &str) -> Desk {
    desk.run(["proof", "wagons.md", file, "--message-format", "short"])
}

#[track_caller]
fn fails(desk: Desk, file: &str, place: &str, code: &str, words: &str) -> Desk {
    let expected = format!("wagons.md:{place}: error[{code}]: {file}");
    let desk = prove(desk, file).status(1).says(&expected).says(words);
    desk.prints(&format!("{file}: "))
}

/// Changes the operators of the first page.
fn with_page(desk: Desk, change: impl FnOnce(&mut Content)) -> Desk {
    let mut document = Document::load_mem(&desk.bytes("wagons.pdf")).unwrap();
    let page = *document.get_pages().values().next().unwrap();
    let mut content = Content::decode(&document.get_page_content(page)).unwrap();
    change(&mut content);
    let bytes = content.encode().unwrap();
    document.change_page_content(page, bytes).unwrap();
    let mut saved = Vec::new();
    document.save_to(&mut saved).unwrap();
    desk.file("wagons.pdf", saved)
}

/// Changes the one chapter of the EPUB.
fn with_chapter(desk: Desk, change: impl Fn(&str) -> String) -> Desk {
    let bytes = desk.bytes("wagons.epub");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().to_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name.ends_with("article-1.xhtml") {
            let text = String::from_utf8(bytes).unwrap();
            let changed = change(&text);
            assert_ne!(text, changed);
            bytes = changed.into_bytes();
        }
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&bytes).unwrap();
    }
    desk.file("wagons.epub", writer.finish().unwrap().into_inner())
}

fn with_text(desk: Desk, from: &str, to: &str) -> Desk {
    let text = desk.text("wagons.txt");
    assert!(text.contains(from), "{text}");
    desk.file("wagons.txt", text.replacen(from, to, 1))
}

/// Moves what stands between the second mark and the third to the front.
fn swapped(text: &str, first: &str, second: &str) -> String {
    let (one, two) = (text.find(first).unwrap(), text.find(second).unwrap());
    let end = two + text[two..].find('\n').unwrap() + 1;
    format!(
        "{}{}{}{}",
        &text[..one],
        &text[two..end],
        &text[one..two],
        &text[end..]
    )
}

#[test]
fn whole_files_are_proved_with_every_character_accounted_for() {
    let desk = exported().run([
        "proof",
        "wagons.md",
        "wagons.pdf",
        "wagons.epub",
        "wagons.txt",
    ]);
    let desk = desk.status(0).says_nothing();
    for file in ["wagons.pdf", "wagons.epub", "wagons.txt"] {
        assert!(
            desk.printed()
                .contains(&format!("{file}: all 271 characters present")),
            "{}",
            desk.printed()
        );
    }
    desk.prints("note marks 1")
        .prints("list marks")
        .prints("folios 1");
}

#[test]
fn the_report_is_json_where_it_is_asked_for() {
    let desk = exported().run(["proof", "--json", "wagons.md", "wagons.txt"]);
    let report: serde_json::Value = serde_json::from_str(&desk.printed()).unwrap();
    let report = &report["files"];
    assert_eq!(report[0]["file"], "wagons.txt");
    assert_eq!(report[0]["format"], "text");
    assert_eq!(report[0]["faults"], serde_json::json!([]));
    assert!(report[0]["kept"].as_u64().unwrap() > 200);
}

#[test]
fn a_glyph_dropped_from_a_pdf_is_told_at_its_letter() {
    let desk = with_page(exported(), |content| {
        // The first line of the text is the third that is shown.
        let shown = content
            .operations
            .iter_mut()
            .filter(|o| o.operator == "TJ")
            .nth(2)
            .unwrap();
        let Object::Array(parts) = &mut shown.operands[0] else {
            panic!("{shown:?}");
        };
        let string = parts.iter_mut().find_map(|part| match part {
            Object::String(bytes, _) if bytes.len() >= 4 => Some(bytes),
            _ => None,
        });
        string.unwrap().drain(..2);
    });
    fails(
        desk,
        "wagons.pdf",
        "8:1",
        "text-lost",
        "`T` (U+0054) is lost",
    );
}

#[test]
fn a_glyph_that_says_something_else_is_told() {
    let desk = exported();
    let mut document = Document::load_mem(&desk.bytes("wagons.pdf")).unwrap();
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        let plain = stream.decompressed_content().unwrap_or_default();
        let text = String::from_utf8_lossy(&plain).into_owned();
        if text.contains("beginbfchar") && text.contains("> <0077>") {
            stream.set_plain_content(text.replace("> <0077>", "> <0078>").into_bytes());
        }
    }
    let mut saved = Vec::new();
    document.save_to(&mut saved).unwrap();
    let desk = desk.file("wagons.pdf", saved);
    fails(
        desk,
        "wagons.pdf",
        "8:11",
        "text-altered",
        "`w` (U+0077) became `x` (U+0078)",
    );
}

#[test]
fn a_footnote_lost_from_any_file_is_told() {
    let desk = with_page(exported(), |content| {
        // The last marked stretch before the furniture is the note's.
        let marks: Vec<usize> = content
            .operations
            .iter()
            .enumerate()
            .filter(|(_, o)| o.operator == "BDC")
            .map(|(i, _)| i)
            .collect();
        let artifacts = content.operations.iter().enumerate();
        let artifacts: Vec<usize> = artifacts
            .filter(|(_, o)| {
                o.operator == "BDC" && o.operands[0] == Object::Name(b"Artifact".to_vec())
            })
            .map(|(i, _)| i)
            .collect();
        let rule = artifacts[artifacts.len() - 2];
        let note = *marks.iter().find(|mark| **mark > rule).unwrap();
        let last = *artifacts.last().unwrap();
        for operation in &mut content.operations[note..last] {
            if operation.operator == "TJ" {
                operation.operands[0] = Object::Array(Vec::new());
            }
        }
    });
    fails(
        desk,
        "wagons.pdf",
        "20:7",
        "text-lost",
        "Apples of three kinds, none of them ripe.` is lost",
    );
    let desk = with_chapter(exported(), |xhtml| {
        let start = xhtml.find("<aside").unwrap();
        let end = xhtml.find("</aside>").unwrap() + "</aside>".len();
        format!("{}{}", &xhtml[..start], &xhtml[end..])
    });
    fails(
        desk,
        "wagons.epub",
        "20:7",
        "text-lost",
        "Apples of three kinds, none of them ripe.` is lost",
    );
    let desk = with_text(
        exported(),
        "[1] Apples of three kinds, none of them ripe.\n",
        "",
    );
    fails(
        desk,
        "wagons.txt",
        "20:7",
        "text-lost",
        "Apples of three kinds, none of them ripe.` is lost",
    );
}

#[test]
fn the_mark_of_a_note_that_is_gone_is_told() {
    let desk = with_text(exported(), "room in it.[1]", "room in it.");
    fails(desk, "wagons.txt", "8:65", "text-lost", "`[1]` is lost");
}

#[test]
fn paragraphs_that_changed_places_are_told() {
    let desk = exported();
    let text = swapped(
        &desk.text("wagons.txt"),
        "The first wagon",
        "The second wagon",
    );
    let desk = desk.file("wagons.txt", text);
    fails(
        desk,
        "wagons.txt",
        "8:1",
        "text-moved",
        "is not where the article has it",
    );
    let desk = with_chapter(exported(), |xhtml| {
        swapped(xhtml, "<p>The first wagon", "<p>The second wagon")
    });
    fails(
        desk,
        "wagons.epub",
        "8:1",
        "text-moved",
        "is not where the article has it",
    );
}

#[test]
fn cells_that_changed_places_are_told() {
    let desk = with_chapter(exported(), |xhtml| {
        xhtml
            .replace("apples</td>", "@")
            .replace("books</td>", "apples</td>")
            .replace('@', "books</td>")
    });
    let desk = prove(desk, "wagons.epub").status(1);
    desk.says("became `bookstwoapple`").says("wagons.md:17:");
}

#[test]
fn what_is_in_no_article_is_told() {
    let desk = with_text(exported(), "books, of", "books, many of");
    fails(
        desk,
        "wagons.txt",
        "10:32",
        "text-added",
        "`many` does not occur in any article",
    );
    let desk = with_chapter(exported(), |xhtml| {
        xhtml.replace("apples, and", "apples, a nd")
    });
    prove(desk, "wagons.epub")
        .status(1)
        .says("U+0020 does not occur in any article");
}

#[test]
fn a_space_that_is_lost_or_changed_is_told() {
    let desk = with_chapter(exported(), |xhtml| {
        xhtml.replace("first wagon", "firstwagon")
    });
    fails(desk, "wagons.epub", "8:10", "text-lost", "U+0020 is lost");
    let desk = Desk::new()
        .file(
            "wagons.md",
            "---\ntitle: A\nlang: fr\n---\n\nQuoi ! Rien.\n",
        )
        .export("wagons.md -o . --txt")
        .status(0);
    let text = desk.text("wagons.txt").replace('\u{202f}', " ");
    let desk = desk.file("wagons.txt", text);
    fails(
        desk,
        "wagons.txt",
        "6:5",
        "text-altered",
        "U+202F became U+0020",
    );
}

#[test]
fn a_frame_in_the_place_of_a_letter_is_a_loss() {
    let article = "---\ntitle: A\nlang: en\n---\n\nThe letter \u{a015} of Yi.\n";
    let desk = Desk::new()
        .file("wagons.md", article)
        .export("wagons.md -o . --ignore-system-fonts")
        .status(1)
        .says("no font has the character `\u{a015}` (U+A015, Yi)")
        .says("Noto Sans Yi has it");
    fails(
        desk,
        "wagons.pdf",
        "6:12",
        "glyph-framed",
        "is drawn as a frame",
    );
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused() {
    let desk = exported().file("wagons.pdf", "%PDF-1.7\nnothing\n");
    prove(desk, "wagons.pdf")
        .status(3)
        .says("cannot prove `wagons.pdf`");
    let desk = exported().file("wagons.epub", "PK\u{3}\u{4} nothing");
    prove(desk, "wagons.epub")
        .status(3)
        .says("cannot prove `wagons.epub`");
    exported()
        .run(["proof", "wagons.md", "wagons.md"])
        .status(2)
        .says("nothing-to-prove");
}

#[test]
fn strict_exports_are_proved() {
    Desk::new()
        .file("wagons.md", ARTICLE)
        .export("wagons.md -o . --strict")
        .status(0)
        .wrote("wagons.pdf");
    Desk::new()
        .file("wagons.md", ARTICLE)
        .export("wagons.md -o . --proof --quiet")
        .status(0)
        .says_nothing();
}

#[test]
fn a_damaged_file_is_told_and_never_a_panic() {
    let source = Source::new(SourceId(0), "wagons.md", ARTICLE);
    let article = read::read(&source, &read::Options::default(), &mut Report::new());
    let publication = Publication::single(article);
    let desk = exported();
    for file in ["wagons.pdf", "wagons.epub", "wagons.txt"] {
        let whole = desk.bytes(file);
        for step in 0..120 {
            let at = step * whole.len() / 120;
            let mut flipped = whole.clone();
            flipped[at] ^= 0x5a;
            for bytes in [&flipped[..], &whole[..at]] {
                let _ = proof::prove(&publication, file, bytes, None, &mut Report::new());
            }
        }
    }
}

#[test]
fn a_list_of_contents_that_should_be_there_is_missed() {
    let second = "---\ntitle: Five wagons\nlang: en\n---\n\nThe fifth has come.\n";
    let articles = [("wagons.md", ARTICLE), ("five.md", second)].map(|(name, text)| {
        let id = SourceId(u32::from(name == "five.md"));
        let source = Source::new(id, name, text);
        read::read(&source, &read::Options::default(), &mut Report::new())
    });
    let publication = Publication::bind("Wagons", articles.to_vec());
    let desk = Desk::new()
        .file("wagons.md", ARTICLE)
        .file("five.md", second)
        .file("my.yaml", "contents: never")
        .export("wagons.md five.md -o book.pdf --book Wagons --theme my.yaml")
        .status(0);
    let bytes = desk.bytes("book.pdf");
    let errors = |contents| {
        let mut report = Report::new();
        proof::prove(&publication, "book.pdf", &bytes, contents, &mut report).unwrap();
        report.iter().count()
    };
    assert_eq!((errors(Some(false)), errors(None)), (0, 0));
    assert!(errors(Some(true)) > 0);
}

#[test]
fn lists_within_notes_and_the_authors_own_brackets_are_told_apart() {
    for text in [
        // Two lists want a bullet where the inner note has ended.
        "- b[^1] cat\n- dog\n\n[^1]: one\n\n    - x ray[^2] zebra\n    - yak not\n\n[^2]: two men\n",
        // A bracket may be the style's or the author's.
        "> y\n>\n> fn[^2]\n>\n> — (to) b\n\n[^2]: m\n",
        // Notes are numbered alike whatever marks them.
        "x[^a] y[^c]\n\n[^a]: A[^b]\n\n[^b]: B[^c]\n\n[^c]: C\n",
        // Blank glyphs and letters are no neighbours.
        "x 1\u{fe0f}\u{20e3} y and x 🏳\u{fe0f}\u{200d}🌈 y.\n",
    ] {
        Desk::new()
            .article("a.md", "T", text)
            .export("a.md --strict")
            .status(0)
            .says_nothing();
    }
}
