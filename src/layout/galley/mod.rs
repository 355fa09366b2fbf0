//! Takes blocks; returns one column: a list of boxes and spaces that `page` cuts.
//!
//! Every block starts and ends on the baseline grid. Blocks know nothing of
//! each other; where two meet, the larger of the spaces they ask for stands.

mod apart;
mod beside;
mod block;
mod breaks;
mod columns;
mod figure;
mod frame;
mod gallery;
mod list;
mod opening;
mod table;

pub(super) use apart::{Apart, Plate};
pub(super) use block::{moved, set_again};
pub(super) use breaks::Stretch;
pub(super) use columns::Flow;
pub(super) use list::leaders;
pub(super) use opening::{
    between, closing, display, end_mark, heading_of, lines, opening, section, title_page,
};

use crate::diag::Diagnostic;
use crate::geom::{Point, Pt};
use crate::lang::{Direction, Lang};
use crate::layout::Context;
use crate::layout::item::{FORBIDDEN, FORCED, Item};
use crate::layout::paragraph::{Give, Wish};
use crate::layout::placed::{Line, Owner, Part, PlacedLine, Thing, ThingKind};
use crate::model::gallery::is_pictured;
use crate::model::{Block, BlockKind, BreakKind, NodeId};
use crate::style::Colour;
use crate::style::Voice;
use beside::Role;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// A column of matter, not yet paged.
#[derive(Clone, Default)]
pub(super) struct Galley {
    /// What is broken into pages.
    pub(super) items: Vec<Item>,
    /// What each item that is a box holds.
    pub(super) slabs: Vec<Option<Slab>>,
    /// Space wanted before and after, if something is there.
    pub(super) before: Pt,
    pub(super) after: Pt,
    /// Whether it must stand with what follows it.
    pub(super) leads: bool,
    /// Paragraphs that can be set in a line less or more.
    pub(super) flexes: Vec<Flex>,
    /// What begins after each forced penalty among the items, in order.
    pub(super) breaks: Vec<BreakKind>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A paragraph that can be set in a line less or more.
#[derive(Clone)]
pub(super) struct Flex {
    /// Its items in the galley.
    pub(super) items: Range<usize>,
    pub(super) give: Give,
    /// The paragraph, and where it is set.
    pub(super) holder: NodeId,
    pub(super) indent: Pt,
    pub(super) column: Column,
    /// Whether it has been set again so as not to end a page in a hyphen.
    pub(super) mended: bool,
}

impl Flex {
    /// So many lines more than it has, one of them without a hyphen.
    pub(super) fn wish(&self, more: i32, solid: Option<usize>) -> Wish {
        // Lines and the penalties between them stand in turn.
        let lines = self.items.len().div_ceil(2);
        Wish {
            lines: lines.saturating_add_signed(more as isize),
            solid,
        }
    }
}

/// A strip of the column that is not cut.
#[derive(Clone, Default)]
pub(super) struct Slab {
    pub(super) height: Pt,
    /// What is in it, measured from its top at the left of the column.
    pub(super) things: Vec<Thing>,
    /// The notes marked in it.
    pub(super) notes: Vec<NodeId>,
    /// A part of a note that was too long for one page.
    pub(super) note_rest: Vec<Slab>,
    /// The number of the note that it is of.
    pub(super) note: u32,
    /// The name a link to it has.
    pub(super) anchor: Option<(u32, String)>,
    /// Its entry in an outline: depth and text.
    pub(super) entry: Option<(u8, String)>,
    /// What is repeated over it where a page begins with it: a table's head.
    pub(super) head: Option<Arc<Slab>>,
    /// Whether it may stand further on than where it is mentioned.
    pub(super) floats: bool,
    /// What was put in with it where it was moved.
    pub(super) afloat: Option<Afloat>,
    /// Whether it is a line of a paragraph of the text itself.
    pub(super) runs: bool,
    /// Whether it parts two articles: at the head of a page it is left out, with its white.
    pub(super) parts: bool,
    /// What is mentioned here and stands elsewhere.
    pub(super) apart: Option<Box<Apart>>,
    /// Strips in it, each from its top left corner: columns side by side.
    pub(super) within: Vec<(Point, Slab)>,
    /// The text in columns of which it is a row, until its page is known.
    pub(super) flow: Option<Arc<Flow>>,
}

/// What stands beside a figure that was moved: before it a place to end the page at
/// and a line of white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Afloat {
    /// Whether a line of white was put in after it too.
    pub(super) white_after: bool,
}

