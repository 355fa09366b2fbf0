//! Takes a style sheet of CSS that a theme adds to EPUBs; returns what a book cannot contain.

use std::ops::Range;

/// What is wrong in a style sheet, each with its place: what is fetched from outside the book
/// (EPUB 3.3, 3.6), what sets the direction of text against its markup (6.3.1.2), and what would
/// end the element that contains it in a page of HTML.
pub(super) fn faults(css: &str) -> Vec<(Range<usize>, &'static str)> {
    let css = without_comments(css).to_ascii_lowercase();
    let mut faults = Vec::new();
    for (word, message) in [
        ("@import", "a book has no other style sheets to import"),
        (
            "@charset",
            "the style sheet is written as UTF-8; `@charset` is not needed",
        ),
        ("url(", "a style sheet of a book cannot load files"),
        ("</", "`</` would end the style sheet within a page"),
    ] {
        let found = css.match_indices(word);
        faults.extend(found.map(|(at, _)| (at..at + word.len(), message)));
    }
    for property in ["direction", "unicode-bidi"] {
        for (at, _) in css.match_indices(property) {
            let before = css[..at].trim_end().chars().next_back();
            let is_property = matches!(before, Some('{' | ';') | None);
            let after = css[at + property.len()..].trim_start();
            if is_property && after.starts_with(':') {
                let message = "the direction of text is set in its markup, not in a style sheet";
                faults.push((at..at + property.len(), message));
            }
        }
    }
    faults.sort_by_key(|(range, _)| range.start);
    faults
}

/// The same text with blanks in the place of comments.
fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        text.push_str(&rest[..at]);
        let end = rest[at..].find("*/").map_or(rest.len(), |end| at + end + 2);
        text.extend(std::iter::repeat_n(' ', end - at));
        rest = &rest[end..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_book_cannot_contain_is_found_outside_comments() {
        let css = "/* url( @import */ p { direction: rtl; flex-direction: row }\n\
                   a { background: URL(x.png) }";
        let faults = faults(css);
        let found: Vec<&str> = faults
            .iter()
            .map(|(range, _)| &css[range.clone()])
            .collect();
        assert_eq!(found, ["direction", "URL("]);
        assert!(super::faults("p { color: #123456 }").is_empty());
    }
}
