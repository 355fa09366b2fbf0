//! Takes the terms that are marked in articles; returns an index: entries in the order of the
//! alphabet, each with the places where it stands.
//!
//! A span of the class `index` marks a place. Its entry is what it says, or its attribute
//! `entry`, in which `;` parts an entry from one below it; with `see` it leads to another entry
//! instead of to its place. In the model, a place is a link that says in which article it is; its
//! folio takes the place of these words where pages are known.

use super::lists::{Filling, Names, whole};
use super::walk::{self, PartMut, content_of_mut, each_phrase_mut, parts_mut};
use super::{
    Article, Attributes, Block, BlockKind, Inline, InlineKind, Item, Role, Target, plain_text,
};
use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::lang::collate::{Key, initial};
use crate::lang::{Lang, lists};
use crate::source::Span;

/// The class of a span that marks a place for the index.
pub(crate) const CLASS: &str = "index";
/// The attribute that names its entry.
pub(crate) const ENTRY: &str = "entry";
/// The attribute that names another entry.
pub(crate) const SEE: &str = "see";

/// From so many entries on, they stand under their letters.
const MANY: usize = 20;
/// And so many of them stand under a letter, one with another, at the least.
const PER_LETTER: usize = 2;
/// So many pages in a row are a range.
const RANGE: usize = 3;

/// An index.
pub(super) struct Index {
    entries: Vec<Entry>,
    lang: Lang,
}

/// An entry, with those below it.
#[derive(Default)]
struct Entry {
    text: String,
    /// Its words with their dress, where it has any.
    content: Vec<Inline>,
    places: Vec<Place>,
    see: Vec<String>,
    below: Vec<Entry>,
}

/// A place of a term.
struct Place {
    target: Target,
    /// How its article is called.
    title: Vec<Inline>,
}

/// A reference to another entry, and where it is made.
struct Reference {
    to: String,
    span: Span,
}

/// The entry that a mark names, level by level; none, if it names none.
pub(crate) fn entry_of(attributes: &Attributes, content: &[Inline]) -> Vec<String> {
    let named = attributes.get(ENTRY).map(|entry| entry.split(';'));
    let path = named.map(|levels| levels.map(str::trim).map(str::to_owned));
    let path: Vec<String> = match path {
        Some(path) => path.collect(),
        None => vec![plain_text(content)],
    };
    path.into_iter().filter(|level| !level.is_empty()).collect()
}

/// Gathers the terms of all articles. Their marks get identifiers.
pub(super) fn gather(articles: &mut [Article], lang: &Lang, report: &mut Report) -> Index {
    let mut index = Index {
        entries: Vec::new(),
        lang: lang.clone(),
    };
    let mut references: Vec<Reference> = Vec::new();
    for article in articles {
        if !article.place.role.is_text() {
            continue;
        }
        let mut names = Names::of(article);
        let title = whole(article).content;
        let source = article.source;
        each_mark_mut(article, &mut |attributes, content, span| {
            let path = entry_of(attributes, content);
            if path.is_empty() {
                return;
            }
            // A picture is listed by its alternative text.
            let is_picture = |inline: &Inline| matches!(inline.kind, InlineKind::Image(_));
            let dressed = match attributes.get(ENTRY) {
                None if !content.iter().any(is_picture) => content.to_vec(),
                Some(_) | None => Vec::new(),
            };
            let see = attributes.get(SEE).map(|see| see.trim().to_owned());
            let entry = index.entry(path, dressed);
            if let Some(to) = see {
                if !entry.see.contains(&to) {
                    entry.see.push(to.clone());
                    references.push(Reference { to, span });
                }
                return;
            }
            let name = names.of_node(&mut attributes.id, CLASS);
            entry.places.push(Place {
                target: Target::Article(source, Some(name)),
                title: title.clone(),
            });
        });
    }
    index.report_missing(&references, report);
    sort(&mut index.entries, lang);
    index
}

