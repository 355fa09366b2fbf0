//! Takes the `styles` of a theme; returns how an element with classes is set.
//!
//! Each entry styles an element (`quote`), an element with a class (`aside.warning`) or whatever
//! has a class (`.lead`). As in CSS, a class overrides an element, and an element with a class
//! overrides both; among equals the later entry does.

use super::element::Element;
use super::length::Length;
use super::property::{Border, Caps, Frame, Ground, Hue, Part, Weight};
use super::selector::Selector;
use super::{Fill, Style, Voice};
use crate::geom::Pt;
use crate::look::{Family, Figures, Look};

/// The styles of a theme.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Styles {
    entries: Vec<(Selector, Styling)>,
}

/// The properties of an entry. Those without a value leave the element as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Styling {
    /// The part of the theme's fonts.
    pub family: Option<Part>,
    /// The size, in sizes of the text.
    pub size: Option<f64>,
    /// From baseline to baseline, in lines of the text.
    pub leading: Option<f64>,
    /// Whether it stands out by weight.
    pub weight: Option<Weight>,
    /// Whether it slants.
    pub italic: Option<bool>,
    /// Which capitals its letters are.
    pub caps: Option<Caps>,
    /// The colour of its letters.
    pub colour: Option<Hue>,
    /// How its lines end.
    pub align: Option<Fill>,
    /// How far the first lines of its paragraphs are set in.
    pub indent: Option<Length>,
    /// Whether it begins with a capital of several lines.
    pub drop_capital: Option<bool>,
    /// How far it is set in where lines begin.
    pub start: Option<Length>,
    /// How far it is set in where lines end.
    pub end: Option<Length>,
    /// White before it, in lines of the text.
    pub before: Option<f64>,
    /// White after it, in lines of the text.
    pub after: Option<f64>,
    /// White between its border or background and its text.
    pub padding: Option<Length>,
    /// The sides with a border.
    pub border: Option<Border>,
    /// How thick the border is.
    pub border_width: Option<Length>,
    /// The colour of the border.
    pub border_colour: Option<Hue>,
    /// The colour behind it.
    pub background: Option<Ground>,
    /// How many columns its blocks stand in: 1 to 6.
    pub columns: Option<usize>,
    /// Whether it stays on one page.
    pub keep: Option<bool>,
}

/// The look of a sentence shown large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PullQuoteLook {
    /// Under a short bar.
    #[default]
    Bar,
    /// Between two rules.
    Rules,
    /// On a band of the ground colour.
    Band,
}

impl PullQuoteLook {
    /// The same in properties; that under a bar has none.
    fn styling(self) -> Option<Styling> {
        match self {
            PullQuoteLook::Bar => None,
            PullQuoteLook::Rules => Some(Styling {
                border: Some(Border {
                    top: true,
                    bottom: true,
                    ..Border::NONE
                }),
                border_colour: Some(Hue::Accent),
                ..Styling::default()
            }),
            PullQuoteLook::Band => Some(Styling {
                border: Some(Border::NONE),
                background: Some(Ground::Tint(Hue::Ground)),
                ..Styling::default()
            }),
        }
    }
}

macro_rules! merged {
    ($over:ident, $under:ident: $($field:ident),*) => {
        Styling { $($field: $over.$field.or($under.$field)),* }
    };
}

impl Styling {
    /// These properties, and where they say nothing, those of another.
    fn or(&self, under: &Styling) -> Styling {
        let over = self;
        merged!(over, under: family, size, leading, weight, italic, caps, colour, align, indent,
            drop_capital, start, end, before, after, padding, border, border_width,
            border_colour, background, columns, keep)
    }

    /// A look with its family, weight and slant.
    pub(crate) fn look(&self, look: Look) -> Look {
        Look {
            family: self.family.map_or(look.family, Part::family),
            bold: self
                .weight
                .map_or(look.bold, |weight| weight == Weight::Bold),
            italic: self.italic.unwrap_or(look.italic),
        }
    }

    /// Its box in text of a size, with a palette.
    pub(crate) fn frame(&self, style: &Style) -> Frame {
        let size = style.text.size;
        let at = |length: Option<Length>| length.map(|length| length.at(size));
        let lines = |lines: Option<f64>| lines.map(|lines| style.text.leading * lines);
        Frame {
            inset: (
                at(self.start).unwrap_or(Pt::ZERO),
                at(self.end).unwrap_or(Pt::ZERO),
            ),
            white: (lines(self.before), lines(self.after)),
            padding: at(self.padding),
            border: self.border,
            border_width: at(self.border_width).unwrap_or(BORDER),
            border_colour: self.border_colour.map(|hue| hue.of(&style.colours)),
            background: self.background.map(|ground| match ground {
                Ground::None => None,
                Ground::Tint(hue) => Some(hue.of(&style.colours)),
            }),
        }
    }
}

/// How thick a border is that does not say.
const BORDER: Pt = Pt(0.75);

impl Styles {
    /// Whether nothing is styled.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What is styled, and how, in the order of the theme.
    pub(crate) fn entries(&self) -> &[(Selector, Styling)] {
        &self.entries
    }

    /// These over the look of pull quotes.
    pub(super) fn over(&self, pull_quotes: PullQuoteLook) -> Styles {
        let Some(under) = pull_quotes.styling() else {
            return self.clone();
        };
        let mut styles = Styles::default();
        let pull_quote = Selector {
            element: Some(Element::PullQuote),
            class: String::new(),
        };
        styles.set(pull_quote, under);
        for (selector, styling) in &self.entries {
            styles.set(selector.clone(), styling.clone());
        }
        styles
    }

