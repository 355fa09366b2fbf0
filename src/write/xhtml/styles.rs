//! Takes the styles of a theme; returns them as rules of a style sheet.
//!
//! Sizes and white shrink as those of the rest of the sheet do. Colours are seen on any ground,
//! unless the style has a background: then both are the theme's.

use super::sheet::{em, grown, small, weight};
use crate::geom::Pt;
use crate::look::Family;
use crate::style::{
    Border, Caps, Element, Fill, Frame, Medium, Role, Selector, Style, Styling, Weight,
};
use std::fmt::Write;

/// The rules.
pub(super) fn rules(style: &Style) -> String {
    let mut css = String::new();
    for (selector, styling) in style.styles.entries() {
        let selectors = selectors(selector);
        if selectors.is_empty() {
            continue;
        }
        let mut own = Rules {
            selectors: &selectors,
            css: &mut css,
        };
        let mut declarations = type_of(selector, styling, style);
        declarations.extend(box_of(selector.element, styling, style));
        own.add("", "", &declarations);
        if let Some(indent) = styling.indent {
            // Beats the rules by language of the sheet.
            let indent = em(indent.at(style.text.size) / style.text.size);
            let indent = [("text-indent", indent)];
            if matches!(selector.element, None | Some(Element::Paragraph)) {
                own.add("html[lang] ", "", &indent);
            }
            if selector.element != Some(Element::Paragraph) {
                own.add("html[lang] article ", " p", &indent);
            }
        }
        let frame = styling.frame(style);
        if frame.inset != (Pt::ZERO, Pt::ZERO) {
            let (start, end) = frame.inset;
            let of = |length: Pt| em(length / style.text.size);
            let sides =
                |left: Pt, right: Pt| vec![("margin-left", of(left)), ("margin-right", of(right))];
            own.add("", "", &sides(start, end));
            if start != end {
                own.add("[dir=\"rtl\"] ", "", &sides(end, start));
            }
        }
        let border = styling.border;
        if let Some(border) = border.filter(|border| border.start != border.end) {
            own.add("[dir=\"rtl\"] ", "", &edges(border, true, &frame));
        }
    }
    if style.styles.have_drop_capitals() {
        css.push_str("\nhtml[lang] article p.opening {\n  text-indent: 0;\n}\n");
    }
    css
}

/// Rules for the same elements.
struct Rules<'a> {
    selectors: &'a [String],
    css: &'a mut String,
}

impl Rules<'_> {
    /// Adds a rule for the elements, between what stands before and after their selectors.
    fn add(&mut self, before: &str, after: &str, declarations: &[(&str, String)]) {
        if declarations.is_empty() {
            return;
        }
        let selectors = self.selectors.iter();
        let selectors: Vec<String> = selectors
            .map(|selector| format!("{before}{selector}{after}"))
            .collect();
        // Writing to a string cannot fail.
        let _ = writeln!(self.css, "\n{} {{", selectors.join(", "));
        for (property, value) in declarations {
            let _ = writeln!(self.css, "  {property}: {value};");
        }
        self.css.push_str("}\n");
    }
}

