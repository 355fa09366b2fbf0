//! Takes HTML, within Markdown or as a page of its own; returns blocks and inlines.
//!
//! Tags in a line of Markdown open and close inlines; all else is parsed as a browser
//! parses it (scraper, on html5ever) and its elements become blocks. What is not known
//! is told, and its text is kept; what only dresses text is left out unsaid.

mod breaks;
mod columns;
mod element;
pub(super) mod gallery;
mod holders;
mod notes;
mod roles;
mod ruby;

use super::context::Context;
use super::figure::{Piece, pieces};
use super::markdown::MAX_DEPTH;
use super::origin::Origin;
use crate::model::{
    Attributes, Block, BlockKind, BreakKind, Inline, InlineKind, KEEP, Node, Picture,
};
use crate::notation::breaks::of_comment;
use crate::source::Span;
pub(super) use breaks::{in_line, with_breaks};
pub(super) use element::Element;
use element::is_space;
pub(super) use notes::{NoteLinks, Texts, marked, marks_alone};
use scraper::{ElementRef, Html, Node as Dom};
use std::collections::HashMap;
use std::ops::Range;

/// HTML being read.
struct Page<'h, 'm, 'a> {
    context: &'m mut Context<'a>,
    origin: &'h Origin,
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
    /// The caption of the figure that is read, as far as it is known, and the credit in
    /// it.
    caption: Option<Vec<Inline>>,
    credit: Vec<Inline>,
    /// Whether a gallery is read, where linked pictures in a row are no badges.
    gallery: bool,
    /// Whether what is read stands in a group of columns, and in no column of it yet.
    in_columns: bool,
    /// Whether something is not understood.
    strange: bool,
    /// The HTML, in which elements are found again, and how far they were.
    html: &'h str,
    tags: usize,
    /// What is left out, each by itself.
    left_out: Vec<LeftOut>,
    /// How many links the phrase that is read stands in.
    links: usize,
    /// How deep the element that is read stands.
    depth: usize,
    /// The note that is read.
    note: Option<String>,
    /// What the entities mean that were met.
    entities: HashMap<String, String>,
}

/// Where the words of HTML stand in the source: in which text they are found again, and
/// for each of its parts at which of its bytes it begins, and at which of the origin's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'h> {
    /// The text, tags and comments blanked.
    pub(super) bare: &'h str,
    /// The parts.
    pub(super) pieces: &'h [(usize, usize)],
    /// The way to the source.
    pub(super) origin: &'h Origin,
}

/// What is made of HTML.
pub(super) struct Made {
    /// The blocks that it means.
    pub(super) blocks: Vec<Block>,
    /// Whether something in it is not understood, its text apart.
    pub(super) is_strange: bool,
    /// What is left out, each by itself.
    pub(super) left_out: Vec<LeftOut>,
}

/// An element that is left out, or an attribute of one.
pub(super) struct LeftOut {
    /// Where its tag stands in the HTML, and all that is in it where none of that is shown.
    pub(super) tag: Range<usize>,
    /// What it is, and what is in it.
    pub(super) message: String,
    /// What of it is left out.
    pub(super) what: Left,
}

/// What of an element is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// The element, of which the words may stay.
    Element,
    /// An attribute alone.
    Attribute,
    /// The element with its words.
    Words,
    /// A break, where no page can end.
    Break,
}

/// What is said of a formula that has no TeX.
pub(super) const WITHOUT_TEX: &str =
    "`<math>` has no TeX; only its letters and signs are kept, without fractions and exponents";

/// Makes of HTML the blocks that it means.
pub(super) fn blocks<'h>(html: &'h str, places: Places<'h>, context: &mut Context) -> Made {
    let fragment = Html::parse_fragment(html);
    let mut page = Page {
        context,
        origin: places.origin,
        bare: places.bare,
        pieces: places.pieces,
        at: 0,
        line: Vec::new(),
        space: false,
        caption: None,
        credit: Vec::new(),
        gallery: false,
        in_columns: false,
        strange: false,
        html,
        tags: 0,
        left_out: Vec::new(),
        links: 0,
        depth: 0,
        note: None,
        entities: HashMap::new(),
    };
    let blocks = page.flow(&fragment.root_element());
    Made {
        blocks,
        is_strange: page.strange,
        left_out: page.left_out,
    }
}

