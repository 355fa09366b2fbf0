//! Takes a galley; returns pages of several columns: the opening across the first, the columns
//! of the last of like height.

use super::level::loads;
use super::pagebreak::{Room, pagebreak};
use super::{
    Frame, fill, float, furniture, level, new_page, note, plates, put, remember, room, tall,
    turn_to_recto, wide,
};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::galley::{Apart, Galley, Slab, Stretch};
use crate::layout::item::{FORCED, Item, first_box};
use crate::layout::placed::Pages;
use crate::model::BreakKind;
use std::collections::VecDeque;
use std::ops::Range;

/// The fewest lines of columns under an opening; one that leaves less has the
/// page to itself.
pub(super) const FEWEST: f64 = 4.0;

/// Where the next column is.
struct Next {
    page: usize,
    /// How much of the page the opening takes.
    above: Pt,
    /// The column of the page.
    column: usize,
}

impl Next {
    fn new_page(context: &Context, pages: &mut Pages) -> Next {
        Next {
            page: new_page(context, pages),
            above: Pt::ZERO,
            column: 0,
        }
    }
}

pub(super) fn make_up(
    galley: Galley,
    opening: Galley,
    mut notes: note::Notes,
    texts: &level::Paragraphs,
    context: &Context,
    pages: &mut Pages,
) {
    let style = context.style;
    let (whole, line) = (style.text_height(), style.text.leading);
    let mut next = Next::new_page(context, pages);
    if !opening.is_empty() {
        next.above = (opening.height() + line).ceil_to(line);
    }
    across(opening, next.page, context, pages);
    if whole - next.above < line * FEWEST {
        next = Next::new_page(context, pages);
    }
    let mut stretches = galley.stretches().into_iter().peekable();
    while let Some(Stretch { after, galley }) = stretches.next() {
        // Where nothing stands in the column or on the page, there is nothing to end.
        let is_new_page = next.column == 0 && next.above == Pt::ZERO;
        let has_column = next.column < style.page.columns;
        match after {
            None => {}
            Some(BreakKind::Column) if has_column => {}
            Some(BreakKind::Column | BreakKind::Page | BreakKind::Recto) if is_new_page => {}
            Some(BreakKind::Column | BreakKind::Page) => next = Next::new_page(context, pages),
            Some(BreakKind::Recto) => {
                turn_to_recto(context, pages);
                next = Next::new_page(context, pages);
            }
        }
        if !galley.is_empty() {
            // A right-hand page that is asked for begins a new part: the one before ends as an
            // article does.
            let is_last = stretches
                .peek()
                .is_none_or(|next| next.after == Some(BreakKind::Recto));
            set_stretch(
                galley, &mut notes, texts, is_last, &mut next, context, pages,
            );
        }
    }
}

