//! Takes pictures; returns picture objects and the operators that draw them.
//!
//! A JPEG is stored unchanged and rotated by its drawing matrix. Other pictures are
//! stored as pixels, with transparency on white. A drawing is stored as paths if
//! possible, and as pixels at 300 dpi otherwise. Colours are those of the picture's own
//! profile, if it has one.

mod drawing;
mod raster;

use super::content::short;
use super::print::Print;
use super::skeleton::resources;
use crate::diag::{Code, Diagnostic, Report};
use crate::geom::{self, Pt, Rect, Size};
use crate::image::{Gallery, Image};
use crate::layout::placed::{Pages, PieceKind, ThingKind};
use crate::model::Picture;
use crate::source::SourceId;
use crate::write::Error;
use image::metadata::Orientation;
use lopdf::{Document, Object as PdfObject, ObjectId, Stream};
pub(super) use raster::{Content, Raster};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// The pictures of a publication.
pub(super) struct Pictures {
    objects: BTreeMap<(SourceId, String), Object>,
    /// How far beyond the trim pictures are printed that reach it.
    bleed: Pt,
}

/// A picture as it goes into the file.
struct Object {
    name: String,
    shape: Shape,
    /// The picture, as it is called where it is shown first.
    picture: Picture,
    /// Its width, where its height is 1.
    aspect: f64,
}

/// What is still to be put into the object of a picture.
pub(super) struct Unfilled {
    /// The object.
    pub(super) id: ObjectId,
    pub(super) content: Content,
    pub(super) picture: Picture,
}

enum Shape {
    /// Pixels.
    Raster(Raster),
    /// Operators, in the drawing's own units.
    Paths(Vec<u8>, f64, f64),
}

/// A picture on pages, at the greatest width it has on any.
struct Shown<'p> {
    picture: &'p Picture,
    width: Pt,
}

/// The pictures on pages, each once.
fn shown<'p>(pages: &'p Pages, gallery: &Gallery) -> BTreeMap<(SourceId, String), Shown<'p>> {
    let mut shown: BTreeMap<_, Shown> = BTreeMap::new();
    let mut add = |picture: &'p Picture, width: Pt| {
        let known = shown.entry(key(picture));
        let known = known.or_insert(Shown { picture, width });
        known.width = known.width.max(width);
    };
    for thing in pages.pages.iter().flat_map(|page| &page.things) {
        match &thing.kind {
            // What fills the page is cut off at its edges.
            ThingKind::Picture(rect, picture, _) if picture.bleeds => {
                let aspect = gallery.get(picture).map_or(1.0, |image| aspect(image));
                add(picture, rect.size.width.max(rect.size.height * aspect));
            }
            ThingKind::Picture(rect, picture, _) => add(picture, rect.size.width),
            ThingKind::Line(placed) => {
                for piece in &placed.line.pieces {
                    if let PieceKind::Picture(inset) = &piece.kind {
                        add(&inset.picture, piece.width);
                    }
                }
            }
            ThingKind::Fill(..) | ThingKind::Frame(..) => {}
        }
    }
    shown
}

/// The width of a picture, where its height is 1.
fn aspect(image: &Image) -> f64 {
    f64::from(image.width.max(1)) / f64::from(image.height.max(1))
}

/// Dots in an inch of a picture that is so wide on paper.
fn dpi(image: &Image, width: Pt) -> f64 {
    f64::from(image.width) * 72.0 / width.0
}

/// Warns of pictures that have fewer dots in an inch, as they are printed, than
/// a press wants.
pub fn coarse(pages: &Pages, gallery: &Gallery, least: f64, report: &mut Report) {
    for Shown { picture, width } in shown(pages, gallery).into_values() {
        let Some(image) = gallery.get(picture).filter(|image| image.drawing.is_none()) else {
            continue;
        };
        let dpi = dpi(image, width);
        if dpi.round() >= least {
            continue;
        }
        let message = format!(
            "the picture has {dpi:.0} dots in an inch, printed {:.0} mm wide; {least} are asked for",
            width.mm().0
        );
        let wide = (width.0 / 72.0 * least).ceil();
        report.push(
            Diagnostic::warning(Code::LowResolution, picture.span, message)
                .hint(format!("use one that is {wide} pixels wide")),
        );
    }
}

