//! A word in, the places where it may be hyphenated out.

use crate::lang::Lang;

/// The least letters a word has that is hyphenated.
const SHORTEST: usize = 5;

/// Byte offsets within a word of letters at which a hyphen may be put, by the
/// patterns of its language and the minima of [`Lang::profile`]. A language
/// without patterns has none.
pub(super) fn hyphenate(word: &str, lang: &Lang) -> Vec<usize> {
    let Some(patterns) = lang.patterns() else {
        return Vec::new();
    };
    if word.chars().count() < SHORTEST || word.len() > 120 {
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
    // Patterns count letters; a break must not part a letter from its marks.
    places.retain(|place| {
        let next = word.get(*place..).and_then(|rest| rest.chars().next());
        next.is_some_and(|c| !unicode_normalization::char::is_combining_mark(c))
    });
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(lang: &str, word: &str) -> String {
        let places = hyphenate(word, &Lang::parse(lang).unwrap());
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
}
