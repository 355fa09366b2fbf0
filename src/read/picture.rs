//! Takes what authors say of a picture; returns its path, its size and its side: attributes of
//! Markdown and HTML, `=100x50` after a path, paths with spaces, paths that a site's template
//! would complete.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Attributes, Extent, Length, Picture, Side, Unit, is_bleed, is_data, truth};
use crate::source::Span;

/// Takes from attributes what they say of a picture's size and side.
pub(super) fn take(
    picture: &mut Picture,
    attributes: &mut Attributes,
    span: Span,
    report: &mut Report,
) {
    for (name, value) in std::mem::take(&mut attributes.pairs) {
        match name.to_ascii_lowercase().as_str() {
            "width" | "height" => set_length(picture, &name, "=", &value, span, report),
            "align" | "fig-align" => {
                if !set_side(picture, &name, "=", &value, span, report) {
                    attributes.pairs.push((name, value));
                }
            }
            "span" => set_extent(picture, "=", &value, span, report),
            "bleed" => set_bleed(picture, "=", &value, span, report),
            "style" => {
                if let Some(rest) = take_style(picture, &value, span, report) {
                    attributes.pairs.push((name, rest));
                }
            }
            _ => attributes.pairs.push((name, value)),
        }
    }
    let extent = attributes
        .classes
        .iter()
        .position(|c| Extent::of_class(c).is_some());
    if let Some(at) = extent {
        let class = attributes.classes.remove(at);
        picture.extent = Extent::of_class(&class).unwrap_or_default();
    }
    let classes = attributes.classes.len();
    attributes.classes.retain(|class| !is_bleed(class));
    picture.bleeds |= attributes.classes.len() < classes;
    let side = attributes
        .classes
        .iter()
        .position(|c| Side::of(c).is_some());
    if let Some(at) = side {
        picture.side = Side::of(&attributes.classes.remove(at));
    }
}

/// Values of HTML's `align` that say where a picture stands among words.
const AMONG_WORDS: [&str; 8] = [
    "top",
    "bottom",
    "baseline",
    "texttop",
    "textbottom",
    "absmiddle",
    "absbottom",
    "none",
];

/// Sets the side of a picture as a value gives it, and reports one that is no side; false
/// where it says something else.
pub(super) fn set_side(
    picture: &mut Picture,
    key: &str,
    sign: &str,
    value: &str,
    span: Span,
    report: &mut Report,
) -> bool {
    let value = value.trim();
    if AMONG_WORDS.contains(&value.to_ascii_lowercase().as_str()) {
        return false;
    }
    match Side::of(value) {
        // Of Pandoc and Quarto: it stands as it would anyway.
        None if matches!(value, "" | "default") => {}
        Some(side) => picture.side = Some(side),
        None => refuse(
            picture_word(key, sign, value, "side of a picture"),
            "write `left`, `right` or `center`",
            span,
            report,
        ),
    }
    true
}

/// Sets how much of a page a picture stands across, as a value says; reports another.
pub(super) fn set_extent(
    picture: &mut Picture,
    sign: &str,
    value: &str,
    span: Span,
    report: &mut Report,
) {
    match Extent::of(value.trim()) {
        Some(extent) => picture.extent = extent,
        None => refuse(
            picture_word("span", sign, value, "span of a picture"),
            "write `span=page` for all columns, or `span=plate` for a page of its own",
            span,
            report,
        ),
    }
}

/// Sets whether a picture reaches the edges of the page, as a value says; reports another.
pub(super) fn set_bleed(
    picture: &mut Picture,
    sign: &str,
    value: &str,
    span: Span,
    report: &mut Report,
) {
    match truth(value.trim()) {
        Some(bleeds) => picture.bleeds = bleeds,
        None => refuse(
            picture_word("bleed", sign, value, "bleed of a picture"),
            "write `bleed=true`; how far it is printed beyond the trim, `--bleed 3mm` says",
            span,
            report,
        ),
    }
}

