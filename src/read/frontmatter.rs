//! Front matter in, [`Metadata`] out.
//!
//! The keys are those that newsrooms and static site makers use; one meaning
//! has several names, the first in the table below being ours. A key that is
//! not known is kept and told, with the nearest known one if it looks like a
//! slip.

use super::links::is_site;
use super::markdown::Markdown;
use super::origin::Origin;
use crate::data::{self, Entry, Kind, Value};
use crate::diag::{Diagnostic, nearest};
use crate::lang::Lang;
use crate::model::{AskedFamily, Date, Extra, Inline, Metadata, Person, Picture};
use crate::source::{Source, Span};
use std::ops::Range;

/// Keys of the front matter, by meaning: ours first, then others' names for it.
const KEYS: &[&[&str]] = &[
    &["kicker", "section", "rubrique", "overline"],
    &["headline", "title", "titre"],
    &[
        "standfirst",
        "subtitle",
        "deck",
        "dek",
        "lead",
        "chapo",
        "intro",
    ],
    &["byline"],
    &["author", "authors"],
    &["dateline", "place", "location"],
    &["date", "published", "pubdate"],
    &["language", "lang", "locale"],
    &["source"],
    &["credit", "credits"],
    &["rights", "license", "licence", "copyright"],
    &["keywords", "tags"],
    &["description", "summary"],
    &["cover", "cover-image", "cover_image", "featured_image"],
    &["slug"],
    &["draft"],
    &["publisher", "agency"],
    &["identifier", "isbn", "urn", "doi"],
    &["series", "belongs-to-collection", "collection"],
    &["series-number", "series-index", "group-position", "volume"],
    &["certified-by", "certifier"],
    &["conforms-to"],
    &["base-url", "base_url", "baseurl", "site"],
    &["hyphenation", "hyphenations"],
    &["text"],
    &["headings"],
    &["code"],
];
/// The parts of an article whose family can be asked for, with the key of the
/// request as themes and flags know it.
const FAMILIES: [(&str, &str); 3] = [
    ("text", "text.family"),
    ("headings", "headings.family"),
    ("code", "code.family"),
];

/// Where the YAML between the `---` lines of a text stands, and where the body
/// begins. The block opens on the first line and closes with `---` or `...`.
pub(super) fn split(text: &str) -> Option<(Range<usize>, usize)> {
    let first = text.split_inclusive('\n').next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = first.len();
    for line in text.get(at..)?.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// The metadata that a mapping describes. `own` are further keys that the
/// caller reads himself.
pub(super) fn metadata(map: &Value, own: &[&str], markdown: &mut Markdown) -> Metadata {
    let mut metadata = Metadata::default();
    for entry in map.entries() {
        let meaning = KEYS.iter().find(|names| names.contains(&&*entry.key));
        match meaning.and_then(|names| names.first()) {
            Some(key) => set(&mut metadata, key, entry, markdown),
            None if own.contains(&&*entry.key) => {}
            None => {
                tell_unknown(entry, own, markdown);
                metadata.extra.push(Extra {
                    key: entry.key.clone(),
                    span: entry.span,
                    value: entry.value.to_json(),
                });
            }
        }
    }
    metadata
}

fn set(metadata: &mut Metadata, key: &str, entry: &Entry, markdown: &mut Markdown) {
    let value = &entry.value;
    if value.is_null() {
        return;
    }
    match key {
        "kicker" => metadata.kicker = phrase(entry, markdown),
        "headline" => metadata.headline = phrase(entry, markdown),
        "standfirst" => metadata.standfirst = phrase(entry, markdown),
        "byline" => metadata.byline = phrase(entry, markdown),
        "dateline" => metadata.dateline = phrase(entry, markdown),
        "source" => metadata.source = phrase(entry, markdown),
        "credit" => metadata.credit = phrase(entry, markdown),
        "rights" => metadata.rights = phrase(entry, markdown),
        "author" => {
            metadata.authors = value.each().iter().filter_map(person).collect();
            // Authors alone are printed as the byline.
            if metadata.byline.is_empty() {
                metadata.byline = names(value, markdown);
            }
        }
        "date" => {
            metadata.date = word(entry, markdown).map(|text| date(&text, value.span));
            if metadata
                .date
                .as_ref()
                .is_some_and(|date| date.ymd.is_none())
            {
                markdown.report().push(
                    Diagnostic::note("date", value.span, "the date is printed as it stands")
                        .hint("catalogues want a day: write it as `2026-03-07`"),
                );
            }
        }
        "language" => metadata.lang = language(entry, markdown),
        "keywords" => metadata.keywords = keywords(value),
        "description" => metadata.description = word(entry, markdown).unwrap_or_default(),
        "cover" => metadata.cover = cover(entry, markdown),
        "slug" => metadata.slug = word(entry, markdown).filter(|s| !s.trim().is_empty()),
        "draft" => match value.as_bool() {
            Some(draft) => metadata.draft = draft,
            None => expect(entry, "true or false", markdown),
        },
        "publisher" => metadata.publisher = word(entry, markdown).unwrap_or_default(),
        "identifier" => metadata.identifier = word(entry, markdown).unwrap_or_default(),
        "series" => metadata.series = word(entry, markdown).unwrap_or_default(),
        "series-number" => metadata.series_number = word(entry, markdown).unwrap_or_default(),
        "certified-by" => metadata.certified_by = word(entry, markdown).unwrap_or_default(),
        "conforms-to" => metadata.conforms_to = word(entry, markdown).unwrap_or_default(),
        "base-url" => metadata.base_url = site(entry, markdown).unwrap_or_default(),
        "hyphenation" => metadata.hyphenation = keywords(value),
        "text" | "headings" | "code" => metadata.families.extend(family(key, entry, markdown)),
        _ => {}
    }
}

/// A field of rich text: the inlines of a scalar, or of the parts of a list
/// joined with commas.
pub(super) fn phrase(entry: &Entry, markdown: &mut Markdown) -> Vec<Inline> {
    match &entry.value.kind {
        Kind::Map(_) => {
            expect(entry, "a text", markdown);
            Vec::new()
        }
        Kind::Null | Kind::Scalar { .. } | Kind::List(_) => names(&entry.value, markdown),
    }
}

fn names(value: &Value, markdown: &mut Markdown) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for part in value.each() {
        let part = part.get(&["name"]).unwrap_or(part);
        let Some((text, origin)) = Origin::of(part, markdown.source()) else {
            continue;
        };
        if !inlines.is_empty() {
            let end = part.span.start as usize;
            inlines.push(markdown.made(", ", end));
        }
        inlines.extend(markdown.inlines(text.trim_end(), &origin));
    }
    inlines
}

