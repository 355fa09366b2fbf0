//! Takes elements whose role, class or form says more than their names: tasks, verse,
//! displayed formulas; returns what they mean.

use super::{Element, Page};
use crate::model::{Block, BlockKind, Inline, InlineKind, VerseLine};
use scraper::{ElementRef, Node as Dom};

/// Whether an element says that it has a role (DPUB-ARIA 1.1).
pub(super) fn has_role(own: &Element, role: &str) -> bool {
    let said = own.get("role").unwrap_or("");
    said.split_whitespace().any(|said| said == role)
}

/// Whether an item of a list is a task, and whether that is done: a box to tick stands
/// before its first word.
pub(super) fn task(item: &ElementRef) -> Option<bool> {
    let mut inner = item.descendants().skip(1).filter_map(ElementRef::wrap);
    let first = inner.find(|inner| !matches!(inner.value().name(), "p" | "label"))?;
    is_task_box(&first).then(|| first.value().attr("checked").is_some())
}

/// Whether an element is the box to tick of an item.
pub(super) fn is_task_box(element: &ElementRef) -> bool {
    let value = element.value();
    if value.name() != "input" || value.attr("type") != Some("checkbox") {
        return false;
    }
    let mut at = *element;
    loop {
        let is_blank = |node: &Dom| match node.as_text() {
            Some(text) => text.trim().is_empty(),
            None => node.as_element().is_none(),
        };
        if !at.prev_siblings().all(|node| is_blank(node.value())) {
            return false;
        }
        match at.parent().and_then(ElementRef::wrap) {
            Some(parent) if parent.value().name() == "li" => return true,
            Some(parent) if matches!(parent.value().name(), "p" | "label") => at = parent,
            Some(_) | None => return false,
        }
    }
}

/// Whether an element is a stanza of lines, each in an element of its own.
fn is_stanza(element: &ElementRef) -> bool {
    let is_line = |inner: &ElementRef| {
        let value = inner.value();
        value.name() == "br"
            || value.name() == "span" && value.classes().any(|class| class == "line")
    };
    let is_text = |node: &Dom| node.as_text().is_some_and(|text| !text.trim().is_empty());
    element.value().name() == "p"
        && element.child_elements().all(|inner| is_line(&inner))
        && !element.children().any(|node| is_text(node.value()))
}

/// Whether an element is verse, stanza by stanza.
pub(super) fn is_verse(element: &ElementRef, own: &Element) -> bool {
    own.name == "div"
        && element.value().classes().any(|class| class == "verse")
        && element.child_elements().next().is_some()
        && element.child_elements().all(|inner| is_stanza(&inner))
}

/// Whether an element shows a formula on lines of its own, and nothing else.
pub(super) fn is_display(element: &ElementRef) -> bool {
    let mut inner = element.child_elements();
    let is_block = |inner: ElementRef| {
        inner.value().name() == "math" && inner.value().attr("display") == Some("block")
    };
    let mut texts = element.children().filter_map(|node| node.value().as_text());
    inner.next().is_some_and(is_block)
        && inner.next().is_none()
        && texts.all(|text| text.trim().is_empty())
}

/// The formula of blocks that are one formula.
pub(super) fn formula_of(body: &[Block]) -> Option<String> {
    let [Block { kind, .. }] = body else {
        return None;
    };
    let BlockKind::Paragraph(content) = kind else {
        return None;
    };
    match content.as_slice() {
        [
            Inline {
                kind: InlineKind::Math(source),
                ..
            },
        ] => Some(source.clone()),
        _ => None,
    }
}

impl Page<'_, '_, '_> {
    /// The stanzas of verse.
    pub(super) fn verse(&mut self, element: &ElementRef) -> Vec<Vec<VerseLine>> {
        let mut stanzas = Vec::new();
        for stanza in element.child_elements() {
            let lines = stanza.child_elements();
            let mut said = Vec::new();
            for line in lines.filter(|inner| inner.value().name() == "span") {
                let start = self.at;
                self.space = false;
                let content = self.phrase(&line);
                self.space = false;
                let own = Element::of(&line);
                let mut node = self.node(start);
                node.lang = own.lang();
                let indent = ["margin-left", "margin-right"]
                    .into_iter()
                    .find_map(|key| own.declared(key)?.strip_suffix("em")?.parse().ok());
                said.push(VerseLine {
                    node,
                    indent: indent.unwrap_or(0),
                    content,
                });
            }
            stanzas.push(said);
        }
        stanzas
    }
}
