//! Press copy in, an article out.
//!
//! Press copy is plain text as an agency or a web page gives it: the codes of the
//! agency, a section line, a headline, captions without their pictures, paragraphs, what
//! a share button left behind, a line that names the source. Each line gets one of the
//! [`Role`]s; what is left out of the article is told in a note, and what is not
//! recognised is a paragraph. So no line is lost unseen.

mod dateline;
mod look;
mod words;

use super::date;
use super::inspect::{Confidence, Line as Inspected};
use crate::diag::{Diagnostic, Report};
use crate::model::{
    Article, Block, BlockKind, Extra, Figure, Inline, InlineKind, Metadata, NodeIds,
};
use crate::source::Source;
use look::{by_look, is_byline, is_headline, is_section, is_subhead};

/// What a line of press copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The section it was filed under.
    Kicker,
    /// The headline, or a line of it.
    Headline,
    /// Who wrote it.
    Byline,
    /// A caption, its credit being the last so many bytes of the line.
    Caption { credit: usize },
    /// The credit of a picture, alone.
    PhotoCredit,
    /// A heading within the text.
    Subhead,
    /// A paragraph that opens with a dateline, or a dateline alone.
    Dated,
    /// A paragraph, or a line of one.
    Body,
    /// What a button of a web page left behind.
    Leftover,
    /// What an agency says of its copy before it.
    Header,
    /// Until when the copy is not to be used.
    Embargo,
    /// The initials of who wrote and edited it.
    Initials,
    /// Who else had a hand in it.
    Credit,
    /// Whose rights are reserved.
    Rights,
    /// The source, after so many bytes of its label.
    Source { label: usize },
    /// A date that stands alone, after so many bytes of its label.
    Date { label: usize },
}

impl Role {
    /// Its name.
    fn name(self) -> &'static str {
        match self {
            Role::Kicker => "kicker",
            Role::Headline => "headline",
            Role::Byline => "byline",
            Role::Caption { .. } => "caption",
            Role::PhotoCredit => "photo credit",
            Role::Subhead => "subhead",
            Role::Dated => "dateline",
            Role::Body => "paragraph",
            Role::Leftover => "leftover",
            Role::Header => "agency header",
            Role::Embargo => "embargo",
            Role::Initials => "initials",
            Role::Credit => "credit",
            Role::Rights => "rights",
            Role::Source { .. } => "source",
            Role::Date { .. } => "date",
        }
    }
}

/// What a line was taken for, and why.
#[derive(Debug, Clone, Copy)]
struct Finding {
    role: Role,
    sure: Confidence,
    why: &'static str,
}

/// A line with its place in the source.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    /// Whether it is set in.
    indented: bool,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Reads an article as it comes off the wire.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let copy = Copy::of(source.text());
    let mut reader = Reader {
        source,
        ids,
        report,
        article: Article::default(),
        paragraph: Vec::new(),
        wrapped: copy.wrapped,
    };
    for (group, findings) in copy.groups.iter().zip(&copy.findings) {
        for (line, finding) in group.iter().zip(findings) {
            reader.line(*line, *finding);
        }
        reader.close_paragraph();
    }
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

/// Copy in groups of lines, with what each of them is.
struct Copy<'a> {
    groups: Vec<Vec<Line<'a>>>,
    findings: Vec<Vec<Finding>>,
    /// Whether lines were broken at a fixed width.
    wrapped: bool,
}

impl<'a> Copy<'a> {
    fn of(text: &'a str) -> Copy<'a> {
        let groups = groups(text);
        let findings = groups
            .iter()
            .map(|group| group.iter().map(|line| by_look(line.text)).collect())
            .collect();
        let mut copy = Copy {
            wrapped: is_hard_wrapped(&groups),
            groups,
            findings,
        };
        copy.mend();
        copy.head();
        copy.datelines();
        copy.subheads();
        copy
    }

    /// Where each line is, in order.
    fn places(&self) -> Vec<(usize, usize)> {
        let groups = self.groups.iter().enumerate();
        groups
            .flat_map(|(g, group)| (0..group.len()).map(move |l| (g, l)))
            .collect()
    }

    fn text(&self, (g, l): (usize, usize)) -> &'a str {
        let line = self.groups.get(g).and_then(|group| group.get(l));
        line.map_or("", |line| line.text)
    }

