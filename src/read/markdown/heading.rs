//! Takes the events of a heading; returns the heading, with the attributes at its end; and which
//! of an article is its headline.

use super::Reading;
use super::block::set_attributes;
use super::inline::join_formulas;
use crate::diag::{Code, Diagnostic};
use crate::model::{Article, Attributes, Block, BlockKind, Inline, InlineKind, Target, plain_text};
use crate::notation::attributes;
use crate::read::breaks;
use std::ops::Range;

impl Reading<'_, '_, '_> {
    /// A heading, with the attributes at its end.
    pub(super) fn heading(&mut self, level: u8, range: Range<usize>) -> Block {
        let found = attributes_of_heading(self.masked.text.get(range.clone()).unwrap_or(""));
        let outer = self.cut.take();
        self.cut = found.as_ref().map(|(_, at)| range.start + at);
        let (mut content, _) = self.inlines();
        join_formulas(&mut content);
        self.leave_out_edit_link(&mut content);
        self.next();
        self.cut = outer;
        let mut block = self.block(range, BlockKind::Heading { level, content });
        if let Some((attributes, _)) = found {
            set_attributes(&mut block, attributes);
        }
        block
    }
}

impl Reading<'_, '_, '_> {
    /// Leaves out the link of a wiki that edits a section, which a copy of its page has after
    /// each heading: `[[edit](…&action=edit…)]`.
    fn leave_out_edit_link(&mut self, content: &mut Vec<Inline>) {
        let edits = |inline: &Inline| {
            matches!(&inline.kind, InlineKind::Link { target: Target::External(url), .. }
                if url.contains("action=edit"))
        };
        let is_between = |inline: &Inline| {
            let signs = [' ', '|', ']', '['];
            matches!(&inline.kind, InlineKind::Text(text) if text.trim_matches(signs).is_empty())
        };
        let Some(link) = content.iter().position(edits) else {
            return;
        };
        let mut rest = content.iter().skip(link);
        let Some(before) = link.checked_sub(1).and_then(|before| content.get(before)) else {
            return;
        };
        let InlineKind::Text(text) = &before.kind else {
            return;
        };
        let last = content.last().map(|last| last.node.span);
        let (Some(words), Some(last), true) = (
            text.strip_suffix('['),
            last,
            rest.all(|inline| edits(inline) || is_between(inline)),
        ) else {
            return;
        };
        let kept = words.trim_end().len();
        let (before, length) = (before.clone(), text.len());
        let bracket = self.part(&before, length - 1..length);
        let span = bracket.node.span.to(last);
        let words = plain_text(content.get(link..).unwrap_or(&[]));
        let message = format!("`[{words}` is for the editors of a wiki; left out");
        self.push(Diagnostic::note(Code::LeftOut, span, message));
        content.truncate(link - 1);
        if kept > 0 {
            let part = self.part(&before, 0..kept);
            content.push(part);
        }
    }
}

/// The attributes at the end of a heading, and at which of its bytes its text ends. A brace
/// right after a bracket or after code belongs to what that closes.
fn attributes_of_heading(raw: &str) -> Option<(Attributes, usize)> {
    let raw = raw.trim_end();
    let is_underline = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']);
        line.trim_matches('=').is_empty() || line.trim_matches('-').is_empty()
    };
    let text = match raw.rsplit_once('\n') {
        Some((text, line)) if is_underline(line) => text.trim_end(),
        Some(_) => return None,
        None => match raw.trim_end_matches('#') {
            closed if closed.ends_with([' ', '\t']) => closed.trim_end(),
            _ => raw,
        },
    };
    text.match_indices('{').find_map(|(at, _)| {
        let before = text.get(..at)?;
        let escapes = before.len() - before.trim_end_matches('\\').len();
        let is_apart = escapes % 2 == 0 && !before.ends_with([']', ')', '`']);
        let given = attributes::whole(text.get(at..)?).filter(|_| is_apart)?;
        // The spaces before them are none of the text, unless they are typed as signs.
        Some((given, before.trim_end().len()))
    })
}

