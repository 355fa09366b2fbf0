//! Takes prepared blocks and a width; returns lines of text.
//!
//! A galley is a column of pieces whose words are final and whose width is not yet known:
//! the cells of a table are measured before they are set. Nesting is only the indent at
//! the start of a piece's lines.

use super::table::Table;
use super::wrap::{Measure, Phrase};
use unicode_width::UnicodeWidthStr;

/// The longest rule, where a line has no end.
pub(super) const LONGEST_RULE: usize = 72;
/// The ornament that parts matter.
const ORNAMENT: &str = "* * *";

/// A column of pieces.
#[derive(Debug, Clone, Default)]
pub(super) struct Galley(Vec<Piece>);

#[derive(Debug, Clone)]
struct Piece {
    /// What stands before its first line.
    first: String,
    /// What stands before each other line.
    rest: String,
    matter: Matter,
}

#[derive(Debug, Clone)]
enum Matter {
    /// Running text, cut into lines.
    Phrase(Phrase),
    /// The same, underlined with a character.
    Title(Phrase, char),
    /// A line as it is, however long; without text a blank line.
    Line(String),
    /// An ornament in the middle of the line.
    Ornament,
    Table(Table),
}

impl Galley {
    /// Running text; nothing, if nothing of it would be seen.
    pub(super) fn phrase(phrase: Phrase) -> Galley {
        if phrase.is_blank() {
            return Galley::default();
        }
        Galley::of(Matter::Phrase(phrase))
    }

    /// A title underlined with `underline`.
    pub(super) fn title(phrase: Phrase, underline: char) -> Galley {
        if phrase.is_blank() {
            return Galley::default();
        }
        Galley::of(Matter::Title(phrase, underline))
    }

    /// A line that is not to be cut.
    pub(super) fn line(text: impl Into<String>) -> Galley {
        Galley::of(Matter::Line(text.into()))
    }

    /// The ornament that parts matter.
    pub(super) fn ornament() -> Galley {
        Galley::of(Matter::Ornament)
    }

    /// A table.
    pub(super) fn table(table: Table) -> Galley {
        Galley::of(Matter::Table(table))
    }

    fn of(matter: Matter) -> Galley {
        Galley(vec![Piece {
            first: String::new(),
            rest: String::new(),
            matter,
        }])
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts another galley directly below.
    pub(super) fn append(&mut self, below: Galley) {
        self.0.extend(below.0);
    }

    /// Puts another galley below, a blank line between the two.
    pub(super) fn append_spaced(&mut self, below: Galley) {
        if !self.is_empty() && !below.is_empty() {
            self.append(Galley::line(""));
        }
        self.append(below);
    }

    /// Puts `first` before its first line and `rest` before each other one. A
    /// galley without lines gets one, so that the mark of an empty item shows.
    pub(super) fn hang(mut self, first: &str, rest: &str) -> Galley {
        if self.is_empty() {
            self = Galley::line("");
        }
        for (i, piece) in self.0.iter_mut().enumerate() {
            let lead = if i == 0 { first } else { rest };
            piece.first.insert_str(0, lead);
            piece.rest.insert_str(0, rest);
        }
        self
    }

    /// Sets all lines in by some columns.
    pub(super) fn indent(self, columns: usize) -> Galley {
        if self.is_empty() {
            return self;
        }
        let lead = " ".repeat(columns);
        self.hang(&lead, &lead)
    }

    /// All its words as one phrase, for the label a table's head gives a cell.
    pub(super) fn label(&self) -> Phrase {
        let mut label = Phrase::default();
        for piece in &self.0 {
            let words = piece.matter.label();
            if !label.is_blank() && !words.is_blank() {
                label.push(" ");
            }
            label.append(&words);
        }
        label
    }

    /// The running text, if it is all there is.
    pub(super) fn as_phrase(&self) -> Option<&Phrase> {
        let [piece] = self.0.as_slice() else {
            return None;
        };
        match &piece.matter {
            Matter::Phrase(phrase) if piece.first.is_empty() => Some(phrase),
            Matter::Phrase(_)
            | Matter::Title(..)
            | Matter::Line(_)
            | Matter::Ornament
            | Matter::Table(_) => None,
        }
    }

    /// The fewest columns it can be set in, and the most it can fill.
    pub(super) fn extent(&self) -> (usize, usize) {
        let (mut least, mut most) = (0, 0);
        for piece in &self.0 {
            let lead = piece.first.width().max(piece.rest.width());
            let (l, m) = piece.matter.extent();
            (least, most) = (least.max(lead + l), most.max(lead + m));
        }
        (least, most)
    }

    /// Writes its lines at the end of `out`, each with its line end and without
    /// blanks before it, in lines of this measure.
    pub(super) fn set(&self, measure: impl Into<Measure>, out: &mut String) {
        let measure = measure.into();
        for piece in &self.0 {
            piece.set(measure, out);
        }
    }
}

impl Matter {
    fn extent(&self) -> (usize, usize) {
        match self {
            Matter::Phrase(phrase) | Matter::Title(phrase, _) => phrase.extent(),
            Matter::Line(line) => (line.width(), line.width()),
            Matter::Ornament => (ORNAMENT.len(), ORNAMENT.len()),
            Matter::Table(table) => table.extent(),
        }
    }

    fn label(&self) -> Phrase {
        match self {
            Matter::Phrase(phrase) | Matter::Title(phrase, _) => phrase.clone(),
            Matter::Line(line) => Phrase::new(line.as_str()),
            Matter::Ornament => Phrase::default(),
            Matter::Table(table) => table.as_list().label(),
        }
    }
}

impl Piece {
    fn set(&self, all: Measure, out: &mut String) {
        let measure = |lead: &str| all.after(lead.width());
        let mut leads = std::iter::once(&self.first).chain(std::iter::repeat(&self.rest));
        let mut line = |text: &str| {
            out.push_str(leads.next().map_or("", String::as_str));
            out.push_str(text);
            out.truncate(out.trim_end_matches([' ', '\t']).len());
            out.push('\n');
        };
        match &self.matter {
            Matter::Phrase(phrase) => phrase
                .lines(measure(&self.first), measure(&self.rest))
                .into_iter()
                .for_each(line),
            Matter::Title(phrase, underline) => {
                let lines = phrase.lines(measure(&self.first), measure(&self.rest));
                let widest = lines.iter().map(|l| l.width()).max().unwrap_or(0);
                lines.into_iter().for_each(&mut line);
                let is_open = all == Measure::OPEN;
                let rule = if is_open {
                    widest.min(LONGEST_RULE)
                } else {
                    widest
                };
                line(&underline.to_string().repeat(rule));
            }
            Matter::Line(text) => line(text),
            Matter::Ornament => {
                // A line without an end has no middle.
                let margin = measure(&self.first).after(ORNAMENT.len()).or(0) / 2;
                line(&(" ".repeat(margin) + ORNAMENT));
            }
            Matter::Table(table) => table
                .set(measure(&self.rest))
                .split_terminator('\n')
                .for_each(line),
        }
    }
}
