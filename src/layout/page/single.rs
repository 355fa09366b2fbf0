//! Takes a galley; returns pages of one column, a new one after each break.

use super::{Frame, fill, level, new_page, note, plates, room, tall, turn_to_recto};
use crate::layout::Context;
use crate::layout::galley::Galley;
use crate::layout::item::{FORCED, Item, first_box};
use crate::layout::placed::Pages;
use crate::model::BreakKind;

/// Cuts a galley into pages. Each break begins a new one: a page has one column.
pub(super) fn paginate(
    galley: Galley,
    mut notes: note::Notes,
    texts: &level::Paragraphs,
    context: &Context,
    pages: &mut Pages,
) {
    // A break before anything else leaves no page empty.
    let stretches = galley.stretches().into_iter();
    let mut stretches = stretches.skip_while(|stretch| stretch.galley.is_empty());
    if let Some(first) = stretches.next() {
        paginate_stretch(first.galley, &mut notes, texts, context, pages);
    }
    for stretch in stretches {
        if stretch.after == Some(BreakKind::Recto) {
            turn_to_recto(context, pages);
        }
        paginate_stretch(stretch.galley, &mut notes, texts, context, pages);
    }
}

fn paginate_stretch(
    galley: Galley,
    notes: &mut note::Notes,
    texts: &level::Paragraphs,
    context: &Context,
    pages: &mut Pages,
) {
    let style = context.style;
    let height = style.text_height();
    let line = style.text.leading;
    let heights = tall::Heights::all(height);
    let mut galley = tall::cut(galley, &heights, line);
    galley.push(Item::penalty(FORCED));
    note::hand_out(&mut galley, notes, &heights, line);
    tall::relax(&mut galley, &heights, line);
    let ends = level::make_up(&mut galley, texts, &room(height, context), context);
    let mut start = 0;
    for end in ends {
        let end = end.at;
        let first = first_box(&galley.items, start).min(end);
        let frame = Frame::page(new_page(context, pages), context);
        let apart = fill(&mut galley, first..end, &frame, context, pages);
        plates(apart, context, pages);
        start = end;
    }
    // Nothing follows on the last page: it ends where it ends.
    if let Some(page) = pages.pages.last_mut() {
        page.short = None;
    }
}
