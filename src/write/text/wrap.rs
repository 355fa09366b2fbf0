//! Takes a phrase and a number of columns; returns its lines.
//!
//! Lines break according to Unicode (UAX #14), as `icu_segmenter` implements it: between
//! the characters of Chinese and Japanese, between the words of Thai, never at a no-break
//! space. Korean breaks only at spaces (CSS Text 3, `word-break: keep-all`). Widths are
//! those of a terminal: two columns for a wide character, none for a combining mark.
//! Filling is greedy, as readers of plain text expect.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use std::ops::Range;
use std::sync::LazyLock;
use unicode_width::UnicodeWidthStr;

/// By dictionary: on Thai, Lao, Khmer and Burmese it is over thirty times as
/// fast as the neural model that is the default.
static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));

/// What a line's end swallows. No-break and typographic spaces are not among
/// them: they are characters of the text and stay.
const BLANKS: [char; 3] = [' ', '\t', '\n'];

/// How many columns a line has; none, where only its author ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Measure(Option<usize>);

impl From<usize> for Measure {
    fn from(columns: usize) -> Measure {
        Measure(Some(columns))
    }
}

impl Measure {
    /// A line as long as its text.
    pub(super) const OPEN: Measure = Measure(None);

    /// What is left of it after some columns.
    pub(super) fn after(self, columns: usize) -> Measure {
        Measure(self.0.map(|all| all.saturating_sub(columns)))
    }

    /// Its columns, or so many where it has no end.
    pub(super) fn or(self, columns: usize) -> usize {
        self.0.unwrap_or(columns)
    }

    /// Whether so many columns are too many.
    fn is_less_than(self, columns: usize) -> bool {
        self.0.is_some_and(|all| all < columns)
    }
}

/// Running text without its dress, ready to be cut into lines. A `\n` in it is
/// a line end the author asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Phrase {
    text: String,
    /// Places where a line ends only if it must, ascending.
    ties: Vec<usize>,
    /// Stretches within which no line ends.
    whole: Vec<Range<usize>>,
}

/// Where a line may end.
struct Word {
    /// The byte after it and after the blanks that follow it.
    end: usize,
    /// Its columns, the blanks after it left out.
    ink: usize,
    /// Its columns with those blanks.
    columns: usize,
    ending: Ending,
}

#[derive(PartialEq, Eq)]
enum Ending {
    /// The line may end here.
    Free,
    /// It may, but only if there is no other place.
    Tied,
    /// It must.
    Line,
}

/// A place where the line could have ended.
struct Cut {
    byte: usize,
    column: usize,
}

impl Phrase {
    /// A phrase of this text.
    pub(super) fn new(text: impl Into<String>) -> Phrase {
        let mut phrase = Phrase {
            text: text.into(),
            ..Phrase::default()
        };
        phrase.keep_addresses();
        phrase
    }

