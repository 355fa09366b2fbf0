//! Takes an article; adds the languages of captions and quotations that differ from its own, if
//! they are long enough to be certain, and if the author does not give them.

use super::guess;
use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::walk::{self, Visitor};
use crate::model::{
    Article, Attributes, Block, BlockKind, Inline, InlineKind, NodeIds, plain_text,
};
use foldhash::fast::RandomState;
use std::collections::HashSet;
use std::ops::Range;

/// Marks what is in another language, and tells.
pub(super) fn mark(article: &mut Article, ids: &mut NodeIds, report: &mut Report) {
    let Some(lang) = article.metadata.lang.clone() else {
        return;
    };
    let mut marks = Marks {
        lang,
        words: words_of(&article.body),
        ids,
        report,
    };
    marks.blocks(&mut article.body);
}

/// As many bytes of an article as its words are known from.
const KNOWN: usize = 1 << 14;
/// One word in so many in common makes a language the same.
const SHARE: usize = 3;

/// The words of the paragraphs at the beginning of an article.
fn words_of(body: &[Block]) -> HashSet<String, RandomState> {
    let (mut words, mut length) = (HashSet::default(), 0);
    for block in body {
        if let BlockKind::Paragraph(content) = &block.kind {
            let text = plain_text(content);
            length += text.len();
            for part in unquoted(&text) {
                words.extend(in_words(part).map(str::to_lowercase));
            }
        }
        if length > KNOWN {
            break;
        }
    }
    words
}

/// A text without what stands between quotation marks, in parts.
fn unquoted(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((open, close)) = next_mark(rest) {
        parts.push(rest.get(..open.start).unwrap_or(""));
        let inner = rest.get(open.end..).unwrap_or("");
        match inner.find(close) {
            Some(end) => rest = inner.get(end + close.len_utf8()..).unwrap_or(""),
            None => rest = inner,
        }
    }
    parts.push(rest);
    parts
}

fn in_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|word| !word.is_empty())
}

struct Marks<'r> {
    lang: Lang,
    /// Words of the article.
    words: HashSet<String, RandomState>,
    ids: &'r mut NodeIds,
    report: &'r mut Report,
}

/// Quotation marks, and what closes them.
const MARKS: [(char, char); 6] = [
    ('«', '»'),
    ('“', '”'),
    ('„', '“'),
    ('»', '«'),
    ('‘', '’'),
    ('"', '"'),
];

