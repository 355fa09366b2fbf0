//! Links that lead nowhere, told at their place.
//!
//! The text of such a link stays; only the link goes, in every output.

use crate::diag::{Diagnostic, Report};
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Block, BlockKind, Inline, InlineKind, Target, anchor, plain_text};
use crate::source::Span;
use std::collections::BTreeSet;

/// Looks for links to anchors that the article has not, and for links that are
/// neither an anchor nor an address.
pub(super) fn check(article: &Article, report: &mut Report) {
    let mut found = Found::default();
    walk::article(article, &mut found);
    for (span, target) in found.links {
        match target {
            Target::Internal(name) if name.is_empty() || found.anchors.contains(name) => {}
            Target::Internal(name) => report.push(
                Diagnostic::warning(
                    "broken-link",
                    span,
                    format!("nothing in the article is named `#{name}`"),
                )
                .hint(
                    "a heading is named by its words, `## One two` by `#one-two`, or by `{#name}`",
                ),
            ),
            Target::External(url) if is_address(url) => {}
            Target::External(url) => report.push(
                Diagnostic::note(
                    "broken-link",
                    span,
                    format!("`{url}` leads nowhere once the article is a file of its own"),
                )
                .hint("its text is printed, without the link"),
            ),
        }
    }
}

#[derive(Default)]
struct Found<'a> {
    anchors: BTreeSet<String>,
    links: Vec<(Span, &'a Target)>,
}

impl<'a> Visitor<'a> for Found<'a> {
    fn block(&mut self, block: &'a Block) {
        if let Some(given) = &block.attributes.id {
            // An author's name takes the place of the one a heading gives itself.
            self.anchors.insert(given.clone());
        } else if let BlockKind::Heading { content, .. } = &block.kind {
            self.anchors.insert(anchor(&plain_text(content)));
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(attributes, _) = &inline.kind {
            self.anchors.extend(attributes.id.clone());
        } else if let InlineKind::Link { target, .. } = &inline.kind {
            self.links.push((inline.node.span, target));
        }
    }
}

/// Whether a URL names its scheme (RFC 3986, 3.1) and so leads somewhere from
/// anywhere.
fn is_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else {
        return false;
    };
    // One letter is a drive.
    scheme.len() > 1
        && !rest.is_empty()
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}
