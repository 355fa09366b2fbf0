//! The command line, typed: a dictionary of commands and flags.
//!
//! clap makes the parser, the help, the completions and the manual of what
//! stands here. Values are checked one by one; what they mean together is
//! decided in [`job`](super::job).

mod copy;
mod epub;
mod printing;

use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
pub use copy::{Convert, Inspect};
pub use epub::Epub;
use pressroom::geom::{Pt, Size};
use pressroom::lang::Lang;
use pressroom::{read, style};
pub use printing::Printing;
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// The folder that is read where no path is given.
pub const DEFAULT_INPUT: &str = "articles";
/// The folder that is written to where no output is given.
pub const DEFAULT_OUTPUT: &str = "out";
/// The theme of articles where no other is named.
pub const DEFAULT_THEME: &str = "article";
/// Type sizes that can be asked for, in points: below is unreadable, above is a poster.
const FONT_SIZES: RangeInclusive<f64> = 4.0..=72.0;
/// Widths of plain text that can be asked for, in columns.
const TEXT_WIDTHS: RangeInclusive<usize> = 20..=400;

/// Turns articles into a PDF to print, an EPUB to read and plain text to paste
///
/// Pressroom reads articles in Markdown, in YAML or as raw press copy, sets them
/// with care for their language, and keeps every character.
#[derive(Debug, Parser)]
#[command(
    name = "pressroom",
    bin_name = "pressroom",
    version,
    propagate_version = false
)]
#[command(max_term_width = 100, after_help = EXAMPLES)]
pub struct CommandLine {
    /// What is to be done.
    #[command(subcommand)]
    pub command: Command,
    /// What every command understands.
    #[command(flatten)]
    pub telling: Telling,
}

const EXAMPLES: &str = "\
Examples:
  pressroom new                    Write a starter article into the folder articles
  pressroom export                 Export the folder articles into the folder out
  pressroom export --pdf story.md  Export one article to out/story.pdf
  pressroom check                  Tell what export would tell, and write nothing
  pressroom fonts                  List the fonts and what they cover

Exit status:
  0  done
  1  an article has an error, or under --strict a warning
  2  the command was used wrongly
  3  something is missing, unreadable or cannot be written";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Export articles to PDF, EPUB and plain text
    Export(Export),
    /// Tell what export would tell, and how well articles are set, writing nothing
    Check(Check),
    /// Prove that every character of an article is in the files made of it
    Proof(Proof),
    /// Tell line by line what an article was read as, and why
    Inspect(Inspect),
    /// Write an article anew, as clean Markdown, YAML or JSON
    Convert(Convert),
    /// Print the JSON Schema of articles in YAML and JSON
    Schema,
    /// Explain a diagnostic by its code
    #[command(after_help = "\
Examples:
  pressroom explain missing-alt    Say what it means, why it matters and what to do
  pressroom explain --list         List every code")]
    Explain(Explain),
    /// Give back the files that are attached to a PDF
    Extract(Extract),
    /// List the fonts, or tell which font sets what of an article
    Fonts(Fonts),
    /// List the themes, or print one to begin your own with
    #[command(subcommand)]
    Theme(Theme),
    /// Write a starter article that shows the front matter
    New(New),
    /// Print a completion script for a shell
    #[command(after_help = "\
Examples:
  pressroom completions bash > ~/.local/share/bash-completion/completions/pressroom
  pressroom completions fish > ~/.config/fish/completions/pressroom.fish")]
    Completions {
        /// The shell it is for
        shell: Shell,
    },
    /// Print the manual, in roff
    #[command(after_help = "\
Examples:
  pressroom man | man -l -
  pressroom man --dir ~/.local/share/man/man1")]
    Man {
        /// Write one page a command into this folder instead
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        dir: Option<PathBuf>,
    },
}

/// What every command understands: how much is told, and in which form.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "What is told")]
pub struct Telling {
    /// Tell errors and warnings only: no notes, no summary, no progress
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Tell everything, however often: each note, each warning, each key nobody reads
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// The form of what is told about articles on standard error
    #[arg(long, global = true, value_name = "FORM", value_enum, default_value_t)]
    pub message_format: MessageFormat,
}

