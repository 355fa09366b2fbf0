//! Tables: columns measured by what is in them, rows that are not cut, a head
//! that is set again where a page begins within the table.

mod decimal;
mod grid;

use super::block::moved;
use super::figure::stack;
use super::{Column, Galley, Slab, build, line_at};
use crate::diag::{Code, Diagnostic};
use crate::geom::{Pt, Rect};
use crate::layout::Context;
use crate::layout::item::Item;
use crate::layout::paragraph;
use crate::layout::placed::{Furniture, Owner, Thing, ThingKind};
use crate::model::{
    Alignment, Block, BlockKind, Inline, InlineKind, Row, Table, first_columns, plain_text,
};
use crate::style::{Colour, Fill, Voice};
use grid::Grid;
use std::sync::Arc;

pub(super) fn table(block: &Block, table: &Table, column: &Column, context: &Context) -> Galley {
    let line = context.style.text.leading;
    let mut galley = Galley::default();
    if let Some(first) = table.caption.first() {
        let words = Column {
            voice: context.style.table_caption(),
            ..column.clone()
        };
        let mut caption =
            super::block::text(first.node.id, &table.caption, Pt::ZERO, &words, context);
        caption.fill_grid(context);
        caption.leads = true;
        galley.append(caption);
    }
    let grid = Grid::measure(table, column, context);
    if grid.is_hopeless(context) {
        galley.append(as_list(table, column, context));
        galley.diagnostics.push(
            Diagnostic::warning(
                Code::WideTable,
                block.node.span,
                "too many columns for the page width",
            )
            .hint("each row was set as a list of its cells"),
        );
        return galley;
    }
    // Markdown cannot leave out a head, only leave it blank.
    let blank = |row: &Row| {
        let mut cells = row.cells.iter();
        cells.all(|cell| is_blank(&cell.body))
    };
    let head = if table.head.iter().all(blank) {
        &[]
    } else {
        table.head.as_slice()
    };
    let head = rows(head, &grid, true, context, &mut galley);
    let body = rows(&table.body, &grid, false, context, &mut galley);
    let foot = rows(&table.foot, &grid, true, context, &mut galley);
    // Hairlines part rows only where rows have several lines.
    let rich = body.iter().any(|row| row.slab.height > line * 1.5);
    let width = grid.width;
    let bar = |y: Pt, weight: f64, colour: Colour| Thing {
        owner: Owner::Furniture(Furniture::Ornament),
        kind: ThingKind::Fill(
            Rect::new(column.at_start(width), y, width, Pt(weight)),
            colour,
        ),
    };
    let (ink, hair) = (context.style.colours.text, context.style.colours.line);
    // All rows of the head become one strip: they are never parted, and are repeated together.
    let mut repeated = Slab::default();
    for SetRow { mut slab, .. } in head {
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
    let again = headed.then(|| Arc::new(again(&repeated, column, context)));
    if headed {
        if !galley.is_empty() {
            galley.forbid_break();
        }
        galley.push_box(repeated);
        galley.forbid_break();
    }
    let count = body.len() + foot.len();
    let mut before = Pt::ZERO;
    for (i, SetRow { mut slab, tied }) in body.into_iter().chain(foot).enumerate() {
        if tied {
            galley.forbid_break();
        } else if i > 0 {
            // No row stands alone at the foot or the head of a page, if it is not high
            // enough to be seen there.
            let alone = match i {
                1 => before,
                _ if i + 1 == count => slab.height,
                _ => Pt(f64::MAX),
            };
            let cost = if alone <= line * ROW { 2_000.0 } else { 0.0 };
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
        before = slab.height;
        galley.push_box(slab);
    }
    galley
}

/// From how many lines on a row may stand alone on a page.
const ROW: f64 = 4.0;

/// The head again, under a word that says that the table goes on. What is
/// repeated is read once: the second time it is furniture.
fn again(head: &Slab, column: &Column, context: &Context) -> Slab {
    let line = context.style.text.leading;
    let voice = context.style.credit();
    let word = column.lang.profile().words.continued;
    let set = paragraph::label(word, Default::default(), &voice, &column.lang, context);
    let owner = Owner::Furniture(Furniture::Ornament);
    let x = column.at_start(set.width);
    let mut things = vec![line_at(&set, owner, x, line * 0.6)];
    things.extend(head.things.iter().map(|thing| Thing {
        owner,
        ..moved(thing.clone(), Pt::ZERO, line)
    }));
    Slab {
        height: head.height + line,
        things,
        ..Slab::default()
    }
}

/// Rows as paragraphs, each cell after the head of its column.
fn as_list(table: &Table, column: &Column, context: &Context) -> Galley {
    let heads: Vec<&[Inline]> = table.head.last().map_or(Vec::new(), |row| {
        row.cells.iter().map(|cell| phrase(&cell.body)).collect()
    });
    let inner = Column {
        voice: voice(false, Alignment::Start, context),
        close: true,
        ..column.clone()
    };
    let mut galley = Galley::default();
    let line = context.style.text.leading;
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
            let (said, rest) = cell.parts();
            content.extend(said.iter().cloned());
            let said = super::block::text(cell.node.id, &content, Pt::ZERO, &inner, context);
            part.append(said);
            part.append(build(rest, &inner, context));
        }
        part.fill_grid(context);
        part.after = line;
        galley.append(part);
    }
    galley
}

