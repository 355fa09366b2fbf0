//! A publication in, its script out: a method a kind of block and inline.

use super::{Flow, Form, Kind, Made, Run, Script, Token, is_silent, parted};
use crate::lang::Lang;
use crate::model::plain::{PlainForm, plain_form};
use crate::model::sections::{Section, listed, sections};
use crate::model::walk;
use crate::model::{
    Article, Block, BlockKind, Figure, Inline, InlineKind, List, Node, NodeId, Note, Numbering,
    Picture, Publication, Quotation, Row, Table, Target, plain_text,
};
use crate::proof::Format;
use crate::source::Span;
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// What a file of a format must say of a publication, with a list of contents or
/// without.
pub(in crate::proof) fn script(
    publication: &Publication,
    format: Format,
    contents: bool,
) -> Script {
    let mut writer = Writer {
        script: Script {
            text: String::new(),
            flows: vec![Flow::default()],
            made: Vec::new(),
            runs: Vec::new(),
        },
        format,
        flow: 0,
        unit: Unit::default(),
        lang: publication.lang(),
        notes: BTreeMap::new(),
        numbers: BTreeMap::new(),
        links: Vec::new(),
        waiting: Vec::new(),
    };
    if publication.bound {
        writer.front(publication, contents);
    }
    for article in &publication.articles {
        let lists = contents && format == Format::Pdf && !publication.bound;
        let listed = if lists { listed(article) } else { Vec::new() };
        writer.article(article, &listed);
    }
    writer.script
}

/// The text of a block, before it is cut into graphemes: a grapheme may reach
/// from one run into the next.
#[derive(Default)]
struct Unit {
    text: String,
    /// From which byte on which run, and where in the run.
    parts: Vec<(usize, u32, u32)>,
}

struct Writer<'a> {
    script: Script,
    format: Format,
    flow: usize,
    unit: Unit,
    lang: Lang,
    /// The number that each mark of a note shows, and its note's first mark.
    notes: BTreeMap<NodeId, (u32, NodeId)>,
    /// The numbers that headings may show.
    numbers: BTreeMap<NodeId, String>,
    /// Where the links of the article lead.
    links: Vec<&'a str>,
    /// Notes whose mark stands in the unit in hand, with their numbers and
    /// flows.
    waiting: Vec<(&'a Note, u64, usize)>,
}

impl<'a> Writer<'a> {
    fn push(&mut self, token: Token) {
        if let Some(flow) = self.script.flows.get_mut(self.flow) {
            flow.tokens.push(token);
        }
    }

    /// Text of the model, in a run.
    fn text(&mut self, text: &str, node: &Node, in_ledger: bool) {
        let run = self.script.runs.len() as u32;
        self.script.runs.push(Run {
            id: node.id,
            span: node.span,
            in_ledger,
        });
        self.unit.parts.push((self.unit.text.len(), run, 0));
        self.unit.text.push_str(text);
    }

    /// Cuts the unit in hand into graphemes.
    fn settle(&mut self) {
        let unit = std::mem::take(&mut self.unit);
        let mut part = 0;
        for (start, grapheme) in unit.text.grapheme_indices(true) {
            while unit.parts.get(part + 1).is_some_and(|p| p.0 <= start) {
                part += 1;
            }
            let Some((from, run, origin)) = unit.parts.get(part).copied() else {
                continue;
            };
            for (step, part) in parted(grapheme) {
                let at = (start + step - from) as u32 + origin;
                self.grapheme(part, run, at);
            }
        }
    }

    fn grapheme(&mut self, grapheme: &str, run: u32, at: u32) {
        if let Some(c) = grapheme.chars().next().filter(|c| c.is_whitespace()) {
            // Spaces in a row, and at the beginning of a block, are one space.
            let c = if c.is_ascii() || c == '\u{2028}' {
                ' '
            } else {
                c
            };
            return self.push(Token::Space { c, run, at });
        }
        if grapheme.chars().all(is_silent) {
            return;
        }
        let from = self.script.text.len() as u32;
        let spoken = grapheme.chars().filter(|c| !is_silent(*c));
        self.script.text.extend(spoken);
        let to = self.script.text.len() as u32;
        self.push(Token::Letter { from, to, run, at });
    }

    /// Ends a block.
    fn edge(&mut self) {
        self.settle();
        self.push(Token::Edge);
        for (note, number, flow) in std::mem::take(&mut self.waiting) {
            self.note(note, number, flow);
        }
    }

