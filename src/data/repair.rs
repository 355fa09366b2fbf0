//! Takes YAML that cannot be read; returns the same with the slips of its lines mended.
//!
//! Only what has one reading is mended: a value with `: ` in it or with a sign at its head
//! that YAML keeps for itself, a quotation mark within quotation marks, tabs that set lines
//! in. What is left wrong is taken key by key, so that one key does not cost the others.

use std::ops::Range;

/// YAML after repair, and how its bytes stand for those that were typed.
pub(super) struct Repaired {
    pub(super) yaml: String,
    /// Stretches that are as they were typed: where in the repaired, where in the typed,
    /// how long.
    kept: Vec<(usize, usize, usize)>,
    /// The keys of the lines that were mended.
    pub(super) keys: Vec<String>,
    /// Where the first of them stands.
    pub(super) first: Option<Range<usize>>,
    /// What could not be kept.
    pub(super) dropped: Vec<Range<usize>>,
}

impl Repaired {
    fn new() -> Repaired {
        Repaired {
            yaml: String::new(),
            kept: Vec::new(),
            keys: Vec::new(),
            first: None,
            dropped: Vec::new(),
        }
    }

    fn keep(&mut self, text: &str, at: usize) {
        self.kept.push((self.yaml.len(), at, text.len()));
        self.yaml.push_str(text);
    }

    /// The typed byte that a byte stands for.
    pub(super) fn typed(&self, at: usize) -> usize {
        let next = self.kept.partition_point(|(here, _, _)| *here <= at);
        let before = next.checked_sub(1).and_then(|i| self.kept.get(i));
        before.map_or(0, |(here, typed, length)| typed + (at - here).min(*length))
    }

    fn mended(&mut self, key: &str, at: Range<usize>) {
        self.first.get_or_insert(at);
        self.keys.push(key.to_owned());
    }

    /// A value between single quotes.
    fn quoted(&mut self, value: &str, at: usize) {
        self.yaml.push('\'');
        let mut start = 0;
        for (i, _) in value.match_indices('\'') {
            self.keep(&value[start..i + 1], at + start);
            self.yaml.push('\'');
            start = i + 1;
        }
        self.keep(&value[start..], at + start);
        self.yaml.push('\'');
    }
}

/// A key with its value in a line: where each stands.
fn parts(line: &str) -> Option<(Range<usize>, Range<usize>)> {
    let bare = line.trim_start_matches([' ', '\t']);
    let bare = bare.strip_prefix("- ").unwrap_or(bare).trim_start();
    let start = line.len() - bare.len();
    let length = bare.find(": ").or_else(|| bare.find(":\t"))?;
    let key = bare.get(..length)?;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.');
    if key.is_empty() || !key.chars().all(is_word) {
        return None;
    }
    let value = bare.get(length + 1..)?;
    let from = line.len() - value.trim_start().len();
    let value = value.trim();
    (!value.is_empty()).then(|| (start..start + length, from..from + value.len()))
}

/// What a value that YAML cannot read must be: nothing where it can.
fn mended(value: &str) -> Option<&str> {
    let inner = |quote: char| {
        let rest = value.strip_prefix(quote)?;
        rest.strip_suffix(quote)
    };
    match value.chars().next()? {
        '\'' => match inner('\'') {
            Some(inner) if inner.replace("''", "").contains('\'') => Some(inner),
            Some(_) => None,
            None if value.get(1..)?.contains("' #") => None,
            None => Some(value),
        },
        '"' => match inner('"') {
            Some(inner) => {
                let mut escaped = false;
                let is_wrong = inner.chars().any(|c| {
                    let wrong = match escaped {
                        true => !c.is_ascii_punctuation() && !"0abtnvfreNLPxuU ".contains(c),
                        false => c == '"',
                    };
                    escaped = c == '\\' && !escaped;
                    wrong
                });
                is_wrong.then_some(inner)
            }
            None if value.get(1..)?.contains("\" #") => None,
            None => Some(value),
        },
        '[' => (!is_closed(value, '[', ']')).then_some(value),
        '{' if value.starts_with("{{") => Some(value),
        '{' => (!is_closed(value, '{', '}')).then_some(value),
        '-' | '?' if value.get(1..)?.starts_with(' ') => Some(value),
        '|' | '>' if value.len() <= 3 => None,
        '&' | '*' | '!' | '%' | '@' | '`' | '|' | '>' => Some(value),
        _ => (value.contains(": ") || value.ends_with(':')).then_some(value),
    }
}

/// Whether what a bracket opens ends a value, or a remark after it does.
fn is_closed(value: &str, open: char, close: char) -> bool {
    let mut depth = 0;
    let end = value.find(|c| {
        depth += i32::from(c == open) - i32::from(c == close);
        c == close && depth == 0
    });
    let rest = end.and_then(|end| value.get(end + 1..));
    rest.is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with('#'))
}

