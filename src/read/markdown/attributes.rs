//! `{#id .class key=value key="value"}` in, [`Attributes`] out.

use crate::model::Attributes;

/// Reads attributes at the start of a text, with how many bytes they take.
pub(super) fn parse(text: &str) -> Option<(Attributes, usize)> {
    let mut rest = text.strip_prefix('{')?;
    let mut attributes = Attributes::default();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            return Some((attributes, text.len() - after.len()));
        }
        let first = rest.chars().next()?;
        match first {
            '#' | '.' => {
                let (name, after) = name(rest.get(1..)?)?;
                if first == '#' {
                    attributes.id = Some(name.to_owned());
                } else {
                    attributes.classes.push(name.to_owned());
                }
                rest = after;
            }
            _ => {
                let (key, after) = name(rest)?;
                let (value, after) = value(after.strip_prefix('=')?)?;
                attributes.pairs.push((key.to_owned(), value));
                rest = after;
            }
        }
    }
}

fn name(text: &str) -> Option<(&str, &str)> {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))
        .unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// A bare word, or a text between quotation marks in which a backslash makes
/// the next character literal.
fn value(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        let end = text.find(|c: char| c.is_whitespace() || c == '}')?;
        let (value, rest) = text.split_at(end);
        return (!value.is_empty()).then(|| (value.to_owned(), rest));
    };
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((i, c)) = chars.next() {
        match c {
            '\\' => value.push(chars.next()?.1),
            c if c == quote => return Some((value, text.get(i + 1..)?)),
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_up_to_their_brace() {
        let (a, length) = parse("{#x .a .b-c lang=fr credit=\"A \\\"B\\\"\"} more").unwrap();
        assert_eq!(a.id.as_deref(), Some("x"));
        assert_eq!(a.classes, ["a", "b-c"]);
        assert_eq!(a.get("lang"), Some("fr"));
        assert_eq!(a.get("credit"), Some("A \"B\""));
        assert_eq!(length, 37);
        assert_eq!(parse("{}").unwrap().1, 2);
        for wrong in ["{a", "{ b c }", "{% raw %}", "{x=\"}", "{.}"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
