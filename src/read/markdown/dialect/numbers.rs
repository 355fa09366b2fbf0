//! Takes lists of Pandoc (`a.`, `(1)`, `iv)`, `#.`, `(@)`); gives back lists with figures, of
//! which each item keeps the value of its label. The [numerals](numerals) of a list are
//! those of the label in the source.

use super::lines::Line;
use super::{Draft, Notes};
use crate::model::Numerals;

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

/// The label of an item: what stands in it, how it is closed, how long it is with one
/// space after it, and how many spaces follow.
struct Label<'t> {
    word: &'t str,
    is_enclosed: bool,
    close: char,
    length: usize,
    spaces: usize,
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
        spaces,
    })
}

impl Label<'_> {
    /// Whether it may be the initial of a name: `B. Traven` (Pandoc, `fancy_lists`).
    fn is_initial(&self) -> bool {
        let is_capital = self.word.len() == 1 && self.word.starts_with(char::is_uppercase);
        is_capital && !self.is_enclosed && self.close == '.' && self.spaces < 2
    }
}

/// The numerals of a list whose first item has this source and this number.
pub(in crate::read::markdown) fn numerals(item: &str, number: i64) -> Numerals {
    let label = label(item.lines().next().unwrap_or(""));
    let Some(label) = label.filter(|label| label.word.starts_with(char::is_alphabetic)) else {
        return Numerals::Decimal;
    };
    let is = |style| value(label.word, style).is_some_and(|value| value as i64 == number);
    let is_capital = label.word.starts_with(char::is_uppercase);
    match (is(Style::Roman), is(Style::Letters), is_capital) {
        (true, _, false) => Numerals::LowerRoman,
        (true, _, true) => Numerals::UpperRoman,
        (false, true, false) => Numerals::LowerAlpha,
        (false, true, true) => Numerals::UpperAlpha,
        (false, false, _) => Numerals::Decimal,
    }
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
        'd' => Some(500),
        'm' => Some(1000),
        _ => None,
    };
    let digits: Option<Vec<usize>> = word.chars().map(of).collect();
    let digits = digits?;
    // One before a greater is taken from it.
    let pairs = digits.iter().zip(digits.get(1..).unwrap_or(&[]));
    let less = pairs.filter(|(digit, next)| digit < next);
    let less: usize = less.map(|(digit, _)| digit).sum();
    let all: usize = digits.iter().sum();
    let number = all.checked_sub(2 * less)?;
    // Words such as `mild` are written with the same letters.
    let written = Numerals::LowerRoman.write(number as i64);
    (number > 0 && written.eq_ignore_ascii_case(word)).then_some(number)
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
    let is_inner = before.is_some_and(|before| holds(before, indent));
    if !is_inner && before.is_some_and(|line| !line.is_blank()) {
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
        // Any other would not part the words before it.
        if is_inner && is_counted && start != 1 {
            continue;
        }
        let mut items = vec![(i, (first.length, first.spaces), start)];
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
                items.push((n, (label.length, label.spaces), wanted));
            } else if line.indent() <= indent && follows_blank {
                break;
            }
            last = n;
        }
        // Two people may have initials that follow each other; three hardly do.
        let least = match first.is_initial() {
            true if start == 1 => 3,
            true => return None,
            false => 2,
        };
        let is_list = items.len() >= least || matches!(style, Style::Example | Style::Next);
        if !is_list {
            continue;
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

/// Whether a line is an item that another may stand in, with nothing between them.
fn holds(line: &Line, indent: usize) -> bool {
    let bare = line.bare();
    let is_bullet = ["- ", "* ", "+ "].iter().any(|sign| bare.starts_with(sign));
    let length = match is_bullet {
        true => Some(2),
        false => label(bare).map(|label| label.length),
    };
    line.is_text() && length.is_some_and(|length| indent >= line.indent() + length)
}

fn write(
    draft: &mut Draft,
    lines: &[Line],
    items: &[(usize, (usize, usize), usize)],
    last: usize,
    indent: usize,
    (style, close): (Style, char),
    notes: &mut Notes,
) {
    let first = items.first().map_or(0, |(n, _, _)| *n);
    let apart = format!("{}<!-- -->\n\n", " ".repeat(indent));
    let before = lines.get(..first).unwrap_or(&[]);
    if before.last().is_some_and(Line::is_blank)
        && let Some(above) = before.iter().rfind(|line| !line.is_blank())
        && (above.indent() > indent || label(above.bare()).is_some())
        && let Some(line) = lines.get(first)
    {
        draft.keep_to(line.start);
        draft.put(&apart);
    }
    let mut more = String::new();
    for (n, line) in lines.iter().enumerate().take(last + 1).skip(first) {
        let Some((_, (length, spaces), value)) = items.iter().find(|(item, _, _)| *item == n)
        else {
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
            Style::Figures | Style::Letters | Style::Roman => *value,
        };
        // The words stay in their column, or what is set in further would be code.
        let mut written = format!("{number}{close} ");
        let gap = length.saturating_sub(written.len());
        written.push_str(&" ".repeat(gap.min(4_usize.saturating_sub(*spaces))));
        more = " ".repeat(written.len().saturating_sub(*length));
        draft.keep_to(start);
        draft.put(&written);
        draft.skip_to(start + length);
    }
    // A list of figures under it would go on with it.
    let below = lines.get(last + 1..).unwrap_or(&[]);
    if let Some(below) = below.iter().find(|line| !line.is_blank())
        && below.indent() == indent
        && label(below.bare()).is_some_and(|label| {
            label.word.parse::<u32>().is_ok() && !label.is_enclosed && label.close == close
        })
    {
        draft.keep_to(below.start);
        draft.put(&apart);
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
        assert_eq!(value("mild", Style::Roman), None);
        assert!(label("A. Nowak").is_some_and(|label| label.is_initial()));
        assert!(label("A.  Nowak").is_some_and(|label| !label.is_initial()));
        assert!(label("etc.").is_none());
    }

    #[test]
    fn a_list_has_the_numerals_of_its_label() {
        assert_eq!(numerals("i. one", 1), Numerals::LowerRoman);
        assert_eq!(numerals("i. nine", 9), Numerals::LowerAlpha);
        assert_eq!(numerals("(B) two\nC", 2), Numerals::UpperAlpha);
        assert_eq!(numerals("(3) three", 3), Numerals::Decimal);
        assert_eq!(numerals("- one", 1), Numerals::Decimal);
    }
}
