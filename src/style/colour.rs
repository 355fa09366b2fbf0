//! Colours, and the legibility of one colour on another.

/// The colours of a style.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Colours {
    /// Running text.
    pub text: Colour,
    /// Captions, folios, credits: quieter than the text.
    pub quiet: Colour,
    /// Kickers and visible rules.
    pub accent: Colour,
    /// Links.
    pub link: Colour,
    /// Hairlines.
    pub line: Colour,
    /// The background of code and asides.
    pub ground: Colour,
}

/// Red, green and blue from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Colour(pub f32, pub f32, pub f32);

impl Colour {
    /// The colour of paper.
    pub(crate) const WHITE: Colour = Colour(1.0, 1.0, 1.0);
    /// The minimum [contrast](Colour::contrast) of text (WCAG 2.2,
    /// 1.4.3, level AA).
    pub(crate) const LEAST_CONTRAST: f32 = 4.5;

    /// Reads `#rrggbb`, or `grey` with a number from 0, black, to 1, white.
    pub(crate) fn parse(text: &str) -> Option<Colour> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix('#') {
            let hexadecimal = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
            let number = u32::from_str_radix(digits, 16)
                .ok()
                .filter(|_| hexadecimal)?;
            let part = |shift: u32| (number >> shift & 0xff) as f32 / 255.0;
            return Some(Colour(part(16), part(8), part(0)));
        }
        let number = text.strip_prefix("grey").or(text.strip_prefix("gray"))?;
        let grey = number.strip_prefix(' ')?.trim().parse().ok()?;
        (0.0..=1.0)
            .contains(&grey)
            .then_some(Colour(grey, grey, grey))
    }

    /// Whether text of it is not read on white: it is for a dark ground.
    pub(crate) fn is_light(self) -> bool {
        self.contrast(Colour::WHITE) < Colour::LEAST_CONTRAST
    }

    /// The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub(crate) fn contrast(self, other: Colour) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour of this hue with the same contrast on white and on black, 4.58 to 1: it is
    /// legible on any background.
    pub(crate) fn on_any_ground(self) -> Colour {
        // Where 1.05 / (x + 0.05) = (x + 0.05) / 0.05.
        let middle = (1.05_f32 * 0.05).sqrt() - 0.05;
        let darker = self.luminance() > middle;
        let end = if darker { 0.0 } else { 1.0 };
        let mixed = |share: f32| {
            let [red, green, blue] =
                [self.0, self.1, self.2].map(|part| part + (end - part) * share);
            Colour(red, green, blue)
        };
        let (mut least, mut most) = (0.0, 1.0);
        for _ in 0..16 {
            let share = (least + most) / 2.0;
            if (mixed(share).luminance() > middle) == darker {
                least = share;
            } else {
                most = share;
            }
        }
        mixed(most)
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(self) -> f32 {
        let linear = |part: f32| {
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// The text that [`Colour::parse`] reads as this colour.
impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let parts = [self.0, self.1, self.2].map(|part| (part * 255.0).round() as u8);
        let [red, green, blue] = parts;
        let coded = format!("#{red:02x}{green:02x}{blue:02x}");
        let is_grey = self.0 == self.1 && self.1 == self.2;
        if is_grey && Colour::parse(&coded) != Some(*self) {
            return write!(f, "grey {}", self.0);
        }
        f.write_str(&coded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_written_as_it_is_read() {
        for text in ["#b2261f", "#000000", "#ffffff", "grey 0.35"] {
            assert_eq!(Colour::parse(text).unwrap().to_string(), text);
        }
        for wrong in [
            "b2261f", "#b226", "#b2261g", "#+b2261", "grey", "grey 2", "grey NaN", "red",
        ] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_hue_is_found_that_is_read_on_white_and_on_black() {
        let black = Colour(0.0, 0.0, 0.0);
        for text in [
            "#000000", "#ffffff", "#b2261f", "#1f4e79", "#ffee00", "#00ff00",
        ] {
            let found = Colour::parse(text).unwrap().on_any_ground().to_string();
            let found = Colour::parse(&found).unwrap();
            for ground in [black, Colour::WHITE] {
                let contrast = found.contrast(ground);
                assert!(contrast >= Colour::LEAST_CONTRAST, "{text}: {contrast}");
            }
        }
    }

    #[test]
    fn black_on_white_is_the_strongest_contrast() {
        let black = Colour(0.0, 0.0, 0.0);
        assert!((black.contrast(Colour::WHITE) - 21.0).abs() < 1e-4);
        assert_eq!(black.contrast(black), 1.0);
        // The lightest grey that level AA allows on white.
        let grey = Colour::parse("#767676").unwrap();
        assert!((Colour::WHITE.contrast(grey) - 4.54).abs() < 0.01);
    }
}
