//! Takes the outcome of a comparison; returns diagnostics, and a report for people and for
//! machines.

use super::compare::{self, FaultKind, Outcome};
use super::said::{self, Place};
use crate::diag::{Code, Diagnostic, Report, Severity, counted};
use crate::write::Format;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// What became of the characters of a publication in one file. A character is
/// a grapheme: a letter with its marks is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Proof {
    /// The file.
    pub file: String,
    /// Its format: `pdf`, `epub` or `text`.
    pub format: &'static str,
    /// Characters of the model that are in the file as their author wrote them.
    pub kept: usize,
    /// Characters of the model that typography changed, by rule.
    pub changed: Vec<Count>,
    /// Characters of the file that are not the author's, by kind.
    pub generated: Vec<Count>,
    /// Characters of the file that belong to its pages, by kind.
    pub decoration: Vec<Count>,
    /// Links whose addresses the file leaves out, as `--links off` does: they are not
    /// verified.
    pub unsaid: usize,
    /// What is not as it should be.
    pub faults: Vec<Fault>,
    /// How many more faults there are than are told.
    pub more: usize,
}

/// How many characters are of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Count {
    /// The kind, or the rule.
    pub kind: &'static str,
    /// How many.
    pub characters: usize,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Fault {
    /// The code of its diagnostic: `text-lost`, `text-altered`, `text-added`,
    /// `text-moved`, `glyph-framed`, `glyph-blank` or `file-fault`.
    pub code: Code,
    /// What the model has.
    pub expected: String,
    /// What the file has.
    pub found: String,
    /// Where in the file: a page, a file of the archive, a line.
    pub place: String,
    /// The sentence that was told.
    pub message: String,
}

impl Proof {
    /// Whether nothing is lost, changed, added, moved or unseen.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    /// How many characters of the model were met.
    pub fn characters(&self) -> usize {
        self.kept + sum(&self.changed)
    }
}

fn sum(counts: &[Count]) -> usize {
    counts.iter().map(|count| count.characters).sum()
}

/// The report for people.
impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (file, characters) = (&self.file, grouped(self.characters()));
        match self.faults.len() + self.more {
            0 => writeln!(f, "{file}: all {characters} characters present")?,
            n => writeln!(
                f,
                "{file}: {}; {characters} characters present",
                counted(n, "fault")
            )?,
        }
        let kept = Count {
            kind: "as written",
            characters: self.kept,
        };
        for (name, counts) in [
            ("unchanged", std::slice::from_ref(&kept)),
            ("changed", &self.changed),
            ("generated", &self.generated),
            ("page", &self.decoration),
        ] {
            if counts.is_empty() {
                continue;
            }
            let each: Vec<String> = counts
                .iter()
                .map(|count| format!("{} {}", count.kind, grouped(count.characters)))
                .collect();
            let total = grouped(sum(counts));
            writeln!(f, "  {name:<12}{total:>10}  {}", each.join(", "))?;
        }
        if self.unsaid > 0 {
            let links = counted(self.unsaid, "link");
            writeln!(
                f,
                "  not verified: the addresses of {links}, which the file leaves out"
            )?;
        }
        for fault in &self.faults {
            let place = if fault.place.is_empty() {
                String::new()
            } else {
                format!(" ({})", fault.place)
            };
            writeln!(f, "  {}: {}{place}", fault.code, fault.message)?;
        }
        Ok(())
    }
}

