//! Themes: those in the binary, those of users, and what the pages show of them.

use crate::harness::Desk;
use crate::proof::epub::{chapters, entry};
use crate::proof::pdf::{Pdf, Stretch};

const NAMES: [&str; 9] = [
    "article",
    "essay",
    "letter",
    "magazine",
    "manuscript",
    "newsletter",
    "newspaper",
    "novel",
    "report",
];

/// A desk with an article that uses what themes set.
fn desk() -> Desk {
    let text = "Words that go on over many lines of type, set by hand again.[^1] ".repeat(60);
    Desk::new().file(
        "a.md",
        format!(
            "---\nkicker: The trade\ntitle: A headline\nbyline: By A. Writer\n\
             date: 2026-03-03\nlang: en\n---\n\n{text}\n\n## A heading\n\n\
             > A quotation.\n\n```\ncode\n```\n\n{text}\n\n[^1]: A note.\n"
        ),
    )
}

/// The PDF of the article in a theme of the user's own.
#[track_caller]
fn themed(theme: &str, flags: &str) -> Pdf {
    let desk = desk()
        .file("my.yaml", theme)
        .export(&format!("a.md --pdf --theme my.yaml {flags}"))
        .status(0)
        .says_nothing();
    Pdf::open(&desk.bytes("out/a.pdf"))
}

/// The text of a page in one size, artifacts apart, from top to bottom.
fn of_size(pdf: &Pdf, page: usize, size: f64) -> Vec<Stretch> {
    let stretches = pdf.stretches(page).into_iter();
    stretches
        .filter(|s| !s.artifact && (s.size - size).abs() < 0.01)
        .collect()
}

/// The running head and the foot of a page.
fn furniture(pdf: &Pdf, page: usize) -> Vec<String> {
    let mut stretches = pdf.stretches(page);
    stretches.retain(|s| s.artifact);
    stretches.sort_by(|a, b| b.y.total_cmp(&a.y));
    stretches.into_iter().map(|s| s.text).collect()
}

const MM: f64 = 72.0 / 25.4;

#[test]
fn every_theme_exports_an_article_without_a_word() {
    for name in NAMES {
        desk()
            .export(&format!("a.md --strict --theme {name}"))
            .status(0)
            .says_nothing()
            .wrote("out/a.pdf")
            .wrote("out/a.epub")
            .wrote("out/a.txt");
    }
}

#[test]
fn the_list_names_every_theme_in_a_line() {
    let desk = Desk::new().run(["theme", "list"]).status(0).says_nothing();
    let printed = desk.printed();
    let names: Vec<&str> = printed
        .lines()
        .map(|l| l.split(' ').next().unwrap())
        .collect();
    assert_eq!(names, NAMES);
}

#[test]
fn a_theme_that_is_printed_and_read_back_sets_the_same_pages() {
    for name in NAMES {
        let shown = Desk::new().run(["theme", "show", name]).status(0).printed();
        let desk = desk()
            .file("shown.yaml", &shown)
            .run(["theme", "show", "shown.yaml"])
            .status(0)
            .says_nothing()
            .prints_just(&shown)
            .export(&format!("a.md --theme {name} -o named.pdf"))
            .status(0)
            .export("a.md --theme ./shown.yaml -o shown.pdf")
            .status(0)
            .says_nothing();
        assert!(desk.bytes("named.pdf") == desk.bytes("shown.pdf"), "{name}");
    }
}

#[test]
fn measure_size_and_leading_are_what_the_theme_says() {
    let pdf = themed(
        "extends: article\npage: {size: a4, measure: 110mm}\n\
         text: {size: 10.5pt, leading: 14pt}\n",
        "",
    );
    for (page, left) in [(0, 45.0 * MM), (1, 55.0 * MM)] {
        let text = of_size(&pdf, page, 10.5);
        let starts = text.iter().map(|s| s.x).fold(f64::MAX, f64::min);
        let ends = text.iter().map(|s| s.end).fold(0.0, f64::max);
        // Marks hang out of the measure by a part of their width, and a line
        // ends in a space that is not seen: 5.5 points together at the most.
        assert!((starts - left).abs() < 1.0, "page {page}: {starts}");
        let right = left + 110.0 * MM;
        assert!(ends > right && ends < right + 5.5, "page {page}: {ends}");
        let mut baselines: Vec<f64> = text.iter().map(|s| s.y).collect();
        baselines.dedup_by(|a, b| (*a - *b).abs() < 0.01);
        assert!(baselines.len() > 10);
        for pair in baselines.windows(2) {
            let lines = (pair[0] - pair[1]) / 14.0;
            assert!((lines - lines.round()).abs() < 0.001, "{pair:?}");
            assert!(lines > 0.5);
        }
        let single = baselines
            .windows(2)
            .filter(|p| (p[0] - p[1] - 14.0).abs() < 0.01);
        assert!(single.count() > 10);
    }
}

