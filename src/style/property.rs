//! The values that properties of styles have: parts of the fonts, weights, capitals, colours,
//! backgrounds and borders, and the box that they make.

use super::colour::{Colour, Colours};
use crate::geom::Pt;
use crate::look::Family;

/// A part of the theme's fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// That of running text.
    Text,
    /// That of running text, drawn for large sizes.
    Display,
    /// That of headings.
    Headings,
    /// That of captions and tables.
    Sans,
    /// That of code.
    Code,
}

impl Part {
    /// The family of its faces.
    pub(crate) fn family(self) -> Family {
        match self {
            Part::Text => Family::Serif,
            Part::Display => Family::Display,
            Part::Headings => Family::Heading,
            Part::Sans => Family::Sans,
            Part::Code => Family::Mono,
        }
    }
}

/// The weight of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// That of running text.
    Normal,
    /// Bold; of headings and the sans, semibold.
    Bold,
}

/// Which capitals letters are set as. The text stays as it was written: what is searched,
/// copied and read aloud has its own letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Caps {
    /// None that are not in the text.
    #[default]
    None,
    /// Small capitals in place of small letters.
    Small,
    /// Capitals in place of small letters.
    All,
}

/// A colour of a theme: its own, or one of the theme's palette.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Hue {
    /// A colour.
    Own(Colour),
    /// The colour of text.
    Text,
    /// The quiet colour.
    Quiet,
    /// The accent.
    Accent,
    /// The colour of links.
    Link,
    /// The colour of rules.
    Line,
    /// The colour of backgrounds.
    Ground,
}

impl Hue {
    /// The palette by its keys.
    pub(super) const NAMED: [(&str, Hue); 6] = [
        ("text", Hue::Text),
        ("quiet", Hue::Quiet),
        ("accent", Hue::Accent),
        ("link", Hue::Link),
        ("line", Hue::Line),
        ("ground", Hue::Ground),
    ];

    /// The colour.
    pub(crate) fn of(self, colours: &Colours) -> Colour {
        match self {
            Hue::Own(colour) => colour,
            Hue::Text => colours.text,
            Hue::Quiet => colours.quiet,
            Hue::Accent => colours.accent,
            Hue::Link => colours.link,
            Hue::Line => colours.line,
            Hue::Ground => colours.ground,
        }
    }
}

/// What lies behind text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ground {
    /// The paper.
    None,
    /// A colour.
    Tint(Hue),
}

/// The sides of a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Border {
    /// Above.
    pub top: bool,
    /// Below.
    pub bottom: bool,
    /// Where lines begin.
    pub start: bool,
    /// Where lines end.
    pub end: bool,
}

impl Border {
    /// No side.
    pub(crate) const NONE: Border = Border {
        top: false,
        bottom: false,
        start: false,
        end: false,
    };
    /// Every side.
    pub(crate) const ALL: Border = Border {
        top: true,
        bottom: true,
        start: true,
        end: true,
    };
}

/// The box of an element: what is around its lines.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Frame {
    /// How far it is set in where lines begin and end.
    pub inset: (Pt, Pt),
    /// White before and after, if it is not the usual.
    pub white: (Option<Pt>, Option<Pt>),
    /// White between border or background and text, if it is not the usual.
    pub padding: Option<Pt>,
    /// The sides with a border, if they are not the usual.
    pub border: Option<Border>,
    /// How thick the border is.
    pub border_width: Pt,
    /// The colour of the border, if it is not the usual.
    pub border_colour: Option<Colour>,
    /// What lies behind it, if it is not the usual: a colour, or none.
    pub background: Option<Option<Colour>>,
}

impl Frame {
    /// Whether it has a border or a background of its own.
    pub(crate) fn is_visible(&self) -> bool {
        self.border.is_some_and(|border| border != Border::NONE)
            || self.background.flatten().is_some()
    }
}
