//! Takes a ToUnicode map; returns the texts of glyphs (ISO 32000-1, 9.10.3; Adobe Technical Note
//! 5014).

use std::collections::BTreeMap;

/// The most codes that one range may stand for: all of them.
const WIDEST: u32 = 0x1_0000;

/// The texts of a map, by code.
pub(super) fn texts(map: &[u8]) -> BTreeMap<u16, String> {
    let mut texts = BTreeMap::new();
    let mut tokens = Tokens(map);
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(b"beginbfchar") => characters(&mut tokens, &mut texts),
            Token::Word(b"beginbfrange") => ranges(&mut tokens, &mut texts),
            Token::Word(_) | Token::Hex(_) | Token::Open | Token::Close => {}
        }
    }
    texts
}

fn characters(tokens: &mut Tokens, texts: &mut BTreeMap<u16, String>) {
    while let (Some(Token::Hex(code)), Some(Token::Hex(text))) = (tokens.next(), tokens.next()) {
        if let Some(code) = number(&code) {
            insert(texts, code, words(&text));
        }
    }
}

fn ranges(tokens: &mut Tokens, texts: &mut BTreeMap<u16, String>) {
    while let (Some(Token::Hex(first)), Some(Token::Hex(last))) = (tokens.next(), tokens.next()) {
        let (Some(first), Some(last)) = (number(&first), number(&last)) else {
            return;
        };
        match tokens.next() {
            Some(Token::Hex(text)) => {
                let codes = u32::from(first)..=u32::from(last);
                for (step, code) in codes.take(WIDEST as usize).enumerate() {
                    insert(texts, code as u16, stepped(&text, step as u16));
                }
            }
            Some(Token::Open) => {
                let mut code = first;
                while let Some(Token::Hex(text)) = tokens.next() {
                    insert(texts, code, words(&text));
                    code = code.saturating_add(1);
                }
            }
            Some(Token::Word(_) | Token::Close) | None => return,
        }
    }
}

/// A glyph whose text is empty or U+0000 has none: so do writers say that they
/// do not know (ISO 14289-1, 7.21.7).
fn insert(texts: &mut BTreeMap<u16, String>, code: u16, text: String) {
    if !text.is_empty() && text != "\0" {
        texts.insert(code, text);
    }
}

/// A text whose last unit is some steps further.
fn stepped(text: &[u8], step: u16) -> String {
    let mut units = units(text);
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(step);
    }
    String::from_utf16_lossy(&units)
}

fn units(text: &[u8]) -> Vec<u16> {
    let pairs = text.chunks(2);
    pairs
        .map(|pair| {
            pair.iter()
                .fold(0, |unit, byte| unit << 8 | u16::from(*byte))
        })
        .collect()
}

fn words(text: &[u8]) -> String {
    String::from_utf16_lossy(&units(text))
}

fn number(code: &[u8]) -> Option<u16> {
    (1..=2).contains(&code.len()).then(|| {
        code.iter()
            .fold(0, |number, byte| number << 8 | u16::from(*byte))
    })
}

enum Token<'m> {
    Word(&'m [u8]),
    Hex(Vec<u8>),
    Open,
    Close,
}

/// The rest of a map.
struct Tokens<'m>(&'m [u8]);

impl<'m> Iterator for Tokens<'m> {
    type Item = Token<'m>;

    fn next(&mut self) -> Option<Token<'m>> {
        loop {
            let start = self.0.iter().position(|byte| !byte.is_ascii_whitespace())?;
            self.0 = self.0.get(start..)?;
            match self.0.first()? {
                b'%' => {
                    let end = self.0.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                    self.0 = end.and_then(|end| self.0.get(end..)).unwrap_or(&[]);
                }
                b'<' if self.0.get(1) != Some(&b'<') => {
                    let end = self.0.iter().position(|byte| *byte == b'>')?;
                    let hex = self.0.get(1..end)?;
                    self.0 = self.0.get(end + 1..)?;
                    return Some(Token::Hex(bytes(hex)));
                }
                b'[' => {
                    self.0 = self.0.get(1..)?;
                    return Some(Token::Open);
                }
                b']' => {
                    self.0 = self.0.get(1..)?;
                    return Some(Token::Close);
                }
                _ => {
                    let stops = |byte: &u8| byte.is_ascii_whitespace() || b"<[]%".contains(byte);
                    let end = self.0.iter().skip(1).position(stops);
                    let end = end.map_or(self.0.len(), |end| end + 1);
                    let word = self.0.get(..end)?;
                    self.0 = self.0.get(end..)?;
                    return Some(Token::Word(word));
                }
            }
        }
    }
}

fn bytes(hex: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| pair.first().unwrap_or(&0) << 4 | pair.get(1).unwrap_or(&0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_ranges_are_read_in_any_layout() {
        let map = b"% a map\n1 beginbfchar <0001><00660069> endbfchar 2 beginbfrange\n<0002> <0004> <0041>\n<0005><0006>[<0061> <D83DDE00>] endbfrange";
        let texts = texts(map);
        let shown: Vec<(u16, &str)> = texts.iter().map(|(c, t)| (*c, t.as_str())).collect();
        assert_eq!(
            shown,
            [(1, "fi"), (2, "A"), (3, "B"), (4, "C"), (5, "a"), (6, "😀")]
        );
    }

    #[test]
    fn a_text_of_nothing_is_none() {
        assert!(texts(b"2 beginbfchar <0001> <> <0002> <0000> endbfchar").is_empty());
    }

    #[test]
    fn a_damaged_map_is_survived() {
        let map = b"1 beginbfrange <0000> <FFFF> <00> endbfrange 1 beginbfchar <00 <12";
        for end in 0..map.len() {
            let _ = texts(&map[..end]);
        }
        // One of them would be U+0000, which is no text.
        assert_eq!(texts(map).len(), 0xffff);
    }
}
