//! Takes pages; returns the sides of sheets that are folded into a booklet or read side
//! by side.

use super::{Fold, Print, prepare};
use crate::geom::{self, Pt, Size};
use crate::write::deflate::zlib;
use crate::write::pdf::content::short;
use crate::write::pdf::object::{edges, name};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::fmt::Write;

/// How pages are put on sheets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Imposition {
    /// Which pages lie together.
    pub scheme: Scheme,
    /// The size of a sheet, onto which pages are scaled. Without, a booklet's has
    /// twice the width of its pages, which keep their size; and other sheets
    /// have the size of a page, which are scaled down to it.
    pub sheet: Option<Size>,
}

/// Which pages lie together on a side of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Scheme {
    /// Sheets to be printed on both sides, folded into each other and stitched
    /// through the fold.
    Booklet {
        /// How many pages are folded into each other, at most: a multiple of
        /// four. None folds all of them.
        signature: Option<usize>,
        /// The thickness of a sheet: each pushes those within outwards by it.
        creep: Pt,
    },
    /// So many pages on each side, 2 or 4, one after the other.
    Up(usize),
}

/// A side of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::write::pdf) struct Side {
    /// The pages on it by their index, row by row; none is blank.
    pub(in crate::write::pdf) pages: Vec<Option<usize>>,
    /// How far they are moved towards the fold.
    pub(in crate::write::pdf) shift: Pt,
}

/// The sides of all sheets, front and back in turn, for so many pages. Where
/// books are bound at the right, `rtl`, all lies the other way round.
pub(in crate::write::pdf) fn sides(count: usize, scheme: Scheme, rtl: bool) -> Vec<Side> {
    let page = |index: usize| (index < count).then_some(index);
    let mut sides = Vec::new();
    match scheme {
        Scheme::Booklet { signature, creep } => {
            let whole = count.next_multiple_of(4);
            let length = signature.map_or(whole, |pages| pages.next_multiple_of(4));
            let mut first = 0;
            while first < whole {
                // Of the last one only as many sheets as are needed.
                let end = (first + length.max(4)).min(whole);
                for sheet in 0..(end - first) / 4 {
                    let (low, high) = (first + 2 * sheet, end - 1 - 2 * sheet);
                    let shift = creep * sheet as f64;
                    for pages in [[high, low], [low + 1, high - 1]] {
                        sides.push(Side {
                            pages: pages.map(page).to_vec(),
                            shift,
                        });
                    }
                }
                first = end;
            }
        }
        Scheme::Up(number) => {
            let number = number.max(1);
            for first in (0..count).step_by(number) {
                sides.push(Side {
                    pages: (first..first + number).map(page).collect(),
                    shift: Pt::ZERO,
                });
            }
        }
    }
    if rtl {
        for side in &mut sides {
            // Both layouts are two pages wide.
            side.pages.chunks_mut(2).for_each(<[_]>::reverse);
        }
    }
    sides
}

/// A grid of pages on a sheet.
struct Grid {
    sheet: Size,
    page: Size,
    columns: usize,
    rows: usize,
    /// By which pages are scaled.
    scale: f64,
}

impl Grid {
    fn of(imposition: Imposition, page: Size) -> Grid {
        let turned = |size: Size| Size {
            width: size.height,
            height: size.width,
        };
        let (columns, rows) = match imposition.scheme {
            Scheme::Booklet { .. } | Scheme::Up(2) => (2, 1),
            Scheme::Up(_) => (2, 2),
        };
        let wide = Size {
            width: page.width * columns as f64,
            height: page.height * rows as f64,
        };
        let fit = |sheet: Size| (sheet.width / wide.width).min(sheet.height / wide.height);
        let sheet = match (imposition.sheet, imposition.scheme) {
            // Either way up, as the pages fit best.
            (Some(sheet), _) if fit(turned(sheet)) > fit(sheet) => turned(sheet),
            (Some(sheet), _) => sheet,
            (None, Scheme::Booklet { .. }) => wide,
            (None, Scheme::Up(2)) => turned(page),
            (None, Scheme::Up(_)) => page,
        };
        Grid {
            sheet,
            page,
            columns,
            rows,
            scale: fit(sheet),
        }
    }

    /// The lower left corner of a place, by its column and its row from the top.
    fn corner(&self, column: usize, row: usize) -> (Pt, Pt) {
        let (width, height) = (self.page.width * self.scale, self.page.height * self.scale);
        let (across, up) = (width * self.columns as f64, height * self.rows as f64);
        let left = (self.sheet.width - across) / 2.0 + width * column as f64;
        let top = (self.sheet.height + up) / 2.0 - height * row as f64;
        (left, top - height)
    }
}

