//! Takes the pages of a publication, and which article or page of a plan each belongs to; puts
//! heads, feet and backgrounds on all of them, once their number is known.

use super::furniture::{self, About, Heads};
use crate::lang::Lang;
use crate::layout::Context;
use crate::layout::placed::{Entry, Page, Pages, Thing};
use crate::model::{Article, Publication, Role, plain_text};
use crate::style::{PageKind, Stage};
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;

/// What the pages of a publication are, as they are made.
pub(super) struct Furnishing<'a> {
    publication: &'a Publication,
    context: &'a Context<'a>,
    /// What heads and feet can say, by article.
    heads: Vec<Heads>,
    leaves: Vec<(usize, Leaf)>,
}

/// A page.
struct Leaf {
    kind: PageKind,
    /// What its head and foot say; a page of display has none.
    bands: Option<Bands>,
}

struct Bands {
    heads: usize,
    section: String,
    stage: Stage,
    lang: Lang,
}

impl<'a> Furnishing<'a> {
    pub(super) fn new(publication: &'a Publication, context: &'a Context<'a>) -> Furnishing<'a> {
        Furnishing {
            publication,
            context,
            heads: vec![Heads::default()],
            leaves: Vec::new(),
        }
    }

    /// A run of articles has these pages, the first of which begins with one. A page has the
    /// heads of the article that it begins with.
    pub(super) fn run(&mut self, run: &[Article], pages: &Pages, range: Range<usize>) {
        let first = self.heads.len();
        let publication = self.publication;
        let all = run.iter().map(|own| heads(own, publication, self.context));
        self.heads.extend(all);
        let parts: Vec<Option<String>> = run.iter().map(|own| self.part(own)).collect();
        let text = |page: &Page| !page.blank && !page.is_plate;
        let own = || pages.pages.iter().enumerate().take(range.end);
        let texts = own().skip(range.start).filter(|(_, page)| text(page));
        let last = texts.map(|(index, _)| index).max().unwrap_or(range.start);
        let outline: Vec<&Entry> = entries(pages, &range);
        let mut running = String::new();
        for (index, page) in own().skip(range.start) {
            let source = page.things.iter().find_map(Thing::source);
            let at = run.iter().position(|own| Some(own.source) == source);
            // What begins with the title of a part is headed by the article under it.
            let is_part = |at: usize| run.get(at).map(|own| own.place.role) == Some(Role::Part);
            let at = match at.unwrap_or(0) {
                at if is_part(at) && at + 1 < run.len() && !is_part(at + 1) => at + 1,
                at => at,
            };
            let Some(article) = run.get(at) else { continue };
            let on_page = outline.iter().filter(|entry| entry.spot.page == index);
            let on_page: Vec<&Entry> = on_page.copied().collect();
            // It begins with a headline that stands at its head.
            let head = self.context.style.page.top + self.context.style.text.leading;
            let at_head = on_page.first().is_some_and(|entry| entry.spot.y < head);
            let begins = index == range.start || at_head;
            let heading = section(&on_page, article.place.level, begins, &mut running);
            let part = parts.get(at).cloned().flatten();
            let opens = run.first().map(|own| own.source);
            let stage = match index {
                index if index == range.start && opens == self.context.front => Stage::Masthead,
                index if index == range.start => Stage::First,
                index if index == last => Stage::Last,
                _ => Stage::Within,
            };
            let bands = Bands {
                heads: first + at,
                section: part.unwrap_or(heading),
                stage,
                lang: article.lang(),
            };
            let kind = match stage {
                Stage::Masthead | Stage::First => PageKind::Opening,
                Stage::Bare | Stage::Within | Stage::Last => PageKind::Text,
            };
            self.leaf(index, kind, Some(bands));
        }
    }

    /// A page of a plan that is no text has these pages.
    pub(super) fn display(&mut self, role: Role, range: Range<usize>) {
        let kind = match role {
            Role::TitlePage => PageKind::Title,
            Role::Part => PageKind::Part,
            Role::Article
            | Role::Named(_)
            | Role::Endnotes
            | Role::Bibliography
            | Role::HalfTitle
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Contents
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Colophon
            | Role::Index => PageKind::Text,
        };
        for index in range {
            self.leaf(index, kind, None);
        }
    }

    /// A list of contents has these pages.
    pub(super) fn list(&mut self, range: Range<usize>) {
        let lang = self.publication.lang();
        for index in range.clone() {
            let bands = Bands {
                heads: 0,
                section: String::new(),
                stage: match index == range.start {
                    true => Stage::Bare,
                    false => Stage::Within,
                },
                lang: lang.clone(),
            };
            self.leaf(index, PageKind::Text, Some(bands));
        }
    }

    fn leaf(&mut self, index: usize, kind: PageKind, bands: Option<Bands>) {
        self.leaves.push((index, Leaf { kind, bands }));
    }

    /// The title of the part that an article is in.
    fn part(&self, article: &Article) -> Option<String> {
        if article.place.role == Role::Part {
            return Some(article.metadata.title());
        }
        if article.place.level == 0 {
            return None;
        }
        let all = self.publication.articles.iter();
        let before = all.take_while(|own| own.source != article.source);
        let part = before.filter(|own| own.place.role == Role::Part).last()?;
        Some(part.metadata.title())
    }

    /// Puts heads, feet and backgrounds on pages; `last` is the last folio that is numbered as
    /// a page is.
    pub(super) fn finish(self, pages: &mut Pages, last: impl Fn(usize) -> String + Sync) {
        let context = self.context;
        let first = self.leaves.iter().find(|(_, leaf)| {
            let stage = leaf.bands.as_ref().map(|bands| bands.stage);
            matches!(stage, Some(Stage::Masthead | Stage::First))
        });
        let first = first.map(|(index, _)| *index);
        let mut leaves: Vec<Option<&Leaf>> = vec![None; pages.pages.len()];
        for (index, leaf) in &self.leaves {
            if let Some(place) = leaves.get_mut(*index) {
                *place = Some(leaf);
            }
        }
        let all = pages.pages.par_iter_mut().zip(leaves).enumerate();
        all.for_each(|(index, (page, leaf))| {
            let Some(leaf) = leaf else { return };
            if let Some(bands) = &leaf.bands
                && let Some(heads) = self.heads.get(bands.heads)
            {
                let about = About {
                    heads,
                    section: &bands.section,
                    pages: &last(index),
                    stage: bands.stage,
                    lang: &bands.lang,
                    reads: first == Some(index),
                };
                furniture::furnish(page, index, &about, context);
            }
            let kind = match page.is_plate {
                true => PageKind::Plate,
                false => leaf.kind,
            };
            let backdrop = context.style.backdrops.of(kind);
            if let Some(backdrop) = backdrop.filter(|_| !page.blank) {
                furniture::underlay(page, backdrop, context);
            }
        });
    }
}

/// The entries of an outline that are on some of the last pages, in the order of reading.
fn entries<'p>(pages: &'p Pages, range: &Range<usize>) -> Vec<&'p Entry> {
    let last = pages.outline.iter().rev();
    let mut own: Vec<&Entry> = last
        .take_while(|entry| entry.spot.page >= range.start)
        .collect();
    own.reverse();
    own
}

