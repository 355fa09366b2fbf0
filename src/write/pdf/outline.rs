//! Takes headings; returns a nested outline.

use super::link::destination;
use super::object::{name, text_string};
use crate::layout::placed::Pages;
use lopdf::{Document, Object, ObjectId, dictionary};

/// Writes the outline, if there are headings.
pub(super) fn outline(
    document: &mut Document,
    pages: &Pages,
    ids: &[ObjectId],
) -> Option<ObjectId> {
    let entries = &pages.outline;
    if entries.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let items: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    // The parent of an entry is the nearest one before it that is less deep.
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(entries.len());
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut top = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        while open
            .last()
            .is_some_and(|o| entries[*o].depth >= entry.depth)
        {
            open.pop();
        }
        let parent = open.last().copied();
        match parent {
            Some(parent) => children[parent].push(i),
            None => top.push(i),
        }
        parents.push(parent);
        open.push(i);
    }
    for (i, entry) in entries.iter().enumerate() {
        let siblings = parents[i].map_or(&top, |parent| &children[parent]);
        let place = siblings.iter().position(|s| *s == i).unwrap_or(0);
        let mut item = dictionary! {
            "Title" => text_string(&entry.title),
            "Parent" => parents[i].map_or(root, |parent| items[parent]),
        };
        if let (Some(id), Some(page)) = (ids.get(entry.spot.page), pages.pages.get(entry.spot.page))
        {
            item.set("Dest", destination(*id, page.size.height - entry.spot.y));
        }
        if let Some(before) = place.checked_sub(1).and_then(|p| siblings.get(p)) {
            item.set("Prev", items[*before]);
        }
        if let Some(after) = siblings.get(place + 1) {
            item.set("Next", items[*after]);
        }
        if let (Some(first), Some(last)) = (children[i].first(), children[i].last()) {
            item.set("First", items[*first]);
            item.set("Last", items[*last]);
            // Closed: a negative count (ISO 32000-1, table 153).
            item.set("Count", -(children[i].len() as i64));
        }
        document.objects.insert(items[i], Object::Dictionary(item));
    }
    let mut outlines = dictionary! {"Type" => name("Outlines"), "Count" => top.len() as i64};
    if let (Some(first), Some(last)) = (top.first(), top.last()) {
        outlines.set("First", items[*first]);
        outlines.set("Last", items[*last]);
    }
    document.objects.insert(root, Object::Dictionary(outlines));
    Some(root)
}
