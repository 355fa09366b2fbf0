//! Whole outputs, compared with readable references in `tests/ref`.
//!
//! Where an output parts from its reference on purpose, `UPDATE_REFS=1` writes
//! it anew, and the change is read before it is kept.

use crate::harness::Desk;
use crate::proof::epub::chapters;
use crate::proof::pdf::Pdf;
use std::fs;
use std::path::Path;

/// Compares a text with its reference, or makes it the reference.
#[track_caller]
pub fn compare(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/ref")
        .join(name);
    if std::env::var_os("UPDATE_REFS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, found).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if found != expected {
        let difference = difference(&expected, found);
        panic!(
            "tests/ref/{name} parts from what was written (UPDATE_REFS=1 takes it over):\n{difference}"
        );
    }
}

/// The lines that two texts do not share, `-` before those of the first, `+`
/// before those of the second, each with two lines of what stands around.
pub fn difference(expected: &str, found: &str) -> String {
    let old: Vec<&str> = expected.lines().collect();
    let new: Vec<&str> = found.lines().collect();
    let marked = marked(&old, &new);
    let changed: Vec<usize> = (0..marked.len())
        .filter(|i| !marked[*i].starts_with(' '))
        .collect();
    let mut shown = String::new();
    let mut last = None;
    for (index, line) in marked.iter().enumerate() {
        if changed.iter().any(|c| c.abs_diff(index) <= 2) {
            if last.is_some_and(|last| last + 1 < index) {
                shown.push_str("...\n");
            }
            shown.push_str(line);
            shown.push('\n');
            last = Some(index);
        }
    }
    shown
}

