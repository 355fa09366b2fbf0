//! The account of a source: nothing that is read remains, whatever comes in; and what a
//! reader loses does.

use crate::cases::cases;
use crate::commonmark::examples;
use crate::convert::PIECES;
use crate::harness::{Desk, seed};
use pressroom::diag::Report;
use pressroom::model::walk;
use pressroom::model::{Article, Block, BlockKind, Inline, InlineKind, Person, PictureSize};
use pressroom::proof::{Account, Form, account};
use pressroom::read::{self, Format};
use pressroom::source::{Source, SourceId};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::fs;
use std::path::Path;

/// A text read, and nothing done to it.
struct Read {
    source: Source,
    form: Form,
    article: Article,
    report: Report,
}

impl Read {
    fn of(text: &str, format: Format) -> Read {
        let source = Source::new(SourceId(0), "case", text);
        let options = read::Options::new().format(format);
        let mut report = Report::new();
        let article = read::read(&source, &options, &mut report);
        let form = form(read::format(&source, &options));
        Read {
            source,
            form,
            article,
            report,
        }
    }

    fn account(&self) -> Account {
        account(&self.source, self.form, &self.article, &self.report)
    }

    /// What remains, each stretch on a line with its place.
    fn remainder(&self) -> String {
        let account = self.account();
        let stretches = account.remainder.iter();
        stretches
            .map(|stretch| format!("{}:{}: {}\n", stretch.line, stretch.column, stretch.text))
            .collect()
    }
}

fn form(format: Format) -> Form {
    match format {
        Format::Markdown => Form::Markdown,
        Format::Yaml | Format::Json => Form::Data,
        Format::Html | Format::News => Form::Markup,
        Format::Wire => Form::Copy,
    }
}

fn check(file: &str, format: Format) {
    let mut faults = String::new();
    for case in cases(file) {
        let remainder = Read::of(&case.input, format).remainder();
        if !remainder.is_empty() {
            faults.push_str(&format!("=== {}\n{remainder}", case.name));
        }
    }
    assert!(
        faults.is_empty(),
        "in {file} nothing accounts for\n{faults}"
    );
}

#[test]
fn every_case_of_markdown_is_accounted_for() {
    check("markdown.txt", Format::Markdown);
}

#[test]
fn every_example_of_commonmark_is_accounted_for() {
    let mut faults = String::new();
    for example in examples() {
        let remainder = Read::of(&example.markdown, Format::Markdown).remainder();
        if !remainder.is_empty() {
            faults.push_str(&format!("=== {}\n{remainder}", example.number));
        }
    }
    assert!(faults.is_empty(), "nothing accounts for\n{faults}");
}

#[test]
fn every_case_of_yaml_is_accounted_for() {
    check("yaml.txt", Format::Yaml);
}

#[test]
fn every_case_of_json_is_accounted_for() {
    check("json.txt", Format::Json);
}

#[test]
fn every_case_of_press_copy_is_accounted_for() {
    check("wire.txt", Format::Wire);
}

#[test]
fn every_saved_page_is_accounted_for() {
    check("page.txt", Format::Html);
}

#[test]
fn every_piece_of_news_is_accounted_for() {
    check("news.txt", Format::News);
}

#[test]
fn every_case_of_typography_is_accounted_for() {
    check("typography.txt", Format::Markdown);
}

#[test]
fn every_article_of_the_house_is_accounted_for() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let mut faults = String::new();
    let mut count = 0;
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(format) = Format::of_path(&path) {
                let text = fs::read_to_string(&path).unwrap();
                let remainder = Read::of(&text, format).remainder();
                if !remainder.is_empty() {
                    faults.push_str(&format!("=== {}\n{remainder}", path.display()));
                }
                count += 1;
            }
        }
    }
    assert!(count > 3);
    assert!(faults.is_empty(), "nothing accounts for\n{faults}");
}

