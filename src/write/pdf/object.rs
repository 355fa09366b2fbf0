//! Takes texts, lengths, rectangles and bytes; returns the PDF objects for them (ISO
//! 32000-1, 7.3 and 7.9).

use crate::geom::{Pt, Rect, rounded};
use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, Stream, StringFormat, dictionary};
use std::cell::RefCell;

/// A name.
pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

/// A text string: PDFDocEncoding if the text is ASCII, otherwise UTF-16 (ISO 32000-1,
/// 7.9.2.2).
pub(super) fn text_string(text: &str) -> Object {
    let bytes = text_bytes(text);
    if text.is_ascii() {
        return Object::String(bytes, StringFormat::Literal);
    }
    hexadecimal(bytes)
}

/// The bytes of a [text string](text_string).
pub(super) fn text_bytes(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        return text.as_bytes().to_vec();
    }
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

/// A string of bytes, written in hexadecimal.
pub(super) fn hexadecimal(bytes: Vec<u8>) -> Object {
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A length in points, rounded to a hundredth.
pub(super) fn number(length: Pt) -> Object {
    Object::Real(rounded(length.0, 2) as f32)
}

/// A box: its left, bottom, right and top edge in points, from the bottom of the page.
pub(super) fn edges(edges: [Pt; 4]) -> Object {
    Object::Array(edges.map(number).to_vec())
}

/// The box of a rectangle, which is measured from the top of a page of this height.
pub(super) fn rectangle(rect: Rect, height: Pt) -> Object {
    edges([
        rect.origin.x,
        height - rect.bottom(),
        rect.origin.x + rect.size.width,
        height - rect.origin.y,
    ])
}

/// A name tree of one node. The names must be in the order of their bytes (ISO 32000-1,
/// 7.9.6).
pub(super) fn name_tree(names: impl IntoIterator<Item = (Vec<u8>, Object)>) -> Dictionary {
    let pairs = names
        .into_iter()
        .flat_map(|(name, value)| [hexadecimal(name), value]);
    let names: Vec<Object> = pairs.collect();
    dictionary! {"Names" => names}
}

/// A stream whose content is [compressed](deflate) already.
pub(super) fn deflated(content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(Dictionary::new(), content);
    stream.dict.set("Filter", name("FlateDecode"));
    stream.allows_compression = false;
    stream
}

thread_local! {
    /// The state of deflate, whose tables are larger than most of what is compressed. Level 6
    /// takes half the time of level 9 for one per cent more bytes.
    static STATE: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(6), true));
}

/// Compresses bytes.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    STATE.with_borrow_mut(|state| {
        state.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let rest = bytes.get(state.total_in() as usize..).unwrap_or(&[]);
            match state.compress_vec(rest, &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return packed,
                // The room is used up.
                Ok(_) => packed.reserve(packed.len() / 2 + 64),
                // Only a state that has ended already refuses.
                Err(_) => return Vec::new(),
            }
        }
    })
}

/// Bytes that are [compressed](deflate) as they come.
pub(super) struct Deflating {
    state: Compress,
    waiting: Vec<u8>,
    packed: Vec<u8>,
}

/// The bytes that are compressed at once (256 KiB). Where parts meet, a match may be missed.
const PART: usize = 256 << 10;

impl Deflating {
    pub(super) fn new() -> Deflating {
        Deflating {
            state: Compress::new(Compression::new(6), true),
            waiting: Vec::with_capacity(PART),
            packed: Vec::new(),
        }
    }

    /// Adds bytes.
    pub(super) fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = bytes.len().min(PART - self.waiting.len());
            let (part, rest) = bytes.split_at(room);
            self.waiting.extend(part);
            bytes = rest;
            if self.waiting.len() == PART {
                self.pack(FlushCompress::None);
            }
        }
    }

    /// The compressed bytes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.pack(FlushCompress::Finish);
        self.packed
    }

    /// Compresses what waits.
    fn pack(&mut self, flush: FlushCompress) {
        let before = self.state.total_in();
        loop {
            let taken = (self.state.total_in() - before) as usize;
            let rest = self.waiting.get(taken..).unwrap_or(&[]);
            if self.packed.len() == self.packed.capacity() {
                self.packed.reserve(self.packed.len() / 2 + (64 << 10));
            }
            let status = self.state.compress_vec(rest, &mut self.packed, flush);
            let is_full = self.packed.len() == self.packed.capacity();
            match status {
                // With room left, all has been taken that can be.
                Ok(Status::Ok | Status::BufError) if is_full => {}
                Ok(_) | Err(_) => break,
            }
        }
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Size;

    #[test]
    fn bytes_that_come_in_parts_are_compressed_as_well_as_the_whole() {
        let mut state = 1_u32;
        let bytes: Vec<u8> = (0..3_000_000_u32)
            .map(|n| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                match n / 100_000 % 3 {
                    0 => (state >> 24) as u8,
                    1 => (n / 300) as u8 ^ (state >> 30) as u8,
                    _ => 0xff,
                }
            })
            .collect();
        for length in [18_000, 301, 70_001] {
            let mut deflating = Deflating::new();
            bytes.chunks(length).for_each(|part| deflating.add(part));
            let packed = deflating.finish();
            let mut read = Vec::new();
            let mut inflate = flate2::read::ZlibDecoder::new(&*packed);
            std::io::Read::read_to_end(&mut inflate, &mut read).unwrap();
            assert!(read == bytes, "{length}");
            assert!(packed.len() <= deflate(&bytes).len() * 1001 / 1000);
        }
    }

    #[test]
    fn a_text_beyond_ascii_is_utf_16_with_its_mark() {
        let ascii = Object::String(b"a".to_vec(), StringFormat::Literal);
        assert_eq!(text_string("a"), ascii);
        assert_eq!(text_string("é"), hexadecimal(vec![0xfe, 0xff, 0, 0xe9]));
    }

    #[test]
    fn a_rectangle_is_measured_from_the_bottom() {
        let rect = Rect {
            size: Size {
                width: Pt(30.0),
                height: Pt(40.004),
            },
            ..Rect::new(Pt(10.0), Pt(20.0), Pt::ZERO, Pt::ZERO)
        };
        let expected = [10.0, 40.0, 40.0, 80.0].map(Object::Real).to_vec();
        assert_eq!(rectangle(rect, Pt(100.0)), Object::Array(expected));
    }

    #[test]
    fn a_compressed_stream_says_so_and_is_not_compressed_again() {
        let stream = deflated(deflate(b"content"));
        assert!(!stream.allows_compression);
        assert_eq!(stream.decompressed_content().unwrap(), b"content");
    }
}
