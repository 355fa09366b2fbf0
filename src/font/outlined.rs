//! Takes a face; returns it with its outlines, to be drawn or cut.

use super::face::{Face, settings};
use skrifa::instance::{Location, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};
use std::sync::Arc;

/// Bytes that others may share.
pub(super) type Shared = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// A face with all its tables. Those of a large system font are let go with the last of these:
/// whoever needs several glyphs keeps it.
pub(crate) struct Outlined<'f> {
    face: &'f Face,
    bytes: Shared,
    /// Its number in these bytes.
    index: u32,
}

impl<'f> Outlined<'f> {
    pub(super) fn new(face: &'f Face, bytes: Shared, index: u32) -> Outlined<'f> {
        Outlined { face, bytes, index }
    }

    /// The face.
    pub(super) fn face(&self) -> &'f Face {
        self.face
    }

    /// Its tables, as OpenType.
    pub(crate) fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    /// Its tables, for others to share.
    pub(crate) fn shared(&self) -> Shared {
        Arc::clone(&self.bytes)
    }

    /// Its number in its [bytes](Self::bytes).
    pub(crate) fn index(&self) -> u32 {
        self.index
    }

    /// Its tables.
    pub(super) fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(self.bytes(), self.index).ok()
    }

    /// Whether a glyph can be embedded. The glyphs of an instance, and all of
    /// CFF2, are drawn anew for it, from points whose distances must fit in 16
    /// bits: those of a damaged face may not.
    pub(crate) fn can_embed(&self, glyph: u16) -> bool {
        if self.face.is_built_in() {
            return true;
        }
        let Some(font) = self.font() else {
            return false;
        };
        if self.face.variations().is_empty() && font.cff2().is_err() {
            return true;
        }
        if font.outline_glyphs().get(glyph.into()).is_none() {
            return true;
        }
        let mut extent = Extent::default();
        self.draw(glyph, &mut extent) && extent.fits()
    }

    /// Draws a glyph in the face's own units, upwards. Returns false if it cannot.
    pub(crate) fn draw(&self, glyph: u16, pen: &mut impl OutlinePen) -> bool {
        self.drawings()
            .is_some_and(|drawings| drawings.draw(glyph, pen))
    }

    /// The outlines, to draw many of.
    pub(super) fn drawings(&self) -> Option<Drawings<'_>> {
        let font = self.font()?;
        Some(Drawings {
            outlines: font.outline_glyphs(),
            location: font.axes().location(settings(self.face.variations())),
        })
    }

    /// Whether a glyph leaves no ink.
    pub(crate) fn is_blank(&self, glyph: u16) -> bool {
        let mut extent = Extent::default();
        self.draw(glyph, &mut extent) && extent.points == 0
    }
}

/// The outlines of a face. The tables that describe them are read once for all.
pub(super) struct Drawings<'a> {
    outlines: OutlineGlyphCollection<'a>,
    location: Location,
}

impl Drawings<'_> {
    /// Draws a glyph in the face's own units, upwards. Returns false if it cannot.
    pub(super) fn draw(&self, glyph: u16, pen: &mut impl OutlinePen) -> bool {
        let Some(outline) = self.outlines.get(glyph.into()) else {
            return false;
        };
        let settings = DrawSettings::unhinted(Size::unscaled(), &self.location);
        outline.draw(settings, pen).is_ok()
    }
}

/// How far the points of an outline reach from the origin.
#[derive(Default)]
struct Extent {
    points: u32,
    left: f32,
    right: f32,
    bottom: f32,
    top: f32,
}

impl Extent {
    fn point(&mut self, x: f32, y: f32) {
        self.points += 1;
        self.left = self.left.min(x);
        self.right = self.right.max(x);
        self.bottom = self.bottom.min(y);
        self.top = self.top.max(y);
    }

    /// Whether the distance of any two points can be written in 16 bits, with
    /// some room for curves that are drawn otherwise than they were.
    fn fits(&self) -> bool {
        const MOST: f32 = 32000.0;
        self.right - self.left < MOST && self.top - self.bottom < MOST && self.points < 16000
    }
}

impl OutlinePen for Extent {
    fn move_to(&mut self, x: f32, y: f32) {
        self.point(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.point(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.point(cx, cy);
        self.point(x, y);
    }

    fn curve_to(&mut self, cx: f32, cy: f32, dx: f32, dy: f32, x: f32, y: f32) {
        self.point(cx, cy);
        self.point(dx, dy);
        self.point(x, y);
    }

    fn close(&mut self) {}
}
