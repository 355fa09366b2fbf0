//! Takes a text; returns the characters that shaping it may involve.
//!
//! A shaper composes and decomposes letters (Unicode Standard Annex 15) before it looks for
//! glyphs, and takes some letters apart that Unicode does not.

use super::super::face::{Face, is_ignorable};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

/// Characters that a reading system may put in by itself: spaces, hyphens, figures of lists
/// and notes, with what stands after them.
const ALWAYS: &str = " \u{a0}\u{202f}\u{2009}\u{2010}\u{ad}-.0123456789";

/// Letters in two parts that shapers take apart, though Unicode says of none that it is the
/// same as its parts: the vowels of Thai, Lao and Khmer.
const TAKEN_APART: [(char, &str); 7] = [
    ('\u{e33}', "\u{e4d}\u{e32}"),
    ('\u{eb3}', "\u{ecd}\u{eb2}"),
    ('\u{17be}', "\u{17c1}"),
    ('\u{17bf}', "\u{17c1}"),
    ('\u{17c0}', "\u{17c1}"),
    ('\u{17c4}', "\u{17c1}"),
    ('\u{17c5}', "\u{17c1}"),
];

/// Stands for the letter of a mark that has none.
const DOTTED_CIRCLE: char = '\u{25cc}';

/// Adds the characters of a text. Those of words with marks are added composed and
/// decomposed too, since a shaper composes a letter with the marks that follow it.
pub(crate) fn with_forms(text: &str, characters: &mut BTreeSet<char>) {
    characters.extend(text.chars().filter(|c| !c.is_control()));
    for word in text.split_whitespace() {
        if !word.is_ascii() && word.chars().any(is_combining_mark) {
            characters.extend(word.nfd());
            // A letter with two marks is composed step by step.
            let mut letter = None;
            for c in word.nfd() {
                letter = letter.and_then(|letter| compose(letter, c)).or(match c {
                    c if is_combining_mark(c) => letter,
                    c => Some(c),
                });
                characters.extend(letter);
            }
        }
    }
}

/// Adds what the face needs to set the characters, and what a reading system may put in.
/// Leaves out what the face does not have.
pub(super) fn complete(face: &Face, characters: &mut BTreeSet<char>) {
    let mut more: Vec<char> = ALWAYS.chars().collect();
    for c in characters.iter().filter(|c| !c.is_ascii()) {
        // Letters of Latin, Greek and Cyrillic are taken apart only if the face lacks them.
        if *c >= '\u{590}' || !face.has(*c) {
            more.extend(std::iter::once(*c).nfd());
        }
        let parts = TAKEN_APART.iter().find(|(whole, _)| whole == c);
        more.extend(parts.iter().flat_map(|(_, parts)| parts.chars()));
        if *c >= '\u{590}' && is_combining_mark(*c) {
            more.push(DOTTED_CIRCLE);
        }
        // A hyphen that does not break is drawn as one that does.
        if *c == '\u{2011}' {
            more.push('\u{2010}');
        }
    }
    characters.extend(more);
    characters.retain(|c| face.has(*c) || is_ignorable(*c));
}
