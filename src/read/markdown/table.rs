//! Takes table events; returns a table, with the cells that a row has too many.

use super::{Event, Reading};
use crate::diag::{Code, Diagnostic};
use crate::model::{Alignment, Block, BlockKind, Cell, Inline, Row, Table};
use pulldown_cmark::{Alignment as Column, Tag, TagEnd};
use std::ops::Range;

impl Reading<'_, '_, '_> {
    pub(super) fn table(&mut self, alignments: &[Column], range: Range<usize>) -> Block {
        let mut table = Table {
            alignments: alignments
                .iter()
                .map(|column| match column {
                    Column::None | Column::Left => Alignment::Start,
                    Column::Center => Alignment::Center,
                    Column::Right => Alignment::End,
                })
                .collect(),
            ..Table::default()
        };
        while let Some((event, at)) = self.next() {
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::End(TagEnd::Table) => break,
                Event::Start(Tag::TableHead) => {
                    let row = self.row(at);
                    // A head without a word in it heads nothing.
                    if row.cells.iter().any(|cell| !cell.body.is_empty()) {
                        table.head.push(row);
                    }
                }
                Event::Start(Tag::TableRow) => {
                    let more = self.cells_beyond(at.clone(), table.alignments.len());
                    let mut row = self.row(at);
                    row.cells.extend(more);
                    table.body.push(row);
                }
                _ => {}
            }
        }
        let widest = table.body.iter().map(|row| row.cells.len()).max();
        if table.alignments.len() < widest.unwrap_or(0) {
            let widest = widest.unwrap_or(0);
            table.alignments.resize(widest, Alignment::Start);
        }
        self.block(range, BlockKind::Table(table))
    }

    /// Tables of GitHub's Markdown leave out cells beyond the last column. They
    /// are kept and told: a bar too many is a slip, not a wish to lose a word.
    fn cells_beyond(&mut self, range: Range<usize>, columns: usize) -> Vec<Cell> {
        let line = self.masked.text.get(range.clone()).unwrap_or("").trim_end();
        let mut bars = Vec::new();
        let mut escaped = false;
        for (at, c) in line.char_indices() {
            if c == '|' && !escaped {
                bars.push(at);
            }
            escaped = c == '\\' && !escaped;
        }
        if !line.starts_with('|') {
            bars.insert(0, 0);
        }
        if !line.ends_with('|') || bars.len() < 2 {
            bars.push(line.len());
        }
        if bars.len() <= columns + 1 {
            return Vec::new();
        }
        let span = self.origin.span(range.start..range.start + line.len());
        self.push(
            Diagnostic::warning(
                Code::LongRow,
                span,
                "row has more cells than the table has columns",
            )
            .hint("write a head for every column, or escape a bar as `\\|`"),
        );
        let beyond = bars.get(columns..).unwrap_or(&[]).windows(2);
        let mut cells = Vec::new();
        for pair in beyond {
            let [from, to] = *pair else { continue };
            let from = from + 1;
            let text = line.get(from..to).unwrap_or("");
            let start = range.start + from + text.len() - text.trim_start().len();
            let text = text.trim();
            let at = start..start + text.len();
            let content = self.context.inlines(text, &self.origin.from(start));
            cells.push(self.cell(content, at));
        }
        cells
    }

    fn row(&mut self, range: Range<usize>) -> Row {
        let mut cells = Vec::new();
        while let Some((event, at)) = self.next() {
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => break,
                Event::Start(Tag::TableCell) => {
                    let (content, _) = self.inlines();
                    self.next();
                    cells.push(self.cell(content, at));
                }
                _ => {}
            }
        }
        Row {
            node: self.node(range),
            cells,
        }
    }

    fn cell(&mut self, content: Vec<Inline>, at: Range<usize>) -> Cell {
        let mut body = Vec::new();
        if !content.is_empty() {
            body.push(self.block(at.clone(), BlockKind::Paragraph(content)));
        }
        Cell {
            node: self.node(at),
            body,
            columns: 1,
            rows: 1,
        }
    }
}
