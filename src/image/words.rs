//! Takes the source of a drawing; returns it with words that can be drawn: each in a font
//! that contains it, and HTML text in lines of its own.

use super::svg::DrawnIn;
use roxmltree::{Document, Node, ParsingOptions};
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The size of text that names none, as in CSS.
const SIZE: f64 = 16.0;
/// How wide a letter is on average, and how far lines are apart, in sizes of the text.
const LETTER: f64 = 0.45;
const LEADING: f64 = 1.2;

/// A drawing whose words can be drawn.
pub(super) struct Words<'s> {
    pub(super) text: Cow<'s, str>,
    /// The characters that nothing sets.
    pub(super) missing: Vec<char>,
    /// Whether it holds HTML.
    pub(super) is_foreign: bool,
    pub(super) has_text: bool,
}

/// Gives each word of a drawing what sets it.
pub(super) fn settle<'s>(svg: &'s str, family: &dyn Fn(&str) -> DrawnIn) -> Words<'s> {
    let mut words = Words {
        text: Cow::Borrowed(svg),
        missing: Vec::new(),
        is_foreign: false,
        has_text: svg.contains("<text") || svg.contains(":text"),
    };
    let has_html = svg.contains("foreignObject");
    words.has_text |= has_html;
    if !words.has_text {
        return words;
    }
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    // What cannot be parsed is told by what draws it.
    let Ok(document) = Document::parse_with_options(svg, options) else {
        return words;
    };
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut setter = Setter {
        family,
        missing: Vec::new(),
    };
    for node in document.descendants() {
        if node.has_tag_name("foreignObject") || node.tag_name().name() == "foreignObject" {
            if let Some(drawn) = foreign(&node, &mut setter) {
                words.is_foreign |= !drawn.is_empty();
                edits.push((node.range(), drawn));
            }
        } else if node.is_text()
            && node.ancestors().any(|a| a.tag_name().name() == "text")
            && !node
                .ancestors()
                .any(|a| a.tag_name().name() == "foreignObject")
            && let Some(text) = node.text()
            && !text.is_ascii()
            && let Some(set) = setter.set(text, true)
        {
            edits.push((node.range(), set));
        }
    }
    words.missing = setter.missing;
    if !edits.is_empty() {
        let mut text = svg.to_owned();
        for (range, new) in edits.into_iter().rev() {
            text.replace_range(range, &new);
        }
        words.text = Cow::Owned(text);
    }
    words
}

struct Setter<'f> {
    family: &'f dyn Fn(&str) -> DrawnIn,
    missing: Vec<char>,
}

impl Setter<'_> {
    /// A text as markup, what its own face lacks in spans of another family. Nothing
    /// where it may stay as it is.
    ///
    /// usvg sets a text once in each family of its spans and puts the glyphs together:
    /// that is sound where each draws a glyph a character. A text in a script that joins
    /// its letters is set in its family as a whole; among letters of another script what
    /// joins cannot be drawn, and is told.
    fn set(&mut self, text: &str, only_changed: bool) -> Option<String> {
        let plain = drawn(text);
        let mut parts: Vec<(&str, DrawnIn)> = Vec::new();
        for grapheme in plain.graphemes(true) {
            let drawn = match grapheme.is_ascii() {
                true => DrawnIn::Text,
                false => (self.family)(grapheme),
            };
            parts.push((grapheme, drawn));
        }
        if let Some(name) = whole(&parts) {
            let name = escaped(name);
            let text = escaped(&plain);
            return Some(format!("<tspan font-family=\"{name}\">{text}</tspan>"));
        }
        let mut set = String::with_capacity(plain.len() * 2);
        let mut open: Option<&str> = None;
        let mut is_changed = !only_changed || plain.len() < text.len();
        for (grapheme, drawn) in &parts {
            let family = match drawn {
                DrawnIn::Text => None,
                DrawnIn::Family {
                    name,
                    is_plain: true,
                } => Some(name.as_str()),
                DrawnIn::Family {
                    is_plain: false, ..
                }
                | DrawnIn::Nothing => {
                    for c in grapheme.chars().filter(|c| !c.is_ascii()) {
                        if self.missing.len() < 8 && !self.missing.contains(&c) {
                            self.missing.push(c);
                        }
                    }
                    None
                }
            };
            if family != open {
                if open.is_some() {
                    set.push_str("</tspan>");
                }
                if let Some(name) = family {
                    set.push_str(&format!("<tspan font-family=\"{}\">", escaped(name)));
                    is_changed = true;
                }
                open = family;
            }
            set.push_str(&escaped(grapheme));
        }
        if open.is_some() {
            set.push_str("</tspan>");
        }
        is_changed.then_some(set)
    }
}

