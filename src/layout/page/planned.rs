//! Takes a publication that has a plan; returns its pages: those of display, lists of contents
//! and articles, in the order of the plan.
//!
//! The pages of the front have folios in Roman numerals and the others in Arabic ones, which
//! begin with the text, on a right-hand page (The Chicago Manual of Style, 1.7).

use super::listed::{self, Folios};
use super::run::SetRun;
use super::{
    Context, Furnishing, contents, entry, level, note, paginate, set_ahead, turn_to_recto,
};
use crate::diag::Report;
use crate::layout::galley::{Column, Galley};
use crate::layout::placed::{Page, Pages};
use crate::model::index::{self, Folio};
use crate::model::sections::{self, ContentsLine};
use crate::model::{Article, Matter, Numbering, Numerals, Publication, Role, Target, plain_text};
use crate::style::{Openings, Style};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// How often an index is set again, because pages that it names came after it and moved.
const TRIALS: usize = 3;
/// The size of an index, in sizes of the text.
const SMALLER: f64 = 0.9;
/// The fewest ems of a column of an index: where there is less room, it has one column.
const NARROWEST: f64 = 14.0;

/// Lays out and pages a publication.
pub(super) fn make_up(publication: &Publication, context: &Context, report: &mut Report) -> Pages {
    let mut known = BTreeMap::new();
    let mut places = publication.articles.iter().map(|article| article.place);
    if !places.any(|place| place.lists || place.role.is_filled()) {
        return attempt(publication, [context; 3], &mut known, report).0;
    }
    let style = listing(context.style);
    let of_style = |style| {
        Context::of(
            publication,
            style,
            context.fonts,
            context.gallery,
            context.looseness,
        )
    };
    let lists = of_style(&style);
    let style = indexing(&style);
    let index = of_style(&style);
    for _ in 1..TRIALS {
        let mut own = Report::new();
        let contexts = [context, &lists, &index];
        let (pages, is_final) = attempt(publication, contexts, &mut known, &mut own);
        if is_final {
            report.extend(own);
            return pages;
        }
    }
    attempt(publication, [context, &lists, &index], &mut known, report).0
}

/// The style of lists: what links is as black as anything else.
fn listing(style: &Style) -> Style {
    let mut style = style.clone();
    style.colours.link = style.colours.text;
    style
}

/// The style of an index: smaller, in two columns where there is room for them.
fn indexing(style: &Style) -> Style {
    let mut style = style.clone();
    style.text.size = style.text.size * SMALLER;
    // Its title is as large as any other.
    style.headline.size /= SMALLER;
    if style.page.columns < 2 {
        let gutter = style.page.gutter.max(style.text.size * 2.0);
        if style.measure() >= style.text.size * NARROWEST * 2.0 + gutter {
            style.page.columns = 2;
            style.page.gutter = gutter;
        }
    }
    style
}

/// Makes up all pages, with folios of an index as they are known by now; those that are found
/// replace them. Says whether none is another.
fn attempt(
    publication: &Publication,
    [context, of_lists, of_index]: [&Context; 3],
    known: &mut BTreeMap<Target, Option<Folio>>,
    report: &mut Report,
) -> (Pages, bool) {
    let mut book = Book {
        publication,
        context,
        pages: Pages::default(),
        body: None,
    };
    let mut furnishing = Furnishing::new(publication, context);
    let mut lists = Vec::new();
    let flows = |one: &Article, next: &Article| next.place.goes_on_under(one.place);
    let runs: Vec<&[Article]> = publication.articles.chunk_by(flows).collect();
    let set = |run: &[Article]| match run {
        [page] if page.place.role == Role::Index => SetRun::default(),
        [page] if page.place.role.is_filled() => SetRun::of(run, of_lists),
        [page] if page.place.lists && !page.place.flows() => SetRun::display(page, of_lists),
        [page] if !page.place.flows() => SetRun::display(page, context),
        run => SetRun::of(run, context),
    };
    set_ahead(&runs, set, |run, set| {
        let Some(place) = run.first().map(|article| article.place) else {
            return;
        };
        let is_first = place.matter != Matter::Front && book.body.is_none();
        let opens = place.flows() && context.style.openings == Openings::Recto;
        if place.recto || is_first || opens {
            book.turn_to_recto();
        }
        let first = book.pages.pages.len();
        if is_first {
            book.body = Some(first);
        }
        match place.role {
            Role::Contents => {
                // Paged for its length; folios come once they are known.
                let length = book.contents(first, place.depth).pages.len() - first;
                let kept = (0..length).map(|_| Page::default());
                book.pages.pages.extend(kept);
                lists.push((first..first + length, place.depth));
            }
            Role::Index => {
                listed::anchor_spans(&publication.articles, &mut book.pages);
                let run: Vec<Article> = run.iter().map(|index| book.filled(index, known)).collect();
                let set = SetRun::of(&run, of_index);
                set.make_up(&run, of_index, &mut book.pages, report);
            }
            Role::ListOfFigures | Role::ListOfTables => {
                set.make_up(run, of_lists, &mut book.pages, report);
            }
            Role::Article
            | Role::Named(_)
            | Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Part
            | Role::Endnotes
            | Role::Bibliography
            | Role::Colophon => {
                set.make_up(run, context, &mut book.pages, report);
            }
        }
        book.number(first);
        let own = first..book.pages.pages.len();
        if place.flows() || place.role.is_filled() {
            furnishing.run(run, &book.pages, own);
        } else if place.role != Role::Contents {
            furnishing.display(place.role, own);
        }
    });
    for (kept, depth) in lists {
        let list = book.contents(kept.start, depth);
        book.pages.outline.extend(list.outline);
        let listed = list.pages.into_iter().skip(kept.start);
        furnishing.list(kept.clone());
        for (index, mut page) in kept.zip(listed) {
            page.folio = book.folio(index);
            if let Some(slot) = book.pages.pages.get_mut(index) {
                *slot = page;
            }
        }
    }
    listed::put_folios(publication, context, &mut book.pages);
    book.pages.outline.sort_by_key(|entry| entry.spot.page);
    listed::anchor_spans(&publication.articles, &mut book.pages);
    let (count, body) = (book.pages.pages.len(), book.body);
    let mut pages = std::mem::take(&mut book.pages);
    furnishing.finish(&mut pages, |index| match body {
        Some(body) if index < body => book.folio(body.saturating_sub(1)),
        Some(_) | None => book.folio(count.saturating_sub(1)),
    });
    let found = Folios::of(&pages);
    let mut is_final = true;
    for (target, folio) in known.iter_mut() {
        let own = found.folio(target);
        is_final &= *folio == own;
        *folio = own;
    }
    (pages, is_final)
}

