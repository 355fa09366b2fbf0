//! Takes a PNG; returns its pixels as the file has them packed, for formats that unpack them
//! in the same way.
//!
//! PDF takes the data of a PNG without a change (ISO 32000-1, 7.4.4.4): rows with their
//! filters, deflated, with one, two, four, eight or sixteen bits a sample. What it cannot take
//! is transparency, and the order of an interlaced picture. Nothing is unpacked here: the sums
//! of all chunks say whether the file is as it was written.

use super::{Opened, Problem};
use std::ops::Range;

/// The pixels of a PNG, as they are packed in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Packed {
    /// Width in pixels.
    pub(crate) width: u32,
    /// Height in pixels.
    pub(crate) height: u32,
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    pub(crate) bits: u8,
    /// Samples of a pixel: 1 (grey, or an entry of the palette) or 3 (red, green, blue).
    pub(crate) channels: u8,
    /// Where the file has the palette, three bytes a colour.
    pub(crate) palette: Option<Range<usize>>,
    /// Where the file has the parts of the deflated rows.
    pub(crate) parts: Vec<Range<usize>>,
}

impl Packed {
    /// The layout of a whole PNG; nothing where it has to be decoded.
    pub(crate) fn of(file: &[u8]) -> Option<Packed> {
        read(file).ok().flatten()
    }

    /// The deflated rows of a file, which become what is left of it: a photograph is not held
    /// twice.
    pub(crate) fn rows(&self, mut file: Vec<u8>) -> Vec<u8> {
        let mut end = 0;
        for part in &self.parts {
            if file.get(part.clone()).is_some() {
                file.copy_within(part.clone(), end);
                end += part.len();
            }
        }
        file.truncate(end);
        file
    }

    /// The most colours that the palette has.
    pub(crate) fn colours(&self) -> usize {
        self.palette.as_ref().map_or(0, |palette| palette.len() / 3)
    }
}

/// Whether a PNG can be unpacked: row by row, of which none is kept.
pub(super) fn is_sound(file: Opened) -> bool {
    let Ok(mut reader) = png::Decoder::new(file).read_info() else {
        return false;
    };
    loop {
        match reader.next_row() {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// A chunk of a PNG (PNG specification, 5.3).
struct Chunk<'a> {
    kind: &'a [u8],
    /// Where its data is.
    data: Range<usize>,
}

/// Reads the chunks of a PNG, and what of it can be passed on as it is: nothing where it has to
/// be decoded.
///
/// # Errors
///
/// [`Problem::Broken`] if a chunk is not what its sum says, or a part is missing.
pub(super) fn read(file: &[u8]) -> Result<Option<Packed>, Problem> {
    let broken = |why: &str| Problem::Broken(why.to_owned());
    let short = || broken("its data ends too early");
    let mut header = None;
    let (mut palette, mut parts) = (None, Vec::new());
    let mut is_clear = false;
    let mut at = 8;
    loop {
        let Chunk { kind, data } = chunk(file, at).ok_or_else(short)?;
        let sum = file.get(data.end..data.end + 4).ok_or_else(short)?;
        let summed = file.get(at + 4..data.end).ok_or_else(short)?;
        if crc32fast::hash(summed).to_be_bytes() != *sum {
            let name = String::from_utf8_lossy(kind);
            return Err(broken(&format!("its chunk `{name}` is damaged")));
        }
        at = data.end + 4;
        match kind {
            b"IHDR" => header = file.get(data).and_then(Header::read),
            b"PLTE" => palette = Some(data),
            b"tRNS" => is_clear = true,
            b"IDAT" => parts.push(data),
            b"IEND" => break,
            _ => {}
        }
    }
    let Some(header) = header else {
        return Err(broken("its header is damaged"));
    };
    if parts.iter().all(Range::is_empty) {
        return Err(short());
    }
    Ok(header
        .channels(palette.is_some())
        .filter(|_| !is_clear && !header.is_interlaced && starts_deflated(file, &parts))
        .map(|channels| Packed {
            width: header.width,
            height: header.height,
            bits: header.bits,
            channels,
            palette: palette.filter(|_| header.colour == 3),
            parts,
        }))
}

fn chunk(file: &[u8], at: usize) -> Option<Chunk<'_>> {
    let length = u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?);
    let from = at + 8;
    let end = from.checked_add(usize::try_from(length).ok()?)?;
    Some(Chunk {
        kind: file.get(at + 4..from)?,
        data: from..end,
    })
}

