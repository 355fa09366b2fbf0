//! Takes a script and a stream; returns where they agree and where they part.
//!
//! The stream is read once from beginning to end. A flow is followed as long as
//! it agrees; where it does not, and a line or a cell begins, another flow may
//! go on there. What agrees with nothing is laid to the least damage: a few
//! letters lost, changed or put in, or a passage that stands elsewhere, which
//! an index of the whole script finds. All looking ahead is bounded, so that the
//! time is as the length of the file, whatever is wrong with it.

mod ahead;
mod astray;
mod columns;
mod faults;
mod flows;
mod index;
mod spaces;
mod typed;

use super::said::{Kind as SaidKind, Place};
use super::script::{Glyph, Kind, Made, Script, Token};
use super::stream::{Item, Stream};
use crate::model::{Ledger, NodeId};
use crate::source::Span;
use crate::write::Format;
use ahead::Step;
use astray::Failed;
use flows::Progress;
use index::Index;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// How many letters must agree where two texts are laid side by side again
/// after a small fault.
const SURE: usize = 6;
/// The same after a passage that is not where it should be.
const VERY_SURE: usize = 14;
/// How many letters a small fault may have on both sides together.
const SMALL: usize = 48;
/// How many faults are reported one by one.
pub(in crate::proof) const TOLD: usize = 200;

/// A difference between the model and a file.
#[derive(Debug, Clone)]
pub(in crate::proof) struct Fault {
    pub(in crate::proof) kind: FaultKind,
    /// What the model has.
    pub(in crate::proof) expected: String,
    /// What the file has.
    pub(in crate::proof) found: String,
    /// Where in the source.
    pub(in crate::proof) span: Option<Span>,
    /// Where in the file.
    pub(in crate::proof) place: Option<Place>,
}

/// The kinds of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::proof) enum FaultKind {
    /// The model has it, the file does not.
    Lost,
    /// The file has something else in its place.
    Altered,
    /// The file has it, the model does not.
    Extra,
    /// It stands elsewhere.
    Moved,
    /// It is drawn as a frame: its text is there, its shape is not.
    Framed,
    /// It is drawn with a glyph that shows nothing.
    Blank,
}

/// How a comparison came out.
#[derive(Default)]
pub(in crate::proof) struct Outcome {
    /// Graphemes that are as the author wrote them.
    pub(in crate::proof) kept: usize,
    /// Graphemes that typography changed, by rule.
    pub(in crate::proof) changed: BTreeMap<&'static str, usize>,
    /// Graphemes that are generated, by kind.
    pub(in crate::proof) generated: BTreeMap<&'static str, usize>,
    /// Graphemes that belong to the page, by kind.
    pub(in crate::proof) decoration: BTreeMap<&'static str, usize>,
    pub(in crate::proof) faults: Vec<Fault>,
    /// Faults that are not told one by one.
    pub(in crate::proof) more: usize,
}

/// Compares.
pub(in crate::proof) fn compare<'a>(
    script: &'a Script,
    stream: &'a Stream<'a>,
    format: Format,
    ledger_of: &'a dyn Fn(NodeId) -> Option<&'a Ledger>,
) -> Outcome {
    let mut comparison = Comparison {
        script,
        stream,
        format,
        ledger_of,
        flows: Vec::new(),
        callers: vec![None; script.flows.len()],
        waiters: BTreeMap::new(),
        open: BTreeSet::new(),
        pieces: BTreeMap::new(),
        index: OnceCell::new(),
        numbers: BTreeMap::new(),
        notes: BTreeMap::new(),
        current: 0,
        reading: Vec::new(),
        spaces: Vec::new(),
        opened: true,
        after: After::Nothing,
        fresh: true,
        strays: 0,
        added: None,
        failed: None,
        outcome: Outcome {
            decoration: stream.decoration.clone(),
            ..Outcome::default()
        },
    };
    comparison.begin();
    comparison.run();
    comparison.close();
    comparison.outcome
}

/// What was met last in the current flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Nothing,
    Letter,
    Made,
}

struct Comparison<'a> {
    script: &'a Script,
    stream: &'a Stream<'a>,
    format: Format,
    ledger_of: &'a dyn Fn(NodeId) -> Option<&'a Ledger>,
    /// The flows of the script by their numbers, then passages that were not
    /// where they should be.
    flows: Vec<Progress<'a>>,
    /// Where each flow stands within another, if it does.
    callers: Vec<Option<(usize, usize)>>,
    /// The flows that others wait for, and which those are.
    waiters: BTreeMap<usize, usize>,
    /// The flows that have begun, or may begin, and are not done.
    open: BTreeSet<usize>,
    /// The passages that were cut out of each flow, by their first tokens.
    pieces: BTreeMap<u32, BTreeMap<usize, usize>>,
    index: OnceCell<Index>,
    /// The numbers that the file gives to notes, by article and note, where it
    /// may choose; and the notes that have them.
    numbers: BTreeMap<(u32, u32), String>,
    notes: BTreeMap<(u32, String), (u32, u32)>,
    current: usize,
    /// The notes that the file has named and that have begun, an inner one after
    /// the one around it.
    reading: Vec<usize>,
    /// The spaces in the text since the last letter or the beginning of a line.
    spaces: Vec<char>,
    /// Whether a line or a cell has begun since the last letter.
    opened: bool,
    after: After,
    /// Whether no letter has been met since a line began, or a generated text.
    fresh: bool,
    /// How many letters that nothing asks for have been met since a line began, or
    /// since the last that was asked for.
    strays: usize,
    /// Where the last fault is, if it is of letters put in.
    added: Option<Option<Place>>,
    /// The last search for a small fault that found none.
    failed: Option<Failed>,
    outcome: Outcome,
}

