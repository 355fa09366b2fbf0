//! Takes an article as it was read; returns it with its citations and its bibliography printed
//! as a style of CSL has them. They become inlines and blocks like any other, before typography.
//!
//! The works come from the data files that the front matter names: BibTeX and BibLaTeX, CSL JSON
//! and hayagriva's YAML. hayagriva renders them. An article has a bibliography of its own, unless
//! it stands in a book whose plan has one page for all.

mod bibtex;
mod csl_json;
mod files;
mod inlines;
mod library;
mod list;
mod locator;
mod piece;
mod records;
mod render;
mod style;
mod texts;

use crate::diag::{Code, Diagnostic, Report};
use crate::lang::Lang;
use crate::model::{
    Article, Citation, CitationForm, CitationItem, Citing, Inline, InlineKind, LabelKind, Role,
    Target,
};
use crate::source::{SourceId, Span};
pub use files::Files;
use inlines::{Leads, Maker};
use library::Library;
use locator::Words;
use render::{Item, Rendered, Request, render};
use std::collections::{BTreeMap, BTreeSet};
use style::{Setting, Sort};
use texts::{Fate, Spot};

/// Prints the citations of an article, and its bibliography: in its first group of the class
/// `bibliography`, or at its end. An article that names no works is left as it is.
///
/// Data files are opened in the folders of `files`, relative to the first. What is wrong with
/// them is reported at its place.
pub fn cite(article: &mut Article, files: &mut Files, report: &mut Report) {
    if !article.metadata.citing.has_works() {
        return list::tell_unused(article, report);
    }
    let citing = article.metadata.citing.clone();
    let lang = article.lang();
    cite_all(std::slice::from_mut(article), &citing, &lang, files, report);
}

/// Prints the citations of the articles of a book that have no bibliography of their own, in
/// order: numbers, and what tells works apart, go on from article to article. The entries stand
/// on the page of the book's bibliography, if it has one among the articles, or at the end of
/// each article.
pub fn cite_book(
    articles: &mut [Article],
    citing: &Citing,
    lang: &Lang,
    files: &mut Files,
    report: &mut Report,
) {
    if !citing.has_works() {
        return;
    }
    let is_page = |article: &Article| article.place.role == Role::Bibliography;
    if articles.iter().any(is_page) {
        return cite_all(articles, citing, lang, files, report);
    }
    for article in articles {
        if !article.metadata.citing.has_works() {
            let lang = article
                .metadata
                .lang
                .clone()
                .unwrap_or_else(|| lang.clone());
            cite_all(std::slice::from_mut(article), citing, &lang, files, report);
        }
    }
}

/// What the citations of some articles share.
struct Press<'a> {
    citing: &'a Citing,
    setting: Setting,
    library: Library,
    /// The language of the words that are no style's.
    lang: Lang,
    /// The page of the bibliography, if it is not each article's own.
    page: Option<SourceId>,
}

fn cite_all(
    articles: &mut [Article],
    citing: &Citing,
    lang: &Lang,
    files: &mut Files,
    report: &mut Report,
) {
    let mut own = Report::new();
    let library = Library::load(citing, lang, files, &mut own);
    let is_lost = library.is_empty();
    report.extend(own);
    let setting = Setting::of(citing.style.as_ref(), lang, files, report);
    let page = articles
        .iter()
        .find(|article| article.place.role == Role::Bibliography);
    let press = Press {
        citing,
        setting,
        library,
        lang: lang.clone(),
        page: page.map(|page| page.source),
    };
    let requests = press.requests(articles, is_lost, report);
    let asked: Vec<Request> = requests
        .iter()
        .flatten()
        .map(|found| found.request.clone())
        .collect();
    let others = press.others(report);
    if asked.is_empty() && others.is_empty() {
        press.print(
            articles,
            requests,
            Rendered::default(),
            &mut BTreeMap::new(),
        );
        return;
    }
    match render(&press.setting, &press.library, &asked, &others) {
        Some(mut rendered) => {
            let mut cited = BTreeMap::new();
            let citations = std::mem::take(&mut rendered.citations);
            let bibliography = std::mem::take(&mut rendered.bibliography);
            let printed = Rendered {
                citations,
                bibliography: Vec::new(),
            };
            press.print(articles, requests, printed, &mut cited);
            list::put(articles, &press, bibliography, &cited, report);
        }
        None => {
            let place = citing
                .style
                .as_ref()
                .or(citing.data.first())
                .map(|asked| asked.span);
            let message = "the citation style cannot be applied to these works; printed as written";
            let error = Diagnostic::error(Code::CitationStyle, place.unwrap_or_default(), message);
            report.push(error.hint("choose another style: `citation-style: apa`"));
            press.print(
                articles,
                Vec::new(),
                Rendered::default(),
                &mut BTreeMap::new(),
            );
        }
    }
}

