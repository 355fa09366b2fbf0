//! Takes the articles; returns the names of their outputs.
//!
//! An output is named after the article's slug or else its file's stem. `index` and
//! `_index` take the name of their folder, a book that of its title or those of its plan. The output mirrors
//! the input folders. Conflicts that would lose data are found here, before anything is
//! written: two outputs with one name, or an output that overwrites an article.

use super::error::Error;
use super::inputs::Input;
use super::job::{Destination, Job};
use pressroom::lang::Lang;
use pressroom::read::plan::Outputs;
use pressroom::write::Format;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The maximum length of a name made from a title, in characters.
const LONGEST: usize = 80;

/// The destination of one publication in one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To standard output.
    Stdout,
    /// To this file.
    File(PathBuf),
}

impl Target {
    /// The destination of the sheets of a PDF: `NAME.print.pdf` beside it.
    pub fn of_sheets(&self) -> Option<Target> {
        match self {
            Target::Stdout => None,
            Target::File(path) => Some(Target::File(path.with_extension("print.pdf"))),
        }
    }
}

/// The name of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in messages.
    pub label: String,
    /// Its folders within the output.
    pub folder: PathBuf,
    /// The name of its outputs, without an extension.
    pub stem: String,
    /// The names that override it in some formats.
    pub outputs: Outputs,
}

impl Entry {
    /// The entry of a single article.
    pub fn article(input: &Input, slug: Option<&str>) -> Entry {
        let slug = slug.map(|slug| file_name(slug).chars().take(LONGEST).collect::<String>());
        let slug = slug.filter(|name| !name.is_empty());
        // A page of Hugo is a folder with its pictures and the text in `index.md`: its
        // output takes the place of the folder (gohugo.io, "Page bundles").
        let inside = input.inside();
        let folder = match index_suffix(input) {
            Some(_) => inside.parent().unwrap_or(Path::new("")),
            None => inside,
        };
        Entry {
            label: input.name(),
            folder: folder.to_owned(),
            stem: slug.unwrap_or_else(|| stem(input)),
            outputs: Outputs::default(),
        }
    }

    /// The entry of a book.
    pub fn book(title: &str) -> Entry {
        let name = file_name(&without_latin_accents(title).to_lowercase());
        let name: String = name.chars().take(LONGEST).collect();
        let name = name.trim_end_matches(['-', '.']);
        Entry {
            label: title.to_owned(),
            folder: PathBuf::new(),
            stem: if name.is_empty() { "book" } else { name }.to_owned(),
            outputs: Outputs::default(),
        }
    }

    /// The name of its output in a format, without an extension.
    fn stem_of(&self, format: Format) -> &str {
        let own = match format {
            Format::Pdf => &self.outputs.pdf,
            Format::Epub => &self.outputs.epub,
            Format::Text => &self.outputs.text,
        };
        own.as_deref().unwrap_or(&self.stem)
    }
}

/// Names the outputs of all publications: for each, a list in order of format. `lost` is
/// the number of articles that could not be read.
///
/// # Errors
///
/// [`Error::ManyArticles`], [`Error::Collision`], [`Error::OverInput`] or
/// [`Error::Exists`].
pub fn name(job: &Job, entries: &[&Entry], lost: usize) -> Result<Vec<Vec<Target>>, Error> {
    let articles = entries.len() + if job.book.is_some() { 0 } else { lost };
    if let Destination::Stdout | Destination::File(_) = job.destination
        && articles > 1
    {
        let output = job.destination.path().unwrap_or(Path::new("-")).to_owned();
        return Err(Error::ManyArticles { output, articles });
    }
    let imposed = job.printing.imposition().is_some();
    let mut taken = BTreeMap::new();
    let mut names = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut targets = Vec::with_capacity(job.formats.len());
        for format in &job.formats {
            let target = target(&job.destination, entry, *format);
            let sheets = target
                .of_sheets()
                .filter(|_| imposed && *format == Format::Pdf);
            for target in [&target].into_iter().chain(&sheets) {
                let Target::File(path) = target else {
                    continue;
                };
                claim(path, entry, &mut taken)?;
                spare_inputs(path, &job.inputs)?;
                if *format == Format::Text && job.destination.path() != Some(path) {
                    spare_copy(path, &job.inputs)?;
                }
            }
            targets.push(target);
        }
        names.push(targets);
    }
    Ok(names)
}

fn target(destination: &Destination, entry: &Entry, format: Format) -> Target {
    match destination {
        Destination::Stdout => Target::Stdout,
        Destination::File(path) => Target::File(path.clone()),
        Destination::Folder(folder) => {
            let name = format!("{}.{}", entry.stem_of(format), format.extension());
            Target::File(folder.join(&entry.folder).join(name))
        }
    }
}

