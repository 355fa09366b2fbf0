//! The options of `export` that prepare a PDF for the press.

use clap::builder::TypedValueParser;
use clap::{ArgGroup, Args, ValueEnum};
use pressroom::geom::{Mm, Pt, Size};
use pressroom::style;
use pressroom::write::pdf::{self, Imposition, Inks, Marks, Print, Scheme};
use std::ops::RangeInclusive;

/// The largest bleed; presses ask for 3 to 6 mm.
const MOST_BLEED: Mm = Mm(25.0);
/// The greatest thickness of a booklet's sheet: heavy card.
const MOST_CREEP: Mm = Mm(1.0);
/// The largest gutter.
const MOST_GUTTER: Mm = Mm(40.0);
/// Valid resolutions, in dots per inch.
const DPI: RangeInclusive<f64> = 36.0..=2400.0;
/// Valid numbers of pages in a signature; paper folds into fewer.
const SIGNATURES: RangeInclusive<usize> = 4..=256;

/// How a PDF is printed.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Print")]
#[command(group = ArgGroup::new("sheets").args(["booklet", "nup"]))]
pub struct Printing {
    /// Bleed beyond the trim, such as 3mm
    #[arg(long, value_name = "LENGTH", default_value = "0mm", value_parser = up_to(MOST_BLEED))]
    pub bleed: Pt,
    /// Printer's marks, separated by commas
    #[arg(long, value_name = "MARKS", value_enum, value_delimiter = ',')]
    pub marks: Vec<Mark>,
    /// Space lost to the binding, such as 6mm; text moves outwards
    #[arg(long, value_name = "LENGTH", default_value = "0mm", value_parser = up_to(MOST_GUTTER))]
    pub gutter: Pt,
    /// Also write NAME.print.pdf: a booklet to print double-sided, fold and stitch
    ///
    /// Sheets flip on their short edge. --bleed and --marks apply to the sheets; NAME.pdf
    /// stays a PDF for reading.
    #[arg(long)]
    pub booklet: bool,
    /// Pages per signature of a booklet [default: all]
    #[arg(long, value_name = "PAGES", requires = "booklet", value_parser = signature)]
    pub signature: Option<usize>,
    /// Thickness of a booklet's sheet; inner pages are moved to compensate for creep
    #[arg(long, value_name = "LENGTH", default_value = "0.1mm", value_parser = up_to(MOST_CREEP))]
    pub creep: Pt,
    /// Also write NAME.print.pdf: 2 or 4 pages on each side of a sheet
    #[arg(long, value_name = "PAGES", value_parser = number_up())]
    pub nup: Option<usize>,
    /// Paper size of NAME.print.pdf; pages are scaled to fit
    ///
    /// By default, a booklet's sheet is twice as wide as its pages, and --nup scales pages
    /// down to a sheet of the page size.
    #[arg(long, value_name = "SIZE", requires = "sheets", value_parser = super::paper)]
    pub sheet: Option<Size>,
    /// Colours of the PDF, including pictures
    #[arg(
        long,
        visible_alias = "color",
        value_name = "WHICH",
        value_enum,
        default_value_t
    )]
    pub colour: Colours,
    /// Ink of text
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    pub ink: Ink,
    /// Downscale pictures with a higher resolution at their printed size
    #[arg(long, value_name = "DPI", value_parser = dpi)]
    pub images_dpi: Option<f64>,
}

/// A kind of printer's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mark {
    /// Where the page is cut
    Crop,
    /// Where the page or sheet is folded
    Fold,
    /// Targets that align the plates of the press
    Registration,
}

/// The colours of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Colours {
    /// Original colours
    #[default]
    Rgb,
    /// Greyscale, for printing with black ink only
    #[value(alias = "gray")]
    Grey,
}

/// The ink of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Ink {
    /// The inks of its colour
    #[default]
    All,
    /// Black ink only: dark text in solid black, other text in greys
    Black,
}

impl Printing {
    /// The print settings of the PDF.
    pub fn print(&self) -> Print {
        let has = |mark| self.marks.contains(&mark);
        Print {
            bleed: self.bleed,
            marks: Marks {
                crop: has(Mark::Crop),
                fold: has(Mark::Fold),
                registration: has(Mark::Registration),
            },
            inks: Inks {
                grey: self.colour == Colours::Grey,
                black_text: self.ink == Ink::Black,
            },
            most_dpi: self.images_dpi,
        }
    }