/// An image with its name, and what is to be said of the attributes that change nothing.
pub(super) fn image(
    picture: Picture,
    mut left: Attributes,
    span: Span,
    context: &mut Context,
) -> (InlineKind, Vec<String>) {
    let mut attributes = std::mem::take(&mut left.pairs);
    if !left.classes.is_empty() {
        let classes = std::mem::take(&mut left.classes).join(" ");
        attributes.insert(0, ("class".to_owned(), classes));
    }
    let told = |(key, value): (String, String)| {
        format!("the attribute `{key}={value}` changes nothing; ignored")
    };
    let unused = attributes.into_iter().map(told).collect();
    let image = InlineKind::Image(picture);
    // Links may lead to its name.
    let kind = match left.id {
        Some(_) => {
            let node = context.node(span);
            InlineKind::Span(left, vec![Inline { node, kind: image }])
        }
        None => image,
    };
    (kind, unused)
}

impl Page<'_, '_, '_> {
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
        self.depth += 1;
        for child in element.children() {
            if let Dom::Text(text) = child.value() {
                self.text(text);
            } else if let Dom::Comment(comment) = child.value() {
                let kind = of_comment(comment);
                self.break_off(kind, &mut blocks);
            } else if let Some(child) = ElementRef::wrap(child) {
                self.child(&child, &mut blocks);
            }
        }
        self.depth -= 1;
        self.end_line(&mut blocks);
        self.line = outer;
        blocks
    }

    /// Ends the paragraph in the making with a break, if there is one.
    fn break_off(&mut self, kind: Option<BreakKind>, blocks: &mut Vec<Block>) {
        if let Some(kind) = kind {
            self.end_line(blocks);
            let node = self.node(self.at);
            blocks.push(Block::new(node, BlockKind::Break(kind)));
        }
    }

    /// The blocks of an element, between the breaks that it asks for.
    fn child(&mut self, element: &ElementRef, blocks: &mut Vec<Block>) {
        let mut own = Element::of(element);
        // Word puts its breaks into an element for their look.
        if let Some(inner) = element::lone_break(element, &own) {
            own = inner;
        }
        let asked = own.asked();
        let is_sign = own.is_break();
        let is_in_line = !is_sign && self.stands_in_line(element, &own);
        if asked.is_nothing() || is_in_line {
            return self.element(element, own, blocks);
        }
        self.end_line(blocks);
        self.break_off(asked.before, blocks);
        let first = blocks.len();
        if is_sign {
            self.pass_tag(&own);
            // One of a name that HTML does not know is only closed with what holds it.
            blocks.extend(self.flow(element));
        } else {
            self.element(element, own, blocks);
            self.end_line(blocks);
        }
        if asked.keeps {
            self.keep(first, blocks);
        }
        self.break_off(asked.after, blocks);
    }

    /// Keeps the blocks from one on together.
    fn keep(&mut self, first: usize, blocks: &mut Vec<Block>) {
        if blocks.len() > first + 1 {
            let body = blocks.split_off(first);
            let node = self.node(self.at);
            blocks.push(Block::new(node, BlockKind::Div(body)));
        }
        if let Some(block) = blocks.get_mut(first)
            && !block.attributes.has_class(KEEP)
        {
            block.attributes.classes.push(KEEP.to_owned());
        }
    }

    /// The blocks of an element of which html5ever gives the source: a browser that runs
    /// no scripts, or shows no frames, reads it as HTML.
    fn source_flow(&mut self, element: &ElementRef) -> Vec<Block> {
        let source: String = element.text().collect();
        let inner = Html::parse_fragment(&source);
        self.flow(&inner.root_element())
    }

    /// Takes in the texts of an element, and gives `take` the elements in it.
    fn each(&mut self, element: &ElementRef, mut take: impl FnMut(&mut Self, &ElementRef)) {
        self.depth += 1;
        for child in element.children() {
            if let Dom::Text(text) = child.value() {
                self.text(text);
            } else if let Dom::Comment(comment) = child.value() {
                let kind = of_comment(comment);
                self.left_out.extend(kind.map(|kind| LeftOut {
                    tag: self.tags..self.tags,
                    message: in_line(kind),
                    what: Left::Break,
                }));
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

    fn element(&mut self, element: &ElementRef, own: Element, blocks: &mut Vec<Block>) {
        if self.inline(element, &own) {
            return;
        }
        // What is worked or drawn among words parts no paragraph.
        let is_among_words = own.is_control() || own.is_media() && !self.line.is_empty();
        if is_among_words && is_in_paragraph(element) && !element::holds_blocks(element) {
            return self.flat(element, &own);
        }
        self.end_line(blocks);
        if self.take_note(element, &own) {
            return;
        }
        self.tell_unused(&own);
        let start = self.at;
        let kind = match &*own.name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading {
                level: own.name.bytes().last().map_or(2, |digit| digit - b'0'),
                content: self.phrase(element),
            },
            "ul" | "ol" | "menu" => {
                let mut lists = self.lists(element, &own).into_iter();
                let Some(first) = lists.next() else { return };
                let mut block = Block::new(self.node(start), BlockKind::List(first));
                block.node.lang = own.lang();
                block.attributes.id = own.id();
                blocks.push(block);
                for list in lists {
                    let mut block = Block::new(self.node(start), BlockKind::List(list));
                    block.node.lang = own.lang();
                    blocks.push(block);
                }
                return;
            }
            "dl" => BlockKind::DefinitionList(self.definitions(element)),
            "blockquote" if roles::has_role(&own, "doc-epigraph") => {
                BlockKind::Epigraph(self.quotation(element))
            }
            "aside" if roles::has_role(&own, "doc-pullquote") => {
                BlockKind::PullQuote(self.quotation(element))
            }
            "div" if roles::is_verse(element, &own) => BlockKind::Verse(self.verse(element)),
            "p" if roles::is_display(element) => {
                let body = self.flow(element);
                match roles::formula_of(&body) {
                    Some(source) => BlockKind::Math(source),
                    None => return blocks.extend(body),
                }
            }
            "blockquote" => BlockKind::Quote(self.quotation(element)),
            "aside" => BlockKind::Aside(self.flow(element)),
            "pre" => self.code(element),
            "hr" => BlockKind::Rule,
            "div" | "figure" if gallery::is_one(element) && !self.gallery => {
                return self.gallery(element, &own, blocks);
            }
            "div" | "section" if columns::is_one(&own) => {
                return self.columns(element, &own, blocks);
            }
            "div" | "section" if self.in_columns && columns::is_part(&own) => {
                return blocks.push(self.column(element, &own));
            }
            "figure" => return self.figure(element, blocks),
            "figcaption" if self.figcaption(element) => return,
            "table" => {
                let table = self.table(element);
                let rows = [&table.head, &table.body, &table.foot];
                match rows.iter().any(|rows| !rows.is_empty()) {
                    true => BlockKind::Table(table),
                    false if table.caption.is_empty() => return,
                    false => BlockKind::Paragraph(table.caption),
                }
            }
            "script" | "style" | "template" => {
                // Nothing that is read: no browser shows it either.
                return self.leave_out(element, &own);
            }
            "noscript" => {
                self.pass_tag(&own);
                return blocks.extend(self.source_flow(element));
            }
            _ if own.is_media() => {
                self.leave_out(element, &own);
                blocks.extend(self.address_line(element, &own));
                // What it shows where it cannot be played.
                return match own.is_source() {
                    true => blocks.extend(self.source_flow(element)),
                    false => blocks.extend(self.flow(element)),
                };
            }
            _ if own.is_control() || own.name == "form" => {
                self.leave_out(element, &own);
                return blocks.extend(self.flow(element));
            }
            "summary" => {
                let content = self.phrase(element);
                let node = self.node(start);
                let kind = InlineKind::Strong(content);
                BlockKind::Paragraph(vec![Inline { node, kind }])
            }
            _ => {
                if own.is_part() {
                    self.leave_out_part(element, &own);
                } else {
                    self.strange |= !own.is_holder() && own.name != "wbr";
                }
                let notes = self.context.count_of_notes();
                let mut body = self.flow(element);
                // The rule that parted the notes from the text parts nothing.
                let is_rule = |block: &Block| matches!(block.kind, BlockKind::Rule);
                if self.context.count_of_notes() > notes && body.iter().all(is_rule) {
                    body.clear();
                }
                let keeps = own.is_kept_group();
                let named = own.lang().is_some() || own.kept().id.is_some() || keeps;
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
        if own.is_leftover() {
            self.skip(element, own);
            return true;
        }
        if self.is_back(own) {
            self.pass_over(element, own);
            return true;
        }
        if self.mark(element, own) {
            return true;
        }
        if roles::is_task_box(element) {
            self.pass_tag(own);
            return true;
        }
        if own.name == "math" {
            if !self.formula(element, own) {
                self.words_of_formula(element, own);
            }
            return true;
        }
        match &*own.name {
            "br" => {
                self.tell_unused(own);
                self.space = false;
                self.add(start, InlineKind::Break);
            }
            "img" => match own.picture(self.node(start).span, self.context.report()) {
                Some((picture, left)) => {
                    let tag = self.pass_tag(own);
                    self.due_space();
                    let span = picture.span;
                    let (kind, unused) = image(picture, left, span, self.context);
                    self.left_out
                        .extend(unused.into_iter().map(|message| LeftOut {
                            tag: tag.clone(),
                            message,
                            what: Left::Attribute,
                        }));
                    self.add(start, kind);
                }
                None => self.strange = true,
            },
            _ if self.stands_in_line(element, own) => {
                self.strange |= !own.is_inline();
                self.tell_unused(own);
                // White space at its beginning parts it from what is before it, as that
                // at its end does from what comes after.
                let begins = element::begins_with_space(element);
                let is_parted = (self.space || begins) && !self.line.is_empty();
                let place = self.place(start);
                let space = is_parted.then(|| self.context.made(" ", place));
                self.space = false;
                let is_link = own.name == "a" && own.get("href").is_some();
                // What html5ever gave as source may have one too.
                let is_nested = is_link && self.links > 0;
                if is_nested {
                    let tag = self.pass_tag(own);
                    let url = own.get("href").unwrap_or("");
                    let message = format!("`<a>` inside another link; left out: `{url}`");
                    self.left_out.push(LeftOut {
                        tag,
                        message,
                        what: Left::Element,
                    });
                }
                self.links += usize::from(is_link);
                let content = self.phrase(element);
                self.links -= usize::from(is_link);
                let span = self.node(start).span;
                let mut made = match is_nested {
                    true => content,
                    false => own.made(content, span, self.context),
                };
                made = own.finished(made, span, self.context);
                if made.is_empty() {
                    self.space |= is_parted;
                } else {
                    self.line.extend(space);
                    // It may end in the space itself.
                    self.space &= !made.last().is_some_and(is_blank);
                    self.line.append(&mut made);
                }
            }
            _ => return false,
        }
        true
    }

    /// Whether an element stands in a line: it does by itself, or it is none of HTML and
    /// has no block in it.
    fn stands_in_line(&self, element: &ElementRef, own: &Element) -> bool {
        own.is_inline() || !own.is_block() && !element::holds_blocks(element)
    }

    /// Notes one attribute of an element that changes nothing.
    fn tell_attribute(&mut self, own: &Element, key: &str, value: &str) {
        let tag = self.pass_tag(own);
        let message = format!("the attribute `{key}={value}` changes nothing; ignored");
        self.left_out.push(LeftOut {
            tag,
            message,
            what: Left::Attribute,
        });
    }

    /// Notes the attributes of an element that change nothing.
    fn tell_unused(&mut self, own: &Element) {
        let mut unused = own.unused();
        // Said once: a text may have each of its paragraphs so.
        if let Some(message) = own.aligns().filter(|_| !self.context.tells_sides) {
            self.context.tells_sides = true;
            unused.push(message);
            unused.dedup();
        }
        if unused.is_empty() {
            return;
        }
        let tag = self.pass_tag(own);
        self.left_out
            .extend(unused.into_iter().map(|message| LeftOut {
                tag: tag.clone(),
                message,
                what: Left::Attribute,
            }));
    }

    /// Notes that an element is left out, with its address or its text.
    fn leave_out(&mut self, element: &ElementRef, own: &Element) {
        let Range { start, mut end } = self.pass_tag(own);
        let text: String = element.text().collect();
        // Nothing of these is shown: the place is all of them.
        if matches!(&*own.name, "script" | "style" | "template") {
            let rest = self.html.get(end..).unwrap_or("");
            end += match rest.starts_with(&text) {
                true => text.len(),
                false => closing(rest, &own.name),
            };
            self.tags = end;
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = own.address(element).or(own.said());
        let said = said.unwrap_or_else(|| text.chars().take(60).collect());
        self.left_out.push(LeftOut {
            tag: start..end,
            message: left_out(&own.name, &said),
            what: Left::Element,
        });
    }

    /// A formula in MathML whose author gives it in TeX too (MathML Core, 6, `annotation`);
    /// false where there is none.
    fn formula(&mut self, element: &ElementRef, own: &Element) -> bool {
        let is_tex = |inner: &ElementRef| {
            inner.value().name() == "annotation"
                && inner.value().attr("encoding") == Some("application/x-tex")
        };
        let mut inner = element.descendants().filter_map(ElementRef::wrap);
        let Some(annotation) = inner.find(is_tex) else {
            return false;
        };
        let tex: String = annotation.text().collect();
        let tex = tex.trim();
        let Range { start, end } = self.pass_tag(own);
        let given = self.html.get(end..).unwrap_or("");
        let given = given.get(..closing(given, "math")).unwrap_or("");
        let place = given.find("application/x-tex").and_then(|at| {
            let rest = given.get(at..)?;
            Some((end + at + rest.find('>')? + 1, end + given.len()))
        });
        let Some((from, to)) = place.filter(|_| !tex.is_empty()) else {
            return false;
        };
        self.due_space();
        // In a fragment that stands in the source as it is, the words have the same place.
        let is_same = self.bare.len() == self.html.len();
        if is_same {
            self.at = self.at.max(from);
        }
        let found = self.find(tex).unwrap_or(0..0);
        let first = self.at + found.start;
        self.at += found.end;
        if is_same {
            self.at = self.at.max(to);
        }
        let span = self.place(first)..self.place(first + found.len());
        let span = self.context.source().span(span);
        let node = self.context.node(span);
        let kind = InlineKind::Math(tex.to_owned());
        self.line.push(Inline { node, kind });
        self.tags = to;
        self.left_out.push(LeftOut {
            tag: start..from,
            message: "the formula is set as its TeX has it; its MathML is left out".to_owned(),
            what: Left::Words,
        });
        true
    }

    /// A formula that is read as its words: MathML draws with its structure, which is lost.
    fn words_of_formula(&mut self, element: &ElementRef, own: &Element) {
        let Range { start, mut end } = self.pass_tag(own);
        let inner = self.html.get(end..).unwrap_or("");
        end += closing(inner, "math");
        // What is said of all of it is said of each element in it.
        let is_strange = self.strange;
        let space = std::mem::take(&mut self.space);
        let content = self.phrase(element);
        self.strange = is_strange;
        self.space = space;
        self.due_space();
        self.line.extend(content);
        self.left_out.push(LeftOut {
            tag: start..end,
            message: WITHOUT_TEX.to_owned(),
            what: Left::Element,
        });
    }

    /// Leaves out an element and the words in it, which a note quotes.
    fn skip(&mut self, element: &ElementRef, own: &Element) {
        let tag = self.pass_over(element, own);
        let text: String = element.text().collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.left_out.push(LeftOut {
            tag,
            message: format!("`{text}` is for the editors of a wiki; left out"),
            what: Left::Words,
        });
    }

    /// Passes over an element and the words in it, or those after it would be found in it;
    /// gives back where it stands.
    fn pass_over(&mut self, element: &ElementRef, own: &Element) -> Range<usize> {
        let tag = self.pass_tag(own);
        let text: String = element.text().collect();
        let (line, space) = (std::mem::take(&mut self.line), self.space);
        self.text(&text);
        (self.line, self.space) = (line, space);
        let close = format!("</{}>", own.name);
        let inner = self.html.get(tag.end..).unwrap_or("");
        let mut depth = 1_usize;
        let mut end = inner.len();
        for (at, _) in inner.match_indices('<') {
            let rest = inner.get(at..).unwrap_or("");
            if opens(rest, &own.name) {
                depth += 1;
            } else if rest.starts_with(&close) {
                depth -= 1;
                if depth == 0 {
                    end = at + close.len();
                    break;
                }
            }
        }
        self.tags = tag.end + end;
        tag.start..self.tags
    }

    /// Notes that a part of a film or a sound is left out, if it says something and is not
    /// the source of which the address is shown.
    fn leave_out_part(&mut self, element: &ElementRef, own: &Element) {
        let says = own.own_address().or(own.said()).is_some();
        if says && !element::is_shown_source(element) {
            self.leave_out(element, own);
        } else {
            self.pass_tag(own);
        }
    }

    /// Where the next tag of an element stands in the HTML, which is passed over.
    fn pass_tag(&mut self, own: &Element) -> Range<usize> {
        let mut start = self.tags;
        loop {
            let rest = self.html.get(start..).unwrap_or("");
            let Some(open) = rest.find('<') else {
                return self.tags..self.tags;
            };
            let tag = rest.get(open..).unwrap_or("");
            if opens(tag, &own.name) {
                start += open;
                break;
            }
            let comment = tag.strip_prefix("<!--").and_then(|inner| inner.find("-->"));
            start += open + comment.map_or(1, |end| end + 7);
        }
        let tag = self.html.get(start..).unwrap_or("");
        self.tags = start + tag.find('>').map_or(tag.len(), |end| end + 1);
        start..self.tags
    }

    /// A line with the address of what cannot be printed, after its title.
    fn address_line(&mut self, element: &ElementRef, own: &Element) -> Option<Block> {
        let url = own.address(element)?;
        let title = own.said().filter(|title| *title != url);
        let place = self.place(self.at);
        let mut line = Vec::new();
        if let Some(title) = title {
            line.push(self.context.made(&format!("{title}: "), place));
        }
        let content = vec![self.context.made(&url, place)];
        let node = self.node(self.at);
        let kind = InlineKind::Link {
            target: super::markdown::address(&url),
            title: String::new(),
            content,
        };
        line.push(Inline { node, kind });
        Some(Block::new(self.node(self.at), BlockKind::Paragraph(line)))
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
                page.flat(child, &own);
            }
        });
        std::mem::replace(&mut self.line, outer)
    }

    /// A block within a line: its text, apart from what is around it.
    fn flat(&mut self, element: &ElementRef, own: &Element) {
        let is_hidden = matches!(&*own.name, "script" | "style" | "template");
        if own.is_media() || own.is_control() || is_hidden {
            self.leave_out(element, own);
            if let Some(Block {
                kind: BlockKind::Paragraph(line),
                ..
            }) = self.address_line(element, own)
            {
                self.due_space();
                self.line.extend(line);
            }
            if is_hidden {
                return;
            }
        } else if own.is_part() {
            self.leave_out_part(element, own);
        } else {
            self.strange |= !own.is_holder() && !own.is_source();
        }
        if own.name == "noscript" {
            self.pass_tag(own);
        }
        self.space |= !self.line.is_empty();
        let is_due = std::mem::take(&mut self.space);
        let content = match own.is_source() {
            true => {
                let source: String = element.text().collect();
                self.phrase(&Html::parse_fragment(&source).root_element())
            }
            false => self.phrase(element),
        };
        self.space = is_due && !content.is_empty();
        self.due_space();
        self.line.extend(content);
        self.space = true;
    }

    /// Ends the paragraph in the making. Pictures alone are figures.
    fn end_line(&mut self, blocks: &mut Vec<Block>) {
        self.space = false;
        let line = std::mem::take(&mut self.line);
        let is_break = |inline: &Inline| matches!(inline.kind, InlineKind::Break);
        if line
            .iter()
            .all(|inline| is_break(inline) || is_blank(inline))
        {
            return;
        }
        for piece in pieces(line, !self.gallery, is_break, |_| false) {
            match piece {
                Piece::Figure(shown) => {
                    let node = shown.node.clone();
                    let id = shown.attributes.id.clone();
                    let mut block = shown.block(node, Vec::new());
                    block.attributes.id = id;
                    blocks.push(block);
                }
                Piece::Text(content) => {
                    let node = self.phrase_node(&content);
                    blocks.push(Block::new(node, BlockKind::Paragraph(content)));
                }
            }
        }
    }

    /// A node from the first of some inlines to the last.
    fn phrase_node(&mut self, content: &[Inline]) -> Node {
        let mut spans = content.iter().map(|inline| inline.node.span);
        let first = spans.next();
        match first {
            Some(first) => {
                let span = spans.next_back().map_or(first, |last| first.to(last));
                self.context.node(span)
            }
            None => self.node(self.at),
        }
    }

    /// The words of a text, white space between them one space, each at its place.
    fn text(&mut self, text: &str) {
        self.space |= text.starts_with(is_space) && !self.line.is_empty();
        for line in text.split('\n').map(|line| line.trim_matches(is_space)) {
            if line.is_empty() {
                continue;
            }
            let whole = self.find(line);
            match whole {
                Some(found) if !line.contains("  ") => self.words(line, Some(found)),
                _ => {
                    for word in line.split_ascii_whitespace() {
                        let found = self.find(word);
                        self.words(word, found);
                    }
                }
            }
        }
        self.space = self.space && text.ends_with(is_space);
    }

    /// How many bytes on words stand that are no part of longer ones.
    fn find(&mut self, words: &str) -> Option<Range<usize>> {
        /// How far is looked first; most words stand near.
        const NEAR: usize = 2048;
        let rest = self.bare.get(self.at..)?;
        let mut near = NEAR;
        loop {
            let mut end = near.min(rest.len());
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            let found = self.find_before(end, words);
            if found.is_some() || end == rest.len() {
                return found;
            }
            near *= 8;
        }
    }

    /// The same, of words that end before a byte.
    fn find_before(&mut self, end: usize, words: &str) -> Option<Range<usize>> {
        let rest = self.bare.get(self.at..)?;
        let first = words.chars().next()?;
        let mut all = rest.get(..end)?.match_indices(words);
        let plain = all.find_map(|(at, _)| {
            let found = at..at + words.len();
            is_apart(rest, &found).then_some(found)
        });
        // Before it the words may be written with entities, or with tags between letters.
        let before = rest.get(..plain.as_ref().map_or(end, |found| found.start))?;
        for (at, _) in before.match_indices([first, '&']) {
            let length = self.across(rest.get(at..)?, words);
            if let Some(found) = length.map(|length| at..at + length)
                && is_apart(rest, &found)
            {
                return Some(found);
            }
        }
        plain
    }

    /// How long the words are at the start of a text in which they stand with entities, or
    /// with blanked tags between their letters.
    fn across(&mut self, text: &str, words: &str) -> Option<usize> {
        let mut wanted = words.chars();
        let mut at = 0;
        loop {
            let rest = text.get(at..).unwrap_or("");
            let c = match rest.chars().next() {
                Some('\0') => {
                    at += 1;
                    continue;
                }
                c => c,
            };
            let entity = match c {
                Some('&') => entity_length(rest).and_then(|length| rest.get(..length)),
                Some(_) | None => None,
            };
            let Some(first) = wanted.next() else {
                return Some(at);
            };
            let Some(entity) = entity else {
                if c != Some(first) {
                    return None;
                }
                at += first.len_utf8();
                continue;
            };
            let mut meaning = self.meaning(entity).chars();
            if meaning.next() != Some(first) || meaning.any(|c| wanted.next() != Some(c)) {
                return None;
            }
            at += entity.len();
        }
    }

    /// What an entity means.
    fn meaning(&mut self, entity: &str) -> &str {
        if !self.entities.contains_key(entity) {
            let fragment = Html::parse_fragment(entity);
            let meaning = fragment.root_element().text().collect();
            self.entities.insert(entity.to_owned(), meaning);
        }
        self.entities.get(entity).map_or("", String::as_str)
    }

    /// Words in a row, so many bytes on, or at no place of their own.
    fn words(&mut self, words: &str, found: Option<Range<usize>>) {
        self.due_space();
        let start = self.at + found.as_ref().map_or(0, |found| found.start);
        if let Some(found) = found {
            self.at += found.end;
        }
        self.add(start, InlineKind::Text(words.to_owned()));
        self.space = true;
    }

    fn due_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.line.is_empty() {
            let place = self.place(self.at);
            let space = self.context.made(" ", place);
            self.line.push(space);
        }
    }

    /// Where a byte of the HTML stands in the source.
    fn place(&self, at: usize) -> usize {
        let place = place(at, self.pieces);
        self.origin.span(place..place).start as usize
    }

    /// A node from a byte of the HTML to where words were found.
    fn node(&mut self, start: usize) -> Node {
        let (start, end) = (self.place(start), self.place(self.at.max(start)));
        let span = self.context.source().span(start..end.max(start));
        self.context.node(span)
    }
}

