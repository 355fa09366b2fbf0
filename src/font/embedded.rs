//! The built-in font faces: the file and the purpose of each.

use super::Look;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The archive of them that `build.rs` packed.
pub(super) static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/faces.zip"));

/// The bytes of a face's file, or `None` if there is no such file.
pub(super) fn unpack(file: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What this binary packed itself can be unpacked; a face that came out
    // short is refused by its parser.
    if let Ok(mut archive) = ZipArchive::new(Cursor::new(ARCHIVE))
        && let Ok(mut packed) = archive.by_name(file)
    {
        bytes.reserve_exact(packed.size() as usize);
        let _ = packed.read_to_end(&mut bytes);
    }
    bytes
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
];

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