impl Pictures {
    /// Collects the pictures on pages, each once.
    ///
    /// # Errors
    ///
    /// [`Error::Picture`] if one cannot be read again.
    pub(super) fn of(pages: &Pages, gallery: &Gallery, print: &Print) -> Result<Pictures, Error> {
        let mut pictures = Pictures {
            objects: BTreeMap::new(),
            bleed: print.bleed,
        };
        let shown: Vec<_> = shown(pages, gallery).into_iter().collect();
        let shapes = shown.into_par_iter().map(|(key, shown)| {
            let Shown { picture, width } = shown;
            let shape = match gallery.get(picture) {
                Some(image) => shape(image, width, print)?,
                None => None,
            };
            Ok(shape.map(|shape| (key, shape, picture)))
        });
        let shapes = shapes.collect::<Result<Vec<_>, Error>>()?;
        for (key, shape, picture) in shapes.into_iter().flatten() {
            let object = Object {
                name: format!("Im{}", pictures.objects.len() + 1),
                shape,
                picture: picture.clone(),
                aspect: gallery.get(picture).map_or(1.0, |image| aspect(image)),
            };
            pictures.objects.insert(key, object);
        }
        Ok(pictures)
    }

    /// The pictures that are stored as pixels, each with the name of its object.
    pub(super) fn rasters(&self) -> impl Iterator<Item = (&str, &Raster)> {
        self.objects
            .values()
            .filter_map(|object| match &object.shape {
                Shape::Raster(raster) => Some((object.name.as_str(), raster)),
                Shape::Paths(..) => None,
            })
    }

    /// Gives the picture objects their colours, and tells how their rows are packed. Each
    /// profile goes in once. Returns their contents.
    pub(super) fn complete(self, document: &mut Document, pages: &[ObjectId]) -> Vec<Unfilled> {
        let mut contents = Vec::new();
        let Some(objects) = resources(document, pages, b"XObject") else {
            return contents;
        };
        let mut profiles: BTreeMap<Arc<[u8]>, ObjectId> = BTreeMap::new();
        for object in self.objects.into_values() {
            let Object {
                name,
                shape,
                picture,
                aspect: _,
            } = object;
            let Shape::Raster(raster) = shape else {
                continue;
            };
            let profile = raster.profile.as_ref().map(|profile| {
                *profiles.entry(Arc::clone(profile)).or_insert_with(|| {
                    let about = lopdf::dictionary! {"N" => i64::from(raster.parts())};
                    document.add_object(Stream::new(about, profile.to_vec()))
                })
            });
            let own = objects.get(name.as_bytes());
            if let Ok(own) = own.and_then(PdfObject::as_reference)
                && let Some(PdfObject::Stream(stream)) = document.objects.get_mut(&own)
            {
                stream.dict.set("ColorSpace", raster.space(profile));
                if let Some(parameters) = raster.parameters() {
                    stream.dict.set("DecodeParms", parameters);
                }
                contents.push(Unfilled {
                    id: own,
                    content: raster.content,
                    picture,
                });
            }
        }
        contents
    }

    /// A rectangle as it is printed: one that reaches both sides of the page goes beyond the
    /// trim.
    pub(super) fn beyond(&self, rect: Rect, page: Size) -> Rect {
        match reaches_sides(rect, page) {
            true => beyond_trim(rect, page, self.bleed),
            false => rect,
        }
    }

    /// Draws a picture in a rectangle of a page. One that reaches both sides of the page is
    /// printed beyond the trim, and fills its rectangle: what is over is cut off.
    pub(super) fn draw(&self, picture: &Picture, rect: Rect, page: Size, out: &mut Vec<u8>) {
        let Some(object) = self.objects.get(&key(picture)) else {
            return;
        };
        if !picture.bleeds || !reaches_sides(rect, page) {
            return draw(object, rect, page.height, out);
        }
        let frame = beyond_trim(rect, page, self.bleed);
        let (width, height) = (frame.size.width, frame.size.height);
        let width = width.max(height * object.aspect);
        let size = (width, width * (1.0 / object.aspect));
        let x = frame.origin.x - (size.0 - frame.size.width) / 2.0;
        let y = frame.origin.y - (size.1 - frame.size.height) / 2.0;
        let _ = writeln!(
            out,
            "q {} {} {} {} re W n",
            short(frame.origin.x.0),
            short((page.height - frame.bottom()).0),
            short(frame.size.width.0),
            short(frame.size.height.0)
        );
        draw(object, Rect::new(x, y, size.0, size.1), page.height, out);
        out.extend(b"Q\n");
    }
}

