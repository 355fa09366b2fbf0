//! Takes a group that stands in columns; returns its text in columns of one height, or its
//! columns side by side.
//!
//! Text that may go on over pages is a row of the galley for each line of its columns. Pages
//! are cut between rows; `page::flow` then fills the columns of each page, which are as high
//! as the rows on it.

use super::{Column, Galley, Slab, block, build};
use crate::diag::{Code, Diagnostic};
use crate::geom::{Point, Pt};
use crate::layout::Context;
use crate::layout::item::{FORBIDDEN, FORCED, Item, first_box};
use crate::model::columns::Columns;
use crate::model::{Block, BlockKind, BreakKind, NodeId};
use std::ops::Range;
use std::sync::Arc;

/// Between two columns, in sizes of the text.
const GAP: f64 = 1.5;
/// The narrowest column that text flows through, in sizes of the text.
const NARROWEST: f64 = 11.0;
/// The narrowest column that stands beside others: it may hold a picture and no more.
const NARROWEST_BESIDE: f64 = 7.0;
/// What a place to end a column at must cost less than, where there are others: a widow
/// costs more.
const DEAR: f64 = 1_000.0;
/// The fewest rows of columns at the head and at the foot of a page.
const FEWEST: usize = 2;

/// A text that flows through columns.
#[derive(Clone)]
pub(in crate::layout) struct Flow {
    items: Vec<Item>,
    slabs: Vec<Option<Slab>>,
    /// The left edge of each column, in the order of reading.
    lefts: Vec<Pt>,
    /// The height of a row.
    line: Pt,
}

/// Columns that are filled: what is in them, and the item that the next begin with.
pub(in crate::layout) struct Filled {
    pub(in crate::layout) things: Vec<(Point, Slab)>,
    pub(in crate::layout) items: Range<usize>,
}

/// A group in columns, before or after which something may stand.
pub(super) fn set(
    group: &Block,
    body: &[Block],
    how: &Columns,
    column: &Column,
    context: &Context,
) -> Galley {
    let made = match is_open(column) {
        true => match how {
            Columns::Flow(count) => flow(group, body, *count, column, context),
            Columns::Beside(shares) => beside(body, shares, column, context),
        },
        false => Err("columns in a list, a quotation or a note"),
    };
    let mut galley = match made {
        Ok(galley) => galley,
        Err(why) => {
            let mut galley = build(body, column, context);
            let how = match how {
                Columns::Flow(_) => "set in one column",
                Columns::Beside(_) => "set one under the other",
            };
            galley
                .diagnostics
                .push(note(group, format!("{why}: {how}")));
            galley
        }
    };
    if is_open(column) {
        let line = context.style.text.leading;
        galley.before = galley.before.max(line);
        galley.after = galley.after.max(line);
    }
    galley
}

/// Whether a group in a column can have columns: not where text is set close, in a list, a
/// note or a cell, nor in a quotation.
fn is_open(column: &Column) -> bool {
    !column.close && !column.cell && !column.quotation
}

fn note(group: &Block, message: String) -> Diagnostic {
    Diagnostic::note(Code::Columns, group.node.span, message)
        .hint("use a wider paper, or put the group between two blocks of the article")
}

/// Text in columns of one height. What follows a page break in it, or as many column breaks as
/// it has columns, begins columns anew.
fn flow(
    group: &Block,
    body: &[Block],
    asked: usize,
    column: &Column,
    context: &Context,
) -> Result<Galley, &'static str> {
    let size = column.voice.size;
    let width = |count: usize| {
        let gaps = size * GAP * count.saturating_sub(1) as f64;
        (column.measure - gaps) / count.max(1) as f64
    };
    let is_wide = |count: &usize| width(*count) >= size * NARROWEST;
    let Some(count) = (2..=asked).rev().find(is_wide) else {
        return Err("the columns would be too narrow");
    };
    let measure = width(count);
    let left = |number: usize| {
        let from = (measure + size * GAP) * number as f64;
        column.x
            + match column.is_rightward() {
                true => column.measure - measure - from,
                false => from,
            }
    };
    let inner = Column {
        x: Pt::ZERO,
        measure,
        // White parts it from the text before.
        follows: false,
        ..column.clone()
    };
    let mut galley = Galley::default();
    if count < asked {
        let message = format!("too narrow for {asked} columns: set in {count}");
        galley.diagnostics.push(note(group, message));
    }
    let mut rest = body;
    while !rest.is_empty() {
        let (length, after) = stretch(rest, count);
        let (own, next) = rest.split_at(length);
        let mut text = build(own, &inner, context);
        text.end_bare();
        let diagnostics = std::mem::take(&mut text.diagnostics);
        let flow = Flow {
            items: text.items,
            slabs: text.slabs,
            lefts: (0..count).map(left).collect(),
            line: context.style.text.leading,
        };
        let mut part = Galley {
            diagnostics,
            ..Galley::default()
        };
        if !flow.items.is_empty() {
            flow.put(&mut part, column, context)?;
        }
        let parted = !galley.is_empty() && !part.is_empty();
        part.before = match parted {
            true => context.style.text.leading,
            false => Pt::ZERO,
        };
        galley.append(part);
        if let Some(kind) = after {
            galley.append(Galley::broken(kind));
        }
        rest = next.get(usize::from(!next.is_empty())..).unwrap_or(&[]);
    }
    Ok(galley)
}

