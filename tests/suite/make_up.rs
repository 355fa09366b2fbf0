//! The make-up of pages, read off the PDF: what stands on which page and where.

use crate::harness::Desk;
use crate::pdf::{numbers, pdf, pdf_of};
use crate::proof::pdf::Pdf;

/// A sentence of about so many words that repeats nothing next to itself.
fn words(count: usize) -> String {
    const WORDS: [&str; 12] = [
        "type", "is", "set", "by", "hand", "from", "the", "upper", "and", "lower", "case", "again",
    ];
    let word = |i: usize| WORDS[(i * 7 + i / 12) % WORDS.len()];
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

/// Paragraphs that say where they begin and end: `«17 … 17»`.
pub fn numbered(count: usize) -> String {
    let paragraph = |i: usize| format!("«{i} {} {i}»", words(35 + i * 13 % 50));
    (0..count).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn the_head_of_a_table_is_set_again_on_its_next_page() {
    let rows: String = (1..90).map(|i| format!("| row {i} | sign |\n")).collect();
    let pdf = pdf_of(&format!("Before.\n\n| Number | Name |\n|---|---|\n{rows}"));
    assert!(pdf.pages.len() > 2);
    let own = |page| pdf.lines(page).join(" ");
    let repeated = |page| pdf.furniture(page).join(" ");
    assert!(own(0).contains("Number") && own(0).contains("row 1 "));
    for page in 1..pdf.pages.len() {
        assert!(repeated(page).contains("continued"), "page {page}");
        assert!(!own(page).contains("Number"), "it is read once");
        assert!(
            repeated(page).contains("Number"),
            "page {page}: {}",
            repeated(page)
        );
    }
    let all: Vec<String> = (0..pdf.pages.len()).map(own).collect();
    let all = all.join(" ");
    for row in 1..90 {
        assert_eq!(
            all.matches(&format!("row {row} sign")).count(),
            1,
            "row {row}"
        );
    }
}

#[test]
fn figures_stand_under_their_decimal_sign() {
    let pdf = pdf_of(
        "---\nlang: fr\n---\n\n| Papier | Masse |\n|---|---:|\n| a | 40 g |\n\
         | b | 48,75 g |\n| c | 120,5 g |\n| d | — |\n",
    );
    let stretches = pdf.stretches(0);
    let start = |text: &str| {
        let found = stretches.iter().find(|s| s.text.trim().starts_with(text));
        found.unwrap_or_else(|| panic!("{text} in {stretches:?}")).x
    };
    let (two, three) = (start("40"), start("120"));
    assert_eq!(two, start("48"), "units stand under units");
    // One figure more: about half the size of a table's type, 9.7 pt.
    assert!((3.5..6.0).contains(&(two - three)), "{two} {three}");
    assert!(
        start("—") > start("48"),
        "what is no figure ends with the column"
    );
}

#[test]
fn code_is_dressed_by_its_language_and_what_is_turned_over_is_marked() {
    let long = "let words = \"as many as it takes to go over the end of a line of type\"; // so";
    let faces = |language: &str| {
        let pdf = pdf_of(&format!("```{language}\n{long}\n```\n"));
        let marks = pdf.stretches(0).into_iter();
        let marks = marks.filter(|s| s.artifact && s.text.contains('↪')).count();
        assert_eq!(marks, 1, "{language}");
        let name = |font: &lopdf::Dictionary| {
            let name = pdf.get(font, "BaseFont").unwrap().as_name().unwrap();
            String::from_utf8_lossy(name).into_owned()
        };
        let names: Vec<String> = pdf.fonts(0).iter().map(|(_, font)| name(font)).collect();
        ["SourceCodePro-Bold", "SourceCodePro-It"]
            .map(|face| names.iter().any(|n| n.ends_with(face)))
    };
    assert_eq!(faces("rust"), [true, true], "a keyword, a comment");
    assert_eq!(faces(""), [false, false], "of no language nothing is known");
}

#[test]
fn a_figure_that_would_leave_a_page_short_stands_at_the_head_of_the_next() {
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 260'>\
                   <rect width='400' height='260' fill='#888'/></svg>";
    let text = numbered(30);
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let mut moved = 0;
    for before in 1..8 {
        let (first, rest) = paragraphs.split_at(before);
        let body = format!(
            "{}\n\n![A grey plate](a.svg \"The caption\")\n\n{}\n",
            first.join("\n\n"),
            rest.join("\n\n")
        );
        let desk = Desk::new()
            .file("a.svg", drawing)
            .article("a.md", "Floats", &body)
            .export("a.md --pdf --strict --proof --paper a5")
            .status(0)
            .says_nothing();
        let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
        let on = |page: usize| pdf.stretches(page).into_iter().filter(|s| !s.artifact);
        let pages = pdf.pages.len();
        let page = (0..pages).find(|p| on(*p).any(|s| s.text.contains("The caption")));
        let page = page.expect("a caption");
        let after = format!("«{before} ");
        let follows = (0..pages).find(|p| on(*p).any(|s| s.text.contains(&after)));
        // Text that comes after it may come before it on paper, by a page.
        let follows = follows.expect("text that follows");
        assert!(page <= follows + 1, "{before}");
        if page == follows + 1 {
            moved += 1;
            let top = on(page).map(|s| s.y).fold(0.0, f64::max);
            let caption = on(page).find(|s| s.text.contains("The caption"));
            assert_eq!(
                caption.map(|s| s.y),
                Some(top),
                "{before}: at the head of its page"
            );
        }
        for page in 0..pages - 1 {
            let foot = on(page).map(|s| s.y).fold(f64::MAX, f64::min);
            let full = on(0).map(|s| s.y).fold(f64::MAX, f64::min);
            assert!(
                (foot - full).abs() < 14.0,
                "{before}: page {page} ends short"
            );
        }
    }
    assert!(moved > 0, "one of them had no room where it was mentioned");
}

#[test]
fn a_narrow_figure_has_its_paragraph_at_its_side() {
    let mut plate = std::io::Cursor::new(Vec::new());
    let pixels = image::GrayImage::from_pixel(190, 150, image::Luma([150]));
    pixels
        .write_to(&mut plate, image::ImageFormat::Png)
        .unwrap();
    let paper = |paper: &str| {
        let body = format!(
            "{0}\n\n![A plate](a.png \"Its caption\")\n\n{0}\n",
            words(160)
        );
        let desk = Desk::new()
            .file("a.png", plate.get_ref().clone())
            .article("a.md", "Beside", &body)
            .export(&format!("a.md --pdf --strict --proof --paper {paper}"))
            .status(0)
            .says_nothing();
        let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
        let captioned = |page: &usize| {
            let mut on = pdf.stretches(*page).into_iter();
            on.any(|s| s.text.contains("Its caption"))
        };
        let page = (0..pdf.pages.len()).find(captioned).expect("a caption");
        let stretches = pdf.stretches(page);
        let caption = stretches.iter().find(|s| s.text.contains("Its caption"));
        let caption = caption.expect("a caption").clone();
        let text = stretches
            .into_iter()
            .filter(|s| !s.artifact && s.size != caption.size);
        let beside = text.filter(|s| (s.y - caption.y).abs() < 90.0 && s.y > caption.y);
        let beside: Vec<_> = beside.collect();
        (caption, beside)
    };
    let (caption, beside) = paper("a4");
    assert!(beside.len() > 4, "lines stand beside it");
    assert!(
        beside.iter().all(|s| s.end < caption.x),
        "and end before it"
    );
    // A small page has no room for both: the figure has the lines to itself.
    let (caption, beside) = paper("a6");
    assert!(beside.iter().all(|s| s.y > caption.y + 80.0), "{beside:?}");
}

#[test]
fn a_note_stands_on_the_page_of_its_mark() {
    let mut text = String::new();
    for i in 0..30 {
        text.push_str(&format!(
            "«{i}» {} mark{i}.[^{i}] {}\n\n",
            words(30),
            words(30)
        ));
    }
    for i in 0..30 {
        text.push_str(&format!("[^{i}]: Note{i}. {}\n", words(12 + i % 7)));
    }
    let pdf = pdf_of(&text);
    assert!(pdf.pages.len() > 3);
    for i in 0..30 {
        let page_of = |needle: String| {
            let on = |page: &usize| pdf.lines(*page).join(" ").contains(&needle);
            (0..pdf.pages.len()).filter(on).collect::<Vec<_>>()
        };
        let mark = page_of(format!("mark{i}."));
        let note = page_of(format!("Note{i}."));
        assert_eq!(mark, note, "note {i}");
        assert_eq!(mark.len(), 1, "note {i}");
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone_on_a_page() {
    let pdf = pdf_of(&numbered(60));
    assert!(pdf.pages.len() > 5);
    for page in 0..pdf.pages.len() {
        let lines = pdf.lines(page);
        let (first, last) = (lines.first().unwrap(), lines.last().unwrap());
        if page > 0 {
            let widow = first.contains('»') && !first.contains('«');
            assert!(
                !widow,
                "page {page} opens with the last line of a paragraph: {first}"
            );
        }
        if page + 1 < pdf.pages.len() {
            let orphan = last.contains('«') && !last.contains('»');
            assert!(
                !orphan,
                "page {page} ends with the first line of a paragraph: {last}"
            );
        }
    }
}

#[test]
fn no_heading_stands_at_the_foot_of_a_page() {
    let mut text = String::new();
    for i in 0..40 {
        text.push_str(&format!("## Head{i}\n\n{}\n\n", words(40 + i * 17 % 60)));
    }
    let pdf = pdf_of(&text);
    assert!(pdf.pages.len() > 4);
    for page in 0..pdf.pages.len() {
        let lines = pdf.lines(page);
        assert!(!lines.last().unwrap().starts_with("Head"), "page {page}");
    }
}

#[test]
fn nothing_is_set_outside_the_page() {
    let long = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(6);
    let address = format!("https://example.org/{}", "a-very-long-path/".repeat(20));
    let desk = Desk::new()
        .article("a.md", "A title", &format!("{long}\n\n<{address}>\n\n`{long}`\n\n| {long} | {long} |\n|---|---|\n| {long} | x |\n\n- - - - {long}\n\n```\n{long}\n```"))
        .export("a.md --pdf --paper 90x140mm");
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let page = numbers(&pdf, pdf.page(0), "MediaBox");
    for index in 0..pdf.pages.len() {
        for stretch in pdf.stretches(index) {
            let within = stretch.x >= 0.0 && stretch.end <= f64::from(page[2]);
            assert!(within, "{stretch:?}");
            assert!(
                stretch.y > 0.0 && stretch.y < f64::from(page[3]),
                "{stretch:?}"
            );
        }
    }
    let text = pdf.text().replace(' ', "");
    assert_eq!(text.matches("Donaudampf").count(), 6 * 7);
}

#[test]
fn pages_after_the_first_have_a_number_that_is_no_text() {
    let pdf = pdf_of(&numbered(40));
    for page in 1..pdf.pages.len() {
        let number = (page + 1).to_string();
        assert!(
            pdf.furniture(page).contains(&number),
            "{:?}",
            pdf.furniture(page)
        );
        assert!(!pdf.lines(page).contains(&number));
    }
}

#[test]
fn a_word_parted_at_a_lines_end_is_one_word_to_a_reader() {
    let words =
        "Die Donaudampfschifffahrtsgesellschaft hat ein Silbentrennungsprogramm, und so war es \
         schon vor der Rechtschreibreform in dem Haus. "
            .repeat(12);
    let pdf = pdf(&format!("---\ntitle: T\nlang: de\n---\n\n{words}\n"));
    let parted = pdf
        .lines(0)
        .iter()
        .filter(|line| line.ends_with('\u{ad}'))
        .count();
    assert!(parted > 0, "such words cannot be set without parting some");
    let text = pdf.text();
    assert_eq!(text.matches("Silbentrennungsprogramm").count(), 12);
    assert_eq!(text.matches("Rechtschreibreform").count(), 12);
}

#[test]
fn lines_end_at_one_edge_and_only_marks_hang_over_it() {
    let pdf = pdf_of(&numbered(30));
    for page in 0..pdf.pages.len() {
        let mut ends: Vec<f64> = Vec::new();
        let stretches = pdf.stretches(page);
        let own: Vec<_> = stretches.iter().filter(|s| !s.artifact).collect();
        for (index, stretch) in own.iter().enumerate() {
            let last = own.get(index + 1).is_none_or(|next| next.y != stretch.y);
            // The last line of a paragraph ends where it ends.
            if last && !stretch.text.contains('»') && stretch.size < 14.0 {
                ends.push(stretch.end);
            }
        }
        ends.sort_by(f64::total_cmp);
        let edge = ends[ends.len() / 2];
        assert!(ends.len() > 8 || page + 1 == pdf.pages.len());
        for end in ends {
            let off = end - edge;
            assert!(off.abs() < 4.0, "a line ends {off:.2} points off the edge");
        }
    }
}

#[test]
fn a_note_within_a_note_stands_at_the_foot_too() {
    let pdf = pdf_of("Text.[^a]\n\n[^a]: Outer.[^b]\n\n[^b]: Inner.[^c]\n\n[^c]: Innermost.");
    let text = pdf.text();
    for note in ["Outer.", "Inner.", "Innermost."] {
        assert_eq!(text.matches(note).count(), 1, "{note} in {text}");
    }
}

/// Whether all words of `w0 … wN` are in a PDF, on pages and not beyond them.
fn assert_all_set(pdf: &Pdf, count: usize) {
    let pages: Vec<String> = (0..pdf.pages.len())
        .map(|page| pdf.lines(page).join(" "))
        .collect();
    let text = pages.join(" ");
    let found: std::collections::BTreeSet<&str> = text.split_whitespace().collect();
    let lost: Vec<usize> = (0..count)
        .filter(|i| !found.contains(format!("w{i}").as_str()))
        .collect();
    assert!(lost.is_empty(), "{} words lost: {lost:?}", lost.len());
    let bottom = pages.iter().map(String::len).max().unwrap_or(0);
    assert!(bottom < 8_000, "a page holds no more than a page can");
}

/// `w0 w1 …`, too short to be hyphenated.
fn counted(count: usize) -> String {
    let word = |i: usize| format!("w{i}");
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_row_higher_than_a_page_is_cut_and_whole() {
    let pdf = pdf_of(&format!(
        "| A | B |\n|---|---|\n| {} | b |\n",
        counted(2500)
    ));
    assert!(pdf.pages.len() > 1);
    assert_all_set(&pdf, 2500);
}

#[test]
fn a_heading_longer_than_a_page_loses_nothing_nor_what_follows() {
    let pdf = pdf_of(&format!("## {}\n\nAfter it.\n", counted(1500)));
    assert!(pdf.pages.len() > 1);
    assert_all_set(&pdf, 1500);
    assert!(pdf.text().contains("After it."));
}

#[test]
fn a_table_wider_than_its_page_becomes_a_list() {
    let head: String = (0..120).map(|i| format!("| h{i} ")).collect();
    let line: String = (0..120).map(|_| "|---").collect();
    let row: String = (0..120).map(|i| format!("| w{i} ")).collect();
    let text = format!("---\nlang: en\n---\n\n{head}|\n{line}|\n{row}|\n");
    let bytes = Desk::new()
        .file("wide.md", &text)
        .export("wide.md --pdf")
        .status(0)
        .says("warning[wide-table]")
        .bytes("out/wide.pdf");
    let pdf = Pdf::open(&bytes);
    assert_all_set(&pdf, 120);
    assert!(pdf.text().contains("h119: w119"), "{}", pdf.text());
}

#[test]
fn a_picture_that_cannot_be_had_in_a_line_shows_its_words() {
    let bytes = Desk::new()
        .file(
            "a.md",
            "---\nlang: en\n---\n\nBefore ![the words](no.png) after.\n",
        )
        .export("a.md --pdf")
        .status(0)
        .bytes("out/a.pdf");
    assert!(
        Pdf::open(&bytes)
            .text()
            .contains("Before [the words] after.")
    );
}

#[test]
fn a_newspaper_has_three_columns_that_end_level() {
    let text =
        "Plain words of no weight stand here in a row and wait for their line to end. ".repeat(9);
    let body = vec![text; 9].join("\n\n");
    let desk = Desk::new()
        .article("a.md", "Three columns", &body)
        .export("a.md --pdf --theme newspaper --proof")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let body = |index: usize| -> Vec<(f64, f64)> {
        let stretches = pdf.stretches(index).into_iter();
        let text = stretches.filter(|s| !s.artifact && s.size < 10.0);
        text.map(|s| (s.x, s.y)).collect()
    };
    assert_eq!(pdf.pages.len(), 1);
    // The foot of each column, found by the left edges of its lines.
    let mut feet: std::collections::BTreeMap<i64, f64> = Default::default();
    for (x, y) in body(0) {
        let column = ((x - 30.0) / 180.0).floor() as i64;
        let foot = feet.entry(column).or_insert(y);
        *foot = foot.min(y);
    }
    let feet: Vec<f64> = feet.into_values().collect();
    assert_eq!(feet.len(), 3, "{feet:?}");
    let (low, high) = (
        feet.iter().copied().fold(f64::MAX, f64::min),
        feet.iter().copied().fold(0.0, f64::max),
    );
    assert!(high - low < 24.0, "within two lines: {feet:?}");
}

#[test]
fn pages_end_level_and_never_within_a_word() {
    // Paragraphs of many lengths, so that ends fall anywhere on a page.
    let words = "the printer of the evening paper never cuts a page where a paragraph would be left with a single line upon it ";
    let body: Vec<String> = (1..70)
        .map(|n| {
            let count = 20 + (n * 37) % 113;
            let text: Vec<&str> = words
                .split_whitespace()
                .cycle()
                .skip(n)
                .take(count)
                .collect();
            text.join(" ") + "."
        })
        .collect();
    let desk = Desk::new()
        .article("a.md", "Level", &body.join("\n\n"))
        .export("a.md --pdf --paper a5")
        .status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    assert!(pdf.pages.len() > 8);
    let mut short = 0;
    for index in 0..pdf.pages.len() - 1 {
        let stretches = pdf.stretches(index);
        let mut text = stretches.iter().filter(|s| !s.artifact);
        let foot = text.clone().map(|s| s.y).fold(f64::MAX, f64::min);
        let last = text.next_back().unwrap();
        assert!(
            !last.text.ends_with('\u{ad}'),
            "page {index} ends in a hyphen"
        );
        let lowest = pdf
            .stretches(1)
            .iter()
            .filter(|s| !s.artifact)
            .map(|s| s.y)
            .fold(f64::MAX, f64::min);
        short += usize::from(foot > lowest + 1.0);
    }
    assert!(short <= 1, "{short} pages end short");
}

/// A part of a note that waits for a later page may be with any line of a
/// paragraph, and that paragraph be set again for the sake of its page.
#[test]
fn a_long_note_stays_whole_where_paragraphs_are_set_again() {
    for n in 15..20 {
        let note: Vec<String> = (0..12)
            .map(|k| format!("    ¶{k} {}", words(60 + n * 3)))
            .collect();
        let body = format!(
            "{}.[^n]\n\n{}\n\n[^n]: First.\n\n{}\n",
            words(20 + n * 9),
            numbered(40),
            note.join("\n\n")
        );
        Desk::new()
            .file("a.md", format!("---\ntitle: T\nlang: en\n---\n\n{body}"))
            .export("a.md --pdf --strict --paper a5")
            .status(0)
            .says_nothing();
    }
}

/// The share of lines that end with a word of one letter.
fn lone_letters(lang: &str, flags: &str) -> f64 {
    let sentences = [
        "Szli z domu w las i o zmroku byli u celu, a w oknie stał ktoś z lampą.",
        "Nikt i nic w tym lesie o tej porze z nimi nie szło, a w ciszy i w mroku czuli się u siebie.",
        "O świcie w dolinie i z wieży u rzeki bił dzwon, a w mieście o tym nikt nie wiedział.",
    ];
    let text: String = (0..24).map(|n| sentences[n % 3].to_owned() + " ").collect();
    let article = format!(
        "---\ntitle: A\nlang: {lang}\n---\n\n{}",
        (text + "\n\n").repeat(6)
    );
    let desk = Desk::new().file("a.md", article);
    let desk = desk.export(&format!("a.md --pdf -q {flags}")).status(0);
    let pdf = Pdf::open(&desk.bytes("out/a.pdf"));
    let lines: Vec<String> = (0..pdf.pages.len())
        .flat_map(|page| pdf.lines(page))
        .collect();
    let lone = lines.iter().filter(|line| {
        let last = line.trim_end().rsplit(' ').next().unwrap_or("");
        last.chars().count() == 1 && last.chars().all(char::is_alphabetic)
    });
    lone.count() as f64 / lines.len() as f64
}

#[test]
fn few_lines_in_polish_end_with_a_word_of_one_letter_and_no_title_does() {
    let (polish, english) = (lone_letters("pl", ""), lone_letters("en", ""));
    assert!(polish < 0.02 && english > 0.05, "{polish} and {english}");
    let title = "W lesie i na polu o zmroku, a potem w domu u siebie i z lampą w oknie";
    for size in [9, 10, 11, 12, 14] {
        let text = format!("---\ntitle: {title}\nlang: pl\n---\n\n## {title}\n\nTekst.");
        let desk = Desk::new().file("a.md", text);
        let line = format!("a.md --pdf -q --paper a5 --font-size {size}");
        let pdf = Pdf::open(&desk.export(&line).status(0).bytes("out/a.pdf"));
        for line in pdf.lines(0) {
            let last = line.trim_end().rsplit(' ').next().unwrap_or("");
            assert!(last.chars().count() > 1, "{size}: {line}");
        }
    }
}
