//! Takes a publication; returns its typeset cover as a PNG.

use crate::font::{FaceId, FontSet, Outlined};
use crate::geom::{Pt, Size};
use crate::image::{Flat, Rgb, Stamp};
use crate::layout;
use crate::layout::placed::{PieceKind, PlacedLine};
use crate::model::Publication;
use crate::style::{Colour, CoverLook, Style};
use skrifa::outline::OutlinePen;
use std::collections::BTreeMap;
use tiny_skia_path::PathBuilder;

/// Pixels per point of the cover: 1600 × 2560 in total, the most that shops ask for.
const SCALE: f32 = 4.0;
/// The height of the band at the head, in pixels.
const BAND: u32 = 56;

/// Sets a cover. Returns `None` if the title is too long.
pub(super) fn typeset(
    publication: &Publication,
    fonts: &FontSet,
    style: &Style,
) -> Option<Vec<u8>> {
    let cover = layout::cover(publication, style, fonts)?;
    let accent = bytes(style.colours.accent);
    let white = bytes(Colour::WHITE);
    let (ground, paint) = match style.cover {
        CoverLook::Plain => (white, None),
        CoverLook::Band => (bytes(style.colours.ground), None),
        // The accent is as legible on white as white is on it.
        CoverLook::Full => (accent, Some(white)),
    };
    let ink_of = |colour: Colour| paint.unwrap_or(bytes(colour));
    let mut inks = vec![accent];
    for piece in cover.lines.iter().flat_map(|placed| &placed.line.pieces) {
        let ink = ink_of(piece.dress.colour);
        if !inks.contains(&ink) {
            inks.push(ink);
        }
    }
    let Size { width, height } = cover.size;
    let pixels = |length: Pt| (length.0 as f32 * SCALE).round() as u32;
    let mut flat = Flat::new(pixels(width), pixels(height), ground, inks)?;
    if style.cover == CoverLook::Band {
        flat.band(0..BAND, accent);
    }
    let mut drawing = Drawing {
        fonts,
        stamps: BTreeMap::new(),
        outlined: None,
        flat,
        paint,
    };
    for line in &cover.lines {
        drawing.line(line);
    }
    drawing.flat.to_png()
}

/// A glyph of a face at a size: its number, then the pixels of an em across and up as bits.
type Key = (FaceId, u16, u32, u32);

struct Drawing<'a> {
    fonts: &'a FontSet,
    /// The glyphs that are drawn; nothing for one without ink.
    stamps: BTreeMap<Key, Option<Stamp>>,
    /// The face that was drawn last: one of a line is likely to be drawn again.
    outlined: Option<(FaceId, Outlined<'a>)>,
    flat: Flat,
    /// The one colour of all type, if it has not its own.
    paint: Option<Rgb>,
}

impl Drawing<'_> {
    fn line(&mut self, placed: &PlacedLine) {
        for piece in &placed.line.pieces {
            let (PieceKind::Word(shaped) | PieceKind::Hyphen(shaped)) = &piece.kind else {
                continue;
            };
            let face = self.fonts.face(shaped.face);
            let up = piece.dress.size.0 as f32 * shaped.scale * SCALE;
            let across = up * placed.line.fit as f32;
            let mut at = (placed.origin.x + piece.x).0 as f32 * SCALE;
            let base = (placed.origin.y - piece.dress.rise).0 as f32 * SCALE;
            for glyph in &shaped.glyphs {
                let key = (shaped.face, glyph.id, across.to_bits(), up.to_bits());
                let draw = || {
                    let em = face.metrics().units_per_em.max(1.0);
                    let mut pen = Pen {
                        path: PathBuilder::new(),
                        across: across / em,
                        up: up / em,
                    };
                    // One is let go before the next is read.
                    self.outlined.take_if(|known| known.0 != shaped.face);
                    let known = self
                        .outlined
                        .get_or_insert_with(|| (shaped.face, face.outlined()));
                    known.1.draw(glyph.id, &mut pen);
                    Stamp::of(&pen.path.finish()?)
                };
                let stamp = self.stamps.entry(key).or_insert_with(draw);
                // Half a pixel is an eighth of a point: letters may stand on whole ones, and
                // large ones on every other, in the same bytes wherever they come again.
                let whole = if across > 100.0 { 2.0 } else { 1.0 };
                let x = ((at + glyph.dx * across) / whole).round() * whole;
                let x = x as i32;
                let y = (base - glyph.dy * up).round() as i32;
                if let Some(stamp) = stamp {
                    let ink = self.paint.unwrap_or(bytes(piece.dress.colour));
                    self.flat.stamp(stamp, x, y, ink);
                }
                at += glyph.advance * across;
            }
        }
    }
}

/// A colour in bytes.
fn bytes(Colour(red, green, blue): Colour) -> Rgb {
    [red, green, blue].map(|part| (part * 255.0).round() as u8)
}

/// Draws an outline in pixels, downwards from its baseline.
struct Pen {
    path: PathBuilder,
    /// Pixels of a unit of the face.
    across: f32,
    up: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x * self.across, -y * self.up);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x * self.across, -y * self.up);
    }

    fn quad_to(&mut self, ax: f32, ay: f32, x: f32, y: f32) {
        let (w, h) = (self.across, -self.up);
        self.path.quad_to(ax * w, ay * h, x * w, y * h);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (w, h) = (self.across, -self.up);
        self.path
            .cubic_to(ax * w, ay * h, bx * w, by * h, x * w, y * h);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
