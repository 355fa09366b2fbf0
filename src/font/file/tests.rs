//! Which font files are accepted and why others are refused, tested with the small fonts
//! in `tests/faces/`.

use super::*;
use crate::font::{Face, Family, Look, Setting};
use crate::lang::Lang;

fn read(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/faces/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

fn opened(name: &str) -> Vec<FaceFile> {
    open(read(name)).unwrap()
}

fn setting() -> Setting {
    let look = Look {
        family: Family::Serif,
        bold: false,
        italic: false,
    };
    Setting::of(look, &Lang::parse("en").unwrap())
}

/// Cuts a face to some glyphs, as a PDF is given it.
fn subset(face: &Face, glyphs: &[u16]) -> Result<Vec<u8>, subsetter::Error> {
    let mut remapper = subsetter::GlyphRemapper::new();
    for glyph in glyphs {
        remapper.remap(*glyph);
    }
    let settings = face.variations().iter();
    let settings: Vec<_> = settings
        .map(|(tag, place)| (subsetter::Tag::new(tag), *place))
        .collect();
    let outlined = face.outlined();
    subsetter::subset_with_variations(outlined.bytes(), outlined.index(), &settings, &remapper)
}

fn styles(faces: &[FaceFile]) -> Vec<(u16, bool)> {
    faces
        .iter()
        .map(|face| (face.weight, face.italic))
        .collect()
}

#[test]
fn a_static_face_is_itself() {
    for name in ["static.ttf", "static.woff", "static.woff2"] {
        let faces = opened(name);
        assert_eq!(styles(&faces), [(400, false)], "{name}");
        assert_eq!(faces[0].family, "Noto Serif");
        assert!(faces[0].variations.is_empty());
        let face = Face::of_file(faces[0].clone());
        assert_eq!(face.postscript_name(), "NotoSerif-Regular");
        let ending = name.rsplit('.').next().unwrap();
        assert_eq!(face.file_name(), format!("NotoSerif-Regular.{ending}"));
    }
}

#[test]
fn a_face_of_postscript_outlines_is_itself() {
    let faces = opened("static-cff.otf");
    assert_eq!(styles(&faces), [(700, false)]);
    let face = Face::of_file(faces[0].clone());
    assert_eq!(face.file_name(), "NotoSerif-CFF.otf");
    assert!(subset(&face, &[1, 2]).unwrap().starts_with(b"OTTO"));
}

#[test]
fn a_file_goes_whole_into_another_as_it_was() {
    for name in [
        "static.ttf",
        "static.woff",
        "static.woff2",
        "variable.woff2",
    ] {
        let face = Face::of_file(opened(name)[0].clone());
        assert_eq!(face.whole().unwrap()[..], read(name), "{name}");
        assert_eq!(face.outlined().bytes().get(..4), Some(&[0, 1, 0, 0][..]));
    }
}

#[test]
fn a_collection_gives_each_of_its_faces() {
    let faces = opened("collection.ttc");
    assert_eq!(styles(&faces), [(400, false), (700, false)]);
    assert!(faces.iter().all(|face| face.whole.is_none()));
    let faces: Vec<Face> = faces.into_iter().map(Face::of_file).collect();
    assert_eq!(faces[0].postscript_name(), "NotoSerif-Regular");
    assert_eq!(faces[1].postscript_name(), "NotoSerif-Bold");
    assert_eq!(faces[1].file_name(), "NotoSerif-Bold.ttc");
    let width = |face: &Face| face.shape("Hafil", &setting()).width;
    assert!(width(&faces[1]) > width(&faces[0]) * 1.05);
    assert!(
        faces[1].version().starts_with('2'),
        "{}",
        faces[1].version()
    );
    assert!(subset(&faces[1], &[1, 2]).is_ok());
}

#[test]
fn a_variable_face_gives_its_usual_weights() {
    for name in ["variable.ttf", "variable.woff2", "variable-cff2.otf"] {
        let faces = opened(name);
        let weights = [(400, false), (600, false), (700, false)];
        assert_eq!(styles(&faces), weights, "{name}");
        assert_eq!(faces[2].variations, [(*b"wght", 700.0)]);
    }
    let face = Face::of_file(opened("variable.woff2").remove(2));
    assert_eq!(face.postscript_name(), "NotoSerif-Regular-wght700");
    assert_eq!(face.file_name(), "NotoSerif-Regular.woff2");
}

/// The static bold of the collection was drawn from the same masters as
/// the variable face.
#[test]
fn an_instance_is_shaped_and_measured_as_the_static_face_of_its_weight() {
    let bold = Face::of_file(opened("collection.ttc").remove(1));
    let instance = Face::of_file(opened("variable.ttf").remove(2));
    let regular = Face::of_file(opened("variable.ttf").remove(0));
    for word in ["Hafil", "fail", "élixa"] {
        let [bold, instance, regular] =
            [&bold, &instance, &regular].map(|face| face.shape(word, &setting()));
        assert_eq!((instance.missing, bold.missing), (0, 0));
        assert!(
            (instance.width - bold.width).abs() < 0.01 * bold.width,
            "{word}"
        );
        assert!(instance.width > 1.03 * regular.width, "{word}");
    }
    let (own, other) = (instance.metrics(), bold.metrics());
    assert!((own.x_height - other.x_height).abs() < 0.01);
    assert!((own.space - other.space).abs() < 0.01);
}

#[test]
fn what_is_embedded_of_an_instance_is_as_wide_and_as_bold_as_what_was_shaped() {
    use skrifa::instance::{LocationRef, Size};
    for name in ["variable.ttf", "variable.woff2", "variable-cff2.otf"] {
        let mut inks = Vec::new();
        for file in opened(name) {
            let face = Face::of_file(file);
            let shaped = face.shape("Hail", &setting());
            let glyphs: Vec<u16> = shaped.glyphs.iter().map(|glyph| glyph.id).collect();
            let embedded = subset(&face, &glyphs).unwrap();
            let font = FontRef::new(&embedded).unwrap();
            assert!(font.fvar().is_err());
            let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            let upm = face.metrics().units_per_em;
            for (at, glyph) in shaped.glyphs.iter().enumerate() {
                let id = skrifa::GlyphId::from(at as u16 + 1);
                let width = metrics.advance_width(id).unwrap();
                assert_eq!(width / upm, face.advance(glyph.id), "{name}");
            }
            // The stem of the l, its serifs aside, grows with the weight.
            inks.push(
                metrics
                    .bounds(skrifa::GlyphId::new(4))
                    .map(|b| b.x_max - b.x_min),
            );
        }
        assert!(
            inks.windows(2).all(|pair| pair[0] < pair[1]),
            "{name}: {inks:?}"
        );
    }
}

#[test]
fn a_weight_that_an_axis_does_not_reach_is_its_nearest_end() {
    let axis = |least, most| {
        [Axis {
            tag: *b"wght",
            least,
            default: least,
            most,
        }]
    };
    let weights = |least, most| -> Vec<u16> {
        let instances = instances(&axis(least, most), 400, false);
        instances.iter().map(|instance| instance.weight).collect()
    };
    assert_eq!(weights(100.0, 900.0), [400, 600, 700]);
    assert_eq!(weights(200.0, 500.0), [400, 500]);
    assert_eq!(weights(800.0, 900.0), [800]);
    assert_eq!(weights(100.0, 300.0), [300]);
    // The ends of a broken axis.
    assert_eq!(weights(900.0, 100.0), [900]);
    assert_eq!(weights(-20000.0, -10000.0), [1]);
}

#[test]
fn a_face_with_an_axis_of_italics_gives_both_slopes_of_each_weight() {
    let axis = |tag: &[u8; 4], least, default, most| Axis {
        tag: *tag,
        least,
        default,
        most,
    };
    let wght = || axis(b"wght", 400.0, 400.0, 700.0);
    let both = instances(&[wght(), axis(b"ital", 0.0, 0.0, 1.0)], 400, false);
    assert_eq!(both.len(), 6);
    assert_eq!(both[3].variations, [(*b"wght", 400.0), (*b"ital", 1.0)]);
    assert!(both[3].italic && !both[0].italic);
    let slanted = instances(&[axis(b"slnt", -10.0, 0.0, 0.0)], 300, false);
    assert_eq!(slanted.len(), 2);
    assert_eq!(
        slanted[0],
        Instance {
            variations: vec![],
            weight: 300,
            italic: false
        }
    );
    assert_eq!(slanted[1].variations, [(*b"slnt", -10.0)]);
    // An axis that leans backwards only gives no italic.
    assert_eq!(
        instances(&[axis(b"slnt", 0.0, 0.0, 10.0)], 400, false).len(),
        1
    );
    // Other axes stay where they are.
    assert_eq!(
        instances(&[axis(b"wdth", 75.0, 100.0, 125.0)], 400, true).len(),
        1
    );
}

#[test]
fn a_face_whose_licence_bits_forbid_it_is_refused() {
    let refused = open(read("restricted.ttf")).unwrap_err();
    let family = "Noto Serif".to_owned();
    assert_eq!(refused, Refusal::Embedding { family, bits: 2 });
    assert_eq!(
        refused.to_string(),
        "Noto Serif does not allow that it be embedded (fsType 0x0002)"
    );
}

#[test]
fn licence_bits_mean_what_they_meant_in_their_version() {
    // (version, fsType, forbidden)
    for (version, bits, forbidden) in [
        (4, 0x0000, false),
        (4, 0x0002, true),
        (4, 0x0004, false),
        (4, 0x0008, false),
        (4, 0x0006, true),
        (2, 0x0006, false),
        (0, 0x0002, true),
        (4, 0x0100, true),
        (4, 0x0104, true),
        (4, 0x0208, true),
        (2, 0x0100, true),
        (1, 0x0300, false),
    ] {
        assert_eq!(forbids(version, bits), forbidden, "{version} {bits:#06x}");
    }
}

/// A face without one of its tables.
fn without(tag: &[u8; 4]) -> Vec<u8> {
    let bytes = read("static.ttf");
    let font = FontRef::new(&bytes).unwrap();
    let records = font.table_directory().table_records().iter();
    let others = records.filter(|record| record.tag().to_be_bytes() != *tag);
    let tables = others.map(|record| {
        let data = font.table_data(record.tag()).unwrap();
        (record.tag().to_be_bytes(), data.as_bytes().to_vec())
    });
    super::super::sfnt::assemble(0x0001_0000, tables.collect()).unwrap()
}

#[test]
fn a_face_that_lacks_a_table_is_refused_with_a_reason() {
    for (tag, reason) in [
        (b"head", "the face has no sound table head"),
        (b"maxp", "the face has no sound table maxp"),
        (b"hhea", "the face has no sound table hhea"),
        (b"hmtx", "the face has no widths"),
        (b"cmap", "the face has no map of characters (table cmap)"),
        (b"glyf", "the face has no outlines"),
        (b"loca", "the face has no outlines"),
        (b"name", "the face has no family name"),
    ] {
        let refused = open(without(tag)).unwrap_err();
        assert_eq!(refused.to_string(), reason);
    }
    // Without OS/2 it says nothing of its licence: nothing is forbidden.
    assert_eq!(styles(&open(without(b"OS/2")).unwrap()), [(400, false)]);
}

#[test]
fn what_is_no_font_is_refused_with_a_reason() {
    let reason = |bytes: &[u8]| open(bytes.to_vec()).unwrap_err().to_string();
    assert!(reason(b"").contains("empty"));
    assert!(reason(b"<html>").contains("neither TrueType, OpenType nor WOFF"));
    assert!(reason(b"wOF2").contains("cut short"));
    assert!(reason(b"ttcf\0\x01\0\0\0\0\0\0").contains("collection of 0 faces"));
}

const FILES: [&str; 11] = [
    "static.ttf",
    "static.woff",
    "static.woff2",
    "monospaced.ttf",
    "monospaced.woff2",
    "variable.ttf",
    "variable.woff2",
    "static-cff.otf",
    "variable-cff2.otf",
    "collection.ttc",
    "restricted.ttf",
];

/// Goes with what was let in through all that is done with a face.
fn put_to_use(bytes: Vec<u8>) {
    for file in open(bytes).unwrap_or_default() {
        let face = Face::of_file(file);
        let shaped = face.shape("Hxafilé", &setting());
        assert!(face.metrics().units_per_em >= 16.0);
        let glyphs: Vec<u16> = shaped.glyphs.iter().map(|glyph| glyph.id).collect();
        for glyph in &glyphs {
            face.advance(*glyph);
        }
        // It may well fail: then the PDF is not made, and says why.
        let outlined = face.outlined();
        if glyphs.iter().all(|glyph| outlined.can_embed(*glyph)) {
            let _ = subset(&face, &glyphs);
        }
    }
}

#[test]
fn a_file_cut_short_is_refused() {
    for name in FILES {
        let bytes = read(name);
        // The last table is filled up with no more than three bytes.
        for length in (0..bytes.len() - 3).step_by(7) {
            let refused = open(bytes.get(..length).unwrap().to_vec()).unwrap_err();
            assert!(!matches!(refused, Refusal::Embedding { .. }));
        }
    }
}

#[test]
fn no_damage_to_a_file_makes_us_panic() {
    // A generator of Marsaglia's, so that every run damages alike.
    let mut state: u64 = 0x2545_f491_4f6c_dd1d;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    let rounds = std::env::var("PRESSROOM_DAMAGE").ok();
    let rounds: u32 = rounds.and_then(|n| n.parse().ok()).unwrap_or(300);
    for name in FILES {
        let bytes = read(name);
        for _ in 0..rounds {
            let mut damaged = bytes.clone();
            for _ in 0..=random(3) {
                let at = random(damaged.len());
                damaged[at] = match random(3) {
                    0 => 0xff,
                    1 => 0,
                    _ => damaged[at] ^ 1 << random(8),
                };
            }
            put_to_use(damaged);
        }
    }
}
