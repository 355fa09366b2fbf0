//! Takes print settings; returns what a page needs: boxes beyond the trim, marks and
//! inks, and [sheets](imposition) that are folded into a booklet.
//!
//! A page keeps its coordinates: the origin stays at the corner of the trim, and
//! everything beyond has negative coordinates.

mod imposition;
mod ink;
mod marks;

pub use imposition::{Imposition, Scheme};
pub use ink::Inks;
pub use marks::Marks;

pub(super) use imposition::impose;
pub(super) use marks::Fold;

use super::object::{edges, name};
use crate::geom::{Mm, Pt, Size};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// How a PDF is made ready for a press. The default is to print pages as they are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Print {
    /// How far beyond the trim a page is printed, so that a cut which misses it
    /// by a hair shows no white: 3 mm is usual.
    pub bleed: Pt,
    /// The marks around a page.
    pub marks: Marks,
    /// The inks it is printed in.
    pub inks: Inks,
    /// The most dots in an inch that a picture keeps at its printed size.
    pub most_dpi: Option<f64>,
}

impl Print {
    /// From the trim to where marks begin: a mark in the bleed would be printed
    /// on what may be left of it.
    fn offset(&self) -> Pt {
        self.bleed.max(Mm(3.0).pt())
    }

    /// The room around the trim.
    fn room(&self) -> Pt {
        match self.marks {
            Marks {
                crop: false,
                fold: false,
                registration: false,
            } => self.bleed,
            _ => self.offset() + marks::LENGTH,
        }
    }
}

/// Gives pages their boxes (ISO 32000-1, 14.11.2) and marks.
pub(super) fn prepare(document: &mut Document, pages: &[(ObjectId, Size, Fold)], print: &Print) {
    if print.room() == Pt::ZERO {
        return;
    }
    for (id, size, fold) in pages {
        let around = |by: Pt| edges([-by, -by, size.width + by, size.height + by]);
        let marks = marks::draw(*size, *fold, print);
        let drawn =
            (!marks.is_empty()).then(|| document.add_object(Stream::new(Dictionary::new(), marks)));
        let Ok(page) = document.get_dictionary_mut(*id) else {
            continue;
        };
        page.set("MediaBox", around(print.room()));
        page.set("CropBox", around(print.room()));
        page.set("BleedBox", around(print.bleed));
        page.set("TrimBox", around(Pt::ZERO));
        if let (Some(drawn), Ok(content)) = (drawn, page.get(b"Contents").cloned()) {
            page.set("Contents", vec![content, drawn.into()]);
        }
    }
    let of_marks = dictionary! {marks::SPACE => marks::space()};
    for (id, ..) in pages {
        set_resource(document, *id, "ColorSpace", of_marks.clone());
    }
}

/// Adds a kind of resource to those of a page.
fn set_resource(document: &mut Document, page: ObjectId, kind: &str, resources: Dictionary) {
    let of_page = document.get_dictionary(page);
    let of_page = of_page.and_then(|page| page.get(b"Resources").and_then(Object::as_reference));
    if let Ok(id) = of_page
        && let Ok(all) = document.get_dictionary_mut(id)
    {
        all.set(kind, resources);
    }
}

/// Asks viewers to print at full size, and how sheets are turned.
pub(super) fn prefer(document: &mut Document, duplex: bool) {
    if let Ok(catalog) = document.catalog_mut()
        && let Ok(Object::Dictionary(preferences)) = catalog.get_mut(b"ViewerPreferences")
    {
        preferences.set("PrintScaling", name("None"));
        if duplex {
            preferences.set("Duplex", name("DuplexFlipShortEdge"));
        }
    }
}
