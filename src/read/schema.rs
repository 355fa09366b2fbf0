//! The schema of articles in YAML and JSON (JSON Schema, draft 2020-12), made of the
//! tables that they are read by.

use super::fields::{ANY, BLOCKS};
use super::keys::KEYS;
use crate::model::{
    BreakKind, Carrier, DateFormat, IdentifierKind, LabelKind, NamedText, NumberBy, Role,
};
use crate::typography::rules::{PRESETS, RULES};
use serde_json::{Map, Value, json};

/// The schema. What it allows is read; keys that it does not name are kept, and so is
/// the case of a key and the sign between its words left to authors: `coverImage` is
/// `cover-image`.
///
/// It is JSON, indented, without a line end after it.
pub fn schema() -> String {
    format!("{:#}", value())
}

/// The properties of front matter.
fn of_keys() -> Map<String, Value> {
    let mut properties = Map::new();
    for names in KEYS {
        let Some((name, others)) = names.split_first() else {
            continue;
        };
        properties.insert((*name).to_owned(), of_key(name));
        for other in others {
            let same = json!({ "$ref": format!("#/properties/{name}"), "description": format!("The same as `{name}`.") });
            properties.insert((*other).to_owned(), same);
        }
    }
    properties
}

/// The schema of plans, as JSON.
pub(super) fn of_plans() -> String {
    let mut properties = of_keys();
    let list = || json!({ "$ref": "#/$defs/list" });
    let text = || json!({ "type": "string" });
    let own = [
        ("front", "The pages and articles before the text.", list()),
        (
            "contents",
            "The articles, in parts or not, in order.",
            list(),
        ),
        ("back", "The pages and articles after the text.", list()),
        ("dedication", "To whom it is dedicated.", text()),
        (
            "epigraph",
            "A quotation before all texts.",
            json!({ "anyOf": [{ "type": "string" }, {
                "type": "object",
                "properties": { "text": { "type": "string" }, "credit": { "type": "string" } },
                "required": ["text"],
                "additionalProperties": false,
            }] }),
        ),
        ("colophon", "How it was made.", text()),
        (
            "bibliography",
            "The works that it refers to: a text, or a list of texts, one an entry; or data files of works that its articles cite, in BibTeX, CSL JSON or YAML.",
            json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }),
        ),
        ("edition", "Which edition it is, in words.", text()),
        (
            "output",
            "The name of its files, without an extension; or a name for each format.",
            json!({ "anyOf": [{ "type": "string" }, {
                "type": "object",
                "properties": { "pdf": { "type": "string" }, "epub": { "type": "string" }, "text": { "type": "string" } },
                "additionalProperties": false,
            }] }),
        ),
        (
            "theme",
            "The name of its theme, or the path of a theme file beside it.",
            text(),
        ),
        (
            "paper",
            "The size of its paper, as a5 or 148x210mm.",
            text(),
        ),
    ];
    for (name, about, schema) in own {
        properties.insert(name.to_owned(), described(about, schema));
    }
    let pages: Vec<&str> = Role::NAMED.into_iter().map(Role::name).collect();
    let mut definitions = definitions();
    if let Value::Object(definitions) = &mut definitions {
        definitions.insert(
            "list".to_owned(),
            json!({ "type": "array", "items": { "$ref": "#/$defs/item" } }),
        );
        let contents = json!({ "type": "object", "properties": {
            "depth": described(
                "How deep it goes: 0 parts, 1 articles, from 2 on their headings too.",
                json!({ "type": "integer", "minimum": 0, "maximum": 5 }),
            ),
            "parts": described(
                "Whether the page of each part lists its articles.",
                json!({ "type": "boolean" }),
            ),
        }, "additionalProperties": false });
        let switch = || json!({ "type": "boolean" });
        let article = |key: &str| json!({ "type": "object", "properties": { (key): { "type": "string" }, "recto": switch(), "page": switch(), "run-on": switch() }, "required": [key], "additionalProperties": false });
        let mut items = vec![
            json!({ "type": "object", "properties": { "contents": contents }, "required": ["contents"], "additionalProperties": false }),
            json!({ "type": "string", "description": "A page of the book by its name, or the path of an article; `*` and `?` stand for parts of names.", "examples": pages }),
            article("article"),
            json!({ "type": "object", "properties": { "part": { "type": "string" }, "subtitle": { "type": "string" }, "recto": switch(), "page": switch(), "run-on": switch(), "articles": { "$ref": "#/$defs/list" } }, "required": ["articles"], "additionalProperties": false }),
        ];
        items.extend(NamedText::ALL.into_iter().map(|text| article(text.name())));
        let item = json!({ "anyOf": items });
        definitions.insert("item".to_owned(), item);
    }
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Publication",
        "description": "The plan of a publication as Pressroom reads it: publication.yaml.",
        "type": "object",
        "properties": properties,
        "required": ["contents"],
        "$defs": definitions,
    });
    format!("{schema:#}")
}

