//! A narrow figure and the paragraph after it in, the paragraph with the figure
//! at its side out.

use super::block::{self, moved};
use super::{Column, Galley, body_of, figure};
use crate::geom::Pt;
use crate::layout::Shop;
use crate::layout::paragraph::{self, Order};
use crate::model::{Block, BlockKind, Figure};

/// The widest figure that has text at its side, as a part of the measure.
const WIDEST: f64 = 0.42;
/// The narrowest lines beside a figure, in sizes of the text.
const NARROWEST: f64 = 16.0;
/// The most lines beside a figure: none of them can be parted from it.
const MOST_LINES: f64 = 14.0;
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
}

/// What each of some blocks is to the next.
pub(super) fn pairs<'a>(blocks: &'a [Block], column: &Column, shop: &Shop) -> Vec<Role<'a>> {
    let mut roles: Vec<Role> = Vec::with_capacity(blocks.len());
    for (i, block) in blocks.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| blocks.get(i));
        let is_text = matches!(block.kind, BlockKind::Paragraph(_));
        let plate = before.filter(|_| is_text);
        let plate = plate.and_then(|before| plate_of(before, column, shop));
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

/// The figure that a block is, if it is narrow enough; in a quotation or beside
/// an edge where lines begin at the right, none is.
fn plate_of<'a>(block: &'a Block, column: &Column, shop: &Shop) -> Option<Plate<'a>> {
    let BlockKind::Figure(figure) = &block.kind else {
        return None;
    };
    if column.close || column.measure != shop.style.column() || column.is_rightward() {
        return None;
    }
    let size = column.voice.size;
    let natural = figure::natural_width(figure, shop)?;
    let width = natural.max(size * LEAST);
    let narrow = width <= column.measure * WIDEST;
    let lines = column.measure - width - size * GAP;
    (narrow && lines >= size * NARROWEST).then_some(Plate {
        block,
        figure,
        width,
    })
}

/// The paragraph with the figure where its lines end or, where it is too short
/// for that, under the figure.
pub(super) fn set(
    plate: &Plate,
    block: &Block,
    indented: bool,
    column: &Column,
    shop: &Shop,
) -> Galley {
    let line = shop.style.text.leading;
    let above = || {
        let mut galley = block::set(plate.block, false, column, shop);
        galley.append(block::set(block, indented, column, shop));
        galley
    };
    let BlockKind::Paragraph(content) = &block.kind else {
        return above();
    };
    let column = &column.in_lang(&block.node.lang);
    let own = Column {
        x: column.at_end(plate.width),
        measure: plate.width,
        ..column.in_lang(&plate.block.node.lang)
    };
    let mut figure = figure::figure(plate.block, plate.figure, &own, shop);
    // Half a line of white under it.
    let height = (figure.height() + line * 0.5).ceil_to(line);
    let lines = (height / line).round();
    if lines > MOST_LINES {
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
        indent: block::indent(indented, column, shop),
        initial: false,
        beside: Some((lines, taken)),
        in_cell: column.cell,
    };
    let set = paragraph::set(&order, shop);
    if set.lines.len() < lines {
        return above();
    }
    let mut galley = Galley {
        diagnostics: set.diagnostics,
        ..Galley::default()
    };
    galley.diagnostics.append(&mut figure.diagnostics);
    galley.push_lines(&set.lines, body_of(block.node.id), column, shop);
    galley.keep_together(lines);
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
