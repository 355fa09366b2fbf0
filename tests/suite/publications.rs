//! Publications with a plan: `tests/publications/`, in all formats and from end to end.

use crate::harness::Desk;
use lopdf::{Document, Object};
use pressroom::diag::Report;
use pressroom::export::{Pages, Press};
use pressroom::internals::placed::{Owner, Part, ThingKind};
use pressroom::model::Publication;
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, parse_paper};
use pressroom::{read, typography};
use std::collections::BTreeMap;
use std::path::Path;

/// The publications, each with the name of its files.
const ALL: [(&str, &str); 5] = [
    ("novel", "le-passeur-de-l-aube"),
    ("issue", "trois-rives"),
    ("report", "wasser-in-der-stadt"),
    ("poems", "small-hours"),
    ("river", "كتاب-النهر"),
];

fn folder(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/publications");
    folder.join(name).display().to_string()
}

/// Exports a publication with options.
fn export(name: &str, options: &str) -> Desk {
    Desk::new().export(&format!("{} {options} -o out", folder(name)))
}

/// A file of an EPUB.
fn entry(epub: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    let mut file = archive.by_name(name).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    text
}

/// The pages of a book of articles in Markdown.
fn pages_of(texts: &[&str]) -> Pages {
    let mut report = Report::new();
    let articles = (0..).zip(texts).map(|(number, text)| {
        let source = Source::new(SourceId(number), "a.md", text);
        let article = read::read(&source, &read::Options::default(), &mut report);
        typography::polish(article, &mut report)
    });
    let publication = Publication::bind("Book", articles.collect());
    let press = Press::new(Style::article(parse_paper("a4").unwrap()));
    let ready = press.open(&publication, &mut report);
    press.lay_out(&ready, &mut report)
}

/// The labels of a PDF's pages, as viewers show them.
fn labels(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    let catalog = document.catalog().unwrap();
    let labels = catalog.get(b"PageLabels").unwrap().as_dict().unwrap();
    let numbers = labels.get(b"Nums").unwrap().as_array().unwrap();
    let ranges: BTreeMap<i64, &[u8]> = numbers
        .chunks(2)
        .map(|pair| {
            let style = pair[1].as_dict().unwrap().get(b"S").unwrap();
            (pair[0].as_i64().unwrap(), style.as_name().unwrap())
        })
        .collect();
    let roman = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
    ];
    let count = document.get_pages().len() as i64;
    let label = |page: i64| {
        let (first, style) = ranges.range(..=page).next_back().unwrap();
        match *style {
            b"r" => roman[(page - first) as usize].to_owned(),
            _ => (page - first + 1).to_string(),
        }
    };
    (0..count).map(label).collect()
}

#[test]
fn whole_publications_are_exported_and_proved() {
    for (name, file) in ALL {
        let desk = export(name, "--proof").status(0);
        assert!(!desk.said().contains("warning"), "{name}: {}", desk.said());
        for ending in ["pdf", "epub", "txt"] {
            assert!(
                desk.files().contains(&format!("out/{file}.{ending}")),
                "{name}"
            );
        }
    }
}

#[test]
fn every_theme_proves_them() {
    for theme in ["essay", "newspaper", "bulletin", "manuscript"] {
        let known = Desk::new().run(["theme", "list"]).printed();
        if !known.contains(theme) {
            continue;
        }
        for (name, _) in ALL {
            export(name, &format!("--proof --theme {theme}")).status(0);
        }
    }
}

#[test]
fn the_page_list_has_labels_of_pages_in_their_order() {
    for (name, file) in ALL {
        let desk = export(name, "--pdf --epub").status(0);
        let labels = labels(&desk.bytes(&format!("out/{file}.pdf")));
        let nav = entry(&desk.bytes(&format!("out/{file}.epub")), "OEBPS/nav.xhtml");
        let (_, list) = nav.split_once("\"page-list\"").unwrap();
        let listed: Vec<&str> = list
            .split("<a href=")
            .skip(1)
            .map(|item| {
                let (_, rest) = item.split_once('>').unwrap();
                rest.split_once('<').unwrap().0
            })
            .collect();
        // Blank pages and the list of contents have nothing that an EPUB has.
        let mut rest = labels.iter();
        for folio in &listed {
            assert!(rest.any(|label| label == folio), "{name}: {folio}");
        }
        assert_eq!(listed.first(), Some(&"i"), "{name}");
        assert!(listed.contains(&"1"), "{name}");
    }
}

