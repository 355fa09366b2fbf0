//! Takes tags and characters; returns well-formed XML.
//!
//! Every character of a text is written. The five special characters of XML are escaped.
//! A character that XML 1.0 (production 2, `Char`) forbids becomes U+FFFD, because a
//! reading system rejects the whole file for a single one.

use std::collections::BTreeSet;
use std::ops::Range;

/// The start of an element: its name and its attributes.
pub(super) struct Tag {
    name: &'static str,
    attributes: String,
    /// Its id, and where that stands in the attributes.
    id: Option<(String, Range<usize>)>,
}

impl Tag {
    /// An element without attributes.
    pub(super) fn new(name: &'static str) -> Tag {
        Tag {
            name,
            attributes: String::new(),
            id: None,
        }
    }

    /// The name of the element.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// The same with one attribute more.
    pub(super) fn attr(mut self, name: &str, value: &str) -> Tag {
        let start = self.attributes.len();
        self.attributes.push(' ');
        self.attributes.push_str(name);
        self.attributes.push_str("=\"");
        escape_into(value, &mut self.attributes, true);
        self.attributes.push('"');
        if name == "id" {
            self.id = Some((value.to_owned(), start..self.attributes.len()));
        }
        self
    }

    /// The same with classes, if there are any.
    pub(super) fn class(self, classes: &str) -> Tag {
        if classes.is_empty() {
            self
        } else {
            self.attr("class", classes)
        }
    }
}

/// XML in the making.
///
/// An id names one element of a file (XML 1.0, 3.3.1, "ID"), and a file in which one
/// stands twice is invalid: it is written where it comes first, and nowhere else.
#[derive(Default)]
pub(super) struct Markup {
    text: String,
    ids: BTreeSet<String>,
}

impl Markup {
    /// Opens an element and gives the name to close it by.
    pub(super) fn open(&mut self, tag: Tag) -> &'static str {
        self.start(&tag);
        self.text.push('>');
        tag.name
    }

    /// Closes the element of this name.
    pub(super) fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, tag: Tag) {
        self.start(&tag);
        self.text.push_str("/>");
    }

    /// An element with characters in it.
    pub(super) fn element(&mut self, tag: Tag, text: &str) {
        let name = self.open(tag);
        self.text(text);
        self.close(name);
    }

    /// Characters.
    pub(super) fn text(&mut self, text: &str) {
        escape_into(text, &mut self.text, false);
    }

    /// XML that is made already.
    pub(super) fn raw(&mut self, xml: &str) {
        self.text.push_str(xml);
    }

    /// Ends the line, for whoever reads the file as text. Only between blocks,
    /// where white space says nothing.
    pub(super) fn end_line(&mut self) {
        self.text.push('\n');
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The XML.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// The start of a tag without its end, for markup that has more attributes.
    pub(crate) fn start(&mut self, tag: &Tag) {
        self.text.push('<');
        self.text.push_str(tag.name);
        match &tag.id {
            Some((id, at)) if !self.ids.insert(id.clone()) => {
                let (before, after) = (0..at.start, at.end..tag.attributes.len());
                for part in [before, after] {
                    self.text.push_str(tag.attributes.get(part).unwrap_or(""));
                }
            }
            Some(_) | None => self.text.push_str(&tag.attributes),
        }
    }
}

/// XML of which each element stands on a line of its own, indented below the one around it:
/// for documents in which white space between elements says nothing.
pub(crate) struct Document {
    markup: Markup,
    open: Vec<&'static str>,
}

impl Default for Document {
    fn default() -> Document {
        let mut markup = Markup::default();
        markup.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        Document {
            markup,
            open: Vec::new(),
        }
    }
}

impl Document {
    /// An element with what `content` writes in it.
    pub(crate) fn within(&mut self, tag: Tag, content: impl FnOnce(&mut Document)) {
        self.start_line();
        let name = self.markup.open(tag);
        self.open.push(name);
        content(self);
        self.open.pop();
        self.start_line();
        self.markup.close(name);
    }

    /// An element with characters in it.
    pub(crate) fn element(&mut self, tag: Tag, text: &str) {
        self.start_line();
        self.markup.element(tag, text);
    }

    /// An element with nothing in it.
    pub(crate) fn empty(&mut self, tag: Tag) {
        self.start_line();
        self.markup.empty(tag);
    }

    /// The XML.
    pub(crate) fn finish(mut self) -> String {
        self.markup.end_line();
        self.markup.finish()
    }

    fn start_line(&mut self) {
        self.markup.end_line();
        for _ in &self.open {
            self.markup.raw("  ");
        }
    }
}

/// The text with each character that XML forbids replaced by U+FFFD: for those
/// that are escaped elsewhere.
pub(super) fn lawful(text: &str) -> String {
    text.chars()
        .map(|c| if is_lawful(c) { c } else { '\u{fffd}' })
        .collect()
}

/// Production 2 of XML 1.0, 5th edition. A `char` is never a surrogate.
fn is_lawful(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn escape_into(text: &str, xml: &mut String, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            // A parser makes a line feed of a carriage return, and of any line
            // end in an attribute a space (XML 1.0, 2.11 and 3.3.3).
            '\r' => xml.push_str("&#13;"),
            '"' if attribute => xml.push_str("&quot;"),
            '\n' if attribute => xml.push_str("&#10;"),
            '\t' if attribute => xml.push_str("&#9;"),
            c if is_lawful(c) => xml.push(c),
            _ => xml.push('\u{fffd}'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use usvg::roxmltree;

    #[test]
    fn every_lawful_character_survives_a_parser_in_text_and_in_attributes() {
        let text = "a & b < c > d \"e\" 'f' ]]>\u{a0}\u{202f}\u{ad}é\u{301}\r\n\tend 😀";
        let mut markup = Markup::default();
        markup.element(Tag::new("p").attr("title", text), text);
        let xml = markup.finish();
        let document = roxmltree::Document::parse(&xml).unwrap();
        let p = document.root_element();
        assert_eq!(p.text(), Some(text));
        assert_eq!(p.attribute("title"), Some(text));
    }

    #[test]
    fn each_element_of_a_document_is_indented_below_the_one_around_it() {
        let mut document = Document::default();
        document.within(
            Tag::new("a").attr("b", "\"&\"").attr("a", "<>"),
            |document| {
                document.within(Tag::new("c"), |document| {
                    document.element(Tag::new("d"), "x\ny")
                });
                document.empty(Tag::new("e"));
            },
        );
        assert_eq!(
            document.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <a b=\"&quot;&amp;&quot;\" a=\"&lt;&gt;\">\n  \
               <c>\n    \
                 <d>x\ny</d>\n  \
               </c>\n  \
               <e/>\n\
             </a>\n"
        );
    }

    #[test]
    fn no_id_is_written_twice() {
        let mut markup = Markup::default();
        for class in ["one", "two"] {
            markup.element(Tag::new("p").attr("id", "a").class(class), "x");
        }
        markup.empty(Tag::new("hr").attr("id", "b"));
        assert_eq!(
            markup.finish(),
            r#"<p id="a" class="one">x</p><p class="two">x</p><hr id="b"/>"#
        );
    }

    #[test]
    fn a_character_that_xml_forbids_is_seen_to_be_missing() {
        let mut markup = Markup::default();
        markup.element(Tag::new("p"), "a\u{1}b\u{ffff}c\u{1b}");
        assert_eq!(markup.finish(), "<p>a\u{fffd}b\u{fffd}c\u{fffd}</p>");
        assert_eq!(lawful("\0<"), "\u{fffd}<");
    }
}
