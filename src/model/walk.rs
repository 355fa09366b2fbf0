//! Ways through an article, in the order of reading.
//!
//! The order is that in which a text is read aloud: kicker, headline, subtitle,
//! standfirst, byline, dateline, the body, then source, credit, rights and licence;
//! a note where its mark stands; a figure's caption before its credit.

use super::{
    Article, Block, BlockKind, Citation, Inline, InlineKind, Metadata, NodeId, Note, Picture, Row,
    Target,
};
use crate::lang::Lang;
use std::collections::{BTreeMap, VecDeque};

/// Something that is shown each block and each inline of an article once,
/// parents before children. The default of each method does nothing.
pub trait Visitor<'a> {
    /// A block, before what is in it.
    fn block(&mut self, _block: &'a Block) {}
    /// An inline, before what is in it.
    fn inline(&mut self, _inline: &'a Inline) {}
}

/// Shows a visitor everything of an article.
pub fn article<'a>(article: &'a Article, visitor: &mut impl Visitor<'a>) {
    let (before, after) = opening_and_close(&article.metadata);
    for phrase in before {
        inlines(phrase, visitor);
    }
    blocks(&article.body, visitor);
    for phrase in after {
        inlines(phrase, visitor);
    }
}

/// Every picture of an article: its cover, then those of its text.
pub fn pictures(article: &Article) -> Vec<&Picture> {
    let mut pictures = Pictures(article.metadata.cover.iter().collect());
    self::article(article, &mut pictures);
    pictures.0
}

struct Pictures<'a>(Vec<&'a Picture>);

impl<'a> Visitor<'a> for Pictures<'a> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Figure(figure) = &block.kind {
            self.0.extend(&figure.picture);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Image(picture) = &inline.kind {
            self.0.push(picture);
        }
    }
}

/// The phrases of the metadata that are read before the body, and after it.
fn opening_and_close(metadata: &Metadata) -> ([&[Inline]; 6], [&[Inline]; 4]) {
    (
        [
            &metadata.kicker,
            &metadata.headline,
            &metadata.subtitle,
            &metadata.standfirst,
            &metadata.byline,
            &metadata.dateline,
        ],
        [
            &metadata.source,
            &metadata.credit,
            &metadata.rights,
            &metadata.licence,
        ],
    )
}

/// Shows a visitor blocks and what is in them.
pub fn blocks<'a>(blocks: &'a [Block], visitor: &mut impl Visitor<'a>) {
    for block in blocks {
        visitor.block(block);
        for part in parts(block) {
            match part {
                Part::Inlines(content) => inlines(content, visitor),
                Part::Blocks(body) => self::blocks(body, visitor),
            }
        }
    }
}

/// Shows a visitor inlines and what is in them.
pub fn inlines<'a>(content: &'a [Inline], visitor: &mut impl Visitor<'a>) {
    for inline in content {
        visitor.inline(inline);
        if let InlineKind::Note(note) = &inline.kind {
            blocks(&note.body, visitor);
        } else if let Some(content) = content_of(&inline.kind) {
            inlines(content, visitor);
        }
    }
}

/// The inlines within an inline, if it is of a kind that has some.
pub fn content_of(kind: &InlineKind) -> Option<&Vec<Inline>> {
    match kind {
        InlineKind::Emph(content)
        | InlineKind::Strong(content)
        | InlineKind::SmallCaps(content)
        | InlineKind::Super(content)
        | InlineKind::Sub(content)
        | InlineKind::Strike(content)
        | InlineKind::Link { content, .. }
        | InlineKind::Abbreviation { content, .. }
        | InlineKind::Ruby { base: content, .. }
        | InlineKind::Citation(Citation { content, .. })
        | InlineKind::Span(_, content) => Some(content),
        InlineKind::Text(_)
        | InlineKind::Code(_)
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Tie
        | InlineKind::Break => None,
    }
}

