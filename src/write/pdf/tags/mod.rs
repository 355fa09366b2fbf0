//! Takes a publication and the marks of its pages; returns the structure of the document:
//! the model's own tree in the model's order, independent of the position on the page
//! (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7).

mod inline;
mod tree;

use super::content::Marked;
use super::file::Written;
use super::link::Annotation;
use super::object::{name, rectangle};
use crate::geom::Rect;
use crate::lang::Lang;
use crate::layout::placed::{Owner, Pages, Part, PieceKind, ThingKind};
use crate::model::citing;
use crate::model::endnotes::{self, Chapter};
use crate::model::sections::{self, Notes, ranks, sections};
use crate::model::walk::texts_of_notes;
use crate::model::{
    Article, Block, BlockKind, Cell, Figure, Inline, List, NodeId, Note, Numbering, Numerals,
    Picture, Publication, Quotation, Role, Row, Table, Target, first_columns,
};
use lopdf::{Document, Object, ObjectId};
use std::collections::BTreeMap;
use tree::{Id, Kid, Tree, attributes};

/// Writes the structure of a document, of which `content` is on its pages; returns its elements.
pub(super) fn tag(
    document: &mut Document,
    publication: &Publication,
    content: Contents,
    annotations: &[Annotation],
    mastheads: &[(NodeId, String)],
    ids: &[ObjectId],
) -> Written {
    let mut writer = Writer {
        tree: Tree::new("Document"),
        content,
        ranks: BTreeMap::new(),
        lang: publication.lang(),
        notes: Vec::new(),
        note_texts: BTreeMap::new(),
        book: publication.bound,
        chapters: endnotes::chapters(publication),
        gathering: false,
        article: ROOT,
        is_bibliography: false,
        role: Role::default(),
    };
    for (node, alt) in mastheads {
        writer.masthead(*node, alt);
    }
    writer.publication(publication);
    writer.rest();
    let (root, elements) = writer.tree.write(document, ids, annotations);
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("StructTreeRoot", root);
        catalog.set("MarkInfo", lopdf::dictionary! {"Marked" => true});
    }
    elements
}

/// A mark on a page, and the inline that holds what it shows.
#[derive(Debug, Clone, Copy)]
struct Spot {
    page: usize,
    number: usize,
    holder: NodeId,
}

/// What is on the pages, by whose it is.
pub(super) struct Contents {
    marks: BTreeMap<(NodeId, Part), Vec<Spot>>,
    /// Annotations by what holds the text that they lie on.
    annotations: BTreeMap<(NodeId, Part, NodeId), Vec<usize>>,
    /// Where pictures stand: the page's height goes with the place.
    pictures: BTreeMap<NodeId, Object>,
}

impl Contents {
    /// The marks of each page, the annotations, and where [pictures] stand.
    pub(super) fn of(
        marks: &[Vec<Marked>],
        annotations: &[Annotation],
        pictures: BTreeMap<NodeId, Object>,
    ) -> Contents {
        let mut contents = Contents {
            marks: BTreeMap::new(),
            annotations: BTreeMap::new(),
            pictures,
        };
        for (page, marks) in marks.iter().enumerate() {
            for (number, mark) in marks.iter().enumerate() {
                let spot = Spot {
                    page,
                    number,
                    holder: mark.holder.unwrap_or(mark.node),
                };
                let own = contents.marks.entry((mark.node, mark.part));
                own.or_default().push(spot);
            }
        }
        for (index, annotation) in annotations.iter().enumerate() {
            let key = (annotation.node, annotation.part, annotation.holder);
            contents.annotations.entry(key).or_default().push(index);
        }
        contents
    }
}

