//! Takes a publication's galleys; returns pages: notes at the foot of the page that marks them,
//! running heads, folios, a title page and a list of contents for a book.

mod columns;
mod contents;
mod float;
mod flow;
mod furnish;
mod furniture;
mod level;
mod listed;
mod note;
pub(super) mod pagebreak;
mod planned;
mod run;
mod single;
mod tall;
mod wide;

use super::Context;
use super::galley::{self, Apart, Column, Galley, Plate, Slab};
use super::item::{Item, first_box};
use super::placed::{Entry, Furniture, Owner, Page, Pages, Spot, Thing, ThingKind};
use crate::diag::Report;
use crate::geom::{Point, Pt, Rect};
use crate::model::index::Folio;
use crate::model::{Article, NodeId, Publication, Role, Target};
use crate::style::{Colour, Contents, Openings};
use furnish::Furnishing;
pub(super) use furniture::faults as furniture_faults;
use pagebreak::Room;
use rayon::prelude::*;
use run::SetRun;
use single::paginate;
use std::collections::BTreeMap;

/// Lays out and pages a publication.
pub(super) fn make_up(publication: &Publication, context: &Context, report: &mut Report) -> Pages {
    let mut pages = match publication.planned {
        true => planned::make_up(publication, context, report),
        false => usual(publication, context, report),
    };
    listed::anchor_spans(&publication.articles, &mut pages);
    pages
}

/// The pages of the places that the indexes of a publication lead to.
pub(super) fn folios_of_index(publication: &Publication, pages: &Pages) -> BTreeMap<Target, Folio> {
    listed::of_index(publication, pages)
}

/// The folios that the links of a publication to pages show, by link.
pub(super) fn folios_of_links(
    publication: &Publication,
    pages: &Pages,
) -> BTreeMap<NodeId, String> {
    listed::of_page_links(publication, pages)
}

/// An article, or articles that are bound without a plan.
fn usual(publication: &Publication, context: &Context, report: &mut Report) -> Pages {
    let mut pages = Pages::default();
    let front = if publication.bound {
        Some(front_matter(publication, &[], context))
    } else {
        None
    };
    // The front is paged for its length; its folios come once they are known.
    let front_pages = front.map_or(0, |galleys| {
        let mut trial = Pages::default();
        for galley in galleys {
            paginate(
                galley,
                note::Notes::new(),
                &level::Paragraphs::of(&[]),
                context,
                &mut trial,
            );
        }
        trial.pages.len()
    });
    for _ in 0..front_pages {
        pages.pages.push(Page::default());
    }
    let mut furnishing = Furnishing::new(publication, context);
    let mut starts = Vec::new();
    let runs: Vec<&[Article]> = publication.articles.chunks(1).collect();
    set_ahead(
        &runs,
        |run| SetRun::of(run, context),
        |run, set| {
            let blank = pages.pages.len();
            if publication.bound && context.style.openings == Openings::Recto {
                turn_to_recto(context, &mut pages);
            }
            let first = pages.pages.len();
            starts.push(first);
            let waiting = set.make_up(run, context, &mut pages, report);
            number(&mut pages, blank);
            contents::put_folios(&waiting, first, context, &mut pages);
            furnishing.run(run, &pages, first..pages.pages.len());
        },
    );
    if publication.bound {
        let folios = folios(&starts, &pages);
        put_front(publication, &folios, front_pages, context, &mut pages);
        let title = front_pages.min(1);
        furnishing.display(Role::TitlePage, 0..title);
        furnishing.list(title..front_pages);
    }
    let last = pages.pages.len().to_string();
    furnishing.finish(&mut pages, |_| last.clone());
    pages
}

/// The folios of the pages with these indices.
fn folios(indices: &[usize], pages: &Pages) -> Vec<String> {
    let folio = |index: &usize| {
        let page = pages.pages.get(*index);
        page.map_or(String::new(), |page| page.folio.clone())
    };
    indices.iter().map(folio).collect()
}

/// Folios count every page from the first, so that the number printed is the
/// number a viewer shows.
fn number(pages: &mut Pages, from: usize) {
    for (index, page) in pages.pages.iter_mut().enumerate().skip(from) {
        page.folio = (index + 1).to_string();
    }
}

