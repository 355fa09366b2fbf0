//! Where a script and a stream part: what goes on elsewhere, and what is the
//! least damage that explains it.

use super::flows::next;
use super::index::{FEW, MORE};
use super::{After, Comparison, FaultKind, SMALL, SURE, VERY_SURE};
use crate::proof::script::Token;
use crate::proof::stream::{Item, letters_of};
use crate::write::Format;

/// How many open flows are asked one by one, from the first and from the last.
const ASKED: usize = 32;
/// How many places are tried of those that a passage may stand at.
const TRIED: usize = 64;
/// How far ahead in a flow a short passage is believed to be, in tokens.
const NEAR: usize = 2_000;

/// A search for a small fault that found none.
#[derive(Clone, Copy)]
pub(super) struct Failed {
    flow: usize,
    at: usize,
    i: usize,
}

impl Comparison<'_> {
    /// Item `i` is not what the current flow has next. Gives the item to go on
    /// with.
    pub(super) fn astray(&mut self, i: usize) -> usize {
        let opened = self.opened || self.is_done(self.current) || self.waits(self.current);
        if opened && let Some(flow) = self.other_flow(i) {
            self.enter(flow, i);
            return i;
        }
        if (opened && self.decide_any(i)) || self.decide(self.current, i) {
            return i;
        }
        if self.opened
            && let Some(at) = self.block_ahead(i)
        {
            self.put_aside(self.current, at, i);
            return i;
        }
        if let Some(end) = self.ornament(i) {
            return end;
        }
        if let Some((skip, end)) = self.small_fault(i) {
            self.settle(skip, i, end);
            return end;
        }
        if let Some((flow, at)) = self.passage(i, opened) {
            let here = self.flows.get(flow).map_or(0, |flow| flow.at);
            if at > here {
                self.put_aside(flow, at, i);
            }
            if flow != self.current {
                self.enter(flow, i);
            }
            return i;
        }
        // Nothing anywhere begins like this.
        let found = self.found(i, i + 1);
        self.fault(FaultKind::Extra, String::new(), found, None, i);
        self.strays += 1;
        self.drop_spaces();
        i + 1
    }

    /// Goes on with another flow.
    fn enter(&mut self, flow: usize, i: usize) {
        self.current = flow;
        self.after = After::Nothing;
        let breaks_in = !self.may_go_on(flow);
        if breaks_in {
            self.reading.clear();
        }
        let elsewhere = self
            .flows
            .get(flow)
            .is_some_and(|flow| !flow.open || (flow.moved && !flow.begun) || breaks_in);
        self.open(flow, i);
        if elsewhere {
            let (text, span) = self.passage_of(flow);
            self.fault(FaultKind::Moved, text.clone(), text, span, i);
        }
    }

    /// Another flow that goes on here: of those that agree as far as can be
    /// asked, the one that agrees longest.
    pub(super) fn other_flow(&self, i: usize) -> Option<usize> {
        // After a stray letter little of a line says little.
        let enough = match self.strays {
            0 => self.run_length(i).min(SURE + 2),
            _ => SURE + 2,
        };
        let mut best: Option<(usize, usize)> = None;
        let mut ask = |flow: usize| {
            let agrees = flow != self.current && self.step(flow, i).is_some();
            if agrees && self.has_room(flow, i) && self.may_go_on(flow) {
                let agrees = self.agrees(flow, i, VERY_SURE);
                if agrees >= enough && best.is_none_or(|(most, _)| agrees > most) {
                    best = Some((agrees, flow));
                }
            }
        };
        if self.open.len() <= 2 * ASKED {
            self.open.iter().copied().for_each(ask);
        } else {
            self.open.iter().copied().take(ASKED).for_each(&mut ask);
            self.open
                .iter()
                .rev()
                .copied()
                .take(ASKED)
                .for_each(&mut ask);
            // Of the others, those that begin like this.
            for (_, flow, at) in self.places(i, FEW).iter().take(TRIED) {
                let flow = *flow as usize;
                let next = self.flows.get(flow).filter(|flow| flow.open);
                if next.is_some_and(|flow| flow.at == *at as usize) {
                    ask(flow);
                }
            }
        }
        best.map(|(_, flow)| flow)
    }

    /// How many letters there are up to the next gap.
    pub(super) fn run_length(&self, i: usize) -> usize {
        letters_of(self.stream.line(i)).take(VERY_SURE).count()
    }

    /// A line that a text draws: under a title, between parts.
    fn ornament(&mut self, i: usize) -> Option<usize> {
        // It may stand after the mark of a list or of a note.
        let end = self.drawn(i).filter(|_| self.fresh)?;
        *self.outcome.decoration.entry("rules").or_default() += self.count(i, end);
        Some(end)
    }

    /// Where a line ends that a text may have drawn.
    pub(super) fn drawn(&self, i: usize) -> Option<usize> {
        if self.format != Format::Text {
            return None;
        }
        let line = self.stream.line(i);
        let is_drawn = |item: &Item| match item {
            Item::Letter { c, .. } => matches!(c, '=' | '-' | '─' | '*'),
            Item::Space(_) => true,
            Item::Open(_) | Item::Typed(..) => false,
        };
        let all = line.clone().all(is_drawn);
        let end = i + line.count();
        (all && end > i).then_some(end)
    }

    /// How many tokens to pass over and which item to go on with, so that the
    /// current flow and the stream agree again with the least damage.
    fn small_fault(&mut self, i: usize) -> Option<(usize, usize)> {
        let progress = self.flows.get(self.current)?;
        let (tokens, start) = (progress.tokens, progress.at);
        let mut places = vec![start];
        let mut at = start;
        while places.len() <= SMALL && at < tokens.len() {
            at = next(tokens, at).min(tokens.len());
            places.push(at);
        }
        // A search that failed a little before has tried all but the greatest
        // damage.
        let tried = self
            .failed
            .filter(|f| (f.flow, f.at) == (self.current, start) && f.i < i);
        let tried = tried.map_or(0, |failed| (SMALL + 1).saturating_sub(i - failed.i));
        for damage in tried.max(1)..=SMALL {
            for lost in 0..=damage {
                let Some(at) = places.get(lost).copied() else {
                    break;
                };
                let end = i + damage - lost;
                if end > self.stream.items.len() {
                    continue;
                }
                let sure = if damage <= 4 { SURE } else { SURE + damage / 6 };
                let agrees = self.ahead(self.current, at, end, sure);
                // Near its end a flow cannot agree longer than it is.
                let left = || {
                    let rest = tokens.get(at..).unwrap_or(&[]).iter();
                    let letters = rest.filter(|token| matches!(token, Token::Letter(_)));
                    letters.take(sure).count()
                };
                if agrees >= sure
                    || (agrees > 0 && agrees >= left())
                    || (agrees == 0 && damage <= 2 && left() == 0)
                {
                    return Some((at, end));
                }
            }
        }
        self.failed = Some(Failed {
            flow: self.current,
            at: start,
            i,
        });
        None
    }

    /// Records what a small fault is, and passes over it.
    fn settle(&mut self, stop: usize, i: usize, end: usize) {
        let Some(progress) = self.flows.get(self.current) else {
            return;
        };
        let (tokens, start) = (progress.tokens, progress.at);
        // What is shown are whole graphemes.
        let before = self.marks_before(tokens, start, i);
        let after = self.marks_after(tokens, stop, end);
        let shown = tokens.get(start - before.0..stop + after.0).unwrap_or(&[]);
        let (expected, span) = self.words(shown);
        let found = self.found(i - before.1, end + after.1);
        let lost = tokens.get(start..stop).unwrap_or(&[]);
        let nothing = self.words(lost).0.is_empty() && self.count_letters(i, end) == 0;
        let span = span.or_else(|| tokens.get(stop).and_then(|token| self.span(token)));
        self.advance(self.current, stop, end);
        let kind = match (expected.is_empty(), found.is_empty()) {
            _ if nothing => return,
            (false, false) => FaultKind::Altered,
            (false, true) => FaultKind::Lost,
            (true, false) => FaultKind::Extra,
            (true, true) => return,
        };
        self.fault(kind, expected, found, span, i);
        self.drop_spaces();
        self.after = After::Nothing;
    }

    /// How many tokens and items before a fault are of a grapheme that goes on
    /// in it: as many letters on both sides.
    fn marks_before(&self, tokens: &[Token], at: usize, i: usize) -> (usize, usize) {
        let mut letters = 0;
        loop {
            let goes_on = |token: Option<&Token>| matches!(token, Some(Token::Letter(letter)) if !letter.first);
            let item = self.stream.items.get(i - letters);
            let shown = matches!(item, Some(Item::Letter { first: false, .. }));
            if !(goes_on(tokens.get(at - letters)) || shown) {
                return (letters, letters);
            }
            let more = letters + 1;
            let token = at.checked_sub(more).and_then(|at| tokens.get(at));
            let letter = i.checked_sub(more).and_then(|i| self.stream.letter(i));
            if !matches!(token, Some(Token::Letter(token)) if Some(token.c) == letter) {
                return (letters, letters);
            }
            letters = more;
        }
    }

    /// The same after a fault.
    fn marks_after(&self, tokens: &[Token], at: usize, i: usize) -> (usize, usize) {
        let mut letters = 0;
        while let (Some(Token::Letter(token)), Some(Item::Letter { c, first, .. })) =
            (tokens.get(at + letters), self.stream.items.get(i + letters))
            && token.c == *c
            && !(token.first && *first)
        {
            letters += 1;
        }
        (letters, letters)
    }

    /// Where a block of the current flow begins that goes on with item `i`.
    pub(super) fn block_ahead(&self, i: usize) -> Option<usize> {
        self.in_flow(i, true)
    }

    /// Where in the script what comes from item `i` on has not been met yet: in
    /// the current flow, else, where a line begins, in any.
    fn passage(&self, i: usize, opened: bool) -> Option<(usize, usize)> {
        if let Some(at) = self.in_flow(i, false) {
            return Some((self.current, at));
        }
        if !opened {
            return None;
        }
        let (sure, length) = self.lookup(i);
        let places = self.places(i, length).iter().take(TRIED);
        let found = places.filter_map(|(_, number, token)| {
            let (flow, at) = self.owner(*number, *token as usize)?;
            let progress = self.flows.get(flow)?;
            let met = at < progress.at || flow == self.current;
            (!met && self.ahead(flow, at, i, VERY_SURE) >= sure).then_some((flow, at))
        });
        // Where something is open it is believed first.
        found.min_by_key(|(flow, at)| {
            let progress = self.flows.get(*flow);
            let open = progress.is_some_and(|flow| flow.open);
            (!open, progress.is_some_and(|flow| flow.at != *at))
        })
    }

    /// How many letters from item `i` on must agree for a passage to be believed,
    /// and how many of them are looked up.
    fn lookup(&self, i: usize) -> (usize, usize) {
        let run = self.run_length(i).max(SURE);
        (run.min(VERY_SURE), if run < MORE { FEW } else { MORE })
    }

    fn in_flow(&self, i: usize, block: bool) -> Option<usize> {
        let progress = self.flows.get(self.current)?;
        let (sure, length) = self.lookup(i);
        let places = self.places(i, length);
        let here = (progress.flow, (progress.offset + progress.at) as u32);
        let from = places.partition_point(|(_, flow, at)| (*flow, *at) <= here);
        let places = places.get(from..).unwrap_or(&[]).iter();
        let end = progress.offset + progress.tokens.len();
        let ahead = places
            .take_while(|(_, flow, at)| *flow == progress.flow && (*at as usize) < end)
            .map(|(_, _, at)| *at as usize - progress.offset)
            .take_while(|at| block || length == MORE || *at < progress.at + NEAR);
        let fits = |at: &usize| {
            (!block || begins_block(progress.tokens, progress.at, *at))
                && self.ahead(self.current, *at, i, VERY_SURE) >= sure
        };
        ahead.take(TRIED).find(fits)
    }
}

/// Whether a block has ended between two tokens, and nothing is said after its
/// end.
fn begins_block(tokens: &[Token], from: usize, at: usize) -> bool {
    let before = tokens.get(from..at).unwrap_or(&[]).iter().rev();
    let mut before = before.take_while(|token| !matches!(token, Token::Letter(_)));
    before.any(|token| *token == Token::Edge)
}
