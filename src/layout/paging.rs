//! Takes laid out pages; returns where each begins in the text.

use super::placed::{Line, Owner, Page, Pages, Part, PieceKind, Thing, ThingKind};
use crate::model::paging::{PageBreak, Place};
use crate::model::walk;
use crate::model::{NodeId, Publication};
use std::collections::BTreeSet;

/// Where pages begin. One that nothing of the text begins on is left out: the
/// contents of a book.
pub(crate) fn breaks(publication: &Publication, pages: &Pages) -> Vec<PageBreak> {
    let mut reading = Reading {
        // Notes are read elsewhere than they stand.
        apart: publication
            .articles
            .iter()
            .flat_map(|article| walk::in_notes(article).into_keys())
            .collect(),
        seen: BTreeSet::new(),
        last: None,
        cut: None,
    };
    let mut breaks = Vec::new();
    for page in &pages.pages {
        let place = reading.begin(page);
        breaks.extend(place.map(|place| PageBreak {
            folio: page.folio.clone(),
            place,
        }));
        reading.pass(page);
    }
    breaks
}

/// How far the text has been read.
struct Reading {
    apart: BTreeSet<NodeId>,
    /// Owners of which something was on a page before.
    seen: BTreeSet<NodeId>,
    /// The run or the node that the text has come to: what is before it has only
    /// floated here.
    last: Option<NodeId>,
    /// Where the word begins that the last page ends in.
    cut: Option<Place>,
}

impl Reading {
    /// Where a page begins: at the first thing on it that is text and comes after
    /// all that was before.
    fn begin(&self, page: &Page) -> Option<Place> {
        let own = |thing: &&Thing| match thing.owner {
            Owner::Node(_, Part::Body | Part::TitlePage) => true,
            Owner::Node(
                _,
                Part::Label
                | Part::Contents
                | Part::ContentsHeading
                | Part::NotesHeading
                | Part::Masthead,
            )
            | Owner::Furniture(_) => false,
        };
        let matter = || page.things.iter().filter(own);
        let goes_on = |thing: &&Thing| !self.is_apart(thing) && Some(position(thing)) >= self.last;
        let first = matter().find(goes_on).or_else(|| matter().next())?;
        self.place(first)
    }

    fn place(&self, thing: &Thing) -> Option<Place> {
        let owner = node(thing)?;
        if !self.seen.contains(&owner) {
            return Some(Place::Before(owner));
        }
        let ThingKind::Line(placed) = &thing.kind else {
            return Some(Place::Before(owner));
        };
        let (run, at) = start(&placed.line)?;
        match self.cut {
            Some(cut) if !self.is_apart(thing) => Some(cut),
            Some(_) | None => Some(Place::Within(run, at)),
        }
    }

    /// Takes note of what is on a page.
    fn pass(&mut self, page: &Page) {
        for thing in &page.things {
            let Owner::Node(owner, Part::Body | Part::TitlePage) = thing.owner else {
                continue;
            };
            self.seen.insert(owner);
            if self.is_apart(thing) {
                continue;
            }
            let position = position(thing);
            if Some(position) < self.last {
                continue;
            }
            self.last = Some(position);
            if let ThingKind::Line(placed) = &thing.kind {
                self.cut = placed
                    .line
                    .hyphenated
                    .then(|| last_word(&placed.line))
                    .flatten();
            }
        }
    }

    fn is_apart(&self, thing: &Thing) -> bool {
        node(thing).is_some_and(|owner| self.apart.contains(&owner))
    }
}

fn node(thing: &Thing) -> Option<NodeId> {
    match thing.owner {
        Owner::Node(node, _) => Some(node),
        Owner::Furniture(_) => None,
    }
}

/// The run of text that a thing begins with, or whose it is.
fn position(thing: &Thing) -> NodeId {
    let owner = node(thing).unwrap_or_default();
    match &thing.kind {
        ThingKind::Line(placed) => start(&placed.line).map_or(owner, |(run, _)| run),
        ThingKind::Fill(..) | ThingKind::Frame(..) | ThingKind::Picture(..) => owner,
    }
}

/// The run of a line's first word, and the byte at which it begins.
fn start(line: &Line) -> Option<(NodeId, u32)> {
    let word = line.pieces.iter().find(|piece| match piece.kind {
        PieceKind::Word(_) | PieceKind::Picture(..) | PieceKind::Formula(_) => true,
        PieceKind::Space(_) | PieceKind::Hyphen(_) => false,
    })?;
    Some((word.dress.run, word.range.start))
}

/// Where the last word of a line begins.
fn last_word(line: &Line) -> Option<Place> {
    let mut place = None;
    for piece in line.pieces.iter().rev() {
        match piece.kind {
            PieceKind::Space(_) | PieceKind::Picture(..) => break,
            PieceKind::Word(_) | PieceKind::Formula(_) => {
                place = Some(Place::Within(piece.dress.run, piece.range.start));
            }
            PieceKind::Hyphen(_) => {}
        }
    }
    place
}
