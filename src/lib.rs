//! Pressroom exports articles to PDF for print, EPUB for reading and plain text for pasting,
//! from one document model, with every character kept and fonts embedded.
//!
//! One call exports an article:
//!
//! ```no_run
//! let report = pressroom::export("story.md", "story.pdf")?;
//! eprint!("{report}");
//! # Ok::<(), pressroom::Error>(())
//! ```
//!
//! [`Options`] add a theme, a paper size or a language, and export bytes to bytes.
//! [`Press`](export::Press) has all settings, exports books, and writes one publication in
//! several formats:
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
//! let paper = parse_paper("a5").ok_or("unknown paper size")?;
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
//!
//! # Map
//!
//! ```text
//! source text ── read ──> Article ── typography ──> Article ── layout ──> Pages ── write::pdf ──> .pdf
//!                           │                          ├───────────────────────── write::epub ──> .epub
//!                         model                        ├───────────────────────── write::html ──> .html
//!                                                      └───────────────────────── write::text ──> .txt
//! ```
//!
//! Dependencies go one way: each module imports only from those above it. Modules without a
//! link are private.
//!
//! | module | takes | returns |
//! | --- | --- | --- |
//! | [`source`], [`geom`], [`lang`], `look`, `hash`, `cache`, `xml`, `code`, `formula` | bytes, numbers, tags, code, formulas | text with places, lengths, languages, looks, what was made before, markup |
//! | [`diag`] | | diagnostics with their places |
//! | `data` | YAML, JSON, TOML | values with their places |
//! | [`model`] | | the document model: [`model::Publication`], [`model::Article`], blocks, inlines |
//! | `notation` | | Markdown beyond CommonMark, for its reader and its writer |
//! | `typography::rules` | | the names of the rules, for readers and the proof |
//! | [`read`] | a source | an article |
//! | [`cite`] | an article, and the files of its works | the same, with citations and bibliography printed |
//! | [`typography`] | an article | the same, with the typography of its languages |
//! | [`style`], [`font`], `image` | themes, font files, picture files | styles, faces, pictures |
//! | `layout` | a publication | pages |
//! | [`write`](mod@write) | a publication, its pages, or an article as it was read | the bytes of a file |
//! | [`proof`] | a publication, and a file made from it | what became of every character |
//! | [`export`](mod@export) | a publication | files: all of the above together |
//!
//! The terms are the printer's. A *kicker* stands above the headline, a *standfirst* below it.
//! The *measure* is the width of a column, *leading* the distance between its lines. A *recto*
//! is a right-hand page, a *folio* its number. *Furniture* is what stands on a page beside the
//! text. A *galley* is a column before it is cut into pages.
//!
//! # Features
//!
//! All are on by default. `citations` prints citations and bibliographies. `cli` builds the command. `code-colours` highlights code.
//! `system-fonts` finds characters that no other font contains in the fonts of the system.

#![forbid(unsafe_code)]
#![deny(unreachable_pub)]

mod cache;
#[cfg(feature = "citations")]
pub mod cite;
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
    pub use crate::font::{Family, Look, Setting};
    pub use crate::image::{Assets, Gallery};
    pub use crate::layout::{lay_out, placed};
    pub use crate::proof::{read as read_back, said};
}
