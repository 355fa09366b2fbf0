//! Takes what a plan says of its book; returns the pages that the book has of itself, in front of
//! its text and behind it: title page and copyright page in words of its language, epigraph, parts
//! and texts of the plan.
//!
//! Translators and illustrators stand on the title page, everybody else with identifiers and
//! licence on the copyright page; without a title page all of them do.

use super::byline;
use super::context::Context;
use super::frontmatter;
use super::origin::Origin;
use super::plan::OWN;
use crate::data::Value;
use crate::diag::{Code, Diagnostic};
use crate::lang::{self, Relator, imprint};
use crate::model::people::credits;
use crate::model::{
    Block, BlockKind, Carrier, DateFormat, Identifier, IdentifierKind, Inline, InlineKind, Licence,
    Metadata, Person, Quotation, Target, plain_text,
};
use crate::source::Span;

/// What a plan says of its book. Its byline names the authors alone, and everybody else who is
/// listed among them is a contributor.
pub(super) fn of_book(map: &Value, context: &mut Context) -> Metadata {
    let mut metadata = frontmatter::metadata(map, OWN, context);
    let lang = metadata.lang();
    byline::settle_people(&mut metadata, &lang);
    if !metadata.byline_is_made {
        return metadata;
    }
    let (authors, others): (Vec<Person>, Vec<Person>) =
        metadata.authors.drain(..).partition(Person::is_author);
    metadata.authors = authors;
    if others.is_empty() {
        byline::join(&mut metadata.byline, &lang);
        return metadata;
    }
    metadata.contributors.splice(0..0, others);
    let authors = metadata.authors.iter().map(|author| author.name.clone());
    let names = lang::byline::joined(&authors.collect::<Vec<_>>(), &lang);
    metadata.byline = match names.is_empty() {
        true => Vec::new(),
        false => vec![context.made(&names, map.span.start as usize)],
    };
    metadata
}

/// Those whom the title page names beside the authors, and those whom the copyright page does.
/// A book without authors is its editors'.
pub(super) fn shared_out(metadata: &Metadata, has_title_page: bool) -> (Vec<Person>, Vec<Person>) {
    let has_authors = !metadata.byline.is_empty();
    let is_on_title = |person: &Person| {
        let relator = person.relator();
        let is_chief = relator == Relator::EDITOR && !has_authors;
        has_title_page && (relator.is_on_title_page() || is_chief)
    };
    let people = metadata.contributors.iter().cloned();
    people.partition(is_on_title)
}

/// A page on its way.
pub(super) struct Page<'a> {
    pub(super) context: Context<'a>,
    pub(super) metadata: Metadata,
    pub(super) body: Vec<Block>,
}

impl Page<'_> {
    /// What the plan says of the book, in nodes of this page.
    pub(super) fn fields(&mut self, map: &Value) -> Metadata {
        of_book(map, &mut self.context)
    }

    pub(super) fn epigraph(&mut self, value: &Value) {
        let text = value.get(&["text"]).unwrap_or(value);
        let body = self.blocks(text);
        for entry in value.entries() {
            if !matches!(entry.key.as_str(), "text" | "credit") {
                let message = format!("an epigraph has no key `{}`", entry.key);
                let warning = Diagnostic::warning(Code::UnknownKey, entry.span, message);
                let hint = "write it as `{text: …, credit: …}`";
                self.context.report().push(warning.hint(hint));
            }
        }
        let credit = value.get(&["credit"]);
        let credit = credit.and_then(|credit| Origin::of(credit, self.context.source()));
        let credit = match credit {
            Some((text, origin)) => self.context.inlines_of_source(text.trim_end(), origin),
            None => Vec::new(),
        };
        let node = self.context.node(value.span);
        let quotation = Quotation { body, credit };
        self.body
            .push(Block::new(node, BlockKind::Epigraph(quotation)));
    }

    /// A bibliography: one text, or a list of texts, one an entry.
    pub(super) fn bibliography(&mut self, value: &Value) {
        for entry in value.each() {
            let mut blocks = self.blocks(entry);
            self.body.append(&mut blocks);
        }
    }

    pub(super) fn part(&mut self, value: &Value) {
        let mut of = |key: &str| {
            let entry = value.entries().iter().find(|entry| entry.key == key)?;
            Some(frontmatter::phrase(entry, &mut self.context))
        };
        self.metadata.headline = of("part").unwrap_or_default();
        self.metadata.subtitle = of("subtitle").unwrap_or_default();
    }

    /// A list that is filled when the articles are known: it remembers where it is asked for.
    pub(super) fn listing(&mut self, value: &Value) {
        let node = self.context.node(value.span);
        let kind = InlineKind::Text(String::new());
        self.metadata.headline = vec![Inline { node, kind }];
    }

    /// A text of the plan, in Markdown.
    pub(super) fn blocks(&mut self, value: &Value) -> Vec<Block> {
        match Origin::of(value, self.context.source()) {
            Some((text, origin)) => self.context.blocks_of_source(text, origin),
            None => {
                let error = Diagnostic::error(Code::WrongValue, value.span, "expected a text");
                self.context.report().push(error);
                Vec::new()
            }
        }
    }

    /// A line that is put together from several fields.
    pub(super) fn line(&mut self, text: &str, map: &Value) {
        if text.is_empty() {
            return;
        }
        let inline = self.context.made(text, map.span.start as usize);
        let node = self.context.node(map.span);
        self.body
            .push(Block::new(node, BlockKind::Paragraph(vec![inline])));
    }
}

