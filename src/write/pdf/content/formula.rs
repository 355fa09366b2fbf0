//! Takes a formula in its place; returns its operators: its glyphs, rules and curves, within
//! a mark that says its source, which copying, searching and reading aloud go by.

use super::line::Pen;
use super::{Content, short};
use crate::font::Stroke;
use crate::formula::{Hue, STROKE, Step};
use crate::geom::Pt;
use crate::layout::placed::{Dress, Formula, Piece};
use crate::style::Colour;
use std::io::Write;
use std::sync::Arc;

impl Content<'_> {
    /// A formula whose left edge and baseline are at a place.
    pub(super) fn formula(
        &mut self,
        pen: &mut Pen,
        piece: &Piece,
        formula: &Formula,
        (x, y): (f64, f64),
    ) {
        self.flush(pen);
        self.actual_text(&formula.says);
        let em = formula.size.0;
        let base = y + piece.dress.rise.0;
        let mut dressed = plain(piece, piece.dress.colour);
        let mut line = f64::NAN;
        for mark in &formula.drawn.marks {
            let (Stroke::Glyph { hue, .. } | Stroke::Rule { hue, .. } | Stroke::Curve { hue, .. }) =
                mark;
            let colour = colour(*hue, piece.dress.colour);
            if dressed.dress.colour != colour {
                self.flush(pen);
                dressed = plain(piece, colour);
            }
            if let Stroke::Glyph {
                face,
                id,
                x: dx,
                y: dy,
                size,
                ..
            } = mark
            {
                let at = (x + dx * em, base + dy * em);
                // Only glyphs of one baseline share an operator.
                if at.1 != line {
                    self.flush(pen);
                    pen.x = f64::NAN;
                    line = at.1;
                }
                let size = size * em;
                self.prepare(pen, &dressed, *face, size, at.0, at.1, 1.0);
                self.show(pen, *face, *id, size, 1.0);
                continue;
            }
            self.flush(pen);
            self.end_text();
            pen.x = f64::NAN;
            line = f64::NAN;
            let ink = self.inks.of_text(colour);
            match mark {
                Stroke::Rule {
                    x: dx,
                    y: dy,
                    width,
                    height,
                    ..
                } => {
                    self.set_colour(ink);
                    let _ = writeln!(
                        self.out,
                        "{} {} {} {} re f",
                        short(x + dx * em),
                        short(base + dy * em),
                        short(width * em),
                        short(height * em)
                    );
                }
                Stroke::Curve { steps, filled, .. } => {
                    self.curve(steps, *filled, (x, base, em), ink);
                }
                Stroke::Glyph { .. } => {}
            }
        }
        self.flush(pen);
        self.end_actual_text();
        pen.x = f64::NAN;
    }

    fn curve(
        &mut self,
        steps: &[Step],
        filled: bool,
        (x, y, em): (f64, f64, f64),
        Colour(r, g, b): Colour,
    ) {
        let out = &mut self.out;
        if !filled {
            let [r, g, b] = [r, g, b].map(|part| short(part.into()));
            let _ = writeln!(out, "q {r} {g} {b} RG {} w", short(STROKE * em));
        }
        let across = |dx: f64| short(x + dx * em);
        let up = |dy: f64| short(y + dy * em);
        if filled {
            self.set_colour(Colour(r, g, b));
        }
        let out = &mut self.out;
        for step in steps {
            let _ = match step {
                Step::Move(dx, dy) => writeln!(out, "{} {} m", across(*dx), up(*dy)),
                Step::Line(dx, dy) => writeln!(out, "{} {} l", across(*dx), up(*dy)),
                Step::Cubic([ax, ay, bx, by, dx, dy]) => writeln!(
                    out,
                    "{} {} {} {} {} {} c",
                    across(*ax),
                    up(*ay),
                    across(*bx),
                    up(*by),
                    across(*dx),
                    up(*dy)
                ),
                Step::Close => writeln!(out, "h"),
            };
        }
        out.extend(if filled { &b"f\n"[..] } else { b"S Q\n" });
    }
}

/// A piece in a colour, on the baseline.
fn plain(piece: &Piece, colour: Colour) -> Piece {
    Piece {
        dress: Arc::new(Dress {
            colour,
            rise: Pt::ZERO,
            ..(*piece.dress).clone()
        }),
        ..piece.clone()
    }
}

fn colour(hue: Hue, text: Colour) -> Colour {
    match hue {
        Hue::Text => text,
        Hue::Own(r, g, b) => Colour(r, g, b),
    }
}
