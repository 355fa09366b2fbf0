//! Takes items; returns the best places to end pages at.
//!
//! Like the breaking of lines this file knows no font and no article: boxes
//! have heights, each box may bring notes that want room at the foot of its
//! page, and a break before a box may want something repeated at the head of
//! the next. Of all ways to cut the list the one with the least ugliness in sum
//! is found; the time it takes grows with the list, not with its square, as no
//! page is looked at that is longer than a page.

use crate::layout::item::{FORBIDDEN, FORCED, Item, first_box};
use std::ops::Range;

/// What an item brings with it; all in points.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Load {
    /// Height of the notes marked in it.
    pub notes: f64,
    /// Height of what is repeated where a page begins with it.
    pub repeat: f64,
    /// How many lines of text are in it.
    pub lines: f64,
    /// How many lines high it is, if it is a picture or a row of a table.
    pub shown: f64,
}

/// The pages to fill, or the columns of pages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room<'a> {
    /// The height of a page, or of a column.
    pub height: f64,
    /// The height of the columns on the first page, which an opening may shorten.
    pub first: f64,
    /// The column that the list begins in, counted from 0.
    pub start: usize,
    /// How much lower the columns of each of the first pages are, for what stands across
    /// them.
    pub lower: &'a [f64],
    /// How many columns a page has: one at least.
    pub columns: usize,
    /// The height of a line: what a page is short of is counted in lines.
    pub line: f64,
    /// What the rule over notes takes.
    pub note_gap: f64,
    /// What it costs to leave the first line of a paragraph alone at the foot,
    /// and the last alone at the head, as the penalties of the list have it.
    pub orphan: f64,
    /// The last line alone at the head of a page.
    pub widow: f64,
}

/// A run of items, a paragraph or the white between two blocks, that can be a
/// line shorter or longer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Flex {
    /// Its items.
    pub items: Range<usize>,
    /// What a line less costs, if it can be had.
    pub less: Option<f64>,
    /// What a line more costs, if it can be had.
    pub more: Option<f64>,
}

impl Flex {
    fn cost(&self, less: bool) -> Option<f64> {
        if less { self.less } else { self.more }
    }
}

/// The end of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageEnd {
    /// The item it ends at.
    pub at: usize,
    /// What gives, by its number, a line less (-1) or a line more (1) so that the
    /// page ends where it should.
    pub flexed: Vec<(usize, i32)>,
}

/// How many lines a page may be made up for by its paragraphs.
const MOST_FLEXED: f64 = 3.0;
/// How many lines a page may lack at the most where there are fuller ones.
const NEARLY_FULL: f64 = 16.0;
/// How many ways are kept to have ended a page at a place: with a line more or less on the
/// next, and with columns before it that are fuller or emptier.
const MOST_WAYS: usize = 9;
/// What a page costs that ends a line above its foot: facing pages that do not
/// end level are seen before a paragraph that is set a little loose.
const SHORT: f64 = 100.0;
/// The same in columns, whose neighbours stand beside them.
const SHORT_COLUMN: f64 = 400.0;
/// What a column costs that ends with a picture, a table or a box.
const OTHER: f64 = 300.0;
/// How many lines of text the last of several pages has at least (The Chicago Manual
/// of Style: a page does not carry fewer than five).
pub(super) const FEWEST: f64 = 5.0;
/// What each line costs that a last page lacks of these: a page that ends five lines
/// above its foot is better than a last page of four lines.
const STUB: f64 = 3_000.0;