/// All lines of both, those they share once (the longest common subsequence,
/// between a head and a tail that are the same).
fn marked(old: &[&str], new: &[&str]) -> Vec<String> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = (old.len() - head).min(new.len() - head);
    let tail = (1..=rest)
        .take_while(|n| old[old.len() - n] == new[new.len() - n])
        .count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut lengths = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            lengths[i][j] = if a[i] == b[j] {
                lengths[i + 1][j + 1] + 1
            } else {
                lengths[i + 1][j].max(lengths[i][j + 1])
            };
        }
    }
    let mut lines: Vec<String> = old[..head].iter().map(|line| format!("  {line}")).collect();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            lines.push(format!("  {}", a[i]));
            (i, j) = (i + 1, j + 1);
        } else if i < a.len() && (j == b.len() || lengths[i + 1][j] >= lengths[i][j + 1]) {
            lines.push(format!("- {}", a[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", b[j]));
            j += 1;
        }
    }
    lines.extend(
        old[old.len() - tail..]
            .iter()
            .map(|line| format!("  {line}")),
    );
    lines
}

#[test]
fn a_difference_shows_what_parts_and_what_stands_around() {
    let old = "1\n2\n3\n4\n5\n6\n7";
    let new = "1\n2\n3\nfour\n5\n6\n7";
    assert_eq!(difference(old, new), "  2\n  3\n- 4\n+ four\n  5\n  6\n");
    assert_eq!(difference(old, old), "");
    assert_eq!(difference("a", "a\nb"), "  a\n+ b\n");
}

/// A desk with an article of the project and its pictures, exported.
fn exported(name: &str, words: &str) -> Desk {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let mut desk = Desk::new().file(name, fs::read(folder.join(name)).unwrap());
    for entry in fs::read_dir(folder.join("pictures")).unwrap() {
        let path = entry.unwrap().path();
        let picture = path.file_name().unwrap().to_string_lossy().into_owned();
        desk = desk.file(&format!("pictures/{picture}"), fs::read(path).unwrap());
    }
    desk.export(&format!("{name} {words}")).status(0)
}

#[test]
fn an_article_as_plain_text() {
    let desk = exported("en-proof.md", "-o out.txt");
    compare("en-proof.txt", &desk.text("out.txt"));
}

#[test]
fn an_article_as_an_xhtml_page() {
    let desk = exported("fr-casse.yaml", "-o out.epub");
    let page = chapters(&desk.bytes("out.epub")).remove(0);
    compare("fr-casse.xhtml", page.text());
}

#[test]
fn an_article_as_lines_on_pages() {
    let desk = exported("fr-depeche.txt", "-o out.pdf");
    let pdf = Pdf::open(&desk.bytes("out.pdf"));
    let mut pages = String::new();
    for page in 0..pdf.pages.len() {
        pages.push_str(&format!("=== page {}\n", page + 1));
        for line in pdf.lines(page) {
            // A hyphen that only a line's end made.
            pages.push_str(line.replace('\u{ad}', "¬").trim_end());
            pages.push('\n');
        }
        for line in pdf.furniture(page) {
            pages.push_str(&format!("~ {}\n", line.trim_end()));
        }
    }
    compare("fr-depeche.pdf.txt", &pages);
}

/// The structure of a PDF as indented text: an element a line, with what stands
/// for it, its language, its attributes, and how many marks it has.
fn structure(pdf: &Pdf) -> String {
    let catalog = pdf.document.catalog().unwrap();
    let root = pdf.dictionary(catalog, "StructTreeRoot").unwrap();
    let mut text = String::new();
    elements(pdf, pdf.get(root, "K").unwrap(), 0, &mut text);
    text
}

fn elements(pdf: &Pdf, kids: &lopdf::Object, depth: usize, text: &mut String) {
    use lopdf::Object;
    let kids: Vec<&Object> = match kids {
        Object::Array(kids) => kids.iter().map(|kid| pdf.follow(kid)).collect(),
        one => vec![one],
    };
    for kid in kids {
        let Object::Dictionary(element) = kid else {
            continue;
        };
        let Some(role) = pdf.get(element, "S") else {
            continue;
        };
        let role = String::from_utf8_lossy(role.as_name().unwrap()).into_owned();
        text.push_str(&format!("{}{role}", "  ".repeat(depth)));
        for key in ["Lang", "Alt", "E"] {
            if let Some(said) = pdf.get(element, key) {
                let said = crate::proof::pdf::text_string(said.as_str().unwrap());
                text.push_str(&format!(" {key}={said:?}"));
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
        let Some(kids) = pdf.get(element, "K") else {
            text.push('\n');
            continue;
        };
        let all: Vec<&Object> = match kids {
            Object::Array(kids) => kids.iter().map(|kid| pdf.follow(kid)).collect(),
            one => vec![one],
        };
        let is_mark = |kid: &&&Object| match kid {
            Object::Integer(_) => true,
            Object::Dictionary(kid) => kid.has(b"MCID"),
            _ => false,
        };
        let is_object = |kid: &&&Object| matches!(kid, Object::Dictionary(kid) if kid.has(b"Obj"));
        let marks = all.iter().filter(is_mark).count();
        let objects = all.iter().filter(is_object).count();
        text.push_str(&" •".repeat(marks));
        text.push_str(&" @".repeat(objects));
        text.push('\n');
        elements(pdf, kids, depth + 1, text);
    }
}

/// Every kind of block and of inline.
const KINDS: &str = r#"---
title: Every kind
lang: en
byline: A. Writer
---

Text with *stress*, `code`, [a link](https://example.org), an inner [one](#here),
[mot français]{lang=fr}, a note.[^n] And a second mark.[^n]

## Here {#here}

- One
- Two

  1. Three
  2. Four

#### Skipped

> A quotation.

Term
: What it means.

| Head | Figure |
|---|---:|
| One | 1.5 |

```rust
let x = 1;
```

::: aside
Beside the text.
:::

---

![A plate](a.svg "The caption")

[^n]: The note, with *stress*.
"#;

#[test]
fn every_kind_of_block_has_its_place_in_the_structure() {
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 2'><rect width='4' height='2'/></svg>";
    let desk = Desk::new()
        .file("a.svg", drawing)
        .file("a.md", KINDS)
        .export("a.md --pdf --strict --proof -o out.pdf")
        .status(0);
    compare(
        "kinds.tags.txt",
        &structure(&Pdf::open(&desk.bytes("out.pdf"))),
    );
}
