//! Items in, the best places to end pages at out.
//!
//! Like the breaking of lines this file knows no font and no article: boxes
//! have heights, each box may bring notes that want room at the foot of its
//! page, and a break before a box may want something repeated at the head of
//! the next. Of all ways to cut the list the one with the least ugliness in sum
//! is found; the time it takes grows with the list, not with its square, as no
//! page is looked at that is longer than a page.

use crate::layout::item::{FORBIDDEN, FORCED, Item, first_box};

/// What an item brings with it; all in points.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Load {
    /// Height of the notes marked in it.
    pub notes: f64,
    /// Height of what is repeated where a page begins with it.
    pub repeat: f64,
}

/// The pages to fill.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// The height of a page.
    pub height: f64,
    /// The height of a line: what a page is short of is counted in lines.
    pub line: f64,
    /// What the rule over notes takes.
    pub note_gap: f64,
}

/// Cuts a list of items, which ends with a forced penalty, into pages. What
/// comes out are the items that pages end at. Where a box is higher than a
/// page, it has a page of its own.
pub fn pagebreak(items: &[Item], loads: &[Load], room: &Room) -> Vec<usize> {
    let sums = Sums::of(items, loads);
    // The best way to have ended a page at a place, for each place.
    let mut ways = vec![Way {
        at: 0,
        start: first_box(items, 0),
        demerits: 0.0,
        before: 0,
    }];
    // Ways that may still begin the page being filled.
    let mut first_live = 0;
    for at in 0..items.len() {
        let cost = match items[at] {
            Item::Glue { .. } if at > 0 && matches!(items[at - 1], Item::Box { .. }) => 0.0,
            Item::Penalty { cost, .. } if cost != FORBIDDEN => cost,
            Item::Box { .. } | Item::Glue { .. } | Item::Penalty { .. } => continue,
        };
        let last = at + 1 == items.len();
        let forced = cost == FORCED;
        let mut best: Option<(f64, usize)> = None;
        for index in (first_live..ways.len()).rev() {
            let way = &ways[index];
            if way.start > at {
                continue;
            }
            let height = sums.height(way.start, at, loads, room);
            let short = (room.height - height) / room.line;
            if short < -1e-6 {
                first_live = first_live.max(index + 1);
                break;
            }
            let ugly = if forced || last {
                0.0
            } else {
                short * short + cost
            };
            let demerits = way.demerits + ugly;
            if best.is_none_or(|(least, _)| demerits < least) {
                best = Some((demerits, index));
            }
        }
        if best.is_none() && (forced || first_live >= ways.len()) {
            // Nothing fits: the last place before takes what is too high.
            let index = ways.len() - 1;
            if ways[index].start < at || forced {
                best = Some((ways[index].demerits + 1e6, index));
            }
        }
        if let Some((demerits, before)) = best {
            if forced {
                first_live = ways.len();
            }
            ways.push(Way {
                at,
                start: first_box(items, at),
                demerits,
                before,
            });
        }
    }
    let mut breaks = Vec::new();
    let mut index = ways.len() - 1;
    while index > 0 {
        breaks.push(ways[index].at);
        index = ways[index].before;
    }
    breaks.reverse();
    breaks
}

struct Way {
    at: usize,
    start: usize,
    demerits: f64,
    before: usize,
}

struct Sums {
    height: Vec<f64>,
    /// The height up to the end of the last box.
    boxed: Vec<f64>,
    notes: Vec<f64>,
}

impl Sums {
    fn of(items: &[Item], loads: &[Load]) -> Sums {
        let mut sums = Sums {
            height: vec![0.0],
            boxed: vec![0.0],
            notes: vec![0.0],
        };
        let (mut height, mut boxed, mut notes) = (0.0, 0.0, 0.0);
        for (i, item) in items.iter().enumerate() {
            match item {
                Item::Box { size, .. } => {
                    height += size;
                    boxed = height;
                }
                Item::Glue { natural, .. } => height += natural,
                Item::Penalty { .. } => {}
            }
            notes += loads.get(i).map_or(0.0, |load| load.notes);
            sums.height.push(height);
            sums.boxed.push(boxed);
            sums.notes.push(notes);
        }
        sums
    }

