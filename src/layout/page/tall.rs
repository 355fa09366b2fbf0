//! Takes strips that may be higher than a page; returns strips that fit.
//!
//! A row of a table, a heading, a caption are not cut while they fit a page.
//! One that is higher than any page is cut between its lines, so that nothing
//! of it runs off the paper. A head that leaves no room for a row under it is not
//! repeated above it.

use super::note;
use crate::geom::{Point, Pt};
use crate::layout::galley::{Galley, Slab, moved};
use crate::layout::item::{FORBIDDEN, Item};
use crate::layout::placed::{Thing, ThingKind};

/// How high pages are, or columns: an opening may shorten the first.
pub(super) struct Heights {
    /// The height of the first ones.
    first: Pt,
    /// How much matter they take together.
    until: Pt,
    /// The height of all others.
    page: Pt,
}

impl Heights {
    /// All of one height.
    pub(super) fn all(page: Pt) -> Heights {
        Heights {
            first: page,
            until: Pt::ZERO,
            page,
        }
    }

    /// So many columns on the first page of another height than on the others.
    pub(super) fn columns(first: Pt, count: usize, page: Pt) -> Heights {
        Heights {
            first,
            until: first * count as f64,
            page,
        }
    }

    /// The height of the page, or the column, in which matter stands that has so much
    /// before it.
    pub(super) fn at(&self, before: Pt) -> Pt {
        match before < self.until {
            true => self.first,
            false => self.page,
        }
    }
}

/// What a break costs within matter that must stay together and is higher than a page.
const TORN: f64 = 20_000.0;

/// Cuts every strip of a galley that is higher than a page.
pub(super) fn cut(galley: Galley, heights: &Heights, line: Pt) -> Galley {
    let mut galley = cut_strips(galley, heights, line);
    let mut before = Pt::ZERO;
    for slab in galley.slabs.iter_mut().flatten() {
        let page = heights.at(before);
        before += slab.height;
        let head = slab.head.as_ref().map_or(Pt::ZERO, |head| head.height);
        if head + slab.height > page + Pt(1e-3) {
            slab.head = None;
        }
    }
    galley
}

/// Allows breaks where what must stay together, with the head that is repeated above it and
/// its notes under their rule, is higher than a page: matter that is torn apart can be read,
/// and matter below the foot cannot.
pub(super) fn relax(galley: &mut Galley, heights: &Heights, rule: Pt) {
    let (mut height, mut notes) = (0.0, 0.0);
    // The places in the matter that stays together: penalties, and boxes that follow boxes.
    let mut kept = Vec::new();
    let mut torn = Vec::new();
    let mut follows_box = false;
    let mut before = 0.0;
    for (at, (item, slab)) in galley.items.iter().zip(&galley.slabs).enumerate() {
        if let Some(slab) = slab {
            notes += note::height(&slab.note_rest).0;
            if height == 0.0 {
                height = slab.head.as_ref().map_or(0.0, |head| head.height.0);
            }
        }
        match *item {
            Item::Box { size, .. } => {
                height += size;
                before += size;
                if follows_box {
                    kept.push(at);
                }
            }
            // It vanishes at the head of a page.
            Item::Glue { .. } if follows_box => {
                (height, notes) = (0.0, 0.0);
                kept.clear();
            }
            Item::Glue { natural, .. } => height += natural,
            Item::Penalty { cost, .. } if cost == FORBIDDEN => kept.push(at),
            Item::Penalty { .. } => {
                (height, notes) = (0.0, 0.0);
                kept.clear();
            }
        }
        follows_box = matches!(item, Item::Box { .. });
        let rule = if notes > 0.0 { rule.0 } else { 0.0 };
        if height + notes + rule > heights.at(Pt(before - height)).0 + 1e-3 {
            torn.append(&mut kept);
        }
    }
    // From the end, so that the places before stay where they are.
    for at in torn.into_iter().rev() {
        match galley.items[at] {
            Item::Penalty { .. } => galley.items[at] = Item::penalty(TORN),
            Item::Box { .. } | Item::Glue { .. } => {
                galley.items.insert(at, Item::penalty(TORN));
                galley.slabs.insert(at, None);
                // Paragraphs are set again in their places, which moved.
                for flex in &mut galley.flexes {
                    let items = &mut flex.items;
                    items.start += usize::from(items.start >= at);
                    items.end += usize::from(items.end > at);
                }
            }
        }
    }
}

