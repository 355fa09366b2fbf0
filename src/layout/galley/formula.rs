//! Takes a formula on lines of its own; returns its part of the column: set in the middle of
//! the measure or where its style says, with its number at the end of the line: the one that the
//! publication counts, or else that of `\tag`.

use super::{Column, Galley, Slab, body_of, line_at};
use crate::diag::{Code, Diagnostic};
use crate::font::Figures;
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::formula::{self, Part};
use crate::layout::item::{FORBIDDEN, Item};
use crate::layout::paragraph;
use crate::layout::placed::{self, Dress, Formula, Line, Owner, Piece, PieceKind, Thing};
use crate::model::{Block, CodeLine};
use crate::style::{Fill, Styling, Voice};
use std::sync::Arc;

/// How far a formula that is too wide is reduced before it is broken, and before it runs
/// over its measure.
const SMALLEST: f64 = 0.75;
/// How far the lines after the first are set in, in ems.
const TURNED: f64 = 2.0;
/// The least white between a formula and its number, in ems.
const GAP: f64 = 1.0;
/// How much of a line a formula may reach into the white around it.
const REACH: f64 = 0.2;

/// A formula of the model, or its source where it cannot be set.
pub(super) fn formula(
    block: &Block,
    source: &str,
    styling: &Styling,
    column: &Column,
    context: &Context,
) -> Galley {
    let voice = &column.voice;
    let label = label(block, column, context);
    let Some(parts) = formula::display(source, voice.look, &column.lang, context) else {
        return as_source(block, source, label, column, context);
    };
    let mut setting = Display {
        block,
        source,
        column,
        context,
        fill: styling.align.unwrap_or(Fill::Centered),
        size: formula::size(voice.look, voice.size, context),
        label,
        galley: Galley {
            held: true,
            ..Galley::default()
        },
    };
    setting.set(&parts);
    setting.galley
}

struct Display<'a> {
    block: &'a Block,
    source: &'a str,
    column: &'a Column,
    context: &'a Context<'a>,
    fill: Fill,
    size: Pt,
    /// The number that the publication counts.
    label: Option<Arc<Line>>,
    galley: Galley,
}

impl Display<'_> {
    fn set(&mut self, parts: &[Part]) {
        let taken = self.taken(parts);
        // A number at one end leaves as much room at the other, if there is any.
        let room = self.column.measure - taken;
        let width: Pt = self.width(parts);
        if width <= room + Pt(0.01) {
            return self.line(parts, Pt::ZERO, true);
        }
        let reduced = room / width;
        if reduced >= SMALLEST {
            self.size = self.size * reduced;
            self.warn(&format!(
                "the formula is wider than its column; set at {:.0} % of its size",
                reduced * 100.0
            ));
            return self.line(parts, Pt::ZERO, true);
        }
        self.broken(parts, room);
    }

    /// The width of the number with the white before it.
    fn taken(&self, parts: &[Part]) -> Pt {
        let tag = || parts.iter().find_map(|part| part.number.as_ref());
        let width = match &self.label {
            Some(label) => Some(label.width),
            None => tag().map(|drawn| self.size * drawn.width),
        };
        width.map_or(Pt::ZERO, |width| width + self.size * GAP)
    }

    fn width(&self, parts: &[Part]) -> Pt {
        let last = parts.len().saturating_sub(1);
        let widths = parts.iter().enumerate().map(|(index, part)| {
            let cut = part.cut.filter(|_| index < last);
            part.drawn.width + cut.map_or(0.0, |cut| cut.space)
        });
        self.size * widths.sum::<f64>()
    }

    /// As many parts on each line as there is room for.
    fn broken(&mut self, parts: &[Part], room: Pt) {
        let turned = self.size * TURNED;
        let mut lines: Vec<&[Part]> = Vec::new();
        let mut rest = parts;
        while !rest.is_empty() {
            let room = if lines.is_empty() {
                room
            } else {
                room - turned
            };
            let fitting = (1..=rest.len()).take_while(|count| {
                rest.get(..*count)
                    .is_some_and(|line| self.width(line) <= room)
            });
            let (line, others) = rest.split_at(fitting.last().unwrap_or(1).min(rest.len()));
            lines.push(line);
            rest = others;
        }
        let widest = lines.iter().map(|line| self.width(line));
        let widest = widest.fold(Pt::ZERO, Pt::max);
        if widest > room {
            // What cannot be broken is reduced as far as it stays legible.
            let reduced = (room / widest).max(SMALLEST);
            self.size = self.size * reduced;
            self.warn(match room / widest < SMALLEST {
                true => "the formula is wider than its column, though it is reduced",
                false => "the formula is wider than its column; it is broken and reduced",
            });
        } else {
            self.warn("the formula is wider than its column; it is broken");
        }
        let count = lines.len();
        self.fill = Fill::Ragged;
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                self.galley.push(Item::penalty(FORBIDDEN));
            }
            let indent = if index == 0 { Pt::ZERO } else { turned };
            self.line(line, indent, index + 1 == count);
        }
    }

    fn warn(&mut self, message: &str) {
        let warning = Diagnostic::warning(Code::WideFormula, self.block.node.span, message)
            .hint("break it with `\\\\` in `\\begin{aligned}`, or set it in a wider column");
        self.galley.diagnostics.push(warning);
    }

    /// Sets parts as one line, the last with the number of the formula.
    fn line(&mut self, parts: &[Part], indent: Pt, is_last: bool) {
        let column = self.column;
        let leading = self.context.style.text.leading;
        let number = parts.iter().find_map(|part| part.number.clone());
        let number = number.filter(|_| is_last && self.label.is_none());
        let width = self.width(parts);
        let slack = (column.measure - indent - width).max(Pt::ZERO);
        let free = match is_last {
            true => slack - self.taken(parts),
            false => slack,
        };
        // Between a formula and a number that is counted, all runs from left to right.
        let rtl = column.is_rightward() && self.label.is_none();
        let x = match (self.fill, rtl) {
            // Beside a number the middle moves as little as it must.
            (Fill::Centered, false) => (slack / 2.0).min(free).max(Pt::ZERO),
            (Fill::Centered, true) => (slack / 2.0).max(slack - free),
            (Fill::End, false) => free,
            (Fill::End, true) => slack - free,
            (Fill::Justified | Fill::Ragged | Fill::Balanced, false) => indent,
            (Fill::Justified | Fill::Ragged | Fill::Balanced, true) => slack,
        };
        let mut line = Line {
            fit: 1.0,
            width: column.measure,
            ..Line::default()
        };
        let dress = Arc::new(self.dress());
        let (mut height, mut depth) = (Pt::ZERO, Pt::ZERO);
        let mut at = x;
        let first = parts.first().map_or(0, |part| part.start);
        let mut start = first;
        for part in parts {
            let own = Formula {
                drawn: Arc::clone(&part.drawn),
                size: self.size,
                says: self.said(start, part.end).into(),
            };
            height = height.max(own.height());
            depth = depth.max(own.depth());
            line.pieces.push(Piece {
                x: at,
                width: self.size * part.drawn.width,
                kind: PieceKind::Formula(Arc::new(own)),
                dress: Arc::clone(&dress),
                range: start as u32..part.end as u32,
            });
            at += self.size * (part.drawn.width + part.cut.map_or(0.0, |cut| cut.space));
            start = part.end;
        }
        if let Some(number) = number {
            let width = self.size * number.width;
            let own = Formula {
                drawn: number,
                size: self.size,
                says: "".into(),
            };
            line.pieces.push(Piece {
                x: if rtl {
                    Pt::ZERO
                } else {
                    column.measure - width
                },
                width,
                kind: PieceKind::Formula(Arc::new(own)),
                dress,
                range: start as u32..start as u32,
            });
        }
        let rows = ((height + depth - leading * REACH) / leading)
            .ceil()
            .max(1.0);
        let strip = leading * rows;
        let fits = height <= leading * (0.75 + REACH) && depth <= leading * (0.25 + REACH);
        let baseline = match rows == 1.0 && fits {
            true => leading * 0.75,
            // Taller ones stand in the middle of whole lines.
            false => (strip - height - depth) / 2.0 + height,
        };
        let owner = body_of(self.block.node.id);
        let mut things = vec![line_at(&Arc::new(line), owner, column.x, baseline)];
        if let Some(label) = self.label.as_ref().filter(|_| is_last) {
            things.push(labelled(self.block, label, column, baseline));
        }
        self.galley.push_box(Slab {
            height: strip,
            things,
            ..Slab::default()
        });
    }

    /// The source between two bytes, without white around the whole.
    fn said(&self, start: usize, end: usize) -> &str {
        let said = self.source.get(start..end).unwrap_or("");
        let said = if start == 0 { said.trim_start() } else { said };
        if end == self.source.len() {
            said.trim_end()
        } else {
            said
        }
    }

    fn dress(&self) -> Dress {
        let voice = &self.column.voice;
        Dress {
            run: self.block.node.id,
            holder: self.block.node.id,
            size: voice.size,
            rise: Pt::ZERO,
            colour: voice.colour,
            look: voice.look,
            lang: self.column.lang.clone(),
            link: None,
            note: None,
            struck: false,
        }
    }
}

