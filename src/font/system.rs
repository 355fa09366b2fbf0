//! Takes a character that no other face contains; returns the system fonts that contain
//! it, best match first.
//!
//! The system is queried late, because scanning its fonts takes time and because fonts
//! differ between systems. The order of the faces depends only on the faces. Without the
//! feature `system-fonts`, there are none.

#![cfg_attr(
    not(feature = "system-fonts"),
    expect(dead_code, reason = "no face is found, so none is sorted or searched")
)]

#[cfg(feature = "system-fonts")]
use super::disk::Disk;
use super::face::{Face, may_set};
use super::file::may_be_embedded;
use super::{Family, Look};
use crate::lang::Lang;
use fontdb::Database;
#[cfg(feature = "system-fonts")]
use fontdb::{Source, Stretch, Style};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};
use unicode_script::{Script, UnicodeScript};

/// What a face should be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wish {
    pub(super) look: Look,
    pub(super) region: Region,
}

/// The forms of ideographs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Region {
    Simplified,
    Traditional,
    HongKong,
    Japan,
    Korea,
}

impl Region {
    /// The forms that a text in a language has; where the language does not
    /// say, a script that only one of them uses does.
    pub(super) fn of(lang: &Lang, word: &str) -> Region {
        let tag = lang.as_str();
        match lang.primary() {
            "ja" => Region::Japan,
            "ko" => Region::Korea,
            "zh" | "yue" if tag.ends_with("HK") || tag.ends_with("MO") => Region::HongKong,
            "zh" if tag.contains("Hant") || tag.ends_with("TW") => Region::Traditional,
            "yue" => Region::HongKong,
            "zh" => Region::Simplified,
            _ => {
                let mut scripts = word.chars().map(|c| c.script());
                #[expect(clippy::wildcard_enum_match_arm, reason = "Unicode's scripts")]
                let telling = scripts.find_map(|script| match script {
                    Script::Hiragana | Script::Katakana => Some(Region::Japan),
                    Script::Hangul => Some(Region::Korea),
                    Script::Bopomofo => Some(Region::Traditional),
                    _ => None,
                });
                telling.unwrap_or(Region::Simplified)
            }
        }
    }

    /// How families name it at their end (Noto CJK, Source Han).
    fn suffixes(self) -> &'static [&'static str] {
        match self {
            Region::Simplified => &[" SC", " CN"],
            Region::Traditional => &[" TC", " TW"],
            Region::HongKong => &[" HK", " HC"],
            Region::Japan => &[" JP"],
            Region::Korea => &[" KR"],
        }
    }
}

const ALL_SUFFIXES: [&str; 8] = [" SC", " CN", " TC", " TW", " HK", " HC", " JP", " KR"];

/// The faces of this system.
#[derive(Default)]
pub(super) struct System {
    found: OnceLock<Found>,
    /// The order in which faces are tried, by wish.
    orders: Mutex<BTreeMap<Wish, Arc<[usize]>>>,
}

struct Found {
    database: Database,
    candidates: Vec<Candidate>,
    faces: Vec<Face>,
}

struct Candidate {
    id: fontdb::ID,
    monospaced: bool,
    condensed: bool,
    covers: OnceLock<Vec<(u32, u32)>>,
}

impl System {
    fn found(&self) -> &Found {
        self.found.get_or_init(look_around)
    }

    pub(super) fn faces(&self) -> impl Iterator<Item = &Face> {
        self.found().faces.iter()
    }

    pub(super) fn face(&self, number: usize) -> Option<&Face> {
        self.found().faces.get(number)
    }

    /// The numbers of the faces that have a character and may set the word it is of, the most
    /// fitting first. None is read for that: their coverage tells.
    pub(super) fn with<'s>(
        &'s self,
        c: char,
        word: &'s str,
        wish: &Wish,
    ) -> impl Iterator<Item = usize> + 's {
        let order = self.order(wish);
        let found = self.found();
        let mut place = 0;
        std::iter::from_fn(move || {
            while let Some(number) = order.get(place).copied() {
                place += 1;
                let candidate = found.candidates.get(number)?;
                let has = |c: char| candidate.covers(&found.database, c);
                if has(c) && may_set(word, has) {
                    return Some(number);
                }
            }
            None
        })
    }

    fn order(&self, wish: &Wish) -> Arc<[usize]> {
        let mut orders = self.orders.lock().unwrap_or_else(|p| p.into_inner());
        if let Some(order) = orders.get(wish) {
            return Arc::clone(order);
        }
        let found = self.found();
        let mut order: Vec<usize> = (0..found.faces.len()).collect();
        let misfit = |number: &usize| {
            let face = found.faces.get(*number)?;
            let candidate = found.candidates.get(*number)?;
            Some(misfit(face, candidate, wish))
        };
        // The faces stand in the order of their names, which a stable sort keeps.
        order.sort_by_cached_key(misfit);
        let order: Arc<[usize]> = order.into();
        orders.insert(*wish, Arc::clone(&order));
        order
    }
}

