//! Lists and definition lists: labels in the margin of their items; lists without labels, as
//! those of an index.

use super::{Column, Galley, Slab, block, body_of, build, line_at};
use crate::geom::{Pt, Rect};
use crate::lang::Direction;
use crate::layout::Context;
use crate::layout::item::Item;
use crate::layout::paragraph;
use crate::layout::placed::{Furniture, Line, Owner, Part, Thing, ThingKind};
use crate::model::{BlockKind, Definition, Inline, InlineKind, List, NodeId, Numbering};
use crate::style::{Element, Fill, Medium, Role, Voice};
use std::sync::Arc;

/// How far the further lines of an entry stand in, in sizes of its type: further than the entries
/// below it.
const HANG: u8 = 2;

pub(super) fn list(list: &List, column: &Column, context: &Context) -> Galley {
    if list.numbering == Numbering::Unmarked {
        return entries(list, 0, column, context);
    }
    let size = column.voice.size;
    let labels: Vec<String> = (0..list.items.len()).map(|i| label(list, i)).collect();
    let set: Vec<_> = labels
        .iter()
        .zip(&list.items)
        .map(|(text, item)| {
            paragraph::label(text, item.node.id, &column.voice, &column.lang, context)
        })
        .collect();
    let widest = set.iter().map(|line| line.width).fold(Pt::ZERO, Pt::max);
    let indent = (widest + size * 0.55).max(size * 1.3);
    let mut galley = Galley::default();
    for (item, label) in list.items.iter().zip(&set) {
        let inner = Column {
            close: true,
            ..column.in_lang(&item.node.lang).set_in(indent, Pt::ZERO)
        };
        let mut body = build(&item.body, &inner, context);
        body.before = Pt::ZERO;
        body.after = Pt::ZERO;
        if body.first_slab().is_none() {
            body.push_box(Slab {
                height: column.voice.leading,
                ..Slab::default()
            });
        }
        // Numbers stand flush with their stops, bullets with the text's edge.
        let gap = size * 0.55;
        let x = match column.lang.direction() {
            Direction::LeftToRight => inner.x - gap - label.width,
            Direction::RightToLeft => inner.x + inner.measure + gap,
        };
        let owner = Owner::Node(item.node.id, Part::Label);
        if let Some(slab) = body.first_slab() {
            // The first line may stand lower, under what is above its letters.
            let above = slab.things.iter().filter_map(|thing| match &thing.kind {
                ThingKind::Line(placed) => Some(placed.line.above),
                ThingKind::Fill(..) | ThingKind::Frame(..) | ThingKind::Picture(..) => None,
            });
            let baseline = column.voice.leading * 0.75 + above.fold(Pt::ZERO, Pt::max);
            slab.things.insert(0, line_at(label, owner, x, baseline));
        }
        if !galley.is_empty() {
            galley.push(Item::penalty(0.0));
        }
        galley.items.extend(body.items);
        galley.slabs.extend(body.slabs);
        galley.breaks.extend(body.breaks);
        galley.diagnostics.extend(body.diagnostics);
    }
    galley
}

/// The items of a list without marks. One that is a link to a place of the publication has a
/// folio at its end; any other hangs: its further lines stand further in than what is below it.
fn entries(list: &List, level: u8, column: &Column, context: &Context) -> Galley {
    let size = column.voice.size;
    let mut galley = Galley::default();
    for item in &list.items {
        let inner = Column {
            close: true,
            voice: Voice {
                fill: Fill::Ragged,
                ..column.voice
            },
            ..column.in_lang(&item.node.lang)
        };
        let mut body = Galley::default();
        for block in &item.body {
            let part = if let BlockKind::Paragraph(content) = &block.kind {
                match content.as_slice() {
                    [
                        Inline {
                            kind: InlineKind::Link { .. },
                            ..
                        },
                    ] => place(block.node.id, content, &inner, context),
                    content => {
                        let hang = size * f64::from(HANG.saturating_sub(level).max(1));
                        let narrow = inner.set_in(hang, Pt::ZERO);
                        let hang = inner.measure - narrow.measure;
                        block::text(block.node.id, content, -hang, &narrow, context)
                    }
                }
            } else if let BlockKind::List(list) = &block.kind
                && list.numbering == Numbering::Unmarked
            {
                let inner = inner.set_in(size, Pt::ZERO);
                let mut below = entries(list, level + 1, &inner, context);
                // An entry is not parted from the first of those below it.
                if let Some(first) = below.items.first()
                    && matches!(first, Item::Box { .. })
                {
                    body.forbid_break();
                }
                below.before = Pt::ZERO;
                body.items.append(&mut below.items);
                body.slabs.append(&mut below.slabs);
                body.breaks.append(&mut below.breaks);
                body.diagnostics.append(&mut below.diagnostics);
                continue;
            } else {
                build(std::slice::from_ref(block), &inner, context)
            };
            body.append(part);
        }
        if !galley.is_empty() {
            galley.push(Item::penalty(0.0));
        }
        galley.items.extend(body.items);
        galley.slabs.extend(body.slabs);
        galley.breaks.extend(body.breaks);
        galley.diagnostics.extend(body.diagnostics);
    }
    galley
}

