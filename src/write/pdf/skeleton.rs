//! Takes pages, subsets of faces and stored pictures; returns the document that these make, as
//! objects, and puts encoded content on its pages. This is the only file that uses printpdf.
//!
//! printpdf gives:
//!
//! * the catalogue and the page tree, each page with its size and an empty content;
//! * each face as a composite font: its subset in a stream, its descriptor, its descendant;
//! * each picture as an image object, its bytes as they are;
//! * the dictionary of resources that names faces and pictures.
//!
//! What Pressroom replaces of it, and why:
//!
//! | part | replaced by | because printpdf |
//! | --- | --- | --- |
//! | page content | [`content`](super::content), put in here | holds every operator of every page in memory, compresses page by page at the slowest level, and positions no single glyph |
//! | resources of each page | the first page's, for all, here | repeats them on every page |
//! | widths, map to Unicode, names and flags of faces | [`fonts`](super::fonts) | rounds widths to whole units, keeps the last of several texts of a glyph, and takes CFF for TrueType |
//! | colour profiles of pictures | [`image`](super::image) | has none for pictures that it does not decode |
//! | annotations | [`link`](super::link) | ties them to no structure element |
//! | outline | [`outline`](super::outline) | has one level |
//! | boxes beyond the trim | [`print`](super::print) | has no bleed box |
//! | catalogue, information, XMP, output intent | [`metadata`](super::metadata), [`standard`](super::standard) | claims PDF/X, dates by the clock, and misspells a key of the CMYK intent |
//! | version, identifier, saving | [`file`](super::file) | writes PDF 1.3 and a random identifier |
//!
//! The structure tree, attachments and names have no counterpart in it.

use super::Error;
use super::fonts::Fonts;
use super::image::{Pictures, Raster};
use super::object::deflated;
use crate::geom::Pt;
use crate::layout::placed::Pages;
use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::font::PdfFont;
use printpdf::xobject::{ExternalStream, ExternalXObject};
use printpdf::{
    DictItem, FontId, Op, ParsedFont, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions,
    TextItem, XObject, XObjectId,
};
use std::collections::BTreeMap;

/// Assembles a document; returns it with the objects of its pages, which are empty.
///
/// # Errors
///
/// [`Error::Font`] if printpdf cannot read the subset of a face.
pub(super) fn assemble(
    pages: &Pages,
    fonts: &Fonts,
    pictures: &Pictures,
) -> Result<(Document, Vec<ObjectId>), Error> {
    let mut document = PdfDocument::new("");
    embed_fonts(&mut document, fonts)?;
    embed_pictures(&mut document, pictures);
    // printpdf embeds no face that is not used: each is shown once on the first page,
    // whose content is replaced below.
    let mut show = specimen(fonts);
    for page in &pages.pages {
        let size = printpdf::Rect::from_wh(points(page.size.width), points(page.size.height));
        document.pages.push(PdfPage {
            media_box: size.clone(),
            trim_box: size.clone(),
            crop_box: size,
            ops: std::mem::take(&mut show),
        });
    }
    let settings = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let mut document = document.to_lopdf_document(&settings, &mut Vec::new());
    let ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    for id in &ids {
        if let Ok(page) = document.get_dictionary_mut(*id) {
            page.remove(b"Annots");
        }
    }
    share_resources(&mut document, &ids);
    Ok((document, ids))
}

fn embed_fonts(document: &mut PdfDocument, fonts: &Fonts) -> Result<(), Error> {
    for used in fonts.faces() {
        let parsed = ParsedFont::from_bytes(&used.subset, 0, &mut Vec::new());
        let mut parsed = parsed.ok_or_else(|| Error::Font {
            face: used.base_name.clone(),
            reason: "its subset cannot be read".into(),
        })?;
        parsed.font_name = Some(used.base_name.clone());
        let fonts = &mut document.resources.fonts.map;
        fonts.insert(FontId(used.name.clone()), PdfFont::new(parsed));
    }
    Ok(())
}

