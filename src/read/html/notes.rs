//! Takes the text of a source; gives back which elements of its HTML are notes, and which
//! links lead back from them.
//!
//! HTML has no element for notes. What programs write instead (kramdown, Hugo, Pandoc,
//! WordPress, MediaWiki, Word, EPUB) has one thing in common: a short link leads to an
//! element further down, in which a link leads back to the mark; or the element says
//! itself that it is a note (DPUB-ARIA 1.1, `doc-footnote`; EPUB 3 SSV, `footnote`).

use super::{Element, Page, is_blank};
use crate::model::{Attributes, Block, BlockKind, Inline, InlineKind, Note, plain_text};
use crate::source::{Span, percent_decoded};
use scraper::ElementRef;
use std::collections::{BTreeMap, BTreeSet};

/// The elements that are notes, by name.
#[derive(Debug, Default)]
pub(in crate::read) struct NoteLinks(BTreeMap<String, Known>);

/// What is known of a note.
#[derive(Debug, Default)]
struct Known {
    /// The names of the marks that it leads back to.
    marks: BTreeSet<String>,
    /// Whether the words of a link lead to it too.
    is_linked: bool,
}

/// How many characters the mark of a note has.
const MARK: usize = 4;

/// A tag that opens an element.
struct Tag<'t> {
    at: usize,
    end: usize,
    text: &'t str,
    name: &'t str,
    id: Option<&'t str>,
    leads_to: Option<String>,
}

impl NoteLinks {
    /// The notes of a source.
    pub(in crate::read) fn of(text: &str) -> NoteLinks {
        let mut links = NoteLinks::default();
        if !text.contains("#") || !text.contains("href") {
            return links;
        }
        let tags = tags(text);
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (place, tag) in tags.iter().enumerate() {
            if let Some(id) = tag.id {
                places.entry(id).or_insert(place);
            }
        }
        for (place, mark) in tags.iter().enumerate() {
            let Some(target) = &mark.leads_to else {
                continue;
            };
            let Some(note) = places.get(&**target).and_then(|place| tags.get(*place)) else {
                continue;
            };
            let is_heading = note.name.len() == 2 && note.name.starts_with('h');
            let is_short = text
                .get(mark.end..)
                .is_some_and(|rest| is_mark(&words(rest)));
            if note.at <= mark.at || is_heading || !is_short {
                continue;
            }
            let names = names(text, &tags, place);
            let end = end_of(text, note);
            let first = tags.partition_point(|tag| tag.at < note.at);
            let mut inner = tags.iter().skip(first).take_while(|tag| tag.at < end);
            let leads_back =
                |tag: &Tag| tag.leads_to.as_deref().is_some_and(|to| names.contains(to));
            let is_note = says_it_is_one(note.text) || inner.any(leads_back);
            if is_note {
                let known = links.0.entry(target.clone()).or_default();
                known.marks.extend(names.into_iter().map(str::to_owned));
            }
        }
        for tag in &tags {
            let known = tag.leads_to.as_ref().and_then(|to| links.0.get_mut(to));
            if let Some(known) = known {
                let words = text.get(tag.end..).map(words);
                known.is_linked |= !words.is_some_and(|words| is_mark(&words));
            }
        }
        links
    }

    /// The notes that a part of the source marks and does not have.
    pub(in crate::read) fn lacking(&self, html: &str) -> Vec<&str> {
        let names: BTreeSet<&str> = tags(html).iter().filter_map(|tag| tag.id).collect();
        let marked: BTreeSet<String> = tags(html)
            .into_iter()
            .filter_map(|tag| tag.leads_to)
            .collect();
        let notes = self.0.keys().map(|name| &**name);
        notes
            .filter(|name| marked.contains(*name) && !names.contains(name))
            .collect()
    }

    /// Whether an element of a page is a mark, or leads back to one: the marks of the article
    /// stand for it.
    pub(in crate::read) fn stands_for(&self, element: &ElementRef) -> bool {
        if self.0.is_empty()
            || element.value().name() != "a" && !has_class(element.value().attr("class"))
        {
            return false;
        }
        let text: String = element.text().collect();
        let Some(to) = element.value().attr("href").and_then(anchor) else {
            return has_class(element.value().attr("class"));
        };
        self.0.contains_key(&to) && is_mark(&text)
            || self.0.values().any(|known| known.marks.contains(&to))
    }

    /// The note that a link leads to.
    fn note(&self, href: &str) -> Option<&str> {
        let anchor = anchor(href)?;
        self.0.get_key_value(&anchor).map(|(name, _)| &**name)
    }
}

/// Whether classes say that an element leads back from a note.
fn has_class(classes: Option<&str>) -> bool {
    const CLASSES: [&str; 4] = ["backlink", "backref", "reversefootnote", "footnote-back"];
    classes.is_some_and(|classes| CLASSES.iter().any(|class| classes.contains(class)))
}

/// The name that an address leads to. A saved page has its own address before it.
fn anchor(href: &str) -> Option<String> {
    let (_, anchor) = href.rsplit_once('#')?;
    Some(percent_decoded(anchor)).filter(|anchor| !anchor.is_empty())
}

