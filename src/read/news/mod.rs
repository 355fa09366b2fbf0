//! Takes news in the XML of the IPTC; returns an article: NITF, NewsML-G2 and NewsML 1.
//!
//! NewsML says what a piece is, and has its text in it as NITF, as XHTML or as plain text.
//! The text becomes HTML of the same words, which [`html`](super::html) reads; where each
//! word stands is found in the XML. What of it is no part of the article is told.
//!
//! Authorities: NITF 3.6, NewsML-G2 2.34 and NewsML 1.2 (IPTC).

mod markup;
pub(super) mod ninjs;

use super::context::Context;
use super::date::date;
use super::found::{Finder, tell_left_out};
use super::markdown::take_headline;
use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::{Article, BlockKind, Extra, Inline, InlineKind, NodeIds, Person, plain_text};
use crate::source::{Source, Span};
use markup::{body_of, first, inner, is, picture, plain, words};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;

/// Whether a text is news in XML: what its first element is called.
pub(super) fn is_news(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(after) = rest.strip_prefix("<?").or(rest.strip_prefix("<!")) {
        let end = match after.strip_prefix("--") {
            Some(comment) => comment.find("-->").map(|at| at + 5),
            None => after.find('>').map(|at| at + 1),
        };
        rest = end
            .and_then(|end| after.get(end..))
            .unwrap_or("")
            .trim_start();
    }
    let name = rest.strip_prefix('<').unwrap_or("");
    let name = name
        .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .next()
        .unwrap_or("");
    let name = name.rsplit(':').next().unwrap_or("");
    ["nitf", "newsItem", "newsMessage", "packageItem", "NewsML"].contains(&name)
}

/// Reads a piece of news.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(source.text(), options) {
        Ok(document) => document,
        Err(error) => {
            let place = error.pos();
            let at = source.offset(place.row as usize, place.col as usize);
            let message = format!("the XML cannot be read: {error}");
            let error = Diagnostic::error(Code::Xml, source.span(at..at), message);
            report.push(
                error
                    .hint("its text was read as well as it could be")
                    .hint("ask who sent it for a file that is whole"),
            );
            let mut context = Context::new(source, ids, report);
            let mut article = Article {
                body: Finder::new(source).blocks(source.text(), &mut context),
                ..Article::default()
            };
            context.settle_notes(&mut article, BTreeMap::new());
            return article;
        }
    };
    let mut reader = Reader {
        source,
        finder: Finder::new(source),
        context: Context::new(source, ids, report),
        article: Article::default(),
    };
    reader.document(document.root_element());
    let mut article = reader.article;
    reader.context.settle_notes(&mut article, BTreeMap::new());
    take_headline(&mut article);
    drop_said(&mut article);
    let texts = document
        .descendants()
        .filter(Node::is_text)
        .filter_map(|node| node.text());
    tell_left_out(texts, &article, &reader.finder, &mut reader.context);
    article
}

/// Drops a standfirst that the text begins with, as a summary often is its first paragraph;
/// a standfirst that stays is no description too.
fn drop_said(article: &mut Article) {
    let letters = |text: String| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.collect()
    };
    let standfirst = letters(plain_text(&article.metadata.standfirst));
    let first = article.body.iter().find_map(|block| {
        let BlockKind::Paragraph(content) = &block.kind else {
            return None;
        };
        Some(letters(plain_text(content)))
    });
    if standfirst.is_empty() {
        return;
    }
    if first.is_some_and(|first| first.starts_with(&standfirst)) {
        article.metadata.standfirst = Vec::new();
    } else if letters(article.metadata.description.clone()) == standfirst {
        article.metadata.description = String::new();
    }
}

struct Reader<'s, 'a> {
    source: &'a Source,
    finder: Finder<'s>,
    context: Context<'a>,
    article: Article,
}