impl Marks<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            // What the author said of a part stands for all of it.
            if block.node.lang.is_some() {
                continue;
            }
            match &mut block.kind {
                BlockKind::Figure(figure) => {
                    let caption = plain_text(&figure.caption);
                    self.block(block, &caption, "caption");
                }
                BlockKind::Quote(quotation)
                | BlockKind::PullQuote(quotation)
                | BlockKind::Epigraph(quotation) => {
                    let text = text_of(&quotation.body);
                    self.block(block, &text, "quotation");
                }
                BlockKind::Paragraph(content) => self.quoted(content),
                kind @ (BlockKind::List(_) | BlockKind::Aside(_) | BlockKind::Div(_)) => {
                    for body in kind.children_mut() {
                        self.blocks(body);
                    }
                }
                BlockKind::Heading { .. }
                | BlockKind::DefinitionList(_)
                | BlockKind::Table(_)
                | BlockKind::Code { .. }
                | BlockKind::Verse(_)
                | BlockKind::Rule
                | BlockKind::Break(_)
                | BlockKind::Math(_) => {}
            }
        }
    }

    /// Marks what stands between quotation marks in a paragraph, run by run.
    fn quoted(&mut self, content: &mut Vec<Inline>) {
        let is_long = |inline: &Inline| {
            matches!(&inline.kind, InlineKind::Text(text)
                if text.len() > 60 && text.contains(['«', '“', '„', '‘', '"']))
        };
        if !content.iter().any(is_long) {
            return;
        }
        for inline in std::mem::take(content) {
            if let InlineKind::Text(text) = &inline.kind
                && let Some((range, lang)) = self.foreign(text)
            {
                self.part(inline, range, lang, content);
            } else {
                content.push(inline);
            }
        }
    }

    /// The first quotation in a text that is in another language.
    fn foreign(&self, text: &str) -> Option<(Range<usize>, Lang)> {
        let mut at = 0;
        while let Some((open, close)) = text.get(at..).and_then(next_mark) {
            let start = at + open.end;
            let rest = text.get(start..)?;
            let end = start + rest.find(close)?;
            let words = text.get(start..end)?;
            let inner = words.trim();
            at = end + close.len_utf8();
            if !self.is_own(inner)
                && let Some(lang) = guess::part_lang(inner)
                && !lang.same_language(&self.lang)
            {
                let from = start + words.len() - words.trim_start().len();
                return Some((from..from + inner.len(), lang));
            }
        }
        None
    }

    /// A run in parts, of which the middle one is in another language; what comes after
    /// is looked at in its turn.
    fn part(&mut self, run: Inline, range: Range<usize>, lang: Lang, content: &mut Vec<Inline>) {
        let InlineKind::Text(text) = &run.kind else {
            return content.push(run);
        };
        let span = |range: Range<usize>| {
            let mut span = run.node.span;
            if span.range().len() == text.len() {
                span.end = span.start + range.end as u32;
                span.start += range.start as u32;
            }
            span
        };
        let text_of = |range: Range<usize>, ids: &mut NodeIds| Inline {
            node: ids.node(span(range.clone())),
            kind: InlineKind::Text(text.get(range).unwrap_or("").to_owned()),
        };
        if range.start > 0 {
            content.push(text_of(0..range.start, self.ids));
        }
        let inner = text_of(range.clone(), self.ids);
        let message = format!(
            "this quotation was taken for `{lang}` in a text in `{}`",
            self.lang
        );
        let note = Diagnostic::note(Code::ForeignQuotation, inner.node.span, message);
        self.report
            .push(note.hint("`[…]{lang=…}` says it for certain"));
        let mut node = self.ids.node(inner.node.span);
        node.lang = Some(lang);
        content.push(Inline {
            node,
            kind: InlineKind::Span(Attributes::default(), vec![inner]),
        });
        let mut after = vec![text_of(range.end..text.len(), self.ids)];
        self.quoted(&mut after);
        content.append(&mut after);
    }

    /// Whether a third of the words of a text are the article's: it needs no closer look.
    fn is_own(&self, text: &str) -> bool {
        let (mut all, mut own) = (0, 0);
        for word in in_words(text).take(60) {
            all += 1;
            own += usize::from(self.words.contains(&word.to_lowercase()));
        }
        own * SHARE >= all
    }

    fn block(&mut self, block: &mut Block, text: &str, what: &str) {
        if self.is_own(text) {
            return;
        }
        let Some(lang) = guess::part_lang(text).filter(|lang| !lang.same_language(&self.lang))
        else {
            return;
        };
        let code = match what {
            "caption" => Code::ForeignCaption,
            _ => Code::ForeignQuotation,
        };
        let message = format!(
            "this {what} was taken for `{lang}` in a text in `{}`",
            self.lang
        );
        let note = Diagnostic::note(code, block.node.span, message);
        self.report
            .push(note.hint("`{lang=…}` says it for certain"));
        block.node.lang = Some(lang);
    }
}

/// The first quotation mark of a text, and what would close it. An apostrophe is none.
fn next_mark(text: &str) -> Option<(Range<usize>, char)> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let opens = !before.is_alphanumeric();
        if let Some((open, close)) = MARKS.iter().find(|(open, _)| *open == c && opens) {
            return Some((at..at + open.len_utf8(), *close));
        }
        before = c;
    }
    None
}

/// The words of some blocks, as many as a guess is made from.
fn text_of(blocks: &[Block]) -> String {
    struct Text(String);
    impl Visitor<'_> for Text {
        fn inline(&mut self, inline: &Inline) {
            if let InlineKind::Text(run) = &inline.kind {
                self.0.push_str(run);
                self.0.push(' ');
            }
        }
    }
    let mut text = Text(String::new());
    walk::blocks(blocks, &mut text);
    text.0
}
