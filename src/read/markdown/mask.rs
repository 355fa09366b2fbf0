//! What pulldown-cmark would misread, taken out before it reads.
//!
//! A line that opens or closes a fenced div (`::: aside`, `:::`) becomes a
//! thematic break of the same length: pulldown-cmark reports that one at its
//! offset, where the block reader looks it up here. A line that explains an
//! abbreviation (`*[NGO]: non-governmental organisation`) becomes blank. Lines
//! inside fenced code are left alone; what proves to be code after all is
//! [given back](Masked::given).

use crate::model::Attributes;
use crate::notation::attributes;
use std::collections::BTreeMap;
use std::ops::Range;

/// A text to parse, and what stood in it.
pub(super) struct Masked<'s> {
    /// The text as it was given.
    original: &'s str,
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

impl Masked<'_> {
    /// What was given where a text was parsed that is the masked one's own.
    pub(super) fn given<'t>(&'t self, text: &'t str, range: Range<usize>) -> &'t str {
        let is_own = self.text.get(range.clone()) == Some(text);
        let given = self.original.get(range).filter(|_| is_own);
        given.unwrap_or(text)
    }

    /// Whether a word begins as an abbreviation does.
    pub(super) fn may_be_short(&self, word: &str) -> bool {
        let first = word.as_bytes().first();
        let mut all = self.abbreviations.keys();
        all.any(|short| short.as_bytes().first() == first)
    }

    /// Whether a backslash before a byte escapes it.
    pub(super) fn is_escaped(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or("");
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    }

    /// Whether a text is what was given there.
    pub(super) fn is_given(&self, text: &str, range: &Range<usize>) -> bool {
        self.original.get(range.clone()) == Some(text)
    }
}

pub(super) fn mask(text: &str) -> Masked<'_> {
    let mut masked = Masked {
        original: text,
        text: String::with_capacity(text.len()),
        fences: BTreeMap::new(),
        abbreviations: BTreeMap::new(),
    };
    // What closes code, and whether it stands in a quotation.
    let mut code: Option<(char, usize, bool)> = None;
    for line in text.split_inclusive('\n') {
        let bare = bare(line);
        let indent = line.len() - bare.len();
        let is_quoted = line[..indent].contains('>');
        let body = bare.trim_end();
        // A quotation's end is its code's end.
        code = code.filter(|(_, _, was_quoted)| is_quoted || !was_quoted);
        match (code, code_fence(bare)) {
            (None, Some((mark, length, _))) => code = Some((mark, length, is_quoted)),
            (Some((mark, length, _)), Some((m, l, bare))) if m == mark && l >= length && bare => {
                code = None;
            }
            _ => {}
        }
        let at = masked.text.len() + indent;
        if code.is_none() {
            if let Some(fence) = fence(body) {
                masked.fences.insert(at, fence);
                masked.text.push_str(&line[..indent]);
                masked.text.push_str("***");
                blank(&line[indent + 3..], &mut masked.text);
                continue;
            }
            if indent < 4
                && let Some((short, long)) = abbreviation(body)
            {
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

/// A line without the signs of the quotations, items and definitions that it stands in.
fn bare(line: &str) -> &str {
    let mut bare = line;
    loop {
        let rest = bare.trim_start_matches([' ', '>']);
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let marker = match digits.len() < rest.len() {
            true => digits.strip_prefix(['.', ')']),
            false => rest.strip_prefix(['-', '+', '*', ':']),
        };
        match marker.filter(|after| after.starts_with(' ')) {
            Some(after) => bare = after,
            None => return rest,
        }
    }
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

/// The labels of the notes that a text defines.
pub(in crate::read) fn labels(text: &str) -> Vec<String> {
    if !text.contains("[^") {
        return Vec::new();
    }
    let label = |line: &str| {
        let line = line.trim_start_matches([' ', '>']).strip_prefix("[^")?;
        let (label, _) = line.split_once("]:")?;
        (!label.is_empty() && !label.contains(char::is_whitespace)).then(|| label.to_owned())
    };
    text.lines().filter_map(label).collect()
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
