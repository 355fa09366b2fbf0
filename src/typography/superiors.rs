//! Superior letters in French ordinals and abbreviations: 1er, 2e, XIXe, Mme, Mlle, Mgr,
//! Dr (Imprimerie nationale, *Lexique des règles typographiques*, « Abréviations » and «
//! Nombres »). No letter is changed: plain text still contains `1er`, and EPUB a `sup`,
//! because search and speech do not recognise Unicode's superscript letters.

use crate::lang::Lang;
use crate::model::ledger::Change;
use crate::model::{Inline, InlineKind, Ledger, Node, NodeId, walk};
use std::ops::Range;

/// The rule, in the ledger.
const RULE: &str = "superiors";
/// What follows a figure.
const AFTER_FIGURES: [&str; 2] = ["e", "es"];
/// What follows the first, and the second.
const AFTER_ONE: [&str; 4] = ["er", "re", "ers", "res"];
const AFTER_TWO: [&str; 4] = ["nd", "nde", "nds", "ndes"];
/// Abbreviations, with where their superior letters begin.
const SHORT: [(&str, usize); 6] = [
    ("Mme", 1),
    ("Mmes", 1),
    ("Mlle", 1),
    ("Mlles", 1),
    ("Mgr", 1),
    ("Dr", 1),
];

/// Names for the nodes that are made.
pub(super) struct Names {
    /// Of the article.
    pub(super) article: NodeId,
}

impl Names {
    fn next(&mut self) -> NodeId {
        let id = self.article;
        self.article.index += 1;
        id
    }
}

/// Sets superior letters in the French of a phrase.
pub(super) fn set(content: &mut Vec<Inline>, lang: &Lang, names: &mut Names, ledger: &mut Ledger) {
    if !has_any(content, lang) {
        return;
    }
    for mut inline in std::mem::take(content) {
        let own = inline.node.lang.clone();
        let lang = own.as_ref().unwrap_or(lang);
        if let InlineKind::Text(text) = &inline.kind
            && lang.primary() == "fr"
        {
            let found = superiors(text);
            match found.is_empty() {
                true => content.push(inline),
                false => parted(&inline, &found, names, ledger, content),
            }
            continue;
        }
        if !is_raised(&inline)
            && let Some(inner) = walk::content_of_mut(&mut inline.kind)
        {
            set(inner, lang, names, ledger);
        }
        content.push(inline);
    }
}

/// Whether there is something to set.
fn has_any(content: &[Inline], lang: &Lang) -> bool {
    content.iter().any(|inline| {
        let lang = inline.node.lang.as_ref().unwrap_or(lang);
        if let InlineKind::Text(text) = &inline.kind {
            return lang.primary() == "fr" && !superiors(text).is_empty();
        }
        !is_raised(inline)
            && walk::content_of(&inline.kind).is_some_and(|inner| has_any(inner, lang))
    })
}

/// What stands above or under the line already stays there.
fn is_raised(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Super(_) | InlineKind::Sub(_))
}

/// A run in parts, with the superior letters of each.
fn parted(
    run: &Inline,
    found: &[Range<usize>],
    names: &mut Names,
    ledger: &mut Ledger,
    content: &mut Vec<Inline>,
) {
    let InlineKind::Text(text) = &run.kind else {
        return;
    };
    let mut done = 0;
    let part = |range: Range<usize>, id: NodeId| {
        let mut span = run.node.span;
        if span.range().len() == text.len() {
            span.end = span.start + range.end as u32;
            span.start += range.start as u32;
        }
        let node = Node {
            id,
            span,
            lang: run.node.lang.clone(),
        };
        Inline {
            node,
            kind: InlineKind::Text(text.get(range).unwrap_or("").to_owned()),
        }
    };
    for range in found {
        // The first part keeps the name of the run.
        let id = if done == 0 { run.node.id } else { names.next() };
        content.push(part(done..range.start, id));
        let inner = part(range.clone(), names.next());
        let letters = text.get(range.clone()).unwrap_or("").to_owned();
        ledger.record(
            inner.node.id,
            vec![Change {
                at: 0,
                before: letters.clone(),
                after: letters,
                rule: RULE,
            }],
        );
        let node = Node {
            id: names.next(),
            ..inner.node.clone()
        };
        content.push(Inline {
            node,
            kind: InlineKind::Super(vec![inner]),
        });
        done = range.end;
    }
    if done < text.len() {
        content.push(part(done..text.len(), names.next()));
    }
}

