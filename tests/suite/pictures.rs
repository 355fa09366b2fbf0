//! Bad pictures: what is told at which place, and that the files are made all
//! the same.

use crate::harness::Desk;

/// An article with one picture, which stands at line 8, column 1.
fn with_picture(path: &str) -> String {
    format!(
        "---\ntitle: Type\nlang: en\n---\n\nBefore the picture.\n\n![A hand sets type]({path})\n\nAfter it.\n"
    )
}

/// The head of a PNG that claims to be this wide and high, and no pixels.
fn png_head(width: u32, height: u32) -> Vec<u8> {
    png(width, height, 2, &[])
}

/// A PNG with eight bits a sample, not interlaced. The colour is 2 for RGB, 6 for RGB with alpha.
fn png(width: u32, height: u32, colour: u8, data: &[u8]) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, colour, 0, 0, 0]);
    let data = [b"IDAT", data].concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [header, data, b"IEND".to_vec()] {
        let length = u32::try_from(chunk.len() - 4).unwrap();
        bytes.extend(length.to_be_bytes());
        bytes.extend(&chunk);
        bytes.extend(crc(&chunk).to_be_bytes());
    }
    bytes
}

/// The checksum of a PNG chunk (PNG specification, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                0xedb8_8320 ^ (crc >> 1)
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

#[test]
fn a_picture_that_is_missing_is_a_warning_and_the_files_are_made() {
    let desk = Desk::new()
        .file("a.md", with_picture("lost.png"))
        .export("a.md")
        .status(0)
        .says("warning[missing-picture]: picture not found: `lost.png`")
        .says("a.md:8:1")
        .holds(&["a.md", "out/a.epub", "out/a.pdf", "out/a.txt"]);
    assert!(
        desk.text("out/a.txt")
            .contains("[Picture: A hand sets type]")
    );
    assert_eq!(
        desk.said().matches("missing-picture").count(),
        1,
        "told once"
    );
}

#[test]
fn a_picture_that_is_broken_is_an_error_and_the_files_are_made() {
    for (name, bytes) in [
        ("a.png", b"\x89PNG\r\n\x1a\nnonsense".to_vec()),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00".to_vec()),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 ".to_vec()),
        ("a.gif", b"GIF89a".to_vec()),
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>".to_vec(),
        ),
        ("b.png", b"not a picture at all".to_vec()),
        ("c.png", Vec::new()),
    ] {
        Desk::new()
            .file("a.md", with_picture(name))
            .file(name, bytes)
            .export("a.md")
            .status(1)
            .says("error[broken-picture]")
            .says("a.md:8:1")
            .holds(&{
                let mut files = vec!["a.md", name, "out/a.epub", "out/a.pdf", "out/a.txt"];
                files.sort_unstable();
                files
            });
    }
}

#[test]
fn a_picture_whose_pixels_are_damaged_is_told() {
    // The head is sound, so that the damage shows when pixels are decoded.
    Desk::new()
        .file("a.md", with_picture("a.png"))
        .file("a.png", png_head(40, 30))
        .export("a.md --pdf")
        .status(1)
        .says("a.md:8:1")
        .wrote("out/a.pdf");
}

#[test]
fn a_transparent_picture_whose_last_rows_are_missing_is_told_and_its_first_are_printed() {
    use flate2::{Compress, Compression, FlushCompress};
    // Three rows of four, under right sums: each a filter and two pixels, red and clear.
    let row = [0, 200, 0, 0, 255, 0, 0, 0, 0];
    let mut data = Vec::with_capacity(200);
    let mut deflate = Compress::new(Compression::new(6), true);
    deflate
        .compress_vec(&row.repeat(3), &mut data, FlushCompress::Sync)
        .unwrap();
    for options in ["--epub", "--pdf --epub", "--pdf --booklet --sheet a4"] {
        let desk = Desk::new()
            .file("a.md", with_picture("a.png"))
            .file("a.png", png(2, 4, 6, &data))
            .export(&format!("a.md {options}"))
            .status(1)
            .says("a.md:8:1");
        let told = desk.said().matches("error[broken-picture]").count();
        assert_eq!(told, 1, "{options}: {}", desk.said());
    }
    for option in ["", "--colour grey"] {
        let desk = Desk::new()
            .file("a.md", with_picture("a.png"))
            .file("a.png", png(2, 4, 6, &data))
            .export(&format!("a.md --pdf {option}"))
            .status(1)
            .says("error[broken-picture]: picture `a.png` is damaged")
            .says("a.md:8:1");
        let document = lopdf::Document::load_mem(&desk.bytes("out/a.pdf")).unwrap();
        let mut streams = document
            .objects
            .values()
            .flat_map(|object| object.as_stream());
        assert!(streams.any(|stream| stream.dict.has(b"BitsPerComponent")));
    }
}

