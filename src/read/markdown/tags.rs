//! Takes HTML within Markdown; returns what it means: a block of it, or tags in a line, which
//! open and close inlines.

use super::dialect::Dialect;
use super::inline::address;
use super::{Event, MAX_DEPTH, Reading};
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, Inline, InlineKind};
use crate::notation::breaks;
use crate::read::html::{self, Element};
use crate::source::Span;
use std::ops::Range;

impl Reading<'_, '_, '_> {
    /// What a block of HTML means.
    pub(super) fn html_block(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let (mut html, mut pieces) = (String::new(), Vec::new());
        while let Some((event, at)) = self.next() {
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::End(_) => break,
                Event::Html(part) | Event::Text(part) => {
                    pieces.push((html.len(), at.start));
                    html.push_str(self.masked.given(&part, at));
                }
                _ => {}
            }
        }
        self.report_open_comment(&html, &range, &pieces);
        let bare = html::without_tags(&html);
        let places = html::Places {
            bare: &bare,
            pieces: &pieces,
            origin: self.origin,
        };
        let made = html::blocks(&html, places, self.context);
        if made.is_strange || html::drops(&html) {
            self.tell_html(range);
        }
        for left in made.left_out {
            let place = html::place(left.tag.start, &pieces)..html::place(left.tag.end, &pieces);
            let span = self.origin.span(place);
            self.push(match left.what {
                html::Left::Attribute => {
                    Diagnostic::note(Code::UnusedAttribute, span, left.message)
                }
                html::Left::Element => Diagnostic::warning(Code::RawHtml, span, left.message),
                html::Left::Words => Diagnostic::note(Code::LeftOut, span, left.message),
                html::Left::Break => misplaced(span, left.message),
            });
        }
        blocks.extend(made.blocks);
    }

    /// Reports a comment that is never closed: it hides all of the text after it.
    fn report_open_comment(&mut self, html: &str, range: &Range<usize>, pieces: &[(usize, usize)]) {
        let mut rest = html;
        while let Some((_, comment)) = rest.split_once("<!--") {
            let Some((_, after)) = comment.split_once("-->") else {
                let start = html.len() - comment.len() - "<!--".len();
                let span = self.origin.span(html::place(start, pieces)..range.end);
                let message = "a comment is never closed; the text after it is not printed";
                let warning = Diagnostic::warning(Code::UnclosedComment, span, message);
                self.push(warning.hint("close it with `-->`"));
                return;
            };
            rest = after;
        }
    }

    /// A tag opens an inline or closes one; what it opens is told where it is not known.
    pub(super) fn inline_html(
        &mut self,
        html: &str,
        range: Range<usize>,
        inlines: &mut Vec<Inline>,
    ) {
        // A comment is for who edits the text: its author wants it in no output.
        if let Some(comment) = html.strip_prefix("<!--") {
            if let Some(kind) = breaks::of_comment(comment.trim_end_matches("-->")) {
                let span = self.origin.span(range);
                self.push(misplaced(span, html::in_line(kind)));
            }
            return;
        }
        if let Some(name) = html.strip_prefix("</") {
            let name = name.trim_end_matches('>').trim().to_ascii_lowercase();
            let open = self.tags.iter().rposition(|open| open.element.name == name);
            if let Some(open) = open {
                self.close_tags(open, range.end, inlines);
            } else {
                self.part_words(&name, range, inlines);
            }
            return;
        }
        let Some(element) = Element::of_tag(html) else {
            return self.tell_html(range);
        };
        self.part_words(&element.name, range.clone(), inlines);
        match &*element.name {
            "br" => {
                for message in element.unused() {
                    let span = self.origin.span(range.clone());
                    self.push(Diagnostic::note(Code::UnusedAttribute, span, message));
                }
                let node = self.node(range);
                let kind = InlineKind::Break;
                inlines.push(Inline { node, kind });
            }
            "img" => {
                match element.picture(self.origin.span(range.clone()), self.context.report()) {
                    Some((picture, left)) => {
                        let node = self.node(range);
                        let (kind, unused) = html::image(picture, left, node.span, self.context);
                        for message in unused {
                            let note = Diagnostic::note(Code::UnusedAttribute, node.span, message);
                            self.push(note);
                        }
                        inlines.push(Inline { node, kind });
                    }
                    None => self.tell_html(range),
                }
            }
            "wbr" => {}
            _ if element.is_part() => {
                let said = element.own_address().or(element.said());
                let Some(said) = said else { return };
                // The first source of what has no address of its own.
                let is_shown = self.pictures == 0 && element.name == "source";
                if is_shown && std::mem::take(&mut self.unplayed) {
                    return self.shown_address(&said, range, inlines);
                }
                let message = html::left_out(&element.name, &said);
                let span = self.origin.span(range);
                self.push(Diagnostic::warning(Code::RawHtml, span, message));
            }
            _ if element.is_media() => {
                let mut url = element.own_address();
                let rest = self.masked.text.get(range.end..).unwrap_or("");
                let inner = rest.split("</").next().unwrap_or("");
                self.unplayed = url.is_none() && inner.contains("<source");
                let poster = element.get("poster").map(str::to_owned);
                let said = url.clone().or(poster.clone());
                if !self.unplayed {
                    url = url.or(poster);
                }
                let message = html::left_out(&element.name, &said.unwrap_or_default());
                let span = self.origin.span(range.clone());
                self.push(Diagnostic::warning(Code::RawHtml, span, message));
                if let Some(url) = url {
                    self.shown_address(&url, range, inlines);
                }
            }
            _ if element.is_inline() && self.tags.len() < MAX_DEPTH => {
                // A part of a ruby ends the part before it (HTML, 13.1.2.4).
                let is_part = |name: &str| matches!(name, "rb" | "rt" | "rp");
                let open = self.tags.last().map(|open| &*open.element.name);
                if is_part(&element.name) && open.is_some_and(is_part) {
                    self.close_tags(self.tags.len() - 1, range.start, inlines);
                }
                let mut unused = element.unused();
                if let Some(message) = element.aligns().filter(|_| !self.context.tells_sides) {
                    self.context.tells_sides = true;
                    unused.push(message);
                }
                for message in unused {
                    let span = self.origin.span(range.clone());
                    self.push(Diagnostic::note(Code::UnusedAttribute, span, message));
                }
                self.tags.push(Open {
                    element,
                    from: inlines.len(),
                    start: range.start,
                });
            }
            _ => self.tell_html(range),
        }
    }

    /// Puts a space where the tag of a block parts words: it would have put them on two
    /// lines.
    fn part_words(&mut self, name: &str, range: Range<usize>, inlines: &mut Vec<Inline>) {
        if !html::is_block(name) || inlines.is_empty() || self.pictures > 0 {
            return;
        }
        let text = &self.masked.text;
        let before = text.get(..range.start).and_then(|t| t.chars().next_back());
        let after = text.get(range.end..).and_then(|t| t.chars().next());
        let is_apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
        // The tag that opens the next block puts it.
        if !is_apart(before) && !is_apart(after) && after != Some('<') {
            let at = self.origin.span(range).start as usize;
            inlines.push(self.context.made(" ", at));
        }
    }

    /// The address of what cannot be printed, apart from the text after it. The words of a
    /// picture have no place for one.
    fn shown_address(&mut self, url: &str, range: Range<usize>, inlines: &mut Vec<Inline>) {
        if self.pictures > 0 {
            return;
        }
        let after = self.masked.text.get(range.end..);
        let next = after.and_then(|text| text.chars().next());
        let at = self.origin.span(range.clone()).end as usize;
        let content = vec![self.context.made(url, at)];
        let node = self.node(range);
        let kind = InlineKind::Link {
            target: address(url),
            title: String::new(),
            content,
        };
        inlines.push(Inline { node, kind });
        if next.is_some_and(|c| !c.is_whitespace() && c != '<') {
            inlines.push(self.context.made(" ", at));
        }
    }

    /// Closes the tags from this one on, the innermost first, as browsers do with those
    /// that are never closed.
    pub(super) fn close_tags(&mut self, first: usize, end: usize, inlines: &mut Vec<Inline>) {
        while self.tags.len() > first
            && let Some(open) = self.tags.pop()
        {
            let content = inlines.split_off(open.from.min(inlines.len()));
            let is_link = open.element.name == "a";
            self.links += usize::from(is_link);
            let content = self.finish(content);
            self.links -= usize::from(is_link);
            if is_link {
                self.tell_nested(&content);
            }
            let span = self.origin.span(open.start..end.max(open.start));
            let mark = html::marked(&self.context.note_links, &open.element, &content)
                .or_else(|| html::marks_alone(&content));
            if let Some(kind) = mark.filter(|_| self.pictures == 0) {
                let node = self.context.node(span);
                inlines.push(Inline { node, kind });
                continue;
            }
            let mut made = Vec::new();
            for inline in open.element.made(content, span, self.context) {
                if is_link
                    && let InlineKind::Link {
                        target,
                        title,
                        content,
                    } = inline.kind
                {
                    let mut link = self.link(target, title, content, span);
                    if let Some(link) = link.first_mut() {
                        link.node = inline.node;
                    }
                    made.extend(link);
                } else {
                    made.push(inline);
                }
            }
            // The words of a picture are a text that is not set: they get no marks.
            if self.pictures > 0 {
                inlines.extend(made);
                continue;
            }
            // No space parts the marks of a quotation from its words.
            let is_quotation = open.element.name == "q";
            let before = is_quotation.then(|| self.space_of(&mut made, true));
            let after = is_quotation.then(|| self.space_of(&mut made, false));
            inlines.extend(before.flatten());
            inlines.extend(open.element.finished(made, span, self.context));
            inlines.extend(after.flatten());
        }
    }

    /// Takes the space off a phrase, at its beginning or at its end.
    fn space_of(&mut self, content: &mut [Inline], at_start: bool) -> Option<Inline> {
        let edge = match at_start {
            true => content.first()?,
            false => content.last()?,
        };
        let InlineKind::Text(text) = &edge.kind else {
            return None;
        };
        let is_space = |c: char| c.is_ascii_whitespace();
        let bare = match at_start {
            true => text.len() - text.trim_start_matches(is_space).len(),
            false => text.trim_end_matches(is_space).len(),
        };
        let (edge, end) = (edge.clone(), text.len());
        let (space, rest) = match at_start {
            true => (0..bare, bare..end),
            false => (bare..end, 0..bare),
        };
        if space.is_empty() || rest.is_empty() {
            return None;
        }
        let rest = self.part(&edge, rest);
        let place = match at_start {
            true => content.first_mut()?,
            false => content.last_mut()?,
        };
        *place = rest;
        Some(self.part(&edge, space))
    }

    pub(super) fn tell_html(&mut self, range: Range<usize>) {
        let text = self.masked.text.get(range.clone()).unwrap_or("");
        // A component of JSX has a capital.
        let name = text.trim_start().trim_start_matches(['<', '/']);
        if name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let span = self.origin.span(range);
            return self.context.tell_dialect(Dialect::Mdx, span);
        }
        let tag: String = text
            .trim_start()
            .chars()
            .take_while(|c| *c != '\n')
            .take(120)
            .collect();
        let span = self.origin.span(range);
        self.push(
            Diagnostic::warning(
                Code::RawHtml,
                span,
                format!("HTML element not supported: `{tag}`"),
            )
            .hint("its text is kept, its tags are left out"),
        );
    }
}

/// A break within a line.
fn misplaced(span: Span, message: String) -> Diagnostic {
    Diagnostic::warning(Code::MisplacedBreak, span, message)
        .hint("put it on a line of its own, between two blocks")
}

/// A tag of HTML that is open.
pub(super) struct Open {
    element: Element,
    /// How many inlines stood before it.
    from: usize,
    /// Where it begins.
    start: usize,
}
