//! The lines of copy in, those that are items of lists out.
//!
//! Copy has no markup, and its signs have other uses: a dash opens a speech in many
//! languages, a star a remark, a number a heading. So a sign makes a list of several
//! lines only; a bullet, which has no other use, makes one of a single line.

use super::copy::{Copy, Line, Role};
use super::script::{columns, first_word, joins_bare};
use crate::read::inspect::Confidence::{Certain, Likely};

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A sign that is a bullet and nothing else.
    Bullet,
    /// A sign that has other uses.
    Sign(char),
    /// A number, and the sign after it.
    Number(u64, char),
    /// A letter, and the sign after it.
    Letter(char, char),
}

const BULLETS: [char; 14] = [
    '•', '‣', '▪', '▫', '◦', '●', '○', '■', '□', '►', '▶', '➢', '✓', '·',
];
/// Numbers that mark items have no more figures: `1987.` ends a sentence.
const FIGURES: usize = 2;

/// The mark that a line opens with, and its length in bytes with the space after it.
fn mark(line: &str) -> Option<(Mark, usize)> {
    let (mark, rest) = line.split_once([' ', '\t', '\u{a0}', '\u{202f}'])?;
    let length = line.len() - rest.trim_start().len();
    if rest.trim().is_empty() {
        return None;
    }
    let mut chars = mark.chars();
    let mark = match (chars.next()?, chars.as_str()) {
        (sign, "") if BULLETS.contains(&sign) => Mark::Bullet,
        (sign @ ('*' | '-' | '–'), "") => Mark::Sign(sign),
        (letter, ")") if letter.is_ascii_lowercase() => Mark::Letter(letter, ')'),
        (first, _) if first.is_ascii_digit() => {
            let sign = mark.chars().last().filter(|c| matches!(c, '.' | ')'))?;
            let number = mark.strip_suffix(sign)?;
            let plain = number.len() <= FIGURES && !(number.len() > 1 && first == '0');
            Mark::Number(number.parse().ok().filter(|_| plain)?, sign)
        }
        (_, _) => return None,
    };
    Some((mark, length))
}

impl Mark {
    /// Whether this is the mark of the item after one with that mark.
    fn follows(self, before: Mark) -> bool {
        match (before, self) {
            (Mark::Number(last, a), Mark::Number(next, b)) => last + 1 == next && a == b,
            (Mark::Letter(last, a), Mark::Letter(next, b)) => {
                u32::from(last) + 1 == u32::from(next) && a == b
            }
            (Mark::Bullet, Mark::Bullet) => true,
            (Mark::Sign(a), Mark::Sign(b)) => a == b,
            (Mark::Bullet | Mark::Sign(_) | Mark::Number(..) | Mark::Letter(..), _) => false,
        }
    }
}

/// Whether a line after a dash is what somebody says: it asks or calls, or dashes part
/// the words from who says them.
fn is_speech(line: &str) -> bool {
    let text = line.trim_end();
    text.ends_with(['?', '!', '…', '»', '”', '"', '-', '–', '—'])
        || [" - ", " – ", " — "]
            .iter()
            .any(|dash| text.match_indices(dash).any(|(at, _)| at > 0))
}

impl Copy<'_> {
    /// Finds the items of lists among the lines that nothing else is known of.
    pub(super) fn lists(&mut self) {
        let places = self.places();
        let mut at = 0;
        while let Some(first) = places.get(at) {
            let start = at;
            at += 1;
            let Some((opening, _)) = self.mark_at(*first) else {
                continue;
            };
            // The items, and the lines that go on with one.
            let (mut items, mut more) = (vec![*first], Vec::new());
            let mut last = opening;
            let mut next = start + 1;
            while let (Some(before), Some(place)) = (places.get(next - 1), places.get(next)) {
                match self.mark_at(*place) {
                    Some((mark, _)) if mark.follows(last) => {
                        items.push(*place);
                        last = mark;
                    }
                    Some(_) => break,
                    None if self.goes_on(*before, *place) => more.push(*place),
                    None => break,
                }
                next += 1;
            }
            let is_speech = || items.iter().any(|place| is_speech(self.text(*place)));
            let is_list = match opening {
                Mark::Bullet => true,
                Mark::Sign('*') | Mark::Number(..) | Mark::Letter(..) => items.len() > 1,
                Mark::Sign(_) => items.len() > 1 && !is_speech(),
            };
            if !is_list {
                continue;
            }
            let sure = if opening == Mark::Bullet {
                Certain
            } else {
                Likely
            };
            for place in items {
                let Some((mark, length)) = self.mark_at(place) else {
                    continue;
                };
                let role = match mark {
                    Mark::Bullet | Mark::Sign(_) => Role::Item {
                        length,
                        number: None,
                    },
                    Mark::Number(number, _) => Role::Item {
                        length,
                        number: Some(number),
                    },
                    // No list has letters: they stay where they are.
                    Mark::Letter(..) => Role::Lettered,
                };
                self.set(place, role, sure, "one of several lines with such a mark");
            }
            for place in more {
                let role = match opening {
                    Mark::Letter(..) => Role::Body,
                    Mark::Bullet | Mark::Sign(_) | Mark::Number(..) => Role::ItemLine,
                };
                self.set(place, role, sure, "it goes on with an item");
            }
            at = next;
        }
    }

    fn mark_at(&self, place: (usize, usize)) -> Option<(Mark, usize)> {
        (self.role(place) == Role::Body).then(|| mark(self.text(place)))?
    }

    /// Whether a line goes on with the item that the line before belongs to.
    fn goes_on(&self, before: (usize, usize), place: (usize, usize)) -> bool {
        let line = |(g, l): (usize, usize)| self.groups.get(g).and_then(|group| group.get(l));
        let (Some(before_it), Some(line)) = (line(before), line(place)) else {
            return false;
        };
        before.0 == place.0
            && self.role(place) == Role::Body
            && (line.text.starts_with(char::is_lowercase)
                || line.indented && !before_it.indented
                || self.is_broken(before_it, line))
    }

    /// Whether a line was broken at the width of the copy: the first word of the next had
    /// no room on it.
    pub(super) fn is_broken(&self, line: &Line, next: &Line) -> bool {
        let word = first_word(next.text);
        let space = usize::from(!joins_bare(line.text, next.text));
        self.wrapped && columns(line.text) + space + columns(word) > self.width
    }
}
