//! The command `check`: it says what `export` would say, and its figures are
//! those of the finished PDF, taken from there by other means.

use crate::harness::Desk;
use crate::proof::pdf::Pdf;
use serde_json::Value;
use std::collections::BTreeMap;

/// Long words and long names: in narrow lines they make hyphens, ladders and
/// loose lines.
const WORDS: &str = "typographical considerations notwithstanding the \
    superintendent of Constantinople determined that Bartholomew should be \
    responsible for the administration of correspondence which accumulated \
    immeasurably while the representatives of neighbouring establishments in \
    Massachusetts acknowledged this extraordinary arrangement and communicated \
    their congratulations in characteristic handwriting to Montgomeryshire";
/// The names among them.
const NAMES: [&str; 4] = [
    "Constantinople",
    "Bartholomew",
    "Massachusetts",
    "Montgomeryshire",
];
/// The type size of the tests, in points.
const SIZE: f64 = 10.0;
/// The space of Source Serif 4, in ems: the advance in its table `hmtx`.
const SPACE: f64 = 0.233;

/// An article of so many paragraphs, none like another, each of one sentence.
fn prose(paragraphs: usize) -> String {
    let paragraph = |number: usize| {
        let words = WORDS.split_whitespace().cycle().skip(number * 11);
        let words: Vec<&str> = words.take(24 + number * 7 % 20).collect();
        format!("It's {}.", words.join(" "))
    };
    let text: Vec<String> = (0..paragraphs).map(paragraph).collect();
    format!("---\nlang: en-GB\n---\n\n{}\n", text.join("\n\n"))
}

/// The report on an article, and its PDF.
fn measured(article: &str) -> (Value, Pdf) {
    let desk = Desk::new()
        .file("a.md", article)
        .export("a.md --paper 80x120mm --font-size 10 -o a.pdf")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("a.pdf"));
    let desk = desk.run([
        "check",
        "a.md",
        "--typography",
        "--json",
        "--paper",
        "80x120mm",
        "--font-size",
        "10",
    ]);
    let sheets: Value = serde_json::from_str(&desk.status(0).printed()).unwrap();
    (sheets[0].clone(), pdf)
}

/// A line, as it can be taken from the PDF.
struct Line {
    page: usize,
    y: f64,
    text: String,
    /// The mean of its spaces, as a multiple of the face's.
    space: Option<f64>,
    ends_paragraph: bool,
}

impl Line {
    fn is_hyphenated(&self) -> bool {
        self.text.ends_with('\u{ad}')
    }
}

fn lines(pdf: &Pdf) -> Vec<Line> {
    let mut lines = Vec::new();
    for page in 0..pdf.pages.len() {
        let mut rows: BTreeMap<i64, (f64, String)> = BTreeMap::new();
        for stretch in pdf.stretches(page).iter().filter(|s| !s.artifact) {
            // From the top of the page downwards.
            let key = -(stretch.y * 100.0).round() as i64;
            let row = rows.entry(key).or_insert((stretch.y, String::new()));
            row.1.push_str(&stretch.text);
        }
        let spaces = pdf.spaces(page);
        for (y, text) in rows.into_values() {
            let own = spaces.iter().filter(|(of, _)| (of - y).abs() < 0.01);
            let widths: Vec<f64> = own.map(|(_, width)| *width).collect();
            let mean = widths.iter().sum::<f64>() / widths.len() as f64;
            lines.push(Line {
                page,
                y,
                space: (!widths.is_empty()).then_some(mean / (SPACE * SIZE)),
                ends_paragraph: text.trim_end().ends_with('.'),
                text,
            });
        }
    }
    lines
}

#[track_caller]
fn near(value: &Value, expected: f64, margin: f64) {
    let value = value.as_f64().unwrap();
    assert!(
        (value - expected).abs() <= margin,
        "{value}, not {expected}"
    );
}

#[test]
fn lines_and_their_ends_are_those_of_the_pdf() {
    let (sheet, pdf) = measured(&prose(30));
    let lines = lines(&pdf);
    assert!(pdf.pages.len() > 4);
    assert_eq!(sheet["pages"], pdf.pages.len());
    assert_eq!(sheet["lines"], lines.len());
    let full: Vec<&Line> = lines.iter().filter(|line| !line.ends_paragraph).collect();
    assert_eq!(sheet["justified"], full.len());

    let hyphens = full.iter().filter(|line| line.is_hyphenated()).count();
    assert!(hyphens > 10);
    assert_eq!(sheet["hyphens"], hyphens);
    near(
        &sheet["hyphen_share"],
        100.0 * hyphens as f64 / full.len() as f64,
        0.001,
    );
    let ladder = |height: usize| {
        let mut run = 0;
        let reaches = |line: &&Line| {
            run = if line.is_hyphenated() { run + 1 } else { 0 };
            run == height
        };
        lines.iter().filter(reaches).count()
    };
    assert!(ladder(2) > 0 && ladder(3) > 0);
    assert_eq!(sheet["ladders"], ladder(2));
    assert_eq!(sheet["long_ladders"], ladder(3));
    let cut = |line: &&Line| {
        let word = line.text.trim_end_matches('\u{ad}').rsplit(' ').next();
        let of = |name: &str| word.is_some_and(|word| name.starts_with(word));
        line.is_hyphenated() && NAMES.into_iter().any(of)
    };
    let cut = lines.iter().filter(cut).count();
    assert!(cut > 0);
    assert_eq!(sheet["cut_names"], cut);
}