/// A number with its thousands parted.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Puts an outcome into words.
pub(super) fn tell(
    name: &str,
    format: Format,
    outcome: Outcome,
    said: Vec<said::Fault>,
    report: &mut Report,
) -> Proof {
    let mut faults = Vec::new();
    for fault in &outcome.faults {
        let place = fault.place.as_ref().map_or(String::new(), place);
        let told = words(fault);
        let message = match place.as_str() {
            "" => format!("{name}: {told}"),
            place => format!("{name}, {place}: {told}"),
        };
        let (code, span) = (code(fault.kind), fault.span);
        // What layout has told is not told again.
        let known = |told: &Diagnostic| told.code == Code::MissingGlyph;
        let told_already = fault.kind == FaultKind::Framed && report.iter().any(known);
        let error = Diagnostic::new(Severity::Error, code, span, message);
        let error = match hint(fault.kind) {
            Some(hint) => error.hint(hint),
            None => error,
        };
        if !told_already {
            report.push(error);
        }
        faults.push(Fault {
            code,
            expected: fault.expected.clone(),
            found: fault.found.clone(),
            place,
            message: told,
        });
    }
    for fault in said.into_iter().take(compare::TOLD) {
        let place = place(&fault.place);
        let message = format!("{name}, {place}: {}", fault.message);
        report.push(Diagnostic::new(
            Severity::Error,
            Code::FileFault,
            None,
            message,
        ));
        faults.push(Fault {
            code: Code::FileFault,
            expected: String::new(),
            found: String::new(),
            place,
            message: fault.message,
        });
    }
    if outcome.more > 0 {
        let message = format!("{name}: {} more faults not shown", outcome.more);
        report.push(Diagnostic::new(
            Severity::Error,
            Code::TextLost,
            None,
            message,
        ));
    }
    Proof {
        file: name.to_owned(),
        format: match format {
            Format::Pdf => "pdf",
            Format::Epub => "epub",
            Format::Text => "text",
        },
        kept: outcome.kept,
        changed: counts(outcome.changed),
        generated: counts(outcome.generated),
        decoration: counts(outcome.decoration),
        unsaid: 0,
        faults,
        more: outcome.more,
    }
}

fn counts(counts: BTreeMap<&'static str, usize>) -> Vec<Count> {
    let counts = counts.into_iter().filter(|(_, characters)| *characters > 0);
    counts
        .map(|(kind, characters)| Count { kind, characters })
        .collect()
}

fn place(place: &Place) -> String {
    match place {
        Place::Page(number) => format!("page {number}"),
        Place::File(path) => path.clone(),
        Place::Line { number, .. } => format!("line {number}"),
        Place::Whole => "the file".to_owned(),
    }
}

fn code(kind: FaultKind) -> Code {
    match kind {
        FaultKind::Lost => Code::TextLost,
        FaultKind::Altered => Code::TextAltered,
        FaultKind::Extra => Code::TextAdded,
        FaultKind::Moved => Code::TextMoved,
        FaultKind::Framed => Code::GlyphFramed,
        FaultKind::Blank => Code::GlyphBlank,
    }
}

fn words(fault: &compare::Fault) -> String {
    let (expected, found) = (quoted(&fault.expected), quoted(&fault.found));
    match fault.kind {
        FaultKind::Lost => format!("{expected} is lost"),
        FaultKind::Altered => format!("{expected} became {found}"),
        FaultKind::Extra => format!("{found} does not occur in any article"),
        FaultKind::Moved => format!("{expected} is not where the article has it"),
        FaultKind::Framed => format!("{expected} is drawn as a frame"),
        FaultKind::Blank => format!("{expected} is present but invisible"),
    }
}

fn hint(kind: FaultKind) -> Option<&'static str> {
    match kind {
        FaultKind::Framed => {
            Some("no available font contains it; `--font-dir` adds a folder of fonts")
        }
        FaultKind::Lost
        | FaultKind::Altered
        | FaultKind::Extra
        | FaultKind::Moved
        | FaultKind::Blank => None,
    }
}

/// How much of a passage is quoted, in characters.
const QUOTED: usize = 60;

/// A text between quotation marks; a single character with its number, since
/// many look alike or like nothing.
fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        let number = format!("U+{:04X}", u32::from(c));
        return if c.is_whitespace() || c.is_control() {
            number
        } else {
            format!("`{c}` ({number})")
        };
    }
    let count = text.chars().count();
    if count <= QUOTED {
        return format!("`{text}`");
    }
    let start: String = text.chars().take(QUOTED).collect();
    format!("`{}…` ({count} characters)", start.trim_end())
}