impl Room<'_> {
    /// The first column that follows a column: those of the first pages, which differ, are
    /// counted from 0, all others as those of the page after these.
    fn next(&self, column: usize) -> usize {
        let next = column + 1;
        if next < self.first_usual() + self.columns.max(1) {
            next
        } else {
            self.first_usual()
        }
    }

    /// The first column that is as high as those of all pages after it.
    fn first_usual(&self) -> usize {
        self.lower.len().max(1) * self.columns.max(1)
    }

    /// How high a column is.
    fn height_of(&self, column: usize) -> f64 {
        let page = column / self.columns.max(1);
        let whole = if page == 0 { self.first } else { self.height };
        whole - self.lower.get(page).copied().unwrap_or(0.0)
    }

    /// The height of the lowest columns.
    fn lowest(&self) -> f64 {
        let pages = 0..=self.lower.len().max(1);
        let heights = pages.map(|page| self.height_of(page * self.columns.max(1)));
        heights.fold(f64::INFINITY, f64::min)
    }

    /// The height of the page or column of this number, counted from 0.
    pub(crate) fn height_at(&self, number: usize) -> f64 {
        self.height_of(number + self.start)
    }

    /// What it costs to end the last column after so many lines of text and of what is
    /// shown beside it, and so much matter in all: where there is neither, matter counts.
    fn stub(&self, column: usize, lines: f64, height: f64) -> f64 {
        let columns = self.columns.max(1);
        let alone = column >= columns && column.is_multiple_of(columns);
        let lines = if lines > 0.0 {
            lines
        } else {
            height / self.line
        };
        let missing = FEWEST - lines.round();
        if alone { missing.max(0.0) * STUB } else { 0.0 }
    }

    /// What it costs to end a column, but for the last, with other matter than text:
    /// the last lines of neighbours are compared.
    fn ragged(&self, load: Option<&Load>) -> f64 {
        let text = load.is_none_or(|load| load.lines > 0.0);
        if self.columns > 1 && !text {
            OTHER
        } else {
            0.0
        }
    }

    /// What it costs to end so many lines above the foot.
    fn short(&self, lines: f64) -> f64 {
        let cost = if self.columns > 1 {
            SHORT_COLUMN
        } else {
            SHORT
        };
        lines * lines * cost
    }
}

