//! Takes the title and byline of a publication; returns a typeset cover as SVG and as
//! pixels for shops and libraries.

use crate::font::FontSet;
use crate::geom::{Pt, Size};
use crate::image::{Gallery, Pixels};
use crate::layout::placed::{Owner, PieceKind, PlacedLine, ThingKind};
use crate::layout::{self, placed::Pages};
use crate::model::{
    Article, Inline, InlineKind, Metadata, NodeId, NodeIds, Publication, plain_text,
};
use crate::source::{SourceId, Span};
use crate::style::{Colour, Contents, Fill, Style};
use crate::write::epub::Cover;
use skrifa::outline::OutlinePen;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The size of the drawing; shops ask for a ratio of five to eight.
const SIZE: Size = Size {
    width: Pt(400.0),
    height: Pt(640.0),
};
/// Pixels per unit of the drawing: 1600 × 2560 in total, the most that shops ask for.
const SCALE: f32 = 4.0;
/// The margin between the edges and the type.
const MARGIN: Pt = Pt(36.0);
/// The type size of lines other than the title.
const SMALL: Pt = Pt(16.0);
/// Type sizes of the title, largest first; the first that fits is used.
const TITLES: [f64; 8] = [4.2, 3.7, 3.2, 2.8, 2.4, 2.0, 1.7, 1.4];

/// Sets a cover. Returns `None` if the title is too long.
pub(super) fn typeset(publication: &Publication, fonts: &FontSet, style: &Style) -> Option<Cover> {
    let lines = Lines::of(publication);
    // A word is cut only where no size spares it.
    let whole = TITLES.into_iter().map(|size| (size, false));
    let mut ways = whole.chain(TITLES.into_iter().skip(3).map(|size| (size, true)));
    let drawing = ways.find_map(|(size, may_cut)| {
        let style = dressed(style, size);
        let pages = layout::lay_out(
            &lines.publication,
            &style,
            fonts,
            &Gallery::default(),
            &mut Default::default(),
        );
        draw(&lines, &pages, fonts, &style, may_cut)
    })?;
    let pixels = rendered(&drawing)?;
    Some(Cover {
        png: pixels.to_png()?,
        drawing,
    })
}

/// The lines of a cover, as an article without other content.
struct Lines {
    publication: Publication,
    kicker: Option<NodeId>,
    title: Option<NodeId>,
    byline: Option<NodeId>,
    publisher: Option<NodeId>,
}

impl Lines {
    fn of(publication: &Publication) -> Lines {
        let about = &publication.metadata;
        let mut ids = NodeIds::new(SourceId(u32::MAX - 1));
        let mut text = |text: String| -> Vec<Inline> {
            if text.trim().is_empty() {
                return Vec::new();
            }
            let node = ids.node(Span::default());
            let kind = InlineKind::Text(text);
            vec![Inline { node, kind }]
        };
        let metadata = Metadata {
            kicker: text(plain_text(&about.kicker)),
            headline: text(about.title()),
            byline: text(match plain_text(&about.byline) {
                byline if byline.is_empty() => about.author_names().join(", "),
                byline => byline,
            }),
            dateline: text(about.publisher.clone()),
            lang: about.lang.clone(),
            ..Metadata::default()
        };
        let first = |content: &[Inline]| content.first().map(|inline| inline.node.id);
        Lines {
            kicker: first(&metadata.kicker),
            title: first(&metadata.headline),
            byline: first(&metadata.byline),
            publisher: first(&metadata.dateline),
            publication: Publication::single(Article {
                metadata,
                ..Article::default()
            }),
        }
    }
}

/// The style of a cover, with the colours and fonts of another style.
fn dressed(style: &Style, title: f64) -> Style {
    let mut style = style.clone();
    style.page.size = SIZE;
    style.page.columns = 1;
    (style.page.inner, style.page.outer) = (MARGIN, MARGIN);
    (style.page.top, style.page.bottom) = (MARGIN, MARGIN);
    style.text.size = SMALL;
    style.text.leading = SMALL * 1.35;
    style.headline.size = title;
    style.headline.align = Fill::Ragged;
    style.contents = Contents::Never;
    style
}

