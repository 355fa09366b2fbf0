//! Takes the drawing of a formula; returns the same in glyphs of faces: those for formulas
//! and, for letters that these lack, the face of the text.

use super::{FaceId, FontSet, Setting, embedded};
use crate::formula::{self, Drawing, Extent, Hue, Mark, Step};
use crate::look::Look;
use skrifa::outline::OutlinePen;
use std::sync::Arc;

/// The heights of `x` and of capitals in the faces for formulas, in ems.
const X_HEIGHT: f64 = 0.431;
const CAP_HEIGHT: f64 = 0.683;

/// A formula in glyphs. Measures are in ems of its size.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// Its width.
    pub width: f64,
    /// How far it rises above the baseline.
    pub height: f64,
    /// How far it falls below.
    pub depth: f64,
    /// What is drawn. Places are from its left edge and from the baseline, upwards.
    pub marks: Vec<Stroke>,
}

/// A thing that is drawn in a formula.
#[derive(Debug, Clone)]
pub enum Stroke {
    /// A glyph.
    Glyph {
        /// Its face.
        face: FaceId,
        /// Its number in the face.
        id: u16,
        /// What it says by itself.
        says: char,
        /// Where it stands.
        x: f64,
        /// How far above the baseline.
        y: f64,
        /// Its size.
        size: f64,
        /// Its colour.
        hue: Hue,
    },
    /// A filled rectangle, from its lower left corner.
    Rule {
        /// The left edge.
        x: f64,
        /// The lower edge.
        y: f64,
        /// The width.
        width: f64,
        /// The height.
        height: f64,
        /// The colour.
        hue: Hue,
    },
    /// A curve.
    Curve {
        /// Its steps.
        steps: Arc<[Step]>,
        /// Whether it is filled; else it is drawn with a line.
        filled: bool,
        /// Its colour.
        hue: Hue,
    },
}

impl FontSet {
    /// How large formulas are set beside type of a look, as a multiple of its size: so that
    /// neither their small letters nor their capitals differ much from the text's.
    pub(crate) fn formula_scale(&self, look: Look) -> f64 {
        let metrics = self.face(self.primary(look)).metrics();
        let ratio = |own: f32, theirs: f64| match own > 0.0 {
            true => f64::from(own) / theirs,
            false => 1.0,
        };
        let small = ratio(metrics.x_height, X_HEIGHT);
        let capital = ratio(metrics.cap_height, CAP_HEIGHT);
        ((small + capital) / 2.0).clamp(0.9, 1.2)
    }

    /// How large a letter of the text's face is in ems of a formula beside it; none where
    /// the faces for formulas have it, or no face does.
    pub(crate) fn extent_in_formula(&self, c: char, setting: &Setting) -> Option<Extent> {
        let shaped = self.shape(c.encode_utf8(&mut [0; 4]), setting);
        if shaped.missing > 0 || shaped.glyphs.len() != 1 {
            return None;
        }
        let metrics = self.face(shaped.face).metrics();
        let scale = f64::from(shaped.scale) / self.formula_scale(setting.look);
        let height = if c.is_lowercase() {
            metrics.x_height * 1.4
        } else {
            metrics.cap_height.max(metrics.x_height)
        };
        Some(Extent {
            width: f64::from(shaped.width) * scale,
            height: f64::from(height) * scale,
            depth: f64::from(-metrics.descender).clamp(0.0, 0.22) * scale,
        })
    }

    /// A drawing in glyphs; none if no face has one of its letters.
    pub(crate) fn drawn(&self, drawing: &Drawing, setting: &Setting) -> Option<Drawn> {
        let mut marks = Vec::with_capacity(drawing.marks.len());
        for mark in &drawing.marks {
            marks.push(match mark {
                Mark::Letter {
                    face,
                    c,
                    x,
                    y,
                    size,
                    hue,
                } => {
                    let (face, id, says, scale) = self.glyph_in_formula(*face, *c, setting)?;
                    Stroke::Glyph {
                        face,
                        id,
                        says,
                        x: *x,
                        y: *y,
                        size: size * scale,
                        hue: *hue,
                    }
                }
                Mark::Rule {
                    x,
                    y,
                    width,
                    height,
                    hue,
                } => Stroke::Rule {
                    x: *x,
                    y: *y,
                    width: *width,
                    height: *height,
                    hue: *hue,
                },
                Mark::Curve { steps, filled, hue } => Stroke::Curve {
                    steps: steps.as_slice().into(),
                    filled: *filled,
                    hue: *hue,
                },
            });
        }
        Some(Drawn {
            width: drawing.width,
            height: drawing.height,
            depth: drawing.depth,
            marks,
        })
    }

