//! Takes words; returns glyphs. This is the only module that uses harfrust.

use super::face::is_ignorable;
use super::{Face, FaceId, Figures, Forms, Look};
use crate::lang::Lang;
use crate::look::is_rtl;
use harfrust::{BufferFlags, Feature, Language, ShapeOptions, ShapePlan, ShaperFont, Tag};
use std::ops::Range;
use std::sync::Arc;

/// How to set a word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Setting {
    /// The look.
    pub look: Look,
    /// The language, on which glyphs and ligatures depend.
    pub lang: Lang,
    /// Whether the direction is right to left.
    pub rtl: bool,
    /// The forms.
    pub forms: Forms,
    /// The preferred face.
    pub first: Option<FaceId>,
}

impl Setting {
    /// A look in a language, from left to right, with default forms.
    pub fn of(look: Look, lang: &Lang) -> Setting {
        Setting {
            look,
            lang: lang.clone(),
            rtl: false,
            forms: Forms::default(),
            first: None,
        }
    }
}

/// A word set in a face.
#[derive(Debug, Clone, Default)]
pub struct Shaped {
    /// The word.
    pub text: Box<str>,
    /// The face.
    pub face: FaceId,
    /// How much the face is enlarged to match its neighbours.
    pub scale: f32,
    /// The glyphs, from left to right.
    pub glyphs: Box<[Glyph]>,
    /// The width, in ems, at the scale.
    pub width: f32,
    /// The number of characters without a glyph in the face.
    pub missing: u32,
    /// Whether a mark is unattached.
    pub loose_mark: bool,
}

/// The glyphs that say one stretch of a word, and the stretch.
pub(crate) struct Cluster<'w> {
    /// The glyphs, by their numbers in the word.
    pub glyphs: Range<usize>,
    /// The first byte of the stretch.
    pub start: usize,
    /// The stretch.
    pub text: &'w str,
}

impl Shaped {
    /// The clusters of the word, in the order of its glyphs.
    pub(crate) fn clusters(&self) -> impl Iterator<Item = Cluster<'_>> {
        let ascends = self.glyphs.is_sorted_by_key(|glyph| glyph.cluster);
        let mut first = 0;
        let all = self.glyphs.chunk_by(|a, b| a.cluster == b.cluster);
        all.map(move |same| {
            let glyphs = first..first + same.len();
            first = glyphs.end;
            let start = same.first().map_or(0, |glyph| glyph.cluster);
            // The letters of a cluster end where those of the next in the text begin.
            let next = match ascends {
                true => self.glyphs.get(glyphs.end).map(|glyph| glyph.cluster),
                false => {
                    let starts = self.glyphs.iter().map(|glyph| glyph.cluster);
                    starts.filter(|other| *other > start).min()
                }
            };
            let start = start as usize;
            let stop = next.map_or(self.text.len(), |next| next as usize);
            Cluster {
                glyphs,
                start,
                text: self.text.get(start..stop).unwrap_or(""),
            }
        })
    }

    /// Whether the word runs from right to left, which the direction of its text
    /// tells where it is a single letter.
    pub(crate) fn is_rtl(&self) -> bool {
        let cluster = |glyph: Option<&Glyph>| glyph.map(|glyph| glyph.cluster);
        let (first, last) = (cluster(self.glyphs.first()), cluster(self.glyphs.last()));
        first > last || (first == last && self.text.chars().any(is_rtl))
    }

    /// What is left of the word from the letters of a glyph on.
    pub(crate) fn letters_of(&self, glyph: &Glyph) -> &str {
        self.text.get(glyph.cluster as usize..).unwrap_or("")
    }
}

/// A glyph of a word; measures are in ems of the face, before the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Its number in the face; 0 where the face has none.
    pub id: u16,
    /// How far it moves the pen.
    pub advance: f32,
    /// How far it stands right of the pen.
    pub dx: f32,
    /// How far it stands above the baseline.
    pub dy: f32,
    /// The first byte, in the word, of the letters it shows.
    pub cluster: u32,
}

/// The width of the frame for a missing character, in ems:
/// room for its code point in two rows of digits.
pub(crate) const MISSING_WIDTH: f32 = 0.72;

