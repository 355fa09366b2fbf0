//! Press copy, read: the cases of `tests/cases/wire.txt`.

use crate::cases::check;
use pressroom::read::Format;

#[test]
fn every_case_is_read_as_it_should_be() {
    check("wire.txt", Format::Wire, None, 15);
}