/// Fills columns with the matter between two breaks. Those of the last page are of like
/// height, if nothing follows.
fn set_stretch(
    galley: Galley,
    notes: &mut note::Notes,
    texts: &level::Paragraphs,
    is_last: bool,
    next: &mut Next,
    context: &Context,
    pages: &mut Pages,
) {
    let style = context.style;
    let (whole, line) = (style.text_height(), style.text.leading);
    let count = style.page.columns.max(1);
    let free = count - next.column.min(count - 1);
    let tallest = wide::tallest(&galley);
    let heights = tall::Heights::columns(whole - next.above, free, whole - tallest);
    let mut galley = tall::cut(galley, &heights, line);
    galley.push(Item::penalty(FORCED));
    note::hand_out(&mut galley, notes, &heights, line);
    tall::relax(&mut galley, &heights, line);
    let columns = Room {
        first: (whole - next.above).0,
        start: count - free,
        columns: count,
        ..room(whole, context)
    };
    let mut wide = wide::assign(&mut galley, &columns, context);
    let lower = wide.heights();
    let columns = Room {
        lower: &lower,
        ..columns
    };
    let ends = level::make_up(&mut galley, texts, &columns, context);
    let mut ends: VecDeque<usize> = ends.into_iter().map(|end| end.at).collect();
    let mut start = 0;
    let mut filled = 0;
    let mut apart = Vec::new();
    while !ends.is_empty() || wide.next(filled).is_some() {
        if filled > 0 {
            *next = Next::new_page(context, pages);
        }
        next.above = put_across(wide.take(filled), next.page, next.above, context, pages);
        filled += 1;
        let free = count - next.column.min(count - 1);
        let mut height = whole - next.above;
        if is_last && !ends.is_empty() && ends.len() <= free {
            match settled(&mut galley, start, height, free, context) {
                Some((level, low)) => (ends, height) = (level.into(), low),
                // With figures put elsewhere there may be another page.
                None => ends = columns_of(&galley, start, height, free, context).into(),
            }
        }
        let is_level = is_last && ends.len() <= free;
        for _ in 0..free {
            let Some(end) = ends.pop_front() else { break };
            let first = first_box(&galley.items, start).min(end);
            // Before a break a column ends where it ends.
            if !is_level && !ends.is_empty() {
                feather(&mut galley, first..end, height, line);
            }
            let frame = frame(next.page, next.column, next.above, height, context);
            apart.extend(fill(&mut galley, first..end, &frame, context, pages));
            start = end;
            next.column += 1;
        }
        // How a page of several columns ends is not told in lines.
        pages.pages[next.page].short = None;
        // What is mentioned before a plate stands before it.
        let later = wide.next(filled);
        let waits = |apart: &Apart| match (apart, later) {
            (Apart::Plate(plate), Some(later)) => plate.number > later,
            (Apart::Plate(_) | Apart::Across(_), _) => false,
        };
        let (waiting, now) = apart.into_iter().partition(waits);
        apart = waiting;
        plates(now, context, pages);
    }
}

/// Puts what stands across the columns of a page under what stands there, and gives the
/// height of all of it.
fn put_across(
    slabs: Vec<Slab>,
    page: usize,
    mut above: Pt,
    context: &Context,
    pages: &mut Pages,
) -> Pt {
    let left = furniture::edges(page, context).0;
    for slab in slabs {
        let y = context.style.page.top + above;
        remember(&slab, page, y, pages);
        above += slab.height;
        put(slab.things, left, y, page, pages);
    }
    above
}

/// The items that the columns of the last page end at where they are as low as can be,
/// and their height; figures that end up between the lines of a paragraph are put after
/// it. Nothing, where all that is left needs another page.
fn settled(
    galley: &mut Galley,
    start: usize,
    most: Pt,
    count: usize,
    context: &Context,
) -> Option<(Vec<usize>, Pt)> {
    loop {
        let level = balanced(galley, start, most, count, context)?;
        let mut ends = vec![start];
        ends.extend(&level.0);
        if !float::settle(galley, &ends, context.style.text.leading) {
            return Some(level);
        }
    }
}

/// Opens the white of a column that ends a few lines short, so that it ends level with
/// its neighbours.
fn feather(galley: &mut Galley, column: Range<usize>, height: Pt, line: Pt) {
    let end = galley.items[column.clone()]
        .iter()
        .rposition(|item| matches!(item, Item::Box { .. }));
    let Some(end) = end.map(|end| column.start + end) else {
        return;
    };
    let size = |item: &Item| match item {
        Item::Box { size, .. } => *size,
        Item::Glue { natural, .. } => *natural,
        Item::Penalty { .. } => 0.0,
    };
    let own: f64 = galley.items[column.start..=end].iter().map(size).sum();
    let head = match &galley.slabs[column.start] {
        Some(slab) if column.start > 0 => slab.head.as_ref().map_or(Pt::ZERO, |head| head.height),
        Some(_) | None => Pt::ZERO,
    };
    let notes: Pt = galley.slabs[column.clone()]
        .iter()
        .flatten()
        .map(|slab| note::height(&slab.note_rest))
        .sum();
    let foot = if notes > Pt::ZERO {
        notes + line
    } else {
        notes
    };
    let short = height.0 - own - head.0 - foot.0;
    let gaps = column.start..end;
    let is_white = |item: &Item| matches!(item, Item::Glue { natural, .. } if *natural > 0.0);
    let whites: Vec<usize> = gaps.filter(|at| is_white(&galley.items[*at])).collect();
    let share = short / whites.len().max(1) as f64;
    // More than a line and a half in one place would be a hole.
    if short < 1e-3 || share > line.0 * 1.5 {
        return;
    }
    for at in whites {
        let natural = size(&galley.items[at]);
        galley.items[at] = Item::space(natural + share);
    }
}