#[test]
fn the_novel_has_its_pages_in_the_order_of_its_plan() {
    let desk = export("novel", "--pdf --epub --txt").status(0);
    let text = desk.text("out/le-passeur-de-l-aube.txt");
    let mut at = 0;
    for words in [
        "Le passeur de l’aube\n====",
        "roman",
        "Éditions du Quai, Lyon",
        "© 2026 Anna Nowak",
        "Lyon, Éditions du Quai, 2026",
        "ISBN 978-2-7433-0482-9",
        "À celles et ceux qui remontent",
        "Proverbe des bateliers",
        "Table des matières",
        "Les sources\n  La neige\n  Le ruisseau\nLes ponts",
        "Avant-propos\n====",
        "Les sources\n====",
        "De la neige au ruisseau",
        "La neige\n====",
        "L’estuaire\n====",
        "Composé dans les caractères",
    ] {
        let found = text[at..].find(words);
        at += found.unwrap_or_else(|| panic!("`{words}` is missing or out of order\n{text}"));
    }
    let epub = desk.bytes("out/le-passeur-de-l-aube.epub");
    let nav = entry(&epub, "OEBPS/nav.xhtml");
    let (_, part) = nav.split_once("Les sources</a>\n<ol>").unwrap();
    let (part, _) = part.split_once("</ol>").unwrap();
    assert!(part.contains("La neige") && part.contains("Le ruisseau"));
    assert!(!part.contains("Les ponts"));
    let kinds = |file: &str, kind: &str| {
        let page = entry(&epub, &format!("OEBPS/{file}"));
        assert!(page.contains(&format!("epub:type=\"{kind}\"")), "{page}");
    };
    kinds("article-1.xhtml", "halftitlepage");
    kinds("article-3.xhtml", "copyright-page");
    kinds("article-5.xhtml", "epigraph");
    kinds("article-7.xhtml", "part");
}

