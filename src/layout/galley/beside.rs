//! Takes a figure and the paragraph after it; returns the paragraph with the figure at its side:
//! a narrow one where lines end, or one whose author says at which side.

use super::block::{self, moved};
use super::{Column, Galley, body_of, figure};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::paragraph::{self, Order};
use crate::model::{Block, BlockKind, Figure, Length, Side, Unit};

/// The widest figure that has text at its side, as a part of the measure.
const WIDEST: f64 = 0.42;
/// The narrowest lines beside a figure, in sizes of the text; where its author wants
/// them there.
const NARROWEST: f64 = 16.0;
const NARROWEST_ASKED: f64 = 10.0;
/// The most lines beside a figure: none of them can be parted from it.
const MOST_LINES: f64 = 14.0;
const MOST_LINES_ASKED: f64 = 24.0;
/// The width of a figure at least, in sizes of the text: its caption is text too.
const LEAST: f64 = 8.0;
/// Between a figure and its text, in sizes of the text.
const GAP: f64 = 1.2;

/// What a block is to its neighbours.
pub(super) enum Role<'a> {
    /// Nothing.
    Alone,
    /// A figure that stands beside the paragraph after it.
    Plate,
    /// That paragraph, with the figure.
    Text(Plate<'a>),
}

/// A figure that stands beside text.
pub(super) struct Plate<'a> {
    block: &'a Block,
    figure: &'a Figure,
    width: Pt,
    /// The width of its picture.
    own: Pt,
    /// The side that its author wants.
    side: Option<Side>,
}

/// What each of some blocks is to the next.
pub(super) fn pairs<'a>(blocks: &'a [Block], column: &Column, context: &Context) -> Vec<Role<'a>> {
    let mut roles: Vec<Role> = Vec::with_capacity(blocks.len());
    for (i, block) in blocks.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| blocks.get(i));
        let is_text = matches!(block.kind, BlockKind::Paragraph(_));
        let plate = before.filter(|_| is_text);
        let plate = plate.and_then(|before| plate_of(before, column, context));
        if let Some(plate) = plate {
            roles.pop();
            roles.push(Role::Plate);
            roles.push(Role::Text(plate));
        } else {
            roles.push(Role::Alone);
        }
    }
    roles
}

/// The figure that a block is, if it is narrow enough; in a quotation, or beside an edge
/// where lines begin at the right and no side is asked for, none is.
fn plate_of<'a>(block: &'a Block, column: &Column, context: &Context) -> Option<Plate<'a>> {
    let BlockKind::Figure(figure) = &block.kind else {
        return None;
    };
    let side = figure.picture.as_ref().and_then(|picture| picture.side);
    let (narrowest, widest) = match side {
        Some(Side::Left | Side::Right) => (NARROWEST_ASKED, 1.0),
        Some(Side::Center) => return None,
        None if column.is_rightward() => return None,
        None => (NARROWEST, WIDEST),
    };
    if column.close || column.measure != context.style.column() {
        return None;
    }
    let size = column.voice.size;
    let (own, is_asked) = figure::width(figure, column, context)?;
    // A picture whose size is given and no side stands by itself.
    if is_asked && side.is_none() {
        return None;
    }
    let width = own.max(size * LEAST);
    let narrow = width <= column.measure * widest;
    let lines = column.measure - width - size * GAP;
    (narrow && lines >= size * narrowest).then_some(Plate {
        block,
        figure,
        width,
        own,
        side,
    })
}

/// The paragraph with the figure where its lines end or, where it is too short
/// for that, under the figure.
pub(super) fn set(
    plate: &Plate,
    block: &Block,
    indented: bool,
    column: &Column,
    context: &Context,
) -> Galley {
    let line = context.style.text.leading;
    let above = || {
        let mut galley = block::set(plate.block, false, column, context);
        galley.append(block::set(block, indented, column, context));
        galley
    };
    let BlockKind::Paragraph(content) = &block.kind else {
        return above();
    };
    let column = &column.in_lang(&block.node.lang);
    let is_left = match plate.side {
        Some(Side::Left) => true,
        Some(Side::Right | Side::Center) => false,
        None => column.is_rightward(),
    };
    let x = match is_left {
        true => column.x,
        false => column.x + column.measure - plate.width,
    };
    let own = Column {
        x,
        measure: plate.width,
        ..column.in_lang(&plate.block.node.lang)
    };
    // What is a part of the measure is one of all of it.
    let mut shown = plate.figure.clone();
    if let Some(picture) = shown.picture.as_mut().filter(|p| !p.size.is_own()) {
        picture.size.width = Some(Length {
            number: plate.own.0,
            unit: Unit::Pt,
        });
    }
    let mut figure = figure::figure(plate.block, &shown, &own, context);
    // Half a line of white under it.
    let height = (figure.height() + line * 0.5).ceil_to(line);
    let lines = (height / line).round();
    let most = match plate.side {
        Some(_) => MOST_LINES_ASKED,
        None => MOST_LINES,
    };
    if lines > most {
        return above();
    }
    let lines = lines as usize;
    let taken = plate.width + column.voice.size * GAP;
    let order = Order {
        content,
        holder: block.node.id,
        voice: column.voice,
        lang: &column.lang,
        measure: column.measure,
        indent: block::indent(indented, column, context),
        initial: false,
        beside: Some((lines, taken)),
        in_cell: column.cell,
    };
    let set = paragraph::set(&order, context);
    // A picture in the text has its own room.
    if set.lines.len() < lines || set.lines.iter().any(|line| line.above > Pt::ZERO) {
        return above();
    }
    let mut galley = Galley {
        diagnostics: set.diagnostics,
        ..Galley::default()
    };
    galley.diagnostics.append(&mut figure.diagnostics);
    galley.push_lines(&set.lines, body_of(block.node.id), column, context);
    galley.keep_together(lines);
    // Lines are set as if the figure stood at the right of them.
    if is_left {
        for slab in galley.slabs.iter_mut().flatten().take(lines) {
            let things = std::mem::take(&mut slab.things).into_iter();
            let things = things.map(|thing| moved(thing, taken, Pt::ZERO));
            slab.things = things.collect();
        }
    }
    if let (Some(slab), Some(shown)) = (galley.first_slab(), figure.first_slab()) {
        // The top of the picture is level with the letters of the first line.
        let drop = line * 0.2;
        let things = std::mem::take(&mut shown.things).into_iter();
        let things = things.map(|thing| moved(thing, Pt::ZERO, drop));
        slab.things.splice(0..0, things);
        slab.notes.splice(0..0, std::mem::take(&mut shown.notes));
    }
    // Who links to the figure is led to its text.
    let named = plate.block.attributes.id.as_ref();
    let named = named.or(block.attributes.id.as_ref());
    if let (Some(id), Some(slab)) = (named, galley.first_slab()) {
        slab.anchor = Some((column.article, id.clone()));
    }
    galley
}
