//! Takes what no node of the article claims; gives back the markup that has no place in the
//! model: definitions, comments, tags, attributes, escapes, fences. Each must be
//! witnessed by what the model holds.

use super::attributes;
use super::claims::{Claim, shows};
use super::decode::{self, Reading, meaning};
use super::destination::destination;
use super::facts::{label, letters};
use super::tags;
use super::walker::Walker;
use std::ops::Range;

/// The boxes of sites that are headed by their name where they have no title.
const BOXES: [&str; 14] = [
    "attention",
    "caution",
    "danger",
    "details",
    "error",
    "example",
    "hint",
    "important",
    "info",
    "question",
    "success",
    "tip",
    "todo",
    "warning",
];

impl Walker<'_, '_> {
    /// Claims the signs of quotations at the heads of lines.
    pub(super) fn quotations(&mut self) {
        if self.quoted.is_empty() {
            return;
        }
        self.quoted.sort_unstable();
        let steps = std::mem::take(&mut self.quoted);
        let (mut next, mut depth, mut before, mut start) = (0, 0_i32, 0, 0);
        let text = self.claims.text;
        for line in text.split('\n') {
            let end = start + line.len();
            while let Some((_, step)) = steps.get(next).filter(|(at, _)| *at <= start) {
                depth += step;
                next += 1;
            }
            // Steps down stand at the end of the last line of a quotation.
            let bare = line.trim_end();
            let is_empty = bare.trim_start_matches(['>', ' ', '\t']).is_empty();
            let mut left = if is_empty { depth.max(before) } else { depth };
            before = left;
            for (i, c) in line.char_indices() {
                let at = start + i;
                if c == '>' && left > 0 && self.claims.is_free(at) {
                    self.claims.take(at..at + 1, Claim::Markup);
                    left -= 1;
                } else if !c.is_whitespace() && self.claims.of(at) != Claim::Markup {
                    break;
                }
            }
            start = end + 1;
        }
    }

    /// Claims what of a range is markup of no node, or text without a place.
    pub(super) fn loose(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while let Some(open) = self.claims.first_open(at..range.end) {
            at = open;
            let Some(c) = self.claims.rest(at).chars().next() else {
                // Within a character, of which the first byte is claimed.
                at += 1;
                continue;
            };
            let after = at + c.len_utf8();
            at = match shows(c).then(|| self.sign(at, c)).flatten() {
                Some(end) => end.max(after),
                None => after,
            };
        }
    }

    /// What a free character opens, claimed; and where that ends.
    fn sign(&mut self, at: usize, c: char) -> Option<usize> {
        // A text that has no place may look like what a node is written with.
        if matches!(c, '{' | ':')
            && let Some(end) = self.unplaced(at)
        {
            return Some(end);
        }
        let found = match c {
            '\\' => self.command(at).or_else(|| self.escape(at)),
            '<' => tags::tag(self, at),
            '&' => self.blank_entity(at),
            '[' => self.definition(at),
            '*' if self.claims.rest(at).starts_with("*[") => self.abbreviation(at),
            '*' | '-' | '+' => self.bullet(at),
            '0'..='9' => self.bullet(at),
            '{' => self.braces(at).or_else(|| self.template(at)),
            ':' => self.colons(at),
            '#' => self.headline(at),
            '=' => self.headline_underline(at),
            _ => None,
        };
        found
            .or_else(|| self.dialect(at, c))
            .or_else(|| self.unplaced(at))
            .or_else(|| self.around_nothing(at, c))
    }

    /// An entity that means white space.
    fn blank_entity(&mut self, at: usize) -> Option<usize> {
        let (length, meaning) = decode::entity(self.claims.rest(at))?;
        if meaning.contains(shows) {
            return None;
        }
        self.claims.take(at..at + length, Claim::Markup);
        Some(at + length)
    }

    /// Signs of stress around nothing but tags and comments.
    fn around_nothing(&mut self, at: usize, sign: char) -> Option<usize> {
        if !matches!(sign, '*' | '_' | '~' | '^') {
            return None;
        }
        let rest = self.claims.rest(at);
        let width = rest.len() - rest.trim_start_matches(sign).len();
        let signs = self.claims.slice(at..at + width);
        let end = self.claims.next_bracket(at + width, self.claims.text.len());
        if end == at + width || !self.claims.are_free(at..at + width) {
            return None;
        }
        self.claims.take_sign(end, signs).then(|| {
            self.claims.take(at..at + width, Claim::Markup);
            at + width
        })
    }

