//! Takes a table; returns columns, or a list if the columns do not fit.
//!
//! Widths follow the content. Columns share the width equally, but none gets more than
//! its longest line fills or less than its longest word needs. If even the longest words
//! do not fit side by side, the table becomes a list: a line `head: cell` for each cell,
//! and a blank line between rows.

use super::compositor::Compositor;
use super::galley::{Galley, LONGEST_RULE};
use super::wrap::{Measure, Phrase};
use crate::model::{self, Alignment};
use unicode_width::UnicodeWidthStr;

/// What stands between two columns.
const GAP: usize = 2;
/// What the lines of a cell that needs several are set in by, in a list.
const LIST_INDENT: usize = 4;

/// A table whose cells are galleys.
#[derive(Debug, Clone)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    head: Vec<Row>,
    body: Vec<Row>,
    foot: Vec<Row>,
    colon: &'static str,
}

/// Cells from left to right.
type Row = Vec<Cell>;

#[derive(Debug, Clone)]
struct Cell {
    /// Its first column.
    column: usize,
    /// How many columns it covers.
    span: usize,
    body: Galley,
}

impl Table {
    /// The galley of a table, without its caption. Empty where it has no cells.
    pub(super) fn compose<'a>(table: &'a model::Table, compositor: &mut Compositor<'a>) -> Galley {
        let parts = [&table.head, &table.body, &table.foot];
        let rows = parts.into_iter().flatten();
        let most = rows.map(|row| row.cells.len()).max().unwrap_or(0);
        // Spans reach no further than the columns there are, whatever they say.
        let columns = table.alignments.len().max(most);
        let [mut head, body, foot] = parts.map(|rows| place(rows, columns, compositor));
        // Markdown cannot leave out a head, only leave it blank.
        head.retain(|row| row.iter().any(|cell| !cell.body.is_empty()));
        if head.is_empty() && body.is_empty() && foot.is_empty() {
            return Galley::default();
        }
        Galley::table(Table {
            alignments: table.alignments.clone(),
            head,
            body,
            foot,
            colon: compositor.colon,
        })
    }

    /// The fewest columns it can be drawn in, and the most it can fill.
    pub(super) fn extent(&self) -> (usize, usize) {
        let extents = self.extents();
        let gaps = gaps(extents.len());
        let least: usize = extents.iter().map(|e| e.least).sum();
        let most: usize = extents.iter().map(|e| e.most).sum();
        (gaps + least, gaps + most)
    }

    /// Its lines in this measure. Where lines have no end, columns are drawn as wide as
    /// usual, because their rows are read as lines.
    pub(super) fn set(&self, measure: Measure) -> String {
        match share(&self.extents(), measure.or(LONGEST_RULE)) {
            Some(widths) => self.draw(&widths),
            None => {
                let mut text = String::new();
                self.as_list().set(measure, &mut text);
                text
            }
        }
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.head.iter().chain(&self.body).chain(&self.foot)
    }

    /// What each column needs. Cells over several columns come last and widen
    /// what they cover only where it does not hold them yet.
    fn extents(&self) -> Vec<Extent> {
        let columns = self.rows().flatten().map(|cell| cell.column + cell.span);
        let mut extents = vec![Extent::default(); columns.max().unwrap_or(0)];
        for spanning in [false, true] {
            for cell in self.rows().flatten().filter(|c| (c.span > 1) == spanning) {
                let (least, most) = cell.body.extent();
                let covered = extents.iter_mut().skip(cell.column).take(cell.span);
                let mut covered: Vec<&mut Extent> = covered.collect();
                let gaps = gaps(covered.len());
                widen(&mut covered, least.saturating_sub(gaps), |e| &mut e.least);
                widen(&mut covered, most.saturating_sub(gaps), |e| &mut e.most);
            }
        }
        for extent in &mut extents {
            extent.most = extent.most.max(extent.least);
        }
        extents
    }

    fn draw(&self, widths: &[usize]) -> String {
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        let rule = rule.join(&" ".repeat(GAP)) + "\n";
        let draw = |rows: &[Row]| -> Vec<String> {
            let rows = rows.iter().map(|row| self.draw_row(row, widths));
            rows.collect()
        };
        let (head, body, foot) = (draw(&self.head), draw(&self.body), draw(&self.foot));
        // Where a row takes several lines, a blank line tells where it ends.
        let tall = |row: &String| row.lines().count() > 1;
        let between = if body.iter().any(tall) { "\n" } else { "" };
        let mut text = head.concat();
        if !head.is_empty() {
            text.push_str(&rule);
        }
        text.push_str(&body.join(between));
        if !foot.is_empty() {
            text.push_str(&rule);
            text.push_str(&foot.concat());
        }
        text
    }

    fn draw_row(&self, row: &Row, widths: &[usize]) -> String {
        let cells: Vec<SetCell> = row.iter().map(|c| self.set_cell(c, widths)).collect();
        let height = cells.iter().map(|c| c.lines.len()).max().unwrap_or(0);
        let mut text = String::new();
        for index in 0..height.max(1) {
            let mut at = 0;
            for cell in &cells {
                let line = cell.lines.get(index).map_or("", String::as_str);
                if line.is_empty() {
                    continue;
                }
                let start = cell.start + margin(cell.alignment, line.width(), cell.width);
                text.push_str(&" ".repeat(start.saturating_sub(at)));
                text.push_str(line);
                at = start + line.width();
            }
            text.push('\n');
        }
        text
    }

    fn set_cell(&self, cell: &Cell, widths: &[usize]) -> SetCell {
        let before = widths.iter().take(cell.column);
        let covered = widths.iter().skip(cell.column).take(cell.span);
        let width = covered.sum::<usize>() + gaps(cell.span);
        let mut text = String::new();
        cell.body.set(width, &mut text);
        SetCell {
            start: before.sum::<usize>() + cell.column * GAP,
            width,
            alignment: self
                .alignments
                .get(cell.column)
                .copied()
                .unwrap_or_default(),
            lines: text.split_terminator('\n').map(str::to_owned).collect(),
        }
    }

    /// Its cells one below the other, each after what heads its column.
    pub(super) fn as_list(&self) -> Galley {
        let labels = self.labels();
        let mut galley = Galley::default();
        let mut rows: Vec<&Row> = self.body.iter().chain(&self.foot).collect();
        if rows.is_empty() {
            rows.extend(&self.head);
        }
        for row in rows {
            let mut entries = Galley::default();
            for cell in row {
                let labels = labels.iter().skip(cell.column).take(cell.span);
                entries.append(self.entry(labels, &cell.body));
            }
            galley.append_spaced(entries);
        }
        galley
    }

    /// What stands over each column; nothing, if all the table is its head.
    fn labels(&self) -> Vec<Phrase> {
        if self.body.is_empty() && self.foot.is_empty() {
            return Vec::new();
        }
        let mut labels = Vec::new();
        for cell in self.head.iter().flatten() {
            let last = cell.column + cell.span;
            if labels.len() < last {
                labels.resize(last, Phrase::default());
            }
            for label in labels.iter_mut().skip(cell.column).take(cell.span) {
                join(label, " ", &cell.body.label());
            }
        }
        labels
    }

    fn entry<'p>(&self, labels: impl Iterator<Item = &'p Phrase>, cell: &Galley) -> Galley {
        let mut entry = Phrase::default();
        for label in labels {
            join(&mut entry, ", ", label);
        }
        if entry.is_blank() {
            return cell.clone();
        }
        entry.push(self.colon);
        let Some(phrase) = cell.as_phrase() else {
            let mut galley = Galley::phrase(entry);
            galley.append(cell.clone().indent(LIST_INDENT));
            return galley;
        };
        entry.append(phrase);
        Galley::phrase(entry).hang("", &" ".repeat(LIST_INDENT))
    }
}

