//! Running heads, feet and folios: templates such as `{kicker} · {folio}`, pictures such as a
//! logo, and the bands of a page that they stand in.

use super::Caps;
use crate::diag::nearest;
use crate::look::Family;
use crate::model::{Length, Picture};
use std::fmt;

/// The running heads and feet of pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Furniture {
    /// The running head of verso pages.
    pub verso: Template,
    /// The running head of recto pages.
    pub recto: Template,
    /// The foot of every page.
    pub foot: Template,
    /// The position of the heads within the measure.
    pub heads_at: Side,
    /// The position of the foot within the measure.
    pub foot_at: Side,
    /// The first page of text of a publication, before those of the page that an article begins on.
    pub masthead: Bands,
    /// The page that an article begins on.
    pub first: Bands,
    /// Left-hand pages, before the heads and feet above.
    pub left: Bands,
    /// Right-hand pages, before the heads and feet above.
    pub right: Bands,
    /// The page that an article ends on, before those of its side.
    pub last: Bands,
    /// The capitals of all of them.
    pub caps: Caps,
    /// The family of all of them.
    pub face: Face,
    /// Their size, in sizes of the text.
    pub size: f64,
}

/// Head and foot of a kind of page; what is not given is that of another kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Bands {
    /// Over the text.
    pub head: Option<Band>,
    /// Under the text.
    pub foot: Option<Band>,
}

/// A head or a foot: what stands side by side in it, and its rule.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Band {
    /// What stands in each [position](Position), in the order of [`Position::ALL`].
    pub cells: [Option<Cell>; 5],
    /// The hairline across the measure.
    pub rule: Rule,
    /// How far a first head reaches from the edge of the paper, at least.
    pub height: Option<Length>,
}

/// What stands in a position of a band.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Lines of text.
    Lines(Vec<Template>),
    /// A picture, such as a logo.
    Picture(Picture),
}

/// A position in a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// At the left edge of the text.
    Left,
    /// In the middle.
    Centre,
    /// At the right edge of the text.
    Right,
    /// At the fore edge.
    Outer,
    /// At the fold.
    Inner,
}

impl Position {
    /// All of them, with their names.
    pub(crate) const ALL: [(&'static str, Position); 5] = [
        ("left", Position::Left),
        ("centre", Position::Centre),
        ("right", Position::Right),
        ("outer", Position::Outer),
        ("inner", Position::Inner),
    ];
}

/// Where the hairline of a band is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Rule {
    /// Nowhere.
    #[default]
    None,
    /// Over it.
    Above,
    /// Under it.
    Below,
}

/// The family of heads and feet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Face {
    /// That of captions.
    #[default]
    Sans,
    /// That of running text.
    Text,
    /// That of headings.
    Headings,
}

impl Face {
    /// The part that it plays.
    pub(crate) fn family(self) -> Family {
        match self {
            Face::Sans => Family::Sans,
            Face::Text => Family::Serif,
            Face::Headings => Family::Heading,
        }
    }
}

impl Band {
    /// A line of text in a position.
    fn line(template: &Template, side: Side) -> Band {
        let position = match side {
            Side::Outer => Position::Outer,
            Side::Centre => Position::Centre,
            Side::Inner => Position::Inner,
        };
        let mut band = Band::default();
        band.set(position, Some(Cell::Lines(vec![template.clone()])));
        band
    }

    /// Puts something in a position, or nothing.
    pub(crate) fn set(&mut self, position: Position, cell: Option<Cell>) {
        let places = Position::ALL.iter().map(|(_, known)| *known);
        for (known, place) in places.zip(&mut self.cells) {
            if known == position {
                *place = cell;
                return;
            }
        }
    }

    /// What stands in a position.
    pub(crate) fn at(&self, position: Position) -> Option<&Cell> {
        let places = Position::ALL.iter().map(|(_, known)| *known);
        let mut places = places.zip(&self.cells);
        let (_, cell) = places.find(|(known, _)| *known == position)?;
        cell.as_ref()
    }

    /// Its pictures, each with the number of its position.
    pub(crate) fn pictures(&self) -> impl Iterator<Item = (usize, &Picture)> {
        let cells = self.cells.iter().enumerate();
        cells.filter_map(|(number, cell)| match cell {
            Some(Cell::Picture(picture)) => Some((number, picture)),
            Some(Cell::Lines(_)) | None => None,
        })
    }
}

/// Which page of an article a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The first, of the first article of a publication.
    Masthead,
    /// The first.
    First,
    /// The first of a list of contents, which has no head.
    Bare,
    /// Neither the first nor the last.
    Within,
    /// The last, and not the first.
    Last,
}