/// A line that leads to a place: points, and the room of a folio at their end. The folio is an
/// empty line until the place is known.
fn place(owner: NodeId, content: &[Inline], column: &Column, context: &Context) -> Galley {
    let size = column.voice.size;
    // Room for four figures, whatever the folio is.
    let room = size * 2.6;
    let narrow = column.set_in(size, room + size);
    let hang = match narrow.measure < column.measure {
        true => size,
        false => Pt::ZERO,
    };
    let mut galley = block::text(owner, content, -hang, &narrow, context);
    galley.keep_whole();
    let last = galley.slabs.iter_mut().flatten().last();
    let Some(slab) = last else { return galley };
    let set = slab.things.iter().find_map(|thing| match &thing.kind {
        ThingKind::Line(placed) => Some(placed.clone()),
        ThingKind::Fill(..) | ThingKind::Frame(..) | ThingKind::Picture(..) => None,
    });
    let Some(set) = set else {
        return galley;
    };
    let baseline = set.origin.y;
    let pieces = set.line.pieces.iter();
    let (from, to) = match column.is_rightward() {
        true => {
            let left = pieces.map(|piece| piece.x).fold(column.measure, Pt::min);
            (column.x + room, set.origin.x + left)
        }
        false => {
            let right = pieces
                .map(|piece| piece.x + piece.width)
                .fold(Pt::ZERO, Pt::max);
            (set.origin.x + right, column.x + column.measure - room)
        }
    };
    leaders(from, to, baseline, context, slab);
    let folio = Arc::new(Line::default());
    let x = column.at_end(Pt::ZERO);
    slab.things
        .push(line_at(&folio, body_of(owner), x, baseline));
    galley
}

/// A row of points, each in the same place on every line.
pub(in crate::layout) fn leaders(
    from: Pt,
    to: Pt,
    baseline: Pt,
    context: &Context,
    slab: &mut Slab,
) {
    let step = context.style.text.size * 0.7;
    let mut x = Pt(((from + step) / step).ceil() * step.0);
    while x < to {
        slab.things.push(Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(x, baseline - Pt(0.9), Pt(0.8), Pt(0.8)),
                context.style.colours.line,
            ),
        });
        x += step;
    }
}

fn label(list: &List, index: usize) -> String {
    let task = list.items.get(index).and_then(|item| item.task);
    match (task, list.numbering.mark(index)) {
        (Some(true), _) => "☑".to_owned(),
        (Some(false), _) => "☐".to_owned(),
        (None, None) => "•".to_owned(),
        (None, Some(number)) => format!("{number}."),
    }
}

pub(super) fn definitions(
    definitions: &[Definition],
    column: &Column,
    context: &Context,
) -> Galley {
    let mut galley = Galley::default();
    for definition in definitions {
        let mut term = column.in_lang(&definition.node.lang);
        term.voice.look = Role::Term.look(Medium::Page, term.voice.look);
        let own = context.style.styles.of_element(Element::Term);
        term.voice = context.style.with(term.voice, &own);
        let mut part = block::text(
            definition.node.id,
            &definition.term,
            Pt::ZERO,
            &term,
            context,
        );
        part.leads = true;
        for detail in &definition.details {
            let inner = Column {
                close: true,
                ..column
                    .in_lang(&definition.node.lang)
                    .set_in(context.style.text.size * 1.6, Pt::ZERO)
            };
            let mut body = build(detail, &inner, context);
            body.before = Pt::ZERO;
            body.after = Pt::ZERO;
            part.append(body);
        }
        if !galley.is_empty() {
            galley.push(Item::penalty(0.0));
        }
        galley.items.extend(part.items);
        galley.slabs.extend(part.slabs);
        galley.breaks.extend(part.breaks);
        galley.diagnostics.extend(part.diagnostics);
    }
    galley
}
