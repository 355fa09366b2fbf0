//! Takes news in the JSON of the IPTC; returns an article: ninjs 1 and 2.
//!
//! The text is XHTML or plain text in a string; around it stand the headline, the byline
//! and what is for newsrooms. Keys are known by their letters: ninjs 2 writes
//! `copyrightNotice` where ninjs 1 writes `copyrightnotice`, and lists where it has one
//! value. What is not kept is told.
//!
//! Authority: ninjs 1.5 and 2.1 (IPTC).

use super::drop_said;
use super::markup::{attribute, escaped, plain};
use crate::data::{self, Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::{Article, Extra, Inline, InlineKind, NodeIds};
use crate::read::context::Context;
use crate::read::date::date;
use crate::read::fields::extent;
use crate::read::found::Finder;
use crate::read::markdown::take_headline;
use crate::source::Source;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Whether a text is news in JSON, by the keys that only ninjs has.
pub(in crate::read) fn is_ninjs(text: &str) -> bool {
    const KEYS: [&str; 5] = [
        "\"body_xhtml\"",
        "\"body_html\"",
        "\"body_text\"",
        "\"headlines\"",
        "\"bodies\"",
    ];
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('{')
        && KEYS.iter().any(|key| text.contains(key))
}

/// Reads a piece of news.
pub(in crate::read) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let Some(map) = data::parse(source.text(), 0, source, report) else {
        return Article::default();
    };
    let mut reader = Reader {
        context: Context::new(source, ids, report),
        article: Article::default(),
        pictures: String::new(),
        body: String::new(),
    };
    for entry in map.entries() {
        reader.entry(entry);
    }
    let html = reader.pictures + &reader.body;
    let finder = Finder::new(source);
    let mut article = reader.article;
    article.body = finder.blocks(&html, &mut reader.context);
    reader.context.settle_notes(&mut article, BTreeMap::new());
    take_headline(&mut article);
    drop_said(&mut article);
    article
}

struct Reader<'a> {
    context: Context<'a>,
    article: Article,
    /// HTML of the pictures, and of the text.
    pictures: String,
    body: String,
}

/// A key by its letters.
fn letters(key: &str) -> String {
    let letters = key.chars().filter(|c| c.is_alphanumeric());
    letters.collect::<String>().to_lowercase()
}

