//! Takes font folders and a choice of families; returns all available faces: the built-in
//! ones, those of the user's folders, and last those of the system.

use super::embedded;
use super::face::Face;
use super::file::{self, Refusal};
use super::system::System;
use super::{FaceId, Origin};
use std::fmt;
use std::path::{Path, PathBuf};

/// All available faces. Many [`FontSet`](super::FontSet)s can share a library.
pub struct Library {
    /// The built-in faces, then those of folders.
    faces: Vec<Face>,
    refused: Vec<Refused>,
    system: Option<System>,
}

/// A font file, or a face of one, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its file.
    pub path: PathBuf,
    /// Its family, if that could be read.
    pub family: Option<String>,
    /// The reason.
    pub reason: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Refused { path, reason, .. } = self;
        write!(f, "the font `{}` cannot be used: {reason}", path.display())
    }
}

impl Default for Library {
    fn default() -> Library {
        Library::embedded()
    }
}

impl Library {
    /// The built-in faces. Each is unpacked at its first use.
    pub fn embedded() -> Library {
        Library {
            faces: embedded::FACES.iter().map(Face::packed).collect(),
            refused: Vec::new(),
            system: None,
        }
    }

    /// Adds system fonts as a last resort. They are searched when a character needs one.
    #[must_use]
    pub fn with_system(mut self) -> Library {
        self.system = Some(System::default());
        self
    }

    /// Adds all font files of a folder and its subfolders, in path order.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read. A file that is not a font or may not be embedded is
    /// [refused](Library::refused).
    pub fn with_folder(mut self, folder: &Path) -> std::io::Result<Library> {
        let mut paths = Vec::new();
        font_files(folder, &mut paths)?;
        paths.sort();
        for path in paths {
            match std::fs::read(&path) {
                Ok(bytes) => self.add(&path, bytes),
                Err(error) => self.refuse(&path, None, error.to_string()),
            }
        }
        Ok(self)
    }

    fn add(&mut self, path: &Path, bytes: Vec<u8>) {
        match file::open(bytes) {
            Ok(faces) => self.faces.extend(faces.into_iter().map(Face::of_file)),
            Err(Refusal::Embedding { family, bits }) => {
                let reason = format!(
                    "its licence forbids embedding (OS/2 fsType {bits:#06x}), and every output embeds its fonts"
                );
                self.refuse(path, Some(family), reason);
            }
            Err(refusal) => self.refuse(path, None, refusal.to_string()),
        }
    }

    fn refuse(&mut self, path: &Path, family: Option<String>, reason: String) {
        self.refused.push(Refused {
            path: path.to_owned(),
            family,
            reason,
        });
    }

    /// The font files that cannot be used.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// A face by its number.
    #[expect(clippy::indexing_slicing, reason = "a library has at least one face")]
    pub(super) fn face(&self, id: FaceId) -> &Face {
        let number = usize::from(id.0);
        let beyond = number.checked_sub(self.faces.len());
        let system = || beyond.and_then(|n| self.system.as_ref()?.face(n));
        // Numbers are only given out by this library, for faces it has.
        let face = self.faces.get(number).or_else(system);
        face.unwrap_or(&self.faces[0])
    }

