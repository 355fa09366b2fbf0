//! Marked content.

use super::*;
use Decoration::{Folio, Hyphen, Ornament, RunningHead};

#[test]
fn a_mark_says_its_own_text_once_where_its_first_glyph_stands() {
    let content = format!(
        "{} /Span <</ActualText (ffi)>> BDC {} {} EMC {}",
        at(0, 700, "a"),
        at(5, 700, "x"),
        at(30, 700, "x"),
        at(35, 700, "e"),
    );
    assert_eq!(
        shown(&said(&[&content])),
        [
            ("a", Kind::Text, true),
            ("ffi", Kind::Text, false),
            ("e", Kind::Text, false)
        ]
    );
}

#[test]
fn the_outermost_text_stands_for_all_marks_in_it() {
    let content = format!(
        "/Span <</ActualText <FEFF00E9>>> BDC /Span <</MCID 0 /ActualText (no)>> BDC {} EMC \
         /P BMC {} EMC EMC",
        at(0, 700, "e"),
        at(5, 700, "x"),
    );
    assert_eq!(texts(&said(&[&content])), ["é"]);
}

#[test]
fn a_mark_without_a_glyph_says_its_text_and_an_empty_text_nothing() {
    let content = format!(
        "{} /Span /P1 BDC EMC /Span <</ActualText ()>> BDC {} EMC",
        at(0, 700, "a"),
        at(5, 700, "x"),
    );
    assert_eq!(texts(&said(&[&content])), ["a", "fi"]);
}

#[test]
fn texts_are_read_in_every_encoding_of_text_strings() {
    let mark = |text: &str| format!("/Span <</ActualText {text}>> BDC {} EMC ", at(0, 700, "x"));
    let content = mark("<FEFFD83DDE00>") + &mark("<E9>") + &mark("<EFBBBFC3A9>") + &mark("<8D>");
    assert_eq!(texts(&said(&[&content])), ["😀", "é", "é", "“"]);
}

#[test]
fn what_belongs_to_the_page_keeps_its_text_and_tells_its_kind() {
    let mark = |kind: &str, text: &str| format!("/Artifact <<{kind}>> BDC {text} EMC ");
    let span = format!("/Span <</ActualText (fi)>> BDC {} EMC", at(5, 20, "x"));
    let content = mark("/Type /Pagination /Subtype /Header", &at(0, 800, "a"))
        + &mark("/Subtype /Footer", &at(0, 20, "1"))
        + &mark("", &(at(0, 20, "a") + &span))
        + &format!("/Artifact BMC {} EMC", at(0, 10, "x"));
    let pieces = said(&[&content]);
    assert_eq!(
        shown(&pieces),
        [
            ("a", Kind::Decoration(RunningHead), true),
            ("1", Kind::Decoration(Folio), true),
            ("a", Kind::Decoration(Ornament), true),
            ("fi", Kind::Decoration(Ornament), false),
            ("x", Kind::Decoration(Ornament), true),
        ]
    );
}

#[test]
fn a_word_goes_on_after_the_hyphen_at_the_end_of_a_line() {
    let head = format!("/Artifact BMC {} EMC\n", at(0, 800, "H"));
    let first = at(0, 700, "Ha\u{ad}");
    let note = "BT /F 8 Tf 1 0 0 1 0 50 Tm <0008> Tj ET\n";
    let pieces = said(&[&(first.clone() + &at(0, 686, "lf")), ""]);
    assert_eq!(
        shown(&pieces),
        [
            ("Ha", Kind::Text, true),
            ("\u{ad}", Kind::Decoration(Hyphen), false),
            ("lf", Kind::Text, false),
        ]
    );
    // On the next page, after its head.
    let pieces = said(&[&first, &(head + &at(0, 700, "lf"))]);
    assert_eq!(shown(&pieces)[3], ("lf", Kind::Text, false));
    // A note at the foot of the page is another text.
    let pieces = said(&[&(first + note), &at(0, 700, "lf")]);
    assert_eq!(shown(&pieces)[2], ("x", Kind::Text, true));
}

#[test]
fn a_hyphen_may_be_spelt_out_and_a_soft_one_within_a_line_parts_nothing() {
    let hyphen = format!(
        "/Span <</ActualText <FEFF00AD>>> BDC {} EMC\n",
        at(5, 700, "x")
    );
    let pieces = said(&[&(at(0, 700, "a") + &hyphen + &at(0, 686, "e"))]);
    assert_eq!(
        shown(&pieces)[1],
        ("\u{ad}", Kind::Decoration(Hyphen), false)
    );
    let pieces = said(&[&at(0, 700, "a\u{ad}e")]);
    assert!(pieces.iter().all(|piece| piece.kind == Kind::Text));
    assert_eq!(texts(&pieces).concat(), "a\u{ad}e");
}

#[test]
fn a_frame_spells_the_code_point_of_what_it_stands_for() {
    let frame = |actual: &str, own: &str| {
        let digits = at(0, 704, &own[..2]) + &at(0, 700, &own[2..]);
        format!("/Span <</ActualText <FEFF{actual}>>> BDC {digits} EMC")
    };
    let kind = |content: &str| said(&[content])[0].kind;
    assert_eq!(kind(&frame("00E9", "00E9")), Kind::Framed);
    assert_eq!(kind(&frame("00E90301", "00E9")), Kind::Framed, "one sign");
    assert_eq!(kind(&frame("00E9", "00E1")), Kind::Text);
    let text = at(-5, 700, "a") + &frame("00E9", "00E9") + "\n" + &at(10, 700, "x");
    let opens: Vec<bool> = said(&[&text]).iter().map(|piece| piece.opens).collect();
    assert_eq!(opens, [true, false, false], "a frame stands in its line");
    let in_head = format!("/Artifact BMC {} EMC", frame("00E9", "00E9"));
    assert_eq!(kind(&in_head), Kind::Decoration(Ornament));
}

#[test]
fn a_spoken_text_is_blank_where_its_glyphs_show_nothing() {
    let mark = |actual: &str, glyphs: &str| {
        format!(
            "/Span <</ActualText <FEFF{actual}>>> BDC BT /F 10 Tf 1 0 0 1 0 700 Tm {glyphs} Tj ET EMC"
        )
    };
    let kind = |content: &str| said(&[content])[0].kind;
    assert_eq!(
        kind(&mark("0061", "<0001>")),
        Kind::Blank,
        "a space for an a"
    );
    assert_eq!(kind(&mark("0061", "<00080000>")), Kind::Blank, "glyph 0");
    assert_eq!(kind(&mark("0061", "<00080001>")), Kind::Text);
    assert_eq!(kind(&mark("00A0", "<0001>")), Kind::Text);
}

#[test]
fn marks_that_do_not_match_are_told() {
    let said = Specimen::of(&["EMC /P BMC", "/P /None BDC EMC"]).read();
    assert_eq!(
        faults(&said),
        [
            "a mark is closed that was not opened",
            "a marked-content sequence is not closed",
            "the properties of a marked-content sequence are missing"
        ]
    );
}
