//! Takes bytes; returns text, with the places where the bytes are not those of its encoding.
//!
//! A text whose bytes are UTF-8 but for a few is UTF-8: one damaged byte does not make an
//! old encoding of all the others. Only where the text as a whole is not UTF-8 is its
//! encoding [guessed](super::legacy). Lines of two encodings in one file, which editors
//! and `cat` make, are each read in their own.

use super::{Encoding, NotText, legacy};
use std::ops::Range;

/// What stands for bytes that are lost (Unicode, 3.9, "substitution of maximal subparts").
const LOST: char = '\u{fffd}';
/// One byte in so many characters beyond ASCII may be damaged in UTF-8.
const DAMAGE: usize = 20;
/// One control byte in so many bytes may be damage; a picture or a program has more.
const CONTROL: usize = 100;
/// How much in lines of sound UTF-8 makes a file of two encodings.
const SOUND: usize = 10;

/// A decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    /// Places in the text, ascending.
    pub(super) damage: Vec<Place>,
    /// Where in the text control characters were dropped, ascending.
    pub(super) dropped: Vec<usize>,
}

/// A place where the bytes are not those of the text's encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) range: Range<usize>,
    /// The encoding that they were read in; nothing where they are lost.
    pub(super) read_as: Option<&'static str>,
}

/// Decodes bytes, whatever they are in.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    let (encoding, length) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (wide(bytes), 0),
    };
    let rest = bytes.get(length..).unwrap_or(&[]);
    match encoding {
        Some(encoding) if encoding != encoding_rs::UTF_8 => Ok(utf_16(rest, encoding)),
        marked => {
            let mut decoded = narrow(rest, marked.is_some());
            if let Some(offset) = replace_controls(&mut decoded, bytes) {
                return Err(NotText::Binary { offset });
            }
            Ok(decoded)
        }
    }
}

/// Decodes the bytes of press copy. The wires frame and divide it with control characters
/// (IPTC 7901, 4: SOH before the header, STX before the text, ETX after it), which are
/// dropped; those of a line end and of a page end are made line ends.
pub(super) fn decode_copy(bytes: &[u8]) -> Result<Decoded, NotText> {
    let is_wide = encoding_rs::Encoding::for_bom(bytes)
        .is_some_and(|(encoding, _)| encoding != encoding_rs::UTF_8)
        || wide(bytes).is_some();
    if is_wide || is_rubbish(bytes) {
        return decode(bytes);
    }
    let (text, is_marked) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((_, length)) => (bytes.get(length..).unwrap_or(&[]), true),
        None => (bytes, false),
    };
    let mut decoded = narrow(text, is_marked);
    // Where a place of the whole text is in what is left of it.
    let is_dropped = |c: char| is_control(c) || matches!(c, '\u{1a}' | '\u{1b}' | '\u{7f}');
    // A new line of a word processor, and a new page of a printer.
    let whole = std::mem::take(&mut decoded.text).replace(['\u{b}', '\u{c}'], "\n");
    let gone: Vec<usize> = whole.match_indices(is_dropped).map(|(at, _)| at).collect();
    let left = |at: usize| at - gone.partition_point(|place| *place < at);
    for place in &mut decoded.damage {
        place.range = left(place.range.start)..left(place.range.end);
    }
    decoded.dropped = gone.iter().map(|at| left(*at)).collect();
    decoded.text = whole.replace(is_dropped, "");
    Ok(decoded)
}

/// Whether so many bytes are control characters that they are no copy: of a picture or an
/// archive one byte in ten is, and a program has noughts.
fn is_rubbish(bytes: &[u8]) -> bool {
    let count = |is: &dyn Fn(u8) -> bool| bytes.iter().filter(|byte| is(**byte)).count();
    let noughts = count(&|byte| byte == 0);
    let controls = count(&|byte| is_control(char::from(byte)));
    noughts > 1 && noughts * CONTROL > bytes.len() || controls > 8 && controls * 20 > bytes.len()
}

/// UTF-8, one of the older encodings, or both.
fn narrow(bytes: &[u8], is_marked: bool) -> Decoded {
    let found = Evidence::of(bytes);
    if is_marked || found.is_sound() || found.is_utf_8() {
        return utf_8(bytes);
    }
    if let Some(mixed) = mixed(bytes, &found) {
        return mixed;
    }
    if found.is_mostly_utf_8() {
        return utf_8(bytes);
    }
    legacy(bytes)
}

/// What speaks for UTF-8 in some bytes, and what against it.
#[derive(Debug, Default)]
struct Evidence {
    /// Characters beyond ASCII.
    characters: usize,
    /// What they weigh: the more bytes a character has, the less likely it is that they
    /// stand in this order by chance.
    weight: usize,
    /// Broken parts of characters.
    broken: usize,
    /// Whether one more is cut off by the end.
    is_cut: bool,
}