#[test]
fn a_picture_of_ten_thousand_megapixels_is_refused_by_its_head() {
    Desk::new()
        .file("a.md", with_picture("a.png"))
        .file("a.png", png_head(100_000, 100_000))
        .export("a.md")
        .status(1)
        .says("error[large-picture]")
        .says("100000 × 100000 pixels")
        .says("a.md:8:1")
        .wrote("out/a.pdf")
        .wrote("out/a.epub");
}

#[test]
fn a_picture_outside_the_articles_folder_is_refused() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    let desk = Desk::new()
        .file("secret.svg", svg)
        .file("news/a.md", with_picture("../secret.svg"))
        .export("news/a.md --epub")
        .status(1)
        .says("error[picture-outside]")
        .says("news/a.md:8:1")
        .wrote("out/a.epub");
    // It is in a folder that is allowed by name.
    desk.export("news/a.md --epub --asset-dir .").status(0);
}

#[test]
fn a_folder_of_pictures_may_be_named() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    Desk::new()
        .file("shared/pictures/a.svg", svg)
        .file("news/a.md", with_picture("pictures/a.svg"))
        .export("news/a.md --epub --asset-dir shared")
        .status(0)
        .says_nothing();
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_leads_no_picture_out_of_the_folder() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    let desk = Desk::new()
        .file("secret.svg", svg)
        .file("news/a.md", with_picture("a.svg"));
    let link = desk.path("news/a.svg");
    std::os::unix::fs::symlink(desk.path("secret.svg"), link).unwrap();
    desk.export("news/a.md --epub")
        .status(1)
        .says("error[picture-outside]");
}

#[test]
fn nothing_is_fetched_from_a_network() {
    Desk::new()
        .file("a.md", with_picture("https://example.org/a.png"))
        .export("a.md --txt")
        .status(0)
        .says("warning[remote-picture]")
        .wrote("out/a.txt")
        .export("a.md --txt --strict")
        .status(1);
}

#[test]
fn a_picture_that_says_nothing_is_a_warning_and_decoration_is_not() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    let desk = Desk::new()
        .file("a.svg", svg)
        .article("a.md", "A", "![](a.svg)")
        .export("a.md --txt")
        .status(0)
        .says("warning[missing-alt]");
    desk.article("a.md", "A", "![](a.svg){alt=\"\"}")
        .export("a.md --txt")
        .status(0)
        .says_nothing();
}

#[test]
fn text_in_a_drawing_that_no_face_has_is_told_and_emoji_are_drawn() {
    let svg = |text: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='40'><text y='20'>{text}</text></svg>"
        )
    };
    let run = |text: &str| {
        Desk::new()
            .file("a.svg", svg(text))
            .article("a.md", "A", "![a](a.svg)")
            .run(["export", "a.md", "--pdf", "--ignore-system-fonts"])
    };
    run("Hi 👍🏽 ❤️ 👩‍🔬 сегодня שלום").status(0).says_nothing();
    run("سلام").status(0).says_nothing();
    run("日本").status(1).says("error[missing-glyph]");
}

#[test]
fn the_data_of_a_picture_is_in_no_message() {
    let data = "QUJD".repeat(500);
    Desk::new()
        .file(
            "a.md",
            with_picture(&format!("data:image/png;base64,{data}")),
        )
        .export("a.md --message-format json")
        .status(1)
        .says("data:image/png…")
        .says("broken-picture")
        .never_says("QUJDQUJDQUJD");
}

#[test]
fn a_picture_named_in_another_case_is_shown_with_a_note() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    Desk::new()
        .file("Plan.SVG", svg)
        .file("a.md", with_picture("plan.svg?v=2"))
        .export("a.md --epub")
        .status(0)
        .says("note[picture-name]: the picture `plan.svg?v=2` is named `Plan.SVG`");
}
