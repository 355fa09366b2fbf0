//! Takes the pages of a print edition; returns where their markers stand in the text, and
//! writes them (DPUB-ARIA 1.1, `doc-pagebreak`; EPUB Accessibility 1.1, 3).

use super::{Host, Meaning};
use crate::model::NodeId;
use crate::model::paging::{PageBreak, Place};
use crate::xml::{Markup, Tag};
use std::collections::BTreeMap;

/// Where marks of pages stand.
#[derive(Default)]
pub(crate) struct Breaks<'a> {
    before: BTreeMap<NodeId, Vec<&'a str>>,
    within: BTreeMap<NodeId, Vec<(usize, &'a str)>>,
}

impl<'a> Breaks<'a> {
    /// The marks of these pages.
    pub(crate) fn of(pages: &'a [PageBreak]) -> Breaks<'a> {
        let mut breaks = Breaks::default();
        for PageBreak { folio, place } in pages {
            match place {
                Place::Before(node) => breaks.before.entry(*node).or_default().push(folio),
                Place::Within(node, at) => {
                    let own = breaks.within.entry(*node).or_default();
                    own.push((*at as usize, folio));
                }
            }
        }
        breaks
    }

    /// The pages that begin before a node.
    pub(crate) fn before(&self, node: NodeId) -> &[&'a str] {
        self.before.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The pages that begin within a run.
    pub(crate) fn within(&self, run: NodeId) -> &[(usize, &'a str)] {
        self.within.get(&run).map_or(&[], Vec::as_slice)
    }
}

/// The id of the mark of a page. No other id begins so.
pub(crate) fn id(folio: &str) -> String {
    format!("page_{folio}")
}

/// Writes the mark of a page.
pub(crate) fn mark(folio: &str, host: &dyn Host, out: &mut Markup) {
    let mark = host
        .typed(Tag::new("span"), Meaning::PageBreak)
        .attr("role", "doc-pagebreak")
        .attr("aria-label", folio)
        .attr("id", &id(folio));
    let mark = out.open(mark);
    out.close(mark);
}
