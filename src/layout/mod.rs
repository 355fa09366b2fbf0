//! A publication in, pages out.
//!
//! Three steps: [`paragraph`] sets text into lines, [`galley`] sets blocks one
//! under the other into a column without end, [`page`] cuts the column into
//! pages and puts notes, folios and running heads on them. What comes out
//! ([`placed`]) says of each thing whose it is in the model; [`quality`] measures
//! how well it is set.

mod galley;
pub mod item;
mod page;
pub mod paging;
mod paragraph;
mod picture;
pub mod placed;
pub mod quality;

use crate::diag::Report;
use crate::font::FontSet;
use crate::image::Gallery;
use crate::lang::Direction;
use crate::model::sections;
use crate::model::walk::{self, Notes};
use crate::model::{Article, BlockKind, NodeId, Note, Publication};
use crate::style::{Contents, Style};
use paragraph::Exceptions;
use placed::Pages;
use std::collections::{BTreeMap, BTreeSet};

/// Breaks a list of items into lines: see [`paragraph::linebreak`].
pub use paragraph::linebreak;

/// Breaks a list of items into pages: see [`page::pagebreak`].
pub use page::pagebreak;

/// What every step needs.
struct Context<'a> {
    fonts: &'a FontSet,
    style: &'a Style,
    gallery: &'a Gallery,
    /// Words that their author would have parted otherwise, or not at all.
    exceptions: Exceptions,
    /// Whether it is bound at the right.
    rtl: bool,
    /// The number of the note that each mark shows, and the mark of it that stands
    /// first.
    numbers: BTreeMap<NodeId, (u32, NodeId)>,
    /// The notes by the mark that stands first.
    notes: BTreeMap<NodeId, &'a Note>,
    /// The numbers of headings, where they show them.
    sections: BTreeMap<NodeId, String>,
    /// The paragraphs that begin with a drop capital: the first of each article.
    initials: BTreeSet<NodeId>,
    /// Whether an article has a list of contents of its own.
    lists_sections: bool,
}

/// Lays a publication out.
pub fn lay_out(
    publication: &Publication,
    style: &Style,
    fonts: &FontSet,
    gallery: &Gallery,
    report: &mut Report,
) -> Pages {
    let mut marks = Notes::default();
    for article in &publication.articles {
        // Each article counts its notes from 1.
        let Notes { numbers, notes } = walk::notes(article);
        marks.numbers.extend(numbers);
        marks.notes.extend(notes);
    }
    let context = Context {
        fonts,
        style,
        gallery,
        exceptions: Exceptions::of(publication.articles.iter().flat_map(|article| {
            let words = article.metadata.hyphenation.iter();
            words.map(String::as_str)
        })),
        rtl: publication.lang().direction() == Direction::RightToLeft,
        numbers: marks.numbers,
        notes: marks.notes,
        sections: numbers(publication, style),
        initials: if style.drop_capitals {
            publication
                .articles
                .iter()
                .filter_map(opening_paragraph)
                .collect()
        } else {
            BTreeSet::new()
        },
        lists_sections: lists_sections(publication, style),
    };
    page::make_up(publication, &context, report)
}

/// Whether the pages of a lone article list its sections: as its theme has it, or as it
/// asks itself.
pub fn lists_sections(publication: &Publication, style: &Style) -> bool {
    let mut articles = publication.articles.iter();
    let asks = articles.any(|article| article.metadata.contents);
    !publication.bound && (style.contents == Contents::Always || asks)
}

/// The numbers that headings show.
fn numbers(publication: &Publication, style: &Style) -> BTreeMap<NodeId, String> {
    if !style.headings.numbered {
        return BTreeMap::new();
    }
    let articles = publication.articles.iter();
    let sections = articles.flat_map(sections::sections);
    sections
        .map(|section| (section.node, section.number))
        .collect()
}

/// The paragraph that an article begins with, if it begins with one.
fn opening_paragraph(article: &Article) -> Option<NodeId> {
    let first = article.body.first()?;
    matches!(first.kind, BlockKind::Paragraph(_)).then_some(first.node.id)
}
