//! Pages made by hand, and each figure of them.

use super::*;
use crate::font::{Family, Look, Shaped};
use crate::geom::Point;
use crate::lang::Lang;
use crate::layout::placed::{
    Dress, Justified, Line, Owner, Page, Part, Piece, PieceKind, PlacedLine, Thing, ThingKind,
};
use crate::model::ledger::Change;
use crate::model::{Article, Attributes, Block, BlockKind, Inline, InlineKind, Node, NodeId, Note};
use crate::source::SourceId;
use crate::style::Colour;
use std::sync::Arc;

/// What a word space would like to be.
const SPACE: f64 = 2.5;
/// Each letter is so wide.
const LETTER: f64 = 5.0;
/// From baseline to baseline.
const LINE: f64 = 12.0;

fn node(index: u32) -> NodeId {
    NodeId {
        source: SourceId(0),
        index,
    }
}

const PARAGRAPH: u32 = 1;
const RUN: u32 = 2;
const NOTE: u32 = 3;

fn dress(lang: &str) -> Arc<Dress> {
    Arc::new(Dress {
        run: node(RUN),
        holder: node(PARAGRAPH),
        size: Pt(10.0),
        rise: Pt::ZERO,
        colour: Colour(0.0, 0.0, 0.0),
        look: Look {
            family: Family::Serif,
            bold: false,
            italic: false,
        },
        lang: Lang::parse(lang).unwrap(),
        link: None,
        note: None,
        struck: false,
    })
}

/// A line that says this, with word spaces so many times their ideal. `¬` is a
/// hyphen that stands at the line's end only.
fn line_in(lang: &str, text: &str, times: f64) -> Line {
    let dress = dress(lang);
    let mut line = Line {
        fit: 1.0,
        ..Line::default()
    };
    let (mut x, mut at) = (0.0, 0);
    for part in text.split_inclusive(['\u{a0}', '\u{202f}', ' ', '¬']) {
        let end = part
            .chars()
            .next_back()
            .filter(|c| " \u{a0}\u{202f}¬".contains(*c));
        let word = part.trim_end_matches(['\u{a0}', '\u{202f}', ' ', '¬']);
        let mut push = |kind, width: f64, length: usize| {
            line.pieces.push(Piece {
                x: Pt(x),
                width: Pt(width),
                kind,
                dress: Arc::clone(&dress),
                range: at..at + length as u32,
            });
            x += width;
            at += length as u32;
        };
        let shaped = |text: &str| {
            Arc::new(Shaped {
                text: text.into(),
                ..Shaped::default()
            })
        };
        if !word.is_empty() {
            let width = LETTER * word.chars().count() as f64;
            push(PieceKind::Word(shaped(word)), width, word.len());
        }
        match end {
            Some('¬') => push(PieceKind::Hyphen(shaped("-")), LETTER, 0),
            Some('\u{202f}') => push(PieceKind::Space('\u{202f}'), 1.0, 3),
            Some(c) => push(PieceKind::Space(c), SPACE * times, c.len_utf8()),
            None => {}
        }
    }
    line.width = Pt(x);
    line.hyphenated = text.ends_with('¬');
    line.justified = Some(Justified {
        full: true,
        room: Pt(x),
        space: Pt(SPACE),
        ..Justified::default()
    });
    line
}

fn line(text: &str) -> Line {
    line_in("fr", text, 1.0)
}

fn spaced(times: f64) -> Line {
    line_in("fr", "un mot et un autre", times)
}

fn part(line: &mut Line) -> &mut Justified {
    line.justified.as_mut().unwrap()
}

/// Lines as those of one paragraph: the last is not full.
fn paragraph(mut lines: Vec<Line>) -> Vec<Line> {
    if let Some(first) = lines.first_mut() {
        part(first).first = true;
    }
    if let Some(last) = lines.last_mut() {
        part(last).last = true;
        part(last).full = false;
    }
    lines
}

/// Full lines between a first and a last one that is nothing special.
fn amid(mut lines: Vec<Line>) -> Vec<Line> {
    lines.push(line("une dernière ligne assez longue"));
    paragraph(lines)
}

fn placed(line: Line, y: f64, owner: Owner) -> Thing {
    Thing {
        owner,
        kind: ThingKind::Line(PlacedLine {
            origin: Point {
                x: Pt::ZERO,
                y: Pt(y),
            },
            line: Arc::new(line),
        }),
    }
}

