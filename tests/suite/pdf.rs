//! The PDF as a viewer and a reader of screens meet it: what it says of itself,
//! its outline and links, its fonts and marks.

use crate::harness::Desk;
use crate::make_up::numbered;
use crate::proof::pdf::{Pdf, text_string};
use lopdf::{Dictionary, Object};
use std::collections::BTreeSet;
use std::path::Path;

/// The PDF of an article in Markdown, without a word of complaint.
#[track_caller]
pub fn pdf(markdown: &str) -> Pdf {
    let desk = Desk::new()
        .file("a.md", markdown)
        .export("a.md --pdf --paper a5")
        .status(0)
        .says_nothing();
    Pdf::open(&desk.bytes("out/a.pdf"))
}

/// The PDF of an English article with this text.
#[track_caller]
pub fn pdf_of(text: &str) -> Pdf {
    pdf(&format!("---\ntitle: A title\nlang: en\n---\n\n{text}\n"))
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("articles")
            .join(name),
    )
    .unwrap()
}

/// The catalogue of a document.
fn catalog(pdf: &Pdf) -> &Dictionary {
    pdf.document.catalog().unwrap()
}

/// A text string under a key.
fn string(pdf: &Pdf, of: &Dictionary, key: &str) -> Option<String> {
    pdf.get(of, key)
        .map(|value| text_string(value.as_str().unwrap()))
}

#[test]
fn the_document_says_what_it_is() {
    let pdf = pdf(
        "---\ntitle: L'été à *Lyon*\nauthor: [Anna Nowak, Đỗ Minh]\nlang: fr\nkeywords: [été, encre]\ndescription: Une saison.\ndate: 2026-03-03\n---\n\nTexte.\n",
    );
    let info = pdf.dictionary(&pdf.document.trailer, "Info").unwrap();
    let said = |key| string(&pdf, info, key).unwrap();
    assert_eq!(said("Title"), "L’été à Lyon");
    assert_eq!(said("Author"), "Anna Nowak, Đỗ Minh");
    assert_eq!(said("Subject"), "Une saison.");
    assert_eq!(said("Keywords"), "été, encre");
    assert!(said("Producer").starts_with("Pressroom"));
    assert_eq!(said("CreationDate"), "D:20260303000000Z");
    assert_eq!(string(&pdf, catalog(&pdf), "Lang").unwrap(), "fr");
    let preferences = pdf.dictionary(catalog(&pdf), "ViewerPreferences").unwrap();
    assert!(
        pdf.get(preferences, "DisplayDocTitle")
            .unwrap()
            .as_bool()
            .unwrap()
    );
}

