//! An article in whose quotations of HTML (`q`) stand between provisional marks; the same
//! with the marks of the language there.
//!
//! A browser draws these marks itself, by the language (CSS Content 3, 2.4). They are text
//! of the article here, as if its author had typed them, so that every output has them.

use crate::lang::Lang;
use crate::model::{Article, Inline, InlineKind, walk};

/// Opens a quotation until its language is known.
pub(super) const OPENING: &str = "\u{201c}";
/// Closes it.
pub(super) const CLOSING: &str = "\u{201d}";

/// Gives every quotation the marks of its language: the inner ones where it stands in
/// another.
pub(super) fn settle(article: &mut Article) {
    walk::phrases_mut(article, &mut |phrase, lang| mark(phrase, lang, &mut 0));
}

/// Whether an inline is a mark that stands nowhere in the source.
pub(super) fn is_mark(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if [OPENING, CLOSING].contains(&&**text))
        && inline.node.span.range().is_empty()
}

fn mark(content: &mut [Inline], lang: &Lang, depth: &mut usize) {
    for inline in content {
        let lang = inline.node.lang.as_ref().unwrap_or(lang);
        // What stands nowhere in the source is not the author's.
        if let InlineKind::Text(text) = &mut inline.kind
            && inline.node.span.range().is_empty()
        {
            let profile = lang.profile();
            let pair = |depth: usize| match depth.is_multiple_of(2) {
                true => profile.outer,
                false => profile.inner,
            };
            match text.as_str() {
                OPENING => {
                    *text = pair(*depth)[0].to_owned();
                    *depth += 1;
                }
                CLOSING => {
                    *depth = depth.saturating_sub(1);
                    *text = pair(*depth)[1].to_owned();
                }
                _ => {}
            }
        } else if let Some(content) = walk::content_of_mut(&mut inline.kind) {
            mark(content, lang, depth);
        }
    }
}
