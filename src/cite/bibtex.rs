//! Takes the text of a BibTeX or BibLaTeX file; returns its entries, each with its place.
//!
//! An entry that cannot be parsed is reported and blanked, and the rest is parsed again; a field
//! of a wrong type is reported and left out. Neither loses the others.

use super::library::Record;
use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::source::{Source, Span};
use biblatex::{
    Bibliography, Chunk, ChunksExt, EntryType, ParseError, ParseErrorKind, RawBibliography,
    Spanned, TypeError,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// The most faults that are reported of one file.
const MOST_FAULTS: usize = 100;

/// Reads the entries of a file. Words that BibTeX has no field for are in the language.
pub(super) fn read(source: &Source, lang: &Lang, report: &mut Report) -> Vec<Record> {
    let mut text = source.text().to_owned();
    for _ in 0..MOST_FAULTS {
        let parsed = RawBibliography::parse(&text)
            .and_then(|raw| Ok((spans(&raw), Bibliography::from_raw(raw)?)));
        let error = match parsed {
            Ok((spans, bibliography)) => {
                return records(source, &spans, &bibliography, lang, report);
            }
            Err(error) => error,
        };
        let range = entry_at(&text, error.span.start);
        report.push(complaint(source, &error));
        let Some(entry) = text.get(range.clone()) else {
            return Vec::new();
        };
        // Blanks of the same length keep the places of what follows.
        let blank = " ".repeat(entry.len());
        text.replace_range(range, &blank);
    }
    Vec::new()
}

/// The bytes of the entry around a byte: from its `@` to that of the next.
fn entry_at(text: &str, at: usize) -> Range<usize> {
    let is_start = |at: usize| {
        let line = text.get(..at).and_then(|before| before.rsplit('\n').next());
        line.is_some_and(|line| line.trim().is_empty())
    };
    let mut starts = text.match_indices('@').map(|(at, _)| at);
    let mut first = 0;
    let end = loop {
        match starts.find(|start| is_start(*start)) {
            Some(start) if start <= at => first = start,
            Some(start) => break start,
            None => break text.len(),
        }
    };
    first..end
}

/// Where the entry of each key stands.
fn spans(raw: &RawBibliography) -> BTreeMap<String, Range<usize>> {
    let entries = raw.entries.iter();
    entries
        .map(|entry| (entry.v.key.v.to_owned(), entry.v.key.span.clone()))
        .collect()
}

fn complaint(source: &Source, error: &ParseError) -> Diagnostic {
    let span = source.span(error.span.clone());
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the kinds of error are biblatex's, and more may come"
    )]
    match &error.kind {
        ParseErrorKind::DuplicateKey(key) => {
            let message = format!("the entry `{key}` is defined twice; the first one is used");
            Diagnostic::warning(Code::DoubleEntry, span, message)
                .hint("give each work a key of its own")
        }
        ParseErrorKind::UnknownAbbreviation(name) => {
            let message = format!("the abbreviation `{name}` is not defined; entry left out");
            Diagnostic::warning(Code::BibliographyEntry, span, message).hint(format!(
                "define it: `@string{{{name} = {{…}}}}`, or put the value in braces"
            ))
        }
        kind => {
            let message = format!("the entry cannot be read: {kind}; left out");
            Diagnostic::warning(Code::BibliographyEntry, span, message)
                .hint("write an entry as `@book{key, title = {…}, year = 2020}`")
        }
    }
}

fn records(
    source: &Source,
    spans: &BTreeMap<String, Range<usize>>,
    bibliography: &Bibliography,
    lang: &Lang,
    report: &mut Report,
) -> Vec<Record> {
    let mut records = Vec::new();
    for entry in bibliography.iter() {
        let range = spans.get(&entry.key).cloned().unwrap_or(0..0);
        let span = source.span(range);
        let mut entry = entry.clone();
        join_subtitle(&mut entry);
        complete_thesis(&mut entry, lang);
        if let Some(read) = typed(source, span, entry, report) {
            records.push(Record { entry: read, span });
        }
    }
    records
}

/// The entry with typed fields: those of a wrong type are left out, and reported.
fn typed(
    source: &Source,
    span: Span,
    mut entry: biblatex::Entry,
    report: &mut Report,
) -> Option<hayagriva::Entry> {
    loop {
        let error = match hayagriva::Entry::try_from(&entry) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let wrong = field_at(&entry, &error);
        let (place, what) = match &wrong {
            Some(field) => (source.span(error.span.clone()), format!("field `{field}`")),
            None => (span, "entry".to_owned()),
        };
        let message = format!(
            "the {what} of `{}` cannot be read: {}; left out",
            entry.key, error.kind
        );
        report.push(Diagnostic::warning(Code::BibliographyEntry, place, message));
        entry.fields.remove(&wrong?);
    }
}

/// The name of the field that an error is about.
fn field_at(entry: &biblatex::Entry, error: &TypeError) -> Option<String> {
    let at = error.span.start;
    let holds = |chunks: &Vec<Spanned<Chunk>>| {
        chunks
            .iter()
            .any(|chunk| chunk.span.start <= at && at <= chunk.span.end)
    };
    let mut fields = entry.fields.iter();
    let found = fields.find(|(_, chunks)| holds(chunks));
    found.map(|(name, _)| name.clone())
}

