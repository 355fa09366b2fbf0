//! Pressroom turns articles into a PDF to print, an EPUB to read and plain text
//! to paste, from one document model, with every character kept and the fonts
//! inside.
//!
//! ```text
//! source text ── read ──> Article ── typography ──> Article ── layout ──> Pages ── write::pdf ──> .pdf
//!                           │                          ├───────────────────────── write::epub ──> .epub
//!                         model                        └───────────────────────── write::text ──> .txt
//! ```
//!
//! One direction: each module below knows only those above it. (Readers also know the names
//! of the rules of typography, [`typography::rules`], to validate what an article selects.)
//!
//! | module | in | out |
//! | --- | --- | --- |
//! | [`source`], [`geom`], [`lang`], [`look`] | bytes, numbers, tags | text with places, lengths, languages, looks |
//! | [`diag`] | | what there is to say, with its place |
//! | [`model`] | | the one tree: [`model::Publication`], [`model::Article`], blocks, inlines |
//! | `xml` | tags and characters | well-formed XML |
//! | `notation` | | what Markdown says beyond CommonMark's, for who reads it and who writes it |
//! | [`read`] | a source | an article |
//! | [`typography`] | an article | the same, set by the rules of its languages |
//! | [`style`], [`font`], [`image`] | | how it looks, in which faces, with which pictures |
//! | [`layout`] | a publication | pages |
//! | [`write`](mod@write) | a publication, its pages, or an article as it was read | the bytes of a file |
//! | [`proof`] | a publication, and a file made of it | what became of every character |
//! | [`export`] | a publication | files: all of the above, put together |
//!
//! The words are the printer's: a *kicker* stands above the headline, a
//! *standfirst* under it; the *measure* is the width of a column, *leading* the
//! distance between its lines; a *recto* is a right-hand page, a *folio* its
//! number; *furniture* is what stands on a page beside the text; a *galley* is a
//! column not yet cut into pages.
//!
//! ```
//! use pressroom::diag::Report;
//! use pressroom::export::Press;
//! use pressroom::model::Publication;
//! use pressroom::source::{Source, SourceId};
//! use pressroom::style::{Style, parse_paper};
//! use pressroom::write::Format;
//! use pressroom::{read, typography};
//!
//! let text = "---\ntitle: L'accent\nlang: fr\n---\n\nIl dit : \"Oui !\"\n";
//! let source = Source::new(SourceId(0), "accent.md", text);
//! let mut report = Report::new();
//! let article = read::read(&source, &read::Options::default(), &mut report);
//! let article = typography::polish(article, &mut report);
//! let publication = Publication::single(article);
//!
//! let paper = parse_paper("a5").ok_or("no such paper")?;
//! let press = Press::new(Style::article(paper));
//! let ready = press.open(&publication, &mut report);
//! let text = press.write(&ready, Format::Text, &mut report)?;
//! let text = String::from_utf8(text.bytes)?;
//! assert!(text.ends_with("Il dit\u{a0}: «\u{a0}Oui\u{202f}!\u{a0}»\n"));
//! let pdf = press.write(&ready, Format::Pdf, &mut report)?;
//! assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
//! assert!(report.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![forbid(unsafe_code)]
#![deny(unreachable_pub)]

mod code;
mod data;
pub mod diag;
pub mod export;
pub mod font;
mod formula;
pub mod geom;
mod hash;
mod image;
pub mod lang;
mod layout;
mod look;
pub mod model;
mod notation;
pub mod proof;
pub mod read;
pub mod source;
pub mod style;
pub mod typography;
pub mod write;
mod xml;

pub use export::{Error, Options, export};
pub use layout::quality;

/// For the tests and benches of this repository, which look at pages line by line and at
/// files word by word. Not part of the interface: it changes with any version.
#[doc(hidden)]
pub mod internals {
    pub use crate::image::{Assets, Gallery};
    pub use crate::layout::{lay_out, placed};
    pub use crate::proof::{read as read_back, said};
}
