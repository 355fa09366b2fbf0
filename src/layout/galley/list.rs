//! Lists and definition lists: labels in the margin of their items.

use super::{Column, Galley, block, build, line_at};
use crate::geom::Pt;
use crate::lang::Direction;
use crate::layout::Context;
use crate::layout::item::Item;
use crate::layout::paragraph;
use crate::layout::placed::{Owner, Part, ThingKind};
use crate::model::{Definition, List};
use crate::style::{Element, Medium, Role};

pub(super) fn list(list: &List, column: &Column, context: &Context) -> Galley {
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
            body.push_box(super::Slab {
                height: column.voice.leading,
                ..super::Slab::default()
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
