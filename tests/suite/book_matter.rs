//! What a book has beside its chapters: named texts, notes and lists of its back matter, the
//! names of its files; and the starters of `pressroom new`.

use crate::harness::Desk;
use crate::proof::epub::chapters;
use crate::proof::pdf::Pdf;
use lopdf::Document;

/// A file of an EPUB.
fn entry(epub: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(epub)).unwrap();
    let mut file = archive.by_name(name).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    text
}

/// How many structure elements of a PDF have a role.
fn elements(pdf: &[u8], role: &str) -> usize {
    let document = Document::load_mem(pdf).unwrap();
    let mut dictionaries = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok());
    let is_of = |dictionary: &&lopdf::Dictionary| {
        let kind = dictionary.get(b"S").and_then(|kind| kind.as_name());
        kind.is_ok_and(|kind| kind == role.as_bytes()) && dictionary.has(b"P")
    };
    dictionaries.by_ref().filter(is_of).count()
}

#[test]
fn a_new_report_is_exported_without_a_remark() {
    let desk = Desk::new()
        .run(["new", "report", "river-levels"])
        .status(0)
        .prints("river-levels/publication.yaml\n")
        .prints("river-levels/02-findings.md\n")
        .prints("Export it with: pressroom export river-levels\n")
        .export("river-levels --strict")
        .status(0);
    assert!(!desk.said().contains("note["), "{}", desk.said());
    let text = desk.text("out/river-levels.txt");
    assert!(text.contains("River levels\n="), "{text}");
    assert!(text.contains("Copies printed, by year"), "{text}");
    desk.run(["new", "report", "river-levels"]).status(3);
}

#[test]
fn a_new_letter_is_exported_without_a_remark() {
    let desk = Desk::new()
        .run(["new", "letter", "to-the-editor"])
        .status(0)
        .prints("Export it with: pressroom export --theme letter to-the-editor.md\n")
        .export("--theme letter to-the-editor.md --strict")
        .status(0);
    assert!(!desk.said().contains("note["), "{}", desk.said());
    let text = desk.text("out/to-the-editor.txt");
    assert!(text.contains("To the editor\n="), "{text}");
    assert!(text.contains("12 Quay Street\nLyon"), "{text}");
    desk.run(["new", "letter", "-"])
        .status(0)
        .prints("Dear Ms Reader");
}

#[test]
fn a_publication_of_several_files_is_not_printed() {
    for kind in ["book", "issue", "report"] {
        Desk::new()
            .run(["new", kind, "-"])
            .status(2)
            .says("name a folder for them")
            .holds(&[]);
    }
}

/// Exports a book with these keys in its plan.
fn with_output(keys: &str, options: &str) -> Desk {
    let plan = format!("title: A Book\nlang: en\n{keys}\ncontents: [a.md]\n");
    Desk::new()
        .file("publication.yaml", plan)
        .article("a.md", "A", "Text.")
        .export(&format!(". {options} -o made"))
}

#[test]
fn a_plan_names_its_files() {
    with_output("output: Night Trains v1.2", "")
        .status(0)
        .wrote("made/Night Trains v1.2.pdf")
        .wrote("made/Night Trains v1.2.epub")
        .wrote("made/Night Trains v1.2.txt");
    with_output(
        "slug: trains\noutput: {pdf: print.pdf, epub: screen}",
        "--booklet",
    )
    .status(0)
    .wrote("made/print.pdf")
    .wrote("made/print.print.pdf")
    .wrote("made/screen.epub")
    .wrote("made/trains.txt");
}

#[test]
fn a_name_that_no_file_can_have_is_told_at_its_place() {
    for (keys, message) in [
        ("output: ../a", "`../a` is a path"),
        ("output: con", "the name of a device"),
        ("output: a.epub", "leave out `.epub`"),
        ("output: {pdf: a.txt}", "these files in `.pdf`"),
        ("output: 'a: b'", "`:` cannot be in the name of a file"),
        ("output: [a]", "expected the name of a file"),
    ] {
        with_output(keys, "--txt")
            .status(1)
            .says("error[wrong-value]")
            .says(message)
            .says("publication.yaml:3:")
            .wrote("made/a-book.txt");
    }
    with_output("output: {txt: a}", "--txt")
        .says("warning[unknown-key]: `output` has no key `txt`")
        .says("did you mean `text`?");
}

