//! EPUBs for a shop: what is made otherwise for it, and what it would refuse.

use crate::harness::Desk;
use crate::proof::epub::{entries, entry};
use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};
use std::io::Cursor;

fn file(pixels: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn photograph(width: u32, height: u32) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
    file(pixels, ImageFormat::Jpeg)
}

const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><circle cx=\"9\" cy=\"9\" r=\"5\"/></svg>";

/// A desk with an article that shows a picture of every kind.
fn desk() -> Desk {
    let clear = RgbaImage::from_pixel(40, 30, image::Rgba([9, 9, 9, 80]));
    Desk::new()
        .file("a.jpg", photograph(3000, 2000))
        .file("b.png", file(clear.clone(), ImageFormat::Png))
        .file("c.webp", file(clear, ImageFormat::WebP))
        .file("d.svg", DRAWING)
        .article(
            "a.md",
            "A title",
            "![One](a.jpg)\n\n![Two](b.png)\n\n![Three](c.webp)\n\n![Four](d.svg)",
        )
}

/// The endings and sizes of the pictures in an EPUB, covers aside.
fn pictures(epub: &[u8]) -> Vec<(String, u32, u32)> {
    let all = entries(epub).into_iter();
    let own = all.filter(|entry| entry.name.contains("images/picture"));
    own.map(|entry| {
        let ending = entry.name.rsplit('.').next().unwrap().to_owned();
        let decoded = image::load_from_memory(&entry.bytes);
        let (width, height) = decoded.map_or((0, 0), |image| (image.width(), image.height()));
        (ending, width, height)
    })
    .collect()
}

#[test]
fn without_a_profile_pictures_are_what_they_were() {
    let desk = desk()
        .export("a.md --epub --strict")
        .status(0)
        .says_nothing();
    let epub = desk.bytes("out/a.epub");
    let kinds: Vec<String> = pictures(&epub).into_iter().map(|(kind, ..)| kind).collect();
    assert_eq!(kinds, ["jpg", "png", "webp", "svg"]);
    let stored = entry(&epub, "picture-1.jpg").bytes;
    assert_eq!(stored.len(), photograph(3000, 2000).len());
    assert!(!entry(&epub, ".opf").text().contains("<guide"));
}

#[test]
fn kindle_gets_opaque_pixels_and_its_cover_once() {
    let desk = desk()
        .export("a.md --epub --epub-profile kindle --proof")
        .status(0);
    let epub = desk.says_nothing().bytes("out/a.epub");
    let found = pictures(&epub);
    let kinds: Vec<&str> = found.iter().map(|(kind, ..)| kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["jpg", "png", "png", "png"],
        "no loss where there was none"
    );
    assert_eq!(found[3], ("png".to_owned(), 1600, 800));
    for entry in entries(&epub) {
        if entry.name.contains("images/picture") {
            let decoded = image::load_from_memory(&entry.bytes).unwrap();
            assert!(!decoded.color().has_alpha(), "{}", entry.name);
        }
    }
    let package = entry(&epub, ".opf").text().to_owned();
    assert!(package.contains("idref=\"id_cover.xhtml\" linear=\"no\""));
    assert!(package.contains("<guide>"));
    assert!(
        entry(&epub, "stylesheet.css")
            .text()
            .contains("li.task span.box {\n  margin: 0;")
    );
}

#[test]
fn a_cover_that_is_a_drawing_is_pixels_on_a_shelf() {
    let desk = Desk::new()
        .file("d.svg", DRAWING)
        .file(
            "a.md",
            "---\ntitle: A\nlang: en\ncover: d.svg\n---\n\nText.",
        )
        .export("a.md --epub --strict")
        .status(0)
        .says_nothing();
    let epub = desk.bytes("out/a.epub");
    let shelf = image::load_from_memory(&entry(&epub, "cover.png").bytes).unwrap();
    assert_eq!((shelf.width(), shelf.height()), (1600, 800));
    assert!(
        entry(&epub, "cover.xhtml")
            .text()
            .contains("images/picture-1.svg")
    );
    let package = entry(&epub, ".opf").text().to_owned();
    assert!(
        package.contains("properties=\"cover-image\" id=\"cover-image\" href=\"images/cover.png\"")
    );
}

#[test]
fn apple_gets_no_more_pixels_than_it_takes_and_is_told_of_the_fonts() {
    let desk = desk().export("a.md --epub --epub-profile apple --message-format short");
    let desk = desk.status(0).says("a.md:6:1: note[reduced-picture]");
    let epub = desk.bytes("out/a.epub");
    let (_, width, height) = pictures(&epub)[0];
    assert!(
        width * height <= 5_600_000 && width > 2800,
        "{width} × {height}"
    );
    let package = entry(&epub, ".opf").text().to_owned();
    assert!(package.contains("<meta property=\"ibooks:specified-fonts\">true</meta>"));
}

#[test]
fn a_box_for_pictures_is_kept_to_in_every_profile() {
    for profile in ["generic", "kindle", "kobo", "apple"] {
        let line = format!("a.md --epub --epub-profile {profile} --max-image 1600x600 -q");
        let epub = desk()
            .export(&line)
            .status(0)
            .says_nothing()
            .bytes("out/a.epub");
        let found = pictures(&epub);
        assert_eq!(found[0], ("jpg".to_owned(), 900, 600), "{profile}");
        assert_eq!((found[1].1, found[1].2), (40, 30), "small enough");
    }
    desk().export("a.md --epub --max-image 0x0").status(2);
}

#[test]
fn a_face_is_unpacked_for_those_who_do_not_take_it_packed() {
    let face = std::fs::read("tests/faces/static.woff2").unwrap();
    for (profile, ending) in [("generic", ".woff2"), ("kobo", ".ttf"), ("kindle", ".ttf")] {
        let line =
            format!("a.md --epub --font-dir faces --epub-fonts whole --epub-profile {profile} -q");
        let desk = Desk::new().file("faces/static.woff2", &face).file(
            "a.md",
            "---\ntitle: A\nlang: en\ntext: {family: Noto Serif}\n---\n\nHxa filé.",
        );
        let epub = desk.export(&line).status(0).bytes("out/a.epub");
        let names: Vec<String> = entries(&epub).into_iter().map(|entry| entry.name).collect();
        let ends = |name: &&String| name.contains("fonts/") && name.ends_with(ending);
        assert!(names.iter().any(|name| ends(&name)), "{profile}: {names:?}");
    }
}

#[test]
fn what_a_shop_would_refuse_is_told_at_its_line() {
    let wide = "| A | B | C | D | E |\n|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 |";
    let desk = Desk::new().file("small.jpg", photograph(500, 700)).file(
        "a.md",
        format!("---\ntitle: Một\nlang: vi\ncover: small.jpg\n---\n\nChữ.\n\n{wide}\n"),
    );
    let desk = desk
        .export("a.md --epub --message-format short")
        .status(0)
        .says_nothing();
    let desk = desk.export("a.md --epub --epub-profile kobo --message-format short");
    let desk = desk.status(0).says("a.md:9:1: note[many-columns]");
    let desk = desk.export("a.md --epub --epub-profile kindle --message-format short");
    let desk = desk.status(0);
    let desk = desk
        .says("a.md:4:8: warning[small-cover]")
        .says("note[shop-language]");
    let desk = desk
        .export("a.md --epub --epub-profile apple --strict")
        .status(1);
    let desk = desk.run(["check", "--epub-profile", "kindle", "a.md"]);
    desk.status(0).says("warning[small-cover]");
}
