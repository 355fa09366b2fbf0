//! Takes [front matter](super::head); returns [`Metadata`].
//!
//! The keys are those that newsrooms and the makers of sites use (Hugo, Jekyll,
//! Pandoc, Quarto, Zola, Hexo, Astro); one meaning has several names, the first in the
//! [table](super::keys) being ours, and case and the sign between two words do not matter
//! (`heroImage`, `hero_image`). A key that is not known is kept and told, with the
//! nearest known one if it looks like a slip; what only rules a site is kept unsaid.

use super::asked;
use super::citing;
use super::context::Context;
use super::date::{date, impossible};
use super::head;
use super::imprint;
use super::keys::{KEYS, OF_SITES, PEOPLE, plain};
use super::links::is_site;
use super::numbering;
use super::origin::Origin;
use super::people::{self, check, contributors, named, others, person};
use super::picture;
use crate::data::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, nearest};
use crate::lang::Lang;
use crate::model::{DateFormat, Extra, Identifier, IdentifierKind, Inline, Metadata, Picture};
use crate::source::Source;

/// Whether front matter opens a text: a form that no press copy has.
pub(super) fn is_at_head(text: &str) -> bool {
    head::fenced(text).is_some_and(|head| head.is_closed)
}

/// The metadata that a mapping describes. `own` are further keys that the
/// caller reads himself.
pub(super) fn metadata(map: &Value, own: &[&str], context: &mut Context) -> Metadata {
    let mut metadata = Metadata::default();
    take(map, own, &mut metadata, context);
    metadata
}

fn take(map: &Value, own: &[&str], metadata: &mut Metadata, context: &mut Context) {
    for entry in map.entries() {
        let key = plain(&entry.key);
        let meaning = KEYS.iter().find(|names| names.contains(&&*key));
        match meaning.and_then(|names| names.first()) {
            Some(&"taxonomies") => take(&entry.value, &[], metadata, context),
            // Makers of sites say under `editor` which program opens a page.
            Some(&"editor") if !names_person(&entry.value) => {
                keep_of_site(entry, metadata, context)
            }
            Some(meaning)
                if citing::KEYS.contains(meaning) && !citing::is_setting(meaning, &entry.value) =>
            {
                // A plan has a text under `bibliography`.
                if !own.contains(&&*entry.key) {
                    keep_of_site(entry, metadata, context);
                }
            }
            Some(meaning) => match before(map, entry) {
                Some(other) => keep_beside(entry, other, meaning, metadata, context),
                None => set(metadata, meaning, entry, context),
            },
            None if own.contains(&&*entry.key) => {}
            None => {
                if OF_SITES.contains(&&*key) {
                    keep_of_site(entry, metadata, context);
                    continue;
                }
                tell_unknown(entry, own, context);
                keep(entry, metadata);
            }
        }
    }
}

fn keep(entry: &Entry, metadata: &mut Metadata) {
    let (key, value) = (entry.key.clone(), entry.value.to_json());
    let span = entry.span;
    metadata.keep(Extra { key, span, value });
}

/// Keeps a key that is for the maker of a site.
fn keep_of_site(entry: &Entry, metadata: &mut Metadata, context: &mut Context) {
    let message = format!("the key `{}` is for the maker of a site; kept", entry.key);
    let note = Diagnostic::note(Code::SiteKey, entry.span, message);
    context.report().push(note);
    keep(entry, metadata);
}

/// Whether a value is the name of somebody and not the setting of a program: names have
/// capitals, or several words.
fn names_person(value: &Value) -> bool {
    value.each().iter().any(|one| {
        let name = named(one).unwrap_or_default();
        name.contains(|c: char| c.is_uppercase() || c.is_whitespace() || !c.is_ascii())
    })
}

