//! Writers: take a publication; return the bytes of a file.

mod deflate;
pub mod epub;
pub(crate) mod html;
pub mod pdf;
pub mod source;
pub(crate) mod text;
pub(crate) mod xhtml;

use std::fmt;
use std::path::Path;
pub use text::form::{LineEnd, TextForm, TextLinks, TextOptions, TextStyle, Wrap};

/// The formats a publication can be written in, and read back from to verify it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Pages to print.
    Pdf,
    /// A book to read on a screen.
    Epub,
    /// Plain text.
    Text,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 3] = [Format::Pdf, Format::Epub, Format::Text];

    /// The format of a file by the extension of its name.
    pub fn of_path(path: &Path) -> Option<Format> {
        let extension = path.extension()?;
        Format::ALL
            .into_iter()
            .find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }

    /// The format of a file, by its first four bytes: `%PDF` is a PDF, the signature of a ZIP
    /// archive an EPUB, and all else text, an empty file included.
    pub fn of(bytes: &[u8]) -> Format {
        match bytes.get(..4) {
            Some(b"%PDF") => Format::Pdf,
            Some(b"PK\x03\x04") => Format::Epub,
            Some(_) | None => Format::Text,
        }
    }

    /// The ending of its files' names.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Epub => "epub",
            Format::Text => "txt",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pdf => "PDF",
            Format::Epub => "EPUB",
            Format::Text => "text",
        }
    }
}

/// A file could not be made, although the article is sound.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A face cannot be embedded.
    Font {
        /// Its file.
        face: String,
        /// The reason.
        reason: String,
    },
    /// A picture cannot be read again.
    Picture(Cause),
    /// Bytes are not a PDF that can be read.
    NoPdf(Cause),
    /// The EPUB could not be assembled.
    Epub(Cause),
    /// The file takes no more bytes.
    Io(std::io::Error),
}

/// The error of a library that Pressroom uses.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Font { face, reason } => {
                write!(f, "the face {face} cannot be embedded: {reason}")
            }
            Error::Picture(_) => f.write_str("a picture cannot be read"),
            Error::NoPdf(_) => f.write_str("it cannot be read as a PDF"),
            Error::Epub(_) => f.write_str("the EPUB could not be assembled"),
            Error::Io(_) => f.write_str("the file could not be written"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Font { .. } => None,
            Error::Picture(cause) | Error::NoPdf(cause) | Error::Epub(cause) => Some(&**cause),
            Error::Io(error) => Some(error),
        }
    }
}

impl From<epub::Error> for Error {
    fn from(error: epub::Error) -> Error {
        Error::Epub(error.into())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Io(error)
    }
}
