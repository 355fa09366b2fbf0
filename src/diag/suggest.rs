//! Takes a word that is not known; returns the known word it is a slip for.

use strsim::osa_distance;

/// The known word nearest to this one, if it is near enough to have been meant:
/// one letter off, and one more for every six. (Neighbours that are swapped are one.)
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let near = known
        .into_iter()
        .map(|name| (osa_distance(name, word), name))
        .min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, _)| *distance <= 1 + word.len() / 6)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_letter_is_recognised() {
        assert_eq!(osa_distance("headline", "haedline"), 1);
        assert_eq!(nearest("bylin", ["byline"]), Some("byline"));
        assert_eq!(nearest("date", ["data", "date"]), Some("date"));
    }

    #[test]
    fn a_word_of_another_kind_is_no_slip() {
        let known = ["columns", "gutter", "measure"];
        assert_eq!(nearest("colums", known), Some("columns"));
        assert_eq!(nearest("weather", known), None);
        assert_eq!(nearest("weather", []), None);
    }
}
