//! Takes marks and the glyphs in them; returns pieces of text: what a mark says in place of its
//! glyphs, what belongs to the page alone, and where a piece ends.

use super::font::{Font, is_seen};
use super::{Content, Leaf, Stretch, place};
use crate::proof::said::{Decoration, Fault, Kind, Piece};
use lopdf::ObjectId;
use std::fmt::Write;

/// What a mark says of what is in it.
#[derive(Default)]
pub(super) struct Mark {
    /// What of the page it is, if it is nothing of the text.
    pub(super) artifact: Option<Decoration>,
    /// What it says in place of its glyphs (ISO 32000-1, 14.9.4).
    pub(super) actual: Option<String>,
    /// Its number, and the form whose number it is.
    pub(super) number: Option<(Option<ObjectId>, i64)>,
}

/// A glyph as it stands on the page.
pub(super) struct Glyph<'f> {
    pub(super) font: &'f Font,
    pub(super) code: u16,
    /// Whether it is drawn at all (ISO 32000-1, 9.3.6).
    pub(super) drawn: bool,
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
    /// Which way its line runs: a vector of length 1.
    pub(super) way: (f64, f64),
    pub(super) size: f64,
}

/// The glyph that was shown last: where it begins and ends.
#[derive(Clone, Copy)]
struct Pen {
    from: (f64, f64),
    at: (f64, f64),
    way: (f64, f64),
    size: f64,
}

impl Pen {
    /// How far a point is along the line and across it.
    fn way_to(&self, point: (f64, f64)) -> (f64, f64) {
        let (x, y) = (point.0 - self.at.0, point.1 - self.at.1);
        (
            x * self.way.0 + y * self.way.1,
            x * self.way.1 - y * self.way.0,
        )
    }
}

impl Pen {
    /// Whether a point is on the line of the glyph, between its ends.
    fn reaches_over(&self, point: (f64, f64)) -> bool {
        let (width, _) = Pen {
            at: self.from,
            ..*self
        }
        .way_to(self.at);
        let (along, across) = Pen {
            at: self.from,
            ..*self
        }
        .way_to(point);
        let hair = self.size * 0.02;
        (-hair..width).contains(&along) && across.abs() < hair
    }
}

/// What has been met in the outermost mark that speaks for its glyphs.
struct Speech {
    /// How many marks are around it.
    level: usize,
    text: String,
    /// The stretch that says it, once a glyph has shown where.
    stretch: Option<usize>,
    /// The pen before it, and where its first glyph stands.
    before: Option<(Pen, (f64, f64))>,
    /// What its glyphs say by themselves.
    own: String,
    /// Whether any of them leaves ink.
    ink: bool,
    /// Whether one of them is the glyph for what a font does not have.
    gap: bool,
    /// Whether its first glyph stands within one that leaves ink: a ligature may draw a
    /// letter that is said behind it.
    within: bool,
}

/// What a page says, as far as it has been read.
pub(super) struct Voice {
    page: usize,
    leaf: Leaf,
    marks: Vec<Mark>,
    speech: Option<Speech>,
    pen: Option<Pen>,
    /// The last glyph that leaves ink and moves the pen.
    ink: Option<Pen>,
    /// Whether the next glyph begins a piece of its own.
    fresh: bool,
}

impl Voice {
    pub(super) fn new(page: usize) -> Voice {
        Voice {
            page,
            leaf: Leaf::default(),
            marks: Vec::new(),
            speech: None,
            pen: None,
            ink: None,
            fresh: true,
        }
    }

    /// Everything said.
    pub(super) fn finish(mut self) -> Leaf {
        self.close_to(0);
        self.leaf
    }

    /// Tells a fault, once a page.
    pub(super) fn fault(&mut self, message: &str) {
        let fault = Fault {
            place: place(self.page),
            message: message.to_owned(),
        };
        if !self.leaf.faults.contains(&fault) {
            self.leaf.faults.push(fault);
        }
    }

    /// How many marks are open.
    pub(super) fn level(&self) -> usize {
        self.marks.len()
    }

