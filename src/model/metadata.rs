//! What an article says of itself.

use super::{
    Citing, Date, DateFormat, Identifier, Inline, InlineKind, LabelNumbers, Picture, plain_text,
};
use crate::lang::{Lang, byline, imprint};
use crate::look::Families;
use crate::source::Span;
use std::borrow::Cow;

/// Front matter: the opening of an article, in rich text, and its particulars.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metadata {
    /// The line above the headline that says which section it is in.
    pub kicker: Vec<Inline>,
    /// The headline. Empty where the article has none.
    pub headline: Vec<Inline>,
    /// The line under the headline that is a part of the title.
    pub subtitle: Vec<Inline>,
    /// The paragraph between headline and text.
    pub standfirst: Vec<Inline>,
    /// Who wrote it, as it is printed.
    pub byline: Vec<Inline>,
    /// Whether the byline was made of the authors.
    pub byline_is_made: bool,
    /// Where it was written.
    pub dateline: Vec<Inline>,
    /// When it was written.
    pub date: Option<Date>,
    /// How its date is printed, where the article says so.
    pub date_format: Option<DateFormat>,
    /// Where it is taken from, printed at its end.
    pub source: Vec<Inline>,
    /// Credits, printed at the end.
    pub credit: Vec<Inline>,
    /// Whose it is, and what may be done with it.
    pub rights: Vec<Inline>,
    /// The licence it may be used under, as it is written; what it is,
    /// [`Licence`](super::Licence) says.
    pub licence: Vec<Inline>,
    /// Its language.
    pub lang: Option<Lang>,
    /// What it is about, in words to search for.
    pub keywords: Vec<String>,
    /// What it is about, in the terms of booksellers and libraries.
    pub subjects: Vec<Subject>,
    /// What it is about, in a sentence for catalogues.
    pub description: String,
    /// The authors, for catalogues.
    pub authors: Vec<Person>,
    /// Everybody else who had a part in it.
    pub contributors: Vec<Person>,
    /// Who publishes it.
    pub publisher: String,
    /// The identifier that it is known by, whatever its kind.
    pub identifier: String,
    /// Its identifiers by kind, some of one form of it only.
    pub identifiers: Vec<Identifier>,
    /// The series that it belongs to.
    pub series: String,
    /// Its number in that series.
    pub series_number: String,
    /// The volume of a periodical that it is in, or the number of a volume of several.
    pub volume: String,
    /// The number of an issue of a periodical.
    pub issue: String,
    /// Who found out how accessible it is: a person's finding, never computed.
    pub certified_by: String,
    /// What that person found it to conform to.
    pub conforms_to: String,
    /// Where its site is: paths in its links are under it.
    pub base_url: String,
    /// The picture for its cover.
    pub cover: Option<Picture>,
    /// The name its outputs get.
    pub slug: Option<String>,
    /// Whether it is not to be published yet.
    pub draft: bool,
    /// Whether its pages are to list its sections, whatever the theme says.
    pub contents: bool,
    /// A title for catalogues where there is no headline: a book's, or one
    /// taken from the file's name. It is not printed over the text.
    pub fallback_title: String,
    /// Words with hyphens where they may be parted, against the patterns of
    /// their language; one without a hyphen is never parted.
    pub hyphenation: Vec<String>,
    /// The families it asks to be set in.
    pub families: Vec<AskedFamily>,
    /// What of the rules of typography it asks for.
    pub typography: Typography,
    /// What in it is to be numbered.
    pub numbering: LabelNumbers,
    /// The pages that it must fit.
    pub fit: Option<Copyfit>,
    /// What it asks for its citations.
    pub citing: Citing,
    /// Keys that Pressroom does not know, kept.
    pub extra: Vec<Extra>,
}

impl Metadata {
    /// The title for catalogues, in plain text.
    pub fn title(&self) -> String {
        let headline = plain_text(&self.headline);
        if headline.is_empty() {
            self.fallback_title.clone()
        } else {
            headline
        }
    }

    /// Keeps a key that is not known; values of one key are a list.
    pub fn keep(&mut self, extra: Extra) {
        let Some(known) = self.extra.iter_mut().find(|known| known.key == extra.key) else {
            return self.extra.push(extra);
        };
        if let serde_json::Value::Array(values) = &mut known.value {
            return values.push(extra.value);
        }
        known.value = vec![known.value.take(), extra.value].into();
    }

    /// The families it asks for.
    pub fn asked_families(&self) -> Families {
        let of = |key: &str| {
            let asked = self.families.iter().find(|asked| asked.key == key);
            asked.map(|asked| asked.name.clone())
        };
        Families {
            text: of("text.family"),
            headings: of("headings.family"),
            code: of("code.family"),
        }
    }

    /// The names of the authors, or those in the byline where there are none.
    pub fn author_names(&self) -> Vec<String> {
        let authors = self.creators().into_iter();
        let names: Vec<String> = authors.map(|author| author.name).collect();
        match names.is_empty() {
            // People who all had other parts are named all the same.
            true => self.authors.iter().map(|a| a.name.clone()).collect(),
            false => names,
        }
    }

