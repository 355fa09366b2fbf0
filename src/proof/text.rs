//! The bytes of a text in, its lines out, cut where columns are parted.

use super::said::{Kind, Piece, Place, Said};

/// Reads a text in UTF-8. What stands two spaces or more from what is before it
/// on its line is a piece of its own.
///
/// # Errors
///
/// Where the bytes are no UTF-8.
pub fn read(bytes: &[u8]) -> Result<Said, String> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("it is no UTF-8 at byte {}", error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut said = Said::default();
    for (number, line) in text.lines().enumerate() {
        let parts = line.split('\t').flat_map(|part| part.split("  "));
        for part in parts {
            // An odd space of a wider gap belongs to the gap.
            let part = part.trim_matches(' ');
            if !part.is_empty() {
                said.pieces.push(Piece {
                    text: part.to_owned(),
                    kind: Kind::Text,
                    opens: true,
                    place: Place::Line(number + 1),
                });
            }
        }
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_pieces_of_their_own() {
        let said = read("a b   c\n\n  d\n".as_bytes()).unwrap();
        let pieces: Vec<(&str, &Place)> = said
            .pieces
            .iter()
            .map(|piece| (piece.text.as_str(), &piece.place))
            .collect();
        let expected =
            [("a b", 1), ("c", 1), ("d", 3)].map(|(text, line)| (text, Place::Line(line)));
        assert_eq!(
            pieces,
            expected.each_ref().map(|(text, place)| (*text, place))
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(read(b"\xff\xfe").is_err());
    }
}
