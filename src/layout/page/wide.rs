//! Takes a galley for pages of several columns; returns the pictures that stand across all
//! columns, each with the page it goes to: that of its mention or, where the mention would
//! have to leave that page for it, the next. They keep their order.

use super::columns::FEWEST;
use super::level::loads;
use super::pagebreak::{Load, PageEnd, Room, pagebreak};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::galley::{Apart, Galley, Plate, Slab};
use crate::layout::item::Item;

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
    let galley = &*galley;
    let mut wide = Wide::default();
    let mut last = 0;
    for (at, number, slab) in marked {
        let made = Trial::of(galley, &loads, room, &wide.heights());
        let page = made.page_of(at, room).max(last);
        // A plate follows the page of its mention.
        let Some(slab) = slab else {
            last = page + 1;
            continue;
        };
        // A page that is full of such pictures is followed by one that is not.
        let target = (page..page + MOST_PAGES).find(|target| {
            // Under a break within the page stands text already.
            if *target == 0 && room.start > 0 {
                return false;
            }
            let mut heights = wide.heights();
            heights.resize(heights.len().max(target + 1), 0.0);
            heights[*target] += slab.height.0;
            let left = Room {
                lower: &heights,
                ..*room
            };
            if left.height_at(target * room.columns.max(1) - room.start) < room.line * FEWEST {
                return false;
            }
            let trial = Trial::of(galley, &loads, room, &heights);
            let stays = *target > page || trial.page_of(at, room) <= page;
            stays && trial.overflow <= made.overflow && *target < trial.pages(room)
        });
        let target = target.unwrap_or(page.max(usize::from(room.start > 0)));
        if wide.pages.len() <= target {
            wide.pages.resize_with(target + 1, Vec::new);
        }
        wide.pages[target].push((number, slab));
        last = target;
    }
    wide
}

/// How many pages are tried for a picture.
const MOST_PAGES: usize = 4;

/// Pages as they come out where some of their height is taken.
struct Trial {
    ends: Vec<PageEnd>,
    /// How many columns are higher than their room.
    overflow: usize,
}

impl Trial {
    fn of(galley: &Galley, loads: &[Load], room: &Room, heights: &[f64]) -> Trial {
        let room = Room {
            lower: heights,
            ..*room
        };
        let ends = pagebreak(&galley.items, loads, &[], &room);
        let mut overflow = 0;
        let mut start = 0;
        for (number, end) in ends.iter().enumerate() {
            let items = galley.items.get(start..end.at).unwrap_or(&[]);
            let boxes = items.iter().map(|item| match item {
                Item::Box { size, .. } => *size,
                Item::Glue { .. } | Item::Penalty { .. } => 0.0,
            });
            overflow += usize::from(boxes.sum::<f64>() > room.height_at(number) + 0.1);
            start = end.at;
        }
        Trial { ends, overflow }
    }

    /// The page that an item is on.
    fn page_of(&self, at: usize, room: &Room) -> usize {
        (self.ends.partition_point(|end| end.at <= at) + room.start) / room.columns.max(1)
    }

    fn pages(&self, room: &Room) -> usize {
        (self.ends.len() + room.start).div_ceil(room.columns.max(1))
    }
}