/// The same, to be changed.
pub fn content_of_mut(kind: &mut InlineKind) -> Option<&mut Vec<Inline>> {
    match kind {
        InlineKind::Emph(content)
        | InlineKind::Strong(content)
        | InlineKind::SmallCaps(content)
        | InlineKind::Super(content)
        | InlineKind::Sub(content)
        | InlineKind::Strike(content)
        | InlineKind::Link { content, .. }
        | InlineKind::Abbreviation { content, .. }
        | InlineKind::Ruby { base: content, .. }
        | InlineKind::Citation(Citation { content, .. })
        | InlineKind::Span(_, content) => Some(content),
        InlineKind::Text(_)
        | InlineKind::Code(_)
        | InlineKind::Image(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Tie
        | InlineKind::Break => None,
    }
}

enum Part<'a> {
    Inlines(&'a [Inline]),
    Blocks(&'a [Block]),
}

fn parts(block: &Block) -> Vec<Part<'_>> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            vec![Part::Inlines(content)]
        }
        BlockKind::List(list) => list.items.iter().map(|i| Part::Blocks(&i.body)).collect(),
        BlockKind::DefinitionList(definitions) => definitions
            .iter()
            .flat_map(|d| {
                std::iter::once(Part::Inlines(&d.term))
                    .chain(d.details.iter().map(|b| Part::Blocks(b)))
            })
            .collect(),
        BlockKind::Quote(q) | BlockKind::PullQuote(q) | BlockKind::Epigraph(q) => {
            vec![Part::Blocks(&q.body), Part::Inlines(&q.credit)]
        }
        BlockKind::Aside(body) | BlockKind::Div(body) => vec![Part::Blocks(body)],
        BlockKind::Figure(figure) => {
            vec![
                Part::Inlines(&figure.caption),
                Part::Inlines(&figure.credit),
            ]
        }
        BlockKind::Table(table) => {
            let mut all = vec![Part::Inlines(&table.caption)];
            all.extend(cells(&table.head));
            all.extend(cells(&table.body));
            all.extend(cells(&table.foot));
            all
        }
        BlockKind::Verse(stanzas) => stanzas
            .iter()
            .flatten()
            .map(|line| Part::Inlines(&line.content))
            .collect(),
        BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Math(_) | BlockKind::Break(_) => {
            Vec::new()
        }
    }
}

fn cells(rows: &[Row]) -> impl Iterator<Item = Part<'_>> {
    rows.iter()
        .flat_map(|row| row.cells.iter().map(|cell| Part::Blocks(&cell.body)))
}

/// The notes of an article, by their marks.
#[derive(Debug, Default)]
pub struct Notes<'a> {
    /// The number that each mark shows, and the mark of the same note that stands
    /// first.
    pub numbers: BTreeMap<NodeId, (u32, NodeId)>,
    /// Each note, by its first mark, with its text, whichever mark has that.
    pub notes: BTreeMap<NodeId, &'a Note>,
}

/// Numbers the notes of an article from 1: those marked in the text in the order
/// of reading, then those marked in them, and so on. A label that is marked again
/// shows the same number.
pub fn notes(article: &Article) -> Notes<'_> {
    let mut notes = Notes::default();
    let texts = texts_of_notes(article);
    let mut labels: BTreeMap<&str, (u32, NodeId)> = BTreeMap::new();
    let mut bodies: VecDeque<&[Block]> = VecDeque::new();
    let (before, after) = opening_and_close(&article.metadata);
    let mut phrases: Vec<&[Inline]> = before.to_vec();
    phrases_of(&article.body, &mut phrases);
    phrases.extend(after);
    loop {
        for (mark, note) in phrases.drain(..).flat_map(marks) {
            let id = mark.node.id;
            let next = (notes.notes.len() as u32 + 1, id);
            let first = match note.label.as_str() {
                "" => next,
                label => *labels.entry(label).or_insert(next),
            };
            if first == next {
                let text = texts.get(note.label.as_str());
                let note = text
                    .copied()
                    .filter(|_| note.body.is_empty())
                    .unwrap_or(note);
                notes.notes.insert(id, note);
                bodies.push_back(&note.body);
            }
            notes.numbers.insert(id, first);
        }
        let Some(body) = bodies.pop_front() else {
            return notes;
        };
        phrases_of(body, &mut phrases);
    }
}

