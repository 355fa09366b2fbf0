//! Takes a formula; returns it in characters of Unicode, if it is simple: `x²`, `α ≤ β`, `√2`.

use super::symbols::{Alphabet, characters};
use ratex_parser::parse_node::{AtomFamily, ParseNode};

/// A formula in characters, if nothing of it is lost in a row of them.
pub(super) fn plain(nodes: &[ParseNode]) -> Option<String> {
    let mut out = String::new();
    row(nodes, None, &mut out)?;
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

fn row(nodes: &[ParseNode], alphabet: Option<Alphabet>, out: &mut String) -> Option<()> {
    for (number, node) in nodes.iter().enumerate() {
        let before = number.checked_sub(1).and_then(|before| nodes.get(before));
        add(node, before, nodes.get(number + 1), alphabet, out)?;
    }
    Some(())
}

fn add(
    node: &ParseNode,
    before: Option<&ParseNode>,
    next: Option<&ParseNode>,
    alphabet: Option<Alphabet>,
    out: &mut String,
) -> Option<()> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an enum of the parser's, of which few parts are simple"
    )]
    match node {
        ParseNode::Atom {
            text, mode, family, ..
        } => {
            let sign = match characters(text, *mode).as_str() {
                "-" => "−".to_owned(),
                "*" => "∗".to_owned(),
                sign => sign.to_owned(),
            };
            // A stroke through a sign is no sign of its own.
            if sign == "\u{338}" {
                return None;
            }
            match family {
                AtomFamily::Rel => spaced(&sign, out),
                AtomFamily::Bin if before.is_some_and(ends_operand) && next.is_some() => {
                    spaced(&sign, out);
                }
                AtomFamily::Punct => {
                    out.push_str(&sign);
                    if next.is_some() {
                        out.push(' ');
                    }
                }
                AtomFamily::Bin | AtomFamily::Open | AtomFamily::Close | AtomFamily::Inner => {
                    out.push_str(&sign);
                }
            }
            Some(())
        }
        ParseNode::MathOrd { text, mode, .. } | ParseNode::TextOrd { text, mode, .. } => {
            let text = characters(text, *mode);
            if text == "\u{338}" {
                return None;
            }
            out.extend(text.chars().map(|c| lettered(c, alphabet)));
            Some(())
        }
        ParseNode::SpacingNode { text, .. } => {
            match text.as_str() {
                "\\!" | "\\negthinspace" | "\\," | "\\thinspace" => {}
                _ if out.ends_with(' ') => {}
                _ => out.push(' '),
            }
            Some(())
        }
        ParseNode::OrdGroup { body, .. } => row(body, alphabet, out),
        ParseNode::Text { body, font, .. } => {
            let own = font.as_deref().and_then(Alphabet::of);
            match own {
                None | Some(Alphabet::Upright) => row(body, None, out),
                Some(_) => None,
            }
        }
        ParseNode::Font { font, body, .. } => match Alphabet::of(font)? {
            Alphabet::Upright => row(std::slice::from_ref(body), None, out),
            // The letters of number sets are read everywhere, other alphabets are not.
            Alphabet::DoubleStruck => row(
                std::slice::from_ref(body),
                Some(Alphabet::DoubleStruck),
                out,
            ),
            _ => None,
        },
        ParseNode::Op {
            name: Some(name),
            symbol,
            mode,
            ..
        } => {
            if *symbol {
                out.push_str(&characters(name, *mode));
            } else {
                if out.ends_with(|c: char| c.is_alphanumeric()) {
                    out.push(' ');
                }
                out.push_str(name.trim_start_matches('\\'));
                if next.is_some_and(|next| !opens(next)) {
                    out.push(' ');
                }
            }
            Some(())
        }
        ParseNode::SupSub {
            base: Some(base),
            sup,
            sub,
            ..
        } => {
            if !is_atomic(base) {
                return None;
            }
            add(base, before, None, alphabet, out)?;
            if let Some(sub) = sub {
                out.push_str(&script(sub, SUBSCRIPTS)?);
            }
            if let Some(sup) = sup {
                out.push_str(&script(sup, SUPERSCRIPTS)?);
            }
            // `sin²x` reads as one word.
            if matches!(**base, ParseNode::Op { symbol: false, .. }) && next.is_some() {
                out.push(' ');
            }
            Some(())
        }
        ParseNode::GenFrac {
            numer,
            denom,
            has_bar_line: true,
            left_delim: None,
            right_delim: None,
            ..
        } => {
            // `1/2x` would be read as 1/(2x).
            let touches = |node: &ParseNode| ends_operand(node) || opens(node);
            if !is_atomic(numer)
                || !is_atomic(denom)
                || before.is_some_and(ends_operand)
                || next.is_some_and(touches)
            {
                return None;
            }
            add(numer, None, None, alphabet, out)?;
            out.push('/');
            add(denom, None, None, alphabet, out)
        }
        ParseNode::Sqrt { body, index, .. } => {
            let root = match index.as_deref().map(digits) {
                None => '√',
                Some(Some(index)) if index == "3" => '∛',
                Some(Some(index)) if index == "4" => '∜',
                Some(_) => return None,
            };
            // A root of more than a number or a letter needs its bar.
            if !is_atomic(body) || next.is_some_and(ends_operand) {
                return None;
            }
            out.push(root);
            add(body, None, None, alphabet, out)
        }
        ParseNode::HtmlMathMl { mathml, .. } => row(mathml, alphabet, out),
        ParseNode::MClass { mclass, body, .. } if mclass == "mrel" => {
            let mut sign = String::new();
            row(body, alphabet, &mut sign)?;
            spaced(sign.trim(), out);
            Some(())
        }
        _ => None,
    }
}

