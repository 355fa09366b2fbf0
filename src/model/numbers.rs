//! Takes a publication; gives their numbers to its figures, tables, formulas, listings and
//! sections, and puts labels before captions.
//!
//! All stages after this one read the numbers in [`Publication::labels`] and compute none. A
//! label before a caption is text of the caption, so that every writer and the proof know it.

use super::sections::sections;
use super::walk::{self, Visitor};
use super::{
    Article, Attributes, Block, BlockKind, CitationForm, Inline, InlineKind, Label, LabelKind,
    LabelNumbers, Matter, NodeId, NodeIds, NumberBy, Publication, Role, plain_text,
};
use crate::lang::Lang;
use crate::source::Span;
use std::collections::BTreeMap;

/// The class of a label before a caption.
pub(crate) const LABEL: &str = "caption-label";

/// The class of the number of a chapter in its headline.
const NUMBER: &str = "number";

/// The class of the caption of a listing, a paragraph before it.
pub(crate) const LISTING: &str = "listing-caption";

/// The class of what is not numbered.
pub(crate) const UNNUMBERED: &str = "unnumbered";

impl Publication {
    /// Numbers what its articles ask for, or else the publication, or else `usual`, which is
    /// what the theme asks for. What has an identifier as `fig:map` is numbered in any case.
    pub(super) fn number(&mut self, usual: &LabelNumbers) {
        let usual = self.metadata.numbering.clone().or(usual);
        let cites_sections = self.articles.iter().any(cites_sections);
        let mut chapters = 0;
        let mut counter = Counter::default();
        for article in &mut self.articles {
            let place = article.place;
            if !place.role.is_text() {
                continue;
            }
            let mut asked = article.metadata.numbering.clone().or(&usual);
            if cites_sections {
                let kinds = asked.kinds.take().unwrap_or_default().into_iter();
                asked.kinds = Some(LabelKind::sorted(kinds.chain([LabelKind::Section])));
            }
            let by = asked.by.unwrap_or_default();
            if by != NumberBy::Book {
                counter.counts = BTreeMap::new();
            }
            let is_chapter = place.role == Role::Article && place.matter == Matter::Body;
            counter.chapter = None;
            if self.bound && is_chapter {
                chapters += 1;
                counter.chapter = (by == NumberBy::Chapter).then(|| chapters.to_string());
            }
            counter.top = BTreeMap::new();
            counter.number_sections(article, &asked, self.bound);
            counter.asked = asked;
            let lang = article.lang();
            counter.ids = NodeIds::after(article.source, article.next_index);
            let mut body = std::mem::take(&mut article.body);
            counter.blocks(&mut body, &lang);
            article.body = body;
            counter.number_headline(article);
            article.next_index = counter.ids.next_index();
        }
        self.labels = counter.labels;
    }
}

impl Publication {
    /// The numbers of the sections that have one, by heading.
    pub(crate) fn section_numbers(&self) -> BTreeMap<NodeId, String> {
        let labels = self.labels.iter();
        let sections = labels.filter(|(_, label)| label.kind == LabelKind::Section);
        sections
            .map(|(heading, label)| (*heading, label.number.clone()))
            .collect()
    }

    /// The numbers of the displayed formulas that have one, in their brackets.
    pub(crate) fn equation_numbers(&self) -> BTreeMap<NodeId, String> {
        let labels = self.labels.iter();
        let equations = labels.filter(|(_, label)| label.kind == LabelKind::Equation);
        equations
            .map(|(formula, label)| (*formula, label.shown()))
            .collect()
    }
}

/// Whether an article refers to a section by its label.
fn cites_sections(article: &Article) -> bool {
    struct Cites(bool);
    impl Visitor<'_> for Cites {
        fn inline(&mut self, inline: &Inline) {
            if let InlineKind::Citation(citation) = &inline.kind
                && matches!(
                    citation.form,
                    CitationForm::Bracketed | CitationForm::InText
                )
            {
                let mut items = citation.items.iter();
                self.0 |= items
                    .any(|item| LabelKind::of_identifier(&item.key) == Some(LabelKind::Section));
            }
        }
    }
    let mut cites = Cites(false);
    walk::article(article, &mut cites);
    cites.0
}

/// What counts the blocks of an article.
struct Counter {
    asked: LabelNumbers,
    /// The number of the chapter, if numbers begin with it.
    chapter: Option<String>,
    /// The numbers of the top sections of a lone article whose chapters they are.
    top: BTreeMap<NodeId, String>,
    counts: BTreeMap<LabelKind, u32>,
    ids: NodeIds,
    labels: BTreeMap<NodeId, Label>,
}

impl Default for Counter {
    fn default() -> Counter {
        Counter {
            asked: LabelNumbers::default(),
            chapter: None,
            top: BTreeMap::new(),
            counts: BTreeMap::new(),
            ids: NodeIds::new(Default::default()),
            labels: BTreeMap::new(),
        }
    }
}

impl Counter {
    /// Numbers the sections of an article, and finds the chapters of a lone one.
    fn number_sections(&mut self, article: &Article, asked: &LabelNumbers, bound: bool) {
        let by_top = !bound && asked.by == Some(NumberBy::Chapter);
        if !by_top && !asked.has(LabelKind::Section) {
            return;
        }
        for section in sections(article) {
            let number = section.number;
            if number.is_empty() {
                continue;
            }
            if by_top && !number.contains('.') {
                self.top.insert(section.node, number.clone());
            }
            if asked.has(LabelKind::Section) {
                let label = Label {
                    kind: LabelKind::Section,
                    number: self.with_chapter(&number),
                    lang: section.lang,
                };
                self.labels.insert(section.node, label);
            }
        }
    }

