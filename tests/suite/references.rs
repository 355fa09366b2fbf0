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
