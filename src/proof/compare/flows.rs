//! The flows of a script: how far each has been met, which may be met next, and
//! which wait for others.

use super::{After, Comparison};
use crate::proof::script::{Token, TokenText};
use crate::proof::stream::Item;
use crate::write::Format;

/// In how many open flows a table may come next.
const TABLES: usize = 32;

/// How far a flow has been met.
pub(super) struct Progress<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    /// The flow of the script, and where in it the tokens begin.
    pub(super) flow: u32,
    pub(super) offset: usize,
    /// How far flows that begin have been looked for.
    scanned: usize,
    /// The last token that it is not done before.
    last: Option<usize>,
    /// Whether it has begun, or may begin.
    pub(super) open: bool,
    pub(super) begun: bool,
    /// Whether it is a passage that was not where it should be.
    pub(super) moved: bool,
    /// Whether a block has ended before `at`, after the last letter.
    pub(super) broke: bool,
    /// The spaces met after its last letter, before a line began that may be of
    /// another flow.
    pub(super) held: Vec<char>,
    /// The row of a table in columns that it is a cell of, if it is: a flow, and
    /// where in it the cells of the row may begin.
    pub(super) row: Option<(usize, usize)>,
    /// The columns of the text that it has been met in, if it is such a cell.
    pub(super) columns: Option<(usize, usize)>,
}

/// The token after one: what is not for this file is passed over.
pub(super) fn next(tokens: &[Token], at: usize) -> usize {
    match tokens.get(at) {
        Some(Token::Skip(count)) => at + 1 + *count as usize,
        Some(_) | None => at + 1,
    }
}

impl<'a> Comparison<'a> {
    /// Whether a flow waits for another to end.
    pub(super) fn waits(&self, flow: usize) -> bool {
        let flow = self.flows.get(flow);
        let token = flow.and_then(|flow| flow.tokens.get(flow.at));
        token.is_some_and(|token| matches!(token, Token::Join(_)) && self.blocks(token))
    }

    /// Lays out the flows, and opens the first.
    pub(super) fn begin(&mut self) {
        for (number, flow) in self.script.flows.iter().enumerate() {
            self.add(&flow.tokens, number as u32, 0);
        }
        // Cells have higher numbers than the flow that their table is in.
        for number in (0..self.flows.len()).rev() {
            let tokens = self.flows.get(number).map_or(&[][..], |flow| flow.tokens);
            let last = self.last_needed(tokens);
            if let Some(flow) = self.flows.get_mut(number) {
                flow.last = last;
            }
        }
        self.open(0, 0);
    }

    fn add(&mut self, tokens: &'a [Token], flow: u32, offset: usize) -> usize {
        self.flows.push(Progress {
            tokens,
            at: 0,
            flow,
            offset,
            scanned: 0,
            last: self.last_needed(tokens),
            open: false,
            begun: false,
            moved: false,
            broke: false,
            held: Vec::new(),
            row: None,
            columns: None,
        });
        self.flows.len() - 1
    }

    /// The last token that a flow is not done before: one that a file is wrong
    /// without, or a flow that has one.
    fn last_needed(&self, tokens: &[Token]) -> Option<usize> {
        tokens.iter().rposition(|token| match token {
            Token::Within(inner) | Token::Join(inner) => {
                let inner = self.flows.get(*inner as usize);
                inner.is_some_and(|inner| inner.last.is_some())
            }
            token @ (Token::Letter(_)
            | Token::Space { .. }
            | Token::Edge
            | Token::Made(_)
            | Token::Fork(_)
            | Token::After(_)
            | Token::Table { .. }
            | Token::Skip(_)) => self.is_wanted(token),
        })
    }

    /// Whether a file is wrong without this.
    pub(super) fn is_wanted(&self, token: &Token) -> bool {
        match token.text() {
            Some(TokenText::Letter(_)) => true,
            Some(TokenText::Made(number)) => self.made(number).is_some_and(|made| made.required),
            None => false,
        }
    }

    /// Whether nothing of a flow is missing.
    pub(super) fn is_done(&self, flow: usize) -> bool {
        let flow = self.flows.get(flow);
        flow.is_none_or(|flow| flow.last.is_none_or(|last| flow.at > last))
    }

