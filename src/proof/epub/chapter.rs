//! Takes an XHTML document of an EPUB; returns what it says, by the white-space rules of CSS and
//! the elements' own word on what they are.

use super::super::said::{Fault, Generated, Kind, Piece, Place, Said};
use super::{Chapter, has_word, is, is_of_type};
use crate::model::{Numerals, Role};
use usvg::roxmltree::{Document, Node, NodeType};

/// How deep elements may stand in each other.
const DEEPEST: usize = 500;

/// Elements that stand in a line (HTML, 15.3: all others are blocks here).
const INLINES: [&str; 33] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "output", "q", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var",
];

/// Reads a document. Gives the addresses of the pictures in it.
pub(super) fn read(document: &Document, chapter: &Chapter, said: &mut Said) -> Vec<String> {
    let place = Place::File(chapter.path.clone());
    let Some(body) = document.descendants().find(|node| is(node, "body")) else {
        said.faults.push(Fault {
            place,
            message: "it has no body".to_owned(),
        });
        return Vec::new();
    };
    let mut reading = Reading {
        first: said.pieces.len(),
        place,
        said,
        opens: true,
        space: Space::Edge,
        pictures: Vec::new(),
    };
    let manner = Manner {
        kind: chapter.is_nav.then_some(Generated::Contents),
        keeps_spaces: false,
        heads_notes: false,
        depth: 0,
    };
    reading.node(body, &manner, None);
    reading.pictures
}

/// What an element makes of the text in it.
#[derive(Clone)]
struct Manner {
    /// What all of it is, if it is not simply text.
    kind: Option<Generated>,
    /// Whether white space is as it stands.
    keeps_spaces: bool,
    /// Whether a heading here is one over notes.
    heads_notes: bool,
    depth: usize,
}

/// How the text so far ends, as far as white space goes.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Space {
    /// At the edge of a block or a line, where there is none.
    Edge,
    /// In a space, after which no other is shown.
    Shown,
    /// In anything else.
    No,
}

struct Reading<'s> {
    place: Place,
    said: &'s mut Said,
    /// The first piece of the document.
    first: usize,
    /// Whether the next piece begins a block or a line.
    opens: bool,
    space: Space,
    pictures: Vec<String>,
}

