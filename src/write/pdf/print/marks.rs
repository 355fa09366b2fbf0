//! Takes the size of a page; returns crop marks, fold marks and registration marks.

use super::Print;
use crate::geom::{Mm, Pt, Size};
use crate::write::pdf::content::short;
use crate::write::pdf::object::name;
use lopdf::{Object, dictionary};
use std::io::Write;

/// Which marks stand around a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// Where it is cut.
    pub crop: bool,
    /// Where it is folded.
    pub fold: bool,
    /// Where the plates meet.
    pub registration: bool,
}

/// The room of marks beyond their offset from the trim.
pub(super) const LENGTH: Pt = Pt(5.0 * 72.0 / 25.4);
/// The name of the colour that is on every plate.
pub(super) const SPACE: &str = "All";

/// Where a page or a sheet is folded, from its left or its bottom edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::write::pdf) enum Fold {
    /// From top to bottom.
    Upright(Pt),
    /// From side to side.
    Across(Pt),
}

impl Fold {
    /// Where a page is folded once, as for an envelope: across its longer sides.
    pub(in crate::write::pdf) fn of(size: Size) -> Fold {
        if size.width > size.height {
            Fold::Upright(size.width / 2.0)
        } else {
            Fold::Across(size.height / 2.0)
        }
    }
}

/// The colour of marks: on every plate (ISO 32000-1, 8.6.6.4), and black where
/// there are no plates.
pub(super) fn space() -> Object {
    Object::Array(vec![
        name("Separation"),
        name("All"),
        name("DeviceGray"),
        Object::Dictionary(dictionary! {
            "FunctionType" => 2,
            "Domain" => vec![0.into(), 1.into()],
            "C0" => vec![1.into()],
            "C1" => vec![0.into()],
            "N" => 1,
        }),
    ])
}

/// Draws the marks of a page whose trim has its lower left corner at the origin.
pub(super) fn draw(size: Size, fold: Fold, print: &Print) -> Vec<u8> {
    let mut lines: Vec<[Pt; 4]> = Vec::new();
    let (width, height) = (size.width, size.height);
    let near = print.offset();
    let far = near + LENGTH;
    if print.marks.crop {
        for x in [Pt::ZERO, width] {
            lines.push([x, -near, x, -far]);
            lines.push([x, height + near, x, height + far]);
        }
        for y in [Pt::ZERO, height] {
            lines.push([-near, y, -far, y]);
            lines.push([width + near, y, width + far, y]);
        }
    }
    let mut out = Vec::new();
    stroke(&lines, &mut out);
    if print.marks.fold {
        let ends = match fold {
            Fold::Upright(x) => [[x, -near, x, -far], [x, height + near, x, height + far]],
            Fold::Across(y) => [[-near, y, -far, y], [width + near, y, width + far, y]],
        };
        out.extend(b"[2 1.5] 0 d\n");
        stroke(&ends, &mut out);
        out.extend(b"[] 0 d\n");
    }
    if print.marks.registration {
        let half = near + LENGTH / 2.0;
        // In the middle of each side, or beside the fold that is there.
        let along = |length: Pt, folded: bool| length * if folded { 0.25 } else { 0.5 };
        let upright = print.marks.fold && matches!(fold, Fold::Upright(_));
        let across = print.marks.fold && matches!(fold, Fold::Across(_));
        let (x, y) = (along(width, upright), along(height, across));
        for (x, y) in [
            (x, -half),
            (x, height + half),
            (-half, y),
            (width + half, y),
        ] {
            target(x, y, &mut out);
        }
    }
    if out.is_empty() {
        return out;
    }
    let mut all = format!("/Artifact <</Type /Page>> BDC\nq /{SPACE} CS 1 SCN 0.25 w\n");
    all.push_str(&String::from_utf8_lossy(&out));
    all.push_str("Q\nEMC\n");
    all.into_bytes()
}

fn stroke(lines: &[[Pt; 4]], out: &mut Vec<u8>) {
    for line in lines {
        let [x, y, to_x, to_y] = line.map(|part| short(part.0));
        let _ = writeln!(out, "{x} {y} m {to_x} {to_y} l S");
    }
}

/// A circle with a cross through it.
fn target(x: Pt, y: Pt, out: &mut Vec<u8>) {
    let arm = LENGTH / 2.0;
    stroke(&[[x - arm, y, x + arm, y], [x, y - arm, x, y + arm]], out);
    let radius = Mm(1.5).pt();
    // How far the handles of four curves stand off for a circle.
    let handle = radius * 0.5523;
    let point = |dx: Pt, dy: Pt| format!("{} {}", short((x + dx).0), short((y + dy).0));
    let none = Pt::ZERO;
    let _ = writeln!(out, "{} m", point(radius, none));
    for [(ax, ay), (bx, by), (cx, cy)] in [
        [(radius, handle), (handle, radius), (none, radius)],
        [(-handle, radius), (-radius, handle), (-radius, none)],
        [(-radius, -handle), (-handle, -radius), (none, -radius)],
        [(handle, -radius), (radius, -handle), (radius, none)],
    ] {
        let curve = [point(ax, ay), point(bx, by), point(cx, cy)];
        let _ = writeln!(out, "{} c", curve.join(" "));
    }
    out.extend(b"s\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_reaches_into_the_bleed() {
        let size = Size {
            width: Pt(400.0),
            height: Pt(600.0),
        };
        let print = Print {
            bleed: Mm(6.0).pt(),
            marks: Marks {
                crop: true,
                fold: true,
                registration: true,
            },
            ..Print::default()
        };
        let drawn = String::from_utf8(draw(size, Fold::of(size), &print)).unwrap();
        let mut points = 0;
        for line in drawn.lines().filter(|line| line.ends_with(['m', 'S', 'c'])) {
            let numbers: Vec<f64> = line.split(' ').filter_map(|n| n.parse().ok()).collect();
            for point in numbers.chunks_exact(2) {
                let beyond = |at: f64, most: f64| (-at).max(at - most);
                let out = beyond(point[0], 400.0).max(beyond(point[1], 600.0));
                assert!(out >= print.bleed.0 - 0.01, "{line}");
                assert!(out <= print.room().0 + 0.01, "{line}");
                points += 1;
            }
        }
        // Eight marks of the cut, two of the fold, four targets.
        assert_eq!(points, 2 * (8 + 2) + 4 * (4 + 1 + 12));
    }
}
