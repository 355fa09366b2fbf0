//! Takes pages and the publication that is on them; returns the folios of the places that its
//! lists lead to, and puts them where lists wait for them.

use super::contents::folio_line;
use crate::lang::{Direction, Lang};
use crate::layout::Context;
use crate::layout::placed::{Dress, Line, Link, Owner, Pages, Part, Piece, Spot, ThingKind};
use crate::model::index::Folio;
use crate::model::walk::{self, Visitor};
use crate::model::{
    Article, Block, BlockKind, Inline, InlineKind, NodeId, Numbering, Publication, Role, Target,
};
use crate::source::SourceId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Notes where spans with identifiers stand: on the page that their first word is on.
pub(super) fn anchor_spans(articles: &[Article], pages: &mut Pages) {
    let mut spans = Spans::default();
    for article in articles {
        spans.source = article.source;
        spans.last = None;
        walk::article(article, &mut spans);
        spans.settle();
    }
    if spans.runs.is_empty() {
        return;
    }
    for (index, page) in pages.pages.iter().enumerate() {
        for thing in &page.things {
            let ThingKind::Line(placed) = &thing.kind else {
                continue;
            };
            for piece in &placed.line.pieces {
                let Some(names) = spans.runs.remove(&piece.dress.run) else {
                    continue;
                };
                let spot = Spot {
                    page: index,
                    y: placed.origin.y - piece.dress.size,
                };
                for name in names {
                    let anchor = (piece.dress.run.source.0, name);
                    pages.anchors.entry(anchor).or_insert(spot);
                }
            }
        }
    }
}

/// Spans with identifiers, by the runs that they begin with.
#[derive(Default)]
struct Spans {
    source: SourceId,
    runs: BTreeMap<NodeId, Vec<String>>,
    /// Those that no run has come after yet.
    waiting: Vec<String>,
    last: Option<NodeId>,
}

impl Spans {
    /// What stands at the end of a text is where its last run is.
    fn settle(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        if let Some(last) = self.last
            && !waiting.is_empty()
        {
            self.runs.entry(last).or_default().extend(waiting);
        }
    }
}

impl Visitor<'_> for Spans {
    fn block(&mut self, _: &Block) {
        if self.last.is_some() {
            self.settle();
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Span(attributes, _) => {
                self.waiting
                    .extend(attributes.id.clone().filter(|id| !id.is_empty()));
            }
            InlineKind::Text(text) | InlineKind::Code(text) if !text.trim().is_empty() => {
                self.last = Some(inline.node.id);
                self.settle();
            }
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::SmallCaps(_)
            | InlineKind::Super(_)
            | InlineKind::Sub(_)
            | InlineKind::Strike(_)
            | InlineKind::Link { .. }
            | InlineKind::Image(_)
            | InlineKind::Note(_)
            | InlineKind::Math(_)
            | InlineKind::Abbreviation { .. }
            | InlineKind::Ruby { .. }
            | InlineKind::Citation(_)
            | InlineKind::Tie
            | InlineKind::Break => {}
        }
    }
}

/// Where targets are.
pub(super) struct Folios<'p> {
    pages: &'p Pages,
    /// The pages that articles begin on.
    starts: BTreeMap<SourceId, usize>,
}

