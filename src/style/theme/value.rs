//! Converts the value of a key to a length, a number, a word or a colour, and back.

use crate::data::{Kind, Value};
use crate::diag::Report;
use crate::geom::Size;
use crate::look::Figures;
use crate::model::{DateFormat, LabelKind, NumberBy};
use crate::style::length::{Length, MIDDLING};
use crate::style::paper::{paper_name, parse_paper};
use crate::style::{Colour, Contents, Fill, NotesAt, Paragraphs, Side, Template};
use crate::style::{CoverLook, Face, OpeningLook, Openings, Rule};
use serde_json::{Value as Json, json};

/// The minimum and maximum of a value: lengths in points, words by their position in their
/// list.
pub(super) type Limits = (f64, f64);

/// A type of value for keys.
pub(super) trait Setting: Sized {
    /// Reads it. The error, which may be empty, is reported with the [valid
    /// values](Self::wants).
    fn read(node: &Value, limits: Limits) -> Result<Self, String>;
    /// Reads it in place of this one. Faults within it, and what it has no meaning for, are
    /// reported at their own places.
    fn overlay(&mut self, node: &Value, limits: Limits, _: &mut Report) -> Result<(), String> {
        *self = Self::read(node, limits)?;
        Ok(())
    }
    /// The text that [`read`](Self::read) reads as this value.
    fn show(&self) -> String;
    /// The valid values, after "wants".
    fn wants(limits: Limits) -> String;
    /// The JSON Schema of the valid values.
    fn schema(limits: Limits) -> Json;
}

impl Setting for Length {
    fn read(node: &Value, limits: Limits) -> Result<Length, String> {
        let text = node.as_str().unwrap_or_default();
        if let Ok(number) = text.parse::<f64>() {
            return Err(format!("a length has a unit: `{number}pt`, `{number}mm`"));
        }
        let length = Length::parse(text).ok_or_else(String::new)?;
        let points = length.at(MIDDLING).0;
        let fits = (limits.0..=limits.1).contains(&points);
        fits.then_some(length).ok_or_else(String::new)
    }

    fn show(&self) -> String {
        self.to_string()
    }

    fn wants((least, most): Limits) -> String {
        format!("a length in mm, cm, in, pt or em, from {least} to {most} pt")
    }

    fn schema(_: Limits) -> Json {
        json!({ "type": "string", "pattern": "^[0-9.]+ ?(pt|mm|cm|in|em)$" })
    }
}

/// A size of type: no multiple of itself.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct TypeSize(pub(super) Length);

impl Setting for TypeSize {
    fn read(node: &Value, limits: Limits) -> Result<TypeSize, String> {
        let length = Length::read(node, limits)?;
        let relative = length.is_relative();
        let fits = (!relative).then_some(TypeSize(length));
        fits.ok_or_else(|| "em are multiples of this very size".to_owned())
    }

    fn show(&self) -> String {
        self.0.show()
    }

    fn wants((least, most): Limits) -> String {
        format!("a size in pt or mm, from {least} to {most} pt, such as `10.5pt`")
    }

    fn schema(_: Limits) -> Json {
        json!({ "type": "string", "pattern": "^[0-9.]+ ?(pt|mm|cm|in)$" })
    }
}

/// The name of an automatic value.
pub(super) const AUTO: &str = "auto";

impl<T: Setting + Measured> Setting for Option<T> {
    fn read(node: &Value, limits: Limits) -> Result<Option<T>, String> {
        if matches!(node.kind, Kind::Null) || node.as_str() == Some(AUTO) {
            return Ok(None);
        }
        T::read(node, limits).map(Some)
    }

    fn show(&self) -> String {
        self.as_ref().map_or(AUTO.to_owned(), T::show)
    }

    fn wants(limits: Limits) -> String {
        format!("{}, or `auto`", T::wants(limits))
    }

    fn schema(limits: Limits) -> Json {
        json!({ "anyOf": [T::schema(limits), { "const": AUTO }] })
    }
}

