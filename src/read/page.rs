//! Takes a saved page of the web; returns the article in it.
//!
//! dom_smoothie, which follows Mozilla's Readability, finds the article among menus,
//! banners and lists of others; [`html`](super::html) reads it. What the page says of the
//! article is taken from its metadata (JSON-LD, Open Graph, `meta`), and what is left out
//! is told.

use super::context::Context;
use super::date::date;
use super::found::{Finder, tell_left_out};
use super::html::{self, NoteLinks};
use super::markdown::take_headline;
use super::own;
use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::{Article, Block, BlockKind, Metadata, NodeIds, Person, Picture, plain_text};
use crate::source::Source;
use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html, Node, Selector};
use serde_json::Value;
use std::collections::BTreeMap;

/// Whether a text is a page of HTML.
pub(super) fn is_page(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(400).collect();
    let head = head.to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with("<?xml") && head.contains("<html")
}

/// Reads the article of a page.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let document = Html::parse_document(source.text());
    let finder = Finder::new(source);
    let mut context = Context::new(source, ids, report);
    let facts = facts(&document);
    let mut article = Article {
        metadata: metadata(&document, &facts, &finder, &mut context),
        ..Article::default()
    };
    let written = own::article(&document, facts.meta(&["generator"]));
    let content = match written {
        Some(_) => None,
        None => content(source.text()),
    };
    article.body = match (written, &content) {
        (Some(written), _) => own::read(written, &mut article.metadata, &finder, &mut context),
        (None, Some(content)) => {
            let notes = with_notes(content, &document, &context);
            unwrapped(finder.blocks(&format!("{content}{notes}"), &mut context))
        }
        (None, None) => unwrapped(finder.blocks(&whole(&document), &mut context)),
    };
    if written.is_none() && content.is_none() {
        let start = source.span(0..source.text().len().min(1));
        context.report().push(
            Diagnostic::note(
                Code::WholePage,
                start,
                "no article found in the page; all of its text was read",
            )
            .hint("save the article alone, or copy its text"),
        );
    }
    context.settle_notes(&mut article, BTreeMap::new());
    if written.is_none() {
        drop_repeated(&mut article);
        take_headline(&mut article);
    }
    let title = window_title(&document, &article);
    let texts = title.as_deref().into_iter();
    let texts: Vec<&str> = texts
        .chain(shown(
            document.root_element(),
            &context.note_links,
            written.is_some(),
        ))
        .collect();
    tell_left_out(texts.into_iter(), &article, &finder, &mut context);
    article
}

/// The article's HTML, as Readability finds it.
fn content(text: &str) -> Option<String> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        // A short notice is an article too.
        char_threshold: 200,
        ..Config::default()
    };
    let mut reader =
        Readability::new(&*html::with_breaks(&with_credits(text)), None, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    let content = article.content.to_string();
    (!content.trim().is_empty()).then_some(content)
}

/// The notes that the article marks and that stand outside it, such as those in the foot of a
/// page.
fn with_notes(content: &str, document: &Html, context: &Context) -> String {
    let lacking = context.note_links.lacking(content);
    let mut html = String::new();
    if lacking.is_empty() {
        return html;
    }
    let all = document.root_element().descendants();
    for element in all.filter_map(ElementRef::wrap) {
        let own = element.value();
        let id = own
            .attr("id")
            .or(own.attr("name").filter(|_| own.name() == "a"));
        if !id.is_some_and(|id| lacking.contains(&id)) {
            continue;
        }
        // Word names the first link of a note.
        let parent = element.parent().and_then(ElementRef::wrap);
        let whole = match own.name() {
            "a" => parent.unwrap_or(element),
            _ => element,
        };
        match whole.value().name() {
            "li" => html.push_str(&format!("<ol>{}</ol>", whole.html())),
            _ => html.push_str(&whole.html()),
        }
    }
    html
}

/// A page whose quotations name who said them in a `cite`: what is in a `footer` is taken
/// for the foot of the page.
fn with_credits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<blockquote") {
        let (before, quotation) = rest.split_at(start);
        let end = quotation.find("</blockquote").unwrap_or(quotation.len());
        let (quotation, after) = quotation.split_at(end);
        out.push_str(before);
        out.push_str(
            &quotation
                .replace("<footer", "<cite")
                .replace("</footer", "</cite"),
        );
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The blocks without the page that Readability wraps them in.
fn unwrapped(mut blocks: Vec<Block>) -> Vec<Block> {
    match blocks.as_mut_slice() {
        [
            Block {
                attributes,
                kind: BlockKind::Div(body),
                ..
            },
        ] if attributes.id.as_deref() == Some("readability-page-1") => std::mem::take(body),
        _ => blocks,
    }
}