#[test]
fn word_spaces_are_those_of_the_pdf() {
    let (sheet, pdf) = measured(&prose(30));
    let lines = lines(&pdf);
    let full = lines.iter().filter(|line| !line.ends_paragraph);
    let spaces: Vec<f64> = full.filter_map(|line| line.space).collect();
    let count = spaces.len() as f64;
    let mean = spaces.iter().sum::<f64>() / count;
    let variance = spaces.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / count;
    // A PDF places glyphs to a thousandth of the type size.
    let margin = 0.003;
    near(&sheet["spaces"]["mean"], mean, margin);
    near(&sheet["spaces"]["sd"], variance.sqrt(), margin);
    let least = spaces.iter().copied().fold(f64::MAX, f64::min);
    let most = spaces.iter().copied().fold(0.0, f64::max);
    near(&sheet["spaces"]["least"], least, margin);
    near(&sheet["spaces"]["most"], most, margin);
    let over = spaces.iter().filter(|s| **s > 1.5).count() as f64;
    near(&sheet["spaces"]["over_150"], 100.0 * over / count, 0.001);

    let loosest = sheet["loosest"].as_array().unwrap();
    assert_eq!(loosest.len(), 10);
    for told in loosest {
        let text = told["text"].as_str().unwrap().trim_end_matches('-');
        let line = lines.iter().find(|line| {
            line.page + 1 == told["page"].as_u64().unwrap() as usize
                && line.text.trim_end_matches('\u{ad}').trim_end() == text
        });
        near(&told["space"], line.unwrap().space.unwrap(), margin);
    }
}

#[test]
fn pages_and_letters_are_those_of_the_pdf() {
    let (sheet, pdf) = measured(&prose(30));
    let lines = lines(&pdf);
    let fits = (0..pdf.pages.len()).flat_map(|page| pdf.content(page).operations);
    let fits = fits.filter(|operation| operation.operator == "Tz");
    let fits: Vec<f64> = fits
        .map(|operation| f64::from(operation.operands[0].as_float().unwrap()) - 100.0)
        .collect();
    let least = fits.iter().copied().fold(f64::MAX, f64::min);
    let most = fits.iter().copied().fold(f64::MIN, f64::max);
    near(&sheet["letterfit"]["least"], least, 0.002);
    near(&sheet["letterfit"]["most"], most, 0.002);

    let foot = |page: usize| {
        let own = lines.iter().filter(|line| line.page == page);
        own.map(|line| line.y).fold(f64::MAX, f64::min)
    };
    let feet: Vec<f64> = (0..pdf.pages.len() - 1).map(foot).collect();
    let deepest = feet.iter().copied().fold(f64::MAX, f64::min);
    let short = feet.iter().filter(|foot| **foot - deepest > 10.0).count();
    assert_eq!(sheet["short_feet"], short);
    let mean = feet.iter().sum::<f64>() / feet.len() as f64;
    let variance = feet.iter().map(|foot| (foot - mean).powi(2)).sum::<f64>();
    let deviation = (variance / feet.len() as f64).sqrt();
    near(&sheet["feet_sd"], deviation, 0.01);
    near(&sheet["on_grid"], 100.0, 0.0);
    assert_eq!(sheet["overfull"], 0);

    let opens = |pair: &&[Line]| pair[0].page != pair[1].page;
    let cuts = || lines.windows(2).filter(opens);
    let widows = cuts().filter(|pair| pair[1].ends_paragraph).count();
    assert_eq!(sheet["widows"], widows);
}

#[test]
fn captions_headings_and_notes_are_no_running_text() {
    let text = prose(3);
    let (before, last) = text.trim_end().rsplit_once("\n\n").unwrap();
    let plain = measured(&format!("{before}\n\n* * *\n\n{last}\n")).0;
    let heading = "## A heading of some length over the text";
    let noted = format!("{before}[^n]\n\n{heading}\n\n{last}\n\n[^n]: {WORDS}.\n");
    let dressed = measured(&noted).0;
    for key in ["lines", "justified", "hyphens", "cut_names"] {
        assert_eq!(dressed[key], plain[key], "{key}");
    }
}

#[test]
fn a_line_leads_to_its_place_in_the_article() {
    let article = prose(6);
    let sheet = measured(&article).0;
    let source: Vec<&str> = article.lines().collect();
    for told in sheet["loosest"].as_array().unwrap() {
        let place = |key: &str| told[key].as_u64().unwrap() as usize - 1;
        let from = &source[place("line")][place("column")..];
        // Typography makes apostrophes of the typewriter's.
        let text = told["text"].as_str().unwrap().replace('’', "'");
        let text = text.trim_end_matches('-');
        assert!(from.starts_with(text), "{text}\n{from}");
    }
}

