//! Takes inlines; writes inline elements.

use super::{Meaning, Place, Writer};
use crate::formula;
use crate::look::address;
use crate::model::{Inline, InlineKind, Length, Picture, Target, is_lone_picture, plain_text};
use crate::model::{citing, index};
use crate::xml::Tag;

impl<'a> Writer<'a> {
    /// The inlines of a paragraph.
    pub(super) fn paragraph(&mut self, content: &'a [Inline]) {
        self.is_picture = is_lone_picture(content);
        self.inlines(content);
        self.is_picture = false;
    }

    pub(super) fn inlines(&mut self, content: &'a [Inline]) {
        for inline in content {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        let node = &inline.node;
        match &inline.kind {
            InlineKind::Text(run) => self.bare(node, |w| w.run(node.id, run, 0)),
            InlineKind::Emph(content) => self.wrapped("em", inline, content),
            InlineKind::Strong(content) => self.wrapped("strong", inline, content),
            InlineKind::Super(content) => self.wrapped("sup", inline, content),
            InlineKind::Sub(content) => self.wrapped("sub", inline, content),
            InlineKind::Strike(content) => self.wrapped("s", inline, content),
            InlineKind::SmallCaps(content) => {
                let tag = Tag::new("span").class("smallcaps");
                let tag = match self.options.is_portable {
                    true => tag.attr("style", "font-variant: small-caps"),
                    false => tag,
                };
                self.element(tag, node, |w| w.inlines(content));
            }
            InlineKind::Code(code) => {
                let tag = self.anchored(self.verbatim(Tag::new("code")), node);
                let tag = self.out.open(tag);
                self.run(node.id, code, 0);
                self.out.close(tag);
            }
            InlineKind::Math(source) => self.formula(source, false),
            InlineKind::Abbreviation { content, expansion } => {
                let tag = Tag::new("abbr").attr("title", expansion);
                self.element(tag, node, |w| w.inlines(content));
            }
            InlineKind::Ruby { base, .. } if self.place == Place::Label => self.inlines(base),
            InlineKind::Ruby { base, annotation } => {
                self.element(Tag::new("ruby"), node, |w| {
                    w.inlines(base);
                    // For systems that set nothing above a line.
                    w.out.element(Tag::new("rp"), "(");
                    w.out.element(Tag::new("rt"), annotation);
                    w.out.element(Tag::new("rp"), ")");
                });
            }
            InlineKind::Link {
                target,
                title,
                content,
            } => self.link(inline, target, title, content),
            InlineKind::Image(picture) if self.place == Place::Label => {
                self.out.text(picture.alt.as_deref().unwrap_or(""));
            }
            InlineKind::Image(picture) => {
                let frame = Tag::new("span").class("missing");
                let is_icon = self.options.host.is_icon(picture);
                // A sign is as tall as its line, unless its author gives it a size; a
                // picture that is none stands on a line of its own.
                let class = match (picture.size.is_own(), is_icon, self.is_picture) {
                    (true, true, false) => "inline",
                    (true, false, false) => "apart",
                    (false, _, false) => "sized",
                    (_, _, true) => "alone",
                };
                let img = Tag::new("img").class(class);
                self.picture(sized(img, picture), frame, picture);
            }
            InlineKind::Note(note) => self.mark(note),
            // What a tie asks of a line's end, only its page can grant: there
            // is no character for it that does not forbid the break.
            InlineKind::Tie => {}
            InlineKind::Break if self.place == Place::Label => self.out.text(" "),
            InlineKind::Break => self.out.empty(Tag::new("br")),
            InlineKind::Citation(citation) => self.inlines(&citation.content),
            InlineKind::Span(attributes, content) if attributes.classes.is_empty() => {
                self.bare(node, |w| w.inlines(content));
            }
            InlineKind::Span(attributes, content) => {
                let mut tag = Tag::new("span").class(&attributes.classes.join(" "));
                if self.options.is_portable && attributes.has_class(index::CLASS) {
                    for key in [index::ENTRY, index::SEE] {
                        if let Some(value) = attributes.get(key) {
                            tag = tag.attr(&format!("data-{key}"), value);
                        }
                    }
                }
                let outer = self.is_cited;
                self.is_cited |= attributes.has_class(citing::CITED);
                self.element(tag, node, |w| w.inlines(content));
                self.is_cited = outer;
            }
        }
    }

    /// A formula, or its source where that is not understood, or in a label: there
    /// no reading system shows one.
    pub(super) fn formula(&mut self, source: &str, alone: bool) {
        let drawn = self.options.host.formula(source, alone, &self.lang);
        let markup = match (drawn, self.options.is_portable) {
            (Some(drawn), _) => Ok(drawn),
            (None, true) => formula::annotated(source, alone),
            (None, false) => formula::mathml(source, alone),
        };
        match markup {
            Ok(markup) if self.place != Place::Label => self.out.raw(&markup),
            Ok(_) | Err(_) => {
                let tag = self.verbatim(Tag::new("code").class("math"));
                self.out.element(tag, source);
            }
        }
    }

    fn wrapped(&mut self, name: &'static str, inline: &'a Inline, content: &'a [Inline]) {
        self.element(Tag::new(name), &inline.node, |w| w.inlines(content));
    }

    /// A link, where it leads somewhere and stands in no other.
    fn link(&mut self, inline: &'a Inline, target: &Target, title: &str, content: &'a [Inline]) {
        let href = self.href(target);
        let Some(href) = href.filter(|_| self.place == Place::Text) else {
            return self.bare(&inline.node, |w| w.inlines(content));
        };
        let mut tag = Tag::new("a").attr("href", &href);
        if self.is_cited && !matches!(target, Target::External(_)) {
            tag = self
                .typed(tag, Meaning::Cited)
                .attr("role", "doc-biblioref");
        }
        // An address that is shown runs from left to right, and turns nothing around it
        // about: `dir` isolates (HTML, 15.3.6).
        let shown = plain_text(content);
        if address(&shown) == Some(0..shown.len()) {
            tag = self.verbatim(tag);
        }
        if !title.is_empty() {
            tag = tag.attr("title", title);
        }
        self.place = Place::Link;
        self.element(tag, &inline.node, |w| w.inlines(content));
        self.place = Place::Text;
        self.held_marks();
    }

    /// The address that a link leads to.
    pub(super) fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::Internal(name) => self.placed.anchors.target(name).map(|id| self.near(id)),
            Target::External(_) | Target::Article(..) => self.options.host.link(target),
        }
    }

    /// A picture as `img`, or its frame with what it would have shown.
    pub(super) fn picture(&mut self, img: Tag, frame: Tag, picture: &Picture) {
        let word = self.lang.profile().words.picture;
        if let Some(address) = self.options.host.picture(picture) {
            // An empty alternative says "decoration", which only the author can.
            let alt = picture.alt.as_deref().unwrap_or(word);
            self.out.empty(img.attr("src", &address).attr("alt", alt));
            return;
        }
        let alt = picture.alt.as_deref().filter(|alt| !alt.is_empty());
        let alt = alt.unwrap_or(word);
        let frame = frame.attr("role", "img").attr("aria-label", alt);
        self.out.element(frame, alt);
    }
}

/// The tag of a picture with the size that its author gives it. One that is not given
/// follows from its proportions.
pub(super) fn sized(img: Tag, picture: &Picture) -> Tag {
    let say = |key: &str, length: Option<Length>| match length {
        Some(length) => format!("{key}: {length}"),
        None => format!("{key}: auto"),
    };
    if picture.size.is_own() {
        return img;
    }
    let (width, height) = (picture.size.width, picture.size.height);
    img.attr(
        "style",
        &format!("{}; {}", say("width", width), say("height", height)),
    )
}
