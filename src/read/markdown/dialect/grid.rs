//! Takes tables of Pandoc that are drawn; returns lists of lists: grids of `+---+`, and columns
//! over dashes, with one line a row or several (Pandoc, "Extension: `grid_tables`",
//! `multiline_tables`, `simple_tables`).

use super::lines::Line;
use super::{Dialect, Draft, Notes};
use std::collections::BTreeSet;
use std::ops::Range;

/// A table as it is drawn: for each row, for each of its cells the stretches of text that
/// stand under each other.
#[derive(Default)]
struct Drawn {
    rows: Vec<Vec<Vec<Range<usize>>>>,
    heads: usize,
    aligns: Vec<&'static str>,
    /// Over how many columns and rows each cell goes; nothing where each has its own.
    spans: Vec<Vec<(usize, usize)>>,
}

/// A drawn table that begins at a line.
pub(super) fn table(
    draft: &mut Draft,
    lines: &[Line],
    i: usize,
    notes: &mut Notes,
) -> Option<usize> {
    let line = lines.get(i)?;
    let (drawn, end) = match is_border(line.text) {
        true => {
            let count = lines.get(i..)?.iter();
            let count = count
                .take_while(|line| line.bare().starts_with(['+', '|']))
                .count();
            let grid_lines = lines.get(i..i + count)?;
            match grid(grid_lines).or_else(|| spanned(grid_lines)) {
                Some(drawn) => (drawn, i + count),
                None => {
                    let last = lines.get(i + count - 1)?;
                    let is_table = count > 2 && is_border(last.text);
                    if is_table {
                        notes.tell(Dialect::Grid, line.start..last.start + last.text.len());
                        return Some(i + count);
                    }
                    return None;
                }
            }
        }
        false => columns(lines, i)?,
    };
    draft.keep_to(line.start);
    draft.put(&format!(
        "\n::: {{.list-table header-rows={} aligns={}}}\n",
        drawn.heads,
        drawn.aligns.join(",")
    ));
    for (number, row) in drawn.rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            draft.put(if column == 0 { "- -" } else { "  -" });
            let span = drawn.spans.get(number).and_then(|row| row.get(column));
            if let Some((columns, rows)) = span.filter(|span| **span != (1, 1)) {
                draft.put(&format!(" []{{colspan={columns} rowspan={rows}}}"));
                // A list, or what is set in, begins on a line of its own.
                let first = cell.first().and_then(|part| draft.slice(part.clone()));
                if first.is_some_and(|text| !text.starts_with(char::is_alphabetic)) {
                    draft.put("\n\n   ");
                }
            }
            for (n, part) in cell.iter().enumerate() {
                if !part.is_empty() {
                    draft.put(if n == 0 { " " } else { "    " });
                    draft.copy(part.clone());
                }
                draft.put("\n");
            }
            if cell.is_empty() {
                draft.put("\n");
            }
        }
    }
    draft.skip_to(lines.get(end.checked_sub(1)?)?.end);
    draft.put(":::\n\n");
    Some(end)
}

fn is_border(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('+')
        && text.ends_with('+')
        && text.contains(['-', '='])
        && text.trim_matches(['+', '-', '=', ':']).is_empty()
}

/// The characters of a line by column, with the byte where each begins.
fn cells_of(line: &Line) -> Vec<(usize, char)> {
    let chars = line.text.char_indices();
    chars.map(|(at, c)| (line.start + at, c)).collect()
}

/// What stands in some columns of a line, without the space around it.
fn part(line: &Line, chars: &[(usize, char)], columns: Range<usize>) -> (Range<usize>, usize) {
    let end = line.start + line.text.trim_end().len();
    let byte = |column: usize| chars.get(column).map_or(end, |(at, _)| *at);
    let (mut from, mut to) = (byte(columns.start).min(end), byte(columns.end).min(end));
    let text = |from: usize, to: usize| {
        line.text
            .get(from - line.start..to.max(from) - line.start)
            .unwrap_or("")
    };
    let blank = text(from, to).len() - text(from, to).trim_start().len();
    from += blank;
    to = from + text(from, to).trim_end().len();
    (from..to, blank)
}

