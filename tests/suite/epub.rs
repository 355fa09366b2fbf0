//! The EPUB as a reading system meets it: its container, its language, its
//! notes, its navigation.

use crate::harness::{Desk, one_line};
use crate::proof::epub::{body_text, chapters, entries, entry, parse};
use crate::proof::pdf::Pdf;
use rbook::Epub;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use usvg::roxmltree::Node;

const OPS: &str = "http://www.idpf.org/2007/ops";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The EPUB of an article in Markdown, without a word of complaint.
#[track_caller]
fn epub(markdown: &str) -> Vec<u8> {
    Desk::new()
        .file("a.md", markdown)
        .export("a.md --epub")
        .status(0)
        .says_nothing()
        .bytes("out/a.epub")
}

/// The page of the one article of an EPUB, of an English article with this text.
#[track_caller]
fn chapter_of(text: &str) -> String {
    let epub = epub(&format!("---\ntitle: A title\nlang: en\n---\n\n{text}\n"));
    chapters(&epub).remove(0).text().to_owned()
}

fn elements<'a, 'i>(root: Node<'a, 'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    root.descendants()
        .filter(move |n| n.is_element() && n.tag_name().name() == name)
}

#[test]
fn the_archive_opens_with_its_type_stored() {
    let epub = epub("---\ntitle: A\nlang: en\n---\n\nText.\n");
    let all = entries(&epub);
    assert_eq!(all[0].name, "mimetype");
    assert_eq!(all[0].text(), "application/epub+zip");
    assert!(all[0].stored);
    assert_eq!(&epub[30..38], b"mimetype", "no extra field before it");
    assert_eq!(&epub[38..58], b"application/epub+zip");
    let names: BTreeSet<&str> = all.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names.len(), all.len(), "no name twice");
    assert!(names.contains("META-INF/container.xml"));
}

#[test]
fn every_entry_has_the_first_day_of_zip_time() {
    for entry in entries(&epub(
        "---\ntitle: A\nlang: en\ndate: 2026-03-03\n---\n\nText.\n",
    )) {
        let date = entry.date.unwrap();
        assert_eq!(
            (date.year(), date.month(), date.day()),
            (1980, 1, 1),
            "{}",
            entry.name
        );
        assert_eq!((date.hour(), date.minute(), date.second()), (0, 0, 0));
    }
}

#[test]
fn another_library_opens_it_and_finds_what_it_says() {
    let bytes = epub(
        "---\ntitle: L'été\nauthor: Anna Nowak\nlang: fr\npublisher: L'Atelier\ndate: 2026-03-03\n---\n\nTexte.\n\n## Une partie\n\nTexte.\n",
    );
    let epub = Epub::read(Cursor::new(bytes)).unwrap();
    let metadata = epub.metadata();
    assert_eq!(metadata.title().unwrap().value(), "L’été");
    assert_eq!(metadata.language().unwrap().value(), "fr");
    let creators: Vec<String> = metadata.creators().map(|c| c.value().to_owned()).collect();
    assert_eq!(creators, ["Anna Nowak"]);
    assert!(epub.spine().iter().count() >= 1);
    let mut pages = 0;
    let mut reader = epub.reader();
    while let Some(Ok(page)) = reader.read_next() {
        assert!(!page.content().is_empty());
        pages += 1;
    }
    assert!(pages >= 1);
}

#[test]
fn the_package_names_every_file_and_no_other() {
    let bytes = epub("---\ntitle: A\nlang: en\n---\n\nText.\n");
    let package = entry(&bytes, ".opf");
    let folder = package
        .name
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    let document = parse(package.text());
    let listed: BTreeSet<String> = elements(document.root(), "item")
        .map(|item| format!("{folder}/{}", item.attribute("href").unwrap()))
        .map(|path| path.trim_start_matches('/').to_owned())
        .collect();
    let there: BTreeSet<String> = entries(&bytes)
        .into_iter()
        .map(|entry| entry.name)
        .filter(|name| {
            name != "mimetype" && !name.starts_with("META-INF/") && *name != package.name
        })
        .filter(|name| !name.ends_with('/'))
        .collect();
    assert_eq!(listed, there);
}

