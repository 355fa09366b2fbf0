//! Takes a source; keeps, for each of its bytes, what accounts for it.
//!
//! A byte is claimed once: whoever comes first accounts for it, and the order of the
//! passes over a source is the order of trust.

use super::super::script::letters::is_silent;
use super::alt;
use super::decode::{self, Reading};
use std::ops::Range;

/// What accounts for a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// Nothing so far.
    Free,
    /// It is text of the article.
    Text,
    /// The model keeps it beside the text: metadata, a target, an attribute.
    Metadata,
    /// It is markup that did something.
    Markup,
    /// A diagnostic quotes or covers it.
    Reported,
}

/// The bytes of a source with their claims.
pub(super) struct Claims<'s> {
    pub(super) text: &'s str,
    /// Where the last tag may end: what opens behind it is none.
    pub(super) last_tag: usize,
    of: Vec<Claim>,
}

impl<'s> Claims<'s> {
    pub(super) fn new(text: &'s str) -> Claims<'s> {
        Claims {
            text,
            last_tag: text.rfind('>').unwrap_or(0),
            of: vec![Claim::Free; text.len()],
        }
    }

    /// The text of a range; empty where the range is not of this text.
    pub(super) fn slice(&self, range: Range<usize>) -> &'s str {
        self.text.get(range).unwrap_or("")
    }

