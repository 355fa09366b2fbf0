//! The operators of a page in, its pieces of text out, in the order of its
//! content.

use super::font::{Font, is_seen, number};
use super::{Pdf, follow, subtype};
use crate::proof::said::{Decoration, Fault, Kind, Piece, Place, Said};
use lopdf::content::Content;
use lopdf::{Dictionary, Object};

/// How deep forms may stand within forms.
const DEEPEST: usize = 16;

/// A matrix of six numbers (ISO 32000-1, 8.3.3).
type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// The part of the graphics state that text has (ISO 32000-1, 9.3).
#[derive(Clone)]
struct State<'f> {
    matrix: Matrix,
    font: Option<&'f Font>,
    size: f64,
    /// How much glyphs are widened.
    fit: f64,
    leading: f64,
    letter_space: f64,
    word_space: f64,
}

/// Where a glyph stands.
#[derive(Clone, Copy)]
struct Shown {
    start: f64,
    end: f64,
    baseline: f64,
    size: f64,
}

impl Shown {
    /// Whether a glyph begins a line or a cell after this one, or goes on from
    /// it to either side.
    fn is_left(self, next: Shown) -> bool {
        let size = self.size.max(next.size);
        let goes_on = |gap: f64| (-0.3..0.6).contains(&(gap / size));
        (next.baseline - self.baseline).abs() > size * 0.05
            || !(goes_on(next.start - self.end) || goes_on(self.start - next.end))
    }
}

/// An open mark.
struct Mark {
    artifact: Option<Decoration>,
    /// What the mark says in place of its glyphs.
    actual: Option<String>,
    /// The piece that says it, once a glyph has shown where.
    piece: Option<usize>,
    /// What its glyphs say by themselves.
    own: String,
    /// Whether any of its glyphs shows anything, and all are glyphs.
    inked: bool,
    whole: bool,
}

pub(super) struct Reading<'p, 'd> {
    pdf: &'p Pdf<'d>,
    place: Place,
    said: Said,
    state: State<'p>,
    saved: Vec<State<'p>>,
    /// The matrix of the line, and of the next glyph.
    line: Matrix,
    pen: Matrix,
    marks: Vec<Mark>,
    /// The last glyph.
    last: Option<Shown>,
    /// Whether the next glyph begins a piece of its own.
    fresh: bool,
}

impl<'p, 'd> Reading<'p, 'd> {
    pub(super) fn new(pdf: &'p Pdf<'d>, number: usize) -> Reading<'p, 'd> {
        Reading {
            pdf,
            place: Place::Page(number),
            said: Said::default(),
            state: State {
                matrix: IDENTITY,
                font: None,
                size: 0.0,
                fit: 1.0,
                leading: 0.0,
                letter_space: 0.0,
                word_space: 0.0,
            },
            saved: Vec::new(),
            line: IDENTITY,
            pen: IDENTITY,
            marks: Vec::new(),
            last: None,
            fresh: true,
        }
    }

    pub(super) fn finish(mut self) -> Said {
        if !self.marks.is_empty() {
            self.fault("a mark is left open");
        }
        self.said
    }

    pub(super) fn fault(&mut self, message: &str) {
        let fault = Fault {
            place: self.place.clone(),
            message: message.to_owned(),
        };
        if !self.said.faults.contains(&fault) {
            self.said.faults.push(fault);
        }
    }

