//! Takes outlines as WOFF2 packs them; returns the tables of TrueType (WOFF File Format
//! 2.0, W3C 2024; section numbers refer to it).
//!
//! WOFF2 splits outlines into streams of similar numbers, which Brotli packs better, and
//! omits what can be computed: the bounding boxes of glyphs, their offsets and most side
//! bearings.

use super::sfnt::{Flaw, Reader, pad};

pub(super) const BAD_OUTLINE: Flaw = "damaged outline";

/// The outlines of a face, put together again.
pub(super) struct Outlines {
    pub(super) glyf: Vec<u8>,
    /// Where in `glyf` each glyph ends.
    ends: Vec<u32>,
    /// The left edge of each glyph.
    lefts: Vec<i16>,
}

/// The streams that the table glyf was taken apart into (5.1).
struct Streams<'a> {
    contours: Reader<'a>,
    points: Reader<'a>,
    flags: Reader<'a>,
    glyphs: Reader<'a>,
    composites: Reader<'a>,
    boxes: Reader<'a>,
    instructions: Reader<'a>,
}

/// The box around a glyph: left, bottom, right, top.
type Bounds = [i16; 4];

impl Outlines {
    /// Reads what the table glyf was taken apart into.
    pub(super) fn read(mut table: Reader) -> Result<Outlines, Flaw> {
        table.skip(2)?;
        let options = table.u16()?;
        let count = usize::from(table.u16()?);
        table.skip(2)?;
        let mut sizes = [0; 7];
        for size in &mut sizes {
            *size = table.size()?;
        }
        let [
            contours,
            points,
            flags,
            glyphs,
            composites,
            boxes,
            instructions,
        ] = sizes;
        let mut streams = Streams {
            contours: table.part(contours)?,
            points: table.part(points)?,
            flags: table.part(flags)?,
            glyphs: table.part(glyphs)?,
            composites: table.part(composites)?,
            boxes: table.part(boxes)?,
            instructions: table.part(instructions)?,
        };
        let boxed = streams.boxes.take(4 * count.div_ceil(32))?;
        let overlapping = match options & 1 {
            0 => &[],
            _ => table.take(count.div_ceil(8))?,
        };
        let mut outlines = Outlines {
            glyf: Vec::new(),
            ends: Vec::with_capacity(count),
            lefts: Vec::with_capacity(count),
        };
        for glyph in 0..count {
            let bounds = if bit(boxed, glyph) {
                let mut bounds = Bounds::default();
                for edge in &mut bounds {
                    *edge = streams.boxes.i16()?;
                }
                Some(bounds)
            } else {
                None
            };
            let overlaps = bit(overlapping, glyph);
            let left = streams.glyph(bounds, overlaps, &mut outlines.glyf)?;
            pad(&mut outlines.glyf);
            let end = u32::try_from(outlines.glyf.len()).map_err(|_| BAD_OUTLINE)?;
            outlines.ends.push(end);
            outlines.lefts.push(left);
        }
        Ok(outlines)
    }

    /// The table loca in its long form.
    pub(super) fn loca(&self) -> Vec<u8> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.flat_map(|place| place.to_be_bytes()).collect()
    }

    /// The table hmtx, whose side bearings are left out where they are the
    /// left edges of the glyphs (5.4).
    pub(super) fn hmtx(&self, mut data: Reader, wide: usize) -> Result<Vec<u8>, Flaw> {
        let flags = data.u8()?;
        if wide > self.lefts.len() {
            return Err("it has more widths than glyphs");
        }
        let mut widths = data.part(2 * wide)?;
        let mut table = Vec::new();
        for (glyph, left) in self.lefts.iter().enumerate() {
            let is_wide = glyph < wide;
            if is_wide {
                table.extend(widths.take(2)?);
            }
            // Bit 0: of the glyphs with a width; bit 1: of those after them.
            let left_out = flags & if is_wide { 1 } else { 2 } != 0;
            let bearing = if left_out { *left } else { data.i16()? };
            table.extend(bearing.to_be_bytes());
        }
        Ok(table)
    }
}