#[test]
fn margins_are_what_the_theme_says_in_any_unit() {
    let pdf = themed(
        "page: {inner: 1in, outer: 3cm, top: 30mm, bottom: 60pt}\ntext: {indent: 0em}\n",
        "",
    );
    let text = of_size(&pdf, 1, 11.0);
    let starts = text.iter().map(|s| s.x).fold(f64::MAX, f64::min);
    assert!((starts - 30.0 * MM).abs() < 1.0, "a verso: {starts}");
    let first = text.iter().map(|s| s.y).fold(0.0, f64::max);
    let top = 297.0 * MM - 30.0 * MM;
    assert!(first < top && first > top - 15.0, "{first} under {top}");
}

#[test]
fn smaller_matter_has_the_sizes_of_the_theme() {
    let pdf = themed(
        "text: {size: 10pt, leading: 15pt}\nheadline: {size: 3}\nheadings: {sizes: [2, 1.7]}\n\
         notes: {size: 0.7}\nquote: {size: 0.9}\ncode: {size: 0.6}\n",
        "",
    );
    let pages = 0..pdf.pages.len();
    let all: Vec<Stretch> = pages.flat_map(|page| pdf.stretches(page)).collect();
    for (text, size) in [
        ("headline", 30.0),
        ("heading", 17.0),
        ("note.", 7.0),
        ("quotation.", 9.0),
        ("code", 6.0),
    ] {
        let found = all
            .iter()
            .any(|s| s.text.contains(text) && (s.size - size).abs() < 0.01);
        assert!(found, "{text} in {size}");
    }
}

#[test]
fn flags_go_before_the_theme() {
    let theme = "page: {size: a5}\ntext: {size: 10pt, leading: 14pt}\n";
    let pdf = themed(theme, "--paper 150x200mm --font-size 15");
    let page = crate::pdf::numbers(&pdf, pdf.page(0), "MediaBox");
    assert!((f64::from(page[2]) - 150.0 * MM).abs() < 0.1);
    let text = of_size(&pdf, 1, 15.0);
    let (first, second) = (text.first().unwrap().y, text.last().unwrap().y);
    let lines = (first - second) / 21.0;
    assert!(lines > 3.0 && (lines - lines.round()).abs() < 0.001);
    let pdf = themed(theme, "");
    let page = crate::pdf::numbers(&pdf, pdf.page(0), "MediaBox");
    assert!((f64::from(page[2]) - 148.0 * MM).abs() < 0.1);
}

#[test]
fn ragged_text_is_not_drawn_out_to_the_margin() {
    let ends = |fill: &str| {
        let pdf = themed(&format!("text: {{fill: {fill}}}"), "");
        let text = of_size(&pdf, 1, 11.0);
        let most = text.iter().map(|s| s.end).fold(0.0, f64::max);
        text.iter().filter(|s| most - s.end > 8.0).count()
    };
    assert!(ends("ragged") > ends("justified") + 5);
}

#[test]
fn running_heads_and_feet_say_what_their_templates_say() {
    let pdf = themed(
        "furniture: {verso: \"{kicker} | {date}\", recto: \"{book|byline}\", \
         foot: \"– {folio} –\"}\n",
        "--paper a6",
    );
    assert_eq!(furniture(&pdf, 0), ["– 1 –"]);
    assert_eq!(furniture(&pdf, 1), ["The trade | March 3, 2026", "– 2 –"]);
    assert_eq!(furniture(&pdf, 2), ["By A.\u{a0}Writer", "– 3 –"]);
    let bare = themed(
        "furniture: {verso: \"\", recto: \"\", foot: \"\"}",
        "--paper a6",
    );
    assert_eq!(furniture(&bare, 1), [""; 0]);
}

