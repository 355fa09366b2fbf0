//! Takes a text; returns another made of its parts and of signs between them, which knows where
//! each part came from.

use crate::read::origin::Origin;
use std::ops::Range;

/// A text being rewritten from its beginning to its end.
pub(super) struct Draft<'t> {
    text: &'t str,
    /// How far the text is taken.
    at: usize,
    out: String,
    /// Where each part stands, where it stood, and how long it is.
    parts: Vec<(usize, usize, usize)>,
}

impl<'t> Draft<'t> {
    pub(super) fn new(text: &'t str) -> Draft<'t> {
        Draft {
            text,
            at: 0,
            out: String::new(),
            parts: Vec::new(),
        }
    }

    /// Takes the text as it is, up to a byte.
    pub(super) fn keep_to(&mut self, end: usize) {
        let end = end.max(self.at);
        self.copy(self.at..end);
        self.at = end;
    }

    /// Leaves the text out up to a byte.
    pub(super) fn skip_to(&mut self, end: usize) {
        self.at = self.at.max(end);
    }

    /// Adds signs that stand in no source.
    pub(super) fn put(&mut self, signs: &str) {
        if !signs.is_empty() {
            self.parts.push((self.out.len(), self.at, 0));
            self.out.push_str(signs);
        }
    }

    /// Adds a word for one of the same length, such as one with a capital.
    pub(super) fn over(&mut self, word: &str) {
        self.parts.push((self.out.len(), self.at, word.len()));
        self.out.push_str(word);
        self.at += word.len();
    }

    /// Adds a part of the text that stands anywhere.
    pub(super) fn copy(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.parts.push((self.out.len(), range.start, range.len()));
            self.out.push_str(self.text.get(range).unwrap_or(""));
        }
    }

    /// A part of the text that is rewritten.
    pub(super) fn slice(&self, range: Range<usize>) -> Option<&'t str> {
        self.text.get(range)
    }

    /// Whether the text added so far ends a line.
    pub(super) fn ends_line(&self) -> bool {
        self.out.is_empty() || self.out.ends_with('\n')
    }

    /// The text with the way back to the source; nothing where it is as it was.
    pub(super) fn finish(mut self, origin: &Origin) -> Option<(String, Origin)> {
        if self.parts.is_empty() && self.at == 0 {
            return None;
        }
        self.keep_to(self.text.len());
        // What a sign at the end stands for ends where the text does.
        self.parts.push((self.out.len(), self.text.len(), 0));
        let origin = origin.through(&self.parts);
        Some((self.out, origin))
    }
}
