//! Takes the links in the lines of pages; returns link annotations, one for each stretch
//! of a line, as viewers expect.

use super::object::{name, name_tree, number, rectangle, text_bytes, text_string};
use crate::geom::{Pt, Rect};
use crate::layout::placed::{
    Link, Owner, Pages, Part, Piece, PieceKind, PlacedLine, Spot, ThingKind,
};
use crate::model::{NodeId, Picture, Target};
use foldhash::fast::RandomState;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// An annotation on a page.
pub(super) struct Annotation {
    /// Its object.
    pub(super) id: ObjectId,
    /// Index of its page.
    pub(super) page: usize,
    /// Whose the line is that it lies on.
    pub(super) node: NodeId,
    /// In which part.
    pub(super) part: Part,
    /// The link or the mark of a note, or the node itself, that it belongs to.
    pub(super) holder: NodeId,
}

/// Puts the annotations of links, of notes' marks and numbers and of contents on
/// pages, and tells them.
pub(super) fn annotate(
    document: &mut Document,
    pages: &Pages,
    places: &Places,
    ids: &[ObjectId],
) -> Vec<Annotation> {
    let mut all = Vec::new();
    for (index, (page, id)) in pages.pages.iter().zip(ids).enumerate() {
        let height = page.size.height;
        let mut list: Vec<Object> = Vec::new();
        for thing in &page.things {
            // A picture is a link whether it says something or is decoration.
            let (node, part) = match (&thing.kind, thing.owner) {
                (_, Owner::Node(node, part)) => (node, part),
                (_, Owner::Furniture(_)) => continue,
            };
            let stretches = match &thing.kind {
                ThingKind::Line(line) => stretches(line, node, part),
                ThingKind::Picture(rect, picture, Some(link)) => {
                    shown(*rect, picture, link, node).into_iter().collect()
                }
                ThingKind::Picture(_, _, None) | ThingKind::Fill(..) | ThingKind::Frame(..) => {
                    continue;
                }
            };
            for stretch in stretches {
                let Some(action) = stretch.action(pages, places, ids) else {
                    continue;
                };
                let mut annotation = annotation(&stretch, action, height);
                annotation.set("P", Object::Reference(*id));
                let id = document.add_object(annotation);
                list.push(Object::Reference(id));
                all.push(Annotation {
                    id,
                    page: index,
                    node,
                    part,
                    holder: stretch.holder,
                });
            }
        }
        if !list.is_empty()
            && let Ok(page) = document.get_dictionary_mut(*id)
        {
            page.set("Annots", list);
        }
    }
    all
}

/// Where notes, their marks, and what the contents lead to, are.
pub(super) struct Places {
    /// The first mark of each note.
    marks: HashMap<NodeId, Spot, RandomState>,
    notes: HashMap<NodeId, Spot, RandomState>,
    /// The first place of the text of a node's run.
    runs: HashMap<NodeId, Spot, RandomState>,
    /// Where articles begin.
    starts: HashMap<u32, Spot, RandomState>,
}

impl Places {
    pub(super) fn of(pages: &Pages) -> Places {
        let mut places = Places {
            marks: HashMap::default(),
            notes: HashMap::default(),
            runs: HashMap::default(),
            starts: HashMap::default(),
        };
        for (index, page) in pages.pages.iter().enumerate() {
            for thing in &page.things {
                let ThingKind::Line(line) = &thing.kind else {
                    continue;
                };
                let top = line.line.pieces.first().map_or(Pt::ZERO, |p| p.dress.size);
                let spot = Spot {
                    page: index,
                    y: line.origin.y - top,
                };
                for note in line.line.pieces.iter().filter_map(|piece| piece.dress.note) {
                    places.marks.entry(note).or_insert(spot);
                }
                match thing.owner {
                    Owner::Node(id, Part::Label) => {
                        places.notes.entry(id).or_insert(spot);
                    }
                    Owner::Node(id, Part::Body) => {
                        places.runs.entry(id).or_insert(spot);
                        places.starts.entry(id.source.0).or_insert(spot);
                    }
                    Owner::Node(
                        _,
                        Part::Contents
                        | Part::ContentsHeading
                        | Part::TitlePage
                        | Part::NotesHeading
                        | Part::Masthead,
                    )
                    | Owner::Furniture(_) => {}
                }
            }
        }
        places
    }
}

