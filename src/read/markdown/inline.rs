//! Inline events in, inlines out, finished: attributes and bracketed spans
//! found, super- and subscripts inside words raised and lowered, abbreviations
//! marked.

use super::{Event, MAX_DEPTH, Origin, Reading, attributes};
use crate::diag::Diagnostic;
use crate::lang::Lang;
use crate::model::{
    Attributes, Block, Inline, InlineKind, Note, Picture, Target, plain_text, walk,
};
use crate::source::Span;
use pulldown_cmark::{CowStr, LinkType, Tag};
use std::collections::BTreeMap;
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
    /// Inlines up to the end of what holds them, which is left; and where the
    /// last of them ends.
    pub(super) fn inlines(&mut self) -> (Vec<Inline>, usize) {
        let mut inlines = Vec::new();
        let mut end = 0;
        while let Some((event, range)) = self.events.peek() {
            match event {
                Event::End(_) | Event::Rule => break,
                Event::Start(tag) if is_block(tag) => break,
                _ => {}
            }
            end = range.end;
            let Some((event, range)) = self.next() else {
                break;
            };
            self.inline(event, range, &mut inlines);
        }
        (self.finish(inlines), end)
    }

    fn inline(&mut self, event: Event<'t>, range: Range<usize>, inlines: &mut Vec<Inline>) {
        let kind = match event {
            Event::Text(text) => return inlines.extend(self.text_runs(&text, range)),
            Event::SoftBreak if self.verse => InlineKind::Break,
            Event::SoftBreak => InlineKind::Text(" ".into()),
            Event::HardBreak => InlineKind::Break,
            Event::Code(code) => InlineKind::Code(code.into_string()),
            // A dollar before a figure closes no formula: it is a price.
            Event::InlineMath(_) if self.is_price(range.end) => {
                let text = self.masked.text.get(range.clone()).unwrap_or("").to_owned();
                return inlines.extend(self.text_runs(&text, range));
            }
            Event::InlineMath(tex) | Event::DisplayMath(tex) => InlineKind::Math(tex.into_string()),
            Event::FootnoteReference(label) => InlineKind::Note(Note {
                label: label.into_string(),
                body: Vec::new(),
            }),
            Event::TaskListMarker(done) => {
                self.task = Some(done);
                return;
            }
            Event::InlineHtml(html) => return self.inline_html(&html, range, inlines),
            Event::Html(html) => return inlines.extend(self.text_runs(&html, range)),
            Event::Start(tag) => return self.inline_tag(tag, range, inlines),
            Event::End(_) | Event::Rule => return,
        };
        let node = self.node(range);
        inlines.push(Inline { node, kind });
    }

    fn is_price(&self, end: usize) -> bool {
        let after = self.masked.text.as_bytes().get(end);
        after.is_some_and(u8::is_ascii_digit)
    }

    fn inline_tag(&mut self, tag: Tag<'t>, range: Range<usize>, inlines: &mut Vec<Inline>) {
        self.depth += 1;
        let content = if self.depth > 2 * MAX_DEPTH {
            self.flat_text()
        } else {
            let (content, _) = self.inlines();
            self.next();
            content
        };
        self.depth -= 1;
        let mut caption = Vec::new();
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
            } => InlineKind::Link {
                target: target(link_type, dest_url),
                title: title.into_string(),
                content,
            },
            Tag::Image {
                dest_url, title, ..
            } => {
                caption = self.caption(&title, range.clone());
                let alt = plain_text(&content);
                InlineKind::Image(Picture {
                    span: self.origin.span(range.clone()),
                    path: dest_url.into_string(),
                    alt: (!alt.is_empty()).then_some(alt),
                })
            }
            _ => return inlines.extend(content),
        };
        let node = self.node(range);
        if !caption.is_empty() {
            self.captions.insert(node.id, caption);
        }
        inlines.push(Inline { node, kind });
    }

    /// The title of a picture is its caption, and may be marked up.
    fn caption(&mut self, title: &str, range: Range<usize>) -> Vec<Inline> {
        if title.is_empty() {
            return Vec::new();
        }
        let raw = self.masked.text.get(range.clone()).unwrap_or("");
        let origin = match raw.rfind(title) {
            Some(at) => self.origin.from(range.start + at),
            None => {
                let span = self.origin.span(range);
                Origin::scalar(self.markdown.source(), span, title)
            }
        };
        self.markdown.inlines(title, &origin)
    }

    /// Runs of text, cut where text and source part.
    pub(super) fn text_runs(&mut self, text: &str, range: Range<usize>) -> Vec<Inline> {
        let verbatim = self.masked.text.get(range.clone()) == Some(text);
        if !verbatim {
            let node = self.node(range);
            let kind = InlineKind::Text(text.to_owned());
            return vec![Inline { node, kind }];
        }
        let mut runs = Vec::new();
        for (part, span) in self.origin.cut(range.clone()) {
            let slice = text.get(part.start - range.start..part.end - range.start);
            runs.push(Inline {
                node: self.markdown.node(span),
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
                        runs.push(self.markdown.made(" ", range.start));
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

    fn inline_html(&mut self, html: &str, range: Range<usize>, inlines: &mut Vec<Inline>) {
        let name = html.trim_matches(['<', '>', '/']).trim();
        if html.starts_with("<!--") {
            return;
        }
        if name.eq_ignore_ascii_case("br") {
            let node = self.node(range);
            let kind = InlineKind::Break;
            inlines.push(Inline { node, kind });
        } else if !html.starts_with("</") {
            self.tell_html(range);
        }
    }

    pub(super) fn tell_html(&mut self, range: Range<usize>) {
        let text = self.masked.text.get(range.clone()).unwrap_or("");
        let tag: String = text
            .trim_start()
            .chars()
            .take_while(|c| *c != '\n')
            .take(40)
            .collect();
        let span = self.origin.span(range);
        self.push(
            Diagnostic::warning("raw-html", span, format!("HTML is not read: `{tag}`"))
                .hint("its text is kept, its tags are left out"),
        );
    }

    /// Finds in finished inlines of one level what pulldown-cmark leaves as text.
    fn finish(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        if !inlines
            .iter()
            .any(|i| matches!(i.kind, InlineKind::Text(_)))
        {
            return inlines;
        }
        let joined = self.joined(inlines);
        self.tell_missing_notes(&joined);
        let spanned = self.spans(joined);
        let mut finished = Vec::with_capacity(spanned.len());
        for inline in spanned {
            match &inline.kind {
                InlineKind::Text(text) if text.contains(['^', '~']) => {
                    self.scripts(inline, &mut finished);
                }
                _ => finished.push(inline),
            }
        }
        if self.masked.abbreviations.is_empty() {
            return finished;
        }
        let mut marked = Vec::with_capacity(finished.len());
        for inline in finished {
            self.abbreviations(inline, &mut marked);
        }
        marked
    }

    /// A mark whose note has no text is left as it was typed, and told.
    fn tell_missing_notes(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let InlineKind::Text(text) = &inline.kind else {
                continue;
            };
            let Some((before, rest)) = text.split_once("[^") else {
                continue;
            };
            let label = rest.split_once(']').map(|(label, _)| label);
            let Some(label) = label.filter(|l| !l.is_empty() && !l.contains(' ')) else {
                continue;
            };
            let mut place = inline.node.span;
            if place.range().len() == text.len() {
                place.start += before.len() as u32;
                place.end = place.start + label.len() as u32 + 3;
            }
            self.push(
                Diagnostic::warning(
                    "missing-note",
                    place,
                    format!("there is no text for the note `{label}`"),
                )
                .hint(format!("write it as `[^{label}]: its text`")),
            );
        }
    }

    /// Whether a run is the source's own bytes.
    fn is_verbatim(&self, inline: &Inline) -> bool {
        match &inline.kind {
            InlineKind::Text(text) => self.markdown.source().slice(inline.node.span) == text,
            _ => false,
        }
    }

    /// Joins runs that pulldown-cmark cut although text and source do not part.
    fn joined(&self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
        let mut last_verbatim = false;
        for inline in inlines {
            let verbatim = self.is_verbatim(&inline);
            if verbatim
                && last_verbatim
                && let Some(Inline {
                    node,
                    kind: InlineKind::Text(before),
                }) = joined.last_mut()
                && node.span.end == inline.node.span.start
                && let InlineKind::Text(text) = &inline.kind
            {
                before.push_str(text);
                node.span.end = inline.node.span.end;
                continue;
            }
            last_verbatim = verbatim;
            joined.push(inline);
        }
        joined
    }

    /// Whether the first character of a run was escaped in the source.
    fn is_escaped(&self, span: Span) -> bool {
        let before = self.markdown.source().text().get(..span.start as usize);
        before.is_some_and(|text| text.ends_with('\\'))
    }

    /// A part of a run, as a run of its own.
    fn part(&mut self, run: &Inline, range: Range<usize>) -> Inline {
        let InlineKind::Text(text) = &run.kind else {
            return run.clone();
        };
        let mut span = run.node.span;
        if span.range().len() == text.len() {
            span.end = span.start + range.end as u32;
            span.start += range.start as u32;
        }
        Inline {
            node: self.markdown.node(span),
            kind: InlineKind::Text(text.get(range).unwrap_or("").to_owned()),
        }
    }

    /// `[text]{.class}` becomes a span, `![](x){...}` and `` `x`{...} `` take
    /// their attributes. One pass with a stack of open brackets.
    fn spans(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let interesting = |i: &Inline| match &i.kind {
            InlineKind::Text(text) => text.contains('{'),
            _ => false,
        };
        if !inlines.iter().any(interesting) {
            return inlines;
        }
        let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
        let mut open: Vec<usize> = Vec::new();
        for run in inlines {
            let InlineKind::Text(text) = &run.kind else {
                out.push(run);
                continue;
            };
            let text = text.clone();
            let escaped = self.is_escaped(run.node.span);
            let mut done = 0;
            let mut at = 0;
            while let Some(step) = text.get(at..).and_then(|rest| rest.find(['[', ']', '{'])) {
                let here = at + step;
                at = here + 1;
                if here == 0 && escaped {
                    continue;
                }
                let rest = text.get(here..).unwrap_or("");
                if rest.starts_with('[') {
                    if here > done {
                        let before = self.part(&run, done..here);
                        out.push(before);
                    }
                    open.push(out.len());
                    let bracket = self.part(&run, here..at);
                    out.push(bracket);
                    done = at;
                } else if rest.starts_with(']') {
                    let start = open.pop();
                    let found = rest.get(1..).and_then(attributes::parse);
                    if let (Some(start), Some((given, length))) = (start, found) {
                        if here > done {
                            let before = self.part(&run, done..here);
                            out.push(before);
                        }
                        at += length;
                        done = at;
                        let content = out.split_off((start + 1).min(out.len()));
                        let opening = out.pop().map_or(run.node.span, |i| i.node.span);
                        let whole = self.part(&run, here..at).node.span;
                        let span = opening.to(whole);
                        out.push(self.spanned(given, content, span));
                    }
                } else if here == 0
                    && let Some((given, length)) = attributes::parse(rest)
                    && let Some(last) = out.last()
                    && takes_attributes(last)
                    && last.node.span.end == run.node.span.start
                    && let Some(last) = out.pop()
                {
                    at = length;
                    done = length;
                    let span = last.node.span.to(self.part(&run, 0..length).node.span);
                    out.push(self.spanned(given, vec![last], span));
                }
            }
            if done == 0 {
                out.push(run);
            } else if done < text.len() {
                let rest = self.part(&run, done..text.len());
                out.push(rest);
            }
        }
        self.joined(out)
    }

    fn spanned(&mut self, mut given: Attributes, mut content: Vec<Inline>, span: Span) -> Inline {
        let mut node = self.markdown.node(span);
        given.pairs.retain(|(key, value)| match key.as_str() {
            "lang" | "xml:lang" => {
                node.lang = Lang::parse(value);
                node.lang.is_none()
            }
            "alt" => match content.as_mut_slice() {
                [
                    Inline {
                        kind: InlineKind::Image(picture),
                        ..
                    },
                ] => {
                    picture.alt = Some(value.clone());
                    false
                }
                _ => true,
            },
            _ => true,
        });
        let small = ["smallcaps", "small-caps", "sc"];
        let kind = if let Some(expansion) = given.get("abbr").or(given.get("title"))
            && given.has_class("abbr")
        {
            InlineKind::Abbreviation {
                expansion: expansion.to_owned(),
                content,
            }
        } else if small.iter().any(|class| given.has_class(class)) {
            InlineKind::SmallCaps(content)
        } else {
            InlineKind::Span(given, content)
        };
        Inline { node, kind }
    }

    /// `1^er^` and `H~2~O`: marks inside a word, with no space between them.
    fn scripts(&mut self, run: Inline, out: &mut Vec<Inline>) {
        let InlineKind::Text(text) = &run.kind else {
            return out.push(run);
        };
        let text = text.clone();
        let mut done = 0;
        let mut at = 0;
        while let Some(step) = text.get(at..).and_then(|rest| rest.find(['^', '~'])) {
            let here = at + step;
            at = here + 1;
            let before = text.get(..here).and_then(|s| s.chars().next_back());
            if !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']' | '.')) {
                continue;
            }
            let rest = text.get(here..).unwrap_or("");
            let mark = if rest.starts_with('^') { '^' } else { '~' };
            let inner = rest.get(1..).unwrap_or("");
            let Some(end) = inner.find(|c: char| c == mark || c.is_whitespace()) else {
                continue;
            };
            if end == 0 || !inner.get(end..).is_some_and(|s| s.starts_with(mark)) {
                continue;
            }
            if here > done {
                let before = self.part(&run, done..here);
                out.push(before);
            }
            let content = vec![self.part(&run, here + 1..here + 1 + end)];
            let span = self.part(&run, here..here + end + 2).node.span;
            let kind = if mark == '^' {
                InlineKind::Super(content)
            } else {
                InlineKind::Sub(content)
            };
            let node = self.markdown.node(span);
            out.push(Inline { node, kind });
            done = here + end + 2;
            at = done;
        }
        if done == 0 {
            out.push(run);
        } else if done < text.len() {
            let rest = self.part(&run, done..text.len());
            out.push(rest);
        }
    }

    /// Marks every word that the text explains as an abbreviation.
    fn abbreviations(&mut self, run: Inline, out: &mut Vec<Inline>) {
        let InlineKind::Text(text) = &run.kind else {
            return out.push(run);
        };
        let text = text.clone();
        let mut done = 0;
        let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '&' | '/');
        let mut at = 0;
        while let Some(step) = text.get(at..).and_then(|rest| rest.find(word)) {
            let start = at + step;
            let rest = text.get(start..).unwrap_or("");
            let end = start + rest.find(|c| !word(c)).unwrap_or(rest.len());
            at = end;
            let bare = text.get(start..end).unwrap_or("");
            let short = if self.masked.abbreviations.contains_key(bare) {
                bare
            } else {
                bare.trim_end_matches(['.', '-', '/'])
            };
            let Some(expansion) = self.masked.abbreviations.get(short).cloned() else {
                continue;
            };
            if start > done {
                let before = self.part(&run, done..start);
                out.push(before);
            }
            done = start + short.len();
            let content = vec![self.part(&run, start..done)];
            let span = self.part(&run, start..done).node.span;
            let node = self.markdown.node(span);
            let kind = InlineKind::Abbreviation { content, expansion };
            out.push(Inline { node, kind });
        }
        if done == 0 {
            out.push(run);
        } else if done < text.len() {
            let rest = self.part(&run, done..text.len());
            out.push(rest);
        }
    }
}

