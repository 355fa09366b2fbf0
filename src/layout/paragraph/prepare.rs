//! Takes a gathered text; returns the list to break: words shaped, spaces made from metrics,
//! break places priced.

use super::bidi::Levels;
use super::collect::{BREAK, FORMULA, Gathered, PICTURE, RUBY, Run};
use super::favourite::PreferredBreaks;
use super::hyphenate::{LONGEST, hyphenate};
use super::measures::{HYPHEN_HANGS, Prefixes, binds, fixed_space, hang};
use crate::font::{FaceId, Setting, Shaped};
use crate::geom::Pt;
use crate::image::Image;
use crate::layout::Context;
use crate::layout::item::{FILL, FORBIDDEN, FORCED, Item};
use crate::layout::picture::{self, Fitted, Room};
use crate::model::Picture;
use crate::style::Fill;
use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use unicode_segmentation::UnicodeSegmentation;

/// The list, and what each item of it shows.
pub(super) struct Prepared {
    pub(super) items: Vec<Item>,
    pub(super) units: Vec<Unit>,
    pub(super) fragments: Vec<Fragment>,
    /// The embedding levels of the text.
    pub(super) levels: Levels,
}

/// A stretch of letters of one dress and one direction, set as one.
pub(super) struct Fragment {
    pub(super) run: usize,
    /// Where it is in the text.
    pub(super) range: Range<usize>,
    pub(super) shaped: Arc<Shaped>,
    pub(super) level: u8,
}

/// What an item shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unit {
    /// A part of a fragment; the range is within the fragment.
    Part(usize, Range<usize>),
    /// The space at a byte of the text.
    Space(usize),
    /// A place for a hyphen, in a fragment.
    Hyphen(usize),
    /// A picture: its number, its size.
    Picture(usize, Pt, Pt),
    /// A part of a formula: the number of the formula, the number of the part.
    Formula(usize, usize),
    /// A place between two signs of a script without spaces, with how far they
    /// may be parted.
    Gap(Pt),
    /// White beside a text that is narrower than what stands above it.
    Pad(Pt),
    /// What stands above the text before: its number, the width of that text.
    Ruby(usize, Pt),
    /// Nothing.
    None,
}

pub(super) struct Preparation<'a> {
    pub(super) gathered: &'a Gathered,
    pub(super) context: &'a Context<'a>,
    pub(super) fill: Fill,
    pub(super) indent: Pt,
    /// How many bytes at its start are set apart.
    pub(super) skip: usize,
    pub(super) measure: Pt,
    /// The leading of the paragraph.
    pub(super) leading: Pt,
    pub(super) rtl: bool,
    pub(super) breaks: Breaks,
}

/// How many places to break words at a paragraph is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// Only in words wider than the measure: in the cells of a table.
    Fewest,
    /// Those that readers hardly see.
    Usual,
    /// Every place that a language allows, and more where nothing else keeps a line
    /// within its measure.
    Every,
}

impl Preparation<'_> {
    /// The room that a picture has in the paragraph, in type of a size.
    pub(super) fn room(&self, size: Pt) -> Room {
        Room {
            measure: self.measure - self.indent,
            page: self.context.style.text_height(),
            size,
            leading: self.leading,
        }
    }

    /// The size of a picture of the paragraph, and whether it has a line to itself.
    pub(super) fn fitted(&self, picture: &Picture, image: &Image, size: Pt) -> (Fitted, bool) {
        let room = self.room(size);
        match self.gathered.is_picture {
            true => (picture::alone(picture, image, false, &room), true),
            false => picture::among_words(picture, image, &room),
        }
    }
}

fn segmenter() -> LineSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<LineSegmenterBorrowed<'static>> = OnceLock::new();
    // By dictionary: on Thai, Lao, Khmer and Burmese it is over thirty times as
    // fast as the neural model that is the default.
    *SEGMENTER.get_or_init(|| LineSegmenter::new_dictionary(LineBreakOptions::default()))
}

/// Prepares a paragraph for breaking.
pub(super) fn prepare(preparation: &Preparation) -> Prepared {
    let prepared = prepare_with(preparation, &PreferredBreaks::default());
    let preferred = PreferredBreaks::of_paragraph(preparation, &prepared.fragments);
    if preferred.is_empty() {
        return prepared;
    }
    prepare_with(preparation, &preferred)
}

