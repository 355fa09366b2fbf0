//! The bytes of a PDF in, what its pages say out, as a reader has it that
//! honours marked content: glyphs by their fonts' ToUnicode, `ActualText` before
//! glyphs, artifacts apart (ISO 32000-1, 9.10, 14.8.2.2 and 14.9.4).
//!
//! [`font`] tells what the glyphs of a font say, how wide they are and which of
//! them show nothing; [`page`] follows the operators of a page.

mod cmap;
mod font;
mod page;

use super::said::{Fault, Place, Said};
use font::Font;
use lopdf::{Dictionary, Document, Object, ObjectId};
use page::Reading;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Reads a PDF.
///
/// # Errors
///
/// Where it cannot be opened, or is locked.
pub fn read(bytes: &[u8]) -> Result<Said, String> {
    let document =
        Document::load_mem(bytes).map_err(|error| format!("it is no sound PDF: {error}"))?;
    if document.is_encrypted() {
        return Err("it is encrypted".to_owned());
    }
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    if pages.is_empty() {
        return Err("it has no pages".to_owned());
    }
    let pdf = Pdf {
        fonts: fonts(&document),
        document: &document,
    };
    let read: Vec<Said> = pages
        .par_iter()
        .enumerate()
        .map(|(index, page)| pdf.page(index + 1, *page))
        .collect();
    let mut said = Said::default();
    for font in pdf.fonts.values() {
        let fault = |message: &String| Fault {
            place: Place::Whole,
            message: message.clone(),
        };
        said.faults.extend(font.faults.iter().map(fault));
    }
    for page in read {
        said.pieces.extend(page.pieces);
        said.faults.extend(page.faults);
    }
    Ok(said)
}

/// A document with its fonts read.
struct Pdf<'d> {
    document: &'d Document,
    fonts: BTreeMap<ObjectId, Font>,
}

/// Every font that is an object of its own.
fn fonts(document: &Document) -> BTreeMap<ObjectId, Font> {
    let is_font = |object: &&Object| {
        let dictionary = object.as_dict().ok();
        dictionary.is_some_and(|d| {
            d.has_type(b"Font") && !matches!(subtype(d), Some(b"CIDFontType0" | b"CIDFontType2"))
        })
    };
    let found = document.objects.iter();
    let found: Vec<(&ObjectId, &Object)> = found.filter(|(_, object)| is_font(object)).collect();
    found
        .into_par_iter()
        .filter_map(|(id, object)| {
            let dictionary = object.as_dict().ok()?;
            Some((*id, Font::read(document, dictionary)))
        })
        .collect()
}

fn subtype(dictionary: &Dictionary) -> Option<&[u8]> {
    dictionary.get(b"Subtype").and_then(Object::as_name).ok()
}

impl<'d> Pdf<'d> {
    fn page(&self, number: usize, id: ObjectId) -> Said {
        let mut reading = Reading::new(self, number);
        match self.document.get_page_content_bytes(id) {
            Some(content) => {
                let resources = self.resources(id);
                reading.content(&content, &resources, 0);
            }
            None => reading.fault("its content cannot be read"),
        }
        reading.finish()
    }

    /// The resources of a page, its own or those it has from above (ISO
    /// 32000-1, 7.7.3.4).
    fn resources(&self, page: ObjectId) -> Vec<&'d Dictionary> {
        let mut found = Vec::new();
        let mut next = Some(page);
        // A tree that goes round in a circle is none.
        for _ in 0..64 {
            let Some(node) = next.and_then(|id| self.document.get_dictionary(id).ok()) else {
                break;
            };
            if let Some(resources) = self.dictionary(node, b"Resources") {
                found.push(resources);
                break;
            }
            next = node.get(b"Parent").and_then(Object::as_reference).ok();
        }
        found
    }

    /// The dictionary under a key, its reference followed.
    fn dictionary(&self, of: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
        match follow(self.document, of.get(key).ok()?)? {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }
}

trait PageContent {
    fn get_page_content_bytes(&self, page: ObjectId) -> Option<Vec<u8>>;
}

impl PageContent for Document {
    /// The content of a page. Its streams are one, with white space between
    /// them (ISO 32000-1, 7.8.2).
    fn get_page_content_bytes(&self, page: ObjectId) -> Option<Vec<u8>> {
        let contents = self.get_dictionary(page).ok()?.get(b"Contents").ok()?;
        let streams: Vec<&Object> = match follow(self, contents)? {
            Object::Array(streams) => streams.iter().collect(),
            stream => vec![stream],
        };
        let mut content = Vec::new();
        for stream in streams {
            let stream = follow(self, stream)?.as_stream().ok()?;
            let plain = match stream.dict.has(b"Filter") {
                true => stream.decompressed_content().ok()?,
                false => stream.content.clone(),
            };
            content.extend(plain);
            content.push(b'\n');
        }
        Some(content)
    }
}

/// What a reference leads to, or the object itself.
fn follow<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Object> {
    match object {
        Object::Reference(id) => document.get_object(*id).ok(),
        other => Some(other),
    }
}
