//! Takes the arguments of `export`; returns a job: what to read and what to write.
//!
//! A [`Job`] is a validated request. All usage errors are found here, except those that
//! depend on the names in the articles, which [`naming`](super::naming) finds.

use super::args::{DEFAULT_OUTPUT, Epub, Export, Faces, Printing, Setting, Writing};
use super::error::Error;
use super::inputs::{self, Input};
use super::planned::{self, Planned};
use super::reading::Works;
use super::refuse::ending;
use pressroom::diag::{Report, nearest};
use pressroom::read;
use pressroom::write::Format;
use std::path::{Path, PathBuf};

/// The validated request of one run of `export`.
pub struct Job {
    /// The articles to read, in order.
    pub inputs: Vec<Input>,
    /// The input paths that could not be found.
    pub errors: Vec<Error>,
    /// Notes on skipped files.
    pub notes: Report,
    /// The reading options: input format and language, if given.
    pub reading: read::Options,
    /// Additional folders with pictures for all articles.
    pub asset_dirs: Vec<PathBuf>,
    /// Whether drafts are exported.
    pub drafts: bool,
    /// The title of the book, if articles are combined.
    pub book: Option<String>,
    /// The plan of the book, if it has one.
    pub plan: Option<Planned>,
    /// Whether articles with a warning are not written.
    pub strict: bool,
    /// Whether files are read back and verified.
    pub proof: bool,
    /// The font options.
    pub faces: Faces,
    /// Files to attach to every PDF.
    pub attach: Vec<PathBuf>,
    /// Whether sources are attached to their PDFs.
    pub embed_source: bool,
    /// The EPUB options.
    pub epub: Epub,
    /// Where outputs go.
    pub destination: Destination,
    /// The output formats, at least one.
    pub formats: Vec<Format>,
    /// The typesetting options.
    pub setting: Setting,
    /// The print options.
    pub printing: Printing,
    /// The date of the outputs instead of the articles', in seconds since 1970.
    pub epoch: Option<i64>,
}

/// Where outputs go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To standard output.
    Stdout,
    /// Into one file.
    File(PathBuf),
    /// Into a folder, one file per article and format.
    Folder(PathBuf),
}

/// The environment of the command.
#[derive(Debug, Default)]
pub struct Environment {
    /// Whether standard output is a terminal.
    pub terminal: bool,
    /// The value of `SOURCE_DATE_EPOCH`
    /// (reproducible-builds.org/specs/source-date-epoch).
    pub epoch: Option<String>,
}

impl Job {
    /// What citations may be set from.
    pub fn works(&self) -> Works<'_> {
        Works {
            folders: &self.asset_dirs,
            plan: self.plan.as_ref(),
        }
    }

    /// Validates the arguments together, and finds the articles.
    ///
    /// # Errors
    ///
    /// Usage errors. Errors of single files are [collected](Job::errors), because the
    /// other files can be exported nevertheless.
    pub fn resolve(flags: Export, around: &Environment) -> Result<Job, Error> {
        let destination = Destination::of(flags.writing.output.as_deref())?;
        let formats = formats(&flags.writing, &destination)?;
        if let (Destination::Stdout, [format], true) = (&destination, &*formats, around.terminal)
            && is_binary(*format)
        {
            return Err(Error::BytesOnTerminal { format: *format });
        }
        let has_file = formats.contains(&Format::Pdf) && destination != Destination::Stdout;
        if flags.printing.imposition().is_some() && !has_file {
            return Err(Error::SheetsNowhere);
        }
        let epoch = around.epoch.as_deref().map(epoch).transpose()?;
        let form = flags.reading.from.map(|from| from.format());
        let plan = planned::named(&flags.paths).filter(|_| flags.writing.book.is_none());
        let (plan, mut found) = match plan {
            Some(path) => {
                let (plan, found) = planned::load(&path, destination.path(), form)?;
                (Some(plan), found)
            }
            None => (None, inputs::find(&flags.paths, destination.path(), form)?),
        };
        let folders = flags.reading.asset_dir.iter().chain(&flags.faces.font_dir);
        let missing = folders.filter(|dir| !dir.is_dir());
        let missing = missing.map(|dir| Error::Missing { path: dir.clone() });
        found.errors.extend(missing);
        Ok(Job {
            inputs: found.inputs,
            errors: found.errors,
            notes: found.notes,
            reading: read::Options::new()
                .format(form)
                .lang(flags.reading.lang.or(plan.as_ref().and_then(Planned::lang)))
                .base_url(flags.reading.base_url)
                .cites(plan.as_ref().is_some_and(Planned::has_works)),
            asset_dirs: flags.reading.asset_dir,
            drafts: flags.reading.drafts,
            book: flags.writing.book.or(plan.as_ref().map(Planned::title)),
            plan,
            strict: flags.writing.strict,
            proof: flags.writing.proof || flags.writing.strict,
            faces: flags.faces,
            attach: flags.writing.attach,
            embed_source: flags.writing.embed_source,
            epub: flags.epub,
            destination,
            formats,
            setting: flags.setting,
            printing: flags.printing,
            epoch,
        })
    }
}

