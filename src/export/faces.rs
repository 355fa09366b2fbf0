//! Takes a publication; returns the fonts of its EPUB: those that set its words as the
//! style sheet styles them.

use super::EpubFonts;
use crate::diag::{Code, Diagnostic, Report};
use crate::font::{FaceId, Family, FontSet, Look, Origin, Setting, fix, named};
use crate::lang::Lang;
use crate::model::sections::{Notes, ranks};
use crate::model::{
    Block, BlockKind, Inline, InlineKind, NodeId, Publication, Quotation, Row, walk,
};
use crate::source::Span;
use crate::style::{Medium, Role};
use crate::write::epub::{EmbeddedFace, Profile, Quirks, Stacks};
use std::collections::{BTreeMap, BTreeSet};

/// The largest system font that is embedded by default, in bytes. A font of ideographs is
/// ten times as large as the rest of a book.
const LARGEST: usize = 2_000_000;

/// The faces of an EPUB.
pub(super) struct Faces<'a> {
    /// The embedded faces.
    pub(super) embedded: Vec<EmbeddedFace<'a>>,
    /// The families that the style sheet names.
    pub(super) stacks: Stacks,
    /// Whether each part of the book is set in an embedded face with a narrow no-break space.
    pub(super) narrow_spaces: bool,
}

/// The part of a publication that a face sets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FaceUse {
    /// The face.
    pub face: FaceId,
    /// The number of words or parts of words.
    pub words: usize,
    /// The characters.
    pub characters: BTreeSet<char>,
    /// The characters that no font contains.
    pub missing: BTreeSet<char>,
}

impl FaceUse {
    /// Whether a word needs the face, and not only a standalone symbol.
    fn is_needed(&self) -> bool {
        self.characters.iter().any(|c| c.is_alphabetic())
    }
}

/// The part of a publication that each face sets.
pub(super) fn uses(publication: &Publication, fonts: &FontSet) -> Vec<FaceUse> {
    Words::of(publication, fonts).faces.into_values().collect()
}

/// Selects the faces to embed, and reports what is left to the reading system.
pub(super) fn choose<'a>(
    publication: &Publication,
    fonts: &'a FontSet,
    wanted: EpubFonts,
    profile: Profile,
    report: &mut Report,
) -> Faces<'a> {
    let words = Words::of(publication, fonts);
    let mut embedded = Vec::new();
    let mut inside = BTreeSet::new();
    for (id, used) in &words.faces {
        let face = fonts.face(*id);
        let goes_in = match wanted {
            EpubFonts::All => true,
            EpubFonts::None => false,
            EpubFonts::Auto => used.is_needed() || !fonts.is_for_signs(*id),
        };
        if !goes_in {
            continue;
        }
        let of_system = fonts.origin(*id) == Origin::System;
        let file = face
            .whole()
            .map(|packed| fit(packed, face.bytes(), profile.quirks()));
        let why = match file {
            None => "it is part of a collection, which a book cannot hold".to_owned(),
            Some(bytes) if wanted == EpubFonts::Auto && of_system && bytes.len() > LARGEST => {
                format!("it has {} MB", bytes.len() / 1_000_000)
            }
            Some(bytes) => {
                inside.insert(*id);
                embedded.push(EmbeddedFace {
                    family: face.family(),
                    weight: face.weight(),
                    italic: face.is_italic(),
                    file_name: file_name(&named_as(face.file_name(), bytes), bytes, &embedded),
                    bytes,
                });
                continue;
            }
        };
        let message = format!(
            "`{}` does not go into the EPUB, {why}; the reading system's faces set its words",
            face.family()
        );
        let note = Diagnostic::new(crate::diag::Severity::Note, Code::EpubFont, None, message);
        report.push(note.hint("`--epub-fonts all` puts in every face that is a file of its own"));
    }
    for (c, span) in &words.missing {
        let message = format!(
            "no font has the character {}; the EPUB leaves it to the reading system",
            named(*c)
        );
        report.push(Diagnostic::note(Code::ReaderFont, *span, message).hint(fix(*c)));
    }
    let narrow = |look: &Look| {
        let face = fonts.primary(*look);
        inside.contains(&face) && fonts.face(face).has('\u{202f}')
    };
    Faces {
        narrow_spaces: !words.looks.is_empty() && words.looks.iter().all(narrow),
        stacks: stacks(fonts, &words),
        embedded,
    }
}

