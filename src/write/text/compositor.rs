//! Takes inlines; returns phrases, and keeps what they refer to.
//!
//! Emphasis, small capitals and the like leave no marks, because screen readers read
//! asterisks out. References are marked in brackets and listed at the end of the article.
//!
//! A note's mark is `[1]`, familiar from e-mail, directly after its word as in print. A
//! link's is `[L1]`, after a space: the letter distinguishes it from a note to the ear
//! and the eye, a search for `[L` finds it, and unlike `<1>` no mail program takes it for
//! a tag. Both series are numbered from 1 in every article, in reading order. An address
//! within the text stands in angle brackets (RFC 3986, appendix C), as mail programs write
//! it and find it.

use super::form::TextLinks;
use super::wrap::Phrase;
use crate::lang::{Direction, Lang, Words};
use crate::look::address;
use crate::model::plain::{PlainForm, plain_form};
use crate::model::{
    Citation, DateFormat, Inline, InlineKind, Label, NodeId, Note, Picture, Target, plain_text,
};
use std::collections::{BTreeMap, BTreeSet};
use unicode_bidi::{BidiClass, bidi_class};

/// What may be left out of an address where the rest of it is shown.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// Turns one article's matter into phrases and galleys.
pub(super) struct Compositor<'a> {
    /// The generated words of the article's language.
    pub(super) words: &'static Words,
    /// A colon as that language writes it, and a space.
    pub(super) colon: &'static str,
    /// Whether that language runs from right to left.
    rtl: bool,
    /// The notes in the order of their numbers.
    pub(super) notes: Vec<&'a Note>,
    /// The addresses of links in the order of their numbers.
    pub(super) links: Vec<&'a str>,
    note_numbers: BTreeMap<&'a str, usize>,
    /// The notes that have a text, by their labels.
    pub(super) note_texts: BTreeMap<&'a str, &'a Note>,
    link_numbers: BTreeMap<&'a str, usize>,
    pub(super) expanded: BTreeSet<String>,
    /// How dates are printed.
    pub(super) dates: DateFormat,
    /// What is said of addresses.
    pub(super) shown: TextLinks,
    /// What blocks are called by their numbers.
    pub(super) labels: Option<&'a BTreeMap<NodeId, Label>>,
}

/// The mark of the note with this number.
pub(super) fn note_mark(number: usize) -> String {
    format!("[{number}]")
}

/// The mark of the link with this number.
pub(super) fn link_mark(number: usize) -> String {
    format!("[L{number}]")
}

