//! Reads and shows the structured values of a theme: heads and feet by kind of page, and the
//! backgrounds of pages.
//!
//! A file says only what differs from the theme it extends: what it leaves out of a head stays,
//! and `~` takes it away.

use super::value::{Limits, Setting, quoted};
use crate::data::{Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::model::{Length, Picture, PictureSize, Unit};
use crate::source::Span;
use crate::style::{Backdrop, Band, Bands, Cell, Colour, Position, Rule, Template};
use serde_json::{Map, Value as Json, json};

/// What a value expects.
const BANDS: &str = "`{head: …, foot: …}`";
const BAND: &str = "`{left: …, centre: …, right: …, rule: below}`";
const CELL: &str = "a text, a list of lines, or `{picture: logo.svg, height: 12mm, alt: …}`";
const BACKDROP: &str = "`{background: \"#f4f2f0\"}` or `{background: {picture: paper.jpg}}`";
const GROUND: &str = "a colour such as `\"#f4f2f0\"`, or `{picture: paper.jpg}`";
const LENGTH: &str = "a length in mm, cm, in or pt, such as `12mm`";
/// No limits.
const ALL: Limits = (f64::NEG_INFINITY, f64::INFINITY);
/// The keys of pictures.
const PICTURE: [&str; 4] = ["picture", "height", "width", "alt"];

impl Setting for Bands {
    fn read(_: &Value, _: Limits) -> Result<Bands, String> {
        Err(String::new())
    }

    fn overlay(&mut self, node: &Value, _: Limits, report: &mut Report) -> Result<(), String> {
        let entries = match &node.kind {
            Kind::Null => {
                *self = Bands::default();
                return Ok(());
            }
            Kind::Map(entries) => entries,
            Kind::Scalar { .. } | Kind::List(_) => return Err(String::new()),
        };
        for entry in entries {
            match &*entry.key {
                "head" => band(&mut self.head, entry, report),
                "foot" => band(&mut self.foot, entry, report),
                _ => report.push(unknown(entry, "a kind of page", &["head", "foot"])),
            }
        }
        Ok(())
    }

    fn show(&self) -> String {
        let parts = [("head", &self.head), ("foot", &self.foot)];
        let parts = parts
            .into_iter()
            .filter_map(|(name, band)| Some((name, show_band(band.as_ref()?))));
        map(parts.map(|(name, band)| format!("{name}: {band}")))
    }

    fn wants(_: Limits) -> String {
        BANDS.to_owned()
    }

    fn schema(_: Limits) -> Json {
        let cell = json!({ "anyOf": [
            { "type": ["string", "null"] },
            { "type": "array", "items": { "type": "string" } },
            picture_schema(&PICTURE),
        ] });
        let band = |has_height: bool| {
            let cells = Position::ALL.iter();
            let mut keys: Map<String, Json> = cells
                .map(|(name, _)| ((*name).to_owned(), cell.clone()))
                .collect();
            keys.insert("rule".to_owned(), Rule::schema(ALL));
            if has_height {
                keys.insert("height".to_owned(), json!({ "type": "string" }));
            }
            json!({ "type": ["object", "null"], "properties": keys, "additionalProperties": false })
        };
        json!({
            "type": ["object", "null"],
            "properties": { "head": band(true), "foot": band(false) },
            "additionalProperties": false,
        })
    }
}

impl Setting for Option<Backdrop> {
    fn read(_: &Value, _: Limits) -> Result<Option<Backdrop>, String> {
        Err(String::new())
    }

    fn overlay(&mut self, node: &Value, _: Limits, report: &mut Report) -> Result<(), String> {
        let entries = match &node.kind {
            Kind::Null => {
                *self = None;
                return Ok(());
            }
            Kind::Map(entries) => entries,
            Kind::Scalar { .. } | Kind::List(_) => return Err(String::new()),
        };
        for entry in entries {
            if entry.key != "background" {
                report.push(unknown(entry, "a kind of page", &["background"]));
                continue;
            }
            match &entry.value.kind {
                Kind::Null => *self = None,
                Kind::Map(entries) => {
                    let read = picture(entries, &PICTURE[..1], entry.value.span, report);
                    let whole = read.map(|picture| Picture {
                        bleeds: true,
                        ..picture
                    });
                    *self = whole.map(Backdrop::Picture);
                }
                Kind::Scalar { text, .. } => match Colour::parse(text) {
                    Some(colour) => *self = Some(Backdrop::Tint(colour)),
                    None => report.push(wrong("background", &entry.value, GROUND)),
                },
                Kind::List(_) => report.push(wrong("background", &entry.value, GROUND)),
            }
        }
        Ok(())
    }

    fn show(&self) -> String {
        let own = self.iter().map(|backdrop| match backdrop {
            Backdrop::Tint(colour) => quoted(&colour.to_string()),
            Backdrop::Picture(picture) => show_picture(picture),
        });
        map(own.map(|own| format!("background: {own}")))
    }

    fn wants(_: Limits) -> String {
        BACKDROP.to_owned()
    }

    fn schema(_: Limits) -> Json {
        let picture = picture_schema(&PICTURE[..1]);
        let ground = json!({ "anyOf": [Colour::schema(ALL), picture, { "type": "null" }] });
        json!({
            "type": ["object", "null"],
            "properties": { "background": ground },
            "additionalProperties": false,
        })
    }
}

/// Reads a head or a foot in place of one.
fn band(own: &mut Option<Band>, entry: &Entry, report: &mut Report) {
    let name = &*entry.key;
    let entries = match &entry.value.kind {
        Kind::Null => {
            *own = None;
            return;
        }
        Kind::Map(entries) => entries,
        Kind::Scalar { .. } | Kind::List(_) => {
            return report.push(wrong(name, &entry.value, BAND));
        }
    };
    let band = own.get_or_insert_default();
    // On some page, one of either pair is where one of the other is.
    let is_fixed = |entry: &&Entry| matches!(entry.key.as_str(), "left" | "right");
    let is_turned = |entry: &&Entry| matches!(entry.key.as_str(), "outer" | "inner");
    if entries.iter().any(|entry| is_fixed(&entry))
        && let Some(turned) = entries.iter().find(is_turned)
    {
        let message = format!(
            "`{}` stands beside `left` or `right`: one hides the other",
            turned.key
        );
        let warning = Diagnostic::warning(Code::UnknownKey, turned.span, message);
        report.push(warning.hint("use `left` and `right`, or `outer` and `inner`"));
    }
    for entry in entries {
        let position = Position::ALL.iter().find(|(known, _)| *known == entry.key);
        if let Some((_, position)) = position {
            if matches!(entry.value.kind, Kind::Null) {
                band.set(*position, None);
            } else if let Some(cell) = cell(entry, report) {
                band.set(*position, Some(cell));
            }
            continue;
        }
        match &*entry.key {
            "rule" => match Rule::read(&entry.value, ALL) {
                Ok(rule) => band.rule = rule,
                Err(_) => report.push(wrong("rule", &entry.value, &Rule::wants(ALL))),
            },
            "height" if name == "head" => match length(&entry.value) {
                Some(height) => band.height = Some(height),
                None => report.push(wrong("height", &entry.value, LENGTH)),
            },
            _ => {
                let mut known: Vec<&str> = Position::ALL.iter().map(|(name, _)| *name).collect();
                known.push("rule");
                if name == "head" {
                    known.push("height");
                }
                report.push(unknown(entry, &format!("`{name}`"), &known));
            }
        }
    }
}

/// Reads what stands in a position: a text, lines of text, or a picture.
fn cell(entry: &Entry, report: &mut Report) -> Option<Cell> {
    let value = &entry.value;
    let texts: Vec<(&str, Span)> = match &value.kind {
        Kind::Null => return None,
        Kind::Scalar { text, .. } => text.lines().map(|line| (line, value.span)).collect(),
        Kind::List(values) => {
            let texts = values.iter().map(|value| (value.as_str(), value.span));
            let texts = texts.map(|(text, span)| text.map(|text| (text, span)));
            let Some(texts) = texts.collect::<Option<Vec<_>>>() else {
                report.push(wrong(&entry.key, value, CELL));
                return None;
            };
            texts
        }
        Kind::Map(entries) => {
            if !entries.iter().any(|entry| entry.key == "picture") {
                let error = wrong(&entry.key, value, CELL);
                report.push(error.hint("quote it: in YAML, a `{` opens a mapping"));
                return None;
            }
            return picture(entries, &PICTURE, value.span, report).map(Cell::Picture);
        }
    };
    let mut lines = Vec::new();
    for (text, span) in texts {
        match Template::parse(text.trim()) {
            Ok(line) => lines.push(line),
            Err(reason) => {
                let message = format!("`{}` expects {CELL}", entry.key);
                report.push(Diagnostic::error(Code::WrongValue, span, message).hint(reason));
                return None;
            }
        }
    }
    Some(Cell::Lines(lines))
}

/// Reads a picture, with some of the keys that pictures have.
fn picture(entries: &[Entry], keys: &[&str], span: Span, report: &mut Report) -> Option<Picture> {
    let mut path = None;
    let mut alt = None;
    let mut size = PictureSize::default();
    for entry in entries {
        let value = &entry.value;
        match &*entry.key {
            "picture" => match value.as_str().map(str::trim) {
                Some(text) if !text.is_empty() => path = Some((text, value.span)),
                Some(_) | None => report.push(wrong("picture", value, "the path of a picture")),
            },
            "alt" if keys.contains(&"alt") => match value.as_str() {
                Some(text) => alt = Some(text.trim().to_owned()).filter(|alt| !alt.is_empty()),
                None => report.push(wrong("alt", value, "a text")),
            },
            name @ ("height" | "width") if keys.contains(&name) => {
                let Some(given) = length(value) else {
                    report.push(wrong(name, value, LENGTH));
                    continue;
                };
                match name {
                    "height" => size.height = Some(given),
                    _ => size.width = Some(given),
                }
            }
            _ => report.push(unknown(entry, "a picture", keys)),
        }
    }
    let Some((path, place)) = path else {
        let message = "a picture has no `picture: …`, the path of its file";
        report.push(Diagnostic::error(Code::WrongValue, span, message));
        return None;
    };
    Some(Picture {
        size,
        ..Picture::new(path, place, alt)
    })
}

/// A length on paper, of which no part depends on type or measure.
fn length(value: &Value) -> Option<Length> {
    let length = Length::parse(value.as_str()?)?;
    let is_fixed = match length.unit {
        Unit::Mm | Unit::Cm | Unit::In | Unit::Pt | Unit::Pc => true,
        Unit::Px | Unit::Em | Unit::Percent => false,
    };
    is_fixed.then_some(length)
}

fn wrong(name: &str, value: &Value, expected: &str) -> Diagnostic {
    let message = format!("`{name}` expects {expected}");
    Diagnostic::error(Code::WrongValue, value.span, message)
}

fn unknown(entry: &Entry, whole: &str, known: &[&str]) -> Diagnostic {
    let message = format!("{whole} has no key `{}`", entry.key);
    let hint = match nearest(&entry.key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has {}", known.join(", ")),
    };
    Diagnostic::warning(Code::UnknownKey, entry.span, message).hint(hint)
}

fn show_band(band: &Band) -> String {
    let cells = Position::ALL.iter().zip(&band.cells);
    let cells = cells.filter_map(|((name, _), cell)| {
        let cell = match cell.as_ref()? {
            Cell::Lines(lines) => match lines.as_slice() {
                [line] => quoted(&line.to_string()),
                lines => {
                    let lines = lines.iter().map(|line| quoted(&line.to_string()));
                    format!("[{}]", lines.collect::<Vec<_>>().join(", "))
                }
            },
            Cell::Picture(picture) => show_picture(picture),
        };
        Some(format!("{name}: {cell}"))
    });
    let rule = (band.rule != Rule::None).then(|| format!("rule: {}", band.rule.show()));
    let height = band.height.map(|height| format!("height: {height}"));
    map(cells.chain(rule).chain(height))
}

fn show_picture(picture: &Picture) -> String {
    let path = Some(format!("picture: {}", quoted(&picture.path)));
    let height = picture.size.height.map(|own| format!("height: {own}"));
    let width = picture.size.width.map(|own| format!("width: {own}"));
    let alt = picture.alt.as_deref();
    let alt = alt.map(|alt| format!("alt: {}", quoted(alt)));
    map([path, height, width, alt].into_iter().flatten())
}

/// The JSON Schema of a picture.
fn picture_schema(keys: &[&str]) -> Json {
    let keys = keys
        .iter()
        .map(|name| ((*name).to_owned(), json!({ "type": "string" })));
    json!({
        "type": "object",
        "properties": keys.collect::<Map<String, Json>>(),
        "required": ["picture"],
        "additionalProperties": false,
    })
}

/// A mapping in one line.
fn map(parts: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
}
