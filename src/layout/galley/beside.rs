//! Takes a figure and the blocks after it; returns the blocks with the figure at their side: a
//! narrow one where lines end, beside the paragraph after it, or one whose author says at which
//! side, beside as much of the text as it is high.

use super::block::{self, moved};
use super::{Column, Galley, Slab, body_of, figure, gallery};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::item::{FORBIDDEN, Item};
use crate::layout::paragraph::{self, Order};
use crate::model::{Block, BlockKind, Figure, Inline, Length, Side, Unit};

/// The widest figure that has text at its side, as a part of the measure; one whose author
/// wants it there.
const WIDEST: f64 = 0.42;
const WIDEST_ASKED: f64 = 0.62;
/// The width, as a part of the measure, of a picture that stands at a side and has no size of
/// its own, at most.
const USUAL: f64 = 0.5;
/// The narrowest lines beside a figure, in sizes of the text; where its author wants
/// them there.
const NARROWEST: f64 = 16.0;
const NARROWEST_ASKED: f64 = 10.0;
/// The most lines beside a figure: none of them can be parted from it. Where its author wants
/// them there, a part of the page's height.
const MOST_LINES: f64 = 14.0;
const TALLEST_ASKED: f64 = 0.75;
/// The fewest lines that are worth standing beside a figure.
const FEWEST_LINES: f64 = 2.0;
/// The width of a figure at least, in sizes of the text: its caption is text too.
const LEAST: f64 = 8.0;
/// Between a figure and its text, in sizes of the text.
const GAP: f64 = 1.2;

/// What a block is to its neighbours.
pub(super) enum Role<'a> {
    /// Nothing.
    Alone,
    /// A figure that stands beside the paragraph after it.
    Plate,
    /// That paragraph, with the figure.
    Text(Plate<'a>),
}

/// A figure that stands beside text.
pub(super) struct Plate<'a> {
    block: &'a Block,
    figure: &'a Figure,
    width: Pt,
    /// The width of its picture.
    own: Pt,
    /// The side that its author wants.
    side: Option<Side>,
}

/// What each of some blocks is to the next.
pub(super) fn pairs<'a>(blocks: &'a [Block], column: &Column, context: &Context) -> Vec<Role<'a>> {
    let mut roles: Vec<Role> = Vec::with_capacity(blocks.len());
    for (i, block) in blocks.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| blocks.get(i));
        let plate = before.filter(|_| is_paragraph(block));
        let plate = plate.and_then(|before| plate_of(before, column, context));
        if let Some(plate) = plate {
            roles.pop();
            roles.push(Role::Plate);
            roles.push(Role::Text(plate));
        } else {
            roles.push(Role::Alone);
        }
    }
    roles
}

fn is_paragraph(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_))
}

/// The figure that a block is, if it is narrow enough; in a quotation, or beside an edge
/// where lines begin at the right and no side is asked for, none is.
fn plate_of<'a>(block: &'a Block, column: &Column, context: &Context) -> Option<Plate<'a>> {
    let BlockKind::Figure(figure) = &block.kind else {
        return None;
    };
    let side = figure.picture.as_ref().and_then(|picture| picture.side);
    let (narrowest, widest) = match side {
        Some(Side::Left | Side::Right) => (NARROWEST_ASKED, WIDEST_ASKED),
        Some(Side::Center) => return None,
        None if column.is_rightward() => return None,
        None => (NARROWEST, WIDEST),
    };
    if column.close || column.measure != context.style.column() {
        return None;
    }
    let size = column.voice.size;
    let (own, is_asked) = match figure::width(figure, column, context) {
        // A side is asked for, and with it text beside the picture.
        Some((own, false)) if side.is_some() => (own.min(column.measure * USUAL), false),
        None if side.is_some() => (column.measure * USUAL, false),
        width => width?,
    };
    // A picture whose size is given and no side stands by itself.
    if is_asked && side.is_none() {
        return None;
    }
    let width = own.max(size * LEAST);
    let narrow = width <= column.measure * widest;
    let lines = column.measure - width - size * GAP;
    (narrow && lines >= size * narrowest).then_some(Plate {
        block,
        figure,
        width,
        own,
        side,
    })
}

/// The blocks that follow a figure.
pub(super) struct Run<'a> {
    pub(super) blocks: &'a [Block],
    /// Whether the first of them is indented.
    pub(super) indented: bool,
    /// Whether each of them is, where no figure stands before it.
    pub(super) indents: &'a [bool],
}

