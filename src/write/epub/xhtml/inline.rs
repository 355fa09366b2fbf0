//! Takes inlines; writes inline elements.

use super::{Place, Writer};
use crate::formula;
use crate::look::address;
use crate::model::{Inline, InlineKind, Length, Picture, Target, is_lone_picture, plain_text};
use crate::write::epub::markup::Tag;

/// The schemes of links that lead out of a book. Any other names something on
/// the author's site or machine, or a script: its text stays, the link goes.
const SCHEMES: [&str; 5] = ["http", "https", "ftp", "mailto", "tel"];

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
                let is_icon = self.book.pictures.file(picture).is_some_and(|f| f.is_icon);
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
            InlineKind::Span(attributes, content) if attributes.classes.is_empty() => {
                self.bare(node, |w| w.inlines(content));
            }
            InlineKind::Span(attributes, content) => {
                let tag = Tag::new("span").class(&attributes.classes.join(" "));
                self.element(tag, node, |w| w.inlines(content));
            }
        }
    }

    /// A formula, or its source where that is not understood, or in a label: there
    /// no reading system shows one.
    pub(super) fn formula(&mut self, source: &str, alone: bool) {
        match formula::mathml(source, alone) {
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

    /// The address that a link leads to in the book, or out of it.
    pub(super) fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::External(url) => outward(url),
            Target::Internal(name) => self.placed.anchors.target(name).map(|id| self.near(id)),
            Target::Article(source, name) => {
                let mut articles = self.book.articles.iter();
                articles
                    .find(|placed| placed.source == *source)
                    .map(|placed| {
                        // Where there is no such anchor, the article is better than nothing.
                        let id = name.as_deref().and_then(|name| placed.anchors.target(name));
                        id.map_or(placed.beginning().to_owned(), |id| placed.href(id))
                    })
            }
        }
    }

    /// A picture as `img`, or its frame with what it would have shown.
    pub(super) fn picture(&mut self, img: Tag, frame: Tag, picture: &Picture) {
        let word = self.lang.profile().words.picture;
        if let Some(href) = self.book.pictures.href(picture) {
            // An empty alternative says "decoration", which only the author can.
            let alt = picture.alt.as_deref().unwrap_or(word);
            self.out.empty(img.attr("src", href).attr("alt", alt));
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

/// A link that leads out of the book, as a valid URL.
fn outward(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) || rest.is_empty() {
        return None;
    }
    if matches!(scheme.as_str(), "mailto" | "tel") {
        return Some(format!("{scheme}:{}", percent_encoded(rest)));
    }
    let rest = rest.strip_prefix("//")?;
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    is_authority(authority).then(|| format!("{scheme}://{authority}{}", percent_encoded(path)))
}

/// Whether the text can be the host of a URL, with its user and port.
fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = host.rsplit_once(':').unwrap_or((host, "0"));
    let labels = host.strip_suffix('.').unwrap_or(host);
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || "-_".contains(c))
    };
    labels.split('.').all(is_label)
        && port.parse::<u16>().is_ok()
        && user
            .chars()
            .all(|c| c.is_alphanumeric() || "-._~:!$&*+,;=".contains(c))
}

/// The rest of a URL with everything encoded that may not stand in one (RFC
/// 3987, `ipath`, `iquery` and `ifragment`). What is encoded already stays.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut fragment = false;
    for (at, c) in text.char_indices() {
        let keep = match c {
            '%' => is_escape(text.get(at + 1..at + 3)),
            '#' => !std::mem::replace(&mut fragment, true),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => false,
            c => !c.is_whitespace() && !c.is_control() && !is_noncharacter(c),
        };
        if keep {
            encoded.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    encoded
}

/// The 66 code points that never stand for a character (Unicode, 23.7).
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

fn is_escape(digits: Option<&str>) -> bool {
    digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_address_leads_out_of_the_book() {
        let kept = [
            "https://example.org/",
            "http://example.org:8080/a?b=c&d#e",
            "mailto:anna@example.org",
            "tel:+33123456789",
            "https://élan.example/été",
        ];
        for url in kept {
            assert_eq!(outward(url).as_deref(), Some(url));
        }
        let gone = [
            "/archive/12",
            "page.html",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "http://exa mple.org/",
            "http://a..b/",
            "http://example.org:99999/",
            "mailto:",
            "",
        ];
        for url in gone {
            assert_eq!(outward(url), None, "{url}");
        }
    }

    #[test]
    fn what_may_not_stand_in_a_url_is_encoded_once() {
        assert_eq!(
            outward("HTTPS://example.org/a b/[c]?q=100%&r=%20|#x#y").as_deref(),
            Some("https://example.org/a%20b/%5Bc%5D?q=100%25&r=%20%7C#x%23y")
        );
    }
}
