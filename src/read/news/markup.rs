//! Takes elements of NITF and NewsML; returns HTML of the same words; and how elements are
//! found.

use roxmltree::Node;
use std::fmt::Write;

/// Whether an element has this name, whatever its namespace.
pub(super) fn is(node: Node, name: &str) -> bool {
    node.is_element() && node.tag_name().name().eq_ignore_ascii_case(name)
}

/// The first element of one of these names within another.
pub(super) fn first<'x, 'i>(node: Node<'x, 'i>, names: &[&str]) -> Option<Node<'x, 'i>> {
    let mut all = node.descendants().filter(|inner| *inner != node);
    all.find(|inner| inner.is_element() && names.contains(&inner.tag_name().name()))
}

/// The words of an element, white space between them one space.
pub(super) fn words(node: Node) -> String {
    let mut text = String::new();
    add_words(node, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add_words(node: Node, text: &mut String) {
    for child in node.children() {
        if is_apart(child) {
            text.push(' ');
        }
        if child.is_text() {
            text.push_str(child.text().unwrap_or_default());
        }
        add_words(child, text);
    }
}

/// Whether a space is missing before an element: the parts of a name or an address stand
/// side by side, `<name.given>Ann</name.given><name.family>Lee</name.family>`. Those that
/// HTML has too may be parts of a word.
fn is_apart(node: Node) -> bool {
    const IN_WORDS: [&str; 12] = [
        "em", "strong", "b", "i", "u", "sub", "sup", "span", "a", "br", "q", "abbr",
    ];
    let is_part = |node: Node| {
        node.is_element() && !IN_WORDS.contains(&&*node.tag_name().name().to_ascii_lowercase())
    };
    is_part(node) && node.prev_sibling().is_some_and(is_part)
}

/// The text of a document of NITF as HTML.
pub(super) fn body_of(nitf: Node, html: &mut String) {
    match first(nitf, &["body.content"]) {
        Some(content) => inner(content, html),
        None => nitf
            .descendants()
            .filter(|node| is(*node, "body"))
            .for_each(|body| inner(body, html)),
    }
}

/// Plain text as HTML: a line is a paragraph, or a group of lines is.
pub(super) fn plain(text: &str, html: &mut String) {
    let has_groups = text.contains("\n\n");
    let parts = match has_groups {
        true => text.split("\n\n"),
        false => text.split("\n"),
    };
    for part in parts.filter(|part| !part.trim().is_empty()) {
        let _ = writeln!(html, "<p>{}</p>", escaped(part));
    }
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A picture that is a piece by itself.
pub(super) fn picture(item: Node, html: &mut String) {
    let content = item
        .descendants()
        .find(|node| is(*node, "remoteContent") && node.attribute("href").is_some());
    let Some(content) = content else {
        return;
    };
    let caption = first(item, &["description"]).map(words).unwrap_or_default();
    let credit = first(item, &["creditline", "copyrightNotice"])
        .map(words)
        .unwrap_or_default();
    let path = content.attribute("href").unwrap_or_default();
    let _ = writeln!(
        html,
        "<figure><img src=\"{}\"><figcaption>{} <span class=\"credit\">{}</span></figcaption></figure>",
        attribute(path),
        escaped(&caption),
        escaped(&credit)
    );
}

pub(super) fn attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;")
}

/// What is in an element, as HTML.
pub(super) fn inner(node: Node, html: &mut String) {
    for child in node.children() {
        if let Some(text) = child.text().filter(|_| child.is_text()) {
            html.push_str(&escaped(text));
        } else if child.is_element() {
            if is_apart(child) {
                html.push(' ');
            }
            element(child, html);
        }
    }
}

/// An element of NITF as one of HTML; most have the same name.
fn element(node: Node, html: &mut String) {
    let name = node.tag_name().name().to_ascii_lowercase();
    let lang = node
        .attributes()
        .find(|a| matches!(a.name(), "lang" | "iso-lang"));
    let lang = lang.map_or(String::new(), |lang| {
        format!(" lang=\"{}\"", attribute(lang.value()))
    });
    let mut wrap = |tag: &str, more: &str| {
        let _ = write!(html, "<{tag}{lang}{more}>");
        inner(node, html);
        let _ = write!(html, "</{tag}>");
    };
    match &*name {
        "hl1" | "hl2" | "hedline" if !node.children().any(|child| child.is_element()) => {
            wrap("h2", "")
        }
        "hedline" => inner(node, html),
        "bq" => wrap("blockquote", ""),
        // What shows it adds the marks, unless the words have their own (HTML, 4.5.7);
        // typography makes them those of the language.
        "q" => {
            let is_bare = !words(node).starts_with(['"', '«', '“', '„', '‘', '\'']);
            let mark = if is_bare { "\"" } else { "" };
            // The marks stand in no source: the words keep an inline of their own.
            let _ = write!(html, "{mark}<span class=\"quotation\"{lang}>");
            inner(node, html);
            let _ = write!(html, "</span>{mark}");
        }
        "credit" => wrap("cite", " class=\"credit\""),
        "note" => wrap("aside", ""),
        "block" | "copyrite" => wrap("div", ""),
        "media" => media(node, html),
        "img" | "br" | "hr" | "col" => {
            let mut more = String::new();
            for attribute in node.attributes() {
                let _ = write!(
                    more,
                    " {}=\"{}\"",
                    attribute.name(),
                    self::attribute(attribute.value())
                );
            }
            let _ = write!(html, "<{name}{more}>");
        }
        "a" | "td" | "th" | "ol" | "abbr" | "acronym" => {
            let mut more = String::new();
            for attribute in node.attributes().filter(|a| a.name() != "lang") {
                let _ = write!(
                    more,
                    " {}=\"{}\"",
                    attribute.name(),
                    self::attribute(attribute.value())
                );
            }
            wrap(&name, &more);
        }
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "li" | "dl" | "dt" | "dd"
        | "table" | "thead" | "tbody" | "tfoot" | "tr" | "caption" | "pre" | "em" | "strong"
        | "b" | "i" | "sub" | "sup" | "blockquote" | "figure" | "figcaption" | "div"
        | "section" | "aside" | "cite" | "code" | "span" => {
            wrap(&name, "");
        }
        "fn" => wrap("p", ""),
        // Names of people, places and sums are words of the text.
        _ => wrap("span", ""),
    }
}

/// A picture, or another medium: its caption and its producer.
fn media(node: Node, html: &mut String) {
    let reference = first(node, &["media-reference"]);
    let get = |key: &str| reference.and_then(|reference| reference.attribute(key));
    let source = get("source").unwrap_or_default();
    html.push_str("<figure>");
    let is_picture = node
        .attribute("media-type")
        .is_none_or(|kind| matches!(kind, "image" | "graphic"));
    if !source.is_empty() && is_picture {
        let alt = get("alternate-text").map(|alt| format!(" alt=\"{}\"", attribute(alt)));
        let _ = write!(
            html,
            "<img src=\"{}\"{}>",
            attribute(source),
            alt.unwrap_or_default()
        );
    }
    html.push_str("<figcaption>");
    for caption in node.children().filter(|child| is(*child, "media-caption")) {
        inner(caption, html);
    }
    if let Some(producer) = first(node, &["media-producer"]) {
        html.push_str(" <span class=\"credit\">");
        inner(producer, html);
        html.push_str("</span>");
    }
    html.push_str("</figcaption></figure>");
}