/// Where pictures stand on pages, by whose they are.
pub(super) fn pictures(pages: &Pages) -> BTreeMap<NodeId, Object> {
    let mut places = BTreeMap::new();
    for page in &pages.pages {
        let mut put = |node: NodeId, rect: Rect| {
            let place = || rectangle(rect, page.size.height);
            places.entry(node).or_insert_with(place);
        };
        for thing in &page.things {
            match (&thing.kind, thing.owner) {
                // A frame stands for a picture that cannot be had.
                (
                    ThingKind::Picture(rect, ..) | ThingKind::Frame(rect, ..),
                    Owner::Node(node, _),
                ) => {
                    put(node, *rect);
                }
                (ThingKind::Line(placed), Owner::Node(..)) => {
                    for piece in &placed.line.pieces {
                        if let PieceKind::Picture(inset) = &piece.kind {
                            put(piece.dress.holder, placed.picture(piece, inset.height));
                        }
                    }
                }
                (ThingKind::Fill(..), _)
                | (
                    ThingKind::Line(_) | ThingKind::Frame(..) | ThingKind::Picture(..),
                    Owner::Furniture(_),
                ) => {}
            }
        }
    }
    places
}

/// The pictures in the head of the first page that are read, with what they say.
pub(super) fn mastheads(pages: &Pages) -> Vec<(NodeId, String)> {
    let things = pages.pages.iter().flat_map(|page| &page.things);
    let mastheads = things.filter_map(|thing| match (&thing.kind, thing.owner) {
        (ThingKind::Picture(_, picture, _), Owner::Node(node, Part::Masthead)) => {
            Some((node, picture.alt.clone().unwrap_or_default()))
        }
        (
            ThingKind::Picture(..)
            | ThingKind::Line(_)
            | ThingKind::Fill(..)
            | ThingKind::Frame(..),
            Owner::Node(..) | Owner::Furniture(_),
        ) => None,
    });
    mastheads.collect()
}

/// What a picture says in its place: of decoration that is a link, where it leads.
fn alternative(picture: &Picture, link: Option<&Target>) -> Option<String> {
    match (picture.alt.as_deref(), link) {
        (Some(""), Some(Target::External(address))) => Some(address.clone()),
        (Some(""), Some(Target::Internal(name) | Target::Article(_, Some(name)))) => {
            Some(name.clone())
        }
        (alt, Some(Target::External(_) | Target::Internal(_) | Target::Article(..)) | None) => {
            alt.map(str::to_owned)
        }
    }
}

struct Writer<'a> {
    tree: Tree,
    content: Contents,
    /// The ranks of the headings of the article in hand.
    ranks: BTreeMap<NodeId, u8>,
    /// The language of the element in hand.
    lang: Lang,
    /// Notes that were marked and not yet written.
    notes: Vec<(NodeId, &'a Note)>,
    /// The notes of the article in hand that have their texts, by their labels.
    note_texts: BTreeMap<&'a str, &'a Note>,
    /// Whether articles stand in a book.
    book: bool,
    /// The chapters whose notes stand at the end of the book.
    chapters: Vec<Chapter<'a>>,
    /// Whether the notes of the article in hand do.
    gathering: bool,
    /// The element of the article in hand, and whether it is a bibliography.
    article: Id,
    is_bibliography: bool,
    /// What the article in hand is.
    role: Role,
}

const ROOT: Id = 0;
const HEADINGS: [&str; 6] = ["H1", "H2", "H3", "H4", "H5", "H6"];

impl<'a> Writer<'a> {
    fn publication(&mut self, publication: &'a Publication) {
        if self.book && !publication.planned {
            let page = self.tree.open(ROOT, "Sect");
            self.words(page, "P", (NodeId::of_book(), Part::TitlePage));
            self.contents(publication, None);
        }
        let lang = self.lang.clone();
        for article in &publication.articles {
            self.lang = lang.clone();
            if article.place.role == Role::Contents {
                self.contents(publication, article.place.depth);
            } else {
                self.article(article);
            }
        }
    }

    /// A picture in the head of the first page, which stands before all text.
    fn masthead(&mut self, node: NodeId, alt: &str) {
        let shown = self.tree.open(ROOT, "Figure");
        self.tree.elements[shown].alt = Some(alt.to_owned());
        self.place(shown, node, "Block");
        self.marks(shown, (node, Part::Masthead));
    }

    /// The list of contents of a book.
    fn contents(&mut self, publication: &Publication, depth: Option<u8>) {
        let contents = self.tree.open(ROOT, "TOC");
        self.words(
            contents,
            "Caption",
            (NodeId::of_book(), Part::ContentsHeading),
        );
        for line in sections::contents(publication, depth) {
            self.listed(contents, line.node());
        }
    }

