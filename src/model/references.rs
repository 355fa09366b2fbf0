//! Takes a publication whose labels are numbered; returns it with its references in words:
//! `@fig:map` becomes a link that says `Figure 3`, `[](#method)` says the title it leads to.
//!
//! What a reference says is text of the model, in the language of its sentence, so that every
//! writer prints it and the proof knows it. A key that nothing has stays as it is written, and is
//! reported.

use super::targets::{Place, Places, Wanted, is_blank, is_open, lowered};
use super::walk;
use super::{
    Citation, CitationForm, CitationItem, Inline, InlineKind, Label, LabelKind, LabelNumbers,
    NodeId, NodeIds, Publication, Target,
};
use crate::diag::{Code, Diagnostic, Report, Severity, nearest};
use crate::lang::{Lang, byline, labels};
use crate::source::{SourceId, Span};
use std::collections::BTreeMap;

/// What stands in the words of a link for the number of the page that it leads to.
pub(crate) const PAGE: &str = "{page}";

/// A link that shows the number of a page in print: `[see p. {page}](#map)`.
#[derive(Debug, Clone, PartialEq)]
pub struct PageLink {
    /// Where it leads: to an article, or to an anchor in it.
    pub target: Target,
    /// Its words in print, `{page}` standing for the number.
    pub content: Vec<Inline>,
}

impl Publication {
    /// Numbers what is to be numbered, and has every reference say what it leads to. `usual` is
    /// what the theme asks to be numbered. To be called once, after links are settled and before
    /// lists are filled.
    pub fn settle_references(&mut self, usual: &LabelNumbers, report: &mut Report) {
        self.number(usual);
        let wanted = Wanted::of(&self.articles);
        if wanted.0.is_empty() {
            return;
        }
        let mut places = Places::default();
        for article in &self.articles {
            places.gather(article, &wanted, &self.labels);
        }
        let mut pages = BTreeMap::new();
        for article in &mut self.articles {
            let mut referring = Referring {
                places: &places,
                source: article.source,
                ids: NodeIds::after(article.source, article.next_index),
                pages: BTreeMap::new(),
                report,
            };
            walk::phrases_mut(article, &mut |phrase, lang| referring.phrase(phrase, lang));
            let next_index = referring.ids.next_index();
            pages.append(&mut referring.pages);
            article.next_index = next_index;
        }
        self.page_links = pages;
    }
}

impl Publication {
    /// The publication as it is printed: its links to pages show the numbers of these. Before any
    /// is known, they leave as much room as a number takes.
    pub(crate) fn with_folios(&self, folios: &BTreeMap<NodeId, String>) -> Publication {
        let mut printed = self.clone();
        for article in &mut printed.articles {
            walk::phrases_mut(article, &mut |phrase, _| self.print_pages(phrase, folios));
        }
        printed
    }

    fn print_pages(&self, phrase: &mut [Inline], folios: &BTreeMap<NodeId, String>) {
        let room = folios.is_empty().then_some("000");
        for inline in phrase {
            let id = inline.node.id;
            if let InlineKind::Link { content, .. } = &mut inline.kind
                && let Some(link) = self.page_links.get(&id)
            {
                // What is on no page keeps its words.
                let Some(folio) = folios.get(&id).map(String::as_str).or(room) else {
                    continue;
                };
                content.clone_from(&link.content);
                for part in content {
                    if let InlineKind::Text(text) = &mut part.kind {
                        *text = text.replace(PAGE, folio);
                    }
                }
            } else if let Some(content) = walk::content_of_mut(&mut inline.kind) {
                self.print_pages(content, folios);
            }
        }
    }
}

/// What has the references of an article say what they lead to.
struct Referring<'a> {
    places: &'a Places,
    source: SourceId,
    ids: NodeIds,
    /// The words in print of links with the number of a page.
    pages: BTreeMap<NodeId, PageLink>,
    report: &'a mut Report,
}

