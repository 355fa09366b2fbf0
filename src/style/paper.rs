//! Converts between paper names and paper sizes.

use crate::geom::{Mm, Size};

/// The named paper sizes.
const PAPERS: [(&str, f64, f64); 8] = [
    ("a3", 297.0, 420.0),
    ("a4", 210.0, 297.0),
    ("a5", 148.0, 210.0),
    ("a6", 105.0, 148.0),
    ("b5", 176.0, 250.0),
    // Of paperbacks in France, as in most of Europe: 11 by 18 centimetres.
    ("pocket", 110.0, 180.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
];

/// Reads a paper size: a name, or width and height as in `148x210mm`, `14.8x21cm` or `6x9in`,
/// from 60 to 2,000 mm. Without a unit they are in millimetres.
pub fn parse_paper(text: &str) -> Option<Size> {
    let text = text.trim().to_ascii_lowercase();
    let size = |width: f64, height: f64| Size {
        width: Mm(width).pt(),
        height: Mm(height).pt(),
    };
    if let Some((_, width, height)) = PAPERS.iter().find(|(name, ..)| *name == text) {
        return Some(size(*width, *height));
    }
    let units = [("mm", 1.0), ("cm", 10.0), ("in", 25.4)];
    let unit = units.into_iter().find(|(unit, _)| text.ends_with(unit));
    let (unit, millimetres) = unit.unwrap_or(("mm", 1.0));
    let (width, height) = text.split_once(['x', '×'])?;
    let number = |text: &str| -> Option<f64> {
        let text = text.trim();
        let number: f64 = text
            .strip_suffix(unit)
            .unwrap_or(text)
            .trim()
            .parse()
            .ok()?;
        let number = number * millimetres;
        (60.0..=2000.0).contains(&number).then_some(number)
    };
    Some(size(number(width)?, number(height)?))
}

/// The text that [`parse_paper`] reads as this size.
pub(super) fn paper_name(size: Size) -> String {
    let named = PAPERS
        .iter()
        .find(|(name, ..)| parse_paper(name) == Some(size));
    if let Some((name, ..)) = named {
        return (*name).to_owned();
    }
    // A point and back leaves a trace in the last digits.
    let millimetres = |length: Mm| (length.0 * 1e6).round() / 1e6;
    let (width, height) = (size.width.mm(), size.height.mm());
    format!("{}x{}mm", millimetres(width), millimetres(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_have_names_or_millimetres() {
        let a5 = parse_paper("a5").unwrap();
        assert_eq!(parse_paper("148x210mm"), Some(a5));
        assert_eq!(parse_paper("148 × 210"), Some(a5));
        assert!(parse_paper("LETTER").is_some());
        assert_eq!(parse_paper("14.8x21cm"), Some(a5));
        assert_eq!(parse_paper("14.8cm x 21cm"), Some(a5));
        let trade = parse_paper("6x9in").unwrap();
        assert!((trade.width.0 - 432.0).abs() < 1e-9 && (trade.height.0 - 648.0).abs() < 1e-9);
        for name in ["a3", "a6", "b5", "pocket"] {
            assert!(parse_paper(name).is_some(), "{name}");
        }
        for wrong in [
            "a99", "0x0mm", "10x10", "148", "x", "nanxnan", "6x9", "6cmx9in", "1x2in",
        ] {
            assert_eq!(parse_paper(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_paper_is_called_what_it_is_read_from() {
        for name in ["a4", "letter", "120x180mm", "101.6x152.4mm", "60x2000mm"] {
            assert_eq!(paper_name(parse_paper(name).unwrap()), name);
        }
    }
}