/// How many of some blocks stand in columns together, and the break after them that begins a
/// page.
fn stretch(blocks: &[Block], count: usize) -> (usize, Option<BreakKind>) {
    let mut columns = 1;
    for (at, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Break(BreakKind::Column) if columns < count => columns += 1,
            // What follows the last column stands under the first.
            BlockKind::Break(BreakKind::Column) => return (at, None),
            BlockKind::Break(kind @ (BreakKind::Page | BreakKind::Recto)) => {
                return (at, Some(kind));
            }
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Div(_)
            | BlockKind::Math(_) => {}
        }
    }
    (blocks.len(), None)
}

/// The columns of a group side by side, their first lines level.
fn beside(
    body: &[Block],
    shares: &[f64],
    column: &Column,
    context: &Context,
) -> Result<Galley, &'static str> {
    let (size, line) = (column.voice.size, context.style.text.leading);
    let gap = size * GAP;
    let room = column.measure - gap * body.len().saturating_sub(1) as f64;
    if shares
        .iter()
        .any(|share| room * *share < size * NARROWEST_BESIDE)
    {
        return Err("a column would be too narrow");
    }
    let mut galley = Galley::default();
    let mut whole = Slab::default();
    let mut before = Pt::ZERO;
    for (part, share) in body.iter().zip(shares) {
        let measure = room * *share;
        let left = match column.is_rightward() {
            true => column.x + column.measure - before - measure,
            false => column.x + before,
        };
        before += measure + gap;
        let inner = Column {
            x: Pt::ZERO,
            measure,
            follows: false,
            ..column.clone()
        };
        let mut own = block::set(part, false, &inner, context);
        own.end_bare();
        galley.diagnostics.append(&mut own.diagnostics);
        let mut y = Pt::ZERO;
        for (item, slab) in own.items.iter().zip(own.slabs) {
            if let Some(mut slab) = slab {
                whole.notes.append(&mut slab.notes);
                whole.within.push((Point { x: left, y }, slab));
            }
            y += size_of(item);
        }
        whole.height = whole.height.max(y);
    }
    whole.height = whole.height.ceil_to(line);
    if whole.height > context.style.text_height() {
        return Err("the columns are higher than a page");
    }
    if whole.height > Pt::ZERO {
        galley.push_box(whole);
    }
    Ok(galley)
}

/// The height of an item.
fn size_of(item: &Item) -> Pt {
    match item {
        Item::Box { size, .. } => Pt(*size),
        Item::Glue { natural, .. } => Pt(*natural),
        Item::Penalty { .. } => Pt::ZERO,
    }
}