/// A book with texts of every name.
fn named(lang: &str) -> Desk {
    let plan = format!(
        "title: A Book\nauthor: A. Writer\nlang: {lang}\n\
         front: [title-page, contents, {{foreword: foreword.md}}, {{preface: own.md}}, {{acknowledgements: thanks.md}}]\n\
         contents: [{{introduction: intro.md, recto: true}}, a.md]\n\
         back: [{{afterword: after.md}}, {{appendix: 'more-*.md'}}]\n"
    );
    let text = |words: &str| format!("---\nlang: {lang}\n---\n\n{words}\n");
    Desk::new()
        .file("book/publication.yaml", plan)
        .article("book/a.md", "Chapter One", "The chapter.")
        .file(
            "book/foreword.md",
            format!("---\nauthor: F. Friend\nlang: {lang}\n---\n\nA friend writes.\n"),
        )
        .article("book/own.md", "Before You Read", "The author writes.")
        .file("book/thanks.md", text("To all."))
        .file("book/intro.md", text("It begins."))
        .file("book/after.md", text("It ends."))
        .file("book/more-1.md", text("One more."))
        .article("book/more-2.md", "Tables", "Two more.")
}

#[test]
fn named_texts_have_their_roles_and_titles_in_every_format() {
    let desk = named("en").export("book --proof").status(0);
    assert!(!desk.said().contains("warning"), "{}", desk.said());
    let text = desk.text("out/a-book.txt");
    let mut at = 0;
    for words in [
        "Contents\n",
        "Foreword\nBefore You Read\nAcknowledgements\nIntroduction\nChapter One\nAfterword\nAppendix\nTables\n",
        "Foreword\n====",
        "A friend writes.",
        "Before You Read\n====",
        "Introduction\n====",
        "Appendix\n====",
        "Two more.",
    ] {
        let found = text[at..].find(words);
        at += found.unwrap_or_else(|| panic!("`{words}` is missing or out of order\n{text}"));
    }
    let epub = desk.bytes("out/a-book.epub");
    for (file, kind, role, matter) in [
        ("article-2", "foreword", "doc-foreword", "frontmatter"),
        ("article-3", "preface", "doc-preface", "frontmatter"),
        (
            "article-4",
            "acknowledgments",
            "doc-acknowledgments",
            "frontmatter",
        ),
        (
            "article-5",
            "introduction",
            "doc-introduction",
            "bodymatter",
        ),
        ("article-7", "afterword", "doc-afterword", "backmatter"),
        ("article-9", "appendix", "doc-appendix", "backmatter"),
    ] {
        let page = entry(&epub, &format!("OEBPS/{file}.xhtml"));
        let section = format!("<section epub:type=\"{kind}\" role=\"{role}\">");
        assert!(page.contains(&section), "{page}");
        assert!(
            page.contains(&format!("<body epub:type=\"{matter}\">")),
            "{page}"
        );
    }
    let package = entry(&epub, "OEBPS/content.opf");
    let (_, friend) = package.split_once(">F. Friend</dc:contributor>").unwrap();
    assert!(
        friend.contains(">aui</meta>"),
        "the writer of a foreword is none of the book's: {package}"
    );
    let pdf = desk.bytes("out/a-book.pdf");
    assert_eq!(elements(&pdf, "Sect"), 7);
    assert_eq!(elements(&pdf, "Art"), 2, "the title page and the chapter");
}

#[test]
fn named_texts_without_a_title_have_the_word_of_their_language() {
    for (lang, words) in [
        (
            "fr",
            "Préface\nBefore You Read\nRemerciements\nIntroduction",
        ),
        ("de", "Geleitwort\nBefore You Read\nDanksagung\nEinleitung"),
        ("ru", "Вступительное слово\nBefore You Read\nБлагодарности"),
        ("vi", "Foreword\nBefore You Read\nAcknowledgements"),
    ] {
        let desk = named(lang).export("book --txt --proof").status(0);
        let text = desk.text("out/a-book.txt");
        assert!(text.contains(words), "{lang}: {text}");
    }
}

