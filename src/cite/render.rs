//! Takes the citations of a text in their order, a style and works; returns what each is
//! printed as, and the entries of the bibliography.
//!
//! hayagriva numbers, sorts and tells works apart over all citations at once. It knows neither
//! prefixes nor suffixes, and names in running text only for some styles: these are put
//! together here, from what it renders for each work.

use super::library::Library;
use super::piece::{
    self, Piece, has_names, is_raised, pieces, plain, strip_end, take_names, text, trim_start,
};
use super::style::{Setting, Sort};
use hayagriva::citationberg::TermForm;
use hayagriva::citationberg::taxonomy::{Locator, OtherTerm, Term};
use hayagriva::types::Person;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, Entry, LocatorPayload,
    RenderedBibliography, RenderedCitation, SpecificLocator,
};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A citation in a text.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) items: Vec<Item>,
    /// Whether the names of its first work are words of the sentence.
    pub(super) is_in_text: bool,
    /// The number of the note that it stands in, or becomes.
    pub(super) note: Option<usize>,
    /// Whether it stands in a note that its author wrote.
    pub(super) is_in_note: bool,
}

/// A work in a citation.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) key: String,
    pub(super) locator: Option<(Locator, String)>,
    pub(super) suppresses_author: bool,
    pub(super) has_prefix: bool,
    pub(super) has_suffix: bool,
}

/// A part of what a citation is printed as.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// What the style makes of the work of this number.
    Work(usize, Vec<Piece>),
    /// What the style puts between works and around them.
    Sign(Vec<Piece>),
    /// What the author wrote before the work of this number.
    Prefix(usize),
    /// What the author wrote after it.
    Suffix(usize),
    /// A note with these parts.
    Note(Vec<Part>),
}

/// An entry of the bibliography.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) key: String,
    /// Its number or label, if the style puts it before the entry.
    pub(super) label: Vec<Piece>,
    pub(super) content: Vec<Piece>,
}

/// What citations and works are printed as.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// One for each request.
    pub(super) citations: Vec<Vec<Part>>,
    pub(super) bibliography: Vec<Listed>,
}

/// Renders all citations of a text, and the works cited in it; those of `others` are listed
/// without being cited. Nothing, if the style and the works make hayagriva fail.
pub(super) fn render(
    setting: &Setting,
    library: &Library,
    requests: &[Request],
    others: &[&str],
) -> Option<Rendered> {
    let renderer = Renderer { setting, library };
    let all = || {
        let rendered = renderer.all(&[], requests, others);
        let listed = rendered.bibliography.iter();
        let order: Vec<&str> = listed.map(|listed| listed.key.as_str()).collect();
        // Letters after years follow the order of the bibliography, which is known now.
        match setting.sort() == Sort::Names && renderer.has_rivals(&order) {
            true => renderer.all(&order, requests, others),
            false => rendered,
        }
    };
    // hayagriva panics where a style asks for what it does not know.
    catch_unwind(AssertUnwindSafe(all)).ok()
}

struct Renderer<'a> {
    setting: &'a Setting,
    library: &'a Library,
}