/// A citation that is printed.
struct Found {
    request: Request,
    /// How many bytes of the suffix of each item name a place in its work.
    cuts: Vec<usize>,
}

impl Press<'_> {
    /// Whether an article has its citations from here.
    fn serves(&self, article: &Article) -> bool {
        self.page.is_none() || !article.metadata.citing.has_works()
    }

    /// The citations of the articles in order; nothing for one that is no citation, or whose
    /// works are not known.
    fn requests(
        &self,
        articles: &mut [Article],
        is_lost: bool,
        report: &mut Report,
    ) -> Vec<Option<Found>> {
        let words = Words::of(&self.setting);
        let mut all = Vec::new();
        for article in articles.iter_mut().filter(|article| self.serves(article)) {
            texts::each(article, &mut |citation, spot| {
                let is_known = self.is_known(citation, is_lost, report);
                all.push(is_known.then(|| self.found(citation, spot, &words)));
                Fate::Stays
            });
        }
        all
    }

    /// Whether all works of a citation are known. A key that is not is reported: in running
    /// text only if it looks like a slip, as it may be the name of a person.
    fn is_known(&self, citation: &Citation, is_lost: bool, report: &mut Report) -> bool {
        let mut is_known = !is_reference(citation) || self.has_all(citation);
        for item in &citation.items {
            if self.library.get(&item.key).is_some() {
                continue;
            }
            is_known = false;
            let near = self.library.nearest(&item.key);
            let is_text = citation.form == CitationForm::InText && near.is_none();
            if is_lost || is_text || LabelKind::of_identifier(&item.key).is_some() {
                continue;
            }
            let message = format!("no work has the key `{}`; printed as written", item.key);
            let warning = Diagnostic::warning(Code::UnknownCitation, item.span, message);
            report.push(match near {
                Some(near) => warning.hint(format!("did you mean `@{near}`?")),
                None => warning.hint("add it to the bibliography, or write the text without `@`"),
            });
        }
        is_known
    }

    fn has_all(&self, citation: &Citation) -> bool {
        let mut items = citation.items.iter();
        items.all(|item| self.library.get(&item.key).is_some())
    }

    fn found(&self, citation: &Citation, spot: Spot, words: &Words) -> Found {
        let is_note = self.setting.sort() == Sort::Note;
        if is_note && spot.note.is_none() {
            *spot.notes += 1;
        }
        let mut cuts = Vec::new();
        let items = citation.items.iter().map(|item| {
            let said = leading_text(&item.suffix);
            let place = words.find(&said);
            let cut = place.as_ref().map_or(0, |place| place.length);
            cuts.push(cut);
            Item {
                key: item.key.clone(),
                locator: place.map(|place| (place.kind, place.value)),
                suppresses_author: item.suppress_author,
                has_prefix: !item.prefix.is_empty(),
                has_suffix: has_more(item, cut),
            }
        });
        let items: Vec<Item> = items.collect();
        let suppresses = items.first().is_some_and(|item| item.suppresses_author);
        let request = Request {
            items,
            is_in_text: citation.form == CitationForm::InText && !suppresses,
            note: spot.note.or(is_note.then_some(*spot.notes)),
            is_in_note: spot.note.is_some(),
        };
        Found { request, cuts }
    }

    /// The keys of works that are listed without being cited.
    fn others(&self, report: &mut Report) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for asked in &self.citing.nocite {
            if asked.path == "*" {
                keys.extend(self.library.all().map(|record| record.entry.key()));
                continue;
            }
            match self.library.get(&asked.path) {
                Some(record) => keys.push(record.entry.key()),
                None if self.library.is_empty() => {}
                None => {
                    let message = format!("no work has the key `{}`; not listed", asked.path);
                    let warning = Diagnostic::warning(Code::UnknownCitation, asked.span, message);
                    report.push(match self.library.nearest(&asked.path) {
                        Some(near) => warning.hint(format!("did you mean `@{near}`?")),
                        None => warning,
                    });
                }
            }
        }
        keys
    }

    /// Puts what citations are printed as in their places. `cited` gets the article in which
    /// each work is cited first.
    fn print(
        &self,
        articles: &mut [Article],
        requests: Vec<Option<Found>>,
        rendered: Rendered,
        cited: &mut BTreeMap<String, SourceId>,
    ) {
        let mut requests = requests.into_iter();
        let mut made = rendered.citations.into_iter();
        let after_signs = notes_follow_signs(&self.setting.locale.0);
        let mut number = 0;
        for article in articles.iter_mut().filter(|article| self.serves(article)) {
            let source = article.source;
            texts::each(article, &mut |citation, spot| {
                let Some(Some(found)) = requests.next() else {
                    return match is_reference(citation) {
                        true => Fate::Stays,
                        false => Fate::Text,
                    };
                };
                let Some(parts) = made.next() else {
                    return Fate::Text;
                };
                number += 1;
                let keys: Vec<String> =
                    citation.items.iter().map(|item| item.key.clone()).collect();
                let span = Span {
                    end: spot.node.span.start,
                    ..spot.node.span
                };
                let mut maker = Maker {
                    ids: spot.ids,
                    span,
                };
                let mut firsts = BTreeSet::new();
                let mut leads = Leads {
                    entry: &|work| self.target(keys.get(work)?),
                    first: &mut |work| {
                        let key = keys.get(work)?;
                        let is_first = !cited.contains_key(key) && firsts.insert(key.clone());
                        is_first.then(|| list::place_of(key))
                    },
                    label: format!("@cited-{number}"),
                };
                let fate = self.fate(&parts, after_signs);
                if matches!(parts.first(), Some(render::Part::Note(_))) {
                    capitalise(&mut citation.items);
                }
                let content = maker.citation(parts, &mut citation.items, &found.cuts, &mut leads);
                for key in firsts {
                    cited.insert(key, source);
                }
                citation.content = content;
                fate
            });
        }
    }

    /// Where a citation leads: to the entry of its work.
    fn target(&self, key: &str) -> Option<Target> {
        if self.citing.is_unlinked || self.setting.style.bibliography.is_none() {
            return None;
        }
        let name = list::entry_of(key);
        Some(match self.page {
            Some(page) => Target::Article(page, Some(name)),
            None => Target::Internal(name),
        })
    }

    fn fate(&self, parts: &[render::Part], after_signs: bool) -> Fate {
        match parts.first() {
            Some(render::Part::Note(_)) if after_signs => Fate::ClingsAfterSign,
            Some(render::Part::Note(_)) => Fate::Clings,
            Some(render::Part::Work(_, pieces)) if piece::is_raised(pieces) => Fate::Clings,
            Some(
                render::Part::Work(..)
                | render::Part::Sign(_)
                | render::Part::Prefix(_)
                | render::Part::Suffix(_),
            )
            | None => Fate::Stays,
        }
    }
}

