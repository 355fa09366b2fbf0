//! Takes a table; returns its XHTML.

use super::Writer;
use crate::model::{Alignment, Block, BlockKind, Cell, Row, Table, first_columns, plain_text};
use crate::xml::Tag;

/// The most columns a cell may cover (HTML, 4.9.11, `colspan`).
const WIDEST: u16 = 1000;
/// The fewest columns of a table that may be too wide for a telephone.
const MANY: usize = 4;
/// The most rows and characters of a table that scrolls: half a page of a telephone,
/// in letters of twice the usual size.
const SCROLLING: (usize, usize) = (8, 400);

impl<'a> Writer<'a> {
    /// A table in a box of its own. A small one of many columns scrolls where the page
    /// is too narrow; another has its words broken there.
    pub(super) fn table(&mut self, block: &'a Block, table: &'a Table) {
        // A table holds nothing before its caption (HTML, 4.9.1).
        if let Some(first) = table.caption.first() {
            self.pages_before(first.node.id);
        }
        let (tag, class) = if scrolls(table) {
            // It can be reached with the keyboard.
            (Tag::new("div").attr("tabindex", "0"), "table scrolls")
        } else {
            (Tag::new("div"), "table")
        };
        self.set(block, tag, class, |w| {
            let name = w.out.open(Tag::new("table"));
            w.out.end_line();
            w.phrase(Tag::new("caption"), &table.caption);
            w.rows("thead", &table.head, &table.alignments);
            w.rows("tbody", &table.body, &table.alignments);
            w.rows("tfoot", &table.foot, &table.alignments);
            w.out.close(name);
        });
    }

    fn rows(&mut self, part: &'static str, rows: &'a [Row], alignments: &[Alignment]) {
        if rows.is_empty() {
            return;
        }
        self.out.open(Tag::new(part));
        self.out.end_line();
        for (row, columns) in rows.iter().zip(first_columns(rows)) {
            self.element(Tag::new("tr"), &row.node, |w| {
                for (cell, column) in row.cells.iter().zip(columns) {
                    let alignment = alignments.get(column).copied().unwrap_or_default();
                    w.cell(part == "thead", cell, alignment);
                }
            });
            self.out.end_line();
        }
        self.out.close(part);
        self.out.end_line();
    }

    fn cell(&mut self, heads: bool, cell: &'a Cell, alignment: Alignment) {
        // A head that says nothing heads nothing.
        let is_blank = |block: &Block| matches!(&block.kind, BlockKind::Paragraph(content) if plain_text(content).is_empty());
        let says = !cell.body.iter().all(is_blank);
        let mut tag = if heads && says {
            Tag::new("th").attr("scope", "col")
        } else {
            Tag::new("td")
        };
        tag = tag.class(match alignment {
            Alignment::Start => "",
            Alignment::Center => "center",
            Alignment::End => "end",
        });
        let style = match alignment {
            Alignment::Center => Some("text-align: center"),
            Alignment::End => Some("text-align: end"),
            Alignment::Start => None,
        };
        if let Some(style) = style.filter(|_| self.options.is_portable) {
            tag = tag.attr("style", style);
        }
        if cell.columns > 1 {
            tag = tag.attr("colspan", &cell.columns.min(WIDEST).to_string());
        }
        if cell.rows > 1 {
            tag = tag.attr("rowspan", &cell.rows.to_string());
        }
        self.element(tag, &cell.node, |w| w.run_in_blocks(&cell.body));
    }
}

/// Whether a table scrolls. What does is never parted between pages, and where it is
/// taller than one, its foot is lost: only one that cannot be may.
fn scrolls(table: &Table) -> bool {
    let rows = || table.head.iter().chain(&table.body).chain(&table.foot);
    let length = |cell: &Cell| match cell.parts() {
        (content, []) => plain_text(content).chars().count(),
        (_, [_, ..]) => SCROLLING.1,
    };
    let text: usize = rows().flat_map(|row| &row.cells).map(length).sum();
    let (most, longest) = SCROLLING;
    table.alignments.len() >= MANY && rows().count() <= most && text < longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;
    use crate::model::paging::{PageBreak, Place};
    use crate::write::xhtml::specimen::{Specimen, body_of, body_with_pages};

    #[test]
    fn a_table_scrolls_only_where_no_page_is_too_low_for_it() {
        let mut s = Specimen::new("en");
        let mut table = |columns: usize, rows: usize, word: &str| Table {
            alignments: vec![Alignment::Start; columns],
            head: vec![],
            body: (0..rows).map(|_| s.row(&vec![word; columns])).collect(),
            ..Table::default()
        };
        assert!(scrolls(&table(6, 8, "word")));
        assert!(!scrolls(&table(3, 8, "word")), "it fits on any screen");
        assert!(!scrolls(&table(6, 9, "word")), "it has many rows");
        assert!(!scrolls(&table(6, 8, "many words")), "it has many words");
    }

    #[test]
    fn a_page_that_begins_with_a_captioned_table_is_marked_once() {
        let mut s = Specimen::new("en");
        let caption = s.text("Sales");
        let first = caption.node.id;
        let table = Table {
            caption: vec![caption],
            alignments: vec![Alignment::Start],
            body: vec![s.row(&["a"])],
            ..Table::default()
        };
        let table = s.block(BlockKind::Table(table));
        let places = [Place::Before(table.node.id), Place::Before(first)];
        let breaks = places.map(|place| PageBreak {
            folio: "2".to_owned(),
            place,
        });
        for breaks in [&breaks[..], &breaks[1..]] {
            let body = body_with_pages(&s.article("", vec![table.clone()]), breaks);
            assert_eq!(body.matches("id=\"page_2\"").count(), 1, "{body}");
            let mark = body.find("page_2").unwrap();
            assert!(mark < body.find("<table").unwrap(), "{body}");
        }
    }

    #[test]
    fn a_column_keeps_its_alignment_under_a_cell_that_reaches_down() {
        let mut s = Specimen::new("en");
        let mut tall = s.cell("a");
        tall.rows = 2;
        let mut wide = s.cell("total");
        wide.columns = 2;
        let table = Table {
            caption: vec![s.text("Sales")],
            alignments: vec![Alignment::Start, Alignment::Center, Alignment::End],
            head: vec![s.row(&["A", "B", "C"])],
            body: vec![s.row_of(vec![tall]), s.row(&["b", "c"])],
            foot: Vec::new(),
        };
        let last = s.cell("9");
        let foot = vec![s.row_of(vec![wide, last])];
        let table = s.block(BlockKind::Table(Table { foot, ..table }));
        assert_eq!(
            body_of(&s.article("", vec![table])),
            r#"<div class="table"><table>
<caption>Sales</caption>
<thead>
<tr><th scope="col">A</th><th scope="col" class="center">B</th><th scope="col" class="end">C</th></tr>
</thead>
<tbody>
<tr><td rowspan="2">a</td></tr>
<tr><td class="center">b</td><td class="end">c</td></tr>
</tbody>
<tfoot>
<tr><td colspan="2">total</td><td class="end">9</td></tr>
</tfoot>
</table></div>
"#
        );
    }
}