#[test]
fn a_language_is_said_twice_over_wherever_it_changes() {
    let page = chapter_of("One [mot]{lang=fr} of it.\n\n::: {lang=ar}\n\nسلام\n\n:::\n");
    let document = parse(&page);
    let root = document.root_element();
    let lang = |node: Node| {
        let plain = node.attribute("lang").map(str::to_owned);
        assert_eq!(
            plain.as_deref(),
            node.attribute((XML, "lang")),
            "both say the same"
        );
        plain
    };
    assert_eq!(lang(root).as_deref(), Some("en"));
    let word = root
        .descendants()
        .find(|n| n.text() == Some("mot"))
        .unwrap();
    let word = if word.is_text() {
        word.parent().unwrap()
    } else {
        word
    };
    assert_eq!(lang(word).as_deref(), Some("fr"));
    let arabic = root
        .descendants()
        .find(|n| n.is_element() && lang(*n).as_deref() == Some("ar"))
        .unwrap();
    assert_eq!(arabic.attribute("dir"), Some("rtl"));
    assert_eq!(root.attribute("dir"), None);
}

#[test]
fn a_mark_leads_to_its_note_and_the_note_back() {
    let page =
        chapter_of("One.[^a] Two.[^b] One again.[^a]\n\n[^a]: First note.\n[^b]: Second *note*.");
    let document = parse(&page);
    let marks: Vec<Node> = elements(document.root(), "a")
        .filter(|a| a.attribute((OPS, "type")) == Some("noteref"))
        .collect();
    let shown: Vec<Option<&str>> = marks.iter().map(Node::text).collect();
    assert_eq!(shown, [Some("1"), Some("2"), Some("1")]);
    let notes: Vec<Node> = elements(document.root(), "aside")
        .filter(|n| n.attribute((OPS, "type")) == Some("footnote"))
        .collect();
    assert_eq!(notes.len(), 2);
    for (note, number) in notes.iter().zip(["1", "2"]) {
        let id = note.attribute("id").unwrap();
        let mark = marks
            .iter()
            .find(|a| a.attribute("href") == Some(&format!("#{id}")))
            .unwrap();
        assert_eq!(mark.text(), Some(number));
        assert_eq!(mark.parent().unwrap().tag_name().name(), "sup");
        let back = elements(*note, "a")
            .find(|a| a.attribute("role") == Some("doc-backlink"))
            .unwrap();
        let to = back.attribute("href").unwrap().trim_start_matches('#');
        assert_eq!(mark.attribute("id"), Some(to));
    }
}

#[test]
fn every_anchor_that_is_linked_is_there() {
    let text = "See [there](#there) and [nowhere](#nowhere).[^n]\n\n## There\n\nText.\n\n## There\n\nText.\n\n[^n]: Note.";
    let epub = Desk::new()
        .file(
            "a.md",
            format!("---\ntitle: A title\nlang: en\n---\n\n{text}\n"),
        )
        .export("a.md --epub")
        .status(0)
        .says("warning[broken-link]")
        .bytes("out/a.epub");
    let page = chapters(&epub).remove(0).text().to_owned();
    let document = parse(&page);
    let ids: Vec<&str> = document
        .descendants()
        .filter_map(|n| n.attribute("id"))
        .collect();
    let unique: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    for link in elements(document.root(), "a") {
        if let Some(anchor) = link
            .attribute("href")
            .and_then(|href| href.strip_prefix('#'))
        {
            assert!(ids.contains(&anchor), "{anchor} of {ids:?}");
        }
    }
    assert!(one_line(&body_text(&page)).contains("See there and nowhere."));
}

#[test]
fn headings_are_one_headline_and_no_skipped_level() {
    let page = chapter_of("# First\n\n### Third\n\n###### Sixth\n\n## Second\n\nText.");
    let document = parse(&page);
    let levels: Vec<u8> = document
        .descendants()
        .filter_map(|n| n.tag_name().name().strip_prefix('h')?.parse().ok())
        .collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{levels:?}");
    }
}

