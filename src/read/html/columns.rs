//! Takes an element whose text stands in columns, as Pressroom, Pandoc and WordPress mark it by
//! a class and others by a style; returns the group, each of its columns a group in it.

use super::Page;
use super::element::Element;
use crate::model::columns::{COLUMN, COLUMNS, COUNT, USUAL, WIDTH, columns_of, is_column};
use crate::model::{Attributes, Block, BlockKind};
use crate::read::columns::of_style;
use scraper::ElementRef;

/// Whether an element says that it is a group in columns.
pub(super) fn is_one(own: &Element) -> bool {
    has_class(own, [COLUMNS, "wp-block-columns"]) || own.get("style").and_then(of_style).is_some()
}

/// Whether an element says that it is one of the columns of a group.
pub(super) fn is_part(own: &Element) -> bool {
    has_class(own, [COLUMN, "wp-block-column"])
}

fn has_class(own: &Element, names: [&str; 2]) -> bool {
    let mut classes = own.get("class").unwrap_or("").split_whitespace();
    classes.any(|class| names.contains(&class))
}

/// The width of a column, where it is a part of the whole.
fn width(own: &Element) -> Option<String> {
    let given = own.declared("width").or_else(|| own.declared("flex-basis"));
    given.filter(|given| given.ends_with('%'))
}

impl Page<'_, '_, '_> {
    /// A group in columns, or the blocks within where they cannot be one.
    pub(super) fn columns(&mut self, element: &ElementRef, own: &Element, blocks: &mut Vec<Block>) {
        let start = self.at;
        let outer = std::mem::replace(&mut self.in_columns, true);
        let body = self.flow(element);
        self.in_columns = outer;
        let mut block = Block::new(self.node(start), BlockKind::Div(body));
        let count = own.get("style").and_then(of_style);
        let count = count.filter(|count| *count != USUAL);
        block.node.lang = own.lang();
        block.attributes = Attributes {
            id: own.id(),
            classes: vec![COLUMNS.to_owned()],
            pairs: count
                .map(|count| (COUNT.to_owned(), count.to_string()))
                .into_iter()
                .collect(),
        };
        if columns_of(&block).is_some() {
            return blocks.push(block);
        }
        let is_named = own.id().is_some() || own.lang().is_some();
        let BlockKind::Div(body) = &mut block.kind else {
            return;
        };
        let mut plain = Vec::with_capacity(body.len());
        for mut part in body.drain(..) {
            let is_plain =
                is_column(&part) && part.attributes.id.is_none() && part.node.lang.is_none();
            if let BlockKind::Div(inner) = &mut part.kind
                && is_plain
            {
                plain.append(inner);
            } else {
                plain.push(part);
            }
        }
        if !is_named || plain.is_empty() {
            return blocks.extend(plain);
        }
        block.attributes.classes.clear();
        block.attributes.pairs.clear();
        block.kind = BlockKind::Div(plain);
        blocks.push(block);
    }

    /// One of the columns of a group.
    pub(super) fn column(&mut self, element: &ElementRef, own: &Element) -> Block {
        let start = self.at;
        let outer = std::mem::replace(&mut self.in_columns, false);
        let body = self.flow(element);
        self.in_columns = outer;
        let mut block = Block::new(self.node(start), BlockKind::Div(body));
        block.node.lang = own.lang();
        block.attributes = Attributes {
            id: own.id(),
            classes: vec![COLUMN.to_owned()],
            pairs: width(own)
                .map(|width| (WIDTH.to_owned(), width))
                .into_iter()
                .collect(),
        };
        block
    }
}
