//! The events of a heading in, the heading out, with the attributes at its end.

use super::Reading;
use super::block::set_attributes;
use super::inline::join_formulas;
use crate::model::{Attributes, Block, BlockKind};
use crate::notation::attributes;
use std::ops::Range;

impl Reading<'_, '_, '_> {
    /// A heading, with the attributes at its end.
    pub(super) fn heading(&mut self, level: u8, range: Range<usize>) -> Block {
        let found = attributes_of_heading(self.masked.text.get(range.clone()).unwrap_or(""));
        let outer = self.cut.take();
        self.cut = found.as_ref().map(|(_, at)| range.start + at);
        let (mut content, _) = self.inlines();
        join_formulas(&mut content);
        self.next();
        self.cut = outer;
        let mut block = self.block(range, BlockKind::Heading { level, content });
        if let Some((attributes, _)) = found {
            set_attributes(&mut block, attributes);
        }
        block
    }
}

/// The attributes at the end of a heading, and at which of its bytes its text ends. A brace
/// right after a bracket or after code belongs to what that closes.
fn attributes_of_heading(raw: &str) -> Option<(Attributes, usize)> {
    let raw = raw.trim_end();
    let is_underline = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']);
        line.trim_matches('=').is_empty() || line.trim_matches('-').is_empty()
    };
    let text = match raw.rsplit_once('\n') {
        Some((text, line)) if is_underline(line) => text.trim_end(),
        Some(_) => return None,
        None => match raw.trim_end_matches('#') {
            closed if closed.ends_with([' ', '\t']) => closed.trim_end(),
            _ => raw,
        },
    };
    text.match_indices('{').find_map(|(at, _)| {
        let before = text.get(..at)?;
        let escapes = before.len() - before.trim_end_matches('\\').len();
        let is_apart = escapes % 2 == 0 && !before.ends_with([']', ')', '`']);
        let given = attributes::whole(text.get(at..)?).filter(|_| is_apart)?;
        // The spaces before them are none of the text, unless they are typed as signs.
        Some((given, before.trim_end().len()))
    })
}
