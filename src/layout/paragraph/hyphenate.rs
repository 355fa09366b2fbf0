//! Takes a word; returns the places where it may be hyphenated.

use crate::lang::Lang;
use std::collections::BTreeMap;
use unicode_normalization::char::is_combining_mark;

/// The most letters a word has that is hyphenated: no patterns were made for longer
/// ones.
pub(super) const LONGEST: usize = 120;

/// Words whose places an author knows better than the patterns: `type-writer`
/// may be parted at its hyphen, `Pressroom` nowhere.
#[derive(Debug, Default)]
pub(in crate::layout) struct Exceptions(BTreeMap<String, Vec<usize>>);

impl Exceptions {
    /// Reads words with hyphens at the places where they may be parted.
    pub(in crate::layout) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Exceptions {
        let mut exceptions = BTreeMap::new();
        for word in words {
            let (mut letters, mut places) = (String::new(), Vec::new());
            for c in word.trim().chars().flat_map(char::to_lowercase) {
                match c {
                    '-' | '\u{ad}' | '\u{2010}' => places.push(letters.len()),
                    c => letters.push(c),
                }
            }
            exceptions.insert(letters, places);
        }
        Exceptions(exceptions)
    }

    fn places(&self, word: &str) -> Option<Vec<usize>> {
        if self.0.is_empty() {
            return None;
        }
        let lower = word.to_lowercase();
        // A letter that grows in small letters would shift all places after it.
        self.0
            .get(&lower)
            .filter(|_| lower.len() == word.len())
            .cloned()
    }
}

/// Byte offsets within a word of letters at which a hyphen may be put: by the
/// author's exceptions, else by the patterns of its language and the minima of
/// [`Lang::profile`]. A language without patterns has none, nor has a word of fewer
/// than `shortest` letters.
pub(super) fn hyphenate(
    word: &str,
    lang: &Lang,
    exceptions: &Exceptions,
    shortest: usize,
) -> Vec<usize> {
    if let Some(places) = exceptions.places(word) {
        return places;
    }
    let Some(patterns) = lang.patterns() else {
        return Vec::new();
    };
    if word.chars().count() < shortest || word.len() > LONGEST {
        return Vec::new();
    }
    let (left, right) = lang.profile().hyphen_minima;
    let mut at = 0;
    let mut places: Vec<usize> = hypher::hyphenate_bounded(word, patterns, left, right)
        .map(|syllable| {
            at += syllable.len();
            at
        })
        .collect();
    places.pop();
    places.retain(|place| {
        let (before, after) = word.split_at(*place);
        // Patterns count letters; a break must not part a letter from its marks.
        !after.starts_with(is_combining_mark) && !respells(before, after, lang)
    });
    places
}

/// Whether a word parted here would be spelt otherwise, which a hyphen alone
/// cannot do. (Each by the spelling rules of its language: Woordenlijst
/// Nederlandse Taal, leidraad 5; A magyar helyesírás szabályai, 226; Duden before
/// 1996, R 204; Institut d’Estudis Catalans, Ortografia catalana, 4.3.3; Svenska
/// skrivregler, on words of three like consonants.)
fn respells(before: &str, after: &str, lang: &Lang) -> bool {
    let lower = |text: &str| text.to_lowercase();
    match lang.primary() {
        // geïnd is ge-ind: the diaeresis goes.
        "nl" => lower(after).starts_with(['ë', 'ï', 'ö', 'ü', 'ä']),
        // vissza is visz-sza: the letter that was written once is written twice.
        "hu" => {
            const LONG: [&str; 8] = ["ccs", "ddz", "ggy", "lly", "nny", "ssz", "tty", "zzs"];
            LONG.iter().any(|long| {
                (1..long.len()).any(|cut| {
                    let (first, rest) = long.split_at(cut);
                    lower(before).ends_with(first) && lower(after).starts_with(rest)
                })
            })
        }
        // Zucker was Zuk-ker, Schiffahrt Schiff-fahrt.
        "de" if lang.as_str().contains("1901") => {
            let (first, next) = (lower(before).pop(), lower(after).chars().next());
            (first == Some('c') && next == Some('k'))
                || lower(after).starts_with("ck")
                || doubled(&lower(before)) && next.is_some_and(|c| "aeiouäöü".contains(c))
        }
        // coŀlecció is col-lecció: the point goes.
        "ca" => lower(before).ends_with('ŀ') || lower(after).starts_with('ŀ'),
        // tillåta is till-låta, glasskål is glass-skål or glas-skål: three of a
        // kind are written as two.
        "sv" | "nb" | "nn" | "no" => {
            let next = lower(after).chars().next();
            let last = lower(before).pop();
            let (Some(last), Some(next)) = (last, next) else {
                return false;
            };
            doubled(&lower(before)) && (NORDIC_VOWELS.contains(next) || begins(last, next))
        }
        _ => false,
    }
}

const NORDIC_VOWELS: &str = "aeiouyåäöæø";

/// Whether a Swedish or Norwegian word can begin with these two consonants.
fn begins(first: char, second: char) -> bool {
    let seconds = match first {
        's' => "jklmnptv",
        'b' | 'g' => "jlr",
        'd' | 't' => "jrv",
        'f' => "jlnr",
        'k' => "jlnrv",
        'm' | 'n' | 'h' => "j",
        'p' => "jlr",
        _ => "",
    };
    seconds.contains(second)
}

/// Whether a text ends in a consonant that stands twice.
fn doubled(text: &str) -> bool {
    let mut letters = text.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    last == before && last.is_some_and(|c| c.is_alphabetic() && !"aeiouyäöüåæø".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(lang: &str, word: &str) -> String {
        let exceptions = Exceptions::of(["Press-room", "Verlag"]);
        let places = hyphenate(word, &Lang::parse(lang).unwrap(), &exceptions, 5);
        let mut parts = String::new();
        for (i, c) in word.char_indices() {
            if places.contains(&i) {
                parts.push('-');
            }
            parts.push(c);
        }
        parts
    }

    #[test]
    fn words_are_parted_by_language_with_its_minima() {
        assert_eq!(parts("fr", "imprimerie"), "im-pri-me-rie");
        assert_eq!(parts("fr", "école"), "école");
        assert_eq!(parts("en", "typography"), "ty-pog-ra-phy");
        assert_eq!(parts("de", "Schriftsetzer"), "Schrift-set-zer");
        assert_eq!(parts("ro", "tipografie"), "tipografie");
    }

    #[test]
    fn an_author_knows_better() {
        assert_eq!(parts("en", "PRESSROOM"), "PRESS-ROOM");
        assert_eq!(parts("de", "Verlag"), "Verlag");
    }

    #[test]
    fn no_word_is_parted_where_it_would_be_respelt() {
        assert!(!parts("nl", "reünisten").contains("-ü"));
        assert!(!parts("nl", "coördinatie").contains("-ö"));
        assert!(!parts("hu", "visszatérés").contains("s-sz"));
        assert!(!parts("hu", "visszatérés").contains("ss-z"));
        assert!(!parts("de-1901", "Zuckerbäcker").contains("-ck"));
        assert!(!parts("de-1901", "Zuckerbäcker").contains("c-k"));
        assert!(parts("de", "Zuckerbäcker").contains("-cker"));
        assert!(!parts("ca", "inteŀligència").contains("ŀ-l"));
        assert!(parts("ca", "inteŀligència").contains('-'));
        assert!(!parts("sv", "tillåtelse").contains("ll-å"));
        assert!(!parts("sv", "glasskålar").contains("ss-k"));
        assert!(!parts("nb", "busstopper").contains("ss-t"));
    }
}
