//! Subsets are compared with the whole face: both shape the same text, and the glyphs are
//! drawn.

use super::super::{FaceId, FontSet, Setting, Shaped};
use super::*;
use crate::font::file;
use crate::lang::Lang;
use crate::look::{Forms, Look};
use kurbo::{BezPath, ParamCurve, ParamCurveNearest, Shape};
use skrifa::outline::OutlinePen;

/// Sentences with the language that they are in.
const TEXTS: [(&str, &str); 12] = [
    (
        "fr",
        "L’été où l’œuvre naïve d’un maçon âgé brûla, à Noël : « Ça suffit ! »",
    ),
    (
        "en",
        "The baffled officer filed five offices; a fjord, a shelf, difficult afflictions.",
    ),
    ("el", "Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία· ᾄδει ᾧ ἀνδρί."),
    (
        "ru",
        "Съешь ещё этих мягких французских булок, да выпей же чаю.",
    ),
    (
        "vi",
        "Chữ Việt xếp dấu: ế, ộ, ữ, ẵ; viết rời: e\u{302}\u{301}, o\u{323}\u{302}.",
    ),
    ("ar", "الكِتابُ لا يُقرأُ مرّةً واحدةً، بل ٣ مرّات."),
    ("he", "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם"),
    ("hi", "क्षेत्र में ज़रूरी पुस्तकें और कार्यक्रम, र्क ट्र क़लम"),
    ("th", "น้ำใจงามคือกำลังของที่นี่ ปั๊ม ฐิติ"),
    ("pl", "Zażółć gęślą jaźń; ĳ, ș, ț, ŵ, ő."),
    ("en", "x\u{2074} 1\u{2044}2 → ☐ ☑ • ◦ ✓ # & @ {} [] () 😀"),
    ("sr", "Без речи, гроб и дом: б г д п т."),
];

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

fn setting(lang: &str, small_caps: bool) -> Setting {
    Setting {
        rtl: matches!(lang, "ar" | "he"),
        forms: Forms {
            small_caps,
            ..Forms::default()
        },
        ..Setting::of(Look::TEXT, &Lang::parse(lang).unwrap())
    }
}

/// The face in a file.
fn face_of(bytes: &[u8]) -> Face {
    let mut faces = file::open(bytes.to_vec()).unwrap();
    Face::of_file(faces.remove(0))
}

/// The outline of a glyph.
#[derive(Default)]
struct Drawn(BezPath);

impl OutlinePen for Drawn {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to((cx, cy), (x, y));
    }

    fn curve_to(&mut self, cx: f32, cy: f32, dx: f32, dy: f32, x: f32, y: f32) {
        self.0.curve_to((cx, cy), (dx, dy), (x, y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

fn drawn(face: &Face, glyph: u16) -> BezPath {
    let mut drawn = Drawn::default();
    assert!(face.outlined().draw(glyph, &mut drawn));
    drawn.0
}

/// How far one outline is from another, in the units of both.
fn distance(a: &BezPath, b: &BezPath) -> f64 {
    let others: Vec<_> = b.segments().collect();
    let places = a
        .segments()
        .flat_map(|segment| [0.0, 0.25, 0.5, 0.75].map(|t| segment.eval(t)));
    places.fold(0.0, |most: f64, place| {
        let near = others
            .iter()
            .map(|other| other.nearest(place, 1e-3).distance_sq);
        most.max(near.fold(f64::INFINITY, f64::min).sqrt())
    })
}

/// Asserts that a text is set the same in a face and in its subset.
fn assert_same(whole: &Face, subset: &Face, text: &str, setting: &Setting) {
    let units = whole.metrics().units_per_em;
    let mut seen = BTreeSet::new();
    for word in words(text) {
        let (a, b): (Shaped, Shaped) = (whole.shape(word, setting), subset.shape(word, setting));
        let name = format!("{} {} {word}", whole.family(), whole.weight());
        assert_eq!(a.missing, b.missing, "{name}");
        assert_eq!(a.glyphs.len(), b.glyphs.len(), "{name}");
        for (a, b) in a.glyphs.iter().zip(&b.glyphs) {
            assert_eq!((a.advance, a.dx, a.dy), (b.advance, b.dx, b.dy), "{name}");
            assert_eq!(a.cluster, b.cluster, "{name}");
            assert_eq!(a.id == 0, b.id == 0, "{name}");
            if a.id == 0 || !seen.insert((a.id, b.id)) {
                continue;
            }
            let (one, other) = (drawn(whole, a.id), drawn(subset, b.id));
            let most = f64::from(units) / 1000.0;
            let away = distance(&one, &other).max(distance(&other, &one));
            assert!(away <= most, "{name}: {away} of {units}");
            // The inside is on the same side.
            let (one, other) = (one.area().abs(), other.area().abs());
            assert!(
                (one - other).abs() <= most * 4000.0,
                "{name}: {one} {other}"
            );
        }
    }
}

fn request(text: &str) -> Request {
    let mut request = Request::default();
    with_forms(text, &mut request.characters);
    request
}

#[test]
fn a_subset_of_every_built_in_face_sets_text_as_the_face_does() {
    let fonts = FontSet::embedded();
    for (_, face) in fonts.library().faces() {
        for (lang, text) in TEXTS {
            // A face of another script would have nothing but figures.
            if !text.chars().any(|c| c.is_alphabetic() && face.has(c)) {
                continue;
            }
            for small_caps in [false, true] {
                let request = Request {
                    small_caps,
                    ..request(text)
                };
                let subset = face_of(&face.subset(&request).unwrap());
                assert_same(face, &subset, text, &setting(lang, small_caps));
            }
        }
    }
}

#[test]
fn a_subset_has_the_characters_asked_for_and_a_few_more() {
    let fonts = FontSet::embedded();
    let face = fonts.face(FaceId(0));
    let subset = face_of(&face.subset(&request("Été")).unwrap());
    let characters: String = subset.characters().collect();
    assert_eq!(
        characters,
        " -.0123456789t\u{a0}\u{ad}Éé\u{2009}\u{2010}\u{202f}"
    );
}
