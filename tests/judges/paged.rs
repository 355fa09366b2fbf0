//! Takes EPUBs; returns what is missing when they are paged through in epub.js on the screen of
//! an e-reader.

use super::screens::unpack;
use libtest_mimic::Failed;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use usvg::roxmltree::{Document, ParsingOptions};

/// What was read on all screens of a book.
#[derive(Deserialize)]
struct Read {
    pages: usize,
    words: Vec<String>,
}

/// Pages through books: every word must be met, and once, and no letter that the text
/// output lacks.
pub fn nothing_is_missed(files: &[PathBuf]) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let mut books = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let book = folder.path().join(number.to_string());
        unpack(&fs::read(file)?, &book)?;
        books.push(book);
    }
    let output = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judges/paged.cjs"))
        .args(&books)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines = String::from_utf8(output.stdout)?;
    let read: Vec<Read> = lines
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    if read.len() != files.len() {
        return Err(format!("{} of {} were read: {said}", read.len(), files.len()).into());
    }
    let mut faults = String::new();
    for ((file, book), read) in files.iter().zip(&books).zip(read) {
        let met = read.words.concat();
        if let Some(fault) = difference(&met, &text(book)?) {
            faults.push_str(&format!("{}: {fault}\n", file.display()));
        }
        let plain = fs::read_to_string(file.with_extension("txt"));
        if let Some(c) = plain.ok().and_then(|plain| lacking(&met, &plain)) {
            faults.push_str(&format!("{}: no `{c}` in its text\n", file.display()));
        }
        if read.pages < 2 {
            faults.push_str(&format!("{}: was not turned\n", file.display()));
        }
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.into()),
    }
}

/// The text of a book in the order of its spine, without white space.
fn text(book: &Path) -> Result<String, Failed> {
    let package = fs::read_to_string(book.join("OEBPS/content.opf"))?;
    let package = Document::parse(&package)?;
    let mut text = String::new();
    let spine = package
        .descendants()
        .filter(|n| n.has_tag_name((OPF, "itemref")));
    for id in spine.filter_map(|item| item.attribute("idref")) {
        let mut items = package
            .descendants()
            .filter(|n| n.has_tag_name((OPF, "item")));
        let item = items.find(|item| item.attribute("id") == Some(id));
        let href = item
            .and_then(|item| item.attribute("href"))
            .ok_or("an item")?;
        let xhtml = fs::read_to_string(book.join("OEBPS").join(href))?;
        let options = ParsingOptions {
            allow_dtd: true,
            ..ParsingOptions::default()
        };
        let page = Document::parse_with_options(&xhtml, options)?;
        let body = page.descendants().find(|n| n.tag_name().name() == "body");
        let runs = body.ok_or("a body")?.descendants().filter(|n| n.is_text());
        let runs = runs.filter_map(|run| run.text());
        text.extend(runs.flat_map(str::chars).filter(|c| !c.is_whitespace()));
    }
    Ok(text)
}

const OPF: &str = "http://www.idpf.org/2007/opf";

fn difference(met: &str, written: &str) -> Option<String> {
    let (met, written): (Vec<char>, Vec<char>) = (met.chars().collect(), written.chars().collect());
    if met == written {
        return None;
    }
    let both = met.iter().zip(&written);
    let at = both.take_while(|(a, b)| a == b).count();
    let around = |all: &[char]| -> String {
        all[at.saturating_sub(20)..all.len().min(at + 20)]
            .iter()
            .collect()
    };
    Some(format!(
        "read: {}, written: {}",
        around(&met),
        around(&written)
    ))
}

/// A letter that is met more often than it is in a text.
fn lacking(met: &str, plain: &str) -> Option<char> {
    let count = |text: &str| {
        let mut letters: BTreeMap<char, usize> = BTreeMap::new();
        for c in text.to_lowercase().chars().filter(|c| c.is_alphabetic()) {
            *letters.entry(c).or_default() += 1;
        }
        letters
    };
    let there = count(plain);
    let mut all = count(met).into_iter();
    all.find(|(c, times)| there.get(c).copied().unwrap_or(0) < *times)
        .map(|(c, _)| c)
}