impl Evidence {
    fn of(bytes: &[u8]) -> Evidence {
        let mut found = Evidence::default();
        for part in parts(bytes) {
            match part {
                Part::Sound(text) => {
                    for c in text.chars().filter(|c| !c.is_ascii()) {
                        found.characters += 1;
                        found.weight += match c.len_utf8() {
                            2 => 1,
                            3 => 3,
                            _ => 6,
                        };
                    }
                }
                Part::Pair(_) => {
                    found.characters += 1;
                    found.weight += 6;
                }
                Part::Cut => found.is_cut = true,
                Part::Broken => found.broken += 1,
            }
        }
        found
    }

    /// Whether no byte speaks against UTF-8.
    fn is_sound(&self) -> bool {
        self.broken == 0 && !self.is_cut
    }

    /// Whether the bytes are UTF-8 but for a few. One damaged byte breaks a character in
    /// three parts at most.
    fn is_utf_8(&self) -> bool {
        self.weight > 0
            && (self.broken * DAMAGE <= self.characters
                || self.broken <= 3 && self.is_mostly_utf_8())
    }

    /// Whether more speaks for UTF-8 than chance makes of an old encoding: of Chinese in
    /// GBK, the worst, about one pair in five would be a character of UTF-8.
    fn is_mostly_utf_8(&self) -> bool {
        self.weight > 3 * self.broken
    }
}

/// UTF-8, a [`LOST`] for each broken part.
fn utf_8(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut damage = Vec::new();
    push_utf_8(bytes, &mut text, &mut damage);
    Decoded {
        text,
        encoding: Encoding::Utf8,
        damage,
        dropped: Vec::new(),
    }
}

fn push_utf_8(bytes: &[u8], text: &mut String, damage: &mut Vec<Place>) {
    for part in parts(bytes) {
        let start = text.len();
        match part {
            Part::Sound(sound) => text.push_str(sound),
            Part::Pair(c) => {
                text.push(c);
                push_place(damage, start..text.len(), Some("CESU-8"));
            }
            Part::Cut | Part::Broken => {
                text.push(LOST);
                push_place(damage, start..text.len(), None);
            }
        }
    }
}

/// A part of what may be UTF-8.
enum Part<'b> {
    /// Characters.
    Sound(&'b str),
    /// A character that is written as [surrogates].
    Pair(char),
    /// A character that the end of the text cuts off.
    Cut,
    /// The greatest part of a character that is none.
    Broken,
}

fn parts(mut bytes: &[u8]) -> impl Iterator<Item = Part<'_>> {
    std::iter::from_fn(move || {
        let chunk = bytes.utf8_chunks().next()?;
        let (sound, broken) = (chunk.valid(), chunk.invalid());
        if !sound.is_empty() {
            bytes = bytes.get(sound.len()..)?;
            return Some(Part::Sound(sound));
        }
        let (part, length) = match surrogates(bytes) {
            Some(c) => (Part::Pair(c), 6),
            // In an old encoding one byte above this alone is a small letter.
            None if broken.len() == bytes.len()
                && (broken.len() > 1 || matches!(broken.first(), Some(0xc2..=0xdf))) =>
            {
                (Part::Cut, broken.len())
            }
            None => (Part::Broken, broken.len()),
        };
        bytes = bytes.get(length..)?;
        Some(part)
    })
}

/// A character beyond the first plane as some databases export it: the two surrogates of
/// UTF-16, each in three bytes (Unicode Technical Report 26, CESU-8).
fn surrogates(bytes: &[u8]) -> Option<char> {
    let [
        0xed,
        a @ 0xa0..=0xaf,
        b @ 0x80..=0xbf,
        0xed,
        c @ 0xb0..=0xbf,
        d @ 0x80..=0xbf,
        ..,
    ] = *bytes
    else {
        return None;
    };
    let unit = |high: u8, low: u8| 0xd000 | u16::from(high & 0x3f) << 6 | u16::from(low & 0x3f);
    char::decode_utf16([unit(a, b), unit(c, d)]).next()?.ok()
}

/// Adds a place, or lets the last one reach to it.
fn push_place(damage: &mut Vec<Place>, range: Range<usize>, read_as: Option<&'static str>) {
    match damage.last_mut() {
        Some(last) if last.range.end == range.start && last.read_as == read_as => {
            last.range.end = range.end;
        }
        _ => damage.push(Place { range, read_as }),
    }
}

