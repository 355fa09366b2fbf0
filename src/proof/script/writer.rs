//! Takes a publication; returns its script: a method a kind of block and inline.

use super::notes::{self, Links};
use super::{Flow, Form, Glyph, Kind, Made, Run, Script, Token, letters};
use crate::lang::Lang;
use crate::model::endnotes;
use crate::model::index::{self, Parts};
use crate::model::people;
use crate::model::plain::{PlainForm, plain_form};
use crate::model::references::PAGE;
use crate::model::sections::{Section, listed, sections};
use crate::model::walk;
use crate::model::{
    Article, Block, BlockKind, Citation, DateFormat, Figure, Inline, InlineKind, Label, List, Node,
    NodeId, Note, Numbering, Numerals, PageLink, Picture, Place, Publication, Quotation, Role,
    Target, plain_text,
};
use crate::source::{SourceId, Span};
use crate::write::{Format, TextForm, TextStyle};
use std::collections::{BTreeMap, BTreeSet};

/// What a file of a format must say of a publication, with a list of contents or
/// without. A file that is `structured` says what it shows. A text has the form `text`.
pub(in crate::proof) fn script(
    publication: &Publication,
    format: Format,
    text: TextForm,
    structured: bool,
    contents: bool,
) -> Script {
    let mut writer = Writer {
        script: Script {
            flows: vec![Flow::default()],
            made: Vec::new(),
            runs: Vec::new(),
            unsaid: 0,
        },
        format,
        form: text,
        notes_before: 0,
        notes_on_page: 0,
        place: None,
        structured,
        flow: 0,
        unit: Unit::default(),
        lang: publication.lang(),
        own: publication.lang(),
        notes: BTreeMap::new(),
        texts: BTreeMap::new(),
        met: BTreeMap::new(),
        nested: false,
        articles: 0,
        numbers: BTreeMap::new(),
        labels: &publication.labels,
        page_links: &publication.page_links,
        links: Links::default(),
        listed: BTreeMap::new(),
        waiting: Vec::new(),
        expanded: BTreeSet::new(),
        leads: None,
        chapters: endnotes::chapters(publication)
            .iter()
            .map(|chapter| chapter.article.source)
            .collect(),
        gathers: false,
        gathered: Vec::new(),
    };
    // Markdown has the notes of each article after it.
    if writer.is_markdown() {
        writer.chapters.clear();
    }
    if publication.bound && !publication.planned {
        writer.front(publication, contents);
    }
    for article in &publication.articles {
        if article.place.role == Role::Contents {
            if format != Format::Epub {
                writer.contents(publication, article.place.depth, contents);
            }
            continue;
        }
        if article.place.role == Role::Endnotes && writer.is_markdown() {
            continue;
        }
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
    /// From which byte on which run.
    parts: Vec<(usize, u32)>,
}

pub(super) struct Writer<'a> {
    pub(super) script: Script,
    pub(super) format: Format,
    /// The form of a text.
    pub(super) form: TextForm,
    /// The notes of the articles before, which Markdown counts with those of this one.
    pub(super) notes_before: u32,
    /// How many notes there are in the articles before that share their pages with this one.
    pub(super) notes_on_page: u32,
    /// Where the article stands.
    place: Option<Place>,
    structured: bool,
    pub(super) flow: usize,
    unit: Unit,
    pub(super) lang: Lang,
    /// The language of the article.
    pub(super) own: Lang,
    /// The number that each mark of a note shows, and its note's first mark.
    pub(super) notes: BTreeMap<NodeId, (u32, NodeId)>,
    /// The notes by their numbers, each with its text, which may stand at any of
    /// its marks.
    pub(super) texts: BTreeMap<u32, &'a Note>,
    /// The notes whose marks have been met, with their flows.
    pub(super) met: BTreeMap<u32, usize>,
    /// Whether there are notes in notes.
    pub(super) nested: bool,
    /// How many articles there have been.
    pub(super) articles: u32,
    /// The numbers that headings may show by their theme.
    numbers: BTreeMap<NodeId, String>,
    /// What the blocks of the publication are called by their numbers.
    pub(super) labels: &'a BTreeMap<NodeId, Label>,
    /// The links that show the number of a page in print.
    page_links: &'a BTreeMap<NodeId, PageLink>,
    /// Where the links of the article lead.
    pub(super) links: Links<'a>,
    /// The notes that a text lists after the article, by their numbers.
    pub(super) listed: BTreeMap<u32, &'a Note>,
    /// Notes whose mark stands in the unit in hand, with their numbers and
    /// flows.
    pub(super) waiting: Vec<(&'a Note, u32, usize)>,
    /// The abbreviations of the article that a text has spelt out.
    pub(super) expanded: BTreeSet<String>,
    /// Where the link leads that is in hand.
    leads: Option<&'a Target>,
    /// The articles whose notes stand at the end of the book.
    chapters: BTreeSet<SourceId>,
    /// Whether those of the article in hand do.
    pub(super) gathers: bool,
    /// The notes that wait for the end of the book.
    pub(super) gathered: Vec<Gathered<'a>>,
}

/// The notes of an article that stand at the end of the book, and what their writing needs.
pub(super) struct Gathered<'a> {
    pub(super) title: String,
    pub(super) lang: Lang,
    pub(super) listed: BTreeMap<u32, &'a Note>,
    pub(super) notes: BTreeMap<NodeId, (u32, NodeId)>,
    pub(super) texts: BTreeMap<u32, &'a Note>,
    pub(super) met: BTreeMap<u32, usize>,
    pub(super) notes_on_page: u32,
    pub(super) expanded: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    /// Whether the file is a text in Markdown.
    pub(super) fn is_markdown(&self) -> bool {
        self.format == Format::Text && self.form.style == TextStyle::Markdown
    }

    pub(super) fn push(&mut self, token: Token) {
        if let Some(flow) = self.script.flows.get_mut(self.flow)
            && (token != Token::Edge || flow.tokens.last() != Some(&Token::Edge))
        {
            flow.tokens.push(token);
        }
    }

    /// Text of the model, in a run.
    pub(super) fn text(&mut self, text: &str, node: &Node, in_ledger: bool) {
        let run = self.script.runs.len() as u32;
        self.script.runs.push(Run {
            id: node.id,
            span: node.span,
            in_ledger,
        });
        self.unit.parts.push((self.unit.text.len(), run));
        self.unit.text.push_str(text);
    }

    /// Cuts the unit in hand into letters.
    pub(super) fn settle(&mut self) {
        let unit = std::mem::take(&mut self.unit);
        let mut part = 0;
        for letter in letters::parts(&unit.text) {
            while unit.parts.get(part + 1).is_some_and(|p| p.0 <= letter.at) {
                part += 1;
            }
            // Marks in their order may go back to a run before.
            let mut own = part;
            while own > 0 && unit.parts.get(own).is_some_and(|p| p.0 > letter.at) {
                own -= 1;
            }
            let Some((from, run)) = unit.parts.get(own).copied() else {
                continue;
            };
            let (c, at) = (letter.c, (letter.at - from) as u32);
            if c.is_whitespace() {
                // Spaces in a row, and at the beginning of a block, are one
                // space.
                let plain = c.is_ascii() || c == '\u{2028}';
                let c = if plain { ' ' } else { c };
                self.push(Token::Space { c, run, at });
            } else {
                self.push(Token::Letter(Glyph {
                    c,
                    run,
                    at,
                    length: u16::try_from(letter.length).unwrap_or(u16::MAX),
                    first: letter.first,
                }));
            }
        }
    }

    /// Ends a block.
    pub(super) fn edge(&mut self) {
        self.settle();
        self.push(Token::Edge);
        for (note, number, flow) in std::mem::take(&mut self.waiting) {
            self.note(note, number, flow);
        }
    }

    pub(super) fn made(
        &mut self,
        kind: Kind,
        forms: impl IntoIterator<Item = String>,
        required: bool,
        span: Option<Span>,
    ) {
        let forms = forms.into_iter().map(|form| Form::words(&form));
        let forms: Vec<Form> = forms
            .filter(|form| *form != Form::Words(Vec::new()))
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

    pub(super) fn push_made(&mut self, made: Made) {
        self.settle();
        let number = self.script.made.len() as u32;
        self.script.made.push(made);
        self.push(Token::Made(number));
    }

    pub(super) fn form(&mut self, kind: Kind, form: Form) {
        self.push_made(Made {
            kind,
            forms: vec![form],
            required: false,
            span: None,
        });
    }

    pub(super) fn optional(&mut self, kind: Kind, forms: &[&str]) {
        self.made(kind, forms.iter().map(|f| (*f).to_owned()), false, None);
    }

    /// Begins a flow, and gives its number.
    pub(super) fn begin(&mut self) -> usize {
        let number = self.script.flows.len();
        self.script.flows.push(Flow::default());
        number
    }

    pub(super) fn within(&mut self, flow: usize, content: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.flow, flow);
        let unit = std::mem::take(&mut self.unit);
        content(self);
        self.settle();
        self.flow = outer;
        self.unit = unit;
    }

    /// An article, with the sections that the list of its contents names.
    fn article(&mut self, article: &'a Article, listed: &[Section]) {
        self.lang = article.lang();
        self.own = article.lang();
        self.articles += 1;
        self.notes_before += self.texts.len() as u32;
        // Where articles share pages, the numbers of their notes go on.
        self.notes_on_page = match self
            .place
            .is_some_and(|one| article.place.goes_on_under(one))
        {
            true => self.notes_on_page + self.texts.len() as u32,
            false => 0,
        };
        self.place = Some(article.place);
        self.gathers = self.chapters.contains(&article.source);
        let marks = walk::notes(article);
        (self.texts, self.nested) = notes::texts(&marks);
        self.notes = marks.numbers;
        self.met.clear();
        self.links = Links::default();
        self.expanded.clear();
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
        // A theme prints what is known of them.
        for author in &metadata.authors {
            self.made(Kind::Contents, people::line(author), false, None);
        }
        self.inlines(&metadata.dateline);
        if let Some(date) = &metadata.date {
            if !metadata.dateline.is_empty() {
                let joins = is_said(&metadata.dateline);
                self.made(Kind::Joint, [",".to_owned()], joins, Some(date.span));
            }
            self.push(Token::Edge);
            let mut forms: Vec<String> = DateFormat::NAMES
                .iter()
                .map(|(_, format)| date.printed(&self.own, *format).into_owned())
                .collect();
            forms.dedup();
            match forms.as_slice() {
                [only] => {
                    let node = Node {
                        span: date.span,
                        ..Node::default()
                    };
                    self.text(only, &node, false);
                }
                // A theme says which of them it is.
                _ => self.made(Kind::Label, forms, true, Some(date.span)),
            }
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
        let close = [
            &metadata.source,
            &metadata.credit,
            &metadata.rights,
            &metadata.licence,
        ];
        for (index, phrase) in close.into_iter().enumerate() {
            if index == 0 {
                self.source(phrase);
            } else {
                self.phrase(phrase);
            }
            if index == 1 {
                // An article that is about to be exported has them among its credits.
                let printed = plain_text(phrase);
                for line in people::credits(&metadata.contributors, &article.lang()) {
                    let forms = [people::curled(&line), line];
                    let is_open = !forms.iter().any(|line| printed.contains(line));
                    self.made(Kind::Label, forms, is_open, None);
                    self.edge();
                }
            }
        }
        if self.gathers {
            self.gather(article);
        } else if article.place.role == Role::Endnotes {
            self.endnotes();
        }
        self.references();
    }

    pub(super) fn phrase(&mut self, content: &'a [Inline]) {
        if !content.is_empty() {
            self.inlines(content);
            self.edge();
        }
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
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
                if let Some(label) = self.labels.get(&block.node.id) {
                    let span = Some(block.node.span);
                    self.made(Kind::HeadingNumber, [label.shown()], true, span);
                } else if let Some(number) = self.numbers.get(&block.node.id).cloned()
                    && self.format != Format::Text
                {
                    self.optional(Kind::HeadingNumber, &[&number]);
                }
                self.phrase(content);
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    // Markdown has lists in their place.
                    if self.is_markdown() {
                        self.made(Kind::ListMark, ["•".to_owned()], true, None);
                        self.push(Token::Edge);
                    }
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
            BlockKind::Figure(figure) => self.figure(figure, &block.node),
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
            BlockKind::Rule | BlockKind::Break(_) => self.push(Token::Edge),
            BlockKind::Math(source) => {
                self.text(source, &block.node, false);
                self.edge();
                if let Some(label) = self.labels.get(&block.node.id) {
                    let span = Some(block.node.span);
                    self.made(Kind::Label, [label.shown()], true, span);
                    self.edge();
                }
            }
        }
    }

    fn list(&mut self, list: &'a List) {
        if list.numbering == Numbering::Unmarked {
            return self.entries(list);
        }
        for (index, item) in list.items.iter().enumerate() {
            let span = Some(item.node.span);
            // Markdown counts in decimals, and other marks are text in an item.
            let is_counted = matches!(
                list.numbering,
                Numbering::Ordered {
                    start: 0..,
                    numerals: Numerals::Decimal,
                    falls: false
                }
            );
            if self.is_markdown() && !is_counted && list.numbering != Numbering::Bullet
                || self.is_markdown() && item.task.is_some()
            {
                self.optional(Kind::ListMark, &["•"]);
            }
            if let Some(number) = list.numbering.mark(index) {
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

    /// The entries of a list of places, or of an index.
    fn entries(&mut self, list: &'a List) {
        for item in &list.items {
            if self.is_markdown() {
                self.optional(Kind::ListMark, &["•"]);
            }
            self.push(Token::Edge);
            for block in &item.body {
                let BlockKind::Paragraph(content) = &block.kind else {
                    self.block(block);
                    continue;
                };
                match self.place {
                    Some(place) if place.role == Role::Index => self.entry(content),
                    Some(_) | None => {
                        self.inlines(content);
                        self.settle();
                        self.push(Token::Edge);
                        self.form(Kind::Contents, Form::Folio);
                        self.edge();
                    }
                }
            }
        }
    }

    /// An entry of an index: where its places are is said by pages or by titles of articles.
    fn entry(&mut self, content: &'a [Inline]) {
        let Parts { head, places, tail } = index::parts(content);
        self.inlines(head);
        let titles = match self.format {
            Format::Text => index::titles(places),
            Format::Pdf | Format::Epub => places.to_vec(),
        };
        let titles = Form::words(&plain_text(&titles));
        let forms = match self.format {
            Format::Text => vec![titles],
            Format::Epub => vec![Form::Folios, titles],
            Format::Pdf => vec![Form::Folios],
        };
        if !places.is_empty() {
            self.push_made(Made {
                kind: Kind::Index,
                forms,
                required: true,
                span: head.first().map(|first| first.node.span),
            });
        }
        self.inlines(tail);
        self.edge();
    }

    /// A quotation. In a text only a dash tells its credit from what is quoted.
    fn quotation(&mut self, quotation: &'a Quotation) {
        self.blocks(&quotation.body);
        let credit = &quotation.credit;
        let dashed = plain_text(credit).starts_with(['—', '–']);
        if self.format == Format::Text && !credit.is_empty() && !dashed {
            let said = is_said(credit);
            self.made(Kind::Label, ["—".to_owned()], said, None);
            self.push(Token::Edge);
        }
        self.phrase(credit);
    }

    /// The credit of a picture. In a text, where no other type sets it apart from
    /// the caption, it stands in parentheses, its own or the text's.
    fn picture_credit(&mut self, credit: &'a [Inline]) {
        let plain = plain_text(credit);
        let own = plain.starts_with('(') && plain.ends_with(')');
        if self.format != Format::Text || own {
            return self.phrase(credit);
        }
        let said = is_said(credit);
        self.made(Kind::Label, ["(".to_owned()], said, None);
        self.push(Token::Edge);
        self.inlines(credit);
        self.made(Kind::Label, [")".to_owned()], said, None);
        self.edge();
    }

    /// The source of an article, after its word unless it has that itself.
    fn source(&mut self, source: &'a [Inline]) {
        let word = self.lang.profile().words.source;
        let plain = plain_text(source).to_lowercase();
        if !source.is_empty() && !plain.starts_with(&word.to_lowercase()) {
            self.made(Kind::Label, [format!("{word}:")], is_said(source), None);
            self.push(Token::Edge);
        }
        self.phrase(source);
    }

    fn figure(&mut self, figure: &'a Figure, node: &Node) {
        if let Some(picture) = &figure.picture {
            self.leads = figure.link.as_ref().map(|link| &link.target);
            self.picture(picture);
            if let Some(target) = self.leads.take() {
                self.link(target, &[], node);
            }
            self.push(Token::Edge);
        }
        self.phrase(&figure.caption);
        if !figure.credit.is_empty() {
            self.picture_credit(&figure.credit);
        }
    }

    /// A picture is drawn, or described, or, where it cannot be had, named.
    fn picture(&mut self, picture: &'a Picture) {
        let alt = picture.alt.as_deref().unwrap_or("");
        // A text has one language for all that it says of its own.
        let lang = match self.format {
            Format::Text => &self.own,
            Format::Pdf | Format::Epub => &self.lang,
        };
        let word = lang.profile().words.picture;
        let name = picture.name();
        let path = name.replace('\\', "/");
        // What the file cannot be without comes last: it is what is told.
        if self.is_markdown() {
            let told = !letters::of(alt).is_empty();
            self.made(
                Kind::Alternative,
                [alt.to_owned()],
                told,
                Some(picture.span),
            );
            return;
        }
        let forms = match (self.format, alt) {
            // Decoration leaves nothing.
            (Format::Text, "") if picture.alt.is_some() => return,
            (Format::Text, "") => vec![format!("[{word}]")],
            (Format::Text, alt) => {
                let before = [format!("[{word}："), format!("[{word}:")];
                return self.enclosed(Kind::Alternative, &before, alt, "]", picture.span);
            }
            (Format::Epub, "") => vec![word.to_owned()],
            (Format::Epub, alt) => vec![alt.to_owned()],
            (Format::Pdf, alt) => {
                // Decoration that is a link says where it leads.
                let leads = match self.leads {
                    Some(Target::External(address)) => address,
                    Some(Target::Internal(anchor) | Target::Article(_, Some(anchor))) => anchor,
                    Some(Target::Article(_, None)) | None => "",
                };
                let shown = match alt {
                    "" => vec![leads, path.as_str(), &name],
                    alt => vec![alt],
                };
                let shown = shown.into_iter().filter(|shown| !shown.is_empty());
                let bracketed = shown.clone().map(|shown| format!("[{shown}]"));
                bracketed.chain(shown.map(str::to_owned)).collect()
            }
        };
        // A PDF that does not tell how it is built shows pictures without a word.
        let told = self.structured && !letters::of(alt).is_empty();
        self.made(Kind::Alternative, forms, told, Some(picture.span));
    }

    /// Words of the model between signs that a text puts round them. They may
    /// part at a line's end, in a column beside others.
    fn enclosed(
        &mut self,
        kind: Kind,
        before: &[impl AsRef<str>],
        words: &str,
        after: &str,
        span: Span,
    ) {
        let forms = before.iter().map(|form| form.as_ref().to_owned());
        self.made(kind, forms, true, Some(span));
        let node = Node {
            span,
            ..Node::default()
        };
        self.text(words, &node, false);
        self.made(kind, [after.to_owned()], true, Some(span));
    }

    pub(super) fn inlines(&mut self, content: &'a [Inline]) {
        for (at, inline) in content.iter().enumerate() {
            let node = &inline.node;
            // An EPUB names what it cannot show in the language of the passage.
            let mut outer = None;
            if let Some(lang) = &node.lang
                && self.format == Format::Epub
            {
                outer = Some(std::mem::replace(&mut self.lang, lang.clone()));
            }
            match &inline.kind {
                InlineKind::Text(text) => self.text(text, node, true),
                InlineKind::Code(text) | InlineKind::Math(text) => self.text(text, node, false),
                InlineKind::Emph(content)
                | InlineKind::Strong(content)
                | InlineKind::SmallCaps(content)
                | InlineKind::Strike(content)
                | InlineKind::Citation(Citation { content, .. })
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
                InlineKind::Link { target, .. }
                    if self.format == Format::Pdf && self.page_links.contains_key(&node.id) =>
                {
                    let outer = self.leads.replace(target);
                    self.page_link(node.id);
                    self.leads = outer;
                }
                InlineKind::Link {
                    target, content, ..
                } => {
                    let outer = self.leads.replace(target);
                    self.inlines(content);
                    self.leads = outer;
                    self.link(target, content, node);
                }
                InlineKind::Abbreviation { content, expansion } if self.format == Format::Text => {
                    self.inlines(content);
                    // It is spelt out where it is said first.
                    if !expansion.is_empty() && self.expanded.insert(plain_text(content)) {
                        self.enclosed(Kind::Expansion, &["("], expansion, ")", node.span);
                    }
                }
                InlineKind::Abbreviation { content, expansion } => {
                    self.inlines(content);
                    let spelt = [format!("({expansion})")];
                    self.made(Kind::Expansion, spelt, false, Some(node.span));
                }
                InlineKind::Ruby { base, annotation } => {
                    self.inlines(base);
                    // What sets it above the line needs no signs; the `rp` of an EPUB are
                    // for what does not.
                    match self.format {
                        Format::Pdf | Format::Epub => self.text(annotation, node, false),
                        Format::Text => {
                            self.enclosed(Kind::Label, &["("], annotation, ")", node.span);
                        }
                    }
                }
                InlineKind::Image(picture) => self.picture(picture),
                InlineKind::Note(note) => self.mark(note, node),
                InlineKind::Tie => {}
                InlineKind::Break => self.text("\u{2028}", node, false),
            }
            if let Some(outer) = outer {
                self.lang = outer;
            }
        }
    }
}

impl<'a> Writer<'a> {
    /// The words in print of a link to a page, with the number of the page in them.
    fn page_link(&mut self, id: NodeId) {
        let content = self
            .page_links
            .get(&id)
            .map_or(&[][..], |link| &link.content);
        for inline in content {
            let InlineKind::Text(text) = &inline.kind else {
                self.inlines(std::slice::from_ref(inline));
                continue;
            };
            for (at, part) in text.split(PAGE).enumerate() {
                if at > 0 {
                    self.form(Kind::PageNumber, Form::Folio);
                }
                self.text(part, &inline.node, false);
            }
        }
    }
}

/// Whether some words are certain to be seen. Where they are not, what a file
/// puts before them may be missing with them.
fn is_said(content: &[Inline]) -> bool {
    !letters::of(&plain_text(content)).is_empty()
}
