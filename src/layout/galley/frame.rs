//! Takes a block's part of a column and what a theme puts around it; returns it with its border,
//! its background and its white.

use super::{Column, Galley, Slab};
use crate::geom::{Pt, Rect};
use crate::layout::Context;
use crate::layout::item::Item;
use crate::layout::placed::{Furniture, Owner, Thing, ThingKind};
use crate::model::columns::Columns;
use crate::model::{Block, BlockKind, KEEP};
use crate::style::{Border, Colour, Element, Frame, Styling, Voice};

/// How a block is styled. An entry for all paragraphs is for those of running text: in lists,
/// quotations and cells they have the style of these.
pub(super) fn styling(block: &Block, column: &Column, context: &Context) -> Styling {
    let styles = &context.style.styles;
    let Some(element) = Element::of(&block.kind).filter(|_| !styles.is_empty()) else {
        return Styling::default();
    };
    let classes = &block.attributes.classes;
    let is_running = !column.close && column.voice == context.style.body();
    match element == Element::Paragraph && !is_running {
        true => styles.of_classes(Some(element), classes),
        false => styles.of(element, classes),
    }
}

/// What is around a block: asides and code have a background, if the theme does not say
/// otherwise.
pub(super) fn around(kind: &BlockKind, styling: &Styling, context: &Context) -> Frame {
    let mut frame = styling.frame(context.style);
    let has_ground = matches!(kind, BlockKind::Aside(_) | BlockKind::Code { .. });
    if has_ground && frame.background.is_none() {
        frame.background = Some(Some(context.style.colours.ground));
    }
    frame
}

/// The column of a block with the type and the insets of its style.
pub(super) fn outside(
    block: &Block,
    styling: &Styling,
    frame: &Frame,
    column: &Column,
    context: &Context,
) -> Column {
    let mut column = column.in_lang(&block.node.lang);
    if *styling == Styling::default() {
        return column;
    }
    match block.kind {
        BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Verse(_)
        | BlockKind::Div(_) => column.voice = context.style.with(column.voice, styling),
        // These have voices of their own.
        BlockKind::Heading { .. }
        | BlockKind::Quote(_)
        | BlockKind::PullQuote(_)
        | BlockKind::Epigraph(_)
        | BlockKind::Aside(_)
        | BlockKind::Figure(_)
        | BlockKind::Table(_)
        | BlockKind::Code { .. }
        | BlockKind::Rule
        | BlockKind::Math(_)
        | BlockKind::Break(_) => {}
    }
    if frame.background.flatten().is_some() {
        let ink = styling.colour.map(|hue| hue.of(&context.style.colours));
        column.ink = ink.or(column.ink);
    }
    let indent = styling.indent.map(|indent| indent.at(column.voice.size));
    column.indent = indent.or(column.indent);
    match frame.inset {
        (Pt::ZERO, Pt::ZERO) => column,
        (start, end) => column.set_in(start, end),
    }
}

/// The columns that a style gives a block.
pub(super) fn columns(styling: &Styling) -> Option<Columns> {
    styling
        .columns
        .filter(|count| *count > 1)
        .map(Columns::Flow)
}

/// Whether a block stays on one page.
pub(super) fn is_kept(block: &Block, styling: &Styling) -> bool {
    styling.keep.unwrap_or(false) || block.attributes.has_class(KEEP)
}

/// The voice of a block with the type of its classes.
pub(super) fn voiced(block: &Block, voice: Voice, column: &Column, context: &Context) -> Voice {
    let styles = &context.style.styles;
    // On a ground of its own colours, all text without a colour has that of the box.
    let colour = match column.ink {
        Some(ink) if voice.colour == context.style.colours.text => ink,
        Some(_) | None => voice.colour,
    };
    let voice = Voice { colour, ..voice };
    match styles.is_empty() {
        true => voice,
        false => {
            let classes = &block.attributes.classes;
            let own = styles.of_classes(Element::of(&block.kind), classes);
            context.style.with(voice, &own)
        }
    }
}

/// The white between border or background and text at both sides, in sizes of the text.
pub(super) const PADDING: f64 = 1.0;
/// The least white between a border and the text, in sizes of the text.
const CLEAR: f64 = 0.4;
/// The white above and below the text within them, in lines.
const PAD: f64 = 0.5;

/// The column within what is around a block.
pub(super) fn inside(frame: &Frame, column: &Column, context: &Context) -> Column {
    if !frame.is_visible() {
        return column.clone();
    }
    let border = frame.border.unwrap_or_default();
    let padding = match frame.padding {
        // Padding leaves three quarters of the column to the text at least.
        Some(padding) => padding.min(column.measure / 8.0),
        None => context.style.text.size * PADDING,
    };
    // No letter stands on a border.
    let clear = |has_edge: bool| match has_edge {
        true => padding.max(frame.border_width + context.style.text.size * CLEAR),
        false => padding,
    };
    // What has no edge at its sides has its text flush with that around it.
    let has_sides = border.start || border.end || frame.background.flatten().is_some();
    match has_sides {
        true => column.set_in(clear(border.start), clear(border.end)),
        false => column.clone(),
    }
}

