//! Takes a folder of articles; writes a PDF and an EPUB of each, and reports its progress to
//! a callback.
//!
//! ```sh
//! cargo run --example folder -- articles /tmp/press
//! ```
//!
//! One [`Press`] sets all articles, so that fonts and style are prepared once, and each
//! article is opened once for both formats. The PDF comes first: its pages become the page
//! list of the EPUB.

use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::model::Publication;
use pressroom::source::SourceId;
use pressroom::style::Theme;
use pressroom::write::Format;
use pressroom::{read, typography};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What the callback learns after each article.
struct Progress<'a> {
    done: usize,
    total: usize,
    article: &'a Path,
    report: &'a Report,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: folder ARTICLES OUTPUT".into());
    };
    export_folder(&folder, &output, |progress| {
        let Progress {
            done,
            total,
            article,
            report,
        } = progress;
        println!("{done}/{total} {}", article.display());
        eprint!("{report}");
    })
}

fn export_folder(
    folder: &Path,
    output: &Path,
    mut on_progress: impl FnMut(Progress),
) -> Result<(), Box<dyn Error>> {
    let mut articles = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if read::Format::of_path(&path) == Some(read::Format::Markdown) {
            articles.push(path);
        }
    }
    articles.sort();
    fs::create_dir_all(output)?;

    let mut report = Report::new();
    let style = Theme::article().fit(None, None, &mut report);
    let mut press = Press::new(style);
    press.assets().allow_all(folder);
    for (number, path) in articles.iter().enumerate() {
        let mut report = Report::new();
        let name = path.display().to_string();
        let format = read::Format::of_path(path);
        let source = read::decode(SourceId::default(), &name, &fs::read(path)?, format)
            .map_err(|why| format!("{name} cannot be read: {why}"))?;
        let options = read::Options::new().format(format);
        let article = read::read(&source, &options, &mut report);
        let article = typography::polish(article, &mut report);
        let publication = Publication::single(article);
        let ready = press.open(&publication, &mut report);
        for format in [Format::Pdf, Format::Epub] {
            let file = press.write(&ready, format, &mut report)?;
            let stem = path.file_stem().unwrap_or_default();
            let target = output.join(stem).with_extension(format.extension());
            fs::write(target, file.bytes)?;
        }
        report.locate(&[source]);
        on_progress(Progress {
            done: number + 1,
            total: articles.len(),
            article: path,
            report: &report,
        });
    }
    Ok(())
}
