//! Takes the bytes of a font file; returns its faces, each ready to be shaped and
//! embedded, or the reason why a face cannot be used.
//!
//! A file contains one face, a collection or a variable font, and may be compressed as
//! WOFF. Licence restrictions are obeyed, and everything that later stages rely on is
//! validated here: an accepted face can be shaped, measured and embedded.

use super::woff;
use skrifa::raw::tables::head::MacStyle;
use skrifa::raw::tables::os2::SelectionFlags;
use skrifa::raw::{FileRef, TableProvider};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider, Tag};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// A face of a file, ready to be shaped and embedded.
#[derive(Debug, Clone)]
pub(super) struct FaceFile {
    /// The bytes of the file as OpenType, unpacked from WOFF if necessary.
    pub(super) bytes: Arc<[u8]>,
    /// Its number in a collection.
    pub(super) index: u32,
    /// The instance of a variable face: settings of its axes; empty for a
    /// static face, and for a variable one as it is drawn.
    pub(super) variations: Vec<Variation>,
    /// The name of its family.
    pub(super) family: String,
    /// Its weight, 1 to 1000; 400 is regular.
    pub(super) weight: u16,
    /// Whether it is italic or oblique.
    pub(super) italic: bool,
    /// The original file, if it can be embedded in full. A collection cannot, because EPUB
    /// readers cannot select one of its faces.
    pub(super) whole: Option<Arc<[u8]>>,
}

/// A setting of an axis: its tag and the place on it.
pub(super) type Variation = ([u8; 4], f32);

/// Why a file, or a face in it, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is not a font, or damaged: the error, in words that follow "the file cannot be used:".
    NotAFont(String),
    /// A face in it lacks something, or something in it is broken.
    Face {
        /// Its number in the file.
        index: u32,
        /// The error, in words that follow "the face".
        reason: String,
    },
    /// Its licence forbids embedding.
    Embedding {
        /// The name of its family.
        family: String,
        /// The field `fsType` of its table OS/2.
        bits: u16,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Refusal::NotAFont(reason) => write!(f, "the file cannot be used: {reason}"),
            Refusal::Face { index: 0, reason } => write!(f, "the face {reason}"),
            Refusal::Face { index, reason } => write!(f, "face {} {reason}", index + 1),
            Refusal::Embedding { family, bits } => {
                let what = match bits {
                    _ if bits & RESTRICTED != 0 => "be embedded",
                    _ if bits & NO_SUBSETTING != 0 => "be embedded in part",
                    _ => "have its outlines embedded",
                };
                write!(
                    f,
                    "{family} does not allow that it {what} (fsType {bits:#06x})"
                )
            }
        }
    }
}

/// The maximum number of faces of a collection. The largest known have about a hundred; a
/// few bytes can claim millions of identical ones.
const MOST_FACES: u32 = 1024;

/// Reads the faces of a file. A collection is refused as a whole if one of its faces is, so
/// that no face is lost silently.
pub(super) fn open(bytes: Vec<u8>) -> Result<Vec<FaceFile>, Refusal> {
    let not_a_font = |reason: &str| Refusal::NotAFont(reason.to_owned());
    let unpacked = woff::unpack(&bytes).transpose().map_err(not_a_font)?;
    let whole: Arc<[u8]> = bytes.into();
    let bytes: Arc<[u8]> = unpacked.map_or_else(|| Arc::clone(&whole), Into::into);
    match bytes.get(..4) {
        Some([0, 1, 0, 0] | b"true" | b"OTTO" | b"ttcf") => {}
        Some(_) => return Err(not_a_font("it is neither TrueType, OpenType nor WOFF")),
        None => return Err(not_a_font("it is empty, or nearly")),
    }
    let damaged = |_| not_a_font("its table of contents is damaged or cut short");
    match FileRef::new(&bytes).map_err(damaged)? {
        FileRef::Font(font) => faces(&font, &bytes, 0, Some(&whole)),
        FileRef::Collection(collection) => {
            let count = collection.len();
            if count == 0 || count > MOST_FACES {
                let reason = format!("it is a collection of {count} faces");
                return Err(Refusal::NotAFont(reason));
            }
            let mut all = Vec::new();
            for index in 0..count {
                let font = collection.get(index).map_err(damaged)?;
                all.extend(faces(&font, &bytes, index, None)?);
            }
            Ok(all)
        }
    }
}

