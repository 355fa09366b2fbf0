//! The command `pressroom`: takes arguments; returns an exit status.
//!
//! [`args`] defines the arguments, [`job`] interprets them, [`export`] and [`check`] do
//! the work, and [`report`] formats diagnostics. Only the library's public interface is
//! used here.

mod args;
mod changes;
mod check;
mod conformity;
mod convert;
mod deliver;
mod error;
mod explain;
mod export;
mod extract;
mod faces;
mod fonts;
mod inputs;
mod inspect;
mod job;
mod manual;
mod naming;
mod new;
mod planned;
mod progress;
mod proof;
mod reading;
mod refuse;
mod report;
mod sheet;
mod spool;
mod summary;
mod theme;
mod told;

use args::{Command, CommandLine, Described, Reporting};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use error::Error;
use job::{Environment, Job};
use pressroom::read::Format;
use report::Reporter;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

/// The exit status of a run; the more severe status is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// Success.
    #[default]
    Done = 0,
    /// An article has an error or, with `--strict`, a warning.
    Article = 1,
    /// Invalid command line.
    Usage = 2,
    /// A file is missing, unreadable or cannot be written.
    World = 3,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// Runs the command with these arguments; the first is the name of the command.
pub fn run(words: impl IntoIterator<Item = OsString>) -> Status {
    let words: Vec<OsString> = words.into_iter().collect();
    let (result, reporter) =
        match CommandLine::try_parse_from(&words).and_then(CommandLine::checked) {
            Ok(line) => {
                let reporter = Reporter::new(line.telling);
                (obey(line.command, &reporter), reporter)
            }
            Err(answer) if answer.kind() == ErrorKind::DisplayVersion => {
                let printed = deliver::print(manual::version().as_bytes());
                let reporter = Reporter::new(Reporting::default());
                (printed.map(|()| Status::Done), reporter)
            }
            Err(answer) => {
                if let Some(error) = no_command(&words, answer.kind()) {
                    let reporter = Reporter::new(Reporting::default());
                    reporter.tell(&reporter.error(&error));
                    return error.status();
                }
                // A failure to print help is ignored.
                let _ = answer.print();
                let wrong = answer.use_stderr();
                return if wrong { Status::Usage } else { Status::Done };
            }
        };
    result.unwrap_or_else(|error| {
        reporter.tell(&reporter.error(&error));
        error.status()
    })
}

/// Detects a missing command, as in `pressroom story.md`.
fn no_command(words: &[OsString], kind: ErrorKind) -> Option<Error> {
    if !matches!(
        kind,
        ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument
    ) {
        return None;
    }
    let given = words.get(1..)?;
    let first = given
        .iter()
        .find(|word| !word.to_string_lossy().starts_with('-'))?;
    let path = Path::new(first);
    let is_command = CommandLine::command().find_subcommand(first).is_some();
    if is_command || Format::of_path(path).is_none() && !path.exists() {
        return None;
    }
    let quoted = |word: &OsString| match word.to_string_lossy() {
        word if word.contains(char::is_whitespace) => format!("'{word}'"),
        word => word.into_owned(),
    };
    Some(Error::NoCommand {
        path: path.to_owned(),
        words: given.iter().map(quoted).collect::<Vec<_>>().join(" "),
    })
}

fn obey(command: Command, reporter: &Reporter) -> Result<Status, Error> {
    match command {
        Command::Export(flags) => {
            return export::run(&Job::resolve(flags, &environment())?, reporter);
        }
        Command::Check(flags) => return check::run(flags, &environment(), reporter),
        Command::Proof(flags) => return proof::run(&flags, reporter),
        Command::Inspect(flags) => return inspect::run(&flags, reporter),
        Command::Convert(flags) => return convert::run(&flags, reporter),
        Command::Schema { kind } => {
            let schema = match kind {
                Described::Article => pressroom::read::schema(),
                Described::Publication => pressroom::read::plan::schema(),
                Described::Theme => pressroom::style::Theme::schema(),
            };
            deliver::print((schema + "\n").as_bytes())?;
        }
        Command::Explain(flags) => explain::run(&flags)?,
        Command::Extract(flags) => extract::run(&flags, reporter)?,
        Command::Fonts(flags) => return fonts::run(&flags, reporter),
        Command::Theme(asked) => return theme::run(&asked, reporter),
        Command::New(flags) => new::run(&flags, reporter)?,
        Command::Completions { shell } => deliver::print(&manual::completions(shell))?,
        Command::Man { dir: None } => deliver::print(&manual::roff())?,
        Command::Man { dir: Some(folder) } => manual::write_pages(&folder)?,
    }
    Ok(Status::Done)
}

fn environment() -> Environment {
    let epoch = std::env::var_os("SOURCE_DATE_EPOCH");
    Environment {
        terminal: std::io::stdout().is_terminal(),
        epoch: epoch.map(|value| value.to_string_lossy().into_owned()),
    }
}
