//! Takes fenced divs; returns what their class says: verse, quotations, asides, figures, tables,
//! groups.

use super::block::{Container, set_attributes};
use super::{Context, Event, Origin, Parser, Reading, list_table};
use crate::diag::{Code, Diagnostic};
use crate::model::gallery::GALLERY;
use crate::model::{
    Attributes, Block, BlockKind, Figure, Inline, InlineKind, Quotation, VerseLine, plain_text,
};
use crate::notation::{DivKind as Kind, attributes, div_kind, is_table_key};
use crate::read::{breaks, columns};
use crate::source::Span;
use pulldown_cmark::Tag;
use std::ops::Range;

/// The attribute that has the name of a box without a title: no author can type it.
pub(super) const LABEL: &str = ":label";

impl Reading<'_, '_, '_> {
    /// A fenced div: what the first of its classes that says so makes it, else a group.
    pub(super) fn div(&mut self, mut attributes: Attributes, range: Range<usize>) -> Block {
        let is_verse = matches!(said(&attributes), Some((_, Kind::Verse, _)));
        let outer = std::mem::replace(&mut self.verse, is_verse);
        let is_gallery = attributes.classes.iter().any(|class| class == GALLERY);
        let outer_gallery = std::mem::replace(&mut self.gallery, is_gallery);
        let before = self.depth;
        self.closed = false;
        // Deeper than the limit the fences are passed over, and what is between
        // them stands where they stood.
        let body = self.run(Container::Div).blocks;
        self.depth = before;
        if !std::mem::replace(&mut self.closed, false) {
            let span = self.origin.span(range.start..range.start + 3);
            self.push(
                Diagnostic::warning(Code::UnclosedDiv, span, "`:::` is never closed")
                    .hint("close it with `:::` on a line of its own"),
            );
        }
        self.verse = outer;
        self.gallery = outer_gallery;
        let span = self.origin.span(range.clone());
        let kind = self.context.div_of(body, &mut attributes, span);
        let mut block = self.block(range, kind);
        set_attributes(&mut block, attributes);
        block
    }

    /// A paragraph of lines that each open with a bar, as Pandoc has them: verse. A bar
    /// alone parts stanzas.
    pub(super) fn line_block(&mut self, range: Range<usize>) -> Option<Block> {
        let text = self.masked.text.get(range.clone())?;
        if !text.starts_with('|') {
            return None;
        }
        // In a quotation or an item the lines after the first are set in.
        let bare = |line: &'_ str| line.trim_start_matches([' ', '>']).len();
        let is_barred = |line: &str| {
            let line = line.trim_start_matches([' ', '>']);
            line == "|" || line.starts_with("| ")
        };
        let lines: Vec<&str> = text.trim_end().split('\n').collect();
        // What is no paragraph in a line by itself is taken literally, and a link or an
        // abbreviation in it would be none.
        let hides = |line: &str| {
            let words = line.trim_start_matches([' ', '>']);
            let words = words.get(1..).unwrap_or("").trim();
            let has_link = words.contains('[') && !self.context.links.is_empty();
            (has_link || !self.masked.abbreviations.is_empty()) && {
                let first = Parser::new_ext(words, super::options()).next();
                !words.is_empty() && !matches!(first, Some(Event::Start(Tag::Paragraph)))
            }
        };
        if lines.iter().any(|line| hides(line)) {
            return None;
        }
        if !lines.iter().all(|line| is_barred(line)) {
            return None;
        }
        let mut stanzas = vec![Vec::new()];
        let mut at = range.start;
        for line in lines {
            let from = line.len() - bare(line) + 1;
            let within = line.get(from..).unwrap_or("");
            let words = within.trim();
            let lead = within.len() - within.trim_start().len();
            if words.is_empty() {
                stanzas.push(Vec::new());
            } else if let Some(stanza) = stanzas.last_mut() {
                let start = at + from + lead;
                let origin = self.origin.from(start);
                let content = self.context.inlines(words, &origin);
                if !content.is_empty() {
                    stanza.push(VerseLine {
                        node: self.node(start..start + words.len()),
                        indent: (lead.saturating_sub(1) / 2).min(12) as u8,
                        content,
                    });
                }
            }
            at += line.len() + 1;
        }
        stanzas.retain(|stanza| !stanza.is_empty());
        if stanzas.is_empty() {
            return None;
        }
        Some(self.block(range, BlockKind::Verse(stanzas)))
    }

    pub(super) fn stray_fence(&mut self, range: Range<usize>) {
        let span = self.origin.span(range.start..range.start + 3);
        self.push(Diagnostic::warning(
            Code::StrayFence,
            span,
            "`:::` closes nothing",
        ));
    }
}

/// The first of some classes that says what a div is, and whether it stays one of them.
fn said(attributes: &Attributes) -> Option<(usize, Kind, bool)> {
    let mut classes = attributes.classes.iter().enumerate();
    classes.find_map(|(at, class)| {
        let (kind, stays) = div_kind(class)?;
        Some((at, kind, stays))
    })
}

