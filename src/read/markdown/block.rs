//! Takes block events; returns blocks: one function a kind of block, each of which takes its
//! events up to its own end.

use super::dialect::numerals;
use super::mask::Fence;
use super::{Event, MAX_DEPTH, Reading, div, inline};
use crate::diag::{Code, Diagnostic};
use crate::lang::Lang;
use crate::model::{
    Attributes, Block, BlockKind, Definition, Inline, InlineKind, Item, List, Numbering, Numerals,
};
use crate::notation::attributes;
use crate::source::Span;
use pulldown_cmark::{BlockQuoteKind, Tag, TagEnd};
use std::ops::Range;

/// What a run of blocks stands in, and so what ends it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Container {
    /// The text itself: ends with it.
    Text,
    /// A list item, a quotation, a note: ends with its end tag.
    Tag,
    /// A fenced div: ends with a fence, or with what holds the div.
    Div,
}

/// Blocks, and whether one of them was a paragraph with space around it: that
/// is what makes a list loose.
pub(super) struct Run {
    pub(super) blocks: Vec<Block>,
    loose: bool,
}

impl<'t> Reading<'_, '_, 't> {
    /// All blocks of the text.
    pub(super) fn blocks_to_end(&mut self) -> Vec<Block> {
        self.run(Container::Text).blocks
    }

