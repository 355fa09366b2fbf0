//! Formulas: set in the PDF, MathML or drawings in the EPUB, characters in plain text; and
//! none of their characters lost, which `--proof` verifies.

use super::harness::Desk;
use lopdf::Document;

/// Formulas of every kind, one a line, under headings.
const LIST: &str = include_str!("../formulas.txt");

fn formulas() -> Vec<&'static str> {
    let lines = LIST.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// The names of the fonts of a PDF.
fn fonts(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).unwrap();
    let names = document.objects.values().filter_map(|object| {
        let name = object
            .as_dict()
            .ok()?
            .get(b"BaseFont")
            .ok()?
            .as_name()
            .ok()?;
        Some(String::from_utf8_lossy(name).into_owned())
    });
    names.collect()
}

fn has_face(desk: &Desk, path: &str, face: &str) -> bool {
    fonts(&desk.bytes(path))
        .iter()
        .any(|name| name.contains(face))
}

#[test]
fn two_hundred_formulas_are_set_and_none_of_their_characters_is_lost() {
    let all = formulas();
    assert!(all.len() >= 200, "{}", all.len());
    let display: Vec<String> = all.iter().map(|tex| format!("$$\n{tex}\n$$")).collect();
    let inline: Vec<String> = all.iter().map(|tex| format!("Set ${tex}$ here.")).collect();
    let desk = Desk::new()
        .article("display.md", "Formulas alone", &display.join("\n\n"))
        .article("inline.md", "Formulas in lines", &inline.join("\n\n"))
        .export("display.md inline.md --pdf --epub --txt --proof --verbose -o out")
        .status(0)
        .never_says("math-as-source")
        .never_says("[formula]");
    assert!(has_face(&desk, "out/display.pdf", "KaTeX_Main-Regular"));
}

#[test]
fn an_article_without_formulas_has_no_face_for_them() {
    let desk = Desk::new()
        .article("a.md", "Words", "Nothing but words, at 5 $ each.")
        .export("a.md -o a.pdf")
        .status(0);
    assert!(!has_face(&desk, "a.pdf", "KaTeX"));
}

#[test]
fn a_formula_that_is_not_understood_is_told_at_its_column_and_printed_as_its_source() {
    Desk::new()
        .article("a.md", "One", "Words and $a + \\nosuch b$ again.")
        .export("a.md -o a.pdf --proof --verbose")
        .says("a.md:6:16")
        .says("undefined control sequence: \\nosuch")
        .says("math-as-source")
        .status(0);
}

#[test]
fn letters_of_a_script_that_joins_are_printed_as_source_and_told() {
    Desk::new()
        .article("a.md", "One", "Words and $\\text{שלום} = x$ again.")
        .export("a.md -o a.pdf --proof --verbose")
        .says("math-as-source")
        .status(0);
}

#[test]
fn hostile_formulas_are_survived() {
    let nested = format!("${}x{}$", "{".repeat(4_900), "}".repeat(4_900));
    for hostile in [
        nested.as_str(),
        "$\\def\\a{\\a\\a}\\a$",
        "$\\frac{\\frac{\\frac{$",
        "${$",
        "$\\begin{matrix}$",
        "$\\rule{99999em}{99999em}$",
    ] {
        Desk::new()
            .article("a.md", "Hostile", &format!("Words {hostile} end."))
            .export("a.md -o out --pdf --epub --txt --proof")
            .status(0);
    }
}

#[test]
fn a_formula_wider_than_its_column_is_reduced_or_broken_and_told() {
    let sum = |terms: usize| {
        let terms: Vec<String> = (1..=terms)
            .map(|n| format!("a_{{{n}}} x^{{{n}}}"))
            .collect();
        format!("$$\nf(x) = {}\n$$", terms.join(" + "))
    };
    Desk::new()
        .article("a.md", "Reduced", &sum(10))
        .export("a.md -o a.pdf --proof")
        .says("of its size");
    Desk::new()
        .article("a.md", "Broken", &sum(40))
        .export("a.md -o a.pdf --proof")
        .says("it is broken");
    Desk::new()
        .article("a.md", "Short", &sum(3))
        .export("a.md -o a.pdf --proof")
        .never_says("wide-formula");
}

#[test]
fn a_long_formula_in_a_line_parts_at_its_signs() {
    let terms: Vec<String> = (1..=40).map(|n| format!("a_{{{n}}}")).collect();
    let text = format!("The sum ${}$ is long.", terms.join(" + "));
    Desk::new()
        .article("a.md", "Long", &text)
        .export("a.md -o a.pdf --proof --verbose")
        .never_says("overfull-line")
        .status(0);
}

#[test]
fn an_epub_has_mathml_or_drawings_or_both() {
    let desk = || {
        Desk::new().article(
            "a.md",
            "One",
            "The rule $\\frac{a}{b}$ and\n\n$$\nE = mc^2\n$$\n\nand $\\text{при } x$.",
        )
    };
    let page = |desk: Desk| -> (String, String) {
        let bytes = desk.bytes("a.epub");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
            text
        };
        (read("OEBPS/article-1.xhtml"), read("OEBPS/content.opf"))
    };
    let export = |how: &str| {
        let words = format!("a.md -o a.epub --proof --epub-formulas {how}");
        page(desk().export(&words).status(0))
    };
    let (text, package) = export("mathml");
    assert!(text.contains("<math ") && !text.contains("<svg"));
    assert!(package.contains("properties=\"mathml\""));
    let (text, package) = export("svg");
    assert!(!text.contains("<math ") && text.contains("role=\"img\" aria-label=\"E = mc^2\""));
    assert!(package.contains("properties=\"svg\"") && !package.contains(">MathML<"));
    let (text, package) = export("both");
    assert!(text.contains("<math ") && text.contains("aria-hidden=\"true\""));
    assert!(package.contains("properties=\"mathml svg\"") && package.contains(">MathML<"));
}

#[test]
fn plain_text_has_simple_formulas_in_characters() {
    Desk::new()
        .article(
            "a.md",
            "One",
            "With $x^2$, $\\alpha \\le \\beta$ and $\\sqrt{2}$, but $\\frac{a+b}{c}$.\n\n\
             $$\nE = mc^2\n$$",
        )
        .export("a.md -o a.txt --proof")
        .status(0)
        .shows("a.txt", "With x², α ≤ β and √2, but \\frac{a+b}{c}.")
        .shows("a.txt", "E = mc²");
}

#[test]
fn a_formula_stands_where_its_style_says() {
    let theme = |align: &str| format!("styles: {{formula: {{align: {align}}}}}\n");
    let first = |align: &str| -> f64 {
        let desk = Desk::new()
            .file("theme.yaml", theme(align))
            .article("a.md", "One", "$$\nx\n$$")
            .export("a.md -o a.pdf --theme theme.yaml --proof")
            .status(0);
        let document = Document::load_mem(&desk.bytes("a.pdf")).unwrap();
        let page = *document.get_pages().values().next().unwrap();
        let content = document.get_page_content(page);
        let content = String::from_utf8_lossy(&content).into_owned();
        let (_, formula) = content.split_once("/ActualText <FEFF0078>").unwrap();
        let place = formula.lines().find(|line| line.ends_with(" Tm")).unwrap();
        place.split(' ').nth(4).unwrap().parse().unwrap()
    };
    assert!(first("ragged") + 50.0 < first("centred"));
}
