//! Whole articles: the opening, the close, marks and references; and a book.

use super::*;

#[test]
fn an_article_opens_with_its_headline_and_closes_with_its_source() {
    let mut whole = article("fr", vec![p("Le texte."), p("La suite.")]);
    whole.metadata = Metadata {
        kicker: ts("Culture"),
        headline: ts("Une exposition sur les plombs qui dure"),
        standfirst: ts("Le chapô."),
        byline: ts("Par Anna Nowak"),
        dateline: ts("Lyon"),
        date: Some(Date {
            text: "3 mars 2026".into(),
            span: Span::default(),
            when: CalendarDate::day(2026, 3, 3).map(Into::into),
            time: None,
            form: DateForm::Words,
        }),
        source: ts("AFP"),
        credit: ts("Photos\u{a0}: Jean Dupont"),
        rights: ts("© 2026"),
        fallback_title: "exposition".into(),
        ..whole.metadata
    };
    assert_eq!(
        written(whole, 24),
        lines(&[
            "Culture",
            "",
            "Une exposition sur les",
            "plombs qui dure",
            "======================",
            "",
            "Le chapô.",
            "",
            "Par Anna Nowak",
            "",
            "Lyon, 3 mars 2026",
            "",
            "Le texte.",
            "",
            "La suite.",
            "",
            "────────",
            "",
            "Source\u{a0}: AFP",
            "",
            "Photos\u{a0}: Jean Dupont",
            "",
            "© 2026",
        ])
    );
}

#[test]
fn a_source_that_announces_itself_is_not_announced_again() {
    let mut wire = article("fr", vec![p("Texte.")]);
    wire.metadata.source = ts("SOURCE: agence");
    let expected = lines(&["Texte.", "", "────────", "", "SOURCE: agence"]);
    assert_eq!(written(wire, 40), expected);
}

#[test]
fn dress_leaves_no_trace_and_no_character_is_lost() {
    let dressed = vec![
        inline(InlineKind::Emph(vec![inline(InlineKind::Strong(ts("Le")))])),
        t(" 1"),
        inline(InlineKind::Super(ts("er"))),
        t(" H"),
        inline(InlineKind::Sub(ts("2"))),
        t("O "),
        inline(InlineKind::SmallCaps(ts("xvi"))),
        inline(InlineKind::Strike(ts("\u{a0}non\u{202f}!"))),
        t(" "),
        inline(InlineKind::Code("a_b".into())),
        inline(InlineKind::Break),
        inline(InlineKind::Math("x^2".into())),
        inline(InlineKind::Span(Attributes::default(), ts(" fin"))),
    ];
    let expected = "Le 1er H₂O xvi\u{a0}non\u{202f}! a_b\nx² fin\n";
    assert_eq!(text(vec![para(dressed)]), expected);
}

#[test]
fn every_character_comes_out_at_every_width() {
    let odd = "e\u{301} 1\u{a0}000\u{202f}€ a\u{2009}b\u{2003}c so\u{ad}ft ze\u{200b}ro \
               non\u{2011}stop 我\u{3000}能 👩\u{200d}🚀 ﬁ\u{2028}x שלום ὰ\u{345} ";
    let odd = odd.repeat(3);
    let nested = list(Numbering::Bullet, true, vec![item(vec![p(&odd)])]);
    let ink = |text: &str| text.replace([' ', '\n', '•'], "");
    for width in 20..60 {
        let text = written(article("fr", vec![p(&odd), nested.clone()]), width);
        assert_eq!(ink(&text), ink(&odd.repeat(2)), "{width}");
    }
}

