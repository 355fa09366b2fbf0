//! Takes HTML that another parser is to clean; returns it with its breaks as rules of a class,
//! which stay. Comments and styles do not.

use super::Element;
use crate::model::{BlockKind, BreakKind};
use crate::notation::breaks;
use crate::read::breaks::Asked;
use std::borrow::Cow;

/// A page whose breaks are rules of the class `page-break` or its like, which stay: comments
/// and styles are taken away. What an element asks for twice by that is one break.
pub(in crate::read) fn with_breaks(text: &str) -> Cow<'_, str> {
    let small = text.to_ascii_lowercase();
    let signs = [
        "page-break",
        "break-before",
        "break-after",
        "pagebreak",
        "newpage",
        "nextpage",
    ];
    if !signs.iter().any(|sign| small.contains(sign)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let rule = |kind: BreakKind| format!("<hr class=\"{}-break\">", kind.name());
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let is_comment = tag.starts_with("<!--");
        let length = match is_comment {
            true => tag.find("-->").map(|end| end + 3),
            false => tag.find('>').map(|end| end + 1),
        };
        let (tag, after) = tag.split_at(length.unwrap_or(tag.len()));
        rest = after;
        if is_comment {
            let comment = tag.trim_start_matches("<!--").trim_end_matches("-->");
            match breaks::of_comment(comment) {
                Some(kind) => out.push_str(&rule(kind)),
                None => out.push_str(tag),
            }
            continue;
        }
        let asked = asked(tag);
        if is_break(tag) {
            out.push_str(&asked.before.or(asked.after).map(rule).unwrap_or_default());
            continue;
        }
        out.push_str(&asked.before.map(rule).unwrap_or_default());
        // What a class or a style asks for after words is left to the element itself.
        let is_bare = asked.after.is_some() && after.trim_start().starts_with("</");
        out.push_str(
            &asked
                .after
                .filter(|_| is_bare)
                .map(rule)
                .unwrap_or_default(),
        );
        out.push_str(tag);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What is said of a break within a line.
pub(in crate::read) fn in_line(kind: BreakKind) -> String {
    let name = BlockKind::Break(kind).display_name();
    format!("a {name} within a line cannot be obeyed; left out")
}

/// What a tag asks of pages.
fn asked(tag: &str) -> Asked {
    // Most tags say nothing of breaks.
    match tag.contains("break") || tag.contains("newpage") || tag.contains("BREAK") {
        true => Element::of_tag(tag).map_or(Asked::default(), |own| own.asked()),
        false => Asked::default(),
    }
}

/// Whether a tag is a break and nothing else.
fn is_break(tag: &str) -> bool {
    !asked(tag).is_nothing() && Element::of_tag(tag).is_some_and(|own| own.is_break())
}
