//! Takes an article; writes its HTML page, reads it back, and compares the two.

use crate::convert::{bare, read};
use crate::harness::Desk;
use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::geom::Size;
use pressroom::lang::Lang;
use pressroom::model::walk::{content_of_mut, each_phrase_mut};
use pressroom::model::{
    Article, Block, BlockKind, Inline, InlineKind, Node, Publication, Target, plain_text,
};
use pressroom::read::Format;
use pressroom::style::Style;
use pressroom::typography::polish;
use pressroom::write;
use std::path::Path;

fn press() -> Press {
    Press::new(Style::article(Size::default()))
}

fn polished(text: &str, format: Format) -> Article {
    polish(read(text, format), &mut Report::new())
}

/// The plain text of an article, as `export --txt` writes it.
fn text(article: &Article) -> String {
    let publication = Publication::single(article.clone());
    let mut report = Report::new();
    let press = press();
    let ready = press.open(&publication, &mut report);
    let text = press.write(&ready, write::Format::Text, &mut report);
    String::from_utf8(text.unwrap().bytes).unwrap()
}

/// The body without what a page says in another way: names of anchors, classes, and what
/// stands for nothing but them.
fn structure(article: &Article) -> Vec<Block> {
    let mut body = bare(article.clone()).body;
    plain_blocks(&mut body, &article.lang());
    body
}

/// `lang` is the article's language: what says it again says nothing.
fn plain_blocks(blocks: &mut Vec<Block>, lang: &Lang) {
    let mut plain = Vec::new();
    for mut block in std::mem::take(blocks) {
        block.attributes = Default::default();
        match &mut block.kind {
            BlockKind::Div(body) if says_nothing(&block.node, lang) => {
                plain_blocks(body, lang);
                plain.append(body);
                continue;
            }
            BlockKind::Heading { level, .. } => *level = 0,
            BlockKind::Aside(body) | BlockKind::Div(body) => plain_blocks(body, lang),
            BlockKind::Quote(q) | BlockKind::PullQuote(q) | BlockKind::Epigraph(q) => {
                plain_blocks(&mut q.body, lang);
            }
            BlockKind::List(list) => {
                let items = list.items.iter_mut();
                items.for_each(|item| plain_blocks(&mut item.body, lang));
            }
            BlockKind::Math(source) => *source = source.trim().to_owned(),
            _ => {}
        }
        plain.push(block);
    }
    each_phrase_mut(&mut plain, &mut |phrase| plain_phrase(phrase, lang));
    *blocks = plain;
}

fn says_nothing(node: &Node, lang: &Lang) -> bool {
    node.lang.as_ref().is_none_or(|own| own == lang)
}

fn plain_phrase(content: &mut Vec<Inline>, lang: &Lang) {
    let mut plain: Vec<Inline> = Vec::new();
    for mut inline in std::mem::take(content) {
        match &mut inline.kind {
            // Typography sets it anew.
            InlineKind::Tie => continue,
            InlineKind::Span(attributes, inner) => {
                *attributes = Default::default();
                if says_nothing(&inline.node, lang) {
                    plain_phrase(inner, lang);
                    for inner in std::mem::take(inner) {
                        join(&mut plain, inner);
                    }
                    continue;
                }
            }
            InlineKind::Link {
                target: Target::Internal(name),
                ..
            } => name.clear(),
            InlineKind::Note(note) => plain_blocks(&mut note.body, lang),
            _ => {}
        }
        if let Some(inner) = content_of_mut(&mut inline.kind) {
            plain_phrase(inner, lang);
        }
        join(&mut plain, inline);
    }
    *content = plain;
}

fn join(plain: &mut Vec<Inline>, inline: Inline) {
    if let Some(Inline {
        kind: InlineKind::Text(before),
        node,
    }) = plain.last_mut()
        && let InlineKind::Text(text) = &inline.kind
        && node.lang == inline.node.lang
    {
        before.push_str(text);
        return;
    }
    plain.push(inline);
}

