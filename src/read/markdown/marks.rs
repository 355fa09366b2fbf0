//! Takes finished inlines; returns them with what pulldown-cmark leaves as text:
//! [brackets](super::brackets), superscripts and subscripts within words, bare addresses,
//! abbreviations, note marks without a note.

use super::Reading;
use super::inline::is_script;
use crate::diag::{Code, Diagnostic};
use crate::model::{Inline, InlineKind, Node, NodeId, Target};
use crate::notation::address;
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
                // pulldown-cmark makes no link of brackets with a note in them.
                signs.brackets |= matches!(inline.kind, InlineKind::Note(_));
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
                    b'[' if matches!(before, b'^' | b'!') => signs.brackets = true,
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
        self.in_texts(finished)
    }

    /// Finds in the texts of one level what stands in them alone.
    pub(super) fn in_texts(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
        let signs = Signs::of(&inlines);
        let mut finished = inlines;
        if signs.addresses && self.links == 0 && self.pictures == 0 {
            finished = self.each_text(finished, Reading::addresses);
        }
        if signs.scripts {
            finished = self.each_text(finished, Reading::scripts);
        }
        // Of what a picture shows only the words are kept.
        if self.masked.abbreviations.is_empty() || self.pictures > 0 {
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
            if let InlineKind::Text(_) = inline.kind {
                part(self, inline, &mut parted);
            } else {
                parted.push(inline);
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
            for (at, sign) in text.match_indices("[^") {
                let rest = text.get(at + sign.len()..).unwrap_or("");
                let label = rest.split_once(']').map(|(label, _)| label);
                let Some(label) = label.filter(|l| !l.is_empty() && !l.contains([' ', '['])) else {
                    continue;
                };
                let mut place = inline.node.span;
                if place.range().len() == text.len() {
                    place.start += at as u32;
                    place.end = place.start + label.len() as u32 + 3;
                }
                self.push(
                    Diagnostic::warning(
                        Code::MissingNote,
                        place,
                        format!("note `{label}` has no text"),
                    )
                    .hint(format!("write it as `[^{label}]: its text`")),
                );
            }
        }
    }

    /// Whether a run stands right after another in the text, of which both are a part.
    fn goes_on(&self, first: NodeId, before: &str, then: NodeId, text: &str) -> bool {
        let start = self.start_of(first);
        start.is_some_and(|start| {
            let end = start + before.len();
            self.start_of(then) == Some(end) && self.masked.is_given(text, &(end..end + text.len()))
        })
    }

    /// Whether a run is what was given where it begins in the text.
    fn is_own(&self, run: NodeId, text: &str) -> bool {
        let start = self.start_of(run);
        start.is_some_and(|start| self.masked.is_given(text, &(start..start + text.len())))
    }

    /// Whether a run is the source's own bytes.
    fn is_verbatim(&self, node: &Node, text: &str) -> bool {
        self.context.source().slice(node.span) == text
    }

    /// Joins runs that pulldown-cmark cut although text and source do not part, or
    /// although they have parted before.
    pub(super) fn joined(&self, inlines: Vec<Inline>) -> Vec<Inline> {
        let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
        // Of the last run, whether it is verbatim, and whether it is the text's own: what
        // is joined to it is so too, and a long one is not looked at again.
        let mut last = (false, false);
        for inline in inlines {
            let InlineKind::Text(text) = &inline.kind else {
                joined.push(inline);
                continue;
            };
            let is_verbatim = self.is_verbatim(&inline.node, text);
            if let Some(Inline {
                node,
                kind: InlineKind::Text(before),
            }) = joined.last_mut()
                && self.line_ends.binary_search(&inline.node.id).is_err()
                && match (last.0, is_verbatim) {
                    (true, true) => node.span.end == inline.node.span.start,
                    (false, false) => last.1 && self.goes_on(node.id, before, inline.node.id, text),
                    (true, false) | (false, true) => false,
                }
            {
                before.push_str(text);
                node.span.end = inline.node.span.end;
                continue;
            }
            last = (
                is_verbatim,
                !is_verbatim && self.is_own(inline.node.id, text),
            );
            joined.push(inline);
        }
        joined
    }

    /// Whether the first character of a run is escaped.
    pub(super) fn is_escaped(&self, run: &Inline) -> bool {
        let start = self.start_of(run.node.id);
        start.is_some_and(|start| self.masked.is_escaped(start))
    }

    /// Adds what of a run was not taken up to a byte.
    fn rest(&mut self, run: Inline, done: usize, out: &mut Vec<Inline>) {
        let length = if let InlineKind::Text(text) = &run.kind {
            text.len()
        } else {
            0
        };
        if done == 0 {
            out.push(run);
        } else if done < length {
            let rest = self.part(&run, done..length);
            out.push(rest);
        }
    }

    /// A part of a run, as a run of its own.
    pub(super) fn part(&mut self, run: &Inline, range: Range<usize>) -> Inline {
        let InlineKind::Text(text) = &run.kind else {
            return run.clone();
        };
        let mut span = run.node.span;
        if span.range().len() == text.len() {
            span.end = span.start + range.end as u32;
            span.start += range.start as u32;
        }
        let node = self.context.node(span);
        if let Some(start) = self.start_of(run.node.id) {
            self.starts_at(node.id, start + range.start);
        }
        Inline {
            node,
            kind: InlineKind::Text(text.get(range).unwrap_or("").to_owned()),
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
            let node = self.context.node(content.node.span);
            let kind = InlineKind::Link {
                target: Target::External(found.target),
                title: String::new(),
                content: vec![content],
            };
            out.push(Inline { node, kind });
        }
        self.rest(run, done, out);
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
            let Some(end) = inner.find(mark) else {
                continue;
            };
            if !is_script(inner.get(..end).unwrap_or("")) {
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
            let node = self.context.node(span);
            out.push(Inline { node, kind });
            done = here + end + 2;
            at = done;
        }
        self.rest(run, done, out);
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
            self.explained.insert(short.to_owned());
            if start > done {
                let before = self.part(&run, done..start);
                out.push(before);
            }
            done = start + short.len();
            let content = vec![self.part(&run, start..done)];
            let span = self.part(&run, start..done).node.span;
            let node = self.context.node(span);
            let kind = InlineKind::Abbreviation { content, expansion };
            out.push(Inline { node, kind });
        }
        self.rest(run, done, out);
    }
}
