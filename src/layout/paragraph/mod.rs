//! Takes a paragraph; returns lines.
//!
//! [`collect`] gathers the text and its dress, [`bidi`] decides which way each part of it
//! runs, [`prepare`] shapes words and prices the places to break at, [`linebreak`] chooses
//! among them, [`line`] puts the pieces in their places.

mod bidi;
mod collect;
mod favourite;
mod hyphenate;
mod initial;
mod line;
pub(super) mod linebreak;
mod measures;
mod prepare;
mod remark;
mod verbatim;

use crate::diag::{Code, Diagnostic};
use crate::font::Setting;
use crate::geom::Pt;
use crate::lang::{Direction, Lang};
use crate::layout::Context;
use crate::layout::formula;
use crate::layout::item::{FORBIDDEN, FORCED, Item};
use crate::layout::picture;
use crate::layout::placed::{Dress, Line, Piece, PieceKind};
use crate::model::walk::content_of;
use crate::model::{Inline, InlineKind, NodeId};
use crate::style::{Fill, Voice};
pub(super) use hyphenate::Exceptions;
pub(super) use initial::LINES as INITIAL_LINES;
pub(super) use prepare::is_name;
pub(super) use verbatim::{Verbatim, verbatim};

pub(super) use linebreak::Give;
use linebreak::{Break, Costs, Terms, linebreak, linebreak_to, linebreak_with_give};
use prepare::{Breaks, Preparation, Prepared};
use remark::{Remarks, loose, overfull};
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
    /// Whether it begins with a drop capital, if it can.
    pub(super) initial: bool,
    /// In how many lines from its first on something stands where they end, and
    /// how much of them it takes.
    pub(super) beside: Option<(usize, Pt)>,
    /// Whether it stands in a cell of a table, where words are parted only for want of
    /// room.
    pub(super) in_cell: bool,
}

/// Lines, and what there is to say about them.
#[derive(Default)]
pub(super) struct Set {
    pub(super) lines: Vec<Arc<Line>>,
    /// Whether it can also be set in a line less, and in a line more.
    pub(super) give: Give,
    /// Whether it begins with a drop capital, beside which lines stay together.
    pub(super) dropped: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The fewest lines of a paragraph that is set in more or less of them.
pub(super) const FLEXIBLE: usize = 3;

/// Sets a paragraph as is best for it.
pub(super) fn set(order: &Order, context: &Context) -> Set {
    set_as(order, None, context)
}

/// How a paragraph is to be set for the sake of its page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wish {
    /// In how many lines.
    pub(super) lines: usize,
    /// Which of them must not end in a hyphen.
    pub(super) solid: Option<usize>,
}

