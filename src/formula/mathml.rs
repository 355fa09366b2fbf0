//! Takes a formula; returns MathML (MathML Core; MathML 3 for what is boxed or struck out).

use super::symbols::{Alphabet, accent, accented, arrow, characters};
use super::{Formula, symbols};
use crate::xml::{Markup, Tag};
use ratex_parser::Mode;
use ratex_parser::parse_node::{
    AlignSpec, AlignType, ArrayTag, AtomFamily, Measurement, ParseNode, ProofBranch, StyleStr,
};

/// A formula with its source as its name.
pub(super) fn named(formula: &Formula, source: &str, alone: bool) -> String {
    let source = one_line(source);
    // Reading systems look for a name in either place.
    let tag = Tag::new("math")
        .attr("alttext", &source)
        .attr("aria-label", &source);
    let mut writer = Writer::new(alone);
    let math = writer.out.open(shown(tag, alone));
    writer.whole(formula);
    writer.out.close(math);
    writer.out.finish()
}

/// A formula with its source in it.
pub(super) fn annotated(formula: &Formula, source: &str, alone: bool) -> String {
    // Browsers read MathML by itself, and HTML validators reject `aria-label` here.
    let tag = Tag::new("math").attr("alttext", &one_line(source));
    let mut writer = Writer::new(alone);
    let math = writer.out.open(shown(tag, alone));
    let semantics = writer.out.open(Tag::new("semantics"));
    let row = writer.out.open(Tag::new("mrow"));
    writer.whole(formula);
    writer.out.close(row);
    let annotation = Tag::new("annotation").attr("encoding", "application/x-tex");
    writer.out.element(annotation, source.trim());
    writer.out.close(semantics);
    writer.out.close(math);
    writer.out.finish()
}

fn shown(tag: Tag, alone: bool) -> Tag {
    let display = if alone { "block" } else { "inline" };
    tag.attr("display", display)
        .attr("xmlns", "http://www.w3.org/1998/Math/MathML")
}

pub(super) fn one_line(source: &str) -> String {
    let words: Vec<&str> = source.split_whitespace().collect();
    words.join(" ")
}

struct Writer {
    out: Markup,
    /// The alphabet of letters here, if a command gives one.
    alphabet: Option<Alphabet>,
    /// Whether limits stand above and below their signs.
    display: bool,
}

impl Writer {
    fn new(display: bool) -> Writer {
        Writer {
            out: Markup::default(),
            alphabet: None,
            display,
        }
    }

    fn whole(&mut self, formula: &Formula) {
        self.row(&formula.nodes);
        if let Some(number) = &formula.number {
            self.space("2em");
            self.text(number, None);
        }
    }

    /// Nodes side by side; figures next to each other are one number.
    fn row(&mut self, nodes: &[ParseNode]) {
        let mut rest = nodes;
        while let Some((first, others)) = rest.split_first() {
            let figures = rest.iter().take_while(|node| is_figure(node)).count();
            if figures > 0 && figure(first).is_some_and(|c| c.is_ascii_digit()) {
                let (number, others) = rest.split_at(figures);
                // A point at the end closes the sentence.
                let ends = number.iter().rposition(|node| figure(node) != Some('.'));
                let (number, points) = number.split_at(ends.map_or(0, |at| at + 1));
                let text: String = number.iter().filter_map(figure).collect();
                self.out.element(Tag::new("mn"), &self.lettered(&text));
                points.iter().for_each(|point| self.node(point));
                rest = others;
                continue;
            }
            if let (Some('\u{338}'), Some((struck, others))) = (sign(first), others.split_first())
                && let Some(c) = sign(struck)
            {
                use unicode_normalization::UnicodeNormalization;
                let text: String = [c, '\u{338}'].into_iter().nfc().collect();
                self.out.element(Tag::new("mo"), &text);
                rest = others;
                continue;
            }
            self.node(first);
            rest = others;
        }
    }

    /// One element: a row of nodes, if they are not one.
    fn one(&mut self, nodes: &[ParseNode]) {
        match nodes {
            [ParseNode::OrdGroup { body, .. }] => self.one(body),
            [only] if is_single(only) => self.node(only),
            [_, ..] if nodes.iter().all(is_figure) => self.row(nodes),
            _ => self.wrapped(Tag::new("mrow"), nodes),
        }
    }

    fn single(&mut self, node: &ParseNode) {
        self.one(std::slice::from_ref(node));
    }