    pub(super) fn run(&mut self, holder: Container) -> Run {
        let mut run = Run {
            blocks: Vec::new(),
            loose: false,
        };
        self.depth += 1;
        // A paragraph of attributes, until the block comes that they belong to.
        let mut waiting: Option<(Vec<Block>, Attributes)> = None;
        while let Some((event, range)) = self.events.peek() {
            let range = range.clone();
            let before = run.blocks.len();
            let mut whole = range.clone();
            let mut is_paragraph = false;
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::End(_) if holder == Container::Div => break,
                Event::End(_) => {
                    self.next();
                    break;
                }
                Event::Rule => {
                    self.next();
                    match self.masked.fences.get(&range.start) {
                        Some(Fence::Close) if holder == Container::Div => {
                            self.closed = true;
                            break;
                        }
                        Some(Fence::Close) if self.ignored > 0 => self.ignored -= 1,
                        Some(Fence::Close) => self.stray_fence(range),
                        Some(Fence::Open(_)) if self.depth > MAX_DEPTH => self.ignored += 1,
                        Some(Fence::Open(attributes)) => {
                            let mut block = self.div(attributes.clone(), range);
                            if !div::credits(&mut block, run.blocks.last_mut()) {
                                run.blocks.push(block);
                            }
                        }
                        None => {
                            let block = self.block(range, BlockKind::Rule);
                            run.blocks.push(block);
                        }
                    }
                }
                Event::Start(tag) if inline::is_block(tag) => {
                    let tag = tag.clone();
                    self.next();
                    is_paragraph = matches!(tag, Tag::Paragraph);
                    self.tag(tag, range, &mut run.blocks);
                }
                _ => {
                    // An escape is left out of the first text.
                    let start = range.start - usize::from(self.masked.is_escaped(range.start));
                    let (content, end) = self.inlines();
                    whole = start..end.max(range.end);
                    self.paragraph(content, whole.clone(), &mut run.blocks);
                }
            }
            let Some(first) = run.blocks.get_mut(before) else {
                continue;
            };
            let own = self.attributes(first, whole);
            run.loose |= is_paragraph && own.is_none();
            match (own, waiting.take()) {
                (Some(mut own), before) => {
                    let (mut lines, before) = before.unwrap_or_default();
                    // What is lost stands in one of the lines before.
                    let span = over(&lines).unwrap_or(first.node.span);
                    self.report_twice(&before, &own, span);
                    own = before.and(own);
                    lines.extend(run.blocks.pop());
                    waiting = Some((lines, own));
                }
                (None, Some((lines, mut attributes))) => {
                    let span = over(&lines).unwrap_or(first.node.span);
                    // The language that it gives itself is the nearer.
                    if first.node.lang.is_some()
                        && let Some(lang) = attributes.take("lang")
                    {
                        self.report_attribute_twice(&format!("lang={lang}"), span);
                    }
                    let given = std::mem::take(&mut first.attributes);
                    // What is lost stands in the block itself.
                    let last = lines.last().map_or(span, |line| line.node.span);
                    self.report_twice(&given, &attributes, last.to(first.node.span));
                    let mut attributes = given.and(attributes);
                    if let BlockKind::Table(table) = &mut first.kind
                        && table.caption.is_empty()
                        && let Some(caption) = attributes.take("caption")
                    {
                        table.caption = self.context.attribute_inlines("caption", &caption, span);
                    }
                    set_attributes(first, attributes);
                }
                (None, None) => {}
            }
        }
        for block in waiting.map(|(lines, _)| lines).unwrap_or_default() {
            let message = "these attributes belong to no block";
            let warning = Diagnostic::warning(Code::StrayAttributes, block.node.span, message);
            self.push(warning.hint("put them on a line of their own before a block"));
            run.blocks.push(block);
        }
        self.depth -= 1;
        self.captions_of_tables(&mut run.blocks);
        run
    }

    /// Reports what attributes say that others of the same block say too.
    fn report_twice(&mut self, ones: &Attributes, others: &Attributes, span: Span) {
        let mut lost = Vec::new();
        if let (Some(id), Some(_)) = (&ones.id, &others.id) {
            lost.push(format!("#{id}"));
        }
        for (key, value) in &ones.pairs {
            if others.get(key).is_some() {
                lost.push(format!("{key}={value}"));
            }
        }
        for attribute in lost {
            self.report_attribute_twice(&attribute, span);
        }
    }

    fn report_attribute_twice(&mut self, attribute: &str, span: Span) {
        let message = format!("the attribute `{attribute}` is given twice; the other is taken");
        self.push(Diagnostic::warning(Code::UnusedAttribute, span, message));
    }

    /// The attributes that a paragraph is, if it is nothing else: those of the block
    /// after it.
    fn attributes(&self, block: &Block, range: Range<usize>) -> Option<Attributes> {
        let BlockKind::Paragraph(_) = block.kind else {
            return None;
        };
        attributes::whole(self.masked.text.get(range).unwrap_or("").trim())
    }

    fn tag(&mut self, tag: Tag<'t>, range: Range<usize>, blocks: &mut Vec<Block>) {
        if self.depth > MAX_DEPTH {
            return self.flattened(range, blocks);
        }
        match tag {
            Tag::Paragraph => {
                let (content, _) = self.inlines();
                self.next();
                self.paragraph(content, range, blocks);
            }
            Tag::Heading { level, .. } => {
                let block = self.heading(level as u8, range);
                blocks.push(block);
            }
            Tag::BlockQuote(Some(kind)) => {
                let block = self.alert(kind, range);
                blocks.push(block);
            }
            Tag::BlockQuote(None) => {
                let body = self.run(Container::Tag).blocks;
                let block = match self.callout(&range) {
                    Some(kind) => self.boxed(kind, body, range),
                    None => {
                        let quotation = div::quotation(body);
                        self.block(range, BlockKind::Quote(quotation))
                    }
                };
                blocks.push(block);
            }
            Tag::CodeBlock(kind) => blocks.push(self.code(kind, range)),
            Tag::HtmlBlock => self.html_block(range, blocks),
            Tag::List(start) => self.list(start, range, blocks),
            Tag::FootnoteDefinition(label) => self.note(label.into_string(), range),
            Tag::DefinitionList => blocks.push(self.definitions(range)),
            Tag::Table(alignments) => blocks.push(self.table(&alignments, range)),
            // These only stand within the kinds above, or are not enabled.
            Tag::Item
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::MetadataBlock(_)
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => blocks.extend(self.run(Container::Tag).blocks),
        }
    }

    /// A paragraph, or what a paragraph of pictures or of one formula means.
    fn paragraph(
        &mut self,
        mut content: Vec<Inline>,
        range: Range<usize>,
        blocks: &mut Vec<Block>,
    ) {
        if content.is_empty() {
            return;
        }
        if self.is_phrase && self.depth == 1 {
            inline::join_formulas(&mut content);
            return blocks.push(self.block(range, BlockKind::Paragraph(content)));
        }
        if let Some(formula) = self.formula(&content, range.clone()) {
            return blocks.push(formula);
        }
        if let Some(figure) = self.template(range.clone()) {
            return blocks.push(figure);
        }
        if let Some(verse) = self.line_block(range.clone()) {
            return blocks.push(verse);
        }
        inline::join_formulas(&mut content);
        self.with_figures(content, range, blocks);
    }

    /// A formula that has a paragraph to itself, with the attributes after it, as
    /// pandoc-crossref has them: `$$x^2$$ {#eq:square}`.
    fn formula(&self, content: &[Inline], range: Range<usize>) -> Option<Block> {
        let (first, rest) = content.split_first()?;
        let InlineKind::Math(source) = &first.kind else {
            return None;
        };
        let text = self.masked.text.get(range)?.trim();
        // A tag that shows nothing may stand before it.
        let is_display = text.starts_with("$$") || text.starts_with('<') && text.contains("$$");
        if !is_display {
            return None;
        }
        let mut given = Attributes::default();
        if !rest.is_empty() {
            let after = text.rsplit_once("$$").map(|(_, after)| after.trim());
            let is_text = |inline: &Inline| matches!(inline.kind, InlineKind::Text(_));
            given = attributes::whole(after?).filter(|_| rest.iter().all(is_text))?;
        }
        let mut block = Block::new(first.node.clone(), BlockKind::Math(source.clone()));
        set_attributes(&mut block, given);
        Some(block)
    }

    /// A list, or several where an item has the number of a year that is not the next: what
    /// happened in 1914 and in 1918 is not counted on. Other numbers are counted from the
    /// first (CommonMark 0.31, 5.3).
    fn list(&mut self, start: Option<u64>, range: Range<usize>, blocks: &mut Vec<Block>) {
        let start = start.and_then(|start| i64::try_from(start).ok());
        let mut items: Vec<Item> = Vec::new();
        let mut tight = true;
        let mut numbering = start.map_or(Numbering::Bullet, Numbering::decimal);
        let mut astray = None;
        let mut from = range.start;
        while let Some((event, at)) = self.next() {
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::End(TagEnd::List(_)) => break,
                Event::Start(Tag::Item) => {
                    let given = start.and_then(|_| self.number_at(at.start));
                    let next = numbering.number(items.len());
                    if let (Some(given), Some(next)) = (given, next)
                        && given != next
                        && !items.is_empty()
                    {
                        if given > next && start >= Some(FIRST_YEAR) {
                            let items = std::mem::take(&mut items);
                            let list = List {
                                numbering,
                                tight,
                                items,
                            };
                            blocks.push(self.block(from..at.start, BlockKind::List(list)));
                            numbering = Numbering::decimal(given);
                            from = at.start;
                        } else if Some(given) != start {
                            // `1. 1. 1.` asks to be counted.
                            astray.get_or_insert((at.start, given, next));
                        }
                    }
                    let task = self.task_of_table(at.start);
                    let outer = std::mem::replace(&mut self.task, task);
                    let run = self.run(Container::Tag);
                    tight &= !run.loose;
                    let task = std::mem::replace(&mut self.task, outer);
                    items.push(Item {
                        node: self.node(at.start..super::trimmed_end(&self.masked.text, &at)),
                        task,
                        body: run.blocks,
                    });
                }
                _ => {}
            }
        }
        if let Some((at, given, next)) = astray {
            let span = self.origin.span(at..at + given.to_string().len());
            let message = format!("`{given}.` is counted on from the first item: {next}");
            let hint = format!("escape the point to keep the number: `{given}\\.`");
            self.push(Diagnostic::note(Code::ListNumber, span, message).hint(hint));
        }
        let numbering = match numbering {
            Numbering::Ordered { start, .. } => self.numbering(start, &items),
            Numbering::Bullet | Numbering::Unmarked => numbering,
        };
        let list = List {
            numbering,
            tight,
            items,
        };
        blocks.push(self.block(from..range.end, BlockKind::List(list)));
    }

    /// The number before an item of a list.
    fn number_at(&self, item: usize) -> Option<i64> {
        let text = self.masked.text.get(item..)?.trim_start_matches([' ', '>']);
        let end = text.find(|c: char| !c.is_ascii_digit())?;
        text.get(..end)?.parse().ok()
    }

    /// How the items of a list are numbered: with the numerals of the first.
    fn numbering(&self, start: i64, items: &[Item]) -> Numbering {
        let first = items.first().map(|item| item.node.span);
        let label = first.map_or("", |span| self.context.source().slice(span));
        Numbering::Ordered {
            start,
            numerals: numerals(label.trim_start(), start),
            falls: false,
        }
    }

    /// The mark of a task before a table that opens an item: pulldown-cmark passes it over.
    fn task_of_table(&mut self, item: usize) -> Option<bool> {
        let (Event::Start(Tag::Table(_)), at) = self.events.peek()? else {
            return None;
        };
        let before = self.masked.text.get(item..at.start)?.trim_end();
        let (before, mark) = before.split_at_checked(before.len().checked_sub(3)?)?;
        match mark {
            _ if !before.ends_with(char::is_whitespace) => None,
            "[x]" | "[X]" => Some(true),
            "[ ]" => Some(false),
            _ => None,
        }
    }

    fn definitions(&mut self, range: Range<usize>) -> Block {
        let mut definitions: Vec<Definition> = Vec::new();
        while let Some((event, at)) = self.next() {
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::End(TagEnd::DefinitionList) => break,
                Event::Start(Tag::DefinitionListTitle) => {
                    let (mut term, _) = self.inlines();
                    inline::join_formulas(&mut term);
                    self.next();
                    let terms = self.terms(term, at);
                    definitions.extend(terms);
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let body = self.run(Container::Tag).blocks;
                    if let Some(last) = definitions.last_mut() {
                        last.details.push(body);
                    }
                }
                _ => {}
            }
        }
        self.block(range, BlockKind::DefinitionList(definitions))
    }

    fn note(&mut self, label: String, range: Range<usize>) {
        let body = self.run(Container::Tag).blocks;
        if range.start >= self.end {
            return;
        }
        let span = self
            .origin
            .span(range.start..super::trimmed_end(&self.masked.text, &range));
        if let Some((_, first)) = self.notes.get_mut(&label) {
            first.extend(body);
            self.push(
                Diagnostic::warning(
                    Code::DoubleNote,
                    span,
                    format!("note `{label}` is defined twice"),
                )
                .hint("both are kept, one after the other"),
            );
        } else {
            self.notes.insert(label, (span, body));
        }
    }

    /// An alert of GitHub's: an aside, of the class of its kind, that says so first.
    fn alert(&mut self, kind: BlockQuoteKind, range: Range<usize>) -> Block {
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        // The word stands in the source, in capitals.
        let text = self.masked.text.get(range.clone()).unwrap_or("");
        let place = range.start + text.find('!').map_or(0, |at| at + 1);
        let node = self.node(place..place + word.len());
        let run = Inline {
            node,
            kind: InlineKind::Text(word.to_owned()),
        };
        let node = self.node(place..place + word.len());
        let strong = Inline {
            node,
            kind: InlineKind::Strong(vec![run]),
        };
        let label = self.block(
            place..place + word.len(),
            BlockKind::Paragraph(vec![strong]),
        );
        let mut body = vec![label];
        body.extend(self.run(Container::Tag).blocks);
        let mut block = self.block(range, BlockKind::Aside(body));
        block.attributes.classes.push(class.to_owned());
        block
    }

    /// What is nested too deep, as one paragraph of its text.
    fn flattened(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let content = self.flat_text();
        let span = self.origin.span(range.clone());
        self.push(
            Diagnostic::warning(
                Code::TooDeep,
                span,
                format!("blocks are nested more than {MAX_DEPTH} deep"),
            )
            .hint("the text within is kept, its structure is not"),
        );
        if !content.is_empty() {
            blocks.push(self.block(range, BlockKind::Paragraph(content)));
        }
    }
}

