//! Takes pages; returns their lines of running text, each with what can be measured of it; and
//! the way from a line back to the source.

use crate::geom::Pt;
use crate::layout::paragraph::is_name;
use crate::layout::placed::{
    Justified, Line, Owner, Pages, Part, Piece, PieceKind, PlacedLine, ThingKind,
};
use crate::model::walk::{self, Visitor};
use crate::model::{Block, Inline, InlineKind, Ledger, NodeId, Publication};
use crate::source::{SourceId, Span};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::char::is_combining_mark;

/// A line of running text.
pub(super) struct Row<'a> {
    /// Index of its page.
    pub(super) page: usize,
    /// The left edge of its column.
    pub(super) x: Pt,
    /// Its baseline, from the top of the page.
    pub(super) y: Pt,
    pub(super) part: Justified,
    /// By which factor its letters are widened.
    pub(super) fit: f64,
    /// The width that its pieces take together.
    pub(super) width: Pt,
    /// The size of its first word.
    pub(super) size: Pt,
    /// Its mean word space, as a multiple of what it would like to be.
    pub(super) space: Option<f64>,
    /// How many characters it has that are no spaces.
    pub(super) letters: usize,
    pub(super) text: String,
    pub(super) end: End,
    /// Whether it ends within a name.
    pub(super) cuts_name: bool,
    pub(super) line: &'a Line,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// After a word.
    Word,
    /// In a word, with a hyphen that it has at the line's end only.
    Hyphen,
    /// In a word, after a hyphen of its own.
    OwnHyphen,
}

impl Row<'_> {
    pub(super) fn ends_in_hyphen(&self) -> bool {
        match self.end {
            End::Word => false,
            End::Hyphen | End::OwnHyphen => true,
        }
    }
}

/// The lines of running text, in the order of reading.
pub(super) fn rows<'a>(pages: &'a Pages, places: &Places) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    // What the paragraph says before the line.
    let mut before = String::new();
    for (page, things) in pages.pages.iter().map(|page| &page.things).enumerate() {
        for thing in things {
            let ThingKind::Line(placed) = &thing.kind else {
                continue;
            };
            let Owner::Node(node, Part::Body) = thing.owner else {
                continue;
            };
            let Some(part) = placed.line.justified else {
                continue;
            };
            if places.notes.contains(&node) {
                continue;
            }
            if part.first {
                before.clear();
            }
            rows.push(row(page, placed, part, &mut before));
        }
    }
    rows
}

fn row<'a>(page: usize, placed: &'a PlacedLine, part: Justified, before: &mut String) -> Row<'a> {
    let line = &*placed.line;
    let text: String = line.pieces.iter().map(said).collect();
    let end = if part.full { end(line) } else { End::Word };
    // A hyphen that the word has not is not of the text.
    let parted = match end {
        End::Hyphen => text.trim_end_matches(['-', '\u{2010}', '\u{ad}']),
        End::Word | End::OwnHyphen => &text,
    };
    before.push_str(parted);
    let cuts_name = end == End::Hyphen && cuts_name(before, line);
    if !part.full {
        before.push('\u{2028}');
    }
    let first_word = line.pieces.iter().find(|piece| is_word(piece));
    Row {
        page,
        x: placed.origin.x,
        y: placed.origin.y,
        part,
        fit: line.fit,
        width: line.pieces.iter().map(|piece| piece.width).sum(),
        size: first_word.map_or(Pt::ZERO, |piece| piece.dress.size),
        space: line.mean_space(part.space),
        letters: text.chars().filter(|c| !c.is_whitespace()).count(),
        text,
        end,
        cuts_name,
        line,
    }
}

fn is_word(piece: &Piece) -> bool {
    matches!(piece.kind, PieceKind::Word(_))
}

/// The text that a piece shows.
fn said(piece: &Piece) -> String {
    match &piece.kind {
        PieceKind::Word(shaped) => shaped.text.to_string(),
        PieceKind::Space(c) => c.to_string(),
        PieceKind::Hyphen(_) => "-".to_owned(),
        PieceKind::Formula(formula) => formula.says.to_string(),
        PieceKind::Picture(..) => String::new(),
    }
}

fn end(line: &Line) -> End {
    match line.pieces.last().map(|piece| &piece.kind) {
        Some(PieceKind::Hyphen(_)) => End::Hyphen,
        // A soft hyphen of the author's shows at the line's end only.
        Some(PieceKind::Word(shaped)) if shaped.text.ends_with('\u{ad}') => End::Hyphen,
        Some(PieceKind::Word(shaped)) if shaped.text.ends_with(['-', '\u{2010}', '\u{2011}']) => {
            End::OwnHyphen
        }
        Some(
            PieceKind::Word(_)
            | PieceKind::Space(_)
            | PieceKind::Picture(..)
            | PieceKind::Formula(_),
        )
        | None => End::Word,
    }
}

/// Whether the word that a text breaks off in is a name. German writes every
/// noun with a capital, which tells nothing there.
fn cuts_name(text: &str, line: &Line) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || is_combining_mark(c);
    let before = text.trim_end_matches(is_letter);
    let word = text.get(before.len()..).unwrap_or("");
    let lang = line.pieces.iter().rfind(|piece| is_word(piece));
    let german = lang.is_some_and(|piece| piece.dress.lang.primary() == "de");
    !german && is_name(before, word)
}

/// Where runs of text stand in their sources, and what is not running text.
pub(super) struct Places<'a> {
    spans: BTreeMap<NodeId, Span>,
    ledgers: BTreeMap<SourceId, &'a Ledger>,
    /// The blocks of notes.
    notes: BTreeSet<NodeId>,
}

impl<'a> Places<'a> {
    pub(super) fn of(publication: &'a Publication) -> Places<'a> {
        let mut places = Places {
            spans: BTreeMap::new(),
            ledgers: BTreeMap::new(),
            notes: BTreeSet::new(),
        };
        for article in &publication.articles {
            places.ledgers.insert(article.source, &article.ledger);
            walk::article(article, &mut places);
        }
        places
    }

    /// Where a line stands in the source: from its first word to its last.
    pub(super) fn span(&self, line: &Line) -> Option<Span> {
        let mut words = line.pieces.iter().filter(|piece| is_word(piece));
        let first = words.next()?;
        let last = words.next_back().unwrap_or(first);
        let from = self.place(first.dress.run, first.range.start)?;
        let to = self.place(last.dress.run, last.range.end)?;
        Some(from.to(to))
    }

    /// Where a byte of a polished run stands.
    fn place(&self, run: NodeId, at: u32) -> Option<Span> {
        let span = *self.spans.get(&run)?;
        let ledger = self.ledgers.get(&run.source);
        let at = ledger.map_or(at, |ledger| ledger.before(run, at as usize) as u32);
        let start = span.start.saturating_add(at).min(span.end);
        Some(Span {
            start,
            end: start,
            ..span
        })
    }
}

impl Visitor<'_> for Places<'_> {
    fn inline(&mut self, inline: &Inline) {
        self.spans.insert(inline.node.id, inline.node.span);
        if let InlineKind::Note(note) = &inline.kind {
            walk::blocks(&note.body, &mut NoteBlocks(&mut self.notes));
        }
    }
}

/// Collects the blocks of a note.
struct NoteBlocks<'n>(&'n mut BTreeSet<NodeId>);

impl Visitor<'_> for NoteBlocks<'_> {
    fn block(&mut self, block: &Block) {
        self.0.insert(block.node.id);
    }
}
