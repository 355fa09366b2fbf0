//! The command `export`: takes a job; writes its files.
//!
//! There are three passes: read all articles, name all outputs, export all publications.
//! The first and the last run in parallel. Naming comes between them because an article
//! can name its own outputs, and because nothing is written before every name is checked.
//! Diagnostics are collected by article and reported at the end, in the order of the
//! articles.

use super::Status;
use super::args::{DEFAULT_THEME, Setting};
use super::deliver::{deliver, print, unwritable};
use super::error::Error;
use super::inputs::Input;
use super::job::{Destination, Job};
use super::naming::{self, Entry, Target};
use super::planned::Planned;
use super::progress::Progress;
use super::reading::{self, Binding, id};
use super::report::Reporter;
use super::spool::Spool;
use super::summary::{Summary, Written};
use super::theme::Chosen;
use super::told::Told;
use pressroom::diag::{Code, Diagnostic, Report, Severity};
use pressroom::export::Press;
use pressroom::model::{LabelNumbers, Publication};
use pressroom::proof;
use pressroom::source::{Source, SourceId};
use pressroom::write::Format;
use pressroom::write::pdf::{Attachment, Relation};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The result of reading an input.
pub(super) enum Reading {
    /// An article to export.
    Manuscript(Box<Manuscript>),
    /// A draft to skip.
    Draft(Source),
    /// An input that could not be read.
    Lost(Error),
}

/// An article ready to be typeset, with the name of its outputs.
pub(super) struct Manuscript {
    entry: Entry,
    read: reading::Manuscript,
}

/// The manuscripts of one publication.
pub(super) struct Work {
    pub(super) entry: Entry,
    manuscripts: Vec<Manuscript>,
}

/// A publication assembled from its manuscripts.
pub(super) struct Bound {
    /// Its position in the order of diagnostics.
    pub(super) order: usize,
    pub(super) publication: Publication,
    pub(super) sources: Vec<Source>,
    /// The data files of bibliographies.
    pub(super) data: Vec<Source>,
    /// The diagnostics of reading.
    pub(super) report: Report,
}

impl Work {
    /// Assembles the manuscripts.
    pub(super) fn bind(self, job: &Job, numbering: &LabelNumbers) -> Bound {
        let mut report = Report::new();
        let (mut sources, mut articles) = (Vec::new(), Vec::new());
        let mut data = Vec::new();
        for Manuscript { read, .. } in self.manuscripts {
            data.extend(read.data);
            report.extend(read.report);
            sources.push(read.source);
            articles.push(read.article);
        }
        let book = job.book.as_deref();
        // A single article is reported in its position, a book after all other inputs.
        let order = match (book, &*sources) {
            (None, [source, ..]) => source.id().0 as usize,
            (Some(_), _) | (None, []) => job.inputs.len(),
        };
        let binding = match (&job.plan, book) {
            (Some(plan), _) => {
                report.extend(plan.report.clone());
                if job.proof {
                    plan.account
                        .diagnostics()
                        .for_each(|diagnostic| report.push(diagnostic));
                }
                sources.push(plan.source.clone());
                Binding::Planned(plan)
            }
            (None, Some(title)) => Binding::Book(title),
            (None, None) => Binding::Lone,
        };
        let (publication, of_book) = reading::publication(
            articles,
            &sources,
            binding,
            &job.reading,
            job.works(),
            numbering,
            &mut report,
        );
        data.extend(of_book);
        Bound {
            order,
            publication,
            sources,
            data,
            report,
        }
    }
}

/// The outcome of exporting an article or a book.
#[derive(Default)]
pub(super) struct Outcome {
    /// Its position in the order of diagnostics.
    pub(super) order: usize,
    /// Its diagnostics.
    pub(super) told: Told,
    /// Its exit status.
    pub(super) status: Status,
    /// The files that were written.
    pub(super) written: Vec<Written>,
}