/// Cuts a list of items, which ends with a forced penalty, into pages. Where a
/// box is higher than a page, it has a page of its own. A page that would end a
/// line or two too high or too low takes them from paragraphs that lie wholly on
/// it (`flexes`, in order of place) if it can.
pub(crate) fn pagebreak(
    items: &[Item],
    loads: &[Load],
    flexes: &[Flex],
    room: &Room,
) -> Vec<PageEnd> {
    let sums = Sums::of(items, loads);
    // The best ways to have ended a page at a place, for each place.
    let mut ways = vec![Way {
        at: 0,
        start: first_box(items, 0),
        column: room.start,
        carry: 0,
        demerits: 0.0,
        before: 0,
        flexed: Vec::new(),
    }];
    let highest = room.height.max(room.first);
    let lowest = room.lowest();
    // The last way that leads to a column of the first pages.
    let mut last_low = 0;
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
        let cuts = cuts(flexes, at, cost, room);
        let mut best: Vec<Way> = Vec::new();
        // From the fullest page to the emptiest.
        for (index, way) in ways.iter().enumerate().skip(first_live) {
            if way.start > at {
                break;
            }
            let matter = sums.height(way.start, at, loads, room);
            if (highest - matter) / room.line < -MOST_FLEXED - 1.0 - 1e-6 {
                // One that begins with a repeated head may be too high where an earlier
                // one, with the head itself, is not.
                if index == first_live {
                    first_live += 1;
                }
                continue;
            }
            let plain = (room.height_of(way.column) - matter) / room.line;
            // What is emptier yet is never better than a page that is nearly full; the ways
            // that follow may lead to the lowest columns.
            let emptiest = (if first_live > last_low {
                room.height
            } else {
                lowest
            } - matter)
                / room.line;
            if emptiest > NEARLY_FULL && !best.is_empty() && !forced && !last {
                break;
            }
            let short = plain - f64::from(way.carry);
            let ending = if short >= -1e-6 && (forced || last) {
                let start = way.start.min(at);
                let lines = sums.lines[at] - sums.lines[start] + sums.shown[at] - sums.shown[start];
                let stub = if last {
                    room.stub(way.column, lines, matter)
                } else {
                    0.0
                };
                Some((stub, Vec::new()))
            } else {
                level(flexes, way.start..at, short, room)
            };
            let Some((mut ugly, flexed)) = ending else {
                continue;
            };
            if !forced && !last {
                ugly += room.ragged(loads.get(sums.last[at]));
            }
            for cut in cuts.iter().flatten() {
                // What gave a line on the page before gives no other.
                let given = cut
                    .flex
                    .is_some_and(|f| way.flexed.iter().any(|(g, _)| *g == f));
                let demerits = way.demerits + ugly + cut.cost;
                let column = room.next(way.column);
                let rival = best
                    .iter()
                    .position(|way| (way.carry, way.column) == (cut.carry, column));
                if given || rival.is_some_and(|rival| best[rival].demerits <= demerits) {
                    continue;
                }
                let mut flexed = flexed.clone();
                flexed.extend(cut.flex.map(|flex| (flex, cut.carry)));
                let way = Way {
                    at,
                    start: first_box(items, at),
                    column,
                    carry: cut.carry,
                    demerits,
                    before: index,
                    flexed,
                };
                match rival {
                    Some(rival) => best[rival] = way,
                    None => best.push(way),
                }
            }
        }
        if best.is_empty() && (forced || first_live >= ways.len()) {
            // Nothing fits: the last place before takes what is too high.
            let before = ways.len() - 1;
            if ways[before].start < at || forced {
                best.push(Way {
                    at,
                    start: first_box(items, at),
                    column: room.next(ways[before].column),
                    carry: 0,
                    demerits: ways[before].demerits + 1e6,
                    before,
                    flexed: Vec::new(),
                });
            }
        }
        if forced && !best.is_empty() {
            first_live = ways.len();
        }
        // Where pages differ, a place can be reached with more columns or fewer. The ways that
        // took a page more are soon too ugly to come back: without a limit the time would
        // grow with the square of the pages.
        if best.len() > MOST_WAYS {
            best.sort_by(|a, b| a.demerits.total_cmp(&b.demerits));
            best.truncate(MOST_WAYS);
        }
        for way in best {
            if way.column < room.first_usual() {
                last_low = ways.len();
            }
            ways.push(way);
        }
    }
    let mut ends = Vec::new();
    // Of the ways to have ended the list the best.
    let end = ways.last().map_or(0, |way| way.at);
    let finished = ways.iter().enumerate().rev();
    let finished = finished.take_while(|(_, way)| way.at == end);
    let best = finished.min_by(|a, b| a.1.demerits.total_cmp(&b.1.demerits));
    let mut index = best.map_or(0, |(index, _)| index);
    while index > 0 {
        let way = &mut ways[index];
        ends.push(PageEnd {
            at: way.at,
            flexed: std::mem::take(&mut way.flexed),
        });
        index = way.before;
    }
    ends.reverse();
    ends
}

/// A way to end a page at a place: as the list stands, or within a paragraph
/// that gives a line, which is then on the page that follows.
#[derive(Clone, Copy)]
struct Cut {
    cost: f64,
    carry: i32,
    flex: Option<usize>,
}

fn cuts(flexes: &[Flex], at: usize, cost: f64, room: &Room) -> [Option<Cut>; 3] {
    let plain = Cut {
        cost: if cost == FORCED { 0.0 } else { cost },
        carry: 0,
        flex: None,
    };
    let mut cuts = [Some(plain), None, None];
    let number = flexes.partition_point(|flex| flex.items.end <= at);
    let Some(flex) = flexes
        .get(number)
        .filter(|f| f.items.start < at && cost != FORCED)
    else {
        return cuts;
    };
    // Lines and the penalties between them stand in turn.
    let before = (at - flex.items.start).div_ceil(2);
    let lines = flex.items.len().div_ceil(2);
    for (slot, carry) in cuts[1..].iter_mut().zip([-1, 1]) {
        let after = (lines - before).saturating_add_signed(carry);
        if let Some(price) = flex.cost(carry < 0).filter(|_| after > 0) {
            let orphan = if before == 1 { room.orphan } else { 0.0 };
            let widow = if after == 1 { room.widow } else { 0.0 };
            *slot = Some(Cut {
                cost: price + orphan + widow,
                carry: carry as i32,
                flex: Some(number),
            });
        }
    }
    cuts
}

