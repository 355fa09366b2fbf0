//! Takes inlines; returns a phrase of Markdown.
//!
//! Markdown marks are used where they are certain to be read as such; elsewhere an HTML
//! tag says the same, because it is recognised anywhere.

use super::citation;
use super::escape::{self, Around};
use crate::lang::Lang;
use crate::model::{Attributes, Extent, Inline, InlineKind, Picture, Target};
use crate::notation::attributes;
use std::cell::{Cell, RefCell};

/// What a phrase stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A paragraph: it may have several lines.
    Paragraph,
    /// A line: a heading, a line of verse, a field.
    Line,
    /// A cell of a table between bars.
    Cell,
}

/// The addresses of links that are written as references: each once, in the order of their
/// numbers, with their titles.
#[derive(Debug, Default)]
pub(crate) struct References {
    all: RefCell<Vec<(String, String)>>,
    /// How many have been defined.
    defined: Cell<usize>,
}

impl References {
    fn number(&self, url: &str, title: &str) -> usize {
        let mut all = self.all.borrow_mut();
        let known = all.iter().position(|(u, t)| u == url && t == title);
        known.unwrap_or_else(|| {
            all.push((url.to_owned(), title.to_owned()));
            all.len() - 1
        }) + 1
    }

    /// The definitions of those that have none yet, a line each.
    pub(crate) fn take_new(&self) -> Vec<String> {
        let all = self.all.borrow();
        let new = all.iter().enumerate().skip(self.defined.replace(all.len()));
        let line = |(index, (url, title)): (usize, &(String, String))| {
            let url = escape::destination(url);
            format!("[{}]: {url}{}", index + 1, titled(title))
        };
        new.map(line).collect()
    }
}

/// A title after a destination, with the space before it.
fn titled(title: &str) -> String {
    match title {
        "" => String::new(),
        title => format!(" {}", escape::title(title)),
    }
}

/// The phrase that some inlines are.
pub(super) fn phrase(content: &[Inline], place: Place) -> String {
    phrase_with(content, place, None)
}

/// The phrase that some inlines are, with references instead of addresses where they are
/// collected.
pub(crate) fn phrase_with(
    content: &[Inline],
    place: Place,
    references: Option<&References>,
) -> String {
    let mut writer = Writer {
        place,
        references,
        out: String::new(),
        starts: true,
        opens: place != Place::Cell,
        after_sign: false,
    };
    writer.all(content, true);
    match place {
        Place::Cell => bars_escaped(&writer.out),
        Place::Paragraph | Place::Line => writer.out,
    }
}

/// A bar parts cells wherever it stands, in code too (GitHub Flavored Markdown, 4.10).
fn bars_escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

struct Writer<'r> {
    place: Place,
    references: Option<&'r References>,
    out: String,
    /// Whether nothing comes before what is written.
    starts: bool,
    /// Whether a line begins here.
    opens: bool,
    /// Whether a sign of stress was written last.
    after_sign: bool,
}

/// An inline, or texts that stand side by side, which are one.
enum Piece<'a> {
    Text(String),
    Other(&'a Inline),
}

