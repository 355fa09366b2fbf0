//! Where a piece of Markdown came from.
//!
//! Markdown stands in a file as it is, or in a YAML scalar whose indentation,
//! quotes and folds are not part of it. An [`Origin`] leads from a byte of the
//! Markdown to its byte in the source, piece by piece.

use crate::data::Value;
use crate::source::{Source, SourceId, Span};
use std::ops::Range;

/// A stretch in which text and source run side by side, byte by byte.
#[derive(Debug, Clone, Copy)]
struct Piece {
    text: usize,
    source: usize,
    len: usize,
}

/// The way from a text's bytes to its source's.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    id: SourceId,
    pieces: Vec<Piece>,
}

impl Origin {
    /// A text that is the source's own from byte `start` on.
    pub(super) fn verbatim(source: &Source, start: usize) -> Origin {
        Origin {
            id: source.id(),
            pieces: vec![Piece {
                text: 0,
                source: start,
                len: source.text().len().saturating_sub(start),
            }],
        }
    }

    /// The text of a scalar of YAML with the way back to the source.
    pub(super) fn of<'v>(value: &'v Value, source: &Source) -> Option<(&'v str, Origin)> {
        let text = value.as_str()?;
        Some((text, Origin::scalar(source, value.span, text)))
    }

    /// A text that a YAML scalar at `span` yields. Its words are found again one
    /// by one, in order; a word that an escape made different keeps the place
    /// where it should have stood.
    pub(super) fn scalar(source: &Source, span: Span, text: &str) -> Origin {
        let raw = source.slice(span);
        // What comes before the first word that is found stands at the start.
        let mut pieces = vec![Piece {
            text: 0,
            source: span.start as usize,
            len: 0,
        }];
        let mut at = 0;
        for (offset, word) in words(text) {
            let Some(found) = raw.get(at..).and_then(|rest| rest.find(word)) else {
                continue;
            };
            let here = span.start as usize + at + found;
            match pieces.last_mut() {
                // Words with the same white space between them are one piece.
                Some(last)
                    if offset - last.text == here - last.source
                        && text.get(last.text + last.len..offset)
                            == source.text().get(last.source + last.len..here) =>
                {
                    last.len = offset + word.len() - last.text;
                }
                _ => pieces.push(Piece {
                    text: offset,
                    source: here,
                    len: word.len(),
                }),
            }
            at += found + word.len();
        }
        Origin {
            id: source.id(),
            pieces,
        }
    }

    /// The origin of the part of the text from byte `start` on.
    pub(super) fn from(&self, start: usize) -> Origin {
        let at = self.index(start);
        let mut pieces: Vec<Piece> = self.pieces.get(at..).unwrap_or(&[]).to_vec();
        for piece in &mut pieces {
            let skip = start.saturating_sub(piece.text).min(piece.len);
            piece.source += skip;
            piece.len -= skip;
            piece.text = (piece.text + skip).saturating_sub(start);
        }
        Origin {
            id: self.id,
            pieces,
        }
    }

    /// The origin of another text that is made of parts of this one's: each is where it
    /// stands there, where it stood here, and how long it is.
    pub(super) fn through(&self, parts: &[(usize, usize, usize)]) -> Origin {
        let mut pieces = Vec::with_capacity(parts.len());
        for &(here, there, len) in parts {
            if len == 0 {
                pieces.push(Piece {
                    text: here,
                    source: self.offset(there),
                    len: 0,
                });
            }
            for (range, span) in self.cut(there..there + len) {
                let is_whole = span.range().len() == range.len();
                pieces.push(Piece {
                    text: here + range.start - there,
                    source: span.start as usize,
                    len: if is_whole { range.len() } else { 0 },
                });
            }
        }
        Origin {
            id: self.id,
            pieces,
        }
    }

    /// The span in the source of a range of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        // What was left out right after a part is none of it.
        let last = range.end.saturating_sub(1).max(range.start);
        let within = self.pieces.get(self.index(last));
        let within = within.filter(|piece| last < piece.text + piece.len && last < range.end);
        let end = match within {
            Some(piece) => piece.source + (range.end - piece.text).min(piece.len),
            None => self.offset(range.end),
        };
        Span::new(self.id, start..end.max(start))
    }

    /// A range of the text cut where text and source part, each with the span
    /// it has in the source.
    pub(super) fn cut(&self, range: Range<usize>) -> Vec<(Range<usize>, Span)> {
        let mut cuts = Vec::new();
        let mut start = range.start;
        let mut at = self.index(start);
        while start < range.end {
            let next = self.pieces.get(at + 1).map_or(usize::MAX, |p| p.text);
            let piece_end = self.pieces.get(at).map_or(usize::MAX, |p| p.text + p.len);
            let end = if start < piece_end {
                piece_end.min(range.end)
            } else {
                next.min(range.end)
            };
            cuts.push((start..end, self.span(start..end)));
            start = end;
            if start >= next {
                at += 1;
            }
        }
        cuts
    }

    fn offset(&self, text: usize) -> usize {
        self.pieces.get(self.index(text)).map_or(0, |piece| {
            piece.source + text.saturating_sub(piece.text).min(piece.len)
        })
    }

    fn index(&self, text: usize) -> usize {
        self.pieces
            .partition_point(|piece| piece.text <= text)
            .saturating_sub(1)
    }
}

/// The words of a text with their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_ascii_whitespace()
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_scalar_leads_back_to_its_lines() {
        let yaml = "body: >-\n  Un mot\n  et l'autre\n";
        let source = Source::new(SourceId(0), "a.yaml", yaml);
        let text = "Un mot et l'autre";
        let origin = Origin::scalar(&source, source.span(9..yaml.len()), text);
        for (at, word) in words(text) {
            let span = origin.span(at..at + word.len());
            assert_eq!(source.slice(span), word);
        }
        let cuts = origin.cut(0..text.len());
        let parts: Vec<&str> = cuts.iter().map(|(r, _)| &text[r.clone()]).collect();
        assert_eq!(parts, ["Un mot", " ", "et l'autre"]);
        let later = origin.from(7);
        assert_eq!(source.slice(later.span(0..2)), "et");
    }
}