#[test]
fn an_item_that_names_a_text_wrongly_is_told() {
    for (item, message) in [
        ("foreword", "name its file: `foreword: foreword.md`"),
        ("{forword: a.md}", "did you mean `foreword`?"),
        ("{foreword: [a.md]}", "expected the path of a file"),
        (
            "{foreword: a.md, preface: b.md}",
            "expected one article in an item, not two",
        ),
        (
            "{part: One, article: a.md}",
            "expected `part` in an item of its own, beside `articles`",
        ),
    ] {
        let plan = format!("title: T\nlang: en\nfront: [{item}]\ncontents: [c.md]\n");
        Desk::new()
            .file("publication.yaml", plan)
            .article("a.md", "A", "Text.")
            .article("b.md", "B", "Text.")
            .article("c.md", "C", "Text.")
            .export(". --txt")
            .status(1)
            .says(message)
            .says("publication.yaml:3:");
    }
}

#[test]
fn the_schema_of_plans_knows_output_and_named_texts() {
    let desk = Desk::new().run(["schema", "publication"]).status(0);
    let schema: serde_json::Value = serde_json::from_str(&desk.printed()).unwrap();
    assert!(schema["properties"]["output"]["anyOf"].is_array());
    let items = schema["$defs"]["item"]["anyOf"].to_string();
    assert!(items.contains("\"foreword\"") && items.contains("\"appendix\""));
}

/// A book whose notes stand at its end.
fn noted(back: &str, options: &str) -> Desk {
    let plan = format!(
        "title: Toll House\nlang: en\nfront: [title-page, epigraph, contents]\n\
         epigraph: \"Boats pass.[^1]\\n\\n[^1]: A saying.\"\n\
         contents:\n  - part: One\n    articles: [a.md, b.md]\n  - c.md\n\
         back: {back}\n\
         bibliography: [\"Writer, A. *Tolls.* Lyon, 1871.\", \"Zeal, B. *{}*\"]\n",
        "A long title of a book on bridges ".repeat(5).trim_end()
    );
    Desk::new()
        .file("book/publication.yaml", plan)
        .file(
            "book/a.md",
            "---\ntitle: The Keeper\nlang: en\n---\n\nHe counts.[^b] They pass,[^c] and pass.[^b] See\n[the list](#list).\n\n## List {#list}\n\nMore.[^d]\n\n\
             [^b]: Outer.[^n]\n[^n]: Nested.\n[^c]: Boats, see [above](#list) and [spring](b.md).\n[^d]: A [site](https://example.org/).\n",
        )
        .file(
            "book/b.md",
            "---\ntitle: Spring\nlang: en\n---\n\nA ferry.[^1]\n\n[^1]: []{#place}Of wood.\n",
        )
        .file(
            "book/c.md",
            "---\ntitle: Été\nlang: fr\n---\n\nIl passe[^1]. Voir [là](b.md#place).\n\n[^1]: «Oui»: il passe.\n",
        )
        .article("book/after.md", "Afterword", "It ends.[^1]\n\n[^1]: At last.")
        .export(&format!("book --proof {options}"))
}

#[test]
fn endnotes_stand_by_chapter_in_a_text() {
    let desk = noted("[endnotes, {afterword: after.md}]", "--txt").status(0);
    let text = desk.text("out/toll-house.txt");
    let mut at = 0;
    for words in [
        "Notes\n-----\n\n[1] A saying.",
        "Été\nNotes\nAfterword\n",
        "They pass,[2] and pass.[1]",
        "More.[3]\n\n───",
        "A ferry.[1]\n\n───",
        "Notes\n=====\n\nThe Keeper\n----------\n\n[1] Outer.[4]\n\n[2] Boats",
        "[3] A site [L1].\n\n[4] Nested.\n\nSpring\n------\n\n[1] Of wood.",
        "Été\n---\n\n[1] «\u{a0}Oui\u{a0}»\u{a0}: il passe.\n\nLinks\n-----\n\n[L1] https://example.org/",
        "It ends.[1]\n\nNotes\n-----\n\n[1] At last.",
    ] {
        let found = text[at..].find(words);
        at += found.unwrap_or_else(|| panic!("`{words}` is missing or out of order\n{text}"));
    }
}

