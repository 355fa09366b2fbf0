//! Takes the diagnostics of an article; claims what they quote, and what those that say
//! that something was left out cover.

use super::attributes::{self, Holds};
use super::claims::{Claim, shows};
use super::decode::{Reading, is_tag, meaning, tag_length};
use super::facts::{label, pair};
use super::inline::closing_bracket;
use super::tags;
use super::walker::Walker;
use crate::diag::{Code, Diagnostic, Report};
use std::ops::Range;

/// What of the place of a diagnostic is reported by it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Covers {
    /// All of it: it was left out, or is wrong as a whole.
    All,
    /// Its tags, and what stands in those whose text is none of an article.
    Tags,
    /// Its signs, but no word: a structure was not kept.
    Signs,
    /// What makes a link of its words, which are text.
    Link,
    /// The label before a note.
    Label,
    /// What it quotes first: of several of the same words these were not taken.
    Quote,
    /// All of the data that it stands in, which could not be read.
    Data,
}

/// The diagnostics that say so. Any other reports what it quotes.
const COVERS: [(Code, Covers); 24] = [
    (Code::AgencyHeader, Covers::All),
    (Code::AltMarkup, Covers::All),
    (Code::BaseUrl, Covers::All),
    (Code::Dateline, Covers::All),
    (Code::DoubleNote, Covers::Label),
    (Code::Embargo, Covers::All),
    (Code::Json, Covers::Data),
    (Code::LeftOut, Covers::All),
    (Code::Leftover, Covers::All),
    (Code::NestedLink, Covers::Link),
    (Code::PictureSize, Covers::Quote),
    (Code::RawHtml, Covers::Tags),
    (Code::StrayAttributes, Covers::All),
    (Code::StrayFence, Covers::Signs),
    (Code::Toml, Covers::Data),
    (Code::TooDeep, Covers::Signs),
    (Code::UnknownBlock, Covers::All),
    (Code::UnknownKey, Covers::All),
    (Code::UnknownLanguage, Covers::All),
    (Code::UnusedAttribute, Covers::Quote),
    (Code::UnusedDefinition, Covers::All),
    (Code::UnusedNote, Covers::Label),
    (Code::WrongValue, Covers::All),
    (Code::Yaml, Covers::Data),
];

/// Elements of which the text is none of an article's, if they are not read.
const HIDDEN: [&str; 7] = [
    "script", "style", "template", "iframe", "noscript", "textarea", "title",
];

impl Walker<'_, '_> {
    /// Notes where links stand within links.
    pub(super) fn note_nested(&mut self, report: &Report) {
        let nested = report.iter().filter(|told| told.code == Code::NestedLink);
        let spans = nested.filter_map(|told| told.span);
        self.nested = spans.map(|span| self.span(span)).collect();
        self.nested.sort_by_key(|range| range.end);
    }

    /// Claims what was left out as a whole: nothing of it is looked for. `data` is where
    /// the data of the source stand.
    pub(super) fn left_out(&mut self, report: &Report, data: Range<usize>) {
        for (told, at, covers) in self.covered(report) {
            if told.code == Code::NestedLink {
                // The definition that it used is of no use any more.
                let text = self.claims.slice(at.clone()).trim_end_matches("[]");
                let name = text
                    .strip_suffix(']')
                    .and_then(|text| text.rsplit('[').next());
                self.facts.excused.extend(name.map(label));
            }
            match covers {
                Some(Covers::All) => self.claims.take(at, Claim::Reported),
                // The other keys were read.
                Some(Covers::Data) if told.message.ends_with("other keys are read") => {
                    let mut start = data.start;
                    for line in self.claims.slice(data.clone()).split_inclusive('\n') {
                        let place = start..start + line.len();
                        start = place.end;
                        if place.contains(&at.start)
                            || !line.contains(':') && !line.starts_with(' ')
                        {
                            self.claims.take(place, Claim::Reported);
                        }
                    }
                }
                // What else of it could be read is in the article.
                Some(Covers::Data) if self.reads_data => {
                    let line = self.claims.line_start(at.start)..self.claims.line_end(at.end);
                    self.claims.take(line, Claim::Reported);
                }
                Some(Covers::Data) => self.claims.take(data.clone(), Claim::Reported),
                // One tag alone, or all of what no one reads.
                Some(Covers::Tags) => {
                    if self.is_one_tag(at.clone()) || self.is_hidden(at.clone()) {
                        self.claims.take(at, Claim::Reported);
                    }
                    // The address that is left out may be that of a source within.
                    if let Some((_, said)) = told.message.split_once("left out: `") {
                        self.facts.add(Holds::Told, said.trim_end_matches('`'));
                    }
                }
                Some(Covers::Link) => self.reported_link(at),
                Some(Covers::Label) => self.reported_label(at.start),
                Some(Covers::Quote) => {
                    let quote = told.message.split('`').nth(1).unwrap_or("");
                    // One of a tag is met there.
                    if !self.take_quote(quote, at.clone()) && !self.take_attribute(quote, at) {
                        self.facts.add(Holds::Pair, quote);
                    }
                }
                // Nothing of it is markup of the text.
                None if told.code == Code::CodeInfo => self.quoted_in(told, at),
                Some(Covers::Signs) | None => {}
            }
        }
    }

