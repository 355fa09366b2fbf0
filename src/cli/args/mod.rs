//! The command line as types: every command, argument and option.
//!
//! clap generates the parser, the help, the completions and the manual from these
//! types. Each value is checked on its own here; [`job`](super::job) decides what
//! the values mean together.

mod copy;
mod epub;
mod printing;
mod text;

use clap::builder::NonEmptyStringValueParser;
use clap::error::ErrorKind;
use clap::{ArgGroup, Args, CommandFactory, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
pub use copy::{Convert, Inspect, To};
pub use epub::Epub;
use pressroom::geom::{Pt, Size};
use pressroom::lang::Lang;
use pressroom::{read, style};
pub use printing::Printing;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::path::PathBuf;
pub use text::PlainText;

/// The default input folder.
pub const DEFAULT_INPUT: &str = "articles";
/// The default output folder.
pub const DEFAULT_OUTPUT: &str = "out";
/// The default theme.
pub const DEFAULT_THEME: &str = "article";
/// Valid type sizes in points: smaller is unreadable, larger is a poster.
const FONT_SIZES: RangeInclusive<f64> = 4.0..=72.0;

/// Export articles to PDF, EPUB and plain text
///
/// Pressroom reads Markdown, YAML, JSON, raw press copy, IPTC news and saved web pages,
/// applies the typography of each article's language, and keeps every character.
#[derive(Debug, Parser)]
#[command(
    name = "pressroom",
    bin_name = "pressroom",
    version,
    propagate_version = false
)]
#[command(max_term_width = 100, after_help = EXAMPLES)]
pub struct CommandLine {
    /// The command to run.
    #[command(subcommand)]
    pub command: Command,
    /// The options of every command.
    #[command(flatten)]
    pub telling: Reporting,
}

impl CommandLine {
    /// Checks what depends on the value of another option, which clap cannot.
    ///
    /// # Errors
    ///
    /// If an option has no effect with these values.
    pub fn checked(self) -> Result<CommandLine, clap::Error> {
        if let Command::Convert(flags) = &self.command
            && flags.standalone
            && flags.to != To::Html
        {
            let message = "`--standalone` requires `--to html`";
            return Err(CommandLine::command().error(ErrorKind::ArgumentConflict, message));
        }
        Ok(self)
    }
}

const EXAMPLES: &str = "\
Examples:
  pressroom new                    Write a starter article, articles/article.md
  pressroom export                 Export every article in articles/ to out/
  pressroom export --pdf story.md  Export one article to out/story.pdf
  pressroom check                  Report problems without writing files
  pressroom fonts                  List fonts and their coverage

Exit status:
  0  success
  1  an article has an error or, with --strict, a warning
  2  invalid command line
  3  a file is missing, unreadable or cannot be written";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Export articles to PDF, EPUB and plain text
    Export(Export),
    /// Report what export would report, and typesetting quality, without writing files
    Check(Check),
    /// Verify that exported files contain every character of the article
    Proof(Proof),
    /// Show how each line of an article was interpreted, and why
    Inspect(Inspect),
    /// Convert articles to clean Markdown, YAML, JSON or HTML
    Convert(Convert),
    /// Print the JSON Schema for articles in YAML and JSON, plans of publications, or themes
    #[command(after_help = "\
Examples:
  pressroom schema > article.schema.json    For an editor that checks articles as you type
  pressroom schema publication > publication.schema.json")]
    Schema {
        /// Kind of file
        #[arg(value_enum, default_value_t = Described::Article)]
        kind: Described,
    },
    /// Explain a diagnostic by its code
    #[command(after_help = "\
Examples:
  pressroom explain missing-alt    Say what it means, why it matters and what to do
  pressroom explain --list         List every code")]
    Explain(Explain),
    /// Extract the files attached to a PDF
    Extract(Extract),
    /// List fonts, or show which font sets each part of an article
    Fonts(Fonts),
    /// List themes, or print one to start your own from
    #[command(subcommand)]
    Theme(Theme),
    /// Create a starter article with front matter
    New(New),
    /// Print a shell completion script
    #[command(after_help = "\
