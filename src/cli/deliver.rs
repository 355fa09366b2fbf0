//! Takes an output; writes it to a file or to standard output.
//!
//! A file appears whole or not at all: it is written under a temporary name in its folder
//! and then renamed. It replaces only a file that Pressroom could have written.

use super::error::Error;
use super::naming::Target;
use super::spool::{Place, Spool, Temporary, folder};
use pressroom::write::Format;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

/// Writes an output to its destination; returns the number of its bytes.
///
/// # Errors
///
/// [`Error::Unwritable`], or [`Error::Foreign`] if an existing file is of another kind.
pub fn deliver(mut output: Spool, target: &Target, format: Format) -> Result<u64, Error> {
    match target {
        Target::Stdout => {
            let failed = |cause| unwritable(Path::new("<stdout>"), cause);
            let bytes = output.bytes().map_err(failed)?;
            print(&bytes)?;
            Ok(bytes.len() as u64)
        }
        Target::File(path) => {
            if may_replace(path, format) {
                return replace(path, output).map_err(|cause| unwritable(path, cause));
            }
            let path = path.clone();
            Err(Error::Foreign { path, format })
        }
    }
}

/// Writes to standard output. A closed pipe is not an error.
///
/// # Errors
///
/// [`Error::Unwritable`].
pub fn print(bytes: &[u8]) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(unwritable(Path::new("<stdout>"), cause))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Creates a file.
///
/// # Errors
///
/// [`Error::Exists`] or [`Error::Unwritable`].
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| unwritable(folder, cause))?;
    }
    let mut file = match fs::File::create_new(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
            let path = path.to_owned();
            return Err(Error::Exists { path });
        }
        Err(cause) => return Err(unwritable(path, cause)),
    };
    let written = file.write_all(bytes);
    written.map_err(|cause| {
        // An incomplete file would block the next attempt.
        let _ = fs::remove_file(path);
        unwritable(path, cause)
    })
}

/// The error of a failed write to a path.
pub fn unwritable(path: &Path, cause: io::Error) -> Error {
    let path = path.to_owned();
    Error::Unwritable { path, cause }
}

/// Whether a path may be replaced: nothing, an empty file, or a file with the signature of
/// the format. Plain text has no signature.
fn may_replace(path: &Path, format: Format) -> bool {
    let Ok(metadata) = fs::metadata(path) else {
        return true; // writing will tell what is the matter, if anything is
    };
    let mark: &[u8] = match format {
        Format::Pdf => b"%PDF",
        Format::Epub => b"PK",
        Format::Text => b"",
    };
    metadata.is_file() && (metadata.len() == 0 || begins_with(path, mark).unwrap_or(false))
}

fn begins_with(path: &Path, mark: &[u8]) -> io::Result<bool> {
    let mut head = Vec::with_capacity(mark.len());
    let file = File::open(path)?;
    file.take(mark.len() as u64).read_to_end(&mut head)?;
    Ok(head == mark)
}

fn replace(path: &Path, output: Spool) -> io::Result<u64> {
    let folder = folder(path);
    fs::create_dir_all(folder)?;
    let bytes = output.len()?;
    let temporary = match output.into_place() {
        Place::Disk(_, temporary) => temporary,
        Place::Memory(bytes) => {
            let temporary = Temporary::new(folder);
            temporary.create()?.write_all(bytes.get_ref())?;
            temporary
        }
    };
    fs::rename(&temporary.0, path)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pressroom::diag::Code;

    fn deliver_to(path: &Path, format: Format) -> Result<u64, Error> {
        let output = Spool::of(b"%PDF new".to_vec());
        deliver(output, &Target::File(path.into()), format)
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_replaces_one_of_its_own_format_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/a.pdf");
        deliver_to(&path, Format::Pdf).unwrap();
        for (before, replaced) in [("%PDF-1.7 old", true), ("", true), ("my notes", false)] {
            fs::write(&path, before).unwrap();
            assert_eq!(deliver_to(&path, Format::Pdf).is_ok(), replaced, "{before}");
            let after = fs::read_to_string(&path).unwrap();
            assert_eq!(after, if replaced { "%PDF new" } else { before });
        }
        assert_eq!(names(path.parent().unwrap()), ["a.pdf"]);
    }

    #[test]
    fn a_failure_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("a.txt");
        fs::create_dir(&taken).unwrap();
        fs::write(taken.join("kept"), "").unwrap();
        assert!(replace(&taken, Spool::of(b"text".to_vec())).is_err());
        assert_eq!(names(folder.path()), ["a.txt"]);
        let refused = deliver_to(&taken, Format::Text).unwrap_err();
        assert_eq!(refused.code(), Code::ForeignFile);
    }

    #[test]
    fn a_folder_that_is_a_file_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("out");
        fs::write(&file, "a file").unwrap();
        let refused = deliver_to(&file.join("a.pdf"), Format::Pdf).unwrap_err();
        assert_eq!(refused.code(), Code::Unwritable);
    }
}
