//! Takes an article; returns the XHTML of its text, for any kind of file that pages stand in.
//!
//! A [`Writer`] walks the model once and writes elements as it goes. It tracks the
//! current language, writes it where it changes and `dir` where the direction changes, and
//! collects notes, which it writes after the text. What differs between kinds of files, a
//! [`Host`] says.
//!
//! `anchors` names what links lead to, `looks` and `sheet` take what a style says of
//! screens, `paging` marks the pages of a print edition.

pub(crate) mod address;
mod anchors;
mod article;
mod block;
mod formula;
mod inline;
mod looks;
mod note;
mod paging;
mod sheet;
#[cfg(test)]
pub(super) mod specimen;
mod styles;
mod table;

pub(crate) use anchors::{Anchors, Endnotes, Placed};
pub(crate) use article::{Chapter, article};
pub(crate) use formula::svg;
pub(crate) use looks::Looks;
pub(crate) use paging::{Breaks, id as page_id, mark as page_mark};
pub(crate) use sheet::{Extras, FontFace, FontFormat, Stacks, style_sheet};

use crate::lang::{Direction, Lang};
use crate::model::{BreakKind, Inline, Node, NodeId, Picture, Role, Target};
use crate::xml::{Markup, Tag};
use note::Notes;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A kind of file that pages stand in: what its elements say beyond HTML, and what is
/// around a page.
pub(crate) trait Host {
    /// Adds to a tag what this kind of file says of the meaning of its element.
    fn typed(&self, tag: Tag, meaning: Meaning) -> Tag;

    /// Adds the language of an element to its tag.
    fn in_language(&self, tag: Tag, lang: &Lang) -> Tag;

    /// The address of a picture. One without an address is a frame with its description.
    fn picture(&self, picture: &Picture) -> Option<Cow<'_, str>>;

    /// Whether a picture among words is a sign, as tall as its line.
    fn is_icon(&self, picture: &Picture) -> bool;

    /// The width of a picture where its height is 1, if it can be had.
    fn aspect(&self, picture: &Picture) -> Option<f64>;

    /// The address that a link to another article or to another site leads to. The text of
    /// a link without an address is no link.
    fn link(&self, target: &Target) -> Option<String>;

    /// A formula as it is written instead of its MathML, if it is.
    fn formula(&self, _source: &str, _alone: bool, _lang: &Lang) -> Option<String> {
        None
    }
}

/// What an element means beyond its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// What an article is in a book.
    Chapter(Role),
    /// A quotation before the text.
    Epigraph,
    /// A sentence of the text, repeated in large type.
    PullQuote,
    /// The mark of a note in the text.
    NoteMark,
    /// The notes of an article.
    Notes,
    /// A note.
    Note,
    /// A note among those of other chapters.
    Endnote,
    /// The works that a text cites.
    Bibliography,
    /// Where a text cites a work.
    Cited,
    /// The beginning of a page of the print edition.
    PageBreak,
}

/// How pages are written.
#[derive(Clone, Copy)]
pub(crate) struct Options<'a> {
    /// The kind of file.
    pub host: &'a dyn Host,
    /// Where pages in print begin.
    pub breaks: &'a Breaks<'a>,
    /// What pages show of the style.
    pub looks: &'a Looks,
    /// Whether an article is a chapter of a book.
    pub is_chapter: bool,
    /// Whether parts of a page may be copied elsewhere, away from its style sheet:
    /// alignment and small capitals are then in the elements themselves, and a formula has
    /// its source in it.
    pub is_portable: bool,
}

/// The markup of inlines where they are a label, not the text itself: in the
/// list of contents or on the cover. Nothing in it links or can be linked to.
pub(crate) fn label(content: &[Inline], lang: &Lang, host: &dyn Host) -> String {
    let nowhere = Placed::default();
    let options = Options {
        host,
        breaks: &Breaks::default(),
        looks: &Looks::default(),
        is_chapter: false,
        is_portable: false,
    };
    let mut writer = Writer::new(lang.clone(), &nowhere, &options);
    writer.place = Place::Label;
    writer.inlines(content);
    writer.out.finish()
}

/// The same element in this language, standing where script runs `around`.
pub(crate) fn in_language(tag: Tag, lang: &Lang, around: Direction, host: &dyn Host) -> Tag {
    let tag = host.in_language(tag, lang);
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
    options: &'a Options<'a>,
    /// The pages that were marked in the part, in order.
    pages: Vec<String>,
    /// All pages that were marked. A mark may be due at a block and at the words that
    /// it begins with.
    marked: BTreeSet<String>,
    /// The break that the next element of a block begins with.
    broken: Option<BreakKind>,
    notes: Notes<'a>,
    /// Whether it is the bibliography of a book.
    is_bibliography: bool,
    /// Whether the inlines in hand cite a work.
    is_cited: bool,
}

impl<'a> Writer<'a> {
    fn new(lang: Lang, placed: &'a Placed, options: &'a Options<'a>) -> Writer<'a> {
        Writer {
            out: Markup::default(),
            lang,
            place: Place::Text,
            is_picture: false,
            placed,
            part: 0,
            options,
            pages: Vec::new(),
            marked: BTreeSet::new(),
            broken: None,
            notes: Notes::default(),
            is_bibliography: false,
            is_cited: false,
        }
    }

    /// The tag with what the file says of the meaning of its element.
    fn typed(&self, tag: Tag, meaning: Meaning) -> Tag {
        self.options.host.typed(tag, meaning)
    }

    /// The class of words that are not the author's, where a reader of the page is to know
    /// them.
    fn generated(&self) -> &'static str {
        match self.options.is_portable {
            true => "generated",
            false => "",
        }
    }

    /// An element in a language, the one in force if none is given.
    fn within(&mut self, tag: Tag, lang: Option<&Lang>, content: impl FnOnce(&mut Self)) {
        let outer = self.lang.clone();
        let tag = match lang.filter(|lang| **lang != outer) {
            Some(lang) => {
                self.lang = lang.clone();
                in_language(tag, lang, outer.direction(), self.options.host)
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
        paging::mark(folio, self.options.host, &mut self.out);
        self.pages.push(folio.to_owned());
    }

    /// The marks of pages that begin with a node.
    fn pages_before(&mut self, node: NodeId) {
        if self.place == Place::Label {
            return;
        }
        for folio in self.options.breaks.before(node) {
            self.page(folio);
        }
    }

    /// A run of text, of which `from` bytes went before, with the marks of pages
    /// that begin in it.
    fn run(&mut self, node: NodeId, text: &str, from: usize) {
        let mut done = 0;
        if self.place != Place::Label {
            for (at, folio) in self.options.breaks.within(node) {
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
