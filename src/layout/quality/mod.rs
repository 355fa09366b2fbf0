//! Takes pages; returns figures of how well they are set.
//!
//! What is counted are lines of justified paragraphs of the running text, those
//! of quotations and lists among them; notes, captions, headings and ragged text
//! are not. A line is measured as it is placed, by its widths on the page, and
//! not by what the breaker thought of it: so the figures can be had from the
//! finished PDF too, and are the same.

mod row;
#[cfg(test)]
mod tests;

use super::placed::{Page, Pages};
use crate::geom::Pt;
use crate::model::Publication;
use crate::source::Span;
use row::{End, Row};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// How many of the loosest and of the tightest lines are told.
const TOLD: usize = 10;
/// Lines this little off the grid, or over their room, are on it and within it,
/// in points: less is not seen.
const HAIR: Pt = Pt(0.3);
/// A last line of so many characters or fewer is a runt.
const RUNT_LETTERS: usize = 5;
/// The leading of a publication that has no two lines to tell it.
const LEADING: Pt = Pt(12.0);

/// How well a publication is set.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Quality {
    /// Pages, all of them.
    pub pages: usize,
    /// Lines of justified paragraphs.
    pub lines: usize,
    /// Those of them that are to fill their measure: all but last lines.
    pub justified: usize,
    /// The word spaces of justified lines, if any line has one.
    pub spaces: Option<Spaces>,
    /// By how much letters are widened or narrowed to justify a line, if any is
    /// justified.
    pub letterfit: Option<Letterfit>,
    /// Justified lines that end in a hyphen which the word has not of itself.
    pub hyphens: usize,
    /// Their share of the justified lines, in per cent.
    #[serde(serialize_with = "thousandths")]
    pub hyphen_share: f64,
    /// Runs of two and more lines, one under the other, that end in hyphens,
    /// those that words have of themselves included.
    pub ladders: usize,
    /// Those of them that have three lines and more.
    pub long_ladders: usize,
    /// Pages, but for the last, whose text ends in a hyphen.
    pub page_hyphens: usize,
    /// Hyphens in a capitalised word within a sentence, in other languages than
    /// German: a name, as a rule.
    pub cut_names: usize,
    /// Last lines of paragraphs that open the text of a page.
    pub widows: usize,
    /// First lines of paragraphs that end the text of a page.
    pub orphans: usize,
    /// Last lines shorter than two indents, or of five characters or fewer that
    /// are no spaces.
    pub runts: usize,
    /// Last lines that are nothing but the end of a word.
    pub fragments: usize,
    /// White of more than half a line between two lines of a paragraph on one page.
    pub holes: usize,
    /// Lines wider than their room.
    pub overfull: usize,
    /// Pages that end a line or more above their foot, or above the room of
    /// their notes, though matter follows them.
    pub short_feet: usize,
    /// Standard deviation of where pages that matter follows end, in points.
    #[serde(serialize_with = "thousandths")]
    pub feet_sd: f64,
    /// Lines on the baseline grid that the first line of their page begins, in
    /// per cent.
    #[serde(serialize_with = "thousandths")]
    pub on_grid: f64,
    /// The loosest lines, the loosest first. They are told by whoever has the
    /// source, with line and column.
    #[serde(skip)]
    pub loosest: Vec<Remarkable>,
    /// The tightest lines, the tightest first.
    #[serde(skip)]
    pub tightest: Vec<Remarkable>,
}

/// The word spaces of justified lines, each line's mean as a multiple of what a
/// space of its paragraph would like to be: the space of the face. Spaces of a
/// fixed width and those that go with a mark, as in French, are no word spaces.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Spaces {
    /// The mean over the lines.
    #[serde(serialize_with = "thousandths")]
    pub mean: f64,
    /// The standard deviation between the lines: how uneven the text looks.
    #[serde(serialize_with = "thousandths")]
    pub sd: f64,
    /// That of the tightest line.
    #[serde(serialize_with = "thousandths")]
    pub least: f64,
    /// That of the loosest line.
    #[serde(serialize_with = "thousandths")]
    pub most: f64,
    /// Lines above 1.5, in per cent.
    #[serde(serialize_with = "thousandths")]
    pub over_150: f64,
    /// Lines above 2, in per cent.
    #[serde(serialize_with = "thousandths")]
    pub over_200: f64,
    /// Lines below 0.8, in per cent.
    #[serde(serialize_with = "thousandths")]
    pub under_80: f64,
    /// The mean badness: a hundred times the cube of the part that each line
    /// takes of its stretch (a half of the space) or its shrink (a third), at
    /// most 10,000 (The TeXbook, chapter 14).
    #[serde(serialize_with = "thousandths")]
    pub badness: f64,
}