/// Sets runs of articles while pages are made of those before them, which needs their order, and
/// hands each over in turn. No more are set and not yet paged than twice the number of threads.
fn set_ahead<'a, T: Send>(
    runs: &[&'a [Article]],
    set: impl Fn(&'a [Article]) -> T + Sync,
    mut page: impl FnMut(&'a [Article], T) + Send,
) {
    let mut batches = runs.chunks(rayon::current_num_threads().max(1));
    let set_all =
        |batch: &[&'a [Article]]| batch.par_iter().map(|run| set(run)).collect::<Vec<T>>();
    let mut ready = Vec::new();
    let mut batch: &[&[Article]] = &[];
    loop {
        let next = batches.next();
        let page_all = || {
            for (run, set) in batch.iter().zip(ready) {
                page(run, set);
            }
        };
        let ((), following) = rayon::join(page_all, || next.map(set_all));
        let Some(following) = following else {
            return;
        };
        ready = following;
        batch = next.unwrap_or_default();
    }
}

/// Adds a blank page, if the next is a left-hand one.
fn turn_to_recto(context: &Context, pages: &mut Pages) {
    if !pages.pages.len().is_multiple_of(2) {
        let index = new_page(context, pages);
        pages.pages[index].blank = true;
    }
}

fn room<'a>(height: Pt, context: &Context) -> Room<'a> {
    let style = context.style;
    Room {
        height: height.0,
        first: height.0,
        start: 0,
        lower: &[],
        columns: 1,
        line: style.text.leading.0,
        note_gap: style.text.leading.0,
        orphan: style.costs.orphan,
        widow: style.costs.widow,
    }
}

/// Adds a page, and gives its index.
fn new_page(context: &Context, pages: &mut Pages) -> usize {
    pages.pages.push(Page {
        size: context.style.page.size,
        ..Page::default()
    });
    pages.pages.len() - 1
}

/// Where a column of a page stands.
struct Frame {
    page: usize,
    left: Pt,
    width: Pt,
    top: Pt,
    height: Pt,
}

impl Frame {
    /// The one column of a page.
    fn page(page: usize, context: &Context) -> Frame {
        Frame {
            page,
            left: furniture::edges(page, context).0,
            width: context.style.measure(),
            top: context.style.page.top,
            height: context.style.text_height(),
        }
    }
}

/// Puts the strips of a column in their places.
fn fill(
    galley: &mut Galley,
    range: std::ops::Range<usize>,
    frame: &Frame,
    context: &Context,
    pages: &mut Pages,
) -> Vec<Apart> {
    let style = context.style;
    let (index, left) = (frame.page, frame.left);
    let mut apart = Vec::new();
    let mut y = frame.top;
    let mut end = y;
    let mut foot: Vec<Slab> = Vec::new();
    let range = below_rule(galley, range);
    let start = range.start;
    let before = pages.pages[index].things.len();
    for i in range {
        match (&galley.items[i], galley.slabs[i].take()) {
            (Item::Glue { natural, .. }, None) => y += Pt(*natural),
            (_, Some(mut slab)) => {
                if i == start
                    && let Some(head) = slab.head.clone()
                {
                    // The first row of the table has its head above it already.
                    if i > 0 {
                        put(head.things.clone(), left, y, index, pages);
                        y += head.height;
                    }
                }
                foot.append(&mut slab.note_rest);
                apart.extend(slab.apart.take().map(|apart| *apart));
                let height = slab.height;
                put_strip(slab, Point { x: left, y }, index, pages);
                y += height;
                end = y;
            }
            (Item::Box { .. } | Item::Penalty { .. }, None) => {}
        }
    }
    join_grounds(&mut pages.pages[index].things, before);
    let bottom = frame.top + frame.height;
    if foot.is_empty() {
        pages.pages[index].short = Some((bottom - end).max(Pt::ZERO));
        return apart;
    }
    // A figure that was moved brings its notes to where it stands; at the foot they
    // stand by their numbers.
    foot.sort_by_key(|slab| slab.note);
    let height: Pt = note::height(&foot);
    let mut y = bottom - height;
    // A line stands free over the notes.
    let short = y - style.text.leading - end;
    pages.pages[index].short = Some(short.max(Pt::ZERO));
    let width = style.text.size * 5.0;
    let rule = Rect::new(
        if context.rtl {
            left + frame.width - width
        } else {
            left
        },
        y - style.text.leading * 0.45,
        width,
        Pt(0.5),
    );
    pages.pages[index].things.push(Thing {
        owner: Owner::Furniture(Furniture::Ornament),
        kind: ThingKind::Fill(rule, style.colours.line),
    });
    for slab in foot {
        remember(&slab, index, y, pages);
        let height = slab.height;
        put(slab.things, left, y, index, pages);
        y += height;
    }
    apart
}

/// Adds a page for each picture that has one to itself.
fn plates(apart: Vec<Apart>, context: &Context, pages: &mut Pages) {
    for apart in apart {
        let page = new_page(context, pages);
        let (slab, bleeds) = match apart {
            Apart::Plate(Plate { slab, bleeds, .. }) => (slab, bleeds),
            Apart::Across(slab) => (slab, false),
        };
        let (left, top) = match bleeds {
            true => (Pt::ZERO, Pt::ZERO),
            false => (furniture::edges(page, context).0, context.style.page.top),
        };
        remember(&slab, page, top, pages);
        put(slab.things, left, top, page, pages);
        pages.pages[page].is_plate = true;
    }
}

/// The strips of a column, without a rule between articles at its head.
fn below_rule(galley: &Galley, mut range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let parts = |at: usize| matches!(&galley.slabs[at], Some(slab) if slab.parts);
    if range.start > 0 && !range.is_empty() && parts(range.start) {
        let rest = range.start + 1..range.end;
        range.start = first_box(&galley.items, rest.start).min(rest.end);
    }
    range
}

/// Makes one ground of those that lie under the strips of one box, so that no seam
/// shows between them.
fn join_grounds(things: &mut Vec<Thing>, from: usize) {
    const SEAM: Pt = Pt(0.2);
    // The last of each width, place and colour: a box has a ground, and borders at its sides.
    let mut lasts: Vec<(usize, Rect, Colour)> = Vec::new();
    let mut at = from;
    while let Some(thing) = things.get(at) {
        let ThingKind::Fill(rect, colour) = thing.kind else {
            at += 1;
            continue;
        };
        let joined = lasts.iter_mut().find(|(_, above, of)| {
            let apart = (rect.origin.y - above.bottom()).0.abs();
            let same = (above.origin.x, above.size.width) == (rect.origin.x, rect.size.width);
            same && *of == colour && apart <= SEAM.0
        });
        let Some((first, above, _)) = joined else {
            // Rules are thin, and other than grounds.
            if rect.size.height > Pt(2.0) {
                lasts.retain(|(_, above, _)| rect.origin.y - above.bottom() <= SEAM);
                lasts.push((at, rect, colour));
            }
            at += 1;
            continue;
        };
        above.size.height = rect.bottom() - above.origin.y;
        things[*first].kind = ThingKind::Fill(*above, colour);
        things.remove(at);
    }
}

fn remember(slab: &Slab, page: usize, y: Pt, pages: &mut Pages) {
    let spot = Spot { page, y };
    if let Some(anchor) = &slab.anchor {
        pages.anchors.entry(anchor.clone()).or_insert(spot);
    }
    if let Some((depth, title)) = &slab.entry {
        pages.outline.push(Entry {
            depth: *depth,
            title: title.clone(),
            spot,
        });
    }
}

/// Puts a strip on a page, with the strips in it.
fn put_strip(slab: Slab, at: Point, index: usize, pages: &mut Pages) {
    remember(&slab, index, at.y, pages);
    put(slab.things, at.x, at.y, index, pages);
    for (from, inner) in slab.within {
        let at = Point {
            x: at.x + from.x,
            y: at.y + from.y,
        };
        put_strip(inner, at, index, pages);
    }
}

fn put(things: Vec<Thing>, dx: Pt, dy: Pt, index: usize, pages: &mut Pages) {
    let across = pages.pages[index].size.width;
    let placed = things.into_iter().map(|thing| {
        let mut thing = galley::moved(thing, dx, dy);
        // What is as wide as the page begins at its edge, whatever the margin.
        if let ThingKind::Picture(rect, picture, _) = &mut thing.kind
            && picture.bleeds
            && rect.size.width == across
        {
            rect.origin.x = Pt::ZERO;
        }
        if let ThingKind::Fill(rect, _) = &mut thing.kind
            && rect.size.width == across
        {
            rect.origin.x = Pt::ZERO;
        }
        thing
    });
    pages.pages[index].things.extend(placed);
}

/// The entry of an article in the list of contents.
fn entry(article: &Article, folio: String) -> contents::Entry {
    let headline = article.metadata.headline.first();
    contents::Entry {
        title: article.metadata.title(),
        byline: article.metadata.byline_names(),
        node: headline.map_or(NodeId::beyond(article.source), |first| first.node.id),
        folio,
        level: article.place.level,
    }
}

/// The title page and, unless the style wants none, the list of contents.
fn front_matter(publication: &Publication, folios: &[String], context: &Context) -> Vec<Galley> {
    let lang = publication.lang();
    let style = context.style;
    let column = Column::plain(style.measure(), style.body(), lang.clone(), u32::MAX);
    let title = galley::title_page(&publication.metadata, &column, context);
    if context.style.contents == Contents::Never {
        return vec![title];
    }
    let articles = publication.articles.iter().enumerate();
    let entries: Vec<contents::Entry> = articles
        .map(|(i, article)| entry(article, folios.get(i).cloned().unwrap_or_default()))
        .collect();
    vec![title, contents::set(&entries, &lang, &column, context)]
}

/// Puts the front, with its folios, on the pages kept for it.
fn put_front(
    publication: &Publication,
    folios: &[String],
    kept: usize,
    context: &Context,
    pages: &mut Pages,
) {
    let mut front = Pages::default();
    for galley in front_matter(publication, folios, context) {
        paginate(
            galley,
            note::Notes::new(),
            &level::Paragraphs::of(&[]),
            context,
            &mut front,
        );
    }
    number(&mut front, 0);
    for (index, page) in front.pages.into_iter().enumerate().take(kept) {
        if let Some(slot) = pages.pages.get_mut(index) {
            *slot = page;
        }
    }
    pages.outline.splice(0..0, front.outline);
}