fn page(lines: Vec<Line>) -> Page {
    let body = Owner::Node(node(PARAGRAPH), Part::Body);
    let placed = |(i, line)| placed(line, 100.0 + LINE * i as f64, body);
    Page {
        things: lines.into_iter().enumerate().map(placed).collect(),
        ..Page::default()
    }
}

fn of_pages(pages: Vec<Page>) -> Quality {
    let pages = Pages {
        pages,
        ..Pages::default()
    };
    measure(&pages, &Publication::default())
}

fn of(lines: Vec<Line>) -> Quality {
    of_pages(vec![page(lines)])
}

#[track_caller]
fn near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-9, "{value}, not {expected}");
}

#[test]
fn lines_are_counted_and_last_lines_are_not_justified() {
    let mut lines = amid(vec![line("une ligne"), line("une ligne")]);
    lines.extend(paragraph(vec![line("un mot")]));
    let quality = of(lines);
    assert_eq!((quality.pages, quality.lines, quality.justified), (1, 4, 2));
}

#[test]
fn a_line_its_author_broke_is_not_justified() {
    let mut broken = line("Lyon, le 3 mars");
    part(&mut broken).full = false;
    assert_eq!(of(amid(vec![broken])).justified, 0);
}

#[test]
fn word_spaces_are_told_by_their_ideal() {
    let times = [0.7, 1.0, 1.6, 2.3];
    let spaces = of(amid(times.map(spaced).to_vec())).spaces.unwrap();
    near(spaces.mean, 1.4);
    near(spaces.sd, (1.5_f64 / 4.0).sqrt());
    near(spaces.least, 0.7);
    near(spaces.most, 2.3);
    near(spaces.over_150, 50.0);
    near(spaces.over_200, 25.0);
    near(spaces.under_80, 25.0);
}

#[test]
fn badness_is_a_hundred_where_stretch_or_shrink_is_used_up_and_has_an_end() {
    let badness = |times: &[f64]| {
        let lines = times.iter().map(|times| spaced(*times));
        of(amid(lines.collect())).spaces.unwrap().badness
    };
    near(badness(&[1.0]), 0.0);
    near(badness(&[1.5]), 100.0);
    near(badness(&[2.0 / 3.0]), 100.0);
    near(badness(&[9.0]), 10_000.0);
    near(badness(&[1.5, 1.0]), 50.0);
}

#[test]
fn the_spaces_of_french_marks_and_fixed_spaces_are_no_word_spaces() {
    for text in [
        "«\u{a0}Oui\u{a0}» dit-il\u{a0}: non",
        "les 12\u{202f}345 mots",
        "Quoi\u{202f}! Rien",
    ] {
        // Those beside a mark are twice as wide as word spaces here.
        let mut line = line(text);
        for piece in &mut line.pieces {
            if matches!(piece.kind, PieceKind::Space('\u{a0}')) {
                piece.width = Pt(SPACE * 2.0);
            }
        }
        let spaces = of(amid(vec![line])).spaces.unwrap();
        near(spaces.mean, 1.0);
    }
    let tied = of(amid(vec![line_in("fr", "M.\u{a0}Fogg", 1.5)]));
    near(tied.spaces.unwrap().mean, 1.5);
}

#[test]
fn a_line_of_one_word_has_no_space_to_be_told() {
    let quality = of(amid(vec![line("anticonstitutionnellement")]));
    assert_eq!(quality.spaces, None);
    assert_eq!(quality.justified, 1);
}

#[test]
fn the_space_at_the_end_of_a_line_is_none_of_it() {
    let spaces = of(amid(vec![line_in("fr", "un mot ", 1.2)])).spaces;
    near(spaces.unwrap().mean, 1.2);
}

#[test]
fn hyphens_are_those_that_the_setter_put() {
    let quality = of(amid(vec![
        line("impri¬"),
        line("merie de la Grande-"),
        line("Bretagne, une ligne"),
        line("et une autre"),
    ]));
    assert_eq!(quality.hyphens, 1);
    near(quality.hyphen_share, 25.0);
}

#[test]
fn a_soft_hyphen_of_the_author_is_one_of_the_setters() {
    assert_eq!(of(amid(vec![line("impri\u{ad}")])).hyphens, 1);
}

#[test]
fn ladders_are_hyphens_one_under_the_other_those_of_words_among_them() {
    let quality = of(amid(vec![
        line("une¬"),
        line("deux-"),
        line("fin"),
        line("une¬"),
        line("deux¬"),
        line("trois¬"),
        line("fin"),
        line("une¬"),
    ]));
    assert_eq!((quality.ladders, quality.long_ladders), (2, 1));
}

