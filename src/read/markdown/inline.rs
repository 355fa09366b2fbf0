//! Takes inline events; returns inlines; [`marks`](super::marks) finishes them.

use super::dialect::is_cjk;
use super::{Event, MAX_DEPTH, Notes, Origin, Reading};
use crate::diag::{Code, Diagnostic};
use crate::model::walk::Visitor;
use crate::model::{Block, Inline, InlineKind, Note, Picture, Target, plain_text, walk};
use crate::read::picture;
use crate::source::Span;
use pulldown_cmark::{CowStr, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Whether a tag opens a block.
pub(super) fn is_block(tag: &Tag) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

impl<'t> Reading<'_, '_, 't> {
    /// The inlines of a block, up to its end, which is left; and where the last of them
    /// ends. Breaks between nothing and nothing are none.
    pub(super) fn inlines(&mut self) -> (Vec<Inline>, usize) {
        let (mut content, end) = self.within();
        let is_break = |inline: &Inline| inline.kind == InlineKind::Break;
        if content.iter().all(is_break) {
            content.clear();
        }
        (content, end)
    }

    /// Inlines up to the end of what holds them.
    fn within(&mut self) -> (Vec<Inline>, usize) {
        let mut inlines = Vec::new();
        let mut end = 0;
        let outer = std::mem::take(&mut self.tags);
        // Scripts of which the signs are text: they close in the order of their opening.
        let mut typed = 0;
        while let Some((event, range)) = self.events.peek() {
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::End(TagEnd::Superscript | TagEnd::Subscript) if typed > 0 => {}
                Event::End(_) | Event::Rule => break,
                Event::Start(tag) if is_block(tag) => break,
                _ => {}
            }
            end = range.end;
            let Some((event, range)) = self.next() else {
                break;
            };
            if self.cut.is_some_and(|cut| range.start >= cut) {
                if let Event::Start(_) = event {
                    self.flat_text();
                }
                continue;
            }
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::Start(Tag::Superscript | Tag::Subscript) if !self.is_script(&range) => {
                    typed += 1;
                    inlines.extend(self.sign(range.start));
                }
                Event::End(_) => {
                    typed -= 1;
                    inlines.extend(self.sign(range.end.saturating_sub(1)));
                }
                event => self.inline(event, range, &mut inlines),
            }
        }
        self.close_tags(0, end, &mut inlines);
        self.tags = outer;
        (self.finish(inlines), end)
    }

    fn inline(&mut self, event: Event<'t>, range: Range<usize>, inlines: &mut Vec<Inline>) {
        let kind = match event {
            Event::Text(text) => return inlines.extend(self.text_runs(&text, range)),
            Event::SoftBreak if self.verse => InlineKind::Break,
            // Chinese and Japanese have no spaces between words (JLREQ 3.1; CLREQ 3.1).
            Event::SoftBreak if self.is_between_han(&range) => return,
            Event::SoftBreak => {
                let node = self.node(range);
                self.line_ends.push(node.id);
                let kind = InlineKind::Text(" ".into());
                return inlines.push(Inline { node, kind });
            }
            Event::HardBreak => InlineKind::Break,
            Event::Code(code) => InlineKind::Code(self.masked.unmasked(code.into_string())),
            // A dollar before a figure closes no formula: it is a price.
            Event::InlineMath(_) if self.is_price(range.end) => {
                let text = self.masked.text.get(range.clone()).unwrap_or("").to_owned();
                return inlines.extend(self.text_runs(&text, range));
            }
            Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                InlineKind::Math(self.masked.unmasked(tex.into_string()))
            }
            Event::FootnoteReference(label) => InlineKind::Note(Note {
                label: label.into_string(),
                body: Vec::new(),
            }),
            Event::TaskListMarker(done) => {
                self.task = Some(done);
                return;
            }
            Event::InlineHtml(html) => {
                let html = self.masked.unmasked(html.into_string());
                return self.inline_html(&html, range, inlines);
            }
            Event::Html(html) => return inlines.extend(self.text_runs(&html, range)),
            Event::Start(tag) => return self.inline_tag(tag, range, inlines),
            Event::End(_) | Event::Rule => return,
        };
        let node = self.node(range);
        inlines.push(Inline { node, kind });
    }

    /// Whether signs make a super- or a subscript of what is between them: no space, and
    /// no bracket that opens a note or that is closed elsewhere (Pandoc, "Superscripts and
    /// subscripts").
    fn is_script(&self, range: &Range<usize>) -> bool {
        let text = self.masked.text.get(range.clone()).unwrap_or("");
        let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
        is_script(inner)
    }

    /// A sign that is text.
    fn sign(&mut self, at: usize) -> Vec<Inline> {
        let range = at..at + 1;
        let text = self.masked.text.get(range.clone()).unwrap_or("").to_owned();
        self.text_runs(&text, range)
    }

    /// Whether a line ends between two signs of Chinese or Japanese.
    fn is_between_han(&self, range: &Range<usize>) -> bool {
        let text = &self.masked.text;
        let before = text.get(..range.start).unwrap_or("").trim_end();
        let after = text.get(range.end..).unwrap_or("");
        let after = after.trim_start_matches([' ', '\t', '>']);
        let marks = ['*', '_', '`'];
        let before = before.trim_end_matches(marks).chars().next_back();
        let after = after.trim_start_matches(marks).chars().next();
        let is_wide = |c: Option<char>| c.is_some_and(|c| is_cjk(c) && u32::from(c) > 0x2E7F);
        is_wide(before) && is_wide(after)
    }

    fn is_price(&self, end: usize) -> bool {
        let after = self.masked.text.as_bytes().get(end);
        after.is_some_and(u8::is_ascii_digit)
    }

    fn inline_tag(&mut self, tag: Tag<'t>, range: Range<usize>, inlines: &mut Vec<Inline>) {
        self.depth += 1;
        let is_link = matches!(tag, Tag::Link { .. });
        self.links += usize::from(is_link);
        let is_picture = matches!(tag, Tag::Image { .. });
        self.pictures += usize::from(is_picture);
        // An address between brackets has no marks in it.
        let is_address = matches!(
            tag,
            Tag::Link {
                link_type: LinkType::Autolink | LinkType::Email,
                ..
            }
        );
        let content = if self.depth > 2 * MAX_DEPTH || is_address {
            self.flat_text()
        } else {
            let (content, _) = self.within();
            self.next();
            content
        };
        self.depth -= 1;
        self.pictures -= usize::from(is_picture);
        if is_link {
            self.links -= 1;
            self.tell_nested(&content);
        }
        let dresses = matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript
        );
        // Stress of nothing, as around a tag that closes nothing.
        if dresses && content.is_empty() {
            return;
        }
        let mut caption = Vec::new();
        #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
        let kind = match tag {
            Tag::Emphasis => InlineKind::Emph(content),
            Tag::Strong => InlineKind::Strong(content),
            Tag::Strikethrough => InlineKind::Strike(content),
            Tag::Superscript => InlineKind::Super(content),
            Tag::Subscript => InlineKind::Sub(content),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let title = self.masked.unmasked(title.into_string());
                let target = target(link_type, dest_url);
                let node = self.node(range);
                let mut link = self.link(target, title, content, node.span);
                if let Some(link) = link.first_mut() {
                    link.node = node;
                }
                return inlines.extend(link);
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => {
                let place = if link_type == LinkType::Inline {
                    Some(range.clone())
                } else {
                    let of = self.definitions.get(&id.to_lowercase());
                    of.map(|of| of.at.clone())
                };
                let place = place.filter(|place| place.start < self.end);
                caption = self.caption(&title, place.unwrap_or(range.end..range.end));
                self.tell_alt(&content);
                let alt = plain_text(&content);
                let alt = (!alt.is_empty()).then_some(alt);
                let path = picture::plain_path(&dest_url);
                InlineKind::Image(Picture::new(path, self.picture_span(range.clone()), alt))
            }
            _ => return inlines.extend(content),
        };
        let node = self.node(range);
        if !caption.is_empty() {
            self.captions.insert(node.id, caption);
        }
        inlines.push(Inline { node, kind });
    }

    /// Tells of links, pictures and attributes in what a picture shows, of which the words
    /// are kept.
    pub(super) fn tell_alt(&mut self, content: &[Inline]) {
        struct Targets(Vec<Span>);
        impl Visitor<'_> for Targets {
            fn inline(&mut self, inline: &Inline) {
                if let InlineKind::Link { .. }
                | InlineKind::Image(_)
                | InlineKind::Note(_)
                | InlineKind::SmallCaps(_)
                | InlineKind::Span(..) = inline.kind
                {
                    self.0.push(inline.node.span);
                }
            }
        }
        let mut targets = Targets(Vec::new());
        walk::inlines(content, &mut targets);
        let source = self.context.source();
        for mut span in targets.0 {
            // A link whose words are its label ends behind them.
            if source
                .text()
                .get(span.end as usize..)
                .unwrap_or("")
                .starts_with("[]")
            {
                span.end += 2;
            }
            let text = source.slice(span);
            let message = format!("of `{text}` in an alternative text only the words are kept");
            self.push(Diagnostic::note(Code::AltMarkup, span, message));
        }
    }

    /// Where a picture stands; of one that holds its own data, where that begins.
    pub(super) fn picture_span(&self, range: Range<usize>) -> Span {
        let raw = self.masked.text.get(range.clone()).unwrap_or("");
        let data = raw.find("](data:").map(|at| range.start + at + 7);
        self.origin.span(range.start..data.unwrap_or(range.end))
    }

    /// The title of a picture is its caption, and may be marked up.
    pub(super) fn caption(&mut self, title: &str, range: Range<usize>) -> Vec<Inline> {
        let title = &*self.masked.unmasked(title.to_owned());
        if title.is_empty() {
            return Vec::new();
        }
        let raw = self.masked.text.get(range.clone()).unwrap_or("");
        let origin = match raw.rfind(title) {
            Some(at) => self.origin.from(range.start + at),
            None => {
                let span = self.origin.span(range);
                Origin::scalar(self.context.source(), span, title)
            }
        };
        self.context.inlines(title, &origin)
    }

    /// Runs of text, cut where text and source part.
    pub(super) fn text_runs(&mut self, text: &str, range: Range<usize>) -> Vec<Inline> {
        let range = match self.cut {
            Some(cut) if range.end > cut && text.len() == range.len() => range.start..cut,
            _ => range,
        };
        let text = text.get(..range.len()).unwrap_or(text);
        let text = self.masked.given(text, range.clone());
        let verbatim = self.masked.is_given(text, &range);
        if !verbatim {
            let node = self.node(range);
            let kind = InlineKind::Text(text.to_owned());
            return vec![Inline { node, kind }];
        }
        let mut runs = Vec::new();
        for (part, span) in self.origin.cut(range.clone()) {
            let slice = text.get(part.start - range.start..part.end - range.start);
            let node = self.context.node(span);
            self.starts_at(node.id, part.start);
            runs.push(Inline {
                node,
                kind: InlineKind::Text(slice.unwrap_or("").to_owned()),
            });
        }
        runs
    }

    /// The text up to the end of what was opened last, which is taken too.
    pub(super) fn flat_text(&mut self) -> Vec<Inline> {
        let mut runs = Vec::new();
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some((Event::Start(tag), range)) => {
                    open += 1;
                    // Words of different blocks do not run together.
                    if is_block(&tag) && !runs.is_empty() {
                        runs.push(self.context.made(" ", range.start));
                    }
                }
                Some((Event::End(_), _)) => open -= 1,
                Some((Event::Text(text) | Event::Code(text), range)) => {
                    runs.extend(self.text_runs(&text, range));
                }
                Some((Event::SoftBreak | Event::HardBreak, range)) => {
                    runs.extend(self.text_runs(" ", range));
                }
                Some(_) => {}
                None => break,
            }
        }
        runs
    }

    /// Tells of links within what is to be a link.
    pub(super) fn tell_nested(&mut self, content: &[Inline]) {
        struct Links(Vec<Span>);
        impl Visitor<'_> for Links {
            fn inline(&mut self, inline: &Inline) {
                if let InlineKind::Link { .. } = inline.kind {
                    self.0.push(inline.node.span);
                }
            }
        }
        let mut links = Links(Vec::new());
        walk::inlines(content, &mut links);
        for span in links.0 {
            let message = "link inside a link; ignored";
            let warning = Diagnostic::warning(Code::NestedLink, span, message);
            self.push(warning.hint("close the one before the other is opened; the words are kept"));
        }
    }
}

