//! Takes a formula; returns what is drawn of it: letters of faces, rules and curves, in ems
//! of the formula's size, and where a line may end within it.

use super::symbols::{Alphabet, public};
use super::{Fault, Formula};
use ratex_layout::hbox::make_hbox;
use ratex_layout::layout_box::BoxContent;
use ratex_layout::{
    FallbackGlyphMetrics, LayoutBox, LayoutOptions, layout, layout_with_fallback_metrics,
    to_display_list, validate_layout,
};
use ratex_parser::ParseNode;
use ratex_parser::parse_node::{AtomFamily, Mode};
use ratex_types::color::Color;
use ratex_types::display_item::{DisplayItem, DisplayList};
use ratex_types::math_style::MathStyle;
use ratex_types::path_command::PathCommand;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// What is drawn of a formula, or of a part of it that no line parts. Measures are in ems.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawing {
    /// Its width.
    pub(crate) width: f64,
    /// How far it rises above the baseline.
    pub(crate) height: f64,
    /// How far it falls below.
    pub(crate) depth: f64,
    /// What is drawn, in order.
    pub(crate) marks: Vec<Mark>,
    /// Where a line may end after it; none of the last part.
    pub(crate) cut: Option<Cut>,
    /// The byte of the source up to which it goes.
    pub(crate) end: usize,
}

/// A place where a line may end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cut {
    /// Whether it is after a relation; else it is after a binary operator.
    pub(crate) is_relation: bool,
    /// The space there, if the line goes on.
    pub(crate) space: f64,
}

/// A thing that is drawn. Places are from the left edge and from the baseline, upwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mark {
    /// A letter or a sign.
    Letter {
        face: Face,
        /// The character by which the face knows it.
        c: char,
        x: f64,
        y: f64,
        /// Its size.
        size: f64,
        hue: Hue,
    },
    /// A filled rectangle, from its lower left corner.
    Rule {
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        hue: Hue,
    },
    /// A curve, filled or drawn with a line.
    Curve {
        steps: Vec<Step>,
        filled: bool,
        hue: Hue,
    },
}

/// A step of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// To a place, with no line.
    Move(f64, f64),
    /// A straight line.
    Line(f64, f64),
    /// With two points that draw it to them, then its end.
    Cubic([f64; 6]),
    /// Back to where it began.
    Close,
}

impl Step {
    /// A quadratic curve as a cubic one: PDF has no other.
    pub(crate) fn quadratic(from: (f64, f64), bend: (f64, f64), to: (f64, f64)) -> Step {
        let toward = |from: f64, to: f64| from + (to - from) * 2.0 / 3.0;
        Step::Cubic([
            toward(from.0, bend.0),
            toward(from.1, bend.1),
            toward(to.0, bend.0),
            toward(to.1, bend.1),
            to.0,
            to.1,
        ])
    }
}

/// A colour: red, green and blue from 0 to 1, or that of the text around.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hue {
    /// That of the text around.
    Text,
    /// Its own.
    Own(f32, f32, f32),
}

/// The width of a line that a curve is drawn with, in ems: KaTeX's default rule.
pub(crate) const STROKE: f64 = 0.04;

/// The face of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Face {
    /// A face for formulas, by the name of its file.
    Own(&'static str),
    /// The face of the text around.
    Text,
}

/// The extent of a letter of the text's face, in ems of the formula's size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) depth: f64,
}

/// The files of the faces, by the names that the layout has for them.
const FACES: [(&str, &str); 19] = [
    ("AMS-Regular", "KaTeX_AMS-Regular.ttf"),
    ("Caligraphic-Regular", "KaTeX_Caligraphic-Regular.ttf"),
    ("Fraktur-Bold", "KaTeX_Fraktur-Bold.ttf"),
    ("Fraktur-Regular", "KaTeX_Fraktur-Regular.ttf"),
    ("Main-Bold", "KaTeX_Main-Bold.ttf"),
    ("Main-BoldItalic", "KaTeX_Main-BoldItalic.ttf"),
    ("Main-Italic", "KaTeX_Main-Italic.ttf"),
    ("Main-Regular", "KaTeX_Main-Regular.ttf"),
    ("Math-BoldItalic", "KaTeX_Math-BoldItalic.ttf"),
    ("Math-Italic", "KaTeX_Math-Italic.ttf"),
    ("SansSerif-Bold", "KaTeX_SansSerif-Bold.ttf"),
    ("SansSerif-Italic", "KaTeX_SansSerif-Italic.ttf"),
    ("SansSerif-Regular", "KaTeX_SansSerif-Regular.ttf"),
    ("Script-Regular", "KaTeX_Script-Regular.ttf"),
    ("Size1-Regular", "KaTeX_Size1-Regular.ttf"),
    ("Size2-Regular", "KaTeX_Size2-Regular.ttf"),
    ("Size3-Regular", "KaTeX_Size3-Regular.ttf"),
    ("Size4-Regular", "KaTeX_Size4-Regular.ttf"),
    ("Typewriter-Regular", "KaTeX_Typewriter-Regular.ttf"),
];