/// Runs the job, reports diagnostics, and returns the exit status.
///
/// # Errors
///
/// Usage errors that depend on the names of the articles; nothing has been written or
/// reported then. Or the summary cannot be written to standard output.
pub fn run(job: &Job, reporter: &Reporter) -> Result<Status, Error> {
    let started = Instant::now();
    let (press, theme) = press(job, reporter)?;
    if job.strict && theme != Status::Done {
        return Ok(theme);
    }
    let (manuscripts, mut outcomes, drafts) = sort(read_all(job), reporter);
    let lost = outcomes.len() - drafts;
    let works = works(job, manuscripts);
    outcomes.extend(unmade(job, &works, reporter));
    let entries: Vec<&Entry> = works.iter().map(|work| &work.entry).collect();
    let names = naming::name(job, &entries, lost)?;

    let desk = Console {
        job,
        reporter,
        press,
        incomplete: lost > 0 || !job.errors.is_empty(),
    };
    let progress = Progress::new(works.len(), reporter.is_talkative());
    let tasks = works.into_par_iter().zip(names);
    outcomes.par_extend(tasks.map(|(work, targets)| {
        let outcome = desk.export(work, &targets);
        progress.advance();
        outcome
    }));
    progress.clear();
    outcomes.sort_by_key(|outcome| outcome.order);

    let mut status = theme;
    reporter.tell(&reporter.diagnostics(&job.notes, &[]));
    for error in &job.errors {
        reporter.tell(&reporter.error(error));
        status = status.max(error.status());
    }
    let mut teller = reporter.teller(outcomes.len());
    for outcome in &outcomes {
        reporter.tell(&teller.words(&outcome.told));
        status = status.max(outcome.status);
    }
    reporter.tell(&teller.counts());
    if reporter.is_talkative() && job.destination != Destination::Stdout {
        let summary = summary(outcomes, drafts);
        print(summary.text(started.elapsed()).as_bytes())?;
    }
    Ok(status)
}

pub(super) fn read_all(job: &Job) -> Vec<Reading> {
    let numbered = job.inputs.par_iter().enumerate();
    numbered
        .map(|(number, input)| read_one(job, id(number), input))
        .collect()
}

fn read_one(job: &Job, id: SourceId, input: &Input) -> Reading {
    let read = match job.proof {
        true => reading::accounted(input, id, &job.reading, job.works()).map(|(read, _)| read),
        false => reading::read(input, id, &job.reading, job.works()),
    };
    let read = match read {
        Ok(read) => read,
        Err(error) => return Reading::Lost(error),
    };
    if read.article.metadata.draft && !job.drafts {
        return Reading::Draft(read.source);
    }
    let entry = Entry::article(input, read.article.metadata.slug.as_deref());
    Reading::Manuscript(Box::new(Manuscript { entry, read }))
}

/// Separates the manuscripts to export from the other inputs, whose outcome is known, and
/// counts the drafts.
pub(super) fn sort(
    readings: Vec<Reading>,
    reporter: &Reporter,
) -> (Vec<Manuscript>, Vec<Outcome>, usize) {
    let (mut manuscripts, mut outcomes, mut drafts) = (Vec::new(), Vec::new(), 0);
    for (order, reading) in readings.into_iter().enumerate() {
        let (told, status) = match reading {
            Reading::Manuscript(manuscript) => {
                manuscripts.push(*manuscript);
                continue;
            }
            Reading::Draft(source) => {
                drafts += 1;
                (
                    reporter.told(&draft_note("article"), &[source]),
                    Status::Done,
                )
            }
            Reading::Lost(error) => {
                let told = Told(vec![reporter.entry_of(&error)]);
                (told, error.status())
            }
        };
        outcomes.push(Outcome {
            order,
            told,
            status,
            written: Vec::new(),
        });
    }
    (manuscripts, outcomes, drafts)
}

fn draft_note(what: &str) -> Report {
    let message = format!("{what} skipped (draft)");
    let note = Diagnostic::new(Severity::Note, Code::Draft, None, message);
    let mut report = Report::new();
    report.push(note.hint("use `--drafts` to include it"));
    report
}

/// One publication of all manuscripts for a book, otherwise one per manuscript.
pub(super) fn works(job: &Job, manuscripts: Vec<Manuscript>) -> Vec<Work> {
    match &job.book {
        Some(_) if manuscripts.is_empty() || is_draft(job) => Vec::new(),
        Some(title) => vec![Work {
            entry: Entry {
                outputs: job
                    .plan
                    .as_ref()
                    .map(|plan| plan.outputs.clone())
                    .unwrap_or_default(),
                ..Entry::book(job.plan.as_ref().and_then(Planned::slug).unwrap_or(title))
            },
            manuscripts,
        }],
        None => {
            let lone = |manuscript: Manuscript| Work {
                entry: manuscript.entry.clone(),
                manuscripts: vec![manuscript],
            };
            manuscripts.into_iter().map(lone).collect()
        }
    }
}