Examples:
  pressroom completions bash > ~/.local/share/bash-completion/completions/pressroom
  pressroom completions fish > ~/.config/fish/completions/pressroom.fish")]
    Completions {
        /// Target shell
        shell: Shell,
    },
    /// Print the manual in roff format
    #[command(after_help = "\
Examples:
  pressroom man | man -l -
  pressroom man --dir ~/.local/share/man/man1")]
    Man {
        /// Write one manual page per command into this folder instead
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        dir: Option<PathBuf>,
    },
}

/// Options of every command: which diagnostics are shown, and how.
#[derive(Debug, Clone, Copy, Default, Args)]
#[command(next_help_heading = "Diagnostics")]
pub struct Reporting {
    /// Show only errors and warnings: no notes, summary or progress
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Show every diagnostic, including repetitions and other tools' metadata keys
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Diagnostic format on standard error
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        value_enum,
        default_value_t
    )]
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

/// The format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum MessageFormat {
    /// Human-readable, with a source excerpt
    #[default]
    Human,
    /// One line per diagnostic: file:line:column: severity[code]: message
    Short,
    /// One JSON object per line
    Json,
}

/// The arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom export                        Export articles/ to out/ in all formats
  pressroom export --pdf --paper a5 news  Export the folder news to A5 PDFs
  pressroom export story.md -o story.epub Export one article to an EPUB file
  pressroom export --theme essay story.md Use another theme
  pressroom export --epub --epub-profile kindle story.md
                                          Make an EPUB for Kindle
  pressroom export --book 'Spring' news   Combine a folder into one book
  pressroom export --pdf --paper a5 --booklet --signature 16 news
                                          Make booklets to print, fold and stitch
  cat copy.txt | pressroom export - --from wire --txt -o -
                                          Clean up raw press copy")]
pub struct Export {
    /// Articles or folders of articles; - reads standard input
    ///
    /// A folder with a publication.yaml, as the only path, is made into the book of that plan.
    /// Other folders are searched recursively, in path order, for articles in every format except
    /// html. The output mirrors their subfolders; an index.md is named after its folder.
    /// Hidden files, outputs and files that are not articles are skipped.
    #[arg(value_name = "PATH", default_value = DEFAULT_INPUT, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// The output.
    #[command(flatten)]
    pub writing: Writing,
    /// How the input is read.
    #[command(flatten)]
    pub reading: Reading,
    /// The EPUB options.
    #[command(flatten)]
    pub epub: Epub,
    /// The typesetting options.
    #[command(flatten)]
    pub setting: Setting,
    /// The font options.
    #[command(flatten)]
    pub faces: Faces,
    /// The print options.
    #[command(flatten)]
    pub printing: Printing,
}

/// What is written, and where to.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct Writing {
    /// Write PDF (default: PDF, EPUB and plain text)
    #[arg(long)]
    pub pdf: bool,
    /// Write EPUB
    #[arg(long)]
    pub epub: bool,
    /// Write plain text
    #[arg(long)]
    pub txt: bool,
    /// Output folder or file, or - for standard output [default: out]
    ///
    /// A name that ends in .pdf, .epub or .txt is a file and sets the format. Any other name
    /// is a folder, created if necessary.
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Combine all articles into one book with this title
    ///
    /// The book keeps the order of the arguments; the articles of a folder are in path order.
    #[arg(long, value_name = "TITLE", value_parser = NonEmptyStringValueParser::new())]
    pub book: Option<String>,
    /// Write no files for articles with a warning or an error
    ///
    /// Also verifies every file, as with --proof.
    #[arg(long)]
    pub strict: bool,
    /// Read every file back and verify that no character is lost
    #[arg(long)]
    pub proof: bool,
    /// Attach a file to every PDF (makes it PDF/A-3a)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub attach: Vec<PathBuf>,
    /// Attach the article's source to its PDF; `pressroom extract` restores it
    #[arg(long)]
    pub embed_source: bool,
}