/// Sets a paragraph as is best for it or, if it can be, for its page.
pub(super) fn set_as(order: &Order, wish: Option<Wish>, context: &Context) -> Set {
    let voice = &order.voice;
    let gathered = collect::collect(order.content, order.holder, voice, order.lang, context);
    if gathered.text.trim().is_empty() {
        return Set::default();
    }
    let rtl = order.lang.direction() == Direction::RightToLeft;
    let initial = if order.initial {
        initial::initial(&gathered, order, context)
    } else {
        None
    };
    // Beside a drop capital nothing more is set in.
    let indents = match &initial {
        Some(initial) => vec![initial.width; initial::LINES],
        None => vec![order.indent],
    };
    let mut preparation = Preparation {
        gathered: &gathered,
        context,
        fill: voice.fill,
        indent: if initial.is_some() {
            Pt::ZERO
        } else {
            order.indent
        },
        skip: initial.as_ref().map_or(0, |initial| initial.bytes),
        measure: order.measure,
        leading: voice.leading,
        rtl,
        breaks: if order.in_cell {
            Breaks::Fewest
        } else {
            Breaks::Usual
        },
    };
    let mut measures: Vec<f64> = Vec::new();
    if let Some(initial) = &initial {
        measures = vec![(order.measure - initial.width).0; initial::LINES];
    } else if let Some((lines, taken)) = order.beside {
        measures = vec![(order.measure - taken).0; lines];
    }
    measures.push(order.measure.0);
    // Setting is tried more than once, with more places to break at or other costs.
    let set_with = |preparation: &Preparation, terms: &Terms| {
        let prepared = prepare::prepare(preparation);
        let (breaks, give) = break_lines(order, &prepared, terms, wish);
        let assembly = line::Assembly {
            gathered: &gathered,
            prepared: &prepared,
            context,
            fill: voice.fill,
            measure: order.measure,
            beside: order.beside,
            indents: &indents,
            space: word_space(voice, context),
            leading: voice.leading,
            rtl,
        };
        let lines = assembly.lines(&breaks);
        (lines, breaks, give)
    };
    let costs = costs(order, context);
    let terms = Terms {
        measures: &measures,
        rag: rag(order),
        costs: &costs,
    };
    let (mut lines, mut breaks, mut give) = set_with(&preparation, &terms);
    // A drop capital deeper than its paragraph would reach into the next one.
    if initial.is_some() && !initial::is_deep_enough(breaks.len()) {
        let plain = Order {
            initial: false,
            ..*order
        };
        return set_as(&plain, wish, context);
    }
    // A line that no usual break fills has every break there is.
    let ugliest = fault(&lines, &breaks);
    if ugliest > LOOSEST {
        preparation.breaks = Breaks::Every;
        // Three hyphens in a row or a short last line are better than a gaping line.
        let willing = Costs {
            triple_flag: costs.double_flag,
            runt: 0.0,
            last_fit: costs.letterfit,
            ..costs
        };
        let terms = Terms {
            costs: &willing,
            ..terms
        };
        let other = set_with(&preparation, &terms);
        if fault(&other.0, &other.1) < ugliest {
            (lines, breaks, give) = other;
        }
    }
    // No tall picture stands beside a drop capital.
    let is_tall = |line: &Line| line.above + line.below > Pt::ZERO;
    if initial.is_some() && lines.iter().take(INITIAL_LINES).any(is_tall) {
        let plain = Order {
            initial: false,
            ..*order
        };
        return set_as(&plain, wish, context);
    }
    let dropped = initial.is_some();
    if let (Some(first), Some(initial)) = (lines.first_mut(), initial) {
        first.pieces.splice(0..0, initial.pieces);
        first.initial = true;
    }
    let mut set = Set {
        give,
        dropped,
        ..Set::default()
    };
    let mut remarks = Remarks::default();
    for (line, broken) in lines.into_iter().zip(&breaks) {
        if broken.overfull {
            set.diagnostics.extend(overfull(&line, order.content));
        } else if looseness(&line) > LOOSEST {
            set.diagnostics.extend(loose(&line, order.content));
        }
        for piece in &line.pieces {
            remarks.look_at(piece, context);
        }
        set.lines.push(Arc::new(line));
    }
    set.diagnostics.extend(remarks.tell(order.content));
    set.diagnostics.extend(of_pictures(&preparation));
    set.diagnostics
        .extend(of_formulas(order.content, &gathered));
    set
}

/// What there is to say about formulas: that one is printed as its source.
fn of_formulas(content: &[Inline], gathered: &collect::Gathered) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for inline in content {
        if let InlineKind::Math(_) = &inline.kind {
            let is_set = |formula: &collect::Formula| {
                let run = &gathered.runs[gathered.run(formula.at)];
                run.dress.run == inline.node.id
            };
            if !gathered.formulas.iter().any(is_set) {
                told.push(formula::as_source(inline.node.span));
            }
        } else if let Some(inner) = content_of(&inline.kind) {
            told.extend(of_formulas(inner, gathered));
        }
    }
    told
}

/// What there is to say about the pictures of a paragraph: that one is smaller than its
/// author wants it, that one stands on a line of its own within a sentence.
fn of_pictures(preparation: &Preparation) -> Vec<Diagnostic> {
    let gathered = preparation.gathered;
    let mut told = Vec::new();
    for (at, picture) in &gathered.pictures {
        let Some(image) = preparation.context.gallery.get(picture) else {
            continue;
        };
        let size = gathered.runs[gathered.run(*at)].dress.size;
        let (fitted, is_apart) = preparation.fitted(picture, image, size);
        told.extend(picture::note(picture, image, &fitted));
        let mut after = gathered.text[*at..].chars().skip(1);
        let next = after.find(|c| !matches!(c, ' ' | '\u{a0}'));
        let goes_on = next.is_some_and(|c| !matches!(c, collect::BREAK | collect::PICTURE));
        if is_apart && goes_on {
            let message = format!(
                "the picture `{}` is too tall for its line; moved to a line of its own",
                picture.name()
            );
            told.push(
                Diagnostic::note(Code::TallPicture, picture.span, message)
                    .hint("on a line of its own in the source it is a figure, with a caption")
                    .hint("`{height=1em}` after it makes it a sign in its line"),
            );
        }
    }
    told
}

