//! Takes a flow and a place in the stream; returns how far they agree: the next step, and how
//! many letters after it.

use super::flows::next;
use super::{Comparison, VERY_SURE};
use crate::proof::script::{Token, TokenText};
use crate::proof::stream::{Item, letters_of};
use crate::write::Format;

/// How many tokens, and how many ways through what may be generated, are looked
/// at in one look ahead.
const TOKENS: usize = 4_000;
const WAYS: usize = 64;

/// A letter or a generated text of a flow that agrees with the stream.
pub(super) struct Step {
    /// The first token after it.
    pub(super) at: usize,
    /// The first item after it.
    pub(super) end: usize,
    /// The token that agrees.
    pub(super) token: usize,
}

/// A place in the script and one in the stream.
#[derive(Clone)]
struct Way {
    flow: usize,
    at: usize,
    i: usize,
    count: usize,
    /// The flows that have been entered on the way, and from where.
    entered: Vec<(usize, usize)>,
}

impl Comparison<'_> {
    /// What of a flow, from where it has been met, agrees with item `i`.
    pub(super) fn step(&self, flow: usize, i: usize) -> Option<Step> {
        let progress = self.flows.get(flow)?;
        let (tokens, mut at) = (progress.tokens, progress.at);
        loop {
            let token = tokens.get(at)?;
            let step = |end| Step {
                at: at + 1,
                end,
                token: at,
            };
            match token.text() {
                Some(TokenText::Letter(letter)) => {
                    let agrees = self.stream.letter(i) == Some(letter.c);
                    return agrees.then(|| step(i + 1));
                }
                Some(TokenText::Made(number)) => {
                    let made = self.made(number)?;
                    let ends = made.forms.iter();
                    let ends = ends.filter_map(|form| self.stream.form_end(form, i));
                    let after = |end: usize| self.ahead(flow, at + 1, end, VERY_SURE);
                    // Of several forms the one after which most agrees.
                    let mut ends: Vec<usize> = ends.collect();
                    ends.dedup();
                    let end = match ends.as_slice() {
                        [] | [_] => ends.first().copied(),
                        _ => ends.into_iter().max_by_key(|end| (after(*end), *end)),
                    };
                    match end {
                        Some(end) if made.required => return Some(step(end)),
                        // It may be there, or it is the author's own.
                        Some(end) if after(end) >= after(i) => return Some(step(end)),
                        None if made.required => return None,
                        Some(_) | None => {}
                    }
                }
                None if self.blocks(token) => return None,
                None => {}
            }
            at += 1;
        }
    }

    /// How many letters of a flow, from where it has been met, agree with what
    /// comes from item `i` on, up to `most`.
    pub(super) fn agrees(&self, flow: usize, i: usize, most: usize) -> usize {
        let at = self.flows.get(flow).map_or(0, |flow| flow.at);
        self.ahead(flow, at, i, most)
    }

    /// The same from any token on. What may be generated parts the way: it may
    /// be there or not.
    pub(super) fn ahead(&self, flow: usize, at: usize, i: usize, most: usize) -> usize {
        self.ahead_within(flow, at, i, most, TOKENS)
    }

    fn ahead_within(
        &self,
        flow: usize,
        at: usize,
        i: usize,
        most: usize,
        mut budget: usize,
    ) -> usize {
        let mut best = 0;
        let (mut ways, mut parted) = (Vec::new(), 0);
        let mut way = Way {
            flow,
            at,
            i,
            count: 0,
            entered: Vec::new(),
        };
        loop {
            self.follow(&mut way, most, &mut budget, &mut |new| {
                if parted < WAYS {
                    parted += 1;
                    ways.push(new);
                }
            });
            best = best.max(way.count);
            match ways.pop() {
                Some(next) if best < most && budget > 0 => way = next,
                Some(_) | None => return best.min(most),
            }
        }
    }

    /// Follows a way to its end.
    fn follow(&self, way: &mut Way, most: usize, budget: &mut usize, part: &mut dyn FnMut(Way)) {
        let Some(mut tokens) = self.flows.get(way.flow).map(|flow| flow.tokens) else {
            return;
        };
        while way.count < most && *budget > 0 {
            *budget -= 1;
            match tokens.get(way.at) {
                Some(Token::Letter(letter)) => {
                    // Spaces are compared later: lines may end between any two letters.
                    way.i = self.stream.skip_spaces(way.i);
                    if self.stream.letter(way.i) != Some(letter.c) {
                        return;
                    }
                    way.count += 1;
                    way.i += 1;
                }
                Some(Token::Made(number)) => {
                    let Some(made) = self.made(*number) else {
                        return;
                    };
                    let place = self.stream.skip_spaces(way.i);
                    match self.stream.items.get(place) {
                        Some(Item::Typed(piece, kind)) => {
                            let asked = *kind == made.kind && self.is_asked(made, *piece);
                            if asked {
                                way.i = place + 1;
                                way.count += 1;
                            } else if made.required {
                                return;
                            }
                        }
                        Some(Item::Letter { .. } | Item::Space(_) | Item::Open(_)) | None => {
                            let ends = made.forms.iter();
                            let ends = ends.filter_map(|form| self.stream.form_end(form, place));
                            let mut ways = ends.map(|end| Way {
                                i: end,
                                count: way.count + self.count_letters(place, end),
                                ..way.clone()
                            });
                            // Several forms may fit, or none if it may be missing: this way goes on
                            // with the first, and the others become ways of their own.
                            let first = ways.next();
                            let unsure = first.clone().filter(|_| !made.required);
                            for other in ways.chain(unsure) {
                                part(Way {
                                    at: other.at + 1,
                                    ..other
                                });
                            }
                            match first {
                                Some(first) if made.required => *way = first,
                                None if made.required => return,
                                Some(_) | None => {}
                            }
                        }
                    }
                }
                Some(Token::Within(inner)) => {
                    let Some(flow) = self.flows.get(*inner as usize) else {
                        return;
                    };
                    way.entered.push((way.flow, way.at));
                    way.flow = *inner as usize;
                    way.at = flow.at;
                    tokens = flow.tokens;
                    continue;
                }
                Some(Token::Table { columns, .. }) => part(Way {
                    at: way.at + 1 + *columns as usize,
                    ..way.clone()
                }),
                Some(
                    Token::Space { .. }
                    | Token::Edge
                    | Token::Fork(_)
                    | Token::Join(_)
                    | Token::After(_)
                    | Token::Skip(_),
                ) => {}
                None => {
                    // The flow ends here: what follows is after the place that entered it.
                    let outermost = way.entered.is_empty();
                    let caller = way.entered.pop().or_else(|| self.caller(way.flow));
                    let Some((outer, at)) = caller else {
                        return;
                    };
                    let Some(flow) = self.flows.get(outer) else {
                        return;
                    };
                    if outermost && flow.at < at {
                        return;
                    }
                    way.flow = outer;
                    way.at = at;
                    tokens = flow.tokens;
                }
            }
            way.at = next(tokens, way.at);
        }
    }

    /// Whether the table that begins with this token is read out cell by cell:
    /// whether as much of it agrees that way as tells, and more than does in
    /// columns. (Without heads, cells of one line each say the same both ways.)
    pub(super) fn is_read_out(&self, flow: usize, at: usize, i: usize) -> bool {
        let tokens = self.flows.get(flow).map_or(&[][..], |flow| flow.tokens);
        let Some(Token::Table {
            columns,
            telling,
            headed,
        }) = tokens.get(at)
        else {
            return false;
        };
        let (list, telling) = (at + 1 + *columns as usize, *telling as usize);
        if telling == 0 {
            return false;
        }
        let budget = TOKENS.max(telling.saturating_mul(4));
        let most = if *headed {
            telling + VERY_SURE
        } else {
            telling
        };
        let agrees = self.ahead_within(flow, list, i, most, budget);
        if agrees == 0
            && let Some(end) = self.drawn(self.stream.skip_spaces(i))
        {
            // The line under the title is not of the table.
            return self.is_read_out(flow, at, end);
        }
        agrees >= telling && (!headed || agrees > self.in_columns(flow, at + 1, i, most))
    }

    /// How many letters agree with the cells of a table one after the other or,
    /// in a text, with the first lines of those of its first row side by side.
    fn in_columns(&self, flow: usize, at: usize, i: usize, most: usize) -> usize {
        if self.format != Format::Text {
            return self.ahead(flow, at, i, most);
        }
        let tokens = self.flows.get(flow).and_then(|flow| flow.tokens.get(at..));
        let cells = tokens.unwrap_or(&[]).iter();
        let cells = cells.map_while(|token| {
            let Token::Fork(cell) = token else {
                return None;
            };
            Some(*cell as usize)
        });
        let (mut i, mut all) = (self.stream.skip_spaces(i), 0);
        for cell in cells.filter(|cell| !self.is_done(*cell)) {
            let (length, end) = self.line(i);
            let agrees = self.ahead(cell, 0, i, length);
            all += agrees;
            if agrees < length {
                break;
            }
            i = self.stream.skip_spaces(end);
        }
        all
    }

    /// How many letters there are up to the next gap, and where that is.
    fn line(&self, i: usize) -> (usize, usize) {
        let line = self.stream.line(i);
        (letters_of(line.clone()).count(), i + line.count())
    }
}
