//! What was written, read back: nothing here knows how it was written.

pub mod epub;
pub mod pdf;
