//! Takes an article; returns it as Markdown, YAML or JSON, to edit further or for other
//! programs. Reading the result gives the same article.

mod block;
mod citation;
mod data;
mod escape;
mod inline;
mod table;

pub(crate) use block::{fence, formula, heading_text};
pub(crate) use inline::{Place, References, phrase_with};

use crate::model::walk::{self, Visitor};
use crate::model::{Article, Block, BlockKind, Inline, InlineKind, plain_text};

/// The forms of copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown with front matter.
    Markdown,
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

impl Form {
    /// The ending of its files' names.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Markdown => "md",
            Form::Yaml => "yaml",
            Form::Json => "json",
        }
    }
}

/// Writes an article as copy. It is written as it was read: typography comes after.
pub fn write(article: &Article, form: Form) -> String {
    let notes = notes(article);
    match form {
        Form::Markdown => markdown(article, &notes),
        Form::Yaml => yaml(&data::article(article, &notes)),
        Form::Json => json(&data::article(article, &notes)) + "\n",
    }
}

/// Texts, numbers and what they make always can be written as JSON.
fn json(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The notes of an article, each label with its text, in the order of their marks.
fn notes(article: &Article) -> Vec<(&str, &[Block])> {
    struct Notes<'a>(Vec<(&'a str, &'a [Block])>);
    impl<'a> Visitor<'a> for Notes<'a> {
        fn inline(&mut self, inline: &'a Inline) {
            let InlineKind::Note(note) = &inline.kind else {
                return;
            };
            let known = self.0.iter_mut().find(|(label, _)| *label == note.label);
            match known {
                Some((_, body)) if body.is_empty() => *body = &note.body,
                Some(_) => {}
                None => self.0.push((&note.label, &note.body)),
            }
        }
    }
    let mut notes = Notes(Vec::new());
    walk::article(article, &mut notes);
    notes.0
}

/// YAML; what its writer would not take is written as JSON, which is YAML too (YAML
/// 1.2.2, 1.3).
fn yaml(value: &serde_json::Value) -> String {
    let options = serde_yaml::ser_options! { compact_list_indent: false };
    serde_yaml::to_string_with_options(value, options).unwrap_or_else(|_| json(value))
}

fn markdown(article: &Article, notes: &[(&str, &[Block])]) -> String {
    let mut parts = Vec::new();
    let fields = data::metadata(&article.metadata);
    if !fields.is_empty() {
        let front = yaml(&fields.into());
        parts.push(format!("---\n{}\n---", front.trim_end()));
    }
    // A first heading that repeats the headline is taken for it, and left out.
    if let Some(first) = article.body.first()
        && let BlockKind::Heading { level: 1, content } = &first.kind
        && plain_text(content) == plain_text(&article.metadata.headline)
        && !plain_text(content).is_empty()
    {
        parts.push(block::blocks(std::slice::from_ref(first), false));
    }
    if !article.body.is_empty() {
        parts.push(block::blocks(&article.body, false));
    }
    for (label, body) in notes {
        let body = block::blocks(body, false);
        let body = match body.starts_with(":::") {
            true => format!("\n{body}"),
            false => body,
        };
        parts.push(block::prefixed(&body, &format!("[^{label}]: "), "    "));
    }
    parts.join("\n\n") + "\n"
}
