//! What stands on a page beside its text: heads and feet, and what lies under all of it.

use crate::geom::{Mm, Pt, Rect};
use crate::image::Gallery;
use crate::lang::Lang;
use crate::layout::galley::line_at;
use crate::layout::placed::{Furniture, Line, Owner, Page, Part, Thing, ThingKind};
use crate::layout::{Context, paragraph, picture};
use crate::model::{NodeId, Picture};
use crate::style::{Backdrop, Band, Cell, Position, Rule, Slot, Stage, Style, Template};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

/// The least white between the edge of the paper and what is printed: many printers leave it.
const EDGE: Mm = Mm(5.0);
/// The height of a picture that the theme gives no size.
const PICTURE: Mm = Mm(10.0);
/// The height of capitals, and the distance of lines, in sizes of the type.
const CAPITALS: f64 = 0.75;
const STEP: f64 = 1.3;
/// The least white between two positions, in sizes of the type.
const BETWEEN: f64 = 1.5;
/// The share of a page's text that a first head may take.
const MOST: f64 = 0.5;

/// What heads and feet can say of an article.
#[derive(Debug, Clone, Default)]
pub(super) struct Heads {
    pub(super) headline: String,
    pub(super) kicker: String,
    pub(super) byline: String,
    /// The title of the book; a lone article is in none.
    pub(super) book: String,
    pub(super) date: String,
    /// The title of the book, or of a lone article.
    pub(super) title: String,
    pub(super) author: String,
    pub(super) issue: String,
    pub(super) publisher: String,
}

/// What a page is, and what its head and foot can say.
pub(super) struct About<'a> {
    pub(super) heads: &'a Heads,
    pub(super) section: &'a str,
    /// The last folio of its kind.
    pub(super) pages: &'a str,
    pub(super) stage: Stage,
    pub(super) lang: &'a Lang,
    /// Whether the pictures of its head are read: those of the first page of all.
    pub(super) reads: bool,
}

impl About<'_> {
    /// The line that a template makes of it.
    fn fill(&self, template: &Template, folio: &str) -> String {
        let heads = self.heads;
        template.fill(|slot| match slot {
            Slot::Headline => &heads.headline,
            Slot::Kicker => &heads.kicker,
            Slot::Byline => &heads.byline,
            Slot::Book => &heads.book,
            Slot::Folio => folio,
            Slot::Date => &heads.date,
            Slot::Title => &heads.title,
            Slot::Section => self.section,
            Slot::Author => &heads.author,
            Slot::Pages => self.pages,
            Slot::Issue => &heads.issue,
            Slot::Publisher => &heads.publisher,
        })
    }
}

/// Puts head and foot on a page.
pub(super) fn furnish(page: &mut Page, index: usize, about: &About, context: &Context) {
    if page.is_plate || page.blank {
        return;
    }
    let style = context.style;
    let recto = index.is_multiple_of(2);
    let (stage, rtl) = (about.stage, context.rtl);
    if let Some(band) = style.furniture.head(stage, recto, rtl) {
        let set = Set::of(&band, Furniture::Head, page, index, about, context);
        let room = match stage {
            Stage::Masthead | Stage::First => style.text_height() * MOST,
            Stage::Bare | Stage::Within | Stage::Last => head_room(style),
        };
        let set = set.within(room, style);
        let base = base(set.height(style), stage, style);
        let rule = match band.rule {
            Rule::None => None,
            Rule::Above => Some(base - set.height(style) - size(style) * 0.6),
            Rule::Below => Some(base + size(style) * 0.5),
        };
        // On the smallest papers the margin is lower than a line: nothing leaves the page.
        if base - set.height(style) > Pt::ZERO {
            set.put(&band, base, false, rule, page);
        }
    }
    let band = style.furniture.foot(stage, recto, rtl);
    let set = Set::of(&band, Furniture::Folio, page, index, about, context);
    let set = set.within(foot_room(style), style);
    let top = foot_top(style);
    let rule = match band.rule {
        Rule::None => None,
        Rule::Above => Some(top - size(style) * 0.8),
        Rule::Below => Some(top + set.height(style) + size(style) * 0.5),
    };
    if top + set.height(style) < page.size.height {
        set.put(&band, top, true, rule, page);
    }
}

/// Puts a background under all that is on a page.
pub(super) fn underlay(page: &mut Page, backdrop: &Backdrop, context: &Context) {
    let rect = Rect::new(Pt::ZERO, Pt::ZERO, page.size.width, page.size.height);
    let kind = match backdrop {
        Backdrop::Tint(colour) => ThingKind::Fill(rect, *colour),
        Backdrop::Picture(picture) if context.gallery.get(picture).is_some() => {
            ThingKind::Picture(rect, Arc::new(picture.clone()), None)
        }
        Backdrop::Picture(_) => return,
    };
    let owner = Owner::Furniture(Furniture::Ornament);
    page.things.insert(0, Thing { owner, kind });
}

