//! The backgrounds of pages: a tint or a picture for each kind of page.

use super::Colour;
use crate::model::Picture;

/// What lies under a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Backdrop {
    /// A colour.
    Tint(Colour),
    /// A picture that fills the page.
    Picture(Picture),
}

/// The backgrounds by kind of page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Backdrops {
    /// The title page of a book.
    pub title: Option<Backdrop>,
    /// The page of a part.
    pub part: Option<Backdrop>,
    /// The page that an article begins on.
    pub opening: Option<Backdrop>,
    /// Pages of text, and all others.
    pub text: Option<Backdrop>,
    /// The page of a picture that has one to itself.
    pub plate: Option<Backdrop>,
}

/// A kind of page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageKind {
    /// The title page of a book.
    Title,
    /// The page of a part.
    Part,
    /// The page that an article begins on.
    Opening,
    /// A page of text, and any other.
    Text,
    /// The page of a picture that has one to itself.
    Plate,
}

impl Backdrops {
    /// That of a kind of page.
    pub(crate) fn of(&self, kind: PageKind) -> Option<&Backdrop> {
        match kind {
            PageKind::Title => self.title.as_ref(),
            PageKind::Part => self.part.as_ref(),
            PageKind::Opening => self.opening.as_ref(),
            PageKind::Text => self.text.as_ref(),
            PageKind::Plate => self.plate.as_ref(),
        }
    }

    /// All of them, with the names of their keys.
    pub(crate) fn all(&self) -> [(&'static str, Option<&Backdrop>); 5] {
        [
            ("pages.title-page", self.title.as_ref()),
            ("pages.part", self.part.as_ref()),
            ("pages.opening", self.opening.as_ref()),
            ("pages.text", self.text.as_ref()),
            ("pages.plate", self.plate.as_ref()),
        ]
    }
}
