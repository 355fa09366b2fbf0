//! Straight quotation marks and apostrophes become those of the language.
//!
//! Marks are paired by structure, never by counting: a mark opens after a space
//! or an opening bracket, closes otherwise, and knows what is open around it,
//! be it typed straight or typographic. An apostrophe is decided first: it
//! stands within a word, or where nothing is open that it could close.

use super::phrase::Phrase;

const APOSTROPHE: char = '\u{2019}';

/// A quotation that is open.
struct Open {
    index: usize,
    /// Whether it was typed as `'`.
    single: bool,
    /// Whether the author typed a typographic mark.
    typed: bool,
    /// What closes it.
    closing: char,
}

/// Pairs the marks of a phrase and says which were never closed.
pub(super) fn pair(phrase: &mut Phrase) -> Vec<usize> {
    let mut open: Vec<Open> = Vec::new();
    for index in 0..phrase.letters.len() {
        let mark = phrase.at(index);
        let Some(profile) = phrase.profile(index) else {
            continue;
        };
        match mark {
            '"' | '\'' if is_of_address(phrase, index, &open) => {}
            '"' => double(phrase, index, profile, &mut open),
            '\'' => single(phrase, index, profile, &mut open),
            '«' | '„' | '“' | '‘' | '‹' | '‚' | '»' | '”' | '›' | '’' => {
                typed(phrase, index, profile, &mut open);
            }
            _ => {}
        }
    }
    open.into_iter().map(|o| o.index).collect()
}

type Profile = &'static crate::lang::Profile;

fn double(phrase: &mut Phrase, index: usize, profile: Profile, open: &mut Vec<Open>) {
    let inside = open.iter().any(|o| !o.single);
    let can_open = opens(phrase, index);
    let spaced = phrase.at(index + 1).is_whitespace() && can_open;
    // After a digit and with nothing to close, it is a mark of inches.
    if phrase.before(index).is_ascii_digit() && !inside {
        return;
    }
    if can_open && !(inside && (spaced || at_end(phrase, index))) {
        begin(phrase, index, false, profile, open);
    } else if inside {
        end(phrase, index, open, |o| !o.single);
    } else if at_end(phrase, index) {
        phrase.replace(index, first(profile.outer[1]), "quotes");
    }
}

fn single(phrase: &mut Phrase, index: usize, profile: Profile, open: &mut Vec<Open>) {
    let before = phrase.before(index);
    let after = phrase.at(index + 1);
    let within = before.is_alphanumeric() && after.is_alphanumeric();
    let closes = open.iter().any(|o| o.single);
    if within || elides(phrase, index) {
        phrase.replace(index, APOSTROPHE, "apostrophe");
    } else if opens(phrase, index)
        && !after.is_whitespace()
        && !after.is_ascii_digit()
        && closed_later(phrase, index)
    {
        begin(phrase, index, true, profile, open);
    } else if closes && !before.is_whitespace() {
        end(phrase, index, open, |o| o.single);
    } else if before.is_ascii_digit() {
        // Minutes or feet.
    } else if before.is_alphabetic() || after.is_alphanumeric() {
        phrase.replace(index, APOSTROPHE, "apostrophe");
    }
}

/// A mark the author typed in its typographic form stays; it is only kept in
/// mind for what stands inside it.
fn typed(phrase: &Phrase, index: usize, profile: Profile, open: &mut Vec<Open>) {
    let mark = phrase.at(index);
    if let Some(position) = open.iter().rposition(|o| o.typed && o.closing == mark)
        && !(mark == APOSTROPHE && phrase.at(index + 1).is_alphanumeric())
        && !(opens(phrase, index) && mark != '»')
    {
        open.truncate(position);
        return;
    }
    let pairs = [profile.outer, profile.inner];
    let own = pairs.iter().find(|pair| first(pair[0]) == mark);
    let closing = match (own, mark) {
        (Some(pair), _) => Some(first(pair[1])),
        (None, '«') => Some('»'),
        (None, '„') => Some('“'),
        (None, '“') => Some('”'),
        (None, '‘' | '‚') => Some('’'),
        (None, '‹') => Some('›'),
        (None, _) => None,
    };
    if let Some(closing) = closing
        && mark != APOSTROPHE
        && (opens(phrase, index) || matches!(mark, '«' | '„' | '‹' | '‚'))
    {
        open.push(Open {
            index,
            single: false,
            typed: true,
            closing,
        });
    }
}

fn begin(phrase: &mut Phrase, index: usize, single: bool, profile: Profile, open: &mut Vec<Open>) {
    // A single mark at the top is the author's choice of the inner pair only
    // where doubles are outer, as in American usage; British usage turns it
    // round. The outermost pair is the language's outer one either way.
    let pair = if open.len().is_multiple_of(2) {
        profile.outer
    } else {
        profile.inner
    };
    phrase.replace(index, first(pair[0]), "quotes");
    open.push(Open {
        index,
        single,
        typed: false,
        closing: first(pair[1]),
    });
}

