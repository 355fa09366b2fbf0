//! Takes text; returns its measure: how wide it is set and how many words it has, in scripts
//! that write spaces between words and in Chinese and Japanese, which do not.

/// Whether a character is Han, kana or a full-width sign, set as wide as two letters.
pub(super) fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x2E80..=0x312F | 0x31A0..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFF)
}

/// How wide a text is, in letters of the Latin script.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// How many words a text has; two Han characters or kana count as one.
pub(super) fn words(text: &str) -> usize {
    let word = |word: &str| {
        let wide = word.chars().filter(|c| is_wide(*c)).count();
        wide.div_ceil(2).max(1)
    };
    text.split_whitespace().map(word).sum()
}

/// The first piece of a text that a line may not be broken within.
pub(super) fn first_word(text: &str) -> &str {
    let word = text.split_whitespace().next().unwrap_or("");
    match word.chars().next() {
        Some(c) if is_wide(c) => word.get(..c.len_utf8()).unwrap_or(word),
        _ => word,
    }
}

/// Whether two lines are joined without a space.
pub(super) fn joins_bare(before: &str, after: &str) -> bool {
    before.ends_with(is_wide) && after.starts_with(is_wide)
}