impl<'a> Renderer<'a> {
    /// Renders the requests after these works, which are met first and not shown.
    fn all(&self, first: &[&str], requests: &'a [Request], others: &[&str]) -> Rendered {
        let mut driver = BibliographyDriver::new();
        for entry in first.iter().filter_map(|key| self.entry(key)) {
            let item = CitationItem::new(entry, None, None, true, None);
            driver.citation(self.citation(vec![item], None));
        }
        let mut counts = Vec::new();
        for request in requests {
            let groups = self.groups(request);
            counts.push(groups.len());
            for group in groups {
                driver.citation(self.citation(group, request.note));
            }
        }
        let hidden = others.iter().filter_map(|key| self.entry(key));
        for entry in hidden {
            let item = CitationItem::new(entry, None, None, true, None);
            driver.citation(self.citation(vec![item], None));
        }
        let rendered = driver.finish(BibliographyRequest::new(
            &self.setting.style,
            Some(self.setting.locale.clone()),
            self.setting.locales(),
        ));
        let mut made = rendered.citations.into_iter().skip(first.len());
        let citations = requests.iter().zip(counts).map(|(request, count)| {
            let groups: Vec<RenderedCitation> = made.by_ref().take(count).collect();
            self.citation_parts(request, &groups)
        });
        let citations = citations.collect();
        let bibliography = rendered.bibliography.map(listed);
        let mut bibliography = bibliography.unwrap_or_default();
        // French has spaces before some marks.
        let marks: &[char] = match self.setting.locale.0.starts_with("fr") {
            true => &[','],
            false => &[',', ';'],
        };
        for entry in &mut bibliography {
            piece::close_up(&mut entry.content, marks);
        }
        Rendered {
            citations,
            bibliography,
        }
    }

    /// Whether two works are by the same people and of the same year.
    fn has_rivals(&self, keys: &[&str]) -> bool {
        let mut seen = BTreeSet::new();
        let entries = keys.iter().filter_map(|key| self.entry(key));
        let mut made = entries.map(|entry| {
            let year = entry.date_any().map(|date| date.year);
            (self.short_names(entry), year)
        });
        made.any(|made| !seen.insert(made))
    }

    fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.library.get(key).map(|record| &record.entry)
    }

    fn citation(
        &self,
        items: Vec<CitationItem<'a, Entry>>,
        note: Option<usize>,
    ) -> CitationRequest<'a, Entry> {
        let locale = Some(self.setting.locale.clone());
        let locales = self.setting.locales();
        CitationRequest::new(items, &self.setting.style, locale, locales, note)
    }

    /// The works of a citation as hayagriva is given them: apart, where it must not put them
    /// in an order, or together, of its own.
    fn groups(&self, request: &'a Request) -> Vec<Vec<CitationItem<'a, Entry>>> {
        let items: Vec<CitationItem<'a, Entry>> = request
            .items
            .iter()
            .filter_map(|item| self.item(item))
            .collect();
        if is_apart(request, self.setting) {
            return items.into_iter().map(|item| vec![item]).collect();
        }
        vec![items]
    }

    fn item(&self, item: &'a Item) -> Option<CitationItem<'a, Entry>> {
        let locator = item.locator.as_ref();
        let locator =
            locator.map(|(kind, value)| SpecificLocator(*kind, LocatorPayload::Str(value)));
        Some(CitationItem::with_locator(self.entry(&item.key)?, locator))
    }

    fn citation_parts(&self, request: &Request, groups: &[RenderedCitation]) -> Vec<Part> {
        let layout = &self.setting.style.citation.layout;
        let open = layout.prefix.as_deref().unwrap_or("");
        let close = layout.suffix.as_deref().unwrap_or("");
        let delimiter = layout.delimiter.as_deref().unwrap_or("; ");
        let mut parts = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let mut pieces = pieces(&group.citation);
            strip_start(&mut pieces, open);
            strip_end(&mut pieces, close);
            if at > 0 {
                parts.push(Part::Sign(vec![plain(delimiter)]));
            }
            let offset = if groups.len() > 1 { at } else { 0 };
            parts.extend(pieces.into_iter().map(|piece| match piece {
                Piece::Item(number, inner) => Part::Work(number + offset, inner),
                sign @ (Piece::Text(..)
                | Piece::Link(..)
                | Piece::Math(_)
                | Piece::Names(_)
                | Piece::Group(_)) => Part::Sign(vec![sign]),
            }));
        }
        if let Some(between) = &self.setting.between_years {
            join_years(&mut parts, delimiter, between);
        }
        // In running text, signs of numbers are raised with them.
        let raised = match parts.first() {
            Some(Part::Work(_, pieces)) => is_raised(pieces),
            Some(Part::Sign(_) | Part::Prefix(_) | Part::Suffix(_) | Part::Note(_)) | None => false,
        };
        let names = match request.is_in_text {
            true => self.names_in_text(request, &mut parts),
            false => Vec::new(),
        };
        let mut whole = self.suppressed(request, parts);
        whole = affixed(request, whole);
        self.enclosed(request, names, whole, raised)
    }

    /// The names of the first work, which stand in the sentence; they are taken out of what is
    /// put in brackets after them.
    fn names_in_text(&self, request: &Request, parts: &mut [Part]) -> Vec<Piece> {
        if self.setting.sort() == Sort::Names {
            for part in parts {
                if let Part::Work(0, pieces) = part
                    && let Some(names) = take_names(pieces)
                {
                    trim_start(pieces);
                    return names;
                }
            }
        }
        let first = request.items.first();
        let entry = first.and_then(|item| self.entry(&item.key));
        entry
            .map(|entry| vec![plain(self.short_names(entry))])
            .unwrap_or_default()
    }

    /// The family names of those who made a work, for styles whose citations have none: of three
    /// or more the first.
    fn short_names(&self, entry: &Entry) -> String {
        let people = entry.authors().or(entry.editors()).unwrap_or_default();
        let names: Vec<String> = people.iter().map(family_name).collect();
        let term = |term: OtherTerm| {
            let mut locales = self.setting.spoken();
            locales.find_map(|locale| {
                let found = locale.term(Term::Other(term), TermForm::Long)?;
                Some(found.single()?.to_owned())
            })
        };
        match names.as_slice() {
            [] => entry.title().map(ToString::to_string).unwrap_or_default(),
            [one] => one.clone(),
            [one, other] => {
                let and = term(OtherTerm::And).unwrap_or_else(|| "and".to_owned());
                format!("{one} {and} {other}")
            }
            [first, ..] => {
                let others = term(OtherTerm::EtAl).unwrap_or_else(|| "et al.".to_owned());
                format!("{first} {others}")
            }
        }
    }

    /// The parts without the names of works that are cited without them.
    fn suppressed(&self, request: &Request, mut parts: Vec<Part>) -> Vec<Part> {
        if self.setting.sort() == Sort::Label {
            return parts;
        }
        for part in &mut parts {
            // Names that stand in the sentence are not repeated in the note.
            if let Part::Work(number, pieces) = part
                && (request
                    .items
                    .get(*number)
                    .is_some_and(|item| item.suppresses_author)
                    || *number == 0 && request.is_in_text)
                && take_names(pieces).is_some()
            {
                trim_start(pieces);
            }
        }
        parts
    }

    /// The citation in what the style puts around it, after names that stand in the sentence.
    fn enclosed(
        &self,
        request: &Request,
        names: Vec<Piece>,
        whole: Vec<Part>,
        raised: bool,
    ) -> Vec<Part> {
        let layout = &self.setting.style.citation.layout;
        let sort = self.setting.sort();
        let (mut open, mut close) = (
            layout.prefix.as_deref().unwrap_or(""),
            layout.suffix.as_deref().unwrap_or(""),
        );
        if sort == Sort::Note && request.is_in_note {
            // The author's own sentence has its stop.
            (open, close) = ("", close.trim_end_matches('.'));
        }
        if sort == Sort::Names && !names.is_empty() && open.is_empty() {
            (open, close) = ("(", ")");
        }
        let is_empty = !whole.iter().any(|part| match part {
            Part::Work(_, pieces) => !text(pieces).is_empty(),
            Part::Prefix(_) | Part::Suffix(_) | Part::Note(_) => true,
            Part::Sign(_) => false,
        });
        let mut enclosed = Vec::new();
        if !is_empty {
            if !open.is_empty() {
                enclosed.push(Part::Sign(vec![plain(open)]));
            }
            let ends_in_stop = ends_in(&whole, close);
            enclosed.extend(whole);
            if !close.is_empty() && !ends_in_stop {
                enclosed.push(Part::Sign(vec![plain(close)]));
            }
        }
        let is_noted = sort == Sort::Note && !request.is_in_note;
        if is_noted && !enclosed.is_empty() {
            enclosed = vec![Part::Note(enclosed)];
        }
        if names.is_empty() {
            return enclosed;
        }
        let mut parts = vec![Part::Work(0, names)];
        if !enclosed.is_empty() {
            if !is_noted && !raised {
                parts.push(Part::Sign(vec![plain(" ")]));
            }
            parts.extend(enclosed);
        }
        parts
    }
}