/// Whether the data begins as deflated data must (RFC 1950, 2.2), with no dictionary.
fn starts_deflated(file: &[u8], parts: &[Range<usize>]) -> bool {
    let bytes = parts.iter().filter_map(|part| file.get(part.clone()));
    let mut bytes = bytes.flatten();
    let (Some(method), Some(flags)) = (bytes.next(), bytes.next()) else {
        return false;
    };
    let sum = u16::from_be_bytes([*method, *flags]);
    method & 0x0f == 8 && method >> 4 <= 7 && flags & 0x20 == 0 && sum % 31 == 0
}

/// The header of a PNG (PNG specification, 11.2.2).
struct Header {
    width: u32,
    height: u32,
    bits: u8,
    /// 0 is grey, 2 is RGB, 3 a palette, 4 and 6 the first two with alpha.
    colour: u8,
    is_interlaced: bool,
}

impl Header {
    fn read(data: &[u8]) -> Option<Header> {
        let number = |from: usize| -> Option<u32> {
            Some(u32::from_be_bytes(
                data.get(from..from + 4)?.try_into().ok()?,
            ))
        };
        let [bits, colour, compression, filter, interlace] = *data.get(8..)? else {
            return None;
        };
        ((compression, filter) == (0, 0) && interlace <= 1).then_some(Header {
            width: number(0)?,
            height: number(4)?,
            bits,
            colour,
            is_interlaced: interlace == 1,
        })
    }

    /// The samples of an opaque pixel of an allowed depth.
    fn channels(&self, has_palette: bool) -> Option<u8> {
        match (self.colour, self.bits) {
            (0, 1 | 2 | 4 | 8 | 16) => Some(1),
            (2, 8 | 16) => Some(3),
            (3, 1 | 2 | 4 | 8) if has_palette => Some(1),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use png::{BitDepth, ColorType, Encoder};

    /// A PNG of two pixels across and two down.
    fn png(colour: ColorType, depth: BitDepth, data: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 2, 2);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        if colour == ColorType::Indexed {
            encoder.set_palette(vec![9; 6]);
        }
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(data).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn opaque_pixels_pass_through() {
        for (colour, depth, bytes, expected) in [
            (ColorType::Grayscale, BitDepth::One, 2, (1, 1, 0)),
            (ColorType::Grayscale, BitDepth::Sixteen, 8, (16, 1, 0)),
            (ColorType::Rgb, BitDepth::Eight, 12, (8, 3, 0)),
            (ColorType::Indexed, BitDepth::Four, 2, (4, 1, 2)),
        ] {
            let file = png(colour, depth, &vec![0; bytes]);
            let packed = read(&file).unwrap().unwrap();
            assert_eq!((packed.width, packed.height), (2, 2));
            assert_eq!((packed.bits, packed.channels, packed.colours()), expected);
            assert_eq!(packed.rows(file)[0], 0x78);
        }
    }

    #[test]
    fn what_is_transparent_or_interlaced_does_not() {
        let clear = png(ColorType::Rgba, BitDepth::Eight, &[0; 16]);
        assert_eq!(read(&clear), Ok(None));
        let mut woven = png(ColorType::Rgb, BitDepth::Eight, &[0; 12]);
        woven[28] = 1;
        let sum = crc32fast::hash(&woven[12..29]).to_be_bytes();
        woven[29..33].copy_from_slice(&sum);
        assert_eq!(read(&woven), Ok(None));
    }

    #[test]
    fn damage_is_told_without_unpacking() {
        let file = png(ColorType::Rgb, BitDepth::Eight, &[7; 12]);
        for at in 12..file.len() - 12 {
            let mut damaged = file.clone();
            damaged[at] ^= 0x10;
            assert!(read(&damaged).is_err(), "byte {at}");
            assert!(read(&file[..at]).is_err(), "cut at {at}");
        }
    }
}
