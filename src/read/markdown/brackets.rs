//! Takes brackets in finished inlines; returns what they mean: spans with attributes, notes in
//! the line, links with a note in them; and the attributes of what stands before them.

use super::inline::{address, is_script, unlinked};
use super::{Event, Parser, Reading};
use crate::lang::Lang;
use crate::model::{
    Attributes, Block, BlockKind, Inline, InlineKind, Note, Picture, Target, is_data, plain_text,
    walk,
};
use crate::notation::attributes;
use crate::read::picture::{self, Destination, destination};
use crate::source::Span;
use pulldown_cmark::Tag;
use std::ops::Range;

/// What a bracket opens.
#[derive(Clone, Copy, PartialEq)]
enum Opening {
    /// A span, if attributes follow it.
    Span,
    /// A note in the line.
    Note,
    /// A picture, if a path follows it.
    Picture,
}

impl Reading<'_, '_, '_> {
    /// `[text]{.class}` becomes a span, `^[text]` a note, `![text](a path.png)` a picture,
    /// `![](x){...}` and `` `x`{...} `` take their attributes. One pass with a stack of
    /// open brackets.
    pub(super) fn spans(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
        // Where in `out` a bracket stands, and what it opens.
        let mut open: Vec<(usize, Opening)> = Vec::new();
        // Where attributes end in the text: what was read of them is passed over.
        let mut passed = 0;
        let mut left = inlines.into_iter();
        while let Some(run) = left.next() {
            let begin = self.start_of(run.node.id);
            let InlineKind::Text(text) = &run.kind else {
                // An element of HTML among attributes is a part of their values.
                let read = self.origin.span(0..passed);
                let is_read = match begin {
                    Some(begin) => begin < passed,
                    None => {
                        let span = run.node.span;
                        passed > 0 && span.start > read.start && span.end <= read.end
                    }
                };
                if !is_read {
                    out.push(run);
                }
                continue;
            };
            let text = text.clone();
            // A bracket that is written as an entity is text.
            let is_given = |begin: usize| self.masked.is_given(&text, &(begin..begin + text.len()));
            if begin.is_some_and(|begin| begin >= passed && !is_given(begin)) {
                out.push(run);
                continue;
            }
            let escaped = self.is_escaped(&run);
            let mut done = 0;
            if let Some(begin) = begin.filter(|begin| *begin < passed) {
                done = (passed - begin).min(text.len());
                while !text.is_char_boundary(done) {
                    done += 1;
                }
            }
            let mut at = done;
            let is_cut = done > 0;
            while let Some(step) = text.get(at..).and_then(|rest| rest.find(['[', ']', '{'])) {
                let here = at + step;
                at = here + 1;
                if here == 0 && escaped {
                    continue;
                }
                let rest = text.get(here..).unwrap_or("");
                if rest.starts_with('[') {
                    let before = text.get(done..here).unwrap_or("");
                    let is_typed = escaped && here == 1 || rest.starts_with("[]");
                    // The words of a picture have no place for a note.
                    let is_note = before.ends_with('^')
                        && !is_typed
                        && !closes_script(before)
                        && self.pictures == 0;
                    let is_picture = before.ends_with('!') && !(escaped && here == 1);
                    let from = here - usize::from(is_note);
                    if from > done {
                        let before = self.part(&run, done..from);
                        out.push(before);
                    }
                    let opening = match (is_note, is_picture) {
                        (true, _) => Opening::Note,
                        (false, true) => Opening::Picture,
                        (false, false) => Opening::Span,
                    };
                    open.push((out.len(), opening));
                    let bracket = self.part(&run, from..at);
                    out.push(bracket);
                    done = at;
                } else if rest.starts_with(']') {
                    let start = open.pop();
                    let place = begin.map_or(0, |begin| begin + at);
                    let found = begin.and_then(|_| self.attributes_at(place));
                    let found = found.filter(|(_, length)| !self.parts(place + length, &left));
                    let link = start
                        .filter(|(start, _)| out.get(*start..).is_some_and(has_note))
                        .and_then(|_| begin.and_then(|_| self.link_at(place)))
                        .filter(|(_, _, length)| !self.parts(place + length, &left));
                    let is_picture = matches!(start, Some((_, Opening::Picture)));
                    let destination = begin.filter(|_| is_picture).and_then(|_| {
                        let (found, length) = destination(self.masked.text.get(place..)?)?;
                        Some((found, place..place + length))
                    });
                    let destination =
                        destination.filter(|(_, place)| !self.parts(place.end, &left));
                    if let (Some((start, Opening::Span)), Some((target, title, length))) =
                        (start, link)
                    {
                        if here > done {
                            let before = self.part(&run, done..here);
                            out.push(before);
                        }
                        passed = begin.unwrap_or(0) + at + length;
                        at = (at + length).min(text.len());
                        done = at;
                        let content = out.split_off((start + 1).min(out.len()));
                        let opening = out.pop().map_or(run.node.span, |i| i.node.span);
                        // All of it, although the address may be in further runs.
                        let closing = begin.map_or(0, |begin| begin + here)..passed;
                        let span = opening.to(self.origin.span(closing));
                        self.links += 1;
                        let content = self.in_texts(content);
                        self.links -= 1;
                        self.tell_nested(&content);
                        out.extend(self.link(target, title, content, span));
                    } else if let (Some((start, _)), Some((destination, place))) =
                        (start, destination)
                    {
                        if here > done {
                            let before = self.part(&run, done..here);
                            out.push(before);
                        }
                        let mut content = out.split_off(start.min(out.len()));
                        let mut opening = content.first().map_or(run.node.span, |i| i.node.span);
                        content.drain(..content.len().min(1));
                        cut_sign(&mut out);
                        // With the sign before the bracket.
                        opening.start = opening.start.saturating_sub(1);
                        let found = self.attributes_at(place.end);
                        let end = place.end + found.as_ref().map_or(0, |(_, length)| *length);
                        let given = found.map(|(given, _)| given).unwrap_or_default();
                        let span = opening.to(self.origin.span(place.start..end));
                        at = (at + end - place.start).min(text.len());
                        passed = end;
                        let picture = self.destined(destination, given, &content, span, place);
                        out.push(picture);
                        while !text.is_char_boundary(at) {
                            at += 1;
                        }
                        done = at;
                    } else if let Some((start, Opening::Note)) = start
                        && (here > done || out.get(start + 1..).is_some_and(shows))
                    {
                        if here > done {
                            let before = self.part(&run, done..here);
                            out.push(before);
                        }
                        done = at;
                        let content = out.split_off((start + 1).min(out.len()));
                        let opening = out.pop().map_or(run.node.span, |i| i.node.span);
                        let span = opening.to(self.part(&run, here..at).node.span);
                        let content = self.in_texts(content);
                        out.push(self.note_in_line(content, span));
                    } else if let (
                        Some((start, Opening::Span | Opening::Picture)),
                        Some((given, length)),
                    ) = (start, found)
                    {
                        if here > done {
                            let before = self.part(&run, done..here);
                            out.push(before);
                        }
                        passed = begin.unwrap_or(0) + at + length;
                        at = (at + length).min(text.len());
                        done = at;
                        let content = out.split_off((start + 1).min(out.len()));
                        let opening = out.pop().map_or(run.node.span, |i| i.node.span);
                        let whole = self.part(&run, here..at).node.span;
                        let span = opening.to(whole);
                        let content = match given.has_class("abbr") {
                            true => content,
                            false => self.in_texts(content),
                        };
                        out.push(self.spanned(given, content, span));
                    }
                } else if here == 0
                    && let Some(begin) = begin
                    && let Some((given, length)) = self.attributes_at(begin)
                    && !self.parts(begin + length, &left)
                    && let Some(last) = out.last()
                    && takes_attributes(last)
                    && last.node.span.end == run.node.span.start
                    && let Some(last) = out.pop()
                {
                    passed = begin + length;
                    at = length.min(text.len());
                    done = at;
                    let span = last.node.span.to(self.part(&run, 0..at).node.span);
                    out.push(self.spanned(given, vec![last], span));
                }
            }
            if done == 0 && !is_cut {
                out.push(run);
            } else if done < text.len() {
                let rest = self.part(&run, done..text.len());
                out.push(rest);
            }
        }
        self.joined(out)
    }

    /// Whether a byte of the text stands within one of some inlines, of which only texts can
    /// be parted there.
    fn parts(&self, at: usize, inlines: &std::vec::IntoIter<Inline>) -> bool {
        let others = inlines.as_slice().iter();
        let others = others.filter(|inline| !matches!(inline.kind, InlineKind::Text(_)));
        let places = others.map(|inline| (self.start_of(inline.node.id), inline.node.span));
        let mut before = places.take_while(|(start, _)| start.is_none_or(|start| start < at));
        before.any(|(start, span)| start.is_some_and(|start| start + span.range().len() > at))
    }

    /// The attributes that stand at a byte of the text, as they are typed there: signs
    /// in them are none of Markdown's.
    fn attributes_at(&self, at: usize) -> Option<(Attributes, usize)> {
        attributes::parse(self.masked.text.get(at..)?)
    }

    /// Where a link leads, its title and its length, if brackets that close here are one:
    /// `(address "title")` or `[label]` follows.
    fn link_at(&self, at: usize) -> Option<(Target, String, usize)> {
        let rest = self.masked.text.get(at..)?;
        if let Some(label) = rest.strip_prefix('[') {
            let (label, _) = label.split_once(']')?;
            let defined = self.definitions.get(&label.to_lowercase())?;
            let (target, title) = (address(&defined.target), defined.title.clone());
            return Some((target, title, label.len() + 2));
        }
        if !rest.starts_with('(') {
            return None;
        }
        // pulldown-cmark reads the rest of the paragraph as after a link without a note.
        let rest = rest.split("\n\n").next()?;
        let link = format!("[a]{rest}");
        let mut events = Parser::new(&link).into_offset_iter();
        let (event, range) = events.find(|(event, _)| *event != Event::Start(Tag::Paragraph))?;
        let Event::Start(Tag::Link {
            dest_url, title, ..
        }) = event
        else {
            return None;
        };
        let title = self.masked.unmasked(title.into_string());
        (range.start == 0).then(|| (address(&dest_url), title, range.end - "[a]".len()))
    }

    /// A link, and after it the notes in it: their marks are links themselves, which no
    /// link can hold.
    pub(super) fn link(
        &mut self,
        target: Target,
        title: String,
        content: Vec<Inline>,
        span: Span,
    ) -> Vec<Inline> {
        let mut notes = Vec::new();
        let mut content = without_notes(unlinked(content), &mut notes);
        // Of a link around a note alone the address is shown.
        if content.is_empty()
            && !notes.is_empty()
            && let Target::External(url) = &target
        {
            content.push(Inline {
                node: self.context.node(span),
                kind: InlineKind::Text(url.clone()),
            });
        }
        let mut all = vec![Inline {
            node: self.context.node(span),
            kind: InlineKind::Link {
                target,
                title,
                content,
            },
        }];
        all.append(&mut notes);
        all
    }

    /// A note that stands where it is marked, as Pandoc has it.
    fn note_in_line(&mut self, content: Vec<Inline>, span: Span) -> Inline {
        let node = self.context.node(span);
        let body = Block::new(node, BlockKind::Paragraph(content));
        let label = self.context.next_label();
        Inline {
            node: self.context.node(span),
            kind: InlineKind::Note(Note {
                label,
                body: vec![body],
            }),
        }
    }

    /// A picture whose destination CommonMark does not take.
    fn destined(
        &mut self,
        destination: Destination,
        given: Attributes,
        content: &[Inline],
        span: Span,
        place: Range<usize>,
    ) -> Inline {
        self.tell_alt(content);
        let alt = plain_text(content);
        let alt = (!alt.is_empty()).then_some(alt);
        let mut at = span;
        if is_data(&destination.path) {
            at.end = self.origin.span(place.start..place.start + 6).end;
        }
        let picture = Picture::new(destination.path, at, alt);
        let node = self.context.node(span);
        let caption = self.caption(&destination.title, place);
        if !caption.is_empty() {
            self.captions.insert(node.id, caption);
        }
        let kind = InlineKind::Image(picture);
        let attributes = destination.attributes.and(given);
        self.spanned(attributes, vec![Inline { node, kind }], span)
    }

    fn spanned(&mut self, mut given: Attributes, mut content: Vec<Inline>, span: Span) -> Inline {
        if let Some(picture) = picture_in(&mut content) {
            picture::take(picture, &mut given, span, self.context.report());
            if let Some(alt) = given.take("alt") {
                picture.alt = Some(alt);
            }
            // What only says how a picture is shown leaves it itself.
            if given == Attributes::default()
                && let [only] = content.as_mut_slice()
            {
                only.node.span = span;
                return only.clone();
            }
        }
        let mut node = self.context.node(span);
        given.pairs.retain(|(key, value)| match key.as_str() {
            "lang" | "xml:lang" => {
                node.lang = Lang::parse(value);
                node.lang.is_none()
            }
            _ => true,
        });
        let small = |class: &String| ["smallcaps", "small-caps", "sc"].contains(&&**class);
        let is_expansion = |key: &str| matches!(key, "abbr" | "title");
        let kind = if let Some(at) = given.pairs.iter().position(|(key, _)| is_expansion(key))
            && given.has_class("abbr")
        {
            given.classes.retain(|class| class != "abbr");
            InlineKind::Abbreviation {
                expansion: given.pairs.remove(at).1,
                content,
            }
        } else if given.classes.iter().any(small) {
            given.classes.retain(|class| !small(class));
            InlineKind::SmallCaps(content)
        } else {
            return Inline {
                node,
                kind: InlineKind::Span(given, content),
            };
        };
        // What else was given of it stays, around it.
        if given == Attributes::default() {
            return Inline { node, kind };
        }
        let inner = self.context.node(span);
        let content = vec![Inline { node: inner, kind }];
        Inline {
            node,
            kind: InlineKind::Span(given, content),
        }
    }
}

