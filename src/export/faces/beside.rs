//! Takes a publication; adds the text that its pages show besides the words of articles:
//! the cover, the title page, the contents, and what the style sheet and the language put in.

use super::words::Words;
use crate::font::Look;
use crate::model::endnotes;
use crate::model::sections::sections;
use crate::model::{Article, Block, BlockKind, NodeId, Publication, plain_text};
use crate::style::{Medium, Role, Style};
use crate::write::epub::UNTITLED;
use std::collections::BTreeSet;

/// Adds the text of a publication in a style.
pub(super) fn gather(publication: &Publication, style: &Style, words: &mut Words) {
    words.is_beside = true;
    let shown = |role: Role| role.look(Medium::Screen, Look::TEXT);
    let metadata = &publication.metadata;
    words.role(&metadata.kicker, Role::Kicker, Look::TEXT);
    words.role(&metadata.headline, Role::Headline, Look::TEXT);
    words.role(&metadata.byline, Role::Byline, Look::TEXT);
    for (text, role) in [
        (metadata.title().as_str(), Role::Headline),
        (metadata.signature().as_str(), Role::Byline),
        (metadata.issue_line(style.dates).as_str(), Role::Kicker),
        // Publishers and frames of pictures are in the sans.
        (metadata.publisher.as_str(), Role::Caption),
        (publication.lang().profile().words.contents, Role::Headline),
        (style.end_mark.as_str(), Role::Text),
    ] {
        words.show(text, shown(role));
    }
    if metadata.title().trim().is_empty() {
        words.show(UNTITLED, shown(Role::Headline));
        words.show(UNTITLED, Look::TEXT);
    }
    for chapter in endnotes::chapters(publication) {
        words.show(&chapter.article.metadata.title(), shown(Role::Heading(2)));
    }
    for article in &publication.articles {
        contents(article, words);
        let metadata = &article.metadata;
        let fixed = &article.lang().profile().words;
        let date = metadata.printed_date(style.dates).unwrap_or_default();
        for (text, role) in [
            (fixed.notes, Role::Heading(2)),
            (fixed.picture, Role::Caption),
            (fixed.source, Role::Credit),
            (": ,", Role::Credit),
            (&*date, Role::Dateline),
            (", ", Role::Dateline),
        ] {
            words.show(text, shown(role));
        }
        let opening = article.first_block().filter(|_| style.drop_capitals);
        initials(opening.into_iter(), None, words);
        if style.styles.have_drop_capitals() {
            let mut styled = BTreeSet::new();
            style.styled_initials(&article.body, &mut styled);
            initials(article.body.iter(), Some(&styled), words);
        }
    }
}

/// The first letters of paragraphs, and the points before them: of all, or of some.
fn initials<'a>(
    blocks: impl Iterator<Item = &'a Block>,
    of: Option<&BTreeSet<NodeId>>,
    words: &mut Words,
) {
    for block in blocks {
        if let BlockKind::Div(body) = &block.kind {
            initials(body.iter(), of, words);
        }
        if let BlockKind::Paragraph(content) = &block.kind
            && of.is_none_or(|of| of.contains(&block.node.id))
        {
            let text = plain_text(content);
            let first = text.split_whitespace().next().unwrap_or("");
            words.show(first, Role::Initial.look(Medium::Screen, Look::TEXT));
        }
    }
}

/// The contents list headlines and headings in the face of the text.
fn contents(article: &Article, words: &mut Words) {
    words.show(&article.metadata.title(), Look::TEXT);
    words.phrase(&article.metadata.headline, Look::TEXT, false);
    for section in sections(article) {
        words.phrase(section.content, Look::TEXT, false);
    }
}
