//! Breaks that an author asks for, and matter that stays together: in the PDF, the EPUB, plain
//! text, and the article's own forms.

use crate::harness::Desk;
use crate::make_up::numbered;
use crate::proof::epub::{chapters, entry};
use crate::proof::pdf::Pdf;

/// The PDF of a text whose title is `T`, which has every character of it.
#[track_caller]
fn set(text: &str, options: &str) -> Pdf {
    let desk = Desk::new()
        .article("a.md", "T", text)
        .export(&format!("a.md --pdf --strict --proof {options}"))
        .status(0)
        .says_nothing();
    Pdf::open(&desk.bytes("out/a.pdf"))
}

/// The pages that have a text on them.
fn pages_of(pdf: &Pdf, text: &str) -> Vec<usize> {
    let has = |page: &usize| pdf.lines(*page).join(" ").contains(text);
    (0..pdf.pages.len()).filter(has).collect()
}

/// Where a text stands: from the left and from the foot of its page.
#[track_caller]
fn place(pdf: &Pdf, page: usize, text: &str) -> (f64, f64) {
    let stretches = pdf.stretches(page);
    let found = stretches.iter().find(|s| s.text.contains(text));
    let found = found.unwrap_or_else(|| panic!("{text} in {stretches:?}"));
    (found.x, found.y)
}

#[test]
fn what_follows_a_break_begins_the_next_page_at_its_head() {
    let pdf = set(
        "One.\n\n\\newpage\n\nTwo.\n\n::: page-break\n:::\n\nThree.",
        "",
    );
    assert_eq!(pdf.pages.len(), 3);
    for (page, text) in ["One.", "Two.", "Three."].iter().enumerate() {
        assert_eq!(pages_of(&pdf, text), [page]);
    }
    assert_eq!(place(&pdf, 1, "Two.").1, place(&pdf, 2, "Three.").1);
    assert!(pdf.furniture(1).contains(&"2".to_owned()));
    // The paragraph before is not drawn to the foot of its page.
    assert!(place(&pdf, 0, "One.").1 > 400.0);
}

#[test]
fn a_recto_break_leaves_a_left_hand_page_blank() {
    let pdf = set(
        "One.\n\n\\cleardoublepage\n\nThree.\n\n\\cleardoublepage\n\nFive.",
        "",
    );
    assert_eq!(pdf.pages.len(), 5);
    for page in [1, 3] {
        assert!(pdf.stretches(page).is_empty(), "page {page} is blank");
    }
    assert_eq!(pages_of(&pdf, "Three."), [2]);
    assert!(pdf.furniture(2).contains(&"3".to_owned()), "it is counted");
    // On a right-hand page already, the next is left-hand.
    let pdf = set(
        "One.\n\n\\newpage\n\nTwo.\n\n\\cleardoublepage\n\nThree.",
        "",
    );
    assert_eq!(pages_of(&pdf, "Three."), [2]);
}

#[test]
fn breaks_at_the_ends_of_an_article_and_in_a_row_make_no_empty_page() {
    for theme in ["article", "newspaper"] {
        let options = format!("--theme {theme}");
        let pdf = set("One.\n\n\\newpage\n\n\\cleardoublepage\n", &options);
        assert_eq!(pdf.pages.len(), 1, "{theme}");
        let pdf = set("One.\n\n\\newpage\n\n\\clearpage\n\nTwo.", &options);
        assert_eq!(pdf.pages.len(), 2, "{theme}");
        // The headline has a page of its own.
        let pdf = set(
            "\\newpage\n\nOne.\n\n::: {.aside .page-break-after}\nTwo.\n:::",
            &options,
        );
        assert_eq!(pdf.pages.len(), 2, "{theme}");
        assert_eq!(pages_of(&pdf, "One."), [1], "{theme}");
    }
    let desk = Desk::new()
        .file(
            "a.yaml",
            "language: en\nbody: [{break: page}, One., {break: recto}]\n",
        )
        .export("a.yaml --pdf --proof")
        .status(0);
    assert_eq!(Pdf::open(&desk.bytes("out/a.pdf")).pages.len(), 1);
}

