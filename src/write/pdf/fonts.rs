//! Takes the faces in use; returns embedded subsets with exact widths and a map from
//! every glyph to its text.

use super::Error;
use super::object::name;
use super::skeleton::resources;
use crate::font::{
    Cluster, Drawn, Face, FaceId, FontSet, Look, Setting, Shaped, Stroke, is_ignorable,
};
use crate::geom::Pt;
use crate::hash::Fnv64;
use crate::lang::Lang;
use crate::layout::placed::{Line, Pages, PieceKind, ThingKind};
use foldhash::fast::RandomState;
use lopdf::{Document, Object, ObjectId, Stream};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;
use std::sync::Arc;
use subsetter::GlyphRemapper;
use unicode_bidi::{BidiClass, bidi_class};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The faces of a publication.
pub(super) struct Fonts<'a> {
    set: &'a FontSet,
    faces: BTreeMap<FaceId, Used>,
}

/// A face in use.
pub(super) struct Used {
    /// The name of its resource in the PDF.
    pub(super) name: String,
    /// The glyphs in use: their number in the subset and their width in ems.
    glyphs: HashMap<u16, (u16, f32), RandomState>,
    /// What each glyph says, by its number in the face.
    texts: HashMap<u16, String, RandomState>,
    /// The first glyph that says a character.
    signs: HashMap<char, u16, RandomState>,
    /// The subset of its file.
    pub(super) subset: Vec<u8>,
    /// Its PostScript name, after the tag of the subset.
    pub(super) base_name: String,
}

impl Used {
    /// A glyph's number in the subset, and its width in ems.
    pub(super) fn glyph(&self, id: u16) -> (u16, f32) {
        self.glyphs.get(&id).copied().unwrap_or((0, 0.0))
    }

    /// Whether a glyph by itself is read as this text.
    pub(super) fn says(&self, id: u16, text: &str) -> bool {
        self.texts.get(&id).is_some_and(|t| *t == composed(text))
    }
}

/// A text as it is written into the PDF: letters and marks that were typed apart are
/// composed (UAX 15, form C). Whoever takes text from a PDF puts its letters in order by
/// their places, and a mark that is written apart comes before its letter where text runs
/// from right to left; and a search for `أ` finds one letter, not two. A letter that
/// composing would put another in the place of stays as it was typed.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let has_marks = text.chars().any(is_combining_mark);
    let stays = |c: char| std::iter::once(c).nfc().eq([c]);
    match has_marks && text.chars().all(stays) {
        true => text.nfc().collect::<String>().into(),
        false => text.into(),
    }
}

/// What the blank glyph says that puts letters which run from right to left in their places,
/// where a program pays no heed to `ActualText`: the right-to-left mark, which is no letter.
pub(super) const JOINER: char = '\u{200f}';

/// The pieces of a line after which it goes on to the left, though they end in a number, a
/// point or a letter that runs to the right. Poppler takes what is left of them for a part of
/// their run, up to the next letter from right to left; a right-to-left mark is one.
pub(super) fn turns(line: &Line) -> Vec<usize> {
    let words = || line.pieces.iter().filter(|piece| piece.width > Pt::ZERO);
    let places = words().next().zip(words().next_back());
    if places.is_none_or(|(first, last)| last.x >= first.x) {
        return Vec::new();
    }
    let pairs = line.pieces.iter().zip(line.pieces.iter().skip(1));
    let turns = pairs.enumerate().filter(|(_, (piece, next))| {
        let PieceKind::Word(shaped) = &piece.kind else {
            return false;
        };
        let runs_left = |c: char| bidi_class(c) == BidiClass::R || bidi_class(c) == BidiClass::AL;
        let mut end = shaped.text.chars().rev();
        let end = end.find(|c| !is_combining_mark(*c) && !is_ignorable(*c));
        shaped.missing == 0
            && next.width > Pt::ZERO
            && next.x < piece.x
            && end.is_some_and(|c| !runs_left(c))
    });
    turns.map(|(number, _)| number).collect()
}

