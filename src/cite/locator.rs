//! Takes the text after a key, `p. 33, and elsewhere`; returns where in the work it is, and how
//! much of the text says so.
//!
//! The words for pages and chapters are those of the locale of the article, and English ones;
//! a number without a word is that of a page (pandoc's manual, "Citation syntax").

use super::style::Setting;
use hayagriva::citationberg::TermForm;
use hayagriva::citationberg::taxonomy::{Locator, Term};

/// A place in a work.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) kind: Locator,
    /// Its number, as it is written.
    pub(super) value: String,
    /// The bytes of the text that say so.
    pub(super) length: usize,
}

const KINDS: [Locator; 24] = [
    Locator::Act,
    Locator::Appendix,
    Locator::ArticleLocator,
    Locator::Book,
    Locator::Canon,
    Locator::Chapter,
    Locator::Column,
    Locator::Elocation,
    Locator::Equation,
    Locator::Figure,
    Locator::Folio,
    Locator::Issue,
    Locator::Line,
    Locator::Note,
    Locator::Opus,
    Locator::Page,
    Locator::Paragraph,
    Locator::Part,
    Locator::Section,
    Locator::SubVerbo,
    Locator::Table,
    Locator::Timestamp,
    Locator::Verse,
    Locator::Volume,
];

/// Short forms that authors write and no locale has.
const MORE: [(&str, Locator); 12] = [
    ("p.", Locator::Page),
    ("pp.", Locator::Page),
    ("chap.", Locator::Chapter),
    ("ch.", Locator::Chapter),
    ("vol.", Locator::Volume),
    ("vols.", Locator::Volume),
    ("sec.", Locator::Section),
    ("fig.", Locator::Figure),
    ("figs.", Locator::Figure),
    ("§", Locator::Section),
    ("§§", Locator::Section),
    ("¶", Locator::Paragraph),
];

/// The words for places in a work, the longest first.
pub(super) struct Words(Vec<(String, Locator)>);

impl Words {
    pub(super) fn of(setting: &Setting) -> Words {
        let mut words: Vec<(String, Locator)> = Vec::new();
        for locale in setting.spoken() {
            for kind in KINDS {
                for form in [TermForm::Long, TermForm::Short, TermForm::Symbol] {
                    let term = locale.term(Term::Locator(kind), form);
                    let forms = term
                        .into_iter()
                        .flat_map(|term| [term.single(), term.multiple()]);
                    for word in forms.flatten() {
                        words.push((word.trim().to_lowercase(), kind));
                    }
                }
            }
        }
        words.extend(MORE.map(|(word, kind)| (word.to_owned(), kind)));
        words.retain(|(word, _)| !word.is_empty());
        // Of two words that are the same, the first, which is of the article's language.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Words(words)
    }

    /// The place that a text begins with.
    pub(super) fn find(&self, text: &str) -> Option<Found> {
        let rest = text.trim_start_matches([',', ' ', '\u{a0}', '\n']);
        let before = text.len() - rest.len();
        if let Some(inside) = rest.strip_prefix('{') {
            let (inside, _) = inside.split_once('}')?;
            let (kind, word) = self.word(inside).unwrap_or((Locator::Page, 0));
            let value = inside.get(word..).unwrap_or("").trim().to_owned();
            let length = before + inside.len() + 2;
            return (!value.is_empty()).then_some(Found {
                kind,
                value,
                length,
            });
        }
        let (kind, word) = match self.word(rest) {
            Some(found) => found,
            None if rest.starts_with(|c: char| c.is_ascii_digit()) => (Locator::Page, 0),
            None => return None,
        };
        let after = rest.get(word..)?;
        let number = after.trim_start_matches([' ', '\u{a0}']);
        let length = numbers(number);
        let value = number.get(..length).filter(|value| !value.is_empty())?;
        Some(Found {
            kind,
            value: value.replace("--", "-"),
            length: before + word + (after.len() - number.len()) + length,
        })
    }

    /// The word that a text begins with, and its length.
    fn word(&self, text: &str) -> Option<(Locator, usize)> {
        self.0.iter().find_map(|(word, kind)| {
            let length = prefix(text, word)
                .or_else(|| prefix(text, word.strip_suffix('.')?))
                .filter(|length| ends(text, *length, word))?;
            Some((*kind, length))
        })
    }
}

