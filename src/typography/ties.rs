//! Keeps on one line what belongs together: a typed space becomes a no-break space.
//!
//! Ties join a number with its unit or symbol (`12 km`, `20 %`: SI Brochure, 5.4.3), a
//! symbol or abbreviation with the number after it (`№ 5`, `p. 12`), a title or initials
//! with the name (`M. Dupont`, `J. R. R. Tolkien`), a name with its number (`Louis XIV`),
//! groups of thousands, and the parts of a time (`2 h 10`). French ties a day to its month (`12
//! mars`). Czech and Slovak tie prepositions and conjunctions of one
//! letter (Ústav pro jazyk český, *Internetová jazyková příručka*, 880); Russian,
//! Ukrainian and Belarusian tie prepositions of one letter, and a dash with the word
//! before it (Мильчин, Чельцова, *Справочник издателя и автора*). A no-break space that
//! the author typed is not changed.

use super::phrase::{Edit, Phrase};
use crate::lang::Lang;

const WORD: &str = "\u{a0}";
const FINE: &str = "\u{202f}";

/// Units and signs that follow a figure after a space.
const UNITS: &[&str] = &[
    "%", "‰", "€", "$", "£", "¥", "₽", "₴", "zł", "Kč", "Ft", "lei", "kr", "kr.", "Fr.", "CHF",
    "EUR", "USD", "GBP", "°", "°C", "°F", "km", "m", "cm", "mm", "µm", "nm", "km²", "m²", "cm²",
    "mm²", "m³", "cm³", "ha", "kg", "g", "mg", "t", "l", "L", "cl", "ml", "mL", "h", "min", "s",
    "ms", "W", "kW", "MW", "GW", "kWh", "V", "A", "Hz", "kHz", "MHz", "GHz", "kB", "MB", "GB",
    "TB", "Ko", "Mo", "Go", "To", "km/h", "m/s", "pt", "px", "dpi", "кг", "км", "м", "см", "мм",
    "г", "л", "ч", "мин", "руб.", "грн",
];
/// Signs that go before a figure, in any language.
const BEFORE_FIGURES: &[&str] = &[
    "№", "§", "§§", "no", "no.", "nr", "nr.", "n°", "n.°", "n°s", "nº", "n.º", "nºs", "n.os", "nᵒ",
    "n.ᵒ", "nᵒˢ", "nᵒs", "n˚", "n.˚",
];

/// Words that open a family name.
const PARTICLES: [&str; 9] = ["de", "du", "des", "von", "van", "di", "da", "del", "della"];

/// What a language ties of its own.
struct Ties {
    /// Abbreviations that go before a figure, in small letters.
    figures: &'static [&'static str],
    /// Titles that go before a name, as they are written.
    titles: &'static [&'static str],
    /// Words of one letter that do not end a line.
    short: &'static str,
    /// Whether a dash between spaces does not begin one.
    dash: bool,
}

const NONE: Ties = Ties {
    figures: &[],
    titles: &[],
    short: "",
    dash: false,
};

