//! Pictures, and how large their authors ask for them.

use super::walk::content_of;
use super::{Inline, InlineKind};
use crate::geom::Pt;
use crate::source::Span;
use std::borrow::Cow;
use std::fmt;

/// A picture, not yet opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The path as the author wrote it, relative to the article; or an address that
    /// holds the picture itself (`data:`).
    pub path: String,
    /// Where the path stands in the source.
    pub span: Span,
    /// What it shows, for readers who cannot see it. `None` is an omission; an empty
    /// text says that it is decoration.
    pub alt: Option<String>,
    /// How large it is, where its author says so.
    pub size: PictureSize,
    /// At which side of the text it stands, where its author says so.
    pub side: Option<Side>,
    /// How much of a page it stands across.
    pub extent: Extent,
    /// Whether it reaches the edges of the page.
    pub bleeds: bool,
}

impl Picture {
    /// A picture of its own size.
    pub fn new(path: impl Into<String>, span: Span, alt: Option<String>) -> Picture {
        Picture {
            path: path.into(),
            span,
            alt,
            size: PictureSize::default(),
            side: None,
            extent: Extent::Column,
            bleeds: false,
        }
    }

    /// What messages and frames call it: its path, and of an address that holds the
    /// picture itself no more than its kind.
    pub fn name(&self) -> Cow<'_, str> {
        shown_path(&self.path)
    }
}

/// Whether a phrase is one picture and nothing else, linked or not: among no words it is
/// as large as it is, however small.
pub fn is_lone_picture(content: &[Inline]) -> bool {
    let is_space = |inline: &Inline| {
        inline.kind == InlineKind::Tie
            || matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty())
    };
    let mut said = content.iter().filter(|inline| !is_space(inline));
    match (said.next(), said.next()) {
        (Some(only), None) => {
            matches!(only.kind, InlineKind::Image(_))
                || content_of(&only.kind).is_some_and(|content| is_lone_picture(content))
        }
        (_, _) => false,
    }
}

/// A path as it is shown: of a `data:` address what comes before the data.
pub fn shown_path(path: &str) -> Cow<'_, str> {
    const LONGEST: usize = 60;
    if !is_data(path) {
        return Cow::Borrowed(path);
    }
    let kind = path.get(5..).unwrap_or("").split([',', ';']).next();
    let kind: String = kind.unwrap_or("").chars().take(LONGEST).collect();
    Cow::Owned(format!("data:{kind}…"))
}

/// Whether a path is an address that holds the picture itself (RFC 2397).
pub fn is_data(path: &str) -> bool {
    path.get(..5)
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// How large a picture is to be. What is not said follows from its proportions.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PictureSize {
    /// Its width.
    pub width: Option<Length>,
    /// Its height, never a percentage.
    pub height: Option<Length>,
}

impl PictureSize {
    /// Whether it says nothing.
    pub fn is_own(&self) -> bool {
        self.width.is_none() && self.height.is_none()
    }
}

/// A length with the unit its author gave it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Length {
    /// How many.
    pub number: f64,
    /// Of what.
    pub unit: Unit,
}

/// The units of CSS that lengths of pictures have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A pixel of CSS, 96 to the inch.
    Px,
    /// A point, 72 to the inch.
    Pt,
    /// A pica, 6 to the inch.
    Pc,
    /// A millimetre.
    Mm,
    /// A centimetre.
    Cm,
    /// An inch.
    In,
    /// The size of the type.
    Em,
    /// A hundredth of the measure.
    Percent,
}

impl Unit {
    const ALL: [(Unit, &'static str); 8] = [
        (Unit::Px, "px"),
        (Unit::Pt, "pt"),
        (Unit::Pc, "pc"),
        (Unit::Mm, "mm"),
        (Unit::Cm, "cm"),
        (Unit::In, "in"),
        (Unit::Em, "em"),
        (Unit::Percent, "%"),
    ];

    /// Its sign, as in CSS.
    pub fn sign(self) -> &'static str {
        match self {
            Unit::Px => "px",
            Unit::Pt => "pt",
            Unit::Pc => "pc",
            Unit::Mm => "mm",
            Unit::Cm => "cm",
            Unit::In => "in",
            Unit::Em => "em",
            Unit::Percent => "%",
        }
    }
}

impl Length {
    /// The largest number of a unit that is taken: more is a slip.
    const MOST: f64 = 100_000.0;

    /// Reads a length as CSS and HTML write it, a number alone being pixels; and as
    /// LaTeX does, a part of `\textwidth` or `\linewidth`.
    pub fn parse(text: &str) -> Option<Length> {
        let text = text.trim();
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (number, sign) = text.split_at(end);
        // In quotation marks a backslash may have made its letter literal.
        let sign = sign.trim().to_ascii_lowercase();
        let sign = sign.trim_start_matches('\\').to_owned();
        let number: f64 = match (number, sign.as_str()) {
            ("", "textwidth" | "linewidth") => 1.0,
            (number, _) => number.parse().ok()?,
        };
        let (number, unit) = match sign.as_str() {
            "" => (number, Unit::Px),
            "textwidth" | "linewidth" => (number * 100.0, Unit::Percent),
            "rem" => (number, Unit::Em),
            sign => {
                let (unit, _) = Unit::ALL.iter().find(|(_, own)| *own == sign)?;
                (number, *unit)
            }
        };
        (number > 0.0 && number <= Self::MOST).then_some(Length { number, unit })
    }

