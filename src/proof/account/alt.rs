//! Takes the words of a picture as they are typed, and as the model has them; says where
//! the ones stand in the others.
//!
//! Any sign there may be dress or a word, and no order of trying them is always right: so
//! every way is tried, up to a limit.

use super::claims::shows;
use super::decode::{entity, is_tag, tag_length};
use std::collections::HashSet;
use std::ops::Range;

/// How many ways are tried.
const WAYS: usize = 50_000;

/// A step through the words: where it ends, how much of the alternative text it leaves
/// behind, whether it stands there, and the step before.
struct Step {
    at: usize,
    said: usize,
    is_text: bool,
    before: usize,
}

/// Where each part of an alternative text stands in the words of a picture.
pub(super) fn places(words: &str, alt: &str) -> Option<Vec<Range<usize>>> {
    let wanted: Vec<char> = alt.chars().filter(|c| shows(*c)).collect();
    let mut steps = vec![Step {
        at: 0,
        said: 0,
        is_text: false,
        before: 0,
    }];
    let mut seen = HashSet::from([(0, 0)]);
    let mut open = vec![0];
    while let Some(number) = open.pop() {
        let Step { at, said, .. } = *steps.get(number)?;
        let rest = words.get(at..)?;
        if rest.is_empty() && said == wanted.len() {
            return Some(path(&steps, number));
        }
        // The last one is tried first.
        for (length, text) in ways(rest) {
            let mut left = wanted.get(said..)?.iter();
            let is_said = text
                .chars()
                .filter(|c| shows(*c))
                .all(|c| left.next() == Some(&c));
            let next = (at + length, wanted.len() - left.len());
            if is_said && seen.len() < WAYS && seen.insert(next) {
                open.push(steps.len());
                steps.push(Step {
                    at: next.0,
                    said: next.1,
                    is_text: next.1 > said,
                    before: number,
                });
            }
        }
    }
    None
}

/// The parts of the way to a step that are text.
fn path(steps: &[Step], mut number: usize) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    while number > 0 {
        let Some(step) = steps.get(number) else { break };
        let start = steps.get(step.before).map_or(0, |before| before.at);
        if step.is_text {
            places.push(start..step.at);
        }
        number = step.before;
    }
    places
}

/// What the start of some words may be: how long it is, and what it says.
fn ways(rest: &str) -> Vec<(usize, String)> {
    let Some(c) = rest.chars().next() else {
        return Vec::new();
    };
    let mut ways = Vec::new();
    let none = String::new;
    let up_to = |sign: char| rest.find(sign).map(|end| end + 1);
    match c {
        // Attributes, the address of a link, its label.
        '{' => ways.extend(up_to('}').map(|end| (end, none()))),
        ']' if rest.starts_with("](") => ways.extend(up_to(')').map(|end| (end, none()))),
        ']' if rest.starts_with("][") => {
            let end = rest.get(2..).and_then(|label| label.find(']'));
            ways.extend(end.map(|end| (end + 3, none())));
        }
        // The mark of a note, which has no place there.
        '[' if rest.starts_with("[^") => ways.extend(up_to(']').map(|end| (end, none()))),
        '<' if is_tag(rest) => ways.extend(tag_length(rest).map(|end| (end, none()))),
        '&' => ways.extend(entity(rest)),
        _ => {}
    }
    if "*_`~^[]!$\\<>".contains(c) {
        ways.push((1, none()));
    }
    ways.push((c.len_utf8(), c.to_string()));
    ways
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn every_sign_may_be_dress_or_a_word() {
        for (words, alt) in [
            ("[r][^1] c", "r[^1] c"),
            ("{#x .y}`k`{#x .y}", "{#x .y}k"),
            ("a *b* [c](d) &amp; <b>e</b>", "a b c & e"),
            ("[a[^1]](u)&amp;", "a&"),
        ] {
            assert!(places(words, alt).is_some(), "{words}");
        }
        assert!(places("a b", "a").is_none());
        assert!(places("a", "a b").is_none());
    }
}
