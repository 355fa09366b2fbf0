//! Takes texts, lengths, rectangles and bytes; returns the PDF objects for them (ISO
//! 32000-1, 7.3 and 7.9).

use crate::geom::{Pt, Rect, rounded};
use lopdf::{Dictionary, Object, Stream, StringFormat, dictionary};

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

/// A stream whose content is [compressed](crate::write::deflate::zlib) already.
pub(super) fn deflated(content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(Dictionary::new(), content);
    stream.dict.set("Filter", name("FlateDecode"));
    stream.allows_compression = false;
    stream
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Size;
    use crate::write::deflate::zlib;

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
        let stream = deflated(zlib(b"content"));
        assert!(!stream.allows_compression);
        assert_eq!(stream.decompressed_content().unwrap(), b"content");
    }
}
