//! Takes a table; returns its columns: where each starts and how wide it is.

use super::decimal::Decimals;
use super::voice;
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::galley::{Column, block, figure};
use crate::layout::paragraph::{self, Order, Widths};
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

/// What the columns of a table ask for.
struct Wants {
    /// The least width of each, where words are parted, and where none is.
    parts: Vec<Pt>,
    words: Vec<Pt>,
    /// The width that each has with every cell in one line.
    most: Vec<Pt>,
    /// For each row how long its cells are in one line.
    rows: Vec<Vec<f64>>,
}

impl Wants {
    fn of(table: &Table, count: usize, gap: Pt, column: &Column, context: &Context) -> Wants {
        let mut wants = Wants {
            parts: vec![LEAST; count],
            words: vec![LEAST; count],
            most: vec![LEAST; count],
            rows: Vec::new(),
        };
        let mut spanning: Vec<(Range<usize>, Widths)> = Vec::new();
        for (rows, bold) in [
            (&table.head, true),
            (&table.body, false),
            (&table.foot, true),
        ] {
            for (row, firsts) in rows.iter().zip(first_columns(rows)) {
                let mut lengths = vec![0.0; count];
                for (cell, first) in row.cells.iter().zip(firsts) {
                    let own = cell_widths(cell, bold, column, context);
                    let covered = covered(cell, first, count);
                    if covered.len() > 1 {
                        spanning.push((covered, own));
                    } else if let Some(first) = covered.into_iter().next() {
                        wants.parts[first] = wants.parts[first].max(own.part);
                        wants.words[first] = wants.words[first].max(own.word);
                        wants.most[first] = wants.most[first].max(own.whole);
                        lengths[first] = own.sum.0;
                    }
                }
                if wants.rows.len() < WEIGHED {
                    wants.rows.push(lengths);
                }
            }
        }
        // What a cell over several columns lacks is shared by these.
        for (covered, own) in spanning {
            let gaps = gap * (covered.len() - 1) as f64;
            for (widths, wanted) in [
                (&mut wants.parts, own.part),
                (&mut wants.words, own.word),
                (&mut wants.most, own.whole),
            ] {
                let own = &mut widths[covered.clone()];
                let lack = wanted - gaps - own.iter().copied().sum::<Pt>();
                let share = (lack / own.len() as f64).max(Pt::ZERO);
                own.iter_mut().for_each(|width| *width += share);
            }
        }
        wants
    }

    /// The widths of the columns in so much room, and whether words have to be parted
    /// for it.
    fn widths(&self, room: Pt) -> (Vec<Pt>, bool) {
        let total = |widths: &[Pt]| widths.iter().copied().sum::<Pt>();
        if total(&self.most) <= room {
            return (self.most.clone(), false);
        }
        if total(&self.parts) > room {
            // Letters will have to be parted: those of the widest columns.
            let most = level(&self.parts, room);
            return (self.parts.iter().map(|part| part.min(most)).collect(), true);
        }
        let squeezed = total(&self.words) > room;
        let least = if squeezed { &self.parts } else { &self.words };
        let widths = self.share(least, room - total(least));
        (widths, squeezed)
    }

    /// Gives room to the columns, a little at a time, always to the one by which the
    /// table becomes lower the most.
    fn share(&self, least: &[Pt], room: Pt) -> Vec<Pt> {
        const STEPS: usize = 96;
        let step = room.0 / STEPS as f64;
        let mut widths: Vec<f64> = least.iter().map(|width| width.0).collect();
        // How many lines a cell has. A row is as high as its highest cell, the others
        // counted a little, so that of two equals one can be lower at all.
        let lines = |length: f64, width: f64| (length / width).max(1.0).powi(4);
        let mut heights: Vec<f64> = self
            .rows
            .iter()
            .map(|row| row.iter().zip(&widths).map(|(l, w)| lines(*l, *w)).sum())
            .collect();
        for _ in 0..STEPS {
            let gain = |column: usize| {
                let (own, most) = (widths[column], self.most[column].0);
                if own >= most {
                    return f64::NEG_INFINITY;
                }
                let rows = self.rows.iter().zip(&heights);
                let lower: f64 = rows
                    .map(|(row, height)| {
                        let less = lines(row[column], own) - lines(row[column], own + step);
                        height.powf(0.25) - (height - less).max(1.0).powf(0.25)
                    })
                    .sum();
                // A word that has to be parted is as ugly as a few lines more.
                let lack = (self.words[column].0 - own).clamp(0.0, step);
                lower + lack / self.words[column].0 * PARTED * self.rows.len() as f64
            };
            let best = (0..widths.len()).max_by(|a, b| gain(*a).total_cmp(&gain(*b)));
            let Some(best) = best else { break };
            for (row, height) in self.rows.iter().zip(&mut heights) {
                *height -= lines(row[best], widths[best]) - lines(row[best], widths[best] + step);
            }
            widths[best] += step;
        }
        widths.into_iter().map(Pt).collect()
    }
}