/// Where in the page's column blocks are set, and in what voice.
#[derive(Clone)]
pub(super) struct Column {
    pub(super) x: Pt,
    pub(super) measure: Pt,
    pub(super) voice: Voice,
    pub(super) lang: Lang,
    /// The article, for the names of anchors.
    pub(super) article: u32,
    /// Whether blocks stand close, as in a list or a note.
    pub(super) close: bool,
    /// Whether what is set here follows text, as the inside of a div does.
    pub(super) follows: bool,
    /// Whether it is a cell of a table.
    pub(super) cell: bool,
    /// Whether it is a quotation that is set off.
    pub(super) quotation: bool,
    /// The colour of text in a box that gives it one.
    pub(super) ink: Option<Colour>,
    /// How far the first line of each paragraph is set in, where a style says so.
    pub(super) indent: Option<Pt>,
    /// Whether all lines of a paragraph but the first are set in, as in a bibliography.
    pub(super) hangs: bool,
}

impl Column {
    /// A column at the left edge, with nothing around it.
    pub(super) fn plain(measure: Pt, voice: Voice, lang: Lang, article: u32) -> Column {
        Column {
            x: Pt::ZERO,
            measure,
            voice,
            lang,
            article,
            close: false,
            follows: false,
            cell: false,
            quotation: false,
            ink: None,
            indent: None,
            hangs: false,
        }
    }

    /// The same column set in from both sides.
    pub(super) fn set_in(&self, start: Pt, end: Pt) -> Column {
        // Where there is hardly room for a word, nothing is set in further.
        if self.measure - start - end < self.voice.size * 6.0 {
            return self.clone();
        }
        // Reading may start at the right.
        Column {
            x: self.x + if self.is_rightward() { end } else { start },
            measure: self.measure - start - end,
            follows: false,
            quotation: false,
            ..self.clone()
        }
    }

    /// The same column with text in the colour of the box around it, unless it has a colour of
    /// its own.
    fn inked(&self, context: &Context) -> Column {
        let mut column = self.clone();
        let colours = &context.style.colours;
        if let Some(ink) = column.ink
            && [colours.text, colours.quiet].contains(&column.voice.colour)
        {
            column.voice.colour = ink;
        }
        column
    }

    /// Whether its text runs from right to left.
    pub(super) fn is_rightward(&self) -> bool {
        self.lang.direction() == Direction::RightToLeft
    }

    /// The left edge of something that is so wide and stands where lines begin.
    pub(super) fn at_start(&self, width: Pt) -> Pt {
        if self.is_rightward() {
            self.x + self.measure - width
        } else {
            self.x
        }
    }

    /// The left edge of something that stands where lines end.
    pub(super) fn at_end(&self, width: Pt) -> Pt {
        if self.is_rightward() {
            self.x
        } else {
            self.x + self.measure - width
        }
    }

    pub(super) fn in_lang(&self, lang: &Option<Lang>) -> Column {
        match lang {
            Some(lang) => Column {
                lang: lang.clone(),
                ..self.clone()
            },
            None => self.clone(),
        }
    }
}

impl Galley {
    pub(super) fn push_box(&mut self, slab: Slab) {
        self.items.push(Item::solid(slab.height.0));
        self.slabs.push(Some(slab));
    }

    pub(super) fn push(&mut self, item: Item) {
        self.items.push(item);
        self.slabs.push(None);
    }

    pub(super) fn forbid_break(&mut self) {
        self.push(Item::penalty(FORBIDDEN));
    }

