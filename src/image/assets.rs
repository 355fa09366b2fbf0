//! Where pictures are opened, and the pictures of a publication, opened.

use super::{Image, MAX_BYTES, MAX_PIXELS, Problem, SvgFaces};
use crate::diag::{Diagnostic, Report};
use crate::model::{Picture, Publication, walk};
use crate::source::{SourceId, percent_decoded};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where pictures may be opened.
pub struct Assets {
    folders: BTreeMap<SourceId, PathBuf>,
    extra: Vec<PathBuf>,
    svg_faces: Box<SvgFaces>,
}

impl Assets {
    /// Assets that open nothing yet; `svg_faces` is asked for faces when a
    /// drawing has text.
    pub fn new(svg_faces: Box<SvgFaces>) -> Assets {
        Assets {
            folders: BTreeMap::new(),
            extra: Vec::new(),
            svg_faces,
        }
    }

    /// Lets the article of `source` show pictures from this folder's tree.
    pub fn allow(&mut self, source: SourceId, folder: impl Into<PathBuf>) {
        self.folders.insert(source, folder.into());
    }

    /// Lets every article show pictures from this folder's tree.
    pub fn allow_all(&mut self, folder: impl Into<PathBuf>) {
        self.extra.push(folder.into());
    }

    /// Opens a picture of the article read from `source`.
    ///
    /// # Errors
    ///
    /// The [`Problem`] that stands in the way.
    pub fn open(&self, source: SourceId, path: &str) -> Result<Image, Problem> {
        let remote = path.split_once("//").filter(|(scheme, _)| {
            scheme.is_empty() || scheme.ends_with(':') && !scheme.contains('/')
        });
        let found = match remote {
            _ if path.starts_with("data:") => return Err(Problem::Remote),
            Some((_, address)) => self.copy_of(address).ok_or(Problem::Remote)?,
            None => self.find(source, path)?,
        };
        let length = std::fs::metadata(&found).map_or(0, |m| m.len());
        if length > MAX_BYTES {
            return Err(Problem::TooLarge(format!("{length} bytes")));
        }
        let bytes = std::fs::read(&found).map_err(|e| Problem::Unreadable(e.to_string()))?;
        Image::read(bytes, &self.svg_faces)
    }

    /// The copy of a picture of the web, in a folder that serves every article: under
    /// its address with its host, or without, or under its name alone.
    fn copy_of(&self, address: &str) -> Option<PathBuf> {
        let address = address.split(['?', '#']).next().unwrap_or(address);
        let address = percent_decoded(address);
        let path = address.split_once('/').map_or("", |(_, path)| path);
        let name = path.rsplit('/').next().unwrap_or(path);
        let names = [&address, path, name].map(str::to_owned);
        let names = names.into_iter().filter(|name| !name.is_empty());
        let mut found = names.filter_map(|name| within(&self.extra, &name).ok());
        found.next()
    }

    /// The file under a path, within the allowed folders. A path from the root of a site
    /// is looked for in each of them.
    fn find(&self, source: SourceId, path: &str) -> Result<PathBuf, Problem> {
        let plain = percent_decoded(path);
        let folders: Vec<&PathBuf> = self
            .folders
            .get(&source)
            .into_iter()
            .chain(&self.extra)
            .collect();
        let mut problem = Problem::Missing;
        for name in [path, &plain, plain.trim_start_matches('/')] {
            match within(folders.iter().copied(), name) {
                Ok(found) => return Ok(found),
                Err(Problem::Outside) => problem = Problem::Outside,
                Err(_) => {}
            }
        }
        Err(problem)
    }
}

/// The file of a name in one of these folders: symbolic links are followed first, and
/// judged by where they lead.
fn within<'f>(
    folders: impl IntoIterator<Item = &'f PathBuf>,
    name: &str,
) -> Result<PathBuf, Problem> {
    let mut problem = Problem::Missing;
    for folder in folders {
        let Ok(file) = folder.join(Path::new(name)).canonicalize() else {
            continue;
        };
        let Ok(root) = folder.canonicalize() else {
            continue;
        };
        if !file.starts_with(root) {
            problem = Problem::Outside;
        } else if file.is_file() {
            return Ok(file);
        }
    }
    Err(problem)
}

/// The pictures of a publication, each opened once.
#[derive(Default)]
pub struct Gallery {
    images: BTreeMap<(SourceId, String), Option<Arc<Image>>>,
}

impl Gallery {
    /// Opens every picture a publication shows. One that cannot be had is
    /// reported at its place, and writers draw a frame instead.
    pub fn open(publication: &Publication, assets: &Assets, report: &mut Report) -> Gallery {
        let mut gallery = Gallery::default();
        for picture in publication.articles.iter().flat_map(walk::pictures) {
            let key = (picture.span.source, picture.path.clone());
            let opened = match gallery.images.get(&key) {
                Some(Some(_)) => continue,
                _ => assets.open(picture.span.source, &picture.path),
            };
            if let Err(problem) = &opened {
                report.push(complaint(picture, problem));
            }
            gallery.images.insert(key, opened.ok().map(Arc::new));
        }
        gallery
    }

    /// A picture, unless it cannot be had.
    pub fn get(&self, picture: &Picture) -> Option<&Arc<Image>> {
        let key = (picture.span.source, picture.path.clone());
        self.images.get(&key).and_then(Option::as_ref)
    }
}

fn complaint(picture: &Picture, problem: &Problem) -> Diagnostic {
    let path = &picture.path;
    let at = picture.span;
    match problem {
        Problem::Remote => Diagnostic::error(
            "remote-picture",
            at,
            format!("the picture `{path}` is not a file, and nothing is fetched from a network"),
        )
        .hint("save it beside the article and name that file")
        .hint("or put it, under its name or its address, into a folder named with `--asset-dir`"),
        Problem::Missing => Diagnostic::error(
            "missing-picture",
            at,
            format!("there is no picture `{path}`"),
        )
        .hint("paths start at the article's own folder; `--asset-dir` adds others"),
        Problem::Outside => Diagnostic::error(
            "picture-outside",
            at,
            format!("the picture `{path}` lies outside the article's folder"),
        )
        .hint("allow its folder with `--asset-dir`"),
        Problem::Unreadable(reason) => Diagnostic::error(
            "unreadable-picture",
            at,
            format!("the picture `{path}` cannot be read: {reason}"),
        ),
        Problem::Broken(reason) => Diagnostic::error(
            "broken-picture",
            at,
            format!("the picture `{path}` cannot be used: {reason}"),
        ),
        Problem::TooLarge(size) => Diagnostic::error(
            "large-picture",
            at,
            format!("the picture `{path}` is too large: {size}"),
        )
        .hint(format!(
            "at most {} million pixels and {} MiB are taken",
            MAX_PIXELS / 1_000_000,
            MAX_BYTES >> 20
        )),
    }
}
