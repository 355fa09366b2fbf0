//! The command's own documentation: version, completions and manual pages.
//!
//! All of it is generated from the typed command line in [`args`](super::args), so it
//! cannot fall out of date.

use super::args::CommandLine;
use super::deliver::unwritable;
use super::error::Error;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use pressroom::font::Library;
use std::fs;
use std::path::Path;

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

/// Returns the manual: the page of `pressroom`, then one page per subcommand.
pub fn roff() -> Vec<u8> {
    let mut roff = Vec::new();
    for page in pages() {
        // Writing to memory cannot fail.
        let _ = page.render(&mut roff);
    }
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
    Ok(())
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
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), names.len());
        let whole = String::from_utf8(roff()).unwrap();
        assert_eq!(whole.matches(".TH ").count(), names.len());
        assert!(whole.contains("asset\\-dir"));
    }
}
