//! What our Markdown says beyond CommonMark's, for who reads it and who writes it.

pub(crate) mod address;
pub(crate) mod attributes;
pub(crate) mod breaks;
pub(crate) mod citation;
mod foreign;

pub(crate) use foreign::{emoji, is_module, opens_foreign};

/// What a fenced div can be, besides a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DivKind {
    /// Verse, a line of the source being one of it.
    Verse,
    /// Text beside the text.
    Aside,
    /// A sentence shown large.
    PullQuote,
    /// A quotation at the head of a text.
    Epigraph,
    /// A quotation.
    Quote,
    /// A picture, its caption, or both.
    Figure,
    /// A table, as a list of lists.
    Table,
    /// Terms and what they mean, as a list of lists.
    Definitions,
}

/// The classes that say what a fenced div is, with whether the class stays one of it: a
/// note is an aside of the class `note`.
const DIVS: [(&str, DivKind, bool); 12] = [
    ("verse", DivKind::Verse, false),
    ("poem", DivKind::Verse, false),
    ("aside", DivKind::Aside, false),
    ("sidebar", DivKind::Aside, false),
    ("note", DivKind::Aside, true),
    ("pullquote", DivKind::PullQuote, false),
    ("pull-quote", DivKind::PullQuote, false),
    ("epigraph", DivKind::Epigraph, false),
    ("quote", DivKind::Quote, false),
    ("figure", DivKind::Figure, false),
    ("list-table", DivKind::Table, false),
    ("definitions", DivKind::Definitions, false),
];

/// What a class says that a fenced div is, and whether it stays a class of it.
pub(crate) fn div_kind(class: &str) -> Option<(DivKind, bool)> {
    // Quarto's boxes are divs of its own classes.
    if BOXES
        .iter()
        .chain(&["note"])
        .any(|name| class.strip_prefix("callout-") == Some(*name))
    {
        return Some((DivKind::Aside, true));
    }
    let row = DIVS.iter().find(|(name, _, _)| *name == class)?;
    Some((row.1, row.2))
}

/// Whether a key of a list of lists is the table's own.
pub(crate) fn is_table_key(key: &str) -> bool {
    matches!(key, "header-rows" | "footer-rows" | "aligns")
}

/// The names that sites give to boxes of words, besides those of [`DIVS`].
const BOXES: [&str; 15] = [
    "attention",
    "caution",
    "danger",
    "details",
    "error",
    "example",
    "hint",
    "important",
    "info",
    "question",
    "quote",
    "success",
    "tip",
    "todo",
    "warning",
];

/// Whether a class names a box of words, which may have a title after its name.
pub(crate) fn is_box(class: &str) -> bool {
    BOXES.contains(&class) || div_kind(class).is_some()
}
