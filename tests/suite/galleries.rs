//! Galleries: pictures in rows of one height, on pages, in books and texts, and in every form that
//! articles are converted to.

use crate::harness::Desk;
use crate::picture_places::{PICTURES, png, set, set_in};
use crate::proof::epub;
use pressroom::geom::Rect;

#[test]
fn the_rows_of_a_gallery_are_level_and_fill_the_measure_with_captions_below() {
    for lang in ["en", "ar"] {
        let found = set_in(
            "::: gallery\n![a](wide.png \"Alpha\")\n\n![b](tall.png \"Beta\")\n\n\
             ![c](square.png \"Gamma\")\n\n![d](wide.png \"Delta\")\n\n\
             ![e](square.png \"Epsilon\")\n:::",
            lang,
            |_| {},
        );
        assert!(found.told.is_empty(), "{:?}", found.told);
        let pictures = found.pictures();
        assert_eq!(pictures.len(), 5);
        let mut rows: Vec<Vec<Rect>> = Vec::new();
        for (_, rect) in &pictures {
            match rows.last_mut() {
                Some(row) if (row[0].origin.y - rect.origin.y).0.abs() < 0.01 => row.push(*rect),
                _ => rows.push(vec![*rect]),
            }
        }
        assert!(rows.len() > 1, "{rows:?}");
        for row in &rows {
            assert!(row.len() > 1, "{row:?}");
            let left = row.iter().map(|r| r.origin.x.0).fold(f64::MAX, f64::min);
            let right = row.iter().map(|r| (r.origin.x + r.size.width).0);
            let right = right.fold(f64::MIN, f64::max);
            assert!((right - left - found.measure()).abs() < 0.01, "{row:?}");
            for rect in row {
                assert!((rect.size.height - row[0].size.height).0.abs() < 0.01);
            }
        }
        let aspect = pictures[1].1.size.width.0 / pictures[1].1.size.height.0;
        assert!((aspect - 800.0 / 1200.0).abs() < 1e-6, "{aspect}");
        // Each caption stands under its own picture.
        for (name, (_, rect)) in ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]
            .iter()
            .zip(&pictures)
        {
            let word = found.word(name);
            assert!(word.y > rect.bottom().0, "{name}");
            assert!(
                word.x >= rect.origin.x.0 - 1.0,
                "{name} {} {rect:?}",
                word.x
            );
            assert!(word.x < (rect.origin.x + rect.size.width).0, "{name}");
        }
    }
}

#[test]
fn what_is_said_of_a_gallery_stands_under_its_rows() {
    let found = set("::: gallery\n![a](wide.png)\n![b](wide.png)\n\nOverview\n:::\n\nAfterwards");
    let rect = found.pictures()[1].1;
    assert!(found.word("Overview").y > rect.bottom().0);
    assert!(found.word("Afterwards").y > found.word("Overview").y);
}

#[test]
fn a_gallery_that_is_none_is_reported_and_loses_nothing() {
    let found = set("::: gallery\n![a](wide.png \"Alpha\")\n\n## Heading\n:::");
    assert_eq!(found.told, ["gallery"]);
    assert_eq!(found.pictures().len(), 1);
    found.word("Alpha");
    found.word("Heading");
    let found = set("::: gallery\n![a](wide.png){width=20mm}\n\n![b](wide.png)\n:::");
    assert_eq!(found.told, ["gallery"]);
}

