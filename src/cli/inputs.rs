//! Paths in, the list of articles to read out.
//!
//! Files are taken as they are named, folders with all they hold, in path
//! order. What is met twice, by whatever way, is taken once. Nothing is opened
//! here but folders; an article is opened when it is [read](Input::read).

use super::error::Error;
use pressroom::read::Format;
use pressroom::source::{Source, SourceId};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// An article to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File {
        /// As the user gave it, or as it was found in a folder the user gave.
        path: PathBuf,
        /// The same place by its one true name.
        canonical: PathBuf,
    },
}

impl Input {
    /// The name that diagnostics give it.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "<stdin>".to_owned(),
            Input::File { path, .. } => path.display().to_string(),
        }
    }

    /// The form that its name announces.
    pub fn format(&self) -> Option<Format> {
        match self {
            Input::Stdin => None,
            Input::File { path, .. } => Format::of_path(path),
        }
    }

    /// The folder whose pictures it may show: for standard input, the current one.
    pub fn folder(&self) -> PathBuf {
        let parent = match self {
            Input::Stdin => None,
            Input::File { path, .. } => path.parent(),
        };
        match parent {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            Some(_) | None => PathBuf::from("."),
        }
    }

    /// Reads it, no further than a source may be long.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], [`Error::Unreadable`] or [`Error::NotText`].
    pub fn read(&self, id: SourceId) -> Result<Source, Error> {
        let name = self.name();
        let bytes = match self {
            Input::Stdin => read_to_limit(io::stdin().lock()),
            Input::File { path, .. } => File::open(path).and_then(read_to_limit),
        };
        let path = Path::new(&name);
        let bytes = bytes.map_err(|cause| match self {
            Input::Stdin => Error::reading(path, cause),
            Input::File { path, .. } => Error::reading(path, cause),
        })?;
        Source::decode(id, &name, &bytes).map_err(|why| Error::NotText {
            path: path.to_owned(),
            why,
        })
    }
}

