//! Takes the keys by which an article or a plan asks for numbers; returns what is numbered, and
//! what the numbers count in.

use super::context::Context;
use crate::data::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, nearest};
use crate::model::{LabelKind, LabelNumbers, NumberBy};
use crate::source::Span;

/// What is numbered: `true`, `false`, a kind or a list of kinds.
pub(super) fn kinds(entry: &Entry, numbers: &mut LabelNumbers, context: &mut Context) {
    let value = &entry.value;
    let asked = match (value.as_bool(), &value.kind) {
        (Some(true), _) => LabelKind::USUAL.to_vec(),
        (Some(false), _) => Vec::new(),
        (None, Kind::Scalar { .. } | Kind::List(_)) => {
            let named = value.each().iter();
            named.filter_map(|one| kind(one, context)).collect()
        }
        (None, Kind::Null | Kind::Map(_)) => {
            let message = format!("`{}` expects true, false or a list of kinds", entry.key);
            let hint = "write it as `[figures, tables, equations, listings, sections]`";
            let error = Diagnostic::error(Code::WrongValue, value.span, message);
            return context.report().push(error.hint(hint));
        }
    };
    let others = numbers.kinds.take().unwrap_or_default();
    numbers.kinds = Some(LabelKind::sorted(asked.into_iter().chain(others)));
}

/// Pandoc's key for sections alone.
pub(super) fn sections(entry: &Entry, numbers: &mut LabelNumbers, context: &mut Context) {
    match entry.value.as_bool() {
        Some(true) => {
            let others = numbers.kinds.take().unwrap_or_default();
            let all = others.into_iter().chain([LabelKind::Section]);
            numbers.kinds = Some(LabelKind::sorted(all));
        }
        Some(false) => {}
        None => super::frontmatter::expect(entry, "true or false", context),
    }
}

/// What numbers count in.
pub(super) fn by(entry: &Entry, context: &mut Context) -> Option<NumberBy> {
    let word = entry.value.as_str().unwrap_or_default();
    let found = NumberBy::named(word);
    if found.is_none() {
        let names = NumberBy::NAMES.iter().map(|(name, _)| *name);
        not_one_of(&entry.key, word, entry.value.span, names, context);
    }
    found
}

fn kind(value: &Value, context: &mut Context) -> Option<LabelKind> {
    let word = value.as_str().unwrap_or_default();
    let found = LabelKind::named(word);
    if found.is_none() {
        let names = LabelKind::NAMES.iter().map(|(name, _)| *name);
        not_one_of("numbering", word, value.span, names, context);
    }
    found
}

fn not_one_of(
    key: &str,
    word: &str,
    span: Span,
    names: impl Iterator<Item = &'static str> + Clone,
    context: &mut Context,
) {
    let message = format!("`{key}` has no value `{word}`");
    let hint = match nearest(word, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names.collect::<Vec<_>>().join(", ")),
    };
    let error = Diagnostic::error(Code::WrongValue, span, message);
    context.report().push(error.hint(hint));
}
