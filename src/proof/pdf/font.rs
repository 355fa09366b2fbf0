//! Takes a font of a PDF; returns what its glyphs say, how wide they are and which of them show
//! nothing.

use super::ink::Program;
use super::{cmap, content, follow, number, stream, subtype};
use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;

/// A font, as far as text goes.
#[derive(Default)]
pub(super) struct Font {
    name: String,
    texts: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f64>,
    default_width: f64,
    /// Whether a glyph that says something leaves ink. Of a font whose program
    /// cannot be looked at nothing is known.
    ink: BTreeMap<u16, bool>,
    /// Whether codes have two bytes.
    wide: bool,
    pub(super) faults: Vec<String>,
}

impl Font {
    /// Reads a font; what it lacks is told in its faults.
    pub(super) fn read(document: &Document, dictionary: &Dictionary) -> Font {
        let name = dictionary.get(b"BaseFont").and_then(Object::as_name);
        let mut font = Font {
            name: String::from_utf8_lossy(name.unwrap_or(b"?")).into_owned(),
            default_width: 1.0,
            wide: subtype(dictionary) == Some(b"Type0"),
            ..Font::default()
        };
        match stream(document, dictionary, b"ToUnicode").and_then(content) {
            Some(map) => font.texts = cmap::texts(&map),
            None => font.fault("has no Unicode map"),
        }
        if font.wide {
            font.read_wide(document, dictionary);
        } else {
            font.read_widths(document, dictionary);
        }
        font
    }

    fn fault(&mut self, message: &str) {
        self.faults
            .push(format!("the font {} {message}", self.name));
    }

    /// The parts of a composite font (ISO 32000-1, 9.7).
    fn read_wide(&mut self, document: &Document, dictionary: &Dictionary) {
        // Any other map from codes to glyphs may have codes of other lengths.
        let encoding = dictionary.get(b"Encoding").and_then(Object::as_name);
        if !matches!(encoding, Ok(b"Identity-H" | b"Identity-V")) {
            self.fault("has an unsupported encoding");
        }
        let descendants = dictionary.get(b"DescendantFonts").ok();
        let descendants = descendants.and_then(|d| follow(document, d)?.as_array().ok());
        let descendant = descendants
            .and_then(|d| follow(document, d.first()?))
            .and_then(|d| d.as_dict().ok());
        match descendant {
            Some(descendant) => {
                self.read_wide_widths(document, descendant);
                self.look_for_ink(document, descendant);
            }
            None => self.fault("has no descendant font"),
        }
    }

    /// The widths of a simple font (ISO 32000-1, 9.6.2.1), which are thousandths
    /// of an em but for a Type 3 font, whose matrix says what they are (9.6.5).
    fn read_widths(&mut self, document: &Document, dictionary: &Dictionary) {
        let matrix = dictionary.get(b"FontMatrix").and_then(Object::as_array);
        let unit = matrix.ok().and_then(|m| m.first()).and_then(number);
        let unit = unit.unwrap_or(0.001);
        let first = dictionary.get(b"FirstChar").and_then(Object::as_i64);
        let first = first.unwrap_or(0).clamp(0, 255) as u16;
        let widths = dictionary.get(b"Widths").ok();
        let widths = widths.and_then(|widths| follow(document, widths)?.as_array().ok());
        for (code, width) in (first..=255).zip(widths.into_iter().flatten()) {
            let width = number(width).unwrap_or(0.0) * unit;
            self.widths.insert(code, width);
        }
        self.default_width = 0.0;
    }

    /// The widths of a composite font (ISO 32000-1, 9.7.4.3).
    fn read_wide_widths(&mut self, document: &Document, descendant: &Dictionary) {
        let default = descendant.get(b"DW").ok().and_then(number);
        self.default_width = default.unwrap_or(1000.0) / 1000.0;
        let widths = descendant.get(b"W").ok();
        let widths = widths.and_then(|widths| follow(document, widths)?.as_array().ok());
        let mut entries = widths.into_iter().flatten();
        while let Some(first) = entries.next().and_then(number) {
            let first = first.clamp(0.0, 65_535.0) as u16;
            match entries.next().and_then(|entry| follow(document, entry)) {
                Some(Object::Array(list)) => {
                    for (code, width) in (first..=u16::MAX).zip(list) {
                        self.widths
                            .insert(code, number(width).unwrap_or(0.0) / 1000.0);
                    }
                }
                Some(last) => {
                    let last = number(last).unwrap_or(0.0).clamp(0.0, 65_535.0) as u16;
                    let width = entries.next().and_then(number).unwrap_or(0.0) / 1000.0;
                    for code in first..=last {
                        self.widths.insert(code, width);
                    }
                }
                None => return,
            }
        }
    }

    /// Looks at the outlines of what says something, once a font and glyph.
    fn look_for_ink(&mut self, document: &Document, descendant: &Dictionary) {
        let descriptor = descendant.get(b"FontDescriptor").ok();
        let descriptor = descriptor.and_then(|d| follow(document, d)?.as_dict().ok());
        let program = descriptor.and_then(|descriptor| {
            [&b"FontFile2"[..], b"FontFile3"]
                .into_iter()
                .find_map(|key| stream(document, descriptor, key))
        });
        let Some(program) = program else {
            return self.fault("is not embedded");
        };
        let bytes = content(program).unwrap_or_default();
        let map = stream(document, descendant, b"CIDToGIDMap").and_then(content);
        match Program::open(&bytes, map.as_deref()) {
            Some(program) => {
                let ink = self.texts.keys();
                self.ink = ink.map(|code| (*code, program.leaves_ink(*code))).collect();
            }
            None => self.fault("has an unreadable font program"),
        }
    }

    /// The codes of a string: two bytes each for `Identity-H` (ISO 32000-1,
    /// 9.7.5.2), one for a simple font.
    pub(super) fn codes<'s>(&self, string: &'s [u8]) -> impl Iterator<Item = u16> + 's {
        let length = if self.wide { 2 } else { 1 };
        string.chunks(length).map(|code| {
            code.iter()
                .fold(0, |number, byte| number << 8 | u16::from(*byte))
        })
    }

    /// What a glyph says.
    pub(super) fn text(&self, code: u16) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }

    /// How wide it is, in ems.
    pub(super) fn width(&self, code: u16) -> f64 {
        self.widths
            .get(&code)
            .copied()
            .unwrap_or(self.default_width)
    }

    /// Whether it is the glyph for what a font does not have.
    pub(super) fn is_missing(&self, code: u16) -> bool {
        self.wide && code == 0
    }

    /// Whether it leaves ink, as far as that is known.
    pub(super) fn leaves_ink(&self, code: u16) -> bool {
        self.ink.get(&code).copied().unwrap_or(true)
    }

    /// Whether word spacing widens a glyph: the code 32, where codes have one
    /// byte (ISO 32000-1, 9.3.3).
    pub(super) fn is_word_space(&self, code: u16) -> bool {
        !self.wide && code == 32
    }
}

/// Whether a text has a character that should be seen.
pub(super) fn is_seen(text: &str) -> bool {
    // The last are Unicode's `Default_Ignorable_Code_Point` and the blank of
    // Braille, and no letters.
    text.chars().any(|c| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
                | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
                | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
    })
}
