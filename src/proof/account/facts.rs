//! Takes an article; gives what it holds beside the places of its text, to be met again in
//! the source: each fact once, as often as the article has it.

use super::attributes::Holds;
use crate::model::columns::{COLUMN, COLUMNS, columns_of, is_column};
use crate::model::gallery::{GALLERY, asks_for_gallery};
use crate::model::walk::{self, Visitor};
use crate::model::{
    Alignment, Article, Attributes, Block, BlockKind, BreakKind, Carrier, Inline, InlineKind,
    LabelKind, LabelNumbers, List, Metadata, Node, Numbering, Picture, Row, Target,
};
use crate::notation::breaks;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Texts, each as often as it may still be met.
#[derive(Debug, Default)]
pub(super) struct Pool(HashMap<String, usize>);

impl Pool {
    pub(super) fn add(&mut self, text: &str) {
        match self.0.get_mut(text) {
            Some(times) => *times += 1,
            None => {
                self.0.insert(text.to_owned(), 1);
            }
        }
    }

    pub(super) fn add_words(&mut self, text: &str) {
        text.split_whitespace().for_each(|word| self.add(word));
    }

    /// Whether there is nothing left to be met.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the words of a text out, if they all are there.
    pub(super) fn take_words(&mut self, text: &str) -> bool {
        let mut taken: Vec<&str> = Vec::new();
        for word in text.split_whitespace() {
            if !self.take(word) {
                taken.into_iter().for_each(|word| self.add(word));
                return false;
            }
            taken.push(word);
        }
        !taken.is_empty()
    }

    /// Takes a text out, if it is there.
    pub(super) fn take(&mut self, text: &str) -> bool {
        match self.0.get_mut(text) {
            Some(times) if *times > 0 => {
                *times -= 1;
                true
            }
            Some(_) | None => false,
        }
    }
}

/// What an article holds.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// By what it is: identifiers, classes, targets of links.
    pools: BTreeMap<Holds, Pool>,
    /// What links by reference say of the definitions they use: label, target, title.
    pub(super) references: HashMap<String, Vec<(String, String)>>,
    /// Labels of links that were left out, and reported.
    pub(super) excused: HashSet<String>,
    /// Labels of notes.
    pub(super) notes: HashSet<String>,
    /// Abbreviations and what they stand for.
    pub(super) abbreviations: HashSet<(String, String)>,
    /// Words of the text that stand nowhere by themselves, and those of metadata.
    pub(super) words: Pool,
    /// The keys that are kept although nobody knows them.
    pub(super) keys: Pool,
    /// The language of the article.
    pub(super) lang: Option<String>,
    /// Whether the article is a draft.
    pub(super) draft: bool,
    /// The strongest break of the article: of those in a row it has one.
    pub(super) strongest: Option<BreakKind>,
    /// Whether its headline may ask for a break before it, which an article begins with.
    pub(super) begins: bool,
    /// Whether the article asks for a list of its sections.
    pub(super) contents: bool,
    /// The letters of the headline, which a heading may repeat.
    pub(super) headline: String,
    /// Rules of typography that are switched off, and what else is a choice of a few.
    pub(super) choices: HashSet<String>,
    /// What it asks to be numbered.
    pub(super) numbering: LabelNumbers,
}

impl Facts {
    /// The facts that stand at no place of their own.
    pub(super) fn of(article: &Article) -> Facts {
        let mut facts = Facts::default();
        facts.metadata(&article.metadata);
        walk::article(article, &mut facts);
        facts
    }

    pub(super) fn add(&mut self, holds: Holds, text: &str) {
        self.pools.entry(holds).or_default().add(text);
    }

    /// Whether the article asks for the numbers that a value asks for.
    pub(super) fn numbers(&self, value: &str, truth: Option<bool>) -> bool {
        match truth {
            Some(_) => self.numbering.kinds.is_some(),
            None => LabelKind::named(value).is_some_and(|kind| self.numbering.has(kind)),
        }
    }

    /// Takes a fact out, if it is there. An identifier that is said again says nothing
    /// more.
    pub(super) fn take(&mut self, holds: Holds, text: &str) -> bool {
        let Some(pool) = self.pools.get_mut(&holds) else {
            return false;
        };
        pool.take(text) || (holds == Holds::Id && pool.0.contains_key(text))
    }

    /// Whether the article has a break of this kind, or one that takes its place.
    pub(super) fn has_break(&self, kind: BreakKind) -> bool {
        self.strongest >= Some(kind)
    }

    /// The same of one that stands at a side of its block.
    pub(super) fn takes_break(&mut self, side: breaks::Side, kind: BreakKind) -> bool {
        self.has_break(kind) || side == breaks::Side::Before && std::mem::take(&mut self.begins)
    }