impl Flow {
    /// Puts its rows into a galley; as one strip where no page can end in it.
    fn put(
        mut self,
        galley: &mut Galley,
        column: &Column,
        context: &Context,
    ) -> Result<(), &'static str> {
        let style = context.style;
        let lines = self.lowest(0).ok_or("the columns cannot be filled")?;
        let most = self.unbroken().max(FEWEST);
        let may_end = style.page.columns == 1
            && column.measure == style.column()
            && lines >= 2 * most
            && self.line * most as f64 <= style.text_height();
        let notes = self.notes_by_row(lines);
        if !may_end {
            let height = self.line * lines as f64;
            if height > style.text_height() {
                return Err("the columns are higher than a page and cannot be parted");
            }
            let filled = self.fill(0, lines);
            galley.push_box(Slab {
                height,
                within: filled.things,
                notes: notes.into_iter().flatten().collect(),
                ..Slab::default()
            });
            return Ok(());
        }
        let flow = Arc::new(self);
        for (row, notes) in notes.into_iter().enumerate() {
            if row > 0 {
                let is_edge = row < most || row + most > lines;
                let cost = if is_edge { FORBIDDEN } else { 0.0 };
                galley.push(Item::penalty(cost));
            }
            galley.push_box(Slab {
                notes,
                ..Flow::row(&flow)
            });
        }
        Ok(())
    }

    /// An empty row of its columns.
    pub(in crate::layout) fn row(flow: &Arc<Flow>) -> Slab {
        Slab {
            height: flow.line,
            flow: Some(Arc::clone(flow)),
            ..Slab::default()
        }
    }

    /// The notes marked in its text, which are taken from it, by the row that they would be
    /// in if all lines were full.
    fn notes_by_row(&mut self, lines: usize) -> Vec<Vec<NodeId>> {
        let mut rows = vec![Vec::new(); lines.max(1)];
        let across = self.line * self.lefts.len() as f64;
        let mut before = Pt::ZERO;
        for (item, slab) in self.items.iter().zip(&self.slabs) {
            let row = ((before / across) as usize).min(rows.len() - 1);
            if let Some(slab) = slab {
                rows[row].extend(slab.notes.iter().copied());
            }
            before += size_of(item);
        }
        rows
    }

    /// The notes marked in a part of it.
    pub(in crate::layout) fn notes(&self, items: Range<usize>) -> Vec<NodeId> {
        let slabs = self.slabs.get(items).unwrap_or(&[]).iter().flatten();
        slabs.flat_map(|slab| slab.notes.iter().copied()).collect()
    }

    /// How many lines its highest part has in which no column ends but at a cost.
    fn unbroken(&self) -> usize {
        let mut most = Pt::ZERO;
        let mut own = Pt::ZERO;
        for (at, item) in self.items.iter().enumerate() {
            if self.cost(at).is_some_and(|cost| cost < DEAR) {
                most = most.max(own);
                own = Pt::ZERO;
            }
            own += size_of(item);
        }
        (most.max(own).ceil_to(self.line) / self.line).round() as usize
    }

    /// What it costs to end a column at an item, where one can end.
    fn cost(&self, at: usize) -> Option<f64> {
        match self.items[at] {
            Item::Glue { .. } => {
                let follows = at > 0 && matches!(self.items[at - 1], Item::Box { .. });
                follows.then_some(0.0)
            }
            Item::Penalty { cost, .. } => (cost != FORBIDDEN).then_some(cost),
            Item::Box { .. } => None,
        }
    }

    /// What a column that begins with an item repeats over it: the head of a table.
    fn head(&self, first: usize) -> Option<&Slab> {
        let slab = self.slabs.get(first)?.as_ref()?;
        slab.head.as_deref().filter(|_| first > 0)
    }

    /// The item that a column of a height ends at, if it can hold anything.
    fn end(&self, start: usize, height: Pt) -> Option<usize> {
        let first = first_box(&self.items, start);
        let mut own = self.head(first).map_or(Pt::ZERO, |head| head.height);
        // The last place that costs little, and the cheapest of the others.
        let mut good = None;
        let mut dear: Option<(f64, usize)> = None;
        for at in first..self.items.len() {
            if let Some(cost) = self.cost(at).filter(|_| at > first) {
                if cost == FORCED {
                    return Some(at);
                }
                if cost < DEAR {
                    good = Some(at);
                } else if dear.is_none_or(|(least, _)| cost <= least) {
                    dear = Some((cost, at));
                }
            }
            own += size_of(&self.items[at]);
            let is_box = matches!(self.items[at], Item::Box { .. });
            if is_box && own > height + Pt(0.01) {
                return good.or(dear.map(|(_, at)| at));
            }
        }
        Some(self.items.len())
    }

    /// The items that its columns end at, from one on, where they are so many lines high:
    /// fewer than there are columns where one can hold nothing more.
    fn ends(&self, start: usize, lines: usize) -> Vec<usize> {
        let height = self.line * lines as f64;
        let mut ends = Vec::with_capacity(self.lefts.len());
        let mut at = start;
        while ends.len() < self.lefts.len() && at < self.items.len() {
            let Some(end) = self.end(at, height) else {
                break;
            };
            ends.push(end);
            at = end;
        }
        ends
    }

    /// The fewest lines that columns can be high which hold all of it, from an item on.
    pub(in crate::layout) fn lowest(&self, start: usize) -> Option<usize> {
        let rest = self.items.get(start..).unwrap_or(&[]);
        let sum: Pt = rest.iter().map(size_of).sum();
        if rest.is_empty() {
            return Some(0);
        }
        let lines = |height: Pt| (height.ceil_to(self.line) / self.line).round() as usize;
        let least = lines(sum / self.lefts.len() as f64).max(1);
        let is_all = |lines: &usize| self.ends(start, *lines).last() == Some(&self.items.len());
        // White that vanishes where columns end may leave them lower.
        let most = lines(sum) + 2;
        let found = (1..=least).rev().take_while(is_all).last();
        found.or_else(|| (least..=most).find(is_all))
    }

    /// Its columns from an item on, so many lines high.
    pub(in crate::layout) fn fill(&self, start: usize, lines: usize) -> Filled {
        let mut things = Vec::new();
        let mut at = start;
        for (left, end) in self.lefts.iter().zip(self.ends(start, lines)) {
            let first = first_box(&self.items, at);
            let mut y = Pt::ZERO;
            if let Some(head) = self.head(first) {
                things.push((Point { x: *left, y }, head.clone()));
                y += head.height;
            }
            for item in first..end {
                if let Some(slab) = &self.slabs[item] {
                    let slab = Slab {
                        notes: Vec::new(),
                        ..slab.clone()
                    };
                    things.push((Point { x: *left, y }, slab));
                }
                y += size_of(&self.items[item]);
            }
            at = end;
        }
        Filled {
            things,
            items: start..at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A flow through columns of lines that are 1 high: `1` is a line, `-` a place to end at,
    /// `x` one that costs, `+` none, `w` white and `|` a column break.
    fn flow(parts: &str, columns: usize) -> Flow {
        let mut galley = Galley::default();
        for part in parts.chars() {
            match part {
                '-' => galley.push(Item::penalty(0.0)),
                'x' => galley.push(Item::penalty(DEAR)),
                '+' => galley.push(Item::penalty(FORBIDDEN)),
                'w' => galley.push(Item::space(1.0)),
                '|' => galley.push(Item::penalty(FORCED)),
                height => galley.push_box(Slab {
                    height: Pt(height.to_digit(10).unwrap().into()),
                    ..Slab::default()
                }),
            }
        }
        Flow {
            items: galley.items,
            slabs: galley.slabs,
            lefts: (0..columns)
                .map(|column| Pt(column as f64 * 10.0))
                .collect(),
            line: Pt(1.0),
        }
    }

    /// The heights of what stands in each column.
    fn columns(flow: &Flow, start: usize, lines: usize) -> Vec<f64> {
        let filled = flow.fill(start, lines);
        let of = |left: &Pt| {
            let own = filled.things.iter().filter(|(at, _)| at.x == *left);
            own.map(|(at, slab)| (at.y + slab.height).0)
                .fold(0.0, f64::max)
        };
        flow.lefts.iter().map(of).collect()
    }

    #[test]
    fn columns_are_as_low_as_can_be() {
        for (parts, count, lines) in [
            ("1-1-1-1", 2, 2),
            ("1-1-1-1-1", 2, 3),
            ("1-1-1-1-1", 3, 2),
            ("1", 2, 1),
            // White where a column ends takes no room.
            ("1-1w1-1", 2, 2),
            ("1-1-1w1-1", 2, 3),
            // What is not parted is as high as it is.
            ("1+1+1-1", 2, 3),
            ("4-1-1", 2, 4),
            ("1-1|1", 2, 2),
            ("1|1-1-1", 2, 3),
        ] {
            assert_eq!(flow(parts, count).lowest(0), Some(lines), "{parts}");
        }
    }

    #[test]
    fn no_column_ends_at_a_dear_place_where_another_does() {
        let flow = flow("1-1-1x1", 2);
        assert_eq!(columns(&flow, 0, 3), [2.0, 2.0]);
        // Where none is, it ends there all the same.
        let flow = self::flow("1x1x1x1", 2);
        assert_eq!(flow.lowest(0), Some(2));
    }

    #[test]
    fn columns_go_on_where_those_of_the_page_before_end() {
        let flow = flow("1-1-1-1-1-1-1", 2);
        let first = flow.fill(0, 2);
        assert_eq!(first.things.len(), 4);
        assert!(first.items.end < flow.items.len());
        assert_eq!(flow.lowest(first.items.end), Some(2));
        let second = flow.fill(first.items.end, 2);
        assert_eq!(second.things.len(), 3);
        assert_eq!(second.items.end, flow.items.len());
    }
}