impl Furniture {
    /// The head of a page, or none.
    pub(crate) fn head(&self, stage: Stage, recto: bool, rtl: bool) -> Option<Band> {
        let own = &self.side(recto, rtl).head;
        let side = || {
            let template = if recto { &self.recto } else { &self.verso };
            let usual = || Band::line(template, self.heads_at);
            own.clone().unwrap_or_else(usual)
        };
        match stage {
            Stage::Masthead => self
                .masthead
                .head
                .as_ref()
                .or(self.first.head.as_ref())
                .cloned(),
            Stage::First => self.first.head.clone(),
            Stage::Bare => None,
            Stage::Within => Some(side()),
            Stage::Last => Some(self.last.head.clone().unwrap_or_else(side)),
        }
    }

    /// The foot of a page.
    pub(crate) fn foot(&self, stage: Stage, recto: bool, rtl: bool) -> Band {
        let first = match stage {
            Stage::Masthead => self.masthead.foot.as_ref().or(self.first.foot.as_ref()),
            Stage::First => self.first.foot.as_ref(),
            Stage::Last => self.last.foot.as_ref(),
            Stage::Bare | Stage::Within => None,
        };
        let own = first.or(self.side(recto, rtl).foot.as_ref());
        own.cloned()
            .unwrap_or_else(|| Band::line(&self.foot, self.foot_at))
    }

    /// The bands of a side. What is bound at the right has its rectos at the left.
    fn side(&self, recto: bool, rtl: bool) -> &Bands {
        match recto != rtl {
            true => &self.right,
            false => &self.left,
        }
    }

    /// All texts, with the names of the keys that they stand under.
    pub(crate) fn templates(&self) -> Vec<(&'static str, &Template)> {
        let mut all = vec![
            ("furniture.verso", &self.verso),
            ("furniture.recto", &self.recto),
            ("furniture.foot", &self.foot),
        ];
        for (key, bands) in self.kinds() {
            let bands = [&bands.head, &bands.foot].into_iter().flatten();
            for cell in bands.flat_map(|band| band.cells.iter().flatten()) {
                match cell {
                    Cell::Lines(lines) => all.extend(lines.iter().map(|line| (key, line))),
                    Cell::Picture(_) => {}
                }
            }
        }
        all
    }

    /// The bands by kind of page, with the names of their keys.
    pub(crate) fn kinds(&self) -> [(&'static str, &Bands); 5] {
        [
            ("furniture.masthead", &self.masthead),
            ("furniture.first", &self.first),
            ("furniture.left", &self.left),
            ("furniture.right", &self.right),
            ("furniture.last", &self.last),
        ]
    }
}

/// A position within the measure of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Side {
    /// At the fore edge.
    #[default]
    Outer,
    /// In the middle.
    Centre,
    /// At the fold.
    Inner,
}

/// A value that a template can contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The article's headline.
    Headline,
    /// The article's kicker.
    Kicker,
    /// The article's byline.
    Byline,
    /// The title of the book; a single article has none.
    Book,
    /// The number of the page.
    Folio,
    /// The article's date, as it is printed.
    Date,
    /// The title of the book, or the headline of a single article.
    Title,
    /// The part that the article is in; of an article in none, the first heading of level 1 or 2
    /// on the page, or the one that the page is under.
    Section,
    /// The authors of the article, or else of the book.
    Author,
    /// The last number of the pages that are numbered alike.
    Pages,
    /// Volume, issue and date of an issue, as its title page has them.
    Issue,
    /// Who publishes it.
    Publisher,
}

/// The slots by their names.
pub(crate) const SLOTS: [(&str, Slot); 12] = [
    ("headline", Slot::Headline),
    ("kicker", Slot::Kicker),
    ("byline", Slot::Byline),
    ("book", Slot::Book),
    ("folio", Slot::Folio),
    ("date", Slot::Date),
    ("title", Slot::Title),
    ("section", Slot::Section),
    ("author", Slot::Author),
    ("pages", Slot::Pages),
    ("issue", Slot::Issue),
    ("publisher", Slot::Publisher),
];

