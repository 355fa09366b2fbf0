//! What a file says in, one stream of letters, spaces and gaps out: the file's
//! side of the comparison.

use super::said::{Decoration, Generated};
use super::said::{Kind as SaidKind, Piece};
use super::script::{Form, Kind, is_silent, parted};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A step of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A grapheme, by its place in the letters, and the piece it is of.
    Letter { from: u32, to: u32, piece: u32 },
    /// A space that is in the text.
    Space(char),
    /// A line, a block or a cell begins with this piece.
    Open(u32),
    /// A piece of which the file says itself what it is.
    Typed(u32, Kind),
}

/// What a file says, ready to be compared.
pub(super) struct Stream<'a> {
    pub(super) pieces: &'a [Piece],
    pub(super) letters: String,
    pub(super) items: Vec<Item>,
    /// How many graphemes belong to the page, by what they are.
    pub(super) decoration: BTreeMap<&'static str, usize>,
}

impl<'a> Stream<'a> {
    /// Lines the pieces up. Text that goes on from one piece to the next is cut
    /// into graphemes as one.
    pub(super) fn of(pieces: &'a [Piece]) -> Stream<'a> {
        let mut stream = Stream {
            pieces,
            letters: String::new(),
            items: Vec::new(),
            decoration: BTreeMap::new(),
        };
        let mut text = String::new();
        // Where in the text each piece begins.
        let mut starts: Vec<(usize, u32)> = Vec::new();
        for (number, piece) in pieces.iter().enumerate() {
            let number = number as u32;
            if let SaidKind::Decoration(decoration) = piece.kind {
                let count = piece.text.graphemes(true).count();
                *stream.decoration.entry(name(decoration)).or_default() += count;
                continue;
            }
            if piece.opens {
                stream.settle(&mut text, &mut starts);
                stream.items.push(Item::Open(number));
            }
            match typed(piece.kind) {
                Some(kind) => {
                    stream.settle(&mut text, &mut starts);
                    stream.items.push(Item::Typed(number, kind));
                }
                None => {
                    starts.push((text.len(), number));
                    text.push_str(&piece.text);
                }
            }
        }
        stream.settle(&mut text, &mut starts);
        stream
    }

    fn settle(&mut self, text: &mut String, starts: &mut Vec<(usize, u32)>) {
        let mut part = 0;
        for (at, grapheme) in text.grapheme_indices(true) {
            while starts.get(part + 1).is_some_and(|start| start.0 <= at) {
                part += 1;
            }
            let piece = starts.get(part).map_or(0, |start| start.1);
            for (_, part) in parted(grapheme) {
                self.part(part, piece);
            }
        }
        text.clear();
        starts.clear();
    }

    fn part(&mut self, part: &str, piece: u32) {
        if let Some(c) = part.chars().next().filter(|c| c.is_whitespace()) {
            let c = if c.is_ascii() { ' ' } else { c };
            self.items.push(Item::Space(c));
        } else if !part.chars().all(is_silent) {
            let from = self.letters.len() as u32;
            let spoken = part.chars().filter(|c| !is_silent(*c));
            self.letters.extend(spoken);
            let to = self.letters.len() as u32;
            self.items.push(Item::Letter { from, to, piece });
        }
    }

    /// The letter at a place, if there is one.
    pub(super) fn letter(&self, at: usize) -> Option<&str> {
        match self.items.get(at)? {
            Item::Letter { from, to, .. } => self.letters.get(*from as usize..*to as usize),
            Item::Space(_) | Item::Open(_) | Item::Typed(..) => None,
        }
    }

    /// The first place from `at` on that is neither a space nor a gap.
    pub(super) fn skip_spaces(&self, mut at: usize) -> usize {
        while let Some(Item::Space(_) | Item::Open(_)) = self.items.get(at) {
            at += 1;
        }
        at
    }

    /// Where a form ends that begins at a place, if it does.
    pub(super) fn form_end(&self, form: &Form, at: usize) -> Option<usize> {
        match form {
            Form::Words(words) => self.words_end(words, at),
            Form::Folio => {
                let is_digit = |letter: &str| {
                    letter
                        .chars()
                        .all(|c| c.is_ascii_digit() || "ivxlcdm".contains(c))
                };
                let mut end = at;
                while self.letter(end).is_some_and(is_digit) {
                    end += 1;
                }
                (end > at).then_some(end)
            }
            Form::LinkMark => {
                let mut end = at;
                for wanted in ["[", "L"] {
                    if self.letter(end) != Some(wanted) {
                        return None;
                    }
                    end += 1;
                }
                let digits = end;
                while self
                    .letter(end)
                    .is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()))
                {
                    end += 1;
                }
                (end > digits && self.letter(end) == Some("]")).then_some(end + 1)
            }
        }
    }

    fn words_end(&self, words: &str, at: usize) -> Option<usize> {
        let mut end = at;
        let mut first = true;
        for wanted in words.graphemes(true) {
            if wanted.chars().all(|c| is_silent(c) || c.is_whitespace()) {
                continue;
            }
            if !first {
                end = self.skip_spaces(end);
            }
            first = false;
            if !is_same(wanted, self.letter(end)?) {
                return None;
            }
            end += 1;
        }
        (end > at).then_some(end)
    }
}

/// Whether two graphemes are one to the reader: canonically equivalent
/// (UAX 15).
pub(super) fn is_same(a: &str, b: &str) -> bool {
    a == b || (!(a.is_ascii() && b.is_ascii()) && a.nfd().eq(b.nfd()))
}

fn name(decoration: Decoration) -> &'static str {
    match decoration {
        Decoration::RunningHead => "running heads",
        Decoration::Folio => "folios",
        Decoration::Ornament => "ornaments",
        Decoration::Hyphen => "hyphens at line ends",
    }
}

/// What a piece is by the file's own word; nothing, if it is just text.
fn typed(kind: SaidKind) -> Option<Kind> {
    match kind {
        SaidKind::Text | SaidKind::Framed | SaidKind::Blank | SaidKind::Decoration(_) => None,
        SaidKind::Alternative => Some(Kind::Alternative),
        SaidKind::Generated(generated) => Some(match generated {
            Generated::NoteMark => Kind::NoteMark,
            Generated::NoteLabel => Kind::NoteLabel,
            Generated::NotesHeading => Kind::NotesHeading,
            Generated::ListNumber => Kind::ListMark,
            Generated::Contents => Kind::Contents,
            Generated::Cover => Kind::Cover,
            Generated::TitlePage => Kind::TitlePage,
        }),
    }
}
