//! What can be asked of the EPUBs of a [press](super::Press): fonts, spaces, reading system and
//! pictures.

use crate::write::epub;

/// The EPUB options.
#[derive(Debug, Clone, Copy, Default)]
pub struct Epub {
    /// The fonts to embed.
    pub fonts: EpubFonts,
    /// How to write narrow no-break spaces.
    pub spaces: EpubSpaces,
    /// The target reading system.
    pub profile: epub::Profile,
    /// The maximum width and height of pictures in pixels.
    pub max_image: Option<(u32, u32)>,
    /// How to write formulas.
    pub formulas: EpubFormulas,
}

/// The fonts embedded in an EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum EpubFonts {
    /// The characters in use, in their fonts, except for fonts of standalone symbols and
    /// emoji, and system fonts that take more than two megabytes.
    #[default]
    Auto,
    /// The characters in use, in all their fonts.
    All,
    /// The fonts of `Auto`, as whole and unchanged files.
    Whole,
    /// No fonts: the reading device chooses.
    None,
}

/// How to write the narrow no-break space, U+202F, in an EPUB. Several reading systems show
/// it as a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum EpubSpaces {
    /// Unchanged if an embedded font contains it, otherwise as a no-break space.
    #[default]
    Auto,
    /// Unchanged.
    Fine,
    /// As a no-break space.
    Nbsp,
}

/// How to write the formulas of an EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum EpubFormulas {
    /// As MathML.
    #[default]
    MathMl,
    /// As drawings in SVG, with their sources as descriptions.
    Svg,
    /// As drawings that are seen, and as MathML that is read aloud.
    Both,
}