#[test]
fn endnotes_of_an_epub_have_links_in_both_directions() {
    let desk = noted("[endnotes, {afterword: after.md}]", "--epub").status(0);
    let epub = desk.bytes("out/toll-house.epub");
    let page = |number: usize| entry(&epub, &format!("OEBPS/article-{number}.xhtml"));
    let notes = page(7);
    assert!(
        notes.contains("<section epub:type=\"endnotes\" role=\"doc-endnotes\">"),
        "{notes}"
    );
    for words in [
        "<h2>The Keeper</h2>",
        "<div class=\"note\" id=\"note-1_4\" epub:type=\"endnote\" role=\"doc-footnote\">",
        "<a role=\"doc-backlink\" href=\"article-4.xhtml#mark-1_4\">1.</a> Outer.",
        "href=\"#note-4_4\" id=\"mark-4_4\">4</a>",
        "<a role=\"doc-backlink\" href=\"#mark-4_4\">4.</a> Nested.",
        "<a href=\"article-4.xhtml#list\">above</a>",
        "<span id=\"place_5\">",
        "<section class=\"notes\" lang=\"fr\" xml:lang=\"fr\">\n<h2>Été</h2>",
    ] {
        assert!(notes.contains(words), "`{words}` is missing: {notes}");
    }
    let chapter = page(4);
    assert!(chapter.contains("href=\"article-7.xhtml#note-2_4\" id=\"mark-2_4\">2</a>"));
    assert!(!chapter.contains("<section class=\"notes\""), "{chapter}");
    assert!(page(6).contains("href=\"article-7.xhtml#place_5\""));
    // What comes after the notes keeps its own.
    assert!(page(8).contains("<aside id=\"note-1\""), "{}", page(8));
}

/// How deep in the structure, and under which role, the notes of a PDF stand.
#[test]
fn endnotes_of_a_pdf_are_tagged_under_their_chapters_and_linked() {
    let desk = noted("[endnotes, {afterword: after.md}]", "--pdf").status(0);
    let pdf = desk.bytes("out/toll-house.pdf");
    let document = Document::load_mem(&pdf).unwrap();
    let mut parents = std::collections::BTreeMap::new();
    for object in document.objects.values() {
        let Ok(element) = object.as_dict() else {
            continue;
        };
        if !element
            .get(b"S")
            .is_ok_and(|role| role.as_name().is_ok_and(|role| role == b"Note"))
        {
            continue;
        }
        let parent = element.get(b"P").unwrap().as_reference().unwrap();
        let parent = document.get_dictionary(parent).unwrap();
        let role = parent.get(b"S").unwrap().as_name().unwrap();
        *parents
            .entry(String::from_utf8_lossy(role).into_owned())
            .or_insert(0) += 1;
    }
    // Six of chapters; that of the afterword stands in its section, that of the epigraph in
    // its page.
    let count = |role: &str| parents.get(role).copied().unwrap_or(0);
    assert_eq!(count("Sect"), 7, "{parents:?}");
    assert_eq!(parents.values().sum::<i32>(), 8, "{parents:?}");
    // A mark leads to the page of notes, a number back to the page of its mark.
    let pages = document.get_pages();
    let goals = |page: u32| -> Vec<u32> {
        let page = document.get_dictionary(pages[&page]).unwrap();
        let annotations = match page.get(b"Annots") {
            Ok(list) => document.dereference(list).unwrap().1.as_array().unwrap(),
            Err(_) => return Vec::new(),
        };
        let goals = annotations.iter().filter_map(|annotation| {
            let annotation = document
                .dereference(annotation)
                .unwrap()
                .1
                .as_dict()
                .unwrap();
            let goal = annotation.get(b"Dest").ok()?.as_array().unwrap();
            let goal = goal[0].as_reference().unwrap();
            pages
                .iter()
                .find(|(_, id)| **id == goal)
                .map(|(page, _)| *page)
        });
        goals.collect()
    };
    let text = |page: u32| document.extract_text(&[page]).unwrap_or_default();
    let last = pages.len() as u32;
    let notes = (1..=last)
        .find(|page| goals(*page).len() >= 6 && *page > last / 2)
        .unwrap();
    let keeper = goals(notes)[0];
    assert!(
        goals(keeper).contains(&notes),
        "{} {}",
        text(keeper),
        text(notes)
    );
}