impl Context<'_> {
    /// What a div is by its classes. Attributes that said so are taken from it.
    pub(in crate::read) fn div_of(
        &mut self,
        body: Vec<Block>,
        attributes: &mut Attributes,
        span: Span,
    ) -> BlockKind {
        if body.is_empty()
            && let Some(kind) = breaks::take_own(attributes)
        {
            return BlockKind::Break(kind);
        }
        columns::take_style(attributes);
        let title = attributes.take("title");
        let label = attributes.take(LABEL);
        let label = label.map(|name| self.label(&name, span));
        let Some((at, kind, stays)) = said(attributes) else {
            return BlockKind::Div(self.titled(title, body, span));
        };
        // A title stands before the words where these may be any blocks; else it has the
        // rest in a group with it.
        let (title, body) = match kind {
            Kind::Aside | Kind::PullQuote | Kind::Epigraph | Kind::Quote => {
                let mut body = self.titled(title, body, span);
                body.splice(0..0, label);
                (None, body)
            }
            Kind::Verse | Kind::Figure | Kind::Table | Kind::Definitions => (title, body),
        };
        let block = self.said_kind(at, kind, stays, body, attributes, span);
        if title.is_none() {
            return block;
        }
        let block = Block::new(self.node(span), block);
        BlockKind::Div(self.titled(title, vec![block], span))
    }

    fn said_kind(
        &mut self,
        at: usize,
        kind: Kind,
        stays: bool,
        body: Vec<Block>,
        attributes: &mut Attributes,
        span: Span,
    ) -> BlockKind {
        match self.of_kind(kind, body, attributes, span) {
            Ok(block) => {
                if !stays {
                    attributes.classes.remove(at);
                }
                if let BlockKind::Table(_) = block {
                    attributes.pairs.retain(|(key, _)| !is_table_key(key));
                }
                block
            }
            Err(body) => BlockKind::Div(body),
        }
    }

    /// The name of a box as its heading, as an alert of GitHub has it.
    fn label(&mut self, name: &str, span: Span) -> Block {
        let at = self.source().slice(span).find(name).unwrap_or(0) as u32;
        let place = Span {
            start: span.start + at,
            end: span.start + at + name.len() as u32,
            ..span
        };
        let mut text = name.to_owned();
        text.get_mut(..1)
            .into_iter()
            .for_each(str::make_ascii_uppercase);
        let text = Inline {
            node: self.node(place),
            kind: InlineKind::Text(text),
        };
        let strong = Inline {
            node: self.node(place),
            kind: InlineKind::Strong(vec![text]),
        };
        let node = self.node(place);
        Block::new(node, BlockKind::Paragraph(vec![strong]))
    }

    /// Blocks after their title, if they have one.
    fn titled(&mut self, title: Option<String>, mut body: Vec<Block>, span: Span) -> Vec<Block> {
        let content = match title {
            Some(title) => self.attribute_inlines("title", &title, span),
            None => Vec::new(),
        };
        let (Some(first), Some(last)) = (content.first(), content.last()) else {
            return body;
        };
        let place = first.node.span.to(last.node.span);
        let strong = Inline {
            node: self.node(place),
            kind: InlineKind::Strong(content),
        };
        let node = self.node(place);
        body.insert(0, Block::new(node, BlockKind::Paragraph(vec![strong])));
        body
    }

    /// A block of a kind, or its body again where it cannot be one.
    fn of_kind(
        &mut self,
        kind: Kind,
        body: Vec<Block>,
        attributes: &Attributes,
        span: Span,
    ) -> Result<BlockKind, Vec<Block>> {
        let paragraphs = |block: &Block| {
            matches!(block.kind, BlockKind::Paragraph(_))
                && block.attributes == Attributes::default()
                && block.node.lang.is_none()
        };
        Ok(match kind {
            Kind::Verse if body.iter().all(paragraphs) => BlockKind::Verse(stanzas(body, self)),
            Kind::Verse => {
                self.report().push(
                    Diagnostic::warning(Code::Verse, span, "verse can only contain paragraphs")
                        .hint("it is set as ordinary blocks, and nothing is lost"),
                );
                return Err(body);
            }
            Kind::Aside => BlockKind::Aside(body),
            Kind::PullQuote => BlockKind::PullQuote(self.quotation(body, attributes, span)),
            Kind::Epigraph => BlockKind::Epigraph(self.quotation(body, attributes, span)),
            Kind::Quote => BlockKind::Quote(self.quotation(body, attributes, span)),
            Kind::Figure => {
                let mut figure = captioned(body)?;
                if let Some(credit) = attributes.get("credit") {
                    figure.credit = self.attribute_inlines("credit", credit, span);
                }
                BlockKind::Figure(figure)
            }
            Kind::Table => BlockKind::Table(list_table::table(body, attributes)?),
            Kind::Definitions => BlockKind::DefinitionList(list_table::definitions(body)?),
        })
    }

    fn quotation(&mut self, body: Vec<Block>, attributes: &Attributes, span: Span) -> Quotation {
        match attributes.get("credit") {
            Some(credit) => Quotation {
                body,
                credit: self.attribute_inlines("credit", credit, span),
            },
            None => quotation(body),
        }
    }

    /// Inlines of an attribute's value, which stands somewhere within `span`.
    pub(super) fn attribute_inlines(&mut self, key: &str, value: &str, span: Span) -> Vec<Inline> {
        let mut place = span;
        place.start += value_at(self.source().slice(span), key, value) as u32;
        let origin = Origin::scalar(self.source(), place, value);
        self.inlines(value, &origin)
    }
}