/// The identifier of the PDF of an article, in hexadecimal.
fn identifier(front: &str, text: &str, picture: &str) -> String {
    let side = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">"#;
    let desk = Desk::new()
        .file(
            "a.md",
            format!("---\n{front}\n---\n\n{text}\n\n![A mark.](mark.svg)\n"),
        )
        .file("mark.svg", format!("{side}<path d='{picture}'/></svg>"))
        .export("a.md --pdf --paper a5")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let ids = pdf.document.trailer.get(b"ID").unwrap().as_array().unwrap();
    assert_eq!(ids[0], ids[1]);
    let bytes = ids[0].as_str().unwrap();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_identifier_of_a_file_is_that_of_its_content() {
    let front = "title: One\nauthor: Anna Nowak\nlang: en";
    let square = "M5 5h30v30h-30z";
    let one = identifier(front, "A word.", square);
    // Whatever changes the bytes changes the identifier: a library that draws or
    // compresses otherwise, and the version of Pressroom that the file names.
    assert_eq!(one, "b544f3301f204a9df6fdf6ccfca4963e");
    let others = [
        identifier(front, "A ward.", square),
        identifier(&front.replace("Nowak", "Nowik"), "A word.", square),
        identifier(front, "A word.", "M5 5h30v20h-30z"),
    ];
    for (at, other) in others.iter().enumerate() {
        assert_ne!(*other, one);
        assert!(!others[..at].contains(other));
    }
}

#[test]
fn a_document_without_a_date_has_none() {
    let pdf = pdf_of("Text.");
    let info = pdf.dictionary(&pdf.document.trailer, "Info").unwrap();
    assert!(!info.has(b"CreationDate") && !info.has(b"ModDate"));
}

/// The outline from an item on, a line each, set in by depth.
fn outline(pdf: &Pdf, first: Option<&Dictionary>, depth: usize, lines: &mut Vec<String>) {
    let mut next = first;
    while let Some(item) = next {
        let title = string(pdf, item, "Title").unwrap();
        lines.push(format!("{}{title}", "  ".repeat(depth)));
        let dest = pdf
            .get(item, "Dest")
            .and_then(|d| d.as_array().ok())
            .unwrap();
        assert!(pdf.pages.contains(&dest[0].as_reference().unwrap()));
        outline(pdf, pdf.dictionary(item, "First"), depth + 1, lines);
        next = pdf.dictionary(item, "Next");
    }
}

#[test]
fn the_outline_nests_as_the_headings_do() {
    let pdf = pdf_of(
        "Text.\n\n## One\n\nText.\n\n### One *and* a half\n\nText.\n\n## Two\n\nText.\n\n#### Deep\n\nText.",
    );
    let root = pdf.dictionary(catalog(&pdf), "Outlines").unwrap();
    let mut lines = Vec::new();
    outline(&pdf, pdf.dictionary(root, "First"), 0, &mut lines);
    assert_eq!(
        lines,
        [
            "A title",
            "  One",
            "    One and a half",
            "  Two",
            "    Deep"
        ]
    );
}

/// The annotations of a page.
fn annotations(pdf: &Pdf, page: usize) -> Vec<&Dictionary> {
    let Some(list) = pdf.get(pdf.page(page), "Annots") else {
        return Vec::new();
    };
    let list = list.as_array().unwrap().iter();
    list.map(|a| pdf.follow(a).as_dict().unwrap()).collect()
}

pub fn numbers(pdf: &Pdf, of: &Dictionary, key: &str) -> Vec<f32> {
    let list = pdf.get(of, key).unwrap().as_array().unwrap();
    list.iter().map(|n| n.as_float().unwrap()).collect()
}

#[test]
fn links_lie_over_their_words_and_lead_where_they_say() {
    let pdf = pdf_of(
        "See [the standard](https://unicode.org/é) and [below](#here), and write to <a@b.org>.[^n]\n\n## Here\n\nText.\n\n[^n]: A note.",
    );
    let links = annotations(&pdf, 0);
    let mut goals = Vec::new();
    let page = numbers(&pdf, pdf.page(0), "MediaBox");
    for link in &links {
        let rect = numbers(&pdf, link, "Rect");
        assert!(rect[0] < rect[2] && rect[1] < rect[3], "{rect:?}");
        assert!(rect[0] >= page[0] && rect[2] <= page[2], "{rect:?}");
        assert!(rect[1] >= page[1] && rect[3] <= page[3], "{rect:?}");
        goals.push(match pdf.dictionary(link, "A") {
            Some(action) => string(&pdf, action, "URI").unwrap(),
            None => {
                let dest = pdf.get(link, "Dest").unwrap().as_array().unwrap();
                assert!(pdf.pages.contains(&dest[0].as_reference().unwrap()));
                "inside".to_owned()
            }
        });
        // A raised mark lies up to its size above its line.
        let over = pdf.stretches(0).into_iter().any(|stretch| {
            let (y, size) = (stretch.y as f32, stretch.size as f32);
            let beside = stretch.end as f32 <= rect[0] || stretch.x as f32 >= rect[2];
            !beside && (rect[1] - size..rect[3]).contains(&y)
        });
        assert!(over, "{rect:?} lies over no text");
    }
    goals.sort();
    let expected = [
        "https://unicode.org/%C3%A9",
        "inside",
        "inside",
        "mailto:a@b.org",
    ];
    let goals: Vec<&str> = goals.iter().map(String::as_str).collect();
    for goal in expected {
        assert!(goals.contains(&goal), "{goal} of {goals:?}");
    }
}

#[test]
fn every_font_is_a_tagged_subset_and_is_embedded() {
    let pdf = pdf_of(
        "Roman, *italic*, **bold**, `code`, [Small]{.smallcaps}, ẵ and → arrows.\n\n## Heading\n\nText.",
    );
    let fonts = pdf.fonts(0);
    assert!(fonts.len() >= 5);
    for (_, font) in fonts {
        let name = pdf.get(font, "BaseFont").unwrap().as_name().unwrap();
        let name = std::str::from_utf8(name).unwrap();
        let (tag, rest) = name.split_once('+').unwrap();
        assert!(
            tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()),
            "{name}"
        );
        assert!(!rest.is_empty());
        let descendants = pdf
            .get(font, "DescendantFonts")
            .unwrap()
            .as_array()
            .unwrap();
        let descendant = pdf.follow(&descendants[0]).as_dict().unwrap();
        let descriptor = pdf.dictionary(descendant, "FontDescriptor").unwrap();
        let file = pdf
            .get(descriptor, "FontFile3")
            .or(pdf.get(descriptor, "FontFile2"));
        assert!(
            matches!(file, Some(Object::Stream(_))),
            "{name} is not embedded"
        );
        assert_eq!(
            pdf.get(descriptor, "FontName").unwrap().as_name().unwrap(),
            name.as_bytes()
        );
    }
}

