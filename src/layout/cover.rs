//! Takes the kicker, title, byline and publisher of a publication; returns the lines of a
//! typeset cover at their places.

use super::Context;
use super::galley;
use super::placed::PlacedLine;
use crate::font::FontSet;
use crate::geom::{Point, Pt, Size};
use crate::image::Gallery;
use crate::lang::Lang;
use crate::model::{Inline, InlineKind, NodeIds, Publication, plain_text};
use crate::source::{SourceId, Span};
use crate::style::{Style, Voice};

/// The size of a cover; shops ask for a ratio of five to eight.
const SIZE: Size = Size {
    width: Pt(400.0),
    height: Pt(640.0),
};
/// The margin between the edges and the type.
const MARGIN: Pt = Pt(36.0);
/// From the margin to the baseline of the first line: the band at the head lies between.
const HEAD: Pt = Pt(34.0);
/// The type size of lines other than the title.
const SMALL: Pt = Pt(16.0);
/// Type sizes of the title as multiples of [`SMALL`], largest first; the first that fits is
/// used.
const TITLES: [f64; 8] = [4.2, 3.7, 3.2, 2.8, 2.4, 2.0, 1.7, 1.4];

/// The lines of a cover.
pub(crate) struct Cover {
    /// The size of the cover.
    pub size: Size,
    /// Its lines, from the head down to the title, and from the foot up.
    pub lines: Vec<PlacedLine>,
}

/// Sets the cover of a publication, in the fonts and colours of a style. Returns `None` if the
/// title does not fit at any size.
pub(crate) fn cover(publication: &Publication, style: &Style, fonts: &FontSet) -> Option<Cover> {
    // Words are hyphenated only if the title does not fit otherwise.
    let whole = TITLES.into_iter().map(|size| (size, false));
    let cut = TITLES.into_iter().skip(3).map(|size| (size, true));
    let lines = whole.chain(cut).find_map(|(title, may_cut)| {
        let mut style = style.clone();
        style.text.size = SMALL;
        style.text.leading = SMALL * 1.35;
        let gallery = Gallery::default();
        let context = Context::of(publication, &style, fonts, &gallery, 0.0);
        set(publication, title, may_cut, &context)
    })?;
    Some(Cover { size: SIZE, lines })
}

/// Sets the lines with a title of a size. Returns `None` if they do not fit.
fn set(
    publication: &Publication,
    size: f64,
    may_cut: bool,
    context: &Context,
) -> Option<Vec<PlacedLine>> {
    let about = &publication.metadata;
    let style = context.style;
    let leading = style.text.leading;
    let lang = publication.lang();
    let mut ids = NodeIds::new(SourceId(u32::MAX - 1));
    let mut lines = |text: String, voice: Voice| -> Vec<PlacedLine> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        let node = ids.node(Span::default());
        let kind = InlineKind::Text(text);
        paragraph(&[Inline { node, kind }], voice, &lang, context)
    };
    let mut kicker = lines(plain_text(&about.kicker), style.cover_kicker());
    kicker.extend(lines(about.issue_line(style.dates), style.cover_kicker()));
    let title = lines(about.title(), style.cover_title(size));
    let byline = lines(about.cover_signature(), style.cover_byline());
    let publisher = lines(about.publisher.clone(), style.cover_publisher());

    let measure = SIZE.width - MARGIN * 2.0;
    let cut = title.iter().any(|line| line.line.hyphenated);
    let wide = title.iter().any(|line| line.line.width > measure);
    if title.is_empty() || wide || (cut && !may_cut) {
        return None;
    }
    let mut placed = Vec::new();
    let mut y = MARGIN + HEAD;
    for line in kicker {
        placed.push(at(line, y));
        y += leading;
    }
    let size = style.text.size * size;
    y += size * 0.95;
    let first = title.first().map_or(Pt::ZERO, |line| line.origin.y);
    for line in title {
        let y = y + (line.origin.y - first);
        placed.push(at(line, y));
    }
    let end = placed.last().map_or(y, |line| line.origin.y) + size * 0.3;
    let mut foot = SIZE.height - MARGIN;
    for own in [publisher, byline] {
        let is_set = !own.is_empty();
        for line in own.into_iter().rev() {
            placed.push(at(line, foot));
            foot -= leading;
        }
        if is_set {
            foot -= leading * 0.5;
        }
    }
    // Two lines of white at least stay between title and byline.
    (end + leading * 2.0 < foot).then_some(placed)
}

/// The lines of a paragraph, at their distances from its top and from the left edge.
fn paragraph(content: &[Inline], voice: Voice, lang: &Lang, context: &Context) -> Vec<PlacedLine> {
    let measure = SIZE.width - MARGIN * 2.0;
    let mut lines = galley::lines(content, voice, measure, lang, context);
    for line in &mut lines {
        line.origin.x += MARGIN;
    }
    lines
}

/// A line on a baseline.
fn at(line: PlacedLine, y: Pt) -> PlacedLine {
    let origin = Point { y, ..line.origin };
    PlacedLine { origin, ..line }
}
