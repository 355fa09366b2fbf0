//! Takes a gathered text; returns the embedding level of each byte and the order from left to
//! right: the Unicode bidirectional algorithm (UAX 9).
//!
//! Code, formulas, addresses and the marks of notes are isolates (UAX 9, 2.4; BD8): what
//! stands around them does not turn them about, nor do they turn it. They run from left
//! to right, whatever they say.

use super::collect::{BREAK, Gathered, PICTURE};
use crate::look::{address, is_rtl};
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};

const LEFT_TO_RIGHT_ISOLATE: char = '\u{2066}';
const POP_ISOLATE: char = '\u{2069}';

/// The embedding levels of a text.
pub(super) struct Levels {
    /// One a byte, where any text runs right to left.
    bytes: Option<Vec<Level>>,
    /// Where isolates begin and end, each with the level of what is around it: two of them
    /// side by side stay two, though what they say is of one level.
    edges: Vec<(usize, u8)>,
    base: u8,
}

impl Levels {
    pub(super) fn of(gathered: &Gathered, rtl: bool) -> Levels {
        Levels::with(&gathered.text, rtl, || isolates(gathered))
    }

    /// The levels of a line of code, which runs from left to right. Its texts and comments,
    /// in order, are isolates: a number after Hebrew in quotes stays after it (UTS 55, 4.1).
    pub(super) fn of_code(text: &str, isolates: &[Range<usize>]) -> Levels {
        Levels::with(text, false, || isolates.to_vec())
    }

    fn with(text: &str, rtl: bool, isolates: impl FnOnce() -> Vec<Range<usize>>) -> Levels {
        let base = if rtl { Level::rtl() } else { Level::ltr() };
        let mut levels = Levels {
            bytes: None,
            edges: Vec::new(),
            base: base.number(),
        };
        if rtl || has_rightward(text) {
            let (bytes, edges) = isolated(text, &isolates(), base);
            levels.bytes = Some(bytes);
            levels.edges = edges;
        }
        levels
    }

    /// The level of a byte.
    pub(super) fn at(&self, byte: usize) -> u8 {
        let bytes = self.bytes.as_deref();
        bytes.map_or(0, |bytes| {
            bytes.get(byte).map_or(self.base, |level| level.number())
        })
    }

    /// The edges of isolates at a byte, by the level of what is around them.
    pub(super) fn edges(&self, byte: usize) -> impl Iterator<Item = u8> {
        let first = self.edges.partition_point(|(at, _)| *at < byte);
        let edges = self.edges.iter().skip(first);
        edges
            .take_while(move |(at, _)| *at == byte)
            .map(|(_, level)| *level)
    }

    /// How many edges of isolates there are up to a byte: two bytes between which there is
    /// none are of one part.
    pub(super) fn part(&self, byte: usize) -> usize {
        self.edges.partition_point(|(at, _)| *at <= byte)
    }

    /// The level of the paragraph, which its lines end at.
    pub(super) fn base(&self) -> u8 {
        self.base
    }
}

/// Whether a text has letters, marks or controls that run from right to left.
pub(in crate::layout) fn has_rightward(text: &str) -> bool {
    let controls = ['\u{200f}', '\u{202b}', '\u{202e}', '\u{2067}'];
    text.chars().any(|c| is_rtl(c) || controls.contains(&c))
}

/// The levels of a text in which some stretches, in order, are isolates, and the edges
/// of these.
fn isolated(text: &str, isolates: &[Range<usize>], base: Level) -> (Vec<Level>, Vec<(usize, u8)>) {
    // The controls are put into a copy, and their levels taken out again.
    let mut copy = String::with_capacity(text.len() + isolates.len() * 6);
    let mut controls: Vec<usize> = Vec::with_capacity(isolates.len() * 2);
    let mut done = 0;
    for isolate in isolates {
        copy.push_str(&text[done..isolate.start]);
        controls.push(copy.len());
        copy.push(LEFT_TO_RIGHT_ISOLATE);
        copy.push_str(&text[isolate.clone()]);
        controls.push(copy.len());
        copy.push(POP_ISOLATE);
        done = isolate.end;
    }
    copy.push_str(&text[done..]);
    let levels = BidiInfo::new(&copy, Some(base)).levels;
    let mut kept = Vec::with_capacity(text.len());
    let mut edges = Vec::with_capacity(controls.len());
    let mut from = 0;
    for control in controls {
        kept.extend_from_slice(&levels[from..control]);
        edges.push((kept.len(), levels[control].number()));
        from = control + LEFT_TO_RIGHT_ISOLATE.len_utf8();
    }
    kept.extend_from_slice(&levels[from..]);
    (kept, edges)
}

/// The stretches of a text that are isolates, in order.
fn isolates(gathered: &Gathered) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for run in &gathered.runs {
        if run.verbatim || run.dress.note.is_some() {
            found.push(run.range.clone());
        }
    }
    let text = &gathered.text;
    let mut start = 0;
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, PICTURE | BREAK)) {
        if let Some(address) = address(word) {
            found.push(start + address.start..start + address.end);
        }
        // The sign between two words.
        start += word.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
    found.sort_by_key(|range| range.start);
    // Of two that overlap the first, which is the longer where one is in the other.
    let mut end = 0;
    found.retain(|range| {
        let apart = range.start >= end;
        if apart {
            end = range.end;
        }
        apart
    });
    found
}

/// A piece of a line, as the order of a line sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Where it begins in the text; what is not of the text has no place in it.
    pub(super) at: usize,
    pub(super) level: u8,
    /// Whether it is white space, which has the level of the paragraph where it ends a
    /// line (rule L1).
    pub(super) white: bool,
}

/// The order from left to right: rules L1 and L2 of UAX 9, over pieces of which each is of
/// one level. The edge of an isolate takes no room, and keeps what it parts apart.
pub(super) fn visual_order(places: &[Place], levels: &Levels) -> Vec<usize> {
    let mut embedded: Vec<u8> = Vec::with_capacity(places.len());
    let mut pieces: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        for level in levels.edges(place.at) {
            embedded.push(level);
            pieces.push(None);
        }
        embedded.push(place.level);
        pieces.push(Some(index));
    }
    let white = |piece: &Option<usize>| piece.is_none_or(|index| places[index].white);
    for (level, _) in embedded
        .iter_mut()
        .zip(&pieces)
        .rev()
        .take_while(|(_, piece)| white(piece))
    {
        *level = levels.base();
    }
    let mut order: Vec<usize> = (0..embedded.len()).collect();
    let highest = embedded.iter().copied().max().unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut start = 0;
        while start < embedded.len() {
            let length = embedded[start..]
                .iter()
                .take_while(|l| **l >= level)
                .count();
            order[start..start + length].reverse();
            start += length.max(1);
        }
    }
    order
        .into_iter()
        .filter_map(|place| pieces[place])
        .collect()
}
