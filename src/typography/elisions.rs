//! Apostrophes before or after a word, where a quotation mark is also possible.
//!
//! German `'s` and `'ne` (Duden, K 13 to 15), Dutch `'s avonds`, `'t` and `'n`
//! (Woordenlijst Nederlandse Taal, 7.1), Welsh `'r` and `'n`, years without their century
//! in every language; after a name that ends in a sibilant (`Hans' Buch`, Duden, K 16),
//! and where a word has lost its end (Italian `un po'`).

use super::phrase::{OPAQUE, Phrase};

/// What a language writes with an apostrophe, in small letters.
struct Elisions {
    lang: &'static str,
    /// What stands after an apostrophe and is no word without it.
    sure: &'static [&'static str],
    /// What is a word without it too, so that a quotation may begin with it.
    likely: &'static [&'static str],
    /// What stands before an apostrophe that ends it.
    tails: &'static [&'static str],
}

const NONE: Elisions = Elisions {
    lang: "",
    sure: &[],
    likely: &[],
    tails: &[],
};

#[rustfmt::skip]
const TABLE: &[Elisions] = &[
    Elisions {
        lang: "en",
        sure: &["tis", "tisn", "twas", "twasn", "twere", "twill", "twould", "em", "n", "til", "bout",
            "neath", "gainst", "nuff", "nother", "twixt", "tween", "pon"],
        likely: &["cause", "round", "im", "ere", "er", "appen"],
        tails: &["o", "th", "an", "goin", "doin", "nothin", "somethin", "ol", "lovin"],
    },
    Elisions {
        lang: "de",
        sure: &["s", "n", "ne", "nen", "nem", "ner", "nes", "nauf", "naus", "nunter", "nüber"],
        likely: &["ran", "rauf", "raus", "rein", "rüber", "rum", "runter", "mal", "was", "drauf"],
        tails: &["hab", "geh", "heut", "würd", "könnt", "wär", "hätt", "möcht", "wollt", "müsst", "seh"],
    },
    Elisions {
        lang: "nl",
        sure: &["s", "t", "n", "k", "m", "r", "ns"],
        likely: &["ie", "tis"],
        tails: &[],
    },
    Elisions {
        lang: "fr",
        sure: &["tit", "tits", "tite", "tites", "tain", "scuse", "scusez"],
        likely: &[],
        tails: &[],
    },
    Elisions {
        lang: "it",
        sure: &["l", "n", "na", "sta", "sto", "ste", "sti", "ndrangheta", "ndrine", "nduja", "mbè"],
        likely: &["o", "a", "e", "i", "un", "gnor"],
        tails: &["po", "mo", "be", "ca", "da", "de", "di", "fa", "fe", "gua", "ne", "sta", "to", "va", "co"],
    },
    Elisions {
        lang: "pt",
        sure: &["tá", "tás", "tão", "tava", "tou", "cê", "bora"],
        likely: &[],
        tails: &[],
    },
    Elisions {
        lang: "es",
        sure: &["tá", "toy", "ñora"],
        likely: &[],
        tails: &["pa", "na", "to"],
    },
    Elisions {
        lang: "sv",
        sure: &["n", "na"],
        likely: &["stan"],
        tails: &[],
    },
    Elisions { lang: "da", sure: &["n"], likely: &[], tails: &["ha", "ta", "la"] },
    Elisions { lang: "nb", sure: &["n"], likely: &[], tails: &["ha", "ta", "la"] },
    Elisions { lang: "nn", sure: &["n"], likely: &[], tails: &[] },
    Elisions {
        lang: "ro",
        sure: &["l", "n", "ntr", "neața", "mneata", "nainte", "nalt"],
        likely: &[],
        tails: &[],
    },
    Elisions { lang: "hu", sure: &["s"], likely: &[], tails: &[] },
    Elisions { lang: "hr", sure: &["oću", "oće", "ajde", "ko"], likely: &[], tails: &[] },
    Elisions {
        lang: "el",
        sure: &["μαι", "σαι", "μαστε", "στε", "ταν", "χω", "χεις", "χει", "χουμε", "χετε", "χουν",
            "χα", "χες", "χε", "ρθει", "ρθω", "ρθε", "ρχεται", "στον", "στην", "στο", "κει"],
        likely: &["ναι", "δω"],
        tails: &["απ", "γι", "σ", "μ", "τ", "θ", "κι", "όλ", "μέσ"],
    },
    Elisions {
        lang: "cy",
        sure: &["r", "n", "w", "m", "th", "ch", "sdim", "dw", "wi"],
        likely: &["i", "u", "na", "ma", "da", "di"],
        tails: &[],
    },
    Elisions { lang: "ga", sure: &["s", "sea"], likely: &["na", "un"], tails: &[] },
];

/// What Romance languages write before an apostrophe and the word after it.
#[rustfmt::skip]
const BEFORE_VOWELS: [&str; 23] = [
    "l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu",
    "dell", "nell", "sull", "all", "dall", "un", "quest", "quell", "bell",
];
/// Languages in which a name that ends in a hiss has an apostrophe for a genitive.
const GENITIVE: [&str; 7] = ["de", "nl", "sv", "da", "nb", "nn", "no"];

/// Words longer than this have no apostrophe that is known.
const LONGEST: usize = 12;

