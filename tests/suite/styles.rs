//! The styles of themes: what elements and classes look like in PDFs and EPUBs.

use crate::harness::Desk;
use crate::proof::epub::{chapters, entry};
use crate::proof::pdf::{Pdf, Stretch};

/// A desk with an article in many elements, in a theme with these styles.
fn desk(styles: &str) -> Desk {
    Desk::new()
        .file("my.yaml", format!("extends: article\n{styles}"))
        .file(
            "a.md",
            "---\nkicker: Water\ntitle: The hill\nstandfirst: Where it goes.\nauthor: Ada Fontaine\n\
             lang: en\ndate: 2026-03-04\n---\n\n::: lead\nEvery morning at six two people climb \
             the hill above the town to read a meter that nobody else has read since the \
             reservoir was built; they write the figure down, shut the door and go home again \
             without a word about what they have seen up there, this time or any other \
             time that the oldest of their neighbours can remember having asked them.\n:::\n\nAn ordinary \
             paragraph with a [brand]{.brand} in it.\n\n## A heading\n\n> A quotation.\n\n\
             ::: {.aside .warning}\nA warning.\n:::\n\n::: aside\nAn aside.\n:::\n\n\
             ::: small\nSmall words.\n:::\n\n- an item\n\n```\nsome code\n```\n",
        )
}

/// The PDF of the article, with a proof that nothing of it is lost.
#[track_caller]
fn styled(styles: &str) -> Pdf {
    let desk = desk(styles)
        .export("a.md --pdf --theme my.yaml --proof")
        .status(0);
    Pdf::open(&desk.bytes("out/a.pdf"))
}

#[track_caller]
fn at(pdf: &Pdf, text: &str) -> Stretch {
    let pages = pdf.pages.len();
    let mut stretches = (0..pages).flat_map(|page| pdf.stretches(page));
    let found = stretches.find(|one| one.text.contains(text) && !one.artifact);
    found.unwrap_or_else(|| panic!("no {text:?}"))
}

/// The rectangles that a page fills with a colour, in the order in which they are drawn: left,
/// foot, width and height.
fn fills(pdf: &Pdf, page: usize, colour: [f64; 3]) -> Vec<[f64; 4]> {
    let mut current = Vec::new();
    let mut found = Vec::new();
    for operation in &pdf.content(page).operations {
        let numbers: Vec<f64> = operation
            .operands
            .iter()
            .filter_map(|operand| operand.as_float().ok())
            .map(f64::from)
            .collect();
        match operation.operator.as_str() {
            "rg" => current = numbers,
            "g" => current = vec![numbers[0]; 3],
            "re" if current
                .iter()
                .zip(colour)
                .all(|(a, b)| (a - b).abs() < 0.01) =>
            {
                found.push([numbers[0], numbers[1], numbers[2], numbers[3]]);
            }
            _ => {}
        }
    }
    found
}

#[test]
fn type_is_what_the_style_says_and_the_text_stays_as_written() {
    let pdf = styled(
        "text: {size: 10pt}\nstyles:\n  kicker: {caps: all, size: 2}\n  quote: {size: 1.5}\n  \
         .small: {size: 0.7}\n  .brand: {size: 0.5}\n  aside.warning: {size: 1.2}\n",
    );
    // Set in capitals, read as it was written: the proof has compared it.
    assert_eq!(at(&pdf, "Water").size, 20.0);
    assert_eq!(at(&pdf, "A quotation").size, 15.0);
    assert_eq!(at(&pdf, "Small words").size, 7.0);
    assert_eq!(at(&pdf, "brand").size, 5.0);
    assert_eq!(at(&pdf, "A warning").size, 12.0);
    assert_eq!(at(&pdf, "An aside").size, 9.0);
}

#[test]
fn capitals_are_drawn_for_small_letters() {
    let glyphs = |styles: &str| {
        let pdf = styled(styles);
        let line = at(&pdf, "Water");
        line.end - line.x
    };
    let (plain, all, small) = (
        glyphs(""),
        glyphs("styles: {kicker: {caps: all}}"),
        glyphs("styles: {kicker: {caps: small}}"),
    );
    assert!(
        all > plain * 1.1 && small > plain && small < all,
        "{plain} {small} {all}"
    );
}

#[test]
fn insets_and_white_move_a_block() {
    let (plain, moved) = (
        styled(""),
        styled("styles: {quote: {start: 50pt, before: 3, after: 0}}"),
    );
    let quote = |pdf: &Pdf| at(pdf, "A quotation");
    assert!((quote(&moved).x - quote(&plain).x - 50.0).abs() < 0.1);
    assert!((quote(&plain).y - quote(&moved).y - 30.0).abs() < 0.5);
}