#[test]
fn what_a_page_means_is_said_by_its_elements() {
    let page = chapter_of(
        "Text with *stress*, **weight**, `code`, 1^er^, H~2~O and ~~no~~.\n\n> Quoted.\n\n::: aside\n\nBeside.\n\n:::\n\n1. one\n\n- [x] done\n\nTerm\n: meaning\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n\n```rust\nfn x() {}\n```\n\n***\n\nThe ISO.\n\n*[ISO]: Organization",
    );
    let document = parse(&page);
    for name in [
        "article",
        "em",
        "strong",
        "code",
        "sup",
        "sub",
        "s",
        "blockquote",
        "aside",
        "ol",
        "ul",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "th",
        "td",
        "pre",
        "hr",
        "abbr",
    ] {
        assert!(
            elements(document.root(), name).count() > 0,
            "no <{name}> in:\n{page}"
        );
    }
    let head = elements(document.root(), "th").next().unwrap();
    assert_eq!(head.attribute("scope"), Some("col"));
    let abbreviation = elements(document.root(), "abbr").next().unwrap();
    assert_eq!(abbreviation.attribute("title"), Some("Organization"));
    assert_eq!(elements(document.root(), "input").count(), 0);
}

#[test]
fn navigation_nests_as_the_headings_do() {
    let bytes = epub(
        "---\ntitle: A title\nlang: en\n---\n\nText.\n\n## One\n\nText.\n\n### Within\n\nText.\n\n## Two\n\nText.\n",
    );
    let nav = entry(&bytes, "nav.xhtml");
    let document = parse(nav.text());
    let toc = elements(document.root(), "nav")
        .find(|n| n.attribute((OPS, "type")) == Some("toc"))
        .unwrap();
    let depth = |a: &Node| {
        a.ancestors()
            .filter(|n| n.tag_name().name() == "ol")
            .count()
    };
    let entries: Vec<(usize, String)> = elements(toc, "a")
        .map(|a| (depth(&a), a.text().unwrap_or("").to_owned()))
        .collect();
    let base = entries
        .iter()
        .find(|(_, text)| text == "A title")
        .unwrap()
        .0;
    for (name, deeper) in [("One", 1), ("Within", 2), ("Two", 1)] {
        assert!(
            entries.contains(&(base + deeper, name.to_owned())),
            "{entries:?}"
        );
    }
    let pages: Vec<String> = chapters(&bytes)
        .into_iter()
        .map(|c| c.text().to_owned())
        .collect();
    for link in elements(toc, "a") {
        if let Some((_, anchor)) = link.attribute("href").unwrap().split_once('#') {
            let id = format!("id=\"{anchor}\"");
            assert!(pages.iter().any(|page| page.contains(&id)), "{anchor}");
        }
    }
}

#[test]
fn faces_are_whole_and_unaltered_if_asked() {
    let text = "Text, *stress* and `code`.\n";
    let desk = Desk::new().article("a.md", "A", text);
    let desk = desk.export("a.md --epub --epub-fonts whole").status(0);
    let bytes = desk.bytes("out/a.epub");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let faces: Vec<_> = entries(&bytes)
        .into_iter()
        .filter(|e| e.name.ends_with(".otf") || e.name.ends_with(".ttf"))
        .collect();
    assert!(faces.len() >= 3);
    for face in faces {
        let name = face.name.rsplit('/').next().unwrap();
        let original = std::fs::read_dir(&root)
            .unwrap()
            .map(|folder| folder.unwrap().path().join(name))
            .find(|path| path.exists())
            .unwrap();
        assert!(std::fs::read(original).unwrap() == face.bytes, "{name}");
    }
}

#[test]
fn pictures_go_in_once_with_what_they_show() {
    let picture = std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("articles/pictures/composing-stick.jpg"),
    )
    .unwrap();
    let desk = Desk::new()
        .file("a.jpg", &picture)
        .file("b.jpg", &picture)
        .article(
            "a.md",
            "A",
            "![A *stick*](a.jpg \"Its caption\"){credit=\"Photo: Me\"}\n\n![Again](b.jpg)",
        )
        .export("a.md --epub")
        .status(0);
    let bytes = desk.bytes("out/a.epub");
    let pictures = entries(&bytes)
        .into_iter()
        .filter(|e| e.name.ends_with(".jpg") && !e.name.contains("cover"))
        .count();
    assert_eq!(pictures, 1, "the same bytes are one picture");
    let page = chapters(&bytes).remove(0).text().to_owned();
    let document = parse(&page);
    let alternatives: Vec<Option<&str>> = elements(document.root(), "img")
        .map(|i| i.attribute("alt"))
        .collect();
    assert_eq!(alternatives, [Some("A stick"), Some("Again")]);
    let caption = elements(document.root(), "figcaption").next().unwrap();
    let text: String = caption
        .descendants()
        .filter_map(|n| if n.is_text() { n.text() } else { None })
        .collect();
    assert!(text.contains("Its caption") && text.contains("Photo: Me"));
}