    /// Claims what is reported of that which nothing else accounts for.
    pub(super) fn told(&mut self, report: &Report) {
        let mut open = 0;
        for (told, at, covers) in self.covered(report) {
            // Most often nothing is left to be told of.
            let Some(first) = self.claims.first_open(open..self.claims.text.len()) else {
                return;
            };
            open = first;
            match covers {
                Some(Covers::Tags) => self.reported_tags(at),
                Some(Covers::Signs) => self.reported_signs(at),
                Some(Covers::Link) => {}
                Some(Covers::All | Covers::Data | Covers::Label | Covers::Quote) | None => {
                    self.quoted(told, at);
                }
            }
        }
    }

    /// Whether a range is an element of which nothing is shown.
    fn is_hidden(&self, at: Range<usize>) -> bool {
        let text = self.claims.slice(at);
        ["<script", "<style", "<template"].iter().any(|open| {
            let given = text.get(..open.len());
            given.is_some_and(|given| given.eq_ignore_ascii_case(open))
        })
    }

    /// Whether a range is a tag, an instruction or a declaration, and nothing else.
    fn is_one_tag(&self, at: Range<usize>) -> bool {
        let text = self.claims.slice(at);
        let is_inline = !text.contains('\n') && text.ends_with('>');
        tag_length(text) == Some(text.len())
            || is_inline && (text.starts_with("<!") || text.starts_with("<?"))
    }

