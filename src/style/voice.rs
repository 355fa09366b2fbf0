//! Takes a style; returns how each kind of text is set: its voice.

use super::{Caps, Colour, Element, Medium, Role, Style};
use crate::geom::Pt;
use crate::look::{Figures, Forms, Look};

/// How a kind of text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Voice {
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
    /// How its figures are drawn.
    pub figures: Figures,
    /// Which capitals its letters are.
    pub caps: Caps,
}

impl Voice {
    /// The forms of its letters.
    pub(crate) fn forms(&self) -> Forms {
        Forms {
            figures: self.figures,
            small_caps: self.caps == Caps::Small,
            all_caps: self.caps == Caps::All,
            superior: false,
        }
    }
}

/// How the lines of a paragraph fill their measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Fill {
    /// Flush on both sides.
    #[default]
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

impl Style {
    fn voice(&self, role: Role, factor: f64) -> Voice {
        let look = role.look(Medium::Page, Look::TEXT);
        Voice {
            look,
            size: self.text.size * factor,
            leading: self.text.leading * self.lines(factor),
            colour: self.colours.text,
            fill: self.text.fill,
            figures: self.figures_of(look.family),
            caps: Caps::None,
        }
    }

    /// How many lines of the text a line of this many times its size takes: half
    /// a line more wherever it would fill more than 95 % of the leading.
    pub(super) fn lines(&self, factor: f64) -> f64 {
        let tall = self.text.size * factor * 1.05;
        ((tall / self.text.leading) * 2.0).ceil().max(2.0) / 2.0
    }

    /// The same voice with its lines closer than the text's: this many lines of
    /// it at this size, and as much more as the size is larger.
    fn close(&self, voice: Voice, factor: f64, (size, lines): (f64, f64)) -> Voice {
        Voice {
            leading: self.text.leading * (lines + (factor - size)),
            ..voice
        }
    }

    /// Running text.
    pub(crate) fn body(&self) -> Voice {
        self.voice(Role::Text, 1.0)
    }

    /// Quotations set off, smaller than the text.
    pub(crate) fn quote(&self) -> Voice {
        self.styled(Element::Quote, self.voice(Role::Quote, self.sizes.quote))
    }

