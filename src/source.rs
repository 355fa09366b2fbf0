//! Bytes in, text with places out.
//!
//! A [`Source`] is one input as the author sees it: its name, its text with
//! line ends made `\n`, and where each line starts. A [`Span`] is a range of
//! bytes in one source; every node of the model and every diagnostic carries
//! one, so that whatever happens later can be told at the author's own line.

#![warn(clippy::indexing_slicing)]

mod legacy;

use std::ops::Range;

/// Which of the sources of a run a span belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SourceId(pub u32);

/// A range of bytes in one source's [text](Source::text).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The source it lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span over `range` of the source `source`.
    ///
    /// Offsets past 4 GiB are clamped; [`Source::decode`] refuses such inputs.
    pub fn new(source: SourceId, range: Range<usize>) -> Span {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span {
            source,
            start: clamp(range.start),
            end: clamp(range.end.max(range.start)),
        }
    }

    /// The bytes as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span over both, which must lie in the same source.
    pub fn to(self, other: Span) -> Span {
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// How the bytes of a source were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, announced by its byte order mark or shown by every other byte.
    Utf16,
    /// An older one of this name, guessed from bytes that are not UTF-8.
    Guessed(&'static str),
}

impl Encoding {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
            Encoding::Guessed(name) => name,
        }
    }
}

/// Why bytes could not be read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// Control bytes that no text has: the first is at this offset.
    Binary {
        /// Offset of the first such byte in the input.
        offset: usize,
    },
    /// More bytes than [`Source::MAX_BYTES`].
    TooLong {
        /// Length of the input in bytes.
        bytes: usize,
    },
}

/// One input text: an article's file, or standard input.
#[derive(Debug, Clone)]
pub struct Source {
    id: SourceId,
    name: String,
    text: String,
    line_starts: Vec<u32>,
    encoding: Encoding,
}

/// A place for people: both numbers count from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line number, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// The longest input that is read, in bytes (256 MiB): a library of prose,
    /// and far below where offsets would no longer fit a [`Span`].
    pub const MAX_BYTES: usize = 256 << 20;

    /// Makes a source of text that is already decoded.
    pub fn new(id: SourceId, name: impl Into<String>, text: &str) -> Source {
        let text = unify_line_ends(text.strip_prefix('\u{feff}').unwrap_or(text));
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(i, _)| i as u32 + 1))
            .collect();
        Source {
            id,
            name: name.into(),
            text,
            line_starts,
            encoding: Encoding::Utf8,
        }
    }

    /// Decodes the bytes of a file: UTF-8, UTF-16, or an older encoding that is
    /// [guessed](Encoding::Guessed).
    ///
    /// # Errors
    ///
    /// [`NotText`] where the bytes are no text in any of these.
    pub fn decode(id: SourceId, name: impl Into<String>, bytes: &[u8]) -> Result<Source, NotText> {
        if bytes.len() > Source::MAX_BYTES {
            return Err(NotText::TooLong { bytes: bytes.len() });
        }
        let (decoder, encoding) = match encoding_rs::Encoding::for_bom(bytes) {
            Some((e, _)) if e == encoding_rs::UTF_8 => (e, Encoding::Utf8),
            Some((e, _)) => (e, Encoding::Utf16),
            None => match wide(bytes) {
                Some(e) => (e, Encoding::Utf16),
                None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, Encoding::Utf8),
                None => {
                    let (e, name) = legacy::guess(bytes);
                    (e, Encoding::Guessed(name))
                }
            },
        };
        if encoding != Encoding::Utf16
            && let Some(offset) = bytes.iter().position(|b| is_binary(*b))
        {
            return Err(NotText::Binary { offset });
        }
        let (mut text, _, has_errors) = decoder.decode(bytes);
        let mut encoding = encoding;
        // Of a wrong guess a character would be lost; Windows-1252 has one for every byte.
        if has_errors && matches!(encoding, Encoding::Guessed(_)) {
            (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            encoding = Encoding::Guessed("Windows-1252");
        }
        let mut source = Source::new(id, name, &text);
        source.encoding = encoding;
        Ok(source)
    }

    /// The identity its spans carry.
    pub fn id(&self) -> SourceId {
        self.id
    }

    /// The name shown in diagnostics: a path as the user gave it, or `<stdin>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, its line ends made `\n`, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How its bytes were read.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The text under a span, or nothing where the span is not of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The span over `range` of this source.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.id, range)
    }

    /// Line and column of a byte offset.
    pub fn place(&self, offset: u32) -> Place {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self
            .line_starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let before = self.text.get(start as usize..offset as usize);
        Place {
            line: line.max(1),
            column: before.map_or(1, |s| s.chars().count() + 1),
        }
    }

    /// Byte offset of a line and column, both from 1, clamped to the text.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start = self
            .line_starts
            .get(line.saturating_sub(1))
            .map_or(self.text.len(), |s| *s as usize);
        let rest = self.text.get(start..).unwrap_or("");
        rest.char_indices()
            .nth(column.saturating_sub(1))
            .map_or(self.text.len(), |(i, _)| start + i)
    }
}

/// UTF-16 without its mark: of western text nearly every other byte is nought.
fn wide(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..bytes.len().min(4096) & !1)?;
    let noughts = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (first, second, pairs) = (noughts(0), noughts(1), head.len() / 2);
    match pairs >= 4 {
        true if second * 10 >= pairs * 7 && first * 10 < pairs => Some(encoding_rs::UTF_16LE),
        true if first * 10 >= pairs * 7 && second * 10 < pairs => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Control bytes that occur in no text file (tab, line feed, form feed, carriage
/// return, the end-of-file mark of DOS and escape do).
fn is_binary(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0c | b'\r' | 0x1a | 0x1b)
}

fn unify_line_ends(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

/// A text of a URL with `%20` and its like as the bytes they stand for (RFC 3986,
/// 2.1); as it is where these are no UTF-8.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match (first, tail) {
            (b'%', [a, b, ..]) => std::str::from_utf8(&[*a, *b])
                .ok()
                .and_then(|hex| u8::from_str_radix(hex, 16).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() {
            tail.get(2..).unwrap_or(&[])
        } else {
            tail
        };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_windows_1252_file_keeps_its_accents() {
        let source = Source::decode(SourceId(0), "a.txt", b"d\xe9j\xe0 \x93vu\x94").unwrap();
        assert_eq!(source.text(), "déjà “vu”");
        assert_eq!(source.encoding(), Encoding::Guessed("Windows-1252"));
    }

    #[test]
    fn utf_16_is_known_without_its_mark() {
        let text = "Un café, « déjà ».";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            let source = Source::decode(SourceId(0), "a.txt", &bytes).unwrap();
            assert_eq!((source.text(), source.encoding()), (text, Encoding::Utf16));
        }
    }

    #[test]
    fn bytes_of_a_picture_are_not_text() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(
            Source::decode(SourceId(0), "a.md", png).unwrap_err(),
            NotText::Binary { offset: 8 }
        );
    }

    #[test]
    fn places_count_characters_and_survive_carriage_returns() {
        let source = Source::new(SourceId(0), "a.md", "\u{feff}été\r\nné\r\n");
        let offset = source.text().find('n').unwrap() as u32;
        assert_eq!(source.place(offset), Place { line: 2, column: 1 });
        assert_eq!(source.place(offset + 1), Place { line: 2, column: 2 });
        assert_eq!(source.offset(2, 2), offset as usize + 1);
    }
}
