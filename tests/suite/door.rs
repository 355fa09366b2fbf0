//! The library in one call: takes articles as files and as bytes; checks what comes out and
//! what is reported.

use pressroom::write::Format;
use pressroom::{Error, Options};
use std::fs;

const ARTICLE: &str =
    "---\ntitle: L'accent\nlang: fr\ntypography: nosuch\n---\n\nIl dit : \"Oui !\"\n";

#[test]
fn a_file_becomes_a_file_of_each_format() {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("accent.md");
    fs::write(&article, ARTICLE).unwrap();
    for (name, start) in [
        ("a.pdf", &b"%PDF-1.7"[..]),
        ("a.EPUB", b"PK\x03\x04"),
        ("a.txt", "L\u{2019}accent".as_bytes()),
    ] {
        let output = folder.path().join(name);
        let report = pressroom::export(&article, &output).unwrap();
        let bytes = fs::read(&output).unwrap();
        assert!(bytes.starts_with(start), "{name}");
        // A report can be shown without the source.
        let shown = report.to_string();
        let place = format!("{}:4:13: error[wrong-value]: ", article.display());
        assert!(shown.starts_with(&place), "{shown}");
        assert!(shown.contains("\n    help: "), "{shown}");
    }
}

#[test]
fn bytes_become_bytes_and_options_apply() {
    let plain = Options::new();
    let pdf = |options: &Options| {
        let (bytes, _) = options
            .to_bytes("a.md", ARTICLE.as_bytes(), Format::Pdf)
            .unwrap();
        bytes
    };
    let text = |options: &Options, text: &str| {
        let (bytes, _) = options
            .to_bytes("a.md", text.as_bytes(), Format::Text)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(pdf(&plain), pdf(&plain));
    assert_ne!(pdf(&plain), pdf(&plain.clone().paper("a5")));
    assert_ne!(pdf(&plain), pdf(&plain.clone().theme("essay")));
    let epoch = pdf(&plain.clone().epoch(951_827_696));
    assert!(epoch.windows(19).any(|at| at == b"2000-02-29T12:34:56"));

    // The language decides about quotation marks; the article's own comes first.
    let words = "Sie sagte \"ja\".\n";
    assert!(text(&plain.clone().lang("de"), words).contains("„ja“"));
    let own = format!("---\nlang: fr\n---\n\n{words}");
    assert!(text(&plain.clone().lang("de"), &own).contains("«\u{a0}ja\u{a0}»"));

    let long = "word ".repeat(40);
    let widest = |text: String| text.lines().map(|line| line.chars().count()).max();
    assert!(widest(text(&plain, &long)) > Some(60));
    assert!(widest(text(&plain.clone().text_width(30), &long)) <= Some(30));

    let yaml = plain.clone().from(pressroom::read::Format::Yaml);
    assert!(text(&yaml, "title: T\nbody: B\n").starts_with("T\n"));
}

#[test]
fn pictures_are_opened_beside_the_article_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let pixel = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    fs::write(folder.path().join("p.svg"), pixel).unwrap();
    let text = "# T\n\n![Words](p.svg)\n";
    let article = folder.path().join("a.md");
    fs::write(&article, text).unwrap();
    let report = pressroom::export(&article, folder.path().join("a.pdf")).unwrap();
    assert!(!report.to_string().contains("p.svg"), "{report}");
    let bytes = Options::new().to_bytes("a.md", text.as_bytes(), Format::Pdf);
    let (_, report) = bytes.unwrap();
    assert!(report.to_string().contains("p.svg"), "{report}");
}

#[test]
fn each_error_names_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("a.md");
    fs::write(&article, ARTICLE).unwrap();
    let output = folder.path().join("a.pdf");
    let bytes = |options: Options, text: &[u8]| options.to_bytes("a.md", text, Format::Text);
    let errors = [
        pressroom::export(&article, folder.path().join("a.docx")).unwrap_err(),
        pressroom::export(folder.path().join("none.md"), &output).unwrap_err(),
        pressroom::export(&article, folder.path().join("no/a.pdf")).unwrap_err(),
        bytes(Options::new().theme("nosuch"), b"").unwrap_err(),
        bytes(Options::new().paper("a99"), b"").unwrap_err(),
        bytes(Options::new().lang("not a tag"), b"").unwrap_err(),
        bytes(Options::new(), b"a\0b\0\x01\x02").unwrap_err(),
    ];
    let named = [
        "a.docx",
        "none.md",
        "a.pdf",
        "`nosuch`",
        "`a99`",
        "`not a tag`",
        "a.md",
    ];
    for (error, name) in errors.iter().zip(named) {
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(matches!(errors[1], Error::Read { .. }));
    assert!(std::error::Error::source(&errors[1]).is_some());
}