    /// A backslash before a sign that is text, or at the end of a line.
    fn escape(&mut self, at: usize) -> Option<usize> {
        if self.reading == Reading::Data {
            let first = decode::units(self.claims.rest(at), Reading::Data).next()?;
            let end = at + first.at.end;
            if !first.text.contains(shows) {
                self.claims.take(at..end, Claim::Markup);
                return Some(end);
            }
        }
        let next = self.claims.rest(at).chars().nth(1)?;
        let is_taken = !self.claims.is_free(at + 1);
        if next.is_ascii_punctuation() && is_taken || next == '\n' {
            self.claims.take(at..at + 1, Claim::Markup);
            return Some(at + 1);
        }
        None
    }

    /// `[^label]:` of a note, or `[label]: target "title"` of links.
    fn definition(&mut self, at: usize) -> Option<usize> {
        let before = self.claims.text.get(..at)?;
        // A link whose words are its label.
        if before.ends_with(']') && !self.claims.is_free(at - 1) && self.claims.take_sign(at, "[]")
        {
            return Some(at + 2);
        }
        let is_escaped = self.reading == Reading::Data && before.ends_with("\\n");
        if !self.claims.opens_line(at) && !is_escaped {
            return None;
        }
        let rest = self.claims.rest(at);
        let close = rest.find("]:")?;
        let name = rest.get(1..close)?;
        if let Some(name) = name.strip_prefix('^') {
            let name = label(name);
            let is_it = |known: &String| {
                let known = label(known);
                known == name
                    || known
                        .strip_prefix(&name)
                        .is_some_and(|more| more.starts_with('-'))
            };
            if !self.facts.notes.iter().any(is_it) {
                return None;
            }
            self.claims.take(at..at + close + 2, Claim::Markup);
            return Some(at + close + 2);
        }
        let Some(known) = self.facts.references.get(&label(name)).cloned() else {
            if !self.facts.excused.contains(&label(name)) {
                return None;
            }
            let end = self.claims.line_end(at);
            self.claims.take(at..end, Claim::Reported);
            return Some(end);
        };
        // A definition ends with its paragraph.
        let end = rest
            .find("\n\n")
            .map_or(self.claims.text.len(), |end| at + end);
        let found = destination(&self.claims, at + close + 2, end)?;
        let (target, title) = (found.target(&self.claims), found.title(&self.claims));
        if !known.iter().any(|(known, _)| *known == target) {
            return None;
        }
        self.claims.take(at..at + close + 2, Claim::Markup);
        found.take_target(&mut self.claims);
        if title.is_empty() || known.iter().any(|(_, known)| *known == title) {
            found.take_title(&mut self.claims);
        } else {
            // The caption of a picture: its words are looked for by themselves.
            found.take_signs(&mut self.claims);
        }
        Some(at + close + 2)
    }

    /// `*[short]: what it stands for`.
    fn abbreviation(&mut self, at: usize) -> Option<usize> {
        let end = self.claims.line_end(at);
        let line = self.claims.slice(at..end);
        let (short, long) = line.strip_prefix("*[")?.split_once("]:")?;
        let known = (short.trim().to_owned(), long.trim().to_owned());
        if !self.facts.abbreviations.contains(&known) {
            return None;
        }
        let words = at + 2..at + 2 + short.len();
        self.claims.take(words.clone(), Claim::Metadata);
        self.claims.take(at..words.end + 2, Claim::Markup);
        self.claims.take(words.end + 2..end, Claim::Metadata);
        Some(end)
    }

    /// A marker in a list of lists, whose items have no places of their own.
    fn bullet(&mut self, at: usize) -> Option<usize> {
        let is_listed = |range: &Range<usize>| range.contains(&at);
        if !self.listed.iter().any(is_listed) || !self.claims.opens_line(at) {
            return None;
        }
        self.marker(at, None, None)
    }

    /// Attributes in braces.
    fn braces(&mut self, at: usize) -> Option<usize> {
        let (all, end) = attributes::braces(&self.claims, at)?;
        for typed in &all {
            attributes::account(&mut self.claims, self.facts, typed);
        }
        self.claims.take(at..at + 1, Claim::Markup);
        self.claims.take_sign(at + 1, ":");
        self.claims.take(end - 1..end, Claim::Markup);
        // A span of nothing carries them where it stands.
        if let Some(before) = at.checked_sub(2) {
            self.claims.take_sign(before, "[]");
        }
        Some(end)
    }

