//! The same articles make the same bytes, whenever, wherever and on however
//! many processors.

use crate::harness::Desk;
use std::path::Path;

/// A desk with articles of every form, with pictures, notes and tables.
fn desk() -> Desk {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let mut desk = Desk::new();
    for name in ["fr-depeche.txt", "fr-casse.yaml", "en-proof.md"] {
        desk = desk.file(
            &format!("articles/{name}"),
            std::fs::read(folder.join(name)).unwrap(),
        );
    }
    for entry in std::fs::read_dir(folder.join("pictures")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        desk = desk.file(
            &format!("articles/pictures/{name}"),
            std::fs::read(path).unwrap(),
        );
    }
    desk
}

/// The bytes of all outputs, by name.
fn outputs(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let outputs = desk
        .files()
        .into_iter()
        .filter(|name| name.starts_with("out/"));
    outputs
        .map(|name| (name.clone(), desk.bytes(&name)))
        .collect()
}

#[track_caller]
fn assert_same(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)]) {
    assert_eq!(one.len(), other.len());
    assert!(one.len() >= 9);
    for ((name, bytes), (again, others)) in one.iter().zip(other) {
        assert_eq!(name, again);
        let parting = bytes.iter().zip(others).position(|(a, b)| a != b);
        assert_eq!(bytes.len(), others.len(), "{name} parts at {parting:?}");
        assert_eq!(parting, None, "{name}");
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    let one = desk().run(["export"]).status(0);
    // ZIP counts time in steps of two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let other = desk().run(["export"]).status(0);
    assert_same(&outputs(&one), &outputs(&other));
}

#[test]
fn one_processor_gives_the_bytes_of_many() {
    let many = desk().variable("RAYON_NUM_THREADS", "5").run(["export"]);
    let one = desk().variable("RAYON_NUM_THREADS", "1").run(["export"]);
    assert_same(&outputs(&many.status(0)), &outputs(&one.status(0)));
}

#[test]
fn a_book_gives_the_same_bytes_twice() {
    let bind = || {
        let words = ["export", "articles", "--book", "Signs"];
        let desk = desk().run(words).status(0);
        ["out/signs.pdf", "out/signs.epub", "out/signs.txt"].map(|name| desk.bytes(name))
    };
    assert!(bind() == bind());
}

#[test]
fn neither_the_clock_zone_nor_the_locale_changes_a_byte() {
    let here = desk().run(["export"]).status(0);
    let there = desk()
        .variable("TZ", "Pacific/Kiritimati")
        .variable("LC_ALL", "tr_TR.UTF-8")
        .variable("LANG", "tr_TR.UTF-8")
        .run(["export"])
        .status(0);
    assert_same(&outputs(&here), &outputs(&there));
}

#[test]
fn a_source_date_dates_the_files_and_nothing_else_does() {
    let desk = Desk::new()
        .file(
            "a.md",
            "---\ntitle: A\nlang: en\ndate: 2026-03-03\n---\n\nText.\n",
        )
        .export("a.md -o own.pdf")
        .variable("SOURCE_DATE_EPOCH", "1000000000")
        .export("a.md -o told.pdf");
    let dated = |name: &str| {
        let pdf = crate::proof::pdf::Pdf::open(&desk.bytes(name));
        let info = pdf.get(&pdf.document.trailer, "Info").unwrap();
        let date = pdf.get(info.as_dict().unwrap(), "CreationDate").unwrap();
        String::from_utf8(date.as_str().unwrap().to_vec()).unwrap()
    };
    assert_eq!(dated("own.pdf"), "D:20260303000000Z");
    assert_eq!(dated("told.pdf"), "D:20010909014640Z");
}
