//! Takes a table; returns Markdown: a pipe table if possible, otherwise a list of lists.

use super::block::{blocks, item};
use super::inline::{Place, phrase};
use crate::model::{Alignment, Attributes, Block, BlockKind, Cell, Row, Table};

/// A table of GitHub's Markdown, if it is one: a head of one row or none, no foot, each
/// cell a phrase in one column and one row. The caption is left to its attributes.
pub(super) fn between_bars(table: &Table) -> Option<String> {
    let columns = table.alignments.len();
    if table.head.len() > 1 || !table.foot.is_empty() || columns == 0 {
        return None;
    }
    let written = |row: &Row| -> Option<String> {
        let cells: Vec<String> = row.cells.iter().map(cell).collect::<Option<_>>()?;
        (cells.len() >= columns).then(|| format!("| {} |", cells.join(" | ")))
    };
    let mut lines = Vec::new();
    match table.head.first() {
        Some(head) => {
            let has_words = head.cells.iter().any(|cell| !cell.body.is_empty());
            if head.cells.len() != columns || !has_words {
                return None;
            }
            lines.push(written(head)?);
        }
        None => lines.push(format!("|{}", "  |".repeat(columns))),
    }
    let line = |alignment: &Alignment| match alignment {
        Alignment::Start => "---",
        Alignment::Center => ":-:",
        Alignment::End => "--:",
    };
    let rule: Vec<&str> = table.alignments.iter().map(line).collect();
    lines.push(format!("| {} |", rule.join(" | ")));
    for row in &table.body {
        lines.push(written(row)?);
    }
    Some(lines.join("\n"))
}

fn cell(cell: &Cell) -> Option<String> {
    if cell.columns != 1 || cell.rows != 1 || cell.node.lang.is_some() {
        return None;
    }
    match cell.body.as_slice() {
        [] => Some(String::new()),
        [
            Block {
                node,
                attributes,
                kind: BlockKind::Paragraph(content),
            },
        ] if *attributes == Attributes::default() && node.lang.is_none() => {
            Some(phrase(content, Place::Cell))
        }
        _ => None,
    }
}

/// A table as a list of lists: the attributes that its div has, and its body.
pub(super) fn as_lists(table: &Table) -> (Vec<(&'static str, String)>, String) {
    let align = |alignment: &Alignment| match alignment {
        Alignment::Start => "l",
        Alignment::Center => "c",
        Alignment::End => "r",
    };
    let mut given = vec![("header-rows", table.head.len().to_string())];
    if !table.foot.is_empty() {
        given.push(("footer-rows", table.foot.len().to_string()));
    }
    let aligns: Vec<&str> = table.alignments.iter().map(align).collect();
    given.push(("aligns", aligns.join(",")));
    let mut parts = Vec::new();
    if !table.caption.is_empty() {
        parts.push(phrase(&table.caption, Place::Paragraph));
    }
    let rows = || table.head.iter().chain(&table.body).chain(&table.foot);
    // Cells of a paragraph each stand close.
    let mut cells = rows().flat_map(|row| &row.cells);
    let between = match cells.all(|cell| cell.body.len() < 2) {
        true => "\n",
        false => "\n\n",
    };
    let row = |row: &Row| {
        let cells: Vec<String> = row.cells.iter().map(listed).collect();
        item(&cells.join(between))
    };
    let rows: Vec<String> = rows().map(row).collect();
    parts.push(rows.join(between));
    (given, parts.join("\n\n"))
}

/// A cell as an item. How much it covers stands before its first words.
fn listed(cell: &Cell) -> String {
    let mut given = Vec::new();
    if cell.columns != 1 {
        given.push(format!("colspan={}", cell.columns));
    }
    if cell.rows != 1 {
        given.push(format!("rowspan={}", cell.rows));
    }
    let mark = match given.is_empty() {
        true => String::new(),
        false => format!("[]{{{}}}", given.join(" ")),
    };
    let begins_with_words = cell.body.first().is_some_and(|first| {
        matches!(first.kind, BlockKind::Paragraph(_))
            && first.attributes == Attributes::default()
            && first.node.lang.is_none()
    });
    let body = blocks(&cell.body, false);
    match (mark.is_empty(), begins_with_words) {
        (true, _) => item(&body),
        (false, true) => item(&format!("{mark} {body}")),
        (false, false) => item(format!("{mark}\n\n{body}").trim_end()),
    }
}
