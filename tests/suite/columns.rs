//! Text in columns within the page, and columns side by side: on pages, in books and texts, and
//! in every form that articles are converted to.

use crate::harness::Desk;
use crate::picture_places::{PICTURES, Set, Word, png, set, set_in, words};
use crate::proof::epub;
use pressroom::geom::Pt;
use pressroom::style::{Style, parse_paper};

/// A page that is wide enough for columns within it.
fn wide(style: &mut Style) {
    style.page.size = parse_paper("a4").unwrap();
}

/// Paragraphs of so many words, each word with its number.
fn numbered(paragraphs: usize, length: usize) -> String {
    let paragraph = |p: usize| {
        let word = |w: usize| format!("w{}", p * length + w);
        (0..length).map(word).collect::<Vec<_>>().join(" ")
    };
    (0..paragraphs)
        .map(paragraph)
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// The numbered words, in the order in which they are on the pages.
fn found(set: &Set) -> Vec<Word> {
    let is_numbered = |word: &Word| {
        let number = word.text.strip_prefix('w');
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    };
    set.words().into_iter().filter(is_numbered).collect()
}

/// The left edges and the first and last baselines of the columns on a page.
fn columns(words: &[Word], page: usize) -> Vec<(f64, f64, f64)> {
    let mut columns: Vec<(f64, f64, f64)> = Vec::new();
    let mut last = f64::MAX;
    for word in words.iter().filter(|word| word.page == page) {
        match columns.last_mut() {
            Some(column) if word.y >= last => {
                column.0 = column.0.min(word.x);
                column.2 = word.y;
            }
            _ => columns.push((word.x, word.y, word.y)),
        }
        last = word.y;
    }
    columns
}

#[test]
fn text_flows_through_balanced_columns_on_the_grid() {
    for (count, attribute) in [(2, ""), (3, " count=3")] {
        let text = format!(
            "Before.\n\n::: {{.columns{attribute}}}\n{}\n:::\n\nAfter.",
            numbered(4, 45)
        );
        let set = set_in(&text, "en", |style| {
            wide(style);
            style.page.inner = Pt(50.0);
            style.page.outer = Pt(50.0);
        });
        assert!(
            set.told.iter().all(|told| *told == "gaping-line"),
            "{:?}",
            set.told
        );
        let words = found(&set);
        // Every word is there, in the order of the text.
        let numbers: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
        let expected: Vec<String> = (0..180).map(|n| format!("w{n}")).collect();
        assert_eq!(numbers, expected);
        let columns = columns(&words, 0);
        assert_eq!(columns.len(), count, "{columns:?}");
        let line = set.leading();
        for pair in columns.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{columns:?}");
            assert!(
                (pair[0].1 - pair[1].1).abs() < 0.01,
                "tops are level: {columns:?}"
            );
            assert!((pair[0].2 - pair[1].2).abs() < line * 2.01, "{columns:?}");
        }
        // What stands before and after is on the same grid.
        let (before, after) = (set.word("Before").y, set.word("After").y);
        for y in [columns[0].1, after] {
            let lines = (y - before) / line;
            assert!((lines - lines.round()).abs() < 0.01, "{lines}");
        }
        let lowest = columns.iter().map(|column| column.2).fold(0.0, f64::max);
        assert!((after - lowest - 2.0 * line).abs() < 0.01);
    }
}

#[test]
fn columns_go_on_over_pages_and_are_full_on_each() {
    for before in [10, 150, 260, 400] {
        let text = format!(
            "{}\n\n::: columns\n{}\n:::\n\nAfter.",
            words("before", before),
            numbered(30, 37)
        );
        let set = set_in(&text, "en", wide);
        let words = found(&set);
        let numbers: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
        let expected: Vec<String> = (0..30 * 37).map(|n| format!("w{n}")).collect();
        assert_eq!(numbers, expected, "{before}");
        let last = words.last().unwrap().page;
        assert!(last > 0, "{before}");
        let foot = set.foot();
        for page in words[0].page..=last {
            let columns = columns(&words, page);
            assert_eq!(columns.len(), 2, "{before} {page}");
            let difference = (columns[0].2 - columns[1].2).abs();
            assert!(
                difference < set.leading() * 2.01,
                "{before} {page} {columns:?}"
            );
            assert!(
                columns.iter().all(|column| column.2 < foot),
                "{before} {page}"
            );
            if page < last {
                let lowest = columns[0].2.max(columns[1].2);
                assert!(foot - lowest < set.leading() * 2.5, "{before} {page}: full");
            }
        }
        assert_eq!(set.word("After").page, last, "{before}");
    }
}