/// Whether a citation is a reference to something in the publication, by its form or its keys.
fn is_reference(citation: &Citation) -> bool {
    let is_label = |item: &CitationItem| LabelKind::of_identifier(&item.key).is_some();
    let is_command = match citation.form {
        CitationForm::Bracketed | CitationForm::InText => false,
        CitationForm::Ref | CitationForm::EqRef => true,
    };
    is_command || citation.items.iter().any(is_label)
}

/// Whether the mark of a note stands after the sign that ends a sentence (The Chicago Manual of
/// Style, 14.26), or before it, as in French (Imprimerie nationale, "Appel de note") and Spanish
/// (Ortografía de la lengua española, 3.4.1).
fn notes_follow_signs(locale: &str) -> bool {
    let language = locale.split('-').next().unwrap_or(locale);
    !matches!(
        language,
        "fr" | "es" | "ca" | "pt" | "ru" | "uk" | "pl" | "cs"
    )
}

/// Gives what a note begins with a capital, if it is a word of the author's (The Chicago Manual
/// of Style, 13.24).
fn capitalise(items: &mut [CitationItem]) {
    if let Some(first) = items.first_mut().and_then(|item| item.prefix.first_mut())
        && let InlineKind::Text(text) = &mut first.kind
        && let Some(letter) = text.chars().next()
    {
        let capital: String = letter.to_uppercase().collect();
        // A letter of another length would move those after it away from their places.
        if capital.len() == letter.len_utf8() {
            text.replace_range(..letter.len_utf8(), &capital);
        }
    }
}

/// The text that inlines begin with, without a look.
fn leading_text(inlines: &[Inline]) -> String {
    let text = |inline: &'_ Inline| {
        if let InlineKind::Text(text) = &inline.kind {
            return Some(text.clone());
        }
        None
    };
    inlines.iter().map_while(text).collect()
}

/// Whether a suffix says more than a place in the work, which takes its first bytes.
fn has_more(item: &CitationItem, cut: usize) -> bool {
    let is_text = |inline: &Inline| matches!(inline.kind, InlineKind::Text(_));
    let said = leading_text(&item.suffix);
    !item.suffix.iter().all(is_text) || said.get(cut..).is_some_and(|rest| !rest.trim().is_empty())
}