/// Where superior letters stand in a text.
fn superiors(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let is_word = |c: char| c.is_alphanumeric();
    while let Some(step) = text.get(at..).and_then(|rest| rest.find(is_word)) {
        let start = at + step;
        let rest = text.get(start..).unwrap_or("");
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        at = start + length;
        let word = rest.get(..length).unwrap_or("");
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = rest.get(length..).and_then(|rest| rest.chars().next());
        // In an address, a code or a number with a decimal it is none.
        let joins =
            |c: Option<char>| matches!(c, Some('/' | '_' | '@' | '#' | '=' | '&' | '.' | ','));
        let is_joined = joins(before) || matches!(after, Some('/' | '_' | '@' | '=' | '&'));
        if let Some(from) = superior(word).filter(|_| !is_joined) {
            // A title stands before a name.
            let is_title =
                word.starts_with(['M', 'D']) && SHORT.iter().any(|(short, _)| *short == word);
            let named = rest.get(length..).is_some_and(|rest| {
                let name = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}', '.']);
                name.len() < rest.len()
                    && name
                        .starts_with(|c: char| c.is_uppercase() || c == 'd' || c == 'l' || c == 'v')
            });
            if !is_title || named {
                found.push(start + from..start + length);
            }
        }
    }
    found
}

/// Where the superior letters of a word begin.
fn superior(word: &str) -> Option<usize> {
    let figures = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if figures > 0 {
        let (number, letters) = word.split_at(figures);
        let fits = AFTER_FIGURES.contains(&letters) && number != "1"
            || number == "1" && AFTER_ONE.contains(&letters)
            || number == "2" && AFTER_TWO.contains(&letters);
        return (fits && number.len() < 4).then_some(figures);
    }
    if let Some((_, from)) = SHORT.iter().find(|(short, _)| *short == word) {
        return Some(*from);
    }
    let roman = word.len() - word.trim_start_matches(|c: char| "IVXLC".contains(c)).len();
    let (number, letters) = word.split_at(roman);
    let fits = match number {
        // `Ce`, `Le` and `De` are words.
        "" | "C" | "L" => false,
        "I" => AFTER_ONE.contains(&letters),
        number => AFTER_FIGURES.contains(&letters) && is_roman(number),
    };
    fits.then_some(roman)
}

/// Whether letters are a Roman number below four hundred, as centuries and reigns have.
fn is_roman(text: &str) -> bool {
    let rest = text.trim_start_matches('C');
    let hundreds = text.len() - rest.len();
    let tens = ["XC", "XL", "LXXX", "LXX", "LX", "L", "XXX", "XX", "X", ""];
    let ones = ["IX", "IV", "VIII", "VII", "VI", "V", "III", "II", "I", ""];
    hundreds < 4
        && tens.iter().any(|ten| {
            let rest = rest.strip_prefix(ten);
            rest.is_some_and(|rest| ones.contains(&rest))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raised(text: &str) -> Vec<&str> {
        let all = superiors(text).into_iter();
        all.map(|range| text.get(range).unwrap()).collect()
    }

    #[test]
    fn ordinals_and_titles_have_superior_letters() {
        assert_eq!(
            raised("le 1er mai, la 1re fois, le 2e, les 21es"),
            ["er", "re", "e", "es"]
        );
        assert_eq!(
            raised("la 2nde, François Ier, XIXe siècle, la Ve"),
            ["nde", "er", "e", "e"]
        );
        assert_eq!(
            raised("Mme de Staël, Mlle Anna, Mgr X, Dr Nowak"),
            ["me", "lle", "gr", "r"]
        );
    }

    #[test]
    fn words_and_codes_have_none() {
        for text in [
            "Ce, De, Le, Les, Des, Me, Mes",
            "2ème, 1e, 2er, 12345e",
            "IIIIe",
            "a/2e, 3.2e, x_1er",
            "Mme, Dr. et Mmes",
            "0x2e5",
        ] {
            assert!(raised(text).is_empty(), "{text}: {:?}", raised(text));
        }
    }
}
