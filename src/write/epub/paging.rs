//! Takes the pages of a print edition; returns the page list (EPUB Accessibility 1.1, 3;
//! EPUB 3.3, 7.4.4).

use crate::model::paging::PageBreak;
use crate::write::xhtml::page_id;

/// The pages of the edition that an EPUB goes by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paging<'a> {
    /// Where they begin.
    pub breaks: &'a [PageBreak],
    /// The edition's identifier.
    pub source: &'a str,
}

/// A page and where it is found.
pub(super) struct Listed {
    pub(super) folio: String,
    pub(super) href: String,
}

impl Listed {
    /// A page that is marked in a file.
    pub(super) fn on(file: &str, folio: &str) -> Listed {
        Listed {
            folio: folio.to_owned(),
            href: format!("{file}#{}", page_id(folio)),
        }
    }
}
