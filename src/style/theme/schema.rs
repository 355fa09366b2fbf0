//! The JSON Schema of themes (draft 2020-12), made of the tables that they are read by.

use super::keys::KEYS;
use super::styles::PROPERTIES;
use super::{EMBEDDED, STYLES};
use crate::style::element::Element;
use serde_json::{Map, Value, json};

/// The schema, indented, without a line end after it.
pub(super) fn of_themes() -> String {
    let mut properties = Map::new();
    let names: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
    let extends = json!({
        "enum": names,
        "description": "The theme that it changes; article, if it does not say.",
    });
    properties.insert("extends".to_owned(), extends);
    for key in KEYS {
        let schema = described((key.schema)(), key.about);
        match key.path.split_once('.') {
            None => {
                properties.insert(key.path.to_owned(), schema);
            }
            Some((section, leaf)) => {
                let section = properties.entry(section).or_insert_with(
                    || json!({ "type": "object", "properties": {}, "additionalProperties": false }),
                );
                if let Some(own) = section
                    .pointer_mut("/properties")
                    .and_then(Value::as_object_mut)
                {
                    own.insert(leaf.to_owned(), schema);
                }
            }
        }
    }
    let mut styling = Map::new();
    for property in PROPERTIES {
        let schema = described((property.schema)(), property.about);
        styling.insert(property.name.to_owned(), schema);
    }
    let elements: Vec<&str> = Element::all().map(Element::name).collect();
    properties.insert(
        STYLES.to_owned(),
        json!({
            "type": "object",
            "description": "Styles of elements (quote), of elements with a class (aside.warning) and of classes (.lead).",
            "propertyNames": { "pattern": format!("^({})?(\\.\\p{{L}}[\\p{{L}}\\p{{N}}_-]*)?$", elements.join("|")) },
            "additionalProperties": { "$ref": "#/$defs/style" },
        }),
    );
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Theme",
        "description": "A theme as Pressroom reads it.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": { "style": {
            "type": "object",
            "properties": styling,
            "additionalProperties": false,
        } },
    });
    format!("{schema:#}")
}

fn described(mut schema: Value, about: &str) -> Value {
    if let Value::Object(map) = &mut schema {
        map.insert("description".to_owned(), Value::from(about));
    }
    schema
}
