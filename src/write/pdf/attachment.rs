//! Converts files to attachments of a PDF and back (ISO 32000-1, 7.11; ISO 19005-3, 6.8).

use super::Error;
use super::metadata::pdf_date;
use super::object::{name, name_tree, text_bytes, text_string};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;

/// A file in a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// What it is to the document.
    pub relation: Relation,
}

/// What an attached file is to its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// What it was made of.
    Source,
    /// Something beside it.
    Supplement,
}

impl Attachment {
    /// Its media type, by the ending of its name.
    fn media_type(&self) -> &'static str {
        let ending = self.name.rsplit('.').next().unwrap_or("");
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" => "text/markdown",
            "yaml" | "yml" => "application/yaml",
            "txt" => "text/plain",
            "csv" => "text/csv",
            "json" => "application/json",
            "xml" => "application/xml",
            "html" | "htm" => "text/html",
            "pdf" => "application/pdf",
            "epub" => "application/epub+zip",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "svg" => "image/svg+xml",
            "zip" => "application/zip",
            _ => "application/octet-stream",
        }
    }
}

/// Puts files into a document: under their names, and as associated with it.
pub(super) fn attach(document: &mut Document, files: &[Attachment], date: Option<&str>) {
    let mut named: BTreeMap<Vec<u8>, ObjectId> = BTreeMap::new();
    let mut associated = Vec::new();
    for file in files {
        let mut about = dictionary! {"Size" => file.bytes.len() as i64};
        if let Some(date) = date.and_then(pdf_date) {
            about.set("ModDate", Object::string_literal(date));
        }
        let content = dictionary! {
            "Type" => name("EmbeddedFile"),
            "Subtype" => name(file.media_type()),
            "Params" => about,
        };
        let content = document.add_object(Stream::new(content, file.bytes.clone()));
        let file_name = text_string(&file.name);
        let specification = document.add_object(dictionary! {
            "Type" => name("Filespec"),
            "F" => file_name.clone(),
            "UF" => file_name,
            "EF" => dictionary! {"F" => content, "UF" => content},
            "AFRelationship" => name(match file.relation {
                Relation::Source => "Source",
                Relation::Supplement => "Supplement",
            }),
            "Desc" => text_string(match file.relation {
                Relation::Source => "The source that this document was made of",
                Relation::Supplement => "Attached to this document",
            }),
        });
        associated.push(Object::Reference(specification));
        named.insert(text_bytes(&file.name), specification);
    }
    let named = named.into_iter();
    let named = named.map(|(name, id)| (name, Object::Reference(id)));
    let names = document.add_object(name_tree(named));
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("AF", associated);
        if !catalog.has(b"Names") {
            catalog.set("Names", Dictionary::new());
        }
        if let Ok(Object::Dictionary(all)) = catalog.get_mut(b"Names") {
            all.set("EmbeddedFiles", names);
        }
    }
}

/// The most bytes that an attached file may have: more would fill a disk.
const LARGEST: usize = 512 << 20;

/// Takes the attached files out of a PDF.
///
/// # Errors
///
/// Where the bytes are no PDF, or a file in it cannot be unpacked.
pub fn extract(bytes: &[u8]) -> Result<Vec<Attachment>, Error> {
    read(bytes).map_err(|error| Error::NoPdf(error.into()))
}

fn read(bytes: &[u8]) -> lopdf::Result<Vec<Attachment>> {
    let document = Document::load_mem(bytes)?;
    let mut files = Vec::new();
    let catalog = document.catalog()?;
    let Ok(associated) = catalog
        .get_deref(b"AF", &document)
        .and_then(Object::as_array)
    else {
        return Ok(files);
    };
    for specification in associated {
        let (_, specification) = document.dereference(specification)?;
        let specification = specification.as_dict()?;
        let text = |key: &[u8]| {
            specification
                .get_deref(key, &document)
                .and_then(lopdf::decode_text_string)
        };
        let content = specification.get_deref(b"EF", &document)?.as_dict()?;
        let content = content.get_deref(b"F", &document)?.as_stream()?;
        let bytes = if content.dict.has(b"Filter") {
            content.get_plain_content_with_limit(LARGEST)?
        } else {
            content.content.clone()
        };
        let relation = specification.get(b"AFRelationship");
        let relation = relation.and_then(Object::as_name).unwrap_or_default();
        // A name leads nowhere but into the folder that was asked for.
        let name = text(b"UF").or_else(|_| text(b"F"))?;
        let name = name.rsplit(['/', '\\']).next().unwrap_or("").to_owned();
        files.push(Attachment {
            name,
            bytes,
            relation: if relation == b"Source" {
                Relation::Source
            } else {
                Relation::Supplement
            },
        });
    }
    Ok(files)
}
