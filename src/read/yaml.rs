//! An article as YAML data in, an article out.
//!
//! The keys are those of front matter, with `figures` (set after the
//! standfirst) and `body`: a Markdown text, or a list whose entries are Markdown
//! texts or blocks, each named by its one chief key (`heading: A word`).

use super::frontmatter;
use super::markdown::Markdown;
use super::origin::Origin;
use crate::data::{self, Entry, Kind, Value};
use crate::diag::{Diagnostic, Report};
use crate::lang::Lang;
use crate::model::{
    Alignment, Article, Block, BlockKind, Cell, CodeLine, Figure, Inline, Item, List, NodeIds,
    Numbering, Picture, Quotation, Row, Table, VerseLine,
};
use crate::source::Source;

/// The chief keys of typed blocks, each with the other keys it may have.
const BLOCKS: &[(&str, &[&str])] = &[
    ("heading", &["level", "id"]),
    ("paragraph", &[]),
    ("quote", &["credit"]),
    ("pullquote", &["credit"]),
    ("epigraph", &["credit"]),
    ("aside", &[]),
    ("verse", &[]),
    ("list", &["ordered", "start"]),
    ("table", &["caption"]),
    ("code", &["language"]),
    ("figure", &[]),
    ("rule", &[]),
];
/// The keys of a figure.
const FIGURE: &[&str] = &["image", "src", "caption", "credit", "alt", "lang", "id"];

/// Reads an article in YAML.
pub(super) fn read(source: &Source, ids: &mut NodeIds, report: &mut Report) -> Article {
    let mut article = Article::default();
    let Some(map) = data::parse(source.text(), 0, source, report) else {
        return article;
    };
    let mut markdown = Markdown::new(source, ids, report);
    if !matches!(map.kind, Kind::Map(_)) {
        markdown.report().push(Diagnostic::error(
            "wrong-value",
            map.span,
            "an article is a list of keys and values, such as `headline: A word`",
        ));
        return article;
    }
    article.metadata = frontmatter::metadata(&map, &["figures", "body"], &mut markdown);
    let mut reader = Reader(&mut markdown);
    if let Some(figures) = map.get(&["figures"]) {
        for figure in figures.each() {
            article.body.extend(reader.figure(figure));
        }
    }
    if let Some(body) = map.get(&["body"]) {
        reader.body(body, &mut article.body);
    }
    article
}

struct Reader<'m, 'a>(&'m mut Markdown<'a>);

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
            Some((text, origin)) => self.0.blocks(text, &origin),
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
            Some((text, origin)) => self.0.inlines(text.trim_end(), &origin),
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
                Diagnostic::error("unknown-block", value.span, "this block has no known kind")
                    .hint(format!("a block is one of {}", names.join(", "))),
            );
            return None;
        };
        for other in entries {
            let known = other.key == entry.key
                || matches!(other.key.as_str(), "lang" | "id")
                || others.contains(&other.key.as_str());
            if !known {
                self.0.report().push(Diagnostic::warning(
                    "unknown-key",
                    other.span,
                    format!("`{}` has no key `{}`", entry.key, other.key),
                ));
            }
        }
        let kind = self.kind(value, entry)?;
        let mut block = Block::new(self.0.node(value.span), kind);
        let word = |key: &str| value.get(&[key]).and_then(Value::as_str);
        block.node.lang = word("lang").and_then(Lang::parse);
        block.attributes.id = word("id").map(str::to_owned);
        Some(block)
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
            "figure" => return self.figure(content).map(|block| block.kind),
            _ => BlockKind::Rule,
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

    fn number(&mut self, value: &Value, key: &str, default: u64) -> u64 {
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
        let start = self.number(value, "start", 1);
        let mut items = Vec::new();
        for part in content.each() {
            items.push(Item {
                node: self.0.node(part.span),
                task: None,
                body: self.blocks(part),
            });
        }
        let numbered = ordered.unwrap_or(value.get(&["start"]).is_some());
        List {
            numbering: if numbered {
                Numbering::Decimal { start }
            } else {
                Numbering::Bullet
            },
            tight: items.iter().all(|item| item.body.len() < 2),
            items,
        }
    }

    fn table(&mut self, value: &Value, content: &Value) -> Table {
        let head: Vec<Row> = match content.get(&["head"]) {
            Some(head) => self.row(head).into_iter().collect(),
            None => Vec::new(),
        };
        let mut body = Vec::new();
        let rows = content.get(&["rows", "body"]).unwrap_or(content);
        if matches!(rows.kind, Kind::List(_)) {
            for row in rows.each() {
                body.extend(self.row(row));
            }
        } else {
            self.expect(rows, "rows: a list of lists");
        }
        let columns = head.iter().chain(&body).map(|row| row.cells.len()).max();
        let given = content.get(&["align"]).map(Value::each).unwrap_or(&[]);
        let mut alignments: Vec<Alignment> = given
            .iter()
            .map(|value| match value.as_str() {
                Some("right" | "end") => Alignment::End,
                Some("center" | "centre") => Alignment::Center,
                Some(_) | None => Alignment::Start,
            })
            .collect();
        alignments.resize(columns.unwrap_or(0), Alignment::Start);
        let caption = value.get(&["caption"]).or(content.get(&["caption"]));
        Table {
            caption: self.phrase(caption),
            alignments,
            head,
            body,
            foot: Vec::new(),
        }
    }

    fn row(&mut self, value: &Value) -> Option<Row> {
        let Kind::List(values) = &value.kind else {
            self.expect(value, "a list of cells");
            return None;
        };
        let mut cells = Vec::new();
        for part in values {
            cells.push(Cell {
                node: self.0.node(part.span),
                body: self.blocks(part),
                columns: 1,
                rows: 1,
            });
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
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.trim_end_matches('\n').split('\n') {
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
                    content: self.0.inlines(bare, &origin),
                });
            }
            at += line.len() + 1;
        }
        stanzas.retain(|stanza| !stanza.is_empty());
        stanzas
    }

    fn figure(&mut self, value: &Value) -> Option<Block> {
        let entries = value.entries();
        if entries.is_empty() {
            self.expect(value, "the keys image, caption, credit and alt");
            return None;
        }
        for entry in entries {
            if !FIGURE.contains(&entry.key.as_str()) {
                self.0.report().push(Diagnostic::warning(
                    "unknown-key",
                    entry.span,
                    format!("a figure has no key `{}`", entry.key),
                ));
            }
        }
        let image = value.get(&["image", "src"]);
        let picture = image.and_then(|path| {
            Some(Picture {
                path: path.as_str()?.to_owned(),
                span: path.span,
                alt: value
                    .get(&["alt"])
                    .map(|alt| alt.as_str().unwrap_or("").to_owned()),
            })
        });
        let figure = Figure {
            picture,
            caption: self.phrase(value.get(&["caption"])),
            credit: self.phrase(value.get(&["credit"])),
        };
        let mut block = Block::new(self.0.node(value.span), BlockKind::Figure(figure));
        let word = |key: &str| value.get(&[key]).and_then(Value::as_str);
        block.node.lang = word("lang").and_then(Lang::parse);
        block.attributes.id = word("id").map(str::to_owned);
        Some(block)
    }

    fn expect(&mut self, value: &Value, what: &str) {
        self.0.report().push(Diagnostic::error(
            "wrong-value",
            value.span,
            format!("here should stand {what}"),
        ));
    }
}