/// Where in a text the value of an attribute begins: after its key, or where it stands
/// as a whole, as the title after the name of a box does.
fn value_at(text: &str, key: &str, value: &str) -> usize {
    let opens = |at: usize| {
        let before = text.get(..at).unwrap_or("");
        before.ends_with(|c: char| c.is_whitespace() || matches!(c, '{' | '['))
    };
    // A tag in a title may have an attribute of the same name.
    let named = text.match_indices(key).find_map(|(at, _)| {
        let after = at + key.len() + 1;
        let given = text.get(after - 1..)?.strip_prefix('=')?;
        let is_it = attributes::value(given).is_some_and(|(given, _)| given == value);
        (opens(at) && is_it).then_some(after)
    });
    let bare = || {
        let mut places = text.match_indices(value).map(|(at, _)| at);
        places.find(|at| opens(*at))
    };
    named.or_else(bare).unwrap_or(0)
}

/// A quotation, its last paragraph made the credit where it is set as one:
/// after a dash, and no other paragraph opens with a dash (that is dialogue).
pub(super) fn quotation(mut body: Vec<Block>) -> Quotation {
    let opens_with_dash = |block: &Block| {
        let BlockKind::Paragraph(content) = &block.kind else {
            return false;
        };
        let text = plain_text(content);
        ["— ", "– ", "-- ", "--- ", "―"]
            .iter()
            .any(|dash| text.starts_with(dash))
    };
    let dashes = body.iter().filter(|block| opens_with_dash(block)).count();
    if body.len() < 2 || dashes != 1 || !body.last().is_some_and(opens_with_dash) {
        return Quotation {
            body,
            credit: Vec::new(),
        };
    }
    let last = body.pop().map(|block| block.kind);
    let mut credit = if let Some(BlockKind::Paragraph(content)) = last {
        content
    } else {
        Vec::new()
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

/// Gives what a div of the class `credit` holds to the figure or the quotation before it,
/// if it is one paragraph and that has none yet.
pub(super) fn credits(block: &mut Block, before: Option<&mut Block>) -> bool {
    let BlockKind::Div(body) = &mut block.kind else {
        return false;
    };
    let is_credit = block.attributes.classes == ["credit"]
        && block.attributes.id.is_none()
        && block.attributes.pairs.is_empty()
        && block.node.lang.is_none();
    let place = before.and_then(|before| before.kind.credit_mut());
    match (body.as_mut_slice(), place) {
        (
            [
                Block {
                    attributes,
                    node,
                    kind: BlockKind::Paragraph(content),
                },
            ],
            Some(place),
        ) if is_credit
            && place.is_empty()
            && *attributes == Attributes::default()
            && node.lang.is_none() =>
        {
            *place = std::mem::take(content);
            true
        }
        _ => false,
    }
}

/// A figure of a picture and a caption, or of one of them; its body again where there is
/// more in it.
fn captioned(mut body: Vec<Block>) -> Result<Figure, Vec<Block>> {
    let plain =
        |block: &Block| block.attributes == Attributes::default() && block.node.lang.is_none();
    if !body.iter().all(plain) {
        return Err(body);
    }
    match body.as_mut_slice() {
        [
            Block {
                kind: BlockKind::Figure(figure),
                ..
            },
        ] => Ok(std::mem::take(figure)),
        [
            Block {
                kind: BlockKind::Paragraph(caption),
                ..
            },
        ] => Ok(Figure {
            caption: std::mem::take(caption),
            ..Figure::default()
        }),
        [
            Block {
                kind: BlockKind::Figure(figure),
                ..
            },
            Block {
                kind: BlockKind::Paragraph(caption),
                ..
            },
        ] if figure.caption.is_empty() => {
            let mut figure = std::mem::take(figure);
            figure.caption = std::mem::take(caption);
            Ok(figure)
        }
        _ => Err(body),
    }
}

/// The stanzas of a verse div: a paragraph is a stanza, a line a line.
fn stanzas(body: Vec<Block>, context: &mut Context) -> Vec<Vec<VerseLine>> {
    let source = context.source();
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
                node: context.node(span),
                indent: if fresh { (spaces / 2).min(12) as u8 } else { 0 },
                content: line.to_vec(),
            });
        }
        stanzas.push(lines);
    }
    stanzas
}
