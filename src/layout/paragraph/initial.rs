//! Takes the first letter of a paragraph; returns a drop capital: as tall as several lines,
//! which stand beside it.

use super::Order;
use super::collect::Gathered;
use crate::font::{Figures, Forms, Look, Setting};
use crate::geom::Pt;
use crate::lang::Direction;
use crate::layout::Context;
use crate::layout::placed::{Dress, Piece, PieceKind};
use crate::look::is_initial;
use crate::style::{Fill, Medium, Role};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

/// How many lines a drop capital is tall.
pub(in crate::layout) const LINES: usize = 3;
/// The narrowest column, in sizes of the text, in which lines beside one are
/// still lines.
const NARROWEST: f64 = 14.0;
/// Between it and its text, in sizes of the text.
const GAP: f64 = 0.3;

/// A drop capital.
pub(super) struct Initial {
    /// What is drawn at the start of the first line, and the space after it where
    /// it is a word of its own.
    pub(super) pieces: Vec<Piece>,
    /// How many bytes of the text it shows.
    pub(super) bytes: usize,
    /// How much of the first lines it takes.
    pub(super) width: Pt,
}

/// The drop capital of a paragraph, where it begins with a letter that has a
/// capital of that sort: no mark goes before it, and no script that hangs from
/// a line or fills a square.
pub(super) fn initial(gathered: &Gathered, order: &Order, context: &Context) -> Option<Initial> {
    let voice = &order.voice;
    let filled = matches!(voice.fill, Fill::Justified | Fill::Ragged);
    let leftward = order.lang.direction() == Direction::LeftToRight;
    if !filled || !leftward || order.measure < voice.size * NARROWEST {
        return None;
    }
    let run = gathered.runs.first()?;
    let letter = gathered.text.graphemes(true).next()?;
    let first = letter.chars().next()?;
    if !is_initial(first) || run.verbatim || run.dress.note.is_some() {
        return None;
    }
    // French and Italian keep the apostrophe with the letter before it.
    let rest = gathered.text.get(letter.len()..)?;
    let elided = rest.chars().next().filter(|c| matches!(c, '’' | '\''));
    let bytes = letter.len() + elided.map_or(0, char::len_utf8);
    let text = gathered
        .text
        .get(..bytes)
        .filter(|_| run.range.end >= bytes)?;
    let look = Role::Initial.look(Medium::Page, Look::TEXT);
    let setting = Setting {
        forms: Forms {
            figures: Figures::Lining,
            ..Forms::default()
        },
        ..Setting::of(look, order.lang)
    };
    let shaped = context.fonts.shape(text, &setting);
    let cap = |look: Look| {
        let metrics = context.fonts.face(context.fonts.primary(look)).metrics();
        f64::from(metrics.cap_height)
    };
    let own = f64::from(context.fonts.face(shaped.face).metrics().cap_height);
    if shaped.missing > 0 || own <= 0.0 {
        return None;
    }
    // From the top of a capital in the first line to the foot of the last.
    let sunk = voice.leading * (LINES - 1) as f64;
    let size = (sunk + voice.size * cap(voice.look)) / own;
    let width = size * f64::from(shaped.width);
    let dress = Dress {
        size,
        rise: Pt::ZERO - sunk,
        look,
        ..(*run.dress).clone()
    };
    let dress = Arc::new(dress);
    let end = (run.origin + bytes) as u32;
    let mut pieces = vec![Piece {
        x: Pt::ZERO,
        width,
        kind: PieceKind::Word(shaped),
        dress: Arc::clone(&dress),
        range: run.origin as u32..end,
    }];
    if gathered.text.get(bytes..)?.starts_with(' ') {
        pieces.push(Piece {
            x: width,
            width: Pt::ZERO,
            kind: PieceKind::Space(' '),
            dress,
            range: end..end + 1,
        });
    }
    Some(Initial {
        pieces,
        bytes,
        width: width + voice.size * GAP,
    })
}

/// Whether so many lines are enough to stand beside one and below it.
pub(super) fn is_deep_enough(lines: usize) -> bool {
    lines > LINES
}