    /// An entry of a list of contents.
    fn listed(&mut self, contents: Id, node: NodeId) {
        let entry = self.tree.open(contents, "TOCI");
        let owner = (node, Part::Contents);
        let parent = if self
            .content
            .annotations
            .contains_key(&(node, Part::Contents, node))
        {
            self.tree.open(entry, "Link")
        } else {
            entry
        };
        self.marks(parent, owner);
        self.annotated(parent, owner, node);
    }

    fn article(&mut self, article: &'a Article) {
        let metadata = &article.metadata;
        // A foreword or an appendix is a section of the book, and no work of its own.
        let role = match article.place.role {
            Role::Named(_) | Role::Endnotes | Role::Bibliography => "Sect",
            Role::Index => "Index",
            Role::Article
            | Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Dedication
            | Role::Epigraph
            | Role::Contents
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Part
            | Role::Colophon => "Art",
        };
        let art = self.element(ROOT, role, Some(&article.lang()));
        self.article = art;
        self.is_bibliography = article.place.role == Role::Bibliography;
        self.role = article.place.role;
        self.ranks = ranks(article, Notes::InPlace);
        self.note_texts = texts_of_notes(article);
        let mut gathered = self.chapters.iter().map(|chapter| chapter.article.source);
        self.gathering = gathered.any(|source| source == article.source);
        // Where no headline is drawn, the first headings are the highest.
        if metadata.headline.is_empty() {
            for rank in self.ranks.values_mut() {
                *rank -= 1;
            }
        }
        self.lang = article.lang();
        self.phrase(art, "P", &metadata.kicker);
        self.phrase(art, "H1", &metadata.headline);
        self.phrase(art, "P", &metadata.subtitle);
        self.phrase(art, "P", &metadata.standfirst);
        self.phrase(art, "P", &metadata.byline);
        let beyond = NodeId::beyond(article.source);
        self.phrase(art, "P", &metadata.dateline);
        self.words(art, "P", (beyond, Part::Body));
        if !self.book {
            let listed = self.tree.open(art, "TOC");
            self.words(listed, "Caption", (beyond, Part::ContentsHeading));
            for section in sections(article) {
                self.listed(listed, section.node);
            }
        }
        self.blocks(art, &article.body);
        for phrase in [
            &metadata.source,
            &metadata.credit,
            &metadata.rights,
            &metadata.licence,
        ] {
            self.phrase(art, "P", phrase);
        }
        if article.place.role == Role::Endnotes {
            self.endnotes(art);
        }
        // The heading over notes at the end of the book stands there.
        if self
            .chapters
            .iter()
            .all(|chapter| chapter.article.source != article.source)
        {
            self.words(art, "P", (beyond, Part::NotesHeading));
        }
        self.gathering = false;
    }

    /// The notes of all chapters, each chapter's under its title.
    fn endnotes(&mut self, parent: Id) {
        let outer = self.lang.clone();
        // Notes within notes stand in the list as well.
        self.gathering = true;
        for chapter in std::mem::take(&mut self.chapters) {
            let article = chapter.article;
            let lang = article.lang();
            let heading = self.element(parent, "H2", Some(&lang));
            let beyond = NodeId::beyond(article.source);
            self.marks(heading, (beyond, Part::NotesHeading));
            self.ranks = ranks(article, Notes::Apart);
            // Those of the text stand below the title of the chapter.
            self.ranks.values_mut().for_each(|rank| *rank += 1);
            self.lang = lang.clone();
            for (id, note) in chapter.notes {
                let element = self.note(parent, id, note);
                if lang != outer {
                    self.tree.elements[element].lang = Some(lang.as_str().to_owned());
                }
            }
            self.lang = outer.clone();
        }
    }

    /// An element in a language of its own, or its parent's.
    fn element(&mut self, parent: Id, role: &'static str, lang: Option<&Lang>) -> Id {
        let id = self.tree.open(parent, role);
        if let Some(lang) = lang.filter(|lang| **lang != self.lang) {
            self.tree.elements[id].lang = Some(lang.as_str().to_owned());
        }
        id
    }

    fn blocks(&mut self, parent: Id, blocks: &'a [Block]) {
        for block in blocks {
            let outer = self.lang.clone();
            self.block(parent, block);
            self.lang = outer;
            self.notes_after(parent);
        }
    }