    /// Whether it is all of a measure.
    pub fn is_whole(self) -> bool {
        self.unit == Unit::Percent && self.number == 100.0
    }

    /// The length on paper, in type of a size, where a measure is so wide.
    pub fn at(self, size: Pt, measure: Pt) -> Pt {
        match self.unit {
            Unit::Px => Pt(self.number * 0.75),
            Unit::Pt => Pt(self.number),
            Unit::Pc => Pt(self.number * 12.0),
            Unit::Mm => Pt(self.number * 72.0 / 25.4),
            Unit::Cm => Pt(self.number * 72.0 / 2.54),
            Unit::In => Pt(self.number * 72.0),
            Unit::Em => size * self.number,
            Unit::Percent => measure * (self.number / 100.0),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.unit.sign())
    }
}

/// How much of a page a picture stands across.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// Its column, at most.
    #[default]
    Column,
    /// All columns of the page.
    Page,
    /// A page of its own.
    Plate,
}

impl Extent {
    /// The value of `span` that says it.
    pub fn word(self) -> &'static str {
        match self {
            Extent::Column => "column",
            Extent::Page => "page",
            Extent::Plate => "plate",
        }
    }

    /// What a value of `span` says.
    pub fn of(word: &str) -> Option<Extent> {
        match word.to_ascii_lowercase().as_str() {
            "column" => Some(Extent::Column),
            "page" => Some(Extent::Page),
            "plate" => Some(Extent::Plate),
            _ => None,
        }
    }

    /// The class that says it.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Extent::Column => None,
            Extent::Page => Some("span-page"),
            Extent::Plate => Some("plate"),
        }
    }

    /// What a class says; WordPress has wide and full pictures.
    pub fn of_class(class: &str) -> Option<Extent> {
        match class {
            "plate" => Some(Extent::Plate),
            "span-page" | "alignwide" | "alignfull" => Some(Extent::Page),
            _ => None,
        }
    }
}

/// Whether a class says that a picture reaches the edges of the page.
pub fn is_bleed(class: &str) -> bool {
    matches!(class, "bleed" | "full-bleed")
}

/// Whether a word says yes or no.
pub fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// At which side of the text a picture stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At the left, the text at its right where there is room.
    Left,
    /// At the right, the text at its left where there is room.
    Right,
    /// In the middle, no text beside it.
    Center,
}

impl Side {
    /// The class that says it.
    pub fn class(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
            Side::Center => "center",
        }
    }

    /// The side that a word says: a class as Pressroom, WordPress, Bootstrap or GitHub
    /// name it, or what HTML's `align` and CSS's `float` say.
    pub fn of(word: &str) -> Option<Side> {
        let word = word.to_ascii_lowercase();
        let bare = ["align-", "float-", "pull-", "image-", "img-", "align"]
            .into_iter()
            .find_map(|prefix| word.strip_prefix(prefix))
            .unwrap_or(&word);
        match bare {
            "left" => Some(Side::Left),
            "right" => Some(Side::Right),
            "center" | "centre" | "middle" => Some(Side::Center),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_in_every_unit_and_written_as_it_was() {
        let at = |text: &str| Length::parse(text).map(|length| length.at(Pt(10.0), Pt(200.0)).0);
        for (text, points) in [
            ("100", 75.0),
            ("100px", 75.0),
            ("72pt", 72.0),
            ("2pc", 24.0),
            ("25.4mm", 72.0),
            ("2.54 cm", 72.0),
            ("1in", 72.0),
            ("1.5em", 15.0),
            ("50%", 100.0),
            ("0.5\\textwidth", 100.0),
            ("\\linewidth", 200.0),
        ] {
            let found = at(text).unwrap();
            assert!((found - points).abs() < 1e-9, "{text}: {found}");
        }
        for wrong in [
            "", "0", "-3", "wide", "3 apples", "1e3", "NaN", "1000000", "%",
        ] {
            assert_eq!(Length::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Length::parse("60.5MM").unwrap().to_string(), "60.5mm");
    }

    #[test]
    fn the_data_of_an_address_is_never_a_name() {
        assert_eq!(shown_path("a b.png"), "a b.png");
        assert_eq!(shown_path("data:image/png;base64,AAAA"), "data:image/png…");
        assert_eq!(shown_path("DATA:,xyz"), "data:…");
        let long = format!("data:{}", "x".repeat(1000));
        assert!(shown_path(&long).len() < 80);
    }
}
