//! Takes PDFs; returns what judges of PDF/UA find in them, but for what a clause shows to be no
//! fault.

use libtest_mimic::Failed;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `outloud` finds in sound files, and why it is none.
const PASSED: &[(&str, &str)] = &[
    (
        "ORD-001",
        "notes and floats are painted where they stand and read where they belong: the order \
         that counts is the structure's (ISO 14289-1, 7.1; ISO 32000-1, 14.8.2.3.1)",
    ),
    (
        "MATH-010",
        "a formula is told in the words of its source, as its author wrote it (ISO 14289-1, 7.7)",
    ),
    (
        "TAG-002",
        "the head of a table is read once and repeated on the next page as an artifact \
         (ISO 32000-1, 14.8.2.2.2)",
    ),
    (
        "TAG-020",
        "an item of a list in which its author wrote nothing has a body without content",
    ),
    (
        "TBL-010",
        "in a table without a head the first cell of each row is the row's (ISO 32000-1, \
         table 349, Scope)",
    ),
    (
        "LNK-010",
        "an address in code, or in a text that is no link, is text",
    ),
    ("HDG-010", "a heading may be a number"),
];
/// What `outloud` finds in one article, by its title, and not in others, and why it is
/// passed there.
const PASSED_IN: &[(&str, &str, &str)] = &[
    (
        "naïve typographer’s imposition & <x>",
        "PAG-001",
        "no running head is tagged (ISO 14289-1, 7.8): under the tall head of a table, repeated on \
         each page as an artifact (ISO 32000-1, 14.8.2.2.2), a row runs past the foot of the page, \
         and its words are taken for one",
    ),
    (
        "كتاب-النهر",
        "TXT-004",
        "an Arabic letter has a glyph for each place in a word, and all of them say the letter",
    ),
];

/// Runs `outloud`, whose program has a place, over files that claim PDF/UA.
pub fn outloud(program: &Path, files: &[PathBuf]) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let report = folder.path().join("report.json");
    let output = Command::new(program)
        .args(["--quiet", "--fail-on", "never", "--json"])
        .arg(&report)
        .args(files)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(&report)?)?;
    let results = report["results"].as_array().ok_or("a report")?;
    if results.len() != files.len() {
        return Err(format!("{} of {} were read", results.len(), files.len()).into());
    }
    let mut faults = String::new();
    for result in results {
        for finding in result["findings"].as_array().into_iter().flatten() {
            let rule = finding["rule"].as_str().unwrap_or_default();
            let is_info = finding["severity"] == "info";
            let path = Path::new(result["path"].as_str().unwrap_or_default());
            let passed = PASSED.iter().any(|(passed, _)| *passed == rule)
                || PASSED_IN
                    .iter()
                    .any(|(title, passed, _)| *passed == rule && is_titled(path, title));
            if !is_info && !passed {
                faults.push_str(&format!("{}: {finding}\n", result["path"]));
            }
        }
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.into()),
    }
}

/// Whether the article that a hard PDF was exported from has this title.
fn is_titled(pdf: &Path, title: &str) -> bool {
    // A publication has no article of its own.
    if pdf.file_stem().is_some_and(|stem| stem == title) {
        return true;
    }
    let Some(folder) = pdf.parent().and_then(Path::parent) else {
        return false;
    };
    let mut article = folder.join("articles");
    article.push(pdf.with_extension("md").file_name().unwrap_or_default());
    let text = std::fs::read_to_string(article).unwrap_or_default();
    text.lines()
        .any(|line| line == format!("title: \"{title}\""))
}

/// Runs `pdfua` over files that claim PDF/UA: no finding is passed.
pub fn pdfua(program: &Path, files: &[PathBuf]) -> Result<(), Failed> {
    let output = Command::new(program).arg("check").args(files).output()?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stdout).into_owned().into()),
    }
}