/// The key of a shaping plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlanKey {
    script: Option<harfrust::Script>,
    lang: Lang,
    rtl: bool,
    forms: Forms,
}

impl Face {
    /// Shapes a word in this face, even if glyphs are missing.
    pub(super) fn shape(&self, word: &str, setting: &Setting) -> Shaped {
        let loaded = self.loaded();
        let mut shaped = Shaped {
            text: word.into(),
            scale: 1.0,
            missing: u32::MAX,
            ..Shaped::default()
        };
        let Some(font) = &loaded.font else {
            return shaped;
        };
        let mut buffer = harfrust::Buffer::new();
        let caps = setting.forms.all_caps.then_some(&setting.lang);
        for (at, c) in word.char_indices() {
            match caps {
                None => buffer.push(drawn_as(c), at as u32),
                Some(lang) => {
                    let capitals = capitals(c, lang);
                    capitals.for_each(|c| buffer.push(drawn_as(c), at as u32));
                }
            }
        }
        buffer.set_flags(BufferFlags::BEGINNING_OF_TEXT | BufferFlags::END_OF_TEXT);
        buffer.guess_segment_properties();
        buffer.set_direction(if setting.rtl {
            harfrust::Direction::RightToLeft
        } else {
            harfrust::Direction::LeftToRight
        });
        buffer.set_language(Language::new(setting.lang.as_str()));
        let forms = forms_for(word, setting);
        let features = features(forms);
        let plan = self.plan(font, &buffer, (setting, forms), &features);
        let shaper = ShaperFont::new(font);
        let options = ShapeOptions::new().plan(Some(&plan)).features(&features);
        if harfrust::shape(&shaper, &mut buffer, options).is_err() {
            return shaped;
        }
        let upm = loaded.metrics.units_per_em.max(1.0);
        let infos = buffer.glyph_infos().iter();
        let mut glyphs = Vec::with_capacity(buffer.len());
        shaped.missing = 0;
        for (info, position) in infos.zip(buffer.glyph_positions()) {
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            let c = word
                .get(info.cluster as usize..)
                .and_then(|s| s.chars().next());
            if id == 0 && !c.is_some_and(is_ignorable) {
                shaped.missing += 1;
            }
            let is_mark = self.is_mark(id);
            shaped.loose_mark |=
                is_mark && position.x_offset == 0 && position.y_offset == 0 && !glyphs.is_empty();
            glyphs.push(Glyph {
                id,
                advance: match id {
                    0 if shaped.missing > 0 => MISSING_WIDTH,
                    _ => position.x_advance as f32 / upm,
                },
                dx: position.x_offset as f32 / upm,
                dy: position.y_offset as f32 / upm,
                cluster: info.cluster,
            });
        }
        shaped.width = glyphs.iter().map(|g| g.advance).sum();
        shaped.glyphs = glyphs.into();
        shaped
    }

    fn plan(
        &self,
        font: &harfrust::Font,
        buffer: &harfrust::Buffer,
        (setting, forms): (&Setting, Forms),
        features: &[Feature],
    ) -> Arc<ShapePlan> {
        let key = PlanKey {
            script: buffer.script(),
            lang: setting.lang.clone(),
            rtl: setting.rtl,
            forms,
        };
        let plans = &self.loaded().plans;
        let mut plans = plans
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some((_, plan)) = plans.iter().find(|(k, _)| *k == key) {
            return Arc::clone(plan);
        }
        let plan = Arc::new(ShapePlan::new(
            font,
            buffer.direction(),
            key.script,
            buffer.language(),
            features,
        ));
        plans.push((key, Arc::clone(&plan)));
        plan
    }
}

/// A no-break hyphen is drawn as a hyphen, so that no font needs to contain it.
fn drawn_as(c: char) -> u32 {
    match c {
        '\u{2011}' => u32::from('\u{2010}'),
        c => u32::from(c),
    }
}

