//! Takes an article; returns its data: the keys and values of YAML, JSON and front
//! matter.
//!
//! The keys are those of the [schema](crate::read::schema); a phrase is Markdown.

use super::block;
use super::inline::{Place, address, phrase};
use crate::lang::Lang;
use crate::model::{
    Alignment, Article, Attributes, Block, BlockKind, Cell, CodeLine, DateFormat, Definition,
    Extent, Figure, Identifier, Inline, InlineKind, Item, List, Metadata, Node, Numbering,
    Numerals, Picture, Row, Subject, Table, VerseLine,
};
use serde_json::{Map, Value, json};

type Fields = Map<String, Value>;

/// All of an article.
pub(super) fn article(article: &Article, notes: &[(&str, &[Block])]) -> Value {
    let mut fields = metadata(&article.metadata);
    if !article.body.is_empty() {
        fields.insert("body".into(), sequence(&article.body));
    }
    if !notes.is_empty() {
        let note = |(label, body): &(&str, &[Block])| ((*label).to_owned(), blocks(body));
        fields.insert("notes".into(), notes.iter().map(note).collect());
    }
    Value::Object(fields)
}

/// What an article says of itself.
pub(super) fn metadata(metadata: &Metadata) -> Fields {
    let mut fields = Fields::new();
    let mut put = |key: &str, value: Value| {
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
        };
        if !is_empty {
            fields.insert(key.to_owned(), value);
        }
    };
    let words = |content: &[Inline]| Value::from(phrase(content, Place::Line));
    put("kicker", words(&metadata.kicker));
    put("headline", words(&metadata.headline));
    put("subtitle", words(&metadata.subtitle));
    put("standfirst", words(&metadata.standfirst));
    if !metadata.byline_is_made {
        put("byline", words(&metadata.byline));
    }
    put(
        "author",
        metadata
            .authors
            .iter()
            .map(person)
            .collect::<Vec<_>>()
            .into(),
    );
    let contributors = metadata.contributors.iter().map(person);
    put("contributor", contributors.collect::<Vec<_>>().into());
    put("dateline", words(&metadata.dateline));
    let date = metadata.date.as_ref().map(|date| date.text.clone());
    put("date", date.into());
    let format = metadata.date_format.map(DateFormat::name);
    put("date-format", format.into());
    put("language", metadata.lang.as_ref().map(Lang::as_str).into());
    put("source", words(&metadata.source));
    put("credit", words(&metadata.credit));
    put("rights", words(&metadata.rights));
    put("licence", words(&metadata.licence));
    let keywords = metadata.keywords.iter().cloned().map(Value::from);
    let subjects = metadata.subjects.iter().map(subject);
    put(
        "keywords",
        keywords.chain(subjects).collect::<Vec<_>>().into(),
    );
    put("description", metadata.description.clone().into());
    put("publisher", metadata.publisher.clone().into());
    put("identifier", metadata.identifier.clone().into());
    let identifiers = metadata.identifiers.iter().map(identifier);
    put("identifiers", identifiers.collect::<Vec<_>>().into());
    put("series", metadata.series.clone().into());
    put("series-number", metadata.series_number.clone().into());
    put("volume", metadata.volume.clone().into());
    put("issue", metadata.issue.clone().into());
    put("certified-by", metadata.certified_by.clone().into());
    put("conforms-to", metadata.conforms_to.clone().into());
    put("base-url", metadata.base_url.clone().into());
    if let Some(cover) = &metadata.cover {
        put("cover", self::cover(cover));
    }
    put("slug", metadata.slug.clone().into());
    if metadata.contents {
        put("toc", true.into());
    }
    let numbering = &metadata.numbering;
    if let Some(kinds) = &numbering.kinds {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        let kinds = match names.is_empty() {
            true => false.into(),
            false => names.into(),
        };
        put("numbering", kinds);
    }
    if let Some(by) = numbering.by {
        put("numbering-by", by.name().into());
    }
    match metadata.fit {
        Some(fit) if fit.fill => put("fit", json!({ "pages": fit.pages, "fill": true })),
        Some(fit) => put("fit", fit.pages.into()),
        None => {}
    }
    if metadata.draft {
        put("draft", true.into());
    }
    put("hyphenation", metadata.hyphenation.clone().into());
    let asked = &metadata.typography;
    if asked.preset.is_some() || !asked.off.is_empty() {
        let rules: Fields = asked
            .off
            .iter()
            .map(|rule| (rule.clone(), "off".into()))
            .collect();
        put(
            "typography",
            match (&asked.preset, rules.is_empty()) {
                (Some(preset), true) => preset.clone().into(),
                (Some(preset), false) => json!({ "preset": preset, "rules": rules }),
                (None, _) => json!({ "rules": rules }),
            },
        );
    }
    for asked in &metadata.families {
        let part = asked.key.split('.').next().unwrap_or(asked.key);
        put(part, json!({ "family": asked.name }));
    }
    for extra in &metadata.extra {
        fields.insert(extra.key.clone(), extra.value.clone());
    }
    fields
}

