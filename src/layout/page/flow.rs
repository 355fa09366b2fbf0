//! Takes a galley whose pages are known; returns it with the columns of each page filled. Rows
//! are added or taken away where the columns need more or fewer, and notes go to the page of
//! their mark: then pages are made up anew.

use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::galley::{Flow, Galley, Slab};
use crate::layout::item::{FORBIDDEN, Item, first_box};
use std::ops::Range;
use std::sync::Arc;

/// How often rows may be taken away and notes moved, which may bring others back.
const MOST_TRIALS: usize = 3;
/// How often rows may be added: after that, columns are as high as they need to be.
const LAST_TRIAL: usize = 20;

/// The rows of one text on one page.
struct Run {
    flow: Arc<Flow>,
    /// Its rows among the items.
    rows: Vec<usize>,
    /// The part of the text that is on the page.
    text: Range<usize>,
    /// Whether no rows of the text follow.
    is_last: bool,
}

/// Fills the columns of all pages, which end at these items. Returns true if the galley is
/// changed so that its pages must be made up anew; nothing is filled then.
pub(super) fn settle(galley: &mut Galley, ends: &[usize], trial: usize, context: &Context) -> bool {
    let mut runs = runs(galley, ends);
    if runs.is_empty() {
        return false;
    }
    let mut at = 0;
    for number in 0..runs.len() {
        let is_first = number == 0 || !Arc::ptr_eq(&runs[number - 1].flow, &runs[number].flow);
        if is_first {
            at = 0;
        }
        let run = &runs[number];
        let (flow, count) = (Arc::clone(&run.flow), run.rows.len());
        if run.is_last {
            let needed = flow.lowest(at).unwrap_or(count);
            if needed > count && trial < LAST_TRIAL {
                add_rows(galley, run, needed - count);
                return true;
            }
            if needed < count && trial < MOST_TRIALS {
                let (kept, taken) = run.rows.split_at(needed);
                // Where all go, what they bring goes to the page before.
                let before = number.checked_sub(1).filter(|_| !is_first);
                let before = before.and_then(|before| runs[before].rows.last());
                if let Some(kept) = kept.last().or(before) {
                    take_rows(galley, taken, *kept);
                    return true;
                }
            }
        }
        let text = flow.fill(at, lines_of(&flow, at, run)).items;
        at = text.end;
        runs[number].text = text;
    }
    if trial < MOST_TRIALS && move_notes(galley, &runs, context) {
        return true;
    }
    for run in runs {
        let lines = lines_of(&run.flow, run.text.start, &run);
        let filled = run.flow.fill(run.text.start, lines);
        for row in &run.rows {
            if let Some(slab) = &mut galley.slabs[*row] {
                slab.flow = None;
            }
        }
        if let Some(Some(slab)) = run.rows.first().map(|row| &mut galley.slabs[*row]) {
            slab.within = filled.things;
        }
    }
    false
}

/// How many lines high the columns are that a text has on a page: all that is left of it is in
/// columns of one height, and none of it is ever left over.
fn lines_of(flow: &Flow, at: usize, run: &Run) -> usize {
    let rows = run.rows.len();
    let lowest = flow.lowest(at).unwrap_or(rows);
    match run.is_last {
        true => lowest,
        false => lowest.min(rows),
    }
}

/// The rows of texts in columns, by pages.
fn runs(galley: &Galley, ends: &[usize]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut start = 0;
    for end in ends {
        let first = first_box(&galley.items, start).min(*end);
        let mut is_same = false;
        for at in first..*end {
            let Some(slab) = &galley.slabs[at] else {
                continue;
            };
            let Some(flow) = &slab.flow else {
                // Something of some height parts the rows.
                is_same &= slab.height == Pt::ZERO;
                continue;
            };
            match runs.last_mut() {
                Some(run) if is_same && Arc::ptr_eq(&run.flow, flow) => run.rows.push(at),
                Some(_) | None => runs.push(Run {
                    flow: Arc::clone(flow),
                    rows: vec![at],
                    text: 0..0,
                    is_last: true,
                }),
            }
            is_same = true;
        }
        start = *end;
    }
    for number in 1..runs.len() {
        if Arc::ptr_eq(&runs[number - 1].flow, &runs[number].flow) {
            runs[number - 1].is_last = false;
        }
    }
    runs
}

/// Puts more rows after the last of a text.
fn add_rows(galley: &mut Galley, run: &Run, count: usize) {
    let Some(last) = run.rows.last() else { return };
    // What lies under the rows lies under these too.
    let ground = galley.slabs[*last].as_ref();
    let ground = ground.map_or(Vec::new(), |slab| slab.things.clone());
    for _ in 0..count {
        let row = Slab {
            things: ground.clone(),
            ..Flow::row(&run.flow)
        };
        let items = [Item::penalty(FORBIDDEN), Item::solid(row.height.0)];
        galley.items.splice(last + 1..last + 1, items);
        galley.slabs.splice(last + 1..last + 1, [None, Some(row)]);
    }
    shift(galley, last + 1, 2 * count as isize);
}

/// Takes the last rows of a text away; what they bring to the page goes to a row that stays.
fn take_rows(galley: &mut Galley, rows: &[usize], kept: usize) {
    let mut gone = 0;
    let mut notes: Vec<Slab> = Vec::new();
    for row in rows.iter().rev() {
        if let Some(slab) = galley.slabs[*row].take() {
            notes.splice(0..0, slab.note_rest);
        }
        galley.items.remove(*row);
        galley.slabs.remove(*row);
        gone += 1;
        // The place between it and the row before goes too.
        if matches!(galley.items[*row - 1], Item::Penalty { .. }) {
            galley.items.remove(*row - 1);
            galley.slabs.remove(*row - 1);
            gone += 1;
        }
    }
    if let Some(slab) = &mut galley.slabs[kept] {
        slab.note_rest.extend(notes);
    }
    shift(galley, kept + 1, -gone);
}

/// Moves the places of paragraphs that are after an item.
fn shift(galley: &mut Galley, from: usize, by: isize) {
    for flex in &mut galley.flexes {
        if flex.items.start >= from {
            let start = flex.items.start.saturating_add_signed(by);
            flex.items = start..start + flex.items.len();
        }
    }
}

/// Puts notes with the rows of the page that marks them. Returns whether any were elsewhere.
fn move_notes(galley: &mut Galley, runs: &[Run], context: &Context) -> bool {
    let mut moved = false;
    for run in runs {
        let Some(first) = run.rows.first().copied() else {
            continue;
        };
        for id in run.flow.notes(run.text.clone()) {
            // A note stands with its first mark.
            let Some((number, _)) = context.numbers.get(&id).filter(|(_, first)| *first == id)
            else {
                continue;
            };
            let others = runs.iter().filter(|other| {
                Arc::ptr_eq(&other.flow, &run.flow) && other.rows.first() != run.rows.first()
            });
            for row in others.flat_map(|other| &other.rows) {
                let Some(slab) = &mut galley.slabs[*row] else {
                    continue;
                };
                let (own, rest): (Vec<Slab>, Vec<Slab>) = std::mem::take(&mut slab.note_rest)
                    .into_iter()
                    .partition(|note| note.note == *number);
                slab.note_rest = rest;
                if !own.is_empty()
                    && let Some(slab) = &mut galley.slabs[first]
                {
                    slab.note_rest.extend(own);
                    moved = true;
                }
            }
        }
    }
    moved
}
