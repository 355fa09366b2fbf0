//! Takes a galley for pages of several columns; returns the pictures that stand across all
//! columns, each with the page it goes to: that of its mention or, where the mention would
//! have to leave that page for it, the next. They keep their order.

use super::columns::FEWEST;
use super::level::loads;
use super::pagebreak::{Load, PageEnd, Room, pagebreak};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::galley::{Apart, Galley, Plate, Slab};
use crate::layout::item::{FORCED, Item};

/// What stands across the columns of each of the first pages.
#[derive(Default)]
pub(super) struct Wide {
    /// Each with its number among all that stands elsewhere.
    pages: Vec<Vec<(usize, Slab)>>,
}

impl Wide {
    /// What a page of this number has, counted from 0.
    pub(super) fn take(&mut self, page: usize) -> Vec<Slab> {
        let slabs = self.pages.get_mut(page).map(std::mem::take);
        let slabs = slabs.into_iter().flatten();
        slabs.map(|(_, slab)| slab).collect()
    }

    /// The number of the first that pages from this one on have.
    pub(super) fn next(&self, page: usize) -> Option<usize> {
        let mut later = self.pages.iter().skip(page).flatten();
        later.next().map(|(number, _)| *number)
    }

    /// How much of the height of each page is taken.
    pub(super) fn heights(&self) -> Vec<f64> {
        let height = |page: &Vec<(usize, Slab)>| page.iter().map(|(_, slab)| slab.height.0).sum();
        self.pages.iter().map(height).collect()
    }
}

/// The greatest height of what stands across columns.
pub(super) fn tallest(galley: &Galley) -> Pt {
    let apart = galley
        .slabs
        .iter()
        .flatten()
        .filter_map(|slab| match slab.apart.as_deref() {
            Some(Apart::Across(slab)) => Some(slab.height),
            Some(Apart::Plate(_)) | None => None,
        });
    apart.fold(Pt::ZERO, Pt::max)
}

/// Takes what stands across columns out of a galley, which ends with a forced penalty, and
/// gives each its page.
pub(super) fn assign(galley: &mut Galley, room: &Room, context: &Context) -> Wide {
    let mut marked = Vec::new();
    let mut number = 0;
    for (at, slab) in galley.slabs.iter_mut().enumerate() {
        let Some(slab) = slab else { continue };
        match slab.apart.take().map(|apart| *apart) {
            Some(Apart::Across(across)) => marked.push((at, number, Some(across))),
            Some(Apart::Plate(plate)) => {
                slab.apart = Some(Box::new(Apart::Plate(Plate { number, ..plate })));
                marked.push((at, number, None));
            }
            None => continue,
        }
        number += 1;
    }
    let style = context.style;
    let loads = loads(galley, style.text.size, style.text.leading);
    let matter = Matter::of(galley, loads, room);
    let mut wide = Wide::default();
    let mut last = 0;
    // The pages before the last picture are settled: they are not made again.
    let mut from = From {
        item: 0,
        column: room.start,
    };
    for (at, number, slab) in marked {
        let heights = wide.heights();
        let made = Trial::of(&matter, from, at, room, &heights);
        let page = made.page_of(at, room).max(last);
        // A plate follows the page of its mention.
        let Some(slab) = slab else {
            last = page + 1;
            from = made.start_of(page, room);
            continue;
        };
        // A page that is full of such pictures is followed by one that is not.
        let found = (page..page + MOST_PAGES).find_map(|target| {
            // Under a break within the page stands text already.
            if target == 0 && room.start > 0 {
                return None;
            }
            let trial = with(&heights, target, slab.height);
            let left = Room {
                lower: &trial,
                ..*room
            };
            if left.height_at(target * room.columns.max(1) - room.start) < room.line * FEWEST {
                return None;
            }
            let trial = Trial::of(&matter, from, at, room, &trial);
            let stays = target > page || trial.page_of(at, room) <= page;
            let fits = stays && trial.overflow <= made.overflow && target < trial.pages(room);
            fits.then_some((target, trial))
        });
        let (target, trial) = found.unwrap_or_else(|| {
            let target = page.max(usize::from(room.start > 0));
            let heights = with(&heights, target, slab.height);
            (target, Trial::of(&matter, from, at, room, &heights))
        });
        if wide.pages.len() <= target {
            wide.pages.resize_with(target + 1, Vec::new);
        }
        wide.pages[target].push((number, slab));
        last = target;
        from = trial.start_of(target, room);
    }
    wide
}

