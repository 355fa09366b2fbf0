//! Takes a publication with its style, fonts and pictures; returns what every step of layout
//! needs to know of them.

use super::lists_sections;
use super::paragraph::Exceptions;
use crate::cache::Cache;
use crate::font::FontSet;
use crate::image::Gallery;
use crate::lang::{Direction, Lang};
use crate::model::endnotes;
use crate::model::sections;
use crate::model::walk::{self, Notes};
use crate::model::{Article, BlockKind, Matter, NodeId, Note, Publication};
use crate::source::SourceId;
use crate::style::Style;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What every step needs.
pub(super) struct Context<'a> {
    pub(super) fonts: &'a FontSet,
    pub(super) style: &'a Style,
    pub(super) gallery: &'a Gallery,
    /// The words that the author hyphenates in other places, or not at all.
    pub(super) exceptions: Exceptions,
    /// The places where words may be hyphenated, by language and shortest word.
    pub(super) hyphens: Cache<(Lang, usize), Arc<[usize]>>,
    /// The share of paragraphs that are set in a line less, if below zero, or more: from −1 to 1.
    pub(super) looseness: f64,
    /// The article, or the title of a part, that the text of the publication begins with.
    pub(super) front: Option<SourceId>,
    /// Whether the publication is bound on the right.
    pub(super) rtl: bool,
    /// For each note mark, the number it shows, and the first mark of the same note.
    pub(super) numbers: BTreeMap<NodeId, (u32, NodeId)>,
    /// The notes, by their first mark.
    pub(super) notes: BTreeMap<NodeId, &'a Note>,
    /// The chapters whose notes stand together at the end of a book.
    pub(super) endnotes: Vec<NotedChapter>,
    /// The numbers that headings show.
    pub(super) sections: BTreeMap<NodeId, String>,
    /// The numbers at the right of displayed formulas, in their brackets.
    pub(super) equations: BTreeMap<NodeId, String>,
    /// The paragraphs that begin with a drop capital: the first of each article.
    pub(super) initials: BTreeSet<NodeId>,
    /// Whether a lone article has a table of contents.
    pub(super) lists_sections: bool,
}

impl<'a> Context<'a> {
    pub(super) fn of(
        publication: &'a Publication,
        style: &'a Style,
        fonts: &'a FontSet,
        gallery: &'a Gallery,
        looseness: f64,
    ) -> Context<'a> {
        let mut marks = Notes::default();
        let mut before: Option<&Article> = None;
        let mut counted = 0;
        for article in &publication.articles {
            // Each article counts its notes from 1, but goes on where it shares a page.
            let goes_on = before.is_some_and(|one| article.place.goes_on_under(one.place));
            if !publication.planned || !goes_on {
                counted = 0;
            }
            before = Some(article);
            let Notes { numbers, notes } = walk::notes(article);
            let numbers = numbers.into_iter();
            let numbers = numbers.map(|(id, (number, first))| (id, (number + counted, first)));
            marks.numbers.extend(numbers);
            counted += notes.len() as u32;
            marks.notes.extend(notes);
        }
        let articles = publication.articles.iter();
        let words = articles.flat_map(|article| &article.metadata.hyphenation);
        Context {
            fonts,
            style,
            gallery,
            exceptions: Exceptions::of(words.map(String::as_str)),
            hyphens: Cache::default(),
            looseness,
            front: front(publication),
            rtl: publication.lang().direction() == Direction::RightToLeft,
            numbers: marks.numbers,
            notes: marks.notes,
            endnotes: endnotes::chapters(publication)
                .iter()
                .map(NotedChapter::of)
                .collect(),
            sections: numbers(publication, style),
            equations: publication.equation_numbers(),
            initials: initials(publication, style),
            lists_sections: lists_sections(publication, style),
        }
    }
}

impl Context<'_> {
    /// Whether the notes of an article stand at the end of the book.
    pub(super) fn gathers_notes(&self, article: &Article) -> bool {
        let source = article.source.0;
        self.endnotes.iter().any(|chapter| chapter.source == source)
    }
}

/// A chapter whose notes stand at the end of a book.
pub(super) struct NotedChapter {
    /// The source of the chapter.
    pub(super) source: u32,
    pub(super) title: String,
    pub(super) lang: Lang,
    /// The first marks of its notes, in the order of their numbers.
    pub(super) marks: Vec<NodeId>,
}

impl NotedChapter {
    fn of(chapter: &endnotes::Chapter) -> NotedChapter {
        NotedChapter {
            source: chapter.article.source.0,
            title: chapter.article.metadata.title(),
            lang: chapter.article.lang(),
            marks: chapter.notes.iter().map(|(mark, _)| *mark).collect(),
        }
    }
}

/// What the text begins with: of a book, what comes first after its front matter.
fn front(publication: &Publication) -> Option<SourceId> {
    let articles = || publication.articles.iter();
    let flows = |article: &&Article| article.place.flows();
    let is_text = |article: &&Article| flows(article) && article.place.matter != Matter::Front;
    let first = articles().find(is_text).or_else(|| articles().find(flows));
    first.map(|article| article.source)
}

fn numbers(publication: &Publication, style: &Style) -> BTreeMap<NodeId, String> {
    let mut numbers = publication.section_numbers();
    if style.headings.numbered {
        let articles = publication.articles.iter();
        for section in articles.flat_map(sections::sections) {
            if !section.number.is_empty() {
                numbers.entry(section.node).or_insert(section.number);
            }
        }
    }
    numbers
}

fn initials(publication: &Publication, style: &Style) -> BTreeSet<NodeId> {
    let mut initials = BTreeSet::new();
    if style.drop_capitals {
        let articles = publication.articles.iter();
        let texts = articles.filter(|article| !article.place.role.is_filled());
        initials.extend(texts.filter_map(opening_paragraph));
    }
    if style.styles.have_drop_capitals() {
        for article in &publication.articles {
            style.styled_initials(&article.body, &mut initials);
        }
    }
    initials
}

/// The paragraph that an article begins with, if it begins with one.
fn opening_paragraph(article: &Article) -> Option<NodeId> {
    let first = article.first_block()?;
    matches!(first.kind, BlockKind::Paragraph(_)).then_some(first.node.id)
}
