//! Takes the note marks in the text; writes the notes at its end.
//!
//! This markup opens as a pop-up on Kindle, Kobo and Apple Books: the superscript
//! encloses the link, the anchor is on a block, the backlink comes before the first word,
//! and each note is one element.

use super::anchors::{ENDNOTES, Placed};
use super::{Meaning, Place, Writer};
use crate::lang::Lang;
use crate::model::{Article, Note, walk};
use crate::xml::{Markup, Tag};
use std::collections::BTreeMap;

/// The notes met so far. Their numbers count from 1 in the order of the marks;
/// those of a note within a note follow when that note is written.
#[derive(Default)]
pub(super) struct Notes<'a> {
    notes: Vec<Noted<'a>>,
    /// How many are written.
    written: usize,
    /// The bytes of those.
    pub(super) lengths: Vec<usize>,
    numbers: BTreeMap<&'a str, usize>,
    /// The notes that have a text, by their labels: it may stand at any mark, and
    /// the parts of an article are written one by one.
    texts: BTreeMap<&'a str, &'a Note>,
    held: Vec<&'a Note>,
}

/// A chapter whose notes stand at the end of the book, once it is written.
pub(crate) struct NotedChapter<'a> {
    pub(super) article: &'a Article,
    pub(super) placed: &'a Placed,
    pub(super) notes: Notes<'a>,
}

/// A note that is marked.
#[derive(Clone)]
struct Noted<'a> {
    note: &'a Note,
    /// The language its mark stands in.
    lang: Lang,
    /// The part of the article that it goes to.
    part: usize,
    /// The part that its first mark is in.
    marked_in: usize,
}

impl<'a> Notes<'a> {
    /// The notes of an article, of which none is met yet.
    pub(super) fn of(article: &'a Article) -> Notes<'a> {
        Notes {
            texts: walk::texts_of_notes(article),
            ..Notes::default()
        }
    }

    /// How many are marked.
    pub(super) fn count(&self) -> usize {
        self.notes.len()
    }

    /// The number of a note, and whether this is its first mark. The label
    /// tells notes apart; one without a label is marked once.
    fn number(
        &mut self,
        note: &'a Note,
        lang: &Lang,
        part: usize,
        marked_in: usize,
    ) -> (usize, bool) {
        if let Some(number) = self.numbers.get(note.label.as_str()) {
            return (*number, false);
        }
        let lang = lang.clone();
        let text = self.texts.get(note.label.as_str());
        let text = text.copied().filter(|_| note.body.is_empty());
        let note = text.unwrap_or(note);
        self.notes.push(Noted {
            note,
            lang,
            part,
            marked_in,
        });
        let number = self.notes.len();
        if !note.label.is_empty() {
            self.numbers.insert(&note.label, number);
        }
        (number, true)
    }
}

impl<'a> Writer<'a> {
    /// The mark of a note. One within a link waits until the link is closed.
    pub(super) fn mark(&mut self, note: &'a Note) {
        match self.place {
            Place::Text => {}
            Place::Link => return self.notes.held.push(note),
            Place::Label => return,
        }
        let part = match self.placed.endnotes {
            Some(_) => ENDNOTES,
            None => self.part,
        };
        let (number, first) = self.notes.number(note, &self.lang, part, self.part);
        // Its first mark may have been in a part before.
        let home = match self.notes.notes.get(number - 1) {
            Some(noted) if noted.part != self.part => self.placed.file(noted.part),
            Some(_) | None => "",
        };
        let mut link = self
            .typed(Tag::new("a"), Meaning::NoteMark)
            .attr("role", "doc-noteref")
            .attr("href", &format!("{home}#{}", self.placed.note_id(number)));
        if first {
            link = link.attr("id", &self.placed.mark_id(number));
        }
        let sup = self.out.open(self.verbatim(Tag::new("sup").class("mark")));
        self.out.element(link, &number.to_string());
        self.out.close(sup);
    }

    /// The marks that waited for the end of a link.
    pub(super) fn held_marks(&mut self) {
        for note in std::mem::take(&mut self.notes.held) {
            self.mark(note);
        }
    }

    /// All notes that wait under their heading, if there are any.
    pub(super) fn notes(&mut self) {
        if self.notes.written == self.notes.count() {
            return;
        }
        let section = self.typed(Tag::new("section").class("notes"), Meaning::Notes);
        let section = self.out.open(section);
        self.out.end_line();
        let heading = self.lang.profile().words.notes;
        let tag = Tag::new("h2").class(self.generated());
        self.out.element(tag, heading);
        self.out.end_line();
        self.waiting_notes();
        self.out.close(section);
        self.out.end_line();
    }

