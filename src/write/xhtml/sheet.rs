//! Takes a style and its fonts; returns the style sheet of pages.
//!
//! Text size, margins and text colour belong to the reader. The style provides its
//! accent, the colour of links, proportions, drop capitals and the end mark.

use super::styles;
use crate::geom::rounded;
use crate::look::{Family, Look};
use crate::model::{Publication, citing};
use crate::style::{Medium, Paragraphs, Role, Style};
use std::fmt::Write;

/// What every book looks like, but for what stands for its families (`@serif`,
/// `@display`, `@heading`, `@sans`, `@mono`) and for the [values] of its
/// style.
const STYLE: &str = include_str!("style.css");

/// How much of what a size is above that of the text is left on a screen, where
/// lines have half the letters of a page.
const GROWTH: f64 = 0.55;
/// The least size of smaller matter, in sizes of the text: screens are held as far
/// from the eye as paper, and have fewer dots.
const SMALLEST: f64 = 0.85;

/// The families that each part of a page is set in. For each letter, the first family that
/// has it is used. A generic family comes last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Stacks {
    /// Running text.
    pub serif: Vec<String>,
    /// Headlines.
    pub display: Vec<String>,
    /// Headings.
    pub heading: Vec<String>,
    /// Captions, tables, bylines.
    pub sans: Vec<String>,
    /// Code.
    pub mono: Vec<String>,
}

/// A font that the style sheet declares.
pub(crate) struct FontFace<'a> {
    /// The family's name.
    pub family: &'a str,
    /// The weight, 1 to 1000.
    pub weight: u16,
    /// Whether it is italic.
    pub italic: bool,
    /// Where its file is: a path, or a `data:` URI that contains it.
    pub address: String,
    /// The format of its file.
    pub format: FontFormat,
}

/// The rules for a publication that numbers its formulas and listings: the number of a formula
/// stands at the end of its line.
const NUMBERED: &str = "
/* Numbers and labels. */

p.numbered {
  align-items: center;
  display: flex;
}

p.numbered > :first-child {
  flex: 1 1 auto;
}

span.equation-number {
  margin-inline-start: 1em;
}

p.listing-caption, p + p.listing-caption {
  break-after: avoid;
  font-family: @sans;
  font-size: @caption;
  line-height: 1.35;
  margin: 1.2em 0 0.4em;
  page-break-after: avoid;
  text-align: start;
  text-indent: 0;
}

p.listing-caption + pre.code {
  margin-top: 0;
}
";

/// The rules for a publication that cites works: a list of them in the colour of links could not
/// be read.
const CITED: &str = "
/* Citations. */

span.citation a, span.backlink a {
  text-decoration: none;
}

span.backlink a {
  color: inherit;
}
";

/// What a publication has that needs rules besides those of every publication.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extras {
    /// Labels with numbers.
    pub numbers: bool,
    /// Citations, or entries of a bibliography.
    pub citations: bool,
}

impl Extras {
    /// Those of a publication that is written as these pages. What an author writes is escaped:
    /// such an attribute is ours.
    pub(crate) fn of<'a>(
        publication: &Publication,
        mut pages: impl Iterator<Item = &'a str>,
    ) -> Extras {
        let marks = [citing::CITED, citing::BACK].map(|class| format!("class=\"{class}"));
        Extras {
            numbers: !publication.labels.is_empty(),
            citations: pages.any(|page| marks.iter().any(|mark| page.contains(mark))),
        }
    }
}

/// The style sheet: the faces that it declares, then the rules. Some reading systems move
/// boxes with negative margins out of the page; without them, boxes stand beside their text.
pub(crate) fn style_sheet(
    faces: &[FontFace],
    stacks: &Stacks,
    style: &Style,
    negative_margins: bool,
    extras: Extras,
) -> String {
    let mut css = String::new();
    for face in faces {
        let FontFace {
            weight, address, ..
        } = face;
        let family = quoted(face.family);
        let style = if face.italic { "italic" } else { "normal" };
        let format = face.format.css_name();
        // Writing to a string cannot fail.
        let _ = writeln!(
            css,
            "@font-face {{\n  font-family: {family};\n  font-weight: {weight};\n  \
             font-style: {style};\n  src: url(\"{address}\") format(\"{format}\");\n}}"
        );
    }
    let parts = [
        ("@serif", &stacks.serif, "serif"),
        ("@display", &stacks.display, "serif"),
        ("@heading", &stacks.heading, "sans-serif"),
        ("@sans", &stacks.sans, "sans-serif"),
        ("@mono", &stacks.mono, "monospace"),
    ];
    let stacks = parts.map(|(name, families, generic)| {
        let families = families.iter().map(|family| quoted(family));
        let stack: Vec<String> = families.chain([generic.to_owned()]).collect();
        (name, stack.join(", "))
    });
    let numbers = if extras.numbers { NUMBERED } else { "" };
    let citations = if extras.citations { CITED } else { "" };
    let mut rules = [STYLE, numbers, citations].concat();
    rules += &own_rules(style, negative_margins);
    rules += &styles::rules(style);
    let values = values(style).into_iter().chain(weights_and_slopes());
    for (name, value) in stacks.into_iter().chain(values) {
        rules = rules.replace(&format!("{name};"), &format!("{value};"));
    }
    css.push_str(&rules);
    if !style.css.trim().is_empty() {
        css.push_str("\n/* The theme's own. */\n\n");
        css.push_str(style.css.trim());
        css.push('\n');
    }
    css
}

