//! Takes fonts and a style; returns the style sheet that declares them.

use super::profile::Quirks;
use super::{EmbeddedFace, Stacks, looks};
use crate::look::{Family, Look};
use crate::style::{Medium, Role, Style};
use std::fmt::Write;

/// What every book looks like, but for what stands for its families (`@serif`,
/// `@display`, `@heading`, `@sans`, `@mono`) and for the [values](looks::values) of
/// its style.
const STYLE: &str = include_str!("style.css");

/// The style sheet: the faces that go in, then the style.
pub(super) fn style_sheet(
    faces: &[EmbeddedFace],
    stacks: &Stacks,
    style: &Style,
    quirks: &Quirks,
) -> String {
    let mut css = String::new();
    for face in faces {
        let EmbeddedFace { weight, .. } = face;
        let family = quoted(face.family);
        let style = if face.italic { "italic" } else { "normal" };
        let (path, format) = (path(face), Format::of(face.bytes).css_name());
        // Writing to a string cannot fail.
        let _ = writeln!(
            css,
            "@font-face {{\n  font-family: {family};\n  font-weight: {weight};\n  \
             font-style: {style};\n  src: url(\"{path}\") format(\"{format}\");\n}}"
        );
    }
    let parts = [
        ("@serif", &stacks.serif, "serif"),
        ("@display", &stacks.display, "serif"),
        ("@heading", &stacks.heading, "sans-serif"),
        ("@sans", &stacks.sans, "sans-serif"),
        ("@mono", &stacks.mono, "monospace"),
    ];
    let stacks = parts.map(|(name, families, generic)| {
        let families = families.iter().map(|family| quoted(family));
        let stack: Vec<String> = families.chain([generic.to_owned()]).collect();
        (name, stack.join(", "))
    });
    let mut rules = STYLE.to_owned() + &looks::rules(style, quirks);
    let values = looks::values(style).into_iter().chain(weights_and_slopes());
    for (name, value) in stacks.into_iter().chain(values) {
        rules = rules.replace(&format!("{name};"), &format!("{value};"));
    }
    css.push_str(&rules);
    css
}

/// The weights and slopes that the style sheet asks for by the role of a text.
fn weights_and_slopes() -> impl Iterator<Item = (&'static str, String)> {
    let weights = [
        ("@headline-weight", Role::Headline),
        ("@heading-weight", Role::Heading(2)),
        ("@initial-weight", Role::Initial),
        ("@kicker-weight", Role::Kicker),
        ("@byline-weight", Role::Byline),
        ("@term-weight", Role::Term),
        ("@table-caption-weight", Role::TableCaption),
        ("@cell-head-weight", Role::CellHead),
    ];
    let slopes = [
        ("@low-heading-style", Role::Heading(5)),
        ("@epigraph-style", Role::Epigraph),
        ("@credit-style", Role::Credit),
    ];
    let look = |role: Role| role.look(Medium::Screen, Look::TEXT);
    let weights = weights.map(|(name, role)| (name, weight(look(role)).to_owned()));
    let slopes = slopes.map(|(name, role)| (name, slope(look(role)).to_owned()));
    weights.into_iter().chain(slopes)
}

/// A weight in CSS. Text has a bold face, titles and the sans a semibold one.
fn weight(look: Look) -> &'static str {
    match (look.bold, look.family) {
        (false, _) => "normal",
        (true, Family::Serif | Family::Caption | Family::Mono) => "bold",
        (true, Family::Display | Family::Heading | Family::Sans) => "600",
    }
}

/// A slope in CSS.
fn slope(look: Look) -> &'static str {
    if look.italic { "italic" } else { "normal" }
}

/// A text as a string of CSS.
pub(super) fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// Where a face is stored, beside the pages.
pub(super) fn path(face: &EmbeddedFace) -> String {
    format!("fonts/{}", face.file_name)
}

/// The media type of a face, by its bytes (EPUB 3.3, 3.2, core media types).
pub(super) fn media_type(face: &EmbeddedFace) -> &'static str {
    match Format::of(face.bytes) {
        Format::OpenType => "font/otf",
        Format::TrueType => "font/ttf",
        Format::Woff => "font/woff",
        Format::Woff2 => "font/woff2",
    }
}

#[derive(Clone, Copy)]
enum Format {
    OpenType,
    TrueType,
    Woff,
    Woff2,
}