#[test]
fn an_abbreviation_is_explained_where_it_first_stands() {
    let iso = || abbreviation("ISO", "International Organization");
    let body = vec![para(vec![iso(), t(" and "), iso(), t(".")])];
    let expected = ["ISO (International Organization) and", "ISO."];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn links_are_numbered_by_their_address() {
    let body = vec![para(vec![
        link("one", "https://example.org/1"),
        t(", "),
        link("two", "https://example.org/2"),
        t(", "),
        link("again", "https://example.org/1"),
        t("."),
    ])];
    let expected = [
        "one [L1], two [L2], again [L1].",
        "",
        "Links",
        "-----",
        "",
        "[L1] https://example.org/1",
        "[L2] https://example.org/2",
    ];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn a_link_that_shows_its_address_or_stays_inside_has_no_number() {
    let inside = inline(InlineKind::Link {
        target: Target::Internal("part".into()),
        title: String::new(),
        content: ts("above"),
    });
    let body = vec![para(vec![
        link("https://example.org/a", "https://example.org/a"),
        t(" "),
        link("example.org/b-c/d", "https://example.org/b-c/d"),
        t(" "),
        link("a@b-c.org", "mailto:a@b-c.org"),
        t(" "),
        inside,
    ])];
    let expected = [
        "https://example.org/a",
        "example.org/b-c/d",
        "a@b-c.org above",
    ];
    assert_eq!(written(article("en", body), 22), lines(&expected));
}

#[test]
fn a_mark_never_opens_a_line() {
    let body = vec![para(vec![
        t("Il était une fois."),
        note("a", vec![p("N.")]),
        t(" Un "),
        link("site", "https://example.org/"),
    ])];
    let text = written(article("en", body), 20);
    let opening: Vec<&str> = text.lines().take(2).collect();
    assert_eq!(opening, ["Il était une", "fois.[1] Un"]);
    assert!(text.contains("\nsite [L1]\n"), "{text}");
}

#[test]
fn a_note_marked_twice_has_one_number_and_notes_hold_blocks() {
    let first = || note("a", vec![p("First."), code(&["let a = 1;"])]);
    let body = vec![
        para(vec![
            t("One"),
            first(),
            t(", two"),
            note("b", vec![p("Second.")]),
            t("."),
        ]),
        para(vec![t("Again"), first(), t(".")]),
    ];
    let expected = [
        "One[1], two[2].",
        "",
        "Again[1].",
        "",
        "Notes",
        "-----",
        "",
        "[1] First.",
        "",
        "        let a = 1;",
        "",
        "[2] Second.",
    ];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn a_note_within_a_note_is_listed_too() {
    let inner = note("b", vec![p("Inner.")]);
    let outer = note("a", vec![para(vec![t("Outer"), inner, t(".")])]);
    let expected = [
        "Text.[1]",
        "",
        "Notes",
        "-----",
        "",
        "[1] Outer[2].",
        "",
        "[2] Inner.",
    ];
    assert_eq!(text(vec![para(vec![t("Text."), outer])]), lines(&expected));
}

#[test]
fn a_later_mark_without_text_means_the_same_note() {
    let body = vec![para(vec![
        t("One"),
        note("a", vec![p("Text.")]),
        t(", again"),
        note("a", Vec::new()),
        t("."),
    ])];
    let expected = ["One[1], again[1].", "", "Notes", "-----", "", "[1] Text."];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn a_note_whose_text_stands_in_another_note_is_not_lost() {
    let inner = note("b", vec![p("Inner.")]);
    let body = vec![para(vec![
        t("One"),
        note("a", vec![para(vec![t("Outer"), inner, t(".")])]),
        t(", two"),
        note("b", Vec::new()),
        t("."),
    ])];
    let expected = [
        "One[1], two[2].",
        "",
        "Notes",
        "-----",
        "",
        "[1] Outer[2].",
        "",
        "[2] Inner.",
    ];
    assert_eq!(text(body), lines(&expected));
}

#[test]
fn notes_of_one_label_from_two_places_are_two_notes() {
    let placed = |start: u32, text: &str| {
        let mut block = p(text);
        block.node.span.start = start;
        note("1", vec![block])
    };
    let body = vec![para(vec![
        t("a"),
        placed(5, "Here."),
        t(" b"),
        placed(9, "There."),
    ])];
    let text = text(body);
    assert!(text.starts_with("a[1] b[2]\n"), "{text}");
    assert!(text.ends_with("[1] Here.\n\n[2] There.\n"), "{text}");
}

#[test]
fn the_words_of_pressroom_follow_the_language() {
    let body = vec![
        figure(Some(picture(Some("Une presse"))), "Légende.", "AFP"),
        para(vec![
            t("Voir"),
            note("a", vec![p("N.")]),
            t(" "),
            link("là", "x"),
        ]),
    ];
    let expected = [
        "[Image\u{a0}: Une presse]",
        "Légende. (AFP)",
        "",
        "Voir[1] là [L1]",
        "",
        "Notes",
        "-----",
        "",
        "[1] N.",
        "",
        "Liens",
        "-----",
        "",
        "[L1] x",
    ];
    assert_eq!(written(article("fr-CA", body), 40), lines(&expected));
}

#[test]
fn a_book_has_a_title_and_a_list_of_contents() {
    let mut one = article("en", vec![p("First.")]);
    one.metadata.headline = ts("One");
    let mut two = article("en", vec![p("Second.")]);
    two.metadata.headline = ts("Two");
    let book = Publication::bind("The Book", vec![one, two]);
    let rule = "─".repeat(20);
    let expected = [
        "The Book", "========", "", "Contents", "--------", "", "One", "Two", "", &rule, "", "One",
        "===", "", "First.", "", &rule, "", "Two", "===", "", "Second.",
    ];
    let options = Options {
        text: wrapped(3),
        ..Options::default()
    };
    assert_eq!(write(&book, &options), lines(&expected));
}

#[test]
fn an_empty_publication_is_one_line_end() {
    assert_eq!(write(&Publication::default(), &Options::default()), "\n");
    let nothing = vec![p(""), p("  "), block(BlockKind::Table(Table::default()))];
    assert_eq!(text(nothing), "\n");
}

/// UAX 9, 2.4: the controls of an isolate stand around what would be torn apart among
/// Hebrew, and nowhere else.
#[test]
fn code_and_addresses_are_isolates_where_they_need_to_be() {
    let content = || {
        vec![
            t("קובץ "),
            inline(InlineKind::Code("./src/a.js".into())),
            t(" שם "),
            inline(InlineKind::Code("main".into())),
            t(" ראו https://a.org/b/. "),
            inline(InlineKind::Math("a+1".into())),
        ]
    };
    assert_eq!(
        written(article("he", vec![para(content())]), 80),
        "קובץ \u{2066}./src/a.js\u{2069} שם main ראו \u{2066}https://a.org/b/\u{2069}. \u{2066}a + 1\u{2069}\n"
    );
    let plain = written(article("en", vec![para(content())]), 80);
    assert!(!plain.contains(['\u{2066}', '\u{2069}']), "{plain}");
}