/// The files of all faces for formulas.
#[cfg(test)]
pub(crate) const FILES: [&str; 19] = {
    let mut files = [""; 19];
    let mut at = 0;
    while at < 19 {
        files[at] = FACES[at].1;
        at += 1;
    }
    files
};

/// What a glyph of a face for formulas says: letters of alphabets have characters of their
/// own, and some signs have private ones.
pub(crate) fn said(file: &str, c: char) -> char {
    let alphabet = match file {
        "KaTeX_AMS-Regular.ttf" => Some(Alphabet::DoubleStruck),
        "KaTeX_Caligraphic-Regular.ttf" | "KaTeX_Script-Regular.ttf" => Some(Alphabet::Script),
        "KaTeX_Fraktur-Regular.ttf" | "KaTeX_Fraktur-Bold.ttf" => Some(Alphabet::Fraktur),
        _ => None,
    };
    match alphabet {
        // Figures of the script faces are old-style figures.
        Some(alphabet) if c.is_ascii_alphabetic() => alphabet.letter(c),
        Some(_) | None => public(c),
    }
}

/// Says how large a letter is in the face of the text, if the faces for formulas lack it.
pub(crate) type Measure<'a> = dyn Fn(char) -> Option<Extent> + 'a;

impl Formula {
    /// Draws it whole: alone, or among words, where limits stand beside their signs.
    ///
    /// # Errors
    ///
    /// What cannot be drawn of it.
    pub(crate) fn draw(&self, alone: bool, measure: &Measure) -> Result<Drawing, Fault> {
        let whole = self.boxes(&self.nodes, alone, measure)?;
        Ok(self.drawn(&whole, None, self.source.len()))
    }

    /// Draws it in parts between which a line may end.
    ///
    /// # Errors
    ///
    /// What cannot be drawn of it.
    pub(crate) fn draw_in_parts(
        &self,
        alone: bool,
        measure: &Measure,
    ) -> Result<Vec<Drawing>, Fault> {
        let whole = self.boxes(&self.nodes, alone, measure)?;
        let Some(cuts) = self.cuts(&whole) else {
            return Ok(vec![self.drawn(&whole, None, self.source.len())]);
        };
        let BoxContent::HBox(children) = &whole.content else {
            return Ok(vec![self.drawn(&whole, None, self.source.len())]);
        };
        let mut parts = Vec::with_capacity(cuts.len() + 1);
        let mut from = 0;
        for (last, cut, end) in cuts {
            let part = children.get(from..last).unwrap_or(&[]).to_vec();
            parts.push(self.drawn(&make_hbox(part), Some(cut), end));
            // The space after it is the cut's.
            from = last + 1;
        }
        let rest = children.get(from..).unwrap_or(&[]).to_vec();
        parts.push(self.drawn(&make_hbox(rest), None, self.source.len()));
        Ok(parts)
    }

    /// Its number, which `\tag` gives it.
    pub(crate) fn number(&self, measure: &Measure) -> Option<Drawing> {
        let number = self.number.as_deref()?;
        let laid = self.boxes(number, false, measure).ok()?;
        Some(self.drawn(&laid, None, self.source.len()))
    }

    fn boxes(
        &self,
        nodes: &[ParseNode],
        alone: bool,
        measure: &Measure,
    ) -> Result<LayoutBox, Fault> {
        let options = LayoutOptions {
            style: if alone {
                MathStyle::Display
            } else {
                MathStyle::Text
            },
            ..LayoutOptions::default()
        };
        let lacking = self.lacking(measure);
        let laid = catch_unwind(AssertUnwindSafe(|| match lacking.is_empty() {
            true => layout(nodes, &options),
            false => layout_with_fallback_metrics(nodes, &options, Arc::new(lacking)),
        }));
        let laid = laid.map_err(|_| Fault::whole("it cannot be laid out"))?;
        validate_layout(&laid).map_err(|_| Fault::whole("it is too large"))?;
        let sizes = [laid.width, laid.height, laid.depth];
        if sizes
            .iter()
            .any(|size| !size.is_finite() || size.abs() > 1e4)
        {
            return Err(Fault::whole("it is too large"));
        }
        Ok(laid)
    }

