//! Takes bytes; returns them compressed by deflate (RFC 1951), alone or in the form of zlib
//! (RFC 1950).
//!
//! A state of deflate has tables of 400 kB, more than most of what is compressed. Each thread
//! makes one for each form and clears it for the next bytes.

use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;
use std::thread::LocalKey;

/// Level 6 takes half the time of level 9 for one per cent more bytes.
const LEVEL: u32 = 6;

thread_local! {
    static ZLIB: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
    static RAW: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), false));
}

/// Compressed bytes with the header and the sum of zlib.
pub(super) fn zlib(bytes: &[u8]) -> Vec<u8> {
    compressed(bytes, &ZLIB)
}

/// Compressed bytes alone.
pub(super) fn raw(bytes: &[u8]) -> Vec<u8> {
    compressed(bytes, &RAW)
}

fn compressed(bytes: &[u8], state: &'static LocalKey<RefCell<Compress>>) -> Vec<u8> {
    state.with_borrow_mut(|state| {
        state.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let rest = bytes.get(state.total_in() as usize..).unwrap_or(&[]);
            match state.compress_vec(rest, &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return packed,
                // The room is used up.
                Ok(_) => packed.reserve(packed.len() / 2 + 64),
                // Only a state that has ended already refuses.
                Err(_) => return Vec::new(),
            }
        }
    })
}

/// Bytes that are [compressed](zlib) as they come.
pub(super) struct Deflating {
    state: Compress,
    waiting: Vec<u8>,
    packed: Vec<u8>,
}

/// The bytes that are compressed at once (256 KiB). Where parts meet, a match may be missed.
const PART: usize = 256 << 10;

impl Deflating {
    pub(super) fn new() -> Deflating {
        Deflating {
            state: Compress::new(Compression::new(LEVEL), true),
            waiting: Vec::with_capacity(PART),
            packed: Vec::new(),
        }
    }

    /// Adds bytes.
    pub(super) fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = bytes.len().min(PART - self.waiting.len());
            let (part, rest) = bytes.split_at(room);
            self.waiting.extend(part);
            bytes = rest;
            if self.waiting.len() == PART {
                self.pack(FlushCompress::None);
            }
        }
    }

    /// The compressed bytes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.pack(FlushCompress::Finish);
        self.packed
    }

    /// Compresses what waits.
    fn pack(&mut self, flush: FlushCompress) {
        let before = self.state.total_in();
        loop {
            let taken = (self.state.total_in() - before) as usize;
            let rest = self.waiting.get(taken..).unwrap_or(&[]);
            if self.packed.len() == self.packed.capacity() {
                self.packed.reserve(self.packed.len() / 2 + (64 << 10));
            }
            let status = self.state.compress_vec(rest, &mut self.packed, flush);
            let is_full = self.packed.len() == self.packed.capacity();
            match status {
                // With room left, all has been taken that can be.
                Ok(Status::Ok | Status::BufError) if is_full => {}
                Ok(_) | Err(_) => break,
            }
        }
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::{DeflateDecoder, ZlibDecoder};
    use std::io::Read;

    #[test]
    fn bytes_that_come_in_parts_are_compressed_as_well_as_the_whole() {
        let mut state = 1_u32;
        let bytes: Vec<u8> = (0..3_000_000_u32)
            .map(|n| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                match n / 100_000 % 3 {
                    0 => (state >> 24) as u8,
                    1 => (n / 300) as u8 ^ (state >> 30) as u8,
                    _ => 0xff,
                }
            })
            .collect();
        for length in [18_000, 301, 70_001] {
            let mut deflating = Deflating::new();
            bytes.chunks(length).for_each(|part| deflating.add(part));
            let packed = deflating.finish();
            let mut read = Vec::new();
            let mut inflate = flate2::read::ZlibDecoder::new(&*packed);
            std::io::Read::read_to_end(&mut inflate, &mut read).unwrap();
            assert!(read == bytes, "{length}");
            assert!(packed.len() <= zlib(&bytes).len() * 1001 / 1000);
        }
    }

    #[test]
    fn what_is_compressed_is_read_again_in_either_form() {
        let noise: Vec<u8> = (0..90_000_u32)
            .map(|n| (n.wrapping_mul(n) >> 7) as u8)
            .collect();
        for bytes in [&[][..], b"a", &[b'x'; 5_000], &noise] {
            let mut read = Vec::new();
            ZlibDecoder::new(&*zlib(bytes))
                .read_to_end(&mut read)
                .unwrap();
            assert!(read == bytes);
            read.clear();
            DeflateDecoder::new(&*raw(bytes))
                .read_to_end(&mut read)
                .unwrap();
            assert!(read == bytes);
        }
    }
}
