//! A font of a PDF in, what its glyphs say out, how wide they are and which of
//! them show nothing.

use super::{cmap, follow, subtype};
use lopdf::{Dictionary, Document, Object, Stream};
use skrifa::instance::Size;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};
use std::collections::{BTreeMap, BTreeSet};

/// A font, as far as text goes.
#[derive(Default)]
pub(super) struct Font {
    texts: BTreeMap<u16, String>,
    widths: BTreeMap<u16, f64>,
    default_width: f64,
    /// Glyphs that have no outline.
    blank: BTreeSet<u16>,
    /// Whether codes have two bytes.
    wide: bool,
    pub(super) faults: Vec<String>,
}

impl Font {
    /// Reads a font; what it lacks is told in its faults.
    pub(super) fn read(document: &Document, dictionary: &Dictionary) -> Font {
        let name = dictionary.get(b"BaseFont").and_then(Object::as_name);
        let name = String::from_utf8_lossy(name.unwrap_or(b"?")).into_owned();
        let mut font = Font {
            default_width: 1.0,
            wide: subtype(dictionary) == Some(b"Type0"),
            ..Font::default()
        };
        match stream(document, dictionary, b"ToUnicode").and_then(content) {
            Some(map) => font.texts = cmap::texts(&map),
            None => font
                .faults
                .push(format!("the font {name} does not say what its glyphs mean")),
        }
        if font.wide {
            let descendants = dictionary.get(b"DescendantFonts").ok();
            let descendants = descendants.and_then(|d| follow(document, d)?.as_array().ok());
            let descendant = descendants
                .and_then(|d| follow(document, d.first()?))
                .and_then(|d| d.as_dict().ok());
            match descendant {
                Some(descendant) => {
                    font.read_wide_widths(document, descendant);
                    font.look_for_blanks(document, descendant, &name);
                }
                None => font
                    .faults
                    .push(format!("the font {name} has no descendant")),
            }
        } else {
            font.read_widths(document, dictionary);
        }
        font
    }

    /// The widths of a simple font (ISO 32000-1, 9.6.2.1).
    fn read_widths(&mut self, document: &Document, dictionary: &Dictionary) {
        let first = dictionary.get(b"FirstChar").and_then(Object::as_i64);
        let first = first.unwrap_or(0).clamp(0, 255) as u16;
        let widths = dictionary.get(b"Widths").ok();
        let widths = widths.and_then(|widths| follow(document, widths)?.as_array().ok());
        for (code, width) in (first..).zip(widths.into_iter().flatten()) {
            self.widths
                .insert(code, number(width).unwrap_or(0.0) / 1000.0);
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

    /// Looks at the outlines of what has a meaning. The glyph of a code is the
    /// one of its number: so it is with `Identity` (ISO 32000-1, 9.7.4.2), and
    /// in OpenType's CFF where the font is not keyed by characters.
    fn look_for_blanks(&mut self, document: &Document, descendant: &Dictionary, name: &str) {
        let descriptor = descendant.get(b"FontDescriptor").ok();
        let descriptor = descriptor.and_then(|d| follow(document, d)?.as_dict().ok());
        let program = descriptor.and_then(|descriptor| {
            [&b"FontFile2"[..], b"FontFile3"]
                .into_iter()
                .find_map(|key| stream(document, descriptor, key))
        });
        let Some(program) = program else {
            self.faults.push(format!("the font {name} is not embedded"));
            return;
        };
        // A bare CFF cannot be looked at here.
        let bare = subtype(&program.dict) == Some(b"CIDFontType0C");
        let bytes = content(program).unwrap_or_default();
        let Ok(face) = FontRef::new(&bytes) else {
            if !bare {
                self.faults
                    .push(format!("the program of the font {name} is damaged"));
            }
            return;
        };
        let outlines = face.outline_glyphs();
        for code in self.texts.keys() {
            let mut ink = Ink(false);
            if let Some(outline) = outlines.get(u32::from(*code).into()) {
                let settings = DrawSettings::unhinted(
                    Size::unscaled(),
                    skrifa::instance::LocationRef::default(),
                );
                let _ = outline.draw(settings, &mut ink);
            }
            if !ink.0 {
                self.blank.insert(*code);
            }
        }
    }

    /// The codes of a string.
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

    /// Whether it shows nothing.
    pub(super) fn is_blank(&self, code: u16) -> bool {
        self.blank.contains(&code) || (self.wide && code == 0)
    }
}

/// Whether a character leaves ink.
pub(super) fn is_seen(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !super::super::script::is_silent(c)
        && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{3164}' | '\u{2800}'
            | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{17b4}' | '\u{17b5}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether anything was drawn.
struct Ink(bool);

impl OutlinePen for Ink {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {
        self.0 = true;
    }
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
        self.0 = true;
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        self.0 = true;
    }
    fn close(&mut self) {}
}

fn stream<'d>(document: &'d Document, of: &'d Dictionary, key: &[u8]) -> Option<&'d Stream> {
    follow(document, of.get(key).ok()?)?.as_stream().ok()
}

fn content(stream: &Stream) -> Option<Vec<u8>> {
    match stream.dict.has(b"Filter") {
        true => stream.decompressed_content().ok(),
        false => Some(stream.content.clone()),
    }
}

/// A number, whole or not.
pub(super) fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(number) => Some(*number as f64),
        Object::Real(number) => Some(f64::from(*number)),
        _ => None,
    }
}
