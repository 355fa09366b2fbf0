//! Takes a table; returns its cells as flows and both ways in which they may be read: side by
//! side in columns, so that their lines mingle, or one below the other, each after what heads
//! its column.

use super::writer::Writer;
use super::{Form, Kind, Made, Token, TokenText};
use crate::model::{Block, BlockKind, Cell, Row, Table};
use crate::write::Format;
use std::collections::BTreeSet;

/// A cell in its columns.
struct Placed {
    /// Its flow; none, if the row is too short for this column.
    flow: Option<usize>,
    column: usize,
    span: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, table: &'a Table) {
        self.phrase(&table.caption);
        match self.format {
            Format::Text | Format::Pdf if !self.is_markdown() => self.columns(table),
            // There every table has its rows.
            Format::Text | Format::Pdf | Format::Epub => {
                let rows = table.head.iter().chain(&table.body).chain(&table.foot);
                for cell in rows.flat_map(|row| &row.cells) {
                    self.blocks(&cell.body);
                    self.push(Token::Edge);
                }
            }
        }
    }

    fn columns(&mut self, table: &'a Table) {
        let parts = [&table.head, &table.body, &table.foot];
        let most = parts.into_iter().flatten().map(|row| row.cells.len()).max();
        let columns = table.alignments.len().max(most.unwrap_or(0));
        let [head, body, foot] = parts.map(|rows| self.place(rows, columns));
        let rows = || head.iter().chain(&body).chain(&foot);
        let table = self.length();
        self.push(Token::Skip(0));
        for row in rows() {
            self.row(row);
        }
        let skip = self.length();
        self.push(Token::Skip(0));
        let (telling, headed) = self.read_out(&head, &body, &foot);
        let Some(flow) = self.script.flows.get_mut(self.flow) else {
            return;
        };
        let end = flow.tokens.len();
        if let Some(token) = flow.tokens.get_mut(table) {
            *token = Token::Table {
                columns: (skip - table) as u32,
                telling: telling as u32,
                headed,
            };
        }
        if let Some(token) = flow.tokens.get_mut(skip) {
            *token = Token::Skip((end - skip - 1) as u32);
        }
        self.push(Token::Edge);
    }

    /// Puts the cells of some rows in their columns, each in a flow of its own.
    /// A cell over several rows leaves its columns free of others there.
    fn place(&mut self, rows: &'a [Row], columns: usize) -> Vec<Vec<Placed>> {
        // For each column, how many rows a cell from above still takes.
        let mut taken: Vec<u16> = vec![0; columns];
        let mut placed = Vec::new();
        for row in rows {
            let now = taken.clone();
            let is_free = |column: usize| now.get(column).is_none_or(|left| *left == 0);
            let claim = |from: usize, wanted: usize| {
                let column = (from..).find(|column| is_free(*column)).unwrap_or(from);
                let end = (column + wanted).min(columns).max(column + 1);
                let span = (column..end).take_while(|c| is_free(*c)).count();
                (column, span)
            };
            taken
                .iter_mut()
                .for_each(|left| *left = left.saturating_sub(1));
            let (mut cells, mut next) = (Vec::new(), 0);
            let mut before = None;
            for cell in &row.cells {
                let (column, span) = claim(next, cell.columns.into());
                next = column + span;
                taken.resize(taken.len().max(next), 0);
                for left in taken.iter_mut().skip(column).take(span) {
                    *left = cell.rows.saturating_sub(1);
                }
                let flow = Some(self.cell(cell, &mut before));
                cells.push(Placed { flow, column, span });
            }
            let (column, span) = claim(next, columns);
            if column < columns && self.format == Format::Text {
                let flow = None;
                cells.push(Placed { flow, column, span });
            }
            placed.push(cells);
        }
        placed
    }

    /// The flow of a cell, which begins no earlier than the one before it in
    /// its row. (A cell may begin with a line that is blank, if it is code.)
    fn cell(&mut self, cell: &'a Cell, before: &mut Option<usize>) -> usize {
        let flow = self.begin();
        let earlier = before.filter(|_| self.format == Format::Text);
        self.within(flow, |w| {
            if let Some(earlier) = earlier {
                w.push(Token::After(earlier as u32));
            }
            w.blocks(&cell.body);
        });
        let tokens = self.script.flows.get(flow).map_or(&[][..], |f| &f.tokens);
        let mut tokens = tokens.iter();
        // So may a space, where nothing stands before it.
        let first = tokens.find(|token| !matches!(token, Token::After(_)));
        let first = matches!(first, Some(Token::Letter(_) | Token::Made(_)));
        if first && begins_with_words(&cell.body) {
            *before = Some(flow);
        }
        flow
    }

    /// The cells of a row: in a text side by side, so that their lines mingle.
    fn row(&mut self, row: &[Placed]) {
        let flows = || row.iter().filter_map(|cell| cell.flow);
        if self.format != Format::Text {
            for flow in flows() {
                self.push(Token::Within(flow as u32));
                self.push(Token::Edge);
            }
            return;
        }
        for flow in flows() {
            self.push(Token::Fork(flow as u32));
        }
        for flow in flows() {
            self.push(Token::Join(flow as u32));
        }
    }

    /// Cells one below the other. What heads a column is said before each of
    /// its cells, and is its author's where it is said first. Gives how many
    /// letters there are up to the colon after the first of these, and whether
    /// there is one.
    fn read_out(
        &mut self,
        head: &[Vec<Placed>],
        body: &[Vec<Placed>],
        foot: &[Vec<Placed>],
    ) -> (usize, bool) {
        let (mut letters, mut telling) = (0, None);
        let only_head = body.is_empty() && foot.is_empty();
        let heads: Vec<&Placed> = head.iter().flatten().filter(|_| !only_head).collect();
        let mut said: BTreeSet<usize> = BTreeSet::new();
        let rows: Vec<&Vec<Placed>> = match only_head {
            true => head.iter().collect(),
            false => body.iter().chain(foot).collect(),
        };
        for cell in rows.into_iter().flatten() {
            let mut labelled = false;
            for column in cell.column..cell.column + cell.span {
                let over =
                    |head: &&Placed| (head.column..head.column + head.span).contains(&column);
                let flows = heads
                    .iter()
                    .copied()
                    .filter(over)
                    .filter_map(|head| head.flow);
                let flows: Vec<usize> = flows.filter(|f| !self.label(*f).is_empty()).collect();
                if labelled && !flows.is_empty() {
                    letters += 1;
                    self.said_again(vec![Form::words(",")]);
                }
                for flow in flows {
                    labelled = true;
                    letters += self.label(flow).len();
                    if said.insert(flow) {
                        self.push(Token::Within(flow as u32));
                    } else {
                        self.repeat(flow);
                    }
                }
            }
            if labelled {
                telling.get_or_insert(letters + 1);
                self.said_again(vec![Form::words("："), Form::words(":")]);
            }
            self.push(Token::Edge);
            if let Some(flow) = cell.flow {
                letters += self.label(flow).len();
                self.push(Token::Within(flow as u32));
                self.push(Token::Edge);
            }
        }
        (telling.unwrap_or(letters), telling.is_some())
    }

    /// How many tokens the flow in hand has.
    fn length(&self) -> usize {
        let flow = self.script.flows.get(self.flow);
        flow.map_or(0, |flow| flow.tokens.len())
    }

    /// Says again what a flow says.
    fn repeat(&mut self, flow: usize) {
        let tokens = self.script.flows.get(flow).map(|flow| flow.tokens.clone());
        let mut words = Vec::new();
        for token in tokens.unwrap_or_default() {
            match token.text() {
                Some(TokenText::Letter(letter)) => words.push(letter.c),
                Some(TokenText::Made(_)) => {
                    self.said_again(vec![Form::Words(std::mem::take(&mut words))]);
                    self.push(token);
                }
                None => {}
            }
        }
        self.said_again(vec![Form::Words(words)]);
    }

    fn said_again(&mut self, mut forms: Vec<Form>) {
        forms.retain(|form| *form != Form::Words(Vec::new()));
        if forms.is_empty() {
            return;
        }
        self.push_made(Made {
            kind: Kind::ColumnHead,
            forms,
            required: true,
            span: None,
        });
    }

    /// What a flow says.
    fn label(&self, flow: usize) -> Vec<char> {
        let tokens = self.script.flows.get(flow).map_or(&[][..], |f| &f.tokens);
        let (mut at, mut words) = (0, Vec::new());
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                Token::Letter(letter) => words.push(letter.c),
                Token::Made(number) => {
                    let made = self.script.made.get(*number as usize);
                    let made = made.filter(|made| made.kind != Kind::ListMark);
                    match made.and_then(|made| made.forms.last()) {
                        Some(Form::Words(form)) => words.extend(form),
                        Some(Form::Folio | Form::Folios | Form::Note { .. }) | None => {}
                    }
                }
                // A table in a cell is read out.
                Token::Table { columns, .. } => at += *columns as usize,
                Token::Within(flow) => words.extend(self.label(*flow as usize)),
                Token::Skip(count) => at += *count as usize,
                Token::Space { .. }
                | Token::Edge
                | Token::Fork(_)
                | Token::Join(_)
                | Token::After(_) => {}
            }
        }
        words
    }
}

fn begins_with_words(body: &[Block]) -> bool {
    body.first().is_some_and(|block| {
        matches!(
            block.kind,
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } | BlockKind::List(_)
        )
    })
}
