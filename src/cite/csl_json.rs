//! Takes an item of CSL JSON (CSL 1.0.2, appendices III and IV); returns it in the terms of
//! hayagriva, in which what a work stands in is its parent.

use serde_json::{Map, Value, json};

/// The types of items, each with hayagriva's type and that of what contains it.
const TYPES: &[(&str, &str, &str)] = &[
    ("article", "article", ""),
    ("article-journal", "article", "periodical"),
    ("article-magazine", "article", "periodical"),
    ("article-newspaper", "article", "newspaper"),
    ("bill", "legislation", ""),
    ("book", "book", ""),
    ("broadcast", "video", ""),
    ("chapter", "chapter", "book"),
    ("classic", "book", ""),
    ("collection", "anthology", ""),
    ("dataset", "repository", ""),
    ("document", "misc", ""),
    ("entry", "entry", "reference"),
    ("entry-dictionary", "entry", "reference"),
    ("entry-encyclopedia", "entry", "reference"),
    ("graphic", "artwork", ""),
    ("hearing", "case", ""),
    ("interview", "misc", ""),
    ("legal_case", "case", ""),
    ("legislation", "legislation", ""),
    ("manuscript", "manuscript", ""),
    ("map", "artwork", ""),
    ("motion_picture", "video", ""),
    ("musical_score", "book", ""),
    ("pamphlet", "misc", ""),
    ("paper-conference", "article", "proceedings"),
    ("patent", "patent", ""),
    ("performance", "performance", ""),
    ("periodical", "periodical", ""),
    ("personal_communication", "misc", ""),
    ("post", "post", "web"),
    ("post-weblog", "article", "blog"),
    ("regulation", "legislation", ""),
    ("report", "report", ""),
    ("review", "article", "periodical"),
    ("review-book", "article", "periodical"),
    ("software", "repository", ""),
    ("song", "audio", ""),
    ("speech", "misc", ""),
    ("standard", "misc", ""),
    ("thesis", "thesis", ""),
    ("treaty", "legislation", ""),
    ("webpage", "web", "web"),
];

/// The types whose number, volume and publisher are those of what contains them.
const WITHIN: &[&str] = &["article", "chapter", "entry"];

/// Variables of which nothing is printed, or that say what a program made the item.
const SILENT: &[&str] = &[
    "id",
    "type",
    "abstract",
    "annote",
    "categories",
    "citation-key",
    "citation-label",
    "custom",
    "keyword",
    "source",
    "system_id",
    "title-short",
    "container-title-short",
    "shortTitle",
    "journalAbbreviation",
];

/// The people of an item who are neither authors nor editors, with hayagriva's word for them.
const ROLES: &[(&str, &str)] = &[
    ("collection-editor", "collaborator"),
    ("compiler", "compiler"),
    ("composer", "composer"),
    ("director", "director"),
    ("executive-producer", "executive-producer"),
    ("illustrator", "illustrator"),
    ("narrator", "narrator"),
    ("organizer", "organizer"),
    ("performer", "cast-member"),
    ("producer", "producer"),
    ("script-writer", "writer"),
    ("translator", "translator"),
];

/// The item in the terms of hayagriva, and the names of what it says besides.
pub(super) fn entry(item: &Value) -> (Value, Vec<String>) {
    let mut reader = Reader {
        item,
        used: Vec::new(),
    };
    let named = reader.text("type").unwrap_or_default();
    let found = TYPES.iter().find(|(name, ..)| *name == named);
    let (_, own, container) = found.copied().unwrap_or(("document", "misc", ""));
    let entry = reader.entry(own, container);
    let fields = item.as_object().into_iter().flat_map(Map::keys);
    let unread = fields
        .filter(|field| !reader.used.iter().any(|used| used == *field))
        .filter(|field| !SILENT.contains(&field.as_str()))
        .cloned();
    (entry, unread.collect())
}

struct Reader<'a> {
    item: &'a Value,
    used: Vec<String>,
}

