//! What a file says, in the order in which it is read: what the readers of the
//! formats make of their files, and all that the comparison sees of them.

/// What a file says.
#[derive(Debug, Default)]
pub struct Said {
    /// Its text, piece by piece.
    pub pieces: Vec<Piece>,
    /// What keeps the file from being read as it should be.
    pub faults: Vec<Fault>,
    /// Whether the file tells how it is built: which text is a note, what stands
    /// for a picture. A PDF may not.
    pub structured: bool,
}

/// A stretch of text of one kind in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text as it stands.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Whether it begins a line, a block or a cell, so that what it says need
    /// not go on from the piece before.
    pub opens: bool,
    /// Where it stands.
    pub place: Place,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A page of a PDF, from 1.
    Page(usize),
    /// A file in an archive, by its path.
    File(String),
    /// A line of a text, from 1, and the columns of it from one to before the
    /// other.
    Line {
        /// The line.
        number: usize,
        /// The first column, from 0.
        from: usize,
        /// The column after the last.
        to: usize,
    },
    /// No place in particular.
    Whole,
}

impl Place {
    /// Whether two places are one to who looks for them.
    pub fn is_by(&self, other: &Place) -> bool {
        match (self, other) {
            (Place::Line { number, .. }, Place::Line { number: other, .. }) => number == other,
            (one, other) => one == other,
        }
    }
}

/// What a piece is, as far as the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text, of the model or generated: it does not say.
    Text,
    /// Generated.
    Generated(Generated),
    /// Of the page, and not of the text.
    Decoration(Decoration),
    /// A character drawn as a frame that bears its code point: its text is
    /// there, its glyph is not.
    Framed,
    /// Text for who cannot see a picture.
    Alternative,
    /// Text whose glyph shows nothing.
    Blank,
}

/// The kinds of generated text that files tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generated {
    /// The mark of a note in the text.
    NoteMark,
    /// What a note begins with.
    NoteLabel,
    /// A heading over notes.
    NotesHeading,
    /// The number of an item, or the box of a task.
    ListNumber,
    /// A list of contents.
    Contents,
    /// A cover.
    Cover,
    /// A title page.
    TitlePage,
    /// Where a link leads.
    LinkAddress,
}

/// The kinds of text that belong to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decoration {
    /// A running head.
    RunningHead,
    /// A page number.
    Folio,
    /// Anything else: the head of a table said again on the next page.
    Ornament,
    /// The hyphen that parts a word at the end of a line.
    Hyphen,
}

/// Something that keeps a file from being read as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What, in a sentence without a full stop.
    pub message: String,
}
