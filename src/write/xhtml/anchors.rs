//! Takes an article; returns its link targets.
//!
//! Everything with an identifier, and every heading, gets an id that is a valid XML name
//! and unique in the article's file. Ids are ASCII: in a link they are a URL fragment,
//! which some reading systems compare byte by byte, without decoding percent signs.
//! Headings also get their level in the article.

use crate::model::sections::{Notes, ranks};
use crate::model::walk::{self, Visitor};
use crate::model::{
    Article, Attributes, Block, BlockKind, Inline, InlineKind, Node, NodeId, Note, anchor,
    plain_text,
};
use crate::source::SourceId;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The longest id that is derived from a text, in characters.
const LONGEST: usize = 60;

/// The ids of an article's nodes, and what its links may name.
#[derive(Default)]
pub(crate) struct Anchors {
    ids: BTreeMap<NodeId, String>,
    targets: BTreeMap<String, String>,
    ranks: BTreeMap<NodeId, u8>,
    /// The parts of the ids that are not in the first.
    parts: BTreeMap<String, usize>,
}

impl Anchors {
    /// Finds the anchors of an article.
    pub(crate) fn of(article: &Article) -> Anchors {
        let mut census = Census::default();
        walk::article(article, &mut census);
        let mut names = Names::default();
        for number in 1..=census.marks {
            names.unique(note_id(number));
            names.unique(mark_id(number));
        }
        let mut anchors = Anchors::default();
        // The author's own ids come first: a derived one must not take a name
        // that a link was written for.
        for (node, id) in &census.given {
            // The marks of pages have names of their own.
            let name = ascii_name(id, false);
            let name = names.unique(name.replacen("page_", "page-", 1));
            anchors.insert(*node, id, name);
        }
        for heading in &census.headings {
            if !anchors.ids.contains_key(&heading.node) {
                let id = names.unique(ascii_name(&heading.text, true));
                anchors.insert(heading.node, &anchor(&heading.text), id);
            }
        }
        anchors.ranks = ranks(article, Notes::Apart);
        anchors
    }

    /// The id of a node, if it is an anchor.
    pub(crate) fn id(&self, node: NodeId) -> Option<&str> {
        self.ids.get(&node).map(String::as_str)
    }

    /// The id that a link to this name leads to.
    pub(crate) fn target(&self, name: &str) -> Option<&str> {
        self.targets.get(name).map(String::as_str)
    }

    /// The [rank](ranks) of a heading in the file.
    pub(crate) fn rank(&self, node: NodeId) -> u8 {
        self.ranks.get(&node).copied().unwrap_or(2)
    }

    /// Notes to which part the anchors of these blocks go, and of the notes marked
    /// in them.
    fn put(&mut self, blocks: &[Block], part: usize) {
        let Anchors { ids, parts, .. } = self;
        let mut note = |node: NodeId| {
            if let Some(id) = ids.get(&node) {
                parts.entry(id.clone()).or_insert(part);
            }
        };
        walk::blocks(blocks, &mut Found(&mut note));
    }

    /// Notes that the anchors in these notes stand in the file of notes at the end of the book,
    /// among those of other articles: they get the number of theirs.
    fn gather(&mut self, notes: &[(NodeId, &Note)], article: usize) {
        let Anchors {
            ids,
            parts,
            targets,
            ..
        } = self;
        let mut rename = |node: NodeId| {
            let Some(id) = ids.get_mut(&node) else {
                return;
            };
            if parts.get(id) == Some(&ENDNOTES) {
                return;
            }
            let own = format!("{id}_{article}");
            for target in targets.values_mut().filter(|target| *target == id) {
                target.clone_from(&own);
            }
            parts.insert(own.clone(), ENDNOTES);
            *id = own;
        };
        for (_, note) in notes {
            walk::blocks(&note.body, &mut Found(&mut rename));
        }
    }

    /// Two nodes that claim one name get two ids; links lead to the first.
    fn insert(&mut self, node: NodeId, name: &str, id: String) {
        self.targets
            .entry(name.to_owned())
            .or_insert_with(|| id.clone());
        self.ids.entry(node).or_insert(id);
    }
}

/// A walk over the names of nodes.
struct Found<'f>(&'f mut dyn FnMut(NodeId));

