//! Takes a WOFF2 file; returns the OpenType file (WOFF File Format 2.0, W3C 2024; section
//! numbers refer to it).
//!
//! All tables are one Brotli stream. The outlines of TrueType are split into several
//! streams; `outlines` reassembles them.

use super::outlines::{BAD_OUTLINE, Outlines};
use super::sfnt::{CUT_SHORT, Flaw, Reader, Table, assemble};
use super::woff::inflate;

/// The tags that a directory gives by number (4.1).
#[rustfmt::skip]
const KNOWN_TAGS: [&[u8; 4]; 63] = [
    b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"OS/2", b"post", b"cvt ", b"fpgm",
    b"glyf", b"loca", b"prep", b"CFF ", b"VORG", b"EBDT", b"EBLC", b"gasp", b"hdmx", b"kern",
    b"LTSH", b"PCLT", b"VDMX", b"vhea", b"vmtx", b"BASE", b"GDEF", b"GPOS", b"GSUB", b"EBSC",
    b"JSTF", b"MATH", b"CBDT", b"CBLC", b"COLR", b"CPAL", b"SVG ", b"sbix", b"acnt", b"avar",
    b"bdat", b"bloc", b"bsln", b"cvar", b"fdsc", b"feat", b"fmtx", b"fvar", b"gvar", b"hsty",
    b"just", b"lcar", b"mort", b"morx", b"opbd", b"prop", b"trak", b"Zapf", b"Silf", b"Glat",
    b"Gloc", b"Feat", b"Sill",
];

/// A row of the directory: a table in the stream.
struct Entry {
    tag: [u8; 4],
    length: usize,
    /// Whether it was taken apart.
    transformed: bool,
}

/// A WOFF2 file whose compressed stream was unpacked.
struct Unpacked {
    flavor: u32,
    entries: Vec<Entry>,
    stream: Vec<u8>,
}

/// Unpacks a WOFF2 file.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Flaw> {
    rebuild(&decompress(bytes)?)
}

/// Reads the header and the directory, and unpacks the stream (4).
fn decompress(bytes: &[u8]) -> Result<Unpacked, Flaw> {
    let mut reader = Reader(bytes);
    reader.skip(4)?;
    let flavor = reader.u32()?;
    if flavor.to_be_bytes() == *b"ttcf" {
        // The format allows it, but nothing writes it: no browser could name a
        // face of it.
        return Err("it is a collection packed as WOFF2");
    }
    reader.skip(4)?;
    let count = reader.u16()?;
    reader.skip(6)?;
    let packed = reader.size()?;
    // The rest of the header: version, metadata, private data.
    reader.skip(24)?;
    let entries: Vec<Entry> = (0..count)
        .map(|_| entry(&mut reader))
        .collect::<Result<_, _>>()?;
    let lengths = entries.iter().map(|entry| entry.length);
    let length = lengths.fold(0, usize::saturating_add);
    let decoder = brotli_decompressor::Decompressor::new(reader.take(packed)?, 4096);
    let stream = inflate(decoder, length)?;
    Ok(Unpacked {
        flavor,
        entries,
        stream,
    })
}

/// Cuts the stream into its tables and puts together what was taken apart (5).
fn rebuild(unpacked: &Unpacked) -> Result<Vec<u8>, Flaw> {
    let mut stream = Reader(&unpacked.stream);
    let mut parts = Vec::new();
    for entry in &unpacked.entries {
        parts.push((entry, stream.part(entry.length)?));
    }
    assemble(unpacked.flavor, tables(&parts)?)
}

fn entry(reader: &mut Reader) -> Result<Entry, Flaw> {
    let flags = reader.u8()?;
    let tag = match KNOWN_TAGS.get(usize::from(flags & 0x3f)) {
        Some(known) => **known,
        None => reader.tag()?,
    };
    let length = base_128(reader)?;
    // 4.1: 0 is no transformation, save for glyf and loca, where 3 is none.
    let transformed = match (&tag, flags >> 6) {
        (b"glyf" | b"loca", 0) | (b"hmtx", 1) => true,
        (b"glyf" | b"loca", 3) => false,
        (b"glyf" | b"loca", _) => return Err(UNKNOWN_TRANSFORMATION),
        (_, 0) => false,
        (_, _) => return Err(UNKNOWN_TRANSFORMATION),
    };
    let length = if transformed {
        base_128(reader)?
    } else {
        length
    };
    Ok(Entry {
        tag,
        length,
        transformed,
    })
}

