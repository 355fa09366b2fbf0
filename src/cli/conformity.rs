//! What the PDF of a publication keeps to in, a report for people or for machines
//! out.

use annotate_snippets::normalize_untrusted_str;
use pressroom::model::Publication;
use pressroom::source::{Source, locate};
use pressroom::write::pdf::conformance::{self, Held};
use serde::Serialize;
use std::fmt;

/// What the PDF of a publication claims and why, as `check --conform` reports it.
/// Keys and their meaning are kept from version to version.
#[derive(Debug, Serialize)]
pub struct Conformity {
    /// The article, or the title of the book.
    article: String,
    /// The standards that the PDF says it keeps to.
    claims: Vec<&'static str>,
    /// What keeps it from claiming more.
    shortfalls: Vec<Shortfall>,
    clauses: Vec<Clause>,
}

/// Something that is to be mended, with its place for people.
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
    /// The report of a publication made of these sources.
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

/// The report for people.
impl fmt::Display for Conformity {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let article = normalize_untrusted_str(&self.article);
        writeln!(f, "{article}: {}", self.claims.join(" and "))?;
        for shortfall in &self.shortfalls {
            let message = normalize_untrusted_str(&shortfall.message);
            write!(f, "  to be mended     {message}")?;
            if let (Some(file), Some(line), Some(column)) =
                (&shortfall.file, shortfall.line, shortfall.column)
            {
                write!(f, " ({}:{line}:{column})", normalize_untrusted_str(file))?;
            }
            writeln!(f)?;
        }
        writeln!(
            f,
            "  by construction  {} clauses; checked now: {}",
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
            writeln!(f, "  the author's     {asks} ({standard}, {clause})")?;
        }
        writeln!(f)
    }
}