fn grid(lines: &[Line]) -> Option<Drawn> {
    let first = lines.first()?;
    let marks: Vec<usize> = cells_of(first)
        .iter()
        .enumerate()
        .filter(|(_, (_, c))| *c == '+')
        .map(|(column, _)| column)
        .collect();
    let columns: Vec<Range<usize>> = marks
        .iter()
        .zip(marks.get(1..)?)
        .map(|(from, to)| from + 1..*to)
        .collect();
    let mut drawn = Drawn {
        aligns: vec!["l"; columns.len()],
        ..Drawn::default()
    };
    let mut row: Vec<Vec<(Range<usize>, usize)>> = vec![Vec::new(); columns.len()];
    for (n, line) in lines.iter().enumerate() {
        let chars = cells_of(line);
        let fits = marks.iter().all(|mark| {
            chars
                .get(*mark)
                .is_some_and(|(_, c)| matches!(c, '+' | '|'))
        });
        if !fits {
            return None;
        }
        if !is_border(line.text) {
            for (cell, columns) in row.iter_mut().zip(&columns) {
                let (range, blank) = part(line, &chars, columns.clone());
                // A border in a cell: one that spans rows.
                let text = line
                    .text
                    .get(range.start - line.start..range.end - line.start);
                if text.is_some_and(|text| text.len() > 2 && is_border(&format!("+{text}+"))) {
                    return None;
                }
                cell.push((range, blank));
            }
            continue;
        }
        let is_head = line.text.contains('=');
        let colons: Vec<&'static str> = columns
            .iter()
            .map(|columns| {
                let is = |column: usize| chars.get(column).is_some_and(|(_, c)| *c == ':');
                match (is(columns.start), is(columns.end - 1)) {
                    (true, true) => "c",
                    (false, true) => "r",
                    _ => "l",
                }
            })
            .collect();
        if n == 0 || is_head && drawn.heads == 0 {
            drawn.aligns = colons;
        }
        if n > 0 {
            drawn.rows.push(row.into_iter().map(set_in).collect());
            row = vec![Vec::new(); columns.len()];
        }
        if is_head && drawn.heads == 0 {
            drawn.heads = drawn.rows.len();
        }
    }
    (is_border(lines.last()?.text) && !drawn.rows.is_empty()).then_some(drawn)
}

/// How many characters a table with cells over others may have.
const LARGEST: usize = 40_000;

