//! The style of an article: trim size, margins, measure, leading, type scale, and the
//! costs that line and page breaking avoid.
//!
//! All body text stands on a baseline grid of one leading; everything between takes whole
//! lines of it. A [`Theme`] declares all this in a file. Fitted to a paper size, it
//! becomes a [`Style`].

mod backdrop;
mod blocks;
mod colour;
mod element;
mod extra;
mod furniture;
mod length;
mod paper;
mod property;
mod role;
mod selector;
mod styles;
mod theme;
mod voice;

use crate::diag::{Code, Diagnostic, Report};
use crate::geom::{Em, Pt, Size};
use crate::look::{Families, Figures};
use crate::model::{DateFormat, LabelNumbers, Picture};
use crate::source::Source;
pub(crate) use backdrop::{Backdrop, Backdrops, PageKind};
pub(crate) use colour::{Colour, Colours};
pub(crate) use element::Element;
pub(crate) use furniture::{
    Band, Bands, Cell, Face, Furniture, Position, Rule, Side, Slot, Stage, Template,
};
pub use length::parse_length;
pub use paper::parse_paper;
pub(crate) use property::{Border, Caps, Frame, Weight};
pub(crate) use role::{Medium, Role};
pub(crate) use selector::Selector;
pub(crate) use styles::{Styles, Styling};
pub use theme::Theme;
pub(crate) use voice::{Fill, Voice};

/// A style.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// The page.
    pub page: Page,
    /// Running text.
    pub text: Text,
    /// Headings within the text.
    pub(crate) headings: Headings,
    /// The headline.
    pub(crate) headline: Headline,
    /// Notes.
    pub(crate) notes: Notes,
    /// Sizes of smaller matter.
    pub(crate) sizes: Sizes,
    /// Colours.
    pub(crate) colours: Colours,
    /// Families in place of the usual ones.
    pub(crate) families: Families,
    /// Running heads and folios.
    pub(crate) furniture: Furniture,
    /// The backgrounds of pages.
    pub(crate) backdrops: Backdrops,
    /// The look of a typeset cover.
    pub(crate) cover: CoverLook,
    /// Where the articles of a book begin.
    pub(crate) openings: Openings,
    /// What gets a list of contents.
    pub(crate) contents: Contents,
    /// Whether a text opens with a capital of several lines.
    pub(crate) drop_capitals: bool,
    /// What stands after the last word of an article; empty is nothing.
    pub(crate) end_mark: String,
    /// How dates are printed.
    pub(crate) dates: DateFormat,
    /// Whether the houses, addresses and identifiers of authors stand under the byline.
    pub(crate) author_details: bool,
    /// What publications have numbered that do not say so themselves.
    pub(crate) numbering: LabelNumbers,
    /// Rules of CSS after those of the style sheet of EPUBs; may be empty.
    pub(crate) css: String,
    /// How elements and classes are set.
    pub(crate) styles: Styles,
    /// How far copyfitting may change it.
    pub(crate) fit: Bounds,
    /// The white between blocks as a multiple of what it would like to be: 1 but for
    /// copyfitting.
    pub(crate) white: f64,
    /// What lines and pages cost.
    pub(crate) costs: Costs,
}

/// The page: its trim size, margins and columns.
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
    /// How many columns the text stands in: one at least.
    pub columns: usize,
    /// Between two columns.
    pub gutter: Pt,
    /// Whether everything takes whole lines of the text, so that lines stand side by side in
    /// columns and on both sides of a leaf.
    pub(crate) grid: bool,
}

impl Page {
    /// Leaves room for a binding: the text moves outwards into half the outer
    /// margin at the most, and becomes narrower for the rest.
    pub(crate) fn bind(&mut self, gutter: Pt) {
        self.inner += gutter;
        self.outer -= gutter.min(self.outer / 2.0);
    }
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
    /// What parts its paragraphs.
    pub(crate) paragraphs: Paragraphs,
    /// How its lines end.
    pub(crate) fill: Fill,
    /// How its figures are drawn.
    pub(crate) figures: Figures,
}

/// What parts paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Paragraphs {
    /// Their first lines are set in.
    #[default]
    Indent,
    /// A line of white stands between them.
    Space,
}

/// Headings within the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Headings {
    /// Whether they are numbered.
    pub numbered: bool,
    /// Their sizes from the first level on, in sizes of the text; the last is
    /// that of all deeper levels.
    pub sizes: Vec<f64>,
}

/// The headline.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Headline {
    /// Its size, in sizes of the text.
    pub size: f64,
    /// How its lines end.
    pub align: Fill,
    /// How the opening around it is set off.
    pub look: OpeningLook,
}

/// How the opening of an article is set off from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OpeningLook {
    /// By white.
    #[default]
    Plain,
    /// Between a bar over it and a hairline under it.
    Rules,
    /// On a ground that reaches the head and the sides of the page.
    Band,
}

/// The look of a typeset cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum CoverLook {
    /// Type alone.
    Plain,
    /// A band at the head.
    #[default]
    Band,
    /// White type on the accent colour.
    Full,
}

/// Notes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Notes {
    /// Their size, in sizes of the text.
    pub size: f64,
    /// Where they stand.
    pub at: NotesAt,
}

/// Where notes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NotesAt {
    /// At the foot of the page that marks them.
    #[default]
    Foot,
    /// At the end of their article.
    End,
}

/// Sizes of smaller matter, in sizes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sizes {
    /// Of code.
    pub code: f64,
    /// Of captions.
    pub caption: f64,
    /// Of quotations that are set off.
    pub quote: f64,
}

