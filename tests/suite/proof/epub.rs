//! Takes the bytes of an EPUB; returns its files and its text.

use std::io::{Cursor, Read};
use usvg::roxmltree::{Document, Node, NodeType};
use zip::{CompressionMethod, DateTime, ZipArchive};

/// A file in an EPUB.
pub struct Entry {
    /// Its path in the archive.
    pub name: String,
    /// Whether its bytes are stored as they are.
    pub stored: bool,
    /// Its date.
    pub date: Option<DateTime>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Entry {
    /// Its bytes as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }
}

/// The files of an EPUB in the order of the archive.
pub fn entries(bytes: &[u8]) -> Vec<Entry> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            Entry {
                name: file.name().to_owned(),
                stored: file.compression() == CompressionMethod::Stored,
                date: file.last_modified(),
                bytes,
            }
        })
        .collect()
}

/// The one file whose path ends like this.
pub fn entry(bytes: &[u8], ending: &str) -> Entry {
    let mut found: Vec<Entry> = entries(bytes)
        .into_iter()
        .filter(|entry| entry.name.ends_with(ending))
        .collect();
    assert_eq!(found.len(), 1, "files that end in {ending}");
    found.remove(0)
}

/// The pages of articles: every XHTML file but navigation, cover and title page.
pub fn chapters(bytes: &[u8]) -> Vec<Entry> {
    entries(bytes)
        .into_iter()
        .filter(|entry| entry.name.ends_with(".xhtml") && entry.text().contains("<article"))
        .collect()
}

/// The text of an XHTML page's body, a line for each element that is no
/// inline, as a reader of screens meets it.
pub fn body_text(xhtml: &str) -> String {
    let document = parse(xhtml);
    let body = document
        .descendants()
        .find(|n| n.has_tag_name_local("body"));
    let mut text = String::new();
    push_text(body.unwrap(), &mut text);
    text
}

/// A parsed page; that it is well-formed is the least of all tests.
pub fn parse(xhtml: &str) -> Document<'_> {
    let options = usvg::roxmltree::ParsingOptions {
        allow_dtd: true,
        ..Default::default()
    };
    Document::parse_with_options(xhtml, options).unwrap_or_else(|e| panic!("{e} in:\n{xhtml}"))
}

fn push_text(node: Node, text: &mut String) {
    match node.node_type() {
        NodeType::Text => text.push_str(node.text().unwrap_or("")),
        // A formula is its source, in another notation.
        NodeType::Element if node.tag_name().name() == "math" => {
            text.push_str(node.attribute("alttext").unwrap());
        }
        NodeType::Element => {
            node.children().for_each(|child| push_text(child, text));
            const INLINES: [&str; 12] = [
                "a", "abbr", "code", "em", "q", "s", "span", "strong", "sub", "sup", "time", "b",
            ];
            if !INLINES.contains(&node.tag_name().name()) {
                text.push('\n');
            }
        }
        NodeType::Root | NodeType::Comment | NodeType::PI => {}
    }
}

trait LocalName {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