#[test]
fn the_foot_stands_where_the_theme_says() {
    let middle = |at: &str, page: usize| {
        let pdf = themed(
            &format!("furniture: {{foot-at: {at}}}"),
            "--paper 200x200mm",
        );
        let folio = pdf
            .stretches(page)
            .into_iter()
            .find(|s| s.artifact && s.text.len() == 1);
        let folio = folio.unwrap();
        (folio.x + folio.end) / 2.0 / MM
    };
    // The text stands from 38 to 156 mm on a recto, from 44 to 162 on a verso.
    assert!((middle("centre", 0) - 97.0).abs() < 0.1);
    assert!((middle("centre", 1) - 103.0).abs() < 0.1);
    assert!(middle("outer", 0) > 150.0 && middle("outer", 1) < 50.0);
    assert!(middle("inner", 0) < 50.0 && middle("inner", 1) > 150.0);
}

#[test]
fn a_book_says_its_title_over_its_pages() {
    let text = "Words that go on over many lines of type. ".repeat(800);
    let desk = Desk::new()
        .article("a.md", "First", &text)
        .article("b.md", "Second", &text)
        .export("a.md b.md --book Spring --theme newspaper --paper a4 -o book.pdf")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("book.pdf"));
    assert_eq!(furniture(&pdf, 3), ["Spring", "4"]);
}

#[test]
fn a_book_has_a_list_of_contents_unless_the_theme_wants_none() {
    for (theme, lists) in [("contents: books", true), ("contents: never", false)] {
        let second = "---\ntitle: The other one\nlang: en\n---\n\nShort words.\n";
        let desk = desk()
            .file("b.md", second)
            .file("my.yaml", theme)
            .export("a.md b.md --strict --pdf --theme my.yaml --book Both")
            .status(0)
            .says_nothing();
        let pdf = Pdf::open(&desk.bytes("out/both.pdf"));
        let listed = pdf
            .stretches(1)
            .iter()
            .any(|s| s.text.contains("The other one"));
        assert_eq!(listed, lists, "{theme}");
    }
}

/// Two sections and a section within the first, on several pages.
fn sectioned() -> Desk {
    let text = "Words that go on over many lines of type, set by hand again. ".repeat(60);
    let sections = ["## First part", "### Its own part", "## Second part"];
    let body: Vec<String> = sections
        .iter()
        .map(|h| format!("{h}\n\n{text}\n"))
        .collect();
    Desk::new().file(
        "a.md",
        format!("---\ntitle: A title\nlang: en\n---\n\n{}", body.join("\n")),
    )
}

#[test]
fn an_article_that_asks_for_it_lists_its_sections() {
    for (ask, times) in [("toc: true", 2), ("toc: false", 1)] {
        let article = format!(
            "---\ntitle: A title\nlang: en\n{ask}\n---\n\n## First part\n\nWords.\n\n## Second part\n\nWords.\n"
        );
        let desk = Desk::new()
            .file("a.md", article)
            .export("a.md --pdf --strict --proof")
            .status(0)
            .says_nothing();
        let text = Pdf::open(&desk.bytes("out/a.pdf")).text();
        assert_eq!(text.matches("Second part").count(), times, "{text}");
    }
}

#[test]
fn sections_are_numbered_and_listed_with_their_pages() {
    let theme = "headings: {numbered: true}\ncontents: always\npage: {size: a6}\n";
    let desk = sectioned()
        .file("my.yaml", theme)
        .export("a.md --pdf --strict --proof --theme my.yaml")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let text = |page: usize| -> Vec<String> {
        let stretches = pdf.stretches(page).into_iter();
        stretches.map(|s| s.text.trim().to_owned()).collect()
    };
    let first = text(0);
    for (number, title) in [
        ("1", "First part"),
        ("1.1", "Its own part"),
        ("2", "Second part"),
    ] {
        let on = |page: &usize| {
            let lines = text(*page);
            let heading = lines.iter().position(|line| line == title);
            heading.is_some_and(|at| lines[..at].iter().any(|line| line == number))
        };
        let page = (0..pdf.pages.len()).filter(on).max();
        let page = page.unwrap_or_else(|| panic!("{title} has no number"));
        let entry = first
            .iter()
            .position(|line| line.ends_with(title) && line.starts_with(number));
        let entry = entry.unwrap_or_else(|| panic!("{title} is not listed in {first:?}"));
        assert_eq!(first[entry + 1], (page + 1).to_string(), "{title}");
    }
    // A book lists its articles, not their sections.
    let desk = desk
        .export("a.md --pdf --strict --proof --theme my.yaml --book Both")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/both.pdf"));
    let listed: Vec<String> = pdf.stretches(1).into_iter().map(|s| s.text).collect();
    assert!(
        !listed.iter().any(|s| s.contains("First part")),
        "{listed:?}"
    );
}

