//! Takes a galley; returns where its pages end: level at their feet. Figures float, paragraphs
//! are set a line shorter or longer, white is opened, and no page ends in the middle of a word
//! where that can be helped.

use super::pagebreak::{Flex, Load, PageEnd, Room, pagebreak};
use super::{float, flow, note};
use crate::geom::Pt;
use crate::layout::Context;
use crate::layout::galley::{self, Galley, Slab};
use crate::layout::item::Item;
use crate::layout::paragraph::{Give, Wish};
use crate::layout::placed::{Owner, Piece, PieceKind, Thing, ThingKind};
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Block, BlockKind, Inline, NodeId};
use rayon::prelude::*;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Makes up the pages of an article, whose paragraphs are these; the galley is changed
/// as its pages want it.
pub(super) fn make_up(
    galley: &mut Galley,
    texts: &Paragraphs,
    room: &Room,
    context: &Context,
) -> Vec<PageEnd> {
    let body = context.style.text.size;
    let mut made = Make::of(galley, room, body);
    for _ in 0..MOST_TRIALS {
        if !float::float(galley, &made.ends, room) {
            break;
        }
        made = Make::of(galley, room, body);
    }
    level(galley, &mut made, texts, room, context);
    if float::draw_back(galley, &made.ends, room, body) {
        made = Make::of(galley, room, body);
        level(galley, &mut made, texts, room, context);
    }
    // A figure that a page does not begin with stands between no two lines of a
    // paragraph; each is put elsewhere once.
    while float::settle(galley, &made.places(), Pt(room.line)) {
        made = Make::of(galley, room, body);
        level(galley, &mut made, texts, room, context);
    }
    let mut trial = 0;
    while flow::settle(galley, &made.places(), trial, context) {
        trial += 1;
        made = Make::of(galley, room, body);
        level(galley, &mut made, texts, room, context);
    }
    made.ends
}

/// Pages as they come out of a galley.
struct Make {
    ends: Vec<PageEnd>,
    /// What gives a line, as the ends number it.
    givers: Vec<Giver>,
}

impl Make {
    fn of(galley: &Galley, room: &Room, body: Pt) -> Make {
        let (flexes, givers) = flexes(galley, Pt(room.line));
        let ends = pagebreak(
            &galley.items,
            &loads(galley, body, Pt(room.line)),
            &flexes,
            room,
        );
        Make { ends, givers }
    }

    /// The items that pages end at.
    fn places(&self) -> Vec<usize> {
        self.ends.iter().map(|end| end.at).collect()
    }
}

/// Sets paragraphs again and opens white until no page asks for more.
fn level(galley: &mut Galley, made: &mut Make, texts: &Paragraphs, room: &Room, context: &Context) {
    for _ in 0..MOST_TRIALS {
        let mut wishes = Wishes::new();
        let mut opened = false;
        for (number, more) in made.ends.iter().flat_map(|end| &end.flexed) {
            match made.givers[*number] {
                Giver::Paragraph(number) => {
                    wishes.insert(number, galley.flexes[number].wish(*more, None));
                }
                Giver::White(item) => {
                    let white = white(&galley.items[item]).0 + room.line;
                    galley.items[item] = Item::space(white);
                    opened = true;
                }
            }
        }
        if wishes.is_empty() && !opened {
            wishes = without_hyphens(galley, &made.ends);
        }
        if wishes.is_empty() && !opened {
            break;
        }
        // Where lines end within a paragraph is known once it is set again: a page
        // may then end in a hyphen, and be mended too.
        set_again(galley, &wishes, texts, context);
        *made = Make::of(galley, room, context.style.text.size);
    }
}

/// What a paragraph's demerits count beside a page's: a line that is as loose
/// as is bearable (a badness of about 340, squared) weighs half as much as a page
/// that ends a line short.
const FLEXED: f64 = 50.0 / 120_000.0;

/// How often pages are made up anew with paragraphs that were set again.
const MOST_TRIALS: usize = 4;

/// What a line more of white before a block counts beside a page that ends a
/// line short, which counts 100.
const WHITER: f64 = 30.0;

/// What gives a line for the sake of a page.
#[derive(Debug, Clone, Copy)]
enum Giver {
    /// A paragraph, by its number among those that can be set again.
    Paragraph(usize),
    /// The white at an item.
    White(usize),
}

fn white(item: &Item) -> Pt {
    match item {
        Item::Glue { natural, .. } => Pt(*natural),
        Item::Box { .. } | Item::Penalty { .. } => Pt::ZERO,
    }
}

