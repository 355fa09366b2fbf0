//! Takes a publication; returns the chapters whose notes stand together on a page at its end.
//!
//! Those of pages of display (a dedication, an epigraph) stay on their pages, and so do those of
//! what comes after the notes: a note is read after its mark.

use super::walk;
use super::{Article, NodeId, Note, Publication, Role};

/// A chapter with notes.
pub(crate) struct Chapter<'a> {
    /// The chapter.
    pub article: &'a Article,
    /// Its notes in the order of their numbers, each with its first mark.
    pub notes: Vec<(NodeId, &'a Note)>,
}

/// The chapters whose notes stand at the end of a publication, in order.
pub(crate) fn chapters(publication: &Publication) -> Vec<Chapter<'_>> {
    let articles = &publication.articles;
    let is_end = |article: &Article| article.place.role == Role::Endnotes;
    let Some(end) = articles.iter().position(is_end) else {
        return Vec::new();
    };
    let before = articles.iter().take(end);
    let before = before.filter(|article| article.place.role.gives_notes());
    let chapters = before.map(|article| {
        let walk::Notes { numbers, notes } = walk::notes(article);
        let mut notes: Vec<(NodeId, &Note)> = notes.into_iter().collect();
        notes.sort_by_key(|(mark, _)| numbers.get(mark).map(|(number, _)| *number));
        Chapter { article, notes }
    });
    chapters
        .filter(|chapter| !chapter.notes.is_empty())
        .collect()
}
