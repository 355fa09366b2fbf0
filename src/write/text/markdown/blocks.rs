//! Takes blocks; returns a galley of Markdown.

use super::super::galley::Galley;
use super::inlines::image;
use super::{Markdown, RULE, inline, text};
use crate::model::{
    Block, BlockKind, Definition, Figure, Inline, InlineKind, List, Numbering, Numerals, Quotation,
    VerseLine, plain_text,
};
use crate::write::source::{Place, fence, formula};

/// The greatest number that the mark of an item has (CommonMark 0.31, 5.2).
const LAST_NUMBER: i64 = 999_999_999;

/// The kinds of lists, of which two in a row would be one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    Bullets,
    Numbers,
}

impl<'a> Markdown<'a, '_> {
    /// Blocks one below the other, a blank line between them.
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) -> Galley {
        self.joined(blocks, false)
    }

    /// Blocks; in a list whose items stand close, a list directly below its paragraph.
    fn joined(&mut self, blocks: &'a [Block], close: bool) -> Galley {
        let mut flat = Vec::new();
        flatten(blocks, &mut flat);
        let mut galley = Galley::default();
        let mut before: Option<&Block> = None;
        let mut alternate = false;
        for block in flat {
            let marks = marks(block);
            let follows = marks.is_some() && before.and_then(self::marks) == marks;
            alternate = follows && !alternate;
            let written = self.block(block, alternate);
            if written.is_empty() {
                continue;
            }
            let is_close = close && before.is_some_and(is_paragraph) && interrupts(block);
            match is_close {
                true => galley.append(written),
                false => galley.append_spaced(written),
            }
            before = Some(block);
        }
        galley
    }

    /// A block; a list with other marks than the one before it, if it is to alternate.
    fn block(&mut self, block: &'a Block, alternate: bool) -> Galley {
        match &block.kind {
            BlockKind::Paragraph(content) => self.paragraph(content),
            BlockKind::Heading { level, content } => {
                let mut content = self.inlines(content);
                if let Some(number) = self.compositor.number(block.node.id) {
                    content.insert(0, text(&format!("{number} ")));
                }
                self.heading(level.saturating_add(self.lowered), content)
            }
            BlockKind::List(list) => self.list(list, alternate),
            BlockKind::DefinitionList(definitions) => self.definitions(definitions, alternate),
            BlockKind::Quote(q) | BlockKind::PullQuote(q) | BlockKind::Epigraph(q) => {
                let body = self.quotation(q);
                quoted(body)
            }
            BlockKind::Aside(body) => quoted(self.blocks(body)),
            BlockKind::Div(body) => self.blocks(body),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Table(table) => {
                let caption = self.inlines(&table.caption);
                let mut galley = self.strong(caption);
                galley.append_spaced(self.table(table));
                galley
            }
            BlockKind::Code { language, lines } => verbatim(&fence(language, lines)),
            BlockKind::Verse(stanzas) => {
                let mut galley = Galley::default();
                for stanza in stanzas {
                    let stanza = self.stanza(stanza);
                    galley.append_spaced(self.phrase(stanza));
                }
                galley
            }
            BlockKind::Rule => Galley::line(RULE),
            // Markdown has no pages.
            BlockKind::Break(_) => Galley::default(),
            BlockKind::Math(source) => {
                let mut galley = verbatim(&formula(source));
                if let Some(number) = self.compositor.number(block.node.id) {
                    galley.append_spaced(self.words(&number));
                }
                galley
            }
        }
    }

    fn list(&mut self, list: &'a List, alternate: bool) -> Galley {
        let mut galley = Galley::default();
        let (bullet, stop) = if alternate {
            ("* ", ") ")
        } else {
            ("- ", ". ")
        };
        for (index, item) in list.items.iter().enumerate() {
            let number = list.numbering.mark(index);
            let (mut mark, mut words) = match number {
                Some(number) if is_counted(list) => (format!("{number}{stop}"), String::new()),
                Some(number) => (bullet.to_owned(), escaped_number(&number)),
                None => (bullet.to_owned(), String::new()),
            };
            let indent = " ".repeat(mark.len());
            let begins_with_text = begins_with_text(&item.body);
            if let Some(done) = item.task {
                words.push_str(match (done, begins_with_text) {
                    (true, true) => "[x] ",
                    (false, true) => "[ ] ",
                    // A box is one only before text.
                    (true, false) => "\\[x\\]",
                    (false, false) => "\\[ \\]",
                });
            }
            let mut body = self.joined(&item.body, list.tight);
            if begins_with_text {
                mark.push_str(&words);
            } else if !words.is_empty() {
                let mut all = Galley::line(words);
                all.append_spaced(body);
                body = all;
            }
            let body = body.hang(&mark, &indent);
            match list.tight {
                true => galley.append(body),
                false => galley.append_spaced(body),
            }
        }
        galley
    }

    /// Terms with their meanings under them, as a list.
    fn definitions(&mut self, definitions: &'a [Definition], alternate: bool) -> Galley {
        let mut galley = Galley::default();
        let bullet = if alternate { "* " } else { "- " };
        for definition in definitions {
            let term = self.inlines(&definition.term);
            let mut item = self.strong(term);
            for detail in &definition.details {
                item.append_spaced(self.blocks(detail));
            }
            galley.append_spaced(item.hang(bullet, "  "));
        }
        galley
    }

    pub(super) fn credit(&mut self, credit: &'a [Inline]) -> Vec<Inline> {
        let dashed = plain_text(credit).starts_with(['—', '–']);
        let mut words = self.inlines(credit);
        if !words.is_empty() && !dashed {
            words.insert(0, text("— "));
        }
        words
    }

    fn quotation(&mut self, quotation: &'a Quotation) -> Galley {
        let mut galley = self.blocks(&quotation.body);
        let credit = self.credit(&quotation.credit);
        galley.append_spaced(self.phrase(credit));
        galley
    }

    /// A picture, and its caption and credit in stress under it.
    fn figure(&mut self, figure: &'a Figure) -> Galley {
        let picture = self.drawn(figure);
        let mut galley = self.phrase(picture);
        let caption = self.caption(figure);
        galley.append_spaced(self.emphasised(caption));
        galley
    }

    /// The picture of a figure, with its link.
    pub(super) fn drawn(&mut self, figure: &'a Figure) -> Vec<Inline> {
        let picture = figure.picture.iter().map(image).collect::<Vec<_>>();
        let Some(link) = &figure.link else {
            return picture;
        };
        let mut leads = self.link(&link.target, &link.title, &[]);
        match leads.first_mut().map(|link| &mut link.kind) {
            Some(InlineKind::Link { content, .. }) => {
                content.extend(picture);
                leads
            }
            Some(_) | None => picture,
        }
    }

    /// The caption of a figure and its credit, which stands in parentheses.
    pub(super) fn caption(&mut self, figure: &'a Figure) -> Vec<Inline> {
        let plain = plain_text(&figure.credit);
        let mut caption = self.inlines(&figure.caption);
        let credit = self.inlines(&figure.credit);
        if !caption.is_empty() && !credit.is_empty() {
            caption.push(text(" "));
        }
        let is_closed = plain.starts_with('(') && plain.ends_with(')');
        let is_open = !plain.is_empty() && !is_closed;
        if is_open {
            caption.push(text("("));
        }
        caption.extend(credit);
        if is_open {
            caption.push(text(")"));
        }
        caption
    }

    /// The lines of a stanza, each an em further in for each step.
    pub(super) fn stanza(&mut self, lines: &'a [VerseLine]) -> Vec<Inline> {
        let mut out = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                out.push(inline(InlineKind::Break));
            }
            if line.indent > 0 {
                out.push(text(&"\u{2003}".repeat(line.indent.into())));
            }
            out.extend(self.inlines(&line.content));
        }
        out
    }

    /// A phrase for a line of its own.
    pub(super) fn cell_phrase(&mut self, content: Vec<Inline>) -> String {
        self.written(&content, Place::Cell)
    }
}

