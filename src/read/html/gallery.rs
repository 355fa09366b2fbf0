//! Takes an element that holds pictures in rows, as Pressroom, WordPress and Ghost mark it by
//! a class; returns the gallery.

use super::Page;
use super::element::Element;
use crate::model::gallery::{GALLERY, can_be_gallery};
use crate::model::{Attributes, Block, BlockKind};
use scraper::ElementRef;

/// Whether an element says that it is a gallery.
pub(super) fn is_one(element: &ElementRef) -> bool {
    let mut classes = element.value().classes();
    classes.any(says_so)
}

/// Whether a class says that an element is a gallery: `gallery`, `wp-block-gallery`,
/// `kg-gallery-card`.
pub(in crate::read) fn says_so(class: &str) -> bool {
    class == GALLERY || class.starts_with("wp-block-gallery") || class == "kg-gallery-card"
}

impl Page<'_, '_, '_> {
    /// A gallery, or the blocks within where they cannot be one. The caption of a figure
    /// is one paragraph of it.
    pub(super) fn gallery(&mut self, element: &ElementRef, own: &Element, blocks: &mut Vec<Block>) {
        let start = self.at;
        self.gallery = true;
        let is_figure = own.name == "figure";
        let outer = std::mem::replace(&mut self.caption, is_figure.then(Vec::new));
        let mut body = self.flow(element);
        let caption = std::mem::replace(&mut self.caption, outer);
        self.gallery = false;
        if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
            let node = self.phrase_node(&caption);
            body.push(Block::new(node, BlockKind::Paragraph(caption)));
        }
        let is_named = own.id().is_some() || own.lang().is_some();
        let is_gallery = can_be_gallery(&body);
        if !is_gallery && (!is_named || body.is_empty()) {
            return blocks.extend(body);
        }
        let mut block = Block::new(self.node(start), BlockKind::Div(body));
        block.node.lang = own.lang();
        block.attributes = Attributes {
            id: own.id(),
            classes: is_gallery.then(|| GALLERY.to_owned()).into_iter().collect(),
            pairs: Vec::new(),
        };
        blocks.push(block);
    }
}
