//! Takes a face and the characters that a book sets in it; returns an OpenType file that has
//! no more than these, and shapes them as the face does.
//!
//! skera prunes the tables of characters and layout (cmap, GSUB, GPOS, GDEF) to the glyphs
//! that the shaper may reach from the characters. It also prunes TrueType outlines, but not
//! CFF: `glyf` draws these anew with quadratic curves, so that a subset of a CFF face is a
//! TrueType file. Hints are left out. `name` gives the subset a name of its own, and
//! `characters` adds to a text the characters that shaping it may involve.
//!
//! What is the same for all subsets of a face is kept with the face: its tables without
//! outlines, the glyphs drawn so far, and the last subsets.

mod characters;
mod glyf;
mod name;
#[cfg(test)]
mod tests;

use super::face::Face;
use super::outlined::{Drawings, Outlined};
use super::sfnt::{Table, assemble};
use crate::hash::Fnv64;
pub(crate) use characters::with_forms;
use glyf::Outline;
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags};
use skrifa::raw::TableProvider;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::NameId;
use skrifa::{FontRef, Tag};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// What a subset must have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Request {
    /// The characters. Those that the face lacks are ignored.
    pub characters: BTreeSet<char>,
    /// Whether some of them are set in small capitals.
    pub small_caps: bool,
    /// Whether some of them are figures of equal width, in columns.
    pub tabular: bool,
}

/// What the subsets of a face share.
#[derive(Default)]
pub(super) struct Shared {
    /// For a CFF face: the tables that skera prunes, as a font without outlines.
    tables: OnceLock<Option<Vec<u8>>>,
    /// The glyphs of a CFF face drawn so far; `None` for one that cannot be drawn.
    drawn: Mutex<HashMap<u16, Option<Arc<Outline>>>>,
    /// The last subsets, the newest at the end.
    subsets: Mutex<VecDeque<Kept>>,
}

/// What was asked for, and its file, if there could be one.
type Kept = (Request, Option<Arc<[u8]>>);

/// The number of subsets of a face that are kept. Articles of one publication with the same
/// characters in a face, as is usual for running text, share a subset.
const MOST_KEPT: usize = 16;

/// Features that no book applies: those of vertical text, of chance and of justification.
const UNUSED_FEATURES: [&[u8; 4]; 9] = [
    b"valt", b"vert", b"vkrn", b"vpal", b"vrt2", b"vchw", b"vhal", b"rand", b"jalt",
];

/// Tables that a subset has no use for, besides those that skera leaves out. Names are
/// written anew; baselines and vertical metrics are for vertical text; the others describe
/// axes and pixels.
const UNUSED_TABLES: [&[u8; 4]; 10] = [
    b"name", b"BASE", b"vhea", b"vmtx", b"VORG", b"STAT", b"gasp", b"hdmx", b"meta", b"MATH",
];

/// The tables of a CFF face that skera prunes.
const PRUNED: [&[u8; 4]; 7] = [
    b"cmap", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"maxp", b"post",
];

/// The first bytes of a file with TrueType outlines.
const TRUETYPE: u32 = 0x0001_0000;

impl Face {
    /// A file with the requested characters of the face, or `None` if it cannot be subset:
    /// its outlines are CFF2 or damaged, or its licence forbids it.
    pub(crate) fn subset(&self, request: &Request) -> Option<Arc<[u8]>> {
        let shared = &self.loaded().subsets;
        let known = |kept: &VecDeque<Kept>| {
            let same = kept.iter().find(|(known, _)| known == request);
            same.map(|(_, subset)| subset.clone())
        };
        if let Some(subset) = known(&locked(&shared.subsets)) {
            return subset;
        }
        // skera relies on tables that contradict neither themselves nor each other.
        let made = catch_unwind(AssertUnwindSafe(|| self.subset_anew(request)));
        let subset: Option<Arc<[u8]>> = made.ok().flatten().map(Into::into);
        let mut kept = locked(&shared.subsets);
        if kept.len() == MOST_KEPT {
            kept.pop_front();
        }
        kept.push_back((request.clone(), subset.clone()));
        subset
    }

    fn subset_anew(&self, request: &Request) -> Option<Vec<u8>> {
        let outlined = self.outlined();
        let font = outlined.font()?;
        if !may_be_subset(&font) {
            return None;
        }
        let is_truetype = font.glyf().is_ok() && font.loca(None).is_ok();
        let mut characters = request.characters.clone();
        characters::complete(self, &mut characters);
        let mut tables: Vec<Table> = if is_truetype {
            let plan = plan(&font, &characters, request);
            pruned(&font, &plan)?
        } else {
            font.cff().ok()?;
            let shared = &self.loaded().subsets;
            let light = shared.tables.get_or_init(|| without_outlines(&font));
            let light = FontRef::new(light.as_ref()?).ok()?;
            let plan = plan(&light, &characters, request);
            let mut tables = pruned(&light, &plan)?;
            glyf::add(&outlined, &font, &glyphs(&plan)?, &mut tables)?;
            tables
        };
        tables.push((*b"name", name::table(&font, &self.tag(request))?));
        assemble(TRUETYPE, tables).ok()
    }

