//! What layout hands on: pages, and on them things with a place.
//!
//! Every thing says whose it is: a node of the model, or furniture of the page.
//! Every piece of a line says which bytes of which run it shows. So tags, links
//! and places in the source all point into the one tree, and a writer draws
//! without knowing how anything was laid out.

use crate::font::{Drawn, FaceId, Look, Shaped};
use crate::geom::{Point, Pt, Rect, Size};
use crate::lang::Lang;
use crate::model::{NodeId, Target};
use crate::source::SourceId;
use crate::style::Colour;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A publication, laid out.
#[derive(Debug, Default)]
pub struct Pages {
    /// The pages in order.
    pub pages: Vec<Page>,
    /// Headings and headlines, in order, for an outline.
    pub outline: Vec<Entry>,
    /// Where each anchor is, by article and name.
    pub anchors: BTreeMap<(u32, String), Spot>,
}

/// One page.
#[derive(Debug, Default)]
pub struct Page {
    /// The size it is cut to.
    pub size: Size,
    /// Its number as it is printed and cited.
    pub folio: String,
    /// What is on it, in the order of reading; furniture last.
    pub things: Vec<Thing>,
    /// How far its matter ends above the foot, or above the room of its notes;
    /// none on the last page of an article, which ends where it ends.
    pub short: Option<Pt>,
    /// Whether it is left blank before a right-hand page that the author asks for.
    pub blank: bool,
    /// Whether it is a picture and nothing else: no furniture stands on it.
    pub is_plate: bool,
}

/// A heading, for an outline.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its depth: 0 is an article of a book, or its headline.
    pub depth: u8,
    /// Its text.
    pub title: String,
    /// Where it is.
    pub spot: Spot,
}

/// A place to go to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Index of the page.
    pub page: usize,
    /// Height from the top of the page.
    pub y: Pt,
}

/// A thing on a page.
#[derive(Debug, Clone)]
pub struct Thing {
    /// Whose it is.
    pub owner: Owner,
    /// What it is.
    pub kind: ThingKind,
}

impl Thing {
    /// The article that it belongs to.
    pub(crate) fn source(&self) -> Option<SourceId> {
        match self.owner {
            Owner::Node(id, _) => Some(id.source),
            Owner::Furniture(_) => None,
        }
    }
}

/// Whose a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A node's, in one of its parts.
    Node(NodeId, Part),
    /// Nobody's: it belongs to the page.
    Furniture(Furniture),
}

/// The parts of a node that are drawn apart from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Its text, or its picture.
    Body,
    /// Its number or bullet, a dash before a credit.
    Label,
    /// An entry of the list of contents.
    Contents,
    /// The heading of that list.
    ContentsHeading,
    /// The title and the authors of a book.
    TitlePage,
    /// The heading over notes.
    NotesHeading,
    /// A picture in the head of the first page.
    Masthead,
}

/// What belongs to the page and not to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Furniture {
    /// A running head.
    Head,
    /// A page number.
    Folio,
    /// A rule, a ground, the head of a table repeated.
    Ornament,
}

/// The kinds of thing.
#[derive(Debug, Clone)]
pub enum ThingKind {
    /// A line of text.
    Line(PlacedLine),
    /// A filled rectangle.
    Fill(Rect, Colour),
    /// A stroked rectangle, with the width of its stroke.
    Frame(Rect, Pt, Colour),
    /// A picture, which the gallery knows by its source and path, and the link it is. Shared,
    /// because most things are lines, and those of a book are many.
    Picture(Rect, Arc<crate::model::Picture>, Option<Arc<Link>>),
}

/// A line of text on a page.
#[derive(Debug, Clone)]
pub struct PlacedLine {
    /// Where its baseline starts.
    pub origin: Point,
    /// The line.
    pub line: Arc<Line>,
}

impl PlacedLine {
    /// Where a picture of so much height in the line stands: on the baseline, and one
    /// that is no taller than the line a little deeper, as letters are.
    pub fn picture(&self, piece: &Piece, height: Pt) -> Rect {
        let is_sign = height <= line_height(piece.dress.size) + Pt(0.01);
        let depth = if is_sign { height * 0.18 } else { Pt::ZERO };
        let top = self.origin.y + depth - height;
        Rect::new(self.origin.x + piece.x, top, piece.width, height)
    }
}

/// The height of a picture that is no taller than its line, in type of a size.
pub fn line_height(size: Pt) -> Pt {
    size * 1.1
}

/// A line of text.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Its pieces in the order of reading; `x` is from the line's start.
    pub pieces: Vec<Piece>,
    /// The width it takes.
    pub width: Pt,
    /// How much more room than a line it has above, for a picture in it: whole lines.
    pub above: Pt,
    /// The same below, for a formula in it.
    pub below: Pt,
    /// By which factor its glyphs are widened.
    pub fit: f64,
    /// The notes that are marked in it.
    pub notes: Vec<NodeId>,
    /// Whether its first piece is a drop capital.
    pub initial: bool,
    /// Whether it ends within a word.
    pub hyphenated: bool,
    /// Its part in a paragraph that is set justified; none in other text.
    pub justified: Option<Justified>,
}