/// A name, or a record where more is known than that.
fn person(person: &crate::model::Person) -> Value {
    let mut fields = Fields::new();
    fields.insert("name".into(), person.name.clone().into());
    for (key, value) in [
        ("file-as", &person.file_as),
        ("role", &person.role),
        ("email", &person.email),
        ("orcid", &person.orcid),
        ("url", &person.url),
    ] {
        if !value.is_empty() {
            fields.insert(key.into(), value.clone().into());
        }
    }
    if !person.affiliations.is_empty() {
        fields.insert("affiliation".into(), person.affiliations.clone().into());
    }
    match fields.len() {
        1 => person.name.clone().into(),
        _ => Value::Object(fields),
    }
}

/// An identifier under its kind, with the form that it is for.
fn identifier(identifier: &Identifier) -> Value {
    let value = Value::from(identifier.value.clone());
    let value = match identifier.edition {
        Some(edition) => json!({ edition.name(): value }),
        None => value,
    };
    json!({ identifier.kind.name(): value })
}

/// A subject in a scheme.
fn subject(subject: &Subject) -> Value {
    let mut fields = Fields::new();
    for (key, value) in [
        ("scheme", &subject.scheme),
        ("code", &subject.code),
        ("term", &subject.term),
    ] {
        if !value.is_empty() {
            fields.insert(key.into(), value.clone().into());
        }
    }
    Value::Object(fields)
}

/// A cover is decoration unless it says otherwise.
fn cover(cover: &Picture) -> Value {
    match cover.alt.as_deref() {
        None | Some("") => cover.path.clone().into(),
        Some(alt) => json!({ "image": cover.path, "alt": alt }),
    }
}

/// Blocks: one paragraph as a text, else a list.
fn blocks(body: &[Block]) -> Value {
    match body {
        [only] if is_text(only) => self::text(only),
        body => sequence(body),
    }
}

fn sequence(body: &[Block]) -> Value {
    body.iter().map(entry).collect()
}

/// Whether a block is said as well by its Markdown alone.
fn is_text(block: &Block) -> bool {
    // A picture or a formula alone would be a figure, or a formula set by itself.
    let is_alone = |content: &[Inline]| matches!(content, [only] if matches!(only.kind, InlineKind::Image(_) | InlineKind::Math(_)));
    matches!(&block.kind, BlockKind::Paragraph(content) if !is_alone(content))
        && block.attributes == Attributes::default()
        && block.node.lang.is_none()
}

/// Whether a block is a figure that only Markdown says in full.
fn has_tooltip(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Figure(figure)
        if figure.link.as_ref().is_some_and(|link| !link.title.is_empty()))
}

fn text(block: &Block) -> Value {
    block::blocks(std::slice::from_ref(block), false).into()
}

/// A block as an entry of a list: Markdown, or a mapping under its chief key.
fn entry(block: &Block) -> Value {
    if is_text(block) || has_tooltip(block) {
        return text(block);
    }
    let mut fields = Fields::new();
    let mut put = |key: &str, value: Value| {
        fields.insert(key.to_owned(), value);
    };
    let line = |content: &[Inline]| Value::from(phrase(content, Place::Line));
    match &block.kind {
        BlockKind::Paragraph(content) => put("paragraph", line(content)),
        BlockKind::Heading { level, content } => {
            put("heading", line(content));
            if *level != 2 {
                put("level", (*level).into());
            }
        }
        BlockKind::List(list) => list_fields(list, &mut put),
        BlockKind::DefinitionList(definitions) => {
            put("definitions", definitions.iter().map(definition).collect());
        }
        BlockKind::Quote(quotation)
        | BlockKind::PullQuote(quotation)
        | BlockKind::Epigraph(quotation) => {
            put(block.kind.name(), blocks(&quotation.body));
            if !quotation.credit.is_empty() {
                put("credit", line(&quotation.credit));
            }
        }
        BlockKind::Aside(body) | BlockKind::Div(body) => put(block.kind.name(), blocks(body)),
        BlockKind::Figure(figure) => put("figure", self::figure(figure)),
        BlockKind::Table(table) => table_fields(table, &mut put),
        BlockKind::Code { language, lines } => {
            let line = |line: &CodeLine| line.text.clone();
            let lines: Vec<String> = lines.iter().map(line).collect();
            let mut code = lines.join("\n");
            // One line end at the end is none of it.
            if lines.last().is_some_and(String::is_empty) {
                code.push('\n');
            }
            put("code", code.into());
            if !language.is_empty() {
                put("language", language.clone().into());
            }
        }
        BlockKind::Verse(stanzas) => put("verse", verse(stanzas).into()),
        BlockKind::Rule => put("rule", true.into()),
        BlockKind::Break(kind) => put("break", kind.name().into()),
        BlockKind::Math(source) => put("math", source.clone().into()),
    }
    attribute_fields(&block.node, &block.attributes, &mut put);
    Value::Object(fields)
}

