//! The opening, the text and the close of an article, in order.

use super::anchors::ENDNOTES;
use super::note::{NotedChapter, Notes};
use super::{Meaning, Options, Placed, Writer};
use crate::lang::Lang;
use crate::model::{Article, Block, Metadata, NamedText, Role, plain_text};
use crate::xml::Tag;
use std::ops::Range;

/// What an article's pages have in them.
pub(crate) struct Chapter {
    /// Its parts, one a page.
    pub parts: Vec<Part>,
    /// The bytes that each block of its body takes, with the notes marked in it.
    pub weights: Vec<usize>,
}

/// The body of a page.
pub(crate) struct Part {
    /// Its markup.
    pub body: String,
    /// The pages in print that begin in it.
    pub folios: Vec<String>,
}

/// Writes an article in the parts that it is cut in. In a book it is a chapter.
///
/// Of a chapter whose notes stand at the end of the book, they are put among `noted`; the page
/// of notes takes them from there, and its weights are those of the chapters.
pub(crate) fn article<'a>(
    article: &'a Article,
    placed: &'a Placed,
    options: &'a Options<'a>,
    noted: &mut Vec<NotedChapter<'a>>,
) -> Chapter {
    let mut writer = Writer::new(article.lang(), placed, options);
    writer.notes = Notes::of(article);
    let mut weights = Weights::default();
    let last = placed.files.len() - 1;
    let mut parts = Vec::new();
    let mut chapters = match article.place.role == Role::Endnotes {
        true => std::mem::take(noted),
        false => Vec::new(),
    };
    for (number, blocks) in placed.parts(article).enumerate() {
        writer.part = number;
        let file = placed.file(number);
        let here = |chapter: &mut NotedChapter| chapter.placed.file(ENDNOTES) == file;
        let chapters = chapters.extract_if(.., here).collect();
        parts.push(writer.page_of(article, (blocks, chapters), number == last, &mut weights));
    }
    let weights = weights.with_notes(&writer.notes.lengths);
    if placed.endnotes.is_some() && writer.notes.count() > 0 {
        noted.push(NotedChapter {
            article,
            placed,
            notes: writer.notes,
        });
    }
    Chapter { parts, weights }
}

/// What the blocks of a body weigh, in bytes, and the notes marked in each.
#[derive(Default)]
struct Weights(Vec<(usize, Range<usize>)>);

impl Weights {
    fn with_notes(self, lengths: &[usize]) -> Vec<usize> {
        let heavy = |(own, notes): (usize, Range<usize>)| {
            own + lengths.get(notes).unwrap_or(&[]).iter().sum::<usize>()
        };
        self.0.into_iter().map(heavy).collect()
    }
}

impl<'a> Writer<'a> {
    fn page_of(
        &mut self,
        article: &'a Article,
        (blocks, chapters): (&'a [Block], Vec<NotedChapter<'a>>),
        is_last: bool,
        weights: &mut Weights,
    ) -> Part {
        self.is_bibliography = article.place.role == Role::Bibliography;
        // An article has no such role (ARIA in HTML, 4).
        let chapter = (self.options.is_chapter && self.part == 0).then(|| {
            let role = article.place.role;
            let is_classed = role.is_display() || role == Role::Bibliography;
            let class = if is_classed { role.name() } else { "" };
            let chapter = Tag::new("section").class(class);
            let mut chapter = self.typed(chapter, Meaning::Chapter(role));
            if let Some(name) = of_role(role) {
                chapter = chapter.attr("role", name);
            }
            let chapter = self.out.open(chapter);
            self.out.end_line();
            chapter
        });
        let tag = self.out.open(match self.part {
            0 => Tag::new("article"),
            _ => Tag::new("article").attr("aria-label", &article.metadata.title()),
        });
        self.out.end_line();
        let start = self.out.len();
        if self.part == 0 {
            self.opening(&article.metadata);
        }
        for block in blocks {
            let (before, notes) = (self.out.len(), self.notes.count());
            self.block(block);
            // A file begins on a new page by itself.
            if self.out.len() == start && !self.options.is_portable {
                self.broken = None;
            }
            let own = self.out.len() - before;
            weights.0.push((own, notes..self.notes.count()));
        }
        self.last_break();
        self.broken = None;
        if is_last {
            self.close(&article.metadata);
        }
        if self.placed.endnotes.is_none() {
            self.notes();
        }
        let own = (self.placed, self.part);
        for chapter in chapters {
            let before = self.out.len();
            self.chapter_notes(chapter);
            weights.0.push((self.out.len() - before, 0..0));
        }
        (self.placed, self.part) = own;
        self.out.close(tag);
        self.out.end_line();
        if let Some(chapter) = chapter {
            self.out.close(chapter);
            self.out.end_line();
        }
        Part {
            body: std::mem::take(&mut self.out).finish(),
            folios: std::mem::take(&mut self.pages),
        }
    }