impl Writer<'_> {
    /// Writes inlines; `is_last` tells whether nothing comes after them in their phrase.
    fn all(&mut self, content: &[Inline], is_last: bool) {
        let pieces = pieces(content);
        for (i, piece) in pieces.iter().enumerate() {
            let next = pieces.get(i + 1);
            let closes = next.is_none() && is_last;
            match piece {
                Piece::Text(text) => self.text(text, next, closes),
                Piece::Other(inline) => self.inline(inline, next, closes),
            }
        }
    }

    fn text(&mut self, text: &str, next: Option<&Piece>, closes: bool) {
        let is = |wanted: fn(&InlineKind) -> bool| match next {
            Some(Piece::Other(inline)) => wanted(&inline.kind),
            Some(Piece::Text(_)) | None => false,
        };
        let around = Around {
            starts: self.starts && self.out.is_empty(),
            opens: self.opens,
            closes: closes || is(|kind| matches!(kind, InlineKind::Break)),
            before_bracket: is(|kind| {
                matches!(
                    kind,
                    InlineKind::Link { .. }
                        | InlineKind::Span(..)
                        | InlineKind::SmallCaps(_)
                        | InlineKind::Abbreviation { .. }
                        | InlineKind::Note(_)
                        | InlineKind::Citation(_)
                )
            }),
        };
        let mut written = escape::text(text, around);
        // After a note a colon would make it the note's text, a bracket a link.
        if self.out.ends_with(']') && written.starts_with([':', '(']) {
            written.insert(0, '\\');
        }
        // An escaped bracket right after a note is taken for one that makes it a link.
        if self.out.ends_with(']') && written.starts_with("\\[") {
            written.replace_range(..2, "&#91;");
        }
        self.put(&written);
    }

    fn put(&mut self, text: &str) {
        self.out.push_str(text);
        self.opens &= text.is_empty();
        self.after_sign &= text.is_empty();
    }

    fn inline(&mut self, inline: &Inline, next: Option<&Piece>, closes: bool) {
        let lang = inline.node.lang.as_ref();
        match &inline.kind {
            InlineKind::Text(_) => {}
            InlineKind::Emph(content) => self.stress("*", "em", content, lang, next),
            InlineKind::Strong(content) => self.stress("**", "strong", content, lang, next),
            InlineKind::Strike(content) => self.stress("~~", "s", content, lang, next),
            InlineKind::Super(content) => self.script("^", "sup", content, lang),
            InlineKind::Sub(content) => self.script("~", "sub", content, lang),
            InlineKind::SmallCaps(content) => {
                let given = class("smallcaps", None);
                self.bracketed(content, &attributes::written(&given, lang));
            }
            InlineKind::Abbreviation { content, expansion } => {
                let given = class("abbr", Some(("title", expansion)));
                self.bracketed(content, &attributes::written(&given, lang));
            }
            InlineKind::Ruby { base, annotation } => {
                let base = self.within(base);
                let above = InlineKind::Text(annotation.clone());
                let node = inline.node.clone();
                let above = self.within(&[Inline { node, kind: above }]);
                let inner = format!("{base}<rt>{above}</rt>");
                self.tagged("ruby", lang, &inner);
            }
            InlineKind::Span(given, content) => {
                self.bracketed(content, &attributes::written(given, lang));
            }
            InlineKind::Citation(citation) => {
                let written = citation::written(citation, &|content| self.within(content));
                if written.starts_with('[') {
                    self.part_brackets();
                }
                self.put(&written);
            }
            InlineKind::Code(code) => self.code(code, lang),
            InlineKind::Link {
                target,
                title,
                content,
            } => self.link(target, title, content, lang),
            InlineKind::Image(picture) => self.image(picture),
            InlineKind::Note(note) => {
                self.part_brackets();
                self.put(&format!("[^{}]", note.label));
            }
            InlineKind::Math(source) => self.math(source, next),
            InlineKind::Tie => {}
            InlineKind::Break if self.place == Place::Paragraph && !closes && !self.opens => {
                self.put("\\\n");
                self.opens = true;
            }
            InlineKind::Break => self.put("<br>"),
        }
    }

    /// What the content is by itself, in the same place.
    fn within(&self, content: &[Inline]) -> String {
        let mut inner = Writer {
            place: self.place,
            references: self.references,
            out: String::new(),
            starts: false,
            opens: false,
            after_sign: true,
        };
        inner.all(content, false);
        inner.out
    }

    /// Stress by a sign, where no letter stands against it outside and no space inside.
    fn stress(
        &mut self,
        sign: &str,
        tag: &str,
        content: &[Inline],
        lang: Option<&Lang>,
        next: Option<&Piece>,
    ) {
        let inner = self.within(content);
        let before = self.out.chars().next_back();
        let after = first_char(next);
        let is_open = before.is_none_or(|c| !c.is_alphanumeric() && c != '\\') && !self.after_sign;
        let is_close = after.is_none_or(|c| !c.is_alphanumeric());
        let fits = |edge: Option<char>, outside: Option<char>| {
            edge.is_some_and(|c| {
                c.is_alphanumeric() || !c.is_whitespace() && outside.is_none_or(char::is_whitespace)
            })
        };
        let is_sign = |c: Option<char>| matches!(c, Some('*' | '~' | '_'));
        if lang.is_none()
            && is_open
            && is_close
            && fits(inner.chars().next(), before)
            && fits(inner.chars().next_back(), after)
            && !is_sign(inner.chars().next())
            && !is_sign(inner.chars().next_back())
        {
            self.put(&format!("{sign}{inner}{sign}"));
            self.after_sign = true;
        } else {
            self.tagged(tag, lang, &inner);
        }
    }

    /// `1^er^`, where a letter stands before and nothing but letters within.
    fn script(&mut self, sign: &str, tag: &str, content: &[Inline], lang: Option<&Lang>) {
        let word = match pieces(content).as_slice() {
            [Piece::Text(word)] if word.chars().all(char::is_alphanumeric) => Some(word.clone()),
            _ => None,
        };
        let before = self.out.chars().next_back();
        match word.filter(|word| !word.is_empty() && lang.is_none()) {
            Some(word) if before.is_some_and(char::is_alphanumeric) => {
                self.put(&format!("{sign}{word}{sign}"));
                self.after_sign = true;
            }
            _ => {
                let inner = self.within(content);
                self.tagged(tag, lang, &inner);
            }
        }
    }

    fn tagged(&mut self, tag: &str, lang: Option<&Lang>, inner: &str) {
        let lang = lang.map_or(String::new(), |lang| format!(" lang=\"{lang}\""));
        self.put(&format!("<{tag}{lang}>{inner}</{tag}>"));
    }

    /// Parts two pairs of brackets, which would be a link together.
    fn part_brackets(&mut self) {
        if self.out.ends_with(']') {
            self.put("<!-- -->");
        }
    }

    fn bracketed(&mut self, content: &[Inline], given: &str) {
        let inner = self.within(content);
        self.part_brackets();
        self.put(&format!("[{inner}]{given}"));
    }

    fn code(&mut self, code: &str, lang: Option<&Lang>) {
        let is_against = self.out.ends_with('`');
        if code.is_empty() || code.contains('\n') || lang.is_some() || is_against {
            let around = Around {
                starts: true,
                opens: true,
                closes: true,
                before_bracket: false,
            };
            let inner = escape::text(code, around);
            return self.tagged("code", lang, &inner);
        }
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let is_blank = code.trim_matches(' ').is_empty();
        let is_padded = code.starts_with(' ') && code.ends_with(' ') && !is_blank;
        let pad = match is_padded || code.starts_with('`') || code.ends_with('`') {
            true => " ",
            false => "",
        };
        self.put(&format!("{fence}{pad}{code}{pad}{fence}"));
    }

    fn link(&mut self, target: &Target, title: &str, content: &[Inline], lang: Option<&Lang>) {
        let url = address(target);
        if let Some(lang) = lang {
            let title = match title {
                "" => String::new(),
                title => format!(" title=\"{}\"", escape::value(title)),
            };
            let inner = self.within(content);
            let url = escape::value(&url);
            return self.put(&format!(
                "<a href=\"{url}\"{title} lang=\"{lang}\">{inner}</a>"
            ));
        }
        if let [Piece::Text(text)] = pieces(content).as_slice()
            && title.is_empty()
            && is_auto(text, &url)
        {
            return self.put(&format!("<{text}>"));
        }
        let inner = self.within(content);
        self.part_brackets();
        if let Some(references) = self.references {
            let number = references.number(&url, title);
            return self.put(&format!("[{inner}][{number}]"));
        }
        let title = titled(title);
        self.put(&format!("[{inner}]({}{title})", escape::destination(&url)));
    }

    fn image(&mut self, picture: &Picture) {
        self.put(&image(picture, "", &Attributes::default(), None));
    }

    /// A figure after a dollar makes it a price.
    fn math(&mut self, source: &str, next: Option<&Piece>) {
        let after = first_char(next);
        let edge = |c: Option<char>| c.is_none_or(|c| c.is_whitespace());
        let is_display = edge(source.chars().next())
            || edge(source.chars().next_back())
            || after.is_some_and(|c| c.is_ascii_digit());
        let sign = if is_display { "$$" } else { "$" };
        self.put(&format!("{sign}{source}{sign}"));
    }
}

