//! Takes a drawing; returns the operators that draw it, or pixels where paths are not
//! enough.

use super::concat;
use crate::geom::Pt;
use crate::image::Pixels;
use crate::style::Colour;
use crate::write::pdf::content::short;
use crate::write::pdf::print::Inks;
use resvg::tiny_skia;
use std::io::Write;
use usvg::tiny_skia_path::PathSegment;

/// Dots in an inch at which a drawing that paths cannot say is rendered.
const DPI: f64 = 300.0;

/// Draws with paths, in the drawing's own units; nothing where they cannot.
pub(super) fn paths(drawing: &usvg::Tree, inks: Inks) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    group(drawing.root(), inks, &mut out).then_some(out)
}

/// Draws with pixels, for a width on paper.
pub(super) fn rendered(drawing: &usvg::Tree, width: Pt, most_dpi: Option<f64>) -> Option<Pixels> {
    let size = drawing.size();
    let dpi = most_dpi.unwrap_or(DPI).min(DPI);
    let pixels = (width.0 / 72.0 * dpi).clamp(1.0, 8_000.0);
    let scale = pixels as f32 / size.width();
    let width = pixels.round() as u32;
    let height = (size.height() * scale).round().max(1.0) as u32;
    let mut map = tiny_skia::Pixmap::new(width, height)?;
    map.fill(tiny_skia::Color::WHITE);
    let transform = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(drawing, transform, &mut map.as_mut());
    let samples = map.pixels().iter();
    Some(Pixels {
        width,
        height,
        channels: 3,
        samples: samples
            .flat_map(|p| [p.red(), p.green(), p.blue()])
            .collect(),
        alpha: None,
    })
}

/// Writes a group as paths; false where it has what paths cannot say.
fn group(group: &usvg::Group, inks: Inks, out: &mut Vec<u8>) -> bool {
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
        concat(matrix.map(f64::from), out);
    }
    let all = group
        .children()
        .iter()
        .all(|node| self::node(node, inks, out));
    if turned {
        out.extend(b"Q\n");
    }
    all
}

fn node(node: &usvg::Node, inks: Inks, out: &mut Vec<u8>) -> bool {
    match node {
        usvg::Node::Group(inner) => group(inner, inks, out),
        usvg::Node::Path(drawn) => path(drawn, inks, out),
        usvg::Node::Image(_) => false,
        usvg::Node::Text(text) => group(text.flattened(), inks, out),
    }
}

fn path(drawn: &usvg::Path, inks: Inks, out: &mut Vec<u8>) -> bool {
    if !drawn.is_visible() {
        return true;
    }
    let fill = drawn.fill().map(|f| (f.paint(), f.opacity(), f.rule()));
    let stroke = drawn.stroke();
    let mut state = String::new();
    if let Some((paint, opacity, _)) = &fill {
        let Some(colour) = solid(paint, opacity.get(), inks) else {
            return false;
        };
        state.push_str(&format!("{colour} rg "));
    }
    if let Some(stroke) = stroke {
        let Some(colour) = solid(stroke.paint(), stroke.opacity().get(), inks) else {
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
        let dashes: Vec<String> = dashes
            .iter()
            .map(|d| short((*d).into()).to_string())
            .collect();
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

fn solid(paint: &usvg::Paint, opacity: f32, inks: Inks) -> Option<String> {
    let usvg::Paint::Color(colour) = paint else {
        return None;
    };
    if opacity < 1.0 {
        return None;
    }
    let part = |value: u8| f32::from(value) / 255.0;
    let Colour(red, green, blue) = inks.of(Colour(
        part(colour.red),
        part(colour.green),
        part(colour.blue),
    ));
    let [red, green, blue] = [red, green, blue].map(|part| short(part.into()));
    Some(format!("{red} {green} {blue}"))
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