/// Puts the pages of a document on sheets, which take their place.
pub(in crate::write::pdf) fn impose(
    document: &mut Document,
    pages: &[(ObjectId, Size)],
    imposition: Imposition,
    print: &Print,
    rtl: bool,
) {
    let Some((first, page)) = pages.first().copied() else {
        return;
    };
    let grid = Grid::of(imposition, page);
    let ids: Vec<ObjectId> = pages.iter().map(|(id, _)| *id).collect();
    let forms: Vec<ObjectId> = ids
        .iter()
        .filter_map(|id| form(document, *id, page, print.bleed / grid.scale))
        .collect();
    let tree = document.get_dictionary(first).ok();
    let tree = tree.and_then(|page| page.get(b"Parent").and_then(Object::as_reference).ok());
    let Some(tree) = tree else {
        return;
    };
    let mut sheets = Vec::new();
    for side in sides(pages.len(), imposition.scheme, rtl) {
        let mut used = Dictionary::new();
        let mut content = String::new();
        for (place, index) in side.pages.iter().enumerate() {
            let Some((index, form)) = index.and_then(|index| Some((index, forms.get(index)?)))
            else {
                continue;
            };
            used.set(format!("P{}", index + 1), *form);
            let (column, row) = (place % grid.columns, place / grid.columns);
            content.push_str(&placed(&grid, (column, row), side.shift, index + 1, print));
        }
        let content = zlib(content.as_bytes());
        let mut stream = Stream::new(dictionary! {"Filter" => name("FlateDecode")}, content);
        stream.allows_compression = false;
        let content = document.add_object(stream);
        let resources = document.add_object(dictionary! {"XObject" => used});
        let trim = [Pt::ZERO, Pt::ZERO, grid.sheet.width, grid.sheet.height];
        sheets.push(document.add_object(dictionary! {
            "Type" => name("Page"),
            "Parent" => tree,
            "MediaBox" => edges(trim),
            "Resources" => resources,
            "Contents" => content,
        }));
    }
    for id in ids {
        document.objects.remove(&id);
    }
    if let Ok(tree) = document.get_dictionary_mut(tree) {
        let kids = sheets.iter().map(|id| Object::Reference(*id));
        tree.set("Kids", kids.collect::<Vec<_>>());
        tree.set("Count", sheets.len() as i64);
    }
    let fold = Fold::Upright(grid.sheet.width / 2.0);
    let prepared: Vec<_> = sheets.iter().map(|id| (*id, grid.sheet, fold)).collect();
    prepare(document, &prepared, print);
}

/// The content of a page as a form of its own, cut where its bleed ends.
fn form(document: &mut Document, page: ObjectId, size: Size, bleed: Pt) -> Option<ObjectId> {
    let own = document.get_dictionary(page).ok()?;
    let resources = own.get(b"Resources").ok()?.clone();
    let content = own.get(b"Contents").and_then(Object::as_reference).ok()?;
    let cut = edges([-bleed, -bleed, size.width + bleed, size.height + bleed]);
    if let Some(Object::Stream(stream)) = document.objects.get_mut(&content) {
        stream.dict.set("Type", name("XObject"));
        stream.dict.set("Subtype", name("Form"));
        stream.dict.set("BBox", cut);
        stream.dict.set("Resources", resources);
    }
    Some(content)
}

