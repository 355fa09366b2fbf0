//! Takes a table; returns one of GitHub's Markdown (GitHub Flavored Markdown, 4.10).
//!
//! It has one row of head and cells of one line. A cell over several columns or rows stands
//! in the first of them and leaves the others empty; further rows of head, and the foot, are
//! rows among others; paragraphs in a cell are parted by `<br>`.

use super::super::galley::Galley;
use super::super::table::Free;
use super::blocks::{escaped_number, is_counted};
use super::{Markdown, inline, strong};
use crate::model::{
    Alignment, Block, BlockKind, Inline, InlineKind, List, Numbering, Row, Table, plain_text,
};

impl<'a> Markdown<'a, '_> {
    pub(super) fn table(&mut self, table: &'a Table) -> Galley {
        let parts = [&table.head, &table.body, &table.foot];
        let rows = parts.into_iter().flatten();
        let most = rows.map(|row| row.cells.len()).max().unwrap_or(0);
        let columns = table.alignments.len().max(most);
        if columns == 0 {
            return Galley::default();
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        for part in parts {
            rows.extend(self.rows(part, columns));
        }
        if rows.iter().flatten().all(String::is_empty) {
            return Galley::default();
        }
        // Markdown cannot leave out a head, only leave it blank.
        if table.head.is_empty() {
            rows.insert(0, vec![String::new(); columns]);
        }
        let mut galley = Galley::default();
        for (number, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| format!(" {cell} ")).collect();
            galley.append(Galley::line(format!("|{}|", cells.join("|"))));
            if number == 0 {
                let rule = (0..columns).map(|column| match table.alignments.get(column) {
                    Some(Alignment::Center) => " :-: |",
                    Some(Alignment::End) => " --: |",
                    Some(Alignment::Start) | None => " --- |",
                });
                galley.append(Galley::line(format!("|{}", rule.collect::<String>())));
            }
        }
        galley
    }

    /// The cells of rows, each in its first column.
    fn rows(&mut self, rows: &'a [Row], columns: usize) -> Vec<Vec<String>> {
        let mut taken: Vec<u16> = vec![0; columns];
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let mut free = Free {
                columns,
                taken: taken.clone(),
                next: 0,
            };
            for left in &mut taken {
                *left = left.saturating_sub(1);
            }
            let mut cells = vec![String::new(); columns];
            for cell in &row.cells {
                let (column, span) = free.claim(cell.columns.into());
                let end = column + span;
                taken.resize(taken.len().max(end), 0);
                cells.resize(cells.len().max(end), String::new());
                for left in taken.iter_mut().skip(column).take(span) {
                    *left = cell.rows.saturating_sub(1);
                }
                let mut lines = Vec::new();
                self.cell(&cell.body, &mut lines);
                if let Some(place) = cells.get_mut(column) {
                    *place = lines.join("<br>");
                }
            }
            out.push(cells);
        }
        out
    }

    /// The lines of a cell.
    fn cell(&mut self, blocks: &'a [Block], lines: &mut Vec<String>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    let content = self.inlines(content);
                    self.line(content, lines);
                }
                BlockKind::Heading { content, .. } => {
                    let content = self.inlines(content);
                    self.line(strong(content), lines);
                }
                BlockKind::List(list) => self.items(list, lines),
                BlockKind::DefinitionList(definitions) => {
                    for definition in definitions {
                        let term = self.inlines(&definition.term);
                        let mut item = Vec::new();
                        self.line(strong(term), &mut item);
                        for detail in &definition.details {
                            self.cell(detail, &mut item);
                        }
                        marked("• ", item, lines);
                    }
                }
                BlockKind::Quote(q) | BlockKind::PullQuote(q) | BlockKind::Epigraph(q) => {
                    self.cell(&q.body, lines);
                    let credit = self.credit(&q.credit);
                    self.line(credit, lines);
                }
                BlockKind::Aside(body) | BlockKind::Div(body) => self.cell(body, lines),
                BlockKind::Figure(figure) => {
                    let picture = self.drawn(figure);
                    self.line(picture, lines);
                    let caption = self.caption(figure);
                    self.line(caption, lines);
                }
                BlockKind::Table(table) => {
                    let caption = self.inlines(&table.caption);
                    self.line(strong(caption), lines);
                    let rows = table.head.iter().chain(&table.body).chain(&table.foot);
                    for cell in rows.flat_map(|row| &row.cells) {
                        self.cell(&cell.body, lines);
                    }
                }
                BlockKind::Code { lines: code, .. } => {
                    for line in code {
                        let code = inline(InlineKind::Code(line.text.clone()));
                        self.line(vec![code], lines);
                    }
                }
                BlockKind::Verse(stanzas) => {
                    for stanza in stanzas {
                        let stanza = self.stanza(stanza);
                        self.line(stanza, lines);
                    }
                }
                BlockKind::Rule | BlockKind::Break(_) => {}
                BlockKind::Math(source) => {
                    let math = inline(InlineKind::Math(source.replace('\n', " ")));
                    self.line(vec![math], lines);
                }
            }
        }
    }

    fn line(&mut self, content: Vec<Inline>, lines: &mut Vec<String>) {
        let is_text = |inline: &Inline| matches!(inline.kind, InlineKind::Text(_));
        if content.iter().all(is_text) && plain_text(&content).is_empty() {
            return;
        }
        lines.push(self.cell_phrase(content));
    }

    /// The items of a list. Their marks are text in a cell.
    fn items(&mut self, list: &'a List, lines: &mut Vec<String>) {
        for (index, item) in list.items.iter().enumerate() {
            let mut mark = match list.numbering.mark(index) {
                Some(number) if is_counted(list) => format!("{number}. "),
                Some(number) => format!("• {}", escaped_number(&number)),
                None => String::new(),
            };
            mark.push_str(match item.task {
                Some(true) => "\\[x\\] ",
                Some(false) => "\\[ \\] ",
                None if list.numbering == Numbering::Bullet => "• ",
                None => "",
            });
            let mut body = Vec::new();
            self.cell(&item.body, &mut body);
            marked(&mark, body, lines);
        }
    }
}

/// Puts a mark before the first of some lines.
fn marked(mark: &str, mut body: Vec<String>, lines: &mut Vec<String>) {
    match body.first_mut() {
        Some(first) => first.insert_str(0, mark),
        None => body.push(text_of(mark)),
    }
    lines.append(&mut body);
}

fn text_of(mark: &str) -> String {
    mark.trim_end().to_owned()
}
