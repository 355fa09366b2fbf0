//! Takes files, some compressed already; writes a ZIP archive of them in the same order
//! (PKWARE APPNOTE 6.3.10, 4.3; ISO/IEC 21320-1).
//!
//! The crate zip accepts compressed bytes only out of another archive, and makes a state of
//! deflate for each file: in small books that took longer than writing the text. All entries
//! have the date at which the format's calendar begins, so that the same files give the same
//! bytes.

use super::Error;
use std::fmt;
use std::io::Write;

/// How the content of an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// As it is.
    Stored = 0,
    /// Compressed by deflate.
    Deflated = 8,
}

/// A file of the archive.
pub(super) struct Entry<'a> {
    /// Its path, with slashes.
    pub(super) name: &'a str,
    /// How its content is written.
    pub(super) method: Method,
    /// The CRC-32 of the file.
    pub(super) sum: u32,
    /// The number of bytes of the file.
    pub(super) length: usize,
    /// The content, as it is written.
    pub(super) content: &'a [u8],
}

/// An archive, or a file in it, exceeds what fields of 32 bits can count: 4 GiB, or 65,535 files.
/// EPUB allows the longer form, but many reading systems do not read it.
#[derive(Debug)]
pub(crate) struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an archive holds 65,535 files and 4 GB at most")
    }
}

impl std::error::Error for TooLarge {}

/// The version of the format that a reader needs: 2.0, for folders and deflate.
const NEEDED: u16 = 20;
/// Made on Unix (3), for the permissions in `ATTRIBUTES`.
const MADE: u16 = 3 << 8 | NEEDED;
/// Names are UTF-8 (bit 11).
const UTF_8: u16 = 1 << 11;
/// 1 January 1980, the first day that an entry can have.
const DATE: u16 = 1 << 5 | 1;
/// A file that all may read and its owner may write, as Unix says it.
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// An archive that grows.
pub(super) struct Archive<W> {
    out: W,
    /// The number of bytes written.
    written: u64,
    /// The directory that follows the entries.
    directory: Vec<u8>,
    count: u16,
}

impl<W: Write> Archive<W> {
    /// An archive without files.
    pub(super) fn new(out: W) -> Archive<W> {
        Archive {
            out,
            written: 0,
            directory: Vec::new(),
            count: 0,
        }
    }

    /// Adds a file.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], or [`Error::Output`] if it cannot be written.
    pub(super) fn add(&mut self, entry: &Entry) -> Result<(), Error> {
        let offset = size(self.written)?;
        let mut about = Vec::with_capacity(26);
        let flags = if entry.name.is_ascii() { 0 } else { UTF_8 };
        for field in [NEEDED, flags, entry.method as u16, 0, DATE] {
            about.extend(field.to_le_bytes());
        }
        let (packed, length) = (entry.content.len() as u64, entry.length as u64);
        for field in [entry.sum, size(packed)?, size(length)?] {
            about.extend(field.to_le_bytes());
        }
        let name = u16::try_from(entry.name.len()).map_err(|_| TooLarge)?;
        // Neither more fields nor, in the directory, a comment.
        about.extend(name.to_le_bytes());
        about.extend([0, 0]);
        self.write(b"PK\x03\x04")?;
        self.write(&about)?;
        self.write(entry.name.as_bytes())?;
        self.write(entry.content)?;
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(MADE.to_le_bytes());
        self.directory.extend(about);
        // Comment, disk and attributes of a program.
        self.directory.extend([0; 6]);
        self.directory.extend(ATTRIBUTES.to_le_bytes());
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(entry.name.as_bytes());
        self.count = self.count.checked_add(1).ok_or(TooLarge)?;
        Ok(())
    }

    /// Writes the directory. Returns the number of bytes of the archive.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], or [`Error::Output`] if it cannot be written.
    pub(super) fn finish(mut self) -> Result<u64, Error> {
        let offset = size(self.written)?;
        let mut directory = std::mem::take(&mut self.directory);
        let length = size(directory.len() as u64)?;
        directory.extend(b"PK\x05\x06\0\0\0\0");
        // Entries of this disk, and of all.
        directory.extend(self.count.to_le_bytes());
        directory.extend(self.count.to_le_bytes());
        directory.extend(length.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend([0, 0]);
        self.write(&directory)?;
        self.out.flush()?;
        Ok(self.written)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.out.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }
}

fn size(length: u64) -> Result<u32, TooLarge> {
    u32::try_from(length).map_err(|_| TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::deflate;
    use std::io::{Cursor, Read};
    use zip::{CompressionMethod, DateTime, ZipArchive};

    #[test]
    fn another_reader_finds_every_file_as_it_was() {
        let text = "à la une, ".repeat(400);
        let packed = deflate::raw(text.as_bytes());
        let mut bytes = Vec::new();
        let mut archive = Archive::new(&mut bytes);
        for (name, method, file, content) in [
            ("mimetype", Method::Stored, &b"a/b"[..], &b"a/b"[..]),
            ("a/é.xhtml", Method::Deflated, text.as_bytes(), &packed[..]),
            ("empty", Method::Stored, b"", b""),
        ] {
            let entry = Entry {
                name,
                method,
                sum: crc32fast::hash(file),
                length: file.len(),
                content,
            };
            archive.add(&entry).unwrap();
        }
        assert_eq!(archive.finish().unwrap(), bytes.len() as u64);
        let mut read = ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(read.len(), 3);
        for (index, (name, method, content)) in [
            ("mimetype", CompressionMethod::Stored, "a/b"),
            ("a/é.xhtml", CompressionMethod::Deflated, &text),
            ("empty", CompressionMethod::Stored, ""),
        ]
        .into_iter()
        .enumerate()
        {
            // Reading to the end compares the sum.
            let mut file = read.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            assert_eq!((file.name(), file.compression()), (name, method));
            assert_eq!(text, content);
            assert_eq!(file.last_modified(), Some(DateTime::default()));
            assert_eq!(file.unix_mode(), Some(0o100_644));
        }
    }

    #[test]
    fn more_files_than_the_directory_counts_are_refused() {
        let mut archive = Archive::new(std::io::sink());
        let empty = Entry {
            name: "a",
            method: Method::Stored,
            sum: 0,
            length: 0,
            content: &[],
        };
        for _ in 0..u16::MAX {
            archive.add(&empty).unwrap();
        }
        assert!(archive.add(&empty).is_err());
    }
}
