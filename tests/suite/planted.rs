//! Every fault that is planted in a file is found: a letter, a word or a line
//! that is lost, doubled, altered or swapped.

use crate::hard::{self, Dice};
use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::internals::read_back;
use pressroom::internals::said::{Kind, Piece, Said};
use pressroom::model::Publication;
use pressroom::proof;
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, parse_paper};
use pressroom::write::Format;
use pressroom::{read, typography};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// What is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    LetterLost,
    LetterDoubled,
    LetterAltered,
    LettersSwapped,
    WordLost,
    WordDoubled,
    WordsSwapped,
    LineLost,
    LineDoubled,
    LinesSwapped,
}

const FAULTS: [Fault; 10] = [
    Fault::LetterLost,
    Fault::LetterDoubled,
    Fault::LetterAltered,
    Fault::LettersSwapped,
    Fault::WordLost,
    Fault::WordDoubled,
    Fault::WordsSwapped,
    Fault::LineLost,
    Fault::LineDoubled,
    Fault::LinesSwapped,
];

/// A generated article, set.
struct Manuscript {
    publication: Publication,
    press: Press,
    _folder: tempfile::TempDir,
}

impl Manuscript {
    fn of(text: &str) -> Manuscript {
        let folder = tempfile::tempdir().unwrap();
        hard::write_pictures(folder.path());
        let source = Source::new(SourceId(0), "a.md", text);
        let mut report = Report::new();
        let article = read::read(&source, &read::Options::default(), &mut report);
        let article = typography::polish(article, &mut report);
        let mut publication = Publication::single(article);
        read::settle_links(&mut publication, &[source], None, &mut report);
        let mut press = Press::new(Style::article(parse_paper("a4").unwrap()));
        press.assets().allow(SourceId(0), folder.path());
        Manuscript {
            publication,
            press,
            _folder: folder,
        }
    }

    /// What its file of a format says.
    fn said(&self, format: Format) -> Said {
        let mut report = Report::new();
        let ready = self.press.open(&self.publication, &mut report);
        let output = self.press.write(&ready, format, &mut report).unwrap();
        let bytes = &output.bytes;
        read_back(format, bytes).unwrap()
    }

    fn faults(&self, format: Format, pieces: Vec<Piece>) -> usize {
        let said = Said {
            pieces,
            faults: Vec::new(),
            structured: format != Format::Text,
        };
        let report = &mut Report::new();
        let found = proof::prove_said(&self.publication, "file", format, said, None, report);
        found
            .faults
            .iter()
            .filter(|f| f.code != "glyph-framed")
            .count()
    }
}

/// Letters that a file may have or not: nobody sees them.
fn is_silent(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    })
}

/// Lines that are drawn, and no text.
fn is_drawn(text: &str) -> bool {
    text.chars().all(|c| "=-─* ".contains(c))
}

/// A text to the reader: spaces and equivalent letters are alike.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<String>().nfd().collect()
}

/// Plants a fault in the pieces, if the dice find a place for it. Gives what it
/// is, in words.
fn plant(pieces: &mut Vec<Piece>, fault: Fault, dice: &mut Dice) -> Option<String> {
    let places: Vec<usize> = (0..pieces.len())
        .filter(|at| {
            let piece = &pieces[*at];
            piece.kind == Kind::Text && !is_drawn(&piece.text) && !is_silent(&piece.text)
        })
        .collect();
    if places.is_empty() {
        return None;
    }
    let number = dice.from(0, places.len() - 1);
    let at = places[number];
    let text = pieces[at].text.clone();
    let (parts, by_letter): (Vec<&str>, bool) = match fault {
        Fault::LetterLost | Fault::LetterDoubled | Fault::LetterAltered | Fault::LettersSwapped => {
            (text.graphemes(true).collect(), true)
        }
        _ => (text.split(' ').collect(), false),
    };
    let part = dice.from(0, parts.len() - 1);
    let (one, next) = (parts[part], parts.get(part + 1).copied());
    let rebuilt = |parts: &[&str]| parts.join(if by_letter { "" } else { " " });
    let mut changed = parts.clone();
    match fault {
        Fault::LetterLost | Fault::WordLost => {
            changed.remove(part);
        }
        Fault::LetterDoubled | Fault::WordDoubled => changed.insert(part, one),
        Fault::LetterAltered => changed[part] = if one == "ж" { "x" } else { "ж" },
        Fault::LettersSwapped | Fault::WordsSwapped => {
            next?;
            changed.swap(part, part + 1);
        }
        Fault::LineLost => {
            let lost = pieces.remove(at);
            return Some(lost.text);
        }
        Fault::LineDoubled => {
            let mut doubled = pieces[at].clone();
            doubled.opens = true;
            pieces.insert(at, doubled);
            return Some(text);
        }
        Fault::LinesSwapped => {
            let other = *places.get(number + 1)?;
            if plain(&format!("{text}{}", pieces[other].text))
                == plain(&format!("{}{text}", pieces[other].text))
            {
                return None;
            }
            let told = format!("{text} <> {}", pieces[other].text);
            // Each stands where the other stood.
            pieces[at].text = pieces[other].text.clone();
            pieces[other].text = text;
            return Some(told);
        }
    }
    if is_silent(one) && fault != Fault::LettersSwapped {
        return None;
    }
    let changed = rebuilt(&changed);
    if plain(&changed) == plain(&text) {
        return None;
    }
    pieces[at].text = changed.clone();
    Some(format!("{text} -> {changed}"))
}

