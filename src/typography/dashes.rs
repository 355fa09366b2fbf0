//! Replaces typewritten dashes and ellipses, and removes the space before a comma.
//!
//! `--` is an en dash and `---` an em dash, as in TeX and in Markdown tools. A hyphen
//! between spaces is a dash too (a minus sign between numbers is not changed); it is an
//! em dash in Russian, Ukrainian and Belarusian. A hyphen that starts a line of dialogue
//! is an em dash with a no-break space. Spanish, Catalan and Galician have no space
//! there, and set the dashes of an aside close to it (RAE, *Ortografía*, 3.4.7.2); Czech
//! and Slovak have an en dash there. In American English, hyphens between words are an em
//! dash without spaces (Chicago Manual of Style, 6.85); a typed dash is not changed,
//! because newspapers set it with spaces. A hyphen within a [range](super::ranges) is an
//! en dash.

use super::phrase::{Edit, Phrase};
use super::ranges::is_range;
use std::collections::BTreeSet;

/// Languages whose dash is long.
const LONG: [&str; 3] = ["ru", "uk", "be"];
/// Languages whose dash of dialogue is short.
const SHORT: [&str; 2] = ["cs", "sk"];
/// Languages whose dashes of dialogue and asides stand close to their words.
const CLOSE: [&str; 3] = ["es", "ca", "gl"];

pub(super) fn set(phrase: &mut Phrase) {
    asides(phrase);
    american(phrase);
    phrase.rewrite("dash", |phrase, index| {
        if phrase.at(index) != '-' || phrase.profile(index).is_none() {
            return None;
        }
        let before = phrase.before(index);
        let length = (index..).take_while(|i| phrase.at(*i) == '-').count();
        let after = phrase.at(index + length);
        let edit = |put: &str, letters| {
            Some(Edit {
                letters,
                put: put.to_owned(),
                rule: None,
            })
        };
        let primary = phrase.lang(index)?.primary();
        let close = CLOSE.contains(&primary);
        if before == '-' || is_in_address(phrase, index) {
            return None;
        }
        match length {
            3 => edit("—", 3),
            2 if is_american(phrase, index) && before.is_alphanumeric() => edit("—", 2),
            2 if !(before.is_whitespace() && after.is_alphanumeric()) || index == 0 => edit("–", 2),
            1 if index == 0
                && after == ' '
                && phrase.letters.len() > 2
                && SHORT.contains(&primary) =>
            {
                edit("–\u{a0}", 2)
            }
            1 if index == 0 && after == ' ' && phrase.letters.len() > 2 && close => edit("—", 2),
            1 if index == 0 && after == ' ' && phrase.letters.len() > 2 => edit("—\u{a0}", 2),
            1 if is_between_spaces(phrase, index) && !between_figures(phrase, index) => edit(
                if LONG.contains(&primary) {
                    "—"
                } else {
                    "–"
                },
                1,
            ),
            1 if is_range(phrase, index) => Some(Edit {
                letters: 1,
                put: "–".to_owned(),
                rule: Some("range"),
            }),
            _ => None,
        }
    });
    phrase.rewrite("comma-space", |phrase, index| {
        let stray = phrase.at(index) == ' '
            && phrase.at(index + 1) == ','
            && phrase.at(index + 2).is_whitespace()
            && !phrase.before(index).is_whitespace()
            && phrase.profile(index).is_some();
        stray.then(|| Edit {
            letters: 2,
            put: ",".to_owned(),
            rule: None,
        })
    });
    phrase.rewrite("ellipsis", |phrase, index| {
        let dots = (index..)
            .take(4)
            .take_while(|i| phrase.at(*i) == '.')
            .count();
        let three = dots == 3 && phrase.before(index) != '.' && phrase.profile(index).is_some();
        (three && !is_in_address(phrase, index)).then(|| Edit {
            letters: 3,
            put: "…".to_owned(),
            rule: None,
        })
    });
}

fn is_american(phrase: &Phrase, index: usize) -> bool {
    phrase
        .lang(index)
        .is_some_and(|lang| lang.as_str() == "en-US")
}

