//! Takes a broken list; returns lines: each with its pieces in the order of reading and in their
//! places.

use super::bidi::{Place, visual_order};
use super::collect::Gathered;
use super::linebreak::Break;
use super::measures::fixed_space;
use super::prepare::{Fragment, Prepared, Unit};
use crate::font::{Setting, Shaped};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::item::{FORCED, Item, first_box};
use crate::layout::placed::{Formula, Inset, Justified, Line, Piece, PieceKind, line_height};
use crate::style::Fill;
use std::ops::Range;
use std::sync::Arc;

pub(super) struct Assembly<'a> {
    pub(super) gathered: &'a Gathered,
    pub(super) prepared: &'a Prepared,
    pub(super) context: &'a Context<'a>,
    pub(super) fill: Fill,
    pub(super) measure: Pt,
    /// What stands where the first lines end: how many, how much it takes.
    pub(super) beside: Option<(usize, Pt)>,
    /// How far each of the first lines is set in.
    pub(super) indents: &'a [Pt],
    /// What a word space would like to be.
    pub(super) space: Pt,
    /// The leading of the paragraph.
    pub(super) leading: Pt,
    pub(super) rtl: bool,
}

/// A piece on its way into a line.
struct Rough {
    piece: Piece,
    level: u8,
    /// Where it begins in the text; what is not of the text has no place in it.
    at: usize,
    /// Whether it gives way when the line is justified.
    elastic: bool,
    /// How much of a space there may be after it, where a script has none.
    gap: Pt,
    /// White before it.
    lead: Pt,
    /// How far from where the line is it stands, if it stands above what is before it
    /// and takes no room in the line.
    over: Option<Pt>,
}

impl Rough {
    /// A piece in the line.
    fn new(piece: Piece, level: u8) -> Rough {
        Rough {
            piece,
            level,
            at: usize::MAX,
            elastic: false,
            gap: Pt::ZERO,
            lead: Pt::ZERO,
            over: None,
        }
    }

    /// How much of the line it takes.
    fn advance(&self) -> Pt {
        match self.over {
            Some(_) => self.lead,
            None => self.lead + self.piece.width,
        }
    }
}

