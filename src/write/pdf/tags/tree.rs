//! Takes structure elements; returns the objects of the structure tree: elements with
//! their marks, the parent tree, the attributes (ISO 32000-1, 14.7).

use crate::write::pdf::file::Written;
use crate::write::pdf::link::Annotation;
use crate::write::pdf::object::{name, text_string};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// The elements of a document; the first is its root element.
pub(super) struct Tree {
    pub(super) elements: Vec<Element>,
}

/// The number of an element.
pub(super) type Id = usize;

/// An element of the structure.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its standard type (ISO 32000-1, 14.8.4).
    pub(super) role: &'static str,
    pub(super) parent: Option<Id>,
    pub(super) kids: Vec<Kid>,
    /// Its language, where that is not its parent's.
    pub(super) lang: Option<String>,
    /// What stands for it, for who cannot see it.
    pub(super) alt: Option<String>,
    /// What an abbreviation stands for.
    pub(super) expansion: Option<String>,
    /// What it is, for people.
    pub(super) title: Option<String>,
    /// A name that no other element has.
    pub(super) name: Option<String>,
    pub(super) attributes: Vec<Dictionary>,
    /// Whether it stands where it has nothing in it: a cell of a table.
    pub(super) stays: bool,
}

/// What an element has in it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kid {
    Element(Id),
    /// The content of a mark: its page, its number there.
    Mark(usize, usize),
    /// An annotation, by its place in the list of all.
    Annotation(usize),
}

impl Tree {
    pub(super) fn new(role: &'static str) -> Tree {
        Tree {
            elements: vec![Element {
                role,
                ..Element::default()
            }],
        }
    }

    /// Puts a new element last in another.
    pub(super) fn open(&mut self, parent: Id, role: &'static str) -> Id {
        let id = self.elements.len();
        self.elements.push(Element {
            role,
            parent: Some(parent),
            ..Element::default()
        });
        self.add(parent, Kid::Element(id));
        id
    }

    pub(super) fn add(&mut self, element: Id, kid: Kid) {
        self.elements[element].kids.push(kid);
    }

    /// Leaves out what has nothing in it: text that is not on any page. Elements
    /// stand after those they are in, so that one pass from the end suffices.
    fn prune(&mut self) -> Vec<bool> {
        let mut kept = vec![true; self.elements.len()];
        for id in (1..self.elements.len()).rev() {
            let element = &mut self.elements[id];
            element.kids.retain(|kid| match kid {
                Kid::Element(kid) => kept[*kid],
                Kid::Mark(..) | Kid::Annotation(_) => true,
            });
            kept[id] = !element.kids.is_empty() || element.stays;
        }
        if let Some(root) = self.elements.first_mut() {
            root.kids
                .retain(|kid| !matches!(kid, Kid::Element(kid) if !kept[*kid]));
        }
        kept
    }

    /// Writes the tree, and tells pages and annotations their places in it. Returns its root and
    /// the elements.
    pub(super) fn write(
        mut self,
        document: &mut Document,
        ids: &[ObjectId],
        annotations: &[Annotation],
    ) -> (ObjectId, Written) {
        let kept = self.prune();
        let root = document.new_object_id();
        let objects: Vec<ObjectId> = kept
            .iter()
            .map(|kept| {
                if *kept {
                    document.new_object_id()
                } else {
                    root
                }
            })
            .collect();
        let mut parents = Parents {
            marks: vec![Vec::new(); ids.len()],
            annotations: BTreeMap::new(),
        };
        let mut names: BTreeMap<String, ObjectId> = BTreeMap::new();
        let mut written = Written::default();
        for (id, element) in self.elements.iter().enumerate().filter(|(id, _)| kept[*id]) {
            let mut object = element.object(id, &objects, ids, annotations, &mut parents);
            let parent = element.parent.map_or(root, |parent| objects[parent]);
            object.set("P", parent);
            if let Some(name) = &element.name {
                names.insert(name.clone(), objects[id]);
            }
            written.add(objects[id], &Object::Dictionary(object));
        }
        let next = parents.write(document, ids, annotations);
        let (tree, next) = next;
        let mut structure = dictionary! {
            "Type" => name("StructTreeRoot"),
            "K" => Object::Array(vec![Object::Reference(objects[0])]),
            "ParentTree" => tree,
            "ParentTreeNextKey" => next,
        };
        if !names.is_empty() {
            let names = names
                .into_iter()
                .flat_map(|(name, id)| [Object::string_literal(name), Object::Reference(id)]);
            let names: Vec<Object> = names.collect();
            structure.set("IDTree", dictionary! {"Names" => names});
        }
        document.objects.insert(root, Object::Dictionary(structure));
        (root, written)
    }
}

