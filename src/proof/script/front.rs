//! Takes what stands before a text; returns what it must say: a book's title page, and lists of
//! contents.

use super::writer::Writer;
use super::{Form, Kind, Token};
use crate::model::sections::{self, ContentsLine, Section};
use crate::model::{Publication, Role, plain_text};
use crate::write::Format;

impl<'a> Writer<'a> {
    /// The title page of a book and, if there must be one, its list of contents.
    pub(super) fn front(&mut self, book: &'a Publication, contents: bool) {
        self.made(Kind::TitlePage, [book.metadata.title()], true, None);
        self.push(Token::Edge);
        self.made(Kind::TitlePage, [book.metadata.signature()], false, None);
        self.push(Token::Edge);
        self.contents(book, None, contents);
    }

    /// The list of contents of a book, if there must be one.
    pub(super) fn contents(&mut self, book: &'a Publication, depth: Option<u8>, contents: bool) {
        let words = &book.lang().profile().words;
        self.optional(Kind::Contents, &[words.contents]);
        let skips =
            |line: &ContentsLine| self.is_markdown() && line.article.place.role == Role::Endnotes;
        let mut lines = sections::contents(book, depth);
        lines.retain(|line| !skips(line));
        for line in lines {
            self.push(Token::Edge);
            if self.is_markdown() {
                self.optional(Kind::ListMark, &["•"]);
            }
            if let Some(section) = &line.section {
                self.number_of(section);
            }
            self.made(Kind::Contents, [line.title()], contents, None);
            self.push(Token::Edge);
            self.form(Kind::Contents, Form::Folio);
            if line.section.is_none() {
                self.push(Token::Edge);
                let byline = line.article.metadata.byline_names();
                self.made(Kind::Contents, [byline], false, None);
            }
        }
        self.edge();
    }

    /// The number of a section in a list: one that it has by itself, or by the theme of a PDF.
    fn number_of(&mut self, section: &Section) {
        match self.labels.get(&section.node) {
            Some(label) => {
                let number = label.shown();
                self.made(Kind::HeadingNumber, [number], true, None);
            }
            None if self.format == Format::Pdf => {
                self.optional(Kind::HeadingNumber, &[&section.number]);
            }
            None => {}
        }
    }

    pub(super) fn sections(&mut self, listed: &[Section]) {
        let words = &self.lang.profile().words;
        self.optional(Kind::Contents, &[words.contents]);
        for section in listed {
            self.push(Token::Edge);
            self.number_of(section);
            self.made(Kind::Contents, [plain_text(section.content)], true, None);
            self.push(Token::Edge);
            self.form(Kind::Contents, Form::Folio);
        }
        self.edge();
    }
}
