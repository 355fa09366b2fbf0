//! What stands on a page beside its text: running heads and folios.

use crate::geom::Pt;
use crate::lang::Lang;
use crate::layout::Shop;
use crate::layout::galley::line_at;
use crate::layout::paragraph;
use crate::layout::placed::{Furniture, Owner, Page};
use crate::model::NodeId;

/// What the running head of a page says.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    /// On a verso: the book, or the section.
    pub(super) verso: String,
    /// On a recto: the article.
    pub(super) recto: String,
}

/// Puts the folio at the outer foot and, on all but opening pages, the running
/// head over the text.
pub(super) fn furnish(
    page: &mut Page,
    index: usize,
    heads: &Heads,
    opening: bool,
    lang: &Lang,
    shop: &Shop,
) {
    let style = shop.style;
    let voice = style.furniture();
    let recto = index.is_multiple_of(2);
    let (left, right) = edges(index, shop);
    // What is bound at the right has its rectos at the left.
    let at_right = recto != shop.rightward;
    let line = style.text.leading;
    let folio = paragraph::label(&page.folio, NodeId::default(), &voice, lang, shop);
    let x = if at_right { right - folio.width } else { left };
    let y = style.page.top + style.text_height() + line * 1.75;
    page.things
        .push(line_at(&folio, Owner::Furniture(Furniture::Folio), x, y));
    let head = if recto { &heads.recto } else { &heads.verso };
    if opening || head.is_empty() {
        return;
    }
    // No line holds more letters than this, and a headline may be a page long.
    let mut text: String = head.chars().take(160).collect();
    let mut set = paragraph::label(&text, NodeId::default(), &voice, lang, shop);
    // A head is one line: a longer one ends in an ellipsis.
    while set.width > right - left && text.contains(' ') {
        text.truncate(text.rfind(' ').unwrap_or(0));
        let short = format!("{}…", text.trim_end_matches([',', ';', ':', '.', ' ']));
        set = paragraph::label(&short, NodeId::default(), &voice, lang, shop);
    }
    let x = if at_right { right - set.width } else { left };
    let y = style.page.top - line * 1.1;
    page.things
        .push(line_at(&set, Owner::Furniture(Furniture::Head), x, y));
}

/// The left and right edges of the text on a page: the inner margin is at the
/// fold, left on a recto or, where books are bound at the right, right on it.
pub(super) fn edges(index: usize, shop: &Shop) -> (Pt, Pt) {
    let page = &shop.style.page;
    let left = if index.is_multiple_of(2) != shop.rightward {
        page.inner
    } else {
        page.outer
    };
    (left, left + shop.style.measure())
}