#[test]
fn a_break_before_the_first_words_takes_no_drop_capital_from_them() {
    let text = format!("\\newpage\n\n{}", numbered(3).replace(['«', '»'], ""));
    let text = text.replacen("0 ", "Words of ", 1);
    let pdf = set(&text, "--theme newspaper");
    let sizes = pdf.stretches(1).into_iter().map(|s| s.size);
    assert!(sizes.fold(0.0, f64::max) > 20.0, "{:?}", pdf.stretches(1));
}

#[test]
fn a_heading_does_not_hold_the_text_that_its_author_breaks_off() {
    let pdf = set("One.\n\n## Head\n\n\\newpage\n\nTwo.", "");
    assert_eq!(pages_of(&pdf, "Head"), [0]);
    assert_eq!(pages_of(&pdf, "Two."), [1]);
}

#[test]
fn notes_and_figures_that_wait_come_before_what_follows_a_break() {
    let note = format!("[^a]: Opens. {}", numbered(22).replace("\n\n", " "));
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 300'>\
                   <rect width='400' height='300' fill='#888'/></svg>";
    let text = format!(
        "{}\n\nMarked.[^a]\n\n![A plate](a.svg \"The caption\")\n\n\\newpage\n\nAfter.\n\n{note}\n",
        numbered(5)
    );
    let desk = Desk::new()
        .file("a.svg", drawing)
        .article("a.md", "T", &text)
        .export("a.md --pdf --strict --proof --paper a5")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let after = pages_of(&pdf, "After.");
    assert_eq!(after, [pdf.pages.len() - 1]);
    let note = pages_of(&pdf, "21»");
    assert!(
        note.iter().all(|page| *page < after[0]),
        "{note:?} {after:?}"
    );
    assert!(
        pages_of(&pdf, "Opens.")[0] < note[0],
        "it goes on to other pages"
    );
    assert!(pages_of(&pdf, "The caption")[0] < after[0]);
}

#[test]
fn a_column_break_goes_to_the_next_column_and_a_page_break_to_the_next_page() {
    let columns = "--theme newspaper";
    let text = "Onea.\n\n\\columnbreak\n\nTwoa.\n\n\\columnbreak\n\nThreea.\n\n\\columnbreak\n\n\
                Foura.\n\n\\columnbreak\n\nFivea.\n\n\\newpage\n\nSixa.";
    let pdf = set(text, columns);
    let places: Vec<(usize, f64, f64)> = ["Onea.", "Twoa.", "Threea.", "Foura.", "Fivea.", "Sixa."]
        .map(|text| {
            let pages = pages_of(&pdf, text);
            assert_eq!(pages.len(), 1, "{text}");
            let (x, y) = place(&pdf, pages[0], text);
            (pages[0], x, y)
        })
        .into();
    for pair in places.windows(2) {
        let ((page, x, y), (next, next_x, next_y)) = (pair[0], pair[1]);
        match page == next {
            true => assert!(next_x > x + 50.0 && (next_y - y).abs() < 0.1, "{places:?}"),
            false => assert!(next == page + 1 && next_x < x, "{places:?}"),
        }
    }
    assert!(places[1].0 == 0, "{places:?}");
    assert_eq!(places[5].0, places[4].0 + 1, "{places:?}");
}

#[test]
fn columns_before_a_page_break_are_not_balanced_and_the_last_are() {
    let text = format!(
        "{}\n\n\\newpage\n\n{}",
        numbered(6),
        numbered(6).replace('«', "»«")
    );
    let pdf = set(&text, "--theme newspaper");
    let lefts = |page: usize| {
        let own = pdf
            .stretches(page)
            .into_iter()
            .filter(|s| !s.artifact && s.size < 12.0);
        let mut lefts: Vec<i64> = own.map(|s| (s.x / 100.0) as i64).collect();
        lefts.sort_unstable();
        lefts.dedup();
        lefts.len()
    };
    assert!(lefts(0) < lefts(1), "{} {}", lefts(0), lefts(1));
}

