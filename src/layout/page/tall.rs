//! Strips higher than a page in, strips that fit out.
//!
//! A row of a table, a heading, a caption are not cut while they fit a page.
//! One that is higher than any page is cut between its lines, so that nothing
//! of it runs off the paper.

use crate::geom::Pt;
use crate::layout::galley::{Galley, Slab, moved};
use crate::layout::item::Item;
use crate::layout::placed::{Thing, ThingKind};

/// Cuts every strip of a galley that is higher than a page.
pub(super) fn cut(galley: Galley, page: Pt, line: Pt) -> Galley {
    let fits = |slab: &Slab| slab.height <= page + Pt(1e-3);
    if galley.slabs.iter().flatten().all(fits) {
        return galley;
    }
    let mut out = Galley {
        diagnostics: galley.diagnostics,
        ..Galley::default()
    };
    for (item, slab) in galley.items.into_iter().zip(galley.slabs) {
        match slab {
            Some(slab) if !fits(&slab) => {
                for (i, strip) in strips(slab, line).into_iter().enumerate() {
                    if i > 0 {
                        out.push(Item::penalty(0.0));
                    }
                    out.push_box(strip);
                }
            }
            slab => {
                out.items.push(item);
                out.slabs.push(slab);
            }
        }
    }
    out
}

/// A strip cut at lines of the grid, but through no picture.
fn strips(slab: Slab, line: Pt) -> Vec<Slab> {
    let count = (slab.height / line).ceil().max(1.0) as usize;
    let mut tops = vec![Pt::ZERO];
    for i in 1..count {
        let at = line * i as f64;
        if !slab.things.iter().any(|thing| is_cut(thing, at)) {
            tops.push(at);
        }
    }
    let mut strips: Vec<Slab> = tops
        .iter()
        .zip(tops.iter().skip(1).chain(&[slab.height]))
        .map(|(top, bottom)| Slab {
            height: *bottom - *top,
            head: slab.head.clone(),
            note: slab.note,
            ..Slab::default()
        })
        .collect();
    for thing in slab.things {
        let top = top_of(&thing);
        let index = tops
            .partition_point(|t| *t <= top + Pt(1e-3))
            .saturating_sub(1);
        strips[index]
            .things
            .push(moved(thing, Pt::ZERO, -tops[index]));
    }
    // Notes are marked somewhere in it; the first strip brings them, for the
    // place of a mark within a strip is not kept.
    strips[0].notes = slab.notes;
    strips[0].note_rest = slab.note_rest;
    strips[0].anchor = slab.anchor;
    strips[0].entry = slab.entry;
    strips
}

/// The height at which a thing begins: of a line, just above its baseline.
fn top_of(thing: &Thing) -> Pt {
    match &thing.kind {
        ThingKind::Line(line) => line.origin.y - Pt(1.0),
        ThingKind::Fill(rect, _) | ThingKind::Frame(rect, _, _) | ThingKind::Picture(rect, ..) => {
            rect.origin.y
        }
    }
}

fn is_cut(thing: &Thing, at: Pt) -> bool {
    match &thing.kind {
        ThingKind::Line(_) | ThingKind::Fill(..) => false,
        ThingKind::Frame(rect, _, _) | ThingKind::Picture(rect, ..) => {
            rect.origin.y < at && at < rect.bottom()
        }
    }
}
