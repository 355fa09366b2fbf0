//! Letters and abbreviations that keyboards or old code pages cannot type.
//!
//! Romanian ş and ţ with a cedilla become ș and ț with a comma (Academia Română, 2003;
//! ISO 8859-16). Catalan `col.legi` and `coŀlegi` become `col·legi` (Institut d'Estudis
//! Catalans, *Ortografia catalana*, 2.2.8: l, U+00B7, l). German abbreviations of several
//! words have a narrow space between them (DIN 5008; Duden, K 1 to 3): `z.B.` and `z.
//! B.`. The percent sign has a space before it if the language requires one (SI Brochure
//! 5.4.7; Imprimerie nationale; Duden; RAE, *Ortografía*; Språkrådet; Kielitoimisto).

use super::dashes::is_in_address;
use super::phrase::{Edit, Phrase};

/// Languages that part the sign of a hundredth from its figure.
const APART: [&str; 9] = ["fr", "de", "es", "sv", "nb", "nn", "no", "da", "fi"];
/// German abbreviations of several words, without their spaces.
const GERMAN: [&str; 20] = [
    "z.B.", "d.h.", "u.a.", "u.U.", "u.Ä.", "u.ä.", "o.Ä.", "o.ä.", "o.g.", "s.o.", "s.u.", "v.a.",
    "i.A.", "i.d.R.", "i.e.S.", "z.T.", "z.Z.", "z.Zt.", "u.v.m.", "v.l.n.r.",
];

pub(super) fn set(phrase: &mut Phrase) {
    percent(phrase);
    numero(phrase);
    if !phrase.speaks(&["ro", "mo", "ca", "de"]) {
        return;
    }
    phrase.rewrite("letters", |phrase, index| {
        let lang = phrase.lang(index)?;
        let put = |put: String, letters, rule| {
            Some(Edit {
                letters,
                put,
                rule: Some(rule),
            })
        };
        match (lang.primary(), phrase.at(index)) {
            ("ro" | "mo", c) => {
                let comma = match c {
                    'ş' => 'ș',
                    'Ş' => 'Ș',
                    'ţ' => 'ț',
                    'Ţ' => 'Ț',
                    _ => return None,
                };
                put(comma.to_string(), 1, "comma-below")
            }
            ("ca", 'ŀ' | 'Ŀ') => {
                let plain = if phrase.at(index) == 'ŀ' {
                    "l·"
                } else {
                    "L·"
                };
                put(plain.to_owned(), 1, "ela-geminada")
            }
            ("ca", '.') => {
                let between = [phrase.before(index), phrase.at(index + 1)];
                let geminate = matches!(between, ['l', 'l'] | ['L', 'L']);
                let inside = index > 1 && phrase.before(index - 1).is_alphabetic();
                (geminate && inside && !is_in_address(phrase, index))
                    .then(|| put("·".to_owned(), 1, "ela-geminada"))?
            }
            ("de", c) if c.is_alphabetic() && phrase.at(index + 1) == '.' => german(phrase, index),
            _ => None,
        }
    });
}

fn percent(phrase: &mut Phrase) {
    phrase.rewrite("percent-space", |phrase, index| {
        if !matches!(phrase.at(index), '%' | '‰') {
            return None;
        }
        let lang = phrase.lang(index)?;
        let apart = APART.contains(&lang.primary()) && !matches!(lang.as_str(), "fr-CH" | "de-CH");
        let here = phrase.before(index).is_ascii_digit();
        let after = phrase.at(index + 1);
        (here && apart && !after.is_alphanumeric() && after != '-' && !is_in_address(phrase, index))
            .then(|| Edit {
                letters: 0,
                put: "\u{a0}".to_owned(),
                rule: None,
            })
    });
}

/// The sign of a degree after an n becomes the letter that it stands for (RAE,
/// *Ortografía*, Apéndice 3; Accordo ortográfico; French keeps to `n°`, which voices read
/// as a word).
fn numero(phrase: &mut Phrase) {
    if !phrase.speaks(&["es", "pt", "it", "ca", "gl"]) {
        return;
    }
    phrase.rewrite("numero", |phrase, index| {
        let lang = phrase.lang(index)?.primary();
        let knows = matches!(lang, "es" | "pt" | "it" | "ca" | "gl");
        let after_n = matches!(phrase.before(index), 'n' | 'N')
            || phrase.before(index) == '.'
                && index > 1
                && matches!(phrase.before(index - 1), 'n' | 'N');
        let letter = index.checked_sub(if phrase.before(index) == '.' { 2 } else { 1 })?;
        let alone = !phrase.before(letter).is_alphanumeric();
        let figure = phrase.at(index + 1).is_ascii_digit()
            || phrase.at(index + 1).is_whitespace() && phrase.at(index + 2).is_ascii_digit();
        (phrase.at(index) == '°' && knows && after_n && alone && figure).then(|| Edit {
            letters: 1,
            put: "º".to_owned(),
            rule: None,
        })
    });
}

/// An abbreviation of several words that begins here, with narrow spaces.
fn german(phrase: &Phrase, index: usize) -> Option<Edit> {
    let before = phrase.before(index);
    if before.is_alphanumeric() || before == '.' || before == '\u{202f}' {
        return None;
    }
    let mut found = None;
    let (mut bare, mut set, mut typed) = (String::new(), String::new(), String::new());
    for at in index..index + 16 {
        let c = phrase.at(at);
        match c {
            ' ' | '\u{a0}' | '\u{202f}'
                if bare.ends_with('.') && !typed.ends_with([' ', '\u{a0}', '\u{202f}']) => {}
            '.' => bare.push('.'),
            c if c.is_alphabetic() => {
                if bare.ends_with('.') {
                    set.push('\u{202f}');
                }
                bare.push(c);
            }
            _ => break,
        }
        if c.is_alphabetic() || c == '.' {
            set.push(c);
        }
        typed.push(c);
        if GERMAN.contains(&&*bare) && c == '.' {
            found = Some((at + 1 - index, set.clone(), typed.clone()));
        }
    }
    let (letters, put, typed) = found?;
    // A no-break space that the author typed stays.
    let kept = typed.contains('\u{a0}') || typed == put;
    (!kept).then_some(Edit {
        letters,
        put,
        rule: Some("abbreviation-space"),
    })
}
