//! Takes the pictures and the articles of a book; tells the writer of its pages where they
//! are, and what EPUB says of elements beyond HTML (EPUB 3 Structural Semantics
//! Vocabulary).

use super::formulas::Drawings;
use super::pictures::Pictures;
use crate::lang::Lang;
use crate::model::{NamedText, Picture, Role, Target};
use crate::write::xhtml::{Host, Meaning, Placed, address};
use crate::xml::Tag;
use std::borrow::Cow;

/// A book, as its pages need it.
pub(super) struct Book<'a> {
    /// Its pictures.
    pub pictures: &'a Pictures<'a>,
    /// Its articles, for links from one to another.
    pub articles: &'a [Placed],
    /// How its formulas are drawn, if they are.
    pub formulas: Option<Drawings<'a>>,
}

/// What labels stand in, which show no pictures and do not link.
pub(super) struct Labels;

impl Host for Book<'_> {
    fn typed(&self, tag: Tag, meaning: Meaning) -> Tag {
        Labels.typed(tag, meaning)
    }

    fn in_language(&self, tag: Tag, lang: &Lang) -> Tag {
        Labels.in_language(tag, lang)
    }

    fn picture(&self, picture: &Picture) -> Option<Cow<'_, str>> {
        self.pictures.href(picture).map(Cow::Borrowed)
    }

    fn is_icon(&self, picture: &Picture) -> bool {
        self.pictures.file(picture).is_some_and(|file| file.is_icon)
    }

    fn aspect(&self, picture: &Picture) -> Option<f64> {
        let (width, height) = self.pictures.file(picture)?.size;
        Some(f64::from(width.max(1)) / f64::from(height.max(1)))
    }

    fn link(&self, target: &Target) -> Option<String> {
        match target {
            Target::External(url) => address::outward(url),
            Target::Internal(_) => None,
            Target::Article(source, name) => {
                let mut articles = self.articles.iter();
                let placed = articles.find(|placed| placed.source == *source)?;
                // Where there is no such anchor, the article is better than nothing.
                let id = name.as_deref().and_then(|name| placed.anchors.target(name));
                Some(id.map_or(placed.beginning().to_owned(), |id| placed.href(id)))
            }
        }
    }

    fn formula(&self, source: &str, alone: bool, lang: &Lang) -> Option<String> {
        self.formulas?.markup(source, alone, lang)
    }
}

impl Host for Labels {
    fn typed(&self, tag: Tag, meaning: Meaning) -> Tag {
        let kind = match meaning {
            Meaning::Chapter(role) => of_role(role),
            Meaning::Epigraph => "epigraph",
            Meaning::PullQuote => "pullquote",
            Meaning::NoteMark => "noteref",
            Meaning::Notes => "footnotes",
            Meaning::Note => "footnote",
            Meaning::Endnote => "endnote",
            Meaning::Bibliography => "bibliography",
            Meaning::Cited => "biblioref",
            Meaning::PageBreak => "pagebreak",
        };
        tag.attr("epub:type", kind)
    }

    fn in_language(&self, tag: Tag, lang: &Lang) -> Tag {
        tag.attr("lang", lang.as_str())
            .attr("xml:lang", lang.as_str())
    }

    fn picture(&self, _: &Picture) -> Option<Cow<'_, str>> {
        None
    }

    fn is_icon(&self, _: &Picture) -> bool {
        false
    }

    fn aspect(&self, _: &Picture) -> Option<f64> {
        None
    }

    fn link(&self, _: &Target) -> Option<String> {
        None
    }
}

/// What EPUB calls an article or a page of a book.
pub(super) fn of_role(role: Role) -> &'static str {
    match role {
        Role::Article => "chapter",
        Role::Named(text) => match text {
            NamedText::Foreword => "foreword",
            NamedText::Preface => "preface",
            NamedText::Introduction => "introduction",
            NamedText::Acknowledgements => "acknowledgments",
            NamedText::Afterword => "afterword",
            NamedText::Appendix => "appendix",
        },
        Role::HalfTitle => "halftitlepage",
        Role::TitlePage => "titlepage",
        Role::Copyright => "copyright-page",
        Role::Dedication => "dedication",
        Role::Epigraph => "epigraph",
        Role::Contents => "toc",
        Role::ListOfFigures => "loi",
        Role::ListOfTables => "lot",
        Role::Part => "part",
        Role::Endnotes => "endnotes",
        Role::Bibliography => "bibliography",
        Role::Colophon => "colophon",
        Role::Index => "index",
    }
}
