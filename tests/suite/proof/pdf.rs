//! Takes the bytes of a PDF; returns its text, as a reader that honours marked content would
//! have it: glyphs by their fonts' ToUnicode, `ActualText` before glyphs, artifacts apart.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// A stretch of text on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Where its first glyph starts, in points from the left.
    pub x: f64,
    /// Where its last glyph ends.
    pub end: f64,
    /// Its baseline, in points from the foot of the page.
    pub y: f64,
    /// The size of its type, in points.
    pub size: f64,
    /// What it says.
    pub text: String,
    /// Whether it is an artifact: a running head, a folio, a repeated head.
    pub artifact: bool,
}

/// A document that is being read.
pub struct Pdf {
    /// The document.
    pub document: Document,
    /// Its pages in order.
    pub pages: Vec<ObjectId>,
}

impl Pdf {
    /// Opens a PDF.
    pub fn open(bytes: &[u8]) -> Pdf {
        let document = Document::load_mem(bytes).unwrap();
        let pages = document.get_pages().into_values().collect();
        Pdf { document, pages }
    }

    /// Follows a reference, if it is one.
    pub fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        match object {
            Object::Reference(id) => self.document.get_object(*id).unwrap(),
            other => other,
        }
    }

    /// A dictionary's value, its reference followed.
    pub fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Object> {
        dictionary.get(key.as_bytes()).ok().map(|o| self.follow(o))
    }

    /// A dictionary under a key.
    pub fn dictionary<'a>(&'a self, of: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        self.get(of, key).and_then(|o| o.as_dict().ok())
    }

    /// A page's dictionary.
    pub fn page(&self, index: usize) -> &Dictionary {
        self.document.get_dictionary(self.pages[index]).unwrap()
    }

    /// The fonts of a page by the names of their resources.
    pub fn fonts(&self, index: usize) -> Vec<(String, &Dictionary)> {
        let resources = self.dictionary(self.page(index), "Resources").unwrap();
        let Some(fonts) = self.dictionary(resources, "Font") else {
            return Vec::new();
        };
        let font = |(name, object): (&Vec<u8>, &'_ Object)| {
            let name = String::from_utf8(name.clone()).unwrap();
            let id = object.as_reference().unwrap();
            (name, self.document.get_dictionary(id).unwrap())
        };
        fonts.iter().map(font).collect()
    }

    /// The operators of a page.
    pub fn content(&self, index: usize) -> Content {
        let bytes = self.document.get_page_content(self.pages[index]);
        Content::decode(&bytes).unwrap()
    }

    /// The text of a page, stretch by stretch in the order of its marks.
    pub fn stretches(&self, index: usize) -> Vec<Stretch> {
        self.read(index).0
    }

    fn read(&self, index: usize) -> (Vec<Stretch>, Vec<(f64, f64)>) {
        let faces: BTreeMap<String, Face> = self
            .fonts(index)
            .into_iter()
            .map(|(name, font)| (name, self.face(font)))
            .collect();
        let mut reading = Reading::new(&faces);
        for operation in &self.content(index).operations {
            reading.operation(&operation.operator, &operation.operands);
        }
        assert!(
            reading.marks.is_empty(),
            "a marked-content sequence is not closed"
        );
        (reading.stretches, reading.spaces)
    }

    /// What the glyphs of a font say, and how wide they are.
    fn face(&self, font: &Dictionary) -> Face {
        let Some(Object::Stream(map)) = self.get(font, "ToUnicode") else {
            panic!("a font has no ToUnicode");
        };
        let descendants = self
            .get(font, "DescendantFonts")
            .unwrap()
            .as_array()
            .unwrap();
        let descendant = self.follow(&descendants[0]).as_dict().unwrap();
        let widths = self.get(descendant, "W").unwrap().as_array().unwrap();
        assert_eq!(widths.len(), 2, "one list of widths, from glyph 0 on");
        let widths = self.follow(&widths[1]).as_array().unwrap().iter();
        Face {
            texts: to_unicode(&map.decompressed_content().unwrap()),
            widths: widths
                .map(|w| f64::from(w.as_float().unwrap()) / 1000.0)
                .collect(),
        }
    }

    /// The spaces between the words of a page, each with its baseline and its
    /// width, all in points.
    pub fn spaces(&self, index: usize) -> Vec<(f64, f64)> {
        self.read(index).1
    }

    /// The lines of a page's own text from top to bottom, artifacts left out.
    pub fn lines(&self, index: usize) -> Vec<String> {
        lines(&self.stretches(index), false)
    }

    /// The lines of what belongs to a page and not to the text.
    pub fn furniture(&self, index: usize) -> Vec<String> {
        lines(&self.stretches(index), true)
    }

    /// The whole text in the order of reading: lines joined by spaces, words
    /// that a hyphen parts at a line's end put together again.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for index in 0..self.pages.len() {
            for line in self.lines(index) {
                match text.strip_suffix('\u{ad}') {
                    Some(parted) => text.truncate(parted.len()),
                    None if !text.is_empty() => text.push(' '),
                    None => {}
                }
                text.push_str(&line);
            }
        }
        text
    }
}

/// Joins what stands side by side on one baseline, with a space where there is
/// a gap, as between the cells of a table.
fn lines(stretches: &[Stretch], artifacts: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut last: Option<&Stretch> = None;
    for stretch in stretches.iter().filter(|s| s.artifact == artifacts) {
        match (last, lines.last_mut()) {
            (Some(last), Some(line)) if (last.y - stretch.y).abs() < 0.01 => {
                let gap = stretch.x - last.end;
                if gap.abs() > stretch.size * 0.3 && !line.ends_with(' ') {
                    line.push(' ');
                }
                line.push_str(&stretch.text);
            }
            _ => lines.push(stretch.text.clone()),
        }
        last = Some(stretch);
    }
    lines
}