/// One byte more than the limit tells that there are too many.
fn read_to_limit(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(Source::MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What was found under the paths of a command line.
#[derive(Debug, Default)]
pub struct Found {
    /// The articles, in the order of the paths.
    pub inputs: Vec<Input>,
    /// What could not be found or looked into.
    pub errors: Vec<Error>,
}

/// Finds the articles under `paths`. `output` is what will be written to: a
/// folder walk passes it by.
///
/// # Errors
///
/// [`Error::ReadsOutput`] where one of the folders named is the output itself.
pub fn find(paths: &[PathBuf], output: Option<&Path>) -> Result<Found, Error> {
    let mut walk = Walk {
        output: output.and_then(|path| path.canonicalize().ok()),
        seen: BTreeSet::new(),
        met: 0,
        found: Found::default(),
    };
    for path in paths {
        if path == Path::new("-") {
            if !walk.found.inputs.contains(&Input::Stdin) {
                walk.found.inputs.push(Input::Stdin);
            }
            continue;
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => walk.named_folder(path)?,
            Ok(_) => walk.file(path),
            Err(cause) => walk.found.errors.push(Error::reading(path, cause)),
        }
    }
    Ok(walk.found)
}

struct Walk {
    output: Option<PathBuf>,
    /// Canonical paths of the files and folders met, which also ends loops of
    /// symbolic links.
    seen: BTreeSet<PathBuf>,
    /// How many articles were met, those met before included.
    met: usize,
    found: Found,
}

impl Walk {
    fn named_folder(&mut self, folder: &Path) -> Result<(), Error> {
        if self.is_output(&canonical(folder)) {
            return Err(Error::ReadsOutput {
                folder: folder.to_owned(),
            });
        }
        let before = (self.met, self.found.errors.len());
        let again = self.seen.contains(&canonical(folder));
        self.folder(folder);
        if !again && before == (self.met, self.found.errors.len()) {
            self.found.errors.push(Error::NoArticles {
                folder: folder.to_owned(),
            });
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path) {
        let canonical = canonical(folder);
        if self.is_output(&canonical) || !self.seen.insert(canonical) {
            return;
        }
        match entries(folder) {
            Ok(paths) => paths.iter().for_each(|path| self.entry(path)),
            Err(cause) => self.found.errors.push(Error::reading(folder, cause)),
        }
    }

    /// What a folder holds: more folders, articles, and much that is neither.
    fn entry(&mut self, path: &Path) {
        let article = Format::is_gathered(path);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path),
            Ok(metadata) if metadata.is_file() && article => {
                if !self.is_output(&canonical(path)) {
                    self.file(path);
                }
            }
            Ok(_) => {}
            Err(cause) if article => self.found.errors.push(Error::reading(path, cause)),
            Err(_) => {}
        }
    }

    fn file(&mut self, path: &Path) {
        self.met += 1;
        let canonical = canonical(path);
        if self.seen.insert(canonical.clone()) {
            let path = path.to_owned();
            self.found.inputs.push(Input::File { path, canonical });
        }
    }

    fn is_output(&self, canonical: &Path) -> bool {
        self.output.as_deref() == Some(canonical)
    }
}

/// The paths in a folder in order, without hidden ones.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// The one true name of a path; what has none, such as a pipe, keeps its own.
fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn folder_with(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        folder
    }

    fn names(found: &Found, folder: &Path) -> Vec<String> {
        let name = |input: &Input| {
            let name = PathBuf::from(input.name());
            let inside = name.strip_prefix(folder).unwrap_or(&name);
            inside.to_string_lossy().replace('\\', "/")
        };
        found.inputs.iter().map(name).collect()
    }

    #[test]
    fn a_folder_is_read_in_path_order_without_hidden_files() {
        let folder = folder_with(&[
            "b.md",
            "a.yaml",
            "c/d.txt",
            "c/a.markdown",
            "picture.png",
            ".git/x.md",
            ".hidden.md",
        ]);
        let found = find(&[folder.path().to_owned()], None).unwrap();
        let expected = ["a.yaml", "b.md", "c/a.markdown", "c/d.txt"];
        assert_eq!(names(&found, folder.path()), expected);
        assert!(found.errors.is_empty());
    }

    #[test]
    fn what_is_named_twice_is_read_once_and_first_come_stays_first() {
        let folder = folder_with(&["a.md", "b.md"]);
        let paths = [
            folder.path().join("b.md"),
            folder.path().to_owned(),
            folder
                .path()
                .join("../")
                .join(folder.path().file_name().unwrap()),
            "-".into(),
            "-".into(),
        ];
        let found = find(&paths, None).unwrap();
        assert_eq!(names(&found, folder.path()), ["b.md", "a.md", "<stdin>"]);
        assert!(found.errors.is_empty(), "{:?}", found.errors);
    }

    #[test]
    fn a_walk_passes_the_output_by() {
        let folder = folder_with(&["a.md", "out/a.txt", "book.txt"]);
        let paths = [folder.path().to_owned()];
        let found = find(&paths, Some(&folder.path().join("out"))).unwrap();
        assert_eq!(names(&found, folder.path()), ["a.md", "book.txt"]);
        let found = find(&paths, Some(&folder.path().join("book.txt"))).unwrap();
        assert_eq!(names(&found, folder.path()), ["a.md", "out/a.txt"]);
    }

    #[test]
    fn a_folder_is_not_read_and_written_at_once() {
        let folder = folder_with(&["a.md"]);
        let refused = find(&[folder.path().to_owned()], Some(folder.path()));
        assert!(matches!(refused, Err(Error::ReadsOutput { .. })));
        let file = find(&[folder.path().join("a.md")], Some(folder.path())).unwrap();
        assert_eq!(file.inputs.len(), 1);
    }

    #[test]
    fn missing_paths_and_empty_folders_are_told_and_the_rest_is_found() {
        let folder = folder_with(&["a.md", "empty/picture.png"]);
        let paths = ["lost.md", "empty", "a.md"].map(|name| folder.path().join(name));
        let found = find(&paths, None).unwrap();
        assert_eq!(names(&found, folder.path()), ["a.md"]);
        let codes: Vec<_> = found.errors.iter().map(Error::code).collect();
        assert_eq!(codes, ["missing-path", "no-articles"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_symbolic_links_has_an_end() {
        let folder = folder_with(&["a.md"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        let found = find(&[folder.path().to_owned()], None).unwrap();
        assert_eq!(names(&found, folder.path()), ["a.md"]);
    }
}
