//! A paragraph in, lines out.
//!
//! [`collect`] gathers the text and its dress, [`prepare`] shapes words and
//! prices the places to break at, [`linebreak`] chooses among them, [`line`]
//! puts the pieces in their places.

mod collect;
mod hyphenate;
mod line;
pub mod linebreak;
mod measures;
mod prepare;
mod verbatim;

use crate::diag::Diagnostic;
use crate::font::{Look, Setting};
use crate::geom::Pt;
use crate::lang::{Direction, Lang};
use crate::layout::Shop;
use crate::layout::item::{FORBIDDEN, FORCED, Item};
use crate::layout::placed::{Dress, Line, Piece, PieceKind};
use crate::model::{Inline, NodeId};
use crate::source::Span;
use crate::style::{Fill, Voice};
pub(super) use verbatim::verbatim;

use linebreak::{Break, Costs, Terms, linebreak};
use prepare::Preparation;
use std::sync::Arc;

/// What is to be set, and where.
pub(super) struct Order<'a> {
    /// The text.
    pub(super) content: &'a [Inline],
    /// The block it belongs to.
    pub(super) holder: NodeId,
    /// How it is dressed.
    pub(super) voice: Voice,
    /// Its language.
    pub(super) lang: &'a Lang,
    /// How wide it may be.
    pub(super) measure: Pt,
    /// How far its first line is set in.
    pub(super) indent: Pt,
}

/// Lines, and what there is to say about them.
#[derive(Default)]
pub(super) struct Set {
    pub(super) lines: Vec<Arc<Line>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Sets a paragraph.
pub(super) fn set(order: &Order, shop: &Shop) -> Set {
    let voice = &order.voice;
    let gathered = collect::collect(order.content, order.holder, voice, order.lang, shop);
    if gathered.text.trim().is_empty() {
        return Set::default();
    }
    let rightward = order.lang.direction() == Direction::RightToLeft;
    let preparation = Preparation {
        gathered: &gathered,
        shop,
        fill: voice.fill,
        indent: order.indent,
        measure: order.measure,
        rightward,
    };
    let prepared = prepare::prepare(&preparation);
    let breaks = break_lines(order, &prepared, shop);
    let assembly = line::Assembly {
        gathered: &gathered,
        prepared: &prepared,
        shop,
        fill: voice.fill,
        measure: order.measure,
        indent: order.indent,
        rightward,
    };
    let lines: Vec<Line> = assembly.lines(&breaks);
    let mut set = Set::default();
    let mut missing = Missing::default();
    for (line, broken) in lines.into_iter().zip(&breaks) {
        if broken.overfull {
            set.diagnostics.extend(overfull(&line, order.content));
        }
        for piece in &line.pieces {
            missing.look_at(piece, shop);
        }
        set.lines.push(Arc::new(line));
    }
    set.diagnostics.extend(missing.tell(order.content));
    set
}

fn break_lines(order: &Order, prepared: &prepare::Prepared, shop: &Shop) -> Vec<Break> {
    let style = &shop.style.costs;
    let measure = order.measure.0;
    let size = order.voice.size.0;
    let justified = order.voice.fill == Fill::Justified;
    let costs = Costs {
        double_flag: style.double_hyphen,
        final_flag: style.final_hyphen,
        contrast: if justified { style.contrast } else { 0.0 },
        runt: style.runt,
        runt_size: size * shop.style.text.indent.0 * 2.0,
        letterfit: if justified { style.letterfit } else { 0.0 },
        line: 10.0,
    };
    let rag = match order.voice.fill {
        Fill::Justified => 0.0,
        // A rag of about three ems is seen as a rag and not as a ruin.
        Fill::Ragged => size * 3.0,
        Fill::Balanced | Fill::Centered | Fill::End => measure * 0.4,
    };
    let terms = Terms {
        measures: &[measure],
        rag,
        costs: &costs,
    };
    let breaks = linebreak(&prepared.items, &terms);
    if order.voice.fill == Fill::Balanced && (2..=6).contains(&breaks.len()) {
        return balanced(prepared, breaks, measure, &terms);
    }
    breaks
}

/// The narrowest measure that takes no more lines: lines of like length.
fn balanced(
    prepared: &prepare::Prepared,
    mut best: Vec<Break>,
    measure: f64,
    terms: &Terms,
) -> Vec<Break> {
    const STEPS: [f64; 9] = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55];
    let lines = best.len();
    for step in STEPS {
        let narrow = Terms {
            measures: &[measure * step],
            ..*terms
        };
        let breaks = linebreak(&prepared.items, &narrow);
        if breaks.len() > lines || breaks.iter().any(|line| line.overfull) {
            break;
        }
        best = breaks;
    }
    best
}

