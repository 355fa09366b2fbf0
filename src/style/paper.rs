//! Converts between paper names and paper sizes.

use crate::geom::{Mm, Size};

/// The named paper sizes.
const PAPERS: [(&str, f64, f64); 5] = [
    ("a4", 210.0, 297.0),
    ("a5", 148.0, 210.0),
    ("a6", 105.0, 148.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
];

/// Reads a paper size: a name, or `WIDTHxHEIGHTmm` such as `148x210mm`, from 60
/// to 2,000 mm.
pub fn parse_paper(text: &str) -> Option<Size> {
    let text = text.trim().to_ascii_lowercase();
    let size = |width: f64, height: f64| Size {
        width: Mm(width).pt(),
        height: Mm(height).pt(),
    };
    if let Some((_, width, height)) = PAPERS.iter().find(|(name, ..)| *name == text) {
        return Some(size(*width, *height));
    }
    let (width, height) = text
        .strip_suffix("mm")
        .unwrap_or(&text)
        .split_once(['x', '×'])?;
    let number = |text: &str| -> Option<f64> {
        let number = text.trim().trim_end_matches("mm").trim().parse().ok()?;
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
        for wrong in ["a99", "0x0mm", "10x10", "148", "x", "nanxnan"] {
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
