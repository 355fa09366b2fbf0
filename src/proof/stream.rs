//! Takes what a file says; returns one stream of letters, spaces and gaps: the file's side of
//! the comparison.

use super::said::{Decoration, Generated};
use super::said::{Kind as SaidKind, Piece};
use super::script::{Form, Kind, letters};
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// A step of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// A letter, the piece that its grapheme begins in, and whether it is the
    /// first of that.
    Letter { c: char, piece: u32, first: bool },
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
        for letter in letters::parts(text) {
            while starts.get(part + 1).is_some_and(|s| s.0 <= letter.at) {
                part += 1;
            }
            let (c, first) = (letter.c, letter.first);
            let piece = starts.get(part).map_or(0, |start| start.1);
            self.items.push(match c {
                c if c.is_whitespace() => Item::Space(if c.is_ascii() { ' ' } else { c }),
                c => Item::Letter { c, piece, first },
            });
        }
        text.clear();
        starts.clear();
    }

    /// The items from one place to before another.
    pub(super) fn between(&self, from: usize, to: usize) -> impl Iterator<Item = &Item> + Clone {
        self.items.iter().take(to).skip(from)
    }

    /// The items from a place up to where the next line, block or cell begins, or
    /// the next piece of a kind.
    pub(super) fn line(&self, from: usize) -> impl Iterator<Item = &Item> + Clone {
        let items = self.items.iter().skip(from);
        items.take_while(|item| !matches!(item, Item::Open(_) | Item::Typed(..)))
    }

    /// The letter at a place, if there is one.
    pub(super) fn letter(&self, at: usize) -> Option<char> {
        match self.items.get(at)? {
            Item::Letter { c, .. } => Some(*c),
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
            // Only a file that says what its pieces are chooses numbers.
            Form::Note { .. } => None,
            Form::Folio => {
                let mut end = at;
                while self.letter(end).is_some_and(is_of_folio) {
                    end += 1;
                }
                (end > at).then_some(end)
            }
            Form::Folios => self.folios_end(at),
        }
    }

    fn folios_end(&self, at: usize) -> Option<usize> {
        let (mut end, mut next) = (at, at);
        let mut last = None;
        while let Some(c) = self.letter(next) {
            let goes_on = match last {
                None => c == ',',
                // A line may end after a comma or a dash.
                Some(',' | '–') => is_of_folio(c),
                Some(_) => next == end && (is_of_folio(c) || matches!(c, ',' | '–')),
            };
            if !goes_on {
                break;
            }
            last = Some(c);
            end = next + 1;
            next = match c {
                ',' | '–' => self.skip_spaces(end),
                _ => end,
            };
        }
        last.is_some_and(is_of_folio).then_some(end)
    }

    fn words_end(&self, words: &[char], at: usize) -> Option<usize> {
        let mut end = at;
        for (number, wanted) in words.iter().enumerate() {
            if number > 0 {
                end = self.skip_spaces(end);
            }
            if self.letter(end)? != *wanted {
                return None;
            }
            end += 1;
        }
        (end > at).then_some(end)
    }
}

/// Whether a letter can be one of a folio, in figures or in small Roman numerals.
fn is_of_folio(c: char) -> bool {
    c.is_ascii_digit() || "ivxlcdm".contains(c)
}

/// The letters among items, without the spaces and the gaps between them. What is
/// compared, looked up, counted and shown of a file is this.
pub(super) fn letters_of<'i>(
    items: impl Iterator<Item = &'i Item> + Clone,
) -> impl Iterator<Item = char> + Clone {
    items.filter_map(|item| match item {
        Item::Letter { c, .. } => Some(*c),
        Item::Space(_) | Item::Open(_) | Item::Typed(..) => None,
    })
}

fn name(decoration: Decoration) -> &'static str {
    match decoration {
        Decoration::RunningHead => "running heads",
        Decoration::Folio => "folios",
        Decoration::Ornament => "ornaments",
        Decoration::Hyphen => "line-end hyphens",
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
            Generated::LinkAddress => Kind::LinkReference,
        }),
    }
}
