//! Takes the figures of an article; claims their links, the stress that makes a line a
//! caption, and destinations of pictures that CommonMark does not know: paths with
//! spaces, tags of templates, sizes.

use super::attributes::{Holds, holds};
use super::claims::Claim;
use super::decode::{Reading, meaning};
use super::destination::titled;
use super::facts::Facts;
use super::walker::Walker;
use crate::model::{Extent, Figure, Length, Picture, Side, truth};
use std::ops::Range;

impl Facts {
    /// How large a picture is asked for, and at which side.
    pub(super) fn sizes(&mut self, picture: &Picture) {
        for (holds, length) in [
            (Holds::Width, picture.size.width),
            (Holds::Height, picture.size.height),
        ] {
            if let Some(length) = length {
                self.add(holds, &length.to_string());
            }
        }
        if let Some(side) = picture.side {
            self.add(Holds::Side, side.class());
        }
        if picture.extent != Extent::Column {
            self.add(Holds::Side, picture.extent.word());
        }
        if picture.bleeds {
            self.add(Holds::Side, "bleed");
        }
    }

    /// Whether a picture stands across as much of the page as a word says.
    pub(super) fn extent_of(&mut self, extent: Option<Extent>) -> bool {
        match extent {
            Some(Extent::Column) => true,
            Some(extent) => self.take(Holds::Side, extent.word()),
            None => false,
        }
    }

    /// Whether a picture bleeds as a word says.
    pub(super) fn bleed(&mut self, word: &str) -> bool {
        match truth(word) {
            Some(true) => self.take(Holds::Side, "bleed"),
            Some(false) => true,
            None => false,
        }
    }

    /// Whether a picture has a width or a height as a value says it. `auto` asks for what
    /// it has anyway.
    pub(super) fn length(&mut self, key: Holds, value: &str) -> bool {
        let value = value.trim().trim_end_matches("!important").trim_end();
        if value.is_empty() || value.eq_ignore_ascii_case("auto") {
            return true;
        }
        Length::parse(value).is_some_and(|length| self.take(key, &length.to_string()))
    }

    /// Whether a picture stands at the side that a word says.
    pub(super) fn side(&mut self, word: &str) -> bool {
        Side::of(word).is_some_and(|side| self.take(Holds::Side, side.class()))
    }

    /// Whether a picture has the size that `100x50` says, or `100x`, `x50`, `100`.
    pub(super) fn extent(&mut self, text: &str) -> bool {
        let mut signs = text
            .char_indices()
            .filter(|(_, c)| matches!(c, 'x' | 'X' | '×'));
        let said = |part: &str| !part.is_empty() && part != "*";
        let parts = signs.find_map(|(at, sign)| {
            let parts = text.split_at(at);
            let parts = (parts.0, parts.1.get(sign.len_utf8()..)?);
            let fits = |part: &str| !said(part) || Length::parse(part).is_some();
            (fits(parts.0) && fits(parts.1)).then_some(parts)
        });
        let (width, height) = parts.unwrap_or((text, ""));
        (!said(width) || self.length(Holds::Width, width))
            && (!said(height) || self.length(Holds::Height, height))
    }
}

impl Walker<'_, '_> {
    pub(super) fn figure(&mut self, figure: &Figure, at: Range<usize>) {
        self.inlines(&figure.caption, Claim::Text);
        // A line of stress under a figure is its caption; its signs are not the model's.
        if let (Some(first), Some(last)) = (figure.caption.first(), figure.caption.last()) {
            let (start, end) = (self.place(&first.node).start, self.place(&last.node).end);
            self.stressed(start.saturating_sub(1)..end + 1, &["*", "_"]);
        }
        self.inlines(&figure.credit, Claim::Text);
        let Some(picture) = &figure.picture else {
            return;
        };
        self.picture(picture);
        let Some(link) = &figure.link else {
            return self.bracketed(at);
        };
        // The bracket of the link is the last before the picture.
        let place = self.span(picture.span);
        let before = self.claims.slice(at.start..place.start);
        let bracket = before.rfind('[').map_or(at.start, |open| at.start + open);
        self.link(&link.target, &link.title, bracket..at.end);
        self.bracketed(at);
    }