/// A line of furniture with slots: `{book|kicker}` is the first that has a value. Text
/// between two slots is printed if both have values. If all slots are empty, nothing is
/// printed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Template {
    /// As it was written.
    text: String,
    /// Before the first slot.
    lead: String,
    /// Each slot with its alternatives, and the text before the next slot.
    slots: Vec<(Vec<Slot>, String)>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// The error, in a sentence.
    pub(crate) fn parse(text: &str) -> Result<Template, String> {
        if text.contains(|c: char| c.is_control() && c != '\n') {
            return Err("it contains a control character".to_owned());
        }
        let mut parts = text.split('{');
        let lead = parts.next().unwrap_or("").to_owned();
        let mut template = Template {
            text: text.to_owned(),
            lead,
            slots: Vec::new(),
        };
        for part in parts {
            let Some((names, after)) = part.split_once('}') else {
                return Err("a `{` is never closed".to_owned());
            };
            let slots = names.split('|').map(slot).collect::<Result<_, _>>()?;
            template.slots.push((slots, after.to_owned()));
        }
        let mut fixed = template.slots.iter().map(|(_, after)| after);
        if template.lead.contains('}') || fixed.any(|text| text.contains('}')) {
            return Err("a `}` closes nothing".to_owned());
        }
        Ok(template)
    }

    /// What it prints whatever its slots hold.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = &str> {
        let between = self.slots.iter().map(|(_, after)| after.as_str());
        std::iter::once(self.lead.as_str()).chain(between)
    }

    /// The line with the values of its slots.
    pub(crate) fn fill<'v>(&self, value: impl Fn(Slot) -> &'v str) -> String {
        let mut line = self.lead.clone();
        let mut filled = false;
        let mut between = "";
        for (alternatives, after) in &self.slots {
            let mut values = alternatives.iter().map(|slot| value(*slot));
            if let Some(text) = values.find(|text| !text.is_empty()) {
                if filled {
                    line.push_str(between);
                }
                line.push_str(text);
                filled = true;
            }
            between = after;
        }
        match (self.slots.is_empty(), filled) {
            (true, _) => line,
            (false, true) => line + between,
            (false, false) => String::new(),
        }
    }
}

/// As it was written.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn slot(name: &str) -> Result<Slot, String> {
    let known = SLOTS.iter().find(|(known, _)| *known == name.trim());
    known.map(|(_, slot)| *slot).ok_or_else(|| {
        let near = nearest(name, SLOTS.iter().map(|(name, _)| *name));
        let asked = near.map_or(String::new(), |near| {
            format!(": did you mean `{{{near}}}`?")
        });
        format!("there is nothing called `{{{name}}}`{asked}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str) -> String {
        let value = |slot| match slot {
            Slot::Headline => "Headline",
            Slot::Kicker | Slot::Book => "",
            Slot::Byline => "By A. Writer",
            Slot::Folio => "7",
            Slot::Date => "2026-03-03",
            Slot::Section | Slot::Issue | Slot::Publisher => "",
            Slot::Title => "Title",
            Slot::Author => "A. Writer",
            Slot::Pages => "12",
        };
        Template::parse(template).unwrap().fill(value)
    }

    #[test]
    fn a_slot_that_stays_empty_takes_its_separator_along() {
        assert_eq!(filled("{kicker} · {headline} · {folio}"), "Headline · 7");
        assert_eq!(filled("{folio} / {kicker}"), "7");
        assert_eq!(filled("— {folio} —"), "— 7 —");
        assert_eq!(filled("No. {kicker}!"), "");
        assert_eq!(filled("The Evening Post"), "The Evening Post");
        assert_eq!(filled(""), "");
    }

    #[test]
    fn a_page_has_the_bands_of_its_kind_or_else_of_its_side() {
        let line = |text: &str| Band::line(&Template::parse(text).unwrap(), Side::Outer);
        let bands = |head: &str| Bands {
            head: Some(line(head)),
            foot: None,
        };
        let mut own = Furniture {
            verso: Template::parse("verso").unwrap(),
            recto: Template::parse("recto").unwrap(),
            foot: Template::parse("foot").unwrap(),
            ..Furniture::default()
        };
        assert_eq!(own.head(Stage::First, true, false), None);
        assert_eq!(own.head(Stage::Within, true, false), Some(line("recto")));
        assert_eq!(own.head(Stage::Last, false, false), Some(line("verso")));
        own.left = bands("left");
        own.last = bands("last");
        own.first = bands("first");
        assert_eq!(own.head(Stage::First, true, false), Some(line("first")));
        assert_eq!(own.head(Stage::Bare, true, false), None);
        assert_eq!(own.head(Stage::Within, false, false), Some(line("left")));
        assert_eq!(own.head(Stage::Within, true, true), Some(line("left")));
        assert_eq!(own.head(Stage::Last, true, false), Some(line("last")));
        assert_eq!(own.foot(Stage::Last, true, false), line("foot"));
    }

    #[test]
    fn the_first_alternative_that_there_is_is_taken() {
        assert_eq!(filled("{book|kicker|byline}"), "By A. Writer");
        assert_eq!(filled("{book|kicker}"), "");
    }

    #[test]
    fn a_template_that_is_wrong_says_why() {
        let fault = |text| Template::parse(text).unwrap_err();
        assert!(fault("{folo}").contains("did you mean `{folio}`?"));
        assert!(fault("{weather}").ends_with("`{weather}`"));
        assert!(fault("{folio").contains("never closed"));
        assert!(fault("folio}").contains("closes nothing"));
        assert!(fault("{folio}}").contains("closes nothing"));
    }
}
