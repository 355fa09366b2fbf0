//! Takes bytes; returns a number that stands for them: FNV-1a, which gives the same number on
//! every machine and in every version of Rust.

/// A hash of 64 bits, to look things up by.
pub(crate) struct Fnv64(u64);

impl Fnv64 {
    /// The hash of nothing.
    pub(crate) fn new() -> Fnv64 {
        Fnv64(0xcbf2_9ce4_8422_2325)
    }

    /// Adds one unit: a byte, or a whole code point.
    #[must_use]
    pub(crate) fn with(self, unit: u32) -> Fnv64 {
        Fnv64((self.0 ^ u64::from(unit)).wrapping_mul(0x0100_0000_01b3))
    }

    /// The hash of all units so far.
    pub(crate) fn value(&self) -> u64 {
        self.0
    }
}

/// A hash of 128 bits, long enough to name a file by. It is FNV-1a with units of eight bytes:
/// one byte at a time takes as long as all else that is done to a large picture. Half
/// of each product is folded into the other half, because a multiplication carries no bit
/// downwards.
pub(crate) struct Wide {
    hash: u128,
    /// The bytes after the last whole unit.
    rest: Vec<u8>,
    length: u64,
}

impl Wide {
    /// The hash of nothing.
    pub(crate) fn new() -> Wide {
        Wide {
            hash: 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d,
            rest: Vec::with_capacity(8),
            length: 0,
        }
    }

    /// Adds bytes.
    pub(crate) fn feed(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        if !self.rest.is_empty() {
            let missing = bytes.len().min(8 - self.rest.len());
            let (first, others) = bytes.split_at(missing);
            self.rest.extend(first);
            bytes = others;
            if let Ok(unit) = <[u8; 8]>::try_from(&*self.rest) {
                self.hash = with(self.hash, u64::from_le_bytes(unit));
                self.rest.clear();
            }
        }
        let (units, rest) = bytes.as_chunks::<8>();
        let units = units.iter().map(|unit| u64::from_le_bytes(*unit));
        self.hash = units.fold(self.hash, with);
        self.rest.extend(rest);
    }

    /// The hash of all bytes so far.
    pub(crate) fn value(&self) -> u128 {
        let mut last = [0; 8];
        for (byte, own) in last.iter_mut().zip(&self.rest) {
            *byte = *own;
        }
        // The length tells a rest from the same rest with zeros behind it.
        let hash = with(self.hash, u64::from_le_bytes(last));
        with(hash, self.length)
    }
}

fn with(hash: u128, unit: u64) -> u128 {
    const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;
    let product = (hash ^ u128::from(unit)).wrapping_mul(PRIME);
    product ^ product >> 65
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_short_hash_is_that_of_the_draft() {
        // draft-eastlake-fnv, test vectors for `foobar`.
        let short = b"foobar"
            .iter()
            .fold(Fnv64::new(), |hash, byte| hash.with((*byte).into()));
        assert_eq!(short.value(), 0x8594_4171_f739_67e8);
    }

    fn wide(bytes: &[u8]) -> u128 {
        let mut hash = Wide::new();
        hash.feed(bytes);
        hash.value()
    }

    #[test]
    fn a_wide_hash_is_the_same_in_whatever_parts_its_bytes_come() {
        let bytes: Vec<u8> = (0..99).collect();
        for part in [1, 3, 15, 16, 17, 40] {
            let mut hash = Wide::new();
            bytes.chunks(part).for_each(|bytes| hash.feed(bytes));
            assert_eq!(hash.value(), wide(&bytes), "{part}");
        }
    }

    #[test]
    fn a_wide_hash_changes_with_every_bit_and_with_the_length() {
        let bytes = [7_u8; 50];
        let mut seen = BTreeSet::from([wide(&bytes)]);
        for bit in 0..bytes.len() * 8 {
            let mut other = bytes;
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(seen.insert(wide(&other)), "{bit}");
            // The same bit of the next unit does not undo it.
            if let Some(next) = other.get_mut(bit / 8 + 8) {
                *next ^= 1 << (bit % 8);
                assert!(seen.insert(wide(&other)), "{bit} and the next");
            }
        }
        let zeros = [0_u8; 40];
        assert!((0..zeros.len()).all(|length| seen.insert(wide(&zeros[..length]))));
    }
}