    /// The extents of the letters beyond ASCII that the text's face has.
    fn lacking(&self, measure: &Measure) -> HashMap<char, FallbackGlyphMetrics> {
        let extents = self.letters.iter().filter_map(|c| {
            let extent = measure(*c)?;
            let metrics = FallbackGlyphMetrics {
                width: extent.width,
                height: extent.height,
                depth: extent.depth,
            };
            Some((*c, metrics))
        });
        extents.collect()
    }

    /// Where a line may end: after the box of a number, with what cut and up to which byte.
    /// None if it cannot be told which box is which node's.
    fn cuts(&self, whole: &LayoutBox) -> Option<Vec<(usize, Cut, usize)>> {
        let BoxContent::HBox(children) = &whole.content else {
            return None;
        };
        let mut cuts: Vec<(usize, Cut, usize)> = Vec::new();
        let mut at = 0;
        for (number, node) in self.nodes.iter().enumerate() {
            // Before the box of a node may be the space between classes of signs.
            let is_space = |at: usize| {
                let kern = |b: &LayoutBox| matches!(b.content, BoxContent::Kern);
                children.get(at).is_some_and(kern)
            };
            let spaced = is_space(at) && !is_white(node);
            at += usize::from(spaced);
            children.get(at)?;
            at += 1;
            let Some(is_relation) = parting(node) else {
                continue;
            };
            let next = self.nodes.get(number + 1);
            let follows = next.is_some_and(|next| !is_white(next) && parting(next) != Some(true));
            // A sign without space on both sides is a sign of its operand, as in `-x`.
            if spaced
                && follows
                && is_space(at)
                && let Some(end) = self.end_of(node)
                && cuts.last().is_none_or(|(.., before)| *before < end)
                && end < self.source.len()
            {
                let space = children.get(at).map_or(0.0, |space| space.width);
                cuts.push((at, Cut { is_relation, space }, end));
            }
        }
        (at == children.len()).then_some(cuts)
    }

    /// The byte after a sign, if the source has it there: what a macro stands for has no
    /// place in the source.
    fn end_of(&self, node: &ParseNode) -> Option<usize> {
        let ParseNode::Atom {
            text,
            loc: Some(loc),
            ..
        } = node
        else {
            return None;
        };
        let lead = super::lead(&self.source);
        let written = self.source.get(lead + loc.start..lead + loc.end)?;
        (written == text).then_some(lead + loc.end)
    }

    fn drawn(&self, laid: &LayoutBox, cut: Option<Cut>, end: usize) -> Drawing {
        let list = to_display_list(laid);
        let mut drawing = Drawing {
            width: list.width.max(0.0),
            height: list.height,
            depth: list.depth,
            marks: Vec::with_capacity(list.items.len()),
            cut,
            end,
        };
        for item in &list.items {
            mark(item, &list, &mut drawing.marks);
        }
        drawing
    }
}

/// Whether the box of a node is nothing but space.
fn is_white(node: &ParseNode) -> bool {
    matches!(node, ParseNode::SpacingNode { .. } | ParseNode::Kern { .. })
}

/// Whether a node is a relation or a binary operator, after which a line may end; whether
/// it is a relation.
fn parting(node: &ParseNode) -> Option<bool> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an enum of the parser's, of which few parts are signs"
    )]
    match node {
        ParseNode::Atom {
            family: AtomFamily::Rel,
            mode: Mode::Math,
            ..
        } => Some(true),
        ParseNode::Atom {
            family: AtomFamily::Bin,
            mode: Mode::Math,
            ..
        } => Some(false),
        _ => None,
    }
}

/// A colour of the layout's: black is the colour of the text around.
fn hue(colour: Color) -> Hue {
    if colour == Color::BLACK {
        return Hue::Text;
    }
    let Color { r, g, b, .. } = colour;
    Hue::Own(r.clamp(0.0, 1.0), g.clamp(0.0, 1.0), b.clamp(0.0, 1.0))
}