/// The tags of a text that have a name or lead to one.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = text.get(at..).unwrap_or("");
        let is_tag = rest
            .get(1..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        let Some(length) = rest.find('>').filter(|_| is_tag) else {
            continue;
        };
        let tag = rest.get(..length).unwrap_or("");
        let name = tag.get(1..).unwrap_or("");
        let name = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or("");
        let own = attribute(tag, "id").or_else(|| attribute(tag, "name").filter(|_| name == "a"));
        let leads_to = attribute(tag, "href").filter(|href| href.contains('#') && name == "a");
        let leads_to = leads_to.and_then(anchor);
        if own.is_some() || leads_to.is_some() {
            tags.push(Tag {
                at,
                end: at + length + 1,
                text: tag,
                name,
                id: own,
                leads_to,
            });
        }
    }
    tags
}

/// An attribute of a tag; in a string of JSON a backslash stands before its quotes.
fn attribute<'t>(tag: &'t str, key: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(found) = tag.get(from..)?.find(key) {
        let at = from + found;
        from = at + key.len();
        let before = tag.get(..at)?.chars().next_back();
        let value = tag.get(from..)?.strip_prefix('=');
        let Some(value) = value.filter(|_| before.is_some_and(char::is_whitespace)) else {
            continue;
        };
        let value = value.strip_prefix('\\').unwrap_or(value);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => value.get(1..)?.split([quote, '\\']).next(),
            None => value.split(char::is_whitespace).next(),
        };
        return value.filter(|value| !value.is_empty());
    }
    None
}

/// The names of the mark that a link is: its own, and those of the elements around it.
fn names<'t>(text: &str, tags: &[Tag<'t>], place: usize) -> BTreeSet<&'t str> {
    const AROUND: usize = 4;
    let mut names = BTreeSet::new();
    let nearest = tags.iter().enumerate().take(place + 1).rev().take(AROUND);
    for (before, tag) in nearest {
        let next = tags.get(before + 1).filter(|_| before < place);
        let between = next
            .and_then(|next| text.get(tag.end..next.at))
            .unwrap_or("");
        if !mark_of(&words(between)).is_empty() || between.contains("</") {
            break;
        }
        names.extend(tag.id);
    }
    names
}

/// The words of HTML up to where its link ends, without tags.
fn words(html: &str) -> String {
    const FAR: usize = 400;
    let mut words = String::new();
    let mut in_tag = false;
    for (at, c) in html.char_indices().take(FAR) {
        match c {
            '<' if html.get(at..).is_some_and(|rest| rest.starts_with("</a")) => break,
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => words.push(c),
            _ => {}
        }
    }
    words
}

/// A mark without the brackets around it.
fn mark_of(words: &str) -> &str {
    words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')'))
}

/// Whether words are the mark of a note.
pub(in crate::read) fn is_mark(words: &str) -> bool {
    let mark = mark_of(words);
    !mark.is_empty() && mark.chars().count() <= MARK && !mark.contains(char::is_whitespace)
}

/// Where an element ends, or how far a note goes at the most.
fn end_of(text: &str, tag: &Tag) -> usize {
    const LONGEST: usize = 1 << 14;
    let (open, close) = (format!("<{}", tag.name), format!("</{}", tag.name));
    let mut depth = 0_usize;
    let mut at = tag.at;
    while at < tag.at + LONGEST
        && let Some(found) = text.get(at..).and_then(|rest| rest.find('<'))
    {
        let here = at + found;
        let rest = text.get(here..).unwrap_or("");
        let is = |sign: &str| {
            let after = rest.strip_prefix(sign);
            after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric()))
        };
        if is(&open) {
            depth += 1;
        } else if is(&close) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return here;
            }
        }
        at = here + 1;
    }
    at
}

/// Whether a tag says that its element is a note.
fn says_it_is_one(tag: &str) -> bool {
    let says = [attribute(tag, "role"), attribute(tag, "epub:type")];
    says.into_iter().flatten().any(|says| {
        let mut words = says.split_whitespace();
        words.any(|word| {
            let word = word.trim_start_matches("doc-");
            matches!(word, "footnote" | "endnote" | "rearnote")
        })
    })
}

/// A link that is the mark of a note, if it is one.
pub(in crate::read) fn marked(
    links: &NoteLinks,
    element: &Element,
    content: &[Inline],
) -> Option<InlineKind> {
    let note = links
        .note(element.get("href")?)
        .filter(|_| element.name == "a")?;
    is_mark(&plain_text(content)).then(|| empty(note))
}

/// The marks in an element that has nothing else but brackets around them.
pub(in crate::read) fn marks_alone(content: &[Inline]) -> Option<InlineKind> {
    let mut marks = content
        .iter()
        .filter(|inline| matches!(inline.kind, InlineKind::Note(_)));
    let mark = marks.next().filter(|_| marks.next().is_none())?;
    let is_bracket = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => mark_of(text).is_empty(),
        InlineKind::Note(_) => true,
        InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::SmallCaps(_)
        | InlineKind::Super(_)
        | InlineKind::Sub(_)
        | InlineKind::Strike(_)
        | InlineKind::Code(_)
        | InlineKind::Link { .. }
        | InlineKind::Image(_)
        | InlineKind::Math(_)
        | InlineKind::Abbreviation { .. }
        | InlineKind::Ruby { .. }
        | InlineKind::Citation(_)
        | InlineKind::Tie
        | InlineKind::Break
        | InlineKind::Span(..) => false,
    };
    content.iter().all(is_bracket).then(|| mark.kind.clone())
}

