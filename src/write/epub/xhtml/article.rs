//! An article's opening, text and close in their order.

use super::{Book, Writer};
use crate::lang::Lang;
use crate::model::{Article, Metadata, plain_text};
use crate::write::epub::anchors::Anchors;
use crate::write::epub::markup::Tag;

/// The body of an article's page, and the pages in print that begin in it. In a
/// book it is a chapter.
pub fn article(article: &Article, anchors: &Anchors, book: &Book) -> (String, Vec<String>) {
    let mut writer = Writer::new(article.lang(), anchors, book);
    // An article has no such role (ARIA in HTML, 4).
    let chapter = book.bound.then(|| {
        let chapter = Tag::new("section")
            .attr("epub:type", "chapter")
            .attr("role", "doc-chapter");
        let chapter = writer.out.open(chapter);
        writer.out.end_line();
        chapter
    });
    let tag = writer.out.open(Tag::new("article"));
    writer.out.end_line();
    writer.opening(&article.metadata);
    writer.blocks(&article.body);
    writer.close(&article.metadata);
    writer.notes();
    writer.out.close(tag);
    writer.out.end_line();
    if let Some(chapter) = chapter {
        writer.out.close(chapter);
        writer.out.end_line();
    }
    (writer.out.finish(), writer.pages)
}

impl<'a> Writer<'a> {
    fn opening(&mut self, metadata: &'a Metadata) {
        let dated = !metadata.dateline.is_empty() || metadata.date.is_some();
        let fields = [
            &metadata.kicker,
            &metadata.headline,
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
        if let Some(date) = &metadata.date {
            if !metadata.dateline.is_empty() {
                self.out.text(", ");
            }
            match date.iso() {
                Some(iso) => {
                    let tag = Tag::new("time").attr("datetime", &iso);
                    self.out.element(tag, &date.text);
                }
                None => self.out.text(&date.text),
            }
        }
        self.out.close(p);
        self.out.end_line();
    }

    fn close(&mut self, metadata: &'a Metadata) {
        let fields = [&metadata.source, &metadata.credit, &metadata.rights];
        if fields.iter().all(|field| field.is_empty()) {
            return;
        }
        let footer = self.out.open(Tag::new("footer"));
        self.out.end_line();
        if !metadata.source.is_empty() {
            let p = self.out.open(Tag::new("p").class("source"));
            let label = source_label(&self.lang, &plain_text(&metadata.source));
            self.out.text(&label);
            self.inlines(&metadata.source);
            self.out.close(p);
            self.out.end_line();
        }
        self.phrase(Tag::new("p").class("credit"), &metadata.credit);
        self.phrase(Tag::new("p").class("rights"), &metadata.rights);
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