    fn optional(&mut self, node: Option<&ParseNode>) {
        match node {
            Some(node) => self.single(node),
            None => self.out.empty(Tag::new("mrow")),
        }
    }

    fn wrapped(&mut self, tag: Tag, nodes: &[ParseNode]) {
        let tag = self.out.open(tag);
        self.row(nodes);
        self.out.close(tag);
    }

    fn styled(&mut self, alphabet: Option<Alphabet>, nodes: &[ParseNode]) {
        let outer = self.alphabet;
        self.alphabet = alphabet.or(outer);
        self.row(nodes);
        self.alphabet = outer;
    }

    fn operator(&mut self, text: &str, stretches: bool) {
        let stretchy = if stretches { "true" } else { "false" };
        let tag = Tag::new("mo").attr("stretchy", stretchy);
        self.out.element(tag, text);
    }

    /// Letters in the alphabet that holds here.
    fn lettered(&self, text: &str) -> String {
        match self.alphabet {
            Some(alphabet) => text.chars().map(|c| alphabet.letter(c)).collect(),
            None => text.to_owned(),
        }
    }

    fn identifier(&mut self, text: &str, upright: bool) {
        let shown = self.lettered(text);
        let mut letters = text.chars();
        let is_letter = letters.next().is_some() && letters.next().is_none();
        let upright = match self.alphabet {
            Some(alphabet) => alphabet == Alphabet::Upright || shown == text,
            None => upright,
        };
        // A single letter is italic unless it is told not to be.
        let tag = match is_letter && upright {
            true => Tag::new("mi").attr("mathvariant", "normal"),
            false => Tag::new("mi"),
        };
        self.out.element(tag, &shown);
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm a kind of node: a dictionary"
    )]
    fn node(&mut self, node: &ParseNode) {
        match node {
            ParseNode::Atom {
                text, mode, family, ..
            } => {
                self.atom(&characters(text, *mode), *family);
            }
            ParseNode::MathOrd { text, mode, .. } => {
                let text = characters(text, *mode);
                match text.chars().all(|c| !c.is_alphanumeric()) {
                    true => self.operator(&text, false),
                    false => self.identifier(&text, false),
                }
            }
            ParseNode::TextOrd { text, mode, .. } => {
                let text = characters(text, *mode);
                let is_number = text.chars().all(|c| c.is_ascii_digit());
                match text.as_str() {
                    "′" | "…" | "⋯" | "⋮" | "⋱" | "!" | "|" | "‖" | "/" | "." => {
                        self.operator(&text, false);
                    }
                    _ if is_number => self.out.element(Tag::new("mn"), &self.lettered(&text)),
                    _ => self.identifier(&text, true),
                }
            }
            ParseNode::OpToken { text, mode, .. } | ParseNode::AccentToken { text, mode, .. } => {
                self.out.element(Tag::new("mo"), &characters(text, *mode));
            }
            ParseNode::SpacingNode { text, .. } => self.space(spacing(text)),
            ParseNode::OrdGroup { body, .. } => self.one(body),
            ParseNode::SupSub { base, sup, sub, .. } => {
                self.scripts(base.as_deref(), sup.as_deref(), sub.as_deref());
            }
            ParseNode::GenFrac {
                numer,
                denom,
                has_bar_line,
                left_delim,
                right_delim,
                bar_size,
                ..
            } => {
                let fences = [left_delim, right_delim].map(|d| d.as_deref().unwrap_or(""));
                let fenced = fences.iter().any(|fence| !fence.is_empty());
                let row = fenced.then(|| self.out.open(Tag::new("mrow")));
                self.fence(fences[0], "prefix");
                let mut tag = Tag::new("mfrac");
                if let Some(size) = bar_size {
                    tag = tag.attr("linethickness", &length(size));
                } else if !has_bar_line {
                    tag = tag.attr("linethickness", "0");
                }
                let tag = self.out.open(tag);
                let outer = std::mem::replace(&mut self.display, false);
                self.single(numer);
                self.single(denom);
                self.display = outer;
                self.out.close(tag);
                self.fence(fences[1], "postfix");
                row.into_iter().for_each(|row| self.out.close(row));
            }
            ParseNode::Sqrt { body, index, .. } => {
                let root = index.as_ref().map_or("msqrt", |_| "mroot");
                let tag = self.out.open(Tag::new(root));
                self.single(body);
                if let Some(index) = index {
                    self.single(index);
                }
                self.out.close(tag);
            }
            ParseNode::Accent {
                label, base, mode, ..
            } => self.accent(label, base, *mode),
            ParseNode::AccentUnder { label, base, .. } => {
                let (sign, stretches) = accent(label).unwrap_or((' ', true));
                let tag = self
                    .out
                    .open(Tag::new("munder").attr("accentunder", "true"));
                self.single(base);
                self.operator(&sign.to_string(), stretches);
                self.out.close(tag);
            }
            ParseNode::HorizBrace {
                label,
                base,
                is_over,
                ..
            } => {
                let name = if *is_over { "mover" } else { "munder" };
                let (sign, _) = accent(label).unwrap_or((' ', true));
                let tag = self.out.open(Tag::new(name));
                self.single(base);
                self.operator(&sign.to_string(), true);
                self.out.close(tag);
            }
            ParseNode::Overline { body, .. } => self.lined("mover", body),
            ParseNode::Underline { body, .. } => self.lined("munder", body),
            ParseNode::Op {
                name,
                body,
                symbol,
                mode,
                ..
            } => match (name, body) {
                (Some(name), _) if *symbol => {
                    self.out.element(Tag::new("mo"), &characters(name, *mode));
                }
                (Some(name), _) => {
                    let name = name.trim_start_matches('\\');
                    self.out.element(Tag::new("mi"), name);
                }
                (None, body) => self.one(body.as_deref().unwrap_or(&[])),
            },
            ParseNode::OperatorName { body, .. } => {
                match body.iter().map(letters).collect::<Option<String>>() {
                    Some(name) if !name.is_empty() => self.out.element(Tag::new("mi"), &name),
                    Some(_) | None => self.one(body),
                }
            }
            ParseNode::Font { font, body, .. } => {
                let alphabet = Alphabet::of(font);
                // Upright letters side by side are one name.
                let name = match alphabet {
                    Some(Alphabet::Upright) => letters(body),
                    Some(_) | None => None,
                };
                match name.filter(|name| name.chars().nth(1).is_some()) {
                    Some(name) => self.out.element(Tag::new("mi"), &name),
                    None => {
                        let row = self.out.open(Tag::new("mrow"));
                        self.styled(alphabet, std::slice::from_ref(body));
                        self.out.close(row);
                    }
                }
            }
            ParseNode::MClass { body, mclass, .. } => match sign(node) {
                Some(sign) if matches!(mclass.as_str(), "mrel" | "mbin") => {
                    self.out.element(Tag::new("mo"), &sign.to_string());
                }
                Some(_) | None => self.one(body),
            },
            ParseNode::Pmb { body, .. } => {
                let row = self.out.open(Tag::new("mrow"));
                self.styled(Some(Alphabet::Bold), body);
                self.out.close(row);
            }
            ParseNode::Text { body, font, .. } => {
                let alphabet = font.as_deref().and_then(Alphabet::of);
                self.text(body, alphabet.filter(|a| *a != Alphabet::Upright));
            }
            ParseNode::HBox { body, .. } => self.text(body, None),
            ParseNode::Verb { body, .. } => {
                let mono: String = body.chars().map(|c| Alphabet::Mono.letter(c)).collect();
                self.out.element(Tag::new("mtext"), &kept(&mono));
            }
            ParseNode::Color { color, body, .. } => {
                self.wrapped(
                    Tag::new("mstyle").attr("mathcolor", &hexadecimal(color)),
                    body,
                );
            }
            ParseNode::Styling { style, body, .. } => {
                let (display, level) = match style {
                    StyleStr::Display => (true, "0"),
                    StyleStr::Text => (false, "0"),
                    StyleStr::Script => (false, "1"),
                    StyleStr::Scriptscript => (false, "2"),
                };
                let outer = std::mem::replace(&mut self.display, display);
                let shown = if display { "true" } else { "false" };
                let tag = Tag::new("mstyle")
                    .attr("displaystyle", shown)
                    .attr("scriptlevel", level);
                self.wrapped(tag, body);
                self.display = outer;
            }
            ParseNode::Sizing { size, body, .. } => {
                let size = SIZES.get(usize::from(*size).saturating_sub(1));
                let size = format!("{}em", size.unwrap_or(&1.0));
                self.wrapped(Tag::new("mstyle").attr("mathsize", &size), body);
            }
            ParseNode::DelimSizing {
                size,
                delim,
                mclass,
                ..
            } => {
                // As tall as KaTeX has them.
                let tall = [1.2, 1.8, 2.4, 3.0].get(usize::from(*size).saturating_sub(1));
                let tall = format!("{}em", tall.unwrap_or(&1.2));
                let form = match mclass.as_str() {
                    "mopen" => "prefix",
                    "mclose" => "postfix",
                    _ => "infix",
                };
                let tag = Tag::new("mo")
                    .attr("form", form)
                    .attr("fence", "true")
                    .attr("stretchy", "true")
                    .attr("minsize", &tall)
                    .attr("maxsize", &tall);
                self.out.element(tag, &fence(delim));
            }
            ParseNode::LeftRight {
                body, left, right, ..
            } => {
                let row = self.out.open(Tag::new("mrow"));
                self.fence(left, "prefix");
                self.row(body);
                self.fence(right, "postfix");
                self.out.close(row);
            }
            ParseNode::LeftRightRight { delim, .. } => self.fence(delim, "postfix"),
            ParseNode::Middle { delim, .. } => self.fence(delim, "infix"),
            ParseNode::Rule {
                width,
                height,
                shift,
                ..
            } => {
                let mut tag = Tag::new("mspace")
                    .attr("width", &length(width))
                    .attr("height", &length(height))
                    .attr("style", "background: currentcolor");
                if let Some(shift) = shift.as_ref().filter(|shift| shift.number < 0.0) {
                    tag = tag.attr("depth", &format!("{}{}", -shift.number, shift.unit));
                }
                self.out.empty(tag);
            }
            ParseNode::Kern { dimension, .. } => self.space(&length(dimension)),
            ParseNode::Phantom { body, .. } => self.wrapped(Tag::new("mphantom"), body),
            ParseNode::VPhantom { body, .. } => {
                let tag = self.out.open(Tag::new("mpadded").attr("width", "0px"));
                self.wrapped(Tag::new("mphantom"), std::slice::from_ref(body));
                self.out.close(tag);
            }
            ParseNode::Smash {
                body,
                smash_height,
                smash_depth,
                ..
            } => {
                let mut tag = Tag::new("mpadded");
                if *smash_height {
                    tag = tag.attr("height", "0px");
                }
                if *smash_depth {
                    tag = tag.attr("depth", "0px");
                }
                self.wrapped(tag, std::slice::from_ref(body));
            }
            ParseNode::Lap {
                alignment, body, ..
            } => {
                let mut tag = Tag::new("mpadded").attr("width", "0px");
                match alignment.as_str() {
                    "llap" => tag = tag.attr("lspace", "-1width"),
                    "clap" => tag = tag.attr("lspace", "-0.5width"),
                    _ => {}
                }
                self.wrapped(tag, std::slice::from_ref(body));
            }
            ParseNode::RaiseBox { dy, body, .. } => {
                let tag = Tag::new("mpadded").attr("voffset", &length(dy));
                self.wrapped(tag, std::slice::from_ref(body));
            }
            ParseNode::VCenter { body, .. } => self.single(body),
            ParseNode::Enclose {
                label,
                background_color,
                border_color,
                body,
                ..
            } => {
                self.enclosed(label, [background_color, border_color], body);
            }
            ParseNode::Array {
                body,
                cols,
                tags,
                hlines_before_row,
                ..
            } => {
                self.array(body, cols.as_deref(), tags.as_deref(), hlines_before_row);
            }
            ParseNode::MathChoice { display, text, .. } => {
                self.one(if self.display { display } else { text });
            }
            ParseNode::XArrow {
                label, body, below, ..
            } => {
                let name = below.as_ref().map_or("mover", |_| "munderover");
                let sign = arrow(label).unwrap_or('→');
                let tag = self.out.open(Tag::new(name));
                self.operator(&sign.to_string(), true);
                if let Some(below) = below {
                    self.padded(below);
                }
                self.padded(body);
                self.out.close(tag);
            }
            ParseNode::CdArrow {
                direction,
                label_above,
                label_below,
                ..
            } => {
                self.arrow_of_diagram(direction, [label_above, label_below]);
            }
            ParseNode::CdLabel { label, .. } => self.single(label),
            ParseNode::CdLabelParent { fragment, .. } => self.single(fragment),
            ParseNode::Tag { body, tag, .. } => {
                self.row(body);
                self.space("2em");
                self.text(tag, None);
            }
            ParseNode::Href { href, body, .. } => {
                // A link leads nowhere that its article does not say: its words stay.
                let _ = href;
                self.one(body);
            }
            ParseNode::Url { url, .. } => self.out.element(Tag::new("mtext"), url),
            ParseNode::Raw { string, .. } => self.out.element(Tag::new("mtext"), string),
            ParseNode::Html { body, .. } => self.one(body),
            ParseNode::HtmlMathMl { mathml, .. } => self.one(mathml),
            ParseNode::IncludeGraphics { alt, .. } => self.out.element(Tag::new("mtext"), alt),
            ParseNode::ProofTree { tree, .. } => self.proof(tree),
            ParseNode::Cr { .. } => self
                .out
                .empty(Tag::new("mspace").attr("linebreak", "newline")),
            ParseNode::ColorToken { .. }
            | ParseNode::Size { .. }
            | ParseNode::Environment { .. }
            | ParseNode::Infix { .. }
            | ParseNode::Internal { .. }
            | ParseNode::NoNumber { .. } => {}
        }
    }

    fn atom(&mut self, text: &str, family: AtomFamily) {
        match family {
            AtomFamily::Open => self.operator_of(text, "prefix"),
            AtomFamily::Close => self.operator_of(text, "postfix"),
            AtomFamily::Bin | AtomFamily::Rel | AtomFamily::Punct | AtomFamily::Inner => {
                // A stroke or an arrow among signs is as tall as it is.
                match text {
                    "∣" | "|" | "∥" | "‖" | "↑" | "↓" | "↕" | "/" => {
                        self.operator(text, false)
                    }
                    "-" => self.out.element(Tag::new("mo"), "−"),
                    "*" => self.out.element(Tag::new("mo"), "∗"),
                    _ => self.out.element(Tag::new("mo"), text),
                }
            }
        }
    }

    fn operator_of(&mut self, text: &str, form: &str) {
        let tag = Tag::new("mo").attr("form", form).attr("stretchy", "false");
        self.out.element(tag, text);
    }

    fn fence(&mut self, delim: &str, form: &str) {
        if matches!(delim, "" | ".") {
            return;
        }
        let tag = Tag::new("mo")
            .attr("form", form)
            .attr("fence", "true")
            .attr("stretchy", "true");
        self.out.element(tag, &fence(delim));
    }

    fn space(&mut self, width: &str) {
        self.out.empty(Tag::new("mspace").attr("width", width));
    }

    fn padded(&mut self, body: &ParseNode) {
        let tag = Tag::new("mpadded")
            .attr("width", "+0.6em")
            .attr("lspace", "0.3em");
        self.wrapped(tag, std::slice::from_ref(body));
    }

    fn lined(&mut self, name: &'static str, body: &ParseNode) {
        let tag = self.out.open(Tag::new(name));
        self.single(body);
        self.operator("‾", true);
        self.out.close(tag);
    }

    fn accent(&mut self, label: &str, base: &ParseNode, mode: Mode) {
        let composed = match mode {
            Mode::Text => letters(base).and_then(|base| accented(label, &base)),
            Mode::Math => None,
        };
        if let Some(composed) = composed {
            return self.out.element(Tag::new("mtext"), &composed);
        }
        let Some((sign, stretches)) = accent(label) else {
            return self.single(base);
        };
        let tag = self.out.open(Tag::new("mover").attr("accent", "true"));
        self.single(base);
        self.operator(&sign.to_string(), stretches);
        self.out.close(tag);
    }

    fn scripts(
        &mut self,
        base: Option<&ParseNode>,
        sup: Option<&ParseNode>,
        sub: Option<&ParseNode>,
    ) {
        let over = match base {
            Some(ParseNode::Op {
                limits,
                always_handle_sup_sub,
                ..
            }) => *limits && (self.display || *always_handle_sup_sub == Some(true)),
            Some(ParseNode::OperatorName {
                limits,
                always_handle_sup_sub,
                ..
            }) => *always_handle_sup_sub && (*limits || self.display),
            Some(ParseNode::HorizBrace { is_over, .. }) => match is_over {
                true => sup.is_some(),
                false => sub.is_some(),
            },
            Some(_) | None => false,
        };
        let name = match (sub.is_some(), sup.is_some(), over) {
            (true, true, false) => "msubsup",
            (true, false, false) => "msub",
            (false, true, false) => "msup",
            (true, true, true) => "munderover",
            (true, false, true) => "munder",
            (false, true, true) => "mover",
            (false, false, _) => return self.optional(base),
        };
        let tag = self.out.open(Tag::new(name));
        self.optional(base);
        let outer = std::mem::replace(&mut self.display, false);
        sub.into_iter().for_each(|sub| self.single(sub));
        sup.into_iter().for_each(|sup| self.single(sup));
        self.display = outer;
        self.out.close(tag);
        // `sin x` is a function of its argument (U+2061, function application).
        if let Some(ParseNode::Op { symbol: false, .. } | ParseNode::OperatorName { .. }) = base {
            self.out.element(Tag::new("mo"), "\u{2061}");
        }
    }

    /// Words; a formula among them is one again.
    fn text(&mut self, body: &[ParseNode], alphabet: Option<Alphabet>) {
        let row = self.out.open(Tag::new("mrow"));
        let mut words = String::new();
        self.words(body, alphabet, &mut words);
        self.end_words(&mut words);
        self.out.close(row);
    }

    fn words(&mut self, body: &[ParseNode], alphabet: Option<Alphabet>, words: &mut String) {
        for node in body {
            #[expect(
                clippy::wildcard_enum_match_arm,
                reason = "an enum of the parser's: all that is no word is a formula"
            )]
            match node {
                ParseNode::Text { body, font, .. } => {
                    let own = font.as_deref().and_then(Alphabet::of);
                    self.words(body, own.or(alphabet), words);
                }
                ParseNode::OrdGroup {
                    body,
                    mode: Mode::Text,
                    ..
                } => {
                    self.words(body, alphabet, words);
                }
                ParseNode::SpacingNode { text, .. } => words.push_str(match text.as_str() {
                    "\\," | "\\thinspace" => "\u{2009}",
                    "\\quad" => "\u{2003}",
                    "\\qquad" => "\u{2003}\u{2003}",
                    _ => "\u{a0}",
                }),
                _ => match letters(node) {
                    Some(text) => match alphabet.filter(|a| *a != Alphabet::Upright) {
                        Some(alphabet) => words.extend(text.chars().map(|c| alphabet.letter(c))),
                        None => words.push_str(&text),
                    },
                    None => {
                        self.end_words(words);
                        self.single(node);
                    }
                },
            }
        }
    }

    fn end_words(&mut self, words: &mut String) {
        if !words.is_empty() {
            self.out.element(Tag::new("mtext"), &kept(words));
            words.clear();
        }
    }

    fn enclosed(&mut self, label: &str, colours: [&Option<String>; 2], body: &ParseNode) {
        let notation = match label {
            "\\cancel" => "updiagonalstrike",
            "\\bcancel" => "downdiagonalstrike",
            "\\xcancel" => "updiagonalstrike downdiagonalstrike",
            "\\sout" => "horizontalstrike",
            "\\fbox" | "\\fcolorbox" | "\\boxed" => "box",
            "\\angl" => "actuarial",
            "\\phase" => "phasorangle",
            _ => "",
        };
        let [ground, border] = colours.map(|c| c.as_deref().map(hexadecimal));
        let mut tag = match notation {
            "" => Tag::new("mpadded"),
            notation => Tag::new("menclose").attr("notation", notation),
        };
        if let Some(ground) = ground {
            tag = tag.attr("mathbackground", &ground);
        }
        if let Some(border) = border {
            tag = tag.attr("style", &format!("border: 0.04em solid {border}"));
        }
        self.wrapped(tag, std::slice::from_ref(body));
    }

    fn array(
        &mut self,
        rows: &[Vec<ParseNode>],
        columns: Option<&[AlignSpec]>,
        tags: Option<&[ArrayTag]>,
        lines: &[Vec<bool>],
    ) {
        let mut aligns = Vec::new();
        let mut rules = Vec::new();
        for column in columns.unwrap_or(&[]) {
            match (&column.align_type, column.align.as_deref()) {
                (AlignType::Align, align) => aligns.push(match align {
                    Some("l") => "left",
                    Some("r") => "right",
                    Some(_) | None => "center",
                }),
                (AlignType::Separator, sign) if !aligns.is_empty() => {
                    rules.resize(aligns.len() - 1, "none");
                    rules.push(if sign == Some(":") { "dashed" } else { "solid" });
                }
                (AlignType::Separator, _) => {}
            }
        }
        let mut tag = Tag::new("mtable");
        if self.display {
            tag = tag.attr("displaystyle", "true");
        }
        if !aligns.is_empty() {
            tag = tag.attr("columnalign", &aligns.join(" "));
        }
        if !rules.is_empty() && rules.len() < aligns.len() {
            tag = tag.attr("columnlines", &rules.join(" "));
        }
        let inner: Vec<&str> = (1..rows.len())
            .map(|row| lines.get(row).and_then(|own| own.first()))
            .map(|line| line.map_or("none", |dashed| if *dashed { "dashed" } else { "solid" }))
            .collect();
        if inner.iter().any(|line| *line != "none") {
            tag = tag.attr("rowlines", &inner.join(" "));
        }
        let table = self.out.open(tag);
        for (number, cells) in rows.iter().enumerate() {
            let row = self.out.open(Tag::new("mtr"));
            for (column, cell) in cells.iter().enumerate() {
                let mut tag = Tag::new("mtd");
                // MathML Core leaves the alignment to the style of the cell.
                if let Some(align @ ("left" | "right")) = aligns.get(column).copied() {
                    tag = tag.attr("style", &format!("text-align: {align}"));
                }
                let cell_of = self.out.open(tag);
                self.single(cell);
                self.out.close(cell_of);
            }
            if let Some(ArrayTag::Explicit(tag)) = tags.and_then(|tags| tags.get(number)) {
                let cell = self.out.open(Tag::new("mtd"));
                self.text(tag, None);
                self.out.close(cell);
            }
            self.out.close(row);
        }
        self.out.close(table);
    }

    /// An arrow of a diagram, with what stands beside it.
    fn arrow_of_diagram(&mut self, direction: &str, labels: [&Option<Box<ParseNode>>; 2]) {
        let sign = match direction {
            "right" => "→",
            "left" => "←",
            "up" => "↑",
            "down" => "↓",
            "horiz_eq" => "=",
            "vert_eq" => "∥",
            _ => return self.out.empty(Tag::new("mrow")),
        };
        let [first, second] = labels.map(Option::as_deref);
        match (first, second) {
            (None, None) => self.operator(sign, true),
            _ if matches!(direction, "up" | "down") => {
                let row = self.out.open(Tag::new("mrow"));
                first.into_iter().for_each(|label| self.single(label));
                self.operator(sign, true);
                second.into_iter().for_each(|label| self.single(label));
                self.out.close(row);
            }
            _ => {
                let tag = self.out.open(Tag::new("munderover"));
                self.operator(sign, true);
                self.optional(second);
                self.optional(first);
                self.out.close(tag);
            }
        }
    }

    /// A tree of a proof: what follows under what it follows from.
    fn proof(&mut self, tree: &ProofBranch) {
        if tree.premises.is_empty() {
            return self.one(&tree.conclusion);
        }
        let row = self.out.open(Tag::new("mrow"));
        if let Some(label) = &tree.left_label {
            self.one(label);
        }
        let fraction = self.out.open(Tag::new("mfrac"));
        let premises = self.out.open(Tag::new("mrow"));
        for (number, premise) in tree.premises.iter().enumerate() {
            if number > 0 {
                self.space("2em");
            }
            self.proof(premise);
        }
        self.out.close(premises);
        self.one(&tree.conclusion);
        self.out.close(fraction);
        if let Some(label) = &tree.right_label {
            self.one(label);
        }
        self.out.close(row);
    }
}