impl Streams<'_> {
    /// Puts the next glyph together; gives its left edge.
    fn glyph(
        &mut self,
        bounds: Option<Bounds>,
        overlaps: bool,
        glyf: &mut Vec<u8>,
    ) -> Result<i16, Flaw> {
        match (self.contours.i16()?, bounds) {
            (0, None) => Ok(0),
            (contours @ 1.., bounds) => self.simple(contours, bounds, overlaps, glyf),
            // 5.1: a composite glyph's box must be given.
            (-1, Some(bounds)) => self.composite(bounds, glyf),
            (_, _) => Err(BAD_OUTLINE),
        }
    }

    fn simple(
        &mut self,
        contours: i16,
        bounds: Option<Bounds>,
        overlaps: bool,
        glyf: &mut Vec<u8>,
    ) -> Result<i16, Flaw> {
        let mut count: u16 = 0;
        let mut ends = Vec::new();
        for _ in 0..contours {
            let points = packed_u16(&mut self.points)?;
            count = count.checked_add(points).ok_or(BAD_OUTLINE)?;
            let last = count.checked_sub(1).ok_or(BAD_OUTLINE)?;
            ends.extend(last.to_be_bytes());
        }
        let (mut x, mut y) = (0_i16, 0_i16);
        let mut bare: Option<Bounds> = None;
        let (mut flags, mut xs, mut ys) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..count {
            let flag = self.flags.u8()?;
            let (dx, dy) = triplet(flag & 0x7f, &mut self.glyphs)?;
            let moved = |from: i16, by: i32| i16::try_from(i32::from(from) + by);
            (x, y) = match (moved(x, dx), moved(y, dy)) {
                (Ok(x), Ok(y)) => (x, y),
                _ => return Err(BAD_OUTLINE),
            };
            let [left, bottom, right, top] = bare.unwrap_or([x, y, x, y]);
            bare = Some([left.min(x), bottom.min(y), right.max(x), top.max(y)]);
            // glyf: bit 0 is a point on the curve, there set and here clear.
            let on_curve = u8::from(flag & 0x80 == 0);
            let shape = step(dx, &mut xs)? << 1 | step(dy, &mut ys)? << 2;
            flags.push(on_curve | shape);
        }
        if let Some(first) = flags.first_mut() {
            *first |= u8::from(overlaps) << 6;
        }
        let bounds = bounds.or(bare).unwrap_or_default();
        glyf.extend(contours.to_be_bytes());
        glyf.extend(bounds.iter().flat_map(|edge| edge.to_be_bytes()));
        glyf.extend(ends);
        self.program(glyf)?;
        glyf.extend(flags);
        glyf.extend(xs);
        glyf.extend(ys);
        let [left, ..] = bounds;
        Ok(left)
    }

    fn composite(&mut self, bounds: Bounds, glyf: &mut Vec<u8>) -> Result<i16, Flaw> {
        glyf.extend((-1_i16).to_be_bytes());
        glyf.extend(bounds.iter().flat_map(|edge| edge.to_be_bytes()));
        let mut has_program = false;
        // The flags of a component (OpenType, glyf).
        loop {
            let flags = self.composites.u16()?;
            glyf.extend(flags.to_be_bytes());
            let offsets = if flags & 0x0001 == 0 { 2 } else { 4 };
            let scale = match flags {
                _ if flags & 0x0008 != 0 => 2,
                _ if flags & 0x0040 != 0 => 4,
                _ if flags & 0x0080 != 0 => 8,
                _ => 0,
            };
            glyf.extend(self.composites.take(2 + offsets + scale)?);
            has_program |= flags & 0x0100 != 0;
            if flags & 0x0020 == 0 {
                break;
            }
        }
        if has_program {
            self.program(glyf)?;
        }
        let [left, ..] = bounds;
        Ok(left)
    }

    /// The instructions of a glyph and before them their length.
    fn program(&mut self, glyf: &mut Vec<u8>) -> Result<(), Flaw> {
        let length = packed_u16(&mut self.glyphs)?;
        glyf.extend(length.to_be_bytes());
        glyf.extend(self.instructions.take(usize::from(length))?);
        Ok(())
    }
}

