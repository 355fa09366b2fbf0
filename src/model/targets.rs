//! Takes the articles of a publication; returns what references in them can lead to: labels,
//! titles and anchors, by their names.

use super::references::PAGE;
use super::walk::{self, Visitor};
use super::{
    Article, Block, BlockKind, Inline, InlineKind, Label, NodeId, Target, anchor, plain_text,
};
use crate::source::SourceId;
use std::collections::{BTreeMap, BTreeSet};

/// The names that references lead to.
pub(super) struct Wanted(pub(super) BTreeSet<String>);

impl Wanted {
    pub(super) fn of(articles: &[Article]) -> Wanted {
        let mut wanted = Wanted(BTreeSet::new());
        for article in articles {
            walk::article(article, &mut wanted);
        }
        wanted
    }
}

impl Visitor<'_> for Wanted {
    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Citation(citation) = &inline.kind {
            for item in &citation.items {
                self.0.extend([item.key.clone(), lowered(&item.key)]);
            }
        } else if let InlineKind::Link {
            target, content, ..
        } = &inline.kind
            && is_open(content)
        {
            if let Target::Internal(name) | Target::Article(_, Some(name)) = target {
                self.0.insert(name.clone());
            }
            // The article itself has a title, and no name.
            self.0.insert(String::new());
        }
    }
}

/// Whether the words of a link are to be found: it has none, or those of a page.
pub(super) fn is_open(content: &[Inline]) -> bool {
    let has_page =
        |inline: &Inline| matches!(&inline.kind, InlineKind::Text(text) if text.contains(PAGE));
    content.iter().all(is_blank) || content.iter().any(has_page)
}

pub(super) fn is_blank(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
}

/// A key with a small first letter.
pub(super) fn lowered(key: &str) -> String {
    let mut chars = key.chars();
    let first = chars.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// What a reference leads to.
pub(super) struct Place {
    pub(super) source: SourceId,
    pub(super) name: String,
    pub(super) label: Option<Label>,
    /// Its title or its caption, in plain words.
    pub(super) title: String,
    /// The title of its section, or else of its article.
    pub(super) section: String,
}

/// The places that references lead to, by their names.
#[derive(Default)]
pub(super) struct Places {
    pub(super) by_name: BTreeMap<String, Vec<Place>>,
    /// The titles of articles.
    pub(super) titles: BTreeMap<SourceId, String>,
    /// Every identifier of a label, for near ones.
    pub(super) labels: BTreeSet<String>,
}

impl Places {
    pub(super) fn gather(
        &mut self,
        article: &Article,
        wanted: &Wanted,
        labels: &BTreeMap<NodeId, Label>,
    ) {
        struct Gathering<'a> {
            places: &'a mut Places,
            source: SourceId,
            wanted: &'a Wanted,
            labels: &'a BTreeMap<NodeId, Label>,
            section: String,
        }
        impl Gathering<'_> {
            fn place(&mut self, name: String, label: Option<Label>, title: String) {
                if !name.is_empty() && self.wanted.0.contains(&name) {
                    let place = Place {
                        source: self.source,
                        name: name.clone(),
                        label,
                        title,
                        section: self.section.clone(),
                    };
                    self.places.by_name.entry(name).or_default().push(place);
                }
            }
        }
        impl Visitor<'_> for Gathering<'_> {
            fn block(&mut self, block: &Block) {
                let title = title_of(block);
                let given = block.attributes.id.clone();
                let is_heading = matches!(block.kind, BlockKind::Heading { .. });
                if is_heading {
                    self.section.clone_from(&title);
                }
                let own = is_heading.then(|| anchor(&title));
                let Some(name) = given.or(own).filter(|name| !name.is_empty()) else {
                    return;
                };
                let label = self.labels.get(&block.node.id).cloned();
                if label.is_some() {
                    self.places.labels.insert(name.clone());
                }
                self.place(name, label, title);
            }

            fn inline(&mut self, inline: &Inline) {
                if let InlineKind::Span(attributes, _) = &inline.kind
                    && let Some(name) = &attributes.id
                {
                    self.place(name.clone(), None, String::new());
                }
            }
        }
        self.titles.insert(article.source, article.metadata.title());
        let mut gathering = Gathering {
            source: article.source,
            section: article.metadata.title(),
            places: self,
            wanted,
            labels,
        };
        walk::article(article, &mut gathering);
    }

    /// The place of a name: in the article itself, or else in the first that has it. With it
    /// goes whether others have it too.
    pub(super) fn find(&self, name: &str, source: SourceId) -> Option<(&Place, bool)> {
        let all = self.by_name.get(name)?;
        if let Some(own) = all.iter().find(|place| place.source == source) {
            return Some((own, false));
        }
        let first = all.first()?;
        let is_double = all.iter().any(|place| place.source != first.source);
        Some((first, is_double))
    }

    /// The place of a key, which may begin with a capital.
    pub(super) fn cited(&self, key: &str, source: SourceId) -> Option<(&Place, bool)> {
        let found = self.find(key, source);
        found.or_else(|| self.find(&lowered(key), source))
    }
}

/// The words that name a block: those of a heading, or a caption without its label.
fn title_of(block: &Block) -> String {
    if let BlockKind::Heading { content, .. } = &block.kind {
        return plain_text(content);
    }
    let caption = block.kind.caption().unwrap_or(&[]);
    let is_label = |inline: &Inline| matches!(&inline.kind, InlineKind::Span(given, _) if given.has_class(super::numbers::LABEL));
    let from = usize::from(caption.first().is_some_and(is_label));
    plain_text(caption.get(from..).unwrap_or(&[]))
}
