//! The command as it is used: where outputs go, what they are called, what the
//! flags change, and what the command says of itself.

use crate::harness::Desk;
use lopdf::{Document, Object};

/// Width and height of the first page, in whole millimetres.
fn paper(pdf: &[u8]) -> (i32, i32) {
    let document = Document::load_mem(pdf).unwrap();
    let page = *document.get_pages().values().next().unwrap();
    let page = document.get_dictionary(page).unwrap();
    let media_box = page.get(b"MediaBox").and_then(Object::as_array).unwrap();
    let millimetres = |i: usize| (media_box[i].as_float().unwrap() / 72.0 * 25.4).round() as i32;
    (millimetres(2), millimetres(3))
}

#[test]
fn the_folder_articles_is_exported_into_the_folder_out() {
    Desk::new()
        .article("articles/a.md", "A", "Text.")
        .article("articles/deep/b.md", "B", "Text.")
        .run(["export"])
        .status(0)
        .says_nothing()
        .prints("out/a.pdf")
        .prints("2 PDF (2 pages")
        .holds(&[
            "articles/a.md",
            "articles/deep/b.md",
            "out/a.epub",
            "out/a.pdf",
            "out/a.txt",
            "out/deep/b.epub",
            "out/deep/b.pdf",
            "out/deep/b.txt",
        ]);
}

#[test]
fn the_output_folder_is_never_read() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export(". --txt")
        .status(0)
        .export(". --txt")
        .status(0)
        .holds(&["a.md", "out/a.txt"]);
}

#[test]
fn hidden_files_and_what_is_no_article_are_passed_over() {
    Desk::new()
        .article("news/a.markdown", "A", "Text.")
        .file("news/b.yml", "headline: B\nlang: en\nbody: Text.\n")
        .file("news/README", "not an article")
        .file("news/.draft.md", "hidden")
        .file("news/.git/x.md", "hidden")
        .export("news --txt -o out")
        .status(0)
        .holds(&[
            "news/.draft.md",
            "news/.git/x.md",
            "news/README",
            "news/a.markdown",
            "news/b.yml",
            "out/a.txt",
            "out/b.txt",
        ]);
}

#[test]
fn what_is_named_twice_is_exported_once() {
    Desk::new()
        .article("news/a.md", "A", "Text.")
        .export("news news/a.md ./news/../news/a.md --txt")
        .status(0)
        .holds(&["news/a.md", "out/a.txt"]);
}

#[test]
fn flags_choose_the_formats() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md --txt --epub")
        .status(0)
        .holds(&["a.md", "out/a.epub", "out/a.txt"]);
}

#[test]
fn an_output_that_ends_like_a_file_is_a_file() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md -o deep/print.pdf")
        .status(0)
        .export("a.md -o A.TXT")
        .status(0)
        .holds(&["A.TXT", "a.md", "deep/print.pdf"]);
}

#[test]
fn any_other_output_is_a_folder() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md -o site.2026 --txt")
        .status(0)
        .holds(&["a.md", "site.2026/a.txt"]);
}

#[test]
fn text_goes_to_standard_output_and_nothing_beside_it() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md --txt -o -")
        .status(0)
        .says_nothing()
        .prints_just("A\n=\n\nText.\n")
        .holds(&["a.md"]);
}

#[test]
fn a_pdf_goes_through_a_pipe() {
    let desk = Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md --pdf -o -")
        .status(0);
    assert!(desk.printed_bytes().starts_with(b"%PDF-1.7"));
    assert!(desk.printed_bytes().ends_with(b"%%EOF") || desk.printed_bytes().ends_with(b"%%EOF\n"));
}

#[test]
fn standard_input_is_read_in_the_form_that_is_told() {
    Desk::new()
        .stdin("# Not a heading\n\nIt is *raw* copy.\n")
        .export("- --from wire --lang en --txt -o -")
        .status(0)
        .prints("*raw*");
    Desk::new()
        .stdin("It is *marked* up.\n")
        .export("- --from md --lang en --txt -o -")
        .status(0)
        .prints_just("It is marked up.\n");
}

#[test]
fn standard_input_shows_its_form_by_itself() {
    Desk::new()
        .stdin("---\ntitle: A\nlang: en\n---\n\n*Text.*\n")
        .export("- --txt -o -")
        .prints_just("A\n=\n\nText.\n");
    Desk::new()
        .stdin("headline: A\nlang: en\nbody: '*Text.*'\n")
        .export("- --txt -o -")
        .prints_just("A\n=\n\nText.\n");
}

