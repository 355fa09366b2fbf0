//! Takes a galley and where its pages end; moves figures that would leave a page
//! short to the head of the page that follows, with the text that comes after them
//! filling the page before. A figure goes no further than the room that it left.
//!
//! Whatever is put in with a figure (a place to end the page at, white on both
//! sides) is known by its slab and goes with it, however often it is moved.

use super::level::is_text;
use super::note;
use super::pagebreak::{FEWEST as FEWEST_LAST, PageEnd, Room};
use crate::geom::Pt;
use crate::layout::galley::{Afloat, Galley, Slab};
use crate::layout::item::{FORBIDDEN, FORCED, Item, first_box};
use crate::layout::placed::{Owner, Thing, ThingKind};
use std::ops::Range;

/// How much a page is drawn to end before a figure that was moved: more than two
/// lines that it ends short, less than a widow.
const PULL: f64 = 500.0;
/// How many lines a page must lack for a figure to be moved.
const FEWEST: f64 = 2.0;
/// A place that costs as much as this or more ends no page before a figure.
const DEAR: f64 = 1_000.0;

/// Figures and where they go: before the item of this number.
struct Move {
    figures: Vec<usize>,
    to: usize,
}

/// Moves each figure that begins a page after one that it left short, together with
/// the figures that follow it at once. Returns whether there were any.
pub(super) fn float(galley: &mut Galley, ends: &[PageEnd], room: &Room) -> bool {
    let mut moves: Vec<Move> = Vec::new();
    let mut shrunk = false;
    let mut start = 0;
    for (number, end) in ends.iter().enumerate() {
        let first = first_box(&galley.items, start);
        let from = first_box(&galley.items, end.at);
        let short = Pt(room.height_at(number)) - height(galley, first, end.at);
        let floats = slab(galley, from).is_some_and(|slab| slab.floats);
        let free = moves.last().is_none_or(|last| last.to <= from);
        if floats && free && short >= Pt(room.line * FEWEST) {
            match place(galley, from, short, Pt(room.line)) {
                Some(place) => moves.push(place),
                None => shrunk |= shrink(galley, from, short, Pt(room.line)),
            }
        }
        start = end.at;
    }
    for Move { figures, mut to } in moves.iter().rev().map(|m| Move {
        figures: m.figures.clone(),
        to: m.to,
    }) {
        for figure in figures.iter().rev() {
            to = shift(galley, *figure, to, room.line);
        }
    }
    shrunk || !moves.is_empty()
}

/// How small a picture may be made so that it stands on the page of its mention, where
/// nothing can fill that page in its stead.
const SMALLEST: f64 = 0.6;

/// Makes the picture of a figure smaller, so that it fits the room left. Returns whether
/// it could be.
fn shrink(galley: &mut Galley, figure: usize, room: Pt, line: Pt) -> bool {
    let Some(slab) = galley.slabs.get_mut(figure).and_then(Option::as_mut) else {
        return false;
    };
    // A line of white stands before it.
    let room = line * ((room - line) / line + 1e-6).floor();
    let excess = slab.height - room;
    // What reaches the edges of the page is as large as it is.
    let bleeds = |thing: &Thing| matches!(&thing.kind, ThingKind::Picture(_, p, _) if p.bleeds);
    if slab.things.iter().any(bleeds) {
        return false;
    }
    let pictures = slab.things.iter().filter_map(|thing| match thing.kind {
        ThingKind::Picture(rect, ..) => Some(rect),
        ThingKind::Line(_) | ThingKind::Fill(..) | ThingKind::Frame(..) => None,
    });
    let mut pictures = pictures.collect::<Vec<_>>().into_iter();
    let (Some(picture), None) = (pictures.next(), pictures.next()) else {
        return false;
    };
    let height = picture.size.height;
    let share = (height - excess) / height;
    if excess <= Pt::ZERO || share < SMALLEST {
        return false;
    }
    let foot = picture.bottom();
    for thing in &mut slab.things {
        match &mut thing.kind {
            ThingKind::Picture(rect, ..) => {
                let width = rect.size.width * share;
                rect.origin.x += (rect.size.width - width) / 2.0;
                rect.size.width = width;
                rect.size.height = height - excess;
            }
            ThingKind::Line(line) if line.origin.y >= foot => line.origin.y -= excess,
            ThingKind::Fill(rect, _) | ThingKind::Frame(rect, ..) if rect.origin.y >= foot => {
                rect.origin.y -= excess;
            }
            ThingKind::Line(_) | ThingKind::Fill(..) | ThingKind::Frame(..) => {}
        }
    }
    slab.height = room;
    galley.items[figure] = Item::solid(room.0);
    true
}

