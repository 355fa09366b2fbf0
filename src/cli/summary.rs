//! Takes the written files; returns the summary of a run.
//!
//! A few publications are listed file by file. For many, only the totals are shown:
//! number, pages and size.

use annotate_snippets::normalize_untrusted_str;
use pressroom::diag::counted;
use pressroom::write::Format;
use std::path::PathBuf;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// The most publications that are listed file by file: a screenful.
const LISTED: usize = 20;

/// One file that was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its path.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its pages, where it has any.
    pub pages: Option<usize>,
}

/// The result of a run.
#[derive(Debug, Default)]
pub struct Summary {
    /// The files of each publication that has any, in order.
    pub publications: Vec<Vec<Written>>,
    /// How many publications have no written file.
    pub unwritten: usize,
    /// How many drafts were skipped.
    pub drafts: usize,
}

impl Summary {
    /// The text of the summary, with the duration of the run.
    pub fn text(&self, elapsed: Duration) -> String {
        let mut text = String::new();
        if self.publications.len() <= LISTED {
            text.push_str(&table(&self.publications));
        }
        text.push_str(&self.total(elapsed));
        text.push('\n');
        text
    }

    fn total(&self, elapsed: Duration) -> String {
        let mut parts = Vec::new();
        for format in Format::ALL {
            let all = self.publications.iter().flatten();
            let files: Vec<&Written> = all.filter(|file| file.format == format).collect();
            if !files.is_empty() {
                parts.push(of_format(format, &files));
            }
        }
        if parts.is_empty() {
            parts.push("no files written".to_owned());
        }
        if self.unwritten > 0 {
            parts.push(format!("{} failed", self.unwritten));
        }
        if self.drafts > 0 {
            parts.push(format!("{} skipped", counted(self.drafts, "draft")));
        }
        let seconds = elapsed.as_secs_f64();
        format!("{} in {seconds:.2} s", parts.join(", "))
    }
}

/// `3 PDF (12 pages, 640 kB)`.
fn of_format(format: Format, files: &[&Written]) -> String {
    let name = format.name();
    let bytes = size(files.iter().map(|file| file.bytes).sum());
    let pages: usize = files.iter().filter_map(|file| file.pages).sum();
    let pages = match pages {
        0 => String::new(),
        pages => format!("{}, ", counted(pages, "page")),
    };
    format!("{} {name} ({pages}{bytes})", files.len())
}

/// One line per file: path, size and pages.
fn table(publications: &[Vec<Written>]) -> String {
    let files: Vec<(String, String, String)> = publications
        .iter()
        .flatten()
        .map(|file| {
            let pages = file.pages.map(|pages| counted(pages, "page"));
            let path = normalize_untrusted_str(&file.path.display().to_string());
            (path, size(file.bytes), pages.unwrap_or_default())
        })
        .collect();
    let first = files
        .iter()
        .map(|(path, ..)| path.width())
        .max()
        .unwrap_or(0);
    let second = files
        .iter()
        .map(|(_, size, _)| size.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (path, size, pages) in &files {
        let pad = " ".repeat(first - path.width());
        let row = format!("{path}{pad}  {size:>second$}  {pages}");
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}

/// A human-readable size, in powers of a thousand as file managers count.
fn size(bytes: u64) -> String {
    let length = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", length / 1e3),
        _ => format!("{:.1} MB", length / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(stem: &str, format: Format, bytes: u64, pages: Option<usize>) -> Written {
        Written {
            path: format!("out/{stem}.{}", format.extension()).into(),
            format,
            bytes,
            pages,
        }
    }

    fn of(count: usize) -> Summary {
        let publication = |number| {
            vec![
                written(&format!("été-{number}"), Format::Pdf, 182_300, Some(4)),
                written(&format!("été-{number}"), Format::Text, 912, None),
            ]
        };
        Summary {
            publications: (0..count).map(publication).collect(),
            ..Summary::default()
        }
    }

    #[test]
    fn a_few_are_listed_with_a_total() {
        let expected = "\
out/été-0.pdf  182 kB  4 pages
out/été-0.txt   912 B
1 PDF (4 pages, 182 kB), 1 text (912 B) in 0.42 s
";
        assert_eq!(of(1).text(Duration::from_millis(420)), expected);
    }

    #[test]
    fn of_many_the_total_is_told() {
        let expected = "21 PDF (84 pages, 3.8 MB), 21 text (19 kB) in 3.00 s\n";
        assert_eq!(of(21).text(Duration::from_secs(3)), expected);
    }

    #[test]
    fn what_was_not_written_is_told_too() {
        let summary = Summary {
            unwritten: 1,
            drafts: 2,
            ..Summary::default()
        };
        let expected = "no files written, 1 failed, 2 drafts skipped in 0.00 s\n";
        assert_eq!(summary.text(Duration::ZERO), expected);
    }
}
