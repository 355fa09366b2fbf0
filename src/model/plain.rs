//! Takes a super- or subscript; returns how plain text says it: as Unicode's own figures (10⁶),
//! as letters where these are read as they stand (1er, Mme), between brackets after a sign where
//! they would be read as part of what stands before them (x^(2n), v_(max)).
//!
//! Who writes plain text and who verifies it both ask here, so that they agree.

use super::{Inline, InlineKind, plain_text, walk};
use crate::formula;
use std::borrow::Cow;

/// How plain text says a formula: in characters where it is simple, or else as its source.
pub(crate) fn plain_formula(source: &str) -> Cow<'_, str> {
    formula::plain(source).map_or(source.into(), Cow::Owned)
}

/// How plain text says a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PlainForm {
    /// By its characters.
    Plain,
    /// By these, one for each of its characters.
    Figures(String),
    /// Between this and a closing parenthesis.
    Marked(&'static str),
}

/// Letters after a figure that make an ordinal of it in French, English, Spanish,
/// Portuguese and Italian: nobody reads them as factors.
const ORDINALS: [&str; 27] = [
    "a", "as", "bis", "d", "de", "des", "ds", "e", "eme", "er", "ers", "es", "nd", "nde", "ndes",
    "nds", "o", "os", "quater", "rd", "re", "res", "st", "ter", "th", "ème", "èmes",
];
const SIGNS: &str = "0123456789+-−=()";
const SUPERIORS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾";
const INFERIORS: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎";

/// How plain text says the script at a place among inlines; nothing where none is there.
pub(crate) fn plain_form(content: &[Inline], at: usize) -> Option<PlainForm> {
    let kind = &content.get(at)?.kind;
    let (inner, is_super) = if let InlineKind::Super(inner) = kind {
        (inner, true)
    } else if let InlineKind::Sub(inner) = kind {
        (inner, false)
    } else {
        return None;
    };
    let text = plain_text(inner);
    if is_words(inner)
        && let Some(figures) = figures(&text, is_super)
    {
        return Some(PlainForm::Figures(figures));
    }
    let before = content.get(..at)?.iter().rev();
    let before = before.clone().find(|inline| inline.kind != InlineKind::Tie);
    let before = before.map(last_text).unwrap_or_default();
    let joins = |c: char| c.is_alphanumeric() || matches!(c, ')' | ']');
    if text.is_empty() || !before.ends_with(joins) {
        return Some(PlainForm::Plain);
    }
    let word = before.len() - before.trim_end_matches(char::is_alphanumeric).len();
    let word = before.get(before.len() - word..).unwrap_or("");
    let is_letters = text.chars().all(|c| c.is_alphabetic() || c == '.');
    let is_read = is_super
        && is_letters
        && match word.chars().next_back() {
            None => false,
            Some(c) if c.is_numeric() => {
                ORDINALS.contains(&&*text.trim_end_matches('.').to_lowercase())
            }
            // A variable to the power of another, and not `no` or `Ve`.
            Some(c) => {
                word.chars().count() > 1
                    || text.chars().count() > 1
                    || c.is_uppercase()
                    || text == "o"
            }
        };
    Some(match (is_read, is_super) {
        (true, _) => PlainForm::Plain,
        (false, true) => PlainForm::Marked("^("),
        (false, false) => PlainForm::Marked("_("),
    })
}

/// The figures and signs of a script, if it has no others and Unicode has them all.
fn figures(text: &str, is_super: bool) -> Option<String> {
    let known = if is_super { SUPERIORS } else { INFERIORS };
    let figure = |c: char| match c {
        'n' if is_super => Some('ⁿ'),
        'i' if is_super => Some('ⁱ'),
        c => known.chars().nth(SIGNS.chars().position(|sign| sign == c)?),
    };
    // A letter alone is a power; among others it is part of a word.
    let is_power = text.chars().any(|c| SIGNS.contains(c)) || text == "n" || text == "i";
    let figures: Option<String> = text.chars().map(figure).collect();
    figures.filter(|figures| is_power && !figures.is_empty())
}

/// Whether inlines are nothing but text, in whatever dress.
fn is_words(content: &[Inline]) -> bool {
    content.iter().all(|inline| {
        if let InlineKind::Emph(content) | InlineKind::Strong(content) = &inline.kind {
            return is_words(content);
        }
        matches!(inline.kind, InlineKind::Text(_))
    })
}

/// The last text of an inline.
fn last_text(inline: &Inline) -> String {
    if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
        return text.clone();
    }
    let last = walk::content_of(&inline.kind).and_then(|content| content.last());
    last.map(last_text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Node;

    fn said(before: &str, script: &str, is_super: bool) -> String {
        let inline = |kind| Inline {
            node: Node::default(),
            kind,
        };
        let text = |text: &str| inline(InlineKind::Text(text.to_owned()));
        let inner = vec![text(script)];
        let kind = match is_super {
            true => InlineKind::Super(inner),
            false => InlineKind::Sub(inner),
        };
        match super::plain_form(&[text(before), inline(kind)], 1).unwrap() {
            PlainForm::Plain => format!("{before}{script}"),
            PlainForm::Figures(figures) => format!("{before}{figures}"),
            PlainForm::Marked(open) => format!("{before}{open}{script})"),
        }
    }

    #[test]
    fn powers_are_figures_or_between_brackets() {
        for (before, script, expected) in [
            ("10", "6", "10⁶"),
            ("10", "-6", "10⁻⁶"),
            ("2", "n", "2ⁿ"),
            ("x", "n+1", "xⁿ⁺¹"),
            ("x", "2k", "x^(2k)"),
            ("x", "k", "x^(k)"),
            ("(a)", "k", "(a)^(k)"),
            ("10", "six", "10^(six)"),
            ("", "3", "³"),
        ] {
            assert_eq!(said(before, script, true), expected);
        }
    }

    #[test]
    fn ordinals_and_short_forms_keep_their_letters() {
        for (before, script) in [
            ("le 1", "er"),
            ("la 2", "e"),
            ("the 21", "st"),
            ("XIX", "e"),
            ("V", "e"),
            ("M", "me"),
            ("n", "o"),
            ("n", "os"),
            ("Word", "TM"),
            ("", "er"),
        ] {
            assert_eq!(said(before, script, true), format!("{before}{script}"));
        }
    }

    #[test]
    fn inferiors_are_figures_or_between_brackets() {
        assert_eq!(said("H", "2", false), "H₂");
        assert_eq!(said("v", "max", false), "v_(max)");
        assert_eq!(said("", "max", false), "max");
    }
}
