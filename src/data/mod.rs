//! Takes YAML or [TOML](toml); returns a tree of values with places.
//!
//! serde-saphyr parses; this file keeps where each value stands and the text of
//! numbers and booleans as the author wrote it (a headline may be `1984`).

mod repair;
pub(crate) mod toml;

use crate::diag::{Code, Diagnostic, Report};
use crate::source::{Source, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use std::fmt;

/// A value and its place.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Null,
    /// Any scalar. `text` is what a reader of words takes; `json` keeps its type.
    Scalar {
        text: String,
        json: serde_json::Value,
    },
    List(Vec<Value>),
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) span: Span,
    pub(crate) value: Value,
}

impl Value {
    /// The text of a scalar.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// `true` or `false`.
    pub(crate) fn as_bool(&self) -> Option<bool> {
        match &self.kind {
            Kind::Scalar { json, .. } => json.as_bool(),
            Kind::Null | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// Whether nothing was given.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// One value, or each of a list.
    pub(crate) fn each(&self) -> &[Value] {
        match &self.kind {
            Kind::List(values) => values,
            Kind::Null => &[],
            Kind::Scalar { .. } | Kind::Map(_) => std::slice::from_ref(self),
        }
    }

    /// The entries of a mapping.
    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            Kind::Null | Kind::Scalar { .. } | Kind::List(_) => &[],
        }
    }

    /// The value under the first of these keys that a mapping has.
    pub(crate) fn get(&self, keys: &[&str]) -> Option<&Value> {
        let found = self.entries().iter().find(|e| keys.contains(&&*e.key));
        found.map(|entry| &entry.value)
    }

    /// Without places, to be kept.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.kind {
            Kind::Null => serde_json::Value::Null,
            Kind::Scalar { json, .. } => json.clone(),
            Kind::List(values) => values.iter().map(Value::to_json).collect(),
            Kind::Map(entries) => entries
                .iter()
                .map(|e| (e.key.clone(), e.value.to_json()))
                .collect(),
        }
    }
}

/// Parses YAML that stands in `source` from byte `start` on. Where it cannot be
/// parsed the report says why and where, and there is no value.
pub(crate) fn parse(
    yaml: &str,
    start: usize,
    source: &Source,
    report: &mut Report,
) -> Option<Value> {
    if yaml.trim().is_empty() {
        return None;
    }
    match serde_yaml::from_str::<Spanned<Raw>>(yaml) {
        Ok(raw) => Some(placed(raw, yaml, start, source)),
        Err(error) => {
            report.push(complaint(&error, yaml, start, source));
            None
        }
    }
}

/// The same of front matter, whose slips are [mended](repair) where they can be: a value
/// with a colon in it must not cost a headline.
pub(crate) fn parse_repaired(
    yaml: &str,
    start: usize,
    source: &Source,
    report: &mut Report,
) -> Option<Value> {
    if yaml.trim().is_empty() {
        return None;
    }
    let error = match serde_yaml::from_str::<Spanned<Raw>>(yaml) {
        Ok(raw) => return Some(placed(raw, yaml, start, source)),
        Err(error) => error,
    };
    let repaired = repair::lines(yaml);
    if let Ok(raw) = serde_yaml::from_str::<Spanned<Raw>>(&repaired.yaml) {
        let keys: Vec<String> = repaired.keys.iter().map(|key| format!("`{key}`")).collect();
        let message = format!(
            "front matter is not valid YAML; repaired {}",
            keys.join(", ")
        );
        let first = repaired.first.clone().unwrap_or(0..0);
        let span = source.span(start + first.start..start + first.end);
        let hint = "put a value with `:` or quotation marks in it between single quotes, \
                    and set lines in with spaces";
        report.push(Diagnostic::warning(Code::FrontMatter, span, message).hint(hint));
        return Some(moved(
            placed(raw, &repaired.yaml, 0, source),
            &repaired,
            start,
        ));
    }
    let complaint = complaint(&error, yaml, start, source);
    let can_read = |yaml: &str| serde_yaml::from_str::<Spanned<Raw>>(yaml).is_ok();
    let kept = repair::keys(yaml, can_read);
    let Ok(raw) = serde_yaml::from_str::<Spanned<Raw>>(&kept.yaml) else {
        report.push(complaint);
        return None;
    };
    let told = complaint.span;
    report.push(Diagnostic {
        message: format!("{}; the other keys are read", complaint.message),
        ..complaint
    });
    let value = moved(placed(raw, &kept.yaml, 0, source), &kept, start);
    if !matches!(value.kind, Kind::Map(_)) {
        return None;
    }
    for range in &kept.dropped {
        let text = yaml.get(range.clone()).unwrap_or("");
        let blank = text.len() - text.trim_start().len();
        let at = start + range.start + blank;
        let span = source.span(at..at + text.trim().len());
        // One line with a place of its own is told already.
        let is_told = told.is_some_and(|told| span.range().contains(&(told.start as usize)));
        if is_told && !text.trim().contains('\n') {
            continue;
        }
        let message = "lines of the front matter that are not valid YAML are left out";
        report.push(Diagnostic::error(Code::Yaml, span, message));
    }
    Some(value)
}