    fn opening(&mut self, metadata: &'a Metadata) {
        let dated = !metadata.dateline.is_empty() || metadata.date.is_some();
        let fields = [
            &metadata.kicker,
            &metadata.headline,
            &metadata.subtitle,
            &metadata.standfirst,
            &metadata.byline,
        ];
        if !dated && fields.iter().all(|field| field.is_empty()) {
            return;
        }
        let header = self.out.open(Tag::new("header"));
        self.out.end_line();
        self.phrase(Tag::new("p").class("kicker"), &metadata.kicker);
        self.phrase(Tag::new("h1"), &metadata.headline);
        self.phrase(Tag::new("p").class("subtitle"), &metadata.subtitle);
        self.phrase(Tag::new("p").class("standfirst"), &metadata.standfirst);
        self.phrase(Tag::new("p").class("byline"), &metadata.byline);
        if dated {
            self.dateline(metadata);
        }
        self.out.close(header);
        self.out.end_line();
    }

    /// Where and when it was written, on one line.
    fn dateline(&mut self, metadata: &'a Metadata) {
        let p = self.out.open(Tag::new("p").class("dateline"));
        self.inlines(&metadata.dateline);
        if let Some(date) = &metadata.date
            && let Some(printed) = metadata.printed_date(self.options.looks.dates)
        {
            if !metadata.dateline.is_empty() {
                self.out.text(", ");
            }
            match date.moment() {
                Some(moment) => {
                    let tag = Tag::new("time").attr("datetime", &moment);
                    self.out.element(tag, &printed);
                }
                None if self.options.is_portable => {
                    self.out.element(Tag::new("span").class("date"), &printed);
                }
                None => self.out.text(&printed),
            }
        }
        self.out.close(p);
        self.out.end_line();
    }

    fn close(&mut self, metadata: &'a Metadata) {
        let fields = [
            &metadata.source,
            &metadata.credit,
            &metadata.rights,
            &metadata.licence,
        ];
        if fields.iter().all(|field| field.is_empty()) {
            return;
        }
        let footer = self.out.open(Tag::new("footer"));
        self.out.end_line();
        if !metadata.source.is_empty() {
            let p = self.out.open(Tag::new("p").class("source"));
            let label = source_label(&self.lang, &plain_text(&metadata.source));
            match self.options.is_portable && !label.is_empty() {
                true => {
                    let tag = Tag::new("span").class(self.generated());
                    self.out.element(tag, &label);
                }
                false => self.out.text(&label),
            }
            self.inlines(&metadata.source);
            self.out.close(p);
            self.out.end_line();
        }
        self.phrase(Tag::new("p").class("credit"), &metadata.credit);
        self.phrase(Tag::new("p").class("rights"), &metadata.rights);
        self.phrase(Tag::new("p").class("licence"), &metadata.licence);
        self.out.close(footer);
        self.out.end_line();
    }
}

/// What stands before a source: nothing where it says itself what it is. The
/// French colon has a no-break space before it (Imprimerie nationale).
fn source_label(lang: &Lang, source: &str) -> String {
    let word = lang.profile().words.source;
    if source.to_lowercase().starts_with(&word.to_lowercase()) {
        String::new()
    } else if lang.primary() == "fr" {
        format!("{word}\u{a0}: ")
    } else {
        format!("{word}: ")
    }
}

/// What assistive technology calls an article or a page of a book (DPUB-ARIA, 3).
fn of_role(role: Role) -> Option<&'static str> {
    match role {
        Role::Article => Some("doc-chapter"),
        Role::Named(text) => Some(match text {
            NamedText::Foreword => "doc-foreword",
            NamedText::Preface => "doc-preface",
            NamedText::Introduction => "doc-introduction",
            NamedText::Acknowledgements => "doc-acknowledgments",
            NamedText::Afterword => "doc-afterword",
            NamedText::Appendix => "doc-appendix",
        }),
        Role::Dedication => Some("doc-dedication"),
        Role::Epigraph => Some("doc-epigraph"),
        Role::Part => Some("doc-part"),
        Role::Endnotes => Some("doc-endnotes"),
        Role::Bibliography => Some("doc-bibliography"),
        Role::Colophon => Some("doc-colophon"),
        Role::Index => Some("doc-index"),
        Role::HalfTitle
        | Role::TitlePage
        | Role::Copyright
        | Role::Contents
        | Role::ListOfFigures
        | Role::ListOfTables => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_labelled_once_and_in_its_language() {
        let label = |lang: &str, source: &str| source_label(&Lang::parse(lang).unwrap(), source);
        assert_eq!(label("fr-CA", "AFP"), "Source\u{a0}: ");
        assert_eq!(label("pl", "PAP"), "Źródło: ");
        assert_eq!(label("fr", "SOURCE : AFP"), "");
    }
}
