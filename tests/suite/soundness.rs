//! Takes the bytes of a PDF; returns what is unsound in its structure: what judges of PDF/UA and
//! PDF/A ask for and what they pass over (ISO 14289-1, 7; ISO 32000-1, 14.7 and 14.8).

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// Operators that leave something on the page.
const PAINTING: &[&str] = &[
    "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Tj", "TJ", "'", "\"", "Do", "sh", "EI",
];
/// Elements that hold others as blocks.
const BLOCKS: &[&str] = &[
    "P",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "Table",
    "BlockQuote",
    "Sect",
    "Div",
    "Art",
    "TOC",
    "Caption",
    "LI",
    "LBody",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
];
/// Elements in which no block stands.
const PHRASES: &[&str] = &[
    "P",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "Span",
    "Link",
    "Reference",
    "Code",
    "Lbl",
    "Figure",
    "Formula",
];

/// A mark: the index of its page, and its number there.
type Mark = (usize, i64);

struct Inspection<'a> {
    document: &'a Document,
    pages: BTreeMap<ObjectId, usize>,
    /// What is unsound.
    faults: Vec<String>,
    /// The element that each mark is given to.
    given: BTreeMap<Mark, ObjectId>,
    /// The element that each annotation is given to.
    annotations: BTreeMap<ObjectId, ObjectId>,
    seen: BTreeSet<ObjectId>,
    names: BTreeSet<Vec<u8>>,
    rank: u8,
    /// Whether the file claims PDF/UA, and so that all its pictures say something.
    claims: bool,
}

/// What is unsound in a tagged PDF.
pub fn faults(bytes: &[u8]) -> Vec<String> {
    let document = match Document::load_mem(bytes) {
        Ok(document) => document,
        Err(error) => return vec![format!("it cannot be read: {error}")],
    };
    let ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    let mut inspection = Inspection {
        pages: ids.iter().enumerate().map(|(n, id)| (*id, n)).collect(),
        document: &document,
        faults: Vec::new(),
        given: BTreeMap::new(),
        annotations: BTreeMap::new(),
        seen: BTreeSet::new(),
        names: BTreeSet::new(),
        rank: 0,
        claims: bytes.windows(14).any(|part| part == b"<pdfuaid:part>"),
    };
    inspection.document(&ids);
    inspection.metadata();
    inspection.faults
}

/// An element's own role and those of its kids; `#` is a mark, `@` an object.
struct Element<'a> {
    role: &'a str,
    kids: Vec<&'a str>,
}

impl<'a> Inspection<'a> {
    fn fault(&mut self, fault: impl Into<String>) {
        self.faults.push(fault.into());
    }

