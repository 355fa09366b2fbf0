//! Takes the contents of a book; returns the contents for readers of EPUB 2, `toc.ncx`
//! (ANSI/NISO Z39.86-2005, 8.4): headings, and the pages in print.

use super::nav::Entry;
use super::paging::Listed;
use crate::model::Carrier;
use crate::model::Publication;
use crate::model::identity::identifier_of;
use crate::xml::{Document, Tag};

/// The document.
pub(super) fn document(
    publication: &Publication,
    title: &str,
    entries: &[&Entry],
    pages: &[Listed],
) -> String {
    let root = Tag::new("ncx")
        .attr("version", "2005-1")
        .attr("xmlns", "http://www.daisy.org/z3986/2005/ncx/");
    let mut out = Document::default();
    out.within(root, |out| {
        out.within(Tag::new("head"), |out| {
            head(publication, entries, pages, out)
        });
        out.within(Tag::new("docTitle"), |out| {
            out.element(Tag::new("text"), title);
        });
        out.within(Tag::new("navMap"), |out| {
            let mut number = 0;
            for entry in entries {
                point(entry, &mut number, out);
            }
        });
        if !pages.is_empty() {
            out.within(Tag::new("pageList"), |out| page_list(pages, out));
        }
    });
    out.finish()
}

fn head(publication: &Publication, entries: &[&Entry], pages: &[Listed], out: &mut Document) {
    let depth = entries.iter().map(|entry| entry.depth()).max().unwrap_or(1);
    let numbers = pages.iter().filter_map(|page| page.folio.parse().ok());
    let highest: u32 = numbers.max().unwrap_or(0);
    for (name, content) in [
        ("dtb:uid", identifier_of(publication, Carrier::Epub)),
        ("dtb:depth", depth.to_string()),
        ("dtb:totalPageCount", pages.len().to_string()),
        ("dtb:maxPageNumber", highest.to_string()),
    ] {
        let meta = Tag::new("meta").attr("name", name);
        out.empty(meta.attr("content", &content));
    }
}

/// An entry and those below it, numbered in the order of reading.
fn point(entry: &Entry, number: &mut usize, out: &mut Document) {
    *number += 1;
    let tag = Tag::new("navPoint")
        .attr("playOrder", &number.to_string())
        .attr("id", &format!("navPoint-{number}"));
    out.within(tag, |out| {
        target(entry.text.trim(), &entry.href, out);
        for child in &entry.children {
            point(child, number, out);
        }
    });
}

fn page_list(pages: &[Listed], out: &mut Document) {
    for (number, page) in (1..).zip(pages) {
        let is_number = page.folio.parse::<u32>().is_ok();
        let mut tag = Tag::new("pageTarget")
            .attr("id", &format!("page-target-{number}"))
            .attr("type", if is_number { "normal" } else { "front" });
        if is_number {
            tag = tag.attr("value", &page.folio);
        }
        out.within(tag, |out| target(&page.folio, &page.href, out));
    }
}

/// What a place is called, and where it is.
fn target(label: &str, href: &str, out: &mut Document) {
    out.within(Tag::new("navLabel"), |out| {
        out.element(Tag::new("text"), label);
    });
    out.empty(Tag::new("content").attr("src", href));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::xhtml::specimen::Specimen;
    use crate::write::xhtml::{Looks, Placed};

    #[test]
    fn headings_and_pages_are_listed() {
        let mut s = Specimen::new("en");
        let body = vec![s.heading(2, "R & D"), s.heading(3, "<b>")];
        let article = s.article("\"T\"", body);
        let publication = Publication::single(article.clone());
        let placed = Placed::whole(&article, "a.xhtml");
        let entry = Entry::of(&article, &placed, &Looks::default(), None);
        let pages = [Listed::on("a.xhtml", "iv"), Listed::on("a.xhtml", "12")];
        let ncx = document(&publication, "\"T\"", &[&entry], &pages);
        let (head, rest) = ncx.split_once("  <docTitle>").unwrap();
        assert!(head.contains("name=\"dtb:depth\" content=\"3\""), "{head}");
        assert!(
            head.contains("name=\"dtb:maxPageNumber\" content=\"12\""),
            "{head}"
        );
        assert_eq!(
            rest,
            r#"
    <text>"T"</text>
  </docTitle>
  <navMap>
    <navPoint playOrder="1" id="navPoint-1">
      <navLabel>
        <text>"T"</text>
      </navLabel>
      <content src="a.xhtml"/>
      <navPoint playOrder="2" id="navPoint-2">
        <navLabel>
          <text>R &amp; D</text>
        </navLabel>
        <content src="a.xhtml#r-d"/>
        <navPoint playOrder="3" id="navPoint-3">
          <navLabel>
            <text>&lt;b&gt;</text>
          </navLabel>
          <content src="a.xhtml#b"/>
        </navPoint>
      </navPoint>
    </navPoint>
  </navMap>
  <pageList>
    <pageTarget id="page-target-1" type="front">
      <navLabel>
        <text>iv</text>
      </navLabel>
      <content src="a.xhtml#page_iv"/>
    </pageTarget>
    <pageTarget id="page-target-2" type="normal" value="12">
      <navLabel>
        <text>12</text>
      </navLabel>
      <content src="a.xhtml#page_12"/>
    </pageTarget>
  </pageList>
</ncx>
"#
        );
    }
}