/// By how much letters are widened, or narrowed, in per cent of their width.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[non_exhaustive]
pub struct Letterfit {
    /// In the line where they are widened the least, or narrowed the most.
    #[serde(serialize_with = "thousandths")]
    pub least: f64,
    /// In the line where they are widened the most.
    #[serde(serialize_with = "thousandths")]
    pub most: f64,
}

/// A line that stands out.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Remarkable {
    /// Its page, counted from 1.
    pub page: usize,
    /// Its mean word space, as a multiple of what it would like to be.
    pub space: f64,
    /// What it says.
    pub text: String,
    /// Where that stands in the source, if it stands there.
    pub span: Option<Span>,
}

/// Measures how well a publication is set on its pages.
pub fn measure(pages: &Pages, publication: &Publication) -> Quality {
    let places = row::Places::of(publication);
    let rows = row::rows(pages, &places);
    let full: Vec<&Row> = rows.iter().filter(|row| row.part.full).collect();
    let leading = leading(&rows);
    let hyphens = full.iter().filter(|row| row.end == End::Hyphen).count();
    let feet: Vec<f64> = pages.pages.iter().filter_map(foot).collect();
    let over = |row: &&Row| row.width > row.part.room + HAIR;
    Quality {
        pages: pages.pages.len(),
        lines: rows.len(),
        justified: full.len(),
        spaces: spaces(&full),
        letterfit: letterfit(&full),
        hyphens,
        hyphen_share: share(hyphens, full.len()),
        ladders: ladders(&rows, 2),
        long_ladders: ladders(&rows, 3),
        page_hyphens: page_hyphens(&rows),
        cut_names: full.iter().filter(|row| row.cuts_name).count(),
        widows: by_page(&rows).filter(|page| is_widow(page)).count(),
        orphans: by_page(&rows).filter(|page| is_orphan(page)).count(),
        runts: runts(&rows),
        fragments: fragments(&rows),
        holes: holes(&rows, leading),
        overfull: rows.iter().filter(over).count(),
        short_feet: feet
            .iter()
            .filter(|foot| **foot > (leading - HAIR).0)
            .count(),
        feet_sd: deviation(&feet),
        on_grid: on_grid(&rows, leading),
        loosest: outstanding(&full, &places, |space| space > 1.0),
        tightest: outstanding(&full, &places, |space| space < 1.0),
    }
}

fn foot(page: &Page) -> Option<f64> {
    page.short.map(|short| short.0)
}

fn spaces(full: &[&Row]) -> Option<Spaces> {
    let spaces: Vec<f64> = full.iter().filter_map(|row| row.space).collect();
    if spaces.is_empty() {
        return None;
    }
    let badness: Vec<f64> = spaces.iter().map(|space| badness(*space)).collect();
    let lines = |is: &dyn Fn(f64) -> bool| {
        let such = spaces.iter().filter(|space| is(**space));
        share(such.count(), spaces.len())
    };
    Some(Spaces {
        mean: mean(&spaces),
        sd: deviation(&spaces),
        least: spaces.iter().copied().fold(f64::INFINITY, f64::min),
        most: spaces.iter().copied().fold(0.0, f64::max),
        over_150: lines(&|space| space > 1.5),
        over_200: lines(&|space| space > 2.0),
        under_80: lines(&|space| space < 0.8),
        badness: mean(&badness),
    })
}

/// TeX's badness of a space that would like to be 1.
fn badness(space: f64) -> f64 {
    let off = space - 1.0;
    let ratio = if off > 0.0 { off / 0.5 } else { off * 3.0 };
    (100.0 * ratio.abs().powi(3)).min(10_000.0)
}

fn letterfit(full: &[&Row]) -> Option<Letterfit> {
    let fits = || full.iter().map(|row| (row.fit - 1.0) * 100.0);
    Some(Letterfit {
        least: fits().min_by(f64::total_cmp)?,
        most: fits().max_by(f64::total_cmp)?,
    })
}

/// How many runs of lines that end in hyphens have so many lines or more.
fn ladders(rows: &[Row], lines: usize) -> usize {
    let runs = rows.chunk_by(|a, b| a.ends_in_hyphen() && b.ends_in_hyphen());
    let ladder = |run: &&[Row]| run.len() >= lines && run.iter().all(Row::ends_in_hyphen);
    runs.filter(ladder).count()
}

/// The lines of each page that has any.
fn by_page<'r, 'a>(rows: &'r [Row<'a>]) -> impl Iterator<Item = &'r [Row<'a>]> {
    rows.chunk_by(|a, b| a.page == b.page)
}