/// A value of repaired YAML at the places of what was typed.
fn moved(mut value: Value, repaired: &repair::Repaired, start: usize) -> Value {
    let typed = |span: Span| Span {
        start: (start + repaired.typed(span.start as usize)) as u32,
        end: (start + repaired.typed(span.end as usize)) as u32,
        ..span
    };
    value.span = typed(value.span);
    value.kind = match value.kind {
        Kind::List(values) => Kind::List(
            values
                .into_iter()
                .map(|value| moved(value, repaired, start))
                .collect(),
        ),
        Kind::Map(entries) => Kind::Map(
            entries
                .into_iter()
                .map(|entry| Entry {
                    span: typed(entry.span),
                    value: moved(entry.value, repaired, start),
                    key: entry.key,
                })
                .collect(),
        ),
        kind @ (Kind::Null | Kind::Scalar { .. }) => kind,
    };
    value
}

fn complaint(error: &serde_yaml::Error, yaml: &str, start: usize, source: &Source) -> Diagnostic {
    let offset = error.location().map_or(0, |location| {
        let part = Source::new(source.id(), "", yaml);
        part.offset(location.line() as usize, location.column() as usize)
    });
    let at = start + offset.min(yaml.len());
    let end = at
        + source
            .text()
            .get(at..)
            .and_then(|s| s.chars().next())
            .map_or(0, char::len_utf8);
    // The first line carries the reason, the rest an excerpt of its own.
    let whole = error.to_string();
    let first = whole.lines().next().unwrap_or("");
    let reason = first.splitn(3, ": ").nth(2).unwrap_or(first);
    if let Some(tab) = indenting_tab(yaml, offset) {
        let at = start + tab;
        let message = "the YAML cannot be read: a tab indents this line";
        return Diagnostic::error(Code::Yaml, source.span(at..at + 1), message)
            .hint("YAML indents with spaces alone; type two spaces for each tab");
    }
    // JSON is YAML too, and read as such (YAML 1.2.2, 1.3).
    let (name, code, hint) = match yaml.trim_start().starts_with('{') {
        true => (
            "JSON",
            Code::Json,
            "put text in double quotation marks, and a comma between two values",
        ),
        false => (
            "YAML",
            Code::Yaml,
            "put a value with `:`, `#` or quotation marks in it between single quotes",
        ),
    };
    let message = format!("the {name} cannot be read: {reason}");
    Diagnostic::error(code, source.span(at..end), message).hint(hint)
}

/// The tab that indents the line of an error or the next, where one does (YAML 1.2.2,
/// 6.1: "tab characters must not be used in indentation"). In JSON a tab is a space like
/// any other.
fn indenting_tab(yaml: &str, error: usize) -> Option<usize> {
    if yaml.trim_start().starts_with('{') {
        return None;
    }
    let before = yaml.get(..error)?;
    let mut at = before.rfind('\n').map_or(0, |end| end + 1);
    for line in yaml.get(at..)?.split_inclusive('\n').take(2) {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line.get(..indent)?.find('\t')
            && indent < line.trim_end().len()
        {
            return Some(at + tab);
        }
        at += line.len();
    }
    None
}

/// Gives a parsed value its place. The span of a scalar covers what the author
/// typed; that of a collection grows over its parts, as the parser gives only
/// where it starts.
fn placed(raw: Spanned<Raw>, yaml: &str, start: usize, source: &Source) -> Value {
    let location = raw.referenced.span();
    let at = location.byte_offset().unwrap_or(0) as usize;
    let end = at + location.byte_len().unwrap_or(0) as usize;
    let mut span = source.span(start + at..start + end);
    let kind = match raw.value {
        Raw::Null => Kind::Null,
        Raw::Text(text) => Kind::Scalar {
            json: serde_json::Value::String(text.clone()),
            text,
        },
        Raw::Other(json) => Kind::Scalar {
            text: yaml
                .get(at..end)
                .map_or_else(|| json.to_string(), |s| s.trim().to_owned()),
            json,
        },
        Raw::List(values) => Kind::List(
            values
                .into_iter()
                .map(|value| placed(value, yaml, start, source))
                .inspect(|value| span = span.to(value.span))
                .collect(),
        ),
        Raw::Map(entries) => Kind::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let at = start + key.referenced.span().byte_offset().unwrap_or(0) as usize;
                    Entry {
                        span: source.span(at..at + key.value.len()),
                        key: key.value,
                        value: placed(value, yaml, start, source),
                    }
                })
                .inspect(|entry| span = span.to(entry.value.span))
                .collect(),
        ),
    };
    Value { span, kind }
}

/// A value as serde hands it over.
enum Raw {
    Null,
    Text(String),
    Other(serde_json::Value),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Other(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Other(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Other(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Other(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element()? {
            values.push(value);
        }
        Ok(Raw::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}