    /// A tag of a template that shows a picture: `{{< figure src="a.jpg" >}}`.
    fn template(&mut self, at: usize) -> Option<usize> {
        let rest = self.claims.rest(at);
        let closings = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];
        let (open, close) = closings
            .into_iter()
            .find(|(open, _)| rest.starts_with(open))?;
        let inner = rest.get(open.len()..rest.find(close)?)?;
        let start = at + open.len();
        let name_length = inner
            .find('=')
            .and_then(|equals| inner.get(..equals)?.rfind(char::is_whitespace))?;
        let name = inner.get(..name_length)?.trim();
        if !matches!(
            name.split(['.', ' ']).find(|word| *word != "include"),
            Some("figure" | "image" | "img")
        ) {
            return None;
        }
        let from = start + inner.find(name)?;
        self.claims.take(from..from + name.len(), Claim::Markup);
        for typed in tags::typed(inner, name_length, start) {
            attributes::account(&mut self.claims, self.facts, &typed);
        }
        let end = start + inner.len();
        if inner.trim_end().ends_with('/') {
            let stroke = start + inner.trim_end().len() - 1;
            self.claims.take(stroke..stroke + 1, Claim::Markup);
        }
        self.claims.take(at..start, Claim::Markup);
        self.claims.take(end..end + close.len(), Claim::Markup);
        Some(end + close.len())
    }

    /// The fence of a div, or the sign before what a term means.
    fn colons(&mut self, at: usize) -> Option<usize> {
        if !self.claims.opens_line(at) {
            return None;
        }
        let rest = self.claims.rest(at);
        let width = rest.len() - rest.trim_start_matches(':').len();
        if width < 3 {
            let is_listed = |range: &Range<usize>| range.contains(&at);
            let is_apart = rest
                .get(1..)
                .is_some_and(|after| after.starts_with(char::is_whitespace));
            let sign = width == 1 && is_apart && self.listed.iter().any(is_listed);
            return (sign && self.claims.take_sign(at, ":")).then_some(at + 1);
        }
        let end = self.claims.line_end(at);
        let line = self.claims.slice(at + width..end).trim_end();
        let bare = line.trim_end_matches(':');
        let name = bare.trim();
        let start = at + width + bare.len() - bare.trim_start().len();
        // The name of a box; its title, or its attributes, may stand after it.
        let parts = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'));
        let (name, title) = match name.starts_with('{') {
            true => (name, ""),
            false => name.split_at(name.find(parts).unwrap_or(name.len())),
        };
        if !name.is_empty() && !name.starts_with('{') && !attributes::class(self.facts, name) {
            return None;
        }
        let given = title.len();
        let title = title.trim_start();
        if title.starts_with('[') && title.ends_with(']') {
            let place = start + name.len() + given - title.len();
            self.boxes.push(place..place + title.len());
        }
        self.claims.take(at..at + width, Claim::Markup);
        self.claims
            .take(at + width + bare.len()..end, Claim::Markup);
        // The name of a box without a title heads it.
        let heads = title.is_empty() && BOXES.contains(&name);
        if !name.is_empty() && !name.starts_with('{') && !heads {
            self.claims.take(start..start + name.len(), Claim::Metadata);
        }
        Some(start)
    }

    /// The brackets around the titles of boxes, if each word between them is accounted for.
    pub(super) fn brackets_of_boxes(&mut self) {
        for title in std::mem::take(&mut self.boxes) {
            let words = title.start + 1..title.end - 1;
            let is_empty = !self.claims.slice(words.clone()).contains(shows);
            if is_empty || self.claims.are_taken(words.clone()) {
                self.claims.take_sign(title.start, "[");
                self.claims.take_sign(words.end, "]");
            }
        }
    }

    /// The sign of a heading that became the headline, or repeats it.
    fn headline(&mut self, at: usize) -> Option<usize> {
        let after = self.claims.slice(at + 1..at + 2);
        if !self.claims.opens_line(at)
            || !(after.is_empty() || after.starts_with(char::is_whitespace))
        {
            return None;
        }
        let end = self.claims.line_end(at);
        let words = self.claims.slice(at + 1..end);
        let start = at + 1 + words.len() - words.trim_start().len();
        let is_headline = !self.headline.is_empty() && (at..end).contains(&self.headline.start)
            || (start..end).any(|at| self.claims.of(at) == Claim::Metadata);
        let bare = words.trim().trim_end_matches('#').trim_end();
        let is_same = letters(&meaning(bare, Reading::Markdown)) == self.facts.headline;
        // Words that are none: tags, signs around nothing.
        let left: String = words
            .char_indices()
            .map(|(i, c)| {
                if self.claims.is_free(at + 1 + i) {
                    c
                } else {
                    ' '
                }
            })
            .collect();
        let left = left.trim_end().trim_end_matches('#');
        let is_empty = !meaning(left, Reading::Html).contains(shows);
        if !is_headline && !is_same && !is_empty {
            return None;
        }
        self.claims.take(at..at + 1, Claim::Markup);
        if is_same && !is_headline {
            self.claims.take(start..end, Claim::Metadata);
        }
        self.closing_signs(end);
        Some(start)
    }

    /// The line under a headline.
    fn headline_underline(&mut self, at: usize) -> Option<usize> {
        let before = self.claims.line_start(at).checked_sub(1)?;
        let line = self.claims.line_start(before)..before;
        // One without a word heads nothing, and is left out.
        let shown = |claim: Claim| line.clone().any(|at| self.claims.of(at) == claim);
        let is_empty = self.claims.are_taken(line.clone()) && !shown(Claim::Text);
        let is_headline = !self.headline.is_empty() && line.contains(&self.headline.start);
        if !is_headline && !shown(Claim::Metadata) && !is_empty || !self.claims.opens_line(at) {
            return None;
        }
        self.underline(1, at);
        Some(self.claims.line_end(at))
    }

    /// A word of the model that stands at no place of its own.
    fn unplaced(&mut self, at: usize) -> Option<usize> {
        if self.facts.words.is_empty() {
            return None;
        }
        let is_part = |c: char, i: usize| {
            !c.is_whitespace() && self.claims.is_free(at + i) && (c != '<' || i == 0)
        };
        let before = self.claims.text.get(..at)?.chars().next_back();
        let opens = before.is_none_or(|c| {
            c.is_whitespace() || c == '>' || !self.claims.is_free(at - c.len_utf8())
        });
        if !opens {
            return None;
        }
        let rest = self.claims.rest(at);
        let length = rest.char_indices().find(|(i, c)| !is_part(*c, *i));
        let length = length.map_or(rest.len(), |(i, _)| i);
        let raw = rest.get(..length)?;
        let readings = match self.reading {
            Reading::Data => [Reading::Data, Reading::Markdown],
            Reading::Verbatim | Reading::Markdown | Reading::Alt | Reading::Html => {
                [Reading::Markdown, Reading::Html]
            }
        };
        if let Some(end) = self.across_tags(at, length) {
            return Some(end);
        }
        for reading in readings {
            for part in [raw, raw.trim_end_matches(',')] {
                let word = meaning(part, reading);
                if self.facts.words.take_words(&word) {
                    self.claims.take(at..at + part.len(), Claim::Text);
                    // The comma between two keywords.
                    if self.reading == Reading::Data {
                        self.claims.take(at..at + length, Claim::Markup);
                    }
                    return Some(at + part.len());
                }
            }
        }
        None
    }

    /// The same, of a word that goes on behind tags, which may end before any further one.
    fn across_tags(&mut self, at: usize, length: usize) -> Option<usize> {
        const TAGS: usize = 8;
        /// How far a word may go.
        const LONGEST: usize = 4096;
        if at > self.claims.last_tag {
            return None;
        }
        let rest = self.claims.rest(at);
        let mut limit = LONGEST.min(rest.len());
        while !rest.is_char_boundary(limit) {
            limit -= 1;
        }
        let rest = rest.get(..limit)?;
        let mut tags = 0;
        let mut end = at;
        let mut word = String::new();
        for unit in decode::units(rest, Reading::Html) {
            let is_tag = unit.text.is_empty();
            let ends = unit.text.contains(char::is_whitespace);
            if (is_tag || ends) && tags > 0 && self.facts.words.take_words(&word) {
                self.claims
                    .align(at..end, &word, Reading::Html, Claim::Text);
                return Some(at + length);
            }
            tags += usize::from(is_tag);
            if ends || tags > TAGS {
                return None;
            }
            word.push_str(&unit.text);
            end = at + unit.at.end;
        }
        if tags > 0 && self.facts.words.take_words(&word) {
            self.claims
                .align(at..end, &word, Reading::Html, Claim::Text);
            return Some(at + length);
        }
        None
    }
}
