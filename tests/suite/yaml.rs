//! Articles in YAML, read: the cases of `tests/cases/yaml.txt`.

use crate::cases::check;
use pressroom::read::Format;

#[test]
fn every_case_is_read_as_it_should_be() {
    check("yaml.txt", Format::Yaml, Some("en"), 12);
}

#[test]
fn every_case_of_json_is_read_as_it_should_be() {
    check("json.txt", Format::Json, Some("en"), 6);
}
