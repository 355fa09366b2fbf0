//! The one document model that every reader fills and every writer reads.
//!
//! What is exported is always a [`Publication`]: a lone article is a
//! publication of one, so that a book is never a second way through the house.
//! The blocks and inlines are Pandoc's in outline and the printer's by name.
//! They are closed enums and nothing here matches on `_`: a new kind makes the
//! compiler list every place that must know it.
//!
//! Every node has a [`NodeId`] and a [`Span`] into its source. A run of text is
//! cut wherever source and text part (an escape, an entity, a soft line break),
//! so that byte `i` of a run is byte `span.start + i` of the source, until
//! `typography` changes it; what it changed stands in the [`Ledger`].

pub(crate) mod access;
mod block;
pub(crate) mod citing;
pub(crate) mod columns;
mod date;
pub(crate) mod endnotes;
pub(crate) mod gallery;
pub(crate) mod identifiers;
pub(crate) mod identity;
pub(crate) mod index;
mod inline;
mod label;
pub mod ledger;
mod licence;
mod lists;
mod metadata;
mod numbering;
pub(crate) mod numbers;
pub(crate) mod paging;
pub(crate) mod people;
mod picture;
mod place;
pub(crate) mod plain;
pub(crate) mod references;
pub(crate) mod sections;
mod targets;
pub mod walk;

pub use block::{
    Alignment, Block, BlockKind, BreakKind, Cell, CodeLine, Definition, Figure, FigureLink, Item,
    KEEP, List, Quotation, Row, Table, VerseLine, first_columns,
};
pub use citing::{AskedFile, Citing, References};
pub use date::{CalendarDate, Date, DateForm, DateFormat, When};
pub use identifiers::{Carrier, Fault, Identifier, IdentifierKind, orcid_fault};
pub use inline::{
    Citation, CitationForm, CitationItem, Inline, InlineKind, Note, Target, plain_text,
};
pub use label::{Label, LabelKind, LabelNumbers, NumberBy};
pub use ledger::Ledger;
pub use licence::Licence;
pub use metadata::{AskedFamily, Copyfit, Extra, Metadata, Person, Subject, Typography};
pub use numbering::{Numbering, Numerals};
pub use picture::{
    Extent, Length, Picture, PictureSize, Side, Unit, is_bleed, is_data, is_lone_picture,
    shown_path, truth,
};
pub use place::{Matter, NamedText, Place, Role};
pub use references::PageLink;

use crate::lang::{Lang, Relator};
use crate::source::{SourceId, Span};
use std::collections::BTreeMap;

/// The name of a node, unique within a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct NodeId {
    /// The source its article came from.
    pub source: SourceId,
    /// Its number in that article, in the order of reading.
    pub index: u32,
}

impl NodeId {
    /// Stands for what is drawn of an article, or of a book, and is no node of it:
    /// a heading over notes, a date.
    pub fn beyond(source: SourceId) -> NodeId {
        NodeId {
            source,
            index: u32::MAX,
        }
    }

    /// The same of a book as a whole.
    pub fn of_book() -> NodeId {
        NodeId::beyond(SourceId(u32::MAX))
    }

    /// The same of a picture in the head of its first page, by the number of its position.
    pub(crate) fn of_masthead(number: u32) -> NodeId {
        NodeId {
            source: SourceId(u32::MAX),
            index: number,
        }
    }
}

/// What every node has: a name, a place, a language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// Its name.
    pub id: NodeId,
    /// Its place in the source.
    pub span: Span,
    /// Its language, if it is not its parent's.
    pub lang: Option<Lang>,
}

/// Names for new nodes of one article.
#[derive(Debug)]
pub struct NodeIds {
    source: SourceId,
    next: u32,
}

impl NodeIds {
    /// Starts numbering the nodes of the article read from `source`.
    pub fn new(source: SourceId) -> NodeIds {
        NodeIds { source, next: 0 }
    }

    /// Goes on after the nodes that an article has.
    pub(crate) fn after(source: SourceId, next: u32) -> NodeIds {
        NodeIds { source, next }
    }