    fn made(
        &mut self,
        kind: Kind,
        forms: impl IntoIterator<Item = String>,
        required: bool,
        span: Option<Span>,
    ) {
        let words = |form: String| Form::Words(form.split_whitespace().collect());
        let forms = forms.into_iter().map(words);
        let forms: Vec<Form> = forms
            .filter(|form| *form != Form::Words(String::new()))
            .collect();
        if !forms.is_empty() {
            self.push_made(Made {
                kind,
                forms,
                required,
                span,
            });
        }
    }

    fn push_made(&mut self, made: Made) {
        self.settle();
        let number = self.script.made.len() as u32;
        self.script.made.push(made);
        self.push(Token::Made(number));
    }

    fn form(&mut self, kind: Kind, form: Form) {
        self.push_made(Made {
            kind,
            forms: vec![form],
            required: false,
            span: None,
        });
    }

    fn optional(&mut self, kind: Kind, forms: &[&str]) {
        self.made(kind, forms.iter().map(|f| (*f).to_owned()), false, None);
    }

    /// Begins a flow that may be met from here on, and gives its number.
    fn fork(&mut self) -> usize {
        self.settle();
        let number = self.script.flows.len();
        self.script.flows.push(Flow::default());
        self.push(Token::Fork(number as u32));
        number
    }

