//! Takes the fonts of a book; returns how its style sheet and its manifest name them.

use super::EmbeddedFace;
use crate::write::xhtml::{FontFace, FontFormat};

/// A font as the style sheet declares it.
pub(super) fn declared<'a>(face: &'a EmbeddedFace) -> FontFace<'a> {
    FontFace {
        family: face.family,
        weight: face.weight,
        italic: face.italic,
        address: path(face),
        format: FontFormat::of(&face.bytes),
    }
}

/// Where a face is stored, beside the pages.
pub(super) fn path(face: &EmbeddedFace) -> String {
    format!("fonts/{}", face.file_name)
}

/// The media type of a face, by its bytes.
pub(super) fn media_type(face: &EmbeddedFace) -> &'static str {
    FontFormat::of(&face.bytes).media_type()
}