impl Reader<'_> {
    fn entry(&mut self, own: &str, container: &str) -> Value {
        let mut entry = Map::new();
        let mut parent = Map::new();
        let is_within = WITHIN.contains(&own);
        put(&mut entry, "type", json!(own).into());
        put(&mut entry, "title", self.title("title", "title-short"));
        put(&mut entry, "author", self.people("author"));
        put(&mut entry, "date", self.date("issued"));
        put(&mut entry, "page-range", self.word("page"));
        put(&mut entry, "page-total", self.word("number-of-pages"));
        put(&mut entry, "chapter", self.word("chapter-number"));
        put(&mut entry, "genre", self.word("genre"));
        put(&mut entry, "note", self.word("note"));
        put(&mut entry, "language", self.word("language"));
        put(&mut entry, "archive", self.word("archive"));
        put(
            &mut entry,
            "archive-location",
            self.word("archive_location"),
        );
        put(&mut entry, "call-number", self.word("call-number"));
        put(&mut entry, "url", self.address());
        put(&mut entry, "serial-number", self.numbers());
        put(&mut entry, "affiliated", self.others());
        let holder = if is_within { &mut parent } else { &mut entry };
        put(holder, "volume", self.word("volume"));
        put(holder, "volume-total", self.word("number-of-volumes"));
        put(holder, "issue", self.word("issue"));
        put(holder, "edition", self.word("edition"));
        put(holder, "editor", self.people("editor"));
        put(holder, "publisher", self.publisher());
        let container_title = self.title("container-title", "container-title-short");
        put(&mut parent, "title", container_title);
        put(&mut parent, "author", self.people("container-author"));
        put(&mut parent, "location", self.word("event-place"));
        let series = self.series();
        let kind = if container.is_empty() { own } else { container };
        if !parent.is_empty() || is_within && !container.is_empty() {
            parent.insert("type".to_owned(), json!(kind));
        }
        if let Some(mut series) = series {
            let within = if parent.is_empty() {
                &mut entry
            } else {
                &mut parent
            };
            let kind = within.get("type").cloned().unwrap_or(json!("book"));
            series.insert("type".to_owned(), kind);
            put(within, "parent", Some(Value::Object(series)));
        }
        if !parent.is_empty() {
            put(&mut entry, "parent", Some(Value::Object(parent)));
        }
        Value::Object(entry)
    }

    fn take(&mut self, field: &str) -> Option<&Value> {
        self.used.push(field.to_owned());
        self.item.get(field)
    }

    fn text(&mut self, field: &str) -> Option<String> {
        match self.take(field)? {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null
            | Value::Bool(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        }
    }

    fn word(&mut self, field: &str) -> Option<Value> {
        self.text(field).map(Value::String)
    }

    fn title(&mut self, long: &str, short: &str) -> Option<Value> {
        let title = self.text(long).map(|title| literal(&title))?;
        Some(match self.text(short) {
            Some(short) => json!({ "value": title, "short": literal(&short) }),
            None => json!(title),
        })
    }

    fn people(&mut self, field: &str) -> Option<Value> {
        let people = self.take(field)?.as_array()?;
        let people: Vec<Value> = people.iter().filter_map(person).collect();
        (!people.is_empty()).then_some(Value::Array(people))
    }

    fn others(&mut self) -> Option<Value> {
        let mut all = Vec::new();
        for (field, role) in ROLES {
            if let Some(names) = self.people(field) {
                all.push(json!({ "names": names, "role": role }));
            }
        }
        (!all.is_empty()).then_some(Value::Array(all))
    }

    fn date(&mut self, field: &str) -> Option<Value> {
        date(self.take(field)?).map(Value::String)
    }

    fn address(&mut self) -> Option<Value> {
        let visited = self.date("accessed");
        let address = self.text("URL")?;
        Some(match visited {
            Some(date) => json!({ "value": address, "date": date }),
            None => json!(address),
        })
    }

    fn numbers(&mut self) -> Option<Value> {
        let mut numbers = Map::new();
        for (field, name) in [
            ("DOI", "doi"),
            ("ISBN", "isbn"),
            ("ISSN", "issn"),
            ("PMID", "pmid"),
            ("PMCID", "pmcid"),
            ("number", "serial"),
            ("version", "serial"),
        ] {
            let value = self.word(field);
            put(&mut numbers, name, value);
        }
        (!numbers.is_empty()).then_some(Value::Object(numbers))
    }

    fn publisher(&mut self) -> Option<Value> {
        let place = self.text("publisher-place");
        let name = self.text("publisher");
        match (name, place) {
            (Some(name), Some(place)) => {
                Some(json!({ "name": literal(&name), "location": literal(&place) }))
            }
            (Some(name), None) => Some(json!(literal(&name))),
            (None, Some(place)) => Some(json!({ "location": literal(&place) })),
            (None, None) => None,
        }
    }

    fn series(&mut self) -> Option<Map<String, Value>> {
        let title = self.text("collection-title")?;
        let mut series = Map::new();
        series.insert("title".to_owned(), json!(literal(&title)));
        let volume = self.word("collection-number");
        put(&mut series, "volume", volume);
        Some(series)
    }
}

fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.entry(key).or_insert(value);
    }
}

/// The elements that titles have in CSL JSON (citeproc-js's manual, "Rich text").
const ELEMENTS: [(&str, &str); 5] = [
    ("<i>", "</i>"),
    ("<b>", "</b>"),
    ("<sup>", "</sup>"),
    ("<sub>", "</sub>"),
    ("<sc>", "</sc>"),
];