/// The family that sets all letters of a text, where it joins some of them.
fn whole<'p>(parts: &'p [(&str, DrawnIn)]) -> Option<&'p str> {
    let mut found: Option<&str> = None;
    let mut joins = false;
    for (grapheme, drawn) in parts {
        match drawn {
            DrawnIn::Family { name, is_plain } => {
                if found.is_some_and(|found| found != name) {
                    return None;
                }
                found = Some(name);
                joins |= !is_plain || grapheme.chars().any(is_joined);
            }
            DrawnIn::Text if grapheme.chars().any(char::is_alphabetic) => return None,
            DrawnIn::Text | DrawnIn::Nothing => {}
        }
    }
    found.filter(|_| joins)
}

/// Whether a letter is of a script whose letters join, or are drawn in another order.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// A text without what chooses how other characters are drawn and is not drawn itself:
/// selectors, the joiner of emoji, a tone of skin, which needs colour.
fn drawn(text: &str) -> String {
    let mut drawn = String::with_capacity(text.len());
    for c in text.chars() {
        let is_emoji = drawn.chars().next_back().is_some_and(|c| c >= '\u{2190}');
        match c {
            '\u{fe00}'..='\u{fe0f}' => {}
            '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' if is_emoji => {}
            c => drawn.push(c),
        }
    }
    drawn
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The lines that stand for an element of HTML in a drawing: none where something else
/// does; nothing where the element is not shown by any reader of SVG as it is.
fn foreign(node: &Node, setter: &mut Setter) -> Option<String> {
    let is_switched = node
        .parent()
        .is_some_and(|parent| parent.tag_name().name() == "switch");
    if is_switched {
        let mut after = node.next_siblings().skip(1);
        // What needs an extension is passed over, and what follows it shown.
        if node.has_attribute("requiredFeatures") || node.has_attribute("requiredExtensions") {
            return None;
        }
        if after.any(|sibling| sibling.is_element()) {
            return Some(String::new());
        }
    }
    let number = |key: &str| -> f64 {
        let value = node.attribute(key).unwrap_or("").trim();
        let end = value
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+' | 'e'))
            .unwrap_or(value.len());
        value.get(..end).and_then(|v| v.parse().ok()).unwrap_or(0.0)
    };
    let (x, y, width, height) = (number("x"), number("y"), number("width"), number("height"));
    let said = |key: &str| {
        node.descendants()
            .filter_map(|n| style(&n, key))
            .next_back()
    };
    let around = |key: &str| node.ancestors().find_map(|n| style(&n, key));
    let size = said("font-size").or_else(|| around("font-size"));
    let size = size.and_then(|size| points(&size)).unwrap_or(SIZE);
    let colour = said("color").or_else(|| around("color"));
    let colour = colour.unwrap_or_else(|| "#000".to_owned());
    let centred = ["text-align", "justify-content", "align-items"];
    let is_centred = centred
        .iter()
        .any(|key| said(key).is_some_and(|v| v.contains("center")))
        || node.descendants().any(|n| {
            let class = n.attribute("class").unwrap_or("");
            class.contains("abel")
        });
    let mut lines = vec![String::new()];
    gather(node, &mut lines);
    let room = (width / (size * LETTER)).max(1.0) as usize;
    let lines: Vec<String> = lines
        .iter()
        .flat_map(|line| wrapped(line, if width > 0.0 { room } else { usize::MAX }))
        .collect();
    if lines.is_empty() {
        return Some(String::new());
    }
    let leading = size * LEADING;
    let (anchor, at) = match is_centred {
        true => ("middle", x + width / 2.0),
        false => ("start", x),
    };
    let mut top = y;
    if is_centred {
        top += (height - leading * lines.len() as f64) / 2.0;
    }
    let mut drawn = String::from("<g xmlns=\"http://www.w3.org/2000/svg\">");
    for (i, line) in lines.iter().enumerate() {
        let base = top + leading * i as f64 + size * 0.95;
        let set = setter.set(line, false).unwrap_or_default();
        drawn.push_str(&format!(
            "<text x=\"{at}\" y=\"{base}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{}\" stroke=\"none\">{set}</text>",
            escaped(&colour),
        ));
    }
    drawn.push_str("</g>");
    Some(drawn)
}

/// What an element says of a key of CSS, by its style or its attribute.
fn style(node: &Node, key: &str) -> Option<String> {
    let styled = node.attribute("style").and_then(|style| {
        let mut declarations = style.split(';').filter_map(|d| d.split_once(':'));
        declarations.find(|(name, _)| name.trim().eq_ignore_ascii_case(key))
    });
    let said = styled.map(|(_, value)| value).or(node.attribute(key));
    said.map(|value| value.trim().to_owned())
}

fn points(size: &str) -> Option<f64> {
    let end = size
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(size.len());
    let number: f64 = size.get(..end)?.parse().ok()?;
    let scale = match size.get(end..)?.trim() {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "em" | "rem" => SIZE,
        _ => return None,
    };
    (number > 0.0).then_some(number * scale)
}

/// The lines of text that an element holds: each block and each break begins one.
fn gather(node: &Node, lines: &mut Vec<String>) {
    const INLINE: [&str; 16] = [
        "span", "b", "i", "em", "strong", "a", "code", "sub", "sup", "u", "s", "small", "font",
        "mark", "label", "tspan",
    ];
    for child in node.children() {
        if child.is_text() {
            let text = child.text().unwrap_or("");
            if let Some(line) = lines.last_mut() {
                line.push_str(text);
            }
        } else if child.is_element() {
            let name = child.tag_name().name();
            let is_inline = INLINE.contains(&name);
            if !is_inline {
                lines.push(String::new());
            }
            if !matches!(name, "style" | "script") {
                gather(&child, lines);
            }
            if !is_inline && name != "br" {
                lines.push(String::new());
            }
        }
    }
}

/// A line in lines of so many letters; none where it says nothing.
fn wrapped(line: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= room => {
                last.push(' ');
                last.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(svg: &str) -> (String, Vec<char>) {
        let words = settle(svg, &|grapheme| match grapheme.chars().next() {
            Some('日' | '本') => DrawnIn::Family {
                name: "Noto \"CJK\"".to_owned(),
                is_plain: true,
            },
            Some('س' | 'ل' | 'ا' | 'م') => DrawnIn::Family {
                name: "Naskh".to_owned(),
                is_plain: true,
            },
            Some('\u{f8ff}') => DrawnIn::Nothing,
            _ => DrawnIn::Text,
        });
        (words.text.into_owned(), words.missing)
    }

    #[test]
    fn what_a_face_lacks_is_set_in_another_and_no_selector_is_drawn() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg'><text>a &lt; 日本 b\u{fe0f}\u{f8ff}</text><desc>日</desc></svg>";
        let (text, missing) = settled(svg);
        assert!(
            text.contains("<text>a &lt; <tspan font-family=\"Noto &quot;CJK&quot;\">日本</tspan> b\u{f8ff}</text><desc>日</desc>"),
            "{text}"
        );
        assert_eq!(missing, ['\u{f8ff}']);
        let plain = "<svg xmlns='http://www.w3.org/2000/svg'><text>été</text></svg>";
        assert_eq!(settled(plain).0, plain);
    }

    #[test]
    fn a_text_that_joins_its_letters_is_set_as_a_whole() {
        let svg = |text: &str| {
            format!("<svg xmlns='http://www.w3.org/2000/svg'><text>{text}</text></svg>")
        };
        let joined = svg("<tspan font-family=\"Naskh\">سلام 12</tspan>");
        assert_eq!(settled(&svg("سلام 12")).0, joined);
    }

    #[test]
    fn html_in_a_drawing_becomes_lines_unless_something_stands_for_it() {
        let html = "<foreignObject x='10' y='0' width='100' height='40'><div xmlns='http://www.w3.org/1999/xhtml' style='text-align:center;color:red'>One<br/>two &amp; three</div></foreignObject>";
        let svg = |body: &str| format!("<svg xmlns='http://www.w3.org/2000/svg'>{body}</svg>");
        let (text, _) = settled(&svg(html));
        assert!(!text.contains("foreignObject"), "{text}");
        assert!(
            text.contains("text-anchor=\"middle\" fill=\"red\" stroke=\"none\">One</text>"),
            "{text}"
        );
        assert!(text.contains(">two &amp; three</text>"), "{text}");
        let (text, _) = settled(&svg(&format!("<switch>{html}<text>One</text></switch>")));
        assert_eq!(text, svg("<switch><text>One</text></switch>"));
    }
}