impl<'a> Compositor<'a> {
    /// Starts an article, or a book's own pages, in this language.
    pub(super) fn new(lang: &Lang) -> Compositor<'a> {
        Compositor {
            words: &lang.profile().words,
            // Lexique des règles typographiques en usage à l'Imprimerie
            // nationale: a full no-break space before a colon.
            colon: if lang.primary() == "fr" {
                "\u{a0}: "
            } else {
                ": "
            },
            rtl: lang.direction() == Direction::RightToLeft,
            notes: Vec::new(),
            links: Vec::new(),
            note_numbers: BTreeMap::new(),
            note_texts: BTreeMap::new(),
            link_numbers: BTreeMap::new(),
            expanded: BTreeSet::new(),
            dates: DateFormat::default(),
            shown: TextLinks::References,
            labels: None,
        }
    }

    /// The number of a block, as it is shown beside it.
    pub(super) fn number(&self, block: NodeId) -> Option<String> {
        self.labels?.get(&block).map(Label::shown)
    }

    /// The phrase of some inlines.
    pub(super) fn phrase(&mut self, content: &'a [Inline]) -> Phrase {
        self.enclosed("", content, "")
    }

    /// The phrase of some inlines between two texts of Pressroom's own.
    pub(super) fn enclosed(&mut self, before: &str, content: &'a [Inline], after: &str) -> Phrase {
        let mut phrase = Phrase::default();
        phrase.push(before);
        self.compose(content, &mut phrase);
        phrase.push(after);
        phrase.keep_addresses();
        phrase
    }

    fn compose(&mut self, content: &'a [Inline], phrase: &mut Phrase) {
        for (at, inline) in content.iter().enumerate() {
            match &inline.kind {
                InlineKind::Text(run) => self.text(run, phrase),
                InlineKind::Code(run) | InlineKind::Math(run) => self.isolate(run, phrase),
                InlineKind::Emph(content)
                | InlineKind::Strong(content)
                | InlineKind::SmallCaps(content)
                | InlineKind::Strike(content)
                | InlineKind::Citation(Citation { content, .. })
                | InlineKind::Span(_, content) => self.compose(content, phrase),
                InlineKind::Super(inner) | InlineKind::Sub(inner) => {
                    match plain_form(content, at) {
                        Some(PlainForm::Figures(figures)) => phrase.push(&figures),
                        Some(PlainForm::Marked(open)) => {
                            phrase.push(open);
                            self.compose(inner, phrase);
                            phrase.push(")");
                        }
                        Some(PlainForm::Plain) | None => self.compose(inner, phrase),
                    }
                }
                InlineKind::Link {
                    target, content, ..
                } => self.compose_link(target, content, phrase),
                InlineKind::Image(picture) => phrase.push(&self.picture(picture)),
                InlineKind::Note(note) => {
                    phrase.tie();
                    phrase.push(&note_mark(self.note_number(note)));
                }
                InlineKind::Abbreviation { content, expansion } => {
                    self.compose(content, phrase);
                    if !expansion.is_empty() && self.expanded.insert(plain_text(content)) {
                        phrase.push(" (");
                        phrase.push(expansion);
                        phrase.push(")");
                    }
                }
                InlineKind::Ruby { base, annotation } => {
                    self.compose(base, phrase);
                    phrase.push("(");
                    phrase.push(annotation);
                    phrase.push(")");
                }
                InlineKind::Tie => phrase.tie(),
                InlineKind::Break => phrase.push("\n"),
            }
        }
    }

    /// Text; addresses in it are isolates.
    fn text(&self, run: &str, phrase: &mut Phrase) {
        if !self.rtl {
            return phrase.push(run);
        }
        for word in run.split_inclusive(char::is_whitespace) {
            match address(word.trim_end()) {
                Some(address) => {
                    phrase.push(&word[..address.start]);
                    self.isolate(&word[address.clone()], phrase);
                    phrase.push(&word[address.end..]);
                }
                None => phrase.push(word),
            }
        }
    }

    /// What runs from left to right whatever stands around it: between the controls of an
    /// isolate (UAX 9, 2.4) where it would be torn apart without them, in an article that
    /// runs from right to left.
    fn isolate(&self, run: &str, phrase: &mut Phrase) {
        let class = |c: Option<char>| c.map(bidi_class);
        let ends = [class(run.chars().next()), class(run.chars().next_back())];
        let holds = ends == [Some(BidiClass::L); 2]
            && !run
                .chars()
                .any(|c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::AN));
        if self.rtl && !holds && !run.is_empty() {
            phrase.push("\u{2066}");
            phrase.push(run);
            phrase.push("\u{2069}");
        } else {
            phrase.push(run);
        }
    }

    fn compose_link(&mut self, target: &'a Target, content: &'a [Inline], phrase: &mut Phrase) {
        let start = phrase.text().len();
        self.compose(content, phrase);
        match target {
            Target::External(url) if shows(content, url) => phrase.keep_whole(start),
            Target::External(_) | Target::Internal(_) | Target::Article(..) => {
                self.refer(target, start, phrase);
            }
        }
    }

    /// The mark or the address of a link that leads out, after what is shown of it from a
    /// byte on.
    pub(super) fn refer(&mut self, target: &'a Target, start: usize, phrase: &mut Phrase) {
        let url = match target {
            Target::External(url) if self.shown != TextLinks::Off => url,
            Target::External(_) | Target::Internal(_) | Target::Article(..) => return,
        };
        if phrase.text().len() > start {
            phrase.push(" ");
        }
        match self.shown {
            TextLinks::References => {
                phrase.tie();
                phrase.push(&link_mark(self.link_number(url)));
            }
            TextLinks::Inline => {
                let start = phrase.text().len();
                self.isolate(&format!("<{url}>"), phrase);
                phrase.keep_whole(start);
            }
            TextLinks::Off => {}
        }
    }

    /// What stands for a picture: what it shows, or at least that there is one.
    /// Decoration leaves nothing.
    pub(super) fn picture(&self, picture: &Picture) -> String {
        let word = self.words.picture;
        match picture.alt.as_deref() {
            None => format!("[{word}]"),
            Some("") => String::new(),
            Some(alt) => format!("[{word}{}{alt}]", self.colon),
        }
    }

    /// A note marked more than once keeps its number; its text stands at one of
    /// its marks, not always the first that is met. Parts of an article that
    /// were read apart may use one label for two notes, which are told by where
    /// their texts stand in the source.
    pub(super) fn note_number(&mut self, note: &'a Note) -> usize {
        let text = self.note_texts.get(note.label.as_str()).copied();
        let note = text.filter(|_| note.body.is_empty()).unwrap_or(note);
        let known = self.note_numbers.get(note.label.as_str()).copied();
        let known = known.and_then(|number| Some((number, self.notes.get_mut(number - 1)?)));
        if let Some((number, known)) = known {
            match (known.body.first(), note.body.first()) {
                (_, None) => return number,
                (None, Some(_)) => {
                    *known = note;
                    return number;
                }
                (Some(a), Some(b)) if a.node.span == b.node.span => return number,
                (Some(_), Some(_)) => {}
            }
        }
        self.notes.push(note);
        if !note.label.is_empty() {
            self.note_numbers.insert(&note.label, self.notes.len());
        }
        self.notes.len()
    }

    /// Goes on with the links of another, and forgets its own.
    pub(super) fn take_links(&mut self, other: &mut Compositor<'a>) {
        self.links = std::mem::take(&mut other.links);
        self.link_numbers = std::mem::take(&mut other.link_numbers);
    }

    fn link_number(&mut self, url: &'a str) -> usize {
        *self.link_numbers.entry(url).or_insert_with(|| {
            self.links.push(url);
            self.links.len()
        })
    }
}

/// Whether a link's text is its address, so that no reference is needed.
pub(super) fn shows(content: &[Inline], url: &str) -> bool {
    let shown = plain_text(content);
    let rests = SCHEMES.iter().filter_map(|s| url.strip_prefix(s));
    std::iter::once(url).chain(rests).any(|rest| shown == rest)
}
