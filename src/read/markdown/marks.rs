//! Finished inlines in, the same with what pulldown-cmark leaves as text:
//! attributes and bracketed spans, notes in the line, super- and subscripts inside
//! words, bare addresses, abbreviations, marks of notes that have no text.

use super::Reading;
use crate::diag::Diagnostic;
use crate::lang::Lang;
use crate::model::{Attributes, Block, BlockKind, Inline, InlineKind, Node, NodeId, Note, Target};
use crate::notation::{address, attributes};
use crate::source::Span;
use std::ops::Range;

/// What the texts of a phrase may have in them that pulldown-cmark leaves.
#[derive(Default)]
struct Signs {
    brackets: bool,
    notes: bool,
    addresses: bool,
    scripts: bool,
}

impl Signs {
    fn of(inlines: &[Inline]) -> Signs {
        let mut signs = Signs::default();
        for inline in inlines {
            let InlineKind::Text(text) = &inline.kind else {
                continue;
            };
            let mut before = 0;
            for byte in text.bytes() {
                match byte {
                    b'{' => signs.brackets = true,
                    b'^' | b'~' => {
                        signs.scripts = true;
                        signs.notes |= before == b'[';
                    }
                    b'[' if before == b'^' => signs.brackets = true,
                    b'@' => signs.addresses = true,
                    b'/' | b'w' if before == byte => signs.addresses = true,
                    _ => {}
                }
                before = byte;
            }
        }
        signs
    }
}