/// A file of which some lines are UTF-8, and others in an older encoding.
fn mixed(bytes: &[u8], whole: &Evidence) -> Option<Decoded> {
    let lines = || bytes.split_inclusive(|byte| *byte == b'\n');
    let is_utf_8 = |line: &[u8]| {
        let found = Evidence::of(line);
        found.is_sound() || found.is_mostly_utf_8()
    };
    let sound: usize = lines()
        .map(Evidence::of)
        .filter(Evidence::is_sound)
        .map(|found| found.weight)
        .sum();
    // By chance a short line of an old encoding is sound.
    if sound < SOUND || sound * DAMAGE < whole.broken {
        return None;
    }
    let others: Vec<u8> = lines()
        .filter(|line| !is_utf_8(line))
        .flatten()
        .copied()
        .collect();
    let (old, name) = legacy::guess(&others);
    let (mut text, mut damage) = (String::with_capacity(bytes.len()), Vec::new());
    for line in lines() {
        if is_utf_8(line) {
            push_utf_8(line, &mut text, &mut damage);
            continue;
        }
        let start = text.len();
        let (read, _) = old.decode_without_bom_handling(line);
        text.push_str(&read);
        push_place(&mut damage, start..text.len(), Some(name));
    }
    Some(Decoded {
        text,
        encoding: Encoding::Utf8,
        damage,
        dropped: Vec::new(),
    })
}

/// An older encoding. Where the guess is none of the bytes' own, Windows-1252, which has a
/// character for every byte.
fn legacy(bytes: &[u8]) -> Decoded {
    let (encoding, name) = legacy::guess(bytes);
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    let beyond = text.chars().filter(|c| !c.is_ascii()).count();
    let mut damage = Vec::new();
    if has_errors {
        for (at, lost) in text.match_indices(LOST) {
            push_place(&mut damage, at..at + lost.len(), None);
        }
    }
    if damage.len() * DAMAGE <= beyond {
        return Decoded {
            text: text.into_owned(),
            encoding: Encoding::Guessed(name),
            damage,
            dropped: Vec::new(),
        };
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    Decoded {
        text: text.into_owned(),
        encoding: Encoding::Guessed("Windows-1252"),
        damage: Vec::new(),
        dropped: Vec::new(),
    }
}

/// UTF-16, a [`LOST`] for half a pair, for half a unit at the end and for a control
/// character.
fn utf_16(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Decoded {
    let unit = |pair: &[u8]| match *pair {
        [a, b] if encoding == encoding_rs::UTF_16LE => u16::from_le_bytes([a, b]),
        [a, b] => u16::from_be_bytes([a, b]),
        // Half a unit: half a pair stands for it, which is none.
        _ => 0xd800,
    };
    let (mut text, mut damage) = (String::with_capacity(bytes.len()), Vec::new());
    for c in char::decode_utf16(bytes.chunks(2).map(unit)) {
        let start = text.len();
        match c {
            Ok(c) if !is_control(c) => text.push(c),
            Ok(_) | Err(_) => {
                text.push(LOST);
                push_place(&mut damage, start..text.len(), None);
            }
        }
    }
    Decoded {
        text,
        encoding: Encoding::Utf16,
        damage,
        dropped: Vec::new(),
    }
}

/// UTF-16 without its mark: of western text nearly every other byte is nought.
fn wide(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..bytes.len().min(4096) & !1)?;
    let noughts = |from: usize| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (first, second, pairs) = (noughts(0), noughts(1), head.len() / 2);
    match pairs >= 4 {
        true if second * 10 >= pairs * 7 && first * 10 < pairs => Some(encoding_rs::UTF_16LE),
        true if first * 10 >= pairs * 7 && second * 10 < pairs => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// Puts a [`LOST`] in the place of control characters, which no text has, where they are
/// so few that they are damage. Where they are not, the bytes are no text: the offset of
/// the first of them.
fn replace_controls(decoded: &mut Decoded, bytes: &[u8]) -> Option<usize> {
    let is_control_byte = |byte: &u8| is_control(char::from(*byte));
    let first = bytes.iter().position(is_control_byte)?;
    let count = bytes.iter().filter(|byte| is_control_byte(byte)).count();
    let is_guessed = decoded.encoding != Encoding::Utf8;
    if is_guessed || count > 1 && count * CONTROL > bytes.len() || bytes.len() <= CONTROL / 10 {
        return Some(first);
    }
    let mut text = String::with_capacity(decoded.text.len() + 2 * count);
    let mut damage = Vec::new();
    let mut places = std::mem::take(&mut decoded.damage).into_iter().peekable();
    let mut shift = 0;
    for (at, c) in decoded.text.char_indices() {
        while let Some(place) = places.next_if(|place| place.range.start <= at) {
            let range = place.range.start + shift..place.range.end + shift;
            push_place(&mut damage, range, place.read_as);
        }
        let start = text.len();
        if !is_control(c) {
            text.push(c);
            continue;
        }
        text.push(LOST);
        shift += LOST.len_utf8() - c.len_utf8();
        push_place(&mut damage, start..text.len(), None);
    }
    decoded.text = text;
    decoded.damage = damage;
    None
}

/// Control characters that occur in no text file (tab, line feed, form feed, carriage
/// return, the end-of-file mark of DOS and escape do).
fn is_control(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\u{c}' | '\r' | '\u{1a}' | '\u{1b}')
}

#[cfg(test)]
mod tests;
