//! Takes an article as data, YAML or JSON; returns an article.
//!
//! The keys are those of front matter, with `figures` (set after the
//! standfirst), `body`: a Markdown text, or a list whose entries are Markdown
//! texts or blocks, each named by its one chief key (`heading: A word`), and `notes`:
//! the texts of notes by their labels. [`schema`](super::schema) says the same to
//! machines.

use super::breaks;
use super::context::Context;
use super::frontmatter;
use super::markdown::address;
use super::origin::Origin;
use super::picture;
use crate::data::{self, Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::{
    Alignment, Article, Block, BlockKind, BreakKind, Cell, CodeLine, Definition, Extent, Figure,
    FigureLink, Inline, Item, List, NodeIds, Numbering, Numerals, Picture, Quotation, Row, Side,
    Table, VerseLine, truth,
};
use crate::source::{Source, Span};

/// The chief keys of typed blocks, each with the other keys it may have.
pub(super) const BLOCKS: &[(&str, &[&str])] = &[
    ("heading", &["level"]),
    ("paragraph", &[]),
    ("quote", &["credit"]),
    ("pullquote", &["credit"]),
    ("epigraph", &["credit"]),
    ("aside", &[]),
    ("div", &[]),
    ("verse", &[]),
    (
        "list",
        &["ordered", "start", "numerals", "reversed", "tight"],
    ),
    ("definitions", &[]),
    ("table", &["caption"]),
    ("code", &["language"]),
    ("figure", &[]),
    ("math", &[]),
    ("rule", &[]),
    ("break", &[]),
];
/// The keys that any block may have.
pub(super) const ANY: &[&str] = &["id", "classes", "lang", "attributes"];
/// The keys of a figure.
pub(super) const FIGURE: &[&str] = &[
    "image", "src", "alt", "caption", "credit", "link", "width", "height", "side", "align", "span",
    "bleed", "lang", "id",
];
/// The keys of an article that are no metadata.
pub(super) const OWN: &[&str] = &["figures", "body", "notes"];
/// The number up to which a list may begin (CommonMark, 5.2).
const LAST_NUMBER: i64 = 999_999_999;

/// Where a value stands with all that is in it: what is left out is left out whole.
pub(super) fn extent(value: &Value) -> Span {
    let within = value
        .entries()
        .iter()
        .map(|entry| entry.span.to(extent(&entry.value)));
    let all = match &value.kind {
        Kind::List(values) => values.iter().map(extent).collect(),
        Kind::Null | Kind::Scalar { .. } | Kind::Map(_) => within.collect::<Vec<_>>(),
    };
    all.into_iter().fold(value.span, Span::to)
}

/// Reads an article in YAML or JSON.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let mut article = Article::default();
    let Some(map) = data::parse(source.text(), 0, source, report) else {
        return article;
    };
    let mut context = Context::new(source, ids, report);
    if !matches!(map.kind, Kind::Map(_)) {
        context.report().push(Diagnostic::error(
            Code::WrongValue,
            map.span,
            "an article is a list of keys and values, such as `headline: A word`",
        ));
        return article;
    }
    let notes = map.get(&["notes"]);
    if let Some(notes) = notes.filter(|notes| !matches!(notes.kind, Kind::Map(_) | Kind::Null)) {
        context.report().push(Diagnostic::error(
            Code::WrongValue,
            notes.span,
            "notes are labels with their texts, such as `a: The note`",
        ));
    }
    let notes = notes.map_or(&[][..], Value::entries);
    context.labels = notes.iter().map(|note| note.key.clone()).collect();
    article.metadata = frontmatter::metadata(&map, OWN, &mut context);
    let mut reader = Reader(&mut context);
    if let Some(figures) = map.get(&["figures"]) {
        for figure in figures.each() {
            if let Some(kind) = reader.figure(figure) {
                let node = reader.0.node(figure.span);
                let mut block = Block::new(node, BlockKind::Figure(kind));
                reader.attribute(figure, &mut block);
                article.body.push(block);
            }
        }
    }
    if let Some(body) = map.get(&["body"]) {
        reader.body(body, &mut article.body);
    }
    let note = |note: &Entry| {
        let body = reader.blocks(&note.value);
        (note.key.clone(), (note.span, body))
    };
    let notes = notes.iter().map(note).collect();
    context.settle_notes(&mut article, notes);
    article
}