    pub(super) fn height(&self) -> Pt {
        let size = |item: &Item| match item {
            Item::Box { size, .. } => *size,
            Item::Glue { natural, .. } => *natural,
            Item::Penalty { .. } => 0.0,
        };
        Pt(self.items.iter().map(size).sum())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn first_slab(&mut self) -> Option<&mut Slab> {
        self.slabs.iter_mut().flatten().next()
    }

    /// Puts another galley under this one.
    pub(super) fn append(&mut self, other: Galley) {
        if other.is_empty() {
            self.diagnostics.extend(other.diagnostics);
            return;
        }
        if self.is_empty() {
            *self = Galley {
                diagnostics: std::mem::take(&mut self.diagnostics),
                ..other
            }
            .with_diagnostics(other.diagnostics);
            return;
        }
        let space = self.after.max(other.before);
        if self.leads {
            self.forbid_break();
        } else if space == Pt::ZERO {
            self.push(Item::penalty(0.0));
        }
        if space > Pt::ZERO {
            // For the sake of its page, white that parts blocks may be so much more; what
            // leads in stays near what it leads in.
            self.push(Item::Glue {
                natural: space.0,
                stretch: if self.leads { 0.0 } else { space.0 },
                shrink: 0.0,
            });
        }
        self.after = other.after;
        self.leads = other.leads;
        let first = self.items.len();
        self.flexes
            .extend(other.flexes.into_iter().map(|flex| Flex {
                items: flex.items.start + first..flex.items.end + first,
                ..flex
            }));
        self.items.extend(other.items);
        self.slabs.extend(other.slabs);
        self.breaks.extend(other.breaks);
        self.diagnostics.extend(other.diagnostics);
    }

    fn with_diagnostics(mut self, more: Vec<Diagnostic>) -> Galley {
        self.diagnostics.extend(more);
        self
    }

    /// Makes the white between its blocks a multiple of what it is.
    pub(super) fn scale_white(&mut self, by: f64) {
        if by == 1.0 {
            return;
        }
        for item in &mut self.items {
            if let Item::Glue {
                natural, stretch, ..
            } = item
            {
                *natural *= by;
                *stretch *= by;
            }
        }
    }

    /// Lets its height be whole lines of the grid, if the page has one.
    pub(super) fn fill_grid(&mut self, context: &Context) {
        let pad = context.style.on_grid(self.height()) - self.height();
        if pad > Pt(1e-3) {
            self.forbid_break();
            self.push_box(Slab {
                height: pad,
                ..Slab::default()
            });
        }
    }

    /// Lets no page end between its first lines.
    pub(super) fn keep_together(&mut self, lines: usize) {
        // Lines and the penalties between them stand in turn.
        let between = self.items.iter_mut().take((2 * lines).saturating_sub(1));
        let may_end =
            |item: &&mut Item| matches!(item, Item::Penalty { cost, .. } if *cost != FORCED);
        for item in between.filter(may_end) {
            *item = Item::penalty(FORBIDDEN);
        }
    }

    /// Lets no page end within it.
    pub(super) fn keep_whole(&mut self) {
        let glue = |item: &Item| matches!(item, Item::Glue { .. });
        let after_box = |items: &[Item], at: usize| {
            at.checked_sub(1)
                .is_some_and(|at| matches!(items[at], Item::Box { .. }))
        };
        for at in (0..self.items.len()).rev() {
            if glue(&self.items[at]) && after_box(&self.items, at) {
                self.items.insert(at, Item::penalty(FORBIDDEN));
                self.slabs.insert(at, None);
            }
        }
        for item in &mut self.items {
            // A break that the author asks for is stronger.
            if matches!(item, Item::Penalty { cost, .. } if *cost != FORCED) {
                *item = Item::penalty(FORBIDDEN);
            }
        }
        self.flexes.clear();
    }

    /// Its strips as one, which may stand further on than where it is mentioned; a
    /// galley with more than one place that is linked to or listed stays as it is.
    pub(super) fn float_whole(&mut self) {
        let named = |slab: &Slab| slab.anchor.is_some() || slab.entry.is_some();
        if self.slabs.iter().flatten().skip(1).any(named) {
            return self.keep_whole();
        }
        let mut whole = Slab {
            floats: true,
            ..Slab::default()
        };
        let items = std::mem::take(&mut self.items);
        let slabs = std::mem::take(&mut self.slabs);
        for (item, slab) in items.into_iter().zip(slabs) {
            let y = whole.height;
            match (item, slab) {
                (_, Some(slab)) => {
                    let things = slab.things.into_iter();
                    whole
                        .things
                        .extend(things.map(|thing| moved(thing, Pt::ZERO, y)));
                    whole.notes.extend(slab.notes);
                    whole.anchor = whole.anchor.or(slab.anchor);
                    whole.entry = whole.entry.or(slab.entry);
                    whole.height += slab.height;
                }
                (Item::Glue { natural, .. }, None) => whole.height += Pt(natural),
                (Item::Box { .. } | Item::Penalty { .. }, None) => {}
            }
        }
        self.flexes.clear();
        self.push_box(whole);
    }

    /// Lines of a paragraph, one slab each, with what it costs to end a page
    /// between them.
    pub(super) fn push_lines(
        &mut self,
        lines: &[Arc<Line>],
        owner: Owner,
        column: &Column,
        context: &Context,
    ) {
        let costs = &context.style.costs;
        let count = lines.len();
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                let before = &lines[i - 1];
                let mut cost = 0.0;
                if i == 1 {
                    cost += costs.orphan;
                }
                if i + 1 == count {
                    cost += costs.widow;
                }
                if before.hyphenated {
                    cost += costs.page_hyphen;
                }
                self.push(Item::penalty(cost));
            }
            self.push_box(line_slab(line, owner, column));
        }
    }
}

