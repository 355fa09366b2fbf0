//! Citations and bibliographies, from data files to each format.

use crate::harness::{Desk, one_line};
use crate::proof::epub::entry;
use std::fmt::Write;

/// Works in BibLaTeX.
const WORKS: &str = "\
@book{marsh2011,
  title = {Tide Tables},
  subtitle = {A History},
  author = {Marsh, Ada and Lind, Karl},
  publisher = {Harbour Press},
  location = {Bristol},
  year = 2011,
}

@article{okoro2019,
  title = {Reading the Gauge},
  author = {Okoro, Ben},
  journaltitle = {Journal of Coasts},
  volume = 12,
  number = 3,
  pages = {101--120},
  date = {2019-05},
  doi = {10.1234/jc.2019.77},
}

@book{okoro2019b,
  title = {Salt Marshes},
  author = {Okoro, Ben},
  publisher = {Reed},
  year = 2019,
}
";

/// An article that cites, on a desk with its works.
fn desk(head: &str, body: &str) -> Desk {
    Desk::new().file("works.bib", WORKS).file(
        "a.md",
        format!("---\ntitle: Tides\nlang: en\nbibliography: works.bib\n{head}---\n\n{body}\n"),
    )
}

/// The text of an article that cites, proved in all formats.
fn text(head: &str, body: &str) -> String {
    let desk = desk(head, body).export("a.md --proof").status(0);
    one_line(&desk.text("out/a.txt"))
}

#[test]
fn a_work_is_cited_in_brackets_and_in_the_sentence() {
    let text = text(
        "citation-style: chicago-author-date\n",
        "Tides were known [see @marsh2011, pp. 33-35, and elsewhere]. @okoro2019b [p. 4] agrees, \
         and Marsh did not [-@marsh2011]; others did [@okoro2019].",
    );
    for words in [
        "known (see Marsh and Lind 2011, 33–35, and elsewhere).",
        "Okoro (2019b, 4) agrees",
        "Marsh did not (2011); others did (Okoro 2019a).",
        "Bibliography",
        "Marsh, Ada, and Karl Lind. 2011. Tide Tables: A History.",
    ] {
        assert!(text.contains(words), "`{words}` is missing:\n{text}");
    }
}

#[test]
fn a_note_style_makes_notes_after_the_stop() {
    let text = text(
        "citation-style: chicago-notes\n",
        "Tides were known [@marsh2011, 33]. They still are [@okoro2019].",
    );
    assert!(text.contains("known.[1] They still are.[2]"), "{text}");
    assert!(
        text.contains("[1] Ada Marsh and Karl Lind, Tide Tables"),
        "{text}"
    );
}

#[test]
fn numbers_follow_the_text_and_make_ranges() {
    let text = text(
        "citation-style: ieee\n",
        "One [@okoro2019]. Two [@marsh2011; @okoro2019b]. @okoro2019 agrees.",
    );
    assert!(
        text.contains("One [1]. Two [2], [3]. Okoro [1] agrees."),
        "{text}"
    );
}

#[test]
fn a_key_that_is_not_known_is_reported_and_printed_as_written() {
    let desk = desk(
        "",
        "One [@march2011, p. 3]. By @anna, and mail@example.org.",
    )
    .export("a.md --proof --verbose")
    .status(0)
    .says("a.md:7:6")
    .says("no work has the key `march2011`")
    .says("did you mean `@marsh2011`?")
    .never_says("`anna`");
    let text = one_line(&desk.text("out/a.txt"));
    assert!(
        text.contains("One [@march2011, p. 3]. By @anna, and mail@example.org."),
        "{text}"
    );
}

#[test]
fn the_bibliography_stands_where_it_is_asked_for_with_what_is_not_cited() {
    let text = text(
        "nocite: \"@*\"\n",
        "One [@okoro2019].\n\n## Works\n\n::: bibliography\n:::\n\n## Thanks\n\nTo all.",
    );
    let works = text.find("Works").unwrap();
    let marsh = text.find("Tide Tables").unwrap();
    let thanks = text.find("Thanks").unwrap();
    assert!(works < marsh && marsh < thanks, "{text}");
    assert!(text.contains("Salt Marshes"), "{text}");
}