struct Reader<'m, 'a>(&'m mut Context<'a>);

impl Reader<'_, '_> {
    fn body(&mut self, value: &Value, blocks: &mut Vec<Block>) {
        for part in value.each() {
            match &part.kind {
                Kind::Map(entries) => blocks.extend(self.typed(part, entries)),
                Kind::Scalar { .. } => blocks.extend(self.markdown(part)),
                Kind::List(_) => self.body(part, blocks),
                Kind::Null => {}
            }
        }
    }

    fn markdown(&mut self, value: &Value) -> Vec<Block> {
        match Origin::of(value, self.0.source()) {
            Some((text, origin)) => self.0.blocks_of_source(text, origin),
            None => {
                self.expect(value, "a text");
                Vec::new()
            }
        }
    }

    fn phrase(&mut self, value: Option<&Value>) -> Vec<Inline> {
        let Some(value) = value.filter(|v| !v.is_null()) else {
            return Vec::new();
        };
        match Origin::of(value, self.0.source()) {
            Some((text, origin)) => self.0.inlines_of_source(text.trim_end(), origin),
            None => {
                self.expect(value, "a text");
                Vec::new()
            }
        }
    }

    fn typed(&mut self, value: &Value, entries: &[Entry]) -> Option<Block> {
        let chief = entries.iter().find_map(|entry| {
            let row = BLOCKS.iter().find(|(name, _)| *name == entry.key)?;
            Some((entry, row.1))
        });
        let Some((entry, others)) = chief else {
            let names: Vec<&str> = BLOCKS.iter().map(|(name, _)| *name).collect();
            self.0.report().push(
                Diagnostic::error(Code::UnknownBlock, extent(value), "unknown kind of block")
                    .hint(format!("a block is one of {}", names.join(", "))),
            );
            return None;
        };
        for other in entries {
            let known = other.key == entry.key
                || ANY.contains(&other.key.as_str())
                || others.contains(&other.key.as_str());
            if !known {
                self.0.report().push(Diagnostic::warning(
                    Code::UnknownKey,
                    other.span.to(extent(&other.value)),
                    format!("`{}` has no key `{}`", entry.key, other.key),
                ));
            }
        }
        let kind = self.kind(value, entry)?;
        let mut block = Block::new(self.0.node(value.span), kind);
        // A figure may have them among its own keys.
        if let BlockKind::Figure(_) = block.kind {
            self.attribute(&entry.value, &mut block);
        }
        self.attribute(value, &mut block);
        // A class may say what a div is, as it does in Markdown.
        if let BlockKind::Div(body) = block.kind {
            block.kind = self.0.div_of(body, &mut block.attributes, value.span);
        }
        Some(block)
    }

    /// The identifier, the classes, the language of a block, and what else is said of it.
    fn attribute(&mut self, value: &Value, block: &mut Block) {
        let word = |key: &str| value.get(&[key]).and_then(Value::as_str);
        if let Some(given) = value.get(&["lang"]).filter(|given| !given.is_null()) {
            match given.as_str().and_then(Lang::parse) {
                Some(lang) => block.node.lang = Some(lang),
                None => self.expect(given, "a language, as in `fr`, `pt-BR` or `sr-Cyrl`"),
            }
        }
        if let Some(id) = word("id") {
            block.attributes.id = Some(id.to_owned());
        }
        for class in value.get(&["classes"]).map_or(&[][..], Value::each) {
            match class.as_str() {
                Some(class) => block.attributes.classes.push(class.to_owned()),
                None => self.expect(class, "the name of a class"),
            }
        }
        for pair in value.get(&["attributes"]).map_or(&[][..], Value::entries) {
            match pair.value.as_str() {
                Some(text) => {
                    let pair = (pair.key.clone(), text.to_owned());
                    block.attributes.pairs.push(pair);
                }
                None => self.expect(&pair.value, "a text"),
            }
        }
        if let BlockKind::Figure(figure) = &mut block.kind
            && let Some(picture) = &mut figure.picture
        {
            picture::take(picture, &mut block.attributes, value.span, self.0.report());
        }
    }

