//! Takes the place of an item in a list; returns its label.

/// How the items of a list are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// With a bullet.
    Bullet,
    /// With nothing, as the entries of an index.
    Unmarked,
    /// With numbers.
    Ordered {
        /// The number of the first item.
        start: i64,
        /// How numbers are written.
        numerals: Numerals,
        /// Whether they count down.
        falls: bool,
    },
}

/// How the numbers of a list are written (HTML, 4.4.5, `type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Numerals {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerAlpha,
    /// A, B, C.
    UpperAlpha,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

impl Numbering {
    /// 1, 2, 3, from a number on.
    pub const fn decimal(start: i64) -> Numbering {
        Numbering::Ordered {
            start,
            numerals: Numerals::Decimal,
            falls: false,
        }
    }

    /// The number of an item, the first of which is at 0. It may be less than nothing (HTML,
    /// 4.4.5).
    pub fn number(self, index: usize) -> Option<i64> {
        let index = i64::try_from(index).unwrap_or(i64::MAX);
        match self {
            Numbering::Bullet | Numbering::Unmarked => None,
            Numbering::Ordered {
                start, falls: true, ..
            } => Some(start.saturating_sub(index)),
            Numbering::Ordered { start, .. } => Some(start.saturating_add(index)),
        }
    }

    /// The number of an item as it is written, without what stands after it.
    pub fn mark(self, index: usize) -> Option<String> {
        let numerals = match self {
            Numbering::Bullet | Numbering::Unmarked => return None,
            Numbering::Ordered { numerals, .. } => numerals,
        };
        self.number(index).map(|number| numerals.write(number))
    }
}

impl Numerals {
    /// All of them.
    pub const ALL: [Numerals; 5] = [
        Numerals::Decimal,
        Numerals::LowerAlpha,
        Numerals::UpperAlpha,
        Numerals::LowerRoman,
        Numerals::UpperRoman,
    ];

    /// The sign that HTML calls them by, which is their first.
    pub fn sign(self) -> &'static str {
        match self {
            Numerals::Decimal => "1",
            Numerals::LowerAlpha => "a",
            Numerals::UpperAlpha => "A",
            Numerals::LowerRoman => "i",
            Numerals::UpperRoman => "I",
        }
    }

    /// Those of a sign, or of a name of CSS (Counter Styles 3, 6).
    pub fn of(name: &str) -> Option<Numerals> {
        Some(match name {
            "1" | "decimal" => Numerals::Decimal,
            "a" | "lower-alpha" | "lower-latin" => Numerals::LowerAlpha,
            "A" | "upper-alpha" | "upper-latin" => Numerals::UpperAlpha,
            "i" | "lower-roman" => Numerals::LowerRoman,
            "I" | "upper-roman" => Numerals::UpperRoman,
            _ => return None,
        })
    }

    /// A number; in figures where these numerals have no sign for it.
    pub fn write(self, number: i64) -> String {
        let Ok(positive) = u64::try_from(number) else {
            return number.to_string();
        };
        match self {
            Numerals::Decimal => number.to_string(),
            Numerals::LowerAlpha => alphabetic(positive),
            Numerals::UpperAlpha => alphabetic(positive).to_ascii_uppercase(),
            Numerals::LowerRoman => roman(positive),
            Numerals::UpperRoman => roman(positive).to_ascii_uppercase(),
        }
    }
}

/// a to z, then aa, ab.
fn alphabetic(number: u64) -> String {
    let mut letters = Vec::new();
    let mut left = number;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'a' + (left % 26) as u8));
        left /= 26;
    }
    match letters.is_empty() {
        true => number.to_string(),
        false => letters.iter().rev().collect(),
    }
}

/// i to mmmcmxcix.
fn roman(number: u64) -> String {
    const SIGNS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_html_counts() {
        let alpha = |number| Numerals::LowerAlpha.write(number);
        assert_eq!([0, 1, 26, 27, 703].map(alpha), ["0", "a", "z", "aa", "aaa"]);
        let roman = |number| Numerals::UpperRoman.write(number);
        let expected = ["4", "MCMXCIX", "MMMCMXCIX", "4000"];
        assert_eq!(roman(4), "IV");
        assert_eq!([1999, 3999, 4000].map(roman), expected[1..]);
    }

    #[test]
    fn a_list_that_counts_down_goes_on_below_nothing() {
        let list = Numbering::Ordered {
            start: 2,
            numerals: Numerals::UpperRoman,
            falls: true,
        };
        let marks: Vec<_> = (0..4).filter_map(|index| list.mark(index)).collect();
        assert_eq!(marks, ["II", "I", "0", "-1"]);
    }
}