/// How many times its natural width a word space may be before every break there is
/// is tried, and before a line is reported.
const LOOSEST: f64 = 2.5;

/// How bad the worst line is: how many times its natural width its spaces are, or more
/// than any space can be where it runs over its measure.
fn fault(lines: &[Line], breaks: &[Break]) -> f64 {
    let lines = lines.iter().zip(breaks);
    let faults = lines.map(|(line, broken)| match broken.overfull {
        true => f64::INFINITY,
        false => looseness(line),
    });
    faults.fold(0.0, f64::max)
}

/// How many times its natural width a space of a justified line is. Where it has no
/// space, what it lacks counts as one.
fn looseness(line: &Line) -> f64 {
    let Some(part) = line.justified.filter(|part| part.full) else {
        return 0.0;
    };
    match line.mean_space(part.space) {
        Some(space) => space,
        None if part.space > Pt::ZERO => {
            let width: Pt = line.pieces.iter().map(|piece| piece.width).sum();
            (part.room - width) / part.space
        }
        None => 0.0,
    }
}

fn costs(order: &Order, context: &Context) -> Costs {
    let style = &context.style.costs;
    let justified = order.voice.fill == Fill::Justified;
    Costs {
        double_flag: style.double_hyphen,
        triple_flag: style.triple_hyphen,
        final_flag: style.final_hyphen,
        contrast: if justified { style.contrast } else { 0.0 },
        runt: style.runt,
        // Shorter than two indents, or about a word of five letters.
        runt_size: order.voice.size.0 * (context.style.text.indent.0 * 2.0).max(2.5),
        letterfit: if justified { style.letterfit } else { 0.0 },
        last_fit: 0.0,
        line: 6.0,
    }
}

/// How far a line may fall short at its end.
fn rag(order: &Order) -> f64 {
    match order.voice.fill {
        Fill::Justified => 0.0,
        // A rag of about three ems is seen as a rag and not as a ruin.
        Fill::Ragged => order.voice.size.0 * 3.0,
        Fill::Balanced | Fill::Centered | Fill::End => order.measure.0 * 0.4,
    }
}

fn break_lines(
    order: &Order,
    prepared: &Prepared,
    terms: &Terms,
    wish: Option<Wish>,
) -> (Vec<Break>, Give) {
    if let Some(Wish { lines, solid }) = wish
        && let Some(breaks) = linebreak_to(&prepared.items, terms, lines, solid)
    {
        return (breaks, Give::default());
    }
    if order.voice.fill == Fill::Justified {
        return linebreak_with_give(&prepared.items, terms);
    }
    let breaks = linebreak(&prepared.items, terms);
    if order.voice.fill == Fill::Balanced && (2..=6).contains(&breaks.len()) {
        let measure = order.measure.0;
        return (balanced(prepared, breaks, measure, terms), Give::default());
    }
    (breaks, Give::default())
}

/// The narrowest measure that takes no more lines: lines of like length.
fn balanced(prepared: &Prepared, mut best: Vec<Break>, measure: f64, terms: &Terms) -> Vec<Break> {
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

/// How wide a text may be: between these a column of a table may choose.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Widths {
    /// The widest part of a word that no hyphen parts.
    pub(super) part: Pt,
    /// The widest word.
    pub(super) word: Pt,
    /// The whole in one line.
    pub(super) whole: Pt,
    /// All its lines, one after the other.
    pub(super) sum: Pt,
}