    /// The glyph of a letter, what it says, and how much it is enlarged.
    fn glyph_in_formula(
        &self,
        face: formula::Face,
        c: char,
        setting: &Setting,
    ) -> Option<(FaceId, u16, char, f64)> {
        let (bold, italic) = match face {
            formula::Face::Own(file) => {
                if let Some(id) = embedded::number(file)
                    && let Some(glyph) = self.face(id).glyph(c)
                {
                    return Some((id, glyph, formula::said(file, c), 1.0));
                }
                (file.contains("Bold"), file.contains("Main-Italic"))
            }
            formula::Face::Text => (false, false),
        };
        let setting = Setting {
            look: Look {
                bold: setting.look.bold || bold,
                italic,
                ..setting.look
            },
            ..setting.clone()
        };
        let shaped = self.shape(c.encode_utf8(&mut [0; 4]), &setting);
        let [glyph] = &*shaped.glyphs else {
            return None;
        };
        let scale = f64::from(shaped.scale) / self.formula_scale(setting.look);
        (shaped.missing == 0).then_some((shaped.face, glyph.id, c, scale))
    }

    /// The outline of a glyph, in ems, upwards from the baseline.
    pub(crate) fn outline(&self, face: FaceId, glyph: u16) -> Vec<Step> {
        let face = self.face(face);
        let mut pen = Steps {
            steps: Vec::new(),
            at: (0.0, 0.0),
            scale: 1.0 / f64::from(face.metrics().units_per_em.max(1.0)),
        };
        face.outlined().draw(glyph, &mut pen);
        pen.steps
    }
}

/// Gathers the steps of an outline.
struct Steps {
    steps: Vec<Step>,
    at: (f64, f64),
    scale: f64,
}

impl Steps {
    fn point(&self, x: f32, y: f32) -> (f64, f64) {
        (f64::from(x) * self.scale, f64::from(y) * self.scale)
    }
}

impl OutlinePen for Steps {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.steps.push(Step::Move(self.at.0, self.at.1));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.steps.push(Step::Line(self.at.0, self.at.1));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (bend, end) = (self.point(cx, cy), self.point(x, y));
        self.steps.push(Step::quadratic(self.at, bend, end));
        self.at = end;
    }

    fn curve_to(&mut self, cx: f32, cy: f32, dx: f32, dy: f32, x: f32, y: f32) {
        let (a, b, end) = (self.point(cx, cy), self.point(dx, dy), self.point(x, y));
        self.steps
            .push(Step::Cubic([a.0, a.1, b.0, b.1, end.0, end.1]));
        self.at = end;
    }

    fn close(&mut self) {
        self.steps.push(Step::Close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Family;
    use crate::lang::Lang;

    fn setting() -> Setting {
        let look = Look {
            family: Family::Serif,
            bold: false,
            italic: false,
        };
        Setting::of(look, &Lang::parse("ru").unwrap())
    }

    fn drawn(source: &str) -> Drawn {
        let fonts = FontSet::embedded();
        let formula = formula::read(source).unwrap();
        let measure = |c| fonts.extent_in_formula(c, &setting());
        let drawing = formula.draw(false, &measure).unwrap();
        fonts.drawn(&drawing, &setting()).unwrap()
    }

    fn said(drawn: &Drawn) -> String {
        let letters = drawn.marks.iter().filter_map(|mark| match mark {
            Stroke::Glyph { says, .. } => Some(*says),
            Stroke::Rule { .. } | Stroke::Curve { .. } => None,
        });
        letters.collect()
    }

    #[test]
    fn a_glyph_says_what_it_shows() {
        assert_eq!(said(&drawn("x \\in \\mathbb{R}")), "x∈ℝ");
        assert_eq!(
            said(&drawn("\\mathfrak{g} \\ne 2")).replace('\u{338}', ""),
            "𝔤=2"
        );
    }

    #[test]
    fn letters_beyond_the_faces_for_formulas_are_of_the_text() {
        let fonts = FontSet::embedded();
        let drawn = drawn("\\text{Шаг} = x");
        assert_eq!(said(&drawn), "Шаг=x");
        let families = drawn.marks.iter().filter_map(|mark| match mark {
            Stroke::Glyph { face, .. } => Some(fonts.face(*face).family().to_owned()),
            Stroke::Rule { .. } | Stroke::Curve { .. } => None,
        });
        let families: Vec<String> = families.collect();
        assert_eq!(families[0], "Source Serif 4");
        assert!(families[4].starts_with("KaTeX"), "{families:?}");
    }

    #[test]
    fn every_face_of_a_formula_is_built_in() {
        for file in formula::FILES {
            assert!(embedded::number(file).is_some(), "{file}");
        }
    }

    #[test]
    fn an_outline_is_of_the_size_of_its_letter() {
        let fonts = FontSet::embedded();
        let id = fonts.primary(setting().look);
        let glyph = fonts.face(id).glyph('H').unwrap();
        let steps = fonts.outline(id, glyph);
        let tops = steps.iter().filter_map(|step| match step {
            Step::Move(_, y) | Step::Line(_, y) => Some(*y),
            Step::Cubic([.., y]) => Some(*y),
            Step::Close => None,
        });
        let top = tops.fold(0.0, f64::max);
        assert!((0.6..0.72).contains(&top), "{top}");
    }
}
