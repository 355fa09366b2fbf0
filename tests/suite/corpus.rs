//! The corpus of letters: everything that `tests/corpus` holds goes through all
//! three formats, and the proof finds all of it again.
//!
//! `PRESSROOM_TABLE=1 cargo test --test suite corpus -- --nocapture` prints what
//! each language came to.

use crate::letters::{Sample, exemplars, named, publication};
use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::internals::{Family, Look, Setting};
use pressroom::proof::{self, Proof};
use pressroom::style::{Style, parse_paper};
use pressroom::write::Format;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Exports samples in all formats and proves them. The faces are those of the
/// binary alone.
#[track_caller]
fn assert_whole(samples: &[Sample]) {
    let press = Press::new(Style::article(parse_paper("a4").unwrap()));
    let publication = publication(samples);
    let mut report = Report::new();
    let ready = press.open(&publication, &mut report);
    for format in Format::ALL {
        let output = press.write(&ready, format, &mut report).unwrap();
        let proof = proof::prove(
            &publication,
            format.name(),
            &output.bytes,
            Some(true),
            &mut report,
        )
        .unwrap();
        assert!(proof.is_whole(), "{proof}");
        assert!(proof.characters() > 0);
    }
    let missing: Vec<_> = report
        .iter()
        .filter(|d| d.code == "missing-glyph")
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

fn decomposed(samples: Vec<Sample>) -> Vec<Sample> {
    let nfd = |sample: Sample| Sample {
        text: sample.text.nfd().collect(),
        ..sample
    };
    samples.into_iter().map(nfd).collect()
}

#[test]
fn all_of_din_91379_comes_back_composed_and_decomposed() {
    let letters = named("din-91379.txt");
    let count: usize = letters.iter().map(|s| s.text.split(' ').count()).sum();
    assert_eq!(count, 925, "letters, sequences and signs");
    assert_whole(&letters);
    assert_whole(&decomposed(letters));
}

#[test]
fn the_letters_of_every_language_that_the_faces_serve_come_back() {
    let languages = exemplars();
    assert!(languages.len() > 290, "{}", languages.len());
    assert_whole(&languages);
    assert_whole(&decomposed(languages));
}

#[test]
fn a_sentence_in_each_of_eighty_languages_comes_back() {
    let sentences = named("pangrams.txt");
    assert!(sentences.len() >= 80, "{}", sentences.len());
    assert_whole(&sentences);
    assert_whole(&decomposed(sentences));
}

#[test]
fn marks_on_marks_come_back_on_their_letters() {
    assert_whole(&named("stacked.txt"));
}

#[test]
fn the_table_of_languages_can_be_printed() {
    if std::env::var_os("PRESSROOM_TABLE").is_none() {
        return;
    }
    let press = Press::new(Style::article(parse_paper("a4").unwrap()));
    println!("| language | letters | lost in PDF, EPUB, text | faces |\n| --- | --- | --- | --- |");
    for sample in exemplars() {
        let letters: BTreeSet<&str> = sample.text.split_whitespace().collect();
        let publication = publication(std::slice::from_ref(&sample));
        let mut report = Report::new();
        let ready = press.open(&publication, &mut report);
        let lost: Vec<String> = Format::ALL
            .iter()
            .map(|format| {
                let output = press.write(&ready, *format, &mut report).unwrap();
                let proof = proof::prove(&publication, "", &output.bytes, Some(true), &mut report);
                proof.map_or("?".into(), |proof: Proof| proof.faults.len().to_string())
            })
            .collect();
        let look = Look {
            family: Family::Serif,
            bold: false,
            italic: false,
        };
        let faces = ready
            .fonts()
            .faces_for(&sample.text, &Setting::of(look, &sample.lang));
        let faces: Vec<&str> = faces
            .iter()
            .map(|face| ready.fonts().face(*face).family())
            .collect();
        println!(
            "| {} | {} | {} | {} |",
            sample.name,
            letters.len(),
            lost.join(", "),
            faces.join(", ")
        );
    }
}