/// An article with a warning and an error.
const FAULTY: &str = "---\ntitle: A\nlang: en\n---\n\nText \u{e123}.\n\n![](no.png)\n";

#[test]
fn it_says_what_export_says_and_writes_nothing() {
    for form in ["human", "short", "json"] {
        let words = ["--message-format", form, "a.md"];
        let desk = || Desk::new().file("a.md", FAULTY);
        let exported = desk().run(["export"].into_iter().chain(words)).status(1);
        desk()
            .run(["check"].into_iter().chain(words))
            .status(1)
            .holds(&["a.md"])
            .says(exported.said())
            .prints_just("");
        assert!(!exported.said().is_empty());
    }
}

#[test]
fn it_ends_as_export_would() {
    let warned = || Desk::new().article("a.md", "A", "See [there](#nowhere).");
    warned().run(["check", "a.md"]).status(0).says("warning");
    warned().run(["check", "--strict", "a.md"]).status(1);
    warned().run(["check", "a.md", "b.md"]).status(3);
    warned().run(["check", "--json", "a.md"]).status(2);
    Desk::new()
        .article("articles/a.md", "A", "Text.")
        .run(["check"])
        .status(0)
        .says_nothing()
        .holds(&["articles/a.md"]);
    Desk::new()
        .article("x/a.md", "A", "Text.")
        .article("y/a.md", "A", "Text.")
        .run(["check", "x", "y"])
        .status(2)
        .says("out/a.pdf");
}

#[test]
fn each_article_has_its_report_and_a_book_one() {
    let desk = || {
        Desk::new()
            .file("a.md", prose(4))
            .article("b.md", "B", "Text.")
            .file(
                "c.md",
                "---\ntitle: C\nlang: en\ndraft: true\n---\n\nText.\n",
            )
    };
    let files = ["a.md", "b.md", "c.md"];
    let check = ["check", "--typography"];
    desk()
        .run(check.into_iter().chain(files))
        .status(0)
        .says("article skipped (draft)")
        .prints("a.md: 1 page, ")
        .prints("  word spaces ")
        .prints("  loosest ")
        .prints("b.md: 1 page, 1 line in justified paragraphs (0 justified)\n");
    let book = ["--book", "Three", "--json"];
    let desk = desk().run(check.into_iter().chain(book).chain(files));
    let sheets: Value = serde_json::from_str(&desk.status(0).printed()).unwrap();
    assert_eq!(sheets.as_array().unwrap().len(), 1);
    assert_eq!(sheets[0]["article"], "Three");
}

#[test]
fn machines_are_told_the_loosest_and_the_tightest_lines_as_notes() {
    let check = |form: &str, more: &[&str]| {
        let words = ["check", "--typography", "a.md", "--message-format", form];
        Desk::new()
            .file("a.md", prose(6))
            .run(words.into_iter().chain(more.iter().copied()))
            .status(0)
    };
    let desk = check("json", &["--paper", "a6", "--strict"]);
    let notes: Vec<Value> = desk
        .said()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let loose = notes.iter().filter(|note| note["code"] == "loose-line");
    assert_eq!(loose.clone().count(), 10);
    assert!(notes.iter().any(|note| note["code"] == "tight-line"));
    for note in loose {
        assert_eq!(note["severity"], "note");
        assert_eq!(note["file"], "a.md");
        assert!(note["line"].as_u64() < note["end_line"].as_u64().map(|line| line + 1));
        assert!(note["end_column"].as_u64() > note["column"].as_u64());
    }
    check("short", &[]).says("note[loose-line]: ");
    check("human", &[]).says_nothing();
    check("json", &["-q"]).says_nothing();
}

#[test]
fn the_ledger_tells_every_change_with_its_rule_and_its_place() {
    let text = "---\ntitle: Un titre\nlang: fr\n---\n\nIl dit \"oui\".\n\nL'eau !\n";
    let desk = Desk::new().file("a.md", text);
    let desk = desk.run(["check", "--ledger", "a.md"]).status(0);
    let desk = desk.prints("changes: apostrophe 1, guillemet-space 2, high-space 1, quotes 2");
    let desk = desk
        .prints("6:8")
        .prints("8:2  apostrophe")
        .prints("Il dit «␣oui␣».");
    let desk = desk.run(["check", "--ledger", "--json", "a.md"]).status(0);
    let report: serde_json::Value = serde_json::from_str(&desk.printed()).unwrap();
    let changes = report[0]["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 6);
    assert_eq!(changes[5]["rule"], "high-space");
    assert_eq!(
        (&changes[5]["before"], &changes[5]["after"]),
        (&" ".into(), &"\u{202f}".into())
    );
    assert_eq!(
        (&changes[5]["line"], &changes[5]["column"]),
        (&8.into(), &6.into())
    );
    let desk = desk
        .article("b.md", "B", "Plain.")
        .run(["check", "--ledger", "b.md"]);
    desk.status(0).prints("no changes");
}
