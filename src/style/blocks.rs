//! Takes blocks; returns which element of a theme each is, and which paragraphs begin with a drop
//! capital for its sake.

use super::{Element, Style};
use crate::model::{Block, BlockKind, NodeId};
use std::collections::BTreeSet;

impl Element {
    /// The element that a kind of block is in a theme; a break is none.
    pub(crate) fn of(kind: &BlockKind) -> Option<Element> {
        Some(match kind {
            BlockKind::Paragraph(_) => Element::Paragraph,
            BlockKind::Heading { level, .. } => Element::Heading(*level),
            BlockKind::List(_) => Element::List,
            BlockKind::DefinitionList(_) => Element::Definitions,
            BlockKind::Quote(_) => Element::Quote,
            BlockKind::PullQuote(_) => Element::PullQuote,
            BlockKind::Epigraph(_) => Element::Epigraph,
            BlockKind::Aside(_) => Element::Aside,
            BlockKind::Figure(_) => Element::Figure,
            BlockKind::Table(_) => Element::Table,
            BlockKind::Code { .. } => Element::Code,
            BlockKind::Verse(_) => Element::Verse,
            BlockKind::Rule => Element::Rule,
            BlockKind::Div(_) => Element::Group,
            BlockKind::Math(_) => Element::Formula,
            BlockKind::Break(_) => return None,
        })
    }
}

impl Style {
    /// Adds the paragraphs whose style begins them with a drop capital; of a group, its first.
    pub(crate) fn styled_initials(&self, blocks: &[Block], initials: &mut BTreeSet<NodeId>) {
        for block in blocks {
            let element = Element::of(&block.kind);
            let Some(element @ (Element::Paragraph | Element::Group)) = element else {
                continue;
            };
            let styling = self.styles.of(element, &block.attributes.classes);
            let has = styling.drop_capital == Some(true);
            if let BlockKind::Div(body) = &block.kind {
                let first = body.first().filter(|_| has);
                let first = first.filter(|block| matches!(block.kind, BlockKind::Paragraph(_)));
                initials.extend(first.map(|block| block.node.id));
                self.styled_initials(body, initials);
            } else if has {
                initials.insert(block.node.id);
            }
        }
    }
}
