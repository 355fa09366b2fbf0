//! Takes what an article asks for its citations; returns the works that it may cite.

use super::files::Files;
use super::{bibtex, records};
use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::lang::Lang;
use crate::model::{AskedFile, Citing};
use crate::source::Span;
use std::collections::BTreeMap;

/// A work, and where its entry stands.
pub(super) struct Record {
    pub(super) entry: hayagriva::Entry,
    pub(super) span: Span,
}

/// The works of one bibliography, in the order of its files.
#[derive(Default)]
pub(super) struct Library {
    records: Vec<Record>,
    keys: BTreeMap<String, usize>,
}

impl Library {
    /// Reads the data files of an article, and the works in its front matter.
    pub(super) fn load(
        citing: &Citing,
        lang: &Lang,
        files: &mut Files,
        report: &mut Report,
    ) -> Library {
        let mut library = Library::default();
        for asked in &citing.data {
            for record in read(asked, lang, files, report) {
                library.add(record, report);
            }
        }
        if let Some(references) = &citing.references {
            let items = references.value.as_array().into_iter().flatten();
            for item in items {
                if let Some(record) = records::csl_item(item, references.span, report) {
                    library.add(record, report);
                }
            }
        }
        library
    }

    /// Adds a work; of two with the same key, the first counts.
    fn add(&mut self, record: Record, report: &mut Report) {
        let key = record.entry.key().to_owned();
        if self.keys.contains_key(&key) {
            let message = format!("the entry `{key}` is defined twice; the first one is used");
            let warning = Diagnostic::warning(Code::DoubleEntry, record.span, message);
            report.push(warning.hint("give each work a key of its own"));
            return;
        }
        self.keys.insert(key, self.records.len());
        self.records.push(record);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The work of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Record> {
        self.records.get(*self.keys.get(key)?)
    }

    /// All works, in the order of the files.
    pub(super) fn all(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    /// The key that one which is not known may be a slip for.
    pub(super) fn nearest(&self, key: &str) -> Option<&str> {
        nearest(key, self.keys.keys().map(String::as_str))
    }
}

/// The works of a data file, whose extension says what it is.
fn read(asked: &AskedFile, lang: &Lang, files: &mut Files, report: &mut Report) -> Vec<Record> {
    let Some(source) = files.open(asked, "bibliography", report) else {
        return Vec::new();
    };
    let ending = asked
        .path
        .trim()
        .rsplit('.')
        .next()
        .unwrap_or("")
        .to_lowercase();
    match ending.as_str() {
        "bib" | "bibtex" => bibtex::read(source, lang, report),
        "json" => records::json(source, report),
        _ => records::yaml(source, report),
    }
}
