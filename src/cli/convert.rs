//! The command `convert`: takes articles; writes them as Markdown, YAML or JSON.

use super::args::Convert;
use super::deliver::{create, print};
use super::error::Error;
use super::inputs::{self, Input};
use super::reading::{self, Manuscript};
use super::report::Reporter;
use super::{Status, export};
use pressroom::read::Format;
use pressroom::write::source;
use std::path::PathBuf;

/// Writes articles as they were read, without applying typography.
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
    let form = flags.to.form();
    for (number, input) in found.inputs.iter().enumerate() {
        let read = reading::copy(input, reading::id(number), &flags.known.options());
        let Manuscript {
            source,
            article,
            report,
        } = match read {
            Ok(read) => read,
            Err(error) => {
                reporter.tell(&reporter.error(&error));
                status = status.max(error.status());
                continue;
            }
        };
        reporter.tell(&reporter.diagnostics(&report, &[source]));
        status = status.max(export::verdict(false, &report));
        let text = source::write(&article, form);
        match &flags.output {
            None => print(text.as_bytes())?,
            Some(folder) => {
                let path = folder.join(input.inside()).join(name(input, form));
                create(&path, text.as_bytes())?;
                if reporter.is_talkative() {
                    print(format!("{}\n", path.display()).as_bytes())?;
                }
            }
        }
    }
    Ok(status)
}

/// The file name of a converted article.
fn name(input: &Input, form: source::Form) -> String {
    let stem = match input {
        Input::Stdin => None,
        Input::File { path, .. } => path.file_stem(),
    };
    let stem = stem.map_or("article".into(), |stem| stem.to_string_lossy());
    format!("{stem}.{}", form.extension())
}
