//! Takes a paragraph; returns its text and the [figures](crate::read::figure) in it.

use super::Reading;
use super::block::set_attributes;
use crate::model::{Block, BlockKind, Inline, InlineKind, Node};
use crate::read::figure::{Piece, Shown, pieces, span_of};
use crate::read::picture;
use std::ops::Range;

impl Reading<'_, '_, '_> {
    /// Adds a paragraph, parted at its figures. Verse has none.
    pub(super) fn with_figures(
        &mut self,
        content: Vec<Inline>,
        range: Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
        let line_ends = std::mem::take(&mut self.line_ends);
        if self.verse && !is_of_pictures(&content) {
            return blocks.push(self.block(range, BlockKind::Paragraph(content)));
        }
        let ends_line = |inline: &Inline| {
            inline.kind == InlineKind::Break || line_ends.binary_search(&inline.node.id).is_ok()
        };
        let captions = &self.captions;
        let pieces = pieces(content, !self.gallery, ends_line, |id| {
            captions.contains_key(&id)
        });
        let is_whole = pieces.len() == 1;
        for piece in pieces {
            match piece {
                Piece::Figure(shown) => {
                    let figure = self.figure(*shown);
                    blocks.push(figure);
                }
                Piece::Text(content) if is_whole => {
                    blocks.push(self.block(range.clone(), BlockKind::Paragraph(content)));
                }
                Piece::Text(content) => {
                    let span = span_of(&content);
                    let span = span.unwrap_or_else(|| self.origin.span(range.clone()));
                    let node = self.context.node(span);
                    blocks.push(Block::new(node, BlockKind::Paragraph(content)));
                }
            }
        }
    }

    /// A picture that has its line to itself: its title is the caption, attributes give
    /// the credit and the size, and may overrule the alternative text.
    fn figure(&mut self, mut shown: Shown) -> Block {
        let span = shown.node.span;
        if let Some(caption) = self.captions.remove(&shown.id) {
            shown.caption = caption;
        }
        let mut attributes = std::mem::take(&mut shown.attributes);
        let report = self.context.report();
        picture::take(&mut shown.picture, &mut attributes, span, report);
        let credit = match attributes.get("credit") {
            Some(credit) => self.context.attribute_inlines("credit", credit, span),
            None => Vec::new(),
        };
        let node = Node {
            lang: shown.node.lang.take(),
            ..self.context.node(span)
        };
        let mut block = shown.block(node, credit);
        let lang = block.node.lang.take();
        set_attributes(&mut block, attributes);
        block.node.lang = block.node.lang.or(lang);
        block
    }
}

/// Whether a phrase is of pictures alone.
fn is_of_pictures(content: &[Inline]) -> bool {
    let is_space = |inline: &Inline| {
        inline.kind == InlineKind::Break
            || matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
    };
    let is_picture = |inline: &Inline| matches!(inline.kind, InlineKind::Image(_));
    content.iter().any(is_picture) && content.iter().all(|i| is_picture(i) || is_space(i))
}