impl Run<'_> {
    fn is_indented(&self, at: usize) -> bool {
        match at {
            0 => self.indented,
            at => self.indents.get(at).is_some_and(|indented| *indented),
        }
    }
}

/// The text with the figure at its side or, where it is too short for that, under the
/// figure; and how many of the blocks that is.
pub(super) fn set(plate: &Plate, run: &Run, column: &Column, context: &Context) -> (Galley, usize) {
    beside(plate, run, column, context).unwrap_or_else(|| {
        let mut galley = block::set(plate.block, false, column, context);
        if let Some(first) = run.blocks.first() {
            galley.append(block::set(first, run.indented, column, context));
        }
        (galley, 1)
    })
}

fn beside(plate: &Plate, run: &Run, column: &Column, context: &Context) -> Option<(Galley, usize)> {
    let line = context.style.text.leading;
    let is_left = match plate.side {
        Some(Side::Left) => true,
        Some(Side::Right | Side::Center) => false,
        None => column.is_rightward(),
    };
    let mut figure = shown(plate, is_left, column, context);
    // Half a line of white under it.
    let height = context.style.on_grid(figure.height() + line * 0.5);
    let most = match plate.side {
        Some(_) => context.style.text_height() * TALLEST_ASKED,
        None => line * MOST_LINES,
    };
    if height > most {
        return None;
    }
    let mut text = Text {
        height,
        taken: plate.width + column.voice.size * GAP,
        is_left,
        galley: Galley::default(),
        column,
        context,
    };
    let mut count = 0;
    while text.room() > Pt::ZERO {
        let Some(first) = run.blocks.get(count) else {
            break;
        };
        if !text.take(first, run.blocks.get(count + 1), run.is_indented(count)) {
            break;
        }
        count += 1;
        // Only where a side is asked for, other paragraphs stand beside it.
        if plate.side.is_none() {
            break;
        }
    }
    let missing = text.room();
    let fewest = match plate.side {
        Some(_) => line * FEWEST_LINES,
        None => height,
    };
    if count == 0 || height - missing < fewest {
        return None;
    }
    let mut galley = text.galley;
    if missing > Pt::ZERO {
        galley.forbid_break();
        galley.push_box(Slab {
            height: missing,
            ..Slab::default()
        });
        galley.leads = false;
        galley.after = Pt::ZERO;
    }
    keep_top(&mut galley, height);
    galley.diagnostics.append(&mut figure.diagnostics);
    if let (Some(slab), Some(shown)) = (galley.first_slab(), figure.first_slab()) {
        // The top of the picture is level with the letters of the first line.
        let drop = line * 0.2;
        let things = std::mem::take(&mut shown.things).into_iter();
        let things = things.map(|thing| moved(thing, Pt::ZERO, drop));
        slab.things.splice(0..0, things);
        slab.notes.splice(0..0, std::mem::take(&mut shown.notes));
    }
    // Who links to the figure is led to its text.
    let Some(id) = &plate.block.attributes.id else {
        return Some((galley, count));
    };
    match galley.first_slab() {
        Some(slab) if slab.anchor.is_none() => {
            slab.anchor = Some((column.article, id.clone()));
            Some((galley, count))
        }
        Some(_) | None => {
            let mut named = Galley::default();
            gallery::anchor(column.article, id, &mut named);
            named.leads = true;
            named.append(galley);
            Some((named, count))
        }
    }
}

/// The figure, as wide as it is beside text.
fn shown(plate: &Plate, is_left: bool, column: &Column, context: &Context) -> Galley {
    let x = match is_left {
        true => column.x,
        false => column.x + column.measure - plate.width,
    };
    let own = Column {
        x,
        measure: plate.width,
        ..column.in_lang(&plate.block.node.lang)
    };
    // What is a part of the measure is one of all of it.
    let mut shown = plate.figure.clone();
    if let Some(picture) = &mut shown.picture {
        picture.size.width = Some(Length {
            number: plate.own.0,
            unit: Unit::Pt,
        });
    }
    figure::figure(plate.block, &shown, &own, context)
}

/// Text beside a figure, in the making.
struct Text<'a> {
    /// How high the figure is: whole lines.
    height: Pt,
    /// How much of the measure it takes.
    taken: Pt,
    is_left: bool,
    galley: Galley,
    column: &'a Column,
    context: &'a Context<'a>,
}

