//! Takes a publication; returns what its words and its pages need of each face.
//!
//! The walk mirrors the pages: it gives each text the look that the style sheet gives it. A
//! reading system looks for each character in the first family that has it, so the face of a
//! look needs all characters that it has, though a word that it lacks a letter of is
//! measured in another face.

use super::FaceUse;
use crate::font::{FaceId, FontSet, Look, Setting, Subset, with_forms};
use crate::lang::Lang;
use crate::model::sections::{Notes, ranks};
use crate::model::{
    self, Alignment, Block, BlockKind, Inline, InlineKind, List, NodeId, Numbering, Numerals,
    Publication, Quotation, Row, Table, walk,
};
use crate::source::Span;
use crate::style::{Caps, Element, Medium, Role, Style, Styling};
use std::collections::{BTreeMap, BTreeSet};

/// The words of a publication, in their faces.
pub(super) struct Words<'a> {
    fonts: &'a FontSet,
    lang: Lang,
    /// The ranks of the headings of the article.
    ranks: BTreeMap<NodeId, u8>,
    style: &'a Style,
    /// Which capitals the text is set as.
    caps: Caps,
    /// Whether the text is in a column of figures.
    tabular: bool,
    /// The faces in use.
    pub(super) faces: BTreeMap<FaceId, FaceUse>,
    /// What subsets of the faces must have.
    pub(super) requests: BTreeMap<FaceId, Subset>,
    /// The styles in use.
    pub(super) looks: BTreeSet<Look>,
    /// The characters that no font contains, each with its first place.
    pub(super) missing: BTreeMap<char, Span>,
    /// Text that pages show besides the article's words: it needs characters, but no face of
    /// its own.
    pub(super) beside: BTreeMap<Look, String>,
    /// Whether the walk gathers such text only.
    pub(super) is_beside: bool,
    /// Whether boxes to tick stand before items of lists.
    has_boxes: bool,
}