#[test]
fn a_box_has_its_ground_under_its_text_and_its_borders_at_its_sides() {
    let pdf = styled(
        "styles:\n  aside.warning: {background: \"#ffcc00\", border: [start, bottom], \
         border-colour: \"#0000ff\", border-width: 3pt}\n",
    );
    let line = at(&pdf, "A warning");
    let grounds = fills(&pdf, 0, [1.0, 0.8, 0.0]);
    let [[left, foot, width, height]] = grounds[..] else {
        panic!("{grounds:?}")
    };
    assert!(left < line.x && left + width > line.end);
    let (top, bottom) = (foot.max(foot + height), foot.min(foot + height));
    assert!(
        bottom < line.y && top > line.y + 5.0,
        "{bottom} {top} {}",
        line.y
    );
    let borders = fills(&pdf, 0, [0.0, 0.0, 1.0]);
    assert_eq!(borders.len(), 2, "{borders:?}");
    assert!(
        borders
            .iter()
            .any(|b| (b[2] - 3.0).abs() < 0.01 && (b[0] - left).abs() < 0.01)
    );
    assert!(
        borders
            .iter()
            .any(|b| (b[3].abs() - 3.0).abs() < 0.01 && (b[2] - width).abs() < 0.01)
    );
    // An aside without the class keeps its own.
    assert_eq!(fills(&pdf, 0, [0.957, 0.949, 0.941]).len(), 2);
}

#[test]
fn no_ground_is_left_where_the_style_wants_none() {
    let pdf = styled("styles: {aside: {background: none}, code: {background: none}}");
    assert!(fills(&pdf, 0, [0.957, 0.949, 0.941]).is_empty());
}

#[test]
fn a_group_begins_with_a_drop_capital_and_has_the_indent_it_says() {
    let pdf = styled("styles: {.lead: {drop-capital: true}, paragraph: {indent: 30pt}}");
    let sizes = pdf.stretches(0).into_iter().map(|one| one.size);
    assert!(sizes.fold(0.0, f64::max) > 40.0);
    let plain = styled("");
    let first = |pdf: &Pdf| at(pdf, "An ordinary").x;
    assert!((first(&pdf) - first(&plain) - 30.0).abs() < 15.0 && first(&pdf) > first(&plain));
}

#[test]
fn a_class_stands_in_columns_on_a_ground() {
    let words = "Notices of the harbour, one under the other, for those who read them. ".repeat(12);
    let desk = Desk::new()
        .file(
            "my.yaml",
            "styles: {.notices: {columns: 2, background: \"#ffcc00\"}}\n",
        )
        .article(
            "a.md",
            "A",
            &format!("Text.\n\n::: notices\n{words}\n:::\n\nText."),
        )
        .export("a.md --pdf --epub --theme my.yaml --proof")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let [[left, _, width, height]] = fills(&pdf, 0, [1.0, 0.8, 0.0])[..] else {
        panic!("one ground");
    };
    let starts = pdf.stretches(0).into_iter().filter(|one| !one.artifact);
    let starts: Vec<f64> = starts.map(|one| one.x).collect();
    let in_second = |x: &&f64| **x > left + width / 2.0;
    assert!(starts.iter().filter(in_second).count() > 3, "{starts:?}");
    assert!(height.abs() > 50.0 && height.abs() < 300.0, "{height}");
    let css = entry(&desk.bytes("out/a.epub"), "stylesheet.css");
    assert!(css.text().contains("  columns: 11em 2;\n"));
}

#[test]
fn sentences_shown_large_have_three_looks() {
    for (look, accents, grounds) in [("bar", 1, 0), ("rules", 2, 0), ("band", 0, 1)] {
        let desk = Desk::new()
            .file("my.yaml", format!("pullquote: {{look: {look}}}\n"))
            .article("a.md", "A", "Text.\n\n::: pullquote\nLarge.\n:::\n\nText.")
            .export("a.md --pdf --epub --theme my.yaml --proof")
            .status(0);
        let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
        assert_eq!(
            fills(&pdf, 0, [0.698, 0.149, 0.122]).len(),
            accents,
            "{look}"
        );
        assert_eq!(
            fills(&pdf, 0, [0.957, 0.949, 0.941]).len(),
            grounds,
            "{look}"
        );
        let css = entry(&desk.bytes("out/a.epub"), "stylesheet.css");
        assert_eq!(
            css.text().contains("background: #f4f2f0"),
            grounds > 0,
            "{look}"
        );
    }
}

#[test]
fn without_a_grid_white_is_as_large_as_it_says() {
    let gap = |grid: bool| {
        let pdf = styled(&format!("page: {{grid: {grid}}}\n"));
        at(&pdf, "An ordinary").y - at(&pdf, "A heading").y
    };
    let whole = gap(true);
    assert!((gap(false) - whole).abs() > 1.0 && gap(false) < whole);
}

