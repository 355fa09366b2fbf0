//! Press copy in, an article out.
//!
//! Press copy is plain text as an agency or a web page gives it: a section
//! line, a headline, captions without their pictures, paragraphs, what a share
//! button left behind, a line that names the source. Each line gets one of the
//! [`Role`]s; a leftover is left out of the article and told in a note, and
//! what is not recognised is a paragraph. So no line is lost unseen.

mod look;

use super::date;
use super::guess;
use crate::diag::{Diagnostic, Report};
use crate::model::{
    Article, Block, BlockKind, Figure, Inline, InlineKind, Metadata, NodeIds, plain_text,
};
use crate::source::Source;
use look::{by_look, is_byline, is_headline, is_section, is_subhead};

/// What a line of press copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The section it was filed under.
    Kicker,
    /// The headline.
    Headline,
    /// Who wrote it.
    Byline,
    /// A caption, its credit being the last so many bytes of the line.
    Caption { credit: usize },
    /// A heading within the text.
    Subhead,
    /// A paragraph, or a line of one.
    Body,
    /// What a button of a web page left behind.
    Leftover,
    /// The source, after so many bytes of its label.
    Source { label: usize },
    /// A date that stands alone.
    Date,
}

/// A line with its place in the source.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Reads an article as it comes off the wire.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let groups = groups(source.text());
    let roles = roles(&groups);
    let mut reader = Reader {
        source,
        ids,
        report,
        article: Article::default(),
        paragraph: Vec::new(),
    };
    for (group, roles) in groups.iter().zip(&roles) {
        for (line, role) in group.iter().zip(roles) {
            reader.line(*line, *role);
        }
        reader.close_paragraph();
    }
    reader.mark_foreign_captions();
    reader.article
}

/// The lines of a text in groups parted by blank lines, each line trimmed.
fn groups(text: &str) -> Vec<Vec<Line<'_>>> {
    let mut groups = vec![Vec::new()];
    let mut at = 0;
    for raw in text.split('\n') {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            groups.push(Vec::new());
        } else if let Some(group) = groups.last_mut() {
            group.push(Line {
                text: trimmed,
                start: at + raw.len() - raw.trim_start().len(),
            });
        }
        at += raw.len() + 1;
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// What each line of each group is. The head of the copy is read in order:
/// section, headline, byline; everything else is known by its own look.
fn roles(groups: &[Vec<Line>]) -> Vec<Vec<Role>> {
    let mut roles: Vec<Vec<Role>> = groups
        .iter()
        .map(|group| group.iter().map(|line| by_look(line.text)).collect())
        .collect();
    let mut lines: Vec<(usize, usize)> = Vec::new();
    for (g, group) in groups.iter().enumerate() {
        lines.extend((0..group.len()).map(|l| (g, l)));
    }
    let text = |(g, l): (usize, usize)| {
        groups
            .get(g)
            .and_then(|group| group.get(l))
            .map_or("", |line| line.text)
    };
    let alone = |(g, _): (usize, usize)| groups.get(g).is_some_and(|group| group.len() == 1);
    let mut head = lines
        .iter()
        .copied()
        .filter(|(g, l)| role_at(&roles, *g, *l) == Role::Body)
        .take(3)
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    let mut assign = |place: (usize, usize), role: Role| {
        if let Some(slot) = roles
            .get_mut(place.0)
            .and_then(|group| group.get_mut(place.1))
        {
            *slot = role;
        }
    };
    if let Some(first) = head.peek().copied() {
        // What follows at once: a caption or a date makes this the headline.
        let next = lines.iter().copied().find(|place| *place > first);
        let next = next.filter(|(g, l)| by_look(text((*g, *l))) == Role::Body);
        if is_section(text(first)) && next.is_some_and(|next| is_headline(text(next))) {
            assign(first, Role::Kicker);
            head.next();
        }
    }
    if let Some(headline) = head.peek().copied()
        && is_headline(text(headline))
        && lines.len() > 1
    {
        assign(headline, Role::Headline);
        head.next();
        if let Some(byline) = head.peek().copied()
            && is_byline(text(byline))
        {
            assign(byline, Role::Byline);
        }
    }
    let hard_wrapped = is_hard_wrapped(groups);
    for (i, place) in lines.iter().enumerate() {
        let last = i + 1 == lines.len();
        if role_at(&roles, place.0, place.1) == Role::Body
            && alone(*place)
            && !last
            && !hard_wrapped_body(hard_wrapped, text(*place))
            && is_subhead(text(*place))
            && let Some(slot) = roles
                .get_mut(place.0)
                .and_then(|group| group.get_mut(place.1))
        {
            *slot = Role::Subhead;
        }
    }
    roles
}

fn role_at(roles: &[Vec<Role>], group: usize, line: usize) -> Role {
    let role = roles.get(group).and_then(|group| group.get(line));
    role.copied().unwrap_or(Role::Body)
}

/// A line that is a whole paragraph of wrapped copy is no subhead.
fn hard_wrapped_body(hard_wrapped: bool, text: &str) -> bool {
    hard_wrapped && text.chars().count() > 60
}

