//! Labels: what can have a number, what it is called with it, and what an author asks of them.

use crate::lang::Lang;
use crate::lang::labels::{self, Name};

/// What can have a label with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelKind {
    /// A figure.
    Figure,
    /// A table.
    Table,
    /// A displayed formula.
    Equation,
    /// A block of code.
    Listing,
    /// A section, by its heading.
    Section,
}

/// The prefixes of pandoc-crossref and Quarto.
const PREFIXES: [(&str, LabelKind); 5] = [
    ("fig", LabelKind::Figure),
    ("tbl", LabelKind::Table),
    ("eq", LabelKind::Equation),
    ("lst", LabelKind::Listing),
    ("sec", LabelKind::Section),
];

impl LabelKind {
    /// Every kind, by its name in front matter, publications and themes.
    pub const NAMES: [(&str, LabelKind); 5] = [
        ("figures", LabelKind::Figure),
        ("tables", LabelKind::Table),
        ("equations", LabelKind::Equation),
        ("listings", LabelKind::Listing),
        ("sections", LabelKind::Section),
    ];

    /// What is numbered where no kinds are named: all but sections, as in pandoc-crossref.
    pub const USUAL: [LabelKind; 4] = [
        LabelKind::Figure,
        LabelKind::Table,
        LabelKind::Equation,
        LabelKind::Listing,
    ];

    /// The kind of a name, in the plural or not.
    pub fn named(word: &str) -> Option<LabelKind> {
        let word = word.trim().to_lowercase();
        let mut names = LabelKind::NAMES.iter();
        let found = names.find(|(name, _)| *name == word || name.strip_suffix('s') == Some(&word));
        found.map(|(_, kind)| *kind)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let mut names = LabelKind::NAMES.iter();
        let found = names.find(|(_, kind)| *kind == self);
        found.map_or("", |(name, _)| name)
    }

    /// Kinds in the order of [`NAMES`](LabelKind::NAMES), each once.
    pub fn sorted(kinds: impl IntoIterator<Item = LabelKind>) -> Vec<LabelKind> {
        let mut kinds: Vec<LabelKind> = kinds.into_iter().collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The kind that an identifier names before a colon or a hyphen: `fig:map`, `fig-map`. A
    /// key may begin with a capital, as at the beginning of a sentence: `Fig:map`.
    pub fn of_identifier(identifier: &str) -> Option<LabelKind> {
        let (prefix, name) = identifier.split_once([':', '-'])?;
        let mut found = PREFIXES.iter();
        let (_, kind) = found.find(|(own, _)| prefix == *own || prefix == capital(own))?;
        (!name.is_empty()).then_some(*kind)
    }
}

/// A prefix with a capital.
fn capital(prefix: &str) -> String {
    let mut chars = prefix.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// What numbers count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberBy {
    /// An article: each begins with 1.
    #[default]
    Article,
    /// A chapter, whose number they begin with: 2.3. Chapters are the articles of the text of a
    /// book, or the top sections of a lone article.
    Chapter,
    /// A book, from its first article to its last.
    Book,
}

impl NumberBy {
    /// Every value, by its name.
    pub const NAMES: [(&str, NumberBy); 3] = [
        ("article", NumberBy::Article),
        ("chapter", NumberBy::Chapter),
        ("book", NumberBy::Book),
    ];

    /// The value of a name.
    pub fn named(word: &str) -> Option<NumberBy> {
        let word = word.trim().to_lowercase();
        let mut names = NumberBy::NAMES.iter();
        names.find(|(name, _)| *name == word).map(|(_, by)| *by)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let mut names = NumberBy::NAMES.iter();
        let found = names.find(|(_, by)| *by == self);
        found.map_or("", |(name, _)| name)
    }
}

/// What an article, a publication or a theme asks to be numbered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelNumbers {
    /// The kinds that are numbered, if it says so: [sorted](LabelKind::sorted).
    pub kinds: Option<Vec<LabelKind>>,
    /// What the numbers count in, if it says so.
    pub by: Option<NumberBy>,
}

impl LabelNumbers {
    /// These; where they say nothing, others.
    #[must_use]
    pub fn or(self, others: &LabelNumbers) -> LabelNumbers {
        LabelNumbers {
            kinds: self.kinds.or_else(|| others.kinds.clone()),
            by: self.by.or(others.by),
        }
    }

    /// Whether a kind is numbered.
    pub fn has(&self, kind: LabelKind) -> bool {
        let mut kinds = self.kinds.iter().flatten();
        kinds.any(|own| *own == kind)
    }
}

/// What a block is called by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it is.
    pub kind: LabelKind,
    /// Its number, with that of its chapter: `3`, `2.3`.
    pub number: String,
    /// The language of its words.
    pub lang: Lang,
}

impl Label {
    /// The number as it stands beside what it numbers, and where it is referred to: that of a
    /// formula is in brackets.
    pub fn shown(&self) -> String {
        match self.kind {
            LabelKind::Equation => format!("({})", self.number),
            LabelKind::Figure | LabelKind::Table | LabelKind::Listing | LabelKind::Section => {
                self.number.clone()
            }
        }
    }

    /// Its words before a caption, or alone where there is none: `Figure 3. `, `Figure 3`.
    pub fn caption(&self, has_caption: bool) -> String {
        let words = labels::words(&self.lang);
        let label = words.form(self.kind.word()).of_one(&self.shown());
        let separator = match (has_caption, label.ends_with('.')) {
            (false, _) => "",
            (true, true) => words.separator().trim_start_matches('.'),
            (true, false) => words.separator(),
        };
        format!("{label}{separator}")
    }
}

impl LabelKind {
    /// Where its words stand in the table of labels.
    pub(crate) fn word(self) -> Name {
        match self {
            LabelKind::Figure => Name::Figure,
            LabelKind::Table => Name::Table,
            LabelKind::Equation => Name::Equation,
            LabelKind::Listing => Name::Listing,
            LabelKind::Section => Name::Section,
        }
    }
}
