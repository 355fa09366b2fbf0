//! Elements of HTML that hold others in an order of their own: lists, definitions,
//! figures, tables. What stands in one that has no place there is kept with what was
//! before it, and nothing of it is lost.

use super::{Element, Page, roles};
use crate::model::{
    Alignment, Block, BlockKind, Cell, CodeLine, Definition, Extent, Figure, Inline, InlineKind,
    Item, Length, List, Numbering, Numerals, Picture, Quotation, Row, Table,
};
use crate::read::picture;
use crate::source::Span;
use scraper::{ElementRef, Node as Dom};

impl Page<'_, '_, '_> {
    /// A list, or several where an item says a number that is not the next.
    pub(super) fn lists(&mut self, element: &ElementRef, own: &Element) -> Vec<List> {
        let mut tight = true;
        let mut items: Vec<Item> = Vec::new();
        let mut numbering = numbering(element, own);
        let mut lists = Vec::new();
        let mut has_notes = false;
        for child in element.children() {
            let start = self.at;
            let inner = ElementRef::wrap(child);
            let is_item = inner.is_some_and(|inner| inner.value().name() == "li");
            let said = inner.filter(|_| is_item).map(|item| Element::of(&item));
            if let (Some(inner), Some(item)) = (inner, &said)
                && self.take_note(&inner, item)
            {
                has_notes = true;
                continue;
            }
            if let Some(item) = said
                && let Some(value) = item.get("value")
            {
                match (&mut numbering, value.parse::<i64>()) {
                    (Numbering::Ordered { start, .. }, Ok(value)) if items.is_empty() => {
                        *start = value;
                    }
                    (
                        Numbering::Ordered {
                            numerals, falls, ..
                        },
                        Ok(value),
                    ) => {
                        let again = Numbering::Ordered {
                            start: value,
                            numerals: *numerals,
                            falls: *falls,
                        };
                        if numbering.number(items.len()) != Some(value) {
                            lists.push(List {
                                numbering,
                                tight,
                                items: std::mem::take(&mut items),
                            });
                            numbering = again;
                        }
                    }
                    (Numbering::Bullet | Numbering::Unmarked | Numbering::Ordered { .. }, _) => {
                        self.tell_attribute(&item, "value", value);
                    }
                }
            }
            let body = match (inner, child.value()) {
                (Some(item), _) if is_item => {
                    let mut inner = item.child_elements();
                    tight &= !inner.any(|inner| inner.value().name() == "p");
                    self.flow(&item)
                }
                (Some(other), _) => self.alone(|page, blocks| page.child(&other, blocks)),
                (None, Dom::Text(text)) => self.alone(|page, _| page.text(text)),
                (None, _) => continue,
            };
            match items.last_mut() {
                // A list within a list, and not within its item, is the last item's.
                Some(last) if !is_item => last.body.extend(body),
                Some(_) | None if !is_item && body.is_empty() => {}
                Some(_) | None => items.push(Item {
                    node: self.node(start),
                    task: inner
                        .filter(|_| is_item)
                        .and_then(|item| roles::task(&item)),
                    body,
                }),
            }
        }
        for list in &mut lists {
            list.tight = tight;
        }
        // One of notes alone is none.
        if !has_notes || !items.is_empty() {
            lists.push(List {
                numbering,
                tight,
                items,
            });
        }
        lists
    }

    pub(super) fn definitions(&mut self, element: &ElementRef) -> Vec<Definition> {
        let mut definitions = Vec::new();
        self.define(element, &mut definitions);
        definitions
    }

    fn define(&mut self, element: &ElementRef, definitions: &mut Vec<Definition>) {
        for child in element.children() {
            let start = self.at;
            let inner = ElementRef::wrap(child);
            let detail = match (
                inner.map(|inner| (inner.value().name().to_owned(), inner)),
                child.value(),
            ) {
                (Some((name, term)), _) if name == "dt" => {
                    self.space = false;
                    let term = self.phrase(&term);
                    self.space = false;
                    definitions.push(Definition {
                        node: self.node(start),
                        term,
                        details: Vec::new(),
                    });
                    continue;
                }
                // Terms may be grouped (HTML, 4.4.9).
                (Some((name, group)), _) if name == "div" && self.depth < super::MAX_DEPTH => {
                    self.depth += 1;
                    self.define(&group, definitions);
                    self.depth -= 1;
                    continue;
                }
                (Some((name, detail)), _) if name == "dd" => self.flow(&detail),
                (Some((_, other)), _) => self.alone(|page, blocks| page.child(&other, blocks)),
                (None, Dom::Text(text)) => self.alone(|page, _| page.text(text)),
                (None, _) => continue,
            };
            if detail.is_empty() {
                continue;
            }
            if definitions.is_empty() {
                definitions.push(Definition {
                    node: self.node(start),
                    term: Vec::new(),
                    details: Vec::new(),
                });
            }
            if let Some(definition) = definitions.last_mut() {
                definition.details.push(detail);
            }
        }
    }

    pub(super) fn code(&mut self, element: &ElementRef) -> BlockKind {
        let code = element
            .child_elements()
            .find(|c| c.value().name() == "code");
        let classes = code.and_then(|code| code.value().attr("class").map(str::to_owned));
        let language = classes.unwrap_or_default();
        let language = language
            .split_whitespace()
            .find_map(|class| class.strip_prefix("language-"));
        let text = lines_of(element);
        let mut lines = Vec::new();
        for line in text.trim_matches('\n').split('\n') {
            let found = self
                .bare
                .get(self.at..)
                .and_then(|rest| rest.find(line.trim()));
            let start = self.at + found.unwrap_or(0);
            if found.is_some() {
                self.at = start + line.trim().len();
            }
            lines.push(CodeLine {
                span: self.node(start).span,
                text: line.to_owned(),
            });
        }
        BlockKind::Code {
            language: language.unwrap_or("").to_owned(),
            lines,
        }
    }

    /// A figure: its one picture with the caption; else what it holds, the caption under
    /// the last picture of several, over a table, or after all else.
    pub(super) fn figure(&mut self, element: &ElementRef, blocks: &mut Vec<Block>) {
        let outer = self.caption.replace(Vec::new());
        let outer_credit = std::mem::take(&mut self.credit);
        let mut body = self.flow(element);
        self.side(element, &mut body);
        let mut caption = std::mem::replace(&mut self.caption, outer).unwrap_or_default();
        let credit = std::mem::replace(&mut self.credit, outer_credit);
        if !credit.is_empty() {
            let is_alone = body.is_empty();
            let last = body.iter_mut().rev().find_map(|block| {
                let BlockKind::Figure(figure) = &mut block.kind else {
                    return None;
                };
                Some(&mut figure.credit).filter(|credit| credit.is_empty())
            });
            match last {
                Some(place) => *place = credit,
                None if is_alone && caption.is_empty() => caption = credit,
                None if is_alone => {
                    let node = self.phrase_node(&caption);
                    let caption = std::mem::take(&mut caption);
                    let figure = Figure {
                        caption,
                        credit,
                        ..Figure::default()
                    };
                    body.push(Block::new(node, BlockKind::Figure(figure)));
                }
                None => caption.extend(credit),
            }
        }
        if caption.is_empty() {
            return blocks.extend(body);
        }
        let place = body
            .iter_mut()
            .rev()
            .find_map(|block| block.kind.caption_mut());
        match place.filter(|place| place.is_empty()) {
            Some(place) => *place = caption,
            None => {
                let node = self.phrase_node(&caption);
                let kind = if body.is_empty() {
                    BlockKind::Figure(Figure {
                        caption,
                        ..Figure::default()
                    })
                } else {
                    BlockKind::Paragraph(caption)
                };
                body.push(Block::new(node, kind));
            }
        }
        blocks.extend(body);
    }

    /// Gives the pictures of a figure the side, and the one picture of it the size, that
    /// the figure's own attributes say.
    fn side(&mut self, element: &ElementRef, body: &mut [Block]) {
        let mut said = Picture::new("", Span::default(), None);
        let mut attributes = Element::of(element).all();
        let at = self.place(self.at);
        let span = self.context.source().span(at..at);
        picture::take(&mut said, &mut attributes, span, self.context.report());
        let is_alone = body.len() == 1;
        for block in body {
            if let BlockKind::Figure(figure) = &mut block.kind
                && let Some(picture) = &mut figure.picture
            {
                picture.side = picture.side.or(said.side);
                if picture.extent == Extent::Column {
                    picture.extent = said.extent;
                }
                picture.bleeds |= said.bleeds;
                // All of a figure that is so wide is as wide as it.
                let fills = picture.size.width.is_some_and(Length::is_whole);
                if is_alone && (picture.size.is_own() || fills && !said.size.is_own()) {
                    picture.size = said.size;
                }
            }
        }
    }

    /// Adds to the caption of the figure that is read; false where none is.
    pub(super) fn figcaption(&mut self, element: &ElementRef) -> bool {
        if self.caption.is_none() {
            return false;
        }
        self.space = false;
        let mut content = self.captioned(element);
        self.space = false;
        let at = self.place(self.at);
        if let Some(caption) = &mut self.caption {
            if !caption.is_empty() && !content.is_empty() {
                caption.push(self.context.made(" ", at));
            }
            caption.append(&mut content);
        }
        true
    }

    /// The content of a caption without its credit, which is kept.
    fn captioned(&mut self, element: &ElementRef) -> Vec<Inline> {
        let outer = std::mem::take(&mut self.line);
        self.each(element, |page, child| {
            let own = Element::of(child);
            if own.is_credit() && page.credit.is_empty() {
                page.space = false;
                page.credit = page.phrase(child);
                page.space = false;
            } else if !page.inline(child, &own) {
                page.space |= !page.line.is_empty();
                let is_due = std::mem::take(&mut page.space);
                let content = page.captioned(child);
                page.space = is_due && !content.is_empty();
                page.due_space();
                page.line.extend(content);
                page.space = true;
            }
        });
        let mut content = std::mem::replace(&mut self.line, outer);
        // The space before a credit belongs to neither.
        if let Some(Inline {
            kind: InlineKind::Text(text),
            ..
        }) = content.last()
            && text.trim().is_empty()
        {
            content.pop();
        }
        content
    }

    /// A quotation; a last child that names who said it is its credit.
    pub(super) fn quotation(&mut self, element: &ElementRef) -> Quotation {
        let children: Vec<ElementRef> = element.child_elements().collect();
        let last = children.last().filter(|last| {
            let own = Element::of(last);
            matches!(&*own.name, "footer" | "cite") || own.is_credit()
        });
        let Some(last) = last.filter(|_| children.len() > 1) else {
            return Quotation {
                body: self.flow(element),
                credit: Vec::new(),
            };
        };
        let outer = std::mem::take(&mut self.line);
        self.space = false;
        let mut body = Vec::new();
        let mut credit = Vec::new();
        self.each(element, |page, child| {
            if child.id() == last.id() {
                page.end_line(&mut body);
                credit = page.phrase(child);
                page.space = false;
            } else {
                page.child(child, &mut body);
            }
        });
        self.end_line(&mut body);
        self.line = outer;
        Quotation { body, credit }
    }

    /// The blocks that something makes which stands where it should not.
    fn alone(&mut self, read: impl FnOnce(&mut Self, &mut Vec<Block>)) -> Vec<Block> {
        let outer: Vec<Inline> = std::mem::take(&mut self.line);
        self.space = false;
        let mut blocks = Vec::new();
        read(self, &mut blocks);
        self.end_line(&mut blocks);
        self.line = outer;
        blocks
    }

    pub(super) fn table(&mut self, element: &ElementRef) -> Table {
        let mut table = Table::default();
        for part in element.child_elements() {
            match part.value().name() {
                "caption" => {
                    self.space = false;
                    if !table.caption.is_empty() {
                        let at = self.place(self.at);
                        table.caption.push(self.context.made(" ", at));
                    }
                    let content = self.phrase(&part);
                    table.caption.extend(content);
                    self.space = false;
                }
                name @ ("thead" | "tbody" | "tfoot") => {
                    for row in part.child_elements() {
                        let mut cells = row.child_elements().peekable();
                        let is_head =
                            cells.peek().is_some() && cells.all(|cell| cell.value().name() == "th");
                        let row = self.row(&row, &mut table.alignments);
                        if row.cells.is_empty() {
                            continue;
                        }
                        match name {
                            "thead" => table.head.push(row),
                            "tfoot" => table.foot.push(row),
                            _ if is_head && table.body.is_empty() => table.head.push(row),
                            _ => table.body.push(row),
                        }
                    }
                }
                "colgroup" => {}
                _ => self.strange = true,
            }
        }
        table
    }

    fn row(&mut self, element: &ElementRef, alignments: &mut Vec<Alignment>) -> Row {
        let start = self.at;
        let mut cells = Vec::new();
        let mut column = 0;
        for child in element.child_elements() {
            let own = Element::of(&child);
            let start = self.at;
            let body = self.flow(&child);
            let count = |key: &str| own.number(key).unwrap_or(1).clamp(1, 1000) as u16;
            let style = own.get("style").unwrap_or("").replace(' ', "");
            let alignment = match own.get("align").unwrap_or("") {
                "right" => Alignment::End,
                "center" => Alignment::Center,
                _ if style.contains("text-align:right") => Alignment::End,
                _ if style.contains("text-align:end") => Alignment::End,
                _ if style.contains("text-align:center") => Alignment::Center,
                _ => Alignment::Start,
            };
            let cell = Cell {
                node: self.node(start),
                body,
                columns: count("colspan"),
                rows: count("rowspan"),
            };
            let end = column + usize::from(cell.columns);
            if alignments.len() < end {
                alignments.resize(end, alignment);
            } else if own.name == "td"
                && let Some(own) = alignments.get_mut(column)
            {
                *own = alignment;
            }
            column = end;
            cells.push(cell);
        }
        Row {
            node: self.node(start),
            cells,
        }
    }
}

/// How a list is numbered.
fn numbering(element: &ElementRef, own: &Element) -> Numbering {
    if own.name != "ol" {
        return Numbering::Bullet;
    }
    let falls = own.get("reversed").is_some();
    let is_item = |child: &ElementRef| child.value().name() == "li";
    // One that counts down ends with 1 (HTML, 4.4.5).
    let first = match falls {
        true => element.child_elements().filter(is_item).count() as i64,
        false => 1,
    };
    let style = ["list-style-type", "list-style"]
        .into_iter()
        .find_map(|key| Numerals::of(&own.declared(key)?));
    Numbering::Ordered {
        start: own.integer("start").unwrap_or(first),
        numerals: style
            .or(own.get("type").and_then(Numerals::of))
            .unwrap_or_default(),
        falls,
    }
}

/// The text of code, where a `br` ends a line.
fn lines_of(element: &ElementRef) -> String {
    let mut text = String::new();
    for node in element.descendants() {
        if let Dom::Text(part) = node.value() {
            text.push_str(part);
        } else if node
            .value()
            .as_element()
            .is_some_and(|inner| inner.name() == "br")
        {
            text.push('\n');
        }
    }
    text
}
