//! The text of a theme in, its keys and values with their places out.
//!
//! Values stay as they were written: what a key makes of `1.20` or `on` is its
//! own matter.

use crate::diag::{Diagnostic, Report};
use crate::source::{Source, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use std::fmt;

/// A value and its place.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

/// What a value is.
#[derive(Debug)]
pub(super) enum Kind {
    /// Nothing was given.
    Nothing,
    /// A word, a number, a text.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys with their values.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) value: Node,
}

impl Node {
    /// A value that is one word or number.
    pub(super) fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(text) => Some(text),
            Kind::Nothing | Kind::List(_) | Kind::Map(_) => None,
        }
    }
}

/// Parses a theme. A text that is no YAML is an error with its place.
pub(super) fn parse(source: &Source, report: &mut Report) -> Option<Node> {
    if source.text().trim().is_empty() {
        return None;
    }
    match serde_yaml::from_str::<Spanned<Raw>>(source.text()) {
        Ok(raw) => Some(placed(raw, source)),
        Err(error) => {
            report.push(complaint(&error, source));
            None
        }
    }
}

fn complaint(error: &serde_yaml::Error, source: &Source) -> Diagnostic {
    let at = error.location().map_or(0, |location| {
        source.offset(location.line() as usize, location.column() as usize)
    });
    let rest = source.text().get(at..).unwrap_or("");
    let end = at + rest.chars().next().map_or(0, char::len_utf8);
    // The first line carries the reason, the rest an excerpt of its own.
    let whole = error.to_string();
    let first = whole.lines().next().unwrap_or("");
    let reason = first.splitn(3, ": ").nth(2).unwrap_or(first);
    let message = format!("the theme is no YAML: {reason}");
    Diagnostic::error("yaml", source.span(at..end), message)
        .hint("put a value with `:`, `#`, `{` or quotation marks in it between single quotes")
}

/// Gives a value its place: that of a collection grows over its parts, as the
/// parser tells only where it starts.
fn placed(raw: Spanned<Raw>, source: &Source) -> Node {
    let location = raw.referenced.span();
    let start = location.byte_offset().unwrap_or(0) as usize;
    let end = start + location.byte_len().unwrap_or(0) as usize;
    let mut span = source.span(start..end);
    let kind = match raw.value {
        Raw::Nothing => Kind::Nothing,
        Raw::Text(text) => Kind::Scalar(text),
        Raw::Written => Kind::Scalar(source.slice(span).trim().to_owned()),
        Raw::List(values) => Kind::List(
            values
                .into_iter()
                .map(|value| placed(value, source))
                .inspect(|value| span = span.to(value.span))
                .collect(),
        ),
        Raw::Map(entries) => Kind::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let at = key.referenced.span().byte_offset().unwrap_or(0) as usize;
                    Entry {
                        span: source.span(at..at + key.value.len()),
                        key: key.value,
                        value: placed(value, source),
                    }
                })
                .inspect(|entry| span = span.to(entry.value.span))
                .collect(),
        ),
    };
    Node { span, kind }
}

/// A value as serde hands it over.
enum Raw {
    Nothing,
    Text(String),
    /// A number or a truth, whose text stands in the source.
    Written,
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
        Ok(Raw::Nothing)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Written)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Written)
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
