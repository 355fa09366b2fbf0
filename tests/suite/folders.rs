//! Folders and slips: where the articles of a folder go, what in it is skipped, and what
//! is said of a path or an output that cannot be meant.

use crate::harness::Desk;

/// A tree as Hugo has it.
fn hugo() -> Desk {
    Desk::new()
        .article("content/_index.md", "Home", "Welcome.")
        .article("content/posts/_index.md", "Posts", "All of them.")
        .article("content/posts/x/index.md", "X", "Text.")
        .article("content/posts/y/index.md", "Y", "Text.")
        .article("content/posts/y/index.fr.md", "Y", "Text.")
        .article("content/posts/y/notes.md", "Notes", "Text.")
        .article("content/about.md", "About", "Text.")
}

const OUTPUTS: [&str; 7] = [
    "out/about.txt",
    "out/content.txt",
    "out/posts.txt",
    "out/posts/x.txt",
    "out/posts/y.fr.txt",
    "out/posts/y.txt",
    "out/posts/y/notes.txt",
];

#[test]
fn the_folders_of_a_site_are_mirrored() {
    let desk = hugo().export("content --txt").status(0).says_nothing();
    let files = desk.files();
    let outputs: Vec<&String> = files.iter().filter(|f| f.starts_with("out")).collect();
    assert_eq!(outputs, OUTPUTS.iter().collect::<Vec<_>>());
}

#[test]
fn a_slug_names_a_page_within_its_section() {
    Desk::new()
        .file(
            "content/posts/x/index.md",
            "---\ntitle: X\nlang: en\nslug: night-train\n---\n\nText.\n",
        )
        .export("content --txt")
        .status(0)
        .holds(&["content/posts/x/index.md", "out/posts/night-train.txt"]);
}

#[test]
fn a_folder_is_converted_with_its_folders() {
    let desk = hugo()
        .run(["convert", "--to", "json", "content", "-o", "data"])
        .status(0);
    for file in ["_index", "posts/_index", "posts/x/index", "posts/y/notes"] {
        let path = format!("data/{file}.json");
        assert!(desk.files().contains(&path), "{path} in {:?}", desk.files());
    }
}

#[test]
fn two_folders_with_one_name_in_them_are_still_refused() {
    Desk::new()
        .article("content/posts.md", "A", "Text.")
        .article("content/posts/_index.md", "B", "Text.")
        .export("content --txt")
        .status(2)
        .says("error[same-output]");
}

#[test]
fn outputs_are_not_articles() {
    // Those of the usual folder, when another is written to.
    Desk::new()
        .article("a.md", "A", "Text.")
        .export(".")
        .status(0)
        .export(". --txt -o print")
        .status(0)
        .says("note[skipped-output]: output of an earlier run; skipped: `./out`")
        .holds(&[
            "a.md",
            "out/a.epub",
            "out/a.pdf",
            "out/a.txt",
            "print/a.txt",
        ]);
    // Those beside their sources.
    Desk::new()
        .article("news/a.md", "A", "Text.")
        .export("news/a.md --txt -o news")
        .status(0)
        .export("news --txt")
        .status(0)
        .says("skipped: `news/a.txt`")
        .holds(&["news/a.md", "news/a.txt", "out/a.txt"]);
    // Those of another folder, with its books.
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md --txt --epub -o web")
        .status(0)
        .export(". --txt -o print")
        .status(0)
        .says("skipped: `./web/a.txt`")
        .wrote("print/a.txt");
    // Under the name that the article gives them.
    Desk::new()
        .file(
            "news/a.md",
            "---\ntitle: A\nlang: en\nslug: \"The bell\"\n---\n\nText.\n",
        )
        .export("news/a.md --txt -o news")
        .status(0)
        .export("news --txt")
        .status(0)
        .says("skipped: `news/The-bell.txt`")
        .holds(&["news/The-bell.txt", "news/a.md", "out/The-bell.txt"]);
}

#[test]
fn a_folder_of_outputs_is_read_when_it_is_named() {
    Desk::new()
        .file("out/a.txt", "Words of the day.\n")
        .export("out . --lang en --txt -o print")
        .status(0)
        .never_says("skipped")
        .holds(&["out/a.txt", "print/a.txt"]);
}

