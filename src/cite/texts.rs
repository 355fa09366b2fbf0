//! Takes an article; shows each of its citations in the order of reading, to be changed.
//!
//! A citation in a note comes where its mark stands. Notes are numbered as they are printed.

use crate::model::walk::{content_of_mut, each_phrase_mut, opening_and_close_mut};
use crate::model::{Article, Block, Citation, Inline, InlineKind, Node, NodeIds};
use crate::source::Span;
use std::collections::BTreeMap;

/// What becomes of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays in its place.
    Stays,
    /// Its content takes its place: it is text.
    Text,
    /// It stands close to the word before it, as the mark of a note does.
    Clings,
    /// The same, after the sign that follows it.
    ClingsAfterSign,
}

/// Where a citation stands.
pub(super) struct Spot<'s> {
    pub(super) node: &'s Node,
    /// The number of the note that it stands in.
    pub(super) note: Option<usize>,
    /// How many notes there are before it.
    pub(super) notes: &'s mut usize,
    pub(super) ids: &'s mut NodeIds,
}

/// Shows all citations of an article.
pub(super) fn each(article: &mut Article, visit: &mut dyn FnMut(&mut Citation, Spot) -> Fate) {
    let mut ids = NodeIds::after(article.source, article.next_index);
    let mut walker = Walker {
        visit,
        ids: &mut ids,
        notes: 0,
        labels: BTreeMap::new(),
        within: None,
    };
    let (before, after) = opening_and_close_mut(&mut article.metadata);
    for phrase in before {
        walker.phrase(phrase);
    }
    walker.blocks(&mut article.body);
    for phrase in after {
        walker.phrase(phrase);
    }
    article.next_index = ids.next_index();
}

struct Walker<'a> {
    visit: &'a mut dyn FnMut(&mut Citation, Spot) -> Fate,
    ids: &'a mut NodeIds,
    notes: usize,
    labels: BTreeMap<String, usize>,
    within: Option<usize>,
}

impl Walker<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        each_phrase_mut(blocks, &mut |phrase| self.phrase(phrase));
    }

    fn phrase(&mut self, phrase: &mut Vec<Inline>) {
        let mut out: Vec<Inline> = Vec::with_capacity(phrase.len());
        // Where a citation stands that a sign goes before.
        let mut awaits: Option<usize> = None;
        for mut inline in std::mem::take(phrase) {
            if let Some(at) = awaits.take()
                && let Some(sign) = self.sign(&mut inline)
            {
                out.insert(at, sign);
            }
            if let InlineKind::Citation(citation) = &mut inline.kind {
                let spot = Spot {
                    node: &inline.node,
                    note: self.within,
                    notes: &mut self.notes,
                    ids: &mut *self.ids,
                };
                let fate = (self.visit)(citation, spot);
                if fate == Fate::Text {
                    out.append(&mut citation.content);
                    continue;
                }
                if matches!(fate, Fate::Clings | Fate::ClingsAfterSign) {
                    trim_end(&mut out);
                }
                if fate == Fate::ClingsAfterSign {
                    awaits = Some(out.len());
                }
            } else if let InlineKind::Note(note) = &mut inline.kind {
                let next = self.notes + 1;
                let number = match note.label.as_str() {
                    "" => next,
                    label => *self.labels.entry(label.to_owned()).or_insert(next),
                };
                self.notes = self.notes.max(number);
                let outer = self.within.replace(number);
                self.blocks(&mut note.body);
                self.within = outer;
            } else if let Some(content) = content_of_mut(&mut inline.kind) {
                self.phrase(content);
            }
            out.push(inline);
        }
        *phrase = out;
    }

    /// Takes the sign that a text begins with.
    fn sign(&mut self, inline: &mut Inline) -> Option<Inline> {
        let InlineKind::Text(text) = &mut inline.kind else {
            return None;
        };
        let sign = text.chars().next().filter(|c| ".,;:!?…".contains(*c))?;
        let length = sign.len_utf8();
        text.drain(..length);
        let span = inline.node.span;
        let is_as_written = span.range().len() == text.len() + length;
        let cut = match is_as_written {
            true => span.start + length as u32,
            false => span.start,
        };
        inline.node.span.start = cut;
        let own = Span { end: cut, ..span };
        Some(Inline {
            node: self.ids.node(own),
            kind: InlineKind::Text(sign.to_string()),
        })
    }
}

/// Takes the space from the end of a phrase.
fn trim_end(out: &mut [Inline]) {
    if let Some(last) = out.last_mut()
        && let InlineKind::Text(text) = &mut last.kind
    {
        let kept = text.trim_end().len();
        if last.node.span.range().len() == text.len() {
            last.node.span.end = last.node.span.start + kept as u32;
        }
        text.truncate(kept);
    }
}