/// The sizes of type from `\tiny` to `\Huge`, in ems, as KaTeX has them.
const SIZES: [f64; 11] = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.44, 1.728, 2.074, 2.488];

/// A figure, or a point in a number.
fn figure(node: &ParseNode) -> Option<char> {
    let ParseNode::TextOrd { text, .. } = node else {
        return None;
    };
    let mut letters = text.chars();
    let first = letters.next()?;
    (letters.next().is_none() && (first.is_ascii_digit() || first == '.')).then_some(first)
}

fn is_figure(node: &ParseNode) -> bool {
    figure(node).is_some()
}

/// The character of a sign that is one.
fn sign(node: &ParseNode) -> Option<char> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an enum of the parser's, of which few parts are signs"
    )]
    let (text, mode) = match node {
        ParseNode::Atom { text, mode, .. }
        | ParseNode::MathOrd { text, mode, .. }
        | ParseNode::TextOrd { text, mode, .. } => (text, mode),
        ParseNode::HtmlMathMl { mathml: body, .. } | ParseNode::MClass { body, .. } => {
            return match body.as_slice() {
                [only] => sign(only),
                _ => None,
            };
        }
        _ => return None,
    };
    let characters = characters(text, *mode);
    let mut letters = characters.chars();
    let first = letters.next()?;
    letters.next().is_none().then_some(first)
}

