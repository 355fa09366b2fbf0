//! Takes blocks whose lines belong to them: the head of a callout, the caption of a table,
//! several terms of one meaning; returns the blocks with these in their place.

use super::Reading;
use super::block::set_attributes;
use super::inline::join_formulas;
use crate::model::{Attributes, Block, BlockKind, Definition, Inline, InlineKind};
use crate::notation::attributes;
use std::ops::Range;

impl Reading<'_, '_, '_> {
    /// Where the kind of a callout stands (Obsidian: `> [!tip]- Title`), if a quotation is
    /// one.
    pub(super) fn callout(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let text = self.masked.text.get(range.clone())?;
        let bare = text.trim_start_matches(['>', ' ']);
        let kind = bare.strip_prefix("[!")?;
        let length = kind.find(']')?;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let start = range.start + text.len() - kind.len();
        let is_kind = length > 0 && kind.get(..length)?.chars().all(is_word);
        is_kind.then_some(start..start + length)
    }

    /// A callout: an aside of the class of its kind, headed by its title or else by that.
    pub(super) fn boxed(
        &mut self,
        kind: Range<usize>,
        mut body: Vec<Block>,
        range: Range<usize>,
    ) -> Block {
        let word = self.masked.text.get(kind.clone()).unwrap_or("").to_owned();
        let mut title = Vec::new();
        if let Some(Block {
            kind: BlockKind::Paragraph(content),
            ..
        }) = body.first_mut()
        {
            let source = self.context.source();
            let ends = |inline: &Inline| {
                inline.kind == InlineKind::Break
                    || source.slice(inline.node.span).starts_with(['\n', '\r'])
            };
            let end = content.iter().position(ends);
            let mut rest = content.split_off(end.unwrap_or(content.len()));
            title = std::mem::replace(content, rest.split_off(rest.len().min(1)));
            let is_empty = content.is_empty();
            // The sign of the kind, and whether it is folded.
            if let Some(first) = title.first().cloned()
                && let InlineKind::Text(text) = &first.kind
            {
                let after = text.find(']').map_or(0, |end| end + 1);
                let bare = text.get(after..).unwrap_or("");
                let bare = bare.strip_prefix(['-', '+']).unwrap_or(bare).trim_start();
                let from = text.len() - bare.len();
                let length = text.len();
                title.remove(0);
                if from < length {
                    let part = self.part(&first, from..length);
                    title.insert(0, part);
                }
            }
            if is_empty {
                body.remove(0);
            }
        }
        if title.is_empty() {
            let mut name = word.clone();
            name.get_mut(..1)
                .into_iter()
                .for_each(str::make_ascii_uppercase);
            let rest = name.get_mut(1..).into_iter();
            rest.for_each(str::make_ascii_lowercase);
            let node = self.node(kind.clone());
            title.push(Inline {
                node,
                kind: InlineKind::Text(name),
            });
        }
        let strong = Inline {
            node: self.node(kind.clone()),
            kind: InlineKind::Strong(title),
        };
        let label = self.block(kind, BlockKind::Paragraph(vec![strong]));
        body.insert(0, label);
        let mut block = self.block(range, BlockKind::Aside(body));
        block.attributes.classes.push(word.to_lowercase());
        block
    }

    /// Gives tables the paragraphs after or before them that are captions: `: Words` and
    /// `Table: Words` (Pandoc, "Extension: `table_captions`").
    pub(super) fn captions_of_tables(&mut self, blocks: &mut Vec<Block>) {
        let mut at = 0;
        while at < blocks.len() {
            let is_open = matches!(&blocks.get(at).map(|block| &block.kind),
                Some(BlockKind::Table(table)) if table.caption.is_empty());
            let beside = [Some(at + 1), at.checked_sub(1)].into_iter().flatten();
            let place = beside
                .filter(|_| is_open)
                .find(|place| blocks.get(*place).is_some_and(|b| self.is_caption(b)));
            let Some(place) = place else {
                at += 1;
                continue;
            };
            let caption = blocks.remove(place);
            at -= usize::from(place < at);
            let mut caption = self.caption_of(caption);
            let is_open = blocks
                .get(at)
                .is_some_and(|block| block.attributes == Attributes::default());
            let given = match is_open {
                true => self.attributes_of_caption(&mut caption),
                false => Attributes::default(),
            };
            if let Some(block) = blocks.get_mut(at)
                && let BlockKind::Table(table) = &mut block.kind
            {
                table.caption = caption;
                if given != Attributes::default() {
                    set_attributes(block, given);
                }
            }
            at += 1;
        }
    }

    fn is_caption(&self, block: &Block) -> bool {
        let BlockKind::Paragraph(content) = &block.kind else {
            return false;
        };
        let is_plain = block.attributes == Default::default() && block.node.lang.is_none();
        let Some(first) = content.first() else {
            return false;
        };
        let InlineKind::Text(text) = &first.kind else {
            return false;
        };
        let rest = sign(text).and_then(|sign| text.get(sign..));
        let has_words = rest.is_some_and(|rest| !rest.is_empty()) || content.len() > 1;
        is_plain && rest.is_some() && has_words && !self.is_escaped(first)
    }

    /// The attributes of a table at the end of its caption: `: Words {#tbl-x}` (Quarto).
    fn attributes_of_caption(&mut self, caption: &mut Vec<Inline>) -> Attributes {
        let Some(last) = caption.last() else {
            return Attributes::default();
        };
        let InlineKind::Text(text) = &last.kind else {
            return Attributes::default();
        };
        let found = text.rfind('{').and_then(|at| {
            let given = attributes::whole(text.get(at..)?.trim_end())?;
            Some((text.get(..at)?.trim_end().len(), given))
        });
        let Some((end, given)) = found else {
            return Attributes::default();
        };
        let last = last.clone();
        caption.pop();
        if end > 0 {
            let part = self.part(&last, 0..end);
            caption.push(part);
        }
        given
    }

    fn caption_of(&mut self, block: Block) -> Vec<Inline> {
        let BlockKind::Paragraph(mut content) = block.kind else {
            return Vec::new();
        };
        let first = content.remove(0);
        if let InlineKind::Text(text) = &first.kind
            && let Some(sign) = sign(text)
            && sign < text.len()
        {
            let length = text.len();
            let part = self.part(&first, sign..length);
            content.insert(0, part);
        }
        content
    }

    /// The terms before a meaning: one on each line (PHP Markdown Extra, "Definition
    /// Lists").
    pub(super) fn terms(&mut self, content: Vec<Inline>, at: Range<usize>) -> Vec<Definition> {
        let ends = |inline: &Inline| self.line_ends.contains(&inline.node.id);
        let is_one = !content.iter().any(ends);
        let mut terms: Vec<Vec<Inline>> = vec![Vec::new()];
        for inline in content {
            match ends(&inline) {
                true => terms.push(Vec::new()),
                false => terms
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.push(inline.clone())),
            }
        }
        let mut definitions = Vec::new();
        for mut term in terms {
            // A line of breaks among them names nothing.
            if !is_one && term.iter().all(|inline| inline.kind == InlineKind::Break) {
                continue;
            }
            join_formulas(&mut term);
            let span = term
                .iter()
                .map(|inline| inline.node.span)
                .reduce(|a, b| a.to(b));
            let node = match span.filter(|_| !is_one) {
                Some(span) => self.context.node(span),
                None => self.node(at.clone()),
            };
            definitions.push(Definition {
                node,
                term,
                details: Vec::new(),
            });
        }
        definitions
    }
}

/// How long the sign of a caption is with the space after it.
fn sign(text: &str) -> Option<usize> {
    let rest = text
        .strip_prefix("Table:")
        .or_else(|| text.strip_prefix(':'))?;
    let bare = rest.trim_start();
    (bare.len() < rest.len()).then_some(text.len() - bare.len())
}