/// What stands in the first of the elements that hold an article, else in the body.
fn whole(document: &Html) -> String {
    for name in ["article", "main", "body"] {
        if let Ok(selector) = Selector::parse(name)
            && let Some(element) = document.select(&selector).next()
        {
            return element.inner_html();
        }
    }
    String::new()
}

/// What a page calls itself, if that is neither its headline nor the name of its site.
fn window_title(document: &Html, article: &Article) -> Option<String> {
    let headline = plain_text(&article.metadata.headline);
    let title = text_of(document, "title")?;
    let is_known = |part: &str| {
        let part = part.trim();
        headline.contains(part) || article.metadata.publisher.contains(part)
    };
    let parts = ['|', '–', '—', '·'];
    let is_told = title.contains(&*headline) || title.split(parts).any(is_known);
    (!is_told && !headline.is_empty()).then_some(title)
}

/// The texts that a page shows, in order, without the marks of its notes, and without what
/// Pressroom added to a page of its own.
fn shown<'p>(element: ElementRef<'p>, notes: &NoteLinks, is_own: bool) -> Vec<&'p str> {
    // The brackets of ruby are for readers that cannot set it.
    const HIDDEN: [&str; 9] = [
        "head", "rp", "script", "style", "template", "noscript", "svg", "iframe", "select",
    ];
    let mut texts = Vec::new();
    for child in element.children() {
        match (child.value(), ElementRef::wrap(child)) {
            (Node::Text(text), _) => texts.push(text as &str),
            (_, Some(inner)) if notes.stands_for(&inner) => {}
            (_, Some(inner)) if is_own && own::is_generated(&inner) => {}
            // The source of a formula, which the page has too, is what was read.
            (_, Some(inner)) if is_own && inner.value().name() == "math" => {}
            (_, Some(inner)) if !HIDDEN.contains(&inner.value().name()) => {
                texts.extend(shown(inner, notes, is_own))
            }
            _ => {}
        }
    }
    texts
}

/// What a page says of its article: the value of each `meta`, and JSON-LD.
struct Facts {
    meta: Vec<(String, String)>,
    linked: Vec<Value>,
}

fn facts(document: &Html) -> Facts {
    let mut facts = Facts {
        meta: Vec::new(),
        linked: Vec::new(),
    };
    if let Ok(selector) = Selector::parse("meta") {
        for meta in document.select(&selector) {
            let key = ["property", "name", "itemprop"]
                .into_iter()
                .find_map(|key| meta.attr(key));
            if let (Some(key), Some(value)) = (key, meta.attr("content")) {
                let value = value.trim();
                if !value.is_empty() {
                    facts
                        .meta
                        .push((key.to_ascii_lowercase(), value.to_owned()));
                }
            }
        }
    }
    if let Ok(selector) = Selector::parse("script[type=\"application/ld+json\"]") {
        for script in document.select(&selector) {
            let text: String = script.text().collect();
            if let Ok(value) = serde_json::from_str::<Value>(&text) {
                gather(value, &mut facts.linked);
            }
        }
    }
    facts
}