/// Reserves a name for an entry. Names that differ only in case or in the composition of
/// their accents are the same for many file systems.
fn claim(path: &Path, entry: &Entry, taken: &mut BTreeMap<String, String>) -> Result<(), Error> {
    let key = path.to_string_lossy().to_lowercase().nfc().collect();
    match taken.insert(key, entry.label.clone()) {
        None => Ok(()),
        Some(first) => Err(Error::Collision {
            output: path.to_owned(),
            first,
            second: entry.label.clone(),
        }),
    }
}

fn spare_inputs(path: &Path, inputs: &[Input]) -> Result<(), Error> {
    let Ok(place) = path.canonicalize() else {
        return Ok(()); // nothing is there
    };
    let is_input = |input: &Input| match input {
        Input::Stdin => false,
        Input::File { canonical, .. } => *canonical == place,
    };
    if inputs.iter().any(is_input) {
        let output = path.to_owned();
        return Err(Error::OverInput { output });
    }
    Ok(())
}

/// A text file beside the articles may be press copy. Plain text has no signature by which
/// an output could be recognised, so it is replaced only if the user names it.
fn spare_copy(path: &Path, inputs: &[Input]) -> Result<(), Error> {
    let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
    let beside = |input: &Input| folder.is_some() && input.folder().canonicalize().ok() == folder;
    if path.exists() && inputs.iter().any(beside) {
        let path = path.to_owned();
        return Err(Error::Exists { path });
    }
    Ok(())
}

/// The stem of an input's name.
fn stem(input: &Input) -> String {
    let path = match input {
        Input::Stdin => return "stdin".to_owned(),
        Input::File { path, .. } => path,
    };
    let text = |name: &std::ffi::OsStr| name.to_string_lossy().into_owned();
    let stem = path.file_stem().map(text).unwrap_or_default();
    let Some(suffix) = index_suffix(input) else {
        return stem;
    };
    // The current folder has its name in its canonical path only.
    let folder = input.folder().canonicalize().ok();
    let name = folder.as_deref().and_then(Path::file_name).map(text);
    name.map_or(stem, |name| name + &suffix)
}

/// The part after `index` or `_index` in a file name: empty, or a language as in
/// `index.fr.md`. `None` for other file names.
fn index_suffix(input: &Input) -> Option<String> {
    let path = match input {
        Input::Stdin => return None,
        Input::File { path, .. } => path,
    };
    let stem = path.file_stem()?.to_str()?;
    let (name, suffix) = stem.split_at(stem.find('.').unwrap_or(stem.len()));
    let is_index = name.eq_ignore_ascii_case("index") || name.eq_ignore_ascii_case("_index");
    let is_language = suffix.is_empty() || Lang::parse(suffix.trim_start_matches('.')).is_some();
    (is_index && is_language).then(|| suffix.to_owned())
}

/// A name that is safe in any folder: everything except letters, digits, `-`, `_` and `.`
/// becomes a hyphen; the result never leaves the folder or hides the file.
pub(super) fn file_name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_alphanumeric() || c == '_' || c == '.' || is_combining_mark(c) {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches(['-', '.']).to_owned()
}

