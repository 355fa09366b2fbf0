//! Takes the name of a theme; returns the theme with its diagnostics. Also contains the
//! command `theme`.

use super::Status;
use super::args;
use super::deliver::print;
use super::error::Error;
use super::inputs::Input;
use super::report::Reporter;
use pressroom::diag::{Code, Diagnostic, Report, Severity};
use pressroom::font::Library;
use pressroom::geom::{Pt, Size};
use pressroom::read::Format;
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, Theme};
use std::path::PathBuf;

/// A theme and its origin.
pub struct Chosen {
    theme: Theme,
    /// The file, if it is from one.
    source: Option<Source>,
    /// Its diagnostics.
    report: Report,
}

impl Chosen {
    /// Selects a built-in theme or reads a theme file.
    ///
    /// # Errors
    ///
    /// If there is no theme with this name, or the file cannot be read.
    pub fn of(name: &str) -> Result<Chosen, Error> {
        let mut report = Report::new();
        if !is_file(name) {
            let unknown = || Error::UnknownTheme {
                name: name.to_owned(),
            };
            return Ok(Chosen {
                theme: Theme::embedded(name).ok_or_else(unknown)?,
                source: None,
                report,
            });
        }
        let path = PathBuf::from(name);
        let file = Input::File {
            canonical: path.clone(),
            path,
            inside: PathBuf::new(),
        };
        // Its diagnostics are reported on their own, so any source number will do.
        let source = file.read(SourceId::default(), Some(Format::Yaml))?;
        Ok(Chosen {
            theme: Theme::read(&source, &mut report),
            source: Some(source),
            report,
        })
    }

    /// The style for a paper size and a type size, if given, with available families.
    pub fn style(&mut self, paper: Option<Size>, size: Option<Pt>, library: &Library) -> Style {
        let mut style = self.theme.fit(paper, size, &mut self.report);
        let families = style.families_mut();
        for (key, name) in [
            ("text.family", &mut families.text),
            ("headings.family", &mut families.headings),
            ("code.family", &mut families.code),
        ] {
            let found = name.as_deref().map(|name| library.find(name));
            if let Some(Err((message, hint))) = found {
                let place = self.theme.place(key);
                let error = Diagnostic::new(Severity::Error, Code::UnknownFamily, place, message);
                self.report.push(error.hint(hint));
                *name = None;
            }
        }
        style
    }

    /// Reports its diagnostics; returns the exit status that the same diagnostics of an
    /// article would have.
    pub fn tell(&self, strict: bool, reporter: &Reporter) -> Status {
        reporter.tell(&reporter.diagnostics(&self.report, self.source.as_slice()));
        match self.report.worst() {
            Some(Severity::Error) => Status::Article,
            Some(Severity::Warning) if strict => Status::Article,
            Some(Severity::Warning | Severity::Note) | None => Status::Done,
        }
    }
}

/// Whether the name of a theme is a file name.
pub(super) fn is_file(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.contains(['/', '\\']) || lower.ends_with(".yaml") || lower.ends_with(".yml")
}

/// Lists themes, or prints one.
///
/// # Errors
///
/// If there is no such theme, or its file or standard output fails.
pub fn run(asked: &args::Theme, reporter: &Reporter) -> Result<Status, Error> {
    match asked {
        args::Theme::List => {
            let lines = Theme::names().map(|(name, about)| format!("{name:<12}{about}\n"));
            print(lines.collect::<String>().as_bytes())?;
            Ok(Status::Done)
        }
        args::Theme::Show { theme } => {
            let mut chosen = Chosen::of(theme)?;
            // A file gets the same diagnostics here as in `export`, except for families.
            chosen.theme.fit(None, None, &mut chosen.report);
            print(chosen.theme.to_yaml().as_bytes())?;
            Ok(chosen.tell(false, reporter))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_one_is_a_file() {
        for name in ["./essay", "a\\b", "my.yaml", "MY.YML", "dir/my.theme"] {
            assert!(is_file(name), "{name}");
        }
        for name in ["essay", "my.theme", "yaml"] {
            assert!(!is_file(name), "{name}");
        }
    }
}
