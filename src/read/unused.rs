//! An article in; what its author gave and no output shows, reported.
//!
//! A class, an identifier and a language are in the EPUB; what a span of the class `index` names
//! is in the index. Any other key that no reader
//! took is in no file but the article's own copy.

use super::columns;
use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::model::columns::{Columns, WIDTH, columns_of};
use crate::model::index;
use crate::model::numbers::CAPTION;
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Attributes, Block, BlockKind, Inline, InlineKind, Node, NodeId};
use crate::source::{Source, Span};
use std::collections::BTreeSet;

/// Keys that are read somewhere.
const KNOWN: [&str; 5] = ["alt", "credit", "caption", "lang", "title"];
/// Keys that say how something looks or works on a screen: nothing to read is lost.
const LOOKS: [&str; 12] = [
    "align", "border", "decoding", "height", "loading", "rel", "sizes", "style", "tabindex",
    "target", "valign", "width",
];

/// Reports the keys that change nothing.
pub(super) fn report(article: &Article, source: &Source, report: &mut Report) {
    let columns = BTreeSet::new();
    let mut keys = Keys {
        source,
        report,
        columns,
    };
    walk::article(article, &mut keys);
}

struct Keys<'r> {
    source: &'r Source,
    report: &'r mut Report,
    /// The columns of groups, whose widths have an effect.
    columns: BTreeSet<NodeId>,
}

impl Keys<'_> {
    fn check(&mut self, attributes: &Attributes, node: &Node, works: impl Fn(&str) -> bool) {
        for (key, value) in attributes.pairs.iter().filter(|(key, _)| !works(key)) {
            let span = self.place(key, node.span);
            let message = format!("the attribute `{key}={value}` changes nothing; ignored");
            let is_look = LOOKS.contains(&&**key) || key.starts_with("data-");
            let mut diagnostic = match is_look {
                true => Diagnostic::note(Code::UnusedAttribute, span, message),
                false => Diagnostic::warning(Code::UnusedAttribute, span, message),
            };
            if let Some(near) = nearest(key, KNOWN).filter(|near| near != key) {
                diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
            }
            self.report.push(diagnostic);
        }
    }

    /// Where a key stands in what it is an attribute of.
    fn place(&self, key: &str, span: Span) -> Span {
        let text = self.source.slice(span);
        let found = text.match_indices(key).find(|(at, _)| {
            let (before, rest) = text.split_at(*at);
            let after = rest.get(key.len()..).unwrap_or("");
            after.starts_with(['=', ':']) && before.ends_with([' ', '{', '\n', '\t', ','])
        });
        match found {
            Some((at, _)) => {
                let start = span.start as usize + at;
                self.source.span(start..start + key.len())
            }
            None => span,
        }
    }
}

impl Visitor<'_> for Keys<'_> {
    fn block(&mut self, block: &Block) {
        if let (Some(Columns::Beside(_)), BlockKind::Div(body)) = (columns_of(block), &block.kind) {
            self.columns.extend(body.iter().map(|part| part.node.id));
        }
        let is_column = self.columns.contains(&block.node.id);
        let is_listing = matches!(block.kind, BlockKind::Code { .. });
        let works = |key: &str| {
            is_column && key == WIDTH
                || is_listing && key == CAPTION
                || columns::has_effect(block, key)
        };
        self.check(&block.attributes, &block.node, works);
    }

    fn inline(&mut self, inline: &Inline) {
        if let InlineKind::Span(attributes, content) = &inline.kind {
            let mut others = attributes.clone();
            if attributes.has_class(index::CLASS) {
                others.take(index::ENTRY);
                others.take(index::SEE);
                if index::entry_of(attributes, content).is_empty() {
                    let message = "this mark for the index names no entry";
                    let span = inline.node.span;
                    let warning = Diagnostic::warning(Code::MissingEntry, span, message);
                    let hint = "write it as `[term]{.index}` or `[]{.index entry=\"Term\"}`";
                    self.report.push(warning.hint(hint));
                }
            }
            self.check(&others, &inline.node, |_| false);
        }
    }
}
