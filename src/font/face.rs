//! A font face: its bytes, its metrics and its coverage.

use super::disk::{Disk, Tables};
use super::embedded::{self, Row};
use super::file::{FaceFile, Variation};
use super::outlined::{Outlined, Shared};
use harfrust::ShapePlan;
use skrifa::instance::Size;
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider, Tag};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// A face, unpacked at its first use.
pub struct Face {
    origin: Origin,
    loaded: OnceLock<Loaded>,
}

/// The source of a face.
enum Origin {
    /// Built in.
    Embedded(&'static Row),
    /// A file, which would have the name.
    File { face: FaceFile, name: String },
    /// A file that is read at the first use of the face.
    Disk(Disk),
}

pub(super) struct Loaded {
    pub(super) bytes: Arc<[u8]>,
    /// Its number in these bytes.
    index: u32,
    /// Whether they have its outlines.
    is_whole: bool,
    pub(super) font: Option<harfrust::Font>,
    pub(super) metrics: Metrics,
    /// Shaping plans by their keys.
    pub(super) plans: Mutex<Vec<(super::shape::PlanKey, Arc<ShapePlan>)>>,
    /// The glyphs that GDEF classifies as marks.
    pub(super) marks: Vec<bool>,
    /// The character of each glyph, computed on demand.
    characters: OnceLock<HashMap<u16, char>>,
    /// What its subsets share.
    pub(super) subsets: super::subset::Shared,
}

/// Metrics of a face, in ems unless noted otherwise; heights grow upwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Metrics {
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
    /// A built-in face.
    pub(super) fn packed(row: &'static Row) -> Face {
        Face {
            origin: Origin::Embedded(row),
            loaded: OnceLock::new(),
        }
    }

    /// A face of a file in memory.
    pub(super) fn of_file(face: FaceFile) -> Face {
        let name = file_name(&face);
        Face {
            origin: Origin::File { face, name },
            loaded: OnceLock::new(),
        }
    }