#[test]
fn the_heading_is_in_the_language_or_as_the_article_says() {
    let french = Desk::new().file("works.bib", WORKS).file(
        "a.md",
        "---\ntitle: Marées\nlang: fr\nbibliography: works.bib\n---\n\nUn mot [@marsh2011, p. 3].\n",
    );
    let french = french.export("a.md --proof").status(0);
    let french = one_line(&french.text("out/a.txt"));
    assert!(french.contains("Bibliographie"), "{french}");
    assert!(french.contains("Marsh et Lind 2011"), "{french}");
    let own = text(
        "reference-section-title: Further *reading*\n",
        "One [@okoro2019].",
    );
    assert!(own.contains("Further reading"), "{own}");
    let none = text("reference-section-title: \"\"\n", "One [@okoro2019].");
    assert!(!none.contains("Bibliography"), "{none}");
}

#[test]
fn works_come_from_each_kind_of_file_and_from_front_matter() {
    let head = "title: T\nlang: en\nbibliography: [a.yaml, b.json]\nreferences:\n  \
                - id: inline\n    type: book\n    title: Inner Book\n    author: [{family: Inn, given: Ira}]\n    issued: {year: 2001}\n";
    let desk = Desk::new()
        .file(
            "a.yaml",
            "reed:\n  type: Book\n  title: Reeds\n  author: Reed, Rosa\n  date: 1999\n",
        )
        .file(
            "b.json",
            r#"[{"id":"gogh","type":"article-journal","title":"On <i>Ink</i>","container-title":"The Press","volume":"3","page":"4-9","author":[{"family":"Gogh","non-dropping-particle":"van","given":"Vera"}],"issued":{"date-parts":[[2020,5]]}}]"#,
        )
        .file("x.md", format!("---\n{head}---\n\nOne [@reed; @gogh, 5; @inline].\n"))
        .export("x.md --proof")
        .status(0);
    let text = one_line(&desk.text("out/x.txt"));
    assert!(text.contains("Reed 1999"), "{text}");
    assert!(text.contains("van Gogh 2020, 5"), "{text}");
    assert!(text.contains("Inn 2001"), "{text}");
    assert!(text.contains("On Ink"), "{text}");
}

#[test]
fn an_epub_links_both_ways_and_names_its_parts() {
    let desk = desk("", "One [@okoro2019].")
        .export("a.md --epub --proof")
        .status(0);
    let page = entry(&desk.bytes("out/a.epub"), "article-1.xhtml");
    let page = page.text();
    for words in [
        "role=\"doc-biblioref\"",
        "href=\"#ref-okoro2019\"",
        "id=\"cite-okoro2019\"",
        "role=\"doc-bibliography\"",
        "id=\"ref-okoro2019\"",
        "href=\"#cite-okoro2019\"",
        "href=\"https://doi.org/10.1234/jc.2019.77\"",
    ] {
        assert!(page.contains(words), "`{words}` is missing:\n{page}");
    }
}

#[test]
fn a_fault_of_a_data_file_is_told_at_its_line() {
    let broken = format!("{WORKS}\n@book{{broken, title = }}\n");
    Desk::new()
        .file("works.bib", broken)
        .file(
            "a.md",
            "---\ntitle: T\nlang: en\nbibliography: works.bib\n---\n\nOne [@okoro2019].\n",
        )
        .export("a.md --txt")
        .status(0)
        .says("works.bib:28:")
        .shows("out/a.txt", "Okoro");
    Desk::new()
        .file(
            "a/x.md",
            "---\ntitle: T\nlang: en\nbibliography: ../works.bib\n---\n\nOne [@okoro2019].\n",
        )
        .file("works.bib", WORKS)
        .export("a/x.md --txt")
        .status(1)
        .says("lies outside the article's folder")
        .export("a/x.md --txt --asset-dir .")
        .status(0);
}

#[test]
fn a_style_is_found_by_name_or_file() {
    desk("citation-style: vancuver\n", "One [@okoro2019].")
        .export("a.md --txt")
        .status(1)
        .says("unknown citation style `vancuver`")
        .says("did you mean `vancouver`?");
    let csl = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
      <info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
      <citation><layout prefix="{" suffix="}" delimiter="; "><names variable="author"/></layout></citation>
      <bibliography><layout><text variable="title"/></layout></bibliography></style>"#;
    let desk = desk("csl: own.csl\n", "One [@okoro2019].")
        .file("own.csl", csl)
        .export("a.md --proof")
        .status(0);
    assert!(desk.text("out/a.txt").contains("{Ben Okoro}"));
}

