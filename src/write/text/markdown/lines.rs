//! Takes a phrase of Markdown; returns it with the stretches in which no line may end.
//!
//! A line end is a space to Markdown, so that lines end only at spaces, never between the
//! characters of Chinese; not within code, formulas, tags and addresses; and not before
//! what would be a mark at the beginning of a line (CommonMark 0.31, 4 and 5).

use super::super::wrap::Phrase;

/// The phrase of this Markdown.
pub(super) fn phrase(markdown: String) -> Phrase {
    let mut whole = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = markdown.get(at..).and_then(|rest| rest.chars().next()) {
        let is_end = match c {
            '\n' => true,
            ' ' => {
                let before = markdown.get(..at).unwrap_or("");
                // After a backslash a line end would be a break.
                !before.ends_with('\\') && can_begin_line(markdown.get(at + 1..).unwrap_or(""))
            }
            _ => false,
        };
        if is_end {
            whole.push(start..at);
            start = at + 1;
        }
        at += match c {
            '\\' => 1 + markdown.get(at + 1..).map_or(0, first_length),
            c => atom(markdown.get(at..).unwrap_or("")).unwrap_or(c.len_utf8()),
        };
    }
    whole.push(start..markdown.len());
    let mut phrase = Phrase::default();
    phrase.push(&markdown);
    whole.into_iter().for_each(|range| phrase.keep(range));
    phrase
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(0, |c| match c {
        '\n' => 0,
        c => c.len_utf8(),
    })
}

/// The length of code, a formula, a tag or an address that a text begins with.
fn atom(text: &str) -> Option<usize> {
    match text.chars().next()? {
        sign @ ('`' | '$') => {
            let run = text.len() - text.trim_start_matches(sign).len();
            let inner = text.get(run..)?;
            let mut from = 0;
            loop {
                let found = from + inner.get(from..)?.find(sign)?;
                let rest = inner.get(found..)?;
                let length = rest.len() - rest.trim_start_matches(sign).len();
                if length == run {
                    return Some(run + found + length);
                }
                from = found + length;
            }
        }
        '<' => text.find('>').map(|end| end + 1),
        ']' if text.starts_with("](") => {
            let (mut depth, mut escaped, mut quoted, mut pointed) = (0_usize, false, false, false);
            for (at, c) in text.char_indices().skip(1) {
                match c {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' if !pointed => quoted = !quoted,
                    '<' if !quoted => pointed = true,
                    '>' if !quoted => pointed = false,
                    '(' if !quoted && !pointed => depth += 1,
                    ')' if !quoted && !pointed => {
                        depth -= 1;
                        if depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
            }
            None
        }
        _ => None,
    }
}

/// Whether a line may begin with this, and be text still.
fn can_begin_line(rest: &str) -> bool {
    let word = rest.split([' ', '\n']).next().unwrap_or("");
    let is_number = word
        .strip_suffix(['.', ')'])
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    let marks = ["#", ">", "|", ":", "=", "```", "~~~", "<!", "<?"];
    !word.is_empty()
        && !is_number
        && !marks.iter().any(|mark| word.starts_with(mark))
        && !word.bytes().all(|byte| byte.is_ascii_punctuation())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(markdown: &str, width: usize) -> Vec<String> {
        let phrase = phrase(markdown.to_owned());
        let lines = phrase.lines(width, width);
        lines.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn lines_end_only_at_spaces() {
        assert_eq!(set("one two-three", 6), ["one", "two-three"]);
        assert_eq!(set("我能吞下玻璃 而不伤", 6), ["我能吞下玻璃", "而不伤"]);
        assert_eq!(
            set("Oui\u{a0}! «\u{a0}Non\u{a0}»", 4),
            ["Oui\u{a0}!", "«\u{a0}Non\u{a0}»"]
        );
    }

    #[test]
    fn no_line_begins_with_what_would_be_a_mark() {
        assert_eq!(
            set("in 1914. War - peace", 4),
            ["in 1914.", "War -", "peace"]
        );
        assert_eq!(set("the # sign", 4), ["the #", "sign"]);
        assert_eq!(set("a + b = c", 2), ["a +", "b =", "c"]);
        assert_eq!(set("a | b", 2), ["a |", "b"]);
        assert_eq!(set("see *this* **now**", 4), ["see", "*this*", "**now**"]);
    }

    #[test]
    fn code_formulas_tags_and_addresses_are_whole() {
        for whole in [
            "`a b c`",
            "``a ` b``",
            "$a + b$",
            "<em lang=\"fr\">x</em>",
            "[x](<a b> \"a title\")",
            "[x](a.png \"(a title)\")",
        ] {
            assert_eq!(
                set(&format!("see {whole} now"), 4),
                ["see", whole, "now"],
                "{whole}"
            );
        }
        assert_eq!(set("[two words](a.b)", 4), ["[two", "words](a.b)"]);
        // A sign that is escaped opens nothing.
        assert_eq!(set("a \\` b c` d", 2), ["a \\`", "b", "c`", "d"]);
        assert_eq!(set("one\\\ntwo", 9), ["one\\", "two"]);
    }
}
