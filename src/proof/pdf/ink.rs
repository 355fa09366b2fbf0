//! Takes a font's program; returns which of its glyphs leave ink.
//!
//! A glyph is asked for by its CID, as the content of a page names it (ISO
//! 32000-1, 9.7.4.2): of a TrueType program the glyph of that number, or the
//! one that `CIDToGIDMap` has for it; of a CFF program keyed by CIDs the one
//! that its charset has for it, of any other CFF the glyph of that number.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::raw::ps::Sid;
use skrifa::raw::ps::cff::CffFontRef;
use skrifa::{FontRef, GlyphId, MetadataProvider, OutlineGlyphCollection};

/// A font's program that is being looked at.
pub(super) struct Program<'a> {
    outlines: Outlines<'a>,
    /// The font, where it is a CFF that may be keyed by CIDs.
    cff: Option<CffFontRef<'a>>,
    /// Two bytes a CID, the number of its glyph.
    map: Option<&'a [u8]>,
}

enum Outlines<'a> {
    /// Those of a TrueType or OpenType file.
    Wrapped(Box<OutlineGlyphCollection<'a>>),
    /// Those of a CFF without a file around it (`CIDFontType0C`).
    Bare,
}

impl<'a> Program<'a> {
    /// Opens a program, if it is one that can be looked at. `map` is the font's
    /// `CIDToGIDMap`, where it is not `Identity`.
    pub(super) fn open(bytes: &'a [u8], map: Option<&'a [u8]>) -> Option<Program<'a>> {
        if let Ok(face) = FontRef::new(bytes) {
            let cff = face.cff().ok().map(|table| table.offset_data().as_bytes());
            return Some(Program {
                outlines: Outlines::Wrapped(Box::new(face.outline_glyphs())),
                cff: cff.and_then(|bytes| CffFontRef::new_cff(bytes, 0, None).ok()),
                map,
            });
        }
        Some(Program {
            outlines: Outlines::Bare,
            cff: Some(CffFontRef::new_cff(bytes, 0, None).ok()?),
            map: None,
        })
    }

    /// Whether the glyph of a CID leaves ink. One that is not there leaves none.
    pub(super) fn leaves_ink(&self, cid: u16) -> bool {
        let Some(glyph) = self.glyph(cid) else {
            return false;
        };
        let mut ink = Ink(false);
        match &self.outlines {
            Outlines::Wrapped(outlines) => {
                let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
                if let Some(outline) = outlines.get(glyph) {
                    // What was drawn before an error has been drawn.
                    let _ = outline.draw(settings, &mut ink);
                }
            }
            Outlines::Bare => {
                let subfont = self.cff.as_ref().and_then(|cff| {
                    let subfont = cff.subfont(cff.subfont_index(glyph)?, &[]).ok()?;
                    Some((cff, subfont))
                });
                if let Some((cff, subfont)) = subfont {
                    let _ = cff.evaluate_charstring(&subfont, glyph, &[], &mut ink);
                }
            }
        }
        ink.0
    }

    fn glyph(&self, cid: u16) -> Option<GlyphId> {
        if let Some(map) = self.map {
            let at = usize::from(cid) * 2;
            let pair = map.get(at..at + 2)?;
            return Some(GlyphId::from(u16::from_be_bytes(pair.try_into().ok()?)));
        }
        match self.cff.as_ref().filter(|cff| cff.is_cid()) {
            // Glyph 0 is CID 0, and no charset says so (Adobe Technical Note
            // 5176, 13).
            Some(_) if cid == 0 => Some(GlyphId::NOTDEF),
            Some(cff) => cff.charset()?.glyph_id(Sid::new(cid)),
            None => Some(GlyphId::from(cid)),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const TRUETYPE: &[u8] = include_bytes!("../../../tests/faces/static.ttf");
    const OPENTYPE: &[u8] = include_bytes!("../../../tests/faces/static-cff.otf");

    #[test]
    fn a_letter_leaves_ink_and_a_space_none_in_every_kind_of_program() {
        let table = FontRef::new(OPENTYPE).unwrap().cff().unwrap();
        for bytes in [TRUETYPE, OPENTYPE, table.offset_data().as_bytes()] {
            let program = Program::open(bytes, None).unwrap();
            // Of these faces 1 is the space, 2 the H, and 999 nothing.
            let inked = [1, 2, 999].map(|cid| program.leaves_ink(cid));
            assert_eq!(inked, [false, true, false]);
        }
    }

    #[test]
    fn a_map_from_cids_to_glyphs_is_followed() {
        let program = Program::open(TRUETYPE, Some(&[0, 0, 0, 2, 0, 1])).unwrap();
        assert!(program.leaves_ink(1));
        assert!(!program.leaves_ink(2));
        assert!(!program.leaves_ink(3), "the map has no more");
    }

    #[test]
    fn a_damaged_program_is_survived() {
        assert!(Program::open(b"no font", None).is_none());
        let table = FontRef::new(OPENTYPE).unwrap().cff().unwrap();
        for bytes in [TRUETYPE, table.offset_data().as_bytes()] {
            for at in 0..bytes.len().min(400) {
                let mut damaged = bytes.to_vec();
                damaged[at] ^= 0x5a;
                for bytes in [&damaged[..], &bytes[..at]] {
                    if let Some(program) = Program::open(bytes, None) {
                        let _: Vec<bool> = (0..16).map(|cid| program.leaves_ink(cid)).collect();
                    }
                }
            }
        }
    }
}