fn takes_attributes(inline: &Inline) -> bool {
    matches!(
        inline.kind,
        InlineKind::Image(_) | InlineKind::Code(_) | InlineKind::Link { .. }
    )
}

fn target(link_type: LinkType, url: CowStr) -> Target {
    match (link_type, url.strip_prefix('#')) {
        (_, Some(anchor)) => Target::Internal(anchor.to_owned()),
        (LinkType::Email, None) => Target::External(format!("mailto:{url}")),
        (_, None) => Target::External(url.into_string()),
    }
}

/// The parts of HTML that stand between its tags, with their offsets.
pub(super) fn without_tags<'h>(
    html: &'h str,
    in_tag: &mut bool,
    tags: &mut bool,
) -> Vec<(&'h str, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (i, c) in html.char_indices() {
        match (c, *in_tag) {
            ('<', false) => {
                parts.extend(html.get(start..i).map(|part| (part, start)));
                *in_tag = true;
                *tags = true;
            }
            ('>', true) => {
                *in_tag = false;
                start = i + 1;
            }
            _ => {}
        }
    }
    if !*in_tag {
        parts.extend(html.get(start..).map(|part| (part, start)));
    }
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

/// Moves the texts of notes to where they are first marked, also in the notes
/// themselves.
pub(super) fn fill_notes(blocks: &mut [Block], notes: &mut BTreeMap<String, (Span, Vec<Block>)>) {
    walk::each_phrase_mut(blocks, &mut |content| fill(content, notes));
}

fn fill(content: &mut [Inline], notes: &mut BTreeMap<String, (Span, Vec<Block>)>) {
    for inline in content {
        match &mut inline.kind {
            InlineKind::Note(note) => {
                if let Some((_, mut body)) = notes.remove(&note.label) {
                    fill_notes(&mut body, notes);
                    note.body = body;
                }
            }
            kind => {
                if let Some(content) = walk::content_of_mut(kind) {
                    fill(content, notes);
                }
            }
        }
    }
}