/// Whether a cell says nothing.
fn is_blank(body: &[Block]) -> bool {
    let [block] = body else {
        return body.is_empty();
    };
    matches!(&block.kind, BlockKind::Paragraph(content) if content.is_empty()
        || content.iter().all(|i| matches!(i.kind, InlineKind::Text(_)))
            && plain_text(content).trim().is_empty())
}

/// The inlines of a cell that is one paragraph, as those of Markdown are.
fn phrase(body: &[Block]) -> &[Inline] {
    let first = body.first().map(|block| &block.kind);
    if let Some(BlockKind::Paragraph(content)) = first {
        content
    } else {
        &[]
    }
}

fn voice(heads: bool, alignment: Alignment, context: &Context) -> Voice {
    let mut voice = context.style.cell(heads);
    match alignment {
        Alignment::Start => {}
        Alignment::Center => voice.fill = Fill::Centered,
        Alignment::End => voice.fill = Fill::End,
    }
    voice
}

/// A row, set.
struct SetRow {
    slab: Slab,
    /// Whether a cell of a row above reaches down into it.
    tied: bool,
}

/// A cell over several rows: the last of them, and how far down it must reach
/// from the top of its first.
struct Reach {
    last: usize,
    height: Pt,
}

fn rows(
    rows: &[Row],
    grid: &Grid,
    heads: bool,
    context: &Context,
    galley: &mut Galley,
) -> Vec<SetRow> {
    let line = context.style.text.leading;
    let mut set: Vec<SetRow> = Vec::with_capacity(rows.len());
    let mut reaches: Vec<Reach> = Vec::new();
    for (number, (row, firsts)) in rows.iter().zip(first_columns(rows)).enumerate() {
        let mut slab = Slab::default();
        let mut tallest = line;
        let tied = reaches.iter().any(|reach| reach.last >= number);
        for (cell, first) in row.cells.iter().zip(firsts) {
            let Some((x, width)) = grid.place(cell, first) else {
                continue;
            };
            let inner = Column {
                x,
                measure: width,
                voice: voice(heads, grid.alignment(first), context),
                close: true,
                cell: true,
                ..grid.column.in_lang(&row.node.lang).in_lang(&cell.node.lang)
            };
            let mut column = Slab::default();
            stack(build(&cell.body, &inner, context), &mut column, galley);
            let last = (number + usize::from(cell.rows.max(1)) - 1).min(rows.len() - 1);
            if last > number {
                let height = column.height;
                reaches.push(Reach { last, height });
            } else {
                tallest = tallest.max(column.height);
            }
            slab.things.extend(column.things);
            slab.notes.extend(column.notes);
        }
        // The last of its rows makes room for what is left of a cell.
        for reach in reaches.iter().filter(|reach| reach.last == number) {
            tallest = tallest.max(reach.height);
        }
        slab.height = context.style.on_grid(tallest);
        for reach in reaches.iter_mut().filter(|reach| reach.last > number) {
            reach.height -= slab.height;
        }
        set.push(SetRow { slab, tied });
    }
    set
}