    fn role(&self, (g, l): (usize, usize)) -> Role {
        let finding = self.findings.get(g).and_then(|group| group.get(l));
        finding.map_or(Role::Body, |finding| finding.role)
    }

    fn set(&mut self, (g, l): (usize, usize), role: Role, sure: Confidence, why: &'static str) {
        if let Some(slot) = self.findings.get_mut(g).and_then(|group| group.get_mut(l)) {
            *slot = Finding { role, sure, why };
        }
    }

    /// Takes back what has no place where it stands: codes and urgency within the text,
    /// initials before its end.
    fn mend(&mut self) {
        let places = self.places();
        let first_words = places.iter().position(|place| {
            self.role(*place) == Role::Body && self.text(*place).split_whitespace().count() > 4
        });
        let head = first_words.unwrap_or(0);
        for (i, place) in places.iter().enumerate() {
            let misplaced = match self.role(*place) {
                Role::Header | Role::Kicker => i > head,
                Role::Initials => i + 4 < places.len(),
                _ => false,
            };
            if misplaced {
                let why = "nothing marks it as anything else";
                self.set(*place, Role::Body, Confidence::Likely, why);
            }
        }
    }

    /// The head of the copy is read in order: section, headline, byline.
    fn head(&mut self) {
        let lines = self.places();
        let body = lines
            .iter()
            .copied()
            .filter(|place| self.role(*place) == Role::Body);
        let head: Vec<(usize, usize)> = body.take(6).collect();
        let mut head = head.into_iter().peekable();
        if let Some(first) = head.peek().copied() {
            // What follows at once: a caption or a date makes this the headline.
            let next = lines.iter().copied().find(|place| *place > first);
            let next = next.filter(|place| {
                by_look(self.text(*place)).role == Role::Body && !is_byline(self.text(*place))
            });
            if is_section(self.text(first))
                && next.is_some_and(|next| is_headline(self.text(next)))
                && next.is_some_and(|next| dateline::dateline(self.text(next)).is_none())
            {
                let why = "a few words before the headline";
                self.set(first, Role::Kicker, Confidence::Likely, why);
                head.next();
            }
        }
        // A page's trail of sections: a group of them, and the headline after it.
        if let Some(first) = head.peek().copied()
            && let Some(group) = self.groups.get(first.0)
            && (2..=3).contains(&group.len())
            && group.iter().all(|line| is_section(line.text))
            && let Some(next) = lines.iter().copied().find(|place| place.0 == first.0 + 1)
            && is_headline(self.text(next))
            && self.text(next).split_whitespace().count() > 3
            && !is_byline(self.text(next))
        {
            for line in 0..group.len() {
                let why = "sections before the headline";
                self.set((first.0, line), Role::Kicker, Confidence::Likely, why);
            }
            while head.peek().is_some_and(|place| place.0 == first.0) {
                head.next();
            }
        }
        let Some(headline) = head.peek().copied() else {
            return;
        };
        let is_first = is_headline(self.text(headline))
            && lines.len() > 1
            && !is_byline(self.text(headline))
            && dateline::dateline(self.text(headline)).is_none();
        if is_first {
            let why = "the first line that could be one";
            self.set(headline, Role::Headline, Confidence::Likely, why);
            head.next();
            // A headline may be broken over lines, too.
            while self.wrapped
                && let Some(next) = head.peek().copied()
                && next.0 == headline.0
                && self
                    .groups
                    .get(next.0)
                    .is_some_and(|group| group.len() <= 3)
                && is_headline(self.text(next))
            {
                let why = "it goes on with the headline";
                self.set(next, Role::Headline, Confidence::Likely, why);
                head.next();
            }
        }
        if let Some(byline) = head.peek().copied()
            && is_byline(self.text(byline))
        {
            let why = "a word such as By, and a name";
            self.set(byline, Role::Byline, Confidence::Certain, why);
            head.next();
            // Under the name may stand for whom.
            if let Some(next) = head.peek().copied()
                && next.0 == byline.0
                && is_section(self.text(next))
            {
                let why = "a few words under the byline";
                self.set(next, Role::Byline, Confidence::Likely, why);
            }
        }
    }