    /// The height of a page from one item to before another.
    fn height(&self, start: usize, end: usize, loads: &[Load], room: &Room) -> f64 {
        if start >= end {
            return 0.0;
        }
        let notes = self.notes[end] - self.notes[start];
        let repeat = loads.get(start).map_or(0.0, |load| load.repeat);
        let foot = if notes > 0.0 {
            notes + room.note_gap
        } else {
            0.0
        };
        (self.boxed[end] - self.height[start]).max(0.0) + repeat + foot
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOM: Room = Room {
        height: 10.0,
        line: 1.0,
        note_gap: 1.0,
    };

    /// Paragraphs of so many lines each, with orphans and widows priced.
    fn paragraphs(lines: &[usize]) -> Vec<Item> {
        let mut items = Vec::new();
        for (i, count) in lines.iter().enumerate() {
            if i > 0 {
                items.push(Item::penalty(0.0));
            }
            for line in 0..*count {
                if line > 0 {
                    let ugly = line == 1 || line + 1 == *count;
                    items.push(Item::penalty(if ugly { 80.0 } else { 0.0 }));
                }
                items.push(Item::solid(1.0));
            }
        }
        items.push(Item::penalty(FORCED));
        items
    }

    fn boxes(items: &[Item], breaks: &[usize]) -> Vec<usize> {
        let mut start = 0;
        let is_box = |item: &&Item| matches!(item, Item::Box { .. });
        breaks
            .iter()
            .map(|end| {
                let count = items[start..*end].iter().filter(is_box).count();
                start = *end;
                count
            })
            .collect()
    }

    #[test]
    fn pages_are_filled_and_paragraphs_not_cut_at_their_ends() {
        let items = paragraphs(&[4, 7, 8]);
        assert_eq!(boxes(&items, &pagebreak(&items, &[], &ROOM)), [9, 10]);
    }

    #[test]
    fn notes_take_room_on_the_page_of_their_mark() {
        let items = paragraphs(&[14]);
        let mut loads = vec![Load::default(); items.len()];
        loads[2].notes = 3.0;
        assert_eq!(boxes(&items, &pagebreak(&items, &loads, &ROOM)), [6, 8]);
    }

    #[test]
    fn a_box_higher_than_a_page_has_one_of_its_own() {
        let items = vec![
            Item::solid(2.0),
            Item::penalty(0.0),
            Item::solid(25.0),
            Item::penalty(0.0),
            Item::solid(2.0),
            Item::penalty(FORCED),
        ];
        assert_eq!(boxes(&items, &pagebreak(&items, &[], &ROOM)), [1, 1, 1]);
    }

    proptest! {
        #[test]
        fn every_box_is_on_one_page_and_no_page_is_too_full(
            lines in prop::collection::vec(1..9usize, 1..60),
            notes in prop::collection::vec(0.0..3.0f64, 60),
        ) {
            let items = paragraphs(&lines);
            let mut loads = vec![Load::default(); items.len()];
            for (i, note) in notes.iter().enumerate() {
                if let Some(load) = loads.get_mut(i * 7)
                    && matches!(items[i * 7], Item::Box { .. })
                {
                    load.notes = *note;
                }
            }
            let breaks = pagebreak(&items, &loads, &ROOM);
            let sums = Sums::of(&items, &loads);
            let mut start = 0;
            for end in &breaks {
                prop_assert!(sums.height(first_box(&items, start), *end, &loads, &ROOM) <= 10.0 + 1e-6);
                start = *end;
            }
            prop_assert_eq!(boxes(&items, &breaks).iter().sum::<usize>(), lines.iter().sum::<usize>());
            prop_assert_eq!(breaks.last().copied(), Some(items.len() - 1));
        }
    }
}