#[test]
fn parts_and_what_asks_for_it_begin_at_the_right_and_display_has_no_folio() {
    let desk = export("novel", "--pdf").status(0);
    let pdf = desk.bytes("out/le-passeur-de-l-aube.pdf");
    let document = Document::load_mem(&pdf).unwrap();
    let labels = labels(&pdf);
    let pages: Vec<_> = document.get_pages().into_values().collect();
    let outline = outline(&document);
    let page_of = |title: &str| {
        let (_, page) = outline.iter().find(|(own, _)| own == title).unwrap();
        pages.iter().position(|id| id == page).unwrap()
    };
    for title in [
        "Les sources",
        "Les ponts",
        "La passerelle",
        "Le passeur de l’aube",
    ] {
        assert!(page_of(title).is_multiple_of(2), "{title}");
    }
    assert_eq!(labels[page_of("Les sources")], "1");
    assert_eq!(labels[page_of("Avant-propos")], "viii");
    let content = |page: usize| {
        let bytes = document.get_page_content(pages[page]);
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert!(!content(page_of("Les sources")).contains("Pagination"));
    assert!(content(page_of("La neige")).contains("Pagination"));
}

/// The titles of the outline, at any depth, with their pages.
fn outline(document: &Document) -> Vec<(String, lopdf::ObjectId)> {
    let follow = |object: &Object| document.dereference(object).unwrap().1.clone();
    let mut found = Vec::new();
    let catalog = document.catalog().unwrap();
    let root = follow(catalog.get(b"Outlines").unwrap());
    let mut open = vec![root.as_dict().unwrap().get(b"First").unwrap().clone()];
    while let Some(item) = open.pop() {
        let item = follow(&item);
        let item = item.as_dict().unwrap();
        let title = item.get(b"Title").unwrap().as_str().unwrap();
        let title = match title {
            [0xfe, 0xff, rest @ ..] => {
                let units = rest
                    .chunks(2)
                    .map(|two| u16::from_be_bytes([two[0], two[1]]));
                String::from_utf16(&units.collect::<Vec<_>>()).unwrap()
            }
            ascii => String::from_utf8_lossy(ascii).into_owned(),
        };
        let goal = item.get(b"Dest").unwrap().as_array().unwrap();
        found.push((title, goal[0].as_reference().unwrap()));
        open.extend(item.get(b"Next").ok().cloned());
        open.extend(item.get(b"First").ok().cloned());
    }
    found
}

#[test]
fn contents_that_run_from_right_to_left_stand_on_their_page() {
    let text = "---\ntitle: الجبل\nlang: ar\n---\n\nيسير النهر من الجبل إلى البحر.\n";
    let pages = pages_of(&[text, text]);
    let mut is_any = false;
    for page in &pages.pages {
        for thing in &page.things {
            let ThingKind::Line(placed) = &thing.kind else {
                continue;
            };
            is_any |= matches!(thing.owner, Owner::Node(_, Part::Contents));
            for piece in &placed.line.pieces {
                let (left, right) = (
                    placed.origin.x + piece.x,
                    placed.origin.x + piece.x + piece.width,
                );
                assert!(
                    left.0 > 0.0 && right < page.size.width,
                    "{left:?} {right:?}"
                );
            }
        }
    }
    assert!(is_any);
}

#[test]
fn what_a_plan_lists_and_is_not_there_is_told_at_its_place() {
    let plan = "title: T\nlang: en\nfront: [title-page, contens]\ncontents:\n  - a.md\n  - none.md\n  - a.md\n  - \"deep/*.md\"\n";
    Desk::new()
        .file("book/publication.yaml", plan)
        .article("book/a.md", "A", "Text.")
        .article("book/b.md", "B", "Text.")
        .export("book --txt")
        .status(1)
        .says("error[missing-path]: file not found: `none.md`")
        .says("publication.yaml:6:5")
        .says("warning[listed-twice]: `a.md` is listed twice")
        .says("no file matches `deep/*.md`")
        .says("note[unlisted-article]: not in the plan: `book/b.md`")
        .says("`contens` is neither a page of a book nor a file")
        .says("did you mean `contents`?")
        .wrote("out/t.txt");
}

#[test]
fn a_plan_without_articles_is_told_and_makes_nothing() {
    for (plan, told) in [
        ("", "error[no-articles]: the plan lists no article"),
        ("- a.md", "a publication is a list of keys and values"),
        ("title: T\ncontents: [none.md]", "file not found: `none.md`"),
        ("title: T\ncontents: [a.md", "error[yaml]"),
    ] {
        for command in ["export", "check"] {
            let desk = Desk::new()
                .file("book/publication.yaml", plan)
                .article("book/a.md", "A", "Text.")
                .run([command, "book"])
                .status(1)
                .says(told)
                .holds(&["book/a.md", "book/publication.yaml"]);
            // Of what cannot be read, nobody knows what it lists.
            match told {
                "error[yaml]" => desk.never_says("no-articles"),
                _ => desk.says("error[no-articles]"),
            };
        }
    }
}

#[test]
fn a_text_of_the_plan_that_is_no_text_is_told() {
    for (key, place) in [
        ("dedication: [a, b]", "publication.yaml:3:13"),
        ("epigraph: {credit: A}", "publication.yaml:3:11"),
    ] {
        let plan = format!("title: T\nlang: en\n{key}\ncontents: [a.md]\n");
        Desk::new()
            .file("book/publication.yaml", plan)
            .article("book/a.md", "A", "Text.")
            .export("book --txt")
            .status(1)
            .says("error[wrong-value]")
            .says(place);
    }
}

#[test]
fn pages_of_display_keep_notes_pictures_and_long_texts() {
    let long = "A paragraph of thanks to many. ".repeat(200);
    let plan = format!(
        "title: T\nlang: en\nrights: \"{long}\"\nfront: [half-title, title-page, copyright, dedication, epigraph]\n\
         dedication: \"To all[^1].\\n\\n# Head\\n\\n![A](none.png)\\n\\n{long}\\n\\n[^1]: A note.\"\n\
         epigraph: \"One[^2].\\n\\n[^2]: Another.\"\ncontents: [{{part: \"{long}\", articles: [a.md]}}]\n"
    );
    for options in ["", "--paper a6", "--theme newspaper"] {
        Desk::new()
            .file("book/publication.yaml", &plan)
            .article("book/a.md", "A", "Text.")
            .export(&format!("book --proof {options}"))
            .status(0)
            .never_says("error");
    }
}

#[test]
fn the_language_of_a_book_is_that_of_articles_that_name_none() {
    let desk = Desk::new()
        .file(
            "book/publication.yaml",
            "title: T\nlang: fr\ncontents: [a.md]\n",
        )
        .file("book/a.md", "---\ntitle: A\n---\n\nIl dit \"oui\".\n")
        .export("book --txt")
        .status(0)
        .says_nothing();
    assert!(desk.text("out/t.txt").contains("«\u{a0}oui\u{a0}»"));
}

#[test]
fn a_plan_has_a_cover_and_an_edition_and_no_page_without_its_text() {
    let cover = "<svg xmlns='http://www.w3.org/2000/svg' width='160' height='256'/>";
    let plan = "title: T\nlang: en\ncover: c.svg\nedition: Second edition\ncontents: [a.md]\n";
    let desk = || {
        Desk::new()
            .file("book/c.svg", cover)
            .article("book/a.md", "A", "Text.")
    };
    let made = desk().file("book/publication.yaml", plan);
    let made = made.export("book --epub --txt").status(0);
    let package = entry(&made.bytes("out/t.epub"), "OEBPS/content.opf");
    assert!(package.contains("cover-image"), "{package}");
    assert!(made.text("out/t.txt").contains("Second edition"));
    desk()
        .file("book/publication.yaml", plan.replace("c.svg", "none.svg"))
        .export("book --epub")
        .says("warning[missing-picture]")
        .says("publication.yaml:3:8");
    desk()
        .file("book/publication.yaml", format!("{plan}back: [colophon]\n"))
        .export("book --txt")
        .status(1)
        .says("the page `colophon` has no text");
}

#[test]
fn a_text_that_no_page_prints_is_told() {
    let plan = "title: T\nsubtitle: S\nkicker: K\nlang: en\nfront: [contents, contents]\n\
                dedication: Lost\nepigraph: Lost\ncolophon: Lost\nedition: Lost\n\
                contents: [a.md, contents, null, {article: b.md, recto: maybe}]\n";
    let desk = Desk::new()
        .file("book/publication.yaml", plan)
        .article("book/a.md", "A", "Text.")
        .article("book/b.md", "B", "Text.")
        .export("book --proof --verbose")
        .status(1);
    for key in [
        "subtitle",
        "kicker",
        "dedication",
        "epigraph",
        "colophon",
        "edition",
    ] {
        let told = format!("warning[unprinted-text]: no page of the book prints `{key}`");
        assert!(desk.said().contains(&told), "{key}: {}", desk.said());
    }
    let desk = desk
        .says("publication.yaml:6:1")
        .says("the page `contents` is listed twice")
        .says("expected an article: contents go under `front` or `back`")
        .says("expected a page or an article")
        .says("expected true or false");
    assert!(!desk.said().contains("text-"), "{}", desk.said());
}

#[test]
fn patterns_take_articles_and_parts_that_hold_none_are_left_out() {
    let desk = Desk::new()
        .file(
            "book/publication.yaml",
            "title: T\nlang: en\ncontents: [{part: P, articles: [a.md]}, {articles: [b.md]}, \
             {part: Empty, articles: [c.md]}, \"*\"]\n",
        )
        .article("book/a.md", "A", "Text.")
        .article("book/b.md", "B", "Text.")
        .file(
            "book/c.md",
            "---\ntitle: C\nlang: en\ndraft: true\n---\n\nText.\n",
        )
        .file("book/pic.bin", "no article")
        .export("book --txt --proof")
        .status(0)
        .never_says("unlisted");
    let text = desk.text("out/t.txt");
    assert!(text.contains("P\n  A\nB\n"), "{text}");
    assert!(!text.contains("Empty"), "{text}");
}

#[test]
fn notes_leave_the_text_of_a_page_on_its_page() {
    let desk = Desk::new()
        .file(
            "book/publication.yaml",
            "title: T\nsubtitle: \"Sub^[n]\"\npublisher: Quay\nrights: \"Rights^[n]\"\nlang: en\n\
             colophon: \"Col^[n]\"\nback: [colophon]\ncontents: [a.md]\n",
        )
        .article("book/a.md", "A", "Text.")
        .export("book --pdf --proof --paper a5")
        .status(0);
    // Title, copyright, contents with its blank, the article, the colophon.
    assert_eq!(labels(&desk.bytes("out/t.pdf")).len(), 6);
}

#[test]
fn a_plan_beside_other_paths_is_told_what_it_is_for() {
    Desk::new()
        .file("book/publication.yaml", "title: T\ncontents: [a.md]\n")
        .article("book/a.md", "A", "Text.")
        .article("b.md", "B", "Text.")
        .export("book b.md --txt")
        .says("`publication.yaml` makes a book where its folder is the only path");
}

#[test]
fn a_plan_may_be_named_itself_and_a_title_goes_before_it() {
    let plan = "title: The plan\nlang: en\ncontents: [a.md]\n";
    let desk = || {
        Desk::new()
            .file("book/publication.yaml", plan)
            .article("book/a.md", "A", "Text.")
    };
    desk()
        .export("book/publication.yaml --txt")
        .status(0)
        .wrote("out/the-plan.txt");
    desk()
        .export("book --txt --book Other")
        .status(0)
        .wrote("out/other.txt");
}

#[test]
fn a_plan_goes_into_its_pdf_with_its_articles() {
    let desk = Desk::new()
        .file(
            "book/publication.yaml",
            "title: T\nlang: en\ncontents: [a.md]\n",
        )
        .article("book/a.md", "A", "Text.")
        .export("book --pdf --embed-source")
        .status(0);
    desk.run(["extract", "out/t.pdf", "-o", "files"])
        .status(0)
        .reads(
            "files/publication.yaml",
            "title: T\nlang: en\ncontents: [a.md]\n",
        )
        .wrote("files/a.md");
}

#[test]
fn a_bound_book_keeps_publisher_and_cover_of_its_articles() {
    let cover = "<svg xmlns='http://www.w3.org/2000/svg' width='160' height='256'/>";
    let desk = Desk::new()
        .file("c.svg", cover)
        .file(
            "a.md",
            "---\ntitle: A\nlang: en\npublisher: Quay Press\ncover: c.svg\n---\n\nText.\n",
        )
        .article("b.md", "B", "Text.")
        .export("a.md b.md --book Both --epub")
        .status(0);
    let package = entry(&desk.bytes("out/both.epub"), "OEBPS/content.opf");
    assert!(package.contains(">Quay Press</dc:publisher>"), "{package}");
    assert!(package.contains("cover-image"));
}

#[test]
fn a_new_book_and_a_new_issue_can_be_exported_at_once() {
    for kind in ["book", "issue"] {
        let desk = Desk::new()
            .run(["new", kind, "night-trains"])
            .status(0)
            .prints("night-trains/publication.yaml")
            .prints("pressroom export night-trains");
        let desk = desk.export("night-trains --proof").status(0);
        let text = desk.text("out/night-trains.txt");
        assert!(text.contains("Night trains"), "{text}");
        desk.run(["new", kind, "night-trains"])
            .status(3)
            .says("error[file-exists]");
    }
}

#[test]
fn the_schema_of_plans_is_json() {
    let desk = Desk::new().run(["schema", "publication"]).status(0);
    let schema: serde_json::Value = serde_json::from_str(&desk.printed()).unwrap();
    assert!(schema["properties"]["front"].is_object());
    assert_eq!(schema["required"][0], "contents");
}

/// A plan of short articles, some of which go on under others.
const RUNNING: &str = "\
title: Shore Letter
lang: en
front: [contents]
contents:
  - part: News
    run-on: true
    articles: [a.md, b.md]
  - part: Notices
    run-on: true
    articles:
      - c.md
      - {article: d.md, page: true}
";

fn running(options: &str) -> Desk {
    let mut desk = Desk::new().file("publication.yaml", RUNNING);
    for (name, title) in [
        ("a", "Alder"),
        ("b", "Birch"),
        ("c", "Cedar"),
        ("d", "Dogwood"),
    ] {
        let text = format!(
            "---\ntitle: {title}\nlang: en\n---\n\n{title} stands by the quay.[^1] Its keeper counts boats.\n\n[^1]: A note on {title}.\n"
        );
        desk = desk.file(&format!("{name}.md"), text);
    }
    desk.export(&format!(". {options} --proof -o out"))
}

#[test]
fn short_articles_go_on_under_each_other() {
    for theme in ["article", "newspaper", "essay", "report"] {
        let desk = running(&format!("--theme {theme}")).status(0);
        let labels = labels(&desk.bytes("out/shore-letter.pdf"));
        // Three articles are on the first page of the text, and the last has one of its own.
        assert_eq!(labels, ["i", "ii", "1", "2"], "{theme}");
    }
}

/// Pages of articles in Markdown that run on.
fn pages_of_run(texts: &[String]) -> Pages {
    let mut report = Report::new();
    let articles = (0..).zip(texts).map(|(number, text)| {
        let source = Source::new(SourceId(number), "a.md", text);
        let mut article = read::read(&source, &read::Options::default(), &mut report);
        article.place.run_on = true;
        article
    });
    let mut publication = Publication::bind("Book", articles.collect());
    publication.planned = true;
    let mut report = Report::new();
    let press = Press::new(Style::article(parse_paper("a5").unwrap()));
    let ready = press.open(&publication, &mut report);
    press.lay_out(&ready, &mut report)
}

#[test]
fn the_opening_of_an_article_that_goes_on_is_whole_and_has_text_under_it() {
    let long = "Long lines cross the still water before dawn while porters count their crates. ";
    for filler in 1..24 {
        let first = format!("# First\n\n{}", format!("{long}{long}\n\n").repeat(filler));
        let second = format!(
            "---\ntitle: Second\nkicker: Quay\nstandfirst: {long}{long}\nauthor: A. Writer\n---\n\n{long}{long}{long}\n"
        );
        let pages = pages_of_run(&[first, second]);
        let lines = |page: &pressroom::internals::placed::Page| {
            let things = page.things.iter();
            let of = things.filter(|thing| {
                let is_line = matches!(thing.kind, ThingKind::Line(_));
                is_line && matches!(thing.owner, Owner::Node(id, _) if id.source.0 == 1)
            });
            of.count()
        };
        let begun = pages.pages.iter().map(lines).find(|count| *count > 0);
        // Kicker, headline, two lines or more of standfirst, byline, two lines of text.
        assert!(begun.is_some_and(|count| count >= 7), "{filler}: {begun:?}");
        for page in &pages.pages {
            let rules = page.things.iter().enumerate().filter(|(_, thing)| {
                matches!(
                    (&thing.kind, thing.owner),
                    (ThingKind::Fill(..), Owner::Furniture(_))
                )
            });
            for (at, _) in rules {
                let is_first = at == 0;
                let after = page.things.iter().skip(at + 1);
                let has_text = after
                    .filter(|thing| matches!(thing.owner, Owner::Node(..)))
                    .count()
                    > 0;
                assert!(!is_first && has_text, "{filler}: a rule alone");
            }
        }
    }
}

#[test]
fn notes_of_articles_on_one_page_stand_in_the_order_of_these() {
    let text =
        |number| format!("# T{number}\n\nOne[^1] and two.[^2]\n\n[^1]: First.\n\n[^2]: Second.\n");
    let pages = pages_of_run(&[text(0), text(1), text(2)]);
    assert_eq!(pages.pages.len(), 1);
    let mut labels: Vec<(f64, u32)> = Vec::new();
    for thing in &pages.pages[0].things {
        if let (Owner::Node(id, Part::Label), ThingKind::Line(line)) = (thing.owner, &thing.kind) {
            labels.push((line.origin.y.0, id.source.0));
        }
    }
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let words = |thing: &pressroom::internals::placed::Thing| match (&thing.kind, thing.owner) {
        (ThingKind::Line(line), Owner::Node(_, Part::Label)) => Some(line.line.clone()),
        _ => None,
    };
    let lines = pages.pages[0].things.iter().filter_map(words);
    let mut numbers: Vec<String> = lines
        .flat_map(|line| line.pieces.clone())
        .filter_map(|piece| match piece.kind {
            pressroom::internals::placed::PieceKind::Word(shaped) => Some(shaped.text.to_string()),
            _ => None,
        })
        .collect();
    numbers.sort();
    assert_eq!(numbers, ["1", "2", "3", "4", "5", "6"]);
    let sources: Vec<u32> = labels.into_iter().map(|(_, source)| source).collect();
    assert_eq!(sources, [0, 0, 1, 1, 2, 2]);
}

#[test]
fn a_part_without_articles_is_an_error() {
    Desk::new()
        .file(
            "publication.yaml",
            "title: T\nlang: en\ncontents: [{part: Empty, articles: []}, a.md]\n",
        )
        .article("a.md", "A", "Text.")
        .export(". --txt")
        .status(1)
        .says("expected an article at least");
}

#[test]
fn an_editor_is_a_person_in_every_script() {
    for name in ["山田太郎", "محمد"] {
        Desk::new()
            .file(
                "publication.yaml",
                format!("title: T\nlang: en\neditor: {name}\ncontents: [a.md]\n"),
            )
            .article("a.md", "A", "Text.")
            .export(". --txt -o a.txt")
            .shows("a.txt", name);
    }
}

#[test]
fn articles_that_go_on_are_listed_with_their_pages() {
    let desk = running("").status(0);
    let pdf = desk.bytes("out/shore-letter.pdf");
    let labels = labels(&pdf);
    assert_eq!(labels, ["i", "ii", "1", "2"]);
    let nav = entry(&desk.bytes("out/shore-letter.epub"), "OEBPS/nav.xhtml");
    let places: Vec<usize> = ["News", "Alder", "Birch", "Notices", "Cedar", "Dogwood"]
        .iter()
        .map(|title| nav.find(&format!(">{title}<")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    let text = desk.text("out/shore-letter.txt");
    assert!(text.contains("Cedar stands by the quay"));
}

/// The width of the first page of a PDF, in points.
fn width(pdf: &[u8]) -> f32 {
    let document = Document::load_mem(pdf).unwrap();
    let page = *document.get_pages().values().next().unwrap();
    let page = document.get_dictionary(page).unwrap();
    let media = page.get(b"MediaBox").unwrap().as_array().unwrap();
    media[2].as_float().unwrap()
}

#[test]
fn a_plan_names_its_theme_and_its_paper() {
    let desk = |plan: &str, options: &str| {
        Desk::new()
            .file(
                "publication.yaml",
                format!("title: T\nlang: en\n{plan}contents: [a.md]\n"),
            )
            .file("house/own.yaml", "extends: essay\npage: {size: a6}\n")
            .article("a.md", "A", "Text.")
            .export(&format!(". --pdf -o out {options}"))
    };
    let given = |plan: &str, options: &str| {
        let desk = desk(plan, options).status(0).never_says("unlisted");
        width(&desk.bytes("out/t.pdf")).round()
    };
    assert_eq!(given("paper: a5\n", ""), 420.0);
    assert_eq!(given("paper: 6x9in\n", ""), 432.0);
    assert_eq!(given("paper: a5\n", "--paper a6"), 298.0);
    assert_eq!(given("theme: house/own.yaml\n", ""), 298.0);
    assert_eq!(given("theme: house/own.yaml\n", "--theme article"), 595.0);
    assert_eq!(given("theme: house/own.yaml\npaper: a5\n", ""), 420.0);
    for (plan, said) in [
        ("theme: esay\n", "did you mean `essay`?"),
        (
            "theme: none.yaml\n",
            "the theme file `none.yaml` does not exist",
        ),
        ("theme: [essay]\n", "expected the name of a theme"),
        ("paper: huge\n", "unknown paper size `huge`"),
    ] {
        desk(plan, "").status(1).says(said);
    }
}

#[test]
fn the_title_of_a_part_that_runs_on_keeps_its_note_and_reports_its_letters() {
    for theme in ["article", "newspaper"] {
        let plan = "title: T\nlang: en\ncontents:\n  - part: \"News ^[Kept here.]\"\n    run-on: true\n    articles: [a.md]\n";
        Desk::new()
            .file("publication.yaml", plan)
            .article("a.md", "A", "Text.")
            .export(&format!(". --proof --theme {theme}"))
            .status(0);
        Desk::new()
            .file(
                "publication.yaml",
                plan.replace("^[Kept here.]", "\u{10380}"),
            )
            .article("a.md", "A", "Text.")
            .export(&format!(". --pdf --theme {theme} --ignore-system-fonts"))
            .status(1)
            .says("missing-glyph");
    }
}