    /// The notes of a chapter, under its title.
    pub(super) fn chapter_notes(&mut self, chapter: NotedChapter<'a>) {
        self.placed = chapter.placed;
        self.part = ENDNOTES;
        self.notes = chapter.notes;
        let lang = chapter.article.lang();
        self.within(Tag::new("section").class("notes"), Some(&lang), |w| {
            w.out.end_line();
            let tag = Tag::new("h2").class(w.generated());
            w.out.element(tag, &chapter.article.metadata.title());
            w.out.end_line();
            w.waiting_notes();
        });
        self.out.end_line();
    }

    fn waiting_notes(&mut self) {
        // Writing a note may add notes to the end of the list.
        while let Some(noted) = self.notes.notes.get(self.notes.written).cloned() {
            self.notes.written += 1;
            let before = self.out.len();
            self.note(self.notes.written, &noted);
            self.notes.lengths.push(self.out.len() - before);
        }
    }

    fn note(&mut self, number: usize, noted: &Noted<'a>) {
        let (note, lang) = (noted.note, &noted.lang);
        // Apple Books shows an aside of notes as a pop-up and nowhere else, which would leave a
        // page of notes empty.
        let (element, meaning) = match noted.part {
            ENDNOTES => (Tag::new("div").class("note"), Meaning::Endnote),
            _ => (Tag::new("aside"), Meaning::Note),
        };
        let aside = element.attr("id", &self.placed.note_id(number));
        let aside = self.typed(aside, meaning).attr("role", "doc-footnote");
        let mut back = Markup::default();
        let home = match noted.marked_in == self.part || noted.part != ENDNOTES {
            true => "",
            false => self.placed.file(noted.marked_in),
        };
        let link = Tag::new("a")
            .attr("role", "doc-backlink")
            .attr("href", &format!("{home}#{}", self.placed.mark_id(number)));
        back.element(link, &format!("{number}."));
        back.text(" ");
        let back = back.finish();
        self.within(aside, Some(lang), |w| {
            w.out.end_line();
            w.led_blocks(&back, &note.body);
        });
        self.out.end_line();
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Target;
    use crate::write::xhtml::specimen::{Specimen, body_of};

    #[test]
    fn a_note_is_numbered_where_its_mark_stands() {
        let mut s = Specimen::new("fr");
        let quoted = vec![s.paragraph("Première.")];
        let code = vec![s.code("x = 1")];
        let marks = vec![
            s.text("Un"),
            s.note("b", quoted),
            s.text(" deux"),
            s.note("a", code),
        ];
        let body = vec![s.paragraph_of(marks)];
        assert_eq!(
            body_of(&s.article("", body)),
            r##"<p>Un<sup class="mark"><a role="doc-noteref" href="#note-1" id="mark-1">1</a></sup> deux<sup class="mark"><a role="doc-noteref" href="#note-2" id="mark-2">2</a></sup></p>
<section class="notes">
<h2>Notes</h2>
<aside id="note-1" role="doc-footnote">
<p><a role="doc-backlink" href="#mark-1">1.</a> Première.</p>
</aside>
<aside id="note-2" role="doc-footnote">
<p><a role="doc-backlink" href="#mark-2">2.</a> </p>
<pre class="code"><code>x = 1</code></pre>
</aside>
</section>
"##
        );
    }

    #[test]
    fn a_note_cited_twice_is_one_note_that_leads_back_to_its_first_mark() {
        let mut s = Specimen::new("en");
        let body = || vec![];
        let marks = vec![
            s.note("a", body()),
            s.note("a", body()),
            s.note("", body()),
            s.note("", body()),
        ];
        let paragraph = s.paragraph_of(marks);
        let xhtml = body_of(&s.article("", vec![paragraph]));
        let count = |text: &str| xhtml.matches(text).count();
        assert_eq!(count("href=\"#note-1\""), 2);
        assert_eq!(count("id=\"mark-1\""), 1);
        assert_eq!(
            count("<aside"),
            3,
            "a note without a label is one of its own"
        );
    }

    #[test]
    fn a_note_within_a_note_is_not_lost() {
        let mut s = Specimen::new("en");
        let inner = vec![s.paragraph("Inner.")];
        let inner = s.note("inner", inner);
        let text = s.text("Outer");
        let outer = vec![s.paragraph_of(vec![text, inner])];
        let outer = s.note("outer", outer);
        let paragraph = s.paragraph_of(vec![outer]);
        let xhtml = body_of(&s.article("", vec![paragraph]));
        assert!(xhtml.contains("</a> Outer<sup"), "{xhtml}");
        assert!(xhtml.contains("href=\"#mark-2\">2.</a> Inner."), "{xhtml}");
    }

    #[test]
    fn a_mark_within_a_link_stands_after_it() {
        let mut s = Specimen::new("en");
        let content = vec![s.text("here"), s.note("a", vec![])];
        let link = s.link(Target::External("https://example.org/".into()), content);
        let paragraph = s.paragraph_of(vec![link]);
        let xhtml = body_of(&s.article("", vec![paragraph]));
        assert!(xhtml.contains("here</a><sup"), "{xhtml}");
    }
}