    /// The names of the authors as the language joins them.
    pub fn signature(&self) -> String {
        byline::joined(&self.author_names(), &self.lang())
    }

    /// What a cover says of the authors: the byline, else the names of up to four. More are
    /// on the title page.
    pub(crate) fn cover_signature(&self) -> String {
        const MOST: usize = 4;
        match plain_text(&self.byline) {
            byline if !byline.is_empty() => byline,
            _ if self.author_names().len() > MOST => String::new(),
            _ => self.signature(),
        }
    }

    /// The authors: those who are named as such, or those in the byline where nobody is.
    pub fn creators(&self) -> Vec<Person> {
        if self.authors.is_empty() {
            let names = byline::names(plain_text(&self.byline).trim(), &self.lang());
            return names.into_iter().map(Person::named).collect();
        }
        let authors = self.authors.iter();
        authors.filter(|p| p.is_author()).cloned().collect()
    }

    /// Everybody else, each once in each part.
    pub fn others(&self) -> Vec<Person> {
        let among_authors = self.authors.iter().filter(|person| !person.is_author());
        let mut others: Vec<Person> = Vec::new();
        for person in among_authors.chain(&self.contributors) {
            let is_same =
                |other: &Person| other.name == person.name && other.relator() == person.relator();
            if !others.iter().any(is_same) {
                others.push(person.clone());
            }
        }
        others
    }

    /// Its identifiers of a known kind, each once: the one that it is known by first.
    pub fn known_identifiers(&self) -> Vec<Identifier> {
        let own = Identifier::within(&self.identifier, Span::default());
        let mut known: Vec<Identifier> = Vec::new();
        for identifier in own.iter().chain(&self.identifiers) {
            let is_same = |other: &Identifier| {
                other.urn() == identifier.urn() && other.edition == identifier.edition
            };
            if !known.iter().any(is_same) {
                known.push(identifier.clone());
            }
        }
        known
    }

    /// The numbers of an issue with its date, in words: `N° 12, juin 2026`. Empty for what is
    /// no issue.
    pub fn issue_line(&self, usual: DateFormat) -> String {
        let mut line = imprint::numbers(&self.volume, &self.issue, &self.lang());
        let date = self.printed_date(usual).filter(|_| !self.issue.is_empty());
        if let Some(date) = date {
            line.push_str(", ");
            line.push_str(&date);
        }
        line
    }

    /// The byline as running heads and lists have it: its first line.
    pub fn byline_names(&self) -> String {
        let is_break = |inline: &Inline| inline.kind == InlineKind::Break;
        let end = self.byline.iter().position(is_break);
        let first = self.byline.get(..end.unwrap_or(self.byline.len()));
        plain_text(first.unwrap_or(&[]))
    }

    /// The date as it is printed; `usual` is how, where the article does not say so
    /// itself.
    pub fn printed_date(&self, usual: DateFormat) -> Option<Cow<'_, str>> {
        let date = self.date.as_ref()?;
        let format = self.date_format.unwrap_or(usual);
        Some(date.printed(&self.lang(), format))
    }

    /// The language, or `und`.
    pub fn lang(&self) -> Lang {
        self.lang.clone().unwrap_or_else(Lang::undetermined)
    }
}

/// The pages that a text must fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copyfit {
    /// How many there are: one at least.
    pub pages: usize,
    /// Whether a text that is shorter is widened to fill them.
    pub fill: bool,
    /// Where it says so.
    pub span: Span,
}

/// What an article asks for of the rules of [typography](crate::typography).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typography {
    /// One of the [presets](crate::typography::rules::PRESETS), instead of that of its language.
    pub preset: Option<String>,
    /// The [rules](crate::typography::rules::RULES) that are switched off.
    pub off: Vec<String>,
}

/// A family that an article asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedFamily {
    /// The key it stands under: `text.family`, `headings.family` or
    /// `code.family`.
    pub key: &'static str,
    /// Its name.
    pub name: String,
    /// Where the name stands in the source.
    pub span: Span,
}

/// A subject in a scheme of booksellers or libraries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// The scheme, as `Thema` or `BISAC`.
    pub scheme: String,
    /// The code of the subject in it.
    pub code: String,
    /// The subject in words.
    pub term: String,
}

/// Somebody who had a part in an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// As it is printed.
    pub name: String,
    /// The name as catalogues sort it, where it is given: `Nowak, Anna`.
    pub file_as: String,
    /// Which part: a word, or a MARC relator code. Empty is author.
    pub role: String,
    /// The houses that they belong to.
    pub affiliations: Vec<String>,
    /// Their address for mail.
    pub email: String,
    /// Their identifier among researchers, as they gave it.
    pub orcid: String,
    /// Their page.
    pub url: String,
}

/// A key of the front matter that Pressroom does not know.
#[derive(Debug, Clone, PartialEq)]
pub struct Extra {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// Its value.
    pub value: serde_json::Value,
}
