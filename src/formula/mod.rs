//! Takes a formula in TeX notation; returns its parts as a drawing, as MathML (MathML Core)
//! and, where it is simple, as plain text.
//!
//! [`read`] parses it once; every output comes from that one tree. [`drawing`] places
//! letters, rules and curves, in ems. [`mathml`] writes elements, [`plain`] characters.

mod drawing;
mod mathml;
mod plain;
mod symbols;

#[cfg(test)]
pub(crate) use drawing::FILES;
pub(crate) use drawing::{Cut, Drawing, Extent, Face, Mark, STROKE, said};
pub(crate) use drawing::{Hue, Step};

use ratex_parser::ParseNode;
use ratex_parser::parse_node::ArrayTag;
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The longest formula that is read, in bytes.
const LONGEST: usize = 10_000;
/// The longest formula with chemistry in it, which takes time that grows with the square of
/// its length.
const LONGEST_CHEMISTRY: usize = 2_000;

/// A formula that is understood.
pub(crate) struct Formula {
    nodes: Vec<ParseNode>,
    source: String,
    /// The number that its author gives it.
    number: Option<Vec<ParseNode>>,
    /// The letters beyond ASCII that stand in it.
    letters: BTreeSet<char>,
}

/// Why a formula is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// What is wrong, in a few words.
    pub(crate) message: String,
    /// The byte of the source where it is.
    pub(crate) at: Option<usize>,
}

