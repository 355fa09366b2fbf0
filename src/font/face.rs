//! A font face: its bytes, its metrics and its coverage.

use super::embedded::{self, Row};
use super::file::{FaceFile, Variation};
use harfrust::ShapePlan;
use skrifa::instance::{Location, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider, Tag};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
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

/// A known face that is not yet read.
pub(super) struct Disk {
    pub(super) path: PathBuf,
    /// Its number in its file.
    pub(super) index: u32,
    pub(super) family: String,
    /// 400 is regular.
    pub(super) weight: u16,
    pub(super) italic: bool,
    /// Whether its file contains other faces.
    pub(super) in_collection: bool,
    /// The bytes of its file, once one of its faces is used.
    pub(super) bytes: Arc<OnceLock<Arc<[u8]>>>,
}

impl Disk {
    /// The bytes of its file, read once for all its faces. A file that is gone meanwhile is a
    /// face without glyphs.
    fn read(&self) -> Arc<[u8]> {
        let read = || read(&self.path).unwrap_or_else(|_| Arc::new([]));
        Arc::clone(self.bytes.get_or_init(read))
    }
}

/// Reads a file into memory that can be shared, without a second copy of it.
fn read(path: &Path) -> std::io::Result<Arc<[u8]>> {
    let mut file = File::open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, length).collect();
    if let Some(bytes) = Arc::get_mut(&mut bytes) {
        file.read_exact(bytes)?;
    }
    Ok(bytes)
}

pub(super) struct Loaded {
    pub(super) bytes: Arc<[u8]>,
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
            let bytes = match &self.origin {
                Origin::Embedded(row) => embedded::unpack(row.file).into(),
                Origin::File { face, .. } => Arc::clone(&face.bytes),
                Origin::Disk(disk) => disk.read(),
            };
            let font = FontRef::from_index(&bytes, self.index());
            let metrics = font.as_ref().map(|f| measure(f, self.variations()));
            let marks = font.as_ref().map(marks).unwrap_or_default();
            Loaded {
                font: instance(&bytes, self.index(), self.variations()),
                metrics: metrics.unwrap_or_default(),
                plans: Mutex::default(),
                marks,
                characters: OnceLock::new(),
                subsets: Default::default(),
                bytes,
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
        FontRef::from_index(&self.loaded().bytes, self.index())
            .map(|font| name(&font, id))
            .unwrap_or_default()
    }

    /// The bytes of its file, as OpenType.
    pub(crate) fn bytes(&self) -> &Arc<[u8]> {
        &self.loaded().bytes
    }

    /// Its original file, if that can be embedded in full: not a file with several faces.
    pub(crate) fn whole(&self) -> Option<&Arc<[u8]>> {
        match &self.origin {
            Origin::Embedded(_) => Some(self.bytes()),
            Origin::File { face, .. } => face.whole.as_ref(),
            Origin::Disk(disk) => Some(self.bytes()).filter(|_| !disk.in_collection),
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
        let loaded = self.loaded();
        let font = FontRef::from_index(&loaded.bytes, self.index()).ok();
        let mut characters: Vec<char> = font.map_or(Vec::new(), |font| {
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

    /// Whether a glyph can be embedded. The glyphs of an instance, and all of
    /// CFF2, are drawn anew for it, from points whose distances must fit in 16
    /// bits: those of a damaged face may not.
    pub(crate) fn can_embed(&self, glyph: u16) -> bool {
        if matches!(self.origin, Origin::Embedded(_)) {
            return true;
        }
        let Ok(font) = FontRef::from_index(self.bytes(), self.index()) else {
            return false;
        };
        if self.variations().is_empty() && font.cff2().is_err() {
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

    /// The outlines of the face, to draw many of.
    pub(super) fn drawings(&self) -> Option<Drawings<'_>> {
        let font = FontRef::from_index(self.bytes(), self.index()).ok()?;
        Some(Drawings {
            outlines: font.outline_glyphs(),
            location: font.axes().location(settings(self.variations())),
        })
    }

    /// Whether a glyph leaves no ink.
    pub(crate) fn is_blank(&self, glyph: u16) -> bool {
        let mut extent = Extent::default();
        self.draw(glyph, &mut extent) && extent.points == 0
    }

    /// Whether it might contain a word.
    pub(super) fn may_set(&self, word: &str) -> bool {
        may_set(word, |c| self.has(c))
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

/// The bytes of a face, for harfrust to share.
pub(super) fn shared(bytes: &Arc<[u8]>) -> Arc<dyn AsRef<[u8]> + Send + Sync> {
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
fn settings(variations: &[Variation]) -> impl Iterator<Item = (Tag, f32)> + Clone {
    variations
        .iter()
        .map(|(tag, place)| (Tag::new(tag), *place))
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
