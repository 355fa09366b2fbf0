//! Places: every run of text that is the author's own stands where its span
//! says, and leads back to what the author wrote, whatever comes in.

use crate::convert::PIECES;
use pressroom::diag::Report;
use pressroom::lang::Lang;
use pressroom::model::walk::{self, Visitor};
use pressroom::model::{Article, Block, BlockKind, Inline, InlineKind, Node};
use pressroom::read::{self, Format};
use pressroom::source::{Source, SourceId};
use pressroom::typography;
use pressroom::write::source::{Form, write};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

/// The runs of an article with their nodes, lines of code among them.
#[derive(Default)]
struct Runs<'a> {
    text: Vec<(&'a Node, &'a str)>,
    code: Vec<(pressroom::source::Span, &'a str)>,
    spans: Vec<pressroom::source::Span>,
}

impl<'a> Visitor<'a> for Runs<'a> {
    fn block(&mut self, block: &'a Block) {
        self.spans.push(block.node.span);
        if let BlockKind::Code { lines, .. } = &block.kind {
            self.code
                .extend(lines.iter().map(|line| (line.span, &*line.text)));
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        self.spans.push(inline.node.span);
        if let InlineKind::Text(text) = &inline.kind {
            self.text.push((&inline.node, text));
        }
    }
}

fn runs(article: &Article) -> Runs<'_> {
    let mut runs = Runs::default();
    walk::article(article, &mut runs);
    runs
}

fn article(text: &str, format: Format, lang: &str) -> (Source, Article) {
    let source = Source::new(SourceId(0), "a", text);
    let options = read::Options::new().format(format).lang(Lang::parse(lang));
    let article = read::read(&source, &options, &mut Report::new());
    (source, article)
}

/// Words without anything that Markdown reads.
fn word() -> impl Strategy<Value = String> {
    "[a-zéèçßłđžαβγдйё’]{1,8}"
}

/// A piece of a phrase: how it is written, and the verbatim words in it.
fn piece() -> impl Strategy<Value = (String, Vec<String>)> {
    let words = || prop::collection::vec(word(), 1..4).prop_map(|words| words.join(" "));
    prop_oneof![
        4 => words().prop_map(|w| (w.clone(), vec![w])),
        1 => words().prop_map(|w| (format!("*{w}*"), vec![w])),
        1 => words().prop_map(|w| (format!("**{w}**"), vec![w])),
        1 => words().prop_map(|w| (format!("~~{w}~~"), vec![w])),
        1 => words().prop_map(|w| (format!("[{w}](https://a.org/)"), vec![w])),
        1 => words().prop_map(|w| (format!("[{w}]{{lang=vi}}"), vec![w])),
        1 => words().prop_map(|w| (format!("[{w}]{{.smallcaps}}"), vec![w])),
        1 => (word(), word()).prop_map(|(a, b)| (format!("{a}^{b}^"), vec![a, b])),
        1 => word().prop_map(|w| (format!("\\*{w}\\_"), vec![w])),
        1 => word().prop_map(|w| (format!("&amp;{w}&eacute;"), vec![w])),
        1 => word().prop_map(|w| (format!("{w}[^n]"), vec![w])),
        1 => word().prop_map(|w| (format!("\"{w}\" l'{w} : - ..."), vec![])),
    ]
}