/// The weights and slopes that the style sheet asks for by the role of a text.
fn weights_and_slopes() -> impl Iterator<Item = (&'static str, String)> {
    let weights = [
        ("@headline-weight", Role::Headline),
        ("@heading-weight", Role::Heading(2)),
        ("@initial-weight", Role::Initial),
        ("@kicker-weight", Role::Kicker),
        ("@byline-weight", Role::Byline),
        ("@term-weight", Role::Term),
        ("@table-caption-weight", Role::TableCaption),
        ("@cell-head-weight", Role::CellHead),
    ];
    let slopes = [
        ("@low-heading-style", Role::Heading(5)),
        ("@epigraph-style", Role::Epigraph),
        ("@credit-style", Role::Credit),
    ];
    let look = |role: Role| role.look(Medium::Screen, Look::TEXT);
    let weights = weights.map(|(name, role)| (name, weight(look(role)).to_owned()));
    let slopes = slopes.map(|(name, role)| (name, slope(look(role)).to_owned()));
    weights.into_iter().chain(slopes)
}

/// A size of type above that of the text.
pub(super) fn grown(size: f64) -> String {
    em(1.0 + (size - 1.0) * if size > 1.0 { GROWTH } else { 1.0 })
}

/// A size of type below that of the text.
pub(super) fn small(size: f64) -> String {
    em(size.clamp(SMALLEST, 1.0))
}

/// A weight in CSS. Text has a bold face, titles and the sans a semibold one.
pub(super) fn weight(look: Look) -> &'static str {
    match (look.bold, look.family) {
        (false, _) => "normal",
        (true, Family::Serif | Family::Caption | Family::Mono) => "bold",
        (true, Family::Display | Family::Heading | Family::Sans) => "600",
    }
}

/// A slope in CSS.
fn slope(look: Look) -> &'static str {
    if look.italic { "italic" } else { "normal" }
}

/// A text as a string of CSS.
fn quoted(text: &str) -> String {
    // Within a page, a `<` could end the style sheet.
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('<', "\\3c ")
        .replace('&', "\\26 ");
    format!("\"{escaped}\"")
}

/// The values that the style sheet asks for by name.
fn values(style: &Style) -> Vec<(&'static str, String)> {
    let heading = |level: usize| {
        let sizes = &style.headings.sizes;
        grown(*sizes.get(level).or(sizes.last()).unwrap_or(&1.0))
    };
    vec![
        ("@accent", style.colours.accent.on_any_ground().to_string()),
        ("@link", style.colours.link.on_any_ground().to_string()),
        ("@indent", em(style.text.indent.0)),
        ("@title", grown(style.headline.size)),
        ("@h2", heading(0)),
        ("@h3", heading(1)),
        ("@h4", heading(2)),
        ("@quote", small(style.sizes.quote)),
        ("@caption", small(style.sizes.caption)),
        ("@notes", small(style.notes.size)),
        ("@code", small(style.sizes.code)),
    ]
}

/// The rules that only some styles and some reading systems need.
fn own_rules(style: &Style, negative_margins: bool) -> String {
    let mut rules = String::new();
    if style.text.paragraphs == Paragraphs::Space {
        rules.push_str(SPACED);
    }
    if style.drop_capitals || style.styles.have_drop_capitals() {
        rules.push_str(OPENING);
    }
    let mark = style.end_mark.trim();
    if !mark.is_empty() {
        rules.push_str(&ENDING.replace("@mark", &quoted(mark)));
    }
    if !negative_margins {
        rules.push_str(NO_NEGATIVE);
    }
    rules
}

const SPACED: &str = "
/* White parts paragraphs. */

p + p, html[lang|=\"fr\"] article > p, html[lang|=\"fr\"] article > div > p {
  text-indent: 0;
}

article > p + p, article > div > p + p {
  margin-top: 0.9em;
}
";

const OPENING: &str = "
/* A drop capital, from the head of its line to the foot of the third. */

html article > p.opening, html[lang|=\"fr\"] article > p.opening {
  text-indent: 0;
}

p.opening::first-letter {
  color: @accent;
  float: left;
  font-family: @display;
  font-size: 4.9em;
  font-weight: @initial-weight;
  line-height: 0.74;
  padding: 0.04em 0.06em 0 0;
}
";

const ENDING: &str = "
/* The end of an article. */

.ending::after {
  content: @mark;
  display: block;
  margin: 1em 0 0;
  text-align: center;
  text-indent: 0;
}
";

const NO_NEGATIVE: &str = "
/* Boxes stand beside their text. */

html li.task span.box, html[dir=\"rtl\"] li.task span.box {
  margin: 0;
}
";

pub(super) fn em(size: f64) -> String {
    format!("{}em", rounded(size, 2))
}