    /// Its characters.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing of it would be seen.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim_matches(BLANKS).is_empty()
    }

    /// Adds characters.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Ties what comes next to what stands here.
    pub(super) fn tie(&mut self) {
        self.ties.push(self.text.len());
    }

    /// Keeps together what was added from byte `start` on.
    pub(super) fn keep_whole(&mut self, start: usize) {
        self.whole.push(start..self.text.len());
    }

    /// Keeps a stretch together; the stretches come in their order.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        self.whole.push(range);
    }

    /// Adds another phrase.
    pub(super) fn append(&mut self, other: &Phrase) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.ties.extend(other.ties.iter().map(|tie| tie + shift));
        let whole = other.whole.iter();
        self.whole
            .extend(whole.map(|r| r.start + shift..r.end + shift));
    }

    /// Keeps every web address of the text whole, linked or not: UAX #14 would
    /// end a line after a slash, and half an address leads nowhere.
    pub(super) fn keep_addresses(&mut self) {
        let mut end = 0;
        for (at, _) in self.text.match_indices("://") {
            if at < end {
                continue;
            }
            let (before, after) = self.text.split_at(at);
            let scheme = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
            let rest = after.trim_start_matches(|c: char| c.is_ascii_graphic());
            end = self.text.len() - rest.len();
            self.whole.push(scheme.len()..end);
        }
        self.whole.sort_by_key(|range| range.start);
    }

    /// Its lines, the first in `first` columns and the others in `rest`,
    /// without blanks at their ends. A word that is wider stands alone, uncut.
    /// There is always a first line.
    pub(super) fn lines(&self, first: impl Into<Measure>, rest: impl Into<Measure>) -> Vec<&str> {
        let (first, rest): (Measure, Measure) = (first.into(), rest.into());
        let mut lines = Vec::new();
        let mut from = Cut { byte: 0, column: 0 };
        let (mut free, mut tied): (Option<Cut>, Option<Cut>) = (None, None);
        let (mut measure, mut column) = (first, 0);
        for word in self.words() {
            while measure.is_less_than(column - from.column + word.ink) {
                let Some(cut) = free.take().or_else(|| tied.take()) else {
                    break;
                };
                lines.push(self.line(from.byte..cut.byte));
                tied = tied.filter(|tie| tie.byte > cut.byte);
                (from, measure) = (cut, rest);
            }
            column += word.columns;
            let here = Cut {
                byte: word.end,
                column,
            };
            match word.ending {
                Ending::Free => free = Some(here),
                Ending::Tied => tied = Some(here),
                Ending::Line => {
                    lines.push(self.line(from.byte..here.byte));
                    (free, tied) = (None, None);
                    (from, measure) = (here, rest);
                }
            }
        }
        if from.byte < self.text.len() || lines.is_empty() {
            lines.push(self.line(from.byte..self.text.len()));
        }
        lines
    }

    /// The columns of its widest word, and of its widest line where lines end
    /// only as the author wants.
    pub(super) fn extent(&self) -> (usize, usize) {
        let (mut word, mut line, mut widest) = (0, 0, 0);
        for next in self.words() {
            word = word.max(next.ink);
            widest = widest.max(line + next.ink);
            line = match next.ending {
                Ending::Free | Ending::Tied => line + next.columns,
                Ending::Line => 0,
            };
        }
        (word, widest)
    }

    fn line(&self, range: Range<usize>) -> &str {
        let line = self.text.get(range).unwrap_or("");
        line.trim_end_matches(BLANKS)
    }

    /// Whether a place is within a Korean word, a Latin or a Chinese part of it included.
    fn is_in_korean(&self, at: usize) -> bool {
        let before = self
            .text
            .get(..at)
            .and_then(|text| text.chars().next_back());
        let after = self.text.get(at..).and_then(|text| text.chars().next());
        match (before, after) {
            (Some(a), Some(b)) => {
                a.is_alphanumeric() && b.is_alphanumeric() && (is_hangul(a) || is_hangul(b))
            }
            _ => false,
        }
    }

    fn words(&self) -> impl Iterator<Item = Word> {
        let mut whole = self.whole.iter().peekable();
        let mut ties = self.ties.iter().peekable();
        let mut tie = None;
        let mut start = 0;
        let ends = SEGMENTER.segment_str(&self.text).skip(1);
        ends.filter_map(move |end| {
            while whole.next_if(|range| range.end <= end).is_some() {}
            if whole.peek().is_some_and(|range| range.start < end) {
                return None;
            }
            while let Some(next) = ties.next_if(|tie| **tie <= end) {
                tie = Some(*next);
            }
            let word = self.text.get(start..end).unwrap_or("");
            let ink = word.trim_end_matches(BLANKS);
            let blanks = word.len() - ink.len();
            let columns = ink.width();
            start = end;
            Some(Word {
                end,
                ink: columns,
                columns: columns + blanks,
                ending: if word.ends_with('\n') {
                    Ending::Line
                } else if tie.is_some_and(|tie| tie + blanks >= end) || self.is_in_korean(end) {
                    Ending::Tied
                } else {
                    Ending::Free
                },
            })
        })
    }
}