/// The address that a link is written with.
pub(super) fn address(target: &Target) -> String {
    match target {
        Target::External(url) => url.clone(),
        Target::Internal(anchor) => format!("#{anchor}"),
        // Only a settled publication has these.
        Target::Article(_, anchor) => format!("#{}", anchor.as_deref().unwrap_or_default()),
    }
}

/// A picture with a title, and with its own attributes before these.
pub(super) fn image(
    picture: &Picture,
    title: &str,
    given: &Attributes,
    lang: Option<&Lang>,
) -> String {
    let around = Around {
        starts: true,
        opens: true,
        closes: true,
        before_bracket: false,
    };
    let title = match title {
        "" => String::new(),
        title => format!(" {}", escape::title(title)),
    };
    let path = escape::destination(&picture.path);
    let alt = picture.alt.as_deref().unwrap_or("");
    let mut own = given.clone();
    let mut pairs = Vec::new();
    if picture.alt.as_deref() == Some("") {
        pairs.push(("alt".to_owned(), String::new()));
    }
    for (key, length) in [
        ("width", picture.size.width),
        ("height", picture.size.height),
    ] {
        pairs.extend(length.map(|length| (key.to_owned(), length.to_string())));
    }
    if picture.extent != Extent::Column {
        pairs.push(("span".to_owned(), picture.extent.word().to_owned()));
    }
    if picture.bleeds {
        pairs.push(("bleed".to_owned(), "true".to_owned()));
    }
    own.pairs.splice(0..0, pairs);
    own.classes
        .extend(picture.side.map(|side| side.class().to_owned()));
    let own = match own == Attributes::default() && lang.is_none() {
        true => String::new(),
        false => attributes::written(&own, lang),
    };
    format!("![{}]({path}{title}){own}", escape::text(alt, around))
}

