//! What Pressroom has to say about an article.
//!
//! A [`Diagnostic`] is a sentence about a place in a source, with a severity, a
//! stable code and hints; a [`Report`] collects many. Nothing here stops
//! anything: reading and setting go on, and whoever asked decides what the
//! report is worth (`--strict`, the exit status).

mod code;
mod suggest;

use crate::source::{Source, Span, locate};
pub use code::Code;
use std::collections::{HashMap, HashSet};
use std::fmt;
pub use suggest::nearest;

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Told, and of no consequence: it never changes the exit status.
    Note,
    /// Probably not what the author wants; an error under `--strict`.
    Warning,
    /// Something of the article cannot be as its author wrote it.
    Error,
}

impl Severity {
    /// The word that opens a message.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One remark about an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What it is about: a stable name to search for and to filter by.
    pub code: Code,
    /// Where, if it is about a place.
    pub span: Option<Span>,
    /// What is the matter, in one sentence without a full stop.
    pub message: String,
    /// What can be done about it.
    pub hints: Vec<String>,
    /// The same for those who make files of one kind, by its ending: `pdf`.
    pub hints_for: Vec<(&'static str, String)>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, Some(span), message)
    }

    /// A warning at a place.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, Some(span), message)
    }

    /// A note at a place.
    pub fn note(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Note, code, Some(span), message)
    }

    /// Any diagnostic, with or without a place.
    pub fn new(
        severity: Severity,
        code: Code,
        span: Option<Span>,
        message: impl Into<String>,
    ) -> Diagnostic {
        debug_assert!(
            code.severities().contains(&severity),
            "{code} is registered with other severities"
        );
        Diagnostic {
            severity,
            code,
            span,
            message: message.into(),
            hints: Vec::new(),
            hints_for: Vec::new(),
        }
    }

    /// The same, with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hints.push(hint.into());
        self
    }

    /// The same, with one more hint for those who make files of one kind.
    #[must_use]
    pub fn hint_for(mut self, ending: &'static str, hint: impl Into<String>) -> Diagnostic {
        self.hints_for.push((ending, hint.into()));
        self
    }
}

/// A number with its noun: `1 page`, `2 pages`.
pub fn counted(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// Diagnostics in the order they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    seen: HashSet<Diagnostic>,
    /// Where diagnostics are, for people: `story.md:3:7`.
    places: HashMap<Span, String>,
}

impl Report {
    /// An empty report.
    pub fn new() -> Report {
        Report::default()
    }

    /// Adds a diagnostic; the same one at the same place is kept once, so that
    /// a stage run for each of three outputs complains once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert(diagnostic.clone()) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Adds all of another report.
    pub fn extend(&mut self, other: Report) {
        for diagnostic in other.diagnostics {
            self.push(diagnostic);
        }
        self.places.extend(other.places);
    }

    /// Keeps of the hints for files of one kind those for the kinds that are made.
    pub fn keep_hints_for(&mut self, endings: &[&str]) {
        for diagnostic in &mut self.diagnostics {
            for (ending, hint) in std::mem::take(&mut diagnostic.hints_for) {
                if endings.contains(&ending) {
                    diagnostic.hints.push(hint);
                }
            }
        }
    }

    /// Adds names and line numbers to the diagnostics of these sources, so that the report can
    /// be [displayed](fmt::Display) without them.
    pub fn locate(&mut self, sources: &[Source]) {
        for span in self.diagnostics.iter().filter_map(|d| d.span) {
            if let Some((source, place)) = locate(sources, span) {
                let place = format!("{}:{}:{}", source.name(), place.line, place.column);
                self.places.insert(span, place);
            }
        }
    }

    /// The diagnostics by source and place, those without a place first.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        all.sort_by_key(|d| d.span);
        all
    }

    /// In the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// The gravest severity in it.
    pub fn worst(&self) -> Option<Severity> {
        self.diagnostics.iter().map(|d| d.severity).max()
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count()
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }
}

/// One line for each diagnostic, in the order of [`Report::sorted`], with its hints below:
///
/// ```text
/// story.md:3:1: warning[unknown-key]: unknown key `titel` (kept as metadata)
///     help: did you mean `title`?
/// ```
///
/// Places are missing if the report was not [located](Report::locate).
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for diagnostic in self.sorted() {
            if let Some(place) = diagnostic.span.and_then(|span| self.places.get(&span)) {
                write!(f, "{place}: ")?;
            }
            let Diagnostic {
                severity,
                code,
                message,
                ..
            } = diagnostic;
            writeln!(f, "{}[{code}]: {message}", severity.word())?;
            for hint in &diagnostic.hints {
                writeln!(f, "    help: {hint}")?;
            }
        }
        Ok(())
    }
}

impl IntoIterator for Report {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.diagnostics.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noun_agrees_with_its_number() {
        let counts = [0, 1, 2].map(|number| counted(number, "page"));
        assert_eq!(counts, ["0 pages", "1 page", "2 pages"]);
    }
}