/// Puts border and background around what is set inside, over the whole width of the column.
pub(super) fn framed(inner: Galley, frame: &Frame, column: &Column, context: &Context) -> Galley {
    if !frame.is_visible() || inner.is_empty() {
        return inner;
    }
    let line = context.style.text.leading;
    let border = frame.border.unwrap_or_default();
    let colour = frame.border_colour.unwrap_or(context.style.colours.line);
    let has_ground = frame.background.flatten().is_some();
    let pad = |has_edge: bool| {
        let own = frame.padding.map(|padding| padding.min(line * 4.0));
        let own = own.unwrap_or(line * PAD);
        match (has_ground, has_edge) {
            (false, false) => Pt::ZERO,
            (true, false) => own,
            (_, true) => own.max(frame.border_width + context.style.text.size * CLEAR),
        }
    };
    let (mut above, mut below) = (pad(border.top), pad(border.bottom));
    let height = inner.height() + above + below;
    let rest = context.style.on_grid(height) - height;
    // What the grid adds stands on both sides of the text: in the box, or, where the text has
    // nothing but a rule, beyond the rule.
    let is_closed = has_ground || border.start || border.end;
    let (more_above, more_below) = match (above > Pt::ZERO, below > Pt::ZERO) {
        (true, true) => (rest / 2.0, rest / 2.0),
        (true, false) => (rest, Pt::ZERO),
        (false, true) => (Pt::ZERO, rest),
        (false, false) => (Pt::ZERO, Pt::ZERO),
    };
    above += more_above;
    below += more_below;
    let (head, foot) = match is_closed {
        true => (Pt::ZERO, below),
        false => (more_above, below - more_below),
    };
    let edge = |y: Pt| Thing {
        owner: Owner::Furniture(Furniture::Ornament),
        kind: ThingKind::Fill(
            Rect::new(column.x, y, column.measure, frame.border_width),
            colour,
        ),
    };
    let (before, after) = (inner.before, inner.after);
    let (leads, held) = (inner.leads, inner.held);
    let mut galley = Galley::default();
    if above > Pt::ZERO {
        galley.push_box(Slab {
            height: above,
            things: border.top.then(|| edge(head)).into_iter().collect(),
            ..Slab::default()
        });
        galley.leads = true;
    }
    galley.append(Galley {
        before: Pt::ZERO,
        ..inner
    });
    if below > Pt::ZERO {
        let foot = foot - frame.border_width;
        galley.forbid_break();
        galley.push_box(Slab {
            height: below,
            things: border.bottom.then(|| edge(foot)).into_iter().collect(),
            ..Slab::default()
        });
    } else {
        galley.fill_grid(context);
    }
    for x in sides(border, frame, column) {
        let bar = Rect::new(x, Pt::ZERO, frame.border_width, Pt::ZERO);
        under_all(&mut galley, bar, colour);
    }
    // What goes under last lies lowest.
    if let Some(ground) = frame.background.flatten() {
        let whole = Rect::new(column.x, Pt::ZERO, column.measure, Pt::ZERO);
        under_all(&mut galley, whole, ground);
    }
    galley.before = before;
    galley.after = after;
    galley.leads = leads;
    galley.held = held;
    galley
}

/// Takes the white off the foot of a figure, which has filled up the grid: the frame does.
pub(super) fn trim(galley: &mut Galley, context: &Context) {
    let [Item::Box { size, .. }] = galley.items.as_mut_slice() else {
        return;
    };
    let Some(slab) = galley.slabs.iter_mut().flatten().next() else {
        return;
    };
    // Descenders reach down from a baseline by a quarter of the leading.
    let depth = context.style.caption().leading * 0.25;
    let bottoms = slab.things.iter().map(|thing| match &thing.kind {
        ThingKind::Line(placed) => placed.origin.y + depth,
        ThingKind::Fill(rect, _) | ThingKind::Frame(rect, ..) | ThingKind::Picture(rect, ..) => {
            rect.bottom()
        }
    });
    slab.height = bottoms.fold(Pt::ZERO, Pt::max).min(slab.height);
    *size = slab.height.0;
}

/// Where the borders at the sides stand.
fn sides(border: Border, frame: &Frame, column: &Column) -> impl Iterator<Item = Pt> {
    let start = column.at_start(frame.border_width);
    let end = column.at_end(frame.border_width);
    let start = border.start.then_some(start);
    start.into_iter().chain(border.end.then_some(end))
}

/// Puts a colour behind every strip and every space of a galley, as wide as a rectangle.
pub(super) fn under_all(galley: &mut Galley, across: Rect, colour: Colour) {
    // Strips that were set again would lie on no ground.
    galley.flexes.clear();
    let under = |height: Pt| Thing {
        owner: Owner::Furniture(Furniture::Ornament),
        kind: ThingKind::Fill(
            // A hair taller, so that no seam shows between strips.
            Rect::new(
                across.origin.x,
                Pt::ZERO,
                across.size.width,
                height + Pt(0.1),
            ),
            colour,
        ),
    };
    for (item, slab) in galley.items.iter_mut().zip(&mut galley.slabs) {
        match (&*item, slab.as_mut()) {
            (_, Some(slab)) => slab.things.insert(0, under(slab.height)),
            (Item::Glue { natural, .. }, None) => {
                let height = Pt(*natural);
                *item = Item::solid(*natural);
                *slab = Some(Slab {
                    height,
                    things: vec![under(height)],
                    ..Slab::default()
                });
            }
            (Item::Box { .. } | Item::Penalty { .. }, None) => {}
        }
    }
}

/// Changes the white around what is set, where the theme gives it some.
pub(super) fn whited(galley: &mut Galley, frame: &Frame) {
    if let Some(before) = frame.white.0 {
        galley.before = before;
    }
    if let Some(after) = frame.white.1 {
        galley.after = after;
    }
}
