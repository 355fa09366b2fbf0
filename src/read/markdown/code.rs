//! Takes the events of a block of code; returns its lines, with the language and the attributes
//! that stand after its fence.

use super::block::set_attributes;
use super::dialect::Dialect;
use super::{Event, Reading};
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, CodeLine};
use crate::notation::attributes;
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

impl Reading<'_, '_, '_> {
    /// A block of code, or the formula that one in the language `math` is.
    pub(super) fn code(&mut self, kind: CodeBlockKind, range: Range<usize>) -> Block {
        let mut lines: Vec<CodeLine> = Vec::new();
        let mut open = false;
        while let Some((event, at)) = self.next() {
            #[expect(clippy::wildcard_enum_match_arm, reason = "pulldown-cmark's enum")]
            match event {
                Event::End(_) => break,
                Event::Text(text) => {
                    let mut start = at.start;
                    for part in self.masked.given(&text, at).split_inclusive('\n') {
                        let line = part.trim_end_matches('\n');
                        let span = self.origin.span(start..start + line.len());
                        match lines.last_mut().filter(|_| open) {
                            Some(last) => {
                                last.text.push_str(line);
                                last.span = last.span.to(span);
                            }
                            None => lines.push(CodeLine {
                                span,
                                text: line.to_owned(),
                            }),
                        }
                        open = !part.ends_with('\n');
                        start += part.len();
                    }
                }
                _ => {}
            }
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.into_string(),
            CodeBlockKind::Indented => String::new(),
        };
        let info = info.trim();
        let at = match info.starts_with('{') {
            true => 0,
            false => info.find(char::is_whitespace).unwrap_or(info.len()),
        };
        let (mut language, mut more) = info.split_at(at);
        let given = attributes::whole(more.trim());
        // `{r, echo=FALSE}`: the language, and what only rules how it is run.
        if language.is_empty() && given.is_none() {
            let at = info.find([' ', ',', '}']).unwrap_or(info.len());
            (language, more) = info.split_at(at);
            more = more.trim_end_matches('}');
        }
        let (mut language, more) = (
            language.trim_start_matches(['{', '.']).to_owned(),
            more.trim(),
        );
        if given.is_none() && !more.is_empty() {
            let line = self.masked.text.get(range.clone()).unwrap_or("");
            let length = line.find('\n').unwrap_or(line.len());
            let span = self.origin.span(range.start..range.start + length);
            let message = format!("`{more}` after the language of code is not read");
            self.push(Diagnostic::note(Code::CodeInfo, span, message));
        }
        let mut given = given.unwrap_or_default();
        // `{.rust}` names the language as its first class.
        if language.is_empty() && !given.classes.is_empty() {
            language = given.classes.remove(0);
        }
        // A formula, as on GitHub.
        if language == "math" {
            let lines: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
            let mut block = self.block(range, BlockKind::Math(lines.join("\n")));
            set_attributes(&mut block, given);
            return block;
        }
        if language == "mermaid" {
            let span = self.origin.span(range.clone());
            self.context.tell_dialect(Dialect::Mermaid, span);
        }
        let mut block = self.block(range, BlockKind::Code { language, lines });
        set_attributes(&mut block, given);
        block
    }
}