/// Whether a node is one element, wherever it stands.
fn is_single(node: &ParseNode) -> bool {
    !matches!(
        node,
        ParseNode::Tag { .. }
            | ParseNode::Internal { .. }
            | ParseNode::NoNumber { .. }
            | ParseNode::Infix { .. }
            | ParseNode::Size { .. }
            | ParseNode::ColorToken { .. }
            | ParseNode::Environment { .. }
            | ParseNode::SupSub { .. }
    )
}

/// The letters of a node that is nothing but letters.
fn letters(node: &ParseNode) -> Option<String> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an enum of the parser's, of which few parts are letters"
    )]
    match node {
        ParseNode::MathOrd { text, mode, .. }
        | ParseNode::TextOrd { text, mode, .. }
        | ParseNode::Atom { text, mode, .. } => Some(symbols::characters(text, *mode)),
        ParseNode::OrdGroup { body, .. } => body.iter().map(letters).collect(),
        ParseNode::Accent {
            label,
            base,
            mode: Mode::Text,
            ..
        } => accented(label, &letters(base)?),
        _ => None,
    }
}

/// The character of a delimiter.
fn fence(delim: &str) -> String {
    match characters(delim, Mode::Math).as_str() {
        "<" | "lt" => "⟨".to_owned(),
        ">" | "gt" => "⟩".to_owned(),
        other => other.to_owned(),
    }
}