/// The capitals of a letter (Unicode, SpecialCasing.txt): Turkish and its neighbours keep the
/// dot on their i, and a Greek capital among others bears no accent.
fn capitals(c: char, lang: &Lang) -> impl Iterator<Item = char> {
    let single = match (c, lang.primary()) {
        ('i', "tr" | "az") => Some('İ'),
        ('ά' | 'Ά', "el") => Some('Α'),
        ('έ' | 'Έ', "el") => Some('Ε'),
        ('ή' | 'Ή', "el") => Some('Η'),
        ('ί' | 'Ί', "el") => Some('Ι'),
        ('ό' | 'Ό', "el") => Some('Ο'),
        ('ύ' | 'Ύ', "el") => Some('Υ'),
        ('ώ' | 'Ώ', "el") => Some('Ω'),
        ('ΐ', "el") => Some('Ϊ'),
        ('ΰ', "el") => Some('Ϋ'),
        _ => None,
    };
    let usual = single.is_none().then(|| c.to_uppercase());
    single.into_iter().chain(usual.into_iter().flatten())
}

/// Left-to-right languages in scripts without old-style figures.
const WITHOUT_OLD_STYLE: [&str; 22] = [
    "am", "bn", "bo", "gu", "hi", "ja", "km", "kn", "ko", "lo", "ml", "mr", "my", "ne", "or", "pa",
    "si", "ta", "te", "th", "yue", "zh",
];

/// The forms asked for that become a word: figures beside capitals alone, as in
/// PDF 1.7 or G20, are as tall as these.
fn forms_for(word: &str, setting: &Setting) -> Forms {
    let mut forms = setting.forms;
    if forms.figures == Figures::OldStyle {
        let among_capitals =
            word.contains(char::is_uppercase) && !word.contains(char::is_lowercase);
        let foreign = setting.rtl || WITHOUT_OLD_STYLE.contains(&setting.lang.primary());
        if foreign || forms.all_caps || (among_capitals && !forms.small_caps) {
            forms.figures = Figures::Lining;
        }
    }
    forms
}

