//! Files in a PDF: put there by `export`, given back by `extract`.

use crate::harness::Desk;
use crate::proof::pdf::Pdf;

const SOURCE: &[u8] =
    b"\xef\xbb\xbf---\r\ntitle: Caf\xc3\xa9\r\nlang: fr\r\n---\r\n\r\nDu texte.\r\n";

#[test]
fn a_source_comes_back_from_its_pdf_byte_for_byte() {
    let data: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let desk = Desk::new()
        .file("news/café.md", SOURCE)
        .file("data/café.md", data.clone())
        .export("news/café.md --pdf --embed-source --attach data/café.md -o out.pdf --strict")
        .status(0)
        .says_nothing()
        .run(["extract", "out.pdf", "-o", "back"])
        .status(0)
        .says_nothing();
    assert_eq!(desk.bytes("back/café.md"), SOURCE);
    assert_eq!(desk.bytes("back/2-café.md"), data);
    let pdf = Pdf::open(&desk.bytes("out.pdf"));
    let catalog = pdf.document.catalog().unwrap();
    let packet = pdf.get(catalog, "Metadata").unwrap().as_stream().unwrap();
    let packet = String::from_utf8_lossy(&packet.content);
    assert!(packet.contains("<pdfaid:part>3</pdfaid:part>"), "{packet}");
    let associated = pdf.get(catalog, "AF").unwrap().as_array().unwrap();
    let relation = |file: &lopdf::Object| {
        let file = pdf.follow(file).as_dict().unwrap();
        let name = pdf.get(file, "AFRelationship").unwrap().as_name().unwrap();
        String::from_utf8_lossy(name).into_owned()
    };
    let relations: Vec<String> = associated.iter().map(relation).collect();
    assert_eq!(relations, ["Source", "Supplement"]);
    // What is there already stays.
    desk.run(["extract", "out.pdf", "-o", "back"])
        .status(3)
        .says("error[file-exists]: `back/café.md` is there already");
}

#[test]
fn a_file_that_is_not_there_is_told_and_one_without_files_too() {
    Desk::new()
        .article("a.md", "A", "Text.")
        .export("a.md --pdf --attach lost.csv -o out.pdf")
        .status(3)
        .says("lost.csv")
        .run(["extract", "out.pdf"])
        .status(3)
        .says("error[no-attachments]: there are no files in `out.pdf`")
        .run(["extract", "a.md"])
        .status(3)
        .says("it cannot be read as a PDF");
}
