//! Takes a path; returns why it cannot be read as an article. Files of other programs and
//! web addresses each get a hint with the command to type.

use super::error::Error;
use pressroom::read::{Format, plan};
use std::fs;
use std::path::Path;

/// Document formats that Pressroom does not read: extensions, names, and what to do. `{}`
/// stands for the file name without its extension.
///
/// pandoc reads most of them (pandoc.org/MANUAL.html, "General options").
const DOCUMENTS: &[(&[&str], &str, &str)] = &[
    (
        &["docx"],
        "a Word document",
        "convert it first: `pandoc {}.docx -o {}.md`",
    ),
    (
        &["odt"],
        "an OpenDocument text",
        "convert it first: `pandoc {}.odt -o {}.md`",
    ),
    (
        &["rtf"],
        "a document in Rich Text Format",
        "convert it first: `pandoc {}.rtf -o {}.md`",
    ),
    (
        &["doc", "dot", "wps", "wpd", "sxw", "pages"],
        "a word processor's document",
        "save it there as .docx, then `pandoc {}.docx -o {}.md`",
    ),
    (
        &["pdf"],
        "a PDF",
        "export its source; `pressroom extract {}.pdf` gives it back if it is attached",
    ),
    (
        &["epub"],
        "an EPUB",
        "export its source, or convert it: `pandoc {}.epub -o {}.md`",
    ),
    (
        &["tex", "latex", "ltx"],
        "a LaTeX document",
        "convert it first: `pandoc {}.tex -o {}.md`",
    ),
    (
        &["rst", "org", "typ", "ipynb", "textile"],
        "a document in another markup",
        "convert it first with `pandoc -o {}.md`",
    ),
    (
        &["adoc", "asciidoc"],
        "an AsciiDoc document",
        "convert it first: `asciidoctor -o {}.html {}.adoc`",
    ),
    (
        &[
            "png", "jpg", "jpeg", "gif", "webp", "svg", "tif", "tiff", "heic", "avif", "bmp", "psd",
        ],
        "a picture",
        "show it in an article: `![what it shows]({}.jpg)`",
    ),
];
/// Other extensions of Markdown.
const MARKDOWN: [&str; 8] = ["mdx", "qmd", "rmd", "mkd", "mkdn", "mdown", "mdwn", "mmd"];
/// Project files that are often beside articles, by name without extension.
const OF_THE_PROJECT: [&str; 14] = [
    "ads",
    "app-ads",
    "cmakelists",
    "code_of_conduct",
    "constraints",
    "copying",
    "humans",
    "licence",
    "license",
    "notice",
    "requirements",
    "requirements-dev",
    "robots",
    "security",
];

/// Whether a file in a folder is a project file, such as a licence or `robots.txt`.
pub(super) fn is_of_the_project(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default();
    OF_THE_PROJECT.contains(&&*stem.to_string_lossy().to_lowercase())
}

/// Whether a file is the plan of a publication, by its name.
pub(super) fn is_plan(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == plan::NAME)
}

/// Whether a file has nearly the name of a plan, and the list of articles that a plan has.
pub(super) fn is_misnamed_plan(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let name = name.to_string_lossy().to_lowercase();
    let is_near = !is_plan(path) && matches!(&*name, "publication.yml" | "publication.yaml");
    // A file that cannot be read is reported where it is read.
    let text = || fs::read_to_string(path).unwrap_or_default();
    is_near && text().lines().any(|line| line.starts_with("contents:"))
}

/// Why a named file cannot be an article. A file without an extension is read by content.
pub(super) fn refusal(path: &Path) -> Option<Error> {
    if is_plan(path) || is_misnamed_plan(path) {
        return Some(Error::PlanAsArticle {
            path: path.to_owned(),
            is_named: is_plan(path),
        });
    }
    if Format::of_path(path).is_some() {
        return None;
    }
    let ending = ending(path)?;
    let stem = path.with_extension("").display().to_string();
    let file = path.display();
    let known = DOCUMENTS
        .iter()
        .find(|(endings, ..)| endings.contains(&&*ending));
    let (what, hint) = match known {
        Some((_, what, hint)) => (Some(*what), hint.replace("{}", &stem)),
        None if MARKDOWN.contains(&&*ending) => (None, format!("type `--from md {file}`")),
        None => (
            None,
            format!("name its form: `--from md {file}`, or wire, yaml, json, html, news"),
        ),
    };
    Some(Error::NotRead {
        path: path.to_owned(),
        what,
        hint,
    })
}

/// The ending of a file's name in small letters: a word, where `copy.2026-03` has none.
pub(super) fn ending(path: &Path) -> Option<String> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let is_word = ending.starts_with(|c: char| c.is_ascii_alphabetic())
        && ending.chars().all(|c| c.is_ascii_alphanumeric())
        && ending.len() <= 10;
    is_word.then_some(ending)
}

/// Whether a path is an address, and the local file where it is that of one.
pub(super) fn address(path: &Path) -> Option<Error> {
    let text = path.to_str()?;
    let (scheme, rest) = text.split_once(":/")?;
    let is_scheme = scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric());
    is_scheme.then(|| Error::Address {
        address: text.to_owned(),
        file: (scheme.eq_ignore_ascii_case("file"))
            .then(|| format!("/{}", rest.trim_start_matches('/'))),
    })
}
