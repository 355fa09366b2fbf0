//! Takes an article; returns the XHTML of its page.
//!
//! A [`Writer`] walks the model once and writes elements as it goes. It tracks the
//! current language, writes `lang` and `xml:lang` where it changes and `dir` where the
//! direction changes, and collects notes, which it writes after the text.

mod article;
mod block;
mod inline;
mod note;
mod table;

pub(super) use article::{Chapter, article};

use super::anchors::Placed;
use super::looks::Looks;
use super::markup::{Markup, Tag};
use super::paging::{self, Breaks};
use super::pictures::Pictures;
use crate::lang::{Direction, Lang};
use crate::model::{Inline, Node, NodeId};
use note::Notes;
use std::collections::BTreeSet;

/// Which part of a book a page belongs to: the `epub:type` of its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    /// Cover and title page.
    Front,
    /// The articles.
    Body,
}

/// A whole page around the markup of its body.
pub(super) fn page(title: &str, lang: &Lang, matter: Matter, body: &str) -> String {
    let mut out = Markup::default();
    out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    let root = Tag::new("html")
        .attr("xmlns", "http://www.w3.org/1999/xhtml")
        .attr("xmlns:epub", "http://www.idpf.org/2007/ops");
    let html = out.open(in_language(root, lang, Direction::LeftToRight));
    out.raw("\n<head>\n<meta charset=\"utf-8\"/>\n");
    out.element(Tag::new("title"), title);
    out.raw("\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n");
    let matter = match matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
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

/// The markup of inlines where they are a label, not the text itself: in the
/// list of contents or on the cover. Nothing in it links or can be linked to.
pub(super) fn label(content: &[Inline], lang: &Lang) -> String {
    let nowhere = Placed::default();
    let (pictures, breaks) = (Pictures::default(), Breaks::default());
    let book = Book {
        pictures: &pictures,
        breaks: &breaks,
        looks: &Looks::default(),
        articles: &[],
        bound: false,
    };
    let mut writer = Writer::new(lang.clone(), &nowhere, &book);
    writer.place = Place::Label;
    writer.inlines(content);
    writer.out.finish()
}

/// The same element in this language, standing where script runs `around`.
pub(super) fn in_language(tag: Tag, lang: &Lang, around: Direction) -> Tag {
    let tag = tag
        .attr("lang", lang.as_str())
        .attr("xml:lang", lang.as_str());
    match lang.direction() {
        direction if direction == around => tag,
        Direction::LeftToRight => tag.attr("dir", "ltr"),
        Direction::RightToLeft => tag.attr("dir", "rtl"),
    }
}

/// Where inlines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the text.
    Text,
    /// Within a link, which can hold no other link.
    Link,
    /// In a label.
    Label,
}

/// What of a book its pages need.
#[derive(Clone, Copy)]
pub(super) struct Book<'a> {
    /// Its pictures.
    pub pictures: &'a Pictures<'a>,
    /// Where pages in print begin.
    pub breaks: &'a Breaks<'a>,
    /// What its pages say of their looks.
    pub looks: &'a Looks,
    /// Its articles, for links from one to another.
    pub articles: &'a [Placed],
    /// Whether it binds several.
    pub bound: bool,
}

/// XHTML in the making.
struct Writer<'a> {
    out: Markup,
    lang: Lang,
    place: Place,
    /// Whether the paragraph in hand is a picture and nothing else.
    is_picture: bool,
    /// The article that is written, and which part of it.
    placed: &'a Placed,
    part: usize,
    book: &'a Book<'a>,
    /// The pages that were marked in the part, in order.
    pages: Vec<String>,
    /// All pages that were marked. A mark may be due at a block and at the words that
    /// it begins with.
    marked: BTreeSet<String>,
    notes: Notes<'a>,
}

impl<'a> Writer<'a> {
    fn new(lang: Lang, placed: &'a Placed, book: &'a Book<'a>) -> Writer<'a> {
        Writer {
            out: Markup::default(),
            lang,
            place: Place::Text,
            is_picture: false,
            placed,
            part: 0,
            book,
            pages: Vec::new(),
            marked: BTreeSet::new(),
            notes: Notes::default(),
        }
    }

    /// An element in a language, the one in force if none is given.
    fn within(&mut self, tag: Tag, lang: Option<&Lang>, content: impl FnOnce(&mut Self)) {
        let outer = self.lang.clone();
        let tag = match lang.filter(|lang| **lang != outer) {
            Some(lang) => {
                self.lang = lang.clone();
                in_language(tag, lang, outer.direction())
            }
            None => tag,
        };
        let name = self.out.open(tag);
        content(self);
        self.out.close(name);
        self.lang = outer;
    }

    /// The element of a node, with its language and its anchor.
    fn element(&mut self, tag: Tag, node: &Node, content: impl FnOnce(&mut Self)) {
        let tag = self.anchored(tag, node);
        self.within(tag, node.lang.as_ref(), content);
    }

    /// A node that needs no element of its own, unless for its language or its
    /// anchor.
    fn bare(&mut self, node: &Node, content: impl FnOnce(&mut Self)) {
        let foreign = node.lang.as_ref().is_some_and(|lang| *lang != self.lang);
        if foreign || self.placed.anchors.id(node.id).is_some() {
            self.element(Tag::new("span"), node, content);
        } else {
            content(self);
        }
    }

    /// The mark of a page, where it is the first.
    fn page(&mut self, folio: &str) {
        if !self.marked.insert(folio.to_owned()) {
            return;
        }
        paging::mark(folio, &mut self.out);
        self.pages.push(folio.to_owned());
    }

    /// The marks of pages that begin with a node.
    fn pages_before(&mut self, node: NodeId) {
        if self.place == Place::Label {
            return;
        }
        for folio in self.book.breaks.before(node) {
            self.page(folio);
        }
    }

    /// A run of text, of which `from` bytes went before, with the marks of pages
    /// that begin in it.
    fn run(&mut self, node: NodeId, text: &str, from: usize) {
        let mut done = 0;
        if self.place != Place::Label {
            for (at, folio) in self.book.breaks.within(node) {
                let Some(at) = at.checked_sub(from).filter(|at| *at >= done) else {
                    continue;
                };
                if at < text.len() && text.is_char_boundary(at) {
                    self.out.text(&text[done..at]);
                    self.page(folio);
                    done = at;
                }
            }
        }
        self.out.text(&text[done..]);
    }

    /// A phrase that is no node: a field of the front matter, a caption.
    fn phrase(&mut self, tag: Tag, content: &'a [Inline]) {
        if let Some(first) = content.first() {
            self.pages_before(first.node.id);
            self.within(tag, None, |w| w.inlines(content));
            self.out.end_line();
        }
    }

    /// Code, formulas, addresses and numbers of notes run from left to right in whatever
    /// script they stand, and are in no language.
    fn verbatim(&self, tag: Tag) -> Tag {
        match self.lang.direction() {
            Direction::LeftToRight => tag,
            Direction::RightToLeft => tag.attr("dir", "ltr"),
        }
    }

    /// The address of an anchor of the article: within the file, if it is there.
    fn near(&self, id: &str) -> String {
        let href = self.placed.href(id);
        let within = href.strip_prefix(self.placed.file(self.part));
        within.map_or(href.clone(), str::to_owned)
    }

    fn anchored(&self, tag: Tag, node: &Node) -> Tag {
        match self.placed.anchors.id(node.id) {
            Some(id) => tag.attr("id", id),
            None => tag,
        }
    }
}
