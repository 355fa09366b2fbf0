//! Takes case files (`tests/cases/*.txt`); checks every pair of input and outcome.
//!
//! A case is `=== its name`, the input, a line `---`, and what is expected. The
//! last such line parts the two, so that front matter can be part of an input.
//! `␍`, `␉`, `␠` and `⟨BOM⟩` stand for a carriage return, a tab, a space and a
//! byte order mark, which editors would not keep or show. `UPDATE_REFS=1` writes what
//! is found into the file, as it does with [references].

use crate::outline::outline;
use crate::references;
use pressroom::diag::Report;
use pressroom::lang::Lang;
use pressroom::model::Publication;
use pressroom::read::{self, Format};
use pressroom::source::{Source, SourceId};
use std::path::{Path, PathBuf};

/// A case of a file.
pub struct Case {
    /// What it is about.
    pub name: String,
    /// What is read.
    pub input: String,
    expected: String,
}

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(file)
}

/// The cases of a file.
pub fn cases(file: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(path(file)).unwrap();
    let mut parts = text.split("\n=== ");
    parts.next(); // what the file says of itself
    parts.map(case).collect()
}

fn case(text: &str) -> Case {
    // The line end after the name stays, for an input may be empty.
    let (name, rest) = text.split_at(text.find('\n').unwrap());
    let (input, expected) = rest
        .rsplit_once("\n---\n")
        .unwrap_or_else(|| panic!("`{name}` expects nothing"));
    let input = input
        .trim_start_matches('\n')
        .replace("⟨BOM⟩", "\u{feff}")
        .replace('␍', "\r")
        .replace('␉', "\t")
        .replace('␠', " ");
    Case {
        name: name.to_owned(),
        input: format!("{input}\n"),
        expected: expected.trim_end().to_owned(),
    }
}

/// Checks all cases of a file; `lang` is the language they are read in unless
/// they say another.
pub fn check(file: &str, format: Format, lang: Option<&str>, least: usize) {
    check_by(file, least, |case| found(case, format, lang));
}

/// Checks all cases of a file, which has so many at least, by what is found of each.
pub fn check_by(file: &str, least: usize, found: impl Fn(&Case) -> String) {
    let cases = cases(file);
    assert!(cases.len() >= least, "{} cases in {file}", cases.len());
    let mut faults = String::new();
    let is_update = std::env::var_os("UPDATE_REFS").is_some();
    for case in &cases {
        let found = found(case);
        if is_update {
            replace(file, case, found.trim_end());
        } else if found.trim_end() != case.expected {
            let difference = references::difference(&case.expected, found.trim_end());
            faults.push_str(&format!("=== {}\n{difference}\n", case.name));
        }
    }
    assert!(
        faults.is_empty(),
        "in {file}, expected - and found +:\n{faults}"
    );
}

/// Writes into a file what was found of a case.
fn replace(file: &str, case: &Case, found: &str) {
    let path = path(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let start = text.find(&format!("\n=== {}\n", case.name)).unwrap() + 1;
    let end = text[start..]
        .find("\n=== ")
        .map_or(text.len(), |at| start + at);
    let parting = start + text[start..end].rfind("\n---\n").unwrap() + 5;
    // What follows opens with the line end that closes the case.
    let new = format!("{}{found}\n{}", &text[..parting], &text[end..]);
    std::fs::write(path, new).unwrap();
}

fn found(case: &Case, format: Format, lang: Option<&str>) -> String {
    let lang = lang.and_then(Lang::parse);
    let source = Source::new(SourceId(0), "case", &case.input);
    let mut report = Report::new();
    let options = read::Options::new().format(format).lang(lang.clone());
    let article = read::read(&source, &options, &mut report);
    let mut publication = Publication::single(article);
    let sources = std::slice::from_ref(&source);
    read::settle_links(&mut publication, sources, None, &mut report);
    let mut article = publication.articles.remove(0);
    if article.metadata.lang == lang {
        article.metadata.lang = None; // the case did not say it
    }
    outline(&article, &report, &source)
}