/// Rounding leaves no white at an edge.
const HAIR: Pt = Pt(0.01);

/// Whether a rectangle reaches from one side of a page to the other.
fn reaches_sides(rect: Rect, page: Size) -> bool {
    rect.origin.x <= HAIR && rect.origin.x + rect.size.width >= page.width - HAIR
}

/// A rectangle that reaches the sides of a page, so far beyond the edges that it reaches.
fn beyond_trim(rect: Rect, page: Size, bleed: Pt) -> Rect {
    let above = if rect.origin.y <= HAIR {
        bleed
    } else {
        Pt::ZERO
    };
    let reaches_foot = rect.bottom() >= page.height - HAIR;
    let below = if reaches_foot { bleed } else { Pt::ZERO };
    Rect::new(
        rect.origin.x - bleed,
        rect.origin.y - above,
        rect.size.width + bleed * 2.0,
        rect.size.height + above + below,
    )
}

/// Draws a picture in a rectangle of a page of some height.
fn draw(object: &Object, rect: Rect, page: Pt, out: &mut Vec<u8>) {
    let (width, height) = (rect.size.width.0, rect.size.height.0);
    let (x, y) = (rect.origin.x.0, (page - rect.bottom()).0);
    let matrix = match &object.shape {
        Shape::Raster(raster) => oriented(raster.orientation, width, height, x, y),
        Shape::Paths(_, w, h) => [width / w, 0.0, 0.0, -height / h, x, y + height],
    };
    concat(matrix, out);
    match &object.shape {
        Shape::Raster(_) => {
            let _ = writeln!(out, "/{} Do", object.name);
        }
        Shape::Paths(operators, w, h) => {
            let _ = writeln!(out, "0 0 {} {} re W n", short(*w), short(*h));
            out.extend(operators);
        }
    }
    out.extend(b"Q\n");
}

fn key(picture: &Picture) -> (SourceId, String) {
    (picture.span.source, picture.path.clone())
}

fn shape(image: &Arc<Image>, width: Pt, print: &Print) -> Result<Option<Shape>, Error> {
    let Some(drawing) = &image.drawing else {
        return Ok(raster::of(image, width, print)?.map(Shape::Raster));
    };
    if let Some(paths) = drawing::paths(drawing, print.inks) {
        let size = drawing.size();
        let (width, height) = (size.width().into(), size.height().into());
        return Ok(Some(Shape::Paths(paths, width, height)));
    }
    let pixels = drawing::rendered(drawing, width, print.most_dpi);
    Ok(pixels.map(|pixels| Shape::Raster(Raster::new(pixels, print.inks))))
}

/// The matrix that draws stored pixels upright in a rectangle.
fn oriented(orientation: Orientation, w: f64, h: f64, x: f64, y: f64) -> [f64; 6] {
    match orientation {
        Orientation::NoTransforms => [w, 0.0, 0.0, h, x, y],
        Orientation::FlipHorizontal => [-w, 0.0, 0.0, h, x + w, y],
        Orientation::Rotate180 => [-w, 0.0, 0.0, -h, x + w, y + h],
        Orientation::FlipVertical => [w, 0.0, 0.0, -h, x, y + h],
        Orientation::Rotate90 => [0.0, -h, w, 0.0, x, y + h],
        Orientation::Rotate270 => [0.0, h, -w, 0.0, x + w, y],
        Orientation::Rotate90FlipH => [0.0, -h, -w, 0.0, x + w, y + h],
        Orientation::Rotate270FlipH => [0.0, h, w, 0.0, x, y],
    }
}

/// Saves the state, and puts a matrix before the one in force (ISO 32000-1, 8.4.4).
fn concat(matrix: [f64; 6], out: &mut Vec<u8>) {
    out.extend(b"q");
    for number in matrix {
        // Six decimals: the scale of a large drawing is small.
        let _ = write!(out, " {}", geom::short(number, 6));
    }
    out.extend(b" cm\n");
}
