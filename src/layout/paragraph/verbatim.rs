//! Takes lines of code; returns the same lines set: every space counts, and what is too long for
//! the measure is turned over.

use super::bidi::{Levels, Place, visual_order};
use super::remark::missing;
use super::{Set, code_dress};
use crate::code::{self, Marked, Word};
use crate::font::Setting;
use crate::geom::Pt;
use crate::lang::Lang;
use crate::layout::Context;
use crate::layout::placed::{Dress, Line, Piece, PieceKind};
use crate::model::{CodeLine, NodeId};
use crate::style::{Colour, Voice};
use std::ops::Range;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

/// Code that is set.
pub(in crate::layout) struct Verbatim {
    pub(in crate::layout) set: Set,
    /// The lines that go on from the line before, by their numbers.
    pub(in crate::layout) turned: Vec<usize>,
}

/// Sets lines of code, its words marked by their kind where the language is
/// known: every space counts. Type is made smaller, down to four
/// fifths, to fit the longest line; a line that is longer still is turned over
/// after a space or a sign, and set in under its beginning.
pub(in crate::layout) fn verbatim(
    lines: &[CodeLine],
    language: &str,
    holder: NodeId,
    voice: &Voice,
    measure: Pt,
    context: &Context,
) -> Verbatim {
    let widths = lines.iter().map(|line| cells(&line.text).len());
    let longest = widths.max().unwrap_or(0).max(1);
    let face = context.fonts.face(context.fonts.primary(voice.look));
    let space = f64::from(face.metrics().space);
    let fitting = measure / (voice.size * space * longest as f64);
    let voice = Voice {
        size: voice.size * fitting.clamp(0.8, 1.0),
        ..*voice
    };
    let marked = code::mark(language, lines.iter().map(|line| line.text.as_str()));
    let mut code = Setter {
        plain: Manner::of(None, holder, &voice, context),
        manners: WORDS.map(|word| Manner::of(Some(word), holder, &voice, context)),
        advance: voice.size * space,
        columns: ((measure / (voice.size * space) + 1e-6) as usize).max(8),
        context,
        done: Verbatim {
            set: Set::default(),
            turned: Vec::new(),
        },
    };
    let mut start = 0;
    for (number, line) in lines.iter().enumerate() {
        let marked = marked.get(number).map_or(&[][..], Vec::as_slice);
        code.line(line, marked, start);
        start += line.text.len() + 1;
    }
    code.done
}

/// The kinds of words that are dressed otherwise than the rest.
const WORDS: [Word; 4] = [Word::Comment, Word::Keyword, Word::Quoted, Word::Constant];

/// How words of a kind are dressed.
struct Manner {
    dress: Arc<Dress>,
    setting: Setting,
}

impl Manner {
    /// By weight and slope first, which a printer without colours has too.
    fn of(word: Option<Word>, holder: NodeId, voice: &Voice, context: &Context) -> Manner {
        let colours = &context.style.colours;
        let mut voice = *voice;
        // On a dark ground all words have the colour of the code.
        let coloured = |colour: Colour| match voice.colour.is_light() {
            true => voice.colour,
            false => colour,
        };
        let (quiet, accent, link) = (
            coloured(colours.quiet),
            coloured(colours.accent),
            coloured(colours.link),
        );
        match word {
            None => {}
            Some(Word::Comment) => {
                voice.look.italic = true;
                voice.colour = quiet;
            }
            Some(Word::Keyword) => voice.look.bold = true,
            Some(Word::Quoted) => voice.colour = accent,
            Some(Word::Constant) => voice.colour = link,
        }
        let lang = Lang::undetermined();
        Manner {
            dress: Arc::new(code_dress(holder, &voice, &lang)),
            setting: Setting::of(voice.look, &lang),
        }
    }
}

/// A grapheme of a line of code, with its first byte.
type CodeCell<'t> = (usize, &'t str);

/// The cells of a line of code, tabs made spaces to stops of four.
fn cells(text: &str) -> Vec<CodeCell<'_>> {
    let mut cells = Vec::with_capacity(text.len());
    for (at, grapheme) in text.grapheme_indices(true) {
        if grapheme == "\t" {
            let count = 4 - cells.len() % 4;
            cells.extend(std::iter::repeat_n((at, " "), count));
        } else {
            cells.push((at, grapheme));
        }
    }
    cells
}

