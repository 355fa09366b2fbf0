//! Takes the key `output` of a plan; returns the names of its files, one for all formats or one
//! for each.
//!
//! A name is the name of a file in the output folder on every system: no path, no sign that
//! Windows refuses, none of its device names ("Naming Files, Paths, and Namespaces",
//! learn.microsoft.com).

use crate::data::{Kind, Value};
use crate::diag::{Code, Diagnostic, Report, nearest};

/// The names of a publication's files, without extensions. A format without a name is named by
/// slug or title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outputs {
    /// Of its PDF.
    pub pdf: Option<String>,
    /// Of its EPUB.
    pub epub: Option<String>,
    /// Of its text.
    pub text: Option<String>,
}

/// The formats with their extensions.
const FORMATS: [(&str, &str); 3] = [("pdf", ".pdf"), ("epub", ".epub"), ("text", ".txt")];

/// The longest name, in bytes: file systems allow 255, and an extension comes after it.
const LONGEST: usize = 200;

/// Reads the names. Those that cannot be names of files are reported and left out.
pub(super) fn outputs(value: &Value, report: &mut Report) -> Outputs {
    let mut outputs = Outputs::default();
    match &value.kind {
        Kind::Scalar { text, .. } => {
            let name = name(text, None).map_err(|fault| wrong(value, &fault, report));
            let name = name.ok();
            outputs = Outputs {
                pdf: name.clone(),
                epub: name.clone(),
                text: name,
            };
        }
        Kind::Map(_) => {
            for entry in value.entries() {
                let format = FORMATS.into_iter().find(|(key, _)| *key == entry.key);
                let Some((key, extension)) = format else {
                    let message = format!("`output` has no key `{}`", entry.key);
                    let warning = Diagnostic::warning(Code::UnknownKey, entry.span, message);
                    let keys = FORMATS.map(|(key, _)| key);
                    let hint = match nearest(&entry.key, keys) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("the formats are {}", keys.join(", ")),
                    };
                    report.push(warning.hint(hint));
                    continue;
                };
                let text = entry.value.as_str().unwrap_or_default();
                match name(text, Some(extension)) {
                    Err(fault) => wrong(&entry.value, &fault, report),
                    Ok(name) => match key {
                        "pdf" => outputs.pdf = Some(name),
                        "epub" => outputs.epub = Some(name),
                        _ => outputs.text = Some(name),
                    },
                }
            }
        }
        Kind::List(_) | Kind::Null => wrong(value, "expected the name of a file", report),
    }
    outputs
}

fn wrong(value: &Value, fault: &str, report: &mut Report) {
    let error = Diagnostic::error(Code::WrongValue, value.span, fault);
    report
        .push(error.hint("write `output: name`, or `output: {pdf: name, epub: name, text: name}`"));
}

/// The name of files without an extension, or with that of their one format, which is left out.
fn name(text: &str, format: Option<&str>) -> Result<String, String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let extension = FORMATS
        .into_iter()
        .find(|(_, extension)| lower.ends_with(extension));
    let stem = match (extension, format) {
        (None, _) => text,
        (Some((_, own)), Some(format)) if own == format => {
            text.get(..text.len() - own.len()).unwrap_or(text)
        }
        (Some((_, own)), Some(format)) => {
            return Err(format!(
                "`{text}` ends in `{own}`, and these files in `{format}`"
            ));
        }
        (Some((_, own)), None) => {
            return Err(format!(
                "`{text}` names the files of all formats: leave out `{own}`"
            ));
        }
    };
    let stem = stem.trim();
    if stem.is_empty() {
        return Err("expected the name of a file".to_owned());
    }
    if stem.contains(['/', '\\']) {
        return Err(format!("`{text}` is a path: a name has no slash"));
    }
    let refused = |c: &char| matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') || c.is_control();
    if let Some(sign) = stem.chars().find(refused) {
        let sign = sign.escape_default();
        return Err(format!(
            "`{sign}` cannot be in the name of a file on every system"
        ));
    }
    if stem.starts_with('.') || stem.ends_with('.') {
        return Err(format!("`{text}` begins or ends with a dot"));
    }
    if is_device(stem) {
        return Err(format!("`{text}` is the name of a device on Windows"));
    }
    if stem.len() > LONGEST {
        return Err(format!("this name is longer than {LONGEST} bytes"));
    }
    Ok(stem.to_owned())
}

/// Whether Windows takes a name for a device, whatever stands after its first dot.
fn is_device(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default().trim_end();
    let first = first.to_ascii_lowercase();
    let numbered = |device: &str| {
        let number = first.strip_prefix(device);
        number.is_some_and(|number| {
            matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9")
        })
    };
    matches!(&*first, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_on_every_system() {
        for (text, format, expected) in [
            ("Night Trains v1.2", None, Some("Night Trains v1.2")),
            ("été", None, Some("été")),
            ("console", None, Some("console")),
            ("print.PDF", Some(".pdf"), Some("print")),
            ("print", Some(".pdf"), Some("print")),
            ("print.epub", Some(".pdf"), None),
            ("book.pdf", None, None),
            ("a/b", None, None),
            ("a\\b", None, None),
            ("..", None, None),
            (".hidden", None, None),
            ("end.", None, None),
            ("what?", None, None),
            ("a\tb", None, None),
            ("CON", None, None),
            ("nul.1871", None, None),
            ("com7", None, None),
            ("", None, None),
            (".pdf", Some(".pdf"), None),
        ] {
            let found = name(text, format);
            assert_eq!(found.ok().as_deref(), expected, "{text}");
        }
        assert!(name(&"a".repeat(201), None).is_err());
    }
}
