//! What is lost, and how a fault is told: its words, its places.

use super::{Comparison, Fault, FaultKind, TOLD};
use crate::proof::script::Token;
use crate::proof::stream::Item;
use crate::source::Span;

impl Comparison<'_> {
    /// What is left of flows is lost.
    pub(super) fn close(&mut self) {
        for flow in 0..self.flows.len() {
            while !self.is_done(flow) {
                let Some(progress) = self.flows.get_mut(flow) else {
                    break;
                };
                let rest = progress.tokens.get(progress.at..).unwrap_or(&[]);
                // A block at a time.
                let first = rest
                    .iter()
                    .position(|t| !matches!(t, Token::Edge | Token::Space { .. }))
                    .unwrap_or(0);
                let length = rest
                    .iter()
                    .skip(first)
                    .position(|token| *token == Token::Edge)
                    .map_or(rest.len(), |length| first + length.max(1));
                progress.at += length;
                let (text, span) = self.words(rest.get(..length).unwrap_or(&[]));
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

    pub(super) fn passage(&self, flow: usize) -> (String, Option<Span>) {
        let tokens = self.flows.get(flow).map_or(&[][..], |f| f.tokens);
        self.words(tokens)
    }

    /// What tokens say, and where the first of it stands in the source.
    pub(super) fn words(&self, tokens: &[Token]) -> (String, Option<Span>) {
        let (mut text, mut span) = (String::new(), None);
        for token in tokens {
            match token {
                Token::Letter { from, to, .. } => {
                    let letter = self.script.text.get(*from as usize..*to as usize);
                    text.push_str(letter.unwrap_or(""));
                    span = span.or_else(|| self.span(token));
                }
                Token::Space { .. } if !text.is_empty() => text.push(' '),
                Token::Made(number) => {
                    if let Some(made) = self.made(*number).filter(|made| made.required) {
                        text.push_str(&made.shown());
                        span = span.or(made.span);
                    }
                }
                Token::Space { .. } | Token::Edge | Token::Fork(_) | Token::Join(_) => {}
            }
        }
        text.truncate(text.trim_end().len());
        (text, span)
    }

    /// Where a token stands in the source.
    pub(super) fn span(&self, token: &Token) -> Option<Span> {
        let (run, at, length) = match token {
            Token::Letter { run, at, from, to } => (run, at, to - from),
            Token::Space { run, at, c } => (run, at, c.len_utf8() as u32),
            Token::Made(number) => return self.made(*number)?.span,
            Token::Edge | Token::Fork(_) | Token::Join(_) => return None,
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
        if let Some(last) = self.outcome.faults.last_mut()
            && (fault.kind, last.kind) == (FaultKind::Extra, FaultKind::Extra)
            && fault.place == last.place
        {
            last.found.push_str(&fault.found);
            return;
        }
        if self.outcome.faults.len() < TOLD {
            self.outcome.faults.push(fault);
        } else {
            self.outcome.more += 1;
        }
    }
}
