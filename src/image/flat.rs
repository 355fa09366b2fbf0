//! Takes shapes in flat colours on a ground; returns a PNG of few colours.
//!
//! A picture of type has a ground, a few inks, and the steps between them along its edges: not
//! more than the sixteen colours of a pixel of four bits. Only the pixels round a shape are
//! ever touched, and a shape that comes again is drawn once.

use super::bands::Bands;
use ab_glyph_rasterizer::{Rasterizer, point};
use png::{BitDepth, ColorType, Encoder, chunk};
use std::ops::Range;
use tiny_skia_path::{Path, PathSegment, Point};

/// The colours of a pixel of four bits, beside the ground.
const COLOURS: usize = 15;
/// A red, a green and a blue.
pub(crate) type Rgb = [u8; 3];

/// A picture in flat colours.
pub(crate) struct Flat {
    width: u32,
    height: u32,
    ground: Rgb,
    inks: Vec<Rgb>,
    /// The entry of the palette of each pixel, row by row; nothing where a row is bare.
    rows: Vec<Option<Box<[u8]>>>,
}

/// A shape in pixels.
pub(crate) struct Stamp {
    /// Where it begins, from the point it is placed by.
    left: i32,
    top: i32,
    width: usize,
    /// How much of each pixel it covers, row by row: 255 is all of it.
    covered: Vec<u8>,
}

impl Stamp {
    /// A shape whose points are pixels from where it is placed. Nothing where it has no ink, or
    /// more than any picture.
    pub(crate) fn of(path: &Path) -> Option<Stamp> {
        let bounds = path.bounds();
        let (left, top) = (bounds.left().floor(), bounds.top().floor());
        let width = (bounds.right() - left).ceil() as usize;
        let height = (bounds.bottom() - top).ceil() as usize;
        if width.saturating_mul(height) == 0 || width.max(height) > 10_000 {
            return None;
        }
        let mut raster = Rasterizer::new(width, height);
        let place = |p: Point| point(p.x - left, p.y - top);
        let (mut start, mut at) = (Point::default(), Point::default());
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    raster.draw_line(place(at), place(start));
                    (start, at) = (to, to);
                }
                PathSegment::LineTo(to) => {
                    raster.draw_line(place(at), place(to));
                    at = to;
                }
                PathSegment::QuadTo(by, to) => {
                    raster.draw_quad(place(at), place(by), place(to));
                    at = to;
                }
                PathSegment::CubicTo(by, then, to) => {
                    raster.draw_cubic(place(at), place(by), place(then), place(to));
                    at = to;
                }
                PathSegment::Close => {
                    raster.draw_line(place(at), place(start));
                    at = start;
                }
            }
        }
        let mut covered = vec![0; width * height];
        raster.for_each_pixel(|index, share| {
            if let Some(pixel) = covered.get_mut(index) {
                *pixel = (share.min(1.0) * 255.0 + 0.5) as u8;
            }
        });
        Some(Stamp {
            left: left as i32,
            top: top as i32,
            width,
            covered,
        })
    }
}

impl Flat {
    /// A picture of so many pixels of a ground, for shapes in these inks. Nothing where the
    /// inks are too many for steps between them.
    pub(crate) fn new(width: u32, height: u32, ground: Rgb, inks: Vec<Rgb>) -> Option<Flat> {
        let is_few = inks.len() <= COLOURS / 2;
        is_few.then(|| Flat {
            width,
            height,
            ground,
            inks,
            rows: vec![None; height as usize],
        })
    }

    /// The steps from the ground to an ink.
    fn steps(&self) -> usize {
        COLOURS / self.inks.len().max(1)
    }

    /// The entry of the palette before the steps to an ink.
    fn before(&self, ink: Rgb) -> Option<usize> {
        let number = self.inks.iter().position(|known| *known == ink)?;
        Some(number * self.steps())
    }

    /// Fills whole rows with one of its inks.
    pub(crate) fn band(&mut self, rows: Range<u32>, ink: Rgb) {
        let solid = self.before(ink).map(|before| before + self.steps());
        let rows = rows.start as usize..rows.end as usize;
        if let (Some(solid), Some(rows)) = (solid, self.rows.get_mut(rows)) {
            let row = vec![solid as u8; self.width as usize].into_boxed_slice();
            rows.fill(Some(row));
        }
    }

