//! Takes marks of notes and links; returns what they refer to: notes that are read on their own,
//! or listed after the article with the addresses of its links.

use super::writer::{Gathered, Writer};
use super::{Form, Kind, Made, Token};
use crate::model::{Article, Inline, InlineKind, Node, Note, Target, plain_text, walk};
use crate::source::Span;
use crate::write::{Format, TextLinks, TextStyle};
use std::collections::BTreeMap;

/// What may be left out of an address where a link's text is the rest of it.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// The addresses that a text lists, in the order of their first marks.
#[derive(Default)]
pub(super) struct Links<'a> {
    addresses: Vec<&'a str>,
    numbers: BTreeMap<&'a str, usize>,
}

impl<'a> Links<'a> {
    fn number(&mut self, address: &'a str) -> usize {
        *self.numbers.entry(address).or_insert_with(|| {
            self.addresses.push(address);
            self.addresses.len()
        })
    }
}

impl<'a> Writer<'a> {
    /// The mark of a note. A text lists notes after the article, in the order
    /// of their numbers; elsewhere a note is read wherever it stands.
    pub(super) fn mark(&mut self, note: &'a Note, node: &Node) {
        let number = self.notes.get(&node.id).map_or(0, |(number, _)| *number);
        let text = self.texts.get(&number).copied().unwrap_or(note);
        let known = self.met.get(&number).copied().filter(|_| number > 0);
        if self.format == Format::Text || self.gathers {
            if known.is_none() {
                self.met.insert(number, 0);
                self.listed.insert(number, text);
            }
        } else {
            // It may be read from any of its marks on.
            self.settle();
            let flow = known.unwrap_or_else(|| {
                let flow = self.begin();
                self.waiting.push((text, number, flow));
                self.met.insert(number, flow);
                flow
            });
            self.push(Token::Fork(flow as u32));
        }
        self.number(Kind::NoteMark, number, Some(node.span));
    }

    /// The number of a note. In a text it stands between brackets, or nobody
    /// would know it from a figure. An EPUB that is cut into parts has the notes
    /// of each at its end, so that those marked in notes have other numbers.
    fn number(&mut self, kind: Kind, number: u32, span: Option<Span>) {
        let words = match self.format {
            Format::Text if self.is_markdown() => vec![format!("[{}]", self.notes_before + number)],
            Format::Text => vec![format!("[{number}]")],
            Format::Pdf => {
                let number = self.notes_on_page + number;
                vec![format!("{number}"), format!("{number}.")]
            }
            Format::Epub => vec![format!("{number}"), format!("{number}.")],
        };
        let own = Form::Note {
            article: self.articles,
            note: number,
        };
        let own = Some(own).filter(|_| self.format == Format::Epub && self.nested && !self.gathers);
        let words = words.iter().map(|words| Form::words(words));
        let forms = own.into_iter().chain(words).collect();
        self.push_made(Made {
            kind,
            forms,
            required: true,
            span,
        });
    }

    /// A note that is read on its own.
    pub(super) fn note(&mut self, note: &'a Note, number: u32, flow: usize) {
        self.within(flow, |w| w.labelled(note, number));
    }

    fn labelled(&mut self, note: &'a Note, number: u32) {
        self.number(Kind::NoteLabel, number, None);
        self.push(Token::Edge);
        self.blocks(&note.body);
    }

    /// Where a link leads. A text lists what the link's own words do not say.
    pub(super) fn link(&mut self, target: &'a Target, content: &[Inline], node: &Node) {
        let address = match target {
            Target::External(address)
                if self.format == Format::Text && !says(&plain_text(content), address) =>
            {
                address
            }
            Target::External(_) | Target::Internal(_) | Target::Article(..) => return,
        };
        let said = match (self.form.style, self.form.links) {
            (_, TextLinks::Off) => {
                self.script.unsaid += 1;
                return;
            }
            (TextStyle::Markdown, TextLinks::References | TextLinks::Inline) => address.clone(),
            (TextStyle::Plain, TextLinks::Inline) => format!("<{address}>"),
            (TextStyle::Plain, TextLinks::References) => {
                format!("[L{}]", self.links.number(address))
            }
        };
        self.made(Kind::LinkReference, [said], true, Some(node.span));
    }

