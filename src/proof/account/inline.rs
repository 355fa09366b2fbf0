//! Takes the inlines of an article; claims where their text stands, and the signs that each
//! must be written with.

use super::attributes::Holds;
use super::claims::{Claim, shows};
use super::decode::{Reading, entity, is_tag};
use super::destination::destination;
use super::facts::{label, letters, typed};
use super::walker::Walker;
use crate::model::{Inline, InlineKind, Node, Picture, Target};
use std::ops::Range;

impl Walker<'_, '_> {
    /// Claims inlines, their text as `claim`.
    pub(super) fn inlines(&mut self, content: &[Inline], claim: Claim) {
        let mut left = content.iter().peekable();
        while let Some(inline) = left.next() {
            // Notes that stand in a link come after it, and are no part of its signs.
            let within = self.place(&inline.node);
            while let InlineKind::Link { .. } = inline.kind
                && let Some(note) = left.peek().copied()
                && let InlineKind::Note(_) = note.kind
                && self.place(&note.node).end <= within.end
                && self.place(&note.node).start >= within.start
            {
                self.inline(note, claim);
                left.next();
            }
            self.inline(inline, claim);
        }
    }

    fn inline(&mut self, inline: &Inline, claim: Claim) {
        let at = self.place(&inline.node);
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, at, claim),
            InlineKind::Emph(content) => {
                self.inlines(content, claim);
                self.stressed(at, &["*", "_"]);
            }
            InlineKind::Strong(content) => {
                self.inlines(content, claim);
                self.stressed(at, &["**", "__"]);
            }
            InlineKind::Super(content) => {
                self.inlines(content, claim);
                self.stressed(at, &["^^", "^"]);
            }
            InlineKind::Sub(content) => {
                self.inlines(content, claim);
                self.stressed(at, &["~"]);
            }
            InlineKind::Strike(content) => {
                self.inlines(content, claim);
                self.stressed(at, &["~~", "~"]);
            }
            InlineKind::SmallCaps(content) | InlineKind::Span(_, content) => {
                self.inlines(content, claim);
                self.bracketed(at);
            }
            // As written, its signs are text.
            InlineKind::Citation(citation) => self.inlines(&citation.content, claim),
            InlineKind::Abbreviation { content, .. } => {
                self.inlines(content, claim);
                self.bracketed(at);
            }
            InlineKind::Ruby { base, annotation } => {
                self.inlines(base, claim);
                self.facts.words.add_words(annotation);
            }
            InlineKind::Code(text) => self.verbatim(text, at, "`", claim),
            InlineKind::Math(text) => self.verbatim(text, at, "$", claim),
            InlineKind::Link {
                target,
                title,
                content,
            } => {
                self.inlines(content, claim);
                self.link(target, title, at);
            }
            InlineKind::Image(picture) => self.picture(picture),
            InlineKind::Note(note) => {
                self.blocks(&note.body);
                self.mark(&note.label, at);
            }
            InlineKind::Break => {
                self.claims.take_sign(at.start, "\\");
            }
            InlineKind::Tie => {}
        }
    }

    /// A run of text: at its place, or else among those that have none.
    pub(super) fn text(&mut self, text: &str, at: Range<usize>, claim: Claim) {
        let slice = self.claims.slice(at.clone());
        if slice == text {
            // The sign of an entity, which must mean itself.
            if text.ends_with('&')
                && let Some((length, meaning)) = entity(self.claims.rest(at.end - 1))
            {
                if meaning != "&" {
                    return self.facts.words.add_words(text);
                }
                self.claims.take(at.end..at.end - 1 + length, claim);
            }
            return self.claims.take(at, claim);
        }
        if !text.contains(shows) {
            // White space that is written as an entity.
            if entity(slice)
                .is_some_and(|(length, meaning)| length == slice.len() && meaning == text)
            {
                self.claims.take(at, Claim::Markup);
            }
            return;
        }
        // An emoji by its name.
        let name = slice
            .strip_prefix(':')
            .and_then(|name| name.strip_suffix(':'));
        if name.is_some() && !text.contains(char::is_alphanumeric) && !text.is_ascii() {
            return self.claims.take(at, claim);
        }
        let placed = slice.eq_ignore_ascii_case(text)
            || self.claims.align(at.clone(), text, self.reading, claim)
            || self.claims.align(at.clone(), text, Reading::Html, claim);
        if placed {
            return self.claims.take(at, claim);
        }
        // The sign between two authors stands in no source.
        if !matches!(text.trim(), "," | ";") {
            self.facts.words.add_words(text);
        }
    }

    /// Signs of stress around a range.
    pub(super) fn stressed(&mut self, at: Range<usize>, signs: &[&str]) {
        for sign in signs {
            let end = at.end.saturating_sub(sign.len());
            if end >= at.start + sign.len()
                && self.claims.rest(at.start).starts_with(sign)
                && self.claims.rest(end).starts_with(sign)
                && self.claims.are_free(at.start..at.start + sign.len())
                && self.claims.are_free(end..at.end)
            {
                self.claims.take_sign(at.start, sign);
                self.claims.take_sign(end, sign);
                return;
            }
        }
    }

    /// Code or a formula between its signs.
    pub(super) fn verbatim(&mut self, text: &str, at: Range<usize>, sign: &str, claim: Claim) {
        let slice = self.claims.slice(at.clone());
        let width = slice.len() - slice.trim_start_matches(sign).len();
        // Signs alone are a pair around nothing.
        let width = if width == slice.len() {
            width / 2
        } else {
            width
        };
        let bare = slice.get(width..).unwrap_or("");
        // Attributes may stand after the signs.
        let closing = sign.repeat(width);
        let end = bare.rfind(&closing).map(|end| at.start + width + end);
        if width > 0
            && let Some(end) = end
        {
            let within = at.start + width..end;
            if !text.contains(shows) || self.claims.align(within, text, Reading::Verbatim, claim) {
                self.claims.take(at.start..at.start + width, Claim::Markup);
                self.claims.take(end..end + width, Claim::Markup);
                return;
            }
        }
        if self
            .claims
            .align(at.clone(), text, Reading::Verbatim, claim)
            || self.claims.align(at, text, Reading::Html, claim)
        {
            return;
        }
        self.facts.words.add_words(text);
    }

    /// The brackets of a span. What its attributes say is met where they stand.
    pub(super) fn bracketed(&mut self, at: Range<usize>) {
        // Marked and inserted words of other dialects.
        for sign in ["==", "++"] {
            // What is left out after them may be in the place.
            let end = self.claims.slice(at.clone()).rfind(sign);
            let end = end.map_or(at.end, |end| at.start + end + sign.len());
            self.stressed(at.start..end, &[sign]);
        }
        if self.claims.take_sign(at.start, "[") {
            let end = self.claims.last_taken(at.start..at.end.max(at.start + 1));
            let end = self.claims.next_closing(end, at.end.max(at.start + 1));
            self.claims.take_sign(end, "]");
        }
    }

    /// A link as Markdown writes it. What one of HTML says is met in its tag.
    pub(super) fn link(&mut self, target: &Target, title: &str, at: Range<usize>) {
        let url = typed(target).unwrap_or_default();
        // A note of a wiki that is put in here is linked to.
        let is_put_in = self.claims.slice(at.clone()).starts_with("![[");
        let at = match is_put_in && self.claims.take_sign(at.start, "!") {
            true => at.start + 1..at.end,
            false => at,
        };
        let slice = self.claims.slice(at.clone());
        if slice.starts_with('<')
            && slice.ends_with('>')
            && self.claims.are_taken(at.start + 1..at.end - 1)
        {
            self.claims.take_sign(at.start, "<");
            self.claims.take_sign(at.end - 1, ">");
            return;
        }
        if slice.starts_with("[[") && slice.ends_with("]]") {
            // A link of a wiki: where it leads stands before its words.
            let inner = slice.trim_matches(['[', ']']);
            let place = inner
                .split('|')
                .next()
                .unwrap_or("")
                .trim_end_matches('\\')
                .trim();
            if place == url || place.starts_with('#') && url.starts_with('#') {
                // Its words are text.
                let words = inner.rsplit('|').next().unwrap_or("").len();
                let end = at.end - 2;
                self.claims.take(end..at.end, Claim::Markup);
                self.claims.take(at.start..at.start + 2, Claim::Markup);
                return self.claims.take(at.start + 2..end - words, Claim::Metadata);
            }
        }
        if !self.claims.take_sign(at.start, "[") {
            // A bare address says itself where it leads.
            let bare = url
                .trim_start_matches("mailto:")
                .trim_start_matches("http://");
            if slice != url && slice != bare {
                self.facts.add(Holds::Target, &url);
                self.facts.add(Holds::Title, title);
            }
            return;
        }
        let end = self.claims.last_taken(at.start..at.end);
        // A link within, which is told, ends before.
        let is_before = |nested: &Range<usize>| nested.end < at.end;
        let nested = self.nested.partition_point(is_before).checked_sub(1);
        let nested = nested.and_then(|last| self.nested.get(last));
        let within = nested.filter(|nested| nested.start > at.start);
        let end = within.map_or(end, |nested| nested.end.max(end));
        let end = self.claims.next_closing(end, at.end);
        self.end_of_link(at.start + 1, end, at.end, &url, title);
    }

    /// What stands after the words of a link or of a picture: `](target "title")`,
    /// `][label]`, `][]` or `]`.
    fn end_of_link(&mut self, start: usize, at: usize, end: usize, url: &str, title: &str) {
        let words = self.claims.slice(start..at);
        if !self.claims.take_sign(at, "]") {
            self.facts.add(Holds::Target, url);
            self.facts.add(Holds::Title, title);
            return;
        }
        let rest = self.claims.slice(at + 1..end);
        if rest.starts_with('(') {
            if self.direct(at + 1, end, url, title) {
                return;
            }
            self.facts.add(Holds::Target, url);
            self.facts.add(Holds::Title, title);
            return;
        }
        let mut name = label(words);
        // The parser takes an escaped bracket for one where the words begin with a `^`.
        let escape = usize::from(rest.starts_with("\\["));
        self.claims.take(at + 1..at + 1 + escape, Claim::Markup);
        let (at, rest) = (at + escape, rest.get(escape..).unwrap_or(""));
        if let Some(inner) = rest.strip_prefix('[') {
            let length = inner.find(']').unwrap_or(inner.len());
            let given = inner.get(..length).unwrap_or("");
            if !given.trim().is_empty() {
                name = label(given);
            }
            self.claims.take(at + 1..at + 3 + length, Claim::Markup);
        } else if at + 1 >= end && self.claims.rest(at + 1).starts_with("[]") {
            self.claims.take_sign(at + 1, "[]");
        }
        let known = self.facts.references.entry(name).or_default();
        known.push((url.to_owned(), title.to_owned()));
    }

    /// Whether parentheses hold a path as CommonMark knows it, and a title or none.
    fn is_direct(&self, open: usize, end: usize, path: &str) -> bool {
        let found = destination(&self.claims, open + 1, end);
        found.is_some_and(|found| {
            found.target(&self.claims) == path && self.claims.slice(found.end..found.end + 1) == ")"
        })
    }

    /// `(target "title")`.
    fn direct(&mut self, open: usize, end: usize, url: &str, title: &str) -> bool {
        let Some(found) = destination(&self.claims, open + 1, end) else {
            return false;
        };
        if self.claims.slice(found.end..found.end + 1) != ")" {
            return false;
        }
        self.claims.take_sign(open, "(");
        self.claims.take_sign(found.end, ")");
        // A place is known by its letters: `#été--fin` is `#été-fin`.
        let given = found.target(&self.claims);
        let is_place = given.starts_with('#') && url.starts_with('#');
        let is_url = given == url || is_place && letters(&given) == letters(url);
        if is_url {
            found.take_target(&mut self.claims);
        }
        let is_title = found.title(&self.claims) == title;
        if is_title {
            found.take_title(&mut self.claims);
        }
        // What the link has is not what stands here.
        if !is_url {
            self.facts.add(Holds::Target, url);
        }
        if !is_title {
            // The caption of a picture stands at its place as text.
            found.take_signs(&mut self.claims);
            self.facts.add(Holds::Title, title);
        }
        true
    }

    /// A picture as Markdown writes it; what one of HTML says is met in its tag.
    pub(super) fn picture(&mut self, picture: &Picture) {
        let at = self.span(picture.span);
        let alt = picture.alt.as_deref().unwrap_or("");
        let slice = self.claims.slice(at.clone());
        if slice == picture.path {
            // The value of a key.
            self.claims.take(at, Claim::Metadata);
            if let Some(alt) = &picture.alt {
                self.facts.words.add_words(alt);
            }
            return;
        }
        // A picture of a wiki.
        let wiki = slice
            .strip_prefix("![[")
            .and_then(|rest| rest.strip_suffix("]]"));
        if wiki.is_some_and(|inner| inner.split('|').next().map(str::trim) == Some(&*picture.path))
        {
            return self.claims.take(at, Claim::Metadata);
        }
        // Brackets in a comment are in no pairs.
        let closing = closing_bracket(slice).or_else(|| slice.rfind("]("));
        let (true, Some(close)) = (slice.starts_with("!["), closing) else {
            return self.facts.picture(picture);
        };
        if !self.claims.take_sign(at.start, "![") {
            return self.facts.picture(picture);
        }
        // The size after the words (Obsidian).
        let words = slice.get(2..close).unwrap_or("");
        let size = words.rsplit('|').next().unwrap_or("");
        if size.starts_with(|c: char| c.is_ascii_digit()) && self.facts.extent(size) {
            let sign = usize::from(size.len() < words.len());
            let end = at.start + close;
            self.claims
                .take(end - size.len() - sign..end, Claim::Metadata);
            let words = at.start + 2..end - size.len() - sign;
            self.claims.align(words, alt, Reading::Alt, Claim::Metadata);
        }
        // A bracket in code or in a formula closes nothing.
        let later = slice.get(close + 1..).unwrap_or("").match_indices(']');
        let later = later.map(|(later, _)| close + 1 + later);
        let mut all = std::iter::once(close).chain(later);
        let claims = &mut self.claims;
        let placed = all.find(|close| {
            let words = at.start + 2..at.start + close;
            let mut readings = [Reading::Alt, Reading::Markdown].into_iter();
            readings.any(|reading| claims.align(words.clone(), alt, reading, Claim::Metadata))
                || !alt.is_empty() && claims.align_alt(words, alt)
        });
        let close = at.start + placed.unwrap_or(close);
        let words = at.start + 2..close;
        match placed {
            Some(_) => self.dress_of_alt(words.clone()),
            None => self.facts.add(Holds::Alt, alt),
        }
        if self.claims.rest(close + 1).starts_with('(')
            && !self.is_direct(close + 1, at.end, &picture.path)
            && self.path_of_picture(close + 1, &picture.path)
        {
            self.claims.take_sign(close, "]");
            return;
        }
        let title = self.title_of(close, at.end);
        self.end_of_link(words.start, close, at.end, &picture.path, &title);
    }

    /// Signs of stress and of code in the words of a picture.
    fn dress_of_alt(&mut self, words: Range<usize>) {
        let start = words.start;
        let text = self.claims.slice(words);
        let mut in_tag = false;
        let mut in_address = false;
        for (i, c) in text.char_indices() {
            let rest = text.get(i..).unwrap_or("");
            let is_open = rest.starts_with("<!--") && !rest.contains("-->");
            let opens_tag = c == '<' && is_tag(rest) && !is_open;
            if c == '>' && in_address {
                self.claims.take(start + i..start + i + 1, Claim::Markup);
            }
            in_address = c == '<' && !opens_tag || in_address && c != '>';
            in_tag = opens_tag || in_tag && c != '>';
            let is_sign = "*_`~^$\\<[]".contains(c);
            if is_sign && !in_tag {
                self.claims.take(start + i..start + i + 1, Claim::Markup);
            }
        }
    }

    /// The title of a picture that became its caption, and so is text already.
    fn title_of(&self, close: usize, end: usize) -> String {
        let open = close + 1;
        let found = match self.claims.slice(open..open + 1) {
            "(" => destination(&self.claims, open + 1, end),
            _ => None,
        };
        match found {
            Some(found) if found.is_text(&self.claims) => found.title(&self.claims),
            Some(_) | None => String::new(),
        }
    }

    /// The mark of a note.
    fn mark(&mut self, name: &str, at: Range<usize>) {
        let slice = self.claims.slice(at.clone());
        if slice.starts_with("^[") {
            self.claims.take_sign(at.start, "^[");
            if slice.ends_with(']') {
                self.claims.take_sign(at.end - 1, "]");
            }
            return;
        }
        if self.mark_of_html(at.clone()) {
            return;
        }
        let typed = slice
            .strip_prefix("[^")
            .and_then(|rest| rest.strip_suffix(']'));
        let is_it = |typed: &str| {
            let more = label(name);
            let more = more.strip_prefix(&label(typed)).map(str::to_owned);
            more.is_some_and(|more| more.is_empty() || more.starts_with('-'))
        };
        if typed.is_some_and(is_it) {
            self.claims.take(at, Claim::Markup);
        }
    }

    pub(super) fn place(&self, node: &Node) -> Range<usize> {
        self.span(node.span)
    }
}

/// Where the bracket closes that the first of a link or of a picture opens.
pub(super) fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '[' if !escaped => depth += 1,
            ']' if !escaped => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    None
}
