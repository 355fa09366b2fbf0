//! Takes a publication; returns the fonts of its EPUB: those that set its words as the
//! style sheet styles them, each cut to the characters that the book has in it.
//!
//! `words` finds the face of each word, and `beside` the text that pages show besides.

mod beside;
mod words;

use super::EpubFonts;
use crate::diag::{Code, Diagnostic, Report};
use crate::font::{Face, FaceId, Family, FontSet, Look, Origin, fix, named};
use crate::model::Publication;
use crate::style::Style;
use crate::write::epub::{EmbeddedFace, Profile, Quirks, Stacks};
use std::collections::BTreeSet;
use std::sync::Arc;
use words::Words;

/// The largest system font that is embedded by default, in bytes. A font of ideographs is
/// ten times as large as the rest of a book.
const LARGEST: usize = 2_000_000;

/// The faces of an EPUB.
pub(super) struct Faces<'a> {
    /// The embedded faces.
    pub(super) embedded: Vec<EmbeddedFace<'a>>,
    /// The families that the style sheet names.
    pub(super) stacks: Stacks,
    /// Whether each part of the book is set in an embedded face with a narrow no-break space.
    pub(super) narrow_spaces: bool,
}

/// The part of a publication that a face sets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FaceUse {
    /// The face.
    pub face: FaceId,
    /// The number of words or parts of words.
    pub words: usize,
    /// The characters.
    pub characters: BTreeSet<char>,
    /// The characters that no font contains.
    pub missing: BTreeSet<char>,
}

impl FaceUse {
    /// Whether a word needs the face, and not only a standalone symbol.
    fn is_needed(&self) -> bool {
        self.characters.iter().any(|c| c.is_alphabetic())
    }
}

/// The part of a publication that each face sets.
pub(super) fn uses(publication: &Publication, fonts: &FontSet, style: &Style) -> Vec<FaceUse> {
    let words = Words::of(publication, fonts, style);
    words.faces.into_values().collect()
}

/// How the faces of an EPUB are chosen.
#[derive(Clone, Copy)]
pub(super) struct Choice<'a> {
    /// The faces that the user wants.
    pub(super) wanted: EpubFonts,
    /// The target reading system.
    pub(super) profile: Profile,
    /// The style of the pages.
    pub(super) style: &'a Style,
}

/// Selects the faces to embed, and reports what is left to the reading system.
pub(super) fn choose<'a>(
    publication: &Publication,
    fonts: &'a FontSet,
    choice: Choice,
    report: &mut Report,
) -> Faces<'a> {
    let wanted = choice.wanted;
    let mut words = Words::of(publication, fonts, choice.style);
    let given: Vec<FaceId> = words
        .faces
        .iter()
        .filter(|(id, used)| match wanted {
            EpubFonts::All => true,
            EpubFonts::None => false,
            EpubFonts::Auto | EpubFonts::Whole => used.is_needed() || !fonts.is_for_signs(**id),
        })
        .map(|(id, _)| *id)
        .collect();
    if !given.is_empty() {
        beside::gather(publication, choice.style, &mut words);
        words.settle(&given);
    }
    let mut embedded = Vec::new();
    let mut inside = BTreeSet::new();
    for id in &given {
        let face = fonts.face(*id);
        let is_limited = wanted != EpubFonts::All && fonts.origin(*id) == Origin::System;
        let request = words.requests.get(id);
        let subset = request.filter(|_| wanted != EpubFonts::Whole);
        let subset = subset.and_then(|request| face.subset(request));
        let file = subset.or_else(|| whole(face, choice.profile.quirks()));
        let why = match file {
            None => "it is part of a collection, which a book cannot hold".to_owned(),
            Some(bytes) if is_limited && bytes.len() > LARGEST => {
                format!("it has {} MB", bytes.len() / 1_000_000)
            }
            Some(bytes) => {
                inside.insert(*id);
                embedded.push(EmbeddedFace {
                    family: face.family(),
                    weight: face.weight(),
                    italic: face.is_italic(),
                    file_name: file_name(&named_as(face.file_name(), &bytes), &bytes, &embedded),
                    bytes,
                });
                continue;
            }
        };
        let message = format!(
            "`{}` does not go into the EPUB, {why}; the reading system's faces set its words",
            face.family()
        );
        let note = Diagnostic::new(crate::diag::Severity::Note, Code::EpubFont, None, message);
        let hint = match wanted {
            EpubFonts::Whole => "`--epub-fonts auto` embeds the characters that the book uses",
            EpubFonts::Auto | EpubFonts::All | EpubFonts::None => {
                "`--epub-fonts all` embeds every font that is a file of its own"
            }
        };
        report.push(note.hint(hint));
    }
    for (c, span) in &words.missing {
        let message = format!(
            "no font has the character {}; the EPUB leaves it to the reading system",
            named(*c)
        );
        report.push(Diagnostic::note(Code::ReaderFont, *span, message).hint(fix(*c)));
    }
    let narrow = |look: &Look| {
        let face = fonts.primary(*look);
        inside.contains(&face) && fonts.face(face).has('\u{202f}')
    };
    Faces {
        narrow_spaces: !words.looks.is_empty() && words.looks.iter().all(narrow),
        stacks: stacks(fonts, &words),
        embedded,
    }
}

/// The file of a face, if it is the only face in it, as reading systems support it:
/// unchanged, or unpacked.
fn whole(face: &Face, quirks: &Quirks) -> Option<Arc<[u8]>> {
    let packed = face.whole()?;
    Some(match packed.get(..4) {
        Some(b"wOFF") if !quirks.woff => face.unpacked(),
        Some(b"wOF2") if !quirks.woff2 => face.unpacked(),
        Some(_) | None => packed,
    })
}

/// The file name of a face, with the extension of its current format.
fn named_as(name: &str, bytes: &[u8]) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match bytes.get(..4) {
        Some(b"OTTO") => format!("{stem}.otf"),
        Some([0, 1, 0, 0] | b"true") => format!("{stem}.ttf"),
        Some(_) | None => name.to_owned(),
    }
}

/// The name of a file in the archive: files with the same name are numbered; the styles of
/// one variable file share it.
fn file_name(name: &str, bytes: &Arc<[u8]>, others: &[EmbeddedFace]) -> String {
    let taken = |name: &str| {
        let same = others.iter().find(|other| other.file_name == name);
        same.is_some_and(|other| !Arc::ptr_eq(&other.bytes, bytes))
    };
    let ascii = |c: char| match c {
        c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
        _ => '-',
    };
    let name: String = name.chars().map(ascii).collect();
    let numbered = (2..).map(|number| format!("{number}-{name}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or(name)
}

/// The families of each part: its own, the fallbacks of its words, and symbols.
fn stacks(fonts: &FontSet, words: &Words) -> Stacks {
    let stack = |family: Family| {
        let look = Look {
            family,
            bold: false,
            italic: false,
        };
        let used = words.faces.keys();
        let faces = fonts.candidates(look).iter().chain(used);
        let mut names: Vec<String> = Vec::new();
        for face in faces {
            let name = fonts.face(*face).family();
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    };
    Stacks {
        serif: stack(Family::Serif),
        display: stack(Family::Display),
        heading: stack(Family::Heading),
        sans: stack(Family::Sans),
        mono: stack(Family::Mono),
    }
}
