//! How a line of a source was interpreted: what the readers of press copy return, and what
//! [`inspect`](super::inspect()) shows.

use serde::Serialize;

/// The confidence in an interpretation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Other interpretations are likely too.
    Guess,
    /// Other interpretations are rare.
    Likely,
    /// The source is explicit.
    Certain,
}

impl Confidence {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Guess => "guess",
            Confidence::Likely => "likely",
            Confidence::Certain => "certain",
        }
    }
}

/// A line of a source, and its interpretation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Line {
    /// Its number, from 1.
    #[serde(rename = "line")]
    pub number: usize,
    /// What it became: `headline`, `list › paragraph`.
    pub what: String,
    /// The confidence in that.
    pub sure: Confidence,
    /// The reason.
    pub why: String,
    /// The line, without the space around it.
    pub text: String,
}
