//! Markdown in, blocks and inlines out.
//!
//! pulldown-cmark reads CommonMark with its extensions and gives every event a
//! byte range; this reader makes nodes of the events. What it does not read is
//! read here: fenced divs and abbreviations are [masked](mask) before, with all
//! offsets kept; attributes, spans, super- and subscripts inside words are found
//! in the finished inlines ([`marks`]).

mod attributes;
mod block;
mod div;
mod html;
mod inline;
mod marks;
mod mask;
mod table;
mod template;

use super::frontmatter;
use super::origin::Origin;
use crate::diag::{Diagnostic, Report};
use crate::model::{
    Article, Attributes, Block, BlockKind, Inline, InlineKind, Node, NodeId, NodeIds, plain_text,
};
use crate::source::{Source, Span};
use mask::Masked;
use pulldown_cmark::{Event, Options, Parser};
use std::collections::BTreeMap;
use std::ops::Range;

/// How deep blocks and inlines may be nested: deeper ones are taken for
/// mistakes or mischief, and their text is kept flat.
const MAX_DEPTH: usize = 64;

/// Reads an article in Markdown.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let mut markdown = Markdown::new(source, ids, report);
    let (metadata, body) = frontmatter::read(source, &mut markdown);
    let text = source.text().get(body..).unwrap_or("");
    let body = markdown.blocks(text, &Origin::verbatim(source, body));
    let mut article = Article {
        metadata,
        body,
        ..Article::default()
    };
    take_headline(&mut article);
    article
}

/// A first-level heading before any text is the headline, where the front
/// matter names none; where it names the same, it is printed once.
fn take_headline(article: &mut Article) {
    let Some(Block {
        kind: BlockKind::Heading { level: 1, content },
        ..
    }) = article.body.first()
    else {
        return;
    };
    let headline = plain_text(&article.metadata.headline);
    if headline.is_empty() {
        article.metadata.headline = content.clone();
        article.body.remove(0);
    } else if headline == plain_text(content) {
        article.body.remove(0);
    }
}

/// The reader: it numbers nodes and complains for as long as it lives.
pub(super) struct Markdown<'a> {
    source: &'a Source,
    ids: &'a mut NodeIds,
    report: &'a mut Report,
}

impl<'a> Markdown<'a> {
    pub(super) fn new(source: &'a Source, ids: &'a mut NodeIds, report: &'a mut Report) -> Self {
        Markdown {
            source,
            ids,
            report,
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

    /// A run of text that stands in no source, such as the comma between two
    /// authors; its place is byte `at`.
    pub(super) fn made(&mut self, text: &str, at: usize) -> Inline {
        Inline {
            node: self.ids.node(self.source.span(at..at)),
            kind: InlineKind::Text(text.to_owned()),
        }
    }

    /// The blocks of a text.
    pub(super) fn blocks(&mut self, text: &str, origin: &Origin) -> Vec<Block> {
        let masked = mask::mask(text);
        let mut reading = Reading::new(self, &masked, origin);
        let mut blocks = reading.blocks_to_end();
        reading.settle_notes(&mut blocks);
        blocks
    }

    /// The inlines of a text that is one phrase: a headline, a caption. A text
    /// that makes other blocks than one paragraph is taken literally.
    pub(super) fn inlines(&mut self, text: &str, origin: &Origin) -> Vec<Inline> {
        let span = origin.span(0..text.len());
        let mut blocks = self.blocks(text, origin);
        match (blocks.pop(), blocks.is_empty()) {
            (
                Some(Block {
                    kind: BlockKind::Paragraph(content),
                    ..
                }),
                true,
            ) => content,
            (None, true) => Vec::new(),
            _ => origin
                .cut(0..text.len())
                .into_iter()
                .map(|(range, part)| Inline {
                    node: self.ids.node(if range.is_empty() { span } else { part }),
                    kind: InlineKind::Text(text.get(range).unwrap_or("").to_owned()),
                })
                .collect(),
        }
    }
}

/// The options of CommonMark's extensions. No smart punctuation: that is
/// `typography`'s, which knows the language.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

/// One text being read: its events, and what is known across them.
struct Reading<'r, 'a, 't> {
    markdown: &'r mut Markdown<'a>,
    masked: &'t Masked,
    origin: &'t Origin,
    events: std::iter::Peekable<pulldown_cmark::OffsetIter<'t>>,
    /// The texts of the notes, by label, until their mark takes them.
    notes: BTreeMap<String, (Span, Vec<Block>)>,
    /// The captions of pictures, until a figure takes them.
    captions: BTreeMap<NodeId, Vec<Inline>>,
    /// The mark of a task, until its item takes it.
    task: Option<bool>,
    /// Whether a line end in the source is one in the text.
    verse: bool,
    /// The tags of HTML that are open in the phrase being read.
    tags: Vec<inline::Open>,
    /// Whether the div read last was closed, and how many were passed over.
    closed: bool,
    ignored: usize,
    depth: usize,
}

impl<'r, 'a, 't> Reading<'r, 'a, 't> {
    fn new(markdown: &'r mut Markdown<'a>, masked: &'t Masked, origin: &'t Origin) -> Self {
        let parser = Parser::new_ext(&masked.text, options());
        Reading {
            markdown,
            masked,
            origin,
            events: parser.into_offset_iter().peekable(),
            notes: BTreeMap::new(),
            captions: BTreeMap::new(),
            task: None,
            verse: false,
            tags: Vec::new(),
            closed: false,
            ignored: 0,
            depth: 0,
        }
    }

    fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        self.events.next()
    }

    fn node(&mut self, range: Range<usize>) -> Node {
        let span = self.origin.span(range);
        self.markdown.node(span)
    }

    fn block(&mut self, range: Range<usize>, kind: BlockKind) -> Block {
        let end = trimmed_end(&self.masked.text, &range);
        Block {
            node: self.node(range.start..end),
            attributes: Attributes::default(),
            kind,
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.markdown.report.push(diagnostic);
    }

    /// Tells captions that no figure took, and gives each note its text where
    /// its first mark stands; a later mark of
    /// the same label stays empty and means the same note. A text without a
    /// mark is put at the end, so that it is not lost.
    fn settle_notes(&mut self, blocks: &mut Vec<Block>) {
        // A picture in a line has no place for a caption.
        for caption in std::mem::take(&mut self.captions).into_values() {
            if let Some(first) = caption.first() {
                let text = plain_text(&caption);
                self.push(
                    Diagnostic::warning(
                        "unused-caption",
                        first.node.span,
                        format!("the caption `{text}` is not printed"),
                    )
                    .hint("a picture alone in its paragraph is a figure, with its caption"),
                );
            }
        }
        if self.notes.is_empty() {
            return;
        }
        let mut notes = std::mem::take(&mut self.notes);
        inline::fill_notes(blocks, &mut notes);
        for (label, (span, body)) in notes {
            self.push(
                Diagnostic::warning(
                    "unused-note",
                    span,
                    format!("no mark in the text leads to the note `{label}`"),
                )
                .hint(format!("put `[^{label}]` where its mark belongs"))
                .hint("its text was put at the end of the article"),
            );
            blocks.extend(body);
        }
    }
}

/// The end of a range without the line ends that close it.
fn trimmed_end(text: &str, range: &Range<usize>) -> usize {
    let slice = text.get(range.clone()).unwrap_or("");
    range.start + slice.trim_end_matches(['\n', ' ', '\t']).len()
}
