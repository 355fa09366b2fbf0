//! Replaces straight marks after measurements: feet and inches, minutes and seconds.
//!
//! Minutes of arc and of time and feet have a prime (U+2032), seconds and inches a double
//! prime (U+2033): SI Brochure, table 8; ISO 80000-3; Chicago Manual of Style, 10.66.
//! They stand close to their number (SI Brochure, 5.4.3). A mark that is needed to close
//! a quotation closes it.

use super::phrase::{Edit, Phrase};

pub(super) const RULE: &str = "primes";

/// The quotation that a mark could close.
pub(super) struct Open {
    /// The typographic mark that would close it, where that is how it was opened.
    pub(super) closing: Option<char>,
}

/// Two single marks after a figure are one double one: `48°51'24''`.
pub(super) fn join(phrase: &mut Phrase) {
    if !phrase.letters.iter().any(|letter| letter.char == '\'') {
        return;
    }
    phrase.rewrite(RULE, |phrase, index| {
        let twice = phrase.at(index) == '\'' && phrase.at(index + 1) == '\'';
        let number = twice.then(|| Number::before(phrase, index)).flatten()?;
        let sign = sign_before(phrase, number.start);
        let is_second = matches!(sign, '\'' | '′')
            && !matches!(phrase.at(index + 2), '\'' | '"')
            && phrase.profile(index).is_some();
        is_second.then(|| Edit {
            letters: 2,
            put: "″".to_owned(),
            rule: None,
        })
    });
}

/// The prime that a straight mark stands for, if it measures.
pub(super) fn prime(phrase: &Phrase, index: usize, open: Option<&Open>) -> Option<char> {
    let mark = phrase.at(index);
    let prime = match mark {
        '\'' => '′',
        '"' => '″',
        _ => return None,
    };
    let number = Number::before(phrase, index)?;
    let of_arc = is_of_arc(phrase, number.start);
    let measures = match phrase.at(index + 1) {
        // `1'000` has an apostrophe, and so has a number in `1980's`.
        c if c.is_ascii_digit() => mark == '\'' && is_divided(phrase, index, number.figures),
        'x' => phrase.at(index + 2).is_ascii_digit(),
        'N' | 'S' | 'E' | 'W' | 'O' if of_arc => !phrase.at(index + 2).is_alphanumeric(),
        c if c.is_alphanumeric() => false,
        // Four figures are a year, which a mark may follow for its own reasons.
        _ => of_arc || number.figures < 4,
    };
    let is_free = of_arc || open.is_none_or(|open| is_closed_later(phrase, index, mark, open));
    (measures && is_free).then_some(prime)
}

/// A number that a mark stands after.
struct Number {
    /// Where its first figure is.
    start: usize,
    /// How many figures it has before its decimals.
    figures: usize,
}

impl Number {
    fn before(phrase: &Phrase, index: usize) -> Option<Number> {
        const LONGEST: usize = 12;
        let is_fraction = |c: char| matches!(c, '¼' | '½' | '¾' | '⅓'..='⅞');
        let mut start = index;
        let mut figures = 0;
        while start > 0 && index - start < LONGEST {
            let c = phrase.before(start);
            let parts = matches!(c, '.' | ',' | '/' | '⁄') && figures > 0;
            if c.is_ascii_digit() {
                figures += 1;
            } else if parts && start > 1 && phrase.before(start - 1).is_ascii_digit() {
                figures = 0;
            } else if !(is_fraction(c) && start == index) {
                break;
            }
            start -= 1;
        }
        let before = phrase.before(start);
        let measures = match before {
            // `5"x7"`, where the x multiplies.
            'x' | 'X' => {
                let factor = phrase.before(start.saturating_sub(1));
                matches!(factor, '\'' | '"' | '′' | '″') || factor.is_ascii_digit()
            }
            c => !c.is_alphanumeric() && !matches!(c, '_' | '#' | '/' | '.' | '’'),
        };
        (start < index && measures).then_some(Number { start, figures })
    }
}

/// Whether figures after a single mark are inches or seconds: one or two, of a number
/// that is no sum of money.
fn is_divided(phrase: &Phrase, index: usize, figures: usize) -> bool {
    let is_digit = |at: usize| phrase.at(index + at).is_ascii_digit();
    let few = if is_digit(2) { !is_digit(3) } else { true };
    few && (1..=2).contains(&figures) || is_of_arc(phrase, index - figures)
}

/// Whether a number that begins at a place goes on from degrees.
fn is_of_arc(phrase: &Phrase, start: usize) -> bool {
    let gap = usize::from(phrase.before(start).is_whitespace());
    let Some(sign) = start.checked_sub(gap + 1) else {
        return false;
    };
    match phrase.at(sign) {
        '°' => phrase.before(sign).is_ascii_digit(),
        '′' => Number::before(phrase, sign)
            .is_some_and(|number| sign_before(phrase, number.start) == '°' && number.start < sign),
        _ => false,
    }
}

/// The sign before a number, be there a space between them.
fn sign_before(phrase: &Phrase, start: usize) -> char {
    match phrase.before(start) {
        c if c.is_whitespace() => phrase.before(start.saturating_sub(1)),
        c => c,
    }
}

/// Whether a later mark closes what is open, so that this one need not.
fn is_closed_later(phrase: &Phrase, index: usize, mark: char, open: &Open) -> bool {
    let ahead = phrase.letters.len().min(index + super::quotes::REACH);
    for at in index + 1..ahead {
        let here = phrase.at(at);
        if open.closing == Some(here) {
            return true;
        }
        let (before, after) = (phrase.before(at), phrase.at(at + 1));
        if here != mark || before.is_alphanumeric() && after.is_alphanumeric() {
            continue;
        }
        if before.is_whitespace() || matches!(before, '(' | '[') || after.is_alphanumeric() {
            return false;
        }
        if !before.is_ascii_digit() {
            return true;
        }
    }
    false
}
