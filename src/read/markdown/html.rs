//! HTML within Markdown in, what it means out.
//!
//! Tags in a line open and close inlines; a block of HTML is parsed as a browser
//! parses it (scraper, on html5ever) and its elements become blocks. What is not known
//! is told, and its text is kept; what only dresses text is left out unsaid.

use super::{MAX_DEPTH, Reading, inline};
use crate::lang::Lang;
use crate::model::{
    Alignment, Attributes, Block, BlockKind, Cell, CodeLine, Definition, Figure, Inline,
    InlineKind, Item, List, Node, Numbering, Picture, Quotation, Row, Table, plain_text,
};
use crate::source::Span;
use scraper::{ElementRef, Html, Node as Dom};
use std::ops::Range;

/// An element of HTML.
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The element that a single tag opens.
    pub(super) fn of_tag(html: &str) -> Option<Element> {
        let fragment = Html::parse_fragment(html);
        let element = fragment.root_element().child_elements().next()?;
        Some(Element::of(&element))
    }

    fn of(element: &ElementRef) -> Element {
        let attributes = element.value().attrs();
        Element {
            name: element.value().name().to_owned(),
            attributes: attributes
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        }
    }

    fn get(&self, key: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(name, _)| name == key)
            .map(|(_, value)| value.trim())
    }

    fn number(&self, key: &str) -> Option<u64> {
        self.get(key)?.parse().ok()
    }

    pub(super) fn lang(&self) -> Option<Lang> {
        Lang::parse(self.get("lang").or(self.get("xml:lang"))?)
    }

    /// The attributes that stay.
    fn kept(&self) -> Attributes {
        let classes = self.get("class").unwrap_or("").split_whitespace();
        Attributes {
            id: self
                .get("id")
                .filter(|id| !id.is_empty())
                .map(str::to_owned),
            classes: classes.map(str::to_owned).collect(),
            pairs: Vec::new(),
        }
    }

    /// The picture that an `img` shows.
    pub(super) fn picture(&self, span: Span) -> Option<Picture> {
        Some(Picture {
            path: self.get("src").filter(|src| !src.is_empty())?.to_owned(),
            span,
            alt: self.get("alt").map(str::to_owned),
        })
    }

    /// What it makes of its content; the content again where it only dresses it.
    pub(super) fn wrap(&self, content: Vec<Inline>) -> Result<InlineKind, Vec<Inline>> {
        Ok(match &*self.name {
            "b" | "strong" => InlineKind::Strong(content),
            "i" | "em" | "cite" | "dfn" | "var" => InlineKind::Emph(content),
            "sup" => InlineKind::Super(content),
            "sub" => InlineKind::Sub(content),
            "s" | "del" | "strike" => InlineKind::Strike(content),
            "code" | "tt" | "samp" | "kbd" => InlineKind::Code(plain_text(&content)),
            "a" if self.get("href").is_some_and(|href| !href.is_empty()) => InlineKind::Link {
                target: inline::address(self.get("href").unwrap_or("")),
                title: self.get("title").unwrap_or("").to_owned(),
                content,
            },
            "abbr" | "acronym" if self.get("title").is_some() => InlineKind::Abbreviation {
                expansion: self.get("title").unwrap_or("").to_owned(),
                content,
            },
            "a" | "span" => {
                let mut attributes = self.kept();
                let style = self.get("style").unwrap_or("").to_ascii_lowercase();
                if style.contains("small-caps") {
                    return Ok(InlineKind::SmallCaps(content));
                }
                attributes.classes.clear();
                if attributes.id.is_none() && self.lang().is_none() {
                    return Err(content);
                }
                InlineKind::Span(attributes, content)
            }
            _ => return Err(content),
        })
    }

    /// Whether it stands in a line and is understood.
    pub(super) fn is_inline(&self) -> bool {
        const DRESS: [&str; 13] = [
            "abbr", "acronym", "big", "bdi", "center", "font", "ins", "label", "mark", "nobr",
            "small", "time", "u",
        ];
        DRESS.contains(&&*self.name)
            || matches!(
                &*self.name,
                "a" | "b"
                    | "strong"
                    | "i"
                    | "em"
                    | "cite"
                    | "dfn"
                    | "var"
                    | "sup"
                    | "sub"
                    | "s"
                    | "del"
                    | "strike"
                    | "code"
                    | "tt"
                    | "samp"
                    | "kbd"
                    | "span"
                    | "wbr"
            )
    }

    /// Whether it holds blocks, and is nothing by itself.
    fn is_holder(&self) -> bool {
        matches!(
            &*self.name,
            "article"
                | "body"
                | "center"
                | "details"
                | "div"
                | "footer"
                | "header"
                | "html"
                | "main"
                | "nav"
                | "picture"
                | "section"
                | "p"
                | "figcaption"
                | "summary"
        )
    }
}

