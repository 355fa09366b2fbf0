//! Replaces straight quotation marks and apostrophes with those of the language.
//!
//! Marks are paired by structure, not by counting: a mark opens after a space or an
//! opening bracket, closes otherwise, and depends on what is open around it, whether it
//! is typed straight or typographic. Apostrophes are decided first: within a word, at a
//! [known](super::elisions) word, or where no quotation is open. [Primes](super::primes)
//! are decided in the same way.
//!
//! The outer marks are those of the language, whichever were typed. English outside North
//! America uses both kinds (Hart's Rules, 9.2; Australian Government Style Manual):
//! there, single marks stay single and double ones double.

use super::elisions;
use super::phrase::Phrase;
use super::primes;
use crate::lang::Lang;

const APOSTROPHE: char = '\u{2019}';
/// How far ahead a mark is looked for: far enough for a long quotation, and a bound on
/// the work for a text that is nothing but marks.
pub(super) const REACH: usize = 1000;

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
    primes::join(phrase);
    for index in 0..phrase.letters.len() {
        let mark = phrase.at(index);
        let Some(profile) = phrase.profile(index) else {
            continue;
        };
        match mark {
            '"' | '\'' if is_of_address(phrase, index, &open) => {}
            '"' | '\'' if measures(phrase, index, &open) => {}
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

/// Sets a mark as a prime if it is one, and says whether it is.
fn measures(phrase: &mut Phrase, index: usize, open: &[Open]) -> bool {
    let single = phrase.at(index) == '\'';
    let closed = open.iter().rfind(|o| match (o.typed, single) {
        (true, true) => matches!(o.closing, '’' | '‘' | '›' | '‹'),
        (_, single) => o.single == single,
    });
    let closed = closed.map(|o| primes::Open {
        closing: o.typed.then_some(o.closing),
    });
    let Some(prime) = primes::prime(phrase, index, closed.as_ref()) else {
        return false;
    };
    phrase.replace(index, prime, primes::RULE);
    true
}

fn double(phrase: &mut Phrase, index: usize, profile: Profile, open: &mut Vec<Open>) {
    let inside = open.iter().any(|o| !o.single);
    let can_open = opens(phrase, index)
        || !inside && (follows_ellipsis(phrase, index) || opens_within(phrase, index));
    let spaced = phrase.at(index + 1).is_whitespace() && can_open;
    // After a digit and with nothing to close, who knows.
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
    let closes = open.iter().any(|o| o.single);
    let ends_quotation = closes && elisions::is_east_asian(after);
    let within = before.is_alphanumeric() && after.is_alphanumeric() && !ends_quotation;
    let can_open = opens(phrase, index)
        || !closes && (follows_ellipsis(phrase, index) || opens_within(phrase, index));
    let within = within && !(can_open && closed_later(phrase, index));
    if within || elisions::stands_before(phrase, index) || elisions::joins(phrase, index) {
        phrase.replace(index, APOSTROPHE, "apostrophe");
    } else if can_open && !after.is_whitespace() && closed_later(phrase, index) {
        begin(phrase, index, true, profile, open);
    } else if closes && elisions::stands_after(phrase, index) {
        phrase.replace(index, APOSTROPHE, "apostrophe");
    } else if closes && !before.is_whitespace() {
        end(phrase, index, open, |o| o.single);
    } else if before.is_ascii_digit() {
        // Neither a measure nor a word.
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
    let as_typed = phrase.lang(index).is_some_and(has_both);
    let pair = match (as_typed, single) {
        (true, true) => ["‘", "’"],
        (true, false) => ["“", "”"],
        (false, _) if open.len().is_multiple_of(2) => profile.outer,
        (false, _) => profile.inner,
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

/// Whether a mark opens a quotation though no space stands before it: after Han and kana and
/// their signs, and after the prefixes of Hebrew (ב"הארץ"), where a mark before the last
/// letter of a word makes it an abbreviation (צה"ל).
fn opens_within(phrase: &Phrase, index: usize) -> bool {
    let (before, after) = (phrase.before(index), phrase.at(index + 1));
    let mark = phrase.at(index);
    if after.is_whitespace() {
        return false;
    }
    let is_sign = matches!(u32::from(before), 0x3001..=0x3002 | 0xFF00..=0xFF0F | 0xFF1A..=0xFF20);
    if elisions::is_east_asian(before) || is_sign {
        return !is_sign || after.is_alphanumeric();
    }
    let is_hebrew = |c: char| ('\u{5d0}'..='\u{5ea}').contains(&c);
    let (mut prefix, mut length) = (0, 0);
    while prefix < 4 && is_hebrew(phrase.at(index.wrapping_sub(prefix + 1))) && prefix < index {
        prefix += 1;
    }
    while length < REACH && is_hebrew(phrase.at(index + 1 + length)) {
        length += 1;
    }
    let ahead = phrase.letters.len().min(index + REACH);
    let closes = |i: usize| {
        phrase.at(i) == mark
            && !phrase.before(i).is_whitespace()
            && !phrase.at(i + 1).is_alphanumeric()
    };
    (1..4).contains(&prefix) && length > 1 && (index + 2..ahead).any(closes)
}

fn at_end(phrase: &Phrase, index: usize) -> bool {
    let after = phrase.at(index + 1);
    !after.is_alphanumeric() && !phrase.before(index).is_whitespace()
}

/// Whether a mark stands between an ellipsis and a word.
fn follows_ellipsis(phrase: &Phrase, index: usize) -> bool {
    let dots = phrase.before(index) == '…'
        || index > 1 && phrase.before(index) == '.' && phrase.before(index - 1) == '.';
    dots && phrase.at(index + 1).is_alphanumeric()
}

/// Whether single and double marks are outer ones alike in a country's English, and in
/// Korean, where single ones stress (National Institute of Korean Language, Hangul
/// orthography, supplement).
fn has_both(lang: &Lang) -> bool {
    const DOUBLE: [&str; 4] = ["US", "CA", "PH", "LR"];
    let country = lang.as_str().split('-').skip(1).find(|part| {
        part.len() == 2 || part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit())
    });
    if lang.primary() == "ko" {
        return true;
    }
    lang.primary() == "en" && country.is_some_and(|country| !DOUBLE.contains(&country))
}

/// Whether a later `'` could close this one, so that `'tis` is no quotation.
fn closed_later(phrase: &Phrase, index: usize) -> bool {
    let ahead = phrase.letters.len().min(index + REACH);
    (index + 2..ahead).any(|i| elisions::is_closing(phrase, i))
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
        assert_eq!(set("en", "6' 2\" tall"), "6′ 2″ tall");
    }

    #[test]
    fn a_typed_guillemet_may_be_closed_by_a_straight_mark() {
        assert_eq!(set("fr", "il dit : « Venez.\""), "il dit : « Venez.»");
        assert_eq!(set("fr", "« un \"deux\" trois »"), "« un “deux” trois »");
    }
}