fn cut_strips(galley: Galley, heights: &Heights, line: Pt) -> Galley {
    let least = heights.first.min(heights.page);
    if galley
        .slabs
        .iter()
        .flatten()
        .all(|slab| slab.height <= least)
    {
        return galley;
    }
    let mut before = Pt::ZERO;
    let mut out = Galley {
        diagnostics: galley.diagnostics,
        ..Galley::default()
    };
    for (item, slab) in galley.items.into_iter().zip(galley.slabs) {
        match slab {
            Some(slab) if slab.height > heights.at(before) + Pt(1e-3) => {
                before += slab.height;
                for (i, strip) in strips(slab, line).into_iter().enumerate() {
                    if i > 0 {
                        out.push(Item::penalty(0.0));
                    }
                    out.push_box(strip);
                }
            }
            slab => {
                before += slab.as_ref().map_or(Pt::ZERO, |slab| slab.height);
                out.items.push(item);
                out.slabs.push(slab);
            }
        }
    }
    out
}

/// Puts what is in the strips within a strip into it itself; gathers what is linked to and
/// listed in them, each with its height.
fn flatten(slab: &mut Slab, names: &mut Vec<(Pt, Slab)>) {
    for (at, mut inner) in std::mem::take(&mut slab.within) {
        let mut own = Vec::new();
        flatten(&mut inner, &mut own);
        let own = own.into_iter();
        names.extend(own.map(|(y, name)| (at.y + y, name)));
        if inner.anchor.is_some() || inner.entry.is_some() {
            let name = Slab {
                anchor: inner.anchor,
                entry: inner.entry,
                ..Slab::default()
            };
            names.push((at.y, name));
        }
        let things = inner.things.into_iter();
        slab.things
            .extend(things.map(|thing| moved(thing, at.x, at.y)));
    }
}

/// A strip cut at lines of the grid, but through no picture.
fn strips(mut slab: Slab, line: Pt) -> Vec<Slab> {
    let mut names = Vec::new();
    flatten(&mut slab, &mut names);
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
    for (y, name) in names {
        let index = tops
            .partition_point(|t| *t <= y + Pt(1e-3))
            .saturating_sub(1);
        let at = Point {
            x: Pt::ZERO,
            y: y - tops[index],
        };
        strips[index].within.push((at, name));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::layout::galley::{Column, Flex};
    use crate::layout::paragraph::Give;
    use crate::model::NodeId;
    use crate::style::{Style, parse_paper};

    fn strip(height: f64) -> Slab {
        Slab {
            height: Pt(height),
            ..Slab::default()
        }
    }

    #[test]
    fn a_break_that_is_put_in_moves_the_paragraphs_after_it() {
        let mut galley = Galley::default();
        for height in [60.0, 60.0, 10.0, 10.0, 10.0, 10.0] {
            galley.push_box(strip(height));
        }
        let style = Style::article(parse_paper("a4").unwrap());
        let column = Column::plain(Pt(100.0), style.body(), Lang::undetermined(), 0);
        let flex = |items| Flex {
            items,
            give: Give::default(),
            holder: NodeId::default(),
            indent: Pt::ZERO,
            column: column.clone(),
            mended: false,
        };
        galley.flexes = vec![flex(2..4), flex(4..6)];
        relax(&mut galley, &Heights::all(Pt(100.0)), Pt(10.0));
        let put_in = |at: usize| matches!(galley.items[at], Item::Penalty { .. });
        for flex in &galley.flexes {
            let boxes: Vec<usize> = flex.items.clone().filter(|at| !put_in(*at)).collect();
            assert_eq!(boxes.len(), 2, "{:?}", flex.items);
            for at in boxes {
                let height = galley.slabs[at].as_ref().map(|slab| slab.height);
                assert_eq!(height, Some(Pt(10.0)));
            }
        }
        assert!(put_in(1), "{:?}", galley.items);
    }
}
