//! Takes an article as its reader left it; returns it with every break as a block of its own.
//!
//! An author asks for a break by a block that is one (`::: page-break`), or by a class or a
//! key of the block beside it (`{.page-break-before}`, `{break=page}`). Breaks in a row are
//! one. A break in a cell or a note cannot be obeyed, and is reported.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::columns::{Columns, columns_of};
use crate::model::walk;
use crate::model::{
    Article, Attributes, Block, BlockKind, BreakKind, Inline, InlineKind, KEEP, NodeIds,
};
use crate::notation::breaks::{self, Side};
use crate::source::{Source, Span};

pub(super) use breaks::of_word as named;

/// What a style asks of pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) before: Option<BreakKind>,
    pub(super) after: Option<BreakKind>,
    /// Whether its block stays on one page.
    pub(super) keeps: bool,
}

impl Asked {
    pub(super) fn is_nothing(self) -> bool {
        self == Asked::default()
    }

    pub(super) fn add(&mut self, side: Side, kind: BreakKind) {
        let place = match side {
            Side::Before => &mut self.before,
            Side::After => &mut self.after,
        };
        *place = (*place).max(Some(kind));
    }
}

/// What the declarations of a style ask of pages, and the others of them.
pub(super) fn of_style(style: &str) -> (Asked, Vec<&str>) {
    let mut asked = Asked::default();
    let mut others = Vec::new();
    for declaration in style
        .split(';')
        .map(str::trim)
        .filter(|one| !one.is_empty())
    {
        let (key, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        let (key, value) = (key.trim().to_ascii_lowercase(), value.to_ascii_lowercase());
        let value = value.trim().trim_end_matches("!important").trim_end();
        let side = breaks::side_of_key(&key).filter(|_| key != "break");
        match (side, breaks::of_word(value)) {
            (Some(side), Some(kind)) => asked.add(side, kind),
            _ if breaks::is_keeping(&key, value) => asked.keeps = true,
            _ => others.push(declaration),
        }
    }
    (asked, others)
}

/// Makes a block of each break of an article.
pub(super) fn settle(
    article: &mut Article,
    source: &Source,
    ids: &mut NodeIds,
    report: &mut Report,
) {
    let mut settler = Settler {
        source,
        ids,
        report,
    };
    let (before, after) = walk::opening_and_close_mut(&mut article.metadata);
    for phrase in before.into_iter().chain(after) {
        settler.notes(phrase);
    }
    settler.blocks(&mut article.body, None);
}

struct Settler<'r> {
    source: &'r Source,
    ids: &'r mut NodeIds,
    report: &'r mut Report,
}

