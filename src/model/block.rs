//! Blocks: what stands on lines of its own.

use super::walk::{self, PartMut};
use super::{Attributes, Inline, Node, Numbering, Picture, Target};
use crate::source::Span;

/// A block of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Name, place and language.
    pub node: Node,
    /// Identifier and classes.
    pub attributes: Attributes,
    /// What it is.
    pub kind: BlockKind,
}

impl Block {
    /// A block without attributes.
    pub fn new(node: Node, kind: BlockKind) -> Block {
        Block {
            node,
            attributes: Attributes::default(),
            kind,
        }
    }
}

/// The class of a block that stays on one page, or in one column.
pub const KEEP: &str = "keep";

/// The kinds of block.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading, of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A list of items.
    List(List),
    /// Terms and what they mean.
    DefinitionList(Vec<Definition>),
    /// A quotation set off from the text.
    Quote(Quotation),
    /// A sentence of the article, shown large.
    PullQuote(Quotation),
    /// A quotation at the head of a text.
    Epigraph(Quotation),
    /// Text beside the text.
    Aside(Vec<Block>),
    /// A picture with its caption and credit.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// Verbatim lines.
    Code {
        /// The name of the language, as the author gave it; may be empty.
        language: String,
        /// The lines, without their line ends.
        lines: Vec<CodeLine>,
    },
    /// Verse: stanzas of lines.
    Verse(Vec<Vec<VerseLine>>),
    /// A break in the matter, drawn as a rule or an ornament.
    Rule,
    /// A group with an identifier, classes or a language of its own.
    Div(Vec<Block>),
    /// A displayed formula, in TeX.
    Math(String),
    /// What follows begins a new page, column or right-hand page.
    Break(BreakKind),
}

/// What begins after a break. Of two breaks in a row the later kind of this list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BreakKind {
    /// The next column; where a page has only one, the next page.
    Column,
    /// The next page.
    Page,
    /// The next right-hand page. A left-hand page before it stays blank.
    Recto,
}

impl BreakKind {
    /// Every kind.
    pub const ALL: [BreakKind; 3] = [BreakKind::Column, BreakKind::Page, BreakKind::Recto];

    /// Its name, as it is the value of `break` in YAML and JSON.
    pub fn name(self) -> &'static str {
        match self {
            BreakKind::Column => "column",
            BreakKind::Page => "page",
            BreakKind::Recto => "recto",
        }
    }

    /// The class of an element of HTML that begins with it.
    pub fn class_before(self) -> &'static str {
        match self {
            BreakKind::Column => "column-break-before",
            BreakKind::Page => "page-break-before",
            BreakKind::Recto => "recto-break-before",
        }
    }
}

impl BlockKind {
    /// The name of the kind, as it is the key of a block in YAML and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            BlockKind::Paragraph(_) => "paragraph",
            BlockKind::Heading { .. } => "heading",
            BlockKind::List(_) => "list",
            BlockKind::DefinitionList(_) => "definitions",
            BlockKind::Quote(_) => "quote",
            BlockKind::PullQuote(_) => "pullquote",
            BlockKind::Epigraph(_) => "epigraph",
            BlockKind::Aside(_) => "aside",
            BlockKind::Figure(_) => "figure",
            BlockKind::Table(_) => "table",
            BlockKind::Code { .. } => "code",
            BlockKind::Verse(_) => "verse",
            BlockKind::Rule => "rule",
            BlockKind::Div(_) => "div",
            BlockKind::Math(_) => "math",
            BlockKind::Break(_) => "break",
        }
    }

    /// Its name for people.
    pub fn display_name(&self) -> &'static str {
        match self {
            BlockKind::Quote(_) => "quotation",
            BlockKind::PullQuote(_) => "pull quote",
            BlockKind::Div(_) => "group",
            BlockKind::Math(_) => "formula",
            BlockKind::Break(BreakKind::Column) => "column break",
            BlockKind::Break(BreakKind::Page) => "page break",
            BlockKind::Break(BreakKind::Recto) => "recto break",
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule => self.name(),
        }
    }

    /// The caption, if the kind has one; it may be empty.
    pub fn caption(&self) -> Option<&[Inline]> {
        match self {
            BlockKind::Figure(figure) => Some(&figure.caption),
            BlockKind::Table(table) => Some(&table.caption),
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Div(_)
            | BlockKind::Math(_)
            | BlockKind::Break(_) => None,
        }
    }

    /// The same, to be changed.
    pub fn caption_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            BlockKind::Figure(figure) => Some(&mut figure.caption),
            BlockKind::Table(table) => Some(&mut table.caption),
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Quote(_)
            | BlockKind::PullQuote(_)
            | BlockKind::Epigraph(_)
            | BlockKind::Aside(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Div(_)
            | BlockKind::Math(_)
            | BlockKind::Break(_) => None,
        }
    }

    /// The credit, if the kind has one; it may be empty.
    pub fn credit_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            BlockKind::Figure(figure) => Some(&mut figure.credit),
            BlockKind::Quote(quotation)
            | BlockKind::PullQuote(quotation)
            | BlockKind::Epigraph(quotation) => Some(&mut quotation.credit),
            BlockKind::Paragraph(_)
            | BlockKind::Heading { .. }
            | BlockKind::List(_)
            | BlockKind::DefinitionList(_)
            | BlockKind::Aside(_)
            | BlockKind::Table(_)
            | BlockKind::Code { .. }
            | BlockKind::Verse(_)
            | BlockKind::Rule
            | BlockKind::Div(_)
            | BlockKind::Math(_)
            | BlockKind::Break(_) => None,
        }
    }

    /// The bodies of blocks within: of items, definitions, quotations, cells, groups.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Vec<Block>> {
        walk::parts_mut(self)
            .into_iter()
            .filter_map(|part| match part {
                PartMut::Blocks(body) => Some(body),
                PartMut::Inlines(_) => None,
            })
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// How its items are marked.
    pub numbering: Numbering,
    /// Whether items stand without space between them.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Name, place and language.
    pub node: Node,
    /// Whether it is a task, and done.
    pub task: Option<bool>,
    /// Its blocks.
    pub body: Vec<Block>,
}