fn sort(entries: &mut [Entry], lang: &Lang) {
    entries.sort_by_cached_key(|entry| Key::of(&entry.text, lang));
    for entry in entries {
        sort(&mut entry.below, lang);
    }
}

impl Index {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry at a path, which is made if it is not there. What begins a sentence is the same
    /// term as within one, and is shown as there.
    fn entry(&mut self, path: Vec<String>, content: Vec<Inline>) -> &mut Entry {
        let mut content = Some(content);
        let last = path.len().saturating_sub(1);
        let mut entries = &mut self.entries;
        let mut at = 0;
        for (level, text) in path.into_iter().enumerate() {
            if level > 0 {
                entries = &mut entries[at].below;
            }
            let same = text.to_lowercase();
            let own = match level == last {
                true => content.take().unwrap_or_default(),
                false => Vec::new(),
            };
            let found = entries.iter().position(|e| e.text.to_lowercase() == same);
            at = found.unwrap_or(entries.len());
            match found {
                Some(_) if starts_small(&text) && !starts_small(&entries[at].text) => {
                    entries[at].text = text;
                    entries[at].content = own;
                }
                Some(_) => {}
                None => entries.push(Entry {
                    text,
                    content: own,
                    ..Entry::default()
                }),
            }
        }
        &mut entries[at]
    }

    /// Reports references to entries that are not there.
    fn report_missing(&self, references: &[Reference], report: &mut Report) {
        let mut known = Vec::new();
        paths(&self.entries, "", &mut known);
        for Reference { to, span } in references {
            let wanted = levels(to);
            if known
                .iter()
                .any(|entry| entry.to_lowercase() == wanted.to_lowercase())
            {
                continue;
            }
            let message = format!("the index has no entry `{to}`");
            let warning = Diagnostic::warning(Code::MissingEntry, *span, message);
            report.push(match nearest(&wanted, known.iter().map(String::as_str)) {
                Some(near) => warning.hint(format!("did you mean `{near}`?")),
                None => warning.hint("mark its place as `[term]{.index}`"),
            });
        }
    }

    /// The index as blocks.
    pub(super) fn blocks(self, page: &mut Filling) -> Vec<Block> {
        let Index { entries, lang } = self;
        let letters = entries.iter().map(|entry| initial(&entry.text, &lang));
        let mut letters: Vec<String> = letters.collect();
        letters.dedup();
        if entries.len() < MANY.max(letters.len() * PER_LETTER) {
            let items = entries.into_iter();
            let items = items.map(|entry| item(entry, &lang, page)).collect();
            return vec![page.list(items)];
        }
        let mut groups: Vec<(String, Vec<Item>)> = Vec::new();
        for entry in entries {
            let letter = initial(&entry.text, &lang);
            let item = item(entry, &lang, page);
            match groups.last_mut().filter(|(last, _)| *last == letter) {
                Some((_, items)) => items.push(item),
                None => groups.push((letter, vec![item])),
            }
        }
        let mut blocks = Vec::new();
        for (letter, items) in groups {
            if !letter.is_empty() {
                let letter = page.text(&letter);
                let strong = page.inline(InlineKind::Strong(vec![letter]));
                blocks.push(page.block(BlockKind::Paragraph(vec![strong])));
            }
            blocks.push(page.list(items));
        }
        blocks
    }
}

