//! Takes the objects of a document; writes its file (ISO 32000-1, 7.5).
//!
//! A stream stands by itself. All other objects are packed into object streams (7.5.7), and
//! the table of places is a cross-reference stream (7.5.8). Objects are given up as they are
//! written, and bytes are handed on: those of a book with pictures take more room than all else.
//!
//! The file names itself by a hash of its bytes (14.4): the same content gives the same
//! identifier, other content another.

use super::image::Unfilled;
use super::object::{hexadecimal, name};
use crate::diag::Report;
use crate::hash::Wide;
use crate::image::damage;
use crate::write::Error;
use crate::write::deflate::zlib;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use rayon::prelude::*;
use std::io::Write;

/// Objects in an object stream: more pack better, and take longer to open.
const OBJECTS: usize = 200;
/// Object streams that are compressed together, by all processors.
const BATCHES: usize = 16;
/// The bytes that are handed on at once (64 KiB).
const WAITING: usize = 64 << 10;
/// The bytes of a place in the table, by part: its kind, an offset or the number of an object
/// stream, the index in it.
const WIDTHS: [usize; 3] = [1, 4, 2];

/// Objects that are written and not yet in the file. Those of the structure of a book have two
/// megabytes so, and eighty as objects.
#[derive(Default)]
pub(super) struct Written {
    bytes: Vec<u8>,
    /// The number of each object, and where its bytes end.
    ends: Vec<(u32, usize)>,
}

impl Written {
    /// Adds an object, of a higher number than those before, in the place of which the document
    /// has none.
    pub(super) fn add(&mut self, (number, _): ObjectId, object: &Object) {
        value(object, &mut self.bytes);
        self.ends.push((number, self.bytes.len()));
    }

    /// The objects with their numbers.
    fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let mut start = 0;
        self.ends.iter().map(move |(number, end)| {
            let bytes = self.bytes.get(start..*end).unwrap_or(&[]);
            start = *end;
            (*number, bytes)
        })
    }
}

/// Writes a document, with the objects that are `written` already, to `out`. `pictures` are read
/// in turn, no more at a time than there are processors; damage in their files is told.
///
/// # Errors
///
/// [`Error::Picture`] if a picture cannot be read, [`Error::Io`] if `out` takes no more.
pub(super) fn write(
    mut document: Document,
    written: &Written,
    pictures: Vec<Unfilled>,
    report: &mut Report,
    out: &mut dyn Write,
) -> Result<(), Error> {
    compress(&mut document);
    let mut objects = std::mem::take(&mut document.objects);
    let last = objects.last_key_value().map(|((number, _), _)| *number);
    let last = last.max(written.ends.last().map(|(number, _)| *number));
    let mut file = File::new(last.unwrap_or(0), out);
    let pictures: Vec<_> = pictures
        .into_iter()
        .filter_map(|picture| match objects.remove(&picture.id) {
            Some(Object::Stream(stream)) => Some((picture, stream)),
            Some(_) | None => None,
        })
        .collect();
    let mut packing = Packing::default();
    let mut written = written.iter().peekable();
    for ((number, _), object) in objects {
        while let Some((number, bytes)) = written.next_if(|(own, _)| *own < number) {
            packing.add(number, |out| out.extend(bytes));
            file.packed_if_full(&mut packing)?;
        }
        match object {
            Object::Stream(stream) => file.stream(number, &stream)?,
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..)
            | Object::Array(_)
            | Object::Dictionary(_)
            | Object::Reference(_) => packing.add(number, |out| value(&object, out)),
        }
        file.packed_if_full(&mut packing)?;
    }
    for (number, bytes) in written {
        packing.add(number, |out| out.extend(bytes));
        file.packed_if_full(&mut packing)?;
    }
    file.packed(packing)?;
    // Pictures come last: when they are read, all else has been let go.
    file.pictures(pictures, report)?;
    file.end(&document.trailer)
}

/// Compresses the streams that are not yet.
fn compress(document: &mut Document) {
    let mut streams: Vec<&mut Stream> = document
        .objects
        .values_mut()
        .filter_map(|object| object.as_stream_mut().ok())
        .filter(|stream| !stream.dict.has(b"Filter") && stream.allows_compression)
        .collect();
    streams.par_iter_mut().for_each(|stream| {
        let deflated = zlib(&stream.content);
        if deflated.len() < stream.content.len() {
            stream.dict.set("Filter", name("FlateDecode"));
            stream.content = deflated;
        }
    });
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    /// Nowhere: its number is free.
    Free,
    /// At a byte of the file.
    At(u64),
    /// In an object stream, at an index.
    In(u32, usize),
}