/// What is drawn for an item of a list, whose places are from the top, downwards.
fn mark(item: &DisplayItem, list: &DisplayList, marks: &mut Vec<Mark>) {
    let base = list.height;
    match item {
        DisplayItem::GlyphPath {
            x,
            y,
            scale,
            font,
            char_code,
            color,
        } => {
            let own = FACES.iter().find(|(name, _)| name == font);
            let own = own.map(|(_, file)| Face::Own(file));
            let code = ratex_font::FontId::parse(font)
                .map_or(char::from_u32(*char_code).unwrap_or('\u{fffd}'), |id| {
                    ratex_font::katex_ttf_glyph_char(id, *char_code)
                });
            marks.push(Mark::Letter {
                face: own.unwrap_or(Face::Text),
                c: code,
                x: *x,
                y: base - y,
                size: *scale,
                hue: hue(*color),
            });
        }
        DisplayItem::Line {
            x,
            y,
            width,
            thickness,
            color,
            dashed,
        } => {
            let rule = |x: f64, width: f64| Mark::Rule {
                x,
                y: base - y - thickness / 2.0,
                width,
                height: *thickness,
                hue: hue(*color),
            };
            if !dashed {
                marks.push(rule(*x, *width));
                return;
            }
            // Dashes as long as they are apart, the last one whole.
            let dash = (thickness * 4.0).max(0.01);
            let count = ((width / dash).ceil() as usize).min(2_000);
            for number in (0..count).step_by(2) {
                let from = number as f64 * dash;
                marks.push(rule(x + from, dash.min(width - from)));
            }
        }
        DisplayItem::Rect {
            x,
            y,
            width,
            height,
            color,
        } => marks.push(Mark::Rule {
            x: *x,
            y: base - y - height,
            width: *width,
            height: *height,
            hue: hue(*color),
        }),
        DisplayItem::Path {
            x,
            y,
            commands,
            fill,
            color,
        } => marks.push(Mark::Curve {
            steps: steps(commands, (*x, base - y)),
            filled: *fill,
            hue: hue(*color),
        }),
    }
}

/// The steps of a path, upwards from the baseline.
fn steps(commands: &[PathCommand], (left, base): (f64, f64)) -> Vec<Step> {
    let mut steps = Vec::with_capacity(commands.len());
    let mut pen = (0.0, 0.0);
    for command in commands {
        match *command {
            PathCommand::MoveTo { x, y } => {
                pen = (left + x, base - y);
                steps.push(Step::Move(pen.0, pen.1));
            }
            PathCommand::LineTo { x, y } => {
                pen = (left + x, base - y);
                steps.push(Step::Line(pen.0, pen.1));
            }
            PathCommand::CubicTo {
                x1,
                y1,
                x2,
                y2,
                x,
                y,
            } => {
                pen = (left + x, base - y);
                let [a, b] = [(left + x1, base - y1), (left + x2, base - y2)];
                steps.push(Step::Cubic([a.0, a.1, b.0, b.1, pen.0, pen.1]));
            }
            PathCommand::QuadTo { x1, y1, x, y } => {
                let bend = (left + x1, base - y1);
                let end = (left + x, base - y);
                steps.push(Step::quadratic(pen, bend, end));
                pen = end;
            }
            PathCommand::Close => steps.push(Step::Close),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::read;

    fn parts(source: &str) -> Vec<Drawing> {
        read(source)
            .unwrap()
            .draw_in_parts(false, &|_| None)
            .unwrap()
    }

    #[test]
    fn a_line_may_end_after_a_relation_or_an_operator_and_nowhere_else() {
        let cuts = |source: &str| -> Vec<String> {
            let parts = parts(source);
            let mut from = 0;
            let texts = parts.iter().map(|part| {
                let text = source.get(from..part.end).unwrap();
                from = part.end;
                text.trim().to_owned()
            });
            texts.collect()
        };
        assert_eq!(cuts("a+b=c"), ["a+", "b=", "c"]);
        assert_eq!(cuts("-x"), ["-x"]);
        assert_eq!(cuts("f(x+1)"), ["f(x+", "1)"]);
        assert_eq!(cuts("\\frac{a+b}{c}"), ["\\frac{a+b}{c}"]);
        assert_eq!(cuts("{a+b}"), ["{a+b}"]);
        assert_eq!(cuts("a=-b"), ["a=", "-b"]);
        assert_eq!(cuts("a \\le b"), ["a \\le", "b"]);
        assert_eq!(cuts("\n a = b\n"), ["a =", "b"]);
    }

    #[test]
    fn parts_are_as_wide_as_the_whole() {
        for source in ["a+b=c", "x^2 - 2x + 1 \\le 0", "a \\quad = b"] {
            let whole = read(source).unwrap().draw(false, &|_| None).unwrap();
            let parts = parts(source);
            let widths = parts
                .iter()
                .map(|part| part.width + part.cut.map_or(0.0, |cut| cut.space));
            assert!((widths.sum::<f64>() - whole.width).abs() < 1e-9, "{source}");
        }
    }

    #[test]
    fn letters_that_the_faces_lack_are_of_the_text() {
        let extent = Extent {
            width: 0.6,
            height: 0.5,
            depth: 0.0,
        };
        let formula = read("\\text{\\textbf{Ж}} + x").unwrap();
        let drawing = formula.draw(false, &|_| Some(extent)).unwrap();
        let faces = drawing.marks.iter().filter_map(|mark| match mark {
            Mark::Letter { face, c, .. } => Some((*c, *face)),
            Mark::Rule { .. } | Mark::Curve { .. } => None,
        });
        let faces: Vec<_> = faces.collect();
        assert_eq!(faces.len(), 3, "{faces:?}");
    }
}
