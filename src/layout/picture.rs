//! Takes a picture and the room it has; returns its size on paper, for figures and for lines of
//! text alike.

use super::placed::line_height;
use crate::diag::{Code, Diagnostic};
use crate::geom::Pt;
use crate::image::Image;
use crate::model::{Length, Picture, Unit};

/// How many points a pixel of a picture is wide: CSS's pixel, 96 to the inch.
const PIXEL: f64 = 0.75;
/// The most of a page's height that a picture takes, and one whose author gave its size.
const TALLEST: f64 = 0.6;
const TALLEST_ASKED: f64 = 0.9;
/// The most lines that a picture may be tall to stand among words.
const LINES: f64 = 3.0;
/// A measure that is none yet: a column of a table is being measured.
const ENDLESS: Pt = Pt(1e6);

/// The room that a picture has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// The measure.
    pub(super) measure: Pt,
    /// The height of a page's text.
    pub(super) page: Pt,
    /// The size of the type, and its leading.
    pub(super) size: Pt,
    pub(super) leading: Pt,
}

/// A size on paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fitted {
    pub(super) width: Pt,
    pub(super) height: Pt,
    /// Whether its author gave it a size, and it has another for want of room.
    pub(super) reduced: bool,
}

/// How large a picture is of its own.
pub(super) fn natural(image: &Image) -> (Pt, Pt) {
    (
        Pt(f64::from(image.width.max(1)) * PIXEL),
        Pt(f64::from(image.height.max(1)) * PIXEL),
    )
}

/// How large its author wants a picture, if that is said; the side that is not follows
/// from its proportions.
fn asked(picture: &Picture, image: &Image, room: &Room) -> Option<(Pt, Pt)> {
    let (own_width, own_height) = natural(image);
    let at = |length: Length| {
        // Of a measure that is not known it is no part.
        if length.unit == Unit::Percent && room.measure > ENDLESS {
            return own_width;
        }
        length.at(room.size, room.measure)
    };
    let (width, height) = (picture.size.width.map(at), picture.size.height.map(at));
    match (width, height) {
        (Some(width), Some(height)) => Some((width, height)),
        (Some(width), None) => Some((width, own_height * (width / own_width))),
        (None, Some(height)) => Some((own_width * (height / own_height), height)),
        (None, None) => None,
    }
}

/// The size of a picture that has lines to itself. A drawing has no pixels to spoil:
/// where it may, it takes the measure.
pub(super) fn alone(picture: &Picture, image: &Image, grows: bool, room: &Room) -> Fitted {
    if let Some(size) = asked(picture, image, room) {
        return within(size, room.page * TALLEST_ASKED, room, true);
    }
    let (width, height) = natural(image);
    let size = match image.drawing.is_some() && grows && !image.is_icon() {
        true => (room.measure, height * (room.measure / width)),
        false => (width, height),
    };
    within(size, room.page * TALLEST, room, false)
}

/// The size of a picture among words, and whether it has a line of its own there: where
/// it is no sign, or its author wants it taller than a few lines.
pub(super) fn among_words(picture: &Picture, image: &Image, room: &Room) -> (Fitted, bool) {
    if picture.size.is_own() && image.is_icon() {
        let (width, height) = natural(image);
        let scale = line_height(room.size) / height;
        let size = (width * scale, height * scale);
        return (within(size, room.page, room, false), false);
    }
    let fitted = alone(picture, image, false, room);
    let is_tall = match picture.size.is_own() {
        true => !image.is_icon(),
        false => fitted.height > room.leading * LINES,
    };
    (fitted, is_tall)
}

fn within((width, height): (Pt, Pt), tallest: Pt, room: &Room, is_asked: bool) -> Fitted {
    let scale = (room.measure / width).min(tallest / height).min(1.0);
    Fitted {
        width: width * scale,
        height: height * scale,
        // Rounding takes no room.
        reduced: is_asked && scale < 0.999,
    }
}

/// The note on a picture that is smaller than its author wants it. As many pixels as it
/// has are no wish.
pub(super) fn note(picture: &Picture, image: &Image, fitted: &Fitted) -> Option<Diagnostic> {
    let is_own = picture.size.width.is_none_or(|width| {
        width.unit == Unit::Px && (width.number - f64::from(image.width)).abs() < 1.0
    });
    if !fitted.reduced || is_own && picture.size.height.is_none_or(|h| h.unit == Unit::Px) {
        return None;
    }
    let message = format!(
        "the picture `{}` has no room for its size; it is printed {:.0} mm wide and {:.0} mm tall",
        picture.name(),
        fitted.width.mm().0,
        fitted.height.mm().0,
    );
    Some(Diagnostic::note(Code::ReducedSize, picture.span, message))
}
