//! The cells of a text's tables side by side: which of them a piece can be of, by
//! the columns that it stands in.

use super::Comparison;
use crate::proof::said::Place;
use crate::proof::script::Token;
use crate::proof::stream::Item;

/// From one column to before the other.
type Columns = (usize, usize);

impl Comparison<'_> {
    /// Whether a flow can go on with item `i`, as far as its columns tell. Those
    /// of two cells of a row never overlap.
    pub(super) fn has_room(&self, flow: usize, i: usize) -> bool {
        let Some(progress) = self.flows.get(flow) else {
            return false;
        };
        let (Some((table, begins)), Some(here)) = (progress.row, self.columns(i)) else {
            return true;
        };
        if let Some(own) = progress.columns {
            return overlap(own, here);
        }
        let tokens = self.flows.get(table).map_or(&[][..], |table| table.tokens);
        let cells = tokens.get(begins..).unwrap_or(&[]).iter();
        let mut cells = cells.map_while(|token| {
            let Token::Fork(cell) = token else {
                return None;
            };
            self.flows.get(*cell as usize)
        });
        !cells.any(|cell| cell.columns.is_some_and(|taken| overlap(taken, here)))
    }

    /// A letter of the current flow stands at item `i`.
    pub(super) fn take_room(&mut self, i: usize) {
        let here = self.columns(i);
        if let Some(cell) = self.flows.get_mut(self.current)
            && cell.row.is_some()
            && let Some((from, to)) = here
        {
            let (first, last) = cell.columns.unwrap_or((from, to));
            cell.columns = Some((first.min(from), last.max(to)));
        }
    }

    fn columns(&self, i: usize) -> Option<Columns> {
        let Some(Item::Letter { piece, .. }) = self.stream.items.get(i) else {
            return None;
        };
        match self.stream.pieces.get(*piece as usize)?.place {
            Place::Line { from, to, .. } => Some((from, to.max(from + 1))),
            Place::Page(_) | Place::File(_) | Place::Whole => None,
        }
    }
}

fn overlap(one: Columns, other: Columns) -> bool {
    one.0 < other.1 && other.0 < one.1
}
