//! Takes a finished article; returns it with its keys as citations: `@fig:map` in the text,
//! `[see @smith2020, p. 33; @doe]` in brackets (Pandoc, "Citation syntax").
//!
//! Only what can be looked up becomes a citation: the key of a label, and any other key where the
//! article has a bibliography. The name of an account, `@anna`, stays text everywhere else.

use crate::model::{
    Article, Citation, CitationForm, CitationItem, Inline, InlineKind, LabelKind, NodeIds, walk,
};
use crate::notation::citation::key_at;
use crate::read::Format;
use crate::source::{Source, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// How deep brackets may be nested in a citation.
const MAX_DEPTH: usize = 3;

/// Makes citations of the keys in the text of an article; `cites` says that it may cite works
/// that it does not name itself.
pub(super) fn find(
    article: &mut Article,
    source: &Source,
    format: Format,
    cites: bool,
    ids: &mut NodeIds,
) {
    if !source.text().contains('@') && !source.text().contains("ref{") {
        return;
    }
    let mut finder = Finder {
        source,
        ids,
        is_cited: cites || article.metadata.citing.has_works(),
        is_json: format == Format::Json,
    };
    walk::phrases_mut(article, &mut |phrase, _| finder.phrase(phrase));
}

/// A place in inlines: the number of an inline, and a byte of its text.
type Place = (usize, usize);

/// What a citation is made of, by its places.
struct Found {
    form: CitationForm,
    whole: Range<Place>,
    items: Vec<Item>,
}

struct Item {
    key: String,
    at: Range<Place>,
    prefix: Range<Place>,
    suffix: Range<Place>,
    suppress_author: bool,
}

struct Finder<'a> {
    source: &'a Source,
    ids: &'a mut NodeIds,
    is_cited: bool,
    /// Whether a backslash is written as two.
    is_json: bool,
}

impl Finder<'_> {
    /// Makes the citations of one level of inlines, and of those within them. A link is left
    /// alone: it cannot hold another.
    fn phrase(&mut self, phrase: &mut Vec<Inline>) {
        for inline in phrase.iter_mut() {
            if !matches!(inline.kind, InlineKind::Link { .. })
                && let Some(content) = walk::content_of_mut(&mut inline.kind)
            {
                self.phrase(content);
            }
        }
        let has_key = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.contains(['@', '\\']));
        if !phrase.iter().any(has_key) {
            return;
        }
        let level = Level::new(phrase, self.source, self.is_json);
        let found = level.citations(|key| self.can_be_found(key));
        if !found.is_empty() {
            *phrase = self.made(phrase, found);
        }
    }

    fn can_be_found(&self, key: &str) -> bool {
        self.is_cited || LabelKind::of_identifier(key).is_some()
    }

    /// The inlines with what was found in its place.
    fn made(&mut self, phrase: &[Inline], found: Vec<Found>) -> Vec<Inline> {
        let mut out = Vec::with_capacity(phrase.len() + 2 * found.len());
        let mut done = (0, 0);
        for citation in found {
            out.extend(self.parts(phrase, done..citation.whole.start));
            done = citation.whole.end;
            let content = self.parts(phrase, citation.whole.clone());
            let (Some(first), Some(last)) = (content.first(), content.last()) else {
                continue;
            };
            let span = first.node.span.to(last.node.span);
            let items = citation.items.into_iter();
            let items = items.map(|item| self.item(phrase, item)).collect();
            out.push(Inline {
                node: self.ids.node(span),
                kind: InlineKind::Citation(Citation {
                    form: citation.form,
                    items,
                    content,
                }),
            });
        }
        out.extend(self.parts(phrase, done..(phrase.len(), 0)));
        out
    }

    fn item(&mut self, phrase: &[Inline], item: Item) -> CitationItem {
        let key = self.parts(phrase, item.at);
        let mut prefix = self.parts(phrase, item.prefix);
        trim_start(&mut prefix);
        trim_end(&mut prefix);
        // The space after the key is kept where no comma stands.
        let mut suffix = self.parts(phrase, item.suffix);
        trim_end(&mut suffix);
        CitationItem {
            key: item.key,
            span: key.first().map_or(Span::default(), |key| key.node.span),
            prefix,
            suffix,
            suppress_author: item.suppress_author,
        }
    }

    /// The inlines between two places. The first part of a text is its own node, any other a
    /// new one.
    fn parts(&mut self, phrase: &[Inline], range: Range<Place>) -> Vec<Inline> {
        let mut parts = Vec::new();
        let (start, end) = (range.start, range.end);
        let whole = phrase.iter().enumerate();
        for (index, inline) in whole.take(end.0 + 1).skip(start.0) {
            let InlineKind::Text(text) = &inline.kind else {
                if index < end.0 {
                    parts.push(inline.clone());
                }
                continue;
            };
            let from = if index == start.0 { start.1 } else { 0 };
            let to = if index == end.0 { end.1 } else { text.len() };
            if from < to || text.is_empty() && index < end.0 {
                parts.push(self.part(inline, text, from..to));
            }
        }
        parts
    }

    fn part(&mut self, run: &Inline, text: &str, range: Range<usize>) -> Inline {
        let mut node = run.node.clone();
        if node.span.range().len() == text.len() {
            node.span.end = node.span.start + range.end as u32;
            node.span.start += range.start as u32;
        }
        if range.start > 0 {
            node.id = self.ids.node(node.span).id;
        }
        Inline {
            node,
            kind: InlineKind::Text(text.get(range).unwrap_or("").to_owned()),
        }
    }
}

