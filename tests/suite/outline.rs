//! Takes a model; returns an outline to read: a line for each node, set in under what holds it.
//! A node that holds nothing but one text has it on its own line.
//!
//! Runs of text that stand side by side are shown as one: where they are cut is
//! the matter of `spans`. No-break spaces are shown, `␣` for
//! U+00A0 and `·` for U+202F.

use pressroom::diag::{Diagnostic, Report};
use pressroom::model::{
    Alignment, Article, Attributes, Block, BlockKind, Cell, CitationForm, Inline, InlineKind,
    Metadata, Node, Numbering, Numerals, Picture, Row, Target, plain_text,
};
use pressroom::source::Source;
use std::fmt::Write;

/// The outline of an article, and of what was said about it.
pub fn outline(article: &Article, report: &Report, source: &Source) -> String {
    let mut outline = Outline::default();
    outline.metadata(&article.metadata);
    outline.blocks(&article.body);
    for diagnostic in report.sorted() {
        outline.line(&told(diagnostic, source));
    }
    outline.text
}

/// `! warning unused-note 3:1`.
fn told(diagnostic: &Diagnostic, source: &Source) -> String {
    let word = diagnostic.severity.word();
    let place = diagnostic.span.map_or(String::new(), |span| {
        let place = source.place(span.start);
        format!(" {}:{}", place.line, place.column)
    });
    format!("! {word} {}{place}", diagnostic.code)
}

/// A text between quotation marks, its no-break spaces made visible.
fn quoted(text: &str) -> String {
    let shown = text
        .replace('\u{a0}', "␣")
        .replace('\u{202f}', "·")
        .replace('\t', "␉")
        .replace('\n', "␊");
    format!("\"{shown}\"")
}

#[derive(Default)]
struct Outline {
    text: String,
    depth: usize,
}

impl Outline {
    fn line(&mut self, line: &str) {
        let indent = "  ".repeat(self.depth);
        let _ = writeln!(self.text, "{indent}{}", line.trim_end());
    }

    /// A line, and what is under it.
    fn under(&mut self, line: &str, within: impl FnOnce(&mut Outline)) {
        self.line(line);
        self.depth += 1;
        within(self);
        self.depth -= 1;
    }

    fn metadata(&mut self, metadata: &Metadata) {
        self.field("kicker", &metadata.kicker);
        self.field("headline", &metadata.headline);
        self.field("subtitle", &metadata.subtitle);
        self.field("standfirst", &metadata.standfirst);
        self.field("byline", &metadata.byline);
        self.field("dateline", &metadata.dateline);
        if let Some(date) = &metadata.date {
            let iso = date.iso().map_or(String::new(), |iso| format!(" = {iso}"));
            self.line(&format!("date {}{iso}", quoted(&date.text)));
        }
        self.field("source", &metadata.source);
        self.field("credit", &metadata.credit);
        self.field("rights", &metadata.rights);
        self.field("licence", &metadata.licence);
        if let Some(lang) = &metadata.lang {
            self.line(&format!("lang {lang}"));
        }
        for word in &metadata.keywords {
            self.line(&format!("keyword {}", quoted(word)));
        }
        for author in &metadata.authors {
            let role = if author.role.is_empty() { "" } else { " as " };
            self.line(&format!(
                "author {}{role}{}",
                quoted(&author.name),
                author.role
            ));
            for house in &author.affiliations {
                self.line(&format!("  of {}", quoted(house)));
            }
            for word in [&author.email, &author.orcid, &author.url] {
                if !word.is_empty() {
                    self.line(&format!("  at {}", quoted(word)));
                }
            }
        }
        for (name, value) in [
            ("description", &metadata.description),
            ("publisher", &metadata.publisher),
            ("identifier", &metadata.identifier),
        ] {
            if !value.is_empty() {
                self.line(&format!("{name} {}", quoted(value)));
            }
        }
        if let Some(cover) = &metadata.cover {
            self.line(&format!("cover {}", picture(cover)));
        }
        if let Some(slug) = &metadata.slug {
            self.line(&format!("slug {}", quoted(slug)));
        }
        if metadata.contents {
            self.line("contents");
        }
        if metadata.draft {
            self.line("draft");
        }
        for extra in &metadata.extra {
            self.line(&format!("extra {} = {}", extra.key, extra.value));
        }
    }

    fn field(&mut self, name: &str, content: &[Inline]) {
        if !content.is_empty() {
            self.phrase(name, content);
        }
    }

