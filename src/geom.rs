//! Lengths that cannot be confused.
//!
//! Layout counts in points ([`Pt`]), people give millimetres ([`Mm`]), type is
//! measured in ems ([`Em`]). Each is a type of its own, and only a conversion
//! that names both leads from one to another. The origin of a page is its top
//! left corner, x grows rightwards and y downwards; `write::pdf` turns y over.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A number with at most so many decimals.
pub fn rounded(number: f64, decimals: i32) -> f64 {
    let unit = 10_f64.powi(decimals);
    (number * unit).round() / unit
}

/// A number with at most so many decimals, as short as can be: `1.5`, `2`. Zero has no sign.
/// Numbers beyond 9 × 10^18 units of the last decimal are cut to that.
pub(crate) fn short(number: f64, decimals: u8) -> Short {
    Short {
        units: (number * 10_f64.powi(decimals.into())).round() as i64,
        decimals,
    }
}

/// A [short](short()) number. Its digits come from a whole number, because a page has thousands
/// of numbers and those of a fraction are found slowly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Short {
    units: i64,
    decimals: u8,
}

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let unit = 10_u64.pow(self.decimals.into());
        let (whole, mut fraction) = {
            let units = self.units.unsigned_abs();
            (units / unit, units % unit)
        };
        let sign = if self.units < 0 { "-" } else { "" };
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let mut places = usize::from(self.decimals);
        while fraction % 10 == 0 {
            fraction /= 10;
            places -= 1;
        }
        write!(f, "{sign}{whole}.{fraction:0places$}")
    }
}

/// PostScript points, 72 to the inch.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Pt(pub f64);

/// Millimetres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Mm(pub f64);

/// Multiples of a type size.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Em(pub f64);

impl Mm {
    /// In points: 25.4 mm are 72 pt.
    pub fn pt(self) -> Pt {
        Pt(self.0 * 72.0 / 25.4)
    }
}

impl Em {
    /// At a type size of `size`.
    pub fn at(self, size: Pt) -> Pt {
        Pt(self.0 * size.0)
    }
}

impl Pt {
    /// No length.
    pub const ZERO: Pt = Pt(0.0);

    /// The larger of two lengths.
    pub fn max(self, other: Pt) -> Pt {
        Pt(self.0.max(other.0))
    }

    /// The smaller of two lengths.
    pub fn min(self, other: Pt) -> Pt {
        Pt(self.0.min(other.0))
    }

    /// In millimetres.
    pub fn mm(self) -> Mm {
        Mm(self.0 * 25.4 / 72.0)
    }

    /// The least multiple of `step` that is not below this length, a hair's
    /// breadth (a thousandth of a point) of rounding forgiven.
    pub fn ceil_to(self, step: Pt) -> Pt {
        Pt(((self.0 - 1e-3) / step.0).ceil().max(0.0) * step.0)
    }
}

impl Add for Pt {
    type Output = Pt;
    fn add(self, other: Pt) -> Pt {
        Pt(self.0 + other.0)
    }
}

impl Sub for Pt {
    type Output = Pt;
    fn sub(self, other: Pt) -> Pt {
        Pt(self.0 - other.0)
    }
}

impl Neg for Pt {
    type Output = Pt;
    fn neg(self) -> Pt {
        Pt(-self.0)
    }
}

impl Mul<f64> for Pt {
    type Output = Pt;
    fn mul(self, factor: f64) -> Pt {
        Pt(self.0 * factor)
    }
}

impl Div<f64> for Pt {
    type Output = Pt;
    fn div(self, divisor: f64) -> Pt {
        Pt(self.0 / divisor)
    }
}

impl Div for Pt {
    type Output = f64;
    fn div(self, divisor: Pt) -> f64 {
        self.0 / divisor.0
    }
}

impl AddAssign for Pt {
    fn add_assign(&mut self, other: Pt) {
        self.0 += other.0;
    }
}

impl SubAssign for Pt {
    fn sub_assign(&mut self, other: Pt) {
        self.0 -= other.0;
    }
}

impl Sum for Pt {
    fn sum<I: Iterator<Item = Pt>>(lengths: I) -> Pt {
        Pt(lengths.map(|length| length.0).sum())
    }
}

/// A point of a page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left edge.
    pub x: Pt,
    /// From the top edge.
    pub y: Pt,
}

/// Width and height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Width.
    pub width: Pt,
    /// Height.
    pub height: Pt,
}

/// An upright rectangle on a page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Its top left corner.
    pub origin: Point,
    /// Its extent.
    pub size: Size,
}

impl Rect {
    /// The rectangle with this top left corner and extent.
    pub fn new(x: Pt, y: Pt, width: Pt, height: Pt) -> Rect {
        Rect {
            origin: Point { x, y },
            size: Size { width, height },
        }
    }

    /// Its right edge.
    pub fn right(self) -> Pt {
        self.origin.x + self.size.width
    }

    /// Its bottom edge.
    pub fn bottom(self) -> Pt {
        self.origin.y + self.size.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_short_as_can_be() {
        for (number, decimals, text) in [
            (1.5, 3, "1.5"),
            (2.0, 3, "2"),
            (100.0, 0, "100"),
            (-0.25, 3, "-0.25"),
            (0.123_456_7, 6, "0.123457"),
            (0.05, 3, "0.05"),
            (-0.000_4, 3, "0"),
            (12_345.678_9, 2, "12345.68"),
        ] {
            assert_eq!(short(number, decimals).to_string(), text);
        }
        assert_eq!(rounded(1.005_6, 2), 1.01);
        assert_eq!(rounded(-0.126, 2), -0.13);
    }
}
