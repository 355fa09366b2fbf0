//! Takes a value of front matter; returns the person that it names: a name alone, or a record
//! with what newsrooms and journals say of an author.

use crate::data::{Entry, Kind, Value};
use crate::model::Person;

/// The keys of a record, by meaning.
const NAME: &[&str] = &["name"];
const ROLE: &[&str] = &["role", "roles"];
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
        role: word(ROLE),
        affiliations: affiliations.iter().filter_map(house).collect(),
        email: word(EMAIL),
        orcid: word(ORCID),
        url: word(URL),
    })
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
            false if [ROLE, EMAIL, ORCID, URL].concat().contains(key) => is_word(value),
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
