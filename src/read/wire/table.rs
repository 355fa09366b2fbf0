//! Takes lines of copy; returns the cells of a table, where its columns are certain.
//!
//! Columns are parted by tabs, or by two spaces or more. Two spaces after a full stop part
//! sentences, and a paragraph that was justified has wide gaps too: so every line must
//! have the same number of cells, or all lines the same gaps.

use super::script::is_wide;
use std::ops::Range;

/// A cell longer than this is text in columns, not a table.
const CELL: usize = 48;

/// The cells of each of some whole lines, as ranges of bytes; empty where a line has none.
pub(super) fn cells(lines: &[&str]) -> Option<Vec<Vec<Range<usize>>>> {
    if lines.len() < 2 {
        return None;
    }
    let rows = by_tabs(lines)
        .or_else(|| by_gaps(lines))
        .or_else(|| by_count(lines))?;
    let is_short = |line: &&str, row: &Vec<Range<usize>>| {
        row.iter()
            .all(|cell| line.get(cell.clone()).unwrap_or("").chars().count() <= CELL)
    };
    lines
        .iter()
        .zip(&rows)
        .all(|(line, row)| is_short(line, row))
        .then_some(rows)
}

/// Whether a line has a gap that may part columns.
pub(super) fn has_gap(line: &str) -> bool {
    split(line).len() > 1
}

/// A range without the white space at its ends.
fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let text = line.get(range.clone()).unwrap_or("");
    let start = range.start + text.len() - text.trim_start().len();
    let bare = text.trim();
    start..start + bare.len()
}

/// Every line has the same number of tabs.
fn by_tabs(lines: &[&str]) -> Option<Vec<Vec<Range<usize>>>> {
    let line_cells = |line: &&str| {
        let mut at = 0;
        line.split('\t')
            .map(|cell| {
                let range = trimmed(line, at..at + cell.len());
                at += cell.len() + 1;
                range
            })
            .collect::<Vec<_>>()
    };
    let rows: Vec<_> = lines.iter().map(line_cells).collect();
    let count = rows.first()?.len();
    (count > 1 && rows.iter().all(|row| row.len() == count)).then_some(rows)
}

/// All lines have spaces in the same columns.
fn by_gaps(lines: &[&str]) -> Option<Vec<Vec<Range<usize>>>> {
    if lines.len() < 3 || lines.iter().any(|line| line.contains('\t')) {
        return None;
    }
    // For each column of the sheet whether something stands there.
    let mut taken: Vec<bool> = Vec::new();
    for line in lines {
        let mut column = 0;
        for c in line.trim_end().chars() {
            let width = if is_wide(c) { 2 } else { 1 };
            taken.resize(taken.len().max(column + width), false);
            if !c.is_whitespace() {
                for slot in taken.iter_mut().skip(column).take(width) {
                    *slot = true;
                }
            }
            column += width;
        }
    }
    let mut starts = vec![0];
    let mut blank = 0;
    for (column, taken) in taken.iter().enumerate() {
        if *taken {
            if blank >= 2 && column > blank {
                starts.push(column);
            }
            blank = 0;
        } else {
            blank += 1;
        }
    }
    if starts.len() < 2 {
        return None;
    }
    let line_cells = |line: &&str| {
        let place = |column: usize| {
            let mut at = 0;
            for (i, c) in line.char_indices() {
                if at >= column {
                    return i;
                }
                at += if is_wide(c) { 2 } else { 1 };
            }
            line.len()
        };
        let ends = starts.iter().skip(1).map(|column| place(*column));
        let ends = ends.chain([line.len()]);
        starts
            .iter()
            .zip(ends)
            .map(|(start, end)| trimmed(line, place(*start)..end))
            .collect::<Vec<_>>()
    };
    let rows: Vec<Vec<_>> = lines.iter().map(line_cells).collect();
    let filled = |row: &Vec<Range<usize>>| row.iter().filter(|cell| !cell.is_empty()).count();
    // A line of text with a gap by chance has not all of its cells.
    let full = rows
        .iter()
        .filter(|row| filled(row) == starts.len())
        .count();
    (full * 3 >= rows.len() && rows.iter().all(|row| filled(row) > 1)).then_some(rows)
}

/// Every line has the same number of cells, if the columns are not straight: three lines
/// or more.
fn by_count(lines: &[&str]) -> Option<Vec<Vec<Range<usize>>>> {
    let rows: Vec<_> = lines.iter().map(|line| split(line)).collect();
    let count = rows.first()?.len();
    let fits = count > 1 && rows.len() > 2 && rows.iter().all(|row| row.len() == count);
    fits.then_some(rows)
}

/// A line in the pieces that tabs, or two spaces or more, part.
fn split(line: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let gap = line
            .get(at..)
            .unwrap_or("")
            .bytes()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        if gap == 0 {
            at += 1;
            while !line.is_char_boundary(at) {
                at += 1;
            }
            continue;
        }
        let before = line.get(start..at).unwrap_or("");
        let has_tab = line.get(at..at + gap).is_some_and(|gap| gap.contains('\t'));
        let is_sentence = gap == 2 && before.ends_with(['.', '!', '?', ':', '"', '”', ')']);
        if (has_tab || gap >= 2)
            && !is_sentence
            && !before.trim().is_empty()
            && at + gap < line.len()
        {
            pieces.push(trimmed(line, start..at));
            start = at + gap;
        }
        at += gap;
    }
    pieces.push(trimmed(line, start..line.len()));
    pieces
}

/// Whether a cell is a number, a sum, a time or a share.
pub(super) fn is_figure(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= 3 && letters <= digits || matches!(cell, "-" | "–" | "—")
}

/// Whether a line is one of signs that rules a table: `----  -----`.
pub(super) fn is_ruled(line: &str) -> bool {
    let is_sign = |c: char| matches!(c, '-' | '=' | '_' | '+' | '|' | '─');
    line.chars().all(|c| c.is_whitespace() || is_sign(c)) && line.chars().any(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Option<Vec<Vec<String>>> {
        let rows = cells(lines)?.into_iter().zip(lines);
        let text = |(row, line): (Vec<Range<usize>>, &&str)| {
            row.into_iter().map(|cell| line[cell].to_owned()).collect()
        };
        Some(rows.map(text).collect())
    }

    #[test]
    fn columns_are_found() {
        let rows = read(&[
            "        2024   2025",
            "Bread   1.20   1.30",
            "Milk           0.90",
        ]);
        let expected = [
            ["", "2024", "2025"],
            ["Bread", "1.20", "1.30"],
            ["Milk", "", "0.90"],
        ];
        assert_eq!(rows.unwrap(), expected);
        let rows = read(&["Name\tTime", "Ann\t10", "Bob\t11"]);
        assert_eq!(
            rows.unwrap(),
            [["Name", "Time"], ["Ann", "10"], ["Bob", "11"]]
        );
        let rows = read(&["Ann of the Hill  10", "Bo  11", "Cy Miller  9"]);
        assert_eq!(
            rows.unwrap(),
            [["Ann of the Hill", "10"], ["Bo", "11"], ["Cy Miller", "9"]]
        );
    }

    #[test]
    fn text_has_none() {
        for lines in [
            &[
                "It ended.  The next",
                "one began.  Then it",
                "rained.  We left.",
            ][..],
            &["The  wheel turns again and", "the mill  is  loud at night"],
            &["one", "two", "three"],
        ] {
            assert_eq!(read(lines), None, "{lines:?}");
        }
    }
}