/// Whether an inline is white space and nothing else.
fn is_blank(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
}

/// Whether an element stands among the words of a paragraph.
fn is_in_paragraph(element: &ElementRef) -> bool {
    let parent = element.parent().and_then(ElementRef::wrap);
    parent.is_some_and(|parent| parent.value().name() == "p")
}

/// Where a byte of HTML in pieces stands in the text.
pub(super) fn place(at: usize, pieces: &[(usize, usize)]) -> usize {
    let before = pieces.partition_point(|(start, _)| *start <= at);
    let piece = before.checked_sub(1).and_then(|last| pieces.get(last));
    piece.map_or(at, |(start, text)| text + (at - start))
}

/// Whether an element of this name stands on lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    Element::named(name).is_block_of_text()
}

/// What is said of an element that is left out.
pub(super) fn left_out(name: &str, said: &str) -> String {
    match said.is_empty() {
        true => format!("`<{name}>` cannot be printed; left out"),
        false => format!("`<{name}>` cannot be printed; left out: `{said}`"),
    }
}

/// Whether a browser drops something of HTML that is no element and no comment: an
/// instruction, a declaration, a tag that never ends.
pub(super) fn drops(html: &str) -> bool {
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let tag = rest.get(open + 1..).unwrap_or("");
        rest = tag;
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if tag.starts_with(['!', '?'])
            || tag.starts_with(|c: char| c.is_ascii_alphabetic()) && !tag.contains('>')
        {
            return true;
        }
    }
    false
}

