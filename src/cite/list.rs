//! Takes the entries of a bibliography; puts them where it stands in an article, or on the page
//! of a book.

use super::Press;
use super::inlines::Maker;
use super::piece::Piece;
use super::render::Listed;
use crate::diag::{Code, Diagnostic, Report};
use crate::lang::matter;
use crate::model::citing::{ENTRY, LIST};
use crate::model::{Article, Attributes, Block, BlockKind, Inline, Node, NodeIds, Target, anchor};
use crate::source::{SourceId, Span};
use std::collections::BTreeMap;

/// The name of the entry of a work, which links lead to. It is Pandoc's.
pub(super) fn entry_of(key: &str) -> String {
    format!("ref-{}", name(key))
}

/// The name of the place where a work is cited first.
pub(super) fn place_of(key: &str) -> String {
    format!("cite-{}", name(key))
}

/// A key as an identifier has it: what has no letter or figure in it keeps its own signs.
fn name(key: &str) -> String {
    let name = anchor(key);
    if name.is_empty() {
        key.to_owned()
    } else {
        name
    }
}

/// Puts the entries in their place. `cited` has the article in which each is cited first.
pub(super) fn put(
    articles: &mut [Article],
    press: &Press,
    bibliography: Vec<Listed>,
    cited: &BTreeMap<String, SourceId>,
    report: &mut Report,
) {
    let article = match press.page {
        Some(page) => articles.iter_mut().find(|article| article.source == page),
        None => articles.first_mut(),
    };
    let Some(article) = article else {
        return;
    };
    let source = article.source;
    let mut ids = NodeIds::after(source, article.next_index);
    let is_page = press.page.is_some();
    let entries = bibliography.into_iter().map(|listed| {
        let back = cited.get(&listed.key).map(|first| {
            let name = place_of(&listed.key);
            match *first == source {
                true => Target::Internal(name),
                false => Target::Article(*first, Some(name)),
            }
        });
        entry(
            listed,
            back.filter(|_| !press.citing.is_unlinked),
            press,
            &mut ids,
        )
    });
    let entries: Vec<Block> = entries.collect();
    let end = article.body.last().map_or(
        Span {
            source,
            ..Span::default()
        },
        |last| Span {
            start: last.node.span.end,
            ..last.node.span
        },
    );
    if entries.is_empty() {
        if let Some(place) = place(&mut article.body) {
            let message = "the bibliography is empty: no work is cited, or its style has no list";
            let warning = Diagnostic::warning(Code::EmptyList, place.node.span, message);
            report.push(warning.hint("`nocite: \"@*\"` lists works without citing them"));
        }
        return;
    }
    let (span, is_placed) = match place(&mut article.body) {
        Some(place) => (place.node.span, true),
        None => (end, false),
    };
    let list = Block {
        node: ids.node(span),
        attributes: Attributes {
            classes: vec![LIST.to_owned()],
            ..Attributes::default()
        },
        kind: BlockKind::Div(entries),
    };
    match place(&mut article.body) {
        Some(Block {
            kind: BlockKind::Div(body),
            ..
        }) => body.push(list),
        Some(_) | None => {
            if !is_page && !is_placed {
                article
                    .body
                    .extend(heading(press, article_level(&article.body), span, &mut ids));
            }
            article.body.push(list);
        }
    }
    article.next_index = ids.next_index();
}

/// The heading over a bibliography at the end of an article: what the article says, or the word
/// of the language.
fn heading(press: &Press, level: u8, span: Span, ids: &mut NodeIds) -> Option<Block> {
    let content = match &press.citing.title {
        Some(title) if title.is_empty() => return None,
        Some(title) => title.clone(),
        None => {
            let word = matter::words(&press.lang).bibliography;
            vec![Maker { ids, span }.text(word)]
        }
    };
    let node = ids.node(span);
    Some(Block::new(node, BlockKind::Heading { level, content }))
}

/// The level of the highest headings of an article.
fn article_level(body: &[Block]) -> u8 {
    let level = |block: &Block| {
        if let BlockKind::Heading { level, .. } = block.kind {
            return Some(level);
        }
        None
    };
    body.iter().filter_map(level).min().unwrap_or(2)
}

/// The group that a bibliography stands in: `::: bibliography`, or Pandoc's `::: {#refs}`.
fn place(blocks: &mut [Block]) -> Option<&mut Block> {
    let is_place = |block: &Block| {
        let attributes = &block.attributes;
        matches!(block.kind, BlockKind::Div(_))
            && (attributes.has_class("bibliography") || attributes.id.as_deref() == Some("refs"))
    };
    for block in blocks {
        if is_place(block) {
            return Some(block);
        }
        for body in block.kind.children_mut() {
            if let Some(found) = place(body) {
                return Some(found);
            }
        }
    }
    None
}

/// An entry. Its label, or the names in it, lead to where its work is cited first.
fn entry(listed: Listed, back: Option<Target>, press: &Press, ids: &mut NodeIds) -> Block {
    let record = press.library.get(&listed.key);
    let span = record.map_or(Span::default(), |record| record.span);
    let span = Span {
        end: span.start,
        ..span
    };
    let mut maker = Maker { ids, span };
    let mut content: Vec<Inline> = Vec::new();
    let mut back = back;
    if !listed.label.is_empty() {
        let label = maker.pieces(listed.label, false);
        match back.take() {
            Some(target) => content.push(maker.back(target, label)),
            None => content.extend(label),
        }
        content.push(maker.text(" "));
    }
    for piece in listed.content {
        let is_names = matches!(piece, Piece::Names(_));
        match back.take_if(|_| is_names) {
            Some(target) => {
                let names = maker.pieces(vec![piece], false);
                content.push(maker.back(target, names));
            }
            None => content.extend(maker.pieces(vec![piece], true)),
        }
    }
    let node: Node = maker.ids.node(span);
    Block {
        node,
        attributes: Attributes {
            id: Some(entry_of(&listed.key)),
            classes: vec![ENTRY.to_owned()],
            pairs: Vec::new(),
        },
        kind: BlockKind::Paragraph(content),
    }
}

/// Reports settings of citations in an article that has no works to cite.
pub(super) fn tell_unused(article: &Article, report: &mut Report) {
    let citing = &article.metadata.citing;
    let asked = citing.style.iter().chain(&citing.nocite).next();
    if let Some(asked) = asked {
        let message = "the article names no bibliography; this setting of citations has no effect";
        let note = Diagnostic::note(Code::CitationSetting, asked.span, message);
        report.push(note.hint("name the file of its works: `bibliography: works.bib`"));
    }
}