#[test]
fn marks_open_and_close_in_turn_and_are_numbered_in_order() {
    let desk = Desk::new()
        .file("fr-casse.yaml", sample("fr-casse.yaml"))
        .file("en-proof.md", sample("en-proof.md"))
        .export("fr-casse.yaml --pdf -o casse.pdf") // without their pictures
        .export("en-proof.md --pdf -o proof.pdf");
    for name in ["casse.pdf", "proof.pdf"] {
        let pdf = Pdf::open(&desk.bytes(name));
        for page in 0..pdf.pages.len() {
            let (mut marks, mut text, mut saved) = (0, 0, 0);
            let mut numbers = Vec::new();
            for operation in pdf.content(page).operations {
                match operation.operator.as_str() {
                    "BDC" => {
                        marks += 1;
                        let properties = operation.operands[1].as_dict().unwrap();
                        numbers.extend(properties.get(b"MCID").map(|n| n.as_i64().unwrap()));
                    }
                    "EMC" => marks -= 1,
                    "BT" => text += 1,
                    "ET" => text -= 1,
                    "q" => saved += 1,
                    "Q" => saved -= 1,
                    _ => {}
                }
                assert!(marks >= 0 && saved >= 0 && (0..=1).contains(&text));
            }
            assert_eq!((marks, text, saved), (0, 0, 0), "page {page} of {name}");
            let expected: Vec<i64> = (0..i64::try_from(numbers.len()).unwrap()).collect();
            assert_eq!(numbers, expected, "page {page} of {name}");
        }
    }
}

#[test]
fn the_scan_of_a_photograph_is_not_touched() {
    let photograph = sample("pictures/composing-stick.jpg");
    let desk = Desk::new()
        .file("a.jpg", &photograph)
        .article("a.md", "A", "![A composing stick](a.jpg)")
        .export("a.md --pdf")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let is_jpeg = |stream: &&lopdf::Stream| {
        stream
            .dict
            .get(b"Filter")
            .is_ok_and(|f| matches!(f.as_name(), Ok(b"DCTDecode")))
    };
    let streams = pdf
        .document
        .objects
        .values()
        .filter_map(|o| o.as_stream().ok());
    let stored: Vec<&lopdf::Stream> = streams.filter(is_jpeg).collect();
    assert_eq!(stored.len(), 1);
    let scan = |bytes: &[u8]| {
        let start = bytes
            .windows(2)
            .position(|pair| pair == [0xff, 0xda])
            .unwrap();
        bytes[start..].to_vec()
    };
    assert!(scan(&stored[0].content) == scan(&photograph));
}

#[test]
fn one_picture_shown_twice_is_stored_once() {
    let desk = Desk::new()
        .file("a.jpg", sample("pictures/composing-stick.jpg"))
        .article("a.md", "A", "![One](a.jpg)\n\nText.\n\n![Two](a.jpg)")
        .export("a.md --pdf")
        .status(0);
    let length = desk.bytes("out/a.pdf").len();
    let photograph = sample("pictures/composing-stick.jpg").len();
    assert!(length < photograph * 3 / 2 + 40_000, "{length} bytes");
}

#[test]
fn a_character_that_no_face_has_is_framed_told_and_kept() {
    let desk = Desk::new()
        .article("a.md", "A", "A rune: ᚠ and a tile: 🀄︎ here.")
        .export("a.md --pdf");
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let text = pdf.text();
    assert!(text.contains("ᚠ") && text.contains("🀄"), "{text}");
    desk.status(1).says("missing-glyph").says("a.md:6:");
}