/// What a column needs, in columns of a terminal.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    /// Its longest word.
    least: usize,
    /// Its longest line.
    most: usize,
}

/// A cell cut into lines, and where they stand.
struct SetCell {
    start: usize,
    width: usize,
    alignment: Alignment,
    lines: Vec<String>,
}

/// The blanks before a line of `line` columns in a cell of `cell`.
fn margin(alignment: Alignment, line: usize, cell: usize) -> usize {
    let spare = cell.saturating_sub(line);
    match alignment {
        Alignment::Start => 0,
        Alignment::Center => spare / 2,
        Alignment::End => spare,
    }
}

/// Puts the cells of some rows in their columns. A cell over several rows
/// stands in the first of them and leaves the others empty. A row that is too
/// short gets one empty cell more, so that what heads it is still read out.
fn place<'a>(rows: &'a [model::Row], columns: usize, compositor: &mut Compositor<'a>) -> Vec<Row> {
    // For each column, how many rows a cell from above still takes.
    let mut taken: Vec<u16> = vec![0; columns];
    let mut placed = Vec::with_capacity(rows.len());
    for row in rows {
        let mut free = Free {
            columns,
            taken: taken.clone(),
            next: 0,
        };
        for left in &mut taken {
            *left = left.saturating_sub(1);
        }
        let mut cells = Row::with_capacity(row.cells.len() + 1);
        for cell in &row.cells {
            let (column, span) = free.claim(cell.columns.into());
            taken.resize(taken.len().max(column + span), 0);
            for left in taken.iter_mut().skip(column).take(span) {
                *left = cell.rows.saturating_sub(1);
            }
            let body = compositor.blocks(&cell.body);
            cells.push(Cell { column, span, body });
        }
        let (column, span) = free.claim(columns);
        if column < columns {
            let body = Galley::default();
            cells.push(Cell { column, span, body });
        }
        placed.push(cells);
    }
    placed
}