/// Whether what is found in a text is no part of a longer word, nor of an entity.
fn is_apart(text: &str, found: &Range<usize>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (before, after) = (text.get(..found.start), text.get(found.end..));
    let (before, after) = (before.unwrap_or(""), after.unwrap_or(""));
    let words = text.get(found.clone()).unwrap_or("");
    let (first, last) = (words.chars().next(), words.chars().next_back());
    let is_part = is_letter(before.chars().next_back()) && is_letter(first)
        || is_letter(last) && is_letter(after.chars().next());
    if is_part {
        return false;
    }
    // An entity that begins within goes on after it.
    let goes_on = |at: usize| {
        let length = text.get(at..).and_then(entity_length);
        length.is_some_and(|length| at + length > found.end)
    };
    if words.rfind('&').is_some_and(|at| goes_on(found.start + at)) {
        return false;
    }
    let near = before.char_indices().rev().take(ENTITY);
    let mut near = near.take_while(|(_, c)| is_of_entity(*c) || *c == '&');
    !near.any(|(at, c)| {
        let length = text.get(at..).and_then(entity_length);
        c == '&' && length.is_some_and(|length| at + length > found.start)
    })
}

/// The length of the longest entity.
const ENTITY: usize = 33;

fn is_of_entity(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '#'
}

