//! Takes glyphs of a CFF face; returns the same glyphs as TrueType outlines, with the tables
//! that go with them (OpenType, glyf, loca, hmtx, hhea, maxp, head).
//!
//! TrueType has quadratic curves, CFF cubic ones. Each curve becomes a spline that is nowhere
//! further from it than [`TOLERANCE`]; its points are then rounded to whole units, so that
//! outlines differ by less than a thousandth of an em.

use super::super::outlined::{Drawings, Outlined};
use super::super::outlines::step;
use super::super::sfnt::{Table, pad};
use kurbo::{CubicBez, Point};
use skrifa::FontRef;
use skrifa::Tag;
use skrifa::outline::OutlinePen;
use skrifa::raw::TableProvider;

/// How far a spline may be from its curve, in ems.
const TOLERANCE: f64 = 0.0003;

/// An outline as the table glyf has it.
pub(super) struct Outline {
    bytes: Vec<u8>,
    /// The left edge.
    left: i16,
    points: u16,
    contours: u16,
}

/// Adds the outlines of glyphs and the tables that go with them to the pruned tables.
pub(super) fn add(
    face: &Outlined,
    font: &FontRef,
    glyphs: &[u16],
    tables: &mut Vec<Table>,
) -> Option<()> {
    let widths = font.hmtx().ok()?;
    let drawings = face.drawings()?;
    let (mut glyf, mut hmtx, mut ends) = (Vec::new(), Vec::new(), vec![0]);
    let (mut points, mut contours) = (0, 0);
    for glyph in glyphs {
        let outline = face.quadratic(*glyph, &drawings)?;
        glyf.extend(&outline.bytes);
        pad(&mut glyf);
        ends.push(u32::try_from(glyf.len()).ok()?);
        hmtx.extend(widths.advance((*glyph).into())?.to_be_bytes());
        hmtx.extend(outline.left.to_be_bytes());
        points = points.max(outline.points);
        contours = contours.max(outline.contours);
    }
    let count = u16::try_from(glyphs.len()).ok()?;
    // The short form of loca counts in pairs of bytes.
    let is_short = glyf.len() <= 2 * usize::from(u16::MAX);
    let loca: Vec<u8> = match is_short {
        true => ends
            .iter()
            .flat_map(|end| ((end / 2) as u16).to_be_bytes())
            .collect(),
        false => ends.iter().flat_map(|end| end.to_be_bytes()).collect(),
    };
    let copy = |tag: &[u8; 4]| Some(font.table_data(Tag::new(tag))?.as_bytes().to_vec());
    let (mut head, mut hhea) = (copy(b"head")?, copy(b"hhea")?);
    *head.get_mut(50..52)?.first_chunk_mut()? = u16::from(!is_short).to_be_bytes();
    *hhea.get_mut(34..36)?.first_chunk_mut()? = count.to_be_bytes();
    // Version 1.0; no glyph is composed of others, and none has instructions.
    let mut maxp = TRUETYPE_LIMITS.to_be_bytes().to_vec();
    let numbers = [count, points, contours, 0, 0, 2];
    maxp.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
    maxp.resize(32, 0);
    tables.retain(|(tag, _)| tag != b"maxp");
    tables.extend([
        (*b"glyf", glyf),
        (*b"loca", loca),
        (*b"hmtx", hmtx),
        (*b"head", head),
        (*b"hhea", hhea),
        (*b"maxp", maxp),
    ]);
    Some(())
}

/// The version of the table maxp for TrueType outlines.
const TRUETYPE_LIMITS: u32 = 0x0001_0000;

/// Draws a glyph with quadratic curves. `None` if it cannot be drawn, or not in whole units
/// of 16 bits.
pub(super) fn draw(face: &Outlined, drawings: &Drawings, glyph: u16) -> Option<Outline> {
    let mut pen = Pen {
        tolerance: TOLERANCE * f64::from(face.face().metrics().units_per_em),
        ..Pen::default()
    };
    if !drawings.draw(glyph, &mut pen) {
        return None;
    }
    pen.end();
    encoded(&pen.contours)
}

/// A point of an outline, and whether it is on it.
#[derive(Clone, Copy, PartialEq)]
struct Node {
    x: i32,
    y: i32,
    on: bool,
}

