//! Takes the path arguments; returns the list of articles to read.
//!
//! Files are taken as named, folders recursively and in path order. A file that is found
//! twice is listed once. An article is opened only when it is [read](Input::read). Files
//! in folders that are not articles, and outputs of earlier runs, are skipped with a
//! note.

use super::args::DEFAULT_OUTPUT;
use super::error::Error;
use super::naming::file_name;
use super::refuse::{address, is_misnamed_plan, is_of_the_project, is_plan, refusal};
use pressroom::diag::{Code, Diagnostic, Report, Severity};
use pressroom::read::{self, Format, plan};
use pressroom::source::{Source, SourceId};
use std::collections::{BTreeMap, BTreeSet};
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
        /// The path as the user gave it, or as found in a folder.
        path: PathBuf,
        /// The canonical path.
        canonical: PathBuf,
        /// The folders between the named folder and the file, which the output mirrors.
        inside: PathBuf,
    },
}

impl Input {
    /// A file by itself.
    pub fn file(path: &Path) -> Input {
        Input::File {
            path: path.to_owned(),
            canonical: canonical(path),
            inside: PathBuf::new(),
        }
    }

    /// Its name in diagnostics.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "<stdin>".to_owned(),
            Input::File { path, .. } => path.display().to_string(),
        }
    }

    /// Its format by its file name.
    pub fn format(&self) -> Option<Format> {
        match self {
            Input::Stdin => None,
            Input::File { path, .. } => Format::of_path(path),
        }
    }

    /// The folders between the named folder and the file.
    pub fn inside(&self) -> &Path {
        match self {
            Input::Stdin => Path::new(""),
            Input::File { inside, .. } => inside,
        }
    }

    /// The folder of its pictures: for standard input, the current folder.
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

    /// Reads it, up to the maximum length of a source. `form` is the format that the user
    /// gave, if any.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`], [`Error::Unreadable`] or [`Error::NotText`].
    pub fn read(&self, id: SourceId, form: Option<Format>) -> Result<Source, Error> {
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
        let form = form.or_else(|| self.format());
        read::decode(id, &name, &bytes, form).map_err(|why| Error::NotText {
            path: path.to_owned(),
            why,
        })
    }
}