/// The names that lead into the file from outside, as in `file.pdf#chapter`: those
/// of headings and of what has an identifier. What two articles of a book call
/// alike is the first's; the others have the number of their article before it.
pub(super) fn names(pages: &Pages, ids: &[ObjectId]) -> Option<Dictionary> {
    let mut named: BTreeMap<Vec<u8>, Object> = BTreeMap::new();
    let mut articles: Vec<u32> = pages.anchors.keys().map(|(article, _)| *article).collect();
    articles.dedup();
    for ((article, name), spot) in &pages.anchors {
        let (Some(page), Some(id)) = (pages.pages.get(spot.page), ids.get(spot.page)) else {
            continue;
        };
        let goal = destination(*id, page.size.height - spot.y);
        let number = articles.iter().position(|own| own == article).unwrap_or(0) + 1;
        // Viewers read them as texts (pdf.js, Acrobat), whatever their bytes are.
        match named.entry(text_bytes(name)) {
            Entry::Vacant(free) => {
                free.insert(goal);
            }
            Entry::Occupied(_) => {
                named.insert(text_bytes(&format!("{number}-{name}")), goal);
            }
        }
    }
    if named.is_empty() {
        return None;
    }
    Some(name_tree(named))
}

/// A part of a line, or a picture, that leads somewhere.
struct Stretch {
    rect: Rect,
    goal: Goal,
    text: String,
    holder: NodeId,
}

enum Goal {
    Web(String),
    /// An anchor of an article, or where it begins.
    Anchor(u32, Option<String>),
    Note(NodeId),
    /// Where a note is marked.
    Mark(NodeId),
    Run(NodeId),
}

fn stretches(line: &PlacedLine, owner: NodeId, part: Part) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut holder = None;
    for piece in &line.line.pieces {
        let goal = goal(piece, owner, part);
        let own = match (&goal, &piece.dress.link) {
            (Some(Goal::Web(_) | Goal::Anchor(..)), Some(link)) => link.node,
            (Some(Goal::Web(_) | Goal::Anchor(..)), None)
            | (Some(Goal::Note(_) | Goal::Mark(_) | Goal::Run(_)) | None, _) => piece.dress.holder,
        };
        let (Some(goal), false) = (goal, piece.width == Pt::ZERO) else {
            if piece.width > Pt::ZERO {
                holder = None;
            }
            continue;
        };
        let rect = match &piece.kind {
            PieceKind::Picture(inset) => line.picture(piece, inset.height),
            PieceKind::Word(_)
            | PieceKind::Space(_)
            | PieceKind::Hyphen(_)
            | PieceKind::Formula(_) => {
                let size = piece.dress.size;
                let top = line.origin.y - piece.dress.rise - size * 0.85;
                Rect::new(line.origin.x + piece.x, top, piece.width, size * 1.1)
            }
        };
        match stretches.last_mut() {
            Some(last) if holder == Some(own) => {
                last.rect = around(last.rect, rect);
                last.text.push_str(text_of(piece));
            }
            _ => stretches.push(Stretch {
                rect,
                goal,
                text: text_of(piece).to_owned(),
                holder: own,
            }),
        }
        holder = Some(own);
    }
    stretches
}

/// The picture of a figure that is a link.
fn shown(rect: Rect, picture: &Picture, link: &Link, node: NodeId) -> Option<Stretch> {
    Some(Stretch {
        rect,
        goal: goal_of(&link.target, node)?,
        text: picture.alt.clone().unwrap_or_default(),
        holder: node,
    })
}

/// The least rectangle around two.
fn around(a: Rect, b: Rect) -> Rect {
    let (x, y) = (a.origin.x.min(b.origin.x), a.origin.y.min(b.origin.y));
    let right = (a.origin.x + a.size.width).max(b.origin.x + b.size.width);
    let bottom = a.bottom().max(b.bottom());
    Rect::new(x, y, right - x, bottom - y)
}