/// How much lower the text of an opening page begins, for a head that the margin has no room
/// for: whole lines.
pub(super) fn reserve(is_front: bool, style: &Style, gallery: &Gallery) -> Pt {
    let masthead = style.furniture.masthead.head.as_ref().filter(|_| is_front);
    let Some(band) = masthead.or(style.furniture.first.head.as_ref()) else {
        return Pt::ZERO;
    };
    let line = style.text.leading;
    let most = style.text_height() * MOST;
    let tall = tallest(band, style, gallery).min(most);
    let mut end = style.page.top;
    if tall > head_room(style) {
        end = base(tall, Stage::First, style) + line;
    }
    if let Some(height) = band.height {
        end = end.max(height.at(size(style), style.measure()));
    }
    (end - style.page.top).min(most).ceil_to(line)
}

/// The heads and feet that have no room, each with its key, what is wrong and what helps.
pub(in crate::layout) fn faults(
    style: &Style,
    gallery: &Gallery,
) -> Vec<(&'static str, String, String)> {
    let mut faults = Vec::new();
    for (key, bands) in style.furniture.kinds() {
        let head = match key {
            "furniture.masthead" | "furniture.first" => style.text_height() * MOST,
            _ => head_room(style),
        };
        for (name, band, room, margin) in [
            ("head", &bands.head, head, "page.top"),
            ("foot", &bands.foot, foot_room(style), "page.bottom"),
        ] {
            let Some(band) = band else { continue };
            let tall = tallest(band, style, gallery);
            if tall <= room + Pt(0.5) {
                continue;
            }
            let (tall, room) = (tall.mm().0, room.max(Pt::ZERO).mm().0);
            let message = format!(
                "the {name} of `{key}` is {tall:.0} mm tall; there is room for {room:.0} mm"
            );
            let hint = format!("make it smaller, or `{margin}` larger");
            faults.push((key, message, hint));
        }
    }
    faults
}

/// The size of the type.
fn size(style: &Style) -> Pt {
    style.furniture().size
}

/// The room of a head in the margin, above the baseline of its last line.
fn head_room(style: &Style) -> Pt {
    usual_base(style) - EDGE.pt()
}

/// The baseline of the last line of a head.
fn usual_base(style: &Style) -> Pt {
    style.page.top - style.text.leading * 1.1
}

/// The same of a head of some height: one that the margin has no room for begins in the middle
/// of the margin.
fn base(height: Pt, stage: Stage, style: &Style) -> Pt {
    match stage {
        Stage::Masthead | Stage::First if height > head_room(style) => {
            style.page.top / 2.0 + height
        }
        Stage::Masthead | Stage::First | Stage::Bare | Stage::Within | Stage::Last => {
            usual_base(style)
        }
    }
}

/// Where a foot begins: at the capitals of its first line.
fn foot_top(style: &Style) -> Pt {
    style.page.top + style.text_height() + style.text.leading * 1.75 - size(style) * CAPITALS
}

/// The room of a foot in the margin.
fn foot_room(style: &Style) -> Pt {
    style.page.size.height - EDGE.pt() - foot_top(style)
}

/// The height of so many lines.
fn height_of(lines: usize, style: &Style) -> Pt {
    match lines {
        0 => Pt::ZERO,
        lines => size(style) * (CAPITALS + STEP * (lines - 1) as f64),
    }
}

/// The height of what is tallest in a band.
fn tallest(band: &Band, style: &Style, gallery: &Gallery) -> Pt {
    let cells = band.cells.iter().flatten().map(|cell| match cell {
        Cell::Lines(lines) => height_of(lines.len(), style),
        Cell::Picture(picture) => measured(picture, style, gallery).map_or(Pt::ZERO, |(_, h)| h),
    });
    cells.fold(Pt::ZERO, Pt::max)
}

/// Width and height of a picture; the side that is not given follows from its proportions.
fn measured(picture: &Picture, style: &Style, gallery: &Gallery) -> Option<(Pt, Pt)> {
    let image = gallery.get(picture)?;
    let (width, height) = picture::natural(image);
    let aspect = width / height;
    let at = |length: crate::model::Length| length.at(size(style), style.measure());
    let (width, height) = (picture.size.width.map(at), picture.size.height.map(at));
    let (width, height) = match (width, height) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, width / aspect),
        (None, Some(height)) => (height * aspect, height),
        (None, None) => (PICTURE.pt() * aspect, PICTURE.pt()),
    };
    let scale = (style.measure() / width).min(1.0);
    Some((width * scale, height * scale))
}

