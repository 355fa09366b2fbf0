//! Takes the name of a citation style, or its CSL file, and a language; returns the style and
//! the locales that its terms come from.

use super::files::Files;
use crate::diag::{Code, Diagnostic, Report, nearest};
use crate::lang::Lang;
use crate::model::AskedFile;
use crate::source::Source;
use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{
    CitationFormat, Collapse, DependentStyle, IndependentStyle, Locale, LocaleCode, Style,
    StyleCategory, StyleClass,
};
use std::sync::LazyLock;

/// The style of an article that names none: pandoc's, too.
const USUAL: ArchivedStyle = ArchivedStyle::ChicagoAuthorDate;

/// The locales of all languages, read when the first article has citations.
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

/// Names that pandoc, Zotero and Quarto know a style by, and ours.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("chicago-fullnote-bibliography", "chicago-notes"),
    ("chicago-note-bibliography", "chicago-shortened-notes"),
    ("chicago-notes-bibliography", "chicago-notes"),
    (
        "chicago-shortened-notes-bibliography",
        "chicago-shortened-notes",
    ),
    ("gost-r-7-0-5-2008-numeric", "gost-r-705-2008-numeric"),
    ("iso-690", "iso-690-author-date"),
    ("iso690-author-date-en", "iso-690-author-date"),
    ("iso690-numeric-en", "iso-690-numeric"),
    ("chicago", "chicago-author-date"),
    ("harvard", "harvard-cite-them-right"),
    ("mhra", "modern-humanities-research-association-notes"),
    ("mhra-notes", "modern-humanities-research-association-notes"),
];

/// How the citations of a text are set.
pub(super) struct Setting {
    pub(super) style: IndependentStyle,
    /// The language of its words.
    pub(super) locale: LocaleCode,
    /// What stands between the years of one author, where they are collapsed (CSL 1.0.2,
    /// `cite-group-delimiter`).
    pub(super) between_years: Option<String>,
}

/// What a style makes of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Names with a year, a title or a page.
    Names,
    /// A number or a label.
    Label,
    /// A note.
    Note,
}

impl Setting {
    /// The style that is asked for, or the usual one. One that is not known is reported.
    pub(super) fn of(
        asked: Option<&AskedFile>,
        lang: &Lang,
        files: &mut Files,
        report: &mut Report,
    ) -> Setting {
        let found = asked.and_then(|asked| find(asked, files, report));
        let (mut style, own) = found.unwrap_or_else(|| independent(archived(USUAL)));
        let citation = &mut style.citation;
        let between_years = match citation.collapse {
            // hayagriva puts it between works of different authors, too.
            Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged) => {
                let own = citation.cite_group_delimiter.take();
                Some(own.unwrap_or_else(|| ", ".to_owned()))
            }
            Some(Collapse::CitationNumber) | None => None,
        };
        // The language of a style that is for one language alone goes before the article's.
        let own = own.or_else(|| style.default_locale.clone());
        Setting {
            locale: own.unwrap_or_else(|| code(lang)),
            between_years,
            style,
        }
    }

    pub(super) fn locales(&self) -> &'static [Locale] {
        &LOCALES
    }

    pub(super) fn sort(&self) -> Sort {
        if self.style.settings.class == StyleClass::Note {
            return Sort::Note;
        }
        let is_label = self.style.info.category.iter().any(|category| {
            matches!(
                category,
                StyleCategory::CitationFormat {
                    format: CitationFormat::Numeric | CitationFormat::Label
                }
            )
        });
        if is_label { Sort::Label } else { Sort::Names }
    }

    /// Whether numbers in a row become a range.
    pub(super) fn makes_ranges(&self) -> bool {
        self.style.citation.collapse == Some(Collapse::CitationNumber)
    }

    /// The locales whose words for pages and chapters an author may use: that of the text,
    /// then English.
    pub(super) fn spoken(&self) -> impl Iterator<Item = &'static Locale> {
        let own = [
            Some(self.locale.clone()),
            self.locale.fallback(),
            Some(LocaleCode::en_us()),
        ];
        let own = own.into_iter().flatten();
        own.filter_map(|code| {
            LOCALES
                .iter()
                .find(|locale| locale.lang.as_ref() == Some(&code))
        })
    }
}

/// The locale of a language.
fn code(lang: &Lang) -> LocaleCode {
    match lang.primary() == "und" {
        true => LocaleCode::en_us(),
        false => LocaleCode(lang.as_str().to_owned()),
    }
}

/// A style of the archive, as hayagriva renders it right.
fn archived(style: ArchivedStyle) -> Style {
    let style = style.get();
    let xml = style.to_xml().map(|xml| repaired(&xml)).unwrap_or_default();
    Style::from_xml(&xml).unwrap_or(style)
}

