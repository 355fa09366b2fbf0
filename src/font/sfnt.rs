//! Takes the tables of a face; returns an OpenType file (OpenType 1.9, "Organization of an
//! OpenType Font"), and reads the big-endian numbers of font files.
//!
//! Every font format uses the same container, which older texts call SFNT: a directory of
//! tables with tag, checksum, offset and length, then the tables, each padded to four bytes.

/// What is wrong with a file, in words that follow "it".
pub(super) type Flaw = &'static str;

/// The data ends before its declared end.
pub(super) const CUT_SHORT: Flaw = "it is cut short";
/// A length or an offset exceeds what is accepted.
pub(super) const TOO_LARGE: Flaw = "unpacked, it would have more than 256 MB";

/// The checksum of a whole file, which the field checksumAdjustment of `head` brings about.
pub(super) const WHOLE: u32 = 0xb1b0_afba;

/// A table of a font: its tag and its content.
pub(super) type Table = ([u8; 4], Vec<u8>);

/// Builds an OpenType file from its tables. `flavor` is the version number that the file
/// begins with: TrueType or CFF outlines. The tables are sorted by tag, and the checksum of
/// the whole file is written to `head`.
///
/// # Errors
///
/// If there are no tables, more than 4095, two with one tag, or more than 4 GiB of data.
pub(super) fn assemble(flavor: u32, mut tables: Vec<Table>) -> Result<Vec<u8>, Flaw> {
    tables.sort_unstable_by_key(|(tag, _)| *tag);
    if tables
        .iter()
        .zip(tables.iter().skip(1))
        .any(|(a, b)| a.0 == b.0)
    {
        return Err("it has two tables of one name");
    }
    let count = u16::try_from(tables.len()).map_err(|_| TOO_LARGE)?;
    if count == 0 || count > 0x0fff {
        return Err("it has no tables, or too many");
    }
    let selector = count.ilog2() as u16;
    let range = 16 << selector;
    let mut file = flavor.to_be_bytes().to_vec();
    for number in [count, range, selector, count * 16 - range] {
        file.extend(number.to_be_bytes());
    }
    let mut offset = 12 + 16 * usize::from(count);
    let mut adjustment = None;
    for (tag, table) in &mut tables {
        if tag == b"head" && table.len() >= 12 {
            // The field checksumAdjustment counts as 0 until all else is known.
            table.splice(8..12, [0; 4]);
            adjustment = Some(offset + 8);
        }
        let place = u32::try_from(offset).map_err(|_| TOO_LARGE)?;
        let length = u32::try_from(table.len()).map_err(|_| TOO_LARGE)?;
        file.extend(*tag);
        for number in [checksum(table), place, length] {
            file.extend(number.to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        file.extend(table);
        pad(&mut file);
    }
    if let Some(at) = adjustment {
        let whole = WHOLE.wrapping_sub(checksum(&file));
        file.splice(at..at + 4, whole.to_be_bytes());
    }
    Ok(file)
}

/// Fills data with zeros to a multiple of four bytes, as every table and every glyph is.
pub(super) fn pad(data: &mut Vec<u8>) {
    data.resize(data.len().next_multiple_of(4), 0);
}

/// The checksum of a table or a file: the wrapping sum of its 32-bit numbers, the last of
/// them filled with zeros.
pub(super) fn checksum(table: &[u8]) -> u32 {
    let (numbers, rest) = table.as_chunks::<4>();
    let mut last = [0; 4];
    for (byte, own) in last.iter_mut().zip(rest) {
        *byte = *own;
    }
    let numbers = numbers.iter().chain([&last]);
    numbers.fold(0, |sum, number| {
        sum.wrapping_add(u32::from_be_bytes(*number))
    })
}

/// The unread part of some bytes; numbers are big-endian. Reading beyond the end is
/// [`CUT_SHORT`].
#[derive(Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// The next `count` bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Flaw> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn skip(&mut self, count: usize) -> Result<(), Flaw> {
        self.take(count).map(drop)
    }

    /// A reader for the next `count` bytes.
    pub(super) fn part(&mut self, count: usize) -> Result<Reader<'a>, Flaw> {
        self.take(count).map(Reader)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Flaw> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn tag(&mut self) -> Result<[u8; 4], Flaw> {
        self.array()
    }

    pub(super) fn u8(&mut self) -> Result<u8, Flaw> {
        self.array().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Flaw> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn i16(&mut self) -> Result<i16, Flaw> {
        self.array().map(i16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Flaw> {
        self.array().map(u32::from_be_bytes)
    }

    /// A length or an offset of four bytes.
    pub(super) fn size(&mut self) -> Result<usize, Flaw> {
        usize::try_from(self.u32()?).map_err(|_| TOO_LARGE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_fills_the_last_number_with_zeros() {
        assert_eq!(checksum(&[]), 0);
        assert_eq!(checksum(&[0, 0, 0, 1, 2]), 0x0200_0001);
        assert_eq!(checksum(&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 2]), 1);
    }

    #[test]
    fn tables_stand_in_order_each_padded_and_head_balances_the_file() {
        let tables = vec![(*b"head", vec![7; 13]), (*b"cvt ", vec![1, 2, 3])];
        let file = assemble(0x0001_0000, tables).unwrap();
        let mut reader = Reader(&file);
        assert_eq!(reader.u32(), Ok(0x0001_0000));
        let numbers: Vec<u16> = (0..4).map(|_| reader.u16().unwrap()).collect();
        assert_eq!(numbers, [2, 32, 1, 0]);
        let mut places = Vec::new();
        for _ in 0..2 {
            let tag = reader.tag().unwrap();
            reader.skip(4).unwrap();
            places.push((tag, reader.size().unwrap(), reader.size().unwrap()));
        }
        assert_eq!(places, [(*b"cvt ", 44, 3), (*b"head", 48, 13)]);
        assert_eq!(file.get(44..48), Some(&[1, 2, 3, 0][..]));
        assert_eq!(file.len(), 64);
        assert_eq!(checksum(&file), WHOLE);
    }

    #[test]
    fn no_tables_and_two_of_one_name_are_refused() {
        assert!(assemble(0, Vec::new()).is_err());
        let twice = vec![(*b"cmap", Vec::new()), (*b"cmap", Vec::new())];
        assert!(assemble(0, twice).is_err());
    }
}
