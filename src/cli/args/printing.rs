//! The flags of `export` that make a PDF ready for a press.

use clap::builder::TypedValueParser;
use clap::{ArgGroup, Args, ValueEnum};
use pressroom::geom::{Mm, Pt, Size};
use pressroom::style;
use pressroom::write::pdf::{self, Imposition, Inks, Marks, Print, Scheme};
use std::ops::RangeInclusive;

/// The most that pages bleed, marks and binding apart: presses want 3 to 6 mm.
const MOST_BLEED: Mm = Mm(25.0);
/// The most that a sheet of a booklet is thick: heavy card.
const MOST_CREEP: Mm = Mm(1.0);
/// The most that is lost in a binding.
const MOST_GUTTER: Mm = Mm(40.0);
/// Dots in an inch that can be asked for.
const DPI: RangeInclusive<f64> = 36.0..=2400.0;
/// Pages of a signature: what can be folded is less.
const SIGNATURES: RangeInclusive<usize> = 4..=256;

/// How a PDF is printed.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "How a PDF is printed")]
#[command(group = ArgGroup::new("sheets").args(["booklet", "nup"]))]
pub struct Printing {
    /// How far pages are printed beyond their edge, such as 3mm
    #[arg(long, value_name = "LENGTH", default_value = "0mm", value_parser = up_to(MOST_BLEED))]
    pub bleed: Pt,
    /// The marks around pages, with commas between
    #[arg(long, value_name = "MARKS", value_enum, value_delimiter = ',')]
    pub marks: Vec<Mark>,
    /// How much of each page its binding takes, such as 6mm: text moves outwards
    #[arg(long, value_name = "LENGTH", default_value = "0mm", value_parser = up_to(MOST_GUTTER))]
    pub gutter: Pt,
    /// Write NAME.print.pdf too: sheets to print on both sides, fold and stitch
    ///
    /// They are turned over their short edge. With --bleed and --marks, the sheets
    /// have them, and NAME.pdf is to be read.
    #[arg(long)]
    pub booklet: bool,
    /// How many pages of a booklet are folded into each other [default: all]
    #[arg(long, value_name = "PAGES", requires = "booklet", value_parser = signature)]
    pub signature: Option<usize>,
    /// How thick a sheet of a booklet is: the pages within stand out by so much
    #[arg(long, value_name = "LENGTH", default_value = "0.1mm", value_parser = up_to(MOST_CREEP))]
    pub creep: Pt,
    /// Write NAME.print.pdf too: 2 or 4 pages on each side of a sheet
    #[arg(long, value_name = "PAGES", value_parser = number_up())]
    pub nup: Option<usize>,
    /// The paper of NAME.print.pdf, to which pages are scaled
    ///
    /// Without, pages of a booklet keep their size on paper of twice their width,
    /// and pages side by side are scaled down to a sheet of their own size.
    #[arg(long, value_name = "SIZE", requires = "sheets", value_parser = super::paper)]
    pub sheet: Option<Size>,
    /// The colours of the PDF, pictures included
    #[arg(
        long,
        visible_alias = "color",
        value_name = "WHICH",
        value_enum,
        default_value_t
    )]
    pub colour: Colours,
    /// The ink of text
    #[arg(long, value_name = "WHICH", value_enum, default_value_t)]
    pub ink: Ink,
    /// Reduce pictures that have more dots an inch at their printed size
    #[arg(long, value_name = "DPI", value_parser = dpi)]
    pub images_dpi: Option<f64>,
}

/// A kind of mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mark {
    /// Where a page is cut
    Crop,
    /// Where a page or sheet is folded
    Fold,
    /// Where the plates of a press must lie upon each other
    Registration,
}

/// The colours of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Colours {
    /// As they are
    #[default]
    Rgb,
    /// Greys, for a press or printer with black ink alone
    #[value(alias = "gray")]
    Grey,
}

/// The ink of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Ink {
    /// What its colour asks for
    #[default]
    All,
    /// Black alone: dark text full, other text in greys
    Black,
}

impl Printing {
    /// What a PDF gets.
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

    /// How its pages are put on sheets, if they are.
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

/// No flag given.
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

/// Reads a length from nothing to a greatest.
fn up_to(most: Mm) -> impl TypedValueParser<Value = Pt> {
    let parse = move |text: &str| -> Result<Pt, String> {
        let length = style::parse_length(text).filter(|length| length.0 >= 0.0);
        let length = length.filter(|length| *length <= most.pt());
        length.ok_or_else(|| format!("write a length from 0 to {} mm, such as 3mm", most.0))
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
            "write a multiple of 4, up to {}: a sheet has four pages",
            SIGNATURES.end()
        )),
    }
}

/// Reads dots in an inch.
pub(super) fn dpi(text: &str) -> Result<f64, String> {
    match text.trim_end_matches("dpi").trim_end().parse() {
        Ok(dpi) if DPI.contains(&dpi) => Ok(dpi),
        Ok(_) | Err(_) => Err(format!(
            "write dots in an inch from {} to {}, such as 300",
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