#[test]
fn a_page_that_ends_in_a_hyphen_is_told() {
    let lines = amid(vec![line("une ligne"), line("impri¬"), line("merie une")]);
    let (first, second) = lines.split_at(2);
    let pages = vec![page(first.to_vec()), page(second.to_vec())];
    assert_eq!(of_pages(pages).page_hyphens, 1);
}

#[test]
fn a_capital_within_a_sentence_is_a_name_but_not_in_german() {
    let names = |lang: &str, lines: &[&str]| {
        let lines = lines.iter().map(|text| line_in(lang, text, 1.0));
        of(amid(lines.collect())).cut_names
    };
    assert_eq!(names("fr", &["le nouveau Passe¬"]), 1);
    assert_eq!(names("fr", &["une ligne ", "Passe¬", "partout"]), 1);
    assert_eq!(names("fr", &["l’Angle¬"]), 1);
    assert_eq!(names("fr", &["Passe¬"]), 0, "it opens the paragraph");
    assert_eq!(names("fr", &["à son tour. Passe¬"]), 0, "or a sentence");
    assert_eq!(names("fr", &["à son tour. ", "Passe¬"]), 0);
    assert_eq!(names("fr", &["le nouveau pas¬"]), 0);
    assert_eq!(names("fr", &["la Grande-"]), 0, "the hyphen is its own");
    assert_eq!(names("de", &["die Schrift¬"]), 0);
}

#[test]
fn a_name_over_three_lines_is_cut_twice() {
    let quality = of(amid(vec![line("le Passe¬"), line("par¬"), line("tout et")]));
    assert_eq!(quality.cut_names, 2);
}

#[test]
fn widows_open_pages_and_orphans_end_them() {
    let lines = || amid(vec![line("une ligne"), line("une ligne")]);
    let cut = |at: usize| {
        let lines = lines();
        let (first, second) = lines.split_at(at);
        let quality = of_pages(vec![page(first.to_vec()), page(second.to_vec())]);
        (quality.widows, quality.orphans)
    };
    assert_eq!(cut(2), (1, 0));
    assert_eq!(cut(1), (0, 1));
    let short = || page(paragraph(vec![line("une seule ligne")]));
    let quality = of_pages(vec![short(), short()]);
    assert_eq!((quality.widows, quality.orphans), (0, 0));
}

#[test]
fn a_runt_is_shorter_than_two_indents_or_of_five_letters() {
    let runts = |last: &str, indent: f64| {
        let mut lines = paragraph(vec![line("une ligne"), line(last)]);
        part(&mut lines[0]).indent = Pt(indent);
        of(lines).runts
    };
    assert_eq!(runts("longue.", 17.4), 0, "35 points");
    assert_eq!(runts("longue.", 17.6), 1);
    assert_eq!(runts("été. ", 10.0), 1);
    assert_eq!(runts("l’été.", 10.0), 0);
    assert_eq!(runts("l’été.", 0.0), 0, "an em for an indent");
    assert_eq!(of(paragraph(vec![line("Oui.")])).runts, 0);
}

#[test]
fn a_last_line_that_is_the_end_of_a_word_is_a_fragment() {
    let fragments =
        |before: &str, last: &str| of(paragraph(vec![line(before), line(last)])).fragments;
    assert_eq!(fragments("l’impri¬", "merie."), 1);
    assert_eq!(fragments("l’impri¬", "merie royale."), 0);
    assert_eq!(fragments("la belle ", "imprimerie."), 0);
}

#[test]
fn a_line_wider_than_its_room_is_overfull() {
    let overfull = |more: f64| {
        let mut wide = line("https://example.org/");
        part(&mut wide).room = wide.width - Pt(more);
        of(amid(vec![wide])).overfull
    };
    assert_eq!((overfull(0.1), overfull(1.0)), (0, 1));
}

#[test]
fn feet_are_short_by_a_line_or_more_though_matter_follows() {
    let page = |short: Option<f64>| Page {
        short: short.map(Pt),
        ..page(amid(vec![line("une ligne"), line("une ligne")]))
    };
    let quality = of_pages(vec![
        page(Some(0.0)),
        page(Some(LINE)),
        page(Some(3.0)),
        page(None),
    ]);
    assert_eq!(quality.short_feet, 1);
    near(quality.feet_sd, 26.0_f64.sqrt());
}

