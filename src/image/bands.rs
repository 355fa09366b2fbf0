//! Takes the rows of a picture that is mostly bare; returns them in the form of zlib (RFC 1950).
//!
//! Deflate needs as long for a bare byte as for any other, and most of a cover is bare. Bare
//! bytes are therefore taken from a store: runs of 64, 128, 256 … of them, each compressed once.
//! All parts are compressed by themselves and end at a whole byte, so that they can stand one after
//! the other (RFC 1951, 3.2.4).

use flate2::{Compress, Compression, FlushCompress};
use simd_adler32::Adler32;
use std::sync::OnceLock;

/// The level of deflate. Of a cover, 2 makes half the bytes of 1, and 3 a tenth less for a third
/// more time.
const LEVEL: u32 = 2;
/// The longest run in the store: 2 to this power.
const LONGEST: usize = 17;
/// The shortest that is worth its place there; shorter ones go with the drawn bytes after them.
const SHORTEST: usize = 6;

/// Runs of bare bytes, by the power of 2 that is their length.
static RUNS: [OnceLock<Vec<u8>>; LONGEST + 1] = [const { OnceLock::new() }; LONGEST + 1];

/// Rows on their way.
pub(super) struct Bands {
    deflate: Compress,
    sum: Sum,
    out: Vec<u8>,
    /// Bare bytes that are not yet in the output.
    bare: usize,
    /// Drawn bytes that are not, after them.
    drawn: Vec<u8>,
}

impl Bands {
    pub(super) fn new() -> Bands {
        Bands {
            deflate: Compress::new(Compression::new(LEVEL), false),
            sum: Sum { low: 1, high: 0 },
            // Deflate with a window of 32 kB, at a fast level.
            out: vec![0x78, 0x01],
            bare: 0,
            drawn: Vec::new(),
        }
    }

    /// Adds so many bytes of zero.
    pub(super) fn bare(&mut self, count: usize) {
        self.flush_drawn();
        self.bare += count;
    }

    /// Adds bytes.
    pub(super) fn drawn(&mut self, bytes: &[u8]) {
        self.flush_bare();
        self.drawn.extend(bytes);
    }

    /// All that was added.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.flush_bare();
        self.flush_drawn();
        // The last block, which is empty.
        self.out.extend([0x03, 0x00]);
        self.out.extend(self.sum.value().to_be_bytes());
        self.out
    }

    fn flush_bare(&mut self) {
        for (power, run) in RUNS.iter().enumerate().skip(SHORTEST).rev() {
            let length = 1 << power;
            while self.bare >= length {
                self.out
                    .extend(run.get_or_init(|| part(&mut self.deflate, &vec![0; length])));
                self.sum.zeros(length);
                self.bare -= length;
            }
        }
        self.drawn.resize(self.drawn.len() + self.bare, 0);
        self.bare = 0;
    }

    fn flush_drawn(&mut self) {
        if self.drawn.is_empty() {
            return;
        }
        self.sum.bytes(&self.drawn);
        self.out.extend(part(&mut self.deflate, &self.drawn));
        self.drawn.clear();
    }
}

/// Compresses bytes as a part that ends at a whole byte.
fn part(deflate: &mut Compress, bytes: &[u8]) -> Vec<u8> {
    deflate.reset();
    let mut out = Vec::with_capacity(bytes.len() / 16 + 64);
    loop {
        let rest = bytes.get(deflate.total_in() as usize..).unwrap_or(&[]);
        let done = deflate.compress_vec(rest, &mut out, FlushCompress::Sync);
        // With room left, nothing is held back.
        if done.is_err() || out.len() < out.capacity() {
            return out;
        }
        out.reserve(out.len() + 64);
    }
}

/// The sum of Adler (RFC 1950, 8.2).
struct Sum {
    low: u32,
    high: u32,
}

impl Sum {
    const MODULUS: u32 = 65_521;

    fn bytes(&mut self, bytes: &[u8]) {
        let mut sum = Adler32::from_checksum(self.value());
        sum.write(bytes);
        let value = sum.finish();
        (self.high, self.low) = (value >> 16, value & 0xffff);
    }

    fn zeros(&mut self, count: usize) {
        let modulus = u64::from(Sum::MODULUS);
        let added = count as u64 % modulus * u64::from(self.low);
        self.high = ((u64::from(self.high) + added) % modulus) as u32;
    }

    fn value(&self) -> u32 {
        self.high << 16 | self.low
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::ZlibDecoder;
    use std::io::Read;

    #[test]
    fn bands_are_read_as_they_were_added() {
        let mut bands = Bands::new();
        let mut expected = Vec::new();
        for (bare, drawn) in [(0, 900), (400_001, 3), (63, 70_000), (64, 0), (1, 1)] {
            bands.bare(bare);
            expected.resize(expected.len() + bare, 0);
            let bytes: Vec<u8> = (0..drawn).map(|n: u64| (n * n / 8) as u8).collect();
            for row in bytes.chunks(801) {
                bands.drawn(row);
            }
            expected.extend(bytes);
        }
        bands.bare(5);
        expected.resize(expected.len() + 5, 0);
        let packed = bands.finish();
        let mut read = Vec::new();
        ZlibDecoder::new(&*packed).read_to_end(&mut read).unwrap();
        assert!(read == expected);
    }
}
