//! Where pictures stand: beside the text, across all columns, on pages of their own and at the
//! edges of the page.

use crate::harness::Desk;
use crate::proof::epub;
use pressroom::diag::Report;
use pressroom::font::FontSet;
use pressroom::geom::Rect;
use pressroom::internals::placed::{Furniture, Owner, Pages, PieceKind, ThingKind};
use pressroom::internals::{Assets, Gallery, lay_out};
use pressroom::model::Publication;
use pressroom::read;
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, parse_paper};

/// A PNG of so many pixels, in one grey.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let pixels = image::GrayImage::from_pixel(width, height, image::Luma([160]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// The pictures on a desk: their names and pixels.
pub const PICTURES: [(&str, u32, u32); 4] = [
    ("wide.png", 1500, 1000),
    ("tall.png", 800, 1200),
    ("square.png", 900, 900),
    ("strip.png", 2000, 500),
];

pub struct Set {
    pages: Pages,
    style: Style,
    pub told: Vec<&'static str>,
}

/// A word on a page: the page, its text, its left edge and its baseline.
pub struct Word {
    pub page: usize,
    pub text: String,
    pub x: f64,
    pub y: f64,
}

pub fn set(text: &str) -> Set {
    set_in(text, "en", |_| {})
}

pub fn set_in(text: &str, lang: &str, change: impl Fn(&mut Style)) -> Set {
    let folder = tempfile::tempdir().unwrap();
    for (name, width, height) in PICTURES {
        std::fs::write(folder.path().join(name), png(width, height)).unwrap();
    }
    let article = format!("---\ntitle: A\nlang: {lang}\n---\n\n{text}\n");
    let source = Source::new(SourceId(0), "a.md", &article);
    let mut report = Report::new();
    let article = read::read(&source, &read::Options::default(), &mut report);
    let publication = Publication::single(article);
    let mut assets = Assets::without_fonts();
    assets.allow(SourceId(0), folder.path());
    let gallery = Gallery::open(&publication, &assets, &mut report);
    let mut style = Style::article(parse_paper("a5").unwrap());
    change(&mut style);
    let fonts = FontSet::embedded();
    let pages = lay_out(&publication, &style, &fonts, &gallery, 0.0, &mut report);
    Set {
        pages,
        style,
        told: report.iter().map(|told| told.code.name()).collect(),
    }
}

impl Set {
    /// The pictures, each with its page.
    pub fn pictures(&self) -> Vec<(usize, Rect)> {
        let mut pictures = Vec::new();
        for (number, page) in self.pages.pages.iter().enumerate() {
            for thing in &page.things {
                if let ThingKind::Picture(rect, ..) = &thing.kind {
                    pictures.push((number, *rect));
                }
            }
        }
        pictures
    }

    /// The words of the text, furniture aside.
    pub fn words(&self) -> Vec<Word> {
        let mut words = Vec::new();
        for (page, of) in self.pages.pages.iter().enumerate() {
            for thing in &of.things {
                let ThingKind::Line(placed) = &thing.kind else {
                    continue;
                };
                if matches!(thing.owner, Owner::Furniture(_)) {
                    continue;
                }
                for piece in &placed.line.pieces {
                    if let PieceKind::Word(word) = &piece.kind {
                        words.push(Word {
                            page,
                            text: word.text.to_string(),
                            x: (placed.origin.x + piece.x).0,
                            y: placed.origin.y.0,
                        });
                    }
                }
            }
        }
        words
    }

    pub fn word(&self, text: &str) -> Word {
        let mut words = self.words().into_iter();
        words
            .find(|word| word.text.contains(text))
            .unwrap_or_else(|| panic!("{text}"))
    }

    /// The height of a line of the text.
    pub fn leading(&self) -> f64 {
        self.style.text.leading.0
    }

    /// Where the text of a page ends at the latest.
    pub fn foot(&self) -> f64 {
        (self.style.page.top + self.style.text_height()).0
    }

    pub fn measure(&self) -> f64 {
        self.style.column().0
    }
}