/// Mends the lines of YAML.
pub(super) fn lines(yaml: &str) -> Repaired {
    let mut repaired = Repaired::new();
    let mut at = 0;
    // Lines deeper than this are those of a block of text.
    let mut block: Option<usize> = None;
    // A key that stands twice is another key, which means the same.
    let mut keys = Vec::new();
    for line in yaml.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end_matches(['\n', '\r']);
        let blank = text.len() - text.trim_start_matches([' ', '\t']).len();
        if block.is_some_and(|depth| blank > depth || text.trim().is_empty()) {
            repaired.keep(line, start);
            continue;
        }
        let opens = text.trim_end().ends_with(['|', '>']) || text.trim_end().ends_with("|-");
        block = opens.then_some(blank);
        let indent = text.get(..blank).unwrap_or("");
        // A tab is as deep as two spaces: byte by byte it is one, which serves as well.
        if indent.contains('\t') {
            repaired.keep(&indent.replace('\t', " "), start);
            let key = text.trim_start().split(':').next().unwrap_or("");
            repaired.mended(key, start..start + text.len());
        } else {
            repaired.keep(indent, start);
        }
        let own = text.split(':').next().unwrap_or("");
        let is_key = blank == 0 && text.contains(':') && !own.starts_with(['-', '#']);
        if is_key && keys.contains(&own) {
            let times = keys.iter().filter(|key| **key == own).count();
            repaired.yaml.push('"');
            repaired.keep(own, start);
            repaired.yaml.push_str(&" ".repeat(times));
            repaired.yaml.push('"');
            repaired.keep(&line[own.len()..], start + own.len());
            repaired.mended(own, start..start + text.len());
            keys.push(own);
            continue;
        }
        keys.extend(is_key.then_some(own));
        let found = parts(text).and_then(|(key, value)| {
            let given = text.get(value.clone())?;
            Some((key, value, mended(given)?))
        });
        match found {
            Some((key, value, inner)) => {
                let from = value.start + text[value.clone()].find(inner).unwrap_or(0);
                repaired.keep(&text[blank..value.start], start + blank);
                repaired.quoted(inner, start + from);
                repaired.keep(&line[value.end..], start + value.end);
                repaired.mended(&text[key], start + value.start..start + value.end);
            }
            None => repaired.keep(&line[blank..], start + blank),
        }
    }
    repaired
}

/// Keeps of YAML that cannot be read each key that can by itself; of another the words of
/// its line.
pub(super) fn keys(yaml: &str, can_read: impl Fn(&str) -> bool) -> Repaired {
    let mut kept = Repaired::new();
    let mut entries: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let end = at + line.len();
        let is_set_in = line.trim().is_empty() || line.starts_with([' ', '\t', '-', '#']);
        match entries.last_mut() {
            Some(last) if is_set_in => last.end = end,
            _ => entries.push(at..end),
        }
        at = end;
    }
    for entry in entries {
        let text = &yaml[entry.clone()];
        let own = lines(text);
        if text.contains(':') && can_read(&own.yaml) {
            for (here, typed, length) in &own.kept {
                kept.kept
                    .push((kept.yaml.len() + here, entry.start + typed, *length));
            }
            kept.yaml.push_str(&own.yaml);
            if !kept.yaml.ends_with('\n') {
                kept.yaml.push('\n');
            }
            continue;
        }
        let first = text.lines().next().unwrap_or("");
        if let Some((key, value)) = parts(first) {
            kept.keep(&first[key], entry.start);
            kept.yaml.push_str(": ");
            kept.quoted(&first[value.clone()], entry.start + value.start);
            kept.yaml.push('\n');
            // Its first line has become its value.
            kept.dropped.push(entry.start + first.len()..entry.end);
        } else {
            kept.dropped.push(entry);
        }
    }
    kept.dropped.retain(|range| {
        yaml.get(range.clone())
            .is_some_and(|text| !text.trim().is_empty())
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_lines_are_mended() {
        for (typed, read) in [
            ("title: A: B", "title: 'A: B'"),
            ("title: 'It's here'", "title: 'It''s here'"),
            ("title: \"A \"b\" c\"", "title: 'A \"b\" c'"),
            ("title: @home", "title: '@home'"),
            ("title: [Draft] A", "title: '[Draft] A'"),
            ("title: {{ page }} A", "title: '{{ page }} A'"),
            ("title: - A", "title: '- A'"),
            ("a: 1\nb: 2\na: 3", "a: 1\nb: 2\n\"a \": 3"),
            ("title: *A* b", "title: '*A* b'"),
            ("title: \"A\" and B", "title: '\"A\" and B'"),
            ("tags:\n\t- a", "tags:\n - a"),
        ] {
            assert_eq!(lines(typed).yaml, read);
        }
        for sound in [
            "a: 'It''s'",
            "a: \"b \\\" c\"",
            "a: [b, c]",
            "a: [b, [c]] # d",
            "a: |\n  b: c: d",
            "a: http://b.org",
            "- a: b",
        ] {
            assert_eq!(lines(sound).yaml, sound);
        }
    }

    #[test]
    fn a_mended_line_keeps_its_places() {
        let typed = "a: 1\nb: 'It's: x'\n";
        let repaired = lines(typed);
        let at = repaired.yaml.find("here").or(repaired.yaml.find("x'"));
        assert_eq!(repaired.typed(at.unwrap()), typed.find("x'").unwrap());
    }
}
