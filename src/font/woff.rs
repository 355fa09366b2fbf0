//! Takes a compressed web font; returns the OpenType file.
//!
//! WOFF and WOFF2 contain the tables of one OpenType file, compressed separately or
//! together. allsorts, a dependency of printpdf, reads both, but it panics on some broken
//! WOFF2 files, shifts the side bearings of faces whose last glyphs have equal widths,
//! and unpacks without a limit. Only its Brotli decoder is used.

use super::woff2;
use std::io::Read;

/// What is wrong with a file, in words that follow "it".
pub(super) type Flaw = &'static str;

pub(super) const CUT_SHORT: Flaw = "it is cut short";
const WRONG_LENGTH: Flaw = "a table of it is not as long as it says";

/// What a file may hold unpacked, in bytes. The largest faces there are, for
/// Chinese and its neighbours, have some 30 MB; a few bytes can claim any size.
const LIMIT: usize = 256 << 20;

/// A table of a font: its tag and what it holds.
pub(super) type Table = ([u8; 4], Vec<u8>);

/// Unpacks a font packed for the web; `None` if it is not packed.
pub(super) fn unpack(bytes: &[u8]) -> Option<Result<Vec<u8>, Flaw>> {
    match bytes.get(..4)? {
        b"wOFF" => Some(woff(bytes)),
        b"wOF2" => Some(woff2::unpack(bytes)),
        _ => None,
    }
}

/// WOFF File Format 1.0 (W3C 2012): a header, a directory, compressed tables.
fn woff(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    let mut header = Reader(bytes);
    header.skip(4)?;
    let flavor = header.u32()?;
    header.skip(4)?;
    let count = header.u16()?;
    // The rest of the header: sizes and dates, metadata, private data.
    header.skip(30)?;
    let mut tables = Vec::new();
    let mut room = LIMIT;
    for _ in 0..count {
        let tag = header.tag()?;
        let (offset, packed, length) = (header.size()?, header.size()?, header.size()?);
        header.skip(4)?;
        room = room.checked_sub(length).ok_or(TOO_LARGE)?;
        let end = offset.checked_add(packed).ok_or(CUT_SHORT)?;
        let data = bytes.get(offset..end).ok_or(CUT_SHORT)?;
        // Section 5: what would not have shrunk is stored as it is.
        let table = if packed < length {
            inflate(flate2::read::ZlibDecoder::new(data), length)?
        } else if packed == length {
            data.to_vec()
        } else {
            return Err(WRONG_LENGTH);
        };
        tables.push((tag, table));
    }
    assemble(flavor, tables)
}

const TOO_LARGE: Flaw = "unpacked, it would have more than 256 MB";

/// Reads all that a decoder gives, which must be as long as was said.
pub(super) fn inflate(decoder: impl Read, length: usize) -> Result<Vec<u8>, Flaw> {
    if length > LIMIT {
        return Err(TOO_LARGE);
    }
    let mut data = Vec::new();
    // One byte more would be one too many, and tells.
    let read = decoder.take(length as u64 + 1).read_to_end(&mut data);
    read.map_err(|_| "its compressed data are damaged")?;
    if data.len() == length {
        Ok(data)
    } else {
        Err(WRONG_LENGTH)
    }
}