/// All that gives a line, in order of place.
fn flexes(galley: &Galley, line: Pt) -> (Vec<Flex>, Vec<Giver>) {
    let paragraphs = galley.flexes.iter().enumerate().map(|(number, flex)| {
        let own = Flex {
            items: flex.items.clone(),
            less: flex.give.less.map(|demerits| demerits * FLEXED),
            more: flex.give.more.map(|demerits| demerits * FLEXED),
        };
        (own, Giver::Paragraph(number))
    });
    let whites = galley.items.iter().enumerate().filter_map(|(at, item)| {
        let gives = matches!(item, Item::Glue { stretch, .. } if *stretch >= line.0 - 1e-6);
        let own = Flex {
            items: at..at + 1,
            less: None,
            more: Some(WHITER),
        };
        gives.then_some((own, Giver::White(at)))
    });
    let mut all: Vec<(Flex, Giver)> = paragraphs.chain(whites).collect();
    all.sort_by_key(|(flex, _)| flex.items.start);
    all.into_iter().unzip()
}

/// What each strip brings to its page, where text of so large a type counts as text.
pub(super) fn loads(galley: &Galley, body: Pt, line: Pt) -> Vec<Load> {
    let load = |slab: &Option<Slab>| {
        slab.as_ref().map_or(Load::default(), |slab| Load {
            notes: note::height(&slab.note_rest).0,
            repeat: slab.head.as_ref().map_or(0.0, |head| head.height.0),
            lines: if is_text(slab, body) { 1.0 } else { 0.0 },
            shown: if shows(slab) { slab.height / line } else { 0.0 },
        })
    };
    galley.slabs.iter().map(load).collect()
}

/// Whether a strip is a picture or a row of a table: it fills a page as text does,
/// which what ends an article does not.
fn shows(slab: &Slab) -> bool {
    let is_shown = |thing: &Thing| match &thing.kind {
        ThingKind::Picture(..) | ThingKind::Frame(..) => true,
        ThingKind::Fill(..) | ThingKind::Line(_) => false,
    };
    slab.things.len() >= 3 || !slab.within.is_empty() || slab.things.iter().any(is_shown)
}

/// Whether a strip is a line in the type of the text. The mark that ends an article is none.
pub(super) fn is_text(slab: &Slab, body: Pt) -> bool {
    let sized = |thing: &Thing| match &thing.kind {
        ThingKind::Line(placed) => {
            let pieces = &placed.line.pieces;
            let is_word = |piece: &Piece| match &piece.kind {
                PieceKind::Word(shaped) => shaped.text.contains(char::is_alphanumeric),
                PieceKind::Space(_)
                | PieceKind::Hyphen(_)
                | PieceKind::Picture(..)
                | PieceKind::Formula(_) => false,
            };
            let is_sized = |piece: &Piece| (piece.dress.size - body).0.abs() < 1e-3;
            pieces.iter().any(|piece| is_sized(piece) && is_word(piece))
        }
        ThingKind::Fill(..) | ThingKind::Frame(..) | ThingKind::Picture(..) => false,
    };
    let owned = |thing: &Thing| matches!(thing.owner, Owner::Node(..));
    let is_line = |thing: &Thing| owned(thing) && sized(thing);
    slab.flow.is_some() || slab.things.len() < 3 && slab.things.iter().any(is_line)
}

/// Paragraphs, by their numbers among those that can be set again, and how.
type Wishes = BTreeMap<usize, Wish>;

/// The paragraphs that should part no word at the end of a page.
fn without_hyphens(galley: &Galley, ends: &[PageEnd]) -> Wishes {
    let mut wishes = Wishes::new();
    for end in ends {
        let ends_in_hyphen = |slab: &Slab| {
            slab.things.iter().any(|thing| match &thing.kind {
                ThingKind::Line(placed) => placed.line.hyphenated,
                ThingKind::Fill(..) | ThingKind::Frame(..) | ThingKind::Picture(..) => false,
            })
        };
        let before = end.at.checked_sub(1).and_then(|at| galley.slabs.get(at));
        if !before.is_some_and(|slab| slab.as_ref().is_some_and(ends_in_hyphen)) {
            continue;
        }
        let number = galley
            .flexes
            .partition_point(|flex| flex.items.end <= end.at);
        if let Some(flex) = galley.flexes.get(number)
            && flex.items.start < end.at
            && !flex.mended
        {
            let line = (end.at - flex.items.start) / 2;
            wishes.insert(number, flex.wish(0, Some(line)));
        }
    }
    wishes
}

