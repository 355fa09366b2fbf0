//! Takes a publication and the files of its EPUB; returns the package document,
//! `content.opf` (EPUB 3.3, 5): metadata, manifest, spine and, for old readers, the guide.

use super::container::{PageKind, Parts};
use super::faces;
use super::metadata::{self, Facts};
use crate::lang::Direction;
use crate::model::Publication;
use crate::xml::{Document, Tag};
use std::collections::BTreeSet;

/// The words that Apple has for books, and their prefix.
const APPLE_WORDS: &str =
    "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";
/// The id of the cover's picture, by which EPUB 2 finds it.
pub(super) const COVER: &str = "cover-image";

/// The package document.
pub(super) fn document(publication: &Publication, parts: &Parts, facts: &Facts) -> String {
    let lang = publication.lang();
    let mut root = Tag::new("package")
        .attr("xml:lang", lang.as_str())
        .attr("dir", direction(lang.direction()));
    if facts.quirks.announces_faces {
        root = root.attr("prefix", APPLE_WORDS);
    }
    let root = root
        .attr("version", "3.0")
        .attr("xmlns", "http://www.idpf.org/2007/opf")
        .attr("unique-identifier", metadata::IDENTIFIER);
    let mut out = Document::default();
    out.within(root, |out| {
        metadata::write(publication, facts, out);
        out.within(Tag::new("manifest"), |out| manifest(parts, out));
        let turning = direction(parts.direction);
        let spine = Tag::new("spine")
            .attr("toc", "ncx")
            .attr("page-progression-direction", turning);
        out.within(spine, |out| spine_of(parts, facts, out));
        if facts.quirks.guide {
            out.within(Tag::new("guide"), |out| guide(parts, out));
        }
    });
    out.finish()
}

/// Every file but the package document, each once.
fn manifest(parts: &Parts, out: &mut Document) {
    let own = |id: &str, href: &str, media_type: &str| {
        Tag::new("item")
            .attr("id", id)
            .attr("href", href)
            .attr("media-type", media_type)
    };
    out.empty(own("ncx", "toc.ncx", "application/x-dtbncx+xml"));
    let nav = own("nav", "nav.xhtml", "application/xhtml+xml");
    out.empty(nav.attr("properties", "nav"));
    let file = |href: &str, media_type: &str| {
        Tag::new("item")
            .attr("media-type", media_type)
            .attr("id", &id(href))
            .attr("href", href)
    };
    out.empty(file("stylesheet.css", "text/css"));
    for page in parts.pages {
        let item = file(&page.href, "application/xhtml+xml");
        // A page says what it has in it beyond XHTML (EPUB 3.3, 5.6.4).
        out.empty(match page.properties() {
            "" => item,
            properties => item.attr("properties", properties),
        });
    }
    for picture in parts.pictures {
        out.empty(match parts.cover == Some(&picture.href) {
            true => Tag::new("item")
                .attr("media-type", picture.media_type)
                .attr("properties", "cover-image")
                .attr("id", COVER)
                .attr("href", &picture.href),
            false => file(&picture.href, picture.media_type),
        });
    }
    let mut stored: BTreeSet<&str> = BTreeSet::new();
    for face in parts.faces {
        if stored.insert(&face.file_name) {
            out.empty(file(&faces::path(face), faces::media_type(face)));
        }
    }
}

/// The pages in the order of reading.
fn spine_of(parts: &Parts, facts: &Facts, out: &mut Document) {
    for page in parts.pages {
        let item = Tag::new("itemref").attr("idref", &id(&page.href));
        let is_passed = page.kind == PageKind::Cover && !facts.quirks.turns_to_cover;
        out.empty(match is_passed {
            true => item.attr("linear", "no"),
            false => item,
        });
    }
}