impl<'p> Folios<'p> {
    pub(super) fn of(pages: &'p Pages) -> Folios<'p> {
        let mut starts = BTreeMap::new();
        for (index, page) in pages.pages.iter().enumerate() {
            for thing in &page.things {
                // A list of contents names what stands elsewhere.
                if let Owner::Node(id, Part::Body) = thing.owner {
                    starts.entry(id.source).or_insert(index);
                }
            }
        }
        Folios { pages, starts }
    }

    /// The page that a target is on.
    pub(super) fn folio(&self, target: &Target) -> Option<Folio> {
        let index = match target {
            Target::Article(source, Some(name)) => {
                self.pages.anchors.get(&(source.0, name.clone()))?.page
            }
            Target::Article(source, None) => *self.starts.get(source)?,
            Target::External(_) | Target::Internal(_) => return None,
        };
        let page = self.pages.pages.get(index)?;
        Some(Folio {
            index,
            text: page.folio.clone(),
        })
    }
}

/// The folios of the pages that these nodes are on.
pub(super) fn of_nodes(mut nodes: BTreeSet<NodeId>, pages: &Pages) -> BTreeMap<NodeId, String> {
    let mut folios = BTreeMap::new();
    for page in &pages.pages {
        if nodes.is_empty() {
            break;
        }
        for thing in &page.things {
            if let Owner::Node(id, Part::Body) = thing.owner
                && nodes.remove(&id)
            {
                folios.insert(id, page.folio.clone());
            }
        }
    }
    folios
}

/// The pages of the places that indexes lead to.
pub(super) fn of_index(publication: &Publication, pages: &Pages) -> BTreeMap<Target, Folio> {
    struct Links(Vec<Target>);
    impl Visitor<'_> for Links {
        fn inline(&mut self, inline: &Inline) {
            if let InlineKind::Link { target, .. } = &inline.kind {
                self.0.push(target.clone());
            }
        }
    }
    let mut links = Links(Vec::new());
    for article in &publication.articles {
        if article.place.role == Role::Index {
            walk::blocks(&article.body, &mut links);
        }
    }
    if links.0.is_empty() {
        return BTreeMap::new();
    }
    let folios = Folios::of(pages);
    let found = links.0.into_iter().filter_map(|target| {
        let folio = folios.folio(&target)?;
        Some((target, folio))
    });
    found.collect()
}

/// The folios that links to pages show, by link.
pub(super) fn of_page_links(publication: &Publication, pages: &Pages) -> BTreeMap<NodeId, String> {
    let folios = Folios::of(pages);
    let links = publication.page_links.iter();
    let found = links.filter_map(|(id, link)| Some((*id, folios.folio(&link.target)?.text)));
    found.collect()
}

/// A line of a list that waits for a folio.
struct Waiting {
    link: NodeId,
    target: Target,
    lang: Lang,
}

/// Puts the folios at the ends of the lines of lists.
pub(super) fn put_folios(publication: &Publication, context: &Context, pages: &mut Pages) {
    let mut waiting: BTreeMap<NodeId, Waiting> = BTreeMap::new();
    for page in &publication.articles {
        if page.place.role != Role::Index {
            gather(&page.body, &page.lang(), &mut waiting);
        }
    }
    if waiting.is_empty() {
        return;
    }
    let folios = Folios::of(pages);
    let folios: BTreeMap<NodeId, Folio> = waiting
        .iter()
        .filter_map(|(id, waiting)| Some((*id, folios.folio(&waiting.target)?)))
        .collect();
    for thing in pages.pages.iter_mut().flat_map(|page| &mut page.things) {
        let (Owner::Node(id, Part::Body), ThingKind::Line(placed)) = (thing.owner, &mut thing.kind)
        else {
            continue;
        };
        if !placed.line.pieces.is_empty() {
            continue;
        }
        let (Some(waiting), Some(folio)) = (waiting.get(&id), folios.get(&id)) else {
            continue;
        };
        let set = folio_line(&folio.text, id, &waiting.lang, context);
        let set = linked(&set, waiting);
        if waiting.lang.direction() == Direction::LeftToRight {
            placed.origin.x -= set.width;
        }
        placed.line = Arc::new(set);
    }
}

fn gather(blocks: &[Block], lang: &Lang, waiting: &mut BTreeMap<NodeId, Waiting>) {
    for block in blocks {
        let BlockKind::List(list) = &block.kind else {
            continue;
        };
        if list.numbering != Numbering::Unmarked {
            continue;
        }
        for item in &list.items {
            let lang = item.node.lang.as_ref().unwrap_or(lang);
            for block in &item.body {
                if let BlockKind::Paragraph(content) = &block.kind
                    && let [link] = content.as_slice()
                    && let InlineKind::Link { target, .. } = &link.kind
                {
                    let line = Waiting {
                        link: link.node.id,
                        target: target.clone(),
                        lang: lang.clone(),
                    };
                    waiting.insert(block.node.id, line);
                }
            }
        }
    }
}

/// A line as part of the link that it stands at the end of.
fn linked(line: &Line, waiting: &Waiting) -> Line {
    let link = Arc::new(Link {
        node: waiting.link,
        target: waiting.target.clone(),
    });
    let pieces = line.pieces.iter().map(|piece| Piece {
        dress: Arc::new(Dress {
            holder: waiting.link,
            link: Some(Arc::clone(&link)),
            ..(*piece.dress).clone()
        }),
        ..piece.clone()
    });
    Line {
        pieces: pieces.collect(),
        ..line.clone()
    }
}
