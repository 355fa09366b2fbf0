//! Takes an article; returns its plan: headings with their ranks and numbers.

use super::numbers::UNNUMBERED;
use super::walk::{self, Visitor};
use super::{Article, Block, BlockKind, Inline, Label, NodeId, Place, Publication, plain_text};
use crate::lang::Lang;
use std::collections::BTreeMap;

/// A heading of the text itself. Those in an aside, a quotation or a note are no
/// part of an article's plan.
#[derive(Debug, Clone)]
pub(crate) struct Section<'a> {
    /// The heading.
    pub node: NodeId,
    /// Its [rank](ranks).
    pub rank: u8,
    /// Its number, with those of the sections it stands in: `2.1`. One that is not to be numbered
    /// has none.
    pub number: String,
    /// Its text.
    pub content: &'a [Inline],
    /// Its language.
    pub lang: Lang,
    unnumbered: bool,
}

/// Where notes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notes {
    /// After what they are marked in.
    InPlace,
    /// By themselves, after all else.
    Apart,
}

/// The ranks of all headings of an article, 2 to 6: the headline alone has 1,
/// and none is skipped on the way down (WCAG 2, technique G141). A heading is one
/// below the nearest heading before it of a higher level.
pub(crate) fn ranks(article: &Article, notes: Notes) -> BTreeMap<NodeId, u8> {
    let mut ranks = Ranks {
        in_notes: match notes {
            Notes::InPlace => BTreeMap::new(),
            Notes::Apart => walk::in_notes(article),
        },
        ..Ranks::default()
    };
    walk::article(article, &mut ranks);
    ranks.ranks
}

#[derive(Default)]
struct Ranks {
    /// The levels of the headings that the next one is below: of the text, and of
    /// each note that is apart.
    above: BTreeMap<Option<NodeId>, Vec<u8>>,
    in_notes: BTreeMap<NodeId, NodeId>,
    ranks: BTreeMap<NodeId, u8>,
}

impl Visitor<'_> for Ranks {
    fn block(&mut self, block: &Block) {
        if let BlockKind::Heading { level, content } = &block.kind {
            // One that says nothing has nothing below it.
            if plain_text(content).trim().is_empty() {
                return;
            }
            let note = self.in_notes.get(&block.node.id).copied();
            let above = self.above.entry(note).or_default();
            while above.last().is_some_and(|above| above >= level) {
                above.pop();
            }
            let rank = u8::try_from(above.len() + 2).unwrap_or(6).min(6);
            self.ranks.insert(block.node.id, rank);
            above.push(*level);
        }
    }
}

/// The headings of an article's text that say something, in order.
pub(crate) fn sections(article: &Article) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    let lang = article.lang();
    gather(
        &article.body,
        &lang,
        &ranks(article, Notes::InPlace),
        &mut sections,
    );
    let mut counts: Vec<u32> = Vec::new();
    let top = sections.iter().map(|section| section.rank).min();
    let numbered = sections.iter_mut().filter(|section| !section.unnumbered);
    for section in numbered {
        let depth = usize::from(section.rank - top.unwrap_or(2)) + 1;
        counts.resize(depth, 0);
        if let Some(count) = counts.last_mut() {
            *count += 1;
        }
        // A section below none of its own rank is in the first of them.
        counts.iter_mut().for_each(|count| *count = (*count).max(1));
        let numbers: Vec<String> = counts.iter().map(u32::to_string).collect();
        section.number = numbers.join(".");
    }
    sections
}

fn gather<'a>(
    blocks: &'a [Block],
    lang: &Lang,
    ranks: &BTreeMap<NodeId, u8>,
    sections: &mut Vec<Section<'a>>,
) {
    for block in blocks {
        let lang = block.node.lang.as_ref().unwrap_or(lang);
        match &block.kind {
            BlockKind::Div(body) => gather(body, lang, ranks, sections),
            BlockKind::Heading { content, .. } => {
                if !plain_text(content).trim().is_empty() {
                    sections.push(Section {
                        node: block.node.id,
                        rank: ranks.get(&block.node.id).copied().unwrap_or(2),
                        number: String::new(),
                        content,
                        lang: lang.clone(),
                        unnumbered: block.attributes.has_class(UNNUMBERED),
                    });
                }
            }
            BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Break(_)
            | BlockKind::Math(_) => {}
        }
    }
}

