//! Takes a formula in TeX notation; returns MathML (MathML Core).

use crate::xml::{Markup, Tag};
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, Storage};
use usvg::roxmltree::Document;

/// The elements that a formula is made of (MathML Core, 2.1).
const ELEMENTS: &[&str] = &[
    "math",
    "menclose",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];
/// The longest formula that is looked at, in bytes.
const LONGEST: usize = 10_000;

/// A formula as a `math` element, with its source as what is read out; on a line
/// of its own, or in one.
///
/// # Errors
///
/// What cannot be understood of it, in a few words.
pub(crate) fn mathml(source: &str, alone: bool) -> Result<String, String> {
    let markup = rendered(source, alone)?;
    Ok(named(source, &markup))
}

/// The same with its source in it, for programs that take the formula out of a page.
///
/// # Errors
///
/// What cannot be understood of it, in a few words.
pub(crate) fn annotated(source: &str, alone: bool) -> Result<String, String> {
    let markup = rendered(source, alone)?;
    let parts = markup.split_once('>').and_then(|(start, rest)| {
        let inner = rest.strip_suffix("</math>")?;
        Some((start, inner))
    });
    let Some((start, inner)) = parts else {
        return Ok(named(source, &markup));
    };
    let mut out = Markup::default();
    // Browsers read MathML by itself, and HTML validators reject `aria-label` here.
    let tag = Tag::new("math").attr("alttext", &one_line(source));
    out.raw(&started(tag, start));
    out.raw("><semantics><mrow>");
    out.raw(inner);
    out.raw("</mrow>");
    let annotation = Tag::new("annotation").attr("encoding", "application/x-tex");
    out.element(annotation, source.trim());
    out.raw("</semantics></math>");
    Ok(out.finish())
}

/// A formula as the renderer writes it.
fn rendered(source: &str, alone: bool) -> Result<String, String> {
    let source = source.trim();
    if source.is_empty() || source.len() > LONGEST {
        return Err("it has no length, or is too long".to_owned());
    }
    let storage = Storage::new();
    let config = RenderConfig {
        display_mode: if alone {
            DisplayMode::Block
        } else {
            DisplayMode::Inline
        },
        xml: true,
        ..RenderConfig::default()
    };
    let mut events = Vec::new();
    for event in Parser::new(source, &storage) {
        // The first line says what, those after it show where.
        let reason = |error: &dyn std::fmt::Display| {
            let told = error.to_string();
            let first = told.lines().map(str::trim).find(|line| !line.is_empty());
            first
                .unwrap_or_default()
                .trim_end_matches([':', '.'])
                .to_owned()
        };
        events.push(event.map_err(|error| reason(&error))?);
    }
    let events = events.into_iter().map(Ok::<_, pulldown_latex::ParserError>);
    let mut markup = String::new();
    pulldown_latex::push_mathml(&mut markup, events, config).map_err(|error| error.to_string())?;
    let markup = escaped(&markup);
    if !is_formula(&markup) {
        return Err("it cannot be written as MathML".to_owned());
    }
    Ok(markup)
}

/// Markup that begins with the tag of a formula, with the source as its name.
fn named(source: &str, markup: &str) -> String {
    let source = one_line(source);
    // Reading systems look for a name in either place.
    let tag = Tag::new("math")
        .attr("alttext", &source)
        .attr("aria-label", &source);
    started(tag, markup)
}

/// Markup with other attributes before its own.
fn started(tag: Tag, markup: &str) -> String {
    let mut out = Markup::default();
    out.start(&tag);
    // The renderer begins with the element's name.
    out.raw(markup.strip_prefix("<math").unwrap_or(markup));
    out.finish()
}

fn one_line(source: &str) -> String {
    let words: Vec<&str> = source.split_whitespace().collect();
    words.join(" ")
}

/// The markup with signs of its text as XML has them, which the renderer leaves as
/// they are.
fn escaped(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    for (at, c) in markup.char_indices() {
        let rest = markup.get(at + 1..).unwrap_or_default();
        match c {
            '<' if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                out.push_str("&lt;");
            }
            '&' if !["lt;", "gt;", "amp;", "quot;", "#"]
                .iter()
                .any(|e| rest.starts_with(e)) =>
            {
                out.push_str("&amp;");
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether it is well-formed and has nothing in it but elements of formulas: a text
/// in one may look like markup.
fn is_formula(markup: &str) -> bool {
    let Ok(document) = Document::parse(markup) else {
        return false;
    };
    let mut elements = document.descendants().filter(|node| node.is_element());
    elements.all(|element| {
        let no_handler = |name: &str| !name.starts_with("on") && !name.contains("href");
        ELEMENTS.contains(&element.tag_name().name())
            && element
                .attributes()
                .all(|attribute| no_handler(attribute.name()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_mathml_that_tells_its_source() {
        assert_eq!(
            mathml(" x < 2 ", false).unwrap(),
            "<math alttext=\"x &lt; 2\" aria-label=\"x &lt; 2\" display=\"inline\" xmlns=\"http://www.w3.org/1998/Math/MathML\">\
             <mi>x</mi><mo>&lt;</mo><mn>2</mn></math>"
        );
        assert!(
            mathml("\\frac{a}{b}", true)
                .unwrap()
                .contains("display=\"block\"")
        );
    }

    proptest::proptest! {
        #[test]
        fn no_formula_is_too_strange(parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "\\frac", "{", "}", "^", "_", "&", "\\\\", "x", "1", "é", "\\left(", "\\right)", " ", "<",
                "\\begin{matrix}", "\\end{matrix}", "\\text{a<b}", "'", "\\sqrt[3]", "\\over", "#1", "%",
                "\\def\\x{\\x}", "\\x", "\\color{red}", "\\hspace{1em}", "~", "$", "\\not", "\\limits",
            ]), 0..14)) {
            // It is understood or it is not: either is well.
            let _ = mathml(&parts.concat(), true);
        }
    }

    #[test]
    fn what_is_not_understood_or_no_formula_is_told() {
        for wrong in ["", "\\nosuchcommand", "{x"] {
            assert!(mathml(wrong, false).is_err(), "{wrong}");
        }
        for markup in [
            "<script>alert(1)</script>",
            "<mi onclick='x'>a</mi>",
            "</math>",
        ] {
            let made = mathml(&format!("\\text{{{markup}}}"), false).unwrap_or_default();
            let (_, made) = made.split_once('>').unwrap_or_default();
            assert!(!made.contains("<script") && !made.contains("<mi"), "{made}");
        }
    }
}
