//! The command `new`: takes a path; writes a starter article or letter, or the plan of a
//! publication with starter articles.
//!
//! The article shows the front matter and the most common Markdown. It does not contain
//! today's date: the output depends only on the arguments.

use super::args::{New, NewKind};
use super::deliver::{create, print};
use super::error::Error;
use super::report::Reporter;
use pressroom::read::Format;
use std::path::{Path, PathBuf};

/// The text of the starter article.
const STARTER: &str = include_str!("starter.md");
/// The placeholder of the title in [`STARTER`].
const TITLE: &str = "\"A headline\"";
/// The plan of a book.
const BOOK: &str = include_str!("starter-book.yaml");
/// The plan of an issue.
const ISSUE: &str = include_str!("starter-issue.yaml");
/// The plan of a report.
const REPORT: &str = include_str!("starter-report.yaml");
/// The chapters of a report, each with its file.
const CHAPTERS: [(&str, &str); 2] = [
    ("01-summary.md", include_str!("starter-summary.md")),
    ("02-findings.md", include_str!("starter-findings.md")),
];
/// The text of a letter; its subject is at the placeholder of [`STARTER`].
const LETTER: &str = include_str!("starter-letter.md");
/// The placeholder of the title in plans.
const BOOK_TITLE: &str = "\"A title\"";

/// Writes the starter article or publication.
///
/// # Errors
///
/// [`Error::Exists`], [`Error::NotMarkdown`] or [`Error::Unwritable`].
pub fn run(flags: &New, reporter: &Reporter) -> Result<(), Error> {
    match &flags.kind {
        Some(NewKind::Book { folder }) => {
            let articles = [article("chapters/01-first-chapter.md")];
            publication(folder, BOOK, &articles, reporter)
        }
        Some(NewKind::Issue { folder }) => {
            let articles = ["first/first-article.md", "second/second-article.md"];
            publication(folder, ISSUE, &articles.map(article), reporter)
        }
        Some(NewKind::Report { folder }) => {
            let chapters = CHAPTERS.map(|(path, text)| (path, text.to_owned()));
            publication(folder, REPORT, &chapters, reporter)
        }
        Some(NewKind::Letter { path }) => file(path, LETTER, " --theme letter", reporter),
        None => file(&flags.path, STARTER, "", reporter),
    }
}

/// Writes a file in Markdown, titled by its name, and prints the command that exports it with
/// these options.
fn file(path: &Path, text: &str, options: &str, reporter: &Reporter) -> Result<(), Error> {
    if path == Path::new("-") {
        return print(text.as_bytes());
    }
    let path = markdown_path(path)?;
    create(&path, titled(text, TITLE, &path).as_bytes())?;
    if reporter.is_talkative() {
        let (path, typed) = (path.display(), typed(&path));
        let message = format!("{path}\nExport it with: pressroom export{options} {typed}\n");
        print(message.as_bytes())?;
    }
    Ok(())
}

/// A path as it is typed in a shell: in quotes, if it has blanks or signs in it.
fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | ':');
    match path.chars().all(is_plain) {
        true => path,
        // A quote ends the text, stands for itself, and begins the text again (POSIX, 2.2.2).
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

/// A starter article of a publication, by its path.
fn article(path: &str) -> (&str, String) {
    // The number of a chapter is not in its title.
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
    (path, titled(STARTER, TITLE, Path::new(name)))
}

/// Writes a plan and its articles, each with its path, into a folder.
fn publication(
    folder: &Path,
    plan: &str,
    articles: &[(&str, String)],
    reporter: &Reporter,
) -> Result<(), Error> {
    let text = titled(plan, BOOK_TITLE, folder);
    let mut paths = vec![(folder.join(pressroom::read::plan::NAME), text)];
    for (path, text) in articles {
        paths.push((folder.join(path), text.clone()));
    }
    for (path, text) in &paths {
        create(path, text.as_bytes())?;
    }
    if reporter.is_talkative() {
        let list: Vec<String> = paths
            .iter()
            .map(|(path, _)| path.display().to_string())
            .collect();
        let folder = typed(folder);
        let told = format!(
            "{}\nExport it with: pressroom export {folder}\n",
            list.join("\n")
        );
        print(told.as_bytes())?;
    }
    Ok(())
}

/// The path, with `.md` if it has no extension.
fn markdown_path(path: &Path) -> Result<PathBuf, Error> {
    match Format::of_path(path) {
        Some(Format::Markdown) => Ok(path.to_owned()),
        None if path.extension().is_none() => Ok(path.with_extension("md")),
        Some(Format::Yaml | Format::Json | Format::Html | Format::News | Format::Wire) | None => {
            let path = path.to_owned();
            Err(Error::NotMarkdown { path })
        }
    }
}

/// A text with the name of a file or a folder in the place of its title.
fn titled(text: &str, placeholder: &str, path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let title: String = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => return text.to_owned(),
    };
    // A JSON string is also a YAML string (YAML 1.2.2, section 1.3).
    let quoted = serde_json::Value::from(title).to_string();
    text.replacen(placeholder, &quoted, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pressroom::diag::Code;

    #[test]
    fn the_file_name_becomes_the_title() {
        let starter = |path: &str| titled(STARTER, TITLE, Path::new(path));
        assert!(STARTER.contains(TITLE) && LETTER.contains(TITLE));
        assert!(
            [BOOK, ISSUE, REPORT]
                .iter()
                .all(|plan| plan.contains(BOOK_TITLE))
        );
        let text = starter("articles/night-train.md");
        assert!(text.contains("title: \"Night train\"\n"), "{text}");
        let text = starter("a\"b.md");
        assert!(text.contains(r#"title: "A\"b""#), "{text}");
    }

    #[test]
    fn a_name_without_an_ending_becomes_markdown() {
        let path = |name: &str| markdown_path(Path::new(name)).ok();
        assert_eq!(path("a/b"), Some(PathBuf::from("a/b.md")));
        assert_eq!(path("b.markdown"), Some(PathBuf::from("b.markdown")));
        assert_eq!(path("b.yaml"), None);
        assert_eq!(path("b.docx"), None);
    }

    #[test]
    fn a_path_is_shown_as_it_is_typed() {
        for (path, shown) in [
            ("a/été.md", "a/été.md"),
            ("Mon rapport", "'Mon rapport'"),
            ("L'été", "'L'\\''été'"),
        ] {
            assert_eq!(typed(Path::new(path)), shown);
        }
    }

    #[test]
    fn an_article_that_exists_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/a.md");
        create(&path, b"first").unwrap();
        assert_eq!(
            create(&path, b"second").unwrap_err().code(),
            Code::FileExists
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "first");
    }
}