impl Reader<'_, '_> {
    fn document(&mut self, root: Node) {
        let items: Vec<Node> = root
            .descendants()
            .filter(|node| is(*node, "newsItem"))
            .collect();
        if items.is_empty() {
            return self.nitf(root);
        }
        // Of several pieces the first with a text is the article; pictures beside it are
        // its own.
        let has_text = |item: &&Node| {
            item.descendants().any(|node| {
                is(node, "inlineXML")
                    || is(node, "inlineData")
                    || is(node, "DataContent")
                        && node
                            .descendants()
                            .any(|n| n.is_text() && n.text().is_some_and(|t| t.trim().len() > 40))
            })
        };
        let main = items.iter().find(has_text).or(items.first()).copied();
        let mut html = String::new();
        for item in &items {
            if Some(*item) != main && !has_text(&item) {
                picture(*item, &mut html);
            }
        }
        if let Some(main) = main {
            self.item(main, html);
        }
        let others = items
            .iter()
            .filter(|item| Some(**item) != main)
            .filter(has_text)
            .count();
        if others > 0 {
            let message =
                format!("the message has {others} more pieces with a text; only the first is read");
            let warning = Diagnostic::warning(Code::MoreArticles, self.span(root), message);
            self.context
                .report()
                .push(warning.hint("save each as a file of its own"));
        }
    }

    /// A `newsItem` of NewsML-G2 or a `NewsItem` of NewsML 1, after the pictures that
    /// belong to it.
    fn item(&mut self, item: Node, mut html: String) {
        let lang = first(item, &["language", "Language"]);
        let lang = lang.and_then(|lang| lang.attribute("tag").or(lang.attribute("FormalName")));
        let lang = lang.or_else(|| {
            let mut all = item.ancestors();
            all.find_map(|node| {
                node.attributes()
                    .find(|a| a.name() == "lang")
                    .map(|a| a.value())
            })
        });
        self.article.metadata.lang = lang.and_then(Lang::parse);
        self.phrases(item);
        self.facts(item);
        for content in item.descendants() {
            match content.tag_name().name() {
                "inlineXML" | "DataContent" => {
                    let nitf = content.descendants().find(|node| is(*node, "nitf"));
                    let page = content.descendants().find(|node| is(*node, "html"));
                    match (nitf, page) {
                        (Some(nitf), _) => {
                            self.opening(nitf);
                            body_of(nitf, &mut html);
                        }
                        (None, Some(page)) => {
                            let body = page.children().find(|node| is(*node, "body"));
                            inner(body.unwrap_or(page), &mut html);
                        }
                        (None, None) if content.children().any(|node| node.is_element()) => {
                            inner(content, &mut html);
                        }
                        (None, None) => plain(content.text().unwrap_or_default(), &mut html),
                    }
                }
                "inlineData" => {
                    let text = content.text().unwrap_or_default();
                    let kind = content.attribute("contenttype").unwrap_or("");
                    match kind.contains("html") || text.contains("</p>") {
                        true => html.push_str(text),
                        false => plain(text, &mut html),
                    }
                }
                _ => {}
            }
        }
        self.article.body = self.finder.blocks(&html, &mut self.context);
    }

    /// What NewsML says of a piece in elements of its own.
    fn phrases(&mut self, item: Node) {
        let about = [
            first(item, &["headline", "HeadLine"]),
            first(item, &["subheadline", "SubHeadLine"]),
            first(item, &["by", "ByLine"]),
            first(item, &["dateline", "DateLine"]),
            first(item, &["creditline", "CreditLine"]),
            first(item, &["copyrightNotice", "CopyrightLine"]),
            first(item, &["usageTerms", "UsageTerms"]),
        ];
        let [headline, sub, by, dateline, credit, rights, terms] =
            about.map(|node| node.map(|node| self.phrase(node)).unwrap_or_default());
        let metadata = &mut self.article.metadata;
        metadata.headline = headline;
        metadata.standfirst = sub;
        metadata.byline = by;
        metadata.dateline = dateline;
        metadata.credit = credit;
        metadata.rights = match rights.is_empty() {
            true => terms,
            false => rights,
        };
    }

