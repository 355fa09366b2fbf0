//! Takes notes; returns strips for the foot of a page.

use super::tall::Heights;
use crate::geom::Pt;
use crate::lang::Lang;
use crate::layout::Context;
use crate::layout::galley::{self, Column, Galley, Slab, line_at};
use crate::layout::item::{FORCED, Item};
use crate::layout::paragraph;
use crate::layout::placed::{Owner, Part};
use crate::model::NodeId;
use crate::source::SourceId;
use std::collections::{BTreeMap, VecDeque};

/// The most of a page that one note may take there; what is over goes to the
/// next pages.
const MOST: f64 = 0.4;

/// The notes of a publication, set.
pub(super) type Notes = BTreeMap<NodeId, Galley>;

/// Sets every note in the column of its article.
pub(super) fn set(column: &Column, lang: &Lang, context: &Context, ids: &[NodeId]) -> Notes {
    let mut notes = Notes::new();
    for id in ids {
        let Some(note) = context.notes.get(id) else {
            continue;
        };
        let voice = context.style.note();
        let outer = Column {
            voice,
            lang: lang.clone(),
            close: true,
            ..column.clone()
        };
        let indent = voice.size * 1.4;
        let inner = outer.set_in(indent, Pt::ZERO);
        let mut galley = galley::build(&note.body, &inner, context);
        let (number, _) = context.numbers.get(id).copied().unwrap_or((0, *id));
        let label = paragraph::label(&number.to_string(), *id, &voice, lang, context);
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
        for slab in galley.slabs.iter_mut().flatten() {
            slab.note = number;
        }
        notes.insert(*id, galley);
    }
    notes
}

/// The notes of an article one under the other, under their heading, for its
/// end.
pub(super) fn at_end(
    mut notes: Notes,
    marks: &[NodeId],
    column: &Column,
    context: &Context,
) -> Galley {
    let list = listed(&mut notes, marks);
    if list.is_empty() {
        return list;
    }
    let line = context.style.text.leading;
    let voice = context.style.heading(2);
    let word = column.lang.profile().words.notes;
    let title = paragraph::label(word, NodeId::default(), &voice, &column.lang, context);
    let mut galley = Galley {
        before: line * 2.0,
        leads: true,
        ..Galley::default()
    };
    let owner = Owner::Node(NodeId::beyond(SourceId(column.article)), Part::NotesHeading);
    let x = column.at_start(title.width);
    galley.push_box(Slab {
        height: line * 1.5,
        things: vec![line_at(&title, owner, x, line * 0.9)],
        ..Slab::default()
    });
    galley.append(list);
    galley.fill_grid(context);
    galley
}

/// Notes one under the other, in the order of these marks.
fn listed(notes: &mut Notes, marks: &[NodeId]) -> Galley {
    let mut list = Galley::default();
    for id in marks {
        if let Some(mut note) = notes.remove(id) {
            list.diagnostics.append(&mut note.diagnostics);
            // The number stands in the first strip: it is not to be set again.
            note.flexes.clear();
            list.append(note);
        }
    }
    list
}

/// The notes of all chapters of a book, each chapter's under its title.
pub(super) fn by_chapter(column: &Column, context: &Context) -> Galley {
    let line = context.style.text.leading;
    let mut all = Galley::default();
    for chapter in &context.endnotes {
        let column = Column {
            lang: chapter.lang.clone(),
            article: chapter.source,
            ..column.clone()
        };
        let mut notes = set(&column, &chapter.lang, context, &chapter.marks);
        let list = listed(&mut notes, &chapter.marks);
        if list.is_empty() {
            continue;
        }
        let owner = NodeId::beyond(SourceId(chapter.source));
        let owner = Owner::Node(owner, Part::NotesHeading);
        let mut part = galley::heading_of(&chapter.title, owner, &column, context);
        part.before = line;
        part.append(list);
        part.fill_grid(context);
        all.append(part);
    }
    all
}

/// Gives each strip the notes it marks, as far as a page has room for both. What is over
/// is handed out in portions to the strips that follow, and to empty ones at the end.
pub(super) fn hand_out(galley: &mut Galley, notes: &mut Notes, heights: &Heights, line: Pt) {
    let mut waiting: VecDeque<Vec<Slab>> = Default::default();
    // Strips since a portion was given: half a page must lie between two.
    let mut since = Pt(f64::MAX);
    let mut before = Pt::ZERO;
    for slab in galley.slabs.iter_mut().flatten() {
        let page = heights.at(before);
        before += slab.height;
        since += slab.height;
        // Under the strip, the head above it and the rule over notes.
        let head = slab.head.as_ref().map_or(Pt::ZERO, |head| head.height);
        let free = page - slab.height - head - line;
        let has_room = waiting
            .front()
            .is_some_and(|portion| height(portion) <= free);
        if since > page * 0.5
            && has_room
            && let Some(portion) = waiting.pop_front()
        {
            slab.note_rest.extend(portion);
            since = Pt::ZERO;
        }
        let mut marked: VecDeque<NodeId> = std::mem::take(&mut slab.notes).into();
        while let Some(id) = marked.pop_front() {
            let Some(note) = notes.remove(&id) else {
                continue;
            };
            // Notes within a note come after those of its own text, as they are
            // numbered.
            marked.extend(note.slabs.iter().flatten().flat_map(|s| &s.notes));
            for portion in portions(note, page, line) {
                let given = height(&slab.note_rest);
                let wanted = given + height(&portion);
                let fits = wanted <= free && (given == Pt::ZERO || fits(wanted, page));
                if waiting.is_empty() && fits {
                    slab.note_rest.extend(portion);
                } else {
                    waiting.push_back(portion);
                    since = Pt::ZERO;
                }
            }
        }
    }
    let end = galley.items.pop();
    let _ = galley.slabs.pop();
    for portion in waiting {
        galley.push(Item::penalty(0.0));
        galley.push_box(Slab {
            note_rest: portion,
            ..Slab::default()
        });
    }
    galley.push(end.unwrap_or(Item::penalty(FORCED)));
}

/// Takes a note's strips, in portions of at most a part of a page.
fn portions(galley: Galley, page: Pt, line: Pt) -> Vec<Vec<Slab>> {
    let most = page * MOST;
    let galley = super::tall::cut(galley, &Heights::all(most), line);
    let mut portions: Vec<Vec<Slab>> = vec![Vec::new()];
    let mut height = Pt::ZERO;
    let mut number = 0;
    for (item, slab) in galley.items.iter().zip(galley.slabs) {
        let slab = match (item, slab) {
            (_, Some(slab)) => slab,
            (Item::Glue { natural, .. }, None) => Slab {
                height: Pt(*natural),
                note: number,
                ..Slab::default()
            },
            (Item::Box { .. } | Item::Penalty { .. }, None) => continue,
        };
        if height + slab.height > most && height > Pt::ZERO {
            portions.push(Vec::new());
            height = Pt::ZERO;
        }
        height += slab.height;
        number = slab.note;
        if let Some(portion) = portions.last_mut() {
            portion.push(slab);
        }
    }
    portions
}

/// Whether notes of this height are no more than one strip may bring to a page.
fn fits(height: Pt, page: Pt) -> bool {
    height <= page * MOST
}

/// The height of some strips.
pub(super) fn height(slabs: &[Slab]) -> Pt {
    slabs.iter().map(|slab| slab.height).sum()
}