/// What stands at the left, in the middle and at the right of a band.
struct Set<'a> {
    cells: [Option<Content>; 3],
    owner: Furniture,
    /// The edges of the text.
    left: Pt,
    right: Pt,
    lang: &'a Lang,
    context: &'a Context<'a>,
}

enum Content {
    Lines(Vec<String>),
    /// A picture with its width and height, and who owns it.
    Picture(Box<Picture>, Pt, Pt, Owner),
}

impl<'a> Set<'a> {
    fn of(
        band: &Band,
        owner: Furniture,
        page: &Page,
        index: usize,
        about: &About<'a>,
        context: &'a Context<'a>,
    ) -> Set<'a> {
        let (left, right) = edges(index, context);
        // What is bound at the right has its rectos at the left.
        let at_right = index.is_multiple_of(2) != context.rtl;
        let (at_left, at_right) = match at_right {
            true => (Position::Inner, Position::Outer),
            false => (Position::Outer, Position::Inner),
        };
        let content = |position: Position| {
            let content = match band.at(position)? {
                Cell::Lines(lines) => {
                    let lines = lines.iter().map(|line| about.fill(line, &page.folio));
                    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
                    (!lines.is_empty()).then_some(Content::Lines(lines))?
                }
                Cell::Picture(picture) => {
                    let (width, height) = measured(picture, context.style, context.gallery)?;
                    let number = band.pictures().find(|(_, own)| *own == picture);
                    let is_read = about.reads && owner == Furniture::Head && picture.alt.is_some();
                    let owner = match number {
                        Some((number, _)) if is_read => {
                            Owner::Node(NodeId::of_masthead(number as u32), Part::Masthead)
                        }
                        Some(_) | None => Owner::Furniture(owner),
                    };
                    Content::Picture(Box::new(picture.clone()), width, height, owner)
                }
            };
            Some(content)
        };
        Set {
            cells: [
                content(Position::Left).or_else(|| content(at_left)),
                content(Position::Centre),
                content(Position::Right).or_else(|| content(at_right)),
            ],
            owner,
            left,
            right,
            lang: about.lang,
            context,
        }
    }

    /// The same in a room of so much height: pictures are smaller, and lines left out.
    fn within(mut self, room: Pt, style: &Style) -> Set<'a> {
        for cell in self.cells.iter_mut().flatten() {
            match cell {
                Content::Lines(lines) => {
                    while lines.len() > 1 && height_of(lines.len(), style) > room {
                        lines.pop();
                    }
                }
                Content::Picture(_, width, height, _) => {
                    let scale = (room.max(Pt(1.0)) / *height).min(1.0);
                    (*width, *height) = (*width * scale, *height * scale);
                }
            }
        }
        self
    }

    fn height(&self, style: &Style) -> Pt {
        let cells = self.cells.iter().flatten().map(|cell| match cell {
            Content::Lines(lines) => height_of(lines.len(), style),
            Content::Picture(_, _, height, _) => *height,
        });
        cells.fold(Pt::ZERO, Pt::max)
    }

    /// Puts it on a page: on a baseline, or under a height.
    fn put(self, band: &Band, y: Pt, hangs: bool, rule: Option<Pt>, page: &mut Page) {
        let style = self.context.style;
        let size = size(style);
        let says = self.cells.iter().any(Option::is_some);
        let is_bare = band.cells.iter().all(Option::is_none);
        if let Some(y) = rule.filter(|_| says || is_bare) {
            let rect = Rect::new(self.left, y, self.right - self.left, Pt(0.5));
            page.things.push(Thing {
                owner: Owner::Furniture(Furniture::Ornament),
                kind: ThingKind::Fill(rect, style.colours.line),
            });
        }
        let natural = |cell: &Option<Content>| match cell {
            None => Pt::ZERO,
            Some(Content::Picture(_, width, ..)) => *width,
            Some(Content::Lines(lines)) => {
                let widths = lines.iter().map(|line| {
                    let line: String = line.chars().take(LONGEST).collect();
                    label(&line, self.lang, self.context).width
                });
                widths.fold(Pt::ZERO, Pt::max)
            }
        };
        let [first, middle, last] = &self.cells;
        let naturals = [natural(first), natural(middle), natural(last)];
        let whole = self.right - self.left;
        let widths = shared(naturals, whole, size * BETWEEN);
        for ((number, cell), width) in self.cells.iter().enumerate().zip(widths) {
            let x = |own: Pt| match number {
                0 => self.left,
                1 => self.left + (whole - own) / 2.0,
                _ => self.right - own,
            };
            match cell {
                None => {}
                Some(Content::Lines(lines)) => {
                    let count = lines.len();
                    for (at, line) in lines.iter().enumerate() {
                        let set = fitted(line, width, self.lang, self.context);
                        let baseline = match hangs {
                            true => y + size * (CAPITALS + STEP * at as f64),
                            false => y - size * (STEP * (count - 1 - at) as f64),
                        };
                        let owner = Owner::Furniture(self.owner);
                        page.things
                            .push(line_at(&set, owner, x(set.width), baseline));
                    }
                }
                Some(Content::Picture(picture, own, height, owner)) => {
                    let scale = (width / *own).min(1.0);
                    let (own, height) = (*own * scale, *height * scale);
                    let top = if hangs { y } else { y - height };
                    page.things.push(Thing {
                        owner: *owner,
                        kind: ThingKind::Picture(
                            Rect::new(x(own), top, own, height),
                            Arc::new((**picture).clone()),
                            None,
                        ),
                    });
                }
            }
        }
    }
}

