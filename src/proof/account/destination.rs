//! Takes what stands after the words of a link or the label of a definition; gives its
//! target and its title as they are typed, and as they are meant.

use super::claims::{Claim, Claims};
use super::decode::{Reading, meaning};
use std::ops::Range;

/// A target and a title as they are typed.
pub(super) struct Destination {
    target: Range<usize>,
    /// With the brackets or quotation marks around them.
    target_whole: Range<usize>,
    title: Range<usize>,
    title_whole: Range<usize>,
    /// Where what follows begins.
    pub(super) end: usize,
}

impl Destination {
    pub(super) fn target(&self, claims: &Claims) -> String {
        meaning_of(claims, &self.target)
    }

    pub(super) fn title(&self, claims: &Claims) -> String {
        meaning_of(claims, &self.title)
    }

    pub(super) fn is_text(&self, claims: &Claims) -> bool {
        claims.are_taken(self.title.clone())
    }

    pub(super) fn take_target(&self, claims: &mut Claims) {
        claims.take(self.target.clone(), Claim::Metadata);
        claims.take(self.target_whole.clone(), Claim::Markup);
    }

    pub(super) fn take_title(&self, claims: &mut Claims) {
        claims.take(self.title.clone(), Claim::Metadata);
        claims.take(self.title_whole.clone(), Claim::Markup);
    }

    pub(super) fn take_signs(&self, claims: &mut Claims) {
        let whole = self.title_whole.clone();
        claims.take(whole.start..self.title.start, Claim::Markup);
        claims.take(self.title.end..whole.end, Claim::Markup);
    }
}

/// A text of a link: escapes and entities, and the signs of quotations at the heads of
/// its lines left out.
fn meaning_of(claims: &Claims, range: &Range<usize>) -> String {
    let raw = claims.slice(range.clone());
    let bare: String = match raw.contains('\n') {
        true => {
            let lines = raw.split('\n').enumerate();
            let lines = lines.map(|(i, line)| match i {
                0 => line,
                _ => line.trim_start_matches([' ', '\t', '>']),
            });
            lines.collect::<Vec<_>>().join("\n")
        }
        false => raw.to_owned(),
    };
    meaning(&bare, Reading::Markdown)
}

/// Reads a target and a title that begin at a byte (CommonMark 0.31, 6.3).
pub(super) fn destination(claims: &Claims, at: usize, end: usize) -> Option<Destination> {
    let target_start = claims.next_free(at);
    let text = claims.slice(target_start..end);
    let (target, target_whole) = match text.strip_prefix('<') {
        Some(inner) => {
            let length = unescaped(inner, |c| c == '>' || c == '\n')?;
            if !inner.get(length..)?.starts_with('>') {
                return None;
            }
            let inner = target_start + 1..target_start + 1 + length;
            (inner.clone(), target_start..inner.end + 1)
        }
        None => {
            let length = bare_target(text);
            let target = target_start..target_start + length;
            (target.clone(), target)
        }
    };
    let start = claims.next_free(target_whole.end);
    let text = claims.slice(start..end);
    let closing = match text.chars().next() {
        Some('"') => '"',
        Some('\'') => '\'',
        Some('(') => ')',
        Some(_) | None => {
            return Some(Destination {
                title: start..start,
                title_whole: start..start,
                target,
                target_whole,
                end: start,
            });
        }
    };
    let inner = text.get(1..)?;
    let length = unescaped(inner, |c| c == closing)?;
    let title = start + 1..start + 1 + length;
    let whole = start..title.end + 1;
    Some(Destination {
        target,
        target_whole,
        title,
        end: claims.next_free(whole.end),
        title_whole: whole,
    })
}

/// Where the first character stands that ends something and is not escaped.
fn unescaped(text: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if ends(c) && !escaped {
            return Some(at);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// How long a target is that stands without brackets: its own are in pairs.
fn bare_target(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if c.is_ascii_whitespace() || c.is_ascii_control() => return at,
            '(' if !escaped => depth += 1,
            ')' if !escaped && depth == 0 => return at,
            ')' if !escaped => depth -= 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// Where the title at the end of a text stands, without its quotation marks.
pub(super) fn titled(text: &str) -> Option<Range<usize>> {
    let last = text.chars().next_back()?;
    let quote = matches!(last, '"' | '\'').then_some(last)?;
    let inner = text.get(..text.len() - 1)?;
    let open = inner.find(&format!(" {quote}"))?;
    (!inner.get(..open)?.trim().is_empty()).then_some(open + 2..inner.len())
}
