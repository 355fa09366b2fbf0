//! Takes a value of front matter; returns the person that it names: a name alone, or a record
//! with what newsrooms and journals say of an author, or of somebody else who had a part.

use super::context::Context;
use super::imprint;
use crate::data::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, nearest};
use crate::lang::Relator;
use crate::model::{Extra, Metadata, Person, orcid_fault};
use crate::source::Span;

/// The keys of a record, by meaning.
const NAME: &[&str] = &["name"];
const ROLE: &[&str] = &["role", "roles"];
const FILE_AS: &[&str] = &["file-as", "sort-as", "sort"];
const AFFILIATION: &[&str] = &[
    "affiliation",
    "affiliations",
    "institution",
    "institute",
    "organization",
];
const EMAIL: &[&str] = &["email", "e-mail", "mail"];
const ORCID: &[&str] = &["orcid"];
const URL: &[&str] = &["url", "homepage", "website"];
/// The parts of a name, in the order in which they are printed (the variables of CSL,
/// which Quarto takes).
const PARTS: [&str; 5] = [
    "given",
    "dropping-particle",
    "non-dropping-particle",
    "family",
    "suffix",
];

/// A person; nothing where there is no name.
pub(super) fn person(value: &Value) -> Option<Person> {
    let word = |keys: &[&str]| {
        let word = value
            .get(keys)
            .and_then(|value| value.each().first()?.as_str());
        word.unwrap_or_default().trim().to_owned()
    };
    let affiliations = value.get(AFFILIATION).map_or(&[][..], Value::each);
    Some(Person {
        name: named(value)?,
        file_as: word(FILE_AS),
        role: word(ROLE),
        affiliations: affiliations.iter().filter_map(house).collect(),
        email: word(EMAIL),
        orcid: word(ORCID),
        url: word(URL),
    })
}

/// The people that a value names who are not the authors: one, or a list; each a name, a name
/// with what they did (`J. Roy (translator)`), a record, or what they did with their names
/// (`translator: J. Roy`). `role` is what they did where nothing is said. What names nobody is
/// reported.
pub(super) fn contributors(
    value: &Value,
    role: &str,
    metadata: &mut Metadata,
    context: &mut Context,
) {
    for one in value.each() {
        match &one.kind {
            Kind::Null => {}
            Kind::Map(entries)
                if named(one).is_none() && !entries.is_empty() && !is_record(entries) =>
            {
                for entry in entries {
                    if Relator::of(&entry.key).is_none() {
                        unknown_role(&entry.key, entry.span, context);
                    }
                    contributors(&entry.value, &entry.key, metadata, context);
                }
            }
            Kind::List(_) => contributors(one, role, metadata, context),
            Kind::Scalar { text, .. } if text.trim().is_empty() => {}
            Kind::Scalar { .. } | Kind::Map(_) => {
                match person(one).filter(|own| is_name(&own.name, one)) {
                    Some(person) => {
                        check_orcid(one, context);
                        let people = in_parts(person, one, role, context);
                        metadata.contributors.extend(people);
                        // Each of several roles has been read.
                        let rest = others(one).filter(|entry| !ROLE.contains(&&*entry.key));
                        rest.for_each(|entry| keep(entry, "contributor", metadata, context));
                    }
                    None => {
                        let message = "expected a person: a name, or `{name: …, role: …}`";
                        let error = Diagnostic::error(Code::WrongValue, one.span, message);
                        context.report().push(error);
                    }
                }
            }
        }
    }
}

/// Whether keys are those of a person, and not parts that people had.
fn is_record(entries: &[Entry]) -> bool {
    let mut keys = entries.iter().map(|entry| &*entry.key);
    keys.any(|key| NAME.contains(&key) || ROLE.contains(&key) || PARTS.contains(&key))
}

/// Whether a value can be a name: it has letters, and is not `true`.
fn is_name(name: &str, value: &Value) -> bool {
    name.contains(char::is_alphabetic) && value.as_bool().is_none()
}

/// Keeps what a record has besides.
pub(super) fn keep(entry: &Entry, whose: &str, metadata: &mut Metadata, context: &mut Context) {
    let article = match whose {
        "author" => "an",
        _ => "a",
    };
    let message = format!(
        "unknown key `{}` of {article} {whose}; kept as metadata",
        entry.key
    );
    let note = Diagnostic::note(Code::UnknownKey, entry.span, message);
    context.report().push(note);
    metadata.keep(Extra {
        key: format!("{whose}.{}", entry.key),
        span: entry.span,
        value: entry.value.to_json(),
    });
}

