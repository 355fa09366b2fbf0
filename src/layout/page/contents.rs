//! The table of contents of a book: what stands where, with leaders.

use crate::font::Figures;
use crate::geom::{Pt, Rect};
use crate::lang::Lang;
use crate::layout::Shop;
use crate::layout::galley::{Column, Galley, Slab, line_at};
use crate::layout::item::Item;
use crate::layout::paragraph;
use crate::layout::placed::{Furniture, Owner, Part, Thing, ThingKind};
use crate::model::NodeId;
use crate::style::{Fill, Voice};

/// A line of it.
pub(super) struct Entry {
    /// The headline.
    pub(super) title: String,
    /// Who wrote the article.
    pub(super) byline: String,
    /// The node that the entry leads to.
    pub(super) node: NodeId,
    /// The page, as printed.
    pub(super) folio: String,
}

/// Sets the table. Its height does not depend on the folios, so that it can be
/// set once before they are known and once after.
pub(super) fn set(entries: &[Entry], lang: &Lang, column: &Column, shop: &Shop) -> Galley {
    let style = shop.style;
    let line = style.text.leading;
    let mut galley = Galley::default();
    let heading = Voice {
        fill: Fill::Ragged,
        ..style.heading(1)
    };
    let word = lang.profile().words.contents;
    let title = paragraph::label(word, NodeId::default(), &heading, lang, shop);
    galley.push_box(Slab {
        height: line * 3.0,
        things: vec![line_at(
            &title,
            Owner::Furniture(Furniture::Head),
            column.at_start(title.width),
            line * 1.5,
        )],
        entry: Some((0, word.to_owned())),
        ..Slab::default()
    });
    galley.forbid_break();
    for (i, entry) in entries.iter().enumerate() {
        if i > 0 {
            galley.push(Item::penalty(0.0));
        }
        push_entry(entry, lang, column, shop, &mut galley);
    }
    galley
}

fn push_entry(entry: &Entry, lang: &Lang, column: &Column, shop: &Shop, galley: &mut Galley) {
    let style = shop.style;
    let line = style.text.leading;
    let body = style.body();
    let owner = Owner::Node(entry.node, Part::Contents);
    let figures = Voice {
        figures: Figures::Tabular,
        ..body
    };
    let folio = paragraph::label(&entry.folio, entry.node, &figures, lang, shop);
    // Room for four figures, whatever the folio is.
    let room = style.text.size * 2.6;
    let words = paragraph::words(
        &entry.title,
        column.measure - room - style.text.size,
        entry.node,
        &body,
        lang,
        shop,
    );
    let count = words.len();
    for (i, set) in words.iter().enumerate() {
        let mut slab = Slab {
            height: line,
            things: vec![line_at(set, owner, column.at_start(set.width), line * 0.75)],
            ..Slab::default()
        };
        if i + 1 == count {
            let (from, to) = if column.is_rightward() {
                (column.x + room, column.at_start(set.width))
            } else {
                (column.x + set.width, column.x + column.measure - room)
            };
            leaders(from, to, line, shop, &mut slab);
            let x = column.at_end(folio.width);
            slab.things.push(line_at(&folio, owner, x, line * 0.75));
        } else {
            galley.push_box(slab);
            galley.forbid_break();
            continue;
        }
        galley.push_box(slab);
    }
    if !entry.byline.is_empty() {
        galley.forbid_break();
        let byline = paragraph::label(&entry.byline, entry.node, &style.byline(), lang, shop);
        galley.push_box(Slab {
            height: line,
            things: vec![line_at(
                &byline,
                owner,
                column.at_start(byline.width),
                line * 0.75,
            )],
            ..Slab::default()
        });
    }
}

/// A row of points, each in the same place on every line.
fn leaders(from: Pt, to: Pt, line: Pt, shop: &Shop, slab: &mut Slab) {
    let step = shop.style.text.size * 0.7;
    let mut x = Pt(((from + step) / step).ceil() * step.0);
    while x < to {
        slab.things.push(Thing {
            owner: Owner::Furniture(Furniture::Ornament),
            kind: ThingKind::Fill(
                Rect::new(x, line * 0.75 - Pt(0.9), Pt(0.8), Pt(0.8)),
                shop.style.colours.line,
            ),
        });
        x += step;
    }
}