    /// Whether a flow stands in the way of what comes next.
    pub(super) fn blocks(&self, token: &Token) -> bool {
        match token {
            Token::Join(flow) | Token::Within(flow) => !self.is_done(*flow as usize),
            Token::After(flow) => {
                let begun = self.flows.get(*flow as usize).is_none_or(|f| f.begun);
                !begun && !self.is_done(*flow as usize)
            }
            Token::Table { .. } | Token::Skip(_) => true,
            Token::Letter(_)
            | Token::Made(_)
            | Token::Space { .. }
            | Token::Edge
            | Token::Fork(_) => false,
        }
    }

    pub(super) fn open(&mut self, flow: usize, i: usize) {
        let Some(progress) = self.flows.get_mut(flow) else {
            return;
        };
        if !progress.open {
            progress.open = true;
            if !self.is_over(flow) {
                self.open.insert(flow);
            }
            self.peek(flow, i);
        }
    }

    /// Whether a flow has nothing more to say.
    fn is_over(&self, flow: usize) -> bool {
        let rest = self
            .flows
            .get(flow)
            .and_then(|flow| flow.tokens.get(flow.at..));
        let mut rest = rest.unwrap_or(&[]).iter();
        self.is_done(flow) && !rest.any(|token| matches!(token, Token::Made(_)))
    }

    /// A flow has been met up to this token, and item `i` comes next.
    pub(super) fn advance(&mut self, flow: usize, at: usize, i: usize) {
        let Some(progress) = self.flows.get_mut(flow) else {
            return;
        };
        let (from, tokens) = (progress.at, progress.tokens);
        progress.at = at;
        progress.begun = true;
        progress.broke = false;
        for (number, token) in tokens.iter().enumerate().take(at).skip(from) {
            match token {
                Token::Fork(inner) => self.open(*inner as usize, i),
                // The cells of a table that is read out begin one after the other,
                // and not as they would side by side.
                Token::Table { columns, .. } if number + 1 + *columns as usize == at => break,
                Token::Letter(_)
                | Token::Space { .. }
                | Token::Edge
                | Token::Made(_)
                | Token::Join(_)
                | Token::After(_)
                | Token::Within(_)
                | Token::Table { .. }
                | Token::Skip(_) => {}
            }
        }
        self.peek(flow, i);
        if self.is_over(flow) {
            self.open.remove(&flow);
        }
        if self.is_done(flow)
            && let Some(waiter) = self.waiters.remove(&flow)
        {
            self.peek(waiter, i);
        }
    }

    /// Moves a flow past what is neither letter nor space, opens the flows that
    /// begin before its next letter, and decides how a table is read.
    fn peek(&mut self, flow: usize, i: usize) {
        loop {
            let Some(progress) = self.flows.get(flow) else {
                return;
            };
            let (tokens, at) = (progress.tokens, progress.at);
            let Some(token) = tokens.get(at) else {
                break;
            };
            let to = match token {
                Token::Edge => at + 1,
                Token::Fork(inner) => {
                    // In a text only the cells of a table are read side by side.
                    if self.format == Format::Text
                        && let Some(cell) = self.flows.get_mut(*inner as usize)
                    {
                        let first = tokens.get(..at).unwrap_or(&[]).iter();
                        let cells = first.rev().take_while(|t| matches!(t, Token::Fork(_)));
                        let begins = at - cells.count();
                        cell.row = Some((flow, begins));
                    }
                    self.open(*inner as usize, i);
                    at + 1
                }
                Token::Join(inner) if self.blocks(token) => {
                    self.waiters.insert(*inner as usize, flow);
                    break;
                }
                Token::Within(inner) if self.goes_on(*inner as usize, i) => {
                    self.call(*inner as usize, flow, at);
                    self.waiters.insert(*inner as usize, flow);
                    self.open(*inner as usize, i);
                    break;
                }
                Token::Within(inner) => {
                    // What it may say can come after a note.
                    if !self.is_over(*inner as usize) {
                        self.call(*inner as usize, flow, at);
                        self.open(*inner as usize, i);
                    }
                    at + 1
                }
                Token::After(_) if self.blocks(token) => break,
                Token::Join(_) | Token::After(_) => at + 1,
                Token::Table { .. } => break,
                Token::Skip(_) => next(tokens, at),
                Token::Letter(_) | Token::Made(_) | Token::Space { .. } => break,
            };
            if let Some(progress) = self.flows.get_mut(flow) {
                progress.at = to;
                progress.broke |= !matches!(token, Token::Fork(_) | Token::After(_));
            }
        }
        self.look_for_forks(flow, i);
    }