/// So many words.
pub fn words(word: &str, count: usize) -> String {
    let mut all = vec![word; count].join(" ");
    all.push('.');
    all
}

/// The words on the lines beside a picture.
fn beside(found: &Set, page: usize, rect: &Rect) -> Vec<Word> {
    let (top, bottom) = (rect.origin.y.0, rect.bottom().0);
    let words = found.words().into_iter();
    words
        .filter(|word| word.page == page && word.y > top && word.y < bottom)
        .collect()
}

#[test]
fn text_runs_beside_a_picture_across_paragraphs_and_a_heading() {
    let first = words("one", 12);
    let second = words("two", 12);
    let third = words("three", 200);
    for (side, is_left) in [("left", true), ("right", false)] {
        let found = set(&format!(
            "![a](tall.png \"Caption\"){{width=40% align={side}}}\n\n{first}\n\n{second}\n\n\
             ## Heading\n\n{third}"
        ));
        assert!(found.told.is_empty(), "{:?}", found.told);
        let (page, rect) = found.pictures()[0];
        let next_to = beside(&found, page, &rect);
        for name in ["one", "two", "Heading", "three"] {
            assert!(
                next_to.iter().any(|w| w.text.contains(name)),
                "{side} {name}"
            );
        }
        for word in &next_to {
            match is_left {
                true => assert!(word.x > (rect.origin.x + rect.size.width).0 - 0.01),
                false => assert!(word.x < rect.origin.x.0),
            }
        }
        // Below, lines have the whole measure again.
        let left = found.words().iter().map(|w| w.x).fold(f64::MAX, f64::min);
        let below = found.words().into_iter();
        let mut below = below.filter(|w| w.y > rect.bottom().0 + 40.0 && w.text == "three");
        assert!(below.any(|w| (w.x - left).abs() < 1.0));
    }
}

#[test]
fn what_cannot_stand_beside_a_picture_stands_clear_of_it() {
    let first = words("one", 12);
    for block in [
        "| x |\n|---|\n| cell |",
        "::: aside\ncell\n:::",
        "![b](strip.png \"cell\")",
    ] {
        let found = set(&format!(
            "![a](tall.png){{width=40% .right}}\n\n{first}\n\n{block}\n\nLast."
        ));
        let (_, rect) = found.pictures()[0];
        assert!(found.word("one").y < rect.bottom().0, "{block}");
        assert!(found.word("cell").y > rect.bottom().0, "{block}");
    }
}

#[test]
fn a_picture_goes_to_the_next_page_with_the_first_lines_beside_it() {
    for count in [150, 170, 190, 210, 230, 250, 270, 290, 310] {
        let before = words("before", count);
        let after = words("aft", 150);
        let found = set(&format!(
            "{before}\n\n![a](tall.png \"Caption\"){{width=45% .left}}\n\n{after}"
        ));
        let (page, rect) = found.pictures()[0];
        assert_eq!(found.word("aft").page, page, "{count}");
        let foot = found.style.page.top + found.style.text_height();
        assert!(rect.bottom() <= foot, "{count} {rect:?}");
        assert!(beside(&found, page, &rect).len() > 10, "{count}");
        assert_eq!(found.word("Caption").page, page, "{count}");
        let all = found.words();
        let said = all.iter().filter(|w| w.text.starts_with("aft")).count();
        assert_eq!(said, 150, "{count}");
    }
}

#[test]
fn a_picture_at_a_side_without_a_size_leaves_room_for_text() {
    let found = set(&format!("![a](wide.png){{.left}}\n\n{}", words("one", 200)));
    let (page, rect) = found.pictures()[0];
    assert!(rect.size.width.0 <= found.measure() * 0.5 + 0.01);
    assert!(beside(&found, page, &rect).len() > 10);
    // One that is too wide has none.
    let found = set(&format!(
        "![a](wide.png){{.left width=80%}}\n\n{}",
        words("one", 200)
    ));
    let (page, rect) = found.pictures()[0];
    assert!(beside(&found, page, &rect).is_empty());
}

