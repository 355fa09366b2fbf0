//! A PDF as a printer meets it: boxes and marks, sheets, inks, the dots of its
//! pictures.

use crate::harness::Desk;
use crate::proof::pdf::Pdf;
use image::{ExtendedColorType, ImageEncoder};
use lopdf::{Dictionary, Object};

/// Millimetres in points.
fn mm(length: f64) -> f64 {
    length * 72.0 / 25.4
}

/// A name; nothing where it is none.
fn name_of(object: &Object) -> &str {
    let name = object.as_name().unwrap_or_default();
    std::str::from_utf8(name).unwrap()
}

/// A box of a page, from its left edge round to its top.
fn edges(pdf: &Pdf, page: usize, name: &str) -> Vec<f64> {
    let edges = pdf.get(pdf.page(page), name).unwrap().as_array().unwrap();
    let number = |edge: &Object| f64::from(edge.as_float().unwrap());
    edges.iter().map(number).collect()
}

#[track_caller]
fn same(got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len());
    let near = got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.02);
    assert!(near, "{got:?} is not {expected:?}");
}

/// An article of so many headings, each with about a page of A6 under it.
fn leaflet(pages: usize) -> String {
    let text: Vec<String> = (1..=pages).map(|page| format!("# Leaf {page}")).collect();
    let lines = "One line of many that fill a page of this size.\n\n".repeat(24);
    format!(
        "---\ntitle: Leaves\nlang: en\n---\n\n{}",
        text.join(&format!("\n\n{lines}"))
    )
}

/// A picture of so many pixels across, in colours.
fn photograph(width: u32, height: u32, profile: Option<Vec<u8>>) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height)
        .flat_map(|n| [(n % 251) as u8, (n % 13) as u8, 40])
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).unwrap();
    }
    encoder
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// The head of a profile, which is all that is looked at: of a monitor or of
/// something else, in a space of colours.
fn profile(class: &[u8; 4], space: &[u8; 4]) -> Vec<u8> {
    let mut profile = vec![0, 0, 0, 132, 0, 0, 0, 0, 2, 0x10, 0, 0];
    profile.extend(class);
    profile.extend(space);
    profile.resize(36, 0);
    profile.extend(b"acsp");
    profile.resize(132, 0);
    profile
}

/// An article with pictures `a.jpg`.
const PICTURED: &str = "---\ntitle: Pictured\nlang: en\n---\n\nSome *text* with [a link](https://example.org).\n\n![A field](a.jpg)\n";

/// The pictures of a document that are pixels.
fn pictures(pdf: &Pdf) -> Vec<&Dictionary> {
    let streams = pdf
        .document
        .objects
        .values()
        .filter_map(|object| match object {
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        });
    let is_picture = |dict: &&Dictionary| {
        dict.get(b"Subtype")
            .is_ok_and(|own| name_of(own) == "Image")
    };
    streams.filter(is_picture).collect()
}

fn width(picture: &Dictionary) -> i64 {
    picture.get(b"Width").unwrap().as_i64().unwrap()
}

/// The packet of metadata.
fn packet(pdf: &Pdf) -> String {
    let catalog = pdf.document.catalog().unwrap();
    let packet = pdf.get(catalog, "Metadata").unwrap().as_stream().unwrap();
    String::from_utf8_lossy(&packet.content).into_owned()
}

#[test]
fn boxes_stand_around_each_other_and_marks_between_them() {
    let desk = Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md --pdf --paper a5 --bleed 4mm --marks crop,fold,registration --strict")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let (width, height) = (mm(148.0), mm(210.0));
    let around = |by: f64| [-by, -by, width + by, height + by];
    same(&edges(&pdf, 0, "TrimBox"), &around(0.0));
    same(&edges(&pdf, 0, "BleedBox"), &around(mm(4.0)));
    same(&edges(&pdf, 0, "MediaBox"), &around(mm(9.0)));
    same(&edges(&pdf, 0, "CropBox"), &around(mm(9.0)));
    // Marks are on every plate, and nothing that is read.
    let operators = pdf.content(0).operations;
    let begins = |name: &'static str| {
        move |operation: &lopdf::content::Operation| {
            operation.operator == "CS" && name_of(&operation.operands[0]) == name
        }
    };
    let at = operators.iter().position(begins("All")).unwrap();
    let before = operators[..at].iter().rev();
    let opened = before.take_while(|o| o.operator != "EMC");
    let opened: Vec<_> = opened.filter(|o| o.operator == "BDC").collect();
    assert_eq!(opened.len(), 1);
    assert_eq!(name_of(&opened[0].operands[0]), "Artifact");
    assert!(packet(&pdf).contains("<pdfuaid:part>1</pdfuaid:part>"));
}