/// What it costs to end a page that is `short` of so many lines, and the
/// paragraphs and the white that make up for it, or for a part of it; nothing where a
/// page that is too full cannot be mended.
fn level(
    flexes: &[Flex],
    page: Range<usize>,
    short: f64,
    room: &Room,
) -> Option<(f64, Vec<(usize, i32)>)> {
    let lines = short.round();
    let less = lines < 0.0;
    // A page that is short beyond mending is left as it is.
    let most = if lines <= 2.0 * MOST_FLEXED {
        lines.abs().min(MOST_FLEXED)
    } else {
        0.0
    };
    if most == 0.0 || (short - lines).abs() > 0.1 || (less && -lines > MOST_FLEXED) {
        return (short >= -1e-6).then(|| (room.short(short), Vec::new()));
    }
    let first = flexes.partition_point(|flex| flex.items.start < page.start);
    let mut candidates: Vec<(f64, usize)> = flexes[first..]
        .iter()
        .take_while(|flex| flex.items.end <= page.end)
        .enumerate()
        .filter_map(|(i, flex)| Some((flex.cost(less)?, first + i)))
        .collect();
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: Option<(f64, usize)> = (!less).then(|| (room.short(short), 0));
    let mut given = 0.0;
    for (count, (cost, _)) in candidates.iter().enumerate().take(most as usize) {
        given += cost;
        let left = lines.abs() - (count + 1) as f64;
        // A page that is too full must be mended in whole.
        if less && left > 0.0 {
            continue;
        }
        let cost = given + room.short(left);
        if best.is_none_or(|(best, _)| cost < best) {
            best = Some((cost, count + 1));
        }
    }
    let (cost, count) = best?;
    let step = if less { -1 } else { 1 };
    let chosen = candidates.iter().take(count);
    Some((cost, chosen.map(|(_, flex)| (*flex, step)).collect()))
}

struct Way {
    at: usize,
    start: usize,
    /// The column that follows, as [`Room::next`] counts them.
    column: usize,
    /// How many lines more the page that follows has.
    carry: i32,
    demerits: f64,
    before: usize,
    flexed: Vec<(usize, i32)>,
}

struct Sums {
    height: Vec<f64>,
    /// The height up to the end of the last box.
    boxed: Vec<f64>,
    notes: Vec<f64>,
    lines: Vec<f64>,
    shown: Vec<f64>,
    /// The last box before each item.
    last: Vec<usize>,
}