/// Puts the opening across the page.
fn across(opening: Galley, page: usize, context: &Context, pages: &mut Pages) {
    let left = furniture::edges(page, context).0;
    let mut y = context.style.page.top;
    for (item, slab) in opening.items.iter().zip(opening.slabs) {
        match (item, slab) {
            (_, Some(slab)) => {
                remember(&slab, page, y, pages);
                let height = slab.height;
                put(slab.things, left, y, page, pages);
                y += height;
            }
            (Item::Glue { natural, .. }, None) => y += Pt(*natural),
            (Item::Box { .. } | Item::Penalty { .. }, None) => {}
        }
    }
}

/// The items that columns of a height end at, from an item on: those of this
/// page and a few more.
fn columns_of(
    galley: &Galley,
    start: usize,
    height: Pt,
    count: usize,
    context: &Context,
) -> Vec<usize> {
    // No more is looked at than may come near this page.
    let enough = (height * (count as f64 + 2.0)).0;
    let mut far = 0.0;
    let mut stop = start;
    while let Some(item) = galley.items.get(stop) {
        stop += 1;
        far += match item {
            Item::Box { size, .. } => *size,
            Item::Glue { natural, .. } => *natural,
            Item::Penalty { .. } => 0.0,
        };
        if far > enough {
            break;
        }
    }
    let mut items = galley.items[start..stop].to_vec();
    let mut loads =
        loads(galley, context.style.text.size, context.style.text.leading)[start..stop].to_vec();
    if stop < galley.items.len() {
        items.push(Item::penalty(FORCED));
        loads.push(Default::default());
    }
    let ends = pagebreak(&items, &loads, &[], &room(height, context));
    ends.into_iter()
        .map(|end| (start + end.at).min(galley.items.len() - 1))
        .collect()
}

/// The items that the columns of the last page end at where they are as low as
/// can be, and their height.
fn balanced(
    galley: &Galley,
    start: usize,
    most: Pt,
    count: usize,
    context: &Context,
) -> Option<(Vec<usize>, Pt)> {
    let line = context.style.text.leading;
    let lines = (most / line).round() as usize;
    let set = |lines: usize| {
        let height = line * lines as f64;
        let ends = columns_of(galley, start, height, count, context);
        let all = ends.last() == Some(&(galley.items.len() - 1));
        (all && ends.len() <= count).then_some((ends, height))
    };
    let least = (1..=lines).find(|lines| set(*lines).is_some())?;
    // A line that stands alone is worse than columns that are a little higher.
    let costs = &context.style.costs;
    let dear = costs.orphan.min(costs.widow);
    let stands_alone = |end: &usize| matches!(galley.items.get(*end), Some(Item::Penalty { cost, .. }) if *cost >= dear);
    let higher = (least..=lines.min(least + HIGHER)).filter_map(set);
    let mut clean = higher.filter(|(ends, _)| !ends.iter().any(stands_alone));
    clean.next().or_else(|| set(least))
}

/// How many lines columns may be higher, so that no line stands alone at their heads and feet.
const HIGHER: usize = 2;

/// The frame of a column, the first where reading begins.
fn frame(page: usize, number: usize, above: Pt, height: Pt, context: &Context) -> Frame {
    let style = context.style;
    let (left, right) = furniture::edges(page, context);
    let step = (style.column() + style.page.gutter) * number as f64;
    Frame {
        page,
        left: if context.rtl {
            right - style.column() - step
        } else {
            left + step
        },
        width: style.column(),
        top: style.page.top + above,
        height,
    }
}