/// Whether a cluster that runs from right to left is of several letters, marks or glyphs.
pub(super) fn is_manifold(cluster: &Cluster) -> bool {
    cluster.glyphs.len() > 1 || composed(cluster.text).chars().count() > 1
}

/// The glyphs of a cluster in the order in which they are read, each with what
/// it says by itself. Together they say what the cluster says, canonically, as
/// far as its letters and its glyphs can be told apart; so that it also comes out
/// right where a program pays no heed to `ActualText`.
pub(super) fn spoken(shaped: &Shaped, cluster: &Cluster, face: &Face) -> Vec<(usize, String)> {
    let letters: Vec<char> = cluster.text.nfd().filter(|c| !is_ignorable(*c)).collect();
    let mut said = vec![false; letters.len()];
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut others: Vec<usize> = Vec::new();
    for index in cluster.glyphs.clone() {
        let own = face.character(shaped.glyphs[index].id);
        let place = (0..letters.len()).find(|i| !said[*i] && Some(letters[*i]) == own);
        match place {
            Some(place) => {
                said[place] = true;
                places.push((place, index));
            }
            None => others.push(index),
        }
    }
    let mut words: Vec<(usize, usize, String)> = places
        .into_iter()
        .map(|(place, index)| (place, index, letters[place].to_string()))
        .collect();
    // What is left of the letters is said by what is left of the glyphs: letters
    // by letters and marks by marks, one each, and all that follow by the last.
    let rest: Vec<usize> = (0..letters.len()).filter(|i| !said[*i]).collect();
    let (mut marks, mut bases): (Vec<usize>, Vec<usize>) = rest
        .into_iter()
        .partition(|i| is_combining_mark(letters[*i]));
    let (mark_glyphs, base_glyphs): (Vec<usize>, Vec<usize>) = others
        .into_iter()
        .partition(|index| face.is_mark(shaped.glyphs[*index].id));
    if mark_glyphs.is_empty() {
        bases.append(&mut marks);
    } else if base_glyphs.is_empty() {
        marks.append(&mut bases);
    }
    for (glyphs, rest) in [(base_glyphs, bases), (mark_glyphs, marks)] {
        let count = glyphs.len();
        for (n, index) in glyphs.into_iter().enumerate() {
            let part = match n + 1 == count {
                true => rest.get(n..),
                false => rest.get(n..(n + 1).min(rest.len())),
            };
            let part = part.unwrap_or(&[]);
            let mut text: String = part.iter().map(|i| letters[*i]).collect();
            if text.is_empty() {
                let own = face.character(shaped.glyphs[index].id);
                text.push(own.or(letters.last().copied()).unwrap_or(' '));
            }
            let place = part.first().copied().unwrap_or(letters.len());
            words.push((place, index, text));
        }
    }
    words.sort_by_key(|(place, ..)| *place);
    let words = words.into_iter();
    words.map(|(_, index, text)| (index, text)).collect()
}

/// How a frame in the place of a character that no face has is lettered.
pub(super) fn digits(text: &str, fonts: &FontSet) -> Vec<Arc<Shaped>> {
    let c = text.chars().next().unwrap_or('\u{fffd}');
    let hex = format!("{:04X}", u32::from(c));
    let look = Look {
        family: crate::font::Family::Mono,
        bold: false,
        italic: false,
    };
    let setting = Setting::of(look, &Lang::undetermined());
    let half = hex.len().div_ceil(2);
    let (top, bottom) = hex.split_at(half);
    vec![fonts.shape(top, &setting), fonts.shape(bottom, &setting)]
}

