//! Takes the pages of a print edition; returns page markers in the text and the page list
//! (EPUB Accessibility 1.1, 3; EPUB 3.3, 7.4.4).

use super::markup::{Markup, Tag};
use crate::model::NodeId;
use crate::model::paging::{PageBreak, Place};
use std::collections::BTreeMap;

/// The pages of the edition that an EPUB goes by.
#[derive(Debug, Clone, Copy)]
pub struct Paging<'a> {
    /// Where they begin.
    pub breaks: &'a [PageBreak],
    /// The edition's identifier.
    pub source: &'a str,
}

/// Where marks of pages stand.
#[derive(Default)]
pub(super) struct Breaks<'a> {
    before: BTreeMap<NodeId, Vec<&'a str>>,
    within: BTreeMap<NodeId, Vec<(usize, &'a str)>>,
}

impl<'a> Breaks<'a> {
    pub(super) fn of(paging: Option<Paging<'a>>) -> Breaks<'a> {
        let mut breaks = Breaks::default();
        for PageBreak { folio, place } in paging.map_or(&[][..], |paging| paging.breaks) {
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
    pub(super) fn before(&self, node: NodeId) -> &[&'a str] {
        self.before.get(&node).map_or(&[], Vec::as_slice)
    }

    /// The pages that begin within a run.
    pub(super) fn within(&self, run: NodeId) -> &[(usize, &'a str)] {
        self.within.get(&run).map_or(&[], Vec::as_slice)
    }
}

/// The id of the mark of a page. No other id begins so.
pub(super) fn id(folio: &str) -> String {
    format!("page_{folio}")
}

/// Writes the mark of a page.
pub(super) fn mark(folio: &str, out: &mut Markup) {
    let mark = Tag::new("span")
        .attr("epub:type", "pagebreak")
        .attr("role", "doc-pagebreak")
        .attr("aria-label", folio)
        .attr("id", &id(folio));
    let mark = out.open(mark);
    out.close(mark);
}

/// A page and where it is found.
pub(super) struct Listed {
    pub(super) folio: String,
    pub(super) href: String,
}

impl Listed {
    /// A page that is marked in a file.
    pub(super) fn on(file: &str, folio: &str) -> Listed {
        Listed {
            folio: folio.to_owned(),
            href: format!("{file}#{}", id(folio)),
        }
    }
}
