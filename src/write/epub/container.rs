//! Takes pages, pictures and fonts; writes the archive.
//!
//! epub-builder assembles a draft: the archive with its type, its container and the names of
//! its files. It dates entries by the clock and compresses everything, one after the other, and
//! its documents know no page list and little metadata. In the draft all files are therefore
//! empty. It is opened again in memory; `archive` writes its entries in the same order, with the
//! files themselves in place of what stands under their names, compressed by all processors.
//! The same parts give the same bytes.

use super::archive::{Archive, Entry, Method};
use super::faces;
use super::pictures::File;
use super::recast::Body;
use super::{EmbeddedFace, Error};
use crate::lang::Direction;
use crate::write::deflate;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Write};
use std::sync::Arc;
use zip::ZipArchive;

/// The type of the archive, which stays first and stored (EPUB 3.3, 4.2.4).
const MIMETYPE: &str = "mimetype";

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
    /// What formulas on it are written in. What an author writes is escaped: such a tag is
    /// ours.
    pub(super) fn properties(&self) -> &'static str {
        let has = |tag: &str| self.xhtml.contains(tag);
        match (has("<math "), has("<svg class=\"math\"")) {
            (true, true) => "mathml svg",
            (true, false) => "mathml",
            (false, true) => "svg",
            (false, false) => "",
        }
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

/// The names of the files of a book in the order of its archive, and the content of those that
/// epub-builder writes as they stay.
pub(super) struct Draft(Arc<Vec<Drafted>>);

/// A file of a draft.
struct Drafted {
    name: String,
    content: Vec<u8>,
}

/// What a draft is made of: the path and the media type of each file, by their kinds.
type Outline = Vec<(u8, String, &'static str)>;

thread_local! {
    /// The last draft. Most articles of a run have files of the same names, and assembling a
    /// draft takes longer than writing a short article.
    static LAST: RefCell<Option<(Outline, Arc<Vec<Drafted>>)>> = const { RefCell::new(None) };
}

impl Draft {
    /// Has epub-builder assemble the parts.
    ///
    /// # Errors
    ///
    /// [`Error::Assembly`] and [`Error::Draft`], of which neither is known to happen in memory.
    pub(super) fn assemble(parts: &Parts) -> Result<Draft, Error> {
        let outline = outline(parts);
        let known = LAST.with_borrow(|last| match last {
            Some((known, draft)) if *known == outline => Some(Arc::clone(draft)),
            Some(_) | None => None,
        });
        if let Some(draft) = known {
            return Ok(Draft(draft));
        }
        let draft = Arc::new(assembled(&outline)?);
        LAST.set(Some((outline, Arc::clone(&draft))));
        Ok(Draft(draft))
    }

    /// Writes the finished archive, with the `fillings` in place of the entries of
    /// their names. The mimetype stays first and stored, as it was (EPUB 3.3,
    /// 4.2.4). Returns the number of bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Picture`] if a picture cannot be read again, [`Error::TooLarge`] if there is
    /// more than an archive can hold, [`Error::Output`] if `out` takes no more.
    pub(super) fn finish(
        self,
        fillings: &BTreeMap<String, Filling>,
        out: impl Write,
    ) -> Result<u64, Error> {
        let packed: Vec<Option<Vec<u8>>> = self
            .0
            .par_iter()
            .map(|drafted| match fillings.get(&drafted.name) {
                Some(Filling::Deflated(bytes)) => Some(deflate::raw(bytes)),
                Some(Filling::Stored(_)) => None,
                None if drafted.name == MIMETYPE => None,
                None => Some(deflate::raw(&drafted.content)),
            })
            .collect();
        let mut archive = Archive::new(out);
        for (drafted, packed) in self.0.iter().zip(packed) {
            let file = match fillings.get(&drafted.name) {
                Some(Filling::Deflated(bytes)) => Cow::Borrowed(&**bytes),
                Some(Filling::Stored(body)) => body.read()?,
                None => Cow::Borrowed(&*drafted.content),
            };
            archive.add(&Entry {
                name: &drafted.name,
                method: match packed {
                    Some(_) => Method::Deflated,
                    None => Method::Stored,
                },
                sum: crc32fast::hash(&file),
                length: file.len(),
                content: packed.as_deref().unwrap_or(&file),
            })?;
        }
        archive.finish()
    }
}

/// The kinds of file in an [`Outline`].
const PAGE: u8 = 0;
const RESOURCE: u8 = 1;

fn outline(parts: &Parts) -> Outline {
    let pages = parts.pages.iter().map(|page| (PAGE, page.href.clone(), ""));
    let pictures = parts.pictures.iter();
    let pictures = pictures.map(|picture| (RESOURCE, picture.href.clone(), picture.media_type));
    let mut outline: Outline = pages.chain(pictures).collect();
    let mut stored: BTreeSet<&str> = BTreeSet::new();
    for face in parts.faces {
        if stored.insert(&face.file_name) {
            outline.push((RESOURCE, faces::path(face), faces::media_type(face)));
        }
    }
    outline
}

fn assembled(outline: &Outline) -> Result<Vec<Drafted>, Error> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.stylesheet(io::empty())?;
    for (kind, path, media_type) in outline {
        match *kind {
            PAGE => builder.add_content(EpubContent::new(path, io::empty()))?,
            _ => builder.add_resource(path, io::empty(), *media_type)?,
        };
    }
    let mut bytes = Vec::new();
    builder.generate(&mut bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut drafted = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        let name = entry.name().to_owned();
        drafted.push(Drafted { name, content });
    }
    Ok(drafted)
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
