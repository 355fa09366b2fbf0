//! Takes the bytes of a picture; keeps them, or remembers the file that they came from.
//!
//! A book of photographs has more bytes than the rest of it takes in memory. Those of a large
//! picture are therefore read again when a writer wants them. A file that has changed since
//! it was measured is refused: the pages were made for what it was.

use super::{Kind, Problem, jpeg};
use crc32fast::Hasher;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Pictures with more bytes are read again (64 KiB); smaller ones are kept.
const LARGE: usize = 64 << 10;

/// The bytes of a picture, ready to be published.
#[derive(Clone)]
pub(crate) struct Stored {
    /// How many there are.
    length: usize,
    /// Their CRC-32.
    sum: u32,
    place: Place,
}

#[derive(Clone)]
enum Place {
    Memory(Arc<Vec<u8>>),
    /// A file, and the kind of picture in it.
    File(Arc<Path>, Kind),
}

impl Stored {
    /// Keeps bytes.
    pub(super) fn new(bytes: Vec<u8>) -> Stored {
        Stored {
            length: bytes.len(),
            sum: crc32fast::hash(&bytes),
            place: Place::Memory(bytes.into()),
        }
    }

    /// Lets go of many bytes that can be read again from a file.
    pub(super) fn release(&mut self, file: PathBuf, kind: Kind) {
        if self.length > LARGE {
            self.place = Place::File(file.into(), kind);
        }
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// A [`Problem`] if their file cannot be read any more, or has changed.
    pub(crate) fn read(&self) -> Result<Cow<'_, [u8]>, Problem> {
        let (path, kind) = match &self.place {
            Place::Memory(bytes) => return Ok(Cow::Borrowed(bytes)),
            Place::File(path, kind) => (path, *kind),
        };
        let name = path.display();
        let changed = || Problem::Unreadable(format!("`{name}` changed during the export"));
        let mut bytes = super::assets::file(path)
            .map_err(|problem| Problem::Unreadable(format!("`{name}`: {problem}")))?;
        if kind == Kind::Jpeg {
            bytes = jpeg::strip(&bytes).ok_or_else(changed)?.bytes;
        }
        if bytes.len() != self.length || crc32fast::hash(&bytes) != self.sum {
            return Err(changed());
        }
        Ok(Cow::Owned(bytes))
    }

    /// The bytes, to be read from the first: those of a file are not held together.
    ///
    /// # Errors
    ///
    /// A [`Problem`] if their file cannot be read any more, or has changed.
    pub(crate) fn open(&self) -> Result<Opened<'_>, Problem> {
        let (Place::File(path, Kind::Png | Kind::Gif | Kind::WebP), true) =
            (&self.place, self.length > LARGE)
        else {
            return self.read().map(|bytes| Opened::Memory(Cursor::new(bytes)));
        };
        let name = path.display();
        let failed = |e: io::Error| Problem::Unreadable(format!("`{name}`: {e}"));
        let mut file = BufReader::with_capacity(LARGE, File::open(path).map_err(failed)?);
        let (mut sum, mut length) = (Hasher::new(), 0);
        loop {
            let part = file.fill_buf().map_err(failed)?;
            let count = part.len();
            sum.update(part);
            length += count;
            if count == 0 || length > self.length {
                break;
            }
            file.consume(count);
        }
        if (length, sum.finalize()) != (self.length, self.sum) {
            let changed = format!("`{name}` changed during the export");
            return Err(Problem::Unreadable(changed));
        }
        file.rewind().map_err(failed)?;
        Ok(Opened::File(file))
    }

    /// Whether two have the same bytes.
    pub(crate) fn is_same(&self, other: &Stored) -> bool {
        let (own, other) = match (&self.place, &other.place) {
            _ if (self.length, self.sum) != (other.length, other.sum) => return false,
            (Place::File(own, _), Place::File(other, _)) if own == other => return true,
            (Place::Memory(_) | Place::File(..), _) => (self.read(), other.read()),
        };
        matches!((own, other), (Ok(own), Ok(other)) if own == other)
    }
}

/// The bytes of a picture, to be read in parts.
pub(crate) enum Opened<'a> {
    Memory(Cursor<Cow<'a, [u8]>>),
    File(BufReader<File>),
}

impl Read for Opened<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Opened::Memory(own) => own.read(bytes),
            Opened::File(own) => own.read(bytes),
        }
    }
}

impl BufRead for Opened<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Opened::Memory(own) => own.fill_buf(),
            Opened::File(own) => own.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        match self {
            Opened::Memory(own) => own.consume(count),
            Opened::File(own) => own.consume(count),
        }
    }
}

impl Seek for Opened<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Opened::Memory(own) => own.seek(to),
            Opened::File(own) => own.seek(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_of_a_large_picture_are_read_again_and_a_change_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.png");
        let bytes: Vec<u8> = (0..=LARGE).map(|n| n as u8).collect();
        std::fs::write(&file, &bytes).unwrap();
        let mut stored = Stored::new(bytes.clone());
        stored.release(file.clone(), Kind::Png);
        assert!(matches!(stored.read(), Ok(Cow::Owned(read)) if read == bytes));
        assert!(stored.is_same(&Stored::new(bytes.clone())));
        let mut read = Vec::new();
        stored.open().unwrap().read_to_end(&mut read).unwrap();
        assert!(read == bytes);
        let mut other = bytes;
        other[9] ^= 1;
        assert!(!stored.is_same(&Stored::new(other.clone())));
        std::fs::write(&file, other).unwrap();
        let told = stored.read().unwrap_err();
        assert!(matches!(told, Problem::Unreadable(why) if why.contains("changed")));
        assert_eq!(stored.open().err(), stored.read().err());
        std::fs::remove_file(&file).unwrap();
        assert!(stored.read().is_err() && stored.open().is_err());
    }

    #[test]
    fn a_small_picture_stays_in_memory() {
        let mut stored = Stored::new(vec![1, 2]);
        stored.release("none".into(), Kind::Png);
        assert!(matches!(stored.read(), Ok(Cow::Borrowed([1, 2]))));
    }
}
