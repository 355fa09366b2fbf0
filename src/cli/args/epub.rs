//! The flags of `export` that make an EPUB.

use clap::{Args, ValueEnum};
use pressroom::export;
use pressroom::write::epub;
use std::ops::RangeInclusive;

/// Pixels across or down that can be asked for: an icon, and more than any screen.
const PIXELS: RangeInclusive<u32> = 64..=20_000;

/// How an EPUB is made.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "How an EPUB is made")]
pub struct Epub {
    /// Whom EPUBs are for: what their reading systems do not take is made otherwise,
    /// or told
    #[arg(long, value_name = "WHOM", value_enum, default_value_t)]
    pub epub_profile: Profile,
    /// The most pixels that pictures of an EPUB have, such as 1600x2560
    ///
    /// Larger ones are made to fit; the others stay as they are, byte for byte.
    #[arg(long, value_name = "SIZE", value_parser = pixels)]
    pub max_image: Option<(u32, u32)>,
    /// Which fonts go into an EPUB
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    pub epub_fonts: Fonts,
    /// How narrow no-break spaces are written in an EPUB
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub epub_spaces: Spaces,
}

impl Epub {
    /// The library's words for it.
    pub fn ways(self) -> export::Epub {
        export::Epub {
            fonts: match self.epub_fonts {
                Fonts::Auto => export::EpubFonts::Auto,
                Fonts::All => export::EpubFonts::All,
                Fonts::None => export::EpubFonts::None,
            },
            spaces: match self.epub_spaces {
                Spaces::Auto => export::EpubSpaces::Auto,
                Spaces::Fine => export::EpubSpaces::Fine,
                Spaces::Nbsp => export::EpubSpaces::Nbsp,
            },
            profile: match self.epub_profile {
                Profile::Generic => epub::Profile::Generic,
                Profile::Kindle => epub::Profile::Kindle,
                Profile::Kobo => epub::Profile::Kobo,
                Profile::Apple => epub::Profile::Apple,
            },
            max_image: self.max_image,
        }
    }
}

/// Whom an EPUB is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Profile {
    /// Whatever reads EPUB 3
    #[default]
    Generic,
    /// Kindle: pictures as JPEG and PNG, opaque, below 5 MB; the cover shown once
    Kindle,
    /// Kobo: no WebP, no WOFF2, pictures opaque, below 5 MB
    Kobo,
    /// Apple Books: pictures below 5.6 million pixels; the fonts are announced
    Apple,
}

/// Which fonts go into an EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Fonts {
    /// Those in use, but for signs and emoji in no word, and large system fonts
    #[default]
    Auto,
    /// All in use
    All,
    /// None: the reader's device decides
    None,
}

/// How narrow no-break spaces are written in an EPUB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Spaces {
    /// As they are where a font in the book has them, else as no-break spaces
    #[default]
    Auto,
    /// As they are
    Fine,
    /// As no-break spaces
    Nbsp,
}

fn pixels(text: &str) -> Result<(u32, u32), String> {
    let size = text.split_once(['x', '×']).and_then(|(across, down)| {
        let (across, down) = (across.trim().parse().ok()?, down.trim().parse().ok()?);
        (PIXELS.contains(&across) && PIXELS.contains(&down)).then_some((across, down))
    });
    size.ok_or_else(|| {
        let (least, most) = (PIXELS.start(), PIXELS.end());
        format!("write pixels across and down, from {least} to {most}, such as 1600x2560")
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
