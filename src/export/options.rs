//! Takes an article, as a file or as bytes; returns a file in one call.
//!
//! [`Options`] are a shortcut through the library for a single article. [`Press`] has all
//! settings, books, and several formats of one publication.

use super::Press;
#[cfg(feature = "citations")]
use crate::cite;
use crate::diag::Report;
use crate::lang::Lang;
use crate::model::Publication;
use crate::read;
use crate::source::{NotText, SourceId};
use crate::style::{Style, Theme, parse_paper};
use crate::typography;
use crate::write::{self, Format, TextOptions, Wrap};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Exports one article to one file: a PDF, an EPUB or plain text, by the extension of its
/// name (`.pdf`, `.epub`, `.txt`). Pictures are opened in the folder of the article and in
/// its subfolders.
///
/// The report has what there is to say about the article. Faults in an article never prevent
/// its export.
///
/// # Errors
///
/// See [`Error`].
///
/// ```no_run
/// let report = pressroom::export("story.md", "story.pdf")?;
/// eprint!("{report}");
/// # Ok::<(), pressroom::Error>(())
/// ```
pub fn export(article: impl AsRef<Path>, output: impl AsRef<Path>) -> Result<Report, Error> {
    Options::new().export(article, output)
}

/// The options of an export of one article.
///
/// ```no_run
/// let report = pressroom::Options::new()
///     .theme("newspaper")
///     .paper("a5")
///     .lang("fr")
///     .export("story.md", "story.pdf")?;
/// # Ok::<(), pressroom::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Options {
    theme: Option<String>,
    paper: Option<String>,
    lang: Option<String>,
    from: Option<read::Format>,
    pictures: Vec<PathBuf>,
    text: TextOptions,
    epoch: Option<i64>,
}

impl Options {
    /// The default options: the theme `article` on its own paper size.
    pub fn new() -> Options {
        Options::default()
    }

    /// Sets the article in a built-in theme, by its name.
    #[must_use]
    pub fn theme(mut self, name: impl Into<String>) -> Options {
        self.theme = Some(name.into());
        self
    }

    /// Sets the paper size of a PDF: `a4`, `letter`, `148x210mm`.
    #[must_use]
    pub fn paper(mut self, size: impl Into<String>) -> Options {
        self.paper = Some(size.into());
        self
    }

    /// Sets the language of an article that does not give its own, as a BCP 47 tag: `fr`,
    /// `pt-BR`.
    #[must_use]
    pub fn lang(mut self, tag: impl Into<String>) -> Options {
        self.lang = Some(tag.into());
        self
    }

    /// Sets the input format; by default, the file name or the text determines it.
    #[must_use]
    pub fn from(mut self, format: read::Format) -> Options {
        self.from = Some(format);
        self
    }

    /// Adds a folder in which pictures may be opened.
    #[must_use]
    pub fn pictures(mut self, folder: impl Into<PathBuf>) -> Options {
        self.pictures.push(folder.into());
        self
    }

    /// Sets the width of plain text, in columns; the default is 72.
    #[must_use]
    pub fn text_width(mut self, columns: usize) -> Options {
        self.text.wrap = Wrap::Columns(columns);
        self
    }

    /// Sets how plain text is written: its style, the ends of its lines, and what it has of
    /// the addresses of links.
    #[must_use]
    pub fn text(mut self, options: TextOptions) -> Options {
        self.text = options;
        self
    }

    /// Dates files by this time, in seconds since 1970, instead of the article's date.
    #[must_use]
    pub fn epoch(mut self, seconds: i64) -> Options {
        self.epoch = Some(seconds);
        self
    }

