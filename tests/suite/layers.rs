//! The layers of the library: each module knows only those above it.
//!
//! The check is a function over paths and texts. It reads every `crate::` and
//! `super::` path, those within `use` groups too, and leaves out comments,
//! strings and what is compiled for tests only.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What each module may import from. A module may always import from itself.
const TABLE: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("geom", &[]),
    ("hash", &[]),
    ("cache", &[]),
    ("lang", &[]),
    ("look", &[]),
    ("code", &[]),
    ("xml", &[]),
    ("formula", &["xml"]),
    ("diag", &["source"]),
    ("data", &["source", "diag"]),
    ("model", ROWS_0_1),
    ("notation", &["lang", "model"]),
    // The names of the rules; readers know them, and not what the rules do.
    ("typography::rules", &[]),
    (
        "read",
        &[
            "source",
            "geom",
            "lang",
            "look",
            "diag",
            "formula",
            "data",
            "model",
            "notation",
            "typography::rules",
            "xml",
        ],
    ),
    (
        "typography",
        &[
            "source",
            "geom",
            "lang",
            "look",
            "diag",
            "model",
            "typography::rules",
        ],
    ),
    ("cite", &["source", "lang", "diag", "data", "model"]),
    ("style", READERS),
    (
        "font",
        &[
            "source", "geom", "hash", "cache", "lang", "look", "diag", "formula", "model",
        ],
    ),
    ("image", ROWS_0_2),
    (
        "layout",
        &[
            "source", "geom", "cache", "lang", "look", "code", "diag", "formula", "model", "style",
            "font", "image",
        ],
    ),
    (
        "write",
        &[
            "write::source",
            "write::pdf",
            "write::epub",
            "write::html",
            "write::text",
            "write::xhtml",
        ],
    ),
    ("write::source", &["lang", "model", "notation"]),
    (
        "write::pdf",
        &[
            "source",
            "geom",
            "hash",
            "lang",
            "look",
            "diag",
            "formula",
            "model",
            "style",
            "font",
            "image",
            "layout::placed",
            "write",
        ],
    ),
    ("write::xhtml", FOR_PAGES),
    ("write::epub", FOR_BOOKS),
    ("write::html", FOR_BOOKS),
    ("write::text", FOR_TEXT),
    (
        "proof",
        // Of the writers it knows the names of the formats, and nothing else.
        &[
            "source",
            "hash",
            "lang",
            "diag",
            "model",
            "notation",
            "typography::rules",
            "write::Format",
            "write::TextForm",
            "write::TextLinks",
            "write::TextStyle",
        ],
    ),
    (
        "export",
        &[
            "cite",
            "source",
            "geom",
            "lang",
            "look",
            "diag",
            "model",
            "read",
            "typography",
            "style",
            "font",
            "image",
            "layout",
            "write",
            "write::pdf",
            "write::epub",
            "write::html",
            "write::text",
        ],
    ),
    ("cli", &["pressroom"]),
];
const ROWS_0_1: &[&str] = &["source", "geom", "lang", "look", "diag", "formula"];
const ROWS_0_2: &[&str] = &["source", "geom", "lang", "look", "diag", "model"];
const READERS: &[&str] = &[
    "source", "geom", "lang", "look", "xml", "diag", "formula", "data", "model", "notation",
];
// Its Markdown is written by `write::source`.
const FOR_TEXT: &[&str] = &["source", "lang", "look", "model", "write", "write::source"];
const FOR_PAGES: &[&str] = &[
    "source", "geom", "lang", "look", "xml", "diag", "formula", "model", "style", "font", "image",
];
const FOR_BOOKS: &[&str] = &[
    "source",
    "geom",
    "lang",
    "look",
    "xml",
    "diag",
    "formula",
    "model",
    "style",
    "font",
    "image",
    "write",
    "write::xhtml",
];

/// The files that a crate is hidden in; no other may name it.
const CRATES: &[(&str, &[&str])] = &[("printpdf", &["write/pdf/skeleton.rs"])];

/// A source file: its path under `src`, with `/`, and its text.
type File = (String, String);

/// Every import that the table does not allow, as a sentence.
fn faults(files: &[File]) -> Vec<String> {
    let code: Vec<(&str, String)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), without_tests(&bare(text))))
        .collect();
    let tests = test_files(files);
    let mut faults = Vec::new();
    for (path, code) in code {
        if tests.contains(path) {
            continue;
        }
        let home = home(path);
        let Some(layer) = layer(&home) else {
            faults.push(format!(
                "{path}: `{}` is in no row of the table",
                home.join("::")
            ));
            continue;
        };
        if layer.is_empty() {
            continue; // lib.rs and main.rs declare modules
        }
        let allowed = TABLE.iter().find(|(name, _)| *name == layer).unwrap().1;
        for import in imports(&code, &home) {
            let row = match self::layer(&import) {
                Some("") => continue, // a name of the crate's root
                Some(row) => row,
                None => import.first().map_or("", String::as_str),
            };
            let part = import.get(..2).map(|names| names.join("::"));
            let allowed = allowed.contains(&row) || allowed.contains(&&*part.unwrap_or_default());
            if row != layer && !allowed {
                faults.push(format!("{path}: `{layer}` imports `{}`", import.join("::")));
            }
        }
    }
    faults
}