    /// A flow stands within another, at a token of that.
    fn call(&mut self, inner: usize, outer: usize, at: usize) {
        if let Some(caller) = self.callers.get_mut(inner) {
            *caller = Some((outer, at));
        }
    }

    /// Whether a flow within another has something to say yet.
    fn goes_on(&self, flow: usize, i: usize) -> bool {
        let i = self.stream.skip_spaces(i);
        let says = match self.stream.items.get(i) {
            Some(Item::Typed(piece, kind)) => {
                let piece = self.stream.pieces.get(*piece as usize);
                let text = piece.map_or("", |piece| piece.text.as_str());
                self.typed_step(flow, *kind, text).is_some()
            }
            Some(_) | None => self.step(flow, i).is_some(),
        };
        says || !self.is_done(flow)
    }

    fn look_for_forks(&mut self, flow: usize, i: usize) {
        let Some(progress) = self.flows.get(flow) else {
            return;
        };
        let tokens = progress.tokens;
        let mut at = progress.at.max(progress.scanned);
        while let Some(token) = tokens.get(at) {
            if self.is_wanted(token) || self.blocks(token) {
                break;
            }
            if let Token::Fork(inner) = token {
                self.open(*inner as usize, i);
            }
            at += 1;
        }
        if let Some(progress) = self.flows.get_mut(flow) {
            progress.scanned = at;
        }
    }

