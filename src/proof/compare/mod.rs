//! A script and a stream in, where they agree and where they part out.
//!
//! The stream is read once from beginning to end. A flow is followed as long as
//! it agrees; where it does not, and a line or a cell begins, another flow may
//! go on there. What agrees with nothing is laid to the least damage: a few
//! letters lost, changed or put in, or a passage that stands elsewhere.

mod astray;
mod faults;

use super::Format;
use super::said::{Kind as SaidKind, Place};
use super::script::{Kind, Made, Script, Token};
use super::stream::{Item, Stream, is_same};
use crate::model::{Ledger, NodeId};
use crate::source::Span;
use std::collections::BTreeMap;

/// How many letters must agree where two texts are laid side by side again
/// after a small fault.
const SURE: usize = 6;
/// The same after a passage that is not where it should be.
const VERY_SURE: usize = 14;
/// How many letters a small fault may have on both sides together.
const SMALL: usize = 48;
/// How far ahead a passage is looked for, in tokens.
const FAR: usize = 40_000;
/// How many faults are told one by one.
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
    let mut flows: Vec<Progress> = script
        .flows
        .iter()
        .map(|flow| Progress {
            tokens: &flow.tokens,
            at: 0,
            open: false,
            moved: false,
        })
        .collect();
    if let Some(main) = flows.first_mut() {
        main.open = true;
    }
    let mut comparison = Comparison {
        script,
        stream,
        format,
        ledger_of,
        flows,
        current: 0,
        spaces: Vec::new(),
        opened: true,
        after_letter: false,
        outcome: Outcome {
            decoration: stream.decoration.clone(),
            ..Outcome::default()
        },
    };
    comparison.run();
    comparison.outcome
}

/// How far a flow has been met.
struct Progress<'a> {
    tokens: &'a [Token],
    at: usize,
    open: bool,
    /// Whether it is a passage that was not where it should be.
    moved: bool,
}

struct Comparison<'a> {
    script: &'a Script,
    stream: &'a Stream<'a>,
    format: Format,
    ledger_of: &'a dyn Fn(NodeId) -> Option<&'a Ledger>,
    flows: Vec<Progress<'a>>,
    current: usize,
    /// The spaces in the text since the last letter.
    spaces: Vec<char>,
    /// Whether a line or a cell has begun since the last letter.
    opened: bool,
    /// Whether the last thing met was a letter of the current flow.
    after_letter: bool,
    outcome: Outcome,
}

