//! Opens pictures in permitted folders, and keeps the opened pictures of a publication.

use super::{DrawingFaces, Image, Kind, MAX_BYTES, MAX_PIXELS, Problem, Remark, data, packed};
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Picture, Publication, is_data, walk};
use crate::source::{SourceId, percent_decoded};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The folders where pictures may be opened.
pub struct Assets {
    folders: BTreeMap<SourceId, PathBuf>,
    extra: Vec<PathBuf>,
    faces: Box<dyn DrawingFaces>,
}

impl Assets {
    /// Assets without folders and without fonts: text in drawings is not drawn.
    pub fn without_fonts() -> Assets {
        Assets::new(Box::new(Arc::<usvg::fontdb::Database>::default))
    }

    /// Assets without folders; `faces` are the fonts for the text of drawings.
    pub(crate) fn new(faces: Box<dyn DrawingFaces>) -> Assets {
        Assets {
            folders: BTreeMap::new(),
            extra: Vec::new(),
            faces,
        }
    }

    /// Sets the fonts for the text of drawings.
    pub(crate) fn set_faces(&mut self, faces: Box<dyn DrawingFaces>) {
        self.faces = faces;
    }

    /// Allows the article of `source` to use pictures in this folder tree.
    pub fn allow(&mut self, source: SourceId, folder: impl Into<PathBuf>) {
        self.folders.insert(source, folder.into());
    }

    /// Allows every article to use pictures in this folder tree.
    pub fn allow_all(&mut self, folder: impl Into<PathBuf>) {
        self.extra.push(folder.into());
    }

    /// Opens a picture of the article read from `source`.
    ///
    /// # Errors
    ///
    /// The [`Problem`] that prevents it.
    pub fn open(&self, source: SourceId, path: &str) -> Result<Image, Problem> {
        self.look_up(source, path).map(|opened| opened.image)
    }

    fn look_up(&self, source: SourceId, path: &str) -> Result<Opened, Problem> {
        if is_data(path) {
            let files = |href: &str| file(&self.find(source, local(href)?)?.file);
            let image = Image::read_with(data::bytes(path)?, &*self.faces, &files)?;
            return Ok(Opened { image, other: None });
        }
        let remote = path.split_once("//").filter(|(scheme, _)| {
            scheme.is_empty() || scheme.ends_with(':') && !scheme.contains('/')
        });
        let found = match remote {
            Some((_, address)) => Found::same(self.copy_of(address).ok_or(Problem::Remote)?),
            None => self.find(source, path)?,
        };
        let bytes = file(&found.file)?;
        // A drawing names files from its own folder.
        let folder = found.file.parent().unwrap_or(Path::new(""));
        let files = |href: &str| file(&self.beside(source, folder, local(href)?)?);
        let mut image = Image::read_with(bytes, &*self.faces, &files)?;
        image.stored.release(found.file, image.kind);
        Ok(Opened {
            image,
            other: found.other,
        })
    }

    /// The copy of a remote picture in a folder for every article: by its address with or
    /// without the host, or by its name alone.
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

    /// The file that a drawing in a folder names, within the allowed folders.
    fn beside(&self, source: SourceId, folder: &Path, name: &str) -> Result<PathBuf, Problem> {
        let name = percent_decoded(name.split(['?', '#']).next().unwrap_or(name));
        let Ok(file) = folder.join(&name).canonicalize() else {
            return Err(Problem::Missing);
        };
        let own = self.folders.get(&source).into_iter().chain(&self.extra);
        let mut roots = own.filter_map(|folder| folder.canonicalize().ok());
        match roots.any(|root| file.starts_with(root)) {
            true => Ok(file),
            false => Err(Problem::Outside),
        }
    }

    /// The file of a path, within the allowed folders. A path from the root of a site is
    /// searched in each of them; a query such as `?v=2` is not part of the name. Last, a
    /// name that differs in case or in the encoding of its accents is accepted.
    fn find(&self, source: SourceId, path: &str) -> Result<Found, Problem> {
        let plain = percent_decoded(path);
        let bare = percent_decoded(path.split(['?', '#']).next().unwrap_or(path));
        let folders: Vec<&PathBuf> = self
            .folders
            .get(&source)
            .into_iter()
            .chain(&self.extra)
            .collect();
        let mut problem = Problem::Missing;
        let names = [
            path,
            &plain,
            plain.trim_start_matches('/'),
            &bare,
            bare.trim_start_matches('/'),
        ];
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            match within(folders.iter().copied(), name) {
                Ok(found) => return Ok(Found::same(found)),
                Err(Problem::Outside) => problem = Problem::Outside,
                Err(_) => {}
            }
        }
        // A path that leaves the folder of its article may lead into another that is allowed.
        if let (Problem::Outside, Some(own)) = (&problem, self.folders.get(&source))
            && let Ok(file) = self.beside(source, own, &bare)
        {
            return Ok(Found::same(file));
        }
        for name in [&plain, &bare] {
            for folder in &folders {
                let like = like(folder, name.trim_start_matches('/'));
                if let Some(like) = like
                    && let Ok(file) = within([*folder], &like)
                {
                    let other = Some(like);
                    return Ok(Found { file, other });
                }
            }
        }
        Err(problem)
    }
}

