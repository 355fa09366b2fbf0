//! Takes a stretch of a source; gives its characters as its notation means them: escapes,
//! entities, tags passed over.

use scraper::Html;
use std::borrow::Cow;
use std::ops::Range;

/// How a stretch is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it stands; a bar of a table may be escaped.
    Verbatim,
    /// As Markdown's text: with escapes and entities, the signs of dress passed over.
    Markdown,
    /// As the words of a picture: the same, tags passed over.
    Alt,
    /// As HTML: with entities, tags passed over.
    Html,
    /// As a scalar of YAML, JSON or TOML: with their escapes, and those of Markdown.
    Data,
}

/// A character as it is written.
pub(super) struct Unit<'s> {
    /// Where it stands.
    pub(super) at: Range<usize>,
    /// What it means.
    pub(super) text: Cow<'s, str>,
    /// Whether it may belong to the notation and not to the text.
    pub(super) may_skip: bool,
    /// Whether it is written as a sign of the notation although it shows nothing.
    pub(super) is_sign: bool,
}

/// The characters of a stretch, one by one.
pub(super) fn units(text: &str, reading: Reading) -> impl Iterator<Item = Unit<'_>> {
    let mut at = 0;
    let mut fresh = false;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let mut unit = unit(rest, first, reading);
        // The sign of a quotation opens a line of whatever stands in it.
        unit.may_skip |= first == '>' && fresh;
        fresh = first == '\n' || fresh && matches!(first, ' ' | '\t' | '>');
        unit.at = at..at + unit.at.end;
        at = unit.at.end;
        Some(unit)
    })
}

fn unit(rest: &str, first: char, reading: Reading) -> Unit<'_> {
    let plain = |length: usize, may_skip: bool| Unit {
        at: 0..length,
        text: Cow::Borrowed(rest.get(..length).unwrap_or("")),
        may_skip,
        is_sign: false,
    };
    let sign = |length: usize, text: String| Unit {
        at: 0..length,
        text: Cow::Owned(text),
        may_skip: false,
        is_sign: true,
    };
    let one = first.len_utf8();
    let is = |wanted: &[Reading]| wanted.contains(&reading);
    match first {
        '\\' if reading == Reading::Verbatim && rest.starts_with("\\|") => sign(2, "|".to_owned()),
        '\\' if reading == Reading::Data => match data_escape(rest) {
            Some((length, text)) => sign(length, text),
            None => plain(one, true),
        },
        '\\' if is(&[Reading::Markdown, Reading::Alt]) => match rest.chars().nth(1) {
            Some(next) if next.is_ascii_punctuation() => sign(2, next.to_string()),
            Some(_) | None => plain(one, true),
        },
        '&' if reading != Reading::Verbatim => match entity(rest) {
            Some((length, text)) => sign(length, text),
            None => plain(one, false),
        },
        // Where a link in the words leads is none of them.
        ']' if reading == Reading::Alt && rest.starts_with("]{") => {
            plain(rest.find('}').map_or(one, |end| end + 1), true)
        }
        ']' if reading == Reading::Alt && rest.starts_with("][") => {
            let end = rest.get(1..).and_then(|label| label.find(']'));
            let end = end.map_or(one, |end| end + 2);
            // A span, and no label.
            let is_span = rest.get(end..).is_some_and(|after| after.starts_with('{'));
            plain(if is_span { one } else { end }, true)
        }
        ']' if reading == Reading::Alt && rest.starts_with("](") => {
            plain(rest.find(')').map_or(one, |end| end + 1), true)
        }
        // Nor are the attributes of code in them.
        '`' if reading == Reading::Alt && rest.starts_with("`{") => {
            plain(rest.find('}').map_or(one, |end| end + 1), true)
        }
        '>' if reading == Reading::Alt => plain(one, true),
        // A comment that is never closed is none.
        '<' if reading == Reading::Alt && rest.starts_with("<!--") && !rest.contains("-->") => {
            plain(one, false)
        }
        '<' if reading == Reading::Alt && !is_tag(rest) => plain(one, true),
        '<' if is(&[Reading::Html, Reading::Alt]) => match tag_length(rest) {
            // A picture in the words is what it shows.
            Some(length) if reading == Reading::Alt && is_image(rest) => Unit {
                text: Cow::Owned(alt_of(rest.get(..length).unwrap_or(""))),
                ..plain(length, true)
            },
            Some(length) => Unit {
                text: Cow::Borrowed(""),
                ..plain(length, true)
            },
            None => plain(one, false),
        },
        '\'' if reading == Reading::Data && rest.starts_with("''") => sign(2, "'".to_owned()),
        '*' | '_' | '`' | '~' | '^' | '[' | ']' | '!' | '$'
            if is(&[Reading::Markdown, Reading::Alt]) =>
        {
            plain(one, true)
        }
        _ => plain(one, false),
    }
}

