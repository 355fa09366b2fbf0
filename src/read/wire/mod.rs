//! Takes press copy; returns an article.
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
mod table;
mod words;

use super::date;
use super::line::Line as Inspected;
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{
    Alignment, Article, Block, BlockKind, Cell, Extra, Figure, Inline, InlineKind, Item, List,
    Metadata, NodeIds, Numbering, Numerals, Row, Table,
};
use crate::source::Source;
use copy::{Copy, Finding, Line, Part, Role};
use look::ends_sentence;
use script::{columns, joins_bare};

/// Reads an article as it comes off the wire.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let copy = Copy::of(source.text());
    let mut reader = Reader {
        source,
        ids,
        report,
        article: Article::default(),
        paragraph: Vec::new(),
        rows: Vec::new(),
        keeps: false,
        width: copy.width,
        items: Vec::new(),
        wrapped: copy.wrapped,
    };
    for (g, (group, findings)) in copy.groups.iter().zip(&copy.findings).enumerate() {
        reader.keeps = copy.keeps_lines(g);
        for (line, finding) in group.iter().zip(findings) {
            reader.line(*line, *finding);
        }
        reader.close_paragraph();
        reader.close_table();
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
    rows: Vec<Line<'a>>,
    /// Whether lines end where their author chose.
    keeps: bool,
    width: usize,
    items: Vec<Open<'a>>,
    wrapped: bool,
}