/// A text whose elements are in braces, as a change of case does not know them.
fn protected(text: &str) -> String {
    let mut all = String::new();
    let mut rest = text;
    loop {
        let found = ELEMENTS.iter().filter_map(|(open, close)| {
            let start = rest.find(open)?;
            let end = start + rest.get(start..)?.find(close)? + close.len();
            Some((start, end))
        });
        let Some((start, end)) = found.min() else {
            return all + rest;
        };
        let part = |from: usize, to: usize| rest.get(from..to).unwrap_or("");
        all.push_str(&format!("{}{{{}}}", part(0, start), part(start, end)));
        rest = rest.get(end..).unwrap_or("");
    }
}

/// A text without the signs that hayagriva's strings have for braces and formulas. What CSL
/// protects from a change of case is in braces there.
fn literal(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('{', "\\{");
    let escaped = escaped.replace('}', "\\}").replace('$', "\\$");
    let escaped = protected(&escaped);
    let open = "<span class=\"nocase\">";
    let mut parts = escaped.split(open);
    let mut literal = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (inside, after) = part.split_once("</span>").unwrap_or((part, ""));
        literal.push_str(&format!("{{{inside}}}{after}"));
    }
    literal
}

fn person(person: &Value) -> Option<Value> {
    let text = |key: &str| person.get(key).and_then(Value::as_str).map(str::trim);
    let text = |key: &str| text(key).filter(|text| !text.is_empty());
    if let Some(name) = text("literal") {
        return Some(json!({ "name": name }));
    }
    let family = text("family");
    let name = match (text("non-dropping-particle"), family) {
        (Some(particle), Some(family)) if particle.ends_with(['\'', '’', '-']) => {
            format!("{particle}{family}")
        }
        (Some(particle), Some(family)) => format!("{particle} {family}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => return text("given").map(|given| json!({ "name": given })),
    };
    let mut found = Map::new();
    found.insert("name".to_owned(), json!(name));
    for (from, to) in [
        ("given", "given-name"),
        ("dropping-particle", "prefix"),
        ("suffix", "suffix"),
    ] {
        put(&mut found, to, text(from).map(|text| json!(text)));
    }
    Some(Value::Object(found))
}

/// A date as hayagriva writes it: the first of a range.
fn date(date: &Value) -> Option<String> {
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let raw = match date {
        Value::String(text) => Some(text.as_str()),
        Value::Number(_) => return number(date).map(year),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            date.get("raw").and_then(Value::as_str)
        }
    };
    if let Some(raw) = raw {
        let first = raw.split('/').next().unwrap_or(raw).trim();
        return (!first.is_empty()).then(|| first.to_owned());
    }
    let parts = match date.get("date-parts") {
        Some(parts) => parts.get(0)?.as_array()?.clone(),
        // As pandoc writes dates in YAML.
        None => match date {
            Value::Array(dates) => return dates.first().and_then(self::date),
            Value::Object(map) => {
                let part = |key: &str| map.get(key).cloned();
                ["year", "month", "day"]
                    .iter()
                    .map_while(|key| part(key))
                    .collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
        },
    };
    let mut numbers = parts.iter().map_while(number);
    let mut text = year(numbers.next()?);
    for part in numbers.take(2) {
        text.push_str(&format!("-{part:02}"));
    }
    let is_about = match date.get("circa") {
        Some(Value::Bool(circa)) => *circa,
        Some(Value::String(circa)) => circa != "false",
        Some(Value::Number(circa)) => circa.as_i64() != Some(0),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => false,
    };
    Some(if is_about { format!("~{text}") } else { text })
}

fn year(year: i64) -> String {
    match year < 0 {
        true => format!("-{:04}", year.unsigned_abs().saturating_sub(1)),
        false => format!("{year:04}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_stands_in_its_journal() {
        let (entry, unread) = entry(&json!({
            "id": "a", "type": "article-journal", "title": "On {ink}", "volume": 3,
            "container-title": "The Press", "issued": { "date-parts": [[2020, 5]] },
            "author": [{ "family": "Gogh", "non-dropping-particle": "van", "given": "V." }],
            "medium": "print",
        }));
        assert_eq!(entry["date"], "2020-05");
        assert_eq!(entry["title"], "On \\{ink\\}");
        assert_eq!(entry["author"][0]["name"], "van Gogh");
        assert_eq!(entry["parent"]["type"], "periodical");
        assert_eq!(entry["parent"]["volume"], "3");
        assert_eq!(unread, ["medium"]);
    }

    #[test]
    fn dates_are_read_in_each_of_their_forms() {
        assert_eq!(
            date(&json!({ "raw": "1999-03-02/1999-04-01" })).as_deref(),
            Some("1999-03-02")
        );
        assert_eq!(
            date(&json!({ "date-parts": [["2020"]], "circa": true })).as_deref(),
            Some("~2020")
        );
        assert_eq!(
            date(&json!({ "year": 1987, "month": 4 })).as_deref(),
            Some("1987-04")
        );
        assert_eq!(date(&json!({ "literal": "long ago" })), None);
    }
}
