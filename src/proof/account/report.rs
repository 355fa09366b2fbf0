//! Takes the claims on a source; gives the account for people, for machines, and as
//! diagnostics.

use super::claims::{Claim, Claims, shows};
use crate::diag::{Code, Diagnostic};
use crate::proof::report::grouped;
use crate::source::{Source, Span};
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// How many characters of a stretch a message quotes.
const QUOTED: usize = 60;

/// What became of each character of a source that shows. White space, and characters that
/// nobody sees, are none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// The source.
    pub source: String,
    /// Its characters.
    pub characters: usize,
    /// Those that are text of the article.
    pub in_text: usize,
    /// Those that the article keeps beside its text: metadata, targets of links,
    /// attributes.
    pub in_metadata: usize,
    /// Those that are markup, and did something.
    pub in_markup: usize,
    /// Those that a diagnostic reports.
    pub reported: usize,
    /// Attributes of tags that changed nothing, which the account itself reports.
    #[serde(skip)]
    ignored: Vec<(Span, String)>,
    /// The rest.
    pub remainder: Vec<Remainder>,
}

/// A stretch of a source that nothing accounts for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remainder {
    /// Where it stands.
    #[serde(skip)]
    pub span: Span,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// What stands there.
    pub text: String,
    /// How many characters of it show.
    pub characters: usize,
}

/// The account of a source.
pub(super) fn of(source: &Source, claims: &Claims, ignored: Vec<Range<usize>>) -> Account {
    let mut account = Account {
        source: source.name().to_owned(),
        characters: 0,
        in_text: 0,
        in_metadata: 0,
        in_markup: 0,
        reported: 0,
        ignored: ignored
            .into_iter()
            .map(|range| (source.span(range.clone()), claims.slice(range).to_owned()))
            .collect(),
        remainder: Vec::new(),
    };
    let mut open: Option<(usize, usize, usize)> = None;
    for (at, c) in claims.text.char_indices() {
        if c == '\n' {
            account.close(source, open.take());
        }
        if !shows(c) {
            continue;
        }
        account.characters += 1;
        let counted = match claims.of(at) {
            Claim::Text => &mut account.in_text,
            Claim::Metadata => &mut account.in_metadata,
            Claim::Markup => &mut account.in_markup,
            Claim::Reported => &mut account.reported,
            Claim::Free => {
                let end = at + c.len_utf8();
                let (start, _, count) = open.unwrap_or((at, end, 0));
                open = Some((start, end, count + 1));
                continue;
            }
        };
        *counted += 1;
        account.close(source, open.take());
    }
    account.close(source, open);
    account
}

impl Account {
    fn close(&mut self, source: &Source, open: Option<(usize, usize, usize)>) {
        let Some((start, end, characters)) = open else {
            return;
        };
        let span = source.span(start..end);
        let place = source.place(span.start);
        self.remainder.push(Remainder {
            span,
            line: place.line,
            column: place.column,
            text: source.slice(span).to_owned(),
            characters,
        });
    }

    /// Whether nothing remains.
    pub fn is_whole(&self) -> bool {
        self.remainder.is_empty()
    }

    /// An error for each stretch that nothing accounts for, and a note for each attribute of
    /// HTML that changed nothing.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let ignored = self.ignored.iter().map(|(span, text)| {
            let message = format!("attribute `{text}` has no effect; left out");
            Diagnostic::note(Code::IgnoredAttribute, *span, message)
        });
        let remainder = self.remainder.iter().map(|stretch| {
            let mut text: String = stretch.text.chars().take(QUOTED).collect();
            if text.len() < stretch.text.len() {
                text.push('…');
            }
            let message = format!("`{text}` is neither in the article nor reported");
            Diagnostic::error(Code::Unaccounted, stretch.span, message)
                .hint("this is a bug in Pressroom: please report it with this line")
        });
        ignored.chain(remainder)
    }
}

/// The account for people.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (name, characters) = (&self.source, grouped(self.characters));
        let lost: usize = self
            .remainder
            .iter()
            .map(|stretch| stretch.characters)
            .sum();
        match lost {
            0 => writeln!(f, "{name}: {characters} characters, all accounted for")?,
            _ => writeln!(
                f,
                "{name}: {characters} characters, {} not accounted for",
                grouped(lost)
            )?,
        }
        let counts = [
            ("text", self.in_text),
            ("metadata", self.in_metadata),
            ("markup", self.in_markup),
            ("reported", self.reported),
        ];
        let counts: Vec<String> = counts
            .iter()
            .map(|(name, count)| format!("{name} {}", grouped(*count)))
            .collect();
        writeln!(f, "  {}", counts.join(", "))?;
        for stretch in &self.remainder {
            let (line, column) = (stretch.line, stretch.column);
            writeln!(f, "  unaccounted: {line}:{column}: {}", stretch.text)?;
        }
        Ok(())
    }
}