#[test]
fn an_epub_has_the_same_styles() {
    let desk = desk(
        "styles:\n  kicker: {caps: all}\n  heading-2: {italic: true}\n  aside.warning: \
         {background: \"#ffcc00\", border: [start]}\n  .lead: {drop-capital: true, size: 2}\n",
    )
    .export("a.md --epub --theme my.yaml --proof")
    .status(0);
    let epub = desk.bytes("out/a.epub");
    let css = entry(&epub, "stylesheet.css");
    let css = css.text();
    for rule in [
        "p.kicker {\n  text-transform: uppercase;\n}",
        ".level-2 {\n  font-style: italic;\n}",
        "aside.warning {\n  border-top: 0;",
        "  background: #ffcc00;\n  color: #000000;\n",
        "[dir=\"rtl\"] aside.warning {",
        ".lead {\n  font-size: 1.55em;\n}",
    ] {
        assert!(css.contains(rule), "{rule}\n{css}");
    }
    let page = chapters(&epub).remove(0);
    let page = page.text();
    assert!(page.contains("<h2 class=\"level-2\""), "{page}");
    assert!(page.contains("<p class=\"opening\">Every"), "{page}");
    assert!(page.contains("<aside class=\"warning\""), "{page}");
}

#[test]
fn a_style_sheet_of_the_theme_goes_into_the_epub_if_a_book_can_contain_it() {
    let sheet = |css: &str| {
        desk("epub: {css: mine.css}\n")
            .file("mine.css", css)
            .export("a.md --epub --theme my.yaml")
    };
    let desk = sheet("/* Mine. */\np.kicker { letter-spacing: 0.2em }\n").status(0);
    let css = entry(&desk.bytes("out/a.epub"), "stylesheet.css");
    assert!(css.text().ends_with("p.kicker { letter-spacing: 0.2em }\n"));
    sheet("p { color: red }\n@import \"x.css\";\n")
        .status(1)
        .says("mine.css:2:1")
        .says("no other style sheets");
    desk_without_sheet();
}

fn desk_without_sheet() {
    desk("epub: {css: none.css}\n")
        .export("a.md --epub --theme my.yaml")
        .status(1)
        .says("cannot read the style sheet none.css")
        .says("folder of the theme");
}

#[test]
fn each_value_is_shown_with_where_it_comes_from() {
    desk("styles: {quote: {italic: true}}\n")
        .run(["theme", "show", "./my.yaml", "--resolved", "--paper", "a5"])
        .status(0)
        .prints("# --paper")
        .prints("italic: true                    # ./my.yaml");
}

#[test]
fn the_schema_of_themes_is_printed() {
    Desk::new()
        .run(["schema", "theme"])
        .status(0)
        .prints("aside|figure")
        .prints("border-colour");
}

#[test]
fn text_in_a_dark_box_has_the_colour_of_the_box() {
    let styles =
        "extends: article\nstyles: {aside: {background: \"#222222\", colour: \"#ffffff\"}}\n";
    let desk = Desk::new()
        .file("my.yaml", styles)
        .article(
            "a.md",
            "A",
            "::: aside\nWords and a [link](https://example.org).\n\n> Quoted.\n\n| a |\n|---|\n| cell |\n:::\n\nText.",
        )
        .export("a.md --pdf --theme my.yaml --proof")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    // Whether any text is drawn in a colour: white four times, black for the title and the text.
    let mut colour = Vec::new();
    let mut colours = Vec::new();
    for operation in &pdf.content(0).operations {
        let numbers = || operation.operands.iter().filter_map(|o| o.as_float().ok());
        match operation.operator.as_str() {
            "rg" => colour = numbers().collect(),
            "g" => colour = numbers().cycle().take(3).collect(),
            "Tj" | "TJ" => colours.push(colour.clone()),
            _ => {}
        }
    }
    let white = colours
        .iter()
        .filter(|c| c.as_slice() == [1.0, 1.0, 1.0])
        .count();
    let blue = colours.iter().filter(|c| c.get(2) > c.first()).count();
    assert!(white >= 4, "{colours:?}");
    assert_eq!(blue, 0, "{colours:?}");
}

#[test]
fn no_letter_stands_on_a_border() {
    let pdf = styled(
        "styles: {aside.warning: {border: start, border-width: 12pt, border-colour: \"#0000ff\", padding: 1pt}}\n",
    );
    let [[left, _, width, _]] = fills(&pdf, 0, [0.0, 0.0, 1.0])[..] else {
        panic!("one border");
    };
    assert!(at(&pdf, "A warning").x > left + width + 2.0);
}

#[test]
fn a_wrong_selector_is_a_warning() {
    desk("styles: {aside.a.b: {}, \"\": {size: 2}, heading-2: {drop-capital: true}}\n")
        .export("a.md --pdf --theme my.yaml")
        .status(0)
        .says("`aside.a.b` is neither an element nor a class")
        .says("`drop-capital` has no effect on `heading-2`");
}
