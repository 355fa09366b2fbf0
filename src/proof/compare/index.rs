//! Takes the letters of a script; returns where a few of them in a row stand.
//!
//! Passages are looked up, not looked for: a file may be wrong in every line.
//! The index is built where the first passage is asked for.

use super::Comparison;
use super::flows::next;
use crate::hash::Fnv64;
use crate::proof::script::{Script, TokenText};
use crate::proof::stream::{Item, letters_of};

/// How many letters in a row are looked up: few in short lines, more elsewhere.
pub(super) const FEW: usize = 6;
pub(super) const MORE: usize = 12;

/// Where letters stand, by a hash of the letters: flow and token.
pub(super) struct Index {
    few: Vec<(u64, u32, u32)>,
    more: Vec<(u64, u32, u32)>,
}

impl Index {
    fn of(script: &Script) -> Index {
        let (mut few, mut more) = (Vec::new(), Vec::new());
        let (mut letters, mut places): (Vec<char>, Vec<u32>) = (Vec::new(), Vec::new());
        for (flow, tokens) in script.flows.iter().enumerate() {
            letters.clear();
            places.clear();
            let (tokens, mut at) = (&tokens.tokens, 0);
            while let Some(token) = tokens.get(at) {
                match token.text() {
                    Some(TokenText::Letter(letter)) => {
                        letters.push(letter.c);
                        places.push(at as u32);
                    }
                    // What can have one form only is as good as a letter.
                    Some(TokenText::Made(number)) => {
                        let made = script.made.get(number as usize);
                        let made = made.filter(|made| made.required);
                        let words = made.and_then(|made| made.only()).unwrap_or(&[]);
                        letters.extend(words);
                        places.extend(words.iter().map(|_| at as u32));
                    }
                    None => {}
                }
                at = next(tokens, at);
            }
            for (length, index) in [(FEW, &mut few), (MORE, &mut more)] {
                let rows = letters.windows(length).zip(&places);
                let mut last = None;
                for (row, at) in rows {
                    // A generated text is looked up by its beginning.
                    if last.replace(at) != Some(at) {
                        index.push((hash(row.iter().copied()), flow as u32, *at));
                    }
                }
            }
        }
        few.sort_unstable();
        more.sort_unstable();
        Index { few, more }
    }
}

/// A hash over the code points.
fn hash(letters: impl Iterator<Item = char>) -> u64 {
    letters
        .fold(Fnv64::new(), |hash, c| hash.with(c.into()))
        .value()
}

impl Comparison<'_> {
    /// Where in the script the letters stand that come from item `i` on, in the
    /// order of flows and tokens.
    pub(super) fn places(&self, i: usize, length: usize) -> &[(u64, u32, u32)] {
        let items = self.stream.items.iter().skip(i);
        let items = items.take_while(|item| !matches!(item, Item::Typed(..)));
        let letters = letters_of(items).take(length);
        if letters.clone().count() < length {
            return &[];
        }
        let hash = hash(letters);
        let index = self.index.get_or_init(|| Index::of(self.script));
        let index = match length {
            FEW => &index.few,
            _ => &index.more,
        };
        let from = index.partition_point(|place| place.0 < hash);
        let to = index.partition_point(|place| place.0 <= hash);
        index.get(from..to).unwrap_or(&[])
    }
}
