//! Takes lines of attributes after their block, as kramdown has them; returns the same before
//! the block, where Pressroom has them. One that stands right before a paragraph is parted from
//! it.

use super::Draft;
use super::lines::{Kind, Line, lines};
use crate::notation::attributes;
use std::collections::BTreeMap;

/// Moves the attributes of a text before their blocks.
pub(super) fn rewritten(text: &str) -> Draft<'_> {
    let lines = lines(text);
    let mut draft = Draft::new(text);
    let found = found(&lines);
    for (i, line) in lines.iter().enumerate() {
        if let Some(of) = found.get(&i).and_then(|of| lines.get(*of)) {
            put(&mut draft, line, of);
        } else if found.values().any(|of| *of == i) {
            draft.keep_to(line.start);
            draft.skip_to(line.end);
        } else if stands_before(&lines, i) {
            draft.keep_to(line.end);
            draft.put("\n");
        }
    }
    draft
}

/// Whether a line has the attributes of the block that begins on the next line.
fn stands_before(lines: &[Line], i: usize) -> bool {
    let before = i.checked_sub(1).and_then(|above| lines.get(above));
    let is_first = before.is_none_or(Line::is_blank);
    let has_block = lines
        .get(i + 1)
        .is_some_and(|next| next.is_text() && !next.is_blank());
    let Some(line) = lines
        .get(i)
        .filter(|line| line.is_text() && line.indent() == 0)
    else {
        return false;
    };
    let text = line.text.trim_end();
    let is_whole = || {
        let read = attributes::parse(text);
        let is_empty = text.trim_matches(['{', ':', '}']).trim().is_empty();
        !is_empty && read.is_some_and(|(_, length)| length == text.len())
    };
    is_first && has_block && text.starts_with('{') && is_whole()
}

/// The lines of attributes of a text, by the line that opens their block.
fn found(lines: &[Line]) -> BTreeMap<usize, usize> {
    let mut found = BTreeMap::new();
    for (i, _) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_attributes(line))
    {
        let above = i.checked_sub(1).and_then(|above| lines.get(above));
        // A picture takes its own, and two such lines are of one block.
        let is_under = above.is_some_and(|above| {
            !above.is_blank() && !is_attributes(above) && !above.bare().starts_with("![")
        });
        if is_under {
            found.insert(block_before(lines, i), i);
        }
    }
    found
}

/// Whether a line has attributes and nothing else: `{: .note #id key="value"}`.
fn is_attributes(line: &Line) -> bool {
    let inner = line.bare().trim_end().strip_prefix("{:");
    let inner = inner.and_then(|rest| rest.strip_suffix('}'));
    line.is_text()
        && inner.is_some_and(|inner| {
            inner.starts_with([' ', '.', '#'])
                && !inner.trim().is_empty()
                && !inner.contains(['{', '}'])
        })
}

/// Where the block opens that ends right before a line.
fn block_before(lines: &[Line], end: usize) -> usize {
    let at = |i: usize| lines.get(i);
    let is_code = at(end - 1).is_some_and(|line| line.kind == Kind::Close);
    let mut first = end - 1;
    if at(first).is_some_and(|line| line.bare().starts_with('#')) {
        return first;
    }
    while let Some(above) = first.checked_sub(1).and_then(at) {
        let is_of_it = match is_code {
            true => at(first).is_some_and(|line| line.kind != Kind::Open),
            false => {
                above.is_text()
                    && !above.is_blank()
                    && !above.bare().starts_with('#')
                    && !is_attributes(above)
            }
        };
        if !is_of_it {
            break;
        }
        first -= 1;
    }
    first
}

/// Puts the attributes of a line before a block that opens at another.
fn put(draft: &mut Draft, block: &Line, line: &Line) {
    let end = line.start + line.text.trim_end().len();
    let inner = line.bare().trim_start_matches(['{', ':']).trim_start();
    let start = line.start + line.text.len() - inner.len();
    draft.keep_to(block.start);
    draft.put(&format!("\n{}{{", " ".repeat(block.indent())));
    draft.copy(start..end);
    draft.put("\n\n");
}
