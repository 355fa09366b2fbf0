//! Takes what pages say and the tree of a document's structure; returns the same in the order of
//! the tree (ISO 32000-1, 14.7 and 14.8.2.3), with what the tree tells of it: which text is a
//! label or a mark of a note, and what stands for a picture. The label of an item is a number or
//! a bullet where its list says how it is numbered; else it is a term, and the author's.

use super::voice::is_framed;
use super::{Content, Leaf, Stretch, dictionary, follow, place, text_string};
use crate::proof::said::{Decoration, Fault, Generated, Kind, Piece, Place};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// How deep elements may stand in each other.
const DEEPEST: usize = 250;

/// The types of elements that stand in a line of text (ISO 32000-1, 14.8.4.4;
/// ISO 32000-2, 14.8.4.7). A note is among them there, but is read apart.
const INLINES: [&[u8]; 20] = [
    b"Annot",
    b"BibEntry",
    b"Code",
    b"Em",
    b"Formula",
    b"Lbl",
    b"Link",
    b"NonStruct",
    b"Private",
    b"Quote",
    b"RB",
    b"RP",
    b"RT",
    b"Reference",
    b"Ruby",
    b"Span",
    b"Strong",
    b"WP",
    b"WT",
    b"Warichu",
];

/// The root of a document's structure, if there is anything in it.
pub(super) fn root(document: &Document) -> Option<&Dictionary> {
    let root = dictionary(document, document.catalog().ok()?, b"StructTreeRoot")?;
    let kids = follow(document, root.get(b"K").ok()?)?;
    let is_empty = kids.is_null() || kids.as_array().is_ok_and(Vec::is_empty);
    (!is_empty).then_some(root)
}

/// Puts what pages say in the order of the tree. What the tree does not have
/// comes after the rest of its page.
pub(super) fn in_order(
    document: &Document,
    root: &Dictionary,
    pages: &[ObjectId],
    leaves: Vec<Leaf>,
    faults: &mut Vec<Fault>,
) -> Vec<Stretch> {
    let mut walk = Walk {
        document,
        roles: dictionary(document, root, b"RoleMap"),
        pages: pages.iter().copied().zip(0..).collect(),
        marks: BTreeMap::new(),
        met: BTreeSet::new(),
        left: Vec::new(),
        elements: BTreeSet::new(),
        out: Vec::new(),
        faults: Vec::new(),
        opens: true,
    };
    for leaf in leaves {
        for mark in leaf.marks {
            walk.marks.insert(mark, Vec::new());
        }
        for stretch in leaf.stretches {
            match stretch.content {
                Some(content) => walk.marks.entry(content).or_default().push(stretch),
                None => walk.left.push(stretch),
            }
        }
    }
    let top = Context {
        kind: None,
        parent: None,
        numbered: false,
        page: None,
        depth: 0,
    };
    if let Ok(kids) = root.get(b"K") {
        walk.kids(kids, &top);
    }
    walk.finish(faults)
}

/// What an element is in.
#[derive(Clone, Copy)]
struct Context<'d> {
    /// What all of it is, if it is not simply text.
    kind: Option<Generated>,
    /// The nearest element around it that is more than a wrapper.
    parent: Option<&'d [u8]>,
    /// Whether the list around it says how it is numbered.
    numbered: bool,
    page: Option<usize>,
    depth: usize,
}

struct Walk<'d> {
    document: &'d Document,
    /// The names of standard types that a document's own stand for.
    roles: Option<&'d Dictionary>,
    pages: BTreeMap<ObjectId, usize>,
    /// What marks say that have not been met.
    marks: BTreeMap<Content, Vec<Stretch>>,
    met: BTreeSet<Content>,
    /// What stands in no numbered mark.
    left: Vec<Stretch>,
    /// The elements met.
    elements: BTreeSet<ObjectId>,
    out: Vec<Stretch>,
    faults: Vec<Fault>,
    /// Whether a block has begun or ended since the last text.
    opens: bool,
}

