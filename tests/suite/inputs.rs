//! Every bad input: what is told, how the run ends, and what is written all
//! the same. Whatever comes in, nothing is half-written and nothing crashes.

use crate::harness::Desk;

#[test]
fn a_missing_file_is_told_and_the_others_are_exported() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("lost.md a.md --txt")
        .status(3)
        .says("error[missing-path]: no such file or folder: `lost.md`")
        .holds(&["a.md", "out/a.txt"]);
}

#[test]
fn without_a_folder_of_articles_one_is_shown_the_way() {
    Desk::new()
        .export("")
        .status(3)
        .says("error[missing-path]")
        .says("pressroom new")
        .holds(&[]);
}

#[test]
fn a_folder_without_articles_is_told() {
    Desk::new()
        .file("empty/picture.png", "x")
        .export("empty")
        .status(3)
        .says("error[no-articles]: the folder `empty` contains no articles")
        .says(".md")
        .holds(&["empty/picture.png"]);
}

#[test]
fn bytes_that_are_no_text_are_told_and_the_others_are_exported() {
    Desk::new()
        .file("a/a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        .article("a/b.md", "B", "Text.")
        .export("a --txt")
        .status(3)
        .says("error[not-text]")
        .says("`a/a.md`")
        .says("byte 8")
        .holds(&["a/a.md", "a/b.md", "out/b.txt"]);
}

#[test]
fn a_legacy_file_is_read_and_told() {
    Desk::new()
        .file(
            "a.txt",
            b"---\ntitle: \xc9t\xe9\nlang: fr\n---\n\nD\xe9j\xe0.\n",
        )
        .export("a.txt -o out --txt")
        .status(0)
        .says("warning[encoding]")
        .reads("out/a.txt", "Été\n===\n\nDéjà.\n");
}

#[test]
fn one_damaged_byte_is_told_at_its_place_and_the_rest_is_utf_8() {
    let text =
        "---\ntitle: 港の記事\nlang: ja\n---\n\n新聞社は今朝、港に着いた船について書いた。\n";
    let mut bytes = text.as_bytes().to_vec();
    let at = text.find('港').unwrap();
    let at = at + text[at + 3..].find('港').unwrap() + 3;
    bytes[at + 1] = b'?';
    Desk::new()
        .file("a.md", bytes)
        .export("a.md --txt")
        .status(1)
        .says("error[damaged-text]")
        .says("a.md:6:8")
        .reads(
            "out/a.txt",
            "港の記事\n========\n\n新聞社は今朝、\u{fffd}?\u{fffd}に着いた船について書いた。\n",
        );
}

#[test]
fn utf_16_with_its_mark_is_read() {
    let text = "---\ntitle: Łódź\nlang: pl\n---\n\nMiasto.\n";
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    Desk::new()
        .file("a.md", bytes)
        .export("a.md --txt")
        .status(0)
        .says_nothing()
        .reads("out/a.txt", "Łódź\n====\n\nMiasto.\n");
}

#[test]
fn broken_front_matter_is_told_at_its_line_and_the_text_is_kept() {
    Desk::new()
        .file("a.md", "---\ntitle: A\n= B\nlang: en\n---\n\nThe text.\n")
        .export("a.md --txt --lang en")
        .status(1)
        .says("error[yaml]")
        .says("a.md:3:")
        .says("single quotes")
        .shows("out/a.txt", "The text.\n");
}

#[test]
fn front_matter_that_is_no_mapping_is_told() {
    Desk::new()
        .file("a.md", "---\n- one\n- two\n---\n\nThe text.\n")
        .export("a.md --txt --lang en")
        .status(1)
        .says("error[wrong-value]")
        .shows("out/a.txt", "The text.\n");
}

#[test]
fn a_broken_yaml_article_is_told_at_its_line() {
    Desk::new()
        .file("a.yaml", "headline: A\nbody:\n  - heading: [unclosed\n")
        .export("a.yaml --txt --lang en")
        .status(1)
        .says("error[yaml]")
        .says("a.yaml:");
}

#[test]
fn a_slip_in_a_key_is_told_with_the_key_that_was_meant() {
    Desk::new()
        .file("a.md", "---\ntitle: A\nlang: en\nbylin: Me\n---\n\nText.\n")
        .export("a.md --txt")
        .status(0)
        .says("warning[unknown-key]")
        .says("a.md:4:1")
        .says("did you mean `byline`?");
}

#[test]
fn a_key_like_no_other_is_noted_and_changes_nothing() {
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: A\nlang: en\nx-desk: foreign\n---\n\nText.\n",
        )
        .export("a.md --txt --strict")
        .status(0)
        .says("note[unknown-key]")
        .wrote("out/a.txt");
}