/// Which element each mark and each annotation is in.
struct Parents {
    marks: Vec<Vec<Object>>,
    annotations: BTreeMap<usize, ObjectId>,
}

impl Parents {
    /// Writes the parent tree, and gives the number after its last.
    fn write(
        self,
        document: &mut Document,
        ids: &[ObjectId],
        annotations: &[Annotation],
    ) -> (ObjectId, i64) {
        let mut numbers: Vec<Object> = Vec::new();
        let mut next = 0_i64;
        for (marks, page) in self.marks.into_iter().zip(ids) {
            let marks = document.add_object(Object::Array(marks));
            numbers.extend([next.into(), Object::Reference(marks)]);
            if let Ok(page) = document.get_dictionary_mut(*page) {
                page.set("StructParents", next);
                page.set("Tabs", name("S"));
            }
            next += 1;
        }
        for (index, element) in self.annotations {
            numbers.extend([next.into(), Object::Reference(element)]);
            let annotation = annotations.get(index).map(|annotation| annotation.id);
            if let Some(Ok(object)) = annotation.map(|id| document.get_dictionary_mut(id)) {
                object.set("StructParent", next);
            }
            next += 1;
        }
        (document.add_object(dictionary! {"Nums" => numbers}), next)
    }
}

impl Element {
    fn object(
        &self,
        id: Id,
        objects: &[ObjectId],
        ids: &[ObjectId],
        annotations: &[Annotation],
        parents: &mut Parents,
    ) -> Dictionary {
        let mut page: Option<usize> = None;
        let mut kids = Vec::with_capacity(self.kids.len());
        for kid in &self.kids {
            match *kid {
                Kid::Element(kid) => kids.push(Object::Reference(objects[kid])),
                Kid::Mark(at, number) => {
                    let marks = &mut parents.marks[at];
                    if marks.len() <= number {
                        marks.resize(number + 1, Object::Null);
                    }
                    marks[number] = Object::Reference(objects[id]);
                    if *page.get_or_insert(at) == at {
                        kids.push((number as i64).into());
                    } else {
                        kids.push(Object::Dictionary(dictionary! {
                            "Type" => name("MCR"),
                            "Pg" => ids[at],
                            "MCID" => number as i64,
                        }));
                    }
                }
                Kid::Annotation(index) => {
                    parents.annotations.insert(index, objects[id]);
                    let annotation = &annotations[index];
                    kids.push(Object::Dictionary(dictionary! {
                        "Type" => name("OBJR"),
                        "Pg" => ids[annotation.page],
                        "Obj" => annotation.id,
                    }));
                }
            }
        }
        let mut object = dictionary! {"Type" => name("StructElem"), "S" => name(self.role)};
        if let Some(page) = page {
            object.set("Pg", ids[page]);
        }
        let texts = [
            ("Lang", &self.lang),
            ("Alt", &self.alt),
            ("E", &self.expansion),
            ("T", &self.title),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                object.set(key, text_string(text));
            }
        }
        if let Some(name) = &self.name {
            object.set("ID", Object::string_literal(name.as_str()));
        }
        match self.attributes.as_slice() {
            [] => {}
            [one] => object.set("A", one.clone()),
            all => {
                let all = all.iter().cloned().map(Object::Dictionary);
                object.set("A", Object::Array(all.collect()));
            }
        }
        match (kids.pop(), kids.is_empty()) {
            (None, _) => {}
            (Some(only), true) => object.set("K", only),
            (Some(last), false) => {
                kids.push(last);
                object.set("K", Object::Array(kids));
            }
        }
        object
    }
}

/// Attributes of an owner, such as `Layout` (ISO 32000-1, 14.8.5).
pub(super) fn attributes(owner: &str, pairs: Vec<(&str, Object)>) -> Dictionary {
    let mut attributes = dictionary! {"O" => name(owner)};
    for (key, value) in pairs {
        attributes.set(key, value);
    }
    attributes
}