/// What `explain` is asked for.
#[derive(Debug, Args)]
pub struct Explain {
    /// The code of a diagnostic, such as missing-alt
    #[arg(required_unless_present = "list")]
    pub code: Option<String>,
    /// List every code with its severity and one sentence
    #[arg(long, conflicts_with = "code")]
    pub list: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// The form of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum MessageFormat {
    /// With an excerpt of the article, for people
    #[default]
    Human,
    /// One line each: file:line:column: severity[code]: message
    Short,
    /// One JSON object a line, for machines
    Json,
}

/// The flags of `export`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom export                        All of articles, all formats, into out
  pressroom export --pdf --paper a5 news  The folder news, as PDF on A5
  pressroom export story.md -o story.epub One article as an EPUB beside it
  pressroom export --theme essay story.md In the looks of a theme
  pressroom export --epub --epub-profile kindle story.md
                                          An EPUB that Kindle takes
  pressroom export --book 'Spring' news   One book of all articles of a folder
  pressroom export --pdf --paper a5 --booklet --signature 16 news
                                          Booklets to print, fold and stitch
  cat copy.txt | pressroom export - --from wire --txt -o -
                                          Raw copy in, clean text out")]
pub struct Export {
    /// Articles, and folders that hold articles; - is standard input
    ///
    /// Folders are read with all they hold, in path order: files that end in
    /// .md, .markdown, .yaml, .yml and .txt. Their articles are written to the same
    /// folders within the output; an index.md takes the place of its folder. Hidden
    /// files, outputs and files that are not articles are skipped.
    #[arg(value_name = "PATH", default_value = DEFAULT_INPUT, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// What is written.
    #[command(flatten)]
    pub writing: Writing,
    /// How the sources are read.
    #[command(flatten)]
    pub reading: Reading,
    /// How their EPUBs are made.
    #[command(flatten)]
    pub epub: Epub,
    /// How the articles are set.
    #[command(flatten)]
    pub setting: Setting,
    /// In which fonts.
    #[command(flatten)]
    pub faces: Faces,
    /// How their PDFs are printed.
    #[command(flatten)]
    pub printing: Printing,
}

/// What is written, and where.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "What is written")]
pub struct Writing {
    /// Write a PDF (without --pdf, --epub and --txt: all three)
    #[arg(long)]
    pub pdf: bool,
    /// Write an EPUB
    #[arg(long)]
    pub epub: bool,
    /// Write plain text
    #[arg(long)]
    pub txt: bool,
    /// The folder to write to, a file, or - for standard output [default: out]
    ///
    /// A name that ends in .pdf, .epub or .txt is a file, and says the format;
    /// any other is a folder, which is made if need be.
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Bind all articles, in the order given, into one book of this title
    #[arg(long, value_name = "TITLE", value_parser = NonEmptyStringValueParser::new())]
    pub book: Option<String>,
    /// Write no file of an article that has a warning or an error
    ///
    /// Every file is proved too, as with --proof.
    #[arg(long)]
    pub strict: bool,
    /// Read every file back, and prove that no character is lost
    #[arg(long)]
    pub proof: bool,
    /// Attach a file to every PDF, which is PDF/A-3a then
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub attach: Vec<PathBuf>,
    /// Attach the article's own source to its PDF; `extract` gives it back
    #[arg(long)]
    pub embed_source: bool,
}

/// How the sources are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "How articles are read")]
pub struct Reading {
    /// The form of the articles, where their names do not tell
    #[arg(long, value_name = "FORM", value_enum)]
    pub from: Option<From>,
    /// The language of articles that name none, such as fr or pt-BR
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub lang: Option<Lang>,
    /// Where the site is that paths in links are of, such as https://example.org/
    ///
    /// `base-url` in an article's front matter goes before it.
    #[arg(long, value_name = "URL", value_parser = base_url, value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// A further folder where articles may find their pictures
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub asset_dir: Vec<PathBuf>,
    /// Export drafts too
    #[arg(long)]
    pub drafts: bool,
}

