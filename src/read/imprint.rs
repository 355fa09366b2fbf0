//! Takes the keys of front matter and plans that stand in an imprint; returns identifiers by
//! kind and form of the publication, and subjects in schemes of booksellers and libraries.
//! Wrong check digits are reported, and what is written is kept.

use super::context::Context;
use crate::data::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, nearest};
use crate::model::{Carrier, Fault, Identifier, IdentifierKind, Subject};
use crate::source::Span;

/// The schemes of subjects that EPUB names (EPUB Subject Authorities; EPUB 3.3, 5.5.3.2.4),
/// with CLIL, which French booksellers use. An address stands for a scheme of its own.
const SCHEMES: [&str; 12] = [
    "AAT", "BIC", "BISAC", "CLC", "CLIL", "DDC", "EuroVoc", "LCSH", "MEDTOP", "NDC", "Thema", "UDC",
];

/// The identifiers of a kind: one, several, or one for each form: `{pdf: …, epub: …}`.
pub(super) fn of_kind(
    kind: IdentifierKind,
    value: &Value,
    context: &mut Context,
) -> Vec<Identifier> {
    let mut found = Vec::new();
    for one in value.each() {
        match &one.kind {
            Kind::Map(entries) => {
                let of = |keys: &[&str]| entries.iter().find(|own| keys.contains(&&*own.key));
                if let Some(number) = of(&["value", "number", kind.name()]) {
                    let edition = of(&["format", "edition"]);
                    let edition = edition
                        .and_then(|own| carrier(own.value.as_str()?, own.value.span, context));
                    found.extend(scalar(kind, edition, &number.value, context));
                    continue;
                }
                for entry in entries {
                    let edition = carrier(&entry.key, entry.span, context);
                    for number in entry.value.each() {
                        found.extend(scalar(kind, edition, number, context));
                    }
                }
            }
            Kind::Scalar { .. } => found.extend(scalar(kind, None, one, context)),
            Kind::List(_) => found.extend(of_kind(kind, one, context)),
            Kind::Null => {}
        }
    }
    found
}

/// Identifiers by their kinds: `{isbn: …, doi: …}`, a list of such, or identifiers whose form
/// says their kind.
pub(super) fn identifiers(value: &Value, context: &mut Context) -> Vec<Identifier> {
    let mut found = Vec::new();
    for one in value.each() {
        match &one.kind {
            Kind::Map(entries) => found.extend(by_kind(entries, context)),
            Kind::Scalar { text, .. } => match IdentifierKind::guess(text) {
                Some((kind, _)) => found.extend(scalar(kind, None, one, context)),
                None if text.trim().is_empty() => {}
                None => expect(
                    one,
                    "an identifier of a known kind, as in `isbn: …`",
                    context,
                ),
            },
            Kind::List(_) => found.extend(identifiers(one, context)),
            Kind::Null => {}
        }
    }
    found
}

fn by_kind(entries: &[Entry], context: &mut Context) -> Vec<Identifier> {
    let of = |key: &str| entries.iter().find(|own| own.key == key);
    // `{type: isbn, value: …, format: epub}`.
    let said = of("type").or(of("scheme")).or(of("kind"));
    if let (Some(kind), Some(number)) = (said, of("value").or(of("text"))) {
        let name = kind
            .value
            .as_str()
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        return match IdentifierKind::named(&name) {
            Some(kind) => {
                let edition = of("format").or(of("edition"));
                let edition =
                    edition.and_then(|own| carrier(own.value.as_str()?, own.value.span, context));
                scalar(kind, edition, &number.value, context)
                    .into_iter()
                    .collect()
            }
            None => {
                unknown_kind(&name, kind.value.span, context);
                Vec::new()
            }
        };
    }
    let mut found = Vec::new();
    for entry in entries {
        match IdentifierKind::named(&entry.key.to_lowercase()) {
            Some(kind) => found.extend(of_kind(kind, &entry.value, context)),
            None => unknown_kind(&entry.key, entry.span, context),
        }
    }
    found
}

