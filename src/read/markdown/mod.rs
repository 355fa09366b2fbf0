//! Takes Markdown; returns blocks and inlines.
//!
//! pulldown-cmark reads CommonMark with its extensions and gives every event a
//! byte range; this reader makes nodes of the events. What other programs write is
//! [rewritten](dialect) before that. What it does not read is
//! read here: fenced divs and abbreviations are [masked](mask) before, with all
//! offsets kept; attributes, spans, super- and subscripts inside words are found
//! in the finished inlines ([`marks`]).

mod block;
mod brackets;
mod callout;
mod code;
mod definitions;
mod dialect;
mod div;
mod figure;
mod heading;
mod inline;
mod list_table;
mod marks;
mod mask;
mod table;
mod tags;
mod template;

use super::context::{Context, Notes};
use super::frontmatter;
use super::origin::Origin;
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{
    Article, Attributes, Block, BlockKind, Figure, Inline, InlineKind, Node, NodeId, NodeIds,
    plain_text, walk,
};
use crate::source::Source;
pub(super) use dialect::Dialect;
pub(super) use heading::take_headline;
pub(super) use inline::{address, unlinked};
use mask::Masked;
use pulldown_cmark::{Event, Options, Parser};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How deep blocks and inlines may be nested: deeper ones are taken for
/// mistakes or mischief, and their text is kept flat.
pub(super) const MAX_DEPTH: usize = 64;

/// Reads an article in Markdown.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let mut context = Context::new(source, ids, report);
    context.labels = mask::labels(source.text());
    let (metadata, body) = frontmatter::read(source, &mut context);
    let text = source.text().get(body..).unwrap_or("");
    let origin = Origin::verbatim(source, body);
    let (text, origin) = dialect::rewrite(text, origin, &mut context);
    let (body, notes) = context.blocks_and_notes(&text, &origin);
    let mut article = Article {
        metadata,
        body,
        ..Article::default()
    };
    context.settle_notes(&mut article, notes);
    // A mark in the text asks for a list as the key does.
    let marked = context.dialects.contains(&dialect::Dialect::Contents);
    article.metadata.contents |= marked;
    take_headline(&mut article);
    article
}

