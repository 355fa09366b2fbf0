//! Takes a line; returns its operators: every glyph at its position, within marked
//! content that identifies its node, with its text where the glyph does not imply it.

use super::{Content, Reading, rounded, short};
use crate::font::{Cluster, Face, FaceId, Shaped, is_ignorable};
use crate::geom::{Pt, Rect};
use crate::layout::placed::{Furniture, Line, Owner, Part, Piece, PieceKind, PlacedLine};
use crate::write::pdf::fonts::{JOINER, Used, composed, digits, is_manifold, spoken, turns};
use std::fmt;
use std::io::Write;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The pen in a line: where it is, and what is still to be shown.
pub(super) struct Pen {
    pub(super) x: f64,
    /// Glyphs of the show operator being filled; numbers move the pen.
    shown: Vec<u8>,
    /// Whether a string of glyphs is open in it.
    open: bool,
}

impl Content<'_> {
    pub(super) fn line(&mut self, owner: Owner, placed: &PlacedLine) {
        let line = &placed.line;
        let mut pen = Pen {
            x: f64::NAN,
            shown: Vec::new(),
            open: false,
        };
        let capital = initial_word(line);
        let turns = match (owner, self.reading) {
            (Owner::Node(_, Part::Body), Reading::Tagged) => turns(line),
            (Owner::Node(..) | Owner::Furniture(_), _) => Vec::new(),
        };
        let fonts = self.fonts;
        let spaces = line.space_faces(|look| fonts.set().primary(look));
        for (number, (piece, space)) in line.pieces.iter().zip(spaces).enumerate() {
            // The rest of its first word is drawn together with a drop capital.
            if number == 1 && capital.is_some() {
                continue;
            }
            let x = (placed.origin.x + piece.x).0;
            let y = self.y(placed.origin.y);
            // A picture without a description is decoration: an artifact (ISO 14289-1, 7.3).
            let decoration = matches!(&piece.kind,
                PieceKind::Picture(inset) if inset.picture.alt.as_deref() == Some("")
                    && piece.dress.link.is_none());
            let mark = match owner {
                _ if decoration => (Owner::Furniture(Furniture::Ornament), None),
                Owner::Node(..) => (owner, Some(piece.dress.holder)),
                Owner::Furniture(_) => (owner, None),
            };
            // Glyphs of different marked content cannot share one operator.
            if self.mark != Some(mark) {
                self.flush(&mut pen);
                self.mark(mark);
                pen.x = f64::NAN;
            }
            match &piece.kind {
                PieceKind::Word(shaped) if number == 0 && capital.is_some() => {
                    if let Some((rest, word)) = capital {
                        let place = (placed.origin.x, y);
                        self.initial(&mut pen, (piece, shaped), (rest, word), place, line.fit);
                    }
                }
                PieceKind::Word(shaped) => {
                    self.word(&mut pen, piece, shaped, x, y, line.fit);
                    if turns.contains(&number) {
                        self.turn(&mut pen, piece, shaped, (x, y), line.fit);
                    }
                }
                PieceKind::Hyphen(shaped) => {
                    let used = self.fonts.used(shaped.face);
                    // A hyphen at a line's end means a soft hyphen, so that readers and search
                    // join the word again (ISO 32000-1, 14.8.2.2.3).
                    let glyph = self.fonts.space(shaped.face, '\u{ad}');
                    let glyph = glyph.filter(|g| used.is_some_and(|u| u.says(*g, "\u{ad}")));
                    match glyph {
                        Some(glyph) => {
                            let size = piece.dress.size.0 * f64::from(shaped.scale);
                            self.prepare(&mut pen, piece, shaped.face, size, x, y, line.fit);
                            self.show(&mut pen, shaped.face, glyph, size, line.fit);
                        }
                        None => self.spelt(&mut pen, piece, shaped, x, y, line.fit, "\u{ad}"),
                    }
                }
                PieceKind::Space(c) => {
                    let Some((face, scale)) = space else {
                        continue;
                    };
                    let size = piece.dress.size.0 * scale;
                    let mut room = [0; 4];
                    let text = &*c.encode_utf8(&mut room);
                    if let (Some(glyph), Some(used)) =
                        (self.fonts.space(face, *c), self.fonts.used(face))
                    {
                        // A face of signs may have one blank glyph for them all.
                        let spelt = !used.says(glyph, text);
                        if spelt {
                            self.flush(&mut pen);
                            self.actual_text(text);
                            pen.x = f64::NAN;
                        }
                        self.prepare(&mut pen, piece, face, size, x, y, line.fit);
                        self.show(&mut pen, face, glyph, size, line.fit);
                        if spelt {
                            self.flush(&mut pen);
                            self.end_actual_text();
                            pen.x = f64::NAN;
                        }
                    }
                }
                PieceKind::Formula(formula) => {
                    self.formula(&mut pen, piece, formula, (x, y));
                }
                PieceKind::Picture(inset) => {
                    self.flush(&mut pen);
                    self.end_text();
                    let rect = placed.picture(piece, inset.height);
                    let picture = &inset.picture;
                    self.pictures.draw(picture, rect, self.size, &mut self.out);
                    self.colour = None;
                    pen.x = f64::NAN;
                }
            }
        }
        self.flush(&mut pen);
        self.strikes(owner, placed);
    }

    /// Lines through struck text: drawing, and nothing to be read.
    fn strikes(&mut self, owner: Owner, placed: &PlacedLine) {
        for piece in placed.line.pieces.iter().filter(|p| p.dress.struck) {
            let face = self
                .fonts
                .set()
                .face(self.fonts.set().primary(piece.dress.look));
            let above = piece.dress.size * f64::from(face.metrics().strikeout) + piece.dress.rise;
            let weight = piece.dress.size * 0.055;
            let rect = Rect::new(
                placed.origin.x + piece.x,
                placed.origin.y - above - weight / 2.0,
                piece.width,
                weight,
            );
            if matches!(owner, Owner::Node(..)) {
                self.mark((Owner::Furniture(Furniture::Ornament), None));
            }
            self.end_text();
            self.set_colour(self.inks.of_text(piece.dress.colour));
            self.rect(rect);
            self.out.extend(b"f\n");
        }
    }

    fn word(&mut self, pen: &mut Pen, piece: &Piece, shaped: &Shaped, x: f64, y: f64, fit: f64) {
        let size = piece.dress.size.0 * f64::from(shaped.scale);
        let used = self.fonts.used(shaped.face);
        for (cluster, at) in in_reading_order(shaped) {
            let at = x + at * size * fit;
            let glyphs = &shaped.glyphs[cluster.glyphs.clone()];
            let Some(used) = used.filter(|_| glyphs.iter().all(|g| g.id != 0)) else {
                self.missing(pen, piece, shaped, &cluster, at, y);
                continue;
            };
            if shaped.is_rtl() && is_manifold(&cluster) {
                self.apart(pen, piece, shaped, &cluster, at, y, fit);
                continue;
            }
            // A letter and its marks are said as one even where each glyph says
            // its part: programs that sort glyphs by place would part them.
            if matches!(glyphs, [glyph] if used.says(glyph.id, cluster.text)) {
                self.prepare(pen, piece, shaped.face, size, at, y, fit);
                self.glyphs(pen, shaped, &cluster, at, size, fit);
            } else {
                self.flush(pen);
                self.actual_text(cluster.text);
                pen.x = f64::NAN;
                self.prepare(pen, piece, shaped.face, size, at, y, fit);
                self.glyphs(pen, shaped, &cluster, at, size, fit);
                self.flush(pen);
                self.end_actual_text();
                pen.x = f64::NAN;
            }
        }
    }

    /// A right-to-left mark after a piece, which is nothing of the text: programs that put
    /// letters in order by place are told by it that the line goes on to the left.
    fn turn(&mut self, pen: &mut Pen, piece: &Piece, shaped: &Shaped, at: (f64, f64), fit: f64) {
        let Some(blank) = self.fonts.space(shaped.face, JOINER) else {
            return;
        };
        let size = piece.dress.size.0 * f64::from(shaped.scale);
        self.flush(pen);
        self.mark((Owner::Furniture(Furniture::Ornament), None));
        self.actual_text(JOINER.encode_utf8(&mut [0; 4]));
        pen.x = f64::NAN;
        let x = at.0 - HAIR * size * fit;
        self.prepare(pen, piece, shaped.face, size, x, at.1, fit);
        self.show(pen, shaped.face, blank, size, fit);
        self.flush(pen);
        self.end_actual_text();
        pen.x = f64::NAN;
    }

    /// A drop capital and the rest of its word, which say the word as one. The rest is
    /// drawn first but for its end, so that programs that place a text where its glyphs
    /// begin and end find the word in the first line, and not where the capital stands.
    fn initial(
        &mut self,
        pen: &mut Pen,
        capital: (&Piece, &Shaped),
        rest: (&Piece, &Shaped),
        origin: (Pt, f64),
        fit: f64,
    ) {
        self.flush(pen);
        self.actual_text(&format!("{}{}", capital.1.text, rest.1.text));
        let mut drawn: Vec<(&Piece, &Shaped, Cluster, f64)> = Vec::new();
        for (piece, shaped) in [rest, capital] {
            for (cluster, at) in in_reading_order(shaped) {
                drawn.push((piece, shaped, cluster, at));
            }
        }
        // The last letter of the rest goes after the capital.
        let letters = in_reading_order(rest.1).len();
        if letters > 1 {
            drawn[letters - 1..].rotate_left(1);
        }
        for (piece, shaped, cluster, at) in drawn {
            let size = piece.dress.size.0 * f64::from(shaped.scale);
            // A drop capital is as wide as it is, however its line is filled.
            let fit = if std::ptr::eq(piece, capital.0) {
                1.0
            } else {
                fit
            };
            let x = (origin.0 + piece.x).0 + at * size * fit;
            self.prepare(pen, piece, shaped.face, size, x, origin.1, fit);
            self.glyphs(pen, shaped, &cluster, x, size, fit);
        }
        self.flush(pen);
        self.end_actual_text();
        pen.x = f64::NAN;
    }

    /// A piece whose glyphs say another text than they should.
    #[expect(
        clippy::too_many_arguments,
        reason = "a place has two numbers and a line its fit"
    )]
    fn spelt(
        &mut self,
        pen: &mut Pen,
        piece: &Piece,
        shaped: &Shaped,
        x: f64,
        y: f64,
        fit: f64,
        text: &str,
    ) {
        let size = piece.dress.size.0 * f64::from(shaped.scale);
        self.flush(pen);
        self.actual_text(text);
        pen.x = f64::NAN;
        let mut at = x;
        for cluster in shaped.clusters() {
            self.prepare(pen, piece, shaped.face, size, at, y, fit);
            self.glyphs(pen, shaped, &cluster, at, size, fit);
            at += advance(shaped, &cluster) * size * fit;
        }
        self.flush(pen);
        self.end_actual_text();
        pen.x = f64::NAN;
    }

    /// A mark within the mark: its own, because a reader that builds text from
    /// numbered marks would lose what follows a nested one.
    pub(super) fn actual_text(&mut self, text: &str) {
        let mut hex = String::from("FEFF");
        for unit in composed(text).encode_utf16() {
            let _ = fmt::Write::write_fmt(&mut hex, format_args!("{unit:04X}"));
        }
        self.end_text();
        if let (Reading::Tagged, Some(mark @ (Owner::Node(..), _))) = (self.reading, self.mark) {
            self.out.extend(b"EMC\n");
            let number = self.number(mark);
            let _ = writeln!(self.out, "/Span <</MCID {number} /ActualText <{hex}>>> BDC");
        } else {
            let _ = writeln!(self.out, "/Span <</ActualText <{hex}>>> BDC");
        }
    }

    pub(super) fn end_actual_text(&mut self) {
        self.end_text();
        self.out.extend(b"EMC\n");
        if let (Reading::Tagged, Some(mark @ (Owner::Node(..), _))) = (self.reading, self.mark) {
            let number = self.number(mark);
            let _ = writeln!(self.out, "/Span <</MCID {number}>> BDC");
        }
    }

    /// A frame with the code point of a character that no face has.
    fn missing(
        &mut self,
        pen: &mut Pen,
        piece: &Piece,
        shaped: &Shaped,
        cluster: &Cluster,
        x: f64,
        y: f64,
    ) {
        self.flush(pen);
        self.actual_text(cluster.text);
        self.set_colour(self.inks.of_text(piece.dress.colour));
        let size = piece.dress.size.0 * f64::from(shaped.scale);
        let width = advance(shaped, cluster) * size;
        let base = y + piece.dress.rise.0;
        let _ = writeln!(
            self.out,
            "q {} w {} {} {} {} re S Q",
            short(size * 0.03),
            short(x + width * 0.08),
            short(base - size * 0.08),
            short(width * 0.84),
            short(size * 0.8)
        );
        for (row, digits) in digits(cluster.text, self.fonts.set()).iter().enumerate() {
            let small = size * 0.36;
            let indent = (width - f64::from(digits.width) * small) / 2.0;
            let mut at = x + indent;
            let down = base + size * if row == 0 { 0.38 } else { 0.02 };
            for cluster in digits.clusters() {
                let mut dressed = piece.clone();
                dressed.dress = std::sync::Arc::new(crate::layout::placed::Dress {
                    rise: Pt::ZERO,
                    ..(*piece.dress).clone()
                });
                pen.x = f64::NAN;
                self.prepare(pen, &dressed, digits.face, small, at, down, 1.0);
                self.glyphs(pen, digits, &cluster, at, small, 1.0);
                self.flush(pen);
                at += advance(digits, &cluster) * small;
            }
        }
        self.end_actual_text();
        pen.x = f64::NAN;
    }

    /// Brings the text state to what a piece needs and the pen to its place.
    #[expect(
        clippy::too_many_arguments,
        reason = "a place has two numbers and a line its fit"
    )]
    pub(super) fn prepare(
        &mut self,
        pen: &mut Pen,
        piece: &Piece,
        face: FaceId,
        size: f64,
        x: f64,
        y: f64,
        fit: f64,
    ) {
        let rise = piece.dress.rise.0;
        let state = self.font == Some((face, size))
            && self.colour == Some(self.inks.of_text(piece.dress.colour))
            && self.rise == rise
            && self.fit == fit
            && self.in_text;
        if !state {
            self.flush(pen);
            self.begin_text();
            self.set_colour(self.inks.of_text(piece.dress.colour));
            if self.font != Some((face, size))
                && let Some(used) = self.fonts.used(face)
            {
                let _ = writeln!(self.out, "/{} {} Tf", used.name, short(size));
                self.font = Some((face, size));
            }
            if self.rise != rise {
                let _ = writeln!(self.out, "{} Ts", short(rise));
                self.rise = rise;
            }
            if self.fit != fit {
                let _ = writeln!(self.out, "{} Tz", short(fit * 100.0));
                self.fit = fit;
            }
            pen.x = f64::NAN;
        }
        if pen.x.is_nan() {
            let _ = writeln!(self.out, "1 0 0 1 {} {} Tm", short(x), short(y));
            pen.x = rounded(x);
        } else {
            self.kern(pen, x, size, fit);
        }
    }

    /// Moves the pen by a number between strings (ISO 32000-1, 9.4.3).
    fn kern(&self, pen: &mut Pen, x: f64, size: f64, fit: f64) {
        let thousandths = (pen.x - x) / (size * fit) * 1000.0;
        if thousandths.abs() < 0.5 {
            return;
        }
        if pen.open {
            pen.shown.push(b'>');
            pen.open = false;
        }
        let number = thousandths.round();
        // Two numbers in a row are two.
        if pen.shown.last().is_some_and(u8::is_ascii_digit) {
            pen.shown.push(b' ');
        }
        // It has no decimals, and whole numbers are written faster.
        let _ = write!(pen.shown, "{}", number as i64);
        pen.x -= number / 1000.0 * size * fit;
    }

    fn glyphs(
        &mut self,
        pen: &mut Pen,
        shaped: &Shaped,
        cluster: &Cluster,
        x: f64,
        size: f64,
        fit: f64,
    ) {
        // Most letters are one glyph: of them a page has thousands.
        if let [glyph] = &shaped.glyphs[cluster.glyphs.clone()] {
            let place = x + f64::from(glyph.dx) * size * fit;
            self.glyph(pen, shaped, cluster.glyphs.start, place, size, fit);
            return;
        }
        let mut at = x;
        let mut places = Vec::with_capacity(cluster.glyphs.len());
        for glyph in &shaped.glyphs[cluster.glyphs.clone()] {
            places.push(at + f64::from(glyph.dx) * size * fit);
            at += f64::from(glyph.advance) * size * fit;
        }
        for (index, _) in spoken(shaped, cluster, self.fonts.set().face(shaped.face)) {
            let place = places[index - cluster.glyphs.start];
            self.glyph(pen, shaped, index, place, size, fit);
        }
    }

    /// Shows a glyph in its place.
    fn glyph(&mut self, pen: &mut Pen, shaped: &Shaped, index: usize, x: f64, size: f64, fit: f64) {
        let glyph = &shaped.glyphs[index];
        if glyph.dy != 0.0 {
            self.flush(pen);
            let raised = self.rise + f64::from(glyph.dy) * size;
            let _ = writeln!(self.out, "{} Ts", short(raised));
        }
        self.kern(pen, x, size, fit);
        self.show(pen, shaped.face, glyph.id, size, fit);
        if glyph.dy != 0.0 {
            self.flush(pen);
            let _ = writeln!(self.out, "{} Ts", short(self.rise));
        }
    }

    /// The letters and marks of a cluster that runs from right to left, each said by
    /// itself. Poppler turns about what one mark says from right to left, and puts in order
    /// what several say by where the first glyph of each stands. So each begins where it is
    /// looked for: a mark a hair before its letter. A blank glyph stands there where none
    /// of its own does.
    #[expect(
        clippy::too_many_arguments,
        reason = "a place has two numbers and a line its fit"
    )]
    fn apart(
        &mut self,
        pen: &mut Pen,
        piece: &Piece,
        shaped: &Shaped,
        cluster: &Cluster,
        x: f64,
        y: f64,
        fit: f64,
    ) {
        let size = piece.dress.size.0 * f64::from(shaped.scale);
        let em = size * fit;
        let width = advance(shaped, cluster) * em;
        let mut places: Vec<f64> = Vec::with_capacity(cluster.glyphs.len());
        let mut at = x;
        for glyph in &shaped.glyphs[cluster.glyphs.clone()] {
            places.push(at + f64::from(glyph.dx) * em);
            at += f64::from(glyph.advance) * em;
        }
        let place = |index: usize| places[index - cluster.glyphs.start];
        let blank = self.fonts.space(shaped.face, JOINER);
        let drawn =
            |id: u16| f64::from(self.fonts.used(shaped.face).map_or(0.0, |u| u.glyph(id).1));
        let blank = blank.map(|id| (id, drawn(id) * em));
        let ends = |index: usize| place(index) + drawn(shaped.glyphs[index].id) * em;
        let letters = letters(shaped, cluster, self.fonts.set().face(shaped.face));
        let count = letters.iter().filter(|letter| !letter.leans).count().max(1);
        let share = width / count as f64;
        // From the right: how many letters there were, and how many marks after the last.
        let (mut before, mut marks) = (0, 0);
        let mut steps: Vec<(char, Vec<Step>)> = Vec::with_capacity(letters.len());
        for letter in letters {
            if letter.leans {
                marks += 1;
            } else {
                before += 1;
                marks = 0;
            }
            let left = x + share * (count - before.clamp(1, count)) as f64;
            let start = left - f64::from(marks) * HAIR * em;
            // A mark needs to be somewhere above its letter, a letter to be as wide as it is.
            let reach = match letter.leans {
                true => start + 0.02 * em..start + 0.4 * em,
                false => left + share - 0.02 * em..left + share + 0.02 * em,
            };
            let mut own = Vec::new();
            let stands = letter.glyphs.first().is_some_and(|first| {
                shaped.glyphs[*first].dy == 0.0 && (place(*first) - start).abs() < HAIR / 4.0 * em
            });
            if let Some((id, _)) = blank.filter(|_| !stands) {
                own.push(Step::Blank(id, start));
            }
            let end = letter.glyphs.last().map(|last| ends(*last));
            own.extend(
                letter
                    .glyphs
                    .iter()
                    .map(|index| Step::Glyph(*index, place(*index))),
            );
            let end = end.or(blank.map(|(_, width)| start + width));
            let drawn = !own.is_empty() && !letter.glyphs.is_empty();
            if let (Some((id, width)), Some(end)) = (blank, end)
                && (drawn || !reach.contains(&end))
                && (letter.leans || share > width)
            {
                let to = match letter.leans {
                    // Of two like marks that stand near each other poppler forgets one, but
                    // for those of different widths.
                    true if share == 0.0 => start + width + 0.2 * em,
                    true => start + width,
                    false => left + share,
                };
                own.push(Step::Blank(id, to - width));
            }
            steps.push((letter.sign, own));
        }
        for (sign, own) in steps {
            self.flush(pen);
            self.actual_text(sign.encode_utf8(&mut [0; 4]));
            pen.x = f64::NAN;
            for step in own {
                let (Step::Blank(_, at) | Step::Glyph(_, at)) = step;
                self.prepare(pen, piece, shaped.face, size, at, y, fit);
                match step {
                    Step::Blank(id, _) => self.show(pen, shaped.face, id, size, fit),
                    Step::Glyph(index, at) => self.glyph(pen, shaped, index, at, size, fit),
                }
            }
            self.flush(pen);
            self.end_actual_text();
            pen.x = f64::NAN;
        }
    }

    pub(super) fn show(&mut self, pen: &mut Pen, face: FaceId, glyph: u16, size: f64, fit: f64) {
        let Some(used): Option<&Used> = self.fonts.used(face) else {
            return;
        };
        let (cid, width) = used.glyph(glyph);
        if !pen.open {
            pen.shown.push(b'<');
            pen.open = true;
        }
        for shift in [12, 8, 4, 0] {
            pen.shown.push(HEXADECIMAL[usize::from(cid >> shift & 0xf)]);
        }
        pen.x += f64::from(width) * size * fit;
    }

    pub(super) fn flush(&mut self, pen: &mut Pen) {
        if pen.shown.is_empty() {
            return;
        }
        if pen.open {
            pen.shown.push(b'>');
            pen.open = false;
        }
        self.out.push(b'[');
        self.out.append(&mut pen.shown);
        self.out.extend(b"] TJ\n");
    }
}

