//! Takes texts that another parser returned; finds their places in the source, and reports what
//! of a document is not in the article made from it.

use super::context::Context;
use super::html;
use super::origin::Origin;
use crate::diag::{Code, Diagnostic};
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Block, BlockKind, CodeLine, Inline, InlineKind};
use crate::source::{Source, Span};
use std::collections::HashMap;

/// Finds texts in a source one after the other, tags and comments blanked.
pub(super) struct Finder<'s> {
    source: &'s Source,
    pub(super) bare: String,
}

impl<'s> Finder<'s> {
    pub(super) fn new(source: &'s Source) -> Finder<'s> {
        Finder {
            source,
            bare: html::without_tags(source.text()),
        }
    }

    /// Where a text stands first, if it stands there as it is; else in the tags, where an
    /// attribute may have it.
    pub(super) fn find(&self, text: &str) -> Option<Span> {
        let start = self
            .bare
            .find(text)
            .or_else(|| self.source.text().find(text))?;
        Some(self.source.span(start..start + text.len()))
    }

    /// A text as a phrase, at the place where it stands first.
    pub(super) fn phrase(&self, text: &str, context: &mut Context) -> Vec<Inline> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Vec::new();
        }
        let span = self.find(&text).unwrap_or_else(|| self.source.span(0..0));
        vec![Inline {
            node: context.node(span),
            kind: InlineKind::Text(text),
        }]
    }

    /// The blocks of HTML whose words stand in the source.
    pub(super) fn blocks(&self, html: &str, context: &mut Context) -> Vec<Block> {
        let origin = Origin::verbatim(self.source, 0);
        let places = html::Places {
            bare: &self.bare,
            pieces: &[(0, 0)],
            origin: &origin,
        };
        let made = html::blocks(html, places, context);
        let is_math = |left: &html::LeftOut| left.message == html::WITHOUT_TEX;
        if made.left_out.iter().any(is_math) {
            let at = self.source.text().find("<math").unwrap_or(0);
            let span = self.source.span(at..at);
            let warning = Diagnostic::warning(Code::RawHtml, span, html::WITHOUT_TEX);
            context.report().push(warning);
        }
        made.blocks
    }
}

/// Tells which texts of a document are not in the article, those that stand together in
/// one note. `texts` are all that the document shows, in order.
pub(super) fn tell_left_out<'t>(
    texts: impl Iterator<Item = &'t str>,
    article: &Article,
    finder: &Finder,
    context: &mut Context,
) {
    let kept = words_of(article);
    // How often a text may be met still: a word of a menu may be one of the article too.
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut at = 0;
    let mut left: Vec<(String, Span)> = Vec::new();
    for text in texts {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            continue;
        }
        let raw = finder.bare.get(at..).and_then(|rest| rest.find(&text));
        let start = at + raw.unwrap_or(0);
        if raw.is_some() {
            at = start + text.len();
        }
        let left_of_it = times
            .entry(text.clone())
            .or_insert_with(|| kept.matches(&*text).count());
        if *left_of_it > 0 {
            *left_of_it -= 1;
            tell(std::mem::take(&mut left), context);
        } else {
            let span = finder.source.span(start..at.max(start));
            left.push((text, span));
        }
    }
    tell(left, context);
}

fn tell(left: Vec<(String, Span)>, context: &mut Context) {
    let (Some((_, first)), Some((_, last))) = (left.first(), left.last()) else {
        return;
    };
    let span = first.to(*last);
    let texts: Vec<&str> = left.iter().map(|(text, _)| &**text).collect();
    let text = texts.join(" · ");
    let message = format!("not part of the article; left out: {text}");
    let note = Diagnostic::note(Code::LeftOut, span, message);
    context.report().push(note);
}

/// All words of an article, in one line.
fn words_of(article: &Article) -> String {
    struct Words(String);
    impl Words {
        fn add(&mut self, text: &str) {
            for word in text.split_whitespace() {
                self.0.push(' ');
                self.0.push_str(word);
            }
        }
    }
    impl Visitor<'_> for Words {
        fn block(&mut self, block: &Block) {
            if let BlockKind::Code { lines, .. } = &block.kind {
                lines
                    .iter()
                    .for_each(|line: &CodeLine| self.add(&line.text));
            }
        }
        fn inline(&mut self, inline: &Inline) {
            if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
                self.add(text);
            }
            if let InlineKind::Ruby { annotation, .. } = &inline.kind {
                self.add(annotation);
            }
        }
    }
    let mut words = Words(String::new());
    walk::article(article, &mut words);
    let metadata = &article.metadata;
    for text in [
        &metadata.description,
        &metadata.publisher,
        &metadata.identifier,
    ] {
        words.add(text);
    }
    metadata.keywords.iter().for_each(|word| words.add(word));
    metadata
        .authors
        .iter()
        .for_each(|author| words.add(&author.name));
    metadata.date.iter().for_each(|date| words.add(&date.text));
    for extra in &metadata.extra {
        words.add(extra.value.as_str().unwrap_or_default());
    }
    words.0
}
