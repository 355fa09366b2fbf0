//! Takes the keys by which front matter, or a plan, names its bibliography and the style of its
//! citations; returns these settings.
//!
//! They are Pandoc's and Quarto's. All are kept as they are written, too.

use super::context::Context;
use super::frontmatter::{expect, phrase};
use crate::data::{Entry, Kind, Value};
use crate::model::Citing;
use crate::model::citing::{AskedFile, References};
use crate::notation::citation::key_at;

/// The extensions of data files.
const DATA: [&str; 5] = [".bib", ".bibtex", ".json", ".yaml", ".yml"];

/// Whether citations are read at all.
pub(super) const IS_ON: bool = cfg!(feature = "citations");

/// The meanings of keys that are settings of citations.
pub(super) const KEYS: [&str; 6] = [
    "bibliography",
    "references",
    "citation-style",
    "nocite",
    "reference-section-title",
    "link-citations",
];

/// Whether a value names data files, and is no text of a bibliography.
pub(super) fn names_data(value: &Value) -> bool {
    let is_file = |one: &Value| {
        let name = one.as_str().map(|name| name.trim().to_lowercase());
        name.is_some_and(|name| {
            !name.contains('\n') && DATA.iter().any(|ending| name.ends_with(ending))
        })
    };
    IS_ON && !value.each().is_empty() && value.each().iter().all(is_file)
}

/// Whether a value of a key is a setting of citations, and not one of another program.
pub(super) fn is_setting(key: &str, value: &Value) -> bool {
    match key {
        "bibliography" => names_data(value),
        // Other programs have lists of this name too: those of works have identifiers.
        "references" => {
            let items = value.each();
            IS_ON && !items.is_empty() && items.iter().all(|item| item.get(&["id"]).is_some())
        }
        _ => IS_ON,
    }
}

/// Reads a setting.
pub(super) fn set(citing: &mut Citing, key: &str, entry: &Entry, context: &mut Context) {
    let value = &entry.value;
    match key {
        "bibliography" => citing.data = value.each().iter().filter_map(asked).collect(),
        "references" => {
            citing.references = Some(References {
                value: value.to_json(),
                span: entry.span,
            });
        }
        "citation-style" => match asked(value) {
            Some(style) => citing.style = Some(style),
            None => expect(entry, "the name of a style, or a CSL file", context),
        },
        "nocite" => citing.nocite = keys(value),
        "reference-section-title" => match &value.kind {
            Kind::Map(_) | Kind::List(_) => expect(entry, "a text", context),
            Kind::Null | Kind::Scalar { .. } => citing.title = Some(phrase(entry, context)),
        },
        _ => match value.as_bool() {
            Some(links) => citing.is_unlinked = !links,
            None => expect(entry, "true or false", context),
        },
    }
}

fn asked(value: &Value) -> Option<AskedFile> {
    let path = value.as_str()?.trim();
    (!path.is_empty()).then(|| AskedFile {
        path: path.to_owned(),
        span: value.span,
    })
}

/// The keys in `@one, @two`, or in a list of such; `*` for all of `@*`.
fn keys(value: &Value) -> Vec<AskedFile> {
    let mut keys = Vec::new();
    for one in value.each() {
        let text = one.as_str().unwrap_or_default();
        for (at, _) in text.match_indices('@') {
            let rest = text.get(at..).unwrap_or_default();
            let key = match rest.starts_with("@*") {
                true => Some("*"),
                false => key_at(rest).map(|key| key.key),
            };
            keys.extend(key.map(|key| AskedFile {
                path: key.to_owned(),
                span: one.span,
            }));
        }
    }
    keys
}