/// Whether the last sign of a text closes a superscript: `x^2^[a]` has no note.
fn closes_script(text: &str) -> bool {
    let inner = text
        .strip_suffix('^')
        .and_then(|text| text.rsplit_once('^'));
    inner.is_some_and(|(before, inner)| {
        is_script(inner) && before.ends_with(|c: char| c.is_alphanumeric() || ")].".contains(c))
    })
}

/// Whether some inlines have more in them than breaks: a note of nothing is none.
fn shows(content: &[Inline]) -> bool {
    let is_break = |inline: &Inline| inline.kind == InlineKind::Break;
    !content.iter().all(is_break)
}

/// Whether there is a note in some inlines.
fn has_note(content: &[Inline]) -> bool {
    content.iter().any(|inline| {
        matches!(inline.kind, InlineKind::Note(_))
            || walk::content_of(&inline.kind).is_some_and(|content| has_note(content))
    })
}

/// Inlines without the notes in them, which are put aside.
fn without_notes(content: Vec<Inline>, notes: &mut Vec<Inline>) -> Vec<Inline> {
    let mut others = Vec::with_capacity(content.len());
    for mut inline in content {
        if let InlineKind::Note(_) = inline.kind {
            notes.push(inline);
            continue;
        }
        if let Some(content) = walk::content_of_mut(&mut inline.kind) {
            *content = without_notes(std::mem::take(content), notes);
        }
        others.push(inline);
    }
    others
}

/// The picture that some inlines are, linked or not.
fn picture_in(content: &mut [Inline]) -> Option<&mut Picture> {
    let [only] = content else {
        return None;
    };
    if matches!(only.kind, InlineKind::Link { .. }) {
        return picture_in(walk::content_of_mut(&mut only.kind)?);
    }
    let InlineKind::Image(picture) = &mut only.kind else {
        return None;
    };
    Some(picture)
}

/// Takes the `!` before a picture from the text that ends in it.
fn cut_sign(out: &mut Vec<Inline>) {
    let Some(Inline {
        node,
        kind: InlineKind::Text(text),
    }) = out.last_mut()
    else {
        return;
    };
    if node.span.range().len() == text.len() {
        node.span.end -= 1;
    }
    text.pop();
    if text.is_empty() {
        out.pop();
    }
}

fn takes_attributes(inline: &Inline) -> bool {
    matches!(
        inline.kind,
        InlineKind::Image(_) | InlineKind::Code(_) | InlineKind::Link { .. }
    )
}
