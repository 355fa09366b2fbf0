//! Takes the lines of copy; returns those that are items of lists.
//!
//! Copy has no markup, and its signs have other uses: a dash opens a speech in many
//! languages, a star a remark, a number a heading. So a sign makes a list of several
//! lines only; a bullet, which has no other use, makes one of a single line.

use super::copy::{Copy, Line, Role};
use super::script::{columns, first_word, joins_bare};
use crate::model::Numerals;
use crate::read::line::Confidence::{Certain, Likely};

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A sign that is a bullet and nothing else.
    Bullet,
    /// A sign that has other uses.
    Sign(char),
    /// A number, how it is written, and the sign after it.
    Number(i64, Numerals, char),
}

const BULLETS: [char; 14] = [
    '•', '‣', '▪', '▫', '◦', '●', '○', '■', '□', '►', '▶', '➢', '✓', '·',
];
/// Numbers that mark items have no more figures: `1987.` ends a sentence.
const FIGURES: usize = 2;

/// The marks that a line may open with, and their length in bytes with the space after: `i)`
/// may be a letter or a Roman number.
fn marks(line: &str) -> (Vec<Mark>, usize) {
    let Some((mark, rest)) = line.split_once([' ', '\t', '\u{a0}', '\u{202f}']) else {
        return (Vec::new(), 0);
    };
    let length = line.len() - rest.trim_start().len();
    if rest.trim().is_empty() {
        return (Vec::new(), 0);
    }
    let mut chars = mark.chars();
    let marks = match (chars.next(), chars.as_str()) {
        (Some(sign), "") if BULLETS.contains(&sign) => vec![Mark::Bullet],
        (Some(sign @ ('*' | '-' | '–')), "") => vec![Mark::Sign(sign)],
        _ => numbered(mark),
    };
    (marks, length)
}

/// `1.`, `1)`, `(1)`, `a)`, `(a)`, `A.`, `ii)`.
fn numbered(mark: &str) -> Vec<Mark> {
    let Some(sign) = mark.chars().last().filter(|c| matches!(c, '.' | ')')) else {
        return Vec::new();
    };
    let bare = mark.strip_suffix(sign).unwrap_or(mark);
    let (number, sign) = match bare.strip_prefix('(') {
        Some(number) if sign == ')' => (number, '('),
        Some(_) => return Vec::new(),
        None => (bare, sign),
    };
    let mut found = Vec::new();
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        let plain = number.len() <= FIGURES && !(number.len() > 1 && number.starts_with('0'));
        let value = number.parse().ok().filter(|_| plain);
        found.extend(value.map(|value| Mark::Number(value, Numerals::Decimal, sign)));
        return found;
    }
    let (letter, roman) = match number.chars().all(|c| c.is_ascii_lowercase()) {
        true => (Numerals::LowerAlpha, Numerals::LowerRoman),
        false => (Numerals::UpperAlpha, Numerals::UpperRoman),
    };
    let lower = number.to_ascii_lowercase();
    if let [byte @ b'a'..=b'z'] = lower.as_bytes() {
        found.push(Mark::Number(i64::from(byte - b'a') + 1, letter, sign));
    }
    if let Some(at) = ROMAN.iter().position(|roman| *roman == lower) {
        found.push(Mark::Number(at as i64 + 1, roman, sign));
    }
    found
}

/// The first Roman numbers.
const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];

impl Mark {
    /// Whether this is the mark of the item after one with that mark.
    fn follows(self, before: Mark) -> bool {
        match (before, self) {
            (Mark::Number(last, a, x), Mark::Number(next, b, y)) => {
                last + 1 == next && a == b && x == y
            }
            (before, mark) => before == mark,
        }
    }

