//! Takes the bytes of a text; returns its lines, cut where columns are parted.

use super::said::{Kind, Piece, Place, Said};
use unicode_width::UnicodeWidthStr;

/// Reads a text in UTF-8. What stands two spaces or more from what is before it
/// on its line is a piece of its own.
///
/// # Errors
///
/// Where the bytes are not valid UTF-8.
pub(super) fn read(bytes: &[u8]) -> Result<Said, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("it is not valid UTF-8: byte {}", error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut said = Said::default();
    for (number, line) in text.lines().enumerate() {
        let (mut rest, mut column) = (line, 0);
        for part in line.split('\t').flat_map(|part| part.split("  ")) {
            // An odd space of a wider gap belongs to the gap.
            let part = part.trim_matches(' ');
            if part.is_empty() {
                continue;
            }
            let (before, after) = rest.split_once(part).unwrap_or((rest, ""));
            let from = column + before.width();
            (rest, column) = (after, from + part.width());
            said.pieces.push(Piece {
                text: part.to_owned(),
                kind: Kind::Text,
                opens: true,
                place: Place::Line {
                    number: number + 1,
                    from,
                    to: column,
                },
            });
        }
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> Vec<(String, Place)> {
        let pieces = read(bytes).unwrap().pieces;
        assert!(pieces.iter().all(|p| p.opens && p.kind == Kind::Text));
        pieces.into_iter().map(|p| (p.text, p.place)).collect()
    }

    fn lines(lines: &[(&str, usize, usize, usize)]) -> Vec<(String, Place)> {
        let line = |(text, number, from, to): &(&str, usize, usize, usize)| {
            let (number, from, to) = (*number, *from, *to);
            ((*text).to_owned(), Place::Line { number, from, to })
        };
        lines.iter().map(line).collect()
    }

    #[test]
    fn a_line_is_a_piece_without_its_indentation() {
        assert_eq!(
            shown(b"a b c\r\n\n    d \n\te"),
            lines(&[("a b c", 1, 0, 5), ("d", 3, 4, 5), ("e", 4, 1, 2)])
        );
        assert_eq!(shown("\u{feff}é".as_bytes()), lines(&[("é", 1, 0, 1)]));
        assert!(shown(b"").is_empty());
    }

    #[test]
    fn columns_are_pieces_of_their_own() {
        assert_eq!(
            shown(b"a b   c\n  d\te f  g"),
            lines(&[
                ("a b", 1, 0, 3),
                ("c", 1, 6, 7),
                ("d", 2, 2, 3),
                ("e f", 2, 4, 7),
                ("g", 2, 9, 10)
            ])
        );
    }

    #[test]
    fn other_spaces_part_nothing() {
        let text = "a\u{a0}\u{a0}b\u{2003}\u{2003}c\u{202f}";
        assert_eq!(shown(text.as_bytes()), lines(&[(text, 1, 0, 8)]));
    }

    #[test]
    fn what_is_not_text_is_refused() {
        assert_eq!(
            read(b"ab\xff").unwrap_err(),
            "it is not valid UTF-8: byte 2"
        );
    }

    #[test]
    fn a_damaged_text_is_survived() {
        let whole = "Où  ça\t?\r\n  — Là.\n".as_bytes();
        for at in 0..whole.len() {
            for byte in 0..=255 {
                let mut bytes = whole.to_vec();
                bytes[at] = byte;
                let _ = read(&bytes);
            }
            let _ = read(&whole[..at]);
        }
    }
}
