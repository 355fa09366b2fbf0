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

/// A hash of 128 bits, long enough to name a file by.
pub(crate) struct Fnv128(u128);

impl Fnv128 {
    /// The hash of nothing.
    pub(crate) fn new() -> Fnv128 {
        Fnv128(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// Adds bytes.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 ^= u128::from(*byte);
            self.0 = self.0.wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }

    /// The hash of all bytes so far.
    pub(crate) fn value(&self) -> u128 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hashes_are_those_of_the_draft() {
        // draft-eastlake-fnv, test vectors for `foobar`.
        let short = b"foobar"
            .iter()
            .fold(Fnv64::new(), |hash, byte| hash.with((*byte).into()));
        assert_eq!(short.value(), 0x8594_4171_f739_67e8);
        let mut long = Fnv128::new();
        long.feed(b"foobar");
        assert_eq!(long.value(), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }
}