/// The clusters of a word with their distance from its left edge, in ems of the
/// face. They stand in the order in which they are read, whichever way they run:
/// who takes text from marked content takes it as it comes (ISO 32000-1,
/// 14.8.2.3.1).
fn in_reading_order(shaped: &Shaped) -> Vec<(Cluster<'_>, f64)> {
    let mut at = 0.0;
    let mut placed = Vec::with_capacity(shaped.glyphs.len());
    for cluster in shaped.clusters() {
        let width = advance(shaped, &cluster);
        placed.push((cluster, at));
        at += width;
    }
    if shaped.is_rtl() {
        placed.reverse();
        // An alef that leans on its lam has no width and stands where the lam
        // begins. Programs that put letters in order by place (poppler) want it
        // before the lam and its marks, be it by a hair.
        let mut marks = 0.0;
        for (cluster, at) in &mut placed {
            if advance(shaped, cluster) == 0.0 {
                *at -= HAIR * (1.0 + marks);
            }
            marks = composed(cluster.text).chars().skip(1).count() as f64;
        }
    }
    placed
}

/// What is shown for a letter, and where.
enum Step {
    /// A blank glyph.
    Blank(u16, f64),
    /// A glyph of the word.
    Glyph(usize, f64),
}

/// A letter or a mark of a cluster.
struct Letter {
    sign: char,
    /// Whether it is a mark, which takes no room.
    leans: bool,
    /// The glyphs that are drawn for it.
    glyphs: Vec<usize>,
}