    /// Adds an entry over the others: one for the same takes in what the new one leaves out.
    pub(super) fn set(&mut self, selector: Selector, styling: Styling) {
        let same = self.entries.iter().position(|(own, _)| *own == selector);
        let styling = match same {
            Some(at) => styling.or(&self.entries.remove(at).1),
            None => styling,
        };
        self.entries.push((selector, styling));
    }

    /// How an element is styled, whatever its class.
    pub(crate) fn of_element(&self, element: Element) -> Styling {
        let mut all = Styling::default();
        let general = matches!(element, Element::Heading(_)).then_some(Element::Headings);
        for element in general.into_iter().chain([element]) {
            for (selector, styling) in &self.entries {
                if selector.class.is_empty() && selector.element == Some(element) {
                    all = styling.or(&all);
                }
            }
        }
        all
    }

    /// What these classes add to an element, if it is one.
    pub(crate) fn of_classes(&self, element: Option<Element>, classes: &[String]) -> Styling {
        let mut all = Styling::default();
        if classes.is_empty() || self.entries.is_empty() {
            return all;
        }
        let headings = matches!(element, Some(Element::Heading(_))).then_some(Element::Headings);
        // From what any element is to what this one is.
        for of in [None, headings, element] {
            for (selector, styling) in &self.entries {
                let is_meant = selector.element == of && classes.contains(&selector.class);
                if is_meant && !selector.class.is_empty() {
                    all = styling.or(&all);
                }
            }
            if element.is_none() {
                break;
            }
        }
        all
    }

    /// How an element with classes is styled.
    pub(crate) fn of(&self, element: Element, classes: &[String]) -> Styling {
        if self.entries.is_empty() {
            return Styling::default();
        }
        let classes = self.of_classes(Some(element), classes);
        classes.or(&self.of_element(element))
    }

    /// Whether headings of one level are styled apart from others.
    pub(crate) fn have_levels(&self) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|(selector, _)| matches!(selector.element, Some(Element::Heading(_))))
    }

    /// Whether some element begins with a drop capital.
    pub(crate) fn have_drop_capitals(&self) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|(_, styling)| styling.drop_capital == Some(true))
    }
}

impl Style {
    /// A voice as the theme styles an element.
    pub(super) fn styled(&self, element: Element, voice: Voice) -> Voice {
        match self.styles.is_empty() {
            true => voice,
            false => self.with(voice, &self.styles.of_element(element)),
        }
    }

    /// A voice with the properties of type among some.
    pub(crate) fn with(&self, voice: Voice, styling: &Styling) -> Voice {
        if *styling == Styling::default() {
            return voice;
        }
        let look = styling.look(voice.look);
        let size = styling.size.map(|size| self.text.size * size);
        let size = size.unwrap_or(voice.size);
        let leading = match (styling.leading, styling.size) {
            (Some(lines), _) => self.text.leading * lines,
            (None, Some(factor)) if factor >= 1.0 => self.text.leading * self.lines(factor),
            (None, _) => voice.leading,
        };
        Voice {
            look,
            size,
            // No line stands in the one above.
            leading: leading.max(size),
            colour: styling
                .colour
                .map_or(voice.colour, |hue| hue.of(&self.colours)),
            fill: styling.align.unwrap_or(voice.fill),
            figures: match look.family == voice.look.family {
                true => voice.figures,
                false => self.figures_of(look.family),
            },
            caps: styling.caps.unwrap_or(voice.caps),
        }
    }

    /// How figures are drawn in a family.
    pub(super) fn figures_of(&self, family: Family) -> Figures {
        match family {
            Family::Serif | Family::Caption => self.text.figures,
            Family::Display | Family::Heading | Family::Sans => Figures::Lining,
            Family::Mono => Figures::Own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized(size: f64) -> Styling {
        Styling {
            size: Some(size),
            ..Styling::default()
        }
    }

    fn styles(entries: &[(&str, Styling)]) -> Styles {
        let mut styles = Styles::default();
        for (selector, styling) in entries {
            styles.set(Selector::parse(selector).unwrap(), styling.clone());
        }
        styles
    }

    #[test]
    fn a_class_goes_before_an_element_and_both_together_before_either() {
        let styles = styles(&[
            ("aside.warning", sized(3.0)),
            (".warning", sized(2.0)),
            ("aside", sized(1.0)),
        ]);
        let size = |element, classes: &[&str]| {
            let classes: Vec<String> = classes.iter().map(|c| (*c).to_owned()).collect();
            styles.of(element, &classes).size
        };
        assert_eq!(size(Element::Aside, &[]), Some(1.0));
        assert_eq!(size(Element::Quote, &["x", "warning"]), Some(2.0));
        assert_eq!(size(Element::Aside, &["warning"]), Some(3.0));
        assert_eq!(size(Element::Quote, &[]), None);
    }

    #[test]
    fn a_level_goes_before_all_headings() {
        let styles = styles(&[("heading-2", sized(2.0)), ("heading", sized(1.0))]);
        assert_eq!(styles.of(Element::Heading(1), &[]).size, Some(1.0));
        assert_eq!(styles.of(Element::Heading(2), &[]).size, Some(2.0));
    }

    #[test]
    fn a_later_entry_for_the_same_keeps_what_it_does_not_change() {
        let italic = Styling {
            italic: Some(true),
            ..Styling::default()
        };
        let styles = styles(&[("quote", sized(1.2)), ("quote", italic)]);
        let quote = styles.of(Element::Quote, &[]);
        assert_eq!((quote.size, quote.italic), (Some(1.2), Some(true)));
    }
}
