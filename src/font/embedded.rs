//! The built-in font faces: the file and the purpose of each.

use super::{FaceId, Look};

/// A packed file: its name, its length, its block of LZ4, and the first and the last of each run
/// of its characters.
type Packed = (&'static str, usize, &'static [u8], &'static [(u32, u32)]);

/// The files that `build.rs` packed.
static PACKED: &[Packed] = include!(concat!(env!("OUT_DIR"), "/faces.rs"));

/// The bytes of a face's file, or none if there is no such file.
pub(super) fn unpack(file: &str) -> Vec<u8> {
    let packed = PACKED.iter().find(|(name, ..)| *name == file);
    // What this binary packed itself can be unpacked; a face that came out
    // short is refused by its parser.
    let bytes = packed.map(|(_, length, block, _)| lz4_flex::block::decompress(block, *length));
    bytes.and_then(Result::ok).unwrap_or_default()
}

/// Whether a face has a glyph for a character. Nothing is unpacked.
pub(super) fn has(file: &str, c: char) -> bool {
    let (c, ranges) = (u32::from(c), ranges(file));
    let after = ranges.partition_point(|(first, _)| *first <= c);
    let range = after.checked_sub(1).and_then(|before| ranges.get(before));
    range.is_some_and(|(_, last)| c <= *last)
}

/// The first and the last of each run of characters of a face.
fn ranges(file: &str) -> &'static [(u32, u32)] {
    let packed = PACKED.iter().find(|(name, ..)| *name == file);
    packed.map_or(&[], |(.., ranges)| *ranges)
}

/// A row of the table of faces.
pub(super) struct Row {
    /// Its file.
    pub(super) file: &'static str,
    /// The name of its family, as in CSS.
    pub(super) family: &'static str,
    /// 400 is regular, 600 semibold, 700 bold.
    pub(super) weight: u16,
    /// Whether it is italic.
    pub(super) italic: bool,
}

const fn row(file: &'static str, family: &'static str, weight: u16, italic: bool) -> Row {
    Row {
        file,
        family,
        weight,
        italic,
    }
}

/// Every face, by number.
#[rustfmt::skip]
pub(super) const FACES: &[Row] = &[
    row("SourceSerif4-Regular.otf", "Source Serif 4", 400, false),
    row("SourceSerif4-It.otf", "Source Serif 4", 400, true),
    row("SourceSerif4-Bold.otf", "Source Serif 4", 700, false),
    row("SourceSerif4-BoldIt.otf", "Source Serif 4", 700, true),
    row("SourceSerif4Display-Semibold.otf", "Source Serif 4 Display", 600, false),
    row("SourceSerif4Caption-Regular.otf", "Source Serif 4 Caption", 400, false),
    row("SourceSerif4Caption-It.otf", "Source Serif 4 Caption", 400, true),
    row("SourceSans3-Regular.otf", "Source Sans 3", 400, false),
    row("SourceSans3-It.otf", "Source Sans 3", 400, true),
    row("SourceSans3-Semibold.otf", "Source Sans 3", 600, false),
    row("SourceSans3-SemiboldIt.otf", "Source Sans 3", 600, true),
    row("SourceCodePro-Regular.otf", "Source Code Pro", 400, false),
    row("SourceCodePro-It.otf", "Source Code Pro", 400, true),
    row("SourceCodePro-Bold.otf", "Source Code Pro", 700, false),
    row("SourceCodePro-BoldIt.otf", "Source Code Pro", 700, true),
    row("NotoSerif-Regular.ttf", "Noto Serif", 400, false),
    row("NotoSerif-Italic.ttf", "Noto Serif", 400, true),
    row("NotoSerif-Bold.ttf", "Noto Serif", 700, false),
    row("NotoSerif-BoldItalic.ttf", "Noto Serif", 700, true),
    row("NotoSansMono-Regular.ttf", "Noto Sans Mono", 400, false),
    row("NotoSerifHebrew-Regular.ttf", "Noto Serif Hebrew", 400, false),
    row("NotoSerifHebrew-Bold.ttf", "Noto Serif Hebrew", 700, false),
    row("NotoSerifThai-Regular.ttf", "Noto Serif Thai", 400, false),
    row("NotoSerifThai-Bold.ttf", "Noto Serif Thai", 700, false),
    row("NotoNaskhArabic-Regular.ttf", "Noto Naskh Arabic", 400, false),
    row("NotoNaskhArabic-Bold.ttf", "Noto Naskh Arabic", 700, false),
    row("NotoSerifDevanagari-Regular.ttf", "Noto Serif Devanagari", 400, false),
    row("NotoSerifDevanagari-Bold.ttf", "Noto Serif Devanagari", 700, false),
    row("DejaVuSans.ttf", "DejaVu Sans", 400, false),
    row("NotoEmoji-Regular.ttf", "Noto Emoji", 400, false),
    row("KaTeX_AMS-Regular.ttf", "KaTeX_AMS", 400, false),
    row("KaTeX_Caligraphic-Regular.ttf", "KaTeX_Caligraphic", 400, false),
    row("KaTeX_Fraktur-Regular.ttf", "KaTeX_Fraktur", 400, false),
    row("KaTeX_Fraktur-Bold.ttf", "KaTeX_Fraktur", 700, false),
    row("KaTeX_Main-Regular.ttf", "KaTeX_Main", 400, false),
    row("KaTeX_Main-Italic.ttf", "KaTeX_Main", 400, true),
    row("KaTeX_Main-Bold.ttf", "KaTeX_Main", 700, false),
    row("KaTeX_Main-BoldItalic.ttf", "KaTeX_Main", 700, true),
    row("KaTeX_Math-Italic.ttf", "KaTeX_Math", 400, true),
    row("KaTeX_Math-BoldItalic.ttf", "KaTeX_Math", 700, true),
    row("KaTeX_SansSerif-Regular.ttf", "KaTeX_SansSerif", 400, false),
    row("KaTeX_SansSerif-Italic.ttf", "KaTeX_SansSerif", 400, true),
    row("KaTeX_SansSerif-Bold.ttf", "KaTeX_SansSerif", 700, false),
    row("KaTeX_Script-Regular.ttf", "KaTeX_Script", 400, false),
    row("KaTeX_Size1-Regular.ttf", "KaTeX_Size1", 400, false),
    row("KaTeX_Size2-Regular.ttf", "KaTeX_Size2", 400, false),
    row("KaTeX_Size3-Regular.ttf", "KaTeX_Size3", 400, false),
    row("KaTeX_Size4-Regular.ttf", "KaTeX_Size4", 400, false),
    row("KaTeX_Typewriter-Regular.ttf", "KaTeX_Typewriter", 400, false),
];

