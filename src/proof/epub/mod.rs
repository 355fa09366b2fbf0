//! Takes the bytes of an EPUB; returns what its chapters say, as a reading system that knows
//! CSS's rules for white space would show it.
//!
//! The way of EPUB 3.3: `META-INF/container.xml` names the package document
//! (4.2.6.3), whose spine names the chapters in the order of reading (5.7).

mod chapter;

use super::said::{Fault, Place, Said};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use usvg::roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// No chapter is longer unpacked, in bytes: what claims more is a bomb.
const LONGEST: u64 = 1 << 30;

/// Reads an EPUB.
///
/// # Errors
///
/// Where it is not a ZIP archive, or has no package document.
pub(super) fn read(bytes: &[u8]) -> Result<Said, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("it is not a ZIP archive: {error}"))?;
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
    let mut said = Said {
        structured: true,
        ..Said::default()
    };
    check_manifest(&package, folder, &mut archive, &mut said);
    let mut wanted = BTreeSet::new();
    for chapter in spine(&package, folder, &rootfile, &mut said) {
        let place = Place::File(chapter.path.clone());
        if archive.index_for_name(&chapter.path).is_none() {
            // The check of the manifest has told it.
            continue;
        }
        let pictures = text(&mut archive, &chapter.path).and_then(|xhtml| {
            let document = parse(&xhtml).map_err(|e| format!("it is not well-formed: {e}"))?;
            Ok(chapter::read(&document, &chapter, &mut said))
        });
        match pictures {
            Ok(pictures) => {
                let folder = chapter
                    .path
                    .rsplit_once('/')
                    .map_or("", |(folder, _)| folder);
                let paths = pictures.iter().filter(|address| is_within(address));
                wanted.extend(paths.map(|address| (resolve(folder, address), place.clone())));
            }
            Err(message) => said.faults.push(Fault { place, message }),
        }
    }
    for (path, place) in wanted {
        if archive.index_for_name(&path).is_none() {
            let message = format!("`{path}` is shown but not in the archive");
            said.faults.push(Fault { place, message });
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
                    "`{}` is in the spine but not in the manifest",
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
        if is_within(href) && archive.index_for_name(&path).is_none() {
            said.faults.push(Fault {
                place: Place::File(path),
                message: "it is in the manifest but not in the archive".to_owned(),
            });
        }
    }
}

/// Whether an address names a file of the archive, and not one elsewhere or its
/// own data (`data:`): it has no scheme (RFC 3986, 4.1).
fn is_within(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |s: &str| {
        s.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    };
    !href.is_empty() && !scheme.is_some_and(is_scheme)
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
    String::from_utf8(bytes).map_err(|_| format!("`{path}` is not valid UTF-8"))
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

/// Whether an attribute, a list of words, has this one.
fn has_word(node: &Node, attribute: &str, word: &str) -> bool {
    let words = node.attribute(attribute).unwrap_or("");
    words.split_ascii_whitespace().any(|w| w == word)
}

/// Whether an element is of a type, by its `epub:type` or by the role of the
/// same name (EPUB 3 Structural Semantics Vocabulary; DPUB-ARIA 1.1).
fn is_of_type(node: &Node, kind: &str) -> bool {
    const OPS: &str = "http://www.idpf.org/2007/ops";
    let types = node.attribute((OPS, "type")).unwrap_or("");
    let is_role = |word: &str| word.strip_prefix("doc-") == Some(kind);
    let mut roles = node
        .attribute("role")
        .unwrap_or("")
        .split_ascii_whitespace();
    types.split_ascii_whitespace().any(|w| w == kind) || roles.any(is_role)
}

#[cfg(test)]
mod tests;
