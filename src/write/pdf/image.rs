//! Pictures in, picture objects out, and how they are drawn.
//!
//! A JPEG goes in as it is, turned upright by the matrix it is drawn with. Other
//! pictures go in as pixels, what is transparent laid on white paper. A drawing
//! goes in as paths where paths can say it, and as pixels at 300 dpi otherwise.

use super::content::short;
use crate::geom::{Pt, Rect};
use crate::image::{Gallery, Image, Kind};
use crate::layout::placed::{Pages, PieceKind, ThingKind};
use crate::model::Picture;
use crate::source::SourceId;
use image::metadata::Orientation;
use printpdf::xobject::{ExternalStream, ExternalXObject};
use printpdf::{DictItem, PdfDocument, XObject, XObjectId};
use resvg::tiny_skia;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use usvg::tiny_skia_path::PathSegment;

/// Dots in an inch at which a drawing that paths cannot say is rendered.
const DPI: f64 = 300.0;

/// The pictures of a publication.
pub(super) struct Pictures<'a> {
    gallery: &'a Gallery,
    objects: BTreeMap<(SourceId, String), Object>,
}

/// A picture as it goes into the file.
struct Object {
    name: String,
    shape: Shape,
}

enum Shape {
    /// The file itself.
    Jpeg(Arc<Image>),
    /// Pixels: width, height, channels, samples.
    Pixels(u32, u32, u8, Vec<u8>),
    /// Operators, in the drawing's own units.
    Paths(Vec<u8>, f64, f64),
}

impl<'a> Pictures<'a> {
    /// Collects the pictures on pages, each once.
    pub(super) fn of(pages: &Pages, gallery: &'a Gallery) -> Pictures<'a> {
        let mut pictures = Pictures {
            gallery,
            objects: BTreeMap::new(),
        };
        for thing in pages.pages.iter().flat_map(|page| &page.things) {
            match &thing.kind {
                ThingKind::Picture(rect, picture) => pictures.add(picture, rect.size.width),
                ThingKind::Line(placed) => {
                    for piece in &placed.line.pieces {
                        if let PieceKind::Picture(picture, _) = &piece.kind {
                            pictures.add(picture, piece.width);
                        }
                    }
                }
                ThingKind::Fill(..) | ThingKind::Frame(..) => {}
            }
        }
        pictures
    }

    fn add(&mut self, picture: &Picture, width: Pt) {
        let key = key(picture);
        if self.objects.contains_key(&key) {
            return;
        }
        let Some(image) = self.gallery.get(picture) else {
            return;
        };
        let Some(shape) = shape(image, width) else {
            return;
        };
        let name = format!("Im{}", self.objects.len() + 1);
        self.objects.insert(key, Object { name, shape });
    }

    /// Hands the picture objects to printpdf.
    pub(super) fn embed(&self, document: &mut PdfDocument) {
        for object in self.objects.values() {
            let stream = match &object.shape {
                Shape::Jpeg(image) => jpeg(image),
                Shape::Pixels(width, height, channels, samples) => {
                    let mut stream = bitmap(*width, *height, *channels);
                    stream.content = super::deflate(samples);
                    stream.dict.insert("Filter".into(), name("FlateDecode"));
                    stream
                }
                Shape::Paths(..) => continue,
            };
            document.resources.xobjects.map.insert(
                XObjectId(object.name.clone()),
                XObject::External(ExternalXObject {
                    stream,
                    width: None,
                    height: None,
                    dpi: None,
                }),
            );
        }
    }

    /// Draws a picture in a rectangle of a page of some height.
    pub(super) fn draw(&self, picture: &Picture, rect: Rect, page: Pt, out: &mut Vec<u8>) {
        let Some(object) = self.objects.get(&key(picture)) else {
            return;
        };
        let (width, height) = (rect.size.width.0, rect.size.height.0);
        let (x, y) = (rect.origin.x.0, (page - rect.bottom()).0);
        let matrix = match &object.shape {
            Shape::Jpeg(image) => oriented(image.orientation, width, height, x, y),
            Shape::Pixels(..) => [width, 0.0, 0.0, height, x, y],
            Shape::Paths(_, w, h) => [width / w, 0.0, 0.0, -height / h, x, y + height],
        };
        let numbers: Vec<String> = matrix.iter().map(|n| precise(*n)).collect();
        let _ = writeln!(out, "q {} cm", numbers.join(" "));
        match &object.shape {
            Shape::Jpeg(_) | Shape::Pixels(..) => {
                let _ = writeln!(out, "/{} Do", object.name);
            }
            Shape::Paths(operators, w, h) => {
                let _ = writeln!(out, "0 0 {} {} re W n", short(*w), short(*h));
                out.extend(operators);
            }
        }
        out.extend(b"Q\n");
    }
}

fn key(picture: &Picture) -> (SourceId, String) {
    (picture.span.source, picture.path.clone())
}

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}