/// The entry of a map that fills the field of this one, if another does: that whose key
/// stands first in the [table](super::keys), of two the first.
fn before<'m>(map: &'m Value, entry: &Entry) -> Option<&'m Entry> {
    let key = plain(&entry.key);
    let names = KEYS.iter().find(|names| names.contains(&&*key))?;
    // Words to search for, people and identifiers are gathered; a date that is true or false is a draft's.
    let fills = |entry: &Entry| !entry.value.is_null() && entry.value.as_bool().is_none();
    let is_gathered = names
        .first()
        .is_some_and(|name| *name == "keywords" || PEOPLE.contains(name));
    if is_gathered || !fills(entry) {
        return None;
    }
    let rank = |entry: &Entry| names.iter().position(|name| *name == plain(&entry.key));
    let own = rank(entry)?;
    let (at, first) = map
        .entries()
        .iter()
        .enumerate()
        .filter(|(_, other)| fills(other))
        .filter_map(|(at, other)| Some((at, rank(other)?, other)))
        .min_by_key(|(at, rank, _)| (*rank, *at))
        .map(|(at, rank, other)| ((rank, at), other))?;
    let is_itself = at.0 == own && first.span == entry.span;
    (!is_itself).then_some(first)
}

/// Keeps a key whose field another one fills, and reports it unless both say the same.
fn keep_beside(
    entry: &Entry,
    other: &Entry,
    meaning: &str,
    metadata: &mut Metadata,
    context: &mut Context,
) {
    let (key, span, value) = (entry.key.clone(), entry.span, entry.value.to_json());
    if value == other.value.to_json() {
        return;
    }
    let said = entry.value.as_str().unwrap_or_default();
    let message = match said.is_empty() {
        true => format!(
            "`{key}` is not printed beside `{}`; kept as metadata",
            other.key
        ),
        false => format!(
            "`{key}: {said}` is not printed beside `{}`; kept as metadata",
            other.key
        ),
    };
    let is_printed = matches!(
        meaning,
        "kicker"
            | "headline"
            | "subtitle"
            | "standfirst"
            | "byline"
            | "author"
            | "dateline"
            | "source"
            | "credit"
            | "rights"
            | "licence"
    );
    let diagnostic = match is_printed {
        true => Diagnostic::warning(Code::DoubleKey, span, message).hint(format!(
            "both mean `{meaning}`: write them as one, or in the text"
        )),
        false => Diagnostic::note(Code::DoubleKey, span, message),
    };
    context.report().push(diagnostic);
    metadata.keep(Extra { key, span, value });
}