impl<'a> Fonts<'a> {
    /// Gathers what pages use and subsets it.
    pub(super) fn used_in(pages: &Pages, set: &'a FontSet) -> Result<Fonts<'a>, Error> {
        let mut gathering = Gathering {
            set,
            seen: HashSet::new(),
            glyphs: BTreeMap::new(),
            texts: BTreeMap::new(),
            spaces: BTreeSet::new(),
        };
        for page in &pages.pages {
            for thing in &page.things {
                if let ThingKind::Line(placed) = &thing.kind {
                    gathering.line(&placed.line);
                }
            }
        }
        gathering.settle_spaces();
        let mut faces = BTreeMap::new();
        for (id, glyphs) in &gathering.glyphs {
            let mut texts = gathering.texts.remove(id).unwrap_or_default();
            for glyph in glyphs {
                // The glyph of a joiner is never heard by itself, but no glyph may
                // be without a meaning (ISO 19005-2, 6.2.11.7).
                texts.entry(*glyph).or_insert_with(|| " ".to_owned());
            }
            let number = faces.len() + 1;
            faces.insert(*id, subset(set, *id, glyphs, texts, number)?);
        }
        Ok(Fonts { set, faces })
    }

    /// The set that was used.
    pub(super) fn set(&self) -> &FontSet {
        self.set
    }

    /// A face in use.
    pub(super) fn used(&self, id: FaceId) -> Option<&Used> {
        self.faces.get(&id)
    }

    /// The glyph that a space of a face is shown with. Its width is nothing to
    /// the layout, which places what follows; what it says is.
    pub(super) fn space(&self, id: FaceId, c: char) -> Option<u16> {
        let used = self.faces.get(&id)?;
        let found = used.signs.get(&c).copied();
        found.or_else(|| self.set.face(id).glyph(' '))
    }

    /// The faces in use.
    pub(super) fn faces(&self) -> impl Iterator<Item = &Used> {
        self.faces.values()
    }

    /// Puts widths and texts of the faces right: printpdf rounds widths to
    /// whole units and keeps one text a glyph, the last.
    pub(super) fn complete(&self, document: &mut Document, pages: &[ObjectId]) {
        let Some(fonts) = resources(document, pages, b"Font") else {
            return;
        };
        for used in self.faces.values() {
            let Ok(font) = fonts
                .get(used.name.as_bytes())
                .and_then(Object::as_reference)
            else {
                continue;
            };
            complete_face(document, font, used);
        }
    }
}

fn complete_face(document: &mut Document, font: ObjectId, used: &Used) {
    let map = document.add_object(Stream::new(lopdf::Dictionary::new(), to_unicode(used)));
    let mut widths = vec![0.0_f32; used.glyphs.len() + 1];
    for (cid, width) in used.glyphs.values() {
        if let Some(slot) = widths.get_mut(usize::from(*cid)) {
            *slot = *width;
        }
    }
    let widths: Vec<Object> = widths
        .iter()
        .map(|width| Object::Real((width * 1000.0 * 100.0).round() / 100.0))
        .collect();
    let cff = used.subset.starts_with(b"OTTO");
    let base = name(&used.base_name);
    let mut descriptor = None;
    if let Ok(font) = document.get_dictionary_mut(font) {
        font.set("BaseFont", base.clone());
        font.set("ToUnicode", Object::Reference(map));
        let descendants = font
            .get_mut(b"DescendantFonts")
            .and_then(Object::as_array_mut);
        if let Ok(descendants) = descendants
            && let Some(Object::Dictionary(descendant)) = descendants.first_mut()
        {
            descendant.set("BaseFont", base.clone());
            descendant.set("DW", 0);
            descendant.set("W", vec![Object::Integer(0), Object::Array(widths)]);
            if cff {
                descendant.set("Subtype", name("CIDFontType0"));
                descendant.remove(b"CIDToGIDMap");
            }
            descriptor = descendant
                .get(b"FontDescriptor")
                .and_then(Object::as_reference)
                .ok();
        }
    }
    if let Some(id) = descriptor
        && let Ok(descriptor) = document.get_dictionary_mut(id)
    {
        descriptor.set("FontName", base);
        // Symbolic: the glyphs are found by number, not by a Latin encoding.
        descriptor.set("Flags", 4);
    }
}

/// The map from glyphs to text (ISO 32000-1, 9.10.3; Adobe Technical Note 5411).
fn to_unicode(used: &Used) -> Vec<u8> {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let mut entries: Vec<(u16, &str)> = used
        .texts
        .iter()
        .filter_map(|(glyph, text)| Some((used.glyphs.get(glyph)?.0, text.as_str())))
        .collect();
    entries.sort_unstable();
    for part in entries.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", part.len());
        for (cid, text) in part {
            let _ = write!(map, "<{cid:04X}> <");
            for unit in text.encode_utf16() {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map.into_bytes()
}

fn subset(
    set: &FontSet,
    id: FaceId,
    glyphs: &BTreeSet<u16>,
    texts: BTreeMap<u16, String>,
    number: usize,
) -> Result<Used, Error> {
    let face = set.face(id);
    let mut remapper = GlyphRemapper::new();
    let mut placed = HashMap::default();
    for glyph in glyphs {
        placed.insert(*glyph, (remapper.remap(*glyph), face.advance(*glyph)));
    }
    // Let go before the next face is cut: those of ideographs are large.
    let outlined = face.outlined();
    if !glyphs.iter().all(|glyph| outlined.can_embed(*glyph)) {
        return Err(Error::Font {
            face: face.file_name().to_owned(),
            reason: "its outlines are damaged".into(),
        });
    }
    let settings = face.variations().iter();
    let settings: Vec<(subsetter::Tag, f32)> = settings
        .map(|(tag, place)| (subsetter::Tag::new(tag), *place))
        .collect();
    let subset =
        subsetter::subset_with_variations(outlined.bytes(), outlined.index(), &settings, &remapper);
    let subset = subset.map_err(|e| Error::Font {
        face: face.file_name().to_owned(),
        reason: e.to_string(),
    })?;
    let mut signs = HashMap::default();
    for (glyph, text) in &texts {
        let mut text = text.chars();
        if let (Some(sign), None) = (text.next(), text.next()) {
            signs.entry(sign).or_insert(*glyph);
        }
    }
    Ok(Used {
        name: format!("F{number}"),
        glyphs: placed,
        texts: texts.into_iter().collect(),
        signs,
        base_name: format!("{}+{}", tag(glyphs), face.postscript_name()),
        subset,
    })
}

/// The tag of a subset: six capitals that depend on what is in it (ISO 32000-1,
/// 9.6.4).
fn tag(glyphs: &BTreeSet<u16>) -> String {
    let bytes = glyphs.iter().flat_map(|glyph| glyph.to_be_bytes());
    let hash = bytes
        .fold(Fnv64::new(), |hash, byte| hash.with(byte.into()))
        .value();
    (0..6)
        .map(|i| char::from(b'A' + ((hash >> (i * 8)) % 26) as u8))
        .collect()
}

struct Gathering<'a> {
    set: &'a FontSet,
    /// Words that were looked at, by where they are kept.
    seen: HashSet<*const Shaped>,
    glyphs: BTreeMap<FaceId, BTreeSet<u16>>,
    texts: BTreeMap<FaceId, BTreeMap<u16, String>>,
    spaces: BTreeSet<(FaceId, char)>,
}

impl Gathering<'_> {
    fn line(&mut self, line: &Line) {
        let turns = turns(line);
        let spaces = line.space_faces(|look| self.set.primary(look));
        let pieces = line.pieces.iter().zip(spaces.collect::<Vec<_>>());
        for (number, (piece, space)) in pieces.enumerate() {
            match &piece.kind {
                PieceKind::Word(shaped) => {
                    if turns.contains(&number) {
                        self.spaces.insert((shaped.face, JOINER));
                    }
                    self.word(shaped);
                }
                PieceKind::Hyphen(shaped) => {
                    self.spaces.insert((shaped.face, '\u{ad}'));
                    self.glyphs.entry(shaped.face).or_default();
                }
                PieceKind::Space(c) => {
                    self.spaces.extend(space.map(|(face, _)| (face, *c)));
                }
                PieceKind::Formula(formula) => self.formula(&formula.drawn),
                PieceKind::Picture(..) => {}
            }
        }
    }

    /// The glyphs of a formula, each with what it says by itself.
    fn formula(&mut self, drawn: &Drawn) {
        for mark in &drawn.marks {
            let Stroke::Glyph { face, id, says, .. } = mark else {
                continue;
            };
            self.glyphs.entry(*face).or_default().insert(*id);
            let texts = self.texts.entry(*face).or_default();
            texts.entry(*id).or_insert_with(|| says.to_string());
        }
    }

    fn word(&mut self, shaped: &Arc<Shaped>) {
        if !self.seen.insert(Arc::as_ptr(shaped)) {
            return;
        }
        for cluster in shaped.clusters() {
            let glyphs = &shaped.glyphs[cluster.glyphs.clone()];
            if glyphs.iter().any(|g| g.id == 0) {
                for row in digits(cluster.text, self.set) {
                    self.word(&row);
                }
                continue;
            }
            if shaped.is_rtl() && is_manifold(&cluster) {
                self.spaces.insert((shaped.face, JOINER));
            }
            let used = self.glyphs.entry(shaped.face).or_default();
            used.extend(glyphs.iter().map(|g| g.id));
            let texts = self.texts.entry(shaped.face).or_default();
            // A joiner is shown by a blank glyph that other spaces want too: it is
            // said where it stands.
            if cluster.text.chars().all(is_ignorable) {
                continue;
            }
            if let [glyph] = glyphs {
                // The first text a glyph is met with is what it says by itself;
                // any other is said where it stands.
                texts
                    .entry(glyph.id)
                    .or_insert_with(|| composed(cluster.text).into_owned());
            } else {
                let face = self.set.face(shaped.face);
                for (index, text) in spoken(shaped, &cluster, face) {
                    let id = shaped.glyphs[index].id;
                    // What is drawn with the glyph of a space says that: the cluster
                    // is spelt out where it stands.
                    let space = [' ', '\u{a0}']
                        .into_iter()
                        .find(|c| face.glyph(*c) == Some(id));
                    let text = space.map_or(text, String::from);
                    texts.entry(id).or_insert(text);
                }
            }
        }
    }

    /// Gives every kind of space, and the hyphen at a line's end, a blank glyph
    /// (or a hyphen) that says just that. A face has several blank glyphs, and
    /// any will do: where the glyph of a character says something else already,
    /// another is taken, and no text has to be spelt out beside it.
    fn settle_spaces(&mut self) {
        const BLANKS: [char; 12] = [
            '\u{a0}', '\u{2002}', '\u{2003}', '\u{2004}', '\u{2005}', '\u{2006}', '\u{2007}',
            '\u{2009}', '\u{200a}', '\u{202f}', '\u{205f}', '\u{2008}',
        ];
        // A narrow one to put letters in their places with.
        const NARROW: [char; 7] = [
            '\u{200b}', '\u{200a}', '\u{202f}', '\u{2009}', '\u{2006}', '\u{2005}', '\u{a0}',
        ];
        const HYPHENS: [char; 3] = ['\u{ad}', '\u{2010}', '\u{2011}'];
        let spaces: Vec<(FaceId, char)> = self.spaces.iter().copied().collect();
        for (id, c) in spaces {
            let face = self.set.face(id);
            let texts = self.texts.entry(id).or_default();
            let others: &[char] = match c {
                '\u{ad}' => &HYPHENS,
                JOINER => &NARROW,
                _ => &BLANKS,
            };
            let candidates = std::iter::once(c).chain(others.iter().copied());
            let wanted = c.to_string();
            let free = candidates
                .filter_map(|candidate| face.glyph(candidate))
                .filter(|glyph| c != JOINER || face.outlined().is_blank(*glyph))
                .find(|glyph| texts.get(glyph).is_none_or(|text| *text == wanted));
            if let Some(glyph) = free {
                texts.entry(glyph).or_insert(wanted);
                self.glyphs.entry(id).or_default().insert(glyph);
            } else if let Some(glyph) = face.glyph(if c == '\u{ad}' { '-' } else { ' ' }) {
                self.glyphs.entry(id).or_default().insert(glyph);
            }
        }
    }
}
