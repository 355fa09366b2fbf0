//! Tables: columns measured by what is in them, rows that are not cut, a head
//! that is set again where a page begins within the table.

use super::block::moved;
use super::figure::stack;
use super::{Column, Galley, Slab, build};
use crate::diag::Diagnostic;
use crate::geom::{Pt, Rect};
use crate::layout::Shop;
use crate::layout::item::Item;
use crate::layout::paragraph::{self, Order};
use crate::layout::placed::{Furniture, Owner, Thing, ThingKind};
use crate::model::{Alignment, Block, BlockKind, Cell, Inline, InlineKind, Row, Table};
use crate::style::{Colour, Fill, Voice};
use std::sync::Arc;

pub(super) fn table(block: &Block, table: &Table, column: &Column, shop: &Shop) -> Galley {
    let line = shop.style.text.leading;
    let mut galley = Galley::default();
    if let Some(first) = table.caption.first() {
        let words = Column {
            voice: shop.style.caption(),
            ..column.clone()
        };
        let mut caption = super::block::text(first.node.id, &table.caption, Pt::ZERO, &words, shop);
        caption.fill_grid(line);
        caption.leads = true;
        galley.append(caption);
    }
    let grid = Grid::measure(table, column, shop);
    if grid.is_hopeless(shop) {
        galley.append(as_list(table, column, shop));
        galley.diagnostics.push(
            Diagnostic::warning(
                "wide-table",
                block.node.span,
                "the table has more columns than the page is wide",
            )
            .hint("each row was set as a list of its cells"),
        );
        return galley;
    }
    let head = rows(&table.head, &grid, true, shop, &mut galley);
    let body = rows(&table.body, &grid, false, shop, &mut galley);
    let foot = rows(&table.foot, &grid, true, shop, &mut galley);
    let rich = body.iter().any(|slab| slab.height > line * 1.5);
    let width = grid.width;
    let bar = |y: Pt, weight: f64, colour: Colour| Thing {
        owner: Owner::Furniture(Furniture::Ornament),
        kind: ThingKind::Fill(
            Rect::new(column.at_start(width), y, width, Pt(weight)),
            colour,
        ),
    };
    let (ink, hair) = (shop.style.colours.text, shop.style.colours.line);
    let mut repeated = Slab::default();
    for mut slab in head {
        if repeated.things.is_empty() {
            slab.things.push(bar(Pt::ZERO, 1.0, ink));
        }
        let y = repeated.height;
        repeated
            .things
            .extend(slab.things.into_iter().map(|t| moved(t, Pt::ZERO, y)));
        repeated.notes.extend(slab.notes);
        repeated.height += slab.height;
    }
    let headed = repeated.height > Pt::ZERO;
    if headed {
        repeated
            .things
            .push(bar(repeated.height - Pt(0.3), 0.5, ink));
    }
    let again = headed.then(|| Arc::new(as_ornament(&repeated)));
    if headed {
        if !galley.is_empty() {
            galley.forbid_break();
        }
        galley.push_box(repeated);
        galley.forbid_break();
    }
    let count = body.len() + foot.len();
    for (i, mut slab) in body.into_iter().chain(foot).enumerate() {
        if i > 0 {
            // The first and the last two rows stay with their neighbours.
            let cost = if i == 1 || i + 1 == count { 30.0 } else { 0.0 };
            galley.push(Item::penalty(cost));
        } else if !headed {
            slab.things.push(bar(Pt::ZERO, 1.0, ink));
        }
        if i + 1 == count {
            slab.things.push(bar(slab.height - Pt(0.3), 1.0, ink));
        } else if rich {
            slab.things.push(bar(slab.height - Pt(0.2), 0.3, hair));
        }
        slab.head = again.clone();
        galley.push_box(slab);
    }
    galley
}

/// What is repeated is read once: the second time it is furniture.
fn as_ornament(head: &Slab) -> Slab {
    let furniture = |thing: &Thing| Thing {
        owner: Owner::Furniture(Furniture::Ornament),
        kind: thing.kind.clone(),
    };
    Slab {
        height: head.height,
        things: head.things.iter().map(furniture).collect(),
        ..Slab::default()
    }
}

/// The columns of a table: where each starts and how wide it is.
struct Grid {
    columns: Vec<(Pt, Pt)>,
    width: Pt,
    alignments: Vec<Alignment>,
    column: Column,
}

const GAP: f64 = 1.1;