impl<'a> Comparison<'a> {
    fn run(&mut self) {
        let mut i = 0;
        while let Some(item) = self.stream.items.get(i).copied() {
            match item {
                Item::Space(c) => {
                    self.spaces.push(c);
                    i += 1;
                }
                Item::Open(_) => {
                    self.opened = true;
                    self.fresh = true;
                    self.strays = 0;
                    self.hold_spaces();
                    i += 1;
                }
                Item::Typed(piece, kind) => {
                    i += 1;
                    self.typed(piece, kind, i);
                }
                Item::Letter { .. } => i = self.letter(i),
            }
        }
    }

    /// Reads a letter, and gives the item to go on with.
    fn letter(&mut self, i: usize) -> usize {
        loop {
            if self.turn_in(i) {
                continue;
            }
            match self.step(self.current, i) {
                Some(step) if self.holds(i) => return self.take(&step, i),
                Some(_) => return self.astray(i),
                None if self.turn(i) => {}
                None => return self.astray(i),
            }
        }
    }

    /// Whether the current flow goes on with item `i`. Where a line or a cell
    /// begins, one letter that agrees says little if another flow agrees in
    /// many.
    fn holds(&mut self, i: usize) -> bool {
        if !self.opened {
            return true;
        }
        let enough = self.run_length(i).min(SURE + 2);
        let has_room = self.has_room(self.current, i);
        if has_room && self.agrees(self.current, i, enough) >= enough {
            return true;
        }
        self.drawn(i).is_none() && self.other_flow(i).is_none() && self.block_ahead(i).is_none()
    }

    fn made(&self, number: u32) -> Option<&'a Made> {
        self.script.made.get(number as usize)
    }

    /// Takes a step of the current flow, and gives the item after it.
    fn take(&mut self, step: &Step, i: usize) -> usize {
        let Some(progress) = self.flows.get(self.current) else {
            return i + 1;
        };
        let tokens = progress.tokens;
        let passed = tokens.get(progress.at..step.token).unwrap_or(&[]);
        let token = tokens.get(step.token);
        self.check_spaces(passed, matches!(token, Some(Token::Made(_))), i);
        self.take_room(i);
        match token {
            Some(Token::Letter(letter)) => {
                if letter.first {
                    self.tally(letter.run, letter.at as usize, letter.length.into());
                    self.look_at(i, letter);
                }
                self.after = After::Letter;
                self.fresh = false;
            }
            Some(Token::Made(number)) => {
                if let Some(made) = self.made(*number) {
                    self.generated(made.kind, self.count(i, step.end));
                }
                self.after = After::Made;
                self.fresh = true;
            }
            Some(
                Token::Space { .. }
                | Token::Edge
                | Token::Fork(_)
                | Token::Join(_)
                | Token::After(_)
                | Token::Within(_)
                | Token::Table { .. }
                | Token::Skip(_),
            )
            | None => {}
        }
        self.opened = false;
        self.strays = 0;
        self.advance(self.current, step.at, step.end);
        step.end
    }

    fn generated(&mut self, kind: Kind, count: usize) {
        *self.outcome.generated.entry(kind.name()).or_default() += count;
    }

    /// How many graphemes there are among items.
    fn count(&self, from: usize, to: usize) -> usize {
        let items = self.stream.items.get(from..to).unwrap_or(&[]).iter();
        items
            .filter(|item| matches!(item, Item::Letter { first: true, .. }))
            .count()
    }

    /// Counts a grapheme as kept or as changed by a rule of the ledger.
    fn tally(&mut self, run: u32, at: usize, length: usize) {
        let Some(run) = self.script.runs.get(run as usize) else {
            return;
        };
        let changes = match (self.ledger_of)(run.id) {
            Some(ledger) if run.in_ledger => ledger.of(run.id),
            Some(_) | None => &[],
        };
        // Changes are in the order of their places.
        let next = changes.partition_point(|change| change.at + change.after.len() <= at);
        let changed = changes.get(next).filter(|change| change.at < at + length);
        match changed {
            Some(change) => *self.outcome.changed.entry(change.rule).or_default() += 1,
            None => self.outcome.kept += 1,
        }
    }

    /// A letter that is there for who copies and not for who looks.
    fn look_at(&mut self, i: usize, letter: &Glyph) {
        let Some(Item::Letter { piece, .. }) = self.stream.items.get(i) else {
            return;
        };
        let kind = match self.stream.pieces.get(*piece as usize).map(|p| p.kind) {
            Some(SaidKind::Framed) => FaultKind::Framed,
            Some(SaidKind::Blank) => FaultKind::Blank,
            Some(
                SaidKind::Text
                | SaidKind::Generated(_)
                | SaidKind::Decoration(_)
                | SaidKind::Alternative,
            )
            | None => return,
        };
        let found = self.found(i, self.end_of_grapheme(i));
        let span = self.span(&Token::Letter(*letter));
        self.fault(kind, found.clone(), found, span, i);
    }

    /// The first item after a letter and the marks on it.
    fn end_of_grapheme(&self, i: usize) -> usize {
        let rest = self.stream.items.get(i + 1..).unwrap_or(&[]).iter();
        let marks = rest.take_while(|item| matches!(item, Item::Letter { first: false, .. }));
        i + 1 + marks.count()
    }
}