    /// The text from a byte on.
    pub(super) fn rest(&self, at: usize) -> &'s str {
        self.text.get(at..).unwrap_or("")
    }

    /// The claim on a byte.
    pub(super) fn of(&self, at: usize) -> Claim {
        self.of.get(at).copied().unwrap_or(Claim::Free)
    }

    /// The first free byte of a range that is not white space.
    pub(super) fn first_open(&self, range: Range<usize>) -> Option<usize> {
        let bytes = self.text.as_bytes().get(range.clone())?.iter();
        let claims = self.of.get(range.clone())?.iter();
        let is_open =
            |(byte, claim): (&u8, &Claim)| *claim == Claim::Free && !byte.is_ascii_whitespace();
        let found = bytes.zip(claims).position(is_open)?;
        Some(range.start + found)
    }

    pub(super) fn is_free(&self, at: usize) -> bool {
        self.of(at) == Claim::Free && at < self.of.len()
    }

    /// Whether nothing claims any byte of a range.
    pub(super) fn are_free(&self, range: Range<usize>) -> bool {
        let claims = self.of.get(range);
        claims.is_some_and(|claims| claims.iter().all(|claim| *claim == Claim::Free))
    }

    /// Whether each character of a range that shows is claimed, and there is one.
    pub(super) fn are_taken(&self, range: Range<usize>) -> bool {
        let start = range.start;
        let shown = self.slice(range).char_indices();
        let mut shown = shown.filter(|(_, c)| shows(*c)).peekable();
        shown.peek().is_some() && shown.all(|(at, _)| !self.is_free(start + at))
    }

    /// Claims the free bytes of a range.
    pub(super) fn take(&mut self, range: Range<usize>, claim: Claim) {
        for byte in self.of.get_mut(range).unwrap_or_default() {
            if *byte == Claim::Free {
                *byte = claim;
            }
        }
    }

    /// Claims a range as markup if it reads so and is free.
    pub(super) fn take_sign(&mut self, at: usize, sign: &str) -> bool {
        let range = at..at + sign.len();
        let fits = self.slice(range.clone()) == sign && self.are_free(range.clone());
        if fits {
            self.take(range, Claim::Markup);
        }
        fits
    }

    /// Where the last claimed byte of a range ends, or where the range begins.
    pub(super) fn last_taken(&self, range: Range<usize>) -> usize {
        let start = range.start;
        let claims = self.of.get(range).unwrap_or_default();
        let last = claims.iter().rposition(|claim| *claim != Claim::Free);
        last.map_or(start, |last| start + last + 1)
    }

    /// Where the next character shows from a byte on, the signs of quotations at the heads
    /// of lines passed over.
    pub(super) fn next_free(&self, at: usize) -> usize {
        let mut fresh = false;
        for (i, c) in self.rest(at).char_indices() {
            match c {
                '\n' => fresh = true,
                _ if c.is_whitespace() => {}
                '>' if fresh => {}
                _ => return at + i,
            }
        }
        self.text.len()
    }

    /// The same, tags, comments and what closes an address passed over as well.
    pub(super) fn next_bracket(&self, at: usize, end: usize) -> usize {
        let mut at = self.next_free(at);
        while at < end {
            let length = match self.rest(at).chars().next() {
                Some('<') => decode::tag_length(self.rest(at)),
                Some('>') => Some(1),
                // Attributes of what stands before.
                Some('{') => self.rest(at).find('}').map(|end| end + 1),
                Some(_) | None => None,
            };
            let Some(length) = length else { break };
            at = self.next_free(at + length);
        }
        at
    }

    /// Where the bracket closes whose words end at a byte: stress of nothing may stand before.
    pub(super) fn next_closing(&self, at: usize, end: usize) -> usize {
        let first = self.next_bracket(at, end);
        let mut at = first;
        while at < end {
            let rest = self.rest(at);
            let bare = rest.trim_start_matches(['*', '_', '~', '^']);
            if bare.len() == rest.len() {
                break;
            }
            at = self.next_bracket(at + rest.len() - bare.len(), end);
        }
        match self.rest(at).starts_with(']') {
            true => at,
            false => first,
        }
    }

    /// Claims the characters of `wanted` where they stand in a range, in order and with
    /// nothing but white space and skipped signs between them. False, and nothing is
    /// claimed, where the range does not say that.
    pub(super) fn align(
        &mut self,
        range: Range<usize>,
        wanted: &str,
        reading: Reading,
        claim: Claim,
    ) -> bool {
        let mut wanted = wanted.chars().filter(|c| shows(*c)).peekable();
        if wanted.peek().is_none() {
            return false;
        }
        let mut found: Vec<Range<usize>> = Vec::new();
        let start = range.start;
        for unit in decode::units(self.slice(range), reading) {
            let place = start + unit.at.start..start + unit.at.end;
            let mut shown = unit.text.chars().filter(|c| shows(*c)).peekable();
            let is_blank = shown.peek().is_none();
            let mut ahead = wanted.clone();
            if is_blank || !shown.all(|c| ahead.next() == Some(c)) {
                // In code an entity is as it is written.
                let mut written = self.slice(place.clone()).chars();
                ahead = wanted.clone();
                if !unit.is_sign || !written.all(|c| ahead.next() == Some(c)) {
                    if is_blank && unit.is_sign {
                        found.push(place);
                    }
                    if is_blank || unit.may_skip {
                        continue;
                    }
                    return false;
                }
            }
            wanted = ahead;
            found.push(place);
        }
        if wanted.next().is_some() {
            return false;
        }
        for place in found {
            self.take(place, claim);
        }
        true
    }

    /// Claims the characters of an alternative text where they stand in a range.
    pub(super) fn align_alt(&mut self, range: Range<usize>, alt: &str) -> bool {
        let Some(places) = alt::places(self.slice(range.clone()), alt) else {
            return false;
        };
        for place in places {
            let place = range.start + place.start..range.start + place.end;
            self.take(place, Claim::Metadata);
        }
        true
    }

    /// The first byte of the line that a byte stands in.
    pub(super) fn line_start(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or("");
        before.rfind('\n').map_or(0, |end| end + 1)
    }

    /// The end of the line that a byte stands in.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.rest(at)
            .find('\n')
            .map_or(self.text.len(), |end| at + end)
    }

    /// Whether nothing but claimed signs and white space stands before a byte in its line.
    pub(super) fn opens_line(&self, at: usize) -> bool {
        let start = self.line_start(at);
        let mut before = self.slice(start..at).char_indices();
        before.all(|(i, c)| {
            c.is_whitespace() || matches!(self.of(start + i), Claim::Markup | Claim::Reported)
        })
    }
}

/// Whether a character is one to account for.
pub(super) fn shows(c: char) -> bool {
    !c.is_whitespace() && !is_silent(c)
}