/// Makes one line of each formula in a phrase: the end of a line is a space there, and in
/// other places a line of a formula could be taken for the beginning of a block. A comment
/// of TeX ends with its line, which stays.
pub(super) fn join_formulas(content: &mut [Inline]) {
    for inline in content {
        if let InlineKind::Math(tex) = &mut inline.kind {
            if tex.contains('\n') && !tex.contains('%') {
                *tex = tex.replace('\n', " ");
            }
        } else if let Some(content) = walk::content_of_mut(&mut inline.kind) {
            join_formulas(content);
        }
    }
}

/// Whether a text can be all of a super- or a subscript.
pub(super) fn is_script(text: &str) -> bool {
    let mut depth = 0;
    let mut is_escaped = false;
    for c in text.chars() {
        match c {
            _ if is_escaped => {}
            c if c.is_whitespace() => return false,
            '[' => depth += 1,
            ']' if depth == 0 => return false,
            ']' => depth -= 1,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    depth == 0 && !text.is_empty() && !text.starts_with('[')
}

fn target(link_type: LinkType, url: CowStr) -> Target {
    match (link_type, url.strip_prefix('#')) {
        (_, Some(anchor)) => Target::Internal(anchor.to_owned()),
        (LinkType::Email, None) => Target::External(format!("mailto:{url}")),
        (_, None) => Target::External(url.into_string()),
    }
}

/// Where an address of HTML leads.
pub(in crate::read) fn address(url: &str) -> Target {
    target(LinkType::Inline, url.into())
}

/// The content of a link without the links in it, which it cannot hold (HTML, 4.5.1):
/// what they enclose stays.
pub(in crate::read) fn unlinked(content: Vec<Inline>) -> Vec<Inline> {
    let mut plain = Vec::with_capacity(content.len());
    for mut inline in content {
        if let InlineKind::Link { content, .. } = inline.kind {
            plain.extend(unlinked(content));
            continue;
        }
        if let Some(content) = walk::content_of_mut(&mut inline.kind) {
            *content = unlinked(std::mem::take(content));
        }
        plain.push(inline);
    }
    plain
}

/// Moves the texts of notes to where they are first marked: in the text or, if
/// they are not marked there, in the notes, as they are numbered.
pub(super) fn fill_notes(blocks: &mut [Block], notes: &mut Notes) {
    for depth in 0.. {
        let waiting = notes.len();
        fill_blocks(blocks, depth, notes);
        // What no note of one depth marks, none of a greater can.
        if notes.len() == waiting {
            break;
        }
    }
}

/// Fills the marks that stand in so many notes within each other.
fn fill_blocks(blocks: &mut [Block], depth: usize, notes: &mut Notes) {
    walk::each_phrase_mut(blocks, &mut |content| fill(content, depth, notes));
}

/// Fills the marks of a phrase that stand in so many notes within each other.
pub(super) fn fill(content: &mut [Inline], depth: usize, notes: &mut Notes) {
    for inline in content {
        if let InlineKind::Note(note) = &mut inline.kind {
            match depth.checked_sub(1) {
                Some(depth) => fill_blocks(&mut note.body, depth, notes),
                None => {
                    if let Some((_, body)) = notes.remove(&note.label) {
                        note.body = body;
                    }
                }
            }
        } else if let Some(content) = walk::content_of_mut(&mut inline.kind) {
            fill(content, depth, notes);
        }
    }
}