/// A mark whose text is to be found.
fn empty(label: &str) -> InlineKind {
    InlineKind::Note(Note {
        label: label.to_owned(),
        body: Vec::new(),
    })
}

impl Page<'_, '_, '_> {
    /// Reads an element that is the mark of a note; false where it is none.
    pub(super) fn mark(&mut self, element: &ElementRef, own: &Element) -> bool {
        if !matches!(
            &*own.name,
            "a" | "sup" | "span" | "b" | "strong" | "small" | "i" | "em"
        ) {
            return false;
        }
        let links = element.descendants().filter_map(ElementRef::wrap);
        let mut links = links.filter(|inner| inner.value().name() == "a");
        let (Some(link), None) = (links.next(), links.next()) else {
            return false;
        };
        let text: String = element.text().collect();
        let label = link
            .value()
            .attr("href")
            .and_then(|href| self.context.note_links.note(href));
        let Some(label) = label.filter(|_| is_mark(&text)).map(str::to_owned) else {
            return false;
        };
        self.due_space();
        let found = self.find(text.trim());
        let start = self.at + found.as_ref().map_or(0, |found| found.start);
        self.at += found.map_or(0, |found| found.end);
        self.add(start, empty(&label));
        true
    }

    /// Whether an element only leads back from the note that is read.
    pub(super) fn is_back(&self, own: &Element) -> bool {
        let Some(known) = self
            .note
            .as_ref()
            .and_then(|label| self.context.note_links.0.get(label))
        else {
            return false;
        };
        let leads_back = own.name == "a"
            && anchor(own.get("href").unwrap_or("")).is_some_and(|to| known.marks.contains(&to));
        leads_back || has_class(own.get("class")) || own.get("role") == Some("doc-backlink")
    }

    /// Takes an element that is a note, whose text its mark gets; false where it is none.
    pub(super) fn take_note(&mut self, element: &ElementRef, own: &Element) -> bool {
        let Some(label) = self.label(element, own) else {
            return false;
        };
        let outer = self.note.replace(label.clone());
        let (start, tags) = (self.at, self.tags);
        let mut body = self.flow(element);
        self.note = outer;
        if body.is_empty() {
            (self.at, self.tags) = (start, tags);
            return false;
        }
        end_words(&mut body);
        let span = self.node(start).span;
        let is_linked = self
            .context
            .note_links
            .0
            .get(&label)
            .is_some_and(|known| known.is_linked);
        if let Some(BlockKind::Paragraph(content)) = body.first_mut().map(|block| &mut block.kind)
            && is_linked
        {
            let attributes = Attributes {
                id: Some(label.clone()),
                ..Attributes::default()
            };
            let node = self.node(start);
            let kind = InlineKind::Span(attributes, Vec::new());
            content.insert(0, Inline { node, kind });
        }
        self.context.add_note(label, span, body);
        true
    }

    /// The name of the note that an element is. Word has it in the first link of one.
    fn label(&self, element: &ElementRef, own: &Element) -> Option<String> {
        let links = &self.context.note_links.0;
        if links.is_empty() || self.note.is_some() {
            return None;
        }
        if let Some(id) = own.id()
            && links.contains_key(&id)
        {
            return Some(id);
        }
        let inner = element.descendants().filter_map(ElementRef::wrap);
        let inner = inner.filter(|inner| inner.value().name() == "a");
        let mut names = inner.filter_map(|inner| {
            let name = Element::of(&inner).id()?;
            (links.contains_key(&name) && inner.value().attr("href").is_some()).then_some(name)
        });
        match (&*own.name, names.next(), names.next()) {
            ("p" | "div" | "li" | "aside" | "dd", Some(name), None) => {
                // What stands between several notes is no part of one.
                let has_rule = element.descendants().filter_map(ElementRef::wrap);
                let has_rule = has_rule
                    .into_iter()
                    .any(|inner| inner.value().name() == "hr");
                (!has_rule).then_some(name)
            }
            _ => None,
        }
    }
}

/// Takes the spaces from the end of a note, where a link led back.
fn end_words(body: &mut [Block]) {
    let Some(BlockKind::Paragraph(content)) = body.last_mut().map(|block| &mut block.kind) else {
        return;
    };
    while content.len() > 1 && content.last().is_some_and(is_blank) {
        content.pop();
    }
    if let Some(Inline {
        kind: InlineKind::Text(text),
        ..
    }) = content.last_mut()
    {
        text.truncate(text.trim_end().len());
    }
}

/// The texts of the notes of HTML, by label.
pub(in crate::read) type Texts = BTreeMap<String, (Span, Vec<Block>)>;