fn person(value: &Value) -> Option<Person> {
    let text = |keys: &[&str]| value.get(keys).and_then(Value::as_str).unwrap_or("");
    let name = value.as_str().unwrap_or_else(|| text(&["name"])).trim();
    (!name.is_empty()).then(|| Person {
        name: name.to_owned(),
        role: text(&["role"]).trim().to_owned(),
    })
}

fn keywords(value: &Value) -> Vec<String> {
    let words = value.each().iter().filter_map(Value::as_str);
    let words = words.flat_map(|text| text.split(','));
    words
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// The address of a site.
fn site(entry: &Entry, markdown: &mut Markdown) -> Option<String> {
    let address = word(entry, markdown)?.trim().to_owned();
    if is_site(&address) {
        return Some(address);
    }
    let message = format!("`{address}` is not the address of a site");
    let warning = Diagnostic::warning("base-url", entry.value.span, message);
    markdown
        .report()
        .push(warning.hint("write it as in `https://example.org/news/`"));
    None
}

fn language(entry: &Entry, markdown: &mut Markdown) -> Option<Lang> {
    let tag = word(entry, markdown)?;
    let lang = Lang::parse(&tag);
    if lang.is_none() {
        markdown.report().push(
            Diagnostic::error(
                "unknown-language",
                entry.value.span,
                format!("`{tag}` is no language tag"),
            )
            .hint("write the language as in `fr`, `pt-BR` or `sr-Cyrl`"),
        );
    }
    lang
}

/// A picture: its path alone, or `{image: path, alt: text}`.
fn cover(entry: &Entry, markdown: &mut Markdown) -> Option<Picture> {
    let value = &entry.value;
    let path = value.get(&["image", "src", "path"]).unwrap_or(value);
    let Some(name) = path.as_str() else {
        expect(entry, "the path of a picture", markdown);
        return None;
    };
    let alt = value.get(&["alt"]).and_then(Value::as_str);
    Some(Picture {
        path: name.to_owned(),
        span: path.span,
        // A cover repeats the title in a picture: that is what it shows.
        alt: Some(alt.unwrap_or("").to_owned()),
    })
}

/// The family a part is to be set in: `text: {family: Gentium}`.
fn family(part: &str, entry: &Entry, markdown: &mut Markdown) -> Option<AskedFamily> {
    let (_, key) = FAMILIES.iter().find(|(name, _)| *name == part)?;
    for inner in entry.value.entries() {
        if inner.key != "family" {
            let message = format!("`{part}` has no key `{}`", inner.key);
            let hint = format!("an article says of it `{part}: {{family: A Name}}`");
            let warning = Diagnostic::warning("unknown-key", inner.span, message);
            markdown.report().push(warning.hint(hint));
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
            expect(entry, "a family, as in `{family: Gentium}`", markdown);
            None
        }
    }
}

/// A plain text.
pub(super) fn word(entry: &Entry, markdown: &mut Markdown) -> Option<String> {
    let text = entry.value.as_str().map(|s| s.trim().to_owned());
    if text.is_none() && !entry.value.is_null() {
        expect(entry, "a text", markdown);
    }
    text
}

/// Says that a key has a value of another kind than it can use.
pub(super) fn expect(entry: &Entry, what: &str, markdown: &mut Markdown) {
    markdown.report().push(Diagnostic::error(
        "wrong-value",
        entry.value.span,
        format!("`{}` wants {what}", entry.key),
    ));
}

fn tell_unknown(entry: &Entry, own: &[&str], markdown: &mut Markdown) {
    let known = KEYS.iter().flat_map(|names| names.iter()).chain(own);
    let message = format!("the key `{}` is not known; it is kept", entry.key);
    let diagnostic = match nearest(&entry.key, known.copied()) {
        Some(name) => Diagnostic::warning("unknown-key", entry.span, message)
            .hint(format!("did you mean `{name}`?")),
        None => Diagnostic::note("unknown-key", entry.span, message),
    };
    markdown.report().push(diagnostic);
}

/// A date: `2026-03-03`, with or without a time of day, `2026/03/03`, or
/// `03.03.2026` and `3/3/2026` with the day first, as outside the United States.
pub(super) fn date(text: &str, span: Span) -> Date {
    let day = text.split(['T', ' ']).next().unwrap_or("");
    let parts: Vec<Option<u32>> = day.split(['-', '/', '.']).map(|p| p.parse().ok()).collect();
    let ymd = match parts.as_slice() {
        [Some(y), Some(m), Some(d)] if *y > 31 => Some((*y, *m, *d)),
        [Some(d), Some(m), Some(y)] if *y > 31 && !day.contains('-') => Some((*y, *m, *d)),
        _ => None,
    };
    let ymd = ymd.filter(|(y, m, d)| *d >= 1 && *d <= days_in_month(*y, *m));
    Date {
        text: text.to_owned(),
        span,
        ymd: ymd.map(|(y, m, d)| (y as i32, m as u8, d as u8)),
    }
}

/// How many days a month of the Gregorian calendar has; none, if there is no
/// such month.
fn days_in_month(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    }
}