/// How the articles are set.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "How articles are set")]
pub struct Setting {
    /// The looks: article, essay, manuscript, newspaper, report, or a file
    ///
    /// A name with a / or \ in it, or one that ends in .yaml or .yml, is a file:
    /// "pressroom theme show" prints one to begin with.
    #[arg(long, value_name = "NAME_OR_FILE", default_value = DEFAULT_THEME, value_hint = ValueHint::FilePath)]
    pub theme: String,
    /// The paper of the PDF: a4, a5, letter, legal, or a size such as 148x210mm
    /// [default: the theme's, which is a4 for an article]
    #[arg(long, value_name = "SIZE", value_parser = paper)]
    pub paper: Option<Size>,
    /// The type size of the PDF's text, in points [default: the theme's]
    #[arg(long, value_name = "PT", value_parser = font_size)]
    pub font_size: Option<Pt>,
    /// Warn of pictures with fewer dots an inch at their printed size
    #[arg(long, value_name = "DPI", value_parser = printing::dpi)]
    pub min_dpi: Option<f64>,
    /// The width of plain text, in columns
    #[arg(long, value_name = "COLUMNS", value_parser = text_width)]
    pub width: Option<usize>,
}

/// The fonts that articles are set in.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Fonts")]
pub struct Faces {
    /// A folder of further fonts: TTF, OTF, TTC, WOFF and WOFF2
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub font_dir: Vec<PathBuf>,
    /// The family of running text, notes and, unless it has its own, the headline
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub text_family: Option<String>,
    /// The family of headline and headings
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub headings_family: Option<String>,
    /// The family of code
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub code_family: Option<String>,
    /// Never use a font of this system for what no other has
    #[arg(long)]
    pub ignore_system_fonts: bool,
}

/// The flags of `check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom check                          What there is to say of all of articles
  pressroom check --strict story.md        Would export --strict write this one?
  pressroom check --typography story.md    How well its lines and pages are set
  pressroom check --typography --json news The same of a folder, for machines
  pressroom check --conform story.md       What its PDF claims, clause by clause
  pressroom check --ledger story.md        What typography made of its words")]
#[command(group = ArgGroup::new("report").args(["typography", "conform", "ledger"]))]
pub struct Check {
    /// Articles, and folders that hold articles; - is standard input
    #[arg(value_name = "PATH", default_value = DEFAULT_INPUT, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Report how well the lines and pages of the PDF are set
    ///
    /// With the ten loosest and the ten tightest lines of each article. With
    /// --message-format short or json they are told as notes, too.
    #[arg(long)]
    pub typography: bool,
    /// Report what the PDF claims to be, and what keeps it from claiming more
    ///
    /// PDF/A-2a and PDF/UA-1, clause by clause: what holds by construction, what
    /// was checked now, what only the author can know.
    #[arg(long, conflicts_with = "typography")]
    pub conform: bool,
    /// Report what typography changed: every change with its rule and its place
    #[arg(long, conflicts_with_all = ["typography", "conform"])]
    pub ledger: bool,
    /// Print the report of --typography, --conform or --ledger as JSON
    #[arg(long, requires = "report")]
    pub json: bool,
    /// Check all articles, in the order given, as one book of this title
    #[arg(long, value_name = "TITLE", value_parser = NonEmptyStringValueParser::new())]
    pub book: Option<String>,
    /// Let a warning count as an error
    #[arg(long)]
    pub strict: bool,
    /// How the sources are read.
    #[command(flatten)]
    pub reading: Reading,
    /// How their EPUBs would be made.
    #[command(flatten)]
    pub epub: Epub,
    /// How the articles are set.
    #[command(flatten)]
    pub setting: Setting,
    /// In which fonts.
    #[command(flatten)]
    pub faces: Faces,
}

/// The flags of `proof`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom proof story.md out/story.pdf out/story.epub out/story.txt
  pressroom proof --book 'Spring' news out/spring.pdf   A book, as it was exported
  pressroom proof --json story.md out/story.pdf         The report for machines")]
pub struct Proof {
    /// An article, then the files made of it
    ///
    /// The first path is an article or, with --book, a folder of articles. Of
    /// the others, those that end in .pdf, .epub and .txt are files to prove, all
    /// else are further articles of a book.
    #[arg(value_name = "PATH", required = true, num_args = 2.., value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The title of the book that the files are
    #[arg(long, value_name = "TITLE", value_parser = NonEmptyStringValueParser::new())]
    pub book: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
    /// How the sources are read.
    #[command(flatten)]
    pub reading: Reading,
}

/// The flags of `extract`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom export --pdf --embed-source story.md
  pressroom extract out/story.pdf                  story.md, byte for byte
  pressroom extract out/story.pdf -o sources       Into a folder")]
