//! Takes a page; returns its content stream.
//!
//! Everything on a page is marked content: the content of model nodes is numbered in
//! reading order, furniture is an artifact. A glyph that does not imply its text is
//! marked with `ActualText`.

mod formula;
mod line;

use super::fonts::Fonts;
use super::image::Pictures;
use super::print::Inks;
use crate::font::FaceId;
use crate::geom::{self, Pt, Rect, Short, Size};
use crate::layout::placed::{Furniture, Owner, Page, Part, Thing, ThingKind};
use crate::model::NodeId;
use crate::style::Colour;
use std::io::Write;

/// Whose the content of a numbered mark is.
#[derive(Debug, Clone, Copy)]
pub(in crate::write::pdf) struct Marked {
    pub(in crate::write::pdf) node: NodeId,
    pub(in crate::write::pdf) part: Part,
    /// The inline that holds it, where it is text.
    pub(in crate::write::pdf) holder: Option<NodeId>,
}

/// Whether what is drawn can be read as well as seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::write::pdf) enum Reading {
    /// In numbered marks that tags point to.
    Tagged,
    /// In no marks but those that tell what glyphs say.
    Untagged,
}

/// Encodes a page, and tells its numbered marks.
pub(in crate::write::pdf) fn encode(
    page: &Page,
    fonts: &Fonts,
    pictures: &Pictures,
    inks: Inks,
    reading: Reading,
) -> (Vec<u8>, Vec<Marked>) {
    let mut content = Content {
        out: Vec::with_capacity(16 * 1024),
        height: page.size.height,
        size: page.size,
        fonts,
        pictures,
        inks,
        reading,
        mark: None,
        marks: Vec::new(),
        in_text: false,
        font: None,
        colour: None,
        fit: 1.0,
        rise: 0.0,
    };
    for thing in &page.things {
        content.thing(thing);
    }
    content.close();
    (content.out, content.marks)
}

/// Whose the open mark is: the owner and the inline that holds the text.
type Mark = (Owner, Option<NodeId>);

struct Content<'a> {
    out: Vec<u8>,
    height: Pt,
    size: Size,
    fonts: &'a Fonts<'a>,
    pictures: &'a Pictures,
    inks: Inks,
    reading: Reading,
    mark: Option<Mark>,
    /// The marks of this page, by their numbers.
    marks: Vec<Marked>,
    in_text: bool,
    font: Option<(FaceId, f64)>,
    colour: Option<Colour>,
    fit: f64,
    rise: f64,
}

impl Content<'_> {
    fn y(&self, y: Pt) -> f64 {
        (self.height - y).0
    }

    fn thing(&mut self, thing: &Thing) {
        match &thing.kind {
            ThingKind::Line(line) => self.line(thing.owner, line),
            ThingKind::Fill(rect, colour) => {
                self.mark((thing.owner, None));
                self.end_text();
                self.set_colour(self.inks.of(*colour));
                self.rect(self.pictures.beyond(*rect, self.size));
                self.out.extend(b"f\n");
            }
            ThingKind::Frame(rect, width, colour) => {
                self.mark((thing.owner, None));
                self.end_text();
                self.out.extend(b"q\n");
                let Colour(r, g, b) = self.inks.of(*colour);
                let _ = writeln!(
                    self.out,
                    "{} {} {} RG {} w",
                    short(r.into()),
                    short(g.into()),
                    short(b.into()),
                    short(width.0)
                );
                self.rect(*rect);
                self.out.extend(b"S\nQ\n");
            }
            ThingKind::Picture(rect, picture, link) => {
                // A picture without a word to say is decoration, unless it is all that a
                // link shows.
                let owner = match picture.alt.as_deref() {
                    Some("") if link.is_none() => Owner::Furniture(Furniture::Ornament),
                    Some(_) | None => thing.owner,
                };
                self.mark((owner, None));
                self.end_text();
                self.pictures.draw(picture, *rect, self.size, &mut self.out);
                // A drawing may leave any colour behind.
                self.colour = None;
            }
        }
    }

    fn rect(&mut self, rect: Rect) {
        let y = self.y(rect.bottom());
        let _ = writeln!(
            self.out,
            "{} {} {} {} re",
            short(rect.origin.x.0),
            short(y),
            short(rect.size.width.0),
            short(rect.size.height.0)
        );
    }

    /// Opens the mark of an owner, closing another's.
    fn mark(&mut self, mark: Mark) {
        if self.mark == Some(mark) {
            return;
        }
        self.close();
        self.mark = Some(mark);
        if self.reading == Reading::Untagged {
            return;
        }
        match mark.0 {
            Owner::Node(..) => {
                let number = self.number(mark);
                let _ = writeln!(self.out, "/Span <</MCID {number}>> BDC");
            }
            Owner::Furniture(furniture) => {
                let properties = match furniture {
                    Furniture::Head => "/Type /Pagination /Subtype /Header",
                    Furniture::Folio => "/Type /Pagination /Subtype /Footer",
                    Furniture::Ornament => "/Type /Layout",
                };
                let _ = writeln!(self.out, "/Artifact <<{properties}>> BDC");
            }
        }
    }

    /// The number of a mark that is opened now.
    fn number(&mut self, (owner, holder): Mark) -> usize {
        if let Owner::Node(node, part) = owner {
            self.marks.push(Marked { node, part, holder });
        }
        self.marks.len() - 1
    }

    fn close(&mut self) {
        if self.mark.take().is_some() {
            self.end_text();
            if self.reading == Reading::Tagged {
                self.out.extend(b"EMC\n");
            }
        }
    }

    fn begin_text(&mut self) {
        if !self.in_text {
            self.out.extend(b"BT\n");
            self.in_text = true;
        }
    }

    fn end_text(&mut self) {
        if self.in_text {
            self.out.extend(b"ET\n");
            self.in_text = false;
        }
    }

    fn set_colour(&mut self, colour: Colour) {
        if self.colour == Some(colour) {
            return;
        }
        self.colour = Some(colour);
        let Colour(r, g, b) = colour;
        let _ = if r == g && g == b {
            writeln!(self.out, "{} g", short(r.into()))
        } else {
            writeln!(
                self.out,
                "{} {} {} rg",
                short(r.into()),
                short(g.into()),
                short(b.into())
            )
        };
    }
}

fn rounded(x: f64) -> f64 {
    geom::rounded(x, 3)
}

/// A number with at most three decimals, as short as can be.
pub(in crate::write::pdf) fn short(number: f64) -> Short {
    geom::short(number, 3)
}
