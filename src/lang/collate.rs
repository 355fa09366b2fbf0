//! Takes a word; returns the key that an index sorts it by, in the alphabet of a language.
//!
//! Words are compared word by word: a space comes before every letter. A letter with a mark is
//! the letter without it, unless the alphabet of the language has it as a letter of its own; in
//! such alphabets two or three letters may count as one (Czech `ch`). What is neither a letter
//! nor a figure does not count.

use super::Lang;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Alphabets that have other letters than English, in the order of dictionaries.
#[rustfmt::skip]
const ALPHABETS: &[(&str, &str)] = &[
    ("az", "a b c ç d e ə f g ğ h x ı i j k q l m n o ö p r s ş t u ü v w y z"),
    ("be", "а б в г д е ё ж з і й к л м н о п р с т у ў ф х ц ч ш ы ь э ю я"),
    ("bg", "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я"),
    ("bs", "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"),
    ("cs", "a b c č d e f g h ch i j k l m n o p q r ř s š t u v w x y z ž"),
    ("cy", "a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z"),
    ("da", "a b c d e f g h i j k l m n o p q r s t u v w x y z æ ø å"),
    ("eo", "a b c ĉ d e f g ĝ h ĥ i j ĵ k l m n o p q r s ŝ t u ŭ v w x y z"),
    ("es", "a b c d e f g h i j k l m n ñ o p q r s t u v w x y z"),
    ("et", "a b c d e f g h i j k l m n o p q r s š z ž t u v w õ ä ö ü x y"),
    ("eu", "a b c d e f g h i j k l m n ñ o p q r s t u v w x y z"),
    ("fi", "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö"),
    ("gl", "a b c d e f g h i j k l m n ñ o p q r s t u v w x y z"),
    ("hr", "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž"),
    ("hu", "a b c cs d dz dzs e f g gy h i j k l ly m n ny o ö p q r s sz t ty u ü v w x y z zs"),
    ("is", "a á b c d ð e é f g h i í j k l m n o ó p q r s t u ú v w x y ý z þ æ ö"),
    ("lt", "a b c č d e f g h i y j k l m n o p q r s š t u v w x z ž"),
    ("lv", "a b c č d e f g ģ h i j k ķ l ļ m n ņ o p q r s š t u v w x y z ž"),
    ("mk", "а б в г д ѓ е ж з ѕ и ј к л љ м н њ о п р с т ќ у ф х ц ч џ ш"),
    ("nb", "a b c d e f g h i j k l m n o p q r s t u v w x y z æ ø å"),
    ("nn", "a b c d e f g h i j k l m n o p q r s t u v w x y z æ ø å"),
    ("no", "a b c d e f g h i j k l m n o p q r s t u v w x y z æ ø å"),
    ("pl", "a ą b c ć d e ę f g h i j k l ł m n ń o ó p q r s ś t u v w x y z ź ż"),
    ("ro", "a ă â b c d e f g h i î j k l m n o p q r s ș t ț u v w x y z"),
    ("ru", "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"),
    ("sk", "a ä b c č d e f g h ch i j k l m n o ô p q r s š t u v w x y z ž"),
    ("sl", "a b c č d e f g h i j k l m n o p q r s š t u v w x y z ž"),
    ("sq", "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v w x xh y z zh"),
    ("sr", "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш"),
    ("sv", "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö"),
    ("tr", "a b c ç d e f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z"),
    ("uk", "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я"),
    ("vi", "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z"),
];