#[test]
fn standard_input_gives_its_outputs_a_name() {
    Desk::new()
        .stdin("Text.")
        .export("- --lang en --txt")
        .status(0)
        .holds(&["out/stdin.txt"]);
}

#[test]
fn pictures_of_standard_input_are_found_from_here() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    Desk::new()
        .file("a.svg", svg)
        .stdin("---\nlang: en\ntitle: A\n---\n\n![Type](a.svg)\n")
        .export("- --epub")
        .status(0)
        .says_nothing();
}

#[test]
fn a_book_is_one_file_a_format_with_a_list_of_contents() {
    let desk = Desk::new()
        .article("b.md", "Second", "Text of the second.")
        .article("a.md", "First", "Text of the first.")
        .run(["export", "b.md", "a.md", "--book", "L’Été des signes"])
        .status(0)
        .holds(&[
            "a.md",
            "b.md",
            "out/l-ete-des-signes.epub",
            "out/l-ete-des-signes.pdf",
            "out/l-ete-des-signes.txt",
        ]);
    let text = desk.text("out/l-ete-des-signes.txt");
    let places: Vec<usize> = [
        "L’Été des signes\n================\n",
        "Contents\n--------\n",
        "Second\nFirst\n",
        "Text of the second.",
        "Text of the first.",
    ]
    .iter()
    .map(|part| {
        text.find(part)
            .unwrap_or_else(|| panic!("{part} in:\n{text}"))
    })
    .collect();
    assert!(
        places.is_sorted(),
        "articles stand as they were given:\n{text}"
    );
}

#[test]
fn a_draft_is_passed_over_with_a_note_unless_asked_for() {
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: A\nlang: en\ndraft: true\n---\n\nText.\n",
        )
        .article("b.md", "B", "Text.")
        .export("a.md b.md --txt")
        .status(0)
        .says("note[draft]")
        .says("--drafts")
        .prints("1 draft skipped")
        .holds(&["a.md", "b.md", "out/b.txt"])
        .export("a.md --txt --drafts --strict")
        .status(0)
        .says_nothing()
        .wrote("out/a.txt");
}

#[test]
fn an_output_is_named_by_slug_or_stem_and_an_index_by_its_folder() {
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: A\nlang: en\nslug: Night train/north\n---\n\nText.\n",
        )
        .article("2026.03.md", "B", "Text.")
        .article("spring/index.md", "C", "Text.")
        .export("a.md 2026.03.md spring --txt")
        .status(0)
        .wrote("out/Night-train-north.txt")
        .wrote("out/2026.03.txt")
        .wrote("out/spring.txt");
}

#[test]
fn a_language_is_filled_in_and_none_is_overridden() {
    Desk::new()
        .file("a.md", "Il dit : \"Oui !\"\n")
        .file("b.md", "---\nlang: de\n---\n\nEr sagt: \"Ja!\"\n")
        .export("a.md b.md --txt --lang fr")
        .status(0)
        .says_nothing()
        .reads("out/a.txt", "Il dit\u{a0}: «\u{a0}Oui\u{202f}!\u{a0}»\n")
        .reads("out/b.txt", "Er sagt: „Ja!“\n");
}

#[test]
fn a_language_that_was_guessed_is_noted() {
    Desk::new()
        .file("a.md", "The compositor sets the last line of the evening edition by hand, and nobody who has seen it once forgets the sound of the type falling into its case.\n")
        .export("a.md --txt --strict")
        .status(0)
        .says("note[language-guessed]")
        .says("`en`");
}

#[test]
fn the_paper_is_a4_unless_another_is_named() {
    let desk = Desk::new().article("a.md", "A", "Text.");
    let mut desk = desk.export("a.md --pdf").status(0);
    assert_eq!(paper(&desk.bytes("out/a.pdf")), (210, 297));
    for (name, size) in [
        ("a5", (148, 210)),
        ("letter", (216, 279)),
        ("legal", (216, 356)),
        ("120x180mm", (120, 180)),
    ] {
        desk = desk.export(&format!("a.md --pdf --paper {name}")).status(0);
        assert_eq!(paper(&desk.bytes("out/a.pdf")), size, "{name}");
    }
}