/// The selectors of CSS for one of a theme. What has none is not on pages of a book.
fn selectors(selector: &Selector) -> Vec<String> {
    let class = match selector.class.as_str() {
        "" => String::new(),
        class => format!(".{}", escaped(class)),
    };
    let Some(element) = selector.element else {
        return vec![class];
    };
    let names: &[&str] = match element {
        // All paragraphs of running text, or whatever has the class.
        Element::Paragraph if class.is_empty() => &["article > p", "article > div > p"],
        Element::Paragraph => &["p"],
        Element::Headings => &["h2", "h3", "h4", "h5", "h6"],
        Element::Heading(1) => &[".level-1"],
        Element::Heading(2) => &[".level-2"],
        Element::Heading(3) => &[".level-3"],
        Element::Heading(4) => &[".level-4"],
        Element::Heading(5) => &[".level-5"],
        Element::Heading(_) => &[".level-6"],
        Element::List => &["ul", "ol"],
        Element::Definitions => &["dl"],
        Element::Term => &["dt"],
        Element::Quote => &["blockquote"],
        Element::PullQuote => &["aside.pullquote"],
        Element::Epigraph => &["blockquote.epigraph"],
        Element::Aside => &["aside"],
        Element::Figure => &["figure"],
        Element::Caption => &["figcaption"],
        Element::Credit => &["figcaption p.credit", "p.attribution", "footer"],
        Element::Table => &["table"],
        Element::TableCaption => &["caption"],
        Element::Cell => &["td"],
        Element::CellHead => &["th"],
        Element::Code => &["pre"],
        Element::Verse => &["div.verse"],
        Element::Rule => &["hr"],
        // A group without a class is no element that is seen.
        Element::Group if class.is_empty() => &[],
        Element::Group => &["div"],
        Element::Formula => &["p.math"],
        Element::Note => &["section.notes aside"],
        Element::Kicker => &["p.kicker"],
        Element::Headline => &["h1"],
        Element::Subtitle => &["p.subtitle"],
        Element::Standfirst => &["p.standfirst"],
        Element::Byline => &["p.byline"],
        Element::Dateline => &["p.dateline"],
        // A part has a page of its own in a book.
        Element::Section => &[],
        Element::CoverKicker => &["section.cover p.kicker"],
        Element::CoverTitle => &["section.cover h1"],
        Element::CoverByline => &["section.cover p.byline"],
        Element::CoverPublisher => &["section.cover p.publisher"],
    };
    names.iter().map(|name| format!("{name}{class}")).collect()
}

/// A class as an identifier of CSS.
fn escaped(class: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let letters = class.chars().map(|c| match is_plain(c) {
        true => c.to_string(),
        false => format!("\\{c}"),
    });
    letters.collect()
}

/// The declarations of type.
fn type_of(selector: &Selector, styling: &Styling, style: &Style) -> Vec<(&'static str, String)> {
    let mut css = Vec::new();
    if let Some(part) = styling.family {
        let stack = match part.family() {
            Family::Serif | Family::Caption => "@serif",
            Family::Display => "@display",
            Family::Heading => "@heading",
            Family::Sans => "@sans",
            Family::Mono => "@mono",
        };
        css.push(("font-family", stack.to_owned()));
    }
    if let Some(size) = styling.size {
        css.push((
            "font-size",
            if size > 1.0 { grown(size) } else { small(size) },
        ));
    }
    if let Some(lines) = styling.leading {
        let size = style.text.size * styling.size.unwrap_or(1.0);
        let ratio = (style.text.leading * lines / size).clamp(1.0, 3.0);
        css.push(("line-height", format!("{}", crate::geom::rounded(ratio, 2))));
    }
    if let Some(own) = styling.weight {
        // The weight of the family that the element has.
        let usual = selector.element.and_then(Element::role);
        let usual = usual.unwrap_or(Role::Text);
        let look = usual.look(Medium::Screen, crate::look::Look::TEXT);
        let mut look = styling.look(look);
        look.bold = own == Weight::Bold;
        css.push(("font-weight", weight(look).to_owned()));
    }
    if let Some(italic) = styling.italic {
        let slope = if italic { "italic" } else { "normal" };
        css.push(("font-style", slope.to_owned()));
    }
    match styling.caps {
        Some(Caps::Small) => css.push(("font-variant", "small-caps".to_owned())),
        Some(Caps::All) => css.push(("text-transform", "uppercase".to_owned())),
        Some(Caps::None) => {
            css.push(("font-variant", "normal".to_owned()));
            css.push(("text-transform", "none".to_owned()));
        }
        None => {}
    }
    let has_ground = styling.frame(style).background.flatten().is_some();
    if let Some(hue) = styling.colour.filter(|_| !has_ground) {
        let colour = hue.of(&style.colours).on_any_ground();
        css.push(("color", colour.to_string()));
    }
    if let Some(align) = styling.align {
        let value = match align {
            Fill::Justified => "justify",
            Fill::Ragged | Fill::Balanced => "start",
            Fill::Centered => "center",
            Fill::End => "end",
        };
        css.push(("text-align", value.to_owned()));
        if align == Fill::Balanced {
            css.push(("text-wrap", "balance".to_owned()));
        }
    }
    css
}