    fn kind(&mut self, value: &Value, chief: &Entry) -> Option<BlockKind> {
        let content = &chief.value;
        Some(match chief.key.as_str() {
            "heading" => BlockKind::Heading {
                level: self.number(value, "level", 2).clamp(1, 6) as u8,
                content: self.phrase(Some(content)),
            },
            "paragraph" => BlockKind::Paragraph(self.phrase(Some(content))),
            "quote" => BlockKind::Quote(self.quotation(value, content)),
            "pullquote" => BlockKind::PullQuote(self.quotation(value, content)),
            "epigraph" => BlockKind::Epigraph(self.quotation(value, content)),
            "aside" => BlockKind::Aside(self.blocks(content)),
            "div" => BlockKind::Div(self.blocks(content)),
            "definitions" => BlockKind::DefinitionList(self.definitions(content)),
            "math" => {
                if content.as_str().is_none() {
                    self.expect(content, "a formula");
                }
                BlockKind::Math(content.as_str().unwrap_or("").to_owned())
            }
            "verse" => BlockKind::Verse(self.verse(content)),
            "list" => BlockKind::List(self.list(value, content)),
            "table" => BlockKind::Table(self.table(value, content)),
            "code" => BlockKind::Code {
                language: value
                    .get(&["language"])
                    .and_then(Value::as_str)
                    .unwrap_or("")
                    .to_owned(),
                lines: self.lines(content),
            },
            "figure" => BlockKind::Figure(self.figure(content)?),
            "rule" => {
                if content.as_bool().is_none() && !content.is_null() {
                    self.expect(content, "true, for a rule has no text");
                }
                BlockKind::Rule
            }
            "break" => {
                let kind = content.as_str().and_then(breaks::named);
                if kind.is_none() {
                    self.expect(content, "`page`, `column` or `recto`");
                }
                BlockKind::Break(kind.unwrap_or(BreakKind::Page))
            }
            _ => return None,
        })
    }