fn family_name(person: &Person) -> String {
    match &person.prefix {
        Some(prefix) => format!("{prefix} {}", person.name),
        None => person.name.clone(),
    }
}

/// Whether the works of a citation are rendered one by one: those with words of the author's
/// between them stay in the author's order, and numbers with such words make no range; and a
/// work in running text is no part of a group.
fn is_apart(request: &Request, setting: &Setting) -> bool {
    let items = &request.items;
    let has_words = items.iter().skip(1).any(|item| item.has_prefix)
        || items.iter().any(|item| item.suppresses_author);
    let splits_range = setting.makes_ranges()
        && items
            .iter()
            .any(|item| item.has_prefix || item.has_suffix || item.locator.is_some());
    items.len() > 1 && (has_words || splits_range || request.is_in_text)
}

/// Puts the sign for it between a work and the year of another by the same authors, whose names
/// are not repeated.
fn join_years(parts: &mut [Part], delimiter: &str, between: &str) {
    for at in 1..parts.len() {
        let is_year =
            matches!(parts.get(at + 1), Some(Part::Work(_, pieces)) if !has_names(pieces));
        if let Some(Part::Sign(sign)) = parts.get_mut(at)
            && is_year
            && text(sign) == delimiter
        {
            *sign = vec![plain(between)];
        }
    }
}

/// The parts with the author's words around their works.
fn affixed(request: &Request, parts: Vec<Part>) -> Vec<Part> {
    let mut all = Vec::new();
    for part in parts {
        let number = match &part {
            Part::Work(number, _) => Some(*number),
            Part::Sign(_) | Part::Prefix(_) | Part::Suffix(_) | Part::Note(_) => None,
        };
        let item = number.and_then(|number| Some((number, request.items.get(number)?)));
        match item {
            Some((number, item)) => {
                if item.has_prefix {
                    all.push(Part::Prefix(number));
                }
                all.push(part);
                if item.has_suffix {
                    all.push(Part::Suffix(number));
                }
            }
            None => all.push(part),
        }
    }
    all
}

/// Whether parts end in the stop that would follow them.
fn ends_in(parts: &[Part], close: &str) -> bool {
    let last = parts.last().map(|part| match part {
        Part::Work(_, pieces) | Part::Sign(pieces) => text(pieces),
        Part::Prefix(_) | Part::Suffix(_) | Part::Note(_) => String::new(),
    });
    close == "." && last.is_some_and(|last| last.ends_with('.'))
}

/// Takes a string from the beginning of pieces, if they begin with it.
fn strip_start(pieces: &mut Vec<Piece>, start: &str) {
    if start.is_empty() {
        return;
    }
    if let Some(Piece::Text(text, _)) = pieces.first_mut()
        && let Some(rest) = text.strip_prefix(start)
    {
        *text = rest.to_owned();
        if text.is_empty() {
            pieces.remove(0);
        }
    }
}

fn listed(bibliography: RenderedBibliography) -> Vec<Listed> {
    let items = bibliography.items.into_iter();
    items
        .map(|item| Listed {
            key: item.key,
            label: item
                .first_field
                .as_ref()
                .and_then(piece::piece)
                .into_iter()
                .collect(),
            content: pieces(&item.content),
        })
        .collect()
}