/// Hyphens between words become a dash that stands close to both.
fn american(phrase: &mut Phrase) {
    if !phrase.speaks(&["en"]) {
        return;
    }
    phrase.rewrite("dash", |phrase, index| {
        if phrase.at(index) != ' ' || !is_american(phrase, index) || index == 0 {
            return None;
        }
        let hyphens = (index + 1..)
            .take(3)
            .take_while(|i| phrase.at(*i) == '-')
            .count();
        let after = index + 1 + hyphens;
        let is_dash = (1..=2).contains(&hyphens)
            && phrase.at(after) == ' '
            && after + 1 < phrase.letters.len()
            && !phrase.before(index).is_whitespace()
            && !phrase.at(after + 1).is_whitespace()
            && !between_figures(phrase, index + 1);
        is_dash.then(|| Edit {
            letters: hyphens + 2,
            put: "—".to_owned(),
            rule: None,
        })
    });
}

/// Hyphens or short dashes around an aside become long ones that stand close to it.
fn asides(phrase: &mut Phrase) {
    if !phrase.speaks(&CLOSE) {
        return;
    }
    // Where a dash goes with the space after it, and a space with the dash after it.
    let mut meeting = BTreeSet::new();
    let mut open: Option<usize> = None;
    for index in 1..phrase.letters.len() {
        let here = phrase.at(index);
        if matches!(here, '.' | '!' | '?') && phrase.at(index + 1) == ' ' {
            open = None;
        }
        let close = phrase
            .lang(index)
            .is_some_and(|l| CLOSE.contains(&l.primary()));
        let dash = matches!(here, '-' | '–') && close && is_between_spaces(phrase, index);
        if !dash || between_figures(phrase, index) {
            continue;
        }
        match open.take() {
            None => open = Some(index),
            Some(first) => {
                meeting.extend([first, index - 1]);
            }
        }
    }
    if meeting.is_empty() {
        return;
    }
    phrase.rewrite("dash", |_, index| {
        meeting.contains(&index).then(|| Edit {
            letters: 2,
            put: "—".to_owned(),
            rule: None,
        })
    });
}

/// Between spaces that are there: the ends of a phrase are none.
fn is_between_spaces(phrase: &Phrase, index: usize) -> bool {
    let inside = index > 0 && index + 1 < phrase.letters.len();
    inside && phrase.before(index) == ' ' && phrase.at(index + 1) == ' '
}

fn between_figures(phrase: &Phrase, index: usize) -> bool {
    index > 1 && phrase.before(index - 1).is_ascii_digit() && phrase.at(index + 2).is_ascii_digit()
}

/// Whether the word around a place is an address of the web, a path or an
/// e-mail address, which are verbatim text.
pub(super) fn is_in_address(phrase: &Phrase, index: usize) -> bool {
    let word = |i: &usize| !phrase.at(*i).is_whitespace();
    // Addresses longer than this are looked at in part.
    const REACH: usize = 200;
    let start = (index.saturating_sub(REACH)..index)
        .rev()
        .take_while(word)
        .last()
        .unwrap_or(index);
    let end = (index..index + REACH)
        .take_while(word)
        .last()
        .unwrap_or(index);
    let mut text = (start..=end).map(|i| phrase.at(i)).collect::<String>();
    if text.contains("://") || text.starts_with("www.") || text.contains(":\\") {
        return true;
    }
    text.truncate(text.trim_end_matches(['.', ',', ';', ':', '!', '?']).len());
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::model::{Inline, InlineKind, Ledger, Node, plain_text};

    fn dashed(text: &str) -> String {
        let mut content = vec![Inline {
            node: Node::default(),
            kind: InlineKind::Text(text.into()),
        }];
        let asked = Default::default();
        let mut phrase = Phrase::of(&content, &Lang::parse("en").unwrap(), &asked);
        set(&mut phrase);
        phrase.write_back(&mut content, &mut Ledger::default());
        plain_text(&content)
    }

    #[test]
    fn dashes_are_known_by_their_neighbours() {
        assert_eq!(dashed("a -- b --- c - d"), "a – b — c – d");
        assert_eq!(dashed("- Yes. Well-made."), "—\u{a0}Yes. Well-made.");
        assert_eq!(dashed("-"), "-");
        assert_eq!(dashed("il dit » , et , ,x"), "il dit », et, ,x");
        assert_eq!(dashed("5 - 3, --help, a----b"), "5 - 3, --help, a----b");
        assert_eq!(dashed("Wait... what.... ...."), "Wait… what.... ....");
        assert_eq!(dashed("https://a.org/b--c"), "https://a.org/b--c");
    }
}
