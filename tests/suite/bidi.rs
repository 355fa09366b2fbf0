//! Lines in two directions: the order of their pieces is that of the Unicode bidirectional
//! algorithm (UAX 9), as the crate `unicode-bidi` has it, over whose conformance its
//! makers test it with all of `BidiCharacterTest.txt`.

use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::internals::placed::{Line, Owner, Part, PieceKind, ThingKind};
use pressroom::lang::Lang;
use pressroom::model::{
    Article, Block, BlockKind, CodeLine, Inline, InlineKind, Node, NodeId, Publication,
};
use pressroom::source::{SourceId, Span};
use pressroom::style::{Theme, parse_paper};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::Arc;
use unicode_bidi::{BidiInfo, Level};

/// A node of the article, by its number.
fn node(index: u32) -> Node {
    Node {
        id: NodeId {
            source: SourceId(0),
            index,
        },
        ..Node::default()
    }
}

/// The lines of a paragraph, set on paper wide enough for one.
fn lines(lang: &str, content: Vec<InlineKind>) -> Vec<Arc<Line>> {
    let mut index = 10;
    let mut inlines = Vec::new();
    for kind in content {
        index += 1;
        inlines.push(Inline {
            node: node(index),
            kind,
        });
    }
    lines_of(lang, BlockKind::Paragraph(inlines))
}

/// The lines of a block.
fn lines_of(lang: &str, block: BlockKind) -> Vec<Arc<Line>> {
    let mut article = Article {
        body: vec![Block::new(node(2), block)],
        next_index: 100,
        ..Article::default()
    };
    article.metadata.lang = Lang::parse(lang);
    let publication = Publication::single(article);
    let mut report = Report::new();
    let theme = Theme::embedded("article").unwrap();
    let style = theme.fit(
        Some(parse_paper("1500mm x 300mm").unwrap()),
        None,
        &mut report,
    );
    let press = Press::new(style);
    let ready = press.open(&publication, &mut report);
    let pages = press.lay_out(&ready, &mut report);
    let things = pages.pages.iter().flat_map(|page| &page.things);
    let lines = things.filter_map(|thing| match (&thing.kind, thing.owner) {
        (ThingKind::Line(line), Owner::Node(_, Part::Body)) => Some(Arc::clone(&line.line)),
        _ => None,
    });
    lines.collect()
}

/// What a line says, piece by piece from left to right, without the space it ends at.
fn from_left(line: &Line) -> Vec<String> {
    let mut pieces: Vec<_> = line
        .pieces
        .iter()
        .filter(|piece| piece.width.0 > 0.0)
        .collect();
    pieces.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
    let said = pieces.into_iter().map(|piece| match &piece.kind {
        PieceKind::Word(shaped) => shaped.text.to_string(),
        PieceKind::Space(c) => c.to_string(),
        PieceKind::Formula(formula) => formula.says.to_string(),
        PieceKind::Hyphen(_) | PieceKind::Picture(..) => String::new(),
    });
    said.collect()
}

/// The order that UAX 9 gives to the characters of a text, by their first bytes.
fn visual(text: &str, rtl: bool) -> Vec<usize> {
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    let info = BidiInfo::new(text, Some(base));
    let paragraph = &info.paragraphs[0];
    let levels = info.reordered_levels(paragraph, paragraph.range.clone());
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let of_characters: Vec<Level> = starts.iter().map(|at| levels[*at]).collect();
    let order = BidiInfo::reorder_visual(&of_characters);
    order.into_iter().map(|index| starts[index]).collect()
}

/// Where the order of the pieces of a text is not that of the algorithm.
fn fault(lang: &str, text: &str) -> Option<String> {
    let lines = lines(lang, vec![InlineKind::Text(text.into())]);
    let [line] = lines.as_slice() else {
        return Some(format!("{} lines", lines.len()));
    };
    let mut pieces: Vec<_> = line.pieces.iter().collect();
    pieces.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
    let expected = visual(text, Lang::parse(lang).unwrap().as_str() == "he");
    let mut rest = expected.as_slice();
    for piece in pieces {
        let range = piece.range.start as usize..piece.range.end as usize;
        let count = text[range.clone()].chars().count();
        let (here, later) = rest.split_at(count.min(rest.len()));
        if !here.iter().all(|at| range.contains(at)) {
            let said = from_left(line);
            return Some(format!("{text:?} in {lang}: {said:?}, at {range:?}"));
        }
        rest = later;
    }
    (!rest.is_empty()).then(|| format!("{text:?}: {} characters lack", rest.len()))
}