#[test]
fn a_column_break_begins_the_next_column_and_a_page_break_the_next_page() {
    let set = set_in(
        "::: columns\nOne.\n\n::: column-break\n:::\n\nTwo.\n\nThree.\n\n\\newpage\n\nFour.\n:::",
        "en",
        wide,
    );
    let (one, two, four) = (set.word("One"), set.word("Two"), set.word("Four"));
    assert!(two.x > one.x + 100.0 && (two.y - one.y).abs() < 0.01);
    assert!((set.word("Three").x - two.x).abs() < 20.0);
    assert_eq!((one.page, four.page), (0, 1));
}

#[test]
fn columns_side_by_side_have_the_widths_that_are_asked_for_and_level_tops() {
    let text = format!(
        "Before.\n\n:::: columns\n::: {{.column width=\"30%\"}}\nLeft {}\n:::\n::: column\n\
         Right {}\n\n![a](wide.png \"Caption\")\n:::\n::::\n\nAfter.",
        words("one", 20),
        words("two", 60)
    );
    let set = set_in(&text, "en", wide);
    assert!(
        set.told.iter().all(|told| *told == "gaping-line"),
        "{:?}",
        set.told
    );
    let (left, right) = (set.word("Left"), set.word("Right"));
    assert!((left.y - right.y).abs() < 0.01);
    let share = (right.x - left.x) / set.measure();
    assert!((0.3..0.4).contains(&share), "{share}");
    let (_, rect) = set.pictures()[0];
    assert!(
        rect.origin.x.0 >= right.x - 0.01,
        "the picture stands in its column"
    );
    assert!((rect.origin.x + rect.size.width).0 <= left.x + set.measure() + 0.01);
    assert!(set.word("After").y > set.word("Caption").y);
    let lines = (set.word("After").y - left.y) / set.leading();
    assert!((lines - lines.round()).abs() < 0.01);
}

#[test]
fn columns_that_are_too_narrow_or_stand_in_a_list_are_set_in_one_and_reported() {
    for text in [
        "> ::: columns\n> One.\n>\n> Two.\n> :::",
        "- ::: columns\n  One.\n\n  Two.\n  :::",
        ":::: columns\n::: {.column width=\"5%\"}\nOne.\n:::\n::: column\nTwo.\n:::\n::::",
    ] {
        let set = set_in(text, "en", wide);
        assert_eq!(set.told, ["columns"], "{text}");
        assert!(set.word("Two").y > set.word("One").y, "{text}");
    }
    // In the narrow columns of a newspaper there is no room for others.
    let set = set_in("::: columns\nOne.\n\nTwo.\n:::", "en", |style| {
        wide(style);
        style.page.columns = 3;
        style.page.gutter = Pt(12.0);
    });
    assert_eq!(set.told, ["columns"]);
    // Six where there is room for three are three.
    let narrow = format!("::: {{.columns count=6}}\n{}\n:::", numbered(3, 40));
    let set = set_in(&narrow, "en", wide);
    assert!(set.told.contains(&"columns"));
    assert_eq!(columns(&found(&set), 0).len(), 3);
    // Columns side by side that are higher than a page stand one under the other.
    let tall = format!(
        ":::: columns\n::: column\n{}\n:::\n::: column\nTwo.\n:::\n::::",
        numbered(12, 60)
    );
    let set = set_in(&tall, "en", wide);
    assert!(set.told.contains(&"columns"));
    assert_eq!(found(&set).len(), 720);
    set.word("Two");
}

#[test]
fn wrong_values_of_columns_are_reported() {
    for (text, said) in [
        ("::: {.columns count=9}\nOne.\n:::", "`count=9`"),
        (
            ":::: columns\n::: {.column width=big}\nOne.\n:::\n::: column\nTwo.\n:::\n::::",
            "`width=big`",
        ),
        (
            ":::: columns\n::: {.column width=\"80%\"}\nOne.\n:::\n::: {.column width=\"40%\"}\nTwo.\n:::\n::::",
            "120 % wide together",
        ),
        (
            ":::: columns\n::: column\nOne.\n:::\n\nBetween.\n::::",
            "other blocks between",
        ),
        (
            ":::: columns\n::: column\nOne.\n:::\n::::",
            "a column alone",
        ),
        (
            ":::: columns\n::: column\nOne.\n\n\\newpage\n\nTwo.\n:::\n::: column\nThree.\n:::\n::::",
            "a page break in columns side by side",
        ),
    ] {
        let desk = Desk::new().article("a.md", "A", text);
        let desk = desk.export("a.md --pdf --epub --txt --proof --lang en");
        desk.status(0).says(said);
    }
    assert!(
        set("::: {.other count=3}\nText.\n:::")
            .told
            .contains(&"unused-attribute")
    );
}

const SOURCE: &str = "One paragraph.\n\n::: {.columns #flow count=3}\n## A heading\n\nFirst \
    paragraph.[^a]\n\n- item\n\nSecond paragraph.\n:::\n\n:::: columns\n::: {.column width=\"40%\"}\n\
    Left.[^b]\n:::\n::: {.column #right lang=fr}\n![a](wide.png \"Légende\")\n:::\n::::\n\nSee \
    [there](#flow) and [here](#right).\n\n[^a]: A note.\n\n[^b]: Another.";