fn value() -> Value {
    let mut properties = of_keys();
    let own = [
        (
            "figures",
            "Figures, set before the text.",
            json!({ "$ref": "#/$defs/figures" }),
        ),
        ("body", "The text.", json!({ "$ref": "#/$defs/blocks" })),
        (
            "notes",
            "The texts of notes, by the labels that mark them: `[^1]`.",
            json!({ "type": "object", "additionalProperties": { "$ref": "#/$defs/blocks" } }),
        ),
    ];
    for (name, about, schema) in own {
        properties.insert(name.to_owned(), described(about, schema));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Article",
        "description": "An article as Pressroom reads it, in YAML or JSON.",
        "type": "object",
        "properties": properties,
        "$defs": definitions(),
    })
}

/// What may stand under a key of the metadata.
fn of_key(name: &str) -> Value {
    let (about, schema) = match name {
        "kicker" => ("The line above the headline.", phrase()),
        "headline" => ("The headline.", phrase()),
        "subtitle" => (
            "The line under the headline that is a part of the title.",
            phrase(),
        ),
        "standfirst" => ("The paragraph under the headline.", phrase()),
        "byline" => ("Who wrote it, as it is printed.", phrase()),
        "author" => (
            "The authors, for catalogues; printed if there is no byline.",
            one_or_more(json!({ "$ref": "#/$defs/person" })),
        ),
        "dateline" => ("Where it was written.", phrase()),
        "date" => (
            "When it was written, best as 2026-03-07; also 2026-03, 2026 or 2026-03/2026-04.",
            json!({ "type": ["string", "number", "boolean"] }),
        ),
        "date-format" => (
            "How its date is printed.",
            json!({ "enum": DateFormat::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>() }),
        ),
        "language" => (
            "Its language, as fr, pt-BR or sr-Cyrl.",
            json!({ "type": "string" }),
        ),
        "source" => ("Where it is taken from, printed at its end.", phrase()),
        "credit" => ("Credits, printed at the end.", phrase()),
        "rights" => (
            "Whose it is, and under which terms it may be used.",
            phrase(),
        ),
        "licence" => (
            "The licence it may be used under, as CC-BY-4.0; its address is added.",
            phrase(),
        ),
        "contributor" => ("Everybody else who had a part, each with a role.", people()),
        "translator" => ("Who translated it.", people()),
        "illustrator" => ("Who illustrated it.", people()),
        "editor" => ("Who edited it, for a book of several authors.", people()),
        "photographer" => ("Who took the photographs.", people()),
        "narrator" => ("Who reads it aloud.", people()),
        "cover-designer" => ("Who designed the cover.", people()),
        "proofreader" => ("Who corrected it.", people()),
        "keywords" => (
            "What it is about: words to search for, and subjects in a scheme.",
            one_or_more(json!({ "anyOf": [word(), { "$ref": "#/$defs/subject" }] })),
        ),
        "cover" => (
            "The picture for its cover.",
            one_or_more(json!({ "$ref": "#/$defs/picture" })),
        ),
        "draft" => (
            "Whether it is not to be published yet.",
            json!({ "type": "boolean" }),
        ),
        "toc" => (
            "Whether its pages are to list its sections.",
            json!({ "type": "boolean" }),
        ),
        "bibliography" => (
            "The data files of the works that it cites: .bib, .json or .yaml.",
            one_or_more(json!({ "type": "string" })),
        ),
        "citation-style" => (
            "The style of citations, as apa or chicago-notes, or its CSL file.",
            json!({ "type": "string" }),
        ),
        "references" => (
            "Works that it cites, in the terms of CSL JSON.",
            json!({ "type": "array", "items": { "type": "object", "required": ["id"] } }),
        ),
        "nocite" => (
            "Works that are listed without being cited: @key, or @* for all.",
            one_or_more(json!({ "type": "string" })),
        ),
        "reference-section-title" => (
            "The heading over the bibliography at its end; empty for none.",
            json!({ "type": "string" }),
        ),
        "link-citations" => (
            "Whether citations lead to the entries of the bibliography.",
            json!({ "type": "boolean" }),
        ),
        "hyphenation" => (
            "Words with hyphens where they may be parted.",
            one_or_more(word()),
        ),
        "text" | "headings" | "code" => (
            "The font family of the text.",
            json!({ "type": "object", "properties": { "family": { "type": "string" } } }),
        ),
        "numbering" => (
            "What is numbered: true for figures, tables, equations and listings, or a list.",
            json!({ "anyOf": [
                { "type": "boolean" },
                { "enum": LabelKind::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>() },
                { "type": "array", "items": { "enum": LabelKind::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>() } },
            ] }),
        ),
        "numbering-by" => (
            "What numbers count in: each article, chapters (as 2.3), or the whole book.",
            json!({ "enum": NumberBy::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>() }),
        ),
        "number-sections" => (
            "Whether sections are numbered.",
            json!({ "type": "boolean" }),
        ),
        "typography" => (
            "A preset of the rules of typography, or which of them are switched off.",
            typography(),
        ),
        "fit" => (
            "The number of pages that its PDF must fit.",
            json!({ "anyOf": [
                { "type": "integer", "minimum": 1 },
                { "type": "object", "properties": {
                    "pages": { "type": "integer", "minimum": 1 },
                    "fill": { "type": "boolean" },
                }, "required": ["pages"], "additionalProperties": false },
            ] }),
        ),
        "taxonomies" => ("Further keys of these.", json!({ "type": "object" })),
        "description" => ("What it is about, in a sentence for catalogues.", word()),
        "slug" => ("The name that its outputs get.", word()),
        "publisher" => ("Who publishes it.", word()),
        "identifier" => (
            "What it is known by: an ISBN, a DOI, a URN or another.",
            word(),
        ),
        "identifiers" => (
            "Its identifiers by kind.",
            one_or_more(json!({ "anyOf": [
                word(),
                { "type": "object", "properties": identifiers(), "additionalProperties": false },
                { "type": "object", "properties": {
                    "type": { "enum": kinds() },
                    "value": word(),
                    "format": { "enum": formats() },
                }, "required": ["type", "value"], "additionalProperties": false },
            ] })),
        ),
        "isbn" => ("Its ISBN, or one for each format.", identifier()),
        "issn" => ("The ISSN of its series or periodical.", identifier()),
        "doi" => ("Its DOI.", identifier()),
        "urn" => ("Its URN.", identifier()),
        "volume" => ("The volume that it is, or is in.", word()),
        "issue" => (
            "The number of the issue of a periodical; under `number`, also what is numbered.",
            json!({ "type": ["string", "number", "boolean", "array"] }),
        ),
        "series" => ("The series that it belongs to.", word()),
        "series-number" => ("Its number in that series.", word()),
        "certified-by" => ("Who found out how accessible it is.", word()),
        "conforms-to" => ("What it was found to conform to.", word()),
        "base-url" => ("Where the site is that paths in its links are of.", word()),
        _ => ("", word()),
    };
    described(about, schema)
}

