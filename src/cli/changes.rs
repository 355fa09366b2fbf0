//! Takes the ledger of a publication; returns the report of `check --ledger` as text or
//! JSON.

use annotate_snippets::normalize_untrusted_str;
use pressroom::model::ledger::Change;
use pressroom::model::walk::{self, Visitor};
use pressroom::model::{Article, Inline, InlineKind, Publication};
use pressroom::source::{Source, Span, locate};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// How many characters of context are shown on each side.
const AROUND: usize = 16;

/// Every typographic change in a publication, as `check --ledger` reports it. Keys and
/// their meaning stay stable between versions.
#[derive(Debug, Serialize)]
pub struct Changes {
    /// The article, or the title of the book.
    article: String,
    /// How many changes each rule made.
    rules: BTreeMap<&'static str, usize>,
    changes: Vec<Told>,
}

/// A change, with its place in the source.
#[derive(Debug, Serialize)]
struct Told {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    rule: &'static str,
    /// What the author wrote.
    before: String,
    /// What is set.
    after: String,
    /// The text around it, as it is set.
    context: String,
}

impl Changes {
    /// The report on a publication from these sources.
    pub fn new(article: String, publication: &Publication, sources: &[Source]) -> Changes {
        let mut gathered = Gathered {
            sources,
            article: None,
            changes: Vec::new(),
        };
        for article in &publication.articles {
            gathered.article = Some(article);
            walk::article(article, &mut gathered);
        }
        let mut rules = BTreeMap::new();
        for change in &gathered.changes {
            *rules.entry(change.rule).or_default() += 1;
        }
        Changes {
            article,
            rules,
            changes: gathered.changes,
        }
    }
}

/// Visits the text runs of articles in reading order.
struct Gathered<'a> {
    sources: &'a [Source],
    article: Option<&'a Article>,
    changes: Vec<Told>,
}

impl<'a> Visitor<'a> for Gathered<'a> {
    fn inline(&mut self, inline: &'a Inline) {
        let InlineKind::Text(run) = &inline.kind else {
            return;
        };
        let Some(ledger) = self.article.map(|article| &article.ledger) else {
            return;
        };
        let span = inline.node.span;
        for change in ledger.of(inline.node.id) {
            let at = span.start + ledger.before(inline.node.id, change.at) as u32;
            let start = Span { start: at, ..span };
            let place = locate(self.sources, start);
            self.changes.push(Told {
                file: place.map(|(source, _)| source.name().to_owned()),
                line: place.map(|(_, place)| place.line),
                column: place.map(|(_, place)| place.column),
                rule: change.rule,
                before: change.before.clone(),
                after: change.after.clone(),
                context: context(run, change),
            });
        }
    }
}

/// The text around a change.
fn context(run: &str, change: &Change) -> String {
    let before = run.get(..change.at).unwrap_or_default();
    let after = run
        .get(change.at + change.after.len()..)
        .unwrap_or_default();
    let start = before.char_indices().rev().take(AROUND).last();
    let end = after.char_indices().nth(AROUND);
    let before = &before[start.map_or(before.len(), |(at, _)| at)..];
    let after = &after[..end.map_or(after.len(), |(at, _)| at)];
    format!("{before}{}{after}", change.after)
}

/// The report as text. Visible symbols distinguish the kinds of space.
impl fmt::Display for Changes {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let shown = |text: &str| {
            let text = text.replace('\u{a0}', "␣").replace('\u{202f}', "·");
            normalize_untrusted_str(&text.replace('\n', " "))
        };
        writeln!(f, "{}", normalize_untrusted_str(&self.article))?;
        let rules = self.rules.iter();
        let rules: Vec<String> = rules
            .map(|(rule, times)| format!("{rule} {times}"))
            .collect();
        match rules.is_empty() {
            true => writeln!(f, "  no changes"),
            false => {
                let number = match self.changes.len() {
                    1 => "1 change".to_owned(),
                    number => format!("{number} changes"),
                };
                writeln!(f, "  {number}: {}", rules.join(", "))
            }
        }?;
        for change in &self.changes {
            let place = match (change.line, change.column) {
                (Some(line), Some(column)) => format!("{line}:{column}"),
                (_, _) => String::new(),
            };
            writeln!(
                f,
                "  {place:>8}  {:<18} {:>5} → {:<5} {}",
                change.rule,
                shown(&change.before).replace(' ', "␠"),
                shown(&change.after),
                shown(&change.context),
            )?;
        }
        if self
            .changes
            .iter()
            .any(|change| change.after.contains(['\u{a0}', '\u{202f}']))
        {
            writeln!(f, "  ␠ space, ␣ no-break space, · narrow no-break space")?;
        }
        Ok(())
    }
}