/// How many rows are weighed when columns are given their widths.
const WEIGHED: usize = 200;
/// How many lines of each row a column gains that needs no word parted any more.
const PARTED: f64 = 0.5;

/// The columns that a cell covers.
fn covered(cell: &Cell, first: usize, count: usize) -> Range<usize> {
    first..(first + usize::from(cell.columns.max(1))).min(count)
}

impl Grid {
    /// A column is as wide as its widest cell where all fit; otherwise what is
    /// left over what each needs at least is shared by what each could use.
    pub(super) fn measure(table: &Table, column: &Column, context: &Context) -> Grid {
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
        let wide = context.style.text.size * GAP;
        let mut wants = Wants::of(table, count, wide, column, context);
        let decimals: Vec<Decimals> = (0..count)
            .map(|i| match table.alignments.get(i) {
                Some(Alignment::End) => Decimals::of(table, i, &column.lang, context),
                Some(Alignment::Start | Alignment::Center) | None => Decimals::default(),
            })
            .collect();
        for (i, decimals) in decimals.iter().enumerate() {
            // Whole parts and fractions of different cells stand side by side, and
            // no figure is broken for it.
            for widths in [&mut wants.parts, &mut wants.words, &mut wants.most] {
                widths[i] = widths[i].max(decimals.width());
            }
        }
        let gaps = (count - 1) as f64;
        // Columns stand closer before a word is cut.
        let low: Pt = wants.words.iter().copied().sum();
        let gap = if low + wide * gaps > column.measure {
            wide * 0.55
        } else {
            wide
        };
        let room = (column.measure - gap * gaps).max(Pt::ZERO);
        let (widths, squeezed) = wants.widths(room);
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
    pub(super) fn is_hopeless(&self, context: &Context) -> bool {
        let narrow = context.style.cell(false).size * 1.2;
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

fn cell_widths(cell: &Cell, bold: bool, column: &Column, context: &Context) -> Widths {
    let mut widths = Widths::default();
    let inner = Column {
        voice: voice(bold, Alignment::Start, context),
        close: true,
        cell: true,
        ..column.clone()
    };
    for (number, block) in cell.body.iter().enumerate() {
        let own = match &block.kind {
            BlockKind::Paragraph(content) => paragraph::widths(
                &Order {
                    content,
                    holder: block.node.id,
                    voice: inner.voice,
                    lang: &column.lang,
                    measure: column.measure,
                    indent: block::indent(number > 0, &inner, context),
                    initial: false,
                    beside: None,
                    in_cell: true,
                },
                context,
            ),
            // No drawing grows in a cell, and any picture may be reduced.
            BlockKind::Figure(shown) => {
                let inner = Column {
                    close: true,
                    ..column.clone()
                };
                let width = figure::width(shown, &inner, context);
                let whole = width.map_or(column.measure, |(width, _)| width);
                Widths {
                    part: Pt(40.0),
                    word: Pt(40.0),
                    whole,
                    sum: whole,
                }
            }
            // Any other block in a cell takes what room there is.
            BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Break(_)
            | BlockKind::Div(_)
            | BlockKind::Math(_) => Widths {
                part: Pt(40.0),
                word: Pt(40.0),
                whole: column.measure,
                sum: column.measure,
            },
        };
        // A hair more, or rounding would break a line that just fits.
        let hair = Pt(0.05);
        widths = Widths {
            part: widths.part.max(own.part + hair),
            word: widths.word.max(own.word + hair),
            whole: widths.whole.max(own.whole + hair),
            sum: widths.sum + own.sum,
        };
    }
    widths
}