/// An entity at the start of a text: how long it is, and what it means.
pub(super) fn entity(text: &str) -> Option<(usize, String)> {
    let end = text.get(..text.len().min(40)).map_or_else(
        || {
            text.char_indices()
                .take(34)
                .find(|(_, c)| *c == ';')
                .map(|(at, _)| at)
        },
        |head| head.find(';'),
    )?;
    let name = text.get(1..end)?;
    let is_name = name.strip_prefix('#').unwrap_or(name);
    if is_name.is_empty() || !is_name.chars().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let raw = text.get(..=end)?;
    let fragment = Html::parse_fragment(raw);
    let meaning: String = fragment.root_element().text().collect();
    (meaning != raw).then_some((end + 1, meaning))
}

/// How long a tag or a comment is that opens a text.
pub(super) fn tag_length(text: &str) -> Option<usize> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some(comment.find("-->").map_or(text.len(), |at| at + 7));
    }
    let next = text.as_bytes().get(1)?;
    if !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
        return None;
    }
    // Found fast, where one that never ends would be read to the end of the text.
    let first_end = text.find('>').map(|at| at + 1)?;
    if matches!(next, b'!' | b'?') {
        return Some(first_end);
    }
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            ('>', None) => return Some(at + 1),
            _ => {}
        }
    }
    Some(first_end)
}

fn is_image(tag: &str) -> bool {
    let name = tag.get(..4);
    is_tag(tag) && name.is_some_and(|name| name.eq_ignore_ascii_case("<img"))
}

/// What a tag of a picture says that it shows.
fn alt_of(tag: &str) -> String {
    let all = super::tags::typed(tag, 4, 0);
    let alt = all.iter().find(|typed| typed.key == "alt");
    let raw = alt.and_then(|typed| tag.get(typed.value.clone()));
    meaning(raw.unwrap_or(""), Reading::Html)
}

/// Whether an angle opens a tag, and not an address.
pub(super) fn is_tag(text: &str) -> bool {
    let name = text.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let after = end.and_then(|end| name.get(end..));
    after.is_some_and(|after| {
        after.starts_with(['>', '/']) || after.starts_with(char::is_whitespace)
    }) || text.starts_with("<!")
}

/// An escape of YAML, JSON or TOML at the start of a text.
fn data_escape(text: &str) -> Option<(usize, String)> {
    let kind = text.chars().nth(1)?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        'n' | 't' | 'r' | 'b' | 'f' | '0' | 'a' | 'v' | 'e' | 'N' | '_' | 'L' | 'P' | ' '
        | '\n' => return Some((1 + kind.len_utf8(), " ".to_owned())),
        '\\' => {
            // What Markdown escapes behind the escape.
            let next = text.chars().nth(2).filter(char::is_ascii_punctuation);
            return Some(match next {
                Some(next) if next != '"' => (3, next.to_string()),
                Some(_) | None => (2, "\\".to_owned()),
            });
        }
        _ if kind.is_ascii_punctuation() => return Some((2, kind.to_string())),
        _ => return None,
    };
    let code = |at: usize| {
        let hex = text.get(at..at + digits)?;
        u32::from_str_radix(hex, 16).ok()
    };
    let high = code(2)?;
    if (0xd800..0xdc00).contains(&high)
        && text.get(2 + digits..4 + digits) == Some("\\u")
        && let Some(low) = code(4 + digits)
    {
        let full = 0x10000 + ((high - 0xd800) << 10) + low.checked_sub(0xdc00)?;
        return Some((4 + 2 * digits, char::from_u32(full)?.to_string()));
    }
    Some((2 + digits, char::from_u32(high)?.to_string()))
}

/// A text as its notation means it.
pub(super) fn meaning(text: &str, reading: Reading) -> String {
    // Most texts have no sign that means another.
    let is_plain = match reading {
        Reading::Markdown => !text.contains(['\\', '&']),
        Reading::Html => !text.contains(['<', '&']),
        Reading::Verbatim | Reading::Alt | Reading::Data => false,
    };
    if is_plain {
        return text.to_owned();
    }
    units(text, reading).map(|unit| unit.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_entities_mean_their_characters() {
        let html = meaning("caf&eacute;<b> x</b> &#169;&nope;", Reading::Html);
        assert_eq!(html, "café x ©&nope;");
        assert_eq!(meaning(r"\*a\b&amp;", Reading::Markdown), r"*a\b&");
        let data = meaning(r#"\u00e9\ud83d\ude00 it''s\n\"\\*"#, Reading::Data);
        assert_eq!(data, "é😀 it's \"*");
    }
}