/// How wide three things may be that share a measure, with white between them: the middle of the
/// second is the middle of the measure.
fn shared([first, middle, last]: [Pt; 3], whole: Pt, white: Pt) -> [Pt; 3] {
    if middle > Pt::ZERO {
        let side = first.max(last);
        let beside = if side > Pt::ZERO {
            side + white
        } else {
            Pt::ZERO
        };
        // It may lose to its neighbours until it has a third.
        let middle = middle.min((whole - beside * 2.0).max(whole / 3.0));
        let side = ((whole - middle) / 2.0 - white).max(Pt::ZERO);
        return [first.min(side), middle, last.min(side)];
    }
    if first == Pt::ZERO || last == Pt::ZERO {
        return [first.min(whole), middle, last.min(whole)];
    }
    let both = whole - white;
    let half = both / 2.0;
    if first + last <= both {
        [first, middle, last]
    } else if first <= half {
        [first, middle, both - first]
    } else if last <= half {
        [both - last, middle, last]
    } else {
        [half, middle, half]
    }
}

/// No line holds more letters than this, and a headline may be a page long.
const LONGEST: usize = 160;

/// A text in one line: a longer one ends in an ellipsis.
fn fitted(text: &str, measure: Pt, lang: &Lang, context: &Context) -> Arc<Line> {
    let mut text: String = text.chars().take(LONGEST).collect();
    let mut set = label(&text, lang, context);
    // Widths are sums: a hair is no overflow.
    while set.width > measure + Pt(0.01) && !text.is_empty() {
        let cut = text.rfind(' ');
        let last = || text.grapheme_indices(true).next_back();
        text.truncate(cut.or(last().map(|(at, _)| at)).unwrap_or(0));
        let short = format!("{}…", text.trim_end_matches([',', ';', ':', '.', ' ']));
        set = label(&short, lang, context);
    }
    set
}

/// A text in the type of heads and feet.
fn label(text: &str, lang: &Lang, context: &Context) -> Arc<Line> {
    let voice = context.style.furniture();
    paragraph::label(text, NodeId::default(), &voice, lang, context)
}

/// The left and right edges of the text on a page: the inner margin is at the
/// fold, left on a recto or, where books are bound at the right, right on it.
pub(super) fn edges(index: usize, context: &Context) -> (Pt, Pt) {
    let page = &context.style.page;
    let left = if index.is_multiple_of(2) != context.rtl {
        page.inner
    } else {
        page.outer
    };
    (left, left + context.style.measure())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shares_a_line_never_overlaps() {
        let share = |a, b, c| {
            let [a, b, c] = shared([Pt(a), Pt(b), Pt(c)], Pt(100.0), Pt(10.0));
            (a.0, b.0, c.0)
        };
        assert_eq!(share(20.0, 0.0, 30.0), (20.0, 0.0, 30.0));
        assert_eq!(share(20.0, 0.0, 90.0), (20.0, 0.0, 70.0));
        assert_eq!(share(90.0, 0.0, 20.0), (70.0, 0.0, 20.0));
        assert_eq!(share(90.0, 0.0, 90.0), (45.0, 0.0, 45.0));
        assert_eq!(share(200.0, 0.0, 0.0), (100.0, 0.0, 0.0));
        assert_eq!(share(0.0, 200.0, 0.0), (0.0, 100.0, 0.0));
        assert_eq!(share(20.0, 30.0, 10.0), (20.0, 30.0, 10.0));
        let (first, middle, last) = share(90.0, 90.0, 90.0);
        assert!(first + 10.0 <= (100.0 - middle) / 2.0 + 1e-9 && last == first);
        assert!(middle > 33.0);
    }
}
