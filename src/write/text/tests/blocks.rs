//! The kinds of block.

use super::*;

#[test]
fn headings_are_underlined_by_their_display_width() {
    let body = vec![
        heading(1, "Œuvre"),
        p("a"),
        heading(2, "漢字"),
        p("b"),
        heading(3, "Plain"),
        p("c"),
    ];
    let expected = [
        "Œuvre", "=====", "", "a", "", "漢字", "----", "", "b", "", "Plain", "", "c",
    ];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn bullets_hang_and_nested_lists_are_set_in() {
    let nested = list(Numbering::Bullet, true, vec![item(vec![p("inner")])]);
    let body = vec![list(
        Numbering::Bullet,
        true,
        vec![item(vec![p("one two three fours"), nested]), item(vec![])],
    )];
    let expected = ["• one two three", "  fours", "  • inner", "•"];
    assert_eq!(written(article("en", body), 20), lines(&expected));
}

#[test]
fn numbers_stand_one_below_the_other_by_their_last_digits() {
    let items = vec![item(vec![p("nine")]), item(vec![p("ten"), p("more")])];
    let body = vec![list(Numbering::decimal(9), false, items)];
    let expected = [" 9. nine", "", "10. ten", "", "    more"];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn tasks_have_boxes() {
    let task = |done, text| Item {
        task: Some(done),
        ..item(vec![p(text)])
    };
    let body = vec![list(
        Numbering::Bullet,
        true,
        vec![task(true, "set"), task(false, "print")],
    )];
    assert_eq!(text(body), "[x] set\n[ ] print\n");
}

#[test]
fn explanations_are_set_in_below_their_term() {
    let definition = |term: &str, details: Vec<Vec<Block>>| Definition {
        node: Node::default(),
        term: ts(term),
        details,
    };
    let body = vec![block(BlockKind::DefinitionList(vec![
        definition("Recto", vec![vec![p("Right-hand.")], vec![p("Odd.")]]),
        definition("Verso", vec![vec![p("Left-hand.")]]),
    ]))];
    let expected = [
        "Recto",
        "    Right-hand.",
        "",
        "    Odd.",
        "",
        "Verso",
        "    Left-hand.",
    ];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn quotations_are_set_in_by_their_kind() {
    let body = vec![
        block(BlockKind::Quote(quotation("Quoted.", "Ada"))),
        block(BlockKind::PullQuote(quotation("Pulled.", ""))),
        block(BlockKind::Epigraph(quotation("Above.", "— Bo"))),
    ];
    let expected = [
        "    Quoted.",
        "    — Ada",
        "",
        "        Pulled.",
        "",
        "            Above.",
        "            — Bo",
    ];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn an_aside_stands_between_quiet_lines() {
    let body = vec![
        p("Before."),
        block(BlockKind::Aside(vec![p("Beside."), p("More.")])),
        block(BlockKind::Div(vec![p("After.")])),
    ];
    let expected = [
        "Before.", "", "- - -", "Beside.", "", "More.", "- - -", "", "After.",
    ];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn verse_keeps_its_lines_and_long_ones_hang() {
    let line = |indent, text| VerseLine {
        node: Node::default(),
        indent,
        content: ts(text),
    };
    let body = vec![block(BlockKind::Verse(vec![
        vec![line(0, "Sous le pont"), line(1, "coule donc la Seine")],
        vec![line(0, "Vienne la nuit")],
    ]))];
    let expected = [
        "    Sous le pont",
        "      coule donc la",
        "          Seine",
        "",
        "    Vienne la nuit",
    ];
    assert_eq!(written(article("fr", body), 18), lines(&expected));
}

#[test]
fn code_and_formulas_are_never_wrapped() {
    let body = vec![
        code(&["fn main() { let name = \"long\"; }", "", "  end  "]),
        block(BlockKind::Math("a = b".into())),
        block(BlockKind::Rule),
        p("End."),
    ];
    let expected = [
        "    fn main() { let name = \"long\"; }",
        "",
        "      end",
        "",
        "    a = b",
        "",
        "       * * *",
        "",
        "End.",
    ];
    assert_eq!(written(article("en", body), 20), lines(&expected));
}

#[test]
fn a_picture_is_told_by_its_alternative_text() {
    let body = vec![
        figure(Some(picture(Some(""))), "Decoration.", ""),
        figure(Some(picture(None)), "", "©AFP"),
        figure(None, "Press copy.", "(AFP photo)"),
        figure(Some(picture(Some(""))), "", ""),
        para(vec![
            t("A "),
            inline(InlineKind::Image(picture(Some("sign")))),
            t("."),
        ]),
    ];
    let expected = [
        "Decoration.",
        "",
        "[Picture]",
        "(©AFP)",
        "",
        "Press copy. (AFP photo)",
        "",
        "A [Picture: sign].",
    ];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn no_line_is_wider_than_the_width_nor_ends_in_a_blank() {
    let prose = "Voix ambiguë d’un cœur qui, au zéphyr, préfère les jattes de kiwis. ".repeat(9);
    let nested = list(
        Numbering::Bullet,
        false,
        vec![item(vec![p(&prose), p(&prose)])],
    );
    let body = vec![
        p(&prose),
        block(BlockKind::Quote(quotation(&prose, &prose))),
        list(
            Numbering::decimal(1),
            true,
            vec![item(vec![p(&prose), nested])],
        ),
    ];
    for width in 30..90 {
        for line in written(article("fr", body.clone()), width).lines() {
            assert!(line.width() <= width, "{width}: {line}");
            assert!(!line.ends_with(' '), "{width}: {line:?}");
        }
    }
}
