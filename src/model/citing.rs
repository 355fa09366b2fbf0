//! What an article, or a book, asks for its citations: its data files, its style, what is listed
//! without being cited.

use super::Inline;
use crate::source::Span;

/// The class of the group that the entries of a bibliography stand in. It and that of an entry
/// are Pandoc's.
pub(crate) const LIST: &str = "csl-bib-body";

/// The class of an entry.
pub(crate) const ENTRY: &str = "csl-entry";

/// The class of a work that a citation names.
pub(crate) const CITED: &str = "citation";

/// The class of what leads from an entry back to where its work is cited.
pub(crate) const BACK: &str = "backlink";

/// Whether links in a stretch of these classes look like the text around them: a list of works
/// in the colour of links could not be read.
pub(crate) fn is_quiet(classes: &[String]) -> bool {
    classes.iter().any(|class| class == CITED || class == BACK)
}

/// Settings of citations.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Citing {
    /// The files that works are read from.
    pub data: Vec<AskedFile>,
    /// Works in the front matter itself, in the terms of CSL JSON.
    pub references: Option<References>,
    /// The name of a citation style, or its CSL file.
    pub style: Option<AskedFile>,
    /// The keys of works that are listed without being cited; `*` stands for all.
    pub nocite: Vec<AskedFile>,
    /// What stands over the bibliography, if the article says so; nothing, if it is empty.
    pub title: Option<Vec<Inline>>,
    /// Whether citations do not lead to the entries of their works.
    pub is_unlinked: bool,
}

impl Citing {
    /// Whether there are works to cite.
    pub fn has_works(&self) -> bool {
        !self.data.is_empty() || self.references.is_some()
    }
}

/// A file, or a name, that an article asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskedFile {
    /// Its path from the folder of the article, or its name.
    pub path: String,
    /// Where it is asked for.
    pub span: Span,
}

/// Works in the front matter.
#[derive(Debug, Clone, PartialEq)]
pub struct References {
    /// A list of items of CSL JSON.
    pub value: serde_json::Value,
    /// Where the list stands.
    pub span: Span,
}