impl Visitor<'_> for Found<'_> {
    fn block(&mut self, block: &Block) {
        (self.0)(block.node.id);
    }

    fn inline(&mut self, inline: &Inline) {
        (self.0)(inline.node.id);
    }
}

/// Stands for the part of an article that is in the file of notes at the end of the book.
pub(super) const ENDNOTES: usize = usize::MAX;

/// An article as links find it.
#[derive(Default)]
pub(crate) struct Placed {
    /// Its source.
    pub source: SourceId,
    /// Its files, one a part: those of its text in the order of reading.
    pub files: Vec<String>,
    /// The blocks of its body that each part begins with: 0, then others.
    starts: Vec<usize>,
    /// Its anchors.
    pub anchors: Anchors,
    /// Where its notes are, if they stand at the end of the book.
    pub endnotes: Option<Endnotes>,
}

/// Where the notes of an article are that stand at the end of the book.
pub(crate) struct Endnotes {
    /// The file.
    pub file: String,
    /// The number of the article, which tells its notes from those of others.
    pub number: usize,
}

impl Placed {
    /// An article in one file.
    pub(crate) fn whole(article: &Article, file: &str) -> Placed {
        Placed {
            source: article.source,
            files: vec![file.to_owned()],
            starts: vec![0],
            anchors: Anchors::of(article),
            endnotes: None,
        }
    }

    /// Puts these notes of it into a file at the end of the book.
    pub(crate) fn gather(&mut self, notes: &[(NodeId, &Note)], endnotes: Endnotes) {
        self.anchors.gather(notes, endnotes.number);
        self.endnotes = Some(endnotes);
    }

    /// The id of the note with this number.
    pub(super) fn note_id(&self, number: usize) -> String {
        self.own(note_id(number))
    }

    /// The id of the first mark of the note with this number.
    pub(super) fn mark_id(&self, number: usize) -> String {
        self.own(mark_id(number))
    }

    /// An id among those of other articles.
    fn own(&self, id: String) -> String {
        match &self.endnotes {
            Some(endnotes) => format!("{id}_{}", endnotes.number),
            None => id,
        }
    }

    /// Cuts it in parts, each with the block that it begins with and its file.
    pub(crate) fn cut(
        &mut self,
        article: &Article,
        parts: impl IntoIterator<Item = (usize, String)>,
    ) {
        (self.starts, self.files) = parts.into_iter().unzip();
        for (part, blocks) in self.parts(article).enumerate() {
            self.anchors.put(blocks, part);
        }
    }

    /// The blocks of each part.
    pub(crate) fn parts<'b>(
        &self,
        article: &'b Article,
    ) -> impl Iterator<Item = &'b [Block]> + use<'b> {
        let body = article.body.as_slice();
        let mut starts = self.starts.clone();
        starts.push(body.len());
        (1..starts.len()).map(move |end| body.get(starts[end - 1]..starts[end]).unwrap_or(&[]))
    }

    /// Where the article begins.
    pub(crate) fn beginning(&self) -> &str {
        self.file(0)
    }

    /// The file of a part.
    pub(crate) fn file(&self, part: usize) -> &str {
        if let (ENDNOTES, Some(endnotes)) = (part, &self.endnotes) {
            return &endnotes.file;
        }
        self.files.get(part).map_or("", String::as_str)
    }

    /// The address of an anchor.
    pub(crate) fn href(&self, id: &str) -> String {
        let part = self.anchors.parts.get(id).copied().unwrap_or(0);
        format!("{}#{id}", self.file(part))
    }
}

/// The id of the note with this number.
pub(super) fn note_id(number: usize) -> String {
    format!("note-{number}")
}

/// The id of the first mark of the note with this number.
pub(super) fn mark_id(number: usize) -> String {
    format!("mark-{number}")
}

struct Heading {
    node: NodeId,
    text: String,
}

/// What of an article bears on its anchors, in the order of reading.
#[derive(Default)]
struct Census {
    given: Vec<(NodeId, String)>,
    headings: Vec<Heading>,
    marks: usize,
}

