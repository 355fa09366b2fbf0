//! An article whose authors are known and its language, out its byline in that language:
//! `By A. Writer and B. Printer`.

use crate::lang::byline;
use crate::model::{Article, Inline, InlineKind, NodeIds, plain_text};

/// Puts the words of its language into a byline that was made of the authors.
pub(super) fn settle(article: &mut Article, ids: &mut NodeIds) {
    let lang = article.lang();
    let metadata = &mut article.metadata;
    let Some((by, and)) = byline::words(&lang).filter(|_| metadata.byline_is_made) else {
        return;
    };
    let content = &mut metadata.byline;
    let Some(first) = content.first() else {
        return;
    };
    let mut at = first.node.span;
    at.end = at.start;
    let last = content.iter_mut().rev().find(|inline| is_joint(inline));
    if let Some(joint) = last {
        joint.kind = InlineKind::Text(and.to_owned());
    }
    let said = plain_text(content);
    let is_said = byline::names(&said, &lang)
        .first()
        .is_none_or(|name| !said.starts_with(&**name));
    if !by.is_empty() && !is_said {
        let inline = Inline {
            node: ids.node(at),
            kind: InlineKind::Text(by),
        };
        content.insert(0, inline);
    }
}

/// Whether an inline is the sign between two authors, which stands in no source.
fn is_joint(inline: &Inline) -> bool {
    inline.node.span.range().is_empty()
        && matches!(&inline.kind, InlineKind::Text(text) if text == ", ")
}
