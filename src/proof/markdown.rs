//! Takes the bytes of a text in Markdown; returns what readers of GitHub's Markdown see of it:
//! words without marks, bullets and numbers of items, marks of notes, and beside the words the
//! addresses of links and the descriptions of pictures.
//!
//! Text that its writer failed to escape is a mark here, and so is missing.

use super::said::{Generated, Kind, Piece, Place, Said};
use super::script::says;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

/// Reads a text in UTF-8.
///
/// # Errors
///
/// Where the bytes are not valid UTF-8.
pub(super) fn read(bytes: &[u8]) -> Result<Said, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("it is not valid UTF-8: byte {}", error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    let mut reader = Reader::default();
    let (mut counted, mut line) = (0, 1);
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        // Notes are told after the text, so that a place may be before the last.
        if range.start < counted {
            (counted, line) = (0, 1);
        }
        let passed = text.get(counted..range.start).unwrap_or("");
        line += passed.matches('\n').count();
        (counted, reader.line) = (range.start, line);
        reader.event(event);
    }
    reader.end();
    Ok(reader.said)
}

#[derive(Default)]
struct Reader<'a> {
    said: Said,
    /// The words since the last piece.
    words: String,
    /// Whether they begin a line, a block or a cell.
    opens: bool,
    line: usize,
    /// The next number of each list around, or nothing for bullets.
    lists: Vec<Option<u64>>,
    /// An item has begun whose bullet has not been told.
    bullet: bool,
    /// The words of the picture in hand.
    alt: Option<String>,
    /// Where the links in hand lead, whether that is shown, and their words.
    links: Vec<Link<'a>>,
    /// Whether words are lines of code.
    code: bool,
}

struct Link<'a> {
    address: pulldown_cmark::CowStr<'a>,
    words: String,
    is_shown: bool,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Text(text) if self.code => {
                for line in text.split('\n') {
                    self.end();
                    self.words(line);
                }
                self.end();
            }
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.words(&text),
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.end(),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.end(),
            // What is between tags is text; between their signs nothing is seen.
            Event::InlineHtml(_) | Event::Html(_) => {}
            Event::FootnoteReference(label) => self.words(&format!("[{label}]")),
            Event::Rule => self.end(),
            Event::TaskListMarker(done) => {
                self.bullet = false;
                self.alone(if done { "[x]" } else { "[ ]" });
            }
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.close(tag),
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => {}
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.links.push(Link {
                is_shown: matches!(link_type, LinkType::Autolink | LinkType::Email),
                address: dest_url,
                words: String::new(),
            }),
            Tag::Image { .. } => {
                self.tell_bullet();
                self.alt = Some(String::new());
            }
            Tag::CodeBlock(kind) => {
                self.end();
                self.tell_bullet();
                // A formula is no lines of code.
                self.code = !matches!(kind, CodeBlockKind::Fenced(name) if &*name == "math");
            }
            Tag::FootnoteDefinition(label) => {
                self.end();
                self.alone(&format!("[{label}]"));
            }
            Tag::List(first) => {
                self.end();
                self.tell_bullet();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end();
                self.tell_bullet();
                match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let number = format!("{next}.");
                        *next += 1;
                        self.alone(&number);
                    }
                    Some(None) | None => self.bullet = true,
                }
            }
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => self.end(),
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            TagEnd::Link => {
                let Some(link) = self.links.pop() else {
                    return;
                };
                let is_empty = link.address.is_empty();
                if !link.is_shown && !is_empty && !says(link.words.trim(), &link.address) {
                    self.typed(Kind::Generated(Generated::LinkAddress), &link.address);
                }
            }
            TagEnd::Image => {
                let alt = self.alt.take().unwrap_or_default();
                if !alt.trim().is_empty() {
                    self.typed(Kind::Alternative, &alt);
                }
            }
            TagEnd::CodeBlock => {
                self.end();
                self.code = false;
            }
            TagEnd::List(_) => {
                self.end();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.end();
                self.tell_bullet();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => self.end(),
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(alt) = &mut self.alt {
            return alt.push_str(words);
        }
        self.tell_bullet();
        for link in &mut self.links {
            link.words.push_str(words);
        }
        self.words.push_str(words);
    }

    fn tell_bullet(&mut self) {
        if std::mem::take(&mut self.bullet) {
            self.alone("•");
        }
    }

    /// Words on a line of their own.
    fn alone(&mut self, words: &str) {
        self.end();
        self.words.push_str(words);
        self.end();
    }

    /// A line, a block or a cell ends.
    fn end(&mut self) {
        self.piece();
        self.opens = true;
    }

    fn piece(&mut self) {
        let words = std::mem::take(&mut self.words);
        if !words.is_empty() {
            self.push(Kind::Text, words);
        }
    }

    fn typed(&mut self, kind: Kind, text: &str) {
        self.piece();
        self.push(kind, text.to_owned());
    }

    fn push(&mut self, kind: Kind, text: String) {
        let place = Place::Line {
            number: self.line,
            from: 0,
            to: text.width(),
        };
        self.said.pieces.push(Piece {
            opens: std::mem::take(&mut self.opens) || self.said.pieces.is_empty(),
            text,
            kind,
            place,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(markdown: &str) -> Vec<String> {
        let pieces = read(markdown.as_bytes()).unwrap().pieces;
        pieces
            .into_iter()
            .map(|piece| match matches!(piece.kind, Kind::Text) {
                true => piece.text,
                false => format!("{:?} {}", piece.kind, piece.text),
            })
            .collect()
    }

    #[test]
    fn what_readers_see_is_told_and_marks_are_not() {
        assert_eq!(
            shown("# One\n\n- *a* `b`\n- [x] c\n\n3. d\n\n> e\\\nf\ng\n"),
            ["One", "•", "a b", "[x]", "c", "3.", "d", "e", "f g"]
        );
        assert_eq!(
            shown("| a | b |\n|---|---|\n| c<br>d | |\n"),
            ["a", "b", "c", "d"]
        );
        assert_eq!(shown("```\na\n\nb\n```\n"), ["a", "b"]);
        assert_eq!(shown("a[^1] b\n\n[^1]: c\n"), ["a[1] b", "[1]", "c"]);
        assert_eq!(shown("1 \\* 2 \\<b> &amp; <b>c</b>"), ["1 * 2 <b> & c"]);
    }

    #[test]
    fn addresses_and_descriptions_are_told_beside_the_words() {
        assert_eq!(
            shown("[a](b.c), <https://d.e> and [f][1]\n\n[1]: g.h\n"),
            [
                "a",
                "Generated(LinkAddress) b.c",
                ", https://d.e and f",
                "Generated(LinkAddress) g.h"
            ]
        );
        assert_eq!(shown("![a b](c.png)"), ["Alternative a b"]);
    }

    #[test]
    fn line_ends_of_either_kind_are_read() {
        assert_eq!(
            shown("a\r\nb\r\n\r\n```\r\nc\r\nd\r\n```\r\n"),
            ["a b", "c", "d"]
        );
        assert!(read(b"ab\xff").is_err());
    }
}
