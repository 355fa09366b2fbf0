//! Takes the notes of HTML that became notes of the article; claims the marks that stood for
//! them, and the links that lead back.

use super::claims::{Claim, shows};
use super::decode::{Reading, meaning, tag_length};
use super::tags;
use super::walker::Walker;
use crate::source::percent_decoded;
use std::ops::Range;

/// How many characters of a mark show, and of a link back.
const MARK: usize = 6;
const BACK: usize = 24;
/// How far the element around a mark begins before it.
const NEAR: usize = 120;

/// A tag that opens an element, and what it says.
struct Tag {
    whole: Range<usize>,
    name: String,
    id: Option<String>,
    /// Where its name stands.
    named: Range<usize>,
    leads_to: Option<String>,
    is_back: bool,
}

impl Walker<'_, '_> {
    /// The number in a link to a note, for which the article has a mark of its own.
    pub(super) fn mark_of_html(&mut self, at: Range<usize>) -> bool {
        let mut places = Vec::new();
        let mut here = at.start;
        while here < at.end {
            let rest = self.claims.slice(here..at.end);
            match tag_length(rest).filter(|_| rest.starts_with('<')) {
                Some(length) => here += length,
                None => {
                    let Some(c) = rest.chars().next() else { break };
                    let place = here..here + c.len_utf8();
                    here = place.end;
                    places.push(place);
                }
            }
        }
        let before = self.claims.slice(0..at.start);
        let is_link = self.claims.slice(at.clone()).starts_with('<')
            || before.trim_end_matches(['[', '(', ' ']).ends_with('>');
        if !is_link || places.len() > MARK {
            return false;
        }
        for place in places {
            self.claims.take(place, Claim::Markup);
        }
        true
    }

    /// The links that lead back from notes of HTML to their marks.
    pub(super) fn links_back(&mut self) {
        if self.facts.notes.is_empty() || !self.claims.text.contains("href") {
            return;
        }
        let all = self.open_tags();
        let is_mark = |tag: &Tag| {
            let target = tag.leads_to.as_deref();
            target.is_some_and(|target| self.facts.notes.contains(target))
        };
        let mut marks: Vec<(String, Range<usize>)> = Vec::new();
        let mut names: Vec<Range<usize>> = Vec::new();
        for (place, tag) in all.iter().enumerate().filter(|(_, tag)| is_mark(tag)) {
            // The element around a link may have the name.
            let around = all.get(place.saturating_sub(2)..=place).unwrap_or(&[]);
            for named in around {
                let Some(id) = named.id.clone() else { continue };
                // The mark of the article is what links lead back to.
                if tag.whole.start - named.whole.start < NEAR {
                    names.push(named.named.clone());
                }
                marks.push((id, tag.whole.clone()));
            }
        }
        for name in names {
            self.claims.take(name, Claim::Markup);
        }
        for tag in &all {
            let leads_back = tag.leads_to.as_deref().is_some_and(|target| {
                let mut names = marks.iter();
                names.any(|(id, mark)| id == target && mark.start < tag.whole.start)
            });
            if leads_back || tag.is_back && !marks.is_empty() {
                let end = self.end_of(tag);
                let text = meaning(self.claims.slice(tag.whole.end..end), Reading::Html);
                if text.chars().filter(|c| shows(*c)).count() <= BACK {
                    self.claims.take(tag.whole.start..end, Claim::Markup);
                }
            }
        }
    }

    /// The tags that have a name, lead somewhere or say that they lead back.
    fn open_tags(&self) -> Vec<Tag> {
        let mut all = Vec::new();
        let opens = self.claims.text.match_indices('<');
        for (at, _) in opens {
            let rest = self.claims.rest(at);
            let name: String = rest
                .chars()
                .skip(1)
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            let Some(length) = tag_length(rest).filter(|_| !name.is_empty()) else {
                continue;
            };
            let mut tag = Tag {
                whole: at..at + length,
                name,
                id: None,
                named: 0..0,
                leads_to: None,
                is_back: false,
            };
            for typed in tags::typed(rest.get(..length).unwrap_or(""), 1 + tag.name.len(), at) {
                let value = self.claims.slice(typed.value).trim_matches(['\\', '"']);
                let value = meaning(value, Reading::Html);
                match &*typed.key {
                    "id" => {
                        tag.id = Some(value);
                        tag.named = typed.whole;
                    }
                    "name" if tag.name == "a" => tag.id = tag.id.or(Some(value)),
                    "href" => {
                        let target = value.rsplit_once('#').map(|(_, target)| target);
                        tag.leads_to = target.map(percent_decoded);
                    }
                    "class" => {
                        tag.is_back = ["backlink", "backref", "reversefootnote", "footnote-back"]
                            .iter()
                            .any(|class| value.contains(class));
                    }
                    "role" => tag.is_back |= value == "doc-backlink",
                    _ => {}
                }
            }
            if tag.id.is_some() || tag.leads_to.is_some() || tag.is_back {
                all.push(tag);
            }
        }
        all
    }

    /// Where the element ends that a tag opens, its closing tag with it.
    fn end_of(&self, tag: &Tag) -> usize {
        let (open, close) = (format!("<{}", tag.name), format!("</{}", tag.name));
        let mut depth = 1_usize;
        let mut at = tag.whole.end;
        while let Some(found) = self.claims.rest(at).find('<') {
            let here = at + found;
            let rest = self.claims.rest(here);
            if rest.starts_with(&close) {
                depth -= 1;
                if depth == 0 {
                    return here + tag_length(rest).unwrap_or(close.len());
                }
            } else if rest.starts_with(&open) {
                depth += 1;
            }
            at = here + 1;
        }
        tag.whole.end
    }
}