/// The number of a formula, if the publication counts it.
fn label(block: &Block, column: &Column, context: &Context) -> Option<Arc<Line>> {
    let number = context.equations.get(&block.node.id)?;
    let voice = Voice {
        figures: Figures::Lining,
        ..context.style.body()
    };
    let id = block.node.id;
    Some(paragraph::label(number, id, &voice, &column.lang, context))
}

/// The number at the right of the measure, in whichever direction the text runs.
fn labelled(block: &Block, label: &Arc<Line>, column: &Column, baseline: Pt) -> Thing {
    let owner = Owner::Node(block.node.id, placed::Part::Label);
    let x = column.x + column.measure - label.width;
    line_at(label, owner, x, baseline)
}

/// A formula that cannot be set is printed as its source.
fn as_source(
    block: &Block,
    source: &str,
    label: Option<Arc<Line>>,
    column: &Column,
    context: &Context,
) -> Galley {
    let voice = Voice {
        colour: context.style.colours.text,
        ..context.style.code()
    };
    let lines: Vec<CodeLine> = source
        .trim()
        .lines()
        .map(|line| CodeLine {
            span: block.node.span,
            text: line.trim().to_owned(),
        })
        .collect();
    let em = context.style.text.size;
    let inner = Column {
        voice,
        ..column.set_in(em * 2.0, Pt::ZERO)
    };
    let id = block.node.id;
    let paragraph::Verbatim { set, .. } =
        paragraph::verbatim(&lines, "tex", id, &voice, inner.measure, context);
    let mut galley = Galley {
        diagnostics: set.diagnostics,
        ..Galley::default()
    };
    galley.diagnostics.push(formula::as_source(block.node.span));
    let baseline = context.style.text.leading * 0.75;
    let middle = set.lines.len() / 2;
    for (index, line) in set.lines.iter().enumerate() {
        let mut things = vec![line_at(line, body_of(id), inner.x, baseline)];
        if let Some(label) = label.as_ref().filter(|_| index == middle) {
            things.push(labelled(block, label, column, baseline));
        }
        galley.push_box(Slab {
            height: context.style.text.leading,
            things,
            ..Slab::default()
        });
    }
    galley
}
