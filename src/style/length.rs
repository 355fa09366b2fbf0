//! Takes the text of a length; returns the length with its unit, so that it is shown as it was
//! written.

use crate::geom::{Em, Mm, Pt};

/// A length with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Length {
    number: f64,
    unit: Unit,
}

/// A unit of length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Unit {
    #[default]
    Points,
    Millimetres,
    Centimetres,
    Inches,
    /// Of the text's size.
    Ems,
}

const UNITS: [(&str, Unit); 5] = [
    ("pt", Unit::Points),
    ("mm", Unit::Millimetres),
    ("cm", Unit::Centimetres),
    ("in", Unit::Inches),
    ("em", Unit::Ems),
];

/// The type size that an em stands for in limits in points.
pub(super) const MIDDLING: Pt = Pt(10.0);

impl Length {
    pub(super) fn parse(text: &str) -> Option<Length> {
        let (name, unit) = UNITS.iter().find(|(name, _)| text.ends_with(name))?;
        let number = text.strip_suffix(name)?.trim_end().parse().ok()?;
        Some(Length {
            number,
            unit: *unit,
        })
    }

    /// Its length in points, for text of this size.
    pub(crate) fn at(self, text: Pt) -> Pt {
        match self.unit {
            Unit::Points => Pt(self.number),
            Unit::Millimetres => Mm(self.number).pt(),
            Unit::Centimetres => Mm(self.number * 10.0).pt(),
            Unit::Inches => Pt(self.number * 72.0),
            Unit::Ems => Em(self.number).at(text),
        }
    }

    /// Whether it grows with the text.
    pub(super) fn is_relative(self) -> bool {
        self.unit == Unit::Ems
    }
}

/// As it was written.
impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let unit = UNITS.iter().find(|(_, unit)| *unit == self.unit);
        write!(f, "{}{}", self.number, unit.map_or("pt", |(name, _)| name))
    }
}

/// Reads a length in mm, cm, in or pt.
pub fn parse_length(text: &str) -> Option<Pt> {
    let length = Length::parse(text).filter(|length| !length.is_relative());
    length.map(|length| length.at(MIDDLING))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_units_and_keep_them() {
        for (text, points) in [
            ("10.5pt", 10.5),
            ("25.4mm", 72.0),
            ("2.54cm", 72.0),
            ("1in", 72.0),
            ("1.5em", 15.0),
        ] {
            let length = Length::parse(text).unwrap();
            assert!((length.at(Pt(10.0)).0 - points).abs() < 1e-9, "{text}");
            assert_eq!(length.to_string(), text);
        }
        assert_eq!(Length::parse("10 mm"), Length::parse("10mm"));
        for wrong in ["10", "mm", "10px", "ten mm", ""] {
            assert_eq!(Length::parse(wrong), None, "{wrong}");
        }
    }
}