/// An item of a list that may go on.
struct Open<'a> {
    number: Option<i64>,
    numerals: Numerals,
    /// How many lists it stands within.
    depth: usize,
    /// Its first byte, which is of its mark.
    start: usize,
    lines: Vec<Line<'a>>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: Line<'a>, finding: Finding) {
        // An article has one date: any other is a line of its text.
        let dated = self.article.metadata.date.is_some();
        let role = if matches!(finding.role, Role::Date { .. }) && dated {
            Role::Body
        } else {
            finding.role
        };
        if !matches!(role, Role::Body | Role::Signed { .. }) {
            self.close_paragraph();
        }
        if !matches!(role, Role::Item { .. } | Role::ItemLine) {
            self.close_list();
        }
        if role != Role::Row {
            self.close_table();
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
            Role::Row => self.rows.push(line),
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
            Role::Item {
                length,
                number,
                numerals,
                depth,
            } => self.item(line, length, (number, numerals), depth),
            Role::ItemLine => match self.items.last_mut() {
                Some(item) => item.lines.push(line),
                None => self.paragraph.push(line),
            },
            Role::Body => {
                // Lines of their own are paragraphs of their own, unless the
                // line before was broken in mid-sentence, or lines were broken anyway.
                let before = self.paragraph.last();
                let ends = before.is_some_and(|last| match self.wrapped {
                    _ if self.keeps => false,
                    true => line.indented && !last.indented,
                    // `Acme Corp.` in an address is no sentence.
                    false => ends_sentence(last.text) && !self.is_in_address(last, &line),
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
                let warning = Diagnostic::warning(Code::Embargo, span, message);
                (Some("embargo"), warning.hint("it is kept, and not printed"))
            }
            Role::Header => {
                let message = format!("`{text}` is for newsrooms; it is kept, and not printed");
                (
                    Some("slugline"),
                    Diagnostic::note(Code::AgencyHeader, span, message),
                )
            }
            Role::Initials => {
                let message = format!("`{text}` are initials of editors; they are not printed");
                (None, Diagnostic::note(Code::Leftover, span, message))
            }
            Role::Kicker
            | Role::Headline
            | Role::Byline
            | Role::Labelled { .. }
            | Role::Caption { .. }
            | Role::Signed { .. }
            | Role::PhotoCredit
            | Role::Subhead
            | Role::Dated
            | Role::Body
            | Role::Item { .. }
            | Role::Row
            | Role::ItemLine
            | Role::Rule
            | Role::Leftover
            | Role::Credit
            | Role::Rights
            | Role::Source { .. }
            | Role::Date { .. } => {
                let message = format!(
                    "`{text}` is not part of the article ({}); not printed",
                    finding.why
                );
                (None, Diagnostic::note(Code::Leftover, span, message))
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
            .push(Diagnostic::note(Code::Dateline, span, message));
        if !text.text.is_empty() {
            self.paragraph.push(text);
        }
    }

    /// A credit alone belongs to the picture before it, or to the article.
    fn photo_credit(&mut self, line: Line) {
        let last = self.article.body.last_mut().map(|block| &mut block.kind);
        let credit = if let Some(BlockKind::Figure(figure)) = last {
            &mut figure.credit
        } else {
            &mut self.article.metadata.credit
        };
        add(credit, "; ", line, self.source, self.ids);
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
    fn item(
        &mut self,
        line: Line<'a>,
        length: usize,
        (number, numerals): (Option<i64>, Numerals),
        depth: usize,
    ) {
        let follows = |last: &Open| match (last.number, number) {
            (None, None) => true,
            (Some(last_number), Some(number)) => {
                last_number + 1 == number && last.numerals == numerals
            }
            (None, Some(_)) | (Some(_), None) => false,
        };
        let last = self.items.iter().rfind(|item| item.depth == 0);
        if depth == 0 && !last.is_some_and(follows) {
            self.close_list();
        }
        self.items.push(Open {
            number,
            numerals,
            depth,
            start: line.start,
            lines: vec![part(line, length..line.text.len())],
        });
    }

    fn close_list(&mut self) {
        let items = std::mem::take(&mut self.items);
        let list = self.list(&items);
        self.article.body.extend(list);
    }

    /// A list of items, the first of which stands in it; deeper ones are of lists within.
    fn list(&mut self, items: &[Open]) -> Option<Block> {
        let (first, last) = (items.first()?, items.last()?);
        let end = |item: &Open| item.lines.last().map_or(item.start, Line::end);
        let span = self.source.span(first.start..end(last));
        let gaps = items.iter().zip(items.iter().skip(1));
        let is_tight = gaps.map(|(item, next)| end(item)..next.start).all(|gap| {
            let between = self.source.text().get(gap).unwrap_or("");
            between.matches('\n').count() < 2
        });
        let numbering = match first.number {
            Some(start) => Numbering::Ordered {
                start,
                numerals: first.numerals,
                falls: false,
            },
            None => Numbering::Bullet,
        };
        let mut list = List {
            numbering,
            tight: is_tight,
            items: Vec::with_capacity(items.len()),
        };
        let mut rest = items;
        while let Some((item, after)) = rest.split_first() {
            let within = after
                .iter()
                .take_while(|next| next.depth > first.depth)
                .count();
            let (within, next) = after.split_at(within);
            rest = next;
            let last = within.last().unwrap_or(item);
            let node = self.ids.node(self.source.span(item.start..end(last)));
            let mut body: Vec<Block> = self.joined(&item.lines).into_iter().collect();
            // Lists of different marks stand one after another.
            let starts = within.iter().enumerate().filter(|(i, next)| {
                let before = within.get(..*i).unwrap_or_default();
                let before = before.iter().rfind(|before| before.depth <= next.depth);
                next.depth == first.depth + 1
                    && before.is_none_or(|before| before.number.is_some() != next.number.is_some())
            });
            let mut starts: Vec<usize> = starts.map(|(i, _)| i).collect();
            starts.push(within.len());
            for (from, to) in starts.iter().zip(starts.iter().skip(1)) {
                let within = within.get(*from..*to).unwrap_or_default();
                body.extend(self.list(within));
            }
            list.items.push(Item {
                node,
                task: None,
                body,
            });
        }
        let node = self.ids.node(span);
        Some(Block::new(node, BlockKind::List(list)))
    }

    /// The rows of a table, the first of which is its head if it has no figures over
    /// columns that have.
    fn close_table(&mut self) {
        let lines = std::mem::take(&mut self.rows);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let span = self.source.span(first.start..last.end());
        let is_ruled = |line: &Line| table::is_ruled(line.text);
        let has_rule = lines.get(1).is_some_and(is_ruled);
        let text = self.source.text();
        let lines: Vec<Line> = lines.into_iter().filter(|line| !is_ruled(line)).collect();
        let raw: Vec<&str> = lines.iter().map(|line| copy::whole(text, line)).collect();
        let Some(cells) = table::cells(&raw) else {
            return;
        };
        let word = |row: usize, column: usize| {
            let cell = cells.get(row)?.get(column)?;
            raw.get(row)?.get(cell.clone())
        };
        let count = cells.iter().map(Vec::len).max().unwrap_or(0);
        let figures = |column: usize| {
            let below = (1..cells.len()).filter_map(|row| word(row, column));
            let mut below = below.filter(|cell| !cell.is_empty()).peekable();
            below.peek().is_some() && below.all(table::is_figure)
        };
        let columns: Vec<bool> = (0..count).map(figures).collect();
        let is_head = has_rule
            || columns.contains(&true)
                && (0..count).all(|column| {
                    let head = word(0, column).unwrap_or("");
                    // Years head columns of figures, over names in the first.
                    !table::is_figure(head) || word(0, 0).is_some_and(str::is_empty)
                });
        let mut rows = Vec::with_capacity(cells.len());
        for ((row, line), whole) in cells.iter().zip(&lines).zip(&raw) {
            let indent = whole.len() - whole.trim_start().len();
            let start = line.start - indent;
            let mut made = Row {
                node: self.ids.node(self.source.span(line.start..line.end())),
                cells: Vec::with_capacity(row.len()),
            };
            for cell in row {
                let at = start + cell.start..start + cell.end;
                let span = self.source.span(at.clone());
                let words = Line {
                    text: whole.get(cell.clone()).unwrap_or(""),
                    start: at.start,
                    indented: false,
                    indent: 0,
                };
                let content = match words.text.is_empty() {
                    true => Vec::new(),
                    false => {
                        let content = vec![run(self.source, self.ids, words)];
                        let node = self.ids.node(span);
                        vec![Block::new(node, BlockKind::Paragraph(content))]
                    }
                };
                made.cells.push(Cell {
                    node: self.ids.node(span),
                    body: content,
                    columns: 1,
                    rows: 1,
                });
            }
            rows.push(made);
        }
        let body = rows.split_off(usize::from(is_head));
        let alignments = columns.iter().map(|figures| match figures {
            true => Alignment::End,
            false => Alignment::Start,
        });
        let table = Table {
            alignments: alignments.collect(),
            head: rows,
            body,
            ..Table::default()
        };
        let node = self.ids.node(span);
        self.article
            .body
            .push(Block::new(node, BlockKind::Table(table)));
    }

    /// Whether a line that ends with a stop stands among short lines that end with none.
    fn is_in_address(&self, last: &Line, line: &Line) -> bool {
        last.text.ends_with('.')
            && last.text.split_whitespace().count() <= 4
            && columns(line.text) <= 40
            && match self.paragraph.as_slice() {
                [.., before, _] => self.is_short(before, last) && !ends_sentence(before.text),
                _ => false,
            }
    }

    /// Whether a line ends where its author chose: the next had room on it, and does not go
    /// on in small letters.
    fn is_short(&self, before: &Line, line: &Line) -> bool {
        let measure = if self.wrapped {
            self.width
        } else {
            self.width.clamp(66, 88)
        };
        let word = script::first_word(line.text);
        let room = columns(before.text) + 1 + columns(word);
        let last = before.text.split_whitespace().last().unwrap_or("");
        // `of`, `de la`, `und` end no line by choice.
        let is_little = last.chars().count() <= 3 && last.chars().all(char::is_lowercase);
        let is_address = word.contains('@') || word.starts_with("www.") || word.starts_with("http");
        let goes_on = line.text.starts_with(char::is_lowercase) && !is_address;
        let is_wide = |line: &Line| line.text.starts_with(script::is_wide);
        let limit = match is_wide(before) && is_wide(line) {
            true => 24,
            false => measure * 2 / 3,
        };
        // A sentence of Chinese or Japanese that ends here was broken.
        room <= limit && !goes_on && !is_little && !line.text.contains('。')
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
        let mut before: Option<&Line> = None;
        for line in lines {
            let is_short = before.is_some_and(|before| self.keeps || self.is_short(before, line));
            if is_short && let Some(last) = before {
                content.push(Inline {
                    node: self.ids.node(self.source.span(last.end()..line.start)),
                    kind: InlineKind::Break,
                });
            }
            before = Some(line);
            let is_bare = content
                .last()
                .is_some_and(|before| {
                    matches!(&before.kind, InlineKind::Text(text) if joins_bare(text, line.text))
                });
            match is_bare || is_short {
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
        indent: 0,
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