impl Referring<'_> {
    fn phrase(&mut self, phrase: &mut Vec<Inline>, lang: &Lang) {
        for inline in phrase {
            let own = inline.node.lang.clone();
            let lang = own.as_ref().unwrap_or(lang);
            let id = inline.node.id;
            let span = inline.node.span;
            if let InlineKind::Citation(citation) = &mut inline.kind {
                if let Some(content) = self.citation(citation, lang) {
                    citation.content = content;
                }
            } else if let InlineKind::Link {
                target, content, ..
            } = &mut inline.kind
                && is_open(content)
            {
                let shows_page = !content.iter().all(is_blank);
                match self.words_of(target, shows_page, lang) {
                    Some(words) => {
                        let in_print = std::mem::replace(content, vec![self.text(&words, span)]);
                        if shows_page {
                            let target = self.absolute(target);
                            let content = in_print;
                            self.pages.insert(id, PageLink { target, content });
                        }
                    }
                    // A name that nothing has is reported where links are settled.
                    None if shows_page && matches!(target, Target::External(_)) => {
                        self.report_pageless(span);
                    }
                    None => {}
                }
            } else if let Some(content) = walk::content_of_mut(&mut inline.kind) {
                self.phrase(content, lang);
            }
        }
    }

    /// A target as another article would name it.
    fn absolute(&self, target: &Target) -> Target {
        match target {
            Target::Internal(name) => Target::Article(
                self.source,
                Some(name.clone()).filter(|name| !name.is_empty()),
            ),
            Target::Article(..) | Target::External(_) => target.clone(),
        }
    }

    /// What a link without words says: the label of its target, or the title. One that shows a
    /// page in print leads to what has neither, too: it says the title of the section.
    fn words_of(&self, target: &Target, shows_page: bool, lang: &Lang) -> Option<String> {
        let (source, name) = match target {
            Target::Internal(name) => (self.source, name.as_str()),
            Target::Article(source, Some(name)) => (*source, name.as_str()),
            Target::Article(source, None) => (*source, ""),
            Target::External(_) => return None,
        };
        let words = match name {
            "" => self.places.titles.get(&source)?.clone(),
            name => {
                let place = self.places.by_name.get(name)?;
                let place = place.iter().find(|place| place.source == source)?;
                match &place.label {
                    // A section is better known by its title.
                    Some(label) if label.kind != LabelKind::Section => named(label, lang, true),
                    Some(_) | None if shows_page && place.title.trim().is_empty() => {
                        place.section.clone()
                    }
                    Some(_) | None => place.title.clone(),
                }
            }
        };
        Some(words).filter(|words| !words.trim().is_empty())
    }

    /// What a citation says, if all that it cites are labels of the publication.
    fn citation(&mut self, citation: &Citation, lang: &Lang) -> Option<Vec<Inline>> {
        let is_command = matches!(citation.form, CitationForm::Ref | CitationForm::EqRef);
        let mut found = Vec::new();
        let mut is_whole = true;
        for item in &citation.items {
            let place = self.places.cited(&item.key, self.source);
            let is_label = is_command || LabelKind::of_identifier(&item.key).is_some();
            match place.filter(|_| is_label) {
                Some((place, is_double)) => {
                    if is_double {
                        self.report_double(item, place);
                    }
                    found.push((item, place));
                }
                None => {
                    is_whole = false;
                    if is_label {
                        self.report_unknown(item, is_command);
                    }
                }
            }
        }
        if !is_whole {
            return None;
        }
        let groups = found.chunk_by(|(one, a), (other, b)| {
            let kind = |place: &Place| place.label.as_ref().map(|label| label.kind);
            let is_plain = one.suffix.is_empty() && other.prefix.is_empty();
            is_plain
                && kind(a).is_some()
                && kind(a) == kind(b)
                && one.suppress_author == other.suppress_author
        });
        let groups: Vec<_> = groups.collect();
        let mut content = Vec::new();
        let (comma, and) = byline::joints(lang);
        let last = groups.len().saturating_sub(1);
        for (at, group) in groups.into_iter().enumerate() {
            if at > 0 {
                let joint = if at == last { and } else { comma };
                let span = group.first().map_or(Span::default(), |(item, _)| item.span);
                content.push(self.text(joint, span));
            }
            self.group(citation, group, lang, &mut content);
        }
        Some(content)
    }

    /// Things of one kind: `Figures 3 and 4`, where the language says it so.
    fn group(
        &mut self,
        citation: &Citation,
        group: &[(&CitationItem, &Place)],
        lang: &Lang,
        content: &mut Vec<Inline>,
    ) {
        let Some((first, place)) = group.first() else {
            return;
        };
        let span = first.span;
        if !first.prefix.is_empty() {
            content.extend(first.prefix.iter().cloned());
            content.push(self.text(" ", span));
        }
        let (comma, and) = byline::joints(lang);
        let around = place
            .label
            .as_ref()
            .filter(|_| group.len() > 1 && !first.suppress_author)
            .and_then(|label| {
                let words = labels::words(lang);
                words.form(label.kind.word()).around_several()
            });
        let is_capital = begins_with_capital(&first.key);
        if let Some((before, _)) = &around
            && !before.is_empty()
        {
            let before = cased(before.clone(), lang, is_capital);
            content.push(self.text(&before, span));
        }
        let last = group.len().saturating_sub(1);
        for (at, (item, place)) in group.iter().enumerate() {
            if at > 0 {
                let joint = if at == last { and } else { comma };
                content.push(self.text(joint, item.span));
            }
            let words = match &place.label {
                None => place.title.clone(),
                Some(label) if citation.form == CitationForm::EqRef => {
                    format!("({})", label.number)
                }
                Some(label) if item.suppress_author => label.number.clone(),
                Some(label) if around.is_some() => label.shown(),
                Some(label) => named(label, lang, begins_with_capital(&item.key)),
            };
            let link = self.link(place, &words, item.span);
            content.push(link);
            content.extend(item.suffix.iter().cloned());
        }
        if let Some((_, after)) = around
            && !after.is_empty()
        {
            content.push(self.text(&after, span));
        }
    }

    fn link(&mut self, place: &Place, words: &str, span: Span) -> Inline {
        let target = match place.source == self.source {
            true => Target::Internal(place.name.clone()),
            false => Target::Article(place.source, Some(place.name.clone())),
        };
        let node = self.ids.node(span);
        Inline {
            node,
            kind: InlineKind::Link {
                target,
                title: String::new(),
                content: vec![self.text(words, span)],
            },
        }
    }

    fn text(&mut self, text: &str, span: Span) -> Inline {
        Inline {
            node: self.ids.node(span),
            kind: InlineKind::Text(text.to_owned()),
        }
    }

    fn report_pageless(&mut self, span: Span) {
        let message =
            format!("a link out of the publication has no page; `{PAGE}` printed as written");
        let severity = Severity::Warning;
        let warning = Diagnostic::new(severity, Code::UnknownLabel, Some(span), message);
        let hint = "link to a heading or a label, as in `[p. {page}](#method)`";
        self.report.push(warning.hint(hint));
    }

    fn report_unknown(&mut self, item: &CitationItem, is_command: bool) {
        let key = &item.key;
        let message = format!("nothing is labelled `{key}`; printed as written");
        // Where nothing has a label, it may be the name of an account, or text on LaTeX.
        let is_meant = key.contains(':') && !is_command || !self.places.labels.is_empty();
        let severity = match is_meant {
            true => Severity::Warning,
            false => Severity::Note,
        };
        let place = Some(item.span);
        let mut warning = Diagnostic::new(severity, Code::UnknownLabel, place, message);
        let known = self.places.labels.iter().map(String::as_str);
        warning = match nearest(&lowered(key), known) {
            Some(near) => warning.hint(format!("did you mean `{near}`?")),
            None => warning.hint(format!("give what it refers to this name: `{{#{key}}}`")),
        };
        self.report.push(warning);
    }

    fn report_double(&mut self, item: &CitationItem, place: &Place) {
        let key = &item.key;
        let message = format!("several articles have a label `{key}`; the first is taken");
        let warning = Diagnostic::warning(Code::DoubleAnchor, item.span, message);
        let hint = format!("give `#{}` another name in all but one", place.name);
        self.report.push(warning.hint(hint));
    }
}

fn begins_with_capital(key: &str) -> bool {
    key.starts_with(char::is_uppercase)
}

/// A label in words: `Figure 3`. Within a sentence, most languages have a small letter.
fn named(label: &Label, lang: &Lang, is_capital: bool) -> String {
    let form = labels::words(lang).form(label.kind.word());
    cased(form.of_one(&label.shown()), lang, is_capital)
}

/// Words as they stand within a sentence of a language, or at its beginning.
fn cased(words: String, lang: &Lang, is_capital: bool) -> String {
    match is_capital || labels::words(lang).is_capitalised() {
        true => words,
        false => lowered(&words),
    }
}
