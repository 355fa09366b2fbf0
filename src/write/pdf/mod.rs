//! Takes pages; writes a PDF.
//!
//! printpdf makes the [skeleton]: page tree and boxes, embedded fonts, picture objects.
//! Page content is [encoded here](content), page by page on all processors, because every
//! glyph is positioned and marked with its text. A pass over the finished objects then
//! corrects what printpdf leaves generic: font widths and Unicode maps, links, outline,
//! metadata.

mod attachment;
pub mod conformance;
mod content;
mod file;
mod fonts;
mod image;
mod link;
mod metadata;
mod object;
mod outline;
mod print;
mod skeleton;
mod standard;
mod tags;

use super::Error;
use crate::diag::Report;
use crate::font::FontSet;
use crate::image::Gallery;
use crate::lang::Direction;
use crate::layout::placed::{Page, Pages};
use crate::model::Publication;
use crate::write::deflate::zlib;
pub use attachment::{Attachment, Relation, extract};
use content::Reading;
pub use image::coarse;
use lopdf::{Document, ObjectId};
pub use print::{Imposition, Inks, Marks, Print, Scheme};
use rayon::prelude::*;
use standard::Claim;
use std::borrow::Borrow;
use std::io::Write;

/// What a PDF is made from, beside its pages.
pub struct Options<'a> {
    /// The faces the pages are set in.
    pub fonts: &'a FontSet,
    /// The pictures they show.
    pub gallery: &'a Gallery,
    /// The moment it is dated, as `YYYY-MM-DDThh:mm:ssZ`; none leaves it undated.
    pub date: Option<&'a str>,
    /// The files that go into it.
    pub attachments: &'a [Attachment],
    /// The identifier of the edition.
    pub identifier: &'a str,
    /// How it is made ready for a press.
    pub print: Print,
}

/// Writes a PDF to `out`. Pages are given up as they are encoded: those of a book take much
/// room.
///
/// # Errors
///
/// Where a face cannot be embedded, the file not be put together, or `out` takes no more.
pub fn write(
    publication: &Publication,
    pages: Pages,
    options: &Options,
    report: &mut Report,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let (drawing, places) =
        rayon::join(|| Drawing::of(&pages, options), || link::Places::of(&pages));
    let mut drawing = drawing?;
    let document = &mut drawing.document;
    let ids = drawing.ids.clone();
    let annotations = link::annotate(document, &pages, &places, &ids);
    drop(places);
    if let Some(names) = link::names(&pages, &ids) {
        let names = document.add_object(names);
        if let Ok(catalog) = document.catalog_mut() {
            catalog.set("Names", lopdf::dictionary! {"Dests" => names});
        }
    }
    let outline = outline::outline(document, &pages, &ids);
    let placed = tags::pictures(&pages);
    let mastheads = tags::mastheads(&pages);
    let labels = metadata::labels(&pages);
    let folds = ids.iter().zip(&pages.pages);
    let folds: Vec<_> = folds
        .map(|(id, page)| (*id, page.size, print::Fold::of(page.size)))
        .collect();
    let Drawn {
        mut document,
        marks,
        pictures,
    } = drawing.finish(pages.pages, Reading::Tagged);
    print::prepare(&mut document, &folds, &options.print);
    let content = tags::Contents::of(&marks, &annotations, placed);
    drop(marks);
    let structure = tags::tag(
        &mut document,
        publication,
        content,
        &annotations,
        &mastheads,
        &ids,
    );
    drop(annotations);
    if !options.attachments.is_empty() {
        attachment::attach(&mut document, options.attachments, options.date);
    }
    let claim = Claim::of(publication, options);
    metadata::describe(&mut document, publication, options, claim);
    metadata::open(&mut document, outline, labels);
    if options.print != Print::default() {
        print::prefer(&mut document, false);
    }
    file::write(document, &structure, pictures, report, out)
}

/// Writes the pages of a PDF on sheets, to be folded or read side by side: for
/// the eye alone, without tags, links, outline and attached files.
///
/// # Errors
///
/// As [`write`](fn@write).
pub fn write_sheets(
    publication: &Publication,
    pages: &Pages,
    options: &Options,
    imposition: Imposition,
    report: &mut Report,
) -> Result<Vec<u8>, Error> {
    let drawing = Drawing::of(pages, options)?;
    let trims = drawing.ids.iter().zip(&pages.pages);
    let trims: Vec<_> = trims.map(|(id, page)| (*id, page.size)).collect();
    let pages: Vec<&Page> = pages.pages.iter().collect();
    let Drawn {
        mut document,
        pictures,
        ..
    } = drawing.finish(pages, Reading::Untagged);
    let rtl = publication.lang().direction() == Direction::RightToLeft;
    print::impose(&mut document, &trims, imposition, &options.print, rtl);
    metadata::describe(&mut document, publication, options, Claim::VISIBLE);
    let folded = matches!(imposition.scheme, Scheme::Booklet { .. });
    print::prefer(&mut document, folded);
    let mut bytes = Vec::new();
    let structure = file::Written::default();
    file::write(document, &structure, pictures, report, &mut bytes)?;
    Ok(bytes)
}

/// A document whose pages are still to be drawn.
struct Drawing<'a> {
    document: Document,
    /// Its pages.
    ids: Vec<ObjectId>,
    fonts: fonts::Fonts<'a>,
    pictures: image::Pictures,
    inks: Inks,
}

impl<'a> Drawing<'a> {
    fn of(pages: &Pages, options: &Options<'a>) -> Result<Drawing<'a>, Error> {
        let fonts = fonts::Fonts::used_in(pages, options.fonts)?;
        let pictures = image::Pictures::of(pages, options.gallery, &options.print)?;
        let (mut document, ids) = skeleton::assemble(pages, &fonts, &pictures)?;
        fonts.complete(&mut document, &ids);
        Ok(Drawing {
            document,
            ids,
            fonts,
            pictures,
            inks: options.print.inks,
        })
    }

    /// Draws the pages.
    fn finish<P>(self, pages: Vec<P>, reading: Reading) -> Drawn
    where
        P: Borrow<Page> + Send,
    {
        let Drawing {
            mut document,
            ids,
            fonts,
            pictures,
            inks,
        } = self;
        let (contents, marks): (Vec<Vec<u8>>, Vec<_>) = pages
            .into_par_iter()
            .map(|page| {
                let page = page.borrow();
                let (content, marks) = content::encode(page, &fonts, &pictures, inks, reading);
                (zlib(&content), marks)
            })
            .unzip();
        for (id, content) in ids.iter().zip(contents) {
            skeleton::set_content(&mut document, *id, content);
        }
        let pictures = pictures.complete(&mut document, &ids);
        Drawn {
            document,
            marks,
            pictures,
        }
    }
}

/// A document whose pages are drawn.
struct Drawn {
    document: Document,
    /// The numbered marks of each page.
    marks: Vec<Vec<content::Marked>>,
    /// What is still to be put into the objects of pictures.
    pictures: Vec<image::Unfilled>,
}
