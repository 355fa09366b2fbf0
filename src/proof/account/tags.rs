//! Takes a tag of HTML that no node claims; claims its name where it is one that the
//! readers understand, and each of its attributes that the model has.

use super::attributes::{self, Typed};
use super::claims::Claim;
use super::decode::{Reading, tag_length};
use super::walker::Walker;

/// Elements that mean something, or only dress their text.
const KNOWN: [&str; 90] = [
    "a",
    "abbr",
    "acronym",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "li",
    "main",
    "mark",
    "meter",
    "menu",
    "nav",
    "nobr",
    "noscript",
    "ol",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
    "q",
];

/// Attributes that hold words or addresses: one that the model does not have is lost. Any
/// other that did nothing is reported as ignored.
const WORDS: [&str; 12] = [
    "abbr",
    "alt",
    "cite",
    "content",
    "href",
    "label",
    "placeholder",
    "src",
    "start",
    "summary",
    "title",
    "value",
];

/// Claims a tag or a comment, and says where it ends.
pub(super) fn tag(walker: &mut Walker, at: usize) -> Option<usize> {
    let rest = walker.claims.rest(at);
    if rest.starts_with("<!--") {
        let end = at + tag_length(rest)?;
        walker.claims.take(at..end, Claim::Markup);
        return Some(end);
    }
    // Looked at first, where a tag that never ends would be read to the end of the text.
    let name = rest.get(1..)?.trim_start_matches('/');
    let name_length = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':')));
    let name_length = name_length.unwrap_or(name.len());
    let (name, after) = name.split_at(name_length);
    if at > walker.claims.last_tag
        || !after.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
    {
        return None;
    }
    // A tag that closes has no more than its name.
    let name = name.to_ascii_lowercase();
    let closes = rest.starts_with("</");
    if !closes && !KNOWN.contains(&&*name) {
        return None;
    }
    let length = tag_length(rest)?;
    let end = at + length;
    let inner = rest.get(1..length)?.trim_start_matches('/');
    let start = end - inner.len();
    walker.claims.take(at..start + name_length, Claim::Markup);
    walker.claims.take(end - 1..end, Claim::Markup);
    let mut before = start + name_length;
    for typed in typed(inner, name_length, start) {
        // A stroke between attributes parts them.
        let gap = walker.claims.slice(before..typed.whole.start);
        for (i, _) in gap.match_indices('/') {
            walker.claims.take_sign(before + i, "/");
        }
        before = typed.whole.end;
        // It says that the content is Markdown.
        if typed.key == "markdown" {
            walker.claims.take(typed.whole, Claim::Markup);
            continue;
        }
        let done = attributes::account(&mut walker.claims, walker.facts, &typed);
        let is_free = walker.claims.are_free(typed.whole.clone());
        if !done && is_free && name != "img" && !WORDS.contains(&&*typed.key) {
            walker.claims.take(typed.whole.clone(), Claim::Reported);
            walker.ignored.push(typed.whole);
        }
    }
    // What stands for a reader that sets nothing above a line.
    if name == "rp" && !closes {
        let length = walker.claims.rest(end).find('<').unwrap_or(0);
        walker.claims.take(end..end + length, Claim::Markup);
    }
    // The stroke that closes an empty element.
    if walker.claims.slice(end - 2..end - 1) == "/" {
        walker.claims.take(end - 2..end - 1, Claim::Markup);
    }
    Some(end)
}

/// The attributes of a tag whose text begins at `start`.
pub(super) fn typed(tag: &str, mut at: usize, start: usize) -> Vec<Typed> {
    let mut all = Vec::new();
    let ends_key = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/');
    while let Some(rest) = tag.get(at..) {
        let blank = rest.len()
            - rest
                .trim_start_matches(|c: char| c.is_whitespace() || c == '/')
                .len();
        at += blank;
        let Some(rest) = tag.get(at..) else { break };
        let length = rest.find(ends_key).unwrap_or(rest.len());
        if length == 0 {
            break;
        }
        let key = rest.get(..length).unwrap_or("").to_ascii_lowercase();
        let from = at;
        at += length;
        let mut value = at..at;
        let after = tag.get(at..).unwrap_or("");
        if let Some(given) = after.trim_start().strip_prefix('=') {
            let given = given.trim_start();
            at = tag.len() - given.len();
            let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (skip, length) = match quote {
                Some(quote) => {
                    let inner = given.get(1..).unwrap_or("");
                    (1, inner.find(quote).unwrap_or(inner.len()))
                }
                None => {
                    let ends = |c: char| c.is_whitespace() || c == '>';
                    (0, given.find(ends).unwrap_or(given.len()))
                }
            };
            value = at + skip..at + skip + length;
            at = (value.end + skip).min(tag.len());
        }
        all.push(Typed {
            whole: start + from..start + at,
            key,
            value: start + value.start..start + value.end,
            reading: Reading::Html,
        });
    }
    all
}