fn shape(image: &Arc<Image>, width: Pt) -> Option<Shape> {
    if let Some(drawing) = &image.drawing {
        let size = drawing.size();
        let mut paths = Vec::new();
        if group(drawing.root(), &mut paths) {
            return Some(Shape::Paths(
                paths,
                size.width().into(),
                size.height().into(),
            ));
        }
        return rendered(drawing, width);
    }
    // Four channels need a profile to mean a colour; without one, or with an
    // alpha channel, the pixels are laid out in RGB.
    if image.kind == Kind::Jpeg && matches!(image.channels, 1 | 3) {
        return Some(Shape::Jpeg(Arc::clone(image)));
    }
    let pixels = image.pixels().ok()?;
    let channels = usize::from(pixels.channels);
    let mut samples = pixels.samples;
    if let Some(alpha) = pixels.alpha {
        for (pixel, alpha) in samples.chunks_mut(channels).zip(alpha) {
            for sample in pixel {
                let (s, a) = (u32::from(*sample), u32::from(alpha));
                *sample = ((s * a + 255 * (255 - a) + 127) / 255) as u8;
            }
        }
    }
    Some(Shape::Pixels(
        pixels.width,
        pixels.height,
        pixels.channels,
        samples,
    ))
}

fn bitmap(width: u32, height: u32, channels: u8) -> ExternalStream {
    let space = if channels == 1 {
        "DeviceGray"
    } else {
        "DeviceRGB"
    };
    ExternalStream {
        dict: BTreeMap::from([
            ("Type".into(), name("XObject")),
            ("Subtype".into(), name("Image")),
            ("Width".into(), DictItem::Int(width.into())),
            ("Height".into(), DictItem::Int(height.into())),
            ("ColorSpace".into(), name(space)),
            ("BitsPerComponent".into(), DictItem::Int(8)),
        ]),
        content: Vec::new(),
        compress: false,
    }
}

