//! Saved pages and news in XML as they are read: the cases of `tests/cases/page.txt` and
//! `news.txt`.

use crate::cases::check;
use pressroom::read::Format;

#[test]
fn every_case_of_a_page_is_read_as_it_should_be() {
    check("page.txt", Format::Html, None, 3);
}

#[test]
fn every_case_of_news_is_read_as_it_should_be() {
    check("news.txt", Format::News, None, 5);
}
