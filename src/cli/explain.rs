//! Takes the code of a diagnostic; prints what it means and what to do about it.

use super::args::Explain;
use super::deliver::print;
use super::error::Error;
use pressroom::diag::Code;
use serde_json::{Value, json};
use std::fmt::Write;

/// Runs the command `explain`.
///
/// # Errors
///
/// [`Error::UnknownCode`], or where nothing can be printed.
pub fn run(flags: &Explain) -> Result<(), Error> {
    let codes = match &flags.code {
        Some(name) => vec![named(name)?],
        None => Code::ALL.to_vec(),
    };
    let text = match (flags.json, &flags.code) {
        (true, None) => lines(&Value::from_iter(codes.iter().map(|code| object(*code)))),
        (true, Some(_)) => lines(&object(codes[0])),
        (false, None) => list(&codes),
        (false, Some(_)) => page(codes[0]),
    };
    print(text.as_bytes())
}

/// The code of a name, which may be typed as it is shown: `warning[missing-alt]`.
fn named(name: &str) -> Result<Code, Error> {
    let bare = name.split_once('[').map_or(name, |(_, rest)| rest);
    let bare = bare.trim_end_matches([']', ':']).to_lowercase();
    Code::named(&bare).ok_or_else(|| Error::UnknownCode {
        name: name.to_owned(),
    })
}

/// The severities of a code: `note or warning`.
pub fn severities(code: Code) -> String {
    let words = code.severities().iter().map(|severity| severity.word());
    words.collect::<Vec<_>>().join(" or ")
}

/// A page on one code, in the width of a terminal.
fn page(code: Code) -> String {
    const WIDTH: usize = 80;
    let mut text = format!("{code} ({})\n", severities(code));
    let paragraphs = std::iter::once(code.summary()).chain(code.explanation().split("\n\n"));
    for paragraph in paragraphs {
        let mut column = 0;
        text.push('\n');
        for word in paragraph.split_whitespace() {
            let width = word.chars().count();
            if column > 0 && column + 1 + width > WIDTH {
                text.push('\n');
                column = 0;
            }
            if column > 0 {
                text.push(' ');
                column += 1;
            }
            text.push_str(word);
            column += width;
        }
        text.push('\n');
    }
    text
}

/// A line for each code.
fn list(codes: &[Code]) -> String {
    let width = codes.iter().map(|code| code.name().len()).max();
    let width = width.unwrap_or(0);
    let mut text = String::new();
    for code in codes {
        let (summary, severities) = (code.summary(), severities(*code));
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{code:width$}  {severities:15}  {summary}");
    }
    text
}

fn object(code: Code) -> Value {
    let words = code.severities().iter().map(|severity| severity.word());
    json!({
        "code": code.name(),
        "severities": words.collect::<Vec<_>>(),
        "summary": code.summary(),
        "explanation": code.explanation(),
    })
}

fn lines(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
