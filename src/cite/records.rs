//! Takes a data file in hayagriva's YAML, or in CSL JSON; returns its entries, each with its
//! place.
//!
//! Entries are read one by one, so that one that cannot be read does not lose the others.

use super::csl_json;
use super::library::Record;
use crate::data::{self, Kind, Value};
use crate::diag::{Code, Diagnostic, Report};
use crate::source::{Source, Span};
use serde_json::Map;

/// Reads the entries of hayagriva's YAML: keys, and what each stands for.
pub(super) fn yaml(source: &Source, report: &mut Report) -> Vec<Record> {
    let Some(value) = data::parse(source.text(), 0, source, report) else {
        return Vec::new();
    };
    // CSL items in YAML, as pandoc has them.
    if let Some(items) = value.get(&["references"]) {
        return csl(items, report);
    }
    if let Kind::List(_) = value.kind {
        return csl(&value, report);
    }
    let mut records = Vec::new();
    for entry in value.entries() {
        records.extend(record(
            &entry.key,
            &entry.value.to_json(),
            entry.span,
            report,
        ));
    }
    if records.is_empty() && !matches!(value.kind, Kind::Map(_)) {
        let message = "a bibliography in YAML is a list of keys with entries";
        let warning = Diagnostic::warning(Code::BibliographyEntry, value.span, message);
        report.push(warning.hint("write an entry as `smith2020: {type: book, title: …}`"));
    }
    records
}

/// Reads the items of CSL JSON.
pub(super) fn json(source: &Source, report: &mut Report) -> Vec<Record> {
    let Some(value) = data::parse(source.text(), 0, source, report) else {
        return Vec::new();
    };
    csl(
        value.get(&["items", "references"]).unwrap_or(&value),
        report,
    )
}

fn csl(items: &Value, report: &mut Report) -> Vec<Record> {
    let items = items.each().iter();
    let items = items.map(|item| (item.to_json(), start(item)));
    items
        .filter_map(|(item, span)| csl_item(&item, span, report))
        .collect()
}

/// The place of an item: its identifier, or its first byte.
fn start(item: &Value) -> Span {
    let id = item.get(&["id"]).map(|id| id.span);
    id.unwrap_or(Span {
        end: (item.span.start + 1).min(item.span.end),
        ..item.span
    })
}

/// One item of CSL JSON. What of it cannot be kept is reported.
pub(super) fn csl_item(
    item: &serde_json::Value,
    span: Span,
    report: &mut Report,
) -> Option<Record> {
    let key = match item.get("id") {
        Some(serde_json::Value::String(id)) => id.clone(),
        Some(serde_json::Value::Number(id)) => id.to_string(),
        Some(_) | None => {
            let message = "an item has no `id`; left out";
            let warning = Diagnostic::warning(Code::BibliographyEntry, span, message);
            report.push(warning.hint("an article cites it by this key: `\"id\": \"smith2020\"`"));
            return None;
        }
    };
    let (entry, unread) = csl_json::entry(item);
    if !unread.is_empty() {
        let fields: Vec<String> = unread.iter().map(|field| format!("`{field}`")).collect();
        let message = format!("not used of `{key}`: {}", fields.join(", "));
        report.push(Diagnostic::note(Code::BibliographyField, span, message));
    }
    record(&key, &entry, span, report)
}

/// An entry in the terms of hayagriva. One field that cannot be read is left out.
fn record(key: &str, entry: &serde_json::Value, span: Span, report: &mut Report) -> Option<Record> {
    let error = match read(key, entry) {
        Ok(entry) => return Some(Record { entry, span }),
        Err(error) => error,
    };
    let fields = entry.as_object().into_iter().flat_map(Map::keys);
    let mut kept = fields.filter(|field| *field != "type").filter_map(|field| {
        let mut rest = entry.clone();
        rest.as_object_mut()?.remove(field);
        let entry = read(key, &rest).ok()?;
        Some((field, entry))
    });
    if let Some((field, entry)) = kept.next() {
        let message = format!("the field `{field}` of `{key}` cannot be read: {error}; left out");
        let warning = Diagnostic::warning(Code::BibliographyEntry, span, message);
        report.push(warning);
        return Some(Record { entry, span });
    }
    let message = format!("the entry `{key}` cannot be read: {error}; left out");
    let warning = Diagnostic::warning(Code::BibliographyEntry, span, message);
    report.push(warning.hint("an entry needs a `type`, such as `book` or `article`"));
    None
}

fn read(key: &str, entry: &serde_json::Value) -> Result<hayagriva::Entry, String> {
    let mut map = Map::new();
    map.insert(key.to_owned(), worded(entry));
    let library = serde_json::from_value::<hayagriva::Library>(serde_json::Value::Object(map));
    let library = library.map_err(|error| error.to_string())?;
    let entry = library.get(key).cloned();
    entry.ok_or_else(|| "it is empty".to_owned())
}

/// An entry in which what is printed as words is words: the title `1984` is none of a number.
fn worded(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    const WORDS: [&str; 10] = [
        "title",
        "value",
        "short",
        "name",
        "location",
        "organization",
        "note",
        "genre",
        "publisher",
        "author",
    ];
    match value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| {
                let value = match value {
                    Value::Number(number) if WORDS.contains(&key.as_str()) => {
                        Value::String(number.to_string())
                    }
                    Value::Number(_)
                    | Value::Null
                    | Value::Bool(_)
                    | Value::String(_)
                    | Value::Array(_)
                    | Value::Object(_) => worded(value),
                };
                (key.clone(), value)
            });
            Value::Object(entries.collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(worded).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}