fn starts_small(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// An entry of several levels as it is printed.
fn levels(entry: &str) -> String {
    let levels: Vec<&str> = entry.split(';').map(str::trim).collect();
    levels.join(", ")
}

fn paths(entries: &[Entry], above: &str, all: &mut Vec<String>) {
    for entry in entries {
        let path = match above {
            "" => entry.text.clone(),
            above => format!("{above}, {}", entry.text),
        };
        paths(&entry.below, &path, all);
        all.push(path);
    }
}

/// Before the articles of a term, and between two of them.
fn joints(lang: &Lang) -> (&'static str, &'static str) {
    match lang.primary() {
        "fr" => ("\u{a0}: ", "\u{202f}; "),
        _ => (": ", "; "),
    }
}

fn item(entry: Entry, lang: &Lang, page: &mut Filling) -> Item {
    let mut content = match entry.content.is_empty() {
        true => vec![page.text(&entry.text)],
        false => page.words(&entry.content),
    };
    let words = lists::words(lang);
    let (colon, semicolon) = joints(lang);
    // The second place in an article is a number.
    let mut in_article = 0;
    let mut last = None;
    let is_placed = !entry.places.is_empty();
    for (number, place) in entry.places.into_iter().enumerate() {
        let source = match &place.target {
            Target::Article(source, _) => Some(*source),
            Target::External(_) | Target::Internal(_) => None,
        };
        in_article = match last == source {
            true => in_article + 1,
            false => 1,
        };
        last = source;
        content.push(page.text(match (number, in_article) {
            (0, _) => colon,
            (_, 1) => semicolon,
            (_, _) => ", ",
        }));
        let shown = match in_article {
            1 => page.words(&place.title),
            number => vec![page.text(&number.to_string())],
        };
        content.push(page.link(place.target, shown));
    }
    if !entry.see.is_empty() {
        let (before, word) = match is_placed || !entry.below.is_empty() {
            true => (". ", capital(words.see_also)),
            false => (", ", words.see.to_owned()),
        };
        content.push(page.text(before));
        let word = page.text(&word);
        content.push(page.inline(InlineKind::Emph(vec![word])));
        let see: Vec<String> = entry.see.iter().map(|see| levels(see)).collect();
        content.push(page.text(&format!(" {}", see.join(semicolon))));
    }
    let mut item = page.item(content, None);
    if !entry.below.is_empty() {
        let items = entry.below.into_iter();
        let items = items.map(|entry| self::item(entry, lang, page)).collect();
        let below = page.list(items);
        item.body.push(below);
    }
    item
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Gives `change` each mark of an article, with what it says, in the order of reading.
fn each_mark_mut(article: &mut Article, change: &mut impl FnMut(&mut Attributes, &[Inline], Span)) {
    let (before, after) = walk::opening_and_close_mut(&mut article.metadata);
    for phrase in before {
        marks_of_phrase(phrase, change);
    }
    marks_of_blocks(&mut article.body, change);
    for phrase in after {
        marks_of_phrase(phrase, change);
    }
}

fn marks_of_blocks(
    blocks: &mut [Block],
    change: &mut impl FnMut(&mut Attributes, &[Inline], Span),
) {
    for block in blocks {
        for part in parts_mut(&mut block.kind) {
            match part {
                PartMut::Inlines(content) => marks_of_phrase(content, change),
                PartMut::Blocks(body) => marks_of_blocks(body, change),
            }
        }
    }
}

fn marks_of_phrase(
    content: &mut [Inline],
    change: &mut impl FnMut(&mut Attributes, &[Inline], Span),
) {
    for inline in content {
        let span = inline.node.span;
        if let InlineKind::Span(attributes, content) = &mut inline.kind
            && attributes.has_class(CLASS)
        {
            change(attributes, content, span);
        }
        if let InlineKind::Note(note) = &mut inline.kind {
            marks_of_blocks(&mut note.body, change);
        } else if let Some(content) = content_of_mut(&mut inline.kind) {
            marks_of_phrase(content, change);
        }
    }
}

/// A page that is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folio {
    /// Its place among all pages.
    pub(crate) index: usize,
    /// What is printed on it.
    pub(crate) text: String,
}

impl Folio {
    /// Whether a page is the next one, with a folio of the same kind.
    fn goes_on(&self, next: &Folio) -> bool {
        let is_figure = |folio: &Folio| folio.text.starts_with(|c: char| c.is_ascii_digit());
        self.index + 1 == next.index && is_figure(self) == is_figure(next)
    }
}

/// A place that is named by its page.
fn paged(joint: &Inline, link: &Inline, pages: &str) -> [Inline; 2] {
    let joint = Inline {
        node: joint.node.clone(),
        kind: InlineKind::Text(", ".to_owned()),
    };
    let mut link = link.clone();
    if let InlineKind::Link { content, .. } = &mut link.kind {
        content.truncate(1);
        if let Some(first) = content.first_mut() {
            first.node.lang = None;
            first.kind = InlineKind::Text(pages.to_owned());
        }
    }
    [joint, link]
}

/// The parts of an entry: what it says, the links to its places, and what stands behind them.
pub(crate) struct Parts<'a> {
    pub(crate) head: &'a [Inline],
    pub(crate) places: &'a [Inline],
    pub(crate) tail: &'a [Inline],
}