fn prepare_with(preparation: &Preparation, preferred: &PreferredBreaks) -> Prepared {
    let text = &preparation.gathered.text;
    let mut list = List {
        preparation,
        preferred,
        prepared: Prepared {
            items: Vec::with_capacity(text.len() / 3),
            units: Vec::with_capacity(text.len() / 3),
            fragments: Vec::new(),
            levels: Levels::of(preparation.gathered, preparation.rtl),
        },
        is_set: false,
        is_apart: false,
        ruby_start: 0,
    };
    if preparation.indent > Pt::ZERO {
        list.push(Item::solid(preparation.indent.0), Unit::None);
    }
    let mut start = preparation.skip;
    let ends = segmenter().segment_str(text).skip(1);
    for end in ends.filter(|end| *end > preparation.skip) {
        list.segment(start..end, end == text.len());
        start = end;
    }
    list.close();
    list.prepared
}

struct List<'a> {
    preparation: &'a Preparation<'a>,
    preferred: &'a PreferredBreaks,
    prepared: Prepared,
    /// Whether the line in hand has letters or a picture in it.
    is_set: bool,
    /// Whether a picture stands in it that has it to itself.
    is_apart: bool,
    /// The item that the text begins with which gets an annotation next.
    ruby_start: usize,
}

impl List<'_> {
    fn push(&mut self, item: Item, unit: Unit) {
        self.prepared.items.push(item);
        self.prepared.units.push(unit);
    }

    /// Text between two places where a line may end.
    fn segment(&mut self, range: Range<usize>, last: bool) {
        let text = &self.preparation.gathered.text;
        let slice = &text[range.clone()];
        let word = slice.trim_end_matches([' ', BREAK, '\n', '\t']);
        let first = self.prepared.items.len();
        self.letters(range.start..range.start + word.len());
        let rest = &slice[word.len()..];
        let at = range.start + word.len();
        if self.preparation.breaks == Breaks::Every {
            self.release(first);
        }
        if rest.contains([BREAK, '\n']) {
            self.forced_break();
        } else if !rest.is_empty() {
            if let Some(cost) = self.tie(word, range.start) {
                self.push(Item::penalty(cost), Unit::None);
            }
            self.space(at, true);
        } else if !last {
            let next = text[range.end..].chars().next();
            self.opportunity(word, range.end, next);
        }
    }

    /// Lets a line end at the no-break spaces from an item on, where what they hold
    /// together is wider than the measure: there is nothing that its author can do.
    fn release(&mut self, first: usize) {
        let (mut widest, mut width) = (0.0_f64, 0.0);
        for item in &self.prepared.items[first..] {
            match item {
                Item::Box { size, .. } => width += size,
                Item::Glue { natural, .. } => width += natural,
                Item::Penalty { cost, .. } if *cost != FORBIDDEN => width = 0.0,
                Item::Penalty { .. } => {}
            }
            widest = widest.max(width);
        }
        if widest <= self.preparation.measure.0 {
            return;
        }
        for item in &mut self.prepared.items[first..] {
            if let Item::Penalty { cost, .. } = item
                && *cost == FORBIDDEN
            {
                *cost = LAST_RESORT;
            }
        }
    }

    /// What it costs to end a line after a word that [binds], if it
    /// does: titles must not, and in narrow columns text may.
    fn tie(&self, word: &str, at: usize) -> Option<f64> {
        let (_, run) = self.run(at);
        if !binds(word, &run.setting.lang) {
            return None;
        }
        let narrow = self.preparation.measure < run.dress.size * 18.0;
        match self.preparation.fill {
            Fill::Justified if narrow => None,
            Fill::Justified => Some(self.preparation.context.style.costs.hyphen * 3.0),
            Fill::Ragged | Fill::Balanced | Fill::Centered | Fill::End => Some(FORBIDDEN),
        }
    }

    /// A place to end a line at with no space to lose there.
    fn opportunity(&mut self, word: &str, at: usize, next: Option<char>) {
        let justified = self.preparation.fill == Fill::Justified;
        let last = word.chars().next_back();
        if justified && last.is_some_and(is_square) && next.is_some_and(is_square) {
            return self.gap(at);
        }
        let hyphen = word.ends_with(['-', '\u{2010}', '\u{ad}']);
        let cost = self.preparation.context.style.costs.hyphen;
        let mut item = Item::penalty(if hyphen { cost } else { 0.0 });
        if let Item::Penalty { flagged, .. } = &mut item {
            *flagged = hyphen;
        }
        self.push(item, Unit::None);
    }

    /// Where a script has no spaces, a line is filled by parting its signs a
    /// little (JIS X 4051, 10; CLREQ, 3.1.9).
    fn gap(&mut self, at: usize) {
        let (_, run) = self.run(at);
        let size = run.dress.size;
        let glue = Item::Glue {
            natural: 0.0,
            stretch: size.0 * 0.06,
            shrink: 0.0,
        };
        self.push(glue, Unit::Gap(size * 0.06));
    }

    fn forced_break(&mut self) {
        self.is_set = false;
        self.is_apart = false;
        self.push(Item::penalty(FORBIDDEN), Unit::None);
        self.push(fill(), Unit::None);
        self.push(Item::penalty(FORCED), Unit::None);
    }

    fn close(&mut self) {
        // Space at the very end belongs to no line.
        while matches!(
            self.prepared.units.last(),
            Some(Unit::Space(_) | Unit::None)
        ) && !matches!(self.prepared.items.last(), Some(Item::Box { .. }))
        {
            self.prepared.items.pop();
            self.prepared.units.pop();
        }
        self.forced_break();
    }

    fn run(&self, at: usize) -> (usize, &Run) {
        let index = self.preparation.gathered.run(at);
        (index, &self.preparation.gathered.runs[index])
    }

    /// A word space: breakable unless it is a no-break one.
    fn space(&mut self, at: usize, breakable: bool) {
        let (_, run) = self.run(at);
        let natural = self.space_width(run);
        let (stretch, shrink) = match self.preparation.fill {
            // Knuth's proportions for a roman face: a half and a third.
            Fill::Justified => (natural * 0.5, natural / 3.0),
            Fill::Ragged | Fill::Balanced | Fill::Centered | Fill::End => (0.0, 0.0),
        };
        if !breakable {
            self.push(Item::penalty(FORBIDDEN), Unit::None);
        }
        let glue = Item::Glue {
            natural,
            stretch,
            shrink,
        };
        self.push(glue, Unit::Space(at));
    }

    fn space_width(&self, run: &Run) -> f64 {
        let fonts = self.preparation.context.fonts;
        let face = fonts.face(fonts.primary(run.setting.look));
        f64::from(face.metrics().space) * run.dress.size.0
    }

    /// Letters without a place to break at: cut into fragments of one dress
    /// and direction, with the no-break spaces among them made from metrics.
    fn letters(&mut self, range: Range<usize>) {
        let text = &self.preparation.gathered.text;
        let mut start = range.start;
        let mut state: Option<(usize, u8, usize)> = None;
        for (i, c) in text[range.clone()].char_indices() {
            let at = range.start + i;
            let (run, _) = self.run(at);
            let level = self.prepared.levels.at(at);
            let part = self.prepared.levels.part(at);
            let fixed = fixed_space(c);
            let gathered = self.preparation.gathered;
            let ruby = match c {
                RUBY => gathered.rubies.iter().position(|r| r.range.end == at),
                _ => None,
            };
            let formula = match c {
                FORMULA => gathered.formulas.iter().position(|f| f.at == at),
                _ => None,
            };
            if gathered.rubies.iter().any(|ruby| ruby.range.start == at) {
                if let Some((run, level, _)) = state.filter(|_| at > start) {
                    self.fragment(run, start..at, level);
                    start = at;
                    state = None;
                }
                self.ruby_start = self.prepared.items.len();
            }
            if fixed.is_some()
                || c == PICTURE
                || ruby.is_some()
                || formula.is_some()
                || state.is_some_and(|s| s != (run, level, part))
            {
                if let Some((run, level, _)) = state.filter(|_| at > start) {
                    self.fragment(run, start..at, level);
                }
                start = at;
            }
            state = Some((run, level, part));
            if let Some(width) = fixed {
                self.fixed_space(at, c, width);
            } else if c == PICTURE {
                self.picture(at);
            } else if let Some(number) = ruby {
                self.ruby(number);
            } else if let Some(number) = formula {
                self.formula(number);
            } else {
                continue;
            }
            start = at + c.len_utf8();
            state = None;
        }
        if let Some((run, level, _)) = state.filter(|_| range.end > start) {
            self.fragment(run, start..range.end, level);
        }
    }

    fn fixed_space(&mut self, at: usize, c: char, ems: f64) {
        if c == '\u{a0}' {
            return self.space(at, false);
        }
        let (_, run) = self.run(at);
        let width = ems * run.dress.size.0;
        self.push(Item::penalty(FORBIDDEN), Unit::None);
        self.push(Item::space(width), Unit::Space(at));
    }

    /// Sets an annotation above what was set since its text began, and holds that
    /// together.
    fn ruby(&mut self, number: usize) {
        let Some(ruby) = self.preparation.gathered.rubies.get(number) else {
            return;
        };
        let above = ruby.above.width.0;
        let start = self.ruby_start.min(self.prepared.items.len());
        let mut below = 0.0;
        for item in &mut self.prepared.items[start..] {
            match item {
                Item::Box { size, .. } => below += *size,
                Item::Glue { natural, .. } => below += *natural,
                Item::Penalty { cost, .. } if *cost == FORCED => below = 0.0,
                Item::Penalty { cost, .. } => *cost = FORBIDDEN,
            }
        }
        // Glue is a place to end a line at where a box is before it.
        let mut at = start;
        while at < self.prepared.items.len() {
            let after_box = at > start && matches!(self.prepared.items[at - 1], Item::Box { .. });
            if after_box && matches!(self.prepared.items[at], Item::Glue { .. }) {
                self.prepared.items.insert(at, Item::penalty(FORBIDDEN));
                self.prepared.units.insert(at, Unit::None);
            }
            at += 1;
        }
        let pad = ((above - below) / 2.0).max(0.0);
        if pad > 0.0 {
            self.prepared.items.insert(start, Item::solid(pad));
            self.prepared.units.insert(start, Unit::Pad(Pt(pad)));
        }
        self.push(Item::solid(pad), Unit::Ruby(number, Pt(below)));
        self.is_set = true;
    }

    /// The parts of a formula, and between them the places where a line may end: after
    /// relations rather than after operators (The TeXbook, chapter 14).
    fn formula(&mut self, number: usize) {
        const AFTER_RELATION: f64 = 500.0;
        const AFTER_OPERATOR: f64 = 700.0;
        let Some(formula) = self.preparation.gathered.formulas.get(number) else {
            return;
        };
        if self.is_apart {
            self.forced_break();
        }
        self.is_set = true;
        for (index, part) in formula.parts.iter().enumerate() {
            let width = formula.size * part.drawn.width;
            self.push(Item::solid(width.0), Unit::Formula(number, index));
            if let Some(cut) = part.cut {
                let cost = match cut.is_relation {
                    true => AFTER_RELATION,
                    false => AFTER_OPERATOR,
                };
                let space = formula.size * cut.space;
                self.push(Item::penalty(cost), Unit::None);
                // Glue after a penalty is no other place to end a line.
                self.push(Item::space(space.0), Unit::Pad(space));
            }
        }
    }

    fn picture(&mut self, at: usize) {
        let gathered = self.preparation.gathered;
        let Some(number) = gathered.pictures.iter().position(|(place, _)| *place == at) else {
            return;
        };
        let (_, run) = self.run(at);
        let picture = &gathered.pictures[number].1;
        let Some(image) = self.preparation.context.gallery.get(picture) else {
            return;
        };
        let size = run.dress.size;
        let (fitted, is_apart) = self.preparation.fitted(picture, image, size);
        if is_apart && self.is_set || self.is_apart {
            self.forced_break();
        }
        self.is_set = true;
        self.is_apart = is_apart;
        let unit = Unit::Picture(number, fitted.width, fitted.height);
        self.push(Item::solid(fitted.width.0), unit);
    }

    /// Letters of one dress and direction: in one face, or where none has them
    /// all in several.
    fn fragment(&mut self, run_index: usize, range: Range<usize>, level: u8) {
        if self.is_apart {
            self.forced_break();
        }
        self.is_set = true;
        let gathered = self.preparation.gathered;
        let run = &gathered.runs[run_index];
        let word = &gathered.text[range.clone()];
        let mut setting = run.setting.clone();
        setting.rtl = level % 2 == 1;
        setting.first = self.preferred.of(&setting, word);
        let mut start = range.start;
        for shaped in self.preparation.context.fonts.parts(word, &setting) {
            let end = start + shaped.text.len();
            self.in_one_face(run_index, start..end, level, shaped);
            start = end;
        }
    }

    fn in_one_face(
        &mut self,
        run_index: usize,
        range: Range<usize>,
        level: u8,
        shaped: Arc<Shaped>,
    ) {
        let gathered = self.preparation.gathered;
        let run = &gathered.runs[run_index];
        let word = &gathered.text[range.clone()];
        let size = run.dress.size.0 * f64::from(shaped.scale);
        let number = self.prepared.fragments.len();
        let width = f64::from(shaped.width) * size;
        let places = self.places(run, &range, width);
        let justified = self.preparation.fill == Fill::Justified;
        let prefixes = Prefixes::of(&shaped);
        let mut start = 0;
        for place in places.iter().chain(&[Place::end(word.len())]) {
            let to = f64::from(prefixes.width(place.at)) * size;
            let from = f64::from(prefixes.width(start)) * size;
            let part = &word[start..place.at];
            let mut item = Item::solid((to - from).max(0.0));
            if let Item::Box {
                hang_start,
                hang_end,
                ..
            } = &mut item
                && justified
            {
                let width = |from: usize, to: usize| {
                    f64::from(prefixes.width(start + to) - prefixes.width(start + from)) * size
                };
                if let Some(c) = part.chars().next() {
                    *hang_start = hang(c, true) * width(0, c.len_utf8());
                }
                if let Some(c) = part.chars().next_back() {
                    *hang_end = hang(c, false) * width(part.len() - c.len_utf8(), part.len());
                }
            }
            self.push(item, Unit::Part(number, start..place.at));
            if place.at < word.len() {
                self.break_place(place, number, shaped.face, run);
            }
            start = place.at;
        }
        self.prepared.fragments.push(Fragment {
            run: run_index,
            range,
            shaped,
            level,
        });
    }

    fn break_place(&mut self, place: &Place, fragment: usize, face: FaceId, run: &Run) {
        let fonts = self.preparation.context.fonts;
        if !place.hyphen {
            return self.push(Item::penalty(place.cost), Unit::None);
        }
        let setting = Setting {
            first: Some(face),
            ..run.setting.clone()
        };
        let hyphen = fonts.shape("-", &setting);
        let width = f64::from(hyphen.width) * run.dress.size.0 * f64::from(hyphen.scale);
        let hangs = self.preparation.fill == Fill::Justified;
        let item = Item::Penalty {
            cost: place.cost,
            size: width,
            hang_end: if hangs { width * HYPHEN_HANGS } else { 0.0 },
            flagged: true,
        };
        self.push(item, Unit::Hyphen(fragment));
    }

    /// Where a fragment may be broken: at hyphens by its language; where it is
    /// an address, after its signs; where it is wider than the measure, anywhere.
    fn places(&self, run: &Run, range: &Range<usize>, width: f64) -> Vec<Place> {
        let text = &self.preparation.gathered.text;
        let word = &text[range.clone()];
        let mut places = Vec::new();
        let address = word.is_ascii() && is_address(token(text, range));
        let wide = width > self.preparation.measure.0;
        let every = self.preparation.breaks == Breaks::Every;
        if address || run.verbatim {
            let signs = [
                '/', '.', '?', '&', '=', '_', ':', '-', '#', '%', ',', '(', ')', '@', '+', ';',
            ];
            for (i, c) in word.char_indices() {
                let after = i + c.len_utf8();
                if signs.contains(&c) && i > 1 && after + 1 < word.len() {
                    places.push(Place::plain(after, if address { 150.0 } else { 400.0 }));
                }
            }
        } else if self.hyphenates() || wide || every {
            self.hyphens(run, range, &mut places);
        }
        if wide || (every && (address || run.verbatim)) {
            let cost = if wide { LAST_RESORT } else { IN_CODE };
            let anywhere = word.grapheme_indices(true).skip(1);
            places.extend(anywhere.map(|(at, _)| Place {
                at,
                cost,
                hyphen: !address && !run.verbatim && is_within_word(word, at),
            }));
            // Of two at one place the better one, which was there first.
            places.sort_by_key(|place| place.at);
            places.dedup_by_key(|place| place.at);
        }
        places
    }

    fn hyphenates(&self) -> bool {
        let runs = match self.preparation.fill {
            Fill::Justified | Fill::Ragged => true,
            Fill::Balanced | Fill::Centered | Fill::End => false,
        };
        runs && self.preparation.breaks != Breaks::Fewest
    }

    fn hyphens(&self, run: &Run, range: &Range<usize>, places: &mut Vec<Place>) {
        let text = &self.preparation.gathered.text;
        let costs = &self.preparation.context.style.costs;
        let every = self.preparation.breaks == Breaks::Every;
        let mut at = range.start;
        while let Some(step) = text[at..range.end].find(is_of_word) {
            let start = at + step;
            let rest = &text[start..range.end];
            at = start + rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            // Aujourd’hui is one word, whatever stands in it.
            if is_uncut(&text[start..], &text[..start]) {
                continue;
            }
            let whole = word_around(text, start..at);
            // A word cut by a change of dress is left whole while it can be.
            if !every && whole != (start..at) {
                continue;
            }
            let word = &text[whole.clone()];
            let compound = Compound::of(text, &whole);
            // Also where a sentence begins: a reader cannot tell there.
            let name = word.starts_with(char::is_uppercase) && run.setting.lang.primary() != "de";
            let mut cost = if name { costs.cut_name } else { costs.hyphen };
            if compound.is_part() && cost < costs.cut_name {
                cost += IN_COMPOUND;
            }
            let exceptions = &self.preparation.context.exceptions;
            let shortest = if compound.is_part() || every { 4 } else { 5 };
            let key = (run.setting.lang.clone(), shortest);
            let known = self
                .preparation
                .context
                .hyphens
                .get_or_make(word, &key, || {
                    hyphenate(word, &key.0, exceptions, shortest).into()
                });
            for place in known.iter().copied() {
                let inside = start < whole.start + place && whole.start + place < at;
                if inside && compound.allows(word, place) {
                    places.push(Place {
                        at: whole.start + place - range.start,
                        cost,
                        hyphen: true,
                    });
                }
            }
        }
    }
}

