//! Takes the keys by which front matter asks for its typography, its fonts and its length;
//! returns what is asked for.

use super::context::Context;
use super::frontmatter::expect;
use crate::data::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, nearest};
use crate::model::{AskedFamily, Copyfit, Typography};
use crate::source::Span;
use crate::typography::rules::{PRESETS, RULES};

/// The parts of an article whose family can be asked for, with the key of the
/// request as themes and flags know it.
const FAMILIES: [(&str, &str); 3] = [
    ("text", "text.family"),
    ("headings", "headings.family"),
    ("code", "code.family"),
];

/// The pages to fit: their number alone, or `{pages: 2, fill: true}`.
pub(super) fn fit(entry: &Entry, context: &mut Context) -> Option<Copyfit> {
    let value = &entry.value;
    for own in value.entries() {
        if !matches!(own.key.as_str(), "pages" | "fill") {
            let message = format!("`fit` has no key `{}`", own.key);
            let warning = Diagnostic::warning(Code::UnknownKey, own.span, message);
            let hint = "write it as `{pages: 2}` or `{pages: 2, fill: true}`";
            context.report().push(warning.hint(hint));
        }
    }
    let pages = value.get(&["pages"]).unwrap_or(value);
    let pages = pages.as_str().and_then(|text| text.trim().parse().ok());
    let Some(pages) = pages.filter(|pages| *pages > 0) else {
        expect(entry, "a number of pages, or `pages` and `fill`", context);
        return None;
    };
    let fill = value.get(&["fill"]);
    if fill.is_some_and(|fill| fill.as_bool().is_none()) {
        expect(entry, "true or false under `fill`", context);
    }
    Some(Copyfit {
        pages,
        fill: fill.and_then(Value::as_bool) == Some(true),
        span: entry.span,
    })
}

/// What is asked for of typography: a preset, as `none`, or `{preset: fr-presse, rules:
/// {colon-space: off}}`.
pub(super) fn typography(entry: &Entry, context: &mut Context) -> Typography {
    let value = &entry.value;
    let mut asked = Typography::default();
    let off = |value: &Value| value.as_bool() == Some(false) || value.as_str() == Some("off");
    if value.as_str().is_none() && !matches!(value.kind, Kind::Map(_)) {
        expect(entry, "a preset, or `preset` and `rules`", context);
    }
    let preset = value.get(&["preset"]).or(value.as_str().map(|_| value));
    if let Some(preset) = preset {
        let name = match preset.as_str().unwrap_or_default() {
            _ if off(preset) => "none",
            name => name,
        };
        if PRESETS.contains(&name) {
            asked.preset = Some(name.to_owned());
        } else {
            let known = PRESETS.into_iter();
            not_one_of("preset", name, preset.span, known, context);
        }
    }
    for rule in value.get(&["rules"]).map_or(&[][..], Value::entries) {
        let known = RULES.iter().map(|(name, _)| *name);
        if !known.clone().any(|name| name == rule.key) {
            not_one_of(
                "rule",
                &rule.key,
                rule.span.to(rule.value.span),
                known,
                context,
            );
        } else if off(&rule.value) {
            asked.off.push(rule.key.clone());
        } else if rule.value.as_bool() != Some(true) && rule.value.as_str() != Some("on") {
            expect(rule, "on or off", context);
        }
    }
    asked
}

fn not_one_of(
    what: &str,
    name: &str,
    place: Span,
    known: impl Iterator<Item = &'static str> + Clone,
    context: &mut Context,
) {
    let message = format!("unknown typography {what} `{name}`");
    let hint = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
    };
    let error = Diagnostic::error(Code::WrongValue, place, message);
    context.report().push(error.hint(hint));
}

/// The family a part is to be set in: `text: {family: Gentium}`.
pub(super) fn family(part: &str, entry: &Entry, context: &mut Context) -> Option<AskedFamily> {
    let (_, key) = FAMILIES.iter().find(|(name, _)| *name == part)?;
    for inner in entry.value.entries() {
        if inner.key != "family" {
            let message = format!("`{part}` has no key `{}`", inner.key);
            let hint = format!("write `{part}: {{family: A Name}}`");
            let warning = Diagnostic::warning(Code::UnknownKey, inner.span, message);
            context.report().push(warning.hint(hint));
        }
    }
    let value = entry.value.get(&["family"]);
    let name = value.and_then(Value::as_str).map(str::trim);
    match (name, value) {
        (Some(name), Some(value)) if !name.is_empty() => Some(AskedFamily {
            key,
            name: name.to_owned(),
            span: value.span,
        }),
        _ => {
            expect(entry, "a family, as in `{family: Gentium}`", context);
            None
        }
    }
}