/// Writes a step along one axis as glyf does. Gives two bits of the point's
/// flag at the places of x: bit 0 (of the glyf flag, bit 1) for a step of one
/// byte, bit 3 (bit 4) for one upwards, or for none at all.
pub(super) fn step(by: i32, to: &mut Vec<u8>) -> Result<u8, Flaw> {
    match (by, u8::try_from(by.unsigned_abs())) {
        (0, _) => Ok(0b1000),
        (_, Ok(short)) => {
            to.push(short);
            Ok(if by > 0 { 0b1001 } else { 0b0001 })
        }
        (_, Err(_)) => {
            let long = i16::try_from(by).map_err(|_| BAD_OUTLINE)?;
            to.extend(long.to_be_bytes());
            Ok(0)
        }
    }
}

/// The step from a point to the next, across and up (5.2, the table of
/// triplets).
fn triplet(code: u8, stream: &mut Reader) -> Result<(i32, i32), Flaw> {
    let signed = |amount: i32, bit: u8| {
        if code >> bit & 1 == 1 {
            amount
        } else {
            -amount
        }
    };
    let code_from = |first: u8| i32::from(code) - i32::from(first);
    let mut next = || stream.u8().map(i32::from);
    Ok(match code {
        0..10 => (0, signed((code_from(0) >> 1 << 8) + next()?, 0)),
        10..20 => (signed((code_from(10) >> 1 << 8) + next()?, 0), 0),
        20..84 => {
            let (group, both) = (code_from(20), next()?);
            let across = 1 + (group >> 4 << 4) + (both >> 4);
            let up = 1 + (group >> 2 & 3) * 16 + (both & 15);
            (signed(across, 0), signed(up, 1))
        }
        84..120 => {
            let group = code_from(84);
            let across = 1 + group / 12 * 256 + next()?;
            let up = 1 + group % 12 / 4 * 256 + next()?;
            (signed(across, 0), signed(up, 1))
        }
        120..124 => {
            let (first, middle, last) = (next()?, next()?, next()?);
            let across = first << 4 | middle >> 4;
            let up = (middle & 15) << 8 | last;
            (signed(across, 0), signed(up, 1))
        }
        124.. => {
            let across = next()? << 8 | next()?;
            let up = next()? << 8 | next()?;
            (signed(across, 0), signed(up, 1))
        }
    })
}

/// A bit of a row of bits, the highest of each byte first.
fn bit(bits: &[u8], at: usize) -> bool {
    bits.get(at / 8)
        .is_some_and(|byte| byte << (at % 8) & 0x80 != 0)
}

/// A small number, in one to three bytes (4.2).
fn packed_u16(reader: &mut Reader) -> Result<u16, Flaw> {
    match reader.u8()? {
        253 => reader.u16(),
        254 => Ok(u16::from(reader.u8()?) + 506),
        255 => Ok(u16::from(reader.u8()?) + 253),
        small => Ok(u16::from(small)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sfnt::CUT_SHORT;
    use super::*;

    #[test]
    fn steps_of_every_size_are_read_as_the_table_has_them() {
        let read = |code, bytes: &[u8]| triplet(code, &mut Reader(bytes));
        // Rows 0, 9, 10, 20, 83, 84, 119, 120 and 127 of the table in 5.2.
        assert_eq!(read(0, &[7]), Ok((0, -7)));
        assert_eq!(read(9, &[7]), Ok((0, 1031)));
        assert_eq!(read(10, &[7]), Ok((-7, 0)));
        assert_eq!(read(20, &[0x23]), Ok((-3, -4)));
        assert_eq!(read(83, &[0x23]), Ok((51, 52)));
        assert_eq!(read(84, &[2, 3]), Ok((-3, -4)));
        assert_eq!(read(119, &[2, 3]), Ok((515, 516)));
        assert_eq!(read(120, &[0x12, 0x34, 0x56]), Ok((-0x123, -0x456)));
        assert_eq!(read(127, &[1, 2, 3, 4]), Ok((0x102, 0x304)));
        assert_eq!(read(127, &[1, 2, 3]), Err(CUT_SHORT));
    }

    #[test]
    fn small_numbers_have_the_three_spellings_of_the_standard() {
        for bytes in [&[253, 1, 250][..], &[255, 253], &[254, 0]] {
            assert_eq!(packed_u16(&mut Reader(bytes)), Ok(506));
        }
    }
}
