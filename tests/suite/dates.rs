//! Dates and bylines: what an article says in figures and names, as its readers have it.

use crate::harness::Desk;
use crate::proof::epub;
use pressroom::internals::read_back;
use pressroom::write::Format;

/// An article with some front matter, in all formats: its text, its EPUB's page and what
/// its PDF says.
fn set(front: &str, flags: &str) -> (String, String, String) {
    let article = format!("---\ntitle: T\n{front}\n---\n\nText.\n");
    let desk = Desk::new().file("a.md", article);
    let desk = desk.export(&format!("a.md --proof {flags}")).status(0);
    let epub = std::fs::read(desk.path("out/a.epub")).unwrap();
    let page = epub::chapters(&epub)[0].text().to_owned();
    let said = read_back(Format::Pdf, &desk.bytes("out/a.pdf")).unwrap();
    let pieces: Vec<String> = said.pieces.into_iter().map(|piece| piece.text).collect();
    (desk.text("out/a.txt"), page, pieces.join("\n"))
}

fn check(front: &str, flags: &str, printed: &str, markup: &str) {
    let (text, page, pdf) = set(front, flags);
    // A writer may put other spaces before a year.
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(plain(&text).contains(printed), "{front}: {text}");
    assert!(plain(&page).contains(markup), "{front}: {page}");
    assert!(plain(&pdf).contains(printed), "{front}: {pdf}");
}

#[test]
fn dates_in_figures_are_printed_in_words() {
    for (lang, day, printed) in [
        ("fr", "2026-03-07", "7 mars 2026"),
        ("fr", "2026-03-01", "1er mars 2026"),
        ("en", "2026-03-07", "March 7, 2026"),
        ("en-GB", "2026-03-07", "7 March 2026"),
        ("de-CH", "07.03.2026", "7. März 2026"),
        ("pl", "2026/03/07", "7 marca 2026"),
    ] {
        let front = format!("lang: {lang}\ndate: {day}");
        let markup = format!(
            "<time datetime=\"2026-03-{}\">{printed}</time>",
            &iso(printed)
        );
        check(&front, "", printed, &markup);
    }
}

/// The day in a date in words, in two figures.
fn iso(printed: &str) -> &'static str {
    if printed.contains('7') { "07" } else { "01" }
}

#[test]
fn a_time_of_day_stays_in_the_markup() {
    let markup = "<time datetime=\"2026-03-07T10:30:00+01:00\">7 mars 2026</time>";
    check(
        "lang: fr\ndate: 2026-03-07 10:30:00 +0100",
        "",
        "7 mars 2026",
        markup,
    );
}

#[test]
fn what_is_written_in_words_or_in_doubt_is_printed_as_it_stands() {
    let markup = "<time datetime=\"2026-03-07\">samedi 7 mars 2026</time>";
    check(
        "lang: fr\ndate: samedi 7 mars 2026",
        "",
        "samedi 7 mars 2026",
        markup,
    );
    check(
        "lang: en\ndate: 3/4/2026",
        "",
        "3/4/2026",
        "3/4/2026</time>",
    );
    check(
        "lang: fr\ndate: printemps 1872",
        "",
        "printemps 1872",
        "printemps 1872",
    );
}

#[test]
fn the_country_of_an_article_says_which_figure_is_the_month() {
    for (lang, printed, iso) in [
        ("en-US", "March 4, 2026", "2026-03-04"),
        ("es-PR", "4 de marzo de 2026", "2026-03-04"),
        ("en-GB", "3 April 2026", "2026-04-03"),
        ("fr", "3 avril 2026", "2026-04-03"),
        ("de-AT", "3. April 2026", "2026-04-03"),
    ] {
        let front = format!("lang: {lang}\ndate: 3/4/2026");
        let markup = format!("<time datetime=\"{iso}\">{printed}</time>");
        check(&front, "", printed, &markup);
    }
    for lang in ["en", "en-CA", "ja"] {
        Desk::new()
            .file(
                "a.md",
                format!("---\ntitle: T\nlang: {lang}\ndate: 3/4/2026\n---\n\nText.\n"),
            )
            .export("a.md --txt")
            .status(0)
            .says("warning[ambiguous-date]: `3/4/2026` is ambiguous; read as 2026-04-03")
            .says("write 2026-04-03 or 2026-03-04");
    }
}

#[test]
fn an_article_or_a_theme_says_how_dates_are_printed() {
    for (format, printed) in [
        ("long", "March 7, 2026"),
        ("medium", "Mar 7, 2026"),
        ("iso", "2026-03-07"),
        ("as-written", "20260307"),
    ] {
        let front = format!("lang: en\ndate: 20260307\ndate-format: {format}");
        check(&front, "", printed, &format!(">{printed}</time>"));
    }
    let desk = Desk::new()
        .file("iso.yaml", "date-format: iso\n")
        .file(
            "a.md",
            "---\ntitle: T\nlang: en\ndate: 7.3.2026\n---\n\nText.\n",
        )
        .export("a.md --txt --theme ./iso.yaml")
        .status(0);
    assert!(desk.text("out/a.txt").contains("2026-03-07"));
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: T\nlang: en\ndate-format: short\n---\n\nText.\n",
        )
        .export("a.md --txt")
        .says("long, medium, iso or as-written");
}