fn picture_word(key: &str, sign: &str, value: &str, what: &str) -> String {
    format!("`{key}{sign}{value}` is not a valid {what}; ignored")
}

fn refuse(message: String, hint: &str, span: Span, report: &mut Report) {
    report.push(Diagnostic::warning(Code::PictureSize, span, message).hint(hint));
}

/// Takes the declarations of a style that say a size or a side, and gives the others.
fn take_style(
    picture: &mut Picture,
    style: &str,
    span: Span,
    report: &mut Report,
) -> Option<String> {
    let mut rest = Vec::new();
    for declaration in style.split(';').filter(|d| !d.trim().is_empty()) {
        let (key, value) = declaration.split_once(':').unwrap_or((declaration, ""));
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        match key.as_str() {
            "width" | "height" => set_length(picture, &key, ": ", value, span, report),
            "float" if Side::of(value).is_some() => picture.side = Side::of(value),
            _ => rest.push(declaration.trim()),
        }
    }
    (!rest.is_empty()).then(|| rest.join("; "))
}

/// Sets the width or the height of a picture as a value gives it; tells a value that is
/// no length. `sign` is what stands between key and value.
pub(super) fn set_length(
    picture: &mut Picture,
    key: &str,
    sign: &str,
    value: &str,
    span: Span,
    report: &mut Report,
) {
    let value = value.trim().trim_end_matches("!important").trim_end();
    // What follows from the picture's proportions.
    if value.is_empty() || value.eq_ignore_ascii_case("auto") {
        return;
    }
    let is_width = key.eq_ignore_ascii_case("width");
    let length = Length::parse(value);
    let length = length.filter(|length| is_width || length.unit != Unit::Percent);
    match length {
        Some(length) if is_width => picture.size.width = Some(length),
        Some(length) => picture.size.height = Some(length),
        None => {
            let key = key.to_ascii_lowercase();
            let message = format!("`{key}{sign}{value}` is not a valid picture {key}; ignored");
            let hint = match is_width {
                true => "write `width=50%`, `width=60mm`, or pixels: `width=300`",
                false => "write `height=4cm`, or pixels: `height=200`",
            };
            report.push(Diagnostic::warning(Code::PictureSize, span, message).hint(hint));
        }
    }
}

/// What stands between the parentheses of `![alt](…)` that CommonMark does not take.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Destination {
    pub(super) path: String,
    pub(super) title: String,
    pub(super) attributes: Attributes,
}

/// Reads a picture's destination with its parentheses, and how many bytes it takes: a
/// path that has spaces or a template's tags in it, a title, then `=100x50` or
/// `width=50%`. Nothing where the path is not that of a picture.
pub(super) fn destination(text: &str) -> Option<(Destination, usize)> {
    let end = closing(text)?;
    let mut rest = text.get(1..end)?.trim();
    let mut found = Destination::default();
    loop {
        let (before, last) = rest.rsplit_once(char::is_whitespace).unwrap_or(("", rest));
        if before.trim().is_empty() {
            break;
        }
        if let Some(pairs) = last.strip_prefix('=').and_then(extent) {
            found.attributes.pairs.splice(0..0, pairs);
        } else if let Some((key @ ("width" | "height"), value)) = last.split_once('=') {
            let value = value.trim_matches(['"', '\'']).to_owned();
            found.attributes.pairs.insert(0, (key.to_owned(), value));
        } else if let Some((path, title)) = titled(rest).filter(|_| found.title.is_empty()) {
            found.title = title.to_owned();
            rest = path;
            continue;
        } else {
            break;
        }
        rest = before.trim_end();
    }
    let bare = rest
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    let bare = bare.unwrap_or(rest);
    found.path = plain_path(bare);
    let is_sized = !found.attributes.pairs.is_empty() && !found.path.contains(char::is_whitespace);
    let is_plain = !found.path.contains(['<', '>', '\n']) || is_data(&found.path);
    (is_plain && !found.path.is_empty() && (is_sized || is_picture(&found.path)))
        .then_some((found, end + 1))
}