/// How long the entity is that a text begins with.
fn entity_length(text: &str) -> Option<usize> {
    let name = text.strip_prefix('&')?;
    let end = name.find(|c| !is_of_entity(c))?;
    (end > 0 && end < ENTITY && name.get(end..)?.starts_with(';')).then_some(end + 2)
}

/// The HTML with every byte of its tags and comments blanked, and of what no browser shows.
pub(super) fn without_tags(html: &str) -> String {
    let mut bare = String::with_capacity(html.len());
    let mut rest = html;
    // Where an element ends of which the source is given: a comment in it ends there too.
    let mut source_end = 0_usize;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at(open);
        bare.push_str(before);
        let left = source_end.saturating_sub(bare.len());
        let mut length = match tag.strip_prefix("<!--") {
            Some(comment) => {
                let end = comment.find("-->").map_or(tag.len(), |at| at + 7);
                if left > 0 { end.min(left) } else { end }
            }
            None => tag.find('>').map_or(tag.len(), |at| at + 1),
        };
        let after = tag.get(length..).unwrap_or("");
        if let Some(name) = named(tag, ["script", "style"]) {
            length += closing(after, name);
        } else if left == 0
            && let Some(name) = named(tag, ["iframe", "noscript"])
        {
            source_end = bare.len() + length + closing(after, name);
        }
        bare.extend(std::iter::repeat_n('\0', length));
        rest = tag.get(length..).unwrap_or("");
    }
    bare.push_str(rest);
    bare
}

/// The name of these that a tag opens.
fn named(tag: &str, names: [&'static str; 2]) -> Option<&'static str> {
    names.into_iter().find(|name| opens(tag, name))
}

/// Whether a tag opens an element of a name.
fn opens(tag: &str, name: &str) -> bool {
    let given = tag.get(1..1 + name.len());
    let after = tag.get(1 + name.len()..).unwrap_or("");
    given.is_some_and(|given| given.eq_ignore_ascii_case(name))
        && after.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
}

/// Where the tag stands in a text that closes an element, or where the text ends.
fn closing(text: &str, name: &str) -> usize {
    let is_it = |(at, _): &(usize, &str)| {
        let given = text.get(at + 2..at + 2 + name.len());
        given.is_some_and(|given| given.eq_ignore_ascii_case(name))
    };
    let found = text.match_indices("</").find(is_it);
    found.map_or(text.len(), |(at, _)| at)
}
