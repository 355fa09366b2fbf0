//! Takes text from an `@` on; returns the key that it cites, as Pandoc reads it ("Citation
//! syntax"): `@smith2020`, `@fig:map`, `@{https://example.org/a b}`.

/// A key, and what it takes of the text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Key<'t> {
    /// The key without `@` and braces.
    pub(crate) key: &'t str,
    /// How many bytes it takes, from the `@` on.
    pub(crate) length: usize,
}

/// The key at the start of a text. A key begins with a letter, a digit or `_`, may have single
/// signs inside and does not end with one, so that the full stop of a sentence is none of it.
pub(crate) fn key_at(text: &str) -> Option<Key<'_>> {
    let rest = text.strip_prefix('@')?;
    if let Some(braced) = rest.strip_prefix('{') {
        let end = closing_brace(braced)?;
        let key = braced.get(..end)?;
        let length = "@{".len() + end + "}".len();
        return (!key.trim().is_empty()).then_some(Key { key, length });
    }
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if is_letter(c) {
            end = at + c.len_utf8();
        } else if end == 0 || !is_inner(c) || !next.is_some_and(is_letter) {
            break;
        }
    }
    let key = rest.get(..end)?;
    // `@anna@example.org` is the name of an account.
    let is_account = rest.get(end..)?.starts_with('@');
    (!key.is_empty() && !is_account).then_some(Key {
        key,
        length: "@".len() + end,
    })
}

/// Whether a sign may stand within a key.
fn is_inner(c: char) -> bool {
    ":.#$%&-+?<>~/".contains(c)
}

/// Where the brace closes that opened before a text.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// A key as it is written after `@`: in braces, if it is read as the same only there.
pub(crate) fn written(key: &str) -> String {
    let bare = format!("@{key}");
    match key_at(&bare) {
        Some(read) if read.key == key => bare,
        Some(_) | None => format!("@{{{key}}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_ends_before_the_signs_of_its_sentence() {
        for (text, key) in [
            ("@smith2020, p. 3", "smith2020"),
            ("@fig:map.", "fig:map"),
            ("@fig-map)", "fig-map"),
            ("@a.b..c", "a.b"),
            ("@_x_ y", "_x_"),
            ("@{a b} c", "a b"),
            (
                "@{https://example.org/?a={b}} c",
                "https://example.org/?a={b}",
            ),
            ("@été:1;", "été:1"),
        ] {
            assert_eq!(key_at(text).unwrap().key, key, "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_none() {
        for text in [
            "@",
            "@ a",
            "@.a",
            "@{}",
            "@{a",
            "@-",
            "a",
            "@me@example.org",
        ] {
            assert_eq!(key_at(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_that_is_written_is_read_as_the_same() {
        for key in ["smith2020", "a b", "x.", "fig:map", "a..b"] {
            assert_eq!(key_at(&written(key)).unwrap().key, key);
        }
    }
}
