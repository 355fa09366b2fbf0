//! Takes the path of a data file as an article names it; returns its text as a source.
//!
//! As with pictures, only files in folders that are allowed are opened, and nothing is fetched.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::AskedFile;
use crate::source::{Source, SourceId};
use std::path::{Path, PathBuf};

/// The number of the first data file among the sources of a publication. Articles have smaller
/// numbers, and the pages that a plan makes greater ones.
const FIRST: u32 = 1 << 30;

/// How many data files of an article have numbers of their own.
const MOST_FILES: u32 = 64;

/// The folders in which data files may be opened, and the files opened so far.
#[derive(Debug, Default)]
pub struct Files {
    folders: Vec<PathBuf>,
    number: u32,
    opened: Vec<(PathBuf, Source)>,
}

impl Files {
    /// Files for the article with this number; the first folder is that from which its paths
    /// start.
    pub fn new(article: SourceId, folders: impl IntoIterator<Item = PathBuf>) -> Files {
        let articles = (u32::MAX / 2 - FIRST) / MOST_FILES;
        Files {
            folders: folders.into_iter().collect(),
            number: FIRST + article.0.min(articles) * MOST_FILES,
            opened: Vec::new(),
        }
    }

    /// The files that were opened, for the places of diagnostics.
    pub fn into_sources(self) -> Vec<Source> {
        self.opened.into_iter().map(|(_, source)| source).collect()
    }

    /// Opens a file; each is opened once. `what` says for what it is.
    pub(super) fn open(
        &mut self,
        asked: &AskedFile,
        what: &str,
        report: &mut Report,
    ) -> Option<&Source> {
        let name = asked.path.trim();
        let error =
            |message: String| Diagnostic::error(Code::BibliographyFile, asked.span, message);
        if name.contains("://") {
            let message =
                format!("the {what} `{name}` is not a local file; Pressroom never downloads");
            report.push(error(message).hint("save it beside the article and name that file"));
            return None;
        }
        let path = match self.find(name) {
            Ok(path) => path,
            Err(is_outside) => {
                report.push(match is_outside {
                    true => error(format!(
                        "the {what} `{name}` lies outside the article's folder"
                    ))
                    .hint("allow its folder with `--asset-dir`"),
                    false => error(format!("{what} not found: `{name}`"))
                        .hint("paths start at the article's own folder; `--asset-dir` adds others"),
                });
                return None;
            }
        };
        let known = self.opened.iter().position(|(known, _)| *known == path);
        let at = match known {
            Some(at) => at,
            None => {
                let id = SourceId(self.number + self.opened.len() as u32);
                let shown = self.shown(name, &path);
                let read = std::fs::read(&path).map_err(|cause| cause.to_string());
                let read = read.and_then(|bytes| {
                    Source::decode(id, shown, &bytes).map_err(|cause| cause.to_string())
                });
                match read {
                    Ok(source) => self.opened.push((path, source)),
                    Err(cause) => {
                        report.push(error(format!(
                            "the {what} `{name}` cannot be read: {cause}"
                        )));
                        return None;
                    }
                }
                self.opened.len() - 1
            }
        };
        self.opened.get(at).map(|(_, source)| source)
    }

    /// The name of a file in diagnostics: as a path from where the article's own starts.
    fn shown(&self, name: &str, path: &Path) -> String {
        let folders = self.folders.iter();
        let joined = folders
            .map(|folder| folder.join(name))
            .find(|joined| joined.exists());
        let joined = joined.unwrap_or_else(|| path.to_owned());
        let shown = joined.display().to_string();
        shown.strip_prefix("./").unwrap_or(&shown).to_owned()
    }

    /// The file of a name in the first folder that has it; else whether it lies outside.
    /// Symbolic links are followed first, and their targets checked.
    fn find(&self, name: &str) -> Result<PathBuf, bool> {
        let roots: Vec<PathBuf> = self
            .folders
            .iter()
            .filter_map(|folder| folder.canonicalize().ok())
            .collect();
        let mut is_outside = false;
        for folder in &self.folders {
            let Ok(file) = folder.join(name).canonicalize() else {
                continue;
            };
            if !file.is_file() {
                continue;
            }
            match roots.iter().any(|root| file.starts_with(root)) {
                true => return Ok(file),
                false => is_outside = true,
            }
        }
        Err(is_outside)
    }
}