#[test]
fn a_drop_capital_stands_beside_three_lines_and_starts_no_other_paragraph() {
    let desk = Desk::new()
        .file("my.yaml", "drop-capitals: true\n")
        .file(
            "a.md",
            format!(
                "---\ntitle: Titre\nlang: fr\n---\n\nL’{0}\n\nL’{0}\n",
                "encre et le papier se cherchent longtemps avant de se trouver. ".repeat(12)
            ),
        )
        .file(
            "c.md",
            format!(
                "---\ntitle: À part\nlang: fr\n---\n\nÀ {}\n",
                "un mot ".repeat(60)
            ),
        )
        .file("b.md", "---\ntitle: Court\nlang: fr\n---\n\nUn mot.\n")
        .export("a.md b.md c.md --pdf --strict --proof --theme my.yaml")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let all = pdf.stretches(0);
    let body = all.iter().find(|s| s.text.contains("encre")).expect("body");
    let tall: Vec<&Stretch> = all.iter().filter(|s| s.size > body.size * 3.0).collect();
    assert_eq!(tall.len(), 1, "{tall:?}");
    assert!(
        body.text.starts_with("L’encre"),
        "one word with its rest: {}",
        body.text
    );
    // Three lines stand beside it, and the fourth where it stands.
    let mut lines: Vec<(f64, f64)> = Vec::new();
    for s in all.iter().filter(|s| s.size == body.size && !s.artifact) {
        match lines.last_mut() {
            Some((_, y)) if (*y - s.y).abs() < 0.1 => {}
            _ => lines.push((s.x, s.y)),
        }
    }
    let beside = |line: &(f64, f64)| line.0 > tall[0].x + tall[0].size * 0.5;
    let beside: Vec<bool> = lines.iter().take(5).map(beside).collect();
    assert_eq!(beside, [true, true, true, false, false], "{lines:?}");
    let short = Pdf::open(&desk.bytes("out/b.pdf"));
    assert!(short.stretches(0).iter().all(|s| s.size < body.size * 3.0));
}

#[test]
fn notes_stand_at_the_end_after_the_end_mark_if_the_theme_wants_it() {
    let pdf = themed("notes: {at: end}\nend-mark: ❧", "--strict");
    let text: Vec<String> = (0..pdf.pages.len())
        .flat_map(|page| pdf.stretches(page))
        .map(|s| s.text)
        .collect();
    let place = |what: &str| text.iter().position(|s| s.contains(what));
    let (mark, title, note) = (place("❧"), place("Notes"), place("A note."));
    assert!(mark.is_some() && mark < title && title < note, "{text:?}");
}

#[test]
fn a_slip_in_a_theme_is_a_warning_at_its_place() {
    let desk = desk()
        .file("dir/my.yaml", "page:\n  colums: 2\n")
        .export("a.md --pdf --theme dir/my.yaml")
        .status(0)
        .says("warning[unknown-key]: `page` has no key `colums`")
        .says("dir/my.yaml:2:3")
        .says("did you mean `columns`?")
        .wrote("out/a.pdf");
    desk.export("a.md --pdf --theme dir/my.yaml --strict -o strict.pdf")
        .status(1)
        .holds(&["a.md", "dir/my.yaml", "out/a.pdf"])
        .run(["check", "a.md", "--theme", "dir/my.yaml", "--strict"])
        .status(1)
        .says("dir/my.yaml:2:3");
}

#[test]
fn a_wrong_value_is_an_error_at_its_place_and_the_article_is_exported() {
    desk()
        .file("my.yaml", "extends: essay\ntext: {size: 10.5}\n")
        .export("a.md --pdf --theme my.yaml --message-format short")
        .status(1)
        .says("my.yaml:2:14: error[wrong-value]: `text.size` expects a size")
        .wrote("out/a.pdf");
    desk()
        .file("my.yaml", "page: {measure: 190mm}\n")
        .export("a.md --pdf --paper a6 --theme my.yaml")
        .status(1)
        .says("error[no-room]")
        .says("my.yaml:1:17")
        .wrote("out/a.pdf");
}