impl Reading<'_, '_, '_> {
    /// Finds in finished inlines of one level what pulldown-cmark leaves as text.
    pub(super) fn finish(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        if !inlines
            .iter()
            .any(|i| matches!(i.kind, InlineKind::Text(_)))
        {
            return inlines;
        }
        let mut finished = match inlines.len() {
            1 => inlines,
            _ => self.joined(inlines),
        };
        let signs = Signs::of(&finished);
        if signs.notes {
            self.tell_missing_notes(&finished);
        }
        if signs.brackets {
            finished = self.spans(finished);
        }
        if signs.addresses && self.links == 0 {
            finished = self.each_text(finished, Reading::addresses);
        }
        if signs.scripts {
            finished = self.each_text(finished, Reading::scripts);
        }
        if self.masked.abbreviations.is_empty() {
            return finished;
        }
        self.each_text(finished, Reading::abbreviations)
    }

    /// Gives each text to what may part it.
    fn each_text(
        &mut self,
        inlines: Vec<Inline>,
        part: fn(&mut Self, Inline, &mut Vec<Inline>),
    ) -> Vec<Inline> {
        let mut parted = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline.kind {
                InlineKind::Text(_) => part(self, inline, &mut parted),
                _ => parted.push(inline),
            }
        }
        parted
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

    /// Whether a run stands right after another in the text, which both are a part of.
    fn goes_on(&self, first: NodeId, before: &str, then: NodeId) -> bool {
        let start = self.start_of(first);
        start.is_some_and(|start| {
            let end = start + before.len();
            self.masked.text.get(start..end) == Some(before) && self.start_of(then) == Some(end)
        })
    }

    /// Whether a run is the source's own bytes.
    fn is_verbatim(&self, node: &Node, text: &str) -> bool {
        self.markdown.source().slice(node.span) == text
    }

    /// Joins runs that pulldown-cmark cut although text and source do not part, or
    /// although they have parted before.
    fn joined(&self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
        for inline in inlines {
            if let Some(Inline {
                node,
                kind: InlineKind::Text(before),
            }) = joined.last_mut()
                && let InlineKind::Text(text) = &inline.kind
                && match (
                    self.is_verbatim(node, before),
                    self.is_verbatim(&inline.node, text),
                ) {
                    (true, true) => node.span.end == inline.node.span.start,
                    (false, false) => self.goes_on(node.id, before, inline.node.id),
                    (true, false) | (false, true) => false,
                }
            {
                before.push_str(text);
                node.span.end = inline.node.span.end;
                continue;
            }
            joined.push(inline);
        }
        joined
    }

    /// Whether the first character of a run is escaped.
    fn is_escaped(&self, run: &Inline) -> bool {
        let start = self.start_of(run.node.id);
        start.is_some_and(|start| self.masked.is_escaped(start))
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
        let node = self.markdown.node(span);
        if let Some(start) = self.start_of(run.node.id) {
            self.starts_at(node.id, start + range.start);
        }
        Inline {
            node,
            kind: InlineKind::Text(text.get(range).unwrap_or("").to_owned()),
        }
    }

    /// `[text]{.class}` becomes a span, `^[text]` a note, `![](x){...}` and
    /// `` `x`{...} `` take their attributes. One pass with a stack of open brackets.
    fn spans(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
        // Where in `out` a bracket stands, and whether it opens a note.
        let mut open: Vec<(usize, bool)> = Vec::new();
        // Where attributes end in the text: what was read of them is passed over.
        let mut passed = 0;
        for run in inlines {
            let begin = self.start_of(run.node.id);
            let InlineKind::Text(text) = &run.kind else {
                if begin.is_none_or(|begin| begin >= passed) {
                    out.push(run);
                }
                continue;
            };
            let text = text.clone();
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
                    let is_note =
                        before.ends_with('^') && !(escaped && here == 1) && !rest.starts_with("[]");
                    let from = here - usize::from(is_note);
                    if from > done {
                        let before = self.part(&run, done..from);
                        out.push(before);
                    }
                    open.push((out.len(), is_note));
                    let bracket = self.part(&run, from..at);
                    out.push(bracket);
                    done = at;
                } else if rest.starts_with(']') {
                    let start = open.pop();
                    let found = begin.and_then(|begin| self.attributes_at(begin + at));
                    if let Some((start, true)) = start {
                        if here > done {
                            let before = self.part(&run, done..here);
                            out.push(before);
                        }
                        done = at;
                        let content = out.split_off((start + 1).min(out.len()));
                        let opening = out.pop().map_or(run.node.span, |i| i.node.span);
                        let span = opening.to(self.part(&run, here..at).node.span);
                        let is_break = |i: &Inline| i.kind == InlineKind::Break;
                        if !content.iter().all(is_break) {
                            out.push(self.note_in_line(content, span));
                        }
                    } else if let (Some((start, _)), Some((given, length))) = (start, found) {
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
                        out.push(self.spanned(given, content, span));
                    }
                } else if here == 0
                    && let Some(begin) = begin
                    && let Some((given, length)) = self.attributes_at(begin)
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

    /// The attributes that stand at a byte of the text, as they are typed there: signs
    /// in them are none of Markdown's.
    fn attributes_at(&self, at: usize) -> Option<(Attributes, usize)> {
        attributes::parse(self.masked.text.get(at..)?)
    }

    /// A note that stands where it is marked, as Pandoc has it.
    fn note_in_line(&mut self, content: Vec<Inline>, span: Span) -> Inline {
        let node = self.markdown.node(span);
        let body = Block::new(node, BlockKind::Paragraph(content));
        let label = self.markdown.next_label();
        Inline {
            node: self.markdown.node(span),
            kind: InlineKind::Note(Note {
                label,
                body: vec![body],
            }),
        }
    }

    /// Bare addresses of the web and of people become links, as on GitHub.
    fn addresses(&mut self, run: Inline, out: &mut Vec<Inline>) {
        let InlineKind::Text(text) = &run.kind else {
            return out.push(run);
        };
        let text = text.clone();
        let mut done = 0;
        for found in address::find(&text) {
            // What an escape or a tag cut is no address.
            if found.range.start == 0 && self.is_escaped(&run) {
                continue;
            }
            if found.range.start > done {
                let before = self.part(&run, done..found.range.start);
                out.push(before);
            }
            done = found.range.end;
            let content = self.part(&run, found.range.clone());
            let node = self.markdown.node(content.node.span);
            let kind = InlineKind::Link {
                target: Target::External(found.target),
                title: String::new(),
                content: vec![content],
            };
            out.push(Inline { node, kind });
        }
        if done == 0 {
            out.push(run);
        } else if done < text.len() {
            let rest = self.part(&run, done..text.len());
            out.push(rest);
        }
    }

    fn spanned(&mut self, mut given: Attributes, mut content: Vec<Inline>, span: Span) -> Inline {
        // A picture of which only the text is given stays itself.
        if let ([only], Some(alt)) = (content.as_mut_slice(), alt_alone(&given))
            && let InlineKind::Image(picture) = &mut only.kind
        {
            picture.alt = Some(alt.to_owned());
            only.node.span = span;
            return only.clone();
        }
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
        let inner = self.markdown.node(span);
        let content = vec![Inline { node: inner, kind }];
        Inline {
            node,
            kind: InlineKind::Span(given, content),
        }
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
            if !self.masked.may_be_short(bare) {
                continue;
            }
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

/// The alternative text of attributes that give nothing else.
fn alt_alone(given: &Attributes) -> Option<&str> {
    match given.pairs.as_slice() {
        [(key, alt)] if key == "alt" && given.id.is_none() && given.classes.is_empty() => Some(alt),
        _ => None,
    }
}

fn takes_attributes(inline: &Inline) -> bool {
    matches!(
        inline.kind,
        InlineKind::Image(_) | InlineKind::Code(_) | InlineKind::Link { .. }
    )
}