    fn metadata(&mut self, metadata: &Metadata) {
        let words = &mut self.words;
        for text in [
            &metadata.description,
            &metadata.publisher,
            &metadata.identifier,
            &metadata.series,
            &metadata.series_number,
            &metadata.volume,
            &metadata.issue,
            &metadata.certified_by,
            &metadata.conforms_to,
            &metadata.base_url,
            &metadata.fallback_title,
        ] {
            words.add_words(text);
        }
        for text in metadata.keywords.iter().chain(&metadata.hyphenation) {
            words.add_words(text);
        }
        for identifier in &metadata.identifiers {
            words.add_words(&identifier.value);
            words.add(identifier.kind.name());
            // The word that names the form is one of several.
            let named = Carrier::NAMES.into_iter();
            let named = named.filter(|(_, carrier)| Some(*carrier) == identifier.edition);
            named
                .flat_map(|(words, _)| words)
                .for_each(|word| words.add(word));
        }
        for subject in &metadata.subjects {
            words.add_words(&subject.scheme);
            words.add_words(&subject.code);
            words.add_words(&subject.term);
        }
        for author in metadata.authors.iter().chain(&metadata.contributors) {
            words.add_words(&author.name);
            words.add_words(&author.file_as);
            words.add_words(&author.role);
            words.add_words(&format!("({})", author.role));
            words.add_words(&author.email);
            words.add_words(&author.orcid);
            words.add_words(&author.url);
            for house in &author.affiliations {
                words.add_words(house);
            }
        }
        for text in metadata.slug.iter().chain(&metadata.typography.preset) {
            words.add_words(text);
        }
        for family in &metadata.families {
            words.add_words(&family.name);
        }
        metadata
            .date
            .iter()
            .for_each(|date| words.add_words(&date.text));
        // News says the day of a moment again.
        let moments = metadata.date.iter().filter(|date| date.time.is_some());
        moments
            .filter_map(|date| date.iso())
            .for_each(|day| words.add_words(&day));
        for extra in &metadata.extra {
            let key = extra.key.rsplit('.').next().unwrap_or(&extra.key);
            self.keys.add(key);
            self.keys.add(&extra.key);
            self.json(&extra.value);
        }
        self.choices.extend(metadata.typography.off.iter().cloned());
        self.choices
            .extend(metadata.date_format.map(|format| format.name().to_owned()));
        if let Some(fit) = metadata.fit {
            self.words.add_words(&fit.pages.to_string());
            self.words.add_words(&fit.fill.to_string());
        }
        if let Some(cover) = &metadata.cover {
            self.words.add_words(&cover.path);
            self.words.add_words(cover.alt.as_deref().unwrap_or(""));
        }
        self.lang = metadata.lang.as_ref().map(ToString::to_string);
        self.draft = metadata.draft;
        self.contents = metadata.contents;
        self.numbering = metadata.numbering.clone();
        self.begins = !metadata.headline.is_empty();
        self.headline = letters(&crate::model::plain_text(&metadata.headline));
    }

    fn json(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::Bool(value) => self.words.add(&value.to_string()),
            serde_json::Value::Number(value) => self.words.add(&value.to_string()),
            serde_json::Value::String(text) => self.words.add_words(text),
            serde_json::Value::Array(values) => values.iter().for_each(|value| self.json(value)),
            serde_json::Value::Object(fields) => {
                for (key, value) in fields {
                    self.keys.add(key);
                    self.json(value);
                }
            }
        }
    }

    fn node(&mut self, node: &Node) {
        if let Some(lang) = &node.lang {
            self.add(Holds::Lang, &lang.to_string());
        }
    }

    fn attributes(&mut self, attributes: &Attributes) {
        if let Some(id) = &attributes.id {
            self.add(Holds::Id, id);
        }
        for class in &attributes.classes {
            self.add(Holds::Class, class);
        }
        for (key, value) in &attributes.pairs {
            self.add(Holds::Pair, &pair(key, value));
        }
    }

    /// The facts of a picture that its own place does not show.
    pub(super) fn picture(&mut self, picture: &Picture) {
        self.add(Holds::Path, &picture.path);
        if let Some(alt) = &picture.alt {
            self.add(Holds::Alt, alt);
        }
    }

    fn list(&mut self, list: &List) {
        if let Numbering::Ordered {
            start,
            numerals,
            falls,
        } = list.numbering
        {
            self.add(Holds::Number, &start.to_string());
            // An item of HTML may say its own.
            for index in 0..list.items.len() {
                let number = list.numbering.number(index).unwrap_or(start);
                self.add(Holds::Number, &number.to_string());
            }
            for key in ["type", "numerals"] {
                self.add(Holds::Pair, &pair(key, numerals.sign()));
            }
            for value in ["", "true", "reversed"].into_iter().filter(|_| falls) {
                self.add(Holds::Pair, &pair("reversed", value));
            }
        }
        list.items.iter().for_each(|item| self.node(&item.node));
    }

    fn row(&mut self, row: &Row) {
        self.node(&row.node);
        for cell in &row.cells {
            self.node(&cell.node);
            self.add(Holds::Number, &cell.columns.to_string());
            self.add(Holds::Number, &cell.rows.to_string());
        }
    }
}

