//! An element of HTML by itself: what its name and its attributes say.

use crate::diag::Report;
use crate::lang::Lang;
use crate::model::{Attributes, Inline, InlineKind, Picture, plain_text};
use crate::read::markdown::{address, unlinked};
use crate::read::picture;
use crate::source::Span;
use scraper::{ElementRef, Html};

/// An element of HTML.
pub(in crate::read) struct Element {
    pub(in crate::read) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The element that a single tag opens.
    pub(in crate::read) fn of_tag(html: &str) -> Option<Element> {
        let fragment = Html::parse_fragment(html);
        let element = fragment.root_element().child_elements().next()?;
        Some(Element::of(&element))
    }

    pub(super) fn of(element: &ElementRef) -> Element {
        let attributes = element.value().attrs();
        Element {
            name: element.value().name().to_owned(),
            attributes: attributes
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        }
    }

    pub(in crate::read) fn get(&self, key: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(name, _)| name == key)
            .map(|(_, value)| value.trim())
    }

    pub(super) fn number(&self, key: &str) -> Option<u64> {
        self.get(key)?.parse().ok()
    }

    pub(in crate::read) fn lang(&self) -> Option<Lang> {
        Lang::parse(self.get("lang").or(self.get("xml:lang"))?)
    }

    /// The attributes that stay.
    pub(super) fn kept(&self) -> Attributes {
        let classes = self.get("class").unwrap_or("").split_whitespace();
        Attributes {
            id: self
                .get("id")
                .filter(|id| !id.is_empty())
                .map(str::to_owned),
            classes: classes.map(str::to_owned).collect(),
            pairs: Vec::new(),
        }
    }

    /// The picture that an `img` shows, with the attributes that say nothing of it.
    pub(in crate::read) fn picture(
        &self,
        span: Span,
        report: &mut Report,
    ) -> Option<(Picture, Attributes)> {
        let src = self.get("src").filter(|src| !src.is_empty())?;
        let alt = self.get("alt").map(str::to_owned);
        let mut picture = Picture::new(picture::plain_path(src), span, alt);
        let mut left = self.all();
        picture::take(&mut picture, &mut left, span, report);
        left.pairs
            .retain(|(key, _)| !matches!(&**key, "src" | "alt" | "id" | "class"));
        Some((picture, left))
    }

    /// All attributes, as those of Markdown.
    pub(super) fn all(&self) -> Attributes {
        Attributes {
            pairs: self.attributes.clone(),
            ..self.kept()
        }
    }

    /// What it makes of its content; the content again where it only dresses it.
    pub(in crate::read) fn wrap(&self, content: Vec<Inline>) -> Result<InlineKind, Vec<Inline>> {
        // Around nothing only a name is something: others may lead there.
        if content.is_empty() && !matches!(&*self.name, "a" | "span" | "code") {
            return Err(content);
        }
        Ok(match &*self.name {
            "b" | "strong" => InlineKind::Strong(content),
            "i" | "em" | "cite" | "dfn" | "var" => InlineKind::Emph(content),
            "sup" => InlineKind::Super(content),
            "sub" => InlineKind::Sub(content),
            "s" | "del" | "strike" => InlineKind::Strike(content),
            // Code has nothing in it but letters: a note or a link stays what it is.
            "code" | "tt" | "samp" | "kbd" if content.iter().all(is_text) => {
                // Spaces alone are code too.
                let code = plain_text(&content);
                let is_blank = code.is_empty() && !content.is_empty();
                InlineKind::Code(if is_blank { " ".to_owned() } else { code })
            }
            "a" if self.get("href").is_some_and(|href| !href.is_empty()) => InlineKind::Link {
                target: address(self.get("href").unwrap_or("")),
                title: self.get("title").unwrap_or("").to_owned(),
                content: unlinked(content),
            },
            "abbr" | "acronym" if self.get("title").is_some() => InlineKind::Abbreviation {
                expansion: self.get("title").unwrap_or("").to_owned(),
                content,
            },
            "a" | "span" => {
                let mut attributes = self.kept();
                let style = self.get("style").unwrap_or("").to_ascii_lowercase();
                if style.contains("small-caps") {
                    return Ok(InlineKind::SmallCaps(content));
                }
                attributes.classes.clear();
                if attributes.id.is_none() && self.lang().is_none() {
                    return Err(content);
                }
                InlineKind::Span(attributes, content)
            }
            _ => return Err(content),
        })
    }

    /// Whether it plays or shows something that is no text and no picture.
    pub(in crate::read) fn is_media(&self) -> bool {
        matches!(
            &*self.name,
            "iframe" | "video" | "audio" | "embed" | "object" | "frame"
        )
    }

    /// Whether what is in it is the source of what it shows elsewhere.
    pub(super) fn is_source(&self) -> bool {
        matches!(&*self.name, "noscript" | "iframe")
    }

    /// Whether it is a part of a film or a sound, and stands in it empty.
    pub(in crate::read) fn is_part(&self) -> bool {
        matches!(&*self.name, "source" | "track" | "param")
    }

    /// Where what it shows is: by its own attribute, else by that of its first source.
    pub(in crate::read) fn address(&self, element: &ElementRef) -> Option<String> {
        let mut sources = element
            .child_elements()
            .filter(|child| child.value().name() == "source")
            .filter_map(|child| child.value().attr("src").map(str::to_owned));
        let poster = self.get("poster").filter(|poster| !poster.is_empty());
        self.own_address()
            .or_else(|| sources.next())
            .or(poster.map(str::to_owned))
    }

    /// Where what it shows is, by its own attributes.
    pub(in crate::read) fn own_address(&self) -> Option<String> {
        let mut keys = ["src", "data", "data-src"].into_iter();
        keys.find_map(|key| self.get(key).filter(|value| !value.is_empty()))
            .map(str::to_owned)
    }

    /// What it says of itself in an attribute.
    pub(in crate::read) fn said(&self) -> Option<String> {
        let mut keys = ["title", "aria-label", "value", "placeholder", "action"].into_iter();
        keys.find_map(|key| self.get(key).filter(|value| !value.is_empty()))
            .map(str::to_owned)
    }

    /// Whether a class of it says that it names who made something.
    pub(super) fn is_credit(&self) -> bool {
        const WORDS: [&str; 8] = [
            "credit",
            "credits",
            "copyright",
            "photographer",
            "byline",
            "attribution",
            "source",
            "author",
        ];
        let classes = self.get("class").unwrap_or("").to_ascii_lowercase();
        let mut words = classes.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| WORDS.contains(&word))
    }

    /// Whether it stands in a line and is understood.
    pub(in crate::read) fn is_inline(&self) -> bool {
        const DRESS: [&str; 13] = [
            "abbr", "acronym", "big", "bdi", "center", "font", "ins", "label", "mark", "nobr",
            "small", "time", "u",
        ];
        DRESS.contains(&&*self.name)
            || matches!(
                &*self.name,
                "a" | "b"
                    | "strong"
                    | "i"
                    | "em"
                    | "cite"
                    | "dfn"
                    | "var"
                    | "sup"
                    | "sub"
                    | "s"
                    | "del"
                    | "strike"
                    | "code"
                    | "tt"
                    | "samp"
                    | "kbd"
                    | "span"
                    | "wbr"
            )
    }

    /// Whether it holds blocks, and is nothing by itself.
    pub(super) fn is_holder(&self) -> bool {
        matches!(
            &*self.name,
            "article"
                | "body"
                | "center"
                | "details"
                | "div"
                | "footer"
                | "header"
                | "html"
                | "main"
                | "nav"
                | "picture"
                | "section"
                | "p"
                | "figcaption"
                | "summary"
        )
    }
}

/// Whether an element is the source of which the film or the sound that holds it shows the
/// address.
pub(super) fn is_shown_source(element: &ElementRef) -> bool {
    let Some(holder) = element.parent().and_then(ElementRef::wrap) else {
        return false;
    };
    let own = Element::of(&holder);
    let mut sources = holder
        .child_elements()
        .filter(|child| child.value().name() == "source" && child.value().attr("src").is_some());
    own.is_media()
        && own.own_address().is_none()
        && sources.next().is_some_and(|first| first == *element)
}

fn is_text(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Text(_))
}