/// How badly a face fits a wish: the gravest first.
fn misfit(face: &Face, candidate: &Candidate, wish: &Wish) -> [u16; 7] {
    let family = face.family();
    let serif = [
        "Serif", "Roman", "Ming", "Song", "Mincho", "Batang", "Times", "Naskh",
    ];
    let is_serif = serif.iter().any(|word| family.contains(word));
    let wants_serif = matches!(
        wish.look.family,
        Family::Serif | Family::Display | Family::Caption
    );
    let wants_mono = wish.look.family == Family::Mono;
    let regional = ALL_SUFFIXES.iter().any(|suffix| family.ends_with(suffix));
    let suits = wish.region.suffixes().iter().any(|s| family.ends_with(s));
    let weight = if wish.look.bold { 700 } else { 400 };
    // Faces that have a blank or a box for everything come last.
    let last = [
        "Unifont",
        "LastResort",
        "Last Resort",
        "Blank",
        "Fallback",
        "NotDef",
    ];
    [
        u16::from(last.iter().any(|word| family.contains(word))),
        u16::from(candidate.condensed),
        u16::from(regional && !suits),
        u16::from(candidate.monospaced != wants_mono),
        u16::from(is_serif != wants_serif),
        u16::from(face.is_italic() != wish.look.italic),
        face.weight().abs_diff(weight),
    ]
}

impl Candidate {
    fn covers(&self, database: &Database, c: char) -> bool {
        let ranges = self.covers.get_or_init(|| {
            let coverage = database.with_face_data(self.id, |data, index| {
                FontRef::from_index(data, index).map_or(Vec::new(), |font| coverage(&font))
            });
            coverage.unwrap_or_default()
        });
        let c = u32::from(c);
        let after = ranges.partition_point(|(first, _)| *first <= c);
        let range = after.checked_sub(1).and_then(|i| ranges.get(i));
        range.is_some_and(|(_, last)| c <= *last)
    }
}

/// The characters of a face, as ranges in order.
fn coverage(font: &FontRef) -> Vec<(u32, u32)> {
    let mut all: Vec<u32> = font
        .charmap()
        .mappings()
        .filter(|(_, glyph)| glyph.to_u32() != 0)
        .map(|(c, _)| c)
        .collect();
    all.sort_unstable();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for c in all {
        match ranges.last_mut() {
            Some(last) if last.1 + 1 >= c => last.1 = c,
            _ => ranges.push((c, c)),
        }
    }
    ranges
}

#[cfg(not(feature = "system-fonts"))]
fn look_around() -> Found {
    Found {
        database: Database::new(),
        candidates: Vec::new(),
        faces: Vec::new(),
    }
}

/// Finds the system's faces that can be drawn, shaped and embedded.
#[cfg(feature = "system-fonts")]
fn look_around() -> Found {
    let mut database = Database::new();
    database.load_system_fonts();
    let mut infos: Vec<&fontdb::FaceInfo> = database.faces().collect();
    infos.sort_by(|a, b| {
        let key = |info: &fontdb::FaceInfo| {
            let family = info.families.first().map(|(name, _)| name.clone());
            (
                family,
                info.weight.0,
                info.style != Style::Normal,
                info.post_script_name.clone(),
            )
        };
        key(a).cmp(&key(b)).then_with(|| a.index.cmp(&b.index))
    });
    let (mut candidates, mut faces) = (Vec::new(), Vec::new());
    for info in infos {
        let (Source::File(path) | Source::SharedFile(path, _)) = &info.source else {
            continue;
        };
        let usable = database.with_face_data(info.id, |data, index| {
            FontRef::from_index(data, index).is_ok_and(|font| is_usable(&font))
        });
        let Some((family, _)) = info.families.first().filter(|_| usable == Some(true)) else {
            continue;
        };
        // The number of a face must go into sixteen bits with all others.
        if faces.len() >= 30_000 {
            break;
        }
        candidates.push(Candidate {
            id: info.id,
            monospaced: info.monospaced,
            condensed: info.stretch != Stretch::Normal,
            covers: OnceLock::new(),
        });
        let collection = database.with_face_data(info.id, |data, _| data.starts_with(b"ttcf"));
        faces.push(Face::on_disk(Disk {
            path: path.clone(),
            index: info.index,
            family: family.clone(),
            weight: info.weight.0,
            italic: info.style != Style::Normal,
            in_collection: collection == Some(true),
            whole: Mutex::default(),
        }));
    }
    Found {
        database,
        candidates,
        faces,
    }
}

/// Whether a face has outlines in one colour and may be embedded.
fn is_usable(font: &FontRef) -> bool {
    let outlines = font.glyf().is_ok() || font.cff().is_ok();
    let coloured = font.colr().is_ok() || font.cbdt().is_ok() || font.sbix().is_ok();
    outlines && !coloured && may_be_embedded(font)
}