#[test]
fn endnotes_are_left_out_where_there_are_none_and_told_where_they_cannot_be() {
    let plan = "title: T\nlang: en\ncontents: [a.md]\nback: [endnotes]\n";
    let desk = Desk::new()
        .file("publication.yaml", plan)
        .article("a.md", "A", "Text.")
        .export(". --txt --proof")
        .status(0)
        .says("warning[empty-article]: the page `endnotes` has no notes; left out")
        .says("publication.yaml:4:8");
    assert!(!desk.text("out/t.txt").contains("Notes"));
    for list in [
        "front: [endnotes]\ncontents: [a.md]",
        "contents: [a.md, bibliography]",
    ] {
        Desk::new()
            .file("publication.yaml", format!("title: T\nlang: en\n{list}\n"))
            .article("a.md", "A", "Text.[^1]\n\n[^1]: Note.")
            .export(". --txt")
            .status(1)
            .says("goes under `back`");
    }
}

#[test]
fn endnotes_are_proved_in_every_theme_and_form() {
    for theme in ["article", "newspaper", "report", "novel", "manuscript"] {
        noted("[endnotes, bibliography]", &format!("--theme {theme}")).status(0);
    }
    let desk = noted("[endnotes]", "--txt --text-style markdown").status(0);
    let text = desk.text("out/toll-house.txt");
    assert!(
        !text.contains("# Notes") && text.contains("[^2]: Outer."),
        "{text}"
    );
}

#[test]
fn many_endnotes_share_files_and_are_proved() {
    let note = "A note that goes on for a while, as those of scholars do. ".repeat(14);
    let chapter = |number: usize| {
        let marks: String = (1..=90).map(|n| format!("A claim.[^{n}] ")).collect();
        let notes: String = (1..=90)
            .map(|n| format!("[^{n}]: {n}. {note}\n\n"))
            .collect();
        format!("---\ntitle: Chapter {number}\nlang: en\n---\n\n{marks}\n\n{notes}")
    };
    let mut desk = Desk::new().file(
        "book/publication.yaml",
        "title: Claims\nlang: en\ncontents: [\"*.md\"]\nback: [endnotes]\n",
    );
    for number in 1..=6 {
        desk = desk.file(&format!("book/{number}.md"), chapter(number));
    }
    let desk = desk.export("book --epub --proof").status(0);
    let epub = desk.bytes("out/claims.epub");
    let file = |part: usize| match part {
        1 => "article-8.xhtml".to_owned(),
        part => format!("article-8-{part}.xhtml"),
    };
    let of_last = |part: &usize| {
        let page = entry(&epub, &format!("OEBPS/{}", file(*part)));
        assert!(page.len() < 250_000, "{part}");
        page.contains("<h2>Chapter 6</h2>")
    };
    let part = (1..9).find(of_last).unwrap();
    assert!(part > 1);
    let chapter = entry(&epub, "OEBPS/article-7.xhtml");
    assert!(chapter.contains(&format!("href=\"{}#note-1_7\"", file(part))));
}

