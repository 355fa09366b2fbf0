//! Takes a compressed web font; returns the OpenType file.
//!
//! WOFF and WOFF2 contain the tables of one OpenType file, compressed separately or
//! together. allsorts, a dependency of printpdf, reads both, but it panics on some broken
//! WOFF2 files, shifts the side bearings of faces whose last glyphs have equal widths,
//! and unpacks without a limit. Only its Brotli decoder is used.

use super::sfnt::{CUT_SHORT, Flaw, Reader, TOO_LARGE, assemble};
use super::woff2;
use std::io::Read;

const WRONG_LENGTH: Flaw = "table length mismatch";

/// The maximum size of an unpacked file in bytes (256 MiB). The largest existing faces,
/// for Chinese, Japanese and Korean, have about 30 MB; a few bytes can claim any size.
const LIMIT: usize = 256 << 20;

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

#[cfg(test)]
mod tests {
    use super::super::sfnt::{Table, WHOLE, checksum};
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
            assert_eq!(checksum(&unpacked(name)), WHOLE, "{name}");
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