fn set(metadata: &mut Metadata, key: &str, entry: &Entry, context: &mut Context) {
    let value = &entry.value;
    if value.is_null() {
        return;
    }
    match key {
        "kicker" => metadata.kicker = phrase(entry, context),
        "headline" => metadata.headline = phrase(entry, context),
        "subtitle" => metadata.subtitle = phrase(entry, context),
        "standfirst" => metadata.standfirst = phrase(entry, context),
        "byline" => {
            metadata.byline = phrase(entry, context);
            metadata.byline_is_made = false;
        }
        "dateline" => metadata.dateline = phrase(entry, context),
        "source" => metadata.source = phrase(entry, context),
        "credit" => metadata.credit = phrase(entry, context),
        "rights" => metadata.rights = phrase(entry, context),
        "licence" => metadata.licence = phrase(entry, context),
        key if PEOPLE.contains(&key) => {
            contributors(value, key, metadata, context);
        }
        "author" => {
            check(value, context);
            metadata.authors = value.each().iter().filter_map(person).collect();
            for part in value.each().iter().flat_map(others) {
                people::keep(part, "author", metadata, context);
            }
            // Authors alone are printed as the byline.
            if metadata.byline.is_empty() {
                metadata.byline = names(value, context);
                metadata.byline_is_made = true;
            }
        }
        // Jekyll's `published: false` is a draft.
        "date" if value.as_bool().is_some() => metadata.draft |= value.as_bool() == Some(false),
        "date" => {
            metadata.date = word(entry, context).map(|text| date(&text, value.span));
            if let Some(date) = metadata.date.as_ref().filter(|date| date.when.is_none()) {
                let said = match impossible(&date.text) {
                    Some(fault) => {
                        let message = format!("{fault}; printed as written");
                        Diagnostic::warning(Code::ImpossibleDate, value.span, message)
                    }
                    None => {
                        let message = "unknown form of date; printed as written";
                        Diagnostic::note(Code::Date, value.span, message)
                    }
                };
                let hint = "for a date in the metadata, write `2026-03-07`, `2026-03` or `2026`";
                context.report().push(said.hint(hint));
            }
        }
        "date-format" => match value.as_str().and_then(DateFormat::named) {
            Some(format) => metadata.date_format = Some(format),
            None => expect(entry, "long, medium, iso or as-written", context),
        },
        "language" => metadata.lang = language(entry, context),
        "keywords" => {
            for word in keywords(value) {
                if !metadata.keywords.contains(&word) {
                    metadata.keywords.push(word);
                }
            }
            let in_schemes = value.each().iter();
            let in_schemes = in_schemes.filter(|one| matches!(one.kind, Kind::Map(_)));
            for subject in in_schemes.filter_map(|one| imprint::subject(one, context)) {
                if !metadata.subjects.contains(&subject) {
                    metadata.subjects.push(subject);
                }
            }
        }
        "description" => metadata.description = word(entry, context).unwrap_or_default(),
        "cover" => metadata.cover = cover(entry, context),
        "slug" => metadata.slug = word(entry, context).filter(|s| !s.trim().is_empty()),
        // Settings of a list are a wish for one.
        "toc" => {
            metadata.contents = value.as_bool().unwrap_or(!value.entries().is_empty());
            if value.as_bool().is_none() {
                let (key, value) = (entry.key.clone(), value.to_json());
                let span = entry.span;
                metadata.keep(Extra { key, span, value });
            }
        }
        "fit" => metadata.fit = asked::fit(entry, context),
        "draft" => match value.as_bool() {
            Some(draft) => metadata.draft = draft,
            None => expect(entry, "true or false", context),
        },
        "publisher" => metadata.publisher = word(entry, context).unwrap_or_default(),
        "identifier" => {
            metadata.identifier = word(entry, context).unwrap_or_default();
            let known = Identifier::within(&metadata.identifier, value.span);
            known
                .iter()
                .for_each(|known| imprint::check(known, context));
        }
        "identifiers" => {
            let found = imprint::identifiers(value, context);
            metadata.identifiers.extend(found);
        }
        "isbn" | "issn" | "doi" | "urn" => {
            if let Some(kind) = IdentifierKind::named(key) {
                let found = imprint::of_kind(kind, value, context);
                metadata.identifiers.extend(found);
            }
        }
        "series" => metadata.series = word(entry, context).unwrap_or_default(),
        "series-number" => metadata.series_number = word(entry, context).unwrap_or_default(),
        "volume" => metadata.volume = word(entry, context).unwrap_or_default(),
        // What is numbered, and not the number of an issue.
        "issue" if value.as_bool().is_some() || matches!(value.kind, Kind::List(_)) => {
            numbering::kinds(entry, &mut metadata.numbering, context);
        }
        "issue" => metadata.issue = word(entry, context).unwrap_or_default(),
        "certified-by" => metadata.certified_by = word(entry, context).unwrap_or_default(),
        "conforms-to" => metadata.conforms_to = word(entry, context).unwrap_or_default(),
        "base-url" => metadata.base_url = site(entry, context).unwrap_or_default(),
        "hyphenation" => metadata.hyphenation = keywords(value),
        "numbering" => numbering::kinds(entry, &mut metadata.numbering, context),
        "numbering-by" => metadata.numbering.by = numbering::by(entry, context),
        "number-sections" => numbering::sections(entry, &mut metadata.numbering, context),
        "typography" => metadata.typography = asked::typography(entry, context),
        key if citing::KEYS.contains(&key) => {
            citing::set(&mut metadata.citing, key, entry, context);
            keep(entry, metadata);
        }
        "text" | "headings" | "code" => {
            metadata.families.extend(asked::family(key, entry, context))
        }
        _ => {}
    }
}

/// A field of rich text: the inlines of a scalar, or of the parts of a list
/// joined with commas.
pub(super) fn phrase(entry: &Entry, context: &mut Context) -> Vec<Inline> {
    match &entry.value.kind {
        Kind::Map(_) => {
            expect(entry, "a text", context);
            Vec::new()
        }
        Kind::Null | Kind::Scalar { .. } | Kind::List(_) => names(&entry.value, context),
    }
}