/// A first-level heading before any text is the headline, where the front
/// matter names none; where it names the same, it is printed once. Pictures, badges and
/// rules may stand before it, as on GitHub: they show no text, and stay where they are.
pub(in crate::read) fn take_headline(article: &mut Article) {
    let is_plain =
        |block: &Block| block.attributes == Attributes::default() && block.node.lang.is_none();
    // One with a name is kept: links may lead there.
    let is_empty = |block: &Block| {
        matches!(&block.kind, BlockKind::Heading { level: 1, content } if content.is_empty())
            && is_plain(block)
    };
    while article.metadata.headline.is_empty() && article.body.first().is_some_and(is_empty) {
        article.body.remove(0);
    }
    let place = article.body.iter().position(|block| !is_wordless(block));
    let place = place.unwrap_or(0);
    let Some(Block {
        node,
        attributes,
        kind: BlockKind::Heading { level: 1, content },
    }) = article.body.get(place).cloned()
    else {
        return;
    };
    let headline = plain_text(&article.metadata.headline);
    let is_first = article.metadata.headline.is_empty() && !content.is_empty();
    let is_repeated = !headline.is_empty() && headline == plain_text(&content);
    let mut attributes = attributes;
    let asked = breaks::taken(&mut attributes);
    let is_bare = attributes == Attributes::default() && node.lang.is_none();
    if !(is_first || is_repeated && is_bare) {
        return;
    }
    article.body.remove(place);
    // An article begins on a page of its own: a break before its headline begins none.
    for at in (0..place).rev() {
        if matches!(article.body.get(at), Some(block) if is_break(block)) {
            article.body.remove(at);
        }
    }
    if let Some(kind) = asked.after {
        let at = article.body.iter().position(|block| !is_wordless(block));
        let at = at.unwrap_or(article.body.len());
        let block = Block::new(node.clone(), BlockKind::Break(kind));
        article.body.insert(at, block);
    }
    if is_first {
        article.metadata.headline = match is_bare {
            true => content,
            // Its name and its language stay, around it.
            false => vec![Inline {
                node,
                kind: InlineKind::Span(attributes, content),
            }],
        };
    }
}

fn is_break(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Break(_))
}

/// Whether a block shows no text of the article: a picture without a caption, a line of
/// badges, a rule.
fn is_wordless(block: &Block) -> bool {
    let is_picture = |inline: &Inline| match &inline.kind {
        InlineKind::Image(_) | InlineKind::Break | InlineKind::Tie => true,
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::Link { content, .. } | InlineKind::Span(_, content) => is_of_pictures(content),
        InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::SmallCaps(_)
        | InlineKind::Super(_)
        | InlineKind::Sub(_)
        | InlineKind::Strike(_)
        | InlineKind::Code(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Abbreviation { .. }
        | InlineKind::Ruby { .. }
        | InlineKind::Citation(_) => false,
    };
    fn is_of_pictures(content: &[Inline]) -> bool {
        content.iter().all(|inline| match &inline.kind {
            InlineKind::Image(_) | InlineKind::Break => true,
            InlineKind::Text(text) => text.trim().is_empty(),
            InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::SmallCaps(_)
            | InlineKind::Super(_)
            | InlineKind::Sub(_)
            | InlineKind::Strike(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Note(_)
            | InlineKind::Math(_)
            | InlineKind::Abbreviation { .. }
            | InlineKind::Ruby { .. }
            | InlineKind::Citation(_)
            | InlineKind::Tie
            | InlineKind::Span(..) => false,
        })
    }
    match &block.kind {
        BlockKind::Paragraph(content) => content.iter().all(is_picture),
        BlockKind::Figure(figure) => figure.caption.is_empty() && figure.credit.is_empty(),
        BlockKind::Rule | BlockKind::Break(_) => true,
        BlockKind::Heading { .. }
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Quote(_)
        | BlockKind::PullQuote(_)
        | BlockKind::Epigraph(_)
        | BlockKind::Aside(_)
        | BlockKind::Table(_)
        | BlockKind::Code { .. }
        | BlockKind::Verse(_)
        | BlockKind::Div(_)
        | BlockKind::Math(_) => false,
    }
}