/// What it costs to part a part of a word that shows a hyphen of its own: as much, in
/// demerits, as a line whose spaces are three quarters wider than they should be.
const IN_COMPOUND: f64 = 300.0;
/// What it costs to break code or an address within its words.
const IN_CODE: f64 = 1_000.0;
/// What it costs to break where no line may end, so that nothing runs off the measure.
const LAST_RESORT: f64 = 4_000.0;

/// The parts of a word that are joined by hyphens of their own, as seen from one.
struct Compound {
    /// Whether a hyphen stands before it, and whether one stands after it.
    before: bool,
    after: bool,
}

impl Compound {
    fn of(text: &str, part: &Range<usize>) -> Compound {
        let hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}');
        Compound {
            before: text[..part.start].ends_with(hyphen),
            after: text[part.end..].starts_with(hyphen),
        }
    }

    fn is_part(&self) -> bool {
        self.before || self.after
    }

    /// Whether a part may be broken at a place: no two hyphens stand near each other.
    fn allows(&self, part: &str, place: usize) -> bool {
        const APART: usize = 3;
        let (first, rest) = part.split_at(place);
        (!self.before || first.chars().count() >= APART)
            && (!self.after || rest.chars().count() >= APART)
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)
}

/// The whole of a word that a stretch of letters is of, or as much of it as a word has
/// that is hyphenated.
fn word_around(text: &str, part: Range<usize>) -> Range<usize> {
    let before = text[..part.start].chars().rev().take(LONGEST);
    let before: usize = before
        .take_while(|c| is_of_word(*c))
        .map(char::len_utf8)
        .sum();
    let after = text[part.end..].chars().take(LONGEST);
    let after: usize = after
        .take_while(|c| is_of_word(*c))
        .map(char::len_utf8)
        .sum();
    part.start - before..part.end + after
}