/// Whether lines were broken at a fixed width: most groups have several lines,
/// and none is longer than a terminal is wide.
fn is_hard_wrapped(groups: &[Vec<Line>]) -> bool {
    let longest = groups
        .iter()
        .flatten()
        .map(|line| line.text.chars().count())
        .max();
    let several = groups.iter().filter(|group| group.len() > 2).count();
    longest.unwrap_or(0) <= 100 && several * 3 >= groups.len()
}

struct Reader<'a> {
    source: &'a Source,
    ids: &'a mut NodeIds,
    report: &'a mut Report,
    article: Article,
    paragraph: Vec<Line<'a>>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: Line<'a>, role: Role) {
        // An article has one date: any other is a line of its text.
        let role = match role {
            Role::Date if self.article.metadata.date.is_some() => Role::Body,
            role => role,
        };
        if role != Role::Body {
            self.close_paragraph();
        }
        let whole = line.start..line.end();
        let metadata: &mut Metadata = &mut self.article.metadata;
        match role {
            Role::Kicker => metadata.kicker = vec![run(self.source, self.ids, line)],
            Role::Headline => metadata.headline = vec![run(self.source, self.ids, line)],
            Role::Byline => metadata.byline = vec![run(self.source, self.ids, line)],
            Role::Date => {
                metadata.date = Some(date::date(line.text, self.source.span(whole)));
            }
            Role::Source { label } => {
                let name = run(self.source, self.ids, part(line, label..line.text.len()));
                if !metadata.source.is_empty() {
                    metadata.source.push(Inline {
                        node: self.ids.node(self.source.span(line.start..line.start)),
                        kind: InlineKind::Text(", ".into()),
                    });
                }
                metadata.source.push(name);
            }
            Role::Leftover => self.report.push(Diagnostic::note(
                "leftover",
                self.source.span(whole),
                format!(
                    "`{}` is what a button of a web page left; it is not printed",
                    line.text
                ),
            )),
            Role::Caption { credit } => self.caption(line, credit),
            Role::Subhead => {
                let content = vec![run(self.source, self.ids, line)];
                let node = self.ids.node(self.source.span(whole));
                let kind = BlockKind::Heading { level: 2, content };
                self.article.body.push(Block::new(node, kind));
            }
            Role::Body => {
                // Lines of their own are paragraphs of their own, unless the
                // line before was broken in mid-sentence.
                if self
                    .paragraph
                    .last()
                    .is_some_and(|last| ends_sentence(last.text))
                {
                    self.close_paragraph();
                }
                self.paragraph.push(line);
            }
        }
    }

    fn caption(&mut self, line: Line, credit: usize) {
        let at = line.text.len() - credit;
        let caption = part(line, 0..at);
        let credit = part(line, at..line.text.len());
        let figure = Figure {
            picture: None,
            caption: vec![run(self.source, self.ids, caption)],
            credit: vec![run(self.source, self.ids, bare_credit(credit))],
        };
        let node = self.ids.node(self.source.span(line.start..line.end()));
        self.article
            .body
            .push(Block::new(node, BlockKind::Figure(figure)));
    }

    fn close_paragraph(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let span = self.source.span(first.start..last.end());
        let mut content: Vec<Inline> = Vec::new();
        for line in &lines {
            if let Some(before) = content.last() {
                let gap = before.node.span.end as usize;
                content.push(Inline {
                    node: self.ids.node(self.source.span(gap..line.start)),
                    kind: InlineKind::Text(" ".into()),
                });
            }
            content.push(run(self.source, self.ids, *line));
        }
        let node = self.ids.node(span);
        let block = Block::new(node, BlockKind::Paragraph(content));
        self.article.body.push(block);
    }

    /// A caption in another language than the text keeps its own.
    fn mark_foreign_captions(&mut self) {
        let mut text = String::new();
        for block in &self.article.body {
            if let BlockKind::Paragraph(content) = &block.kind
                && text.len() < 4096
            {
                text.push_str(&plain_text(content));
                text.push(' ');
            }
        }
        let Some(article) = guess::part_lang(&text) else {
            return;
        };
        for block in &mut self.article.body {
            let BlockKind::Figure(figure) = &block.kind else {
                continue;
            };
            let caption = plain_text(&figure.caption);
            let Some(lang) = guess::part_lang(&caption).filter(|l| !l.same_language(&article))
            else {
                continue;
            };
            self.report.push(Diagnostic::note(
                "foreign-caption",
                block.node.span,
                format!("this caption was taken for `{lang}` in a text in `{article}`"),
            ));
            block.node.lang = Some(lang);
        }
    }
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '…', '»', '”', '"', ')', ':'])
}

/// A part of a line, without the space around it.
fn part<'a>(line: Line<'a>, range: std::ops::Range<usize>) -> Line<'a> {
    let raw = line.text.get(range.clone()).unwrap_or("");
    Line {
        text: raw.trim(),
        start: line.start + range.start + raw.len() - raw.trim_start().len(),
    }
}

/// A credit without the brackets that stood round it: they belong to the line.
fn bare_credit(line: Line) -> Line {
    let inner = line
        .text
        .strip_prefix('(')
        .and_then(|s| s.strip_suffix(')'));
    match inner {
        Some(inner) => part(line, 1..1 + inner.len()),
        None => line,
    }
}

fn run(source: &Source, ids: &mut NodeIds, line: Line) -> Inline {
    Inline {
        node: ids.node(source.span(line.start..line.end())),
        kind: InlineKind::Text(line.text.to_owned()),
    }
}