#[test]
fn a_column_break_where_a_page_has_one_column_begins_a_page() {
    let pdf = set("One.\n\n::: column-break\n:::\n\nTwo.", "");
    assert_eq!(pages_of(&pdf, "Two."), [1]);
}

#[test]
fn breaks_within_quotations_lists_and_boxes_are_obeyed() {
    let fence = "::: page-break\n:::";
    let quoted = fence.replace('\n', "\n> ");
    let listed = fence.replace('\n', "\n  ");
    let text = format!(
        "> One.\n>\n> {quoted}\n>\n> Two.\n\n- Item.\n\n  {listed}\n\n  Three.\n\n\
         ::: aside\nFour.\n\n{fence}\n\nFive.\n:::\n\nTerm\n:   Six.\n\n    {}\n\n    Seven.\n",
        fence.replace('\n', "\n    ")
    );
    let pdf = set(&text, "");
    for (page, text) in ["One.", "Two.", "Three.", "Five.", "Seven."]
        .iter()
        .enumerate()
    {
        assert_eq!(pages_of(&pdf, text), [page], "{text}");
    }
    assert_eq!(pdf.pages.len(), 5);
}

#[test]
fn what_is_kept_together_stands_on_one_page() {
    let kept = "::: keep\nFirst kept.\n\n## Head\n\n1. one\n2. two\n\nLast kept.\n:::";
    for before in 1..14 {
        let text = format!("{}\n\n{kept}\n\n{}", numbered(before), numbered(6));
        let pdf = set(&text, "--paper a5");
        let first = pages_of(&pdf, "First kept.");
        assert_eq!(first, pages_of(&pdf, "Last kept."), "{before}");
    }
    let paragraphs = numbered(3);
    let kept = |before: usize| {
        let text = format!("{}\n\n::: keep\n{paragraphs}\n:::", numbered(before + 4));
        let pdf = set(&text, "--paper a5");
        let last = *pages_of(&pdf, " 2»").last().unwrap();
        let lines = pdf.lines(last).join(" ");
        assert!(
            lines.contains("«0 ") && lines.contains("«1 "),
            "{before}: {lines}"
        );
    };
    (0..6).for_each(kept);
}

#[test]
fn what_is_too_high_for_a_page_is_not_kept_and_reported() {
    let text = format!("Before.\n\n::: keep\n{}\n:::\n", numbered(30));
    let desk = Desk::new()
        .article("a.md", "T", &text)
        .export("a.md --pdf --proof --paper a5")
        .status(0)
        .says("note[tall-keep]: these blocks are higher than a page; not kept together")
        .says("a.md:8:1");
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    assert!(pages_of(&pdf, "«0 ")[0] == 0, "it begins where it stands");
}

#[test]
fn an_author_breaks_what_is_kept_together() {
    let pdf = set("::: keep\nOne.\n\n\\newpage\n\nTwo.\n:::", "");
    assert_eq!(pages_of(&pdf, "Two."), [1]);
}

#[test]
fn an_epub_begins_a_page_with_the_element_after_a_break() {
    let text = "One.\n\n\\newpage\n\nTwo.\n\n\\cleardoublepage\n\n## Three\n\n\\columnbreak\n\n\
                Four.\n\n::: keep\nFive.\n:::\n\n\\newpage\n";
    let desk = Desk::new()
        .article("a.md", "T", text)
        .export("a.md --epub --strict --proof")
        .status(0)
        .says_nothing();
    let epub = desk.bytes("out/a.epub");
    let chapter = chapters(&epub).remove(0).text().to_owned();
    for expected in [
        "<p>One.</p>\n<p class=\"page-break-before\">Two.</p>\n",
        "<h2 class=\"recto-break-before\"",
        "<p>Four.</p>\n<div class=\"keep\">\n<p>Five.</p>\n</div>\n</article>",
    ] {
        assert!(chapter.contains(expected), "{expected}\n{chapter}");
    }
    let sheet = entry(&epub, ".css").text().to_owned();
    for rule in [
        ".page-break-before {\n  page-break-before: always;\n  break-before: page;\n}",
        ".recto-break-before {\n  page-break-before: always;\n  break-before: recto;\n}",
        ".keep {\n  page-break-inside: avoid;\n  break-inside: avoid;\n}",
    ] {
        assert!(sheet.contains(rule), "{rule}");
    }
}

