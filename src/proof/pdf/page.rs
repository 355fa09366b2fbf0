//! Takes the operators of a page; returns its glyphs, each in its place and in its marks.

use super::font::Font;
use super::voice::{Glyph, Mark, Voice};
use super::{Leaf, Pdf, content, dictionary, follow, guarded, number, subtype, text_string};
use crate::proof::said::Decoration;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, ObjectId};
use std::sync::Arc;

/// How deep forms may stand within forms, and how many may be drawn on a page:
/// forms that draw each other twice over would be without end.
const DEEPEST: usize = 16;
const MOST_FORMS: usize = 10_000;
/// How many states may be saved: more are a mistake.
const MOST_SAVED: usize = 10_000;
/// An operator of no page. It shows that all before it has been read.
const END: &str = "EndOfPressroomProof";

/// A matrix of six numbers (ISO 32000-1, 8.3.3).
#[derive(Clone, Copy)]
struct Matrix {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
}

impl Matrix {
    const IDENTITY: Matrix = Matrix::shift(0.0, 0.0);

    const fn shift(x: f64, y: f64) -> Matrix {
        Matrix {
            a: 1.0,
            b: 0.0,
            c: 0.0,
            d: 1.0,
            e: x,
            f: y,
        }
    }

    /// The matrix of six numbers, of which those that lack are 0.
    fn of(numbers: &[Object]) -> Matrix {
        let at = |index: usize| numbers.get(index).and_then(number).unwrap_or(0.0);
        Matrix {
            a: at(0),
            b: at(1),
            c: at(2),
            d: at(3),
            e: at(4),
            f: at(5),
        }
    }

    /// This matrix, then another.
    fn then(&self, other: &Matrix) -> Matrix {
        Matrix {
            a: self.a * other.a + self.b * other.c,
            b: self.a * other.b + self.b * other.d,
            c: self.c * other.a + self.d * other.c,
            d: self.c * other.b + self.d * other.d,
            e: self.e * other.a + self.f * other.c + other.e,
            f: self.e * other.b + self.f * other.d + other.f,
        }
    }
}

/// The part of the graphics state that text has (ISO 32000-1, 9.3). The rise is
/// no part of it here: superior figures stand on the baseline of their line.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Arc<Font>>,
    size: f64,
    /// How much glyphs are widened.
    fit: f64,
    leading: f64,
    letter_space: f64,
    word_space: f64,
    /// Whether glyphs are drawn.
    drawn: bool,
}

pub(super) struct Reading<'p, 'd> {
    pdf: &'p Pdf<'d>,
    voice: Voice,
    state: State,
    saved: Vec<State>,
    /// The matrix of the line, and of the next glyph.
    line: Matrix,
    pen: Matrix,
    /// The form whose content is being read.
    form: Option<ObjectId>,
    /// How many marks were open when that content began.
    floor: usize,
    forms: usize,
}

impl<'p, 'd> Reading<'p, 'd> {
    pub(super) fn new(pdf: &'p Pdf<'d>, page: usize) -> Reading<'p, 'd> {
        Reading {
            pdf,
            voice: Voice::new(page),
            state: State {
                matrix: Matrix::IDENTITY,
                font: None,
                size: 0.0,
                fit: 1.0,
                leading: 0.0,
                letter_space: 0.0,
                word_space: 0.0,
                drawn: true,
            },
            saved: Vec::new(),
            line: Matrix::IDENTITY,
            pen: Matrix::IDENTITY,
            form: None,
            floor: 0,
            forms: 0,
        }
    }

    pub(super) fn page(&mut self, bytes: &[u8], resources: &[&'d Dictionary]) {
        self.content(bytes, resources, 0);
    }

    pub(super) fn finish(self) -> Leaf {
        self.voice.finish()
    }

    pub(super) fn fault(&mut self, message: &str) {
        self.voice.fault(message);
    }

    fn content(&mut self, bytes: &[u8], resources: &[&'d Dictionary], depth: usize) {
        // lopdf stops at what it cannot read, and does not say so.
        let mut whole = Vec::with_capacity(bytes.len() + END.len() + 1);
        whole.extend(bytes);
        whole.push(b'\n');
        whole.extend(END.as_bytes());
        let Some(Ok(content)) = guarded(|| Content::decode(&whole)) else {
            return self.fault("its content is damaged");
        };
        let mut ended = false;
        for operation in &content.operations {
            ended = operation.operator == END && operation.operands.is_empty();
            self.operation(operation, resources, depth);
        }
        if !ended {
            self.fault("its content is damaged; read up to the damage only");
        }
    }

    fn operation(&mut self, operation: &Operation, resources: &[&'d Dictionary], depth: usize) {
        let operands = operation.operands.as_slice();
        let at = |index: usize| operands.get(index).and_then(number).unwrap_or(0.0);
        match operation.operator.as_str() {
            "q" if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            "q" => self.fault("more states are saved than any page needs"),
            "Q" => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.matrix = Matrix::of(operands).then(&self.state.matrix),
            "BT" => self.set_line(Matrix::IDENTITY),
            "Tf" => self.set_font(operands, resources),
            "Tz" => self.state.fit = at(0) / 100.0,
            "TL" => self.state.leading = at(0),
            "Tc" => self.state.letter_space = at(0),
            "Tw" => self.state.word_space = at(0),
            // Neither filled nor stroked (ISO 32000-1, table 106).
            "Tr" => self.state.drawn = !matches!(at(0) as i64, 3 | 7),
            "Tm" => self.set_line(Matrix::of(operands)),
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
                        // A number moves the pen back (ISO 32000-1, 9.4.3).
                        Some(back) => self.advance(-back / 1000.0 * self.state.size),
                        None => self.show(Some(part)),
                    }
                }
            }
            "BMC" => self.open(operands.first(), None),
            "BDC" => {
                let properties = operands.get(1);
                let properties = properties.and_then(|object| self.properties(object, resources));
                if properties.is_none() {
                    self.fault("the properties of a marked-content sequence are missing");
                }
                self.open(operands.first(), properties.as_ref());
            }
            "EMC" if self.voice.level() > self.floor => self.voice.close(),
            "EMC" => self.fault("a mark is closed that was not opened"),
            "Do" => self.draw(operands.first(), resources, depth),
            _ => {}
        }
    }

