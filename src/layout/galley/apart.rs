//! Takes a figure that does not stand in its column: across all columns, on a page of its own, or
//! from edge to edge; returns what marks its place in the text, and what stands elsewhere.

use super::figure::{fitted, picture_thing, stack_words, stacked};
use super::{Column, Galley, Slab};
use crate::diag::{Code, Diagnostic};
use crate::geom::{Pt, Rect};
use crate::layout::Context;
use crate::model::{Block, Extent, Figure, Length, Picture, PictureSize, Unit};

/// The most of a page's height that a figure across its columns takes.
const TALLEST_ACROSS: f64 = 0.55;
/// The most of a page's height that a picture from edge to edge takes, where it has no page of
/// its own.
const TALLEST_BLEED: f64 = 0.6;

/// What stands elsewhere than where it is mentioned.
#[derive(Clone)]
pub(in crate::layout) enum Apart {
    /// Across all columns of a page.
    Across(Slab),
    /// On a page of its own.
    Plate(Plate),
}

/// What stands on a page of its own.
#[derive(Clone)]
pub(in crate::layout) struct Plate {
    pub(in crate::layout) slab: Slab,
    /// Whether it fills the page to its edges.
    pub(in crate::layout) bleeds: bool,
    /// Its number among all that stands elsewhere, where columns keep their order.
    pub(in crate::layout) number: usize,
}

/// The figure, if it does not stand in its column.
pub(super) fn figure(
    block: &Block,
    figure: &Figure,
    column: &Column,
    context: &Context,
) -> Option<Galley> {
    let picture = figure.picture.as_ref()?;
    if is_within(column, context) {
        return None;
    }
    let has_columns = context.style.page.columns > 1;
    match picture.extent {
        Extent::Plate => plate(block, figure, picture, column, context),
        Extent::Page if has_columns => Some(across(block, figure, picture, column, context)),
        Extent::Column if has_columns && picture.bleeds => {
            Some(across(block, figure, picture, column, context))
        }
        Extent::Page | Extent::Column if picture.bleeds => {
            let (slab, mut galley) = from_edge_to_edge(block, figure, picture, column, context)?;
            galley.push_box(slab);
            Some(galley)
        }
        Extent::Page | Extent::Column => None,
    }
}

/// Whether a column is that of a quotation, a list, a cell or the like: figures stay in it.
fn is_within(column: &Column, context: &Context) -> bool {
    column.close || column.measure != context.style.column()
}

/// Says of a figure that it should stand elsewhere, and does not because of where it is.
pub(super) fn without_effect(
    block: &Block,
    figure: &Figure,
    column: &Column,
    context: &Context,
) -> Option<Diagnostic> {
    let picture = figure.picture.as_ref()?;
    let name = match picture.extent {
        Extent::Plate => "plate",
        Extent::Page if context.style.page.columns > 1 => "span",
        Extent::Page | Extent::Column if picture.bleeds => "bleed",
        Extent::Page | Extent::Column => return None,
    };
    let is_there = context.gallery.get(picture).is_some();
    (is_there && is_within(column, context)).then(|| {
        let message = format!("`{name}` of a picture within another block has no effect");
        Diagnostic::note(Code::UnusedAttribute, block.node.span, message)
            .hint("put the picture between two blocks of the article")
    })
}

/// What marks the place of a figure that stands elsewhere.
fn mark(apart: Apart, mut galley: Galley, marker: Slab) -> Galley {
    galley.items.clear();
    galley.slabs.clear();
    galley.push_box(Slab {
        apart: Some(Box::new(apart)),
        ..marker
    });
    galley
}

