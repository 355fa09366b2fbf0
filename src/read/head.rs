//! Takes a text of Markdown; returns where its metadata stand, and what they say.
//!
//! Front matter opens the text, after blank lines and comments or not: YAML between lines
//! of `---` (Jekyll, Hugo, Pandoc), TOML between lines of `+++` (Hugo, Zola). Pandoc's title
//! block (`% Title`), MultiMarkdown's metadata (`Title: …` before a blank line) and
//! Franklin's definitions (`@def title = "…"`) stand there without fences.

use super::keys::{KEYS, plain};
use crate::data::{self, Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, Report};
use crate::source::Source;
use std::ops::Range;

/// The notations of metadata at the head of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++` (Hugo, Zola).
    Toml,
    /// Lines of `%`: title, authors, date (Pandoc, "Extension: `pandoc_title_block`").
    TitleBlock,
    /// `Key: value` up to a blank line (MultiMarkdown, "Metadata").
    MultiMarkdown,
    /// Lines of `@def key = value` (Franklin).
    Definitions,
    /// `%{key: value}` and a line of `---` (Elixir, NimblePublisher).
    Elixir,
}

/// Where metadata stand at the head of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) notation: Notation,
    /// Where the line of the opening fence begins, or the first line.
    pub(super) start: usize,
    /// The data between the fences.
    pub(super) data: Range<usize>,
    /// Where the body begins.
    pub(super) body: usize,
    /// Whether a fence closes them, where they have fences.
    pub(super) is_closed: bool,
}

/// Finds the metadata at the head of a text.
pub(super) fn find(text: &str) -> Option<Head> {
    fenced(text)
        .or_else(|| elixir(text))
        .or_else(|| title_block(text))
        .or_else(|| definitions(text))
        .or_else(|| multi_markdown(text))
}

/// Front matter between fences. After blank lines or a comment its first line must be a
/// key: a line of hyphens may be a rule there.
pub(super) fn fenced(text: &str) -> Option<Head> {
    let start = before_text(text);
    let rest = text.get(start..)?;
    let first = rest.split_inclusive('\n').next()?;
    let (notation, ends): (Notation, &[&str]) = match first.trim_end() {
        "---" => (Notation::Yaml, &["---", "..."]),
        "+++" => (Notation::Toml, &["+++"]),
        _ => return None,
    };
    let data = start + first.len();
    let after = text.get(data..)?;
    let opens = after.lines().find(|line| !line.trim().is_empty());
    let has_key = opens.is_some_and(|line| match notation {
        Notation::Toml => line.contains('=') || line.starts_with('['),
        Notation::Yaml
        | Notation::TitleBlock
        | Notation::MultiMarkdown
        | Notation::Definitions
        | Notation::Elixir => is_key(line),
    });
    // A line of hyphens with a blank one under it is a rule (Pandoc, "Extension:
    // `yaml_metadata_block`").
    let is_apart = after
        .lines()
        .next()
        .is_none_or(|line| line.trim().is_empty());
    if (start > 0 || is_apart) && !has_key {
        return None;
    }
    let head = |end: usize, body: usize, is_closed: bool| Head {
        notation,
        start,
        data: data..end,
        body,
        is_closed,
    };
    let mut at = data;
    // Where a blank line stands that a text follows: what is never closed ends there.
    let mut gap = None;
    let mut is_blank = false;
    for line in after.split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Some(match gap {
                Some(gap) => head(gap, gap, false),
                None => head(at, at + line.len(), true),
            });
        }
        if is_blank && notation == Notation::Yaml && has_key && gap.is_none() && is_text(line) {
            gap = Some(at);
        }
        is_blank = line.trim().is_empty();
        at += line.len();
    }
    // Never closed: the keys right under the fence.
    let keys = after.split_inclusive('\n');
    let keys: Vec<&str> = keys.take_while(|line| !line.trim().is_empty()).collect();
    let is_data = keys.first().is_some_and(|line| is_key(line))
        && keys.iter().all(|line| !is_text(line))
        && notation == Notation::Yaml;
    let end = data + keys.iter().map(|line| line.len()).sum::<usize>();
    is_data.then(|| head(end, end, false))
}

/// Where blank lines and comments end at the head of a text.
fn before_text(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let bare = rest.trim_start();
        let blank = rest.len() - bare.len();
        // The space before a line is the line's own.
        let lines = rest.get(..blank).and_then(|space| space.rfind('\n'));
        let lines = lines.map_or(0, |end| end + 1);
        match bare
            .strip_prefix("<!--")
            .and_then(|inner| inner.find("-->"))
        {
            Some(length) => at += blank + "<!--".len() + length + "-->".len(),
            None => return at + lines,
        }
    }
    at
}

/// Whether a line of YAML opens with a key.
fn is_key(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else {
        return false;
    };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '@' | '"');
    key.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '"'))
        && key.chars().all(is_word)
        && key.split(' ').count() <= 3
        && (value.is_empty() || value.starts_with(char::is_whitespace))
}