/// The first heading of two levels on a page, or else the one that the page is under. What
/// comes after the next headline is another article's.
fn section(on_page: &[&Entry], level: u8, begins: bool, running: &mut String) -> String {
    let is_headline = |entry: &Entry| entry.depth <= level;
    let is_section = |entry: &Entry| !is_headline(entry) && entry.depth <= level + 2;
    let (own, under) = match on_page {
        [headline, own @ ..] if begins && is_headline(headline) => (own, String::new()),
        own => (own, running.clone()),
    };
    let mut own = own.iter().take_while(|entry| !is_headline(entry));
    let first = own.find(|entry| is_section(entry));
    for entry in on_page {
        if is_headline(entry) {
            running.clear();
        } else if is_section(entry) {
            running.clone_from(&entry.title);
        }
    }
    first.map_or(under, |entry| entry.title.clone())
}

fn heads(article: &Article, publication: &Publication, context: &Context) -> Heads {
    let metadata = &article.metadata;
    let whole = &publication.metadata;
    let dates = context.style.dates;
    let date = metadata.printed_date(dates);
    // An article of an issue is as old as the issue, unless it says otherwise.
    let date = date.or_else(|| whole.printed_date(dates).filter(|_| publication.planned));
    let headline = plain_text(&metadata.headline);
    let (book, title) = match publication.bound {
        true => (whole.title(), whole.title()),
        false => (String::new(), headline.clone()),
    };
    let authors = [metadata, whole].map(crate::model::Metadata::signature);
    let publishers = [&whole.publisher, &metadata.publisher];
    let first = |mut all: std::slice::Iter<String>| all.find(|own| !own.is_empty()).cloned();
    Heads {
        headline,
        kicker: plain_text(&metadata.kicker),
        byline: metadata.byline_names(),
        book,
        date: date.map_or(String::new(), Cow::into_owned),
        title,
        author: first(authors.iter()).unwrap_or_default(),
        issue: whole.issue_line(dates),
        publisher: publishers
            .into_iter()
            .find(|own| !own.is_empty())
            .cloned()
            .unwrap_or_default(),
    }
}
