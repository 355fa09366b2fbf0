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
use crate::model::index::Folio;
use crate::model::{NodeId, Publication, Target};
use crate::style::{Contents, Style};
use context::Context;
use placed::Pages;
use std::collections::BTreeMap;

pub(crate) use cover::cover;

/// Lays a publication out. Of the paragraphs that can bear it, a share is set in a line less
/// (a looseness below zero, down to −1) or in a line more (up to 1).
pub fn lay_out(
    publication: &Publication,
    style: &Style,
    fonts: &FontSet,
    gallery: &Gallery,
    looseness: f64,
    report: &mut Report,
) -> Pages {
    let context = Context::of(publication, style, fonts, gallery, looseness);
    page::make_up(publication, &context, report)
}

/// The heads and feet of a style that have no room, each with the key of its theme, what is
/// wrong, and what helps.
pub(crate) fn furniture_faults(
    style: &Style,
    gallery: &Gallery,
) -> Vec<(&'static str, String, String)> {
    page::furniture_faults(style, gallery)
}

/// Whether the pages of a lone article list its sections: as its theme has it, or as it
/// asks itself.
pub(crate) fn lists_sections(publication: &Publication, style: &Style) -> bool {
    let mut articles = publication.articles.iter();
    let asks = articles.any(|article| article.metadata.contents);
    !publication.bound && (style.contents == Contents::Always || asks)
}

/// The pages of the places that the indexes of a publication lead to.
pub(crate) fn folios(publication: &Publication, pages: &Pages) -> BTreeMap<Target, Folio> {
    page::folios_of_index(publication, pages)
}

/// The folios that the links of a publication to pages show, by link.
pub(crate) fn folios_of_links(
    publication: &Publication,
    pages: &Pages,
) -> BTreeMap<NodeId, String> {
    page::folios_of_links(publication, pages)
}