#[test]
fn notes_of_a_picture_and_of_the_text_beside_it_stand_on_its_page() {
    let desk = Desk::new()
        .file("tall.png", png(800, 1200))
        .article(
            "a.md",
            "A",
            &format!(
                "![a](tall.png \"Caption[^c]\"){{width=40% .left #pic}}\n\nSee[^t] [it](#pic). {}\n\n\
                 {}\n\n[^c]: Of the caption.\n[^t]: Of the text.",
                words("one", 40),
                words("two", 90)
            ),
        )
        .export("a.md --pdf --epub --txt --proof")
        .status(0);
    assert_eq!(desk.said().trim(), "", "{}", desk.said());
}

fn columns(style: &mut Style) {
    style.page.columns = 3;
    style.page.gutter = pressroom::geom::Pt(12.0);
    style.page.size = parse_paper("a4").unwrap();
}

#[test]
fn a_picture_spans_all_columns_and_no_text_stands_under_it() {
    for before in [0, 20, 200, 700, 1200] {
        let text = format!(
            "{}\n\n![a](wide.png \"Caption\"){{span=page}}\n\n{}",
            words("before", before + 1),
            words("after", 900)
        );
        let found = set_in(&text, "en", columns);
        let pictures = found.pictures();
        let (page, rect) = pictures[0];
        assert!(rect.size.width.0 > found.measure() * 1.5, "{rect:?}");
        let left = rect.origin.x.0 - 0.01;
        let right = (rect.origin.x + rect.size.width).0 + 0.01;
        for word in found.words().iter().filter(|word| word.page == page) {
            let is_beside = word.y > rect.origin.y.0 && word.y < rect.bottom().0;
            assert!(
                !(is_beside && word.x > left && word.x < right),
                "{}",
                word.text
            );
            let foot = (found.style.page.top + found.style.text_height()).0;
            assert!(word.y <= foot + 0.01, "{}", word.text);
        }
        assert_eq!(found.word("Caption").page, page);
        // It never stands before the page that mentions it.
        let mention = found.words().into_iter().rev();
        let mut mention = mention.filter(|word| word.text.starts_with("before"));
        assert!(page >= mention.next().unwrap().page, "{before}");
    }
    // With one column it is a figure as any other.
    let wide = set("![a](strip.png){span=page}\n\nText.");
    let plain = set("![a](strip.png)\n\nText.");
    assert!(wide.told.is_empty(), "{:?}", wide.told);
    assert_eq!(wide.pictures(), plain.pictures());
}

#[test]
fn a_plate_has_a_page_to_itself_without_furniture() {
    for class in [".plate", "span=plate"] {
        let text = format!(
            "{}\n\n![a](wide.png \"Caption\"){{{class}}}\n\n{}",
            words("before", 100),
            words("after", 600)
        );
        let found = set(&text);
        let (page, rect) = found.pictures()[0];
        assert_eq!(page, 1);
        assert!(
            (rect.size.width.0 - found.measure()).abs() < 0.01,
            "{rect:?}"
        );
        assert_eq!(found.word("Caption").page, page);
        for thing in &found.pages.pages[page].things {
            let is_head = matches!(
                thing.owner,
                Owner::Furniture(Furniture::Head | Furniture::Folio)
            );
            assert!(!is_head);
        }
        // The text goes on around it: the page before is full.
        let after = found.words();
        assert!(after.iter().any(|w| w.page == 0 && w.text == "after"));
        assert!(after.iter().any(|w| w.page == 2 && w.text == "after"));
        assert!(
            after
                .iter()
                .all(|w| w.page != 1 || !w.text.starts_with("after"))
        );
    }
}