    /// Opens a mark. What is in an artifact belongs to it, whatever it says.
    pub(super) fn open(&mut self, mut mark: Mark) {
        let outer = self.marks.last();
        let artifact = outer.and_then(|mark| mark.artifact);
        mark.artifact = artifact.or(mark.artifact);
        mark.number = match (mark.artifact, mark.number) {
            (Some(_), _) => None,
            (None, None) => outer.and_then(|mark| mark.number),
            (None, number) => number,
        };
        if self.speech.is_none()
            && let Some(text) = mark.actual.take()
        {
            self.speech = Some(Speech {
                level: self.marks.len(),
                text,
                stretch: None,
                before: None,
                own: String::new(),
                ink: false,
                gap: false,
                within: false,
            });
        }
        self.marks.push(mark);
        if let Some(content) = self.content() {
            self.leaf.marks.insert(content);
        }
        self.fresh = true;
    }

    /// Closes the mark opened last.
    pub(super) fn close(&mut self) {
        let level = self.marks.len().saturating_sub(1);
        if self.speech.as_ref().is_some_and(|s| s.level == level)
            && let Some(speech) = self.speech.take()
        {
            self.spoken(speech);
        }
        self.marks.pop();
        self.fresh = true;
    }

    /// Closes what was left open.
    pub(super) fn close_to(&mut self, level: usize) {
        if self.marks.len() > level {
            self.fault("a marked-content sequence is not closed");
        }
        while self.marks.len() > level {
            self.close();
        }
    }

    /// A mark that spoke for its glyphs is at its end.
    fn spoken(&mut self, speech: Speech) {
        if self.decoration().is_some() && speech.stretch.is_none() && !is_seen(&speech.text) {
            return;
        }
        let elsewhere = speech.within && !is_seen(&speech.own);
        let unseen = speech.gap || (!speech.ink && is_seen(&speech.text) && !elsewhere);
        let framed = is_framed(&speech.text, &speech.own);
        let Some(stretch) = speech.stretch else {
            // It speaks without a glyph: of a picture, as a rule.
            let size = self.pen.map_or(0.0, |pen| pen.size);
            let kind = self.decoration().unwrap_or(Kind::Text);
            return self.push(speech.text, kind, self.pen.is_none(), size);
        };
        let stretch = self.leaf.stretches.get_mut(stretch);
        if let Some(stretch) = stretch.filter(|s| s.piece.kind == Kind::Text) {
            if framed {
                stretch.piece.kind = Kind::Framed;
                // Its digits are small and stand in two rows, of which the
                // first is above the baseline of the text around the frame.
                let (along, across) = speech.before.map_or((f64::MAX, 0.0), |(pen, from)| {
                    let (along, across) = pen.way_to(from);
                    (along / pen.size, across.abs() / pen.size)
                });
                stretch.piece.opens &= !((-0.3..0.9).contains(&along) && across < 0.6);
            } else if unseen {
                stretch.piece.kind = Kind::Blank;
            }
        }
    }

    /// Shows a glyph.
    pub(super) fn glyph(&mut self, glyph: &Glyph) {
        if self.is_aside() {
            return;
        }
        let opens = self.opens(glyph);
        self.settle_hyphen(opens);
        let text = glyph.font.text(glyph.code);
        if text.is_none() && !glyph.font.is_missing(glyph.code) {
            self.fault("a glyph has no Unicode value");
        }
        let text = text.unwrap_or("\u{fffd}");
        let ink = glyph.drawn && glyph.font.leaves_ink(glyph.code);
        let missing = glyph.font.is_missing(glyph.code);
        let blank = missing || (!ink && is_seen(text));
        let decoration = self.decoration();
        let hyphen = Kind::Decoration(Decoration::Hyphen);
        match &mut self.speech {
            Some(speech) => {
                speech.own.push_str(text);
                speech.ink |= ink;
                // Of several glyphs one may say what another draws.
                speech.gap |= missing;
                if speech.stretch.is_none() {
                    speech.stretch = Some(self.leaf.stretches.len());
                    speech.before = self.pen.map(|pen| (pen, glyph.from));
                    speech.within = self.ink.is_some_and(|ink| ink.reaches_over(glyph.from));
                    let text = speech.text.clone();
                    let kind = if text == "\u{ad}" { hyphen } else { Kind::Text };
                    self.push(text, decoration.unwrap_or(kind), opens, glyph.size);
                }
            }
            None => {
                let kind = match decoration {
                    Some(decoration) => decoration,
                    None if text == "\u{ad}" => hyphen,
                    None if blank => Kind::Blank,
                    None => Kind::Text,
                };
                self.say(text, kind, opens, glyph.size);
            }
        }
        let pen = Pen {
            from: glyph.from,
            at: glyph.to,
            way: glyph.way,
            size: glyph.size,
        };
        self.pen = Some(pen);
        if ink && glyph.from != glyph.to {
            self.ink = Some(pen);
        }
    }