/// White at the edges of a text is dropped where it is no no-break space.
fn kept(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

fn length(size: &Measurement) -> String {
    match size.unit.as_str() {
        // An eighteenth of an em (MathML Core knows no `mu`).
        "mu" => format!("{:.4}em", size.number / 18.0),
        unit => format!("{}{unit}", size.number),
    }
}

fn spacing(command: &str) -> &'static str {
    match command {
        "\\," | "\\thinspace" => "0.1667em",
        "\\:" | "\\>" | "\\medspace" => "0.2222em",
        "\\;" | "\\thickspace" => "0.2778em",
        "\\!" | "\\negthinspace" => "-0.1667em",
        "\\negmedspace" => "-0.2222em",
        "\\negthickspace" => "-0.2778em",
        "\\quad" => "1em",
        "\\qquad" => "2em",
        "\\enspace" => "0.5em",
        "\\allowbreak" | "\\nobreak" => "0em",
        _ => "0.25em",
    }
}

/// A colour that every reading system knows: the layout's names are not all CSS's.
fn hexadecimal(colour: &str) -> String {
    use ratex_types::color::Color;
    let Some(Color { r, g, b, .. }) = Color::parse(colour) else {
        return colour.to_owned();
    };
    let [r, g, b] = [r, g, b].map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use crate::formula::{annotated, mathml};

    /// What stands in the element of a formula.
    fn inner(source: &str, alone: bool) -> String {
        let math = mathml(source, alone).unwrap();
        let (_, inner) = math.split_once('>').unwrap();
        inner.strip_suffix("</math>").unwrap().to_owned()
    }

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
        let annotated = annotated("a_1", false).unwrap();
        assert!(annotated.contains("<annotation encoding=\"application/x-tex\">a_1<"));
    }

    #[test]
    fn structures_are_elements() {
        assert_eq!(inner("x^{10}", false), "<msup><mi>x</mi><mn>10</mn></msup>");
        assert_eq!(
            inner("\\frac{a}{2}", false),
            "<mfrac><mi>a</mi><mn>2</mn></mfrac>"
        );
        assert!(inner("\\sum_{i=1}^n i", true).starts_with("<munderover><mo>∑</mo>"));
        assert!(inner("\\sum_{i=1}^n i", false).starts_with("<msubsup><mo>∑</mo>"));
        assert!(inner("\\ce{H2O}", false).contains("<mn>2</mn>"));
        assert_eq!(inner("3.14", false), "<mn>3.14</mn>");
        assert!(inner("a \\ne b", false).contains("<mo>≠</mo>"));
        assert!(inner("a \\not\\in b", false).contains("<mo>∉</mo>"));
        assert!(inner("\\mathbb{R}", false).contains('ℝ'));
    }

    #[test]
    fn a_text_is_never_markup() {
        for markup in [
            "<script>alert(1)</script>",
            "<mi onclick='x'>a</mi>",
            "</math>",
        ] {
            let made = inner(&format!("\\text{{{markup}}}"), false);
            assert!(!made.contains("<script") && !made.contains("<mi") && !made.contains("</math"));
        }
        let link = inner("\\href{javascript:alert(1)}{x}", false);
        assert!(!link.contains("javascript"), "{link}");
    }
}