impl Visitor<'_> for Facts {
    fn block(&mut self, block: &Block) {
        self.node(&block.node);
        self.attributes(&block.attributes);
        match &block.kind {
            BlockKind::Heading { level, .. } => self.add(Holds::Number, &level.to_string()),
            BlockKind::List(list) => self.list(list),
            BlockKind::DefinitionList(definitions) => definitions
                .iter()
                .for_each(|definition| self.node(&definition.node)),
            BlockKind::Quote(quotation)
            | BlockKind::PullQuote(quotation)
            | BlockKind::Epigraph(quotation) => self.add_credit(&quotation.credit),
            BlockKind::Figure(figure) => {
                self.add_credit(&figure.credit);
                if let Some(picture) = &figure.picture {
                    self.sizes(picture);
                }
            }
            BlockKind::Table(table) => {
                let rows = table.head.iter().chain(&table.body).chain(&table.foot);
                rows.for_each(|row| self.row(row));
                self.add(Holds::Number, &table.head.len().to_string());
                self.add(Holds::Number, &table.foot.len().to_string());
                for alignment in &table.alignments {
                    self.add(Holds::Alignment, word(*alignment));
                }
            }
            BlockKind::Code { language, .. } => self.add(Holds::Language, language),
            BlockKind::Verse(stanzas) => stanzas
                .iter()
                .flatten()
                .for_each(|line| self.node(&line.node)),
            BlockKind::Aside(_) | BlockKind::Math(_) => {}
            BlockKind::Div(_) if asks_for_gallery(block) => {
                return self.add(Holds::Kind, GALLERY);
            }
            BlockKind::Div(_) if columns_of(block).is_some() => {
                return self.add(Holds::Kind, COLUMNS);
            }
            BlockKind::Div(_) if is_column(block) => return self.add(Holds::Kind, COLUMN),
            BlockKind::Paragraph(_) | BlockKind::Rule | BlockKind::Div(_) => return,
            BlockKind::Break(kind) => self.strongest = self.strongest.max(Some(*kind)),
        }
        self.add(Holds::Kind, block.kind.name());
    }

    fn inline(&mut self, inline: &Inline) {
        self.node(&inline.node);
        match &inline.kind {
            InlineKind::SmallCaps(_) => self.add(Holds::Kind, "smallcaps"),
            InlineKind::Abbreviation { content, expansion } => {
                let short = crate::model::plain_text(content);
                self.abbreviations
                    .insert((short, expansion.trim().to_owned()));
                self.add(Holds::Title, expansion);
                self.add(Holds::Kind, "abbr");
            }
            InlineKind::Ruby { .. } => self.add(Holds::Kind, "ruby"),
            InlineKind::Note(note) => {
                self.notes.insert(note.label.clone());
                // In HTML an element has its name, and each mark leads there.
                if !note.body.is_empty() {
                    self.add(Holds::Id, &note.label);
                }
                self.add(Holds::Target, &format!("#{}", note.label));
            }
            InlineKind::Span(attributes, _) => self.attributes(attributes),
            InlineKind::Image(picture) => self.sizes(picture),
            InlineKind::Text(_)
            | InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::Super(_)
            | InlineKind::Sub(_)
            | InlineKind::Strike(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Math(_)
            | InlineKind::Citation(_)
            | InlineKind::Tie
            | InlineKind::Break => {}
        }
    }
}

impl Facts {
    fn add_credit(&mut self, credit: &[Inline]) {
        if !credit.is_empty() {
            self.add(Holds::Kind, "credit");
        }
    }
}

/// The name of an alignment in attributes.
pub(super) fn word(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Start => "left",
        Alignment::Center => "center",
        Alignment::End => "right",
    }
}

/// An attribute as one text.
pub(super) fn pair(key: &str, value: &str) -> String {
    format!("{key}={value}")
}

/// A target as it is typed.
pub(super) fn typed(target: &Target) -> Option<String> {
    match target {
        Target::External(url) => Some(url.clone()),
        Target::Internal(anchor) => Some(format!("#{anchor}")),
        Target::Article(..) => None,
    }
}

/// The letters and figures of a text.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A label as CommonMark compares them (0.31, matches).
pub(super) fn label(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ß', "ss")
}