    /// The number the next node will get.
    pub fn next_index(&self) -> u32 {
        self.next
    }

    /// A new node over `span`.
    pub fn node(&mut self, span: Span) -> Node {
        let index = self.next;
        self.next += 1;
        Node {
            id: NodeId {
                source: self.source,
                index,
            },
            span,
            lang: None,
        }
    }
}

/// Identifier, classes and other attributes an author gave a node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attributes {
    /// The anchor that links name, without `#`.
    pub id: Option<String>,
    /// Classes, in the author's order.
    pub classes: Vec<String>,
    /// Anything else, key and value.
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(k, _)| k == key);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of a key, which is taken out.
    pub fn take(&mut self, key: &str) -> Option<String> {
        let at = self.pairs.iter().position(|(k, _)| k == key)?;
        Some(self.pairs.remove(at).1)
    }

    /// These and others; of two identifiers, and of two values of one key, the other.
    pub fn and(mut self, others: Attributes) -> Attributes {
        self.id = others.id.or(self.id);
        self.classes.extend(others.classes);
        self.pairs
            .retain(|(key, _)| !others.pairs.iter().any(|(other, _)| other == key));
        self.pairs.extend(others.pairs);
        self
    }

    /// Whether the class is among them.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c == class)
    }
}

/// The name an anchor gets from a text: its letters and figures in lower case,
/// everything between them one hyphen. An author's own identifier goes first.
pub fn anchor(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(name.trim_end_matches('-').len());
    name
}

/// One article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// The source it was read from.
    pub source: SourceId,
    /// What it says of itself, and its opening: kicker, headline, standfirst.
    pub metadata: Metadata,
    /// The text.
    pub body: Vec<Block>,
    /// What typography changed.
    pub ledger: Ledger,
    /// The next free node index, for stages that add nodes.
    pub next_index: u32,
    /// Where it stands in a publication.
    pub place: Place,
}

impl Article {
    /// Its language, or `und`.
    pub fn lang(&self) -> Lang {
        self.metadata.lang()
    }

    /// Gives a text or a list that has a name in every book, and no title, this name as its
    /// headline: in its language, or that of the book.
    fn head_by_role(&mut self, book: &Lang) {
        let lang = self.metadata.lang.as_ref().unwrap_or(book);
        let Some(title) = self.place.role.title(lang) else {
            return;
        };
        if !self.metadata.headline.is_empty() {
            return;
        }
        let mut ids = NodeIds::after(self.source, self.next_index);
        self.metadata.headline = vec![Inline {
            node: ids.node(Span {
                source: self.source,
                ..Span::default()
            }),
            kind: InlineKind::Text(title.to_owned()),
        }];
        self.next_index = ids.next_index();
    }

    /// The block that its text begins with: a break is none of it.
    pub fn first_block(&self) -> Option<&Block> {
        let mut blocks = self.body.iter();
        blocks.find(|block| !matches!(block.kind, BlockKind::Break(_)))
    }
}

/// What is exported: one article, or several bound as a book.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Publication {
    /// The publication's own; a lone article's is the article's.
    pub metadata: Metadata,
    /// Its articles in order.
    pub articles: Vec<Article>,
    /// Whether it is a book, with a title page and a list of contents.
    pub bound: bool,
    /// Whether title page, contents and all other pages of a book are among its articles, in
    /// an order of its own.
    pub planned: bool,
    /// What its blocks are called by their numbers, once
    /// [references are settled](Publication::settle_references).
    pub labels: BTreeMap<NodeId, Label>,
    /// The links that show the number of a page in print, and words elsewhere.
    pub page_links: BTreeMap<NodeId, PageLink>,
}

/// The language that most articles are in; of several the one that comes first.
fn commonest_lang(articles: &[Article]) -> Option<Lang> {
    let mut counts: Vec<(&Lang, usize)> = Vec::new();
    for lang in articles.iter().filter_map(|a| a.metadata.lang.as_ref()) {
        match counts
            .iter_mut()
            .find(|(known, _)| known.same_language(lang))
        {
            Some((_, count)) => *count += 1,
            None => counts.push((lang, 1)),
        }
    }
    // `max_by_key` gives the last of several.
    let best = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    best.map(|(lang, _)| lang.clone())
}