    /// The built-in faces and those of folders, with their numbers.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        let faces = self.faces.iter().enumerate();
        faces.map(|(i, face)| (FaceId(i as u16), face))
    }

    /// The system fonts, with their numbers. The first call searches for them, which takes a
    /// while.
    pub fn system_faces(&self) -> impl Iterator<Item = (FaceId, &Face)> {
        let first = self.faces.len();
        let faces = self.system.iter().flat_map(System::faces).enumerate();
        faces.map(move |(i, face)| (FaceId((first + i) as u16), face))
    }

    /// The face of a family that is nearest to a slope and a weight. The user's folders take
    /// precedence over built-in fonts, and those over system fonts.
    pub(super) fn nearest(&self, family: &str, italic: bool, weight: u16) -> Option<FaceId> {
        let of_family = |(_, face): &(FaceId, &Face)| is_named(face, family);
        let given = self.faces().filter(of_family);
        let given = nearest_of(given, italic, weight);
        given.or_else(|| nearest_of(self.system_faces().filter(of_family), italic, weight))
    }

    /// The same, without system fonts.
    pub(super) fn nearest_given(&self, family: &str, italic: bool, weight: u16) -> Option<FaceId> {
        let given = self.faces().filter(|(_, face)| is_named(face, family));
        nearest_of(given, italic, weight)
    }

    /// The system fonts that contain a character and may set the word it is of, best match
    /// first.
    pub(super) fn system_faces_with<'l>(
        &'l self,
        c: char,
        word: &'l str,
        wish: &super::system::Wish,
    ) -> impl Iterator<Item = FaceId> + 'l {
        let first = self.faces.len();
        let found = self
            .system
            .as_ref()
            .map(|system| system.with(c, word, wish));
        found
            .into_iter()
            .flatten()
            .map(move |number| FaceId((first + number) as u16))
    }

    /// Whether there is a family of this name.
    ///
    /// # Errors
    ///
    /// Why no usable family exists, in a sentence, with a hint.
    pub fn find(&self, family: &str) -> Result<(), (String, String)> {
        if self.nearest(family, false, 400).is_some() {
            return Ok(());
        }
        let refused = self.refused.iter().find(|refused| {
            let name = refused.family.as_deref();
            name.is_some_and(|name| name.eq_ignore_ascii_case(family))
        });
        if let Some(refused) = refused {
            let hint = "choose another family, or ask its maker for a licence to embed it";
            return Err((refused.to_string(), hint.to_owned()));
        }
        let message = format!("unknown font family `{family}`");
        let near = self.family_like(family);
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`pressroom fonts` lists the families; `--font-dir` names a folder of more"
                .to_owned(),
        };
        Err((message, hint))
    }

    /// The family whose name shares the most words with this one.
    fn family_like(&self, family: &str) -> Option<&str> {
        let words = |name: &str| -> Vec<String> {
            let words = name.split_whitespace();
            words.map(str::to_lowercase).collect()
        };
        let wanted = words(family);
        let all = self.faces().chain(self.system_faces());
        let common = all.map(|(_, face)| {
            let has = words(face.family());
            let common = wanted.iter().filter(|word| has.contains(word)).count();
            (
                common * 100 / has.len().max(wanted.len()).max(1),
                face.family(),
            )
        });
        let best = common.max_by_key(|(common, _)| *common)?;
        (best.0 >= 50).then_some(best.1)
    }

    /// The families except system fonts, with their versions, in one line.
    pub fn versions(&self) -> String {
        let mut families: Vec<(&str, String)> = Vec::new();
        for (number, face) in self.faces.iter().enumerate() {
            if !families.iter().any(|(family, _)| *family == face.family()) {
                let known = (number < embedded::FACES.len())
                    .then(|| embedded::version(face.family()))
                    .flatten();
                let version = known.map_or_else(|| face.version(), str::to_owned);
                families.push((face.family(), version));
            }
        }
        let named = families
            .iter()
            .map(|(family, version)| format!("{family} {version}"));
        named.collect::<Vec<_>>().join(", ")
    }

    /// The origin of a face.
    pub fn origin(&self, id: FaceId) -> Origin {
        let number = usize::from(id.0);
        if number < embedded::FACES.len() {
            Origin::Binary
        } else if number < self.faces.len() {
            Origin::Folder
        } else {
            Origin::System
        }
    }
}

fn is_named(face: &Face, family: &str) -> bool {
    face.family().eq_ignore_ascii_case(family)
}

/// The face nearest in slope, then in weight; of several the last, which is from a user's
/// folder.
fn nearest_of<'a>(
    faces: impl Iterator<Item = (FaceId, &'a Face)>,
    italic: bool,
    weight: u16,
) -> Option<FaceId> {
    let distance = |face: &Face| (face.is_italic() != italic, face.weight().abs_diff(weight));
    faces
        .reduce(|best, next| {
            if distance(next.1) <= distance(best.1) {
                next
            } else {
                best
            }
        })
        .map(|(id, _)| id)
}

/// The extensions of font files.
const ENDINGS: [&str; 6] = ["ttf", "otf", "ttc", "otc", "woff", "woff2"];

fn font_files(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            // What lies deeper and cannot be read is as if it were not there.
            let _ = font_files(&path, paths);
        } else if ending.is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
        {
            paths.push(path);
        }
    }
    Ok(())
}
