//! Figures: a picture with its caption and credit, never parted.

use super::block::{moved, text};
use super::{Column, Galley, Slab, body_of};
use crate::geom::{Pt, Rect};
use crate::layout::Context;
use crate::layout::picture::{self, Fitted, Room};
use crate::layout::placed::{Furniture, Link, Owner, Thing, ThingKind};
use crate::model::{Block, Figure, Inline, InlineKind, Node, NodeId, Picture, Side};
use std::sync::Arc;

pub(super) fn figure(block: &Block, figure: &Figure, column: &Column, context: &Context) -> Galley {
    if let Some(apart) = super::apart::figure(block, figure, column, context) {
        return apart;
    }
    let mut galley = stacked(block, figure, column, context);
    galley
        .diagnostics
        .extend(super::apart::without_effect(block, figure, column, context));
    galley
}

/// A figure in its column: the picture, and its words under it.
pub(super) fn stacked(
    block: &Block,
    figure: &Figure,
    column: &Column,
    context: &Context,
) -> Galley {
    let line = context.style.text.leading;
    let mut slab = Slab::default();
    let mut galley = Galley::default();
    let words = match &figure.picture {
        Some(picture) => {
            picture_in(
                block,
                (picture, link_of(block, figure)),
                column,
                context,
                &mut slab,
                &mut galley,
            );
            slab.height += line * 0.4;
            under(&slab, column, context)
        }
        // A caption alone is marked as one by a bar at its side.
        None => column.set_in(context.style.text.size, Pt::ZERO),
    };
    let top = slab.height;
    stack_words(figure, &words, context, &mut slab, &mut galley);
    if figure.picture.is_none() {
        slab.things.push(Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(column.at_start(Pt(1.5)), top, Pt(1.5), slab.height - top),
                context.style.colours.accent,
            ),
        });
    }
    slab.height = context.style.on_grid(slab.height);
    // In a quotation or an aside it stays where it is.
    slab.floats = figure.picture.is_some() && column.measure == context.style.column();
    galley.push_box(slab);
    galley
}

/// The link that the picture of a figure is.
fn link_of(block: &Block, figure: &Figure) -> Option<Arc<Link>> {
    figure.link.as_ref().map(|link| {
        Arc::new(Link {
            node: block.node.id,
            target: link.target.clone(),
        })
    })
}

/// The picture of a figure in a rectangle.
pub(super) fn picture_thing(
    block: &Block,
    figure: &Figure,
    picture: &Picture,
    rect: Rect,
) -> Thing {
    Thing {
        owner: body_of(block.node.id),
        kind: ThingKind::Picture(rect, Arc::new(picture.clone()), link_of(block, figure)),
    }
}

/// Puts caption and credit under what a slab holds already.
pub(super) fn stack_words(
    figure: &Figure,
    column: &Column,
    context: &Context,
    slab: &mut Slab,
    galley: &mut Galley,
) {
    let mut words = column.clone();
    if let Some(first) = figure.caption.first() {
        words.voice = context.style.caption();
        let caption = text(first.node.id, &figure.caption, Pt::ZERO, &words, context);
        stack(caption, slab, galley);
    }
    if let Some(first) = figure.credit.first() {
        words.voice = context.style.credit();
        let credit = text(first.node.id, &figure.credit, Pt::ZERO, &words, context);
        stack(credit, slab, galley);
    }
}

/// The proportions of the picture of a figure: its width, where its height is 1. One that
/// cannot be had has those of a photograph.
pub(super) fn aspect(figure: &Figure, context: &Context) -> f64 {
    const PHOTOGRAPH: f64 = 1.5;
    let image = figure.picture.as_ref();
    let image = image.and_then(|picture| context.gallery.get(picture));
    image.map_or(PHOTOGRAPH, |image| {
        let (width, height) = picture::natural(image);
        width / height
    })
}

/// A figure in a row of a gallery: a picture that is so high and as wide as its column, its
/// words under it.
pub(super) fn in_row(
    block: &Block,
    figure: &Figure,
    height: Pt,
    column: &Column,
    context: &Context,
    galley: &mut Galley,
) -> Slab {
    let mut slab = Slab::default();
    let Some(picture) = &figure.picture else {
        return slab;
    };
    if context.gallery.get(picture).is_some() {
        // As large as there is room, but a few dots are no picture of a page's width.
        let dots = context
            .gallery
            .get(picture)
            .filter(|image| image.drawing.is_none());
        let most = dots.map_or(Pt(f64::MAX), |image| picture::natural(image).0 * MOST_GROWN);
        let aspect = aspect(figure, context);
        let width = column.measure.min(height * aspect).min(most);
        let rect = Rect::new(
            column.x + (column.measure - width) / 2.0,
            Pt::ZERO,
            width,
            width / aspect,
        );
        slab.things
            .push(picture_thing(block, figure, picture, rect));
    } else {
        let shown = (picture, link_of(block, figure));
        let owner = body_of(block.node.id);
        missing(owner, shown, column, context, &mut slab, galley);
    }
    slab.height = slab.height.max(height) + context.style.text.leading * 0.3;
    stack_words(figure, column, context, &mut slab, galley);
    slab
}

/// How many times its own size a picture of a gallery grows at most.
const MOST_GROWN: f64 = 6.0;
/// The least width of a caption, in sizes of the text: less is a ladder of words.
const CAPTION: f64 = 10.0;