/// Collects the contours of a glyph.
#[derive(Default)]
struct Pen {
    tolerance: f64,
    contours: Vec<Vec<Node>>,
    contour: Vec<Node>,
    /// Where it stands.
    at: Point,
}

impl Pen {
    fn node(&mut self, point: Point, on: bool) {
        let node = Node {
            x: point.x.round() as i32,
            y: point.y.round() as i32,
            on,
        };
        if self.contour.last() != Some(&node) {
            self.contour.push(node);
        }
    }

    /// Ends a contour: its last point is its first.
    fn end(&mut self) {
        let mut contour = std::mem::take(&mut self.contour);
        while contour.len() > 1 && contour.first() == contour.last() {
            contour.pop();
        }
        // A point or a line leaves no ink.
        if contour.len() > 2 {
            // CFF fills to the left of its contours, TrueType to the right.
            if let Some((_, rest)) = contour.split_first_mut() {
                rest.reverse();
            }
            self.contours.push(contour);
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.end();
        self.at = Point::new(x.into(), y.into());
        self.node(self.at, true);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = Point::new(x.into(), y.into());
        self.node(self.at, true);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.node(Point::new(cx.into(), cy.into()), false);
        self.line_to(x, y);
    }

    fn curve_to(&mut self, cx: f32, cy: f32, dx: f32, dy: f32, x: f32, y: f32) {
        let to = Point::new(x.into(), y.into());
        let (from, first, second) = (
            self.at,
            Point::new(cx.into(), cy.into()),
            Point::new(dx.into(), dy.into()),
        );
        let curve = CubicBez::new(from, first, second, to);
        // Between two control points of a spline its curve passes half-way, and TrueType
        // leaves out the points there.
        match curve.approx_spline(self.tolerance) {
            Some(spline) => {
                let controls = spline.points();
                let controls = controls.get(1..controls.len() - 1).unwrap_or(&[]);
                for control in controls {
                    self.node(*control, false);
                }
            }
            None => {
                for (.., quad) in curve.to_quads(self.tolerance) {
                    self.node(quad.p1, false);
                    self.node(quad.p2, true);
                }
            }
        }
        self.at = to;
        self.node(to, true);
    }

    fn close(&mut self) {
        self.end();
    }
}

/// Writes an outline.
fn encoded(contours: &[Vec<Node>]) -> Option<Outline> {
    let nodes = || contours.iter().flatten();
    let points = u16::try_from(nodes().count()).ok()?;
    let mut outline = Outline {
        bytes: Vec::new(),
        left: 0,
        points,
        contours: u16::try_from(contours.len()).ok()?,
    };
    if points == 0 {
        return Some(outline);
    }
    let edge = |edge: Option<i32>| i16::try_from(edge?).ok();
    let bounds = [
        edge(nodes().map(|node| node.x).min())?,
        edge(nodes().map(|node| node.y).min())?,
        edge(nodes().map(|node| node.x).max())?,
        edge(nodes().map(|node| node.y).max())?,
    ];
    let bytes = &mut outline.bytes;
    bytes.extend(i16::try_from(contours.len()).ok()?.to_be_bytes());
    bytes.extend(bounds.iter().flat_map(|edge| edge.to_be_bytes()));
    let mut count = 0_u16;
    for contour in contours {
        count += u16::try_from(contour.len()).ok()?;
        bytes.extend((count - 1).to_be_bytes());
    }
    // No instructions.
    bytes.extend([0, 0]);
    let (mut flags, mut xs, mut ys) = (Vec::new(), Vec::new(), Vec::new());
    let (mut x, mut y) = (0, 0);
    for node in nodes() {
        let across = step(node.x - x, &mut xs).ok()? << 1;
        let up = step(node.y - y, &mut ys).ok()? << 2;
        flags.push(u8::from(node.on) | across | up);
        (x, y) = (node.x, node.y);
    }
    // Bit 3: the next byte says how often the flag is repeated.
    for same in flags.chunk_by(|a, b| a == b) {
        for part in same.chunks(256) {
            let flag = part.first().copied().unwrap_or(0);
            match part.len() {
                1 => bytes.push(flag),
                length => bytes.extend([flag | 8, (length - 1) as u8]),
            }
        }
    }
    bytes.extend(xs);
    bytes.extend(ys);
    let [left, ..] = bounds;
    outline.left = left;
    Some(outline)
}