#[test]
fn the_mark_of_a_page_goes_with_the_element_that_begins_it() {
    let desk = Desk::new()
        .article(
            "a.md",
            "T",
            "One.\n\n\\newpage\n\nTwo.\n\n\\newpage\n\n- Three.",
        )
        .export("a.md --pdf --epub --strict --proof")
        .status(0)
        .says_nothing();
    let chapter = chapters(&desk.bytes("out/a.epub"))
        .remove(0)
        .text()
        .to_owned();
    let mark = "<p class=\"page-break-before\"><span epub:type=\"pagebreak\"";
    assert!(chapter.contains(mark), "{chapter}");
    assert!(
        chapter.contains("<ul class=\"page-break-before\">\n<li>"),
        "{chapter}"
    );
}

#[test]
fn plain_text_has_no_break() {
    Desk::new()
        .article(
            "a.md",
            "T",
            "One.\n\n\\newpage\n\nTwo.\n\n::: recto-break\n:::\n",
        )
        .export("a.md --txt --strict --proof")
        .status(0)
        .reads("out/a.txt", "T\n=\n\nOne.\n\nTwo.\n");
}

#[test]
fn a_page_of_html_has_its_breaks_as_classes() {
    let text = "One.\n\n\\newpage\n\n> Two.\n>\n> ::: column-break\n> :::\n\n\\cleardoublepage\n";
    let expected = "<blockquote class=\"page-break-before\">\n<p>Two.</p>\n\
                    <div class=\"column-break\"></div>\n</blockquote>\n\
                    <div class=\"recto-break\"></div>";
    let desk = Desk::new()
        .article("a.md", "T", text)
        .run(["convert", "a.md", "--to", "html"])
        .status(0)
        .prints(expected);
    let page = desk.printed();
    desk.file("b.html", page)
        .run(["convert", "b.html", "--to", "yaml"])
        .status(0)
        .prints("- break: page")
        .prints("- break: column")
        .prints("- break: recto");
}

#[test]
fn a_plan_counts_the_blank_pages_of_its_articles() {
    let desk = Desk::new()
        .file(
            "publication.yaml",
            "title: Book\nlanguage: en\ncontents: [a.md, b.md]\n",
        )
        .article("a.md", "A", "One.\n\n\\cleardoublepage\n\nThree.")
        .article("b.md", "B", "\\newpage\n\nLast.")
        .export("publication.yaml --pdf --proof")
        .status(0);
    let name = desk.files().into_iter().find(|name| name.ends_with(".pdf"));
    let pdf = Pdf::open(&desk.bytes(&name.unwrap()));
    let page = |text: &str| pages_of(&pdf, text)[0];
    let three = page("Three.");
    assert_eq!((three % 2, three - 2), (0, page("One.")));
    assert!(pdf.stretches(three - 1).is_empty());
    assert!(pdf.furniture(three).contains(&"3".to_owned()));
    // The headline of the next article is alone on its page, and no other is blank.
    assert_eq!(page("Last."), three + 2);
}

#[test]
fn a_command_breaks_a_quotation_and_is_reported_in_a_cell() {
    let pdf = set("> One.\n>\n> \\newpage\n>\n> Two.\n\nLast.", "");
    assert_eq!(pages_of(&pdf, "One."), [0]);
    assert_eq!(pages_of(&pdf, "Two."), [1]);
    assert!(pages_of(&pdf, "newpage").is_empty());
    let desk = Desk::new()
        .article("a.md", "T", "| a | b |\n|---|---|\n| \\newpage | c |\n")
        .export("a.md --pdf --txt --proof")
        .status(0)
        .says("a page break `\\newpage` in a table cell");
    assert!(!desk.text("out/a.txt").contains("newpage"));
    // What is escaped is text.
    let desk = Desk::new()
        .article("a.md", "T", "| a | b |\n|---|---|\n| `\\newpage` | c |\n")
        .export("a.md --txt --proof")
        .status(0);
    assert!(desk.text("out/a.txt").contains("newpage"));
}