#[test]
fn a_book_has_one_list_where_its_plan_has_the_page() {
    let plan = |back: &str| {
        format!(
            "title: Coasts\nlang: en\nbibliography: works.bib\ncitation-style: ieee\ncontents: [a.md, b.md]\n{back}"
        )
    };
    let desk = |back: &str| {
        Desk::new()
            .file("works.bib", WORKS)
            .file("publication.yaml", plan(back))
            .article("a.md", "Tides", "One [@okoro2019].")
            .article("b.md", "Marshes", "Two [@marsh2011; @okoro2019].")
            .export(". --proof")
            .status(0)
    };
    let shared = one_line(&desk("back: [bibliography]\n").text("out/coasts.txt"));
    assert!(
        shared.contains("Two [1], [2]") || shared.contains("Two [2], [1]"),
        "{shared}"
    );
    assert_eq!(shared.matches("Reading the Gauge").count(), 1, "{shared}");
    let apart = one_line(&desk("").text("out/coasts.txt"));
    assert_eq!(apart.matches("Reading the Gauge").count(), 2, "{apart}");
}

#[test]
fn a_book_that_cites_nothing_has_no_rules_for_citations() {
    let rules = |desk: Desk| {
        let sheet = entry(&desk.bytes("out/a.epub"), "stylesheet.css");
        sheet.text().contains("Citations")
    };
    assert!(rules(
        desk("", "One [@okoro2019].")
            .export("a.md --epub")
            .status(0)
    ));
    assert!(!rules(desk("", "One.").export("a.md --epub").status(0)));
}

#[test]
fn a_loss_in_an_entry_is_found_by_the_proof() {
    let desk = desk("", "One [@okoro2019].").export("a.md").status(0);
    let files = ["out/a.pdf", "out/a.epub", "out/a.txt"];
    let prove = |desk: Desk| {
        let words = ["proof", "a.md"].into_iter().chain(files);
        desk.run(words)
    };
    let desk = prove(desk).status(0);
    // What the files were made of had a word less.
    let longer = WORKS.replace("Reading the Gauge", "Reading the Tidal Gauge");
    let desk = prove(desk.file("works.bib", longer)).status(1);
    for file in files {
        assert!(desk.said().contains(file), "{}", desk.said());
    }
}

#[test]
fn a_conversion_writes_citations_as_they_are_read() {
    let body = "Known [see @marsh2011, p. 3; @okoro2019]. @okoro2019 agrees.";
    desk("", body)
        .run(["convert", "--to", "md", "a.md"])
        .status(0)
        .prints(body)
        .prints("bibliography: works.bib");
}

#[test]
fn an_article_without_works_keeps_its_signs() {
    Desk::new()
        .article("a.md", "T", "By @anna and [@anna]. Mail me@example.org.")
        .export("a.md --txt")
        .status(0)
        .shows("out/a.txt", "By @anna and [@anna]. Mail me@example.org.");
}

/// A case: a style, a language, what is written, and what is printed.
#[test]
fn cases_are_printed_as_their_styles_prescribe() {
    let file = |name: &str| {
        let path = format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    };
    let (cases, works) = (file("citations.txt"), file("works.bib"));
    let mut faults = String::new();
    let mut count = 0;
    for case in cases.split("\n=== ").skip(1) {
        let (head, body) = case.split_once('\n').unwrap();
        let (style, lang) = head.split_once(' ').unwrap();
        let (written, printed) = body.split_once("\n---\n").unwrap();
        count += 1;
        let desk = Desk::new()
            .file("works.bib", &works)
            .file(
                "a.md",
                format!(
                    "---\ntitle: T\nlang: {lang}\nbibliography: works.bib\ncitation-style: {style}\ntypography: none\n---\n\n{}\n",
                    written.trim()
                ),
            )
            .export("a.md --txt --width none")
            .status(0);
        let text = one_line(&desk.text("out/a.txt"));
        let printed = one_line(printed);
        if !text.contains(&printed) {
            writeln!(
                faults,
                "=== {head}\n{written}\n--- expected\n{printed}\n--- printed\n{text}\n"
            )
            .unwrap();
        }
    }
    assert!(count >= 60, "{count}");
    assert!(faults.is_empty(), "{faults}");
}