/// The version of the first face of each family, so that it is told without unpacking one.
const VERSIONS: &[(&str, &str)] = &[
    ("Source Serif 4", "4.005"),
    ("Source Serif 4 Display", "4.005"),
    ("Source Serif 4 Caption", "4.005"),
    ("Source Sans 3", "3.052"),
    ("Source Code Pro", "2.042"),
    ("Noto Serif", "2.004"),
    ("Noto Sans Mono", "2.006"),
    ("Noto Serif Hebrew", "2.000"),
    ("Noto Serif Thai", "2.000"),
    ("Noto Naskh Arabic", "2.004"),
    ("Noto Serif Devanagari", "2.001"),
    ("DejaVu Sans", "2.37"),
    ("Noto Emoji", "3.006"),
    ("KaTeX_AMS", "1.1"),
    ("KaTeX_Caligraphic", "1.1"),
    ("KaTeX_Fraktur", "1.1"),
    ("KaTeX_Main", "1.1"),
    ("KaTeX_Math", "1.1"),
    ("KaTeX_SansSerif", "1.1"),
    ("KaTeX_Script", "1.1"),
    ("KaTeX_Size1", "1.1"),
    ("KaTeX_Size2", "1.1"),
    ("KaTeX_Size3", "1.1"),
    ("KaTeX_Size4", "1.1"),
    ("KaTeX_Typewriter", "1.1"),
];

/// The version of a family, or nothing if it has none of this name.
pub(super) fn version(family: &str) -> Option<&'static str> {
    let known = VERSIONS.iter().find(|(known, _)| *known == family);
    known.map(|(_, version)| *version)
}

/// The number of the face of a file.
pub(super) fn number(file: &str) -> Option<FaceId> {
    let number = FACES.iter().position(|row| row.file == file)?;
    u16::try_from(number).ok().map(FaceId)
}

/// The families of a look, in order of preference.
pub(super) fn families(look: Look) -> &'static [&'static str] {
    use super::Family::{Caption, Display, Heading, Mono, Sans, Serif};
    match look.family {
        Serif => &["Source Serif 4", "Noto Serif"],
        Display => &["Source Serif 4 Display", "Source Serif 4", "Noto Serif"],
        Caption => &["Source Serif 4 Caption", "Source Serif 4", "Noto Serif"],
        Heading | Sans => &["Source Sans 3", "Noto Serif"],
        Mono => &["Source Code Pro", "Noto Sans Mono"],
    }
}

/// The families of every look after its own, for other scripts.
pub(super) const SCRIPTS: &[&str] = &[
    "Noto Serif Hebrew",
    "Noto Naskh Arabic",
    "Noto Serif Thai",
    "Noto Serif Devanagari",
];

/// The last families: symbols, then emoji.
pub(super) const SIGNS: &[&str] = &["DejaVu Sans", "Noto Emoji"];

#[cfg(test)]
mod tests {
    use super::{FACES, VERSIONS, has, ranges};
    use crate::font::Library;

    #[test]
    fn a_packed_face_has_the_characters_that_it_has_unpacked() {
        for (_, face) in Library::embedded().faces() {
            let file = face.file_name();
            let unpacked: Vec<u32> = face.characters().map(u32::from).collect();
            let ends: Vec<u32> = ranges(file).iter().flat_map(|(a, b)| *a..=*b).collect();
            assert_eq!(ends, unpacked, "{file}");
            let near = unpacked.iter().flat_map(|c| c.saturating_sub(1)..=c + 1);
            for c in near.filter_map(char::from_u32) {
                assert_eq!(has(file, c), face.glyph(c).is_some(), "{file} {c:?}");
            }
        }
    }

    #[test]
    fn the_version_of_a_family_is_what_its_first_face_says() {
        let library = Library::embedded();
        let mut families: Vec<&str> = FACES.iter().map(|row| row.family).collect();
        families.dedup();
        assert_eq!(families.len(), VERSIONS.len());
        for (family, version) in VERSIONS {
            let mut faces = library.faces().map(|(_, face)| face);
            let first = faces.find(|face| face.family() == *family).unwrap();
            assert_eq!(first.version(), *version, "{family}");
        }
    }
}