/// The format of a font file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FontFormat {
    /// OpenType with CFF outlines.
    OpenType,
    /// TrueType.
    TrueType,
    /// WOFF.
    Woff,
    /// WOFF2.
    Woff2,
}

impl FontFormat {
    /// The format of a file, by its first bytes.
    pub(crate) fn of(bytes: &[u8]) -> FontFormat {
        match bytes.get(..4) {
            Some(b"OTTO") => FontFormat::OpenType,
            Some(b"wOFF") => FontFormat::Woff,
            Some(b"wOF2") => FontFormat::Woff2,
            Some(_) | None => FontFormat::TrueType,
        }
    }

    /// The media type (RFC 8081; EPUB 3.3, 3.2, core media types).
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            FontFormat::OpenType => "font/otf",
            FontFormat::TrueType => "font/ttf",
            FontFormat::Woff => "font/woff",
            FontFormat::Woff2 => "font/woff2",
        }
    }

    fn css_name(self) -> &'static str {
        match self {
            FontFormat::OpenType => "opentype",
            FontFormat::TrueType => "truetype",
            FontFormat::Woff => "woff",
            FontFormat::Woff2 => "woff2",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::parse_paper;

    /// What the style sheet says of the elements of a selector, and of those around them
    /// in the order from without to within: the last that is said of each property.
    fn said(sheet: &str, selectors: &[&str], property: &str) -> Option<String> {
        let rules = sheet.split('}').filter_map(|rule| rule.split_once('{'));
        let mut said = None;
        for selector in selectors {
            for (names, body) in rules.clone() {
                let names = names.rsplit("*/").next().unwrap_or("");
                if names.split(',').all(|name| name.trim() != *selector) {
                    continue;
                }
                for line in body.split(';') {
                    if let Some((key, value)) = line.split_once(':')
                        && key.trim() == property
                    {
                        said = Some(value.trim().to_owned());
                    }
                }
            }
        }
        said
    }

    #[test]
    fn the_style_sheet_gives_each_role_its_look() {
        let family = |name: &str| vec![name.to_owned()];
        let stacks = Stacks {
            serif: family("Text"),
            display: family("Title"),
            heading: family("Heads"),
            sans: family("Plain"),
            mono: family("Code"),
        };
        let style = Style {
            drop_capitals: true,
            ..Style::article(parse_paper("a5").unwrap())
        };
        let all = Extras {
            numbers: true,
            citations: true,
        };
        let sheet = style_sheet(&[], &stacks, &style, true, all);
        for (role, selectors) in [
            (Role::Text, &["article", "p"][..]),
            (Role::Kicker, &["article", "p.kicker"]),
            (Role::Headline, &["article", "h1"]),
            (Role::Subtitle, &["article", "p.subtitle"]),
            (Role::Standfirst, &["article", "p.standfirst"]),
            (Role::Byline, &["article", "p.byline"]),
            (Role::Dateline, &["article", "p.dateline"]),
            (Role::Heading(2), &["article", "h2"]),
            (Role::Heading(4), &["article", "h4"]),
            (Role::Heading(5), &["article", "h5"]),
            (Role::Heading(6), &["article", "h6"]),
            (Role::Initial, &["article", "p.opening::first-letter"]),
            (Role::Term, &["article", "dl", "dt"]),
            (Role::Quote, &["article", "blockquote", "p"]),
            (Role::PullQuote, &["article", "aside", "aside.pullquote"]),
            (
                Role::Epigraph,
                &["article", "blockquote", "blockquote.epigraph"],
            ),
            (Role::Aside, &["article", "aside"]),
            (Role::Caption, &["article", "figcaption", "p.caption"]),
            (Role::TableCaption, &["article", "table", "caption"]),
            (Role::Cell, &["article", "table", "td"]),
            (Role::CellHead, &["article", "table", "th"]),
            (Role::Credit, &["article", "p.attribution"]),
            (
                Role::Credit,
                &[
                    "article",
                    "blockquote.epigraph",
                    "p.attribution",
                    "blockquote.epigraph p.attribution",
                ],
            ),
            (Role::Credit, &["article", "footer", "footer p"]),
            (Role::Note, &["article", "section.notes", "aside"]),
            (Role::Code, &["article", "pre", "code"]),
        ] {
            let look = role.look(Medium::Screen, Look::TEXT);
            let stack = match look.family {
                Family::Serif => "\"Text\", serif",
                Family::Display => "\"Title\", serif",
                Family::Heading => "\"Heads\", sans-serif",
                Family::Sans => "\"Plain\", sans-serif",
                Family::Mono => "\"Code\", monospace",
                Family::Caption => "none",
            };
            let said = |property: &str, usual: &str| {
                said(&sheet, selectors, property).unwrap_or_else(|| usual.to_owned())
            };
            assert_eq!(said("font-family", ""), stack, "{role:?}");
            assert_eq!(said("font-weight", "normal"), weight(look), "{role:?}");
            assert_eq!(said("font-style", "normal"), slope(look), "{role:?}");
        }
        assert!(!sheet.contains('@') || !sheet.replace("@media", "").contains('@'));
    }
}