impl Place {
    /// Its row in the table.
    fn row(self) -> Vec<u8> {
        let parts = match self {
            // The last generation: the number is not used again.
            Place::Free => [0, 0, 0xffff],
            Place::At(offset) => [1, offset, 0],
            Place::In(stream, index) => [2, stream.into(), index as u64],
        };
        let mut row = Vec::new();
        for (part, width) in parts.into_iter().zip(WIDTHS) {
            row.extend(&part.to_be_bytes()[8 - width..]);
        }
        row
    }
}

/// A file, as far as it is written.
struct File<'o> {
    out: &'o mut dyn Write,
    /// Bytes that are still to be handed on.
    waiting: Vec<u8>,
    /// How many were handed on, and their hash.
    written: u64,
    hash: Wide,
    /// The places of objects, by number.
    places: Vec<Place>,
}

impl File<'_> {
    /// A file of objects up to a number.
    fn new(last: u32, out: &mut dyn Write) -> File<'_> {
        File {
            out,
            // Bytes beyond ASCII say that the file is not text (7.5.2).
            waiting: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
            written: 0,
            hash: Wide::new(),
            places: vec![Place::Free; last as usize + 1],
        }
    }

    /// The offset of the next byte.
    fn offset(&self) -> u64 {
        self.written + self.waiting.len() as u64
    }

    /// Hands on what waits, then other bytes.
    fn hand_on(&mut self, more: &[u8]) -> Result<(), Error> {
        for bytes in [&*self.waiting, more] {
            self.hash.feed(bytes);
            self.out.write_all(bytes)?;
            self.written += bytes.len() as u64;
        }
        self.waiting.clear();
        Ok(())
    }

    fn stream(&mut self, number: u32, stream: &Stream) -> Result<(), Error> {
        self.places[number as usize] = Place::At(self.offset());
        let out = &mut self.waiting;
        writeln!(out, "{number} 0 obj")?;
        let mut about = stream.dict.clone();
        about.set("Length", stream.content.len() as i64);
        dictionary(&about, out);
        out.extend(b"\nstream\n");
        match out.len() + stream.content.len() > WAITING {
            true => self.hand_on(&stream.content)?,
            false => out.extend(&stream.content),
        }
        self.waiting.extend(b"\nendstream\nendobj\n");
        Ok(())
    }

    /// Writes pictures, each into its stream.
    fn pictures(
        &mut self,
        pictures: Vec<(Unfilled, Stream)>,
        report: &mut Report,
    ) -> Result<(), Error> {
        let mut pictures = pictures.into_iter();
        loop {
            let some = pictures.by_ref().take(rayon::current_num_threads());
            let some: Vec<_> = some.collect();
            if some.is_empty() {
                return Ok(());
            }
            let filled = some.into_par_iter().map(|(unfilled, stream)| {
                let Unfilled {
                    id,
                    content,
                    picture,
                } = unfilled;
                Ok((content.fill()?, stream, id, picture))
            });
            for (filled, mut stream, id, picture) in filled.collect::<Result<Vec<_>, Error>>()? {
                if filled.is_damaged {
                    report.push(damage(&picture));
                }
                stream.content = filled.bytes;
                self.stream(id.0, &stream)?;
            }
        }
    }

    /// Writes object streams, if there are many.
    fn packed_if_full(&mut self, packing: &mut Packing) -> Result<(), Error> {
        match packing.is_full() {
            true => self.packed(std::mem::take(packing)),
            false => Ok(()),
        }
    }

    /// Writes object streams.
    fn packed(&mut self, packing: Packing) -> Result<(), Error> {
        let Packing { streams, .. } = packing;
        let streams: Vec<_> = streams.into_par_iter().map(ObjectStream::finish).collect();
        for (numbers, stream) in streams {
            let own = self.places.len() as u32;
            self.places.push(Place::Free);
            self.stream(own, &stream)?;
            for (index, number) in numbers.into_iter().enumerate() {
                self.places[number as usize] = Place::In(own, index);
            }
        }
        Ok(())
    }

    /// Writes the table, which ends the file.
    fn end(mut self, trailer: &Dictionary) -> Result<(), Error> {
        // What the file is named by is all that comes before.
        self.hand_on(&[])?;
        let start = self.offset();
        let own = self.places.len() as u32;
        self.places.push(Place::At(start));
        let own_entries = dictionary! {
            "Type" => name("XRef"),
            "Size" => self.places.len() as i64,
            "W" => WIDTHS.map(|width| Object::from(width as i64)).to_vec(),
            "ID" => identifier(&self.hash),
            "Filter" => name("FlateDecode"),
            "DecodeParms" => dictionary! {
                "Predictor" => 12,
                "Columns" => WIDTHS.iter().sum::<usize>() as i64,
            },
        };
        let mut about = trailer.clone();
        for (key, value) in own_entries {
            about.set(key, value);
        }
        let rows = differences(self.places.iter().map(|place| place.row()));
        self.stream(own, &Stream::new(about, zlib(&rows)))?;
        write!(self.waiting, "startxref\n{start}\n%%EOF\n")?;
        self.hand_on(&[])
    }
}