#[test]
fn a_book_numbers_its_pages_and_lists_its_articles() {
    let desk = Desk::new()
        .article("a.md", "First", &numbered(20))
        .article("b.md", "Second", &numbered(20))
        .export("a.md b.md --book Signs --pdf --paper a5")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/signs.pdf"));
    let contents = (0..pdf.pages.len())
        .find(|page| pdf.lines(*page).iter().any(|line| line == "Contents"))
        .unwrap();
    let listed = pdf.lines(contents).join(" ");
    assert!(
        listed.contains("First") && listed.contains("Second"),
        "{listed}"
    );
    let goals: BTreeSet<_> = annotations(&pdf, contents)
        .iter()
        .map(|a| {
            pdf.get(a, "Dest").unwrap().as_array().unwrap()[0]
                .as_reference()
                .unwrap()
        })
        .collect();
    assert_eq!(goals.len(), 2, "each entry leads to its own page");
}

#[test]
fn the_outline_of_a_book_has_its_articles_at_the_top() {
    let desk = Desk::new()
        .article("a.md", "First", "## One\n\nText.")
        .article("b.md", "Second", "Text.")
        .export("a.md b.md --book Signs --pdf")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/signs.pdf"));
    let root = pdf.dictionary(catalog(&pdf), "Outlines").unwrap();
    let mut lines = Vec::new();
    outline(&pdf, pdf.dictionary(root, "First"), 0, &mut lines);
    assert_eq!(lines, ["Signs", "Contents", "First", "  One", "Second"]);
}

#[test]
fn headings_can_be_led_to_from_outside() {
    let desk = Desk::new()
        .article(
            "a.md",
            "First",
            "## Été {#summer}\n\nText.\n\n## Une tête\n\nText.",
        )
        .article("b.md", "Second", "## Une tête\n\nText.")
        .export("a.md b.md --book Both --pdf")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/both.pdf"));
    let catalog = pdf.document.catalog().unwrap();
    let names = pdf.dictionary(catalog, "Names").unwrap();
    let named = pdf.dictionary(names, "Dests").unwrap();
    let named = pdf.get(named, "Names").unwrap().as_array().unwrap();
    let pairs: Vec<(String, usize)> = named
        .chunks(2)
        .map(|pair| {
            let goal = &pdf.follow(&pair[1]).as_array().unwrap()[0];
            let goal = goal.as_reference().unwrap();
            let page = pdf.pages.iter().position(|id| *id == goal).unwrap();
            (text_string(pair[0].as_str().unwrap()), page)
        })
        .collect();
    let of = |name: &str| {
        pairs
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, page)| *page)
    };
    let first = of("summer").unwrap();
    assert_eq!(of("une-tête"), Some(first), "{pairs:?}");
    assert_eq!(of("2-une-tête"), Some(first + 1), "{pairs:?}");
    let bytes: Vec<&[u8]> = named
        .iter()
        .step_by(2)
        .map(|n| n.as_str().unwrap())
        .collect();
    assert!(bytes.is_sorted());
}

/// Every mark of a page is in one element, and the parent tree knows which; every
/// annotation says what it is and is in an element.
#[test]
fn marks_annotations_and_elements_know_each_other() {
    let pdf = pdf_of(
        "Text[^n] and [a link](https://example.org) over lines, again[^n].\n\n\
         | A | B |\n|---|---|\n| 1 | [^m] |\n\n- x\n\n[^n]: One.\n\n[^m]: Two.\n",
    );
    let catalog = pdf.document.catalog().unwrap();
    let root = pdf.dictionary(catalog, "StructTreeRoot").unwrap();
    let parents = pdf.dictionary(root, "ParentTree").unwrap();
    let numbers = pdf.get(parents, "Nums").unwrap().as_array().unwrap();
    let parent = |key: i64| {
        let pair = numbers
            .chunks(2)
            .find(|pair| pair[0].as_i64().unwrap() == key);
        pdf.follow(&pair.unwrap_or_else(|| panic!("no parent {key}"))[1])
    };
    for index in 0..pdf.pages.len() {
        let page = pdf.page(index);
        assert_eq!(pdf.get(page, "Tabs").unwrap().as_name().unwrap(), b"S");
        let key = pdf.get(page, "StructParents").unwrap().as_i64().unwrap();
        let elements = parent(key).as_array().unwrap();
        let marks = pdf.content(index).operations;
        let is_numbered = |o: &&lopdf::content::Operation| {
            o.operator == "BDC" && matches!(&o.operands[1], Object::Dictionary(d) if d.has(b"MCID"))
        };
        assert_eq!(marks.iter().filter(is_numbered).count(), elements.len());
        assert!(elements.iter().all(|e| pdf.follow(e).as_dict().is_ok()));
        let mut count = 0;
        for annotation in annotations(&pdf, index) {
            let contents = pdf.get(annotation, "Contents").unwrap();
            assert!(!contents.as_str().unwrap().is_empty());
            let key = pdf
                .get(annotation, "StructParent")
                .unwrap()
                .as_i64()
                .unwrap();
            let element = parent(key).as_dict().unwrap();
            assert_eq!(pdf.get(element, "S").unwrap().as_name().unwrap(), b"Link");
            count += 1;
        }
        // A link, three marks, the numbers of two notes.
        assert_eq!(count, 6);
    }
}