fn across(
    block: &Block,
    figure: &Figure,
    picture: &Picture,
    column: &Column,
    context: &Context,
) -> Galley {
    let wide = Column {
        measure: context.style.measure(),
        ..column.clone()
    };
    let line = context.style.text.leading;
    if picture.bleeds
        && let Some((mut slab, told)) = from_edge_to_edge(block, figure, picture, &wide, context)
    {
        slab.height += line;
        let notes = std::mem::take(&mut slab.notes);
        let marker = Slab {
            notes,
            ..Slab::default()
        };
        return mark(Apart::Across(slab), told, marker);
    }
    let mut shown = figure.clone();
    let most = context.style.text_height() * TALLEST_ACROSS;
    if let (Some(picture), Some(size)) = (&mut shown.picture, fitted(figure, &wide, context))
        && size.height > most
    {
        let length = |number: Pt| Length {
            number: number.0,
            unit: Unit::Pt,
        };
        picture.size = PictureSize {
            width: Some(length(size.width * (most / size.height))),
            height: Some(length(most)),
        };
    }
    let mut galley = stacked(block, &shown, &wide, context);
    let mut slab = galley.first_slab().map(std::mem::take).unwrap_or_default();
    slab.floats = false;
    // A line of white under it.
    slab.height = context.style.on_grid(slab.height) + line;
    let notes = std::mem::take(&mut slab.notes);
    let marker = Slab {
        notes,
        ..Slab::default()
    };
    mark(Apart::Across(slab), galley, marker)
}

/// A picture as wide as the page, with its words under it; and what there is to say of them.
fn from_edge_to_edge(
    block: &Block,
    figure: &Figure,
    picture: &Picture,
    column: &Column,
    context: &Context,
) -> Option<(Slab, Galley)> {
    context.gallery.get(picture)?;
    let page = context.style.page.size;
    let aspect = super::figure::aspect(figure, context);
    let height = page.width * (1.0 / aspect);
    let height = height.min(context.style.text_height() * TALLEST_BLEED);
    let rect = Rect::new(Pt::ZERO, Pt::ZERO, page.width, height);
    let mut slab = Slab {
        height: height + context.style.text.leading * 0.4,
        ..Slab::default()
    };
    slab.things
        .push(picture_thing(block, figure, picture, rect));
    let mut told = Galley::default();
    stack_words(figure, column, context, &mut slab, &mut told);
    slab.height = context.style.on_grid(slab.height);
    Some((slab, told))
}

/// A picture on a page of its own: within the page's text with its words under it or, where it
/// reaches the edges, with its words at the foot of the page that mentions it.
fn plate(
    block: &Block,
    figure: &Figure,
    picture: &Picture,
    column: &Column,
    context: &Context,
) -> Option<Galley> {
    context.gallery.get(picture)?;
    let style = context.style;
    let line = style.text.leading;
    let column = Column {
        measure: style.measure(),
        ..column.clone()
    };
    let mut told = Galley::default();
    let mut words = Slab::default();
    stack_words(figure, &column, context, &mut words, &mut told);
    let notes = std::mem::take(&mut words.notes);
    let mut slab = Slab::default();
    if picture.bleeds {
        let page = style.page.size;
        let rect = Rect::new(Pt::ZERO, Pt::ZERO, page.width, page.height);
        slab.things
            .push(picture_thing(block, figure, picture, rect));
        words.height = context.style.on_grid(words.height);
        let marker = Slab {
            notes,
            note_rest: (words.height > Pt::ZERO)
                .then_some(words)
                .into_iter()
                .collect(),
            ..Slab::default()
        };
        let plate = Plate {
            slab,
            bleeds: true,
            number: 0,
        };
        return Some(mark(Apart::Plate(plate), told, marker));
    }
    let gap = line * 0.5;
    let room = style.text_height() - words.height - gap;
    let aspect = super::figure::aspect(figure, context);
    let width = column.measure.min(room * aspect);
    let height = width * (1.0 / aspect);
    let top = ((room - height) / 2.0).max(Pt::ZERO);
    let rect = Rect::new((column.measure - width) / 2.0, top, width, height);
    slab.things
        .push(picture_thing(block, figure, picture, rect));
    let below = top + height + gap;
    let things = words.things.into_iter();
    slab.things
        .extend(things.map(|thing| super::moved(thing, Pt::ZERO, below)));
    slab.height = style.text_height();
    let marker = Slab {
        notes,
        ..Slab::default()
    };
    let plate = Plate {
        slab,
        bleeds: false,
        number: 0,
    };
    Some(mark(Apart::Plate(plate), told, marker))
}