/// A grid of which cells go over columns or rows: each cell is followed around its border
/// (docutils, `GridTableParser`).
fn spanned(lines: &[Line]) -> Option<Drawn> {
    let chars: Vec<Vec<(usize, char)>> = lines.iter().map(cells_of).collect();
    let (width, height) = (chars.first()?.len(), chars.len());
    let is_whole = chars.iter().all(|line| line.len() == width);
    let is_bordered = is_border(lines.first()?.text) && is_border(lines.last()?.text);
    if !is_whole || !is_bordered || height < 3 || width * height > LARGEST {
        return None;
    }
    let at = |row: usize, column: usize| {
        let line = chars.get(row).and_then(|line| line.get(column));
        line.map_or(' ', |(_, c)| *c)
    };
    let is_line = |c: char| matches!(c, '-' | '=' | ':' | '+');
    let is_bar = |c: char| matches!(c, '|' | '+');
    // The lower right corner of the cell that has its upper left one here.
    let corner = |top: usize, left: usize| {
        let rights = (left + 1..width).take_while(|right| is_line(at(top, *right)));
        for right in rights.filter(|right| at(top, *right) == '+') {
            let bottoms = (top + 1..height).take_while(|bottom| is_bar(at(*bottom, right)));
            for bottom in bottoms.filter(|bottom| at(*bottom, right) == '+') {
                let is_closed = (left..=right).all(|column| is_line(at(bottom, column)))
                    && (top..=bottom).all(|row| is_bar(at(row, left)));
                if is_closed && at(bottom, left) == '+' {
                    return Some((bottom, right));
                }
            }
        }
        None
    };
    let mut cells: Vec<(usize, usize, usize, usize)> = Vec::new();
    let mut corners = BTreeSet::from([(0, 0)]);
    let mut done = BTreeSet::new();
    while let Some((top, left)) = corners.pop_first() {
        if top + 1 >= height || left + 1 >= width || !done.insert((top, left)) {
            continue;
        }
        let Some((bottom, right)) = corner(top, left) else {
            continue;
        };
        cells.push((top, left, bottom, right));
        corners.extend([(top, right), (bottom, left)]);
    }
    let area: usize = cells.iter().map(|(t, l, b, r)| (b - t) * (r - l)).sum();
    if area != (width - 1) * (height - 1) {
        return None;
    }
    let borders = |one: fn(&(usize, usize, usize, usize)) -> [usize; 2]| -> Vec<usize> {
        let all: BTreeSet<usize> = cells.iter().flat_map(one).collect();
        all.into_iter().collect()
    };
    let rows = borders(|cell| [cell.0, cell.2]);
    let columns = borders(|cell| [cell.1, cell.3]);
    let count = rows.len() - 1;
    let is_head = |row: &usize| {
        let line = lines.get(*row).map_or("", |line| line.text);
        is_border(line) && line.contains('=')
    };
    let inner = rows.get(1..count).unwrap_or(&[]);
    let head = inner.iter().position(is_head).map(|row| row + 1);
    let of_colons = head.and_then(|head| rows.get(head)).copied().unwrap_or(0);
    let sides = columns.iter().zip(columns.get(1..)?);
    let aligns = sides.map(|(left, right)| {
        match (
            at(of_colons, left + 1) == ':',
            at(of_colons, right - 1) == ':',
        ) {
            (true, true) => "c",
            (false, true) => "r",
            _ => "l",
        }
    });
    let mut drawn = Drawn {
        rows: vec![Vec::new(); count],
        heads: head.unwrap_or(0),
        aligns: aligns.collect(),
        spans: vec![Vec::new(); count],
    };
    cells.sort_unstable();
    for (top, left, bottom, right) in cells {
        let row = rows.binary_search(&top).ok()?;
        let over_rows = rows.binary_search(&bottom).ok()? - row;
        let over_columns =
            columns.binary_search(&right).ok()? - columns.binary_search(&left).ok()?;
        // A head ends where all of its cells do.
        if row < drawn.heads && row + over_rows > drawn.heads {
            return None;
        }
        let within = lines.iter().zip(&chars).take(bottom).skip(top + 1);
        let parts = within.map(|(line, chars)| part(line, chars, left + 1..right));
        drawn.rows.get_mut(row)?.push(set_in(parts.collect()));
        drawn.spans.get_mut(row)?.push((over_columns, over_rows));
    }
    // Each row has a cell that begins in it.
    let is_full = drawn.rows.iter().all(|row| !row.is_empty());
    is_full.then_some(drawn)
}

/// The lines of a cell from the column on where the outermost begins; blank lines around
/// them are none.
fn set_in(lines: Vec<(Range<usize>, usize)>) -> Vec<Range<usize>> {
    let words = |(range, _): &&(Range<usize>, usize)| !range.is_empty();
    let least = lines.iter().filter(words).map(|(_, blank)| *blank).min();
    let least = least.unwrap_or(0);
    let first = lines.iter().position(|line| words(&line)).unwrap_or(0);
    let last = lines
        .iter()
        .rposition(|line| words(&line))
        .map_or(0, |n| n + 1);
    lines
        .get(first..last)
        .unwrap_or(&[])
        .iter()
        .map(|(range, blank)| match range.is_empty() {
            true => range.clone(),
            false => range.start - (blank - least)..range.end,
        })
        .collect()
}

/// The columns that a line of dashes draws.
fn dashes(text: &str) -> Vec<Range<usize>> {
    let text = text.trim_end();
    if text.is_empty() || !text.chars().all(|c| matches!(c, '-' | ' ')) {
        return Vec::new();
    }
    let mut columns: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        match (c, columns.last_mut()) {
            ('-', Some(last)) if last.end == at => last.end = at + 1,
            ('-', _) => columns.push(at..at + 1),
            _ => {}
        }
    }
    match columns.iter().any(|column| column.len() >= 3) {
        true => columns,
        false => Vec::new(),
    }
}