fn spaced(sign: &str, out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    out.push_str(sign);
    out.push(' ');
}

fn lettered(c: char, alphabet: Option<Alphabet>) -> char {
    alphabet.map_or(c, |alphabet| alphabet.letter(c))
}

/// Whether an operand ends with a node, so that an operator after it stands between two.
fn ends_operand(node: &ParseNode) -> bool {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an enum of the parser's, of which few parts end no operand"
    )]
    match node {
        ParseNode::Atom { family, .. } => matches!(family, AtomFamily::Close | AtomFamily::Inner),
        ParseNode::SpacingNode { .. } => false,
        ParseNode::Op { symbol, .. } => *symbol,
        _ => !matches!(
            node,
            ParseNode::HtmlMathMl { .. } | ParseNode::MClass { .. }
        ),
    }
}

fn opens(node: &ParseNode) -> bool {
    matches!(
        node,
        ParseNode::Atom {
            family: AtomFamily::Open,
            ..
        }
    )
}

/// A letter, a number or a name: what needs no brackets wherever it stands.
fn is_atomic(node: &ParseNode) -> bool {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an enum of the parser's, of which few parts are simple"
    )]
    match node {
        ParseNode::MathOrd { .. } | ParseNode::TextOrd { .. } | ParseNode::Op { .. } => true,
        ParseNode::Font { body, .. } => is_atomic(body),
        ParseNode::Atom { family, .. } => *family == AtomFamily::Close,
        ParseNode::OrdGroup { body, .. } => match body.as_slice() {
            [only] => is_atomic(only),
            _ => digits(node).is_some(),
        },
        _ => false,
    }
}

/// The figures of a node that is nothing else.
fn digits(node: &ParseNode) -> Option<String> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an enum of the parser's, of which one part is figures"
    )]
    match node {
        ParseNode::TextOrd { text, .. } => text
            .chars()
            .all(|c| c.is_ascii_digit())
            .then(|| text.clone()),
        ParseNode::OrdGroup { body, .. } => body.iter().map(digits).collect(),
        _ => None,
    }
}

/// What Unicode has above the line, each with what it is of.
const SUPERSCRIPTS: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('−', '⁻'),
    ('=', '⁼'),
    ('(', '⁽'),
    (')', '⁾'),
    ('n', 'ⁿ'),
    ('i', 'ⁱ'),
    ('′', '′'),
];
/// And below.
const SUBSCRIPTS: &[(char, char)] = &[
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('−', '₋'),
    ('=', '₌'),
    ('(', '₍'),
    (')', '₎'),
    ('a', 'ₐ'),
    ('e', 'ₑ'),
    ('i', 'ᵢ'),
    ('j', 'ⱼ'),
    ('k', 'ₖ'),
    ('n', 'ₙ'),
    ('m', 'ₘ'),
    ('p', 'ₚ'),
    ('r', 'ᵣ'),
    ('s', 'ₛ'),
    ('t', 'ₜ'),
    ('x', 'ₓ'),
];

fn script(node: &ParseNode, table: &[(char, char)]) -> Option<String> {
    let mut text = String::new();
    row(std::slice::from_ref(node), None, &mut text)?;
    let letters = text.chars().filter(|c| *c != ' ');
    letters
        .map(|c| {
            table
                .iter()
                .find(|(of, _)| *of == c)
                .map(|(_, script)| *script)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::formula::plain;

    #[test]
    fn simple_formulas_are_characters() {
        for (source, text) in [
            ("x^2", "x²"),
            ("x_1^2", "x₁²"),
            ("x^{10}", "x¹⁰"),
            ("x^{-1}", "x⁻¹"),
            ("\\alpha \\le \\beta", "α ≤ β"),
            ("\\sqrt{2}", "√2"),
            ("\\sqrt[3]{8} = 2", "∛8 = 2"),
            ("\\frac{a}{b}", "a/b"),
            ("\\frac{10}{3}", "10/3"),
            ("a+b=c", "a + b = c"),
            ("-x", "−x"),
            ("f(x, y)", "f(x, y)"),
            ("E = mc^2", "E = mc²"),
            ("x \\in \\mathbb{R}", "x ∈ ℝ"),
            ("\\sin x", "sin x"),
            ("\\sin^2 x", "sin² x"),
            ("a \\ne b", "a ≠ b"),
            ("\\text{if } x > 0", "if x > 0"),
            ("x'", "x′"),
            ("180^\\circ", ""),
        ] {
            let made = plain(source);
            assert_eq!(made.unwrap_or_default(), text, "{source}");
        }
    }

    #[test]
    fn what_needs_two_dimensions_stays_source() {
        for source in [
            "\\frac{a+b}{c}",
            "\\sqrt{a+b}",
            "x^{y^2}",
            "x^q",
            "2\\frac{1}{2}",
            "\\frac{1}{2}x",
            "\\sqrt{2}x",
            "\\begin{matrix} a \\end{matrix}",
            "\\hat{x}",
            "(a+b)^2^3",
        ] {
            assert_eq!(plain(source), None, "{source}");
        }
    }
}
