//! Takes the bytes of a PDF; returns what its pages say, as a reader has it that honours marked
//! content: glyphs by their fonts' ToUnicode, `ActualText` before glyphs, artifacts apart (ISO
//! 32000-1, 9.10, 14.8.2.2 and 14.9.4).
//!
//! [`font`] tells what the glyphs of a font say, how wide they are and, by
//! [`ink`], which of them show nothing; [`page`] follows the operators of a
//! page, and [`voice`] what its marks make of the glyphs. Where the file has a
//! tree of its structure, [`tree`] puts what pages say in the tree's order.

mod cmap;
mod font;
mod ink;
mod page;
mod tree;
mod voice;

use super::said::{Decoration, Fault, Kind, Piece, Place, Said};
use font::Font;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use page::Reading;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// Reads a PDF.
///
/// # Errors
///
/// Where it cannot be opened, or is locked.
pub(super) fn read(bytes: &[u8]) -> Result<Said, String> {
    let document = guarded(|| Document::load_mem(bytes))
        .ok_or("it is too damaged to be opened")?
        .map_err(|error| format!("it is not a valid PDF: {error}"))?;
    if document.is_encrypted() {
        return Err("it is encrypted".to_owned());
    }
    let pages: Vec<ObjectId> = document.page_iter().collect();
    if pages.is_empty() {
        return Err("it has no pages".to_owned());
    }
    let pdf = Pdf {
        fonts: Mutex::default(),
        document: &document,
    };
    let leaves: Vec<Leaf> = pages
        .par_iter()
        .enumerate()
        .map(|(index, page)| pdf.leaf(index, *page))
        .collect();
    let mut said = Said::default();
    said.faults.extend(pdf.font_faults());
    for leaf in &leaves {
        said.faults.extend(leaf.faults.iter().cloned());
    }
    let root = tree::root(&document);
    said.structured = root.is_some();
    let mut stretches = match root {
        Some(root) => tree::in_order(&document, root, &pages, leaves, &mut said.faults),
        None => leaves.into_iter().flat_map(|leaf| leaf.stretches).collect(),
    };
    join_parted_words(&mut stretches);
    said.pieces = stretches.into_iter().map(|stretch| stretch.piece).collect();
    Ok(said)
}

/// What a page says, in the order of its content.
#[derive(Default)]
struct Leaf {
    stretches: Vec<Stretch>,
    faults: Vec<Fault>,
    /// The numbers of its marks, of those without any text too.
    marks: BTreeSet<Content>,
}

/// A piece, and what puts it in its place.
#[derive(Debug, Clone)]
struct Stretch {
    piece: Piece,
    /// The page, from 0, and its place in the page's own order.
    page: usize,
    serial: usize,
    /// The numbered mark that it stands in.
    content: Option<Content>,
    /// The size of its type, in points on the page.
    size: f64,
}

/// A numbered mark: its page, the form that it stands in, if it is in one, and
/// its number, which is the form's or the page's own (ISO 32000-1, 14.7.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Content {
    page: usize,
    form: Option<ObjectId>,
    number: i64,
}

/// The place of a page counted from 0.
fn place(page: usize) -> Place {
    Place::Page(page + 1)
}

/// What follows a hyphen at a line's end goes on with the word. In a file
/// without a tree the foot of the page may come between, which is set in
/// another size.
fn join_parted_words(stretches: &mut [Stretch]) {
    let mut parted: Option<f64> = None;
    for stretch in stretches {
        match stretch.piece.kind {
            Kind::Decoration(Decoration::Hyphen) => parted = Some(stretch.size),
            Kind::Decoration(_) => {}
            Kind::Text | Kind::Generated(_) | Kind::Framed | Kind::Alternative | Kind::Blank => {
                if let Some(size) = parted.take()
                    && (stretch.size - size).abs() <= size * 0.02
                {
                    stretch.piece.opens = false;
                }
            }
        }
    }
}

/// Does what lopdf may panic at: 0.44 takes it for granted that a picture in
/// the content of a page names its colour space.
fn guarded<T>(reading: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(reading)).ok()
}

/// A document that is being read, with the fonts met so far.
struct Pdf<'d> {
    document: &'d Document,
    fonts: Mutex<BTreeMap<FontKey, Arc<Font>>>,
}

/// What a font is known by: its number or, of one that has none, its address.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum FontKey {
    Numbered(ObjectId),
    Direct(usize),
}

impl<'d> Pdf<'d> {
    fn leaf(&self, page: usize, id: ObjectId) -> Leaf {
        let mut reading = Reading::new(self, page);
        match self.page_content(id) {
            Some(content) => reading.page(&content, &self.resources(id)),
            None => reading.fault("its content cannot be read"),
        }
        reading.finish()
    }