/// Every use of a crate outside the files that it is hidden in, as a sentence.
fn leaks(files: &[File]) -> Vec<String> {
    let mut leaks = Vec::new();
    for (path, text) in files {
        let words = words(&bare(text));
        for (name, homes) in CRATES {
            if words.iter().any(|word| word == name) && !homes.contains(&path.as_str()) {
                leaks.push(format!("{path}: uses `{name}`"));
            }
        }
    }
    leaks
}

/// The module of a file: `read/markdown/mod.rs` is `read::markdown`.
fn home(path: &str) -> Vec<String> {
    let stem = path.trim_end_matches(".rs");
    let mut home: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if matches!(
        home.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        home.pop();
    }
    home
}

/// The row of the table that a path belongs to; the crate itself has none.
fn layer(path: &[String]) -> Option<&'static str> {
    let Some(first) = path.first() else {
        return Some("");
    };
    let both = path.iter().take(2).cloned().collect::<Vec<_>>().join("::");
    let named = |name: &str| {
        TABLE
            .iter()
            .find(|(row, _)| *row == name)
            .map(|(row, _)| *row)
    };
    named(&both).or_else(|| named(first))
}

/// The files of modules that are declared for tests only.
fn test_files(files: &[File]) -> BTreeSet<String> {
    let mut modules: Vec<String> = Vec::new();
    for (path, text) in files {
        let words = words(&bare(text));
        for window in words.windows(9) {
            let text: Vec<&str> = window.iter().map(String::as_str).collect();
            if let ["#", "[", "cfg", "(", "test", ")", "]", "mod", name] = text[..] {
                let mut home = home(path);
                home.push(name.to_owned());
                modules.push(home.join("/"));
            }
        }
    }
    let within = |path: &str| {
        modules
            .iter()
            .any(|module| path == format!("{module}.rs") || path.starts_with(&format!("{module}/")))
    };
    let paths = files.iter().map(|(path, _)| path);
    paths.filter(|path| within(path)).cloned().collect()
}

/// A text without comments, strings and characters.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
            let end = format!("\"{}", "#".repeat(hashes));
            let start = 2 + hashes;
            match rest.as_bytes().get(1 + hashes) {
                Some(b'"') => rest[start..]
                    .find(&end)
                    .map_or(rest.len(), |at| start + at + end.len()),
                _ => 0, // a raw identifier
            }
        } else if c == '"' {
            closing(rest, '"')
        } else if c == '\'' && is_character(rest) {
            closing(rest, '\'')
        } else {
            0
        };
        if taken == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.push(' ');
            rest = &rest[taken..];
        }
    }
    out
}

/// The length of a literal that opens a text, its marks included.
fn closing(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether `'` opens a character and no lifetime.
fn is_character(text: &str) -> bool {
    let mut chars = text.chars().skip(1);
    chars.next() == Some('\\') || chars.next() == Some('\'')
}

/// Code without the modules in it that are compiled for tests only.
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let brace = rest.find('{').unwrap_or(rest.len());
        let semicolon = rest.find(';').unwrap_or(rest.len());
        let end = if semicolon < brace {
            semicolon + 1
        } else {
            let mut depth = 0;
            let closes = |(at, c): (usize, char)| {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                (c == '}' && depth == 0).then_some(at + 1)
            };
            rest.char_indices().find_map(closes).unwrap_or(rest.len())
        };
        rest = &rest[end..];
    }
    out + rest
}

/// Identifiers, `::` and single signs.
fn words(code: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = code.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        words.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    words
}

/// The full paths, from the crate's root or from `pressroom`, that code names.
fn imports(code: &str, home: &[String]) -> BTreeSet<Vec<String>> {
    let words = words(code);
    let mut found = BTreeSet::new();
    for at in 0..words.len() {
        let follows = words.get(at + 1).is_some_and(|word| word == "::");
        let fresh = at == 0 || words[at - 1] != "::";
        if follows && fresh && matches!(&*words[at], "crate" | "super" | "pressroom") {
            tree(&words, at, &[], home, &mut found);
        }
    }
    found
}