#[test]
fn a_bibliography_hangs_and_has_its_role() {
    let desk = noted("[bibliography]", "").status(0);
    let epub = desk.bytes("out/toll-house.epub");
    let page = entry(&epub, "OEBPS/article-7.xhtml");
    assert!(page.contains("role=\"doc-bibliography\""), "{page}");
    assert!(page.contains("<h1>Bibliography</h1>"), "{page}");
    assert!(page.contains("<em>Tolls.</em> Lyon, 1871.</p>"), "{page}");
    let pdf = desk.bytes("out/toll-house.pdf");
    assert_eq!(elements(&pdf, "BibEntry"), 2);
    Desk::new()
        .file(
            "publication.yaml",
            "title: T\nlang: en\ncontents: [a.md]\nback: [bibliography]\n",
        )
        .article("a.md", "A", "Text.")
        .export(". --txt")
        .status(1)
        .says("the page `bibliography` has no text");
    Desk::new()
        .file(
            "publication.yaml",
            "title: T\nlang: en\ncontents: [a.md]\nbibliography: [One.]\n",
        )
        .article("a.md", "A", "Text.")
        .export(". --txt")
        .status(0)
        .says("no page of the book prints `bibliography`");
}

const PLAN: &str = "title: T\nlang: en\ncontents: [a.md]\n";

/// A folder with a plan, an article and another article outside it.
fn planned(plan: &str) -> Desk {
    Desk::new()
        .file("book/publication.yaml", plan)
        .article("book/a.md", "A", "Text.")
        .article("b.md", "B", "Text.")
}

#[test]
fn a_plan_is_never_read_as_an_article() {
    for words in [
        "book/publication.yaml b.md",
        "b.md book/publication.yaml",
        "book/publication.yaml --book Both",
    ] {
        planned(PLAN)
            .export(&format!("{words} --txt"))
            .status(2)
            .says("error[plan-as-article]: `book/publication.yaml` is the plan of a publication")
            .says("`pressroom export book/publication.yaml`");
    }
    for command in ["inspect", "convert"] {
        planned(PLAN)
            .run([command, "book/publication.yaml"])
            .status(2)
            .says("plan-as-article");
    }
    // In a folder that is searched, it is skipped, whatever keys it has.
    let plan = "title: T\nbyline: B\nheadline: H\nlang: en\ncontents: [a.md]\n";
    planned(plan)
        .export(". --txt")
        .status(0)
        .says("note[skipped-file]: not an article; skipped: `./book/publication.yaml`")
        .holds(&[
            "b.md",
            "book/a.md",
            "book/publication.yaml",
            "out/b.txt",
            "out/book/a.txt",
        ]);
    planned("title: T\nlang: en\ncontents: [a.md, deep/publication.yaml]\n")
        .file("book/deep/publication.yaml", PLAN)
        .export("book --txt")
        .status(1)
        .says("`deep/publication.yaml` is a plan, not an article");
}

#[test]
fn a_plan_by_nearly_its_name_is_told() {
    for name in ["publication.yml", "Publication.yaml"] {
        let desk = || {
            Desk::new()
                .file(&format!("book/{name}"), PLAN)
                .article("book/a.md", "A", "Text.")
        };
        desk()
            .export("book --txt")
            .status(0)
            .says(&format!("not an article; skipped: `book/{name}`"))
            .says("a plan is named `publication.yaml`: rename it to make a book");
        desk()
            .export(&format!("book/{name} --txt"))
            .status(2)
            .says("name it `publication.yaml`, and it makes a book");
    }
}

#[test]
fn a_publication_that_is_a_draft_is_skipped() {
    let plan = format!("{PLAN}draft: true\n");
    planned(&plan)
        .export("book --txt")
        .status(0)
        .says("note[draft]: publication skipped (draft)")
        .holds(&["b.md", "book/a.md", "book/publication.yaml"]);
    planned(&plan)
        .export("book --txt --drafts")
        .status(0)
        .wrote("out/t.txt");
}

#[test]
fn a_plan_in_an_older_encoding_is_told_as_articles_are() {
    let text = "title: L'\u{e9}t\u{e9} d\u{e9}j\u{e0} pass\u{e9}, la for\u{ea}t br\u{fb}l\u{e9}e\nlang: fr\ncontents: [a.md]\n";
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    Desk::new()
        .file("book/publication.yaml", bytes)
        .article("book/a.md", "A", "Text.")
        .export("book --txt")
        .status(0)
        .says("warning[encoding]: the file is not UTF-8")
        .says("book/publication.yaml:1:1");
}

