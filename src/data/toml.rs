//! Takes TOML; returns a tree of values with places, as of YAML.

use super::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, Report};
use crate::source::{Source, Span};
use std::ops::Range;
use toml_edit::{Document, Item, Key, TableLike};

/// Parses TOML that stands in `source` from byte `start` on. Where it cannot be
/// parsed the report says why and where, and there is no value.
pub(crate) fn parse(
    toml: &str,
    start: usize,
    source: &Source,
    report: &mut Report,
) -> Option<Value> {
    let place = |range: Option<Range<usize>>| {
        let range = range.unwrap_or(0..0);
        source.span(start + range.start..start + range.end)
    };
    match Document::parse(toml) {
        Ok(document) => {
            let reader = Reader {
                toml,
                place: &place,
            };
            let table = document.as_table();
            (!table.is_empty()).then(|| reader.table(table, place(Some(0..toml.len()))))
        }
        Err(error) => {
            let message = format!("the TOML cannot be read: {}", error.message());
            let error = Diagnostic::error(Code::Toml, place(error.span()), message);
            report.push(error.hint("put text in quotation marks: `title = \"A headline\"`"));
            None
        }
    }
}

struct Reader<'a> {
    toml: &'a str,
    place: &'a dyn Fn(Option<Range<usize>>) -> Span,
}

impl Reader<'_> {
    fn table(&self, table: &dyn TableLike, span: Span) -> Value {
        let entry = |(name, item): (&str, &Item)| Entry {
            key: name.to_owned(),
            span: (self.place)(table.key(name).and_then(Key::span)),
            value: self.item(item),
        };
        Value {
            span,
            kind: Kind::Map(table.iter().map(entry).collect()),
        }
    }

    fn item(&self, item: &Item) -> Value {
        let span = (self.place)(item.span());
        match item {
            Item::None => Value {
                span,
                kind: Kind::Null,
            },
            Item::Table(table) => self.table(table, span),
            Item::ArrayOfTables(tables) => {
                let tables = tables.iter();
                let values = tables.map(|table| self.table(table, (self.place)(table.span())));
                Value {
                    span,
                    kind: Kind::List(values.collect()),
                }
            }
            Item::Value(value) => self.value(value),
        }
    }

    fn value(&self, value: &toml_edit::Value) -> Value {
        use toml_edit::Value as Toml;
        let span = (self.place)(value.span());
        // A number or a date is what the author typed.
        let typed = value.span().and_then(|range| self.toml.get(range));
        let typed = typed.unwrap_or_default().trim().to_owned();
        let scalar = |text: String, json: serde_json::Value| Kind::Scalar { text, json };
        let kind = match value {
            Toml::String(text) => scalar(text.value().clone(), text.value().as_str().into()),
            Toml::Integer(number) => scalar(typed, (*number.value()).into()),
            Toml::Float(number) => scalar(typed, (*number.value()).into()),
            Toml::Boolean(truth) => scalar(typed, (*truth.value()).into()),
            Toml::Datetime(_) => scalar(typed.clone(), typed.into()),
            Toml::Array(values) => {
                Kind::List(values.iter().map(|value| self.value(value)).collect())
            }
            Toml::InlineTable(table) => return self.table(table, span),
        };
        Value { span, kind }
    }
}