    /// A face of a file on the disk.
    #[cfg_attr(
        not(feature = "system-fonts"),
        expect(dead_code, reason = "only the system has such faces")
    )]
    pub(super) fn on_disk(disk: Disk) -> Face {
        Face {
            origin: Origin::Disk(disk),
            loaded: OnceLock::new(),
        }
    }

    pub(super) fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| {
            let (tables, index) = match &self.origin {
                Origin::Embedded(row) => (Tables::whole(embedded::unpack(row.file).into()), 0),
                Origin::File { face, .. } => (Tables::whole(Arc::clone(&face.bytes)), face.index),
                Origin::Disk(disk) => (disk.tables(), 0),
            };
            let Tables { bytes, is_whole } = tables;
            let font = FontRef::from_index(&bytes, index);
            let metrics = font.as_ref().map(|f| measure(f, self.variations()));
            let marks = font.as_ref().map(marks).unwrap_or_default();
            Loaded {
                font: instance(&bytes, index, self.variations()),
                metrics: metrics.unwrap_or_default(),
                plans: Mutex::default(),
                marks,
                characters: OnceLock::new(),
                subsets: Default::default(),
                bytes,
                index,
                is_whole,
            }
        })
    }

    /// The name of its file, which an output that embeds it whole keeps. The
    /// instances of a variable face are one file and share its name.
    pub fn file_name(&self) -> &str {
        match &self.origin {
            Origin::Embedded(row) => row.file,
            Origin::File { name, .. } => name,
            Origin::Disk(disk) => {
                let name = disk.path.file_name().and_then(|name| name.to_str());
                name.unwrap_or("face.ttf")
            }
        }
    }

    /// The name of its family.
    pub fn family(&self) -> &str {
        match &self.origin {
            Origin::Embedded(row) => row.family,
            Origin::File { face, .. } => &face.family,
            Origin::Disk(disk) => &disk.family,
        }
    }

    /// Its weight, as CSS counts: 400 is regular.
    pub fn weight(&self) -> u16 {
        match &self.origin {
            Origin::Embedded(row) => row.weight,
            Origin::File { face, .. } => face.weight,
            Origin::Disk(disk) => disk.weight,
        }
    }

    /// Whether it is italic or oblique.
    pub fn is_italic(&self) -> bool {
        match &self.origin {
            Origin::Embedded(row) => row.italic,
            Origin::File { face, .. } => face.italic,
            Origin::Disk(disk) => disk.italic,
        }
    }

    /// Its number in its file, which may contain several faces.
    pub(crate) fn index(&self) -> u32 {
        match &self.origin {
            Origin::Embedded(_) => 0,
            Origin::File { face, .. } => face.index,
            Origin::Disk(disk) => disk.index,
        }
    }

    /// The instance of a variable face: the settings of its axes by tag. A static face has
    /// none.
    pub(crate) fn variations(&self) -> &[([u8; 4], f32)] {
        match &self.origin {
            Origin::Embedded(_) | Origin::Disk(_) => &[],
            Origin::File { face, .. } => &face.variations,
        }
    }

    /// Its PostScript name, for PDF. The settings distinguish the instances of a face:
    /// `NotoSerif-Regular-wght700`.
    pub(crate) fn postscript_name(&self) -> String {
        let mut name = self.name(StringId::POSTSCRIPT_NAME);
        if name.is_empty() {
            let stem = self.file_name().split('.').next();
            name = stem.unwrap_or("Face").to_owned();
        }
        for (tag, place) in self.variations() {
            let setting = format!("{}{place}", String::from_utf8_lossy(tag).trim_end());
            // A point is no harm in a name, a minus is.
            name.push('-');
            name.push_str(&setting.replace('-', "m"));
        }
        name
    }

    /// Its version, according to the face.
    pub fn version(&self) -> String {
        let version = self.name(StringId::VERSION_STRING);
        let number = version.trim_start_matches("Version ");
        number.split([';', ' ']).next().unwrap_or("").to_owned()
    }

    fn name(&self, id: StringId) -> String {
        let font = self.tables();
        font.map(|font| name(&font, id)).unwrap_or_default()
    }

    /// The tables that words are set with: all but the outlines.
    pub(super) fn tables(&self) -> Option<FontRef<'_>> {
        let loaded = self.loaded();
        FontRef::from_index(&loaded.bytes, loaded.index).ok()
    }

    /// The face with its outlines, which a large system font has in memory only as long as
    /// this.
    pub(crate) fn outlined(&self) -> Outlined<'_> {
        let loaded = self.loaded();
        match &self.origin {
            Origin::Disk(disk) if !loaded.is_whole => Outlined::new(self, disk.whole(), 0),
            Origin::Embedded(_) | Origin::File { .. } | Origin::Disk(_) => {
                Outlined::new(self, shared(&loaded.bytes), loaded.index)
            }
        }
    }

    /// Whether it is built in.
    pub(super) fn is_built_in(&self) -> bool {
        matches!(self.origin, Origin::Embedded(_))
    }

    /// The file of a face of a user, unpacked; the styles of one file share it.
    pub(crate) fn unpacked(&self) -> Arc<[u8]> {
        Arc::clone(&self.loaded().bytes)
    }

    /// Its original file, if that can be embedded in full: not a file with several faces.
    pub(crate) fn whole(&self) -> Option<Arc<[u8]>> {
        match &self.origin {
            Origin::Embedded(_) => Some(Arc::clone(&self.loaded().bytes)),
            Origin::File { face, .. } => face.whole.clone(),
            Origin::Disk(disk) => disk.file(),
        }
    }

    /// Its metrics.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.loaded().metrics
    }

    /// Whether it has a glyph for a character.
    pub(crate) fn has(&self, c: char) -> bool {
        match (&self.origin, self.loaded.get()) {
            (Origin::Embedded(row), None) => embedded::has(row.file, c),
            (Origin::Embedded(_) | Origin::File { .. } | Origin::Disk(_), _) => {
                self.glyph(c).is_some()
            }
        }
    }

    /// The characters it has glyphs for.
    pub fn characters(&self) -> impl Iterator<Item = char> {
        let mut characters: Vec<char> = self.tables().map_or(Vec::new(), |font| {
            let mappings = font.charmap().mappings();
            let real = mappings.filter(|(_, glyph)| glyph.to_u32() != 0);
            real.filter_map(|(c, _)| char::from_u32(c)).collect()
        });
        characters.sort_unstable();
        characters.dedup();
        characters.into_iter()
    }

    /// The glyph of a character, if it has one.
    pub(crate) fn glyph(&self, c: char) -> Option<u16> {
        let font = self.loaded().font.as_ref()?;
        let glyph = font.charmap().map_unicode(c)?;
        u16::try_from(glyph.to_u32()).ok().filter(|id| *id != 0)
    }

    /// The character of a glyph, if it has one; the first of several.
    pub(crate) fn character(&self, glyph: u16) -> Option<char> {
        let loaded = self.loaded();
        let characters = loaded.characters.get_or_init(|| {
            let mut characters: HashMap<u16, char> = HashMap::new();
            for c in self.characters() {
                if let Some(glyph) = self.glyph(c) {
                    characters.entry(glyph).or_insert(c);
                }
            }
            characters
        });
        characters.get(&glyph).copied()
    }

    /// Whether a glyph is a mark that stands on or under letters.
    pub(crate) fn is_mark(&self, glyph: u16) -> bool {
        let marks = &self.loaded().marks;
        marks.get(usize::from(glyph)).copied().unwrap_or(false)
    }

    /// The width of a glyph, in ems.
    pub(crate) fn advance(&self, glyph: u16) -> f32 {
        let loaded = self.loaded();
        let width = loaded.font.as_ref().map_or(0.0, |f| {
            f.glyph_metrics().h_advance(u32::from(glyph).into())
        });
        // Between the masters of a variable face widths are no whole units,
        // but shaping and the embedded subset both round them.
        width.round() / loaded.metrics.units_per_em.max(1.0)
    }

    /// Whether it might contain a word.
    pub(super) fn may_set(&self, word: &str) -> bool {
        may_set(word, |c| self.has(c))
    }
}

