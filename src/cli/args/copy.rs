//! The flags of what reads articles and sets none: `inspect` and `convert`.

use super::{From, language};
use clap::{Args, ValueEnum, ValueHint};
use pressroom::lang::Lang;
use pressroom::read;
use pressroom::write::copy;
use std::path::PathBuf;

/// The flags of `inspect`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom inspect copy.txt              What each line of press copy was taken for
  pressroom inspect --json story.md       The same for machines
  pbpaste | pressroom inspect -           Of the clipboard")]
pub struct Inspect {
    /// Articles, and folders that hold articles; - is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
    /// What is known of the articles.
    #[command(flatten)]
    pub known: Known,
}

/// The flags of `convert`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom convert copy.txt > story.md           Press copy as Markdown, to go on with
  pressroom convert --to json story.md            For another program
  pressroom convert --to yaml news -o data        A whole folder")]
pub struct Convert {
    /// Articles, and folders that hold articles; - is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The form to write
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    pub to: To,
    /// The folder to write to; without it one article goes to standard output
    ///
    /// No file that is there is replaced.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
    /// What is known of the articles.
    #[command(flatten)]
    pub known: Known,
}

/// What is known of articles that are read and not set.
#[derive(Debug, Args)]
#[command(next_help_heading = "How articles are read")]
pub struct Known {
    /// The form of the articles, where their names do not tell
    #[arg(long, value_name = "FORM", value_enum)]
    pub from: Option<From>,
    /// The language of articles that name none, such as fr or pt-BR
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub lang: Option<Lang>,
}

impl Known {
    /// The same to the library.
    pub fn options(&self) -> read::Options {
        read::Options {
            format: self.from.map(|from| from.format()),
            lang: self.lang.clone(),
            base_url: None,
        }
    }
}

/// The form of copy, by the user's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum To {
    /// Markdown with front matter
    #[default]
    #[value(alias = "markdown")]
    Md,
    /// An article as YAML data
    Yaml,
    /// An article as JSON data
    Json,
}

impl To {
    /// The library's name for it.
    pub fn form(self) -> copy::Form {
        match self {
            To::Md => copy::Form::Markdown,
            To::Yaml => copy::Form::Yaml,
            To::Json => copy::Form::Json,
        }
    }
}