#[test]
fn a_file_claims_what_its_content_bears_out() {
    let claims = |text: &str| {
        let desk = Desk::new()
            .file(
                "a.svg",
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 2'><rect width='4' height='2'/></svg>",
            )
            .file("a.md", text)
            .export("a.md --pdf -o a.pdf");
        let pdf = Pdf::open(&desk.bytes("a.pdf"));
        let catalog = pdf.document.catalog().unwrap();
        let packet = pdf.get(catalog, "Metadata").unwrap().as_stream().unwrap();
        let packet = String::from_utf8(packet.content.clone()).unwrap();
        let has = |text: &str| packet.contains(text);
        assert!(has("<pdfaid:part>2</pdfaid:part>"), "{packet}");
        assert!(
            has("<rdf:li xml:lang=\"x-default\">Q &amp; A &lt;1&gt;</rdf:li>"),
            "{packet}"
        );
        (has("<pdfaid:conformance>A<"), has("<pdfuaid:part>1<"))
    };
    let head = "---\ntitle: Q & A <1>\nlang: en\n---\n\n";
    assert_eq!(claims(&format!("{head}![A plate](a.svg)\n")), (true, true));
    assert_eq!(
        claims(&format!("{head}![](a.svg){{alt=\"\"}}\n")),
        (true, true)
    );
    assert_eq!(claims(&format!("{head}![](a.svg)\n")), (false, false));
}

/// What each mark of a page that speaks for its glyphs says, and where its first glyph is.
fn spoken_places(pdf: &Pdf) -> Vec<(String, f32)> {
    let mut found = Vec::new();
    let mut said: Option<String> = None;
    let mut x = 0.0;
    for operation in pdf.content(0).operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BDC" => {
                let properties = operands[1].as_dict().unwrap();
                said = string(pdf, properties, "ActualText");
            }
            "Tm" => x = operands[4].as_float().unwrap(),
            "TJ" => found.extend(said.take().map(|text| (text, x))),
            "EMC" => said = None,
            _ => {}
        }
    }
    found
}

#[test]
fn vowels_and_points_are_each_said_in_their_place() {
    for (lang, word) in [
        ("ar", "كِتَابٌ"),
        ("ar", "أُمَّةً"),
        ("ar", "لِلَّهِ"),
        ("ar", "وَلِإِخْوَتِهِ"),
        ("he", "הַשָּׁמַיִם"),
        ("fa", "روزمرّه"),
    ] {
        let pdf = pdf(&format!(
            "---\ntitle: \u{5d0}\nlang: {lang}\n---\n\n{word}\n"
        ));
        let places = spoken_places(&pdf);
        // One at a time, since poppler turns about what is said at once; and from right to
        // left, since it puts them in order by where they begin.
        let single = places.iter().all(|(text, _)| text.chars().count() == 1);
        assert!(single, "{word}: {places:?}");
        assert!(places.len() > 1, "{word}: {places:?}");
        let falling = places.windows(2).all(|pair| pair[0].1 > pair[1].1);
        assert!(falling, "{word}: {places:?}");
    }
}

#[test]
fn a_line_from_right_to_left_is_marked_where_numbers_and_points_end() {
    let text = "כתב 2024, או 12. סוף";
    let markdown = format!("---\ntitle: \u{5d0}\nlang: he\n---\n\n{text}\n");
    // They are nothing of the text, which is proved.
    let desk = Desk::new()
        .file("a.md", markdown)
        .export("a.md --pdf --proof")
        .status(0)
        .says_nothing();
    let places = spoken_places(&Pdf::open(&desk.bytes("out/a.pdf")));
    let marks: Vec<String> = places.into_iter().map(|(text, _)| text).collect();
    // After the year and its comma, after the day and its point.
    assert_eq!(marks, ["\u{200f}"; 4]);
}
