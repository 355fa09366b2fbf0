//! The arguments of `inspect` and `convert`, which read articles without typesetting them.

use super::{From, language};
use clap::{Args, ValueEnum, ValueHint};
use pressroom::lang::Lang;
use pressroom::read;
use pressroom::write::source;
use std::path::PathBuf;

/// The arguments of `inspect`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom inspect copy.txt              Show how press copy was interpreted
  pressroom inspect --json story.md       Print the report as JSON
  pbpaste | pressroom inspect -           Inspect the clipboard")]
pub struct Inspect {
    /// Articles or folders of articles; - reads standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
    /// How the input is read.
    #[command(flatten)]
    pub known: Known,
}

/// The arguments of `convert`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom convert copy.txt > story.md           Convert press copy to Markdown
  pressroom convert --to json story.md            Convert to JSON for another program
  pressroom convert --to yaml news -o data        Convert a whole folder
  pressroom convert --to html --standalone story.md > story.html
                                                  Write a web page in one file")]
pub struct Convert {
    /// Articles or folders of articles; - reads standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub to: To,
    /// Embed the style sheet, fonts and pictures in the HTML file
    ///
    /// Only with `--to html`. Without it, the file names its pictures as the article does.
    #[arg(long)]
    pub standalone: bool,
    /// Output folder [default: standard output, for one article]
    ///
    /// Existing files are not overwritten.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// How the input is read.
    #[command(flatten)]
    pub known: Known,
}

/// How the input of these commands is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct Known {
    /// Input format [default: by file name]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub from: Option<From>,
    /// Language of articles that do not declare one, such as fr or pt-BR
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub lang: Option<Lang>,
}

impl Known {
    /// The library's options.
    pub fn options(&self) -> read::Options {
        read::Options::new()
            .format(self.from.map(|from| from.format()))
            .lang(self.lang.clone())
    }
}

/// The output format of `convert`, as the user names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum To {
    /// Markdown with front matter
    #[default]
    #[value(alias = "markdown")]
    Md,
    /// YAML data
    Yaml,
    /// JSON data
    Json,
    /// HTML page, with typography applied
    Html,
}

impl To {
    /// The library's name for a format that keeps the article as it was read; `None` for a
    /// page.
    pub fn form(self) -> Option<source::Form> {
        match self {
            To::Md => Some(source::Form::Markdown),
            To::Yaml => Some(source::Form::Yaml),
            To::Json => Some(source::Form::Json),
            To::Html => None,
        }
    }
}