impl<'f> Words<'f> {
    pub(super) fn of(publication: &Publication, fonts: &'f FontSet, style: &'f Style) -> Words<'f> {
        let mut words = Words {
            fonts,
            lang: publication.lang(),
            ranks: BTreeMap::new(),
            style,
            caps: Caps::None,
            tabular: false,
            faces: BTreeMap::new(),
            requests: BTreeMap::new(),
            looks: BTreeSet::new(),
            missing: BTreeMap::new(),
            beside: BTreeMap::new(),
            is_beside: false,
            has_boxes: false,
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
                (&metadata.licence, Role::Credit),
            ] {
                words.role(phrase, role, Look::TEXT);
            }
            // A dedication slants on its page.
            let italic = article.place.role == model::Role::Dedication;
            let look = Look {
                italic,
                ..Look::TEXT
            };
            words.blocks(&article.body, look);
        }
        words
    }

    fn text(&mut self, text: &str, look: Look, span: Span) {
        if self.is_beside {
            return self.show(text, look);
        }
        self.looks.insert(look);
        let primary = self.fonts.primary(look);
        self.request(primary, text);
        let setting = Setting::of(look, &self.lang);
        for word in text.split_whitespace() {
            for part in self.fonts.parts(word, &setting) {
                if part.face != primary {
                    self.request(part.face, &part.text);
                }
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

    /// A face is to have the characters of a text.
    fn request(&mut self, face: FaceId, text: &str) {
        let request = self.requests.entry(face).or_default();
        with_forms(text, &mut request.characters);
        request.small_caps |= self.caps == Caps::Small;
        if self.caps == Caps::All {
            with_forms(&text.to_uppercase(), &mut request.characters);
        }
        request.tabular |= self.tabular;
    }

    /// A text stands on a page besides the article's words.
    pub(super) fn show(&mut self, text: &str, look: Look) {
        let beside = self.beside.entry(look).or_default();
        beside.push_str(text);
        beside.push(' ');
    }

    /// Adds the text beside the words to what the given faces must have: in the face of its
    /// look, or else in all faces of that family, and in any other face what these lack.
    pub(super) fn settle(&mut self, given: &[FaceId]) {
        let fonts = self.fonts;
        for (look, text) in std::mem::take(&mut self.beside) {
            let primary = fonts.primary(look);
            let family = fonts.face(primary).family();
            let is_near = |id: &FaceId| match given.contains(&primary) {
                true => *id == primary,
                false => fonts.face(*id).family() == family,
            };
            let (near, far): (Vec<FaceId>, Vec<FaceId>) = given.iter().partition(|id| is_near(id));
            let is_lacked = |c: &char| !near.iter().any(|id| fonts.face(*id).has(*c));
            let lacked: String = text.chars().filter(is_lacked).collect();
            near.iter().for_each(|id| self.request(*id, &text));
            for id in far.iter().filter(|_| !lacked.is_empty()) {
                let has = |c: &char| fonts.face(*id).has(*c);
                let known: String = lacked.chars().filter(has).collect();
                self.request(*id, &known);
            }
        }
        self.compose(given);
        if self.has_boxes {
            for id in given.iter().filter(|id| fonts.is_for_signs(**id)) {
                self.request(*id, "☐☑");
            }
        }
    }

    /// A letter that a face has in parts only is asked of the other faces too: not every
    /// reading system composes.
    fn compose(&mut self, given: &[FaceId]) {
        let fonts = self.fonts;
        let mut lacked = String::new();
        for (id, request) in &self.requests {
            let lacks = |c: &&char| !c.is_ascii() && !fonts.face(*id).has(**c);
            lacked.extend(request.characters.iter().filter(lacks));
        }
        for id in given.iter().filter(|_| !lacked.is_empty()) {
            let has = |c: &char| fonts.face(*id).has(*c);
            let known: String = lacked.chars().filter(has).collect();
            if let Some(request) = self.requests.get_mut(id) {
                request.characters.extend(known.chars());
            }
        }
    }

    /// A phrase of a role that stands in text of a look.
    pub(super) fn role(&mut self, content: &[Inline], role: Role, around: Look) {
        let look = role.look(Medium::Screen, around);
        let mut elements = Element::all().filter(|element| element.role() == Some(role));
        match elements.next().filter(|_| !self.style.styles.is_empty()) {
            None => self.phrase(content, look, false),
            Some(element) => {
                let own = self.style.styles.of_element(element);
                self.styled(&own, look, |words, look| words.phrase(content, look, false));
            }
        }
    }

    /// What stands within an element or a class that the theme styles.
    fn styled(&mut self, own: &Styling, look: Look, within: impl FnOnce(&mut Self, Look)) {
        let caps = own.caps.unwrap_or(self.caps);
        let around = std::mem::replace(&mut self.caps, caps);
        within(self, own.look(look));
        self.caps = around;
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a walk knows the rest")]
    pub(super) fn phrase(&mut self, content: &[Inline], look: Look, stressed: bool) {
        for inline in content {
            let (mut look, mut stressed) = (look, stressed);
            match &inline.kind {
                InlineKind::Text(text) => self.text(text, look, inline.node.span),
                InlineKind::Code(text) | InlineKind::Math(text) => {
                    let look = Role::Code.look(Medium::Screen, look);
                    self.text(text, look, inline.node.span);
                }
                InlineKind::SmallCaps(content) => {
                    let around = std::mem::replace(&mut self.caps, Caps::Small);
                    self.phrase(content, look, stressed);
                    self.caps = around;
                }
                InlineKind::Ruby { base, annotation } => {
                    self.phrase(base, look, stressed);
                    self.show(&format!("({annotation})"), look);
                }
                InlineKind::Image(picture) => {
                    let alt = picture.alt.as_deref().unwrap_or("");
                    self.show(alt, Role::Caption.look(Medium::Screen, look));
                }
                // The contents show no notes.
                InlineKind::Note(_) if self.is_beside => {}
                InlineKind::Note(note) => {
                    self.blocks(&note.body, Role::Note.look(Medium::Screen, look));
                }
                InlineKind::Span(attributes, content) if !attributes.classes.is_empty() => {
                    let own = self.style.styles.of_classes(None, &attributes.classes);
                    self.styled(&own, look, |words, look| {
                        words.phrase(content, look, stressed);
                    });
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
        let styles = &self.style.styles;
        let own = match Element::of(&block.kind) {
            Some(element) => styles.of(element, &block.attributes.classes),
            None => Styling::default(),
        };
        let caps = own.caps.unwrap_or(self.caps);
        let caps = std::mem::replace(&mut self.caps, caps);
        self.block_in(block, &own, around);
        self.caps = caps;
    }

    /// A block that the theme styles so.
    fn block_in(&mut self, block: &Block, own: &Styling, around: Look) {
        let within = |role: Role| own.look(role.look(Medium::Screen, around));
        let outer = around;
        let around = own.look(around);
        match &block.kind {
            BlockKind::Paragraph(content) => self.phrase(content, around, false),
            BlockKind::Heading { content, .. } => {
                let rank = self.ranks.get(&block.node.id).copied().unwrap_or(2);
                self.phrase(content, within(Role::Heading(rank)), false);
            }
            BlockKind::List(list) => self.list(list, around),
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
                let alt = figure
                    .picture
                    .as_ref()
                    .and_then(|picture| picture.alt.as_deref());
                self.show(alt.unwrap_or(""), within(Role::Caption));
                self.role(&figure.caption, Role::Caption, outer);
                self.role(&figure.credit, Role::Credit, outer);
            }
            BlockKind::Table(table) => {
                self.role(&table.caption, Role::TableCaption, outer);
                self.table(table, outer);
            }
            BlockKind::Code { lines, .. } => {
                for line in lines {
                    self.text(&line.text, within(Role::Code), line.span);
                }
            }
            // Where no formula is shown, its source is, as code.
            BlockKind::Math(source) => {
                self.show(source, around);
                self.text(source, within(Role::Code), block.node.span);
            }
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter().flatten() {
                    self.phrase(&line.content, around, false);
                }
            }
            BlockKind::Rule | BlockKind::Break(_) => {}
        }
    }

    fn quotation(&mut self, quotation: &Quotation, look: Look) {
        self.blocks(&quotation.body, look);
        self.role(&quotation.credit, Role::Credit, look);
    }

    fn list(&mut self, list: &List, around: Look) {
        // Numbers are in the face of the text around them.
        match list.numbering {
            Numbering::Ordered { numerals, .. } => self.show(letters_of(numerals), around),
            Numbering::Bullet => self.show("•◦▪", around),
            Numbering::Unmarked => {}
        }
        for item in &list.items {
            self.has_boxes |= item.task.is_some();
            self.blocks(&item.body, around);
        }
    }

    fn table(&mut self, table: &Table, around: Look) {
        let styles = &self.style.styles;
        let (head, cell) = (
            styles.of_element(Element::CellHead),
            styles.of_element(Element::Cell),
        );
        let look = |role: Role| role.look(Medium::Screen, around);
        let columns = table.alignments.contains(&Alignment::End);
        let before = std::mem::replace(&mut self.tabular, columns);
        self.styled(&head, look(Role::CellHead), |words, look| {
            words.rows(&table.head, look);
        });
        self.styled(&cell, look(Role::Cell), |words, look| {
            words.rows(&table.body, look);
            words.rows(&table.foot, look);
        });
        self.tabular = before;
    }

    fn rows(&mut self, rows: &[Row], look: Look) {
        for cell in rows.iter().flat_map(|row| &row.cells) {
            self.blocks(&cell.body, look);
        }
    }
}

/// The letters that the items of a list are counted with; every subset has figures.
fn letters_of(numerals: Numerals) -> &'static str {
    match numerals {
        Numerals::Decimal => "",
        Numerals::LowerAlpha => "abcdefghijklmnopqrstuvwxyz",
        Numerals::UpperAlpha => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        Numerals::LowerRoman => "ivxlcdm",
        Numerals::UpperRoman => "IVXLCDM",
    }
}
