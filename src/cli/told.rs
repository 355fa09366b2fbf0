//! Takes the diagnostics of each publication in a run; returns a readable selection.
//!
//! A diagnostic that occurs once is shown in full. Repeated diagnostics are shown a few
//! times, with their number: within one file, and across the files of a run. Programs get
//! every diagnostic, and so do people with `--verbose`.

use pressroom::diag::{Code, Severity, counted};
use std::collections::{BTreeMap, BTreeSet};

/// How many warnings of one code are shown in full per file.
const WHOLE: usize = 2;
/// How many diagnostics of a code may be left out of a file without totals at the end.
const FEW_LEFT: usize = 2;
/// With more publications than this, a screenful, each code is shown in full once per run,
/// and notes only with their number.
const FEW: usize = 20;

/// One diagnostic of a publication.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) severity: Severity,
    pub(super) code: Code,
    /// The file it is about.
    pub(super) file: Option<String>,
    /// Its full text.
    pub(super) whole: String,
    /// Its text on one line, without the line break.
    pub(super) line: String,
}

/// The diagnostics of one publication.
#[derive(Debug, Clone, Default)]
pub(super) struct Told(pub(super) Vec<Entry>);

/// Reports the diagnostics of a run, publication by publication.
pub(super) struct Teller {
    /// Whether every diagnostic is shown.
    all: bool,
    many: bool,
    shown: BTreeSet<Code>,
    /// The number of diagnostics and of files, by severity and code.
    counts: BTreeMap<(std::cmp::Reverse<Severity>, Code), (usize, usize)>,
    /// Whether a diagnostic was left out.
    is_cut: bool,
}

impl Teller {
    /// A reporter for this number of publications.
    pub(super) fn new(all: bool, publications: usize) -> Teller {
        Teller {
            all,
            many: publications > FEW,
            shown: BTreeSet::new(),
            counts: BTreeMap::new(),
            is_cut: false,
        }
    }

    /// The text for one publication.
    pub(super) fn words(&mut self, told: &Told) -> String {
        let mut text = String::new();
        if self.all {
            told.0.iter().for_each(|entry| text.push_str(&entry.whole));
            return text;
        }
        // Diagnostics of one code in one file, in the order of their first occurrence.
        let mut groups: Vec<Vec<&Entry>> = Vec::new();
        for entry in &told.0 {
            let own = |group: &&mut Vec<&Entry>| {
                group.first().is_some_and(|first| {
                    (first.code, first.severity, &first.file)
                        == (entry.code, entry.severity, &entry.file)
                })
            };
            match groups.iter_mut().find(own) {
                Some(group) => group.push(entry),
                None => groups.push(vec![entry]),
            }
        }
        for group in groups {
            self.group(&group, &mut text);
        }
        text
    }

    fn group(&mut self, group: &[&Entry], text: &mut String) {
        let Some(first) = group.first() else { return };
        let key = (std::cmp::Reverse(first.severity), first.code);
        let count = self.counts.entry(key).or_default();
        count.0 += group.len();
        count.1 += 1;
        let is_new = self.shown.insert(first.code);
        let whole = match (first.severity, self.many) {
            (Severity::Note, false) => 1,
            (Severity::Note, true) => usize::from(is_new),
            (Severity::Error, false) => group.len(),
            (Severity::Warning, false) => WHOLE,
            (Severity::Error | Severity::Warning, true) => usize::from(is_new),
        };
        let left = group.len().saturating_sub(whole);
        // A single further diagnostic is shown: that is no longer than its count.
        let (whole, left) = match left {
            1 if whole > 0 && first.severity != Severity::Note => (group.len(), 0),
            _ => (whole, left),
        };
        // A few left out need no totals.
        self.is_cut |= left > FEW_LEFT;
        if first.severity == Severity::Note {
            if whole > 0 {
                let end = match left {
                    0 => String::new(),
                    _ => format!(", and {left} more"),
                };
                text.push_str(&with_end(first, &end));
            }
            return;
        }
        for entry in group.iter().take(whole) {
            text.push_str(&entry.whole);
        }
        if left == 0 {
            return;
        }
        match (whole, group.get(whole)) {
            (0, Some(next)) => {
                let end = match left {
                    1 => String::new(),
                    _ => format!(", and {} more", left - 1),
                };
                text.push_str(&format!("{}{end}\n", next.line));
            }
            (_, Some(next)) => {
                let file = next.file.as_deref().unwrap_or("the file");
                let word = next.severity.word();
                text.push_str(&format!("{word}[{}]: {left} more in {file}\n\n", next.code));
            }
            (_, None) => {}
        }
    }