impl Format {
    fn of(bytes: &[u8]) -> Format {
        match bytes.get(..4) {
            Some(b"OTTO") => Format::OpenType,
            Some(b"wOFF") => Format::Woff,
            Some(b"wOF2") => Format::Woff2,
            Some(_) | None => Format::TrueType,
        }
    }

    fn css_name(self) -> &'static str {
        match self {
            Format::OpenType => "opentype",
            Format::TrueType => "truetype",
            Format::Woff => "woff",
            Format::Woff2 => "woff2",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;
    use crate::style::parse_paper;

    /// What the style sheet says of the elements of a selector, and of those around them
    /// in the order from without to within: the last that is said of each property.
    fn said(sheet: &str, selectors: &[&str], property: &str) -> Option<String> {
        let rules = sheet.split('}').filter_map(|rule| rule.split_once('{'));
        let mut said = None;
        for selector in selectors {
            for (names, body) in rules.clone() {
                let names = names.rsplit("*/").next().unwrap_or("");
                if names.split(',').all(|name| name.trim() != *selector) {
                    continue;
                }
                for line in body.split(';') {
                    if let Some((key, value)) = line.split_once(':')
                        && key.trim() == property
                    {
                        said = Some(value.trim().to_owned());
                    }
                }
            }
        }
        said
    }

    #[test]
    fn the_style_sheet_gives_each_role_its_look() {
        let family = |name: &str| vec![name.to_owned()];
        let stacks = Stacks {
            serif: family("Text"),
            display: family("Title"),
            heading: family("Heads"),
            sans: family("Plain"),
            mono: family("Code"),
        };
        let style = Style {
            drop_capitals: true,
            ..Style::article(parse_paper("a5").unwrap())
        };
        let sheet = style_sheet(&[], &stacks, &style, Profile::default().quirks());
        for (role, selectors) in [
            (Role::Text, &["article", "p"][..]),
            (Role::Kicker, &["article", "p.kicker"]),
            (Role::Headline, &["article", "h1"]),
            (Role::Subtitle, &["article", "p.subtitle"]),
            (Role::Standfirst, &["article", "p.standfirst"]),
            (Role::Byline, &["article", "p.byline"]),
            (Role::Dateline, &["article", "p.dateline"]),
            (Role::Heading(2), &["article", "h2"]),
            (Role::Heading(4), &["article", "h4"]),
            (Role::Heading(5), &["article", "h5"]),
            (Role::Heading(6), &["article", "h6"]),
            (Role::Initial, &["article", "p.opening::first-letter"]),
            (Role::Term, &["article", "dl", "dt"]),
            (Role::Quote, &["article", "blockquote", "p"]),
            (Role::PullQuote, &["article", "aside", "aside.pullquote"]),
            (
                Role::Epigraph,
                &["article", "blockquote", "blockquote.epigraph"],
            ),
            (Role::Aside, &["article", "aside"]),
            (Role::Caption, &["article", "figcaption", "p.caption"]),
            (Role::TableCaption, &["article", "table", "caption"]),
            (Role::Cell, &["article", "table", "td"]),
            (Role::CellHead, &["article", "table", "th"]),
            (Role::Credit, &["article", "p.attribution"]),
            (
                Role::Credit,
                &[
                    "article",
                    "blockquote.epigraph",
                    "p.attribution",
                    "blockquote.epigraph p.attribution",
                ],
            ),
            (Role::Credit, &["article", "footer", "footer p"]),
            (Role::Note, &["article", "section.notes", "aside"]),
            (Role::Code, &["article", "pre", "code"]),
        ] {
            let look = role.look(Medium::Screen, Look::TEXT);
            let stack = match look.family {
                Family::Serif => "\"Text\", serif",
                Family::Display => "\"Title\", serif",
                Family::Heading => "\"Heads\", sans-serif",
                Family::Sans => "\"Plain\", sans-serif",
                Family::Mono => "\"Code\", monospace",
                Family::Caption => "none",
            };
            let said = |property: &str, usual: &str| {
                said(&sheet, selectors, property).unwrap_or_else(|| usual.to_owned())
            };
            assert_eq!(said("font-family", ""), stack, "{role:?}");
            assert_eq!(said("font-weight", "normal"), weight(look), "{role:?}");
            assert_eq!(said("font-style", "normal"), slope(look), "{role:?}");
        }
        assert!(!sheet.contains('@') || !sheet.replace("@media", "").contains('@'));
    }
}
