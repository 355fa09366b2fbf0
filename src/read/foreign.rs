//! An article in, the same with the languages of its captions and quotations where these
//! are others than its own, long enough to be certain of, and not told by the author.

use super::guess;
use crate::diag::{Diagnostic, Report};
use crate::lang::Lang;
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Block, BlockKind, Inline, InlineKind, plain_text};
use std::collections::HashSet;

/// Marks what is in another language, and tells.
pub(super) fn mark(article: &mut Article, report: &mut Report) {
    let Some(lang) = article.metadata.lang.clone() else {
        return;
    };
    let mut marks = Marks {
        lang,
        words: words_of(&article.body),
        report,
    };
    marks.blocks(&mut article.body);
}

/// As many bytes of an article as its words are known from.
const KNOWN: usize = 1 << 14;
/// One word in so many in common makes a language the same.
const SHARE: usize = 3;

/// The words of the paragraphs at the beginning of an article.
fn words_of(body: &[Block]) -> HashSet<String> {
    let (mut words, mut length) = (HashSet::new(), 0);
    for block in body {
        if let BlockKind::Paragraph(content) = &block.kind {
            let text = plain_text(content);
            length += text.len();
            words.extend(in_words(&text).map(str::to_lowercase));
        }
        if length > KNOWN {
            break;
        }
    }
    words
}

fn in_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|word| !word.is_empty())
}

struct Marks<'r> {
    lang: Lang,
    /// Words of the article.
    words: HashSet<String>,
    report: &'r mut Report,
}

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
                BlockKind::Aside(body) | BlockKind::Div(body) => self.blocks(body),
                BlockKind::List(list) => {
                    for item in &mut list.items {
                        self.blocks(&mut item.body);
                    }
                }
                _ => {}
            }
        }
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
            "caption" => "foreign-caption",
            _ => "foreign-quotation",
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