/// A letter or a generated text of a flow that agrees with the stream.
struct Step {
    /// The first token after it.
    at: usize,
    /// The first item after it.
    end: usize,
    /// The token that agrees.
    token: usize,
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
                    i += 1;
                }
                Item::Typed(piece, kind) => {
                    i += 1;
                    self.typed(piece, kind, i);
                }
                Item::Letter { .. } => {
                    i = match self.step(self.current, i) {
                        Some(step) if self.holds(i) => self.take(&step, i),
                        Some(_) | None => self.astray(i),
                    };
                }
            }
        }
        self.close();
    }

    /// Whether the current flow goes on with item `i`. Where a line or a cell
    /// begins, one letter that agrees says little if another flow agrees in
    /// many.
    fn holds(&mut self, i: usize) -> bool {
        if !self.opened {
            return true;
        }
        let agrees = self
            .flows
            .get(self.current)
            .map_or(0, |flow| self.ahead(flow.tokens, flow.at, i));
        if agrees >= self.run_length(i).min(SURE + 2) {
            return true;
        }
        self.open_forks();
        self.other_flow(i).is_none() && self.block_ahead(i).is_none()
    }

    fn made(&self, number: u32) -> Option<&'a Made> {
        self.script.made.get(number as usize)
    }

    fn is_done(&self, flow: usize) -> bool {
        self.flows.get(flow).is_none_or(|flow| {
            flow.tokens
                .get(flow.at..)
                .unwrap_or(&[])
                .iter()
                .all(|token| !self.is_wanted(token))
        })
    }

    /// Whether a file is wrong without this.
    fn is_wanted(&self, token: &Token) -> bool {
        match token {
            Token::Letter { .. } => true,
            Token::Made(number) => self.made(*number).is_some_and(|made| made.required),
            Token::Space { .. } | Token::Edge | Token::Fork(_) | Token::Join(_) => false,
        }
    }

    /// What of a flow, from where it has been met, agrees with item `i`.
    fn step(&self, flow: usize, i: usize) -> Option<Step> {
        let progress = self.flows.get(flow)?;
        self.step_from(progress.tokens, progress.at, i)
    }

    fn step_from(&self, tokens: &[Token], mut at: usize, i: usize) -> Option<Step> {
        loop {
            match tokens.get(at)? {
                Token::Letter { from, to, .. } => {
                    let wanted = self.script.text.get(*from as usize..*to as usize)?;
                    return is_same(wanted, self.stream.letter(i)?).then_some(Step {
                        at: at + 1,
                        end: i + 1,
                        token: at,
                    });
                }
                Token::Made(number) => {
                    let made = self.made(*number)?;
                    // Of several forms the one after which most agrees.
                    let ends = made.forms.iter();
                    let ends = ends.filter_map(|form| self.stream.form_end(form, i));
                    let after = |end: &usize| (self.ahead(tokens, at + 1, *end), *end);
                    match ends.max_by_key(after) {
                        Some(end)
                            if made.required
                                || self.ahead(tokens, at + 1, end)
                                    >= self.ahead(tokens, at + 1, i) =>
                        {
                            return Some(Step {
                                at: at + 1,
                                end,
                                token: at,
                            });
                        }
                        None if made.required => return None,
                        Some(_) | None => {}
                    }
                }
                Token::Join(flow) if !self.is_done(*flow as usize) => return None,
                Token::Space { .. } | Token::Edge | Token::Fork(_) | Token::Join(_) => {}
            }
            at += 1;
        }
    }

    /// How many letters agree, one after the other, up to a few more than
    /// anybody needs to be sure.
    fn ahead(&self, tokens: &[Token], mut at: usize, mut i: usize) -> usize {
        let mut count = 0;
        while count < VERY_SURE {
            match tokens.get(at) {
                Some(Token::Letter { from, to, .. }) => {
                    i = self.stream.skip_spaces(i);
                    let wanted = self.script.text.get(*from as usize..*to as usize);
                    match (wanted, self.stream.letter(i)) {
                        (Some(wanted), Some(found)) if is_same(wanted, found) => {}
                        _ => return count,
                    }
                    count += 1;
                    i += 1;
                }
                Some(Token::Made(number)) => {
                    let place = self.stream.skip_spaces(i);
                    if let (Some(made), Some(Item::Typed(_, kind))) =
                        (self.made(*number), self.stream.items.get(place))
                        && made.kind == *kind
                    {
                        i = place + 1;
                    } else if let Some(made) = self.made(*number) {
                        let ends = made.forms.iter();
                        let ends = ends.map(|form| self.stream.form_end(form, place));
                        if let Some(end) = ends.flatten().max() {
                            if !made.required {
                                // It may be there, or it is the author's own.
                                let with = end - place + self.ahead(tokens, at + 1, end);
                                return count + with.max(self.ahead(tokens, at + 1, i));
                            }
                            count += end - place;
                            i = end;
                        } else if made.required {
                            return count;
                        }
                    }
                }
                Some(Token::Space { .. } | Token::Edge | Token::Fork(_) | Token::Join(_)) => {}
                None => return count,
            }
            at += 1;
        }
        count
    }

    /// Takes a step of the current flow, and gives the item after it.
    fn take(&mut self, step: &Step, i: usize) -> usize {
        let Some(progress) = self.flows.get_mut(self.current) else {
            return i + 1;
        };
        let tokens = progress.tokens;
        let from = std::mem::replace(&mut progress.at, step.at);
        let passed = tokens.get(from..step.token).unwrap_or(&[]);
        if matches!(tokens.get(step.token), Some(Token::Made(_))) {
            // What is generated has what spaces it wants before it.
            self.after_letter = false;
        }
        self.check_spaces(passed, i);
        self.pass(passed);
        match tokens.get(step.token) {
            Some(Token::Letter { from, run, at, to }) => {
                self.tally(*run, *at, (to - from) as usize);
                self.look_at(i, tokens.get(step.token));
                self.after_letter = true;
            }
            Some(Token::Made(number)) => {
                if let Some(made) = self.made(*number) {
                    self.generated(made.kind, step.end - i);
                }
                self.after_letter = false;
            }
            Some(_) | None => {}
        }
        self.spaces.clear();
        self.opened = false;
        step.end
    }

    /// Opens the flows that begin among tokens.
    fn pass(&mut self, tokens: &[Token]) {
        for token in tokens {
            if let Token::Fork(flow) = token
                && let Some(flow) = self.flows.get_mut(*flow as usize)
            {
                flow.open = true;
            }
        }
    }

    fn generated(&mut self, kind: Kind, count: usize) {
        *self.outcome.generated.entry(kind.name()).or_default() += count;
    }

    /// Counts a letter as kept or as changed by a rule of the ledger.
    fn tally(&mut self, run: u32, at: u32, length: usize) {
        let Some(run) = self.script.runs.get(run as usize) else {
            return;
        };
        let at = at as usize;
        let changes = match (self.ledger_of)(run.id) {
            Some(ledger) if run.in_ledger => ledger.of(run.id),
            Some(_) | None => &[],
        };
        let changed = changes
            .iter()
            .find(|change| change.at < at + length && at < change.at + change.after.len());
        match changed {
            Some(change) => *self.outcome.changed.entry(change.rule).or_default() += 1,
            None => self.outcome.kept += 1,
        }
    }

    /// A letter that is there for who copies and not for who looks.
    fn look_at(&mut self, i: usize, token: Option<&Token>) {
        let Some(Item::Letter { piece, .. }) = self.stream.items.get(i) else {
            return;
        };
        let kind = match self.stream.pieces.get(*piece as usize).map(|p| p.kind) {
            Some(SaidKind::Framed) => FaultKind::Framed,
            Some(SaidKind::Blank) => FaultKind::Blank,
            _ => return,
        };
        let letter = self.stream.letter(i).unwrap_or("").to_owned();
        let span = token.and_then(|token| self.span(token));
        self.fault(kind, letter.clone(), letter, span, i);
    }

    /// The spaces between two letters: those that should be there are, and no
    /// others are within a word.
    fn check_spaces(&mut self, passed: &[Token], i: usize) {
        let wanted = passed.iter().rev().find_map(|token| match token {
            Token::Space { c, run, at } => Some((*c, *run, *at, *token)),
            _ => None,
        });
        let breaks = passed
            .iter()
            .any(|token| matches!(token, Token::Edge | Token::Made(_) | Token::Join(_)));
        match wanted {
            None => {
                let within = self.after_letter && !breaks && !self.opened;
                if let (true, Some(c)) = (within, self.spaces.first().copied()) {
                    self.fault(FaultKind::Extra, String::new(), c.to_string(), None, i);
                }
            }
            Some((c, run, at, token)) => {
                if self.spaces.is_empty() && !self.opened {
                    if self.after_letter && !breaks {
                        let span = self.span(&token);
                        self.fault(FaultKind::Lost, c.to_string(), String::new(), span, i);
                    }
                } else if c == ' ' || self.spaces.is_empty() || self.spaces.contains(&c) {
                    self.tally(run, at, c.len_utf8());
                } else if self.format == Format::Epub
                    && c == '\u{202f}'
                    && self.spaces == ['\u{a0}']
                {
                    *self.outcome.changed.entry("epub-spaces").or_default() += 1;
                } else {
                    let span = self.span(&token);
                    let found = self.spaces.iter().collect();
                    self.fault(FaultKind::Altered, c.to_string(), found, span, i);
                }
            }
        }
    }

    /// A piece of which the file says itself what it is, before item `next`. Where
    /// several flows ask for one, as two lists for a bullet, it is that of which
    /// most agrees after it.
    fn typed(&mut self, piece: u32, kind: Kind, next: usize) {
        let text = self
            .stream
            .pieces
            .get(piece as usize)
            .map_or("", |piece| piece.text.as_str());
        let flows: Vec<usize> = std::iter::once(self.current)
            .chain(0..self.flows.len())
            .filter(|flow| self.flows.get(*flow).is_some_and(|f| f.open))
            .collect();
        let mut best: Option<(usize, usize, usize, usize)> = None;
        for flow in flows {
            let tokens = self.flows.get(flow).map_or(&[][..], |f| f.tokens);
            if let Some((token, at)) = self.typed_step(flow, kind, text) {
                let agrees = self.ahead(tokens, at, next);
                if best.is_none_or(|(most, ..)| agrees > most) {
                    best = Some((agrees, flow, token, at));
                }
            }
        }
        if let Some((_, flow, token, at)) = best {
            let tokens = self.flows.get(flow).map_or(&[][..], |f| f.tokens);
            let from = self.flows.get(flow).map_or(0, |f| f.at);
            self.pass(tokens.get(from..token).unwrap_or(&[]));
            if let Some(progress) = self.flows.get_mut(flow) {
                progress.at = at;
            }
            if flow != self.current {
                self.after_letter = false;
            }
            self.current = flow;
        }
        self.generated(kind, text.trim().chars().count());
    }

    /// The token of a flow that asks next for something of this kind, before
    /// any letter.
    fn typed_step(&self, flow: usize, kind: Kind, text: &str) -> Option<(usize, usize)> {
        let progress = self.flows.get(flow)?;
        let mut at = progress.at;
        loop {
            match progress.tokens.get(at)? {
                Token::Made(number) => {
                    let made = self.made(*number)?;
                    if made.kind == kind && made.forms.iter().any(|form| form.is(text)) {
                        return Some((at, at + 1));
                    }
                    if made.required {
                        return None;
                    }
                }
                Token::Letter { .. } => return None,
                Token::Join(flow) if !self.is_done(*flow as usize) => return None,
                Token::Space { .. } | Token::Edge | Token::Fork(_) | Token::Join(_) => {}
            }
            at += 1;
        }
    }
}
