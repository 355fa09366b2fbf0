//! Takes formulas; returns them as drawings, for reading systems without MathML.

use crate::font::{Family, FontSet, Look, Setting};
use crate::formula;
use crate::lang::Lang;
use crate::write::xhtml::svg;

/// How the formulas of a book are drawn.
#[derive(Clone, Copy)]
pub(crate) struct Drawings<'a> {
    /// The faces of their letters.
    pub fonts: &'a FontSet,
    /// Whether their MathML is there too.
    pub with_mathml: bool,
}

/// A style that hides what is read aloud from view.
const UNSEEN: &str = "position: absolute; width: 1px; height: 1px; overflow: hidden; \
                      clip: rect(0, 0, 0, 0); white-space: nowrap";

impl Drawings<'_> {
    /// A formula as markup; none where it cannot be drawn.
    pub(super) fn markup(&self, source: &str, alone: bool, lang: &Lang) -> Option<String> {
        let look = Look {
            family: Family::Serif,
            bold: false,
            italic: false,
        };
        let setting = Setting::of(look, lang);
        let formula = formula::read(source).ok()?;
        let measure = |c| self.fonts.extent_in_formula(c, &setting);
        let drawing = formula.draw(alone, &measure).ok()?;
        let drawn = self.fonts.drawn(&drawing, &setting)?;
        if !self.with_mathml {
            let words: Vec<&str> = source.split_whitespace().collect();
            return Some(svg(&drawn, self.fonts, Some(&words.join(" "))));
        }
        let mathml = formula::mathml(source, alone).ok()?;
        let svg = svg(&drawn, self.fonts, None);
        Some(format!("{svg}<span style=\"{UNSEEN}\">{mathml}</span>"))
    }
}