/// Whether a face that has these characters might contain a word: its letters or their
/// components. Marks and joiners are left to the shaper.
pub(super) fn may_set(word: &str, has: impl Fn(char) -> bool) -> bool {
    use unicode_normalization::UnicodeNormalization;
    word.chars().any(&has) && {
        word.nfd()
            .all(|c| has(c) || unicode_normalization::char::is_combining_mark(c) || is_ignorable(c))
            || word.nfc().all(|c| has(c) || is_ignorable(c))
    }
}

/// Invisible characters: joiners, direction marks and variation selectors.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{34f}' | '\u{61c}' | '\u{e0000}'..='\u{e0fff}')
}

/// The bytes of a face, for others to share.
pub(super) fn shared(bytes: &Arc<[u8]>) -> Shared {
    Arc::new(Arc::clone(bytes))
}

/// A face at the settings of its axes.
fn instance(bytes: &Arc<[u8]>, index: u32, variations: &[Variation]) -> Option<harfrust::Font> {
    let font = harfrust::Font::new(shared(bytes), index)?;
    if variations.is_empty() {
        return Some(font);
    }
    let builder = font.instance_builder();
    Some(builder.variations(settings(variations)).build())
}

/// The settings of axes, as skrifa and harfrust take them.
pub(super) fn settings(variations: &[Variation]) -> impl Iterator<Item = (Tag, f32)> + Clone {
    variations
        .iter()
        .map(|(tag, place)| (Tag::new(tag), *place))
}

fn name(font: &FontRef, id: StringId) -> String {
    font.localized_strings(id)
        .english_or_first()
        .map(|name| name.chars().collect())
        .unwrap_or_default()
}

/// The name of a face's file, in ASCII: its name in PostScript, with the ending
/// of what it is.
fn file_name(face: &FaceFile) -> String {
    let file = face.whole.as_ref().unwrap_or(&face.bytes);
    let ending = match file.get(..4) {
        Some(b"OTTO") => "otf",
        Some(b"ttcf") => "ttc",
        Some(b"wOFF") => "woff",
        Some(b"wOF2") => "woff2",
        Some(_) | None => "ttf",
    };
    let plain = |name: &str| -> String {
        name.chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect()
    };
    let postscript = FontRef::from_index(&face.bytes, face.index)
        .map(|font| plain(&name(&font, StringId::POSTSCRIPT_NAME)))
        .unwrap_or_default();
    let names = [postscript, plain(&face.family), "Face".to_owned()];
    let stem = names.into_iter().find(|name| !name.is_empty());
    format!("{}.{ending}", stem.unwrap_or_default())
}

fn measure(font: &FontRef, variations: &[Variation]) -> Metrics {
    let location = font.axes().location(settings(variations));
    let metrics = font.metrics(Size::unscaled(), &location);
    let upm = f32::from(metrics.units_per_em).max(1.0);
    let space = font.charmap().map(' ').and_then(|glyph| {
        font.glyph_metrics(Size::unscaled(), &location)
            .advance_width(glyph)
    });
    Metrics {
        units_per_em: upm,
        ascender: metrics.ascent / upm,
        descender: metrics.descent / upm,
        x_height: metrics.x_height.unwrap_or(0.0) / upm,
        cap_height: metrics.cap_height.unwrap_or(0.0) / upm,
        space: space.unwrap_or(upm / 4.0) / upm,
        // What slants by an axis is not told in the table that has the angle.
        italic_angle: variations
            .iter()
            .find(|(tag, _)| tag == b"slnt")
            .map_or(metrics.italic_angle, |(_, angle)| *angle),
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