    /// Puts a shape at a place, in one of its inks. What is beyond the edges is cut off.
    pub(crate) fn stamp(&mut self, stamp: &Stamp, x: i32, y: i32, ink: Rgb) {
        let Some(before) = self.before(ink) else {
            return;
        };
        // What a share of a pixel is in the palette; a bare pixel is of the ground. A table would
        // be read a pixel at a time, but sums are made of many at once: for a number below
        // 65,535, `(n + 1 + (n + 1 >> 8)) >> 8` is `n / 255`.
        let (before, steps) = (before as u16, self.steps() as u16);
        let entry = |share: u8| {
            let next = u16::from(share) * steps + 128;
            let step = (next + (next >> 8)) >> 8;
            (if step == 0 { 0 } else { before + step }) as u8
        };
        let width = self.width as usize;
        let left = x.saturating_add(stamp.left);
        let hidden = usize::try_from(left.saturating_neg()).unwrap_or(0);
        let left = usize::try_from(left).unwrap_or(0).min(width);
        let rows = (y.saturating_add(stamp.top)..).zip(stamp.covered.chunks_exact(stamp.width));
        for (row, covered) in rows {
            let Ok(row) = usize::try_from(row) else {
                continue;
            };
            let Some(row) = self.rows.get_mut(row) else {
                break;
            };
            let row = row.get_or_insert_with(|| vec![0; width].into_boxed_slice());
            let pixels = row.get_mut(left..).unwrap_or(&mut []);
            for (pixel, share) in pixels.iter_mut().zip(covered.get(hidden..).unwrap_or(&[])) {
                // Where two shapes of an ink meet, the darker edge shows.
                *pixel = (*pixel).max(entry(*share));
            }
        }
    }

    /// The ground, and the steps to each ink, the last of which is the ink.
    fn palette(&self) -> Vec<u8> {
        let steps = self.steps();
        let inks = self.inks.iter();
        let mixed =
            inks.flat_map(|ink| (1..=steps).map(|step| mixed(self.ground, *ink, step, steps)));
        std::iter::once(self.ground)
            .chain(mixed)
            .flatten()
            .collect()
    }

    /// A PNG of it.
    pub(crate) fn to_png(&self) -> Option<Vec<u8>> {
        // Before each row stands its filter, which is none: entries of a palette are no
        // amounts, of which a difference would say something.
        let mut packed = vec![0; 1 + (self.width as usize).div_ceil(2)];
        let mut bands = Bands::new();
        for row in &self.rows {
            let Some(pixels) = row else {
                bands.bare(packed.len());
                continue;
            };
            let (pairs, rest) = pixels.as_chunks::<2>();
            let halves = packed.get_mut(1..).unwrap_or(&mut []);
            for (packed, [left, right]) in halves.iter_mut().zip(pairs) {
                *packed = left << 4 | right;
            }
            if let (Some(packed), [last]) = (packed.last_mut(), rest) {
                *packed = last << 4;
            }
            bands.drawn(&packed);
        }
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Four);
        encoder.set_palette(self.palette());
        let mut writer = encoder.write_header().ok()?;
        writer.write_chunk(chunk::IDAT, &bands.finish()).ok()?;
        // The writer has counted no rows.
        drop(writer);
        Some(bytes)
    }
}

/// The colour so many of all steps from one to another.
fn mixed(from: Rgb, to: Rgb, step: usize, steps: usize) -> Rgb {
    let mut mixed = to;
    for (part, from) in mixed.iter_mut().zip(from) {
        let (a, b) = (usize::from(from), usize::from(*part));
        *part = ((a * (steps - step) + b * step + steps / 2) / steps) as u8;
    }
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiny_skia_path::{PathBuilder, Rect};

    const WHITE: Rgb = [255; 3];
    const RED: Rgb = [200, 0, 0];
    const BLUE: Rgb = [0, 0, 90];

    fn square(side: f32) -> Stamp {
        let path = PathBuilder::from_rect(Rect::from_xywh(0.0, 0.0, side, side).unwrap());
        Stamp::of(&path).unwrap()
    }

    fn colours(flat: &Flat) -> Vec<Rgb> {
        let png = image::load_from_memory(&flat.to_png().unwrap()).unwrap();
        png.to_rgb8().pixels().map(|pixel| pixel.0).collect()
    }

    #[test]
    fn shapes_stand_on_their_ground_and_edges_lie_between() {
        let mut flat = Flat::new(5, 3, WHITE, vec![BLUE, RED]).unwrap();
        flat.band(0..1, BLUE);
        flat.stamp(&square(1.5), 1, 1, RED);
        for (x, y) in [(4, 2), (-1, 2), (-9, -9), (9, 1), (1, 9)] {
            flat.stamp(&square(2.0), x, y, RED);
        }
        let colours = colours(&flat);
        assert_eq!(colours[..5], [BLUE; 5]);
        assert_eq!((colours[5], colours[6]), (WHITE, RED));
        let [red, green, _] = colours[7];
        assert!((200..255).contains(&red), "{:?}", colours[7]);
        assert!((100..=155).contains(&green), "{:?}", colours[7]);
        assert_eq!((colours[10], colours[13], colours[14]), (RED, WHITE, RED));
    }

    #[test]
    fn a_picture_has_as_many_inks_as_have_steps() {
        let inks = |count: u8| (0..count).map(|ink| [ink; 3]).collect();
        assert!(Flat::new(1, 1, WHITE, inks(7)).is_some());
        assert!(Flat::new(1, 1, WHITE, inks(8)).is_none());
    }
}
