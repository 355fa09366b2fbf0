//! Takes a publication; returns Markdown for systems that take it: GitHub's, which is
//! CommonMark with tables, notes, task lists and strikethrough.
//!
//! Phrases are written by [`source`](crate::write::source), whose own Markdown has more:
//! divs, attributes, small capitals. Other systems print those marks as text, so they are not
//! written here: an aside is a quotation, a definition list a list, a superscript has its
//! plain form. HTML is only where nothing else can say it, such as a line end in a cell.
//! Notes, references and headings are numbered and ranked through the whole publication,
//! because it is one document to who reads it.

mod blocks;
mod inlines;
mod lines;
mod table;

use super::compositor::Compositor;
use super::form::{TextForm, TextLinks};
use super::galley::Galley;
use crate::lang::Lang;
use crate::model::{
    Article, DateFormat, Inline, InlineKind, Metadata, Publication, Role, index, plain_text,
    sections, walk,
};
use crate::write::source::{Place, References, heading_text};

/// Parts articles, and what stands after the text.
const RULE: &str = "***";
/// The lowest heading (CommonMark 0.31, 4.2).
const LOWEST: u8 = 6;

/// One article on its way, in a document of which others may have been written.
struct Markdown<'a, 'd> {
    compositor: Compositor<'a>,
    document: &'d Document,
    /// The notes of the document before this article.
    notes_before: usize,
    /// How many levels headings are lowered by.
    lowered: u8,
}

/// What runs through a whole document.
struct Document {
    links: TextLinks,
    references: References,
}

/// A publication as a document.
pub(super) fn publication(publication: &Publication, form: TextForm, dates: DateFormat) -> Galley {
    let document = Document {
        links: form.links,
        references: References::default(),
    };
    let (mut galley, mut notes) = (Galley::default(), 0);
    if publication.bound && !publication.planned {
        galley.append(front(publication, &document, &mut notes));
    }
    for article in &publication.articles {
        // Systems that read Markdown put notes together by themselves.
        if article.place.role == Role::Endnotes {
            continue;
        }
        if !galley.is_empty() {
            galley.append_spaced(Galley::line(RULE));
        }
        let index = index::for_text(article);
        let article = index.as_ref().unwrap_or(article);
        let mut markdown = Markdown::new(&article.lang(), &document, notes);
        markdown.compositor.dates = dates;
        markdown.compositor.labels = Some(&publication.labels);
        markdown.compositor.note_texts = walk::texts_of_notes(article);
        galley.append_spaced(if article.place.role == Role::Contents {
            contents(publication, article.place.depth, &document)
        } else {
            markdown.article(article, if publication.bound { rank(article) } else { 1 })
        });
        notes += markdown.compositor.notes.len();
    }
    galley
}

/// The level of an article's headline in a book, whose title has the first. That of a
/// half-title has none, because it says the title once more.
fn rank(article: &Article) -> u8 {
    match article.place.role {
        Role::HalfTitle => 0,
        Role::TitlePage => 1,
        Role::Article
        | Role::Named(_)
        | Role::Endnotes
        | Role::Bibliography
        | Role::Copyright
        | Role::Dedication
        | Role::Epigraph
        | Role::Contents
        | Role::ListOfFigures
        | Role::ListOfTables
        | Role::Index
        | Role::Part
        | Role::Colophon => article.place.level.saturating_add(2).min(LOWEST),
    }
}

/// What stands before the articles of a book: its title and its contents.
fn front(book: &Publication, document: &Document, notes: &mut usize) -> Galley {
    let mut markdown = Markdown::new(&book.lang(), document, *notes);
    let metadata = &book.metadata;
    let mut galley = markdown.opening(metadata, &metadata.fallback_title, 1);
    galley.append_spaced(contents(book, None, document));
    galley.append_spaced(markdown.close(metadata));
    galley.append_spaced(markdown.references());
    *notes += markdown.compositor.notes.len();
    galley
}

/// The list of contents of a book.
fn contents(book: &Publication, depth: Option<u8>, document: &Document) -> Galley {
    let mut markdown = Markdown::new(&book.lang(), document, 0);
    let mut list = Galley::default();
    for line in sections::contents(book, depth) {
        if line.article.place.role == Role::Endnotes {
            continue;
        }
        let title = markdown.words(&line.numbered_title(&book.labels));
        let indent = "  ".repeat(line.level.into());
        if !title.is_empty() {
            list.append(title.hang(&format!("{indent}- "), &format!("{indent}  ")));
        }
    }
    if list.is_empty() {
        return list;
    }
    let mut galley = Galley::line(heading_text(markdown.compositor.words.contents.into(), 2));
    galley.append_spaced(list);
    galley
}

impl<'a, 'd> Markdown<'a, 'd> {
    fn new(lang: &Lang, document: &'d Document, notes_before: usize) -> Markdown<'a, 'd> {
        Markdown {
            compositor: Compositor::new(lang),
            document,
            notes_before,
            lowered: 0,
        }
    }

