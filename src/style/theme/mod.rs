//! Takes the text of a theme; returns a style for any paper size.
//!
//! A theme is a YAML file that contains only what differs from the theme it extends; the
//! theme `article` contains every key. [`keys`] lists the keys, and [`fit`](Theme::fit)
//! converts their values to lengths.

mod fit;
mod furniture;
mod keys;
mod property;
mod schema;
mod styles;
mod value;

use super::{Backdrop, Backdrops, CoverLook, Openings};
use super::{Bounds, Colours, Contents, Costs, Furniture, Headings, Headline, Notes, Sizes};
use crate::data::{self, Entry, Kind, Value};
use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::geom::Size;
use crate::look::Figures;
use crate::model::{DateFormat, NumberBy};
use crate::source::{Source, SourceId, Span};
use crate::style::length::Length;
use crate::style::selector::Selector;
use crate::style::styles::{PullQuoteLook, Styles};
use crate::style::{Colour, Fill, Paragraphs};
use keys::{KEYS, Key};
use std::collections::BTreeMap;
use value::{Family, Kinds, TypeSize};

/// The built-in themes. Each begins with a comment that describes its purpose in one line;
/// `article` contains every key, and the others extend it.
const EMBEDDED: [(&str, &str); 9] = [
    (ARTICLE, include_str!("../themes/article.yaml")),
    ("essay", include_str!("../themes/essay.yaml")),
    ("letter", include_str!("../themes/letter.yaml")),
    ("magazine", include_str!("../themes/magazine.yaml")),
    ("manuscript", include_str!("../themes/manuscript.yaml")),
    ("newsletter", include_str!("../themes/newsletter.yaml")),
    ("newspaper", include_str!("../themes/newspaper.yaml")),
    ("novel", include_str!("../themes/novel.yaml")),
    ("report", include_str!("../themes/report.yaml")),
];
/// The key of the width of the text.
const MEASURE: &str = "page.measure";
/// The key of styles.
const STYLES: &str = "styles";
/// The theme that contains every key.
const ARTICLE: &str = "article";

/// The style of an article, independent of the paper size.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    page: Sheet,
    text: Running,
    faces: Faces,
    headings: Headings,
    headline: Headline,
    notes: Notes,
    sizes: Sizes,
    colours: Colours,
    furniture: Furniture,
    backdrops: Backdrops,
    openings: Openings,
    cover: CoverLook,
    pull_quotes: PullQuoteLook,
    contents: Contents,
    drop_capitals: bool,
    end_mark: String,
    numbering: Numbering,
    dates: DateFormat,
    author_details: bool,
    styles: Styles,
    /// The path of a style sheet for EPUBs; empty is none.
    sheet: String,
    fit: Bounds,
    costs: Costs,
    /// The places of the keys in the file itself.
    places: BTreeMap<&'static str, Span>,
    /// The places of the styles in the file itself.
    styled: Vec<(Selector, Span)>,
    /// The theme or the file that each key has its value from.
    origins: BTreeMap<&'static str, String>,
    /// The same of the styles.
    styled_by: Vec<(Selector, String)>,
}

/// A page whose lengths may depend on its size.
#[derive(Debug, Clone, Default)]
struct Sheet {
    size: Size,
    measure: Option<Length>,
    top: Option<Length>,
    bottom: Option<Length>,
    inner: Option<Length>,
    outer: Option<Length>,
    columns: usize,
    gutter: Length,
    grid: bool,
}

/// Running text whose lengths may depend on the page.
#[derive(Debug, Clone, Default)]
struct Running {
    size: Option<TypeSize>,
    leading: Option<Length>,
    indent: Length,
    paragraphs: Paragraphs,
    fill: Fill,
    figures: Figures,
}

/// What is numbered, and what numbers count in.
#[derive(Debug, Clone, Default)]
struct Numbering {
    kinds: Kinds,
    by: NumberBy,
}

/// Families instead of the default ones.
#[derive(Debug, Clone, Default)]
struct Faces {
    text: Option<Family>,
    headings: Option<Family>,
    code: Option<Family>,
}