    /// Keeps the notes of an article for the end of the book.
    pub(super) fn gather(&mut self, article: &Article) {
        self.gathered.push(Gathered {
            title: article.metadata.title(),
            lang: self.own.clone(),
            listed: std::mem::take(&mut self.listed),
            notes: self.notes.clone(),
            texts: self.texts.clone(),
            met: std::mem::take(&mut self.met),
            notes_on_page: self.notes_on_page,
            expanded: std::mem::take(&mut self.expanded),
        });
    }

    /// The notes of all chapters, each chapter's under its title.
    pub(super) fn endnotes(&mut self) {
        let own = (self.lang.clone(), self.own.clone());
        for chapter in std::mem::take(&mut self.gathered) {
            self.made(Kind::NotesHeading, [chapter.title], true, None);
            self.push(Token::Edge);
            self.gathers = true;
            self.lang = chapter.lang.clone();
            self.own = chapter.lang;
            self.listed = chapter.listed;
            self.notes = chapter.notes;
            self.texts = chapter.texts;
            self.met = chapter.met;
            self.notes_on_page = chapter.notes_on_page;
            self.expanded = chapter.expanded;
            self.list_notes();
        }
        self.gathers = false;
        (self.lang, self.own) = own;
        (self.notes_on_page, self.texts) = (0, BTreeMap::new());
    }

    /// The notes that wait, in the order of their numbers.
    fn list_notes(&mut self) {
        // Marks in notes lead to notes with higher numbers.
        while let Some((number, note)) = self.listed.pop_first() {
            self.labelled(note, number);
            self.edge();
        }
    }

    /// What stands after an article: its notes, and where its links lead.
    pub(super) fn references(&mut self) {
        let words = &self.lang.profile().words;
        let headed = !self.listed.is_empty() && !self.is_markdown();
        self.made(Kind::NotesHeading, [words.notes.to_owned()], headed, None);
        self.push(Token::Edge);
        self.list_notes();
        let addresses = std::mem::take(&mut self.links).addresses;
        if !addresses.is_empty() {
            let heading = [words.links.to_owned()];
            self.made(Kind::LinkReference, heading, true, None);
            self.push(Token::Edge);
        }
        for (index, address) in addresses.into_iter().enumerate() {
            let mark = format!("[L{}]", index + 1);
            self.made(Kind::LinkReference, [mark], true, None);
            self.made(Kind::LinkReference, [address.to_owned()], true, None);
            self.push(Token::Edge);
        }
    }
}

/// The notes of an article by their numbers, and whether there are notes in notes.
pub(super) fn texts<'a>(marks: &walk::Notes<'a>) -> (BTreeMap<u32, &'a Note>, bool) {
    struct Marks(bool);
    impl walk::Visitor<'_> for Marks {
        fn inline(&mut self, inline: &Inline) {
            self.0 |= matches!(inline.kind, InlineKind::Note(_));
        }
    }
    let notes = marks.notes.iter();
    let texts = notes.filter_map(|(mark, note)| Some((marks.numbers.get(mark)?.0, *note)));
    let texts: BTreeMap<u32, &Note> = texts.collect();
    let mut nested = Marks(false);
    for note in texts.values() {
        walk::blocks(&note.body, &mut nested);
    }
    (texts, nested.0)
}

/// Whether the words of a link are its address.
pub(in crate::proof) fn says(words: &str, address: &str) -> bool {
    let rests = SCHEMES.iter().filter_map(|s| address.strip_prefix(s));
    std::iter::once(address)
        .chain(rests)
        .any(|rest| words == rest)
}
