//! The bytes of an EPUB in, what its chapters say out, as a reading system that
//! knows CSS's rules for white space would show it.
//!
//! The way of EPUB 3.3: `META-INF/container.xml` names the package document
//! (4.2.6.3), whose spine names the chapters in the order of reading (5.7).

use super::said::{Fault, Generated, Kind, Piece, Place, Said};
use std::io::{Cursor, Read};
use usvg::roxmltree::{Document, Node, NodeType, ParsingOptions};
use zip::ZipArchive;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// No chapter is longer unpacked, in bytes: what claims more is a bomb.
const LONGEST: u64 = 1 << 30;

/// Reads an EPUB.
///
/// # Errors
///
/// Where it is no archive, or has no package document.
pub fn read(bytes: &[u8]) -> Result<Said, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("it is no archive: {error}"))?;
    let container = text(&mut archive, "META-INF/container.xml")?;
    let container = parse(&container).map_err(|e| format!("META-INF/container.xml: {e}"))?;
    let rootfile = container
        .descendants()
        .find(|node| is(node, "rootfile"))
        .and_then(|node| node.attribute("full-path"))
        .ok_or("META-INF/container.xml names no package document")?
        .to_owned();
    let package = text(&mut archive, &rootfile)?;
    let package = parse(&package).map_err(|e| format!("{rootfile}: {e}"))?;
    let folder = rootfile.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut said = Said::default();
    check_manifest(&package, folder, &mut archive, &mut said);
    for chapter in spine(&package, folder, &rootfile, &mut said) {
        let place = Place::File(chapter.path.clone());
        match text(&mut archive, &chapter.path) {
            Ok(xhtml) => match parse(&xhtml) {
                Ok(document) => read_chapter(&document, &chapter, &mut said),
                Err(error) => said.faults.push(Fault {
                    place,
                    message: format!("it is not well-formed: {error}"),
                }),
            },
            Err(message) => said.faults.push(Fault { place, message }),
        }
    }
    Ok(said)
}

/// A document of the spine.
struct Chapter {
    path: String,
    /// Whether it is the navigation document.
    is_nav: bool,
}

fn spine(package: &Document, folder: &str, rootfile: &str, said: &mut Said) -> Vec<Chapter> {
    let items: Vec<Node> = package.descendants().filter(|n| is(n, "item")).collect();
    let mut chapters = Vec::new();
    for reference in package.descendants().filter(|n| is(n, "itemref")) {
        let wanted = reference.attribute("idref");
        let item = items.iter().find(|item| item.attribute("id") == wanted);
        match item.and_then(|item| Some((item, item.attribute("href")?))) {
            Some((item, href)) => chapters.push(Chapter {
                path: resolve(folder, href),
                is_nav: has_word(item, "properties", "nav"),
            }),
            None => said.faults.push(Fault {
                place: Place::File(rootfile.to_owned()),
                message: format!(
                    "the spine names `{}`, which the manifest has not",
                    wanted.unwrap_or("")
                ),
            }),
        }
    }
    chapters
}

/// Every file that the manifest names is in the archive.
fn check_manifest(package: &Document, folder: &str, archive: &mut Archive, said: &mut Said) {
    let items = package.descendants().filter(|n| is(n, "item"));
    for href in items.filter_map(|item| item.attribute("href")) {
        let path = resolve(folder, href);
        if !href.contains("://") && archive.index_for_name(&path).is_none() {
            said.faults.push(Fault {
                place: Place::File(path),
                message: "the manifest names it and the archive has it not".to_owned(),
            });
        }
    }
}

/// A path of the archive from an address relative to a folder of it.
fn resolve(folder: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or("");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    decoded(&parts.join("/"))
}

/// An address with its `%20` made characters.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let digits = others
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = others.get(2..).unwrap_or(&[]);
            }
            None => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

fn text(archive: &mut Archive, path: &str) -> Result<String, String> {
    let missing = |_| format!("`{path}` is not in the archive");
    let file = archive.by_name(path).map_err(missing)?;
    let mut bytes = Vec::new();
    file.take(LONGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("`{path}` cannot be unpacked: {error}"))?;
    String::from_utf8(bytes).map_err(|_| format!("`{path}` is no UTF-8"))
}

fn parse(xml: &str) -> Result<Document<'_>, String> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(xml, options).map_err(|error| error.to_string())
}