impl Context<'_> {
    /// The blocks of a text, which has the texts of its notes in it, or leaves them to
    /// the article.
    pub(super) fn blocks(&mut self, text: &str, origin: &Origin) -> Vec<Block> {
        let (mut blocks, mut notes) = self.blocks_and_notes(text, origin);
        if !notes.is_empty() {
            inline::fill_notes(&mut blocks, &mut notes);
            self.tell_unused(notes, &mut blocks);
        }
        blocks
    }

    /// The blocks of a text of YAML, in any dialect.
    pub(super) fn blocks_of_source(&mut self, text: &str, origin: Origin) -> Vec<Block> {
        let (text, origin) = dialect::rewrite(text, origin, self);
        self.blocks(&text, &origin)
    }

    /// The inlines of a phrase of YAML, in any dialect: a phrase has no blocks.
    pub(super) fn inlines_of_source(&mut self, text: &str, origin: Origin) -> Vec<Inline> {
        let (text, origin) = dialect::rewrite_phrase(text, origin, self);
        self.inlines(&text, &origin)
    }

    /// The blocks of a text, and the texts of the notes that it defines.
    fn blocks_and_notes(&mut self, text: &str, origin: &Origin) -> (Vec<Block>, Notes) {
        let defined = self.with_definitions(text);
        let masked = mask::mask(&defined);
        let links = definitions::check(&masked.text, text.len(), origin, self.report);
        let outer = std::mem::replace(&mut self.links, links);
        let outer_short = std::mem::replace(&mut self.short, masked.abbreviations.clone());
        let is_phrase = std::mem::take(&mut self.is_phrase);
        let mut reading = Reading::new(self, &masked, origin, text.len());
        reading.is_phrase = is_phrase;
        let blocks = reading.blocks_to_end();
        reading.tell_captions();
        let notes = std::mem::take(&mut reading.notes);
        let explained = std::mem::take(&mut reading.explained);
        (self.links, self.short) = (outer, outer_short);
        definitions::check_abbreviations(text, &masked, &explained, origin, self.report);
        (blocks, notes)
    }

    /// A text, and after it a definition of every link and note that it marks and leaves to
    /// the article: pulldown-cmark takes no other for a mark.
    fn with_definitions<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut defined = Cow::Borrowed(text);
        if text.contains('[') {
            for link in self.links.iter().filter(|link| !text.contains(&***link)) {
                let defined = defined.to_mut();
                defined.push_str("\n\n");
                defined.push_str(link);
            }
        }
        for (short, long) in &self.short {
            if text.contains(short) && !text.contains("*[") {
                defined
                    .to_mut()
                    .push_str(&format!("\n\n*[{short}]: {long}"));
            }
        }
        if self.labels.is_empty() || !text.contains("[^") {
            return defined;
        }
        let own = mask::labels(text);
        for label in self.labels.iter().filter(|label| !own.contains(label)) {
            if text.contains(&format!("[^{label}]")) {
                defined
                    .to_mut()
                    .push_str(&format!("\n\n[^{label}]: elsewhere"));
            }
        }
        defined
    }

    /// Gives each note its text where its first mark stands in the order of reading; a
    /// later mark of the same label stays empty and means the same note.
    pub(super) fn settle_notes(&mut self, article: &mut Article, mut notes: Notes) {
        for (label, text) in std::mem::take(&mut self.texts) {
            notes.entry(label).or_insert(text);
        }
        if notes.is_empty() {
            return;
        }
        let (before, after) = walk::opening_and_close_mut(&mut article.metadata);
        for phrase in before {
            inline::fill(phrase, 0, &mut notes);
        }
        inline::fill_notes(&mut article.body, &mut notes);
        for phrase in after {
            inline::fill(phrase, 0, &mut notes);
        }
        self.tell_unused(notes, &mut article.body);
    }

    /// Puts a note that no mark leads to at the end, so that it is not lost.
    fn tell_unused(&mut self, notes: Notes, blocks: &mut Vec<Block>) {
        for (label, (span, body)) in notes {
            self.report.push(
                Diagnostic::warning(
                    Code::UnusedNote,
                    span,
                    format!("note `{label}` is never referenced"),
                )
                .hint(format!("put `[^{label}]` where its mark belongs"))
                .hint("its text was put at the end of the article"),
            );
            blocks.extend(body);
        }
    }

    /// The inlines of a text that is one phrase: a headline, a caption. A text
    /// that makes other blocks than one paragraph is taken literally.
    pub(super) fn inlines(&mut self, text: &str, origin: &Origin) -> Vec<Inline> {
        let span = origin.span(0..text.len());
        self.is_phrase = true;
        let mut blocks = self.blocks(text, origin);
        match (blocks.pop().map(phrase), blocks.is_empty()) {
            (Some(Some(content)), true) => content,
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

/// The phrase that a block is, if it is one: a paragraph, or a picture or a formula
/// that has one to itself.
fn phrase(block: Block) -> Option<Vec<Inline>> {
    let plain = block.attributes == Attributes::default() && block.node.lang.is_none();
    let kind = match block.kind {
        BlockKind::Paragraph(content) => return Some(content),
        BlockKind::Figure(Figure {
            picture: Some(picture),
            link: None,
            caption,
            credit,
        }) if plain && caption.is_empty() && credit.is_empty() => InlineKind::Image(picture),
        BlockKind::Math(source) if plain => InlineKind::Math(source),
        BlockKind::Heading { .. }
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Quote(_)
        | BlockKind::PullQuote(_)
        | BlockKind::Epigraph(_)
        | BlockKind::Aside(_)
        | BlockKind::Figure(_)
        | BlockKind::Table(_)
        | BlockKind::Code { .. }
        | BlockKind::Verse(_)
        | BlockKind::Rule
        | BlockKind::Break(_)
        | BlockKind::Div(_)
        | BlockKind::Math(_) => return None,
    };
    Some(vec![Inline {
        node: block.node,
        kind,
    }])
}

/// The options of CommonMark's extensions. No smart punctuation: that is
/// `typography`'s, which knows the language. No attributes of headings: it takes any
/// braces at their end for some, and loses the text in them.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
}

/// Where a link or a picture of a label leads.
struct Defined {
    target: String,
    title: String,
    at: Range<usize>,
}

/// One text being read: its events, and what is known across them.
struct Reading<'r, 'a, 't> {
    context: &'r mut Context<'a>,
    masked: &'t Masked<'t>,
    origin: &'t Origin,
    /// Where the text ends, and the definitions begin that are the article's.
    end: usize,
    events: std::iter::Peekable<pulldown_cmark::OffsetIter<'t>>,
    /// What is defined apart, by label.
    definitions: BTreeMap<String, Defined>,
    /// The texts of the notes, by label, until their mark takes them.
    notes: Notes,
    /// The captions of pictures, until a figure takes them.
    captions: BTreeMap<NodeId, Vec<Inline>>,
    /// The abbreviations that were met and explained.
    explained: BTreeSet<String>,
    /// The ends of lines in the paragraph being read, in order.
    line_ends: Vec<NodeId>,
    /// The mark of a task, until its item takes it.
    task: Option<bool>,
    /// Whether a line end in the source is one in the text.
    verse: bool,
    /// Whether it is in a gallery, where linked pictures in a row are no badges.
    gallery: bool,
    /// Whether all of the text is one phrase.
    is_phrase: bool,
    /// The tags of HTML that are open in the phrase being read.
    tags: Vec<tags::Open>,
    /// Where the text of the heading being read ends, if attributes stand after it.
    cut: Option<usize>,
    /// Whether a film or a sound was opened that has no address of its own.
    unplayed: bool,
    /// How many links the phrase being read stands in.
    links: usize,
    /// How many pictures the phrase being read is to describe.
    pictures: usize,
    /// Where nodes begin in the text, if it may have attributes or escapes in it.
    /// In the order of their numbers, which is that in which they are made.
    starts: Option<Vec<(u32, usize)>>,
    /// Whether the div read last was closed, and how many were passed over.
    closed: bool,
    ignored: usize,
    depth: usize,
}