    /// `(a path.png "title" =100x50)`, or a path that a template would complete, that
    /// opens at a byte.
    pub(super) fn path_of_picture(&mut self, open: usize, path: &str) -> bool {
        let Some(length) = closing(self.claims.rest(open)) else {
            return false;
        };
        let start = open + 1;
        let inner = self.claims.slice(start..open + length);
        let mut rest = inner.trim_end();
        loop {
            let (before, last) = rest.rsplit_once(char::is_whitespace).unwrap_or(("", rest));
            let word = start + rest.len() - last.len()..start + rest.len();
            let known = match (last.strip_prefix('='), last.split_once('=')) {
                (Some(extent), _) => self.facts.extent(extent),
                (None, Some((key @ ("width" | "height"), value))) => {
                    holds(self.facts, key, value.trim_matches(['"', '\'']))
                }
                (None, _) => false,
            };
            if known && !before.trim().is_empty() {
                self.claims.take(word, Claim::Metadata);
                rest = before.trim_end();
                continue;
            }
            let Some(title) = titled(rest) else { break };
            let (title, whole) = (
                start + title.start..start + title.end,
                start + title.start - 1..start + title.end + 1,
            );
            // One that is no caption is reported: its words are looked for by themselves.
            let said = meaning(self.claims.slice(title.clone()), Reading::Markdown);
            if self.facts.take(Holds::Title, &said) {
                self.claims.take(title.clone(), Claim::Metadata);
            }
            self.claims.take(whole.start..title.start, Claim::Markup);
            self.claims.take(title.end..whole.end, Claim::Markup);
            rest = inner.get(..whole.start - start).unwrap_or("").trim_end();
        }
        let place = start..start + rest.len();
        if !self.completed(place, path) {
            return false;
        }
        self.claims.take_sign(open, "(");
        self.claims.take_sign(open + length, ")");
        true
    }

    /// Claims a path that is written with the tags of a template in it, or around it.
    fn completed(&mut self, at: Range<usize>, path: &str) -> bool {
        let text = self.claims.slice(at.clone());
        let bare = text.trim();
        let bare = bare
            .strip_prefix('<')
            .and_then(|bare| bare.strip_suffix('>'))
            .unwrap_or(bare);
        if bare == path || meaning(bare, Reading::Markdown) == path {
            self.claims.take(at, Claim::Metadata);
            return true;
        }
        let Some(found) = text.find(path).filter(|_| !path.is_empty()) else {
            return false;
        };
        let outside = [text.get(..found), text.get(found + path.len()..)];
        // What a tag says besides is the site's, as is the stroke where two parts join.
        let is_tag = |part: &str| {
            let bare = part.trim_matches([' ', '/', '"', '\'']);
            bare.is_empty() || bare.starts_with("{{") || bare.starts_with("{%") || {
                bare.starts_with('|') || bare.ends_with("}}") || bare.ends_with("%}")
            }
        };
        let fits = outside.into_iter().flatten().all(is_tag);
        if fits {
            self.claims.take(at, Claim::Metadata);
        }
        fits
    }
}

/// Where the parenthesis closes that a text opens with, in its line. Those in a template's
/// tags or in a title do not count.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(c) = text.get(at..)?.chars().next() {
        let rest = text.get(at..)?;
        let is_title = c == '"' && text.get(..at)?.ends_with(' ');
        let skipped = match c {
            '\n' => return None,
            '{' if rest.starts_with("{{") => rest.find("}}").map(|end| end + 2),
            '{' if rest.starts_with("{%") => rest.find("%}").map(|end| end + 2),
            '"' if is_title => rest.get(1..)?.find('"').map(|end| end + 2),
            _ => None,
        };
        match c {
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
        at += skipped.unwrap_or(c.len_utf8());
    }
    None
}