/// Reads one byte more than the limit, to detect longer files.
fn read_to_limit(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(Source::MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The inputs found under the paths of a command line.
#[derive(Debug, Default)]
pub struct Found {
    /// The articles, in the order of the paths.
    pub inputs: Vec<Input>,
    /// Errors of paths that could not be read.
    pub errors: Vec<Error>,
    /// Notes on skipped files.
    pub notes: Report,
}

/// Finds the articles under `paths`. `output` is the destination, which folder searches
/// skip. `form` is the format that the user gave, if any; files may then have any extension.
///
/// # Errors
///
/// [`Error::ReadsOutput`] if one of the named folders is the output itself.
pub fn find(
    paths: &[PathBuf],
    output: Option<&Path>,
    form: Option<Format>,
) -> Result<Found, Error> {
    let mut walk = Walk {
        output: output.and_then(|path| path.canonicalize().ok()),
        usual_output: Path::new(DEFAULT_OUTPUT).canonicalize().ok(),
        form,
        not_articles: Vec::new(),
        outputs: Vec::new(),
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
            Ok(_) => match refusal(path).filter(|_| form.is_none()) {
                Some(error) => walk.found.errors.push(error),
                None => walk.file(path, Path::new("")),
            },
            Err(cause) => {
                let error = address(path).unwrap_or_else(|| Error::reading(path, cause));
                walk.found.errors.push(error);
            }
        }
    }
    walk.note();
    Ok(walk.found)
}

struct Walk {
    output: Option<PathBuf>,
    /// The default output folder of earlier runs.
    usual_output: Option<PathBuf>,
    /// The format that the user gave.
    form: Option<Format>,
    /// Files in folders that are not articles.
    not_articles: Vec<PathBuf>,
    /// Files in folders that are outputs of an earlier run.
    outputs: Vec<PathBuf>,
    /// Canonical paths of visited files and folders, which also stops loops of symbolic
    /// links.
    seen: BTreeSet<PathBuf>,
    /// The number of articles found, and of folders that were found before.
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
        self.folder(folder, Path::new(""));
        if !again && before == (self.met, self.found.errors.len()) {
            self.found.errors.push(Error::NoArticles {
                folder: folder.to_owned(),
            });
        }
        Ok(())
    }

    /// `inside` is its path relative to the named folder.
    fn folder(&mut self, folder: &Path, inside: &Path) {
        let canonical = canonical(folder);
        if self.is_output(&canonical) {
            return;
        }
        if !self.seen.insert(canonical) {
            self.met += 1;
            return;
        }
        let paths = match entries(folder) {
            Ok(paths) => paths,
            Err(cause) => return self.found.errors.push(Error::reading(folder, cause)),
        };
        // The names of articles that are not plain text. A text file with the same name is
        // one of their outputs, because both could not be exported to one file. So is a
        // text file beside an EPUB or a PDF with its name.
        let mut marked: BTreeSet<String> = paths
            .iter()
            .filter(|path| {
                let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
                ending.is_some_and(|ending| ending == "epub" || ending == "pdf")
            })
            .map(|path| stem(path))
            .collect();
        let mut sources = Vec::new();
        let (texts, others): (Vec<_>, Vec<_>) = paths
            .into_iter()
            .partition(|path| Format::of_path(path) == Some(Format::Wire));
        let mut files = BTreeMap::new();
        for path in others {
            match self.entry(&path) {
                Some(Kind::Article) => {
                    marked.insert(stem(&path));
                    sources.push(path.clone());
                    files.insert(path, Kind::Article);
                }
                Some(Kind::Folder) => {
                    files.insert(path, Kind::Folder);
                }
                None => {}
            }
        }
        // An article can set the name of its outputs.
        if texts.iter().any(|path| !marked.contains(&stem(path))) {
            marked.extend(sources.iter().filter_map(|path| slug(path)));
        }
        for path in texts {
            match self.entry(&path) {
                Some(Kind::Article) if marked.contains(&stem(&path)) => self.outputs.push(path),
                Some(kind) => {
                    files.insert(path, kind);
                }
                None => {}
            }
        }
        for (path, kind) in files {
            match kind {
                Kind::Article => self.file(&path, inside),
                Kind::Folder => {
                    let name = path.file_name().unwrap_or_default();
                    self.folder(&path, &inside.join(name));
                }
            }
        }
    }

    /// The kind of a folder's entry: a folder, an article, or `None` for anything else.
    fn entry(&mut self, path: &Path) -> Option<Kind> {
        let is_article = Format::of_path(path).is_some();
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let canonical = canonical(path);
                let is_usual = self.usual_output.as_ref() == Some(&canonical);
                let is_skipped =
                    is_usual && !self.is_output(&canonical) && !self.seen.contains(&canonical);
                if is_skipped {
                    self.outputs.push(path.to_owned());
                }
                (!is_skipped).then_some(Kind::Folder)
            }
            Ok(metadata) if metadata.is_file() && is_article => {
                if self.is_output(&canonical(path)) {
                    return None;
                }
                let is_plan = is_plan(path) || is_misnamed_plan(path);
                if is_plan || is_of_the_project(path) || !self.has_an_article(path) {
                    self.not_articles.push(path.to_owned());
                    return None;
                }
                Some(Kind::Article)
            }
            Ok(_) => None,
            Err(cause) => {
                if is_article {
                    self.found.errors.push(Error::reading(path, cause));
                }
                None
            }
        }
    }

    /// Whether a file contains an article, as far as its format shows. Unreadable files are
    /// reported when they are read.
    fn has_an_article(&self, path: &Path) -> bool {
        let Some(form) = Format::of_path(path).filter(|form| self.form != Some(*form)) else {
            return true;
        };
        if matches!(form, Format::Markdown | Format::Wire | Format::Html) {
            return read::is_article(form, "");
        }
        let Ok(bytes) = File::open(path).and_then(read_to_limit) else {
            return true;
        };
        let source = Source::decode(SourceId(0), "", &bytes);
        source.map_or(true, |source| read::is_article(form, source.text()))
    }

    fn file(&mut self, path: &Path, inside: &Path) {
        self.met += 1;
        let canonical = canonical(path);
        if self.seen.insert(canonical.clone()) {
            self.found.inputs.push(Input::File {
                path: path.to_owned(),
                canonical,
                inside: inside.to_owned(),
            });
        }
    }

    /// Reports skipped files, in one note per reason.
    fn note(&mut self) {
        // A file can be named in addition to its folder.
        let is_unread = |path: &PathBuf| !self.seen.contains(&canonical(path));
        self.not_articles.retain(is_unread);
        self.outputs.retain(is_unread);
        self.not_articles.sort();
        self.outputs.sort();
        for (paths, code, what, hint) in [
            (
                &self.not_articles,
                Code::SkippedFile,
                "not an article; skipped",
                "YAML and JSON with a `headline` or a `body` are articles; name a file to read it anyway",
            ),
            (
                &self.outputs,
                Code::SkippedOutput,
                "output of an earlier run; skipped",
                "name a file or folder to read it anyway",
            ),
        ] {
            if !paths.is_empty() {
                let message = format!("{what}: {}", listed(paths));
                let note = Diagnostic::new(Severity::Note, code, None, message);
                let is_any = |is: fn(&Path) -> bool| paths.iter().any(|path| is(path));
                let name = plan::NAME;
                self.found.notes.push(match is_any(is_plan) {
                    true => note.hint(format!(
                        "`{name}` makes a book where its folder is the only path, without `--book`"
                    )),
                    false if is_any(is_misnamed_plan) => note.hint(format!(
                        "a plan is named `{name}`: rename it to make a book"
                    )),
                    false => note.hint(hint),
                });
            }
        }
    }

    fn is_output(&self, canonical: &Path) -> bool {
        self.output.as_deref() == Some(canonical)
    }
}