impl Fault {
    fn whole(message: &str) -> Fault {
        Fault {
            message: message.to_owned(),
            at: None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Reads a formula.
///
/// # Errors
///
/// What cannot be understood of it.
pub(crate) fn read(source: &str) -> Result<Formula, Fault> {
    if source.trim().is_empty() {
        return Err(Fault::whole("it is empty"));
    }
    let is_chemistry = source.contains("\\ce") || source.contains("\\pu");
    let longest = if is_chemistry {
        LONGEST_CHEMISTRY
    } else {
        LONGEST
    };
    if source.len() > longest {
        let message = format!("it has {} bytes; {longest} is the maximum", source.len());
        return Err(Fault::whole(&message));
    }
    let nodes = match parse(source.trim()) {
        // KaTeX has `\R` and others of its own, which authors define all the same.
        Err(error) if error.message.contains("attempting to redefine") => {
            parse(&source.trim().replace("\\newcommand", "\\renewcommand"))
        }
        parsed => parsed,
    };
    let nodes = nodes.map_err(|error| fault(source, error))?;
    let (mut nodes, number) = numbered(nodes);
    nodes.iter_mut().for_each(unnumber);
    let formula = Formula {
        nodes,
        source: source.to_owned(),
        number,
        letters: source.chars().filter(|c| !c.is_ascii()).collect(),
    };
    // What cannot be laid out is not understood either: all outputs agree on that.
    formula.draw(false, &|_| None)?;
    Ok(formula)
}

/// Parses a formula without white around it.
fn parse(source: &str) -> Result<Vec<ParseNode>, ratex_parser::ParseError> {
    // The parser bounds depth and macros itself; that it never panics is not promised.
    let parsed = catch_unwind(AssertUnwindSafe(|| ratex_parser::parse(source)));
    parsed.unwrap_or_else(|_| Err(ratex_parser::ParseError::msg("the parser failed")))
}

/// How many bytes of white a source begins with: the parser counts from after them.
fn lead(source: &str) -> usize {
    source.len() - source.trim_start().len()
}

/// Takes away the numbers that an environment gives its rows: each formula would begin with 1
/// again.
fn unnumber(node: &mut ParseNode) {
    if let ParseNode::Array {
        tags: Some(tags), ..
    } = node
    {
        for tag in tags {
            if matches!(tag, ArrayTag::Auto(_)) {
                *tag = ArrayTag::Auto(false);
            }
        }
    }
}

/// Parts a formula from its number, which stands at its end.
fn numbered(mut nodes: Vec<ParseNode>) -> (Vec<ParseNode>, Option<Vec<ParseNode>>) {
    match nodes.pop() {
        Some(ParseNode::Tag { body, tag, .. }) => {
            nodes.extend(body);
            (nodes, Some(tag))
        }
        Some(last) => {
            nodes.push(last);
            (nodes, None)
        }
        None => (nodes, None),
    }
}

/// The fault that the parser reports, with limits in plain words.
fn fault(source: &str, error: ratex_parser::ParseError) -> Fault {
    let message = match error.message.trim_end_matches(['.', ':']) {
        "Recursion limit exceeded" => "it is nested too deeply".to_owned(),
        m if m.starts_with("Too many expansions") || m.contains("resource limit") => {
            "its macros expand without end".to_owned()
        }
        m => {
            let mut letters = m.chars();
            let first = letters.next().map(|c| c.to_ascii_lowercase());
            let shown = first.into_iter().chain(letters).collect::<String>();
            shown.replace("'EOF'", "the end").replace("'", "`")
        }
    };
    let at = error.loc.map(|loc| lead(source) + loc.start);
    Fault {
        message,
        at: at.filter(|at| source.is_char_boundary(*at)),
    }
}

/// A formula as a `math` element, with its source as what is read out; on a line
/// of its own, or in one.
///
/// # Errors
///
/// What cannot be understood of it.
pub(crate) fn mathml(source: &str, alone: bool) -> Result<String, Fault> {
    Ok(mathml::named(&read(source)?, source, alone))
}

/// The same with its source in it, for programs that take the formula out of a page.
///
/// # Errors
///
/// What cannot be understood of it.
pub(crate) fn annotated(source: &str, alone: bool) -> Result<String, Fault> {
    Ok(mathml::annotated(&read(source)?, source, alone))
}

/// A simple formula in characters of Unicode: `x²`, `α ≤ β`; none where characters in a
/// row cannot show it.
pub(crate) fn plain(source: &str) -> Option<String> {
    let formula = read(source).ok()?;
    match formula.number {
        Some(_) => None,
        None => plain::plain(&formula.nodes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_formula_is_too_strange(parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "\\frac", "{", "}", "^", "_", "&", "\\\\", "x", "1", "é", "\\left(", "\\right)", " ", "<",
                "\\begin{matrix}", "\\end{matrix}", "\\text{a<b}", "'", "\\sqrt[3]", "\\over", "#1", "%",
                "\\def\\x{\\x}", "\\x", "\\color{red}", "\\hspace{1em}", "~", "$", "\\not", "\\limits",
                "\\ce{", "\\pmb", "\\tag{1}", "\\hline", "\\middle|", "\\kern-9em", "\\text{Ж漢}",
            ]), 0..14)) {
            // It is understood or it is not: either is well.
            let source = parts.concat();
            let _ = mathml(&source, true);
            let _ = plain(&source);
        }
    }

    #[test]
    fn what_would_not_end_is_a_fault() {
        let nested =
            |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
        for hostile in [
            nested("{", "}", 4_900),
            "{".repeat(5_000),
            nested("\\frac{", "}{y}", 900),
            nested("\\sqrt{", "}", 1_200),
            nested("\\left(", "\\right)", 700),
            "x".to_owned() + &"^{x".repeat(3_000),
            "\\def\\a{\\a\\a}\\a".to_owned(),
            "\\def\\a#1{\\a{#1#1}}\\a{x}".to_owned(),
            "\\begin{matrix}".repeat(600),
            "\\begin{array}{:c:}\\rule{1em}{100000em}\\end{array}".to_owned(),
            "x".repeat(10_001),
            "\\ce{".to_owned() + &"(".repeat(2_000) + "}",
            String::new(),
            "   ".to_owned(),
        ] {
            let begin: String = hostile.chars().take(30).collect();
            assert!(read(&hostile).is_err(), "{begin}");
        }
    }

    #[test]
    fn a_fault_has_its_place() {
        let at = |source| read(source).err().unwrap().at;
        assert_eq!(at("a + \\nosuch b"), Some(4));
        assert_eq!(at("é + \\nosuch b"), Some(5));
        assert_eq!(at("\n a + \\nosuch b"), Some(6));
        let fault = read("\\frac{a}{b").err().unwrap();
        assert!(!fault.message.contains("EOF"), "{fault}");
    }

    #[test]
    fn nothing_is_left_of_empty_groups() {
        assert!(read("{}").is_ok());
        assert!(read(&"{}".repeat(4_900)).is_ok());
    }
}