#[test]
fn a_plate_that_bleeds_fills_its_page_and_its_words_stand_on_the_one_before() {
    let text = format!(
        "{}\n\n![a](wide.png \"Caption\"){{.plate bleed=true}}\n\n{}",
        words("before", 100),
        words("after", 600)
    );
    let found = set(&text);
    let (page, rect) = found.pictures()[0];
    assert_eq!(page, 1);
    let size = found.style.page.size;
    assert_eq!(
        rect,
        Rect::new(
            Default::default(),
            Default::default(),
            size.width,
            size.height
        )
    );
    let caption = found.word("Caption");
    assert_eq!(caption.page, 0);
    let last = found
        .words()
        .into_iter()
        .filter(|w| w.page == 0 && w.text == "after");
    assert!(last.map(|w| w.y).fold(0.0, f64::max) < caption.y);
}

#[test]
fn a_picture_that_bleeds_reaches_both_edges_of_every_page() {
    let text = format!(
        "![a](strip.png \"One\"){{bleed=true}}\n\n{}\n\n![b](strip.png \"Two\"){{.bleed}}",
        words("word", 350)
    );
    let found = set(&text);
    let pictures = found.pictures();
    assert_eq!(pictures.len(), 2);
    let width = found.style.page.size.width;
    for (_, rect) in pictures {
        assert_eq!((rect.origin.x.0, rect.size.width), (0.0, width));
    }
    assert!(found.told.is_empty(), "{:?}", found.told);
}

#[test]
fn pictures_in_every_place_pass_the_proof_and_print_beyond_the_trim() {
    let mut desk = Desk::new();
    for (name, width, height) in PICTURES {
        desk = desk.file(name, png(width, height));
    }
    let text = format!(
        "![a](wide.png \"Alpha\"){{.plate credit=\"A. Name\"}}\n\n{}\n\n\
         ![b](tall.png \"Beta[^n]\"){{span=plate bleed=true #beta}}\n\n{} [there](#beta)\n\n\
         ![c](strip.png \"Gamma\"){{bleed=true}}\n\n{}\n\n![d](wide.png \"Delta\"){{span=page}}\n\n{}\n\n\
         [^n]: A note.",
        words("one", 90),
        words("two", 200),
        words("three", 200),
        words("four", 200)
    );
    for theme in ["article", "newspaper"] {
        let run = format!("a.md --theme {theme} --pdf --epub --txt --proof");
        desk = desk.article("a.md", "A", &text).export(&run).status(0);
        assert_eq!(desk.said().trim(), "", "{theme}: {}", desk.said());
    }
    let run = "a.md --theme article --bleed 3mm --pdf --proof";
    let desk = desk.export(run).status(0);
    let document = lopdf::Document::load_mem(&desk.bytes("out/a.pdf")).unwrap();
    // A clip that begins 3 mm beyond the trim, over all of the page.
    let clips = document.get_pages().into_values().filter(|page| {
        let content = document.get_page_content(*page);
        String::from_utf8_lossy(&content).contains("q -8.504 -8.504 ")
    });
    assert_eq!(clips.count(), 1);
}

#[test]
fn a_wrong_side_span_or_bleed_is_reported_and_the_picture_kept() {
    let desk = Desk::new()
        .file("wide.png", png(1500, 1000))
        .article("a.md", "A", "![a](wide.png){align=upside}\n\n![b](wide.png){span=sheet}\n\n![c](wide.png){bleed=perhaps}")
        .export("a.md --txt")
        .status(0);
    for part in [
        "`align=upside` is not a valid side of a picture; ignored",
        "`span=sheet` is not a valid span of a picture; ignored",
        "`bleed=perhaps` is not a valid bleed of a picture; ignored",
        "write `left`, `right` or `center`",
    ] {
        assert!(desk.said().contains(part), "{part}\n{}", desk.said());
    }
}