/// The notes that have a text, by their labels. Of several marks of a note one has
/// it, which need not be the one that is met first.
pub fn texts_of_notes(article: &Article) -> BTreeMap<&str, &Note> {
    struct Texts<'a>(BTreeMap<&'a str, &'a Note>);
    impl<'a> Visitor<'a> for Texts<'a> {
        fn inline(&mut self, inline: &'a Inline) {
            if let InlineKind::Note(note) = &inline.kind
                && !note.label.is_empty()
                && !note.body.is_empty()
            {
                self.0.entry(&note.label).or_insert(note);
            }
        }
    }
    let mut texts = Texts(BTreeMap::new());
    self::article(article, &mut texts);
    texts.0
}

fn phrases_of<'a>(blocks: &'a [Block], phrases: &mut Vec<&'a [Inline]>) {
    for part in blocks.iter().flat_map(parts) {
        match part {
            Part::Inlines(content) => phrases.push(content),
            Part::Blocks(body) => phrases_of(body, phrases),
        }
    }
}

/// The notes marked in a phrase, with their marks, but not those within notes.
fn marks(content: &[Inline]) -> Vec<(&Inline, &Note)> {
    let mut all = Vec::new();
    for inline in content {
        if let InlineKind::Note(note) = &inline.kind {
            all.push((inline, note));
        } else if let Some(content) = content_of(&inline.kind) {
            all.extend(marks(content));
        }
    }
    all
}

/// The blocks of an article that stand in its notes, each with the innermost mark
/// that leads to it.
pub fn in_notes(article: &Article) -> BTreeMap<NodeId, NodeId> {
    #[derive(Default)]
    struct Notes(BTreeMap<NodeId, NodeId>);
    struct All<'n>(NodeId, &'n mut BTreeMap<NodeId, NodeId>);
    impl Visitor<'_> for All<'_> {
        fn block(&mut self, block: &Block) {
            self.1.insert(block.node.id, self.0);
        }
    }
    impl Visitor<'_> for Notes {
        fn inline(&mut self, inline: &Inline) {
            // What is in a note within is met again, and then is that note's.
            if let InlineKind::Note(note) = &inline.kind {
                blocks(&note.body, &mut All(inline.node.id, &mut self.0));
            }
        }
    }
    let mut notes = Notes::default();
    self::article(article, &mut notes);
    notes.0
}

/// Gives `change` each phrase of an article once, to be changed: the inlines of
/// one paragraph, heading, caption, cell or field, whose marks and spaces see
/// each other. Notes are phrases of their own. With it goes the language in
/// force where the phrase stands.
pub fn phrases_mut(article: &mut Article, change: &mut impl FnMut(&mut Vec<Inline>, &Lang)) {
    let lang = article.lang();
    let (before, after) = opening_and_close_mut(&mut article.metadata);
    for phrase in before {
        phrase_mut(phrase, &lang, change);
    }
    block_phrases_mut(&mut article.body, &lang, change);
    for phrase in after {
        phrase_mut(phrase, &lang, change);
    }
}

/// The fields of the opening in the order of reading, and those that stand after the
/// text.
pub fn opening_and_close_mut(
    metadata: &mut Metadata,
) -> ([&mut Vec<Inline>; 6], [&mut Vec<Inline>; 4]) {
    let Metadata {
        kicker,
        headline,
        subtitle,
        standfirst,
        byline,
        dateline,
        source,
        credit,
        rights,
        licence,
        ..
    } = metadata;
    (
        [kicker, headline, subtitle, standfirst, byline, dateline],
        [source, credit, rights, licence],
    )
}

/// Gives `change` each phrase of some blocks once, to be changed. Notes that
/// stand in a phrase are left to `change`.
pub fn each_phrase_mut(blocks: &mut [Block], change: &mut impl FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        for part in parts_mut(&mut block.kind) {
            match part {
                PartMut::Inlines(content) => change(content),
                PartMut::Blocks(body) => each_phrase_mut(body, change),
            }
        }
    }
}

/// Gives `change` the target of each link of an article, to be changed.
pub fn targets_mut(article: &mut Article, change: &mut impl FnMut(&mut Target)) {
    let (before, after) = opening_and_close_mut(&mut article.metadata);
    for phrase in before.into_iter().chain(after) {
        phrase_targets_mut(phrase, change);
    }
    block_targets_mut(&mut article.body, change);
}