/// Where the parenthesis closes that a text opens with, on its line; those within
/// quotation marks and a template's tags do not count.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let rest = text.get(at..).unwrap_or("");
        let skipped = match c {
            '\n' => return None,
            '(' => {
                depth += 1;
                None
            }
            ')' if depth <= 1 => return Some(at),
            ')' => {
                depth -= 1;
                None
            }
            '{' if rest.starts_with("{{") => rest.find("}}").map(|end| end + 2),
            '{' if rest.starts_with("{%") => rest.find("%}").map(|end| end + 2),
            '"' if text.get(..at).is_some_and(|before| before.ends_with(' ')) => {
                rest.get(1..)?.find("\"").map(|end| end + 2)
            }
            _ => None,
        };
        if let Some(end) = skipped {
            while chars
                .clone()
                .next()
                .is_some_and(|(next, _)| next < at + end)
            {
                chars.next();
            }
        }
        if depth == 0 {
            return None;
        }
    }
    None
}

/// A title at the end of a destination, and what is before it.
fn titled(text: &str) -> Option<(&str, &str)> {
    let quote = text
        .chars()
        .next_back()
        .filter(|c| matches!(c, '"' | '\''))?;
    let inner = text.get(..text.len() - 1)?;
    let open = inner.find(&format!(" {quote}"))?;
    let (path, title) = (inner.get(..open)?.trim_end(), inner.get(open + 2..)?);
    (!path.is_empty()).then_some((path, title))
}

/// The sizes of `=100x50`, `=100x`, `=x50`, `=50%x`, `=100`.
fn extent(text: &str) -> Option<Vec<(String, String)>> {
    let fits = |part: &str| part.is_empty() || part == "*" || Length::parse(part).is_some();
    let mut pairs = Vec::new();
    let mut put = |key: &str, value: &str| {
        if !value.is_empty() && value != "*" {
            pairs.push((key.to_owned(), value.to_owned()));
        }
    };
    let mut signs = text
        .char_indices()
        .filter(|(_, c)| matches!(c, 'x' | 'X' | '×'));
    let parts = signs.find_map(|(at, sign)| {
        let parts = (text.get(..at)?, text.get(at + sign.len_utf8()..)?);
        (fits(parts.0) && fits(parts.1) && text.len() > sign.len_utf8()).then_some(parts)
    });
    match parts {
        Some((width, height)) => {
            put("width", width);
            put("height", height);
        }
        None => {
            Length::parse(text)?;
            put("width", text);
        }
    }
    Some(pairs)
}

/// Whether a path is one of a picture by its name.
fn is_picture(path: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        "png", "jpg", "jpeg", "jpe", "gif", "webp", "svg", "avif", "bmp", "tif", "tiff", "heic",
    ];
    if is_data(path) {
        return true;
    }
    let name = path.split(['?', '#']).next().unwrap_or(path);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|own| own.eq_ignore_ascii_case(ending)))
}

