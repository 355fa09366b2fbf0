//! Takes a citation; returns Markdown that is read as this citation, whatever is printed for it.

use crate::model::{Citation, CitationForm, CitationItem, Inline, plain_text};
use crate::notation::citation;

/// A citation as it is typed; `phrase` writes what is said before and after its keys.
pub(super) fn written(citation: &Citation, phrase: &dyn Fn(&[Inline]) -> String) -> String {
    let typed = plain_text(&citation.content);
    let key = |item: &CitationItem| key(item, &typed);
    let items = || {
        citation
            .items
            .iter()
            .map(|item| item_of(item, &key(item), phrase))
    };
    let keys = || citation.items.iter().map(|item| item.key.as_str());
    match citation.form {
        CitationForm::Bracketed => format!("[{}]", joined(items())),
        CitationForm::Ref => format!("\\ref{{{}}}", keys().collect::<String>()),
        CitationForm::EqRef => format!("\\eqref{{{}}}", keys().collect::<String>()),
        CitationForm::InText => {
            let Some(first) = citation.items.first() else {
                return String::new();
            };
            let suffix = phrase(&first.suffix);
            match (suffix.is_empty(), citation.items.len()) {
                (true, 1) => key(first),
                _ => {
                    let others = std::iter::once(suffix).chain(items().skip(1));
                    format!("{} [{}]", key(first), joined(others))
                }
            }
        }
    }
}

fn joined(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("; ")
}

/// A key with what is said of it.
fn item_of(item: &CitationItem, key: &str, phrase: &dyn Fn(&[Inline]) -> String) -> String {
    let prefix = phrase(&item.prefix);
    let space = if prefix.is_empty() { "" } else { " " };
    format!("{prefix}{space}{key}{}", phrase(&item.suffix))
}

/// A key with its sign. One that was typed in braces keeps them: a letter may follow.
fn key(item: &CitationItem, typed: &str) -> String {
    let hyphen = if item.suppress_author { "-" } else { "" };
    let braced = format!("@{{{}}}", item.key);
    match typed.contains(&braced) {
        true => format!("{hyphen}{braced}"),
        false => format!("{hyphen}{}", citation::written(&item.key)),
    }
}
