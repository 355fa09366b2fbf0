//! The command `convert`: takes articles; writes them as Markdown, YAML, JSON or
//! HTML.

use super::args::{Convert, To};
use super::deliver::{create, print};
use super::error::Error;
use super::inputs::{self, Input};
use super::reading::{self, Manuscript, Works};
use super::report::Reporter;
use super::{Status, export};
use pressroom::export::Press;
use pressroom::font::Library;
use pressroom::geom::Size;
use pressroom::read::Format;
use pressroom::style::Style;
use pressroom::write;
use std::path::PathBuf;
use std::sync::Arc;

/// Writes articles: as HTML with typography applied, in any other format as they were read.
///
/// # Errors
///
/// If several articles would go to standard output, or a file exists or cannot be written.
/// Problems of one article are reported, and the others are written.
pub fn run(flags: &Convert, reporter: &Reporter) -> Result<Status, Error> {
    // `-o` names a folder: a name such as `story.md` is a mistake.
    if let Some(output) = &flags.output
        && Format::of_path(output).is_some()
        && !output.to_string_lossy().ends_with(std::path::is_separator)
        && !output.is_dir()
    {
        let output = output.clone();
        return Err(Error::NotAFolder { output });
    }
    let found = inputs::find(
        &flags.paths,
        flags.output.as_deref(),
        flags.known.options().format,
    )?;
    let mut status = Status::Done;
    reporter.tell(&reporter.diagnostics(&found.notes, &[]));
    for error in &found.errors {
        reporter.tell(&reporter.error(error));
        status = status.max(error.status());
    }
    if found.inputs.len() > 1 && flags.output.is_none() {
        return Err(Error::ManyArticles {
            output: PathBuf::from("-"),
            articles: found.inputs.len(),
        });
    }
    let press = press(flags, &found.inputs);
    let works = Works {
        folders: &[],
        plan: None,
    };
    for (number, input) in found.inputs.iter().enumerate() {
        let (id, options) = (reading::id(number), flags.known.options());
        let read = match flags.to {
            To::Html => reading::read(input, id, &options, works),
            To::Md | To::Yaml | To::Json => reading::copy(input, id, &options),
        };
        let Manuscript {
            source,
            article,
            mut report,
            data,
        } = match read {
            Ok(read) => read,
            Err(error) => {
                reporter.tell(&reporter.error(&error));
                status = status.max(error.status());
                continue;
            }
        };
        let text = match flags.to.form() {
            Some(form) => write::source::write(&article, form),
            None => press.html(&article, flags.standalone, &mut report),
        };
        let sources: Vec<_> = std::iter::once(source).chain(data).collect();
        reporter.tell(&reporter.diagnostics(&report, &sources));
        status = status.max(export::verdict(false, &report));
        match &flags.output {
            None => print(text.as_bytes())?,
            Some(folder) => {
                let path = folder.join(input.inside()).join(name(input, flags.to));
                create(&path, text.as_bytes())?;
                if reporter.is_talkative() {
                    print(format!("{}\n", path.display()).as_bytes())?;
                }
            }
        }
    }
    Ok(status)
}

/// The press for pages, with the fonts and pictures that a standalone page contains.
fn press(flags: &Convert, inputs: &[Input]) -> Press {
    let mut press = Press::new(Style::article(Size::default()));
    if flags.standalone {
        press = press.library(Arc::new(Library::embedded().with_system()));
        for (number, input) in inputs.iter().enumerate() {
            press.assets().allow(reading::id(number), input.folder());
        }
    }
    press
}

/// The file name of a converted article.
fn name(input: &Input, to: To) -> String {
    let stem = match input {
        Input::Stdin => None,
        Input::File { path, .. } => path.file_stem(),
    };
    let stem = stem.map_or("article".into(), |stem| stem.to_string_lossy());
    let extension = to.form().map_or("html", |form| form.extension());
    format!("{stem}.{extension}")
}
