//! Takes a publication; returns plain text.
//!
//! The text can be pasted into a mail or a terminal, and a screen reader reads it well:
//! UTF-8, lines of a given width or as long as a paragraph, one blank line between
//! paragraphs, no emphasis marks. Every character of the model is written unchanged; only the
//! spaces at line ends are dropped. In the style [`markdown`] it has Markdown's marks instead.
//!
//! [`compositor`] makes phrases from inlines and numbers their references, [`blocks`]
//! makes a [`galley`] from blocks, and setting the galley splits it into lines ([`wrap`],
//! [`table`]).

mod blocks;
mod compositor;
pub(crate) mod form;
mod galley;
mod markdown;
mod table;
#[cfg(test)]
mod tests;
mod wrap;

use crate::model::{
    Article, DateFormat, Inline, Label, Metadata, NodeId, Publication, Role, endnotes, index,
    plain_text, sections, walk,
};
use crate::source::SourceId;
use compositor::{Compositor, link_mark, note_mark};
use form::{LineEnd, TextForm, TextOptions, TextStyle, Wrap};
use galley::{Galley, LONGEST_RULE};
use std::collections::{BTreeMap, BTreeSet};
use wrap::{Measure, Phrase};

/// Below this width every other word would stand alone on its line.
const LEAST_WIDTH: usize = 20;
/// The columns of the rule before source, credit and rights.
const SHORT_RULE: usize = 8;

/// How text is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Options {
    /// The form of the text.
    pub text: TextOptions,
    /// How dates are printed.
    pub dates: DateFormat,
}

/// Writes a publication as plain text, with a line end at its end.
pub(crate) fn write(publication: &Publication, options: &Options) -> String {
    let form = options.text.form();
    let measure = match options.text.wrap {
        Wrap::Columns(columns) => Measure::from(columns.max(LEAST_WIDTH)),
        Wrap::None => Measure::OPEN,
    };
    let galley = match form.style {
        TextStyle::Plain => plain(publication, form, options.dates, measure),
        TextStyle::Markdown => markdown::publication(publication, form, options.dates),
    };
    let mut text = String::new();
    galley.set(measure, &mut text);
    if text.is_empty() {
        text.push('\n');
    }
    match options.text.line_end {
        LineEnd::Lf => text,
        LineEnd::CrLf => text.replace('\n', "\r\n"),
    }
}

/// A publication without marks.
fn plain(publication: &Publication, form: TextForm, dates: DateFormat, line: Measure) -> Galley {
    let mut galley = Galley::default();
    if publication.bound && !publication.planned {
        galley.append(front(publication, form));
    }
    let chapters = endnotes::chapters(publication);
    let mut chapters: BTreeSet<SourceId> = chapters
        .iter()
        .map(|chapter| chapter.article.source)
        .collect();
    let mut noted = Vec::new();
    let indexes: Vec<_> = publication.articles.iter().map(index::for_text).collect();
    for (article, index) in publication.articles.iter().zip(&indexes) {
        let article = index.as_ref().unwrap_or(article);
        if !galley.is_empty() {
            galley.append_spaced(Galley::line("─".repeat(line.or(LONGEST_RULE))));
        }
        if article.place.role == Role::Contents {
            let compositor = Compositor::new(&publication.lang());
            galley.append_spaced(contents(publication, article.place.depth, &compositor));
            continue;
        }
        let (text, mut compositor) = self::article(article, &publication.labels, form, dates);
        galley.append_spaced(text);
        if chapters.remove(&article.source) {
            galley.append_spaced(compositor.listed_links());
            noted.push((article, compositor));
            continue;
        }
        if article.place.role == Role::Endnotes {
            galley.append_spaced(by_chapter(std::mem::take(&mut noted), &mut compositor));
        }
        galley.append_spaced(compositor.references());
    }
    galley
}

/// The notes of chapters, each chapter's under its title. The addresses of their links join
/// those of the page that they stand on.
fn by_chapter<'a>(
    chapters: Vec<(&'a Article, Compositor<'a>)>,
    page: &mut Compositor<'a>,
) -> Galley {
    let mut galley = Galley::default();
    for (article, mut compositor) in chapters {
        compositor.take_links(page);
        let notes = compositor.numbered_notes();
        galley.append_spaced(under(&article.metadata.title(), notes));
        page.take_links(&mut compositor);
    }
    galley
}

/// What stands before the articles of a book: its title and its contents.
fn front(book: &Publication, form: TextForm) -> Galley {
    let mut compositor = Compositor::new(&book.lang());
    compositor.shown = form.links;
    let metadata = &book.metadata;
    let mut galley = compositor.opening(metadata, &metadata.fallback_title);
    galley.append_spaced(contents(book, None, &compositor));
    galley.append_spaced(compositor.close(metadata));
    galley.append_spaced(compositor.references());
    galley
}