/// Whether an address that is shown as it is can be written as such between brackets.
fn is_auto(text: &str, url: &str) -> bool {
    let fits = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>');
    let is_site = text == url
        && ["https://", "http://", "ftp://"]
            .iter()
            .any(|s| url.starts_with(s));
    let is_mail = url.strip_prefix("mailto:") == Some(text)
        && text.split_once('@').is_some_and(|(name, host)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
            !name.is_empty()
                && !host.is_empty()
                && (name.to_owned() + host).chars().all(plain)
                && host.starts_with(|c: char| c.is_ascii_alphanumeric())
                && host
                    .split('.')
                    .all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'))
        });
    (is_site || is_mail) && text.chars().all(fits) && !text.contains('&') && !text.contains('\\')
}

fn class(name: &str, pair: Option<(&str, &str)>) -> Attributes {
    Attributes {
        id: None,
        classes: vec![name.to_owned()],
        pairs: pair
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into_iter()
            .collect(),
    }
}

/// The first character that is written of a piece: a letter, or some sign.
fn first_char(piece: Option<&Piece>) -> Option<char> {
    match piece? {
        Piece::Text(text) => text.chars().next(),
        Piece::Other(inline) if inline.kind == InlineKind::Break => Some(' '),
        Piece::Other(_) => Some('*'),
    }
}

fn pieces(content: &[Inline]) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece> = Vec::new();
    for inline in content {
        let InlineKind::Text(text) = &inline.kind else {
            pieces.push(Piece::Other(inline));
            continue;
        };
        if let Some(Piece::Text(before)) = pieces.last_mut() {
            before.push_str(text);
        } else if !text.is_empty() {
            pieces.push(Piece::Text(text.clone()));
        }
    }
    pieces
}