#[test]
fn a_family_of_a_theme_is_found_or_told() {
    let pdf = themed("text: {family: Source Sans 3}\n", "");
    let fonts = pdf.fonts(1);
    let name =
        |font: &lopdf::Dictionary| font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec();
    let names: Vec<Vec<u8>> = fonts.iter().map(|(_, font)| name(font)).collect();
    let serif = |name: &Vec<u8>| String::from_utf8_lossy(name).contains("Serif");
    assert!(!names.is_empty() && !names.iter().any(serif), "{names:?}");
    desk()
        .file("my.yaml", "code: {family: No Such Face}\n")
        .export("a.md --pdf --theme my.yaml --ignore-system-fonts --message-format short")
        .status(1)
        .says("my.yaml:1:16: error[unknown-family]")
        .wrote("out/a.pdf");
}

#[test]
fn a_theme_that_is_not_there_is_told_before_anything_is_written() {
    desk()
        .export("a.md --theme newspapr")
        .status(2)
        .says("error[unknown-theme]: unknown theme `newspapr`")
        .says("did you mean `newspaper`?")
        .export("a.md --theme broadsheet")
        .status(2)
        .says("pressroom theme list")
        .export("a.md --theme ./newspaper")
        .status(3)
        .says("error[missing-path]")
        .run(["theme", "show", "lost.yaml"])
        .status(3)
        .holds(&["a.md"]);
}

#[test]
fn a_theme_that_is_no_yaml_is_told_with_an_excerpt() {
    desk()
        .file("my.yaml", "page: [\n")
        .run(["theme", "show", "my.yaml"])
        .status(1)
        .says("error[yaml]")
        .says("my.yaml:")
        .prints("size: a4");
}

#[test]
fn an_epub_has_the_looks_of_its_theme_as_far_as_a_screen_has_them() {
    let sheet = |theme: &str| {
        let line = format!("a.md --epub --theme {theme}");
        let desk = desk().export(&line).status(0).says_nothing();
        let epub = desk.bytes("out/a.epub");
        let page = chapters(&epub).remove(0).text().to_owned();
        (entry(&epub, "stylesheet.css").text().to_owned(), page)
    };
    let (article, plain) = sheet("article");
    assert!(!article.contains("::first-letter") && !article.contains("::after"));
    assert!(!plain.contains("class=\"number\""));
    let (newspaper, opening) = sheet("newspaper");
    assert!(newspaper.contains("p.opening::first-letter"));
    assert!(opening.contains("<p class=\"opening\">"), "{opening}");
    let (essay, ending) = sheet("essay");
    assert!(essay.contains("content: \"❧\";"));
    assert!(ending.contains("class=\"ending\""), "{ending}");
    let (report, numbered) = sheet("report");
    assert!(
        numbered.contains("<span class=\"number\">1</span> "),
        "{numbered}"
    );
    let accent = |sheet: &str| {
        let kicker = sheet.split("p.kicker {\n  color: ").nth(1).unwrap();
        kicker.split(';').next().unwrap().to_owned()
    };
    assert_ne!(accent(&article), accent(&report));
    for sheet in [article, newspaper, essay, report] {
        let names = [
            "@accent", "@indent", "@title", "@h2", "@quote", "@serif", "@mono", "@mark",
        ];
        assert!(names.iter().all(|name| !sheet.contains(name)), "{sheet}");
    }
}

#[test]
fn paragraphs_are_parted_by_white_or_by_an_indent() {
    for (theme, size, gap, indent) in [("essay", 10.5, 14.0, 10.5), ("letter", 10.5, 28.0, 0.0)] {
        let desk = Desk::new()
            .article("a.md", "A", "One.\n\nTwo.\n\n- item\n\n  more")
            .export(&format!("a.md --theme {theme} --pdf --epub --proof"))
            .status(0);
        let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
        let stretches = of_size(&pdf, 0, size);
        let at = |word: &str| {
            stretches
                .iter()
                .find(|one| one.text.contains(word))
                .unwrap()
        };
        let (one, two, item, more) = (at("One"), at("Two"), at("item"), at("more"));
        assert!((one.y - two.y - gap).abs() < 0.1, "{theme}");
        assert!((two.x - one.x - indent).abs() < 0.1, "{theme}");
        // Within an item nothing changes.
        assert!(item.y - more.y < 16.0, "{theme}");
        let css = entry(&desk.bytes("out/a.epub"), "stylesheet.css");
        assert_eq!(
            css.text().contains("White parts paragraphs"),
            theme == "letter",
            "{theme}"
        );
    }
}