impl Sums {
    fn of(items: &[Item], loads: &[Load]) -> Sums {
        let mut sums = Sums {
            height: vec![0.0],
            boxed: vec![0.0],
            notes: vec![0.0],
            lines: vec![0.0],
            shown: vec![0.0],
            last: vec![0],
        };
        let (mut height, mut boxed, mut notes) = (0.0, 0.0, 0.0);
        let (mut lines, mut shown) = (0.0, 0.0);
        let mut last = 0;
        for (i, item) in items.iter().enumerate() {
            match item {
                Item::Box { size, .. } => {
                    height += size;
                    boxed = height;
                    last = i;
                }
                Item::Glue { natural, .. } => height += natural,
                Item::Penalty { .. } => {}
            }
            sums.last.push(last);
            notes += loads.get(i).map_or(0.0, |load| load.notes);
            lines += loads.get(i).map_or(0.0, |load| load.lines);
            shown += loads.get(i).map_or(0.0, |load| load.shown);
            sums.shown.push(shown);
            sums.lines.push(lines);
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
        first: 10.0,
        start: 0,
        lower: &[],
        columns: 1,
        line: 1.0,
        note_gap: 1.0,
        orphan: 1_000.0,
        widow: 1_000.0,
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
                    items.push(Item::penalty(if ugly { 1_000.0 } else { 0.0 }));
                }
                items.push(Item::solid(1.0));
            }
        }
        items.push(Item::penalty(FORCED));
        items
    }

    /// The items that pages end at.
    fn ends(items: &[Item], loads: &[Load]) -> Vec<usize> {
        let ends = pagebreak(items, loads, &[], &ROOM);
        ends.into_iter().map(|end| end.at).collect()
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
        assert_eq!(boxes(&items, &ends(&items, &[])), [9, 10]);
    }

    #[test]
    fn notes_take_room_on_the_page_of_their_mark() {
        let items = paragraphs(&[14]);
        let mut loads = vec![Load::default(); items.len()];
        loads[2].notes = 3.0;
        assert_eq!(boxes(&items, &ends(&items, &loads)), [6, 8]);
    }

    #[test]
    fn a_paragraph_that_can_give_a_line_levels_its_page() {
        // Nine lines, then two that stay together: the page is a line short,
        // unless the first paragraph is a line longer.
        let mut items = paragraphs(&[5, 4, 2, 20]);
        let ends = pagebreak(&items, &[], &[], &ROOM);
        assert_eq!(boxes(&items, &[ends[0].at])[0], 9);
        let flexes = [Flex {
            items: 0..9,
            less: None,
            more: Some(1.0),
        }];
        let ends = pagebreak(&items, &[], &flexes, &ROOM);
        assert_eq!(ends[0].flexed, [(0, 1)]);
        // A line less lets the two in.
        let flexes = [Flex {
            items: 0..9,
            less: Some(0.5),
            more: Some(1.0),
        }];
        let ends = pagebreak(&items, &[], &flexes, &ROOM);
        assert_eq!(ends[0].flexed, [(0, -1)]);
        assert_eq!(boxes(&items, &[ends[0].at])[0], 11);
        items.truncate(1);
    }

    #[test]
    fn a_last_page_has_five_lines_of_text_where_it_can() {
        let items = paragraphs(&[4, 4, 4, 9]);
        let lines = |items: &[Item]| -> Vec<Load> {
            let load = |item: &Item| Load {
                lines: f64::from(matches!(item, Item::Box { .. })),
                ..Load::default()
            };
            items.iter().map(load).collect()
        };
        assert_eq!(boxes(&items, &ends(&items, &lines(&items))), [8, 8, 5]);
    }

    #[test]
    fn a_last_page_with_a_table_on_it_needs_few_lines_of_text() {
        let mut items = paragraphs(&[10]);
        items.pop();
        items.extend([
            Item::penalty(0.0),
            Item::solid(5.0),
            Item::penalty(0.0),
            Item::solid(1.0),
            Item::penalty(FORCED),
        ]);
        let load = |item: &Item| match item {
            Item::Box { size, .. } if *size > 1.0 => Load {
                shown: *size,
                ..Load::default()
            },
            Item::Box { .. } => Load {
                lines: 1.0,
                ..Load::default()
            },
            Item::Glue { .. } | Item::Penalty { .. } => Load::default(),
        };
        let loads: Vec<Load> = items.iter().map(load).collect();
        assert_eq!(boxes(&items, &ends(&items, &loads)), [10, 2]);
    }

    #[test]
    fn the_columns_of_the_first_page_are_as_high_as_its_opening_leaves_them() {
        let items = paragraphs(&[40]);
        let room = Room {
            first: 4.0,
            columns: 2,
            ..ROOM
        };
        let ends = pagebreak(&items, &[], &[], &room);
        let ends: Vec<usize> = ends.into_iter().map(|end| end.at).collect();
        assert_eq!(boxes(&items, &ends), [4, 4, 10, 10, 10, 2]);
        // After a break the list begins in the second column.
        let room = Room { start: 1, ..room };
        let ends = pagebreak(&items, &[], &[], &room);
        let ends: Vec<usize> = ends.into_iter().map(|end| end.at).collect();
        assert_eq!(boxes(&items, &ends)[..3], [4, 10, 10]);
    }

    #[test]
    fn columns_under_what_stands_across_them_are_full_however_low_they_are() {
        let items = paragraphs(&[150]);
        let room = Room {
            height: 40.0,
            first: 30.0,
            columns: 2,
            lower: &[0.0, 35.0, 20.0],
            ..ROOM
        };
        let ends = pagebreak(&items, &[], &[], &room);
        let ends: Vec<usize> = ends.into_iter().map(|end| end.at).collect();
        assert_eq!(boxes(&items, &ends), [30, 30, 5, 5, 20, 20, 40]);
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
        assert_eq!(boxes(&items, &ends(&items, &[])), [1, 1, 1]);
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
            let breaks = ends(&items, &loads);
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
