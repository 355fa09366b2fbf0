//! Takes inlines; returns those that every Markdown has, and phrases of them.

use super::super::compositor::shows;
use super::super::form::TextLinks;
use super::super::galley::Galley;
use super::{Markdown, inline, lines, text, without_emphasis, without_strong};
use crate::model::plain::{PlainForm, plain_form};
use crate::model::{Citation, Inline, InlineKind, Note, Picture, Target, plain_text};
use crate::write::source::{Place, phrase_with};

impl<'a> Markdown<'a, '_> {
    /// A paragraph of some inlines. Nothing, if nothing of it would be seen.
    pub(super) fn paragraph(&mut self, content: &'a [Inline]) -> Galley {
        let content = self.inlines(content);
        self.phrase(content)
    }

    /// A paragraph of what is Markdown's already.
    pub(super) fn phrase(&mut self, content: Vec<Inline>) -> Galley {
        let is_blank = |inline: &Inline| {
            inline.kind == InlineKind::Break
                || matches!(&inline.kind, InlineKind::Text(text)
                    if text.trim_matches([' ', '\t', '\n']).is_empty())
        };
        if content.iter().all(is_blank) {
            return Galley::default();
        }
        Galley::phrase(lines::phrase(self.written(&content, Place::Paragraph)))
    }

    /// A paragraph in italics.
    pub(super) fn emphasised(&mut self, content: Vec<Inline>) -> Galley {
        self.stressed_paragraph(without_emphasis(content), ["*", "_"])
    }

    /// A paragraph in bold.
    pub(super) fn strong(&mut self, content: Vec<Inline>) -> Galley {
        self.stressed_paragraph(without_strong(content), ["**", "__"])
    }

    /// Nothing stands against the signs outside, so that they are signs whatever stands
    /// within (CommonMark 0.31, 6.2); the second are for words that have the first at an edge.
    fn stressed_paragraph(&mut self, content: Vec<Inline>, signs: [&str; 2]) -> Galley {
        if self.phrase(content.clone()).is_empty() {
            return Galley::default();
        }
        let words = self.written(&content, Place::Paragraph);
        let is_at_edge = words.starts_with('*') || words.ends_with('*');
        let [usual, other] = signs;
        let sign = if is_at_edge { other } else { usual };
        Galley::phrase(lines::phrase(format!("{sign}{words}{sign}")))
    }

    /// Inlines as Markdown writes them.
    pub(super) fn written(&self, content: &[Inline], place: Place) -> String {
        let references = &self.document.references;
        let is_listed = self.document.links == TextLinks::References;
        phrase_with(content, place, is_listed.then_some(references))
    }

    /// What every Markdown has of some inlines.
    pub(super) fn inlines(&mut self, content: &'a [Inline]) -> Vec<Inline> {
        let mut out = Vec::with_capacity(content.len());
        for (at, inline) in content.iter().enumerate() {
            match &inline.kind {
                InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::Math(_) => {
                    out.push(self::inline(inline.kind.clone()));
                }
                InlineKind::Emph(inner) => out.extend(self.stressed(InlineKind::Emph, inner)),
                InlineKind::Strong(inner) => out.extend(self.stressed(InlineKind::Strong, inner)),
                InlineKind::Strike(inner) => out.extend(self.stressed(InlineKind::Strike, inner)),
                InlineKind::SmallCaps(inner)
                | InlineKind::Citation(Citation { content: inner, .. })
                | InlineKind::Span(_, inner) => {
                    out.extend(self.inlines(inner));
                }
                InlineKind::Super(inner) | InlineKind::Sub(inner) => {
                    match plain_form(content, at) {
                        Some(PlainForm::Figures(figures)) => out.push(text(&figures)),
                        Some(PlainForm::Marked(open)) => {
                            out.push(text(open));
                            out.extend(self.inlines(inner));
                            out.push(text(")"));
                        }
                        Some(PlainForm::Plain) | None => out.extend(self.inlines(inner)),
                    }
                }
                InlineKind::Link {
                    target,
                    title,
                    content,
                } => out.extend(self.link(target, title, content)),
                InlineKind::Image(picture) => out.push(image(picture)),
                InlineKind::Note(note) => out.push(self.mark(note)),
                InlineKind::Abbreviation { content, expansion } => {
                    out.extend(self.inlines(content));
                    let expanded = &mut self.compositor.expanded;
                    if !expansion.is_empty() && expanded.insert(plain_text(content)) {
                        out.push(text(&format!(" ({expansion})")));
                    }
                }
                InlineKind::Ruby { base, annotation } => {
                    out.extend(self.inlines(base));
                    out.push(text(&format!("({annotation})")));
                }
                InlineKind::Tie => {}
                InlineKind::Break => out.push(self::inline(InlineKind::Break)),
            }
        }
        out
    }

    fn stressed(
        &mut self,
        kind: fn(Vec<Inline>) -> InlineKind,
        inner: &'a [Inline],
    ) -> Option<Inline> {
        let inner = self.inlines(inner);
        (!inner.is_empty()).then(|| inline(kind(inner)))
    }

    fn mark(&mut self, note: &'a Note) -> Inline {
        let number = self.notes_before + self.compositor.note_number(note);
        inline(InlineKind::Note(Note {
            label: number.to_string(),
            body: Vec::new(),
        }))
    }

    /// A link that leads out. Anchors are named otherwise in every system.
    pub(super) fn link(
        &mut self,
        target: &'a Target,
        title: &str,
        content: &'a [Inline],
    ) -> Vec<Inline> {
        let words = self.inlines(content);
        match target {
            // An address that is the text stays a link, because it is not hidden.
            Target::External(url)
                if self.document.links != TextLinks::Off || shows(content, url) =>
            {
                vec![inline(InlineKind::Link {
                    target: target.clone(),
                    title: title.to_owned(),
                    content: words,
                })]
            }
            Target::External(_) | Target::Internal(_) | Target::Article(..) => words,
        }
    }
}

/// A picture without what only Pressroom knows of it.
pub(super) fn image(picture: &Picture) -> Inline {
    let alt = picture.alt.clone().filter(|alt| !alt.is_empty());
    inline(InlineKind::Image(Picture::new(
        &picture.path,
        picture.span,
        alt,
    )))
}
