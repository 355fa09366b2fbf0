//! Takes Markdown as other programs write it; returns Markdown as Pressroom reads it.
//!
//! Each form that means what Pressroom's own can say is rewritten as that, before the text
//! is parsed; an [`Origin`] leads every byte back to where it was typed. What has no such
//! meaning is reported once for each dialect of a file ([`Dialect`]): forty warnings of one
//! kind say no more than one.

mod admonition;
mod attributes;
mod blocks;
mod draft;
mod grid;
mod inlines;
mod lines;
mod math;
mod numbers;

use crate::diag::{Code, Diagnostic};
use crate::read::context::Context;
use crate::read::origin::Origin;
use crate::source::Span;
use draft::Draft;
pub(super) use inlines::is_cjk;
pub(super) use numbers::numerals;
use std::collections::BTreeMap;
use std::ops::Range;

/// What of a dialect is reported, once for each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::read) enum Dialect {
    /// A request for a table of contents.
    Contents,
    /// Tags of Liquid, Jinja or Hugo.
    Template,
    /// Modules and components of JSX.
    Mdx,
    /// Another file to be put here.
    Include,
    /// Diagrams as text.
    Mermaid,
    /// Formulas in MathML that have TeX.
    MathTex,
    /// Formulas in MathML that have none.
    MathWords,
    /// A table whose lines do not stand under each other.
    Grid,
}

impl Dialect {
    /// What is said of it, and what to do.
    fn message(self) -> (&'static str, &'static str) {
        match self {
            Dialect::Contents => (
                "the mark of a table of contents is left out",
                "the PDF lists the sections after the headline, and an EPUB always has a list",
            ),
            Dialect::Template => (
                "template tags (Liquid, Jinja, Hugo) are printed unchanged",
                "write the picture itself: `![what it shows](a.jpg \"Caption\")`",
            ),
            Dialect::Mdx => (
                "MDX imports, exports and components are left out; the text within is kept",
                "write what they show as Markdown",
            ),
            Dialect::Include => (
                "includes of other files are printed unchanged",
                "put the text of the file in their place",
            ),
            Dialect::Mermaid => (
                "Mermaid diagrams are printed as their source",
                "draw them as SVG, and show the picture: `![what it shows](a.svg)`",
            ),
            Dialect::MathTex => (
                "MathML formulas are set from their TeX",
                "write it between dollars: `$x^2$`",
            ),
            Dialect::MathWords => (
                "MathML without TeX: only its letters and signs are kept",
                "write it in TeX to keep fractions and exponents: `$x^2$`",
            ),
            Dialect::Grid => (
                "the lines of a grid table do not close its cells; not read as a table",
                "write it as a `::: list-table`",
            ),
        }
    }
}

impl Context<'_> {
    /// Reports a dialect, the first time that a file has it.
    pub(in crate::read::markdown) fn tell_dialect(&mut self, dialect: Dialect, span: Span) {
        if !self.dialects.insert(dialect) {
            return;
        }
        let (message, hint) = dialect.message();
        let diagnostic = match dialect {
            Dialect::Contents | Dialect::Mermaid | Dialect::MathTex => {
                Diagnostic::note(Code::Dialect, span, message)
            }
            Dialect::Template
            | Dialect::Mdx
            | Dialect::Include
            | Dialect::MathWords
            | Dialect::Grid => Diagnostic::warning(Code::Dialect, span, message),
        };
        self.report().push(diagnostic.hint(hint));
    }
}

/// What a pass over a text finds beside what it rewrites.
#[derive(Default)]
pub(super) struct Notes {
    /// Dialects, and where they stand in the text.
    told: Vec<(Dialect, Range<usize>)>,
    /// The numbers of examples (`(@)`), by label, and how many there are.
    examples: BTreeMap<String, usize>,
    count: usize,
}

impl Notes {
    fn tell(&mut self, dialect: Dialect, at: Range<usize>) {
        self.told.push((dialect, at));
    }
}

/// How deep boxes may stand in each other.
const DEPTH: usize = 8;

/// Rewrites a text that other programs read.
pub(super) fn rewrite(text: &str, origin: Origin, context: &mut Context) -> (String, Origin) {
    let (mut text, mut origin) = (text.to_owned(), origin);
    if let Some(rewritten) = attributes::rewritten(&text).finish(&origin) {
        (text, origin) = rewritten;
    }
    let mut notes = Notes::default();
    for _ in 0..DEPTH {
        let draft = blocks::rewritten(&text, &mut notes);
        tell(&mut notes, &origin, context);
        match draft.finish(&origin) {
            Some(rewritten) => (text, origin) = rewritten,
            None => break,
        }
    }
    phrases(text, origin, notes, context)
}

/// The same of a phrase, in which no line is a block.
pub(super) fn rewrite_phrase(
    text: &str,
    origin: Origin,
    context: &mut Context,
) -> (String, Origin) {
    phrases(text.to_owned(), origin, Notes::default(), context)
}

fn phrases(
    text: String,
    origin: Origin,
    mut notes: Notes,
    context: &mut Context,
) -> (String, Origin) {
    let draft = inlines::rewritten(&text, &mut notes);
    tell(&mut notes, &origin, context);
    match draft.finish(&origin) {
        Some(rewritten) => rewritten,
        None => (text, origin),
    }
}

fn tell(notes: &mut Notes, origin: &Origin, context: &mut Context) {
    for (dialect, at) in notes.told.drain(..) {
        context.tell_dialect(dialect, origin.span(at));
    }
}
