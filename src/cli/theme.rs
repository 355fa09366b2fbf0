//! Takes the name of a theme; returns the theme with its diagnostics. Also contains the
//! command `theme`.

use super::Status;
use super::args;
use super::deliver::print;
use super::error::Error;
use super::inputs::Input;
use super::report::Reporter;
use pressroom::diag::{Code, Diagnostic, Report, Severity};
use pressroom::export::Press;
use pressroom::font::Library;
use pressroom::geom::{Pt, Size};
use pressroom::model::LabelNumbers;
use pressroom::read::Format;
use pressroom::source::{Source, SourceId, Span};
use pressroom::style::{Style, Theme};
use std::path::{Component, Path, PathBuf};

/// The number of a theme's source, beside those of articles.
const SOURCE: SourceId = SourceId(u32::MAX - 2);

/// A theme and its origin.
pub struct Chosen {
    theme: Theme,
    /// The file, if it is from one, and the style sheet that it names.
    sources: Vec<Source>,
    /// The style sheet for EPUBs among them.
    has_sheet: bool,
    /// The folder of that file.
    folder: Option<PathBuf>,
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
                sources: Vec::new(),
                has_sheet: false,
                folder: None,
                report,
            });
        }
        let path = PathBuf::from(name);
        let file = Input::File {
            canonical: path.clone(),
            path,
            inside: PathBuf::new(),
        };
        // Its diagnostics are reported on their own; its pictures are none of an article's.
        let source = file.read(SOURCE, Some(Format::Yaml))?;
        let theme = Theme::read(&source, &mut report);
        let folder = folder_of(Path::new(name));
        let sheet = theme
            .sheet()
            .and_then(|(sheet, place)| read_sheet(&folder, Path::new(sheet), place, &mut report));
        let has_sheet = sheet.is_some();
        Ok(Chosen {
            theme,
            sources: std::iter::once(source).chain(sheet).collect(),
            has_sheet,
            folder: Some(folder),
            report,
        })
    }

    /// What it numbers in publications that do not say so themselves.
    pub fn numbering(&self) -> LabelNumbers {
        self.theme.numbering()
    }

    /// The style for a paper size and a type size, if given, with available families.
    pub fn style(&mut self, paper: Option<Size>, size: Option<Pt>, library: &Library) -> Style {
        let mut style = self.theme.fit(paper, size, &mut self.report);
        if let Some(sheet) = self.sources.last().filter(|_| self.has_sheet) {
            style.add_css(sheet, &mut self.report);
        }
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

    /// Opens its pictures, from the folder of its file.
    pub fn furnish(&mut self, press: &mut Press) {
        if let Some(folder) = &self.folder {
            press.assets().allow(SOURCE, folder);
        }
        press.open_furniture(&self.theme, &mut self.report);
    }

    /// Reports its diagnostics; returns the exit status that the same diagnostics of an
    /// article would have.
    pub fn tell(&self, strict: bool, reporter: &Reporter) -> Status {
        reporter.tell(&reporter.diagnostics(&self.report, &self.sources));
        match self.report.worst() {
            Some(Severity::Error) => Status::Article,
            Some(Severity::Warning) if strict => Status::Article,
            Some(Severity::Warning | Severity::Note) | None => Status::Done,
        }
    }
}

/// Reads the style sheet that a theme names.
fn read_sheet(
    folder: &Path,
    path: &Path,
    place: Option<Span>,
    report: &mut Report,
) -> Option<Source> {
    let place = place.unwrap_or_default();
    if path.is_absolute() || path.components().any(|part| part == Component::ParentDir) {
        let message = "the style sheet lies outside the folder of the theme";
        let error = Diagnostic::error(Code::WrongValue, place, message);
        report.push(error.hint("put it beside the theme"));
        return None;
    }
    let shown = path.display();
    let bytes = match std::fs::read(folder.join(path)) {
        Ok(bytes) => bytes,
        Err(cause) => {
            let message = format!("cannot read the style sheet {shown}: {cause}");
            let error = Diagnostic::error(Code::WrongValue, place, message);
            report.push(error.hint("its path is read from the folder of the theme"));
            return None;
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        let message = format!("the style sheet {shown} is not valid UTF-8");
        report.push(Diagnostic::error(Code::WrongValue, place, message));
        return None;
    };
    Some(Source::new(SourceId(1), shown.to_string(), &text))
}

/// The folder of a file.
fn folder_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new(".")).to_owned()
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
        args::Theme::Show {
            theme,
            resolved,
            paper,
        } => {
            let mut chosen = Chosen::of(theme)?;
            // A file gets the same diagnostics here as in `export`, except for families.
            chosen.theme.fit(*paper, None, &mut chosen.report);
            let text = match resolved {
                true => chosen.theme.to_resolved_yaml(*paper),
                false => chosen.theme.to_yaml(),
            };
            print(text.as_bytes())?;
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