fn desk() -> Desk {
    let desk = Desk::new();
    PICTURES.iter().fold(desk, |desk, (name, width, height)| {
        desk.file(name, png(*width, *height))
    })
}

#[test]
fn columns_are_the_same_in_every_file_and_pass_the_proof() {
    let desk = desk()
        .article("a.md", "A", SOURCE)
        .export("a.md --pdf --epub --txt --proof --strict --paper a3")
        .status(0);
    assert!(!desk.said().contains("warning"), "{}", desk.said());
    let text = desk.text("out/a.txt");
    let order = [
        "A heading",
        "First",
        "item",
        "Second",
        "Left",
        "Légende",
        "See",
    ];
    let mut from = 0;
    for part in order {
        let at = text[from..].find(part);
        from += at.unwrap_or_else(|| panic!("{part}\n{text}"));
    }
    let chapters = epub::chapters(&desk.bytes("out/a.epub"));
    let page = chapters[0].text();
    for part in [
        "<div style=\"columns: 14em 3\" class=\"columns\" id=\"flow\">",
        "<div class=\"side-by-side columns\">",
        "<div style=\"width: 40%; flex: 40 1 0%\" class=\"column\">",
        "<div style=\"flex: 60 1 0%\" class=\"column\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn notes_in_columns_stand_at_the_foot_of_the_page_that_marks_them() {
    let body: Vec<String> = (0..40)
        .map(|n| format!("Mark{n}[^{n}] {}", words("text", 35)))
        .collect();
    let notes: Vec<String> = (0..40)
        .map(|n| format!("[^{n}]: Note{n} says so."))
        .collect();
    let text = format!(
        "::: columns\n{}\n:::\n\n{}",
        body.join("\n\n"),
        notes.join("\n\n")
    );
    let set = set_in(&text, "en", wide);
    let mut pages = std::collections::BTreeSet::new();
    for n in 0..40 {
        let page_of = |word: String| {
            let words = set.words();
            let is = |other: &Word| other.text.trim_end_matches('.') == word;
            words.iter().find(|word| is(word)).map(|word| word.page)
        };
        let (mark, note) = (page_of(format!("Mark{n}")), page_of(format!("Note{n}")));
        assert!(mark.is_some(), "{n}");
        assert_eq!(mark, note, "{n}");
        pages.insert(mark);
    }
    assert!(pages.len() > 1, "{pages:?}");
    let foot = set.foot();
    assert!(set.words().iter().all(|word| word.y < foot));
}

#[test]
fn columns_come_back_from_every_form_they_are_converted_to() {
    // A page of HTML numbers its notes and names its headings.
    let (source, _) = SOURCE.split_once("\n\n[^a]: ").unwrap();
    let source = source.replace("[^a]", "").replace("[^b]", "");
    let source = source.replace("## A heading", "## A heading {#a-heading}");
    let mut desk = desk().article("a.md", "A", &source);
    desk = desk.run(["convert", "a.md", "--to", "json"]).status(0);
    let json = desk.printed();
    for form in ["md", "yaml", "html"] {
        desk = desk.run(["convert", "a.md", "--to", form]).status(0);
        let name = format!("b.{form}");
        let written = desk.printed();
        desk = desk.file(&name, written.as_bytes());
        desk = desk.run(["convert", &name, "--to", "json"]).status(0);
        let back = desk.printed();
        let body = |json: &str| {
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            value["body"].clone()
        };
        assert_eq!(body(&back), body(&json), "{form}\n{written}");
    }
}

#[test]
fn columns_of_html_and_of_wordpress_are_columns() {
    for html in [
        "<div class=\"columns\"><p>One.</p><p>Two.</p></div>",
        "<div style=\"column-count: 2\"><p>One.</p><p>Two.</p></div>",
        "<div class=\"wp-block-columns\"><div class=\"wp-block-column\" \
         style=\"flex-basis:40%\"><p>One.</p></div><div class=\"wp-block-column\"><p>Two.</p>\
         </div></div>",
        "<div class=\"columns\"><div class=\"column\" style=\"width:40%;\"><p>One.</p></div>\
         <div class=\"column\"><p>Two.</p></div></div>",
    ] {
        let set = set_in(html, "en", wide);
        assert!(set.told.is_empty(), "{html} {:?}", set.told);
        let (one, two) = (set.word("One"), set.word("Two"));
        assert!(
            (one.y - two.y).abs() < 0.01 && two.x > one.x + 50.0,
            "{html}"
        );
        Desk::new()
            .article("a.md", "A", html)
            .export("a.md --pdf --epub --txt --strict --lang en")
            .status(0)
            .says_nothing();
    }
}