    /// A dateline opens the text, or stands before it.
    fn datelines(&mut self) {
        let places = self.places();
        let body = places
            .into_iter()
            .filter(|place| self.role(*place) == Role::Body);
        for place in body.take(3).collect::<Vec<_>>() {
            let line = self.text(place);
            if dateline::dateline(line).is_some() || dateline::alone(line).is_some() {
                let why = "a place, and a day or an agency, before a dash";
                self.set(place, Role::Dated, Confidence::Likely, why);
                return;
            }
        }
    }

    fn subheads(&mut self) {
        let places = self.places();
        for (i, place) in places.iter().enumerate() {
            let alone = self
                .groups
                .get(place.0)
                .is_some_and(|group| group.len() == 1);
            let last = i + 1 == places.len();
            let line = self.text(*place);
            if self.role(*place) == Role::Body
                && alone
                && !last
                && !(self.wrapped && line.chars().count() > 60)
                && is_subhead(line)
            {
                let subhead = look::subhead();
                self.set(*place, subhead.role, subhead.sure, subhead.why);
            }
        }
    }
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
            let lead = raw.len() - raw.trim_start().len();
            group.push(Line {
                text: trimmed,
                start: at + lead,
                indented: lead > 1 || raw.starts_with('\t'),
            });
        }
        at += raw.len() + 1;
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// Whether lines were broken at a fixed width: half of them stand in groups of several,
/// none is longer than a terminal is wide, and most that are not the last of theirs are
/// nearly as long as the longest.
fn is_hard_wrapped(groups: &[Vec<Line>]) -> bool {
    let length = |line: &Line| line.text.chars().count();
    let longest = groups.iter().flatten().map(length).max().unwrap_or(0);
    let count = |groups: &mut dyn Iterator<Item = &Vec<Line>>| groups.map(Vec::len).sum::<usize>();
    let all = count(&mut groups.iter());
    let several = count(&mut groups.iter().filter(|group| group.len() > 2));
    let inner = groups
        .iter()
        .flat_map(|group| group.split_last().map_or(&[][..], |(_, rest)| rest));
    let inner: Vec<usize> = inner.map(length).collect();
    let full = inner
        .iter()
        .filter(|length| **length * 3 >= longest * 2)
        .count();
    (30..=100).contains(&longest) && several * 2 >= all && full * 3 >= inner.len() * 2
}

struct Reader<'a> {
    source: &'a Source,
    ids: &'a mut NodeIds,
    report: &'a mut Report,
    article: Article,
    paragraph: Vec<Line<'a>>,
    wrapped: bool,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: Line<'a>, finding: Finding) {
        // An article has one date: any other is a line of its text.
        let role = match finding.role {
            Role::Date { .. } if self.article.metadata.date.is_some() => Role::Body,
            role => role,
        };
        if !matches!(role, Role::Body) {
            self.close_paragraph();
        }
        let whole = line.start..line.end();
        let metadata: &mut Metadata = &mut self.article.metadata;
        match role {
            Role::Kicker => add(&mut metadata.kicker, ", ", line, self.source, self.ids),
            Role::Headline => add(&mut metadata.headline, " ", line, self.source, self.ids),
            Role::Byline => add(&mut metadata.byline, ", ", line, self.source, self.ids),
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
            add(&mut content, " ", *line, self.source, self.ids);
        }
        let node = self.ids.node(span);
        let block = Block::new(node, BlockKind::Paragraph(content));
        self.article.body.push(block);
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

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '…', '»', '”', '"', ')', ':'])
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