fn described(about: &str, mut schema: Value) -> Value {
    if let Value::Object(fields) = &mut schema {
        fields.insert("description".to_owned(), about.into());
    }
    schema
}

/// Somebody, several, or people by what they did.
fn people() -> Value {
    let person = json!({ "$ref": "#/$defs/person" });
    let by_role = json!({ "type": "object", "additionalProperties": one_or_more(person.clone()) });
    one_or_more(json!({ "anyOf": [person, by_role] }))
}

/// An identifier, several, or one for each form of a publication.
fn identifier() -> Value {
    let each = formats().into_iter();
    let each = each.map(|format| (format.to_owned(), one_or_more(word())));
    let each: Map<String, Value> = each.collect();
    let in_formats = json!({ "type": "object", "properties": each });
    one_or_more(json!({ "anyOf": [word(), in_formats] }))
}

fn identifiers() -> Map<String, Value> {
    let each = kinds().into_iter();
    each.map(|kind| (kind.to_owned(), identifier())).collect()
}

fn kinds() -> Vec<&'static str> {
    IdentifierKind::NAMES
        .iter()
        .map(|(name, _)| *name)
        .collect()
}

fn formats() -> Vec<&'static str> {
    let names = Carrier::NAMES.iter().flat_map(|(names, _)| names.first());
    names.copied().collect()
}