fn is(node: &Node, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// Whether an attribute, a list of words, has this one. `epub:type` is known by
/// its own name alone.
fn has_word(node: &Node, attribute: &str, word: &str) -> bool {
    let mut attributes = node.attributes();
    let found = attributes.find(|a| a.name() == attribute);
    found.is_some_and(|a| a.value().split_whitespace().any(|w| w == word))
}

fn read_chapter(document: &Document, chapter: &Chapter, said: &mut Said) {
    let Some(body) = document.descendants().find(|node| is(node, "body")) else {
        return;
    };
    let mut reading = Reading {
        place: Place::File(chapter.path.clone()),
        said,
        opens: true,
        trailing: false,
    };
    let manner = Manner {
        kind: chapter.is_nav.then_some(Generated::Contents),
        keeps_spaces: false,
        in_notes: false,
    };
    reading.node(body, &manner);
}

/// What an element makes of the text in it.
#[derive(Clone)]
struct Manner {
    /// What all of it is, if it is not simply text.
    kind: Option<Generated>,
    /// Whether white space is as it stands.
    keeps_spaces: bool,
    /// Whether it is within a section of notes.
    in_notes: bool,
}

struct Reading<'s> {
    place: Place,
    said: &'s mut Said,
    /// Whether the next piece begins a block or a line.
    opens: bool,
    /// Whether the text so far ends in a space, or stands at an edge.
    trailing: bool,
}

/// Elements that stand in a line (HTML, 15.3: all others are blocks here).
const INLINES: [&str; 26] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
    "q", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

impl Reading<'_> {
    fn node(&mut self, node: Node, manner: &Manner) {
        match node.node_type() {
            NodeType::Text => self.text(node.text().unwrap_or(""), manner),
            NodeType::Element => self.element(node, manner),
            NodeType::Root | NodeType::Comment | NodeType::PI => {}
        }
    }

    fn element(&mut self, node: Node, outer: &Manner) {
        let name = node.tag_name().name();
        let mut manner = outer.clone();
        if manner.kind.is_none() {
            manner.kind = generated(&node, outer);
        }
        manner.in_notes |=
            has_word(&node, "type", "footnotes") || has_word(&node, "type", "endnotes");
        manner.keeps_spaces |= name == "pre";
        if node.has_attribute("hidden") {
            self.fault("an element is hidden, and nobody reads its text");
        }
        match name {
            "br" => return self.edge(),
            "img" | "image" => {
                let alt = node.attribute("alt").unwrap_or("");
                return self.alternative(alt, &manner);
            }
            "svg" | "math" => {
                let title = node.descendants().find(|n| is(n, "title"));
                let title = title.and_then(|n| n.text()).or(node.attribute("alttext"));
                return self.alternative(title.unwrap_or(""), &manner);
            }
            "input" => {
                let done = node.has_attribute("checked");
                let mark = if done { "[x]" } else { "[ ]" };
                return self.piece(mark.to_owned(), Kind::Generated(Generated::ListNumber));
            }
            "script" | "style" | "template" => return,
            _ => {}
        }
        let is_block = !INLINES.contains(&name);
        if is_block {
            self.edge();
        }
        if name == "li"
            && manner.kind.is_none()
            && let Some(number) = number(&node)
        {
            self.piece(number, Kind::Generated(Generated::ListNumber));
            self.edge();
        }
        for child in node.children() {
            self.node(child, &manner);
        }
        if is_block {
            self.edge();
        }
    }

    /// A block or a line ends.
    fn edge(&mut self) {
        self.opens = true;
        self.trailing = true;
    }

    /// Text by the rules of CSS for white space (CSS Text 3, 4.1.1).
    fn text(&mut self, text: &str, manner: &Manner) {
        let kind = manner.kind.map_or(Kind::Text, Kind::Generated);
        if manner.keeps_spaces {
            for (i, line) in text.split('\n').enumerate() {
                if i > 0 {
                    self.edge();
                }
                self.piece(line.to_owned(), kind);
            }
            return;
        }
        let mut shown = String::with_capacity(text.len());
        for c in text.chars() {
            // Other spaces are no white space to CSS.
            if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                shown.push(c);
                self.trailing = false;
            } else if !self.trailing {
                shown.push(' ');
                self.trailing = true;
            }
        }
        self.piece(shown, kind);
    }

    fn alternative(&mut self, text: &str, manner: &Manner) {
        let kind = manner.kind.map_or(Kind::Alternative, Kind::Generated);
        self.piece(text.to_owned(), kind);
    }

    fn piece(&mut self, text: String, kind: Kind) {
        if text.is_empty() {
            return;
        }
        self.said.pieces.push(Piece {
            text,
            kind,
            opens: self.opens,
            place: self.place.clone(),
        });
        self.opens = false;
    }

    fn fault(&mut self, message: &str) {
        self.said.faults.push(Fault {
            place: self.place.clone(),
            message: message.to_owned(),
        });
    }
}

