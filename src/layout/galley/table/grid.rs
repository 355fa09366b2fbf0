//! A table in, its columns out: where each starts and how wide it is.

use super::decimal::Decimals;
use super::voice;
use crate::geom::Pt;
use crate::layout::Shop;
use crate::layout::galley::Column;
use crate::layout::paragraph::{self, Order};
use crate::model::{Alignment, BlockKind, Cell, Row, Table, first_columns};
use std::ops::Range;

/// Between two columns, in sizes of the text.
const GAP: f64 = 1.1;
/// The least width of a column.
const LEAST: Pt = Pt(6.0);

/// The columns of a table.
pub(super) struct Grid {
    columns: Vec<(Pt, Pt)>,
    pub(super) width: Pt,
    alignments: Vec<Alignment>,
    decimals: Vec<Decimals>,
    pub(super) column: Column,
    /// Whether words have to be cut for want of room.
    squeezed: bool,
}

/// What the columns of a table ask for: the least and the most width of each.
struct Wants {
    least: Vec<Pt>,
    most: Vec<Pt>,
}

impl Wants {
    fn of(table: &Table, count: usize, gap: Pt, column: &Column, shop: &Shop) -> Wants {
        let mut wants = Wants {
            least: vec![LEAST; count],
            most: vec![LEAST; count],
        };
        let mut spanning: Vec<(Range<usize>, Pt, Pt)> = Vec::new();
        for (rows, bold) in [
            (&table.head, true),
            (&table.body, false),
            (&table.foot, true),
        ] {
            for (row, firsts) in rows.iter().zip(first_columns(rows)) {
                for (cell, first) in row.cells.iter().zip(firsts) {
                    let (low, high) = cell_widths(cell, bold, column, shop);
                    let covered = covered(cell, first, count);
                    if covered.len() > 1 {
                        spanning.push((covered, low, high));
                    } else if let Some(first) = covered.into_iter().next() {
                        wants.least[first] = wants.least[first].max(low);
                        wants.most[first] = wants.most[first].max(high);
                    }
                }
            }
        }
        // What a cell over several columns lacks is shared by these.
        for (covered, low, high) in spanning {
            let gaps = gap * (covered.len() - 1) as f64;
            for (widths, wanted) in [(&mut wants.least, low), (&mut wants.most, high)] {
                let own = &mut widths[covered.clone()];
                let lack = wanted - gaps - own.iter().copied().sum::<Pt>();
                let share = (lack / own.len() as f64).max(Pt::ZERO);
                own.iter_mut().for_each(|width| *width += share);
            }
        }
        wants
    }
}

/// The columns that a cell covers.
fn covered(cell: &Cell, first: usize, count: usize) -> Range<usize> {
    first..(first + usize::from(cell.columns.max(1))).min(count)
}