/// A value that may be automatic.
pub(super) trait Measured {}
impl Measured for Length {}
impl Measured for TypeSize {}
impl Measured for Family {}

/// The name of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Family(pub(super) String);

impl Setting for Family {
    fn read(node: &Value, _: Limits) -> Result<Family, String> {
        let name = node.as_str().unwrap_or_default().trim();
        let named = (!name.is_empty()).then(|| Family(name.to_owned()));
        named.ok_or_else(String::new)
    }

    fn show(&self) -> String {
        quoted(&self.0)
    }

    fn wants(_: Limits) -> String {
        "the name of a font family".to_owned()
    }

    fn schema(_: Limits) -> Json {
        json!({ "type": "string" })
    }
}

impl Setting for Size {
    fn read(node: &Value, _: Limits) -> Result<Size, String> {
        let text = node.as_str().unwrap_or_default();
        parse_paper(text).ok_or_else(String::new)
    }

    fn show(&self) -> String {
        paper_name(*self)
    }

    fn wants(_: Limits) -> String {
        "a paper: a4, a5, a6, letter, legal, or a size such as `148x210mm`".to_owned()
    }

    fn schema(_: Limits) -> Json {
        json!({ "type": "string" })
    }
}

impl Setting for f64 {
    fn read(node: &Value, (least, most): Limits) -> Result<f64, String> {
        let number = node.as_str().and_then(|text| text.parse().ok());
        let number = number.filter(|number| (least..=most).contains(number));
        number.ok_or_else(String::new)
    }

    fn show(&self) -> String {
        self.to_string()
    }

    fn wants((least, most): Limits) -> String {
        format!("a number from {least} to {most}")
    }

    fn schema((least, most): Limits) -> Json {
        json!({ "type": "number", "minimum": least, "maximum": most })
    }
}

impl Setting for usize {
    fn read(node: &Value, limits: Limits) -> Result<usize, String> {
        let number = f64::read(node, limits)?;
        let whole = number.fract() == 0.0;
        whole.then_some(number as usize).ok_or_else(String::new)
    }

    fn show(&self) -> String {
        self.to_string()
    }

    fn wants((least, most): Limits) -> String {
        format!("a whole number from {least} to {most}")
    }

    fn schema((least, most): Limits) -> Json {
        json!({ "type": "integer", "minimum": least, "maximum": most })
    }
}

/// One number per level, six at most.
impl Setting for Vec<f64> {
    fn read(node: &Value, limits: Limits) -> Result<Vec<f64>, String> {
        let values = match &node.kind {
            Kind::List(values) if (1..=6).contains(&values.len()) => values,
            Kind::Null | Kind::Scalar { .. } | Kind::List(_) | Kind::Map(_) => {
                return Err(String::new());
            }
        };
        values
            .iter()
            .map(|value| f64::read(value, limits))
            .collect()
    }

    fn show(&self) -> String {
        let numbers: Vec<String> = self.iter().map(f64::to_string).collect();
        format!("[{}]", numbers.join(", "))
    }

    fn wants((least, most): Limits) -> String {
        format!("a list of one to six numbers from {least} to {most}, such as `[1.5, 1.2, 1]`")
    }

    fn schema(limits: Limits) -> Json {
        json!({ "type": "array", "items": f64::schema(limits), "minItems": 1, "maxItems": 6 })
    }
}

impl Setting for Colour {
    fn read(node: &Value, _: Limits) -> Result<Colour, String> {
        if matches!(node.kind, Kind::Null) {
            return Err("quote it: in YAML, what follows a `#` is a comment".to_owned());
        }
        let text = node.as_str().unwrap_or_default();
        Colour::parse(text).ok_or_else(String::new)
    }

    fn show(&self) -> String {
        quoted(&self.to_string())
    }

    fn wants(_: Limits) -> String {
        "a colour such as `\"#b2261f\"` or `grey 0.3`".to_owned()
    }