fn block_targets_mut(blocks: &mut [Block], change: &mut impl FnMut(&mut Target)) {
    for block in blocks {
        if let BlockKind::Figure(figure) = &mut block.kind
            && let Some(link) = &mut figure.link
        {
            change(&mut link.target);
        }
        for part in parts_mut(&mut block.kind) {
            match part {
                PartMut::Inlines(content) => phrase_targets_mut(content, change),
                PartMut::Blocks(body) => block_targets_mut(body, change),
            }
        }
    }
}

fn phrase_targets_mut(content: &mut [Inline], change: &mut impl FnMut(&mut Target)) {
    for inline in content {
        if let InlineKind::Link { target, .. } = &mut inline.kind {
            change(target);
        }
        if let InlineKind::Note(note) = &mut inline.kind {
            block_targets_mut(&mut note.body, change);
        } else if let Some(content) = content_of_mut(&mut inline.kind) {
            phrase_targets_mut(content, change);
        }
    }
}

fn phrase_mut(
    phrase: &mut Vec<Inline>,
    lang: &Lang,
    change: &mut impl FnMut(&mut Vec<Inline>, &Lang),
) {
    if phrase.is_empty() {
        return;
    }
    change(phrase, lang);
    notes_mut(phrase, lang, change);
}

fn notes_mut(
    content: &mut [Inline],
    lang: &Lang,
    change: &mut impl FnMut(&mut Vec<Inline>, &Lang),
) {
    for inline in content {
        let lang = inline.node.lang.clone().unwrap_or_else(|| lang.clone());
        if let InlineKind::Note(note) = &mut inline.kind {
            block_phrases_mut(&mut note.body, &lang, change);
        } else if let Some(content) = content_of_mut(&mut inline.kind) {
            notes_mut(content, &lang, change);
        }
    }
}

fn block_phrases_mut(
    blocks: &mut [Block],
    lang: &Lang,
    change: &mut impl FnMut(&mut Vec<Inline>, &Lang),
) {
    for block in blocks {
        let lang = &block.node.lang.clone().unwrap_or_else(|| lang.clone());
        for part in parts_mut(&mut block.kind) {
            match part {
                PartMut::Inlines(content) => phrase_mut(content, lang, change),
                PartMut::Blocks(body) => block_phrases_mut(body, lang, change),
            }
        }
    }
}

pub(super) enum PartMut<'a> {
    Inlines(&'a mut Vec<Inline>),
    Blocks(&'a mut Vec<Block>),
}

pub(super) fn parts_mut(kind: &mut BlockKind) -> Vec<PartMut<'_>> {
    match kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            vec![PartMut::Inlines(content)]
        }
        BlockKind::List(list) => {
            let items = list.items.iter_mut();
            items.map(|item| PartMut::Blocks(&mut item.body)).collect()
        }
        BlockKind::DefinitionList(definitions) => definitions
            .iter_mut()
            .flat_map(|d| {
                std::iter::once(PartMut::Inlines(&mut d.term))
                    .chain(d.details.iter_mut().map(PartMut::Blocks))
            })
            .collect(),
        BlockKind::Quote(q) | BlockKind::PullQuote(q) | BlockKind::Epigraph(q) => {
            vec![
                PartMut::Blocks(&mut q.body),
                PartMut::Inlines(&mut q.credit),
            ]
        }
        BlockKind::Aside(body) | BlockKind::Div(body) => vec![PartMut::Blocks(body)],
        BlockKind::Figure(figure) => vec![
            PartMut::Inlines(&mut figure.caption),
            PartMut::Inlines(&mut figure.credit),
        ],
        BlockKind::Table(table) => {
            let rows = table.head.iter_mut();
            let rows = rows.chain(&mut table.body).chain(&mut table.foot);
            std::iter::once(PartMut::Inlines(&mut table.caption))
                .chain(rows.flat_map(|row| {
                    let cells = row.cells.iter_mut();
                    cells.map(|cell| PartMut::Blocks(&mut cell.body))
                }))
                .collect()
        }
        BlockKind::Verse(stanzas) => stanzas
            .iter_mut()
            .flatten()
            .map(|line| PartMut::Inlines(&mut line.content))
            .collect(),
        BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Math(_) | BlockKind::Break(_) => {
            Vec::new()
        }
    }
}
