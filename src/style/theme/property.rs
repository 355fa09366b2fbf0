//! Converts the values of properties of styles: colours of the palette, backgrounds, borders,
//! weights and capitals.

use super::value::{Choice, Limits, Setting};
use crate::data::Value;
use crate::style::Colour;
use crate::style::property::{Border, Caps, Ground, Hue, Part, Weight};
use crate::style::styles::PullQuoteLook;
use serde_json::{Value as Json, json};

/// A colour, or a key of the palette.
impl Setting for Hue {
    fn read(node: &Value, limits: Limits) -> Result<Hue, String> {
        let text = node.as_str().unwrap_or_default();
        let named = Hue::NAMED.iter().find(|(name, _)| *name == text);
        match named {
            Some((_, hue)) => Ok(*hue),
            None => Colour::read(node, limits).map(Hue::Own),
        }
    }

    fn show(&self) -> String {
        match Hue::NAMED.iter().find(|(_, hue)| hue == self) {
            Some((name, _)) => (*name).to_owned(),
            None => match self {
                Hue::Own(colour) => colour.show(),
                Hue::Text | Hue::Quiet | Hue::Accent | Hue::Link | Hue::Line | Hue::Ground => {
                    String::new()
                }
            },
        }
    }

    fn wants(limits: Limits) -> String {
        let names: Vec<&str> = Hue::NAMED.iter().map(|(name, _)| *name).collect();
        format!("{}, or one of {}", Colour::wants(limits), names.join(", "))
    }

    fn schema(limits: Limits) -> Json {
        let names: Vec<&str> = Hue::NAMED.iter().map(|(name, _)| *name).collect();
        json!({ "anyOf": [{ "enum": names }, Colour::schema(limits)] })
    }
}

impl Setting for Ground {
    fn read(node: &Value, limits: Limits) -> Result<Ground, String> {
        match node.as_str() {
            Some("none") => Ok(Ground::None),
            Some(_) | None => Hue::read(node, limits).map(Ground::Tint),
        }
    }

    fn show(&self) -> String {
        match self {
            Ground::None => "none".to_owned(),
            Ground::Tint(hue) => hue.show(),
        }
    }

    fn wants(limits: Limits) -> String {
        format!("{}, or `none`", Hue::wants(limits))
    }

    fn schema(limits: Limits) -> Json {
        json!({ "anyOf": [{ "const": "none" }, Hue::schema(limits)] })
    }
}

/// A side of a border, to be read or set.
type Edge = fn(&mut Border) -> &mut bool;

/// The sides of a border by their names.
const SIDES: [(&str, Edge); 4] = [
    ("top", |border| &mut border.top),
    ("bottom", |border| &mut border.bottom),
    ("start", |border| &mut border.start),
    ("end", |border| &mut border.end),
];

impl Setting for Border {
    fn read(node: &Value, _: Limits) -> Result<Border, String> {
        match node.as_str() {
            Some("none") => return Ok(Border::NONE),
            Some("all") => return Ok(Border::ALL),
            Some(_) | None => {}
        }
        let mut border = Border::NONE;
        for side in node.each() {
            let name = side.as_str().unwrap_or_default();
            let (_, part) = SIDES
                .iter()
                .find(|(known, _)| *known == name)
                .ok_or_else(String::new)?;
            *part(&mut border) = true;
        }
        match border == Border::NONE {
            true => Err(String::new()),
            false => Ok(border),
        }
    }

    fn show(&self) -> String {
        match *self {
            Border::NONE => "none".to_owned(),
            Border::ALL => "all".to_owned(),
            mut border => {
                let names = SIDES.iter().filter(|(_, part)| *part(&mut border));
                let names: Vec<&str> = names.map(|(name, _)| *name).collect();
                format!("[{}]", names.join(", "))
            }
        }
    }

    fn wants(_: Limits) -> String {
        "`none`, `all`, or a list of top, bottom, start, end".to_owned()
    }

    fn schema(_: Limits) -> Json {
        let sides: Vec<&str> = SIDES.iter().map(|(name, _)| *name).collect();
        json!({ "anyOf": [
            { "enum": ["none", "all", "top", "bottom", "start", "end"] },
            { "type": "array", "items": { "enum": sides }, "minItems": 1 },
        ] })
    }
}

impl Choice for Part {
    const WORDS: &'static [(&'static str, Part)] = &[
        ("text", Part::Text),
        ("display", Part::Display),
        ("headings", Part::Headings),
        ("sans", Part::Sans),
        ("code", Part::Code),
    ];
}

impl Choice for Weight {
    const WORDS: &'static [(&'static str, Weight)] =
        &[("normal", Weight::Normal), ("bold", Weight::Bold)];
}

impl Choice for Caps {
    const WORDS: &'static [(&'static str, Caps)] = &[
        ("none", Caps::None),
        ("small", Caps::Small),
        ("all", Caps::All),
    ];
}

impl Choice for PullQuoteLook {
    const WORDS: &'static [(&'static str, PullQuoteLook)] = &[
        ("bar", PullQuoteLook::Bar),
        ("rules", PullQuoteLook::Rules),
        ("band", PullQuoteLook::Band),
    ];
}
