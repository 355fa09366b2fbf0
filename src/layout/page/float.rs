//! Figures that would leave a page short in, the same figures further on out: at
//! the head of the page that follows, with the text that comes after them
//! filling the page before. They stay with their mention: none goes further than
//! the room that it left.

use super::note;
use crate::geom::Pt;
use crate::layout::galley::{Galley, Slab};
use crate::layout::item::{FORBIDDEN, FORCED, Item, first_box};
use crate::layout::page::pagebreak::PageEnd;

/// How much a page is drawn to end before a figure that was moved: more than two
/// lines that it ends short, less than a widow.
const PULL: f64 = 500.0;
/// How many lines a page must lack for a figure to be moved.
const FEWEST: f64 = 2.0;

/// A figure and where it goes: before the item of this number.
struct Move {
    from: usize,
    to: usize,
    /// Whether what it stood between is parted by white without it too.
    parted: bool,
}

/// Moves each figure that begins a page after one that it left short, and tells
/// whether there were any.
pub(super) fn float(galley: &mut Galley, ends: &[PageEnd], room: Pt, line: Pt) -> bool {
    let mut moves: Vec<Move> = Vec::new();
    let mut start = 0;
    for end in ends {
        let first = first_box(&galley.items, start);
        let from = first_box(&galley.items, end.at);
        let short = room - height(galley, first, end.at);
        let floats = slab(galley, from).is_some_and(|slab| slab.floats);
        if floats && short >= line * FEWEST && moves.last().is_none_or(|last| last.to < from) {
            let parted = !is_between_paragraphs(galley, from);
            let room = if parted { short - line } else { short };
            moves.extend(place(galley, from, room).map(|to| Move { from, to, parted }));
        }
        start = end.at;
    }
    for figure in moves.iter().rev() {
        shift(galley, figure, line);
    }
    !moves.is_empty()
}

fn slab(galley: &Galley, at: usize) -> Option<&Slab> {
    galley.slabs.get(at)?.as_ref()
}

/// What items take on a page, their notes included.
fn height(galley: &Galley, from: usize, to: usize) -> Pt {
    let items = galley.items.iter().zip(&galley.slabs);
    let own = items.skip(from).take(to.saturating_sub(from));
    own.map(|(item, slab)| advance(item, slab.as_ref())).sum()
}

fn advance(item: &Item, slab: Option<&Slab>) -> Pt {
    let notes = slab.map_or(Pt::ZERO, |slab| note::height(&slab.note_rest));
    match item {
        Item::Box { size, .. } => Pt(*size) + notes,
        Item::Glue { natural, .. } => Pt(*natural),
        Item::Penalty { .. } => Pt::ZERO,
    }
}

/// Whether a figure stands between two paragraphs.
fn is_between_paragraphs(galley: &Galley, figure: usize) -> bool {
    let runs = |slab: Option<&Slab>| slab.is_some_and(|slab| slab.runs);
    let after = first_box(&galley.items, figure + 1);
    let before = figure.checked_sub(2).and_then(|at| slab(galley, at));
    runs(before) && runs(slab(galley, after))
}

/// The last place after a figure at which so much room would be filled, with a
/// page ending there as well as anywhere.
fn place(galley: &Galley, figure: usize, room: Pt) -> Option<usize> {
    let mut filled = Pt::ZERO;
    let mut best = None;
    let mut at = figure + 1;
    while let (Some(item), Some(slab)) = (galley.items.get(at), galley.slabs.get(at)) {
        let ends = match item {
            Item::Penalty { cost, .. } if *cost == FORCED => return best,
            Item::Penalty { cost, .. } => *cost != FORBIDDEN && *cost < 1_000.0,
            Item::Glue { .. } => matches!(galley.items.get(at - 1), Some(Item::Box { .. })),
            Item::Box { .. } => false,
        };
        if ends && at > figure + 1 && filled > Pt::ZERO {
            best = Some(at);
        }
        filled += advance(item, slab.as_ref());
        if filled > room + Pt(1e-3) || slab.as_ref().is_some_and(|slab| slab.floats) {
            return best;
        }
        // White at the head of what follows is no matter.
        if matches!(item, Item::Glue { .. }) && at == figure + 1 {
            filled = Pt::ZERO;
        }
        at += 1;
    }
    best
}

/// Puts a figure elsewhere, with a line of white on both sides.
fn shift(galley: &mut Galley, figure: &Move, line: Pt) {
    let Move { from, to, parted } = *figure;
    let white = |at: usize| matches!(galley.items.get(at), Some(Item::Glue { .. }));
    let last = if white(from + 1) { from + 1 } else { from };
    let first = match from.checked_sub(1) {
        Some(before) if !parted && white(before) => before,
        Some(_) | None => from,
    };
    let Some(slab) = galley.slabs[from].take() else {
        return;
    };
    let items = [
        Item::penalty(-PULL),
        Item::space(line.0),
        Item::solid(slab.height.0),
        Item::space(line.0),
    ];
    galley.items.splice(to..to, items);
    galley.slabs.splice(to..to, [None, None, Some(slab), None]);
    // Where nothing stands between two boxes, a page could not end there.
    galley.items.splice(first..=last, [Item::penalty(0.0)]);
    galley.slabs.splice(first..=last, [None]);
    let taken = last - first;
    // A paragraph with a figure between its lines is not set again.
    galley
        .flexes
        .retain(|flex| !(flex.items.start < to && to < flex.items.end));
    for flex in &mut galley.flexes {
        let start = match flex.items.start {
            start if start >= to => start + items.len() - taken,
            start if start > from => start - taken,
            start => start,
        };
        flex.items = start..start + flex.items.len();
    }
}
