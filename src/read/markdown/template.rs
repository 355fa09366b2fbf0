//! Takes what the makers of sites leave in Markdown (Hugo's shortcodes, Jekyll's Liquid);
//! returns the figures that some of it means. The rest is told, and printed as it stands.

use super::dialect::Dialect;
use super::{Origin, Reading, address};
use crate::model::{Attributes, Block, BlockKind, Figure, FigureLink, Picture};
use crate::read::picture;
use std::ops::Range;

/// How a tag of a template begins and ends.
const TAGS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}")];
/// The names of what shows a picture: Hugo's own, and those of Jekyll's themes.
const FIGURES: [&str; 8] = [
    "figure",
    "image",
    "img",
    "include figure",
    "include figure.html",
    "include figure.liquid",
    "include image.html",
    "include img.html",
];

impl Reading<'_, '_, '_> {
    /// The figure of a paragraph that is a template's tag and means one. Nothing where
    /// it is none, or where what it means is not plain, which is told.
    pub(super) fn template(&mut self, range: Range<usize>) -> Option<Block> {
        let text = self.masked.text.get(range.clone())?;
        let (open, close) = TAGS
            .into_iter()
            .find(|(open, _)| text.trim_start().starts_with(open))?;
        let within = text.trim().strip_prefix(open)?.strip_suffix(close);
        let tag = within
            .and_then(tag)
            .filter(|tag| FIGURES.contains(&&*tag.name));
        let src = tag.as_ref().and_then(|tag| {
            let names = ["src", "path", "image_path", "image", "url", "file"];
            names.into_iter().find_map(|name| tag.get(name))
        });
        let span = self.origin.span(range.clone());
        let (Some(tag), Some(src)) = (&tag, src) else {
            self.context.tell_dialect(Dialect::Template, span);
            return None;
        };
        let mut phrase = |name: &str| match tag.get(name) {
            Some(text) => {
                let origin = Origin::scalar(self.context.source(), span, text);
                self.context.inlines(text, &origin)
            }
            None => Vec::new(),
        };
        let caption = match phrase("caption") {
            caption if caption.is_empty() => phrase("title"),
            caption => caption,
        };
        let credit = phrase("attr");
        let alt = tag.get("alt").map(str::to_owned);
        let mut picture = Picture::new(picture::plain_path(src), span, alt);
        let said = ["width", "height", "align", "style", "class"];
        let said = said
            .into_iter()
            .filter_map(|key| Some((key, tag.get(key)?)));
        let mut attributes = Attributes::default();
        for (key, value) in said {
            match key {
                "class" => {
                    let classes = value.split_whitespace().map(str::to_owned);
                    attributes.classes.extend(classes);
                }
                key => attributes.pairs.push((key.to_owned(), value.to_owned())),
            }
        }
        picture::take(&mut picture, &mut attributes, span, self.context.report());
        let figure = Figure {
            picture: Some(picture),
            link: tag.get("link").map(|link| FigureLink::to(address(link))),
            caption,
            credit,
        };
        Some(self.block(range, BlockKind::Figure(figure)))
    }
}

/// A tag: its name, one word or `include` and what is included, and its attributes.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, key: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }
}

/// Reads what stands between the braces of a tag; nothing where it is not of words and
/// `key="value"`.
fn tag(text: &str) -> Option<Tag> {
    let mut rest = text.trim().trim_end_matches('/').trim_end();
    let mut names: Vec<&str> = Vec::new();
    let mut attributes = Vec::new();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let Some(value) = after.strip_prefix('=') else {
            if !attributes.is_empty() {
                return None;
            }
            names.push(word);
            rest = after.trim_start();
            continue;
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value.get(1..)?.split_once(quote)?,
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        attributes.push((word.to_owned(), value.to_owned()));
        rest = after.trim_start();
    }
    Some(Tag {
        name: names.join(" "),
        attributes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_its_name_and_its_attributes() {
        let tag = tag(" include figure.html src='a b.jpg' alt=\"An \" width=30 ").unwrap();
        assert_eq!(tag.name, "include figure.html");
        assert_eq!(tag.get("src"), Some("a b.jpg"));
        assert_eq!(
            (tag.get("alt"), tag.get("width")),
            (Some("An "), Some("30"))
        );
        for wrong in ["a=\"b", "a=b c d"] {
            assert!(super::tag(wrong).is_none(), "{wrong}");
        }
    }
}