/// A style in XML without what hayagriva 0.10 takes wrongly: labels of names that stand without
/// a name element before them swallow the names; and the title of a volume is that of the book,
/// which is printed twice. The scale of a map, which it does not know, stands for the latter.
fn repaired(xml: &str) -> String {
    let xml = xml
        .replace("volume-title-short", "scale")
        .replace("volume-title", "scale");
    let mut parts = xml.split("<names");
    let mut all = parts.next().unwrap_or("").to_owned();
    for part in parts {
        all.push_str("<names");
        match part.split_once('>') {
            Some((tag, inside)) if !tag.ends_with('/') && lacks_name(inside) => {
                all.push_str(tag);
                all.push_str("><name/>");
                all.push_str(inside);
            }
            Some(_) | None => all.push_str(part),
        }
    }
    all
}

/// Whether names have a label, and no element for a name: the label then stands after them.
fn lacks_name(inside: &str) -> bool {
    let ends = ["</names>", "<substitute"].map(|end| inside.find(end).unwrap_or(inside.len()));
    let own = inside.get(..ends[0].min(ends[1])).unwrap_or("");
    let has_name = ["<name ", "<name>", "<name/"]
        .iter()
        .any(|name| own.contains(name));
    own.contains("<label") && !has_name
}

/// A style that stands by itself, and the language that it prescribes.
fn independent(style: Style) -> (IndependentStyle, Option<LocaleCode>) {
    match style {
        Style::Independent(style) => (style, None),
        Style::Dependent(style) => {
            let locale = style.default_locale.clone();
            let parent = parent(&style).unwrap_or(USUAL);
            match archived(parent) {
                Style::Independent(style) => (style, locale),
                Style::Dependent(_) => independent(archived(USUAL)),
            }
        }
    }
}

fn parent(style: &DependentStyle) -> Option<ArchivedStyle> {
    ArchivedStyle::by_id(&style.parent_link.href)
}

fn find(
    asked: &AskedFile,
    files: &mut Files,
    report: &mut Report,
) -> Option<(IndependentStyle, Option<LocaleCode>)> {
    let name = asked.path.trim();
    let is_address = name.contains("://");
    if !is_address && (name.ends_with(".csl") || name.ends_with(".xml")) {
        let source = files.open(asked, "citation style", report)?;
        return read(source, report);
    }
    // An address of the Zotero repository ends in the name of the style.
    let bare = name.rsplit('/').next().unwrap_or(name);
    let bare = bare.strip_suffix(".csl").unwrap_or(bare);
    let plain = bare.to_lowercase().replace([' ', '_'], "-");
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == plain);
    let plain = other.map_or(plain.as_str(), |(_, ours)| ours);
    if let Some(style) = ArchivedStyle::by_id(name).or_else(|| ArchivedStyle::by_name(plain)) {
        return Some(independent(archived(style)));
    }
    let message = format!("unknown citation style `{name}`; set as `{}`", usual_name());
    let error = Diagnostic::error(Code::CitationStyle, asked.span, message);
    let error = match nearest(plain, names()) {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => match like(plain) {
            similar if similar.is_empty() => error,
            similar => error.hint(format!("similar: {}", similar.join(", "))),
        },
    };
    report.push(error.hint("save its CSL file beside the article and name that: `csl: style.csl`"));
    None
}

fn usual_name() -> &'static str {
    USUAL.names().first().copied().unwrap_or_default()
}

/// The names of all styles that are built in.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ArchivedStyle::all()
        .iter()
        .flat_map(|style| style.names().iter().copied())
}

/// The names that begin with the same word, a few of them.
fn like(name: &str) -> Vec<String> {
    let word = name.split('-').next().unwrap_or(name);
    let similar = names().filter(|known| word.len() > 2 && known.contains(word));
    similar.take(5).map(|name| format!("`{name}`")).collect()
}

fn read(source: &Source, report: &mut Report) -> Option<(IndependentStyle, Option<LocaleCode>)> {
    let whole = source.span(0..source.text().len().min(1));
    let style = match Style::from_xml(&repaired(source.text())) {
        Ok(style) => style,
        Err(error) => {
            let message = format!("the citation style cannot be read: {error}");
            let error = Diagnostic::error(Code::CitationStyle, whole, message);
            report.push(error.hint("styles are at https://www.zotero.org/styles"));
            return None;
        }
    };
    if let Style::Dependent(style) = &style
        && parent(style).is_none()
    {
        let link = &style.parent_link.href;
        let message =
            format!("the citation style depends on another, which is not built in: {link}");
        let error = Diagnostic::error(Code::CitationStyle, whole, message);
        report.push(error.hint("save that style and name its file instead"));
        return None;
    }
    Some(independent(style))
}