/// The faces of one font of a file: itself, or some of its instances.
fn faces(
    font: &FontRef,
    bytes: &Arc<[u8]>,
    index: u32,
    whole: Option<&Arc<[u8]>>,
) -> Result<Vec<FaceFile>, Refusal> {
    let refuse = |reason: &str| Refusal::Face {
        index,
        reason: reason.to_owned(),
    };
    all_there(font, bytes).map_err(refuse)?;
    let family = family(font).ok_or_else(|| refuse("has no family name"))?;
    let licence = licence(font).map_err(refuse)?;
    if let Some(bits) = licence {
        return Err(Refusal::Embedding { family, bits });
    }
    check(font, bytes, index).map_err(refuse)?;
    let axes: Vec<Axis> = font
        .axes()
        .iter()
        .map(|axis| Axis {
            tag: axis.tag().to_be_bytes(),
            least: axis.min_value(),
            default: axis.default_value(),
            most: axis.max_value(),
        })
        .collect();
    let (weight, italic) = style(font);
    let instances = instances(&axes, weight, italic).into_iter();
    let faces = instances.map(|instance| FaceFile {
        bytes: Arc::clone(bytes),
        index,
        variations: instance.variations,
        family: family.clone(),
        weight: instance.weight,
        italic: instance.italic,
        whole: whole.cloned(),
    });
    Ok(faces.collect())
}

/// Whether every table of a face is inside its file. Readers treat the missing tables of a
/// truncated file as absent: the licence, for example.
fn all_there(font: &FontRef, bytes: &[u8]) -> Result<(), &'static str> {
    let records = font.table_directory().table_records().iter();
    let mut ends = records.map(|record| u64::from(record.offset()) + u64::from(record.length()));
    if ends.all(|end| end <= bytes.len() as u64) {
        Ok(())
    } else {
        Err("is cut short")
    }
}

/// The name of a family: the typographic one, which all weights share, otherwise that of the
/// four basic styles.
fn family(font: &FontRef) -> Option<String> {
    [StringId::TYPOGRAPHIC_FAMILY_NAME, StringId::FAMILY_NAME]
        .into_iter()
        .find_map(|id| {
            let name = font.localized_strings(id).english_or_first()?;
            let name: String = name.chars().filter(|c| !c.is_control()).collect();
            let name = name.trim();
            (!name.is_empty()).then(|| name.to_owned())
        })
}

const RESTRICTED: u16 = 0x0002;
const NO_SUBSETTING: u16 = 0x0100;
const BITMAPS_ONLY: u16 = 0x0200;

/// The bits of a licence that forbids embedding; `None` if embedding is allowed.
fn licence(font: &FontRef) -> Result<Option<u16>, &'static str> {
    let Ok(os2) = font.os2() else {
        // A face without the table forbids nothing; one whose table cannot be
        // read might.
        return match font.table_data(Tag::new(b"OS/2")) {
            None => Ok(None),
            Some(_) => Err("has a damaged OS/2 table, so its embedding permissions are unknown"),
        };
    };
    Ok(forbids(os2.version(), os2.fs_type()).then(|| os2.fs_type()))
}

/// Whether the licence of a face allows embedding.
pub(super) fn may_be_embedded(font: &FontRef) -> bool {
    matches!(licence(font), Ok(None))
}

/// Whether a licence forbids embedding: a PDF contains subsets of faces, as outlines (OpenType, OS/2, fsType).
fn forbids(version: u16, bits: u16) -> bool {
    // Before version 3 several of the bits 1 to 3 could be set, and the one
    // that allows most counts. Since then they exclude each other: where two
    // are set against that, the one that forbids is heard.
    let others = 0x0004 | 0x0008;
    let restricted = bits & RESTRICTED != 0 && (version >= 3 || bits & others == 0);
    // Before version 2 the bits above had no meaning and are to be ignored.
    restricted || (version >= 2 && bits & (NO_SUBSETTING | BITMAPS_ONLY) != 0)
}

/// Whether a face has everything that later stages need.
fn check(font: &FontRef, bytes: &Arc<[u8]>, index: u32) -> Result<(), &'static str> {
    let head = font.head().map_err(|_| "has no sound table head")?;
    // OpenType, head: unitsPerEm.
    if !(16..=16384).contains(&head.units_per_em()) {
        return Err("has an em of an impossible size");
    }
    let maxp = font.maxp().map_err(|_| "has no sound table maxp")?;
    if maxp.num_glyphs() == 0 {
        return Err("has no glyphs");
    }
    let hhea = font.hhea().map_err(|_| "has no sound table hhea")?;
    if hhea.number_of_h_metrics() == 0 || font.hmtx().is_err() {
        return Err("has no widths");
    }
    font.cmap()
        .map_err(|_| "has no map of characters (table cmap)")?;
    let mut mappings = font.charmap().mappings().filter(|(_, id)| id.to_u32() != 0);
    let (_, some_glyph) = mappings.next().ok_or("has glyphs for no characters")?;
    if font.outline_glyphs().format().is_none() {
        return Err("has no outlines");
    }
    harfrust::Font::new(super::face::shared(bytes), index).ok_or("cannot be shaped")?;
    names_fit(font)?;
    // What cannot be cut to one glyph cannot go into a PDF.
    let mut glyphs = subsetter::GlyphRemapper::new();
    glyphs.remap(u16::try_from(some_glyph.to_u32()).unwrap_or(0));
    subsetter::subset_with_variations(bytes, index, &[], &glyphs)
        .map_err(|_| "cannot be cut to a part of itself, as a PDF needs it")?;
    Ok(())
}