/// How the input is read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub struct Reading {
    /// Input format [default: by file name]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub from: Option<From>,
    /// Language of articles that do not declare one, such as fr or pt-BR
    #[arg(long, value_name = "TAG", value_parser = language)]
    pub lang: Option<Lang>,
    /// Site address that link paths are resolved against, such as https://example.org/
    ///
    /// `base-url` in an article's front matter takes precedence.
    #[arg(long, value_name = "URL", value_parser = base_url, value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// Additional folder to search for pictures
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub asset_dir: Vec<PathBuf>,
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
}

/// How articles are typeset.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Typesetting")]
pub struct Setting {
    /// Theme: article, essay, letter, magazine, manuscript, newsletter, newspaper, novel, report,
    /// or a theme file [default: article]
    ///
    /// A value that contains / or \, or ends in .yaml or .yml, is a file. "pressroom theme
    /// show" prints a theme to start from.
    #[arg(long, value_name = "NAME_OR_FILE", value_hint = ValueHint::FilePath)]
    pub theme: Option<String>,
    /// PDF paper size: a3, a4, a5, a6, b5, pocket, letter, legal, or a size such as 148x210mm,
    /// 14.8x21cm or 6x9in [default: set by the theme]
    #[arg(long, value_name = "SIZE", value_parser = paper)]
    pub paper: Option<Size>,
    /// PDF text size in points [default: set by the theme]
    #[arg(long, value_name = "PT", value_parser = font_size)]
    pub font_size: Option<Pt>,
    /// Set each PDF tighter, within the bounds of the theme, to end within N pages
    ///
    /// First paragraphs are set in a line less, then white between blocks shrinks (`fit.white` of
    /// the theme), then type and leading.
    ///
    /// `fit` in front matter or publication.yaml does the same for one text; this option takes
    /// precedence.
    #[arg(long, value_name = "N", value_parser = pages)]
    pub fit_pages: Option<NonZeroUsize>,
    /// With --fit-pages, also set a shorter text wider, to fill the pages
    #[arg(long, requires = "fit_pages")]
    pub fill: bool,
    /// Warn about pictures with a lower resolution at their printed size
    #[arg(long, value_name = "DPI", value_parser = printing::dpi)]
    pub min_dpi: Option<f64>,
    /// The options of plain text.
    #[command(flatten)]
    pub text: PlainText,
}

/// The fonts that articles are set in.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Fonts")]
pub struct Faces {
    /// Folder with additional fonts: TTF, OTF, TTC, WOFF and WOFF2
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub font_dir: Vec<PathBuf>,
    /// Font of running text, notes and, without --headings-family, headings
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub text_family: Option<String>,
    /// Font of the headline and headings
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub headings_family: Option<String>,
    /// Font of code
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub code_family: Option<String>,
    /// Do not fall back to system fonts for missing characters
    #[arg(long)]
    pub ignore_system_fonts: bool,
}

/// The arguments of `check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom check                          Check every article in articles/
  pressroom check --strict story.md        Check whether export --strict succeeds
  pressroom check --typography story.md    Report line and page quality
  pressroom check --typography --json news Report on a folder, as JSON
  pressroom check --conform story.md       List PDF/A and PDF/UA requirements
  pressroom check --ledger story.md        List every typographic change")]
