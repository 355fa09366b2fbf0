//! Takes pages; returns a PDF.
//!
//! printpdf makes the [skeleton]: page tree and boxes, embedded fonts, picture objects.
//! Page content is [encoded here](content), page by page on all processors, because every
//! glyph is positioned and marked with its text. A pass over the finished objects then
//! corrects what printpdf leaves generic: font widths and Unicode maps, links, outline,
//! metadata.

mod attachment;
pub mod conformance;
mod content;
mod fonts;
mod identity;
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
use crate::font::FontSet;
use crate::image::Gallery;
use crate::lang::Direction;
use crate::layout::placed::Pages;
use crate::model::Publication;
pub use attachment::{Attachment, Relation, extract};
use content::Reading;
pub use image::coarse;
use lopdf::{Document, ObjectId, Stream};
use object::{deflate, name};
pub use print::{Imposition, Inks, Marks, Print, Scheme};
use rayon::prelude::*;
use standard::Claim;

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

/// Writes a PDF.
///
/// # Errors
///
/// Where a face cannot be embedded, or the file not be put together.
pub fn write(
    publication: &Publication,
    pages: &Pages,
    options: &Options,
) -> Result<Vec<u8>, Error> {
    let Drawn {
        mut document,
        ids,
        marks,
    } = draw(pages, options, Reading::Tagged)?;
    let trims = ids.iter().zip(&pages.pages);
    let trims: Vec<_> = trims
        .map(|(id, page)| (*id, page.size, print::Fold::of(page.size)))
        .collect();
    print::prepare(&mut document, &trims, &options.print);
    let annotations = link::annotate(&mut document, pages, &ids);
    tags::tag(
        &mut document,
        publication,
        pages,
        &marks,
        &annotations,
        &ids,
    );
    if let Some(names) = link::names(pages, &ids) {
        let names = document.add_object(names);
        if let Ok(catalog) = document.catalog_mut() {
            catalog.set("Names", lopdf::dictionary! {"Dests" => names});
        }
    }
    let outline = outline::outline(&mut document, pages, &ids);
    if !options.attachments.is_empty() {
        attachment::attach(&mut document, options.attachments, options.date);
    }
    let claim = Claim::of(publication, options);
    metadata::describe(&mut document, publication, options, claim);
    metadata::open(&mut document, outline);
    if options.print != Print::default() {
        print::prefer(&mut document, false);
    }
    finish(document)
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
) -> Result<Vec<u8>, Error> {
    let Drawn {
        mut document, ids, ..
    } = draw(pages, options, Reading::Untagged)?;
    let trims = ids.iter().zip(&pages.pages);
    let trims: Vec<_> = trims.map(|(id, page)| (*id, page.size)).collect();
    let rtl = publication.lang().direction() == Direction::RightToLeft;
    print::impose(&mut document, &trims, imposition, &options.print, rtl);
    metadata::describe(&mut document, publication, options, Claim::VISIBLE);
    let folded = matches!(imposition.scheme, Scheme::Booklet { .. });
    print::prefer(&mut document, folded);
    finish(document)
}

/// A document whose pages are drawn and whose faces are whole.
struct Drawn {
    document: Document,
    /// Its pages.
    ids: Vec<ObjectId>,
    /// The numbered marks of each.
    marks: Vec<Vec<content::Marked>>,
}

fn draw(pages: &Pages, options: &Options, reading: Reading) -> Result<Drawn, Error> {
    let fonts = fonts::Fonts::used_in(pages, options.fonts)?;
    let pictures = image::Pictures::of(pages, options.gallery, &options.print);
    let inks = options.print.inks;
    let (streams, marks): (Vec<Vec<u8>>, Vec<_>) = pages
        .pages
        .par_iter()
        .map(|page| {
            let (content, marks) = content::encode(page, &fonts, &pictures, inks, reading);
            (deflate(&content), marks)
        })
        .unzip();
    let (mut document, ids) = skeleton::assemble(pages, streams, &fonts, &pictures)?;
    fonts.complete(&mut document, &ids);
    pictures.complete(&mut document, &ids);
    Ok(Drawn {
        document,
        ids,
        marks,
    })
}

/// Names a document by its content, and saves it.
fn finish(mut document: Document) -> Result<Vec<u8>, Error> {
    document.version = "1.7".into();
    document.trailer.set("ID", identity::identifier(&document));
    compress(&mut document);
    let mut bytes = Vec::new();
    let settings = lopdf::SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(6)
        .build();
    document.save_with_options(&mut bytes, settings)?;
    Ok(bytes)
}

fn compress(document: &mut Document) {
    let mut streams: Vec<&mut Stream> = document
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
        .filter(|stream| !stream.dict.has(b"Filter") && stream.allows_compression)
        .collect();
    streams.par_iter_mut().for_each(|stream| {
        let deflated = deflate(&stream.content);
        if deflated.len() < stream.content.len() {
            stream.dict.set("Filter", name("FlateDecode"));
            stream.set_content(deflated);
        }
        stream.allows_compression = false;
    });
}
