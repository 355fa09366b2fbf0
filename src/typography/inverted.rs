//! Spanish questions and exclamations without an opening mark (RAE, *Ortografía*, 3.4.9).
//! They are reported and not corrected, because only the author knows where they start.

use super::dashes::is_in_address;
use super::phrase::Phrase;

/// Where a closing sign stands whose sentence has no opening one.
pub(super) fn missing(phrase: &Phrase) -> Vec<usize> {
    let mut found = Vec::new();
    if !phrase.speaks(&["es"]) {
        return found;
    }
    let mut opened = false;
    for index in 0..phrase.letters.len() {
        let here = phrase.at(index);
        let is_spanish = phrase
            .lang(index)
            .is_some_and(|lang| lang.primary() == "es");
        match here {
            '¿' | '¡' => opened = true,
            '?' | '!' if is_spanish => {
                let before = phrase.before(index);
                let has_words = before.is_alphanumeric() || matches!(before, '»' | '”' | '"' | ')');
                if !opened && has_words && !is_in_address(phrase, index) {
                    found.push(index);
                }
                if !matches!(phrase.at(index + 1), '?' | '!') {
                    opened = false;
                }
            }
            _ => {}
        }
    }
    found
}