impl Sheet {
    /// Whether its width is declared twice.
    fn is_overfull(&self) -> bool {
        self.measure.is_some() && self.inner.is_some() && self.outer.is_some()
    }
}

impl Theme {
    /// The default theme, `article`.
    pub fn article() -> Theme {
        Theme::embedded(ARTICLE).unwrap_or_default()
    }

    /// A built-in theme.
    pub fn embedded(name: &str) -> Option<Theme> {
        // What is in the binary has nothing to complain of: a test sees to it.
        let mut report = Report::new();
        let mut theme = Theme::default();
        let base = (name != ARTICLE).then_some(ARTICLE);
        for layer in base.into_iter().chain([name]) {
            let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == layer)?;
            let source = Source::new(SourceId::default(), layer, text);
            if let Some(node) = data::parse(source.text(), 0, &source, &mut report) {
                theme.overlay(&node, layer, &mut report);
            }
        }
        theme.places.clear();
        theme.styled.clear();
        Some(theme)
    }

    /// The names of the built-in themes, each with its purpose.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        EMBEDDED.into_iter().map(|(name, text)| {
            let first = text.lines().next().unwrap_or("");
            (name, first.trim_start_matches(['#', ' ']))
        })
    }

    /// Reads a theme. Errors go into the report, and the value of the extended theme is used
    /// instead.
    pub fn read(source: &Source, report: &mut Report) -> Theme {
        let Some(node) = data::parse(source.text(), 0, source, report) else {
            return Theme::article();
        };
        let mut theme = extended(&node, report);
        theme.overlay(&node, source.name(), report);
        theme.remark_contrast(report);
        styles::remark_contrast(&theme.styles, &theme.styled, &theme.colours, report);
        theme
    }

    /// The place of a key such as `text.family` in the theme file, if it is there.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.places.get(key).copied()
    }

    /// The path of the style sheet for EPUBs, as it is written, and the place of the key, if it
    /// is in the theme file itself.
    pub fn sheet(&self) -> Option<(&str, Option<Span>)> {
        (!self.sheet.is_empty()).then(|| (&*self.sheet, self.place("epub.css")))
    }

    /// The JSON Schema of themes, indented, without a line end after it.
    pub fn schema() -> String {
        schema::of_themes()
    }

    /// Every key with its value, as YAML that [`Theme::read`] reads as this theme. Automatic
    /// values are shown in comments for the theme's own paper size.
    pub fn to_yaml(&self) -> String {
        let style = self.fit(None, None, &mut Report::new());
        let comment = |key: &Key| {
            let here = fit::automatic(self, &style, key.path);
            let here = here.map_or(String::new(), |length| format!(" (here {length})"));
            format!("{}{here}", key.about)
        };
        let shown = |key: &Key| (key.show)(self);
        self.listed(shown, comment, |_, property| property.to_owned())
    }

    /// Every key with its value on a paper, in place of automatic ones too, and in a comment the
    /// theme or the file that it is from.
    pub fn to_resolved_yaml(&self, paper: Option<Size>) -> String {
        let style = self.fit(paper, None, &mut Report::new());
        let automatic = |key: &Key| {
            let family = key.path.ends_with(".family") && (key.show)(self) == value::AUTO;
            let usual = key.about.split_once("auto: ").filter(|_| family);
            let usual = usual.map(|(_, name)| value::quoted(name));
            usual.or_else(|| fit::automatic(self, &style, key.path))
        };
        let shown = |key: &Key| match (key.path, paper) {
            ("page.size", Some(paper)) => value::paper(paper),
            // It follows from the margins: a theme gives two of the three.
            (MEASURE, _) => (key.show)(self),
            _ => automatic(key).unwrap_or_else(|| (key.show)(self)),
        };
        let comment = |key: &Key| {
            let origin = self.origins.get(key.path).map_or("", String::as_str);
            match (key.path, paper) {
                ("page.size", Some(_)) => "--paper".to_owned(),
                (MEASURE, _) => match automatic(key) {
                    Some(here) => format!("{origin}: here {here}"),
                    None => origin.to_owned(),
                },
                _ if automatic(key).is_some() => format!("{origin}: auto"),
                _ => origin.to_owned(),
            }
        };
        let by = |selector: &Selector, _: &str| {
            let own = self.styled_by.iter().filter(|(own, _)| own == selector);
            let names: Vec<&str> = own.map(|(_, by)| by.as_str()).collect();
            names.join(", ")
        };
        self.listed(shown, comment, by)
    }

    /// Every key with its value and a comment, and the styles with theirs.
    fn listed(
        &self,
        shown: impl Fn(&Key) -> String,
        comment: impl Fn(&Key) -> String,
        of_style: impl Fn(&Selector, &str) -> String,
    ) -> String {
        let mut text = String::new();
        let mut section = "";
        for key in KEYS {
            let (own, leaf) = key.path.split_once('.').unwrap_or(("", key.path));
            if own != section && !own.is_empty() {
                text.push_str(&format!("{own}:\n"));
            }
            section = own;
            let inset = if own.is_empty() { "" } else { "  " };
            let said = format!("{inset}{leaf}: {}", shown(key));
            text.push_str(&format!("{said:<34}  # {}\n", comment(key)));
        }
        if !self.styles.is_empty() {
            text.push_str("styles:\n");
        }
        for (selector, styling) in self.styles.entries() {
            text.push_str(&format!("  {}:\n", value::key(&selector.to_string())));
            for (property, value) in styles::shown(styling) {
                let said = format!("    {}: {value}", property.name);
                let comment = of_style(selector, property.about);
                text.push_str(&format!("{said:<34}  # {comment}\n"));
            }
        }
        text
    }

    /// Applies the keys of a file.
    fn overlay(&mut self, node: &Value, name: &str, report: &mut Report) {
        self.places.clear();
        self.styled.clear();
        if matches!(node.kind, Kind::Null) {
            return;
        }
        let Kind::Map(entries) = &node.kind else {
            let message = "a theme is a list of keys and values, such as `page: {size: a5}`";
            report.push(Diagnostic::error(Code::WrongValue, node.span, message));
            return;
        };
        for entry in entries {
            if entry.key == "extends" {
                continue;
            }
            if entry.key == STYLES {
                styles::read(&entry.value, &mut self.styles, &mut self.styled, report);
                continue;
            }
            if let Some(key) = keys::find(&entry.key) {
                self.set(key, &entry.value, report);
            } else if keys::section(&entry.key).next().is_some() {
                self.overlay_section(entry, report);
            } else {
                report.push(unknown("", entry));
            }
        }
        self.part_width(report);
        let set = self.places.keys().map(|key| (*key, name.to_owned()));
        self.origins.extend(set);
        let styled = self.styled.iter();
        self.styled_by
            .extend(styled.map(|(selector, _)| (selector.clone(), name.to_owned())));
    }

    fn overlay_section(&mut self, section: &Entry, report: &mut Report) {
        let name = &*section.key;
        match &section.value.kind {
            Kind::Null => {}
            Kind::Map(entries) => {
                for entry in entries {
                    match keys::find(&format!("{name}.{}", entry.key)) {
                        Some(key) => self.set(key, &entry.value, report),
                        None => report.push(unknown(name, entry)),
                    }
                }
            }
            Kind::Scalar { .. } | Kind::List(_) => {
                let example = keys::section(name).next().unwrap_or("");
                let message = format!("`{name}` expects keys of its own");
                let error = Diagnostic::error(Code::WrongValue, section.value.span, message);
                report.push(error.hint(format!("write it as `{name}: {{{example}: …}}`")));
            }
        }
    }

    fn set(&mut self, key: &'static Key, value: &Value, report: &mut Report) {
        match (key.read)(self, value, report) {
            Ok(()) => {
                self.places.insert(key.path, value.span);
            }
            Err(reason) => {
                let message = format!("`{}` expects {}", key.path, (key.wants)());
                let mut error = Diagnostic::error(Code::WrongValue, value.span, message);
                if !reason.is_empty() {
                    error = error.hint(reason);
                }
                let kept = (key.show)(self);
                report.push(error.hint(format!("it stays {kept} for now")));
            }
        }
    }

    /// Measure and margins depend on each other: those that a file sets invalidate the others
    /// of the theme that it extends.
    fn part_width(&mut self, report: &mut Report) {
        let own = |key: &str| self.places.contains_key(key);
        let (inner, outer) = (own("page.inner"), own("page.outer"));
        let page = &mut self.page;
        match self.places.get("page.measure") {
            Some(place) if inner && outer && page.is_overfull() => {
                let message = "`measure`, `inner` and `outer` cannot all be given";
                let error = Diagnostic::error(Code::WrongValue, *place, message);
                report.push(error.hint("leave one of them out: it follows from the others"));
                page.measure = None;
            }
            Some(_) if page.measure.is_some() => {
                page.inner = page.inner.filter(|_| inner);
                page.outer = page.outer.filter(|_| outer);
            }
            None if inner || outer => page.measure = None,
            Some(_) | None => {}
        }
    }

    /// Reports colours of a file with low contrast.
    fn remark_contrast(&self, report: &mut Report) {
        let Colours {
            text,
            quiet,
            accent,
            link,
            line: _,
            ground,
        } = self.colours;
        for (key, colour, under, on) in [
            ("colours.text", text, Colour::WHITE, "white"),
            ("colours.quiet", quiet, Colour::WHITE, "white"),
            ("colours.accent", accent, Colour::WHITE, "white"),
            ("colours.link", link, Colour::WHITE, "white"),
            ("colours.ground", ground, text, "the text"),
        ] {
            let contrast = colour.contrast(under);
            if contrast < Colour::LEAST_CONTRAST
                && let Some(place) = self.place(key)
            {
                let message = format!("`{key}` has a contrast of {contrast:.1} with {on}");
                let hint = format!("type is read with ease from {} on", Colour::LEAST_CONTRAST);
                report.push(Diagnostic::note(Code::LowContrast, place, message).hint(hint));
            }
        }
        for (key, backdrop) in self.backdrops.all() {
            let (Some(Backdrop::Tint(tint)), Some(place)) = (backdrop, self.place(key)) else {
                continue;
            };
            for (name, colour) in [
                ("colours.text", text),
                ("colours.quiet", quiet),
                ("colours.accent", accent),
                ("colours.link", link),
            ] {
                let contrast = colour.contrast(*tint);
                if contrast < Colour::LEAST_CONTRAST {
                    let message = format!("`{name}` has a contrast of {contrast:.1} with `{key}`");
                    let hint = format!("type is read with ease from {} on", Colour::LEAST_CONTRAST);
                    report.push(Diagnostic::note(Code::LowContrast, place, message).hint(hint));
                }
            }
        }
    }
}