    /// Puts the number of a chapter before its headline, where its sections are numbered too: it is
    /// the section that they are in.
    fn number_headline(&mut self, article: &mut Article) {
        let is_numbered = self.asked.has(LabelKind::Section) && self.top.is_empty();
        let headline = &mut article.metadata.headline;
        if let (Some(chapter), Some(first), true) = (&self.chapter, headline.first(), is_numbered) {
            let words = format!("{chapter}\u{2002}");
            let span = first.node.span;
            let words = self.words(NUMBER, &words, span);
            headline.insert(0, words);
        }
    }

    fn with_chapter(&self, number: &str) -> String {
        match &self.chapter {
            Some(chapter) => format!("{chapter}.{number}"),
            None => number.to_owned(),
        }
    }

    fn blocks(&mut self, blocks: &mut Vec<Block>, lang: &Lang) {
        let mut captions = Vec::new();
        for (at, block) in blocks.iter_mut().enumerate() {
            let lang = &block.node.lang.clone().unwrap_or_else(|| lang.clone());
            if let Some(chapter) = self.top.get(&block.node.id) {
                self.chapter = Some(chapter.clone());
                self.counts = BTreeMap::new();
            }
            self.block(block, lang);
            if let Some(caption) = self.caption_of_listing(block) {
                captions.push((at, caption));
            }
            for body in block.kind.children_mut() {
                self.blocks(body, lang);
            }
        }
        for (at, caption) in captions.into_iter().rev() {
            blocks.insert(at, caption);
        }
    }

    /// Numbers a block, and puts its label before its caption.
    fn block(&mut self, block: &mut Block, lang: &Lang) {
        let Some(kind) = kind_of(block) else {
            return;
        };
        if !self.is_numbered(block, kind) {
            return;
        }
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        let number = count.to_string();
        let label = Label {
            kind,
            number: self.with_chapter(&number),
            lang: lang.clone(),
        };
        let span = block.node.span;
        if let Some(caption) = block.kind.caption_mut() {
            let words = label.caption(!caption.is_empty());
            let words = self.words(LABEL, &words, span);
            caption.insert(0, words);
        }
        self.labels.insert(block.node.id, label);
    }

    fn is_numbered(&self, block: &Block, kind: LabelKind) -> bool {
        if block.attributes.has_class(UNNUMBERED) {
            return false;
        }
        let identifier = block.attributes.id.as_deref();
        let own = identifier.and_then(LabelKind::of_identifier);
        // What has no caption is a picture, a table or some code in the text.
        let is_named = match &block.kind {
            BlockKind::Figure(figure) => !plain_text(&figure.caption).is_empty(),
            BlockKind::Table(table) => !plain_text(&table.caption).is_empty(),
            BlockKind::Code { .. } => block.attributes.get(CAPTION).is_some(),
            BlockKind::Math(_) => true,
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Div(_)
            | BlockKind::Break(_) => false,
        };
        own == Some(kind) || is_named && self.asked.has(kind)
    }

    /// The paragraph before a listing: its label, and the caption that its author gave it.
    fn caption_of_listing(&mut self, block: &Block) -> Option<Block> {
        let BlockKind::Code { .. } = &block.kind else {
            return None;
        };
        let caption = block.attributes.get(CAPTION).map(str::trim);
        let caption = caption.filter(|caption| !caption.is_empty());
        let span = block.node.span;
        let mut content = Vec::new();
        if let Some(label) = self.labels.get(&block.node.id) {
            let words = label.caption(caption.is_some());
            content.push(self.words(LABEL, &words, span));
        }
        content.extend(caption.map(|caption| Inline {
            node: self.ids.node(span),
            kind: InlineKind::Text(caption.to_owned()),
        }));
        if content.is_empty() {
            return None;
        }
        let mut paragraph = Block::new(self.ids.node(span), BlockKind::Paragraph(content));
        paragraph.node.lang.clone_from(&block.node.lang);
        paragraph.attributes.classes.push(LISTING.to_owned());
        Some(paragraph)
    }

    fn words(&mut self, class: &str, words: &str, span: Span) -> Inline {
        let attributes = Attributes {
            classes: vec![class.to_owned()],
            ..Attributes::default()
        };
        let node = self.ids.node(span);
        let text = Inline {
            node: self.ids.node(span),
            kind: InlineKind::Text(words.to_owned()),
        };
        Inline {
            node,
            kind: InlineKind::Span(attributes, vec![text]),
        }
    }
}

/// The attribute that gives a listing its caption.
pub(crate) const CAPTION: &str = "caption";

/// What a block is to be called by its number.
fn kind_of(block: &Block) -> Option<LabelKind> {
    match &block.kind {
        BlockKind::Figure(_) => Some(LabelKind::Figure),
        BlockKind::Table(_) => Some(LabelKind::Table),
        BlockKind::Math(_) => Some(LabelKind::Equation),
        BlockKind::Code { .. } => Some(LabelKind::Listing),
        BlockKind::Paragraph(_)
        | BlockKind::Heading { .. }
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Quote(_)
        | BlockKind::PullQuote(_)
        | BlockKind::Epigraph(_)
        | BlockKind::Aside(_)
        | BlockKind::Verse(_)
        | BlockKind::Rule
        | BlockKind::Div(_)
        | BlockKind::Break(_) => None,
    }
}
