//! Writers: take a publication; return the bytes of a file.

pub mod epub;
pub(crate) mod html;
pub mod pdf;
pub mod source;
pub mod text;
pub(crate) mod xhtml;

use std::fmt;

/// The formats a publication can be written in.
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

/// A file could not be made, through no fault of the article.
#[derive(Debug)]
pub enum Error {
    /// A face cannot be embedded.
    Font {
        /// Its file.
        face: String,
        /// Why.
        reason: String,
    },
    /// The PDF could not be put together.
    Pdf(lopdf::Error),
    /// Bytes are no PDF that can be read.
    NoPdf(lopdf::Error),
    /// The EPUB could not be put together.
    Epub(epub::Error),
    /// Bytes could not be written to memory.
    Io(std::io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Error::Font { face, reason } => {
                write!(f, "the face {face} cannot be embedded: {reason}")
            }
            Error::Pdf(_) => f.write_str("the PDF could not be put together"),
            Error::NoPdf(_) => f.write_str("it cannot be read as a PDF"),
            Error::Epub(_) => f.write_str("the EPUB could not be put together"),
            Error::Io(_) => f.write_str("the file could not be written"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Font { .. } => None,
            Error::Pdf(error) | Error::NoPdf(error) => Some(error),
            Error::Epub(error) => Some(error),
            Error::Io(error) => Some(error),
        }
    }
}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Error {
        Error::Pdf(error)
    }
}

impl From<epub::Error> for Error {
    fn from(error: epub::Error) -> Error {
        Error::Epub(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Io(error)
    }
}
