//! Markdown, read: the cases of `tests/cases/markdown.txt`.

use crate::cases::check;
use pressroom::read::Format;

#[test]
fn every_case_is_read_as_it_should_be() {
    check("markdown.txt", Format::Markdown, Some("en"), 40);
}