/// Where the words under a picture stand: from its edge on, and no wider than it is, unless
/// that is too narrow for words.
fn under(slab: &Slab, column: &Column, context: &Context) -> Column {
    let shown = slab.things.iter().find_map(|thing| match &thing.kind {
        ThingKind::Picture(rect, ..) => Some(*rect),
        ThingKind::Line(_) | ThingKind::Fill(..) | ThingKind::Frame(..) => None,
    });
    let Some(rect) = shown else {
        return column.clone();
    };
    let measure = rect.size.width.max(column.voice.size * CAPTION);
    let measure = measure.min(column.measure);
    let end = column.x + column.measure;
    let x = match context.rtl {
        false => rect.origin.x.min(end - measure),
        true => (rect.origin.x + rect.size.width - measure).max(column.x),
    };
    Column {
        x,
        measure,
        ..column.clone()
    }
}

/// How wide the picture of a figure is where it has lines to itself, and whether its
/// author says so; nothing of a drawing that may be as wide as there is room, nor of a
/// picture that cannot be had.
pub(super) fn width(figure: &Figure, column: &Column, context: &Context) -> Option<(Pt, bool)> {
    let picture = figure.picture.as_ref()?;
    let image = context.gallery.get(picture)?;
    let is_asked = !picture.size.is_own();
    let grows = image.drawing.is_some() && !column.close && !image.is_icon();
    if grows && !is_asked {
        return None;
    }
    Some((fitted(figure, column, context)?.width, is_asked))
}

/// The size of the picture of a figure where it has lines to itself, if it can be had.
pub(super) fn fitted(figure: &Figure, column: &Column, context: &Context) -> Option<Fitted> {
    let picture = figure.picture.as_ref()?;
    let image = context.gallery.get(picture)?;
    // In a list, a note or a cell a drawing is as large as it says.
    let grows = !column.close;
    Some(picture::alone(
        picture,
        image,
        grows,
        &room(column, context),
    ))
}

fn room(column: &Column, context: &Context) -> Room {
    Room {
        measure: column.measure,
        page: context.style.text_height(),
        size: column.voice.size,
        leading: column.voice.leading,
    }
}

fn picture_in(
    block: &Block,
    (picture, link): (&Picture, Option<Arc<Link>>),
    column: &Column,
    context: &Context,
    slab: &mut Slab,
    galley: &mut Galley,
) {
    let owner = body_of(block.node.id);
    let Some(image) = context.gallery.get(picture) else {
        return missing(owner, (picture, link), column, context, slab, galley);
    };
    // In a list, a note or a cell a drawing is as large as it says.
    let fitted = picture::alone(picture, image, !column.close, &room(column, context));
    galley
        .diagnostics
        .extend(picture::note(picture, image, &fitted));
    let room = column.measure - fitted.width;
    let x = match picture.side {
        Some(Side::Left) => column.x,
        Some(Side::Right) => column.x + room,
        Some(Side::Center) | None => column.x + room / 2.0,
    };
    slab.height = fitted.height;
    let rect = Rect::new(x, Pt::ZERO, fitted.width, fitted.height);
    slab.things.push(Thing {
        owner,
        kind: ThingKind::Picture(rect, Arc::new(picture.clone()), link),
    });
}

/// A picture that cannot be had: a frame with what it would have shown.
fn missing(
    owner: Owner,
    (picture, link): (&Picture, Option<Arc<Link>>),
    column: &Column,
    context: &Context,
    slab: &mut Slab,
    galley: &mut Galley,
) {
    let size = context.style.text.size;
    let shown = match picture.alt.as_deref() {
        None | Some("") => picture.name().into_owned(),
        Some(alt) => alt.to_owned(),
    };
    let inner = Column {
        voice: context.style.caption(),
        ..column.set_in(size, size)
    };
    let node = match owner {
        Owner::Node(id, _) => id,
        Owner::Furniture(_) => NodeId::default(),
    };
    let inline = |kind| Inline {
        node: Node {
            id: node,
            span: picture.span,
            lang: None,
        },
        kind,
    };
    let mut words = vec![inline(InlineKind::Text(shown))];
    if let Some(link) = link {
        words = vec![inline(InlineKind::Link {
            target: link.target.clone(),
            title: String::new(),
            content: words,
        })];
    }
    let alt = text(node, &words, Pt::ZERO, &inner, context);
    let mut within = Slab {
        height: size * 0.8,
        ..Slab::default()
    };
    stack(alt, &mut within, galley);
    within.height += size * 0.8;
    slab.things.push(Thing {
        owner,
        kind: ThingKind::Frame(
            Rect::new(column.x, Pt::ZERO, column.measure, within.height),
            Pt(0.75),
            context.style.colours.line,
        ),
    });
    slab.things.extend(within.things);
    slab.height = within.height;
}

/// Puts the strips of a galley under what a slab holds already.
pub(super) fn stack(part: Galley, slab: &mut Slab, galley: &mut Galley) {
    galley.diagnostics.extend(part.diagnostics);
    for inner in part.slabs.into_iter().flatten() {
        let y = slab.height;
        slab.things
            .extend(inner.things.into_iter().map(|t| moved(t, Pt::ZERO, y)));
        slab.notes.extend(inner.notes);
        slab.height += inner.height;
    }
}
