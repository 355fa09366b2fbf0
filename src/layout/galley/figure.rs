//! Figures: a picture with its caption and credit, never parted.

use super::block::{moved, text};
use super::{Column, Galley, Slab, body_of};
use crate::geom::{Pt, Rect};
use crate::layout::Shop;
use crate::layout::placed::{Furniture, Owner, Thing, ThingKind};
use crate::model::{Block, Figure, Picture};

/// How many points a pixel of a picture is wide, unless the measure is less:
/// CSS's pixel, 96 to the inch.
const PIXEL: f64 = 0.75;
/// The most of a page's height that a picture takes.
const TALLEST: f64 = 0.6;

pub(super) fn figure(block: &Block, figure: &Figure, column: &Column, shop: &Shop) -> Galley {
    let line = shop.style.text.leading;
    let mut slab = Slab::default();
    let mut galley = Galley::default();
    let mut words = column.clone();
    match &figure.picture {
        Some(picture) => {
            picture_in(block, picture, column, shop, &mut slab, &mut galley);
            slab.height += line * 0.4;
        }
        // A caption alone is marked as one by a bar at its side.
        None => words = column.set_in(shop.style.text.size, Pt::ZERO),
    }
    let top = slab.height;
    if let Some(first) = figure.caption.first() {
        words.voice = shop.style.caption();
        let caption = text(first.node.id, &figure.caption, Pt::ZERO, &words, shop);
        stack(caption, &mut slab, &mut galley);
    }
    if let Some(first) = figure.credit.first() {
        words.voice = shop.style.credit();
        let credit = text(first.node.id, &figure.credit, Pt::ZERO, &words, shop);
        stack(credit, &mut slab, &mut galley);
    }
    if figure.picture.is_none() {
        slab.things.push(Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(column.at_start(Pt(1.5)), top, Pt(1.5), slab.height - top),
                shop.style.colours.accent,
            ),
        });
    }
    slab.height = slab.height.ceil_to(line);
    // In a quotation or an aside it stays where it is.
    slab.floats = figure.picture.is_some() && column.measure == shop.style.column();
    galley.push_box(slab);
    galley
}

/// How wide a figure is of its own; a drawing and a picture that cannot be had
/// are as wide as they may be.
pub(super) fn natural_width(figure: &Figure, shop: &Shop) -> Option<Pt> {
    let image = shop.gallery.get(figure.picture.as_ref()?)?;
    let is_drawing = image.drawing.is_some();
    (!is_drawing).then(|| Pt(f64::from(image.width) * PIXEL))
}

fn picture_in(
    block: &Block,
    picture: &Picture,
    column: &Column,
    shop: &Shop,
    slab: &mut Slab,
    galley: &mut Galley,
) {
    let owner = body_of(block.node.id);
    let tallest = shop.style.text_height() * TALLEST;
    let Some(image) = shop.gallery.get(picture) else {
        return missing(owner, picture, column, shop, slab, galley);
    };
    let natural = Pt(f64::from(image.width) * PIXEL);
    let aspect = f64::from(image.height) / f64::from(image.width.max(1));
    // A drawing has no pixels to spoil: it takes the measure.
    let mut width = if image.drawing.is_some() {
        column.measure
    } else {
        natural.min(column.measure)
    };
    if width * aspect > tallest {
        width = tallest / aspect;
    }
    let x = column.x + (column.measure - width) / 2.0;
    slab.height = width * aspect;
    slab.things.push(Thing {
        owner,
        kind: ThingKind::Picture(Rect::new(x, Pt::ZERO, width, slab.height), picture.clone()),
    });
}

/// A picture that cannot be had: a frame with what it would have shown.
fn missing(
    owner: Owner,
    picture: &Picture,
    column: &Column,
    shop: &Shop,
    slab: &mut Slab,
    galley: &mut Galley,
) {
    let size = shop.style.text.size;
    let shown = picture.alt.as_deref().unwrap_or("");
    let shown = if shown.is_empty() {
        &picture.path
    } else {
        shown
    };
    let inner = Column {
        voice: shop.style.caption(),
        ..column.set_in(size, size)
    };
    let node = match owner {
        Owner::Node(id, _) => id,
        Owner::Furniture(_) => crate::model::NodeId::default(),
    };
    let words = vec![crate::model::Inline {
        node: crate::model::Node {
            id: node,
            span: picture.span,
            lang: None,
        },
        kind: crate::model::InlineKind::Text(shown.to_owned()),
    }];
    let alt = text(node, &words, Pt::ZERO, &inner, shop);
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
            shop.style.colours.line,
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
