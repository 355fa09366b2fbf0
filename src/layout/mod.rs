//! Takes a publication; returns pages.
//!
//! Three steps: [`paragraph`] sets text into lines, [`galley`] sets blocks below each other
//! into one endless column, [`page`] cuts the column into pages and adds notes, folios and
//! running heads. Everything on the resulting pages ([`placed`]) names the node of the model
//! that it belongs to; [`quality`] measures how well they are set.

mod context;
mod cover;
mod galley;
pub(crate) mod item;
mod page;
pub(crate) mod paging;
mod paragraph;
mod picture;
pub mod placed;
pub mod quality;

use crate::diag::Report;
use crate::font::FontSet;
use crate::image::Gallery;
use crate::model::Publication;
use crate::style::{Contents, Style};
use context::Context;
use placed::Pages;

pub(crate) use cover::cover;

/// Lays a publication out.
pub fn lay_out(
    publication: &Publication,
    style: &Style,
    fonts: &FontSet,
    gallery: &Gallery,
    report: &mut Report,
) -> Pages {
    let context = Context::of(publication, style, fonts, gallery);
    page::make_up(publication, &context, report)
}

/// Whether the pages of a lone article list its sections: as its theme has it, or as it
/// asks itself.
pub(crate) fn lists_sections(publication: &Publication, style: &Style) -> bool {
    let mut articles = publication.articles.iter();
    let asks = articles.any(|article| article.metadata.contents);
    !publication.bound && (style.contents == Contents::Always || asks)
}
