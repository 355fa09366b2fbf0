//! Takes the pictures of a gallery; returns rows of one height that fill the measure, each
//! picture over its own caption. The rows are those whose heights come nearest to one
//! height in sum.

use super::{Column, Galley, Slab, figure};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::item::Item;
use crate::model::gallery::is_pictured;
use crate::model::{Block, BlockKind, Figure};

/// The height that rows would like to have, as a part of the measure, and in lines at least.
const HEIGHT: f64 = 0.32;
const LINES: f64 = 6.0;
/// The most of a page's height that the pictures of a row take.
const TALLEST: f64 = 0.6;
/// The width that a picture has at least, in sizes of the text, with and without words
/// under it: a narrower one costs.
const NARROWEST_TOLD: f64 = 7.0;
const NARROWEST: f64 = 4.0;
/// The proportions of the room that a picture of a row has: a strip stands in the middle of
/// more than it fills, with room for its words.
const ASPECTS: (f64, f64) = (0.25, 5.0);
/// Between two pictures of a row, in sizes of the text.
const GAP: f64 = 0.8;
/// How many times lower than it would like to be a row is looked at.
const LOWEST: f64 = 4.0;

pub(super) fn gallery(block: &Block, body: &[Block], column: &Column, context: &Context) -> Galley {
    let line = context.style.text.leading;
    let mut galley = Galley::default();
    if let Some(id) = &block.attributes.id {
        anchor(column.article, id, &mut galley);
        galley.leads = true;
    }
    let mut is_first = true;
    for part in body.chunk_by(|a, b| is_pictured(a) == is_pictured(b)) {
        let pictured = part.first().is_some_and(is_pictured);
        let mut set = match pictured {
            true if part.len() > 1 => rows_of(part, column, context),
            true => super::build(part, column, context),
            // What is said of all of them.
            false => {
                let words = Column {
                    voice: context.style.caption(),
                    ..column.clone()
                };
                let mut words = super::build(part, &words, context);
                words.fill_grid(context);
                words
            }
        };
        if !std::mem::take(&mut is_first) {
            set.before = line * 0.5;
        }
        set.after = line * 0.5;
        galley.append(set);
    }
    galley.fill_grid(context);
    galley
}

/// A picture of a row.
struct Cell<'a> {
    block: &'a Block,
    figure: &'a Figure,
    shape: Shape,
}

/// The shape of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shape {
    /// Its width, where its height is 1.
    aspect: f64,
    /// The width, in points, below which it costs.
    narrowest: f64,
}

/// The room that rows have; in points.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Room {
    measure: f64,
    gap: f64,
    /// The height that a row would like to have, and the most that it has.
    height: f64,
    tallest: f64,
}

fn rows_of(blocks: &[Block], column: &Column, context: &Context) -> Galley {
    let (size, line) = (column.voice.size, context.style.text.leading);
    let mut cells = Vec::with_capacity(blocks.len());
    for block in blocks {
        if let BlockKind::Figure(figure) = &block.kind {
            let told = !figure.caption.is_empty() || !figure.credit.is_empty();
            let narrowest = size * if told { NARROWEST_TOLD } else { NARROWEST };
            let shape = Shape {
                aspect: figure::aspect(figure, context).clamp(ASPECTS.0, ASPECTS.1),
                narrowest: narrowest.0,
            };
            cells.push(Cell {
                block,
                figure,
                shape,
            });
        }
    }
    let height = (column.measure * HEIGHT).max(line * LINES);
    let room = Room {
        measure: column.measure.0,
        gap: (size * GAP).0,
        height: height.0,
        tallest: (context.style.text_height() * TALLEST).0,
    };
    let shapes: Vec<Shape> = cells.iter().map(|cell| cell.shape).collect();
    let mut galley = Galley::default();
    let mut start = 0;
    let ends = rows(&shapes, &room);
    for end in &ends {
        let is_last = Some(end) == ends.last();
        if let (Some(cells), Some(shapes)) = (cells.get(start..*end), shapes.get(start..*end)) {
            if start > 0 {
                galley.push(Item::penalty(0.0));
            }
            let height = Pt(room.height_of(shapes).min(room.tallest));
            row(cells, height, is_last, column, context, &mut galley);
        }
        start = *end;
    }
    galley
}

/// Puts a row of pictures that are so high, with their words, under a galley.
fn row(
    cells: &[Cell],
    height: Pt,
    is_last: bool,
    column: &Column,
    context: &Context,
    galley: &mut Galley,
) {
    let gap = column.voice.size * GAP;
    let line = context.style.text.leading;
    let width = |cell: &Cell| height * cell.shape.aspect;
    let gaps = gap * cells.len().saturating_sub(1) as f64;
    let taken = cells.iter().map(width).sum::<Pt>() + gaps;
    let mut slab = Slab::default();
    // A row that would be too tall leaves white at both sides.
    let mut before = ((column.measure - taken) / 2.0).max(Pt::ZERO);
    let mut tallest = Pt::ZERO;
    for cell in cells {
        let width = width(cell).min(column.measure);
        let x = match column.is_rightward() {
            false => column.x + before,
            true => column.x + column.measure - before - width,
        };
        before += width + gap;
        let own = Column {
            x,
            measure: width,
            ..column.in_lang(&cell.block.node.lang)
        };
        let part = figure::in_row(cell.block, cell.figure, height, &own, context, galley);
        tallest = tallest.max(part.height);
        slab.things.extend(part.things);
        slab.notes.extend(part.notes);
        if let Some(id) = &cell.block.attributes.id {
            anchor(column.article, id, galley);
        }
    }
    let under = if is_last { Pt::ZERO } else { line * 0.5 };
    slab.height = context.style.on_grid(tallest + under);
    galley.push_box(slab);
}

