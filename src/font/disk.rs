//! Takes the place of a face on the disk; returns its tables as a font file of their own:
//! without outlines for as long as the face sets words, with them while a writer draws or cuts
//! it.
//!
//! The outlines of a face for ideographs have some twenty megabytes, the rest of it one or two,
//! and shaping a word needs none. A collection contains other faces besides, which are not
//! read.

use super::sfnt::Reader;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The bytes of outlines from which they are left out until they are needed (1 MiB). Fewer are
/// read once with the rest.
const LARGE: u64 = 1 << 20;

/// The tables of outlines that can be left out: a variable face (CFF2, gvar) is measured by its
/// outlines.
const OUTLINES: [[u8; 4]; 2] = [*b"CFF ", *b"glyf"];

/// A known face that is not yet read.
pub(super) struct Disk {
    pub(super) path: PathBuf,
    /// Its number in its file.
    pub(super) index: u32,
    pub(super) family: String,
    /// 400 is regular.
    pub(super) weight: u16,
    pub(super) italic: bool,
    /// Whether its file contains other faces.
    pub(super) in_collection: bool,
    /// Its tables with outlines, if a writer has them: in a vector, because a slice would stay
    /// as long as this.
    pub(super) whole: Mutex<Weak<Vec<u8>>>,
}

/// What a face sets words with.
pub(super) struct Tables {
    /// A font file with one face.
    pub(super) bytes: Arc<[u8]>,
    /// Whether it has all tables.
    pub(super) is_whole: bool,
}

impl Tables {
    pub(super) fn whole(bytes: Arc<[u8]>) -> Tables {
        Tables {
            bytes,
            is_whole: true,
        }
    }
}

impl Disk {
    /// The tables that words are set with. A file that is gone meanwhile is a face without
    /// glyphs.
    pub(super) fn tables(&self) -> Tables {
        let read = self.read(LARGE);
        read.unwrap_or_else(|_| Tables::whole(Arc::new([])))
    }

    /// The tables, without outlines of more bytes than `large`.
    fn read(&self, large: u64) -> io::Result<Tables> {
        let mut file = File::open(&self.path)?;
        let directory = Directory::read(&mut file, self.index)?;
        let is_outline = |record: &Record| OUTLINES.contains(&record.tag);
        let outlines = directory.records.iter().filter(|r| is_outline(r));
        if outlines.map(|record| u64::from(record.length)).sum::<u64>() > large {
            let bytes = directory.copy(&mut file, |record| !is_outline(record))?;
            if !is_shaped_by_outlines(&bytes) {
                return Ok(Tables {
                    bytes: bytes.into(),
                    is_whole: false,
                });
            }
        }
        let bytes = directory.copy(&mut file, |_| true)?;
        Ok(Tables::whole(bytes.into()))
    }

    /// All its tables, which those who need them at the same time share.
    pub(super) fn whole(&self) -> Arc<Vec<u8>> {
        let mut whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = whole.upgrade() {
            return bytes;
        }
        let read = || {
            let mut file = File::open(&self.path)?;
            let directory = Directory::read(&mut file, self.index)?;
            directory.copy(&mut file, |_| true)
        };
        let bytes = Arc::new(read().unwrap_or_else(|_: io::Error| Vec::new()));
        *whole = Arc::downgrade(&bytes);
        bytes
    }

    /// Its file, if no other face is in it.
    pub(super) fn file(&self) -> Option<Arc<[u8]>> {
        let path = (!self.in_collection).then_some(&self.path);
        path.and_then(|path| std::fs::read(path).ok())
            .map(Into::into)
    }
}

/// Whether marks are put above and below letters by their outlines: by a face that says nothing
/// of their places, or nothing of those of Hebrew.
fn is_shaped_by_outlines(bytes: &[u8]) -> bool {
    FontRef::new(bytes)
        .is_ok_and(|font| font.gpos().is_err() || font.charmap().map('\u{5d0}').is_some())
}

/// The tables of a face (OpenType 1.9, "Organization of an OpenType Font").
struct Directory {
    flavor: [u8; 4],
    records: Vec<Record>,
    /// The bytes of the file.
    length: u64,
}

/// A row of a directory.
struct Record {
    tag: [u8; 4],
    checksum: u32,
    offset: u32,
    length: u32,
}

impl Directory {
    /// Reads the directory of a face in a file.
    fn read(file: &mut File, index: u32) -> io::Result<Directory> {
        let length = file.metadata()?.len();
        let mut at = 0;
        if head::<4>(file, 0)? == *b"ttcf" {
            at = u32::from_be_bytes(head(file, 12 + 4 * u64::from(index))?).into();
        }
        let start: [u8; 6] = head(file, at)?;
        let [flavor @ .., high, low] = start;
        let mut rows = vec![0; 16 * usize::from(u16::from_be_bytes([high, low]))];
        file.seek(SeekFrom::Start(at + 12))?;
        file.read_exact(&mut rows)?;
        let records = rows.chunks_exact(16).filter_map(|row| {
            let mut row = Reader(row);
            let (tag, checksum) = (row.tag().ok()?, row.u32().ok()?);
            let (offset, length) = (row.u32().ok()?, row.u32().ok()?);
            Some(Record {
                tag,
                checksum,
                offset,
                length,
            })
        });
        // A table that the file does not contain is as if it were not there.
        let is_inside =
            |record: &Record| u64::from(record.offset) + u64::from(record.length) <= length;
        Ok(Directory {
            flavor,
            records: records.filter(is_inside).collect(),
            length,
        })
    }