fn page_hyphens(rows: &[Row]) -> usize {
    // No paragraph ends in a hyphen of this kind, so no last page does.
    by_page(rows)
        .filter(|page| page.last().is_some_and(Row::ends_in_hyphen))
        .count()
}

fn is_widow(page: &[Row]) -> bool {
    let first = page.first();
    first.is_some_and(|row| row.part.last && !row.part.first)
}

fn is_orphan(page: &[Row]) -> bool {
    let last = page.last();
    last.is_some_and(|row| row.part.first && !row.part.last)
}

/// Last lines of paragraphs, with the lines before them.
fn last_lines<'r, 'a>(rows: &'r [Row<'a>]) -> impl Iterator<Item = (&'r Row<'a>, &'r Row<'a>)> {
    rows.windows(2).filter_map(|pair| match pair {
        [before, last] if last.part.last && !last.part.first => Some((before, last)),
        _ => None,
    })
}

fn runts(rows: &[Row]) -> usize {
    let mut indents: Vec<f64> = rows
        .iter()
        .filter(|row| row.part.first)
        .map(|row| row.part.indent.0)
        .collect();
    let indent = Pt(median(&mut indents));
    let is_runt = |last: &Row| {
        // Where paragraphs are not set in, an em is taken for their indent.
        let indent = if indent > Pt::ZERO { indent } else { last.size };
        last.width < indent * 2.0 || last.letters <= RUNT_LETTERS
    };
    last_lines(rows).filter(|(_, last)| is_runt(last)).count()
}

fn fragments(rows: &[Row]) -> usize {
    last_lines(rows)
        .filter(|(before, last)| before.end == End::Hyphen && last.space.is_none())
        .count()
}

/// The places where the lines of a paragraph part: on one page and in one column they
/// stand a leading apart.
fn holes(rows: &[Row], leading: Pt) -> usize {
    let hole = |above: &Row, below: &Row| {
        let same = above.page == below.page && !below.part.first && !above.part.last;
        let column = (below.x - above.x).0.abs() < 1.0;
        same && column && below.y - above.y > leading * 1.5
    };
    let pairs = rows.windows(2);
    pairs
        .filter(|pair| matches!(pair, [above, below] if hole(above, below)))
        .count()
}

/// The distance that lines most often have.
fn leading(rows: &[Row]) -> Pt {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for pair in rows.windows(2) {
        if let [above, below] = pair
            && above.page == below.page
            && below.y > above.y
        {
            // In hundredths of a point, for lengths that were added up.
            let distance = ((below.y - above.y).0 * 100.0).round() as i64;
            *counts.entry(distance).or_default() += 1;
        }
    }
    let commonest = counts.into_iter().max_by_key(|(_, count)| *count);
    commonest.map_or(LEADING, |(distance, _)| Pt(distance as f64 / 100.0))
}

/// Each page has a grid of its own, since pages may begin with other matter;
/// that all pages share one is layout's business.
fn on_grid(rows: &[Row], leading: Pt) -> f64 {
    let on = by_page(rows).flat_map(|page| {
        let top = page.first().map_or(Pt::ZERO, |row| row.y);
        page.iter().filter(move |row| {
            let lines = (row.y - top) / leading;
            leading * (lines - lines.round()).abs() < HAIR
        })
    });
    share(on.count(), rows.len())
}

/// The lines whose spaces are furthest from what they would like to be, of
/// those that are on the one side of it.
fn outstanding(full: &[&Row], places: &row::Places, side: impl Fn(f64) -> bool) -> Vec<Remarkable> {
    let spaced = full.iter().filter_map(|row| Some((row, row.space?)));
    let mut lines: Vec<(&&Row, f64)> = spaced.filter(|(_, space)| side(*space)).collect();
    // Equals stay in the order of reading.
    lines.sort_by(|a, b| (b.1 - 1.0).abs().total_cmp(&(a.1 - 1.0).abs()));
    let remarkable = |(row, space): (&&Row, f64)| Remarkable {
        page: row.page + 1,
        space,
        text: row.text.trim_end().to_owned(),
        span: places.span(row.line),
    };
    lines.into_iter().take(TOLD).map(remarkable).collect()
}

/// A part of a whole, in per cent; of nothing it is nothing.
fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The standard deviation of a whole population.
fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / values.len().max(1) as f64).sqrt()
}

/// The middle one, or the mean of the middle two; of none, 0.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (middle.checked_sub(1), values.get(middle)) {
        (Some(before), Some(value)) if values.len().is_multiple_of(2) => {
            (values.get(before).unwrap_or(value) + value) / 2.0
        }
        (_, value) => value.copied().unwrap_or(0.0),
    }
}

/// A thousandth is more than any figure here is good for.
fn thousandths<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 1_000.0).round() / 1_000.0)
}