/// Further pieces of Markdown, beside those that are written anew.
const MORE: [&str; 20] = [
    "\n\n[r]: /u \"t\"\n\n",
    "[r]",
    "[w][r]",
    "[r][]",
    "\n\n*[NGO]: an organisation\n\n",
    " NGO ",
    "\n---\n",
    "\n===\n",
    "<img src=\"a.png\" alt=\"w\">",
    "<a href=\"/u\" title=\"t\">",
    "</a>",
    "\n\n<div class=\"x\">\n",
    "\n</div>\n\n",
    "`c`{.k}",
    "[s]{.smallcaps}",
    "\n\n| v\n| w\n\n",
    "  \n",
    "&eacute;",
    "\n## h {#i .j k=l}\n",
    "\\\n",
];

/// Texts of random pieces, with a word between each or not, of which nothing may remain.
fn random(cases: u32, numbered: bool) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: seed(),
        ..ProptestConfig::default()
    };
    let pieces: Vec<&str> = PIECES.into_iter().chain(MORE).collect();
    let parts = prop::collection::vec(0..pieces.len(), 1..20);
    let outcome = TestRunner::new(config).run(&parts, |parts| {
        let mut text = String::new();
        for (number, part) in parts.iter().enumerate() {
            text.push_str(pieces[*part]);
            if numbered {
                text.push_str(&format!("q{number}q"));
            }
        }
        let remainder = Read::of(&text, Format::Markdown).remainder();
        prop_assert!(
            remainder.is_empty(),
            "of\n{text}\nnothing accounts for\n{remainder}"
        );
        Ok(())
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}

#[test]
fn random_texts_are_accounted_for() {
    random(12_000, false);
}

#[test]
fn random_texts_with_words_between_are_accounted_for() {
    random(12_000, true);
}

/// An article of every kind of thing, of which nothing may be lost.
const ALL: &str = r#"---
title: Four wagons
subtitle: A journey
author: Ada Lister
date: 2026-03-07
lang: en
keywords: [rails, goods]
publisher: The Goods Office
identifier: urn-four
description: Wagons and words.
colour: crimson
slug: wagons
---

The first *wagon* carries **apples** and `code` of [the office](https://a.org/b "Office").

## Second {#second .wide weight=7}

> Quoted words
> go on.

1. one
2. two with ~~struck~~ words

| Wagon | Load |
|-------|-----:|
| red   | iron |

![A hand](hand.jpg){credit="Zoe"}

```rust
let x = 1;
```

::: {.aside #beside}
Beside the text, $x^2$.
:::

A note.[^n] [Small]{.smallcaps} <b>bold</b> <abbr title="Pressroom Union">PU</abbr>

[^n]: Of the note.
"#;

/// A change to an article: what it takes away, and whether it could.
type Loss = (&'static str, fn(&mut Article) -> bool);

fn first(article: &mut Article, change: impl FnMut(&mut Block) -> bool) -> bool {
    article.body.iter_mut().any(change)
}

/// What can be taken from the metadata and the attributes of [`ALL`].
const LOSSES: [Loss; 16] = [
    ("Four wagons", |a| {
        !std::mem::take(&mut a.metadata.headline).is_empty()
    }),
    ("A journey", |a| {
        !std::mem::take(&mut a.metadata.subtitle).is_empty()
    }),
    ("2026-03-07", |a| a.metadata.date.take().is_some()),
    ("en", |a| a.metadata.lang.take().is_some()),
    ("rails", |a| !a.metadata.keywords.remove(0).is_empty()),
    ("The Goods Office", |a| {
        !std::mem::take(&mut a.metadata.publisher).is_empty()
    }),
    ("urn-four", |a| {
        !std::mem::take(&mut a.metadata.identifier).is_empty()
    }),
    ("Wagons and words.", |a| {
        !std::mem::take(&mut a.metadata.description).is_empty()
    }),
    ("colour: crimson", |a| {
        !std::mem::take(&mut a.metadata.extra).is_empty()
    }),
    ("wagons", |a| a.metadata.slug.take().is_some()),
    ("#second", |a| {
        first(a, |b| {
            b.attributes.id.take().is_some_and(|id| id == "second")
        })
    }),
    (".wide", |a| {
        first(a, |b| !std::mem::take(&mut b.attributes.classes).is_empty())
    }),
    ("weight=7", |a| {
        first(a, |b| !std::mem::take(&mut b.attributes.pairs).is_empty())
    }),
    ("hand.jpg", |a| {
        first(a, |b| match &mut b.kind {
            BlockKind::Figure(figure) => figure.picture.take().is_some(),
            _ => false,
        })
    }),
    ("A hand", |a| {
        first(a, |b| match &mut b.kind {
            BlockKind::Figure(figure) => figure
                .picture
                .as_mut()
                .is_some_and(|p| p.alt.take().is_some()),
            _ => false,
        })
    }),
    ("rust", |a| {
        first(a, |b| match &mut b.kind {
            BlockKind::Code { language, .. } => !std::mem::take(language).is_empty(),
            _ => false,
        })
    }),
];

#[test]
fn what_is_taken_from_metadata_and_attributes_remains() {
    assert_eq!(Read::of(ALL, Format::Markdown).remainder(), "");
    for (lost, take) in LOSSES {
        let mut read = Read::of(ALL, Format::Markdown);
        assert!(take(&mut read.article), "{lost}");
        // An attribute that changes nothing is reported too.
        read.report = Report::new();
        let account = read.account();
        // A word of it may be taken for that of another key.
        let found = lost.split(' ').any(|word| {
            let mut remainder = account.remainder.iter();
            remainder.any(|stretch| stretch.text.contains(word))
        });
        assert!(found, "{lost} is lost unseen: {:?}", account.remainder);
    }
}

/// How many runs of text, lines of code, formulas, targets and titles a phrase has, and
/// the loss of one of them.
fn lose(content: &mut Vec<Inline>, left: &mut usize) -> Option<String> {
    let mut at = 0;
    while let Some(inline) = content.get_mut(at) {
        let own = match &mut inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text)
                if !text.trim().is_empty() =>
            {
                Some(text.clone())
            }
            _ => None,
        };
        if let Some(own) = own {
            if *left == 0 {
                content.remove(at);
                return Some(own);
            }
            *left -= 1;
        }
        if let Some(inline) = content.get_mut(at)
            && let Some(inner) = walk::content_of_mut(&mut inline.kind)
            && let Some(lost) = lose(inner, left)
        {
            return Some(lost);
        }
        at += 1;
    }
    None
}

/// Takes one run of text from an article.
fn lose_run(article: &mut Article, mut left: usize) -> Option<String> {
    let mut lost = None;
    walk::phrases_mut(article, &mut |phrase, _| {
        // Notes within are phrases of their own.
        if lost.is_none() {
            lost = lose(phrase, &mut left);
        }
    });
    lost
}

#[test]
fn a_run_of_text_that_is_taken_away_remains() {
    let mut texts: Vec<(String, Format)> = vec![(ALL.to_owned(), Format::Markdown)];
    for (file, format) in [
        ("markdown.txt", Format::Markdown),
        ("yaml.txt", Format::Yaml),
        ("json.txt", Format::Json),
        ("wire.txt", Format::Wire),
    ] {
        texts.extend(cases(file).into_iter().map(|case| (case.input, format)));
    }
    let (mut all, mut unseen) = (0, Vec::new());
    for (text, format) in texts {
        for number in 0.. {
            let mut read = Read::of(&text, format);
            let Some(lost) = lose_run(&mut read.article, number) else {
                break;
            };
            // A sign alone needs no witness outside Markdown.
            if !lost.contains(char::is_alphanumeric) {
                continue;
            }
            // In YAML a figure may be taken for a number of the same value.
            let is_number = format == Format::Yaml && lost.parse::<u32>().is_ok();
            // An author is in the catalogue too; what is reported is not asked for again.
            let authors = &read.article.metadata.authors;
            let is_author = authors.iter().any(|author| author.name.contains(&lost));
            let is_reported = read.report.iter().any(|told| {
                let text = told.span.map_or("", |span| read.source.slice(span));
                // The title of an element that is left out stands in its tag.
                let titled = format!("title=\"{}\"", lost.trim_end_matches(": "));
                let is_title = told.code == "raw-html" && text.contains(&titled);
                told.message.contains(&lost) || text == lost || is_title
            });
            // The address of a link may be its text too: the link still has it.
            let target = format!("External({lost:?})");
            let is_target = format!("{:?}", read.article).contains(&target);
            // The words of a byline that was made stand in no source.
            let metadata = &read.article.metadata;
            let is_made = metadata.byline_is_made && !text.contains(&lost);
            if is_author || is_reported || is_number || is_target || is_made {
                continue;
            }
            all += 1;
            if read.account().is_whole() {
                unseen.push((lost, text.clone()));
            }
        }
    }
    assert!(all > 500, "{all} runs");
    assert!(unseen.is_empty(), "{} of {all}: {unseen:#?}", unseen.len());
}

/// A text as it is read, and what the model would lack: what the account must say.
fn lacks(text: &str, format: Format, change: impl FnOnce(&mut Article, &mut Report), lost: &str) {
    let mut read = Read::of(text, format);
    change(&mut read.article, &mut read.report);
    let remainder = read.remainder();
    assert!(
        remainder.contains(lost),
        "{lost:?} is lost unseen in {text:?}: {remainder:?}"
    );
}

fn without_texts(article: &mut Article, word: &str) {
    walk::phrases_mut(article, &mut |phrase, _| {
        phrase.retain(
            |inline| !matches!(&inline.kind, InlineKind::Text(text) if text.contains(word)),
        );
    });
}

#[test]
fn words_in_the_braces_of_a_heading_are_none_of_an_attribute() {
    let change = |article: &mut Article, _: &mut Report| {
        without_texts(article, "1, 2");
        article.body[0].attributes.pairs = vec![
            ("1,".to_owned(), String::new()),
            ("2".to_owned(), String::new()),
        ];
    };
    lacks("## Set {1, 2}\n", Format::Markdown, change, "{1, 2}");
}

#[test]
fn a_colon_that_opens_a_line_is_missed() {
    let change = |article: &mut Article, _: &mut Report| {
        walk::phrases_mut(article, &mut |phrase, _| {
            for inline in phrase {
                if let InlineKind::Text(text) = &mut inline.kind
                    && text.starts_with(':')
                {
                    text.remove(0);
                    inline.node.span.start += 1;
                }
            }
        });
    };
    lacks("Smile\n:-) here\n", Format::Markdown, change, ":");
}

#[test]
fn the_title_of_a_div_is_missed() {
    let change = |article: &mut Article, _: &mut Report| {
        match &mut article.body[0].kind {
            BlockKind::Div(body) | BlockKind::Aside(body) => body.remove(0),
            other => panic!("no div: {other:?}"),
        };
    };
    for (text, lost) in [
        ("::: {.x title=\"T\"}\nText.\n:::\n", "title=\"T\""),
        ("::: tip Words *of* it\nText.\n:::\n", "Words *of* it"),
        (":::tip[Words]\nText.\n:::\n", "[Words]"),
    ] {
        lacks(text, Format::Markdown, change, lost);
    }
}

#[test]
fn one_of_two_keys_of_one_meaning_is_missed() {
    let text = "---\nsubtitle: One line\nabstract: Other words\n---\n\nText.\n";
    let change = |article: &mut Article, _: &mut Report| without_texts(article, "One");
    lacks(text, Format::Markdown, change, "One line");
}

#[test]
fn what_is_said_of_an_author_is_missed() {
    let text = "---\nauthor: {name: A, affiliation: Univ, email: a@b.org, orcid: 0000-0002-1825-0097}\n---\n\nText.\n";
    for lost in ["Univ", "a@b.org", "0000-0002-1825-0097"] {
        let change = |article: &mut Article, _: &mut Report| {
            article.metadata.authors = vec![Person {
                name: "A".to_owned(),
                ..Person::default()
            }];
        };
        lacks(text, Format::Markdown, change, lost);
    }
}

#[test]
fn an_attribute_of_a_picture_is_missed() {
    let change = |article: &mut Article, report: &mut Report| {
        *report = Report::new();
        article.body[0].attributes.pairs.clear();
    };
    lacks("![a](a.png){k=v}\n", Format::Markdown, change, "k=v");
    let change = |article: &mut Article, _: &mut Report| {
        let BlockKind::Figure(figure) = &mut article.body[0].kind else {
            panic!("a figure");
        };
        figure.picture.as_mut().unwrap().size = PictureSize::default();
    };
    lacks(
        "![a](a.png){width=50%}\n",
        Format::Markdown,
        change,
        "width=50%",
    );
    let change = |_: &mut Article, report: &mut Report| *report = Report::new();
    lacks(
        "<p><img src=\"a.png\" alt=\"a\" sizes=\"9\"></p>\n",
        Format::Markdown,
        change,
        "sizes=",
    );
}

#[test]
fn an_element_that_is_left_out_unsaid_is_missed() {
    for html in [
        "<iframe src=\"u\"></iframe>",
        "<video src=\"v\"></video>",
        "<script>x()</script>",
    ] {
        let change = |_: &mut Article, report: &mut Report| *report = Report::new();
        let lost = html.split(['>', ' ']).next().unwrap();
        lacks(
            &format!("<div>\n{html}\n</div>\n"),
            Format::Markdown,
            change,
            lost,
        );
    }
}

#[test]
fn a_note_whose_text_stands_on_the_next_line_is_missed() {
    let change = |article: &mut Article, _: &mut Report| without_texts(article, "Words");
    lacks(
        "A.[^a]\n\n[^a]:\n    Words of it.\n",
        Format::Markdown,
        change,
        "Words of it.",
    );
}

#[test]
fn proof_begins_with_the_account_of_the_source() {
    Desk::new()
        .file(
            "all.md",
            ALL.replace("![A hand](hand.jpg){credit=\"Zoe\"}", "Words."),
        )
        .export("all.md --txt -o .")
        .run(["proof", "all.md", "wagons.txt"])
        .status(0)
        .prints("characters, all accounted for\n  text ");
}

#[test]
fn an_attribute_of_html_that_changes_nothing_is_a_note_of_the_account() {
    let read = Read::of("<p class=\"lead\">Text.</p>\n", Format::Markdown);
    let account = read.account();
    let said: Vec<String> = account.diagnostics().map(|told| told.message).collect();
    assert!(account.is_whole());
    assert_eq!(said, ["attribute `class=\"lead\"` has no effect; left out"]);
}

#[test]
fn a_definition_that_no_link_uses_is_reported_at_its_place() {
    let text = "A [b].\n\n[b]: /x\n[c]: /y \"T\"\n\n> [b]: /z\n\n```\n[d]: /w\n```\n";
    let read = Read::of(text, Format::Markdown);
    let told: Vec<&str> = read
        .report
        .iter()
        .filter(|told| told.code == "unused-definition")
        .map(|told| read.source.slice(told.span.unwrap()))
        .collect();
    assert_eq!(told, ["[c]: /y \"T\"", "[b]: /z"]);
    assert_eq!(read.remainder(), "");
}

#[test]
fn the_name_of_a_headline_stays_with_it() {
    let read = Read::of("# A {#top}\n\n[b](#top)\n", Format::Markdown);
    assert!(matches!(
        read.article.metadata.headline.as_slice(),
        [Inline { kind: InlineKind::Span(attributes, _), .. }] if attributes.id.as_deref() == Some("top")
    ));
    assert_eq!(read.remainder(), "");
}

#[test]
fn the_account_is_in_the_json_of_proof() {
    let desk = Desk::new()
        .article("a.md", "A", "Some *words*.")
        .export("a.md --txt -o .")
        .run(["proof", "--json", "a.md", "a.txt"]);
    let report: serde_json::Value = serde_json::from_str(&desk.printed()).unwrap();
    assert_eq!(report["sources"][0]["source"], "a.md");
    assert_eq!(report["sources"][0]["remainder"], serde_json::json!([]));
    assert_eq!(report["sources"][0]["in_text"], 10);
    assert_eq!(report["files"][0]["format"], "text");
}