    fn follow(&self, object: &'a Object) -> &'a Object {
        match object {
            Object::Reference(id) => self.document.get_object(*id).unwrap_or(&Object::Null),
            other => other,
        }
    }

    fn get(&self, dictionary: &'a Dictionary, key: &str) -> Option<&'a Object> {
        dictionary.get(key.as_bytes()).ok().map(|o| self.follow(o))
    }

    fn dictionary(&self, of: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        self.get(of, key).and_then(|object| object.as_dict().ok())
    }

    /// One thing or a list of them.
    fn list(&self, of: &'a Dictionary, key: &str) -> Vec<&'a Object> {
        match self.get(of, key) {
            Some(Object::Array(all)) => all.iter().collect(),
            Some(_) => of.get(key.as_bytes()).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn document(&mut self, ids: &[ObjectId]) {
        let catalog = self.document.catalog().cloned().unwrap_or_default();
        let root = catalog
            .get(b"StructTreeRoot")
            .and_then(Object::as_reference);
        let root = root.and_then(|id| Ok((id, self.document.get_dictionary(id)?)));
        let Ok((root_id, root)) = root else {
            return self.fault("there is no structure");
        };
        for kid in self.list(root, "K") {
            if let Ok(id) = kid.as_reference() {
                self.element(id, root_id, &mut Vec::new(), None);
            }
        }
        let mut drawn = BTreeSet::new();
        for (number, id) in ids.iter().enumerate() {
            self.page(number, *id, &mut drawn);
        }
        let given: BTreeSet<Mark> = self.given.keys().copied().collect();
        for mark in drawn.symmetric_difference(&given) {
            self.fault(format!(
                "mark {mark:?} is not both drawn and in the structure"
            ));
        }
        let parents = self.parents(root);
        for (number, id) in ids.iter().enumerate() {
            self.parents_of(number, *id, &parents);
        }
    }

    /// The parent tree.
    fn parents(&mut self, root: &'a Dictionary) -> BTreeMap<i64, &'a Object> {
        let mut parents = BTreeMap::new();
        let mut nodes: Vec<&Dictionary> = self.dictionary(root, "ParentTree").into_iter().collect();
        while let Some(node) = nodes.pop() {
            for pair in self.list(node, "Nums").chunks(2) {
                let key = pair[0].as_i64().unwrap_or(-1);
                if parents.insert(key, self.follow(pair[1])).is_some() {
                    self.fault(format!("key {key} of the parent tree is there twice"));
                }
            }
            let kids = self.list(node, "Kids").into_iter();
            nodes.extend(kids.filter_map(|kid| self.follow(kid).as_dict().ok()));
        }
        let next = self
            .get(root, "ParentTreeNextKey")
            .and_then(|n| n.as_i64().ok());
        if next <= parents.keys().next_back().copied() {
            self.fault("the next key of the parent tree is taken");
        }
        parents
    }

    /// What the parent tree says of a page and its annotations.
    fn parents_of(&mut self, number: usize, id: ObjectId, parents: &BTreeMap<i64, &'a Object>) {
        let page = self.document.get_dictionary(id);
        let Ok(page) = page else {
            return;
        };
        let key = |of: &Dictionary, name: &[u8]| of.get(name).and_then(Object::as_i64).ok();
        let own = key(page, b"StructParents").and_then(|key| parents.get(&key));
        let own: Vec<ObjectId> = match own.map(|own| own.as_array()) {
            Some(Ok(own)) => own.iter().filter_map(|id| id.as_reference().ok()).collect(),
            Some(Err(_)) | None => Vec::new(),
        };
        let marks = self.given.iter().filter(|((page, _), _)| *page == number);
        let told: Vec<ObjectId> = marks.map(|(_, element)| *element).collect();
        if own != told {
            self.fault(format!(
                "page {number}: the parent tree names other elements"
            ));
        }
        let annotations = self.list(page, "Annots");
        let sorted = self.get(page, "Tabs").and_then(|tabs| tabs.as_name().ok());
        if !annotations.is_empty() && sorted != Some(b"S") {
            self.fault(format!("page {number}: annotations have no order"));
        }
        for annotation in annotations {
            let Ok(id) = annotation.as_reference() else {
                self.fault(format!("page {number}: an annotation stands in the page"));
                continue;
            };
            let Ok(annotation) = self.document.get_dictionary(id) else {
                continue;
            };
            let text = annotation.get(b"Contents").and_then(Object::as_str);
            if text.unwrap_or_default().is_empty() {
                self.fault(format!("page {number}: an annotation says nothing"));
            }
            let parent = key(annotation, b"StructParent").and_then(|key| parents.get(&key));
            let element = parent.and_then(|parent| parent.as_dict().ok());
            let given = self.annotations.get(&id);
            let given = given.and_then(|id| self.document.get_dictionary(*id).ok());
            if element.is_none() || element != given {
                self.fault(format!("page {number}: an annotation is in no element"));
            }
            if key(annotation, b"F") != Some(4) {
                self.fault(format!("page {number}: an annotation is not printed"));
            }
        }
    }

    /// The content of a page: balanced, and all that paints in a mark.
    fn page(&mut self, number: usize, id: ObjectId, drawn: &mut BTreeSet<Mark>) {
        let content = Content::decode(&self.document.get_page_content(id));
        let Ok(content) = content else {
            return self.fault(format!("page {number}: its content cannot be read"));
        };
        // Of each open mark its number, if it has one, and whether it is an artifact.
        let mut open: Vec<(Option<i64>, bool)> = Vec::new();
        let (mut states, mut in_text) = (0, false);
        for operation in &content.operations {
            let operator = operation.operator.as_str();
            let mut wrong = None;
            match operator {
                "BT" | "ET" => {
                    if in_text == (operator == "BT") {
                        wrong = Some("text objects do not pair");
                    }
                    in_text = operator == "BT";
                }
                "q" => states += 1,
                "Q" => states -= 1,
                "BMC" | "BDC" => {
                    let artifact = operation
                        .operands
                        .first()
                        .and_then(|tag| tag.as_name().ok());
                    let artifact = artifact == Some(b"Artifact");
                    let properties = operation.operands.get(1).and_then(|p| p.as_dict().ok());
                    let mark = properties.and_then(|p| p.get(b"MCID").ok()?.as_i64().ok());
                    if let Some(mark) = mark
                        && !drawn.insert((number, mark))
                    {
                        wrong = Some("a mark is there twice");
                    }
                    if (artifact || mark.is_some()) && !open.is_empty() {
                        wrong = Some("a mark stands in a mark");
                    }
                    open.push((mark, artifact));
                }
                "EMC" if open.pop().is_none() => wrong = Some("a mark ends that is not open"),
                "cm" | "re" | "m" | "Do" if in_text => wrong = Some("something is drawn in text"),
                _ if PAINTING.contains(&operator)
                    && !open
                        .iter()
                        .any(|(mark, artifact)| mark.is_some() || *artifact) =>
                {
                    wrong = Some("something is painted outside marks");
                }
                _ => {}
            }
            if let Some(wrong) = wrong {
                self.fault(format!("page {number}: {wrong} ({operator})"));
            }
        }
        if states != 0 || in_text || !open.is_empty() {
            self.fault(format!(
                "page {number}: its content does not end where it should"
            ));
        }
    }

    fn element(
        &mut self,
        id: ObjectId,
        parent: ObjectId,
        path: &mut Vec<&'a str>,
        page: Option<&'a Object>,
    ) {
        let Ok(own) = self.document.get_dictionary(id) else {
            return self.fault(format!("element {id:?} is not there"));
        };
        if !self.seen.insert(id) {
            return self.fault(format!("element {id:?} is in two places"));
        }
        if own.get(b"P").and_then(Object::as_reference).ok() != Some(parent) {
            self.fault(format!("element {id:?} does not know its parent"));
        }
        let role = self.get(own, "S").and_then(|role| role.as_name().ok());
        let role = std::str::from_utf8(role.unwrap_or_default()).unwrap_or("");
        let page = own.get(b"Pg").ok().or(page);
        path.push(role);
        let place = path.join("/");
        let mut kids = Vec::new();
        for kid in self.list(own, "K") {
            let element = self.follow(kid);
            let (mark, of) = match element {
                Object::Integer(mark) => (*mark, page),
                Object::Dictionary(kid) if kid.has(b"MCID") => {
                    let mark = kid.get(b"MCID").and_then(Object::as_i64);
                    (mark.unwrap_or(-1), kid.get(b"Pg").ok().or(page))
                }
                Object::Dictionary(kid) if kid.has(b"Obj") => {
                    kids.push("@");
                    if let Ok(object) = kid.get(b"Obj").and_then(Object::as_reference) {
                        self.annotations.insert(object, id);
                    }
                    continue;
                }
                Object::Dictionary(element) => {
                    let role = self.get(element, "S").and_then(|role| role.as_name().ok());
                    kids.push(std::str::from_utf8(role.unwrap_or_default()).unwrap_or(""));
                    if let Ok(kid) = kid.as_reference() {
                        self.element(kid, id, path, page);
                    }
                    continue;
                }
                _ => {
                    self.fault(format!("{place}: a kid is nothing"));
                    continue;
                }
            };
            kids.push("#");
            let page = of.and_then(|page| page.as_reference().ok());
            let page = page.and_then(|page| self.pages.get(&page)).copied();
            if self
                .given
                .insert((page.unwrap_or(usize::MAX), mark), id)
                .is_some()
            {
                self.fault(format!("{place}: mark {mark} is in two elements"));
            }
        }
        self.nature(own, &Element { role, kids }, &place, path);
        path.pop();
    }

    /// What an element may hold and must say.
    fn nature(&mut self, own: &'a Dictionary, element: &Element, place: &str, path: &[&str]) {
        let Element { role, kids } = element;
        let role = *role;
        let has = |kid: &str| kids.contains(&kid);
        let only = |allowed: &[&str]| kids.iter().all(|kid| allowed.contains(kid));
        let outer = path.len().checked_sub(2).map_or("", |outer| path[outer]);
        let claims = self.claims;
        let mut must = |holds: bool, what: &str| {
            if !holds {
                self.faults.push(format!("{place} {what}: {kids:?}"));
            }
        };
        must(
            !kids.is_empty() || matches!(role, "TD" | "TH" | "LBody"),
            "is empty",
        );
        match role {
            "L" => must(only(&["LI", "Caption"]) && has("LI"), "is no list"),
            "LI" => must(only(&["Lbl", "LBody"]) && has("LBody"), "is no item"),
            "Table" => must(
                only(&["TR", "THead", "TBody", "TFoot", "Caption"]),
                "is no table",
            ),
            "THead" | "TBody" | "TFoot" => must(only(&["TR"]), "is no part of a table"),
            "TR" => must(only(&["TH", "TD"]), "is no row"),
            "TOC" => must(only(&["TOCI", "TOC", "Caption"]), "is no list of contents"),
            "Link" => {
                must(has("@"), "leads nowhere");
                must(kids.iter().any(|kid| *kid != "@"), "shows nothing");
                must(
                    !path[..path.len() - 1].contains(&"Link"),
                    "stands in a link",
                );
            }
            "Figure" => {
                must(own.has(b"A"), "lies nowhere");
                must(own.has(b"Alt") || !claims, "says nothing");
            }
            "Formula" => must(own.has(b"Alt"), "says nothing"),
            _ => {}
        }
        let home = match role {
            "TH" | "TD" => outer == "TR",
            "TR" => matches!(outer, "THead" | "TBody" | "TFoot" | "Table"),
            "LI" => outer == "L",
            "LBody" => outer == "LI",
            "TOCI" => outer == "TOC",
            _ => true,
        };
        must(home, "is in no such place");
        if PHRASES.contains(&role) {
            must(
                !kids.iter().any(|kid| BLOCKS.contains(kid)),
                "holds a block",
            );
        }
        if let Some(rank) = role
            .strip_prefix('H')
            .and_then(|rank| rank.parse::<u8>().ok())
        {
            if rank > self.rank + 1 {
                self.fault(format!("{place} comes after H{}", self.rank));
            }
            self.rank = rank;
        }
        if role == "Note" {
            let name = own.get(b"ID").and_then(Object::as_str).unwrap_or_default();
            if name.is_empty() || !self.names.insert(name.to_vec()) {
                self.fault(format!("{place} has no name of its own"));
            }
        }
        if role == "Table" {
            self.table(own, place);
        }
    }

    /// Whether the cells of a table fill its rows, and a head says what they are.
    fn table(&mut self, table: &'a Dictionary, place: &str) {
        let mut rows = Vec::new();
        let of = |inspection: &Self, parent: &'a Dictionary| -> Vec<&'a Dictionary> {
            let kids = inspection.list(parent, "K").into_iter();
            kids.filter_map(|kid| inspection.follow(kid).as_dict().ok())
                .collect()
        };
        let role = |element: &Dictionary| {
            element
                .get(b"S")
                .and_then(Object::as_name)
                .map(<[u8]>::to_vec)
        };
        for part in of(self, table) {
            match role(part).unwrap_or_default().as_slice() {
                b"TR" => rows.push(part),
                b"THead" | b"TBody" | b"TFoot" => rows.extend(of(self, part)),
                _ => {}
            }
        }
        let mut cells = BTreeSet::new();
        let mut heads = 0;
        for (y, row) in rows.iter().enumerate() {
            let mut x = 0;
            for cell in of(self, row) {
                while cells.contains(&(x, y)) {
                    x += 1;
                }
                let attributes = self.dictionary(cell, "A");
                let span = |key: &str| {
                    let span = attributes.and_then(|own| own.get(key.as_bytes()).ok());
                    span.and_then(|span| span.as_i64().ok()).unwrap_or(1) as usize
                };
                if role(cell).is_ok_and(|role| role == b"TH") {
                    heads += 1;
                    if attributes.is_none_or(|own| !own.has(b"Scope")) {
                        self.fault(format!("{place}: a head does not say of what"));
                    }
                }
                let (columns, lines) = (span("ColSpan"), span("RowSpan"));
                for (right, down) in (0..columns).flat_map(|c| (0..lines).map(move |l| (c, l))) {
                    if !cells.insert((x + right, y + down)) {
                        self.fault(format!("{place}: two cells are in one place"));
                    }
                }
                x += columns;
            }
        }
        let width = cells.iter().map(|(x, _)| x + 1).max().unwrap_or(0);
        if cells.len() != width * rows.len() || heads == 0 {
            self.fault(format!(
                "{place}: its cells do not fill it, or no head is over them"
            ));
        }
    }

    /// Whether the information and the packet say the same.
    fn metadata(&mut self) {
        let info = self
            .document
            .trailer
            .get(b"Info")
            .map(|info| self.follow(info));
        let catalog = self.document.catalog();
        let packet = catalog
            .and_then(|c| c.get(b"Metadata"))
            .map(|packet| self.follow(packet));
        let (Ok(Object::Dictionary(info)), Ok(Object::Stream(packet))) = (info, packet) else {
            return self.fault("there is no information, or no packet");
        };
        let packet = String::from_utf8_lossy(&packet.content).into_owned();
        for (key, tag) in [
            ("Title", "dc:title"),
            ("Author", "dc:creator"),
            ("Subject", "dc:description"),
            ("Keywords", "pdf:Keywords"),
            ("Producer", "pdf:Producer"),
            ("Creator", "xmp:CreatorTool"),
        ] {
            let said = info.get(key.as_bytes()).and_then(Object::as_str);
            let said = said.map(text).unwrap_or_default();
            let start = packet.find(&format!("<{tag}>"));
            let inside = start.and_then(|start| {
                let rest = &packet[start + tag.len() + 2..];
                rest.split(&format!("</{tag}>")).next()
            });
            let items: Vec<String> = match inside {
                Some(inside) if inside.contains("<rdf:li") => inside
                    .split("<rdf:li")
                    .skip(1)
                    .filter_map(|item| item.split_once('>')?.1.split("</rdf:li>").next())
                    .map(plain)
                    .collect(),
                Some(inside) => vec![plain(inside)],
                None => Vec::new(),
            };
            let packed = items.join(", ");
            if packed != said {
                self.fault(format!("{key} is {said:?} here and {packed:?} there"));
            }
        }
    }
}

/// A text of XML, its escapes undone.
fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// A text string.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, units @ ..] => {
            let units = units.chunks_exact(2);
            let units: Vec<u16> = units.map(|u| u16::from_be_bytes([u[0], u[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