/// A line of a list of contents of a book.
pub(crate) struct ContentsLine<'a> {
    /// The article, or the part.
    pub article: &'a Article,
    /// Its section, if the line names one.
    pub section: Option<Section<'a>>,
    /// How far it is set in.
    pub level: u8,
}

impl ContentsLine<'_> {
    /// What it says.
    pub(crate) fn title(&self) -> String {
        match &self.section {
            Some(section) => plain_text(section.content),
            None => self.article.metadata.title(),
        }
    }

    /// The same, after the number of a section that has one.
    pub(crate) fn numbered_title(&self, labels: &BTreeMap<NodeId, Label>) -> String {
        let title = self.title();
        let section = self.section.as_ref();
        match section.and_then(|section| labels.get(&section.node)) {
            Some(label) => format!("{} {title}", label.shown()),
            None => title,
        }
    }

    /// The node that it leads to.
    pub(crate) fn node(&self) -> NodeId {
        match &self.section {
            Some(section) => section.node,
            None => {
                let headline = self.article.metadata.headline.first();
                let beyond = NodeId::beyond(self.article.source);
                headline.map_or(beyond, |first| first.node.id)
            }
        }
    }
}

/// The lines of a list of contents that goes so [deep](super::Place::depth).
pub(crate) fn contents(publication: &Publication, depth: Option<u8>) -> Vec<ContentsLine<'_>> {
    let depth = depth.unwrap_or(1);
    let mut lines = Vec::new();
    for article in publication.listed() {
        let place = article.place;
        if !is_named(place, Some(depth)) {
            continue;
        }
        lines.push(ContentsLine {
            article,
            section: None,
            level: place.level,
        });
        if depth < 2 || !place.role.is_text() {
            continue;
        }
        let sections = sections(article).into_iter();
        let named = sections.filter(|section| section.rank <= depth);
        lines.extend(named.map(|section| ContentsLine {
            article,
            level: place.level + section.rank - 1,
            section: Some(section),
        }));
    }
    lines
}

/// Whether a list of contents that goes so deep names what stands in a place: one of parts alone
/// names what is in no part, too.
pub(crate) fn is_named(place: Place, depth: Option<u8>) -> bool {
    depth != Some(0) || place.level == 0
}

/// The sections that a list of contents of an article names: those of its two
/// highest ranks, if there is more than one to choose from.
pub(crate) fn listed(article: &Article) -> Vec<Section<'_>> {
    let mut sections = sections(article);
    sections.retain(|section| section.rank <= 3);
    if sections.len() < 2 {
        sections.clear();
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Node;
    use crate::source::SourceId;

    fn heading(index: u32, level: u8, text: &str) -> Block {
        let node = |index| Node {
            id: NodeId {
                source: SourceId(0),
                index,
            },
            ..Node::default()
        };
        let text = Inline {
            node: node(index + 100),
            kind: crate::model::InlineKind::Text(text.to_owned()),
        };
        Block {
            node: node(index),
            attributes: Default::default(),
            kind: BlockKind::Heading {
                level,
                content: vec![text],
            },
        }
    }

    fn article(levels: &[u8]) -> Article {
        let headings = levels.iter().zip(0..);
        Article {
            body: headings
                .map(|(level, i)| heading(i, *level, "Word"))
                .collect(),
            ..Article::default()
        }
    }

    #[test]
    fn ranks_skip_nothing_and_numbers_count_within_their_section() {
        let article = article(&[2, 4, 4, 2, 3, 4, 1]);
        let plan: Vec<_> = sections(&article)
            .into_iter()
            .map(|section| (section.rank, section.number))
            .collect();
        let wanted = [
            (2, "1"),
            (3, "1.1"),
            (3, "1.2"),
            (2, "2"),
            (3, "2.1"),
            (4, "2.1.1"),
            (2, "3"),
        ];
        assert_eq!(plan, wanted.map(|(rank, number)| (rank, number.to_owned())));
    }

    #[test]
    fn one_section_is_nothing_to_choose_from() {
        assert!(listed(&article(&[2])).is_empty());
        assert_eq!(listed(&article(&[2, 3, 4, 2])).len(), 3);
    }
}
