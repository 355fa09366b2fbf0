//! Takes a book; reports what its shop or its reading systems would reject, cut or
//! display badly, each with its line.
//!
//! Many reasons for rejection cannot occur: names with spaces or letters beyond ASCII,
//! files that are empty or missing from the manifest, duplicate ids, a link within a
//! link, remote resources (reported when pictures are opened). What remains is up to the
//! author: pictures, tables, the language and the size.

use super::pictures::{File, Pictures};
use super::recast::Limits;
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::model::walk::{self, Visitor};
use crate::model::{Block, BlockKind, Publication};
use crate::source::Span;

/// Tells what is amiss with a publication, of which this is the picture of the cover.
pub(super) fn preflight(
    publication: &Publication,
    pictures: &Pictures,
    cover: Option<&str>,
    limits: &Limits,
    report: &mut Report,
) {
    for file in pictures.files() {
        self::file(file, limits, report);
    }
    let mut files = pictures.files().iter();
    let shown = files.find(|file| cover == Some(&file.href));
    // One set in type is as large as anybody asks for.
    if let Some((picture, shown)) = shown.and_then(|shown| Some((shown.picture?, shown))) {
        small_cover(shown.size, picture.span, limits, report);
    }
    if let Some(most) = limits.quirks.most_columns {
        for article in &publication.articles {
            walk::article(
                article,
                &mut Wide {
                    most,
                    limits,
                    report,
                },
            );
        }
    }
    language(publication, limits, report);
}

/// Tells where a whole EPUB has too many bytes.
pub(super) fn weight(bytes: u64, limits: &Limits, report: &mut Report) {
    let (name, most) = (limits.quirks.name, limits.quirks.most_in_all);
    if bytes > most {
        let message = format!(
            "the EPUB has {}; {name} takes {} at the most",
            megabytes(bytes),
            megabytes(most)
        );
        report.push(
            Diagnostic::new(Severity::Warning, Code::HeavyBook, None, message)
                .hint("`--max-image 1600x2560` makes its pictures smaller"),
        );
    }
}

fn file(file: &File, limits: &Limits, report: &mut Report) {
    let Some(picture) = file.picture else {
        return;
    };
    let (name, path) = (limits.quirks.name, picture.name());
    if file.is_reduced {
        let (width, height) = file.size;
        let message =
            format!("the picture `{path}` goes into the EPUB with {width} × {height} pixels");
        let hint = match limits.most {
            Some((width, height)) => format!("`--max-image {width}x{height}` asks for it"),
            None => format!("{name} takes no more"),
        };
        report.push(Diagnostic::note(Code::ReducedPicture, picture.span, message).hint(hint));
    }
    let most = limits.quirks.most_bytes;
    if let Some(most) = most.filter(|most| file.body.len() > *most) {
        let message = format!(
            "the picture `{path}` has {}; {name} takes {} at the most",
            megabytes(file.body.len() as u64),
            megabytes(most as u64)
        );
        report.push(
            Diagnostic::warning(Code::HeavyPicture, picture.span, message)
                .hint("save it with fewer details, or as pixels"),
        );
    }
}

fn small_cover(size: (u32, u32), place: Span, limits: &Limits, report: &mut Report) {
    let (width, height) = size;
    let (shorter, longer) = limits.quirks.least_cover;
    if width.min(height) >= shorter && width.max(height) >= longer {
        return;
    }
    let least = if shorter == longer {
        format!("{shorter} along the shorter side")
    } else {
        format!("{shorter} × {longer}")
    };
    let message = format!(
        "the cover has {width} × {height} pixels; {} asks for {least} at the least",
        limits.quirks.name
    );
    report.push(
        Diagnostic::warning(Code::SmallCover, place, message)
            .hint("1600 × 2560 serves everywhere; without `cover` one is set in type"),
    );
}

fn language(publication: &Publication, limits: &Limits, report: &mut Report) {
    let (lang, name) = (publication.lang(), limits.quirks.name);
    let known = limits.quirks.languages;
    if known.is_some_and(|known| !known.contains(&lang.primary())) {
        let message = format!("{name} does not name `{lang}` among the languages that it takes");
        report.push(
            Diagnostic::new(Severity::Note, Code::ShopLanguage, None, message)
                .hint("send it to a device once, before it is for sale: it may be refused"),
        );
    }
}

/// Looks for tables with more columns than can be read.
struct Wide<'r> {
    most: usize,
    limits: &'r Limits,
    report: &'r mut Report,
}

impl Visitor<'_> for Wide<'_> {
    fn block(&mut self, block: &Block) {
        let BlockKind::Table(table) = &block.kind else {
            return;
        };
        let (columns, most) = (table.alignments.len(), self.most);
        if columns > most {
            let name = self.limits.quirks.name;
            let message =
                format!("the table has {columns} columns; {name} shows {most} well, and no more");
            let note = Diagnostic::note(Code::ManyColumns, block.node.span, message);
            self.report
                .push(note.hint("two tables, or rows for columns, can be read on any screen"));
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
