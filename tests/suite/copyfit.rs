//! Texts that must end within a number of pages, and last pages of a few lines.

use crate::harness::Desk;
use pressroom::diag::{Code, Report, Severity};
use pressroom::export::{Pages, Press};
use pressroom::internals::placed::{Owner, Part, ThingKind};
use pressroom::model::Publication;
use pressroom::read;
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, Theme, parse_paper};
use std::num::NonZeroUsize;

/// Paragraphs of running text, no two of a length.
fn text(paragraphs: usize) -> String {
    let words = [
        "the", "ferry", "crosses", "before", "dawn", "and", "its", "lamps", "draw", "long",
        "lines", "over", "still", "water", "while", "porters", "count", "crates",
    ];
    (0..paragraphs)
        .map(|paragraph| {
            let length = 60 + paragraph * 37 % 41;
            let of = |n: usize| words[(n * 7 + paragraph * 5 + n / 18) % words.len()];
            let line: Vec<&str> = (0..length).map(of).collect();
            format!("Once {}.\n\n", line.join(" "))
        })
        .collect()
}

/// Pages on A5 of an article with further front matter.
fn pages(head: &str, body: &str, of: impl Fn(Press) -> Press) -> (Pages, Report) {
    let mut report = Report::new();
    let text = format!("---\ntitle: Ferry\nlang: en\n{head}---\n\n{body}");
    let source = Source::new(SourceId(0), "a.md", &text);
    let article = read::read(&source, &read::Options::default(), &mut report);
    let publication = Publication::single(article);
    let press = of(Press::new(Style::article(parse_paper("a5").unwrap())));
    let ready = press.open(&publication, &mut report);
    let pages = press.lay_out(&ready, &mut report);
    (pages, report)
}

/// The lines of text on a page.
fn lines(pages: &Pages, page: usize) -> usize {
    let things = pages.pages[page].things.iter();
    things
        .filter(|thing| {
            matches!(thing.owner, Owner::Node(_, Part::Body))
                && matches!(thing.kind, ThingKind::Line(_))
        })
        .count()
}

fn size(pages: &Pages) -> f64 {
    let things = pages.pages.iter().flat_map(|page| &page.things);
    let mut sizes = things.filter_map(|thing| match (&thing.kind, thing.owner) {
        (ThingKind::Line(line), Owner::Node(_, Part::Body)) if line.line.justified.is_some() => {
            line.line.pieces.first().map(|piece| piece.dress.size.0)
        }
        _ => None,
    });
    sizes.next_back().unwrap()
}

fn said(report: &Report) -> Vec<(Severity, String)> {
    let of = report.iter().filter(|said| said.code == Code::Copyfit);
    of.map(|said| (said.severity, said.message.clone()))
        .collect()
}

fn usual(press: Press) -> Press {
    press
}

#[test]
fn a_text_that_is_a_little_too_long_is_set_tighter() {
    // As much text as is a few lines more than three pages.
    let body = (1..)
        .map(text)
        .find(|body| {
            let (pages, _) = pages("", body, usual);
            pages.pages.len() == 4 && (6..12).contains(&lines(&pages, 3))
        })
        .unwrap();
    let (all, _) = pages("", &body, usual);
    let (fitted, report) = pages("fit: 3\n", &body, usual);
    assert_eq!(fitted.pages.len(), 3);
    let said = said(&report);
    assert!(
        matches!(&said[..], [(Severity::Note, message)] if message.starts_with("fitted to 3 pages")),
        "{said:?}"
    );
    let shrunk = size(&fitted) / size(&all);
    assert!((0.94..=1.0).contains(&shrunk), "{shrunk}");
    // The option says the same, and goes before the article.
    let by = |press: Press| press.fit_pages(NonZeroUsize::new(3), false);
    let (by_option, _) = pages("fit: 9\n", &body, by);
    assert_eq!(by_option.pages.len(), 3);
    assert_eq!(size(&by_option), size(&fitted));
}

#[test]
fn white_between_blocks_shrinks_before_type_does() {
    let theme = Source::new(
        SourceId(1),
        "t.yaml",
        "extends: article\nfit: {white: 0.5}\n",
    );
    let theme = Theme::read(&theme, &mut Report::new());
    let style = theme.fit(Some(parse_paper("a5").unwrap()), None, &mut Report::new());
    // A line of white stands before and after each quotation.
    let body = |count: usize| -> String {
        (0..count)
            .map(|n| format!("> Quoted {n}.\n\nParagraph {n}.\n\n"))
            .collect()
    };
    let body = (4..)
        .map(body)
        .find(|body| pages("", body, |_| Press::new(style.clone())).0.pages.len() == 2)
        .unwrap();
    let (all, _) = pages("", &body, |_| Press::new(style.clone()));
    let count = 2;
    let fit = format!("fit: {}\n", count - 1);
    let (fitted, report) = pages(&fit, &body, |_| Press::new(style.clone()));
    assert_eq!(fitted.pages.len(), count - 1);
    let said = said(&report);
    let [(Severity::Note, message)] = &said[..] else {
        panic!("{said:?}");
    };
    assert!(message.contains("white between blocks"), "{message}");
    assert!(!message.contains(" pt on "), "{message}");
    let lines = |pages: &Pages| {
        (0..pages.pages.len())
            .map(|page| lines(pages, page))
            .sum::<usize>()
    };
    assert_eq!(lines(&fitted), lines(&all));
    // The theme of the suite allows none: there type shrinks.
    let (_, report) = pages(&fit, &body, usual);
    assert!(!self::said(&report)[0].1.contains("white"));
}