pub struct Extract {
    /// A PDF with files in it
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,
    /// The folder to write to, or - for standard output [default: .]
    ///
    /// No file that is there is replaced.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
}

/// The flags of `fonts`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom fonts                        The families at hand, and what they cover
  pressroom fonts --for story.md         Which font sets what of an article
  pressroom fonts --font-dir my-fonts    With those of a folder")]
pub struct Fonts {
    /// Tell which font sets what of this article
    #[arg(long = "for", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub articles: Vec<PathBuf>,
    /// How the sources are read.
    #[command(flatten)]
    pub reading: Reading,
    /// The fonts.
    #[command(flatten)]
    pub faces: Faces,
}

/// The commands about themes.
#[derive(Debug, Subcommand)]
pub enum Theme {
    /// List the themes in the binary, each with what it is for
    List,
    /// Print a theme as YAML: every key with its value
    #[command(after_help = "\
Examples:
  pressroom theme show essay > my.yaml      A theme to change
  pressroom export --theme ./my.yaml        Articles set in it")]
    Show {
        /// A theme in the binary, or the file of one
        #[arg(value_name = "NAME_OR_FILE", default_value = DEFAULT_THEME, value_hint = ValueHint::FilePath)]
        theme: String,
    },
}

/// The form of a source, by the user's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum From {
    /// Markdown, with or without front matter
    #[value(alias = "markdown")]
    Md,
    /// An article as YAML data
    #[value(alias = "yml")]
    Yaml,
    /// An article as JSON data, or news in ninjs
    Json,
    /// A saved page of the web
    #[value(alias = "htm")]
    Html,
    /// News in XML: NITF, NewsML-G2 or NewsML 1
    #[value(alias = "xml", alias = "nitf", alias = "newsml")]
    News,
    /// Raw press copy
    #[value(alias = "txt")]
    Wire,
}

impl From {
    /// The library's name for it.
    pub fn format(self) -> read::Format {
        match self {
            From::Md => read::Format::Markdown,
            From::Yaml => read::Format::Yaml,
            From::Json => read::Format::Json,
            From::Html => read::Format::Html,
            From::News => read::Format::News,
            From::Wire => read::Format::Wire,
        }
    }
}

/// The flags of `new`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom new                        articles/article.md
  pressroom new articles/night-train   articles/night-train.md, titled Night train
  pressroom new -                      On standard output")]
pub struct New {
    /// The file to write; - is standard output
    ///
    /// Its name becomes the title. A file that exists is never replaced.
    #[arg(value_name = "PATH", default_value = "articles/article.md", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "write a language tag such as fr, pt-BR or sr-Cyrl".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    let address = read::is_site(text).then(|| text.to_owned());
    address.ok_or_else(|| "write an address such as https://example.org/".to_owned())
}

fn paper(text: &str) -> Result<Size, String> {
    style::parse_paper(text)
        .ok_or_else(|| "write a4, a5, letter, legal, or a size such as 148x210mm".to_owned())
}

fn font_size(text: &str) -> Result<Pt, String> {
    let number = text.strip_suffix("pt").unwrap_or(text).trim_end();
    match number.parse() {
        Ok(points) if FONT_SIZES.contains(&points) => Ok(Pt(points)),
        Ok(_) | Err(_) => Err(format!(
            "write a size from {} to {} points, such as 10.5pt",
            FONT_SIZES.start(),
            FONT_SIZES.end()
        )),
    }
}

fn text_width(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(columns) if TEXT_WIDTHS.contains(&columns) => Ok(columns),
        Ok(_) | Err(_) => Err(format!(
            "write a number of columns from {} to {}",
            TEXT_WIDTHS.start(),
            TEXT_WIDTHS.end()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn a_type_size_may_have_its_unit() {
        assert_eq!(font_size("10.5pt"), Ok(Pt(10.5)));
        assert_eq!(font_size("11"), Ok(Pt(11.0)));
        assert_eq!(font_size("9 pt"), Ok(Pt(9.0)));
        for wrong in ["3.9", "73", "NaN", "inf", "10mm", "", "pt"] {
            assert!(font_size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_text_has_room_for_words() {
        assert_eq!(text_width("72"), Ok(72));
        assert!(text_width("19").is_err());
        assert!(text_width("-1").is_err());
    }
}
