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
    if faults.is_empty() {
        faults.extend(unbalanced(&css).map(|(at, message)| (at..css.len().min(at + 1), message)));
    }
    faults.sort_by_key(|(range, _)| range.start);
    faults
}

/// The first place where the syntax breaks: a string or a block that is not closed, a brace that
/// closes nothing, a declaration without a value.
fn unbalanced(css: &str) -> Option<(usize, &'static str)> {
    if let Some(at) = css.find("/*") {
        return Some((at, "the comment is never closed"));
    }
    let mut open: Vec<usize> = Vec::new();
    let mut declaration = 0;
    let mut letters = css.char_indices();
    while let Some((at, c)) = letters.next() {
        match c {
            '\\' => {
                letters.next();
            }
            '"' | '\'' => {
                let mut escaped = false;
                let closed = letters
                    .by_ref()
                    .take_while(|(_, c)| *c != '\n')
                    .any(|(_, own)| {
                        let ends = own == c && !escaped;
                        escaped = own == '\\' && !escaped;
                        ends
                    });
                if !closed {
                    return Some((at, "the string is never closed"));
                }
            }
            '{' => {
                open.push(at);
                declaration = at + 1;
            }
            ';' | '}' => {
                let own = css.get(declaration..at).unwrap_or("");
                if !open.is_empty() && !own.trim().is_empty() && !own.contains([':', '@', '}']) {
                    return Some((declaration, "a declaration has no value"));
                }
                declaration = at + 1;
                if c == '}' && open.pop().is_none() {
                    return Some((at, "the brace closes nothing"));
                }
            }
            _ => {}
        }
    }
    open.pop().map(|at| (at, "the block is never closed"))
}

/// The same text with blanks in the place of comments.
fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        let Some(end) = rest[at..].find("*/").map(|end| at + end + 2) else {
            break;
        };
        text.push_str(&rest[..at]);
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

    #[test]
    fn broken_syntax_is_found_where_it_breaks() {
        for (css, at) in [
            ("body{color:red", 4),
            ("p{} }", 4),
            ("p{color}", 2),
            ("p{color:red}}", 12),
            ("p{} /* open", 4),
            ("p::after{content:\"x}", 17),
        ] {
            let found = faults(css);
            assert_eq!(found.len(), 1, "{css}");
            assert_eq!(found[0].0.start, at, "{css}");
        }
        let sound = "@media (min-width: 30em) { p { content: \"}\"; color: red; } }\n\
                     a:hover { color: blue }\nq { quotes: \"\\\"\" \"'\" }";
        assert_eq!(faults(sound), []);
    }
}
