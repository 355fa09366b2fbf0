//! An element of HTML by itself: what its name and its attributes say.

use super::ruby;
use crate::diag::Report;
use crate::lang::Lang;
use crate::model::index;
use crate::model::{Attributes, BreakKind, Inline, InlineKind, KEEP, Picture, plain_text};
use crate::notation::breaks;
use crate::read::breaks::{Asked, of_style};
use crate::read::context::Context;
use crate::read::markdown::{address, unlinked};
use crate::read::{picture, quoted};
use crate::source::Span;
use scraper::{ElementRef, Html, Node as Dom};

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

    /// One without attributes.
    pub(super) fn named(name: &str) -> Element {
        Element {
            name: name.to_owned(),
            attributes: Vec::new(),
        }
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

    /// A whole number, which may be less than nothing.
    pub(super) fn integer(&self, key: &str) -> Option<i64> {
        self.get(key)?.parse().ok()
    }

    pub(in crate::read) fn lang(&self) -> Option<Lang> {
        Lang::parse(self.get("lang").or(self.get("xml:lang"))?)
    }

    /// Its name as a target of links. Before HTML 5 an `a` had it in `name` (HTML 4.01,
    /// 12.2).
    pub(super) fn id(&self) -> Option<String> {
        let old = self.get("name").filter(|_| self.name == "a");
        let all = [self.get("id"), old].into_iter().flatten();
        let mut given = all.filter(|id| !id.is_empty());
        given.next().map(str::to_owned)
    }

    /// The attributes that stay.
    pub(super) fn kept(&self) -> Attributes {
        let classes = self.get("class").unwrap_or("").split_whitespace();
        Attributes {
            id: self.id(),
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

    /// The inlines that it makes of its content, without its name.
    pub(in crate::read) fn made(
        &self,
        content: Vec<Inline>,
        span: Span,
        context: &mut Context,
    ) -> Vec<Inline> {
        match &*self.name {
            "rp" => return Vec::new(),
            "ruby" => return ruby::paired(content, self.lang(), span, context),
            _ => {}
        }
        match self.wrap(content) {
            Ok(kind) => {
                let mut node = context.node(span);
                node.lang = self.lang();
                vec![Inline { node, kind }]
            }
            Err(content) => content,
        }
    }

    /// What it made, with its name, and the marks of a quotation around it.
    pub(in crate::read) fn finished(
        &self,
        made: Vec<Inline>,
        span: Span,
        context: &mut Context,
    ) -> Vec<Inline> {
        let mut inlines = made;
        let is_empty = inlines.is_empty();
        // A `span` has its name itself.
        let has_name = match inlines.as_slice() {
            [
                Inline {
                    kind: InlineKind::Span(attributes, _),
                    ..
                },
            ] => attributes.id == self.id(),
            _ => false,
        };
        if let Some(id) = self.id().filter(|_| !has_name) {
            inlines = vec![Inline {
                node: context.node(span),
                kind: InlineKind::Span(named(id), inlines),
            }];
        }
        if self.name == "q" && !is_empty {
            // The marks are those of the text around the quotation.
            let (start, end) = (span.start as usize, span.end as usize);
            inlines.insert(0, context.made(quoted::OPENING, start));
            inlines.push(context.made(quoted::CLOSING, end));
        }
        inlines
    }

    /// What it makes of its content; the content again where it only dresses it.
    fn wrap(&self, content: Vec<Inline>) -> Result<InlineKind, Vec<Inline>> {
        // Around nothing only a name is something: others may lead there.
        if content.is_empty() && !matches!(&*self.name, "a" | "code") {
            let attributes = match (self.id(), self.index_mark()) {
                (id, Some(mark)) => Attributes { id, ..mark },
                (Some(id), None) => named(id),
                (None, None) => return Err(content),
            };
            return Ok(InlineKind::Span(attributes, content));
        }
        Ok(match &*self.name {
            "b" | "strong" => InlineKind::Strong(content),
            "i" | "em" | "cite" | "dfn" | "var" => InlineKind::Emph(content),
            "sup" => InlineKind::Super(content),
            "sub" => InlineKind::Sub(content),
            "s" | "del" | "strike" => InlineKind::Strike(content),
            // Code has nothing in it but its letters: a note or a link stays what it is.
            "code" | "tt" | "samp" | "kbd" if content.iter().all(is_text) => {
                let mut letters = content;
                letters.retain(|inline| !quoted::is_mark(inline));
                // Spaces alone are code too.
                let code = plain_text(&letters);
                let is_blank = code.is_empty() && !letters.is_empty();
                InlineKind::Code(if is_blank { " ".to_owned() } else { code })
            }
            "a" if self.get("href").is_some_and(|href| !href.is_empty()) => InlineKind::Link {
                target: address(self.get("href").unwrap_or("")),
                title: self.get("title").unwrap_or("").to_owned(),
                content: unlinked(content),
            },
            "rt" => ruby::annotation(&content),
            "rb" => ruby::base(content),
            "abbr" | "acronym" if self.get("title").is_some() => InlineKind::Abbreviation {
                expansion: self.get("title").unwrap_or("").to_owned(),
                content,
            },
            "a" | "span" if self.declares("font-variant", "small-caps") => {
                InlineKind::SmallCaps(content)
            }
            _ => {
                let mark = self.index_mark();
                if self.id().is_none() && self.lang().is_none() && mark.is_none() {
                    return Err(content);
                }
                let attributes = Attributes {
                    id: self.id(),
                    ..mark.unwrap_or_default()
                };
                InlineKind::Span(attributes, content)
            }
        })
    }

    /// What a mark for the index says.
    fn index_mark(&self) -> Option<Attributes> {
        let classes = self.get("class").unwrap_or("");
        if !classes
            .split_whitespace()
            .any(|class| class == index::CLASS)
        {
            return None;
        }
        let pair = |key: &str| {
            let value = self.get(&format!("data-{key}"))?;
            Some((key.to_owned(), value.to_owned()))
        };
        Some(Attributes {
            classes: vec![index::CLASS.to_owned()],
            pairs: [index::ENTRY, index::SEE]
                .into_iter()
                .filter_map(pair)
                .collect(),
            ..Attributes::default()
        })
    }

    /// Whether its style gives a property a value, or one that begins so.
    pub(super) fn declares(&self, property: &str, value: &str) -> bool {
        let style = self.get("style").unwrap_or("").to_ascii_lowercase();
        style.split(';').any(|declaration| {
            declaration.split_once(':').is_some_and(|(key, given)| {
                key.trim().starts_with(property) && given.trim().starts_with(value)
            })
        })
    }

    /// What its style gives a property.
    pub(super) fn declared(&self, property: &str) -> Option<String> {
        let style = self.get("style")?.to_ascii_lowercase();
        let mut all = style.split(';').filter_map(|one| one.split_once(':'));
        let (_, value) = all.find(|(key, _)| key.trim() == property)?;
        Some(value.trim().to_owned())
    }

    /// Its attributes that say something which no output has: where a quotation is from,
    /// what a machine reads instead of the words, which way these run.
    pub(in crate::read) fn unused(&self) -> Vec<String> {
        let keys: &[&str] = match &*self.name {
            "q" | "blockquote" | "del" | "ins" => &["cite"],
            "data" => &["value"],
            "bdo" | "bdi" => &["dir"],
            _ => &[],
        };
        let all = keys.iter().filter_map(|key| Some((*key, self.get(key)?)));
        let told = |(key, value)| format!("attribute `{key}={value}` has no effect; ignored");
        let start = self.get("start").filter(|_| self.name == "ol");
        let start = start.filter(|start| start.parse::<i64>().is_err());
        // What is not obeyed of breaks, or asked for where no page can end.
        let breaks = self.get("style").filter(|style| {
            let (asked, others) = of_style(style);
            let names = ["page-break", "break-before", "break-after"];
            let is_left = |other: &&str| {
                let other = other.to_ascii_lowercase();
                names.iter().any(|name| other.starts_with(name))
            };
            let is_in_line = self.is_inline() || self.name == "br";
            others.iter().any(is_left) || is_in_line && !asked.is_nothing()
        });
        all.chain(start.map(|start| ("start", start)))
            .chain(breaks.map(|style| ("style", style)))
            .filter(|(_, value)| !value.is_empty())
            .map(told)
            .collect()
    }

    /// What its style and its classes ask of pages.
    pub(super) fn asked(&self) -> Asked {
        let (mut asked, _) = of_style(self.get("style").unwrap_or(""));
        for class in self.get("class").unwrap_or("").split_whitespace() {
            if let Some((side, kind)) = breaks::beside_class(class) {
                asked.add(side, kind);
            }
            if let Some(kind) = breaks::of_class(class) {
                asked.add(breaks::Side::Before, kind);
            }
            asked.keeps |= class == KEEP;
        }
        if self.name == "mbp:pagebreak" {
            asked.add(breaks::Side::Before, BreakKind::Page);
        }
        asked
    }

    /// Whether it is a break and nothing else: a rule of such a class, a line break with such
    /// a style (Word), the element of Mobipocket.
    pub(super) fn is_break(&self) -> bool {
        let mut classes = self.get("class").unwrap_or("").split_whitespace();
        match &*self.name {
            "hr" => classes.any(|class| breaks::of_class(class).is_some()),
            "br" => !self.asked().is_nothing(),
            name => name == "mbp:pagebreak",
        }
    }

    /// Whether it only holds blocks that stay on one page. The one around a table of
    /// Pressroom's is the table's.
    pub(super) fn is_kept_group(&self) -> bool {
        let mut classes = self.get("class").unwrap_or("").split_whitespace();
        self.name != "p" && !classes.any(|class| class == "table") && self.asked().keeps
    }

    /// How it says that its lines stand in the middle or at the right: paragraphs have no such
    /// side, which is for the theme to say.
    pub(in crate::read) fn aligns(&self) -> Option<String> {
        let is_aside = |value: &str| {
            let value = value.trim().to_ascii_lowercase();
            ["center", "right", "end", "-webkit-center"].contains(&&*value)
        };
        if self.name == "center" {
            return Some("`<center>` has no effect; its text is kept".to_owned());
        }
        if !matches!(
            &*self.name,
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "section" | "blockquote"
        ) {
            return None;
        }
        let told = |key: &str, value: &str| {
            Some(format!("attribute `{key}={value}` has no effect; ignored"))
        };
        if let Some(value) = self.get("align").filter(|value| is_aside(value)) {
            return told("align", value);
        }
        let style = self.declared("text-align").filter(|value| is_aside(value));
        told("style", self.get("style").filter(|_| style.is_some())?)
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
        const DRESS: [&str; 23] = [
            "abbr", "acronym", "bdi", "bdo", "big", "center", "data", "font", "ins", "label",
            "mark", "meter", "nobr", "output", "q", "rb", "rp", "rt", "rtc", "ruby", "small",
            "time", "u",
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

    /// Whether it stands on lines of its own (HTML, 15.3: the elements that browsers set
    /// as blocks), or is not shown as text at all. Any other stands in a line, and so
    /// does one that HTML does not know, as `my-note`.
    pub(super) fn is_block(&self) -> bool {
        const BLOCKS: [&str; 47] = [
            "address",
            "aside",
            "base",
            "blockquote",
            "caption",
            "col",
            "colgroup",
            "datalist",
            "dd",
            "dialog",
            "dir",
            "dl",
            "dt",
            "fieldset",
            "figure",
            "form",
            "frameset",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "head",
            "hgroup",
            "hr",
            "legend",
            "li",
            "link",
            "listing",
            "menu",
            "meta",
            "noscript",
            "ol",
            "optgroup",
            "option",
            "pre",
            "script",
            "search",
            "style",
            "table",
            "tbody",
            "td",
            "template",
            "title",
            "ul",
            "xmp",
        ];
        const ROWS: [&str; 4] = ["tfoot", "th", "thead", "tr"];
        BLOCKS.contains(&&*self.name)
            || ROWS.contains(&&*self.name)
            || self.is_holder()
            || self.is_media()
            || self.is_part()
            || self.is_control()
    }

    /// Whether it stands on lines of its own and holds words.
    pub(super) fn is_block_of_text(&self) -> bool {
        self.is_block() && !self.is_control() && !self.is_media() && !self.is_part()
    }

    /// Whether it is a tool of a wiki's editors, which its software puts into the text.
    pub(super) fn is_leftover(&self) -> bool {
        let classes = self.get("class").unwrap_or("");
        classes
            .split_whitespace()
            .any(|class| class == "mw-editsection")
    }

    /// Whether it is for a hand or a script to change, or draws instead of saying.
    pub(super) fn is_control(&self) -> bool {
        matches!(
            &*self.name,
            "input" | "select" | "textarea" | "button" | "svg" | "canvas"
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

/// Attributes that are a name alone.
fn named(id: String) -> Attributes {
    Attributes {
        id: Some(id),
        ..Attributes::default()
    }
}

/// Whether an element has one in it that stands on lines of its own.
pub(super) fn holds_blocks(element: &ElementRef) -> bool {
    let mut inner = element.descendants().skip(1).filter_map(ElementRef::wrap);
    inner.any(|inner| Element::of(&inner).is_block_of_text())
}

/// The line break that breaks a page and is all that an element in a line holds.
pub(super) fn lone_break(element: &ElementRef, own: &Element) -> Option<Element> {
    if !own.is_inline() || !element.text().all(|text| text.trim().is_empty()) {
        return None;
    }
    let inner = element.descendants().skip(1).filter_map(ElementRef::wrap);
    let mut inner = inner.filter(|inner| !Element::of(inner).is_inline());
    let only = inner.next().filter(|only| only.value().name() == "br")?;
    let only = Element::of(&only);
    (inner.next().is_none() && only.is_break()).then_some(only)
}

/// Whether the first thing that an element shows is white space.
pub(super) fn begins_with_space(element: &ElementRef) -> bool {
    for node in element.descendants().skip(1) {
        #[expect(clippy::wildcard_enum_match_arm, reason = "scraper's enum")]
        match node.value() {
            Dom::Text(text) if !text.is_empty() => return text.starts_with(is_space),
            Dom::Element(inner) if matches!(inner.name(), "br" | "img") => return false,
            _ => {}
        }
    }
    false
}

/// Whether a character is white space of HTML (HTML, 3.2.5.1; Infra, 4.6). A space that
/// does not break is a letter there.
pub(super) fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}

fn is_text(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Text(_))
}