/// The width of the widest part that is never broken, and of the whole in one
/// line: between them a column of a table may choose.
pub(super) fn widths(order: &Order, shop: &Shop) -> (Pt, Pt) {
    let gathered = collect::collect(order.content, order.holder, &order.voice, order.lang, shop);
    if gathered.text.trim().is_empty() {
        return (Pt::ZERO, Pt::ZERO);
    }
    let prepared = prepare::prepare(&Preparation {
        gathered: &gathered,
        shop,
        fill: Fill::Balanced,
        indent: Pt::ZERO,
        measure: Pt(f64::MAX),
        rightward: order.lang.direction() == Direction::RightToLeft,
    });
    let (mut least, mut line, mut most, mut word) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    for item in &prepared.items {
        match item {
            Item::Box { size, .. } => {
                word += size;
                line += size;
            }
            Item::Glue { natural, .. } => {
                word = 0.0;
                line += natural;
            }
            Item::Penalty { cost, .. } => {
                if *cost == FORCED {
                    line = 0.0;
                }
                if *cost != FORBIDDEN {
                    word = 0.0;
                }
            }
        }
        least = least.max(word);
        most = most.max(line);
    }
    (Pt(least), Pt(most))
}

fn overfull(line: &Line, content: &[Inline]) -> Option<Diagnostic> {
    let piece = line
        .pieces
        .iter()
        .find(|p| matches!(p.kind, PieceKind::Word(_)))?;
    let span = span_of(piece, content)?;
    Some(
        Diagnostic::warning("overfull-line", span, "a line is wider than its column")
            .hint("it holds something that cannot be broken"),
    )
}

/// The characters of a paragraph that no face has: told together, at the place
/// of the first, since a script that is missing is missing in every word.
#[derive(Default)]
struct Missing {
    characters: Vec<char>,
    count: usize,
    first: Option<(NodeId, u32)>,
}

impl Missing {
    fn look_at(&mut self, piece: &Piece, shop: &Shop) {
        let PieceKind::Word(shaped) = &piece.kind else {
            return;
        };
        if shaped.missing == 0 {
            return;
        }
        let face = shop.fonts.face(shaped.face);
        for glyph in shaped.glyphs.iter().filter(|glyph| glyph.id == 0) {
            let rest = shaped.text.get(glyph.cluster as usize..).unwrap_or("");
            let unknown = rest.chars().next().filter(|c| !face.has(*c));
            let Some(c) = unknown.or_else(|| rest.chars().find(|c| !face.has(*c))) else {
                continue;
            };
            self.count += 1;
            self.first
                .get_or_insert((piece.dress.run, piece.range.start + glyph.cluster));
            if self.characters.len() < 8 && !self.characters.contains(&c) {
                self.characters.push(c);
            }
        }
    }

    fn tell(&self, content: &[Inline]) -> Option<Diagnostic> {
        let (run, at) = self.first?;
        let span = run_span(run, content)?;
        let first = *self.characters.first()?;
        let start = (span.start + at).min(span.end);
        let place = Span {
            start,
            end: (start + first.len_utf8() as u32).min(span.end),
            ..span
        };
        let error = Diagnostic::error("missing-glyph", place, no_face(first))
            .hint("a frame with its code point is drawn in its place");
        if self.count == 1 {
            return Some(error);
        }
        let others: Vec<String> = self.characters.iter().skip(1).map(|c| named(*c)).collect();
        Some(error.hint(if others.is_empty() {
            format!("it stands {} times in this paragraph", self.count)
        } else {
            format!(
                "{} characters of this paragraph have none, also {}",
                self.count,
                others.join(", ")
            )
        }))
    }
}