    /// Whether the text here is nothing of the text, and nothing that is seen: the sign that
    /// turns a line about.
    fn is_aside(&self) -> bool {
        let speech = self.speech.as_ref();
        self.decoration().is_some() && speech.is_some_and(|speech| !is_seen(&speech.text))
    }

    /// Whether a glyph stands on another baseline than the one before it, or so
    /// far from it along the line that it need not be of the same text.
    fn opens(&self, glyph: &Glyph) -> bool {
        let Some(pen) = &self.pen else {
            return true;
        };
        let size = glyph.size.max(pen.size);
        let (along, across) = pen.way_to(glyph.from);
        let turn = pen.way.0 * glyph.way.0 + pen.way.1 * glyph.way.1;
        // From right to left a glyph ends where the one before it begins.
        let (back, _) = Pen {
            at: glyph.to,
            ..*pen
        }
        .way_to(pen.from);
        // Marks over letters are set back by less than this, wide spaces in a
        // justified line forward.
        let goes_on = |gap: f64| (-0.3..0.6).contains(&(gap / size));
        turn < 0.99 || across.abs() > size * 0.05 || !(goes_on(along) || goes_on(back))
    }

    /// A soft hyphen after which the line goes on parts no word.
    fn settle_hyphen(&mut self, opens: bool) {
        if let Some(last) = self.leaf.stretches.last_mut()
            && last.piece.kind == Kind::Decoration(Decoration::Hyphen)
            && !opens
        {
            last.piece.kind = Kind::Text;
        }
    }

    /// What of the page the text here is, if it is nothing of the text.
    fn decoration(&self) -> Option<Kind> {
        let artifact = self.marks.last().and_then(|mark| mark.artifact);
        artifact.map(Kind::Decoration)
    }

    /// The numbered mark that the text here stands in.
    fn content(&self) -> Option<Content> {
        let (form, number) = self.marks.last()?.number?;
        Some(Content {
            page: self.page,
            form,
            number,
        })
    }

    /// Adds to the last piece where the text goes on.
    fn say(&mut self, text: &str, kind: Kind, opens: bool, size: f64) {
        match self.leaf.stretches.last_mut() {
            Some(last) if !self.fresh && !opens && last.piece.kind == kind => {
                last.piece.text.push_str(text);
            }
            _ => {
                self.push(text.to_owned(), kind, opens, size);
                self.fresh = false;
            }
        }
    }

    fn push(&mut self, text: String, kind: Kind, opens: bool, size: f64) {
        self.fresh = true;
        if text.is_empty() {
            return;
        }
        let stretch = Stretch {
            piece: Piece {
                text,
                kind,
                opens,
                place: place(self.page),
            },
            page: self.page,
            serial: self.leaf.stretches.len(),
            content: self.content(),
            size,
        };
        self.leaf.stretches.push(stretch);
    }
}

/// Whether glyphs spell the code point of what they stand for, as a frame does
/// in the place of a character that no font has. Of several characters that
/// make one sign it is the first that is spelt.
pub(super) fn is_framed(text: &str, own: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let mut digits = String::new();
    // Writing to a string does not fail.
    let _ = write!(digits, "{:04X}", u32::from(first));
    own.trim().eq_ignore_ascii_case(&digits)
}
