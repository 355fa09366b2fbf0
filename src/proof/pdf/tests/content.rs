//! The operators of a page.

use super::*;

#[test]
fn text_goes_on_along_its_line_and_opens_on_the_next() {
    let content = "BT /F 10 Tf 14 TL 1 0 0 1 0 700 Tm [<0002> -20 <0003>] TJ <0007> Tj T* <0005> Tj \
                   0 -14 Td <0006> Tj 0 -20 TD <0007> Tj (\\000\\010) ' 3 1 <0004> \" ET";
    let pieces = said(&[content]);
    let expected = ["Hal", "f", "i", "l", "x", "e"].map(|text| (text, Kind::Text, true));
    assert_eq!(shown(&pieces), expected);
}

#[test]
fn a_jump_of_the_pen_opens_and_a_wide_space_does_not() {
    // A glyph is 5 wide: the pen stands at 5, and 0.6 em more is 11.
    // From right to left it is from 0 to -6.
    let places = [
        (5, false),
        (10, false),
        (12, true),
        (3, false),
        (0, true),
        (-5, false),
        (-10, false),
        (-12, true),
    ];
    for (x, opens) in places {
        let pieces = said(&[&(at(0, 700, "a") + &at(x, 700, "x"))]);
        let count = if opens { 2 } else { 1 };
        assert_eq!(pieces.len(), count, "{x}");
    }
}

#[test]
fn superior_figures_stand_on_the_baseline_of_their_line() {
    let content =
        "BT /F 10 Tf 1 0 0 1 0 700 Tm <0003> Tj 4 Ts /F 10 Tf <000B> Tj 0 Ts <0008> Tj ET";
    assert_eq!(texts(&said(&[content])), ["a1x"]);
}

#[test]
fn letters_may_be_spaced_and_widened() {
    // 5 and 2 between letters, and all of it half as wide: the next is at 7.
    let content = "BT /F 10 Tf 2 Tc 50 Tz 1 0 0 1 0 700 Tm <00030003> Tj ET";
    let goes_on = format!("{content} BT 0 Tc 100 Tz {}", &at(7, 700, "x")[3..]);
    assert_eq!(texts(&said(&[&goes_on])), ["aax"]);
    let jumps = format!("{content} BT 0 Tc 100 Tz {}", &at(14, 700, "x")[3..]);
    assert_eq!(texts(&said(&[&jumps])), ["aa", "x"]);
}

#[test]
fn the_state_is_saved_and_the_page_turned() {
    // Twice as large, and then as before.
    let content = format!(
        "q 2 0 0 2 0 0 cm {} Q {}",
        at(0, 350, "a"),
        at(10, 700, "x")
    );
    assert_eq!(texts(&said(&[&content])), ["ax"]);
    // A line that runs upwards is one line.
    let content = "BT /F 10 Tf 0 1 -1 0 300 100 Tm <00030003> Tj <0008> Tj ET";
    assert_eq!(texts(&said(&[content])), ["aax"]);
}

#[test]
fn forms_are_read_where_they_are_drawn_and_not_for_ever() {
    let content = format!("{} /X Do {}", at(0, 700, "a"), at(10, 700, "x"));
    let mut specimen = Specimen::of(&[&content]);
    specimen.form("X", &at(5, 700, "e"));
    let said = specimen.read();
    assert_eq!(texts(&said.pieces), ["aex"]);
    assert!(said.faults.is_empty());
    specimen.form("X", &format!("{} /X Do /X Do", at(5, 700, "e")));
    let said = specimen.read();
    assert_eq!(faults(&said), ["form XObjects are nested endlessly"]);
}

#[test]
fn a_form_leaves_the_marks_of_its_page_alone() {
    let content = format!("/P BMC /X Do {} EMC", at(10, 700, "x"));
    let mut specimen = Specimen::of(&[&content]);
    specimen.form("X", "EMC /Artifact BMC q q");
    let said = specimen.read();
    assert_eq!(
        faults(&said),
        [
            "a mark is closed that was not opened",
            "a marked-content sequence is not closed"
        ]
    );
    assert_eq!(shown(&said.pieces), [("x", Kind::Text, true)]);
}

#[test]
fn a_glyph_that_says_nothing_is_a_fault_and_is_seen() {
    let content = format!("BT /F 10 Tf 1 0 0 1 0 700 Tm <0003> Tj {DUMB} Tj ET");
    let said = Specimen::of(&[&content]).read();
    assert_eq!(texts(&said.pieces), ["a\u{fffd}"]);
    assert_eq!(faults(&said), ["a glyph has no Unicode value"]);
}

#[test]
fn what_shows_nothing_is_blank() {
    // Glyph 0, a letter without an outline, and letters that are not drawn; a
    // space need not be seen.
    let content = "BT /F 10 Tf 1 0 0 1 0 700 Tm <0003> Tj <0000> Tj <0001> Tj <0010> Tj \
                   3 Tr <0008> Tj 0 Tr <0004> Tj ET";
    assert_eq!(
        shown(&said(&[content])),
        [
            ("a", Kind::Text, true),
            ("\u{fffd}", Kind::Blank, false),
            (" ", Kind::Text, false),
            ("zx", Kind::Blank, false),
            ("e", Kind::Text, false),
        ]
    );
}

#[test]
fn content_that_breaks_off_is_told() {
    let content = at(0, 700, "a") + "BT /F 10 Tf (x";
    let said = Specimen::of(&[&content]).read();
    assert_eq!(texts(&said.pieces), ["a"]);
    assert_eq!(
        faults(&said),
        ["its content is damaged; read up to the damage only"]
    );
}

#[test]
fn a_font_or_a_form_that_the_page_does_not_have_is_told() {
    let said = Specimen::of(&["BT /G 10 Tf <0003> Tj ET /Y Do"]).read();
    assert_eq!(
        faults(&said),
        [
            "text uses a font that is not in the page's resources",
            "text is set without a font",
            "an object is drawn that is not in the page's resources",
        ]
    );
}
