//! The proof takes time as its files have length, whether they are right or
//! wrong in every line.

use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::model::Publication;
use pressroom::proof;
use pressroom::source::{Source, SourceId};
use pressroom::style::{Style, parse_paper};
use pressroom::{read, typography, write};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// How many parts the shorter article has.
const SHORT: usize = 24;
/// How much longer the longer article is.
const LONGER: usize = 8;
/// How many times longer its proof may take. (A proof that looks at everything
/// again for every line would take 64 times as long.)
const SLOWER: u32 = 20;
/// Times below this are not compared.
const LEAST: Duration = Duration::from_millis(8);

/// A word of its own for each number.
fn word(number: usize) -> String {
    let letters = "etaoinshrdlucm".as_bytes();
    let mut number = number.wrapping_mul(2_654_435_761) % 1_000_003;
    let mut word = String::new();
    while number > 0 {
        word.push(char::from(letters[number % letters.len()]));
        number /= letters.len();
    }
    word
}

/// An article of so many parts, each with a link, a note, a list and a table.
fn article(parts: usize, first_word: usize) -> Publication {
    let mut text = String::from("---\ntitle: At length\nlang: en\n---\n");
    let mut next = first_word;
    let mut words = |count: usize| {
        next += count;
        let words: Vec<String> = (next - count..next).map(word).collect();
        words.join(" ")
    };
    for part in 0..parts {
        let _ = write!(
            text,
            "\n\n{} [{}](https://example.org/{part}) {}[^{part}] .\n\n- {}\n- {}\n\n| {} | {} |\n|---|---|\n| {} | {} |\n\n[^{part}]: {}",
            words(20),
            words(1),
            words(20),
            words(4),
            words(9),
            words(1),
            words(1),
            words(2),
            words(16),
            words(12),
        );
    }
    let source = Source::new(SourceId(0), "a.md", &text);
    let mut report = Report::new();
    let article = read::read(&source, &read::Options::default(), &mut report);
    Publication::single(typography::polish(article, &mut report))
}

fn written(publication: &Publication) -> String {
    let press = Press::new(Style::article(parse_paper("a4").unwrap()));
    let mut report = Report::new();
    let ready = press.open(publication, &mut report);
    let output = press.write(&ready, write::Format::Text, &mut report);
    String::from_utf8(output.unwrap().bytes).unwrap()
}

/// The shortest of some times, and how many faults were found.
fn timed(publication: &Publication, text: &str) -> (Duration, usize) {
    let mut best = (Duration::MAX, 0);
    for _ in 0..2 {
        let start = Instant::now();
        let mut report = Report::new();
        let proof = proof::prove(publication, "a.txt", text.as_bytes(), None, &mut report);
        let proof = proof.unwrap();
        best = best.min((start.elapsed(), proof.faults.len() + proof.more));
    }
    best
}

#[track_caller]
fn keeps_pace(spoil: impl Fn(&str, usize) -> String, is_right: bool) {
    let measure = || {
        let times = [SHORT, SHORT * LONGER].map(|parts| {
            let publication = article(parts, 0);
            let (time, faults) = timed(&publication, &spoil(&written(&publication), parts));
            assert_eq!(faults == 0, is_right, "{faults} faults");
            time.max(LEAST)
        });
        (times[1] < times[0] * SLOWER, times)
    };
    // Other programs may have taken the time: only what is slow again and again is slow.
    let mut tries = (0..3).map(|_| measure());
    let is_even = tries.find(|(is_even, _)| *is_even).is_some();
    assert!(is_even, "{:?}", measure().1);
}

#[test]
fn a_text_that_is_right_is_proved_at_an_even_pace() {
    keeps_pace(|text, _| text.to_owned(), true);
}

#[test]
fn the_text_of_another_article_is_refused_at_an_even_pace() {
    keeps_pace(|_, parts| written(&article(parts, 500_000)), false);
}

#[test]
fn a_text_that_ends_halfway_is_refused_at_an_even_pace() {
    keeps_pace(
        |text, _| text.chars().take(text.chars().count() / 2).collect(),
        false,
    );
}

#[test]
fn a_text_without_every_other_paragraph_is_refused_at_an_even_pace() {
    keeps_pace(
        |text, _| {
            let kept: Vec<&str> = text.split("\n\n").step_by(2).collect();
            kept.join("\n\n")
        },
        false,
    );
}

#[test]
fn a_text_whose_paragraphs_stand_in_any_order_is_refused_at_an_even_pace() {
    keeps_pace(
        |text, _| {
            let mut all: Vec<&str> = text.split("\n\n").collect();
            all.sort_unstable();
            all.join("\n\n")
        },
        false,
    );
}

#[test]
fn a_thousand_paragraphs_of_one_link_each_are_proved_at_once() {
    let mut text = String::from("---\ntitle: Links\nlang: en\n---\n");
    for number in 0..1000 {
        let _ = write!(text, "\n\n[Link {number}](https://example.org/{number})");
    }
    let source = Source::new(SourceId(0), "a.md", &text);
    let article = read::read(&source, &read::Options::default(), &mut Report::new());
    let publication = Publication::single(article);
    let (time, faults) = timed(&publication, &written(&publication));
    assert_eq!(faults, 0);
    assert!(time < Duration::from_secs(2), "{time:?}");
}
