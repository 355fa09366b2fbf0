//! The command `inspect`: takes articles; prints how each line was interpreted.

use super::Status;
use super::args::Inspect;
use super::deliver::print;
use super::error::Error;
use super::inputs;
use super::reading;
use super::report::Reporter;
use annotate_snippets::normalize_untrusted_str;
use pressroom::read::{self, Confidence, Inspection};
use serde::Serialize;
use std::fmt;
use unicode_width::UnicodeWidthStr;

/// How many columns of a line are shown.
const SHOWN: usize = 44;

/// The inspection of one article.
#[derive(Debug, Serialize)]
struct Told {
    file: String,
    #[serde(flatten)]
    inspection: Inspection,
}

/// Prints how every line of the articles was interpreted.
///
/// # Errors
///
/// If there are no articles. An article that cannot be read is reported, and the others
/// are inspected.
pub fn run(flags: &Inspect, reporter: &Reporter) -> Result<Status, Error> {
    let found = inputs::find(&flags.paths, None, flags.known.options().format)?;
    let mut status = Status::Done;
    reporter.tell(&reporter.diagnostics(&found.notes, &[]));
    for error in &found.errors {
        reporter.tell(&reporter.error(error));
        status = status.max(error.status());
    }
    let mut all = Vec::new();
    for (number, input) in found.inputs.iter().enumerate() {
        let source = match input.read(reading::id(number), flags.known.options().format) {
            Ok(source) => source,
            Err(error) => {
                reporter.tell(&reporter.error(&error));
                status = status.max(error.status());
                continue;
            }
        };
        let mut options = flags.known.options();
        options.format = options.format.or_else(|| input.format());
        let told = Told {
            file: input.name(),
            inspection: read::inspect(&source, &options),
        };
        match flags.json {
            true => all.push(told),
            false => print(told.to_string().as_bytes())?,
        }
    }
    if flags.json {
        // Strings and numbers can always be written as JSON.
        let json = serde_json::to_string_pretty(&all).unwrap_or_default();
        print((json + "\n").as_bytes())?;
    }
    Ok(status)
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Inspection {
            form,
            form_sure,
            encoding,
            language,
            language_sure,
            lines,
            ..
        } = &self.inspection;
        let by = |sure: &Confidence| match sure {
            Confidence::Certain => "",
            Confidence::Likely | Confidence::Guess => " (detected)",
        };
        let language = match language {
            Some(language) => format!("language {language}{}", by(language_sure)),
            None => "language unknown".to_owned(),
        };
        let file = normalize_untrusted_str(&self.file);
        writeln!(f, "{file}: {form}{}, {encoding}, {language}", by(form_sure))?;
        let names = lines.iter().map(|line| line.what.width()).max();
        let names = names.unwrap_or(0).min(32);
        for line in lines {
            let what = padded(&line.what, names);
            let text = padded(&normalize_untrusted_str(&line.text), SHOWN);
            let number = line.number;
            let sure = line.sure.word();
            let why = normalize_untrusted_str(&line.why);
            writeln!(f, "{number:>6}  {what}  {sure:<7}  {text}  {why}")?;
        }
        Ok(())
    }
}

/// A text cut or padded to a number of columns.
fn padded(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return format!("{text}{}", " ".repeat(columns - text.width()));
    }
    let mut cut = String::new();
    for c in text.chars() {
        let next = format!("{cut}{c}");
        if next.width() >= columns {
            break;
        }
        cut = next;
    }
    let fill = " ".repeat(columns.saturating_sub(cut.width() + 1));
    format!("{cut}…{fill}")
}