    /// A file with some of the tables, as they are.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or the tables have more bytes than it.
    fn copy(&self, file: &mut File, keeps: impl Fn(&Record) -> bool) -> io::Result<Vec<u8>> {
        let kept: Vec<&Record> = self.records.iter().filter(|r| keeps(r)).collect();
        let count = u16::try_from(kept.len()).unwrap_or(u16::MAX);
        let mut head = self.flavor.to_vec();
        // What follows the count serves to search quickly, and nothing here reads it.
        head.extend(count.to_be_bytes());
        head.extend([0; 6]);
        let mut end = 12 + 16 * u64::from(count);
        let most = end + self.length;
        let mut places = Vec::new();
        for record in &kept {
            let offset = u32::try_from(end).map_err(|_| ErrorKind::InvalidData)?;
            head.extend(record.tag);
            for number in [record.checksum, offset, record.length] {
                head.extend(number.to_be_bytes());
            }
            places.push(end..end + u64::from(record.length));
            end = (end + u64::from(record.length)).next_multiple_of(4);
            // Tables on top of each other could make a small file endless.
            if end > most + 4 * u64::from(count) {
                return Err(ErrorKind::InvalidData.into());
            }
        }
        let length = usize::try_from(end).map_err(|_| ErrorKind::InvalidData)?;
        let mut bytes = Vec::with_capacity(length);
        bytes.extend(head);
        for (record, place) in kept.iter().zip(places) {
            bytes.resize(place.start as usize, 0);
            file.seek(SeekFrom::Start(record.offset.into()))?;
            let mut part = file.by_ref().take(record.length.into());
            let length = part.read_to_end(&mut bytes)?;
            if length as u64 != u64::from(record.length) {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        bytes.resize(length, 0);
        Ok(bytes)
    }
}

/// Some bytes at a place of a file.
fn head<const N: usize>(file: &mut File, at: u64) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use skrifa::Tag;

    fn disk(path: PathBuf, index: u32) -> Disk {
        Disk {
            path,
            index,
            family: String::new(),
            weight: 400,
            italic: false,
            in_collection: true,
            whole: Mutex::default(),
        }
    }

    fn collection() -> PathBuf {
        format!("{}/tests/faces/collection.ttc", env!("CARGO_MANIFEST_DIR")).into()
    }

    #[test]
    fn a_face_of_a_collection_is_read_with_and_without_its_outlines() {
        let file = std::fs::read(collection()).unwrap();
        for index in 0..2 {
            let disk = disk(collection(), index);
            let light = disk.read(0).unwrap();
            let whole = disk.whole();
            assert!(!light.is_whole && disk.tables().is_whole);
            assert!(light.bytes.len() < whole.len() && whole.len() < file.len());
            let expected = FontRef::from_index(&file, index).unwrap();
            let light = FontRef::new(&light.bytes).unwrap();
            let whole = FontRef::new(&whole).unwrap();
            for record in expected.table_directory().table_records() {
                let tag = record.tag();
                let table = |font: &FontRef| font.table_data(tag).map(|t| t.as_bytes().to_vec());
                assert_eq!(table(&whole), table(&expected), "{tag}");
                let kept = table(&expected).filter(|_| tag != Tag::new(b"glyf"));
                assert_eq!(table(&light), kept, "{tag}");
            }
        }
    }

    #[test]
    fn outlines_are_shared_and_let_go() {
        let disk = disk(collection(), 0);
        let first = disk.whole();
        assert!(Arc::ptr_eq(&first, &disk.whole()));
        drop(first);
        assert!(disk.whole.lock().unwrap().upgrade().is_none());
    }

    #[test]
    fn a_file_that_is_gone_or_damaged_is_a_face_without_glyphs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ttc");
        assert!(disk(path.clone(), 0).tables().bytes.is_empty());
        let file = std::fs::read(collection()).unwrap();
        for length in 0..200 {
            std::fs::write(&path, file.get(..length).unwrap()).unwrap();
            let disk = disk(path.clone(), 1);
            assert!(FontRef::new(&disk.tables().bytes).map_or(true, |font| font.cmap().is_err()));
            assert!(disk.whole().len() <= 200 + 16 * 40);
        }
        // A place that is no directory.
        std::fs::write(&path, &file).unwrap();
        disk(path, 900).tables();
    }
}
