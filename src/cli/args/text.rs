//! The options of plain text.

use clap::{Args, ValueEnum};
use pressroom::write::{LineEnd, TextLinks, TextOptions, TextStyle, Wrap};
use std::ops::RangeInclusive;

/// Valid widths of plain text, in columns.
const WIDTHS: RangeInclusive<usize> = 20..=400;

/// How plain text is written.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Plain text")]
pub struct PlainText {
    /// Columns after which lines end, or none for one line per paragraph [default: 72]
    ///
    /// With none, items of lists and quotations keep their marks, and tables, code and verse
    /// keep their lines.
    #[arg(long, alias = "width", value_name = "COLUMNS|none", value_parser = wrap)]
    pub wrap: Option<Wrap>,
    /// Marks of headings, emphasis, lists and links
    ///
    /// The Markdown is GitHub's, for systems that take Markdown; the file is still a .txt. To
    /// edit an article further, use `pressroom convert --to markdown`.
    #[arg(long, value_name = "STYLE", value_enum, default_value_t)]
    pub text_style: Style,
    /// What to write of link addresses [default: references, or inline in Markdown]
    ///
    /// With off, --proof verifies the words of links and not their addresses.
    #[arg(long, value_name = "FORM", value_enum)]
    pub links: Option<Links>,
    /// Line ends
    #[arg(long, value_name = "KIND", value_enum, default_value_t)]
    pub eol: Eol,
}

/// What marks structure.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Style {
    /// Space and lines, no marks
    #[default]
    Plain,
    /// Markdown
    #[value(alias = "md")]
    Markdown,
}

/// What there is of addresses.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Links {
    /// A number after the words, and the addresses at the end of the article
    #[value(alias = "numbers", alias = "notes")]
    References,
    /// The address after the words
    Inline,
    /// No addresses
    #[value(alias = "none")]
    Off,
}

/// The end of a line.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Eol {
    /// Unix
    #[default]
    Lf,
    /// Windows and mail
    Crlf,
}

impl PlainText {
    /// The library's options for these.
    pub fn options(&self) -> TextOptions {
        TextOptions {
            wrap: self.wrap.unwrap_or_default(),
            style: match self.text_style {
                Style::Plain => TextStyle::Plain,
                Style::Markdown => TextStyle::Markdown,
            },
            links: self.links.map(|links| match links {
                Links::References => TextLinks::References,
                Links::Inline => TextLinks::Inline,
                Links::Off => TextLinks::Off,
            }),
            line_end: match self.eol {
                Eol::Lf => LineEnd::Lf,
                Eol::Crlf => LineEnd::CrLf,
            },
        }
    }
}

fn wrap(text: &str) -> Result<Wrap, String> {
    match text.parse() {
        _ if text == "none" => Ok(Wrap::None),
        Ok(columns) if WIDTHS.contains(&columns) => Ok(Wrap::Columns(columns)),
        Ok(_) | Err(_) => Err(format!(
            "expected a number of columns from {} to {}, or none",
            WIDTHS.start(),
            WIDTHS.end()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_room_for_words() {
        assert_eq!(wrap("72"), Ok(Wrap::Columns(72)));
        assert_eq!(wrap("none"), Ok(Wrap::None));
        assert!(wrap("19").is_err());
        assert!(wrap("-1").is_err());
    }
}
