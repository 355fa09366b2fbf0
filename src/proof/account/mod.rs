//! Takes a source, the article read from it and what was reported; gives an account of every
//! character of the source.
//!
//! A character that shows is in the text, or in metadata, or is markup that did something,
//! or a diagnostic reports it; what is none of these is the remainder, and a fault of the
//! reader, or of this account. The account shares no code with the readers: it walks
//! over the model and looks each run, and each sign that a node must be written with, up
//! in the source.
//!
//! In Markdown and its front matter each character needs its reason. In the other forms
//! a sign is taken for markup, and each word needs its reason.

mod alt;
mod attributes;
mod claims;
mod data;
mod decode;
mod destination;
mod dialect;
mod facts;
mod head;
mod inline;
mod loose;
mod notes;
mod picture;
mod report;
mod tags;
mod told;
mod walker;

pub use report::Account;

use crate::diag::{Code, Report};
use crate::model::{Article, Metadata};
use crate::source::{Source, Span};
use claims::{Claim, Claims, shows};
use data::Notation;
use decode::Reading;
use facts::Facts;
use std::ops::Range;
use walker::Walker;

/// How a source is written, as far as an account must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown, with front matter or without.
    Markdown,
    /// YAML or JSON.
    Data,
    /// A page of HTML, or news in XML.
    Markup,
    /// Press copy.
    Copy,
}

/// Accounts for every character of a source. The article is as it was read: typography
/// has changed nothing yet. The report is that of its reading.
pub fn account(source: &Source, form: Form, article: &Article, report: &Report) -> Account {
    account_with(source, form, article, (&[], &[]), report)
}

/// Accounts for every character of the plan of a publication. The article has its metadata and
/// the texts of its pages; `words` are those that had another effect, such as paths, and
/// `reported` where texts stand that are reported by their keys.
pub fn account_of_plan(
    source: &Source,
    article: &Article,
    words: &[String],
    reported: &[Span],
    report: &Report,
) -> Account {
    account_with(source, Form::Data, article, (words, reported), report)
}

fn account_with(
    source: &Source,
    form: Form,
    article: &Article,
    (words, reported): (&[String], &[Span]),
    report: &Report,
) -> Account {
    let mut facts = Facts::of(article);
    words.iter().for_each(|word| facts.words.add_words(word));
    let text = source.text();
    let (front, body) = match form {
        Form::Markdown => head::find(text, article, report),
        Form::Data => (Some((Notation::Yaml, 0..text.len())), text.len()),
        Form::Markup | Form::Copy => (None, 0),
    };
    let mut walker = Walker {
        source: source.id(),
        claims: Claims::new(text),
        facts: &mut facts,
        reading: match form {
            Form::Markdown | Form::Copy => Reading::Markdown,
            Form::Data => Reading::Data,
            Form::Markup => Reading::Html,
        },
        quoted: Vec::new(),
        listed: Vec::new(),
        headline: 0..0,
        nested: Vec::new(),
        boxes: Vec::new(),
        ignored: Vec::new(),
        reads_data: front
            .as_ref()
            .is_some_and(|(_, range)| has_read(&article.metadata, source, range)),
        tells_mdx: report
            .iter()
            .any(|told| told.code == Code::Dialect && told.message.starts_with("MDX")),
        tells_math: report
            .iter()
            .any(|told| told.code == Code::Dialect && told.message.starts_with("MathML")),
    };
    for span in reported {
        let at = span.start as usize..span.end as usize;
        walker.claims.take(at, Claim::Reported);
    }
    walker.note_nested(report);
    walker.article(article);
    walker.quotations();
    walker.links_back();
    let data = front.clone().map_or(0..0, |(_, range)| range);
    let before = data.start;
    walker.left_out(report, data);
    // News in JSON has its text as XHTML in a string.
    if form == Form::Data && is_news(text) {
        walker.markup();
        walker.escaped_tags();
    }
    if let Some((notation, range)) = front {
        walker.data(range, notation);
    }
    match form {
        Form::Markdown => {
            walker.loose(0..before);
            walker.loose(body..text.len());
        }
        Form::Data => {}
        Form::Markup => {
            walker.headlines();
            walker.markup();
            walker.loose(0..text.len());
        }
        Form::Copy => walker.copy(),
    }
    walker.told(report);
    walker.brackets_of_boxes();
    if form != Form::Markdown {
        walker.signs();
    }
    report::of(source, &walker.claims, walker.ignored)
}

/// Whether data are news in JSON, whose text is HTML in a value (IPTC, ninjs).
fn is_news(text: &str) -> bool {
    const KEYS: [&str; 5] = [
        "body_xhtml",
        "body_html",
        "body_text",
        "headlines",
        "bodies",
    ];
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
        && KEYS.iter().any(|key| text.contains(&format!("\"{key}\"")))
}