#[test]
fn files_that_are_not_articles_are_skipped_with_one_note() {
    let desk = Desk::new()
        .article("site/docs/a.md", "A", "Text.")
        .file("site/docs/b.yaml", "title: B\nlang: en\nbody: Text.\n")
        .file("site/docs/c.yml", "{\"headline\": \"C\", \"lang\": \"en\", \"body\": \"Text.\"}\n")
        .file("site/mkdocs.yml", "site_name: Bells\nnav:\n  - a.md\n")
        .file("site/_config.yml", "title: Bells\ndescription: A site\nbaseurl: /\n")
        .file("site/docker-compose.yml", "services:\n  web:\n    image: nginx\n")
        .file("site/looks.yaml", "headline:\n  size: 2\n")
        .file("site/package.json", "{\"name\": \"bells\"}\n")
        .file("site/LICENSE.txt", "Permission is granted.\n")
        .file("site/robots.txt", "User-agent: *\n")
        .file("site/docs/d.json", "{\"headline\": \"D\", \"lang\": \"en\", \"body\": \"Text.\"}\n")
        .file("site/docs/e.json", "{\"language\": \"en\", \"headline\": \"E\", \"body_text\": \"Text.\"}\n")
        .file("site/docs/f.xml", "<nitf><head/><body><body.head><hedline><hl1>F</hl1></hedline></body.head><body.content><p>Text.</p></body.content></body></nitf>\n")
        .file("site/api.json", "{\"get\": {\"headline\": \"Get\", \"body\": true}}\n")
        .file("site/sitemap.xml", "<urlset></urlset>\n")
        .file("site/layouts/page.html", "<p>{{ title }}</p>\n")
        .export("site --txt")
        .status(0)
        .says("note[skipped-file]: not an article; skipped: `site/LICENSE.txt`, `site/_config.yml`, `site/api.json`, `site/docker-compose.yml`, `site/layouts/page.html`, and 5 more");
    let files = desk.files();
    let outputs: Vec<&String> = files.iter().filter(|f| f.starts_with("out")).collect();
    assert_eq!(
        outputs,
        [
            "out/docs/a.txt",
            "out/docs/b.txt",
            "out/docs/c.txt",
            "out/docs/d.txt",
            "out/docs/e.txt",
            "out/docs/f.txt"
        ]
    );
    // Named directly it is read.
    desk.export("site/LICENSE.txt --lang en --txt -o named")
        .status(0)
        .never_says("skipped")
        .wrote("named/LICENSE.txt");
}

#[test]
fn an_article_with_a_fault_in_its_yaml_is_not_skipped() {
    Desk::new()
        .file("news/a.yaml", "headline: A: B\nbody: Text.\n")
        .export("news --txt")
        .status(1)
        .says("error[yaml]");
}

#[test]
fn documents_of_other_programs_are_refused_with_what_to_type() {
    for (name, says, hint) in [
        ("a.docx", "a Word document", "`pandoc a.docx -o a.md`"),
        ("a.odt", "an OpenDocument text", "pandoc a.odt"),
        ("a.rtf", "Rich Text Format", "pandoc a.rtf"),
        ("a.pdf", "a PDF", "`pressroom extract a.pdf`"),
        ("a.png", "a picture", "![what it shows]"),
        ("a.xyz", "unknown file type: `a.xyz`", "`--from md a.xyz`"),
        (
            "a.mdx",
            "unknown file type: `a.mdx`",
            "type `--from md a.mdx`",
        ),
    ] {
        Desk::new()
            .file(name, "words")
            .export(&format!("{name} --txt"))
            .status(3)
            .says("error[unread-format]")
            .says(says)
            .says(hint)
            .holds(&[name]);
    }
    Desk::new()
        .file("a.xyz", "Words.\n")
        .export("--from wire a.xyz --lang en --txt")
        .status(0)
        .wrote("out/a.txt");
    Desk::new()
        .file("COPY", "Words.\n")
        .file("Notes.2026-03", "Words.\n")
        .export("COPY Notes.2026-03 --lang en --txt")
        .status(0)
        .wrote("out/COPY.txt");
}

#[test]
fn control_characters_of_a_wire_are_dropped_with_a_note() {
    let copy = b"\x01fra001\r\n\x02La tour rouvre\r\n\r\nLe public pourra monter d\xe8s dimanche, annonce la mairie.\x03\x04\r\n";
    Desk::new()
        .file("a.txt", copy)
        .export("a.txt --lang fr --txt -o -")
        .status(0)
        .says("note[control-character]: 4 control characters; dropped")
        .never_says("damaged")
        .prints("dès dimanche, annonce la mairie.\n");
    Desk::new()
        .stdin(copy)
        .export("- --lang fr --txt -o -")
        .status(0)
        .says("note[control-character]");
}

#[test]
fn an_address_is_refused_and_the_other_articles_are_exported() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("https://example.org/story a.md --txt")
        .status(2)
        .says("error[address]: `https://example.org/story` is not a local file")
        .says("save the page")
        .holds(&["a.md", "out/a.txt"])
        .export("file:///tmp/no-such-story.md --txt")
        .status(2)
        .says("`pressroom export /tmp/no-such-story.md`");
}

#[test]
fn an_output_of_another_format_is_refused_with_what_to_type() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md -o a.docx")
        .status(2)
        .says("error[unknown-format]")
        .says("`.pdf`, `.epub` or `.txt`; for a folder type `-o a.docx/`")
        .export("a.md -o a.epup")
        .status(2)
        .says("did you mean `-o a.epub`?")
        .holds(&["a.md"])
        .run(["convert", "a.md", "-o", "b.md"])
        .status(2)
        .says("error[not-a-folder]")
        .says("`> b.md`")
        .holds(&["a.md"]);
}

#[test]
fn a_command_that_is_missing_is_named() {
    Desk::new()
        .article("a story.md", "A", "Text.")
        .run(["a story.md", "--pdf"])
        .status(2)
        .says("error[no-command]: `a story.md` is not a command")
        .says("`pressroom export 'a story.md' --pdf`")
        .run(["--pdf", "a story.md"])
        .status(2)
        .says("`pressroom export --pdf 'a story.md'`")
        .run(["exprot", "a story.md"])
        .status(2)
        .says("export")
        .never_says("no-command");
}
