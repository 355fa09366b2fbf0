//! How long exporting takes.
//!
//! The text is made of the words of `articles/`, so that it has every kind of
//! block, and is as long as the bench asks for.

#![allow(clippy::expect_used)] // a check that cannot go on has failed
#![allow(missing_docs)] // criterion makes its own functions

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use pressroom::diag::Report;
use pressroom::export::Press;
use pressroom::model::{Article, Picture, Publication};
use pressroom::source::{Source, SourceId, Span};
use pressroom::style::{Style, parse_paper};
use pressroom::write::Format;
use pressroom::{proof, read, typography};
use std::hint::black_box;

/// The body of an article without its front matter, repeated to so many words.
fn source(words: usize) -> Source {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/articles/en-proof.md");
    let text = std::fs::read_to_string(path).expect("the article");
    let body = text.split("\n---\n").nth(1).expect("a body");
    let count = body.split_whitespace().count();
    let mut whole = String::from("---\ntitle: A bench\nlang: en-GB\n---\n");
    for (number, paragraph) in body.split("\n\n").cycle().enumerate() {
        if number * count / body.split("\n\n").count() > words {
            break;
        }
        // Notes and anchors may stand only once in a text.
        if !paragraph.starts_with("[^") && !paragraph.starts_with("::") {
            whole.push_str("\n\n");
            whole.push_str(paragraph);
        }
    }
    Source::new(SourceId(0), "bench.md", &whole)
}

fn article(source: &Source) -> Article {
    let mut report = Report::new();
    let article = read::read(source, &read::Options::default(), &mut report);
    typography::polish(article, &mut report)
}

fn press() -> Press {
    Press::new(Style::article(parse_paper("a4").expect("a paper")))
}

/// A press article, from its source to all three files, with a cold press.
fn one_article(c: &mut Criterion) {
    let source = source(1_500);
    c.bench_function("article of 1,500 words to three formats", |b| {
        b.iter(|| {
            let publication = Publication::single(article(&source));
            let press = press();
            let mut report = Report::new();
            let ready = press.open(&publication, &mut report);
            for format in Format::ALL {
                black_box(press.write(&ready, format, &mut report).expect("a file"));
            }
        });
    });
}

/// A book, of one length and of twice that: the times should be as the lengths.
fn books(c: &mut Criterion) {
    let mut group = c.benchmark_group("book to PDF");
    group.sample_size(10);
    for words in [50_000_usize, 100_000] {
        let source = source(words);
        group.throughput(Throughput::Bytes(source.text().len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(words), &source, |b, source| {
            b.iter(|| {
                let publication = Publication::single(article(source));
                let press = press();
                let mut report = Report::new();
                let ready = press.open(&publication, &mut report);
                black_box(
                    press
                        .write(&ready, Format::Pdf, &mut report)
                        .expect("a file"),
                );
            });
        });
    }
    group.finish();
}

/// A text of 10,000 words as PDF and as EPUB, with a cover set in type and without.
fn formats(c: &mut Criterion) {
    let mut publication = Publication::single(article(&source(10_000)));
    let press = press();
    let mut group = c.benchmark_group("10,000 words");
    group.sample_size(20);
    let mut bench = |name: &str, format: Format, publication: &Publication| {
        let ready = press.open(publication, &mut Report::new());
        let mut report = Report::new();
        group.bench_function(name, |b| {
            b.iter(|| black_box(press.write(&ready, format, &mut report).expect("a file")));
        });
    };
    bench("PDF", Format::Pdf, &publication);
    bench("EPUB with its cover", Format::Epub, &publication);
    publication.metadata.cover = Some(Picture::new("none.jpg", Span::default(), None));
    bench("EPUB", Format::Epub, &publication);
    group.finish();
}

/// Reading and polishing alone.
fn reading(c: &mut Criterion) {
    let source = source(50_000);
    let mut group = c.benchmark_group("read and polish");
    group.throughput(Throughput::Bytes(source.text().len() as u64));
    group.bench_function("Markdown", |b| b.iter(|| black_box(article(&source))));
    group.finish();
}

/// The proof of a book's text, of one length and of twice that.
fn proofs(c: &mut Criterion) {
    let mut group = c.benchmark_group("proof of a text");
    group.sample_size(10);
    for words in [50_000_usize, 100_000] {
        let source = source(words);
        let publication = Publication::single(article(&source));
        let press = press();
        let mut report = Report::new();
        let ready = press.open(&publication, &mut report);
        let output = press.write(&ready, Format::Text, &mut report);
        let bytes = output.expect("a file").bytes;
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(words), &bytes, |b, bytes| {
            b.iter(|| {
                let mut report = Report::new();
                black_box(proof::prove(
                    &publication,
                    "a.txt",
                    bytes,
                    None,
                    &mut report,
                ))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, one_article, books, formats, reading, proofs);
criterion_main!(benches);
