//! A paragraph in, lines out.
//!
//! [`collect`] gathers the text and its dress, [`prepare`] shapes words and
//! prices the places to break at, [`linebreak`] chooses among them, [`line`]
//! puts the pieces in their places.

mod collect;
mod hyphenate;
mod line;
pub mod linebreak;
mod prepare;

use crate::diag::Diagnostic;
use crate::font::Look;
use crate::geom::Pt;
use crate::lang::{Direction, Lang};
use crate::layout::Shop;
use crate::layout::item::{FORBIDDEN, FORCED, Item};
use crate::layout::placed::{Dress, Line, Piece, PieceKind};
use crate::model::{CodeLine, Inline, NodeId};
use crate::source::Span;
use crate::style::{Fill, Voice};
use linebreak::{Break, Costs, Terms, linebreak};
use prepare::Preparation;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

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
    for (line, broken) in lines.into_iter().zip(&breaks) {
        if broken.overfull {
            set.diagnostics.extend(overfull(&line, order.content));
        }
        for piece in &line.pieces {
            set.diagnostics.extend(missing(piece, order.content, shop));
        }
        set.lines.push(Arc::new(line));
    }
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

/// A character that no face has is told at its place.
fn missing(piece: &Piece, content: &[Inline], shop: &Shop) -> Option<Diagnostic> {
    let PieceKind::Word(shaped) = &piece.kind else {
        return None;
    };
    if shaped.missing == 0 {
        return None;
    }
    let glyph = shaped.glyphs.iter().find(|glyph| glyph.id == 0)?;
    let rest = shaped.text.get(glyph.cluster as usize..)?;
    let c = rest
        .chars()
        .find(|c| !shop.fonts.face(shaped.face).has(*c))
        .or(rest.chars().next())?;
    let span = span_of(piece, content)?;
    let start = span.start + glyph.cluster;
    let at = Span {
        start,
        end: start + c.len_utf8() as u32,
        ..span
    };
    Some(
        Diagnostic::error(
            "missing-glyph",
            at,
            format!("no face has the character `{c}` (U+{:04X})", u32::from(c)),
        )
        .hint("a frame with its code point is drawn in its place"),
    )
}

/// Where a piece stands in the source, before typography.
fn span_of(piece: &Piece, content: &[Inline]) -> Option<Span> {
    struct Find(NodeId, Option<Span>);
    impl crate::model::walk::Visitor<'_> for Find {
        fn inline(&mut self, inline: &Inline) {
            if inline.node.id == self.0 {
                self.1 = Some(inline.node.span);
            }
        }
    }
    let mut find = Find(piece.dress.run, None);
    crate::model::walk::inlines(content, &mut find);
    let span = find.1?;
    Some(Span {
        start: (span.start + piece.range.start).min(span.end),
        end: (span.start + piece.range.end).min(span.end),
        ..span
    })
}

/// Sets lines of code: every space counts, and a line that is too long is cut
/// where it must be.
pub(super) fn verbatim(
    lines: &[CodeLine],
    holder: NodeId,
    voice: &Voice,
    measure: Pt,
    shop: &Shop,
) -> Set {
    let fonts = shop.fonts;
    let face = fonts.face(fonts.primary(voice.look));
    let advance = voice.size * f64::from(face.metrics().space);
    let columns = ((measure / advance) as usize).max(8);
    let dress = Arc::new(code_dress(holder, voice));
    let setting = crate::font::Setting {
        look: voice.look,
        lang: Lang::undetermined(),
        rightward: false,
        small_caps: false,
    };
    let mut set = Set::default();
    let mut start = 0_usize;
    for code in lines {
        let text = &code.text;
        let mut line = Line {
            fit: 1.0,
            ..Line::default()
        };
        let mut column = 0;
        let mut graphemes = text.grapheme_indices(true).peekable();
        while let Some((at, first)) = graphemes.next() {
            if column >= columns {
                set.lines.push(Arc::new(std::mem::take(&mut line)));
                line.fit = 1.0;
                column = 0;
            }
            let mut end = at + first.len();
            let blank = |g: &str| g == " " || g == "\t";
            let mut count = 1;
            let kind = if blank(first) {
                count = if first == "\t" { 4 - column % 4 } else { 1 };
                PieceKind::Space(' ')
            } else {
                while column + count < columns
                    && let Some((i, more)) = graphemes.next_if(|(_, g)| !blank(g))
                {
                    end = i + more.len();
                    count += 1;
                }
                PieceKind::Word(fonts.shape(&text[at..end], &setting))
            };
            let width = match &kind {
                PieceKind::Word(shaped) => voice.size * f64::from(shaped.width * shaped.scale),
                PieceKind::Space(_) | PieceKind::Hyphen(_) | PieceKind::Picture(..) => {
                    advance * count as f64
                }
            };
            let piece = Piece {
                x: line.width,
                width,
                kind,
                dress: Arc::clone(&dress),
                range: (start + at) as u32..(start + end) as u32,
            };
            if let PieceKind::Word(shaped) = &piece.kind
                && shaped.missing > 0
                && let Some(glyph) = shaped.glyphs.iter().find(|g| g.id == 0)
                && let Some(c) = text[at + glyph.cluster as usize..].chars().next()
            {
                set.diagnostics.push(Diagnostic::error(
                    "missing-glyph",
                    code.span,
                    format!("no face has the character `{c}` (U+{:04X})", u32::from(c)),
                ));
            }
            line.width += width;
            line.pieces.push(piece);
            column += count;
        }
        start += text.len() + 1;
        set.lines.push(Arc::new(line));
    }
    set
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
    let setting = crate::font::Setting {
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