impl Reading<'_> {
    /// Reads a node; an item of a list has the number that is drawn before it.
    fn node(&mut self, node: Node, manner: &Manner, number: Option<String>) {
        match node.node_type() {
            NodeType::Text => self.text(node.text().unwrap_or(""), manner),
            NodeType::Element => self.element(node, manner, number),
            NodeType::Root | NodeType::Comment | NodeType::PI => {}
        }
    }

    fn element(&mut self, node: Node, outer: &Manner, number: Option<String>) {
        let name = node.tag_name().name();
        if is_hidden(&node) {
            // In a navigation document of the spine it is the way to leave out
            // what is for machines only (EPUB 3.3 on such documents).
            if name != "nav" {
                self.fault("the text of a hidden element cannot be read");
            }
            return;
        }
        if outer.depth > DEEPEST {
            return self.fault("elements are nested too deeply to be read");
        }
        let manner = manner(&node, outer);
        if self.replaced(&node, &manner) {
            return;
        }
        let is_block = !INLINES.contains(&name);
        if is_block {
            self.edge();
        }
        if let Some(number) = number.filter(|_| manner.kind.is_none()) {
            let kind = Kind::Generated(Generated::ListNumber);
            self.piece(format!("{number}."), kind);
            self.edge();
        }
        let mut numbers = Numbers::of(&node);
        for child in node.children() {
            let number = numbers.as_mut().and_then(|n| n.next(&child));
            self.node(child, &manner, number);
        }
        if is_block {
            self.edge();
        }
    }

    /// Elements of which something else is shown, or nothing, than what is in
    /// them.
    fn replaced(&mut self, node: &Node, manner: &Manner) -> bool {
        match node.tag_name().name() {
            "br" => self.edge(),
            "img" | "image" => {
                let address = node
                    .attributes()
                    .find(|a| matches!(a.name(), "src" | "href"));
                self.pictures.extend(address.map(|a| a.value().to_owned()));
                self.alternative(node.attribute("alt").unwrap_or(""), manner);
            }
            // A formula is its source, in another notation.
            "math" => {
                let is_block = node.attribute("display") == Some("block");
                if is_block {
                    self.edge();
                }
                self.text(node.attribute("alttext").unwrap_or(""), manner);
                if is_block {
                    self.edge();
                }
            }
            // The drawing of a formula is its source too; one beside MathML says nothing.
            "svg" if has_word(node, "class", "math") => {
                if node.attribute("aria-hidden") != Some("true") {
                    self.text(node.attribute("aria-label").unwrap_or(""), manner);
                }
            }
            "svg" => {
                let images = node.descendants().filter(|n| is(n, "image"));
                let addresses = images.flat_map(|n| n.attributes());
                let addresses = addresses.filter(|a| a.name() == "href");
                self.pictures
                    .extend(addresses.map(|a| a.value().to_owned()));
                let title = node.descendants().find(|n| is(n, "title"));
                let title = title.and_then(|n| n.text());
                let named = node.attribute("aria-label");
                self.alternative(title.or(named).unwrap_or(""), manner);
            }
            "input" if node.attribute("type") == Some("checkbox") => {
                let done = node.has_attribute("checked");
                let mark = if done { "[x]" } else { "[ ]" };
                let kind = Kind::Generated(Generated::ListNumber);
                self.piece(mark.to_owned(), kind);
            }
            "input" | "rp" | "script" | "style" | "template" | "wbr" => {}
            // What is in a picture is not told one by one (WAI-ARIA
            // 1.2: the children of the role `img` are presentational).
            _ if has_word(node, "role", "img") => {
                let is_block = !INLINES.contains(&node.tag_name().name());
                if is_block {
                    self.edge();
                }
                self.alternative(node.attribute("aria-label").unwrap_or(""), manner);
                if is_block {
                    self.edge();
                }
            }
            _ => return false,
        }
        true
    }

    /// A block or a line ends, and a space before its end is not shown.
    fn edge(&mut self) {
        if self.space == Space::Shown {
            let count = self.said.pieces.len();
            let last = self.said.pieces.last_mut().filter(|_| count > self.first);
            if let Some(last) = last.filter(|last| last.text.ends_with(' ')) {
                last.text.pop();
                if last.text.is_empty() {
                    self.said.pieces.pop();
                }
            }
        }
        self.opens = true;
        self.space = Space::Edge;
    }

    /// Text by the rules of CSS for white space (CSS Text 3, 4.1.1). A soft
    /// hyphen shows where a word may be parted, and not itself.
    fn text(&mut self, text: &str, manner: &Manner) {
        let kind = manner.kind.map_or(Kind::Text, Kind::Generated);
        let seen = text.chars().filter(|c| *c != '\u{ad}');
        if manner.keeps_spaces {
            let text: String = seen.collect();
            for (i, line) in text.split('\n').enumerate() {
                if i > 0 {
                    self.space = Space::No;
                    self.edge();
                }
                self.piece(line.to_owned(), kind);
            }
            return;
        }
        let mut shown = String::with_capacity(text.len());
        for c in seen {
            // Other spaces are no white space to CSS.
            if !matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                shown.push(c);
                self.space = Space::No;
            } else if self.space == Space::No {
                shown.push(' ');
                self.space = Space::Shown;
            }
        }
        let space = self.space;
        self.piece(shown, kind);
        self.space = space;
    }

    fn alternative(&mut self, text: &str, manner: &Manner) {
        let kind = manner.kind.map_or(Kind::Alternative, Kind::Generated);
        self.piece(text.to_owned(), kind);
        // A picture stands in its line whether it is described or not.
        self.space = Space::No;
    }

    fn piece(&mut self, text: String, kind: Kind) {
        if text.is_empty() {
            return;
        }
        self.said.pieces.push(Piece {
            text,
            kind,
            opens: self.opens,
            place: self.place.clone(),
        });
        self.opens = false;
        self.space = Space::No;
    }

    fn fault(&mut self, message: &str) {
        let fault = Fault {
            place: self.place.clone(),
            message: message.to_owned(),
        };
        if !self.said.faults.contains(&fault) {
            self.said.faults.push(fault);
        }
    }
}