    fn schema(_: Limits) -> Json {
        json!({ "type": "string", "pattern": "^(#[0-9a-fA-F]{6}|gr[ae]y [0-9.]+)$" })
    }
}

impl Setting for Template {
    fn read(node: &Value, _: Limits) -> Result<Template, String> {
        match &node.kind {
            Kind::Null => Ok(Template::default()),
            Kind::Scalar { text, .. } => Template::parse(text.trim()),
            Kind::Map(_) => Err("quote it: in YAML, a `{` opens a mapping".to_owned()),
            Kind::List(_) => Err(String::new()),
        }
    }

    fn show(&self) -> String {
        quoted(&self.to_string())
    }

    fn wants(_: Limits) -> String {
        "a text with {title}, {section}, {author}, {folio} or other values in it".to_owned()
    }

    fn schema(_: Limits) -> Json {
        json!({ "type": "string" })
    }
}

impl Setting for String {
    fn read(node: &Value, (_, longest): Limits) -> Result<String, String> {
        if matches!(node.kind, Kind::Null) {
            return Ok(String::new());
        }
        let text = node.as_str().map(str::trim);
        let text = text.filter(|text| text.chars().count() as f64 <= longest);
        text.map(str::to_owned).ok_or_else(String::new)
    }

    fn show(&self) -> String {
        quoted(self)
    }

    fn wants((_, longest): Limits) -> String {
        format!("a text of {longest} characters at the most")
    }

    fn schema((_, longest): Limits) -> Json {
        json!({ "type": "string", "maxLength": longest })
    }
}

/// A choice among words.
pub(super) trait Choice: Copy + PartialEq + 'static {
    /// The words, and what they mean.
    const WORDS: &'static [(&'static str, Self)];
}

impl Choice for bool {
    const WORDS: &'static [(&'static str, bool)] = &[("true", true), ("false", false)];
}

impl Choice for Fill {
    const WORDS: &'static [(&'static str, Fill)] = &[
        ("justified", Fill::Justified),
        ("ragged", Fill::Ragged),
        ("balanced", Fill::Balanced),
        ("centred", Fill::Centered),
        ("end", Fill::End),
    ];
}

impl Choice for Paragraphs {
    const WORDS: &'static [(&'static str, Paragraphs)] =
        &[("indent", Paragraphs::Indent), ("space", Paragraphs::Space)];
}

impl Choice for NotesAt {
    const WORDS: &'static [(&'static str, NotesAt)] =
        &[("foot", NotesAt::Foot), ("end", NotesAt::End)];
}

impl Choice for Figures {
    const WORDS: &'static [(&'static str, Figures)] = &[
        ("old-style", Figures::OldStyle),
        ("lining", Figures::Lining),
        ("own", Figures::Own),
    ];
}

impl Choice for DateFormat {
    const WORDS: &'static [(&'static str, DateFormat)] = DateFormat::NAMES;
}

impl Choice for NumberBy {
    const WORDS: &'static [(&'static str, NumberBy)] = &NumberBy::NAMES;
}

/// The kinds of what is numbered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Kinds(pub(super) Vec<LabelKind>);

impl Setting for Kinds {
    fn read(node: &Value, _: Limits) -> Result<Kinds, String> {
        if let Some(all) = node.as_bool() {
            let usual = LabelKind::USUAL.to_vec();
            return Ok(Kinds(if all { usual } else { Vec::new() }));
        }
        if matches!(node.kind, Kind::Null | Kind::Map(_)) {
            return Err(String::new());
        }
        let each = node.each().iter();
        let kinds = each.map(|one| LabelKind::named(one.as_str().unwrap_or_default()));
        let kinds: Option<Vec<LabelKind>> = kinds.collect();
        kinds
            .map(|kinds| Kinds(LabelKind::sorted(kinds)))
            .ok_or_else(String::new)
    }

