//! Inlines: what stands within a line.

use super::{Attributes, Block, Node, Picture};
use crate::source::{SourceId, Span};

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// Name, place and language.
    pub node: Node,
    /// What it is.
    pub kind: InlineKind,
}

/// The kinds of inline.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// A run of characters, cut where source and text part.
    Text(String),
    /// Stress: italics, as a rule.
    Emph(Vec<Inline>),
    /// Strong importance: bold, as a rule.
    Strong(Vec<Inline>),
    /// Small capitals.
    SmallCaps(Vec<Inline>),
    /// Superior characters, as in 1ᵉʳ.
    Super(Vec<Inline>),
    /// Inferior characters, as in H₂O.
    Sub(Vec<Inline>),
    /// Text that is struck through: still there to read.
    Strike(Vec<Inline>),
    /// Verbatim text.
    Code(String),
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// The tooltip an author gave it.
        title: String,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// A picture in the line.
    Image(Picture),
    /// A note, at the place of its mark.
    Note(Note),
    /// A formula, in TeX.
    Math(String),
    /// A reference by key, as Pandoc writes it: `[see @smith2020, p. 33; @doe]`, `@fig:map`.
    Citation(Citation),
    /// An abbreviation and what it stands for.
    Abbreviation {
        /// The short form, as it stands in the text.
        content: Vec<Inline>,
        /// The long form.
        expansion: String,
    },
    /// Text with its reading or its meaning in small letters above it (HTML, 4.5.10).
    Ruby {
        /// The text.
        base: Vec<Inline>,
        /// What stands above it.
        annotation: String,
    },
    /// Neighbours that would rather not be parted by a line's end.
    Tie,
    /// A line break the author asked for.
    Break,
    /// A stretch with an identifier, classes or a language of its own.
    Span(Attributes, Vec<Inline>),
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// Out of the publication: a URL, or a path as the author wrote it.
    External(String),
    /// To the anchor of this name in the same article; the article itself has none.
    Internal(String),
    /// To another article of the publication, or to an anchor in it.
    Article(SourceId, Option<String>),
}

/// A reference by key, to a part of the publication or to an entry of a bibliography.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// Whether it stands in brackets.
    pub form: CitationForm,
    /// What is cited, in the order written.
    pub items: Vec<CitationItem>,
    /// What is printed: as written, signs included, until the keys are looked up.
    pub content: Vec<Inline>,
}

/// How a citation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationForm {
    /// `[@key]`: all of it is a reference.
    Bracketed,
    /// `@key`: a part of the sentence.
    InText,
    /// `\ref{key}`: the number of a label, as LaTeX has it.
    Ref,
    /// `\eqref{key}`: the same, in brackets.
    EqRef,
}

/// One key of a citation, and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CitationItem {
    /// The key, without `@` and braces.
    pub key: String,
    /// The place of the key, from its `@` on.
    pub span: Span,
    /// What stands before the key in brackets: `see`.
    pub prefix: Vec<Inline>,
    /// What stands after it, its comma included: `, p. 33`; of `@key [p. 33]`, what stands in
    /// the brackets.
    pub suffix: Vec<Inline>,
    /// Whether a hyphen before the key leaves out the author, or the word of a label.
    pub suppress_author: bool,
}

/// The text of a note.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The author's label, kept to recognise a note marked more than once.
    pub label: String,
    /// Its text.
    pub body: Vec<Block>,
}

/// The characters of inlines without their dress: for titles in metadata,
/// outlines and running heads. Notes are left out, breaks become spaces.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text.trim().to_owned()
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(run) | InlineKind::Code(run) | InlineKind::Math(run) => {
                text.push_str(run);
            }
            InlineKind::Emph(content)
            | InlineKind::Strong(content)
            | InlineKind::SmallCaps(content)
            | InlineKind::Super(content)
            | InlineKind::Sub(content)
            | InlineKind::Strike(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Ruby { base: content, .. }
            | InlineKind::Citation(Citation { content, .. })
            | InlineKind::Span(_, content) => push_plain(content, text),
            InlineKind::Image(picture) => text.push_str(picture.alt.as_deref().unwrap_or("")),
            InlineKind::Break => text.push(' '),
            InlineKind::Note(_) | InlineKind::Tie => {}
        }
    }
}