/// What gets a list of contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Contents {
    /// Nothing.
    Never,
    /// Books, of their articles.
    #[default]
    Books,
    /// A lone article too, of its headings.
    Always,
}

/// Where the articles of a book begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Openings {
    /// On the next page.
    #[default]
    Page,
    /// On the next right-hand page.
    Recto,
}

/// What is ugly, and how much. Demerits are Knuth and Plass's; those of the
/// page are lines times lines.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Costs {
    /// Breaking a word with a hyphen.
    pub hyphen: f64,
    /// Breaking a capitalised word: a name, as a rule, but in German.
    pub cut_name: f64,
    /// Two lines that end with hyphens, one after the other.
    pub double_hyphen: f64,
    /// A third such line, and each further one, beside that.
    pub triple_hyphen: f64,
    /// A hyphen at the end of the last line but one.
    pub final_hyphen: f64,
    /// A tight line next to a loose one.
    pub contrast: f64,
    /// A last line shorter than two indents, or of nothing but the end of a word.
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

/// How far copyfitting may change a style.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Bounds {
    /// The share by which the text's size may shrink or grow, 0 to 0.2.
    pub size: f64,
    /// The same of its leading.
    pub leading: f64,
    /// The letterfit at the utmost.
    pub letterfit: f64,
    /// The share by which white between blocks may shrink or grow, 0 to 0.5.
    pub white: f64,
}

impl Style {
    /// The style with less white between blocks (a change below zero, down to −1) or more (up
    /// to 1), by a share of its bounds.
    pub(crate) fn with_white(&self, change: f64) -> Style {
        Style {
            white: 1.0 + change * self.fit.white,
            ..self.clone()
        }
    }

    /// The style with type that is smaller (a change below zero, down to −1) or larger (up to
    /// 1), by a share of its bounds. The page stays as it is.
    pub(crate) fn fitted(&self, change: f64) -> Style {
        let hundredths = |pt: Pt| Pt((pt.0 * 100.0).round() / 100.0);
        let mut style = self.clone();
        style.text.size = hundredths(self.text.size * (1.0 + change * self.fit.size));
        style.text.leading = hundredths(self.text.leading * (1.0 + change * self.fit.leading));
        let utmost = self.fit.letterfit.max(self.costs.letterfit);
        style.costs.letterfit += change.abs() * (utmost - self.costs.letterfit);
        style
    }

    /// The style for articles, the theme `article`: one column of a comfortable
    /// measure, about seventy letters on A4.
    pub fn article(paper: Size) -> Style {
        Theme::article().fit(Some(paper), None, &mut Report::new())
    }

    /// Leaves room for a binding, in points: the text moves outwards into half the outer
    /// margin at most, and becomes narrower for the rest.
    pub fn bind(&mut self, gutter: Pt) {
        self.page.bind(gutter);
    }

    /// Adds the text of a style sheet to that of EPUBs and pages of HTML, if a book can contain
    /// it. Otherwise the report says what is wrong, and at which place of the sheet.
    pub fn add_css(&mut self, sheet: &Source, report: &mut Report) {
        let faults = extra::faults(sheet.text());
        if faults.is_empty() {
            self.css = sheet.text().to_owned();
        }
        for (range, message) in faults {
            let error = Diagnostic::error(Code::WrongValue, sheet.span(range), message);
            report.push(error.hint("the style sheet is left out"));
        }
    }

    /// The pictures of heads, feet and backgrounds.
    pub(crate) fn pictures(&self) -> Vec<&Picture> {
        let bands = self.furniture.kinds().into_iter();
        let bands = bands.flat_map(|(_, bands)| [&bands.head, &bands.foot]);
        let own = bands.flatten().flat_map(Band::pictures);
        let mut pictures: Vec<&Picture> = own.map(|(_, picture)| picture).collect();
        for (_, backdrop) in self.backdrops.all() {
            match backdrop {
                Some(Backdrop::Picture(picture)) => pictures.push(picture),
                Some(Backdrop::Tint(_)) | None => {}
            }
        }
        pictures
    }

    /// The families in place of the usual ones, to be changed.
    pub fn families_mut(&mut self) -> &mut Families {
        &mut self.families
    }

    /// The width of the text, all columns together.
    pub fn measure(&self) -> Pt {
        self.page.size.width - self.page.inner - self.page.outer
    }

    /// The width of one column.
    pub fn column(&self) -> Pt {
        let columns = self.page.columns.max(1) as f64;
        (self.measure() - self.page.gutter * (columns - 1.0)) / columns
    }

    /// A height as the page gives it: on the grid, in whole lines.
    pub(crate) fn on_grid(&self, height: Pt) -> Pt {
        match self.page.grid {
            true => height.ceil_to(self.text.leading),
            false => height,
        }
    }

    /// The height of the text: a whole number of lines.
    pub fn text_height(&self) -> Pt {
        let room = self.page.size.height - self.page.top - self.page.bottom;
        let lines = (room / self.text.leading).floor().max(3.0);
        self.text.leading * lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_text_is_whole_lines_within_the_margins() {
        for paper in ["a4", "a5", "a6", "letter", "60x60mm"] {
            let style = Style::article(parse_paper(paper).unwrap());
            let lines = style.text_height() / style.text.leading;
            assert!((lines - lines.round()).abs() < 1e-9);
            assert!(style.measure() > Pt(40.0));
        }
    }

    #[test]
    fn columns_and_gutters_fill_the_measure() {
        let mut style = Style::article(parse_paper("a4").unwrap());
        assert_eq!(style.column(), style.measure());
        style.page.columns = 3;
        style.page.gutter = Pt(12.0);
        assert!((style.column().0 * 3.0 + 24.0 - style.measure().0).abs() < 1e-9);
    }
}
