//! What type should look like: the words in which a style asks for a face and a
//! font set answers.

/// The part a face plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Running text.
    Serif,
    /// Titles: drawn for large sizes.
    Display,
    /// Notes: drawn for small sizes.
    Caption,
    /// Headings, captions, tables.
    Sans,
    /// Code.
    Mono,
}

/// What a face should look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Look {
    /// Its part.
    pub family: Family,
    /// Whether it stands out by weight.
    pub bold: bool,
    /// Whether it slants.
    pub italic: bool,
}
