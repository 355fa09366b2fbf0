//! Takes a list of lists; returns the table or the definitions that it means: the rows are the
//! items of the list, their cells the items of the lists in them, so that a cell may hold
//! blocks. Of definitions an item is a term, and the list under it what it means.
//!
//! The notation is that of Pandoc's filter `list-table`, with `footer-rows` of ours:
//!
//! ```text
//! ::: {.list-table header-rows=1 aligns=l,r}
//! The caption
//!
//! - - A head
//!   - Another
//! - - []{colspan=2} A cell over two columns
//! :::
//! ```

use super::phrase;
use crate::model::{
    Alignment, Attributes, Block, BlockKind, Cell, Definition, Inline, InlineKind, Item, Row, Table,
};

/// The table, or the body again where it is no list of lists.
pub(super) fn table(mut body: Vec<Block>, attributes: &Attributes) -> Result<Table, Vec<Block>> {
    let count = |key: &str, default: usize| {
        let given = attributes.get(key).map(str::parse);
        given.and_then(Result::ok).unwrap_or(default)
    };
    let (caption, list) = match body.as_mut_slice() {
        [list] => (None, list),
        [
            Block {
                kind: BlockKind::Paragraph(caption),
                ..
            },
            list,
        ] => (Some(caption), list),
        _ => return Err(body),
    };
    let is_row = |item: &Item| {
        item.task.is_none() && matches!(item.body.as_slice(), [only] if is_list_alone(only))
    };
    let items = if let BlockKind::List(list) = &mut list.kind
        && list.items.iter().all(is_row)
    {
        &mut list.items
    } else {
        return Err(body);
    };
    let mut rows: Vec<Row> = Vec::new();
    for item in std::mem::take(items) {
        let kind = item.body.into_iter().next().map(|block| block.kind);
        let Some(BlockKind::List(list)) = kind else {
            continue;
        };
        rows.push(Row {
            node: item.node,
            cells: list.items.into_iter().map(cell).collect(),
        });
    }
    let head = count("header-rows", 1).min(rows.len());
    let mut body = rows.split_off(head);
    let foot = body.split_off(body.len().saturating_sub(count("footer-rows", 0)));
    let aligns = attributes.get("aligns").unwrap_or("");
    let mut alignments: Vec<Alignment> = aligns
        .split(',')
        .filter(|align| !align.trim().is_empty())
        .map(|align| match align.trim() {
            "r" | "right" => Alignment::End,
            "c" | "center" => Alignment::Center,
            _ => Alignment::Start,
        })
        .collect();
    let width = |row: &Row| row.cells.iter().map(|cell| usize::from(cell.columns)).sum();
    let columns = rows.iter().chain(&body).chain(&foot).map(width).max();
    if alignments.len() < columns.unwrap_or(0) {
        alignments.resize(columns.unwrap_or(0), Alignment::Start);
    }
    Ok(Table {
        caption: caption.map(std::mem::take).unwrap_or_default(),
        alignments,
        head: rows,
        body,
        foot,
    })
}

/// Whether a block is a list that says nothing more than its items do.
fn is_list_alone(block: &Block) -> bool {
    let is_plain = block.attributes == Attributes::default() && block.node.lang.is_none();
    is_plain
        && matches!(&block.kind, BlockKind::List(list)
            if list.items.iter().all(|item| item.task.is_none()))
}

/// A cell; a span without words at its start says how many columns and rows it covers.
fn cell(item: Item) -> Cell {
    let mut cell = Cell {
        node: item.node,
        body: item.body,
        columns: 1,
        rows: 1,
    };
    let Some(Block {
        kind: BlockKind::Paragraph(content),
        ..
    }) = cell.body.first_mut()
    else {
        return cell;
    };
    let Some(Inline {
        kind: InlineKind::Span(attributes, within),
        ..
    }) = content.first()
    else {
        return cell;
    };
    let count = |key: &str| {
        let given: Option<u16> = attributes.get(key)?.parse().ok();
        given.map(|given| given.clamp(1, 1000))
    };
    if !within.is_empty() || (count("colspan"), count("rowspan")) == (None, None) {
        return cell;
    }
    cell.columns = count("colspan").unwrap_or(1);
    cell.rows = count("rowspan").unwrap_or(1);
    content.remove(0);
    if let Some(Inline {
        node,
        kind: InlineKind::Text(text),
    }) = content.first_mut()
    {
        let rest = text.trim_start();
        if node.span.range().len() == text.len() {
            node.span.start += (text.len() - rest.len()) as u32;
        }
        *text = rest.to_owned();
        if text.is_empty() {
            content.remove(0);
        }
    }
    if content.is_empty() {
        cell.body.remove(0);
    }
    cell
}

/// The definitions, or the body again where it is no list of terms with lists under them.
pub(super) fn definitions(mut body: Vec<Block>) -> Result<Vec<Definition>, Vec<Block>> {
    // A picture or a formula may be all of a term.
    let is_term = |block: &Block| {
        (matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Math(_))
            || matches!(&block.kind, BlockKind::Figure(figure)
                if figure.picture.is_some() && figure.caption.is_empty() && figure.credit.is_empty()))
            && block.attributes == Attributes::default()
            && block.node.lang.is_none()
    };
    let is_plain = |item: &Item| {
        item.task.is_none()
            && match item.body.as_slice() {
                [] => true,
                [only] => is_term(only) || is_list_alone(only),
                [term, list] => is_term(term) && is_list_alone(list),
                _ => false,
            }
    };
    let items = match body.as_mut_slice() {
        [
            Block {
                kind: BlockKind::List(list),
                ..
            },
        ] if list.items.iter().all(is_plain) => std::mem::take(&mut list.items),
        _ => return Err(body),
    };
    let definition = |item: Item| {
        let mut definition = Definition {
            node: item.node,
            term: Vec::new(),
            details: Vec::new(),
        };
        for block in item.body {
            if let BlockKind::List(list) = block.kind {
                let details = list.items.into_iter().map(|item| item.body);
                definition.details.extend(details);
            } else if let Some(term) = phrase(block) {
                definition.term = term;
            }
        }
        definition
    };
    Ok(items.into_iter().map(definition).collect())
}
