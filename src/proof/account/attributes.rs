//! What an attribute may say, in braces or in a tag: the one table of them. An attribute
//! that is not in it has done something if the model keeps it under its own key.

use super::claims::{Claim, Claims};
use super::decode::{Reading, meaning};
use super::facts::{Facts, pair};
use crate::lang::Lang;
use crate::model::columns::COLUMNS;
use crate::model::index;
use crate::model::{Extent, KEEP, Numerals, is_bleed};
use crate::notation::breaks;
use std::ops::Range;

/// What a fact of the model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    /// An identifier.
    Id,
    /// A class.
    Class,
    /// A language.
    Lang,
    /// Where a link leads.
    Target,
    /// The title of a link, what an abbreviation stands for.
    Title,
    /// The path of a picture.
    Path,
    /// What a picture shows.
    Alt,
    /// The language of code.
    Language,
    /// A number: the first of a list, columns and rows of a cell.
    Number,
    /// The alignment of a column.
    Alignment,
    /// That a block or an inline is of a kind.
    Kind,
    /// The width of a picture.
    Width,
    /// The height of a picture.
    Height,
    /// The side at which a picture stands.
    Side,
    /// Any other attribute, as `key=value`.
    Pair,
    /// The address of what is left out, which a diagnostic quotes.
    Told,
}

/// Attributes by the fact that they become.
const ATTRIBUTES: [(&str, Holds); 34] = [
    ("id", Holds::Id),
    ("name", Holds::Id),
    ("lang", Holds::Lang),
    ("xml:lang", Holds::Lang),
    ("class", Holds::Class),
    ("href", Holds::Target),
    ("title", Holds::Title),
    ("abbr", Holds::Title),
    ("src", Holds::Path),
    ("path", Holds::Path),
    ("image", Holds::Path),
    ("image_path", Holds::Path),
    ("alt", Holds::Alt),
    ("start", Holds::Number),
    ("value", Holds::Number),
    ("colspan", Holds::Number),
    ("rowspan", Holds::Number),
    ("header-rows", Holds::Number),
    ("footer-rows", Holds::Number),
    ("aligns", Holds::Alignment),
    ("align", Holds::Alignment),
    ("level", Holds::Number),
    ("columns", Holds::Number),
    ("rows", Holds::Number),
    ("language", Holds::Language),
    ("classes", Holds::Class),
    ("style", Holds::Alignment),
    ("width", Holds::Width),
    ("height", Holds::Height),
    ("side", Holds::Side),
    ("fig-align", Holds::Side),
    ("span", Holds::Side),
    ("bleed", Holds::Side),
    ("link", Holds::Target),
];

/// Classes by the kind of block or inline that they make.
const KINDS: [(&str, &str); 27] = [
    ("aside", "aside"),
    ("sidebar", "aside"),
    ("note", "aside"),
    ("pullquote", "pullquote"),
    ("pull-quote", "pullquote"),
    ("epigraph", "epigraph"),
    ("quote", "quote"),
    ("verse", "verse"),
    ("poem", "verse"),
    ("figure", "figure"),
    ("gallery", "gallery"),
    ("columns", "columns"),
    ("wp-block-columns", "columns"),
    ("column", "column"),
    ("wp-block-column", "column"),
    ("list-table", "table"),
    ("definitions", "definitions"),
    ("smallcaps", "smallcaps"),
    ("small-caps", "smallcaps"),
    ("sc", "smallcaps"),
    ("abbr", "abbr"),
    ("credit", "credit"),
    ("credits", "credit"),
    ("copyright", "credit"),
    ("photographer", "credit"),
    ("attribution", "credit"),
    ("author", "credit"),
];

/// An attribute as it is typed: the range of all of it, of its key and of its value.
pub(super) struct Typed {
    pub(super) whole: Range<usize>,
    pub(super) key: String,
    pub(super) value: Range<usize>,
    pub(super) reading: Reading,
}

