//! What a book has beside its chapters: named texts, notes and lists of its back matter, the
//! names of its files; and the starters of `pressroom new`.

use crate::harness::Desk;
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