/// A person once in each part that they had.
fn in_parts(person: Person, value: &Value, role: &str, context: &mut Context) -> Vec<Person> {
    let said = value.get(ROLE).map_or(&[][..], Value::each);
    let said = said
        .iter()
        .filter_map(|role| Some((role.as_str()?.trim(), role.span)));
    let said: Vec<(&str, Span)> = said.filter(|(role, _)| !role.is_empty()).collect();
    for (role, place) in &said {
        if Relator::of(role).is_none() {
            unknown_role(role, *place, context);
        }
    }
    if !said.is_empty() {
        let part = |(role, _): &(&str, Span)| Person {
            role: (*role).to_owned(),
            ..person.clone()
        };
        return said.iter().map(part).collect();
    }
    let in_brackets = person
        .name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once('('));
    let in_brackets =
        in_brackets.filter(|(name, role)| !name.trim().is_empty() && Relator::of(role).is_some());
    let (name, role) = in_brackets.unwrap_or((&person.name, role));
    vec![Person {
        name: name.trim().to_owned(),
        role: role.trim().to_owned(),
        ..person.clone()
    }]
}

/// Reports the word for a part that has no code.
pub(super) fn unknown_role(role: &str, place: Span, context: &mut Context) {
    let message = format!("unknown role `{role}`; written as `contributor` in metadata");
    let warning = Diagnostic::warning(Code::UnknownRole, place, message);
    context
        .report()
        .push(match nearest(&role.to_lowercase(), Relator::words()) {
            Some(near) => warning.hint(format!("did you mean `{near}`?")),
            None => warning.hint(
                "roles are words such as `translator`, or codes of MARC relators such as `trl`",
            ),
        });
}

/// Reports authors whose role is a slip for one that is known, and identifiers of people whose
/// check digit is wrong.
pub(super) fn check(value: &Value, context: &mut Context) {
    for one in value.each() {
        let roles = one.get(ROLE).map_or(&[][..], Value::each);
        for role in roles.iter() {
            let word = role.as_str().unwrap_or_default().trim();
            // What an author is by profession is no part in an article.
            let is_slip = Relator::of(word).is_none()
                && nearest(&word.to_lowercase(), Relator::words()).is_some();
            if is_slip {
                unknown_role(word, role.span, context);
            }
        }
        check_orcid(one, context);
    }
}

/// Reports a wrong ORCID of a person, at any depth of a list.
pub(super) fn check_orcid(value: &Value, context: &mut Context) {
    let orcid = value.get(ORCID);
    let orcid = orcid.and_then(|orcid| Some((orcid, orcid.as_str()?)));
    if let Some((place, orcid)) = orcid.filter(|(_, orcid)| !orcid.trim().is_empty())
        && let Some(fault) = orcid_fault(orcid)
    {
        imprint::wrong(orcid, "ORCID", fault, place.span, context);
    }
}

/// What a record has besides, which has no place in a person.
pub(super) fn others(value: &Value) -> impl Iterator<Item = &Entry> {
    let is_word = |value: &Value| matches!(value.each(), [only] if only.as_str().is_some());
    let has_place = move |entry: &&Entry| {
        let key = &&*entry.key;
        let value = &entry.value;
        // A role that is one of several is kept too.
        match value.is_null() {
            true => true,
            false if [FILE_AS, ROLE, EMAIL, ORCID, URL].concat().contains(key) => is_word(value),
            false if AFFILIATION.contains(key) => value.each().iter().all(|v| house(v).is_some()),
            false => NAME.contains(key),
        }
    };
    let is_name = value.get(NAME).is_none();
    let entries = value.entries().iter();
    entries.filter(move |entry| {
        let is_part = PARTS.contains(&&*entry.key) || entry.key == "literal";
        let is_read = has_place(entry) || is_name && is_part;
        !is_read
    })
}

/// A house: its name, or a record of nothing but a name.
fn house(value: &Value) -> Option<String> {
    let name = match &value.kind {
        Kind::Map(entries) => match entries.as_slice() {
            [only] if only.key == "name" => only.value.as_str(),
            _ => None,
        },
        Kind::Scalar { .. } => value.as_str(),
        Kind::Null | Kind::List(_) => None,
    };
    let name = name?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// A name: a text, or a record that has one under `name`, whole or in parts.
pub(super) fn named(value: &Value) -> Option<String> {
    let record = value.get(NAME).unwrap_or(value);
    let part = |key: &str| record.get(&[key]).and_then(Value::as_str);
    let whole = record.as_str().or(part("literal")).map(str::to_owned);
    let name = whole.unwrap_or_else(|| {
        let parts = PARTS.into_iter().filter_map(part);
        parts.collect::<Vec<_>>().join(" ")
    });
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