/// Titles with their subtitles, which hayagriva does not read (CSL 1.0.2 has no subtitles: they
/// are a part of the title, after a colon).
fn join_subtitle(entry: &mut biblatex::Entry) {
    for (title, subtitle) in [
        ("title", "subtitle"),
        ("booktitle", "booksubtitle"),
        ("maintitle", "mainsubtitle"),
        ("journaltitle", "journalsubtitle"),
        ("journal", "journalsubtitle"),
    ] {
        let Some(more) = entry.fields.get(subtitle).cloned() else {
            continue;
        };
        let Some(chunks) = entry.fields.get_mut(title) else {
            continue;
        };
        let end = chunks.last().map_or(0, |chunk| chunk.span.end);
        let ends_in_mark = matches!(
            chunks.last().map(|chunk| &chunk.v),
            Some(Chunk::Normal(text) | Chunk::Verbatim(text)) if text.ends_with(['?', '!', ':', '.'])
        );
        let joint = if ends_in_mark { " " } else { ": " };
        chunks.push(Spanned::new(Chunk::Normal(joint.to_owned()), end..end));
        chunks.extend(more);
    }
}

/// What a thesis is called in a language: for a doctorate, and for a master's degree.
const THESES: [(&str, &str, &str); 7] = [
    ("fr", "thèse de doctorat", "mémoire de master"),
    ("de", "Dissertation", "Masterarbeit"),
    ("es", "tesis doctoral", "tesis de máster"),
    ("it", "tesi di dottorato", "tesi di laurea magistrale"),
    ("pt", "tese de doutoramento", "dissertação de mestrado"),
    ("nl", "proefschrift", "masterscriptie"),
    ("pl", "rozprawa doktorska", "praca magisterska"),
];

/// Stands for languages without a row.
const ENGLISH: (&str, &str, &str) = ("en", "PhD thesis", "Master’s thesis");

/// A thesis with the house that it was written at, which CSL has as its publisher, and with its
/// kind in the language (biblatex's manual, 2.1.1: by default a word of the locale).
fn complete_thesis(entry: &mut biblatex::Entry, lang: &Lang) {
    let is_doctoral = entry.entry_type == EntryType::PhdThesis;
    if !is_doctoral
        && !matches!(
            entry.entry_type,
            EntryType::MastersThesis | EntryType::Thesis
        )
    {
        return;
    }
    let fields = &mut entry.fields;
    if !fields.contains_key("publisher") {
        let house = fields.get("institution").or_else(|| fields.get("school"));
        if let Some(house) = house.cloned() {
            fields.insert("publisher".to_owned(), house);
        }
    }
    let words = THESES.iter().find(|(tag, ..)| *tag == lang.primary());
    let (_, doctoral, masters) = words.unwrap_or(&ENGLISH);
    let word = |word: &str| vec![Spanned::new(Chunk::Normal(word.to_owned()), 0..0)];
    let named = fields.get("type").map(|chunks| chunks.format_verbatim());
    let is_masters = entry.entry_type == EntryType::MastersThesis;
    let kind = match named.as_deref() {
        Some("phdthesis") => doctoral,
        Some("mathesis") => masters,
        None if is_doctoral => doctoral,
        None if is_masters => masters,
        Some(_) | None => return,
    };
    entry.fields.insert("type".to_owned(), word(kind));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn keys(text: &str) -> (Vec<String>, Report) {
        let source = Source::new(SourceId(1), "works.bib", text);
        let mut report = Report::new();
        let records = read(&source, &Lang::undetermined(), &mut report);
        report.locate(&[source]);
        let keys = records.iter().map(|r| r.entry.key().to_owned());
        (keys.collect(), report)
    }

    #[test]
    fn a_broken_entry_does_not_lose_the_others() {
        let text =
            "@book{one, title = {One}}\n\n@book{two, title = }\n\n@book{three, title = {Three}}\n";
        let (keys, report) = keys(text);
        assert_eq!(keys, ["one", "three"]);
        assert!(report.to_string().starts_with("works.bib:3:"), "{report}");
    }

    #[test]
    fn a_field_of_a_wrong_type_does_not_lose_its_entry() {
        let text = "@book{one, title = {One}, date = {soon}, urldate = {2020-13-41}}\n";
        let (keys, _) = keys(text);
        assert_eq!(keys, ["one"]);
    }

    #[test]
    fn a_key_that_is_defined_twice_is_reported_and_the_first_counts() {
        let text = "@book{one, title = {One}}\n@book{one, title = {Other}}\n";
        let (keys, report) = keys(text);
        assert_eq!(keys, ["one"]);
        assert_eq!(report.count(crate::diag::Severity::Warning), 1, "{report}");
    }

    #[test]
    fn a_subtitle_follows_its_title() {
        let text = "@book{one, title = {One}, subtitle = {Two}}\n";
        let source = Source::new(SourceId(1), "works.bib", text);
        let records = read(&source, &Lang::undetermined(), &mut Report::new());
        let title = records[0].entry.title().map(ToString::to_string);
        assert_eq!(title.as_deref(), Some("One: Two"));
    }
}