/// The length of a word that a text begins with, in any case.
fn prefix(text: &str, word: &str) -> Option<usize> {
    let mut letters = text.chars();
    let mut length = 0;
    for expected in word.chars() {
        let letter = letters.next()?;
        let mut lower = letter.to_lowercase();
        if lower.next() != Some(expected) || lower.next().is_some() {
            return None;
        }
        length += letter.len_utf8();
    }
    Some(length)
}

/// Whether a word ends there: before a space, or a sign or a stop before a number.
fn ends(text: &str, length: usize, word: &str) -> bool {
    let next = text.get(length..).and_then(|rest| rest.chars().next());
    let is_sign = word.ends_with(|c: char| !c.is_alphabetic());
    match next {
        Some(next) => next.is_whitespace() || is_sign && next.is_ascii_digit(),
        None => false,
    }
}

/// The length of the numbers that a text begins with: `33`, `33-35, 38`, `iv`, `12a`, `33 ff.`.
fn numbers(text: &str) -> usize {
    let mut length = match number(text) {
        0 => return 0,
        length => length,
    };
    loop {
        let rest = text.get(length..).unwrap_or("");
        let joint = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
        let after = rest.get(joint..).unwrap_or("");
        let sign = ["--", "-", "–", ",", "&", "/"]
            .into_iter()
            .find(|sign| after.starts_with(sign));
        let Some(sign) = sign else {
            return length;
        };
        let behind = after.get(sign.len()..).unwrap_or("");
        let space = behind.len() - behind.trim_start_matches([' ', '\u{a0}']).len();
        let next = behind.get(space..).unwrap_or("");
        // After a comma only figures are numbers: words may follow.
        let is_number = next.starts_with(|c: char| c.is_ascii_digit());
        let more = match is_number || !matches!(sign, "," | "&") {
            true => number(next),
            false => 0,
        };
        if more == 0 {
            return length;
        }
        length += joint + sign.len() + space + more;
    }
}

/// The length of one number: figures with letters, or Roman numerals.
fn number(text: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '\'' | '*');
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let word = text.get(..end).unwrap_or("").trim_end_matches(['.', ':']);
    let is_roman = |c: char| "ivxlcdmIVXLCDM".contains(c);
    match word.contains(|c: char| c.is_ascii_digit())
        || !word.is_empty() && word.chars().all(is_roman)
    {
        true => word.len(),
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::Files;
    use crate::diag::Report;
    use crate::lang::Lang;

    fn find(lang: &str, text: &str) -> Option<(Locator, String, String)> {
        let lang = Lang::parse(lang).unwrap();
        let setting = Setting::of(None, &lang, &mut Files::default(), &mut Report::new());
        let found = Words::of(&setting).find(text)?;
        Some((found.kind, found.value, text[found.length..].to_owned()))
    }

    fn place(kind: Locator, value: &str, rest: &str) -> Option<(Locator, String, String)> {
        Some((kind, value.to_owned(), rest.to_owned()))
    }

    #[test]
    fn a_place_is_named_by_a_word_of_the_language_or_in_english() {
        use Locator::{Chapter, Figure, Page, Section, Volume};
        assert_eq!(find("en", ", p. 33"), place(Page, "33", ""));
        assert_eq!(
            find("en", ", pp. 33-35, 38, and more"),
            place(Page, "33-35, 38", ", and more")
        );
        assert_eq!(find("en", ", 33"), place(Page, "33", ""));
        assert_eq!(find("en", "chap. 3"), place(Chapter, "3", ""));
        assert_eq!(find("en", ", §4.2"), place(Section, "4.2", ""));
        assert_eq!(find("en", ", fig. 12a."), place(Figure, "12a", "."));
        assert_eq!(find("de", ", S. 12"), place(Page, "12", ""));
        assert_eq!(find("de", ", Bd. 2"), place(Volume, "2", ""));
        assert_eq!(find("fr", ", chap. iv"), place(Chapter, "iv", ""));
        assert_eq!(find("es", ", pp. 1–3"), place(Page, "1–3", ""));
        assert_eq!(
            find("en", ", {p. 3 of the preface} here"),
            place(Page, "3 of the preface", " here")
        );
    }

    #[test]
    fn what_names_no_place_is_left() {
        assert_eq!(find("en", ", and others"), None);
        assert_eq!(find("en", ", page proofs"), None);
        assert_eq!(find("en", ""), None);
    }
}
