//! Takes `publication.yaml`; returns the plan of a book: what it says of itself, its own pages,
//! and which articles stand in it, in order.
//!
//! The keys of front matter mean here what they mean in an article. Those of [`OWN`] name pages
//! and articles. Pages that a book has of itself are made here, as articles of their own with
//! text from this file, so that every writer writes them as it writes articles.

use super::citing;
use super::context::Context;
use super::keys;
use super::matter::{self, Page};
pub use super::outputs::Outputs;
use crate::data::{self, Kind, Value};
use crate::diag::{Code, Diagnostic, Report, Severity, nearest};
use crate::model::{Article, Matter, Metadata, NamedText, NodeIds, Place, Role, plain_text};
use crate::source::{Source, SourceId, Span};

/// The name of a plan in its folder.
pub const NAME: &str = "publication.yaml";

/// The number of a plan among the sources of its publication. The numbers below it are those of
/// the pages that it makes.
pub const SOURCE: SourceId = SourceId(u32::MAX - 1);

/// The keys of a plan, beside those of front matter.
pub(super) const OWN: &[&str] = &[
    "front",
    "contents",
    "back",
    "dedication",
    "epigraph",
    "colophon",
    "bibliography",
    "edition",
    "output",
    "theme",
    "paper",
];

/// What a part or an article may say of itself in a list.
const OF_ITEMS: &[&str] = &[
    "part", "subtitle", "articles", "article", "contents", "recto", "page", "run-on",
];

/// What a list of contents may say of itself.
const OF_CONTENTS: &[&str] = &["depth", "parts"];

/// The text of a page that says nothing by itself.
const NOTHING: Value = Value {
    span: Span {
        source: SOURCE,
        start: 0,
        end: 0,
    },
    kind: Kind::Null,
};

/// How deep a list of contents may go: to the last rank of headings that has a use in one.
const DEEPEST: u8 = 5;

/// The keys of an item, with those that name its article.
fn of_items() -> impl Iterator<Item = &'static str> {
    let named = NamedText::ALL.into_iter().map(NamedText::name);
    OF_ITEMS.iter().copied().chain(named)
}

/// The plan of a publication.
#[derive(Debug, Default)]
pub struct Plan {
    /// Whether it could be read at all.
    pub is_read: bool,
    /// What it says of itself.
    pub metadata: Metadata,
    /// Its pages and articles in order.
    pub items: Vec<Item>,
    /// Where the list of articles stands.
    pub list: Span,
    /// The name or the file of its theme.
    pub theme: Option<Word>,
    /// The size of its paper.
    pub paper: Option<Word>,
    /// The names of its files.
    pub outputs: Outputs,
    /// Where it names the page of notes.
    pub endnotes: Option<Span>,
    /// The values that no page prints, and that are reported.
    pub unprinted: Vec<Span>,
}

/// A word of a plan.
#[derive(Debug, Clone)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A page of a book, or an article in it.
#[derive(Debug)]
pub enum Item {
    /// A page that is made of what the plan says.
    Made(Box<Article>),
    /// Articles in files.
    Listed(Listed),
}

/// Articles that a plan lists.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The path of a file beside the plan, or a pattern of several: `*` stands for any
    /// characters of a name, `?` for one.
    pub path: String,
    /// Where the plan names it.
    pub span: Span,
    /// Where the articles stand.
    pub place: Place,
}

/// The JSON Schema of plans, indented, without a line end after it.
pub fn schema() -> String {
    super::schema::of_plans()
}