impl Grid {
    /// A column is as wide as its widest cell where all fit; otherwise what is
    /// left over what each needs at least is shared by what each could use.
    fn measure(table: &Table, column: &Column, shop: &Shop) -> Grid {
        let all = || table.head.iter().chain(&table.body).chain(&table.foot);
        let count = all().map(|row| row.cells.len()).max().unwrap_or(0).max(1);
        let mut least = vec![Pt(6.0); count];
        let mut most = vec![Pt(6.0); count];
        for (row, bold) in all().zip((0..).map(|i| i < table.head.len())) {
            for (i, cell) in row.cells.iter().enumerate() {
                let (low, high) = cell_widths(cell, bold, column, shop);
                least[i] = least[i].max(low);
                most[i] = most[i].max(high);
            }
        }
        let (low, high): (Pt, Pt) = (least.iter().copied().sum(), most.iter().copied().sum());
        let gaps = (count - 1) as f64;
        // Columns stand closer before a word is cut.
        let wide = shop.style.text.size * GAP;
        let gap = if low + wide * gaps > column.measure {
            wide * 0.55
        } else {
            wide
        };
        let room = (column.measure - gap * gaps).max(Pt::ZERO);
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
            column: column.clone(),
        }
    }

    /// Whether a column has no room for a few letters.
    fn is_hopeless(&self, shop: &Shop) -> bool {
        let narrow = shop.style.cell().size * 1.2;
        self.columns.len() > 1 && self.columns.iter().all(|(_, width)| *width < narrow)
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

/// Rows as paragraphs, each cell after the head of its column.
fn as_list(table: &Table, column: &Column, shop: &Shop) -> Galley {
    let heads: Vec<&[Inline]> = table.head.last().map_or(Vec::new(), |row| {
        row.cells.iter().map(|cell| phrase(&cell.body)).collect()
    });
    let inner = Column {
        voice: voice(false, Alignment::Start, shop),
        close: true,
        ..column.clone()
    };
    let mut galley = Galley::default();
    let line = shop.style.text.leading;
    for row in table.body.iter().chain(&table.foot) {
        let mut part = Galley::default();
        for (i, cell) in row.cells.iter().enumerate() {
            let mut content: Vec<Inline> = Vec::new();
            if let Some(head) = heads.get(i).filter(|head| !head.is_empty()) {
                let node = head[0].node.clone();
                content.push(Inline {
                    node: node.clone(),
                    kind: InlineKind::Strong(head.to_vec()),
                });
                content.push(Inline {
                    node,
                    kind: InlineKind::Text(": ".into()),
                });
            }
            content.extend(phrase(&cell.body).iter().cloned());
            part.append(super::block::text(
                cell.node.id,
                &content,
                Pt::ZERO,
                &inner,
                shop,
            ));
        }
        part.fill_grid(line);
        part.after = line;
        galley.append(part);
    }
    galley
}

/// The inlines of a cell that is one paragraph, as those of Markdown are.
fn phrase(body: &[Block]) -> &[Inline] {
    match body.first().map(|block| &block.kind) {
        Some(BlockKind::Paragraph(content)) => content,
        _ => &[],
    }
}

fn voice(bold: bool, alignment: Alignment, shop: &Shop) -> Voice {
    let mut voice = shop.style.cell();
    voice.look.bold = bold;
    voice.fill = match alignment {
        Alignment::Start => Fill::Ragged,
        Alignment::Center => Fill::Centered,
        Alignment::End => Fill::End,
    };
    voice
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

fn rows(rows: &[Row], grid: &Grid, bold: bool, shop: &Shop, galley: &mut Galley) -> Vec<Slab> {
    let line = shop.style.text.leading;
    rows.iter()
        .map(|row| {
            let mut slab = Slab::default();
            let mut tallest = line;
            for (i, cell) in row.cells.iter().enumerate() {
                let Some((x, width)) = grid.columns.get(i).copied() else {
                    continue;
                };
                let alignment = grid.alignments.get(i).copied().unwrap_or_default();
                let inner = Column {
                    x,
                    measure: width,
                    voice: voice(bold, alignment, shop),
                    close: true,
                    ..grid.column.in_lang(&row.node.lang).in_lang(&cell.node.lang)
                };
                let mut column = Slab::default();
                stack(build(&cell.body, &inner, shop), &mut column, galley);
                tallest = tallest.max(column.height);
                slab.things.extend(column.things);
                slab.notes.extend(column.notes);
            }
            slab.height = tallest.ceil_to(line);
            slab
        })
        .collect()
}