#[test]
fn a_wrong_language_tag_is_an_error_at_its_place() {
    Desk::new()
        .file("a.md", "---\ntitle: A\nlang: klingonish\n---\n\nText.\n")
        .export("a.md --txt")
        .status(1)
        .says("error[unknown-language]")
        .says("a.md:3:7")
        .wrote("out/a.txt");
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    // A path below a file cannot be made by anyone, root included.
    Desk::new()
        .article("a.md", "A", "Text.")
        .file("taken", "not a folder")
        .export("a.md -o taken/out --txt")
        .status(3)
        .says("error[unwritable]")
        .holds(&["a.md", "taken"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_and_an_unwritable_folder_are_told() {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new()
        .article("a.md", "A", "Text.")
        .article("b.md", "B", "Text.")
        .folder("shut");
    set_permissions(desk.path("a.md"), Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(desk.path("a.md")).is_ok() {
        return; // root reads and writes whatever the permissions say
    }
    set_permissions(desk.path("shut"), Permissions::from_mode(0o555)).unwrap();
    desk.export("a.md b.md --txt")
        .status(3)
        .says("error[unreadable]: cannot read `a.md`")
        .wrote("out/b.txt")
        .export("b.md -o shut --txt")
        .status(3)
        .says("error[unwritable]")
        .holds(&["a.md", "b.md", "out/b.txt"]);
}

#[test]
fn outputs_of_one_name_are_an_error_before_anything_is_written() {
    Desk::new()
        .article("a/story.md", "A", "Text.")
        .article("b/story.md", "B", "Text.")
        .article("c.md", "C", "Text.")
        .export("a b c.md --txt")
        .status(2)
        .says("error[same-output]")
        .says("a/story.md")
        .says("b/story.md")
        .holds(&["a/story.md", "b/story.md", "c.md"]);
}

#[test]
fn an_output_never_replaces_an_article() {
    let copy = "---\ntitle: A\nlang: en\n---\n\nText.\n";
    Desk::new()
        .file("a.txt", copy)
        .export("a.txt -o a.txt")
        .status(2)
        .says("error[output-is-input]")
        .reads("a.txt", copy);
    Desk::new()
        .file("news/a.txt", copy)
        .export("news/a.txt -o news --txt")
        .status(2)
        .says("error[output-is-input]")
        .reads("news/a.txt", copy);
}

#[test]
fn an_output_replaces_outputs_and_no_other_file() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .file("out/a.pdf", "the only copy of my novel")
        .export("a.md --pdf --txt")
        .status(3)
        .says("error[foreign-file]")
        .reads("out/a.pdf", "the only copy of my novel")
        .wrote("out/a.txt")
        .file("out/a.pdf", "%PDF-1.4 of last week")
        .export("a.md --pdf")
        .status(0)
        .holds(&["a.md", "out/a.pdf", "out/a.txt"]);
}

#[test]
fn wrong_usage_is_status_two_and_writes_nothing() {
    for words in [
        "a.md --docx",
        "a.md --paper a11",
        "a.md --font-size 3",
        "a.md --width 19",
        "a.md --lang french",
        "a.md --from docx",
        "a.md -o -",
        "a.md -o a.pdf --epub",
        "a.md -o a.pdf --pdf --epub",
        "a.md b.md -o both.pdf",
        "a.md b.md -o - --txt",
        "a.md --message-format xml",
        "a.md --book",
    ] {
        let desk = Desk::new()
            .article("a.md", "A", "Text.")
            .article("b.md", "B", "Text.")
            .export(words);
        let told = !desk.said().is_empty();
        desk.status(2).holds(&["a.md", "b.md"]);
        assert!(told, "{words}");
    }
    Desk::new().run(["print"]).status(2);
    Desk::new().run([]).status(2);
}

#[test]
fn strictness_writes_no_file_of_an_article_with_a_warning() {
    Desk::new()
        .article("a.md", "A", "A note without a mark.\n\n[^x]: Lost.")
        .article("b.md", "B", "Nothing amiss.")
        .export("a.md b.md --txt --strict")
        .status(1)
        .says("warning[unused-note]")
        .holds(&["a.md", "b.md", "out/b.txt"])
        .export("a.md --txt")
        .status(0)
        .wrote("out/a.txt");
}

#[test]
fn strictness_leaves_what_was_written_before_alone() {
    Desk::new()
        .article("a.md", "A", "![](lost.png)")
        .file("out/a.txt", "of last week")
        .export("a.md --strict")
        .status(1)
        .reads("out/a.txt", "of last week")
        .holds(&["a.md", "out/a.txt"]);
}

#[test]
fn an_error_of_the_world_is_graver_than_one_of_an_article() {
    Desk::new()
        .article("a.md", "A", "![Type](lost.png)")
        .export("a.md lost.md --txt")
        .status(3)
        .says("warning[missing-picture]")
        .says("error[missing-path]")
        .wrote("out/a.txt");
}

#[test]
fn one_bad_article_never_stops_the_others() {
    Desk::new()
        .file("news/a.md", "---\n: [\n---\n\nOne.\n")
        .file("news/b.md", b"\0\0\0")
        .article("news/c.md", "C", "![Type](lost.png)")
        .article("news/d.md", "D", "Four.")
        .file("news/e.yaml", "headline: [")
        .export("news --lang en")
        .status(3)
        .wrote("out/a.pdf")
        .wrote("out/c.epub")
        .reads("out/d.txt", "D\n=\n\nFour.\n");
}

#[test]
fn deep_nesting_is_flattened_and_its_words_are_kept() {
    for (name, text) in [
        ("quotes", format!("{}kept", ">".repeat(10_000))),
        ("brackets", format!("{}kept", "[".repeat(10_000))),
        ("lists", format!("{}kept", "- ".repeat(2_000))),
        (
            "stars",
            format!("{}kept{}", "*a ".repeat(3_000), "*".repeat(3_000)),
        ),
        ("divs", format!("{}kept\n", "::: aside\n\n".repeat(2_000))),
        ("tags", format!("a {}kept", "<b>".repeat(3_000))),
        ("blocks", format!("{}kept", "<div>".repeat(10_000))),
        ("items", format!("{}kept", "<ul><li>".repeat(3_000))),
        (
            "spans",
            format!("{}kept{}", "[".repeat(3_000), "]{.a}".repeat(3_000)),
        ),
    ] {
        let desk = Desk::new().article("a.md", "A", &text).export("a.md");
        let said = desk.said().chars().take(300).collect::<String>();
        let desk = desk.holds(&["a.md", "out/a.epub", "out/a.pdf", "out/a.txt"]);
        assert!(desk.text("out/a.txt").contains("kept"), "{name}: {said}");
    }
}

#[test]
fn a_yaml_article_nested_without_end_is_an_error_and_no_crash() {
    for yaml in [
        format!("headline: A\nbody: {}\n", "[".repeat(10_000)),
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\nbody: [*f,*f,*f,*f,*f,*f,*f,*f,*f]\n".to_owned(),
    ] {
        Desk::new()
            .file("a.yaml", yaml)
            .export("a.yaml --txt --lang en")
            .status(1)
            .says("error[yaml]");
    }
}

#[test]
fn an_article_without_text_is_a_warning() {
    for (name, content) in [
        ("a.md", ""),
        ("b.md", "---\ntitle: A\nlang: en\n---\n"),
        ("c.txt", "\n\n"),
        ("d.yaml", ""),
    ] {
        Desk::new()
            .file(name, content)
            .export(&format!("{name} --lang en"))
            .status(0)
            .says("warning[empty-article]");
    }
}

#[test]
fn messages_for_machines_are_an_object_a_line() {
    let desk = Desk::new()
        .article("a.md", "A", "![Été](lost.png)")
        .export("a.md lost.md --txt --message-format json")
        .status(3)
        .prints_just("");
    let objects: Vec<serde_json::Value> = desk
        .said()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let codes: Vec<&str> = objects
        .iter()
        .map(|o| o["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["missing-path", "missing-picture"]);
    assert_eq!(objects[0]["file"], "lost.md");
    let picture = &objects[1];
    assert_eq!(picture["severity"], "warning");
    assert_eq!(picture["file"], "a.md");
    assert_eq!(picture["line"], 6);
    assert_eq!(picture["column"], 1);
    assert_eq!(picture["end_line"], 6);
    assert_eq!(picture["end_column"], 17, "columns count characters");
    assert!(
        picture["hints"]
            .as_array()
            .is_some_and(|hints| !hints.is_empty())
    );
}

#[test]
fn short_messages_are_a_line_an_editor_can_follow() {
    Desk::new()
        .article("a.md", "A", "![Type](lost.png)")
        .export("a.md --txt --message-format short")
        .status(0)
        .says("a.md:6:1: warning[missing-picture]: picture not found: `lost.png`\n");
}

#[test]
fn people_see_the_line_of_the_article() {
    Desk::new()
        .article("a.md", "A", "![Type](lost.png)")
        .export("a.md --txt")
        .says("6 | ![Type](lost.png)")
        .says("^^^^^^^^^^^^^^^^^")
        .says("= help: ");
}