fn attribute_fields(node: &Node, attributes: &Attributes, put: &mut impl FnMut(&str, Value)) {
    if let Some(id) = &attributes.id {
        put("id", id.clone().into());
    }
    if !attributes.classes.is_empty() {
        put("classes", attributes.classes.clone().into());
    }
    if let Some(lang) = &node.lang {
        put("lang", lang.as_str().into());
    }
    if !attributes.pairs.is_empty() {
        let pair = |(key, value): &(String, String)| (key.clone(), Value::from(value.clone()));
        let pairs: Fields = attributes.pairs.iter().map(pair).collect();
        put("attributes", pairs.into());
    }
}

fn list_fields(list: &List, put: &mut impl FnMut(&str, Value)) {
    let item = |item: &Item| match (item.task, item.body.as_slice()) {
        (Some(done), body) => json!({ "item": blocks(body), "task": done }),
        (None, []) => Value::Null,
        (None, body) => blocks(body),
    };
    put("list", list.items.iter().map(item).collect());
    match list.numbering {
        Numbering::Bullet | Numbering::Unmarked => {}
        Numbering::Ordered {
            start,
            numerals,
            falls,
        } => {
            match start {
                1 => put("ordered", true.into()),
                _ => put("start", start.into()),
            }
            if numerals != Numerals::Decimal {
                put("numerals", numerals.sign().into());
            }
            if falls {
                put("reversed", true.into());
            }
        }
    }
    if list.tight != list.items.iter().all(|item| item.body.len() < 2) {
        put("tight", list.tight.into());
    }
}

fn definition(definition: &Definition) -> Value {
    let details: Vec<Value> = definition.details.iter().map(|body| blocks(body)).collect();
    json!({ "term": phrase(&definition.term, Place::Line), "meanings": details })
}

fn figure(figure: &Figure) -> Value {
    let mut fields = Fields::new();
    if let Some(picture) = &figure.picture {
        fields.insert("image".into(), picture.path.clone().into());
        if let Some(alt) = &picture.alt {
            fields.insert("alt".into(), alt.clone().into());
        }
        for (key, length) in [
            ("width", picture.size.width),
            ("height", picture.size.height),
        ] {
            if let Some(length) = length {
                fields.insert(key.into(), length.to_string().into());
            }
        }
        if let Some(side) = picture.side {
            fields.insert("side".into(), side.class().into());
        }
        if picture.extent != Extent::Column {
            fields.insert("span".into(), picture.extent.word().into());
        }
        if picture.bleeds {
            fields.insert("bleed".into(), true.into());
        }
    }
    if let Some(link) = &figure.link {
        fields.insert("link".into(), address(&link.target).into());
    }
    if !figure.caption.is_empty() || figure.picture.is_none() {
        let caption = phrase(&figure.caption, Place::Line);
        fields.insert("caption".into(), caption.into());
    }
    if !figure.credit.is_empty() {
        let credit = phrase(&figure.credit, Place::Line);
        fields.insert("credit".into(), credit.into());
    }
    Value::Object(fields)
}

fn table_fields(table: &Table, put: &mut impl FnMut(&str, Value)) {
    let cell = |cell: &Cell| {
        if (cell.columns, cell.rows) == (1, 1) {
            return match cell.body.as_slice() {
                [] => "".into(),
                body => blocks(body),
            };
        }
        let mut fields = Fields::new();
        fields.insert("cell".into(), blocks(&cell.body));
        if cell.columns != 1 {
            fields.insert("columns".into(), cell.columns.into());
        }
        if cell.rows != 1 {
            fields.insert("rows".into(), cell.rows.into());
        }
        Value::Object(fields)
    };
    let rows = |rows: &[Row]| -> Value {
        let row = |row: &Row| row.cells.iter().map(cell).collect::<Value>();
        rows.iter().map(row).collect()
    };
    let mut fields = Fields::new();
    match table.head.as_slice() {
        [] => {}
        head => {
            fields.insert("head".into(), rows(head));
        }
    }
    fields.insert("rows".into(), rows(&table.body));
    if !table.foot.is_empty() {
        fields.insert("foot".into(), rows(&table.foot));
    }
    let align = |alignment: &Alignment| match alignment {
        Alignment::Start => "start",
        Alignment::Center => "center",
        Alignment::End => "end",
    };
    fields.insert("align".into(), table.alignments.iter().map(align).collect());
    put("table", fields.into());
    if !table.caption.is_empty() {
        put("caption", phrase(&table.caption, Place::Line).into());
    }
}

fn verse(stanzas: &[Vec<VerseLine>]) -> String {
    let line = |line: &VerseLine| {
        let indent = "  ".repeat(usize::from(line.indent));
        format!("{indent}{}", phrase(&line.content, Place::Line))
    };
    let stanza = |lines: &Vec<VerseLine>| lines.iter().map(line).collect::<Vec<_>>().join("\n");
    let stanzas: Vec<String> = stanzas.iter().map(stanza).collect();
    stanzas.join("\n\n")
}