#[test]
fn lines_off_the_grid_of_their_page_are_told() {
    let mut page = page(amid(vec![line("une ligne"); 3]));
    if let ThingKind::Line(placed) = &mut page.things[3].kind {
        placed.origin.y += Pt(5.0);
    }
    near(of_pages(vec![page]).on_grid, 75.0);
}

#[test]
fn letterfit_is_told_of_the_lines_that_are_justified() {
    let fitted = |fit: f64| Line {
        fit,
        ..line("une ligne")
    };
    let mut lines = amid(vec![fitted(0.985), fitted(1.0), fitted(1.02)]);
    lines[3].fit = 1.5;
    let fit = of(lines).letterfit.unwrap();
    near(fit.least, -1.5);
    near(fit.most, 2.0);
}

#[test]
fn the_ten_loosest_and_the_ten_tightest_lines_are_told_the_worst_first() {
    let loose = (0..12).map(|i| spaced(1.1 + f64::from(i) * 0.1));
    let tight = [0.9, 0.7, 1.0].map(spaced);
    let quality = of(amid(loose.chain(tight).collect()));
    assert_eq!(quality.loosest.len(), 10);
    near(quality.loosest[0].space, 2.2);
    near(quality.loosest[9].space, 1.3);
    let tightest: Vec<f64> = quality.tightest.iter().map(|line| line.space).collect();
    assert_eq!(tightest.len(), 2);
    near(tightest[0], 0.7);
    near(tightest[1], 0.9);
    assert_eq!(quality.loosest[0].text, "un mot et un autre");
    assert_eq!(quality.loosest[0].page, 1);
}

/// A publication of a paragraph and a note, whose one run stands at byte 100.
fn publication() -> Publication {
    let node = |index| Node {
        id: node(index),
        span: Span::new(SourceId(0), 100..160),
        lang: None,
    };
    let block = |index, content| Block {
        node: node(index),
        attributes: Attributes::default(),
        kind: BlockKind::Paragraph(content),
    };
    let run = Inline {
        node: node(RUN),
        kind: InlineKind::Text(String::new()),
    };
    let note = Inline {
        node: node(9),
        kind: InlineKind::Note(Note {
            label: "1".into(),
            body: vec![block(NOTE, Vec::new())],
        }),
    };
    let mut article = Article {
        body: vec![block(PARAGRAPH, vec![run, note])],
        ..Article::default()
    };
    let change = Change {
        at: 2,
        before: " ".into(),
        after: "\u{a0}".into(),
        rule: "test",
    };
    article.ledger.record(super::tests::node(RUN), vec![change]);
    Publication::single(article)
}

#[test]
fn a_line_leads_back_to_its_place_in_the_source() {
    let pages = Pages {
        pages: vec![page(amid(vec![line_in("fr", "M.\u{a0}Fogg va ", 1.4)]))],
        ..Pages::default()
    };
    let quality = measure(&pages, &publication());
    // The no-break space has two bytes, the author's space one.
    let expected = Span::new(SourceId(0), 100..110);
    assert_eq!(quality.loosest[0].span, Some(expected));
    assert_eq!(quality.loosest[0].text, "M.\u{a0}Fogg va");
}

#[test]
fn notes_labels_and_ragged_text_are_not_counted() {
    let mut page = page(amid(vec![line("une ligne")]));
    let ragged = Line {
        justified: None,
        ..line("un titre")
    };
    let body = Owner::Node(node(PARAGRAPH), Part::Body);
    let note = Owner::Node(node(NOTE), Part::Body);
    let label = Owner::Node(node(PARAGRAPH), Part::Label);
    for (line, owner) in [(ragged, body), (line("a b"), note), (line("1."), label)] {
        page.things.push(placed(line, 300.0, owner));
    }
    let pages = Pages {
        pages: vec![page],
        ..Pages::default()
    };
    assert_eq!(measure(&pages, &publication()).lines, 2);
}

#[test]
fn of_no_pages_there_is_nothing_to_tell() {
    assert_eq!(of_pages(Vec::new()), Quality::default());
}

#[test]
fn machines_get_thousandths() {
    let quality = of(amid(vec![spaced(1.0), spaced(1.0), line("impri¬")]));
    let json = serde_json::to_value(quality).unwrap();
    assert_eq!(json["hyphen_share"], 33.333);
    assert_eq!(json["letterfit"]["most"], 0.0);
}