/// What the text of an element is by the element's own word: its `epub:type`
/// (EPUB Structural Semantics) or its role (DPUB-ARIA).
fn generated(node: &Node, outer: &Manner) -> Option<Generated> {
    let has =
        |kind: &str| has_word(node, "type", kind) || has_word(node, "role", &format!("doc-{kind}"));
    let name = node.tag_name().name();
    if has("noteref") {
        Some(Generated::NoteMark)
    } else if has("backlink") {
        Some(Generated::NoteLabel)
    } else if has("cover") {
        Some(Generated::Cover)
    } else if has("titlepage") {
        Some(Generated::TitlePage)
    } else if name == "nav" {
        Some(Generated::Contents)
    } else if outer.in_notes && matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
        Some(Generated::NotesHeading)
    } else {
        None
    }
}

/// The number that a reading system puts before an item of an ordered list
/// (HTML, 4.4.5 and 4.4.8).
fn number(item: &Node) -> Option<String> {
    let list = item.parent_element().filter(|list| is(list, "ol"))?;
    let items: Vec<Node> = list.children().filter(|n| is(n, "li")).collect();
    let step = if list.has_attribute("reversed") {
        -1
    } else {
        1
    };
    let whole = |node: &Node, name| node.attribute(name).and_then(|v| v.parse::<i64>().ok());
    let mut number = whole(&list, "start").unwrap_or(if step < 0 { items.len() as i64 } else { 1 });
    for other in &items {
        number = whole(other, "value").unwrap_or(number);
        if other == item {
            return Some(format!("{number}."));
        }
        number += step;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    const CONTAINER: &str = r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="O/p.opf"/></rootfiles></container>"#;
    const PACKAGE: &str = r#"<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a%20b.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>"#;

    fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (name, text) in files {
            writer.start_file(*name, stored).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn chapter(body: &str) -> Said {
        let xhtml = format!(
            r#"<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{body}</body></html>"#
        );
        let files = [
            ("META-INF/container.xml", CONTAINER),
            ("O/p.opf", PACKAGE),
            ("O/a b.xhtml", &xhtml),
        ];
        read(&archive(&files)).unwrap()
    }

    fn shown(said: &Said) -> Vec<(&str, Kind, bool)> {
        let pieces = said.pieces.iter();
        pieces.map(|p| (p.text.as_str(), p.kind, p.opens)).collect()
    }

    #[test]
    fn white_space_is_as_a_browser_shows_it() {
        let said =
            chapter("<p> One\n  <em>two </em> three\u{a0} </p>\n<p>f<b>o</b>ur<br/>five</p>");
        assert!(said.faults.is_empty());
        assert_eq!(
            shown(&said),
            [
                ("One ", Kind::Text, true),
                ("two ", Kind::Text, false),
                ("three\u{a0} ", Kind::Text, false),
                ("f", Kind::Text, true),
                ("o", Kind::Text, false),
                ("ur", Kind::Text, false),
                ("five", Kind::Text, true),
            ]
        );
    }

    #[test]
    fn what_the_file_generates_is_told_by_kind() {
        let said = chapter(
            r##"<section epub:type="cover"><img alt="A" src="x"/></section><ol start="3"><li>x<sup><a role="doc-noteref" href="#n">1</a></sup></li><li value="9"><p>y</p></li></ol><section epub:type="footnotes"><h2>Notes</h2><aside epub:type="footnote"><p><a role="doc-backlink" href="#m">1.</a> z</p></aside></section><img alt="B" src="y"/>"##,
        );
        use Generated::{Cover, ListNumber, NoteLabel, NoteMark, NotesHeading};
        assert_eq!(
            shown(&said),
            [
                ("A", Kind::Generated(Cover), true),
                ("3.", Kind::Generated(ListNumber), true),
                ("x", Kind::Text, true),
                ("1", Kind::Generated(NoteMark), false),
                ("9.", Kind::Generated(ListNumber), true),
                ("y", Kind::Text, true),
                ("Notes", Kind::Generated(NotesHeading), true),
                ("1.", Kind::Generated(NoteLabel), true),
                (" z", Kind::Text, false),
                ("B", Kind::Alternative, true),
            ]
        );
    }

    #[test]
    fn what_is_missing_or_hidden_is_a_fault() {
        let said = chapter("<p hidden=''>a</p>");
        assert_eq!(said.faults.len(), 1);
        let files = [("META-INF/container.xml", CONTAINER), ("O/p.opf", PACKAGE)];
        let said = read(&archive(&files)).unwrap();
        assert_eq!(said.faults.len(), 2, "{:?}", said.faults);
        assert!(read(b"PK\x03\x04 no archive").is_err());
    }

    #[test]
    fn a_damaged_archive_is_survived() {
        let whole = archive(&[("META-INF/container.xml", CONTAINER), ("O/p.opf", PACKAGE)]);
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let _ = read(&bytes);
            let _ = read(&whole[..at]);
        }
    }
}
