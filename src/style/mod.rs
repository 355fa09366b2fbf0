//! How an article looks: trim size, margins, measure, leading, type scale,
//! and what the line and page breakers hold to be ugly.
//!
//! All body text stands on a baseline grid of one leading; what stands between
//! takes whole lines of it.

use crate::geom::{Em, Mm, Pt, Size};
use crate::look::{Families, Family, Look};

/// A style.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// The page.
    pub page: Page,
    /// Running text.
    pub text: Text,
    /// What lines and pages cost.
    pub costs: Costs,
    /// Colours.
    pub colours: Colours,
    /// Families in place of the usual ones.
    pub families: Families,
}

/// The page: its trim size and margins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// The size it is cut to.
    pub size: Size,
    /// From the trim to the first line of text.
    pub top: Pt,
    /// From the last line of text to the trim, at the least.
    pub bottom: Pt,
    /// At the fold: left on a recto, right on a verso.
    pub inner: Pt,
    /// At the fore edge.
    pub outer: Pt,
}

/// Running text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Text {
    /// Size of the type.
    pub size: Pt,
    /// From baseline to baseline.
    pub leading: Pt,
    /// How far a paragraph's first line is set in.
    pub indent: Em,
}

/// What is ugly, and how much. Demerits are Knuth and Plass's; those of the
/// page are lines times lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    /// Breaking a word with a hyphen.
    pub hyphen: f64,
    /// Breaking a capitalised word within a sentence: a name, as a rule.
    pub cut_name: f64,
    /// Two lines that end with hyphens, one after the other.
    pub double_hyphen: f64,
    /// A third such line, and each further one, beside that.
    pub triple_hyphen: f64,
    /// A hyphen at the end of the last line but one.
    pub final_hyphen: f64,
    /// A tight line next to a loose one.
    pub contrast: f64,
    /// A last line shorter than two indents.
    pub runt: f64,
    /// The most that glyphs are narrowed or widened to fit a line; 0 is never.
    pub letterfit: f64,
    /// The first line of a paragraph alone at the foot of a page.
    pub orphan: f64,
    /// The last line of a paragraph alone at the head of a page.
    pub widow: f64,
    /// A page that ends in the middle of a word.
    pub page_hyphen: f64,
}

/// Colours, as red, green and blue from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colours {
    /// Running text.
    pub text: Colour,
    /// Captions, folios, credits: quieter, and still 7 : 1 on white paper.
    pub quiet: Colour,
    /// Kickers and rules that are to be seen.
    pub accent: Colour,
    /// Links.
    pub link: Colour,
    /// Hairlines.
    pub line: Colour,
    /// Behind code and asides.
    pub ground: Colour,
}

/// Red, green and blue from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colour(pub f32, pub f32, pub f32);

/// How a kind of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Voice {
    /// Its look.
    pub look: Look,
    /// Its size.
    pub size: Pt,
    /// From baseline to baseline.
    pub leading: Pt,
    /// Its colour.
    pub colour: Colour,
    /// How its lines end.
    pub fill: Fill,
}

/// How the lines of a paragraph fill their measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Flush on both sides.
    Justified,
    /// Flush at the start, with hyphens.
    Ragged,
    /// Flush at the start, no hyphens, lines of like length: headlines.
    Balanced,
    /// Centred, no hyphens.
    Centered,
    /// Flush at the end.
    End,
}

/// Sizes of paper that have a name.
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

impl Style {
    /// The style for articles: one column of a comfortable measure, about
    /// seventy letters on A4.
    pub fn article(paper: Size) -> Style {
        let width = paper.width.mm().0;
        let size = match width {
            w if w >= 180.0 => Pt(11.0),
            w if w >= 130.0 => Pt(10.0),
            _ => Pt(9.0),
        };
        let mut style = Style {
            page: Page {
                size: paper,
                top: paper.height * 0.105,
                bottom: paper.height * 0.12,
                inner: paper.width * if width < 130.0 { 0.12 } else { 0.19 },
                outer: paper.width * if width < 130.0 { 0.14 } else { 0.22 },
            },
            text: Text {
                size,
                leading: Pt::ZERO,
                indent: Em(1.2),
            },
            costs: Costs {
                hyphen: 50.0,
                cut_name: 1_000.0,
                double_hyphen: 15_000.0,
                triple_hyphen: 3_000_000.0,
                final_hyphen: 10_000.0,
                contrast: 3_000.0,
                runt: 300_000.0,
                letterfit: 0.024,
                orphan: 1_000.0,
                widow: 1_000.0,
                page_hyphen: 60.0,
            },
            colours: Colours {
                text: Colour(0.0, 0.0, 0.0),
                quiet: Colour(0.29, 0.28, 0.27),
                accent: Colour(0.70, 0.15, 0.12),
                link: Colour(0.13, 0.27, 0.50),
                line: Colour(0.62, 0.60, 0.58),
                ground: Colour(0.955, 0.95, 0.94),
            },
            families: Families::default(),
        };
        style.set_size(size);
        style
    }

