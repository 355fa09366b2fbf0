//! Tables: as columns, wrapped, and as lists.

use super::*;

#[test]
fn columns_are_aligned_by_display_width() {
    let mut table = table(
        &[Alignment::Start, Alignment::Center, Alignment::End],
        &[&["Ville", "Type", "Habitants"]],
        &[&["Zoé", "a", "1\u{202f}200"], &["東京", "longer", "9"]],
    );
    table.caption = ts("Villes.");
    table.foot = rows(&[&["", "", "1\u{202f}209"]]);
    let expected = [
        "Villes.",
        "",
        "Ville   Type   Habitants",
        "─────  ──────  ─────────",
        "Zoé      a         1\u{202f}200",
        "東京   longer          9",
        "─────  ──────  ─────────",
        "                   1\u{202f}209",
    ];
    assert_eq!(text(vec![block(BlockKind::Table(table))]), lines(&expected));
}

#[test]
fn a_wide_table_is_wrapped_in_its_cells() {
    let table = table(
        &[Alignment::Start, Alignment::Start],
        &[&["Word", "Meaning"]],
        &[
            &["recto", "the page on the right of an opening"],
            &["verso", "its back"],
        ],
    );
    let expected = [
        "Word   Meaning",
        "─────  ─────────────",
        "recto  the page on",
        "       the right of",
        "       an opening",
        "",
        "verso  its back",
    ];
    let body = vec![block(BlockKind::Table(table))];
    assert_eq!(written(article("en", body), 20), lines(&expected));
}

#[test]
fn a_cell_over_several_columns_and_rows_keeps_the_others_in_place() {
    let table = Table {
        alignments: vec![Alignment::Start; 3],
        head: vec![row(vec![cell("A"), wide("B and C together", 2, 1)])],
        body: vec![
            row(vec![wide("a", 1, 2), cell("b"), cell("c")]),
            row(vec![cell("bb"), wide("cc", 60_000, 60_000)]),
        ],
        ..Table::default()
    };
    let expected = [
        "A  B and C together",
        "─  ───────  ───────",
        "a  b        c",
        "   bb       cc",
    ];
    assert_eq!(text(vec![block(BlockKind::Table(table))]), lines(&expected));
}

#[test]
fn a_table_too_wide_for_the_line_is_read_out() {
    let mut table = table(
        &[Alignment::Start; 3],
        &[&["Constitution", "Promulgation", "Fin"]],
        &[&["cinquième", "1958", ""], &["quatrième", "1946", "1958"]],
    );
    if let Some(cell) = table.body.get_mut(1).and_then(|row| row.cells.get_mut(2)) {
        cell.body.push(p("octobre"));
    }
    let expected = [
        "Constitution\u{a0}:",
        "    cinquième",
        "Promulgation\u{a0}: 1958",
        "Fin\u{a0}:",
        "",
        "Constitution\u{a0}:",
        "    quatrième",
        "Promulgation\u{a0}: 1946",
        "Fin\u{a0}:",
        "    1958",
        "",
        "    octobre",
    ];
    let body = vec![block(BlockKind::Table(table))];
    assert_eq!(written(article("fr", body), 22), lines(&expected));
}

#[test]
fn a_blank_head_is_left_out() {
    let table = table(
        &[Alignment::Start; 2],
        &[&["", ""]],
        &[&["a", "b"], &["c", "d"]],
    );
    let body = vec![block(BlockKind::Table(table))];
    assert_eq!(text(body), "a  b\nc  d\n");
}

#[test]
fn a_head_over_no_cell_is_still_read_out() {
    let table = table(
        &[Alignment::Start; 3],
        &[&["Constitution", "Promulgation", "End"]],
        &[&["fourth"]],
    );
    let body = vec![block(BlockKind::Table(table))];
    let expected = ["Constitution: fourth", "Promulgation, End:"];
    assert_eq!(written(article("en", body), 22), lines(&expected));
}

#[test]
fn columns_share_what_their_longest_words_leave() {
    let words = "aa bb cc dd ee ff";
    let table = table(&[Alignment::Start; 3], &[], &[&["short", words, words]]);
    let expected = [
        "short  aa bb   aa bb",
        "       cc dd   cc dd",
        "       ee ff   ee ff",
    ];
    let body = || vec![block(BlockKind::Table(table.clone()))];
    assert_eq!(written(article("en", body()), 21), lines(&expected));
    let expected = [
        "short  aa bb cc  aa bb",
        "       dd ee ff  cc dd",
        "                 ee ff",
    ];
    assert_eq!(written(article("en", body()), 24), lines(&expected));
}

#[test]
fn a_list_in_a_cell_keeps_the_columns_apart() {
    let mut table = table(&[Alignment::Start; 2], &[], &[&["", "set"]]);
    if let Some(cell) = table.body.get_mut(0).and_then(|row| row.cells.get_mut(0)) {
        let items = vec![item(vec![p("composing")]), item(vec![p("stick")])];
        cell.body = vec![list(Numbering::Bullet, true, items)];
    }
    let body = vec![block(BlockKind::Table(table))];
    assert_eq!(text(body), "• composing  set\n• stick\n");
}
