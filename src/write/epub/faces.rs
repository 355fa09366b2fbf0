//! Faces in, the style sheet that calls for them out.

use super::EmbeddedFace;
use std::fmt::Write;

/// What every book looks like, its faces aside.
const STYLE: &str = include_str!("style.css");

/// The style sheet: the faces that go in, then the style.
pub fn style_sheet(faces: &[EmbeddedFace]) -> String {
    let mut css = String::new();
    for face in faces {
        let EmbeddedFace { family, weight, .. } = face;
        let style = if face.italic { "italic" } else { "normal" };
        let (path, format) = (path(face), Format::of(face.bytes).css_name());
        // Writing to a string cannot fail.
        let _ = writeln!(
            css,
            "@font-face {{\n  font-family: \"{family}\";\n  font-weight: {weight};\n  \
             font-style: {style};\n  src: url(\"{path}\") format(\"{format}\");\n}}"
        );
    }
    css.push_str(STYLE);
    css
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
