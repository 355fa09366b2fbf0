//! Takes what stands in a `ruby` of HTML; returns texts with their annotations.
//!
//! An `rt` annotates what is before it. Where several `rb` come before several `rt`, each
//! has the one of its number, and those of an `rtc` come after (HTML Ruby Markup
//! Extensions, 2).

use crate::lang::Lang;
use crate::model::{Attributes, Inline, InlineKind, plain_text};
use crate::read::context::Context;
use crate::source::Span;

/// The class of the span that stands for an `rb` until its `ruby` ends.
const BASE: &str = "rb";

/// An annotation until its `ruby` ends: one of nothing.
pub(super) fn annotation(content: &[Inline]) -> InlineKind {
    InlineKind::Ruby {
        base: Vec::new(),
        annotation: plain_text(content),
    }
}

/// A text of its own among those of a `ruby`, until that ends.
pub(super) fn base(content: Vec<Inline>) -> InlineKind {
    let attributes = Attributes {
        classes: vec![BASE.to_owned()],
        ..Attributes::default()
    };
    InlineKind::Span(attributes, content)
}

/// Gives each text of a `ruby` its annotation.
pub(super) fn paired(
    content: Vec<Inline>,
    lang: Option<Lang>,
    span: Span,
    context: &mut Context,
) -> Vec<Inline> {
    let mut group = Group::default();
    let mut out = Vec::new();
    for inline in content {
        match inline.kind {
            InlineKind::Ruby { base, annotation } if base.is_empty() => {
                group.annotations.push(annotation);
            }
            InlineKind::Span(attributes, content) if attributes.classes == [BASE] => {
                group.close_for_more(&mut out, span, context);
                group.bases.push(content);
                group.is_parted = true;
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
            | InlineKind::Math(_)
            | InlineKind::Abbreviation { .. }
            | InlineKind::Ruby { .. }
            | InlineKind::Citation(_)
            | InlineKind::Tie
            | InlineKind::Break
            | InlineKind::Span(..) => {
                group.close_for_more(&mut out, span, context);
                match group.bases.last_mut().filter(|_| !group.is_parted) {
                    Some(base) => base.push(inline),
                    None => group.bases.push(vec![inline]),
                }
                group.is_parted = false;
            }
        }
    }
    group.close(&mut out, span, context);
    match lang {
        Some(lang) => {
            let mut node = context.node(span);
            node.lang = Some(lang);
            let kind = InlineKind::Span(Attributes::default(), out);
            vec![Inline { node, kind }]
        }
        None => out,
    }
}

/// Texts, and the annotations after them.
#[derive(Default)]
struct Group {
    bases: Vec<Vec<Inline>>,
    annotations: Vec<String>,
    /// Whether the last text is complete.
    is_parted: bool,
}

impl Group {
    /// Closes the group if it has annotations: what comes is no part of it.
    fn close_for_more(&mut self, out: &mut Vec<Inline>, span: Span, context: &mut Context) {
        if !self.annotations.is_empty() {
            self.close(out, span, context);
        }
    }

    fn close(&mut self, out: &mut Vec<Inline>, span: Span, context: &mut Context) {
        let Group {
            mut bases,
            annotations,
            ..
        } = std::mem::take(self);
        if bases.is_empty() && !annotations.is_empty() {
            bases.push(Vec::new());
        }
        let count = bases.len();
        for (number, mut base) in bases.into_iter().enumerate() {
            // Those beyond the texts begin with the first of these again.
            let own = annotations.iter().skip(number).step_by(count);
            let own: Vec<&str> = own.map(String::as_str).collect();
            let annotation = own.join(" ");
            // A space parts two texts, and is annotated in none.
            let last = base.iter().rposition(|inline| !super::is_blank(inline));
            let after = base.split_off(last.map_or(0, |last| last + 1));
            if annotation.is_empty() {
                out.append(&mut base);
            } else {
                let node = context.node(span);
                let kind = InlineKind::Ruby { base, annotation };
                out.push(Inline { node, kind });
            }
            out.extend(after);
        }
    }
}