/// Puts the name that links use over what follows, which it stays with.
pub(super) fn anchor(article: u32, id: &str, galley: &mut Galley) {
    galley.push_box(Slab {
        anchor: Some((article, id.to_owned())),
        ..Slab::default()
    });
    galley.forbid_break();
}

impl Room {
    /// How high a row is that fills the measure.
    fn height_of(&self, row: &[Shape]) -> f64 {
        let aspects: f64 = row.iter().map(|shape| shape.aspect).sum();
        let gaps = self.gap * row.len().saturating_sub(1) as f64;
        (self.measure - gaps).max(1.0) / aspects.max(1e-6)
    }

    /// What a row costs: how far it is from the height that rows would like to have, and
    /// how far its pictures are from being wide enough.
    fn cost(&self, row: &[Shape]) -> f64 {
        let height = self.height_of(row);
        let off = |is: f64, should: f64| (is / should).ln().powi(2);
        let shown = height.min(self.tallest);
        let narrow = row.iter().filter(|shape| {
            // A picture alone in its row has no more room.
            row.len() > 1 && shape.aspect * shown < shape.narrowest
        });
        let narrow = narrow.map(|shape| off(shape.aspect * shown, shape.narrowest) * 2.0);
        off(height, self.height) + narrow.sum::<f64>()
    }
}

/// Where rows of pictures end, so that they cost least in sum. The time grows with the
/// number of pictures times those of a row.
fn rows(shapes: &[Shape], room: &Room) -> Vec<usize> {
    // For each place the least cost of the rows before it, and where the last begins.
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    for end in 1..=shapes.len() {
        let mut least = (f64::INFINITY, end - 1);
        for start in (0..end).rev() {
            let row = &shapes[start..end];
            if row.len() > 1 && room.height_of(row) * LOWEST < room.height {
                break;
            }
            let cost = best[start].0 + room.cost(row);
            if cost < least.0 {
                least = (cost, start);
            }
        }
        best.push(least);
    }
    let mut ends = Vec::new();
    let mut at = shapes.len();
    while at > 0 {
        ends.push(at);
        at = best[at].1;
    }
    ends.reverse();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room {
        measure: 300.0,
        gap: 6.0,
        height: 96.0,
        tallest: 400.0,
    };

    fn shapes(aspects: &[f64]) -> Vec<Shape> {
        let shape = |aspect: &f64| Shape {
            aspect: *aspect,
            narrowest: 40.0,
        };
        aspects.iter().map(shape).collect()
    }

    /// The heights of the rows that pictures of these proportions make.
    fn heights(aspects: &[f64]) -> Vec<f64> {
        let shapes = shapes(aspects);
        let mut start = 0;
        let ends = rows(&shapes, &ROOM).into_iter();
        ends.map(|end| {
            let height = ROOM.height_of(&shapes[start..end]);
            start = end;
            height
        })
        .collect()
    }

    #[test]
    fn rows_are_those_that_come_nearest_to_one_height() {
        assert_eq!(rows(&shapes(&[1.5; 4]), &ROOM), [2, 4]);
        assert_eq!(rows(&shapes(&[1.5; 5]), &ROOM).len(), 2);
        assert_eq!(rows(&shapes(&[0.7; 4]), &ROOM), [4]);
        assert_eq!(rows(&shapes(&[3.0]), &ROOM), [1]);
        assert_eq!(rows(&[], &ROOM), [0_usize; 0]);
        // Every other division of the same pictures costs as much or more.
        let aspects = [1.5, 0.75, 2.0, 1.0, 1.33, 0.6, 1.78];
        let all = shapes(&aspects);
        let cost = |ends: &[usize]| {
            let mut start = 0;
            let mut sum = 0.0;
            for end in ends {
                sum += ROOM.cost(&all[start..*end]);
                start = *end;
            }
            sum
        };
        let chosen = cost(&rows(&all, &ROOM));
        for bits in 0..1_u32 << (aspects.len() - 1) {
            let mut ends: Vec<usize> = (1..aspects.len())
                .filter(|at| bits & (1 << (at - 1)) != 0)
                .collect();
            ends.push(aspects.len());
            assert!(chosen <= cost(&ends) + 1e-9, "{ends:?}");
        }
    }

    #[test]
    fn no_row_is_a_strip_or_a_poster_where_others_can_be_had() {
        for height in heights(&[1.5, 0.75, 2.0, 1.0, 1.33, 0.6, 1.78, 1.5, 1.5, 0.66]) {
            assert!((50.0..=190.0).contains(&height), "{height}");
        }
    }
}