/// Claims an attribute if the model has what it says. What of its value stands in the
/// text already needs no other witness.
pub(super) fn account(claims: &mut Claims, facts: &mut Facts, typed: &Typed) -> bool {
    let raw = claims.slice(typed.value.clone());
    let value = meaning(raw, typed.reading);
    let is_text = claims.are_taken(typed.value.clone());
    // A class of a tag is kept nowhere: at most it says of what kind something is, or at which side.
    if typed.reading == Reading::Html && typed.key == "class" {
        let mut names = value.split_whitespace();
        let mut is_known = |name: &str| {
            let keeps = matches!(name, KEEP | index::CLASS) && facts.take(Holds::Class, name);
            keeps || breaks_off(facts, name) || kind(facts, name) || place(facts, name)
        };
        if !is_text && !names.all(&mut is_known) {
            return false;
        }
        claims.take(typed.whole.clone(), Claim::Markup);
        return true;
    }
    if is_text
        || holds(facts, &typed.key, value.trim())
        || value != value.trim() && holds(facts, &typed.key, &value)
    {
        claims.take(typed.value.clone(), Claim::Metadata);
        claims.take(typed.whole.clone(), Claim::Markup);
        return true;
    }
    false
}

/// Whether the model has what an attribute or a key of this name says.
pub(super) fn holds(facts: &mut Facts, key: &str, value: &str) -> bool {
    // HTML has attributes of its own under names of this kind (HTML, 3.2.6.6).
    let own = key.strip_prefix("data-").unwrap_or(key);
    if facts.take(Holds::Pair, &pair(key, value)) || facts.take(Holds::Pair, &pair(own, value)) {
        return true;
    }
    if asks(facts, key, value) {
        return true;
    }
    let known = ATTRIBUTES.iter().find(|(name, _)| *name == key);
    match known.map(|(_, holds)| *holds) {
        Some(Holds::Class) => classes(facts, value),
        Some(Holds::Lang) => {
            let Some(lang) = Lang::parse(value) else {
                return false;
            };
            let lang = lang.to_string();
            facts.take(Holds::Lang, &lang) || facts.lang.as_ref() == Some(&lang)
        }
        Some(Holds::Alignment) if key == "style" => style(facts, value),
        Some(key @ (Holds::Width | Holds::Height)) => facts.length(key, value),
        Some(Holds::Side) if key == "span" => facts.extent_of(Extent::of(value)),
        Some(Holds::Side) if key == "bleed" => facts.bleed(value),
        // Of Quarto: where it stands anyway.
        Some(Holds::Side) => facts.side(value) || matches!(value, "" | "default"),
        Some(Holds::Alignment) => {
            let mut parts = value.split(',').map(str::trim);
            parts.all(|part| aligned(facts, part)) || facts.side(value)
        }
        // What is left out is linked to instead.
        Some(Holds::Path) if key == "src" => [Holds::Path, Holds::Target, Holds::Told]
            .into_iter()
            .any(|holds| facts.take(holds, value)),
        // An empty title says nothing.
        Some(Holds::Title) => value.is_empty() || facts.take(Holds::Title, value),
        Some(holds) => facts.take(holds, value),
        None => false,
    }
}

fn aligned(facts: &mut Facts, part: &str) -> bool {
    let name = match part {
        "r" | "right" | "end" => "right",
        "c" | "center" | "centre" => "center",
        "l" | "left" | "start" | "d" | "default" => "left",
        _ => return false,
    };
    facts.take(Holds::Alignment, name)
}

/// Whether the model does what a key or a property asks of pages.
fn asks(facts: &mut Facts, key: &str, value: &str) -> bool {
    let value = value.trim().trim_end_matches("!important").trim_end();
    let value = value.to_ascii_lowercase();
    if breaks::is_keeping(key, &value) {
        return facts.take(Holds::Class, KEEP);
    }
    match (breaks::side_of_key(key), breaks::of_word(&value)) {
        (Some(side), Some(kind)) => facts.takes_break(side, kind),
        (Some(_) | None, Some(_) | None) => false,
    }
}

/// Whether the model has the break that a class asks for.
fn breaks_off(facts: &mut Facts, class: &str) -> bool {
    match (breaks::of_class(class), breaks::beside_class(class)) {
        (Some(kind), _) => facts.has_break(kind),
        (None, Some((side, kind))) => facts.takes_break(side, kind),
        (None, None) => false,
    }
}