/// The theme that a file extends.
fn extended(node: &Value, report: &mut Report) -> Theme {
    let Kind::Map(entries) = &node.kind else {
        return Theme::article();
    };
    let Some(entry) = entries.iter().find(|entry| entry.key == "extends") else {
        return Theme::article();
    };
    let name = entry.value.as_str().unwrap_or_default();
    Theme::embedded(name).unwrap_or_else(|| {
        let message = "`extends` expects the name of a theme that Pressroom brings along";
        let names: Vec<String> = Theme::names()
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let error = Diagnostic::error(Code::UnknownTheme, entry.value.span, message);
        report.push(error.hint(format!("there are {}", names.join(", "))));
        Theme::article()
    })
}

/// Reports an unknown key of a section, or of the whole theme if the section has no name,
/// and suggests a valid one.
fn unknown(section: &str, entry: &Entry) -> Diagnostic {
    let key = &*entry.key;
    let (whole, known): (_, Vec<&str>) = match section {
        "" => ("a theme".to_owned(), keys::top().collect()),
        section => (format!("`{section}`"), keys::section(section).collect()),
    };
    let elsewhere = || {
        let mut paths = KEYS.iter().map(|key| key.path);
        paths.find(|path| path.rsplit_once('.').is_some_and(|(_, leaf)| leaf == key))
    };
    let hint = match nearest(key, known.iter().copied()).or_else(elsewhere) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has {}", known.join(", ")),
    };
    let message = format!("{whole} has no key `{key}`");
    Diagnostic::warning(Code::UnknownKey, entry.span, message).hint(hint)
}

#[cfg(test)]
mod tests;