/// Follows a path, and every branch of a group, to its ends; says where the
/// path is over.
fn tree(
    words: &[String],
    mut at: usize,
    before: &[String],
    home: &[String],
    found: &mut BTreeSet<Vec<String>>,
) -> usize {
    let mut path = before.to_vec();
    loop {
        match words.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while words.get(at).is_some_and(|word| word != "}") {
                    at = tree(words, at, &path, home, found);
                    if words.get(at).is_some_and(|word| word == ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Some("crate") => path.clear(),
            Some("super") => {
                let parent = if path.is_empty() { home } else { &path };
                path = parent[..parent.len().saturating_sub(1)].to_vec();
            }
            Some("self") => {}
            Some(word) => path.push(word.to_owned()),
            None => return at,
        }
        at += 1;
        if words.get(at).is_none_or(|word| word != "::") {
            found.insert(path);
            // `a as b` in a group.
            while words
                .get(at)
                .is_some_and(|word| !matches!(&**word, "," | "}" | ";"))
                && !before.is_empty()
            {
                at += 1;
            }
            return at;
        }
        at += 1;
    }
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    read(&root, "", &mut files);
    files.sort();
    files
}

fn read(folder: &Path, inside: &str, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{inside}{name}/"), files);
        } else if name.ends_with(".rs") {
            files.push((
                format!("{inside}{name}"),
                fs::read_to_string(entry.path()).unwrap(),
            ));
        }
    }
}

#[test]
fn every_module_knows_only_those_above_it() {
    let files = sources();
    assert!(files.len() > 50, "the sources were read");
    let faults = faults(&files);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_crate_that_is_hidden_in_one_file_is_used_in_no_other() {
    let mut files = sources();
    assert_eq!(leaks(&files), Vec::<String>::new());
    for (_, homes) in CRATES {
        let is_there = |home: &&str| files.iter().any(|(path, _)| path == home);
        assert!(homes.iter().all(is_there), "{homes:?}");
    }
    let planted = "// printpdf\nfn f(page: &printpdf::PdfPage) {}\n";
    files.push(("write/pdf/planted.rs".into(), planted.into()));
    assert_eq!(leaks(&files), ["write/pdf/planted.rs: uses `printpdf`"]);
}

#[test]
fn a_wrong_import_planted_in_any_module_is_seen() {
    for (path, planted) in [
        ("geom.rs", "use crate::lang::Lang;"),
        ("diag.rs", "use crate::model::Article;"),
        ("model/walk.rs", "use crate::read;"),
        ("read/wire.rs", "use crate::typography::polish;"),
        ("typography/rules.rs", "use crate::model::Ledger;"),
        (
            "read/markdown/block.rs",
            "use super::super::super::typography;",
        ),
        (
            "typography/quotes.rs",
            "fn f() { crate::style::parse_paper(\"a4\"); }",
        ),
        (
            "font/face.rs",
            "use crate::{geom::Pt, image::{Kind as K}, lang};",
        ),
        ("layout/mod.rs", "use super::write::Format;"),
        ("layout/galley/list.rs", "use crate::typography as t;"),
        ("write/pdf/link.rs", "use crate::layout::lay_out;"),
        ("write/epub/nav.rs", "use crate::layout::placed::Pages;"),
        ("write/xhtml/mod.rs", "use crate::write::epub;"),
        ("write/text/wrap.rs", "use super::super::epub;"),
        ("write/text/mod.rs", "use crate::write::{Format, pdf};"),
        ("write/mod.rs", "use crate::layout;"),
        ("proof/pdf/mod.rs", "use crate::write::{Format, pdf};"),
        ("cli/new.rs", "use crate::model::Article;"),
        ("model/block.rs", "use pressroom::export::Press;"),
        ("gossip.rs", ""),
    ] {
        let mut files = sources();
        match files.iter_mut().find(|(file, _)| file == path) {
            Some((_, text)) => text.push_str(&format!("\n{planted}\n")),
            None => files.push((path.into(), planted.into())),
        }
        let faults = faults(&files);
        assert_eq!(faults.len(), 1, "{path}: {planted}: {faults:?}");
        assert!(faults[0].starts_with(path), "{faults:?}");
    }
}

#[test]
fn what_is_no_import_is_no_fault() {
    let text = "\
//! Like crate::write, but in a comment.
use super::mask::Fence;
use crate::diag::{self, Diagnostic as D};
const NAME: &str = \"crate::export::Press \\\" crate::layout\";
fn f<'a>(x: &'a str) -> char { let _ = r#\"crate::write \" \"#; '\"' }
/* crate::layout */
#[cfg(test)]
mod tests {
    use crate::typography;
    fn g() { if true { } }
}
pub(super) fn h() {}
";
    let files = [("read/markdown/inline.rs".to_owned(), text.to_owned())];
    assert_eq!(faults(&files), Vec::<String>::new());
    let after = format!("{text}use crate::export;\n");
    let files = [("read/markdown/inline.rs".to_owned(), after)];
    assert_eq!(faults(&files).len(), 1);
}

#[test]
fn a_module_with_files_of_its_own_is_a_folder_with_a_mod() {
    let paths: BTreeSet<String> = sources().into_iter().map(|(path, _)| path).collect();
    for path in &paths {
        let folder = path.trim_end_matches(".rs");
        let inside = format!("{folder}/");
        let is_split = paths.iter().any(|other| other.starts_with(&inside));
        assert!(!is_split, "src/{path} belongs into src/{folder}/mod.rs");
    }
}
