//! What every reader of marked-up text shares: it takes a source, gives numbers to nodes, collects diagnostics,
//! and keeps what one part of the text says for the others (links, abbreviations, notes).
//!
//! Articles of Markdown, YAML, HTML and news all have phrases of Markdown or HTML in them,
//! so their readers borrow one context for as long as they read.

use super::html::{NoteLinks, Texts};
use super::markdown::Dialect;
use crate::diag::Report;
use crate::model::{Block, Inline, InlineKind, Node, NodeIds};
use crate::source::{Source, Span};
use std::collections::{BTreeMap, BTreeSet};

/// The texts of notes, by label.
pub(super) type Notes = BTreeMap<String, (Span, Vec<Block>)>;

/// The context of one source that is read.
pub(super) struct Context<'a> {
    pub(super) source: &'a Source,
    pub(super) ids: &'a mut NodeIds,
    pub(super) report: &'a mut Report,
    /// The labels of notes whose texts stand elsewhere in the article than the phrase that
    /// marks them. A mark without a text is not a mark.
    pub(super) labels: Vec<String>,
    /// The number of inline notes so far.
    in_line: usize,
    /// The link definitions of the text being read. They also apply to parts that are read
    /// separately, such as a line of verse or a caption.
    pub(super) links: Vec<String>,
    /// Its abbreviations, which apply to such parts too.
    pub(super) short: BTreeMap<String, String>,
    /// Whether the text read next is one phrase: a picture alone in it is not a figure, and
    /// a bar before it does not make verse.
    pub(super) is_phrase: bool,
    /// The dialects reported so far.
    pub(super) dialects: BTreeSet<Dialect>,
    /// The HTML elements in the source that are notes.
    pub(super) note_links: NoteLinks,
    /// The texts of the HTML notes read so far.
    pub(super) texts: Texts,
    /// Whether centred or right-aligned paragraphs were reported.
    pub(super) tells_sides: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(source: &'a Source, ids: &'a mut NodeIds, report: &'a mut Report) -> Self {
        Context {
            source,
            ids,
            report,
            labels: Vec::new(),
            in_line: 0,
            links: Vec::new(),
            short: BTreeMap::new(),
            is_phrase: false,
            dialects: BTreeSet::new(),
            note_links: NoteLinks::of(source.text()),
            texts: Texts::new(),
            tells_sides: false,
        }
    }

    pub(super) fn source(&self) -> &'a Source {
        self.source
    }

    pub(super) fn report(&mut self) -> &mut Report {
        self.report
    }

    pub(super) fn node(&mut self, span: Span) -> Node {
        self.ids.node(span)
    }

    /// Text that the source does not contain, such as the comma between two authors, with
    /// byte `at` as its place.
    pub(super) fn made(&mut self, text: &str, at: usize) -> Inline {
        Inline {
            node: self.ids.node(self.source.span(at..at)),
            kind: InlineKind::Text(text.to_owned()),
        }
    }

    /// Keeps the text of an HTML note until its mark takes it.
    pub(super) fn add_note(&mut self, label: String, span: Span, body: Vec<Block>) {
        let (_, text) = self.texts.entry(label).or_insert((span, Vec::new()));
        text.extend(body);
    }

    /// The number of HTML notes read so far.
    pub(super) fn count_of_notes(&self) -> usize {
        self.texts.len()
    }

    /// An unused label, for a note without one.
    pub(super) fn next_label(&mut self) -> String {
        loop {
            self.in_line += 1;
            let label = format!("n{}", self.in_line);
            if !self.labels.contains(&label) {
                return label;
            }
        }
    }
}