/// The path in a drawing's reference, if it names a file.
fn local(href: &str) -> Result<&str, Problem> {
    let href = href.strip_prefix("file:").unwrap_or(href);
    match href.contains("://") || href.starts_with("//") {
        true => Err(Problem::Remote),
        false => Ok(href),
    }
}

/// An opened picture, and its name if that differs from the given one.
struct Opened {
    image: Image,
    other: Option<String>,
}

/// A file, and its name if that differs from the given one.
struct Found {
    file: PathBuf,
    other: Option<String>,
}

impl Found {
    fn same(file: PathBuf) -> Found {
        Found { file, other: None }
    }
}

/// The bytes of a picture's file.
pub(super) fn file(path: &Path) -> Result<Vec<u8>, Problem> {
    let length = std::fs::metadata(path).map_or(0, |m| m.len());
    if length > MAX_BYTES {
        return Err(Problem::TooLarge(format!("{length} bytes")));
    }
    std::fs::read(path).map_err(|e| Problem::Unreadable(e.to_string()))
}

/// The path in a folder that differs from another only in case or in the encoding of
/// accents. If there are several, the first by name.
fn like(folder: &Path, path: &str) -> Option<String> {
    let folded = |name: &str| -> String {
        let letters = name.nfd().flat_map(char::to_lowercase);
        letters.nfc().collect()
    };
    let mut at = folder.to_owned();
    let mut names = Vec::new();
    for part in path.split(['/', '\\']) {
        if matches!(part, "" | "." | "..") || at.join(part).exists() {
            at.push(part);
            names.push(part.to_owned());
            continue;
        }
        let part = folded(part);
        let entries = std::fs::read_dir(&at).ok()?.filter_map(Result::ok);
        let entries = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let name = entries.filter(|name| folded(name) == part).min()?;
        at.push(&name);
        names.push(name);
    }
    Some(names.join("/"))
}

/// The file of a name in one of these folders. Symbolic links are followed first, and their
/// targets checked.
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
    /// Opens every picture of a publication. A picture that cannot be opened is reported at
    /// its place, and writers draw a frame instead.
    pub fn open(publication: &Publication, assets: &Assets, report: &mut Report) -> Gallery {
        let pictures: Vec<&Picture> = shown(publication).collect();
        let mut firsts = BTreeMap::new();
        for picture in &pictures {
            firsts.entry(key(picture)).or_insert(*picture);
        }
        let opened = firsts.into_par_iter().map(|(key, picture)| {
            let opened = assets.look_up(picture.span.source, &picture.path);
            (key, opened)
        });
        let opened: BTreeMap<_, _> = opened.collect();
        // Faults are told in the order of reading: of a picture that is shown where it first
        // is, of one that cannot be wherever it should be.
        let mut told = BTreeSet::new();
        for picture in pictures {
            match opened.get(&key(picture)) {
                Some(Err(problem)) => report.push(complaint(picture, problem, "the article")),
                Some(Ok(opened)) if told.insert(key(picture)) => {
                    for remark in &*opened.image.remarks {
                        report.push(self::remark(picture, remark));
                    }
                    if let Some(other) = &opened.other {
                        let message = format!("the picture `{}` is named `{other}`", picture.path);
                        let note = Diagnostic::note(Code::PictureName, picture.span, message);
                        report.push(note.hint(
                            "write the name exactly as the file has it: other systems distinguish case",
                        ));
                    }
                }
                Some(Ok(_)) | None => {}
            }
        }
        let images = opened.into_iter();
        let images = images.map(|(key, opened)| (key, opened.ok().map(|o| Arc::new(o.image))));
        Gallery {
            images: images.collect(),
        }
    }

    /// Opens pictures that belong to no article: those of a theme. What cannot be opened is
    /// reported at its place, and is not shown.
    pub(crate) fn of_theme(pictures: &[&Picture], assets: &Assets, report: &mut Report) -> Gallery {
        let mut images = BTreeMap::new();
        for picture in pictures {
            let key = key(picture);
            if images.contains_key(&key) {
                continue;
            }
            let opened = assets.look_up(picture.span.source, &picture.path);
            match &opened {
                Ok(opened) => {
                    let remarks = opened.image.remarks.iter();
                    remarks.for_each(|remark| report.push(self::remark(picture, remark)));
                }
                Err(problem) => report.push(complaint(picture, problem, "the theme")),
            }
            images.insert(key, opened.ok().map(|opened| Arc::new(opened.image)));
        }
        Gallery { images }
    }

    /// Adds the pictures of another.
    pub(crate) fn include(&mut self, other: &Gallery) {
        let images = other.images.iter();
        let images = images.map(|(key, image)| (key.clone(), image.clone()));
        self.images.extend(images);
    }

    /// Tells of pictures whose data is damaged under right sums: those that are decoded for
    /// pages only, and that no writer has decoded yet.
    pub(crate) fn tell_damage(&self, publication: &Publication, report: &mut Report) {
        let pictures: Vec<&Picture> = shown(publication).collect();
        let damaged: Vec<&Picture> = pictures
            .into_par_iter()
            .filter(|picture| {
                let image = self.get(picture);
                let image = image.filter(|image| image.kind == Kind::Png && image.packed.is_none());
                image.is_some_and(|image| {
                    let mut is_damaged = false;
                    image.damaged.get_or_init(|| {
                        let file = image.stored.open();
                        is_damaged = file.is_ok_and(|file| !packed::is_sound(file));
                        is_damaged
                    });
                    is_damaged
                })
            })
            .collect();
        for picture in damaged {
            report.push(damage(picture));
        }
    }

    /// A picture, or `None` if it could not be opened.
    pub fn get(&self, picture: &Picture) -> Option<&Arc<Image>> {
        self.images.get(&key(picture)).and_then(Option::as_ref)
    }
}

