//! Numbers of figures, tables, formulas, listings and sections, and references to them.

use crate::harness::Desk;
use crate::proof::epub::{body_text, chapters, entry};
use crate::proof::pdf::Pdf;

/// An article with two figures, of which the second has a label.
fn figures(lang: &str, keys: &str, text: &str) -> String {
    format!(
        "---\ntitle: T\nlang: {lang}\n{keys}---\n\n![One](a.svg \"First\")\n\n\
         ![Two](a.svg \"Second\"){{#fig:two}}\n\n{text}\n"
    )
}

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">\
                       <rect width=\"40\" height=\"20\"/></svg>";

fn desk() -> Desk {
    Desk::new().file("a.svg", DRAWING)
}

/// The text of a PDF, with every white space a space.
fn printed(desk: &Desk, path: &str) -> String {
    let text = Pdf::open(&desk.bytes(path)).text();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_label_and_a_reference_are_words_of_the_language_in_every_output() {
    for (lang, caption, reference) in [
        ("en", "Figure 1. Second", "See Figure 1."),
        ("fr", "Figure 1 – Second", "See figure 1."),
        ("de", "Abb. 1: Second", "See Abb. 1."),
        ("es", "Figura 1. Second", "See figura 1."),
        ("ru", "Рис. 1. Second", "See рис. 1."),
        ("hu", "1. ábra. Second", "See 1. ábra."),
        ("ja", "図1 Second", "See 図1."),
        ("sv", "Figur 1. Second", "See figur 1."),
    ] {
        let desk = desk()
            .file("a.md", figures(lang, "", "See @fig:two."))
            .export("a.md --proof --ignore-system-fonts")
            // No face in the program has ideographs.
            .status(i32::from(lang == "ja"));
        let text = desk.text("out/a.txt").replace(['\u{a0}', '\u{3000}'], " ");
        let epub = body_text(chapters(&desk.bytes("out/a.epub")).remove(0).text());
        let epub = epub.replace(['\u{a0}', '\u{3000}'], " ");
        for wanted in [caption, reference] {
            assert!(text.contains(wanted), "{lang}: {wanted} in {text}");
            assert!(epub.contains(wanted), "{lang}: {wanted} in {epub}");
        }
        if lang != "ja" {
            let pdf = printed(&desk, "out/a.pdf").replace('\u{a0}', " ");
            assert!(pdf.contains(caption), "{lang}: {caption} in {pdf}");
            assert!(pdf.contains(reference), "{lang}: {reference} in {pdf}");
        }
    }
}

#[test]
fn labels_stand_in_texts_from_right_to_left() {
    for (lang, caption) in [("ar", "الشكل 1: خريطة"), ("he", "איור 1: מפה")] {
        let words = caption.split(": ").nth(1).unwrap();
        let text = format!(
            "---\ntitle: T\nlang: {lang}\n---\n\n![x](a.svg \"{words}\"){{#fig:map}}\n\n@fig:map\n"
        );
        let desk = desk().file("a.md", text).export("a.md --proof").status(0);
        let text = desk.text("out/a.txt").replace('\u{a0}', " ");
        assert!(text.contains(caption), "{text}");
    }
}

#[test]
fn all_of_a_kind_are_numbered_where_that_is_asked_for() {
    let text = "See @fig:two.";
    let desk = desk()
        .file("one.md", figures("en", "numbering: true\n", text))
        .file("two.md", figures("en", "number: [figures]\n", text))
        .file("three.md", figures("en", "numbering: tables\n", text))
        .file("t.yaml", "extends: article\nnumbering: true\n")
        .file("four.md", figures("en", "", text))
        .file("five.md", figures("en", "numbering: false\n", text))
        .export("one.md two.md three.md --txt --proof")
        .status(0)
        .export("four.md five.md --txt --proof --theme t.yaml")
        .status(0);
    for (name, label) in [
        ("one", "Figure 2"),
        ("two", "Figure 2"),
        ("three", "Figure 1"),
        ("four", "Figure 2"),
        ("five", "Figure 1"),
    ] {
        let text = desk.text(&format!("out/{name}.txt")).replace('\u{a0}', " ");
        assert!(text.contains(&format!("{label}. Second")), "{name}: {text}");
        assert!(text.contains(&format!("See {label}.")), "{name}: {text}");
    }
}

#[test]
fn every_kind_has_its_numbers_and_its_references() {
    let text = "---\ntitle: T\nlang: en\nnumbering: [sections, equations]\n---\n\n\
        ## Way {#sec:way}\n\n### Means\n\n## Thanks {-}\n\n## End {#sec-end}\n\n\
        | a | b |\n|---|---|\n| 1 | 2 |\n\n: Sums {#tbl:sums}\n\n\
        $$ a = b $$ {#eq:same}\n\n$$ c $$ {.unnumbered}\n\n\
        ```{#lst:hello .rust caption=\"Hello\"}\nfn main() {}\n```\n\n\
        See @tbl:sums, @eq:same, @lst:hello, @sec:way and @sec-end; [-@eq:same], \
        \\ref{tbl:sums}, \\eqref{eq:same}, [@eq:same; @tbl:sums] and [see @sec:way, now].\n";
    let desk = Desk::new()
        .file("a.md", text)
        .export("a.md --proof")
        .status(0);
    let wanted = "See Table 1, Equation (1), Listing 1, Section 1 and Section 2; 1, 1, (1), \
                  Equation (1) and Table 1 and see Section 1, now.";
    let flat = |text: &str| {
        let text = text.replace('\u{a0}', " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let text = flat(&desk.text("out/a.txt"));
    let epub = flat(&body_text(
        chapters(&desk.bytes("out/a.epub")).remove(0).text(),
    ));
    let pdf = flat(&printed(&desk, "out/a.pdf"));
    for (name, found) in [("text", &text), ("epub", &epub), ("pdf", &pdf)] {
        assert!(found.contains(wanted), "{name}: {found}");
        for caption in [
            "Table 1. Sums",
            "Listing 1. Hello",
            "1 Way",
            "1.1 Means",
            "2 End",
        ] {
            assert!(found.contains(caption), "{name}: {caption} in {found}");
        }
        assert!(!found.contains("2 Thanks"), "{name}: {found}");
        assert_eq!(found.matches("(1)").count(), 4, "{name}: {found}");
        assert!(!found.contains("(2)"), "{name}: {found}");
    }
    let nav = entry(&desk.bytes("out/a.epub"), "nav.xhtml");
    assert!(nav.text().contains("1.1"), "{}", nav.text());
}

#[test]
fn several_figures_are_named_by_one_word_and_a_capital_is_kept() {
    let text = "---\ntitle: T\nlang: fr\n---\n\n![x](a.svg \"A\"){#fig:a}\n\n\
        ![x](a.svg \"B\"){#fig:b}\n\n![x](a.svg \"C\"){#fig:c}\n\n\
        Voir [@fig:a; @fig:b; @fig:c]. @Fig:b montre. [@Fig:a; @fig:c].\n";
    let desk = desk().file("a.md", text).export("a.md --txt").status(0);
    let text = desk.text("out/a.txt").replace('\u{a0}', " ");
    assert!(
        text.contains("Voir figures 1, 2 et 3. Figure 2 montre. Figures 1 et 3."),
        "{text}"
    );
}

#[test]
fn numbers_begin_with_the_chapter_of_a_book() {
    let chapter =
        |title: &str, text: &str| format!("---\ntitle: {title}\nlang: en\n---\n\n{text}\n");
    let figure = |id: &str| format!("![x](a.svg \"Map\"){{#fig:{id}}}\n\n");
    let one = format!("{}See @fig:b.", figure("a"));
    let two = format!("{}{}See @fig:a and @fig:c.", figure("b"), figure("c"));
    let desk = desk()
        .file("one.md", chapter("One", &one))
        .file("two.md", chapter("Two", &two))
        .file(
            "publication.yaml",
            "title: B\nlang: en\nnumbering-by: chapter\nfront: [list-of-figures]\ncontents: [one.md, two.md]\n",
        )
        .export("publication.yaml --proof")
        .status(0);
    let text = desk.text("out/b.txt").replace('\u{a0}', " ");
    assert!(text.contains("See Figure 2.1."), "{text}");
    assert!(text.contains("See Figure 1.1 and Figure 2.2."), "{text}");
    assert!(text.contains("Figure 2.2. Map"), "{text}");
    // In the list of figures too.
    assert_eq!(text.matches("Figure 1.1. Map").count(), 2, "{text}");
    let pages = chapters(&desk.bytes("out/b.epub"));
    let links = pages
        .iter()
        .any(|page| page.text().contains("#fig-b\">Figure"));
    assert!(links, "a link leads from one chapter to another");
}

#[test]
fn a_lone_article_has_its_top_sections_for_chapters() {
    let text = "---\ntitle: T\nlang: en\nnumbering: true\nnumbering-by: chapter\n---\n\n\
        ## A\n\n![x](a.svg \"M\")\n\n## B\n\n![x](a.svg \"N\")\n\n![x](a.svg \"O\")\n";
    let desk = desk().file("a.md", text).export("a.md --txt").status(0);
    let text = desk.text("out/a.txt").replace('\u{a0}', " ");
    for label in ["Figure 1.1. M", "Figure 2.1. N", "Figure 2.2. O"] {
        assert!(text.contains(label), "{text}");
    }
}

#[test]
fn an_unknown_label_is_reported_at_its_place_and_printed_as_written() {
    let text = figures("en", "", "See @fig:tow, [see @fig:no] and \\ref{none}.");
    let desk = desk()
        .file("a.md", text)
        .export("a.md --txt --proof --verbose")
        .status(0)
        .says("did you mean `fig:two`?")
        .export("a.md --txt --verbose --message-format short")
        .status(0)
        .says("a.md:10:5: warning[unknown-label]: nothing is labelled `fig:tow`")
        .says("a.md:10:20: warning[unknown-label]")
        .says("nothing is labelled `none`");
    assert!(
        desk.text("out/a.txt")
            .contains("See @fig:tow, [see @fig:no] and \\ref{none}.")
    );
}

#[test]
fn a_label_that_two_articles_have_is_reported_where_a_third_cites_it() {
    let figure = "![x](a.svg \"M\"){#fig:a}\n\nSee @fig:a.";
    let desk = desk()
        .article("one.md", "One", figure)
        .article("two.md", "Two", figure)
        .article("three.md", "Three", "See @fig:a.")
        .export("one.md two.md three.md --book B --txt --verbose --message-format short")
        .status(0)
        .says("three.md:6:5: warning[double-anchor]: several articles have a label `fig:a`");
    assert_eq!(desk.said().matches("double-anchor").count(), 1);
}

#[test]
fn names_of_accounts_are_text() {
    let text = "Write to mail@example.org or @anna, @TheGuardian and (@anna); `@media` and @media, \
                [@anna], [see @anna], @anna@example.social, -@anna; \\@fig:map.";
    let desk = Desk::new()
        .article("a.md", "A", text)
        .export("a.md --strict --proof")
        .status(0);
    let text = desk.text("out/a.txt");
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("[@anna], [see @anna]"), "{flat}");
    assert!(
        flat.contains("@anna, @TheGuardian and (@anna); @media and @media"),
        "{flat}"
    );
    assert!(flat.contains("@fig:map"), "{flat}");
}

#[test]
fn a_link_without_words_says_what_it_leads_to() {
    let text = "---\ntitle: T\nlang: en\n---\n\n## The method {#method}\n\n\
        ![x](a.svg \"Map\"){#fig:map}\n\n![x](a.svg \"Plan\"){#plan}\n\n\
        See [](#method), [](#fig:map) and [](#plan).\n";
    let desk = desk().file("a.md", text).export("a.md --proof").status(0);
    let text = desk.text("out/a.txt").replace('\u{a0}', " ");
    assert!(
        text.contains("See The method, Figure 1 and Plan."),
        "{text}"
    );
}

#[test]
fn a_link_to_a_page_shows_its_number_in_print_and_words_elsewhere() {
    let filler = "Words that fill a page to its end. ".repeat(110);
    let text = format!(
        "---\ntitle: T\nlang: en\n---\n\nLook there ([see p. {{page}}](#end)).\n\n\
         {filler}\n\n## The end {{#end}}\n\nText.\n"
    );
    let desk = Desk::new()
        .file("a.md", text)
        .export("a.md --proof --strict")
        .status(0);
    let pdf = printed(&desk, "out/a.pdf").replace('\u{a0}', " ");
    assert!(pdf.contains("Look there (see p. 2)."), "{pdf}");
    let text = desk.text("out/a.txt");
    assert!(text.contains("Look there (The end)."), "{text}");
}

#[test]
fn a_link_to_the_page_of_what_has_no_title_says_its_section_elsewhere() {
    let text = "---\ntitle: T\nlang: en\n---\n\n## The end\n\nSee [p. {page}](#box), \
        [p. {page}](#here) and [p. {page}](https://example.org/).\n\n\
        ::: {#box}\nA box, [here]{#here}.\n:::\n";
    let desk = Desk::new()
        .file("a.md", text)
        .export("a.md --proof")
        .status(0)
        .says("`{page}` printed as written");
    let pdf = printed(&desk, "out/a.pdf").replace('\u{a0}', " ");
    assert!(pdf.contains("See p. 1, p. 1 and p. {page}."), "{pdf}");
    let text = desk.text("out/a.txt");
    assert!(text.contains("See The end, The end and"), "{text}");
}

#[test]
fn what_numbering_cannot_be_is_an_error_with_a_hint() {
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: T\nlang: en\nnumbering: [figurs]\nnumbering-by: page\n---\n\nText.\n",
        )
        .export("a.md --txt")
        .status(1)
        .says("`numbering` has no value `figurs`")
        .says("did you mean `figures`?")
        .says("`numbering-by` has no value `page`");
}

#[test]
fn references_are_converted_as_they_are_written() {
    let text = "See @fig:two, [see @tbl:one, now; -@eq:x] and \\ref{two}.";
    Desk::new()
        .article("a.md", "A", text)
        .run(["convert", "a.md", "--to", "md"])
        .prints(text);
}

#[test]
fn chapters_are_numbered_where_their_sections_are() {
    let desk = Desk::new()
        .article("one.md", "One", "## Way\n\nText.")
        .article(
            "two.md",
            "Two",
            "## Way {#way}\n\n### End\n\nSee \\ref{way}.",
        )
        .file(
            "publication.yaml",
            "title: B\nlang: en\nnumbering: sections\nnumbering-by: chapter\n\
             contents: [one.md, two.md]\n",
        )
        .export("publication.yaml --proof")
        .status(0);
    let text = desk.text("out/b.txt").replace(['\u{a0}', '\u{2002}'], " ");
    for words in ["2 Two", "2.1 Way", "2.1.1 End", "See 2.1."] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let pdf = printed(&desk, "out/b.pdf").replace('\u{2002}', " ");
    assert!(pdf.contains("2 Two"), "{pdf}");
    assert!(pdf.contains("2.1.1 End"), "{pdf}");
}

#[test]
fn files_are_verified_with_the_theme_that_numbers_them() {
    let desk = desk()
        .file("a.md", figures("en", "", "See @fig:two."))
        .file("t.yaml", "extends: article\nnumbering: true\n")
        .export("a.md --theme ./t.yaml")
        .status(0);
    let desk = desk
        .run([
            "proof",
            "a.md",
            "out/a.pdf",
            "out/a.epub",
            "out/a.txt",
            "--theme",
            "./t.yaml",
        ])
        .status(0);
    desk.run(["proof", "a.md", "out/a.pdf"]).status(1);
}

#[test]
fn a_label_that_is_lost_is_found_by_the_proof() {
    let desk = desk()
        .file("a.md", figures("en", "", "See @fig:two."))
        .export("a.md --txt")
        .status(0);
    let text = desk.text("out/a.txt");
    for (whole, damaged) in [
        ("Figure\u{a0}1. ", ""),
        ("See Figure\u{a0}1", "See Figure\u{a0}2"),
    ] {
        assert!(text.contains(whole), "{text}");
        let desk = Desk::new()
            .file("a.svg", DRAWING)
            .file("a.md", figures("en", "", "See @fig:two."))
            .file("b.txt", text.replacen(whole, damaged, 1));
        desk.run(["proof", "a.md", "b.txt"]).status(1);
    }
}
