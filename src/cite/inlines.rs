//! Takes the parts of a citation, and the pieces of an entry; returns inlines of the model.

use super::piece::{Look, Piece};
use super::render::Part;
use crate::model::citing::{BACK, CITED};
use crate::model::{
    Attributes, Block, BlockKind, CitationItem, Inline, InlineKind, NodeIds, Note, Target,
};
use crate::source::Span;

/// Makes inlines at a place of the source.
pub(super) struct Maker<'a> {
    pub(super) ids: &'a mut NodeIds,
    /// The place of what is made: it is empty, as the source does not contain it.
    pub(super) span: Span,
}

/// Where the works of a citation lead.
pub(super) struct Leads<'a> {
    /// The entry of a work, by its number in the citation.
    pub(super) entry: &'a dyn Fn(usize) -> Option<Target>,
    /// The name of the place where a work is cited first.
    pub(super) first: &'a mut dyn FnMut(usize) -> Option<String>,
    /// The label of a note that is made.
    pub(super) label: String,
}

impl Maker<'_> {
    pub(super) fn inline(&mut self, kind: InlineKind) -> Inline {
        Inline {
            node: self.ids.node(self.span),
            kind,
        }
    }

    pub(super) fn text(&mut self, text: &str) -> Inline {
        self.inline(InlineKind::Text(text.to_owned()))
    }

    /// The content of a citation. What its author wrote around keys is taken from the items.
    pub(super) fn citation(
        &mut self,
        parts: Vec<Part>,
        items: &mut [CitationItem],
        locators: &[usize],
        leads: &mut Leads,
    ) -> Vec<Inline> {
        let mut content: Vec<Inline> = Vec::new();
        for part in parts {
            match part {
                Part::Sign(pieces) => content.extend(self.pieces(pieces, true)),
                Part::Work(number, pieces) => {
                    content.extend(self.work(number, pieces, leads));
                }
                Part::Prefix(number) => {
                    if let Some(item) = items.get_mut(number) {
                        content.append(&mut item.prefix);
                        content.push(self.text(" "));
                    }
                }
                Part::Suffix(number) => {
                    if let Some(item) = items.get_mut(number) {
                        let suffix = std::mem::take(&mut item.suffix);
                        let cut = locators.get(number).copied().unwrap_or(0);
                        content.extend(self.suffix(suffix, cut));
                    }
                }
                Part::Note(parts) => {
                    let inner = self.citation(parts, items, locators, leads);
                    let node = self.ids.node(self.span);
                    let body = vec![Block::new(node, BlockKind::Paragraph(inner))];
                    let label = leads.label.clone();
                    content.push(self.inline(InlineKind::Note(Note { label, body })));
                }
            }
        }
        content
    }

    /// A suffix without the bytes that name a place in the work.
    fn suffix(&mut self, mut suffix: Vec<Inline>, mut cut: usize) -> Vec<Inline> {
        for inline in &mut suffix {
            let InlineKind::Text(text) = &mut inline.kind else {
                break;
            };
            let taken = cut.min(text.len());
            if inline.node.span.range().len() == text.len() {
                inline.node.span.start += taken as u32;
            }
            *text = text.get(taken..).unwrap_or("").to_owned();
            cut -= taken;
            if cut == 0 {
                break;
            }
        }
        suffix.retain(|inline| !matches!(&inline.kind, InlineKind::Text(text) if text.is_empty()));
        let is_word = suffix.first().is_some_and(|inline| {
            if let InlineKind::Text(text) = &inline.kind {
                return text.starts_with(|c: char| c.is_alphanumeric() || c == '(');
            }
            true
        });
        if is_word {
            suffix.insert(0, self.text(" "));
        }
        suffix
    }

    fn work(&mut self, number: usize, pieces: Vec<Piece>, leads: &mut Leads) -> Vec<Inline> {
        let target = (leads.entry)(number);
        let mut inner = self.pieces(pieces, target.is_none());
        if inner.is_empty() {
            return inner;
        }
        if let Some(target) = target {
            inner = vec![self.link(target, inner)];
        }
        let attributes = Attributes {
            id: (leads.first)(number),
            classes: vec![CITED.to_owned()],
            pairs: Vec::new(),
        };
        vec![self.inline(InlineKind::Span(attributes, inner))]
    }

    pub(super) fn link(&mut self, target: Target, content: Vec<Inline>) -> Inline {
        self.inline(InlineKind::Link {
            target,
            title: String::new(),
            content,
        })
    }

    /// What leads from an entry back to where its work is cited.
    pub(super) fn back(&mut self, target: Target, content: Vec<Inline>) -> Inline {
        let attributes = Attributes {
            classes: vec![BACK.to_owned()],
            ..Attributes::default()
        };
        let link = self.link(target, content);
        self.inline(InlineKind::Span(attributes, vec![link]))
    }

    /// The inlines of pieces; links among them are links where they may be.
    pub(super) fn pieces(&mut self, pieces: Vec<Piece>, may_link: bool) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(text, look) => inlines.extend(self.looking(&text, look)),
                Piece::Link(text, look, address) => {
                    let shown = self.looking(&text, look);
                    match may_link {
                        true => inlines.push(self.link(Target::External(address), shown)),
                        false => inlines.extend(shown),
                    }
                }
                Piece::Math(source) => inlines.push(self.inline(InlineKind::Math(source))),
                Piece::Names(inner) | Piece::Item(_, inner) | Piece::Group(inner) => {
                    inlines.extend(self.pieces(inner, may_link));
                }
            }
        }
        inlines
    }

    /// Letters with a look, and with the looks that CSL JSON writes into titles as elements
    /// (citeproc-js's manual, "Rich text").
    fn looking(&mut self, text: &str, look: Look) -> Vec<Inline> {
        if text.is_empty() {
            return Vec::new();
        }
        let inner = self.marked_up(text);
        let mut inlines = inner;
        type Wrap = fn(Vec<Inline>) -> InlineKind;
        let wraps: [(bool, Wrap); 5] = [
            (look.is_raised, InlineKind::Super),
            (look.is_lowered, InlineKind::Sub),
            (look.is_small_capitals, InlineKind::SmallCaps),
            (look.is_italic, InlineKind::Emph),
            (look.is_bold, InlineKind::Strong),
        ];
        for (is_so, wrap) in wraps {
            if is_so {
                inlines = vec![self.inline(wrap(inlines))];
            }
        }
        inlines
    }

    fn marked_up(&mut self, text: &str) -> Vec<Inline> {
        type Wrap = fn(Vec<Inline>) -> InlineKind;
        const ELEMENTS: [(&str, &str, Wrap); 5] = [
            ("<i>", "</i>", InlineKind::Emph),
            ("<b>", "</b>", InlineKind::Strong),
            ("<sup>", "</sup>", InlineKind::Super),
            ("<sub>", "</sub>", InlineKind::Sub),
            ("<sc>", "</sc>", InlineKind::SmallCaps),
        ];
        let text = &text.replace("<span style=\"font-variant:small-caps;\">", "<sc>");
        let found = ELEMENTS.iter().filter_map(|(open, close, wrap)| {
            let start = text.find(open)?;
            let inside = text.get(start + open.len()..)?;
            let (close, end) = match (*open, inside.find(close)) {
                (_, Some(end)) => (*close, end),
                ("<sc>", None) => ("</span>", inside.find("</span>")?),
                (_, None) => return None,
            };
            Some((
                start,
                start + open.len()..start + open.len() + end,
                close,
                *wrap,
            ))
        });
        let Some((start, inside, close, wrap)) = found.min_by_key(|(start, ..)| *start) else {
            return vec![self.text(text)];
        };
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or("").to_owned();
        let (before, within) = (part(0..start), part(inside.clone()));
        let after = part(inside.end + close.len()..text.len());
        let mut inlines = Vec::new();
        if !before.is_empty() {
            inlines.push(self.text(&before));
        }
        let within = self.marked_up(&within);
        inlines.push(self.inline(wrap(within)));
        if !after.is_empty() {
            inlines.extend(self.marked_up(&after));
        }
        inlines
    }
}