/// The pictures of a publication. The cover of a plan is in none of its articles.
fn shown(publication: &Publication) -> impl Iterator<Item = &Picture> {
    let cover = publication.metadata.cover.iter();
    let cover = cover.filter(|_| publication.planned);
    cover.chain(publication.articles.iter().flat_map(walk::pictures))
}

/// What there is to say of a picture whose data ends too early, or is not what it was.
pub(crate) fn damage(picture: &Picture) -> Diagnostic {
    let message = format!(
        "picture `{}` is damaged: the rest of it is white in the PDF",
        picture.name()
    );
    Diagnostic::error(Code::BrokenPicture, picture.span, message)
}

fn key(picture: &Picture) -> (SourceId, String) {
    (picture.span.source, picture.path.clone())
}

/// The diagnostics of a drawing, at the place of its picture.
fn remark(picture: &Picture, remark: &Remark) -> Diagnostic {
    let name = picture.name();
    let at = picture.span;
    match remark {
        Remark::Missing(characters) => {
            let named = |c: &char| format!("{c} (U+{:04X})", u32::from(*c));
            let named: Vec<String> = characters.iter().map(named).collect();
            let message = format!("no font has {} in the drawing `{name}`", named.join(", "));
            Diagnostic::error(Code::MissingGlyph, at, message)
                .hint("`--font-dir` names a folder of fonts that have it")
        }
        Remark::Foreign => Diagnostic::note(
            Code::DrawingHtml,
            at,
            format!(
                "drawing `{name}` contains HTML (`foreignObject`); its text is drawn in plain lines"
            ),
        )
        .hint("export it with text as text: in Mermaid, `htmlLabels: false`"),
        Remark::Picture(other, problem) => {
            let why = match problem {
                Problem::Remote => "is not a local file; Pressroom never downloads".to_owned(),
                Problem::Missing => "does not exist".to_owned(),
                Problem::Outside => "lies outside the article's folder".to_owned(),
                Problem::Unreadable(why) | Problem::Broken(why) => format!("cannot be used: {why}"),
                Problem::TooLarge(size) => format!("is too large: {size}"),
            };
            let message = format!("the picture `{other}` in the drawing `{name}` {why}");
            Diagnostic::warning(Code::DrawingPicture, at, message)
                .hint("the drawing is shown without it")
        }
    }
}

/// Why a picture of an article, or of a theme, is not shown.
fn complaint(picture: &Picture, problem: &Problem, of: &str) -> Diagnostic {
    let path = picture.name();
    let at = picture.span;
    match problem {
        Problem::Remote => Diagnostic::warning(
            Code::RemotePicture,
            at,
            format!("picture `{path}` is not a local file; Pressroom never downloads"),
        )
        .hint(format!("save it beside {of} and name that file"))
        .hint("or put it, under its name or its address, into a folder named with `--asset-dir`"),
        Problem::Missing => Diagnostic::warning(
            Code::MissingPicture,
            at,
            format!("picture not found: `{path}`"),
        )
        .hint(format!(
            "paths start at {of}'s own folder; `--asset-dir` adds others"
        )),
        Problem::Outside => Diagnostic::error(
            Code::PictureOutside,
            at,
            format!("picture `{path}` lies outside {of}'s folder"),
        )
        .hint("allow its folder with `--asset-dir`"),
        Problem::Unreadable(reason) => Diagnostic::error(
            Code::UnreadablePicture,
            at,
            format!("picture `{path}` cannot be read: {reason}"),
        ),
        Problem::Broken(reason) => Diagnostic::error(
            Code::BrokenPicture,
            at,
            format!("picture `{path}` cannot be used: {reason}"),
        ),
        Problem::TooLarge(size) => Diagnostic::error(
            Code::LargePicture,
            at,
            format!("picture `{path}` is too large: {size}"),
        )
        .hint(format!(
            "at most {} million pixels and {} MiB are taken",
            MAX_PIXELS / 1_000_000,
            MAX_BYTES >> 20
        )),
    }
}