fn ties(lang: &Lang) -> Ties {
    match lang.primary() {
        "fr" => Ties {
            figures: &["p.", "pp.", "art.", "chap.", "fig.", "vol.", "t.", "v."],
            titles: &[
                "M.", "MM.", "Mme", "Mmes", "Mlle", "Mlles", "Dr", "Me", "Mgr",
            ],
            ..NONE
        },
        "en" => Ties {
            figures: &["p.", "pp.", "ch.", "fig.", "vol.", "art.", "sec."],
            titles: &[
                "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Prof.", "St", "St.",
            ],
            ..NONE
        },
        "de" => Ties {
            figures: &["s.", "art.", "abs.", "abb.", "bd.", "kap.", "rn.", "tab."],
            titles: &["Dr.", "Prof.", "Hr.", "Fr.", "St."],
            ..NONE
        },
        "es" => Ties {
            figures: &[
                "p.", "pág.", "págs.", "art.", "cap.", "fig.", "vol.", "núm.",
            ],
            titles: &["Sr.", "Sra.", "Srta.", "D.", "Dr.", "Dra."],
            ..NONE
        },
        "pt" | "gl" => Ties {
            figures: &["p.", "pág.", "art.", "cap.", "fig.", "vol."],
            titles: &["Sr.", "Sra.", "Dr.", "Dra.", "D."],
            ..NONE
        },
        "it" => Ties {
            figures: &["p.", "pag.", "pagg.", "art.", "cap.", "fig.", "vol."],
            titles: &["Sig.", "Sig.ra", "Dott.", "Prof."],
            ..NONE
        },
        "nl" => Ties {
            figures: &["p.", "blz.", "art.", "afb.", "fig."],
            titles: &["dhr.", "mevr.", "dr.", "prof.", "mr.", "drs."],
            ..NONE
        },
        "pl" => Ties {
            figures: &["s.", "str.", "art.", "ust.", "rys.", "tab.", "t."],
            titles: &["dr", "prof.", "mgr", "inż.", "ks.", "św."],
            ..NONE
        },
        "cs" => Ties {
            figures: &["s.", "str.", "č.", "čl.", "obr.", "tab."],
            titles: &["Dr.", "Ing.", "Mgr.", "MUDr.", "JUDr.", "prof.", "sv."],
            short: "kKsSvVzZoOuUaAiI",
            ..NONE
        },
        "sk" => Ties {
            figures: &["s.", "str.", "č.", "čl.", "obr.", "tab."],
            titles: &["Dr.", "Ing.", "Mgr.", "MUDr.", "JUDr.", "prof.", "sv."],
            short: "kKsSvVzZoOuUaAiI",
            ..NONE
        },
        "ru" => Ties {
            figures: &["с.", "стр.", "гл.", "рис.", "табл.", "ст.", "п.", "т."],
            titles: &["г-н", "г-жа", "им.", "св.", "г."],
            short: "вВкКсСоОуУ",
            dash: true,
        },
        "uk" => Ties {
            figures: &["с.", "гл.", "рис.", "табл.", "ст.", "п.", "т."],
            titles: &["ім.", "св.", "м.", "п."],
            short: "вВзЗуУ",
            dash: true,
        },
        "be" => Ties {
            figures: &["с.", "гл.", "мал.", "арт.", "т."],
            titles: &["імя", "св.", "г."],
            short: "зЗуУ",
            dash: true,
        },
        _ => NONE,
    }
}

/// Whether a word is a unit or a sign that follows a figure.
pub(super) fn is_unit(word: &str) -> bool {
    UNITS.contains(&word)
}

/// Whether a language has an abbreviation, in small letters, that goes before a figure.
pub(super) fn is_of_figures(lang: &Lang, word: &str) -> bool {
    ties(lang).figures.contains(&word)
}

pub(super) fn set(phrase: &mut Phrase) {
    phrase.rewrite("ties", |phrase, index| {
        if phrase.at(index) != ' ' || index == 0 || phrase.profile(index).is_none() {
            return None;
        }
        let after = phrase.at(index + 1);
        let before = phrase.before(index);
        if before.is_whitespace() || after.is_whitespace() {
            return None;
        }
        let edit = |put: &str, rule| {
            Some(Edit {
                letters: 1,
                put: put.to_owned(),
                rule: Some(rule),
            })
        };
        let lang = phrase.lang(index)?;
        if before.is_ascii_digit() {
            if parts_thousands(phrase, index) {
                let fine = lang.primary() == "fr" && lang.as_str() != "fr-CA";
                return edit(if fine { FINE } else { WORD }, "thousands");
            }
            let unit = word_after(phrase, index);
            let is_tied = UNITS.contains(&&*unit) || is_month(lang, &unit);
            return is_tied.then(|| edit(WORD, "ties"))?;
        }
        if after.is_ascii_digit() {
            let lower = word_before(phrase, index).to_lowercase();
            let is_before =
                BEFORE_FIGURES.contains(&&*lower) || ties(lang).figures.contains(&&*lower);
            let is_tied = is_before || is_of_time(phrase, index, &lower);
            return is_tied.then(|| edit(WORD, "ties"))?;
        }
        // `1er mars`: the first day has its own sign.
        if matches!(before, 'r' | 'ʳ')
            && matches!(&*word_before(phrase, index), "1er" | "1ᵉʳ")
            && is_month(lang, &word_after(phrase, index))
        {
            return edit(WORD, "ties");
        }
        let is_alone = before.is_alphabetic() && !phrase.before(index - 1).is_alphanumeric();
        // A dash that opens a line of dialogue.
        let is_tied = if index == 1 && matches!(before, '—' | '–') {
            after.is_alphanumeric() || matches!(after, '¿' | '¡' | '«' | '…')
        } else if after == '—' {
            phrase.at(index + 2).is_whitespace() && ties(lang).dash
        } else if is_alone && ties(lang).short.contains(before) {
            after.is_alphanumeric()
        } else if after.is_uppercase() {
            let word = word_before(phrase, index);
            is_initial(&word)
                || ties(lang).titles.contains(&&*word)
                || is_name(&word) && is_numeral(&word_after(phrase, index))
        } else {
            matches!(after, 'd' | 'v')
                && PARTICLES.contains(&&*word_after(phrase, index))
                && ties(lang).titles.contains(&&*word_before(phrase, index))
        };
        is_tied.then(|| edit(WORD, "ties"))?
    });
}