/// Rows as PNG's filter `Up` has them, each from the one above: most bytes are alike there
/// (7.4.4.4).
fn differences(rows: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut above = vec![0; WIDTHS.iter().sum()];
    for row in rows {
        out.push(2);
        let pairs = row.iter().zip(&above);
        out.extend(pairs.map(|(own, above)| own.wrapping_sub(*above)));
        above = row;
    }
    out
}

/// The two identifiers of a file that has not been changed since it was made.
fn identifier(hash: &Wide) -> Object {
    let id = hexadecimal(hash.value().to_be_bytes().to_vec());
    Object::Array(vec![id.clone(), id])
}

/// Object streams on their way.
#[derive(Default)]
struct Packing {
    streams: Vec<ObjectStream>,
}

impl Packing {
    /// Adds an object, which is written by a function.
    fn add(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        if self.streams.last().is_none_or(ObjectStream::is_full) {
            self.streams.push(ObjectStream::default());
        }
        if let Some(last) = self.streams.last_mut() {
            last.add(number, write);
        }
    }

    /// Whether there is work for all processors.
    fn is_full(&self) -> bool {
        self.streams.len() == BATCHES && self.streams.last().is_some_and(ObjectStream::is_full)
    }
}

#[derive(Default)]
struct ObjectStream {
    /// The objects in it, each with where it begins.
    numbers: Vec<(u32, usize)>,
    objects: Vec<u8>,
}

impl ObjectStream {
    fn add(&mut self, number: u32, write: impl FnOnce(&mut Vec<u8>)) {
        self.numbers.push((number, self.objects.len()));
        write(&mut self.objects);
        self.objects.push(b'\n');
    }

    fn is_full(&self) -> bool {
        self.numbers.len() >= OBJECTS
    }

    /// The stream, and the numbers of its objects in their order.
    fn finish(self) -> (Vec<u32>, Stream) {
        let mut content = Vec::with_capacity(self.objects.len() + self.numbers.len() * 8);
        for (number, at) in &self.numbers {
            let _ = write!(content, "{number} {at} ");
        }
        let about = dictionary! {
            "Type" => name("ObjStm"),
            "N" => self.numbers.len() as i64,
            "First" => content.len() as i64,
            "Filter" => name("FlateDecode"),
        };
        content.extend(&self.objects);
        let numbers = self.numbers.into_iter().map(|(number, _)| number).collect();
        (numbers, Stream::new(about, zlib(&content)))
    }
}

/// Writes a value (7.3).
fn value(object: &Object, out: &mut Vec<u8>) {
    let _ = match object {
        Object::Null => out.write_all(b"null"),
        Object::Boolean(value) => write!(out, "{value}"),
        Object::Integer(value) => write!(out, "{value}"),
        Object::Real(value) => write!(out, "{value}"),
        Object::Reference((number, generation)) => write!(out, "{number} {generation} R"),
        Object::Name(text) => {
            name_of(text, out);
            Ok(())
        }
        Object::String(text, StringFormat::Literal) => {
            literal(text, out);
            Ok(())
        }
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            for byte in text {
                let _ = write!(out, "{byte:02X}");
            }
            out.write_all(b">")
        }
        Object::Array(values) => {
            out.push(b'[');
            let mut stands_apart = true;
            for own in values {
                if !stands_apart && !is_delimited(own) {
                    out.push(b' ');
                }
                value(own, out);
                stands_apart = is_delimited(own) && own.as_name().is_err();
            }
            out.write_all(b"]")
        }
        Object::Dictionary(own) => {
            dictionary(own, out);
            Ok(())
        }
        // Streams are written by themselves, and never within another object.
        Object::Stream(_) => out.write_all(b"null"),
    };
}