/// Whether something of an article's metadata stands in a range of its source.
fn has_read(metadata: &Metadata, source: &Source, range: &Range<usize>) -> bool {
    let is_in = |span: Span| {
        let start = span.start as usize;
        span.source == source.id() && start > 0 && range.contains(&start)
    };
    let phrases = [&metadata.headline, &metadata.byline, &metadata.standfirst];
    let mut inlines = phrases.into_iter().flatten();
    metadata.date.iter().any(|date| is_in(date.span))
        || metadata.extra.iter().any(|extra| is_in(extra.span))
        || inlines.any(|inline| is_in(inline.node.span))
}

impl Walker<'_, '_> {
    /// Claims the tags of a page, and what a page does not show.
    fn markup(&mut self) {
        let mut at = 0;
        while let Some(found) = self.claims.rest(at).find('<') {
            let start = at + found;
            let rest = self.claims.rest(start);
            let Some(length) = decode::tag_length(rest) else {
                at = start + 1;
                continue;
            };
            at = start + length;
            self.claims.take(start..at, Claim::Markup);
            let name: String = rest
                .chars()
                .skip(1)
                .take_while(char::is_ascii_alphabetic)
                .collect();
            let name = name.to_ascii_lowercase();
            if matches!(&*name, "script" | "style") {
                let inner = self.claims.rest(at);
                let closes = |(end, _): &(usize, &str)| {
                    let after = inner.get(end + 2..end + 2 + name.len());
                    after.is_some_and(|after| after.eq_ignore_ascii_case(&name))
                };
                let length = inner.match_indices("</").find(closes);
                let length = length.map_or(inner.len(), |(end, _)| end);
                self.claims.take(at..at + length, Claim::Markup);
                at += length;
            }
        }
    }

    /// Claims the tags of HTML in a string of JSON, where a slash may be escaped: `<\/p>`.
    fn escaped_tags(&mut self) {
        let text = self.claims.text;
        for (at, _) in text.match_indices("<\\/") {
            let length = text.get(at..).and_then(|tag| tag.find('>'));
            if let Some(length) = length {
                self.claims.take(at..at + length + 1, Claim::Markup);
            }
        }
    }

    /// Claims what says the headline again in a page: its title, a heading.
    fn headlines(&mut self) {
        for name in ["title", "h1", "h2", "hl1", "headline"] {
            let (open, close) = (format!("<{name}"), format!("</{name}"));
            let mut at = 0;
            while let Some(found) = self.claims.rest(at).find(&open) {
                let start = at + found;
                let rest = self.claims.rest(start);
                let length = rest.find(&close).unwrap_or(open.len());
                at = start + length.max(open.len());
                let words = facts::letters(&decode::meaning(
                    self.claims.slice(start..at),
                    Reading::Html,
                ));
                let headline = &self.facts.headline;
                let is_same =
                    !words.is_empty() && (headline.contains(&words) || words.contains(headline));
                if is_same && !headline.is_empty() {
                    self.claims.take(start..at, Claim::Metadata);
                    continue;
                }
                // The name of the site may stand beside it.
                let mut from = start + open.len() + 1;
                for part in self.claims.slice(from..at).split(['|', '–', '—', '·']) {
                    let words = facts::letters(part);
                    if !words.is_empty() && self.facts.headline.contains(&words) {
                        self.claims.take(from..from + part.len(), Claim::Metadata);
                    }
                    from += part.len()
                        + self
                            .claims
                            .rest(from + part.len())
                            .chars()
                            .next()
                            .map_or(0, char::len_utf8);
                }
            }
        }
    }

    /// Claims the labels of press copy: a few words before what is metadata alone.
    fn copy(&mut self) {
        const LABEL: usize = 3;
        let mut start = 0;
        for line in self.claims.text.split('\n') {
            let end = start + line.len();
            let first = (start..end).find(|at| !self.claims.is_free(*at));
            if let Some(first) = first
                && self.claims.slice(start..first).split_whitespace().count() <= LABEL
                && (first..end)
                    .all(|at| matches!(self.claims.of(at), Claim::Metadata | Claim::Free))
            {
                self.claims.take(start..first, Claim::Markup);
            }
            start = end + 1;
        }
    }

    /// Claims what is left but words.
    fn signs(&mut self) {
        let text = self.claims.text;
        for (at, c) in text.char_indices() {
            if !c.is_alphanumeric() && shows(c) {
                self.claims.take(at..at + c.len_utf8(), Claim::Markup);
            }
        }
    }
}