/// A block of HTML being read.
struct Page<'h, 'p, 'r, 'a, 't> {
    reading: &'p mut Reading<'r, 'a, 't>,
    /// The HTML, tags and comments blanked, in which words are found again.
    bare: &'h str,
    /// Where its pieces stand in the text.
    pieces: &'h [(usize, usize)],
    /// How far words were found.
    at: usize,
    /// What a paragraph in the making has.
    line: Vec<Inline>,
    /// Whether a space is due before the next word.
    space: bool,
    /// Whether something is not understood.
    strange: bool,
    /// How deep the element that is read stands.
    depth: usize,
}

impl Reading<'_, '_, '_> {
    /// The blocks that a block of HTML means. `pieces` tells of each of its parts at
    /// which byte of `html` it begins, and at which of the text.
    pub(super) fn html(
        &mut self,
        html: &str,
        pieces: &[(usize, usize)],
        range: Range<usize>,
    ) -> Vec<Block> {
        let fragment = Html::parse_fragment(html);
        let bare = without_tags(html);
        let mut page = Page {
            reading: self,
            bare: &bare,
            pieces,
            at: 0,
            line: Vec::new(),
            space: false,
            strange: false,
            depth: 0,
        };
        let blocks = page.flow(&fragment.root_element());
        if page.strange {
            self.tell_html(range);
        }
        blocks
    }
}