/// Whether a word is a month that stands on one line with its day: in French it does
/// (Imprimerie nationale, *Lexique*, « Coupures »).
fn is_month(lang: &Lang, word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    lang.primary() == "fr" && MONTHS.contains(&word)
}

/// Whether a space stands between the hours of a time or a duration and its minutes, or between
/// minutes and seconds: `2 h 10`, `3 min 20 s`.
fn is_of_time(phrase: &Phrase, space: usize, word: &str) -> bool {
    let is_unit = matches!(word, "h" | "min");
    let before = space.checked_sub(word.chars().count() + 1);
    is_unit
        && before.is_some_and(|before| {
            let is_gap = matches!(phrase.at(before), ' ' | '\u{a0}' | '\u{202f}');
            is_gap && phrase.before(before).is_ascii_digit()
        })
}

/// Whether a space stands between groups of three figures of one number.
fn parts_thousands(phrase: &Phrase, index: usize) -> bool {
    let is_digit = |index: usize| phrase.at(index).is_ascii_digit();
    let is_gap = |index: usize| matches!(phrase.at(index), ' ' | '\u{a0}' | '\u{202f}');
    let follows = (1..=3).all(|n| is_digit(index + n)) && !is_digit(index + 4);
    // Back over whole groups to the first, which has one to three figures. What has
    // more of them than any number is a table, or mischief.
    const MOST_GROUPS: usize = 8;
    let mut at = index;
    for _ in 0..MOST_GROUPS {
        let group = (1..=4).take_while(|n| at >= *n && is_digit(at - n)).count();
        if !(1..=3).contains(&group) {
            return false;
        }
        let start = at - group;
        let goes_on = group == 3 && start >= 2 && is_gap(start - 1) && is_digit(start - 2);
        if !goes_on {
            // `+48 600 100 200` and `0 800 123` are telephones.
            let sign = phrase.before(start);
            let is_number = !sign.is_alphanumeric() && sign != '+' && phrase.at(start) != '0';
            return follows && is_number;
        }
        at = start - 1;
    }
    false
}

/// The letters and signs up to the space at a place, punctuation that opens left out.
fn word_before(phrase: &Phrase, space: usize) -> String {
    let start = space.saturating_sub(12);
    let word: Vec<char> = (start..space)
        .rev()
        .map(|index| phrase.at(index))
        .take_while(|c| !c.is_whitespace() && !matches!(c, '(' | '[' | '«' | '„' | '“' | '’'))
        .collect();
    word.into_iter().rev().collect()
}

/// The letters and signs after the space at a place, punctuation that closes left out,
/// but for the full stop of an abbreviation.
fn word_after(phrase: &Phrase, space: usize) -> String {
    let word: String = (space + 1..space + 12)
        .map(|index| phrase.at(index))
        .take_while(|c| {
            !c.is_whitespace() && !matches!(c, ',' | ';' | ':' | ')' | ']' | '»' | '”' | '!' | '?')
        })
        .collect();
    if UNITS.contains(&&*word) {
        return word;
    }
    word.trim_end_matches('.').to_owned()
}

/// `A.` or `J.-P.`
fn is_initial(word: &str) -> bool {
    let mut parts = word.split('-');
    parts.all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next() == Some('.')
            && letters.next().is_none()
    })
}

/// A Roman numeral of two letters or more: one alone may be a word.
fn is_numeral(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
}

/// A word with a capital, and small letters after it.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && word.chars().count() > 2
        && letters.all(char::is_lowercase)
}
