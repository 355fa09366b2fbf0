//! One face: its bytes, its measures, what it covers.

use super::embedded::{self, Row};
use harfrust::ShapePlan;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use std::sync::{Arc, Mutex, OnceLock};

/// A face, unpacked when it is first needed.
pub struct Face {
    row: &'static Row,
    loaded: OnceLock<Loaded>,
}

pub(super) struct Loaded {
    pub(super) bytes: Arc<[u8]>,
    pub(super) font: Option<harfrust::Font>,
    pub(super) metrics: Metrics,
    /// Shaping plans by what they were made for.
    pub(super) plans: Mutex<Vec<(super::shape::PlanKey, Arc<ShapePlan>)>>,
    /// The glyphs that GDEF says are marks.
    pub(super) marks: Vec<bool>,
}

/// Measures of a face, in ems unless said otherwise; heights grow upwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Metrics {
    /// Units in an em.
    pub units_per_em: f32,
    /// Height of what rises highest, for the line box.
    pub ascender: f32,
    /// Depth of what falls lowest, as a negative number.
    pub descender: f32,
    /// Height of `x`.
    pub x_height: f32,
    /// Height of `H`.
    pub cap_height: f32,
    /// Width of the space.
    pub space: f32,
    /// Slope in degrees, counter-clockwise from upright.
    pub italic_angle: f32,
    /// Position of the line through struck text, above the baseline.
    pub strikeout: f32,
    /// Whether all its letters are equally wide.
    pub monospaced: bool,
}

impl Face {
    pub(super) fn embedded(row: &'static Row) -> Face {
        Face {
            row,
            loaded: OnceLock::new(),
        }
    }

    pub(super) fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| {
            let bytes = embedded::unpack(self.row.file);
            let metrics = FontRef::new(&bytes)
                .map(|f| measure(&f))
                .unwrap_or_default();
            let marks = FontRef::new(&bytes).map(|f| marks(&f)).unwrap_or_default();
            Loaded {
                font: harfrust::Font::new(bytes.clone(), 0),
                bytes: bytes.into(),
                metrics,
                plans: Mutex::default(),
                marks,
            }
        })
    }

    /// The name of its file, which an output that embeds it whole keeps.
    pub fn file_name(&self) -> &'static str {
        self.row.file
    }

    /// The name of its family.
    pub fn family(&self) -> &'static str {
        self.row.family
    }

    /// Its weight, as CSS counts: 400 is regular.
    pub fn weight(&self) -> u16 {
        self.row.weight
    }

    /// Whether it slants.
    pub fn is_italic(&self) -> bool {
        self.row.italic
    }

    /// Its name in PostScript, for PDF.
    pub fn postscript_name(&self) -> String {
        let name = self.name(StringId::POSTSCRIPT_NAME);
        if name.is_empty() {
            self.row.file.split('.').next().unwrap_or("Face").to_owned()
        } else {
            name
        }
    }

    /// Its version, as the face itself says.
    pub fn version(&self) -> String {
        let version = self.name(StringId::VERSION_STRING);
        let number = version.trim_start_matches("Version ");
        number.split([';', ' ']).next().unwrap_or("").to_owned()
    }

    fn name(&self, id: StringId) -> String {
        FontRef::new(&self.loaded().bytes)
            .ok()
            .and_then(|font| font.localized_strings(id).english_or_first())
            .map(|name| name.chars().collect())
            .unwrap_or_default()
    }

    /// The bytes of its file.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.loaded().bytes
    }

    /// Its measures.
    pub fn metrics(&self) -> &Metrics {
        &self.loaded().metrics
    }

    /// Whether it has a glyph for a character.
    pub fn has(&self, c: char) -> bool {
        self.glyph(c).is_some()
    }

    /// The glyph of a character, if it has one.
    pub fn glyph(&self, c: char) -> Option<u16> {
        let font = self.loaded().font.as_ref()?;
        let glyph = font.charmap().map_unicode(c)?;
        u16::try_from(glyph.to_u32()).ok().filter(|id| *id != 0)
    }

    /// The width of a glyph, in ems.
    pub fn advance(&self, glyph: u16) -> f32 {
        let loaded = self.loaded();
        let width = loaded.font.as_ref().map_or(0.0, |f| {
            f.glyph_metrics().h_advance(u32::from(glyph).into())
        });
        width / loaded.metrics.units_per_em.max(1.0)
    }

    /// Whether it might set a word: it has its letters, or what they are made
    /// of. Marks and joiners are left to the shaper.
    pub(super) fn may_set(&self, word: &str) -> bool {
        use unicode_normalization::UnicodeNormalization;
        word.chars().any(|c| self.has(c)) && {
            word.nfd().all(|c| {
                self.has(c) || unicode_normalization::char::is_combining_mark(c) || is_ignorable(c)
            }) || word.nfc().all(|c| self.has(c) || is_ignorable(c))
        }
    }
}

/// Characters that are not drawn: joiners, direction and variation marks.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{34f}' | '\u{61c}' | '\u{e0000}'..='\u{e0fff}')
}

fn measure(font: &FontRef) -> Metrics {
    let location = skrifa::instance::LocationRef::default();
    let metrics = font.metrics(skrifa::instance::Size::unscaled(), location);
    let upm = f32::from(metrics.units_per_em).max(1.0);
    let space = font.charmap().map(' ').and_then(|glyph| {
        font.glyph_metrics(skrifa::instance::Size::unscaled(), location)
            .advance_width(glyph)
    });
    Metrics {
        units_per_em: upm,
        ascender: metrics.ascent / upm,
        descender: metrics.descent / upm,
        x_height: metrics.x_height.unwrap_or(0.0) / upm,
        cap_height: metrics.cap_height.unwrap_or(0.0) / upm,
        space: space.unwrap_or(upm / 4.0) / upm,
        italic_angle: metrics.italic_angle,
        strikeout: metrics.strikeout.map_or(0.25, |line| line.offset / upm),
        monospaced: metrics.is_monospace,
    }
}

fn marks(font: &FontRef) -> Vec<bool> {
    let count = font.maxp().map_or(0, |maxp| usize::from(maxp.num_glyphs()));
    let mut marks = vec![false; count];
    let Ok(Some(classes)) = font
        .gdef()
        .and_then(|gdef| gdef.glyph_class_def().transpose())
    else {
        return marks;
    };
    for (glyph, class) in classes.iter() {
        if class == 3
            && let Some(slot) = marks.get_mut(glyph.to_u32() as usize)
        {
            *slot = true;
        }
    }
    marks
}