/// `L’été` as `L’ete`, as is usual in file names in Latin letters. In other scripts, a
/// letter without its mark is another letter.
fn without_latin_accents(text: &str) -> String {
    let mut latin = false;
    let kept = text.nfd().filter(|c| {
        if !is_combining_mark(*c) {
            latin = c.is_ascii_alphabetic();
        }
        !(latin && is_combining_mark(*c))
    });
    kept.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Setting;
    use crate::cli::args::{Epub, Faces, PlainText, Printing};
    use pressroom::diag::Code;
    use pressroom::diag::Report;
    use pressroom::read;

    fn input(path: &str) -> Input {
        Input::File {
            path: path.into(),
            canonical: path.into(),
            inside: PathBuf::new(),
        }
    }

    fn job(destination: Destination, formats: &[Format]) -> Job {
        Job {
            inputs: Vec::new(),
            errors: Vec::new(),
            notes: Report::new(),
            reading: read::Options::default(),
            asset_dirs: Vec::new(),
            drafts: false,
            book: None,
            plan: None,
            strict: false,
            proof: false,
            faces: Faces::default(),
            attach: Vec::new(),
            embed_source: false,
            epub: Epub::default(),
            destination,
            formats: formats.to_vec(),
            setting: Setting {
                theme: None,
                paper: None,
                font_size: None,
                fit_pages: None,
                fill: false,
                min_dpi: None,
                text: PlainText::default(),
            },
            printing: Printing::default(),
            epoch: None,
        }
    }

    fn stem_of(path: &str, slug: Option<&str>) -> String {
        Entry::article(&input(path), slug).stem
    }

    #[test]
    fn an_output_is_named_by_slug_or_stem() {
        assert_eq!(stem_of("a/night.train.md", None), "night.train");
        assert_eq!(stem_of("a/b.md", Some("Night-Train")), "Night-Train");
        assert_eq!(Entry::article(&Input::Stdin, None).stem, "stdin");
    }

    #[test]
    fn a_slug_cannot_lead_out_of_the_folder() {
        assert_eq!(stem_of("a.md", Some("../../etc/passwd")), "etc-passwd");
        assert_eq!(stem_of("a.md", Some("/2026/spring")), "2026-spring");
        assert_eq!(stem_of("a.md", Some(".hidden")), "hidden");
        assert_eq!(stem_of("a.md", Some("..")), "a");
    }

    #[test]
    fn an_index_takes_the_name_of_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spring/index.md");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert_eq!(stem_of(path.to_str().unwrap(), None), "spring");
        let here = std::env::current_dir().unwrap();
        let here = here.file_name().unwrap().to_string_lossy();
        assert_eq!(stem_of("index.md", None), here);
    }

    #[test]
    fn the_text_of_a_section_and_of_a_language_too() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| {
            let path = folder.path().join("posts/tower").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let input = Input::File {
                canonical: path.clone(),
                path,
                inside: "posts/tower".into(),
            };
            let entry = Entry::article(&input, None);
            entry.folder.join(entry.stem)
        };
        assert_eq!(place("index.md"), Path::new("posts/tower"));
        assert_eq!(place("_index.md"), Path::new("posts/tower"));
        assert_eq!(place("index.fr.md"), Path::new("posts/tower.fr"));
        assert_eq!(place("notes.md"), Path::new("posts/tower/notes"));
        assert_eq!(place("indexes.md"), Path::new("posts/tower/indexes"));
    }

    #[test]
    fn a_book_is_named_by_its_title() {
        let stem = |title: &str| Entry::book(title).stem;
        assert_eq!(stem("L’Été à Lyon: 1872"), "l-ete-a-lyon-1872");
        assert_eq!(stem("Тихий Дон"), "тихий-дон");
        assert_eq!(stem("हिन्दी"), "हिन्दी");
        assert_eq!(stem("???"), "book");
        assert!(stem(&"word ".repeat(100)).len() <= LONGEST);
    }

    #[test]
    fn outputs_of_one_name_are_refused_and_both_are_named() {
        let job = job(Destination::Folder("out".into()), &Format::ALL);
        let entries = ["x/a.md", "y/A.txt"].map(|path| Entry::article(&input(path), None));
        let refused = name(&job, &[&entries[0], &entries[1]], 0)
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("x/a.md") && refused.contains("y/A.txt"),
            "{refused}"
        );
        assert!(refused.contains("A.pdf"), "{refused}");
    }

    #[test]
    fn sheets_take_a_name_too() {
        let mut job = job(Destination::Folder("out".into()), &[Format::Pdf]);
        let [a, b] = ["a.md", "a.print.md"].map(|path| Entry::article(&input(path), None));
        assert!(name(&job, &[&a, &b], 0).is_ok());
        job.printing.booklet = true;
        let refused = name(&job, &[&a, &b], 0).unwrap_err();
        assert_eq!(refused.code(), Code::SameOutput);
    }

    #[test]
    fn a_folder_gets_a_file_for_each_format() {
        let job = job(
            Destination::Folder("out".into()),
            &[Format::Pdf, Format::Text],
        );
        let entry = Entry::article(&input("a.md"), None);
        let file = |name: &str| Target::File(Path::new("out").join(name));
        let expected = vec![vec![file("a.pdf"), file("a.txt")]];
        assert_eq!(name(&job, &[&entry], 0).unwrap(), expected);
    }

    #[test]
    fn one_file_takes_one_article_or_one_book() {
        let mut job = job(Destination::File("x.pdf".into()), &[Format::Pdf]);
        let a = Entry::article(&input("a.md"), None);
        let b = Entry::article(&input("b.md"), None);
        assert!(name(&job, &[&a], 0).is_ok());
        for (entries, lost) in [(&[&a, &b][..], 0), (&[&a][..], 1)] {
            let refused = name(&job, entries, lost).unwrap_err();
            assert_eq!(refused.code(), Code::ManyArticles);
        }
        job.book = Some("Spring".into());
        assert!(name(&job, &[&Entry::book("Spring")], 1).is_ok());
    }

    #[test]
    fn an_output_never_replaces_an_article() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "copy").unwrap();
        let mut job = job(Destination::Folder(folder.path().into()), &[Format::Text]);
        job.inputs = vec![Input::File {
            path: path.clone(),
            canonical: path.canonicalize().unwrap(),
            inside: PathBuf::new(),
        }];
        let entry = Entry::article(&job.inputs[0], None);
        let refused = name(&job, &[&entry], 0).unwrap_err();
        assert_eq!(refused.code(), Code::OutputIsInput);
    }
}
