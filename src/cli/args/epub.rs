//! The EPUB options of `export` and `check`.

use clap::{Args, ValueEnum};
use pressroom::export;
use pressroom::write::epub::Profile as EpubProfile;
use std::ops::RangeInclusive;

/// Valid picture sizes in pixels: from an icon to more than any screen.
const PIXELS: RangeInclusive<u32> = 64..=20_000;

/// How EPUBs are written.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "EPUB")]
pub struct Epub {
    /// Target reading system; unsupported content is converted or reported
    #[arg(long, value_name = "READER", value_enum, default_value_t)]
    pub epub_profile: Profile,
    /// Maximum picture size in pixels, such as 1600x2560
    ///
    /// Larger pictures are scaled down; the others are copied byte for byte.
    #[arg(long, value_name = "SIZE", value_parser = pixels)]
    pub max_image: Option<(u32, u32)>,
    /// Fonts to embed
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    pub epub_fonts: Fonts,
    /// How to write narrow no-break spaces
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub epub_spaces: Spaces,
    /// How to write formulas
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub epub_formulas: Formulas,
}

impl Epub {
    /// The library's options.
    pub fn ways(self) -> export::Epub {
        export::Epub {
            fonts: match self.epub_fonts {
                Fonts::Auto => export::EpubFonts::Auto,
                Fonts::All => export::EpubFonts::All,
                Fonts::Whole => export::EpubFonts::Whole,
                Fonts::None => export::EpubFonts::None,
            },
            spaces: match self.epub_spaces {
                Spaces::Auto => export::EpubSpaces::Auto,
                Spaces::Fine => export::EpubSpaces::Fine,
                Spaces::Nbsp => export::EpubSpaces::Nbsp,
            },
            profile: match self.epub_profile {
                Profile::Generic => EpubProfile::Generic,
                Profile::Kindle => EpubProfile::Kindle,
                Profile::Kobo => EpubProfile::Kobo,
                Profile::Apple => EpubProfile::Apple,
            },
            max_image: self.max_image,
            formulas: match self.epub_formulas {
                Formulas::Mathml => export::EpubFormulas::MathMl,
                Formulas::Svg => export::EpubFormulas::Svg,
                Formulas::Both => export::EpubFormulas::Both,
            },
        }
    }
}

/// The target reading system of an EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Profile {
    /// Any EPUB 3 reader
    #[default]
    Generic,
    /// Opaque JPEG and PNG pictures below 5 MB; no repeated cover
    Kindle,
    /// Opaque pictures below 5 MB; no WebP, no WOFF2
    Kobo,
    /// Apple Books: opaque pictures below 5.6 million pixels; fonts are declared
    Apple,
}

/// The fonts embedded in an EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Fonts {
    /// Characters in use, except for standalone symbols and emoji, and large system fonts
    #[default]
    Auto,
    /// Characters in use, in all their fonts
    All,
    /// The fonts of `auto` as whole, unchanged files
    Whole,
    /// No fonts: the reading device chooses
    None,
}

/// How narrow no-break spaces are written in an EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Spaces {
    /// Narrow where an embedded font has them, otherwise ordinary no-break spaces
    #[default]
    Auto,
    /// Narrow no-break spaces
    Fine,
    /// Ordinary no-break spaces
    Nbsp,
}

/// How formulas are written in an EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Formulas {
    /// MathML
    #[default]
    Mathml,
    /// Drawings, for readers without MathML
    Svg,
    /// Drawings for the eye, MathML for screen readers
    Both,
}

fn pixels(text: &str) -> Result<(u32, u32), String> {
    let size = text.split_once(['x', '×']).and_then(|(across, down)| {
        let (across, down) = (across.trim().parse().ok()?, down.trim().parse().ok()?);
        (PIXELS.contains(&across) && PIXELS.contains(&down)).then_some((across, down))
    });
    size.ok_or_else(|| {
        let (least, most) = (PIXELS.start(), PIXELS.end());
        format!("expected width and height in pixels, from {least} to {most}, such as 1600x2560")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_in_pixels_is_two_numbers() {
        assert_eq!(pixels("1600x2560"), Ok((1600, 2560)));
        assert_eq!(pixels("1600 × 2560"), Ok((1600, 2560)));
        for wrong in ["1600", "x", "1600x0", "-1x64", "64x20001", "1600x2560px"] {
            assert!(pixels(wrong).is_err(), "{wrong}");
        }
    }
}