impl Publication {
    /// A publication of one article.
    pub fn single(article: Article) -> Publication {
        Publication {
            metadata: article.metadata.clone(),
            articles: vec![article],
            ..Publication::default()
        }
    }

    /// Articles and pages in the order of a plan, which says what the book says of itself; what
    /// it leaves out is as when [bound](Publication::bind). If the plan names authors, those of
    /// its articles contributed to the book; if it names none, its title page names these. A page
    /// of notes is left out where there are none for it.
    pub fn planned(plan: &Metadata, mut articles: Vec<Article>) -> Publication {
        let texts = articles.iter();
        let texts = texts.filter(|article| article.place.role == Role::Article);
        let usual = Publication::bind("", texts.cloned().collect()).metadata;
        let mut metadata = plan.clone();
        metadata.lang = metadata.lang.or(usual.lang);
        metadata.date = metadata.date.or(usual.date);
        metadata.cover = metadata.cover.or(usual.cover);
        if metadata.publisher.is_empty() {
            metadata.publisher = usual.publisher;
        }
        if metadata.authors.is_empty() && metadata.byline.is_empty() {
            metadata.authors = usual.authors;
            let names = metadata.author_names();
            let pages = articles.iter_mut();
            let pages = pages.filter(|article| article.place.role == Role::TitlePage);
            pages.for_each(|page| people::sign(page, &names));
        } else {
            let known = metadata.author_names();
            let others = usual.authors.into_iter();
            let others = others.filter(|author| !known.contains(&author.name));
            metadata.contributors.extend(others.map(|author| Person {
                role: Relator::AUTHOR.code().to_owned(),
                ..author
            }));
        }
        metadata.contributors.extend(usual.contributors);
        people::name_writers(&articles, &mut metadata);
        let lang = metadata.lang();
        articles
            .iter_mut()
            .for_each(|article| article.head_by_role(&lang));
        let mut book = Publication {
            metadata,
            articles,
            bound: true,
            planned: true,
            ..Publication::default()
        };
        if endnotes::chapters(&book).is_empty() {
            book.articles
                .retain(|article| article.place.role != Role::Endnotes);
        }
        book
    }

    /// The articles that its list of contents names.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &Article> {
        let articles = self.articles.iter();
        articles.filter(|article| article.place.role.is_listed())
    }

    /// The articles that have a text of their own: all but lists of contents.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Article> {
        let articles = self.articles.iter();
        articles.filter(|article| article.place.role != Role::Contents)
    }

    /// Several articles bound under one title. Its language is the one most of
    /// them are in (of several, the one that comes first), its date the latest,
    /// its authors and contributors those of all, each once. Of publisher, series and cover it has the first that an article
    /// names.
    pub fn bind(title: &str, articles: Vec<Article>) -> Publication {
        let mut metadata = Metadata {
            fallback_title: title.to_owned(),
            lang: commonest_lang(&articles),
            ..Metadata::default()
        };
        for article in &articles {
            let own = &article.metadata;
            for author in own.creators() {
                let is_same = |known: &Person| known.name == author.name;
                if !metadata.authors.iter().any(is_same) {
                    metadata.authors.push(author);
                }
            }
            for person in own.others() {
                if !metadata.contributors.contains(&person) {
                    metadata.contributors.push(person);
                }
            }
            for (kept, own) in [
                (&mut metadata.publisher, &own.publisher),
                (&mut metadata.series, &own.series),
            ] {
                if kept.is_empty() {
                    kept.clone_from(own);
                }
            }
            if metadata.cover.is_none() {
                metadata.cover.clone_from(&own.cover);
            }
            let date = article.metadata.date.as_ref();
            if date.map(|d| d.iso()) > metadata.date.as_ref().map(|d| d.iso()) {
                metadata.date = date.cloned();
            }
        }
        Publication {
            metadata,
            articles,
            bound: true,
            ..Publication::default()
        }
    }

    /// Its language, or `und`.
    pub fn lang(&self) -> Lang {
        self.metadata.lang()
    }
}