/// The message for a character that no face has.
fn no_face(c: char) -> String {
    format!("no face has the character {}", named(c))
}

/// A character and its number; one that would not be seen, or would disturb a
/// terminal, by its number alone.
fn named(c: char) -> String {
    let number = u32::from(c);
    if c.is_control() || c.is_whitespace() {
        format!("U+{number:04X}")
    } else {
        format!("`{c}` (U+{number:04X})")
    }
}

/// Where a piece stands in the source.
fn span_of(piece: &Piece, content: &[Inline]) -> Option<Span> {
    let span = run_span(piece.dress.run, content)?;
    Some(Span {
        start: (span.start + piece.range.start).min(span.end),
        end: (span.start + piece.range.end).min(span.end),
        ..span
    })
}

/// Where a run of the text stands in the source.
fn run_span(run: NodeId, content: &[Inline]) -> Option<Span> {
    struct Find(NodeId, Option<Span>);
    impl crate::model::walk::Visitor<'_> for Find {
        fn inline(&mut self, inline: &Inline) {
            if inline.node.id == self.0 {
                self.1 = Some(inline.node.span);
            }
        }
    }
    let mut find = Find(run, None);
    crate::model::walk::inlines(content, &mut find);
    find.1
}

fn code_dress(holder: NodeId, voice: &Voice) -> Dress {
    Dress {
        run: holder,
        holder,
        size: voice.size,
        rise: Pt::ZERO,
        colour: voice.colour,
        look: voice.look,
        link: None,
        note: None,
        struck: false,
    }
}

/// A line of words that are not the model's: a number, a folio, a running head.
pub(super) fn label(
    text: &str,
    holder: NodeId,
    voice: &Voice,
    lang: &Lang,
    shop: &Shop,
) -> Arc<Line> {
    let dress = Arc::new(code_dress(holder, voice));
    let setting = Setting {
        look: Look { ..voice.look },
        lang: lang.clone(),
        rightward: lang.direction() == Direction::RightToLeft,
        small_caps: false,
    };
    let face = shop.fonts.face(shop.fonts.primary(voice.look));
    let space = voice.size * f64::from(face.metrics().space);
    let mut line = Line {
        fit: 1.0,
        ..Line::default()
    };
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            line.pieces.push(Piece {
                x: line.width,
                width: space,
                kind: PieceKind::Space(' '),
                dress: Arc::clone(&dress),
                range: 0..0,
            });
            line.width += space;
        }
        if word.is_empty() {
            continue;
        }
        let shaped = shop.fonts.shape(word, &setting);
        let width = voice.size * f64::from(shaped.width * shaped.scale);
        line.pieces.push(Piece {
            x: line.width,
            width,
            kind: PieceKind::Word(shaped),
            dress: Arc::clone(&dress),
            range: 0..0,
        });
        line.width += width;
    }
    Arc::new(line)
}

/// Words that are not the model's, in as many lines as they need.
pub(super) fn words(
    text: &str,
    measure: Pt,
    holder: NodeId,
    voice: &Voice,
    lang: &Lang,
    shop: &Shop,
) -> Vec<Arc<Line>> {
    let content = [Inline {
        node: crate::model::Node {
            id: holder,
            ..Default::default()
        },
        kind: crate::model::InlineKind::Text(text.to_owned()),
    }];
    let order = Order {
        content: &content,
        holder,
        voice: Voice {
            fill: Fill::Balanced,
            ..*voice
        },
        lang,
        measure,
        indent: Pt::ZERO,
    };
    set(&order, shop).lines
}