    /// Whether a list may open with this mark: a list of letters opens with the first.
    fn opens(self) -> bool {
        match self {
            Mark::Number(number, numerals, _) => numerals == Numerals::Decimal || number == 1,
            Mark::Bullet | Mark::Sign(_) => true,
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

/// Items that follow on each other.
struct Run {
    /// Where each is, its mark, and how deep it stands.
    items: Vec<((usize, usize), Mark, usize)>,
    /// Lines that go on with one.
    more: Vec<(usize, usize)>,
    /// The first line after them.
    next: usize,
}

/// Lists within lists go no deeper.
const DEEPEST: usize = 6;

impl Copy<'_> {
    /// Finds the items of lists among the lines that nothing else is known of.
    pub(super) fn lists(&mut self) {
        let places = self.places();
        let mut at = 0;
        while let Some(first) = places.get(at) {
            let start = at;
            at += 1;
            let (openings, _) = self.marks_at(*first);
            let openings = openings.into_iter().filter(|mark| mark.opens());
            let runs = openings.map(|opening| (opening, self.run(&places, start, opening)));
            let Some((opening, run)) = runs.max_by_key(|(_, run)| run.items.len()) else {
                continue;
            };
            let is_speech = || {
                let mut items = run.items.iter();
                items.any(|(place, ..)| is_speech(self.text(*place)))
            };
            let is_list = match opening {
                Mark::Bullet => true,
                Mark::Sign('*') | Mark::Number(..) => run.items.len() > 1,
                Mark::Sign(_) => run.items.len() > 1 && !is_speech(),
            };
            if !is_list {
                continue;
            }
            let sure = if opening == Mark::Bullet {
                Certain
            } else {
                Likely
            };
            for (place, mark, depth) in run.items {
                let (_, length) = self.marks_at(place);
                let (number, numerals) = match mark {
                    Mark::Bullet | Mark::Sign(_) => (None, Numerals::Decimal),
                    Mark::Number(number, numerals, _) => (Some(number), numerals),
                };
                let role = Role::Item {
                    length,
                    number,
                    numerals,
                    depth,
                };
                self.set(place, role, sure, "one of several lines with such a mark");
            }
            for place in run.more {
                self.set(place, Role::ItemLine, sure, "it goes on with an item");
            }
            at = run.next;
        }
    }

    /// The items that follow on one with a mark, those of lists within it that are set in
    /// deeper, and the lines that go on with one.
    fn run(&self, places: &[(usize, usize)], start: usize, opening: Mark) -> Run {
        let indent = |(g, l): (usize, usize)| {
            let line = self.groups.get(g).and_then(|group| group.get(l));
            line.map_or(0, |line| line.indent)
        };
        let first = places.get(start).copied().unwrap_or_default();
        let mut run = Run {
            items: vec![(first, opening, 0)],
            more: Vec::new(),
            next: start + 1,
        };
        // The last mark of each list that is open, and how far it is set in.
        let mut open = vec![(opening, indent(first))];
        while let (Some(before), Some(place)) = (places.get(run.next - 1), places.get(run.next)) {
            let (marks, _) = self.marks_at(*place);
            let found = open
                .iter()
                .enumerate()
                .rev()
                .find_map(|(depth, (last, _))| {
                    let mark = marks.iter().find(|mark| mark.follows(*last))?;
                    Some((depth, *mark))
                })
                // The same sign, set in deeper, is of a list within.
                .filter(|(depth, _)| {
                    let (_, at) = open.get(*depth).copied().unwrap_or((opening, 0));
                    indent(*place) < at + 2 || *depth + 1 < open.len()
                });
            let deepest = open.last().map_or(0, |(_, at)| *at);
            let within = marks
                .iter()
                .find(|mark| mark.opens() && indent(*place) >= deepest + 2 && before.0 == place.0);
            match (found, within) {
                (Some((depth, mark)), _) => {
                    open.truncate(depth + 1);
                    if let Some(last) = open.last_mut() {
                        last.0 = mark;
                    }
                    run.items.push((*place, mark, depth));
                }
                (None, Some(mark)) if open.len() < DEEPEST => {
                    run.items.push((*place, *mark, open.len()));
                    open.push((*mark, indent(*place)));
                }
                (None, _) if marks.is_empty() && self.goes_on(*before, *place) => {
                    run.more.push(*place);
                }
                (None, _) => break,
            }
            run.next += 1;
        }
        run
    }

    fn marks_at(&self, place: (usize, usize)) -> (Vec<Mark>, usize) {
        if self.role(place) == Role::Body {
            marks(self.text(place))
        } else {
            (Vec::new(), 0)
        }
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
