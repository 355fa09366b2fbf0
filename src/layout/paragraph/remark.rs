//! Takes lines; returns what there is to say about them: one that is too wide, a character that
//! no face has, a face that is the system's or of another style.

use crate::diag::{Code, Diagnostic};
use crate::font::{FaceId, Look, Origin, fix, named};
use crate::layout::Context;
use crate::layout::placed::{Line, Piece, PieceKind};
use crate::model::walk::{self, Visitor};
use crate::model::{Inline, NodeId};
use crate::source::Span;

/// A line wider than its column.
pub(super) fn overfull(line: &Line, content: &[Inline]) -> Option<Diagnostic> {
    let span = first_word(line, content)?;
    Some(
        Diagnostic::warning(Code::OverfullLine, span, "line is wider than its column")
            .hint("it holds something that cannot be broken"),
    )
}

/// A justified line whose spaces gape, though every break was tried.
pub(super) fn loose(line: &Line, content: &[Inline]) -> Option<Diagnostic> {
    let span = first_word(line, content)?;
    let mut text = String::new();
    for piece in &line.pieces {
        match &piece.kind {
            PieceKind::Word(shaped) => text.push_str(&shaped.text),
            PieceKind::Space(_) => text.push(' '),
            PieceKind::Formula(formula) => text.push_str(&formula.says),
            PieceKind::Hyphen(_) | PieceKind::Picture(..) => {}
        }
    }
    let message = format!("the spaces of the line `{}` are far too wide", text.trim());
    Some(
        Diagnostic::warning(Code::GapingLine, span, message)
            .hint("no break keeps it together: change the wording, or the width of the text"),
    )
}

/// Where the first word of a line stands.
fn first_word(line: &Line, content: &[Inline]) -> Option<Span> {
    let mut words = line.pieces.iter();
    let is_word = |piece: &&Piece| matches!(piece.kind, PieceKind::Word(_) | PieceKind::Formula(_));
    let piece = words.find(is_word)?;
    let (start, length) = (piece.range.start, piece.range.len());
    span_of(piece.dress.run, start, length, content)
}

/// A place in a paragraph: a run and a byte of it.
type Place = (NodeId, u32);

/// What is remarkable about the faces of a paragraph. The characters that no
/// face has are told together, at the place of the first, since a script that
/// is missing is missing in every word.
#[derive(Default)]
pub(super) struct Remarks {
    missing: Vec<char>,
    count: usize,
    first: Option<Place>,
    faces: Vec<(FaceId, Look, Place, char)>,
    notes: Vec<(Place, usize, Diagnostic)>,
}

impl Remarks {
    pub(super) fn look_at(&mut self, piece: &Piece, context: &Context) {
        let PieceKind::Word(shaped) = &piece.kind else {
            return;
        };
        let look = piece.dress.look;
        if shaped.missing == 0 && shaped.face == context.fonts.primary(look) {
            return;
        }
        let place = (piece.dress.run, piece.range.start);
        self.look_at_face(shaped.face, look, place, &shaped.text, context);
        if shaped.missing == 0 {
            return;
        }
        let face = context.fonts.face(shaped.face);
        for glyph in shaped.glyphs.iter().filter(|glyph| glyph.id == 0) {
            let rest = shaped.letters_of(glyph);
            let unknown = rest.chars().next().filter(|c| !face.has(*c));
            let Some(c) = unknown.or_else(|| rest.chars().find(|c| !face.has(*c))) else {
                continue;
            };
            self.count += 1;
            self.first.get_or_insert((place.0, place.1 + glyph.cluster));
            if self.missing.len() < 8 && !self.missing.contains(&c) {
                self.missing.push(c);
            }
        }
    }

    /// A face of the system, or one that lacks the style that is asked for.
    fn look_at_face(
        &mut self,
        id: FaceId,
        look: Look,
        place: Place,
        word: &str,
        context: &Context,
    ) {
        if self
            .faces
            .iter()
            .any(|known| (known.0, known.1) == (id, look))
        {
            return;
        }
        let first = word.chars().next().unwrap_or(' ');
        self.faces.push((id, look, place, first));
        let face = context.fonts.face(id);
        let family = face.family();
        if context.fonts.origin(id) == Origin::System {
            let message = format!("`{family}`, a font of this system, sets what no other face has");
            self.note(place, first, Code::SystemFont, message, "another system may have another font, or none: `--font-dir` names a folder of fonts to rely on");
        }
        let upright = look.italic && !face.is_italic();
        let light = look.bold && face.weight() < 600;
        let style = match (upright, light) {
            (true, true) => "bold italics",
            (true, false) => "italics",
            (false, true) => "bold",
            (false, false) => return,
        };
        // Signs have one style, and nobody misses another.
        if !context.fonts.is_for_signs(id) {
            let message = format!("`{family}` has no {style}; its nearest style is used");
            self.note(
                place,
                first,
                Code::StyleSubstituted,
                message,
                "mark the passage otherwise, or name a family that has the style",
            );
        }
    }

    fn note(&mut self, place: Place, first: char, code: Code, message: String, hint: &str) {
        let note = Diagnostic::note(code, Span::default(), message).hint(hint);
        self.notes.push((place, first.len_utf8(), note));
    }

    pub(super) fn tell(self, content: &[Inline]) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for (place, length, note) in &self.notes {
            let span = span_of(place.0, place.1, *length, content);
            told.push(Diagnostic {
                span,
                ..note.clone()
            });
        }
        told.extend(self.tell_missing(content));
        told
    }

    fn tell_missing(&self, content: &[Inline]) -> Option<Diagnostic> {
        let (run, at) = self.first?;
        let first = *self.missing.first()?;
        let place = span_of(run, at, first.len_utf8(), content)?;
        let error = missing(first, place);
        if self.count == 1 {
            return Some(error);
        }
        let others: Vec<String> = self.missing.iter().skip(1).map(|c| named(*c)).collect();
        Some(error.hint(if others.is_empty() {
            format!("it occurs {} times in this paragraph", self.count)
        } else {
            format!(
                "{} characters of this paragraph have none, also {}",
                self.count,
                others.join(", ")
            )
        }))
    }
}

/// The error for a character that no face has.
pub(super) fn missing(c: char, place: Span) -> Diagnostic {
    let message = format!("no font has the character {}", named(c));
    Diagnostic::error(Code::MissingGlyph, place, message)
        .hint("a frame with its code point is drawn in its place")
        .hint(fix(c))
}

/// Where some bytes of a run stand in the source.
fn span_of(run: NodeId, at: u32, length: usize, content: &[Inline]) -> Option<Span> {
    let span = run_span(run, content)?;
    let start = (span.start + at).min(span.end);
    Some(Span {
        start,
        end: (start + length as u32).min(span.end),
        ..span
    })
}

/// Where a run of the text stands in the source.
fn run_span(run: NodeId, content: &[Inline]) -> Option<Span> {
    struct Find(NodeId, Option<Span>);
    impl Visitor<'_> for Find {
        fn inline(&mut self, inline: &Inline) {
            if inline.node.id == self.0 {
                self.1 = Some(inline.node.span);
            }
        }
    }
    let mut find = Find(run, None);
    walk::inlines(content, &mut find);
    find.1
}