/// The columns of a row that are still free.
pub(super) struct Free {
    pub(super) columns: usize,
    pub(super) taken: Vec<u16>,
    pub(super) next: usize,
}

impl Free {
    /// The next free column, and how many of the `wanted` ones from there on
    /// are free; at least one, if need be past the last.
    pub(super) fn claim(&mut self, wanted: usize) -> (usize, usize) {
        let taken = &self.taken;
        let is_free = |c: &usize| taken.get(*c).is_none_or(|left| *left == 0);
        let mut column = self.next;
        while !is_free(&column) {
            column += 1;
        }
        let end = (column + wanted).min(self.columns).max(column + 1);
        let span = (column..end).take_while(is_free).count();
        self.next = column + span;
        (column, span)
    }
}

/// The widths of columns in a line of `width`, or nothing where their longest
/// words have no room.
fn share(extents: &[Extent], width: usize) -> Option<Vec<usize>> {
    let room = width.checked_sub(gaps(extents.len()))?;
    let at = |level: usize| extents.iter().map(move |e| level.clamp(e.least, e.most));
    let widest = extents.iter().map(|e| e.most).max().unwrap_or(0);
    let level = (0..=widest.min(room))
        .rev()
        .find(|l| at(*l).sum::<usize>() <= room)?;
    let mut widths: Vec<usize> = at(level).collect();
    // What is left is less than a column for each that could use one.
    let mut left = room.saturating_sub(widths.iter().sum());
    for (width, extent) in widths.iter_mut().zip(extents) {
        if left > 0 && *width < extent.most {
            *width += 1;
            left -= 1;
        }
    }
    Some(widths)
}

/// Makes columns hold `wanted` together, each taking an equal part of what they
/// lack.
fn widen(covered: &mut [&mut Extent], wanted: usize, side: impl Fn(&mut Extent) -> &mut usize) {
    let held: usize = covered.iter_mut().map(|extent| *side(extent)).sum();
    let mut lack = wanted.saturating_sub(held);
    let mut columns = covered.len();
    for extent in covered {
        let part = lack.div_ceil(columns);
        *side(extent) += part;
        lack -= part;
        columns -= 1;
    }
}

fn gaps(columns: usize) -> usize {
    columns.saturating_sub(1) * GAP
}

fn join(phrase: &mut Phrase, between: &str, next: &Phrase) {
    if !phrase.is_blank() && !next.is_blank() {
        phrase.push(between);
    }
    phrase.append(next);
}
