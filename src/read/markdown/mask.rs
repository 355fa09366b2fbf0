//! What pulldown-cmark would misread, taken out before it reads.
//!
//! A line that opens or closes a fenced div (`::: aside`, `:::`) becomes a
//! thematic break of the same length: pulldown-cmark reports that one at its
//! offset, where the block reader looks it up here. A line that explains an
//! abbreviation (`*[NGO]: non-governmental organisation`) becomes blank. Lines
//! inside fenced code are left alone.

use super::attributes;
use crate::model::Attributes;
use std::collections::BTreeMap;

/// A text to parse, and what stood in it.
pub(super) struct Masked {
    /// The text, byte for byte as long as the original.
    pub(super) text: String,
    /// Fences by the offset of their first colon.
    pub(super) fences: BTreeMap<usize, Fence>,
    /// Expansions by abbreviation.
    pub(super) abbreviations: BTreeMap<String, String>,
}

/// A line of colons.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fence {
    /// It opens a div.
    Open(Attributes),
    /// It closes one.
    Close,
}

pub(super) fn mask(text: &str) -> Masked {
    let mut masked = Masked {
        text: String::with_capacity(text.len()),
        fences: BTreeMap::new(),
        abbreviations: BTreeMap::new(),
    };
    let mut code: Option<(char, usize)> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        let body = bare.trim_end();
        match (code, code_fence(bare)) {
            (None, Some((mark, length, _))) => code = Some((mark, length)),
            (Some((mark, length)), Some((m, l, bare))) if m == mark && l >= length && bare => {
                code = None;
            }
            _ => {}
        }
        let at = masked.text.len() + indent;
        if code.is_none() && indent < 4 {
            if let Some(fence) = fence(body) {
                masked.fences.insert(at, fence);
                masked.text.push_str(&line[..indent]);
                masked.text.push_str("***");
                blank(&line[indent + 3..], &mut masked.text);
                continue;
            }
            if let Some((short, long)) = abbreviation(body) {
                let short = short.to_owned();
                masked.abbreviations.insert(short, long.to_owned());
                blank(line, &mut masked.text);
                continue;
            }
        }
        masked.text.push_str(line);
    }
    masked
}

/// The character, length and bareness of a line of backticks or tildes.
fn code_fence(line: &str) -> Option<(char, usize, bool)> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let length = line.len() - rest.len();
    // An opening of backticks has none in its info string (CommonMark 4.5).
    let opens = length >= 3 && !(mark == '`' && rest.contains('`'));
    opens.then_some((mark, length, rest.trim().is_empty()))
}

fn fence(body: &str) -> Option<Fence> {
    let name = body.trim_start_matches(':');
    if body.len() - name.len() < 3 {
        return None;
    }
    let name = name.trim_end_matches(':').trim();
    if name.is_empty() {
        return Some(Fence::Close);
    }
    if name.starts_with('{') {
        let (attributes, length) = attributes::parse(name)?;
        return (length == name.len()).then_some(Fence::Open(attributes));
    }
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    name.chars().all(word).then(|| {
        Fence::Open(Attributes {
            classes: vec![name.to_owned()],
            ..Attributes::default()
        })
    })
}

fn abbreviation(body: &str) -> Option<(&str, &str)> {
    let (short, long) = body.strip_prefix("*[")?.split_once("]:")?;
    let (short, long) = (short.trim(), long.trim());
    (!short.is_empty() && !long.is_empty()).then_some((short, long))
}

fn blank(line: &str, text: &mut String) {
    text.extend(line.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_keep_every_offset() {
        let text = "a\n\n::: {.aside lang=fr}\né\n:::\n*[é]: accent\n\n```\n:::\n```\n";
        let masked = mask(text);
        assert_eq!(masked.text.len(), text.len());
        assert_eq!(masked.fences.len(), 2);
        assert_eq!(masked.fences[&27], Fence::Close);
        assert!(matches!(&masked.fences[&3], Fence::Open(a) if a.has_class("aside")));
        assert_eq!(masked.abbreviations["é"], "accent");
        assert!(masked.text.contains("```\n:::\n```"));
    }

    #[test]
    fn a_definition_is_no_fence() {
        assert_eq!(fence(": what it means"), None);
        assert_eq!(fence("::: what it means"), None);
    }
}