/// A term and its explanations.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// Name, place and language.
    pub node: Node,
    /// The term.
    pub term: Vec<Inline>,
    /// One or more explanations.
    pub details: Vec<Vec<Block>>,
}

/// A quotation with who said it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Quotation {
    /// What is quoted.
    pub body: Vec<Block>,
    /// Who said it; may be empty.
    pub credit: Vec<Inline>,
}

/// A picture with its caption and credit: three texts for three purposes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// The picture. Press copy often has the caption alone.
    pub picture: Option<Picture>,
    /// Where the picture leads, if it is a link.
    pub link: Option<FigureLink>,
    /// What the reader is told beside the picture; may be empty.
    pub caption: Vec<Inline>,
    /// Who made it; may be empty.
    pub credit: Vec<Inline>,
}

/// The link that the picture of a figure is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureLink {
    /// Where it leads.
    pub target: Target,
    /// The tooltip an author gave it.
    pub title: String,
}

impl FigureLink {
    /// A link without a tooltip.
    pub fn to(target: Target) -> FigureLink {
        FigureLink {
            target,
            title: String::new(),
        }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it is about; may be empty.
    pub caption: Vec<Inline>,
    /// One alignment a column.
    pub alignments: Vec<Alignment>,
    /// Rows that head the columns, repeated on every page.
    pub head: Vec<Row>,
    /// The rows.
    pub body: Vec<Row>,
    /// Rows that close it: totals.
    pub foot: Vec<Row>,
}

/// Where a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alignment {
    /// At the side where reading starts.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the side where reading ends.
    End,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Name, place and language.
    pub node: Node,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Name, place and language.
    pub node: Node,
    /// Its text.
    pub body: Vec<Block>,
    /// How many columns it covers, at least 1.
    pub columns: u16,
    /// How many rows it covers, at least 1.
    pub rows: u16,
}

impl Cell {
    /// The inlines of the paragraph it begins with, as those of Markdown do and end,
    /// and the blocks after it.
    pub fn parts(&self) -> (&[Inline], &[Block]) {
        if let Some((first, rest)) = self.body.split_first()
            && let BlockKind::Paragraph(content) = &first.kind
        {
            return (content, rest);
        }
        (&[], &self.body)
    }
}

/// The first column of each cell of each row, counted from 0: cells that reach
/// down from the rows above push it onwards.
pub fn first_columns(rows: &[Row]) -> Vec<Vec<usize>> {
    let mut reach: Vec<u16> = Vec::new();
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let mut firsts = Vec::with_capacity(row.cells.len());
        let mut column = 0;
        for cell in &row.cells {
            while reach.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            firsts.push(column);
            let end = column + usize::from(cell.columns.max(1));
            reach.resize(reach.len().max(end), 0);
            for covered in reach.iter_mut().take(end).skip(column) {
                *covered = cell.rows.max(1);
            }
            column = end;
        }
        for rows in &mut reach {
            *rows = rows.saturating_sub(1);
        }
        all.push(firsts);
    }
    all
}

/// A line of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLine {
    /// Its place in the source.
    pub span: Span,
    /// Its text, without the line end.
    pub text: String,
}

/// A line of verse.
#[derive(Debug, Clone, PartialEq)]
pub struct VerseLine {
    /// Name, place and language.
    pub node: Node,
    /// How far it is set in, in ems.
    pub indent: u8,
    /// Its text.
    pub content: Vec<Inline>,
}
