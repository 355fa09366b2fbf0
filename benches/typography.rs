//! How well text is set: the figures of print quality over texts in three
//! languages, at the measure of a book and of a column.
//!
//! `cargo bench --bench typography` prints the table. The texts are those of
//! `articles/`, or of the folder that the variable `TEXTS` names: Markdown files
//! whose front matter says their language.

#![allow(clippy::expect_used)] // a check that cannot go on has failed
#![allow(clippy::print_stdout)] // the table is what it is for

use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::model::Publication;
use pressroom::quality::{self, Quality};
use pressroom::source::{Source, SourceId};
use pressroom::style::Theme;
use pressroom::{read, typography};
use std::path::{Path, PathBuf};

/// The measures, in millimetres.
const MEASURES: [u32; 2] = [110, 70];
/// The articles that are set unless others are named.
const TEXTS: [&str; 3] = ["fr-guillemets.md", "en-proof.md", "de-zwiebelfisch.md"];

fn texts() -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os("TEXTS") else {
        let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
        return TEXTS.iter().map(|name| articles.join(name)).collect();
    };
    let entries = std::fs::read_dir(&folder).expect("the folder of texts");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    paths.sort();
    paths
}

/// A text as it is set on pages of A5, its lines so wide.
fn set(path: &Path, measure: u32) -> Quality {
    let theme = format!(
        "extends: essay\npage: {{size: 148x210mm, measure: {measure}mm, columns: 1}}\n\
         text: {{size: 10.5pt, leading: 14pt, indent: 1em}}\n"
    );
    let mut report = Report::new();
    let theme = Theme::read(&Source::new(SourceId(0), "theme.yaml", &theme), &mut report);
    let text = std::fs::read_to_string(path).expect("a text");
    let source = Source::new(SourceId(1), path.to_string_lossy(), &text);
    let article = read::read(&source, &read::Options::default(), &mut report);
    let publication = Publication::single(typography::polish(article, &mut report));
    let press = Press::new(theme.fit(None, None, &mut report));
    let ready = press.open(&publication, &mut report);
    quality::measure(&press.lay_out(&ready, &mut report), &publication)
}

fn main() {
    println!(
        "{:<24} {:>3} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>4} {:>4} {:>4} {:>4} {:>4} {:>4} {:>5} {:>5}",
        "text",
        "mm",
        "lines",
        "sd",
        "bad",
        ">1.5",
        ">2",
        "<0.8",
        "hyph",
        "lad2",
        "lad3",
        "name",
        "runt",
        "frag",
        "page",
        "feet",
        "grid",
    );
    for path in texts() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        for measure in MEASURES {
            let quality = set(&path, measure);
            let spaces = quality.spaces.unwrap_or_default();
            println!(
                "{:<24} {:>3} {:>5} {:>5.3} {:>5.1} {:>5.1} {:>5.1} {:>5.1} {:>5.1} {:>4} {:>4} {:>4} {:>4} {:>4} {:>4} {:>5.2} {:>5.1}",
                name,
                measure,
                quality.lines,
                spaces.sd,
                spaces.badness,
                spaces.over_150,
                spaces.over_200,
                spaces.under_80,
                quality.hyphen_share,
                quality.ladders,
                quality.long_ladders,
                quality.cut_names,
                quality.runts,
                quality.fragments,
                quality.page_hyphens,
                quality.feet_sd,
                quality.on_grid,
            );
        }
    }
}
