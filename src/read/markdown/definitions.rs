//! Takes a text of Markdown; reports the definitions of links in it that no link uses: what
//! is typed and is in no article.

use super::mask::Masked;
use super::{Event, Origin, options};
use crate::diag::{Code, Diagnostic, Report};
use pulldown_cmark::{LinkType, Parser, Tag, TagEnd};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Reports the definitions up to byte `end` of a text that define nothing for a link, and
/// gives those that may define something.
pub(super) fn check(text: &str, end: usize, origin: &Origin, report: &mut Report) -> Vec<String> {
    if !text.contains("]:") {
        return Vec::new();
    }
    let parser = Parser::new_ext(text, options());
    let known: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (folded(label), definition.span.clone()))
        .collect();
    let mut used = HashSet::new();
    // Where words stand: a line that looks like a definition is one only between these.
    let mut words: Vec<Range<usize>> = Vec::new();
    // Of a link in the words of a picture only the words are kept: it uses nothing.
    let mut pictures = 0_usize;
    for (event, range) in parser.into_offset_iter() {
        let within = pictures;
        if let Event::Start(Tag::Image { .. }) = event {
            pictures += 1;
        } else if event == Event::End(TagEnd::Image) {
            pictures = pictures.saturating_sub(1);
        }
        #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
        match event {
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
                if within == 0
                    && matches!(
                        link_type,
                        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
                    ) =>
            {
                used.insert(folded(&id));
            }
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::Table(_)
                | Tag::DefinitionListTitle,
            )
            | Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_) => words.push(range),
            _ => {}
        }
    }
    words.sort_by_key(|range| range.start);
    let mut kept = Vec::new();
    for place in definitions(text, &known, &words) {
        let slice = text.get(place.clone()).unwrap_or("");
        let label = slice.split_once("]:").map_or("", |(label, _)| label);
        let label = folded(label.trim_start_matches('['));
        let is_first = known.iter().any(|(_, span)| span.start == place.start);
        if is_first && used.contains(&label) {
            kept.push(slice.to_owned());
        }
        if is_first && used.contains(&label) || place.start >= end {
            continue;
        }
        let message = match is_first {
            true => format!("no link uses the definition `{slice}`"),
            false => format!("`{slice}` is defined before; the first definition is used"),
        };
        let note = Diagnostic::note(Code::UnusedDefinition, origin.span(place), message);
        report.push(note.hint("it is in no output; leave it out, or link to its label"));
    }
    kept
}

/// Reports the explanations of abbreviations that explain none of the text, or that a later
/// one takes the place of.
pub(super) fn check_abbreviations(
    text: &str,
    masked: &Masked,
    explained: &BTreeSet<String>,
    origin: &Origin,
    report: &mut Report,
) {
    if masked.abbreviations.is_empty() {
        return;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let place = start + line.len() - bare.len()..start + line.trim_end().len();
        start += line.len();
        // What was an explanation was blanked.
        let is_blank = |range: Range<usize>| {
            masked
                .text
                .get(range)
                .is_some_and(|text| text.trim().is_empty())
        };
        let Some((short, long)) = bare
            .strip_prefix("*[")
            .and_then(|rest| rest.split_once("]:"))
        else {
            continue;
        };
        let is_last =
            masked.abbreviations.get(short.trim()).map(String::as_str) == Some(long.trim());
        if !is_blank(place.clone()) || is_last && explained.contains(short.trim()) {
            continue;
        }
        let slice = text.get(place.clone()).unwrap_or("");
        let message = match is_last {
            true => format!("`{slice}` explains an abbreviation that is not in the text"),
            false => format!("`{slice}` is explained again; the last explanation is used"),
        };
        let note = Diagnostic::note(Code::UnusedDefinition, origin.span(place), message);
        report.push(note.hint("it is in no output; leave it out"));
    }
}

/// Where definitions stand: those that are known, and those whose label was known before.
fn definitions(
    text: &str,
    known: &[(String, Range<usize>)],
    words: &[Range<usize>],
) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = known.iter().map(|(_, span)| trimmed(text, span)).collect();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '>']);
        let place = start + line.len() - bare.len()..start + line.trim_end().len();
        start += line.len();
        if !bare.starts_with('[') || bare.starts_with("[^") {
            continue;
        }
        let Some((label, _)) = bare.split_once("]:") else {
            continue;
        };
        let label = folded(label.trim_start_matches('['));
        let covers = |range: &Range<usize>| range.contains(&place.start);
        let before = words.partition_point(|range| range.start <= place.start);
        let is_word = words
            .get(..before)
            .unwrap_or(&[])
            .iter()
            .rev()
            .take(8)
            .any(covers);
        if !is_word && known.iter().any(|(known, _)| *known == label) && !all.iter().any(covers) {
            all.push(place);
        }
    }
    all.sort_by_key(|range| range.start);
    all
}

fn trimmed(text: &str, span: &Range<usize>) -> Range<usize> {
    let slice = text.get(span.clone()).unwrap_or("");
    let start = span.start + slice.len() - slice.trim_start().len();
    start..(span.start + slice.trim_end().len()).max(start)
}

/// A label as they are compared (CommonMark 0.31, matches).
fn folded(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
