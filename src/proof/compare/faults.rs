//! What is lost, and how a fault is reported: its words, its places.

use super::flows::next;
use super::{Comparison, Fault, FaultKind, TOLD};
use crate::proof::script::{Token, TokenText};
use crate::proof::stream::{Item, letters_of};
use crate::source::Span;
use unicode_normalization::UnicodeNormalization;

impl Comparison<'_> {
    /// What is left of flows is lost, a block at a time.
    pub(super) fn close(&mut self) {
        for flow in 0..self.flows.len() {
            let Some((tokens, mut at)) = self.flows.get(flow).map(|f| (f.tokens, f.at)) else {
                continue;
            };
            let mut block = Vec::new();
            while at < tokens.len() {
                block.extend(tokens.get(at).copied());
                at = next(tokens, at);
                let ends = tokens.get(at).is_none_or(|token| *token == Token::Edge);
                if !ends {
                    continue;
                }
                let (text, span) = self.words(&block);
                block.clear();
                if !text.is_empty() {
                    self.record(Fault {
                        kind: FaultKind::Lost,
                        expected: text,
                        found: String::new(),
                        span,
                        place: None,
                    });
                }
            }
        }
    }

    /// What a flow says next, up to the end of the block.
    pub(super) fn passage_of(&self, flow: usize) -> (String, Option<Span>) {
        let flow = self.flows.get(flow);
        let tokens = flow.and_then(|flow| flow.tokens.get(flow.at..));
        let tokens = tokens.unwrap_or(&[]);
        let is_said = |token: &Token| matches!(token, Token::Letter(_) | Token::Made(_));
        let from = tokens.iter().position(is_said).unwrap_or(0);
        let tokens = tokens.get(from..).unwrap_or(&[]);
        let ends = tokens.iter().position(|token| *token == Token::Edge);
        self.words(tokens.get(..ends.unwrap_or(tokens.len())).unwrap_or(&[]))
    }

    /// What tokens say, and where the first of it stands in the source.
    pub(super) fn words(&self, tokens: &[Token]) -> (String, Option<Span>) {
        let (mut text, mut span) = (String::new(), None);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token.text() {
                Some(TokenText::Letter(letter)) => {
                    text.push(letter.c);
                    span = span.or_else(|| self.span(token));
                }
                Some(TokenText::Made(number)) => {
                    if let Some(made) = self.made(number).filter(|made| made.required) {
                        text.push_str(&made.shown());
                        span = span.or(made.span);
                    }
                }
                None => {
                    if matches!(token, Token::Space { .. }) && !text.is_empty() {
                        text.push(' ');
                    }
                }
            }
            at = next(tokens, at);
        }
        text.truncate(text.trim_end().len());
        (text.nfc().collect(), span)
    }

    /// What items say, without their spaces.
    pub(super) fn found(&self, from: usize, to: usize) -> String {
        letters_of(self.stream.between(from, to)).nfc().collect()
    }

    /// How many letters there are among items.
    pub(super) fn count_letters(&self, from: usize, to: usize) -> usize {
        letters_of(self.stream.between(from, to)).count()
    }

    /// Where a token stands in the source.
    pub(super) fn span(&self, token: &Token) -> Option<Span> {
        let (run, at, length) = match token {
            Token::Letter(letter) => (&letter.run, &letter.at, letter.length.into()),
            Token::Space { run, at, c } => (run, at, c.len_utf8() as u32),
            Token::Made(number) => return self.made(*number)?.span,
            Token::Edge
            | Token::Fork(_)
            | Token::Join(_)
            | Token::After(_)
            | Token::Within(_)
            | Token::Table { .. }
            | Token::Skip(_) => return None,
        };
        let run = self.script.runs.get(*run as usize)?;
        let place = |at: u32| match (self.ledger_of)(run.id) {
            Some(ledger) if run.in_ledger => ledger.before(run.id, at as usize) as u32,
            Some(_) | None => at,
        };
        Some(Span {
            start: (run.span.start + place(*at)).min(run.span.end),
            end: (run.span.start + place(at + length)).min(run.span.end),
            ..run.span
        })
    }

    pub(super) fn fault(
        &mut self,
        kind: FaultKind,
        expected: String,
        found: String,
        span: Option<Span>,
        i: usize,
    ) {
        let piece = match self.stream.items.get(i) {
            Some(Item::Letter { piece, .. } | Item::Open(piece) | Item::Typed(piece, _)) => {
                Some(*piece)
            }
            Some(Item::Space(_)) | None => None,
        };
        let piece = piece.and_then(|piece| self.stream.pieces.get(piece as usize));
        let place = piece.map(|piece| piece.place.clone());
        self.record(Fault {
            kind,
            expected,
            found,
            span,
            place,
        });
    }

    fn record(&mut self, fault: Fault) {
        // Letters put in one after the other are one fault.
        let added = (fault.kind == FaultKind::Extra).then(|| fault.place.clone());
        let goes_on = match (&added, &self.added) {
            (Some(Some(place)), Some(Some(last))) => place.is_by(last),
            (Some(None), Some(None)) => true,
            _ => false,
        };
        self.added = added;
        if goes_on {
            if let Some(last) = self.outcome.faults.last_mut()
                && self.outcome.more == 0
            {
                last.found.push_str(&fault.found);
            }
            return;
        }
        if self.outcome.faults.len() < TOLD {
            self.outcome.faults.push(fault);
        } else {
            self.outcome.more += 1;
        }
    }
}