    /// Exports an article to a file, as [`export()`] does.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn export(
        &self,
        article: impl AsRef<Path>,
        output: impl AsRef<Path>,
    ) -> Result<Report, Error> {
        let (article, output) = (article.as_ref(), output.as_ref());
        let format = Format::of_path(output).ok_or_else(|| Error::UnknownFormat {
            output: output.to_owned(),
        })?;
        let bytes = fs::read(article).map_err(|cause| Error::Read {
            path: article.to_owned(),
            cause,
        })?;
        let folder = match article.parent() {
            Some(folder) if folder != Path::new("") => folder,
            Some(_) | None => Path::new("."),
        };
        let name = article.display().to_string();
        let (file, report) = self
            .clone()
            .pictures(folder)
            .to_bytes(&name, &bytes, format)?;
        fs::write(output, file).map_err(|cause| Error::Write {
            path: output.to_owned(),
            cause,
        })?;
        Ok(report)
    }

    /// Exports the bytes of an article to the bytes of a file, for callers that have no
    /// files: a web server, a database. `name` stands in the report, and its extension
    /// determines the input format. Pictures are only opened in [folders](Options::pictures)
    /// that were added.
    ///
    /// # Errors
    ///
    /// All but [`Error::Read`], [`Error::Write`] and [`Error::UnknownFormat`].
    pub fn to_bytes(
        &self,
        name: &str,
        article: &[u8],
        format: Format,
    ) -> Result<(Vec<u8>, Report), Error> {
        let mut report = Report::new();
        let mut press = Press::new(self.style(&mut report)?);
        let reading = read::Options {
            format: self.from.or_else(|| read::Format::of_path(name.as_ref())),
            lang: self.language()?,
            base_url: None,
            cites: false,
        };
        let source =
            read::decode(SourceId::default(), name, article, reading.format).map_err(|why| {
                Error::NotText {
                    name: name.to_owned(),
                    why,
                }
            })?;
        let article = read::read(&source, &reading, &mut report);
        let sources = vec![source];
        #[cfg(feature = "citations")]
        let (article, sources) = {
            let (mut article, mut sources) = (article, sources);
            // The folder of an article is the last that is added.
            let folders = self.pictures.iter().rev().cloned();
            let mut files = cite::Files::new(article.source, folders);
            cite::cite(&mut article, &mut files, &mut report);
            sources.extend(files.into_sources());
            (article, sources)
        };
        let article = typography::polish(article, &mut report);
        let mut publication = Publication::single(article);
        read::settle_links(
            &mut publication,
            sources.get(..1).unwrap_or(&[]),
            None,
            &mut report,
        );
        publication.settle_references(press.numbering(), &mut report);

        for folder in &self.pictures {
            press.assets().allow_all(folder);
        }
        let press = press.text(self.text).epoch(self.epoch);
        press.prepare(&mut publication);
        let ready = press.open(&publication, &mut report);
        let output = press.write(&ready, format, &mut report);
        let bytes = output.map_err(Error::Format)?.bytes;
        report.keep_hints_for(&[format.extension()]);
        report.locate(&sources);
        Ok((bytes, report))
    }

    fn style(&self, report: &mut Report) -> Result<Style, Error> {
        let theme = match &self.theme {
            None => Theme::article(),
            Some(name) => {
                Theme::embedded(name).ok_or_else(|| Error::UnknownTheme { name: name.clone() })?
            }
        };
        let paper = match &self.paper {
            None => None,
            Some(size) => {
                Some(parse_paper(size).ok_or_else(|| Error::UnknownPaper { size: size.clone() })?)
            }
        };
        Ok(theme.fit(paper, None, report))
    }

    fn language(&self) -> Result<Option<Lang>, Error> {
        match &self.lang {
            None => Ok(None),
            Some(tag) => match Lang::parse(tag) {
                None => Err(Error::UnknownLanguage { tag: tag.clone() }),
                lang => Ok(lang),
            },
        }
    }
}

/// An article could not be exported.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The extension of the output is not that of a supported format.
    UnknownFormat {
        /// The output.
        output: PathBuf,
    },
    /// No built-in theme has this name.
    UnknownTheme {
        /// The name.
        name: String,
    },
    /// Not a paper size.
    UnknownPaper {
        /// The size.
        size: String,
    },
    /// Not a language tag.
    UnknownLanguage {
        /// The tag.
        tag: String,
    },
    /// The article cannot be read.
    Read {
        /// Its path.
        path: PathBuf,
        /// The cause.
        cause: io::Error,
    },
    /// The article is not text.
    NotText {
        /// Its name.
        name: String,
        /// The reason.
        why: NotText,
    },
    /// The output cannot be made, although the article is sound.
    Format(write::Error),
    /// The output cannot be written.
    Write {
        /// Its path.
        path: PathBuf,
        /// The cause.
        cause: io::Error,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::UnknownFormat { output } => write!(
                f,
                "unknown output format `{}`: its name must end in .pdf, .epub or .txt",
                output.display()
            ),
            Error::UnknownTheme { name } => {
                let names: Vec<&str> = Theme::names().map(|(name, _)| name).collect();
                write!(f, "unknown theme `{name}`: there is {}", names.join(", "))
            }
            Error::UnknownPaper { size } => write!(
                f,
                "unknown paper size `{size}`: try a4, a5, letter or 148x210mm"
            ),
            Error::UnknownLanguage { tag } => write!(f, "`{tag}` is not a language tag"),
            Error::Read { path, .. } => write!(f, "cannot read {}", path.display()),
            Error::NotText { name, why } => write!(f, "{name} cannot be read: {why}"),
            Error::Format(error) => error.fmt(f),
            Error::Write { path, .. } => write!(f, "cannot write {}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Read { cause, .. } | Error::Write { cause, .. } => Some(cause),
            Error::Format(error) => std::error::Error::source(error),
            Error::UnknownFormat { .. }
            | Error::UnknownTheme { .. }
            | Error::UnknownPaper { .. }
            | Error::UnknownLanguage { .. }
            | Error::NotText { .. } => None,
        }
    }
}