    fn block(&mut self, parent: Id, block: &'a Block) {
        let own = block.node.lang.as_ref();
        let id = block.node.id;
        let body = (id, Part::Body);
        let role = match &block.kind {
            BlockKind::Paragraph(_) | BlockKind::Code { .. } => "P",
            BlockKind::Heading { .. } => {
                let rank = self.ranks.get(&id).copied().unwrap_or(2).clamp(1, 6);
                HEADINGS[usize::from(rank) - 1]
            }
            BlockKind::List(list) if self.is_of_places(list) => "TOC",
            BlockKind::List(_) | BlockKind::DefinitionList(_) => "L",
            BlockKind::Quote(_) | BlockKind::PullQuote(_) | BlockKind::Epigraph(_) => "BlockQuote",
            BlockKind::Aside(_) => "Sect",
            BlockKind::Figure(_) | BlockKind::Verse(_) | BlockKind::Div(_) => "Div",
            BlockKind::Table(table) => self.table_role(table),
            BlockKind::Math(_) => "Formula",
            BlockKind::Rule | BlockKind::Break(_) => return,
        };
        let element = self.element(parent, role, own);
        if let Some(lang) = own {
            self.lang = lang.clone();
        }
        match &block.kind {
            BlockKind::Paragraph(content) => {
                // An entry of a bibliography (ISO 32000-1, 14.8.4.4.1).
                let is_entry = self.is_bibliography && parent == self.article
                    || block.attributes.has_class(citing::ENTRY);
                let within = match is_entry {
                    true => self.tree.open(element, "BibEntry"),
                    false => element,
                };
                self.text(within, body, content);
            }
            BlockKind::Heading { content, .. } => {
                self.marks(element, (id, Part::Label));
                self.text(element, body, content);
            }
            BlockKind::List(list) if self.is_of_places(list) => {
                for item in &list.items {
                    let entry = self.element(element, "TOCI", item.node.lang.as_ref());
                    self.blocks(entry, &item.body);
                }
            }
            BlockKind::List(list) => self.list(element, list),
            BlockKind::DefinitionList(definitions) => {
                for definition in definitions {
                    let item = self.element(element, "LI", definition.node.lang.as_ref());
                    let label = self.tree.open(item, "Lbl");
                    self.text(label, (definition.node.id, Part::Body), &definition.term);
                    let details = self.tree.open(item, "LBody");
                    self.tree.elements[details].stays = true;
                    for detail in &definition.details {
                        self.blocks(details, detail);
                    }
                    self.notes_after(details);
                }
            }
            BlockKind::Quote(quotation)
            | BlockKind::PullQuote(quotation)
            | BlockKind::Epigraph(quotation) => self.quotation(element, quotation),
            BlockKind::Aside(body) | BlockKind::Div(body) => self.blocks(element, body),
            BlockKind::Figure(figure) => self.figure(element, id, figure),
            BlockKind::Table(table) => self.table(element, table),
            BlockKind::Code { .. } => {
                let code = self.tree.open(element, "Code");
                self.marks(code, body);
            }
            BlockKind::Verse(stanzas) => {
                for line in stanzas.iter().flatten() {
                    let verse = self.element(element, "P", line.node.lang.as_ref());
                    self.text(verse, (line.node.id, Part::Body), &line.content);
                }
            }
            BlockKind::Math(source) => {
                self.tree.elements[element].alt = Some(source.trim().to_owned());
                self.marks(element, body);
                self.words(parent, "P", (id, Part::Label));
            }
            BlockKind::Rule | BlockKind::Break(_) => {}
        }
    }

    /// Whether a list is one of pages: of figures, of tables, of the articles of a part.
    fn is_of_places(&self, list: &List) -> bool {
        list.numbering == Numbering::Unmarked && self.role != Role::Index
    }

    fn quotation(&mut self, element: Id, quotation: &'a Quotation) {
        self.blocks(element, &quotation.body);
        self.phrase(element, "P", &quotation.credit);
    }

