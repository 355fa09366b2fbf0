//! A publication in, out what each file made of it must say: every grapheme of
//! the model in the order of reading, and between them what may or must be
//! generated, by kind.
//!
//! What is read on its own (a note, a cell of a table set in columns) is a
//! *flow*; the main flow says where others may begin. Nothing here knows how a
//! file is written, only what it has to say.

mod writer;

pub(super) use writer::script;

use crate::model::NodeId;
use crate::source::Span;

/// What is expected of a file.
pub(in crate::proof) struct Script {
    /// The letters of all flows.
    pub(in crate::proof) text: String,
    /// The main flow first.
    pub(in crate::proof) flows: Vec<Flow>,
    /// What may be generated.
    pub(in crate::proof) made: Vec<Made>,
    /// The runs that letters are of.
    pub(in crate::proof) runs: Vec<Run>,
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
    /// A grapheme, by its place in the script's text.
    Letter {
        from: u32,
        to: u32,
        run: u32,
        at: u32,
    },
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
    /// These words, white space aside.
    Words(String),
    /// The number of a page, in figures or in small roman numerals.
    Folio,
    /// The mark of a link: `[L1]`.
    LinkMark,
}

impl Form {
    /// Whether a text is just this, white space aside.
    pub(in crate::proof) fn is(&self, text: &str) -> bool {
        match self {
            Form::Words(words) => text.split_whitespace().collect::<String>() == *words,
            Form::Folio | Form::LinkMark => false,
        }
    }
}

impl Made {
    /// What it should be, for people.
    pub(in crate::proof) fn shown(&self) -> String {
        match self.forms.last() {
            Some(Form::Words(words)) => words.clone(),
            Some(Form::Folio | Form::LinkMark) | None => self.kind.name().to_owned(),
        }
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
            Kind::HeadingNumber => "numbers of headings",
            Kind::NotesHeading => "headings of notes",
            Kind::LinkReference => "link references",
            Kind::Label => "labels of sources and credits",
            Kind::Joint => "joints",
            Kind::Alternative => "descriptions of pictures",
            Kind::Expansion => "expansions of abbreviations",
            Kind::ColumnHead => "column heads said again",
            Kind::TitlePage => "title page",
            Kind::Contents => "contents",
            Kind::Cover => "cover",
        }
    }
}

/// The parts of a grapheme that are white space and those that are not, with
/// their first bytes: a mark that stands by itself after a space makes one
/// grapheme with it (UAX 29), and so does a sign that stands before one.
pub(in crate::proof) fn parted(grapheme: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = grapheme;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match first.is_whitespace() {
            true => first.len_utf8(),
            false => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        let at = grapheme.len() - rest.len();
        let (part, after) = rest.split_at(end);
        rest = after;
        Some((at, part))
    })
}

/// Characters that nobody sees or hears: places to break at, direction marks,
/// joiners of words. A file may keep them or not.
pub(in crate::proof) fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{61c}' | '\u{34f}')
}
