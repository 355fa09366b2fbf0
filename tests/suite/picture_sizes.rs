//! How large pictures are and where they stand: on pages, and in a book's markup.

use crate::harness::Desk;
use crate::proof::epub;
use pressroom::diag::Report;
use pressroom::font::FontSet;
use pressroom::geom::Rect;
use pressroom::internals::placed::{PieceKind, ThingKind};
use pressroom::internals::{Assets, Gallery, lay_out};
use pressroom::model::Publication;
use pressroom::read;
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, parse_paper};

/// A drawing of so many units.
fn drawing(width: u32, height: u32) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'/>")
}

/// A PNG of so many pixels, all white.
fn png(width: u32, height: u32) -> Vec<u8> {
    let pixels = image::GrayImage::from_pixel(width, height, image::Luma([255]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// What is on the pages of a text: its pictures, how wide its lines may be and how tall
/// they are, and what is told.
struct Set {
    pictures: Vec<Rect>,
    /// The left edge and the baseline of the words in front of each line.
    words: Vec<(String, f64, f64)>,
    measure: f64,
    leading: f64,
    told: Vec<&'static str>,
}

fn set(text: &str) -> Set {
    set_in(text, "en")
}

fn set_in(text: &str, lang: &str) -> Set {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("shot.png", png(400, 200)),
        ("icon.png", png(24, 24)),
        ("wide.png", png(2000, 100)),
        ("badge.svg", drawing(90, 20).into_bytes()),
        ("plan.svg", drawing(200, 100).into_bytes()),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let article = format!("---\ntitle: A\nlang: {lang}\n---\n\n{text}\n");
    let source = Source::new(SourceId(0), "a.md", &article);
    let mut report = Report::new();
    let article = read::read(&source, &read::Options::default(), &mut report);
    let publication = Publication::single(article);
    let mut assets = Assets::without_fonts();
    assets.allow(SourceId(0), folder.path());
    let gallery = Gallery::open(&publication, &assets, &mut report);
    let style = Style::article(parse_paper("a4").unwrap());
    let fonts = FontSet::embedded();
    let pages = lay_out(&publication, &style, &fonts, &gallery, 0.0, &mut report);
    let mut set = Set {
        pictures: Vec::new(),
        words: Vec::new(),
        measure: style.column().0,
        leading: style.text.leading.0,
        told: report.iter().map(|told| told.code.name()).collect(),
    };
    for thing in pages.pages.iter().flat_map(|page| &page.things) {
        match &thing.kind {
            ThingKind::Picture(rect, ..) => set.pictures.push(*rect),
            ThingKind::Line(placed) => {
                for piece in &placed.line.pieces {
                    match &piece.kind {
                        PieceKind::Picture(inset) => {
                            set.pictures.push(placed.picture(piece, inset.height));
                        }
                        PieceKind::Word(word) => {
                            let x = (placed.origin.x + piece.x).0;
                            let word = word.text.to_string();
                            set.words.push((word, x, placed.origin.y.0));
                        }
                        PieceKind::Space(_) | PieceKind::Hyphen(_) | PieceKind::Formula(_) => {}
                    }
                }
            }
            ThingKind::Fill(..) | ThingKind::Frame(..) => {}
        }
    }
    set
}

impl Set {
    fn sizes(&self) -> Vec<(f64, f64)> {
        let sizes = self.pictures.iter().map(|rect| rect.size);
        sizes
            .map(|size| (size.width.0.round(), size.height.0.round()))
            .collect()
    }

    fn word(&self, word: &str) -> (f64, f64) {
        let found = self.words.iter().find(|(text, _, _)| text.contains(word));
        found
            .map(|(_, x, y)| (*x, *y))
            .unwrap_or_else(|| panic!("{word}"))
    }
}

const MM: f64 = 72.0 / 25.4;

#[test]
fn a_size_is_obeyed_in_every_form_it_is_given() {
    let half = |set: &Set| {
        let width = set.measure / 2.0;
        (width.round(), (width / 2.0).round())
    };
    let found = set("![a](shot.png){width=50%}");
    assert_eq!(found.sizes(), [half(&found)]);
    for (text, size) in [
        ("![a](shot.png)", (300.0, 150.0)),
        (
            "![a](shot.png){width=60mm height=4cm}",
            (60.0 * MM, 40.0 * MM),
        ),
        ("![a](shot.png){height=30mm}", (60.0 * MM, 30.0 * MM)),
        ("![a](shot.png =100x50)", (75.0, 37.5)),
        ("<img src='shot.png' alt='a' width='100'>", (75.0, 37.5)),
        (
            "<img src='shot.png' alt='a' style='width: 1in'>",
            (72.0, 36.0),
        ),
        ("![a](plan.svg){width=72pt}", (72.0, 36.0)),
        // Alone in a cell, a list or a note a picture is as large as it is.
        ("| a |\n|---|\n| ![a](shot.png) |", (300.0, 150.0)),
        ("| a |\n|---|\n| ![a](icon.png) |", (18.0, 18.0)),
        ("- ![a](plan.svg)", (150.0, 75.0)),
        ("[![a](badge.svg)](https://example.org/)", (67.5, 15.0)),
    ] {
        let found = set(text).sizes();
        let size = (f64::round(size.0), f64::round(size.1));
        assert_eq!(found, [size], "{text}");
    }
    let found = set("![a](plan.svg)");
    assert_eq!(found.sizes()[0].0, found.measure.round());
}

#[test]
fn a_size_with_no_room_is_reduced_and_told_and_keeps_its_proportions() {
    let found = set("![a](shot.png){width=300mm height=100mm}");
    let (width, height) = found.sizes()[0];
    assert_eq!(width, found.measure.round());
    assert!((width / height - 3.0).abs() < 0.05, "{width} {height}");
    assert!(found.told.contains(&"reduced-size"), "{:?}", found.told);
    // HTML says how many pixels a picture has, which is no wish.
    let found = set("<img src='wide.png' alt='a' width='2000' height='100'>");
    assert_eq!(found.sizes()[0].0, found.measure.round());
    assert_eq!(found.told, Vec::<&str>::new());
}

#[test]
fn a_sign_stays_in_its_line_and_a_tall_picture_has_one_of_its_own() {
    let found = set("Press ![a](icon.png) here.");
    assert!(found.sizes()[0].1 < found.leading, "{:?}", found.sizes());
    assert_eq!(found.word("Press").1, found.word("here").1);
    assert!(found.told.is_empty(), "{:?}", found.told);
    let found = set("Before ![a](shot.png) after it.");
    assert_eq!(found.sizes(), [(300.0, 150.0)]);
    let rect = found.pictures[0];
    assert!(found.word("Before").1 < rect.origin.y.0 + 0.01);
    assert!(found.word("after").1 - found.leading * 0.75 > rect.bottom().0 - 0.01);
    assert_eq!(found.told, ["tall-picture"]);
    let found = set("1. Step ![a](shot.png)\n2. Next");
    assert_eq!(found.sizes(), [(300.0, 150.0)]);
    assert!(found.word("Next").1 > found.pictures[0].bottom().0);
    assert!(found.told.is_empty(), "{:?}", found.told);
    // A size makes it what its author wants.
    let found = set("Press ![a](shot.png){height=2em} here.");
    let rect = found.pictures[0];
    assert_eq!(found.word("Press").1, found.word("here").1);
    assert!((rect.bottom().0 - found.word("here").1).abs() < 0.01);
}

#[test]
fn a_picture_in_a_cell_is_no_wider_than_the_cell() {
    let long = "words that stand in the cell beside it ".repeat(8);
    let found = set(&format!(
        "| a | b |\n|---|---|\n| ![a](wide.png) | {long} |"
    ));
    let rect = found.pictures[0];
    let words = found.word("words").0;
    assert!(rect.size.width.0 > 40.0, "{rect:?}");
    assert!(
        rect.origin.x.0 + rect.size.width.0 < words,
        "{rect:?} {words}"
    );
}

#[test]
fn a_picture_stands_at_the_side_that_is_asked_for_with_the_text_beside_it() {
    let text = "word ".repeat(160);
    for lang in ["en", "ar"] {
        for (side, is_left) in [("left", true), ("right", false)] {
            let source = format!("![a](shot.png){{width=30% .{side}}}\n\n{text}");
            let found = set_in(&source, lang);
            let rect = found.pictures[0];
            assert!(
                (rect.size.width.0 - found.measure * 0.3).abs() < 0.01,
                "{rect:?}"
            );
            let middle = rect.origin.y.0 + rect.size.height.0 / 2.0;
            let beside = found
                .words
                .iter()
                .filter(|(_, _, y)| (y - middle).abs() < rect.size.height.0 / 2.0);
            let beside: Vec<f64> = beside.map(|(_, x, _)| *x).collect();
            assert!(beside.len() > 10, "{lang} {side}: {beside:?}");
            for x in beside {
                let is_clear = match is_left {
                    true => x > rect.origin.x.0 + rect.size.width.0,
                    false => x < rect.origin.x.0,
                };
                assert!(is_clear, "{lang} {side}: {x} {rect:?}");
            }
        }
    }
    let found = set("![a](shot.png){width=40mm .right}");
    let rect = found.pictures[0];
    let centred = set("![a](shot.png){width=40mm}").pictures[0];
    assert!(rect.origin.x.0 > centred.origin.x.0 + 50.0);
}

#[test]
fn a_book_says_sizes_sides_and_links_of_pictures_in_its_markup() {
    let desk = Desk::new()
        .file("shot.png", png(400, 200))
        .file("icon.png", png(24, 24))
        .article(
            "a.md",
            "A",
            "![a](shot.png){width=50%}\n\n![b](shot.png){width=60mm .left}\n\n\
             ![c](shot.png){width=30% .right}\n\n\
             [![d](shot.png)](https://example.org/ \"Go\")\n\n\
             See ![e](icon.png), ![f](icon.png){height=3em} and ![g](shot.png).\n\n\
             | a |\n|---|\n| ![h](icon.png) |",
        )
        .export("a.md --epub --proof")
        .status(0);
    let bytes = std::fs::read(desk.path("out/a.epub")).unwrap();
    let text = epub::chapters(&bytes)[0].text().to_owned();
    for part in [
        "<img style=\"width: 50%; height: auto\" ",
        "<figure class=\"left\">\n<img style=\"width: 60mm; height: auto\" ",
        "<figure style=\"width: 30%\" class=\"right\">\n<img style=\"width: 100%\" ",
        "<a href=\"https://example.org/\" title=\"Go\"><img src=",
        "See <img class=\"inline\" ",
        "<img class=\"sized\" style=\"width: auto; height: 3em\" ",
        "and <img class=\"apart\" ",
        "<img class=\"alone\" ",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_text_names_where_a_linked_picture_leads_and_the_proof_passes() {
    let desk = Desk::new()
        .file("shot.png", png(400, 200))
        .article(
            "a.md",
            "A",
            "[![A press](shot.png)](https://example.org/press)\n*Its caption*",
        )
        .export("a.md --pdf --txt --proof")
        .status(0)
        .says_nothing();
    let text = desk.text("out/a.txt");
    assert!(text.contains("[Picture: A press] [L1]"), "{text}");
    assert!(text.contains("https://example.org/press"), "{text}");
}
