//! Takes what hayagriva renders; returns pieces of text with their looks, and takes names out of
//! them.

use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemChildren, ElemMeta, Formatting};

/// A piece of a citation, or of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Letters of one look.
    Text(String, Look),
    /// Letters that lead to an address.
    Link(String, Look, String),
    /// A formula, in TeX.
    Math(String),
    /// The names of those who made a work, or what stands for them.
    Names(Vec<Piece>),
    /// The work of this number among those of its citation.
    Item(usize, Vec<Piece>),
    /// Other pieces that belong together.
    Group(Vec<Piece>),
}

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) is_italic: bool,
    pub(super) is_bold: bool,
    pub(super) is_small_capitals: bool,
    pub(super) is_raised: bool,
    pub(super) is_lowered: bool,
}

impl Look {
    fn of(formatting: Formatting) -> Look {
        Look {
            is_italic: formatting.font_style == FontStyle::Italic,
            is_bold: formatting.font_weight == FontWeight::Bold,
            is_small_capitals: formatting.font_variant == FontVariant::SmallCaps,
            is_raised: formatting.vertical_align == VerticalAlign::Sup,
            is_lowered: formatting.vertical_align == VerticalAlign::Sub,
        }
    }
}

/// A piece of plain letters.
pub(super) fn plain(text: impl Into<String>) -> Piece {
    Piece::Text(text.into(), Look::default())
}

pub(super) fn pieces(children: &ElemChildren) -> Vec<Piece> {
    children.0.iter().filter_map(piece).collect()
}

pub(super) fn piece(child: &ElemChild) -> Option<Piece> {
    let piece = match child {
        ElemChild::Text(text) => Piece::Text(text.text.clone(), Look::of(text.formatting)),
        ElemChild::Elem(elem) => element(elem),
        // Formulas come with the signs around them.
        ElemChild::Markup(markup) => Piece::Math(markup.trim_matches('$').to_owned()),
        ElemChild::Link { text, url } => {
            Piece::Link(text.text.clone(), Look::of(text.formatting), url.clone())
        }
        ElemChild::Transparent { .. } => return None,
    };
    Some(piece)
}

fn element(elem: &Elem) -> Piece {
    let inner = pieces(&elem.children);
    match &elem.meta {
        Some(ElemMeta::Names(_)) => Piece::Names(inner),
        Some(ElemMeta::Entry(number)) => Piece::Item(*number, inner),
        Some(
            ElemMeta::Date
            | ElemMeta::Text
            | ElemMeta::Number
            | ElemMeta::Label
            | ElemMeta::CitationNumber
            | ElemMeta::Name(..)
            | ElemMeta::CitationLabel,
        )
        | None => Piece::Group(inner),
    }
}

/// The letters of pieces.
pub(super) fn text(pieces: &[Piece]) -> String {
    let mut all = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text, _) | Piece::Link(text, ..) | Piece::Math(text) => all.push_str(text),
            Piece::Names(inner) | Piece::Item(_, inner) | Piece::Group(inner) => {
                all.push_str(&self::text(inner));
            }
        }
    }
    all
}

/// Whether there are names among pieces.
pub(super) fn has_names(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Names(_) => true,
        Piece::Item(_, inner) | Piece::Group(inner) => has_names(inner),
        Piece::Text(..) | Piece::Link(..) | Piece::Math(_) => false,
    })
}

/// Takes the first names out of pieces.
pub(super) fn take_names(pieces: &mut Vec<Piece>) -> Option<Vec<Piece>> {
    for at in 0..pieces.len() {
        match pieces.get_mut(at)? {
            Piece::Names(_) => {
                let Piece::Names(names) = pieces.remove(at) else {
                    return None;
                };
                return Some(names);
            }
            Piece::Item(_, inner) | Piece::Group(inner) => {
                if let Some(names) = take_names(inner) {
                    return Some(names);
                }
            }
            Piece::Text(..) | Piece::Link(..) | Piece::Math(_) => {}
        }
    }
    None
}

/// Takes signs and spaces from the beginning of pieces: what stood after names.
pub(super) fn trim_start(pieces: &mut [Piece]) {
    const SIGNS: [char; 6] = [' ', '\u{a0}', ',', ';', ':', '.'];
    for piece in pieces {
        match piece {
            Piece::Text(text, _) | Piece::Link(text, ..) => {
                *text = text.trim_start_matches(SIGNS).to_owned();
                if !text.is_empty() {
                    return;
                }
            }
            Piece::Math(_) => return,
            Piece::Names(inner) | Piece::Item(_, inner) | Piece::Group(inner) => {
                trim_start(inner);
                if !self::text(inner).is_empty() {
                    return;
                }
            }
        }
    }
}

/// Takes the spaces before these marks that a style leaves where a part is missing.
pub(super) fn close_up(pieces: &mut [Piece], marks: &[char]) {
    let mut leaves = Vec::new();
    gather_leaves(pieces, &mut leaves);
    for at in 1..leaves.len() {
        let follows = leaves.get(at).is_some_and(|next| next.starts_with(marks));
        if let Some(text) = leaves.get_mut(at - 1)
            && follows
        {
            text.truncate(text.trim_end_matches(' ').len());
        }
    }
    for text in leaves {
        for mark in marks {
            *text = text.replace(&format!(" {mark}"), &mark.to_string());
        }
    }
}

fn gather_leaves<'p>(pieces: &'p mut [Piece], leaves: &mut Vec<&'p mut String>) {
    for piece in pieces {
        match piece {
            Piece::Text(text, _) | Piece::Link(text, ..) => leaves.push(text),
            Piece::Math(_) => {}
            Piece::Names(inner) | Piece::Item(_, inner) | Piece::Group(inner) => {
                gather_leaves(inner, leaves);
            }
        }
    }
}

/// Takes a string from the end of pieces, if they end in it.
pub(super) fn strip_end(pieces: &mut [Piece], end: &str) -> bool {
    let Some(last) = pieces.last_mut() else {
        return false;
    };
    match last {
        Piece::Text(text, _) | Piece::Link(text, ..) => match text.strip_suffix(end) {
            Some(rest) => {
                *text = rest.to_owned();
                true
            }
            None => false,
        },
        Piece::Math(_) => false,
        Piece::Names(inner) | Piece::Item(_, inner) | Piece::Group(inner) => strip_end(inner, end),
    }
}

/// Whether the first letters are raised above the line.
pub(super) fn is_raised(pieces: &[Piece]) -> bool {
    match pieces.first() {
        Some(Piece::Text(_, look) | Piece::Link(_, look, _)) => look.is_raised,
        Some(Piece::Names(inner) | Piece::Item(_, inner) | Piece::Group(inner)) => is_raised(inner),
        Some(Piece::Math(_)) | None => false,
    }
}