const UNKNOWN_TRANSFORMATION: Flaw = "unknown table transformation";

/// A number in as many bytes as it needs, seven bits in each (4.2).
fn base_128(reader: &mut Reader) -> Result<usize, Flaw> {
    let mut number: u32 = 0;
    for i in 0..5 {
        let byte = reader.u8()?;
        if (i == 0 && byte == 0x80) || number >> 25 != 0 {
            break;
        }
        number = number << 7 | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return usize::try_from(number).map_err(|_| CUT_SHORT);
        }
    }
    Err("its directory is damaged")
}

/// The tables as they were.
fn tables(parts: &[(&Entry, Reader)]) -> Result<Vec<Table>, Flaw> {
    let find = |tag: &[u8; 4]| parts.iter().find(|(entry, _)| entry.tag == *tag);
    let outlines = match find(b"glyf") {
        Some((entry, data)) if entry.transformed => Some(Outlines::read(*data)?),
        _ => None,
    };
    let mut tables = Vec::new();
    for (
        Entry {
            tag, transformed, ..
        },
        data,
    ) in parts
    {
        let table = match (tag, &outlines) {
            (b"glyf", Some(outlines)) => outlines.glyf.clone(),
            // 5.3: it holds nothing, and is known from the outlines.
            (b"loca", Some(outlines)) => outlines.loca(),
            (b"head", Some(_)) => {
                let mut head = data.0.to_vec();
                // indexToLocFormat: places are written in four bytes.
                if head.len() < 54 {
                    return Err(CUT_SHORT);
                }
                head.splice(50..52, [0, 1]);
                head
            }
            (b"hmtx", Some(outlines)) if *transformed => {
                let mut hhea = find(b"hhea").ok_or("it has no table hhea")?.1;
                hhea.skip(34)?;
                outlines.hmtx(*data, usize::from(hhea.u16()?))?
            }
            _ if *transformed => return Err(BAD_OUTLINE),
            _ => data.0.to_vec(),
        };
        tables.push((*tag, table));
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_directory_are_read_as_the_standard_has_them() {
        let read = |bytes: &[u8]| base_128(&mut Reader(bytes)).ok();
        assert_eq!(read(&[0x3f]), Some(63));
        assert_eq!(
            read(&[0x8f, 0xff, 0xff, 0xff, 0x7f]),
            Some(u32::MAX as usize)
        );
        // No leading zeros, no more than 32 bits, no more than five bytes.
        assert_eq!(read(&[0x80, 0x01]), None);
        assert_eq!(read(&[0x9f, 0xff, 0xff, 0xff, 0x7f]), None);
        assert_eq!(read(&[0x81, 0x80, 0x80, 0x80, 0x80, 0x00]), None);
    }

    #[test]
    fn no_damage_to_what_was_unpacked_makes_us_panic() {
        let mut state: u64 = 0x2545_f491_4f6c_dd1d;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as usize % below
        };
        for name in ["static", "variable", "monospaced"] {
            let path = format!("{}/tests/faces/{name}.woff2", env!("CARGO_MANIFEST_DIR"));
            let mut unpacked = decompress(&std::fs::read(path).unwrap()).unwrap();
            let whole = unpacked.stream.clone();
            let (mut sound, mut damaged) = (0, 0);
            for _ in 0..4000 {
                let at = random(whole.len());
                unpacked.stream[at] = random(256) as u8;
                match rebuild(&unpacked) {
                    Ok(_) => sound += 1,
                    Err(_) => damaged += 1,
                }
                unpacked.stream.clone_from(&whole);
            }
            assert!(sound > 0 && damaged > 0);
        }
    }
}