/// Draws a figure back that begins the last page, where too little text follows it
/// there: the text between its new place and its old one goes with it. Returns whether
/// there was one.
pub(super) fn draw_back(galley: &mut Galley, ends: &[PageEnd], room: &Room, body: Pt) -> bool {
    let [.., before, last, _] = ends else {
        return match ends {
            [last, _] => draw_to(galley, 0, last.at, room, body),
            _ => false,
        };
    };
    let start = first_box(&galley.items, before.at);
    draw_to(galley, start, last.at, room, body)
}

/// The same, with where the last page but one begins and where it ends.
fn draw_to(galley: &mut Galley, start: usize, end: usize, room: &Room, body: Pt) -> bool {
    let figure = first_box(&galley.items, end);
    let moved = slab(galley, figure).is_some_and(|slab| slab.afloat.is_some() && slab.floats);
    if room.columns > 1 || !moved {
        return false;
    }
    let lines = |range: Range<usize>| {
        let slabs = galley.slabs[range].iter().flatten();
        slabs.filter(|slab| is_text(slab, body)).count()
    };
    let own = lines(figure + 1..galley.items.len());
    let missing = (FEWEST_LAST as usize).saturating_sub(own);
    let put = taken(galley, figure).start;
    let legal = |at: &usize| match galley.items[*at] {
        Item::Penalty { cost, .. } => cost < DEAR,
        Item::Glue { .. } => matches!(galley.items[*at - 1], Item::Box { .. }),
        Item::Box { .. } => false,
    };
    // No further than leaves the page before half full.
    let half = (start + put) / 2;
    let mut places = (half.max(1)..put).rev().filter(legal);
    let Some(to) = places.find(|at| lines(*at..put) >= missing) else {
        return false;
    };
    if own == 0 || missing == 0 {
        return false;
    }
    shift(galley, figure, to, room.line);
    true
}

/// Puts a figure that stands between two lines of a paragraph on one page after that
/// paragraph, where it stays. Returns whether there was one.
pub(super) fn settle(galley: &mut Galley, ends: &[usize], line: Pt) -> bool {
    let split = (0..galley.items.len()).find(|at| {
        let afloat = slab(galley, *at).is_some_and(|slab| slab.afloat.is_some());
        let opens = || {
            let mut starts = ends.iter().map(|end| first_box(&galley.items, *end));
            starts.any(|start| start == *at)
        };
        afloat && paragraph_around(galley, *at).is_some() && !opens()
    });
    let Some(figure) = split else { return false };
    let Some(paragraph) = paragraph_around(galley, figure) else {
        return false;
    };
    let of_it = |at: &usize| owner(galley, *at) == Some(paragraph);
    let last = (figure..galley.items.len())
        .take_while(|at| slab(galley, *at).is_none_or(|slab| slab.afloat.is_some()) || of_it(at));
    let Some(last) = last.filter(of_it).last() else {
        return false;
    };
    let start = shift(galley, figure, last + 1, line.0);
    if let Some(Some(slab)) = galley.slabs.get_mut(start + 2) {
        slab.floats = false;
    }
    true
}

fn slab(galley: &Galley, at: usize) -> Option<&Slab> {
    galley.slabs.get(at)?.as_ref()
}

/// Whose line of running text a strip is.
fn owner(galley: &Galley, at: usize) -> Option<Owner> {
    let slab = slab(galley, at).filter(|slab| slab.runs)?;
    slab.things.iter().find_map(|thing| match thing.kind {
        ThingKind::Line(_) => Some(thing.owner),
        ThingKind::Fill(..) | ThingKind::Frame(..) | ThingKind::Picture(..) => None,
    })
}