/// What an element makes of the text in it, by its name and its attributes.
fn manner(node: &Node, outer: &Manner) -> Manner {
    let name = node.tag_name().name();
    let mut manner = Manner {
        kind: outer.kind.or_else(|| generated(node, outer)),
        depth: outer.depth + 1,
        ..outer.clone()
    };
    if is_of_type(node, "footnotes")
        || is_of_type(node, "endnotes")
        || is_of_type(node, "rearnotes")
    {
        manner.heads_notes = true;
    } else if matches!(name, "aside" | "li") || is_of_type(node, "endnote") {
        // A heading within a note is its author's.
        manner.heads_notes = false;
    }
    let white_space = style(node, "white-space");
    manner.keeps_spaces = match white_space.as_deref() {
        Some("pre" | "pre-wrap" | "break-spaces") => true,
        Some("normal" | "nowrap") => false,
        Some(_) | None => outer.keeps_spaces || matches!(name, "pre" | "textarea"),
    };
    manner
}

/// What the text of an element is by the element's own word: its `epub:type`
/// (EPUB Structural Semantics) or its role (DPUB-ARIA).
fn generated(node: &Node, outer: &Manner) -> Option<Generated> {
    let name = node.tag_name().name();
    if is_of_type(node, "noteref") {
        Some(Generated::NoteMark)
    } else if is_of_type(node, "backlink") {
        Some(Generated::NoteLabel)
    } else if is_of_type(node, "cover") {
        Some(Generated::Cover)
    } else if is_of_type(node, "titlepage") && !is_planned(node) {
        Some(Generated::TitlePage)
    } else if name == "nav" {
        Some(Generated::Contents)
    } else if outer.heads_notes && matches!(name, "h2" | "h3" | "h4" | "h5" | "h6") {
        Some(Generated::NotesHeading)
    } else {
        None
    }
}

/// Whether a title page is one of the pages of a plan, whose words are the publication's own.
fn is_planned(node: &Node) -> bool {
    node.attribute("class") == Some(Role::TitlePage.name())
}

/// Whether an element is not shown, by its own word.
fn is_hidden(node: &Node) -> bool {
    node.has_attribute("hidden") || style(node, "display").as_deref() == Some("none")
}

/// A property in the `style` of an element.
fn style(node: &Node, property: &str) -> Option<String> {
    let declarations = node.attribute("style")?.split(';');
    let mut declarations = declarations.filter_map(|d| d.split_once(':'));
    let found = declarations.rfind(|(name, _)| name.trim().eq_ignore_ascii_case(property));
    found.map(|(_, value)| value.trim().to_ascii_lowercase())
}

/// The numbers that a reading system draws before the items of an ordered list
/// (HTML, 4.4.5 and 4.4.8).
struct Numbers {
    next: i64,
    step: i64,
    numerals: Numerals,
}

impl Numbers {
    fn of(list: &Node) -> Option<Numbers> {
        if !is(list, "ol") {
            return None;
        }
        let reversed = list.has_attribute("reversed");
        let count = || list.children().filter(|n| is(n, "li")).count();
        let first = whole(list, "start");
        Some(Numbers {
            next: first.unwrap_or_else(|| if reversed { count() as i64 } else { 1 }),
            step: if reversed { -1 } else { 1 },
            numerals: list
                .attribute("type")
                .and_then(Numerals::of)
                .unwrap_or_default(),
        })
    }

    /// The number of a child, if it is an item.
    fn next(&mut self, child: &Node) -> Option<String> {
        if !is(child, "li") {
            return None;
        }
        let number = whole(child, "value").unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        Some(self.numerals.write(number))
    }
}

/// A whole number in an attribute.
fn whole(node: &Node, attribute: &str) -> Option<i64> {
    node.attribute(attribute)?.trim().parse().ok()
}