/// The list of contents of a book.
fn contents(book: &Publication, depth: Option<u8>, compositor: &Compositor) -> Galley {
    let mut contents = Galley::default();
    for line in sections::contents(book, depth) {
        let title = Galley::phrase(Phrase::new(line.numbered_title(&book.labels)));
        if !title.is_empty() {
            let indent = "  ".repeat(line.level.into());
            contents.append(title.hang(&indent, &format!("{indent}    ")));
        }
    }
    under(compositor.words.contents, contents)
}

/// An article without what its marks refer to, which the compositor has.
fn article<'a>(
    article: &'a Article,
    labels: &'a BTreeMap<NodeId, Label>,
    form: TextForm,
    dates: DateFormat,
) -> (Galley, Compositor<'a>) {
    let mut compositor = Compositor::new(&article.lang());
    compositor.labels = Some(labels);
    compositor.shown = form.links;
    compositor.dates = dates;
    compositor.note_texts = walk::texts_of_notes(article);
    let metadata = &article.metadata;
    let mut galley = compositor.opening(metadata, "");
    galley.append_spaced(compositor.place_and_date(metadata));
    galley.append_spaced(compositor.blocks(&article.body));
    galley.append_spaced(compositor.close(metadata));
    (galley, compositor)
}

/// A part that Pressroom adds, under its name. An empty one is left out.
fn under(name: &str, part: Galley) -> Galley {
    if part.is_empty() {
        return part;
    }
    let mut galley = Galley::title(Phrase::new(name), '-');
    galley.append_spaced(part);
    galley
}

impl<'a> Compositor<'a> {
    /// Kicker, headline, subtitle, standfirst and byline; `title` stands in for a
    /// headline that is missing.
    fn opening(&mut self, metadata: &'a Metadata, title: &str) -> Galley {
        let mut galley = Galley::phrase(self.phrase(&metadata.kicker));
        let headline = if metadata.headline.is_empty() {
            Phrase::new(title)
        } else {
            self.phrase(&metadata.headline)
        };
        galley.append_spaced(Galley::title(headline, '='));
        galley.append_spaced(Galley::phrase(self.phrase(&metadata.subtitle)));
        galley.append_spaced(Galley::phrase(self.phrase(&metadata.standfirst)));
        galley.append_spaced(Galley::phrase(self.phrase(&metadata.byline)));
        galley
    }

    fn place_and_date(&mut self, metadata: &'a Metadata) -> Galley {
        let mut phrase = self.phrase(&metadata.dateline);
        if let Some(date) = metadata.printed_date(self.dates) {
            if !phrase.is_blank() {
                phrase.push(", ");
            }
            phrase.push(&date);
        }
        Galley::phrase(phrase)
    }

    /// Source, credit and rights, after a short rule.
    fn close(&mut self, metadata: &'a Metadata) -> Galley {
        let mut close = Galley::phrase(self.source(&metadata.source));
        close.append_spaced(Galley::phrase(self.phrase(&metadata.credit)));
        close.append_spaced(Galley::phrase(self.phrase(&metadata.rights)));
        close.append_spaced(Galley::phrase(self.phrase(&metadata.licence)));
        if close.is_empty() {
            return close;
        }
        let mut galley = Galley::line("─".repeat(SHORT_RULE));
        galley.append_spaced(close);
        galley
    }

    /// The source, announced by its word unless it announces itself, as the
    /// last line of wire copy does (`SOURCE: ...`).
    fn source(&mut self, source: &'a [Inline]) -> Phrase {
        let word = self.words.source;
        let plain = plain_text(source).to_lowercase();
        if plain.is_empty() || plain.starts_with(&word.to_lowercase()) {
            return self.phrase(source);
        }
        self.enclosed(&format!("{word}{}", self.colon), source, "")
    }

    /// What the marks in the text refer to: the notes, then the links.
    fn references(&mut self) -> Galley {
        let mut galley = self.listed_notes();
        galley.append_spaced(self.listed_links());
        galley
    }

    fn listed_notes(&mut self) -> Galley {
        let notes = self.numbered_notes();
        under(self.words.notes, notes)
    }

    fn numbered_notes(&mut self) -> Galley {
        let mut bodies = Vec::new();
        // A note may hold marks of further notes, which join the list.
        while let Some(note) = self.notes.get(bodies.len()).copied() {
            bodies.push(self.blocks(&note.body));
        }
        let mut notes = Galley::default();
        let width = note_mark(bodies.len()).len() + 1;
        for (index, body) in bodies.into_iter().enumerate() {
            let mark = format!("{:width$}", note_mark(index + 1));
            notes.append_spaced(body.hang(&mark, &" ".repeat(width)));
        }
        notes
    }

    fn listed_links(&self) -> Galley {
        let mut links = Galley::default();
        for (index, url) in self.links.iter().enumerate() {
            links.append(Galley::line(format!("{} {url}", link_mark(index + 1))));
        }
        under(self.words.links, links)
    }
}