#[cfg(test)]
mod tests {
    use crate::diag::Report;
    use crate::font::FontSet;
    use crate::geom::Pt;
    use crate::image::Gallery;
    use crate::layout::lay_out;
    use crate::layout::placed::{PieceKind, ThingKind};
    use crate::model::*;
    use crate::source::{SourceId, Span};
    use crate::style::{Style, parse_paper};

    /// Nodes in the order in which they are asked for.
    struct Nodes(NodeIds);

    impl Nodes {
        fn node(&mut self) -> Node {
            self.0.node(Span::default())
        }

        fn cell(&mut self, text: &str, columns: u16, rows: u16) -> Cell {
            let node = self.node();
            let text = Inline {
                node: self.node(),
                kind: InlineKind::Text(text.to_owned()),
            };
            let body = vec![Block {
                node: self.node(),
                attributes: Attributes::default(),
                kind: BlockKind::Paragraph(vec![text]),
            }];
            Cell {
                node,
                body,
                columns,
                rows,
            }
        }

        fn row(&mut self, cells: &[(&str, u16, u16)]) -> Row {
            Row {
                node: self.node(),
                cells: cells
                    .iter()
                    .map(|(text, c, r)| self.cell(text, *c, *r))
                    .collect(),
            }
        }
    }

    /// The left edge and the baseline of each word of a table.
    fn placed(body: &[&[(&str, u16, u16)]]) -> Vec<(String, Pt, Pt)> {
        let mut nodes = Nodes(NodeIds::new(SourceId(0)));
        let table = Table {
            caption: Vec::new(),
            alignments: vec![Alignment::Start; 3],
            head: Vec::new(),
            body: body.iter().map(|row| nodes.row(row)).collect(),
            foot: Vec::new(),
        };
        let article = Article {
            body: vec![Block {
                node: nodes.node(),
                attributes: Attributes::default(),
                kind: BlockKind::Table(table),
            }],
            ..Article::default()
        };
        let style = Style::article(parse_paper("a4").unwrap());
        let fonts = FontSet::embedded();
        let publication = Publication::single(article);
        let gallery = Gallery::default();
        let pages = lay_out(
            &publication,
            &style,
            &fonts,
            &gallery,
            0.0,
            &mut Report::new(),
        );
        let mut words = Vec::new();
        for thing in pages.pages.iter().flat_map(|page| &page.things) {
            let ThingKind::Line(line) = &thing.kind else {
                continue;
            };
            for piece in &line.line.pieces {
                if let PieceKind::Word(shaped) = &piece.kind {
                    let x = line.origin.x + piece.x;
                    words.push((shaped.text.to_string(), x, line.origin.y));
                }
            }
        }
        words
    }

    #[test]
    fn cells_cover_columns_and_rows() {
        let long = "over three rows that are shorter than what it says in many short words";
        let tall: Vec<&str> = long.split(' ').collect();
        let words = placed(&[
            &[("head", 3, 1)],
            &[(long, 1, 2), ("b", 1, 1), ("c", 1, 1)],
            &[("d", 1, 1), ("e", 1, 1)],
            &[("f", 1, 1), ("g", 1, 1), ("h", 1, 1)],
        ]);
        let at = |word: &str| {
            let found = words.iter().find(|(text, _, _)| text == word);
            found
                .map(|(_, x, y)| (*x, *y))
                .unwrap_or_else(|| panic!("{word}"))
        };
        assert_eq!(at("b").0, at("d").0);
        assert_eq!(at("c").0, at("h").0);
        assert_eq!(at("head").0, at(tall[0]).0);
        assert_eq!(at("b").1, at("c").1);
        assert!(at("d").1 > at("b").1);
        let end = words
            .iter()
            .filter(|(text, _, _)| tall.contains(&text.as_str()));
        let end = end.map(|(_, _, y)| *y).fold(Pt::ZERO, Pt::max);
        assert!(at("f").1 > end, "the next row begins below the tall cell");
    }
}
