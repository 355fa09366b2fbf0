//! Press copy in, an article out.
//!
//! Press copy is plain text as an agency or a web page gives it: the codes of the
//! agency, a section line, a headline, captions without their pictures, paragraphs, what
//! a share button left behind, a line that names the source. Each line gets one of the
//! [`Role`]s; what is left out of the article is told in a note, and what is not
//! recognised is a paragraph. So no line is lost unseen.

mod copy;
mod dateline;
mod languages;
mod lists;
mod look;
mod script;
mod words;

use super::date;
use super::inspect::Line as Inspected;
use crate::diag::{Diagnostic, Report};
use crate::model::{
    Article, Block, BlockKind, Extra, Figure, Inline, InlineKind, Item, List, Metadata, NodeIds,
    Numbering,
};
use crate::source::Source;
use copy::{Copy, Finding, Line, Part, Role};
use look::ends_sentence;
use script::joins_bare;

/// Reads an article as it comes off the wire.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let copy = Copy::of(source.text());
    let mut reader = Reader {
        source,
        ids,
        report,
        article: Article::default(),
        paragraph: Vec::new(),
        items: Vec::new(),
        wrapped: copy.wrapped,
    };
    for (group, findings) in copy.groups.iter().zip(&copy.findings) {
        for (line, finding) in group.iter().zip(findings) {
            reader.line(*line, *finding);
        }
        reader.close_paragraph();
    }
    reader.close_list();
    reader.article
}

/// What became of each line of copy, in order.
pub(super) fn inspect(source: &Source) -> Vec<Inspected> {
    let copy = Copy::of(source.text());
    let mut lines = Vec::new();
    for (line, finding) in copy
        .groups
        .iter()
        .flatten()
        .zip(copy.findings.iter().flatten())
    {
        lines.push(Inspected {
            number: source.place(line.start as u32).line,
            text: line.text.to_owned(),
            what: finding.role.name().to_owned(),
            why: finding.why.to_owned(),
            sure: finding.sure,
        });
    }
    lines
}

struct Reader<'a> {
    source: &'a Source,
    ids: &'a mut NodeIds,
    report: &'a mut Report,
    article: Article,
    paragraph: Vec<Line<'a>>,
    items: Vec<Open<'a>>,
    wrapped: bool,
}