struct Setter<'a> {
    plain: Manner,
    manners: [Manner; 4],
    advance: Pt,
    columns: usize,
    context: &'a Context<'a>,
    done: Verbatim,
}

impl Setter<'_> {
    fn line(&mut self, code: &CodeLine, marked: &[Marked], start: usize) {
        let cells = cells(&code.text);
        let said = marked
            .iter()
            .filter(|(_, word)| matches!(word, Word::Quoted | Word::Comment));
        let said = said.map(|(range, _)| range.clone());
        let said: Vec<Range<usize>> = said
            .filter(|r| code.text.get(r.clone()).is_some())
            .collect();
        let levels = Levels::of_code(&code.text, &said);
        let indent = cells.iter().take_while(|cell| cell.1 == " ").count();
        // Turned lines stand three columns further in, if there is room: for a sign.
        let hang = (indent + 3).min(self.columns / 2);
        let mut rest = cells.as_slice();
        let mut first = true;
        while first || !rest.is_empty() {
            let room = if first {
                self.columns
            } else {
                self.columns - hang
            };
            let (now, later) = rest.split_at(turn(rest, room));
            let from = if first { 0 } else { hang };
            if !first {
                self.done.turned.push(self.done.set.lines.len());
            }
            self.push(now, from, start, code, (marked, &levels));
            rest = later;
            first = false;
        }
    }

    /// Sets cells from a column on, words and spaces in turn.
    fn push(
        &mut self,
        cells: &[CodeCell],
        column: usize,
        start: usize,
        code: &CodeLine,
        (marked, levels): (&[Marked], &Levels),
    ) {
        let kind = |at: usize| {
            let found = marked.iter().find(|(range, _)| range.contains(&at));
            found.map(|(_, word)| *word)
        };
        let mut line = Line {
            fit: 1.0,
            width: self.advance * column as f64,
            ..Line::default()
        };
        let alike = |a: &CodeCell, b: &CodeCell| {
            let level = levels.at(a.0) == levels.at(b.0) && levels.part(a.0) == levels.part(b.0);
            a.1 != " " && b.1 != " " && kind(a.0) == kind(b.0) && level
        };
        let begin = line.width;
        let mut places: Vec<Place> = Vec::new();
        for run in cells.chunk_by(alike) {
            let (Some((at, first)), Some((last, end))) = (run.first(), run.last()) else {
                continue;
            };
            let text = code.text.get(*at..last + end.len()).unwrap_or("");
            let word = kind(*at).and_then(|word| WORDS.iter().position(|w| *w == word));
            let manner = word.map_or(&self.plain, |word| &self.manners[word]);
            let mut from = start + at;
            let level = levels.at(*at);
            let mut set = |kind: PieceKind, width: Pt, length: usize| {
                let white = matches!(kind, PieceKind::Space(_));
                let at = from - start;
                places.push(Place { at, level, white });
                line.pieces.push(Piece {
                    x: line.width,
                    width,
                    kind,
                    dress: Arc::clone(&manner.dress),
                    range: from as u32..(from + length) as u32,
                });
                line.width += width;
                from += length;
            };
            if *first == " " {
                set(PieceKind::Space(' '), self.advance, 1);
                continue;
            }
            let setting = Setting {
                rtl: level % 2 == 1,
                ..manner.setting.clone()
            };
            for shaped in self.context.fonts.parts(text, &setting) {
                if let Some(glyph) = shaped.glyphs.iter().find(|glyph| glyph.id == 0)
                    && let Some(c) = shaped.letters_of(glyph).chars().next()
                {
                    self.done.set.diagnostics.push(missing(c, code.span));
                }
                let width = manner.dress.size * f64::from(shaped.width * shaped.scale);
                let length = shaped.text.len();
                set(PieceKind::Word(shaped), width, length);
            }
        }
        // What runs from right to left stays in its column, and turns about within it.
        let mut x = begin;
        for index in visual_order(&places, levels) {
            line.pieces[index].x = x;
            x += line.pieces[index].width;
        }
        self.done.set.lines.push(Arc::new(line));
    }
}

/// How many cells go on a line of so much room: all, or up to a space or a sign
/// in the last half of it.
fn turn(cells: &[CodeCell], room: usize) -> usize {
    if cells.len() <= room {
        return cells.len();
    }
    let breaks = |cell: &CodeCell| " ,;.()[]{}/|&=+-:".contains(cell.1);
    let last = cells[room / 2..room].iter().rposition(breaks);
    last.map_or(room, |place| room / 2 + place + 1)
}
