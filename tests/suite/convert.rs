//! Takes an article; converts it, reads it back, and compares the two: `write::source` against
//! the readers.

use crate::cases;
use pressroom::diag::Report;
use pressroom::model::walk::{each_phrase_mut, opening_and_close_mut};
use pressroom::model::{
    Article, Block, BlockKind, CodeLine, Inline, InlineKind, Metadata, Node, Picture,
};
use pressroom::read::{self, Format};
use pressroom::source::{Source, SourceId, Span};
use pressroom::write::source::{self, Form};
use proptest::prelude::*;
use std::collections::BTreeMap;

const FORMS: [(Form, Format); 3] = [
    (Form::Markdown, Format::Markdown),
    (Form::Yaml, Format::Yaml),
    (Form::Json, Format::Json),
];

pub fn read(text: &str, format: Format) -> Article {
    let source = Source::new(SourceId(0), "article", text);
    let options = read::Options::new().format(format);
    read::read(&source, &options, &mut Report::new())
}

/// An article without what reading it elsewhere changes: the names and places of its
/// nodes, where runs of text are cut, and the labels of notes, which are names too.
pub fn bare(mut article: Article) -> Article {
    let mut labels = BTreeMap::new();
    let (before, after) = opening_and_close_mut(&mut article.metadata);
    for phrase in before.into_iter().chain(after) {
        bare_phrase(phrase, &mut labels);
    }
    bare_blocks(&mut article.body, &mut labels);
    bare_metadata(&mut article.metadata);
    article.next_index = 0;
    article
}

fn bare_metadata(metadata: &mut Metadata) {
    if let Some(date) = &mut metadata.date {
        date.span = Span::default();
    }
    metadata.cover.iter_mut().for_each(bare_picture);
    let families = metadata.families.iter_mut();
    families.for_each(|asked| asked.span = Span::default());
    let extra = metadata.extra.iter_mut();
    extra.for_each(|extra| extra.span = Span::default());
    let citing = &mut metadata.citing;
    let asked = citing.data.iter_mut().chain(&mut citing.style);
    let asked = asked.chain(&mut citing.nocite);
    asked.for_each(|asked| asked.span = Span::default());
    if let Some(references) = &mut citing.references {
        references.span = Span::default();
    }
}

fn bare_picture(picture: &mut Picture) {
    picture.span = Span::default();
}

fn bare_node(node: &mut Node) {
    *node = Node {
        lang: node.lang.take(),
        ..Node::default()
    };
}

fn bare_blocks(blocks: &mut [Block], labels: &mut BTreeMap<String, String>) {
    blocks.iter_mut().for_each(bare_block);
    each_phrase_mut(blocks, &mut |phrase| bare_phrase(phrase, labels));
}

/// The nodes of a block, but not of its phrases.
fn bare_block(block: &mut Block) {
    let all = |blocks: &mut Vec<Block>| blocks.iter_mut().for_each(bare_block);
    bare_node(&mut block.node);
    match &mut block.kind {
        BlockKind::Paragraph(_)
        | BlockKind::Heading { .. }
        | BlockKind::Rule
        | BlockKind::Break(_)
        | BlockKind::Math(_) => {}
        BlockKind::List(list) => {
            for item in &mut list.items {
                bare_node(&mut item.node);
                all(&mut item.body);
            }
        }
        BlockKind::DefinitionList(definitions) => {
            for definition in definitions {
                bare_node(&mut definition.node);
                definition.details.iter_mut().for_each(all);
            }
        }
        BlockKind::Quote(q) | BlockKind::PullQuote(q) | BlockKind::Epigraph(q) => all(&mut q.body),
        BlockKind::Aside(body) | BlockKind::Div(body) => all(body),
        BlockKind::Figure(figure) => figure.picture.iter_mut().for_each(bare_picture),
        BlockKind::Table(table) => {
            let rows = table.head.iter_mut().chain(&mut table.body);
            for row in rows.chain(&mut table.foot) {
                bare_node(&mut row.node);
                for cell in &mut row.cells {
                    bare_node(&mut cell.node);
                    all(&mut cell.body);
                }
            }
        }
        BlockKind::Code { lines, .. } => {
            let bare = |line: &mut CodeLine| line.span = Span::default();
            lines.iter_mut().for_each(bare);
        }
        BlockKind::Verse(stanzas) => {
            let lines = stanzas.iter_mut().flatten();
            lines.for_each(|line| bare_node(&mut line.node));
        }
    }
}