impl Destination {
    /// Interprets `-o`: `-`, a file by its extension, otherwise a folder.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownFormat`] if the extension is that of a format that is not supported.
    pub fn of(output: Option<&Path>) -> Result<Destination, Error> {
        Ok(match output {
            None => Destination::Folder(PathBuf::from(DEFAULT_OUTPUT)),
            Some(path) if path == Path::new("-") => Destination::Stdout,
            // A trailing slash makes it a folder, whatever its name.
            Some(path) if path.to_string_lossy().ends_with(std::path::is_separator) => {
                Destination::Folder(path.to_owned())
            }
            Some(path) if Format::of_path(path).is_some() => Destination::File(path.to_owned()),
            Some(path) if is_other_file(path) && !path.is_dir() => {
                return Err(Error::UnknownFormat {
                    output: path.to_owned(),
                    near: near_format(path),
                });
            }
            Some(path) => Destination::Folder(path.to_owned()),
        })
    }

    /// The path of the file or folder.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Destination::Stdout => None,
            Destination::File(path) | Destination::Folder(path) => Some(path),
        }
    }
}

/// File extensions of other programs; folder names rarely end in them.
const OTHER_FILES: [&str; 27] = [
    "azw3", "bmp", "csv", "doc", "docx", "fb2", "gif", "htm", "html", "indd", "jpeg", "jpg",
    "json", "markdown", "md", "mobi", "odt", "pages", "png", "ps", "rtf", "svg", "tex", "xhtml",
    "xml", "yaml", "zip",
];

/// Whether a name has the extension of an unsupported output format.
fn is_other_file(path: &Path) -> bool {
    let ending = ending(path);
    ending.is_some_and(|ending| OTHER_FILES.contains(&&*ending)) || near_format(path).is_some()
}

/// The format of a misspelt extension: `.pfd`, `.ebup`, `.text`.
fn near_format(path: &Path) -> Option<Format> {
    let ending = ending(path).filter(|ending| !OTHER_FILES.contains(&&**ending))?;
    let endings = Format::ALL.map(Format::extension);
    let near = nearest(&ending, endings).filter(|_| ending.len() >= 3)?;
    Format::ALL
        .into_iter()
        .find(|format| format.extension() == near)
}

/// The requested formats; by default the format of the output file, or all.
fn formats(writing: &Writing, destination: &Destination) -> Result<Vec<Format>, Error> {
    let mut asked = Vec::new();
    for format in Format::ALL {
        let wanted = match format {
            Format::Pdf => writing.pdf,
            Format::Epub => writing.epub,
            Format::Text => writing.txt,
        };
        if wanted {
            asked.push(format);
        }
    }
    let named = match destination {
        Destination::File(path) => Format::of_path(path),
        Destination::Stdout | Destination::Folder(_) => None,
    };
    if asked.is_empty() {
        asked = named.map_or(Format::ALL.to_vec(), |format| vec![format]);
    }
    match (destination, &*asked) {
        (Destination::Folder(_), _) | (Destination::Stdout, [_]) => Ok(asked),
        (Destination::File(_), [format]) if named == Some(*format) => Ok(asked),
        (Destination::File(path), [format]) => Err(Error::WrongEnding {
            output: path.clone(),
            asked: *format,
        }),
        (Destination::File(_) | Destination::Stdout, _) => Err(Error::ManyFormats {
            output: destination.path().unwrap_or(Path::new("-")).to_owned(),
        }),
    }
}

/// Whether this format is binary output for a terminal.
fn is_binary(format: Format) -> bool {
    match format {
        Format::Pdf | Format::Epub => true,
        Format::Text => false,
    }
}

