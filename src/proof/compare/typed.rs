//! Pieces of which the file says itself what they are.

use super::{After, Comparison, FaultKind, VERY_SURE};
use crate::proof::script::{Kind, Made, Token, TokenText};

impl Comparison<'_> {
    /// A piece of a kind, before item `next`. Where several flows ask for one, as
    /// two lists for a bullet, it is that of which most agrees after it.
    pub(super) fn typed(&mut self, piece: u32, kind: Kind, next: usize) {
        let piece = self.stream.pieces.get(piece as usize);
        let text = piece.map_or("", |piece| piece.text.as_str());
        let here = next.saturating_sub(1);
        let mut best = self.best_for(kind, text, next);
        while best.is_none() && (self.decide_any(here) || self.decide(self.current, here)) {
            best = self.best_for(kind, text, next);
        }
        if let Some((_, flow, token)) = best {
            if flow != self.current {
                self.after = After::Nothing;
            }
            self.current = flow;
            if kind == Kind::NoteLabel {
                self.begin_note(flow);
            }
            let flow = self.flows.get(flow);
            let passed = flow.and_then(|flow| flow.tokens.get(flow.at..token));
            self.check_spaces(passed.unwrap_or(&[]), true, here);
            self.after = After::Made;
            self.fresh = true;
            self.keep_number(token, text);
            self.advance(self.current, token + 1, next);
        } else if is_asked_for(kind) {
            let found = text.trim().to_owned();
            self.fault(FaultKind::Extra, String::new(), found, None, here);
            return;
        }
        self.generated(kind, text.trim().chars().count());
    }

    /// The flow that asks for a piece, with the token that does.
    fn best_for(&mut self, kind: Kind, text: &str, next: usize) -> Option<(usize, usize, usize)> {
        let here = next.saturating_sub(1);
        // It may be of a flow within the current one, or around it.
        while self.turn_in(here)
            || (self.typed_step(self.current, kind, text).is_none() && self.give_back(here))
        {
        }
        let current = self.current;
        let others =
            self.open.iter().copied().filter(|flow| {
                *flow != current && (kind == Kind::NoteLabel || self.may_go_on(*flow))
            });
        let mut best: Option<(usize, usize, usize)> = None;
        for flow in std::iter::once(current).chain(others) {
            let Some(token) = self.typed_step(flow, kind, text) else {
                continue;
            };
            let agrees = self.ahead(flow, token + 1, next, VERY_SURE);
            if best.is_none_or(|(most, ..)| agrees > most) {
                best = Some((agrees, flow, token));
            }
            if agrees == VERY_SURE {
                break;
            }
        }
        best
    }

    /// Whether a piece is what is asked for.
    pub(super) fn is_asked(&self, made: &Made, piece: u32) -> bool {
        let piece = self.stream.pieces.get(piece as usize);
        piece.is_some_and(|piece| self.says(made, &piece.text))
    }

    /// Keeps the number that the file gives to a note, where it may choose.
    fn keep_number(&mut self, token: usize, text: &str) {
        let flow = self.flows.get(self.current);
        let Some(Token::Made(made)) = flow.and_then(|flow| flow.tokens.get(token)) else {
            return;
        };
        if let Some(note) = self.made(*made).and_then(|made| made.note()) {
            let number = digits(text).to_owned();
            self.notes.entry((note.0, number.clone())).or_insert(note);
            self.numbers.entry(note).or_insert(number);
        }
    }

    /// Whether a text is what is asked for. A note has one number, and no other
    /// note has that.
    fn says(&self, made: &Made, text: &str) -> bool {
        let Some(note) = made.note() else {
            return made.forms.iter().any(|form| form.is(text));
        };
        let number = digits(text);
        let own = self.numbers.get(&note);
        let owner = self.notes.get(&(note.0, number.to_owned()));
        made.forms.iter().any(|form| form.is(text))
            && own.is_none_or(|own| own == number)
            && owner.is_none_or(|owner| *owner == note)
    }

    /// The token of a flow that asks next for something of this kind, before
    /// any letter.
    pub(super) fn typed_step(&self, flow: usize, kind: Kind, text: &str) -> Option<usize> {
        let progress = self.flows.get(flow)?;
        let mut at = progress.at;
        loop {
            let token = progress.tokens.get(at)?;
            match token.text() {
                Some(TokenText::Made(number)) => {
                    let made = self.made(number)?;
                    if made.kind == kind && self.says(made, text) {
                        return Some(at);
                    }
                    if made.required {
                        return None;
                    }
                }
                Some(TokenText::Letter(_)) => return None,
                None if self.blocks(token) => return None,
                None => {}
            }
            at += 1;
        }
    }
}

/// Whether a script says where things of this kind stand, so that one more is
/// one too many.
fn is_asked_for(kind: Kind) -> bool {
    match kind {
        Kind::ListMark
        | Kind::NoteMark
        | Kind::NoteLabel
        | Kind::Alternative
        | Kind::LinkReference => true,
        Kind::HeadingNumber
        | Kind::PageNumber
        | Kind::NotesHeading
        | Kind::Label
        | Kind::Joint
        | Kind::Expansion
        | Kind::ColumnHead
        | Kind::TitlePage
        | Kind::Contents
        | Kind::Index
        | Kind::Cover => false,
    }
}

/// The number in a mark or a label.
fn digits(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}