impl Page<'_> {
    pub(super) fn title(&mut self, map: &Value, place: &str, people: &[Person]) {
        let fields = self.fields(map);
        let lang = fields.lang();
        let issue = fields.issue_line(DateFormat::default());
        let Metadata {
            headline,
            subtitle,
            byline,
            publisher,
            ..
        } = fields;
        self.metadata.headline = headline;
        self.metadata.subtitle = subtitle;
        self.metadata.byline = byline;
        let at = map.span.start as usize;
        for line in credits(people, &lang) {
            if !self.metadata.byline.is_empty() {
                let broken = Inline {
                    kind: InlineKind::Break,
                    ..self.context.made("", at)
                };
                self.metadata.byline.push(broken);
            }
            let line = self.context.made(&line, at);
            self.metadata.byline.push(line);
        }
        self.line(&issue, map);
        let line: Vec<&str> = [publisher.as_str(), place]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        self.line(&line.join(", "), map);
    }

    pub(super) fn copyright(&mut self, map: &Value, place: &str, people: &[Person]) {
        let fields = self.fields(map);
        let lang = fields.lang();
        if !fields.rights.is_empty() {
            self.paragraph(fields.rights.clone(), map.span);
        }
        self.licence(&fields, map);
        for line in credits(people, &lang) {
            self.line(&line, map);
        }
        let date = fields.date.as_ref();
        let date = date.map(|date| date.iso().unwrap_or(date.text.clone()));
        let date = date.unwrap_or_default();
        let is_year = |part: &&str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
        let year = date.split(|c: char| !c.is_alphanumeric()).find(is_year);
        let year = year.unwrap_or_default();
        let house = [place, &fields.publisher, year];
        let house: Vec<&str> = house.into_iter().filter(|word| !word.is_empty()).collect();
        // A year alone says of nobody that they published it.
        if house != [year] {
            self.line(&house.join(", "), map);
        }
        if let Some(edition) = map.get(&["edition"]).and_then(Value::as_str) {
            self.line(edition, map);
        }
        let known = fields.known_identifiers();
        if Identifier::within(&fields.identifier, Span::default()).is_none() {
            self.line(fields.identifier.trim(), map);
        }
        for identifier in &known {
            let number = identifier.number();
            let form = match identifier.edition {
                Some(Carrier::Pdf) => " (PDF)".to_owned(),
                Some(Carrier::Epub) => " (EPUB)".to_owned(),
                Some(Carrier::Print) => format!(" ({})", imprint::print(&lang)),
                None => String::new(),
            };
            match identifier.kind {
                IdentifierKind::Isbn => self.line(&format!("ISBN {number}{form}"), map),
                IdentifierKind::Issn => self.line(&format!("ISSN {number}{form}"), map),
                // What is no DOI is no address either.
                IdentifierKind::Doi if identifier.fault().is_some() => {
                    self.line(&format!("{}{form}", identifier.value), map);
                }
                IdentifierKind::Doi => {
                    let address = format!("https://doi.org/{number}");
                    let link = self.link(&address, map);
                    let form = self.context.made(&form, map.span.start as usize);
                    self.paragraph(vec![link, form], map.span);
                }
                IdentifierKind::Urn | IdentifierKind::Uuid => {
                    self.line(&format!("{}{form}", identifier.urn()), map);
                }
            }
        }
    }

    /// The licence: one that is known by its name and its address, another as it is written.
    fn licence(&mut self, fields: &Metadata, map: &Value) {
        let said = plain_text(&fields.licence);
        let Some(licence) = Licence::of(&said) else {
            if !fields.licence.is_empty() {
                self.paragraph(fields.licence.clone(), map.span);
            }
            return;
        };
        let at = map.span.start as usize;
        let label = imprint::licence(&fields.lang());
        let name = self.context.made(&format!("{label}{}, ", licence.name), at);
        let link = self.link(&licence.url, map);
        self.paragraph(vec![name, link], map.span);
    }

    /// An address that is its own text.
    fn link(&mut self, address: &str, map: &Value) -> Inline {
        let at = map.span.start as usize;
        let text = self.context.made(address, at);
        Inline {
            kind: InlineKind::Link {
                content: vec![text],
                target: Target::External(address.to_owned()),
                title: String::new(),
            },
            ..self.context.made("", at)
        }
    }

    fn paragraph(&mut self, content: Vec<Inline>, span: Span) {
        let node = self.context.node(span);
        self.body
            .push(Block::new(node, BlockKind::Paragraph(content)));
    }
}