impl Line {
    /// Of each piece that is a space, the face it is drawn with and how much that is
    /// enlarged: as the word before it or, where none is, as its look says.
    pub fn space_faces(
        &self,
        primary: impl Fn(Look) -> FaceId,
    ) -> impl Iterator<Item = Option<(FaceId, f64)>> {
        let mut last = None;
        self.pieces.iter().map(move |piece| match &piece.kind {
            PieceKind::Word(shaped) => {
                last = Some((shaped.face, f64::from(shaped.scale)));
                None
            }
            PieceKind::Space(_) => Some(last.unwrap_or_else(|| (primary(piece.dress.look), 1.0))),
            PieceKind::Hyphen(_) | PieceKind::Picture(..) | PieceKind::Formula(_) => None,
        })
    }

    /// The mean of the word spaces between its words, as a multiple of what a space
    /// would like to be; none where it has none. A space of a fixed width is none, nor
    /// is one beside a mark that goes with its own space: it has its width from the rule
    /// of the mark.
    pub fn mean_space(&self, ideal: Pt) -> Option<f64> {
        let mut spaces: Vec<Pt> = Vec::new();
        let mut gap = Pt::ZERO;
        let mut elastic = false;
        let mut opened = true;
        for piece in &self.pieces {
            match &piece.kind {
                PieceKind::Space(c) => {
                    gap += piece.width;
                    elastic |= matches!(c, ' ' | '\u{a0}');
                    continue;
                }
                PieceKind::Word(shaped) => {
                    let closes = shaped.text.starts_with([';', ':', '!', '?', '»', '›']);
                    if elastic && !opened && !closes {
                        spaces.push(gap);
                    }
                    opened = shaped.text.ends_with(['«', '‹']);
                }
                PieceKind::Hyphen(_) | PieceKind::Picture(..) | PieceKind::Formula(_) => {
                    if elastic && !opened {
                        spaces.push(gap);
                    }
                    opened = false;
                }
            }
            (gap, elastic) = (Pt::ZERO, false);
        }
        if spaces.is_empty() || ideal <= Pt::ZERO {
            return None;
        }
        let count = spaces.len() as f64;
        Some(spaces.into_iter().sum::<Pt>() / (ideal * count))
    }
}

/// The part of a line in a paragraph that is set justified.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Justified {
    /// Whether the paragraph begins with it.
    pub first: bool,
    /// Whether the paragraph ends with it.
    pub last: bool,
    /// Whether it is to fill its room: it ends neither the paragraph nor where
    /// its author broke the line.
    pub full: bool,
    /// How far it is set in.
    pub indent: Pt,
    /// The width it has: the measure without the indent, with what hangs out.
    pub room: Pt,
    /// What a word space of its paragraph would like to be.
    pub space: Pt,
}

/// A piece of a line.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Distance from the start of the line.
    pub x: Pt,
    /// Its width as it is set.
    pub width: Pt,
    /// What it is.
    pub kind: PieceKind,
    /// How it is dressed.
    pub dress: Arc<Dress>,
    /// The bytes of the run that it shows.
    pub range: Range<u32>,
}

/// The kinds of piece.
#[derive(Debug, Clone)]
pub enum PieceKind {
    /// A word, or a part of one.
    Word(Arc<Shaped>),
    /// A space, with its character.
    Space(char),
    /// A hyphen that stands at the line's end only.
    Hyphen(Arc<Shaped>),
    /// A picture in the line. Shared, because a line has many pieces and few pictures.
    Picture(Arc<Inset>),
    /// A formula, or a part of one.
    Formula(Arc<Formula>),
}

/// A formula, or a part of one, in its place.
#[derive(Debug, Clone)]
pub struct Formula {
    /// What is drawn.
    pub drawn: Arc<Drawn>,
    /// The size that its measures are multiples of.
    pub size: Pt,
    /// What it says: its source.
    pub says: Box<str>,
}

impl Formula {
    /// How far it rises above the baseline.
    pub fn height(&self) -> Pt {
        self.size * self.drawn.height
    }

    /// How far it falls below.
    pub fn depth(&self) -> Pt {
        self.size * self.drawn.depth
    }
}

/// A picture in a line.
#[derive(Debug)]
pub struct Inset {
    /// The picture.
    pub picture: Arc<crate::model::Picture>,
    /// Its height.
    pub height: Pt,
}

/// What pieces of one run have in common.
#[derive(Debug, Clone)]
pub struct Dress {
    /// The run of text.
    pub run: NodeId,
    /// The innermost link, note, code or foreign phrase around it, or else the
    /// block it stands in.
    pub holder: NodeId,
    /// The size of the type.
    pub size: Pt,
    /// How far the baseline is raised.
    pub rise: Pt,
    /// The colour.
    pub colour: Colour,
    /// The face of its spaces and hyphens.
    pub look: Look,
    /// Its language.
    pub lang: Lang,
    /// The link that it is part of.
    pub link: Option<Arc<Link>>,
    /// The note it marks.
    pub note: Option<NodeId>,
    /// Whether it is struck through.
    pub struck: bool,
}

/// A link, around all that is to be clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its node.
    pub node: NodeId,
    /// Where it leads.
    pub target: Target,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A book has a million pieces, and a hundred thousand things.
    #[test]
    fn what_is_many_is_small() {
        assert!(size_of::<Piece>() <= 48, "{}", size_of::<Piece>());
        assert!(size_of::<Thing>() <= 80, "{}", size_of::<Thing>());
    }
}
