//! Takes [front matter](super::head); returns [`Metadata`].
//!
//! The keys are those that newsrooms and the makers of sites use (Hugo, Jekyll,
//! Pandoc, Quarto, Zola, Hexo, Astro); one meaning has several names, the first in the
//! [table](super::keys) being ours, and case and the sign between two words do not matter
//! (`heroImage`, `hero_image`). A key that is not known is kept and told, with the
//! nearest known one if it looks like a slip; what only rules a site is kept unsaid.

use super::context::Context;
use super::date::{date, is_impossible};
use super::head;
use super::keys::{KEYS, OF_SITES, plain};
use super::links::is_site;
use super::origin::Origin;
use super::people::{named, others, person};
use super::picture;
use crate::data::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, nearest};
use crate::lang::Lang;
use crate::model::{
    AskedFamily, Copyfit, DateFormat, Extra, Inline, Metadata, Picture, Typography,
};
use crate::source::{Source, Span};
use crate::typography::rules::{PRESETS, RULES};

/// The parts of an article whose family can be asked for, with the key of the
/// request as themes and flags know it.
const FAMILIES: [(&str, &str); 3] = [
    ("text", "text.family"),
    ("headings", "headings.family"),
    ("code", "code.family"),
];

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
            Some(meaning) => match before(map, entry) {
                Some(other) => keep_beside(entry, other, meaning, metadata, context),
                None => set(metadata, meaning, entry, context),
            },
            None if own.contains(&&*entry.key) => {}
            None => {
                if OF_SITES.contains(&&*key) {
                    let message =
                        format!("the key `{}` is for the maker of a site; kept", entry.key);
                    let note = Diagnostic::note(Code::SiteKey, entry.span, message);
                    context.report().push(note);
                } else {
                    tell_unknown(entry, own, context);
                }
                let (key, value) = (entry.key.clone(), entry.value.to_json());
                let span = entry.span;
                metadata.keep(Extra { key, span, value });
            }
        }
    }
}

/// The entry of a map that fills the field of this one, if another does: that whose key
/// stands first in the [table](super::keys), of two the first.
fn before<'m>(map: &'m Value, entry: &Entry) -> Option<&'m Entry> {
    let key = plain(&entry.key);
    let names = KEYS.iter().find(|names| names.contains(&&*key))?;
    // Words to search for are gathered; a date that is true or false is a draft's.
    let fills = |entry: &Entry| !entry.value.is_null() && entry.value.as_bool().is_none();
    if names.first() == Some(&"keywords") || !fills(entry) {
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
        "author" => {
            metadata.authors = value.each().iter().filter_map(person).collect();
            for part in value.each().iter().flat_map(others) {
                let message = format!("unknown key `{}` of an author; kept as metadata", part.key);
                let note = Diagnostic::note(Code::UnknownKey, part.span, message);
                context.report().push(note);
                metadata.keep(Extra {
                    key: format!("author.{}", part.key),
                    span: part.span,
                    value: part.value.to_json(),
                });
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
            if let Some(date) = metadata.date.as_ref().filter(|date| date.ymd.is_none()) {
                let said = match is_impossible(&date.text) {
                    true => {
                        let message = format!("no such day: `{}`; printed as written", date.text);
                        Diagnostic::warning(Code::ImpossibleDate, value.span, message)
                    }
                    false => {
                        let message = "unknown form of date; printed as written";
                        Diagnostic::note(Code::Date, value.span, message)
                    }
                };
                let hint = "for a date in the metadata, write `2026-03-07`";
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
        "fit" => metadata.fit = fit(entry, context),
        "draft" => match value.as_bool() {
            Some(draft) => metadata.draft = draft,
            None => expect(entry, "true or false", context),
        },
        "publisher" => metadata.publisher = word(entry, context).unwrap_or_default(),
        "identifier" => metadata.identifier = word(entry, context).unwrap_or_default(),
        "series" => metadata.series = word(entry, context).unwrap_or_default(),
        "series-number" => metadata.series_number = word(entry, context).unwrap_or_default(),
        "certified-by" => metadata.certified_by = word(entry, context).unwrap_or_default(),
        "conforms-to" => metadata.conforms_to = word(entry, context).unwrap_or_default(),
        "base-url" => metadata.base_url = site(entry, context).unwrap_or_default(),
        "hyphenation" => metadata.hyphenation = keywords(value),
        "typography" => metadata.typography = typography(entry, context),
        "text" | "headings" | "code" => metadata.families.extend(family(key, entry, context)),
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

/// What is asked for of typography: a preset, as `none`, or `{preset: fr-presse, rules:
/// {colon-space: off}}`.
/// The pages to fit: their number alone, or `{pages: 2, fill: true}`.
fn fit(entry: &Entry, context: &mut Context) -> Option<Copyfit> {
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

fn typography(entry: &Entry, context: &mut Context) -> Typography {
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
fn family(part: &str, entry: &Entry, context: &mut Context) -> Option<AskedFamily> {
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
    let known = KEYS.iter().flat_map(|names| names.iter()).chain(own);
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