#[command(group = ArgGroup::new("report").args(["typography", "conform", "ledger"]))]
pub struct Check {
    /// Articles or folders of articles; - reads standard input
    #[arg(value_name = "PATH", default_value = DEFAULT_INPUT, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Report the quality of the PDF's lines and pages
    ///
    /// Lists the ten loosest and the ten tightest lines of each article. With
    /// --message-format short or json, they are also reported as notes.
    #[arg(long)]
    pub typography: bool,
    /// Report the PDF's conformance to PDF/A-2a and PDF/UA-1
    ///
    /// Lists each clause: what every PDF satisfies, what was checked in this article, and
    /// what only its author can know.
    #[arg(long, conflicts_with = "typography")]
    pub conform: bool,
    /// List every typographic change, with its rule and line
    #[arg(long, conflicts_with_all = ["typography", "conform"])]
    pub ledger: bool,
    /// Print the report as JSON (with --typography, --conform or --ledger)
    #[arg(long, requires = "report")]
    pub json: bool,
    /// Check all articles as one book with this title
    #[arg(long, value_name = "TITLE", value_parser = NonEmptyStringValueParser::new())]
    pub book: Option<String>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// How the input is read.
    #[command(flatten)]
    pub reading: Reading,
    /// The EPUB options.
    #[command(flatten)]
    pub epub: Epub,
    /// The typesetting options.
    #[command(flatten)]
    pub setting: Setting,
    /// The font options.
    #[command(flatten)]
    pub faces: Faces,
}

/// The arguments of `proof`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom proof story.md out/story.pdf out/story.epub out/story.txt
  pressroom proof --book 'Spring' news out/spring.pdf   Verify a book
  pressroom proof --json story.md out/story.pdf         Print the report as JSON")]
pub struct Proof {
    /// An article, then the files exported from it
    ///
    /// The first path is an article, a folder with a publication.yaml or, with --book, a folder
    /// of articles. Of the other
    /// paths, .pdf, .epub and .txt files are verified; the rest are further articles of
    /// the book.
    #[arg(value_name = "PATH", required = true, num_args = 2.., value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Title of the exported book
    #[arg(long, value_name = "TITLE", value_parser = NonEmptyStringValueParser::new())]
    pub book: Option<String>,
    /// Theme of the exported files, if it numbers figures, tables or sections
    #[arg(long, value_name = "THEME", value_parser = NonEmptyStringValueParser::new())]
    pub theme: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
    /// How the input is read.
    #[command(flatten)]
    pub reading: Reading,
}

/// The arguments of `extract`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom export --pdf --embed-source story.md
  pressroom extract out/story.pdf                  Extract story.md, byte for byte
  pressroom extract out/story.pdf -o sources       Extract into a folder")]
pub struct Extract {
    /// A PDF with attached files
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,
    /// Output folder, or - for standard output [default: .]
    ///
    /// Existing files are not overwritten.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
}

/// The arguments of `fonts`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  pressroom fonts                        List available fonts and their coverage
  pressroom fonts --for story.md         Show the fonts of one article
  pressroom fonts --font-dir my-fonts    Include the fonts of a folder")]
pub struct Fonts {
    /// Show which font sets each part of this article
    #[arg(long = "for", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub articles: Vec<PathBuf>,
    /// How the input is read.
    #[command(flatten)]
    pub reading: Reading,
    /// The font options.
    #[command(flatten)]
    pub faces: Faces,
}

/// The commands about themes.
#[derive(Debug, Subcommand)]
pub enum Theme {
    /// List the built-in themes and their purpose
    #[command(after_help = "\
Examples:
  pressroom theme list")]
    List,
    /// Print a theme as YAML, with every key
    #[command(after_help = "\
Examples:
  pressroom theme show essay > my.yaml      Start a theme from a built-in one
  pressroom theme show ./my.yaml --resolved Show each value and where it comes from
  pressroom export --theme ./my.yaml        Export with your theme")]
    Show {
        /// A built-in theme or a theme file
        #[arg(value_name = "NAME_OR_FILE", default_value = DEFAULT_THEME, value_hint = ValueHint::FilePath)]
        theme: String,
        /// Print each value as it is used, with the theme or file it comes from
        #[arg(long)]
        resolved: bool,
        /// Paper size for the resolved values [default: set by the theme]
        #[arg(long, value_name = "SIZE", value_parser = paper, requires = "resolved")]
        paper: Option<Size>,
    },
}