#[test]
fn every_article_is_the_same_after_it_was_a_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let mut faults = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Some(format) = Format::of_path(&path) else {
            continue;
        };
        count += 1;
        let article = polished(&std::fs::read_to_string(&path).unwrap(), format);
        let html = press().html(&article, false, &mut Report::new());
        let again = polished(&html, Format::Html);
        let name = path.file_name().unwrap().display().to_string();
        let mut compare = |what: &str, once: String, twice: String| {
            if once != twice {
                let difference = crate::references::difference(&once, &twice);
                faults.push(format!("{name}: {what}\n{difference}"));
            }
        };
        compare("text", text(&article), text(&again));
        let structures = [structure(&article), structure(&again)];
        let [once, twice] = structures.map(|body| format!("{body:#?}"));
        compare("structure", once, twice);
        let facts = |article: &Article| {
            let about = &article.metadata;
            let day = about.date.as_ref().and_then(|date| date.iso());
            let lang = about.lang.as_ref().map(|lang| lang.to_string());
            let phrases = [
                &about.headline,
                &about.kicker,
                &about.standfirst,
                &about.source,
            ];
            format!(
                "{:#?}",
                (
                    phrases.map(|phrase| plain_text(phrase)),
                    about.author_names(),
                    &about.description,
                    &about.keywords,
                    day,
                    lang
                )
            )
        };
        compare("facts", facts(&article), facts(&again));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 10);
}

const KINDS: &str = "\
---
title: Kinds
lang: en
source: AFP
---

A formula $a < b$, and one apart:

$$\\frac{a}{b}$$

- [x] done
- [ ] not *yet*

::: verse
One line
  and another

A stanza
:::

| a | b |
|--:|:-:|
| 1 | 2 |

[ad]{.smallcaps}, [to there](other.html#x), and a note.[^1]

[^1]: Words.
";

#[test]
fn every_kind_is_the_same_after_it_was_a_page() {
    let article = polished(KINDS, Format::Markdown);
    let html = press().html(&article, false, &mut Report::new());
    let again = polished(&html, Format::Html);
    let structures = [structure(&article), structure(&again)];
    let [once, twice] = structures.map(|body| format!("{body:#?}"));
    let difference = crate::references::difference(&once, &twice);
    assert!(once == twice, "{html}\n{difference}");
    assert_eq!(text(&article), text(&again));
}

#[test]
fn a_page_is_written_on_standard_output_and_read_without_a_word() {
    let desk = Desk::new()
        .article("a.md", "One", "A *word*.[^1]\n\n[^1]: A note.")
        .run(["convert", "--to", "html", "a.md"])
        .status(0)
        .prints(
            "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\"/>",
        )
        .prints("<h1>One</h1>")
        .prints("<p>A <em>word</em>.<sup class=\"mark\"><a role=\"doc-noteref\"");
    let desk = desk
        .run(["convert", "--to", "html", "a.md", "-o", "web"])
        .status(0)
        .prints("web/a.html");
    let desk = desk
        .run(["export", "--txt", "--quiet", "web/a.html", "-o", "x.txt"])
        .status(0)
        .says_nothing()
        .run(["export", "--txt", "--quiet", "a.md", "-o", "y.txt"]);
    assert_eq!(desk.text("x.txt"), desk.text("y.txt"));
}

#[test]
fn a_standalone_page_contains_all_that_it_shows() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"40\" height=\"20\"/></svg>";
    let desk =
        Desk::new()
            .file("a.svg", drawing)
            .article("a.md", "One", "![A box](a.svg)\n\nWords.");
    desk.run(["convert", "--to", "html", "a.md"])
        .prints("src=\"a.svg\"")
        .run(["convert", "--to", "html", "--standalone", "a.md"])
        .status(0)
        .prints("src=\"data:image/svg+xml;base64,")
        .prints("url(\"data:font/ttf;base64,");
}

#[test]
fn only_a_page_stands_alone() {
    Desk::new()
        .article("a.md", "One", "Words.")
        .run(["convert", "--standalone", "a.md"])
        .status(2)
        .says("`--standalone` requires `--to html`");
}