    /// The totals by code, if a diagnostic was left out or there are many files.
    pub(super) fn counts(&self) -> String {
        if self.all || !(self.is_cut || self.many) || self.counts.is_empty() {
            return String::new();
        }
        let width = |number: usize| number.to_string().len();
        let widest = self.counts.values().map(|(times, _)| width(*times)).max();
        let widest = widest.unwrap_or(1);
        let mut text = String::from("totals (--verbose shows each):\n");
        for ((severity, code), (times, files)) in &self.counts {
            let word = severity.0.word();
            let files = counted(*files, "file");
            text.push_str(&format!("  {times:>widest$}  {word}[{code}] in {files}\n"));
        }
        text
    }
}

/// A note with a text appended to its first line.
fn with_end(entry: &Entry, end: &str) -> String {
    match entry.whole.split_once('\n') {
        Some((first, rest)) => format!("{first}{end}\n{rest}"),
        None => format!("{}{end}", entry.whole),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(severity: Severity, code: Code, file: &str, number: usize) -> Entry {
        let line = format!("{}[{code}]: {number} ({file})", severity.word());
        Entry {
            severity,
            code,
            file: Some(file.to_owned()),
            whole: format!("{line}\n  = help\n"),
            line,
        }
    }

    fn told(severity: Severity, code: Code, times: usize) -> Told {
        Told(
            (1..=times)
                .map(|n| entry(severity, code, "a.md", n))
                .collect(),
        )
    }

    #[test]
    fn what_is_said_once_is_shown_whole_and_needs_no_count() {
        let mut teller = Teller::new(false, 1);
        let words = teller.words(&told(Severity::Warning, Code::MissingAlt, 3));
        assert_eq!(words.matches("= help").count(), 3);
        assert_eq!(teller.counts(), "");
    }

    #[test]
    fn notes_of_one_code_in_a_file_are_one_with_their_number() {
        let mut teller = Teller::new(false, 1);
        let words = teller.words(&told(Severity::Note, Code::LeftOut, 40));
        assert_eq!(words, "note[left-out]: 1 (a.md), and 39 more\n  = help\n");
        assert!(teller.counts().contains("40  note[left-out] in 1 file"));
    }

    #[test]
    fn warnings_are_shown_twice_and_errors_always() {
        let mut teller = Teller::new(false, 1);
        let words = teller.words(&told(Severity::Warning, Code::MissingAlt, 9));
        assert_eq!(words.matches("= help").count(), 2);
        assert!(words.contains("warning[missing-alt]: 7 more in a.md"));
        let words = teller.words(&told(Severity::Error, Code::MissingGlyph, 9));
        assert_eq!(words.matches("= help").count(), 9);
    }

    #[test]
    fn over_many_files_a_code_is_shown_whole_once() {
        let mut teller = Teller::new(false, 50);
        let first = teller.words(&told(Severity::Warning, Code::MissingAlt, 3));
        assert_eq!(first.matches("= help").count(), 1);
        let then = teller.words(&told(Severity::Warning, Code::MissingAlt, 3));
        assert_eq!(then, "warning[missing-alt]: 1 (a.md), and 2 more\n");
        let note = teller.words(&told(Severity::Note, Code::LeftOut, 3));
        assert!(note.contains("and 2 more"), "{note}");
        assert_eq!(teller.words(&told(Severity::Note, Code::LeftOut, 3)), "");
        assert!(
            teller
                .counts()
                .contains("6  warning[missing-alt] in 2 files")
        );
    }

    #[test]
    fn all_is_shown_where_all_is_asked_for() {
        let mut teller = Teller::new(true, 50);
        let words = teller.words(&told(Severity::Note, Code::LeftOut, 40));
        assert_eq!(words.matches("= help").count(), 40);
        assert_eq!(teller.counts(), "");
    }
}