#[test]
fn an_item_cannot_run_on_and_begin_a_page() {
    let plan = "title: T\nlang: en\ncontents: [{article: a.md, recto: true, run-on: true}]\n";
    planned(plan)
        .export("book --txt")
        .status(1)
        .says("error[wrong-value]: `recto` and `run-on` contradict each other")
        .says("publication.yaml:3:49");
}

#[test]
fn a_year_alone_is_no_imprint() {
    let plan = |keys: &str| format!("{PLAN}date: 2026-03-03\nrights: All mine.\n{keys}\n");
    let text = |keys: &str| {
        let desk = planned(&plan(keys)).export("book --txt --proof").status(0);
        desk.text("out/t.txt")
    };
    assert!(!text("").contains("2026"), "{}", text(""));
    assert!(text("place: Lyon").contains("Lyon, 2026"));
    assert!(text("publisher: Quay Press").contains("Quay Press, 2026"));
}

#[test]
fn a_person_without_a_name_is_told_and_named_nobody() {
    let plan = format!("{PLAN}contributors: [{{name: \"\", role: translator}}]\n");
    let desk = planned(&plan)
        .export("book --txt")
        .status(1)
        .says("error[wrong-value]: expected a person")
        .never_says("unknown role");
    assert!(!desk.text("out/t.txt").contains("translator"));
}

/// A plan that says something under most of its keys.
const TALKATIVE: &str = "\
# A comment.
title: \"The 'Toll' House\"
subtitle: A *sub* title
author: [{name: A. Writer, orcid: 0000-0002-1825-0097}, B. Other]
translator: C. Third
publisher: Quay Press
place: Lyon
date: 2026-03
edition: Second, revised edition
isbn: {print: 978-2-7433-0482-9}
rights: \"© 2026 A. Writer.\\nAll rights.\"
licence: CC-BY-4.0
lang: en
output: {pdf: toll.pdf}
theme: novel
paper: a5
front: [half-title, title-page, copyright, dedication, epigraph, contents, {foreword: f.md, recto: true}]
dedication: |
  To all.

  * a list[^1]

  [^1]: A note.
epigraph: {text: Water is., credit: A saying}
contents:
  - {part: One, subtitle: The *first*, articles: [a.md], run-on: false}