fn bare_phrase(content: &mut Vec<Inline>, labels: &mut BTreeMap<String, String>) {
    let mut joined: Vec<Inline> = Vec::new();
    for mut inline in std::mem::take(content) {
        bare_node(&mut inline.node);
        match &mut inline.kind {
            InlineKind::Text(text) if text.is_empty() => continue,
            InlineKind::Text(text) => {
                if let Some(Inline {
                    kind: InlineKind::Text(before),
                    ..
                }) = joined.last_mut()
                {
                    before.push_str(text);
                    continue;
                }
            }
            InlineKind::Note(note) => {
                let next = labels.len().to_string();
                note.label = labels.entry(note.label.clone()).or_insert(next).clone();
                bare_blocks(&mut note.body, labels);
            }
            InlineKind::Image(picture) => bare_picture(picture),
            InlineKind::Citation(citation) => {
                bare_phrase(&mut citation.content, labels);
                for item in &mut citation.items {
                    item.span = Span::default();
                    bare_phrase(&mut item.prefix, labels);
                    bare_phrase(&mut item.suffix, labels);
                }
            }
            InlineKind::Emph(content)
            | InlineKind::Strong(content)
            | InlineKind::SmallCaps(content)
            | InlineKind::Super(content)
            | InlineKind::Sub(content)
            | InlineKind::Strike(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Abbreviation { content, .. }
            | InlineKind::Ruby { base: content, .. }
            | InlineKind::Span(_, content) => bare_phrase(content, labels),
            InlineKind::Code(_) | InlineKind::Math(_) | InlineKind::Tie | InlineKind::Break => {}
        }
        joined.push(inline);
    }
    *content = joined;
}

/// What is amiss with an article that is written in every form and read again.
fn fault(text: &str, format: Format) -> Option<String> {
    let article = read(text, format);
    for (form, as_read) in FORMS {
        let written = source::write(&article, form);
        let again = read(&written, as_read);
        let (once, twice) = (bare(article.clone()), bare(again));
        if once != twice {
            let (once, twice) = (format!("{once:#?}"), format!("{twice:#?}"));
            let difference = crate::references::difference(&once, &twice);
            return Some(format!(
                "{form:?}\n{text}\n--- written\n{written}\n{difference}"
            ));
        }
    }
    None
}

#[test]
fn every_case_is_written_and_read_as_the_same() {
    let mut faults = Vec::new();
    let files = [
        ("markdown.txt", Format::Markdown),
        ("yaml.txt", Format::Yaml),
        ("json.txt", Format::Json),
        ("wire.txt", Format::Wire),
    ];
    for (file, format) in files {
        for case in cases::cases(file) {
            if let Some(fault) = fault(&case.input, format) {
                faults.push(format!("=== {}\n{fault}", case.name));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} cases\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn every_example_of_commonmark_is_written_and_read_as_the_same() {
    let examples = crate::commonmark::examples();
    let faults: Vec<String> = examples
        .iter()
        .filter_map(|example| fault(&example.markdown, Format::Markdown))
        .collect();
    let count = faults.len();
    assert!(faults.is_empty(), "{count} examples\n{}", faults.join("\n"));
}

#[test]
fn every_page_and_message_is_written_and_read_as_the_same() {
    for (file, format) in [("page.txt", Format::Html), ("news.txt", Format::News)] {
        for case in cases::cases(file) {
            let fault = fault(&case.input, format);
            assert!(fault.is_none(), "{}: {}", case.name, fault.unwrap());
        }
    }
}

#[test]
fn every_article_is_written_and_read_as_the_same() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Some(format) = Format::of_path(&path) else {
            continue;
        };
        let text = std::fs::read_to_string(&path).unwrap();
        let fault = fault(&text, format);
        assert!(fault.is_none(), "{}: {}", path.display(), fault.unwrap());
        count += 1;
    }
    assert!(count > 10);
}

/// Pieces of Markdown that mean something, or nearly do.
pub const PIECES: [&str; 111] = [
    "word",
    "été",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n\n",
    "*",
    "**",
    "_",
    "`",
    "``",
    "~",
    "~~",
    "^",
    "$",
    "$$",
    "[",
    "]",
    "](u)",
    "](u \"t\")",
    "![",
    "](a.png)",
    "{.a #b}",
    "{lang=fr}",
    "[^1]",
    "\n\n[^1]: ",
    "^[",
    "<em>",
    "</em>",
    "<br>",
    "<span lang=\"pl\">",
    "</span>",
    "<sup>",
    "</sup>",
    "&amp;",
    "&#32;",
    "\\",
    "\\*",
    "#",
    "\n# ",
    "\n## ",
    "\n- ",
    "\n  - ",
    "\n\n  ",
    "\n\n    ",
    "\n1. ",
    "\n7) ",
    "\n> ",
    "\n>\n> ",
    "\n>> ",
    "\n::: aside\n",
    "\n:::\n",
    "\n::: {.pullquote credit=\"x *y*\"}\n",
    "\n::: verse\n",
    "\n\nterm\n: ",
    "\n| a | b |\n|--:|---|\n| c | ",
    " | ",
    "\n```rs\n",
    "\n```\n",
    "\n***\n",
    "\n\n{#x}\n\n",
    "\n| ",
    "<https://a.org>",
    "http://b.org",
    "c@d.org",
    "— ",
    "\n> — who\n\n",
    "- [x] ",
    "1.",
    "{1, 2}",
    "{width=9 k=\"v\"}",
    "{#x .y}",
    "\n:-) ",
    "\n: ",
    "\n:",
    "\n::: {.x title=\"t *u*\"}\n",
    "\n::: tip ",
    "\n:::note[",
    "\n\n[^1]:\n",
    "\n\n[^1]:\n\n    ",
    "[^no]",
    "[a[^1]](u)",
    "[a^[b](c)",
    "[^1] c][r]",
    "\n\n[r]: u\n\n",
    "\n===\n",
    "\n## a {",
    "<iframe src=\"u\" title=\"t\">",
    "</iframe>",
    "<video poster=\"p\">",
    "<source src=\"s\">",
    "</video>",
    "\n\n<script>\n",
    "</script>",
    "\n\n<style>",
    "</style>",
    "\n<noscript>",
    "</noscript>",
    "\n\n<div><object data=\"u\">",
    "</object></div>\n\n",
    "<input value=\"v\">",
    "<!-- ",
    " -->",
    "10^6^",
    "H~2~O",
    "\n```{.rs #a}\n",
    "<table><tr><td colspan=2>q<td><p>r<p>s</table>\n\n",
    "\n::: list-table\n- - a\n",
    "<!-- c -->",
    "<kbd>k</kbd>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2400, failure_persistence: None, rng_seed: crate::harness::seed(), ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_read_of_markdown_is_written_and_read_as_the_same(
        parts in prop::collection::vec(0..PIECES.len(), 1..24)
    ) {
        let text: String = parts.iter().map(|part| PIECES[*part]).collect();
        let fault = fault(&text, Format::Markdown);
        prop_assert!(fault.is_none(), "{}", fault.unwrap());
    }
}