impl Text<'_> {
    /// The height beside the figure that is left.
    fn room(&self) -> Pt {
        let room = self.height - self.galley.height();
        // Rounding makes no line.
        if room > Pt(0.1) { room } else { Pt::ZERO }
    }

    /// Sets a block beside the figure; false where it must stand clear of it.
    fn take(&mut self, block: &Block, next: Option<&Block>, indented: bool) -> bool {
        let line = self.context.style.text.leading;
        let mut part = match &block.kind {
            BlockKind::Paragraph(content) => match self.paragraph(block, content, indented) {
                Some(part) => part,
                None => return false,
            },
            BlockKind::Heading { .. } if next.is_none_or(|next| !is_paragraph(next)) => {
                return false;
            }
            BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::Verse(_) => self.narrow(block, indented),
            BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Break(_)
            | BlockKind::Div(_)
            | BlockKind::Math(_) => return false,
        };
        let space = self.galley.after.max(part.before);
        let space = if self.galley.is_empty() {
            Pt::ZERO
        } else {
            space
        };
        // The lines of a paragraph below the figure have the whole measure; a heading stands
        // with two lines of its text.
        let needed = match &block.kind {
            BlockKind::Paragraph(_) => Pt::ZERO,
            BlockKind::Heading { .. } => part.height() + line * FEWEST_LINES,
            BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Break(_)
            | BlockKind::Div(_)
            | BlockKind::Math(_) => part.height(),
        };
        if space + needed > self.room() {
            return false;
        }
        part.flexes.clear();
        self.galley.append(part);
        true
    }

    /// A block in the narrow column beside the figure.
    fn narrow(&self, block: &Block, indented: bool) -> Galley {
        let column = self.column;
        let narrow = Column {
            x: column.x + if self.is_left { self.taken } else { Pt::ZERO },
            measure: column.measure - self.taken,
            ..column.clone()
        };
        block::set(block, indented, &narrow, self.context)
    }

    /// A paragraph whose first lines stand beside the figure; none where a tall picture
    /// in it has its own room.
    fn paragraph(&self, block: &Block, content: &[Inline], indented: bool) -> Option<Galley> {
        let (context, line) = (self.context, self.context.style.text.leading);
        let column = &self.column.in_lang(&block.node.lang);
        let lines = (self.room() / line).round() as usize;
        let order = Order {
            content,
            holder: block.node.id,
            voice: column.voice,
            lang: &column.lang,
            measure: column.measure,
            indent: block::indent(indented, column, context),
            initial: false,
            beside: Some((lines, self.taken)),
            in_cell: column.cell,
        };
        let set = paragraph::set(&order, context);
        let mut heights = set.lines.iter().map(|line| line.above + line.below);
        if heights.any(|height| height > Pt::ZERO) {
            return None;
        }
        let mut galley = Galley {
            diagnostics: set.diagnostics,
            ..Galley::default()
        };
        galley.push_lines(&set.lines, body_of(block.node.id), column, context);
        galley.leads = block::leads(content, &galley);
        galley.after = block::white_after(column, context);
        // Lines are set as if the figure stood at the right of them.
        if self.is_left {
            for slab in galley.slabs.iter_mut().flatten().take(lines) {
                let things = std::mem::take(&mut slab.things).into_iter();
                let things = things.map(|thing| moved(thing, self.taken, Pt::ZERO));
                slab.things = things.collect();
            }
        }
        if let (Some(id), Some(slab)) = (&block.attributes.id, galley.first_slab()) {
            slab.anchor = Some((column.article, id.clone()));
        }
        Some(galley)
    }
}

/// Lets no page end within so much of a galley.
fn keep_top(galley: &mut Galley, height: Pt) {
    let mut before = 0.0;
    let mut at = 0;
    let mut follows_box = false;
    // The end of the last strip beside the figure may be a page's.
    while before < height.0 - 0.1 {
        let Some(item) = galley.items.get_mut(at) else {
            return;
        };
        match item {
            Item::Box { size, .. } => before += *size,
            Item::Glue { natural, .. } => {
                before += *natural;
                if follows_box {
                    galley.items.insert(at, Item::penalty(FORBIDDEN));
                    galley.slabs.insert(at, None);
                    at += 1;
                }
            }
            Item::Penalty { .. } => *item = Item::penalty(FORBIDDEN),
        }
        follows_box = matches!(galley.items.get(at), Some(Item::Box { .. }));
        at += 1;
    }
}