/// A table whose columns a line of dashes draws.
fn columns(lines: &[Line], i: usize) -> Option<(Drawn, usize)> {
    let at = |n: usize| lines.get(n);
    let before = i.checked_sub(1).and_then(at);
    if before.is_some_and(|line| !line.is_blank()) || at(i)?.indent() > 3 && before.is_none() {
        return None;
    }
    let own = dashes(at(i)?.text);
    // Over a head, over rows without one, or under a head of one line.
    let (is_multiline, from, mark) = match own.len() {
        1 => {
            let more = lines.get(i + 1..)?.iter();
            let mark = more.take_while(|line| !line.is_blank() && line.is_text());
            let mark = mark
                .map(|line| dashes(line.text).len())
                .position(|n| n > 1)?;
            (true, i + 1, i + 1 + mark)
        }
        0 if dashes(at(i + 1)?.text).len() > 1 => (false, i, i + 1),
        0 => return None,
        _ => (false, i, i),
    };
    let columns = dashes(at(mark)?.text);
    let mut drawn = Drawn::default();
    let mut row: Vec<Vec<(Range<usize>, usize)>> = vec![Vec::new(); columns.len()];
    // A cell goes on to where the next begins; the last to the end of its line.
    let ends = columns.iter().skip(1).map(|column| column.start);
    let ends = ends.chain([usize::MAX]);
    let reach: Vec<Range<usize>> = columns
        .iter()
        .zip(ends)
        .map(|(column, end)| column.start..end)
        .collect();
    let add = |line: &Line, row: &mut Vec<Vec<(Range<usize>, usize)>>| {
        let chars = cells_of(line);
        for (cell, reach) in row.iter_mut().zip(&reach) {
            let (range, _) = part(line, &chars, reach.clone());
            cell.push((range, 0));
        }
    };
    let take = |row: &mut Vec<Vec<(Range<usize>, usize)>>| -> Vec<Vec<Range<usize>>> {
        let cells = std::mem::replace(row, vec![Vec::new(); columns.len()]);
        cells.into_iter().map(set_in).collect()
    };
    for line in lines.get(from..mark)? {
        add(line, &mut row);
    }
    for column in &columns {
        let head = lines
            .get(from.max(mark.saturating_sub(1))..mark)
            .and_then(<[Line]>::first);
        let text: Vec<char> = head.map_or("", |line| line.text).chars().collect();
        let is = |at: usize| text.get(at).is_some_and(|c| *c != ' ');
        drawn
            .aligns
            .push(match (is(column.start), is(column.end - 1)) {
                (false, true) => "r",
                (false, false) if head.is_some() => "c",
                _ => "l",
            });
    }
    if mark > from {
        drawn.rows.push(take(&mut row));
        drawn.heads = 1;
    }
    let mut n = mark + 1;
    let mut is_open = false;
    while let Some(line) = at(n) {
        let drawn_here = dashes(line.text).len();
        if drawn_here > 0 {
            n += 1;
            break;
        }
        if line.is_blank() {
            if !is_multiline {
                break;
            }
            if is_open {
                drawn.rows.push(take(&mut row));
            }
            is_open = false;
        } else {
            add(line, &mut row);
            is_open = true;
            if !is_multiline {
                drawn.rows.push(take(&mut row));
                is_open = false;
            }
        }
        n += 1;
    }
    if is_open {
        drawn.rows.push(take(&mut row));
    }
    // What a multi-line table is must be closed, or all of the text would be one.
    let last = at(n - 1)?;
    let is_closed = !dashes(last.text).is_empty() && n > mark + 1;
    let is_whole = is_closed || !is_multiline && mark > from;
    (is_whole && drawn.rows.len() > drawn.heads).then_some((drawn, n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_and_dashes_are_known() {
        assert!(is_border("+---+:==:+"));
        assert!(!is_border("+ a +"));
        assert_eq!(dashes("---  ----"), [0..3, 5..9]);
        assert!(dashes("- - -").is_empty());
        assert!(dashes("a --- b").is_empty());
    }
}