/// Sets a share of the paragraphs of a galley that can bear it in a line less, or with a share
/// over zero in a line more: those that suffer least.
pub(super) fn loosen(galley: &mut Galley, share: f64, texts: &Paragraphs, context: &Context) {
    let more = share > 0.0;
    let mut able: Vec<(f64, usize)> = gives(galley, more).collect();
    able.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let count = (able.len() as f64 * share.abs()).ceil() as usize;
    let chosen = able.into_iter().take(count);
    let wishes: Wishes = chosen
        .map(|(_, number)| {
            let lines = if more { 1 } else { -1 };
            (number, galley.flexes[number].wish(lines, None))
        })
        .collect();
    if !wishes.is_empty() {
        set_again(galley, &wishes, texts, context);
    }
}

/// The paragraphs that can be set in a line more or less, by their demerits and numbers.
pub(super) fn gives(galley: &Galley, more: bool) -> impl Iterator<Item = (f64, usize)> {
    let flexes = galley.flexes.iter().enumerate();
    flexes.filter_map(move |(number, flex)| {
        let give = if more { flex.give.more } else { flex.give.less };
        Some((give?, number))
    })
}

/// Sets some paragraphs of a galley again, as their pages want them.
fn set_again(galley: &mut Galley, wishes: &Wishes, texts: &Paragraphs, context: &Context) {
    if wishes.is_empty() {
        return;
    }
    let texts = texts.by_node();
    let again: BTreeMap<usize, Galley> = wishes
        .par_iter()
        .filter_map(|(number, wish)| {
            let flex = galley.flexes.get(*number)?;
            let content = texts.get(&flex.holder)?;
            Some((*number, galley::set_again(flex, content, *wish, context)))
        })
        .collect();
    let mut items = std::mem::take(&mut galley.items).into_iter();
    let mut slabs = std::mem::take(&mut galley.slabs).into_iter();
    // How far the old list has been taken over.
    let mut taken = 0;
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, mut new) in again {
        let place = galley.flexes[number].items.clone();
        galley
            .items
            .extend(items.by_ref().take(place.start - taken));
        galley
            .slabs
            .extend(slabs.by_ref().take(place.start - taken));
        items.by_ref().take(place.len()).for_each(drop);
        let mut last = 0;
        for (number, old) in slabs.by_ref().take(place.len()).enumerate() {
            let Some(mut old) = old else { continue };
            if number < new.slabs.len() {
                last = number;
            }
            // What an old line brought to its page, a new one brings: part of a note
            // that began before may be with any of them.
            if let Some(Some(slab)) = new.slabs.get_mut(last) {
                slab.note_rest.append(&mut old.note_rest);
                slab.anchor = slab.anchor.take().or(old.anchor);
                slab.entry = slab.entry.take().or(old.entry);
            }
        }
        lengths.insert(number, new.items.len());
        galley.items.extend(new.items);
        galley.slabs.extend(new.slabs);
        taken = place.end;
    }
    galley.items.extend(items);
    galley.slabs.extend(slabs);
    // What was set again gives no other line, and what follows stands elsewhere.
    let mut grown = 0_isize;
    for (number, flex) in galley.flexes.iter_mut().enumerate() {
        let start = flex.items.start.saturating_add_signed(grown);
        let length = lengths.get(&number).copied().unwrap_or(flex.items.len());
        grown += length as isize - flex.items.len() as isize;
        flex.items = start..start + length;
        if let Some(wish) = wishes.get(&number) {
            flex.give = Give::default();
            flex.mended |= wish.solid.is_some();
        }
    }
}

/// The paragraphs of articles, which are looked up if one of them is set again.
pub(super) struct Paragraphs<'a> {
    articles: &'a [Article],
    texts: OnceCell<Texts<'a>>,
}

impl<'a> Paragraphs<'a> {
    pub(super) fn of(articles: &'a [Article]) -> Paragraphs<'a> {
        Paragraphs {
            articles,
            texts: OnceCell::new(),
        }
    }

    /// The text of each.
    fn by_node(&self) -> &BTreeMap<NodeId, &'a [Inline]> {
        let texts = self.texts.get_or_init(|| {
            let mut texts = Texts(BTreeMap::new());
            for article in self.articles {
                walk::blocks(&article.body, &mut texts);
            }
            texts
        });
        &texts.0
    }
}

struct Texts<'a>(BTreeMap<NodeId, &'a [Inline]>);

impl<'a> Visitor<'a> for Texts<'a> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Paragraph(content) = &block.kind {
            self.0.insert(block.node.id, content);
        }
    }
}