struct Book<'a> {
    publication: &'a Publication,
    context: &'a Context<'a>,
    pages: Pages,
    /// The page that Arabic folios begin with.
    body: Option<usize>,
}

impl Book<'_> {
    /// Adds a blank page, if the next is a left-hand one.
    fn turn_to_recto(&mut self) {
        let next = self.pages.pages.len();
        if next.is_multiple_of(2) {
            return;
        }
        turn_to_recto(self.context, &mut self.pages);
        self.number(next);
    }

    fn folio(&self, index: usize) -> String {
        match self.body {
            Some(body) if index >= body => (index - body + 1).to_string(),
            Some(_) | None => {
                let roman = Numbering::Ordered {
                    start: 1,
                    numerals: Numerals::LowerRoman,
                    falls: false,
                };
                roman.mark(index).unwrap_or_default()
            }
        }
    }

    fn number(&mut self, from: usize) {
        for index in from..self.pages.pages.len() {
            let folio = self.folio(index);
            if let Some(page) = self.pages.pages.get_mut(index) {
                page.folio = folio;
            }
        }
    }

    /// An index with its folios: those of pages that are there, and of others as they were when
    /// it was set last.
    fn filled(&self, index: &Article, known: &mut BTreeMap<Target, Option<Folio>>) -> Article {
        let folios = Folios::of(&self.pages);
        let before = std::mem::take(known);
        let asked = RefCell::new(BTreeMap::new());
        let index = index::with_folios(index, &|target| {
            let folio = folios.folio(target);
            let folio = folio.or_else(|| before.get(target).cloned().flatten());
            asked.borrow_mut().insert(target.clone(), folio.clone());
            folio
        });
        *known = asked.into_inner();
        index
    }

    /// Pages with a list of contents from an index on, and empty ones before. Of pages that are
    /// not there yet it has no folios.
    fn contents(&self, from: usize, depth: Option<u8>) -> Pages {
        let lang = self.publication.lang();
        let style = self.context.style;
        let column = Column::plain(style.measure(), style.body(), lang.clone(), u32::MAX);
        let lines = sections::contents(self.publication, depth);
        let nodes = lines.iter().filter(|line| line.section.is_some());
        let nodes = nodes.map(ContentsLine::node).collect();
        let (folios, sections) = (
            Folios::of(&self.pages),
            listed::of_nodes(nodes, &self.pages),
        );
        let entry = |line: &ContentsLine| {
            let node = line.node();
            let Some(section) = &line.section else {
                let target = Target::Article(line.article.source, None);
                let folio = folios
                    .folio(&target)
                    .map_or(String::new(), |folio| folio.text);
                return entry(line.article, folio);
            };
            let title = plain_text(section.content);
            contents::Entry {
                title: match self.context.sections.get(&node) {
                    Some(number) => format!("{number}\u{2002}{title}"),
                    None => title,
                },
                byline: String::new(),
                node,
                folio: sections.get(&node).cloned().unwrap_or_default(),
                level: line.level,
            }
        };
        let entries: Vec<contents::Entry> = lines.iter().map(entry).collect();
        let mut pages = Pages {
            pages: (0..from).map(|_| Page::default()).collect(),
            ..Pages::default()
        };
        let list: Galley = contents::set(&entries, &lang, &column, self.context);
        let texts = level::Paragraphs::of(&[]);
        paginate(list, note::Notes::new(), &texts, self.context, &mut pages);
        pages
    }
}