fn embed_pictures(document: &mut PdfDocument, pictures: &Pictures) {
    for (name, raster) in pictures.rasters() {
        document.resources.xobjects.map.insert(
            XObjectId(name.to_owned()),
            XObject::External(ExternalXObject {
                stream: stream(raster),
                width: None,
                height: None,
                dpi: None,
            }),
        );
    }
}

/// The image object of a picture, without its content and colours.
fn stream(raster: &Raster) -> ExternalStream {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    ExternalStream {
        dict: BTreeMap::from([
            ("Type".into(), name("XObject")),
            ("Subtype".into(), name("Image")),
            ("Width".into(), DictItem::Int(raster.width.into())),
            ("Height".into(), DictItem::Int(raster.height.into())),
            ("BitsPerComponent".into(), DictItem::Int(raster.bits.into())),
            ("Filter".into(), name(raster.filter)),
        ]),
        content: Vec::new(),
        compress: false,
    }
}

/// The operators that show a glyph of each face.
fn specimen(fonts: &Fonts) -> Vec<Op> {
    let mut show = vec![Op::StartTextSection];
    for used in fonts.faces() {
        show.push(Op::SetFont {
            font: PdfFontHandle::External(FontId(used.name.clone())),
            size: printpdf::Pt(1.0),
        });
        show.push(Op::ShowText {
            items: vec![TextItem::GlyphIds(vec![printpdf::Codepoint::new(1, 0.0)])],
        });
    }
    show.push(Op::EndTextSection);
    show
}

fn points(length: Pt) -> printpdf::Pt {
    // Three decimals of a point are finer than any device, and print short.
    printpdf::Pt((length.0 * 1000.0).round() as f32 / 1000.0)
}

/// Gives a page its compressed content.
pub(super) fn set_content(document: &mut Document, page: ObjectId, content: Vec<u8>) {
    let Ok(page) = document.get_dictionary(page) else {
        return;
    };
    let Ok(id) = page.get(b"Contents").and_then(Object::as_reference) else {
        return;
    };
    document
        .objects
        .insert(id, Object::Stream(deflated(content)));
}

/// Gives all pages the resources of the first, which has those of all, and removes the
/// others and the kinds that are empty.
fn share_resources(document: &mut Document, pages: &[ObjectId]) {
    let resources = |document: &Document, page: ObjectId| -> Option<ObjectId> {
        let page = document.get_dictionary(page).ok()?;
        page.get(b"Resources").and_then(Object::as_reference).ok()
    };
    let Some(first) = pages.first().and_then(|page| resources(document, *page)) else {
        return;
    };
    let empty: Vec<Vec<u8>> = match document.get_dictionary(first) {
        Ok(all) => all
            .iter()
            .filter(|(_, value)| {
                let value = document.dereference(value).map(|(_, value)| value);
                value.and_then(Object::as_dict).is_ok_and(|d| d.is_empty())
            })
            .map(|(key, _)| key.clone())
            .collect(),
        Err(_) => Vec::new(),
    };
    if let Ok(all) = document.get_dictionary_mut(first) {
        for key in empty {
            all.remove(&key);
        }
    }
    for page in pages {
        if let Some(own) = resources(document, *page).filter(|own| *own != first) {
            document.objects.remove(&own);
        }
        if let Ok(page) = document.get_dictionary_mut(*page) {
            page.set("Resources", first);
        }
    }
}

/// The resources of a kind that all pages [share](share_resources).
pub(super) fn resources(
    document: &Document,
    pages: &[ObjectId],
    kind: &[u8],
) -> Option<Dictionary> {
    let page = document.get_dictionary(*pages.first()?).ok()?;
    let of = |parent: &Dictionary, key: &[u8]| {
        let found = parent.get(key).ok()?;
        if let Object::Reference(id) = found {
            return document.get_dictionary(*id).ok().cloned();
        }
        found.as_dict().ok().cloned()
    };
    of(&of(page, b"Resources")?, kind)
}

/// Removes from the catalogue what printpdf says there for print shops, which is not true
/// of every file.
pub(super) fn clear_catalog(catalog: &mut Dictionary) {
    for key in [
        "PageLayout",
        "PageMode",
        "Outlines",
        "OutputIntents",
        "Metadata",
    ] {
        catalog.remove(key.as_bytes());
    }
}