    /// Six letters that tell a subset from all others.
    fn tag(&self, request: &Request) -> String {
        let name = self.file_name().bytes().map(u32::from);
        let axes = self.variations().iter();
        let axes = axes.flat_map(|(tag, place)| [u32::from_be_bytes(*tag), place.to_bits()]);
        let forms = [u32::from(request.small_caps), u32::from(request.tabular)];
        let characters = request.characters.iter().map(|c| u32::from(*c));
        let units = name.chain([self.index()]).chain(axes).chain(forms);
        let hash = units.chain(characters).fold(Fnv64::new(), Fnv64::with);
        let mut rest = hash.value();
        let letter = |_| {
            let letter = char::from(b'A' + (rest % 26) as u8);
            rest /= 26;
            letter
        };
        (0..6).map(letter).collect()
    }
}

impl Outlined<'_> {
    /// A glyph of a CFF face with quadratic curves.
    fn quadratic(&self, glyph: u16, drawings: &Drawings) -> Option<Arc<Outline>> {
        let drawn = &self.face().loaded().subsets.drawn;
        if let Some(known) = locked(drawn).get(&glyph) {
            return known.clone();
        }
        let outline = glyf::draw(self, drawings, glyph).map(Arc::new);
        locked(drawn).insert(glyph, outline.clone());
        outline
    }
}

/// A lock that a panic elsewhere does not close.
fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the licence of a face allows that a part of it is embedded (OpenType, OS/2,
/// fsType, bit 8). Before version 2 of the table the bit had no meaning.
fn may_be_subset(font: &FontRef) -> bool {
    const NO_SUBSETTING: u16 = 0x0100;
    let forbids = |version: u16, bits: u16| version >= 2 && bits & NO_SUBSETTING != 0;
    let os2 = font.os2();
    !os2.is_ok_and(|os2| forbids(os2.version(), os2.fs_type()))
}

/// A font of the tables that skera prunes, without outlines.
fn without_outlines(font: &FontRef) -> Option<Vec<u8>> {
    let tables = PRUNED.iter().filter_map(|tag| {
        let mut table = font.table_data(Tag::new(tag))?.as_bytes().to_vec();
        if *tag == b"post" {
            // Version 3: without the names of glyphs.
            table.truncate(32);
            table.splice(..4.min(table.len()), [0, 3, 0, 0]);
        }
        Some((**tag, table))
    });
    assemble(TRUETYPE, tables.collect()).ok()
}

fn plan(font: &FontRef, characters: &BTreeSet<char>, request: &Request) -> Plan {
    let mut features: IntSet<Tag> = DEFAULT_LAYOUT_FEATURES.iter().copied().collect();
    for tag in UNUSED_FEATURES {
        features.remove(Tag::new(tag));
    }
    // Fractions are made of figures around a fraction slash, and nowhere else.
    if !characters.contains(&'\u{2044}') {
        for tag in [b"frac", b"numr", b"dnom"] {
            features.remove(Tag::new(tag));
        }
    }
    // What the style sheet asks for.
    for (tag, asked) in [(b"smcp", request.small_caps), (b"tnum", request.tabular)] {
        if asked {
            features.insert(Tag::new(tag));
        }
    }
    let unused = UNUSED_TABLES.iter().map(|tag| Tag::new(tag));
    let drop: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().chain(unused).collect();
    let characters: IntSet<u32> = characters.iter().map(|c| u32::from(*c)).collect();
    Plan::new(
        &IntSet::empty(),
        &characters,
        font,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE,
        &drop,
        &IntSet::all(),
        &features,
        &IntSet::<NameId>::empty(),
        &IntSet::empty(),
    )
}

/// The tables of a font, pruned.
fn pruned(font: &FontRef, plan: &Plan) -> Option<Vec<Table>> {
    let file = skera::subset_font(font, plan).ok()?;
    let font = FontRef::new(&file).ok()?;
    let records = font.table_directory().table_records().iter();
    let table = |tag: Tag| Some((tag.to_be_bytes(), font.table_data(tag)?.as_bytes().to_vec()));
    records.map(|record| table(record.tag())).collect()
}

/// The glyphs of a subset in its order, by their numbers in the face.
fn glyphs(plan: &Plan) -> Option<Vec<u16>> {
    let mut glyphs: Vec<(u32, u32)> = plan
        .old_to_new_glyph_mapping()
        .map(|(old, new)| (new.to_u32(), old.to_u32()))
        .collect();
    glyphs.sort_unstable();
    let glyphs = glyphs.into_iter();
    glyphs.map(|(_, old)| u16::try_from(old).ok()).collect()
}