    pub(super) fn content(&mut self, bytes: &[u8], resources: &[&'d Dictionary], depth: usize) {
        let Ok(content) = Content::decode(bytes) else {
            return self.fault("its content is damaged");
        };
        for operation in &content.operations {
            self.operation(&operation.operator, &operation.operands, resources, depth);
        }
    }

    fn operation(
        &mut self,
        operator: &str,
        operands: &[Object],
        resources: &[&'d Dictionary],
        depth: usize,
    ) {
        let at = |index: usize| operands.get(index).and_then(number).unwrap_or(0.0);
        let matrix = || [at(0), at(1), at(2), at(3), at(4), at(5)];
        match operator {
            "q" => self.saved.push(self.state.clone()),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.matrix = times(&matrix(), &self.state.matrix),
            "BT" => self.set_line(IDENTITY),
            "Tf" => self.set_font(operands, resources),
            "Tz" => self.state.fit = at(0) / 100.0,
            "TL" => self.state.leading = at(0),
            "Tc" => self.state.letter_space = at(0),
            "Tw" => self.state.word_space = at(0),
            "Tm" => self.set_line(matrix()),
            "Td" => self.next_line(at(0), at(1)),
            "TD" => {
                self.state.leading = -at(1);
                self.next_line(at(0), at(1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(operands.first()),
            "'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first());
            }
            "\"" => {
                self.state.word_space = at(0);
                self.state.letter_space = at(1);
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2));
            }
            "TJ" => {
                let parts = operands.first().and_then(|array| array.as_array().ok());
                for part in parts.into_iter().flatten() {
                    match number(part) {
                        Some(back) => {
                            let step = -back / 1000.0 * self.state.size * self.state.fit;
                            self.pen = times(&[1.0, 0.0, 0.0, 1.0, step, 0.0], &self.pen);
                        }
                        None => self.show(Some(part)),
                    }
                }
            }
            "BMC" => self.open(operands.first(), None),
            "BDC" => {
                let properties = operands.get(1);
                let properties = properties.and_then(|object| self.properties(object, resources));
                self.open(operands.first(), properties.as_ref());
            }
            "EMC" => self.close(),
            "Do" => self.form(operands.first(), resources, depth),
            _ => {}
        }
    }

    fn set_line(&mut self, matrix: Matrix) {
        self.line = matrix;
        self.pen = matrix;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_line(times(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line));
    }

    /// What a resource of a kind is called in a dictionary of resources.
    fn resource(
        &self,
        kind: &[u8],
        name: Option<&Object>,
        resources: &[&'d Dictionary],
    ) -> Option<&'d Object> {
        let name = name?.as_name().ok()?;
        resources
            .iter()
            .find_map(|resources| self.pdf.dictionary(resources, kind)?.get(name).ok())
    }

    fn set_font(&mut self, operands: &[Object], resources: &[&'d Dictionary]) {
        let found = self.resource(b"Font", operands.first(), resources);
        let id = found.and_then(|object| object.as_reference().ok());
        self.state.font = id.and_then(|id| self.pdf.fonts.get(&id));
        self.state.size = operands.get(1).and_then(number).unwrap_or(0.0);
        if self.state.font.is_none() {
            self.fault("text is set in a font that the page does not have");
        }
    }

    /// The properties of a mark, in place or by name (ISO 32000-1, 14.6.2).
    fn properties(&self, object: &Object, resources: &[&'d Dictionary]) -> Option<Dictionary> {
        match object {
            Object::Dictionary(properties) => Some(properties.clone()),
            name @ Object::Name(_) => {
                let found = self.resource(b"Properties", Some(name), resources)?;
                follow(self.pdf.document, found)?.as_dict().ok().cloned()
            }
            _ => None,
        }
    }

    fn open(&mut self, tag: Option<&Object>, properties: Option<&Dictionary>) {
        let outer = self.marks.last().and_then(|mark| mark.artifact);
        let is_artifact = matches!(tag.map(Object::as_name), Some(Ok(b"Artifact")));
        let kind = properties.and_then(subtype);
        let artifact = match kind {
            _ if !is_artifact => outer,
            Some(b"Header") => Some(Decoration::RunningHead),
            Some(b"Footer") => Some(Decoration::Folio),
            Some(_) | None => Some(Decoration::Ornament),
        };
        let actual = properties.and_then(|properties| properties.get(b"ActualText").ok());
        let actual = actual.and_then(|text| text.as_str().ok()).map(text_string);
        self.marks.push(Mark {
            artifact,
            actual,
            piece: None,
            own: String::new(),
            inked: false,
            whole: true,
        });
        self.fresh = true;
    }

    fn close(&mut self) {
        self.fresh = true;
        let Some(mark) = self.marks.pop() else {
            return self.fault("a mark is closed that was not opened");
        };
        let Some(actual) = mark.actual else {
            return;
        };
        let mut letters = actual.chars();
        let framed = match (letters.next(), letters.next()) {
            (Some(c), None) => mark.own == format!("{:04X}", u32::from(c)),
            _ => false,
        };
        let seen = mark.whole && (mark.inked || !actual.chars().any(is_seen));
        match mark.piece.and_then(|piece| self.said.pieces.get_mut(piece)) {
            Some(piece) if framed => piece.kind = Kind::Framed,
            Some(piece) if !seen && piece.kind == Kind::Text => piece.kind = Kind::Blank,
            Some(_) => {}
            // It says something without a glyph.
            None => self.push(
                actual,
                mark.artifact.map_or(Kind::Text, Kind::Decoration),
                false,
            ),
        }
    }

    fn form(&mut self, name: Option<&Object>, resources: &[&'d Dictionary], depth: usize) {
        let found = self.resource(b"XObject", name, resources);
        let found = found.and_then(|object| follow(self.pdf.document, object)?.as_stream().ok());
        let Some(form) = found.filter(|s| subtype(&s.dict) == Some(b"Form")) else {
            return;
        };
        if depth >= DEEPEST {
            return self.fault("forms stand in each other without end");
        }
        let content = match form.dict.has(b"Filter") {
            true => form.decompressed_content().ok(),
            false => Some(form.content.clone()),
        };
        let Some(content) = content else {
            return self.fault("the content of a form cannot be read");
        };
        let mut inner: Vec<&Dictionary> = Vec::new();
        inner.extend(self.pdf.dictionary(&form.dict, b"Resources"));
        inner.extend(resources);
        let outer = (self.state.clone(), self.line, self.pen);
        if let Some(matrix) = form.dict.get(b"Matrix").ok().and_then(matrix) {
            self.state.matrix = times(&matrix, &self.state.matrix);
        }
        self.content(&content, &inner, depth + 1);
        (self.state, self.line, self.pen) = outer;
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(string) = string.and_then(|string| string.as_str().ok()) else {
            return;
        };
        let Some(font) = self.state.font else {
            return self.fault("text is set in no font");
        };
        for code in font.codes(string) {
            self.glyph(font, code);
        }
    }

    fn glyph(&mut self, font: &Font, code: u16) {
        let place = times(&self.pen, &self.state.matrix);
        let size = self.state.size.abs() * (place[2].hypot(place[3])).max(1e-6);
        let spaces = self.state.letter_space
            + if font.text(code) == Some(" ") && !font_is_wide(font) {
                self.state.word_space
            } else {
                0.0
            };
        let step = (font.width(code) * self.state.size + spaces) * self.state.fit;
        self.pen = times(&[1.0, 0.0, 0.0, 1.0, step, 0.0], &self.pen);
        let shown = Shown {
            start: place[4],
            end: times(&self.pen, &self.state.matrix)[4],
            baseline: place[5],
            size,
        };
        let opens = self.last.is_none_or(|last| last.is_left(shown));
        self.last = Some(shown);
        let text = font.text(code);
        if text.is_none() && code != 0 {
            self.fault("a glyph does not say what it means");
        }
        let text = text.unwrap_or("\u{fffd}");
        let actual = self.marks.last().and_then(|mark| mark.actual.as_deref());
        let kind = match self.marks.last().and_then(|mark| mark.artifact) {
            Some(decoration) => Kind::Decoration(decoration),
            None if actual.unwrap_or(text) == "\u{ad}" => Kind::Decoration(Decoration::Hyphen),
            None if actual.is_none() && font.is_blank(code) && text.chars().any(is_seen) => {
                Kind::Blank
            }
            None => Kind::Text,
        };
        let pieces = self.said.pieces.len();
        match self.marks.last_mut() {
            Some(mark) if mark.actual.is_some() => {
                mark.own.push_str(text);
                mark.inked |= !font.is_blank(code);
                mark.whole &= code != 0 || !font_is_wide(font);
                if mark.piece.is_none() {
                    mark.piece = Some(pieces);
                    let actual = mark.actual.clone().unwrap_or_default();
                    self.push(actual, kind, opens);
                }
            }
            _ => self.say(text, kind, opens),
        }
    }

    /// Adds to the last piece where the text goes on.
    fn say(&mut self, text: &str, kind: Kind, opens: bool) {
        match self.said.pieces.last_mut() {
            Some(piece) if !self.fresh && !opens && piece.kind == kind => piece.text.push_str(text),
            _ => self.push(text.to_owned(), kind, opens),
        }
        self.fresh = false;
    }

    fn push(&mut self, text: String, kind: Kind, opens: bool) {
        self.said.pieces.push(Piece {
            text,
            kind,
            opens,
            place: self.place.clone(),
        });
        self.fresh = true;
    }
}

/// Word spacing serves codes of one byte only (ISO 32000-1, 9.3.3).
fn font_is_wide(font: &Font) -> bool {
    font.codes(&[0, 0]).count() == 1
}

fn matrix(object: &Object) -> Option<Matrix> {
    let numbers: Vec<f64> = object.as_array().ok()?.iter().filter_map(number).collect();
    numbers.try_into().ok()
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 with its mark, else PDFDocEncoding,
/// of which only what is ASCII is taken.
fn text_string(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> = units
                .chunks(2)
                .map(|pair| {
                    pair.iter()
                        .fold(0, |unit, byte| unit << 8 | u16::from(*byte))
                })
                .collect();
            String::from_utf16_lossy(&units)
        }
        None => bytes
            .iter()
            .map(|byte| {
                if byte.is_ascii() {
                    char::from(*byte)
                } else {
                    '\u{fffd}'
                }
            })
            .collect(),
    }
}
