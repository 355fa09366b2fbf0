#![doc = include_str!("conformance.md")]

use crate::model::{Publication, walk};
use crate::source::Span;

/// The table above, as it is read.
const TABLE: &str = include_str!("conformance.md");

/// A clause of a standard, and how a file of Pressroom holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clause {
    /// The standard: `PDF/A-2a` or `PDF/UA-1`.
    pub standard: &'static str,
    /// The clause's number.
    pub number: &'static str,
    /// What it asks.
    pub asks: &'static str,
    /// How it is held.
    pub held: Held,
}

/// How a clause is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// No article can make it otherwise.
    Construction,
    /// It is looked at in every export.
    Checked,
    /// Nobody but the author can know.
    Author,
}

/// The clauses of the table, in its order.
pub fn clauses() -> Vec<Clause> {
    let mut standard = "";
    let mut clauses = Vec::new();
    for line in TABLE.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            standard = title.split(" (").next().unwrap_or(title);
            continue;
        }
        let mut cells = line.trim_matches('|').split(" | ").map(str::trim);
        let (Some(number), Some(asks), Some(held)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let held = match held {
            "construction" => Held::Construction,
            "checked" => Held::Checked,
            "author" => Held::Author,
            _ => continue,
        };
        clauses.push(Clause {
            standard,
            number,
            asks,
            held,
        });
    }
    clauses
}

/// Something that keeps a file from claiming PDF/A-2a and PDF/UA-1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shortfall {
    /// Where it is in the source, if it is at a place.
    pub span: Option<Span>,
    /// What it is, in a sentence without a full stop.
    pub message: String,
}

/// All that keeps the PDF of a publication from claiming PDF/A-2a and PDF/UA-1.
/// (Faces that may not be embedded are refused before.)
pub fn shortfalls(publication: &Publication) -> Vec<Shortfall> {
    let mut all = Vec::new();
    let whole = |message: &str| Shortfall {
        span: None,
        message: message.to_owned(),
    };
    if publication.metadata.title().trim().is_empty() {
        all.push(whole("the title is missing"));
    }
    if publication.lang().primary() == "und" {
        all.push(whole("the language is not known"));
    }
    for article in &publication.articles {
        // A cover is the EPUB's.
        let cover = article.metadata.cover.iter().count();
        let pictures = walk::pictures(article).into_iter().skip(cover);
        all.extend(
            pictures
                .filter(|picture| picture.alt.is_none())
                .map(|picture| {
                    let message = format!("picture `{}` has no alternative text", picture.name());
                    Shortfall {
                        span: Some(picture.span),
                        message,
                    }
                }),
        );
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = TABLE.lines().filter(|line| line.starts_with("| ")).count();
        // Each of the two tables has a head and a rule.
        assert_eq!(clauses().len(), rows - 4);
        for standard in ["PDF/A-2a", "PDF/UA-1"] {
            for held in [Held::Construction, Held::Checked, Held::Author] {
                let mut clauses = clauses().into_iter();
                assert!(clauses.any(|c| c.standard == standard && c.held == held));
            }
        }
    }
}
