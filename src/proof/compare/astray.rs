//! Where a script and a stream part: what goes on elsewhere, and what is the
//! least damage that explains it.

use super::{Comparison, FAR, FaultKind, Progress, SMALL, SURE, VERY_SURE};
use crate::proof::Format;
use crate::proof::script::{Form, Kind, Token};
use crate::proof::stream::Item;

impl Comparison<'_> {
    /// Item `i` is not what the current flow has next. Gives the item to go on
    /// with.
    pub(super) fn astray(&mut self, i: usize) -> usize {
        let opened = self.opened || self.is_done(self.current);
        self.open_forks();
        if opened && let Some(flow) = self.other_flow(i) {
            self.current = flow;
            self.after_letter = false;
            if self.flows.get(flow).is_some_and(|f| f.moved && f.at == 0) {
                let (text, span) = self.passage(flow);
                self.fault(FaultKind::Moved, text.clone(), text, span, i);
            }
            return i;
        }
        if self.opened
            && let Some(skip) = self.block_ahead(i)
        {
            self.put_aside(skip);
            return i;
        }
        if let Some(end) = self.ornament(i) {
            return end;
        }
        if let Some(end) = self.stream.form_end(&Form::LinkMark, i)
            && self.format == Format::Text
        {
            self.generated(Kind::LinkReference, end - i);
            return end;
        }
        if let Some((skip, end)) = self.small_fault(i) {
            let start = self.flows.get(self.current).map_or(0, |f| f.at);
            self.settle(start, start + skip, i, end);
            return end;
        }
        if let Some(skip) = self.passage_ahead(i) {
            self.put_aside(skip);
            return i;
        }
        // Nothing anywhere begins like this.
        let found = self.stream.letter(i).unwrap_or("").to_owned();
        self.fault(FaultKind::Extra, String::new(), found, None, i);
        self.spaces.clear();
        i + 1
    }

    /// Opens the flows that begin before the next letter of any open one.
    pub(super) fn open_forks(&mut self) {
        let mut forks = Vec::new();
        for progress in self.flows.iter().filter(|flow| flow.open) {
            for token in progress.tokens.get(progress.at..).unwrap_or(&[]) {
                match token {
                    Token::Fork(flow) => forks.push(*flow as usize),
                    Token::Join(flow) if !self.is_done(*flow as usize) => break,
                    token if self.is_wanted(token) => break,
                    _ => {}
                }
            }
        }
        for flow in forks {
            if let Some(flow) = self.flows.get_mut(flow) {
                flow.open = true;
            }
        }
    }

    /// Another flow that goes on here: the first that agrees as far as can be
    /// asked.
    pub(super) fn other_flow(&self, i: usize) -> Option<usize> {
        let enough = self.run_length(i).min(SURE + 2);
        self.flows.iter().enumerate().position(|(flow, progress)| {
            flow != self.current
                && progress.open
                && self.step(flow, i).is_some()
                && self.ahead(progress.tokens, progress.at, i) >= enough
        })
    }

    /// How many letters there are up to the next gap.
    pub(super) fn run_length(&self, i: usize) -> usize {
        let items = self.stream.items.get(i..).unwrap_or(&[]).iter();
        items
            .take_while(|item| !matches!(item, Item::Open(_) | Item::Typed(..)))
            .filter(|item| matches!(item, Item::Letter { .. }))
            .take(VERY_SURE)
            .count()
    }

    /// A line that a text draws: under a title, between parts.
    fn ornament(&mut self, i: usize) -> Option<usize> {
        if self.format != Format::Text || !self.opened {
            return None;
        }
        let Some(Item::Letter { piece, .. }) = self.stream.items.get(i) else {
            return None;
        };
        let text = &self.stream.pieces.get(*piece as usize)?.text;
        let drawn = |c: char| matches!(c, '=' | '-' | '─' | '*' | ' ');
        if !text.chars().all(drawn) {
            return None;
        }
        let of_piece = |item: &&Item| match item {
            Item::Letter { piece: other, .. } => other == piece,
            Item::Space(_) => true,
            Item::Open(_) | Item::Typed(..) => false,
        };
        let count = self
            .stream
            .items
            .get(i..)?
            .iter()
            .take_while(of_piece)
            .count();
        *self.outcome.decoration.entry("rules").or_default() += count;
        Some(i + count)
    }

    /// How many tokens to pass over and which item to go on with, so that the
    /// current flow and the stream agree again with the least damage.
    fn small_fault(&self, i: usize) -> Option<(usize, usize)> {
        let progress = self.flows.get(self.current)?;
        for damage in 1..=SMALL {
            for lost in 0..=damage {
                let (at, end) = (progress.at + lost, i + damage - lost);
                if at > progress.tokens.len() || end > self.stream.items.len() {
                    continue;
                }
                let sure = if damage <= 4 { SURE } else { SURE + damage / 6 };
                let agrees = self.ahead(progress.tokens, at, end);
                let left = progress.tokens.get(at..).unwrap_or(&[]).iter();
                let left = left
                    .filter(|token| matches!(token, Token::Letter { .. }))
                    .take(VERY_SURE)
                    .count();
                // Near its end a flow cannot agree longer than it is.
                if agrees >= sure.min(left) && (agrees > 0 || (left == 0 && damage <= 2)) {
                    return Some((lost, end));
                }
            }
        }
        None
    }

    /// Tells what a small fault is, and passes over it.
    fn settle(&mut self, start: usize, stop: usize, i: usize, end: usize) {
        let tokens = self.flows.get(self.current).map_or(&[][..], |f| f.tokens);
        let passed = tokens.get(start..stop).unwrap_or(&[]);
        self.pass(passed);
        if let Some(progress) = self.flows.get_mut(self.current) {
            progress.at = stop;
        }
        let (expected, span) = self.words(passed);
        let found: String = (i..end).filter_map(|at| self.stream.letter(at)).collect();
        let kind = match (expected.is_empty(), found.is_empty()) {
            (false, false) => FaultKind::Altered,
            (false, true) => FaultKind::Lost,
            (true, false) => FaultKind::Extra,
            (true, true) => return,
        };
        let span = span.or_else(|| tokens.get(stop).and_then(|token| self.span(token)));
        self.fault(kind, expected, found, span, i);
        self.spaces.clear();
        self.after_letter = false;
    }

    /// How many tokens lie between here and a block of the current flow that
    /// begins with item `i`.
    pub(super) fn block_ahead(&self, i: usize) -> Option<usize> {
        let progress = self.flows.get(self.current)?;
        let last = progress.tokens.len().min(progress.at + FAR);
        let ahead = progress.tokens.get(progress.at..last)?;
        let sure = VERY_SURE.min(self.run_length(i).max(SURE));
        (1..ahead.len()).find(|skip| {
            ahead.get(skip - 1) == Some(&Token::Edge)
                && self.ahead(progress.tokens, progress.at + skip, i) >= sure
        })
    }

    /// How many tokens lie between here and a passage of the current flow that
    /// begins with item `i`.
    fn passage_ahead(&self, i: usize) -> Option<usize> {
        let progress = self.flows.get(self.current)?;
        let last = progress.tokens.len().min(progress.at + FAR);
        let run = self.run_length(i).max(SURE);
        let sure = VERY_SURE.min(run);
        (progress.at + 1..last)
            .find(|at| self.ahead(progress.tokens, *at, i) >= sure)
            .map(|at| at - progress.at)
    }

    /// Makes a flow of its own of tokens that are not met where they should be.
    fn put_aside(&mut self, skip: usize) {
        let Some(progress) = self.flows.get_mut(self.current) else {
            return;
        };
        let stop = progress.at + skip;
        let passage = progress.tokens.get(progress.at..stop).unwrap_or(&[]);
        progress.at = stop;
        self.pass(passage);
        self.flows.push(Progress {
            tokens: passage,
            at: 0,
            open: true,
            moved: true,
        });
        self.after_letter = false;
    }
}
