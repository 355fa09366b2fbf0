//! The command `new`: takes a path; writes a starter article.
//!
//! The article shows the front matter and the most common Markdown. It does not contain
//! today's date: the output depends only on the arguments.

use super::args::New;
use super::deliver::{create, print};
use super::error::Error;
use super::report::Reporter;
use pressroom::read::Format;
use std::path::{Path, PathBuf};

/// The text of the starter article.
const STARTER: &str = include_str!("starter.md");
/// The placeholder of the title in [`STARTER`].
const TITLE: &str = "\"A headline\"";

/// Writes the starter article.
///
/// # Errors
///
/// [`Error::Exists`], [`Error::NotMarkdown`] or [`Error::Unwritable`].
pub fn run(flags: &New, reporter: &Reporter) -> Result<(), Error> {
    if flags.path == Path::new("-") {
        return print(STARTER.as_bytes());
    }
    let path = markdown_path(&flags.path)?;
    create(&path, starter(&path).as_bytes())?;
    if reporter.is_talkative() {
        let path = path.display();
        print(format!("{path}\nExport it with: pressroom export {path}\n").as_bytes())?;
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

/// The starter article, titled by the file's name.
fn starter(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    let title: String = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => return STARTER.to_owned(),
    };
    // A JSON string is also a YAML string (YAML 1.2.2, section 1.3).
    let quoted = serde_json::Value::from(title).to_string();
    STARTER.replacen(TITLE, &quoted, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pressroom::diag::Code;

    #[test]
    fn the_file_name_becomes_the_title() {
        assert!(STARTER.contains(TITLE));
        let text = starter(Path::new("articles/night-train.md"));
        assert!(text.contains("title: \"Night train\"\n"), "{text}");
        let text = starter(Path::new("a\"b.md"));
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