    /// Turns to the flow that stands within the current one next, if one does.
    pub(super) fn turn_in(&mut self, i: usize) -> bool {
        let progress = self.flows.get(self.current);
        match progress.and_then(|flow| flow.tokens.get(flow.at)) {
            Some(Token::Within(inner)) if self.goes_on(*inner as usize, i) => {
                self.current = *inner as usize;
                self.after = After::Nothing;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Turns from the current flow, which does not go on with item `i`, to a table
    /// that comes next in it or to the flow around it.
    pub(super) fn turn(&mut self, i: usize) -> bool {
        // In a text nothing comes between.
        let sure = self.format == Format::Text || self.agrees(self.current, i, 1) > 0;
        (sure && self.decide(self.current, i)) || self.give_back(i)
    }

    /// Decides how a table is read that comes next in a flow, if one does, and
    /// passes over what may be left out before it.
    pub(super) fn decide(&mut self, flow: usize, i: usize) -> bool {
        let Some(at) = self.table_ahead(flow) else {
            return false;
        };
        let tokens = self.flows.get(flow).map_or(&[][..], |flow| flow.tokens);
        let to = match tokens.get(at) {
            Some(Token::Table { columns, .. }) if self.is_read_out(flow, at, i) => {
                at + 1 + *columns as usize
            }
            Some(Token::Within(_)) => at,
            Some(
                Token::Letter(_)
                | Token::Space { .. }
                | Token::Edge
                | Token::Made(_)
                | Token::Fork(_)
                | Token::Join(_)
                | Token::After(_)
                | Token::Table { .. }
                | Token::Skip(_),
            )
            | None => next(tokens, at),
        };
        self.advance(flow, to, i);
        if let Some(progress) = self.flows.get_mut(flow) {
            progress.broke = true;
        }
        true
    }

    /// Where a table, its end or a cell comes next in a flow, and nothing that a
    /// file is wrong without is before it.
    fn table_ahead(&self, flow: usize) -> Option<usize> {
        let progress = self.flows.get(flow)?;
        let mut rest = progress.tokens.iter().enumerate().skip(progress.at);
        let (at, token) = rest.find(|(_, token)| self.is_wanted(token) || self.blocks(token))?;
        match token {
            Token::Table { .. } | Token::Skip(_) => Some(at),
            Token::Within(_) => Some(at).filter(|at| *at > progress.at),
            Token::Letter(_)
            | Token::Made(_)
            | Token::Space { .. }
            | Token::Edge
            | Token::Fork(_)
            | Token::Join(_)
            | Token::After(_) => None,
        }
    }

    /// Decides how a table is read that comes next in an open flow, if that flow
    /// goes on with item `i`.
    pub(super) fn decide_any(&mut self, i: usize) -> bool {
        let next = self.open.iter().copied().take(TABLES);
        let next: Vec<usize> = next.filter(|f| self.table_ahead(*f).is_some()).collect();
        let sure = next.iter().find(|flow| self.agrees(**flow, i, 1) > 0);
        // In a text nothing comes between.
        let first = next.first().filter(|_| self.format == Format::Text);
        let found = sure.or(first).copied();
        found.is_some_and(|flow| self.decide(flow, i))
    }

    /// A note begins of which the file says that it is one.
    pub(super) fn begin_note(&mut self, flow: usize) {
        let mut reading = std::mem::take(&mut self.reading);
        reading.retain(|note| !self.is_done(*note));
        reading.push(flow);
        self.reading = reading;
    }

    /// Whether a flow can go on here. A note that the file has named is read to
    /// its end: only what stands in it, and other notes, come between.
    pub(super) fn may_go_on(&self, flow: usize) -> bool {
        let mut notes = self.reading.iter().rev();
        let Some(note) = notes.find(|note| !self.is_done(**note)) else {
            return true;
        };
        let mut next = Some(flow);
        while let Some(flow) = next.filter(|flow| flow != note) {
            next = self.caller(flow).map(|(outer, _)| outer);
        }
        next.is_some()
    }

    /// The flow that another stands within, and where in it, if it does.
    pub(super) fn caller(&self, flow: usize) -> Option<(usize, usize)> {
        self.callers.get(flow).copied().flatten()
    }

    /// Goes on with the flow around the current one, where that is done.
    pub(super) fn give_back(&mut self, i: usize) -> bool {
        let caller = self.caller(self.current);
        let Some((outer, at)) = caller.filter(|_| self.is_done(self.current)) else {
            return false;
        };
        let met = self.flows.get(outer).map_or(0, |flow| flow.at);
        if met < at {
            return false;
        }
        self.current = outer;
        self.after = After::Nothing;
        if met == at {
            self.advance(outer, at + 1, i);
        }
        if let Some(progress) = self.flows.get_mut(outer) {
            progress.broke = true;
        }
        true
    }

    /// Makes a flow of its own of tokens that are not met where they should be.
    pub(super) fn put_aside(&mut self, flow: usize, stop: usize, i: usize) {
        let Some(progress) = self.flows.get(flow) else {
            return;
        };
        let (start, number, begun) = (progress.at, progress.flow, progress.begun);
        let moved = flow >= self.script.flows.len();
        let offset = progress.offset + start;
        let passage = progress.tokens.get(start..stop).unwrap_or(&[]);
        // What is waited for there comes too late, if it comes.
        let late: Vec<usize> = passage
            .iter()
            .filter(|token| self.blocks(token))
            .filter_map(|token| match token {
                Token::Join(flow) | Token::After(flow) | Token::Within(flow) => {
                    Some(*flow as usize)
                }
                Token::Letter(_)
                | Token::Space { .. }
                | Token::Edge
                | Token::Made(_)
                | Token::Fork(_)
                | Token::Table { .. }
                | Token::Skip(_) => None,
            })
            .collect();
        for flow in late {
            if let Some(flow) = self.flows.get_mut(flow) {
                flow.moved = true;
                flow.begun = false;
            }
        }
        self.advance(flow, stop, i);
        if let Some(progress) = self.flows.get_mut(flow) {
            progress.begun = begun;
        }
        let aside = self.add(passage, number, offset);
        if let Some(progress) = self.flows.get_mut(aside) {
            progress.open = true;
            progress.moved = true;
        }
        let pieces = self.pieces.entry(number).or_default();
        pieces.insert(offset, aside);
        // What is left of a passage begins later now.
        if moved {
            pieces.insert(offset + stop - start, flow);
        }
        self.after = After::Nothing;
    }

    /// The flow that has a token of the script, and the token's place in it.
    pub(super) fn owner(&self, number: u32, token: usize) -> Option<(usize, usize)> {
        let pieces = self.pieces.get(&number);
        let piece = pieces.and_then(|pieces| pieces.range(..=token).next_back());
        let piece = piece.and_then(|(_, aside)| {
            let progress = self.flows.get(*aside)?;
            let at = token - progress.offset;
            (at < progress.tokens.len()).then_some((*aside, at))
        });
        piece.or(Some((number as usize, token)))
    }
}
