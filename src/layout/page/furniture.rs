//! What stands on a page beside its text: running heads and folios.

use crate::geom::Pt;
use crate::lang::Lang;
use crate::layout::Context;
use crate::layout::galley::line_at;
use crate::layout::paragraph;
use crate::layout::placed::{Furniture, Line, Owner, Page};
use crate::model::NodeId;
use crate::style::{Side, Slot, Template};
use std::sync::Arc;

/// What running heads and folios can say of an article.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    pub(super) headline: String,
    pub(super) kicker: String,
    pub(super) byline: String,
    /// The title of the book; a lone article is in none.
    pub(super) book: String,
    pub(super) date: String,
}

impl Heads {
    /// The line that a template makes of it.
    fn fill(&self, template: &Template, folio: &str) -> String {
        template.fill(|slot| match slot {
            Slot::Headline => &self.headline,
            Slot::Kicker => &self.kicker,
            Slot::Byline => &self.byline,
            Slot::Book => &self.book,
            Slot::Folio => folio,
            Slot::Date => &self.date,
        })
    }
}

/// Puts the foot under the text and, on all but opening pages, the running head
/// over it.
pub(super) fn furnish(
    page: &mut Page,
    index: usize,
    heads: &Heads,
    opening: bool,
    lang: &Lang,
    context: &Context,
) {
    if page.is_plate {
        return;
    }
    let style = context.style;
    let furniture = &style.furniture;
    let recto = index.is_multiple_of(2);
    let line = style.text.leading;
    let mut put = |template: &Template, kind: Furniture, side: Side, y: Pt| {
        let text = heads.fill(template, &page.folio);
        if text.is_empty() {
            return;
        }
        let (left, right) = edges(index, context);
        let set = fitted(&text, right - left, lang, context);
        // What is bound at the right has its rectos at the left.
        let at_right = recto != context.rtl;
        let x = match side {
            Side::Centre => left + (right - left - set.width) / 2.0,
            Side::Outer if at_right => right - set.width,
            Side::Inner if !at_right => right - set.width,
            Side::Outer | Side::Inner => left,
        };
        page.things
            .push(line_at(&set, Owner::Furniture(kind), x, y));
    };
    let below = style.page.top + style.text_height() + line * 1.75;
    put(&furniture.foot, Furniture::Folio, furniture.foot_at, below);
    if !opening {
        let head = if recto {
            &furniture.recto
        } else {
            &furniture.verso
        };
        let above = style.page.top - line * 1.1;
        put(head, Furniture::Head, furniture.heads_at, above);
    }
}

/// A text in one line: a longer one ends in an ellipsis.
fn fitted(text: &str, measure: Pt, lang: &Lang, context: &Context) -> Arc<Line> {
    let voice = context.style.furniture();
    // No line holds more letters than this, and a headline may be a page long.
    let mut text: String = text.chars().take(160).collect();
    let mut set = paragraph::label(&text, NodeId::default(), &voice, lang, context);
    while set.width > measure && text.contains(' ') {
        text.truncate(text.rfind(' ').unwrap_or(0));
        let short = format!("{}…", text.trim_end_matches([',', ';', ':', '.', ' ']));
        set = paragraph::label(&short, NodeId::default(), &voice, lang, context);
    }
    set
}

/// The left and right edges of the text on a page: the inner margin is at the
/// fold, left on a recto or, where books are bound at the right, right on it.
pub(super) fn edges(index: usize, context: &Context) -> (Pt, Pt) {
    let page = &context.style.page;
    let left = if index.is_multiple_of(2) != context.rtl {
        page.inner
    } else {
        page.outer
    };
    (left, left + context.style.measure())
}