/// Whether the job is a book that is skipped because its plan is a draft.
fn is_draft(job: &Job) -> bool {
    !job.drafts && job.plan.as_ref().is_some_and(Planned::is_draft)
}

/// What there is to say about a plan of which no book is made: it is a draft, or there are no
/// articles for it.
pub(super) fn unmade(job: &Job, works: &[Work], reporter: &Reporter) -> Option<Outcome> {
    let plan = job.plan.as_ref().filter(|_| works.is_empty())?;
    let mut report = plan.report.clone();
    if is_draft(job) {
        report.extend(draft_note("publication"));
    }
    Some(Outcome {
        order: job.inputs.len(),
        told: reporter.told(&report, std::slice::from_ref(&plan.source)),
        status: verdict(job.strict, &plan.report),
        written: Vec::new(),
    })
}

/// The press for the whole job, and the exit status that the theme's diagnostics imply.
/// Each article can use pictures from its own folder.
pub(super) fn press(job: &Job, reporter: &Reporter) -> Result<(Press, Status), Error> {
    let Setting {
        theme,
        paper,
        font_size,
        min_dpi,
        fit_pages,
        fill,
        text,
    } = &job.setting;
    // An option goes before the plan.
    let planned = job.plan.as_ref();
    let theme = theme
        .as_deref()
        .or(planned.and_then(|plan| plan.theme.as_deref()));
    let paper = paper.or(planned.and_then(|plan| plan.paper));
    let mut theme = Chosen::of(theme.unwrap_or(DEFAULT_THEME))?;
    let library = job.faces.library(reporter)?;
    let mut style = theme.style(paper, *font_size, &library);
    style.bind(job.printing.gutter);
    let mut press = Press::new(style)
        .epoch(job.epoch)
        .library(library)
        .families(job.faces.families())
        .print(job.printing.print())
        .imposition(job.printing.imposition())
        .least_dpi(*min_dpi)
        .fit_pages(*fit_pages, *fill)
        .epub(job.epub.ways());
    press = press.text(text.options());
    for (number, input) in job.inputs.iter().enumerate() {
        press.assets().allow(id(number), input.folder());
    }
    if let Some(plan) = &job.plan {
        press.assets().allow(plan.source.id(), &plan.folder);
    }
    // The pictures of a book are its articles' too.
    for folder in job
        .plan
        .iter()
        .map(|plan| &plan.folder)
        .chain(&job.asset_dirs)
    {
        press.assets().allow_all(folder);
    }
    theme.furnish(&mut press);
    let status = theme.tell(job.strict, reporter);
    Ok((press, status))
}

/// The shared data of all exports of a job.
struct Console<'a> {
    job: &'a Job,
    reporter: &'a Reporter,
    press: Press,
    /// Whether an input that the user named is missing.
    incomplete: bool,
}