impl<'r, 'a, 't> Reading<'r, 'a, 't> {
    fn new(
        context: &'r mut Context<'a>,
        masked: &'t Masked<'t>,
        origin: &'t Origin,
        end: usize,
    ) -> Self {
        let parser = Parser::new_ext(&masked.text, options());
        let definitions = parser.reference_definitions().iter();
        let definitions = definitions.map(|(label, definition)| {
            let title = definition.title.as_deref().unwrap_or_default();
            let defined = Defined {
                target: definition.dest.to_string(),
                title: title.to_owned(),
                at: definition.span.clone(),
            };
            (label.to_lowercase(), defined)
        });
        Reading {
            definitions: definitions.collect(),
            context,
            masked,
            origin,
            end,
            events: parser.into_offset_iter().peekable(),
            notes: BTreeMap::new(),
            captions: BTreeMap::new(),
            explained: BTreeSet::new(),
            line_ends: Vec::new(),
            task: None,
            verse: false,
            gallery: false,
            is_phrase: false,
            tags: Vec::new(),
            cut: None,
            unplayed: false,
            links: 0,
            pictures: 0,
            starts: (masked.text.contains(['{', '\\', '^', '~']) || masked.text.contains("!["))
                .then(Vec::new),
            closed: false,
            ignored: 0,
            depth: 0,
        }
    }

    fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        self.events.next()
    }

    fn node(&mut self, range: Range<usize>) -> Node {
        let start = range.start;
        let node = self.context.node(self.origin.span(range));
        self.starts_at(node.id, start);
        node
    }

    /// Notes where a node begins in the text.
    fn starts_at(&mut self, node: NodeId, start: usize) {
        if let Some(starts) = &mut self.starts {
            starts.push((node.index, start));
        }
    }

    /// Where a node begins in the text, if it may have attributes or escapes in it.
    fn start_of(&self, node: NodeId) -> Option<usize> {
        let starts = self.starts.as_ref()?;
        let at = starts.binary_search_by_key(&node.index, |(node, _)| *node);
        starts.get(at.ok()?).map(|(_, start)| *start)
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
        self.context.report.push(diagnostic);
    }

    /// Tells captions that no figure took: a picture in a line has no place for one.
    fn tell_captions(&mut self) {
        for caption in std::mem::take(&mut self.captions).into_values() {
            if let Some(first) = caption.first() {
                let text = plain_text(&caption);
                self.push(
                    Diagnostic::warning(
                        Code::UnusedCaption,
                        first.node.span,
                        format!("caption `{text}` is not printed"),
                    )
                    .hint("a picture on a line of its own is a figure, with its caption"),
                );
            }
        }
    }
}

/// The end of a range without the line ends that close it.
fn trimmed_end(text: &str, range: &Range<usize>) -> usize {
    let slice = text.get(range.clone()).unwrap_or("");
    range.start + slice.trim_end_matches(['\n', ' ', '\t']).len()
}