#[test]
fn a_book_has_a_page_for_each_article_in_order() {
    let desk = Desk::new()
        .article("b.md", "Second", "Two.")
        .file("a.md", "---\ntitle: Premier\nlang: fr\n---\n\nUn.\n")
        .export("b.md a.md --book Signs --epub")
        .status(0);
    let bytes = desk.bytes("out/signs.epub");
    let pages: Vec<String> = chapters(&bytes)
        .iter()
        .map(|c| body_text(c.text()))
        .collect();
    assert_eq!(pages.len(), 2);
    let package = entry(&bytes, ".opf");
    let document = parse(package.text());
    let order: Vec<&str> = elements(document.root(), "itemref")
        .filter_map(|r| r.attribute("idref"))
        .collect();
    let href = |id: &str| {
        elements(document.root(), "item")
            .find(|item| item.attribute("id") == Some(id))
            .and_then(|item| item.attribute("href").map(str::to_owned))
            .unwrap()
    };
    let texts: Vec<String> = order
        .iter()
        .map(|id| body_text(entry(&bytes, &href(id)).text()))
        .collect();
    let place = |needle: &str| texts.iter().position(|text| text.contains(needle)).unwrap();
    assert!(place("Two.") < place("Un."), "in the order given");
    let title = elements(document.root(), "title").next().unwrap();
    assert_eq!(title.text(), Some("Signs"));
}

#[test]
fn characters_that_xml_does_not_take_are_replaced_and_nothing_breaks() {
    let page = chapter_of("A form feed \u{c} and <, >, & and ]]> here.");
    let text = one_line(&body_text(&page));
    assert!(text.contains("<, >, & and ]]>"), "{text}");
    assert!(!page.contains('\u{c}'));
}

/// The text of a file from each mark of a page on, with its folio.
fn from_marks(xhtml: &str) -> Vec<(String, String)> {
    let marks = xhtml.match_indices("<span epub:type=\"pagebreak\"");
    let from = |(at, _): (usize, &str)| {
        let rest = &xhtml[at..];
        let folio = rest.split("aria-label=\"").nth(1).unwrap();
        let folio = folio.split('"').next().unwrap().to_owned();
        let (_, rest) = rest.split_once("</span>").unwrap();
        let mut text = String::new();
        let mut in_tag = false;
        for c in rest.chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag => text.push(c),
                _ => {}
            }
        }
        (folio, text)
    };
    marks.map(from).collect()
}

fn letters(text: &str) -> String {
    let shy = |c: &char| *c != '\u{ad}' && !c.is_whitespace();
    text.chars().filter(shy).collect()
}

#[test]
fn the_pages_of_the_pdf_are_those_of_the_epub() {
    let paragraph = "Printers who set a great many long and unhyphenatable characterizations of typographical peculiarities inevitably meet incomprehensible particularities at the ends of their pages. ";
    let paragraphs: Vec<String> = (1..40)
        .map(|number| format!("Number {number}: {}", paragraph.repeat(1 + number % 5)))
        .collect();
    let desk = Desk::new()
        .file(
            "a.md",
            format!(
                "---\ntitle: Pages\nlang: en\n---\n\n{}\n",
                paragraphs.join("\n\n")
            ),
        )
        .export("a.md --pdf --epub --paper a6 --strict")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let epub = desk.bytes("out/a.epub");
    let page = chapters(&epub).remove(0);
    let marks = from_marks(page.text());
    assert_eq!(marks.len(), pdf.pages.len());
    assert!(marks.len() > 10);
    let mut cut = 0;
    for (index, (folio, text)) in marks.iter().enumerate() {
        assert_eq!(*folio, (index + 1).to_string());
        let first = letters(&pdf.lines(index)[0]);
        let text = letters(text);
        // The rest of a word that is cut stands after its beginning.
        let at = text.find(&first).unwrap();
        assert!(at < 20, "page {folio} begins with {first}");
        let before = index.checked_sub(1).map(|index| pdf.lines(index));
        let hyphenated = before.is_some_and(|lines| lines.last().unwrap().ends_with('\u{ad}'));
        assert_eq!(at > 0, hyphenated, "page {folio}: {}", &text[..60]);
        cut += usize::from(hyphenated);
    }
    assert!(cut > 0, "no word was cut, and the test is about nothing");
    let nav = entry(&epub, "nav.xhtml");
    assert_eq!(
        nav.text().matches("article-1.xhtml#page_").count(),
        marks.len()
    );
    let package = entry(&epub, ".opf");
    let source = package.text().split("pageBreakSource\">").nth(1).unwrap();
    let source = source.split('<').next().unwrap();
    let catalog = pdf.document.catalog().unwrap();
    let packet = pdf.get(catalog, "Metadata").unwrap().as_stream().unwrap();
    let packet = String::from_utf8_lossy(&packet.content);
    assert!(
        packet.contains(&format!("<dc:identifier>{source}<")),
        "{packet}"
    );
}

