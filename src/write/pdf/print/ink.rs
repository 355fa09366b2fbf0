//! Takes a colour; returns the colour that is printed.

use crate::style::Colour;

/// The inks that pages are printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inks {
    /// Whether all colours become greys, those of pictures too.
    pub grey: bool,
    /// Whether text is printed in black ink alone: what is dark in full black,
    /// which no screen dissolves into dots, other colours as greys of it.
    pub black_text: bool,
}

/// The darkest text that stays grey: below, a screen of dots would only blur it.
const DARK: f32 = 0.35;

impl Inks {
    /// The colour of a ground, a rule or a drawing.
    pub(in crate::write::pdf) fn of(self, colour: Colour) -> Colour {
        if self.grey { grey(colour) } else { colour }
    }

    /// The colour of text.
    pub(in crate::write::pdf) fn of_text(self, colour: Colour) -> Colour {
        if !self.black_text {
            return self.of(colour);
        }
        match grey(colour) {
            Colour(tone, ..) if tone < DARK => Colour(0.0, 0.0, 0.0),
            grey => grey,
        }
    }
}

/// The grey of the same luma (ITU-R BT.709, as pictures are converted too).
fn grey(Colour(red, green, blue): Colour) -> Colour {
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    // To a thousandth, which is how it is written.
    let luma = (luma * 1_000.0).round() / 1_000.0;
    Colour(luma, luma, luma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_ink_prints_dark_text_full_and_other_colours_as_greys() {
        let inks = |black_text, grey| Inks { grey, black_text };
        let of = |inks: Inks, text| inks.of_text(Colour::parse(text).unwrap()).to_string();
        assert_eq!(of(inks(true, false), "#1a1a2e"), "#000000");
        assert_eq!(of(inks(true, false), "#b2261f"), "#000000");
        assert_eq!(of(inks(true, false), "#767676"), "grey 0.463");
        assert_eq!(of(inks(true, false), "#ffffff"), "#ffffff");
        assert_eq!(of(inks(false, false), "#b2261f"), "#b2261f");
        assert_eq!(of(inks(false, true), "#b2261f"), "grey 0.264");
    }
}