#[test]
fn a_month_is_printed_in_words_and_stays_a_month_in_the_markup() {
    for (lang, printed) in [
        ("fr", "juin 2026"),
        ("en", "June 2026"),
        ("de", "Juni 2026"),
        ("es", "junio de 2026"),
        // CLDR has no words for Latin.
        ("la", "2026-06"),
    ] {
        let front = format!("lang: {lang}\ndate: 2026-06");
        let markup = format!("<time datetime=\"2026-06\">{printed}</time>");
        check(&front, "", printed, &markup);
    }
}

#[test]
fn a_year_is_printed_as_it_is() {
    for lang in ["fr", "en", "de", "es", "la"] {
        let front = format!("lang: {lang}\ndate: 2026");
        check(&front, "", "2026", "<time datetime=\"2026\">2026</time>");
    }
}

#[test]
fn a_range_is_printed_in_words_without_markup_that_has_no_form_for_it() {
    for (lang, date, printed) in [
        ("fr", "2026-06/2026-07", "juin-juillet 2026"),
        ("fr", "2026-06-01/2026-06-15", "1er–15 juin 2026"),
        ("en", "2026-06/07", "June–July 2026"),
        ("en", "2026-06-01/2026-06-15", "June 1–15, 2026"),
        ("de", "2026-06-28/2026-07-03", "28. Juni – 3. Juli 2026"),
        ("es", "2026-12/2027-01", "diciembre de 2026 – enero de 2027"),
        ("la", "2026-06/2026-07", "2026-06/2026-07"),
    ] {
        let front = format!("lang: {lang}\ndate: {date}");
        check(&front, "", printed, printed);
        let (_, page, _) = set(&front, "");
        assert!(!page.contains("<time"), "{page}");
    }
}

#[test]
fn quarters_and_seasons_are_printed_as_they_are_written() {
    for date in ["2026-Q2", "2026-21"] {
        let front = format!("lang: fr\ndate: {date}");
        let markup = format!("<time datetime=\"2026\">{date}</time>");
        check(&front, "", date, &markup);
    }
}

#[test]
fn the_files_have_as_much_of_a_date_as_they_can_take() {
    for (date, day, whole) in [
        ("2026-06", "2026-06", "2026-06-01"),
        ("2026", "2026", "2026-01-01"),
        ("2026-06/2026-07", "2026-06", "2026-06-01"),
        ("juin 2026", "2026-06", "2026-06-01"),
        ("2026-06-07", "2026-06-07", "2026-06-07"),
    ] {
        let article = format!("---\ntitle: T\nlang: fr\ndate: {date}\n---\n\nTexte.\n");
        let desk = Desk::new().file("a.md", article);
        let desk = desk
            .export("a.md --epub --pdf --proof -v")
            .status(0)
            .never_says("unknown form");
        let epub = desk.bytes("out/a.epub");
        let package = epub::entry(&epub, "OEBPS/content.opf").text().to_owned();
        let expected = format!("<dc:date>{day}</dc:date>");
        assert!(package.contains(&expected), "{date}: {package}");
        let modified = format!(">{whole}T00:00:00Z</meta>");
        assert!(package.contains(&modified), "{date}: {package}");
        let pdf = String::from_utf8_lossy(&desk.bytes("out/a.pdf")).into_owned();
        let created = format!("<xmp:CreateDate>{whole}T00:00:00Z</xmp:CreateDate>");
        assert!(pdf.contains(&created), "{date}");
    }
}

#[test]
fn an_impossible_month_and_a_range_that_goes_back_are_told() {
    for (date, told) in [
        (
            "2026-13",
            "warning[impossible-date]: no such month: `2026-13`",
        ),
        (
            "2026-07/2026-06",
            "warning[impossible-date]: `2026-07/2026-06` does not end after it begins",
        ),
    ] {
        let article = format!("---\ntitle: T\nlang: en\ndate: {date}\n---\n\nText.\n");
        let desk = Desk::new().file("a.md", article).export("a.md --txt");
        let desk = desk.says(told);
        assert!(desk.text("out/a.txt").contains(date));
    }
}

#[test]
fn the_copyright_page_has_the_year_of_every_form_of_date() {
    for date in [
        "2026",
        "2026-06",
        "2026-06-07",
        "2026-06/2026-07",
        "2026-12/2027-01",
        "2026-Q2",
        "juin 2026",
        "été 2026",
        "7/6/2026",
    ] {
        let plan = format!(
            "title: La Revue\nlang: fr\npublisher: Le Quai\nrights: © Anna\ndate: {date}\n\
             contents: [a.md]\n"
        );
        let desk = Desk::new()
            .file("issue/publication.yaml", plan)
            .file("issue/a.md", "---\ntitle: Un\n---\n\nTexte.\n")
            .export("issue --txt --proof")
            .status(0);
        let text = desk.text("out/la-revue.txt");
        assert!(text.contains("\nLe Quai, 2026\n"), "{date}: {text}");
    }
}