#[test]
fn places_of_pictures_come_back_from_every_form_they_are_converted_to() {
    let source = "![a](wide.png){width=50% align=left}\n\n![b](wide.png){span=page}\n\n\
                  ![c](wide.png){.plate bleed=true}\n\n![d](wide.png){fig-align=right width=40mm}";
    let mut desk = Desk::new().file("wide.png", png(1500, 1000));
    desk = desk.article("a.md", "A", source);
    desk = desk.run(["convert", "a.md", "--to", "json"]).status(0);
    let json: serde_json::Value = serde_json::from_str(&desk.printed()).unwrap();
    let text = json["body"].to_string();
    for part in [
        "\"side\":\"left\"",
        "\"span\":\"page\"",
        "\"span\":\"plate\"",
        "\"bleed\":true",
        "\"side\":\"right\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for form in ["md", "yaml", "html"] {
        desk = desk.run(["convert", "a.md", "--to", form]).status(0);
        let name = format!("b.{form}");
        let written = desk.printed();
        desk = desk.file(&name, written.as_bytes());
        desk = desk.run(["convert", &name, "--to", "json"]).status(0);
        let back: serde_json::Value = serde_json::from_str(&desk.printed()).unwrap();
        assert_eq!(back["body"], json["body"], "{form}\n{written}");
    }
}

#[test]
fn plates_and_pictures_across_columns_keep_their_order() {
    let text = format!(
        "{}\n\n![a](wide.png \"Aa\"){{span=page}}\n\n![b](strip.png \"Bb\"){{span=page}}\n\n\
         ![c](wide.png \"Cc\"){{.plate}}\n\n![d](strip.png \"Dd\"){{span=page}}\n\n\
         ![e](tall.png \"Ee\"){{.plate bleed=true}}\n\n{}",
        words("before", 600),
        words("after", 1500)
    );
    let found = set_in(&text, "en", columns);
    let widths = found.pictures();
    assert_eq!(widths.len(), 5);
    let pages: Vec<usize> = ["Aa", "Bb", "Cc", "Dd"]
        .iter()
        .map(|name| found.word(name).page)
        .collect();
    assert!(pages.is_sorted(), "{pages:?}");
    let aspects = widths.iter().map(|(_, rect)| {
        let aspect = rect.size.width.0 / rect.size.height.0;
        (aspect * 10.0).round() / 10.0
    });
    let page = found.style.page.size;
    let filled = (page.width.0 / page.height.0 * 10.0).round() / 10.0;
    assert_eq!(aspects.collect::<Vec<_>>(), [1.5, 4.0, 1.5, 4.0, filled]);
}