/// How many pages are tried for a picture.
const MOST_PAGES: usize = 4;
/// How many more pages of text are looked at: where they end has a little to do with where
/// those before end.
const MORE_PAGES: usize = 3;

/// What is taken of the height of pages, with so much more on one of them.
fn with(heights: &[f64], page: usize, more: Pt) -> Vec<f64> {
    let mut heights = heights.to_vec();
    heights.resize(heights.len().max(page + 1), 0.0);
    heights[page] += more.0;
    heights
}

/// The text that pages are made of.
struct Matter<'g> {
    items: &'g [Item],
    loads: Vec<Load>,
    /// How much stands before each item.
    before: Vec<f64>,
    /// The height of what is looked at after a mention.
    ahead: f64,
}

impl Matter<'_> {
    fn of<'g>(galley: &'g Galley, loads: Vec<Load>, room: &Room) -> Matter<'g> {
        let mut sum = 0.0;
        let before = galley.items.iter().map(|item| {
            let before = sum;
            sum += match item {
                Item::Box { size, .. } => *size,
                Item::Glue { natural, .. } => *natural,
                Item::Penalty { .. } => 0.0,
            };
            before
        });
        let pages = MOST_PAGES + MORE_PAGES;
        Matter {
            items: &galley.items,
            before: before.collect(),
            loads,
            ahead: room.height * (room.columns.max(1) * pages) as f64,
        }
    }

    /// The item up to which pages are made for the sake of a mention.
    fn until(&self, at: usize) -> usize {
        let enough = self.before.get(at).copied().unwrap_or(0.0) + self.ahead;
        self.before.partition_point(|before| *before <= enough)
    }
}

/// Where pages are made from: an item, and the column of the pages that it begins.
#[derive(Debug, Clone, Copy)]
struct From {
    item: usize,
    column: usize,
}

/// Pages as they come out where some of their height is taken.
struct Trial {
    from: From,
    ends: Vec<PageEnd>,
    /// How many columns are higher than their room.
    overflow: usize,
}

impl Trial {
    fn of(matter: &Matter, from: From, at: usize, room: &Room, heights: &[f64]) -> Trial {
        let mut heights = heights.to_vec();
        // Pages differ up to the first that is made at least.
        let page = from.column / room.columns.max(1);
        heights.resize(heights.len().max(page + 1), 0.0);
        let room = Room {
            lower: &heights,
            start: from.column,
            ..*room
        };
        let until = matter.until(at.max(from.item));
        let mut items = matter.items.get(from.item..until).unwrap_or(&[]).to_vec();
        let mut loads = matter.loads.get(from.item..until).unwrap_or(&[]).to_vec();
        if until < matter.items.len() {
            items.push(Item::penalty(FORCED));
            loads.push(Load::default());
        }
        let mut ends = pagebreak(&items, &loads, &[], &room);
        let mut overflow = 0;
        let mut start = 0;
        for (number, end) in ends.iter_mut().enumerate() {
            let own = items.get(start..end.at).unwrap_or(&[]);
            let boxes = own.iter().map(|item| match item {
                Item::Box { size, .. } => *size,
                Item::Glue { .. } | Item::Penalty { .. } => 0.0,
            });
            overflow += usize::from(boxes.sum::<f64>() > room.height_at(number) + 0.1);
            start = end.at;
            end.at += from.item;
        }
        Trial {
            from,
            ends,
            overflow,
        }
    }

    /// The page that an item is on.
    fn page_of(&self, at: usize, room: &Room) -> usize {
        let before = self.ends.partition_point(|end| end.at <= at);
        (before + self.from.column) / room.columns.max(1)
    }

    /// Where a page begins; where the pages that were made begin if that is on it.
    fn start_of(&self, page: usize, room: &Room) -> From {
        let column = page * room.columns.max(1);
        let before = column.checked_sub(self.from.column + 1);
        match before.and_then(|before| self.ends.get(before)) {
            Some(end) => From {
                item: end.at,
                column,
            },
            None => self.from,
        }
    }

    fn pages(&self, room: &Room) -> usize {
        (self.ends.len() + self.from.column).div_ceil(room.columns.max(1))
    }
}