    fn blocks(&mut self, value: &Value) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.body(value, &mut blocks);
        blocks
    }

    fn quotation(&mut self, value: &Value, content: &Value) -> Quotation {
        Quotation {
            body: self.blocks(content),
            credit: self.phrase(value.get(&["credit"])),
        }
    }

    fn number(&mut self, value: &Value, key: &str, default: i64) -> i64 {
        let Some(given) = value.get(&[key]).filter(|v| !v.is_null()) else {
            return default;
        };
        match given.as_str().and_then(|text| text.parse().ok()) {
            Some(number) => number,
            None => {
                self.expect(given, "a whole number");
                default
            }
        }
    }

    fn list(&mut self, value: &Value, content: &Value) -> List {
        let ordered = value.get(&["ordered"]).and_then(Value::as_bool);
        let start = self
            .number(value, "start", 1)
            .clamp(-LAST_NUMBER, LAST_NUMBER);
        let mut items = Vec::new();
        for part in content.each() {
            let body = part.get(&["item"]).unwrap_or(part);
            let task = part
                .get(&["task"])
                .filter(|_| part.get(&["item"]).is_some());
            items.push(Item {
                node: self.0.node(part.span),
                task: task.and_then(Value::as_bool),
                body: self.blocks(body),
            });
        }
        let tight = value.get(&["tight"]).and_then(Value::as_bool);
        let falls = value.get(&["reversed"]).and_then(Value::as_bool);
        let says = |key| value.get(&[key]).is_some();
        let counts = ["start", "numerals", "reversed"].into_iter().any(says);
        let numbered = ordered.unwrap_or(counts);
        List {
            numbering: if numbered {
                Numbering::Ordered {
                    start,
                    numerals: self.numerals(value),
                    falls: falls.unwrap_or(false),
                }
            } else {
                Numbering::Bullet
            },
            tight: tight.unwrap_or(items.iter().all(|item| item.body.len() < 2)),
            items,
        }
    }

    fn numerals(&mut self, value: &Value) -> Numerals {
        let Some(given) = value.get(&["numerals"]).filter(|v| !v.is_null()) else {
            return Numerals::default();
        };
        let numerals = given.as_str().and_then(Numerals::of);
        if numerals.is_none() {
            self.expect(given, "`1`, `a`, `A`, `i` or `I`");
        }
        numerals.unwrap_or_default()
    }

    fn definitions(&mut self, content: &Value) -> Vec<Definition> {
        let mut definitions = Vec::new();
        for part in content.each() {
            let meanings = part.get(&["meanings", "meaning"]);
            if part.get(&["term"]).is_none() && meanings.is_none() {
                self.expect(part, "a `term` and its `meanings`");
                continue;
            }
            definitions.push(Definition {
                node: self.0.node(part.span),
                term: self.phrase(part.get(&["term"])),
                details: meanings
                    .map_or(&[][..], Value::each)
                    .iter()
                    .map(|meaning| self.blocks(meaning))
                    .collect(),
            });
        }
        definitions
    }

    fn table(&mut self, value: &Value, content: &Value) -> Table {
        // A head of one row may be that row.
        let is_list = |value: &Value| matches!(value.kind, Kind::List(_));
        let head = match content.get(&["head"]) {
            Some(head) if head.each().iter().all(is_list) => self.rows(head),
            Some(head) => self.row(head).into_iter().collect(),
            None => Vec::new(),
        };
        let body = self.rows(content.get(&["rows", "body"]).unwrap_or(content));
        let foot = content.get(&["foot"]).map(|foot| self.rows(foot));
        let foot = foot.unwrap_or_default();
        let width = |row: &Row| row.cells.iter().map(|cell| usize::from(cell.columns)).sum();
        let columns = head.iter().chain(&body).chain(&foot).map(width).max();
        let given = content.get(&["align"]).map(Value::each).unwrap_or(&[]);
        let mut alignments: Vec<Alignment> = given
            .iter()
            .map(|value| match value.as_str() {
                Some("right" | "end") => Alignment::End,
                Some("center" | "centre") => Alignment::Center,
                Some(_) | None => Alignment::Start,
            })
            .collect();
        alignments.resize(columns.unwrap_or(0).max(alignments.len()), Alignment::Start);
        let caption = value.get(&["caption"]).or(content.get(&["caption"]));
        Table {
            caption: self.phrase(caption),
            alignments,
            head,
            body,
            foot,
        }
    }

    fn rows(&mut self, value: &Value) -> Vec<Row> {
        if !matches!(value.kind, Kind::List(_)) {
            self.expect(value, "rows: a list of lists");
            return Vec::new();
        }
        value
            .each()
            .iter()
            .filter_map(|row| self.row(row))
            .collect()
    }

    fn row(&mut self, value: &Value) -> Option<Row> {
        let Kind::List(values) = &value.kind else {
            self.expect(value, "a list of cells");
            return None;
        };
        let mut cells = Vec::new();
        for part in values {
            let mut count = |key: &str| self.number(part, key, 1).clamp(1, 1000) as u16;
            let (columns, rows) = (count("columns"), count("rows"));
            let body = part.get(&["cell"]).unwrap_or(part);
            cells.push(Cell {
                node: self.0.node(part.span),
                body: self.blocks(body),
                columns,
                rows,
            });
        }
        if cells.is_empty() {
            return None;
        }
        Some(Row {
            node: self.0.node(value.span),
            cells,
        })
    }

    /// The lines of a text with their places.
    fn lines(&mut self, value: &Value) -> Vec<CodeLine> {
        let Some((text, origin)) = Origin::of(value, self.0.source()) else {
            self.expect(value, "a text");
            return Vec::new();
        };
        if text.is_empty() {
            return Vec::new();
        }
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            lines.push(CodeLine {
                span: origin.span(at..at + line.len()),
                text: line.to_owned(),
            });
            at += line.len() + 1;
        }
        lines
    }

    fn verse(&mut self, value: &Value) -> Vec<Vec<VerseLine>> {
        let Some((text, origin)) = Origin::of(value, self.0.source()) else {
            self.expect(value, "a text");
            return Vec::new();
        };
        let mut stanzas = vec![Vec::new()];
        let mut at = 0;
        for line in text.split('\n') {
            let bare = line.trim();
            let indent = line.len() - line.trim_start().len();
            if bare.is_empty() {
                stanzas.push(Vec::new());
            } else if let Some(stanza) = stanzas.last_mut() {
                let origin = origin.from(at + indent);
                stanza.push(VerseLine {
                    node: self.0.node(origin.span(0..bare.len())),
                    indent: (indent / 2).min(12) as u8,
                    content: self.0.inlines_of_source(bare, origin),
                });
            }
            at += line.len() + 1;
        }
        stanzas.retain(|stanza| !stanza.is_empty());
        stanzas
    }

    fn figure(&mut self, value: &Value) -> Option<Figure> {
        let entries = value.entries();
        if entries.is_empty() {
            self.expect(value, "the keys image, alt, caption and credit");
            return None;
        }
        for entry in entries {
            if !FIGURE.contains(&entry.key.as_str()) {
                self.0.report().push(Diagnostic::warning(
                    Code::UnknownKey,
                    entry.span.to(extent(&entry.value)),
                    format!("a figure has no key `{}`", entry.key),
                ));
            }
        }
        let image = value.get(&["image", "src"]);
        let picture = image.and_then(|path| {
            let alt = value.get(&["alt"]);
            let alt = alt.map(|alt| alt.as_str().unwrap_or("").to_owned());
            let plain = picture::plain_path(path.as_str()?);
            let mut picture = Picture::new(plain, path.span, alt);
            self.size(value, &mut picture);
            Some(picture)
        });
        let link = value.get(&["link"]).and_then(Value::as_str);
        Some(Figure {
            picture,
            link: link.map(|link| FigureLink::to(address(link))),
            caption: self.phrase(value.get(&["caption"])),
            credit: self.phrase(value.get(&["credit"])),
        })
    }

    /// How large a picture is and at which side it stands, as its figure says.
    fn size(&mut self, value: &Value, picture: &mut Picture) {
        for key in ["width", "height"] {
            if let Some(given) = value.get(&[key]).filter(|given| !given.is_null()) {
                let length = given.as_str().unwrap_or("?");
                picture::set_length(picture, key, ": ", length, given.span, self.0.report());
            }
        }
        if let Some(given) = value
            .get(&["side", "align"])
            .filter(|given| !given.is_null())
        {
            picture.side = given.as_str().and_then(Side::of);
            if picture.side.is_none() {
                self.expect(given, "left, right or center");
            }
        }
        if let Some(given) = value.get(&["span"]).filter(|given| !given.is_null()) {
            match given.as_str().and_then(Extent::of) {
                Some(extent) => picture.extent = extent,
                None => self.expect(given, "column, page or plate"),
            }
        }
        if let Some(given) = value.get(&["bleed"]).filter(|given| !given.is_null()) {
            match given.as_str().and_then(truth) {
                Some(bleeds) => picture.bleeds = bleeds,
                None => self.expect(given, "true or false"),
            }
        }
    }

    fn expect(&mut self, value: &Value, what: &str) {
        self.0.report().push(Diagnostic::error(
            Code::WrongValue,
            value.span,
            format!("expected {what}"),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Options, read};
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn every_chief_key_is_the_name_of_a_kind_of_block() {
        for (key, _) in BLOCKS {
            let content = match *key {
                "figure" => "{caption: Words}",
                "table" => "[[Words]]",
                "rule" => "true",
                _ => "Words",
            };
            let text = format!("body:\n  - {key}: {content}\n");
            let source = Source::new(SourceId(0), "article.yaml", &text);
            let options = Options {
                format: Some(Format::Yaml),
                ..Options::default()
            };
            let article = read(&source, &options, &mut Report::new());
            let names: Vec<&str> = article.body.iter().map(|block| block.kind.name()).collect();
            assert_eq!(names, [*key]);
        }
    }
}
