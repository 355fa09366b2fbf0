//! Takes the markup of a page's body; returns the file of the page.

use super::host::Labels;
use crate::lang::{Direction, Lang};
use crate::write::xhtml::in_language;
use crate::xml::{Markup, Tag};

/// Which part of a book a page belongs to: the `epub:type` of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    /// Cover and title page.
    Front,
    /// The articles.
    Body,
    /// What stands after them.
    Back,
}

/// A whole page around the markup of its body.
pub(super) fn page(title: &str, lang: &Lang, matter: Matter, body: &str) -> String {
    let mut out = Markup::default();
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    let root = Tag::new("html")
        .attr("xmlns", "http://www.w3.org/1999/xhtml")
        .attr("xmlns:epub", "http://www.idpf.org/2007/ops");
    let root = in_language(root, lang, Direction::LeftToRight, &Labels);
    let html = out.open(root);
    out.raw("\n<head>\n<meta charset=\"utf-8\"/>\n");
    out.element(Tag::new("title"), title);
    out.raw("\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n");
    let matter = match matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
        Matter::Back => "backmatter",
    };
    let tag = out.open(Tag::new("body").attr("epub:type", matter));
    out.end_line();
    out.raw(body);
    out.close(tag);
    out.end_line();
    out.close(html);
    out.end_line();
    out.finish()
}