/// The inlines of one level, with the brackets in their texts.
struct Level<'a> {
    inlines: &'a [Inline],
    source: &'a Source,
    is_json: bool,
    /// Where the bracket closes that opens at a place.
    closing: BTreeMap<Place, Place>,
}

impl<'a> Level<'a> {
    fn new(inlines: &'a [Inline], source: &'a Source, is_json: bool) -> Level<'a> {
        let mut level = Level {
            inlines,
            source,
            is_json,
            closing: BTreeMap::new(),
        };
        let mut open = Vec::new();
        let end = (inlines.len(), 0);
        for (place, c) in level.signs((0, 0)..end) {
            if c == '[' {
                open.push(place);
            } else if c == ']'
                && let Some(opening) = open.pop()
            {
                level.closing.insert(opening, place);
            }
        }
        level
    }

    /// The text of an inline from a byte on.
    fn rest(&self, place: Place) -> &'a str {
        match self.inlines.get(place.0).map(|inline| &inline.kind) {
            Some(InlineKind::Text(text)) => text.get(place.1..).unwrap_or(""),
            Some(_) | None => "",
        }
    }

    /// The brackets, semicolons and signs of keys between two places. One that is escaped, or
    /// written as an entity, is none.
    fn signs(&self, range: Range<Place>) -> Vec<(Place, char)> {
        let (start, end) = (range.start, range.end);
        let mut signs = Vec::new();
        for (index, inline) in self.inlines.iter().enumerate().skip(start.0) {
            if index > end.0 {
                break;
            }
            let InlineKind::Text(text) = &inline.kind else {
                continue;
            };
            let from = if index == start.0 { start.1 } else { 0 };
            let to = if index == end.0 { end.1 } else { text.len() };
            let own = text.get(from..to).unwrap_or("");
            for (at, sign) in own.match_indices(['[', ']', ';', '@', '\\']) {
                let at = from + at;
                if at > 0 || !self.is_escaped(inline) {
                    signs.extend(sign.chars().map(|c| ((index, at), c)));
                }
            }
        }
        signs
    }

    /// Whether the first sign of a run is escaped, or written as an entity.
    fn is_escaped(&self, run: &Inline) -> bool {
        let span = run.node.span;
        let before = self.source.text().get(..span.start as usize).unwrap_or("");
        let signs = before.len() - before.trim_end_matches('\\').len();
        let signs = if self.is_json { signs / 2 } else { signs };
        signs % 2 == 1 || self.source.slice(span).starts_with('&')
    }

    /// The character before a place.
    fn before(&self, place: Place) -> Option<char> {
        let inline = self.inlines.get(place.0)?;
        if let InlineKind::Text(text) = &inline.kind
            && place.1 > 0
        {
            return text.get(..place.1)?.chars().next_back();
        }
        let before = &self.inlines.get(place.0.checked_sub(1)?)?.kind;
        if let InlineKind::Text(text) = before {
            return text.chars().next_back();
        }
        None
    }

    /// The key that a sign begins: not within a word, as the sign of an address is.
    fn key(&self, place: Place) -> Option<(&'a str, Place)> {
        // Chinese has no space there, and an Arabic conjunction none after it.
        let is_of_address = |c: char| c.is_numeric() || c.is_lowercase() || c.is_uppercase();
        let is_in_word = self.before(place).is_some_and(is_of_address);
        let key = key_at(self.rest(place)).filter(|_| !is_in_word)?;
        Some((key.key, (place.0, place.1 + key.length)))
    }

    /// The citations of the level that can be looked up, in order.
    fn citations(&self, can_be_found: impl Fn(&str) -> bool) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let signs = self.signs((0, 0)..(self.inlines.len(), 0));
        for (at, (place, sign)) in signs.iter().enumerate() {
            if found.last().is_some_and(|last| *place < last.whole.end) {
                continue;
            }
            let citation = match sign {
                // Of brackets in brackets, those right around the key.
                '[' if signs.get(at + 1).is_some_and(|(_, next)| *next == '@') => {
                    self.bracketed(*place)
                }
                '@' => self.in_text(*place),
                '\\' => self.command(*place),
                _ => None,
            };
            let citation = citation.filter(|citation| {
                let is_command = matches!(citation.form, CitationForm::Ref | CitationForm::EqRef);
                is_command || citation.items.iter().any(|item| can_be_found(&item.key))
            });
            found.extend(citation);
        }
        found
    }

    /// `[see @key, p. 33; @other]`
    fn bracketed(&self, open: Place) -> Option<Found> {
        let close = *self.closing.get(&open)?;
        let items = self.items((open.0, open.1 + 1), close, None)?;
        Some(Found {
            form: CitationForm::Bracketed,
            whole: open..(close.0, close.1 + 1),
            items,
        })
    }

    /// `@key`, and of a key that is no label the brackets after it: `@key [p. 33; @other]`
    fn in_text(&self, sign: Place) -> Option<Found> {
        let (key, end) = self.key(sign)?;
        let hyphen = (sign.0, sign.1.saturating_sub(1));
        let is_word = self.before(hyphen).is_some_and(|c| c.is_alphanumeric());
        let suppress_author = sign.1 > 0 && self.before(sign) == Some('-') && !is_word;
        let start = if suppress_author { hyphen } else { sign };
        let first = Item {
            key: key.to_owned(),
            at: sign..end,
            prefix: sign..sign,
            suffix: end..end,
            suppress_author,
        };
        let mut found = Found {
            form: CitationForm::InText,
            whole: start..end,
            items: Vec::new(),
        };
        let rest = self.rest(end);
        let open = (end.0, end.1 + rest.len() - rest.trim_start().len());
        if LabelKind::of_identifier(key).is_none()
            && let Some(close) = self.closing.get(&open)
            && !self.is_key_alone(open)
        {
            let from = (open.0, open.1 + 1);
            if let Some(items) = self.items(from, *close, Some(&first)) {
                found.items = items;
                found.whole.end = (close.0, close.1 + 1);
                return Some(found);
            }
        }
        found.items.push(first);
        Some(found)
    }

    /// `\ref{key}` and `\eqref{key}`, as LaTeX has them.
    fn command(&self, sign: Place) -> Option<Found> {
        let rest = self.rest(sign);
        let (form, inner) = match rest.strip_prefix("\\ref{") {
            Some(inner) => (CitationForm::Ref, inner),
            None => (CitationForm::EqRef, rest.strip_prefix("\\eqref{")?),
        };
        let (key, _) = inner.split_once('}')?;
        let is_key = !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || c == '{');
        let start = (sign.0, sign.1 + rest.len() - inner.len());
        let end = (start.0, start.1 + key.len());
        is_key.then(|| Found {
            form,
            whole: sign..(end.0, end.1 + 1),
            items: vec![Item {
                key: key.to_owned(),
                at: start..end,
                prefix: start..start,
                suffix: end..end,
                suppress_author: true,
            }],
        })
    }

    /// Whether brackets begin with a key: they are a citation of their own.
    fn is_key_alone(&self, open: Place) -> bool {
        let within = (open.0, open.1 + 1);
        self.rest(within).trim_start().starts_with('@') || self.rest(within).starts_with("-@")
    }

    /// The items between two places; the first may be known. Each must have a key.
    fn items(&self, from: Place, to: Place, first: Option<&Item>) -> Option<Vec<Item>> {
        let mut items = Vec::new();
        let mut start = from;
        let mut current = first.map(|first| Item {
            key: first.key.clone(),
            at: first.at.clone(),
            prefix: first.prefix.clone(),
            suffix: from..from,
            suppress_author: first.suppress_author,
        });
        let mut depth = 0;
        for (place, sign) in self.signs(from..to) {
            match (sign, &mut current) {
                ('[', _) => {
                    depth += 1;
                    if current.is_none() || depth > MAX_DEPTH {
                        return None;
                    }
                }
                (']', _) => depth -= 1,
                (';', _) if depth == 0 => {
                    items.push(closed(current.take()?, place));
                    start = (place.0, place.1 + 1);
                }
                ('@', None) => {
                    if let Some((key, end)) = self.key(place) {
                        let is_suppressed = self.before(place) == Some('-') && place.1 > 0;
                        let before = (place.0, place.1 - usize::from(is_suppressed));
                        current = Some(Item {
                            key: key.to_owned(),
                            at: place..end,
                            prefix: start..before,
                            suffix: end..end,
                            suppress_author: is_suppressed,
                        });
                    }
                }
                _ => {}
            }
        }
        items.push(closed(current?, to));
        Some(items)
    }
}

/// An item whose suffix ends at a place.
fn closed(mut item: Item, end: Place) -> Item {
    item.suffix.end = end.max(item.suffix.start);
    item
}

/// Takes the white space from the end of inlines.
fn trim_end(content: &mut Vec<Inline>) {
    while let Some(Inline {
        node,
        kind: InlineKind::Text(text),
    }) = content.last_mut()
    {
        let kept = text.trim_end().len();
        if node.span.range().len() == text.len() {
            node.span.end = node.span.start + kept as u32;
        }
        text.truncate(kept);
        if kept > 0 {
            return;
        }
        content.pop();
    }
}

/// Takes the white space from the start of inlines.
fn trim_start(content: &mut Vec<Inline>) {
    while let Some(Inline {
        node,
        kind: InlineKind::Text(text),
    }) = content.first_mut()
    {
        let kept = text.trim_start().len();
        if node.span.range().len() == text.len() {
            node.span.start = node.span.end - kept as u32;
        }
        text.drain(..text.len() - kept);
        if kept > 0 {
            return;
        }
        content.remove(0);
    }
}