impl Census {
    fn attributes(&mut self, node: &Node, attributes: &Attributes) {
        if let Some(id) = attributes.id.as_ref().filter(|id| !id.is_empty()) {
            self.given.push((node.id, id.clone()));
        }
    }
}

impl Visitor<'_> for Census {
    fn block(&mut self, block: &Block) {
        self.attributes(&block.node, &block.attributes);
        if let BlockKind::Heading { content, .. } = &block.kind {
            self.headings.push(Heading {
                node: block.node.id,
                text: plain_text(content),
            });
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Span(attributes, _) = &inline.kind {
            self.attributes(&inline.node, attributes);
        }
        if let InlineKind::Note(_) = &inline.kind {
            self.marks += 1;
        }
    }
}

/// Names that are taken, each with the number its next namesake gets.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    fn unique(&mut self, name: String) -> String {
        let Some(mut number) = self.0.get(&name).copied() else {
            self.0.insert(name.clone(), 2);
            return name;
        };
        let free = loop {
            let candidate = format!("{name}-{number}");
            number += 1;
            if !self.0.contains_key(&candidate) {
                break candidate;
            }
        };
        self.0.insert(name, number);
        self.0.insert(free.clone(), 2);
        free
    }
}

/// A text as an XML name in ASCII: accents go, what is left over becomes a
/// hyphen. A text of which nothing is left is `section`.
fn ascii_name(text: &str, fold_case: bool) -> String {
    let mut name = String::new();
    for c in text.nfkd() {
        if name.len() >= LONGEST {
            break;
        }
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            'A'..='Z' if fold_case => name.push(c.to_ascii_lowercase()),
            'A'..='Z' => name.push(c),
            '_' | '.' if !fold_case && !name.is_empty() => name.push(c),
            _ if unicode_normalization::char::is_combining_mark(c) => {}
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    name.truncate(name.trim_end_matches('-').len());
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name,
        Some(_) => format!("s-{name}"),
        None => "section".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::specimen::Specimen;
    use super::*;

    fn ids(article: &Article) -> Vec<String> {
        let anchors = Anchors::of(article);
        let id = |block: &Block| anchors.id(block.node.id).unwrap_or("").to_owned();
        article.body.iter().map(id).collect()
    }

    #[test]
    fn a_heading_gets_an_id_of_its_text_and_namesakes_get_numbers() {
        let mut s = Specimen::new("fr");
        let body = vec![
            s.heading(2, "L’Été à Œting : 1er jour"),
            s.heading(2, "2026"),
            s.heading(2, "目次"),
            s.heading(2, "2026"),
            s.heading(2, "Note 1"),
        ];
        let article = s.article("Titre", body);
        let expected = [
            "l-ete-a-ting-1er-jour",
            "s-2026",
            "section",
            "s-2026-2",
            "note-1",
        ];
        assert_eq!(ids(&article), expected);
        let anchors = Anchors::of(&article);
        assert_eq!(anchors.target("目次"), Some("section"));
        assert_eq!(anchors.target("2026"), Some("s-2026"));
    }

    #[test]
    fn the_ids_of_notes_are_kept_free_and_an_authors_name_still_leads_there() {
        let mut s = Specimen::new("en");
        let note = vec![s.paragraph("Aside.")];
        let note = s.note("a", note);
        let first = s.paragraph_of(vec![note]);
        let second = s.heading(2, "Note 1");
        let third = s.heading(2, "One").named("note 1");
        let article = s.article("Title", vec![first, second, third]);
        assert_eq!(ids(&article), ["", "note-1-3", "note-1-2"]);
        assert_eq!(Anchors::of(&article).target("note 1"), Some("note-1-2"));
    }

    #[test]
    fn no_rank_is_skipped_and_none_is_the_headlines() {
        let mut s = Specimen::new("en");
        let levels = [2, 4, 3, 6, 1, 5, 5, 2];
        let body: Vec<Block> = levels.map(|level| s.heading(level, "x")).into();
        let article = s.article("Title", body);
        let anchors = Anchors::of(&article);
        let ranks: Vec<u8> = article
            .body
            .iter()
            .map(|block| anchors.rank(block.node.id))
            .collect();
        assert_eq!(ranks, [2, 3, 3, 4, 2, 3, 3, 3]);
    }
}