/// An entry to process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Article,
    Folder,
}

/// The first of some paths by name, and how many more there are.
pub fn listed(paths: &[PathBuf]) -> String {
    const NAMED: usize = 5;
    let named = paths.iter().take(NAMED);
    let mut list: Vec<String> = named.map(|path| format!("`{}`", path.display())).collect();
    if paths.len() > NAMED {
        list.push(format!("and {} more", paths.len() - NAMED));
    }
    list.join(", ")
}

/// The name of a file's outputs, as file systems compare it.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().to_lowercase()
}

/// The slug of an article, in the form of [`stem`], if it is on a line of its own near the
/// start of the file.
fn slug(path: &Path) -> Option<String> {
    const HEAD: u64 = 4096;
    let mut head = Vec::new();
    File::open(path)
        .ok()?
        .take(HEAD)
        .read_to_end(&mut head)
        .ok()?;
    let head = String::from_utf8_lossy(&head);
    let slug = head.lines().find_map(|line| line.strip_prefix("slug:"))?;
    let slug = slug.trim().trim_matches(['"', '\'']);
    Some(file_name(slug).to_lowercase()).filter(|name| !name.is_empty())
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

/// The canonical path; a path without one, such as a pipe, is returned unchanged.
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
            fs::write(path, "body: text").unwrap();
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
        let found = find(&[folder.path().to_owned()], None, None).unwrap();
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
        let found = find(&paths, None, None).unwrap();
        assert_eq!(names(&found, folder.path()), ["b.md", "a.md", "<stdin>"]);
        assert!(found.errors.is_empty(), "{:?}", found.errors);
    }

    #[test]
    fn a_walk_passes_the_output_by() {
        let folder = folder_with(&["a.md", "out/a.txt", "book.txt"]);
        let paths = [folder.path().to_owned()];
        let found = find(&paths, Some(&folder.path().join("out")), None).unwrap();
        assert_eq!(names(&found, folder.path()), ["a.md", "book.txt"]);
        let found = find(&paths, Some(&folder.path().join("book.txt")), None).unwrap();
        assert_eq!(names(&found, folder.path()), ["a.md", "out/a.txt"]);
    }

    #[test]
    fn a_folder_is_not_read_and_written_at_once() {
        let folder = folder_with(&["a.md"]);
        let refused = find(&[folder.path().to_owned()], Some(folder.path()), None);
        assert!(matches!(refused, Err(Error::ReadsOutput { .. })));
        let file = find(&[folder.path().join("a.md")], Some(folder.path()), None).unwrap();
        assert_eq!(file.inputs.len(), 1);
    }

    #[test]
    fn missing_paths_and_empty_folders_are_told_and_the_rest_is_found() {
        let folder = folder_with(&["a.md", "empty/picture.png"]);
        let paths = ["lost.md", "empty", "a.md"].map(|name| folder.path().join(name));
        let found = find(&paths, None, None).unwrap();
        assert_eq!(names(&found, folder.path()), ["a.md"]);
        let codes: Vec<_> = found.errors.iter().map(Error::code).collect();
        assert_eq!(codes, ["missing-path", "no-articles"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_symbolic_links_has_an_end() {
        let folder = folder_with(&["a.md"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
        let found = find(&[folder.path().to_owned()], None, None).unwrap();
        assert_eq!(names(&found, folder.path()), ["a.md"]);
    }
}