    /// A quotation before the text.
    pub(crate) fn epigraph(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Ragged,
            ..self.voice(Role::Epigraph, self.sizes.quote)
        };
        self.styled(Element::Epigraph, voice)
    }

    /// The line above the headline.
    pub(crate) fn kicker(&self) -> Voice {
        let voice = Voice {
            colour: self.colours.accent,
            fill: Fill::Ragged,
            ..self.voice(Role::Kicker, 0.91)
        };
        self.styled(Element::Kicker, voice)
    }

    /// The headline.
    pub(crate) fn headline(&self) -> Voice {
        let voice = Voice {
            fill: self.headline.align,
            ..self.voice(Role::Headline, self.headline.size)
        };
        self.styled(Element::Headline, voice)
    }

    /// The headline of an article that runs on under another.
    pub(crate) fn small_headline(&self) -> Voice {
        const SMALLER: f64 = 0.65;
        let least = self.headings.sizes.first().copied().unwrap_or(1.0);
        // As large as a heading, unless other headlines are smaller.
        let smaller = |size: f64| (size * SMALLER).max(least).min(size);
        let voice = Voice {
            fill: Fill::Ragged,
            ..self.voice(Role::Headline, smaller(self.headline.size))
        };
        let mut own = self.styles.of_element(Element::Headline);
        own.size = own.size.map(smaller);
        own.leading = None;
        self.with(voice, &own)
    }

    /// The title of a part that has no page of its own.
    pub(crate) fn section(&self) -> Voice {
        let voice = Voice {
            colour: self.colours.accent,
            fill: Fill::Ragged,
            ..self.heading(1)
        };
        self.styled(Element::Section, voice)
    }

    /// The line under the headline.
    pub(crate) fn subtitle(&self) -> Voice {
        let voice = Voice {
            fill: self.headline.align,
            ..self.voice(Role::Subtitle, 1.36)
        };
        self.styled(Element::Subtitle, voice)
    }

    /// The paragraph under the headline.
    pub(crate) fn standfirst(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Balanced,
            colour: self.colours.quiet,
            ..self.voice(Role::Standfirst, 1.18)
        };
        self.styled(Element::Standfirst, voice)
    }

    /// Who, where and when.
    pub(crate) fn byline(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Ragged,
            colour: self.colours.quiet,
            ..self.voice(Role::Byline, 0.91)
        };
        self.styled(Element::Byline, voice)
    }

    /// Where and when.
    pub(crate) fn dateline(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Ragged,
            colour: self.colours.quiet,
            ..self.voice(Role::Byline, 0.91)
        };
        self.styled(Element::Dateline, voice)
    }

    /// The line above the title on a cover.
    pub(crate) fn cover_kicker(&self) -> Voice {
        let voice = Voice {
            colour: self.colours.accent,
            fill: Fill::Ragged,
            ..self.voice(Role::CoverKicker, 0.91)
        };
        self.styled(Element::CoverKicker, voice)
    }

    /// The title on a cover, so many times the size of the text.
    pub(crate) fn cover_title(&self, size: f64) -> Voice {
        let voice = Voice {
            fill: Fill::Ragged,
            ..self.voice(Role::CoverTitle, size)
        };
        let mut own = self.styles.of_element(Element::CoverTitle);
        // A long title is smaller, whatever the theme says.
        own.size = own.size.map(|most| most.min(size));
        self.with(voice, &own)
    }

    /// The authors on a cover.
    pub(crate) fn cover_byline(&self) -> Voice {
        self.styled(Element::CoverByline, self.cover_foot(Role::CoverByline))
    }

    /// The publisher on a cover.
    pub(crate) fn cover_publisher(&self) -> Voice {
        self.styled(
            Element::CoverPublisher,
            self.cover_foot(Role::CoverPublisher),
        )
    }

    fn cover_foot(&self, role: Role) -> Voice {
        Voice {
            fill: Fill::Ragged,
            colour: self.colours.quiet,
            ..self.voice(role, 0.91)
        }
    }

    /// A heading of a level from 1 to 6.
    pub(crate) fn heading(&self, level: u8) -> Voice {
        let sizes = &self.headings.sizes;
        let own = sizes.get(usize::from(level.max(1)) - 1);
        let factor = own.or(sizes.last()).copied().unwrap_or(1.0);
        let voice = Voice {
            fill: Fill::Balanced,
            ..self.voice(Role::Heading(level), factor)
        };
        self.styled(Element::Heading(level), voice)
    }

    /// Captions.
    pub(crate) fn caption(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Ragged,
            ..self.voice(Role::Caption, self.sizes.caption)
        };
        let voice = self.close(voice, self.sizes.caption, (0.86, 0.88));
        self.styled(Element::Caption, voice)
    }

    /// Credits, sources, rights.
    pub(crate) fn credit(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Ragged,
            colour: self.colours.quiet,
            ..self.voice(Role::Credit, 0.8)
        };
        let voice = self.close(voice, 0.8, (0.8, 0.88));
        self.styled(Element::Credit, voice)
    }

    /// The words over a table.
    pub(crate) fn table_caption(&self) -> Voice {
        let voice = Voice {
            look: Role::TableCaption.look(Medium::Page, Look::TEXT),
            ..self.caption()
        };
        self.styled(Element::TableCaption, voice)
    }

    /// Notes.
    pub(crate) fn note(&self) -> Voice {
        let voice = self.voice(Role::Note, self.notes.size);
        let voice = self.close(voice, self.notes.size, (0.84, 0.82));
        self.styled(Element::Note, voice)
    }

    /// Cells of tables, and those that head their columns.
    pub(crate) fn cell(&self, heads: bool) -> Voice {
        let (role, element) = match heads {
            true => (Role::CellHead, Element::CellHead),
            false => (Role::Cell, Element::Cell),
        };
        let voice = Voice {
            fill: Fill::Ragged,
            figures: Figures::Tabular,
            ..self.voice(role, 0.88)
        };
        self.styled(element, voice)
    }

    /// Code.
    pub(crate) fn code(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Ragged,
            ..self.voice(Role::Code, self.sizes.code)
        };
        self.styled(Element::Code, voice)
    }

    /// A sentence shown large.
    pub(crate) fn pull_quote(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Balanced,
            ..self.voice(Role::PullQuote, 1.5)
        };
        self.styled(Element::PullQuote, voice)
    }

    /// Text beside the text.
    pub(crate) fn aside(&self) -> Voice {
        let voice = Voice {
            fill: Fill::Ragged,
            ..self.voice(Role::Aside, 0.9)
        };
        self.styled(Element::Aside, voice)
    }

    /// Running heads and folios.
    pub(crate) fn furniture(&self) -> Voice {
        let voice = self.voice(Role::Furniture, self.furniture.size);
        let family = self.furniture.face.family();
        Voice {
            fill: Fill::Ragged,
            colour: self.colours.quiet,
            look: Look {
                family,
                ..voice.look
            },
            figures: self.figures_of(family),
            caps: self.furniture.caps,
            ..voice
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::parse_paper;

    #[test]
    fn larger_type_takes_more_lines_of_the_grid() {
        for paper in ["a4", "a5", "a6"] {
            let style = Style::article(parse_paper(paper).unwrap());
            for (voice, lines) in [
                (style.body(), 1.0),
                (style.headline(), 2.0),
                (style.heading(1), 1.5),
                (style.heading(2), 1.0),
                (style.pull_quote(), 1.5),
                (style.note(), 0.82),
                (style.caption(), 0.88),
            ] {
                assert_eq!(voice.leading, style.text.leading * lines, "{voice:?}");
            }
        }
    }

    #[test]
    fn no_line_is_set_closer_than_its_type_is_tall() {
        let mut style = Style::article(parse_paper("a4").unwrap());
        for size in [0.5, 0.84, 1.0, 1.3, 2.0, 5.0] {
            style.headline.size = size;
            style.notes.size = size;
            style.sizes.caption = size;
            for voice in [style.headline(), style.note(), style.caption()] {
                assert!(voice.leading.0 >= voice.size.0, "{size}");
            }
        }
    }
}
