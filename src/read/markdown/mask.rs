//! Takes Markdown; returns it with what pulldown-cmark would misread replaced by text of the
//! same length.
//!
//! A line that opens or closes a fenced div (`::: aside`, `:::`) becomes a
//! thematic break of the same length: pulldown-cmark reports that one at its
//! offset, where the block reader looks it up here. A line that explains an
//! abbreviation (`*[NGO]: non-governmental organisation`) becomes blank. A colon that
//! opens a line and has no space after it (`:-)`, `:smile:`) becomes a [`COLON`], or it
//! would open a definition. The line end after `[^a]:` becomes a space where the text of
//! the note stands on the next line. What proves to be code after all is
//! [given back](Masked::given): whether a line is code depends on what it stands in, so
//! only what would be lost for the rest of the text, abbreviations and notes, is looked
//! at outside fences alone.

use super::div::LABEL;
use crate::model::Attributes;
use crate::notation::{attributes, div_kind, is_box};
use std::collections::BTreeMap;
use std::ops::Range;

/// Stands for a colon that opens no definition: a character that no text has.
const COLON: char = '\u{1}';

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
    /// Whether colons are masked.
    has_colons: bool,
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

    /// The same of a text that is not the masked one's own byte for byte, such as that of
    /// code over two lines.
    pub(super) fn unmasked(&self, text: String) -> String {
        match self.has_colons && text.contains(COLON) {
            true => text.replace(COLON, ":"),
            false => text,
        }
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
        has_colons: false,
    };
    // What closes code, and whether it stands in a quotation.
    let mut code: Option<(char, usize, bool)> = None;
    let mut rest = text;
    let mut previous = "";
    // Where the text of a note begins whose label has a line to itself.
    let mut note = 0;
    for line in text.split_inclusive('\n') {
        rest = rest.get(line.len()..).unwrap_or("");
        let before = std::mem::replace(&mut previous, line);
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
        if masked.text.len() < note {
            let gap = (note - masked.text.len()).min(line.len());
            blank_to(masked.text.len() + gap, &mut masked.text);
            masked.text.push_str(&line[gap..]);
            continue;
        }
        // What closes a comment is to be seen.
        let fence = fence(body).filter(|_| !body.contains("-->"));
        if let Some(fence) = fence {
            masked.fences.insert(at, fence);
            masked.text.push_str(&line[..indent]);
            masked.text.push_str("***");
            blank(&line[indent + 3..], &mut masked.text);
            continue;
        }
        if code.is_none() {
            if indent < 4
                && let Some((short, long)) = abbreviation(body)
            {
                let short = short.to_owned();
                masked.abbreviations.insert(short, long.to_owned());
                blank(line, &mut masked.text);
                continue;
            }
            if is_label(body)
                && let Some(gap) = before_note(&line[..indent], rest)
            {
                note = masked.text.len() + line.len() + gap;
                masked.text.push_str(line.trim_end());
                blank_to(
                    masked.text.len() + line.len() - line.trim_end().len(),
                    &mut masked.text,
                );
                continue;
            }
        }
        // A colon with nothing after it but space.
        if body.is_empty()
            && let Some(before) = line.trim_end().strip_suffix(':')
            && before.trim_start_matches([' ', '>']).is_empty()
        {
            masked.has_colons = true;
            masked.text.push_str(before);
            masked.text.push(COLON);
            masked.text.push_str(&line[before.len() + 1..]);
            continue;
        }
        if let Some(after) = body.strip_prefix(':')
            && !after.starts_with([' ', '\t'])
            && !is_columns(body, before)
        {
            masked.has_colons = true;
            masked.text.push_str(&line[..indent]);
            masked.text.push(COLON);
            masked.text.push_str(&line[indent + 1..]);
            continue;
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

/// Whether a line is the label of a note, and nothing after it.
fn is_label(body: &str) -> bool {
    let label = body
        .strip_prefix("[^")
        .and_then(|rest| rest.strip_suffix("]:"));
    label.is_some_and(|label| !label.is_empty() && !label.contains(['[', ']']))
}

/// How many bytes stand before the text of a note on the line after its label, if that
/// line is not set in: pulldown-cmark reads such a paragraph as the article's.
fn before_note(indent: &str, rest: &str) -> Option<usize> {
    let quotes = |prefix: &str| prefix.matches('>').count();
    let line = rest.split_inclusive('\n').next()?;
    let text = line.trim_start_matches([' ', '\t', '>']);
    let prefix = &line[..line.len() - text.len()];
    let inner = prefix.rsplit('>').next().unwrap_or("");
    let is_set_in = inner.contains('\t') || inner.len() >= 4;
    let is_own = !is_set_in && !text.trim().is_empty() && is_paragraph(text);
    (is_own && quotes(prefix) == quotes(indent)).then_some(prefix.len())
}

/// Whether a line opens no block but a paragraph.
fn is_paragraph(line: &str) -> bool {
    !line.starts_with(['#', '>', '|', ':', '<', '='])
        && !["[^", "---", "***", "___"]
            .iter()
            .any(|sign| line.starts_with(sign))
        && code_fence(line).is_none()
        && bare(line).len() == line.len()
}

/// Whether a line parts the head of a table from its rows (`:--|--:`).
fn is_columns(body: &str, before: &str) -> bool {
    before.contains('|')
        && body.contains('-')
        && body.trim_matches([':', '-', '|', ' ', '\t']).is_empty()
}

fn blank_to(end: usize, text: &mut String) {
    text.extend(std::iter::repeat_n(' ', end.saturating_sub(text.len())));
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
    let word = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'));
    let (class, title) = name.split_at(name.find(word).unwrap_or(name.len()));
    let title = title.trim();
    // `::: tip Words` and `:::tip[Words]` (VitePress, Docusaurus): the words are its title.
    let title = match title.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?,
        None => title,
    };
    let is_titled = !title.is_empty();
    if class.is_empty() || is_titled && !is_box(class) {
        return None;
    }
    let mut attributes = match attributes::whole(title) {
        Some(attributes) => attributes,
        None => Attributes {
            pairs: is_titled
                .then(|| ("title".to_owned(), title.to_owned()))
                .into_iter()
                .collect(),
            ..Attributes::default()
        },
    };
    attributes.classes.insert(0, class.to_owned());
    // A box of a site is headed by its title, or else by its name.
    if is_box(class) && div_kind(class).is_none() {
        attributes.classes.insert(0, "aside".to_owned());
        if !is_titled {
            attributes.pairs.push((LABEL.to_owned(), class.to_owned()));
        }
    }
    Some(Fence::Open(attributes))
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
        assert_eq!(masked.fences.len(), 3);
        assert_eq!(masked.fences[&27], Fence::Close);
        assert!(matches!(&masked.fences[&3], Fence::Open(a) if a.has_class("aside")));
        assert_eq!(masked.abbreviations["é"], "accent");
        assert_eq!(masked.given("***", 50..53), ":::");
    }

    #[test]
    fn a_note_under_its_label_keeps_every_offset() {
        let text = "A[^a]\n\n[^a]:\n\n    Text\n    more\n\n> [^b]:\n> B\n\n[^c]:\n# Head\n\n[^d]:\n\nAfter";
        let masked = mask(text);
        assert_eq!(masked.text.len(), text.len());
        let kept = "[^a]:\n\n    Text\n    more\n\n> [^b]:   B\n\n[^c]:\n# Head\n\n[^d]:\n\nAfter";
        assert!(masked.text.ends_with(kept), "{}", masked.text);
    }

    #[test]
    fn a_colon_with_no_space_after_it_opens_nothing() {
        let text = "A\n:-) b\n\nC | D\n:--|--\nE\n: F\n> :g\n";
        let masked = mask(text);
        let kept = "A\n\u{1}-) b\n\nC | D\n:--|--\nE\n: F\n> \u{1}g\n";
        assert_eq!(masked.text, kept);
        assert_eq!(masked.given("\u{1}-) b", 2..7), ":-) b");
    }

    #[test]
    fn a_box_may_have_a_title_after_its_name() {
        for text in ["::: tip Two *words*", ":::tip[Two *words*]"] {
            let Some(Fence::Open(given)) = fence(text) else {
                panic!("{text}");
            };
            assert_eq!(given.classes, ["aside", "tip"]);
            assert_eq!(given.get("title"), Some("Two *words*"));
        }
    }

    #[test]
    fn a_definition_is_no_fence() {
        assert_eq!(fence(": what it means"), None);
        assert_eq!(fence("::: what it means"), None);
    }
}
