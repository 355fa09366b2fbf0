//! Small models, and the full text of each.

mod article;
mod blocks;
mod tables;

use super::form::{TextOptions, Wrap};
use super::{Options, write};
use crate::lang::Lang;
use crate::model::{
    Alignment, Article, Attributes, Block, BlockKind, CalendarDate, Cell, CodeLine, Date, DateForm,
    Definition, Figure, Inline, InlineKind, Item, List, Metadata, Node, Note, Numbering, Picture,
    Publication, Quotation, Row, Table, Target, VerseLine,
};
use crate::source::Span;
use unicode_width::UnicodeWidthStr;

fn inline(kind: InlineKind) -> Inline {
    Inline {
        node: Node::default(),
        kind,
    }
}

fn t(text: &str) -> Inline {
    inline(InlineKind::Text(text.into()))
}

fn ts(text: &str) -> Vec<Inline> {
    vec![t(text)]
}

fn link(shown: &str, url: &str) -> Inline {
    inline(InlineKind::Link {
        target: Target::External(url.into()),
        title: String::new(),
        content: ts(shown),
    })
}

fn note(label: &str, body: Vec<Block>) -> Inline {
    inline(InlineKind::Note(Note {
        label: label.into(),
        body,
    }))
}

fn abbreviation(short: &str, expansion: &str) -> Inline {
    inline(InlineKind::Abbreviation {
        content: ts(short),
        expansion: expansion.into(),
    })
}

fn block(kind: BlockKind) -> Block {
    Block::new(Node::default(), kind)
}

fn para(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content))
}

fn p(text: &str) -> Block {
    para(ts(text))
}

fn heading(level: u8, text: &str) -> Block {
    let content = ts(text);
    block(BlockKind::Heading { level, content })
}

fn item(body: Vec<Block>) -> Item {
    Item {
        node: Node::default(),
        task: None,
        body,
    }
}

fn list(numbering: Numbering, tight: bool, items: Vec<Item>) -> Block {
    block(BlockKind::List(List {
        numbering,
        tight,
        items,
    }))
}

fn code(lines: &[&str]) -> Block {
    let line = |text: &&str| CodeLine {
        span: Span::default(),
        text: (*text).into(),
    };
    block(BlockKind::Code {
        language: "rust".into(),
        lines: lines.iter().map(line).collect(),
    })
}

fn quotation(text: &str, credit: &str) -> Quotation {
    Quotation {
        body: vec![p(text)],
        credit: if credit.is_empty() {
            Vec::new()
        } else {
            ts(credit)
        },
    }
}

fn picture(alt: Option<&str>) -> Picture {
    Picture::new("a.png", Span::default(), alt.map(str::to_owned))
}

fn figure(picture: Option<Picture>, caption: &str, credit: &str) -> Block {
    block(BlockKind::Figure(Figure {
        picture,
        link: None,
        caption: ts(caption),
        credit: ts(credit),
    }))
}

fn cell(text: &str) -> Cell {
    Cell {
        node: Node::default(),
        body: vec![p(text)],
        columns: 1,
        rows: 1,
    }
}

fn wide(text: &str, columns: u16, rows: u16) -> Cell {
    Cell {
        columns,
        rows,
        ..cell(text)
    }
}

fn row(cells: Vec<Cell>) -> Row {
    Row {
        node: Node::default(),
        cells,
    }
}

fn rows(texts: &[&[&str]]) -> Vec<Row> {
    let cells = |row: &&[&str]| row.iter().map(|text| cell(text)).collect();
    texts.iter().map(cells).map(row).collect()
}

fn table(alignments: &[Alignment], head: &[&[&str]], body: &[&[&str]]) -> Table {
    Table {
        alignments: alignments.to_vec(),
        head: rows(head),
        body: rows(body),
        ..Table::default()
    }
}

fn article(lang: &str, body: Vec<Block>) -> Article {
    Article {
        metadata: Metadata {
            lang: Lang::parse(lang),
            ..Metadata::default()
        },
        body,
        ..Article::default()
    }
}

fn written(article: Article, width: usize) -> String {
    write(
        &Publication::single(article),
        &Options {
            text: wrapped(width),
            ..Options::default()
        },
    )
}

fn wrapped(columns: usize) -> TextOptions {
    TextOptions {
        wrap: Wrap::Columns(columns),
        ..TextOptions::default()
    }
}

/// The text of an English body, 40 columns wide.
fn text(body: Vec<Block>) -> String {
    written(article("en", body), 40)
}

/// Lines as a text with its final line end.
fn lines(lines: &[&str]) -> String {
    lines.join("\n") + "\n"
}