/// The declarations of the box.
fn box_of(
    element: Option<Element>,
    styling: &Styling,
    style: &Style,
) -> Vec<(&'static str, String)> {
    let frame = styling.frame(style);
    let mut css = Vec::new();
    // White is in sizes of the element itself.
    let own = style.text.size * styling.size.unwrap_or(1.0);
    let white = |length: Pt| em(length / own);
    if let Some(before) = frame.white.0 {
        css.push(("margin-top", white(before)));
    }
    if let Some(after) = frame.white.1 {
        css.push(("margin-bottom", white(after)));
    }
    match styling.border {
        Some(Border::NONE) => css.push(("border", "0".to_owned())),
        Some(border) => css.extend(edges(border, false, &frame)),
        None => {}
    }
    match frame.background {
        Some(None) => css.push(("background", "none".to_owned())),
        Some(Some(ground)) => {
            let text = styling
                .colour
                .map_or(style.colours.text, |hue| hue.of(&style.colours));
            css.push(("background", ground.to_string()));
            css.push(("color", text.to_string()));
        }
        None => {}
    }
    let has_sides = styling
        .border
        .is_some_and(|border| border.start || border.end)
        || frame.background.flatten().is_some();
    match frame.padding {
        // Markers of lists stand in the padding.
        Some(padding) if element == Some(Element::List) => {
            let padding = padding / own;
            css.push(("padding", em(padding)));
            css.push(("padding-inline-start", em(padding + 1.8)));
        }
        Some(padding) => css.push(("padding", white(padding))),
        None if frame.is_visible() && element == Some(Element::List) => {
            css.push(("padding", "0.5em 1em".to_owned()));
            css.push(("padding-inline-start", "2.8em".to_owned()));
        }
        None if frame.is_visible() && has_sides => css.push(("padding", "0.5em 1em".to_owned())),
        None if frame.is_visible() => css.push(("padding", "0.5em 0".to_owned())),
        None => {}
    }
    if element == Some(Element::Aside) && frame.background == Some(None) && frame.border.is_none() {
        css.push(("border", "0".to_owned()));
    }
    match styling.columns {
        Some(1) => css.push(("columns", "auto".to_owned())),
        Some(count) => css.push(("columns", format!("11em {count}"))),
        None => {}
    }
    if styling.keep == Some(true) {
        css.push(("page-break-inside", "avoid".to_owned()));
        css.push(("break-inside", "avoid".to_owned()));
    }
    css
}

/// The sides of a border; where lines run from right to left, the other way round.
fn edges(border: Border, rtl: bool, frame: &Frame) -> Vec<(&'static str, String)> {
    let colour = match frame.border_colour {
        Some(colour) => colour.on_any_ground().to_string(),
        None => "rgba(128, 128, 128, 0.6)".to_owned(),
    };
    // A point of CSS is the printer's.
    let width = crate::geom::rounded(frame.border_width.0, 2);
    let (left, right) = match rtl {
        false => (border.start, border.end),
        true => (border.end, border.start),
    };
    let sides = [
        ("border-top", border.top),
        ("border-bottom", border.bottom),
        ("border-left", left),
        ("border-right", right),
    ];
    let drawn = |has: bool| match has {
        true => format!("{width}pt solid {colour}"),
        false => "0".to_owned(),
    };
    sides.map(|(side, has)| (side, drawn(has))).to_vec()
}