#[test]
fn a_larger_type_needs_more_pages() {
    let text = "A line of words that is set again and again. ".repeat(200);
    let desk = Desk::new()
        .article("a.md", "A", &text)
        .export("a.md --pdf --font-size 8pt -o small.pdf")
        .status(0)
        .export("a.md --pdf --font-size 20 -o large.pdf")
        .status(0);
    let pages = |name| {
        Document::load_mem(&desk.bytes(name))
            .unwrap()
            .get_pages()
            .len()
    };
    assert!(pages("large.pdf") > pages("small.pdf"));
}

#[test]
fn text_is_as_wide_as_asked() {
    let text = "Words that go on over many lines of plain text. ".repeat(20);
    for (flag, width) in [("", 72), ("--width 40", 40), ("--width 20", 20)] {
        let desk = Desk::new()
            .article("a.md", "A", &text)
            .export(&format!("a.md --txt {flag}"))
            .status(0);
        let text = desk.text("out/a.txt");
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(longest <= width, "{longest} of {width}");
        assert!(longest > width - 10, "{longest} of {width}");
        assert!(text.lines().all(|line| line == line.trim_end()));
    }
}

#[test]
fn quiet_tells_errors_and_no_notes() {
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: A\nlang: en\nbeat: foreign\n---\n\n![Type](lost.png)\n",
        )
        .export("a.md --txt -q")
        .status(0)
        .says("warning[missing-picture]")
        .never_says("note[")
        .prints_just("");
}

#[test]
fn what_is_told_stands_in_the_order_of_the_articles() {
    let mut desk = Desk::new();
    for number in 10..22 {
        let text = format!("![Type](lost-{number}.png)");
        desk = desk.article(&format!("news/{number}.md"), "A", &text);
    }
    let desk = desk.export("news --txt --message-format short").status(0);
    let lines: Vec<&str> = desk.said().lines().collect();
    assert_eq!(lines.len(), 12);
    assert!(lines.is_sorted(), "{lines:#?}");
}

#[test]
fn a_new_article_exports_without_a_word_and_is_never_replaced() {
    let desk = Desk::new()
        .run(["new", "articles/night-train"])
        .status(0)
        .prints("articles/night-train.md")
        .shows("articles/night-train.md", "title: \"Night train\"")
        .export("")
        .status(0)
        .says_nothing()
        .wrote("out/night-train.pdf");
    let first = desk.text("articles/night-train.md");
    desk.run(["new", "articles/night-train.md"])
        .status(3)
        .says("error[file-exists]")
        .reads("articles/night-train.md", &first);
}

#[test]
fn a_new_article_goes_to_standard_output_too() {
    let desk = Desk::new().run(["new", "-"]).status(0).holds(&[]);
    let starter = desk.printed();
    assert!(starter.starts_with("---\n") && starter.contains("title:"));
    Desk::new()
        .stdin(starter)
        .export("- --strict")
        .status(0)
        .says_nothing();
}

#[test]
fn a_new_article_is_markdown() {
    Desk::new()
        .run(["new", "a.docx"])
        .status(2)
        .says("error[not-markdown]")
        .holds(&[]);
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        Desk::new()
            .run(["completions", shell])
            .status(0)
            .says_nothing()
            .prints("pressroom")
            .prints("message-format");
    }
    Desk::new().run(["completions", "cmd.exe"]).status(2);
}

#[test]
fn the_manual_is_roff_and_can_go_into_a_folder() {
    Desk::new()
        .run(["man"])
        .status(0)
        .prints(".TH pressroom 1")
        .prints("Examples:");
    Desk::new().run(["man", "--dir", "man1"]).status(0).holds(&[
        "man1/pressroom-check.1",
        "man1/pressroom-completions.1",
        "man1/pressroom-convert.1",
        "man1/pressroom-diagnostics.1",
        "man1/pressroom-explain.1",
        "man1/pressroom-export.1",
        "man1/pressroom-extract.1",
        "man1/pressroom-fonts.1",
        "man1/pressroom-inspect.1",
        "man1/pressroom-man.1",
        "man1/pressroom-new.1",
        "man1/pressroom-proof.1",
        "man1/pressroom-schema.1",
        "man1/pressroom-theme.1",
        "man1/pressroom.1",
    ]);
}

#[test]
fn the_version_names_faces_and_patterns_too() {
    Desk::new()
        .run(["--version"])
        .status(0)
        .prints(concat!("pressroom ", env!("CARGO_PKG_VERSION"), "\n"))
        .prints("Source Serif 4")
        .prints("hypher 0.1");
}