fn phrase() -> Value {
    json!({ "$ref": "#/$defs/phrase" })
}

fn word() -> Value {
    json!({ "type": ["string", "number"] })
}

fn one_or_more(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "array", "items": schema }] })
}

fn typography() -> Value {
    let presets: Vec<&str> = PRESETS.into_iter().collect();
    let switch = json!({ "enum": ["on", "off", true, false] });
    let rules: Map<String, Value> = RULES
        .iter()
        .map(|(name, _)| ((*name).to_owned(), switch.clone()))
        .collect();
    json!({ "anyOf": [
        { "enum": presets },
        { "const": false },
        { "type": "object", "properties": {
            "preset": { "enum": presets },
            "rules": { "type": "object", "properties": rules, "additionalProperties": false },
        } },
    ] })
}

fn definitions() -> Value {
    let mut blocks: Vec<Value> = vec![json!({ "type": ["string", "number"] })];
    blocks.extend(BLOCKS.iter().map(|(chief, others)| block(chief, others)));
    json!({
        "phrase": {
            "description": "A line of Markdown, or several parts that are joined with commas.",
            "anyOf": [
                { "type": ["string", "number"] },
                { "type": "array", "items": { "type": ["string", "number", "object"] } },
                { "type": "null" },
            ],
        },
        "line": { "description": "A line of Markdown.", "type": ["string", "number", "null"] },
        "blocks": {
            "description": "Markdown, or a list of blocks.",
            "anyOf": [
                { "$ref": "#/$defs/block" },
                { "type": "array", "items": { "$ref": "#/$defs/blocks" } },
                { "type": "null" },
            ],
        },
        "block": { "description": "Markdown, or a block under its chief key.", "anyOf": blocks },
        "figures": one_or_more(json!({ "$ref": "#/$defs/figure" })),
        "figure": {
            "type": "object",
            "properties": {
                "image": described("The path of the picture.", word()),
                "src": described("The same as `image`.", word()),
                "alt": described("What it shows; empty if it is decoration.", json!({ "type": ["string", "null"] })),
                "caption": { "$ref": "#/$defs/line" },
                "credit": { "$ref": "#/$defs/line" },
                "link": described("The address that the picture leads to.", json!({ "type": "string" })),
                "width": described("Its width: a share of the measure, as 50%, a length, as 60mm, or pixels.", word()),
                "height": described("Its height: a length, as 4cm, or pixels.", word()),
                "side": described("The side of the text: left, right or centre.", json!({ "enum": ["left", "right", "center", "centre"] })),
                "align": described("The same as `side`.", json!({ "enum": ["left", "right", "center", "centre"] })),
                "span": described("How much of a page it stands across: its column, all columns, or a page of its own.", json!({ "enum": ["column", "page", "plate"] })),
                "bleed": described("Whether it reaches the edges of the page.", json!({ "type": "boolean" })),
                "lang": word(),
                "id": word(),
            },
            "additionalProperties": false,
        },
        "picture": { "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": { "image": word(), "alt": { "type": "string" } } },
        ] },
        "person": { "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": {
                "name": { "type": ["string", "object"] },
                "file-as": described("The name as catalogues sort it.", json!({ "type": "string" })),
                "role": one_or_more(described(
                    "A word for what they did, or a code of the MARC relators.",
                    json!({ "type": "string", "examples": ["translator", "traductrice", "ill"] }),
                )),
                "affiliation": one_or_more(json!({ "type": ["string", "object"] })),
                "email": { "type": "string" },
                "orcid": { "type": ["string", "number"] },
                "url": { "type": "string" },
            } },
        ] },
        "subject": { "type": "object", "properties": {
            "scheme": described("The scheme, as Thema or BISAC.", json!({ "type": "string" })),
            "code": described("The code of the subject in it.", word()),
            "term": described("The subject in words.", json!({ "type": "string" })),
        } },
        "item": { "anyOf": [
            { "$ref": "#/$defs/blocks" },
            {
                "type": "object",
                "properties": {
                    "item": { "$ref": "#/$defs/blocks" },
                    "task": described("Whether it is done.", json!({ "type": "boolean" })),
                },
                "required": ["item"],
                "additionalProperties": false,
            },
        ] },
        "definition": {
            "type": "object",
            "properties": {
                "term": { "$ref": "#/$defs/line" },
                "meanings": one_or_more(json!({ "$ref": "#/$defs/blocks" })),
                "meaning": { "$ref": "#/$defs/blocks" },
            },
            "additionalProperties": false,
        },
        "cell": { "anyOf": [
            { "$ref": "#/$defs/blocks" },
            {
                "type": "object",
                "properties": {
                    "cell": { "$ref": "#/$defs/blocks" },
                    "columns": described("How many columns it covers.", json!({ "type": "integer", "minimum": 1, "maximum": 1000 })),
                    "rows": described("How many rows it covers.", json!({ "type": "integer", "minimum": 1, "maximum": 1000 })),
                },
                "required": ["cell"],
                "additionalProperties": false,
            },
        ] },
        "row": { "type": "array", "items": { "$ref": "#/$defs/cell" } },
        "rows": { "type": "array", "items": { "$ref": "#/$defs/row" } },
    })
}