#[test]
fn bleed_alone_needs_no_room_for_marks() {
    let desk = Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md --pdf --paper a5 --bleed 3mm")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    assert_eq!(edges(&pdf, 0, "MediaBox"), edges(&pdf, 0, "BleedBox"));
}

/// The pages on the sides of sheets, in the order in which they are drawn.
fn sides(pdf: &Pdf) -> Vec<Vec<String>> {
    let drawn = |side: usize| {
        let operators = pdf.content(side).operations.into_iter();
        let drawn = operators.filter(|operation| operation.operator == "Do");
        let name = |o: lopdf::content::Operation| name_of(&o.operands[0]).to_owned();
        drawn.map(name).collect()
    };
    (0..pdf.pages.len()).map(drawn).collect()
}

#[test]
fn a_booklet_folds_into_the_order_of_its_pages() {
    let desk = Desk::new()
        .file("a.md", leaflet(13))
        .export("a.md --pdf --paper a6 --booklet --signature 8 --marks fold --strict")
        .status(0)
        .says_nothing();
    let pages = Pdf::open(&desk.bytes("out/a.pdf")).pages.len();
    assert_eq!(
        pages, 14,
        "the article has as many pages as the test is about"
    );
    let pdf = Pdf::open(&desk.bytes("out/a.print.pdf"));
    // Eight pages in the first signature; eight in the second, of which two are
    // blank.
    let expected: [&[&str]; 8] = [
        &["P8", "P1"],
        &["P2", "P7"],
        &["P6", "P3"],
        &["P4", "P5"],
        &["P9"],
        &["P10"],
        &["P14", "P11"],
        &["P12", "P13"],
    ];
    assert_eq!(sides(&pdf), expected);
    same(
        &edges(&pdf, 0, "TrimBox"),
        &[0.0, 0.0, mm(210.0), mm(148.0)],
    );
    let catalog = pdf.document.catalog().unwrap();
    assert!(!catalog.has(b"StructTreeRoot") && !catalog.has(b"MarkInfo"));
    let preferences = pdf.dictionary(catalog, "ViewerPreferences").unwrap();
    let preference = |key| name_of(pdf.get(preferences, key).unwrap());
    assert_eq!(preference("PrintScaling"), "None");
    assert_eq!(preference("Duplex"), "DuplexFlipShortEdge");
    let packet = packet(&pdf);
    assert!(packet.contains("<pdfaid:conformance>B</pdfaid:conformance>"));
    assert!(!packet.contains("<pdfuaid:part>"), "{packet}");
    // The marks are the sheets', not the pages'.
    let page = Pdf::open(&desk.bytes("out/a.pdf"));
    same(
        &edges(&page, 0, "MediaBox"),
        &[0.0, 0.0, mm(105.0), mm(148.0)],
    );
}

#[test]
fn pages_side_by_side_fit_a_sheet_of_their_own_size() {
    let desk = Desk::new()
        .file("a.md", leaflet(2))
        .export("a.md --pdf --paper a6 --nup 2 -o x.pdf")
        .status(0)
        .wrote("x.print.pdf");
    let pdf = Pdf::open(&desk.bytes("x.print.pdf"));
    assert_eq!(sides(&pdf)[0], ["P1", "P2"]);
    same(
        &edges(&pdf, 0, "MediaBox"),
        &[0.0, 0.0, mm(148.0), mm(105.0)],
    );
}

#[test]
fn sheets_are_the_same_every_time_and_replace_no_foreign_file() {
    let desk = Desk::new()
        .file("a.md", leaflet(3))
        .export("a.md --pdf --paper a6 --booklet")
        .status(0);
    let first = desk.bytes("out/a.print.pdf");
    let desk = desk.export("a.md --pdf --paper a6 --booklet").status(0);
    assert!(desk.bytes("out/a.print.pdf") == first);
    desk.file("out/a.print.pdf", "my notes")
        .export("a.md --pdf --paper a6 --booklet")
        .status(3)
        .says("error[foreign-file]: `out/a.print.pdf`");
}