/// An item of a list that may go on.
struct Open<'a> {
    number: Option<u64>,
    /// Its first byte, which is of its mark.
    start: usize,
    lines: Vec<Line<'a>>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: Line<'a>, finding: Finding) {
        // An article has one date: any other is a line of its text.
        let role = match finding.role {
            Role::Date { .. } if self.article.metadata.date.is_some() => Role::Body,
            role => role,
        };
        if !matches!(role, Role::Body | Role::Signed { .. }) {
            self.close_paragraph();
        }
        if !matches!(role, Role::Item { .. } | Role::ItemLine) {
            self.close_list();
        }
        let whole = line.start..line.end();
        let metadata: &mut Metadata = &mut self.article.metadata;
        match role {
            Role::Kicker => add(&mut metadata.kicker, ", ", line, self.source, self.ids),
            Role::Headline => add(&mut metadata.headline, " ", line, self.source, self.ids),
            Role::Byline => add(&mut metadata.byline, ", ", line, self.source, self.ids),
            Role::Labelled { part: piece, label } => {
                let text = part(line, label..line.text.len());
                let (field, sign) = match piece {
                    Part::Kicker => (&mut metadata.kicker, ", "),
                    Part::Headline => (&mut metadata.headline, " "),
                    Part::Standfirst => (&mut metadata.standfirst, " "),
                    Part::Byline => (&mut metadata.byline, ", "),
                    Part::Dateline => (&mut metadata.dateline, ", "),
                };
                add(field, sign, text, self.source, self.ids);
            }
            Role::Date { label } => {
                let day = part(line, label..line.text.len());
                let span = self.source.span(day.start..day.end());
                metadata.date = Some(date::date(day.text, span));
            }
            Role::Source { label } => {
                let name = part(line, label..line.text.len());
                add(&mut metadata.source, ", ", name, self.source, self.ids);
            }
            Role::Credit => {
                let hand = bare_credit(line);
                add(&mut metadata.credit, "; ", hand, self.source, self.ids);
            }
            Role::Rights => add(&mut metadata.rights, " ", line, self.source, self.ids),
            Role::Signed { credit } => {
                let at = line.text.len() - credit;
                self.paragraph.push(part(line, 0..at));
                let agency = bare_credit(part(line, at..line.text.len()));
                let metadata = &mut self.article.metadata;
                add(&mut metadata.credit, "; ", agency, self.source, self.ids);
            }
            Role::Rule => {
                let node = self.ids.node(self.source.span(whole));
                self.article.body.push(Block::new(node, BlockKind::Rule));
            }
            Role::PhotoCredit => self.photo_credit(line),
            Role::Leftover | Role::Initials | Role::Header | Role::Embargo => {
                self.leave_out(line, finding);
            }
            Role::Caption { credit } => self.caption(line, credit),
            Role::Subhead => {
                let content = vec![run(self.source, self.ids, line)];
                let node = self.ids.node(self.source.span(whole));
                let kind = BlockKind::Heading { level: 2, content };
                self.article.body.push(Block::new(node, kind));
            }
            Role::Dated => self.dated(line),
            Role::Item { length, number } => self.item(line, length, number),
            Role::ItemLine => match self.items.last_mut() {
                Some(item) => item.lines.push(line),
                None => self.paragraph.push(line),
            },
            Role::Lettered => self.paragraph.push(line),
            Role::Body => {
                // Lines of their own are paragraphs of their own, unless the
                // line before was broken in mid-sentence, or lines were broken anyway.
                let before = self.paragraph.last();
                let ends = before.is_some_and(|last| match self.wrapped {
                    true => line.indented && !last.indented,
                    false => ends_sentence(last.text),
                });
                if ends {
                    self.close_paragraph();
                }
                self.paragraph.push(line);
            }
        }
    }

    /// Leaves a line out of the article, and tells; what an agency says of its copy is
    /// kept under a key that says so.
    fn leave_out(&mut self, line: Line, finding: Finding) {
        let span = self.source.span(line.start..line.end());
        let text = line.text;
        let (key, diagnostic) = match finding.role {
            Role::Embargo => {
                let message = format!("there is an embargo: `{text}`");
                let warning = Diagnostic::warning("embargo", span, message);
                (Some("embargo"), warning.hint("it is kept, and not printed"))
            }
            Role::Header => {
                let message = format!("`{text}` is for newsrooms; it is kept, and not printed");
                (
                    Some("slugline"),
                    Diagnostic::note("agency-header", span, message),
                )
            }
            Role::Initials => {
                let message = format!("`{text}` are initials of editors; they are not printed");
                (None, Diagnostic::note("leftover", span, message))
            }
            _ => {
                let message = format!(
                    "`{text}` is no part of the article ({}); it is not printed",
                    finding.why
                );
                (None, Diagnostic::note("leftover", span, message))
            }
        };
        self.report.push(diagnostic);
        if let Some(key) = key {
            self.article.metadata.keep(Extra {
                key: key.to_owned(),
                span,
                value: text.into(),
            });
        }
    }

    /// A paragraph that opens with a dateline, which goes to the opening of the article.
    fn dated(&mut self, line: Line<'a>) {
        let found = dateline::dateline(line.text).or_else(|| dateline::alone(line.text));
        let Some(found) = found else {
            return self.paragraph.push(line);
        };
        let place = part(line, found.place);
        let metadata = &mut self.article.metadata;
        if !metadata.dateline.is_empty() {
            return self.paragraph.push(line);
        }
        metadata.dateline = vec![run(self.source, self.ids, place)];
        match found.date.map(|day| part(line, day)) {
            Some(day) if metadata.date.is_none() => {
                let span = self.source.span(day.start..day.end());
                metadata.date = Some(date::date(day.text, span));
            }
            // A second date stays with the place.
            Some(day) => add(&mut metadata.dateline, ", ", day, self.source, self.ids),
            None => {}
        }
        let text = part(line, found.text..line.text.len());
        let span = self.source.span(line.start..text.start);
        let message = format!("`{}` was taken for the dateline", place.text);
        self.report
            .push(Diagnostic::note("dateline", span, message));
        if !text.text.is_empty() {
            self.paragraph.push(text);
        }
    }

    /// A credit alone belongs to the picture before it, or to the article.
    fn photo_credit(&mut self, line: Line) {
        match self.article.body.last_mut().map(|block| &mut block.kind) {
            Some(BlockKind::Figure(figure)) => {
                add(&mut figure.credit, "; ", line, self.source, self.ids);
            }
            _ => add(
                &mut self.article.metadata.credit,
                "; ",
                line,
                self.source,
                self.ids,
            ),
        }
    }

    fn caption(&mut self, line: Line, credit: usize) {
        let at = line.text.len() - credit;
        let caption = part(line, 0..at);
        let credit = part(line, at..line.text.len());
        let figure = Figure {
            caption: vec![run(self.source, self.ids, caption)],
            credit: vec![run(self.source, self.ids, bare_credit(credit))],
            ..Figure::default()
        };
        let node = self.ids.node(self.source.span(line.start..line.end()));
        self.article
            .body
            .push(Block::new(node, BlockKind::Figure(figure)));
    }

    /// An item goes on with the list before it if it has no number, or the next.
    fn item(&mut self, line: Line<'a>, length: usize, number: Option<u64>) {
        let follows = |last: &Open| match (last.number, number) {
            (None, None) => true,
            (Some(last), Some(number)) => last + 1 == number,
            (None, Some(_)) | (Some(_), None) => false,
        };
        if !self.items.last().is_some_and(follows) {
            self.close_list();
        }
        self.items.push(Open {
            number,
            start: line.start,
            lines: vec![part(line, length..line.text.len())],
        });
    }

    fn close_list(&mut self) {
        let items = std::mem::take(&mut self.items);
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return;
        };
        let end = |item: &Open| item.lines.last().map_or(item.start, Line::end);
        let span = self.source.span(first.start..end(last));
        let gaps = items.iter().zip(items.iter().skip(1));
        let is_tight = gaps.map(|(item, next)| end(item)..next.start).all(|gap| {
            let between = self.source.text().get(gap).unwrap_or("");
            between.matches('\n').count() < 2
        });
        let numbering = match first.number {
            Some(start) => Numbering::decimal(start),
            None => Numbering::Bullet,
        };
        let mut list = List {
            numbering,
            tight: is_tight,
            items: Vec::with_capacity(items.len()),
        };
        for item in &items {
            list.items.push(Item {
                node: self.ids.node(self.source.span(item.start..end(item))),
                task: None,
                body: self.joined(&item.lines).into_iter().collect(),
            });
        }
        let node = self.ids.node(span);
        self.article
            .body
            .push(Block::new(node, BlockKind::List(list)));
    }

    fn close_paragraph(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        let block = self.joined(&lines);
        self.article.body.extend(block);
    }

    /// Lines as one paragraph.
    fn joined(&mut self, lines: &[Line]) -> Option<Block> {
        let (first, last) = (lines.first()?, lines.last()?);
        let span = self.source.span(first.start..last.end());
        let mut content: Vec<Inline> = Vec::new();
        for line in lines {
            let is_bare = content
                .last()
                .and_then(|before| match &before.kind {
                    InlineKind::Text(text) => Some(joins_bare(text, line.text)),
                    _ => None,
                })
                .unwrap_or(false);
            match is_bare {
                true => content.push(run(self.source, self.ids, *line)),
                false => add(&mut content, " ", *line, self.source, self.ids),
            }
        }
        let node = self.ids.node(span);
        Some(Block::new(node, BlockKind::Paragraph(content)))
    }
}

/// Adds a line to a phrase, after a sign that is in no source.
fn add(phrase: &mut Vec<Inline>, sign: &str, line: Line, source: &Source, ids: &mut NodeIds) {
    if let Some(before) = phrase.last() {
        let gap = (before.node.span.end as usize).min(line.start);
        phrase.push(Inline {
            node: ids.node(source.span(gap..line.start)),
            kind: InlineKind::Text(sign.to_owned()),
        });
    }
    phrase.push(run(source, ids, line));
}

/// A part of a line, without the space around it.
fn part<'a>(line: Line<'a>, range: std::ops::Range<usize>) -> Line<'a> {
    let raw = line.text.get(range.clone()).unwrap_or("");
    Line {
        text: raw.trim(),
        start: line.start + range.start + raw.len() - raw.trim_start().len(),
        indented: false,
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
