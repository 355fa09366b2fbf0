//! Takes a publication; returns what each file made of it must say: every grapheme of the model
//! in the order of reading, and between them what may or must be generated, by kind.
//!
//! What is read on its own (a note, a cell of a table set in columns) is a
//! *flow*; the main flow says where others may begin. Nothing here knows how a
//! file is written, only what it has to say.

mod front;
pub(super) mod letters;
mod notes;
mod table;
mod writer;

pub(super) use notes::says;
pub(super) use writer::script;

use crate::model::NodeId;
use crate::source::Span;
use unicode_normalization::UnicodeNormalization;

/// What is expected of a file.
pub(in crate::proof) struct Script {
    /// The main flow first.
    pub(in crate::proof) flows: Vec<Flow>,
    /// What may be generated.
    pub(in crate::proof) made: Vec<Made>,
    /// The runs that letters are of.
    pub(in crate::proof) runs: Vec<Run>,
    /// How many links lead out whose addresses are not asked for.
    pub(in crate::proof) unsaid: usize,
}

/// Tokens to be met in order.
#[derive(Default)]
pub(in crate::proof) struct Flow {
    pub(in crate::proof) tokens: Vec<Token>,
}

/// A run of the model.
#[derive(Clone, Copy)]
pub(in crate::proof) struct Run {
    pub(in crate::proof) id: NodeId,
    pub(in crate::proof) span: Span,
    /// Whether the run is the ledger's: text that typography may have changed.
    pub(in crate::proof) in_ledger: bool,
}

/// A step of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proof) enum Token {
    /// A letter, in the run that its grapheme begins in.
    Letter(Glyph),
    /// White space: this character or, if it is a plain space, any.
    Space { c: char, run: u32, at: u32 },
    /// A block ends: white space may stand here.
    Edge,
    /// Something generated.
    Made(u32),
    /// A flow may begin from here on.
    Fork(u32),
    /// Here this flow must have ended.
    Join(u32),
    /// Here this flow must have begun.
    After(u32),
    /// This flow stands here, from its beginning to its end.
    Within(u32),
    /// A table set in columns comes next; the same table read out comes after
    /// so many tokens. So many letters of it tell that it is read out: those up to
    /// the colon after what heads a column, or all, where nothing heads one.
    Table {
        columns: u32,
        telling: u32,
        headed: bool,
    },
    /// So many tokens are not for this file.
    Skip(u32),
}

/// What a token says.
pub(in crate::proof) enum TokenText<'t> {
    /// A letter.
    Letter(&'t Glyph),
    /// Something generated.
    Made(u32),
}

impl Token {
    /// What the token says, if it says anything by itself.
    pub(in crate::proof) fn text(&self) -> Option<TokenText<'_>> {
        match self {
            Token::Letter(letter) => Some(TokenText::Letter(letter)),
            Token::Made(number) => Some(TokenText::Made(*number)),
            Token::Space { .. }
            | Token::Edge
            | Token::Fork(_)
            | Token::Join(_)
            | Token::After(_)
            | Token::Within(_)
            | Token::Table { .. }
            | Token::Skip(_) => None,
        }
    }
}

/// A letter of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::proof) struct Glyph {
    pub(in crate::proof) c: char,
    pub(in crate::proof) run: u32,
    /// Where in the run its grapheme begins, and how long that is.
    pub(in crate::proof) at: u32,
    pub(in crate::proof) length: u16,
    /// Whether it is the first of its grapheme.
    pub(in crate::proof) first: bool,
}

/// Something that a file may say of its own.
pub(in crate::proof) struct Made {
    pub(in crate::proof) kind: Kind,
    /// The forms it may have.
    pub(in crate::proof) forms: Vec<Form>,
    /// Whether the file is wrong without it.
    pub(in crate::proof) required: bool,
    /// Where in the source it comes from.
    pub(in crate::proof) span: Option<Span>,
}

/// A form that generated text may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::proof) enum Form {
    /// These letters, white space aside.
    Words(Vec<char>),
    /// The number of a page, in figures or in small roman numerals.
    Folio,
    /// The numbers of the pages of an entry of an index, each after a comma; several in a row are
    /// joined by a dash.
    Folios,
    /// A number that the file may choose, but only one for each note of an
    /// article.
    Note { article: u32, note: u32 },
}

impl Form {
    /// The form of a text.
    pub(in crate::proof) fn words(text: &str) -> Form {
        Form::Words(letters::of(text))
    }

    /// Whether a text is just this, white space aside.
    pub(in crate::proof) fn is(&self, text: &str) -> bool {
        match self {
            Form::Words(words) => letters::of(text) == *words,
            Form::Folio | Form::Folios => false,
            Form::Note { .. } => {
                let digits = text.trim().trim_end_matches('.');
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
        }
    }
}

impl Made {
    /// What it should be, for people.
    pub(in crate::proof) fn shown(&self) -> String {
        match self.forms.last() {
            Some(Form::Words(words)) => words.iter().copied().nfc().collect(),
            Some(Form::Folio | Form::Folios | Form::Note { .. }) | None => {
                self.kind.name().to_owned()
            }
        }
    }

    /// The note that it is the number of, where the file may choose that.
    pub(in crate::proof) fn note(&self) -> Option<(u32, u32)> {
        self.forms.iter().find_map(|form| match form {
            Form::Note { article, note } => Some((*article, *note)),
            Form::Words(_) | Form::Folio | Form::Folios => None,
        })
    }

    /// Its letters, where it can have no others.
    pub(in crate::proof) fn only(&self) -> Option<&[char]> {
        let [Form::Words(words)] = self.forms.as_slice() else {
            return None;
        };
        Some(words)
    }
}

/// The kinds of text that are generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::proof) enum Kind {
    /// A number or a bullet of a list, the box of a task.
    ListMark,
    /// The mark of a note in the text.
    NoteMark,
    /// The number that a note begins with.
    NoteLabel,
    /// The number of a section, before its heading.
    HeadingNumber,
    /// The number of a page in the words of a link to it.
    PageNumber,
    /// A heading over notes.
    NotesHeading,
    /// A heading over links, and the references under it.
    LinkReference,
    /// The word before a source, the signs round a credit.
    Label,
    /// A sign or word that joins parts: the comma between place and date.
    Joint,
    /// What a picture shows.
    Alternative,
    /// What an abbreviation stands for.
    Expansion,
    /// The head of a column, said again before a cell.
    ColumnHead,
    /// A title page.
    TitlePage,
    /// A list of contents.
    Contents,
    /// The places of an entry of an index.
    Index,
    /// A cover.
    Cover,
}

impl Kind {
    /// Its name in reports.
    pub(in crate::proof) fn name(self) -> &'static str {
        match self {
            Kind::ListMark => "list marks",
            Kind::NoteMark => "note marks",
            Kind::NoteLabel => "note labels",
            Kind::HeadingNumber => "heading numbers",
            Kind::PageNumber => "page numbers",
            Kind::NotesHeading => "note headings",
            Kind::LinkReference => "link references",
            Kind::Label => "source and credit labels",
            Kind::Joint => "separators",
            Kind::Alternative => "picture descriptions",
            Kind::Expansion => "abbreviation expansions",
            Kind::ColumnHead => "repeated column heads",
            Kind::TitlePage => "title page",
            Kind::Contents => "contents",
            Kind::Index => "index",
            Kind::Cover => "cover",
        }
    }
}