/// A font, as far as text goes.
struct Face {
    texts: BTreeMap<u16, String>,
    widths: Vec<f64>,
}

/// An open mark.
struct Mark {
    artifact: bool,
    /// What it says by itself, until the first glyph shows where.
    actual: Option<String>,
    spoken: bool,
}

struct Reading<'m> {
    faces: &'m BTreeMap<String, Face>,
    font: String,
    size: f64,
    /// How much glyphs are stretched.
    fit: f64,
    pen: f64,
    matrix: (f64, f64),
    marks: Vec<Mark>,
    stretches: Vec<Stretch>,
    /// The spaces that are over, and where the one begins that is not.
    spaces: Vec<(f64, f64)>,
    space: Option<f64>,
    fresh: bool,
}

impl<'m> Reading<'m> {
    fn new(faces: &'m BTreeMap<String, Face>) -> Reading<'m> {
        Reading {
            faces,
            fit: 1.0,
            pen: 0.0,
            font: String::new(),
            size: 0.0,
            matrix: (0.0, 0.0),
            marks: Vec::new(),
            stretches: Vec::new(),
            spaces: Vec::new(),
            space: None,
            fresh: true,
        }
    }

    fn operation(&mut self, operator: &str, operands: &[Object]) {
        let number = |i: usize| f64::from(operands[i].as_float().unwrap());
        match operator {
            "Tf" => {
                let name = operands[0].as_name().unwrap();
                self.font = String::from_utf8(name.to_vec()).unwrap();
                self.size = number(1);
            }
            "Tm" => {
                // The space at the end of a line is none.
                if number(5) != self.matrix.1 {
                    self.space = None;
                }
                self.matrix = (number(4), number(5));
                self.pen = number(4);
                self.fresh = true;
            }
            "Tz" => self.fit = number(0) / 100.0,
            "BDC" => self.open(operands),
            "EMC" => {
                self.marks
                    .pop()
                    .expect("a mark is closed that was not opened");
                self.fresh = true;
            }
            "TJ" => {
                for part in operands[0].as_array().unwrap() {
                    match part {
                        Object::String(bytes, _) => self.show(bytes),
                        number => {
                            let back = f64::from(number.as_float().unwrap()) / 1000.0;
                            self.pen -= back * self.size * self.fit;
                        }
                    }
                }
            }
            "Td" | "TD" | "T*" | "Tj" | "'" | "\"" => panic!("{operator} is not read here"),
            _ => {}
        }
    }

    fn open(&mut self, operands: &[Object]) {
        let properties = operands[1].as_dict().unwrap();
        let actual = properties.get(b"ActualText").ok();
        let outer = self.marks.last().is_some_and(|mark| mark.artifact);
        self.marks.push(Mark {
            artifact: outer || matches!(operands[0].as_name(), Ok(b"Artifact")),
            actual: actual.map(|text| text_string(text.as_str().unwrap())),
            spoken: false,
        });
        self.fresh = true;
    }

    fn show(&mut self, glyphs: &[u8]) {
        let mark = self.marks.last_mut().expect("text stands in no mark");
        let artifact = mark.artifact;
        let face = &self.faces[&self.font];
        let glyphs = glyphs
            .chunks(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        let start = self.pen;
        for glyph in glyphs.clone() {
            if face.texts.get(&glyph).is_some_and(|text| text == " ") {
                self.space.get_or_insert(self.pen);
            } else if let Some(start) = self.space.take() {
                self.spaces.push((self.matrix.1, self.pen - start));
            }
            self.pen += face.widths[usize::from(glyph)] * self.size * self.fit;
        }
        let text = match &mark.actual {
            Some(_) if mark.spoken => String::new(),
            Some(actual) => {
                mark.spoken = true;
                actual.clone()
            }
            None => {
                let say = |glyph: u16| {
                    let text = face.texts.get(&glyph);
                    text.unwrap_or_else(|| panic!("glyph {glyph} of {} says nothing", self.font))
                };
                glyphs.map(|glyph| say(glyph).as_str()).collect()
            }
        };
        match self.stretches.last_mut() {
            Some(last) if !self.fresh => {
                last.text.push_str(&text);
                last.end = self.pen;
            }
            _ => self.stretches.push(Stretch {
                x: start,
                end: self.pen,
                y: self.matrix.1,
                size: self.size,
                text,
                artifact,
            }),
        }
        self.fresh = false;
    }
}

/// The texts of a ToUnicode map by glyph.
fn to_unicode(map: &[u8]) -> BTreeMap<u16, String> {
    let map = String::from_utf8(map.to_vec()).unwrap();
    let mut texts = BTreeMap::new();
    let mut within = false;
    for line in map.lines() {
        if line.ends_with("beginbfchar") {
            within = true;
        } else if line == "endbfchar" {
            within = false;
        } else if within {
            let (glyph, text) = line.split_once("> <").unwrap();
            let glyph = u16::from_str_radix(glyph.trim_start_matches('<'), 16).unwrap();
            let units: Vec<u16> = text
                .trim_end_matches('>')
                .as_bytes()
                .chunks(4)
                .map(|hex| u16::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap())
                .collect();
            texts.insert(glyph, String::from_utf16(&units).unwrap());
        }
    }
    texts
}

/// A text string: UTF-16 with its mark, else ASCII here.
pub fn text_string(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> = units
                .chunks(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}