    fn list(&mut self, element: Id, list: &'a List) {
        let numbering = match list.numbering {
            Numbering::Bullet => "Disc",
            Numbering::Unmarked => "None",
            Numbering::Ordered { numerals, .. } => match numerals {
                Numerals::Decimal => "Decimal",
                Numerals::LowerAlpha => "LowerAlpha",
                Numerals::UpperAlpha => "UpperAlpha",
                Numerals::LowerRoman => "LowerRoman",
                Numerals::UpperRoman => "UpperRoman",
            },
        };
        let numbering = attributes("List", vec![("ListNumbering", name(numbering))]);
        self.tree.elements[element].attributes.push(numbering);
        for item in &list.items {
            let outer = self.lang.clone();
            let element = self.element(element, "LI", item.node.lang.as_ref());
            if let Some(lang) = &item.node.lang {
                self.lang = lang.clone();
            }
            self.words(element, "Lbl", (item.node.id, Part::Label));
            let body = self.tree.open(element, "LBody");
            self.tree.elements[body].stays = true;
            self.blocks(body, &item.body);
            self.lang = outer;
        }
    }

    /// A picture, then what stands under it: an element with a text in place of
    /// itself is not looked into by who reads aloud.
    fn figure(&mut self, element: Id, id: NodeId, figure: &'a Figure) {
        if let Some(picture) = &figure.picture {
            let leads = (id, Part::Body, id);
            let linked = self.content.annotations.contains_key(&leads);
            let around = match linked {
                true => self.tree.open(element, "Link"),
                false => element,
            };
            let shown = self.tree.open(around, "Figure");
            let target = figure.link.as_ref().map(|link| &link.target);
            self.tree.elements[shown].alt = alternative(picture, target);
            self.place(shown, id, "Block");
            self.marks(shown, (id, Part::Body));
            self.annotated(around, (id, Part::Body), id);
        }
        self.phrase(element, "Caption", &figure.caption);
        self.phrase(element, "Caption", &figure.credit);
    }

    /// Tells where a picture stands (ISO 32000-1, table 344).
    fn place(&mut self, element: Id, node: NodeId, placement: &str) {
        if let Some(place) = self.content.pictures.get(&node) {
            let place = vec![("Placement", name(placement)), ("BBox", place.clone())];
            let layout = attributes("Layout", place);
            self.tree.elements[element].attributes.push(layout);
        }
    }