/// The operators that put a page into its place: no further than its side of
/// the fold, and beyond the sheet as far as it bleeds.
fn placed(
    grid: &Grid,
    (column, row): (usize, usize),
    shift: Pt,
    number: usize,
    print: &Print,
) -> String {
    let (x, y) = grid.corner(column, row);
    let (width, height) = (grid.page.width * grid.scale, grid.page.height * grid.scale);
    let (left_end, right_end) = (column == 0, column + 1 == grid.columns);
    let (top_end, foot_end) = (row == 0, row + 1 == grid.rows);
    let beyond = |end: bool| if end { print.bleed } else { Pt::ZERO };
    let cut = [
        x - beyond(left_end),
        y - beyond(foot_end),
        width + beyond(left_end) + beyond(right_end),
        height + beyond(top_end) + beyond(foot_end),
    ];
    // To the right at the left of the fold, and to the left at its right.
    let shift = if left_end { shift } else { -shift };
    let scale = geom::short(grid.scale, 6);
    let [a, b, c, d] = cut.map(|part| short(part.0));
    let mut out = format!("q {a} {b} {c} {d} re W n ");
    let _ = writeln!(
        out,
        "{scale} 0 0 {scale} {} {} cm /P{number} Do Q",
        short((x + shift * grid.scale).0),
        short(y.0)
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pages of each side, counted from 1; a blank is 0.
    fn order(count: usize, scheme: Scheme) -> Vec<Vec<usize>> {
        let number = |page: &Option<usize>| page.map_or(0, |index| index + 1);
        let sides = sides(count, scheme, false).into_iter();
        sides
            .map(|side| side.pages.iter().map(number).collect())
            .collect()
    }

    fn booklet(signature: Option<usize>) -> Scheme {
        let creep = Pt(0.3);
        Scheme::Booklet { signature, creep }
    }

    /// Folds sheets in mind: the pages in the order in which they are leafed.
    fn leafed(sides: &[Side]) -> Vec<Option<usize>> {
        let mut before = Vec::new();
        let mut after = Vec::new();
        for sheet in sides.chunks(2) {
            let (front, back) = (&sheet[0].pages, &sheet[1].pages);
            // The first leaf is at the right of the front and, turned over the
            // short edge, at the left of the back.
            before.extend([front[1], back[0]]);
            after.extend([front[0], back[1]]);
        }
        after.reverse();
        before.extend(after);
        before
    }

    #[test]
    fn eight_pages_are_two_sheets() {
        let expected = [[8, 1], [2, 7], [6, 3], [4, 5]];
        assert_eq!(order(8, booklet(None)), expected);
    }

    #[test]
    fn blanks_come_last_however_many_pages_there_are() {
        assert_eq!(order(1, booklet(None)), [[0, 1], [0, 0]]);
        assert_eq!(order(6, booklet(None)), [[0, 1], [2, 0], [6, 3], [4, 5]]);
        assert_eq!(order(0, booklet(None)), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_folded_booklet_is_read_from_first_to_last() {
        for count in 1..70_usize {
            for signature in [None, Some(4), Some(16), Some(32)] {
                let whole = count.next_multiple_of(4);
                let length = signature.unwrap_or(whole);
                let sides = sides(count, booklet(signature), false);
                let read: Vec<Option<usize>> = sides.chunks(length / 2).flat_map(leafed).collect();
                let expected: Vec<Option<usize>> = (0..whole)
                    .map(|page| (page < count).then_some(page))
                    .collect();
                assert_eq!(read, expected, "{count} pages, {signature:?}");
            }
        }
    }

    #[test]
    fn inner_sheets_creep_and_each_signature_begins_anew() {
        let sides = sides(24, booklet(Some(16)), false);
        let shifts: Vec<f64> = sides.iter().step_by(2).map(|side| side.shift.0).collect();
        let expected = [0.0, 0.3, 0.6, 0.9, 0.0, 0.3];
        let close = shifts
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(close && shifts.len() == expected.len(), "{shifts:?}");
    }

    #[test]
    fn books_bound_at_the_right_lie_the_other_way_round() {
        let pages = |scheme| sides(4, scheme, true)[0].pages.clone();
        assert_eq!(pages(booklet(None)), [Some(0), Some(3)]);
        assert_eq!(pages(Scheme::Up(2)), [Some(1), Some(0)]);
        let four = [Some(1), Some(0), Some(3), Some(2)];
        assert_eq!(pages(Scheme::Up(4)), four);
    }

    #[test]
    fn pages_side_by_side_follow_each_other() {
        assert_eq!(order(3, Scheme::Up(2)), [[1, 2], [3, 0]]);
        assert_eq!(order(5, Scheme::Up(4)), [[1, 2, 3, 4], [5, 0, 0, 0]]);
    }

    #[test]
    fn pages_fill_a_sheet_as_far_as_they_fit() {
        let size = |width, height| Size {
            width: Pt(width),
            height: Pt(height),
        };
        let page = size(300.0, 400.0);
        let grid = |scheme, sheet| Grid::of(Imposition { scheme, sheet }, page);
        let wide = grid(booklet(None), None);
        assert_eq!((wide.sheet, wide.scale), (size(600.0, 400.0), 1.0));
        // Upright paper is turned.
        let small = grid(booklet(None), Some(size(200.0, 300.0)));
        assert_eq!((small.sheet, small.scale), (size(300.0, 200.0), 0.5));
        assert_eq!(small.corner(1, 0), (Pt(150.0), Pt(0.0)));
        let two = grid(Scheme::Up(2), None);
        assert_eq!(two.sheet, size(400.0, 300.0));
        assert_eq!(two.corner(0, 0).0, Pt(0.0));
        let four = grid(Scheme::Up(4), None);
        assert_eq!((four.sheet, four.scale), (page, 0.5));
        assert_eq!(four.corner(0, 0), (Pt(0.0), Pt(200.0)));
    }
}