#[test]
fn a_figure_of_a_data_file_says_its_place_and_is_accounted_for() {
    let mut desk = Desk::new();
    for (name, width, height) in PICTURES {
        desk = desk.file(name, png(width, height));
    }
    let desk = desk
        .file(
            "a.yaml",
            "headline: A\nlang: en\nbody:\n\
             - figure: {image: wide.png, alt: a, caption: Alpha, width: 50%, align: left}\n\
             - Beside it.\n\
             - figure: {image: strip.png, alt: b, span: page, bleed: true}\n\
             - figure: {image: tall.png, alt: c, span: plate, bleed: false}\n\
             - div:\n  - figure: {image: wide.png, alt: d}\n  \
             - figure: {image: tall.png, alt: e}\n  classes: [gallery]\n",
        )
        .export("a.yaml --pdf --epub --txt --proof")
        .status(0)
        .says_nothing();
    let bytes = desk.bytes("out/a.epub");
    let page = epub::chapters(&bytes)[0].text().to_owned();
    for part in [
        "<figure style=\"width: 50%\" class=\"left\">",
        "<figure class=\"span-page bleed\">",
        "<figure class=\"plate\">",
        "<div class=\"gallery\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let desk = Desk::new()
        .file("wide.png", png(1500, 1000))
        .file(
            "a.yaml",
            "headline: A\nlang: en\nbody:\n- figure: {image: wide.png, alt: a, span: sheet}\n\
             - figure: {image: wide.png, alt: b, bleed: perhaps}\n",
        )
        .export("a.yaml --txt");
    assert!(
        desk.said().contains("expected column, page or plate"),
        "{}",
        desk.said()
    );
    assert!(
        desk.said().contains("expected true or false"),
        "{}",
        desk.said()
    );
}

#[test]
fn a_picture_that_cannot_stand_elsewhere_says_so() {
    for (attribute, theme) in [
        ("{.plate}", "article"),
        ("{bleed=true}", "article"),
        ("{span=page}", "newspaper"),
    ] {
        Desk::new()
            .file("wide.png", png(1500, 1000))
            .article("a.md", "A", &format!("> ![A wall](wide.png){attribute}"))
            .export(&format!("a.md --pdf --verbose --theme {theme}"))
            .status(0)
            .says("of a picture within another block has no effect");
        Desk::new()
            .file("wide.png", png(1500, 1000))
            .article("a.md", "A", &format!("![A wall](wide.png){attribute}"))
            .export(&format!("a.md --pdf --verbose --theme {theme}"))
            .status(0)
            .never_says("no effect");
    }
}

#[test]
fn the_caption_of_a_narrow_picture_stands_under_it() {
    let found =
        set("Before.\n\n![a](tall.png \"Caption of the picture\"){.right width=45%}\n\n## Heading");
    let (_, rect) = found.pictures()[0];
    let word = found.word("Caption");
    assert!(
        (word.x - rect.origin.x.0).abs() < 1.0,
        "{} {rect:?}",
        word.x
    );
    // One that is too narrow for words has ten letters' room or so.
    let found = set("![a](tall.png \"Caption of the picture\"){.left width=8%}\n\n## Heading");
    let (_, rect) = found.pictures()[0];
    let words = found.words();
    let last = words.iter().find(|word| word.text == "picture").unwrap();
    assert!(last.x > (rect.origin.x + rect.size.width).0, "{rect:?}");
}

#[test]
fn a_paragraph_after_a_picture_is_indented_as_if_that_stood_elsewhere() {
    let found = set("First one.\n\n![a](strip.png)\n\nSecond one.\n\nThird one.");
    let (second, third) = (found.word("Second").x, found.word("Third").x);
    assert!((second - third).abs() < 0.01, "{second} {third}");
    assert!(second > found.word("First").x + 5.0);
}

#[test]
fn many_pictures_across_columns_take_time_as_they_are_many() {
    let text = |count: usize| -> String {
        let part = |n: usize| {
            format!(
                "{}\n\n![a](wide.png \"Number {n}\"){{span=page}}",
                words("text", 250)
            )
        };
        (0..count).map(part).collect::<Vec<_>>().join("\n\n")
    };
    let mut times = Vec::new();
    for count in [8, 64] {
        let start = std::time::Instant::now();
        let found = set_in(&text(count), "en", columns);
        times.push(start.elapsed().max(std::time::Duration::from_millis(20)));
        let pages: Vec<usize> = found.pictures().iter().map(|(page, _)| *page).collect();
        assert_eq!(pages.len(), count);
        assert!(pages.is_sorted(), "{pages:?}");
    }
    // Eight times the pictures; where all pages are made anew for each, hundreds of times.
    assert!(times[1] < times[0] * 40, "{times:?}");
}

#[test]
fn columns_are_level_before_a_right_hand_page_that_is_asked_for() {
    let text = format!("{}\n\n\\cleardoublepage\n\nAfter.", words("before", 300));
    let found = set_in(&text, "en", columns);
    let all = found.words();
    let left = all.iter().map(|word| word.x).fold(f64::MAX, f64::min);
    let before = all.iter().filter(|word| word.text.starts_with("before"));
    let mut feet = std::collections::BTreeMap::new();
    for word in before {
        let column = ((word.x - left) / (found.measure() + 12.0)) as usize;
        let foot: &mut f64 = feet.entry(column).or_default();
        *foot = foot.max(word.y);
    }
    assert_eq!(feet.len(), 3, "{feet:?}");
    let (least, most) = feet
        .values()
        .fold((f64::MAX, 0.0_f64), |(a, b), y| (a.min(*y), b.max(*y)));
    assert!(most - least < found.leading() * 1.5, "{feet:?}");
}
