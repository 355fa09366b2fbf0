//! What a user of Pressroom can see, module by module.
//!
//! Tests go through the command ([`harness`]) or through the library's public
//! interface, never deeper. What is expected is readable text: case files in
//! `tests/cases` hold pairs of input and outcome that anyone can add without
//! Rust, `tests/ref` holds whole outputs, updated by `UPDATE_REFS=1`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test asks after one kind among all"
)]

mod accounts;
mod alarms;
mod attachments;
mod back_matter;
mod bidi;
mod book_matter;
mod breaks;
mod cases;
mod characters;
mod check;
mod citations;
mod codes;
mod columns;
mod command;
mod commonmark;
mod convert;
mod copyfit;
mod corpus;
mod dates;
mod determinism;
mod documents;
mod door;
mod epub;
mod folders;
mod fonts;
mod formulas;
mod furniture;
mod galleries;
mod hard;
mod harness;
mod html;
mod imprints;
mod inputs;
mod layers;
mod letters;
mod links;
mod long;
mod make_up;
mod markdown;
mod noise;
mod numbers;
mod outline;
mod pace;
mod page_faults;
mod pdf;
mod picture_places;
mod picture_sizes;
mod pictures;
mod planted;
mod printing;
mod profiles;
mod proof;
mod proving;
mod publications;
mod references;
mod soundness;
mod spans;
mod structure;
mod styles;
mod subsets;
mod texts;
mod themes;
mod typography;
mod wire;
mod yaml;