/// The places that readers of EPUB 2 offer by name.
fn guide(parts: &Parts, out: &mut Document) {
    let reference = |kind: &str, title: &str, href: &str| {
        Tag::new("reference")
            .attr("type", kind)
            .attr("title", title)
            .attr("href", href)
    };
    out.empty(reference("toc", parts.title, "nav.xhtml"));
    for page in parts.pages {
        let kind = match page.kind {
            PageKind::Cover => "cover",
            PageKind::Title => "title-page",
            PageKind::First => "text",
            PageKind::List(kind) => kind,
            PageKind::Article | PageKind::Beside => continue,
        };
        let title = page.title.as_deref().unwrap_or_default();
        out.empty(reference(kind, title, &page.href));
    }
}

/// The id of a file. Its name has no signs but those that an id may have, and slashes.
fn id(href: &str) -> String {
    let name: String = href
        .chars()
        .map(|c| if c == '/' { '_' } else { c })
        .collect();
    format!("id_{name}")
}

fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

#[cfg(test)]
mod tests {
    use super::super::container::Page;
    use super::super::front;
    use super::super::profile::{Profile, Quirks};
    use super::*;
    use crate::write::xhtml::specimen::Specimen;

    fn document_for(profile: Profile) -> String {
        let quirks: &Quirks = profile.quirks();
        let mut s = Specimen::new("ar");
        let publication = Publication::single(s.article("A & \"B\"", vec![]));
        let page = |href: &str, kind, xhtml: &str| Page {
            href: href.to_owned(),
            kind,
            xhtml: xhtml.to_owned(),
            title: None,
        };
        let pages = [
            page("cover.xhtml", PageKind::Cover, ""),
            page("article-1.xhtml", PageKind::First, "<math display"),
        ];
        let parts = Parts {
            title: &front::title(&publication.metadata),
            direction: Direction::RightToLeft,
            pages: &pages,
            pictures: &[],
            cover: None,
            faces: &[],
        };
        let facts = Facts {
            has_mathml: true,
            modified: "2026-03-03T00:00:00Z",
            has_cover: false,
            moves: false,
            quirks,
            pages: None,
        };
        document(&publication, &parts, &facts)
    }

    #[test]
    fn the_manifest_and_the_spine_list_the_files() {
        let opf = document_for(Profile::Generic);
        let (head, rest) = opf.split_once("  <metadata").unwrap();
        assert_eq!(
            head,
            r#"<?xml version="1.0" encoding="UTF-8"?>
<package xml:lang="ar" dir="rtl" version="3.0" xmlns="http://www.idpf.org/2007/opf" unique-identifier="epub-id-1">
"#
        );
        let (_, rest) = rest.split_once("</metadata>\n").unwrap();
        assert_eq!(
            rest,
            r#"  <manifest>
    <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
    <item media-type="text/css" id="id_stylesheet.css" href="stylesheet.css"/>
    <item media-type="application/xhtml+xml" id="id_cover.xhtml" href="cover.xhtml"/>
    <item media-type="application/xhtml+xml" id="id_article-1.xhtml" href="article-1.xhtml" properties="mathml"/>
  </manifest>
  <spine toc="ncx" page-progression-direction="rtl">
    <itemref idref="id_cover.xhtml"/>
    <itemref idref="id_article-1.xhtml"/>
  </spine>
</package>
"#
        );
    }

    #[test]
    fn a_kindle_has_a_guide_and_turns_past_the_cover() {
        let opf = document_for(Profile::Kindle);
        for line in [
            r#"<itemref idref="id_cover.xhtml" linear="no"/>"#,
            r#"<reference type="toc" title="A &amp; &quot;B&quot;" href="nav.xhtml"/>"#,
            r#"<reference type="cover" title="" href="cover.xhtml"/>"#,
            r#"<reference type="text" title="" href="article-1.xhtml"/>"#,
        ] {
            assert!(opf.contains(line), "{line}\n{opf}");
        }
        assert!(document_for(Profile::Apple).contains("prefix=\"ibooks: "));
    }
}
