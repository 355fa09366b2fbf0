//! Takes a publication; returns its typeset cover as SVG, and as pixels for shops and
//! libraries.

use crate::font::FontSet;
use crate::geom::Size;
use crate::image::Pixels;
use crate::layout;
use crate::layout::placed::{PieceKind, PlacedLine};
use crate::model::Publication;
use crate::style::{Colour, Style};
use crate::write::epub::Cover;
use skrifa::outline::OutlinePen;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Pixels per unit of the drawing: 1600 × 2560 in total, the most that shops ask for.
const SCALE: f32 = 4.0;

/// Sets a cover. Returns `None` if the title is too long.
pub(super) fn typeset(publication: &Publication, fonts: &FontSet, style: &Style) -> Option<Cover> {
    let cover = layout::cover(publication, style, fonts)?;
    let mut drawing = Drawing {
        fonts,
        paths: BTreeMap::new(),
    };
    for line in &cover.lines {
        drawing.line(line);
    }
    let drawing = drawing.svg(cover.size, style);
    let pixels = rendered(&drawing)?;
    Some(Cover {
        png: pixels.to_png()?,
        drawing,
    })
}

struct Drawing<'a> {
    fonts: &'a FontSet,
    /// Outlines by colour.
    paths: BTreeMap<String, String>,
}

impl Drawing<'_> {
    fn line(&mut self, placed: &PlacedLine) {
        for piece in &placed.line.pieces {
            let (PieceKind::Word(shaped) | PieceKind::Hyphen(shaped)) = &piece.kind else {
                continue;
            };
            let face = self.fonts.face(shaped.face);
            let size = piece.dress.size.0 as f32 * shaped.scale;
            let fit = placed.line.fit as f32;
            let mut at = (placed.origin.x + piece.x).0 as f32;
            let base = (placed.origin.y - piece.dress.rise).0 as f32;
            let out = self.paths.entry(piece.dress.colour.to_string());
            let out = out.or_default();
            for glyph in &shaped.glyphs {
                let unit = size / face.metrics().units_per_em.max(1.0);
                let mut pen = Pen {
                    out,
                    x: at + glyph.dx * size * fit,
                    y: base - glyph.dy * size,
                    across: unit * fit,
                    up: unit,
                };
                face.draw(glyph.id, &mut pen);
                at += glyph.advance * size * fit;
            }
        }
    }

    fn svg(self, size: Size, style: &Style) -> String {
        let (width, height) = (size.width.0, size.height.0);
        let colour = hexadecimal;
        let (ground, accent) = (colour(style.colours.ground), colour(style.colours.accent));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{}\" height=\"{}\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n\
             <rect width=\"{width}\" height=\"14\" fill=\"{accent}\"/>\n",
            width * f64::from(SCALE),
            height * f64::from(SCALE),
        );
        for (colour, path) in &self.paths {
            let colour = Colour::parse(colour).map(hexadecimal).unwrap_or_default();
            let _ = writeln!(svg, "<path fill=\"{colour}\" d=\"{path}\"/>");
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// A colour in the notation of SVG.
fn hexadecimal(Colour(red, green, blue): Colour) -> String {
    let [red, green, blue] = [red, green, blue].map(|part| (part * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Writes an outline as a path.
struct Pen<'a> {
    out: &'a mut String,
    x: f32,
    y: f32,
    across: f32,
    up: f32,
}

impl Pen<'_> {
    fn put(&mut self, command: char, points: &[(f32, f32)]) {
        self.out.push(command);
        for (x, y) in points {
            let (x, y) = (self.x + x * self.across, self.y - y * self.up);
            let _ = write!(self.out, "{x:.2} {y:.2} ");
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.put('L', &[(x, y)]);
    }

    fn quad_to(&mut self, ax: f32, ay: f32, x: f32, y: f32) {
        self.put('Q', &[(ax, ay), (x, y)]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.put('C', &[(ax, ay), (bx, by), (x, y)]);
    }

    fn close(&mut self) {
        self.out.push('Z');
    }
}

fn rendered(drawing: &str) -> Option<Pixels> {
    let tree = usvg::Tree::from_str(drawing, &usvg::Options::default()).ok()?;
    Pixels::of_drawing(&tree, tree.size().width() as u32)
}