/// Takes an entry apart. Before each link of its places stands a run that joins it to what is
/// before it.
pub(crate) fn parts(content: &[Inline]) -> Parts<'_> {
    let is_place = |inline: &Inline| matches!(inline.kind, InlineKind::Link { .. });
    let first = content.iter().position(is_place);
    let last = content.iter().rposition(is_place);
    let (Some(first), Some(last)) = (first, last) else {
        return Parts {
            head: content,
            places: &[],
            tail: &[],
        };
    };
    let (head, rest) = content.split_at(first.saturating_sub(1));
    let (places, tail) = rest.split_at(last + 1 - head.len());
    Parts { head, places, tail }
}

/// An index with folios in place of the names of articles; several in a row are a range.
pub(crate) fn with_folios(index: &Article, folio: &dyn Fn(&Target) -> Option<Folio>) -> Article {
    let mut index = index.clone();
    each_phrase_mut(&mut index.body, &mut |content| {
        let Parts { head, places, tail } = parts(content);
        if places.is_empty() {
            return;
        }
        let mut pages: Vec<(Folio, &Inline, &Inline)> = Vec::new();
        for pair in places.chunks(2) {
            if let [joint, link] = pair
                && let InlineKind::Link { target, .. } = &link.kind
                && let Some(folio) = folio(target)
            {
                pages.push((folio, joint, link));
            }
        }
        // A note may stand on a later page than what follows its mark.
        pages.sort_by_key(|(folio, ..)| folio.index);
        pages.dedup_by_key(|(folio, ..)| folio.index);
        let mut entry = head.to_vec();
        for range in pages.chunk_by(|(one, ..), (next, ..)| one.goes_on(next)) {
            match range {
                [(first, joint, link), .., (last, ..)] if range.len() >= RANGE => {
                    let text = format!("{}–{}", first.text, last.text);
                    entry.extend(paged(joint, link, &text));
                }
                pages => {
                    for (folio, joint, link) in pages {
                        entry.extend(paged(joint, link, &folio.text));
                    }
                }
            }
        }
        entry.extend_from_slice(tail);
        *content = entry;
    });
    index
}

/// An index as a text has it, where nothing can be followed: each article once. Any other
/// article stays as it is.
pub(crate) fn for_text(article: &Article) -> Option<Article> {
    if article.place.role != Role::Index {
        return None;
    }
    let mut index = article.clone();
    each_phrase_mut(&mut index.body, &mut |content| {
        let Parts { head, places, tail } = parts(content);
        let places = titles(places);
        *content = [head, &places, tail].concat();
    });
    Some(index)
}

/// The places of an entry by the titles of their articles, each once.
pub(crate) fn titles(places: &[Inline]) -> Vec<Inline> {
    let (mut titles, mut seen) = (Vec::new(), Vec::new());
    for pair in places.chunks(2) {
        if let [joint, link] = pair
            && let InlineKind::Link {
                target: Target::Article(source, _),
                content,
                ..
            } = &link.kind
            && !seen.contains(source)
        {
            seen.push(*source);
            titles.push(joint.clone());
            titles.extend(content.iter().cloned());
        }
    }
    titles
}