fn unknown_kind(name: &str, place: Span, context: &mut Context) {
    let message = format!("unknown kind of identifier `{name}`; left out");
    let known = IdentifierKind::NAMES.map(|(name, _)| name);
    let hint = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", known.join(", ")),
    };
    let error = Diagnostic::error(Code::WrongValue, place, message);
    context.report().push(error.hint(hint));
}

fn carrier(word: &str, place: Span, context: &mut Context) -> Option<Carrier> {
    let carrier = Carrier::named(word);
    if carrier.is_none() {
        let message = format!("unknown format `{word}` of an identifier; it is taken for all");
        let hint = "the formats are pdf, epub and print";
        let error = Diagnostic::error(Code::WrongValue, place, message);
        context.report().push(error.hint(hint));
    }
    carrier
}

/// One identifier, as it is written.
fn scalar(
    kind: IdentifierKind,
    edition: Option<Carrier>,
    value: &Value,
    context: &mut Context,
) -> Option<Identifier> {
    let Some(text) = value.as_str() else {
        if !value.is_null() {
            expect(value, "an identifier", context);
        }
        return None;
    };
    if text.trim().is_empty() {
        return None;
    }
    let identifier = Identifier {
        kind,
        edition,
        value: text.trim().to_owned(),
        span: value.span,
    };
    check(&identifier, context);
    Some(identifier)
}

/// Reports what is wrong with an identifier.
pub(super) fn check(identifier: &Identifier, context: &mut Context) {
    if let Some(fault) = identifier.fault() {
        let kind = identifier.kind.name().to_uppercase();
        wrong(&identifier.value, &kind, fault, identifier.span, context);
    }
}

/// Reports an identifier with a fault.
pub(super) fn wrong(value: &str, kind: &str, fault: Fault, place: Span, context: &mut Context) {
    let value = value.trim();
    let report = |message: String| Diagnostic::warning(Code::WrongIdentifier, place, message);
    context.report().push(match fault {
        Fault::CheckDigit(right) => report(format!(
            "wrong check digit in the {kind} `{value}`; kept as written"
        ))
        .hint(format!(
            "the last digit must be {right}, or another is wrong"
        )),
        Fault::Form(form) => {
            report(format!("`{value}` is not a valid {kind}; kept as written")).hint(form)
        }
    });
}

/// A subject in a scheme: `{scheme: Thema, code: FBA, term: Modern fiction}`.
pub(super) fn subject(value: &Value, context: &mut Context) -> Option<Subject> {
    let mut word = |keys: &[&str]| {
        let value = value.get(keys)?;
        if value.as_str().is_none() && !value.is_null() {
            expect(value, "a text", context);
        }
        Some(value.as_str()?.trim().to_owned())
    };
    let subject = Subject {
        scheme: word(&["scheme", "authority"]).unwrap_or_default(),
        code: word(&["code"]).unwrap_or_default(),
        term: word(&["term", "name", "text", "label"]).unwrap_or_default(),
    };
    if subject.code.is_empty() && subject.term.is_empty() {
        expect(
            value,
            "a word, or a subject as in `{scheme: Thema, code: FBA, term: Fiction}`",
            context,
        );
        return None;
    }
    let given = &subject.scheme;
    let known = SCHEMES
        .into_iter()
        .find(|own| own.eq_ignore_ascii_case(given));
    if known.is_none() && !given.contains("://") && !given.is_empty() {
        let message = format!("unknown scheme of subjects `{given}`; kept as written");
        let place = value
            .get(&["scheme", "authority"])
            .map_or(value.span, |own| own.span);
        let warning = Diagnostic::warning(Code::WrongIdentifier, place, message);
        let hint = match nearest(given, SCHEMES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}, and addresses", SCHEMES.join(", ")),
        };
        context.report().push(warning.hint(hint));
    }
    Some(match known {
        Some(known) => Subject {
            scheme: known.to_owned(),
            ..subject
        },
        None => subject,
    })
}

fn expect(value: &Value, what: &str, context: &mut Context) {
    let message = format!("expected {what}");
    let error = Diagnostic::error(Code::WrongValue, value.span, message);
    context.report().push(error);
}