/// The widths of a text.
pub(super) fn widths(order: &Order, context: &Context) -> Widths {
    let gathered = collect::collect(
        order.content,
        order.holder,
        &order.voice,
        order.lang,
        context,
    );
    if gathered.text.trim().is_empty() {
        return Widths::default();
    }
    let prepared = |breaks| {
        prepare::prepare(&Preparation {
            gathered: &gathered,
            context,
            fill: Fill::Balanced,
            indent: order.indent,
            skip: 0,
            measure: Pt(f64::MAX),
            leading: order.voice.leading,
            rtl: order.lang.direction() == Direction::RightToLeft,
            breaks,
        })
    };
    let mut widths = Widths::default();
    let (mut line, mut word) = (0.0_f64, 0.0_f64);
    // A picture wider than a few letters may be reduced.
    let narrow = (order.voice.size * 5.0).0;
    let usual = prepared(Breaks::Usual);
    for (item, unit) in usual.items.iter().zip(&usual.units) {
        match item {
            Item::Box { size, .. } if matches!(unit, prepare::Unit::Picture(..)) => {
                word += size.min(narrow);
                line += size;
            }
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
                    widths.sum += Pt(line);
                    line = 0.0;
                }
                if *cost != FORBIDDEN {
                    word = 0.0;
                }
            }
        }
        widths.word = widths.word.max(Pt(word));
        widths.whole = widths.whole.max(Pt(line));
    }
    let mut part = 0.0_f64;
    let every = prepared(Breaks::Every);
    for (item, unit) in every.items.iter().zip(&every.units) {
        match item {
            Item::Box { size, .. } if matches!(unit, prepare::Unit::Picture(..)) => {
                part += size.min(narrow);
            }
            Item::Box { size, .. } => part += size,
            Item::Glue { .. } => part = 0.0,
            Item::Penalty { cost, size, .. } if *cost != FORBIDDEN => {
                widths.part = widths.part.max(Pt(part + size));
                part = 0.0;
            }
            Item::Penalty { .. } => {}
        }
        widths.part = widths.part.max(Pt(part));
    }
    widths
}

/// What a word space would like to be.
fn word_space(voice: &Voice, context: &Context) -> Pt {
    let face = context.fonts.face(context.fonts.primary(voice.look));
    voice.size * f64::from(face.metrics().space)
}

fn code_dress(holder: NodeId, voice: &Voice, lang: &Lang) -> Dress {
    Dress {
        run: holder,
        holder,
        size: voice.size,
        rise: Pt::ZERO,
        colour: voice.colour,
        look: voice.look,
        lang: lang.clone(),
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
    context: &Context,
) -> Arc<Line> {
    if lang.direction() == Direction::RightToLeft || bidi::has_rightward(text) {
        return rightward_label(text, holder, voice, lang, context);
    }
    let dress = Arc::new(code_dress(holder, voice, lang));
    let setting = Setting {
        forms: voice.forms(),
        ..Setting::of(voice.look, lang)
    };
    let space = word_space(voice, context);
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
        for shaped in context.fonts.parts(word, &setting) {
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
    }
    Arc::new(line)
}

/// A label that runs, or has a word that runs, from right to left.
fn rightward_label(
    text: &str,
    holder: NodeId,
    voice: &Voice,
    lang: &Lang,
    context: &Context,
) -> Arc<Line> {
    let content = run_of(text, holder);
    let mut order = Order {
        content: &content,
        holder,
        voice: Voice {
            fill: Fill::Balanced,
            ..*voice
        },
        lang,
        measure: Pt::ZERO,
        indent: Pt::ZERO,
        initial: false,
        beside: None,
        in_cell: false,
    };
    // A hair more, or rounding would break it.
    order.measure = widths(&order, context).whole + Pt(0.01);
    let lines = set(&order, context).lines.into_iter();
    lines.into_iter().next().unwrap_or_default()
}

/// A text that is not the model's, as if it were.
fn run_of(text: &str, holder: NodeId) -> [Inline; 1] {
    [Inline {
        node: crate::model::Node {
            id: holder,
            ..Default::default()
        },
        kind: crate::model::InlineKind::Text(text.to_owned()),
    }]
}

/// Words that are not the model's, in as many lines as they need.
pub(super) fn words(
    text: &str,
    measure: Pt,
    holder: NodeId,
    voice: &Voice,
    lang: &Lang,
    context: &Context,
) -> Vec<Arc<Line>> {
    let content = run_of(text, holder);
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
        initial: false,
        beside: None,
        in_cell: false,
    };
    set(&order, context).lines
}
