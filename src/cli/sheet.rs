//! Takes the measurements of a publication; returns the report of `check --typography`
//! as text or JSON.

use annotate_snippets::normalize_untrusted_str;
use pressroom::diag::counted;
use pressroom::geom::rounded;
use pressroom::quality::{Quality, Remarkable, Spaces};
use pressroom::source::{Source, locate};
use serde::Serialize;
use std::fmt;

/// The typesetting quality of a publication, as `check --typography` reports it. Keys and
/// their meaning stay stable between versions.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// The article, or the title of the book.
    article: String,
    #[serde(flatten)]
    quality: Quality,
    loosest: Vec<Standing>,
    tightest: Vec<Standing>,
}

/// One of the loosest or tightest lines, with its place.
#[derive(Debug, Serialize)]
struct Standing {
    /// Its mean word space, as a multiple of the natural width.
    space: f64,
    /// Its page, counted from 1.
    page: usize,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    text: String,
}

impl Sheet {
    /// The report on an article or a book from these sources.
    pub fn new(article: String, quality: Quality, sources: &[Source]) -> Sheet {
        let standing = |lines: &[Remarkable]| {
            let placed = lines.iter().map(|line| Standing::of(line, sources));
            placed.collect::<Vec<_>>()
        };
        Sheet {
            article,
            loosest: standing(&quality.loosest),
            tightest: standing(&quality.tightest),
            quality,
        }
    }
}

impl Standing {
    fn of(line: &Remarkable, sources: &[Source]) -> Standing {
        let place = line.span.and_then(|span| locate(sources, span));
        Standing {
            space: rounded(line.space, 3),
            page: line.page,
            line: place.map(|(_, place)| place.line),
            column: place.map(|(_, place)| place.column),
            file: place.map(|(source, _)| source.name().to_owned()),
            text: line.text.clone(),
        }
    }
}

/// The report as text.
impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let q = &self.quality;
        writeln!(
            f,
            "{}: {}, {} in justified paragraphs ({} justified)",
            normalize_untrusted_str(&self.article),
            counted(q.pages, "page"),
            counted(q.lines, "line"),
            q.justified
        )?;
        if let Some(spaces) = &q.spaces {
            spaces_of(spaces, f)?;
        }
        if let Some(fit) = &q.letterfit {
            row(
                f,
                "letterfit",
                format!("{:+.2} % to {:+.2} %", fit.least, fit.most),
            )?;
        }
        row(
            f,
            "hyphens",
            format!(
                "{} ({:.1} % of justified lines), {} in names, {} at page ends",
                q.hyphens, q.hyphen_share, q.cut_names, q.page_hyphens
            ),
        )?;
        row(
            f,
            "ladders",
            format!(
                "{} of two or more lines, {} of three or more",
                q.ladders, q.long_ladders
            ),
        )?;
        row(
            f,
            "last lines",
            format!(
                "{}, {}",
                counted(q.runts, "runt"),
                counted(q.fragments, "word end")
            ),
        )?;
        row(
            f,
            "pages",
            format!(
                "{}, {}, {}; {} short by a line or more, sd {:.2} pt",
                counted(q.widows, "widow"),
                counted(q.orphans, "orphan"),
                counted(q.holes, "hole"),
                q.short_feet,
                // Adding zero turns -0 into 0.
                q.feet_sd + 0.0
            ),
        )?;
        row(
            f,
            "lines",
            format!(
                "{} overfull, {:.1} % on the baseline grid",
                q.overfull, q.on_grid
            ),
        )?;
        standing("loosest", &self.loosest, f)?;
        standing("tightest", &self.tightest, f)
    }
}

fn spaces_of(spaces: &Spaces, f: &mut fmt::Formatter) -> fmt::Result {
    row(
        f,
        "word spaces",
        format!(
            "{:.3} times the natural width, sd {:.3}, {:.2} to {:.2}; badness {:.1}",
            spaces.mean, spaces.sd, spaces.least, spaces.most, spaces.badness
        ),
    )?;
    row(
        f,
        "",
        format!(
            "{:.1} % of lines above 1.5, {:.1} % above 2, {:.1} % below 0.8",
            spaces.over_150, spaces.over_200, spaces.under_80
        ),
    )
}

fn row(f: &mut fmt::Formatter, name: &str, figures: String) -> fmt::Result {
    writeln!(f, "  {name:<12}{figures}")
}

fn standing(name: &str, lines: &[Standing], f: &mut fmt::Formatter) -> fmt::Result {
    for (number, line) in lines.iter().enumerate() {
        let name = if number == 0 { name } else { "" };
        let place = match (line.line, line.column) {
            (Some(line), Some(column)) => format!("{line}:{column}"),
            (None, _) | (_, None) => String::new(),
        };
        let text = normalize_untrusted_str(&line.text);
        row(
            f,
            name,
            format!("{:.2}  p. {:<3} {place:<8} {text}", line.space, line.page),
        )?;
    }
    Ok(())
}
