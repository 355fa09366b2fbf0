//! The corpus of letters, `tests/corpus`, made ready to be set.

use pressroom::lang::Lang;
use pressroom::model::{Article, Block, BlockKind, Inline, InlineKind, NodeIds, Publication};
use pressroom::source::{SourceId, Span};
use std::path::Path;

/// A line of the corpus: a language and what is set in it.
pub struct Sample {
    /// A tag, or a name for what is in no language.
    pub name: String,
    /// Its language.
    pub lang: Lang,
    /// Its text.
    pub text: String,
}

/// The lines of a file of the corpus, split at tabs, comments left out.
fn rows(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let text = std::fs::read_to_string(path.join(file)).expect("the corpus");
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

fn sample(name: &str, text: String) -> Sample {
    Sample {
        name: name.to_owned(),
        lang: Lang::parse(name).unwrap_or_else(Lang::undetermined),
        text,
    }
}

/// Every letter that CLDR names for a language, small and capital.
pub fn exemplars() -> Vec<Sample> {
    rows("exemplars.txt")
        .into_iter()
        .map(|row| {
            let letters = format!("{} {}", row[1], row[2]);
            // Georgian has capitals for headings only, and the capital of the
            // barred lambda is of 2024: no face here has either.
            let capitals = if row[0] == "ka" {
                String::new()
            } else {
                letters.to_uppercase().replace('\u{a7dc}', "")
            };
            sample(&row[0], format!("{letters} {capitals}"))
        })
        .collect()
}

pub fn named(file: &str) -> Vec<Sample> {
    rows(file)
        .into_iter()
        .map(|row| sample(&row[0], row[1].clone()))
        .collect()
}

/// A publication of one paragraph a sample.
pub fn publication(samples: &[Sample]) -> Publication {
    let mut ids = NodeIds::new(SourceId(0));
    let mut body = Vec::new();
    for sample in samples {
        let mut block = ids.node(Span::default());
        block.lang = Some(sample.lang.clone());
        let run = Inline {
            node: ids.node(Span::default()),
            kind: InlineKind::Text(sample.text.clone()),
        };
        body.push(Block::new(block, BlockKind::Paragraph(vec![run])));
    }
    Publication::single(Article {
        body,
        next_index: ids.next_index(),
        ..Article::default()
    })
}
