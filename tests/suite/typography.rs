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
    polished_runs(lang, vec![run(InlineKind::Text(text.to_owned()))])
}

fn run(kind: InlineKind) -> Inline {
    Inline {
        node: Node::default(),
        kind,
    }
}

fn polished_runs(lang: &str, content: Vec<Inline>) -> Article {
    let paragraph = pressroom::model::Block::new(Node::default(), BlockKind::Paragraph(content));
    let mut article = Article {
        body: vec![paragraph],
        next_index: 1,
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
fn a_change_at_the_edge_of_a_run_is_made_once() {
    let mut faults = Vec::new();
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let signs = |text: &str| {
        let is_sign = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
        text.chars().filter(is_sign).count()
    };
    for case in cases() {
        let whole = text(&polished(&case.lang, &case.typed));
        let most = signs(&whole).max(signs(&case.typed));
        for (at, c) in case.typed.char_indices() {
            for end in [at + c.len_utf8(), case.typed.len()] {
                let words = |range: &str| run(InlineKind::Text(range.to_owned()));
                let parted = vec![
                    words(&case.typed[..at]),
                    run(InlineKind::Strong(vec![words(&case.typed[at..end])])),
                    words(&case.typed[end..]),
                ];
                let parted = text(&polished_runs(&case.lang, parted));
                if letters(&parted) != letters(&whole) || signs(&parted) > most {
                    faults.push(format!(
                        "{} | {}\n  at {at}..{end}: {parted}",
                        case.lang, case.typed
                    ));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
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
        let BlockKind::Paragraph(content) = &article.body[0].kind else {
            panic!("a paragraph stays one");
        };
        let mut undone = String::new();
        undo(content, &article, &mut undone);
        assert_eq!(undone, case.typed);
    }
}

/// What the author typed of some inlines, run by run.
fn undo(content: &[Inline], article: &Article, undone: &mut String) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(set) => undone.push_str(&article.ledger.undo(inline.node.id, set)),
            InlineKind::Super(content) => undo(content, article, undone),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn spanish_signs_that_are_missing_are_told() {
    let told = |text: &str| {
        let mut report = Report::new();
        let source = pressroom::source::Source::new(Default::default(), "a.md", text);
        let options = pressroom::read::Options::new()
            .lang(Lang::parse("es"))
            .format(pressroom::read::Format::Markdown);
        let article = pressroom::read::read(&source, &options, &mut report);
        typography::polish(article, &mut report);
        report
            .iter()
            .filter(|told| told.code == "inverted-mark")
            .count()
    };
    assert_eq!(told("¿Qué pasó? ¡Vaya! ¿¡Cómo!? Así."), 0);
    assert_eq!(told("Qué pasó? Vaya! Ver https://a.es/b?c=d o (?)."), 2);
}
