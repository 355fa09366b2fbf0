//! Takes lines of code and the name of their language; returns the kinds of their words:
//! what a reader wants to tell apart at a glance.
//!
//! Without the feature `code-colours`, no words are marked.

#[cfg(feature = "code-colours")]
mod marks;

#[cfg(feature = "code-colours")]
pub(crate) use marks::mark;
use std::ops::Range;

/// The kinds of words of code that are set differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Word {
    /// For people.
    Comment,
    /// A word of the language itself.
    Keyword,
    /// Text between quotes.
    Quoted,
    /// A number, or another constant.
    Constant,
}

/// A stretch of a line that is of a kind.
pub(crate) type Marked = (Range<usize>, Word);

/// No marks: the definitions of languages are not in this build.
#[cfg(not(feature = "code-colours"))]
pub(crate) fn mark<'t>(
    _language: &str,
    _lines: impl IntoIterator<Item = &'t str>,
) -> Vec<Vec<Marked>> {
    Vec::new()
}