fn text_of(piece: &Piece) -> &str {
    match &piece.kind {
        PieceKind::Word(shaped) => &shaped.text,
        PieceKind::Space(_) => " ",
        PieceKind::Picture(inset) => inset.picture.alt.as_deref().unwrap_or(""),
        PieceKind::Formula(formula) => &formula.says,
        PieceKind::Hyphen(_) => "",
    }
}

fn goal(piece: &Piece, owner: NodeId, part: Part) -> Option<Goal> {
    if part == Part::Contents {
        return Some(Goal::Run(owner));
    }
    if part == Part::Label {
        return Some(Goal::Mark(owner));
    }
    if let Some(note) = piece.dress.note {
        return Some(Goal::Note(note));
    }
    goal_of(&piece.dress.link.as_deref()?.target, owner)
}

/// Where a link of a node leads.
fn goal_of(target: &Target, owner: NodeId) -> Option<Goal> {
    match target {
        Target::External(url) => is_address(url).then(|| Goal::Web(url.clone())),
        Target::Internal(anchor) => {
            let anchor = Some(anchor.clone()).filter(|anchor| !anchor.is_empty());
            Some(Goal::Anchor(owner.source.0, anchor))
        }
        Target::Article(source, anchor) => Some(Goal::Anchor(source.0, anchor.clone())),
    }
}

/// Only what names its scheme leads out of a file that can be anywhere.
fn is_address(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or("");
    url.len() > scheme.len()
        && scheme.len() > 1
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

impl Stretch {
    /// What it says or, where it shows a picture that says nothing, where it leads.
    fn contents(&self) -> &str {
        match (self.text.trim(), &self.goal) {
            ("", Goal::Web(url)) => url,
            ("", Goal::Anchor(_, Some(anchor))) => anchor,
            (
                text,
                Goal::Web(_) | Goal::Anchor(..) | Goal::Note(_) | Goal::Mark(_) | Goal::Run(_),
            ) => text,
        }
    }

    fn action(&self, pages: &Pages, places: &Places, ids: &[ObjectId]) -> Option<Action> {
        let spot = match &self.goal {
            Goal::Web(url) => {
                let mut action = dictionary! {"Type" => name("Action"), "S" => name("URI")};
                action.set("URI", Object::string_literal(ascii(url)));
                return Some(Action::Leave(action));
            }
            Goal::Anchor(article, None) => *places.starts.get(article)?,
            Goal::Anchor(article, Some(anchor)) => {
                *pages.anchors.get(&(*article, anchor.clone()))?
            }
            Goal::Note(id) => *places.notes.get(id)?,
            Goal::Mark(id) => *places.marks.get(id)?,
            Goal::Run(id) => *places.runs.get(id)?,
        };
        let page = pages.pages.get(spot.page)?;
        let id = ids.get(spot.page)?;
        Some(Action::Go(destination(*id, page.size.height - spot.y)))
    }
}

enum Action {
    Leave(Dictionary),
    Go(Object),
}

/// A place on a page, the zoom left as it is.
pub(super) fn destination(page: ObjectId, y: Pt) -> Object {
    Object::Array(vec![
        Object::Reference(page),
        name("XYZ"),
        Object::Null,
        number(y),
        Object::Null,
    ])
}

fn annotation(stretch: &Stretch, action: Action, height: Pt) -> Dictionary {
    let mut annotation = dictionary! {
        "Type" => name("Annot"),
        "Subtype" => name("Link"),
        "Rect" => rectangle(stretch.rect, height),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        // Printed as drawn (ISO 32000-1, table 165).
        "F" => 4,
        "Contents" => text_string(stretch.contents()),
    };
    match action {
        Action::Leave(action) => annotation.set("A", action),
        Action::Go(destination) => annotation.set("Dest", destination),
    }
    annotation
}

/// A URL in ASCII, as a URI action wants it: what is not is percent-encoded.
fn ascii(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
