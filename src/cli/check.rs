//! The command `check`: reports what `export` would report, and optionally the
//! typesetting quality, the PDF conformance or the typographic changes. Writes no files.
//!
//! It runs the same steps as [`export`](super::export), makes the files in memory and
//! discards them. Diagnostics and exit status are therefore the same.

use super::Status;
use super::args::{Check, Export, Printing, Writing};
use super::changes::Changes;
use super::conformity::Conformity;
use super::deliver::print;
use super::error::Error;
use super::export::{self, Bound, Outcome, Work};
use super::job::{Environment, Job};
use super::naming::{self, Entry};
use super::report::Reporter;
use super::sheet::Sheet;
use pressroom::diag::{Code, Diagnostic, Report, Severity};
use pressroom::export::Press;
use pressroom::quality::{self, Quality, Remarkable};
use rayon::prelude::*;
use serde::Serialize;
use std::fmt;

/// Checks articles, reports their diagnostics, and returns the exit status of `export`.
/// Errors of writing the files, and those of the verification by `export --strict`, are not
/// detected here.
///
/// # Errors
///
/// Usage errors, as in `export`. Or the report cannot be written to standard output.
pub fn run(flags: Check, around: &Environment, reporter: &Reporter) -> Result<Status, Error> {
    let json = flags.json;
    let asked = [
        (flags.typography, Asked::Typography),
        (flags.conform, Asked::Conformity),
        (flags.ledger, Asked::Ledger),
    ];
    let asked = asked.into_iter().find(|(asked, _)| *asked);
    let asked = asked.map(|(_, report)| report);
    let job = Job::resolve(as_exported(flags), around)?;
    let (press, theme) = export::press(&job, reporter)?;
    let (manuscripts, mut outcomes, drafts) = export::sort(export::read_all(&job), reporter);
    let lost = outcomes.len() - drafts;
    let works = export::works(&job, manuscripts);
    outcomes.extend(export::unmade(&job, &works, reporter));
    let entries: Vec<&Entry> = works.iter().map(|work| &work.entry).collect();
    naming::name(&job, &entries, lost)?;

    let desk = Console {
        job: &job,
        reporter,
        press,
        asked,
    };
    let passed = outcomes.into_iter().map(|outcome| (outcome, None));
    let mut checked: Vec<(Outcome, Option<Told>)> = passed.collect();
    checked.par_extend(works.into_par_iter().map(|work| desk.check(work)));
    checked.sort_by_key(|(outcome, _)| outcome.order);

    let mut status = theme;
    reporter.tell(&reporter.diagnostics(&job.notes, &[]));
    for error in &job.errors {
        reporter.tell(&reporter.error(error));
        status = status.max(error.status());
    }
    let mut sheets = Vec::new();
    let mut teller = reporter.teller(checked.len());
    for (outcome, sheet) in checked {
        reporter.tell(&teller.words(&outcome.told));
        status = status.max(outcome.status);
        match sheet {
            Some(sheet) if !json => print(sheet.to_string().as_bytes())?,
            sheet => sheets.extend(sheet),
        }
    }
    reporter.tell(&teller.counts());
    if json {
        // Strings and numbers can always be written as JSON.
        let json = serde_json::to_string_pretty(&sheets).unwrap_or_default();
        print((json + "\n").as_bytes())?;
    }
    Ok(status)
}

/// The arguments of the corresponding export: all formats, into the default folder.
fn as_exported(flags: Check) -> Export {
    Export {
        paths: flags.paths,
        writing: Writing {
            book: flags.book,
            strict: flags.strict,
            ..Writing::default()
        },
        reading: flags.reading,
        epub: flags.epub,
        setting: flags.setting,
        faces: flags.faces,
        printing: Printing::default(),
    }
}

/// The shared data of all checks.
struct Console<'a> {
    job: &'a Job,
    reporter: &'a Reporter,
    press: Press,
    /// The requested report on every article.
    asked: Option<Asked>,
}

/// The kind of a report.
#[derive(Debug, Clone, Copy)]
enum Asked {
    /// Typesetting quality.
    Typography,
    /// PDF conformance.
    Conformity,
    /// Typographic changes.
    Ledger,
}

/// A report on an article.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Told {
    Typography(Box<Sheet>),
    Conformity(Conformity),
    Ledger(Changes),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Told::Typography(sheet) => sheet.fmt(f),
            Told::Conformity(conformity) => conformity.fmt(f),
            Told::Ledger(changes) => changes.fmt(f),
        }
    }
}

impl Console<'_> {
    fn check(&self, work: Work) -> (Outcome, Option<Told>) {
        let label = work.entry.label.clone();
        let Bound {
            order,
            mut publication,
            mut sources,
            data,
            mut report,
        } = work.bind(self.job, self.press.numbering());
        self.press.prepare(&mut publication);
        let ready = self.press.open(&publication, &mut report);
        let mut errors = Vec::new();
        for format in &self.job.formats {
            if let Err(cause) = self.press.write(&ready, *format, &mut report) {
                let output = format!("{label} ({})", format.name()).into();
                errors.push(Error::Unwritten { output, cause });
            }
        }
        let sheet = self.asked.map(|asked| match asked {
            Asked::Typography => {
                let pages = self.press.lay_out(&ready, &mut report);
                let quality = quality::measure(&pages, &publication);
                if self.reporter.is_for_machines() {
                    tell_lines(&quality, &mut report);
                }
                Told::Typography(Box::new(Sheet::new(label, quality, &sources)))
            }
            Asked::Conformity => Told::Conformity(Conformity::new(label, &publication, &sources)),
            Asked::Ledger => Told::Ledger(Changes::new(label, &publication, &sources)),
        });
        let endings = self.job.formats.iter().map(|format| format.extension());
        report.keep_hints_for(&endings.collect::<Vec<_>>());
        sources.extend(data);
        let mut told = self.reporter.told(&report, &sources);
        let mut status = export::verdict(self.job.strict, &report);
        for error in errors {
            told.0.push(self.reporter.entry_of(&error));
            status = status.max(error.status());
        }
        let outcome = Outcome {
            order,
            told,
            status,
            written: Vec::new(),
        };
        (outcome, sheet)
    }
}

/// Notes on the loosest and the tightest lines.
fn tell_lines(quality: &Quality, report: &mut Report) {
    let loose = quality.loosest.iter().map(|line| (Code::LooseLine, line));
    let tight = quality.tightest.iter().map(|line| (Code::TightLine, line));
    for (code, line) in loose.chain(tight) {
        report.push(note(code, line));
    }
}

fn note(code: Code, line: &Remarkable) -> Diagnostic {
    let message = format!(
        "word spaces on page {} are {:.2} times their natural width: {}",
        line.page, line.space, line.text
    );
    Diagnostic::new(Severity::Note, code, line.span, message)
}
