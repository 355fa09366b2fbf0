//! Takes a text; returns its letters: what of it is seen or heard, cut so finely that two texts
//! that are canonically equivalent (UAX 15) have the same letters.
//!
//! A letter is a character of the canonical decomposition. A mark that stands
//! after a generated text makes one grapheme with it in the file and stands
//! alone in the model: letters are the same in both.

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};
use unicode_segmentation::UnicodeSegmentation;

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proof) struct Part {
    pub(in crate::proof) c: char,
    /// Where the grapheme begins in the text, or the part of it beside its
    /// white space, and how many bytes that has.
    pub(in crate::proof) at: usize,
    pub(in crate::proof) length: usize,
    /// Whether it is the first letter of its grapheme.
    pub(in crate::proof) first: bool,
}

/// The letters and the white space of a text, in canonical order.
pub(in crate::proof) fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::with_capacity(text.len());
    for (at, grapheme) in text.grapheme_indices(true) {
        // Most text is this.
        if let ([byte], false) = (grapheme.as_bytes(), grapheme.starts_with(is_silent)) {
            parts.push(Part {
                c: char::from(*byte),
                at,
                length: 1,
                first: true,
            });
            continue;
        }
        for (step, part) in parted(grapheme) {
            let mut first = true;
            for c in part.chars().filter(|c| !is_silent(*c)) {
                decompose_canonical(c, |c| {
                    parts.push(Part {
                        c,
                        at: at + step,
                        length: part.len(),
                        first,
                    });
                    first = false;
                });
            }
        }
    }
    reorder(&mut parts);
    parts
}

/// The letters of a text, white space left out.
pub(in crate::proof) fn of(text: &str) -> Vec<char> {
    let letters = parts(text).into_iter().map(|part| part.c);
    letters.filter(|c| !c.is_whitespace()).collect()
}

/// Puts marks in the canonical order. Silent characters may have kept them
/// apart, so that it is not the order of their graphemes yet.
fn reorder(parts: &mut [Part]) {
    for marks in parts.chunk_by_mut(|_, next| canonical_combining_class(next.c) != 0) {
        // The first is what the marks are on.
        if let Some(marks) = marks.get_mut(1..).filter(|marks| marks.len() > 1) {
            marks.sort_by_key(|mark| canonical_combining_class(mark.c));
        }
    }
}

/// The parts of a grapheme that are white space and those that are not, with
/// their first bytes: a mark that stands by itself after a space makes one
/// grapheme with it (UAX 29), and so does a sign that stands before one.
fn parted(grapheme: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = grapheme;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match first.is_whitespace() {
            true => first.len_utf8(),
            false => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let at = grapheme.len() - rest.len();
        let (part, after) = rest.split_at(end);
        rest = after;
        Some((at, part))
    })
}

/// Characters that nobody sees or hears: places to break at, direction marks,
/// joiners of words. A file may keep them or not.
pub(in crate::proof) fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{61c}' | '\u{34f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equivalent_texts_have_the_same_letters() {
        for (a, b) in [
            ("\u{e9}", "e\u{301}"),
            ("a\u{301}\u{323}", "a\u{323}\u{301}"),
            ("a\u{301}\u{34f}\u{323}", "\u{1ea1}\u{301}"),
            ("a\u{301}\u{200b}\u{323}", "a\u{323}\u{301}"),
            ("\u{d55c}", "\u{1112}\u{1161}\u{11ab}"),
            ("so\u{ad}on", "soon"),
            ("\u{2126}", "\u{3a9}"),
        ] {
            assert_eq!(of(a), of(b), "{a:?} {b:?}");
        }
        assert_ne!(of("a\u{301}\u{300}"), of("a\u{300}\u{301}"));
        assert_ne!(of("\u{fb01}"), of("fi"));
    }

    #[test]
    fn a_mark_after_a_space_is_a_letter_and_a_grapheme_counts_once() {
        let shown: Vec<(char, usize, bool)> = parts("x \u{301}e\u{302}\u{323}")
            .into_iter()
            .map(|part| (part.c, part.at, part.first))
            .collect();
        assert_eq!(
            shown,
            [
                ('x', 0, true),
                (' ', 1, true),
                ('\u{301}', 2, true),
                ('e', 4, true),
                ('\u{323}', 4, false),
                ('\u{302}', 4, false),
            ]
        );
    }
}