/// Whether a value begins with a delimiter, so that nothing needs to part it from what is before.
fn is_delimited(object: &Object) -> bool {
    match object {
        Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_) => true,
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Stream(_)
        | Object::Reference(_) => false,
    }
}

fn dictionary(own: &Dictionary, out: &mut Vec<u8>) {
    out.extend(b"<<");
    for (key, object) in own {
        name_of(key, out);
        if !is_delimited(object) {
            out.push(b' ');
        }
        value(object, out);
    }
    out.extend(b">>");
}

/// A name, with a number in the place of what is not a regular character (7.3.5).
fn name_of(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in text {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

/// A string in parentheses (7.3.4.2). A line end in it would be read as a line feed.
fn literal(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'(');
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(object: Object) -> String {
        let mut out = Vec::new();
        value(&object, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn file(document: Document) -> Vec<u8> {
        let mut bytes = Vec::new();
        let written = Written::default();
        write(
            document,
            &written,
            Vec::new(),
            &mut Report::new(),
            &mut bytes,
        )
        .unwrap();
        bytes
    }

    /// A document of so many objects, each with its number.
    fn document(count: i64) -> Document {
        let mut document = Document::new();
        for number in 1..=count {
            document.add_object(dictionary! {"Number" => number});
        }
        let root = document.add_object(dictionary! {"Type" => name("Catalog")});
        document.trailer.set("Root", root);
        document
    }

    #[test]
    fn values_are_written_as_short_as_can_be() {
        let all = vec![
            1.into(),
            Object::Real(-0.5),
            name("A B#"),
            2.into(),
            name("N"),
            Object::string_literal("a(b)\\\r"),
            true.into(),
            hexadecimal(vec![0xfe, 1]),
            Object::Null,
            Object::Array(vec![]),
            Object::Reference((7, 0)),
            Object::Dictionary(dictionary! {"K" => 1, "L" => name("V")}),
        ];
        assert_eq!(
            written(Object::Array(all)),
            "[1 -0.5/A#20B#23 2/N(a\\(b\\)\\\\\\r)true<FE01>null[]7 0 R<</K 1/L/V>>]"
        );
    }

    #[test]
    fn every_object_of_many_is_found_again() {
        let count = 2 * (OBJECTS * BATCHES) as i64 + 7;
        let mut document = document(count);
        let content = vec![b'x'; 1_000];
        let stream = document.add_object(Stream::new(Dictionary::new(), content.clone()));
        let read = Document::load_mem(&file(document)).unwrap();
        for number in 1..=count {
            let own = read.get_dictionary((number as u32, 0)).unwrap();
            assert_eq!(own.get(b"Number").unwrap().as_i64().unwrap(), number);
        }
        let stream = read.get_object(stream).unwrap().as_stream().unwrap();
        assert!(stream.content.len() < 100);
        assert_eq!(stream.decompressed_content().unwrap(), content);
        assert!(read.catalog().is_ok());
    }

    #[test]
    fn an_object_that_is_written_already_stands_where_it_would_have_stood() {
        let mut parted = document(30);
        let mut written = Written::default();
        for number in [3, 4, 17, 30, 31] {
            let object = parted.objects.remove(&(number, 0)).unwrap();
            written.add((number, 0), &object);
        }
        let mut bytes = Vec::new();
        write(parted, &written, Vec::new(), &mut Report::new(), &mut bytes).unwrap();
        assert!(bytes == file(document(30)));
    }

    #[test]
    fn what_takes_no_more_is_an_error() {
        let mut room = [0; 99];
        let written = Written::default();
        let full = write(
            document(9),
            &written,
            Vec::new(),
            &mut Report::new(),
            &mut &mut room[..],
        );
        assert!(matches!(full, Err(Error::Io(_))));
    }

    #[test]
    fn the_same_content_gives_the_same_identifier_and_other_content_another() {
        let id = |document: Document| {
            let read = Document::load_mem(&file(document)).unwrap();
            read.trailer.get(b"ID").unwrap().clone()
        };
        assert_eq!(id(document(3)), id(document(3)));
        let mut other = document(3);
        other.get_dictionary_mut((2, 0)).unwrap().set("Number", 9);
        assert_ne!(id(document(3)), id(other));
    }
}