    /// A line with inlines: on the line itself where they are one text.
    fn phrase(&mut self, name: &str, content: &[Inline]) {
        let content = joined(content);
        match content.as_slice() {
            [Piece::Text(text)] => self.line(&format!("{name} {}", quoted(text))),
            content => self.under(name, |o| content.iter().for_each(|piece| o.piece(piece))),
        }
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Text(text) => self.line(&format!("text {}", quoted(text))),
            Piece::Other(inline) => self.inline(inline),
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let lang = lang(&inline.node);
        match &inline.kind {
            InlineKind::Text(text) => self.line(&format!("text {}", quoted(text))),
            InlineKind::Emph(content) => self.phrase(&format!("emph{lang}"), content),
            InlineKind::Strong(content) => self.phrase(&format!("strong{lang}"), content),
            InlineKind::SmallCaps(content) => self.phrase(&format!("smallcaps{lang}"), content),
            InlineKind::Super(content) => self.phrase(&format!("super{lang}"), content),
            InlineKind::Sub(content) => self.phrase(&format!("sub{lang}"), content),
            InlineKind::Strike(content) => self.phrase(&format!("strike{lang}"), content),
            InlineKind::Code(text) => self.line(&format!("code {}", quoted(text))),
            InlineKind::Math(text) => self.line(&format!("math {}", quoted(text))),
            InlineKind::Image(p) => self.line(&format!("image {}", picture(p))),
            InlineKind::Tie => self.line("tie"),
            InlineKind::Break => self.line("break"),
            InlineKind::Note(note) => {
                self.under(&format!("note {}", note.label), |o| o.blocks(&note.body));
            }
            InlineKind::Link {
                target,
                title,
                content,
            } => {
                let title = if title.is_empty() {
                    String::new()
                } else {
                    format!(" {}", quoted(title))
                };
                self.phrase(&format!("link {}{title}{lang}", goal(target)), content);
            }
            InlineKind::Abbreviation { content, expansion } => {
                self.phrase(&format!("abbreviation ({expansion}){lang}"), content);
            }
            InlineKind::Citation(citation) => {
                let mut words = match citation.form {
                    CitationForm::Bracketed => "citation".to_owned(),
                    CitationForm::InText => "citation in text".to_owned(),
                    CitationForm::Ref => "ref".to_owned(),
                    CitationForm::EqRef => "eqref".to_owned(),
                };
                for item in &citation.items {
                    let hyphen = if item.suppress_author { "-" } else { "" };
                    words += &format!(" {hyphen}@{}", item.key);
                    for (word, content) in [("before", &item.prefix), ("after", &item.suffix)] {
                        if !content.is_empty() {
                            words += &format!(" {word} \"{}\"", plain_text(content));
                        }
                    }
                }
                self.phrase(&words, &citation.content);
            }
            InlineKind::Ruby { base, annotation } => {
                self.phrase(&format!("ruby ({annotation}){lang}"), base);
            }
            InlineKind::Span(attributes, content) => {
                self.phrase(&format!("span{}{lang}", attributes_of(attributes)), content);
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        let after = format!("{}{}", attributes_of(&block.attributes), lang(&block.node));
        match &block.kind {
            BlockKind::Paragraph(content) => self.phrase(&format!("paragraph{after}"), content),
            BlockKind::Heading { level, content } => {
                self.phrase(&format!("heading {level}{after}"), content);
            }
            BlockKind::List(list) => {
                let kind = match list.numbering {
                    Numbering::Bullet | Numbering::Unmarked => "bullets".to_owned(),
                    Numbering::Ordered {
                        start,
                        numerals,
                        falls,
                    } => {
                        let way = if falls { " down" } else { "" };
                        match numerals {
                            Numerals::Decimal => format!("numbers{way} from {start}"),
                            _ => format!("numbers{way} from {}", numerals.write(start)),
                        }
                    }
                };
                let tight = if list.tight { "" } else { ", loose" };
                self.under(&format!("list of {kind}{tight}{after}"), |o| {
                    for item in &list.items {
                        let task = match item.task {
                            None => "",
                            Some(false) => " [ ]",
                            Some(true) => " [x]",
                        };
                        o.body(&format!("item{task}"), &item.body);
                    }
                });
            }
            BlockKind::DefinitionList(definitions) => {
                self.under(&format!("definitions{after}"), |o| {
                    for definition in definitions {
                        o.phrase("term", &definition.term);
                        definition.details.iter().for_each(|d| o.body("meaning", d));
                    }
                });
            }
            BlockKind::Quote(q) => self.quotation("quote", &after, &q.body, &q.credit),
            BlockKind::PullQuote(q) => self.quotation("pullquote", &after, &q.body, &q.credit),
            BlockKind::Epigraph(q) => self.quotation("epigraph", &after, &q.body, &q.credit),
            BlockKind::Aside(body) => self.body(&format!("aside{after}"), body),
            BlockKind::Div(body) => self.body(&format!("div{after}"), body),
            BlockKind::Figure(figure) => self.under(&format!("figure{after}"), |o| {
                if let Some(p) = &figure.picture {
                    o.line(&format!("picture {}", picture(p)));
                }
                if let Some(link) = &figure.link {
                    o.line(&format!("link {}", goal(&link.target)));
                }
                o.field("caption", &figure.caption);
                o.field("credit", &figure.credit);
            }),
            BlockKind::Table(table) => {
                let columns: Vec<&str> = table.alignments.iter().map(|a| alignment(*a)).collect();
                self.under(&format!("table {}{after}", columns.join(" ")), |o| {
                    o.field("caption", &table.caption);
                    table.head.iter().for_each(|row| o.row("head", row));
                    table.body.iter().for_each(|row| o.row("row", row));
                    table.foot.iter().for_each(|row| o.row("foot", row));
                });
            }
            BlockKind::Code { language, lines } => {
                self.under(&format!("code {language}{after}"), |o| {
                    lines.iter().for_each(|line| o.line(&quoted(&line.text)));
                });
            }
            BlockKind::Verse(stanzas) => self.under(&format!("verse{after}"), |o| {
                for stanza in stanzas {
                    o.under("stanza", |o| {
                        for line in stanza {
                            let indent = match line.indent {
                                0 => String::new(),
                                ems => format!(" +{ems}"),
                            };
                            o.phrase(&format!("line{indent}"), &line.content);
                        }
                    });
                }
            }),
            BlockKind::Rule => self.line(&format!("rule{after}")),
            BlockKind::Break(kind) => self.line(&format!("{} break{after}", kind.name())),
            BlockKind::Math(source) => self.line(&format!("math {}{after}", quoted(source))),
        }
    }

    /// A line with blocks: on the line itself where they are one plain paragraph.
    fn body(&mut self, name: &str, blocks: &[Block]) {
        match blocks {
            [only] if matches!(only.kind, BlockKind::Paragraph(_)) && is_plain(only) => {
                if let BlockKind::Paragraph(content) = &only.kind {
                    self.phrase(name, content);
                }
            }
            blocks => self.under(name, |o| o.blocks(blocks)),
        }
    }

    fn quotation(&mut self, name: &str, after: &str, body: &[Block], credit: &[Inline]) {
        self.under(&format!("{name}{after}"), |o| {
            o.blocks(body);
            o.field("credit", credit);
        });
    }

    fn row(&mut self, name: &str, row: &Row) {
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        self.line(&format!("{name} | {} |", cells.join(" | ")));
    }
}

/// A cell in one line: its outline, its lines parted by `;`.
fn cell(cell: &Cell) -> String {
    let mut outline = Outline::default();
    match cell.body.as_slice() {
        [only] if is_plain(only) => {
            if let BlockKind::Paragraph(content) = &only.kind {
                joined(content).iter().for_each(|piece| match piece {
                    Piece::Text(text) => outline.line(text),
                    Piece::Other(inline) => outline.inline(inline),
                });
            } else {
                outline.blocks(&cell.body);
            }
        }
        blocks => outline.blocks(blocks),
    }
    outline.text.trim_end().replace('\n', "; ")
}

fn is_plain(block: &Block) -> bool {
    block.node.lang.is_none() && block.attributes == Attributes::default()
}

/// An inline, or text that stands side by side.
enum Piece<'a> {
    Text(String),
    Other(&'a Inline),
}

fn joined(content: &[Inline]) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece> = Vec::new();
    for inline in content {
        match (&inline.kind, pieces.last_mut()) {
            (InlineKind::Text(text), Some(Piece::Text(before))) => before.push_str(text),
            (InlineKind::Text(text), _) => pieces.push(Piece::Text(text.clone())),
            _ => pieces.push(Piece::Other(inline)),
        }
    }
    pieces
}

fn lang(node: &Node) -> String {
    node.lang
        .as_ref()
        .map_or(String::new(), |lang| format!(" [{lang}]"))
}

fn attributes_of(attributes: &Attributes) -> String {
    let mut text = String::new();
    if let Some(id) = &attributes.id {
        let _ = write!(text, " #{id}");
    }
    for class in &attributes.classes {
        let _ = write!(text, " .{class}");
    }
    for (key, value) in &attributes.pairs {
        let _ = write!(text, " {key}={value}");
    }
    text
}

fn goal(target: &Target) -> String {
    match target {
        Target::External(url) => format!("<{url}>"),
        Target::Internal(anchor) => format!("#{anchor}"),
        Target::Article(source, anchor) => {
            format!("{}#{}", source.0, anchor.as_deref().unwrap_or_default())
        }
    }
}

fn picture(picture: &Picture) -> String {
    let alt = match &picture.alt {
        None => "without alt".to_owned(),
        Some(alt) => format!("alt {}", quoted(alt)),
    };
    let mut said = format!("{} {alt}", picture.path);
    let size = picture.size;
    for (key, length) in [("width", size.width), ("height", size.height)] {
        if let Some(length) = length {
            said.push_str(&format!(" {key} {length}"));
        }
    }
    if let Some(side) = picture.side {
        said.push_str(&format!(" at the {}", side.class()));
    }
    said
}

fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Start => "start",
        Alignment::Center => "center",
        Alignment::End => "end",
    }
}
