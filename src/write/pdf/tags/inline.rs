//! Takes the inlines of a text; returns elements within its block, in the order of the
//! marks: links with their annotations, note marks, code, foreign words, abbreviations,
//! pictures.

use super::tree::{Id, Kid};
use super::{Writer, alternative};
use crate::layout::placed::Part;
use crate::model::citing;
use crate::model::walk::content_of;
use crate::model::{Inline, InlineKind, NodeId, Note, plain_text};
use std::collections::BTreeMap;

/// Whether an inline is an element of its own.
fn wraps(inline: &Inline) -> bool {
    let tells = matches!(
        inline.kind,
        InlineKind::Link { .. }
            | InlineKind::Note(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::Abbreviation { .. }
    );
    tells || inline.node.lang.is_some() || is_cited(inline)
}

/// Whether an inline refers to a work of the bibliography.
fn is_cited(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Span(attributes, _) if attributes.has_class(citing::CITED))
}

/// The inlines around each inline that is an element, itself the last.
fn chains<'a>(
    content: &'a [Inline],
    chain: &mut Vec<&'a Inline>,
    all: &mut BTreeMap<NodeId, Vec<&'a Inline>>,
) {
    for inline in content {
        let wraps = wraps(inline);
        if wraps {
            chain.push(inline);
            let mut own = chain.clone();
            if matches!(inline.kind, InlineKind::Note(_)) {
                // A link in a link could not be told apart from it: the mark of a
                // note stands beside the link that it is in.
                own.retain(|outer| !matches!(outer.kind, InlineKind::Link { .. }));
            }
            all.insert(inline.node.id, own);
        }
        if let Some(content) = content_of(&inline.kind) {
            chains(content, chain, all);
        }
        if wraps {
            chain.pop();
        }
    }
}

impl<'a> Writer<'a> {
    /// The text of a block.
    pub(super) fn text(&mut self, element: Id, owner: (NodeId, Part), content: &'a [Inline]) {
        let mut all = BTreeMap::new();
        chains(content, &mut Vec::new(), &mut all);
        let mut open: Vec<(NodeId, Id)> = Vec::new();
        for spot in self.content.marks.remove(&owner).unwrap_or_default() {
            let chain = all.get(&spot.holder).map_or(&[][..], Vec::as_slice);
            let shared = open.iter().zip(chain).take_while(|(o, i)| o.0 == i.node.id);
            open.truncate(shared.count());
            for (at, inline) in chain.iter().enumerate().skip(open.len()) {
                let parent = open.last().map_or(element, |(_, id)| *id);
                let id = self.inline(parent, owner, inline, &chain[..at]);
                open.push((inline.node.id, id));
            }
            let parent = open.last().map_or(element, |(_, id)| *id);
            self.tree.add(parent, Kid::Mark(spot.page, spot.number));
        }
        self.gather_notes(content);
    }

    /// Opens the element of an inline that stands in these others.
    fn inline(
        &mut self,
        parent: Id,
        owner: (NodeId, Part),
        inline: &Inline,
        around: &[&Inline],
    ) -> Id {
        let id = inline.node.id;
        let role = match &inline.kind {
            InlineKind::Note(_) => "Reference",
            InlineKind::Span(..) if is_cited(inline) => "Reference",
            InlineKind::Code(_) => "Code",
            InlineKind::Math(_) => "Formula",
            // What a picture would have shown stands in its place as words.
            InlineKind::Image(_) if !self.content.pictures.contains_key(&id) => "Span",
            InlineKind::Image(_) => "Figure",
            InlineKind::Text(_)
            | InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::SmallCaps(_)
            | InlineKind::Super(_)
            | InlineKind::Sub(_)
            | InlineKind::Strike(_)
            | InlineKind::Link { .. }
            | InlineKind::Abbreviation { .. }
            | InlineKind::Ruby { .. }
            | InlineKind::Citation(_)
            | InlineKind::Tie
            | InlineKind::Break
            | InlineKind::Span(..) => "Span",
        };
        let mut element = self.tree.open(parent, role);
        let outer = element;
        let own = &mut self.tree.elements[element];
        own.lang = inline
            .node
            .lang
            .as_ref()
            .map(|lang| lang.as_str().to_owned());
        match &inline.kind {
            InlineKind::Image(picture) if role == "Figure" => {
                let link = around.iter().rev().find_map(|outer| {
                    let InlineKind::Link { target, .. } = &outer.kind else {
                        return None;
                    };
                    Some(target)
                });
                own.alt = alternative(picture, link);
                self.place(element, id, "Inline");
            }
            InlineKind::Math(source) => own.alt = Some(source.clone()),
            InlineKind::Abbreviation { expansion, .. } => own.expansion = Some(expansion.clone()),
            // Its title tells it from the mark of a note.
            InlineKind::Span(_, content) if is_cited(inline) => {
                own.title = Some(plain_text(content));
            }
            InlineKind::Text(_)
            | InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::SmallCaps(_)
            | InlineKind::Super(_)
            | InlineKind::Sub(_)
            | InlineKind::Strike(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Ruby { .. }
            | InlineKind::Citation(_)
            | InlineKind::Tie
            | InlineKind::Break
            | InlineKind::Span(..) => {}
        }
        let linked = self
            .content
            .annotations
            .contains_key(&(owner.0, owner.1, id));
        if linked {
            // A reference holds its link; any other element is one.
            if role == "Span" {
                self.tree.elements[element].role = "Link";
            } else {
                element = self.tree.open(outer, "Link");
            }
            self.annotated(element, owner, id);
        }
        element
    }

    /// The notes marked in a text, each once: at its first mark. The text of a
    /// note may stand at another.
    fn gather_notes(&mut self, content: &'a [Inline]) {
        for inline in content {
            if let InlineKind::Note(note) = &inline.kind {
                let note: &'a Note = note;
                let id = inline.node.id;
                let text = self.note_texts.get(note.label.as_str()).copied();
                let note = text.filter(|_| note.body.is_empty()).unwrap_or(note);
                if self.content.marks.contains_key(&(id, Part::Label)) {
                    self.notes.push((id, note));
                }
            }
            if let Some(content) = content_of(&inline.kind) {
                self.gather_notes(content);
            }
        }
    }
}