    fn set_line(&mut self, matrix: Matrix) {
        self.line = matrix;
        self.pen = matrix;
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.set_line(Matrix::shift(x, y).then(&self.line));
    }

    /// Moves the pen along the line.
    fn advance(&mut self, step: f64) {
        self.pen = Matrix::shift(step * self.state.fit, 0.0).then(&self.pen);
    }

    /// What a resource of a kind is called in a dictionary of resources.
    fn resource(
        &self,
        kind: &[u8],
        name: Option<&Object>,
        resources: &[&'d Dictionary],
    ) -> Option<&'d Object> {
        let name = name?.as_name().ok()?;
        resources.iter().find_map(|resources| {
            dictionary(self.pdf.document, resources, kind)?
                .get(name)
                .ok()
        })
    }

    fn set_font(&mut self, operands: &[Object], resources: &[&'d Dictionary]) {
        let found = self.resource(b"Font", operands.first(), resources);
        self.state.font = found.and_then(|object| self.pdf.font(object));
        self.state.size = operands.get(1).and_then(number).unwrap_or(0.0);
        if self.state.font.is_none() {
            self.fault("text uses a font that is not in the page's resources");
        }
    }

    /// The properties of a mark, in place or by name (ISO 32000-1, 14.6.2).
    fn properties(&self, object: &Object, resources: &[&'d Dictionary]) -> Option<Dictionary> {
        if let Object::Name(_) = object {
            let found = self.resource(b"Properties", Some(object), resources)?;
            return follow(self.pdf.document, found)?.as_dict().ok().cloned();
        }
        object.as_dict().ok().cloned()
    }

    fn open(&mut self, tag: Option<&Object>, properties: Option<&Dictionary>) {
        let is_artifact = matches!(tag.map(Object::as_name), Some(Ok(b"Artifact")));
        // ISO 32000-1, table 330.
        let artifact = is_artifact.then(|| match properties.and_then(subtype) {
            Some(b"Header") => Decoration::RunningHead,
            Some(b"Footer") => Decoration::Folio,
            Some(_) | None => Decoration::Ornament,
        });
        let number = properties.and_then(|p| p.get(b"MCID").ok()?.as_i64().ok());
        self.voice.open(Mark {
            artifact,
            actual: properties.and_then(|p| text_string(self.pdf.document, p, b"ActualText")),
            number: number.map(|number| (self.form, number)),
        });
    }

    /// Draws a form (ISO 32000-1, 8.10.1); pictures say nothing.
    fn draw(&mut self, name: Option<&Object>, resources: &[&'d Dictionary], depth: usize) {
        let Some(object) = self.resource(b"XObject", name, resources) else {
            return self.fault("an object is drawn that is not in the page's resources");
        };
        let found = follow(self.pdf.document, object).and_then(|found| found.as_stream().ok());
        let Some(form) = found.filter(|s| subtype(&s.dict) == Some(b"Form")) else {
            return;
        };
        self.forms += 1;
        if depth >= DEEPEST || self.forms > MOST_FORMS {
            return self.fault("form XObjects are nested endlessly");
        }
        let Some(bytes) = content(form) else {
            return self.fault("the content of a form XObject cannot be read");
        };
        let own = dictionary(self.pdf.document, &form.dict, b"Resources");
        // A form without any has those of its page.
        let inner = own.map_or_else(|| resources.to_vec(), |own| vec![own]);
        let (state, line, pen) = (self.state.clone(), self.line, self.pen);
        let saved = std::mem::take(&mut self.saved);
        let outer = (self.form, self.floor);
        self.form = object.as_reference().ok();
        self.floor = self.voice.level();
        if let Some(Ok(matrix)) = form.dict.get(b"Matrix").ok().map(Object::as_array) {
            self.state.matrix = Matrix::of(matrix).then(&self.state.matrix);
        }
        self.content(&bytes, &inner, depth + 1);
        self.voice.close_to(self.floor);
        (self.form, self.floor) = outer;
        self.saved = saved;
        (self.state, self.line, self.pen) = (state, line, pen);
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(string) = string.and_then(|string| string.as_str().ok()) else {
            return;
        };
        let Some(font) = self.state.font.clone() else {
            return self.fault("text is set without a font");
        };
        for code in font.codes(string) {
            let from = self.pen.then(&self.state.matrix);
            let mut step = font.width(code) * self.state.size + self.state.letter_space;
            if font.is_word_space(code) {
                step += self.state.word_space;
            }
            self.advance(step);
            let to = self.pen.then(&self.state.matrix);
            let run = from.a.hypot(from.b).max(1e-9);
            self.voice.glyph(&Glyph {
                font: &font,
                code,
                drawn: self.state.drawn,
                from: (from.e, from.f),
                to: (to.e, to.f),
                way: (from.a / run, from.b / run),
                size: self.state.size.abs() * from.c.hypot(from.d).max(1e-9),
            });
        }
    }
}