impl Console<'_> {
    fn export(&self, work: Work, targets: &[Target]) -> Outcome {
        let Bound {
            order,
            mut publication,
            mut sources,
            data,
            mut report,
        } = work.bind(self.job, self.press.numbering());
        let mut errors = Vec::new();
        let mut made = Vec::new();
        self.press.prepare(&mut publication);
        let mut ready = self.press.open(&publication, &mut report);
        for file in self.attachments(&sources) {
            match file {
                Ok(file) => ready.attach(file),
                Err(error) => errors.push(error),
            }
        }
        for (format, target) in self.job.formats.iter().zip(targets) {
            let mut output = Spool::for_target(target);
            let press = &self.press;
            match press.write_to(&mut output, &ready, *format, &mut report) {
                Ok(facts) => {
                    let file = &mut output;
                    errors.extend(self.prove(&publication, *format, target, file, &mut report));
                    made.push((*format, target, output, facts));
                }
                Err(cause) => {
                    let output = path(target);
                    errors.push(Error::Unwritten { output, cause });
                }
            }
        }
        // Make all formats before writing any: the last may have an error.
        let mut written = Vec::new();
        for (format, target, output, facts) in made {
            if self.withholds(&report) {
                break;
            }
            let sheets = facts.sheets.map(Spool::of).zip(target.of_sheets());
            let sheets = sheets.map(|(sheets, target)| (sheets, target, None));
            let all = std::iter::once((output, target.clone(), facts.pages)).chain(sheets);
            for (output, target, pages) in all {
                match deliver(output, &target, format) {
                    Ok(bytes) => written.push(Written {
                        path: path(&target),
                        format,
                        bytes,
                        pages,
                    }),
                    Err(error) => errors.push(error),
                }
            }
        }
        let endings = self.job.formats.iter().map(|format| format.extension());
        report.keep_hints_for(&endings.collect::<Vec<_>>());
        sources.extend(data);
        let mut told = self.reporter.told(&report, &sources);
        let mut status = verdict(self.job.strict, &report);
        for error in errors {
            told.0.push(self.reporter.entry_of(&error));
            status = status.max(error.status());
        }
        Outcome {
            order,
            told,
            status,
            written,
        }
    }

    /// The files to attach to a PDF: the sources, as they are on disk, and those that the
    /// user named.
    fn attachments(&self, sources: &[Source]) -> Vec<Result<Attachment, Error>> {
        let read = |path: &Path, relation: Relation| {
            let bytes = std::fs::read(path).map_err(|cause| Error::reading(path, cause))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Ok(Attachment {
                name: name.into_owned(),
                bytes,
                relation,
            })
        };
        let own = sources.iter().filter(|_| self.job.embed_source);
        let own = own.map(|source| match self.job.inputs.get(source.id().0 as usize) {
            Some(Input::File { path, .. }) => read(path, Relation::Source),
            Some(Input::Stdin) => Ok(Attachment {
                name: "article.md".to_owned(),
                bytes: source.text().as_bytes().to_vec(),
                relation: Relation::Source,
            }),
            // The plan is no input of its own.
            None => read(Path::new(source.name()), Relation::Source),
        });
        let others = self.job.attach.iter();
        own.chain(others.map(|path| read(path, Relation::Supplement)))
            .collect()
    }

    /// Reads a file back, if requested, and reports lost characters.
    fn prove(
        &self,
        publication: &Publication,
        format: Format,
        target: &Target,
        output: &mut Spool,
        report: &mut Report,
    ) -> Option<Error> {
        if !self.job.proof {
            return None;
        }
        let path = path(target);
        let bytes = match output.bytes() {
            Ok(bytes) => bytes,
            Err(cause) => return Some(unwritable(&path, cause)),
        };
        let name = path.display().to_string();
        let contents = Some(self.press.lists_contents(publication));
        let proof = match format {
            Format::Text => {
                let form = self.job.setting.text.options().form();
                proof::prove_text(publication, &name, &bytes, &[form], report)
            }
            Format::Pdf | Format::Epub => {
                proof::prove(publication, &name, &bytes, contents, report)
            }
        };
        proof.err().map(|cause| Error::Unproved { path, cause })
    }

    /// Whether `--strict` withholds the files: because of a diagnostic, or because a named
    /// article is missing from the book.
    fn withholds(&self, report: &Report) -> bool {
        let torn = self.job.book.is_some() && self.incomplete;
        self.job.strict && (torn || verdict(self.job.strict, report) != Status::Done)
    }
}

/// The exit status for the diagnostics of an article.
pub(super) fn verdict(strict: bool, report: &Report) -> Status {
    match report.worst() {
        Some(Severity::Error) => Status::Article,
        Some(Severity::Warning) if strict => Status::Article,
        Some(Severity::Warning | Severity::Note) | None => Status::Done,
    }
}

/// The name of an output in messages.
fn path(target: &Target) -> PathBuf {
    match target {
        Target::Stdout => PathBuf::from("<stdout>"),
        Target::File(path) => path.clone(),
    }
}

fn summary(outcomes: Vec<Outcome>, drafts: usize) -> Summary {
    let all = outcomes.len();
    let written = outcomes.into_iter().map(|outcome| outcome.written);
    let publications: Vec<Vec<Written>> = written.filter(|files| !files.is_empty()).collect();
    Summary {
        unwritten: all - publications.len() - drafts,
        publications,
        drafts,
    }
}