/// A text, or the first of a list of texts or of records with a value.
fn text(value: &Value) -> Option<&Value> {
    value.each().iter().find_map(|value| {
        let value = value.get(&["value"]).unwrap_or(value);
        value.as_str().map(|_| value)
    })
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Entry) {
        let value = &entry.value;
        let phrase = |reader: &mut Self| {
            let found = text(value);
            found.map_or_else(Vec::new, |value| reader.phrase(value))
        };
        let string = text(value).and_then(Value::as_str).unwrap_or_default();
        match &*letters(&entry.key) {
            "headline" | "headlines" => self.article.metadata.headline = phrase(self),
            "byline" | "bylines" => self.article.metadata.byline = phrase(self),
            "located" => self.article.metadata.dateline = phrase(self),
            "copyrightnotice" => self.article.metadata.rights = phrase(self),
            "usageterms" if self.article.metadata.rights.is_empty() => {
                self.article.metadata.rights = phrase(self);
            }
            "language" if Lang::parse(string).is_some() => {
                self.article.metadata.lang = Lang::parse(string);
            }
            // The version is the later of the two, and is what is read.
            "versioncreated" => self.date(value, string),
            "firstcreated" if self.article.metadata.date.is_none() => self.date(value, string),
            "descriptiontext" | "descriptions" if !string.is_empty() => {
                self.article.metadata.description = string.to_owned();
                self.article.metadata.standfirst = phrase(self);
            }
            "keywords" | "subject" | "subjects" => {
                for word in value.each() {
                    let name = word.get(&["name"]).unwrap_or(word).as_str();
                    let keywords = &mut self.article.metadata.keywords;
                    keywords.extend(name.map(str::to_owned));
                    for other in word.entries().iter().filter(|other| other.key != "name") {
                        self.left_out(other);
                    }
                }
            }
            "bodyxhtml" | "bodyhtml" if self.body.is_empty() => self.body.push_str(string),
            "bodytext" if self.body.is_empty() => plain(string, &mut self.body),
            "bodies" if string.contains('<') => self.body.push_str(string),
            "bodies" => plain(string, &mut self.body),
            "associations" => {
                let named = value.entries().iter().map(|entry| &entry.value);
                let listed = match &value.kind {
                    Kind::List(values) => values.as_slice(),
                    Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => &[],
                };
                for item in named.chain(listed) {
                    self.picture(item);
                }
            }
            "slugline" => self.keep("slugline", value, string),
            "embargoed" => {
                let message = format!("embargo: `{string}`");
                let warning = Diagnostic::warning(Code::Embargo, extent(value), message);
                let warning = warning.hint("kept as metadata; not printed");
                self.context.report().push(warning);
                self.keep("embargo", value, string);
            }
            _ => return self.left_out(entry),
        }
        if !matches!(
            &*letters(&entry.key),
            "keywords" | "subject" | "subjects" | "associations"
        ) {
            self.others(value);
        }
    }

    /// Tells what stands beside the one value that was read: its role, and other values.
    fn others(&mut self, value: &Value) {
        let read = text(value).map(|value| value.span);
        for one in value.each() {
            let is_read = one.span == read.unwrap_or_default()
                || one
                    .get(&["value"])
                    .is_some_and(|value| Some(value.span) == read);
            if is_read {
                for other in one.entries().iter().filter(|other| other.key != "value") {
                    self.left_out(other);
                }
            } else {
                let note = Diagnostic::note(Code::LeftOut, extent(one), "another value; left out");
                self.context.report().push(note);
            }
        }
    }

    fn phrase(&mut self, value: &Value) -> Vec<Inline> {
        let text = value.as_str().unwrap_or_default().trim();
        match text.is_empty() {
            true => Vec::new(),
            false => vec![Inline {
                node: self.context.node(value.span),
                kind: InlineKind::Text(text.to_owned()),
            }],
        }
    }

    fn date(&mut self, value: &Value, text: &str) {
        let mut found = date(text, extent(value));
        if let Some(moment) = found.moment() {
            found.text = moment;
        }
        self.article.metadata.date = Some(found);
    }

    /// A picture that belongs to the text, with its caption and its credit.
    fn picture(&mut self, item: &Value) {
        let is_picture = item.get(&["type"]).and_then(Value::as_str) == Some("picture");
        // The first of some keys that has a text, and the text.
        let word = |names: &[&str]| {
            let mut entries = names.iter().filter_map(|name| {
                let mut entries = item.entries().iter();
                entries.find(|entry| {
                    letters(&entry.key) == *name
                        && text(&entry.value)
                            .and_then(Value::as_str)
                            .is_some_and(|text| !text.trim().is_empty())
                })
            });
            let found = entries.next();
            let said = found.and_then(|entry| text(&entry.value)?.as_str());
            (
                found.map(|entry| entry.span),
                said.unwrap_or_default().to_owned(),
            )
        };
        const CAPTION: [&str; 4] = ["descriptiontext", "descriptions", "bodytext", "headline"];
        const CREDIT: [&str; 6] = [
            "byline",
            "bylines",
            "creditline",
            "copyrightholder",
            "copyrightnotice",
            "copyrightnotices",
        ];
        let (caption_at, caption) = word(&CAPTION);
        let (credit_at, credit) = word(&CREDIT);
        let renditions = item.get(&["renditions"]);
        let named = renditions.map_or(&[][..], Value::entries).iter();
        let listed = renditions.map_or(&[][..], Value::each).iter();
        let mut all = named.map(|entry| &entry.value).chain(listed);
        let path = all.find_map(|one| one.get(&["href", "contentid"])?.as_str());
        if !is_picture || path.is_none() {
            let note = Diagnostic::note(Code::LeftOut, extent(item), "not a picture; left out");
            return self.context.report().push(note);
        }
        let _ = writeln!(
            self.pictures,
            "<figure><img src=\"{}\"><figcaption>{} <span class=\"credit\">{}</span></figcaption></figure>",
            attribute(path.unwrap_or_default()),
            escaped(&caption),
            escaped(&credit),
        );
        for entry in item.entries() {
            if ![caption_at, credit_at].contains(&Some(entry.span)) {
                self.left_out(entry);
            }
        }
    }

    fn keep(&mut self, key: &str, value: &Value, text: &str) {
        self.article.metadata.keep(Extra {
            key: key.to_owned(),
            span: value.span,
            value: text.into(),
        });
    }

    fn left_out(&mut self, entry: &Entry) {
        let message = format!("`{}` is for newsrooms; left out", entry.key);
        let span = entry.span.to(extent(&entry.value));
        let note = Diagnostic::note(Code::LeftOut, span, message);
        self.context.report().push(note);
    }
}