/// Reads a plan. What it cannot use is reported at its place.
pub fn plan(source: &Source, report: &mut Report) -> Plan {
    let empty = Plan {
        list: source.span(0..0),
        ..Plan::default()
    };
    super::report_bytes(source, report);
    let Some(map) = data::parse(source.text(), 0, source, report) else {
        // An empty file is read, and says nothing.
        let is_read = report.worst() != Some(Severity::Error);
        return Plan { is_read, ..empty };
    };
    if !matches!(map.kind, Kind::Map(_)) {
        let message = "a publication is a list of keys and values, such as `title: A book`";
        report.push(Diagnostic::error(Code::WrongValue, map.span, message));
        return Plan {
            is_read: true,
            ..empty
        };
    }
    let mut ids = NodeIds::new(source.id());
    let mut context = Context::new(source, &mut ids, report);
    let mut metadata = matter::of_book(&map, &mut context);
    // The place of a publication is no dateline.
    let place = plain_text(&std::mem::take(&mut metadata.dateline));
    let mut planner = Planner {
        source,
        map: &map,
        metadata: &metadata,
        place,
        report,
        items: Vec::new(),
        made: 0,
        endnotes: None,
        unprinted: Vec::new(),
        lists: None,
    };
    planner.all();
    let (theme, paper) = (planner.word("theme"), planner.word("paper"));
    let outputs = map.get(&["output"]);
    let outputs = outputs.map(|value| super::outputs::outputs(value, planner.report));
    let (endnotes, unprinted) = (planner.endnotes, planner.unprinted);
    let items = planner.items;
    let list = map.get(&["contents"]).map_or(map.span, |list| list.span);
    Plan {
        is_read: true,
        metadata,
        items,
        list,
        theme,
        paper,
        outputs: outputs.unwrap_or_default(),
        endnotes,
        unprinted,
    }
}

struct Planner<'a> {
    source: &'a Source,
    map: &'a Value,
    metadata: &'a Metadata,
    /// Where it is published.
    place: String,
    report: &'a mut Report,
    items: Vec<Item>,
    /// How many pages have been made.
    made: u32,
    /// Where the page of notes is named.
    endnotes: Option<Span>,
    /// The values that no page prints.
    unprinted: Vec<Span>,
    /// Where a list of contents asks for lists in the pages of parts.
    lists: Option<Span>,
}