/// A line as a strip of the column, with the room that a tall picture in it takes.
/// Baselines stand at three quarters of the
/// leading, so that lines of one leading share a grid whatever their size.
pub(super) fn line_slab(line: &Arc<Line>, owner: Owner, column: &Column) -> Slab {
    let leading = column.voice.leading;
    Slab {
        height: leading + line.above,
        things: vec![line_at(line, owner, column.x, line.above + leading * 0.75)],
        notes: line.notes.clone(),
        ..Slab::default()
    }
}

pub(super) fn line_at(line: &Arc<Line>, owner: Owner, x: Pt, baseline: Pt) -> Thing {
    Thing {
        owner,
        kind: ThingKind::Line(PlacedLine {
            origin: Point { x, y: baseline },
            line: Arc::clone(line),
        }),
    }
}

/// Sets blocks one under the other. Paragraphs do not depend on each other, so
/// blocks are set side by side on all processors.
pub(super) fn build(blocks: &[Block], column: &Column, context: &Context) -> Galley {
    let indents: Vec<bool> = blocks
        .iter()
        .enumerate()
        .map(|(i, _)| is_indented(blocks, i, column))
        .collect();
    let roles = beside::pairs(blocks, column, context);
    let set = |(i, block): (usize, &Block)| match &roles[i] {
        Role::Alone => (block::set(block, indents[i], column, context), 1),
        Role::Plate => (Galley::default(), 1),
        Role::Text(plate) => {
            let run = beside::Run {
                blocks: &blocks[i..],
                // The figure does not part it from what stands before.
                indented: indents[i - 1],
                indents: &indents[i..],
            };
            beside::set(plate, &run, column, context)
        }
    };
    let galleys: Vec<(Galley, usize)> = if blocks.len() > 3 {
        blocks.par_iter().enumerate().map(set).collect()
    } else {
        blocks.iter().enumerate().map(set).collect()
    };
    let mut galley = Galley::default();
    // What stands beside a figure was set with it.
    let mut taken = 0_usize;
    let mut before = None;
    for (block, (mut part, count)) in blocks.iter().zip(galleys) {
        if taken > 0 {
            taken -= 1;
            continue;
        }
        taken = count - 1;
        // Terms in bold are set off enough from the words that announce them.
        if galley.leads && matches!(block.kind, BlockKind::DefinitionList(_)) {
            part.before = Pt::ZERO;
        }
        // The caption of a listing stands right over it.
        let is_listing = matches!(block.kind, BlockKind::Code { .. });
        if before.is_some_and(block::is_listing_caption) && is_listing {
            part.before = Pt::ZERO;
        }
        before = Some(block);
        galley.append(part);
    }
    galley
}

/// French indents every paragraph (Imprimerie nationale); elsewhere the first
/// after a heading or a break stands flush. So does the first of a quotation, whose
/// credit stands under it, in every language.
fn is_indented(blocks: &[Block], index: usize, column: &Column) -> bool {
    if column.close || column.quotation {
        return index > 0;
    }
    if column.lang.primary() == "fr" {
        return true;
    }
    // A new page begins no new matter, nor does a picture, which may stand elsewhere.
    let before = blocks.get(..index).unwrap_or_default().iter();
    let is_passed = |block: &Block| matches!(block.kind, BlockKind::Break(_)) || is_pictured(block);
    let mut before = before.filter(|block| !is_passed(block));
    let Some(before) = before.next_back() else {
        return column.follows;
    };
    matches!(before.kind, BlockKind::Paragraph(_) | BlockKind::Div(_))
}

/// The owner of the text of a node.
pub(super) fn body_of(id: NodeId) -> Owner {
    Owner::Node(id, Part::Body)
}
