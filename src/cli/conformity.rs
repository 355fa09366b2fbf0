//! Takes the PDF conformance of a publication; returns the report of `check --conform`
//! as text or JSON.

use annotate_snippets::normalize_untrusted_str;
use pressroom::model::Publication;
use pressroom::source::{Source, locate};
use pressroom::write::pdf::conformance::{self, Held};
use serde::Serialize;
use std::fmt;

/// The conformance claims of a publication's PDF and their reasons, as `check --conform`
/// reports them. Keys and their meaning stay stable between versions.
#[derive(Debug, Serialize)]
pub struct Conformity {
    /// The article, or the title of the book.
    article: String,
    /// The standards that the PDF claims.
    claims: Vec<&'static str>,
    /// The problems that prevent a further claim.
    shortfalls: Vec<Shortfall>,
    clauses: Vec<Clause>,
}

/// A problem to fix, with its place.
#[derive(Debug, Serialize)]
struct Shortfall {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
}

/// A clause of a standard.
#[derive(Debug, Serialize)]
struct Clause {
    standard: &'static str,
    clause: &'static str,
    asks: &'static str,
    held: &'static str,
}

impl Conformity {
    /// The report on a publication from these sources.
    pub fn new(article: String, publication: &Publication, sources: &[Source]) -> Conformity {
        let shortfalls: Vec<Shortfall> = conformance::shortfalls(publication)
            .into_iter()
            .map(|shortfall| {
                let place = shortfall.span.and_then(|span| locate(sources, span));
                Shortfall {
                    line: place.map(|(_, place)| place.line),
                    column: place.map(|(_, place)| place.column),
                    file: place.map(|(source, _)| source.name().to_owned()),
                    message: shortfall.message,
                }
            })
            .collect();
        let clauses = conformance::clauses().into_iter().map(|clause| Clause {
            standard: clause.standard,
            clause: clause.number,
            asks: clause.asks,
            held: match clause.held {
                Held::Construction => "construction",
                Held::Checked => "checked",
                Held::Author => "author",
            },
        });
        Conformity {
            article,
            claims: if shortfalls.is_empty() {
                vec!["PDF/A-2a", "PDF/UA-1"]
            } else {
                vec!["PDF/A-2u"]
            },
            shortfalls,
            clauses: clauses.collect(),
        }
    }

    fn count(&self, held: &str) -> usize {
        let own = self.clauses.iter().filter(|clause| clause.held == held);
        own.count()
    }
}

/// The report as text.
impl fmt::Display for Conformity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let article = normalize_untrusted_str(&self.article);
        writeln!(f, "{article}: {}", self.claims.join(" and "))?;
        for shortfall in &self.shortfalls {
            let message = normalize_untrusted_str(&shortfall.message);
            write!(f, "  to fix         {message}")?;
            if let (Some(file), Some(line), Some(column)) =
                (&shortfall.file, shortfall.line, shortfall.column)
            {
                write!(f, " ({}:{line}:{column})", normalize_untrusted_str(file))?;
            }
            writeln!(f)?;
        }
        writeln!(
            f,
            "  satisfied      {} clauses by every PDF; {} checked in this article",
            self.count("construction"),
            self.count("checked")
        )?;
        for clause in self.clauses.iter().filter(|clause| clause.held == "author") {
            let Clause {
                standard,
                clause,
                asks,
                ..
            } = clause;
            writeln!(f, "  for the author {asks} ({standard}, {clause})")?;
        }
        writeln!(f)
    }
}
