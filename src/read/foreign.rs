//! An article in, the same with the languages of its captions and quotations where these
//! are others than its own, long enough to be certain of, and not told by the author.

use super::guess;
use crate::diag::{Diagnostic, Report};
use crate::lang::Lang;
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Block, BlockKind, Inline, InlineKind, plain_text};

/// Marks what is in another language, and tells.
pub(super) fn mark(article: &mut Article, report: &mut Report) {
    let Some(lang) = article.metadata.lang.clone() else {
        return;
    };
    let mut marks = Marks { lang, report };
    marks.blocks(&mut article.body);
}

struct Marks<'r> {
    lang: Lang,
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

    fn block(&mut self, block: &mut Block, text: &str, what: &str) {
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