/// Letters without a decomposition, and what they are sorted as.
const SPELT: &[(char, &str)] = &[
    ('æ', "ae"),
    ('œ', "oe"),
    ('ß', "ss"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
];

/// Where letters of an alphabet, and of none, begin among the numbers of a key.
const ALPHABET: u32 = 100;
const OTHERS: u32 = 1000;

/// A letter in its place of the alphabet.
struct Letter {
    place: u32,
    letter: String,
}

/// What a word is sorted by: its letters, then the word as it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(Vec<u32>, String, String);

impl Key {
    /// The key of a word.
    pub(crate) fn of(word: &str, lang: &Lang) -> Key {
        let places = letters(word, lang).into_iter().map(|one| one.place);
        Key(places.collect(), word.to_lowercase(), word.to_owned())
    }
}

/// The heading that a word stands under in an index: its first letter, figures together,
/// anything else under nothing.
pub(crate) fn initial(word: &str, lang: &Lang) -> String {
    let letters = letters(word, lang);
    match letters.first() {
        None => String::new(),
        Some(first) if first.letter.starts_with(|c: char| c.is_numeric()) => "0–9".to_owned(),
        Some(first) if first.letter == "i" && matches!(lang.primary(), "tr" | "az") => {
            "İ".to_owned()
        }
        Some(first) => first.letter.to_uppercase(),
    }
}

fn letters(word: &str, lang: &Lang) -> Vec<Letter> {
    let row = ALPHABETS.iter().find(|(tag, _)| *tag == lang.primary());
    let alphabet: Vec<&str> = row.map_or(Vec::new(), |(_, all)| all.split(' ').collect());
    let place_of = |letter: &str| {
        let at = alphabet.iter().position(|own| *own == letter);
        at.map(|at| ALPHABET + at as u32)
    };
    let lower = match lang.primary() {
        "tr" | "az" => word.replace('I', "ı").replace('İ', "i").to_lowercase(),
        _ => word.to_lowercase(),
    };
    let chars: Vec<char> = lower.nfc().collect();
    let mut letters = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let longest = (1..=3).rev().find_map(|length| {
            let text: String = chars.get(at..at + length)?.iter().collect();
            place_of(&text).map(|place| (length, text, place))
        });
        if let Some((length, letter, place)) = longest {
            letters.push(Letter { place, letter });
            at += length;
            continue;
        }
        at += 1;
        if c.is_whitespace() || c == '-' {
            let place = 1;
            // Spaces in a row are one, and none comes first.
            if letters
                .last()
                .is_some_and(|last: &Letter| last.place != place)
            {
                let letter = " ".to_owned();
                letters.push(Letter { place, letter });
            }
            continue;
        }
        for c in plain(c, &place_of).chars() {
            if !c.is_alphanumeric() {
                continue;
            }
            let letter = c.to_string();
            let place = match c.to_digit(10) {
                Some(digit) => 10 + digit,
                None => place_of(&letter).unwrap_or(OTHERS + u32::from(c)),
            };
            letters.push(Letter { place, letter });
        }
    }
    letters
}

/// A letter without its marks, except those that belong to a letter of the alphabet.
fn plain(c: char, place_of: &impl Fn(&str) -> Option<u32>) -> String {
    if let Some((_, spelt)) = SPELT.iter().find(|(own, _)| *own == c) {
        return (*spelt).to_owned();
    }
    let parts: Vec<char> = std::iter::once(c).nfd().collect();
    let Some((base, marks)) = parts.split_first() else {
        return c.to_string();
    };
    let own = marks.iter().find_map(|mark| {
        let composed: String = [*base, *mark].into_iter().nfc().collect();
        place_of(&composed).map(|_| composed)
    });
    own.unwrap_or_else(|| match is_combining_mark(*base) {
        true => String::new(),
        false => base.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(lang: &str, words: &[&str]) -> Vec<String> {
        let lang = Lang::parse(lang).unwrap();
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        words.sort_by_key(|word| Key::of(word, &lang));
        words
    }

    #[test]
    fn marks_count_where_the_alphabet_has_them() {
        assert_eq!(
            sorted("fr", &["eût", "étang", "eau", "Œuvre", "ode", "ozone"]),
            ["eau", "étang", "eût", "ode", "Œuvre", "ozone"]
        );
        assert_eq!(
            sorted("de", &["Zug", "Öl", "Ofen", "Straße", "Strand"]),
            ["Ofen", "Öl", "Strand", "Straße", "Zug"]
        );
        assert_eq!(
            sorted("sv", &["ö", "zon", "ål", "äng"]),
            ["zon", "ål", "äng", "ö"]
        );
        assert_eq!(sorted("es", &["ñu", "nube", "oca"]), ["nube", "ñu", "oca"]);
        assert_eq!(
            sorted("cs", &["ip", "chata", "hrad", "cizinec", "čas"]),
            ["cizinec", "čas", "hrad", "chata", "ip"]
        );
        assert_eq!(
            sorted("pl", &["łódź", "lot", "mak"]),
            ["lot", "łódź", "mak"]
        );
        assert_eq!(
            sorted("vi", &["ấm", "an", "ăn", "ba"]),
            ["an", "ăn", "ấm", "ba"]
        );
    }

    #[test]
    fn words_come_one_by_one_and_figures_first() {
        assert_eq!(
            sorted("en", &["newspaper", "New York", "news", "“new”", "1968"]),
            ["1968", "“new”", "New York", "news", "newspaper"]
        );
    }

    #[test]
    fn entries_stand_under_letters() {
        let initial = |lang: &str, word: &str| initial(word, &Lang::parse(lang).unwrap());
        assert_eq!(initial("fr", "« École »"), "E");
        assert_eq!(initial("sv", "Åland"), "Å");
        assert_eq!(initial("en", "1968"), "0–9");
        assert_eq!(initial("tr", "iskele"), "İ");
        assert_eq!(initial("cs", "chata"), "CH");
    }
}