    /// The same style at another size of running text.
    #[must_use]
    pub fn with_font_size(mut self, size: Pt) -> Style {
        self.set_size(size);
        self
    }

    fn set_size(&mut self, size: Pt) {
        self.text.size = size;
        // Quarter points keep the grid easy to check with a rule.
        self.text.leading = Pt((size.0 * 1.36 * 4.0).round() / 4.0);
    }

    /// The width of the text.
    pub fn measure(&self) -> Pt {
        self.page.size.width - self.page.inner - self.page.outer
    }

    /// The height of the text: a whole number of lines.
    pub fn text_height(&self) -> Pt {
        let room = self.page.size.height - self.page.top - self.page.bottom;
        let lines = (room / self.text.leading).floor().max(3.0);
        self.text.leading * lines
    }

    fn voice(&self, family: Family, factor: f64, lines: f64) -> Voice {
        Voice {
            look: Look {
                family,
                bold: false,
                italic: false,
            },
            size: self.text.size * factor,
            leading: self.text.leading * lines,
            colour: self.colours.text,
            fill: Fill::Justified,
        }
    }

    /// Running text.
    pub fn body(&self) -> Voice {
        self.voice(Family::Serif, 1.0, 1.0)
    }

    /// Quotations set off, smaller than the text.
    pub fn quote(&self) -> Voice {
        self.voice(Family::Serif, 0.94, 1.0)
    }

    /// The line above the headline.
    pub fn kicker(&self) -> Voice {
        Voice {
            colour: self.colours.accent,
            fill: Fill::Ragged,
            ..self.bold(self.voice(Family::Sans, 0.91, 1.0))
        }
    }

    /// The headline.
    pub fn headline(&self) -> Voice {
        Voice {
            fill: Fill::Balanced,
            ..self.bold(self.voice(Family::Display, 2.3, 2.0))
        }
    }

    /// The paragraph under the headline.
    pub fn standfirst(&self) -> Voice {
        Voice {
            fill: Fill::Balanced,
            colour: self.colours.quiet,
            ..self.voice(Family::Serif, 1.18, 1.0)
        }
    }

    /// Who, where and when.
    pub fn byline(&self) -> Voice {
        Voice {
            fill: Fill::Ragged,
            colour: self.colours.quiet,
            ..self.voice(Family::Sans, 0.91, 1.0)
        }
    }

    /// A heading of a level from 1 to 6.
    pub fn heading(&self, level: u8) -> Voice {
        let factor = match level {
            1 => 1.55,
            2 => 1.25,
            3 => 1.05,
            _ => 0.95,
        };
        let voice = Voice {
            fill: Fill::Balanced,
            ..self.voice(Family::Heading, factor, 1.0)
        };
        let mut voice = self.bold(voice);
        voice.look.italic = level >= 5;
        if level == 1 {
            voice.leading = self.text.leading * 1.5;
        }
        voice
    }

    /// Captions.
    pub fn caption(&self) -> Voice {
        Voice {
            fill: Fill::Ragged,
            ..self.voice(Family::Sans, 0.86, 0.88)
        }
    }

    /// Credits, sources, rights.
    pub fn credit(&self) -> Voice {
        Voice {
            fill: Fill::Ragged,
            colour: self.colours.quiet,
            ..self.voice(Family::Sans, 0.8, 0.88)
        }
    }

    /// Notes at the foot.
    pub fn note(&self) -> Voice {
        self.voice(Family::Caption, 0.84, 0.82)
    }

    /// Cells of tables.
    pub fn cell(&self) -> Voice {
        Voice {
            fill: Fill::Ragged,
            ..self.voice(Family::Sans, 0.88, 1.0)
        }
    }

    /// Code.
    pub fn code(&self) -> Voice {
        Voice {
            fill: Fill::Ragged,
            ..self.voice(Family::Mono, 0.82, 1.0)
        }
    }

    /// A sentence shown large.
    pub fn pull_quote(&self) -> Voice {
        Voice {
            fill: Fill::Balanced,
            ..self.voice(Family::Display, 1.5, 1.5)
        }
    }

    /// Text beside the text.
    pub fn aside(&self) -> Voice {
        Voice {
            fill: Fill::Ragged,
            ..self.voice(Family::Sans, 0.9, 1.0)
        }
    }

    /// Running heads and folios.
    pub fn furniture(&self) -> Voice {
        Voice {
            fill: Fill::Ragged,
            colour: self.colours.quiet,
            ..self.voice(Family::Sans, 0.8, 1.0)
        }
    }

    fn bold(&self, mut voice: Voice) -> Voice {
        voice.look.bold = true;
        voice
    }
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
    fn a_page_of_text_is_whole_lines_within_the_margins() {
        for paper in ["a4", "a5", "a6", "letter", "60x60mm"] {
            let style = Style::article(parse_paper(paper).unwrap());
            let lines = style.text_height() / style.text.leading;
            assert!((lines - lines.round()).abs() < 1e-9);
            assert!(style.measure() > Pt(40.0));
        }
    }
}