    /// The content of a page. Its streams are one, with white space between
    /// them (ISO 32000-1, 7.8.2); a page without any is blank.
    fn page_content(&self, page: ObjectId) -> Option<Vec<u8>> {
        let page = self.document.get_dictionary(page).ok()?;
        let Ok(contents) = page.get(b"Contents") else {
            return Some(Vec::new());
        };
        let contents = follow(self.document, contents)?;
        let streams: Vec<&Object> = if let Object::Array(streams) = contents {
            streams.iter().collect()
        } else {
            vec![contents]
        };
        let mut bytes = Vec::new();
        for stream in streams {
            bytes.extend(content(follow(self.document, stream)?.as_stream().ok()?)?);
            bytes.push(b'\n');
        }
        Some(bytes)
    }

    /// The resources of a page, its own or those it has from above (ISO
    /// 32000-1, 7.7.3.4).
    fn resources(&self, page: ObjectId) -> Vec<&'d Dictionary> {
        let mut next = Some(page);
        // A tree that goes round in a circle is none.
        for _ in 0..64 {
            let Some(node) = next.and_then(|id| self.document.get_dictionary(id).ok()) else {
                break;
            };
            if let Some(resources) = dictionary(self.document, node, b"Resources") {
                return vec![resources];
            }
            next = node.get(b"Parent").and_then(Object::as_reference).ok();
        }
        Vec::new()
    }

    /// A font, read where it is met first.
    fn font(&self, object: &'d Object) -> Option<Arc<Font>> {
        let dictionary = follow(self.document, object)?.as_dict().ok()?;
        let key = if let Object::Reference(id) = object {
            FontKey::Numbered(*id)
        } else {
            FontKey::Direct(std::ptr::from_ref(dictionary).addr())
        };
        // A reader that panicked, which none should, leaves the fonts whole.
        let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let font = fonts
            .entry(key)
            .or_insert_with(|| Arc::new(Font::read(self.document, dictionary)));
        Some(font.clone())
    }

    /// What the fonts lack that were met, each fault once.
    fn font_faults(&self) -> Vec<Fault> {
        let fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let messages = fonts.values().flat_map(|font| font.faults.iter().cloned());
        let messages: BTreeSet<String> = messages.collect();
        let fault = |message| Fault {
            place: Place::Whole,
            message,
        };
        messages.into_iter().map(fault).collect()
    }
}

/// What a reference leads to, or the object itself.
fn follow<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Object> {
    let Object::Reference(id) = object else {
        return Some(object);
    };
    document.get_object(*id).ok()
}

/// The dictionary under a key, its reference followed.
fn dictionary<'d>(
    document: &'d Document,
    of: &'d Dictionary,
    key: &[u8],
) -> Option<&'d Dictionary> {
    let found = follow(document, of.get(key).ok()?)?;
    if let Object::Stream(stream) = found {
        return Some(&stream.dict);
    }
    found.as_dict().ok()
}

/// The stream under a key.
fn stream<'d>(document: &'d Document, of: &'d Dictionary, key: &[u8]) -> Option<&'d Stream> {
    follow(document, of.get(key).ok()?)?.as_stream().ok()
}

/// The bytes of a stream, unpacked. What would fill the memory is no content.
fn content(stream: &Stream) -> Option<Vec<u8>> {
    const LONGEST: usize = 1 << 30;
    match stream.dict.has(b"Filter") {
        true => guarded(|| stream.decompressed_content_with_limit(LONGEST))?.ok(),
        false => Some(stream.content.clone()),
    }
}

/// The `Subtype` of a dictionary.
fn subtype(dictionary: &Dictionary) -> Option<&[u8]> {
    dictionary.get(b"Subtype").and_then(Object::as_name).ok()
}

/// A number, whole or not.
fn number(object: &Object) -> Option<f64> {
    if let Object::Real(number) = object {
        return Some(f64::from(*number));
    }
    object.as_i64().ok().map(|number| number as f64)
}

/// A text string (ISO 32000-1, 7.9.2.2) under a key.
fn text_string(document: &Document, of: &Dictionary, key: &[u8]) -> Option<String> {
    let text = follow(document, of.get(key).ok()?)?;
    let bytes = text.as_str().ok()?;
    if let Some(units) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units = units.chunks(2).map(|pair| {
            pair.iter()
                .fold(0, |unit, byte| unit << 8 | u16::from(*byte))
        });
        return Some(String::from_utf16_lossy(&units.collect::<Vec<u16>>()));
    }
    // UTF-8 with its mark is PDF 2.0's (ISO 32000-2, 7.9.2.2); all else is
    // PDFDocEncoding.
    let utf8 = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]);
    let known = match utf8 {
        Some(_) => None,
        None => lopdf::decode_text_string(text).ok(),
    };
    known.or_else(|| Some(String::from_utf8_lossy(utf8.unwrap_or(bytes)).into_owned()))
}

#[cfg(test)]
mod tests;