    fn show(&self) -> String {
        if self.0.is_empty() {
            return "false".to_owned();
        }
        let names: Vec<&str> = self.0.iter().map(|kind| kind.name()).collect();
        format!("[{}]", names.join(", "))
    }

    fn wants(_: Limits) -> String {
        let names = LabelKind::NAMES.iter().map(|(name, _)| format!("`{name}`"));
        format!(
            "`true`, `false`, or a list of {}",
            names.collect::<Vec<_>>().join(", ")
        )
    }

    fn schema(_: Limits) -> Json {
        let names: Vec<&str> = LabelKind::NAMES.iter().map(|(name, _)| *name).collect();
        json!({ "anyOf": [
            { "type": "boolean" },
            { "enum": names },
            { "type": "array", "items": { "enum": names } },
        ] })
    }
}

impl Choice for Contents {
    const WORDS: &'static [(&'static str, Contents)] = &[
        ("never", Contents::Never),
        ("books", Contents::Books),
        ("always", Contents::Always),
    ];
}

impl Choice for Face {
    const WORDS: &'static [(&'static str, Face)] = &[
        ("sans", Face::Sans),
        ("text", Face::Text),
        ("headings", Face::Headings),
    ];
}

impl Choice for Rule {
    const WORDS: &'static [(&'static str, Rule)] = &[
        ("none", Rule::None),
        ("above", Rule::Above),
        ("below", Rule::Below),
    ];
}

impl Choice for OpeningLook {
    const WORDS: &'static [(&'static str, OpeningLook)] = &[
        ("plain", OpeningLook::Plain),
        ("rules", OpeningLook::Rules),
        ("band", OpeningLook::Band),
    ];
}

impl Choice for CoverLook {
    const WORDS: &'static [(&'static str, CoverLook)] = &[
        ("plain", CoverLook::Plain),
        ("band", CoverLook::Band),
        ("full", CoverLook::Full),
    ];
}

impl Choice for Openings {
    const WORDS: &'static [(&'static str, Openings)] =
        &[("page", Openings::Page), ("recto", Openings::Recto)];
}

impl Choice for Side {
    const WORDS: &'static [(&'static str, Side)] = &[
        ("outer", Side::Outer),
        ("centre", Side::Centre),
        ("inner", Side::Inner),
    ];
}

/// The words of a choice that are valid for a key.
fn words<C: Choice>((first, last): Limits) -> impl Iterator<Item = &'static (&'static str, C)> {
    let numbered = C::WORDS.iter().enumerate();
    numbered
        .filter(move |(i, _)| (first..=last).contains(&(*i as f64)))
        .map(|(_, word)| word)
}

impl<C: Choice> Setting for C {
    fn read(node: &Value, limits: Limits) -> Result<C, String> {
        let text = node.as_str().unwrap_or_default();
        let word = words::<C>(limits).find(|(word, _)| *word == text);
        word.map(|(_, meaning)| *meaning).ok_or_else(String::new)
    }

    fn show(&self) -> String {
        let word = C::WORDS.iter().find(|(_, meaning)| meaning == self);
        word.map_or(String::new(), |(word, _)| (*word).to_owned())
    }

    fn wants(limits: Limits) -> String {
        let words: Vec<String> = words::<C>(limits)
            .map(|(word, _)| format!("`{word}`"))
            .collect();
        words.join(" or ")
    }

    fn schema(limits: Limits) -> Json {
        let words = words::<C>(limits).map(|(word, _)| match *word {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            word => Json::from(word),
        });
        json!({ "enum": words.collect::<Vec<_>>() })
    }
}

/// The name of a paper size.
pub(super) fn paper(size: Size) -> String {
    paper_name(size)
}

/// A key as YAML reads it: one that begins with a point could be a number.
pub(super) fn key(text: &str) -> String {
    match text.starts_with('.') {
        true => quoted(text),
        false => text.to_owned(),
    }
}

/// A string of JSON, which is one of YAML too (YAML 1.2.2, section 1.3).
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