#[test]
fn lines_of_the_annexs_examples_are_in_its_order() {
    // The examples of UAX 9 (3.3.4 to 3.4), with Hebrew for its capitals, and the cases that
    // made trouble.
    for text in [
        "car means אבג.",
        "אבג means car.",
        "he said ‘אבג car דהו’ and then",
        "אבג דהו 12 34 זחט",
        "מספר 12 34 של",
        "12 34",
        "abc 12 34 def",
        "אבג 5 km דהו",
        "אבג abc def דהו 12",
        "אבג (abc) דהו [12] (זח)",
        "abc (אבג) def",
        "אבג 3.14 דהו 10-20 זחט 50% ו-12",
        "قال 12 34 كلمة 5-6",
        "قال ١٢ ٣٤ كلمة",
        "abc قال ١٢ ٣٤ def",
        "אבג \u{a0}12\u{a0}34 דהו",
        "a אב c דה e וז g",
        "אב a גד b הו c זח",
        "$12 אבג 12$ דהו €5",
        "אבג… abc, def; דהו: 1, 2, 3.",
        "א 1 ב 2 a 3 b 4",
    ] {
        for lang in ["he", "en"] {
            assert_eq!(fault(lang, text), None);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        rng_seed: RngSeed::Fixed(9),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_line_is_in_the_order_of_the_algorithm(
        words in prop::collection::vec("[אבגד]{1,3}|[abc]{1,3}|[0-9]{1,3}|[بتث]{1,3}|[١٢٣]{1,2}|[-+.,:()%$!]|[אa1]{2}[-,.][1bב]", 1..10),
        gap in "[ \u{a0}\u{202f}]",
        rtl in any::<bool>(),
    ) {
        let text = words.join(&gap);
        prop_assert_eq!(fault(if rtl { "he" } else { "en" }, &text), None);
    }
}

#[test]
fn code_addresses_and_formulas_are_isolates() {
    let text = |text: &str| InlineKind::Text(text.into());
    let code = |code: &str| InlineKind::Code(code.into());
    // A space may be a piece or the end of one, and a line may end within an address.
    let words = |lang: &str, content| {
        let pieces = from_left(&lines(lang, content)[0]);
        pieces.concat().replace(' ', "")
    };
    let set = |content| words("he", content);
    let line = set(vec![text("קובץ "), code("./src/a.js"), text(" כאן")]);
    assert_eq!(line, "כאן./src/a.jsקובץ");
    let line = set(vec![text("ראו https://a.org/b/. סוף")]);
    assert_eq!(line, "סוף.https://a.org/b/ראו");
    let line = set(vec![
        text("נוסחה "),
        InlineKind::Math("(a+b)/2.".into()),
        text(" כאן"),
    ]);
    assert_eq!(line, "כאן(a+b)/2.נוסחה");
    // Two side by side are two, and a word beside one is none of it.
    let line = set(vec![text("א "), code("a."), code("b."), text("c ד")]);
    assert_eq!(line, "דcb.a.א");
    // Code with Hebrew in it still runs from left to right.
    let line = set(vec![text("א "), code("f(\"שם\") + 1"), text(" ד")]);
    assert_eq!(line, "דf(\"שם\")+1א");
    // What stands around an isolate goes on as if a sign stood there.
    let line = words("en", vec![text("see אב "), code("x/"), text(" גד end")]);
    assert_eq!(line, "seeגדx/אבend");
}

#[test]
fn hebrew_in_a_line_of_code_runs_from_right_to_left() {
    let block = BlockKind::Code {
        language: "python".into(),
        lines: vec![CodeLine {
            span: Span::default(),
            text: "print(\"אב גד\", 12) # הו c".into(),
        }],
    };
    for lang in ["en", "he"] {
        let pieces = from_left(&lines_of(lang, block.clone())[0]);
        assert_eq!(pieces.concat(), "print(\"גד אב\", 12) # הו c");
    }
}
