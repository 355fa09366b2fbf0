//! The spaces between two letters: those that should be there are, and no others
//! are within a word.

use super::{After, Comparison, FaultKind};
use crate::proof::script::Token;
use crate::write::Format;

impl Comparison<'_> {
    /// Checks the spaces met before item `i`, after these tokens of the current
    /// flow. Something generated has the spaces that it needs before it.
    pub(super) fn check_spaces(&mut self, passed: &[Token], generated: bool, i: usize) {
        let mut found = self.held();
        found.append(&mut self.spaces);
        let broke = self.flows.get(self.current).is_some_and(|flow| flow.broke);
        let breaks = broke
            || passed.iter().any(|token| match token {
                Token::Space { .. } | Token::Fork(_) | Token::After(_) => false,
                Token::Letter(_)
                | Token::Edge
                | Token::Made(_)
                | Token::Join(_)
                | Token::Within(_)
                | Token::Table { .. }
                | Token::Skip(_) => true,
            });
        let follows = !breaks && !self.opened;
        let wanted = passed.iter().rev().find_map(|token| {
            let Token::Space { c, run, at } = token else {
                return None;
            };
            Some((*c, *run, *at))
        });
        let Some((c, run, at)) = wanted else {
            let within = follows && self.after == After::Letter && !generated;
            if let (true, Some(c)) = (within, found.first()) {
                self.fault(FaultKind::Extra, String::new(), c.to_string(), None, i);
            }
            return;
        };
        if found.is_empty() && !self.opened {
            if follows && self.after != After::Nothing {
                let span = self.span(&Token::Space { c, run, at });
                self.fault(FaultKind::Lost, c.to_string(), String::new(), span, i);
            }
            return;
        }
        let missed = |found: &[char]| {
            let mut tokens = passed.iter();
            tokens.find(|token| is_missed(token, passed, found, self.opened))
        };
        // Reading systems lack the narrow no-break space: an EPUB may have the
        // wide one.
        let narrow = passed
            .iter()
            .filter(|token| matches!(token, Token::Space { c: '\u{202f}', .. }));
        let mut narrowed = found.clone();
        let wide = narrowed.iter_mut().filter(|c| **c == '\u{a0}');
        wide.zip(narrow).for_each(|(c, _)| *c = '\u{202f}');
        match missed(&found) {
            None => self.tally(run, at as usize, c.len_utf8()),
            Some(_) if self.format == Format::Epub && missed(&narrowed).is_none() => {
                *self.outcome.changed.entry("epub-spaces").or_default() += 1;
            }
            Some(token) => {
                let span = self.span(token);
                let expected = if let Token::Space { c, .. } = token {
                    c.to_string()
                } else {
                    String::new()
                };
                let found = found.iter().collect();
                self.fault(FaultKind::Altered, expected, found, span, i);
            }
        }
    }
}

impl Comparison<'_> {
    /// A line begins: the spaces before it are of the flow that was met last.
    pub(super) fn hold_spaces(&mut self) {
        if let Some(flow) = self.flows.get_mut(self.current) {
            flow.held.append(&mut self.spaces);
        }
    }

    pub(super) fn drop_spaces(&mut self) {
        self.spaces.clear();
        self.held();
    }

    fn held(&mut self) -> Vec<char> {
        let flow = self.flows.get_mut(self.current);
        flow.map_or(Vec::new(), |flow| std::mem::take(&mut flow.held))
    }
}

/// Whether a space that is not a plain one is found less often than it should
/// be. Where a line ends it takes spaces with it, but puts no others there.
fn is_missed(token: &Token, passed: &[Token], found: &[char], line_ends: bool) -> bool {
    let wanted_often = |wanted: char| {
        let spaces = passed.iter();
        spaces
            .filter(|token| matches!(token, Token::Space { c, .. } if *c == wanted))
            .count()
    };
    let found_often = |wanted: char| found.iter().filter(|c| **c == wanted).count();
    let Token::Space { c: wanted, .. } = token else {
        return false;
    };
    let missed = *wanted != ' ' && found_often(*wanted) < wanted_often(*wanted);
    let all_wanted = || found.iter().all(|c| found_often(*c) <= wanted_often(*c));
    missed && !(line_ends && all_wanted())
}