#[test]
fn the_running_heads_of_an_issue_have_its_date_in_words() {
    let plan = "title: La Revue\nlang: fr\ndate: 2026-06/2026-07\ncontents: [a.md, b.md]\n";
    let text = "Des mots pour plusieurs pages, l’une après l’autre. ".repeat(6);
    let text = (text + "\n\n").repeat(30);
    let article = |front: &str| format!("---\ntitle: Un\n{front}---\n\n{text}");
    let desk = Desk::new()
        .file("issue/publication.yaml", plan)
        .file("issue/a.md", article(""))
        .file("issue/b.md", article("date: 2025-03\n"))
        .export("issue --pdf --proof --theme newspaper")
        .status(0);
    let said = read_back(Format::Pdf, &desk.bytes("out/la-revue.pdf")).unwrap();
    let text: String = said
        .pieces
        .iter()
        .map(|piece| piece.text.as_str())
        .collect();
    let text = text.replace('\u{a0}', " ");
    for head in ["La Revue · juin-juillet 2026", "La Revue · mars 2025"] {
        assert!(text.contains(head), "{head}");
    }
}

#[test]
fn a_day_that_is_in_no_calendar_is_told() {
    Desk::new()
        .file(
            "a.md",
            "---\ntitle: T\nlang: en\ndate: 2026-02-30\n---\n\nText.\n",
        )
        .export("a.md --txt")
        .says("warning[impossible-date]: no such day: `2026-02-30`");
}

#[test]
fn authors_alone_make_a_byline_in_the_language_of_the_article() {
    for (lang, authors, printed) in [
        ("en", "A. Writer", "By A. Writer"),
        (
            "en",
            "[A. One, B. Two, C. Three]",
            "By A. One, B. Two and C. Three",
        ),
        (
            "fr",
            "[Anne Plume, Luc Encre]",
            "Par Anne Plume et Luc Encre",
        ),
        ("de", "Anna Feder", "Von Anna Feder"),
        ("ru", "[Анна Перо, Лев Чернила]", "Анна Перо и Лев Чернила"),
        ("en", "By A. Writer", "By A. Writer"),
    ] {
        let front = format!("lang: {lang}\nauthor: {authors}");
        check(
            &front,
            "",
            printed,
            &format!("<p class=\"byline\">{printed}</p>"),
        );
    }
}

#[test]
fn the_word_before_a_name_is_no_part_of_it() {
    let desk = Desk::new()
        .file(
            "a.md",
            "---\ntitle: T\nlang: en\nbyline: By A. Writer\n---\n\nText.\n",
        )
        .export("a.md --epub --txt --proof")
        .status(0);
    let text = desk.text("out/a.txt").replace('\u{a0}', " ");
    assert!(text.contains("By A. Writer"), "{text}");
    let epub = std::fs::read(desk.path("out/a.epub")).unwrap();
    let package = epub::entry(&epub, "OEBPS/content.opf").text().to_owned();
    assert!(package.contains(">A. Writer</dc:creator>"), "{package}");
}

#[test]
fn a_theme_prints_what_is_known_of_authors() {
    let article = "---\ntitle: T\nlang: en\nauthor:\n  - name: Ann Writer\n    \
                   affiliation: Museum of Clocks\n    email: ann@example.org\n    \
                   orcid: https://orcid.org/0000-0002-1825-0097\n  - Bob Second\n---\n\nText.\n";
    let line = "Ann Writer, Museum of Clocks, ann@example.org, ORCID 0000-0002-1825-0097";
    let desk = Desk::new()
        .file("a.md", article)
        .file("details.yaml", "author-details: true\n")
        .export("a.md --proof")
        .status(0);
    let text = desk.text("out/a.txt");
    assert!(text.contains("By Ann Writer and Bob Second"), "{text}");
    assert!(!text.contains("Museum"), "{text}");
    let desk = desk
        .export("a.md --proof --theme ./details.yaml -o theme")
        .status(0)
        .run([
            "proof",
            "a.md",
            "theme/a.pdf",
            "theme/a.epub",
            "theme/a.txt",
        ])
        .status(0);
    let text = desk.text("theme/a.txt").replace('\n', " ");
    assert!(text.contains(line), "{text}");
    let epub = std::fs::read(desk.path("theme/a.epub")).unwrap();
    let page = epub::chapters(&epub)[0].text().to_owned();
    assert!(page.contains(line), "{page}");
}

#[test]
fn a_field_may_name_several_authors() {
    let desk = Desk::new()
        .file(
            "a.md",
            "---\ntitle: T\nlang: en\nauthor: Ann Writer and Bob Second\n---\n\nText.\n",
        )
        .export("a.md --pdf")
        .status(0);
    let pdf = desk.bytes("out/a.pdf");
    let creators = b"<rdf:li>Ann Writer</rdf:li><rdf:li>Bob Second</rdf:li>";
    let pdf: Vec<u8> = pdf
        .into_iter()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    let creators: Vec<u8> = creators.iter().copied().filter(|b| *b != b' ').collect();
    assert!(pdf.windows(creators.len()).any(|part| part == creators));
}