    /// What NewsML says of a piece in attributes, and in words for catalogues.
    fn facts(&mut self, item: Node) {
        let day = first(
            item,
            &[
                "contentCreated",
                "firstCreated",
                "versionCreated",
                "FirstCreated",
                "ThisRevisionCreated",
            ],
        );
        if let Some(day) = day {
            self.date(day.text().unwrap_or_default());
        }
        if let Some(provider) = first(item, &["provider"]) {
            let name = first(provider, &["name"]).and_then(|name| name.text());
            let name = name.or(provider.attribute("literal"));
            self.article.metadata.publisher = name.unwrap_or_default().trim().to_owned();
        }
        for node in item.descendants() {
            let keyword = match node.tag_name().name() {
                "keyword" => node.text().or(node.attribute("key")),
                "subject" => first(node, &["name"]).and_then(|name| name.text()),
                "KeywordLine" => node.text(),
                _ => None,
            };
            self.article.metadata.keywords.extend(
                keyword
                    .map(str::trim)
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned),
            );
        }
        if let Some(slug) = first(item, &["slugline", "SlugLine"]) {
            self.keep("slugline", slug);
        }
        if let Some(embargo) = first(item, &["embargoed"])
            && embargo.text().is_some_and(|text| !text.trim().is_empty())
        {
            self.embargo(embargo);
        }
        if let Some(description) = first(item, &["description"]) {
            let text = words(description);
            if self.article.metadata.standfirst.is_empty() {
                self.article.metadata.standfirst = self.phrase(description);
            }
            self.article.metadata.description = text;
        }
    }

    /// A document of NITF.
    fn nitf(&mut self, root: Node) {
        let lang = root
            .attributes()
            .find(|attribute| attribute.name() == "lang");
        self.article.metadata.lang = lang.and_then(|lang| Lang::parse(lang.value()));
        self.opening(root);
        if self.article.metadata.headline.is_empty()
            && let Some(title) = first(root, &["title"])
        {
            self.article.metadata.headline = self.phrase(title);
        }
        let mut html = String::new();
        body_of(root, &mut html);
        self.article.body = self.finder.blocks(&html, &mut self.context);
    }

    /// The head of a document of NITF. What NewsML said already is not said again.
    fn opening(&mut self, nitf: Node) {
        let second = first(nitf, &["hedline"]).and_then(|head| first(head, &["hl2"]));
        let summary = first(nitf, &["abstract"]).filter(|summary| !words(*summary).is_empty());
        let about = [
            first(nitf, &["hl1"]),
            // Under a second headline an abstract is the standfirst; within the text a
            // second headline is a heading.
            summary.and(second),
            summary.or(second),
            first(nitf, &["dateline"])
                .and_then(|line| first(line, &["location"]))
                .or(first(nitf, &["dateline"])),
            first(nitf, &["tagline", "bibliography"]),
            first(nitf, &["rights"]),
        ];
        let [headline, subtitle, standfirst, dateline, credit, rights] =
            about.map(|node| node.map(|node| self.phrase(node)).unwrap_or_default());
        let byline = first(nitf, &["byline"]).map(|node| self.byline(node));
        let byline = byline.unwrap_or_default();
        let metadata = &mut self.article.metadata;
        let fill = |field: &mut Vec<Inline>, found: Vec<Inline>| {
            if field.is_empty() {
                *field = found;
            }
        };
        fill(&mut metadata.headline, headline);
        fill(&mut metadata.subtitle, subtitle);
        fill(&mut metadata.standfirst, standfirst);
        fill(&mut metadata.byline, byline);
        fill(&mut metadata.dateline, dateline);
        fill(&mut metadata.credit, credit);
        fill(&mut metadata.rights, rights);
        if let Some(distributor) = first(nitf, &["distributor"])
            && metadata.publisher.is_empty()
        {
            metadata.publisher = words(distributor);
        }
        let byline = first(nitf, &["byline"]);
        let people = byline.into_iter().flat_map(|line| {
            line.descendants()
                .filter(|node| is(*node, "person"))
                .collect::<Vec<_>>()
        });
        let people: Vec<Person> = people
            .map(|person| Person {
                name: words(person),
                ..Person::default()
            })
            .filter(|person| !person.name.is_empty())
            .collect();
        if metadata.authors.is_empty() {
            metadata.authors = people;
        }
        let day = first(nitf, &["date.issue", "date.release", "story.date"]);
        let day = day.and_then(|day| day.attribute("norm").or(day.text()));
        if self.article.metadata.date.is_none() {
            self.date(day.unwrap_or_default());
        }
        for keyword in nitf.descendants().filter(|node| is(*node, "keyword")) {
            let word = keyword.attribute("key").unwrap_or_default().trim();
            let keywords = &mut self.article.metadata.keywords;
            if !word.is_empty() && !keywords.iter().any(|known| known == word) {
                keywords.push(word.to_owned());
            }
        }
        if let Some(holder) = first(nitf, &["doc.copyright"])
            && self.article.metadata.rights.is_empty()
        {
            let year = holder.attribute("year").unwrap_or_default();
            let name = holder.attribute("holder").unwrap_or_default();
            let text = format!("© {year} {name}");
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut phrase = self.finder.phrase(&text, &mut self.context);
            phrase
                .iter_mut()
                .for_each(|inline| inline.node.span = self.source.span(holder.range()));
            self.article.metadata.rights = phrase;
        }
    }

    fn date(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let span = self.finder.find(text).unwrap_or_default();
        let mut found = date(text, span);
        if let Some(moment) = found.moment() {
            found.text = moment;
        }
        self.article.metadata.date = Some(found);
    }

    /// Who wrote it, and after a comma their title or house (NITF, `byttl`).
    fn byline(&mut self, node: Node) -> Vec<Inline> {
        let title = first(node, &["byttl"]);
        let Some(title) = title.filter(|title| !words(*title).is_empty()) else {
            return self.phrase(node);
        };
        let others = node.children().filter(|child| *child != title);
        let names: Vec<String> = others
            .map(|child| match child.text().filter(|_| child.is_text()) {
                Some(text) => text.to_owned(),
                None => words(child),
            })
            .collect();
        let names = names.join(" ");
        let names = names.trim().trim_end_matches(',');
        let mut phrase = self.finder.phrase(names, &mut self.context);
        let title = self.phrase(title);
        if let (Some(_), Some(next)) = (phrase.first(), title.first()) {
            let mut at = next.node.span;
            at.end = at.start;
            phrase.push(Inline {
                node: self.context.node(at),
                kind: InlineKind::Text(", ".to_owned()),
            });
        }
        phrase.extend(title);
        phrase
    }

    /// The words of an element, as a phrase.
    fn phrase(&mut self, node: Node) -> Vec<Inline> {
        let mut phrase = self.finder.phrase(&words(node), &mut self.context);
        // Where its own words stand, if they do so in one piece.
        let range = node.range();
        let text = plain_text(&phrase);
        let raw = self.source.text().get(range.clone()).unwrap_or("");
        if let (Some(at), Some(inline)) = (raw.find(&text), phrase.first_mut()) {
            let start = range.start + at;
            inline.node.span = self.source.span(start..start + text.len());
        }
        phrase
    }

    fn keep(&mut self, key: &str, node: Node) {
        let text = words(node);
        if !text.is_empty() {
            let span = self.span(node);
            self.article.metadata.keep(Extra {
                key: key.to_owned(),
                span,
                value: text.into(),
            });
        }
    }

    fn embargo(&mut self, node: Node) {
        let message = format!("there is an embargo: `{}`", words(node));
        let warning = Diagnostic::warning(Code::Embargo, self.span(node), message);
        self.context
            .report()
            .push(warning.hint("it is kept, and not printed"));
        self.keep("embargo", node);
    }

    fn span(&self, node: Node) -> Span {
        self.source.span(node.range())
    }
}