back: [endnotes, bibliography, colophon]
bibliography: [A. *Tolls.*, \"[Site](https://example.org/b).\"]
colophon: Set.
";

#[test]
fn the_proof_accounts_for_the_plan() {
    let desk = Desk::new()
        .file("book/publication.yaml", TALKATIVE)
        .article("book/a.md", "A", "Text.[^1]\n\n[^1]: N.")
        .article("book/f.md", "F", "Text.")
        .export("book --strict")
        .status(0)
        .run(["proof", "book", "out/toll.pdf"])
        .status(0);
    let printed = desk.printed();
    let (first, _) = printed.split_once('\n').unwrap();
    assert!(
        first.starts_with("book/publication.yaml: ") && first.ends_with("all accounted for"),
        "{printed}"
    );
}

#[test]
fn a_text_of_the_plan_that_is_on_no_page_is_not_accounted_for() {
    use pressroom::diag::Report;
    use pressroom::model::Role;
    use pressroom::proof::account_of_plan;
    use pressroom::read::plan::{self, Item};
    use pressroom::source::Source;
    let source = Source::new(plan::SOURCE, "publication.yaml", TALKATIVE);
    let lost = |is_lost: &dyn Fn(&Item) -> bool| {
        let mut report = Report::new();
        let mut plan = plan::plan(&source, &mut report);
        plan.items.retain(|item| !is_lost(item));
        let (said, words) = plan.said();
        let account = account_of_plan(&source, &said, &words, &plan.unprinted, &report);
        let rest = account.remainder.iter().map(|rest| rest.text.clone());
        rest.collect::<Vec<_>>().join(" ")
    };
    let made = |role: Role| {
        move |item: &Item| match item {
            Item::Made(page) => page.place.role == role,
            Item::Listed(_) => false,
        }
    };
    assert_eq!(lost(&|_| false), "");
    for (role, words) in [
        (Role::Dedication, "To all"),
        (Role::Epigraph, "Water"),
        (Role::Copyright, "revised"),
        (Role::Part, "One"),
        (Role::Bibliography, "Tolls"),
        (Role::Endnotes, "endnotes"),
    ] {
        let lost = lost(&made(role));
        assert!(lost.contains(words), "{role:?}: {lost}");
    }
    let listed = |item: &Item| matches!(item, Item::Listed(listed) if listed.path == "f.md");
    let rest = lost(&listed);
    assert!(rest.contains("foreword f"), "{rest:?}");
}

#[test]
fn a_place_that_no_page_prints_is_told() {
    let plan = "title: T\nlang: en\nplace: Lyon\nfront: [contents]\ncontents: [a.md]\n";
    planned(plan)
        .export("book --txt --proof")
        .status(0)
        .says("warning[unprinted-text]: no page of the book prints `place`")
        .says("publication.yaml:3:1");
}

#[test]
fn a_page_of_an_empty_text_is_none() {
    let plan = "title: T\nlang: en\ncontents: [a.md]\nback: [bibliography]\nbibliography: []\n";
    planned(plan)
        .export("book --txt")
        .status(1)
        .says("the page `bibliography` has no text");
}

#[test]
fn of_a_plan_that_cannot_be_read_nothing_else_is_said() {
    Desk::new()
        .file("book/publication.yaml", "title: \"T\ncontents: [a.md]\n")
        .article("book/a.md", "A", "Text.")
        .export("book --txt")
        .status(1)
        .says("error[yaml]")
        .never_says("no-articles")
        .never_says("unlisted-article");
}

/// A magazine with a section that runs on, and a colophon.
fn magazine() -> Desk {
    Desk::new()
        .file(
            "issue/publication.yaml",
            "title: Shore\nlang: fr\ntheme: my.yaml\ndate: 2026-03\n\
             contributors:\n  - {name: Claire Vasseur, role: rédactrice en chef}\n  \
             - {name: Luc Bel, role: pbd}\n\
             front: [title-page, copyright]\nback: [colophon]\ncolophon: Revue de quartier.\n\
             contents:\n  - {part: Terrain, run-on: true, articles: [land/a.md]}\n",
        )
        .file(
            "issue/my.yaml",
            "extends: magazine\nfurniture:\n  right: {foot: {outer: \"[{section}] [{headline}] [{kicker}]\"}}\n",
        )
        .file("issue/other.yaml", "extends: magazine\n")
        .file("issue/pictures/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20'/></svg>")
        .file(
            "issue/land/a.md",
            "---\ntitle: La passerelle\nkicker: Rivage\nlang: fr\n---\n\nElle tient.\n\n![Un point](../pictures/dot.svg)\n",
        )
        .export("issue --pdf --epub --proof")
        .status(0)
}

#[test]
fn a_page_that_begins_with_the_title_of_a_section_is_headed_by_its_article() {
    let desk = magazine();
    let pdf = Pdf::open(&desk.bytes("out/shore.pdf"));
    let pages = 0..pdf.pages.len();
    let feet: Vec<String> = pages.flat_map(|page| pdf.furniture(page)).collect();
    assert!(
        feet.contains(&"[Terrain] [La passerelle] [Rivage]".to_owned()),
        "{feet:?}"
    );
}

#[test]
fn pages_of_the_book_itself_have_neither_drop_capitals_nor_end_marks() {
    let epub = magazine().bytes("out/shore.epub");
    for chapter in chapters(&epub) {
        let page = chapter.text();
        let is_text = page.contains("Elle tient");
        assert_eq!(page.contains("class=\"opening"), is_text, "{page}");
        assert_eq!(page.contains("ending\""), is_text, "{page}");
    }
}

#[test]
fn a_role_without_a_word_of_its_own_is_printed_as_it_is_written() {
    let desk = magazine();
    let text = Pdf::open(&desk.bytes("out/shore.pdf")).text();
    assert!(text.contains("rédactrice en chef"), "{text}");
    assert!(!text.contains("pbd"), "{text}");
}

#[test]
fn articles_use_the_pictures_of_their_book_and_themes_are_no_articles() {
    magazine()
        .never_says("picture-outside")
        .never_says("other.yaml");
}
