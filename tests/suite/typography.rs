//! What typography makes of a line: the cases of `tests/cases/typography.txt`.

use pressroom::diag::Report;
use pressroom::lang::Lang;
use pressroom::model::{Article, BlockKind, Inline, InlineKind, Node, plain_text};
use pressroom::typography;
use std::path::Path;

struct Case {
    lang: String,
    typed: String,
    set: String,
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/typography.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = text.lines().filter_map(case).collect();
    assert!(cases.len() > 100);
    cases
}

fn case(line: &str) -> Option<Case> {
    let [lang, typed, set] = line.split(" | ").collect::<Vec<_>>().try_into().ok()?;
    let typed = typed
        .replace("\\u00a0", "\u{a0}")
        .replace("\\u202f", "\u{202f}");
    Lang::parse(lang).map(|parsed| Case {
        lang: parsed.to_string(),
        typed,
        set: set.to_owned(),
    })
}

/// An article of one paragraph of one run, polished.
fn polished(lang: &str, text: &str) -> Article {
    let run = Inline {
        node: Node::default(),
        kind: InlineKind::Text(text.to_owned()),
    };
    let paragraph = pressroom::model::Block::new(Node::default(), BlockKind::Paragraph(vec![run]));
    let mut article = Article {
        body: vec![paragraph],
        ..Article::default()
    };
    article.metadata.lang = Lang::parse(lang);
    typography::polish(article, &mut Report::new())
}

fn text(article: &Article) -> String {
    match &article.body[0].kind {
        BlockKind::Paragraph(content) => plain_text(content),
        other => panic!("{other:?}"),
    }
}

fn shown(text: &str) -> String {
    text.replace('\u{a0}', "␣").replace('\u{202f}', "·")
}

fn faults() -> Vec<String> {
    let fault = |case: &Case| {
        let set = shown(&text(&polished(&case.lang, &case.typed)));
        (set != case.set).then(|| {
            format!(
                "{} | {}\n  wanted {}\n  set    {set}",
                case.lang, case.typed, case.set
            )
        })
    };
    cases().iter().filter_map(fault).collect()
}

#[test]
fn every_line_is_set_by_the_rules_of_its_language() {
    let faults = faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn setting_twice_is_setting_once() {
    for case in cases() {
        let once = text(&polished(&case.lang, &case.typed));
        let twice = text(&polished(&case.lang, &once));
        assert_eq!(
            shown(&twice),
            shown(&once),
            "{} | {}",
            case.lang,
            case.typed
        );
    }
}

#[test]
fn the_author_can_have_every_line_back() {
    for case in cases() {
        let article = polished(&case.lang, &case.typed);
        let run = Node::default().id;
        let BlockKind::Paragraph(content) = &article.body[0].kind else {
            panic!("a paragraph stays one");
        };
        let InlineKind::Text(set) = &content[0].kind else {
            panic!("a run stays one");
        };
        assert_eq!(article.ledger.undo(run, set), case.typed);
    }
}