    /// A table that was set as a list is one for the ear too.
    fn table_role(&self, table: &Table) -> &'static str {
        if table.body.iter().any(|row| self.is_list_row(row)) {
            "Div"
        } else {
            "Table"
        }
    }

    fn is_list_row(&self, row: &Row) -> bool {
        let set = |cell: &Cell| self.content.marks.contains_key(&(cell.node.id, Part::Body));
        row.cells.iter().any(set)
    }

    fn table(&mut self, element: Id, table: &'a Table) {
        if let Some(first) = table.caption.first() {
            // Its notes come after the table, not in it.
            let caption = self.tree.open(element, "Caption");
            self.text(caption, (first.node.id, Part::Body), &table.caption);
        }
        if self.tree.elements[element].role == "Div" {
            let rows = table.body.iter().chain(&table.foot);
            for cell in rows.flat_map(|row| &row.cells) {
                let (phrase, rest) = cell.parts();
                let said = self.tree.open(element, "P");
                self.text(said, (cell.node.id, Part::Body), phrase);
                self.notes_after(element);
                self.blocks(element, rest);
            }
            return;
        }
        // Without a head, the first column says what a row is about.
        let headless = !table.head.iter().any(|row| self.says(row));
        let alone = table.body.is_empty() && table.foot.is_empty();
        let width = |row: &Row| -> usize {
            let columns = row
                .cells
                .iter()
                .map(|cell| usize::from(cell.columns.max(1)));
            columns.sum()
        };
        let all = || table.head.iter().chain(&table.body).chain(&table.foot);
        let widest = all().map(width).max().unwrap_or(0);
        let spans = all().flat_map(|row| &row.cells).any(|cell| cell.rows > 1);
        for (rows, part) in [
            (&table.head, "THead"),
            (&table.body, "TBody"),
            (&table.foot, "TFoot"),
        ] {
            if rows.is_empty() || (part == "THead" && headless && !alone) {
                continue;
            }
            // A head is the head of something (ISO 32000-1, table 337).
            let group = if alone { "TBody" } else { part };
            let group = self.tree.open(element, group);
            for (row, firsts) in rows.iter().zip(first_columns(rows)) {
                let line = self.element(group, "TR", row.node.lang.as_ref());
                for (cell, first) in row.cells.iter().zip(firsts) {
                    let scope = match part {
                        "THead" => Some("Column"),
                        _ if headless && first == 0 => Some("Row"),
                        _ => None,
                    };
                    self.cell(line, cell, scope);
                }
                // Rows that end early have the cells that they lack.
                let lacking = if spans { 0 } else { widest - width(row) };
                for _ in 0..lacking {
                    let empty = self.tree.open(line, "TD");
                    self.tree.elements[empty].stays = true;
                }
            }
        }
    }

    /// Whether anything of a row is on the pages.
    fn says(&self, row: &Row) -> bool {
        let blocks = row.cells.iter().flat_map(|cell| &cell.body);
        let mut ids = blocks.map(|block| (block.node.id, Part::Body));
        ids.any(|key| self.content.marks.contains_key(&key))
    }

    fn cell(&mut self, row: Id, cell: &'a Cell, scope: Option<&str>) {
        let role = if scope.is_some() { "TH" } else { "TD" };
        let element = self.element(row, role, cell.node.lang.as_ref());
        self.tree.elements[element].stays = true;
        let mut table = Vec::new();
        if let Some(scope) = scope {
            table.push(("Scope", name(scope)));
        }
        for (key, span) in [("ColSpan", cell.columns), ("RowSpan", cell.rows)] {
            if span > 1 {
                table.push((key, i64::from(span).into()));
            }
        }
        if !table.is_empty() {
            let table = attributes("Table", table);
            self.tree.elements[element].attributes.push(table);
        }
        self.blocks(element, &cell.body);
    }

    /// Text that its first inline owns.
    fn phrase(&mut self, parent: Id, role: &'static str, content: &'a [Inline]) {
        let Some(first) = content.first() else { return };
        let element = self.tree.open(parent, role);
        self.text(element, (first.node.id, Part::Body), content);
        self.notes_after(parent);
    }

    /// Words that are not the model's.
    fn words(&mut self, parent: Id, role: &'static str, owner: (NodeId, Part)) {
        let element = self.tree.open(parent, role);
        self.marks(element, owner);
    }

    /// All marks of an owner, with no regard to inlines.
    fn marks(&mut self, element: Id, owner: (NodeId, Part)) {
        for spot in self.content.marks.remove(&owner).unwrap_or_default() {
            self.tree.add(element, Kid::Mark(spot.page, spot.number));
        }
    }

    /// The annotations over what a holder holds.
    fn annotated(&mut self, element: Id, owner: (NodeId, Part), holder: NodeId) -> bool {
        let key = (owner.0, owner.1, holder);
        let own = self.content.annotations.remove(&key).unwrap_or_default();
        for annotation in &own {
            self.tree.add(element, Kid::Annotation(*annotation));
        }
        !own.is_empty()
    }

    /// Notes marked in a block stand after it: read within its sentence they
    /// would tear it.
    fn notes_after(&mut self, parent: Id) {
        let notes = std::mem::take(&mut self.notes);
        if self.gathering {
            return;
        }
        for (id, note) in notes {
            self.note(parent, id, note);
        }
    }

    /// A note, with its number as a link back to its mark.
    fn note(&mut self, parent: Id, id: NodeId, note: &'a Note) -> Id {
        let element = self.tree.open(parent, "Note");
        // Unique in the document (ISO 14289-1, 7.9).
        let name = format!("note-{}-{}", id.source.0, id.index);
        self.tree.elements[element].name = Some(name);
        let label = self.tree.open(element, "Lbl");
        let owner = (id, Part::Label);
        let back = self.tree.open(label, "Link");
        self.marks(back, owner);
        if !self.annotated(back, owner, id) {
            self.tree.elements[back].role = "Span";
        }
        self.blocks(element, &note.body);
        element
    }

    /// What no element took: it is read last, and never lost.
    fn rest(&mut self) {
        let owners: Vec<(NodeId, Part)> = self.content.marks.keys().copied().collect();
        for owner in owners {
            self.words(ROOT, "P", owner);
        }
    }
}
