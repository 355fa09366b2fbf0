//! Fonts: selects the face of each word and shapes it.
//!
//! A [`Library`] holds the available faces, a [`FontSet`] a choice of families; a
//! [`Look`] selects a face. [`FontSet::shape`] turns a word into glyphs. A word whose
//! face lacks a glyph, or leaves a mark unattached, is set *whole* in the next face of
//! the list, scaled to the same x-height, because a change of font within a word is
//! conspicuous. System fonts come last. A word that no font contains as a whole is set in
//! parts ([`FontSet::parts`]). Fallbacks and missing glyphs are never silent: each glyph
//! names its face, and missing characters are listed.

#![warn(clippy::indexing_slicing)]

mod advice;
mod disk;
mod embedded;
mod face;
mod file;
mod formula;
mod library;
mod outlined;
mod outlines;
mod sfnt;
mod shape;
mod subset;
mod system;
mod woff;
mod woff2;

pub use advice::{fix, named};
pub use face::Face;
pub(crate) use face::is_ignorable;
pub use formula::{Drawn, Stroke};
pub use library::{Library, Refused};
pub(crate) use outlined::Outlined;
#[doc(hidden)]
pub use shape::Setting;
pub(crate) use shape::{Cluster, Shaped};
pub(crate) use subset::{Request as Subset, with_forms};

use crate::cache::Cache;
pub use crate::look::Families;
#[doc(hidden)]
pub use crate::look::{Family, Look};
pub(crate) use crate::look::{Figures, Forms};
use std::sync::Arc;
use system::{Region, Wish};
use unicode_segmentation::UnicodeSegmentation;

/// The number of a face in its [`Library`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FaceId(pub u16);

/// The origin of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Built in.
    Binary,
    /// From a folder that the user named.
    Folder,
    /// From the system.
    System,
}

/// The faces of a library in the order of a choice of families.
pub struct FontSet {
    library: Arc<Library>,
    /// The faces of each look in order of preference; the first is its own.
    lists: Vec<(Look, Vec<FaceId>)>,
    /// The words that were shaped.
    cache: Cache<Setting, Arc<Shaped>>,
}

impl Default for FontSet {
    fn default() -> Self {
        FontSet::embedded()
    }
}

impl FontSet {
    /// The built-in faces.
    pub fn embedded() -> FontSet {
        FontSet::choose(Arc::new(Library::embedded()), &Families::default())
    }

    /// The faces of a library, requested families first. A name that the library does not
    /// have is ignored; validate names from users with [`Library::find`].
    pub(crate) fn choose(library: Arc<Library>, families: &Families) -> FontSet {
        const FAMILIES: [Family; 6] = [
            Family::Serif,
            Family::Display,
            Family::Caption,
            Family::Heading,
            Family::Sans,
            Family::Mono,
        ];
        let mut lists = Vec::with_capacity(FAMILIES.len() * 4);
        for family in FAMILIES {
            for (bold, italic) in [(false, false), (true, false), (false, true), (true, true)] {
                let look = Look {
                    family,
                    bold,
                    italic,
                };
                lists.push((look, list(&library, families, look)));
            }
        }
        FontSet {
            library,
            lists,
            cache: Cache::default(),
        }
    }

    /// The library it chooses from.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// A face by its number.
    pub fn face(&self, id: FaceId) -> &Face {
        self.library.face(id)
    }

    /// The origin of a face.
    pub fn origin(&self, id: FaceId) -> Origin {
        self.library.origin(id)
    }

    /// The face of a look, unless a word needs another.
    pub(crate) fn primary(&self, look: Look) -> FaceId {
        self.candidates(look).first().copied().unwrap_or_default()
    }

    /// The faces of a look in order of preference: of each family the one nearest in slope,
    /// then in weight.
    pub(crate) fn candidates(&self, look: Look) -> &[FaceId] {
        let list = self.lists.iter().find(|(known, _)| *known == look);
        list.map_or(&[], |(_, faces)| faces)
    }

    /// Shapes a word in the first face that contains all of it. The word must have one
    /// direction and no white space. Shaped words are cached.
    pub(crate) fn shape(&self, word: &str, setting: &Setting) -> Arc<Shaped> {
        self.cache
            .get_or_make(word, setting, || Arc::new(self.shape_anew(word, setting)))
    }

    /// Shapes a word in as few parts as possible: usually one, and several if no font contains
    /// all of its characters.
    pub(crate) fn parts(&self, word: &str, setting: &Setting) -> Vec<Arc<Shaped>> {
        let whole = self.shape(word, setting);
        if whole.missing == 0 && whole.face == self.primary(setting.look) {
            return vec![whole];
        }
        // The points round a word do not decide on its face; one with a mark on it, as in
        // the keycap of a hash, is none.
        let is_bare = |part: &&str| part.chars().all(is_point);
        let before: usize = word.graphemes(true).take_while(is_bare).map(str::len).sum();
        let after = word.get(before..).unwrap_or("").graphemes(true).rev();
        let after: usize = after.take_while(is_bare).map(str::len).sum();
        let core = word.get(before..word.len() - after).unwrap_or("");
        if core.is_empty() || core.len() == word.len() {
            return if whole.missing == 0 {
                vec![whole]
            } else {
                self.torn(word, setting)
            };
        }
        let face = self.shape(core, setting).face;
        if whole.missing == 0 && whole.face == face {
            return vec![whole];
        }
        let near = Setting {
            first: Some(face),
            ..setting.clone()
        };
        let (before, rest) = word.split_at(before);
        let (core, after) = rest.split_at(core.len());
        [before, core, after]
            .into_iter()
            .filter(|part| !part.is_empty())
            .flat_map(|part| {
                let whole = self.shape(part, &near);
                match whole.missing {
                    0 => vec![whole],
                    _ => self.torn(part, &near),
                }
            })
            .collect()
    }

