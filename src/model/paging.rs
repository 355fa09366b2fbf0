//! Where the pages of an edition begin in the text: what a citation of a page
//! means to who has no pages.

use super::NodeId;

/// The beginning of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageBreak {
    /// Its number, as it is printed and cited.
    pub folio: String,
    /// Where it begins.
    pub place: Place,
}

/// A place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// Before all that a node is; [`NodeId::of_book`] is a book's title page.
    Before(NodeId),
    /// Within a run of text or a block of code, before this byte.
    Within(NodeId, u32),
}
