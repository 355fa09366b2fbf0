//! A text too long for one page of an EPUB.

use crate::harness::Desk;
use crate::proof::epub::{chapters, entries, entry, parse};
use rbook::Epub;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// The most a page may have, in bytes.
const LONGEST: usize = 250_000;

/// An article of twelve chapters, 1 MB in all: notes throughout, one of them
/// cited in every chapter, and links from each chapter to the last.
fn long() -> String {
    let mut text = String::from("---\ntitle: A long chronicle\nlang: en\n---\n");
    let sentence = "Ink, paper and lead lay ready while the night train waited in the fog. ";
    for chapter in 1..=12 {
        text.push_str(&format!(
            "\n## Chapter {chapter}\n\nSee [the end](#chapter-12).[^all]\n"
        ));
        for paragraph in 0..45 {
            text.push_str(&format!("\n{}", sentence.repeat(25)));
            if paragraph % 9 == 0 {
                text.push_str(&format!(
                    "[^{chapter}-{paragraph}]\n\n[^{chapter}-{paragraph}]: Of {chapter}, {paragraph}."
                ));
            }
            text.push('\n');
        }
    }
    text.push_str("\n[^all]: Cited throughout.\n");
    text
}

#[test]
fn it_is_cut_in_pages_that_every_reader_opens_and_no_link_is_lost() {
    let desk = Desk::new()
        .file("a.md", long())
        .export("a.md --pdf --epub --strict")
        .status(0)
        .says_nothing();
    let epub = desk.bytes("out/a.epub");
    let pages = chapters(&epub);
    assert!(pages.len() > 3, "{}", pages.len());
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let all = entries(&epub);
    let documents = all
        .iter()
        .filter(|e| e.name.ends_with(".xhtml") || e.name.ends_with(".ncx"));
    let documents: Vec<_> = documents
        .map(|entry| (entry.name.trim_start_matches("OEBPS/"), parse(entry.text())))
        .collect();
    for (name, document) in &documents {
        let own = ids.entry(name).or_default();
        for node in document.descendants().filter(|n| n.is_element()) {
            let id = node.attribute("id").map(str::to_owned);
            assert!(id.is_none_or(|id| own.insert(id)), "an id stands twice");
        }
    }
    let mut leads: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, document) in &documents {
        for node in document.descendants().filter(|n| n.is_element()) {
            let tag = node.tag_name().name();
            let href = match tag {
                "a" => node.attribute("href"),
                "content" => node.attribute("src"),
                _ => None,
            };
            let Some(href) = href else { continue };
            let (file, id) = href.split_once('#').unwrap_or((href, ""));
            let file = if file.is_empty() { name } else { file };
            let known = ids.get(file).unwrap_or_else(|| panic!("{href} in {name}"));
            assert!(id.is_empty() || known.contains(id), "{href} in {name}");
            *leads.entry(tag).or_default() += 1;
        }
    }
    assert!(leads["a"] > 200 && leads["content"] > 100, "{leads:?}");
    for page in &pages {
        assert!(
            page.bytes.len() < LONGEST,
            "{}: {}",
            page.name,
            page.bytes.len()
        );
        // What is marked here is read here, but for what was read before.
        let marks = page.text().matches("epub:type=\"noteref\"").count();
        let notes = page.text().matches("epub:type=\"footnote\"").count();
        assert!(
            notes > 0 && marks >= notes,
            "{}: {marks}, {notes}",
            page.name
        );
    }
    assert_eq!(pages[1].text().matches("Cited throughout").count(), 0);
    // Chapters begin their pages; where a page in print begins stands in the same line.
    let begins = |page: &str| {
        let text = page
            .split("<article aria-label=\"A long chronicle\">\n")
            .nth(1);
        text.and_then(|text| text.lines().next())
            .is_some_and(|line| line.contains("<h2 "))
    };
    assert!(pages[1..].iter().all(|page| begins(page.text())));
}

#[test]
fn another_library_finds_its_parts_its_contents_and_its_pages() {
    let desk = Desk::new()
        .file("a.md", long())
        .export("a.md --pdf --epub")
        .status(0);
    let bytes = desk.bytes("out/a.epub");
    let epub = Epub::read(Cursor::new(bytes.clone())).unwrap();
    let spine = epub.spine().iter().count();
    assert_eq!(spine, chapters(&bytes).len() + 1, "the cover is first");
    let toc = epub.toc().contents().unwrap();
    assert_eq!(toc.iter().count(), 1);
    assert_eq!(toc.iter().next().unwrap().iter().count(), 12);
    let pages = epub.toc().page_list().unwrap();
    let folios: Vec<String> = pages.iter().map(|page| page.label().to_owned()).collect();
    assert!(folios.len() > 50);
    assert!(
        (1..)
            .zip(&folios)
            .all(|(number, folio)| *folio == number.to_string())
    );
    let ncx = entry(&bytes, "toc.ncx");
    let targets = ncx.text().matches("<pageTarget ").count();
    assert_eq!(targets, folios.len());
}