/// Puts attributes on a block; a language among them becomes the node's, an
/// alternative text the picture's.
pub(super) fn set_attributes(block: &mut Block, mut attributes: Attributes) {
    attributes.pairs.retain(|(key, value)| match key.as_str() {
        "lang" | "xml:lang" => {
            block.node.lang = Lang::parse(value);
            block.node.lang.is_none()
        }
        "alt" => {
            if let BlockKind::Figure(figure) = &mut block.kind
                && let Some(picture) = &mut figure.picture
            {
                picture.alt = Some(value.clone());
                return false;
            }
            true
        }
        "type" | "reversed" | "start" => {
            let BlockKind::List(list) = &mut block.kind else {
                return true;
            };
            !counts(list, key, value)
        }
        // Read by what has a credit; elsewhere it is kept as it stands.
        "credit" => block.kind.credit_mut().is_none(),
        _ => true,
    });
    block.attributes = attributes;
}

/// Numbers of lists from here on are taken for years.
const FIRST_YEAR: i64 = 1000;

/// Has a list count as an attribute of it says; false where that says nothing of it.
fn counts(list: &mut List, key: &str, value: &str) -> bool {
    let Numbering::Ordered {
        start,
        numerals,
        falls,
    } = &mut list.numbering
    else {
        return false;
    };
    match (key, Numerals::of(value)) {
        ("type", Some(given)) => *numerals = given,
        ("type", None) => return false,
        // One that Markdown's own signs cannot say.
        ("start", _) => match value.parse() {
            Ok(given) => *start = given,
            Err(_) => return false,
        },
        _ => *falls = true,
    }
    true
}

/// From the start of the first of some blocks to the end of the last.
fn over(blocks: &[Block]) -> Option<Span> {
    let spans = blocks.iter().map(|block| block.node.span);
    spans.reduce(Span::to)
}