    /// Whether the face of a text has superiors for all of it.
    pub(crate) fn has_superiors(&self, text: &str, setting: &Setting) -> bool {
        let high = Setting {
            forms: Forms {
                superior: true,
                ..setting.forms
            },
            ..setting.clone()
        };
        let (plain, high) = (self.shape(text, setting), self.shape(text, &high));
        let mut glyphs = plain.glyphs.iter().zip(&high.glyphs);
        plain.face == high.face
            && plain.glyphs.len() == high.glyphs.len()
            && high.missing == 0
            && glyphs.all(|(plain, high)| plain.id != high.id)
    }

    /// Shapes a word that no font contains as a whole, in as few parts as possible.
    fn torn(&self, word: &str, setting: &Setting) -> Vec<Arc<Shaped>> {
        let mut parts: Vec<(FaceId, bool, String)> = Vec::new();
        for grapheme in word.graphemes(true) {
            let shaped = self.shape(grapheme, setting);
            let missing = shaped.missing > 0;
            match parts.last_mut() {
                Some(last) if last.0 == shaped.face && !missing && !last.1 => {
                    last.2.push_str(grapheme);
                }
                _ => parts.push((shaped.face, missing, grapheme.to_owned())),
            }
        }
        parts
            .into_iter()
            .map(|(face, _, part)| {
                let setting = Setting {
                    first: Some(face),
                    ..setting.clone()
                };
                self.shape(&part, &setting)
            })
            .collect()
    }

    fn shape_anew(&self, word: &str, setting: &Setting) -> Shaped {
        let list = self.candidates(setting.look);
        let mut best: Option<Shaped> = None;
        for id in setting.first.iter().chain(list) {
            // Coverage is a quick no; shaping decides.
            if best.is_some() && !self.face(*id).may_set(word) {
                continue;
            }
            let shaped = self.shape_in(*id, word, setting);
            if shaped.missing == 0 && !shaped.loose_mark {
                return shaped;
            }
            if best.as_ref().is_none_or(|b| shaped.missing < b.missing) {
                best = Some(shaped);
            }
        }
        let best = best.unwrap_or_default();
        if best.missing == 0 {
            return best;
        }
        self.shape_in_system(word, setting).unwrap_or(best)
    }

    /// Shapes a word in the first system font that contains all of it.
    fn shape_in_system(&self, word: &str, setting: &Setting) -> Option<Shaped> {
        // The rarest character is not known; the one no face so far has will do.
        let list = self.candidates(setting.look);
        let lacks =
            |c: &char| !face::is_ignorable(*c) && !list.iter().any(|id| self.face(*id).has(*c));
        let c = word.chars().find(lacks).or_else(|| word.chars().next())?;
        let wish = Wish {
            look: setting.look,
            region: Region::of(&setting.lang, word),
        };
        self.library
            .system_faces_with(c, word, &wish)
            .map(|id| self.shape_in(id, word, setting))
            .find(|shaped| shaped.missing == 0)
    }

    fn shape_in(&self, id: FaceId, word: &str, setting: &Setting) -> Shaped {
        let face = self.face(id);
        let mut shaped = face.shape(word, setting);
        shaped.face = id;
        shaped.scale = x_height_scale(self.face(self.primary(setting.look)), face);
        shaped
    }

    /// The faces that set the words of a text, in the order of their numbers.
    pub fn faces_for(&self, text: &str, setting: &Setting) -> Vec<FaceId> {
        let mut faces: Vec<FaceId> = Vec::new();
        for word in text.split_whitespace() {
            for part in self.parts(word, setting) {
                if !faces.contains(&part.face) {
                    faces.push(part.face);
                }
            }
        }
        faces.sort();
        faces
    }

    /// Whether a face contains only symbols and emoji.
    pub(crate) fn is_for_signs(&self, id: FaceId) -> bool {
        embedded::SIGNS.contains(&self.face(id).family())
    }
}

/// Whether a character stands beside words and is not part of them.
fn is_point(c: char) -> bool {
    !c.is_alphanumeric()
        && !unicode_normalization::char::is_combining_mark(c)
        && !face::is_ignorable(c)
        && u32::from(c) < 0x2190
}

/// The faces of a look, in order of preference.
fn list(library: &Library, families: &Families, look: Look) -> Vec<FaceId> {
    let weight = if look.bold { 700 } else { 400 };
    let asked = families.of(look.family);
    let asked = asked.and_then(|name| library.nearest(name, look.italic, weight));
    let usual = embedded::families(look).iter();
    let usual = usual.chain(embedded::SCRIPTS).chain(embedded::SIGNS);
    let mut list: Vec<FaceId> = asked.into_iter().collect();
    for family in usual {
        let nearest = library.nearest_given(family, look.italic, weight);
        list.extend(nearest.filter(|id| !list.contains(id)));
    }
    list
}

/// The scale of a fallback face that gives its small letters the x-height of the primary
/// face. A face without Latin letters is not scaled.
fn x_height_scale(primary: &Face, face: &Face) -> f32 {
    let (wanted, own) = (primary.metrics().x_height, face.metrics().x_height);
    if std::ptr::eq(primary, face) || own <= 0.0 || wanted <= 0.0 || !face.has('x') {
        1.0
    } else {
        (wanted / own).clamp(0.8, 1.25)
    }
}
