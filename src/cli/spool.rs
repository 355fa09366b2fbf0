//! Takes an output while it is written; keeps it in memory, and a large one in a temporary file
//! beside its destination, so that memory does not grow with the pictures of a book.

use super::naming::Target;
use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Outputs with more bytes go to a file (16 MiB). Those of most articles have less, and are
/// written at once when nothing speaks against them.
const LARGE: u64 = 16 << 20;

/// An output that is not yet delivered. It can be read and overwritten as a file.
pub struct Spool {
    /// Where it is to be; in memory until the end, if none.
    folder: Option<PathBuf>,
    place: Place,
}

/// Where the bytes are.
pub(super) enum Place {
    Memory(Cursor<Vec<u8>>),
    Disk(File, Temporary),
}

impl Spool {
    /// An empty output.
    pub fn for_target(target: &Target) -> Spool {
        Spool {
            folder: match target {
                Target::Stdout => None,
                Target::File(path) => Some(folder(path).to_owned()),
            },
            place: Place::Memory(Cursor::default()),
        }
    }

    /// An output of these bytes.
    pub fn of(bytes: Vec<u8>) -> Spool {
        Spool {
            folder: None,
            place: Place::Memory(Cursor::new(bytes)),
        }
    }

    /// Its bytes.
    ///
    /// # Errors
    ///
    /// If the temporary file cannot be read.
    pub fn bytes(&mut self) -> io::Result<Cow<'_, [u8]>> {
        match &mut self.place {
            Place::Memory(bytes) => Ok(Cow::Borrowed(bytes.get_ref())),
            Place::Disk(file, _) => {
                let mut bytes = Vec::new();
                file.rewind()?;
                file.read_to_end(&mut bytes)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// The number of bytes.
    ///
    /// # Errors
    ///
    /// If the system does not know the length of the temporary file.
    pub fn len(&self) -> io::Result<u64> {
        match &self.place {
            Place::Memory(bytes) => Ok(bytes.get_ref().len() as u64),
            Place::Disk(file, _) => Ok(file.metadata()?.len()),
        }
    }

    pub(super) fn into_place(self) -> Place {
        self.place
    }

    /// Moves it to a temporary file.
    fn spill(&mut self, folder: &Path) -> io::Result<()> {
        let Place::Memory(bytes) = &self.place else {
            return Ok(());
        };
        // Its folder is made when it is delivered. Above it is the same disk.
        let here = Path::new(".");
        let folder = folder.ancestors().find(|folder| folder.is_dir());
        let temporary = Temporary::new(folder.unwrap_or(here));
        let mut file = temporary.create()?;
        file.write_all(bytes.get_ref())?;
        file.seek(SeekFrom::Start(bytes.position()))?;
        self.place = Place::Disk(file, temporary);
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let (Some(folder), Place::Memory(memory)) = (&self.folder, &self.place)
            && memory.position() + bytes.len() as u64 > LARGE
        {
            self.spill(&folder.clone())?;
        }
        match &mut self.place {
            Place::Memory(memory) => memory.write(bytes),
            Place::Disk(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Memory(_) => Ok(()),
            Place::Disk(file, _) => file.flush(),
        }
    }
}

impl Seek for Spool {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match &mut self.place {
            Place::Memory(memory) => memory.seek(to),
            Place::Disk(file, _) => file.seek(to),
        }
    }
}

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    }
}

/// A temporary file, removed unless it is renamed.
pub(super) struct Temporary(pub(super) PathBuf);

impl Temporary {
    /// A name in `folder` that no other running process uses. It is short, and hidden so
    /// that no folder search finds it.
    pub(super) fn new(folder: &Path) -> Temporary {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let process = std::process::id();
        Temporary(folder.join(format!(".pressroom-{process}-{number}")))
    }

    /// Creates it. No link is followed and no file shared: an existing name is an error.
    pub(super) fn create(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        options.open(&self.0)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After the renaming, no file has this name.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn a_large_output_is_kept_in_a_file_that_goes_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::File(folder.path().join("deep/a.pdf"));
        let mut spool = Spool::for_target(&target);
        let part = vec![7; LARGE as usize - 1];
        spool.write_all(&part).unwrap();
        assert_eq!(count(folder.path()), 0);
        spool.write_all(b"end").unwrap();
        assert_eq!(count(folder.path()), 1);
        // A writer of archives goes back to complete what it has begun.
        spool.seek(SeekFrom::Start(1)).unwrap();
        spool.write_all(b"begin").unwrap();
        let length = LARGE + 2;
        assert_eq!(spool.len().unwrap(), length);
        assert_eq!(spool.seek(SeekFrom::End(0)).unwrap(), length);
        let bytes = spool.bytes().unwrap();
        assert_eq!(bytes.get(..7), Some(&b"\x07begin\x07"[..]));
        assert!(bytes.ends_with(b"\x07end"));
        drop(spool);
        assert_eq!(count(folder.path()), 0);
    }

    #[test]
    fn what_goes_to_standard_output_never_leaves_memory() {
        let mut spool = Spool::for_target(&Target::Stdout);
        spool.write_all(&vec![7; LARGE as usize + 1]).unwrap();
        assert!(matches!(spool.into_place(), Place::Memory(_)));
    }
}