#[test]
fn an_epub_without_a_pdf_claims_no_pages() {
    let epub = epub("---\ntitle: A\nlang: en\n---\n\nText.\n");
    let package = entry(&epub, ".opf");
    for page in ["pageNavigation", "pageBreakSource", "page-list"] {
        assert!(!package.text().contains(page) && !entry(&epub, "nav.xhtml").text().contains(page));
    }
}

#[test]
fn pages_begin_in_code_tables_and_notes_too() {
    let lines: Vec<String> = (1..60).map(|line| format!("line {line}")).collect();
    let rows: Vec<String> = (1..60).map(|row| format!("| row {row} | x |")).collect();
    let long = "A note that is long. ".repeat(120);
    let article = format!(
        "---\ntitle: A\nlang: en\n---\n\nText.[^n]\n\n```\n{}\n```\n\n| A | B |\n|---|---|\n{}\n\n[^n]: {long}\n",
        lines.join("\n"),
        rows.join("\n"),
    );
    let desk = Desk::new()
        .file("a.md", article)
        .export("a.md --pdf --epub --paper a6 --proof")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let page = chapters(&desk.bytes("out/a.epub")).remove(0);
    let mut folios: Vec<u32> = from_marks(page.text())
        .iter()
        .map(|(folio, _)| folio.parse().unwrap())
        .collect();
    folios.sort_unstable();
    let all: Vec<u32> = (1..=u32::try_from(pdf.pages.len()).unwrap()).collect();
    assert_eq!(folios, all);
}

/// The EPUB of an article with this front matter.
fn covered(front: &str) -> Vec<u8> {
    Desk::new()
        .file("a.md", format!("---\n{front}\n---\n\nText.\n"))
        .export("a.md --epub --strict")
        .status(0)
        .says_nothing()
        .bytes("out/a.epub")
}

#[test]
fn a_cover_is_set_in_type_where_there_is_no_picture() {
    let epub = covered("title: L’été à Łódź\nbyline: Đỗ Minh\nkicker: Voyage\nlang: fr");
    let png = entry(&epub, "images/cover.png").bytes;
    let pixels = image::load_from_memory(&png).unwrap().to_rgb8();
    assert_eq!(pixels.dimensions(), (1_600, 2_560));
    // The title is to be seen in a thumbnail: something dark is in its upper half.
    let small = image::imageops::thumbnail(&pixels, 100, 160);
    let dark = |y: u32| (0..100).any(|x| small.get_pixel(x, y).0.iter().all(|part| *part < 90));
    assert!((20..80).filter(|y| dark(*y)).count() > 5);
    assert!(png.len() < 40_000, "{} bytes", png.len());
    let page = entry(&epub, "cover.xhtml");
    assert!(
        page.text()
            .contains("src=\"images/cover.png\" alt=\"L’été à Łódź\"")
    );
    let package = entry(&epub, ".opf");
    let item = "properties=\"cover-image\" id=\"cover-image\" href=\"images/cover.png\"";
    assert!(package.text().contains(item), "{}", package.text());
}

#[test]
fn a_title_of_any_length_gets_a_cover() {
    let word = "Donaudampfschifffahrtsgesellschaftskapitän";
    let long = format!("Der {word} und sein Hut, sein Stock und sein Regenschirm im Sturm");
    for (title, lang) in [
        ("A", "en"),
        (word, "de"),
        (&*long, "de"),
        ("مقالة في الطباعة", "ar"),
    ] {
        let epub = covered(&format!("title: {title}\nlang: {lang}"));
        assert!(
            !entry(&epub, "images/cover.png").bytes.is_empty(),
            "{title}"
        );
    }
}