/// Whether a character is one of Korean's own letters.
fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{ffa0}'..='\u{ffdc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let phrase = Phrase::new(text);
        let lines = phrase.lines(width, width);
        lines.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_line_takes_as_many_words_as_it_can() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 6), ["one", "two", "three"]);
        assert_eq!(wrapped("", 6), [""]);
    }

    #[test]
    fn a_word_longer_than_the_line_stands_alone_uncut() {
        assert_eq!(
            wrapped("le Donaudampfschiff va", 8),
            ["le", "Donaudampfschiff", "va"]
        );
    }

    #[test]
    fn a_no_break_space_is_kept_and_never_ends_a_line() {
        assert_eq!(
            wrapped("il dit\u{a0}: «\u{202f}non\u{202f}»", 7),
            ["il", "dit\u{a0}:", "«\u{202f}non\u{202f}»"]
        );
    }

    #[test]
    fn wide_characters_take_two_columns_and_part_anywhere() {
        assert_eq!(wrapped("我能吞下玻璃", 7), ["我能吞", "下玻璃"]);
    }

    #[test]
    fn korean_parts_between_its_words() {
        assert_eq!(
            wrapped("한국어 문장은 띄어쓰기에서", 12),
            ["한국어", "문장은", "띄어쓰기에서"]
        );
        assert_eq!(wrapped("그 PDF파일은 크다", 9), ["그", "PDF파일은", "크다"]);
        assert_eq!(wrapped("긴낱말하나가있다", 8), ["긴낱말하", "나가있다"]);
        assert_eq!(wrapped("天地人 한국", 4), ["天地", "人", "한국"]);
    }

    #[test]
    fn thai_parts_between_its_words() {
        assert_eq!(wrapped("ภาษาไทยภาษาไทย", 5), ["ภาษา", "ไทย", "ภาษา", "ไทย"]);
    }

    #[test]
    fn a_combining_mark_takes_no_column() {
        assert_eq!(wrapped("e\u{301}te\u{301} e\u{301}te\u{301}", 7).len(), 1);
    }

    #[test]
    fn blanks_within_a_line_stay_and_at_its_end_go() {
        assert_eq!(wrapped("a  b   c ", 4), ["a  b", "c"]);
        assert_eq!(wrapped("a \nb", 4), ["a", "b"]);
    }

    #[test]
    fn an_address_is_never_cut() {
        assert_eq!(
            wrapped("voir https://example.org/a/b-c?d=e puis", 12),
            ["voir", "https://example.org/a/b-c?d=e", "puis"]
        );
    }

    #[test]
    fn tied_words_part_only_where_nothing_else_can() {
        let mut phrase = Phrase::new("chez M.");
        phrase.tie();
        phrase.push(" Dupont");
        assert_eq!(phrase.lines(12, 12), ["chez", "M. Dupont"]);
        assert_eq!(phrase.lines(8, 8), ["chez", "M.", "Dupont"]);
    }

    #[test]
    fn a_tie_on_a_line_that_is_full_does_not_part_the_next() {
        let mut phrase = Phrase::new("a");
        phrase.tie();
        phrase.push(" b Donaudampfschiff");
        assert_eq!(phrase.lines(4, 4), ["a b", "Donaudampfschiff"]);
    }

    #[test]
    fn the_first_line_has_a_measure_of_its_own() {
        assert_eq!(Phrase::new("aa bb cc dd").lines(8, 2), ["aa bb cc", "dd"]);
        assert_eq!(Phrase::new("aa bb cc dd").lines(2, 8), ["aa", "bb cc dd"]);
    }

    #[test]
    fn the_extent_is_that_of_the_widest_word_and_line() {
        assert_eq!(Phrase::new("one three \ntwo two").extent(), (5, 9));
    }
}