fn epoch(value: &str) -> Result<i64, Error> {
    let seconds = value.parse().ok().filter(|seconds| *seconds >= 0);
    seconds.ok_or_else(|| Error::Epoch {
        value: value.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Command, CommandLine};
    use clap::Parser;
    use pressroom::diag::Code;

    fn resolve_around(line: &str, around: &Environment) -> Result<Job, Error> {
        let words = format!("pressroom export {line}");
        let line = CommandLine::try_parse_from(words.split_whitespace()).unwrap();
        let Command::Export(flags) = line.command else {
            panic!("`{words}` is not an export");
        };
        Job::resolve(flags, around)
    }

    fn resolve(line: &str) -> Result<Job, Error> {
        resolve_around(line, &Environment::default())
    }

    fn code(line: &str) -> &'static str {
        resolve(line)
            .err()
            .map_or("none", |error| error.code().name())
    }

    #[test]
    fn all_three_formats_go_to_the_folder_out() {
        let job = resolve("").unwrap();
        assert_eq!(job.formats, Format::ALL);
        assert_eq!(job.destination, Destination::Folder("out".into()));
    }

    #[test]
    fn a_file_name_says_the_format_and_a_flag_may_agree() {
        for line in ["a.md -o x.PDF", "a.md -o x.PDF --pdf"] {
            let job = resolve(line).unwrap();
            assert_eq!(job.formats, [Format::Pdf], "{line}");
            assert_eq!(job.destination, Destination::File("x.PDF".into()));
        }
        assert_eq!(code("a.md -o x.pdf --epub"), "wrong-ending");
        assert_eq!(code("a.md -o x.pdf --pdf --epub"), "many-formats");
    }

    #[test]
    fn any_other_name_is_a_folder() {
        for name in ["site.2026", "out.d", "x.docx/", "x.pdf/", "news.spring"] {
            let job = resolve(&format!("a.md -o {name} --txt")).unwrap();
            assert_eq!(job.destination, Destination::Folder(name.into()));
            assert_eq!(job.formats, [Format::Text]);
        }
    }

    #[test]
    fn a_name_of_another_programs_file_is_refused() {
        for name in ["x.docx", "x.html", "deep/x.md"] {
            assert_eq!(code(&format!("a.md -o {name}")), "unknown-format", "{name}");
        }
        let slip = resolve("a.md -o x.pfd").err().unwrap();
        assert_eq!(slip.hint().unwrap(), "did you mean `-o x.pdf`?");
    }

    #[test]
    fn standard_output_takes_one_format() {
        assert_eq!(code("a.md -o -"), "many-formats");
        assert_eq!(code("a.md -o - --pdf --txt"), "many-formats");
        assert_eq!(resolve("a.md -o - --pdf").unwrap().formats, [Format::Pdf]);
    }

    #[test]
    fn a_terminal_gets_text_only() {
        let terminal = Environment {
            terminal: true,
            epoch: None,
        };
        let refused = resolve_around("a.md -o - --epub", &terminal).err().unwrap();
        assert_eq!(refused.code(), Code::BytesOnTerminal);
        assert!(resolve_around("a.md -o - --txt", &terminal).is_ok());
        assert!(resolve_around("a.md --epub", &terminal).is_ok());
    }

    #[test]
    fn sheets_lie_beside_a_file() {
        assert_eq!(code("a.md --booklet --epub"), "no-sheets");
        assert_eq!(code("a.md --nup 2 --pdf -o -"), "no-sheets");
        assert!(resolve("a.md --booklet").is_ok());
        assert!(resolve("a.md --nup 2 -o x.pdf").is_ok());
    }

    #[test]
    fn a_source_date_is_a_number_of_seconds() {
        let around = |value: &str| Environment {
            terminal: false,
            epoch: Some(value.to_owned()),
        };
        let job = resolve_around("a.md", &around("1772496000")).unwrap();
        assert_eq!(job.epoch, Some(1_772_496_000));
        for wrong in ["yesterday", "-1", ""] {
            let refused = resolve_around("a.md", &around(wrong)).err().unwrap();
            assert_eq!(refused.code(), Code::SourceDateEpoch, "{wrong}");
        }
    }

    #[test]
    fn a_missing_folder_of_pictures_is_kept_as_an_error_of_the_world() {
        let job = resolve("a.md --asset-dir no/such/folder").unwrap();
        assert_eq!(job.errors.last().unwrap().code(), Code::MissingPath);
    }
}
