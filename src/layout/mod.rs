//! A publication in, pages out.
//!
//! Three steps: [`paragraph`] sets text into lines, [`galley`] sets blocks one
//! under the other into a column without end, [`page`] cuts the column into
//! pages and puts notes, folios and running heads on them. What comes out
//! ([`placed`]) says of each thing whose it is in the model; [`quality`] measures
//! how well it is set.

#![warn(clippy::wildcard_enum_match_arm)]

mod galley;
pub mod item;
mod page;
mod paragraph;
pub mod placed;
pub mod quality;

use crate::diag::Report;
use crate::font::FontSet;
use crate::image::Gallery;
use crate::lang::Direction;
use crate::model::walk::{self, Visitor};
use crate::model::{Inline, InlineKind, NodeId, Note, Publication};
use crate::style::Style;
use paragraph::Exceptions;
use placed::Pages;
use std::collections::BTreeMap;

/// Breaks a list of items into lines: see [`paragraph::linebreak`].
pub use paragraph::linebreak;

/// Breaks a list of items into pages: see [`page::pagebreak`].
pub use page::pagebreak;

/// What every step needs.
struct Shop<'a> {
    fonts: &'a FontSet,
    style: &'a Style,
    gallery: &'a Gallery,
    /// Words that their author would have parted otherwise, or not at all.
    exceptions: Exceptions,
    /// Whether it is bound at the right.
    rightward: bool,
    /// The number of the note that each mark shows.
    numbers: BTreeMap<NodeId, u32>,
    /// The notes by the mark that stands first.
    notes: BTreeMap<NodeId, &'a Note>,
}

/// Lays a publication out.
pub fn lay_out(
    publication: &Publication,
    style: &Style,
    fonts: &FontSet,
    gallery: &Gallery,
    report: &mut Report,
) -> Pages {
    let mut marks = Marks::default();
    for article in &publication.articles {
        // Each article counts its notes from 1.
        marks.labels.clear();
        walk::article(article, &mut marks);
    }
    let shop = Shop {
        fonts,
        style,
        gallery,
        exceptions: Exceptions::of(publication.articles.iter().flat_map(|article| {
            let words = article.metadata.hyphenation.iter();
            words.map(String::as_str)
        })),
        rightward: publication.lang().direction() == Direction::RightToLeft,
        numbers: marks.numbers,
        notes: marks.notes,
    };
    page::make_up(publication, &shop, report)
}

/// Numbers the marks of notes in the order of reading; a label marked again
/// shows the same number.
#[derive(Default)]
struct Marks<'a> {
    labels: BTreeMap<&'a str, u32>,
    numbers: BTreeMap<NodeId, u32>,
    notes: BTreeMap<NodeId, &'a Note>,
}

impl<'a> Visitor<'a> for Marks<'a> {
    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Note(note) = &inline.kind {
            let next = self.labels.len() as u32 + 1;
            let number = *self.labels.entry(&note.label).or_insert(next);
            if number == next {
                self.notes.insert(inline.node.id, note);
            }
            self.numbers.insert(inline.node.id, number);
        }
    }
}