fn style(facts: &mut Facts, value: &str) -> bool {
    let mut parts = value
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.all(|part| match part.split_once(':') {
        Some((key, value)) => match key.trim().to_ascii_lowercase().as_str() {
            "text-align" => aligned(facts, value.trim()),
            "width" => {
                let is_column = facts.take(Holds::Pair, &pair("width", value.trim()));
                is_column || facts.length(Holds::Width, value)
            }
            "height" => facts.length(Holds::Height, value),
            "list-style-type" | "list-style" => {
                let numerals = Numerals::of(value.trim());
                numerals.is_some_and(|n| facts.take(Holds::Pair, &pair("type", n.sign())))
            }
            "float" => facts.side(value.trim()),
            "column-count" | "columns" => facts.take(Holds::Kind, COLUMNS),
            "flex-basis" => facts.take(Holds::Pair, &pair("width", value.trim())),
            key if key.starts_with("font-variant") => {
                value.trim() == "small-caps" && facts.take(Holds::Kind, "smallcaps")
            }
            key => asks(facts, key, value),
        },
        None => false,
    })
}

/// Whether the model has each of some classes.
pub(super) fn classes(facts: &mut Facts, value: &str) -> bool {
    value.split_whitespace().all(|name| class(facts, name))
}

/// Whether the model has a class, or is of the kind that it makes.
pub(super) fn class(facts: &mut Facts, name: &str) -> bool {
    let name = if name == "-" { "unnumbered" } else { name };
    facts.take(Holds::Class, name)
        || place(facts, name)
        || breaks_off(facts, name)
        || kind(facts, name)
}

/// Whether a picture stands where a class says.
fn place(facts: &mut Facts, name: &str) -> bool {
    facts.side(name)
        || facts.extent_of(Extent::of_class(name))
        || is_bleed(name) && facts.bleed("true")
}

/// Whether the model is somewhere of the kind that a class makes.
fn kind(facts: &mut Facts, name: &str) -> bool {
    if let Some(language) = name.strip_prefix("language-")
        && facts.take(Holds::Language, language)
    {
        return true;
    }
    let kind = KINDS.iter().find(|(class, _)| *class == name);
    kind.is_some_and(|(_, kind)| facts.take(Holds::Kind, kind))
}

/// The attributes between the braces that open at a byte, and where they end:
/// `{#id .class key=value}`.
pub(super) fn braces(claims: &Claims, at: usize) -> Option<(Vec<Typed>, usize)> {
    let text = claims.rest(at);
    // kramdown puts a colon after the brace.
    let mut here = 1 + usize::from(text.starts_with("{:"));
    let mut all = Vec::new();
    loop {
        let rest = text.get(here..)?;
        here += rest.len() - rest.trim_start().len();
        let rest = text.get(here..)?;
        let first = rest.chars().next()?;
        let (key, value, length) = match first {
            '}' => return Some((all, at + here + 1)),
            '#' | '.' => {
                let end = rest.get(1..)?.find(ends_name)? + 1;
                (if first == '#' { "id" } else { "class" }, 1..end, end)
            }
            // Pandoc's sign for `.unnumbered`.
            '-' if rest.get(1..)?.starts_with([' ', '}']) => ("class", 0..1, 1),
            _ => {
                let equals = rest.find('=')?;
                let key = rest.get(..equals)?;
                if key.is_empty() || key.contains(ends_name) {
                    return None;
                }
                let value = quoted(rest, equals + 1)?;
                let length = value.end + (value.start - (equals + 1));
                (key, value, length)
            }
        };
        if value.is_empty() && matches!(first, '#' | '.') {
            return None;
        }
        let start = at + here;
        all.push(Typed {
            whole: start..start + length,
            key: key.to_owned(),
            value: start + value.start..start + value.end,
            reading: Reading::Markdown,
        });
        here += length;
    }
}

/// Where a value stands, without the quotation marks around it.
fn quoted(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    // Within a string of JSON.
    if let Some(value) = rest.strip_prefix("\\\"") {
        let end = value.find("\\\"")?;
        return Some(at + 2..at + 2 + end);
    }
    if !matches!(first, '"' | '\'') {
        let end = rest.find(|c: char| c.is_whitespace() || c == '}')?;
        return Some(at..at + end);
    }
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        if c == first && !escaped {
            return Some(at + 1..at + i);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

fn ends_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, '{' | '}' | '"' | '\'' | '=' | '#')
}
