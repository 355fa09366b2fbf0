//! Finished inlines in, the same with what pulldown-cmark leaves as text:
//! attributes and bracketed spans, super- and subscripts inside words,
//! abbreviations, marks of notes that have no text.

use super::{Reading, attributes};
use crate::diag::Diagnostic;
use crate::lang::Lang;
use crate::model::{Attributes, Inline, InlineKind};
use crate::source::Span;
use std::ops::Range;

impl Reading<'_, '_, '_> {
    /// Finds in finished inlines of one level what pulldown-cmark leaves as text.
    pub(super) fn finish(&mut self, inlines: Vec<Inline>) -> Vec<Inline> {
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