impl<'d> Walk<'d> {
    fn fault(&mut self, page: Option<usize>, message: &str) {
        let fault = Fault {
            place: page.map_or(Place::Whole, place),
            message: message.to_owned(),
        };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// What an element has in it: numbers of marks, references to marks and
    /// objects, elements (ISO 32000-1, table 323).
    fn kids(&mut self, kids: &'d Object, context: &Context<'d>) {
        if context.depth > DEEPEST {
            return self.fault(context.page, "the structure tree is too deep to be read");
        }
        let document = self.document;
        let inner = Context {
            depth: context.depth + 1,
            ..*context
        };
        match follow(document, kids) {
            Some(Object::Array(kids)) => kids.iter().for_each(|kid| self.kids(kid, &inner)),
            Some(Object::Integer(number)) => self.mark(context.page, None, *number, context),
            Some(Object::Dictionary(kid)) if kid.has(b"MCID") => {
                let number = kid.get(b"MCID").and_then(Object::as_i64).unwrap_or(-1);
                let form = kid.get(b"Stm").and_then(Object::as_reference).ok();
                self.mark(self.page(kid, context), form, number, context);
            }
            // A reference to a link or to a picture says nothing by itself.
            Some(Object::Dictionary(kid)) if kid.has_type(b"OBJR") => {}
            Some(Object::Dictionary(kid)) => {
                let id = kids.as_reference().ok();
                if id.is_some_and(|id| !self.elements.insert(id)) {
                    return self.fault(context.page, "a structure element has two parents");
                }
                self.element(kid, &inner);
            }
            Some(Object::Null) => {}
            Some(_) | None => self.fault(
                context.page,
                "a structure element has a child that is not one",
            ),
        }
    }

    /// The page that an element or a mark names, else the one known from above.
    fn page(&self, of: &Dictionary, context: &Context) -> Option<usize> {
        let id = of.get(b"Pg").and_then(Object::as_reference).ok();
        id.and_then(|id| self.pages.get(&id).copied())
            .or(context.page)
    }

    /// The standard type of an element (ISO 32000-1, 14.7.3).
    fn role(&self, element: &'d Dictionary) -> &'d [u8] {
        let name = |of: &'d Dictionary, key: &[u8]| of.get(key).and_then(Object::as_name).ok();
        let mut role = name(element, b"S").unwrap_or(b"");
        // A map that goes round in a circle names nothing.
        for _ in 0..32 {
            match self.roles.and_then(|roles| name(roles, role)) {
                Some(next) if next != role => role = next,
                Some(_) | None => break,
            }
        }
        role
    }

    /// Whether a list says how its items are numbered (ISO 32000-1, table 347;
    /// `None` is what it says that says nothing).
    fn is_numbered(&self, list: &'d Dictionary) -> bool {
        let attributes = list.get(b"A").ok().and_then(|a| follow(self.document, a));
        let all: Vec<&Object> = match attributes {
            Some(Object::Array(all)) => all.iter().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        let own = all.into_iter().filter_map(|a| follow(self.document, a));
        let mut numberings =
            own.filter_map(|attributes| attributes.as_dict().ok()?.get(b"ListNumbering").ok());
        numberings.any(|numbering| !matches!(numbering.as_name(), Ok(b"None")))
    }

    fn element(&mut self, element: &'d Dictionary, context: &Context<'d>) {
        let role = self.role(element);
        let page = self.page(element, context);
        if role.is_empty() {
            self.fault(page, "a structure element has no type");
        }
        let is_block = !INLINES.contains(&role);
        self.opens |= is_block;
        let start = self.out.len();
        let mut described = None;
        if role == b"Figure"
            && let Some(alt) = text_string(self.document, element, b"Alt")
        {
            // A picture before all articles is a masthead: it belongs to the page.
            let kind = match context.parent {
                Some(b"Document") => Kind::Decoration(Decoration::RunningHead),
                Some(_) | None => context.kind.map_or(Kind::Alternative, Kind::Generated),
            };
            self.words(alt.clone(), kind, page);
            described = Some((self.out.len(), alt));
        }
        let is_wrapper = matches!(role, b"Span" | b"Div" | b"NonStruct" | b"Private");
        let inner = Context {
            // What has a title refers to a work, in words of the text.
            kind: match (role, element.has(b"T")) {
                (b"Reference", true) => context.kind,
                _ => context.kind.or(generated(role, context)),
            },
            numbered: match role {
                b"L" => self.is_numbered(element),
                _ => context.numbered,
            },
            parent: if is_wrapper {
                context.parent
            } else {
                Some(role)
            },
            page,
            depth: context.depth,
        };
        if let Ok(kids) = element.get(b"K") {
            self.kids(kids, &inner);
        }
        if let Some(actual) = text_string(self.document, element, b"ActualText") {
            self.replace(start, actual, &inner);
        }
        if let Some((from, alt)) = described {
            self.drop_repeated(from, &alt);
        }
        // Words of an element without a page of its own stand where its first
        // content does.
        self.settle_place(start);
        self.opens |= is_block;
    }

    /// Says words that are in no mark.
    fn words(&mut self, text: String, kind: Kind, page: Option<usize>) {
        if text.is_empty() {
            return;
        }
        self.out.push(Stretch {
            piece: Piece {
                text,
                kind,
                opens: std::mem::take(&mut self.opens),
                place: page.map_or(Place::Whole, place),
            },
            page: page.unwrap_or(0),
            serial: usize::MAX,
            content: None,
            size: 0.0,
        });
    }

    fn settle_place(&mut self, start: usize) {
        let Some(said) = self.out.get_mut(start..) else {
            return;
        };
        let known = said.iter().find(|s| s.piece.place != Place::Whole);
        let known = known.map(|stretch| (stretch.page, stretch.piece.place.clone()));
        if let Some((page, place)) = known {
            for stretch in said.iter_mut().filter(|s| s.piece.place == Place::Whole) {
                stretch.page = page;
                stretch.piece.place = place.clone();
            }
        }
    }

    /// Leaves out what a frame shows in place of a picture where it is what the
    /// description says: who reads aloud does not look under that.
    fn drop_repeated(&mut self, from: usize, said: &str) {
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        let said = letters(said);
        let mut shown = String::new();
        let drawn = self.out.iter().skip(from).position(|stretch| {
            shown.push_str(&letters(&stretch.piece.text));
            shown == said
        });
        if let Some(last) = drawn {
            self.out.drain(from..=from + last);
        }
    }

    /// The text of an element in place of all that is in it (ISO 32000-1,
    /// 14.9.4).
    fn replace(&mut self, start: usize, actual: String, context: &Context) {
        let replaced = self.out.split_off(start.min(self.out.len()));
        let own: String = replaced.iter().map(|s| s.piece.text.as_str()).collect();
        let kind = if is_framed(&actual, &own) {
            Kind::Framed
        } else if replaced.iter().any(|s| s.piece.kind == Kind::Blank) {
            Kind::Blank
        } else {
            context.kind.map_or(Kind::Text, Kind::Generated)
        };
        match replaced.into_iter().next() {
            Some(mut first) if !actual.is_empty() => {
                first.piece.text = actual;
                first.piece.kind = kind;
                self.out.push(first);
            }
            Some(_) => {}
            None => self.words(actual, kind, context.page),
        }
        // What comes next does not follow what was replaced.
        if let Some(last) = self.out.last_mut() {
            last.serial = usize::MAX;
        }
    }

    /// What a mark says.
    fn mark(
        &mut self,
        page: Option<usize>,
        form: Option<ObjectId>,
        number: i64,
        context: &Context,
    ) {
        let Some(at) = page else {
            return self.fault(None, "the structure tree has marked content without a page");
        };
        let content = Content {
            page: at,
            form,
            number,
        };
        let Some(said) = self.marks.remove(&content) else {
            return match self.met.contains(&content) {
                true => self.fault(page, "marked content is in the structure tree twice"),
                false => self.fault(
                    page,
                    "the structure tree has marked content that is not on its page",
                ),
            };
        };
        self.met.insert(content);
        self.out.reserve(said.len());
        for mut stretch in said {
            // Where the tree's order is another than the page's, the page does
            // not tell whether a text goes on.
            let follows = self.out.last().is_some_and(|last| {
                last.page == stretch.page && last.serial.checked_add(1) == Some(stretch.serial)
            });
            stretch.piece.opens |= self.opens || !follows;
            self.opens = false;
            if let (Kind::Text, Some(kind)) = (stretch.piece.kind, context.kind) {
                stretch.piece.kind = Kind::Generated(kind);
            }
            self.out.push(stretch);
        }
    }

    /// Everything in order, what the tree does not have among it.
    fn finish(mut self, faults: &mut Vec<Fault>) -> Vec<Stretch> {
        let mut left: BTreeMap<usize, Vec<Stretch>> = BTreeMap::new();
        let unmet = std::mem::take(&mut self.marks);
        for stretch in unmet.into_values().flatten() {
            self.fault(
                Some(stretch.page),
                "marked content is not in the structure tree",
            );
            left.entry(stretch.page).or_default().push(stretch);
        }
        for stretch in std::mem::take(&mut self.left) {
            // Artifacts are in no tree (ISO 32000-1, 14.8.2.2).
            if !matches!(stretch.piece.kind, Kind::Decoration(_)) {
                self.fault(Some(stretch.page), "text is outside the structure tree");
            }
            left.entry(stretch.page).or_default().push(stretch);
        }
        faults.append(&mut self.faults);
        // The last place of each page, then of all pages before it.
        let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, stretch) in self.out.iter().enumerate() {
            ends.insert(stretch.page, at + 1);
        }
        let mut due: BTreeMap<usize, Vec<Stretch>> = BTreeMap::new();
        for (page, mut stretches) in left {
            stretches.sort_by_key(|stretch| stretch.serial);
            if let Some(first) = stretches.first_mut() {
                first.piece.opens = true;
            }
            let own = ends.get(&page).copied();
            let before = || ends.range(..page).map(|(_, end)| *end).max();
            let end = own.or_else(before).unwrap_or(0);
            due.entry(end).or_default().append(&mut stretches);
        }
        let mut ordered = due.remove(&0).unwrap_or_default();
        for (at, mut stretch) in self.out.into_iter().enumerate() {
            // What was put in parts the text around it.
            if at > 0 && due.contains_key(&at) {
                stretch.piece.opens = true;
            }
            ordered.push(stretch);
            if let Some(mut stretches) = due.remove(&(at + 1)) {
                ordered.append(&mut stretches);
            }
        }
        ordered
    }
}

/// What the text of an element is by the element's type.
fn generated(role: &[u8], context: &Context) -> Option<Generated> {
    match (role, context.parent) {
        (b"Lbl", Some(b"LI")) => context.numbered.then_some(Generated::ListNumber),
        (b"Lbl", Some(b"Note" | b"FENote")) => Some(Generated::NoteLabel),
        // A list of contents refers to pages.
        (b"Reference", Some(b"TOCI")) => None,
        (b"Reference", _) => Some(Generated::NoteMark),
        _ => None,
    }
}