    fn within(&mut self, flow: usize, content: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.flow, flow);
        let unit = std::mem::take(&mut self.unit);
        content(self);
        self.settle();
        self.flow = outer;
        self.unit = unit;
    }

    /// The title page of a book and, if there must be one, its list of contents.
    fn front(&mut self, book: &'a Publication, contents: bool) {
        let words = &self.lang.profile().words;
        self.made(Kind::TitlePage, [book.metadata.title()], true, None);
        self.push(Token::Edge);
        self.made(
            Kind::TitlePage,
            [book.metadata.author_names().join(", ")],
            false,
            None,
        );
        self.push(Token::Edge);
        self.optional(Kind::Contents, &[words.contents]);
        for article in &book.articles {
            self.push(Token::Edge);
            let title = article.metadata.title();
            self.made(Kind::Contents, [title], contents, None);
            self.push(Token::Edge);
            self.form(Kind::Contents, Form::Folio);
            self.push(Token::Edge);
            let byline = plain_text(&article.metadata.byline);
            self.made(Kind::Contents, [byline], false, None);
        }
        self.edge();
    }

    /// An article, with the sections that the list of its contents names.
    fn article(&mut self, article: &'a Article, listed: &[Section]) {
        self.lang = article.lang();
        self.notes = walk::notes(article).numbers;
        self.links.clear();
        let metadata = &article.metadata;
        for phrase in [
            &metadata.kicker,
            &metadata.headline,
            &metadata.subtitle,
            &metadata.standfirst,
            &metadata.byline,
        ] {
            self.phrase(phrase);
        }
        self.inlines(&metadata.dateline);
        if let Some(date) = &metadata.date {
            self.optional(Kind::Joint, &[",", "،", "、"]);
            self.push(Token::Edge);
            let node = Node {
                span: date.span,
                ..Node::default()
            };
            self.text(&date.text, &node, false);
        }
        self.edge();
        if !listed.is_empty() {
            self.sections(listed);
        }
        self.numbers = sections(article)
            .into_iter()
            .map(|section| (section.node, section.number))
            .collect();
        self.blocks(&article.body);
        let word = self.lang.profile().words.source;
        for (index, phrase) in [&metadata.source, &metadata.credit, &metadata.rights]
            .into_iter()
            .enumerate()
        {
            if index == 0 && !phrase.is_empty() {
                self.optional(Kind::Label, &[word]);
                self.optional(Kind::Label, &[":", "：", ".:"]);
                self.push(Token::Edge);
            }
            self.phrase(phrase);
        }
        let words = &self.lang.profile().words;
        self.optional(Kind::NotesHeading, &[words.notes]);
        self.push(Token::Edge);
        self.optional(Kind::LinkReference, &[words.links]);
        self.push(Token::Edge);
        for url in std::mem::take(&mut self.links) {
            self.form(Kind::LinkReference, Form::LinkMark);
            self.optional(Kind::LinkReference, &[url]);
            self.push(Token::Edge);
        }
    }

    fn sections(&mut self, listed: &[Section]) {
        let words = &self.lang.profile().words;
        self.optional(Kind::Contents, &[words.contents]);
        for section in listed {
            self.push(Token::Edge);
            self.optional(Kind::HeadingNumber, &[&section.number]);
            self.made(Kind::Contents, [plain_text(section.content)], true, None);
            self.push(Token::Edge);
            self.form(Kind::Contents, Form::Folio);
        }
        self.edge();
    }

    fn phrase(&mut self, content: &'a [Inline]) {
        if !content.is_empty() {
            self.inlines(content);
            self.edge();
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            let outer = self.lang.clone();
            if let Some(lang) = &block.node.lang {
                self.lang = lang.clone();
            }
            self.block(block);
            self.lang = outer;
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.phrase(content),
            BlockKind::Heading { content, .. } => {
                if let Some(number) = self.numbers.get(&block.node.id).cloned()
                    && self.format != Format::Text
                {
                    self.optional(Kind::HeadingNumber, &[&number]);
                }
                self.phrase(content);
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    self.phrase(&definition.term);
                    for detail in &definition.details {
                        self.blocks(detail);
                    }
                }
            }
            BlockKind::Quote(q) | BlockKind::PullQuote(q) | BlockKind::Epigraph(q) => {
                self.quotation(q);
            }
            BlockKind::Aside(body) | BlockKind::Div(body) => self.blocks(body),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Code { lines, .. } => {
                for line in lines {
                    let node = Node {
                        id: block.node.id,
                        span: line.span,
                        lang: None,
                    };
                    self.text(&line.text, &node, false);
                    self.edge();
                }
            }
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter().flatten() {
                    self.phrase(&line.content);
                }
            }
            BlockKind::Rule => self.push(Token::Edge),
            BlockKind::Math(source) => {
                self.text(source, &block.node, false);
                self.edge();
            }
        }
    }

    fn list(&mut self, list: &'a List) {
        for (index, item) in list.items.iter().enumerate() {
            let span = Some(item.node.span);
            if let Numbering::Decimal { start } = list.numbering {
                let number = start.saturating_add(index as u64);
                self.made(
                    Kind::ListMark,
                    [format!("{number}."), format!("{number})")],
                    item.task.is_none(),
                    span,
                );
            }
            // An EPUB leaves bullets to the reading system.
            let drawn = self.format != Format::Epub;
            let (forms, required): (&[&str], bool) = match item.task {
                Some(true) => (&["☑", "☒", "✓", "[x]"], true),
                Some(false) => (&["☐", "[ ]"], true),
                None if list.numbering == Numbering::Bullet => (&["•", "–", "—", "‣", "▪"], drawn),
                None => (&[], false),
            };
            self.made(
                Kind::ListMark,
                forms.iter().map(|f| (*f).to_owned()),
                required,
                span,
            );
            self.push(Token::Edge);
            self.blocks(&item.body);
        }
    }

    fn quotation(&mut self, quotation: &'a Quotation) {
        self.blocks(&quotation.body);
        self.credit(&quotation.credit);
    }

    fn credit(&mut self, credit: &'a [Inline]) {
        if credit.is_empty() {
            return;
        }
        self.optional(Kind::Label, &["—", "–", "("]);
        self.push(Token::Edge);
        self.inlines(credit);
        self.optional(Kind::Label, &[")"]);
        self.edge();
    }

    fn figure(&mut self, figure: &'a Figure) {
        if let Some(picture) = &figure.picture {
            self.picture(picture);
            self.push(Token::Edge);
        }
        self.phrase(&figure.caption);
        self.credit(&figure.credit);
    }

    /// A picture is drawn, or described, or, where it cannot be had, named.
    fn picture(&mut self, picture: &'a Picture) {
        let alt = picture.alt.clone().unwrap_or_default();
        let word = self.lang.profile().words.picture;
        let span = Some(picture.span);
        // A PDF may show the picture without a word.
        let told = self.format != Format::Pdf && !alt.is_empty();
        self.optional(Kind::Label, &["["]);
        self.optional(Kind::Label, &[word]);
        self.optional(Kind::Label, &[":"]);
        self.push(Token::Edge);
        let forms = [alt, picture.path.clone(), picture.path.replace('\\', "/")];
        self.made(Kind::Alternative, forms, told, span);
        self.push(Token::Edge);
        self.optional(Kind::Label, &["]"]);
    }

    fn table(&mut self, table: &'a Table) {
        self.phrase(&table.caption);
        // Text sets cells side by side, so that their lines mingle; it may also
        // read a table out, each cell after what heads its column.
        if self.format != Format::Text {
            let rows = table.head.iter().chain(&table.body).chain(&table.foot);
            for cell in rows.flat_map(|row| &row.cells) {
                self.blocks(&cell.body);
                self.push(Token::Edge);
            }
            return;
        }
        let heads: Vec<String> = table
            .head
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| words_of(&cell.body))
            .collect();
        let mut flows: Vec<usize> = Vec::new();
        for row in &table.head {
            flows.extend(self.row(row, &[]));
        }
        for row in table.body.iter().chain(&table.foot) {
            let cells = self.row(row, &heads);
            for cell in cells {
                self.push(Token::Join(cell as u32));
            }
        }
        for flow in flows {
            self.push(Token::Join(flow as u32));
        }
        self.push(Token::Edge);
    }

    fn row(&mut self, row: &'a Row, heads: &[String]) -> Vec<usize> {
        let mut flows = Vec::new();
        for cell in &row.cells {
            let flow = self.fork();
            flows.push(flow);
            self.within(flow, |w| {
                for _ in 0..heads.len() {
                    w.made(Kind::ColumnHead, heads.iter().cloned(), false, None);
                    w.optional(Kind::ColumnHead, &[":", ","]);
                    w.push(Token::Edge);
                }
                w.blocks(&cell.body);
            });
        }
        flows
    }

    fn inlines(&mut self, content: &'a [Inline]) {
        for (at, inline) in content.iter().enumerate() {
            let node = &inline.node;
            match &inline.kind {
                InlineKind::Text(text) => self.text(text, node, true),
                InlineKind::Code(text) | InlineKind::Math(text) => self.text(text, node, false),
                InlineKind::Emph(content)
                | InlineKind::Strong(content)
                | InlineKind::SmallCaps(content)
                | InlineKind::Strike(content)
                | InlineKind::Span(_, content) => self.inlines(content),
                InlineKind::Super(inner) | InlineKind::Sub(inner) => {
                    let said = plain_form(content, at);
                    match said.filter(|_| self.format == Format::Text) {
                        Some(PlainForm::Figures(figures)) => self.text(&figures, node, false),
                        Some(PlainForm::Marked(open)) => {
                            let span = Some(node.span);
                            self.made(Kind::Label, [open.to_owned()], true, span);
                            self.inlines(inner);
                            self.made(Kind::Label, [")".to_owned()], true, span);
                        }
                        Some(PlainForm::Plain) | None => self.inlines(inner),
                    }
                }
                InlineKind::Link {
                    target, content, ..
                } => {
                    self.inlines(content);
                    if let (Target::External(url), Format::Text) = (target, self.format) {
                        self.form(Kind::LinkReference, Form::LinkMark);
                        if !self.links.contains(&url.as_str()) {
                            self.links.push(url);
                        }
                    }
                }
                InlineKind::Abbreviation { content, expansion } => {
                    self.inlines(content);
                    let spelt = [format!("({expansion})")];
                    self.made(Kind::Expansion, spelt, false, Some(node.span));
                }
                InlineKind::Image(picture) => self.picture(picture),
                InlineKind::Note(note) => self.mark(note, node),
                InlineKind::Tie => {}
                InlineKind::Break => self.text("\u{2028}", node, false),
            }
        }
    }

    fn mark(&mut self, note: &'a Note, node: &Node) {
        let (number, first) = self.notes.get(&node.id).copied().unwrap_or((0, node.id));
        let number = u64::from(number);
        if first == node.id {
            let flow = self.fork();
            self.waiting.push((note, number, flow));
        }
        let forms = self.numbers(number);
        self.made(Kind::NoteMark, forms, true, Some(node.span));
    }

    /// The forms of a note's number. In a text it stands between brackets, or
    /// nobody would know it from a figure.
    fn numbers(&self, number: u64) -> Vec<String> {
        match self.format {
            Format::Text => vec![format!("[{number}]")],
            Format::Pdf | Format::Epub => vec![format!("{number}"), format!("{number}.")],
        }
    }

    fn note(&mut self, note: &'a Note, number: u64, flow: usize) {
        self.within(flow, |w| {
            let forms = w.numbers(number);
            w.made(Kind::NoteLabel, forms, true, None);
            w.push(Token::Edge);
            w.blocks(&note.body);
        });
    }
}

/// The words of blocks, in a row, as plain text says them.
fn words_of(blocks: &[Block]) -> String {
    fn say(content: &[Inline], words: &mut String) {
        for (at, inline) in content.iter().enumerate() {
            let form = plain_form(content, at);
            let inner = walk::content_of(&inline.kind);
            match (&inline.kind, form) {
                (_, Some(PlainForm::Figures(figures))) => words.push_str(&figures),
                (_, Some(PlainForm::Marked(open))) => {
                    words.push_str(open);
                    say(inner.map_or(&[], Vec::as_slice), words);
                    words.push(')');
                }
                (InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math(text), _) => {
                    words.push_str(text);
                }
                (_, Some(PlainForm::Plain) | None) => {
                    say(inner.map_or(&[], Vec::as_slice), words);
                }
            }
        }
    }
    let mut words = String::new();
    let mut blocks = blocks.to_vec();
    walk::each_phrase_mut(&mut blocks, &mut |phrase| say(phrase, &mut words));
    words
}
