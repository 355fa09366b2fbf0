//! Faces and a style in, the style sheet that calls for them out.

use super::profile::Quirks;
use super::{EmbeddedFace, Stacks, looks};
use crate::style::Style;
use std::fmt::Write;

/// What every book looks like, but for what stands for its families (`@serif`,
/// `@display`, `@heading`, `@sans`, `@mono`) and for the [values](looks::values) of
/// its style.
const STYLE: &str = include_str!("style.css");

/// The style sheet: the faces that go in, then the style.
pub fn style_sheet(
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
    for (name, value) in stacks.into_iter().chain(looks::values(style)) {
        rules = rules.replace(&format!("{name};"), &format!("{value};"));
    }
    css.push_str(&rules);
    css
}

/// A text as a string of CSS.
pub fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// Where a face is stored, beside the pages.
pub fn path(face: &EmbeddedFace) -> String {
    format!("fonts/{}", face.file_name)
}

/// The media type of a face, by its bytes (EPUB 3.3, 3.2, core media types).
pub fn media_type(face: &EmbeddedFace) -> &'static str {
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