#[test]
fn a_text_that_fits_is_left_alone() {
    let body = text(6);
    let (all, _) = pages("", &body, usual);
    let (fitted, report) = pages("fit: 9\n", &body, usual);
    assert_eq!(format!("{:?}", all.pages), format!("{:?}", fitted.pages));
    assert_eq!(said(&report), []);
}

#[test]
fn a_text_that_is_far_too_long_is_set_as_usual_and_says_by_how_many_lines() {
    let body = text(24);
    let (all, _) = pages("", &body, usual);
    let (tried, report) = pages("fit: {pages: 1}\n", &body, usual);
    assert_eq!(size(&tried), size(&all));
    let said = said(&report);
    let [(Severity::Warning, message)] = &said[..] else {
        panic!("{said:?}");
    };
    let lines: usize = message
        .strip_prefix("too long for 1 page by ")
        .and_then(|rest| rest.split(' ').next()?.parse().ok())
        .unwrap();
    // Some forty lines stand on a page.
    let over = (all.pages.len() - 2) * 30;
    assert!(lines > over, "{lines} of {} pages", all.pages.len());
}

#[test]
fn a_short_text_is_widened_to_fill_its_pages() {
    let body = (1..)
        .map(text)
        .find(|body| {
            let (pages, _) = pages("", body, usual);
            pages.pages.len() == 3 && lines(&pages, 2) > 20
        })
        .unwrap();
    let (all, _) = pages("", &body, usual);
    let (filled, report) = pages("fit: {pages: 3, fill: true}\n", &body, usual);
    assert_eq!(filled.pages.len(), 3);
    assert!(size(&filled) >= size(&all));
    assert!(lines(&filled, 2) > lines(&all, 2));
    assert!(matches!(&said(&report)[..], [(Severity::Note, _)]));
}

#[test]
fn a_text_that_is_too_short_to_fill_its_pages_is_left_alone() {
    let body = text(2);
    let (all, _) = pages("", &body, usual);
    let (tried, report) = pages("fit: {pages: 7, fill: true}\n", &body, usual);
    assert_eq!(size(&tried), size(&all));
    assert!(
        matches!(&said(&report)[..], [(Severity::Warning, message)] if message.starts_with("too short"))
    );
}

#[test]
fn no_last_page_has_a_few_lines_where_paragraphs_can_help_it() {
    let (mut some, mut few) = (0, 0);
    for paragraphs in 8..40 {
        let (pages, _) = pages("", &text(paragraphs), usual);
        let last = pages.pages.len() - 1;
        some += usize::from(last > 0);
        few += usize::from(last > 0 && lines(&pages, last) < 5);
    }
    // Of the same texts, set without regard to their ends, seven end so.
    assert!(some > 25 && few == 0, "{few} of {some}");
}

#[test]
fn what_is_no_number_of_pages_is_an_error() {
    for wrong in ["0", "two", "{fill: true}", "{pages: 2, fill: wide}", "[1]"] {
        let (_, report) = pages(&format!("fit: {wrong}\n"), "Text.", usual);
        assert!(
            report.iter().any(|said| said.code == Code::WrongValue),
            "{wrong}: {report}"
        );
    }
    let (_, report) = pages("fit: {pages: 2, full: true}\n", "Text.", usual);
    assert!(report.iter().any(|said| said.code == Code::UnknownKey));
}

#[test]
fn what_is_asked_for_is_accounted_for() {
    for fit in [
        "2",
        "{pages: 2}",
        "{pages: 2, fill: true}",
        "{pages: 2, fill: false}",
    ] {
        Desk::new()
            .file(
                "a.md",
                format!("---\ntitle: A\nlang: en\nfit: {fit}\n---\n\nText.\n"),
            )
            .export("a.md --proof")
            .status(0);
    }
}

#[test]
fn an_article_of_a_book_is_not_fitted_alone() {
    let desk = Desk::new()
        .file("a.md", "---\ntitle: A\nlang: en\nfit: 1\n---\n\nText.\n")
        .file("b.md", "---\ntitle: B\nlang: en\n---\n\nText.\n")
        .export("a.md b.md --book Both --pdf")
        .status(0);
    assert!(desk.said().contains("note[copyfit]"), "{}", desk.said());
    Desk::new()
        .file("a.md", "---\ntitle: A\nlang: en\n---\n\nText.\n")
        .export("a.md --fill --pdf")
        .status(2);
    for wrong in ["0", "two", "-1"] {
        Desk::new()
            .export(&format!("a.md --fit-pages={wrong}"))
            .status(2)
            .says("a whole number from 1 on");
    }
}