/// Reads the front matter at the head of a text, and says where the body begins.
pub(super) fn read(source: &Source, markdown: &mut Markdown) -> (Metadata, usize) {
    let Some((yaml, body)) = split(source.text()) else {
        return (Metadata::default(), 0);
    };
    let text = source.text().get(yaml.clone()).unwrap_or("");
    let map = data::parse(text, yaml.start, source, markdown.report());
    let metadata = match map {
        Some(map) if matches!(map.kind, Kind::Map(_)) => metadata(&map, &[], markdown),
        Some(other) => {
            markdown.report().push(Diagnostic::error(
                "wrong-value",
                other.span,
                "front matter is a list of keys and values, such as `title: A headline`",
            ));
            Metadata::default()
        }
        None => Metadata::default(),
    };
    (metadata, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_usual_forms() {
        let iso = |text: &str| date(text, Span::default()).iso();
        assert_eq!(iso("2026-03-07").as_deref(), Some("2026-03-07"));
        assert_eq!(iso("2026-03-07T10:00:00Z").as_deref(), Some("2026-03-07"));
        assert_eq!(iso("07.03.2026").as_deref(), Some("2026-03-07"));
        assert_eq!(iso("2026-13-07"), None);
        assert_eq!(iso("2026-02-29"), None);
        assert_eq!(iso("2024-02-29").as_deref(), Some("2024-02-29"));
        assert_eq!(iso("printemps 1872"), None);
    }

    #[test]
    fn front_matter_ends_at_its_line() {
        assert_eq!(split("---\na: 1\n---\nb"), Some((4..9, 13)));
        assert_eq!(split("---\na: 1\n"), None);
        assert_eq!(split("a\n---\n---\n"), None);
    }
}