#[test]
fn a_grey_pdf_has_no_colour_in_text_or_picture() {
    let article = format!("{PICTURED}\n![A square](b.svg)\n\n> A quotation.\n\n---\n\n`code`\n");
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path fill='#c00' stroke='#00c' d='M0 0h9v9z'/></svg>";
    let desk = Desk::new()
        .file("a.md", article)
        .file("a.jpg", photograph(60, 40, None))
        .file("b.svg", svg)
        .export("a.md --pdf --colour grey --strict")
        .status(0)
        .says_nothing();
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let mut painted = 0;
    for page in 0..pdf.pages.len() {
        for operation in pdf.content(page).operations {
            if matches!(&*operation.operator, "rg" | "RG") {
                let part = |index: usize| operation.operands[index].as_float().unwrap();
                assert!(part(0) == part(1) && part(1) == part(2), "{operation:?}");
                painted += 1;
            }
        }
    }
    assert!(painted > 0, "the drawing was painted");
    let pictures = pictures(&pdf);
    assert_eq!(pictures.len(), 1);
    let space = pictures[0].get(b"ColorSpace").unwrap();
    assert_eq!(name_of(space), "DeviceGray");
}

#[test]
fn black_ink_is_for_text_and_leaves_pictures_their_colours() {
    let desk = Desk::new()
        .file("a.md", PICTURED)
        .file("a.jpg", photograph(60, 40, None))
        .export("a.md --pdf --ink black --strict")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let operators = pdf.content(0).operations;
    assert!(operators.iter().all(|operation| operation.operator != "rg"));
    assert_eq!(
        name_of(pictures(&pdf)[0].get(b"ColorSpace").unwrap()),
        "DeviceRGB"
    );
}

#[test]
fn pictures_are_reduced_to_the_dots_that_are_asked_for() {
    let desk = Desk::new()
        .file("a.md", PICTURED)
        .file("a.jpg", photograph(1_200, 800, None));
    let desk = desk.export("a.md --pdf --images-dpi 72").status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let reduced = width(pictures(&pdf)[0]);
    // As wide as the text, in points and so in dots.
    assert!((300..450).contains(&reduced), "{reduced}");
    let desk = desk.export("a.md --pdf --images-dpi 600").status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    assert_eq!(width(pictures(&pdf)[0]), 1_200, "a coarse one stays");
}

#[test]
fn a_picture_that_prints_coarsely_is_told_at_its_place() {
    let desk = Desk::new()
        .file("a.md", PICTURED)
        .file("a.jpg", photograph(300, 200, None))
        .export("a.md --pdf --min-dpi 150")
        .status(0)
        .says("warning[low-resolution]: the picture has ")
        .says("150 are asked for")
        .says("a.md:8:1");
    desk.run(["check", "a.md", "--min-dpi", "150", "--strict"])
        .status(1)
        .says("low-resolution")
        .export("a.md --pdf --min-dpi 50")
        .status(0)
        .says_nothing();
}

#[test]
fn a_picture_keeps_the_profile_of_its_colours() {
    let kept = |profile: Vec<u8>, flags: &str| {
        let desk = Desk::new()
            .file("a.md", PICTURED)
            .file("a.jpg", photograph(60, 40, Some(profile)))
            .export(&format!("a.md --pdf {flags}"))
            .status(0);
        let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
        let pictures = pictures(&pdf);
        let space = pictures[0].get(b"ColorSpace").unwrap();
        let profile = space.as_array().ok()?.get(1)?;
        Some(
            pdf.follow(profile)
                .as_stream()
                .unwrap()
                .decompressed_content()
                .unwrap_or_default(),
        )
    };
    let own = profile(b"mntr", b"RGB ");
    assert_eq!(kept(own.clone(), ""), Some(own.clone()));
    assert_eq!(kept(own.clone(), "--images-dpi 36"), Some(own.clone()));
    assert_eq!(kept(own, "--colour grey"), None);
    for other in [
        profile(b"link", b"RGB "),
        profile(b"mntr", b"CMYK"),
        vec![7; 200],
    ] {
        assert_eq!(kept(other, ""), None);
    }
}

#[test]
fn a_gutter_moves_the_text_off_the_fold() {
    let desk = Desk::new().file("a.md", leaflet(2));
    let left = |desk: &Desk| {
        let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
        [0, 1].map(|page| {
            let lines = pdf
                .stretches(page)
                .into_iter()
                .filter(|line| !line.artifact);
            lines.map(|line| line.x).fold(f64::MAX, f64::min)
        })
    };
    let desk = desk.export("a.md --pdf --paper a6").status(0);
    let before = left(&desk);
    let desk = desk.export("a.md --pdf --paper a6 --gutter 3mm").status(0);
    let after = left(&desk);
    same(
        &[after[0] - before[0], after[1] - before[1]],
        &[mm(3.0), -mm(3.0)],
    );
}
