//! Takes a text; returns Markdown that is read as this text.

use crate::model::LabelKind;
use crate::notation::citation::key_at;
use crate::notation::{emoji, is_module, opens_foreign};

/// Where a text stands in what holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// Whether nothing comes before it.
    pub(super) starts: bool,
    /// Whether it begins a line, where some signs have a meaning.
    pub(super) opens: bool,
    /// Whether nothing comes after it.
    pub(super) closes: bool,
    /// Whether what comes after it opens with a bracket.
    pub(super) before_bracket: bool,
}

/// Escapes what would be markup. What would not be is left as it is, for people read
/// what is written.
pub(super) fn text(text: &str, around: Around) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let letters = text.trim_start();
    let opens = around.opens && letters.len() == text.len();
    let counted = if opens { counted(text) } else { None };
    // What other programs read as more than text.
    let foreign = if opens { opens_foreign(text) } else { None };
    if opens && is_module(text) {
        out.push_str("<!-- -->");
    }
    for (i, &(at, c)) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| chars.get(i)).map(|(_, c)| *c);
        let after = chars.get(i + 1).map(|(_, c)| *c);
        let at_edge = (around.starts || around.opens) && text[..at].trim().is_empty()
            || around.closes && text[at..].trim().is_empty();
        if c.is_control() && c != '\t' || c.is_whitespace() && at_edge {
            out.push_str(&format!("&#{};", u32::from(c)));
            continue;
        }
        let is_first = opens && at == 0;
        let escaped = match c {
            '`' | '[' | ']' | '{' | '~' | '$' | '^' => true,
            '*' => {
                !(before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_whitespace))
            }
            '_' => !(is_word(before) && is_word(after)),
            '\\' => after.is_none_or(|c| c.is_ascii_punctuation() || c.is_whitespace()),
            '<' => after.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => after.is_none_or(|c| c.is_ascii_alphanumeric() || c == '#'),
            '!' => after.is_none() && around.before_bracket,
            '#' | '>' | '|' | '=' => is_first,
            '-' | '+' => {
                is_first && after.is_none_or(|c| c.is_whitespace() || matches!(c, '-' | '+' | '|'))
            }
            // What would be a link.
            ':' if text[at..].starts_with("://") => is_word(before),
            '@' => {
                before.is_some_and(|c| !c.is_whitespace()) && is_word(after)
                    || is_label(&text[at..])
            }
            '.' if text[..at].ends_with("www") => true,
            ':' => is_first && after.is_none_or(|c| c.is_whitespace() || matches!(c, ':' | '-')),
            _ => false,
        };
        let is_pair = matches!(c, '=' | '+' | '%')
            && after == Some(c)
            && before != Some(c)
            && chars.get(i + 2).is_some_and(|(_, c)| !c.is_whitespace());
        let is_emoji = c == ':' && !is_word(before) && emoji(&text[at..]).is_some();
        let escaped = escaped || is_pair || is_emoji;
        if escaped || counted == Some(at) || foreign == Some(at) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a text begins with a reference to a label, `@fig:map`.
fn is_label(text: &str) -> bool {
    key_at(text).is_some_and(|key| LabelKind::of_identifier(key.key).is_some())
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Where the sign stands after a number that would begin a list.
fn counted(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text.get(digits..)?;
    let after = rest.strip_prefix(['.', ')'])?;
    let ends = after.chars().next().is_none_or(char::is_whitespace);
    (digits > 0 && digits < 10 && ends).then_some(digits)
}

/// Where a link leads, as it stands in its brackets.
pub(super) fn destination(url: &str) -> String {
    let bare =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '(' | ')' | '<' | '>');
    if !url.is_empty() && url.chars().all(bare) && !url.contains('\\') {
        return url
            .replace('&', "&amp;")
            .replace("&amp;", if is_entity(url) { "&amp;" } else { "&" });
    }
    let mut out = String::from("<");
    for c in url.chars() {
        match c {
            '<' | '>' | '\\' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out + ">"
}

/// Whether something in an address could be taken for a character's name.
fn is_entity(url: &str) -> bool {
    url.contains('&') && url.contains(';')
}

/// A title or a caption, between quotation marks.
pub(super) fn title(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// A value of an attribute of HTML.
pub(super) fn value(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;");
    text.replace('<', "&lt;").replace('\n', "&#10;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let around = Around {
            starts: true,
            opens: true,
            closes: true,
            before_bracket: false,
        };
        super::text(text, around)
    }

    #[test]
    fn only_what_would_be_markup_is_escaped() {
        for (text, as_written) in [
            (
                "C'est « fini » ; oui, à 5 % (ou 6) !",
                "C'est « fini » ; oui, à 5 % (ou 6) !",
            ),
            ("a_b * c *d", "a_b * c \\*d"),
            ("# 1. no", "\\# 1. no"),
            ("1. one", "1\\. one"),
            ("1.5 one", "1.5 one"),
            ("- a", "\\- a"),
            ("-a & b &c; < 5 <b", "-a & b \\&c; < 5 \\<b"),
            (" a ", "&#32;a&#32;"),
            ("see https://a.org, b@c.de", "see https\\://a.org, b\\@c.de"),
            ("c:\\test \\* \\", "c:\\test \\\\\\* \\\\"),
        ] {
            assert_eq!(escaped(text), as_written);
        }
    }
}
