//! The command `extract`: takes a PDF; writes its attached files.

use super::args::Extract;
use super::deliver::{create, print};
use super::error::Error;
use super::report::Reporter;
use pressroom::write::pdf;
use std::fs;
use std::path::Path;

/// Extracts the attached files of a PDF.
///
/// # Errors
///
/// If the PDF cannot be read or has no attached files, or a file exists or cannot be
/// written.
pub fn run(flags: &Extract, reporter: &Reporter) -> Result<(), Error> {
    let path = &flags.path;
    let bytes = fs::read(path).map_err(|cause| Error::reading(path, cause))?;
    let files = pdf::extract(&bytes).map_err(|cause| Error::Unextracted {
        path: path.clone(),
        cause: Some(cause),
    })?;
    if files.is_empty() {
        let path = path.clone();
        return Err(Error::Unextracted { path, cause: None });
    }
    let folder = flags.output.as_deref().unwrap_or(Path::new("."));
    for file in files {
        if folder == Path::new("-") {
            print(&file.bytes)?;
            continue;
        }
        let to = folder.join(&file.name);
        create(&to, &file.bytes)?;
        if reporter.is_talkative() {
            print(format!("{}\n", to.display()).as_bytes())?;
        }
    }
    Ok(())
}