/// Draws the lines at their positions. Returns `None` if they do not fit.
fn draw(
    lines: &Lines,
    pages: &Pages,
    fonts: &FontSet,
    style: &Style,
    may_cut: bool,
) -> Option<String> {
    let [page] = pages.pages.as_slice() else {
        return None;
    };
    let of = |owner: Option<NodeId>| -> Vec<&PlacedLine> {
        let own = |thing: &&crate::layout::placed::Thing| match thing.owner {
            Owner::Node(node, _) => Some(node) == owner,
            Owner::Furniture(_) => false,
        };
        let things = page.things.iter().filter(own);
        let lines = things.filter_map(|thing| match &thing.kind {
            ThingKind::Line(line) => Some(line),
            ThingKind::Fill(..) | ThingKind::Frame(..) | ThingKind::Picture(..) => None,
        });
        lines.collect()
    };
    let measure = SIZE.width - MARGIN * 2.0;
    let title = of(lines.title);
    let cut = title.iter().any(|line| line.line.hyphenated);
    let wide = title.iter().any(|line| line.line.width > measure);
    if title.is_empty() || wide || (cut && !may_cut) {
        return None;
    }
    let size = style.text.size * style.headline.size;
    let mut drawing = Drawing {
        fonts,
        paths: BTreeMap::new(),
    };
    // From the head down to the title, and from the foot up.
    let mut y = MARGIN + Pt(34.0);
    for line in of(lines.kicker) {
        drawing.line(line, y);
        y += style.text.leading;
    }
    y += size * 0.95;
    let first = title.first().map_or(Pt::ZERO, |line| line.origin.y);
    let last = title.last().map_or(Pt::ZERO, |line| line.origin.y);
    for line in &title {
        drawing.line(line, y + (line.origin.y - first));
    }
    let end = y + (last - first) + size * 0.3;
    let mut foot = SIZE.height - MARGIN;
    for owner in [lines.publisher, lines.byline] {
        let own = of(owner);
        for line in own.iter().rev() {
            drawing.line(line, foot);
            foot -= style.text.leading;
        }
        if !own.is_empty() {
            foot -= style.text.leading * 0.5;
        }
    }
    // Some white stays between them.
    (end + style.text.leading * 2.0 < foot).then(|| drawing.svg(style))
}

struct Drawing<'a> {
    fonts: &'a FontSet,
    /// Outlines by colour.
    paths: BTreeMap<String, String>,
}

impl Drawing<'_> {
    /// Draws a line on a baseline.
    fn line(&mut self, placed: &PlacedLine, y: Pt) {
        for piece in &placed.line.pieces {
            let (PieceKind::Word(shaped) | PieceKind::Hyphen(shaped)) = &piece.kind else {
                continue;
            };
            let face = self.fonts.face(shaped.face);
            let size = piece.dress.size.0 as f32 * shaped.scale;
            let fit = placed.line.fit as f32;
            let mut at = (placed.origin.x + piece.x).0 as f32;
            let base = (y - piece.dress.rise).0 as f32;
            let out = self.paths.entry(piece.dress.colour.to_string());
            let out = out.or_default();
            for glyph in &shaped.glyphs {
                let unit = size / face.metrics().units_per_em.max(1.0);
                let mut pen = Pen {
                    out,
                    x: at + glyph.dx * size * fit,
                    y: base - glyph.dy * size,
                    across: unit * fit,
                    up: unit,
                };
                face.draw(glyph.id, &mut pen);
                at += glyph.advance * size * fit;
            }
        }
    }

    fn svg(self, style: &Style) -> String {
        let (width, height) = (SIZE.width.0, SIZE.height.0);
        let colour = hexadecimal;
        let (ground, accent) = (colour(style.colours.ground), colour(style.colours.accent));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{}\" height=\"{}\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n\
             <rect width=\"{width}\" height=\"14\" fill=\"{accent}\"/>\n",
            width * f64::from(SCALE),
            height * f64::from(SCALE),
        );
        for (colour, path) in &self.paths {
            let colour = Colour::parse(colour).map(hexadecimal).unwrap_or_default();
            let _ = writeln!(svg, "<path fill=\"{colour}\" d=\"{path}\"/>");
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// A colour in the notation of SVG.
fn hexadecimal(Colour(red, green, blue): Colour) -> String {
    let [red, green, blue] = [red, green, blue].map(|part| (part * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Writes an outline as a path.
struct Pen<'a> {
    out: &'a mut String,
    x: f32,
    y: f32,
    across: f32,
    up: f32,
}

impl Pen<'_> {
    fn put(&mut self, command: char, points: &[(f32, f32)]) {
        self.out.push(command);
        for (x, y) in points {
            let (x, y) = (self.x + x * self.across, self.y - y * self.up);
            let _ = write!(self.out, "{x:.2} {y:.2} ");
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.put('L', &[(x, y)]);
    }

    fn quad_to(&mut self, ax: f32, ay: f32, x: f32, y: f32) {
        self.put('Q', &[(ax, ay), (x, y)]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.put('C', &[(ax, ay), (bx, by), (x, y)]);
    }

    fn close(&mut self) {
        self.out.push('Z');
    }
}

fn rendered(drawing: &str) -> Option<Pixels> {
    let tree = usvg::Tree::from_str(drawing, &usvg::Options::default()).ok()?;
    Pixels::of_drawing(&tree, tree.size().width() as u32)
}