impl Page<'_, '_, '_, '_, '_> {
    /// The blocks of an element's content.
    fn flow(&mut self, element: &ElementRef) -> Vec<Block> {
        let outer = std::mem::take(&mut self.line);
        self.space = false;
        let mut blocks = Vec::new();
        if self.is_too_deep(element) {
            self.end_line(&mut blocks);
            self.line = outer;
            return blocks;
        }
        self.each(element, |page, child| page.child(child, &mut blocks));
        self.end_line(&mut blocks);
        self.line = outer;
        blocks
    }

    /// Takes in the texts of an element, and gives `take` the elements in it.
    fn each(&mut self, element: &ElementRef, mut take: impl FnMut(&mut Self, &ElementRef)) {
        self.depth += 1;
        for child in element.children() {
            if let Dom::Text(text) = child.value() {
                self.text(text);
            } else if let Some(child) = ElementRef::wrap(child) {
                take(self, &child);
            }
        }
        self.depth -= 1;
    }

    /// Whether an element stands so deep that its text alone is taken, flat.
    fn is_too_deep(&mut self, element: &ElementRef) -> bool {
        let is_deep = self.depth > MAX_DEPTH;
        if is_deep {
            self.strange = true;
            for text in element.text() {
                self.text(text);
            }
        }
        is_deep
    }

    fn child(&mut self, element: &ElementRef, blocks: &mut Vec<Block>) {
        let own = Element::of(element);
        if self.inline(element, &own) {
            return;
        }
        self.end_line(blocks);
        let start = self.at;
        let kind = match &*own.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading {
                level: own.name.bytes().last().map_or(2, |digit| digit - b'0'),
                content: self.phrase(element),
            },
            "ul" | "ol" | "menu" => BlockKind::List(self.list(element, &own)),
            "dl" => BlockKind::DefinitionList(self.definitions(element)),
            "blockquote" => BlockKind::Quote(Quotation {
                body: self.flow(element),
                credit: Vec::new(),
            }),
            "aside" => BlockKind::Aside(self.flow(element)),
            "pre" => self.code(element),
            "hr" => BlockKind::Rule,
            "figure" => BlockKind::Figure(self.figure(element)),
            "table" => BlockKind::Table(self.table(element)),
            "script" | "style" | "template" => {
                self.strange = true;
                return;
            }
            "summary" => {
                let content = self.phrase(element);
                let node = self.node(start);
                let kind = InlineKind::Strong(content);
                BlockKind::Paragraph(vec![Inline { node, kind }])
            }
            _ => {
                self.strange |= !own.is_holder() && element.has_children();
                self.strange |= matches!(
                    &*own.name,
                    "iframe" | "video" | "audio" | "embed" | "object" | "form" | "input" | "svg"
                );
                let body = self.flow(element);
                let named = own.lang().is_some() || own.kept().id.is_some();
                if !named || body.is_empty() {
                    return blocks.extend(body);
                }
                BlockKind::Div(body)
            }
        };
        let mut block = Block::new(self.node(start), kind);
        block.node.lang = own.lang();
        block.attributes.id = own.kept().id;
        blocks.push(block);
    }

    /// Reads an element that stands in a line; false where it is none.
    fn inline(&mut self, element: &ElementRef, own: &Element) -> bool {
        let start = self.at;
        match &*own.name {
            "br" => {
                self.space = false;
                self.add(start, InlineKind::Break);
            }
            "img" => match own.picture(self.node(start).span) {
                Some(picture) => {
                    self.due_space();
                    self.add(start, InlineKind::Image(picture));
                }
                None => self.strange = true,
            },
            _ if own.is_inline() => {
                self.due_space();
                let content = self.phrase(element);
                match own.wrap(content) {
                    Ok(kind) => {
                        self.add(start, kind);
                        if let Some(last) = self.line.last_mut() {
                            last.node.lang = own.lang();
                        }
                    }
                    Err(content) => self.line.extend(content),
                }
            }
            _ => return false,
        }
        true
    }

    fn add(&mut self, start: usize, kind: InlineKind) {
        let node = self.node(start);
        self.line.push(Inline { node, kind });
    }

    /// The content of an element as one phrase.
    fn phrase(&mut self, element: &ElementRef) -> Vec<Inline> {
        let outer = std::mem::take(&mut self.line);
        if self.is_too_deep(element) {
            return std::mem::replace(&mut self.line, outer);
        }
        self.each(element, |page, child| {
            let own = Element::of(child);
            if !page.inline(child, &own) {
                // A block within a line is its text.
                page.strange |= !own.is_holder();
                page.space |= !page.line.is_empty();
                let content = page.phrase(child);
                page.line.extend(content);
                page.space = true;
            }
        });
        std::mem::replace(&mut self.line, outer)
    }

    /// Ends the paragraph in the making. One picture alone is a figure.
    fn end_line(&mut self, blocks: &mut Vec<Block>) {
        self.space = false;
        let line = std::mem::take(&mut self.line);
        let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::Break);
        if line.iter().all(is_break) {
            return;
        }
        if let [
            Inline {
                node,
                kind: InlineKind::Image(picture),
            },
        ] = line.as_slice()
        {
            let figure = Figure {
                picture: Some(picture.clone()),
                ..Figure::default()
            };
            return blocks.push(Block::new(node.clone(), BlockKind::Figure(figure)));
        }
        let first = line.first().map(|inline| inline.node.span);
        let last = line.last().map(|inline| inline.node.span);
        if let (Some(first), Some(last)) = (first, last) {
            let node = self.reading.markdown.node(first.to(last));
            blocks.push(Block::new(node, BlockKind::Paragraph(line)));
        }
    }

    /// The words of a text, white space between them one space, each at its place.
    fn text(&mut self, text: &str) {
        self.space |= text.starts_with(char::is_whitespace) && !self.line.is_empty();
        for line in text.split('\n').map(str::trim) {
            if line.is_empty() {
                continue;
            }
            let whole = self.bare.get(self.at..).and_then(|rest| rest.find(line));
            match whole {
                Some(found) if !line.contains("  ") => self.words(line, Some(found)),
                _ => {
                    for word in line.split_whitespace() {
                        let found = self.bare.get(self.at..).and_then(|rest| rest.find(word));
                        self.words(word, found);
                    }
                }
            }
        }
        self.space = self.space && text.ends_with(char::is_whitespace);
    }

    /// Words in a row, so many bytes on, or at no place of their own.
    fn words(&mut self, words: &str, found: Option<usize>) {
        self.due_space();
        let start = self.at + found.unwrap_or(0);
        if found.is_some() {
            self.at = start + words.len();
        }
        self.add(start, InlineKind::Text(words.to_owned()));
        self.space = true;
    }

    fn due_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.line.is_empty() {
            let place = self.place(self.at);
            let space = self.reading.markdown.made(" ", place);
            self.line.push(space);
        }
    }

    /// Where a byte of the HTML stands in the source.
    fn place(&self, at: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(start, _)| *start <= at);
        let place = piece.map_or(at, |(start, text)| text + (at - start));
        self.reading.origin.span(place..place).start as usize
    }

    /// A node from a byte of the HTML to where words were found.
    fn node(&mut self, start: usize) -> Node {
        let (start, end) = (self.place(start), self.place(self.at.max(start)));
        let span = self.reading.markdown.source().span(start..end.max(start));
        self.reading.markdown.node(span)
    }

    fn list(&mut self, element: &ElementRef, own: &Element) -> List {
        let mut tight = true;
        let mut items = Vec::new();
        for child in element.child_elements() {
            if child.value().name() != "li" {
                self.strange = true;
                continue;
            }
            let start = self.at;
            tight &= !child
                .child_elements()
                .any(|inner| inner.value().name() == "p");
            let body = self.flow(&child);
            items.push(Item {
                node: self.node(start),
                task: None,
                body,
            });
        }
        List {
            numbering: match &*own.name {
                "ol" => Numbering::Decimal {
                    start: own.number("start").unwrap_or(1),
                },
                _ => Numbering::Bullet,
            },
            tight,
            items,
        }
    }

    fn definitions(&mut self, element: &ElementRef) -> Vec<Definition> {
        let mut definitions: Vec<Definition> = Vec::new();
        for child in element.child_elements() {
            let start = self.at;
            match (child.value().name(), definitions.last_mut()) {
                ("dt", _) => {
                    let term = self.phrase(&child);
                    self.space = false;
                    definitions.push(Definition {
                        node: self.node(start),
                        term,
                        details: Vec::new(),
                    });
                }
                ("dd", Some(_)) => {
                    let body = self.flow(&child);
                    if let Some(definition) = definitions.last_mut() {
                        definition.details.push(body);
                    }
                }
                _ => self.strange = true,
            }
        }
        definitions
    }

    fn code(&mut self, element: &ElementRef) -> BlockKind {
        let code = element
            .child_elements()
            .find(|c| c.value().name() == "code");
        let classes = code.and_then(|code| code.value().attr("class").map(str::to_owned));
        let language = classes.unwrap_or_default();
        let language = language
            .split_whitespace()
            .find_map(|class| class.strip_prefix("language-"));
        let text: String = element.text().collect();
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

    fn figure(&mut self, element: &ElementRef) -> Figure {
        let mut figure = Figure::default();
        for inner in element.descendants().filter_map(ElementRef::wrap) {
            match inner.value().name() {
                "img" if figure.picture.is_none() => {
                    let span = self.node(self.at).span;
                    figure.picture = Element::of(&inner).picture(span);
                }
                "figcaption" => {
                    self.space = false;
                    figure.caption = self.phrase(&inner);
                    self.space = false;
                }
                "iframe" | "video" | "audio" => self.strange = true,
                _ => {}
            }
        }
        figure
    }

    fn table(&mut self, element: &ElementRef) -> Table {
        let mut table = Table::default();
        for part in element.child_elements() {
            match part.value().name() {
                "caption" => {
                    table.caption = self.phrase(&part);
                    self.space = false;
                }
                name @ ("thead" | "tbody" | "tfoot") => {
                    for row in part.child_elements() {
                        let mut cells = row.child_elements().peekable();
                        let is_head =
                            cells.peek().is_some() && cells.all(|cell| cell.value().name() == "th");
                        let row = self.row(&row, &mut table.alignments);
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

/// The HTML with every byte of its tags and comments blanked.
fn without_tags(html: &str) -> String {
    let mut bare = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        bare.push_str(before);
        let end = match tag.strip_prefix("<!--") {
            Some(comment) => comment.find("-->").map(|at| at + 7),
            None => tag.find('>').map(|at| at + 1),
        };
        let length = end.unwrap_or(tag.len());
        bare.extend(std::iter::repeat_n('\0', length));
        rest = tag.get(length..).unwrap_or("");
    }
    bare.push_str(rest);
    bare
}
