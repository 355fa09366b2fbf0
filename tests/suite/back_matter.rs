//! Lists of figures and tables, the index, and the depth of contents, in all formats.

use crate::harness::Desk;
use pressroom::internals::read_back;
use pressroom::internals::said::Place;
use pressroom::write::Format;
use std::collections::BTreeMap;

/// A file of an EPUB.
fn entry(epub: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    let mut file = archive.by_name(name).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    text
}

/// What the pages of a PDF say, by their numbers.
fn pages(pdf: &[u8]) -> BTreeMap<usize, String> {
    let mut pages: BTreeMap<usize, String> = BTreeMap::new();
    for piece in read_back(Format::Pdf, pdf).unwrap().pieces {
        if let Place::Page(number) = piece.place {
            let page = pages.entry(number).or_default();
            if piece.opens && !page.is_empty() {
                page.push('\n');
            }
            page.push_str(&piece.text);
        }
    }
    pages
}

/// The page that says something, in one line.
fn page_with(pdf: &[u8], words: &str) -> String {
    let pages = pages(pdf);
    let mut texts = pages.values().filter(|text| text.contains(words));
    let text = texts.next().unwrap_or_else(|| panic!("{words}: {pages:?}"));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'/>";

/// A book of two articles, of which the second begins on page 3.
fn book(front: &str, back: &str) -> Desk {
    let plan = format!(
        "title: The Mill\nlang: en\nauthor: A. Writer\nfront: {front}\ncontents:\n  \
         - part: Paper\n    articles: [one.md]\n  - two.md\nback: {back}\n"
    );
    let one = "The [mill]{.index} stands by the river[]{.index entry=\"Water; of the river\"}.\n\n\
               ![A wheel](a.svg \"The *wheel* of the mill[^1]\")\n\n[^1]: It [turns]{.index}.\n\n\
               ## Rags\n\nRags are cut.\n\n### Sorting\n\nThey are sorted.";
    let two = "[Mill]{.index} and [vat]{.index see=\"mill\"}, [Éclair]{.index}, [eel]{.index}.\n\n\
               ::: page-break\n:::\n\nThe [mill]{.index} again.\n\n::: page-break\n:::\n\n\
               And the [mill]{.index}.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n: Heights\n\n\
               ::: page-break\n:::\n\nThe end of the [mill]{.index}, and [vats]{.index}.";
    Desk::new()
        .file("book/publication.yaml", plan)
        .file("book/a.svg", DRAWING)
        .article("book/one.md", "One", one)
        .article("book/two.md", "Two", two)
}

#[test]
fn figures_and_tables_are_listed_with_their_pages() {
    let desk = book("[contents, list-of-figures, list-of-tables]", "[]")
        .export("book --proof -o out")
        .status(0);
    let pdf = desk.bytes("out/the-mill.pdf");
    // The caption without its note, and the page of the part before it.
    let figures = page_with(&pdf, "List of figures\nThe wheel");
    assert!(figures.contains("The wheel of the mill 2"), "{figures}");
    assert!(page_with(&pdf, "List of tables\nHeights").contains("Heights 5"));
    let contents = page_with(&pdf, "Contents");
    assert!(
        contents.contains("List of figures ii List of tables iii"),
        "{contents}"
    );
    assert!(contents.contains("Paper 1 One 2 Two 3"), "{contents}");
    let epub = desk.bytes("out/the-mill.epub");
    let list = entry(&epub, "OEBPS/article-1.xhtml");
    assert!(list.contains("epub:type=\"loi\""), "{list}");
    assert!(
        list.contains("<a href=\"article-4.xhtml#figure-1\">The <em>wheel</em> of the mill</a>"),
        "{list}"
    );
    assert!(entry(&epub, "OEBPS/article-4.xhtml").contains("id=\"figure-1\""));
    let nav = entry(&epub, "OEBPS/nav.xhtml");
    assert!(nav.contains(">List of tables</a>"), "{nav}");
    let text = desk.text("out/the-mill.txt");
    assert!(text.contains("List of figures\n===============\n\nThe wheel of the mill\n"));
}

#[test]
fn an_index_has_its_entries_in_order_with_ranges_and_references() {
    let desk = book("[title-page]", "[index]")
        .export("book --proof -o out")
        .status(0)
        .never_says("warning");
    let index = page_with(&desk.bytes("out/the-mill.pdf"), "Index\n");
    // The mark of page 2 is in the article of the part.
    let expected = "Index Éclair, 3 eel, 3 mill, 2–6 turns, 2 vat, see mill vats, 6 Water \
                    of the river, 2";
    assert!(index.contains(expected), "{index}");
    let epub = desk.bytes("out/the-mill.epub");
    let index = entry(&epub, "OEBPS/article-5.xhtml");
    assert!(
        index.contains("<section epub:type=\"index\" role=\"doc-index\">"),
        "{index}"
    );
    assert!(
        index.contains("<li>turns, <a href=\"article-3.xhtml#index-3\">2</a></li>"),
        "{index}"
    );
    assert!(index.contains("<li>Water\n<ul class=\"unmarked\">\n<li>of the river, <a"));
    let one = entry(&epub, "OEBPS/article-3.xhtml");
    assert!(one.contains("The <span class=\"index\" id=\"index-1\">mill</span> stands"));
    let nav = entry(&epub, "OEBPS/nav.xhtml");
    assert!(
        nav.contains("<a href=\"article-5.xhtml\">Index</a>"),
        "{nav}"
    );
    assert!(nav.contains("<a epub:type=\"index\" href=\"article-5.xhtml\">"));
    let text = desk.text("out/the-mill.txt");
    let (_, index) = text.split_once("Index\n=====\n\n").unwrap();
    assert_eq!(
        index,
        "Éclair: Two\neel: Two\nmill: One; Two\nturns: One\nvat, see mill\nvats: Two\n\
         Water\n  of the river: One\n"
    );
}

#[test]
fn an_epub_without_pages_names_articles_in_its_index() {
    for options in ["--epub", "--txt --text-style markdown", "--pdf --paper a6"] {
        book("[title-page]", "[index]")
            .export(&format!("book {options} --proof -o out"))
            .status(0);
    }
    let desk = book("[title-page]", "[index]")
        .export("book --epub -o out")
        .status(0);
    let index = entry(&desk.bytes("out/the-mill.epub"), "OEBPS/article-5.xhtml");
    let mill = "<li>mill: <a href=\"article-3.xhtml#index-1\">One</a>; \
                <a href=\"article-4.xhtml#index-1\">Two</a>, \
                <a href=\"article-4.xhtml#index-4\">2</a>, ";
    assert!(index.contains(mill), "{index}");
}

#[test]
fn an_index_names_pages_that_come_after_it() {
    let desk = book("[title-page]", "[index, last.md]")
        .article(
            "book/last.md",
            "Last",
            "The [mill]{.index}, [thanks]{.index}.",
        )
        .export("book --pdf --proof -o out")
        .status(0);
    let index = page_with(&desk.bytes("out/the-mill.pdf"), "Index\n");
    assert!(index.contains("mill, 2–6, 8 thanks, 8 turns, 2"), "{index}");
}

#[test]
fn many_entries_stand_under_their_letters() {
    let words = "ant ape bat bee cat cow doe dog eel elk fox fly gnu goat hen hog ibis imp jay kid";
    let marks = words.split(' ').map(|word| format!("[{word}]{{.index}}"));
    let text = marks.collect::<Vec<_>>().join(" ") + " [jackal]{.index} [koi]{.index}";
    let desk = Desk::new()
        .file(
            "book/publication.yaml",
            "title: B\nlang: en\nfront: [title-page]\ncontents: [a.md]\nback: [index]\n",
        )
        .article("book/a.md", "A", &text)
        .export("book --proof -o out")
        .status(0);
    let index = page_with(&desk.bytes("out/b.pdf"), "Index\n");
    assert!(index.contains("A ant, 1 ape, 1 B bat, 1"), "{index}");
    assert!(
        desk.text("out/b.txt")
            .contains("\nJ\n\njackal: A\njay: A\n\nK\n")
    );
}

#[test]
fn what_an_index_cannot_find_is_told() {
    Desk::new()
        .file(
            "book/publication.yaml",
            "title: B\nlang: en\nfront: [title-page, list-of-tables]\ncontents: [a.md]\n\
             back: [index]\n",
        )
        .article(
            "book/a.md",
            "A",
            "[vat]{.index see=\"mil\"} [mill]{.index} []{.index}",
        )
        .export("book --pdf --proof -o out")
        .status(0)
        .says("no table of the book has a caption")
        .says("the index has no entry `mil`")
        .says("did you mean `mill`?")
        .says("this mark for the index names no entry");
    Desk::new()
        .file(
            "book/publication.yaml",
            "title: B\nlang: en\nfront: [index]\ncontents: [a.md]\nback: [index]\n",
        )
        .article("book/a.md", "A", "Text.")
        .export("book --pdf -o out")
        .status(1)
        .says("the index goes under `back`")
        .says("no term of the book is marked");
}

#[test]
fn terms_of_a_lone_article_are_words_and_survive_conversion() {
    let text =
        "A [press]{.index}, []{.index entry=\"Paper; laid\"}words, [steam]{.index see=press}.";
    let desk = Desk::new()
        .article("a.md", "A", text)
        .export("a.md --proof -o out")
        .status(0)
        .says_nothing();
    assert!(desk.text("out/a.txt").contains("A press, words, steam."));
    let mut desk = desk;
    for form in ["yaml", "json", "html", "markdown"] {
        desk = desk.run(["convert", "a.md", "--to", form]).status(0);
        let ending = if form == "markdown" { "md" } else { form };
        let name = format!("b.{ending}");
        let written = desk.printed();
        desk = desk.file(&name, written);
        desk = desk.run(["convert", &name, "--to", "markdown"]).status(0);
        assert!(desk.printed().contains(text), "{form}: {}", desk.printed());
        desk = desk.run(["check", &name]).status(0).never_says("index");
    }
}

#[test]
fn contents_go_as_deep_as_the_plan_says() {
    let listed = |depth: &str| {
        let desk = book(&format!("[{{contents: {{depth: {depth}}}}}]"), "[]")
            .export("book --proof -o out")
            .status(0);
        let text = desk.text("out/the-mill.txt");
        let (_, list) = text.split_once("--------\n\n").unwrap();
        let (list, _) = list.split_once("\n\n").unwrap();
        let nav = entry(&desk.bytes("out/the-mill.epub"), "OEBPS/nav.xhtml");
        let (nav, _) = nav.split_once("</nav>").unwrap();
        let pdf = page_with(&desk.bytes("out/the-mill.pdf"), "Contents");
        (list.to_owned(), pdf, nav.matches("<a ").count())
    };
    let (text, pdf, links) = listed("0");
    assert_eq!((text.as_str(), links), ("Paper\nTwo", 2));
    assert!(
        pdf.contains("Paper 1 Two 3") && !pdf.contains("One"),
        "{pdf}"
    );
    let (text, _, links) = listed("1");
    assert_eq!((text.as_str(), links), ("Paper\n  One\nTwo", 3));
    let (text, pdf, links) = listed("3");
    let expected = "Paper\n  One\n    Rags\n      Sorting\nTwo";
    assert_eq!((text.as_str(), links), (expected, 5));
    assert!(pdf.contains("One 2 Rags 2 Sorting 2 Two 3"), "{pdf}");
}

#[test]
fn parts_list_their_articles() {
    let desk = book("[{contents: {parts: true}}]", "[]")
        .export("book --proof -o out")
        .status(0);
    let pages = pages(&desk.bytes("out/the-mill.pdf"));
    let part = pages
        .values()
        .find(|page| page.starts_with("Paper"))
        .unwrap();
    let words: Vec<&str> = part.split_whitespace().collect();
    assert_eq!(words, ["Paper", "One", "2"]);
    let part = entry(&desk.bytes("out/the-mill.epub"), "OEBPS/article-1.xhtml");
    assert!(
        part.contains("<li><a href=\"article-2.xhtml\">One</a></li>"),
        "{part}"
    );
    assert!(
        desk.text("out/the-mill.txt")
            .contains("Paper\n=====\n\nOne\n")
    );
    Desk::new()
        .file(
            "book/publication.yaml",
            "title: B\nlang: en\nfront: [{contents: {parts: true, deep: 1, depth: 9}}]\n\
             contents: [a.md]\n",
        )
        .article("book/a.md", "A", "Text.")
        .export("book --pdf -o out")
        .status(1)
        .says("a list of contents has no key `deep`")
        .says("expected a number from 0 to 5")
        .says("no part of the book has a page that could list its articles");
}

#[test]
fn lists_and_index_of_a_report_are_in_the_words_of_its_language() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/publications/report");
    let desk = Desk::new()
        .export(&format!("{} --proof -o out", folder.display()))
        .status(0)
        .never_says("warning");
    let pdf = desk.bytes("out/wasser-in-der-stadt.pdf");
    let figures = page_with(&pdf, "Abbildungsverzeichnis\nWasser je Brunnen");
    assert!(figures.contains("in Litern am Tag 2"), "{figures}");
    assert!(page_with(&pdf, "Tabellenverzeichnis\nDurchschnitt").contains("des Jahres 2"));
    let index = page_with(&pdf, "Register\nBrunnen");
    let expected = "Register Brunnen, 1, 2 am Markt, 2 Härte, 2 Leitungen, 1 Lesesaal, 3 \
                    Öffnungszeiten, siehe Lesesaal";
    assert!(index.contains(expected), "{index}");
}

#[test]
fn a_picture_is_listed_by_its_alternative_text() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    let desk = Desk::new()
        .file(
            "b/publication.yaml",
            "title: B\nlang: en\ncontents: [a.md]\nback: [index]\n",
        )
        .file("b/r.svg", svg)
        .article("b/a.md", "A", "The ![crane](r.svg){.index} lifts.")
        .export("b --txt --pdf --proof")
        .status(0);
    let text = desk.text("out/b.txt");
    assert!(text.contains("\ncrane: A"), "{text}");
}

#[test]
fn markup_in_an_entry_is_a_part_of_it() {
    let desk = Desk::new()
        .file(
            "b/publication.yaml",
            "title: B\nlang: en\ncontents: [a.md]\nback: [index]\n",
        )
        .article(
            "b/a.md",
            "A",
            "A [word]{.index entry=\"the <b>bold</b> one\"} and **more**.",
        )
        .export("b --txt --proof")
        .status(0);
    let text = desk.text("out/b.txt");
    assert!(text.contains("A word and more."), "{text}");
    assert!(text.contains("the <b>bold</b> one"), "{text}");
}