impl Planner<'_> {
    fn all(&mut self) {
        let within = |matter| Place {
            matter,
            ..Place::default()
        };
        match self.map.get(&["front"]) {
            Some(front) => self.list(front, within(Matter::Front)),
            None => self.usual_front(),
        }
        if let Some(contents) = self.map.get(&["contents"]) {
            self.list(contents, within(Matter::Body));
        }
        if let Some(back) = self.map.get(&["back"]) {
            self.list(back, within(Matter::Back));
        }
        self.list_in_parts();
        self.tell_unprinted();
        self.tell_unnamed();
    }

    /// Whether the book has a page.
    fn has(&self, role: Role) -> bool {
        self.items.iter().any(|item| match item {
            Item::Made(article) => article.place.role == role,
            Item::Listed(_) => false,
        })
    }

    /// Whether one of its pages is or will be a title page.
    fn has_title_page(&self) -> bool {
        fn names(list: &Value) -> bool {
            let is_page = |one: &Value| one.as_str().map(str::trim) == Some(Role::TitlePage.name());
            let is_list = |one: &Value| matches!(one.kind, Kind::List(_));
            let mut each = list.each().iter();
            each.any(|one| is_page(one) || is_list(one) && names(one))
        }
        let of = |key: &str| self.map.get(&[key]);
        let lists = [of("front"), of("contents"), of("back")];
        of("front").is_none() || lists.into_iter().flatten().any(names)
    }

    /// Tells of people whom no page of the book names.
    fn tell_unnamed(&mut self) {
        let (on_title, in_imprint) = matter::shared_out(self.metadata, self.has_title_page());
        let [missing, ..] = in_imprint.as_slice() else {
            return;
        };
        if self.has(Role::Copyright) {
            return;
        }
        let mut entries = self.map.entries().iter();
        let entry = entries.find(|entry| keys::is_of_people(&entry.key, on_title.is_empty()));
        let place = entry.map_or(self.map.span, |entry| entry.span);
        let message = format!("no page of the book names {}", missing.name);
        let warning = Diagnostic::warning(Code::UnprintedText, place, message);
        let hint = "name the page `copyright` under `front` or `back`";
        self.report.push(warning.hint(hint));
    }

    /// Tells of texts that no page of the book prints.
    fn tell_unprinted(&mut self) {
        let mut unprinted: Vec<(Span, &str, Option<Role>)> = Vec::new();
        for (key, role) in [
            ("dedication", Role::Dedication),
            ("epigraph", Role::Epigraph),
            ("colophon", Role::Colophon),
            ("bibliography", Role::Bibliography),
            ("edition", Role::Copyright),
        ] {
            let mut entries = self.map.entries().iter();
            let entry = entries.find(|entry| entry.key == key && !entry.value.is_null());
            // Without a page of its own, it is listed at the end of each article.
            let entry = entry.filter(|entry| !citing::names_data(&entry.value));
            if let Some(entry) = entry.filter(|_| !self.has(role)) {
                self.unprinted.push(entry.value.span);
                unprinted.push((entry.span, key, Some(role)));
            }
        }
        let metadata = self.metadata;
        let mut phrases = vec![
            (&metadata.kicker, "kicker", None),
            (&metadata.standfirst, "standfirst", None),
            (&metadata.source, "source", None),
            (&metadata.credit, "credit", None),
        ];
        if !self.place.is_empty() && !self.has(Role::TitlePage) && !self.has(Role::Copyright) {
            let mut entries = self.map.entries().iter();
            let is_place =
                |entry: &&data::Entry| matches!(&*entry.key, "place" | "dateline" | "location");
            if let Some(entry) = entries.find(is_place) {
                self.unprinted.push(entry.value.span);
                unprinted.push((entry.span, "place", Some(Role::TitlePage)));
            }
        }
        if !self.has(Role::TitlePage) {
            let page = Some(Role::TitlePage);
            phrases.push((&metadata.subtitle, "subtitle", page));
            phrases.push((&metadata.byline, "byline", page));
        }
        for (phrase, key, role) in phrases {
            let first = phrase.first();
            unprinted.extend(first.map(|first| (first.node.span, key, role)));
        }
        for (span, key, role) in unprinted {
            let message = format!("no page of the book prints `{key}`");
            let warning = Diagnostic::warning(Code::UnprintedText, span, message);
            self.report.push(match role {
                Some(role) => warning.hint(format!(
                    "name the page `{}` under `front` or `back`",
                    role.name()
                )),
                None => warning.hint("it is for articles: write it into one"),
            });
        }
    }

    /// The front of a book that does not list its own: what it has something to say on.
    fn usual_front(&mut self) {
        let place = |role| Place {
            role,
            matter: Matter::Front,
            ..Place::default()
        };
        self.made(place(Role::TitlePage), self.map);
        let metadata = self.metadata;
        let has_edition = self.map.get(&["edition"]).is_some();
        let (_, in_imprint) = matter::shared_out(metadata, true);
        let has_identifier = !metadata.identifier.is_empty() || !metadata.identifiers.is_empty();
        let has_terms = !metadata.rights.is_empty() || !metadata.licence.is_empty();
        if has_terms || has_identifier || has_edition || !in_imprint.is_empty() {
            self.made(place(Role::Copyright), self.map);
        }
        for role in [Role::Dedication, Role::Epigraph] {
            if let Some(value) = self.map.get(&[role.name()]) {
                self.made(place(role), value);
            }
        }
        self.made(place(Role::Contents), self.map);
    }

    /// Pages, parts and articles of a list, in order, each in the place of all.
    fn list(&mut self, list: &Value, place: Place) {
        for value in list.each() {
            match &value.kind {
                Kind::Scalar { text, .. } => self.named(text.trim(), value, place),
                Kind::Map(_) => self.item(value, place),
                Kind::List(_) => self.list(value, place),
                Kind::Null => self.expect(value, "a page or an article"),
            }
        }
    }

    /// A page of the book by its name, or the path of an article.
    fn named(&mut self, name: &str, value: &Value, place: Place) {
        let role = Role::NAMED.into_iter().find(|role| role.name() == name);
        match role {
            Some(Role::Contents) if place.matter == Matter::Body => {
                self.expect(value, "an article: contents go under `front` or `back`");
            }
            Some(Role::Endnotes | Role::Bibliography) if place.matter != Matter::Back => {
                self.expect(
                    value,
                    &format!("a page or an article: `{name}` goes under `back`"),
                );
            }
            Some(role) if self.has(role) => {
                let message = format!("the page `{name}` is listed twice");
                let warning = Diagnostic::warning(Code::ListedTwice, value.span, message);
                self.report.push(warning);
            }
            // Its works are listed when all articles are read.
            Some(role @ Role::Bibliography) if self.metadata.citing.has_works() => {
                let text = self.map.get(&[name]);
                let text = text.filter(|text| !citing::names_data(text));
                self.made(Place { role, ..place }, text.unwrap_or(&NOTHING));
            }
            Some(
                role @ (Role::Dedication | Role::Epigraph | Role::Bibliography | Role::Colophon),
            ) => match self.map.get(&[name]).filter(|text| !is_empty(text)) {
                Some(text) => self.made(Place { role, ..place }, text),
                None => {
                    let message = format!("the page `{name}` has no text");
                    let error = Diagnostic::error(Code::WrongValue, value.span, message);
                    let hint = format!("write it under a key of its own: `{name}: …`");
                    self.report.push(error.hint(hint));
                }
            },
            Some(Role::Index) if place.matter != Matter::Back => {
                self.expect(value, "an article or a page: the index goes under `back`");
            }
            Some(role) if role.is_filled() => self.made(Place { role, ..place }, value),
            Some(role) => {
                if role == Role::Endnotes {
                    self.endnotes = Some(value.span);
                }
                self.made(Place { role, ..place }, self.map);
            }
            None if name.contains(['.', '/', '*', '?']) => self.listed(name, value.span, place),
            None => {
                let message = format!("`{name}` is neither a page of a book nor a file");
                let error = Diagnostic::error(Code::WrongValue, value.span, message);
                let names = Role::NAMED.map(Role::name);
                let mut texts = NamedText::ALL.into_iter().map(NamedText::name);
                let hint = match nearest(name, names) {
                    _ if texts.any(|text| text == name) => {
                        format!("name its file: `{name}: {name}.md`")
                    }
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the pages are {}", names.join(", ")),
                };
                self.report.push(error.hint(hint));
            }
        }
    }

    /// A part with its articles, or an article with what it asks for.
    fn item(&mut self, value: &Value, place: Place) {
        let known: Vec<&str> = of_items().collect();
        self.check_keys(value, &known, "an item of a list");
        if let Some(options) = value.get(&["contents"]) {
            return self.contents(value, options, place);
        }
        let recto = self.switch(value, "recto").unwrap_or(false);
        let own_run_on = self.switch(value, "run-on");
        if let (true, Some(true), Some(second)) = (recto, own_run_on, value.get(&["run-on"])) {
            let message = "`recto` and `run-on` contradict each other; `run-on` is ignored";
            self.report
                .push(Diagnostic::error(Code::WrongValue, second.span, message));
        }
        let own_page = self.switch(value, "page");
        if let (Some(true), Some(true), Some(second)) =
            (own_page, own_run_on, value.get(&["run-on"]))
        {
            let message = "`page` and `run-on` contradict each other; `run-on` is ignored";
            self.report
                .push(Diagnostic::error(Code::WrongValue, second.span, message));
        }
        // What begins a page does not go on under what stands before it.
        let run_on = match own_page {
            Some(true) => false,
            Some(false) | None => own_run_on.unwrap_or(place.run_on),
        };
        let place = Place {
            recto,
            // What goes on under something begins no page.
            run_on: run_on && !recto,
            ..place
        };
        let roles = NamedText::ALL.into_iter().map(Role::Named);
        let mut texts = std::iter::once(Role::Article)
            .chain(roles)
            .filter_map(|role| Some((role, value.get(&[role.name()])?)));
        if let Some((role, article)) = texts.next() {
            match article.as_str().map(str::trim) {
                Some(path) if !path.is_empty() => {
                    self.listed(path, article.span, Place { role, ..place });
                }
                Some(_) | None => self.expect(article, "the path of a file"),
            }
            if let Some((_, second)) = texts.next() {
                self.expect(second, "one article in an item, not two");
            }
            for key in ["part", "subtitle", "articles"] {
                if let Some(other) = value.get(&[key]) {
                    let what = format!("`{key}` in an item of its own, beside `articles`");
                    self.expect(other, &what);
                }
            }
            return;
        }
        let Some(articles) = value.get(&["articles"]) else {
            return self.expect(value, "`article`, or `part` with `articles`");
        };
        if articles.each().is_empty() {
            return self.expect(articles, "an article at least");
        }
        let part = Place {
            role: Role::Part,
            ..place
        };
        let title = value.get(&["part"]);
        if let Some(wrong) = title.filter(|title| title.as_str().is_none_or(str::is_empty)) {
            self.expect(wrong, "a title");
        }
        // What has no title is no part.
        let is_part = title.and_then(Value::as_str).is_some_and(|t| !t.is_empty());
        if is_part {
            self.made(part, value);
        }
        let within = Place {
            recto: false,
            level: place.level + u8::from(is_part),
            ..place
        };
        self.list(articles, within);
    }

    fn check_keys(&mut self, value: &Value, known: &[&str], what: &str) {
        for entry in value.entries() {
            if !known.contains(&entry.key.as_str()) {
                let message = format!("{what} has no key `{}`", entry.key);
                let warning = Diagnostic::warning(Code::UnknownKey, entry.span, message);
                let hint = match nearest(&entry.key, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are {}", known.join(", ")),
                };
                self.report.push(warning.hint(hint));
                self.unprinted.push(entry.value.span);
            }
        }
    }

    /// A list of contents with what it asks for.
    fn contents(&mut self, value: &Value, options: &Value, place: Place) {
        if !matches!(options.kind, Kind::Map(_)) {
            return self.expect(options, "keys, such as `{depth: 2, parts: true}`");
        }
        self.check_keys(options, OF_CONTENTS, "a list of contents");
        let depth = options.get(&["depth"]).and_then(|depth| {
            let number = depth.as_str().and_then(|text| text.trim().parse().ok());
            let number = number.filter(|number| *number <= DEEPEST);
            if number.is_none() {
                self.expect(depth, &format!("a number from 0 to {DEEPEST}"));
            }
            number
        });
        if self.switch(options, "parts") == Some(true) {
            self.lists = options.get(&["parts"]).map(|parts| parts.span);
        }
        self.named("contents", value, Place { depth, ..place });
    }

    /// Lets the pages of parts list their articles.
    fn list_in_parts(&mut self) {
        let Some(span) = self.lists else { return };
        let mut is_any = false;
        for item in &mut self.items {
            if let Item::Made(page) = item
                && page.place.role == Role::Part
                && !page.place.run_on
            {
                page.place.lists = true;
                is_any = true;
            }
        }
        if !is_any {
            let message = "no part of the book has a page that could list its articles";
            let warning = Diagnostic::warning(Code::EmptyList, span, message);
            let hint = "write parts as `{part: Title, articles: […]}`, without `run-on`";
            self.report.push(warning.hint(hint));
        }
    }

    /// A word under a key of the plan.
    fn word(&mut self, key: &str) -> Option<Word> {
        let value = self.map.get(&[key])?;
        let text = value
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        if text.is_none() {
            self.expect(value, &format!("the name of a {key}"));
        }
        Some(Word {
            text: text?.to_owned(),
            span: value.span,
        })
    }

    /// What an item says by yes or no.
    fn switch(&mut self, item: &Value, key: &str) -> Option<bool> {
        let value = item.get(&[key])?;
        if value.as_bool().is_none() {
            self.expect(value, "true or false");
        }
        value.as_bool()
    }

    fn listed(&mut self, path: &str, span: Span, place: Place) {
        self.items.push(Item::Listed(Listed {
            path: path.to_owned(),
            span,
            place,
        }));
    }

    fn expect(&mut self, value: &Value, what: &str) {
        let message = format!("expected {what}");
        self.report
            .push(Diagnostic::error(Code::WrongValue, value.span, message));
    }

    /// Makes a page from a value of the plan. Its nodes have numbers that those of no article
    /// have.
    fn made(&mut self, place: Place, value: &Value) {
        self.made += 1;
        // What opens a book stands at the right, and rights behind the title.
        let recto = match place.role {
            Role::HalfTitle | Role::TitlePage | Role::Dedication | Role::Contents => true,
            Role::Part => !place.run_on,
            Role::Article
            | Role::Named(_)
            | Role::Copyright
            | Role::Epigraph
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Endnotes
            | Role::Bibliography
            | Role::Colophon
            | Role::Index => false,
        };
        let place = Place {
            recto: recto || place.recto,
            ..place
        };
        let own = SourceId(SOURCE.0 - self.made);
        let has_title_page = self.has_title_page();
        let mut ids = NodeIds::new(own);
        // What there is to say about the keys has been said.
        let mut unsaid = Report::new();
        let report = match place.role {
            Role::Dedication
            | Role::Epigraph
            | Role::Bibliography
            | Role::Colophon
            | Role::Part => &mut *self.report,
            Role::Article
            | Role::Named(_)
            | Role::HalfTitle
            | Role::TitlePage
            | Role::Copyright
            | Role::Endnotes
            | Role::ListOfFigures
            | Role::ListOfTables
            | Role::Index
            | Role::Contents => &mut unsaid,
        };
        let (on_title, in_imprint) = matter::shared_out(self.metadata, has_title_page);
        let mut page = Page {
            context: Context::new(self.source, &mut ids, report),
            metadata: Metadata {
                lang: self.metadata.lang.clone(),
                typography: self.metadata.typography.clone(),
                ..Metadata::default()
            },
            body: Vec::new(),
        };
        match place.role {
            Role::HalfTitle => {
                page.metadata.headline = page.fields(self.map).headline;
            }
            Role::TitlePage => page.title(self.map, &self.place, &on_title),
            Role::Copyright => page.copyright(self.map, &self.place, &in_imprint),
            Role::Dedication | Role::Colophon => page.body = page.blocks(value),
            Role::Epigraph => page.epigraph(value),
            Role::Part => page.part(value),
            Role::ListOfFigures | Role::ListOfTables | Role::Index => page.listing(value),
            Role::Bibliography => page.bibliography(value),
            Role::Article | Role::Named(_) | Role::Endnotes | Role::Contents => {}
        }
        let Page { metadata, body, .. } = page;
        self.items.push(Item::Made(Box::new(Article {
            source: own,
            metadata,
            body,
            next_index: ids.next_index(),
            place,
            ..Article::default()
        })));
    }
}

/// Whether a value says nothing: no text, or a list or mapping without entries.
fn is_empty(value: &Value) -> bool {
    match &value.kind {
        Kind::Null => true,
        Kind::Scalar { text, .. } => text.trim().is_empty(),
        Kind::List(values) => values.iter().all(is_empty),
        Kind::Map(entries) => entries.is_empty(),
    }
}
