//! The register of diagnostics: every code is provoked by its case in
//! `tests/cases/codes.txt`, and explained by `pressroom explain`.

use crate::harness::Desk;
use pressroom::diag::Code;
use std::collections::BTreeMap;

/// Codes that have no case here: faults of the program itself, and what needs a file or a
/// machine that no case can describe, with where it is tested.
const ELSEWHERE: [(&str, &str); 26] = [
    (
        "bytes-on-terminal",
        "needs a terminal; tested with the jobs",
    ),
    ("epub-font", "needs a font of the system"),
    ("file-fault", "needs a damaged EPUB; `proving`"),
    ("foreign-caption", "the readers' own cases"),
    ("gaping-line", "`page_faults`"),
    ("glyph-blank", "needs a damaged PDF; `proving`"),
    ("glyph-framed", "`proving`"),
    ("heavy-book", "needs hundreds of megabytes"),
    ("heavy-picture", "needs a picture of many megabytes"),
    ("large-picture", "`pictures`"),
    ("loose-line", "`check`"),
    ("more-articles", "the cases of news"),
    ("not-a-folder", "the tests of the command line"),
    ("overfull-line", "`page_faults`"),
    ("picture-outside", "`pictures`"),
    (
        "source-date-epoch",
        "needs a variable; tested with the jobs",
    ),
    ("style-substituted", "needs a font of the system"),
    ("system-font", "needs a font of the system"),
    ("text-moved", "`proving`"),
    ("tight-line", "`check`"),
    ("too-deep", "`inputs`"),
    ("unaccounted", "a fault of a reader, of which none is known"),
    ("unreadable", "`inputs`"),
    ("unreadable-picture", "`pictures`"),
    ("unwritten", "a fault of a writer, of which none is known"),
    ("whole-page", "the cases of pages"),
];

const USUAL: &str = "---\ntitle: T\nlang: en\n---\n\n";
const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'/>";

/// Bytes of a file as a case writes it: `\xE9` is a byte.
fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\x") {
        bytes.extend(before.bytes());
        let (digits, after) = after.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
        rest = after;
    }
    bytes.extend(rest.bytes());
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let pixels = image::GrayImage::from_pixel(width, height, image::Luma([200]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// Puts a file of a case on the desk.
fn put(desk: Desk, name: &str, text: &str) -> Desk {
    let words: Vec<&str> = name.split(' ').collect();
    match words.as_slice() {
        [name, width, height] => {
            desk.file(name, png(width.parse().unwrap(), height.parse().unwrap()))
        }
        _ if name.ends_with('/') => desk.folder(name.trim_end_matches('/')),
        _ => desk.file(name, bytes(text)),
    }
}

/// What a case says on standard error.
fn said(case: &str) -> String {
    let mut desk = Desk::new();
    if case.contains("(a.svg)") && !case.contains("@ a.svg") {
        desk = desk.file("a.svg", DRAWING);
    }
    let mut file = ("a.md".to_owned(), USUAL.to_owned());
    let mut is_run = false;
    let mut said = String::new();
    for line in case.lines() {
        if let Some(name) = line.strip_prefix("@ ") {
            let (name, text) = std::mem::replace(&mut file, (name.to_owned(), String::new()));
            if text != USUAL {
                desk = put(desk, &name, &text);
            }
        } else if let Some(words) = line.strip_prefix("$ ") {
            let (name, text) = std::mem::take(&mut file);
            if !name.is_empty() {
                desk = put(desk, &name, &text);
            }
            let parts: Vec<&str> = words.split('"').collect();
            let words = parts.iter().enumerate().flat_map(|(i, part)| match i % 2 {
                0 => part.split_whitespace().collect::<Vec<_>>(),
                _ => vec![*part],
            });
            desk = desk.run(words.collect::<Vec<_>>());
            said.push_str(desk.said());
            is_run = true;
        } else {
            file.1.push_str(line);
            file.1.push('\n');
        }
    }
    if !is_run {
        desk = put(desk, &file.0, &file.1).export("a.md");
        said.push_str(desk.said());
    }
    said
}

fn cases() -> BTreeMap<String, String> {
    let path = format!("{}/tests/cases/codes.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let cases = text.split("\n=== ").skip(1);
    let cases = cases.map(|case| {
        let (name, text) = case.split_once('\n').unwrap_or((case, ""));
        (name.to_owned(), text.trim_end().to_owned())
    });
    cases.collect()
}

#[test]
fn every_code_is_provoked_by_its_case() {
    let cases = cases();
    let mut faults = String::new();
    for code in Code::ALL {
        let name = code.name();
        if ELSEWHERE.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let Some(case) = cases.get(name) else {
            faults.push_str(&format!("{name} has no case\n"));
            continue;
        };
        let said = said(case);
        if !said.contains(&format!("[{name}]")) {
            faults.push_str(&format!("=== {name} is not said, but\n{said}\n"));
        }
    }
    for name in cases.keys() {
        if Code::named(name).is_none() {
            faults.push_str(&format!("{name} is no code\n"));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn explain_prints_a_page_a_list_and_json() {
    Desk::new()
        .run(["explain", "missing-alt"])
        .status(0)
        .prints("missing-alt (warning)\n\nA picture has no alternative text.\n\n");
    // As it is shown.
    Desk::new()
        .run(["explain", "note[left-out]:"])
        .status(0)
        .prints("left-out (note)");
    let list = Desk::new().run(["explain", "--list"]).status(0).printed();
    assert_eq!(list.lines().count(), Code::ALL.len());
    let json = Desk::new()
        .run(["explain", "--list", "--json"])
        .status(0)
        .printed();
    let all: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(all.as_array().unwrap().len(), Code::ALL.len());
    Desk::new()
        .run(["explain", "mising-alt"])
        .status(2)
        .says("error[unknown-code]: unknown code `mising-alt`")
        .says("did you mean `missing-alt`?");
}

/// Whoever wants plain text alone has no use for what concerns other formats.
#[test]
fn hints_about_one_format_are_given_when_it_is_made() {
    let desk = || {
        Desk::new()
            .file("a.svg", DRAWING)
            .file("a.md", format!("{USUAL}![](a.svg)\n"))
    };
    desk()
        .export("a.md --txt")
        .says("warning[missing-alt]")
        .never_says("PDF/");
    desk().export("a.md --pdf").says("PDF/UA");
}