/// Closes the innermost open quotation that fits, and drops what was left open
/// inside it.
fn end(phrase: &mut Phrase, index: usize, open: &mut Vec<Open>, fits: impl Fn(&Open) -> bool) {
    if let Some(position) = open.iter().rposition(fits)
        && let Some(closed) = open.drain(position..).next()
    {
        phrase.replace(index, closed.closing, "quotes");
    }
}

/// Whether a mark belongs to an address of the web: it follows one without a
/// space, and goes on with it or closes nothing.
fn is_of_address(phrase: &Phrase, index: usize, open: &[Open]) -> bool {
    let inside = phrase.at(index + 1).is_alphanumeric() || open.is_empty();
    // Addresses longer than this are looked at in part.
    let start = index.saturating_sub(200);
    let word = (start..index)
        .rev()
        .map(|i| phrase.at(i))
        .take_while(|c| !c.is_whitespace());
    inside && word.collect::<String>().contains("//:")
}

/// Whether a mark can open a quotation where it stands.
fn opens(phrase: &Phrase, index: usize) -> bool {
    let before = phrase.before(index);
    before.is_whitespace()
        || matches!(
            before,
            '(' | '[' | '{' | '—' | '–' | '-' | '/' | '«' | '„' | '“' | '‘' | '‹' | '‚' | '¿' | '¡'
        )
        // French elision: l'"Armonica".
        || matches!(before, '’' | '\'') && index > 1 && phrase.before(index - 1).is_alphabetic()
            && phrase.at(index + 1).is_alphanumeric()
}

fn at_end(phrase: &Phrase, index: usize) -> bool {
    let after = phrase.at(index + 1);
    !after.is_alphanumeric() && !phrase.before(index).is_whitespace()
}

/// Whether the word after a mark is one that English shortens at its front.
fn elides(phrase: &Phrase, index: usize) -> bool {
    const WORDS: [&str; 10] = [
        "tis", "twas", "twere", "twill", "em", "n", "cause", "til", "bout", "round",
    ];
    let english = phrase.lang(index).is_some_and(|l| l.primary() == "en");
    let letters = (index + 1..index + 7).map(|i| phrase.at(i));
    let word: String = letters.take_while(|c| c.is_alphabetic()).collect();
    english
        && !phrase.before(index).is_alphanumeric()
        && WORDS.contains(&word.to_lowercase().as_str())
}

/// Whether a later `'` could close this one, so that `'tis` is no quotation.
fn closed_later(phrase: &Phrase, index: usize) -> bool {
    // Far enough for a long quotation, and a bound on the work for a text that
    // is nothing but such marks.
    let ahead = phrase.letters.len().min(index + 1000);
    (index + 2..ahead).any(|i| {
        phrase.at(i) == '\''
            && !phrase.before(i).is_whitespace()
            && !phrase.at(i + 1).is_alphanumeric()
    })
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or('"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::model::{Inline, InlineKind, Ledger, Node, plain_text};

    fn set(lang: &str, text: &str) -> String {
        let mut content = vec![Inline {
            node: Node::default(),
            kind: InlineKind::Text(text.into()),
        }];
        let asked = Default::default();
        let mut phrase = Phrase::of(&content, &Lang::parse(lang).unwrap(), &asked);
        pair(&mut phrase);
        phrase.write_back(&mut content, &mut Ledger::default());
        plain_text(&content)
    }

    #[test]
    fn quotations_nest_by_language() {
        for (lang, expected) in [
            ("en", "He said: “She said ‘no’ twice.”"),
            ("de", "He said: „She said ‚no‘ twice.“"),
            ("fr", "He said: «She said “no” twice.»"),
            ("pl", "He said: „She said «no» twice.”"),
            ("sv", "He said: ”She said ’no’ twice.”"),
            ("de-CH", "He said: «She said ‹no› twice.»"),
        ] {
            assert_eq!(set(lang, "He said: \"She said 'no' twice.\""), expected);
        }
    }

    #[test]
    fn apostrophes_are_not_quotation_marks() {
        assert_eq!(
            set("en", "It's the '90s, 'tis rock 'n' roll"),
            "It’s the ’90s, ’tis rock ’n’ roll"
        );
        assert_eq!(
            set("fr", "l'eau d'\"ici\" aujourd'hui"),
            "l’eau d’«ici» aujourd’hui"
        );
        assert_eq!(set("en", "the dogs' bowls"), "the dogs’ bowls");
        assert_eq!(set("en", "6' 2\" tall"), "6' 2\" tall");
    }

    #[test]
    fn a_typed_guillemet_may_be_closed_by_a_straight_mark() {
        assert_eq!(set("fr", "il dit : « Venez.\""), "il dit : « Venez.»");
        assert_eq!(set("fr", "« un \"deux\" trois »"), "« un “deux” trois »");
    }
}