/// Whether a place stands between two letters of a script that parts words with
/// hyphens.
fn is_within_word(word: &str, at: usize) -> bool {
    use unicode_script::{Script, UnicodeScript};
    let hyphenated = |c: char| {
        c.is_alphabetic()
            && matches!(
                c.script(),
                Script::Latin | Script::Greek | Script::Cyrillic | Script::Armenian
            )
    };
    let (before, after) = word.split_at(at);
    let before = before
        .chars()
        .rev()
        .find(|c| c.is_alphanumeric() || *c == '-');
    before.is_some_and(hyphenated) && after.chars().next().is_some_and(hyphenated)
}

/// What stands between two spaces around a place, in either direction as far as
/// anything tells an address by.
fn token<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    const FAR: usize = 200;
    let within = |c: &char| !c.is_whitespace() && !matches!(*c, PICTURE | BREAK);
    let before = text[..range.start].chars().rev().take(FAR);
    let before: usize = before.take_while(within).map(char::len_utf8).sum();
    let after = text[range.end..].chars().take(FAR);
    let after: usize = after.take_while(within).map(char::len_utf8).sum();
    &text[range.start - before..range.end + after]
}

/// Whether a word is an address of the web, of post or of a file: after its signs a
/// line may end.
fn is_address(token: &str) -> bool {
    /// Shorter than this it goes on a line whole.
    const LONG: usize = 10;
    if token.contains("://") || token.contains("www.") {
        return true;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/~@%?=&#+:".contains(c);
    let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
    let Some((host, _)) = bare.rsplit_once('.') else {
        return false;
    };
    bare.len() >= LONG && bare.chars().all(plain) && host.len() > 2
}

/// A place within a fragment where a line may end.
struct Place {
    at: usize,
    cost: f64,
    hyphen: bool,
}

impl Place {
    fn plain(at: usize, cost: f64) -> Place {
        Place {
            at,
            cost,
            hyphen: false,
        }
    }

    fn end(at: usize) -> Place {
        Place::plain(at, 0.0)
    }
}

/// Whether a sign is of a script whose signs fill squares and have no spaces
/// between them, or a point or a bracket drawn for it.
pub(super) fn is_square(c: char) -> bool {
    use unicode_script::{Script, UnicodeScript};
    matches!(
        c.script(),
        Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo | Script::Yi
    ) || matches!(c, '\u{3001}'..='\u{303f}' | '\u{30fb}' | '\u{30fc}' | '\u{ff01}'..='\u{ff60}')
}

/// Whether a word is one that an apostrophe does not part: French
/// *aujourd’hui*, *prud’homme*, *quelqu’un* (Imprimerie nationale, *Division des
/// mots*: never beside an apostrophe).
fn is_uncut(rest: &str, before: &str) -> bool {
    let same = |c: char, lower: char| c.to_lowercase().eq([lower]);
    let apostrophe = |c: Option<char>| matches!(c, Some('’' | '\''));
    let begins = |word: &str| {
        let mut letters = rest.chars();
        word.chars()
            .all(|wanted| letters.next().is_some_and(|c| same(c, wanted)))
            && apostrophe(letters.next())
    };
    let mut letters = before.chars().rev();
    let ends = apostrophe(letters.next())
        && "druojua"
            .chars()
            .all(|wanted| letters.next().is_some_and(|c| same(c, wanted)));
    ends || ["aujourd", "quelqu", "prud"].into_iter().any(begins)
}

/// Whether a capitalised word stands within a sentence.
pub(in crate::layout) fn is_name(before: &str, word: &str) -> bool {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let opening = ['«', '“', '"', '„', '‘', '(', '[', '—', '–', '¿', '¡'];
    let last = before
        .trim_end()
        .trim_end_matches(opening)
        .trim_end()
        .chars()
        .next_back();
    capital && last.is_some_and(|c| !matches!(c, '.' | '!' | '?' | '…' | ':' | '\u{2028}'))
}

fn fill() -> Item {
    Item::Glue {
        natural: 0.0,
        stretch: FILL,
        shrink: 0.0,
    }
}