    fn article(&mut self, article: &'a Article, rank: u8) -> Galley {
        self.lowered = rank.saturating_sub(1);
        let metadata = &article.metadata;
        let mut galley = self.opening(metadata, "", rank);
        galley.append_spaced(self.place_and_date(metadata));
        galley.append_spaced(self.blocks(&article.body));
        galley.append_spaced(self.close(metadata));
        galley.append_spaced(self.references());
        galley
    }

    /// Kicker, headline, subtitle, standfirst and byline; `title` stands in for a headline
    /// that is missing.
    fn opening(&mut self, metadata: &'a Metadata, title: &str, rank: u8) -> Galley {
        let mut galley = self.paragraph(&metadata.kicker);
        galley.append_spaced(match metadata.headline.is_empty() {
            true => self.heading(rank, vec![text(title)]),
            false => {
                let headline = self.inlines(&metadata.headline);
                self.heading(rank, headline)
            }
        });
        let subtitle = self.inlines(&metadata.subtitle);
        galley.append_spaced(self.emphasised(subtitle));
        let standfirst = self.inlines(&metadata.standfirst);
        galley.append_spaced(self.strong(standfirst));
        galley.append_spaced(self.paragraph(&metadata.byline));
        galley
    }

    fn place_and_date(&mut self, metadata: &'a Metadata) -> Galley {
        let mut phrase = self.inlines(&metadata.dateline);
        if let Some(date) = metadata.printed_date(self.compositor.dates) {
            if !plain_text(&metadata.dateline).trim().is_empty() {
                phrase.push(text(", "));
            }
            phrase.push(text(&date));
        }
        self.phrase(phrase)
    }

    /// Source, credit, rights and licence, after a rule.
    fn close(&mut self, metadata: &'a Metadata) -> Galley {
        let mut source = self.inlines(&metadata.source);
        let word = self.compositor.words.source;
        let plain = plain_text(&metadata.source).to_lowercase();
        if !plain.is_empty() && !plain.starts_with(&word.to_lowercase()) {
            source.insert(0, text(&format!("{word}{}", self.compositor.colon)));
        }
        let mut close = self.phrase(source);
        close.append_spaced(self.paragraph(&metadata.credit));
        close.append_spaced(self.paragraph(&metadata.rights));
        close.append_spaced(self.paragraph(&metadata.licence));
        if close.is_empty() {
            return close;
        }
        let mut galley = Galley::line(RULE);
        galley.append_spaced(close);
        galley
    }

    /// The notes, and the addresses that the links refer to.
    fn references(&mut self) -> Galley {
        let mut notes = Galley::default();
        let mut done = 0;
        // A note may hold marks of further notes, which join the list.
        while let Some(note) = self.compositor.notes.get(done).copied() {
            done += 1;
            let mark = format!("[^{}]: ", self.notes_before + done);
            notes.append_spaced(self.blocks(&note.body).hang(&mark, "    "));
        }
        let mut links = Galley::default();
        for line in self.document.references.take_new() {
            links.append(Galley::line(line));
        }
        notes.append_spaced(links);
        notes
    }

    fn heading(&mut self, level: u8, content: Vec<Inline>) -> Galley {
        if plain_text(&content).trim().is_empty() && !content.iter().any(is_seen) {
            return Galley::default();
        }
        if level == 0 {
            return self.strong(content);
        }
        let text = self.written(&content, Place::Line);
        Galley::line(heading_text(text, level.clamp(1, LOWEST)))
    }

    /// A paragraph of Pressroom's own words.
    fn words(&mut self, words: &str) -> Galley {
        self.phrase(vec![text(words)])
    }
}

/// Whether an inline is seen that has no text.
fn is_seen(inline: &Inline) -> bool {
    matches!(
        inline.kind,
        InlineKind::Image(_) | InlineKind::Note(_) | InlineKind::Link { .. }
    )
}

/// A run of text.
fn text(words: &str) -> Inline {
    inline(InlineKind::Text(words.to_owned()))
}

fn inline(kind: InlineKind) -> Inline {
    Inline {
        node: Default::default(),
        kind,
    }
}

/// Some inlines with strong stress; what has it in them needs no more.
fn strong(content: Vec<Inline>) -> Vec<Inline> {
    let content = without_strong(content);
    match content.is_empty() {
        true => content,
        false => vec![inline(InlineKind::Strong(content))],
    }
}

fn without_strong(content: Vec<Inline>) -> Vec<Inline> {
    let content = content.into_iter().flat_map(|mut inline| {
        if let InlineKind::Strong(inner) = &mut inline.kind {
            std::mem::take(inner)
        } else {
            vec![inline]
        }
    });
    content.collect()
}

fn without_emphasis(content: Vec<Inline>) -> Vec<Inline> {
    let content = content.into_iter().flat_map(|mut inline| {
        if let InlineKind::Emph(inner) = &mut inline.kind {
            std::mem::take(inner)
        } else {
            vec![inline]
        }
    });
    content.collect()
}