/// Whether a mark before a word or a figure is an apostrophe.
pub(super) fn stands_before(phrase: &Phrase, index: usize) -> bool {
    if phrase.before(index).is_alphanumeric() {
        return false;
    }
    if is_year(phrase, index) {
        return true;
    }
    let word: String = (index + 1..=index + LONGEST)
        .map(|i| phrase.at(i))
        .take_while(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    if word == "n" && is_rock_and_roll(phrase, index) {
        return true;
    }
    let known = elisions(phrase, index);
    let is_sure = known.sure.contains(&&*word);
    if !is_sure && !known.likely.contains(&&*word) {
        return false;
    }
    // A word between two marks is quoted, but for rock 'n' roll.
    let is_between = is_closing(phrase, index + 1 + word.chars().count());
    match (is_between, &*word) {
        (true, "n") => known.lang == "en",
        (true, _) => false,
        (false, _) => is_sure || !is_closed_clearly(phrase, index),
    }
}

/// Whether a mark begins the *and* of an English phrase that other languages have taken
/// over: rock 'n' roll, drum 'n' bass.
fn is_rock_and_roll(phrase: &Phrase, index: usize) -> bool {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}');
    let before = index
        .checked_sub(1)
        .filter(|_| is_space(phrase.before(index)));
    before.is_some_and(|space| {
        let word = word_before(phrase, space).to_lowercase();
        ["rock", "drum", "guns", "toys", "country", "fish"].contains(&&*word)
    })
}

/// Whether a mark stands for the century of a year or a decade: `'68`, `'90s`, `'68er`.
fn is_year(phrase: &Phrase, index: usize) -> bool {
    let is_digit = |at: usize| phrase.at(index + at).is_ascii_digit();
    let parts = matches!(phrase.at(index + 3), '.' | ',' | ':') && is_digit(4);
    is_digit(1) && is_digit(2) && !is_digit(3) && !parts && !is_closing(phrase, index + 3)
}

/// Whether a mark between a word and a mark that opens, or what is not text, joins them:
/// `l'«eau»`, `d'"Artagnan"`. A mark that closes has a space after it there.
pub(super) fn joins(phrase: &Phrase, index: usize) -> bool {
    if !phrase.before(index).is_alphabetic() {
        return false;
    }
    match phrase.at(index + 1) {
        '«' | '“' | '„' | '‹' | '‘' => {
            let romance = ["fr", "it", "ca", "pt", "es", "gl", "ro", "en"];
            speaks(phrase, index, &romance) && phrase.at(index + 2).is_alphanumeric()
                || is_before_vowel(phrase, index)
        }
        '"' => phrase.at(index + 2).is_alphanumeric(),
        OPAQUE => is_before_vowel(phrase, index),
        _ => false,
    }
}

fn is_before_vowel(phrase: &Phrase, index: usize) -> bool {
    speaks(phrase, index, &["fr", "it", "ca", "pt", "gl"])
        && BEFORE_VOWELS.contains(&&*word_before(phrase, index).to_lowercase())
}

/// Whether a mark after a word is an apostrophe though a quotation is open that it
/// could close: the word may have one, and a mark that closes comes later.
pub(super) fn stands_after(phrase: &Phrase, index: usize) -> bool {
    may_stand_after(phrase, index) && is_closed_clearly(phrase, index)
}

fn may_stand_after(phrase: &Phrase, index: usize) -> bool {
    let word = word_before(phrase, index);
    if elisions(phrase, index)
        .tails
        .contains(&&*word.to_lowercase())
    {
        return true;
    }
    let goes_on = phrase.at(index + 1).is_whitespace() && phrase.at(index + 2).is_alphabetic();
    let hisses = word.ends_with(['s', 'ß', 'z', 'x']) || word.ends_with("ce");
    let is_name = word.starts_with(char::is_uppercase) && speaks(phrase, index, &GENITIVE);
    goes_on && hisses && (is_name || speaks(phrase, index, &["en"]))
}

/// Whether the next mark that can be no apostrophe closes a quotation.
fn is_closed_clearly(phrase: &Phrase, index: usize) -> bool {
    let ahead = phrase.letters.len().min(index + super::quotes::REACH);
    for at in index + 1..ahead {
        if phrase.at(at) != '\'' || is_within(phrase, at) {
            continue;
        }
        if !is_closing(phrase, at) {
            return false;
        }
        if !may_stand_after(phrase, at) {
            return true;
        }
    }
    false
}

/// Whether a straight single mark stands where one closes: after something, before no word.
/// Words of Chinese, Japanese and Korean follow it without a space.
pub(super) fn is_closing(phrase: &Phrase, index: usize) -> bool {
    let after = phrase.at(index + 1);
    phrase.at(index) == '\''
        && !phrase.before(index).is_whitespace()
        && (!after.is_alphanumeric() || is_east_asian(after))
}

/// Whether a character is Han, kana or Hangul, which marks of quotation stand beside without
/// a space.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(u32::from(c),
        0x3005..=0x3007 | 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

fn is_within(phrase: &Phrase, index: usize) -> bool {
    phrase.before(index).is_alphanumeric() && phrase.at(index + 1).is_alphanumeric()
}

fn word_before(phrase: &Phrase, index: usize) -> String {
    let start = index.saturating_sub(LONGEST);
    let letters: Vec<char> = (start..index)
        .rev()
        .map(|i| phrase.at(i))
        .take_while(|c| c.is_alphabetic())
        .collect();
    letters.into_iter().rev().collect()
}

fn speaks(phrase: &Phrase, index: usize, languages: &[&str]) -> bool {
    let lang = phrase.lang(index);
    lang.is_some_and(|lang| languages.contains(&lang.primary()))
}

fn elisions(phrase: &Phrase, index: usize) -> &'static Elisions {
    let lang = phrase.lang(index).map_or("", |lang| lang.primary());
    let lang = match lang {
        "no" => "nb",
        "bs" | "sr" => "hr",
        lang => lang,
    };
    let known = TABLE.iter().find(|elisions| elisions.lang == lang);
    known.unwrap_or(&NONE)
}