/// The paragraph that has lines right before and right after a figure, other figures
/// aside.
fn paragraph_around(galley: &Galley, figure: usize) -> Option<Owner> {
    let is_text = |at: &usize| slab(galley, *at).is_some_and(|slab| slab.afloat.is_none());
    let before = (0..figure).rev().find(is_text)?;
    let after = (figure + 1..galley.items.len()).find(is_text)?;
    owner(galley, before).filter(|before| owner(galley, after) == Some(*before))
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

/// Whether a figure that was never moved stands between two paragraphs, which are
/// parted by no white of their own.
fn is_between_paragraphs(galley: &Galley, figure: usize) -> bool {
    let runs = |at: usize| slab(galley, at).is_some_and(|slab| slab.runs);
    let after = first_box(&galley.items, figure + 1);
    figure.checked_sub(2).is_some_and(runs) && runs(after)
}

/// The last place after a figure at which so much room would be filled, with a
/// page ending there as well as anywhere. Figures on the way go along.
fn place(galley: &Galley, figure: usize, room: Pt, line: Pt) -> Option<Move> {
    // Where white stays behind, it takes room.
    let parted = slab(galley, figure)?.afloat.is_none() && !is_between_paragraphs(galley, figure);
    let room = if parted { room - line } else { room };
    let mut filled = Pt::ZERO;
    let mut figures = vec![figure];
    let mut best = None;
    let mut at = taken(galley, figure).end;
    while let (Some(item), Some(slab)) = (galley.items.get(at), galley.slabs.get(at)) {
        if slab.as_ref().is_some_and(|slab| slab.floats) {
            figures.push(at);
            at = taken(galley, at).end;
            continue;
        }
        let ends = match item {
            Item::Penalty { cost, .. } if *cost == FORCED => return best,
            Item::Penalty { cost, .. } => *cost != FORBIDDEN && *cost < DEAR,
            Item::Glue { .. } => matches!(galley.items.get(at - 1), Some(Item::Box { .. })),
            Item::Box { .. } => false,
        };
        // What a figure further on put in is that figure's own place.
        if ends && filled > Pt::ZERO && !is_put_in(galley, at) {
            best = Some(Move {
                figures: figures.clone(),
                to: at,
            });
        }
        let is_white = matches!(item, Item::Glue { .. });
        // White at the head of what follows is no matter.
        let is_no_matter = is_white && filled == Pt::ZERO || is_put_in(galley, at);
        if !is_no_matter {
            filled += advance(item, slab.as_ref());
        }
        if filled > room + Pt(1e-3) {
            return best;
        }
        at += 1;
    }
    best
}

/// Whether an item was put in before a figure further on.
fn is_put_in(galley: &Galley, at: usize) -> bool {
    (at + 1..=at + 2).any(|figure| {
        slab(galley, figure).is_some_and(|slab| slab.afloat.is_some())
            && taken(galley, figure).contains(&at)
    })
}

/// The items that go when a figure is taken out: itself and what was put in with it
/// or, where it stands as it was set, the white that is there for its sake.
fn taken(galley: &Galley, figure: usize) -> Range<usize> {
    let white = |at: usize| matches!(galley.items.get(at), Some(Item::Glue { .. }));
    match slab(galley, figure).and_then(|slab| slab.afloat) {
        Some(Afloat { white_after }) => {
            figure.saturating_sub(2)..figure + 1 + usize::from(white_after)
        }
        None => {
            let between = is_between_paragraphs(galley, figure);
            let first = figure.checked_sub(1).filter(|at| between && white(*at));
            first.unwrap_or(figure)..figure + 1 + usize::from(white(figure + 1))
        }
    }
}

/// Takes a figure from where it stands and puts it before the item `to`, which is none
/// of those that were put in with it. Returns where what is put in begins.
fn shift(galley: &mut Galley, figure: usize, to: usize, line: f64) -> usize {
    let old = taken(galley, figure);
    let Some((slab, left)) = take_out(galley, figure, line) else {
        return to;
    };
    let to = if to >= old.end {
        to + left - old.len()
    } else {
        to
    };
    put_in(galley, slab, to, line);
    to
}

/// Takes a figure out, with what was put in for it. Returns it, and how many items are
/// left in the place of those that went.
fn take_out(galley: &mut Galley, figure: usize, line: f64) -> Option<(Slab, usize)> {
    let old = taken(galley, figure);
    let slab = galley.slabs.get_mut(figure)?.take()?;
    // Where nothing stands between two boxes, a page could not end there. A figure
    // that leaned on the white of this one keeps a line of it.
    let before = old
        .start
        .checked_sub(1)
        .and_then(|at| galley.slabs.get_mut(at));
    let left = match before {
        Some(Some(Slab {
            afloat: Some(before),
            ..
        })) if slab.afloat.is_some() && !before.white_after => {
            before.white_after = true;
            Some(Item::space(line))
        }
        _ => slab.afloat.is_none().then(|| Item::penalty(0.0)),
    };
    let kept = usize::from(left.is_some());
    galley.slabs.splice(old.clone(), left.map(|_| None));
    galley.items.splice(old.clone(), left);
    for flex in &mut galley.flexes {
        if flex.items.start >= old.end {
            let start = flex.items.start + kept - old.len();
            flex.items = start..start + flex.items.len();
        }
    }
    Some((slab, kept))
}

/// Puts a figure before an item: after it white, and before it a place to end a page.
fn put_in(galley: &mut Galley, mut slab: Slab, to: usize, line: f64) {
    // Where white follows of itself, or another figure with its own, no more is put in.
    let follows = matches!(galley.items.get(to), Some(Item::Glue { .. })) || is_put_in(galley, to);
    slab.afloat = Some(Afloat {
        white_after: !follows,
    });
    let mut items = vec![
        Item::penalty(-PULL),
        Item::space(line),
        Item::solid(slab.height.0),
    ];
    let mut slabs = vec![None, None, Some(slab)];
    if !follows {
        items.push(Item::space(line));
        slabs.push(None);
    }
    let added = items.len();
    galley.items.splice(to..to, items);
    galley.slabs.splice(to..to, slabs);
    // A paragraph with a figure between its lines is not set again.
    galley
        .flexes
        .retain(|flex| !(flex.items.start < to && to < flex.items.end));
    for flex in &mut galley.flexes {
        if flex.items.start >= to {
            let start = flex.items.start + added;
            flex.items = start..start + flex.items.len();
        }
    }
}
