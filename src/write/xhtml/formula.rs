//! Takes a formula in glyphs; returns it as an SVG in the line, in outlines, so that it needs
//! no font.

use crate::font::{Drawn, FontSet, Stroke};
use crate::formula::{Hue, STROKE, Step};
use crate::xml::{Markup, Tag};
use std::fmt::Write;

/// Units of the drawing in an em.
const UNITS: f64 = 1000.0;

/// A formula as an SVG: named by its source or, where its MathML is there too, hidden from
/// who reads aloud.
pub(crate) fn svg(drawn: &Drawn, fonts: &FontSet, name: Option<&str>) -> String {
    let (width, height) = (drawn.width, drawn.height + drawn.depth);
    let view = format!(
        "0 0 {} {}",
        (width * UNITS).ceil().max(1.0),
        (height * UNITS).ceil().max(1.0)
    );
    let style = format!(
        "width: {width:.3}em; height: {height:.3}em; vertical-align: {:.3}em; overflow: visible",
        -drawn.depth
    );
    let tag = Tag::new("svg")
        .class("math")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("viewBox", &view)
        .attr("style", &style);
    let tag = match name {
        Some(name) => tag.attr("role", "img").attr("aria-label", name),
        None => tag.attr("aria-hidden", "true"),
    };
    let mut out = Markup::default();
    let svg = out.open(tag);
    let mut path = Path {
        drawn,
        data: String::new(),
        hue: Hue::Text,
    };
    for mark in &drawn.marks {
        match mark {
            Stroke::Glyph {
                face,
                id,
                x,
                y,
                size,
                hue,
                ..
            } => {
                path.turn(*hue, &mut out);
                path.add(&fonts.outline(*face, *id), (*x, *y), *size);
            }
            Stroke::Rule {
                x,
                y,
                width,
                height,
                hue,
            } => {
                path.turn(*hue, &mut out);
                let corners = [
                    Step::Move(0.0, 0.0),
                    Step::Line(*width, 0.0),
                    Step::Line(*width, *height),
                    Step::Line(0.0, *height),
                    Step::Close,
                ];
                path.add(&corners, (*x, *y), 1.0);
            }
            Stroke::Curve { steps, filled, hue } => {
                path.turn(*hue, &mut out);
                if !filled {
                    path.end(&mut out);
                }
                path.add(steps, (0.0, 0.0), 1.0);
                if !filled {
                    path.stroke(&mut out);
                }
            }
        }
    }
    path.end(&mut out);
    out.close(svg);
    out.finish()
}

/// A path of one colour in the making.
struct Path<'a> {
    drawn: &'a Drawn,
    data: String,
    hue: Hue,
}

impl Path<'_> {
    /// Goes on in a colour.
    fn turn(&mut self, hue: Hue, out: &mut Markup) {
        if self.hue != hue {
            self.end(out);
            self.hue = hue;
        }
    }

    fn colour(&self) -> String {
        match self.hue {
            Hue::Text => "currentColor".to_owned(),
            Hue::Own(r, g, b) => {
                let [r, g, b] = [r, g, b].map(|part| (part * 255.0).round() as u8);
                format!("#{r:02x}{g:02x}{b:02x}")
            }
        }
    }

    fn end(&mut self, out: &mut Markup) {
        if !self.data.is_empty() {
            let tag = Tag::new("path").attr("fill", &self.colour());
            out.empty(tag.attr("d", &std::mem::take(&mut self.data)));
        }
    }

    fn stroke(&mut self, out: &mut Markup) {
        let width = format!("{}", (STROKE * UNITS).round());
        let tag = Tag::new("path")
            .attr("fill", "none")
            .attr("stroke", &self.colour())
            .attr("stroke-width", &width);
        out.empty(tag.attr("d", &std::mem::take(&mut self.data)));
    }

    /// Adds steps at a place in a size. The drawing's places are from its top, downwards.
    fn add(&mut self, steps: &[Step], (x, y): (f64, f64), size: f64) {
        let across = |at: f64| ((x + at * size) * UNITS).round();
        let down = |at: f64| ((self.drawn.height - y - at * size) * UNITS).round();
        let data = &mut self.data;
        for step in steps {
            // Writing to a string does not fail.
            let _ = match step {
                Step::Move(x, y) => write!(data, "M{} {}", across(*x), down(*y)),
                Step::Line(x, y) => write!(data, "L{} {}", across(*x), down(*y)),
                Step::Cubic([ax, ay, bx, by, x, y]) => write!(
                    data,
                    "C{} {} {} {} {} {}",
                    across(*ax),
                    down(*ay),
                    across(*bx),
                    down(*by),
                    across(*x),
                    down(*y)
                ),
                Step::Close => write!(data, "Z"),
            };
        }
    }
}
