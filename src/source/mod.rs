//! Takes bytes; returns text with places.
//!
//! A [`Source`] is one input as the author sees it: its name, its text with
//! line ends made `\n`, and where each line starts. A [`Span`] is a range of
//! bytes in one source; every node of the model and every diagnostic carries
//! one, so that whatever happens later can be told at the author's own line.

#![warn(clippy::indexing_slicing)]

mod decode;
mod legacy;

use std::fmt;
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
#[non_exhaustive]
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
#[non_exhaustive]
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

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            NotText::Binary { offset } => {
                write!(f, "not text, there is a control character at byte {offset}")
            }
            NotText::TooLong { .. } => {
                let most = Source::MAX_BYTES >> 20;
                write!(f, "longer than {most} MiB, the most that is read")
            }
        }
    }
}

/// One input text: an article's file, or standard input.
#[derive(Debug, Clone)]
pub struct Source {
    id: SourceId,
    name: String,
    text: String,
    line_starts: Vec<u32>,
    encoding: Encoding,
    damage: Vec<Damage>,
    dropped: Vec<Span>,
}

/// A place where the bytes of a source were not those of its encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Damage {
    /// The place, in the text.
    pub span: Span,
    /// The encoding in which these bytes were read; nothing where they are lost and a
    /// U+FFFD stands for them.
    pub read_as: Option<&'static str>,
}

/// A place for people: both numbers count from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
            damage: Vec::new(),
            dropped: Vec::new(),
        }
    }

    /// Decodes the bytes of a file: UTF-8, UTF-16, or an older encoding that is
    /// [guessed](Encoding::Guessed). A text that is UTF-8 but for a few bytes is UTF-8,
    /// with [damage](Source::damage).
    ///
    /// # Errors
    ///
    /// [`NotText`] where the bytes are no text in any of these.
    pub fn decode(id: SourceId, name: impl Into<String>, bytes: &[u8]) -> Result<Source, NotText> {
        Source::decode_by(id, name, bytes, decode::decode)
    }

    /// Decodes the bytes of press copy: as of any file, but for control characters, which
    /// the wires put into it. They are [dropped](Source::dropped).
    ///
    /// # Errors
    ///
    /// [`NotText`] where the bytes are no text in any of these.
    pub fn decode_copy(
        id: SourceId,
        name: impl Into<String>,
        bytes: &[u8],
    ) -> Result<Source, NotText> {
        Source::decode_by(id, name, bytes, decode::decode_copy)
    }

    fn decode_by(
        id: SourceId,
        name: impl Into<String>,
        bytes: &[u8],
        decode: impl Fn(&[u8]) -> Result<decode::Decoded, NotText>,
    ) -> Result<Source, NotText> {
        if bytes.len() > Source::MAX_BYTES {
            return Err(NotText::TooLong { bytes: bytes.len() });
        }
        let decoded = decode(bytes)?;
        let mut source = Source::new(id, name, &decoded.text);
        source.encoding = decoded.encoding;
        let ranges = decoded.damage.iter().map(|damaged| damaged.range.clone());
        let spans = source.spans_of(ranges, &decoded.text);
        let damage = decoded.damage.iter().zip(spans);
        source.damage = damage
            .map(|(damaged, span)| Damage {
                span,
                read_as: damaged.read_as,
            })
            .collect();
        let places = decoded.dropped.iter().map(|at| *at..*at);
        source.dropped = source.spans_of(places, &decoded.text);
        Ok(source)
    }

    /// Places of a decoded text, ascending, in the text of which line ends were made one
    /// character and a byte order mark was taken.
    fn spans_of(&self, ranges: impl Iterator<Item = Range<usize>>, decoded: &str) -> Vec<Span> {
        let mark = match decoded.starts_with('\u{feff}') {
            true => '\u{feff}'.len_utf8(),
            false => 0,
        };
        let mut returns = decoded.match_indices("\r\n").peekable();
        let mut gone = mark;
        let mut place = |at: usize| {
            while returns.next_if(|(end, _)| *end < at).is_some() {
                gone += 1;
            }
            at.saturating_sub(gone)
        };
        ranges
            .map(|range| self.span(place(range.start)..place(range.end)))
            .collect()
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

    /// Where its bytes were not those of its encoding, in the order of the text.
    pub fn damage(&self) -> &[Damage] {
        &self.damage
    }

    /// Where control characters of press copy were dropped, in the order of the text.
    pub fn dropped(&self) -> &[Span] {
        &self.dropped
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

/// The source that a span lies in, with the line and the column where it begins.
pub fn locate(sources: &[Source], span: Span) -> Option<(&Source, Place)> {
    let source = sources.iter().find(|source| source.id() == span.source)?;
    Some((source, source.place(span.start)))
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
    fn control_characters_of_copy_are_dropped() {
        let bytes = b"\x16\x16\x01fra001\r\n\x02La tour\r\nrouvre\x0bdimanche.\x03\r\n\x04\x0cfin";
        let source = Source::decode_copy(SourceId(0), "a.txt", bytes).unwrap();
        assert_eq!(source.text(), "fra001\nLa tour\nrouvre\ndimanche.\n\nfin");
        let places: Vec<u32> = source.dropped().iter().map(|span| span.start).collect();
        assert_eq!(places, [0, 0, 0, 7, 31, 32]);
        assert_eq!(source.damage(), []);
        let archive: Vec<u8> = (0..=255).collect();
        assert!(Source::decode_copy(SourceId(0), "a.txt", &archive).is_err());
    }

    #[test]
    fn damage_stands_where_its_span_says() {
        let mut bytes = "\u{feff}une\r\nété déjà passé, à la forêt\r\nnoël"
            .as_bytes()
            .to_vec();
        let last = bytes.len() - 2;
        bytes[last] = 0xff;
        let source = Source::decode(SourceId(0), "a.txt", &bytes).unwrap();
        assert!(source.text().ends_with("\nno\u{fffd}\u{fffd}l"));
        let [damage] = source.damage() else {
            panic!("{:?}", source.damage());
        };
        assert_eq!(source.slice(damage.span), "\u{fffd}\u{fffd}");
        assert_eq!(
            source.place(damage.span.start),
            Place { line: 3, column: 3 }
        );
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