impl Settler<'_> {
    /// The blocks of a body, which may be in something that no page ends in.
    fn blocks(&mut self, body: &mut Vec<Block>, within: Option<&str>) {
        if within.is_some() {
            self.commands(body);
        }
        if body.iter().any(may_ask) {
            for block in std::mem::take(body) {
                self.block(block, body);
            }
            body.dedup_by(|next, first| {
                let (BlockKind::Break(first), BlockKind::Break(next)) =
                    (&mut first.kind, &next.kind)
                else {
                    return false;
                };
                *first = (*first).max(*next);
                true
            });
            if let Some(within) = within {
                self.leave_out(body, within);
            }
        }
        for block in body.iter_mut() {
            let is_table = matches!(block.kind, BlockKind::Table(_));
            let within = if is_table {
                Some("a table cell")
            } else {
                within
            };
            // Columns side by side are as high as the highest.
            let is_beside = matches!(columns_of(block), Some(Columns::Beside(_)));
            let within = within.or(is_beside.then_some("columns side by side"));
            for inner in block.kind.children_mut() {
                self.blocks(inner, within);
            }
        }
        // Those of inner blocks were met with them.
        for block in body {
            self.notes_of(block);
        }
    }

    /// Makes breaks of paragraphs that are a command and nothing else, as a cell of a table
    /// may be.
    fn commands(&self, body: &mut [Block]) {
        for block in body {
            if let BlockKind::Paragraph(content) = &block.kind
                && let [only] = content.as_slice()
                && let InlineKind::Text(text) = &only.kind
                && self.source.slice(only.node.span).trim() == text.trim()
                && let Some(kind) = breaks::of_line(text)
            {
                block.kind = BlockKind::Break(kind);
            }
        }
    }

    /// The notes marked in the phrases of a block itself.
    fn notes_of(&mut self, block: &mut Block) {
        match &mut block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
                self.notes(content);
            }
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    self.notes(&mut definition.term);
                }
            }
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter_mut().flatten() {
                    self.notes(&mut line.content);
                }
            }
            kind @ (BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)) => {
                if let Some(caption) = kind.caption_mut() {
                    self.notes(caption);
                }
                if let Some(credit) = kind.credit_mut() {
                    self.notes(credit);
                }
            }
            BlockKind::List(_)
            | BlockKind::Aside(_)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Div(_)
            | BlockKind::Math(_)
            | BlockKind::Break(_) => {}
        }
    }

    fn notes(&mut self, phrase: &mut [Inline]) {
        for inline in phrase {
            if let InlineKind::Note(note) = &mut inline.kind {
                self.blocks(&mut note.body, Some("a note"));
            } else if let Some(content) = walk::content_of_mut(&mut inline.kind) {
                self.notes(content);
            }
        }
    }

    /// A block between the breaks that it asks for; one that is a break, as that.
    fn block(&mut self, mut block: Block, blocks: &mut Vec<Block>) {
        let mut asked = taken(&mut block.attributes);
        let own = take_own(&mut block.attributes);
        if let Some(own) = own {
            match &block.kind {
                BlockKind::Rule => block.kind = BlockKind::Break(own),
                BlockKind::Div(body) if body.is_empty() => block.kind = BlockKind::Break(own),
                // What an author says is a break and has words in it follows one.
                BlockKind::Paragraph(_)
                | BlockKind::Heading { .. }
                | BlockKind::List(_)
                | BlockKind::DefinitionList(_)
                | BlockKind::Quote(_)
                | BlockKind::PullQuote(_)
                | BlockKind::Epigraph(_)
                | BlockKind::Aside(_)
                | BlockKind::Figure(_)
                | BlockKind::Table(_)
                | BlockKind::Code { .. }
                | BlockKind::Verse(_)
                | BlockKind::Div(_)
                | BlockKind::Math(_)
                | BlockKind::Break(_) => asked.add(Side::Before, own),
            }
        }
        if asked.keeps && !block.attributes.has_class(KEEP) {
            block.attributes.classes.push(KEEP.to_owned());
        }
        let span = self.first_line(block.node.span);
        if let Some(kind) = asked.before {
            let node = self.ids.node(span);
            blocks.push(Block::new(node, BlockKind::Break(kind)));
        }
        if let BlockKind::Break(kind) = block.kind
            && let Some(id) = block.attributes.id.take()
        {
            let name = BlockKind::Break(kind).display_name();
            let message = format!("the identifier `#{id}` of a {name} has no effect; ignored");
            let note = Diagnostic::note(Code::UnusedAttribute, span, message);
            self.report
                .push(note.hint("give it to the block after the break"));
        }
        // A group that is only there to ask for a break is nothing else.
        let is_plain = block.attributes == Attributes::default() && block.node.lang.is_none();
        let asks = asked.before.is_some() || asked.after.is_some();
        if let BlockKind::Div(body) = &mut block.kind
            && is_plain
            && asks
            && (own.is_some() || body.is_empty())
        {
            blocks.append(body);
        } else {
            blocks.push(block);
        }
        if let Some(kind) = asked.after {
            let node = self.ids.node(span);
            blocks.push(Block::new(node, BlockKind::Break(kind)));
        }
    }

    /// The first line of a place.
    fn first_line(&self, span: Span) -> Span {
        let text = self.source.slice(span);
        let length = text.find('\n').unwrap_or(text.len());
        Span {
            end: span.start + length as u32,
            ..span
        }
    }

    fn leave_out(&mut self, body: &mut Vec<Block>, within: &str) {
        body.retain(|block| {
            let BlockKind::Break(_) = block.kind else {
                return true;
            };
            let name = block.kind.display_name();
            let written = self.source.slice(block.node.span).trim();
            let command = match breaks::of_line(written) {
                Some(_) => format!(" `{written}`"),
                None => String::new(),
            };
            let message = format!("a {name}{command} in {within} cannot be obeyed; left out");
            let warning = Diagnostic::warning(Code::MisplacedBreak, block.node.span, message);
            self.report
                .push(warning.hint("put it before or after, between two paragraphs"));
            false
        });
    }
}

/// Whether a block may ask for a break: most say nothing at all.
fn may_ask(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Break(_))
        || !block.attributes.classes.is_empty()
        || !block.attributes.pairs.is_empty()
}

/// What attributes ask of pages, which is taken from them.
pub(super) fn taken(attributes: &mut Attributes) -> Asked {
    let mut asked = Asked::default();
    attributes.classes.retain(|class| {
        let found = breaks::beside_class(class);
        found
            .inspect(|(side, kind)| asked.add(*side, *kind))
            .is_none()
    });
    attributes.pairs.retain_mut(|(key, value)| {
        if let (Some(side), Some(kind)) = (breaks::side_of_key(key), breaks::of_word(value)) {
            asked.add(side, kind);
            return false;
        }
        if breaks::is_keeping(key, value) {
            asked.keeps = true;
            return false;
        }
        if key == "style" {
            let (style, others) = of_style(value);
            if !style.is_nothing() {
                style
                    .before
                    .iter()
                    .for_each(|kind| asked.add(Side::Before, *kind));
                style
                    .after
                    .iter()
                    .for_each(|kind| asked.add(Side::After, *kind));
                asked.keeps |= style.keeps;
                *value = others.join("; ");
                return !value.is_empty();
            }
        }
        true
    });
    asked
}

/// The break that a class says its block is, which is taken from them.
pub(super) fn take_own(attributes: &mut Attributes) -> Option<BreakKind> {
    let mut classes = attributes.classes.iter();
    let at = classes.position(|class| breaks::of_class(class).is_some())?;
    breaks::of_class(&attributes.classes.remove(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_asks_for_what_it_says_and_keeps_its_other_declarations() {
        let (asked, others) =
            of_style("color: red; PAGE-BREAK-BEFORE: Always !important; break-inside: avoid-page");
        let expected = Asked {
            before: Some(BreakKind::Page),
            after: None,
            keeps: true,
        };
        assert_eq!((asked, others), (expected, vec!["color: red"]));
        let (asked, others) = of_style("break-after: left; page-break-inside: auto");
        assert!(asked.is_nothing());
        assert_eq!(others.len(), 2);
    }
}