/// Puts tables together to an OpenType file (OpenType 1.9, "Organization of an
/// OpenType font").
pub(super) fn assemble(flavor: u32, mut tables: Vec<Table>) -> Result<Vec<u8>, Flaw> {
    tables.sort_unstable_by_key(|(tag, _)| *tag);
    if tables
        .iter()
        .zip(tables.iter().skip(1))
        .any(|(a, b)| a.0 == b.0)
    {
        return Err("it has two tables of one name");
    }
    let count = u16::try_from(tables.len()).map_err(|_| TOO_LARGE)?;
    if count == 0 || count > 0x0fff {
        return Err("it has no tables, or too many");
    }
    let selector = count.ilog2() as u16;
    let range = 16 << selector;
    let mut file = flavor.to_be_bytes().to_vec();
    for number in [count, range, selector, count * 16 - range] {
        file.extend(number.to_be_bytes());
    }
    let mut offset = 12 + 16 * usize::from(count);
    let mut adjustment = None;
    for (tag, table) in &mut tables {
        if tag == b"head" && table.len() >= 12 {
            // The sum of the whole file, which counts as 0 until it is known.
            table.splice(8..12, [0; 4]);
            adjustment = Some(offset + 8);
        }
        let place = u32::try_from(offset).map_err(|_| TOO_LARGE)?;
        let length = u32::try_from(table.len()).map_err(|_| TOO_LARGE)?;
        file.extend(*tag);
        for number in [sum(table), place, length] {
            file.extend(number.to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    if let Some(at) = adjustment {
        let whole = 0xb1b0_afba_u32.wrapping_sub(sum(&file));
        file.splice(at..at + 4, whole.to_be_bytes());
    }
    Ok(file)
}

/// The checksum of a table: of its four-byte numbers, the last filled with 0.
fn sum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0, |sum, chunk| {
        let number = (0..4).fold(0, |number, i| {
            number << 8 | u32::from(chunk.get(i).copied().unwrap_or(0))
        });
        sum.wrapping_add(number)
    })
}

/// What is left to read of some bytes; numbers have their first byte first.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Flaw> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn skip(&mut self, count: usize) -> Result<(), Flaw> {
        self.take(count).map(drop)
    }

    pub(super) fn part(&mut self, count: usize) -> Result<Reader<'a>, Flaw> {
        self.take(count).map(Reader)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Flaw> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn tag(&mut self) -> Result<[u8; 4], Flaw> {
        self.array()
    }

    pub(super) fn u8(&mut self) -> Result<u8, Flaw> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Flaw> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn i16(&mut self) -> Result<i16, Flaw> {
        self.array().map(i16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Flaw> {
        self.array().map(u32::from_be_bytes)
    }

    /// A length or a place, written in four bytes.
    pub(super) fn size(&mut self) -> Result<usize, Flaw> {
        usize::try_from(self.u32()?).map_err(|_| TOO_LARGE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::FontRef;

    fn face(name: &str) -> Vec<u8> {
        let path = format!("{}/tests/faces/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(path).unwrap()
    }

    fn unpacked(name: &str) -> Vec<u8> {
        unpack(&face(name)).unwrap().unwrap()
    }

    /// The tables of a file but those that may be written in several ways.
    fn plain_tables(bytes: &[u8]) -> Vec<Table> {
        let font = FontRef::new(bytes).unwrap();
        let records = font.table_directory().table_records();
        let tables = records.iter().map(|record| {
            let data = font.table_data(record.tag()).unwrap();
            (record.tag().to_be_bytes(), data.as_bytes().to_vec())
        });
        tables
            .filter(|(tag, _)| !matches!(tag, b"head" | b"glyf" | b"loca"))
            .collect()
    }

    /// How every glyph is drawn.
    fn drawings(bytes: &[u8]) -> Vec<String> {
        use skrifa::MetadataProvider;
        use skrifa::instance::{LocationRef, Size};
        use skrifa::outline::{DrawSettings, pen::SvgPen};
        let font = FontRef::new(bytes).unwrap();
        let outlines = font.outline_glyphs();
        let drawn = outlines.iter().map(|(_, outline)| {
            let mut pen = SvgPen::new();
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            outline.draw(settings, &mut pen).unwrap();
            pen.to_string()
        });
        drawn.collect()
    }

    #[test]
    fn a_face_unpacked_from_woff_is_the_face_that_was_packed() {
        let (packed, plain) = (unpacked("static.woff"), face("static.ttf"));
        assert_eq!(plain_tables(&packed), plain_tables(&plain));
        assert_eq!(drawings(&packed), drawings(&plain));
    }

    #[test]
    fn a_face_unpacked_from_woff2_is_the_face_that_was_packed() {
        for name in ["static", "variable", "monospaced"] {
            let packed = unpacked(&format!("{name}.woff2"));
            let plain = face(&format!("{name}.ttf"));
            assert_eq!(plain_tables(&packed), plain_tables(&plain), "{name}");
            let drawn = drawings(&packed);
            assert!(drawn.iter().filter(|glyph| glyph.len() > 20).count() > 8);
            assert_eq!(drawn, drawings(&plain), "{name}");
        }
    }

    #[test]
    fn the_sum_of_an_unpacked_file_is_what_opentype_asks() {
        for name in ["static.woff", "static.woff2", "variable.woff2"] {
            assert_eq!(sum(&unpacked(name)), 0xb1b0_afba, "{name}");
        }
    }

    #[test]
    fn a_table_longer_than_it_says_is_refused() {
        let packed = [0_u8; 10];
        assert_eq!(inflate(&packed[..], 9), Err(WRONG_LENGTH));
        assert_eq!(inflate(&packed[..], 11), Err(WRONG_LENGTH));
        assert_eq!(inflate(&packed[..], usize::MAX), Err(TOO_LARGE));
    }
}