/// A Markdown text of paragraphs, list items and quotations, and its words.
fn markdown() -> impl Strategy<Value = (String, Vec<String>)> {
    let paragraph = (
        prop::sample::select(vec!["", "- ", "> ", "## ", "1. "]),
        prop::collection::vec(piece(), 1..6),
    );
    prop::collection::vec(paragraph, 1..6).prop_map(|paragraphs| {
        let mut text = String::new();
        let mut words = Vec::new();
        for (mark, pieces) in paragraphs {
            text.push_str(mark);
            let written: Vec<&str> = pieces.iter().map(|(w, _)| w.as_str()).collect();
            text.push_str(&written.join(" "));
            text.push_str("\n\n");
            words.extend(pieces.into_iter().flat_map(|(_, words)| words));
        }
        text.push_str("[^n]: the text of a note\n");
        (text, words)
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        rng_seed: proptest::test_runner::RngSeed::Fixed(1872),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_run_of_the_authors_own_stands_where_its_span_says((text, words) in markdown()) {
        let (source, article) = article(&text, Format::Markdown, "en");
        let runs = runs(&article);
        for (node, run) in &runs.text {
            let slice = source.slice(node.span);
            // An escape, an entity, a soft break: there text and source part.
            let parts = slice.starts_with('\\') || slice.starts_with('&') || *run == " ";
            prop_assert!(slice == *run || parts, "{run:?} is at {slice:?} in {text:?}");
            prop_assert!(!run.is_empty());
        }
        for word in words.iter().flat_map(|words| words.split(' ')) {
            let found = runs.text.iter().any(|(node, run)| {
                run.contains(word) && source.slice(node.span) == *run
            });
            prop_assert!(found, "{word:?} has no verbatim run in {text:?}");
        }
    }

    #[test]
    fn what_typography_changed_can_be_undone(
        (text, _) in markdown(),
        lang in prop::sample::select(vec!["fr", "fr-CH", "en", "de", "es", "pl", "sv", "tlh"]),
    ) {
        let (_, article) = article(&text, Format::Markdown, lang);
        let before: String = runs(&article).text.iter().map(|(_, run)| *run).collect();
        let polished = typography::polish(article, &mut Report::new());
        // A run may have been parted for letters above the line.
        let after = runs(&polished).text;
        let undone: String = after
            .iter()
            .map(|(node, run)| polished.ledger.undo(node.id, run))
            .collect();
        prop_assert_eq!(undone, before);
    }

    #[test]
    fn no_text_whatever_makes_a_reader_panic(
        text in "(\\PC|[\\n\\t \"'*_\\[\\]{}()^~`:|>#=!\\\\$-]){0,120}",
        lang in prop::sample::select(vec!["fr", "en", "ar", "und"]),
    ) {
        let wrapped = [
            (Format::Markdown, text.clone()),
            (Format::Yaml, text.clone()),
            (Format::Json, format!("{{\"body\": {text:?}}}")),
            (Format::Json, text.clone()),
            (Format::Wire, text.clone()),
            (Format::Html, format!("<html><body><article>{text}")),
            (Format::News, format!("<nitf><body><body.content><p>{text}</p></body.content></body></nitf>")),
            (Format::News, text.clone()),
        ];
        for (format, text) in wrapped {
            let (source, article) = article(&text, format, lang);
            for span in runs(&article).spans {
                prop_assert!(source.text().get(span.range()).is_some(), "{:?}", span);
            }
            typography::polish(article, &mut Report::new());
        }
    }

    #[test]
    fn no_front_matter_whatever_makes_a_reader_panic(
        yaml in "(title|lang|date|author|cover|x|: |- |\\[|\\]|\\{|\\}|\"|'|&a |\\*a |\\||>|\\n|\\n  |é|1|#|,){0,40}",
    ) {
        for text in [format!("---\n{yaml}\n---\n\nText.\n"), format!("body: text\n{yaml}\n")] {
            for format in [Format::Markdown, Format::Yaml] {
                let (source, article) = article(&text, format, "en");
                for span in runs(&article).spans {
                    prop_assert!(source.text().get(span.range()).is_some(), "{:?}", span);
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_whatever_make_a_source_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(source) = Source::decode(SourceId(0), "a", &bytes) {
            let options = read::Options::default();
            read::inspect(&source, &options);
            let article = read::read(&source, &options, &mut Report::new());
            for form in [Form::Markdown, Form::Yaml, Form::Json] {
                write(&article, form);
            }
        }
    }
}

/// Every word is in the article, as text or as what a mark says (an address, a title, an
/// attribute), or is told.
#[test]
fn no_word_of_markdown_is_lost_unseen() {
    let config = ProptestConfig {
        cases: 3000,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let parts = prop::collection::vec(0..PIECES.len(), 1..20);
    let outcome = TestRunner::new_with_rng(config, random).run(&parts, |parts| {
        let mut text = String::new();
        for (number, part) in parts.iter().enumerate() {
            text.push_str(PIECES[*part]);
            text.push_str(&format!("q{number}q"));
        }
        let source = Source::new(SourceId(0), "a.md", &text);
        let mut report = Report::new();
        let options = read::Options::new().format(Format::Markdown);
        let article = read::read(&source, &options, &mut report);
        let told: String = report
            .iter()
            .filter_map(|told| told.span)
            .map(|span| source.slice(span))
            .collect();
        let kept = format!("{article:?}{told}");
        // What an author has put into a comment is meant for no output.
        let mut comments = String::new();
        let mut rest = &*text;
        while let Some((_, comment)) = rest.split_once("<!--") {
            let Some((comment, after)) = comment.split_once("-->") else {
                break;
            };
            comments.push_str(comment);
            rest = after;
        }
        for number in 0..parts.len() {
            let word = format!("q{number}q");
            if comments.contains(&word) {
                continue;
            }
            prop_assert!(kept.contains(&word), "{word} of {text:?}\n{article:#?}");
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}

#[test]
fn lines_of_code_stand_where_their_spans_say() {
    let text = "- item\n\n  ```rust\n  fn é() {\n      x\n  }\n  ```\n\n> ~~~\n> quoted\n> ~~~\n\n    indented\n";
    let (source, article) = article(text, Format::Markdown, "en");
    let code = runs(&article).code;
    assert_eq!(code.len(), 5);
    for (span, line) in code {
        assert!(
            source.slice(span).ends_with(line),
            "{line:?} at {:?}",
            source.slice(span)
        );
    }
}

/// That each word has a run in which it stands where the span says.
#[track_caller]
fn assert_placed(yaml: &str, words: &[&str]) {
    let (source, article) = article(yaml, Format::Yaml, "fr");
    for word in words {
        let places: Vec<&str> = runs(&article)
            .text
            .iter()
            .filter_map(|(node, run)| {
                let start = node.span.start as usize + run.find(word)?;
                source.text().get(start..start + word.len())
            })
            .collect();
        assert!(places.contains(word), "{word:?} is at {places:?}");
    }
}

#[test]
fn words_of_yaml_scalars_stand_where_their_spans_say() {
    let yaml = "\
headline: \"L'accent \\u00e9 'grave'\"
standfirst: >-
  Deux lignes
  pliées.
body:
  - |
    Un *mot* d'ici,
    et l'autre.

    Un second.
  - quote: Sans fin
    credit: Moi
  - table: {head: [Signe], rows: [[point]]}
  - verse: |
      un vers
        et l'autre
";
    let words = [
        "L'accent", "grave", "Deux", "lignes", "pliées", "mot", "d'ici", "l'autre", "second",
        "Sans", "Moi", "Signe", "point", "vers",
    ];
    assert_placed(yaml, &words);
}

#[test]
fn words_after_a_doubled_quotation_mark_stand_where_their_spans_say() {
    assert_placed("headline: A\nbody: 'C''est tout.'\n", &["tout"]);
}

#[test]
fn press_copy_stands_where_its_spans_say() {
    let copy = "Culture\r\n\r\nUn titre assez long pour en être un\r\n\r\n  La légende, ici. (AFP photo)\r\n\r\nUn premier paragraphe,\r\nqui continue ici.\r\n\r\nSource : AFP\r\n";
    let (source, article) = article(copy, Format::Wire, "fr");
    let runs = runs(&article).text;
    assert!(runs.len() >= 6);
    for (node, run) in runs {
        let slice = source.slice(node.span);
        assert!(slice == run || run == " ", "{run:?} at {slice:?}");
    }
}

#[test]
fn a_joined_line_of_press_copy_cuts_no_character() {
    let (source, article) = article(
        "Un titre.\nUne ligne\u{a0}\net l'autre\n",
        Format::Wire,
        "fr",
    );
    for span in runs(&article).spans {
        assert!(source.text().get(span.range()).is_some(), "{span:?}");
    }
}

#[test]
fn a_change_leads_back_to_its_place() {
    let text = "Il dit : \"L'eau *monte* !\"\n";
    let (source, article) = article(text, Format::Markdown, "fr");
    let polished = typography::polish(article, &mut Report::new());
    let (node, run) = runs(&polished).text[0];
    for (word, typed) in [("dit", "dit"), ("’eau", "'eau"), ("eau", "eau")] {
        let at = run.find(word).unwrap();
        let start = node.span.start as usize + polished.ledger.before(node.id, at);
        assert!(
            source.text()[start..].starts_with(typed),
            "{word} in {run:?}"
        );
    }
}