    /// The imposition, if sheets are requested.
    pub fn imposition(&self) -> Option<Imposition> {
        let booklet = self.booklet.then_some(Scheme::Booklet {
            signature: self.signature,
            creep: self.creep,
        });
        let scheme = booklet.or(self.nup.map(pdf::Scheme::Up))?;
        Some(Imposition {
            scheme,
            sheet: self.sheet,
        })
    }
}

/// The values without any option.
impl Default for Printing {
    fn default() -> Printing {
        Printing {
            bleed: Pt::ZERO,
            marks: Vec::new(),
            gutter: Pt::ZERO,
            booklet: false,
            signature: None,
            creep: Mm(0.1).pt(),
            nup: None,
            sheet: None,
            colour: Colours::default(),
            ink: Ink::default(),
            images_dpi: None,
        }
    }
}

/// Parses a length between zero and a maximum.
fn up_to(most: Mm) -> impl TypedValueParser<Value = Pt> {
    let parse = move |text: &str| -> Result<Pt, String> {
        let length = style::parse_length(text).filter(|length| length.0 >= 0.0);
        let length = length.filter(|length| *length <= most.pt());
        length.ok_or_else(|| format!("expected a length from 0 to {} mm, such as 3mm", most.0))
    };
    clap::builder::StringValueParser::new().try_map(move |text| parse(&text))
}

fn number_up() -> impl TypedValueParser<Value = usize> {
    clap::builder::PossibleValuesParser::new(["2", "4"]).map(|text| if text == "4" { 4 } else { 2 })
}

fn signature(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(pages) if SIGNATURES.contains(&pages) && pages.is_multiple_of(4) => Ok(pages),
        Ok(_) | Err(_) => Err(format!(
            "expected a multiple of 4 up to {}: a sheet has four pages",
            SIGNATURES.end()
        )),
    }
}

/// Parses a resolution in dots per inch.
pub(super) fn dpi(text: &str) -> Result<f64, String> {
    match text.trim_end_matches("dpi").trim_end().parse() {
        Ok(dpi) if DPI.contains(&dpi) => Ok(dpi),
        Ok(_) | Err(_) => Err(format!(
            "expected a resolution from {} to {} dpi, such as 300",
            DPI.start(),
            DPI.end()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Command, CommandLine};
    use clap::Parser;

    fn printing(line: &str) -> Result<Printing, clap::Error> {
        let words = format!("pressroom export {line}");
        let line = CommandLine::try_parse_from(words.split_whitespace())?;
        let Command::Export(flags) = line.command else {
            panic!("`{words}` is not an export");
        };
        Ok(flags.printing)
    }

    #[test]
    fn pages_are_printed_as_they_are_without_a_flag() {
        let flags = printing("").unwrap();
        assert_eq!(flags.print(), Print::default());
        assert_eq!(flags.imposition(), None);
        assert_eq!(flags.creep, Printing::default().creep);
    }

    #[test]
    fn marks_are_a_list_and_lengths_have_units() {
        let flags = printing("--bleed 3mm --marks crop,registration --creep 0.2mm --booklet");
        let flags = flags.unwrap();
        assert!((flags.bleed.0 - 8.504).abs() < 0.001);
        let marks = flags.print().marks;
        assert!(marks.crop && marks.registration && !marks.fold);
        assert!(flags.imposition().is_some());
    }

    #[test]
    fn what_cannot_be_printed_is_refused() {
        for wrong in [
            "--bleed 3",
            "--bleed -1mm",
            "--bleed 26mm",
            "--bleed 1em",
            "--bleed NaNmm",
            "--marks cut",
            "--booklet --nup 2",
            "--nup 3",
            "--signature 16",
            "--booklet --signature 6",
            "--booklet --signature 0",
            "--sheet a4",
            "--images-dpi 0",
            "--colour cmyk",
        ] {
            assert!(printing(wrong).is_err(), "{wrong}");
        }
    }
}