fn names(value: &Value, context: &mut Context) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for part in value.each() {
        let part = part.get(&["name"]).unwrap_or(part);
        let in_parts = named(part).filter(|_| part.as_str().is_none());
        let found = match &in_parts {
            Some(name) => Some((
                name.as_str(),
                Origin::scalar(context.source(), part.span, name),
            )),
            None => Origin::of(part, context.source()),
        };
        let Some((text, origin)) = found else {
            continue;
        };
        if !inlines.is_empty() {
            let end = part.span.start as usize;
            inlines.push(context.made(", ", end));
        }
        inlines.extend(context.inlines_of_source(text.trim_end(), origin));
    }
    inlines
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
fn site(entry: &Entry, context: &mut Context) -> Option<String> {
    let address = word(entry, context)?.trim().to_owned();
    if is_site(&address) {
        return Some(address);
    }
    let message = format!("`{address}` is not the address of a site");
    let warning = Diagnostic::warning(Code::BaseUrl, entry.value.span, message);
    context
        .report()
        .push(warning.hint("write it as in `https://example.org/news/`"));
    None
}

fn language(entry: &Entry, context: &mut Context) -> Option<Lang> {
    let tag = word(entry, context)?;
    let lang = Lang::parse(&tag);
    if lang.is_none() {
        context.report().push(
            Diagnostic::error(
                Code::UnknownLanguage,
                entry.value.span,
                format!("`{tag}` is not a language tag"),
            )
            .hint("write the language as in `fr`, `pt-BR` or `sr-Cyrl`"),
        );
    }
    lang
}

/// A picture: its path alone, or `{image: path, alt: text}`.
fn cover(entry: &Entry, context: &mut Context) -> Option<Picture> {
    // Of several the first.
    let value = entry.value.each().first()?;
    let path = value
        .get(&["image", "src", "path", "url", "feature"])
        .unwrap_or(value);
    let Some(name) = path.as_str() else {
        expect(entry, "the path of a picture", context);
        return None;
    };
    let alt = value.get(&["alt"]).and_then(Value::as_str);
    // A cover repeats the title in a picture: that is what it shows.
    let alt = Some(alt.unwrap_or("").to_owned());
    Some(Picture::new(picture::plain_path(name), path.span, alt))
}

/// A plain text.
pub(super) fn word(entry: &Entry, context: &mut Context) -> Option<String> {
    let text = entry.value.as_str().map(|s| s.trim().to_owned());
    if text.is_none() && !entry.value.is_null() {
        expect(entry, "a text", context);
    }
    text
}

/// Says that a key has a value of another kind than it can use.
pub(super) fn expect(entry: &Entry, what: &str, context: &mut Context) {
    context.report().push(Diagnostic::error(
        Code::WrongValue,
        entry.value.span,
        format!("`{}` expects {what}", entry.key),
    ));
}

fn tell_unknown(entry: &Entry, own: &[&str], context: &mut Context) {
    // A person is meant only by a word of the same length: `translation` is another thing.
    let is_far = |names: &[&str], name: &str| {
        let is_person = names
            .first()
            .is_some_and(|own| *own != "contributor" && PEOPLE.contains(own));
        is_person && name.chars().count() != entry.key.chars().count()
    };
    let known = KEYS.iter().flat_map(|names| {
        let near = names.iter().filter(|name| !is_far(names, name));
        near.collect::<Vec<_>>()
    });
    let known = known.chain(own);
    let message = format!("the key `{}` is not known; it is kept", entry.key);
    let diagnostic = match nearest(&entry.key, known.copied()) {
        Some(name) => Diagnostic::warning(Code::UnknownKey, entry.span, message)
            .hint(format!("did you mean `{name}`?")),
        None => Diagnostic::note(Code::UnknownKey, entry.span, message),
    };
    context.report().push(diagnostic);
}

/// Reads the metadata at the head of a text, and says where the body begins.
pub(super) fn read(source: &Source, context: &mut Context) -> (Metadata, usize) {
    let Some(head) = head::find(source.text()) else {
        return (Metadata::default(), 0);
    };
    let body = head.body;
    let map = head::values(source, &head, context.report());
    let metadata = match map {
        Some(map) if matches!(map.kind, Kind::Map(_)) => metadata(&map, &[], context),
        Some(other) => {
            context.report().push(Diagnostic::error(
                Code::WrongValue,
                other.span,
                "front matter is a list of keys and values, such as `title: A headline`",
            ));
            Metadata::default()
        }
        None => Metadata::default(),
    };
    (metadata, body)
}