/// The input format, as the user names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum From {
    /// Markdown, with or without front matter
    #[value(alias = "markdown")]
    Md,
    /// YAML data
    #[value(alias = "yml")]
    Yaml,
    /// JSON data, or IPTC news in ninjs
    Json,
    /// Saved web page
    #[value(alias = "htm")]
    Html,
    /// IPTC news in XML: NITF, NewsML-G2 or NewsML 1
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

/// What a schema describes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Described {
    /// Articles in YAML and JSON
    Article,
    /// The file publication.yaml
    Publication,
    /// Theme files
    Theme,
}

/// The arguments of `new`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  pressroom new                        Create articles/article.md
  pressroom new articles/night-train   Create articles/night-train.md, titled Night train
  pressroom new book night-trains      Create the folder night-trains with the plan of a book
  pressroom new letter to-the-editor   Create to-the-editor.md, for the theme letter
  pressroom new -                      Print to standard output")]
pub struct New {
    /// What to create, if not an article
    #[command(subcommand)]
    pub kind: Option<NewKind>,
    /// File to create; - prints to standard output
    ///
    /// The title is taken from the file name. An existing file is not overwritten.
    #[arg(value_name = "PATH", default_value = "articles/article.md", value_hint = ValueHint::FilePath)]
    pub path: PathBuf,
}

/// What `new` creates, beside articles.
#[derive(Debug, Subcommand)]
pub enum NewKind {
    /// Create a folder with the plan of a book and its first chapter
    #[command(after_help = "\
Examples:
  pressroom new book night-trains      Create night-trains/publication.yaml and a chapter")]
    Book {
        /// Folder to create; its name gives the title
        #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath, value_parser = new_folder)]
        folder: PathBuf,
    },
    /// Create a folder with the plan of an issue and an article in each section
    #[command(after_help = "\
Examples:
  pressroom new issue spring           Create spring/publication.yaml and two articles")]
    Issue {
        /// Folder to create; its name gives the title
        #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath, value_parser = new_folder)]
        folder: PathBuf,
    },
    /// Create a folder with the plan of a report and its first two chapters
    #[command(after_help = "\
Examples:
  pressroom new report river-levels    Create river-levels/publication.yaml and two chapters")]
    Report {
        /// Folder to create; its name gives the title
        #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath, value_parser = new_folder)]
        folder: PathBuf,
    },
    /// Create a letter, for the theme letter
    #[command(after_help = "\
Examples:
  pressroom new letter to-the-editor   Create to-the-editor.md
  pressroom new letter -               Print to standard output")]
    Letter {
        /// File to create; its name gives the subject; - prints to standard output
        #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
        path: PathBuf,
    },
}

/// The folder of a new publication, which is several files: they do not go to standard output.
fn new_folder(text: &str) -> Result<PathBuf, String> {
    match text {
        "-" => Err("this creates several files: name a folder for them".to_owned()),
        folder => Ok(PathBuf::from(folder)),
    }
}

fn language(text: &str) -> Result<Lang, String> {
    Lang::parse(text)
        .ok_or_else(|| "expected a language tag such as fr, pt-BR or sr-Cyrl".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    let address = read::is_site(text).then(|| text.to_owned());
    address.ok_or_else(|| "expected an address such as https://example.org/".to_owned())
}

fn paper(text: &str) -> Result<Size, String> {
    style::parse_paper(text)
        .ok_or_else(|| "expected a4, a5, letter, legal, or a size such as 148x210mm".to_owned())
}

fn pages(text: &str) -> Result<NonZeroUsize, String> {
    let pages = text.parse();
    pages.map_err(|_| "the number of pages is a whole number from 1 on".to_owned())
}

fn font_size(text: &str) -> Result<Pt, String> {
    let number = text.strip_suffix("pt").unwrap_or(text).trim_end();
    match number.parse() {
        Ok(points) if FONT_SIZES.contains(&points) => Ok(Pt(points)),
        Ok(_) | Err(_) => Err(format!(
            "expected a size from {} to {} points, such as 10.5pt",
            FONT_SIZES.start(),
            FONT_SIZES.end()
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
}
