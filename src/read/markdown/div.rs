//! Fenced divs in, what their class says out: verse, quotations, asides, groups.

use super::Reading;
use super::block::{Holder, set_attributes};
use crate::diag::Diagnostic;
use crate::model::{
    Attributes, Block, BlockKind, Inline, InlineKind, Quotation, VerseLine, plain_text,
};
use std::ops::Range;

impl Reading<'_, '_, '_> {
    /// A fenced div: what its first class says, else a group.
    pub(super) fn div(&mut self, attributes: Attributes, range: Range<usize>) -> Block {
        let verse = attributes.has_class("verse") || attributes.has_class("poem");
        let outer = std::mem::replace(&mut self.verse, verse);
        let before = self.depth;
        self.closed = false;
        // Deeper than the limit the fences are passed over, and what is between
        // them stands where they stood.
        let body = self.run(Holder::Div).blocks;
        self.depth = before;
        if !std::mem::replace(&mut self.closed, false) {
            let span = self.origin.span(range.start..range.start + 3);
            self.push(
                Diagnostic::warning("unclosed-div", span, "this `:::` is never closed")
                    .hint("close it with `:::` on a line of its own"),
            );
        }
        self.verse = outer;
        let span = self.origin.span(range.clone());
        let credit = attributes.get("credit").map(str::to_owned);
        let class = |names: &[&str]| names.iter().any(|name| attributes.has_class(name));
        let paragraphs = |block: &Block| matches!(block.kind, BlockKind::Paragraph(_));
        let kind = if verse && body.iter().all(paragraphs) {
            BlockKind::Verse(stanzas(body, self))
        } else if verse {
            self.push(
                Diagnostic::warning("verse", span, "verse holds paragraphs only")
                    .hint("it was set as ordinary blocks, so that nothing is lost"),
            );
            BlockKind::Div(body)
        } else if class(&["aside", "note", "sidebar"]) {
            BlockKind::Aside(body)
        } else if class(&["pullquote", "pull-quote", "epigraph", "quote"]) {
            let mut quotation = quotation(body);
            if let Some(credit) = credit {
                quotation.credit = self.attribute_inlines(&credit, span);
            }
            if class(&["epigraph"]) {
                BlockKind::Epigraph(quotation)
            } else if class(&["quote"]) {
                BlockKind::Quote(quotation)
            } else {
                BlockKind::PullQuote(quotation)
            }
        } else {
            BlockKind::Div(body)
        };
        let mut block = self.block(range, kind);
        set_attributes(&mut block, attributes);
        block
    }

    pub(super) fn stray_fence(&mut self, range: Range<usize>) {
        let span = self.origin.span(range.start..range.start + 3);
        self.push(Diagnostic::warning(
            "stray-fence",
            span,
            "this `:::` closes nothing",
        ));
    }
}

/// A quotation, its last paragraph made the credit where it is set as one:
/// after a dash, and no other paragraph opens with a dash (that is dialogue).
pub(super) fn quotation(mut body: Vec<Block>) -> Quotation {
    let opens_with_dash = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            let text = plain_text(content);
            ["— ", "– ", "-- ", "--- ", "―"]
                .iter()
                .any(|dash| text.starts_with(dash))
        }
        _ => false,
    };
    let dashes = body.iter().filter(|block| opens_with_dash(block)).count();
    if body.len() < 2 || dashes != 1 || !body.last().is_some_and(opens_with_dash) {
        return Quotation {
            body,
            credit: Vec::new(),
        };
    }
    let mut credit = match body.pop().map(|block| block.kind) {
        Some(BlockKind::Paragraph(content)) => content,
        _ => Vec::new(),
    };
    if let Some(Inline {
        node,
        kind: InlineKind::Text(text),
    }) = credit.first_mut()
    {
        let rest = text.trim_start_matches(['—', '–', '-', '―', ' ', '\u{a0}']);
        node.span.start += (text.len() - rest.len()) as u32;
        *text = rest.to_owned();
    }
    Quotation { body, credit }
}

/// The stanzas of a verse div: a paragraph is a stanza, a line a line.
fn stanzas(body: Vec<Block>, reading: &mut Reading) -> Vec<Vec<VerseLine>> {
    let source = reading.markdown.source();
    let mut stanzas = Vec::new();
    for block in body {
        let BlockKind::Paragraph(content) = block.kind else {
            continue;
        };
        let mut lines = Vec::new();
        for line in content.split(|inline| inline.kind == InlineKind::Break) {
            let (Some(first), Some(last)) = (line.first(), line.last()) else {
                continue;
            };
            let span = first.node.span.to(last.node.span);
            let before = source.text().get(..span.start as usize).unwrap_or("");
            let spaces = before.len() - before.trim_end_matches(' ').len();
            let fresh = before.trim_end_matches(' ').ends_with('\n');
            lines.push(VerseLine {
                node: reading.markdown.node(span),
                indent: if fresh { (spaces / 2).min(12) as u8 } else { 0 },
                content: line.to_vec(),
            });
        }
        stanzas.push(lines);
    }
    stanzas
}