fn jpeg(image: &Image) -> ExternalStream {
    let turned = matches!(
        image.orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = if turned {
        (image.height, image.width)
    } else {
        (image.width, image.height)
    };
    let mut stream = bitmap(width, height, image.channels);
    stream.content = image.bytes.to_vec();
    stream.dict.insert("Filter".into(), name("DCTDecode"));
    stream
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

/// A number of a matrix: six decimals, for the scale of a large drawing is small.
fn precise(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn rendered(drawing: &usvg::Tree, width: Pt) -> Option<Shape> {
    let size = drawing.size();
    let pixels = (width.0 / 72.0 * DPI).clamp(1.0, 8_000.0);
    let scale = pixels as f32 / size.width();
    let (w, h) = (
        pixels.round() as u32,
        (size.height() * scale).round().max(1.0) as u32,
    );
    let mut map = tiny_skia::Pixmap::new(w, h)?;
    map.fill(tiny_skia::Color::WHITE);
    let transform = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(drawing, transform, &mut map.as_mut());
    let samples = map
        .pixels()
        .iter()
        .flat_map(|p| [p.red(), p.green(), p.blue()])
        .collect();
    Some(Shape::Pixels(w, h, 3, samples))
}

/// Writes a group as paths; false where it has what paths cannot say.
fn group(group: &usvg::Group, out: &mut Vec<u8>) -> bool {
    let plain = group.opacity().get() >= 1.0
        && group.blend_mode() == usvg::BlendMode::Normal
        && group.clip_path().is_none()
        && group.mask().is_none()
        && group.filters().is_empty();
    if !plain {
        return false;
    }
    let t = group.transform();
    let turned = !t.is_identity();
    if turned {
        let matrix = [t.sx, t.ky, t.kx, t.sy, t.tx, t.ty];
        let matrix: Vec<String> = matrix.iter().map(|n| precise((*n).into())).collect();
        let _ = writeln!(out, "q {} cm", matrix.join(" "));
    }
    let all = group.children().iter().all(|node| self::node(node, out));
    if turned {
        out.extend(b"Q\n");
    }
    all
}

fn node(node: &usvg::Node, out: &mut Vec<u8>) -> bool {
    match node {
        usvg::Node::Group(inner) => group(inner, out),
        usvg::Node::Path(drawn) => path(drawn, out),
        usvg::Node::Image(_) => false,
        usvg::Node::Text(text) => group(text.flattened(), out),
    }
}

fn path(drawn: &usvg::Path, out: &mut Vec<u8>) -> bool {
    if !drawn.is_visible() {
        return true;
    }
    let fill = drawn.fill().map(|f| (f.paint(), f.opacity(), f.rule()));
    let stroke = drawn.stroke();
    let mut state = String::new();
    if let Some((paint, opacity, _)) = &fill {
        let Some(colour) = solid(paint, opacity.get()) else {
            return false;
        };
        state.push_str(&format!("{colour} rg "));
    }
    if let Some(stroke) = stroke {
        let Some(colour) = solid(stroke.paint(), stroke.opacity().get()) else {
            return false;
        };
        let cap = match stroke.linecap() {
            usvg::LineCap::Butt => 0,
            usvg::LineCap::Round => 1,
            usvg::LineCap::Square => 2,
        };
        let join = match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => 0,
            usvg::LineJoin::Round => 1,
            usvg::LineJoin::Bevel => 2,
        };
        let dashes = stroke.dasharray().unwrap_or(&[]);
        let dashes: Vec<String> = dashes.iter().map(|d| short((*d).into())).collect();
        state.push_str(&format!(
            "{colour} RG {} w {cap} J {join} j {} M [{}] {} d ",
            short(stroke.width().get().into()),
            short(stroke.miterlimit().get().max(1.0).into()),
            dashes.join(" "),
            short(stroke.dashoffset().into()),
        ));
    }
    let _ = writeln!(out, "q {state}");
    segments(drawn, out);
    let even_odd = matches!(fill, Some((_, _, usvg::FillRule::EvenOdd)));
    let paint: &[u8] = match (fill.is_some(), stroke.is_some(), even_odd) {
        (true, true, false) => b"B\nQ\n",
        (true, true, true) => b"B*\nQ\n",
        (true, false, false) => b"f\nQ\n",
        (true, false, true) => b"f*\nQ\n",
        (false, true, _) => b"S\nQ\n",
        (false, false, _) => b"n\nQ\n",
    };
    out.extend(paint);
    true
}

fn solid(paint: &usvg::Paint, opacity: f32) -> Option<String> {
    match paint {
        usvg::Paint::Color(colour) if opacity >= 1.0 => {
            let part = |value: u8| short(f64::from(value) / 255.0);
            Some(format!(
                "{} {} {}",
                part(colour.red),
                part(colour.green),
                part(colour.blue)
            ))
        }
        _ => None,
    }
}

fn segments(drawn: &usvg::Path, out: &mut Vec<u8>) {
    let mut last = (0.0_f32, 0.0_f32);
    let n = |v: f32| short(v.into());
    for segment in drawn.data().segments() {
        let _ = match segment {
            PathSegment::MoveTo(p) => {
                last = (p.x, p.y);
                writeln!(out, "{} {} m", n(p.x), n(p.y))
            }
            PathSegment::LineTo(p) => {
                last = (p.x, p.y);
                writeln!(out, "{} {} l", n(p.x), n(p.y))
            }
            PathSegment::QuadTo(c, p) => {
                // A quadratic curve as a cubic: its handles are two thirds of
                // the way to the one it has.
                let third = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                let (x1, y1) = (third(last.0, c.x), third(last.1, c.y));
                let (x2, y2) = (third(p.x, c.x), third(p.y, c.y));
                last = (p.x, p.y);
                writeln!(
                    out,
                    "{} {} {} {} {} {} c",
                    n(x1),
                    n(y1),
                    n(x2),
                    n(y2),
                    n(p.x),
                    n(p.y)
                )
            }
            PathSegment::CubicTo(a, b, p) => {
                last = (p.x, p.y);
                writeln!(
                    out,
                    "{} {} {} {} {} {} c",
                    n(a.x),
                    n(a.y),
                    n(b.x),
                    n(b.y),
                    n(p.x),
                    n(p.y)
                )
            }
            PathSegment::Close => writeln!(out, "h"),
        };
    }
}
