//! The command's own documentation: version, completions and manual pages.
//!
//! All of it is generated from the typed command line in [`args`](super::args), so it
//! cannot fall out of date.

use super::args::CommandLine;
use super::deliver::unwritable;
use super::error::Error;
use super::explain::severities;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};
use pressroom::diag::Code;
use pressroom::font::Library;
use std::fs;
use std::path::Path;

/// The file name of the page of diagnostics.
const DIAGNOSTICS: &str = "pressroom-diagnostics.1";
/// The source of the hyphenation patterns: the crate that contains them.
const PATTERNS: &str = "hypher 0.1";

/// The version of Pressroom, its embedded fonts and its hyphenation patterns.
pub fn version() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let families = Library::embedded().versions();
    format!("pressroom {version}\nfonts: {families}\nhyphenation: {PATTERNS}\n")
}

/// Returns the completion script for a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut CommandLine::command(), "pressroom", &mut script);
    script
}

/// Returns the manual: the page of `pressroom`, one page per subcommand, and the page of
/// diagnostics.
pub fn roff() -> Vec<u8> {
    let mut roff = Vec::new();
    for page in pages() {
        // Writing to memory cannot fail.
        let _ = page.render(&mut roff);
    }
    roff.extend_from_slice(diagnostics().as_bytes());
    roff
}

/// Writes each manual page to its own file, under the name that `man` expects.
///
/// # Errors
///
/// [`Error::Unwritable`].
pub fn write_pages(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|cause| unwritable(folder, cause))?;
    for page in pages() {
        let path = folder.join(page.get_filename());
        page.generate_to(folder)
            .map_err(|cause| unwritable(&path, cause))?;
    }
    let path = folder.join(DIAGNOSTICS);
    fs::write(&path, diagnostics()).map_err(|cause| unwritable(&path, cause))
}

/// The page that explains every diagnostic, beside those of the commands.
fn diagnostics() -> String {
    let mut page = Roff::new();
    page.control("TH", ["pressroom-diagnostics", "1"]);
    page.control("SH", ["NAME"]);
    page.text([roman(
        "pressroom-diagnostics - what the diagnostics of pressroom mean, and what to do",
    )]);
    page.control("SH", ["DESCRIPTION"]);
    page.text([
        roman("Each diagnostic has a code in brackets: "),
        bold("warning[missing-alt]"),
        roman(". Codes keep their meanings. "),
        bold("pressroom explain"),
        roman(" CODE shows one of these entries."),
    ]);
    page.control("SH", ["CODES"]);
    for code in Code::ALL {
        page.control("SS", [code.name()]);
        page.text([italic(severities(*code))]);
        for paragraph in std::iter::once(code.summary()).chain(code.explanation().split("\n\n")) {
            page.control("PP", []);
            page.text([roman(paragraph)]);
        }
    }
    page.control("SH", ["SEE ALSO"]);
    page.text([
        bold("pressroom"),
        roman("(1), "),
        bold("pressroom-explain"),
        roman("(1)"),
    ]);
    page.to_roff()
}

fn pages() -> Vec<Man> {
    let mut command = CommandLine::command().disable_help_subcommand(true);
    command.build();
    let subcommands = command.get_subcommands().cloned();
    let mut pages = vec![Man::new(command.clone())];
    pages.extend(subcommands.map(Man::new));
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let folder = tempfile::tempdir().unwrap();
        write_pages(folder.path()).unwrap();
        let mut command = CommandLine::command().disable_help_subcommand(true);
        command.build();
        let names = command
            .get_subcommands()
            .map(|c| format!("-{}", c.get_name()));
        let names: Vec<String> = std::iter::once(String::new()).chain(names).collect();
        for name in &names {
            let page = folder.path().join(format!("pressroom{name}.1"));
            assert!(
                fs::read_to_string(page).unwrap().contains(".SH SYNOPSIS"),
                "{name}"
            );
        }
        let pages = names.len() + 1;
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), pages);
        let whole = String::from_utf8(roff()).unwrap();
        assert_eq!(whole.matches(".TH ").count(), pages);
        assert!(whole.contains("asset\\-dir"));
    }

    #[test]
    fn the_page_of_diagnostics_explains_every_code() {
        let page = diagnostics();
        assert_eq!(page.matches("\n.SS ").count(), Code::ALL.len());
        for code in Code::ALL {
            let entry = format!("\n.SS {}\n", code.name());
            let entry = page.split_once(&entry).map(|(_, rest)| rest);
            let first = code.summary().split(['\'', '-', '.']).next().unwrap();
            assert!(entry.unwrap().contains(first), "{code}");
        }
    }
}