#[test]
fn the_help_of_every_command_has_an_example() {
    let mut groups = vec![vec![]];
    let mut count = 0;
    while let Some(group) = groups.pop() {
        for name in commands(&group) {
            let mut words = group.clone();
            words.push(name);
            match commands(&words).is_empty() {
                true => assert!(help(&words).contains("\nExamples:\n"), "{words:?}"),
                false => groups.push(words),
            }
            count += 1;
        }
    }
    assert!(count > 12, "all commands");
    let whole = help(&[]);
    assert!(whole.contains("\nExamples:\n") && whole.contains("\nExit status:\n"));
}

/// What a command prints as its help.
fn help(words: &[String]) -> String {
    let words = words.iter().map(String::as_str).chain(["--help"]);
    Desk::new().run(words).status(0).says_nothing().printed()
}

/// The commands that the help of another lists, but for `help`.
fn commands(of: &[String]) -> Vec<String> {
    let help = help(of);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    listed
        .take_while(|line| !line.is_empty())
        // (What a command does may go on on a line of its own.)
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_source_date_that_is_no_number_is_wrong_usage() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .variable("SOURCE_DATE_EPOCH", "yesterday")
        .export("a.md --txt")
        .status(2)
        .says("error[source-date-epoch]")
        .holds(&["a.md"]);
}

#[test]
fn a_text_beside_the_articles_is_replaced_only_by_name() {
    Desk::new()
        .file("a.md", "---\nlang: en\n---\n\nWords.\n")
        .file("a.txt", "My own notes.\n")
        .run(["export", "a.md", "--txt", "-o", "."])
        .status(3)
        .says("error[file-exists]")
        .reads("a.txt", "My own notes.\n")
        .run(["export", "a.md", "--txt", "-o", "a.txt"])
        .status(0)
        .reads("a.txt", "Words.\n");
}

#[test]
fn copy_is_converted_to_markdown_on_standard_output() {
    Desk::new()
        .file("copy.txt", "Culture\n\nLa tour rouvre ses portes\n\nLe public pourra monter dès dimanche, annonce la mairie.\n\nSource : AFP\n")
        .run(["convert", "copy.txt", "--quiet"])
        .status(0)
        .prints("---\nkicker: Culture\nheadline: La tour rouvre ses portes\n")
        .prints("source: AFP\n---\n\nLe public");
}

#[test]
fn a_folder_is_converted_into_another_and_nothing_is_replaced() {
    let desk = Desk::new()
        .article("news/v1.2.md", "One", "A *word*.")
        .article("news/b.md", "Two", "Another.");
    let desk = desk
        .run(["convert", "news"])
        .status(2)
        .says("many-articles");
    let desk = desk
        .run(["convert", "--to", "json", "news", "-o", "data"])
        .status(0)
        .prints("data/b.json")
        .holds(&["data/b.json", "data/v1.2.json", "news/b.md", "news/v1.2.md"]);
    desk.run(["convert", "--to", "json", "news/b.md", "-o", "data"])
        .status(3)
        .says("file-exists");
}

#[test]
fn the_schema_is_json() {
    Desk::new()
        .run(["schema"])
        .status(0)
        .prints("\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"")
        .prints("\"pullquote\"");
}

#[test]
fn every_line_of_copy_is_told_with_what_it_became() {
    let copy = "Culture\n\nLa tour rouvre ses portes\n\nROUEN (AFP) - Le public pourra monter dès dimanche, annonce la mairie.\n\nPartager\n";
    Desk::new()
        .file("copy.txt", copy)
        .run(["inspect", "copy.txt"])
        .status(0)
        .prints("copy.txt: press copy, UTF-8, language fr (detected)\n")
        .prints("     3  headline  likely   La tour rouvre ses portes")
        .prints("     7  leftover  certain  Partager");
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: A\nmood: calm\nlang: en\n---\n\n- One\n",
        )
        .run(["inspect", "--json", "a.md"])
        .status(0)
        .prints("\"form\": \"Markdown\"")
        .prints("the key `mood` is not known; it is kept")
        .prints("\"what\": \"list › paragraph\"");
}

#[test]
fn bytes_of_old_encodings_are_guessed_and_told() {
    let copy = b"La tour rouvre\n\nLe public est invit\x8e \x88 monter d\x8fs dimanche, annonce la mairie : \xc7 \x83t\x8e comme hiver. \xc8\n";
    Desk::new()
        .file("copy.txt", copy)
        .run(["export", "--txt", "copy.txt", "-o", "-"])
        .status(0)
        .says("read as Mac OS Roman")
        .prints("invité à monter dès dimanche");
}
