//! Takes a publication that has a plan; returns its pages: those of display, lists of contents
//! and articles, in the order of the plan.
//!
//! The pages of the front have folios in Roman numerals and the others in Arabic ones, which
//! begin with the text, on a right-hand page (The Chicago Manual of Style, 1.7).

use super::run::SetRun;
use super::{
    Context, Furnishing, contents, entry, folios, level, note, paginate, set_ahead, turn_to_recto,
};
use crate::diag::Report;
use crate::layout::galley::{Column, Galley};
use crate::layout::placed::{Page, Pages, Thing};
use crate::model::{Article, Matter, Numbering, Numerals, Publication, Role};
use crate::style::Openings;

/// Lays out and pages a publication.
pub(super) fn make_up(publication: &Publication, context: &Context, report: &mut Report) -> Pages {
    let mut book = Book {
        publication,
        context,
        pages: Pages::default(),
        body: None,
    };
    let mut furnishing = Furnishing::new(publication, context);
    let mut starts = Vec::new();
    let mut lists = Vec::new();
    let flows = |one: &Article, next: &Article| next.place.goes_on_under(one.place);
    let runs: Vec<&[Article]> = publication.articles.chunk_by(flows).collect();
    let set = |run: &[Article]| match run {
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
        if place.role == Role::Contents {
            // Paged for its length; folios come once they are known.
            let length = book.contents(first, &[]).pages.len() - first;
            let kept = (0..length).map(|_| Page::default());
            book.pages.pages.extend(kept);
            lists.push(first..first + length);
        } else {
            set.make_up(run, context, &mut book.pages, report);
        }
        book.number(first);
        let own = first..book.pages.pages.len();
        if place.flows() {
            furnishing.run(run, &book.pages, own);
        } else if place.role != Role::Contents {
            furnishing.display(place.role, own);
        }
        starts.extend(run.iter().map(|article| {
            let own = book.pages.pages.iter().skip(first);
            let begins = |page: &Page| {
                let mut sources = page.things.iter().filter_map(Thing::source);
                sources.any(|source| source == article.source)
            };
            first + own.into_iter().position(begins).unwrap_or(0)
        }));
    });
    let folios = folios(&starts, &book.pages);
    for kept in lists {
        let list = book.contents(kept.start, &folios);
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
    book.pages.outline.sort_by_key(|entry| entry.spot.page);
    let (count, body) = (book.pages.pages.len(), book.body);
    let mut pages = std::mem::take(&mut book.pages);
    furnishing.finish(&mut pages, |index| match body {
        Some(body) if index < body => book.folio(body.saturating_sub(1)),
        Some(_) | None => book.folio(count.saturating_sub(1)),
    });
    pages
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

    /// Pages with a list of contents from an index on, and empty ones before.
    fn contents(&self, from: usize, folios: &[String]) -> Pages {
        let lang = self.publication.lang();
        let style = self.context.style;
        let column = Column::plain(style.measure(), style.body(), lang.clone(), u32::MAX);
        let articles = self.publication.articles.iter().enumerate();
        let listed = articles.filter(|(_, article)| article.place.role.is_listed());
        let entries: Vec<contents::Entry> = listed
            .map(|(i, article)| entry(article, folios.get(i).cloned().unwrap_or_default()))
            .collect();
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