/// Whether Markdown counts a list as it is counted.
pub(super) fn is_counted(list: &List) -> bool {
    match list.numbering {
        Numbering::Bullet | Numbering::Unmarked => false,
        Numbering::Ordered {
            start,
            numerals,
            falls,
        } => {
            let last = start.saturating_add(list.items.len() as i64);
            numerals == Numerals::Decimal && !falls && start >= 0 && last <= LAST_NUMBER
        }
    }
}

/// A number that is text, so that Markdown does not count on from it.
pub(super) fn escaped_number(number: &str) -> String {
    let is_digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let stop = if is_digits { "\\." } else { "." };
    format!("{number}{stop} ")
}

/// Blocks without the divs around them.
fn flatten<'b>(blocks: &'b [Block], out: &mut Vec<&'b Block>) {
    for block in blocks {
        if let BlockKind::Div(body) = &block.kind {
            flatten(body, out);
        } else {
            out.push(block);
        }
    }
}

fn marks(block: &Block) -> Option<Marks> {
    if let BlockKind::List(list) = &block.kind
        && is_counted(list)
    {
        return Some(Marks::Numbers);
    }
    let is_list = matches!(
        block.kind,
        BlockKind::List(_) | BlockKind::DefinitionList(_)
    );
    is_list.then_some(Marks::Bullets)
}

/// Whether some blocks begin with a paragraph that has words.
fn begins_with_text(blocks: &[Block]) -> bool {
    let first = blocks.first().map(|first| &first.kind);
    matches!(first, Some(BlockKind::Paragraph(content)) if !plain_text(content).is_empty())
}

fn is_paragraph(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_))
}

/// Whether a list begins right below a paragraph (CommonMark 0.31, 5.2 and 5.3).
fn interrupts(block: &Block) -> bool {
    let BlockKind::List(list) = &block.kind else {
        return false;
    };
    let first = list.items.first();
    let has_words = first.is_some_and(|item| begins_with_text(&item.body));
    let is_first = match list.numbering {
        Numbering::Bullet | Numbering::Unmarked => true,
        Numbering::Ordered { start, .. } => start == 1 || !is_counted(list),
    };
    has_words && is_first
}

fn quoted(body: Galley) -> Galley {
    match body.is_empty() {
        true => body,
        false => body.hang("> ", "> "),
    }
}

fn verbatim(text: &str) -> Galley {
    let mut galley = Galley::default();
    for line in text.split('\n') {
        galley.append(Galley::line(line));
    }
    galley
}
