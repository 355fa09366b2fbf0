//! Takes a plan; returns all that it says, for the account of its source: its metadata and the
//! texts of its pages as one article, and the words that stand on pages or name files.
//!
//! A word is here only if it had an effect: the name of a page that was made, the path of an
//! article that is listed, a text that a page prints.

use super::plan::{Item, Plan};
use crate::model::walk::{self, Visitor};
use crate::model::{Article, Block, BlockKind, Inline, InlineKind, Node, NodeIds, Role};

impl Plan {
    /// What the plan says.
    pub fn said(&self) -> (Article, Vec<String>) {
        let mut article = Article {
            source: super::plan::SOURCE,
            metadata: self.metadata.clone(),
            ..Article::default()
        };
        let mut words = Words::default();
        for item in &self.items {
            match item {
                Item::Made(page) => {
                    let role = page.place.role;
                    words.0.push(role.name().to_owned());
                    words.switches(page.place.recto, page.place.run_on);
                    words
                        .0
                        .extend(page.place.depth.map(|depth| depth.to_string()));
                    match role {
                        Role::Dedication
                        | Role::Epigraph
                        | Role::Bibliography
                        | Role::Colophon
                        | Role::Part => article.body.append(&mut texts(page)),
                        Role::Article
                        | Role::Named(_)
                        | Role::HalfTitle
                        | Role::TitlePage
                        | Role::Copyright
                        | Role::Contents
                        | Role::ListOfFigures
                        | Role::ListOfTables
                        | Role::Index
                        | Role::Endnotes => walk::article(page, &mut words),
                    }
                }
                Item::Listed(listed) => {
                    words.0.push(listed.path.clone());
                    words.switches(listed.place.recto, listed.place.run_on);
                }
            }
        }
        let outputs = &self.outputs;
        for (name, extension) in [
            (&outputs.pdf, "pdf"),
            (&outputs.epub, "epub"),
            (&outputs.text, "txt"),
        ] {
            for name in name.iter() {
                words.0.push(name.clone());
                words.0.push(format!("{name}.{extension}"));
            }
        }
        let own = [&self.theme, &self.paper];
        let own = own.into_iter().flatten();
        words.0.extend(own.map(|word| word.text.clone()));
        (article, words.0)
    }
}

/// The texts of a page as blocks.
fn texts(page: &Article) -> Vec<Block> {
    let mut ids = NodeIds::after(page.source, page.next_index);
    let phrases = [&page.metadata.headline, &page.metadata.subtitle];
    let phrases = phrases.into_iter().filter(|phrase| !phrase.is_empty());
    let mut blocks: Vec<Block> = phrases
        .map(|phrase| {
            let span = phrase.iter().map(|inline| inline.node.span);
            let node = Node {
                lang: None,
                ..ids.node(span.reduce(|a, b| a.to(b)).unwrap_or_default())
            };
            Block::new(node, BlockKind::Paragraph(phrase.clone()))
        })
        .collect();
    blocks.extend(page.body.iter().cloned());
    blocks
}

/// Words that had an effect.
#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    /// What an item says by yes or no.
    fn switches(&mut self, recto: bool, run_on: bool) {
        self.0
            .extend([recto, run_on].map(|switch| switch.to_string()));
    }
}

impl Visitor<'_> for Words {
    fn inline(&mut self, inline: &Inline) {
        // A line that is put together from several fields has signs between them.
        if let InlineKind::Text(text) = &inline.kind {
            let bare = text
                .split_whitespace()
                .map(|word| word.trim_end_matches(','));
            self.0.extend(bare.map(str::to_owned));
            let with_sign = text.split_whitespace().filter(|word| word.ends_with(','));
            self.0.extend(with_sign.map(str::to_owned));
        }
    }
}
