//! Typewriter dashes and ellipses become their signs, and a comma stands close.
//!
//! `--` is an en dash and `---` an em dash, as TeX and Markdown's tools have it;
//! a hyphen between spaces is a dash too (a minus between figures is left); a
//! hyphen that opens a line of dialogue is an em dash with a no-break space.

use super::phrase::{Edit, Phrase};

pub(super) fn set(phrase: &mut Phrase) {
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
            })
        };
        if before == '-' || is_in_address(phrase, index) {
            return None;
        }
        match length {
            3 => edit("—", 3),
            2 if !(before.is_whitespace() && after.is_alphanumeric()) || index == 0 => edit("–", 2),
            1 if index == 0 && after == ' ' && phrase.letters.len() > 2 => edit("—\u{a0}", 2),
            1 if is_between_spaces(phrase, index) && !between_figures(phrase, index) => {
                edit("–", 1)
            }
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
        let mut phrase = Phrase::of(&content, &Lang::parse("en").unwrap());
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