/// Whether a line can be none of a mapping of YAML: it is not set in, and has no key.
fn is_text(line: &str) -> bool {
    !line.trim().is_empty()
        && !is_key(line)
        && !line.starts_with([' ', '\t', '-', '#', ']', '}', ',', '"', '\''])
}

/// Pandoc's title block: up to three lines of `%`, each of which may go on in lines that
/// are set in.
fn title_block(text: &str) -> Option<Head> {
    let first = text.lines().next()?;
    if first.strip_prefix("% ")?.trim().is_empty() {
        return None;
    }
    let (mut fields, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let opens = line.starts_with('%') && !line.starts_with("%%");
        let goes_on = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if !(opens && fields < 3 || goes_on) {
            break;
        }
        fields += usize::from(opens);
        at += line.len();
    }
    Some(unfenced(Notation::TitleBlock, at))
}

fn unfenced(notation: Notation, end: usize) -> Head {
    Head {
        notation,
        start: 0,
        data: 0..end,
        body: end,
        is_closed: true,
    }
}

/// A map of Elixir, up to a line that closes it and one of `---`.
fn elixir(text: &str) -> Option<Head> {
    if !text.starts_with("%{") {
        return None;
    }
    let (mut at, mut end) = (0, None);
    for line in text.split_inclusive('\n') {
        at += line.len();
        match (line.trim(), end) {
            ("---", Some(end)) => {
                return Some(Head {
                    data: 0..end,
                    body: at,
                    ..unfenced(Notation::Elixir, end)
                });
            }
            (bare, None) if bare.ends_with('}') && !line.starts_with(' ') => end = Some(at),
            ("", _) | (_, None) => {}
            (_, Some(_)) => return None,
        }
    }
    None
}

/// A map of Elixir as YAML of the same length.
pub(crate) fn elixir_as_yaml(text: &str) -> String {
    let mut out = text.replacen("%{", " {", 1).replace(" => ", ":   ");
    // A list of words, and a date.
    for (open, close, before, after) in [("~w(", ')', "  [", ']'), ("~w[", ']', "  [", ']')] {
        while let Some(at) = out.find(open) {
            let rest = out.get(at + open.len()..).unwrap_or("");
            let Some(length) = rest.find(close) else {
                break;
            };
            let words = rest.get(..length).unwrap_or("").trim_end();
            let blank = length - words.len();
            let words = format!(
                "{before}{}{after}{}",
                words.replace(' ', ","),
                " ".repeat(blank)
            );
            out.replace_range(at..at + open.len() + length + close.len_utf8(), &words);
        }
    }
    while let Some(at) = out.find("~D[") {
        let Some(length) = out.get(at..).and_then(|rest| rest.find(']')) else {
            break;
        };
        out.replace_range(at + length..at + length + 1, " ");
        out.replace_range(at..at + 3, "   ");
    }
    out
}

/// Franklin's definitions, with blank lines between them or not.
fn definitions(text: &str) -> Option<Head> {
    let (mut at, mut end) = (0, 0);
    for line in text.split_inclusive('\n') {
        at += line.len();
        let is_definition = line
            .strip_prefix("@def ")
            .is_some_and(|rest| rest.contains('='));
        if is_definition {
            end = at;
        } else if !line.trim().is_empty() {
            break;
        }
    }
    (end > 0).then(|| unfenced(Notation::Definitions, end))
}

/// MultiMarkdown's metadata: lines of `Key: value`, the title among them, up to a blank
/// line. A line that is set in goes on.
fn multi_markdown(text: &str) -> Option<Head> {
    let mut at = 0;
    let (mut lines, mut titles, mut known) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        at += line.len();
        if line.starts_with([' ', '\t']) && lines > 0 {
            continue;
        }
        let (key, value) = line.split_once(':').filter(|_| is_key(line))?;
        let key = plain(key);
        lines += 1;
        titles += usize::from(matches!(&*key, "title" | "headline") && !value.trim().is_empty());
        known += usize::from(KEYS.iter().any(|names| names.contains(&&*key)));
    }
    // Most of the keys are known, or the lines are words with colons.
    (titles == 1 && known * 2 >= lines).then(|| unfenced(Notation::MultiMarkdown, at))
}

/// What the metadata at the head of a source say. What cannot be read is reported.
pub(super) fn values(source: &Source, head: &Head, report: &mut Report) -> Option<Value> {
    let text = source.text().get(head.data.clone()).unwrap_or("");
    let start = head.data.start;
    if !head.is_closed {
        let message = "front matter is never closed; it ends at the first blank line";
        let span = source.span(head.start..head.start + 3);
        let warning = Diagnostic::warning(Code::FrontMatter, span, message);
        report.push(warning.hint("close it with `---` on a line of its own"));
    }
    match head.notation {
        Notation::Yaml => data::parse_repaired(text, start, source, report),
        Notation::Toml => data::toml::parse(text, start, source, report),
        Notation::Definitions => {
            let text = text.replace("@def ", "     ");
            data::toml::parse(&text, start, source, report)
        }
        Notation::Elixir => data::parse(&elixir_as_yaml(text), start, source, report),
        Notation::TitleBlock => Some(of_title_block(text, source)),
        Notation::MultiMarkdown => Some(of_multi_markdown(text, source)),
    }
}