/// A block of a kind: its chief key, those that it may have, those that any may have.
fn block(chief: &str, others: &[&str]) -> Value {
    let content = match chief {
        "heading" | "paragraph" => json!({ "$ref": "#/$defs/line" }),
        "list" => json!({ "type": "array", "items": { "$ref": "#/$defs/item" } }),
        "definitions" => one_or_more(json!({ "$ref": "#/$defs/definition" })),
        "table" => json!({ "anyOf": [
            { "$ref": "#/$defs/rows" },
            { "type": "object", "properties": {
                "head": { "anyOf": [{ "$ref": "#/$defs/row" }, { "$ref": "#/$defs/rows" }] },
                "rows": { "$ref": "#/$defs/rows" },
                "foot": { "$ref": "#/$defs/rows" },
                "align": one_or_more(json!({ "enum": ["start", "left", "center", "centre", "end", "right"] })),
                "caption": { "$ref": "#/$defs/line" },
            } },
        ] }),
        "figure" => json!({ "$ref": "#/$defs/figure" }),
        "verse" | "code" | "math" => json!({ "type": ["string", "number"] }),
        "rule" => json!({}),
        "break" => json!({ "enum": BreakKind::ALL.map(BreakKind::name) }),
        _ => json!({ "$ref": "#/$defs/blocks" }),
    };
    let mut properties = Map::new();
    properties.insert(chief.to_owned(), content);
    for key in others.iter().chain(ANY) {
        let schema = match *key {
            "level" => json!({ "type": "integer", "minimum": 1, "maximum": 6 }),
            "ordered" | "reversed" | "tight" => json!({ "type": "boolean" }),
            "numerals" => json!({ "enum": ["1", "a", "A", "i", "I"] }),
            "start" => json!({ "type": "integer", "minimum": 0, "maximum": 999_999_999 }),
            "classes" => one_or_more(json!({ "type": "string" })),
            "attributes" => {
                json!({ "type": "object", "additionalProperties": { "type": ["string", "number", "boolean"] } })
            }
            "caption" | "credit" => json!({ "$ref": "#/$defs/line" }),
            _ => word(),
        };
        properties.insert((*key).to_owned(), schema);
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": [chief],
        "additionalProperties": false,
    })
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::super::fields::FIGURE;
    use super::*;

    #[test]
    fn every_key_is_in_the_schema_and_says_what_it_is_for() {
        let schema = value();
        for name in KEYS.iter().flat_map(|names| names.iter()) {
            let about = &schema["properties"][*name]["description"];
            assert!(
                about.as_str().is_some_and(|about| !about.is_empty()),
                "{name}"
            );
        }
        let figure = schema["$defs"]["figure"]["properties"].as_object().unwrap();
        let keys: Vec<&str> = figure.keys().map(String::as_str).collect();
        assert_eq!(keys, FIGURE);
        let blocks = schema["$defs"]["block"]["anyOf"].as_array().unwrap();
        assert_eq!(blocks.len(), BLOCKS.len() + 1);
    }
}