/// The articles of JSON-LD, which may stand in lists and graphs.
fn gather(value: Value, articles: &mut Vec<Value>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| gather(value, articles)),
        Value::Object(mut fields) => {
            if let Some(graph) = fields.remove("@graph") {
                gather(graph, articles);
            }
            let kind = fields
                .get("@type")
                .map(Value::to_string)
                .unwrap_or_default();
            if ["Article", "Posting", "Report"]
                .iter()
                .any(|word| kind.contains(word))
            {
                articles.push(Value::Object(fields));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl Facts {
    /// The first of these that the page says.
    fn meta(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| {
            let found = self.meta.iter().find(|(name, _)| name == key);
            found.map(|(_, value)| &**value)
        })
    }

    /// All values of the first of these that the page says.
    fn all_meta(&self, keys: &[&str]) -> Vec<&str> {
        let of = |key: &&str| -> Vec<&str> {
            let values = self.meta.iter().filter(|(name, _)| name == key);
            values.map(|(_, value)| &**value).collect()
        };
        let mut all = keys.iter().map(of);
        all.find(|values| !values.is_empty()).unwrap_or_default()
    }

    /// A text of the article in JSON-LD.
    fn linked(&self, key: &str) -> Option<&str> {
        self.linked
            .iter()
            .find_map(|article| named(article.get(key)?).first().copied())
    }

    /// Texts, or the names of records.
    fn all_linked(&self, key: &str) -> Vec<&str> {
        let mut articles = self.linked.iter().filter_map(|article| article.get(key));
        articles.next().map(named).unwrap_or_default()
    }
}

/// A text, the `name` or `url` of a record, or those of a list.
fn named(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(named).collect(),
        Value::Object(fields) => {
            let name = fields.get("name").or(fields.get("url")).map(named);
            name.unwrap_or_default()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

fn metadata(document: &Html, facts: &Facts, finder: &Finder, context: &mut Context) -> Metadata {
    let mut metadata = Metadata::default();
    let site = facts
        .meta(&["og:site_name", "application-name"])
        .or(facts.linked("publisher"));
    metadata.publisher = site.unwrap_or_default().to_owned();
    let title = text_of(document, "title").map(|title| without_site(&title, site));
    let heading = text_of(document, "article h1")
        .or_else(|| text_of(document, "main h1"))
        .or_else(|| text_of(document, "h1"));
    let said = facts
        .linked("headline")
        .or(facts.meta(&["og:title", "twitter:title", "dc.title"]));
    // A heading that the title has too is the one that was set by hand.
    let headline = heading
        .filter(|heading| {
            said.is_none_or(|said| alike(said, heading))
                || title.as_deref().is_some_and(|title| alike(title, heading))
        })
        .or_else(|| said.map(|said| without_site(said, site)))
        .or(title)
        .unwrap_or_default();
    metadata.headline = finder.phrase(&headline, context);
    let section = facts
        .linked("articleSection")
        .or(facts.meta(&["article:section"]));
    metadata.kicker = finder.phrase(section.unwrap_or_default(), context);
    let is_address = |text: &&str| text.starts_with("http");
    let mut authors = facts.all_linked("author");
    if authors.is_empty() {
        authors = facts.all_meta(&["author", "article:author", "dc.creator", "parsely-author"]);
    }
    authors.retain(|author| !is_address(author));
    metadata.authors = authors
        .iter()
        .map(|name| Person {
            name: (*name).to_owned(),
            ..Person::default()
        })
        .collect();
    metadata.byline = finder.phrase(&authors.join(", "), context);
    let day = facts.linked("datePublished").or(facts.meta(&[
        "article:published_time",
        "date",
        "dc.date",
        "parsely-pub-date",
        "datepublished",
    ]));
    metadata.date = day.map(|day| {
        let place = finder.find(day).unwrap_or_default();
        date(day, place)
    });
    let description = facts
        .linked("description")
        .or(facts.meta(&["description", "og:description"]));
    metadata.description = description.unwrap_or_default().to_owned();
    let lang = document
        .root_element()
        .attr("lang")
        .or(document.root_element().attr("xml:lang"));
    let lang = lang
        .or(facts.linked("inLanguage"))
        .or(facts.meta(&["og:locale"]));
    metadata.lang = lang.and_then(|lang| Lang::parse(&lang.replace('_', "-")));
    let words = facts.all_linked("keywords").join(",");
    let words = match words.is_empty() {
        true => facts
            .meta(&["keywords", "news_keywords"])
            .unwrap_or_default()
            .to_owned(),
        false => words,
    };
    let words = words
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    metadata.keywords = words.map(str::to_owned).collect();
    // A picture of the web is not fetched; a copy beside the page may be found.
    let image = facts
        .meta(&["og:image"])
        .filter(|image| !image.contains("://"));
    metadata.cover = image.map(|image| {
        let span = finder.find(image).unwrap_or_default();
        Picture::new(image, span, Some(String::new()))
    });
    metadata
}

/// The text of the first element that a selector finds.
fn text_of(document: &Html, selector: &str) -> Option<String> {
    let selector = Selector::parse(selector).ok()?;
    let element = document.select(&selector).next()?;
    let text: String = element.text().collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A title without the name of the site after it.
fn without_site(title: &str, site: Option<&str>) -> String {
    let parting = [" | ", " - ", " – ", " — ", " · "]
        .into_iter()
        .filter_map(|sign| title.rfind(sign))
        .max();
    let parted = parting.map(|at| title.split_at(at));
    match (parted, site) {
        (Some((before, after)), Some(site)) if alike(after, site) => before.trim().to_owned(),
        // Without a name to compare, a short last part is taken for one.
        (Some((before, after)), None)
            if before.split_whitespace().count() > 3 && after.split_whitespace().count() < 5 =>
        {
            before.trim().to_owned()
        }
        _ => title.to_owned(),
    }
}

/// Whether two texts have the same letters, or one has those of the other in it.
fn alike(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (letters(one), letters(other));
    !one.is_empty() && !other.is_empty() && (one.contains(&other) || other.contains(&one))
}

/// Leaves out of the text what the opening says already: a heading that is the headline.
fn drop_repeated(article: &mut Article) {
    let headline = plain_text(&article.metadata.headline);
    let is_headline = |block: &Block| {
        matches!(&block.kind, BlockKind::Heading { content, .. }
            if !headline.is_empty() && plain_text(content) == headline)
    };
    if let Some(first) = article.body.iter().take(3).position(is_headline) {
        article.body.remove(first);
    }
}