fn scalar(source: &Source, at: Range<usize>, text: String) -> Value {
    Value {
        span: source.span(at),
        kind: Kind::Scalar {
            json: serde_json::Value::String(text.clone()),
            text,
        },
    }
}

/// A range of a text without the white space at its ends, and its text with each end of a
/// line made a space.
fn trimmed(text: &str, at: Range<usize>, source: &Source) -> Option<Value> {
    let raw = text.get(at.clone())?;
    let start = at.start + raw.len() - raw.trim_start().len();
    let bare = raw.trim();
    let words: Vec<&str> = bare.split_whitespace().collect();
    (!bare.is_empty()).then(|| scalar(source, start..start + bare.len(), words.join(" ")))
}

fn entry(key: &str, at: Range<usize>, value: Value, source: &Source) -> Entry {
    Entry {
        key: key.to_owned(),
        span: source.span(at),
        value,
    }
}

fn map(entries: Vec<Entry>, text: &str, source: &Source) -> Value {
    Value {
        span: source.span(0..text.len()),
        kind: Kind::Map(entries),
    }
}

/// Title, authors and date. Authors stand on lines of their own, or between semicolons.
fn of_title_block(text: &str, source: &Source) -> Value {
    let mut fields: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match fields.last_mut() {
            Some(last) if !line.starts_with('%') => last.end = end,
            _ => fields.push(at + 1..end),
        }
        at = end;
    }
    let mut entries = Vec::new();
    for (key, field) in ["title", "author", "date"].into_iter().zip(fields) {
        let sign = field.start - 1..field.start;
        let value = match key {
            "author" => {
                let mut authors = Vec::new();
                let mut start = field.start;
                for part in text.get(field.clone()).unwrap_or("").split([';', '\n']) {
                    authors.extend(trimmed(text, start..start + part.len(), source));
                    start += part.len() + 1;
                }
                let span = source.span(field);
                let kind = Kind::List(authors);
                Some(Value { span, kind }).filter(|value| !value.each().is_empty())
            }
            _ => trimmed(text, field, source),
        };
        entries.extend(value.map(|value| entry(key, sign, value, source)));
    }
    map(entries, text, source)
}

fn of_multi_markdown(text: &str, source: &Source) -> Value {
    let mut fields: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (line.split_once(':'), fields.last_mut()) {
            (Some((key, _)), _) if !line.starts_with([' ', '\t']) => {
                fields.push((at..at + key.len(), at + key.len() + 1..end));
            }
            (_, Some((_, value))) => value.end = end,
            (_, None) => {}
        }
        at = end;
    }
    let entries = fields.into_iter().filter_map(|(key, value)| {
        let name = text.get(key.clone())?;
        Some(entry(name, key, trimmed(text, value, source)?, source))
    });
    map(entries.collect(), text, source)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(Notation, Range<usize>, usize)> {
        find(text).map(|head| (head.notation, head.data, head.body))
    }

    #[test]
    fn front_matter_ends_at_its_line() {
        use Notation::{Toml, Yaml};
        assert_eq!(found("---\na: 1\n---\nb"), Some((Yaml, 4..9, 13)));
        assert_eq!(found("+++\na = 1\n+++\nb"), Some((Toml, 4..10, 14)));
        assert_eq!(found("+++\na = 1\n---\nb"), None);
        assert_eq!(found("a\n---\n---\n"), None);
    }

    #[test]
    fn blank_lines_and_comments_may_stand_before_front_matter() {
        use Notation::Yaml;
        assert_eq!(found("\n\n---\na: 1\n---\n"), Some((Yaml, 6..11, 15)));
        assert_eq!(
            found("<!-- x -->\n---\na: 1\n---\n"),
            Some((Yaml, 15..20, 24))
        );
        assert_eq!(found("\n---\n\nText.\n\n---\n"), None);
    }

    #[test]
    fn front_matter_that_is_never_closed_ends_at_a_blank_line() {
        use Notation::Yaml;
        assert_eq!(found("---\na: 1\n"), Some((Yaml, 4..9, 9)));
        assert_eq!(found("---\na: 1\n\nText.\n"), Some((Yaml, 4..9, 9)));
        let text = "---\na: 1\n\nText.\n\n---\n\nMore.\n";
        assert_eq!(found(text), Some((Yaml, 4..10, 10)));
        assert_eq!(found("---\n\nText.\n"), None);
        assert_eq!(found("---\nText.\n"), None);
    }

    #[test]
    fn words_with_colons_are_no_metadata() {
        assert_eq!(found("Note: this is new.\n\nText.\n"), None);
        assert_eq!(found("Title: A\nwords\n\nText.\n"), None);
        assert!(found("Title: A\nAuthor: B\n\nText.\n").is_some());
    }
}