/// The file of a face as reading systems support it: unchanged, or unpacked.
fn fit<'a>(packed: &'a [u8], unpacked: &'a [u8], quirks: &Quirks) -> &'a [u8] {
    match packed.get(..4) {
        Some(b"wOFF") if !quirks.woff => unpacked,
        Some(b"wOF2") if !quirks.woff2 => unpacked,
        Some(_) | None => packed,
    }
}

/// The file name of a face, with the extension of its current format.
fn named_as(name: &str, bytes: &[u8]) -> String {
    match (name.rsplit_once('.'), bytes.get(..4)) {
        (Some((stem, "woff" | "woff2")), Some(b"OTTO")) => format!("{stem}.otf"),
        (Some((stem, "woff" | "woff2")), Some([0, 1, 0, 0] | b"true")) => format!("{stem}.ttf"),
        (Some(_) | None, _) => name.to_owned(),
    }
}

/// The name of a file in the archive: files with the same name are numbered; the styles of
/// one variable file share it.
fn file_name(name: &str, bytes: &[u8], others: &[EmbeddedFace]) -> String {
    let taken = |name: &str| {
        let same = others.iter().find(|other| other.file_name == name);
        same.is_some_and(|other| !std::ptr::eq(other.bytes, bytes))
    };
    let ascii = |c: char| match c {
        c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
        _ => '-',
    };
    let name: String = name.chars().map(ascii).collect();
    let numbered = (2..).map(|number| format!("{number}-{name}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or(name)
}

/// The families of each part: its own, the fallbacks of its words, and symbols.
fn stacks(fonts: &FontSet, words: &Words) -> Stacks {
    let stack = |family: Family| {
        let look = Look {
            family,
            bold: false,
            italic: false,
        };
        let used = words.faces.keys();
        let faces = fonts.candidates(look).iter().chain(used);
        let mut names: Vec<String> = Vec::new();
        for face in faces {
            let name = fonts.face(*face).family();
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    };
    Stacks {
        serif: stack(Family::Serif),
        display: stack(Family::Display),
        heading: stack(Family::Heading),
        sans: stack(Family::Sans),
        mono: stack(Family::Mono),
    }
}

struct Words<'a> {
    fonts: &'a FontSet,
    lang: Lang,
    /// The ranks of the headings of the article.
    ranks: BTreeMap<NodeId, u8>,
    /// The faces in use.
    faces: BTreeMap<FaceId, FaceUse>,
    /// The styles in use.
    looks: BTreeSet<Look>,
    /// The characters that no font contains, each with its first place.
    missing: BTreeMap<char, Span>,
}

impl<'f> Words<'f> {
    fn of(publication: &Publication, fonts: &'f FontSet) -> Words<'f> {
        let mut words = Words {
            fonts,
            lang: publication.lang(),
            ranks: BTreeMap::new(),
            faces: BTreeMap::new(),
            looks: BTreeSet::new(),
            missing: BTreeMap::new(),
        };
        for article in &publication.articles {
            words.lang = article.lang();
            words.ranks = ranks(article, Notes::Apart);
            let metadata = &article.metadata;
            for (phrase, role) in [
                (&metadata.kicker, Role::Kicker),
                (&metadata.byline, Role::Byline),
                (&metadata.dateline, Role::Dateline),
                (&metadata.headline, Role::Headline),
                (&metadata.subtitle, Role::Subtitle),
                (&metadata.standfirst, Role::Standfirst),
                (&metadata.source, Role::Credit),
                (&metadata.credit, Role::Credit),
                (&metadata.rights, Role::Credit),
            ] {
                words.role(phrase, role, Look::TEXT);
            }
            words.blocks(&article.body, Look::TEXT);
        }
        words
    }

    fn text(&mut self, text: &str, look: Look, span: Span) {
        self.looks.insert(look);
        let setting = Setting::of(look, &self.lang);
        for word in text.split_whitespace() {
            for part in self.fonts.parts(word, &setting) {
                let used = self.faces.entry(part.face).or_insert_with(|| FaceUse {
                    face: part.face,
                    words: 0,
                    characters: BTreeSet::new(),
                    missing: BTreeSet::new(),
                });
                used.words += 1;
                used.characters.extend(part.text.chars());
                if part.missing > 0 {
                    let first = part.text.chars().next().unwrap_or('\u{fffd}');
                    used.missing.insert(first);
                    self.missing.entry(first).or_insert(span);
                }
            }
        }
    }

    /// A phrase of a role that stands in text of a look.
    fn role(&mut self, content: &[Inline], role: Role, around: Look) {
        self.phrase(content, role.look(Medium::Screen, around), false);
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a walk knows the rest")]
    fn phrase(&mut self, content: &[Inline], look: Look, stressed: bool) {
        for inline in content {
            let (mut look, mut stressed) = (look, stressed);
            match &inline.kind {
                InlineKind::Text(text) => self.text(text, look, inline.node.span),
                InlineKind::Code(text) | InlineKind::Math(text) => {
                    let look = Role::Code.look(Medium::Screen, look);
                    self.text(text, look, inline.node.span);
                }
                InlineKind::Note(note) => {
                    self.blocks(&note.body, Role::Note.look(Medium::Screen, look));
                }
                kind => {
                    if let InlineKind::Emph(_) = kind {
                        // Within stressed words stress is upright again.
                        look.italic = !stressed;
                        stressed = true;
                    } else if let InlineKind::Strong(_) = kind {
                        look.bold = true;
                    }
                    if let Some(content) = walk::content_of(kind) {
                        self.phrase(content, look, stressed);
                    }
                }
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block], look: Look) {
        for block in blocks {
            self.block(block, look);
        }
    }

    /// A block that stands in text of a look.
    fn block(&mut self, block: &Block, around: Look) {
        let within = |role: Role| role.look(Medium::Screen, around);
        match &block.kind {
            BlockKind::Paragraph(content) => self.phrase(content, around, false),
            BlockKind::Heading { content, .. } => {
                let rank = self.ranks.get(&block.node.id).copied().unwrap_or(2);
                self.role(content, Role::Heading(rank), around);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    self.blocks(&item.body, around);
                }
            }
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    self.role(&definition.term, Role::Term, around);
                    for detail in &definition.details {
                        self.blocks(detail, around);
                    }
                }
            }
            BlockKind::Quote(quotation) => self.quotation(quotation, within(Role::Quote)),
            BlockKind::PullQuote(quotation) => self.quotation(quotation, within(Role::PullQuote)),
            BlockKind::Epigraph(quotation) => self.quotation(quotation, within(Role::Epigraph)),
            BlockKind::Aside(body) => self.blocks(body, within(Role::Aside)),
            BlockKind::Div(body) => self.blocks(body, around),
            BlockKind::Figure(figure) => {
                self.role(&figure.caption, Role::Caption, around);
                self.role(&figure.credit, Role::Credit, around);
            }
            BlockKind::Table(table) => {
                self.role(&table.caption, Role::TableCaption, around);
                self.rows(&table.head, within(Role::CellHead));
                self.rows(&table.body, within(Role::Cell));
                self.rows(&table.foot, within(Role::Cell));
            }
            BlockKind::Code { lines, .. } => {
                for line in lines {
                    self.text(&line.text, within(Role::Code), line.span);
                }
            }
            BlockKind::Math(source) => {
                self.text(source, within(Role::Code), block.node.span);
            }
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter().flatten() {
                    self.phrase(&line.content, around, false);
                }
            }
            BlockKind::Rule => {}
        }
    }

    fn quotation(&mut self, quotation: &Quotation, look: Look) {
        self.blocks(&quotation.body, look);
        self.role(&quotation.credit, Role::Credit, look);
    }

    fn rows(&mut self, rows: &[Row], look: Look) {
        for cell in rows.iter().flat_map(|row| &row.cells) {
            self.blocks(&cell.body, look);
        }
    }
}