/// Whether the names of a face can be counted in 16 bits, as subsetter does
/// (0.2.6), which copies them for the sake of the copyright.
fn names_fit(font: &FontRef) -> Result<(), &'static str> {
    let name = font.name().map_err(|_| "has no sound table name")?;
    let records = name.name_record();
    let places: BTreeSet<(u16, u16)> = records
        .iter()
        .map(|record| (record.string_offset().to_u32() as u16, record.length()))
        .collect();
    let most = u32::from(u16::MAX);
    let ends = places
        .iter()
        .map(|(at, length)| u32::from(*at) + u32::from(*length));
    let total: u32 = places.iter().map(|(_, length)| u32::from(*length)).sum();
    // A record has 12 bytes.
    if ends.max().unwrap_or(0) > most || total > most || records.len() > 5000 {
        return Err("has a damaged table name, or one too long to be embedded");
    }
    Ok(())
}

/// The default weight of a face, and whether it is italic or oblique.
fn style(font: &FontRef) -> (u16, bool) {
    if let Ok(os2) = font.os2() {
        let slopes = SelectionFlags::ITALIC | SelectionFlags::OBLIQUE;
        let weight = match os2.us_weight_class() {
            0 => 400,
            weight => weight.min(1000),
        };
        return (weight, os2.fs_selection().intersects(slopes));
    }
    let style = font.head().map(|head| head.mac_style()).unwrap_or_default();
    let weight = if style.contains(MacStyle::BOLD) {
        700
    } else {
        400
    };
    (weight, style.contains(MacStyle::ITALIC))
}

/// An axis of a variable face.
struct Axis {
    tag: [u8; 4],
    least: f32,
    default: f32,
    most: f32,
}

impl Axis {
    /// The nearest place on the axis.
    fn clamp(&self, place: f32) -> f32 {
        // A broken face can have its ends the wrong way round.
        place.min(self.most).max(self.least)
    }
}

/// One face of a variable one.
#[derive(Debug, PartialEq)]
struct Instance {
    variations: Vec<Variation>,
    weight: u16,
    italic: bool,
}

/// The weights that looks use: regular, semibold, bold.
const WEIGHTS: [f32; 3] = [400.0, 600.0, 700.0];

/// The usual instances of a variable face, whose default style is given. For a static face,
/// the face itself.
fn instances(axes: &[Axis], weight: u16, italic: bool) -> Vec<Instance> {
    let axis = |tag: &[u8; 4]| axes.iter().find(|axis| axis.tag == *tag);
    let mut weights: Vec<(Option<Variation>, u16)> = Vec::new();
    match axis(b"wght") {
        Some(axis) => {
            for wanted in WEIGHTS {
                let place = axis.clamp(wanted);
                let weight = place.round().clamp(1.0, 1000.0) as u16;
                if weights.iter().all(|(_, other)| *other != weight) {
                    weights.push((Some((axis.tag, place)), weight));
                }
            }
        }
        None => weights.push((None, weight)),
    }
    let mut instances = Vec::new();
    for (slope, italic) in slopes(axis(b"ital"), axis(b"slnt"), italic) {
        for (setting, weight) in &weights {
            instances.push(Instance {
                variations: setting.iter().chain(&slope).copied().collect(),
                weight: *weight,
                italic,
            });
        }
    }
    instances
}

/// The slopes of a variable face: upright and italic, as far as its axes reach.
/// An axis of italics goes before one that only slants, as in CSS Fonts 4, 2.4.
fn slopes(
    ital: Option<&Axis>,
    slnt: Option<&Axis>,
    italic: bool,
) -> Vec<(Option<Variation>, bool)> {
    let setting = |axis: &Axis, place: f32| {
        let place = axis.clamp(place);
        (place != axis.default).then_some((axis.tag, place))
    };
    let (axis, slanted) = match (ital, slnt) {
        (Some(axis), _) => (axis, axis.clamp(1.0)),
        // OpenType, slnt: the angle is counted counter-clockwise, so that what
        // leans as italics do is below 0. CSS Fonts 4, 2.4: oblique is 14
        // degrees where nothing else is said.
        (None, Some(axis)) => (axis, axis.clamp(-14.0)),
        (None, None) => return vec![(None, italic)],
    };
    let upright = axis.clamp(0.0);
    if slanted == upright {
        // It never slants, or never stands upright, or leans backwards only.
        return vec![(setting(axis, slanted), italic || slanted != 0.0)];
    }
    vec![
        (setting(axis, upright), false),
        (setting(axis, slanted), true),
    ]
}

#[cfg(test)]
mod tests;