/// Plants faults of all kinds in articles, and gives how many of each were
/// planted and those that were not found.
fn unfound(
    format: Format,
    numbers: impl Iterator<Item = u64>,
    each: usize,
) -> (BTreeMap<Fault, usize>, Vec<String>) {
    let (mut planted, mut unfound) = (BTreeMap::new(), Vec::new());
    for number in numbers {
        let manuscript = Manuscript::of(&hard::article(number));
        let said = manuscript.said(format);
        assert_eq!(
            manuscript.faults(format, said.pieces.clone()),
            0,
            "article {number}"
        );
        let mut dice = Dice(number ^ 0x5eed);
        for fault in FAULTS {
            for _ in 0..each {
                let mut pieces = said.pieces.clone();
                let Some(what) = plant(&mut pieces, fault, &mut dice) else {
                    continue;
                };
                *planted.entry(fault).or_default() += 1;
                if manuscript.faults(format, pieces) == 0 {
                    unfound.push(format!("{number}: {fault:?}: {what}"));
                }
            }
        }
    }
    (planted, unfound)
}

fn check(format: Format) {
    let step = if crate::harness::is_dense() { 20 } else { 500 };
    let (planted, unfound) = unfound(format, (7..2 * hard::ODD).step_by(step), 3);
    assert!(
        FAULTS.iter().all(|fault| planted.contains_key(fault)),
        "{planted:?}"
    );
    println!("{format:?}: {planted:?}, {} not found", unfound.len());
    assert!(unfound.is_empty(), "{}", unfound.join("\n"));
}

#[test]
fn faults_planted_in_a_text_are_found() {
    check(Format::Text);
}

#[test]
fn faults_planted_in_an_epub_are_found() {
    check(Format::Epub);
}

#[test]
fn faults_planted_in_a_pdf_are_found() {
    check(Format::Pdf);
}

/// An article with every sign that is not its author's.
const SIGNED: &str = "---
title: Signs
dateline: Lyon
date: 2026-03-04
source: Somebody
---

A sign ![of what](none.png) in a line.

> Words of another.
>
> — Another

![](pictures/wide.png \"Caption\"){alt=\"\" credit=\"Photographer\"}
";

#[test]
fn signs_that_a_file_must_have_are_missed() {
    let article = Manuscript::of(SIGNED);
    let everywhere = [Format::Text, Format::Epub, Format::Pdf];
    for (sign, formats) in [
        ("Source:", &everywhere[..]),
        (",", &everywhere),
        ("—", &[Format::Text]),
        ("(", &[Format::Text]),
        (")", &[Format::Text]),
        ("[of what]", &[Format::Pdf]),
    ] {
        for format in formats {
            let mut pieces = article.said(*format).pieces;
            assert_eq!(article.faults(*format, pieces.clone()), 0, "{format:?}");
            let has_it = |piece: &Piece| piece.text.contains(sign);
            let at = pieces.iter().position(has_it).unwrap();
            let text = pieces[at].text.replacen(sign, "", 1);
            match text.trim() {
                "" => drop(pieces.remove(at)),
                _ => pieces[at].text = text,
            }
            assert_ne!(article.faults(*format, pieces), 0, "{format:?}: {sign}");
        }
    }
}