    /// The diagnostics about the source, with their places and what they cover of these.
    fn covered<'r>(
        &self,
        report: &'r Report,
    ) -> Vec<(&'r Diagnostic, Range<usize>, Option<Covers>)> {
        let here = |told: &'r Diagnostic| {
            let span = told.span.filter(|span| span.source == self.source)?;
            let covers = COVERS.iter().find(|(code, _)| *code == told.code);
            Some((told, self.span(span), covers.map(|(_, covers)| *covers)))
        };
        report.iter().filter_map(here).collect()
    }

    /// What a message quotes between backticks, where it stands about the place; the
    /// caption of a picture may stand elsewhere.
    fn quoted(&mut self, told: &Diagnostic, at: Range<usize>) {
        let about = self.claims.line_start(at.start)..self.claims.line_end(at.end);
        self.quoted_in(told, about);
    }

    fn quoted_in(&mut self, told: &Diagnostic, about: Range<usize>) {
        let message = &told.message;
        let whole = message
            .split_once('`')
            .and_then(|(_, rest)| rest.rsplit_once('`'));
        // What is written with entities is not the first letters of it.
        let is_whole = whole.is_some_and(|(quote, _)| {
            self.take_written(quote, about.clone()) || self.take_quote(quote, about.clone())
        });
        if is_whole {
            return;
        }
        for quote in message.split('`').skip(1).step_by(2) {
            if quote.contains(shows)
                && !self.take_written(quote, about.clone())
                && !self.take_quote(quote, about.clone())
                && told.code == Code::UnusedCaption
            {
                self.take_quote(quote, 0..self.claims.text.len());
            }
        }
    }

    /// Claims a quotation that is written with escapes or entities: all that is free in a
    /// line.
    fn take_written(&mut self, quote: &str, range: Range<usize>) -> bool {
        let is_open = |at: &usize| self.claims.is_free(*at);
        let line = range.start..self.claims.line_end(range.start);
        let (first, last) = (line.clone().find(is_open), line.rev().find(is_open));
        let (Some(first), Some(last)) = (first, last) else {
            return false;
        };
        self.claims
            .align(first..last + 1, quote, Reading::Markdown, Claim::Reported)
    }

    /// Claims what is free of the first place in a range where a quotation stands.
    fn take_quote(&mut self, quote: &str, range: Range<usize>) -> bool {
        let Some(open) = self.claims.first_open(range.clone()) else {
            return false;
        };
        // One that ends before is claimed.
        let mut from = open.saturating_sub(quote.len()).max(range.start);
        while !self.claims.text.is_char_boundary(from) {
            from -= 1;
        }
        while let Some(found) = self.claims.slice(from..range.end).find(quote) {
            let place = from + found..from + found + quote.len();
            from = place.end;
            // A quotation is of whole words.
            let before = self.claims.slice(0..place.start).chars().next_back();
            let after = self.claims.rest(place.end).chars().next();
            let (first, last) = (quote.chars().next(), quote.chars().next_back());
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if is_letter(before) && is_letter(first) || is_letter(after) && is_letter(last) {
                continue;
            }
            if place.clone().any(|at| self.claims.is_free(at)) {
                self.claims.take(place, Claim::Reported);
                return true;
            }
        }
        false
    }

    /// Claims an attribute in braces or in a tag that is quoted without the marks around
    /// its value.
    fn take_attribute(&mut self, quote: &str, range: Range<usize>) -> bool {
        // An element of a block of HTML is known by the words before it.
        let range = match self.claims.slice(range.clone()).contains(['{', '<']) {
            true => range,
            false => self.claims.line_start(range.start)..self.claims.text.len(),
        };
        let opens = self.claims.slice(range.clone()).match_indices(['{', '<']);
        for (open, sign) in opens.map(|(open, sign)| (range.start + open, sign)) {
            let all = match (sign, tag_length(self.claims.rest(open))) {
                ("<", Some(length)) => tags::typed(self.claims.slice(open..open + length), 1, open),
                ("<", None) => continue,
                _ => match attributes::braces(&self.claims, open) {
                    Some((all, _)) => all,
                    None => continue,
                },
            };
            for typed in all {
                let value = meaning(self.claims.slice(typed.value.clone()), typed.reading);
                let is_it = pair(&typed.key, &value) == quote
                    || self.is_what_is_left(&typed.key, &value, quote);
                if is_it && self.claims.are_free(typed.whole.clone()) {
                    self.claims.take(typed.whole, Claim::Reported);
                    return true;
                }
            }
        }
        false
    }

    /// Whether a report quotes all declarations of a style, or all classes, but those that
    /// did something.
    fn is_what_is_left(&mut self, key: &str, value: &str, quote: &str) -> bool {
        let parts = |text: &str| -> Vec<String> {
            let parts: Vec<&str> = match key {
                "style" => text.split(';').collect(),
                _ => text.split_whitespace().collect(),
            };
            let parts = parts.into_iter().map(|part| part.trim().to_owned());
            parts.filter(|part| !part.is_empty()).collect()
        };
        let quoted = quote
            .strip_prefix(key)
            .and_then(|quote| quote.strip_prefix('='));
        let (true, Some(left)) = (matches!(key, "style" | "class"), quoted.map(parts)) else {
            return false;
        };
        let (told, done): (Vec<String>, Vec<String>) = parts(value)
            .into_iter()
            .partition(|part| left.contains(part));
        let joint = if key == "style" { ";" } else { " " };
        told.len() == left.len() && attributes::holds(self.facts, key, &done.join(joint))
    }

    fn reported_tags(&mut self, at: Range<usize>) {
        let mut here = at.start;
        while let Some(open) = self.claims.slice(here..at.end).find('<') {
            let start = here + open;
            here = start + 1;
            let rest = self.claims.slice(start..at.end);
            let Some(length) = tag_length(rest) else {
                // One that never ends takes in all that follows.
                if rest.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic()) {
                    return self.claims.take(start..at.end, Claim::Reported);
                }
                continue;
            };
            here = start + length;
            self.claims.take(start..here, Claim::Reported);
            let name = HIDDEN.into_iter().find(|name| {
                let given = rest.get(1..1 + name.len());
                given.is_some_and(|given| given.eq_ignore_ascii_case(name))
            });
            if let Some(name) = name {
                let inner = self.claims.slice(here..at.end);
                let closes = |(end, _): &(usize, &str)| {
                    let given = inner.get(end + 2..end + 2 + name.len());
                    given.is_some_and(|given| given.eq_ignore_ascii_case(name))
                };
                let end = inner.match_indices("</").find(closes);
                let end = end.map_or(inner.len(), |(end, _)| end);
                self.claims.take(here..here + end, Claim::Reported);
            }
        }
    }

    fn reported_signs(&mut self, at: Range<usize>) {
        for (i, c) in self.claims.slice(at.clone()).char_indices() {
            if !c.is_alphanumeric() {
                let here = at.start + i;
                self.claims.take(here..here + c.len_utf8(), Claim::Reported);
            }
        }
    }

    /// Claims the signs and the address of a link, but none of its words.
    fn reported_link(&mut self, at: Range<usize>) {
        let text = self.claims.slice(at.clone());
        let (opens, closes) = match text.chars().next() {
            Some('<') if is_tag(text) => {
                let closing = text.rfind("</").unwrap_or(text.len());
                (tag_length(text).unwrap_or(0), closing)
            }
            Some('<') => (1, text.len() - 1),
            // A link of a wiki.
            Some('[') if text.starts_with("[[") && text.ends_with("]]") => {
                (text.find('|').map_or(2, |bar| bar + 1), text.len() - 2)
            }
            Some('[') => (1, closing_bracket(text).unwrap_or(text.len())),
            Some(_) | None => return,
        };
        self.claims
            .take(at.start..at.start + opens, Claim::Reported);
        self.claims.take(at.start + closes..at.end, Claim::Reported);
    }

    fn reported_label(&mut self, at: usize) {
        let rest = self.claims.rest(at);
        if rest.starts_with("[^")
            && let Some(end) = rest.find("]:")
        {
            self.claims.take(at..at + end + 2, Claim::Reported);
        }
    }
}
