//! Takes the font options; returns a font library and the selected families.

use super::args::Faces;
use super::error::Error;
use super::report::Reporter;
use pressroom::diag::{Code, Diagnostic, Report, Severity};
use pressroom::font::{Families, Library};
use std::sync::Arc;

impl Faces {
    /// The requested families.
    pub fn families(&self) -> Families {
        Families {
            text: self.text_family.clone(),
            headings: self.headings_family.clone(),
            code: self.code_family.clone(),
        }
    }

    /// All available fonts. Font files that cannot be used are reported as notes.
    ///
    /// # Errors
    ///
    /// If a requested family is missing or may not be embedded.
    pub fn library(&self, reporter: &Reporter) -> Result<Arc<Library>, Error> {
        let mut library = Library::embedded();
        for folder in &self.font_dir {
            // A missing folder is reported with the other paths.
            if folder.is_dir() {
                let with = library.with_folder(folder);
                library = with.map_err(|cause| Error::reading(folder, cause))?;
            }
        }
        if !self.ignore_system_fonts {
            library = library.with_system();
        }
        let mut report = Report::new();
        for refused in library.refused() {
            let message = refused.to_string();
            report.push(Diagnostic::new(
                Severity::Note,
                Code::RefusedFont,
                None,
                message,
            ));
        }
        reporter.tell(&reporter.diagnostics(&report, &[]));
        for (_, name) in self.families().named() {
            library
                .find(name)
                .map_err(|(message, hint)| Error::Family { message, hint })?;
        }
        Ok(Arc::new(library))
    }
}
