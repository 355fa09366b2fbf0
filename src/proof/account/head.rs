//! Takes a source of Markdown and the article read from it; gives where metadata stand at its
//! head, in which notation, and where the body begins; claims those of a title block.

use super::data::Notation;
use super::decode::tag_length;
use super::walker::Walker;
use crate::diag::{Code, Report};
use crate::model::Article;
use std::ops::Range;

/// Where metadata stand with their fences, and where the body begins.
pub(super) fn find(
    text: &str,
    article: &Article,
    report: &Report,
) -> (Option<(Notation, Range<usize>)>, usize) {
    let found = fenced(text, report).or_else(|| open(text, article));
    let body = found.as_ref().map_or(0, |(_, range)| range.end);
    (found, body)
}

/// Front matter between fences, after blank lines and comments.
fn fenced(text: &str, report: &Report) -> Option<(Notation, Range<usize>)> {
    let mut start = 0;
    loop {
        let rest = text.get(start..)?;
        let bare = rest.trim_start();
        let at = start + rest.len() - bare.len();
        match tag_length(bare).filter(|_| bare.starts_with("<!--")) {
            Some(length) => start = at + length,
            None => break start = at,
        }
    }
    let rest = text.get(start..)?;
    let first = rest.split_inclusive('\n').next()?;
    let (notation, ends): (Notation, &[&str]) = match first.trim_end() {
        "---" => (Notation::Yaml, &["---", "..."]),
        "+++" => (Notation::Toml, &["+++"]),
        _ => return None,
    };
    let body = rest.get(first.len()..)?;
    let key = body.lines().find(|line| !line.trim().is_empty())?;
    let is_toml = matches!(notation, Notation::Toml);
    let is_key = is_toml && (key.contains('=') || key.starts_with('['))
        || !is_toml
            && key.split_once(':').is_some_and(|(name, value)| {
                let is_word =
                    |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '@' | '"');
                let opens = name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '"'));
                let is_apart = value.is_empty() || value.starts_with(char::is_whitespace);
                opens && is_apart && name.chars().all(is_word) && name.split(' ').count() <= 3
            });
    if start > 0 && !is_key {
        return None;
    }
    let is_open = report.iter().any(|told| {
        let here = told.span.is_some_and(|span| span.start as usize == start);
        told.code == Code::FrontMatter && here && told.message.contains("never closed")
    });
    let mut at = start + first.len();
    if is_open {
        // It ends before the text: at a blank line.
        let length = body.find("\n\n").map_or(body.len(), |end| end + 1);
        return Some((notation, start..at + length));
    }
    for line in body.split_inclusive('\n') {
        at += line.len();
        if ends.contains(&line.trim_end()) {
            return Some((notation, start..at));
        }
    }
    None
}

/// Metadata without fences: a title block, `@def` or `Key: value`.
fn open(text: &str, article: &Article) -> Option<(Notation, Range<usize>)> {
    let headline = article.metadata.headline.first()?.node.span.start as usize;
    let until = |is_in: fn(&str) -> bool| {
        let lines = text.split_inclusive('\n').take_while(|line| is_in(line));
        lines.map(str::len).sum::<usize>()
    };
    if text.starts_with("% ") {
        return Some((
            Notation::TitleBlock,
            0..until(|line| line.starts_with(['%', ' ', '\t']) && !line.trim().is_empty()),
        ));
    }
    if text.starts_with("%{") {
        let end = text.find("\n---")? + 4;
        return Some((Notation::Yaml, 0..end));
    }
    if text.starts_with("@def ") {
        let end = until(|line| line.starts_with("@def ") || line.trim().is_empty());
        return Some((Notation::Toml, 0..end));
    }
    let end = until(|line| !line.trim().is_empty());
    let line = text.get(..headline)?.rsplit('\n').next()?;
    let is_key = line
        .split_once(':')
        .is_some_and(|(key, rest)| key.eq_ignore_ascii_case("title") && rest.trim().is_empty());
    (headline < end && is_key).then_some((Notation::Yaml, 0..end))
}

impl Walker<'_, '_> {
    /// Claims the fields of a title block and the signs before and between them.
    pub(super) fn title_block(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for line in self.claims.slice(range).split_inclusive('\n') {
            if line.starts_with('%') {
                self.claims.take_sign(at, "%");
            }
            for (i, sign) in line.match_indices(';') {
                self.claims.take_sign(at + i, sign);
            }
            let key = if line.starts_with('%') { 1 } else { 0 };
            let mut from = at + key;
            for part in line.get(key..).unwrap_or("").split(';') {
                let blank = part.len() - part.trim_start().len();
                let start = from + blank;
                self.value("", start..start + part.trim().len());
                from += part.len() + 1;
            }
            at += line.len();
        }
    }
}