impl Assembly<'_> {
    /// Makes the lines.
    pub(super) fn lines(&self, breaks: &[Break]) -> Vec<Line> {
        let mut start = 0;
        let mut lines = Vec::with_capacity(breaks.len());
        for (number, line) in breaks.iter().enumerate() {
            let first = first_box(&self.prepared.items, start).min(line.at);
            lines.push(self.line(first, line, number));
            start = line.at;
        }
        lines
    }

    fn line(&self, start: usize, broken: &Break, number: usize) -> Line {
        let mut rough = self.pieces(start, broken.at);
        let last = matches!(self.prepared.items.get(broken.at),
            Some(Item::Penalty { cost, .. }) if *cost == FORCED);
        let hyphenated = matches!(self.prepared.units.get(broken.at), Some(Unit::Hyphen(_)));
        let indent = self.indents.get(number).copied().unwrap_or(Pt::ZERO);
        let hangs = self.hangs(start, broken.at, hyphenated);
        let fit = if self.fill == Fill::Justified {
            broken.fit
        } else {
            1.0
        };
        // Letterfit widens letters, not spaces: those take the rest below.
        for r in &mut rough {
            match &mut r.piece.kind {
                PieceKind::Word(_) | PieceKind::Hyphen(_) => r.piece.width = r.piece.width * fit,
                // A formula is a hair larger or smaller as a whole.
                PieceKind::Formula(formula) if fit != 1.0 => {
                    r.piece.width = r.piece.width * fit;
                    *formula = Arc::new(Formula {
                        size: formula.size * fit,
                        ..(**formula).clone()
                    });
                }
                PieceKind::Formula(_) | PieceKind::Space(_) | PieceKind::Picture(..) => {}
            }
        }
        let natural: Pt = rough.iter().map(Rough::advance).sum();
        let measure = match self.beside {
            Some((lines, taken)) if number < lines => self.measure - taken,
            Some(_) | None => self.measure,
        };
        let room = measure - indent + hangs.0 + hangs.1;
        let lack = room - natural;
        let elastic: Pt = rough
            .iter()
            .filter(|r| r.elastic)
            .map(|r| r.piece.width)
            .sum();
        // A last line keeps its natural width, but is squeezed if it is too long.
        let stretches = self.fill == Fill::Justified && (!last || lack < Pt::ZERO);
        // No gap after what ends the line.
        if let Some(end) = rough.last_mut() {
            end.gap = Pt::ZERO;
        }
        let gaps: Pt = rough.iter().map(|r| r.gap).sum();
        if stretches && lack > Pt::ZERO && gaps > Pt::ZERO {
            // Gaps between ideographs give twice as much as spaces, so that a line of both
            // looks even.
            let share = lack / (elastic * 0.5 + gaps);
            for r in &mut rough {
                let give = if r.elastic {
                    r.piece.width * 0.5
                } else {
                    r.gap
                };
                r.piece.width += give * share;
            }
        } else if stretches && elastic > Pt::ZERO {
            let factor = 1.0 + lack / elastic;
            for r in rough.iter_mut().filter(|r| r.elastic) {
                r.piece.width = r.piece.width * factor.max(0.3);
            }
        }
        let width: Pt = rough.iter().map(Rough::advance).sum();
        let slack = (measure - indent - width).max(Pt::ZERO);
        let mut x = match (self.fill, self.rtl) {
            (Fill::Centered, _) => slack / 2.0,
            (Fill::End, false) | (Fill::Ragged | Fill::Balanced, true) => slack,
            (Fill::Justified, true) if !stretches => slack + hangs.0,
            (Fill::Justified, true) => Pt::ZERO - hangs.1,
            (Fill::Justified | Fill::Ragged | Fill::Balanced, false) | (Fill::End, true) => {
                indent - hangs.0
            }
        };
        // Pieces are in the order of reading; from here on they are placed from left to right.
        let shift = x;
        let places: Vec<Place> = rough
            .iter()
            .map(|r| Place {
                at: r.at,
                level: r.level,
                white: matches!(r.piece.kind, PieceKind::Space(_)),
            })
            .collect();
        for index in visual_order(&places, &self.prepared.levels) {
            let rough = &mut rough[index];
            rough.piece.x = x + rough.over.unwrap_or(rough.lead);
            x += rough.advance();
        }
        let mut line = Line {
            // The space at the break comes last.
            pieces: Vec::with_capacity(rough.len() + 1),
            width: x - shift.min(Pt::ZERO).max(shift),
            fit,
            hyphenated,
            justified: (self.fill == Fill::Justified).then_some(Justified {
                first: number == 0,
                last: broken.at + 1 >= self.prepared.items.len(),
                full: !last,
                indent,
                room,
                space: self.space,
            }),
            ..Line::default()
        };
        for r in rough {
            line.above = line.above.max(self.above(&r));
            line.below = line.below.max(self.below(&r));
            if let Some(note) = r.piece.dress.note
                && !line.notes.contains(&note)
            {
                line.notes.push(note);
            }
            line.pieces.push(r.piece);
        }
        // The space at the break is drawn nowhere, and still parts the words
        // for who listens or copies.
        if let Some(at) = self.space_at(broken.at)
            && let Some(mut space) = self.space(at)
        {
            space.piece.x = x;
            space.piece.width = Pt::ZERO;
            line.pieces.push(space.piece);
        }
        line
    }

    /// The space that a line ends at, be it after a penalty that prices the break.
    fn space_at(&self, end: usize) -> Option<usize> {
        let next = first_box(&self.prepared.items, end);
        let units = self.prepared.units.get(end..next)?;
        units.iter().find_map(|unit| match unit {
            Unit::Space(at) => Some(*at),
            Unit::Part(..)
            | Unit::Hyphen(_)
            | Unit::Picture(..)
            | Unit::Formula(..)
            | Unit::Gap(_)
            | Unit::Pad(_)
            | Unit::Ruby(..)
            | Unit::None => None,
        })
    }

    /// How much more room than its line a tall picture takes: whole lines, with a little
    /// white under the line before.
    fn above(&self, rough: &Rough) -> Pt {
        let piece = &rough.piece;
        let line = line_height(piece.dress.size);
        if rough.over.is_some() {
            // The letters of the line before reach a fifth of their size below it.
            let top = piece.dress.rise + piece.dress.size * (0.88 + 0.4);
            return (top - self.leading).max(Pt::ZERO).ceil_to(self.leading);
        }
        match &piece.kind {
            PieceKind::Picture(inset) if inset.height > line + Pt(0.01) => {
                let top = inset.height + self.leading * 0.15;
                (top - self.leading * 0.75)
                    .max(Pt::ZERO)
                    .ceil_to(self.leading)
            }
            // The letters of the line before reach a quarter of their size below it.
            PieceKind::Formula(formula) => {
                let top = formula.height() + piece.dress.rise + piece.dress.size * 0.25;
                (top - self.leading).max(Pt::ZERO).ceil_to(self.leading)
            }
            PieceKind::Picture(..)
            | PieceKind::Word(_)
            | PieceKind::Space(_)
            | PieceKind::Hyphen(_) => Pt::ZERO,
        }
    }

    /// How much more room than its line a formula takes below: whole lines. The letters of
    /// the line after reach three quarters of their size above it.
    fn below(&self, rough: &Rough) -> Pt {
        let PieceKind::Formula(formula) = &rough.piece.kind else {
            return Pt::ZERO;
        };
        let dress = &rough.piece.dress;
        let foot = formula.depth() - dress.rise + dress.size * 0.75;
        (foot - self.leading).max(Pt::ZERO).ceil_to(self.leading)
    }

    /// How far the first and the last sign of a line hang out.
    fn hangs(&self, start: usize, at: usize, hyphenated: bool) -> (Pt, Pt) {
        let items = &self.prepared.items;
        let before = if let Some(Item::Box { hang_start, .. }) = items.get(start)
            && start < at
        {
            *hang_start
        } else {
            0.0
        };
        let after = if let Some(Item::Penalty { hang_end, .. }) = items.get(at)
            && hyphenated
        {
            *hang_end
        } else {
            items[start..at]
                .iter()
                .rev()
                .find_map(|item| match item {
                    Item::Box { hang_end, .. } => Some(*hang_end),
                    Item::Glue { .. } => Some(0.0),
                    Item::Penalty { .. } => None,
                })
                .unwrap_or(0.0)
        };
        (Pt(before), Pt(after))
    }

    /// The pieces of a line, in the order of reading.
    fn pieces(&self, start: usize, at: usize) -> Vec<Rough> {
        let units = &self.prepared.units;
        let mut pieces: Vec<Rough> = Vec::new();
        let mut pad = Pt::ZERO;
        let mut index = start;
        while index < at {
            let count = pieces.len();
            match &units[index] {
                Unit::Part(number, range) => {
                    // Parts that no break came between are one word again.
                    let mut whole = range.clone();
                    while index + 1 < at {
                        match &units[index + 1] {
                            Unit::Part(next, more) if next == number => whole.end = more.end,
                            Unit::Hyphen(next) if next == number => {}
                            Unit::None if self.goes_on(index + 2, at, *number) => {}
                            Unit::Part(..)
                            | Unit::Hyphen(_)
                            | Unit::Space(_)
                            | Unit::Picture(..)
                            | Unit::Formula(..)
                            | Unit::Gap(_)
                            | Unit::Pad(_)
                            | Unit::Ruby(..)
                            | Unit::None => break,
                        }
                        index += 1;
                    }
                    pieces.push(self.word(&self.prepared.fragments[*number], whole));
                }
                Unit::Space(place) => pieces.extend(self.space(*place)),
                Unit::Picture(number, width, height) => {
                    pieces.extend(self.picture(*number, *width, *height));
                }
                Unit::Formula(number, part) => pieces.extend(self.formula(*number, *part)),
                Unit::Gap(size) => {
                    let mut before = pieces.iter_mut().rev();
                    if let Some(before) = before.find(|before| before.over.is_none()) {
                        before.gap = *size;
                    }
                }
                Unit::Pad(width) => pad = *width,
                Unit::Ruby(number, below) => pieces.extend(self.ruby(*number, *below)),
                Unit::Hyphen(_) | Unit::None => {}
            }
            if let Some(lead) = pieces.get_mut(count).filter(|_| pad > Pt::ZERO) {
                lead.lead = std::mem::take(&mut pad);
            }
            index += 1;
        }
        if let Some(Unit::Hyphen(number)) = units.get(at) {
            pieces.push(self.hyphen(&self.prepared.fragments[*number], pieces.last()));
        }
        pieces
    }

    fn goes_on(&self, index: usize, at: usize, number: usize) -> bool {
        index < at && matches!(&self.prepared.units[index], Unit::Part(n, _) if *n == number)
    }

    fn word(&self, fragment: &Fragment, range: Range<usize>) -> Rough {
        let run = &self.gathered.runs[fragment.run];
        let shaped = if range.len() == fragment.shaped.text.len() {
            Arc::clone(&fragment.shaped)
        } else {
            let setting = Setting {
                rtl: fragment.level % 2 == 1,
                first: Some(fragment.shaped.face),
                ..run.setting.clone()
            };
            self.context
                .fonts
                .shape(&fragment.shaped.text[range.clone()], &setting)
        };
        let from = fragment.range.start + range.start - run.range.start + run.origin;
        Rough {
            piece: Piece {
                x: Pt::ZERO,
                width: run.dress.size * f64::from(shaped.width * shaped.scale),
                dress: Arc::clone(&run.dress),
                range: from as u32..(from + range.len()) as u32,
                kind: PieceKind::Word(shaped),
            },
            level: fragment.level,
            at: fragment.range.start + range.start,
            elastic: false,
            gap: Pt::ZERO,
            lead: Pt::ZERO,
            over: None,
        }
    }

    fn hyphen(&self, fragment: &Fragment, before: Option<&Rough>) -> Rough {
        let run = &self.gathered.runs[fragment.run];
        let setting = Setting {
            first: Some(fragment.shaped.face),
            ..run.setting.clone()
        };
        let shaped: Arc<Shaped> = self.context.fonts.shape("-", &setting);
        let end = before.map_or(0, |r| r.piece.range.end);
        Rough {
            piece: Piece {
                x: Pt::ZERO,
                width: run.dress.size * f64::from(shaped.width * shaped.scale),
                dress: Arc::clone(&run.dress),
                range: end..end,
                kind: PieceKind::Hyphen(shaped),
            },
            level: fragment.level,
            at: usize::MAX,
            elastic: false,
            gap: Pt::ZERO,
            lead: Pt::ZERO,
            over: None,
        }
    }

    fn space(&self, at: usize) -> Option<Rough> {
        let run = &self.gathered.runs[self.gathered.run(at)];
        let c = self.gathered.text.get(at..)?.chars().next()?;
        let fonts = self.context.fonts;
        let face = fonts.face(fonts.primary(run.setting.look));
        let fixed = fixed_space(c).filter(|width| *width > 0.0);
        let ems = fixed.unwrap_or(f64::from(face.metrics().space));
        let from = at - run.range.start + run.origin;
        Some(Rough {
            piece: Piece {
                x: Pt::ZERO,
                width: run.dress.size * ems,
                kind: PieceKind::Space(if c.is_whitespace() { c } else { ' ' }),
                dress: Arc::clone(&run.dress),
                range: from as u32..(from + c.len_utf8()) as u32,
            },
            level: self.prepared.levels.at(at),
            at,
            elastic: fixed.is_none(),
            gap: Pt::ZERO,
            lead: Pt::ZERO,
            over: None,
        })
    }

    /// The pieces of an annotation, above the middle of the text before.
    fn ruby(&self, number: usize, below: Pt) -> Vec<Rough> {
        let Some(ruby) = self.gathered.rubies.get(number) else {
            return Vec::new();
        };
        let above = ruby.above.width;
        // Its text is behind it in the line, or before it where lines run to the left.
        let shift = match self.rtl {
            true => (below - above) / 2.0,
            false => Pt::ZERO - (below + above) / 2.0,
        };
        let pad = ((above - below) / 2.0).max(Pt::ZERO);
        let set = ruby.above.pieces.iter().map(|piece| {
            let dress = Arc::clone(&ruby.dress);
            let piece = Piece {
                dress,
                ..piece.clone()
            };
            Rough {
                over: Some(shift + piece.x),
                ..Rough::new(piece, u8::from(self.rtl))
            }
        });
        let mut pieces: Vec<Rough> = set.collect();
        // The pieces stand from where the line is before their white.
        if let Some(last) = pieces.last_mut() {
            last.lead = pad;
        }
        pieces
    }

    /// A part of a formula, which says the source from where the part before it ends.
    fn formula(&self, number: usize, part: usize) -> Option<Rough> {
        let formula = self.gathered.formulas.get(number)?;
        let own = formula.parts.get(part)?;
        let before = part.checked_sub(1).and_then(|n| formula.parts.get(n));
        let start = before.map_or(0, |before| before.end);
        let run = &self.gathered.runs[self.gathered.run(formula.at)];
        let piece = Piece {
            x: Pt::ZERO,
            width: formula.size * own.drawn.width,
            kind: PieceKind::Formula(Arc::new(Formula {
                drawn: Arc::clone(&own.drawn),
                size: formula.size,
                says: formula.source.get(start..own.end)?.into(),
            })),
            dress: Arc::clone(&run.dress),
            range: start as u32..own.end as u32,
        };
        Some(Rough {
            // Only the first begins the isolate that the formula is (UAX 9, 2.4).
            at: formula.at + part.min(1),
            ..Rough::new(piece, self.prepared.levels.at(formula.at))
        })
    }

    fn picture(&self, number: usize, width: Pt, height: Pt) -> Option<Rough> {
        let (at, picture) = self.gathered.pictures.get(number)?;
        let run = &self.gathered.runs[self.gathered.run(*at)];
        Some(Rough {
            piece: Piece {
                x: Pt::ZERO,
                width,
                kind: PieceKind::Picture(Arc::new(Inset {
                    picture: Arc::clone(picture),
                    height,
                })),
                dress: Arc::clone(&run.dress),
                range: 0..0,
            },
            level: self.prepared.levels.at(*at),
            at: *at,
            elastic: false,
            gap: Pt::ZERO,
            lead: Pt::ZERO,
            over: None,
        })
    }
}