#[test]
fn a_gallery_is_the_same_in_every_file_and_passes_the_proof() {
    let mut desk = Desk::new();
    for (name, width, height) in PICTURES {
        desk = desk.file(name, png(width, height));
    }
    let desk = desk
        .article(
            "a.md",
            "A",
            "::: {.gallery #rooms}\n![First room](wide.png \"The *first* room\"){#one credit=\"Somebody\"}\n\n\
             [![Second room](tall.png \"The second room\")](https://example.org/)\n\n\
             ![](square.png){alt=\"\"}\n\nAll the rooms.[^n]\n:::\n\n\
             See [one](#one) and [all](#rooms).\n\n[^n]: A note.",
        )
        .export("a.md --pdf --epub --txt --proof")
        .status(0);
    assert_eq!(desk.said().trim(), "", "{}", desk.said());
    let text = desk.text("out/a.txt");
    let order = [
        "First room",
        "The first room",
        "Somebody",
        "Second room",
        "The second room",
        "All the rooms",
    ];
    let mut from = 0;
    for part in order {
        let at = text[from..].find(part);
        from += at.unwrap_or_else(|| panic!("{part}\n{text}"));
    }
    let bytes = desk.bytes("out/a.epub");
    let chapters = epub::chapters(&bytes);
    let page = chapters[0].text();
    for part in [
        "<div class=\"gallery\" id=\"rooms\">",
        "<figure style=\"flex: 1.5 1 12em; max-width: 22.5em\" id=\"one\">",
        "alt=\"First room\"",
        "<a href=\"https://example.org/\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn a_gallery_comes_back_from_every_form_it_is_converted_to() {
    let mut desk = Desk::new();
    for (name, width, height) in PICTURES {
        desk = desk.file(name, png(width, height));
    }
    let source =
        "::: gallery\n![a](wide.png \"Alpha\")\n\n![b](tall.png \"Beta\")\n\nSaid of all.\n:::";
    let mut desk = desk.article("a.md", "A", source);
    desk = desk.run(["convert", "a.md", "--to", "json"]).status(0);
    let json = desk.printed();
    for form in ["md", "yaml", "html"] {
        desk = desk.run(["convert", "a.md", "--to", form]).status(0);
        let name = format!("b.{form}");
        let written = desk.printed();
        desk = desk.file(&name, written.as_bytes());
        desk = desk.run(["convert", &name, "--to", "json"]).status(0);
        let back = desk.printed();
        let body = |json: &str| {
            let value: serde_json::Value = serde_json::from_str(json).unwrap();
            value["body"].clone()
        };
        assert_eq!(body(&back), body(&json), "{form}\n{written}");
    }
}

#[test]
fn a_gallery_of_wordpress_is_one() {
    let mut desk = Desk::new();
    for (name, width, height) in PICTURES {
        desk = desk.file(name, png(width, height));
    }
    let desk = desk
        .article(
            "a.md",
            "A",
            "<figure class=\"wp-block-gallery has-nested-images\">\n\
             <figure class=\"wp-block-image\"><img src=\"wide.png\" alt=\"a\">\
             <figcaption>Alpha</figcaption></figure>\n\
             <figure class=\"wp-block-image\"><img src=\"tall.png\" alt=\"b\"></figure>\n\
             <figcaption class=\"blocks-gallery-caption\">Both rooms</figcaption></figure>",
        )
        .run(["convert", "a.md", "--to", "md"])
        .status(0);
    let text = desk.printed();
    assert!(text.contains("::: {.gallery}"), "{text}");
    assert!(text.contains("![a](wide.png \"Alpha\")"), "{text}");
    assert!(text.contains("Both rooms"), "{text}");
}

#[test]
fn dots_and_strips_in_a_gallery_have_sane_sizes() {
    let folder = [
        ("dot.png", 1, 1),
        ("line.png", 20, 3000),
        ("bar.png", 3000, 20),
    ];
    let mut desk = Desk::new();
    for (name, width, height) in folder {
        desk = desk.file(name, png(width, height));
    }
    let desk = desk
        .article(
            "a.md",
            "A",
            "::: gallery\n![a](dot.png \"A caption of words\")\n\n![b](line.png \"Another caption of \
             words\")\n\n![c](bar.png \"A third caption\")\n:::",
        )
        .export("a.md --pdf --proof")
        .status(0);
    let pdf = crate::proof::pdf::Pdf::open(&desk.bytes("out/a.pdf"));
    assert_eq!(pdf.pages.len(), 1);
    // No caption is a ladder of letters.
    let lines = pdf.lines(0);
    assert!(lines.len() < 14, "{lines:?}");
}