/// The letters and marks of a cluster in the order of reading, each with its glyphs.
fn letters(shaped: &Shaped, cluster: &Cluster, face: &Face) -> Vec<Letter> {
    let text = composed(cluster.text);
    let mut letters: Vec<Letter> = text
        .chars()
        .map(|sign| Letter {
            sign,
            leans: is_combining_mark(sign) || is_ignorable(sign),
            glyphs: Vec::new(),
        })
        .collect();
    for (index, says) in spoken(shaped, cluster, face) {
        let first = says.chars().next();
        let of = |letter: &Letter| std::iter::once(letter.sign).nfd().any(|c| Some(c) == first);
        // Of two like marks each has its own.
        let free = |letter: &Letter| of(letter) && letter.glyphs.is_empty();
        let letter = letters.iter().position(free);
        let letter = letter.or_else(|| letters.iter().position(of));
        let other = if face.is_mark(shaped.glyphs[index].id) {
            letters.len().saturating_sub(1)
        } else {
            0
        };
        if let Some(letter) = letters.get_mut(letter.unwrap_or(other)) {
            letter.glyphs.push(index);
        }
    }
    letters
}

/// The digits of a number in hexadecimal.
const HEXADECIMAL: [u8; 16] = *b"0123456789ABCDEF";

/// Nothing to the eye, in ems.
const HAIR: f64 = 0.002;

/// How far the glyphs of a cluster move the pen, in ems.
fn advance(shaped: &Shaped, cluster: &Cluster) -> f64 {
    let glyphs = &shaped.glyphs[cluster.glyphs.clone()];
    glyphs.iter().map(|glyph| f64::from(glyph.advance)).sum()
}

/// The rest of the word that a line begins with a drop capital of, where one mark is
/// around both.
fn initial_word(line: &Line) -> Option<(&Piece, &Shaped)> {
    let (first, rest) = (line.pieces.first()?, line.pieces.get(1)?);
    let same = first.dress.holder == rest.dress.holder && first.dress.link == rest.dress.link;
    match (&first.kind, &rest.kind) {
        (PieceKind::Word(capital), PieceKind::Word(word)) if line.initial && same => {
            let whole = capital.missing == 0 && word.missing == 0;
            whole.then_some((rest, &**word))
        }
        (
            PieceKind::Word(_)
            | PieceKind::Space(_)
            | PieceKind::Hyphen(_)
            | PieceKind::Picture(..)
            | PieceKind::Formula(_),
            _,
        ) => None,
    }
}
