//! A word that is not known in, the known word it is a slip for out.

/// The known word nearest to this one, if it is near enough to have been meant:
/// one letter off, and one more for every six.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let near = known
        .into_iter()
        .map(|name| (distance(name, word), name))
        .min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, _)| *distance <= 1 + word.len() / 6)
        .map(|(_, name)| name)
}

/// How many letters must be put in, taken out, changed or swapped with their
/// neighbour to make one word of another (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let cell = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut least = (cell(&row, j) + usize::from(x != *y))
                .min(cell(&row, j + 1) + 1)
                .min(cell(&next, j) + 1);
            let swapped = j > 0 && last == Some(*y) && b.get(j - 1) == Some(&x);
            if swapped {
                least = least.min(cell(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(x);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_letter_is_recognised() {
        assert_eq!(distance("headline", "haedline"), 1);
        assert_eq!(distance("byline", "bylin"), 1);
        assert_eq!(distance("date", "date"), 0);
    }

    #[test]
    fn a_word_of_another_kind_is_no_slip() {
        let known = ["columns", "gutter", "measure"];
        assert_eq!(nearest("colums", known), Some("columns"));
        assert_eq!(nearest("weather", known), None);
        assert_eq!(nearest("weather", []), None);
    }
}
