//! Notes in, strips for the foot of a page out.

use crate::geom::Pt;
use crate::lang::Lang;
use crate::layout::Shop;
use crate::layout::galley::{self, Column, Galley, Slab, line_at};
use crate::layout::paragraph;
use crate::layout::placed::{Owner, Part};
use crate::model::NodeId;
use std::collections::BTreeMap;

/// The most of a page that one note may take there; what is over goes to the
/// next pages.
const MOST: f64 = 0.4;

/// The notes of a publication, set.
pub(super) type Notes = BTreeMap<NodeId, Galley>;

/// Sets every note in the column of its article.
pub(super) fn set(column: &Column, lang: &Lang, shop: &Shop, ids: &[NodeId]) -> Notes {
    let mut notes = Notes::new();
    for id in ids {
        let Some(note) = shop.notes.get(id) else {
            continue;
        };
        let voice = shop.style.note();
        let outer = Column {
            voice,
            lang: lang.clone(),
            close: true,
            ..column.clone()
        };
        let indent = voice.size * 1.4;
        let inner = outer.set_in(indent, Pt::ZERO);
        let mut galley = galley::build(&note.body, &inner, shop);
        let number = shop.numbers.get(id).copied().unwrap_or(0);
        let label = paragraph::label(&number.to_string(), *id, &voice, lang, shop);
        if galley.is_empty() {
            galley.push_box(Slab {
                height: voice.leading,
                ..Slab::default()
            });
        }
        if let Some(slab) = galley.first_slab() {
            let owner = Owner::Node(*id, Part::Label);
            let x = match lang.direction() {
                crate::lang::Direction::LeftToRight => outer.x,
                crate::lang::Direction::RightToLeft => outer.x + outer.measure - label.width,
            };
            slab.things
                .insert(0, line_at(&label, owner, x, voice.leading * 0.75));
        }
        notes.insert(*id, galley);
    }
    notes
}

/// Takes a note's strips, in portions of at most a part of a page.
pub(super) fn portions(galley: Galley, page: Pt) -> Vec<Vec<Slab>> {
    let most = page * MOST;
    let mut portions: Vec<Vec<Slab>> = vec![Vec::new()];
    let mut height = Pt::ZERO;
    for (item, slab) in galley.items.iter().zip(galley.slabs) {
        let slab = match (item, slab) {
            (_, Some(slab)) => slab,
            (crate::layout::item::Item::Glue { natural, .. }, None) => Slab {
                height: Pt(*natural),
                ..Slab::default()
            },
            _ => continue,
        };
        if height + slab.height > most && height > Pt::ZERO {
            portions.push(Vec::new());
            height = Pt::ZERO;
        }
        height += slab.height;
        if let Some(portion) = portions.last_mut() {
            portion.push(slab);
        }
    }
    portions
}

/// The height of some strips.
pub(super) fn height(slabs: &[Slab]) -> Pt {
    slabs.iter().map(|slab| slab.height).sum()
}
