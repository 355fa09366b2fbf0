//! French spaces before high punctuation and inside guillemets.
//!
//! According to the Imprimerie nationale's *Lexique*: a narrow no-break space (U+202F)
//! before `;`, `!` and `?`, a no-break word space (U+00A0) before `:` and inside « »,
//! which is narrow in much of the press (preset `fr-presse`). Switzerland (*Guide du
//! typographe*) uses narrow spaces everywhere; Quebec (Office québécois de la langue
//! française) none before `;`, `!` and `?`.
//!
//! A typed space is replaced and a missing one inserted; a no-break space that the author
//! typed is not changed. Times, ratios, addresses and bracketed marks have no space, and
//! a run of marks has one before the first only.

use super::dashes::is_in_address;
use super::phrase::{Edit, OPAQUE, Phrase};
use crate::lang::Lang;

const FINE: &str = "\u{202f}";
const WORD: &str = "\u{a0}";

/// Which spaces a country sets.
struct Spaces {
    high: Option<&'static str>,
    colon: &'static str,
    guillemets: &'static str,
}

/// Those of a text in a language, or of the preset that the author asks for.
fn spaces(lang: &Lang, preset: Option<&str>) -> Option<Spaces> {
    if lang.primary() != "fr" {
        return None;
    }
    Some(match preset.unwrap_or(lang.as_str()) {
        "fr-presse" => Spaces {
            high: Some(FINE),
            colon: WORD,
            guillemets: FINE,
        },
        "fr-CH" => Spaces {
            high: Some(FINE),
            colon: FINE,
            guillemets: FINE,
        },
        "fr-CA" => Spaces {
            high: None,
            colon: WORD,
            guillemets: WORD,
        },
        _ => Spaces {
            high: Some(FINE),
            colon: WORD,
            guillemets: WORD,
        },
    })
}

pub(super) fn set(phrase: &mut Phrase) {
    if !phrase.speaks(&["fr"]) {
        return;
    }
    phrase.rewrite("french-spaces", |phrase, index| {
        let here = phrase.at(index);
        // White space is looked at where it starts, with what follows it.
        if is_space(here) {
            if is_space(phrase.before(index)) && index > 0 {
                return None;
            }
            let length = (index..phrase.letters.len())
                .take_while(|i| is_space(phrase.at(*i)))
                .count();
            let kept = length == 1 && here != ' ';
            if !kept && let Some(sign) = unspaced(phrase, index, index + length) {
                return Some(Edit {
                    letters: length + 1,
                    put: sign.to_string(),
                    rule: Some("high-space"),
                });
            }
            let (wanted, rule) = wanted(phrase, index, index + length)?;
            let typed: String = (index..index + length).map(|i| phrase.at(i)).collect();
            return (!kept && typed != wanted).then(|| Edit {
                letters: length,
                put: wanted.to_owned(),
                rule: Some(rule),
            });
        }
        if is_space(phrase.before(index)) || index == 0 {
            return None;
        }
        wanted(phrase, index, index)
            .filter(|_| !phrase.at(index).is_whitespace())
            .map(|(space, rule)| Edit {
                letters: 0,
                put: space.to_owned(),
                rule: Some(rule),
            })
    });
}

/// The sign at `next`, if it stands close in the language there.
fn unspaced(phrase: &Phrase, gap: usize, next: usize) -> Option<char> {
    let sign = phrase.at(next);
    let before = phrase.before(gap);
    let close = matches!(sign, ';' | '!' | '?') && before.is_alphanumeric();
    let spaces = spaces(phrase.lang(next)?, phrase.preset())?;
    (close && spaces.high.is_none()).then_some(sign)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// The space that belongs between the letter before `gap` and the one at
/// `next`, if French sets one there, and the rule that says so.
fn wanted(phrase: &Phrase, gap: usize, next: usize) -> Option<(&'static str, &'static str)> {
    let before = phrase.before(gap);
    let sign = phrase.at(next);
    if gap == 0 || next >= phrase.letters.len() {
        return None;
    }
    if before == '«' && phrase.lang(gap - 1).is_some_and(|l| l.primary() == "fr") {
        let lang = phrase.lang(gap - 1)?;
        return (sign != '»' && sign != '\n')
            .then(|| spaces(lang, phrase.preset()))?
            .map(|s| (s.guillemets, "guillemet-space"));
    }
    let spaces = spaces(phrase.lang(next)?, phrase.preset())?;
    let typed = next > gap;
    match sign {
        '»' => (before != '\n').then_some((spaces.guillemets, "guillemet-space")),
        ';' | '!' | '?' => {
            let run = matches!(before, '!' | '?' | '…' | '(' | '[' | '\n' | '.');
            let address = !typed && is_in_address(phrase, next) && !ends_word(phrase, next);
            let high = (!run && !address).then_some(spaces.high)?;
            high.map(|space| (space, "high-space"))
        }
        ':' => {
            let after = phrase.at(next + 1);
            let closed_up = !typed && !after.is_whitespace() && after != OPAQUE && after != '\n';
            let quoted = matches!(after, '«' | '“' | '"');
            let none = closed_up && !quoted || matches!(before, '(' | '[' | '\n' | ':');
            (!none).then_some((spaces.colon, "colon-space"))
        }
        _ => None,
    }
}

/// Whether nothing of a word follows a sign, so that it is the sentence's and
/// not the address's.
fn ends_word(phrase: &Phrase, index: usize) -> bool {
    phrase.at(index + 1).is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Inline, InlineKind, Ledger, Node, plain_text};

    fn spaced(lang: &str, text: &str) -> String {
        let mut content = vec![Inline {
            node: Node::default(),
            kind: InlineKind::Text(text.into()),
        }];
        let asked = Default::default();
        let mut phrase = Phrase::of(&content, &Lang::parse(lang).unwrap(), &asked);
        set(&mut phrase);
        phrase.write_back(&mut content, &mut Ledger::default());
        plain_text(&content)
            .replace('\u{202f}', "_")
            .replace('\u{a0}', "~")
    }

    #[test]
    fn high_punctuation_gets_its_space_in_french() {
        assert_eq!(
            spaced("fr", "Quoi ? Non! Si; or : «ici» et « là »."),
            "Quoi_? Non_! Si_; or~: «~ici~» et «~là~»."
        );
        assert_eq!(spaced("fr-CH", "Quoi ? or : «ici»"), "Quoi_? or_: «_ici_»");
        assert_eq!(spaced("fr-CA", "Quoi ? Non !"), "Quoi? Non!");
        assert_eq!(spaced("fr-CA", "Quoi! or : «ici»"), "Quoi! or~: «~ici~»");
    }

    #[test]
    fn no_break_spaces_of_the_author_are_left_and_double_spaces_mended() {
        assert_eq!(
            spaced("fr", "«  Nous\u{202f}» et oui\u{a0}!"),
            "«~Nous_» et oui~!"
        );
    }

    #[test]
    fn times_runs_and_addresses_get_none() {
        let text = "À 10:55 (?) quoi ?! http://a.fr/?b!c 1:2 C:\\x …?";
        assert_eq!(
            spaced("fr", text),
            "À 10:55 (?) quoi_?! http://a.fr/?b!c 1:2 C:\\x …?"
        );
    }

    #[test]
    fn other_languages_are_left_alone() {
        assert_eq!(spaced("en", "What ? «this»: no"), "What ? «this»: no");
    }
}