impl Grid {
    /// A column is as wide as its widest cell where all fit; otherwise what is
    /// left over what each needs at least is shared by what each could use.
    pub(super) fn measure(table: &Table, column: &Column, shop: &Shop) -> Grid {
        let reach = |rows: &Vec<Row>| {
            let firsts = first_columns(rows).into_iter();
            let ends = rows.iter().zip(firsts).flat_map(|(row, firsts)| {
                let cells = row.cells.iter().zip(firsts);
                cells.map(|(cell, first)| first + usize::from(cell.columns.max(1)))
            });
            ends.max().unwrap_or(0)
        };
        let parts = [&table.head, &table.body, &table.foot];
        let count = parts.into_iter().map(reach).max().unwrap_or(0).max(1);
        let wide = shop.style.text.size * GAP;
        let mut wants = Wants::of(table, count, wide, column, shop);
        let decimals: Vec<Decimals> = (0..count)
            .map(|i| match table.alignments.get(i) {
                Some(Alignment::End) => Decimals::of(table, i, &column.lang, shop),
                _ => Decimals::default(),
            })
            .collect();
        for (i, decimals) in decimals.iter().enumerate() {
            // Whole parts and fractions of different cells stand side by side, and
            // no figure is broken for it.
            wants.least[i] = wants.least[i].max(decimals.width());
            wants.most[i] = wants.most[i].max(decimals.width());
        }
        let Wants { least, most } = wants;
        let (low, high): (Pt, Pt) = (least.iter().copied().sum(), most.iter().copied().sum());
        let gaps = (count - 1) as f64;
        // Columns stand closer before a word is cut.
        let gap = if low + wide * gaps > column.measure {
            wide * 0.55
        } else {
            wide
        };
        let room = (column.measure - gap * gaps).max(Pt::ZERO);
        let squeezed = low > room;
        let widths: Vec<Pt> = if high <= room {
            most
        } else if low <= room {
            let share = (room - low) / (high - low).max(Pt(1e-6));
            least
                .iter()
                .zip(&most)
                .map(|(l, m)| *l + (*m - *l) * share)
                .collect()
        } else {
            // Words will have to be cut: those of the widest columns.
            let most = level(&least, room);
            least.iter().map(|l| l.min(most)).collect()
        };
        let total = widths.iter().copied().sum::<Pt>() + gap * gaps;
        let mut before = Pt::ZERO;
        let columns = widths
            .into_iter()
            .map(|width| {
                // The first column stands where lines begin.
                let x = if column.is_rightward() {
                    column.x + column.measure - before - width
                } else {
                    column.x + before
                };
                before += width + gap;
                (x, width)
            })
            .collect();
        Grid {
            columns,
            width: total,
            alignments: table.alignments.clone(),
            decimals,
            column: column.clone(),
            squeezed,
        }
    }

    /// Whether a column has no room for a few letters.
    pub(super) fn is_hopeless(&self, shop: &Shop) -> bool {
        let narrow = shop.style.cell().size * 1.2;
        self.squeezed
            && self.columns.len() > 1
            && self.columns.iter().all(|(_, width)| *width < narrow)
    }

    /// How the text of the column that a cell begins in stands.
    pub(super) fn alignment(&self, first: usize) -> Alignment {
        self.alignments.get(first).copied().unwrap_or_default()
    }

    /// The left edge and the width of a cell.
    pub(super) fn place(&self, cell: &Cell, first: usize) -> Option<(Pt, Pt)> {
        let covered = covered(cell, first, self.columns.len());
        let own = self.columns.get(covered).filter(|own| !own.is_empty())?;
        let left = own.iter().map(|(x, _)| *x).reduce(Pt::min)?;
        let right = own.iter().map(|(x, width)| *x + *width).reduce(Pt::max)?;
        let indent = if cell.columns > 1 {
            Pt::ZERO
        } else {
            self.decimals
                .get(first)
                .map_or(Pt::ZERO, |d| d.indent(cell.node.id))
        };
        // Never so much that the figure itself would be broken.
        let width = (right - left - indent).max(LEAST);
        let x = if self.column.is_rightward() {
            right - width
        } else {
            left
        };
        Some((x, width))
    }
}

/// The width to which the widest columns must be reduced so that all fit.
fn level(widths: &[Pt], room: Pt) -> Pt {
    let mut sorted: Vec<Pt> = widths.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut left = room;
    for (i, width) in sorted.iter().enumerate() {
        let share = left / (sorted.len() - i) as f64;
        if *width > share {
            return share;
        }
        left -= *width;
    }
    room
}

fn cell_widths(cell: &Cell, bold: bool, column: &Column, shop: &Shop) -> (Pt, Pt) {
    let mut widths = (Pt::ZERO, Pt::ZERO);
    for block in &cell.body {
        let (low, high) = match &block.kind {
            BlockKind::Paragraph(content) => paragraph::widths(
                &Order {
                    content,
                    holder: block.node.id,
                    voice: voice(bold, Alignment::Start, shop),
                    lang: &column.lang,
                    measure: column.measure,
                    indent: Pt::ZERO,
                    initial: false,
                    beside: None,
                },
                shop,
            ),
            // Any other block in a cell takes what room there is.
            BlockKind::Heading { .. }
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
            | BlockKind::Math(_) => (Pt(40.0), column.measure),
        };
        // A hair more, or rounding would break a line that just fits.
        widths = (widths.0.max(low + Pt(0.05)), widths.1.max(high + Pt(0.05)));
    }
    widths
}
