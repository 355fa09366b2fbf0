//! Lists of Pandoc in (`a.`, `(1)`, `iv)`, `#.`, `(@)`), lists with figures out: each item
//! keeps the value of its label.

use super::lines::Line;
use super::{Dialect, Draft, Notes};

/// How an item is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Figures,
    Letters,
    Roman,
    /// `#.`
    Next,
    /// `(@)`
    Example,
}

/// The label of an item: what stands in it, how it is closed, and how long it is with the
/// space after it.
struct Label<'t> {
    word: &'t str,
    is_enclosed: bool,
    close: char,
    length: usize,
}

fn label(bare: &str) -> Option<Label<'_>> {
    let is_enclosed = bare.starts_with('(');
    let inner = bare.strip_prefix('(').unwrap_or(bare);
    let end = inner.find(['.', ')'])?;
    let word = inner.get(..end)?;
    let close = inner.get(end..)?.chars().next()?;
    let after = inner.get(end + 1..)?;
    let spaces = after.len() - after.trim_start_matches(' ').len();
    if spaces == 0 || after.trim().is_empty() || is_enclosed && close == '.' {
        return None;
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || "@#-_".contains(c);
    (!word.is_empty() && word.len() < 20 && word.chars().all(is_word)).then_some(Label {
        word,
        is_enclosed,
        close,
        length: usize::from(is_enclosed) + end + 2,
    })
}

fn value(word: &str, style: Style) -> Option<usize> {
    match style {
        Style::Figures => word.parse().ok().filter(|n| *n < 1_000_000),
        Style::Letters => {
            let letter = word.bytes().next().filter(|_| word.len() == 1)?;
            letter
                .is_ascii_alphabetic()
                .then(|| usize::from(letter.to_ascii_lowercase() - b'a') + 1)
        }
        Style::Roman => roman(word),
        Style::Next => (word == "#").then_some(0),
        Style::Example => word.starts_with('@').then_some(0),
    }
}

fn roman(word: &str) -> Option<usize> {
    let of = |c: char| match c.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let digits: Option<Vec<usize>> = word.chars().map(of).collect();
    let digits = digits?;
    // One before a greater is taken from it.
    let pairs = digits.iter().zip(digits.get(1..).unwrap_or(&[]));
    let less = pairs.filter(|(digit, next)| digit < next);
    let less: usize = less.map(|(digit, _)| digit).sum();
    let all: usize = digits.iter().sum();
    all.checked_sub(2 * less).filter(|sum| *sum > 0)
}

/// A list, from the line of its first item on.
pub(super) fn list(
    draft: &mut Draft,
    lines: &[Line],
    i: usize,
    notes: &mut Notes,
) -> Option<usize> {
    let line = lines.get(i)?;
    let indent = line.indent();
    let first = label(line.bare())?;
    let before = i.checked_sub(1).and_then(|i| lines.get(i));
    if before.is_some_and(|line| !line.is_blank()) {
        return None;
    }
    let case = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let styles = [
        Style::Example,
        Style::Next,
        Style::Figures,
        Style::Roman,
        Style::Letters,
    ];
    for style in styles {
        // Plain figures are a list already.
        if style == Style::Figures && !first.is_enclosed {
            continue;
        }
        let Some(start) = value(first.word, style) else {
            continue;
        };
        let is_counted = !matches!(style, Style::Next | Style::Example);
        let mut items = vec![(i, label(line.bare())?.length, start)];
        let mut last = i;
        for (n, line) in lines.iter().enumerate().skip(i + 1) {
            let follows_blank = lines.get(n - 1).is_some_and(Line::is_blank);
            if line.is_blank() {
                continue;
            }
            let wanted = start + items.len();
            let found = label(line.bare()).filter(|label| {
                line.is_text()
                    && line.indent() == indent
                    && label.is_enclosed == first.is_enclosed
                    && label.close == first.close
                    && case(label.word) == case(first.word)
                    && value(label.word, style).is_some_and(|value| !is_counted || value == wanted)
            });
            if let Some(label) = found {
                items.push((n, label.length, wanted));
            } else if line.indent() <= indent && follows_blank {
                break;
            }
            last = n;
        }
        let is_list = items.len() > 1 || style == Style::Example || style == Style::Next;
        if !is_list {
            continue;
        }
        if matches!(style, Style::Letters | Style::Roman) {
            let place = line.start + indent..line.start + line.text.len();
            notes.tell(Dialect::Numbers, place);
        }
        write(
            draft,
            lines,
            &items,
            last,
            indent,
            (style, first.close),
            notes,
        );
        return Some(last + 1);
    }
    None
}

fn write(
    draft: &mut Draft,
    lines: &[Line],
    items: &[(usize, usize, usize)],
    last: usize,
    indent: usize,
    (style, close): (Style, char),
    notes: &mut Notes,
) {
    let first = items.first().map_or(0, |(n, _, _)| *n);
    let mut more = String::new();
    for (n, line) in lines.iter().enumerate().take(last + 1).skip(first) {
        let Some((_, length, value)) = items.iter().find(|(item, _, _)| *item == n) else {
            if line.indent() > indent && !more.is_empty() {
                draft.keep_to(line.start);
                draft.put(&more);
            }
            continue;
        };
        let start = line.start + indent;
        let number = match style {
            Style::Example => {
                notes.count += 1;
                let word = line.bare().trim_start_matches("(@");
                let name = word.split(')').next().unwrap_or("");
                notes.examples.insert(name.to_owned(), notes.count);
                notes.count
            }
            Style::Next => value + 1,
            _ => *value,
        };
        let written = format!("{number}{close} ");
        more = " ".repeat(written.len().saturating_sub(*length));
        draft.keep_to(start);
        draft.put(&written);
        draft.skip_to(start + length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_values() {
        for (word, number) in [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("XL", 40)] {
            assert_eq!(value(word, Style::Roman), Some(number), "{word}");
        }
        assert_eq!(value("c", Style::Letters), Some(3));
        assert_eq!(value("ab", Style::Letters), None);
        assert!(label("A. Nowak").is_some());
        assert!(label("etc.").is_none());
    }
}
