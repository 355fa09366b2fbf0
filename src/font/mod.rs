//! Faces: what a word can be set in, and what it is set in.
//!
//! A [`FontSet`] holds the faces; a [`Look`] asks for one. [`FontSet::shape`]
//! turns a word into glyphs. A word whose face lacks a glyph, or leaves a mark
//! unattached, is set *whole* in the next face of the list, scaled to the same
//! x-height: a letter that changes face inside a word is seen by everyone. No
//! fallback and no missing glyph is silent: the glyphs say which face they are
//! of and which characters no face has.

#![warn(clippy::indexing_slicing)]

mod embedded;
mod face;
mod shape;

pub use face::{Face, Metrics};
pub use shape::{Glyph, MISSING_WIDTH, Setting, Shaped};

pub use crate::look::{Family, Look};
use shape::Cache;
use std::sync::Arc;

/// The number of a face in its [`FontSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FaceId(pub u16);

/// The faces at hand.
pub struct FontSet {
    faces: Vec<Face>,
    cache: Cache,
}

impl Default for FontSet {
    fn default() -> Self {
        FontSet::embedded()
    }
}

impl FontSet {
    /// The faces in the binary. None is unpacked before it is used.
    pub fn embedded() -> FontSet {
        FontSet {
            faces: embedded::FACES.iter().map(Face::embedded).collect(),
            cache: Cache::default(),
        }
    }

    /// A face by its number.
    #[expect(clippy::indexing_slicing, reason = "a set has at least one face")]
    pub fn face(&self, id: FaceId) -> &Face {
        let face = self.faces.get(usize::from(id.0));
        // Numbers are only given out by this set, for faces it has.
        face.unwrap_or(&self.faces[0])
    }

    /// All faces with their numbers.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        self.faces
            .iter()
            .enumerate()
            .map(|(i, face)| (FaceId(i as u16), face))
    }

    /// The face a look is set in unless a word needs another.
    pub fn primary(&self, look: Look) -> FaceId {
        self.candidates(look).next().unwrap_or(FaceId(0))
    }

    /// The faces a look can be set in, in the order in which they are tried:
    /// of each family the one nearest in slope, then in weight.
    pub fn candidates(&self, look: Look) -> impl Iterator<Item = FaceId> {
        let families = embedded::families(look).iter();
        families
            .chain(embedded::SCRIPTS_AND_SIGNS)
            .filter_map(move |family| self.nearest(family, look))
    }

    fn nearest(&self, family: &str, look: Look) -> Option<FaceId> {
        let wanted = if look.bold { 700 } else { 400 };
        self.faces()
            .filter(|(_, face)| face.family() == family)
            .min_by_key(|(_, face)| {
                let slope = face.is_italic() != look.italic;
                (slope, face.weight().abs_diff(wanted))
            })
            .map(|(id, _)| id)
    }

    /// Sets a word: shapes it in the first face that can set it whole. The word
    /// must be of one direction and hold no white space. Words are kept, so
    /// that each is shaped once.
    pub fn shape(&self, word: &str, setting: &Setting) -> Arc<Shaped> {
        self.cache
            .get_or_shape(word, setting, || self.shape_anew(word, setting))
    }

    fn shape_anew(&self, word: &str, setting: &Setting) -> Shaped {
        let primary = self.face(self.primary(setting.look));
        let mut best: Option<Shaped> = None;
        for id in self.candidates(setting.look) {
            let face = self.face(id);
            // Coverage is a quick no; shaping decides.
            if best.is_some() && !face.may_set(word) {
                continue;
            }
            let mut shaped = face.shape(word, setting);
            shaped.face = id;
            shaped.scale = x_height_scale(primary, face);
            if shaped.missing == 0 && !shaped.loose_mark {
                return shaped;
            }
            // A loose mark is better than a missing letter, an earlier face
            // better than a later one.
            let rank = |s: &Shaped| (s.missing, s.loose_mark);
            if best.as_ref().is_none_or(|b| rank(&shaped) < rank(b)) {
                best = Some(shaped);
            }
        }
        best.unwrap_or_default()
    }

    /// The faces that set a text in a look, for an output that embeds whole
    /// faces. The text is taken word by word.
    pub fn faces_for(&self, text: &str, setting: &Setting) -> Vec<FaceId> {
        let mut faces: Vec<FaceId> = Vec::new();
        for word in text.split_whitespace() {
            let face = self.shape(word, setting).face;
            if !faces.contains(&face) {
                faces.push(face);
            }
        }
        faces.sort();
        faces
    }

    /// The families with their versions, in one line.
    pub fn versions(&self) -> String {
        let mut families: Vec<(&str, String)> = Vec::new();
        for face in &self.faces {
            if !families.iter().any(|(family, _)| *family == face.family()) {
                families.push((face.family(), face.version()));
            }
        }
        let named = families
            .iter()
            .map(|(family, version)| format!("{family} {version}"));
        named.collect::<Vec<_>>().join(", ")
    }
}

/// How much a fallback face is enlarged or reduced so that its small letters
/// are as tall as the primary face's. A face without Latin letters of its own
/// is left as it was drawn.
fn x_height_scale(primary: &Face, face: &Face) -> f32 {
    let (wanted, own) = (primary.metrics().x_height, face.metrics().x_height);
    if std::ptr::eq(primary, face) || own <= 0.0 || wanted <= 0.0 || !face.has('x') {
        1.0
    } else {
        (wanted / own).clamp(0.8, 1.25)
    }
}