/// A path without the tags of a site's template in it: what names the site is left out,
/// what holds a path becomes it. The path as it is where a tag is neither.
pub(super) fn plain_path(path: &str) -> String {
    const TAGS: [(&str, &str); 4] = [("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}"), ("{%", "%}")];
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('{') {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        let within = TAGS.iter().find_map(|(open, close)| {
            let inner = tag.strip_prefix(open)?;
            let end = inner.find(close)?;
            Some((inner.get(..end)?, inner.get(end + close.len()..)?))
        });
        match within {
            Some((inner, after)) => {
                let Some(said) = said(inner.trim_matches(['-', ' '])) else {
                    return path.to_owned();
                };
                // Both parts of a joint may bring its slash.
                let joined = plain.ends_with('/') && said.starts_with('/');
                plain.push_str(said.get(usize::from(joined)..).unwrap_or(""));
                rest = after;
            }
            None => {
                plain.push('{');
                rest = tag.get(1..).unwrap_or("");
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What a tag in a path stands for, where that is plain.
fn said(tag: &str) -> Option<&str> {
    /// The last word of what names a site or its root.
    const ROOTS: [&str; 8] = [
        "baseurl",
        "base_url",
        "url",
        "root",
        "rooturl",
        "base",
        "basepath",
        "base_path",
    ];
    /// What a path follows.
    const TAKERS: [&str; 10] = [
        "link",
        "asset",
        "asset_path",
        "static",
        "relurl",
        "absurl",
        "relref",
        "ref",
        "image_path",
        "asset_img",
    ];
    let tag = tag.trim();
    let quoted = |text: &'_ str| -> Option<usize> {
        let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        text.get(1..)?.find(quote)
    };
    if let Some(end) = quoted(tag) {
        let after = tag.get(end + 2..)?.trim_start();
        return (after.is_empty() || after.starts_with('|'))
            .then(|| tag.get(1..=end))
            .flatten();
    }
    let (first, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let rest = rest.trim();
    if rest.is_empty() || rest.starts_with('|') {
        let last = first.rsplit('.').next()?.to_ascii_lowercase();
        return ROOTS.contains(&last.as_str()).then_some("");
    }
    if !TAKERS.contains(&first.to_ascii_lowercase().as_str()) {
        return None;
    }
    match quoted(rest) {
        Some(end) => rest.get(1..=end),
        None => rest.split_whitespace().next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a destination says, as Pressroom would write it, if it takes the whole text.
    fn read(text: &str) -> Option<String> {
        let (found, length) = destination(text)?;
        let pairs = found.attributes.pairs.iter();
        let pairs = pairs.map(|(key, value)| format!(" {key}={value}"));
        let pairs: String = pairs.collect();
        (length == text.len()).then(|| format!("{}|{}|{pairs}", found.path, found.title))
    }

    #[test]
    fn a_destination_has_a_path_with_spaces_a_title_and_a_size() {
        for (text, said) in [
            ("(b c.png)", "b c.png||"),
            ("(b (1) c.png \"A (b) c\")", "b (1) c.png|A (b) c|"),
            ("(x =100x50)", "x|| width=100 height=50"),
            ("(x.png 'T' =100x)", "x.png|T| width=100"),
            ("(x.png =x5cm 'T')", "x.png|T| height=5cm"),
            ("(x.png =50%x)", "x.png|| width=50%"),
            ("(x.png =20pxx10px)", "x.png|| width=20px height=10px"),
            ("(x.png =300)", "x.png|| width=300"),
            ("(x.png \"T\" width=50%)", "x.png|T| width=50%"),
            ("({{ site.baseurl }}/a b.png)", "/a b.png||"),
            ("(<b c.png> =10x10)", "b c.png|| width=10 height=10"),
        ] {
            assert_eq!(read(text).as_deref(), Some(said), "{text}");
        }
        for text in [
            "(see below)",
            "(a b",
            "(a\nb.png)",
            "()",
            "(x =y)",
            "(a <b> c.png)",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_path_loses_the_tags_of_a_template() {
        for (path, plain) in [
            ("{{ site.baseurl }}/a.png", "/a.png"),
            ("{{site.url}}{{site.baseurl}}/a.png", "/a.png"),
            ("{{ \"/a b.png\" | relative_url }}", "/a b.png"),
            ("{{ '/a.png' | absolute_url }}", "/a.png"),
            ("{% link assets/a.png %}", "assets/a.png"),
            ("{{ site.baseurl }}{% link a.png %}", "a.png"),
            ("{{< relref \"a.png\" >}}", "a.png"),
            ("{{ .Site.BaseURL }}a.png", "a.png"),
            // What a tag means that only the site knows.
            ("{{ page.image }}", "{{ page.image }}"),
            ("a{b}.png", "a{b}.png"),
        ] {
            assert_eq!(plain_path(path), plain);
        }
    }
}
