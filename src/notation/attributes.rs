//! Takes `{#id .class key=value key="value"}`; returns [`Attributes`]. `id="a b"` and `class="a
//! b"` say what the signs cannot. kramdown puts a colon after the brace.

use crate::lang::Lang;
use crate::model::Attributes;

/// Reads attributes at the start of a text, with how many bytes they take. What is not
/// attributes in every part, or says one thing twice, is text: nothing of it is lost.
pub(crate) fn parse(text: &str) -> Option<(Attributes, usize)> {
    let mut rest = text.strip_prefix("{:").or(text.strip_prefix('{'))?;
    let mut attributes = Attributes::default();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            return Some((attributes, text.len() - after.len()));
        }
        let first = rest.chars().next()?;
        match first {
            '#' | '.' => {
                let (name, after) = until(rest.get(1..)?, ends_sign)?;
                if first == '#' {
                    set_id(&mut attributes, name.to_owned())?;
                } else {
                    attributes.classes.push(name.to_owned());
                }
                rest = after;
            }
            // Pandoc's short form of `.unnumbered`.
            '-' if rest
                .get(1..)?
                .starts_with(|c: char| c.is_whitespace() || c == '}') =>
            {
                attributes.classes.push("unnumbered".to_owned());
                rest = rest.get(1..)?;
            }
            _ => {
                let (key, after) = until(rest, ends_key)?;
                let (value, after) = value(after.strip_prefix('=')?)?;
                match key {
                    "id" => set_id(&mut attributes, value)?,
                    "class" => {
                        let classes = value.split_whitespace().map(str::to_owned);
                        attributes.classes.extend(classes);
                    }
                    _ if attributes.get(key).is_some() => return None,
                    _ => attributes.pairs.push((key.to_owned(), value)),
                }
                rest = after;
            }
        }
    }
}

/// Gives the identifier, unless there is one.
fn set_id(attributes: &mut Attributes, id: String) -> Option<()> {
    attributes.id.is_none().then(|| attributes.id = Some(id))
}

/// Attributes that are all of a text, and say something.
pub(crate) fn whole(text: &str) -> Option<Attributes> {
    let (attributes, length) = parse(text)?;
    (length == text.len() && attributes != Attributes::default()).then_some(attributes)
}

/// Whether a character ends a name after `#` or `.`.
fn ends_sign(c: char) -> bool {
    c.is_whitespace() || matches!(c, '{' | '}' | '"' | '\'' | '=' | '#')
}

/// Whether a character ends a key.
fn ends_key(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

/// Attributes as they are written, between braces. They are read as the same.
pub(crate) fn written(attributes: &Attributes, lang: Option<&Lang>) -> String {
    let is_sign = |name: &str| !name.is_empty() && !name.contains(ends_sign);
    let mut parts = Vec::new();
    match &attributes.id {
        Some(id) if is_sign(id) => parts.push(format!("#{id}")),
        Some(id) => parts.push(format!("id={}", quoted(id))),
        None => {}
    }
    for class in &attributes.classes {
        parts.push(match is_sign(class) {
            true => format!(".{class}"),
            false => format!("class={}", quoted(class)),
        });
    }
    parts.extend(lang.map(|lang| format!("lang={lang}")));
    for (key, value) in &attributes.pairs {
        let is_bare = !value.is_empty() && !value.contains(|c| ends_key(c) && c != ',');
        parts.push(match is_bare {
            true => format!("{key}={value}"),
            false => format!("{key}={}", quoted(value)),
        });
    }
    format!("{{{}}}", parts.join(" "))
}

fn quoted(value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", value.replace('\n', " "))
}

fn until(text: &str, ends: fn(char) -> bool) -> Option<(&str, &str)> {
    let end = text.find(ends).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// A bare word, or a text between quotation marks in which a backslash makes
/// the next character literal.
pub(crate) fn value(text: &str) -> Option<(String, &str)> {
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
    fn what_is_written_is_read_as_the_same() {
        let (a, _) = parse("{.a key='b \"c\" \\\\d' id=\"e f\" class='g' n=1}").unwrap();
        let written = written(&a, None);
        assert_eq!(written, r#"{id="e f" .a .g key="b \"c\" \\d" n=1}"#);
        assert_eq!(parse(&written), Some((a, written.len())));
    }

    #[test]
    fn attributes_are_read_up_to_their_brace() {
        let (a, length) = parse("{#x .a .b-c lang=fr credit=\"A \\\"B\\\"\"} more").unwrap();
        assert_eq!(a.id.as_deref(), Some("x"));
        assert_eq!(a.classes, ["a", "b-c"]);
        assert_eq!(a.get("lang"), Some("fr"));
        assert_eq!(a.get("credit"), Some("A \"B\""));
        assert_eq!(length, 37);
        let (a, _) = parse("{id='a b' class='c d'}").unwrap();
        assert_eq!(a.id.as_deref(), Some("a b"));
        assert_eq!(a.classes, ["c", "d"]);
        assert_eq!(parse("{}").unwrap().1, 2);
        for wrong in [
            "{a",
            "{ b c }",
            "{% raw %}",
            "{x=\"}",
            "{.}",
            "{1, 2}",
            "{#a #b}",
            "{a=1 a=2}",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