/// The features of OpenType that draw forms.
fn features(forms: Forms) -> Vec<Feature> {
    let figures: &[&[u8; 4]] = match forms.figures {
        Figures::Own => &[],
        Figures::OldStyle => &[b"onum", b"pnum"],
        Figures::Lining => &[b"lnum"],
        Figures::Tabular => &[b"lnum", b"tnum"],
    };
    let small: &[&[u8; 4]] = if forms.small_caps { &[b"smcp"] } else { &[] };
    let high: &[&[u8; 4]] = if forms.superior { &[b"sups"] } else { &[] };
    let tags = figures.iter().chain(small).chain(high);
    tags.map(|tag| Feature::new(Tag::new(tag), 1, ..)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Family, FontSet};
    use super::*;

    fn setting(lang: &str) -> Setting {
        let look = Look {
            family: Family::Serif,
            bold: false,
            italic: false,
        };
        Setting::of(look, &Lang::parse(lang).unwrap())
    }

    #[test]
    fn clusters_stand_in_the_order_of_their_glyphs() {
        let fonts = FontSet::embedded();
        let texts = |shaped: &Shaped| -> Vec<String> {
            let clusters = shaped.clusters();
            clusters.map(|cluster| cluster.text.to_owned()).collect()
        };
        let latin = fonts.shape("a\u{308}b", &setting("de"));
        assert_eq!(texts(&latin), ["a\u{308}", "b"]);
        assert!(!latin.is_rtl());
        let hebrew = Setting {
            rtl: true,
            ..setting("he")
        };
        let hebrew = fonts.shape("אב", &hebrew);
        assert_eq!(texts(&hebrew), ["ב", "א"]);
        assert!(hebrew.is_rtl());
    }

    #[test]
    fn a_word_that_lacks_a_glyph_is_set_whole_in_another_face() {
        let fonts = FontSet::embedded();
        let french = fonts.shape("œuvre", &setting("fr"));
        assert_eq!(fonts.face(french.face).family(), "Source Serif 4");
        let ewe = fonts.shape("ɖagbe", &setting("ee"));
        assert_eq!(fonts.face(ewe.face).family(), "Noto Serif");
        assert_eq!(ewe.missing, 0);
        assert!((0.85..0.93).contains(&ewe.scale), "{}", ewe.scale);
    }

    #[test]
    fn figures_are_at_home_where_they_stand() {
        let fonts = FontSet::embedded();
        let ids = |word: &str, lang: &str, figures| {
            let mut setting = setting(lang);
            setting.forms.figures = figures;
            let shaped = fonts.shape(word, &setting);
            shaped.glyphs.iter().map(|g| g.id).collect::<Vec<_>>()
        };
        let (old, lining) = (Figures::OldStyle, Figures::Lining);
        assert_ne!(ids("1789", "fr", old), ids("1789", "fr", lining));
        assert_eq!(ids("G20", "fr", old), ids("G20", "fr", lining));
        assert_eq!(ids("1789", "ja", old), ids("1789", "ja", lining));
        let mut table = setting("fr");
        table.look.family = Family::Sans;
        table.forms.figures = Figures::Tabular;
        let width = |word: &str| fonts.shape(word, &table).width;
        assert!((width("1111") - width("8888")).abs() < 1e-6);
    }

    #[test]
    fn superiors_are_the_face_s_own_or_none() {
        let fonts = FontSet::embedded();
        let setting = setting("fr");
        for text in ["12", "e", "er", "re"] {
            assert!(fonts.has_superiors(text, &setting), "{text}");
        }
        // No face has them for every letter of every script.
        assert!(!fonts.has_superiors("ж", &setting));
    }

    #[test]
    fn turkish_keeps_its_dotted_i_beside_an_f() {
        let fonts = FontSet::embedded();
        let glyphs = |lang| fonts.shape("fi", &setting(lang)).glyphs.len();
        assert_eq!(glyphs("tr"), 2);
        assert!(glyphs("en") <= 2);
    }

    #[test]
    fn serbian_italics_have_their_own_letters() {
        let fonts = FontSet::embedded();
        let glyphs = |lang: &str| {
            let mut setting = setting(lang);
            setting.look.italic = true;
            let shaped = fonts.shape("бгдпт", &setting);
            shaped.glyphs.iter().map(|g| g.id).collect::<Vec<_>>()
        };
        assert_ne!(glyphs("sr"), glyphs("ru"));
        assert_eq!(glyphs("uk"), glyphs("ru"));
    }

    #[test]
    fn letters_of_single_languages_are_in_the_text_face() {
        let fonts = FontSet::embedded();
        for (lang, word) in [
            ("ro", "Țară și ștergar"),
            ("nl", "ĳsland"),
            ("ca", "col·lecció"),
            ("pl", "ćma"),
            ("cy", "ŵyn"),
        ] {
            for word in word.split(' ') {
                let shaped = fonts.shape(word, &setting(lang));
                assert_eq!(shaped.missing, 0, "{word}");
            }
        }
        let face = |lang, word| fonts.face(fonts.shape(word, &setting(lang)).face).family();
        assert_eq!(face("ro", "Țară"), "Source Serif 4");
        assert_eq!(face("ca", "col·lecció"), "Source Serif 4");
    }

    #[test]
    fn what_no_face_has_is_counted() {
        let fonts = FontSet::embedded();
        assert_eq!(fonts.shape("\u{f8ff}a", &setting("en")).missing, 1);
    }

    #[test]
    fn a_selector_is_never_drawn_and_a_keycap_is_one_sign() {
        let fonts = FontSet::embedded();
        for word in [
            "1\u{fe0f}\u{20e3}",
            "#\u{fe0f}\u{20e3}",
            "*\u{fe0f}\u{20e3}",
            "❤\u{fe0f}",
            "(☎\u{fe0e})",
            "A\u{fe0e}B",
        ] {
            let parts = fonts.parts(word, &setting("en"));
            assert_eq!(
                parts.iter().map(|part| part.missing).sum::<u32>(),
                0,
                "{word}"
            );
            for part in parts {
                let drawn = part.glyphs.iter().filter(|glyph| glyph.advance > 0.0);
                let spoken = part
                    .text
                    .chars()
                    .filter(|c| !is_ignorable(*c) && *c != '\u{20e3}');
                assert_eq!(drawn.count(), spoken.count(), "{word}");
            }
        }
    }

    #[test]
    fn a_no_break_hyphen_is_drawn_as_a_hyphen() {
        let fonts = FontSet::embedded();
        let shaped = fonts.shape("a\u{2011}b", &setting("en"));
        assert_eq!(shaped.missing, 0);
        assert_eq!(fonts.face(shaped.face).family(), "Source Serif 4");
    }
}
