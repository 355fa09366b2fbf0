//! Takes pages, pictures and fonts; writes the archive.
//!
//! epub-builder assembles a draft: the archive with its type, its container and the names of
//! its files. It dates entries by the clock and compresses everything, one after the other, and
//! its documents know no page list and little metadata. In the draft all files are therefore
//! empty. It is opened again in memory and copied entry by entry, each with the same date; the
//! files themselves take the place of what stands under their names, compressed by all
//! processors. The same parts give the same bytes.

use super::faces;
use super::pictures::File;
use super::recast::Body;
use super::{EmbeddedFace, Error};
use crate::lang::Direction;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The package document in the archive.
pub(super) const PACKAGE: &str = "OEBPS/content.opf";
/// The contents in the archive.
pub(super) const NAV: &str = "OEBPS/nav.xhtml";
/// The style sheet in the archive.
pub(super) const STYLE_SHEET: &str = "OEBPS/stylesheet.css";
/// The contents for old readers in the archive.
pub(super) const NCX: &str = "OEBPS/toc.ncx";

/// What kind of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    /// The cover.
    Cover,
    /// The title page of a book.
    Title,
    /// A list of what is in the text, an index: by its `epub:type`.
    List(&'static str),
    /// Another page or article before the text or after it.
    Beside,
    /// The first article, where reading starts.
    First,
    /// Any other article.
    Article,
}

/// A page in the order of reading.
pub(super) struct Page {
    /// Its path.
    pub href: String,
    /// What it is.
    pub kind: PageKind,
    /// Its XHTML.
    pub xhtml: String,
    /// What it is called in the contents, if it is named there.
    pub title: Option<String>,
}

impl Page {
    /// Whether a formula stands on it. What an author writes is escaped: such a tag is ours.
    pub(super) fn has_formulas(&self) -> bool {
        self.xhtml.contains("<math ")
    }
}

/// All that the book is made of.
pub(super) struct Parts<'a> {
    /// The title.
    pub title: &'a str,
    /// The way its pages turn.
    pub direction: Direction,
    /// The pages.
    pub pages: &'a [Page],
    /// The pictures.
    pub pictures: &'a [File<'a>],
    /// The path of the cover's picture.
    pub cover: Option<&'a str>,
    /// The faces.
    pub faces: &'a [EmbeddedFace<'a>],
}

/// An archive in which some files are still to be replaced.
pub(super) struct Draft(ZipArchive<Cursor<Vec<u8>>>);

impl Draft {
    /// Has epub-builder assemble the parts.
    ///
    /// # Errors
    ///
    /// [`Error::Assembly`] and [`Error::Archive`], of which neither is known to
    /// happen in memory.
    pub(super) fn assemble(parts: &Parts) -> Result<Draft, Error> {
        let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
        builder.epub_version(EpubVersion::V33);
        builder.stylesheet(io::empty())?;
        for page in parts.pages {
            builder.add_content(EpubContent::new(&page.href, io::empty()))?;
        }
        for picture in parts.pictures {
            builder.add_resource(&picture.href, io::empty(), picture.media_type)?;
        }
        let mut stored: BTreeSet<&str> = BTreeSet::new();
        for face in parts.faces {
            if stored.insert(&face.file_name) {
                let media_type = faces::media_type(face);
                builder.add_resource(faces::path(face), io::empty(), media_type)?;
            }
        }
        let mut archive = Vec::new();
        builder.generate(&mut archive)?;
        Ok(Draft(ZipArchive::new(Cursor::new(archive))?))
    }

    /// Writes the finished archive, with the `fillings` in place of the entries of
    /// their names. The mimetype stays first and stored, as it was (EPUB 3.3,
    /// 4.2.4). Returns the number of bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Archive`] if `out` takes no more, [`Error::Picture`] if a picture cannot be
    /// read again.
    pub(super) fn finish(
        mut self,
        fillings: &BTreeMap<String, Filling>,
        out: impl Write + Seek,
    ) -> Result<u64, Error> {
        let packed = fillings.par_iter().filter_map(|(name, filling)| {
            let Filling::Deflated(bytes) = filling else {
                return None;
            };
            Some(alone(name, bytes).map(|archive| (name.as_str(), archive)))
        });
        let mut packed: BTreeMap<&str, Alone> = packed.collect::<Result<_, Error>>()?;
        let options = options().compression_method(CompressionMethod::Stored);
        let mut writer = ZipWriter::new(out);
        for index in 0..self.0.len() {
            let entry = self.0.by_index_raw(index)?;
            if let Some(mut archive) = packed.remove(entry.name()) {
                writer.raw_copy_file(archive.by_index_raw(0)?)?;
                continue;
            }
            match fillings.get(entry.name()) {
                Some(Filling::Stored(body)) => {
                    writer.start_file(entry.name(), options)?;
                    writer.write_all(&body.read()?)?;
                }
                Some(Filling::Deflated(_)) | None => {
                    writer.raw_copy_file_touch(entry, DateTime::default(), Some(MODE))?;
                }
            }
        }
        Ok(writer.finish()?.stream_position()?)
    }
}

/// The permissions of an entry: all may read it.
const MODE: u32 = 0o644;

fn options() -> SimpleFileOptions {
    // The first day an archive can name.
    SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(MODE)
}

/// An archive of one file.
type Alone = ZipArchive<Cursor<Vec<u8>>>;

/// Compresses a file: zip takes compressed bytes from another archive only.
fn alone(name: &str, bytes: &[u8]) -> Result<Alone, Error> {
    let options = options().compression_method(CompressionMethod::Deflated);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, options)?;
    writer.write_all(bytes)?;
    Ok(ZipArchive::new(writer.finish()?)?)
}

/// What goes into a place of the draft.
pub(super) enum Filling<'a> {
    /// Bytes, to be deflated.
    Deflated(Cow<'a, [u8]>),
    /// Bytes that would only grow if they were.
    Stored(&'a Body<'a>),
}

impl<'a> Filling<'a> {
    /// A text.
    pub(super) fn text(text: &'a str) -> Filling<'a> {
        Filling::Deflated(text.as_bytes().into())
    }

    /// A picture.
    ///
    /// # Errors
    ///
    /// [`Error::Picture`] if it cannot be read again.
    pub(super) fn picture(file: &'a File) -> Result<Filling<'a>, Error> {
        match file.is_drawing() {
            true => Ok(Filling::Deflated(file.body.read()?)),
            false => Ok(Filling::Stored(&file.body)),
        }
    }
}
